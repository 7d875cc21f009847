package report

import (
	"math"
	"slices"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
)

// Scales of print.
const (
	scalePercent = "percent"
	scaleMillion = "million" // of VND, in tables
	scaleVND     = "vnd"
)

// row of an answer; nil if the question was not asked or has no such row.
func (c *composer) row(a asked, name indicator.Name, key string) *indicator.Row {
	i, ok := c.place(a)
	if !ok {
		return nil
	}
	return c.rows[i][rowKey{name, key}]
}

// question about one indicator, as the flags of the command line.
func (c *composer) question(a asked, name indicator.Name) *Question {
	p := c.period()
	if a.before {
		p, _ = beside(p, -1)
	}
	return &Question{
		Indicator: string(name), Unit: c.set.Unit, From: p.Window.First.String(), To: p.Window.Last.String(), By: a.by,
		Calendar: p.Calendar, Map: mapOf(c.set.Unit), Stage: "approved",
	}
}

// figure prints a value: in a sentence with its word and unit, in a cell of a table plain.
func (c *composer) figure(d *indicator.Definition, v float64, q register.Qualifier, cell bool) *Number {
	n := &Number{Value: &v, Qualifier: string(q)}
	lang := c.set.Lang
	switch {
	case d.YesNo():
		n.Text = c.book.Say(lang, d.Answer(v))
	case d.Ratio():
		n.Places = d.Decimals
		n.Text = vn.Dec(v, d.Decimals, lang)
		if d.Percent() {
			n.Scale = scalePercent
			if !cell {
				n.Text = percent(v, d.Decimals, lang)
			}
		}
	case d.Money && cell:
		n.Scale = scaleMillion
		if math.Mod(v, 1e6) != 0 {
			n.Places = 1
		}
		n.Text = vn.Dec(v/1e6, n.Places, lang)
	case d.Money:
		n.Scale = scaleVND
		n.Text = vn.MoneyWords(int64(math.Round(v)), lang)
	case v == math.Trunc(v):
		n.Text = vn.Int(int64(v), lang)
	default:
		n.Places = 1
		n.Text = vn.Dec(v, 1, lang)
	}
	n.Text = c.qualified(n.Text, q)
	return n
}

// percent is a share inside a sentence: 58,8%, but 60%.
func percent(v float64, places int, lang string) string {
	if r := rounded(v, places); r == math.Trunc(r) {
		places = 0
	}
	return vn.Dec(v, places, lang) + "%"
}

// rounded is the number as it is printed; what prints as 0 has no sign.
func rounded(v float64, places int) float64 {
	tenth := math.Pow10(places)
	if v = math.Round(v*tenth) / tenth; v == 0 {
		return 0
	}
	return v
}

// qualified puts the word of a number before it: hơn, gần, khoảng.
func (c *composer) qualified(text string, q register.Qualifier) string {
	if q == register.Exact {
		return text
	}
	return c.book.Say(c.set.Lang, "report.qualifier."+string(q), "number", text)
}

// number of a row with its label and question. Without data it has no value and says so.
func (c *composer) number(a asked, name indicator.Name, key string, cell bool) *Number {
	r := c.row(a, name, key)
	n := &Number{}
	switch {
	case r != nil && r.Value != nil:
		n = c.figure(c.env.Indicator(name), *r.Value, r.Qualifier, cell)
		n.Marks = r.Marks
	case r != nil && r.NothingArising:
		n.Text = c.book.Say(c.set.Lang, "report.nothing_arising")
	default:
		n.Text = c.book.Say(c.set.Lang, "report.no_data")
	}
	n.Label, n.Question, n.Key = c.label(name), c.question(a, name), key
	return n
}

// label of an indicator: short, for the head of a column.
func (c *composer) label(name indicator.Name) string {
	if key := "report.column." + string(name); c.book.Has(c.set.Lang, key) {
		return c.book.Say(c.set.Lang, key)
	}
	return c.book.Say(c.set.Lang, "indicator."+string(name))
}

