package ledger

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// quota is the work on an indicator that counts who meets a quota: of each member (a
// commune, an organisation) it adds up what is needed, step by step.
type quota struct {
	s       *answering // a part of the work on the question, about what was reported, wherever it happened
	of      *indicator.Quota
	members []unit.ID
	steps   []period.Period // whole and over
	at      map[unit.ID]unit.ID
	sums    []map[reached]int64 // of each need
	heard   map[heard]bool
	split   map[unit.ID]bool // communes that reported and are in no one commune of the map
}

// reached is a member in a step, by its place among the steps.
type reached struct {
	member unit.ID
	step   int
}

// heard is a member, or a province, of which a record is kept in a step of the
// breakdown; 0: any.
type heard struct {
	of   unit.ID
	part period.Window
}

// quotaRows adds the rows of an indicator with a quota. Who is not heard of at all has
// not met it; of a unit in which nobody is heard of there is no data.
func (s *answering) quotaRows(ctx context.Context, d *indicator.Definition) error {
	w := s.quota(d)
	parts := s.p.steps
	if len(parts) == 0 {
		parts = []period.Period{{Window: s.p.window}}
	}
	for _, n := range d.Quota.Needs {
		if err := w.add(ctx, n, parts); err != nil {
			return err
		}
	}
	first := len(s.a.Rows)
	for _, part := range parts {
		s.a.Rows = append(s.a.Rows, w.rows(s, d, part)...)
	}
	rows := s.a.Rows[first:]
	slices.SortStableFunc(rows, func(a, b indicator.Row) int { return s.order(a.Keys, b.Keys) })
	if len(w.split) > 0 {
		s.note("note.quota_split", "n", strconv.Itoa(len(w.split)), "indicator", "indicator."+string(d.Name))
	}
	return s.declared(ctx, d, first)
}

// quota finds who is asked, and in which steps: those that lie whole in the window and
// are over today.
func (s *answering) quota(d *indicator.Definition) *quota {
	p := *s.p
	if p.places {
		p.places, p.scope.Shards = false, p.home
	}
	p.q.By, p.steps = nil, nil
	sub := &answering{l: s.l, units: s.units, tx: s.tx, p: &p, a: &indicator.Answer{}, groups: map[string]*group{}}
	w := &quota{s: sub, of: d.Quota, at: map[unit.ID]unit.ID{}, heard: map[heard]bool{}, split: map[unit.ID]bool{}}
	if !p.window.Valid() {
		return w
	}
	today := s.l.Today()
	for _, step := range p.window.Steps(p.q.Calendar, w.of.Every) {
		if step.Window == period.Of(p.q.Calendar, w.of.Every, step.Window.First).Window && step.Window.Last < today {
			w.steps = append(w.steps, step)
		}
	}
	tree := s.l.Tree()
	base, _ := tree.Carry(p.unit.ID, p.mapDay)
	if w.of.Of == indicator.OfOrganisation {
		w.members = tree.Bodies(base, min(p.window.Last, today), w.named)
		return w
	}
	w.members = tree.Communes(base, p.mapDay)
	if p.at != 0 && p.q.Map == indicator.MapToday { // of what was made of more than what was asked about, a part says nothing
		w.members = slices.DeleteFunc(w.members, func(id unit.ID) bool { return !s.l.holds(&p, tree.Scope(id, 0, p.window.Last)) })
	}
	return w
}

// named tells an organisation that a quota is asked of.
func (w *quota) named(v unit.Version) bool {
	kind, name := vn.Fold(v.Type), vn.Fold(v.FullName+" "+v.Name)
	return slices.ContainsFunc(w.of.Named, func(word string) bool {
		word = vn.Fold(word)
		return kind == word || strings.Contains(name, word)
	})
}

