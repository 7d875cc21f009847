package board

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"binhdang/internal/chart"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
)

const (
	mostRows  = 8  // lying bars, and then "khác"
	mostUnits = 9  // rows of a table by units beside its map, and then all others
	bandDays  = 10 // of the Action Month in a month, for it to be marked
)

// Fewest is what a share must be of to be ranked and coloured.
const Fewest = 30

// measure is what the chosen indicator is called in titles and heads.
func (c *composer) measure(name indicator.Name) string {
	if c.env.Book.Has(c.set.Lang, "board.measure."+string(name)) {
		return c.word("board.measure." + string(name))
	}
	return c.word("indicator." + string(name))
}

// head of a column of an indicator.
func (c *composer) head(name indicator.Name) Column {
	d := c.find(name)
	return Column{Head: vn.Capital(c.measure(name)), Share: d.Percent(), Chosen: name == c.set.Chosen}
}

// tick says a number of an axis.
func (c *composer) tick(d *indicator.Definition) func(float64) string {
	return func(v float64) string {
		if d.Money {
			return vn.Dec(v/1e6, 0, c.set.Lang)
		}
		if v == math.Trunc(v) {
			return vn.Int(int64(v), c.set.Lang)
		}
		return vn.Dec(v, 1, c.set.Lang)
	}
}

// months draws the year by months, with the year before as lines.
func (c *composer) months(d *Drawing, ch Chart) {
	def, y := c.find(c.set.Chosen), c.monthsOf()
	measure := c.measure(c.set.Chosen)
	d.Title = c.word(ch.Title, "measure", vn.Capital(measure), "period", c.periodName(y))
	bars := &chart.Bars{ID: ch.Name, Tick: c.tick(def), Empty: c.word("board.chart.empty"), None: c.word("board.none"),
		Label: c.word("board.chart.label", "title", d.Title, "unit", c.set.UnitName)}
	d.Bars = bars
	split := c.splits(ch)
	_, b, hasBefore := earlier(y)
	asked := ch.Name + "/" + asksBefore
	var unclassified bool
	firsts := map[int]parts{}
	steps := y.Window.Steps(y.Calendar, period.Month)
	for i, m := range steps {
		p := c.parts(ch, split, m.Key)
		firsts[i] = p
		unclassified = unclassified || p.rest != nil && *p.rest > 0
	}
	befores := b.Window.Steps(y.Calendar, period.Month)
	d.Table.Columns = []Column{{Head: c.word("board.head.month")}}
	if split {
		d.Table.Columns = append(d.Table.Columns, Column{Head: c.env.Code(def, ch.Split.Field, ch.Split.First)}, Column{Head: c.env.Code(def, ch.Split.Field, ch.Split.Second)})
		if unclassified {
			d.Table.Columns = append(d.Table.Columns, Column{Head: c.word("board.unclassified")})
		}
	}
	total := c.head(c.set.Chosen)
	d.Table.Columns = append(d.Table.Columns, total)
	if hasBefore {
		d.Table.Columns = append(d.Table.Columns, Column{Head: c.word("board.earlier", "period", c.periodName(b))})
	}
	for i, m := range steps {
		p := firsts[i]
		q := c.Questions[c.at[ch.Name]]
		q.Window, q.By = m.Window, nil
		href := Link(c.mapped(q), c.set.Chosen)
		part := func(code string) string { // leads to what has the code
			q.Where = map[string][]string{ch.Split.Field: {code}}
			return Link(c.mapped(q), c.set.Chosen)
		}
		none := c.word("board.none")
		future := m.Window.First > c.set.Today
		if future {
			none, bars.None = c.word("board.not_yet"), ""
		}
		cell := func(v *float64, qualifier register.Qualifier, href string) Value {
			if v == nil {
				return Value{Number: none, None: true}
			}
			out := c.number(def, *v, qualifier)
			out.Href = href
			return out
		}
		col := chart.Column{Label: c.word("board.month", "month", strings.TrimLeft(m.Key[len(m.Key)-2:], "0"))}
		row := Row{Code: m.Key, Name: vn.Capital(c.periodName(m)), Href: href}
		if split {
			row.Cells = append(row.Cells, cell(p.first, p.word, part(ch.Split.First)), cell(p.second, p.word, part(ch.Split.Second)))
			for j := range row.Cells { // of which part the word is, is not known
				row.Cells[j].Word, row.Cells[j].Qualifier = "", ""
			}
			if unclassified {
				row.Cells = append(row.Cells, cell(p.rest, "", part("")))
			}
		}
		all := cell(p.all, p.word, href)
		row.Cells = append(row.Cells, all)
		if p.all != nil {
			col.Total, col.Href = vn.Int(int64(math.Round(*p.all)), c.set.Lang), href
			if def.Ratio() {
				col.Total = vn.Dec(*p.all, def.Decimals, c.set.Lang)
			}
			col.Title = row.Name + ": " + all.String()
			col.First = chart.Of(*p.all)
			if p.second != nil && split {
				col.First, col.Second = chart.Of(*p.all-*p.second), chart.Of(*p.second)
			}
		}
		if hasBefore && i < len(befores) {
			r := c.row(asked, c.set.Chosen, befores[i].Key)
			bq := c.Questions[c.at[asked]]
			bq.Window, bq.By = befores[i].Window, nil
			col.Earlier = drawn(r)
			v := c.value(r, c.set.Chosen, Link(c.mapped(bq), c.set.Chosen))
			row.Cells = append(row.Cells, v)
		}
		bars.Columns = append(bars.Columns, col)
		d.Table.Rows = append(d.Table.Rows, row)
	}
	bars.Bands = c.bands(steps)
	if split {
		first := c.env.Code(def, ch.Split.Field, ch.Split.First)
		if unclassified {
			first = c.word("board.first_and_none", "first", first)
		}
		d.Keys = append(d.Keys, Key{"s1", first}, Key{"s2", c.env.Code(def, ch.Split.Field, ch.Split.Second)})
	} else {
		d.Keys = append(d.Keys, Key{"s1", vn.Capital(measure)})
	}
	if hasBefore {
		d.Keys = append(d.Keys, Key{"last", c.word("board.earlier", "period", c.periodName(b))})
	}
	if r := c.row(ch.Name, c.set.Chosen, ""); r != nil && r.Value != nil {
		d.Notes = append(d.Notes, c.word("board.no_step", "number", c.number(def, *r.Value, r.Qualifier).String()))
	}
	if y.Calendar == period.Admin {
		d.Notes = append(d.Notes, c.word("board.chart.month.note"))
	}
}

