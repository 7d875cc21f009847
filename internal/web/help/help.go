// Package help is the pages that explain: a short help in words of the office, a
// round through the sample programme, and a page that shows every part of the look
// with made-up values to who builds or checks it.
package help

import (
	"embed"
	"strconv"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what these pages add to the parts.
//
//go:embed help.css
var CSS string

// Routes of the pages that explain.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /tro-giup", Open: true, Do: help},
		{Pattern: "GET /dao/{n}", Do: tour},
		{Pattern: "GET /phat-trien/bo-phan", Needs: access.Administer, Do: parts},
	}
}

// topic is one thing that is explained: its sentences stand under web.help.<ID>.
type topic struct {
	ID, At string // the key of its words; the anchor
	Go     string // a page where it is done, "" for none
}

// topics in the order in which people meet them.
var topics = []topic{
	{"record", "ban-ghi", "/ghi"},
	{"attendance", "luot", ""},
	{"of_which", "trong-do", ""},
	{"qualifier", "hon-gan", ""},
	{"missing", "chua-co", ""},
	{"period", "ky", ""},
	{"approval", "duyet", "/so"},
	{"mistake", "sua", ""},
	{"intake", "excel", "/nhap"},
	{"paper", "bao-cao", "/bao-cao"},
	{"score", "bang-diem", "/bang-diem"},
	{"first", "uu-tien", "/uu-tien"},
	{"news", "bao-chi", "/bai"},
	{"file", "tep", ""},
	{"unit", "don-vi", "/don-vi"},
}

// helpPage is the help.
type helpPage struct {
	*base.Frame
	Topics  []topic
	Helpers []helper
	Keys    []string
}

// helper is a person to ask.
type helper struct{ Name, Unit string }

var helpTemplate = base.Parse(files, "help", &helpPage{})

// help answers GET /tro-giup, also to who cannot sign in.
func help(q *base.Request) error {
	p := &helpPage{Frame: q.Frame("web.help"), Topics: topics, Keys: []string{"tab", "send", "list", "escape", "back"}}
	p.Here, p.Lead = "/tro-giup", q.Word("web.help.lead")
	if q.Session == nil {
		return q.OK(helpTemplate, p)
	}
	list, err := q.Ledger().Helpers(q.Context(), q.Actor)
	for _, h := range list {
		p.Helpers = append(p.Helpers, helper{h.Name, q.UnitName(h.Unit)})
	}
	if err != nil {
		return err
	}
	return q.OK(helpTemplate, p)
}

// steps of the round: the word of each, and the page that it is about.
var steps = []step{{"book", "/so"}, {"entry", "/ghi"}, {"approval", "/so/activity"}, {"board", "/"}, {"score", "/bang-diem"}, {"intake", "/nhap"}, {"paper", "/bao-cao"}}

type step struct{ ID, Path string }

// tourPage is one step of the round.
type tourPage struct {
	*base.Frame
	N, Of int
	Step  step
	Steps []step
}

// Before tells whether a step comes before this one.
func (p *tourPage) Before(i int) bool { return i < p.N-1 }

// Now tells whether a step is this one.
func (p *tourPage) Now(i int) bool { return i == p.N-1 }

// Next and Last are the numbers of the steps around this one; 0 for none.
func (p *tourPage) Next() int { return (p.N + 1) % (p.Of + 1) }

// Last is the number of the step before.
func (p *tourPage) Last() int { return p.N - 1 }

var tourTemplate = base.Parse(files, "tour", &tourPage{})

// tour answers GET /dao/{n}, with sample data alone: it leads through pages that
// have something to show.
func tour(q *base.Request) error {
	n, err := strconv.Atoi(q.PathValue("n"))
	if err != nil || n < 1 || n > len(steps) || !q.Site.Sample {
		return fault.New(fault.NotFound, "web.not_found")
	}
	p := &tourPage{Frame: q.Frame("web.help.tour"), N: n, Of: len(steps), Step: steps[n-1], Steps: steps}
	p.Lead = q.Word("web.help.tour.lead")
	return q.OK(tourTemplate, p)
}

// partsPage shows every part.
type partsPage struct {
	*base.Frame
	Dark bool
}

var partsTemplate = base.Parse(files, "parts", &partsPage{})

// parts answers GET /phat-trien/bo-phan: with sample data to all, else to who
// administers. ?nen=dark or light shows it in that theme.
func parts(q *base.Request) error {
	if err := q.Ledger().MayAdminister(q.Actor); err != nil && !q.Site.Sample {
		return err
	}
	if theme := q.FormValue("nen"); theme == "dark" || theme == "light" {
		q.Theme = theme
	}
	p := &partsPage{Frame: q.Frame("web.help.parts"), Dark: q.Theme == "dark"}
	p.Lead = q.Word("web.help.parts.lead")
	return q.OK(partsTemplate, p)
}
