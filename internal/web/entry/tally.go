package entry

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// tally says what a form will be counted in.
type tally struct {
	Asked   bool   // it has been worked out
	Counts  []pair // a measure and what is added to it
	Nothing string // why nothing is
	Papers  []string
	Note    string
}

// count works out what the form adds, as far as it can be read.
func (p *formPage) count(q *base.Request, pre *ledger.Preview) {
	t := &tally{Asked: true}
	p.Tally = t
	if pre == nil {
		t.Asked = false
		return
	}
	if wrong := p.wrong(q, pre); len(wrong) > 0 {
		t.Nothing = q.Word("web.entry.tally.mend", "names", strings.Join(wrong, "; "))
		return
	}
	def, e := pre.Def, pre.Entry
	var was [register.MaxMeasures]register.Given
	if p.old != nil {
		was = p.old.Def.Figures(p.old.Values, q.Site.Catalog().Attr)
	}
	given := def.Figures(e.Values, q.Site.Catalog().Attr)
	for i, m := range def.Measures {
		old := register.Given{}
		if p.old != nil {
			if k := p.old.Def.Measure(m.ID); k >= 0 {
				old = was[k]
			}
		}
		if n := adds(q, m.Money, old, given[i]); n != "" {
			t.Counts = append(t.Counts, pair{q.Word("register." + string(def.Name) + ".measure." + m.ID), n})
		}
	}
	d := e.Day()
	switch {
	case e.Kind == register.Whole:
		t.Counts, t.Nothing = nil, q.Word("web.entry.tally.whole")
		return
	case len(t.Counts) == 0 && p.old != nil && p.old.First == e.First && dayOf(p.old) == d && p.old.Kind == e.Kind:
		t.Nothing = q.Word("web.entry.tally.same")
		return
	case len(t.Counts) == 0 && p.old == nil:
		t.Nothing = q.Word("web.entry.tally.empty")
		return
	case d == 0:
		return
	}
	t.Papers = papers(q, def.Name, period.Window{First: e.First, Last: d}, e.Kind)
	t.Note = q.Word(cond(p.approves, "web.entry.tally.approved", "web.entry.tally.sent"))
}

// dayOf is the day by which a record counts.
func dayOf(r *register.Record) period.Day {
	e := ledger.EntryOf(r)
	return e.Day()
}

// wrong are the labels of what must be mended before anything can be counted; what is
// only missing still may come.
func (p *formPage) wrong(q *base.Request, pre *ledger.Preview) []string {
	var out []string
	for _, f := range pre.Problems.Faults() {
		if f.Key == "check.required" {
			continue
		}
		label := labelOf(p.fields, f.Place.Column, q.Word(p.def.Heading(f.Place.Column)))
		if !slices.Contains(out, label) {
			out = append(out, label)
		}
	}
	return out
}

// adds is what a figure adds to that which stood there before: "+20", and where words
// stand before the numbers, which can't be taken from one another, both of them.
func adds(q *base.Request, money bool, was, now register.Given) string {
	say := func(g register.Given) string {
		switch {
		case !g.Has:
			return q.Word("web.entry.empty")
		case money:
			return strings.TrimSuffix(vn.Number(0, string(g.Q), q.Lang), "0") + vn.Money(g.N, q.Lang)
		}
		return vn.Number(g.N, string(g.Q), q.Lang)
	}
	switch {
	case !now.Has && !was.Has, was == now:
		return ""
	case !was.Has && now.Q != register.Exact:
		return q.Word("web.entry.tally.adds", "number", say(now))
	case was.Q != register.Exact || now.Q != register.Exact:
		return say(was) + " → " + say(now)
	case now.N < was.N:
		return "−" + say(register.Given{N: was.N - now.N, Has: true})
	}
	return "+" + say(register.Given{N: now.N - was.N, Has: true})
}

// papers are the reports that read the register, of the periods in which the record lies.
func papers(q *base.Request, name register.Name, w period.Window, kind register.Kind) []string {
	cat := q.Site.Catalog()
	var out []string
	for _, report := range cat.Reports() {
		def := cat.Report(report)
		var reads []indicator.Name
		for _, s := range def.Sections {
			for _, b := range s.Blocks {
				for _, line := range slices.Concat(b.Text, b.Items) {
					for _, hole := range line.Of {
						id, _, _ := strings.Cut(hole, ".")
						reads = append(reads, indicator.Name(id))
					}
				}
				if b.Table != nil {
					reads = append(reads, b.Table.Of...)
				}
			}
		}
		if !slices.ContainsFunc(reads, func(n indicator.Name) bool {
			ind := cat.Indicator(n)
			return ind != nil && slices.Contains(ind.Registers(), name)
		}) {
			continue
		}
		year := period.Of(def.Calendar, period.Year, w.Last).Key
		for _, key := range []string{year, "action-" + strconv.Itoa(w.Last.Year())} {
			per, err := def.Period(key)
			if err != nil || !per.Window.Contains(w.Last) || kind == register.Rest && !per.Window.Covers(w) {
				continue
			}
			word, args := per.Words()
			out = append(out, q.Word("web.entry.tally.paper", "report", q.Word(def.Title()), "period", q.Word(word, args...),
				"first", per.Window.First.VN(), "last", per.Window.Last.VN()))
		}
	}
	return out
}