// parts are the numbers of a month.
type parts struct {
	all, first, second, rest *float64
	word                     register.Qualifier
}

func (c *composer) parts(ch Chart, split bool, month string) (p parts) {
	add := func(to **float64, v *float64) {
		if v == nil {
			return
		}
		sum := *v
		if *to != nil {
			sum += **to
		}
		*to = &sum
	}
	i := c.at[ch.Name]
	for j := range c.answers[i].Rows {
		r := &c.answers[i].Rows[j]
		if r.Keys[indicator.ByMonth] != month || r.Value == nil {
			continue
		}
		if p.all == nil {
			p.word = r.Qualifier
		} else {
			p.word = mixed(p.word, r.Qualifier)
		}
		add(&p.all, r.Value)
		if !split {
			continue
		}
		switch r.Keys[ch.Split.Field] {
		case ch.Split.First:
			add(&p.first, r.Value)
		case ch.Split.Second:
			add(&p.second, r.Value)
		default:
			add(&p.rest, r.Value)
		}
	}
	return p
}

// bands mark the months in which the Action Month is.
func (c *composer) bands(steps []period.Period) []chart.Band {
	from, to := -1, -1
	for i, m := range steps {
		for year := m.Window.First.Year() - 1; year <= m.Window.Last.Year(); year++ {
			action := period.Window{First: period.Date(year, 11, 15), Last: period.Date(year, 12, 15)}
			if m.Window.Clip(action).Days() >= bandDays {
				if from < 0 {
					from = i
				}
				to = i
			}
		}
	}
	if from < 0 {
		return nil
	}
	return []chart.Band{{From: from, To: to, Name: c.word("board.action")}}
}

