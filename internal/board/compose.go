package board

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"binhdang/internal/chart"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Env is what composing needs to know of the content and the units.
type Env struct {
	Book *word.Book
	Code func(d *indicator.Definition, field, code string) string // what a code is called
	Many func(d *indicator.Definition, field string) bool         // a record may have several codes of the field
	Unit func(code string) string                                 // what a unit of a row is called
}

// Board is a board as it is shown.
type Board struct {
	Tiles  []Figure
	Charts []Drawing
	Notes  []string // what else the reader should know
	// Waiting is how many records of the registers asked wait for approval.
	Waiting int64
	// Empty tells that the period has no number at all; LastYear then is the last of
	// the years before that has one, "" if none has.
	Empty    bool
	LastYear string
}

// Figure is a tile.
type Figure struct {
	Label string
	Value Value
	Lines []Line
	Spark chart.Spark
}

// Value is a number in words, with the address of the facts behind it.
type Value struct {
	Word, Number, After string // hơn 3.900 tỷ đồng; without data Number is the word for that
	Href                string
	None                bool
	Raw                 *float64
	Qualifier           register.Qualifier
}

// String is the number with its words.
func (v Value) String() string {
	return strings.TrimSpace(strings.TrimSpace(v.Word+" "+v.Number) + " " + v.After)
}

// Line stands under a figure.
type Line struct {
	Text, Bold string
	Tone       string // good, warn: whether a change is wanted
	Href       string // of the number in bold
	Share      *float64
}

// Drawing is a chart with its table.
type Drawing struct {
	Name, Title string
	By          string
	Bars        *chart.Bars // by months
	Rows        *chart.Rows // by codes
	Map         bool
	Keys        []Key
	Table       Table
	Notes       []string
}

// Key explains a part of a drawing: a class of the legend and its word.
type Key struct{ Class, Text string }

// Table is what a drawing shows, in numbers. The first of Columns heads the names.
type Table struct {
	Columns []Column
	Rows    []Row
	Short   []Row // the first rows and one for all others; nil: all are few
	Total   *Row
}

// Column of numbers.
type Column struct {
	Head   string
	Href   string // to the facts of all rows
	Share  bool   // drawn as a balance
	Chosen bool
}

// Row of a table.
type Row struct {
	Code  string // of a unit or a field; "" for what fits none
	Name  string
	Own   bool // a unit's own bodies
	Href  string
	Cells []Value
	// Few tells that the chosen share is of too few to be ranked.
	Few bool
}

type composer struct {
	*Plan
	env     Env
	answers []indicator.Answer
}

// Compose arranges the answers to the questions of the plan.
func (p *Plan) Compose(answers []indicator.Answer, env Env) (*Board, error) {
	if len(answers) != len(p.Questions) {
		return nil, fmt.Errorf("board %s: %d answers to %d questions", p.def.Name, len(answers), len(p.Questions))
	}
	c := &composer{p, env, answers}
	b := &Board{Waiting: answers[p.at[asksWhole]].Waiting}
	if p.only == "" {
		for _, t := range p.def.Tiles {
			b.Tiles = append(b.Tiles, c.tile(t))
		}
		b.Empty, b.LastYear = c.empty()
	}
	for _, ch := range p.def.Charts {
		if p.only != "" && p.only != ch.Name {
			continue
		}
		d := Drawing{Name: ch.Name, By: ch.By, Map: ch.Map}
		switch ch.By {
		case indicator.ByMonth:
			c.months(&d, ch)
		case indicator.ByUnit:
			c.units(&d, ch)
		default:
			c.codes(&d, ch)
		}
		b.Charts = append(b.Charts, d)
	}
	if slices.ContainsFunc(b.Tiles, func(f Figure) bool { return f.Value.Qualifier != register.Exact }) {
		b.Notes = append(b.Notes, c.word("report.note.qualifier"))
	}
	for _, a := range answers {
		for _, n := range a.Notes {
			if s := env.Book.Tell(p.set.Lang, n.Key, n.Args...); !slices.Contains(b.Notes, s) {
				b.Notes = append(b.Notes, s)
			}
		}
	}
	return b, nil
}

