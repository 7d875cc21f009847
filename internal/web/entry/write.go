package entry

import (
	"errors"
	"hash/fnv"
	"net/http"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// What the buttons of a form do: the values of "lam".
const (
	doSend  = "gui"  // send it on, to approved who may approve
	doDraft = "nhap" // keep it as a draft
	doNext  = "tiep" // send it on and begin the next one
	doLook  = "xem"  // only say what it will count in
)

var formTemplate = base.Parse(files, "form", &formPage{})

// onDay is the edition of a register on the day of a form.
func onDay(q *base.Request, def *register.Definition, s sheet) *register.Definition {
	text := s[register.ColumnLast].Text
	if text == "" || def.Stock {
		text = s[register.ColumnFirst].Text
	}
	if d, err := period.ParseDay(day(strings.TrimSpace(text))); err == nil {
		if then := q.Site.Catalog().Register(def.Name, d); then != nil {
			return then
		}
	}
	return def
}

// begin answers GET /so/{register}/moi: an empty form, but for what the link fills in.
func begin(q *base.Request) error {
	def, err := q.RegisterByHand()
	if err != nil {
		return err
	}
	if _, err := q.Ledger().Enters(q.Actor); err != nil {
		return err
	}
	p := newPage(q, def, given(def, q.URL.Query()), nil)
	p.count(q, nil)
	return q.OK(formTemplate, p)
}

func newPage(q *base.Request, def *register.Definition, s sheet, problems register.Problems) *formPage {
	p := draw(q, titleOf(q, def.Name), onDay(q, def, s), s, problems)
	p.Next, p.NextWord = true, wordOf(q, "web.entry.next", def.Name)
	return p
}

// enter answers POST /so/{register}/moi.
func enter(q *base.Request) error {
	def, err := q.RegisterByHand()
	if err != nil {
		return err
	}
	if _, err := q.Ledger().Enters(q.Actor); err != nil {
		return err
	}
	s, form := read(q, def)
	what := q.PostFormValue("lam")
	form.Draft = what == doDraft
	pre, err := q.Ledger().Preview(q.Context(), q.Actor, def.Name, form)
	if err != nil {
		return refuse(q, err, func(p register.Problems) *formPage { return newPage(q, def, s, p) })
	}
	p := newPage(q, def, s, pre.Problems)
	p.count(q, pre)
	if what == doLook {
		return p.look(q)
	}
	if !p.ready(q, pre, what) {
		return q.Show(http.StatusUnprocessableEntity, formTemplate, p)
	}
	r, problems, err := q.Ledger().Enter(q.Context(), q.Actor, def.Name, form, what == doDraft)
	if err != nil {
		return err
	}
	if r == nil { // something changed since it was looked at
		return q.Show(http.StatusUnprocessableEntity, formTemplate, newPage(q, def, s, problems))
	}
	if what == doNext {
		return q.Go(base.Link(base.BookPath(def.Name)+"/moi", next(def, s, done(r))...))
	}
	return q.Go(base.RecordPath(r.ID) + "?xong=" + done(r))
}

// read is the form that was sent, by the edition of its day.
func read(q *base.Request, def *register.Definition) (sheet, ledger.Form) {
	def = onDay(q, def, sent(def, q.PostForm))
	s := sent(def, q.PostForm)
	return s, ledger.Form{Raw: s.raw(q, def), Lang: q.Lang}
}

// refuse shows a form again that the ledger did not take as a whole: it is for a unit
// of others, or the record has gone on. What was typed is still there.
func refuse(q *base.Request, err error, again func(register.Problems) *formPage) error {
	var bad *fault.Error
	if !errors.As(err, &bad) || bad.Kind == fault.NotFound {
		return err
	}
	column, status := "", http.StatusConflict
	if bad.Kind == fault.Forbidden {
		status = http.StatusForbidden
	}
	if bad.Key == "access.record" || bad.Key == "record.shard" {
		column = register.ColumnUnit
	}
	p := again(register.Problems{{Fault: bad.In(0, column)}})
	p.count(q, nil)
	return q.Show(status, formTemplate, p)
}

// ready tells whether a form may be kept: nothing is wrong, and whatever was warned
// of was seen. A draft counts nowhere, so nothing is warned of.
func (p *formPage) ready(q *base.Request, pre *ledger.Preview, what string) bool {
	agreed := q.Request.PostForm["chac"]
	if pre.Problems.Refused() {
		p.Agreed = agreed
		if what == doDraft {
			p.Needs = q.Word("web.entry.draft.needs")
		}
		return false
	}
	p.Keep = what
	return what == doDraft || !p.warn(q, pre, agreed)
}

// look shows a form again with what it will count in. Nobody has sent it yet, so it
// is not told what is wrong unless it asks.
func (p *formPage) look(q *base.Request) error {
	p.Agreed = q.PostForm["chac"]
	return q.OK(formTemplate, p)
}

// markOf tells one warning from another.
func markOf(f *fault.Error) string {
	h := fnv.New32a()
	h.Write([]byte(f.Error()))
	return strconv.FormatUint(uint64(h.Sum32()), 36)
}

// done is the key of the sentence about what became of a record.
func done(r *register.Record) string {
	switch r.State {
	case register.Draft:
		return "entry_draft"
	case register.Approved:
		return "entry_approved"
	}
	return "entry_sent"
}

// next is what the form of the next record begins with: the same unit, place and
// day, and the kind of thing.
func next(def *register.Definition, s sheet, done string) []string {
	keep := []string{register.ColumnUnit, register.ColumnPlace, register.ColumnFirst, register.ColumnLast}
	for _, f := range def.Fields {
		if f.Kind == register.KindCode && f.By {
			keep = append(keep, f.ID)
			break
		}
	}
	pairs := []string{"xong", done}
	for _, c := range keep {
		pairs = append(pairs, control(c), s[c].Text)
	}
	return pairs
}

// change answers GET /ban-ghi/{id}/sua: the record in its form.
func change(q *base.Request) error {
	r, err := correctable(q)
	if err != nil {
		return err
	}
	p := changePage(q, r, recorded(q, r), nil, r.Version, "")
	if err := p.cameBack(q, r); err != nil {
		return err
	}
	p.count(q, &ledger.Preview{Def: r.Def, Entry: ledger.EntryOf(r)})
	return q.OK(formTemplate, p)
}

// correctable is the record of the address, if the person may correct it.
func correctable(q *base.Request) (*register.Record, error) {
	r, err := q.Ledger().Record(q.Context(), q.Actor, register.ID(q.Number("id")))
	if err != nil {
		return nil, err
	}
	if r.Lead != 0 {
		return nil, fault.New(fault.Conflict, "record.linked", "id", int64(r.ID))
	}
	return r, q.Ledger().MayNow(&ledger.Shown{Record: r, Acts: q.Ledger().Acts(q.Actor, r)}, ledger.ActCorrect)
}

// recorded is a record as its form.
func recorded(q *base.Request, r *register.Record) sheet {
	return filled(r.Def, register.Print(r.Def, ledger.EntryOf(r), q.Ledger().Env(q.Lang), q.Lang), q.Lang)
}

// counts tells whether a record counts, so that its correction wants a reason.
func counts(r *register.Record) bool {
	return r.State == register.Submitted || r.State == register.Approved
}

func changePage(q *base.Request, r *register.Record, s sheet, problems register.Problems, seen int, why string) *formPage {
	p := draw(q, q.Word("web.entry.change"), onDay(q, r.Def, s), s, problems)
	p.Lead = q.NameOf(r) + " · " + q.StateOf(r).Word
	if counts(r) && r.Kind != register.Whole {
		p.old = r
	}
	p.Seen, p.Draft, p.Back = seen, !counts(r), base.RecordPath(r.ID)
	p.Crumbs = append(p.Crumbs, base.Crumb{Name: q.Word("web.entry.record"), Path: p.Back})
	if r.Def.Stock { // that it ends is a correction
		p.When.Fields[0].More.Filled = true
	}
	switch {
	case counts(r):
		p.Send = q.Word("web.entry.correct")
		if r.State == register.Approved && !p.approves {
			p.Send = q.Word("web.entry.again")
		}
		p.Reason = &field{P: p, Column: "why", Name: "why", Kind: "text", Label: q.Word("web.entry.why"), Help: q.Word("web.entry.why.help"), Text: why}
	case r.State == register.Returned && !p.approves:
		p.Send = q.Word("web.entry.resend")
	}
	return p
}

// cameBack tells of a returned record why it was, who returned it and when.
func (p *formPage) cameBack(q *base.Request, r *register.Record) error {
	if r.State != register.Returned {
		return nil
	}
	shown, err := q.Ledger().Show(q.Context(), q.Actor, r.ID)
	if err != nil {
		return err
	}
	if l := shown.Returned(); l != nil {
		p.Returned = &returned{Why: l.Why, Who: shown.Who(l.Actor), At: l.At.In(period.VietNam).Format("15:04 02/01/2006")}
	}
	return nil
}

// wantsWhy asks for the reason of a correction, at its field.
func (p *formPage) wantsWhy(q *base.Request) {
	p.Reason.Fault = q.Word("record.why")
	p.Faults = append(p.Faults, base.Fault{Field: p.Reason.Column, Text: p.Reason.Label + ": " + p.Reason.Fault})
}

// amend answers POST /ban-ghi/{id}/sua.
func amend(q *base.Request) error {
	r, err := correctable(q)
	if err != nil {
		return err
	}
	s, form := read(q, r.Def)
	what, why := q.PostFormValue("lam"), vn.Clean(q.PostFormValue("why"))
	form.Draft = what == doDraft && !counts(r)
	seen, err := strconv.Atoi(q.PostFormValue("ban"))
	if err != nil || seen < 1 { // without the version that he looked at he might undo another's work unseen
		return fault.New(fault.Invalid, "web.form")
	}
	again := func(p register.Problems) *formPage { return changePage(q, r, s, p, seen, why) }
	pre, err := q.Ledger().PreviewCorrection(q.Context(), q.Actor, r.ID, form)
	if err != nil {
		return refuse(q, err, again)
	}
	p := again(pre.Problems)
	if err := p.cameBack(q, r); err != nil {
		return err
	}
	p.count(q, pre)
	if what == doLook {
		return p.look(q)
	}
	if !p.ready(q, pre, what) {
		if pre.Problems.Refused() && p.Reason != nil && why == "" { // it will want one: it is told in the same round
			p.wantsWhy(q)
		}
		return q.Show(http.StatusUnprocessableEntity, formTemplate, p)
	}
	now, problems, err := q.Ledger().Amend(q.Context(), q.Actor, r.ID, seen, form, why, what != doDraft)
	var bad *fault.Error
	switch {
	case errors.As(err, &bad) && bad.Key == "record.why":
		p.wantsWhy(q)
		return q.Show(http.StatusUnprocessableEntity, formTemplate, p)
	case errors.As(err, &bad) && bad.Key == "record.changed":
		return clash(q, s, pre.Record, seen, why)
	case err != nil:
		return refuse(q, err, again)
	case now == nil:
		return q.Show(http.StatusUnprocessableEntity, formTemplate, again(problems))
	case now.Version == r.Version:
		return q.Go(base.RecordPath(r.ID) + "?xong=entry_same")
	case what != doDraft && !counts(r):
		return q.Go(base.RecordPath(r.ID) + "?xong=" + done(now))
	}
	return q.Go(base.RecordPath(r.ID) + "?xong=entry_changed")
}