// codes draws lying bars of the codes of a field.
func (c *composer) codes(d *Drawing, ch Chart) {
	def := c.find(c.set.Chosen)
	measure := c.measure(c.set.Chosen)
	d.Title = c.word(ch.Title, "measure", vn.Capital(measure), "period", c.periodName(c.set.Period))
	d.Rows = &chart.Rows{Label: c.word("board.chart.label", "title", d.Title, "unit", c.set.UnitName), None: c.word("board.none"), Empty: c.word("board.chart.empty")}
	d.Table.Columns = []Column{{Head: c.word("board.head." + ch.By)}, c.head(c.set.Chosen)}
	href := c.link(ch.Name, c.set.Chosen)
	var list []*indicator.Row
	a := c.answers[c.at[ch.Name]]
	for i := range a.Rows {
		if r := &a.Rows[i]; r.Value != nil && *r.Value > 0 {
			list = append(list, r)
		}
	}
	slices.SortStableFunc(list, func(a, b *indicator.Row) int {
		if (a.Keys[ch.By] == "") != (b.Keys[ch.By] == "") {
			return strings.Compare(b.Keys[ch.By], a.Keys[ch.By]) // what has no code stands last
		}
		return bySize(a.Value, b.Value)
	})
	for _, r := range list {
		own := href
		if r.Alone != nil {
			own = Link(*r.Alone, c.set.Chosen)
		}
		row := Row{Code: r.Keys[ch.By], Name: c.word("board.unclassified"), Href: own, Cells: []Value{c.value(r, c.set.Chosen, own)}}
		if row.Code != "" {
			row.Name = c.env.Code(def, ch.By, row.Code)
		}
		d.Table.Rows = append(d.Table.Rows, row)
	}
	shown := list
	if len(list) > mostRows {
		shown = list[:mostRows]
		if !def.Ratio() {
			shown = list[:mostRows-1]
		}
	}
	for i := range shown {
		row := d.Table.Rows[i]
		d.Rows.Rows = append(d.Rows.Rows, chart.Row{Name: row.Name, Value: drawn(list[i]), Text: row.Cells[0].String(), Href: row.Href})
	}
	if rest := list[len(shown):]; len(rest) > 0 && !def.Ratio() {
		var sum float64
		q := rest[0].Qualifier
		for _, r := range rest {
			sum, q = sum+*r.Value, mixed(q, r.Qualifier)
		}
		d.Rows.Rows = append(d.Rows.Rows, chart.Row{Name: c.word("board.other_codes", "n", fmt.Sprint(len(rest))), Value: chart.Of(sum), Text: c.number(def, sum, q).String(), Href: href})
	}
	if c.env.Many(def, ch.By) {
		d.Notes = append(d.Notes, c.word("board.many"))
	}
}

