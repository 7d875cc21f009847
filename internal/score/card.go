package score

import (
	"cmp"
	"slices"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Setting is which scorecard is asked for.
type Setting struct {
	Unit  string     // CODE or CODE@DAY
	Level unit.Level // of the unit
	Year  int
	Set   *Set // of the unit's own targets; nil: those of the programme
	// Series is how many years are told, this one included; 1: this one and none before.
	Series   int
	Approved bool // only what is approved counts
}

// Card is the scorecard of a unit and a year.
type Card struct {
	Programme *Programme
	Set       *Set
	Year      int
	Rows      []Row // targets in order; parts stand in their whole
	Counts
}

// Counts says how many targets were judged how.
type Counts struct {
	Total int
	In    map[State]int
}

// Good are those met and exceeded.
func (c Counts) Good() int { return c.In[Met] + c.In[Exceeded] }

// Share is n of all targets, in percent.
func (c Counts) Share(n int) float64 {
	if c.Total == 0 {
		return 0
	}
	return float64(n) * 100 / float64(c.Total)
}

// Row is one target, judged.
type Row struct {
	*Target
	Value     *indicator.Row // nil: no data
	State     State
	Threshold Threshold // what the value was held against
	About     bool
	// Path tells that the act names no threshold for the year: it lies on the straight
	// line between two that it names. Ahead is the year of the threshold, where that is
	// a later one than the year of the card and none stands before it.
	Path  bool
	Ahead int
	// National is the threshold of the programme, beside that of the unit's own set.
	National      *Threshold
	NationalAbout bool
	NationalState State
	Before        *float64 // the value of the year before; nil: none, or not to be compared
	Series        []Point  // of the years told, this one last
	Question      indicator.Question
	Parts         []Row
}

// Point is a value of one year, judged by what the target asks for in that year.
type Point struct {
	Year      int
	Value     *indicator.Row // nil: no data
	State     State          // "": of a year that the unit's own set is not for
	Threshold Threshold      // the zero one: the target asked nothing
	About     bool
	Path      bool // as of a row
	Ahead     int
}

// Plan is a scorecard with what must be asked for it.
type Plan struct {
	*asking
	programme *Programme
	setting   Setting
	targets   []Target
	units     bool // asked of all units next below
}

// asking gathers questions, each once.
type asking struct {
	// Questions must be answered all from one snapshot, in this order.
	Questions []indicator.Question
	at        map[asked]int
}

// asked tells questions apart.
type asked struct {
	calendar period.Calendar
	level    bool // by the level of bodies
}

// Ask says what must be asked for a scorecard. Targets are those of the unit's own
// set, else those of the programme for units of its level.
func Ask(p *Programme, setting Setting, find func(indicator.Name) *indicator.Definition) (*Plan, error) {
	plan, err := newPlan(p, setting, find)
	if err != nil {
		return nil, err
	}
	plan.ask(indicator.ByYear)
	return plan, nil
}

func newPlan(p *Programme, setting Setting, find func(indicator.Name) *indicator.Definition) (*Plan, error) {
	plan := &Plan{asking: &asking{at: map[asked]int{}}, programme: p, setting: setting}
	if setting.Set != nil {
		list, err := setting.Set.Targets(p, find)
		if err != nil {
			return nil, err
		}
		plan.targets = list
	} else {
		for _, t := range p.Targets {
			if t.Judges(setting.Level) {
				plan.targets = append(plan.targets, t)
			}
		}
	}
	plan.targets = slices.DeleteFunc(plan.targets, func(t Target) bool { return plan.Over(&t, plan.first()) })
	return plan, nil
}

// ask adds what the targets need to the questions, broken down by a key.
func (p *Plan) ask(by string) {
	for i := range p.targets {
		t := &p.targets[i]
		if t.Indicator == "" {
			continue
		}
		a := p.asked(t)
		at, ok := p.at[a]
		if !ok {
			at = len(p.Questions)
			p.at[a] = at
			q := indicator.Question{Unit: p.setting.Unit, Window: p.window(a.calendar), Calendar: a.calendar, By: []string{by}, Approved: p.setting.Approved}
			if a.level {
				q.By = append(q.By, indicator.ByLevel)
			}
			p.Questions = append(p.Questions, q)
		}
		q := &p.Questions[at]
		if !slices.Contains(q.Indicators, t.Indicator) {
			q.Indicators = append(q.Indicators, t.Indicator)
		}
	}
}

// UnitsPlan is the scorecards of all units next below one, asked together.
type UnitsPlan struct {
	*asking
	plans map[*Set]*Plan
}

// AskUnits says what must be asked for the scorecards of all units next below, in one
// year. Sets are those that some of these units have of their own.
func AskUnits(p *Programme, setting Setting, sets []*Set, find func(indicator.Name) *indicator.Definition) (*UnitsPlan, error) {
	out := &UnitsPlan{&asking{at: map[asked]int{}}, map[*Set]*Plan{}}
	setting.Series = 1
	for _, own := range append([]*Set{nil}, sets...) {
		setting.Set = own
		plan, err := newPlan(p, setting, find)
		if err != nil {
			return nil, err
		}
		plan.asking, plan.units = out.asking, true
		plan.ask(indicator.ByUnit)
		out.plans[own] = plan
	}
	return out, nil
}

// Judge makes the scorecard of one of the units, by its own set or with nil by the
// targets of the programme.
func (p *UnitsPlan) Judge(answers []indicator.Answer, code unit.Code, own *Set) *Card {
	return p.plans[own].judge(answers, code)
}

func (p *Plan) asked(t *Target) asked {
	return asked{cmp.Or(t.Calendar, p.programme.Calendar), t.Level != ""}
}

func yearOf(year int, c period.Calendar) period.Period {
	y, _ := period.Parse(strconv.Itoa(year), c) // a year of four digits always is one
	return y
}

// window of the years that are told.
func (p *Plan) window(c period.Calendar) period.Window {
	return period.Window{First: yearOf(p.first(), c).Window.First, Last: yearOf(p.setting.Year, c).Window.Last}
}

// first is the first year that is told.
func (p *Plan) first() int {
	return p.setting.Year - max(1, p.setting.Series) + 1
}

// Window is the days of a year in the calendar of a target.
func (p *Plan) Window(t *Target, year int) period.Window {
	return yearOf(year, p.asked(t).calendar).Window
}

// Over tells whether there is nothing to count any more at the end of a year, as of
// districts after 30/6/2025.
func (p *Plan) Over(t *Target, year int) bool {
	until := dayOf(t.Until.Year, int(t.Until.Month), t.Until.Day)
	return until != 0 && until < p.Window(t, year).Last
}

// Breaks tells whether a year is not to be compared with the one before it.
func (p *Plan) Breaks(t *Target, year int) bool {
	broken, w := t.BrokenFrom(), p.Window(t, year)
	return broken != 0 && w.First <= broken && broken <= w.Last
}

func dayOf(y, m, d int) period.Day {
	if y == 0 {
		return 0
	}
	return period.Date(y, m, d)
}

// BrokenFrom is the first day from which a target's figures are not to be compared with those before; 0: none.
func (t *Target) BrokenFrom() period.Day {
	return dayOf(t.Broken.Year, int(t.Broken.Month), t.Broken.Day)
}

// Judge makes the scorecard of the answers to the questions.
func (p *Plan) Judge(answers []indicator.Answer) *Card { return p.judge(answers, "") }

func (p *Plan) judge(answers []indicator.Answer, of unit.Code) *Card {
	c := &Card{Programme: p.programme, Set: p.setting.Set, Year: p.setting.Year, Counts: Counts{In: map[State]int{}}}
	for i := range p.targets {
		t := &p.targets[i]
		if p.setting.Set == nil && t.Parent != "" {
			continue // with its whole
		}
		if p.Over(t, p.setting.Year) {
			continue // only its former years are told, in its whole
		}
		row := p.row(t, answers, of)
		c.Rows = append(c.Rows, row)
		c.Total++
		c.In[row.State]++
	}
	return c
}

// row judges a target in each year that is told.
func (p *Plan) row(t *Target, answers []indicator.Answer, of unit.Code) Row {
	if t.Indicator == "" {
		return p.whole(t, answers, of)
	}
	r := Row{Target: t, Question: p.Question(t, p.setting.Year)}
	rows := answers[p.at[p.asked(t)]].Rows
	for year := p.first(); year <= p.setting.Year; year++ {
		r.Series = append(r.Series, p.point(t, year, p.find(rows, t, year, of)))
	}
	last := r.Series[len(r.Series)-1]
	r.Value, r.State, r.Threshold, r.About, r.Path, r.Ahead = last.Value, last.State, last.Threshold, last.About, last.Path, last.Ahead
	if r.Value != nil && r.Value.Alone != nil && p.units {
		r.Question = *r.Value.Alone
	}
	if n := len(r.Series); n > 1 && !p.Breaks(t, p.setting.Year) {
		if v := r.Series[n-2].Value; v != nil {
			r.Before = v.Value
		}
	}
	if of := p.programme.Target(t.Parent); p.setting.Set != nil && of != nil {
		if m, _, _, ok := of.Asked(p.setting.Year); ok {
			national := m.Threshold
			national.Margin = p.margin(of)
			r.National, r.NationalAbout, r.NationalState = &national, m.About, national.Of(r.Value)
		}
	}
	return r
}

// whole judges a target by its parts. A part of which there is nothing to count any more
// takes part in former years alone.
func (p *Plan) whole(t *Target, answers []indicator.Answer, of unit.Code) Row {
	r := Row{Target: t}
	var all []Row
	for i := range p.targets {
		if part := &p.targets[i]; part.Parent == t.Code && p.setting.Set == nil {
			x := p.row(part, answers, of)
			all = append(all, x)
			if !p.Over(part, p.setting.Year) {
				r.Parts = append(r.Parts, x)
			}
		}
	}
	r.Series = p.together(all)
	r.State = r.Series[len(r.Series)-1].State
	return r
}

// find is the row of an answer that tells a target's value: of a year, or of one of
// several units.
func (p *Plan) find(rows []indicator.Row, t *Target, year int, of unit.Code) *indicator.Row {
	for i := range rows {
		row := &rows[i]
		here := row.Keys[indicator.ByYear] == strconv.Itoa(year)
		if p.units {
			here = row.Keys[indicator.ByUnit] == string(of) && !row.Own
		}
		if here && row.Indicator == t.Indicator && (t.Level == "" || row.Keys[indicator.ByLevel] == t.Level) {
			return row
		}
	}
	return nil
}

// Question is the one that asks for a target's value of a year alone.
func (p *Plan) Question(t *Target, year int) indicator.Question {
	q := p.Questions[p.at[p.asked(t)]]
	q.Indicators, q.Window, q.By = []indicator.Name{t.Indicator}, p.Window(t, year), nil
	if t.Level != "" {
		q.By = []string{indicator.ByLevel}
	}
	return q
}

// published is a row of which a judgement was published without its value: what
// records say of a part of it is no value beside it.
func published(r *indicator.Row) *indicator.Row {
	if r == nil || !judged(r) {
		return r
	}
	out := *r
	out.Value, out.Numerator, out.Denominator, out.Qualifier = nil, nil, nil, register.Exact
	out.Marks = []string{indicator.MarkDeclared}
	return &out
}

// judged tells whether a judgement was published without a value.
func judged(r *indicator.Row) bool { return r.State != "" && r.Stated == nil }

// together judges a target by its parts in each year that is told.
func (p *Plan) together(parts []Row) (out []Point) {
	for year := p.first(); year <= p.setting.Year; year++ {
		var states []State
		for i := range parts {
			if !p.Over(parts[i].Target, year) {
				states = append(states, parts[i].Series[year-p.first()].State)
			}
		}
		out = append(out, Point{Year: year, State: Together(states)})
	}
	return out
}

// point judges a value of a year.
func (p *Plan) point(t *Target, year int, v *indicator.Row) Point {
	out := Point{Year: year, Value: published(v), State: NoData}
	if s := p.setting.Set; s != nil && !s.HasYear(year) {
		out.State = ""
		return out
	}
	if m, path, ahead, ok := t.Asked(year); ok {
		out.Threshold, out.About, out.Path, out.Ahead = m.Threshold, m.About, path, ahead
		out.Threshold.Margin = p.margin(t)
		out.State = out.Threshold.Of(v)
	}
	return out
}

func (p *Plan) margin(t *Target) float64 {
	if t.Margin != nil {
		return *t.Margin
	}
	return p.programme.Margin
}

// Of judges a row of an answer. A judgement that was published without a value stands,
// also where records give a number for a part of what it is about.
func (t Threshold) Of(r *indicator.Row) State {
	switch {
	case r == nil:
		return NoData
	case judged(r):
		return State(r.State)
	}
	return t.Judge(r.Value, r.Qualifier, r.NothingArising)
}

// Asked is what a target asks for in a year: what its act names for the year, or the
// last named before where none follows; between two the straight line (path). Before
// the first it is that one, of a year that lies ahead. Not ok where it asks nothing.
func (t *Target) Asked(year int) (m Milestone, path bool, ahead int, ok bool) {
	list := t.Milestones
	if len(list) == 0 {
		return Milestone{}, false, 0, false
	}
	i := slices.IndexFunc(list, func(m Milestone) bool { return m.Year >= year })
	switch {
	case i < 0:
		return list[len(list)-1], false, 0, true
	case list[i].Year == year:
		return list[i], false, 0, true
	case i == 0:
		return list[0], false, list[0].Year, true
	}
	from, to := list[i-1], list[i]
	if from.Value == to.Value {
		return from, false, 0, true
	}
	m = to
	if to.Op == Exactly { // all is asked for at the end alone: until then the way there
		m.Op = AtLeast
		if to.Value < from.Value {
			m.Op = AtMost
		}
	}
	m.Value = from.Value + (to.Value-from.Value)*float64(year-from.Year)/float64(to.Year-from.Year)
	return m, true, 0, true
}

// Better says whether a value moved the way that is wanted since the year before:
// 1, -1, or 0 where it did not move or that is not known.
func (r *Row) Better() int {
	if r.Value == nil || r.Value.Value == nil || r.Before == nil {
		return 0
	}
	d := cmp.Compare(*r.Value.Value, *r.Before)
	if r.Threshold.Less() {
		return -d
	}
	return d
}

// Qualifier of the value.
func (r *Row) Qualifier() register.Qualifier {
	if r.Value == nil {
		return register.Exact
	}
	return r.Value.Qualifier
}

// Judged are the targets that were judged so, in order.
func (c *Card) Judged(s State) []*Row {
	var out []*Row
	for i := range c.Rows {
		if c.Rows[i].State == s {
			out = append(out, &c.Rows[i])
		}
	}
	return out
}
