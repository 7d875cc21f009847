package report

import (
	"net/http"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/paper"
	"binhdang/internal/report"
	"binhdang/internal/store"
	"binhdang/internal/web/base"
)

// confirmPage asks before a paper is issued.
type confirmPage struct {
	*base.Frame
	addresses
	Number, Day string
	In          string // language of the paper
	Symbol      string
	Edition     int
	Checks      []check
	Open        int  // how many parts nobody has written
	Blank       bool // they have nothing to say
	Stopped     bool
	Faults      []base.Fault
}

var confirmTemplate = parse("confirm", &confirmPage{})

// FaultOf is what is wrong with a field, "" for nothing.
func (p *confirmPage) FaultOf(field string) string {
	for _, f := range p.Faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

// confirming makes the page that asks; the paper is that of today in the language of the page.
func confirming(q *base.Request) (*confirmPage, error) {
	p, err := open(q, "", q.Lang)
	if err != nil {
		return nil, err
	}
	if err := q.Ledger().MayIssue(q.Actor, p.Unit.ID); err != nil {
		return nil, err
	}
	if _, err := p.Draft(q.Context()); err != nil {
		return nil, err
	}
	doc, err := p.Compose(q.Context())
	if err != nil {
		return nil, err
	}
	issues, err := p.Issues(q.Context())
	if err != nil {
		return nil, err
	}
	page := &confirmPage{Frame: q.Frame("web.report.issue.title"), addresses: addresses{p}, Day: q.Today().VN(), In: "vi", Symbol: p.Symbol(),
		Edition: len(issues) + 1, Checks: checks(q, p, doc, addresses{p}.Edit)}
	page.Here, page.Lead = here, doc.Subject
	page.Crumbs = []base.Crumb{{Name: q.Word("web.report.title"), Path: page.List()}, {Name: q.Word(p.Report.Title()), Path: page.Draft()}, {Name: q.Word("web.report.issue.title")}}
	page.Open = len(doc.Open())
	for _, c := range page.Checks {
		page.Stopped = page.Stopped || c.Stops
	}
	return page, nil
}

// confirm answers GET /bao-cao/{name}/ban-hanh.
func confirm(q *base.Request) error {
	page, err := confirming(q)
	if err != nil {
		return err
	}
	return q.OK(confirmTemplate, page)
}

// issue answers POST /bao-cao/{name}/ban-hanh.
func issue(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	kept, err := freeze(q)
	if err == nil {
		return q.Go(pathOf(kept.ID) + "?xong=report_issued")
	}
	faults, mine := sentences(err)
	if !mine {
		return err
	}
	page, err := confirming(q)
	if err != nil {
		return err
	}
	page.Blank = q.PostFormValue("blank") != ""
	page.Number, page.Day, page.In = q.PostFormValue("number"), q.PostFormValue("day"), language(q)
	for _, f := range faults {
		field := ""
		switch {
		case strings.HasPrefix(f.Key, "period.day_"), strings.HasPrefix(f.Key, "issue.day_"):
			field = "day"
		case strings.HasPrefix(f.Key, "issue."):
			field = "number"
		case f.Key == "web.report.issue.unwritten":
			field = "blank"
		}
		page.Faults = append(page.Faults, base.Fault{Field: field, Text: saySo(q, f)})
	}
	return q.Show(http.StatusUnprocessableEntity, confirmTemplate, page)
}

// language of the paper that a form asks for: that of the country, unless another is chosen.
func language(q *base.Request) string {
	if q.PostFormValue("in") == "en" {
		return "en"
	}
	return "vi"
}

// freeze issues the paper of a form.
func freeze(q *base.Request) (*store.Issue, error) {
	p, err := open(q, q.PostFormValue("day"), language(q))
	if err != nil {
		return nil, err
	}
	if err := q.Ledger().MayIssue(q.Actor, p.Unit.ID); err != nil {
		return nil, err
	}
	if _, err := p.Draft(q.Context()); err != nil {
		return nil, err
	}
	doc, err := p.Compose(q.Context())
	if err != nil {
		return nil, err
	}
	var wrong fault.List
	if _, err := p.Numbered(q.Context(), q.PostFormValue("number")); fault.All(err) != nil {
		wrong = append(wrong, fault.All(err)...)
	} else if err != nil {
		return nil, err
	}
	if n := len(doc.Open()); n > 0 && q.PostFormValue("blank") == "" { // what is issued stays so
		wrong = append(wrong, fault.New(fault.Invalid, "web.report.issue.unwritten", "n", n))
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	kept, _, err := p.Issue(q.Context()) // a number that is taken is refused there
	return kept, err
}

// issuedPage is a copy as it was frozen.
type issuedPage struct {
	*base.Frame
	copyOf
	Doc        *report.Document
	Text       []part
	Appendices [][]part
	Source     string
	Whole      string // the hash
	Moved      []moved
	More       []moved
	Unread     bool   // the program can't make this report any more: nothing to compare
	Live       string // the draft of today
	Back       string
	Copies     []copyOf
	At         string
}

// Count is how many changes there are.
func (p *issuedPage) Count() int { return len(p.Moved) + len(p.More) }

// File is the copy in a format.
func (p *issuedPage) File(format string) string { return p.Path + "/" + format }

var issuedTemplate = parse("issued", &issuedPage{})

// thawed finds an issued copy and reads it.
func thawed(q *base.Request) (*store.Issue, *report.Document, error) {
	kept, err := q.Ledger().IssueByID(q.Context(), q.Actor, q.Number("id"))
	if err != nil {
		return nil, nil, err
	}
	doc, err := report.Thaw(kept.Body, kept.Hash)
	return kept, doc, err
}

// issued answers GET /van-ban/{id}.
func issued(q *base.Request) error {
	kept, doc, err := thawed(q)
	if err != nil {
		return err
	}
	copied, err := shown(q, kept)
	if err != nil {
		return err
	}
	page := &issuedPage{Frame: q.Frame("web.report.title"), copyOf: copied, Doc: doc, Source: doc.Source(), Whole: kept.Hash,
		Back: base.Link(here, "u", doc.Unit), At: clock(q.Site.Now())}
	page.Here, page.Title = here, q.Word("web.report.issued.title", "number", page.Number)
	page.Crumbs = []base.Crumb{{Name: q.Word("web.report.title"), Path: page.Back}, {Name: page.Report}}
	text, appendices := doc.Split()
	page.Text = viewer{}.parts(text)
	for _, a := range appendices {
		page.Appendices = append(page.Appendices, viewer{}.parts(a))
	}
	if err := page.compare(q, kept, doc); err != nil {
		return err
	}
	return q.OK(issuedTemplate, page)
}

// compare composes the same paper anew and tells what has moved. A report, unit or
// period that content has no longer leaves nothing to compare with.
func (p *issuedPage) compare(q *base.Request, kept *store.Issue, doc *report.Document) error {
	live, err := paper.Open(q.Context(), q.Ledger(), q.Actor, paper.Ask{Report: kept.Report, Unit: doc.Unit, Period: kept.Period, Lang: doc.Lang, Now: q.Site.Now()})
	if err != nil {
		p.Unread = len(fault.All(err)) > 0
		if p.Unread {
			return nil
		}
		return err
	}
	now, err := live.Compose(q.Context())
	if err != nil {
		return err
	}
	p.Moved, p.More = folded(q, report.Moved(doc, now))
	p.Live = addresses{live}.Draft()
	issues, err := live.Issues(q.Context())
	if err != nil {
		return err
	}
	p.Copies, err = copies(q, issues)
	for _, c := range p.Copies {
		if c.ID == kept.ID {
			p.Edition = c.Edition
		}
	}
	return err
}

// issuedFile answers GET /van-ban/{id}/{format}.
func issuedFile(q *base.Request) error {
	kept, doc, err := thawed(q)
	if err != nil {
		return err
	}
	return send(q, doc, kept, q.PathValue("format"))
}