// units arranges the units next below in a table of all that may be chosen.
func (c *composer) units(d *Drawing, ch Chart) {
	chosen := c.set.Chosen
	d.Title = c.word(ch.Title, "measure", vn.Capital(c.measure(chosen)), "period", c.periodName(c.set.Period))
	d.Table.Columns = []Column{{Head: c.word("board.head.unit")}}
	for _, n := range c.def.Choices {
		head := c.head(n)
		head.Href = c.link(ch.Name, n)
		d.Table.Columns = append(d.Table.Columns, head)
	}
	i := c.at[ch.Name]
	q := c.Questions[i]
	by := map[string]*Row{}
	var codes []string
	chosenOf := map[string]*indicator.Row{}
	sums := map[string]map[indicator.Name]*indicator.Row{}
	for j := range c.answers[i].Rows {
		r := &c.answers[i].Rows[j]
		code := r.Keys[indicator.ByUnit]
		if by[code] == nil {
			by[code] = &Row{Code: code, Name: c.word("report.row.unallocated"), Own: r.Own}
			sums[code] = map[indicator.Name]*indicator.Row{}
			codes = append(codes, code)
		}
		sums[code][r.Indicator] = r
		if r.Indicator == chosen {
			chosenOf[code] = r
		}
	}
	for _, code := range codes {
		row := by[code]
		switch {
		case row.Own:
			row.Name = c.word("report.row.own", "unit", c.set.UnitName)
		case code != "":
			row.Name = c.env.Unit(code)
		}
		some := false
		for _, n := range c.def.Choices {
			r := sums[code][n]
			some = some || r != nil && r.Value != nil
			alone := &q // what has no question of its own stands in the table of all
			if r != nil && r.Alone != nil {
				alone = r.Alone
			}
			row.Cells = append(row.Cells, c.value(r, n, Link(*alone, n)))
		}
		if r := chosenOf[code]; r != nil && r.Denominator != nil && *r.Denominator < Fewest && c.find(chosen).Quota == nil {
			row.Few = true
		}
		if some || code != "" && !row.Own {
			d.Table.Rows = append(d.Table.Rows, *row)
		}
	}
	at := slices.Index(c.def.Choices, chosen)
	vn.SortBy(d.Table.Rows, func(r Row) string { return r.Name })
	rank := func(r Row) int {
		switch {
		case r.Code == "":
			return 2
		case r.Own:
			return 1
		}
		return 0
	}
	slices.SortStableFunc(d.Table.Rows, func(a, b Row) int {
		if rank(a) != rank(b) {
			return rank(a) - rank(b)
		}
		return bySize(a.Cells[at].Raw, b.Cells[at].Raw)
	})
	places := 0
	for places < len(d.Table.Rows) && rank(d.Table.Rows[places]) == 0 {
		places++
	}
	if places > mostUnits+2 {
		d.Table.Short = append(slices.Clone(d.Table.Rows[:mostUnits]), c.others(ch, d.Table.Rows[mostUnits:places], sums))
		d.Table.Short = append(d.Table.Short, d.Table.Rows[places:]...)
	}
	total := Row{Name: c.word("board.total", "unit", c.set.UnitName)}
	for _, n := range c.def.Choices {
		total.Cells = append(total.Cells, c.value(c.row(asksWhole, n), n, c.link(asksWhole, n)))
	}
	d.Table.Total = &total
	d.Notes = append(d.Notes, c.leftOut()...)
}

// others adds up the rows that have no line of their own.
func (c *composer) others(ch Chart, rows []Row, of map[string]map[indicator.Name]*indicator.Row) Row {
	out := Row{Name: c.word("board.others", "n", vn.Int(int64(len(rows)), c.set.Lang))}
	for _, n := range c.def.Choices {
		d := c.find(n)
		var v, num, den float64
		var q register.Qualifier
		some := false
		for _, row := range rows {
			r := of[row.Code][n]
			if r == nil || r.Value == nil {
				continue
			}
			if d.Ratio() {
				if r.Numerator == nil || r.Denominator == nil {
					continue
				}
				num, den = num+*r.Numerator, den+*r.Denominator
			}
			if some {
				q = mixed(q, r.Qualifier)
			} else {
				q = r.Qualifier
			}
			v, some = v+*r.Value, true
		}
		if d.Ratio() {
			some = den > 0 && d.OverUnits != indicator.AddsNone // stated ratios of several units make none
			v = num / den * float64(d.Scale)
		}
		if !some {
			out.Cells = append(out.Cells, Value{Number: c.word("board.none"), None: true})
			continue
		}
		cell := c.number(d, v, q)
		cell.Href = c.link(ch.Name, n)
		out.Cells = append(out.Cells, cell)
	}
	return out
}

// leftOut says which declared totals the period does not hold whole.
func (c *composer) leftOut() []string {
	name := c.set.Chosen
	d := c.find(name)
	var n int
	var sum float64
	q := register.Exact
	for _, t := range c.answers[c.at[asksWhole]].LeftOut {
		if t.Indicator != name || t.Value == nil {
			continue
		}
		if n++; n == 1 {
			q = t.Qualifier
		} else {
			q = mixed(q, t.Qualifier)
		}
		sum += *t.Value
	}
	switch {
	case n == 0:
		return nil
	case d.Ratio():
		return []string{c.word("board.left_out", "n", vn.Int(int64(n), c.set.Lang))}
	}
	return []string{c.word("board.left_out.more", "n", vn.Int(int64(n), c.set.Lang), "number", c.number(d, sum, q).String()+c.count(d))}
}