func (c *composer) word(key string, args ...string) string {
	return c.env.Book.Say(c.set.Lang, key, args...)
}

func (c *composer) periodName(p period.Period) string {
	key, args := p.Words()
	return c.word(key, args...)
}

// row of an answer, by the keys of its breakdown in order; nil if there is none.
func (c *composer) row(asked string, name indicator.Name, keys ...string) *indicator.Row {
	i, ok := c.at[asked]
	if !ok {
		return nil
	}
	for j := range c.answers[i].Rows {
		r := &c.answers[i].Rows[j]
		if r.Indicator != name {
			continue
		}
		same := true
		for k, key := range keys {
			same = same && r.Keys[c.Questions[i].By[k]] == key
		}
		if same {
			return r
		}
	}
	return nil
}

// link leads to the facts of a question about one indicator.
func (c *composer) link(asked string, name indicator.Name) string {
	return Link(c.Questions[c.at[asked]], name)
}

// Link is where a page shows the facts that answer a question about one indicator
// of it, or with "" about all, and the records behind them.
func Link(q indicator.Question, name indicator.Name) string {
	of := string(name)
	if name == "" {
		of = joined(q.Indicators)
	}
	l := report.Question{Indicator: of, Unit: q.Unit, From: q.Window.First.String(), To: q.Window.Last.String(),
		By: strings.Join(q.By, ","), Calendar: q.Calendar, Map: q.Map, Where: indicator.WhereText(q.Where)}
	if q.Split != indicator.SplitNone {
		l.Split = q.Split
	}
	if q.Approved {
		l.Stage = "approved"
	}
	return l.Link()
}

func joined(names []indicator.Name) string {
	out := make([]string, len(names))
	for i, n := range names {
		out[i] = string(n)
	}
	return strings.Join(out, ",")
}

// number says a value in the language of the board.
func (c *composer) number(d *indicator.Definition, v float64, q register.Qualifier) Value {
	out := Value{Raw: &v, Qualifier: q}
	lang := c.set.Lang
	switch {
	case d.YesNo():
		out.Number = c.word(d.Answer(v))
	case d.Ratio():
		out.Number = d.Written(v, lang)
	case d.Money:
		out.Number, out.After, q = c.money(v, q)
	case v == math.Trunc(v):
		out.Number = vn.Int(int64(v), lang)
	default:
		out.Number = vn.Dec(v, 1, lang)
	}
	out.Word = Word(c.env.Book, lang, q)
	return out
}

// Word is the word of a qualifier by itself: hơn, gần, khoảng.
func Word(book *word.Book, lang string, q register.Qualifier) string {
	if q == register.Exact {
		return ""
	}
	return strings.TrimSpace(book.Say(lang, "report.qualifier."+string(q), "number", ""))
}

// money says an amount in tỷ or triệu with one place; what that rounds is about so much.
func (c *composer) money(v float64, q register.Qualifier) (number, after string, word register.Qualifier) {
	unit, key := 1e6, "board.money.million"
	if v >= 1e9 {
		unit, key = 1e9, "board.money.billion"
	}
	if v < 1e6 {
		return vn.Int(int64(v), c.set.Lang), c.word("count.vnd"), q
	}
	tenths := math.Round(v / unit * 10)
	places := 1
	if math.Mod(tenths, 10) == 0 {
		places = 0
	}
	if tenths*unit/10 != v && q == register.Exact {
		q = register.About
	}
	return vn.Dec(tenths/10, places, c.set.Lang), c.word(key), q
}

// value of a row, with the address of its facts.
func (c *composer) value(r *indicator.Row, name indicator.Name, href string) Value {
	if r == nil || r.Value == nil {
		key := "board.none"
		if r != nil && r.NothingArising {
			key = "report.nothing_arising"
		}
		return Value{Number: c.word(key), None: true, Href: href}
	}
	v := c.number(c.find(name), *r.Value, r.Qualifier)
	v.Href = href
	if slices.Contains(r.Marks, indicator.MarkEstimate) {
		v.Word = strings.TrimSpace("≈ " + v.Word)
	}
	return v
}

