package report

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
)

// maxTotals is how many declared totals are named one by one under a table; the
// rest are counted, so that a paper stays a paper.
const maxTotals = 12

// marked numbers the marks of a table's cells in the order in which they are met
// and says what they mean. "unallocated" has a row of its own and needs none.
func (c *composer) marked(t *Table) []string {
	var met []string
	var out []string
	for _, l := range t.Rows {
		for _, cell := range l.Cells {
			if cell.Number == nil {
				continue
			}
			var signs []string
			for _, m := range cell.Number.Marks {
				if !c.book.Has(c.set.Lang, "report.note.mark."+m) {
					continue
				}
				if !slices.Contains(met, m) {
					met = append(met, m)
					out = append(out, c.book.Say(c.set.Lang, "report.note.mark."+m, "sign", "("+strconv.Itoa(len(met))+")"))
				}
				signs = append(signs, "("+strconv.Itoa(slices.Index(met, m)+1)+")")
			}
			cell.Number.Sign = strings.Join(signs, " ")
		}
	}
	return out
}

// tableNotes are about what a table's numbers leave out, and by which days they go.
func (c *composer) tableNotes(t *TableSpec) []string {
	for _, n := range t.Of {
		c.tabled[told{n, c.calendar}] = true
	}
	var out []string
	if c.calendar != "" {
		out = append(out, c.text("report.note.window_table", "calendar", c.calendarName()))
	}
	i, _ := c.place(asked{})
	places := []int{i}
	if t.By != "" {
		j, _ := c.place(asked{by: t.By})
		places = append(places, j)
		if (t.By == indicator.ByUnit || t.By == indicator.ByPlace) && slices.ContainsFunc(c.answers[j].Rows, func(r indicator.Row) bool {
			return r.Value != nil && keyOf(&r, t.By) == "" && slices.Contains(t.Of, r.Indicator)
		}) {
			out = append(out, c.text("report.note.unallocated", "row", c.book.Say(c.set.Lang, "report.row.unallocated")))
		}
	}
	return append(out, c.about(t.Of, places, map[string]bool{})...)
}

func (c *composer) calendarName() string {
	return c.book.Say(c.set.Lang, "report.calendar."+string(c.period().Calendar))
}

