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
	def, e := pre.Def, pre.Entry
	for i, g := range def.Figures(e.Values, q.Site.Catalog().Attr) {
		if !g.Has {
			continue
		}
		m := def.Measures[i]
		n := "+" + vn.Number(g.N, "", q.Lang)
		if m.Money {
			n = "+" + vn.Money(g.N, q.Lang)
		}
		if g.Q != register.Exact {
			n = q.Word("web.entry.q."+string(g.Q)) + " " + n
		}
		t.Counts = append(t.Counts, pair{q.Word("register." + string(def.Name) + ".measure." + m.ID), n})
	}
	d := e.Day()
	switch {
	case e.Kind == register.Whole:
		t.Counts, t.Nothing = nil, q.Word("web.entry.tally.whole")
		return
	case len(t.Counts) == 0:
		t.Nothing = q.Word("web.entry.tally.empty")
		return
	case d == 0:
		return
	}
	t.Papers = papers(q, def.Name, period.Window{First: e.First, Last: d}, e.Kind)
	t.Note = q.Word(cond(p.approves, "web.entry.tally.approved", "web.entry.tally.sent"))
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
