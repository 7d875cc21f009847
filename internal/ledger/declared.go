package ledger

import (
	"context"
	"slices"
	"sort"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// The register of declared values, and what its fields are called there.
const (
	declaredRegister = "value"
	declaredRatio    = "ratio"     // a code whose attribute names the indicator
	declaredOf       = "indicator" // that attribute
	declaredValue    = "percent"   // in hundredths of a percent
	declaredAbove    = "numerator"
	declaredBelow    = "denominator"
)

// MarkDeclared is on a value that a unit stated and no record shows.
const MarkDeclared = "declared"

// declared puts stated ratios where the records give none, for the same unit and
// the same window, marked; one without its inputs is asked about (design 5.12).
// The rows of the indicator are those of the answer from first on.
func (s *answering) declared(ctx context.Context, d *indicator.Definition, first int) error {
	if !d.Ratio() || s.p.places || len(s.p.q.Where) > 0 || slices.ContainsFunc(s.p.q.By, func(k string) bool { return !isTime(k) && k != indicator.ByUnit }) {
		return nil
	}
	empty := func(r indicator.Row) bool { return r.Value == nil && !r.NothingArising }
	units := slices.Contains(s.p.q.By, indicator.ByUnit)
	if !units && !slices.ContainsFunc(s.a.Rows[first:], empty) {
		return nil
	}
	list, err := s.statements(ctx)
	if err != nil {
		return err
	}
	for _, r := range list {
		f := r.Def.Field(declaredRatio)
		codes := r.Values[declaredRatio].Codes
		if f == nil || len(codes) == 0 || s.l.cat.Attr(f.List, codes[0], declaredOf) != string(d.Name) {
			continue
		}
		at := slices.IndexFunc(s.a.Rows[first:], func(row indicator.Row) bool { return s.about(r, row) })
		switch {
		case at >= 0 && empty(s.a.Rows[first+at]):
			s.state(d, r, &s.a.Rows[first+at])
		case at < 0 && units:
			if row := s.unheard(d, r); s.about(r, row) {
				s.state(d, r, &row)
				s.a.Rows = append(s.a.Rows, row)
			}
		}
	}
	if len(s.a.Rows) > first+1 { // the row that says that there is none
		s.a.Rows = slices.DeleteFunc(s.a.Rows, func(row indicator.Row) bool {
			return row.Indicator == d.Name && units && row.Unit == "" && empty(row) && len(row.Marks) == 0
		})
	}
	rows := s.a.Rows[first:]
	slices.SortStableFunc(rows, func(a, b indicator.Row) int { return s.order(a.Keys, b.Keys) })
	return nil
}

// unheard is the row of a unit of which no record is kept.
func (s *answering) unheard(d *indicator.Definition, r *register.Record) indicator.Row {
	keys := s.p.timeKeys(s.p.q.By, windowOf(r))
	keys[indicator.ByUnit] = s.p.unitKey(s.l, s.p.unit.ID, r.Unit)
	return indicator.Row{Of: s.p.unit.Code, Unit: unit.Code(keys[indicator.ByUnit]), Indicator: d.Name, Keys: keys}
}

// statements are the declared values of the question's window, read once.
func (s *answering) statements(ctx context.Context) ([]*register.Record, error) {
	def := s.l.cat.Latest(declaredRegister)
	if s.stated != nil || def == nil {
		return s.stated, nil
	}
	g := &gatherer{l: s.l, tx: s.tx, p: s.p, def: def}
	s.stated = []*register.Record{}
	err := s.tx.Totals(ctx, g.filter(store.Filter{From: s.p.window.First, To: s.p.window.Last}), func(r *register.Record) error {
		if r.Lead == 0 && s.p.member(s.l, r) {
			s.stated = append(s.stated, r)
		}
		return nil
	})
	sort.SliceStable(s.stated, func(i, j int) bool { return s.stated[i].ID > s.stated[j].ID }) // the newest word stands
	return s.stated, err
}

// about tells whether a statement is of a row's own unit and window, not of a part of it.
func (s *answering) about(r *register.Record, row indicator.Row) bool {
	window := s.p.window
	for _, k := range s.p.q.By {
		if !isTime(k) {
			continue
		}
		if row.Keys[k] == "" {
			return false
		}
		p := period.Of(s.p.q.Calendar, period.Step(k), r.First)
		if p.Key != row.Keys[k] {
			return false
		}
		window = p.Window.Clip(s.p.window)
	}
	carried, _ := s.l.Tree().Carry(r.Unit, s.p.mapDay)
	asked, _ := s.l.Tree().Carry(s.p.unit.ID, s.p.mapDay)
	own := carried == asked && s.l.Tree().Unit(r.Unit).Level == s.p.unit.Level
	if slices.Contains(s.p.q.By, indicator.ByUnit) {
		u := s.l.Tree().Unit(carried)
		own = u != nil && u.Code == row.Unit
	}
	return own && windowOf(r) == window
}

func (s *answering) state(d *indicator.Definition, r *register.Record, row *indicator.Row) {
	figure := func(id string) *float64 {
		if n := r.Values[id].Number; n != nil && n.Words == "" {
			v := float64(n.N)
			return &v
		}
		return nil
	}
	above, below := figure(declaredAbove), figure(declaredBelow)
	if above != nil && below != nil && *below > 0 {
		v := *above * float64(d.Scale) / *below
		row.Value, row.Numerator, row.Denominator = &v, above, below
		row.Qualifier = r.Values[declaredAbove].Number.Q
		if r.Values[declaredBelow].Number.Q != register.Exact {
			row.Qualifier = register.About
		}
	} else if p := figure(declaredValue); p != nil {
		v := *p / 100
		if d.Scale == 1 {
			v /= 100
		}
		row.Value, row.Qualifier = &v, r.Values[declaredValue].Number.Q
		s.note("note.declared", "record", strconv.FormatInt(int64(r.ID), 10), "indicator", "indicator."+string(d.Name))
	} else {
		return
	}
	row.Record = r.ID
	row.Marks = append(row.Marks, MarkDeclared)
	sort.Strings(row.Marks)
}