// tile composes one figure.
func (c *composer) tile(t Tile) Figure {
	d := c.find(t.Of)
	now := c.row(asksWhole, t.Of)
	f := Figure{Label: c.word(t.Label), Value: c.value(now, t.Of, c.link(asksWhole, t.Of))}
	if now != nil && now.Value != nil {
		if t.Share != "" {
			if r := c.row(asksWhole, t.Share); r != nil && r.Value != nil {
				v := c.value(r, t.Share, c.link(asksWhole, t.Share))
				f.Lines = append(f.Lines, Line{Text: c.word("board.women"), Bold: v.String(), Share: r.Value, Href: v.Href})
			}
		}
		for _, p := range t.Parts {
			if r := c.row(asksWhole, p.Of); r != nil && r.Value != nil {
				v := c.value(r, p.Of, c.link(asksWhole, p.Of))
				f.Lines = append(f.Lines, Line{Text: c.word(p.Say), Bold: v.String(), Href: v.Href})
			}
		}
		if c.several() && d.OverTime == indicator.AddsSum && !d.Ratio() {
			f.Lines = append(f.Lines, c.average(t.Of, now)...)
		}
		if d.OverTime == indicator.AddsLevel {
			f.Lines = append(f.Lines, Line{Text: c.word("board.level", "day", min(c.set.Today, c.set.Period.Window.Last).VN())})
		}
		if l, ok := c.change(t, d, now); ok {
			f.Lines = append(f.Lines, l)
		}
		if r := c.row(asksApproved, t.Of); c.answers[c.at[asksWhole]].Waiting > 0 && (r == nil || r.Value == nil || *r.Value != *now.Value) {
			v := c.value(r, t.Of, c.link(asksApproved, t.Of))
			f.Lines = append(f.Lines, Line{Text: c.word("board.approved"), Bold: v.String(), Href: v.Href})
		}
		for _, m := range now.Marks {
			if m == indicator.MarkStandsIn {
				f.Lines = append(f.Lines, Line{Text: c.word("mark." + m)})
			}
		}
	}
	if t.Say != "" {
		f.Lines = append(f.Lines, Line{Text: c.word(t.Say)})
	}
	f.Spark = chart.Spark{Width: 132, Height: 26}
	for _, y := range c.years().Steps(c.set.Period.Calendar, period.Year) {
		f.Spark.Values = append(f.Spark.Values, drawn(c.row(asksYears, t.Of, y.Key)))
	}
	return f
}

// drawn is the value of a row for a chart.
func drawn(r *indicator.Row) chart.Value {
	if r == nil || r.Value == nil {
		return chart.Value{}
	}
	return chart.Of(*r.Value)
}

// average of a period of several years, a year, with the divisor.
func (c *composer) average(name indicator.Name, now *indicator.Row) []Line {
	var parts []indicator.Value
	for _, y := range period.Years(c.set.Period) {
		v := indicator.Value{}
		if r := c.row(asksYears, name, y.Key); r != nil {
			v.Value, v.Qualifier = r.Value, r.Qualifier
		}
		parts = append(parts, v)
	}
	given, all := indicator.Average(indicator.Value{Value: now.Value, Qualifier: now.Qualifier}, parts)
	line := func(m indicator.Mean, say, divisor string) Line {
		d := *c.find(name)
		v := *m.Value
		if !d.Money && v >= 100 {
			v = math.Round(v)
		}
		return Line{Text: c.word(say, "number", c.number(&d, v, m.Qualifier).String(), "count", c.count(&d)),
			Bold: c.word(divisor, "years", fmt.Sprint(m.Divisor)), Href: c.link(asksYears, name)}
	}
	var out []Line
	if all.Value != nil {
		out = append(out, line(all, "board.average", "board.average.divisor"))
	}
	if given.Value != nil && given.Divisor != all.Divisor {
		out = append(out, line(given, "board.average.or", "board.average.given"))
	}
	return out
}

// count is what an indicator counts in; nothing where its numbers say so.
func (c *composer) count(d *indicator.Definition) string {
	if d.Money || d.Ratio() {
		return ""
	}
	return " " + c.word(d.Unit)
}

