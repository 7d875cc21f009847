package ledger

import (
	"context"
	"slices"
	"sort"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// declaredRegister is the register of declared values; its definition says which of
// its fields are what. Nil where content has none.
func (l *Ledger) declaredRegister() *register.Definition {
	for _, n := range l.cat.Registers() {
		if def := l.cat.Latest(n); def.Stated != nil {
			return def
		}
	}
	return nil
}

// declared puts stated ratios where the records give none, for the same unit and
// the same window, marked; one without its inputs is asked about (design 5.12). Where
// records give the ratio, they win and the row names the statement beside.
// The rows of the indicator are those of the answer from first on.
func (s *answering) declared(ctx context.Context, d *indicator.Definition, first int) error {
	if !d.Ratio() || s.p.places || len(s.p.q.Where) > 0 || slices.ContainsFunc(s.p.q.By, func(k string) bool { return !isTime(k) && k != indicator.ByUnit && k != indicator.ByLevel }) {
		return nil
	}
	units, levels := slices.Contains(s.p.q.By, indicator.ByUnit), slices.Contains(s.p.q.By, indicator.ByLevel)
	list, err := s.statements(ctx)
	if err != nil || len(list) == 0 {
		return err
	}
	rows := map[string]int{}
	for i, row := range s.a.Rows[first:] {
		rows[rowID(s.p.q.By, row.Keys)] = first + i
	}
	stood := map[string]*register.Record{} // the statement that stands in each row
	for _, r := range list {
		if !s.states(r, d) {
			continue
		}
		keys, ok := s.placed(r)
		if !ok {
			continue
		}
		id := rowID(s.p.q.By, keys)
		at, found := rows[id]
		if !found && (units || levels) { // of a unit or level of which no record is kept
			row := indicator.Row{Of: s.p.unit.Code, Unit: s.p.unit.Code, Indicator: d.Name, Keys: keys}
			if units {
				row.Unit = unit.Code(keys[indicator.ByUnit])
			}
			s.alone(d, &row)
			at, found = len(s.a.Rows), true
			rows[id] = at
			s.a.Rows = append(s.a.Rows, row)
		}
		if !found {
			continue
		}
		if row := &s.a.Rows[at]; row.Record != 0 { // the newest word stands; the others are not passed over in silence
			if first := stood[id]; first != nil && !sayTheSame(first, r) {
				row.Others++
				s.note("note.declared_others", "record", strconv.FormatInt(int64(r.ID), 10), "indicator", "indicator."+string(d.Name))
			}
			continue
		}
		stood[id] = r
		if row := &s.a.Rows[at]; d.Quota != nil && row.Told != nil {
			// Where not all are heard of, the registers can't say who met the quota.
			row.Value, row.Numerator, row.Denominator, row.Told = nil, nil, nil, nil
		}
		s.state(d, r, &s.a.Rows[at])
	}
	if len(s.a.Rows) > first+1 { // the row that says that there is none
		s.a.Rows = slices.DeleteFunc(s.a.Rows, func(row indicator.Row) bool {
			return row.Indicator == d.Name && units && row.Unit == "" && row.Value == nil && !row.NothingArising && len(row.Marks) == 0
		})
	}
	sorted := s.a.Rows[first:]
	slices.SortStableFunc(sorted, func(a, b indicator.Row) int { return s.order(a.Keys, b.Keys) })
	return nil
}

// sayTheSame tells whether two statements give the same value and judgement.
func sayTheSame(a, b *register.Record) bool {
	f := a.Def.Stated
	for _, id := range []string{f.Value, f.Numerator, f.Denominator} {
		x, y := a.Values[id].Number, b.Values[id].Number
		if (x == nil) != (y == nil) || x != nil && (x.N != y.N || x.Q != y.Q) {
			return false
		}
	}
	return slices.Equal(a.Values[f.Judgement].Codes, b.Values[f.Judgement].Codes)
}

// states tells whether a statement is one of the indicator.
func (s *answering) states(r *register.Record, d *indicator.Definition) bool {
	if r.Def.Stated == nil {
		return false
	}
	of := r.Def.Field(r.Def.Stated.Of)
	codes := r.Values[r.Def.Stated.Of].Codes
	return of != nil && len(codes) > 0 && s.l.cat.Attr(of.List, codes[0], register.AttrIndicator) == string(d.Name)
}

// statements are the declared values of the question's window, read once.
func (s *answering) statements(ctx context.Context) ([]*register.Record, error) {
	def := s.l.declaredRegister()
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

// placed gives the keys of the row that a statement is about: its own unit and window,
// not a part of it nor a whole of which it is a part.
func (s *answering) placed(r *register.Record) (map[string]string, bool) {
	window, keys := s.p.window, map[string]string{}
	if !window.Valid() {
		return nil, false
	}
	for _, k := range s.p.q.By {
		if !isTime(k) {
			continue
		}
		p := s.periodOf(r, period.Step(k))
		if window = p.Window.Clip(s.p.window); !window.Valid() {
			return nil, false
		}
		keys[k] = p.Key
	}
	if windowOf(r) != window && !sameYear(windowOf(r), window) {
		return nil, false
	}
	if level := s.levelOf(r); slices.Contains(s.p.q.By, indicator.ByLevel) {
		keys[indicator.ByLevel] = level
	} else if level != "" {
		return nil, false // it is of a part
	}
	of, _ := s.l.Tree().Carry(s.p.unit.ID, s.p.mapDay)
	if slices.Contains(s.p.q.By, indicator.ByUnit) {
		keys[indicator.ByUnit] = s.p.unitKey(s.l, s.p.unit.ID, r.Unit)
		of, _ = s.l.Tree().Carry(r.Unit, s.p.mapDay)
		if u := s.l.Tree().Unit(of); u == nil || string(u.Code) != keys[indicator.ByUnit] {
			return nil, false
		}
	}
	return keys, s.becomes(r.Unit, of)
}

// levelOf is the level of whose bodies alone a statement speaks; "" for all.
func (s *answering) levelOf(r *register.Record) string {
	f := r.Def.Field(r.Def.Stated.Level)
	if f == nil || len(r.Values[f.ID].Codes) == 0 {
		return ""
	}
	return s.l.cat.Attr(f.List, r.Values[f.ID].Codes[0], register.AttrLevel)
}

// becomes tells whether a unit is another on the map of the question: itself, or what
// all of it became and nothing else with it. What was said of one of several units that
// were merged is not said of what they became, and ratios are not added up.
func (s *answering) becomes(id, of unit.ID) bool {
	tree := s.l.Tree()
	if id == of {
		return true
	}
	if carried, _ := tree.Carry(id, s.p.mapDay); carried != of {
		return false
	}
	for range 20 { // units change far less often; lineage has no rings
		u := tree.Unit(of)
		if u == nil {
			return false
		}
		from := slices.DeleteFunc(tree.Predecessors(of), func(p *unit.Unit) bool { return p.Level != u.Level })
		if len(from) != 1 {
			return false
		}
		if of = from[0].ID; of == id {
			return true
		}
	}
	return false
}

// periodOf is the step of the question that a statement falls in. A whole year of one
// calendar is the year of that number in all: the labour survey of 2023 is of the
// civil year and answers for the administrative one.
func (s *answering) periodOf(r *register.Record, step period.Step) period.Period {
	if key := yearOf(windowOf(r)); key != "" && step == period.Year {
		if p, err := period.Parse(key, s.p.q.Calendar); err == nil {
			return p
		}
	}
	return period.Of(s.p.q.Calendar, step, r.First)
}

// sameYear tells whether two windows are whole years of the same number.
func sameYear(a, b period.Window) bool {
	key := yearOf(a)
	return key != "" && key == yearOf(b)
}

// yearOf is the key of the year that a window is in some calendar; "" if it is none.
func yearOf(w period.Window) string {
	if !w.Valid() {
		return ""
	}
	for _, c := range []period.Calendar{period.Civil, period.Admin, period.School} {
		if p := period.Of(c, period.Year, w.First); p.Window == w {
			return p.Key
		}
	}
	return ""
}

// state tells a row of a statement, and gives it the stated value where records gave none.
func (s *answering) state(d *indicator.Definition, r *register.Record, row *indicator.Row) {
	f := r.Def.Stated
	figure := func(id string) (*float64, register.Qualifier) {
		n := r.Values[id].Number
		if n == nil || n.Words != "" {
			return nil, register.Exact
		}
		v := float64(n.N) / 100
		return &v, n.Q
	}
	code := func(id string) string {
		if codes := r.Values[id].Codes; len(codes) > 0 {
			return codes[0]
		}
		return ""
	}
	value, word := figure(f.Value)
	above, aboveWord := figure(f.Numerator)
	below, belowWord := figure(f.Denominator)
	arises := below == nil || *below != 0
	switch {
	case above != nil && below != nil && arises:
		v := *above * float64(d.Scale) / *below
		if value, word = &v, aboveWord; belowWord != register.Exact {
			word = register.About
		}
	case !arises:
		value, word = nil, register.Exact
	default:
		above, below = nil, nil
	}
	row.Record, row.Stated, row.Basis = r.ID, value, code(f.Basis)
	row.Source, row.Paper = r.Values[f.Source].Text, r.Values[f.Paper].Text
	if c := code(f.Judgement); c != "" {
		row.State = s.l.cat.Attr(r.Def.Field(f.Judgement).List, c, register.AttrState)
	}
	if row.Value != nil || row.NothingArising {
		return
	}
	row.Value, row.Qualifier, row.Numerator, row.Denominator = value, word, above, below
	row.NothingArising = !arises || value == nil && row.State == string(score.NothingArising)
	if value != nil && above == nil && !d.YesNo() {
		s.note("note.declared", "record", strconv.FormatInt(int64(r.ID), 10), "indicator", "indicator."+string(d.Name))
	}
	row.Marks = append(row.Marks, indicator.MarkDeclared)
	sort.Strings(row.Marks)
}

// statedHere tells whether a record is a statement about a number of the question.
func (s *answering) statedHere(r *register.Record) bool {
	if r.Lead != 0 || !s.p.member(s.l, r) || s.p.places || len(s.p.q.Where) > 0 ||
		!slices.ContainsFunc(s.defs, func(d *indicator.Definition) bool { return s.states(r, d) }) {
		return false
	}
	if _, ok := s.placed(r); ok {
		return true
	}
	if slices.ContainsFunc(s.p.q.By, isTime) {
		return false
	}
	_, ok := s.yearly().placed(r) // of what is told anew each year
	return ok
}
