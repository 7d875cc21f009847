package report

import (
	"fmt"
	"maps"
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
// Declared totals are held back until it is known which tables they concern.
func (c *composer) tableNotes(out *Table, t *TableSpec) {
	for _, n := range t.Of {
		c.tabled[told{n, c.calendar}] = true
	}
	note := func(texts ...string) { out.Notes = append(out.Notes, texts...) }
	if c.calendar != "" && c.begun() {
		note(c.text("report.note.window_table", "calendar", c.calendarName()))
	}
	i, _ := c.place(asked{})
	places := []int{i}
	if t.By != "" {
		j, _ := c.place(asked{by: t.By})
		places = append(places, j)
		if (t.By == indicator.ByUnit || t.By == indicator.ByPlace) && slices.ContainsFunc(c.answers[j].Rows, func(r indicator.Row) bool {
			return r.Value != nil && keyOf(&r, t.By) == "" && slices.Contains(t.Of, r.Indicator)
		}) {
			note(c.text("report.note.unallocated", "row", c.book.Say(c.set.Lang, "report.row.unallocated")))
		}
	}
	if !c.worded && wordedTotal(out) {
		note(c.text("report.note.qualifier"))
		c.worded = true
	}
	note(c.about(t.Of, map[string]bool{})...)
	if t.Compare {
		var few []told
		for _, f := range c.few {
			if f.calendar == c.calendar && slices.Contains(t.Of, f.name) {
				few = append(few, f)
				c.fewTold[f] = true
			}
		}
		note(c.fewNote(few)...)
	}
	if c.sharesDiffer(t) {
		note(c.text("report.note.shares"))
	}
	c.held = append(c.held, heldTotals{out, c.totals(t.Of, places, false), c.totals(t.Of, places, true)})
}

// wordedTotal tells whether a total of a table that is broken down bears a word.
func wordedTotal(t *Table) bool {
	var broken, worded bool
	for _, l := range t.Rows {
		for _, cell := range l.Cells {
			n := cell.Number
			if n == nil || n.Question == nil {
				continue
			}
			broken = broken || n.Question.By != ""
			worded = worded || n.Question.By == "" && n.Qualifier != ""
		}
	}
	return broken && worded
}

// fewNote says which numbers are not compared, because too little is known of them.
func (c *composer) fewNote(list []told) []string {
	var names []string
	for _, t := range list {
		if s := lowered(c.label(t.name)); !slices.Contains(names, s) {
			names = append(names, s)
		}
	}
	if names == nil {
		return nil
	}
	return []string{c.text("report.note.few", "least", percent(leastTold*100, 0, c.set.Lang), "list", strings.Join(names, "; "))}
}

// sharesDiffer tells whether a share in the table was divided by another number than
// the whole that the table prints: of the whole, by what was recorded with the part.
func (c *composer) sharesDiffer(t *TableSpec) bool {
	places := []asked{{}}
	switch {
	case t.By != "" && t.Total:
		places = append(places, asked{by: t.By})
	case t.By != "":
		places = []asked{{by: t.By}}
	case t.Compare && c.over():
		places = append(places, asked{before: true})
	}
	for _, share := range t.Of {
		whole, ok := c.wholeOf(share, t.Of)
		if !ok {
			continue
		}
		for _, a := range places {
			i, ok := c.place(a)
			if !ok {
				continue
			}
			for k, r := range c.rows[i] {
				if w := c.rows[i][rowKey{whole, k.key}]; k.name == share && w != nil && w.Value != nil &&
					r.Value != nil && r.Denominator != nil && *r.Denominator != *w.Value {
					return true
				}
			}
		}
	}
	return false
}

// wholeOf finds among some indicators the whole that a share is a share of.
func (c *composer) wholeOf(share indicator.Name, among []indicator.Name) (indicator.Name, bool) {
	d := c.env.Indicator(share)
	if c.env.Whole == nil || d.Denominator == nil {
		return "", false
	}
	refs := d.Denominator.Names()
	if len(refs) != 1 || !refs[0].Whole {
		return "", false
	}
	want := indicator.Ref{Register: refs[0].Register, Measure: c.env.Whole(refs[0])}
	for _, n := range among {
		o := c.env.Indicator(n)
		if !o.Ratio() && o.Numerator.String() == want.String() && maps.EqualFunc(o.Where, d.Where, slices.Equal) {
			return n, true
		}
	}
	return "", false
}

func (c *composer) calendarName() string {
	return c.book.Say(c.set.Lang, "report.calendar."+string(c.period().Calendar))
}

// notes are about the whole paper: its window, what waits, and what its sentences
// leave out, as far as neither they nor a table have said so, with the totals that
// concern several tables.
func (c *composer) notes(shared heldTotals) []string {
	key := "report.note.window"
	if k := kindOf(c.set.Period); k == PeriodAction || k == PeriodDays { // days of their own, of no calendar
		key = "report.note.window_days"
	}
	out := []string{c.text(key, "calendar", c.calendarName())}
	switch {
	case !c.begun():
		out = append(out, c.text("report.note.not_begun"))
	case !c.over():
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
		out = append(out, c.about(said[c.calendar], c.covered)...)
		shared.leftOut = append(shared.leftOut, c.totals(said[c.calendar], []int{i}, false)...)
		shared.beside = append(shared.beside, c.totals(said[c.calendar], []int{i}, true)...)
	}
	c.calendar = ""
	var few []told
	for _, f := range c.few {
		if !c.fewTold[f] {
			few = append(few, f)
		}
	}
	out = append(append(out, c.fewNote(few)...), c.totalsTold(shared)...)
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
	if v := r.Told; v != nil {
		return fmt.Sprint(d.Numerator, v.Of, v.Given, v.Total)
	}
	return fmt.Sprint(d.Numerator, r.NotGiven)
}

// about says of some indicators for how much each was given, or how often nothing
// was. What is covered already is not said again.
func (c *composer) about(names []indicator.Name, covered map[string]bool) []string {
	var given, empty, out []string
	for _, n := range names {
		r := c.row(asked{}, n, "")
		if r == nil || r.Value == nil {
			continue
		}
		key, args := coverageKey(c.env.Indicator(n), r), []string{"label", lowered(c.label(n))}
		switch v := r.Told; {
		case covered[key]:
			continue
		case v != nil:
			given = append(given, c.plain("report.note.coverage_item", append(args, "share", c.share(v), "count", c.countOf(v))...))
		case r.NotGiven > 0:
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
	return out
}

// countOf is the word of what a coverage counts: records, or the unit of the
// indicator that is that measure alone, named by the report or called after it.
func (c *composer) countOf(v *indicator.Coverage) string {
	if v.Of.Measure == "" {
		return c.book.Say(c.set.Lang, "report.count_record")
	}
	names := []indicator.Name{indicator.Name(v.Of.Measure), indicator.Name(string(v.Of.Register) + "_" + v.Of.Measure)}
	for _, q := range c.plan.questions {
		names = append(names, q.Indicators...)
	}
	for _, n := range names {
		if d := c.env.Indicator(n); d != nil && !d.Ratio() && d.Numerator != nil && d.Numerator.String() == v.Of.String() {
			return c.book.Say(c.set.Lang, d.Unit)
		}
	}
	return c.book.Say(c.set.Lang, "report.count_other")
}

// heldTotals are declared totals about a table, or about the paper: those that its
// numbers leave out, and those that stand beside them.
type heldTotals struct {
	table           *Table
	leftOut, beside []indicator.Total
}

// totals are the declared totals of some indicators that some answers left out, or
// set beside, each once.
func (c *composer) totals(names []indicator.Name, places []int, stand bool) []indicator.Total {
	var out []indicator.Total
	for _, i := range places {
		list := c.answers[i].LeftOut
		if stand {
			list = c.answers[i].Beside
		}
		for _, t := range list {
			if t.Value != nil && slices.Contains(names, t.Indicator) {
				out = append(out, t)
			}
		}
	}
	return once(out)
}

// once keeps the first of what one declared total says of one indicator.
func once(list []indicator.Total) []indicator.Total {
	type seen struct {
		record register.ID
		name   indicator.Name
	}
	met := map[seen]bool{}
	return slices.DeleteFunc(list, func(t indicator.Total) bool {
		s := seen{t.Record, t.Indicator}
		was := met[s]
		met[s] = true
		return was
	})
}

// spread tells of the declared totals that concern one table under it, and returns
// those that concern several, to be told once for the whole paper.
func (c *composer) spread() heldTotals {
	in := map[register.ID]int{} // how many tables a total concerns
	for _, h := range c.held {
		met := map[register.ID]bool{}
		for _, t := range slices.Concat(h.leftOut, h.beside) {
			if !met[t.Record] {
				in[t.Record]++
			}
			met[t.Record] = true
		}
	}
	var shared heldTotals
	several := func(t indicator.Total) bool { return in[t.Record] > 1 }
	for _, h := range c.held {
		own := heldTotals{}
		for _, list := range []struct {
			from            []indicator.Total
			single, several *[]indicator.Total
		}{{h.leftOut, &own.leftOut, &shared.leftOut}, {h.beside, &own.beside, &shared.beside}} {
			for _, t := range list.from {
				if several(t) {
					*list.several = append(*list.several, t)
				} else {
					*list.single = append(*list.single, t)
				}
			}
		}
		h.table.Notes = append(h.table.Notes, c.totalsTold(own)...)
	}
	return shared
}

// totalsTold names declared totals: what a unit says of one time in one sentence.
func (c *composer) totalsTold(h heldTotals) []string {
	return append(c.totalNotes("report.note.left_out", once(h.leftOut)), c.totalNotes("report.note.beside", once(h.beside))...)
}

func (c *composer) totalNotes(key string, list []indicator.Total) []string {
	type told struct {
		head  indicator.Total
		items []string
	}
	var found []*told
	for _, t := range list {
		at := slices.IndexFunc(found, func(o *told) bool {
			return o.head.Unit == t.Unit && o.head.From == t.From && o.head.To == t.To
		})
		if at < 0 {
			at = len(found)
			found = append(found, &told{head: t})
		}
		found[at].items = append(found[at].items, c.total(t))
	}
	var out []string
	for i, r := range found {
		if i == maxTotals {
			return append(out, c.text("report.note.more_totals", "count", vn.Int(int64(len(found)-i), c.set.Lang)))
		}
		out = append(out, c.text(key, "by", c.unitOn(string(r.head.Unit), r.head.To), "first", r.head.From.VN(), "last", r.head.To.VN(),
			"list", strings.Join(r.items, "; ")))
	}
	return out
}

// unitOn is what a unit was called on a day.
func (c *composer) unitOn(code string, on period.Day) string {
	if c.env.UnitOn == nil {
		return c.env.Unit(code)
	}
	return c.env.UnitOn(code, on)
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
