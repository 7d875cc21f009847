package ledger

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"sort"
	"strconv"
	"strings"

	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// standIns finds the whole totals that stand in for records nobody kept, and adds
// them to their rows (design 5.3): nothing of the register that counts, reported in
// the reporter's subtree, lies in the window; of those that tell of the same in part
// the widest alone.
func (s *answering) standIns(ctx context.Context, g *group) error {
	g.stand = map[register.ID]bool{}
	var able []*register.Record
	for _, r := range g.totals {
		if r.Kind != register.Whole || !s.p.window.Covers(windowOf(r)) {
			continue
		}
		below, err := s.below(ctx, g.def, r, nil)
		if err != nil {
			return err
		}
		if !below.any {
			able = append(able, r)
		}
	}
	slices.SortFunc(able, s.wider)
	var stand []*register.Record
	for _, r := range able {
		if slices.ContainsFunc(stand, func(o *register.Record) bool { return s.overlap(r, o) }) {
			continue
		}
		stand = append(stand, r)
		g.stand[r.ID] = true
		if !g.matches(r) {
			continue
		}
		sum := fact.Of(r, s.l.cat.Attr)
		for _, codes := range g.codesOf(r) {
			g.put(windowOf(r), source{r.Shard, r.Unit, r.Place}, codes, sum, 1).standsIn = true
		}
	}
	return nil
}

// wider orders totals: that of the larger subtree first, then the longer window, of
// two alike the newer.
func (s *answering) wider(a, b *register.Record) int {
	return cmp.Or(cmp.Compare(s.subtree(b).size(), s.subtree(a).size()), cmp.Compare(windowOf(b).Days(), windowOf(a).Days()),
		cmp.Compare(b.ID, a.ID))
}

// overlap tells whether two totals may tell of the same: their windows have a day in
// common, and one reporter is in the other's subtree.
func (s *answering) overlap(a, b *register.Record) bool {
	return a.First <= b.Last && b.First <= a.Last && (s.subtree(b).has(a.Unit) || s.subtree(a).has(b.Unit))
}

// reach is the subtree of a reporter as of a day, with what had come to it by then.
type reach struct {
	unit.Scope
	tree *unit.Tree
}

func (r reach) has(id unit.ID) bool {
	if !r.All {
		return r.Units[id]
	}
	u := r.tree.Unit(id)
	if u == nil {
		return false
	}
	for _, d := range []period.Day{u.Last(), u.First(), r.Last} {
		if d == 0 {
			continue
		}
		shard := r.tree.Shard(id, d)
		for _, s := range r.Shards {
			if s == shard {
				return true
			}
		}
	}
	return false
}

// size orders subtrees of which one holds the other.
func (r reach) size() int {
	if r.All {
		return len(r.Shards) << 32
	}
	return len(r.Units)
}

// subtree is what a total tells of, worked out once for each reporter and day.
func (s *answering) subtree(r *register.Record) reach {
	k := reporting{r.Unit, r.Last}
	sub, ok := s.reaches[k]
	if !ok {
		if s.reaches == nil {
			s.reaches = map[reporting]reach{}
		}
		sub = s.reach(r)
		s.reaches[k] = sub
	}
	return sub
}

// reporting is a reporter on a day.
type reporting struct {
	unit unit.ID
	day  period.Day
}

func (s *answering) reach(r *register.Record) reach {
	tree := s.l.Tree()
	of := r.Unit
	// The standing office tells of the whole place at which it sits.
	if u := tree.Unit(r.Unit); u != nil && u.Level == unit.Organisation {
		if v, ok := u.At(r.Last); ok && v.Type == TypeStandingOffice {
			of = v.Parent
		}
	}
	sc := tree.Scope(of, r.Last, r.Last)
	if sc.Last == 0 || sc.Last > r.Last {
		sc.Last = r.Last
	}
	return reach{sc, tree}
}