// member is to whose account goes what a unit reported; 0 if to none.
func (w *quota) member(id unit.ID) unit.ID {
	m, ok := w.at[id]
	if ok {
		return m
	}
	if m = id; w.of.Of == indicator.OfCommune {
		tree := w.s.l.Tree()
		m = tree.CommuneOf(id, w.s.p.mapDay)
		if u := tree.Unit(id); m == 0 && u != nil && u.Level == unit.Commune {
			w.split[id] = true
		}
	}
	if _, ok := slices.BinarySearch(w.members, m); !ok {
		m = 0
	}
	w.at[id] = m
	return m
}

// step is the place among the steps of the one that holds a window whole; -1: none does.
func (w *quota) step(of period.Window) int {
	at, _ := slices.BinarySearchFunc(w.steps, of.First, func(s period.Period, d period.Day) int { return int(s.Window.Last) - int(d) })
	if at < len(w.steps) && w.steps[at].Window.Covers(of) {
		return at
	}
	return -1
}

// add adds up a need: from the facts of each unit or, where it is narrowed to codes,
// from the records, as facts of a unit are not kept by code.
func (w *quota) add(ctx context.Context, n indicator.Need, parts []period.Period) error {
	sums := map[reached]int64{}
	w.sums = append(w.sums, sums)
	p := w.s.p
	if !p.window.Valid() || len(w.steps) == 0 {
		return nil
	}
	g := &group{&gatherer{l: w.s.l, tx: w.s.tx, p: p, def: w.s.l.cat.Latest(n.Measure.Register), where: n.Where}, nil}
	column := g.def.Measure(n.Measure.Measure)
	number := func(v *fact.Vector) int64 {
		if column < 0 {
			return v.N
		}
		return v.V[column]
	}
	hear := func(shard, reporter unit.ID, of period.Window) {
		for i := range parts {
			if parts[i].Window.Covers(of) {
				w.heard[heard{0, parts[i].Window}] = true
				w.heard[heard{shard, parts[i].Window}] = true
				if reporter != 0 {
					w.heard[heard{w.member(reporter), parts[i].Window}] = true
				}
				return
			}
		}
	}
	take := func(reporter unit.ID, of period.Window, v int64) {
		m := w.member(reporter)
		if at := w.step(of); m != 0 && at >= 0 {
			sums[reached{m, at}] += v
		}
	}
	// Steps are made of whole slots: the odd days at the ends of the window are in none.
	inner, _ := p.window.Cut()
	var err error
	byCode := len(n.Where) > 0
	if w.of.Of == indicator.OfCommune {
		err = w.facts(ctx, g, inner, column+1, byCode && p.unit.ID == unit.VN, func(r *store.FactRow) {
			hear(r.Shard, unit.ID(r.Grain), r.Window)
			if !byCode {
				take(unit.ID(r.Grain), r.Window, number(&r.Vector))
			}
		})
	}
	if err == nil && (byCode || w.of.Of == indicator.OfOrganisation) {
		err = w.records(ctx, g, inner, func(r *register.Record, of period.Window) {
			hear(r.Shard, r.Unit, of)
			if g.matches(r) {
				take(r.Unit, of, number(&fact.Of(r, w.s.l.cat.Attr)[fact.Numbers]))
			}
		})
	}
	if err != nil || !g.def.Totals {
		return err
	}
	return w.standIns(ctx, g, func(r *register.Record) {
		hear(r.Shard, r.Unit, windowOf(r))
		take(r.Unit, windowOf(r), number(&fact.Of(r, w.s.l.cat.Attr)[fact.Numbers]))
	})
}

// facts tells the kept sums of a register, by unit and slot; or by shard and slot, where
// it is only asked whether there are any.
func (w *quota) facts(ctx context.Context, g *group, inner period.Window, columns int, shards bool, tell func(*store.FactRow)) error {
	p := w.s.p
	q := store.FactQuery{Shards: p.scope.Shards, Registers: []int{g.def.Number}, Stages: p.stages, Planes: []int{fact.Numbers},
		Window: inner, Columns: columns, GroupShard: true, GroupWindow: true, GroupGrain: !shards, AllUnits: p.scope.All && !shards}
	if !p.scope.All {
		for _, id := range sortedUnits(p.scope.Units) {
			q.Grains = append(q.Grains, int64(id))
		}
		if len(q.Grains) == 0 {
			return nil
		}
	}
	return w.s.tx.Facts(ctx, q, func(r *store.FactRow) error {
		tell(r)
		return nil
	})
}