// notes are about the whole paper: its window, what waits, and what its sentences
// leave out, as far as neither they nor a table have said so.
func (c *composer) notes() []string {
	key := "report.note.window"
	if k := kindOf(c.set.Period); k == PeriodAction || k == PeriodDays { // days of their own, of no calendar
		key = "report.note.window_days"
	}
	out := []string{c.text(key, "calendar", c.calendarName())}
	if !c.over() {
		out = append(out, c.text("report.note.not_over"))
	}
	i, asks := c.place(asked{})
	if !asks {
		return out
	}
	if n := c.answers[i].Waiting; n > 0 {
		out = append(out, c.text("report.note.waiting", "count", vn.Int(n, c.set.Lang)))
	}
	said := map[period.Calendar][]indicator.Name{}
	var calendars []period.Calendar
	for _, t := range c.said {
		if !slices.Contains(calendars, t.calendar) {
			calendars = append(calendars, t.calendar)
		}
		if !c.tabled[t] {
			said[t.calendar] = append(said[t.calendar], t.name)
		}
	}
	for _, c.calendar = range calendars {
		i, _ := c.place(asked{})
		out = append(out, c.about(said[c.calendar], []int{i}, c.covered)...)
	}
	c.calendar = ""
	for _, a := range c.answers {
		for _, n := range a.Notes {
			if s := c.book.Tell(c.set.Lang, n.Key, n.Args...); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// coverageKey is the same for a part and for a share of that part.
func coverageKey(d *indicator.Definition, r *indicator.Row) string {
	if v := r.Coverage; v != nil {
		return fmt.Sprint(d.Numerator, v.Given, v.Total)
	}
	return fmt.Sprint(d.Numerator, r.NotGiven)
}

// about says of some indicators of how much a part was given, how often nothing
// was, and which declared totals some answers left out or set beside. What is
// covered already is not said again.
func (c *composer) about(names []indicator.Name, places []int, covered map[string]bool) []string {
	var given, empty, out []string
	for _, n := range names {
		r := c.row(asked{}, n, "")
		if r == nil || r.Value == nil {
			continue
		}
		key, args := coverageKey(c.env.Indicator(n), r), []string{"label", lowered(c.label(n))}
		switch {
		case covered[key]:
			continue
		case r.Coverage != nil && r.Coverage.Given < r.Coverage.Total:
			given = append(given, c.plain("report.note.coverage_item", append(args, "share", c.share(r.Coverage), "count", c.countOf(r.Coverage))...))
		case r.Coverage == nil && r.NotGiven > 0:
			empty = append(empty, c.plain("report.note.not_given_item", append(args, "count", vn.Int(r.NotGiven, c.set.Lang))...))
		}
		covered[key], c.covered[key] = true, true
	}
	if given != nil {
		out = append(out, c.text("report.note.coverage", "list", strings.Join(given, "; ")))
	}
	if empty != nil {
		out = append(out, c.text("report.note.not_given", "list", strings.Join(empty, "; ")))
	}
	return append(append(out, c.totals(names, places, false)...), c.totals(names, places, true)...)
}

// countOf is the word of what a coverage counts: the unit of the indicator that
// is that measure alone, if the report names one.
func (c *composer) countOf(v *indicator.Coverage) string {
	for _, q := range c.plan.questions {
		for _, n := range q.Indicators {
			if d := c.env.Indicator(n); !d.Ratio() && d.Numerator != nil && d.Numerator.String() == v.Of.String() {
				return c.book.Say(c.set.Lang, d.Unit)
			}
		}
	}
	return c.book.Say(c.set.Lang, "report.count_other")
}

// totals names the declared totals that were left out, or stand beside: what a
// unit says of one time in one sentence.
func (c *composer) totals(names []indicator.Name, places []int, stand bool) []string {
	type told struct {
		head  indicator.Total
		items []string
	}
	type seen struct {
		record register.ID
		name   indicator.Name
	}
	met := map[seen]bool{}
	var found []*told
	for _, i := range places {
		list := c.answers[i].LeftOut
		if stand {
			list = c.answers[i].Beside
		}
		for _, t := range list {
			s := seen{t.Record, t.Indicator}
			if t.Value == nil || met[s] || !slices.Contains(names, t.Indicator) {
				continue
			}
			met[s] = true
			at := slices.IndexFunc(found, func(o *told) bool {
				return o.head.Unit == t.Unit && o.head.From == t.From && o.head.To == t.To
			})
			if at < 0 {
				at = len(found)
				found = append(found, &told{head: t})
			}
			found[at].items = append(found[at].items, c.total(t))
		}
	}
	key := "report.note.left_out"
	if stand {
		key = "report.note.beside"
	}
	var out []string
	for i, r := range found {
		if i == maxTotals {
			return append(out, c.text("report.note.more_totals", "count", vn.Int(int64(len(found)-i), c.set.Lang)))
		}
		out = append(out, c.text(key, "by", c.env.Unit(string(r.head.Unit)), "first", r.head.From.VN(), "last", r.head.To.VN(),
			"list", strings.Join(r.items, "; ")))
	}
	return out
}

// total is one number of a declared total, with what records say of its time where that is known.
func (c *composer) total(t indicator.Total) string {
	d := c.env.Indicator(t.Indicator)
	args := []string{"label", lowered(c.label(t.Indicator)), "value", c.figure(d, *t.Value, t.Qualifier, false).Text}
	if t.Below == nil {
		return c.plain("report.note.total", args...)
	}
	return c.plain("report.note.total_below", append(args, "below", c.figure(d, *t.Below, "", false).Text,
		"difference", c.figure(d, *t.Value-*t.Below, "", false).Text)...)
}

// lowered is a label inside a sentence; abbreviations keep their capitals.
func lowered(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
