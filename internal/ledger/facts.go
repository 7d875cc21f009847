package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"sort"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Facts answers a question from the facts, and from the records where facts do
// not hold what is asked: at odd ends of the window, for breakdowns below the
// province, for declared totals that straddle. One snapshot answers it all.
func (l *Ledger) Facts(ctx context.Context, by access.Actor, q indicator.Question) (*indicator.Answer, error) {
	list, err := l.Answers(ctx, by, []indicator.Question{q})
	if err != nil {
		return nil, err
	}
	return &list[0], nil
}

// Answers answers several questions from one snapshot, in their order: numbers of
// one paper or board agree, whatever others write meanwhile. Rows may be in use
// elsewhere and must not be changed.
func (l *Ledger) Answers(ctx context.Context, by access.Actor, questions []indicator.Question) ([]indicator.Answer, error) {
	list := make([]*answering, len(questions))
	for i, q := range questions {
		s, err := l.answering(by, q)
		if err != nil {
			return nil, err
		}
		list[i] = s
	}
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		for _, s := range list {
			s.tx = tx
			if err := s.once(ctx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	out := make([]indicator.Answer, len(list))
	for i, s := range list {
		out[i] = *s.a
	}
	return out, nil
}

// answering prepares the answer to a question: what is asked, and may the actor.
func (l *Ledger) answering(by access.Actor, q indicator.Question) (*answering, error) {
	units := l.units.Load().serial
	p, err := l.plan(q)
	if err != nil {
		return nil, err
	}
	if err := l.mayReadSums(by, p.unit.ID); err != nil {
		return nil, err
	}
	defs := make([]*indicator.Definition, len(q.Indicators))
	for i, name := range q.Indicators {
		if defs[i] = l.cat.Indicator(name); defs[i] == nil {
			return nil, fault.New(fault.Invalid, "question.indicator", "indicator", string(name))
		}
	}
	if err := l.checkBy(q.By, defs); err != nil {
		return nil, err
	}
	if err := l.checkWhere(q.Where, defs); err != nil {
		return nil, err
	}
	a := &indicator.Answer{Rows: []indicator.Row{}, LeftOut: []indicator.Total{}, Beside: []indicator.Total{}}
	if p.scope.Last != 0 && p.scope.Last < q.Window.Last {
		a.Notes = append(a.Notes, indicator.Note{Key: "note.ended", Args: []string{"code", string(p.unit.Code), "day", p.scope.Last.VN()}})
	}
	return &answering{l: l, units: units, p: p, a: a, defs: defs, groups: map[string]*group{}}, nil
}

// once answers the question anew only where a record of its provinces has changed
// since, or a unit, or the day.
func (s *answering) once(ctx context.Context) (err error) {
	key := fmt.Sprintf("answer %d %d %#v", s.units, s.l.Today(), s.p.q)
	s.a, err = store.Once(ctx, s.tx, s.p.scope.Shards, 0, key, sizeOf, func() (*indicator.Answer, error) {
		return s.a, s.answer(ctx)
	})
	return err
}

// sizeOf is about how many bytes an answer takes in memory.
func sizeOf(a *indicator.Answer) int {
	row := 700
	if len(a.Rows) > 0 {
		row += 60 * len(a.Rows[0].Keys)
	}
	return row*len(a.Rows) + 150*(len(a.LeftOut)+len(a.Beside))
}

func (s *answering) answer(ctx context.Context) error {
	for _, d := range s.defs {
		if err := s.indicator(ctx, d); err != nil {
			return err
		}
	}
	if !s.p.q.Waiting {
		return nil
	}
	return s.waiting(ctx)
}

// checkBy refuses a step of --by that no indicator asked for could ever have.
func (l *Ledger) checkBy(by []string, defs []*indicator.Definition) error {
	seen := map[string]bool{}
	for _, k := range by {
		if seen[k] {
			return fault.New(fault.Usage, "question.by_twice", "key", k)
		}
		seen[k] = true
		if isPlain(k) || slices.ContainsFunc(l.cat.Registers(), func(n register.Name) bool {
			f := l.cat.Latest(n).Field(k)
			return f != nil && f.By
		}) {
			continue
		}
		return fault.New(fault.Usage, "question.by", "key", k)
	}
	return nil
}

// checkWhere refuses to narrow by a field that an indicator asked for is not kept by,
// and by a code that is not in its list.
func (l *Ledger) checkWhere(where map[string][]string, defs []*indicator.Definition) error {
	for _, f := range slices.Sorted(maps.Keys(where)) {
		for _, d := range defs {
			if d.Declared {
				return fault.New(fault.Usage, "question.where", "key", f, "indicator", "indicator."+string(d.Name))
			}
			for _, n := range d.Registers() {
				field := l.cat.Latest(n).Field(f)
				if field == nil || !field.By || !slices.Contains(d.By, f) {
					return fault.New(fault.Usage, "question.where", "key", f, "indicator", "indicator."+string(d.Name))
				}
				for _, c := range where[f] {
					if list := l.cat.List(field.List); c != "" && (list == nil || list.Code(c) == nil) {
						return fault.New(fault.Usage, "question.code", "key", f, "code", c)
					}
				}
			}
		}
	}
	return nil
}

// where are the codes that an indicator is narrowed to, by its own definition and by
// the question. A field with no code left matches nothing.
func (s *answering) where(d *indicator.Definition) map[string][]string {
	if len(s.p.q.Where) == 0 {
		return d.Where
	}
	out := maps.Clone(s.p.q.Where)
	for f, own := range d.Where {
		asked, both := out[f]
		if !both {
			out[f] = own
			continue
		}
		out[f] = slices.DeleteFunc(slices.Clone(asked), func(c string) bool { return !slices.Contains(own, c) })
	}
	return out
}

// answering is the work on one question.
type answering struct {
	l      *Ledger
	units  int64 // by which units
	tx     *store.Tx
	p      *plan
	a      *indicator.Answer
	defs   []*indicator.Definition
	groups map[string]*group  // by register, breakdown and filter
	stated []*register.Record // declared values, nil until they are read
	whole  *plan              // of the question itself, where this is a part of the work on one
	refs   map[string]string  // of the units of rows, by their codes
	// Of whole totals, each worked out once: what they tell of, and what lies below them.
	reaches map[reporting]reach
	belows  map[string]*cell
}

// group is one gathering that several indicators share.
type group struct {
	*gatherer
	stand map[register.ID]bool // whole totals that stand in
}

func (s *answering) group(ctx context.Context, d *indicator.Definition, name register.Name) (*group, error) {
	def := s.l.cat.Latest(name)
	var by []string
	for _, k := range s.p.q.By {
		if isPlain(k) || slices.Contains(d.By, k) && def.Field(k) != nil {
			by = append(by, k)
		}
	}
	g := &group{&gatherer{l: s.l, tx: s.tx, p: s.p, def: def, by: by, where: s.where(d),
		tell: d.OverUnits == indicator.AddsNone, last: d.OverTime == indicator.AddsNone && !def.Stock}, nil}
	id := fmt.Sprint(name, " ", by, " ", joinedWhere(g.where), " ", g.tell, g.last)
	if g := s.groups[id]; g != nil {
		return g, nil
	}
	if err := g.gather(ctx); err != nil {
		return nil, err
	}
	if err := s.standIns(ctx, g); err != nil {
		return nil, err
	}
	g.handOut()
	s.groups[id] = g
	return g, nil
}

// indicator adds the rows of one indicator, and the totals that it leaves out or shows beside.
func (s *answering) indicator(ctx context.Context, d *indicator.Definition) error {
	if d.Quota != nil {
		return s.quotaRows(ctx, d)
	}
	if d.OverTime == indicator.AddsNone && !slices.ContainsFunc(s.p.q.By, isTime) {
		return s.latest(ctx, d)
	}
	cells, rows, err := s.cells(ctx, d)
	if err != nil {
		return err
	}
	first := len(s.a.Rows)
	for _, id := range rows {
		s.a.Rows = append(s.a.Rows, s.row(d, cells[id]))
	}
	if err := s.declared(ctx, d, first); err != nil {
		return err
	}
	return s.totals(ctx, d)
}

// rowCells are the cells of one row, by register.
type rowCells struct {
	keys  map[string]string
	cells map[register.Name]*cell
}

// cells gathers an indicator's registers and returns its rows in order.
func (s *answering) cells(ctx context.Context, d *indicator.Definition) (map[string]*rowCells, []string, error) {
	rows := map[string]*rowCells{}
	row := func(id string, keys map[string]string) *rowCells {
		r := rows[id]
		if r == nil {
			r = &rowCells{keys: keys, cells: map[register.Name]*cell{}}
			rows[id] = r
		}
		return r
	}
	for _, name := range d.Registers() {
		g, err := s.group(ctx, d, name)
		if err != nil {
			return nil, nil, err
		}
		for id, c := range g.cells {
			row(id, c.keys).cells[name] = c
		}
	}
	if !slices.ContainsFunc(s.p.q.By, func(k string) bool { return !isTime(k) }) {
		for _, step := range s.p.steps { // a curve shows the months without data too
			keys := s.p.timeKeys(s.p.q.By, step.Window)
			row(rowID(s.p.q.By, keys), keys)
		}
	}
	if len(rows) == 0 {
		row("", map[string]string{})
	}
	ids := make([]string, 0, len(rows))
	for id := range rows {
		ids = append(ids, id)
	}
	s.sort(ids, func(id string) map[string]string { return rows[id].keys })
	return rows, ids, nil
}

// sort puts rows in the order of their keys; what fits no step comes last.
func (s *answering) sort(ids []string, keys func(id string) map[string]string) {
	slices.SortStableFunc(ids, func(a, b string) int { return s.order(keys(a), keys(b)) })
}

func (s *answering) order(a, b map[string]string) int {
	for _, k := range s.p.q.By {
		switch {
		case a[k] == b[k]:
		case a[k] == "":
			return 1
		case b[k] == "":
			return -1
		default:
			return strings.Compare(a[k], b[k])
		}
	}
	return 0
}

func (s *answering) row(d *indicator.Definition, rc *rowCells) indicator.Row {
	cells := indicator.Cells{}
	marks := map[string]bool{}
	single := true
	for name, c := range rc.cells {
		cells[name] = indicator.Cell{Sum: c.sum, Any: c.any, Part: c.part, Def: s.l.cat.Latest(name)}
		if c.estimate {
			marks[indicator.MarkEstimate] = true
		}
		if c.standsIn {
			marks[indicator.MarkStandsIn] = true
		}
		single = single && len(c.reporters) <= 1
	}
	r := indicator.Row{Of: s.p.unit.Code, Unit: s.p.unit.Code, Indicator: d.Name, Keys: map[string]string{}}
	for _, k := range s.p.q.By {
		r.Keys[k] = rc.keys[k]
		if k == indicator.ByUnit || k == indicator.ByPlace {
			r.Unit = unit.Code(rc.keys[k])
			if len(rc.cells) > 0 && r.Unit == "" {
				marks[indicator.MarkUnallocated] = true
			}
		}
	}
	v := d.Value(cells)
	if d.OverUnits == indicator.AddsNone && !single {
		v = indicator.Value{NotGiven: v.NotGiven}
		s.note("note.no_sum_units", "indicator", "indicator."+string(d.Name))
	}
	r.Value, r.Numerator, r.Denominator, r.Qualifier, r.NotGiven = v.Value, v.Numerator, v.Denominator, v.Qualifier, v.NotGiven
	r.Told, r.Coverage, r.NothingArising = v.Told, v.Coverage, v.NothingArising
	for m := range marks {
		r.Marks = append(r.Marks, m)
	}
	sort.Strings(r.Marks)
	s.alone(d, &r)
	if r.Value == nil {
		r.Marks = slices.DeleteFunc(r.Marks, func(m string) bool { return m == indicator.MarkEstimate })
	}
	return r
}

func (s *answering) note(key string, args ...string) {
	n := indicator.Note{Key: key, Args: args}
	if !slices.ContainsFunc(s.a.Notes, func(o indicator.Note) bool { return o.Key == n.Key && slices.Equal(o.Args, n.Args) }) {
		s.a.Notes = append(s.a.Notes, n)
	}
}

// yearly is the work on the same question by years.
func (s *answering) yearly() *answering {
	p := *s.p
	p.q.By = append([]string{indicator.ByYear}, s.p.q.By...)
	if p.window.Valid() {
		p.steps = p.window.Steps(p.q.Calendar, period.Year)
	}
	return &answering{l: s.l, tx: s.tx, p: &p, a: &indicator.Answer{}, defs: s.defs, groups: map[string]*group{}, whole: s.p}
}

// latest answers for an indicator that is told anew each year and does not add
// over time: the window's figure if only one year of it has data, else none and a note.
func (s *answering) latest(ctx context.Context, d *indicator.Definition) error {
	sub := s.yearly()
	if err := sub.indicator(ctx, d); err != nil {
		return err
	}
	found := map[string]*indicator.Row{}
	years := map[string]int{} // with data
	var order []string
	for i := range sub.a.Rows {
		r := &sub.a.Rows[i]
		delete(r.Keys, indicator.ByYear)
		id := rowID(s.p.q.By, r.Keys)
		if found[id] == nil {
			found[id] = r
			order = append(order, id)
		}
		if r.Value != nil || r.State != "" {
			found[id] = r
			years[id]++
		}
	}
	s.sort(order, func(id string) map[string]string { return found[id].Keys })
	first := len(s.a.Rows)
	for _, id := range order {
		r := *found[id]
		if years[id] > 1 {
			r = indicator.Row{Of: r.Of, Unit: r.Unit, Indicator: r.Indicator, Keys: r.Keys, Marks: r.Marks, Own: r.Own, Alone: r.Alone}
			s.note("note.no_sum_time", "indicator", "indicator."+string(d.Name))
		}
		s.a.Rows = append(s.a.Rows, r)
	}
	for _, n := range sub.a.Notes {
		s.note(n.Key, n.Args...)
	}
	s.a.LeftOut = append(s.a.LeftOut, sub.a.LeftOut...)
	s.a.Beside = append(s.a.Beside, sub.a.Beside...)
	return s.declared(ctx, d, first) // of the window as a whole, whatever its years
}

// waiting counts the submitted records of the registers asked about.
func (s *answering) waiting(ctx context.Context) error {
	for _, reg := range s.registers() {
		g := &gatherer{l: s.l, tx: s.tx, p: s.p, def: s.l.cat.Latest(reg)}
		f := g.filter(store.Filter{From: s.p.window.First, To: s.p.window.Last})
		if g.def.Stock {
			f.From = 0
		}
		f.Unlinked = true
		if g.where = s.p.q.Where; !s.p.places && len(g.where) == 0 {
			f.Units = nil
			if !s.p.scope.All {
				if f.Units = sortedUnits(s.p.scope.Units); len(f.Units) == 0 {
					continue
				}
			}
			n, err := s.tx.CountWaiting(ctx, f)
			if err != nil {
				return err
			}
			s.a.Waiting += n
			continue
		}
		err := s.tx.Waiting(ctx, f, func(r *register.Record) error {
			if s.p.member(s.l, r) && g.matches(r) {
				s.a.Waiting++
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}
