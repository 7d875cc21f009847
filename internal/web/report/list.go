package report

import (
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/paper"
	"binhdang/internal/report"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// listPage is the reports of a unit: those that there are, begun and issued.
type listPage struct {
	*base.Frame
	Code   string // of the unit
	Name   string
	Units  []choice // to look at another
	Kinds  []kind
	Drafts []begun
	Issued []copyOf
}

// choice is one of several: what is sent, and what is read.
type choice struct {
	Value, Name string
	Chosen      bool
}

// kind is one report that can be made.
type kind struct {
	Path, Title, Note string
	Periods           []choice
	First             string // where the link for the first period leads
}

// begun is a draft into which somebody has written.
type begun struct{ Path, Title, Period, At, By string }

var listTemplate = parse("list", &listPage{})

// list answers GET /bao-cao.
func list(q *base.Request) error {
	led, code := q.Ledger(), q.FormValue("u")
	home := q.Home()
	if code == "" && home != nil {
		code = led.Ref(home.ID)
	}
	u, _, err := led.Tree().Resolve(code, q.Today())
	if err != nil {
		return err
	}
	all, err := led.Issues(q.Context(), q.Actor, u.ID)
	if err != nil {
		return err
	}
	drafts, err := led.Drafts(q.Context(), q.Actor, u.ID)
	if err != nil {
		return err
	}
	issued, err := copies(q, all)
	if err != nil {
		return err
	}
	p := &listPage{Frame: q.Frame("web.report.title"), Code: code, Name: q.UnitName(u.ID), Issued: issued}
	p.Here = here
	p.Units = units(q, code)
	for _, name := range q.Site.Catalog().Reports() {
		def := q.Site.Catalog().Report(name)
		k := kind{Path: here + "/" + name, Title: q.Word(def.Title()), Note: note(q, def)}
		for _, per := range paper.Periods(def, q.Today()) {
			k.Periods = append(k.Periods, choice{per.Key, vn.Capital(paper.PeriodName(q.Site.Catalog(), q.Lang, per)), false})
		}
		if len(k.Periods) > 0 {
			k.First = base.Link(k.Path, "u", code, "p", k.Periods[0].Value)
		}
		p.Kinds = append(p.Kinds, k)
	}
	for _, d := range drafts {
		def := q.Site.Catalog().Report(d.Report)
		per, err := def.Period(d.Period)
		if err != nil {
			continue // the report does not accept such a period any more
		}
		by, err := writer(q, d.Actor)
		if err != nil {
			return err
		}
		p.Drafts = append(p.Drafts, begun{base.Link(here+"/"+d.Report, "u", d.Unit, "p", d.Period), q.Word(def.Title()),
			paper.PeriodName(q.Site.Catalog(), q.Lang, per), clock(d.At), by})
	}
	return q.OK(listTemplate, p)
}

// note says of what a report can be made: the kinds of period that it accepts.
func note(q *base.Request, def *report.Definition) string {
	words := make([]string, len(def.Accepts))
	for i, a := range def.Accepts {
		words[i] = q.Word("web.report.period." + a)
	}
	return vn.Capital(strings.Join(words, ", "))
}

// units are those whose reports the person may read: his own and what is next below.
func units(q *base.Request, chosen string) []choice {
	tree, today := q.Ledger().Tree(), q.Today()
	of, _, err := tree.Resolve(chosen, today)
	var own, below []choice
	seen := map[unit.ID]bool{}
	add := func(to []choice, u *unit.Unit) []choice {
		if seen[u.ID] || !q.Ledger().MayAt(q.Actor, access.ReadSums, u.ID) {
			return to
		}
		seen[u.ID] = true
		if err == nil && of.ID == u.ID {
			return append(to, choice{chosen, q.UnitName(u.ID), true})
		}
		return append(to, choice{q.Ledger().Ref(u.ID), q.UnitName(u.ID), false})
	}
	for _, g := range q.Actor.Grants {
		u := tree.Unit(g.Unit)
		if u == nil {
			continue
		}
		own = add(own, u)
		for _, c := range tree.Children(u.ID, today) {
			below = add(below, c)
		}
	}
	vn.SortBy(below, func(c choice) string { return c.Name })
	out := append(own, below...)
	if err == nil { // further below
		out = add(out, of)
	}
	return out
}