// hole is what a sentence says of an indicator; nil: nothing to say.
func (c *composer) hole(h string) []Run {
	name, option := hole(h)
	d := c.env.Indicator(name)
	now := c.row(asked{}, name, "")
	if now == nil || now.Value == nil {
		return nil
	}
	if t := (told{name, c.calendar}); !slices.Contains(c.said, t) {
		c.said = append(c.said, t)
	}
	derived := func(n *Number, a asked) []Run {
		n.Form, n.Label, n.Question = option, c.label(name), c.question(a, name)
		return []Run{{Number: n}}
	}
	switch option {
	case sayAverage:
		return c.average(d, name, now)
	case sayChange:
		return c.change(d, name, now)
	case sayPrevious:
		r := c.row(asked{before: true}, name, "")
		if r == nil || r.Value == nil {
			return nil
		}
		return derived(c.number(asked{before: true}, name, "", false), asked{before: true})
	case sayCoverage:
		v := now.Told
		if v == nil {
			return nil
		}
		given := float64(v.Given)
		c.covered[coverageKey(d, now)] = true
		return append(derived(&Number{Value: &given, Text: c.share(v)}, asked{}), Run{Text: " " + c.countOf(v)})
	case sayNumerator, sayDenominator:
		v := now.Numerator
		if option == sayDenominator {
			v = now.Denominator
		}
		if v == nil {
			return nil
		}
		return derived(c.figure(&indicator.Definition{}, *v, register.Exact, false), asked{})
	}
	n := c.number(asked{}, name, "", false)
	for _, m := range n.Marks {
		if c.book.Has(c.set.Lang, "report.mark."+m) && !slices.Contains(c.marks, m) {
			c.marks = append(c.marks, m)
		}
	}
	return []Run{{Number: n}}
}

// partOf says of a part how many it is of the sentence's first number, or that it is all of it.
func (c *composer) partOf(x Sentence, name indicator.Name, option string) []Run {
	first, _ := hole(x.Of[0])
	whole, part, said := c.row(asked{}, first, ""), c.row(asked{}, name, ""), c.hole(string(name))
	if said == nil || whole == nil || whole.Value == nil || *part.Value == 0 {
		return nil
	}
	all := *part.Value == *whole.Value && part.Qualifier == whole.Qualifier
	switch {
	case all != (option == sayAll):
		return nil
	case !all:
		return said
	case *part.Value == 1:
		return []Run{{Text: c.book.Say(c.set.Lang, "report.all.one")}}
	}
	return []Run{{Text: c.book.Say(c.set.Lang, "report.all.many")}}
}

// leastTold is for how much of its whole a number must be told in a period to be
// compared with that of another: four fifths. Below that a rise or a fall may be one
// of what was written down and not of what was done; above it a gap in the records
// is smaller than the changes that papers are about.
const leastTold = 0.8

// enough tells whether a number is told for enough of its whole to be compared.
func enough(r *indicator.Row) bool {
	v := r.Told
	return v == nil || float64(v.Given) >= leastTold*float64(v.Total)
}

// share is 3.412/3.900.
func (c *composer) share(v *indicator.Coverage) string {
	return vn.Int(v.Given, c.set.Lang) + "/" + vn.Int(v.Total, c.set.Lang)
}

// average says how much a year it was, over which years. Nothing where the
// period has but one.
func (c *composer) average(d *indicator.Definition, name indicator.Name, now *indicator.Row) []Run {
	a := asked{by: indicator.ByYear}
	if _, ok := c.place(a); !ok {
		return nil
	}
	var parts []indicator.Value
	for _, y := range period.Years(c.period()) {
		var v indicator.Value
		if r := c.row(a, name, y.Key); r != nil {
			v = indicator.Value{Value: r.Value, Qualifier: r.Qualifier}
		}
		parts = append(parts, v)
	}
	given, all := indicator.Average(indicator.Value{Value: now.Value, Qualifier: now.Qualifier}, parts)
	if all.Value == nil {
		return nil
	}
	key := "report.average.differs"
	switch {
	case given.Value == nil:
		key = "report.average.all" // which years have figures is not known
	case given.Divisor == all.Divisor:
		key = "report.average.same"
	}
	mean := func(m indicator.Mean, form string) []Run {
		if m.Value == nil {
			return nil
		}
		n := c.meanNumber(d, m)
		n.Form, n.Label, n.Question = form, c.label(name), c.question(a, name)
		return []Run{{Number: n}}
	}
	t, err := parse(c.book.Say(c.set.Lang, key))
	if err != nil {
		return nil
	}
	runs, _ := t.fill(func(h string) []Run {
		switch h {
		case "given":
			return mean(given, "average_given")
		case "all":
			return mean(all, "average")
		case "given_years":
			return []Run{{Text: strconv.Itoa(given.Divisor)}}
		case "all_years":
			return []Run{{Text: strconv.Itoa(all.Divisor)}}
		case "count":
			return []Run{{Text: c.book.Say(c.set.Lang, d.Unit)}}
		}
		return c.setting(h)
	})
	return runs
}

