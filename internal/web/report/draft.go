package report

import (
	"net/http"

	"binhdang/internal/fault"
	"binhdang/internal/paper"
	"binhdang/internal/report"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// movedShown is how many changes a page lists before the rest is folded away.
const movedShown = 8

// draftPage is a report as it would be issued now.
type draftPage struct {
	*base.Frame
	addresses
	Parts    []part
	Notes    []string
	UnitName string
	Chosen   string
	Periods  []choice // to look at another: the address, and the name
	At       string
	Last     *copyOf  // the last issue; nil: none
	Copies   []copyOf // all issues
	Moved    []moved  // since the last issue
	More     []moved  // those beyond the first few
	Unread   bool     // the last issue can't be compared
	Checks   []check
	Numbers  int
	MayIssue bool
	Written  string // who wrote into the draft, and when
}

// check is a line of what to look at before a paper is issued.
type check struct {
	Class, Icon, Text, Link string
	Stops                   bool
}

var draftTemplate = parse("draft", &draftPage{})

// Count is how many changes there are.
func (p *draftPage) Count() int { return len(p.Moved) + len(p.More) }

// Next is which issue the draft would be.
func (p *draftPage) Next() int { return len(p.Copies) + 1 }

// draft answers GET /bao-cao/{name}.
func draft(q *base.Request) error {
	p, err := open(q, "", q.Lang)
	if err != nil {
		return err
	}
	kept, err := p.Draft(q.Context())
	if err != nil {
		return err
	}
	doc, err := p.Compose(q.Context())
	if err != nil {
		return err
	}
	issues, err := p.Issues(q.Context())
	if err != nil {
		return err
	}
	issuedBefore, err := copies(q, issues)
	if err != nil {
		return err
	}
	page := &draftPage{Frame: q.Frame("web.report.title"), addresses: addresses{p}, Notes: doc.Notes, UnitName: vn.Capital(p.Setting.UnitName),
		Chosen: p.PeriodName(), At: p.Setting.At, Copies: issuedBefore}
	page.Here, page.Title = here, doc.Subject
	page.Crumbs = []base.Crumb{{Name: q.Word("web.report.title"), Path: page.List()}, {Name: q.Word(p.Report.Title())}}
	page.MayIssue = q.Ledger().MayIssue(q.Actor, p.Unit.ID) == nil
	for _, per := range paper.Periods(p.Report, q.Today()) {
		page.Periods = append(page.Periods, choice{base.Link(q.URL.Path, "u", p.Ref, "p", per.Key),
			paper.PeriodName(q.Site.Catalog(), q.Lang, per), per.Key == p.Period.Key})
	}
	if kept.Version > 0 {
		by, err := writer(q, kept.Actor)
		if err != nil {
			return err
		}
		page.Written = q.Word("web.report.written", "by", by, "at", clock(kept.At))
	}
	var changes []report.Change
	if len(issues) > 0 {
		page.Last = &page.Copies[0]
		full, err := q.Ledger().IssueByID(q.Context(), q.Actor, issues[0].ID)
		if err != nil {
			return err
		}
		frozen, err := report.Thaw(full.Body, full.Hash)
		page.Unread = err != nil
		if err == nil {
			changes = report.Moved(frozen, doc)
		}
		page.Moved, page.More = folded(q, changes)
	}
	v := viewer{moved: movedSet(changes), write: q.Word("web.report.draft.write"), mend: q.Word("web.report.draft.edit")}
	if q.Ledger().MayWrite(q.Actor, p.Unit.ID) {
		v.edit = page.Edit
	}
	page.Parts = v.parts(doc.Parts)
	page.Checks = checks(q, p, doc, v.edit)
	return q.OK(draftTemplate, page)
}

func folded(q *base.Request, changes []report.Change) (first, more []moved) {
	list := movedList(q, changes)
	n := min(len(list), movedShown)
	return list[:n], list[n:]
}

// checks are the sentences of what to look at, with where it can be mended; edit nil: not by this person.
func checks(q *base.Request, p *paper.Paper, doc *report.Document, edit func(string) string) []check {
	var out []check
	for _, c := range p.Checks(doc) {
		line := check{Class: "warn", Icon: "i-warning", Text: vn.Capital(q.Word("web.report.check."+c.Name, c.Args...)), Stops: c.Stops}
		if c.Stops {
			line.Class, line.Icon = "bad", "i-cross"
		}
		if c.Block != "" && edit != nil {
			line.Link = edit(c.Block)
		}
		out = append(out, line)
	}
	numbers := int64(0)
	doc.Numbers(func(_ string, n *report.Number) {
		if n.Value != nil && n.Question != nil {
			numbers++
		}
	})
	return append(out, check{Class: "good", Icon: "i-tick", Text: q.Word("web.report.check.numbers", "n", q.Int(numbers))})
}

// draftFile answers GET /bao-cao/{name}/tep/{format}.
func draftFile(q *base.Request) error {
	p, err := open(q, "", q.Lang)
	if err != nil {
		return err
	}
	if _, err := p.Draft(q.Context()); err != nil {
		return err
	}
	doc, err := p.Compose(q.Context())
	if err != nil {
		return err
	}
	return send(q, doc, nil, q.PathValue("format"))
}

// editPage is where a block of a report is written.
type editPage struct {
	*base.Frame
	addresses
	Block  string
	Hint   string
	Text   string
	Seen   string // tells which text the person began from
	Theirs string // what another wrote meanwhile
	Faults []base.Fault
}

var editTemplate = parse("edit", &editPage{})

// writing finds the block that a page is about.
func writing(q *base.Request) (*editPage, *paper.Paper, error) {
	p, err := open(q, "", q.Lang)
	if err != nil {
		return nil, nil, err
	}
	if _, err := p.Draft(q.Context()); err != nil {
		return nil, nil, err
	}
	if !q.Ledger().MayWrite(q.Actor, p.Unit.ID) {
		return nil, nil, fault.New(fault.Forbidden, "access.draft", "unit", q.UnitName(p.Unit.ID))
	}
	for _, f := range p.Fills() {
		if f.Name != q.FormValue("b") {
			continue
		}
		page := &editPage{Frame: q.Frame("web.report.edit.title"), addresses: addresses{p}, Block: f.Name, Hint: vn.Capital(f.Hint), Text: p.Setting.Texts[f.Name]}
		page.Here, page.Seen = here, paper.Mark(page.Text)
		page.Lead = q.Word("web.report.edit.lead", "unit", p.Setting.UnitName, "period", p.PeriodName())
		page.Crumbs = []base.Crumb{{Name: q.Word("web.report.title"), Path: page.List()}, {Name: q.Word(p.Report.Title()), Path: page.Draft()}, {Name: q.Word("web.report.edit.title")}}
		return page, p, nil
	}
	return nil, nil, fault.New(fault.NotFound, "draft.block", "block", q.FormValue("b"))
}

// edit answers GET /bao-cao/{name}/sua.
func edit(q *base.Request) error {
	page, _, err := writing(q)
	if err != nil {
		return err
	}
	return q.OK(editTemplate, page)
}

// save answers POST /bao-cao/{name}/sua.
func save(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	page, p, err := writing(q)
	if err != nil {
		return err
	}
	err = p.Write(q.Context(), page.Block, q.PostFormValue("seen"), q.PostFormValue("text"))
	if err == nil {
		return q.Go(page.to("", "xong", "report_draft") + "#b-" + page.Block)
	}
	faults, mine := sentences(err)
	if !mine {
		return err
	}
	for _, f := range faults {
		page.Faults = append(page.Faults, base.Fault{Field: "text", Text: saySo(q, f)})
	}
	code := http.StatusUnprocessableEntity
	if faults[0].Kind == fault.Conflict { // what he typed stays, with what the other wrote beside
		code = http.StatusConflict
		if _, err := p.Draft(q.Context()); err != nil {
			return err
		}
		page.Theirs = p.Setting.Texts[page.Block]
		page.Seen = paper.Mark(page.Theirs)
	}
	page.Text = q.PostFormValue("text")
	return q.Show(code, editTemplate, page)
}