// below adds up what counts inside a whole total: same register, reported in its
// reporter's subtree, lying in its window.
func (s *answering) below(ctx context.Context, def *register.Definition, r *register.Record, where map[string][]string) (*cell, error) {
	id := strconv.FormatInt(int64(r.ID), 10) + " " + joinedWhere(where)
	if c := s.belows[id]; c != nil {
		return c, nil
	}
	p := &plan{q: s.p.q, unit: s.l.Tree().Unit(r.Unit), at: r.Last, mapDay: r.Last, stages: s.p.stages}
	p.q.By, p.q.Window, p.window = nil, windowOf(r), windowOf(r)
	p.scope = s.subtree(r).Scope
	g := &gatherer{l: s.l, tx: s.tx, p: p, def: def, where: where}
	if err := g.gather(ctx); err != nil {
		return nil, err
	}
	c := g.cells[""]
	if c == nil {
		c = &cell{}
	}
	if s.belows == nil {
		s.belows = map[string]*cell{}
	}
	s.belows[id] = c
	return c, nil
}

// gives tells whether a record gives a number that the indicator reads.
func (s *answering) gives(d *indicator.Definition, r *register.Record) bool {
	refs := d.Names()
	given := r.Def.Figures(r.Values, s.l.cat.Attr)
	return slices.ContainsFunc(refs, func(ref indicator.Ref) bool {
		if ref.Register != r.Def.Name {
			return false
		}
		i := slices.IndexFunc(r.Def.Measures, func(m register.Measure) bool { return m.ID == ref.Measure })
		return ref.Measure == "" || i >= 0 && given[i].Has
	})
}

// unmark takes the mark of standing in from an indicator's rows that have nothing
// of a total that stands in: it gave other measures of its register.
func (s *answering) unmark(d *indicator.Definition, took map[string]bool) {
	for i := range s.a.Rows {
		r := &s.a.Rows[i]
		if r.Indicator == d.Name && !took[rowID(s.p.q.By, r.Keys)] {
			r.Marks = slices.DeleteFunc(r.Marks, func(m string) bool { return m == indicator.MarkStandsIn })
		}
	}
}

// totals names the totals that an indicator leaves out, and those shown beside it,
// and leaves the mark on the rows that took something from those that stand in.
func (s *answering) totals(ctx context.Context, d *indicator.Definition) error {
	took := map[string]bool{}
	defer func() { s.unmark(d, took) }()
	for _, name := range d.Registers() {
		g, err := s.group(ctx, d, name)
		if err != nil {
			return err
		}
		sort.Slice(g.totals, func(i, j int) bool {
			a, b := g.totals[i], g.totals[j]
			if a.First != b.First {
				return a.First < b.First
			}
			return a.ID < b.ID
		})
		for _, r := range g.totals {
			if !g.matches(r) {
				continue
			}
			if g.stand[r.ID] && s.gives(d, r) {
				for _, codes := range g.codesOf(r) {
					for _, id := range g.rowsOf(g.cell(windowOf(r), source{r.Shard, r.Unit, r.Place}, codes).keys) {
						took[id] = true
					}
				}
			}
			v := d.Value(indicator.Cells{name: {Sum: *fact.Of(r, s.l.cat.Attr), Any: true, Def: g.def}})
			if v.Value == nil {
				continue
			}
			t := indicator.Total{Record: r.ID, Indicator: d.Name, From: r.First, To: r.Last, Value: v.Value, Qualifier: v.Qualifier}
			if u := s.l.Tree().Unit(r.Unit); u != nil {
				t.Unit = u.Code
			}
			switch {
			case !s.p.window.Covers(windowOf(r)):
				s.a.LeftOut = append(s.a.LeftOut, t)
			case r.Kind == register.Whole && !g.stand[r.ID]:
				c, err := s.below(ctx, g.def, r, g.where)
				if err != nil {
					return err
				}
				t.Below = d.Value(indicator.Cells{name: {Sum: c.sum, Any: c.any, Def: g.def}}).Value
				s.a.Beside = append(s.a.Beside, t)
			}
		}
	}
	return nil
}

func joinedWhere(w map[string][]string) string {
	keys := make([]string, 0, len(w))
	for k := range w {
		keys = append(keys, k)
	}
	sort.Strings(keys)
	var b strings.Builder
	for _, k := range keys {
		fmt.Fprintf(&b, "%s=%q;", k, w[k])
	}
	return b.String()
}