// records tells the records of a register that count, with the days that each is of.
func (w *quota) records(ctx context.Context, g *group, inner period.Window, tell func(*register.Record, period.Window)) error {
	f := g.filter(store.Filter{From: inner.First, To: inner.Last, Kinds: []register.Kind{register.Event, register.Rest}})
	if w.of.Of == indicator.OfOrganisation {
		if len(w.members) == 0 {
			return nil
		}
		f.Units = w.members
	}
	each := func(r *register.Record) error {
		of := period.Window{First: r.Last, Last: r.Last}
		if r.Kind == register.Rest {
			of = windowOf(r)
		}
		if w.s.p.counts(r.Unit) && fact.Counts(r) && inner.Covers(of) {
			tell(r, of)
		}
		return nil
	}
	if !w.s.p.scope.All || len(g.where) == 0 || len(f.Units) > 0 {
		return w.s.tx.Records(ctx, f, each)
	}
	// A campaign has its weeks: facts of its code tell where records are worth reading.
	days, err := w.daysOf(ctx, g, inner)
	if err != nil {
		return err
	}
	for _, shard := range f.Shards {
		for _, run := range days[shard] {
			one := f
			one.Shards, one.From, one.To = []unit.ID{shard}, run.First, run.Last
			if err := w.s.tx.Records(ctx, one, each); err != nil {
				return err
			}
		}
	}
	return nil
}

// daysOf are the days of each shard on which anything is kept under the codes of one of
// the fields that a need is narrowed by, in runs.
func (w *quota) daysOf(ctx context.Context, g *group, inner period.Window) (map[unit.ID][]period.Window, error) {
	field := slices.Sorted(maps.Keys(g.where))[0]
	q := store.FactQuery{Shards: w.s.p.scope.Shards, Registers: []int{g.def.Number}, Stages: w.s.p.stages, Planes: []int{fact.Numbers},
		Window: inner, GroupShard: true, GroupWindow: true}
	for _, code := range g.where[field] {
		q.Margins = append(q.Margins, fact.MarginOf(field, code))
	}
	slots := map[unit.ID]map[period.Day]bool{}
	err := w.s.tx.Facts(ctx, q, func(r *store.FactRow) error {
		if slots[r.Shard] == nil {
			slots[r.Shard] = map[period.Day]bool{}
		}
		slots[r.Shard][period.SlotOf(r.Window.Last).First] = true // a total is kept by its last day
		return nil
	})
	out := map[unit.ID][]period.Window{}
	for shard, firsts := range slots {
		for _, first := range slices.Sorted(maps.Keys(firsts)) {
			slot, runs := period.SlotOf(first), out[shard]
			if n := len(runs); n > 0 && runs[n-1].Last.Add(1) == first {
				runs[n-1].Last = slot.Last
				continue
			}
			out[shard] = append(runs, slot)
		}
	}
	return out, err
}

// standIns tells the whole totals of members that lie in a step and stand in for
// records that nobody kept.
func (w *quota) standIns(ctx context.Context, g *group, tell func(*register.Record)) error {
	g.begin()
	if err := g.readTotals(ctx); err != nil {
		return err
	}
	g.totals = slices.DeleteFunc(g.totals, func(r *register.Record) bool {
		return r.Kind != register.Whole || !g.matches(r) || w.member(r.Unit) == 0 || w.step(windowOf(r)) < 0
	})
	if err := w.s.standIns(ctx, g); err != nil {
		return err
	}
	for _, r := range g.totals {
		if g.stand[r.ID] {
			tell(r)
		}
	}
	return nil
}