// meanNumber prints an average: money as money, large ones whole, small ones with one place.
func (c *composer) meanNumber(d *indicator.Definition, m indicator.Mean) *Number {
	v, places := *m.Value, 0
	if v < 100 && v != math.Trunc(v) {
		places = 1
	}
	n := &Number{Value: &v, Qualifier: string(m.Qualifier), Places: places}
	if d.Money {
		n.Scale = scaleVND
		n.Text = vn.MoneyWords(int64(math.Round(v/1e6))*1_000_000, c.set.Lang)
	} else {
		n.Text = vn.Dec(v, places, c.set.Lang)
	}
	n.Text = c.qualified(n.Text, m.Qualifier)
	return n
}

// change says by how much the number rose or fell against the period before.
func (c *composer) change(d *indicator.Definition, name indicator.Name, now *indicator.Row) []Run {
	before, ok := beside(c.period(), -1)
	r := c.row(asked{before: true}, name, "")
	if !ok || !c.over() || r == nil || r.Value == nil {
		return nil
	}
	n := c.changeNumber(d, name, now, r)
	if n == nil {
		return nil
	}
	key := "report.change.up"
	switch {
	case rounded(*n.Value, n.Places) == 0:
		key = "report.change.same"
	case *n.Value < 0:
		key = "report.change.down"
	}
	t, err := parse(c.book.Say(c.set.Lang, key))
	if err != nil {
		return nil
	}
	size := *n
	size.Text = c.changeText(d, math.Abs(*n.Value), n.Qualifier)
	runs, _ := t.fill(func(h string) []Run {
		switch h {
		case "share":
			return []Run{{Number: &size}}
		case "previous":
			return []Run{{Text: c.periodName(before)}}
		}
		return c.setting(h)
	})
	return runs
}

// changeNumber is the change in percent, of a share in points, between the numbers
// as they are printed; nil where it can't be told, or too little is known.
func (c *composer) changeNumber(d *indicator.Definition, name indicator.Name, now, before *indicator.Row) *Number {
	if now == nil || before == nil || now.Value == nil || before.Value == nil {
		return nil
	}
	if t := (told{name, c.calendar}); !enough(now) || !enough(before) {
		if !slices.Contains(c.few, t) {
			c.few = append(c.few, t)
		}
		return nil
	}
	places := d.Decimals
	v := rounded(*now.Value, places) - rounded(*before.Value, places)
	if !d.Ratio() {
		if *before.Value == 0 {
			return nil
		}
		v, places = (*now.Value-*before.Value)*100 / *before.Value, 1
	}
	n := &Number{Value: &v, Places: places, Form: sayChange, Label: c.label(name), Question: c.question(asked{}, name)}
	if now.Qualifier != register.Exact || before.Qualifier != register.Exact {
		n.Qualifier = string(register.About)
	}
	printed := rounded(v, places)
	n.Text = vn.Dec(printed, places, c.set.Lang)
	if printed > 0 {
		n.Text = c.book.Say(c.set.Lang, "report.plus", "number", n.Text)
	}
	n.Text = c.qualified(n.Text, register.Qualifier(n.Qualifier))
	return n
}

func (c *composer) changeText(d *indicator.Definition, v float64, q string) string {
	text := percent(v, 1, c.set.Lang)
	if d.Ratio() {
		text = vn.Dec(v, d.Decimals, c.set.Lang)
		if d.Percent() {
			text = c.book.Say(c.set.Lang, "report.points", "number", text)
		}
	}
	return c.qualified(text, register.Qualifier(q))
}
