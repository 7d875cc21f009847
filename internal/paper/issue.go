package paper

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/report"
	"binhdang/internal/store"
	"binhdang/internal/vn"
)

// latest is how many days after today a paper may be dated: it is made before it is signed.
const latest = 31

// Symbol is what stands behind the number of the paper: BC-SNV.
func (p *Paper) Symbol() string {
	s := p.Report.Symbol
	if p.Setting.Paper != nil && p.Setting.Paper.Symbol != "" {
		s += "-" + p.Setting.Paper.Symbol
	}
	return s
}

// Issues are the issued copies of this report, unit and period, the newest first.
func (p *Paper) Issues(ctx context.Context) ([]store.Issue, error) {
	all, err := p.led.Issues(ctx, p.by, p.Unit.ID)
	return slices.DeleteFunc(all, func(i store.Issue) bool { return i.Report != p.Report.Name || i.Period != p.Period.Key }), err
}

// Numbered gives the paper its number and its day, and tells which issue it will be.
// When this report bears the number already, that copy is returned.
func (p *Paper) Numbered(ctx context.Context, number string) (*store.Issue, error) {
	number, err := ledger.PaperNumber(number)
	if err != nil {
		return nil, err
	}
	issues, err := p.Issues(ctx)
	if err != nil {
		return nil, err
	}
	symbol := p.Symbol()
	p.Setting.Number, p.Setting.Day, p.Setting.Edition = number, p.Day, len(issues)+1
	for _, i := range issues {
		if i.Symbol == symbol && ledger.SameNumber(i.Number, number) {
			return &i, nil
		}
	}
	return nil, nil
}

// Issue freezes the paper under the number that Numbered gave it.
func (p *Paper) Issue(ctx context.Context) (*store.Issue, *report.Document, error) {
	if err := p.refuse(); err != nil {
		return nil, nil, err
	}
	doc, err := p.Compose(ctx)
	if err != nil {
		return nil, nil, err
	}
	body, hash, err := report.Freeze(doc)
	if err != nil {
		return nil, nil, err
	}
	kept, err := p.led.Issue(ctx, p.by, store.Issue{Report: p.Report.Name, Unit: p.Unit.ID, Period: p.Period.Key,
		Number: p.Setting.Number, Symbol: p.Symbol(), Year: p.Day.Year(), Hash: hash, Body: body})
	if err != nil {
		return nil, nil, err
	}
	frozen, err := report.Thaw(body, hash)
	return kept, frozen, err
}

// refuse says what no paper can say yet: a period that has not begun, a day on which
// nobody signs it, and a country of which no body is known that could sign.
func (p *Paper) refuse() error {
	today, first := p.led.Today(), p.Period.Window.First
	switch {
	case p.Day < first && first <= today:
		return fault.New(fault.Invalid, "issue.day_early", "day", p.Day.VN(), "first", first.VN())
	case p.Day > today.Add(latest):
		return fault.New(fault.Invalid, "issue.day_late", "day", p.Day.VN(), "last", today.Add(latest).VN())
	case first > p.Setting.Until:
		return fault.New(fault.Invalid, "report.not_begun", "period", p.PeriodName(), "first", p.Period.Window.First.VN())
	case p.Setting.Headless():
		return fault.New(fault.Invalid, "report.no_body")
	}
	return nil
}

// Reprint gives an issued copy as it was frozen, and what has moved since.
func (p *Paper) Reprint(ctx context.Context, i *store.Issue) (*report.Document, []report.Change, error) {
	full, err := p.led.IssuedPaper(ctx, p.by, i.Unit, i.Year, i.Number, i.Symbol)
	if err != nil {
		return nil, nil, err
	}
	doc, err := report.Thaw(full.Body, full.Hash)
	if err != nil {
		return nil, nil, err
	}
	live, err := p.Compose(ctx)
	if err != nil {
		return nil, nil, err
	}
	return doc, report.Moved(doc, live), nil
}

// Check is one thing to look at before a paper is issued.
type Check struct {
	// Name is "not_begun", "no_body" (nothing can be issued), "not_over", "waiting",
	// "committee" (no body of the place is declared, its committee issues) or "open".
	Name  string
	Stops bool
	Args  []string // for the holes of a sentence about it
	Block string   // of "open": which one nobody has written
}

// Checks tell what a composed paper does not hold yet, in the order in which one
// should look at it.
func (p *Paper) Checks(doc *report.Document) []Check {
	var out []Check
	w, s := p.Period.Window, p.Setting
	switch {
	case w.First > s.Until:
		out = append(out, Check{Name: "not_begun", Stops: true, Args: []string{"period", p.PeriodName(), "first", w.First.VN()}})
	case w.Last > s.Until:
		out = append(out, Check{Name: "not_over", Args: []string{"period", p.PeriodName(), "last", w.Last.VN(), "until", s.Until.VN()}})
	}
	switch {
	case s.Headless():
		out = append(out, Check{Name: "no_body", Stops: true})
	case s.Paper == nil && s.Body == "":
		out = append(out, Check{Name: "committee", Args: []string{"unit", s.UnitName}})
	}
	if p.waiting > 0 {
		out = append(out, Check{Name: "waiting", Args: []string{"n", vn.Int(p.waiting, s.Lang)}})
	}
	open := doc.Open()
	for _, f := range p.Fills() {
		if slices.Contains(open, f.Name) {
			out = append(out, Check{Name: "open", Args: []string{"block", f.Hint}, Block: f.Name})
		}
	}
	return out
}

// FileName is what a copy is called in a folder of downloads: its number and symbol
// or, of a draft, what it is about.
func FileName(doc *report.Document, i *store.Issue, ending string) string {
	name := strings.Join([]string{doc.Report, doc.Unit, doc.Period}, "-")
	if i != nil {
		name = strings.Join([]string{i.Number, i.Symbol, strconv.Itoa(i.Year)}, "-")
	}
	plain := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '.':
			return r
		case r == 'Đ', r == 'đ':
			return 'D'
		}
		return '_'
	}, name)
	return plain + "." + ending
}