// met tells whether a member has what is needed in each of the steps in a window.
func (w *quota) met(member unit.ID, in period.Window) bool {
	for at, step := range w.steps {
		if !in.Covers(step.Window) {
			continue
		}
		for i, n := range w.of.Needs {
			if w.sums[i][reached{member, at}] < n.Least {
				return false
			}
		}
	}
	return true
}

// rows of one step of time of the breakdown: one, or one for each unit next below.
func (w *quota) rows(s *answering, d *indicator.Definition, part period.Period) []indicator.Row {
	units := slices.Contains(s.p.q.By, indicator.ByUnit)
	row := func(of string) indicator.Row {
		r := indicator.Row{Of: s.p.unit.Code, Unit: s.p.unit.Code, Indicator: d.Name, Keys: map[string]string{}}
		times := s.p.timeKeys(s.p.q.By, part.Window)
		for _, k := range s.p.q.By {
			r.Keys[k] = times[k]
		}
		if units {
			r.Unit, r.Keys[indicator.ByUnit] = unit.Code(of), of
		}
		return r
	}
	over := slices.ContainsFunc(w.steps, func(step period.Period) bool { return part.Window.Covers(step.Window) })
	if !over || !w.heard[heard{0, part.Window}] || len(w.members) == 0 {
		r := row("")
		s.alone(d, &r)
		return []indicator.Row{r}
	}
	var out []indicator.Row
	for key, c := range w.counts(s, part.Window, units) {
		r := row(key)
		r.Denominator = &c.all
		if c.heard < int64(c.all) {
			r.Told = &indicator.Coverage{Given: c.heard, Total: int64(c.all)}
		}
		if c.told {
			v := c.met * float64(d.Scale) / c.all
			r.Value, r.Numerator = &v, &c.met
		}
		s.alone(d, &r)
		out = append(out, r)
	}
	return out
}

// tally is how many members of a row have met the quota, and are heard of.
type tally struct {
	met, all float64
	heard    int64
	told     bool // enough is known for a number
}

// counts counts the members in a step of time: in the rows of the units next below, or
// all in one. Of a member of which nothing is known it is held that it has not met the
// quota; of a province of which nothing is known nothing is said.
func (w *quota) counts(s *answering, in period.Window, units bool) map[string]*tally {
	tree := s.l.Tree()
	base, _ := tree.Carry(s.p.unit.ID, s.p.mapDay)
	known := map[string]bool{} // provinces of which something is
	for _, shard := range w.s.p.scope.Shards {
		if units && w.s.p.unit.ID == unit.VN && w.heard[heard{shard, in}] {
			known[s.p.unitKey(s.l, unit.VN, shard)] = true
		}
	}
	out := map[string]*tally{}
	for _, m := range w.members {
		key := ""
		if units {
			key = s.p.unitKey(s.l, s.p.unit.ID, m)
		}
		c := out[key]
		if c == nil {
			c = &tally{told: !units || known[key]}
			out[key] = c
		}
		c.all++
		if w.met(m, in) {
			c.met++
		}
		if w.heard[heard{m, in}] {
			c.heard++
		}
		c.told = c.told || w.heard[heard{m, in}] || m == base || tree.Unit(m).Code == unit.Code(key)
	}
	return out
}

// quotaMakers tell of a record whether it counted towards a quota.
func (s *answering) quotaMakers(ctx context.Context, d *indicator.Definition, name register.Name) ([]func(*register.Record) bool, error) {
	w := s.quota(d)
	var out []func(*register.Record) bool
	for _, n := range d.Quota.Needs {
		if n.Measure.Register != name {
			continue
		}
		made, err := s.maker(ctx, n.Plain(), name)
		if err != nil {
			return nil, err
		}
		out = append(out, func(r *register.Record) bool {
			of := windowOf(r)
			if r.Kind == register.Event {
				of.First = of.Last
			}
			return w.member(r.Unit) != 0 && w.step(of) >= 0 && made(r)
		})
	}
	return out, nil
}
