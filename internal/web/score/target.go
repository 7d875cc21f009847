package score

import (
	"cmp"
	"html/template"
	"math"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/chart"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// targetPage is one target over the years.
type targetPage struct {
	*base.Frame
	Context         *context
	Code            string
	Now             *yearView // the year asked
	Missing         string    // how many are missing until the national threshold
	Change, Tone    string
	Wide, Narrow    template.HTML
	Broken          string // why the two parts of the series are not compared
	Years           []yearView
	Parts           []partView // of a target that is judged by its parts
	PartYears       []yearRow
	HasOwn, HasN    bool
	Columns         int // of the table
	How             string
	Source          string
	Others          []otherView
	Units           *unitsView
	NoData, Recalls bool
	Declare         string
	XLSX, CSV       string
	At              string
}

// yearView is a year of the series.
type yearView struct {
	Year             string
	Value, Href      string
	None             bool
	N, D             string
	Own, National    string // thresholds
	OwnHow, How      string // where they come from, if not named for the year
	OwnState, State  *state
	Source, Method   string
	SourceHref       string
	Break            string // what breaks the series before this year
	value            *indicator.Row
	ownOf, of        *score.Point
	numerator, under *float64
}

// partView is a part of a target that is judged by its parts.
type partView struct{ Code, Name, Href string }

// otherView is another programme that judges the same indicator.
type otherView struct {
	Programme, Code, Href string
	Threshold, How        string
	State                 state
}

var targetTemplate = parse("target", &targetPage{})

// series is a target with its values, each year judged.
type series struct {
	plan *score.Plan
	t    *score.Target
	row  *score.Row
	set  *score.Set
}

// over is a target over the years, with all that judges it.
type over struct {
	*asked
	code     string
	national *series // of the programme; nil: the unit added the target
	own      []*series
	others   []*series // of other programmes, in the same year
	first    int
	last     int
	units    *indicator.Question
	answer   *indicator.Answer
}

// target answers GET /bang-diem/{code}.
func (s *screen) target(q *base.Request) error {
	o, err := openTarget(q)
	if err != nil {
		return err
	}
	found, err := q.FindUnits(q.URL.Query().Get("tim"), o.toUnit)
	if err != nil {
		return err
	}
	if len(found) == 1 {
		return q.Go(found[0].Href)
	}
	t := o.shown()
	p := &targetPage{Frame: q.Frame("web.score.title"), Code: o.code, Context: o.context(found), At: o.printed(), HasOwn: len(o.own) > 0}
	p.Title, p.Here = o.say.Name(o.programme, t), cardPath
	p.Crumbs = []base.Crumb{{Name: q.Word("web.score.menu"), Path: o.link(cardPath)}, {Name: q.Word("web.score.crumb", "code", o.code)}}
	p.Source = cmp.Or(t.Source, o.programme.Act)
	p.Recalls = q.Ledger().MayAdminister(q.Actor) == nil && o.recalls()
	if t.Indicator == "" {
		o.parts(p)
		return q.OK(targetTemplate, p)
	}
	if d := q.Site.Catalog().Book(); d.Has(q.Lang, "indicator."+string(t.Indicator)+".help") {
		p.How = q.Word("indicator." + string(t.Indicator) + ".help")
	}
	if p.Years, err = o.years(); err != nil {
		return err
	}
	p.NoData = true
	for i := range p.Years {
		y := &p.Years[i]
		p.NoData = p.NoData && y.None
		p.HasN = p.HasN || y.N != ""
		if y.Year == strconv.Itoa(o.year) {
			p.Now = y
		}
	}
	p.Columns = 5
	if p.HasN {
		p.Columns += 2
	}
	if p.HasOwn {
		p.Columns += 2
	}
	if b := t.BrokenFrom(); b != 0 {
		p.Broken = q.Word("web.score.broken", "day", b.VN())
	}
	o.since(p)
	o.chart(p)
	o.judges(p)
	if p.Units, err = s.unitsOf(o); err != nil {
		return err
	}
	p.Declare = o.declare()
	p.XLSX, p.CSV = o.fileOf("xlsx"), o.fileOf("csv")
	return q.OK(targetTemplate, p)
}

func (o *over) fileOf(format string) string {
	return o.link("/tai/bang-diem") + "&bang=chi-tieu&ma=" + o.code + "&dang=" + format
}

// openTarget reads the address of a target and asks all that its page tells, at once.
func openTarget(q *base.Request) (*over, error) {
	code := cmp.Or(q.PathValue("code"), q.URL.Query().Get("ma"))
	a, err := read(q, targetPath(code))
	if err != nil {
		return nil, err
	}
	p, cat := a.programme, q.Site.Catalog()
	if err := card.CheckYear(p, a.year); err != nil {
		return nil, err
	}
	o := &over{asked: a, code: code, first: p.Years[0], last: max(a.lastYear(), a.year)}
	setting := score.Setting{Unit: a.ref, Level: a.unit.Level, Year: o.last, Series: o.last - o.first + 1}
	kept, err := q.Ledger().TargetSets(q.Context(), p.Name, a.unit.ID, false)
	if err != nil {
		return nil, err
	}
	is := p.Target(code)
	for i := range kept {
		set := &kept[i].Set
		list, err := set.Targets(p, cat.Indicator)
		if err != nil {
			return nil, card.Told(cat, q.Lang, card.Unfit(q.Ledger(), q.Actor, a.unit, set, err))
		}
		for j := range list {
			t := &list[j]
			if t.Code != code && !t.Stands(is) {
				continue
			}
			if is == nil { // the address names the unit's own code
				is = p.Target(t.Parent)
			}
			own := setting
			own.Set = set
			o.own = append(o.own, &series{plan: score.AskTarget(p, own, t), t: t, set: set})
		}
	}
	if is != nil {
		o.national = &series{plan: score.AskTarget(p, setting, is), t: is}
	}
	if o.national == nil && o.own == nil {
		return nil, fault.New(fault.NotFound, "web.score.no_target", "code", code, "programme", a.short(p))
	}
	return o, o.ask(setting)
}

// ask asks the ledger once.
func (o *over) ask(setting score.Setting) error {
	cat := o.q.Site.Catalog()
	t := o.shown()
	setting.Year, setting.Series = o.year, 1
	for _, name := range cat.Programmes() {
		p := cat.Programme(name)
		if !p.HasYear(o.year) {
			continue
		}
		for _, same := range p.Same(t) {
			if p == o.programme && (same.Code == o.code || o.national != nil && same.Code == o.national.t.Code) {
				continue
			}
			o.others = append(o.others, &series{plan: score.AskTarget(p, setting, same), t: same})
		}
	}
	all := append(slices.Clone(o.own), o.others...)
	if o.national != nil {
		all = append(all, o.national)
	}
	var questions []indicator.Question
	for _, s := range all {
		questions = append(questions, s.plan.Questions...)
	}
	if below := o.below(); t.Indicator != "" && len(below) > 0 {
		by := []string{indicator.ByUnit}
		if t.Level != "" {
			by = append(by, indicator.ByLevel)
		}
		calendar := cmp.Or(t.Calendar, o.programme.Calendar)
		y, err := period.Parse(strconv.Itoa(o.year), calendar)
		if err != nil {
			return err
		}
		o.units = &indicator.Question{Unit: o.ref, Indicators: []indicator.Name{t.Indicator}, Window: y.Window, Calendar: calendar, By: by}
		questions = append(questions, *o.units)
	}
	answers, err := o.q.Ledger().Answers(o.q.Context(), o.q.Actor, questions)
	if err != nil {
		return err
	}
	for _, s := range all {
		n := len(s.plan.Questions)
		s.row = s.plan.Row(answers[:n])
		answers = answers[n:]
	}
	if o.units != nil {
		o.answer = &answers[0]
	}
	return nil
}

// shown is the target that the page is about: the unit's own of the year asked, else
// that of the programme.
func (o *over) shown() *score.Target {
	if s := o.ownOf(o.year); s != nil {
		return s.t
	}
	if o.national != nil {
		return o.national.t
	}
	return o.own[len(o.own)-1].t
}

// ownOf is the unit's own target in a year; nil: it has none.
func (o *over) ownOf(year int) *series {
	for _, s := range o.own {
		if s.set.HasYear(year) {
			return s
		}
	}
	return nil
}

// below are the units that a map of the target shows.
func (o *over) below() (out []*unit.Unit) {
	want, ok := map[unit.Level]unit.Level{unit.Country: unit.Province, unit.Province: unit.Commune}[o.unit.Level]
	if !ok || o.at != 0 { // what a former unit had is on no map of today
		return nil
	}
	for _, u := range o.q.Ledger().Tree().Children(o.unit.ID, o.q.Today()) {
		if u.Level == want {
			out = append(out, u)
		}
	}
	return out
}

// recalls tells whether a figure of the act, or how it is counted, was never seen.
func (o *over) recalls() bool {
	return o.national != nil && (!o.national.t.Defined && o.national.t.Indicator != "" ||
		slices.ContainsFunc(o.national.t.Milestones, func(m score.Milestone) bool { return !m.Seen }))
}

// years are the lines of the table: up to the last with data, and the one that is asked.
func (o *over) years() (out []yearView, err error) {
	for year := o.first; year <= o.last; year++ {
		y := yearView{Year: strconv.Itoa(year)}
		t := o.shown()
		plan := (*score.Plan)(nil)
		if s := o.national; s != nil {
			plan, t = s.plan, s.t
			pt := &s.row.Series[year-o.first]
			y.of, y.value = pt, pt.Value
			y.National, y.How = o.threshold(s.t, pt.Threshold, pt.About), o.how(pt.Path, pt.Ahead)
			x := o.state(pt.State)
			y.State = &x
		}
		if s := o.ownOf(year); s != nil {
			plan, t = s.plan, s.t
			pt := &s.row.Series[year-o.first]
			y.ownOf, y.value = pt, pt.Value
			y.Own, y.OwnHow = o.threshold(s.t, pt.Threshold, pt.About), o.how(pt.Path, pt.Ahead)
			x := o.state(pt.State)
			y.OwnState = &x
		}
		if plan == nil || plan.Over(t, year) {
			continue
		}
		if year > o.first && plan.Breaks(t, year) {
			y.Break = o.q.Word("web.score.break", "day", t.BrokenFrom().VN())
		}
		cell := row{}
		o.value(&cell, &score.Row{Target: t, Value: y.value, Question: plan.Question(t, year)})
		y.Value, y.Href, y.None = cell.Value, cell.ValueHref, cell.None
		if v := y.value; v != nil {
			y.numerator, y.under = v.Numerator, v.Denominator
			if v.Numerator != nil && v.Denominator != nil {
				y.N, y.D = o.plain(*v.Numerator), o.plain(*v.Denominator)
			}
			if err := o.sourceOf(&y, v); err != nil {
				return nil, err
			}
		}
		out = append(out, y)
	}
	for len(out) > 1 && out[len(out)-1].None && out[len(out)-1].Year > strconv.Itoa(o.year) {
		out = out[:len(out)-1]
	}
	return out, nil
}

// sourceOf says where a value is from: of a declared one its source, paper and method,
// as far as the record may be read.
func (o *over) sourceOf(y *yearView, v *indicator.Row) error {
	if !slices.Contains(v.Marks, indicator.MarkDeclared) {
		if v.Value != nil {
			y.Source = o.q.Word("web.score.from_records")
		}
		return nil
	}
	y.Source = o.q.Word("web.score.mark.declared")
	if v.Record == 0 {
		return nil
	}
	r, err := o.q.Ledger().Record(o.q.Context(), o.q.Actor, v.Record)
	if all := fault.All(err); len(all) > 0 {
		y.Href = "" // the sums may be read, the record may not
		return nil
	}
	if err != nil {
		return err
	}
	var parts []string
	for _, f := range []string{"source", "paper"} {
		if text := r.Values[f].Text; text != "" {
			parts = append(parts, text)
		}
	}
	if n, err := strconv.Atoi(r.Values["paper_day"].Text); err == nil && len(parts) > 0 {
		parts[len(parts)-1] += " (" + period.Day(n).VN() + ")"
	}
	if len(parts) > 0 {
		y.Source += ": " + strings.Join(parts, ", ")
	}
	y.Method, y.SourceHref = r.Values["method"].Text, base.RecordPath(v.Record)
	return nil
}

// since tells the change since the year before, and what is missing.
func (o *over) since(p *targetPage) {
	if p.Now == nil || p.Now.value == nil {
		return
	}
	s := o.ownOf(o.year)
	if s == nil {
		s = o.national
	}
	r := score.Row{Target: s.t, Value: p.Now.value, Threshold: s.row.Series[o.year-o.first].Threshold}
	if p.Now.Break == "" {
		if i := o.year - o.first - 1; i >= 0 {
			if v := s.row.Series[i].Value; v != nil {
				r.Before = v.Value
			}
		}
	}
	p.Change, p.Tone = o.change(&r)
	d := o.q.Site.Catalog().Indicator(s.t.Indicator)
	of := p.Now.of
	if of == nil || d == nil || !d.Percent() || of.Threshold.Op != score.AtLeast || of.About || p.Now.under == nil || *p.Now.under == 0 || p.Now.value.Qualifier != register.Exact {
		return
	}
	if need := math.Ceil(of.Threshold.Value**p.Now.under/100-1e-9) - *p.Now.numerator; need > 0 {
		p.Missing = o.q.Word("web.score.missing", "n", o.plain(need))
	}
}

// chart draws the values against the thresholds, with the break.
func (o *over) chart(p *targetPage) {
	t := o.shown()
	d := o.q.Site.Catalog().Indicator(t.Indicator)
	if d == nil || d.YesNo() || p.NoData {
		return
	}
	places := 0
	if d.Ratio() {
		places = d.Decimals
	}
	c := chart.Lines{Label: o.q.Word("web.score.chart", "name", p.Title, "unit", o.name(), "first", strconv.Itoa(o.first), "last", strconv.Itoa(o.last)),
		Empty: o.q.Word("board.chart.empty"),
		Tick: func(v float64) string {
			if v == math.Trunc(v) {
				return vn.Dec(v, 0, o.q.Lang)
			}
			return vn.Dec(v, max(1, places), o.q.Lang)
		}}
	for year := o.first; year <= o.programme.Years[1]; year++ {
		c.Steps = append(c.Steps, strconv.Itoa(year))
	}
	line := chart.Series{}
	for _, y := range p.Years {
		year, _ := strconv.Atoi(y.Year)
		pt := chart.Point{X: float64(year - o.first), Value: valueOf(y.value)}
		if y.value != nil && y.value.Value != nil {
			pt.Text = vn.Dec(*y.value.Value, places, o.q.Lang)
		}
		line.Points = append(line.Points, pt)
		if y.Break != "" {
			w := o.windowOf(t, year)
			left := float64(period.Window{First: t.BrokenFrom(), Last: w.Last}.Days()) / float64(w.Days())
			c.Break = &chart.Break{At: pt.X - left, Text: t.BrokenFrom().VN()}
		}
	}
	c.Series = []chart.Series{line}
	if o.national != nil {
		c.Thresholds = append(c.Thresholds, o.level(chart.National, o.q.Word("web.score.national"), o.national.t, o.first, o.programme.Years[1]))
	}
	for _, s := range o.own {
		c.Thresholds = append(c.Thresholds, o.level(chart.Province, o.q.Word("web.score.own"), s.t, s.set.Years[0], s.set.Years[1]))
	}
	wide, narrow := c, c
	wide.Width, wide.Height = 640, 300
	narrow.Width, narrow.Height = 296, 240
	narrow.Steps = nil
	for _, s := range c.Steps {
		narrow.Steps = append(narrow.Steps, "’"+s[2:])
	}
	p.Wide, p.Narrow = template.HTML(wide.SVG()), template.HTML(narrow.SVG())
}

func (o *over) windowOf(t *score.Target, year int) period.Window {
	if o.national != nil {
		return o.national.plan.Window(t, year)
	}
	return o.own[0].plan.Window(t, year)
}

// level is the line of a threshold over the years that it is asked for.
func (o *over) level(l chart.Level, name string, t *score.Target, first, last int) chart.Threshold {
	out := chart.Threshold{Level: l, Name: name}
	for year := max(first, o.first); year <= last; year++ {
		m, _, _, ok := t.Asked(year)
		if !ok {
			continue
		}
		out.Points = append(out.Points, chart.Point{X: float64(year - o.first), Value: chart.Of(m.Value)})
		out.Name = name + " " + o.threshold(t, m.Threshold, m.About)
	}
	return out
}

// judges are the other programmes that judge the same indicator: it is worked out once.
func (o *over) judges(p *targetPage) {
	for _, s := range o.others {
		pt := s.row.Series[len(s.row.Series)-1]
		other := &asked{q: o.q, programme: s.programme(), ref: o.ref, year: o.year}
		p.Others = append(p.Others, otherView{Programme: o.short(other.programme), Code: s.t.Code, Href: other.link(targetPath(s.t.Code)),
			Threshold: o.threshold(s.t, pt.Threshold, pt.About), How: o.how(pt.Path, pt.Ahead), State: o.state(pt.State)})
	}
}

func (s *series) programme() *score.Programme { return s.plan.Programme() }

// parts are what a target without a number of its own is judged by.
func (o *over) parts(p *targetPage) {
	r := o.national.row
	each := slices.Clone(r.Parts)
	for i := range each {
		x := &each[i]
		p.Parts = append(p.Parts, partView{x.Code, o.say.Name(o.programme, x.Target), o.link(targetPath(x.Code))})
	}
	for year := o.last; year >= o.first; year-- {
		line := yearRow{Year: strconv.Itoa(year), Now: year == o.year}
		whole := o.state(r.Series[year-o.first].State)
		line.Cells = append(line.Cells, gridCell{state: whole})
		for i := range each {
			x := &each[i]
			cell := gridCell{Href: o.link(targetPath(x.Code), "y", line.Year)}
			if !o.national.plan.Over(x.Target, year) {
				cell.state = o.state(x.Series[year-o.first].State)
			}
			line.Cells = append(line.Cells, cell)
		}
		p.PartYears = append(p.PartYears, line)
	}
}