// change says by how much the figure rose or fell: against the period before, of
// several years the last against the one before it.
func (c *composer) change(t Tile, d *indicator.Definition, now *indicator.Row) (Line, bool) {
	if c.several() {
		years := period.Years(c.set.Period)
		last, prior := years[len(years)-1], years[len(years)-2]
		r, b := c.row(asksYears, t.Of, last.Key), c.row(asksYears, t.Of, prior.Key)
		if r == nil || r.Value == nil {
			return Line{}, false
		}
		l := Line{Text: c.word("board.year", "period", vn.Capital(c.periodName(last)), "number", c.number(d, *r.Value, r.Qualifier).String())}
		if text, tone, ok := c.rose(t, d, r, b); ok && c.set.Today > last.Window.Last {
			l.Bold, l.Tone, l.Href = text, tone, c.link(asksYears, t.Of)
		}
		return l, true
	}
	_, b, ok := c.before()
	if !ok {
		return Line{}, false
	}
	for _, x := range c.answers[c.at[asksBefore]].LeftOut {
		if c.runs() && x.Indicator == t.Of { // a part of the year can't be told from its total
			return Line{}, false
		}
	}
	text, tone, ok := c.rose(t, d, now, c.row(asksBefore, t.Of))
	key := "board.against"
	if c.runs() {
		key = "board.against.same"
	}
	return Line{Text: c.word(key, "period", c.periodName(b)), Bold: text, Tone: tone, Href: c.link(asksBefore, t.Of)}, ok
}

// leastTold is for how much a number must have been told to be compared with another.
const leastTold = 0.8

func enough(r *indicator.Row) bool {
	return r.Told == nil || r.Told.Total == 0 || float64(r.Told.Given) >= leastTold*float64(r.Told.Total)
}

func (c *composer) rose(t Tile, d *indicator.Definition, now, before *indicator.Row) (text, tone string, ok bool) {
	if now == nil || before == nil || now.Value == nil || before.Value == nil || !enough(now) || !enough(before) {
		return "", "", false
	}
	v := *now.Value - *before.Value
	if !d.Ratio() {
		if *before.Value == 0 {
			return "", "", false
		}
		v = v * 100 / *before.Value
	}
	v = math.Round(v*10) / 10
	q := register.Exact
	if now.Qualifier != register.Exact || before.Qualifier != register.Exact {
		q = register.About
	}
	number := vn.Dec(math.Abs(v), 1, c.set.Lang)
	if d.Ratio() {
		number = c.word("board.change.points", "number", number)
	} else {
		number += "\u00a0%"
	}
	if w := Word(c.env.Book, c.set.Lang, q); w != "" {
		number = w + " " + number
	}
	tone = "good"
	switch {
	case v == 0:
		return c.word("board.change.same"), "", true
	case v > 0 == t.Less:
		tone = "warn"
	}
	key := "board.change.up"
	if v < 0 {
		key = "board.change.down"
	}
	return c.word(key, "number", number), tone, true
}

// empty tells whether no tile has a number, and which year has one.
func (c *composer) empty() (empty bool, last string) {
	for _, r := range c.answers[c.at[asksWhole]].Rows {
		if r.Value != nil {
			return false, ""
		}
	}
	years := c.years().Steps(c.set.Period.Calendar, period.Year)
	for _, y := range slices.Backward(years) {
		for _, t := range c.def.Tiles {
			if r := c.row(asksYears, t.Of, y.Key); r != nil && r.Value != nil && c.find(t.Of).OverTime == indicator.AddsSum {
				return true, y.Key
			}
		}
	}
	return true, ""
}

// mixed is the qualifier of a sum of two numbers.
func mixed(a, b register.Qualifier) register.Qualifier {
	switch {
	case a == b || b == register.Exact:
		return a
	case a == register.Exact:
		return b
	}
	return register.About
}

// bySize puts the larger value first; what is missing stands last.
func bySize(a, b *float64) int {
	switch {
	case a == nil && b == nil:
		return 0
	case a == nil:
		return 1
	case b == nil:
		return -1
	}
	return cmp.Compare(*b, *a)
}
