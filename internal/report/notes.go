package report

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"binhdang/internal/indicator"
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

// tableNotes are about what a table's numbers leave out.
func (c *composer) tableNotes(t *TableSpec) []string {
	for _, n := range t.Of {
		c.tabled[n] = true
	}
	places := []int{c.plan.places[asked{}]}
	if t.By != "" {
		places = append(places, c.plan.places[asked{by: t.By}])
	}
	return c.about(t.Of, places)
}

// notes are about the whole paper: its window, what waits, and what its sentences
// leave out, as far as no table has said so.
func (c *composer) notes() []string {
	out := []string{c.text("report.note.window", "calendar", c.book.Say(c.set.Lang, "report.calendar."+string(c.set.Period.Calendar)))}
	if k := kindOf(c.set.Period); k == PeriodAction || k == PeriodDays { // days of their own, of no calendar
		out[0] = c.text("report.note.window_days")
	}
	i, asks := c.plan.places[asked{}]
	if !asks {
		return out
	}
	if n := c.answers[i].Waiting; n > 0 {
		out = append(out, c.text("report.note.waiting", "count", vn.Int(n, c.set.Lang)))
	}
	var names []indicator.Name
	for _, n := range c.said {
		if !c.tabled[n] {
			names = append(names, n)
		}
	}
	out = append(out, c.about(names, []int{i})...)
	for _, a := range c.answers {
		for _, n := range a.Notes {
			if s := c.book.Say(c.set.Lang, n.Key, n.Args...); !slices.Contains(out, s) {
				out = append(out, s)
			}
		}
	}
	return out
}

// about says of some indicators which declared totals some answers left out or
// set beside, of how much a part was given, and how often nothing was.
func (c *composer) about(names []indicator.Name, places []int) []string {
	var out []string
	for _, n := range names {
		r := c.row(asked{}, n, "")
		switch {
		case r == nil || r.Value == nil:
		case r.Coverage != nil && r.Coverage.Given < r.Coverage.Total:
			out = append(out, c.text("report.note.coverage", "label", lowered(c.label(n)), "share", c.share(r.Coverage), "count", c.countOf(r.Coverage)))
		case r.Coverage == nil && r.NotGiven > 0:
			out = append(out, c.text("report.note.not_given", "label", lowered(c.label(n)), "count", vn.Int(r.NotGiven, c.set.Lang)))
		}
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

// totals names the declared totals that were left out, or stand beside, each once.
func (c *composer) totals(names []indicator.Name, places []int, stand bool) []string {
	type seen struct {
		record int64
		name   indicator.Name
	}
	met := map[seen]bool{}
	var out []string
	more := 0
	for _, i := range places {
		list := c.answers[i].LeftOut
		if stand {
			list = c.answers[i].Beside
		}
		for _, t := range list {
			s := seen{int64(t.Record), t.Indicator}
			if t.Value == nil || met[s] || !slices.Contains(names, t.Indicator) {
				continue
			}
			met[s] = true
			if len(out) == maxTotals {
				more++
				continue
			}
			d := c.env.Indicator(t.Indicator)
			value := c.figure(d, *t.Value, t.Qualifier, false).Text
			args := []string{"label", lowered(c.label(t.Indicator)), "value", value, "by", c.env.Unit(string(t.Unit)), "first", t.From.VN(), "last", t.To.VN()}
			switch {
			case !stand:
				out = append(out, c.text("report.note.left_out", args...))
			case t.Below == nil:
				out = append(out, c.text("report.note.beside_alone", args...))
			default:
				args = append(args, "below", c.figure(d, *t.Below, "", false).Text, "difference", c.figure(d, *t.Value-*t.Below, "", false).Text)
				out = append(out, c.text("report.note.beside", args...))
			}
		}
	}
	if more > 0 {
		out = append(out, c.text("report.note.more_totals", "count", vn.Int(int64(more), c.set.Lang)))
	}
	return out
}

// lowered is a label inside a sentence; abbreviations keep their capitals.
func lowered(s string) string {
	r := []rune(s)
	if len(r) > 1 && unicode.IsUpper(r[0]) && !unicode.IsUpper(r[1]) {
		r[0] = unicode.ToLower(r[0])
	}
	return string(r)
}
