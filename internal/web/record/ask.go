package record

import (
	"context"
	"errors"
	"html/template"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// askPage asks for the reason of an act.
type askPage struct {
	*base.Frame
	Form   askForm
	Faults []base.Fault
	Reload bool
	Path   string // of the record
	Name   string
	About  string
}

// askForm is the question: on a page of its own or, with scripts, in a dialog over
// the record.
type askForm struct {
	*base.Frame
	Verb, Path, Back     string
	Title, Note, Button  string
	Label, Why, WhyFault string
	Version              int
	Danger               bool
	Alone                bool // on its own page, whose head is the question
	Warn                 string

	// Of a merge: which of the two stays, and the other of them.
	Choices     []option
	Other       string
	OtherSeen   int
	Number      bool // the other is named by its number
	NumberValue string
	NumberFault string

	// Of a redaction: which text.
	Fields     []option
	FieldFault string
}

type option struct {
	Value, Word, Note string
	Chosen            bool
}

var askTemplate = withForm(base.Parse(files, "ask", &askPage{}))

// withForm adds the form of a question, which the page of a record has too.
func withForm(t *base.Template) *base.Template {
	t.HTML = template.Must(t.HTML.ParseFS(files, "form.tmpl"))
	return t
}

// verbOf is the verb that the address names.
func verbOf(q *base.Request) (verb, error) {
	i := slices.IndexFunc(verbs, func(v verb) bool { return v.path == q.PathValue("verb") })
	if i < 0 {
		return verb{}, fault.New(fault.NotFound, "web.not_found")
	}
	return verbs[i], nil
}

// ask answers GET /ban-ghi/{id}/{verb}: the page with the reason. What wants none is
// on the page of the record.
func (s *screen) ask(q *base.Request) error {
	v, err := verbOf(q)
	if err != nil {
		return err
	}
	shown, err := q.Ledger().Show(q.Context(), q.Actor, id(q))
	if err != nil {
		return err
	}
	if !v.why {
		return q.Go(base.RecordPath(shown.Record.ID))
	}
	p, err := s.question(q, v, shown)
	if err != nil {
		return err
	}
	return q.OK(askTemplate, p)
}

// question is the page that asks; it refuses who may not do the act.
func (s *screen) question(q *base.Request, v verb, shown *ledger.Shown) (*askPage, error) {
	r := shown.Record
	p := &askPage{Frame: q.Frame(v.word()), Path: base.RecordPath(r.ID), Name: q.NameOf(r),
		About: q.UnitOn(r.Unit, base.DayOf(r)) + " · " + base.DaysOf(r)}
	p.Form = newAsk(p.Frame, v, shown)
	p.Form.Alone = true
	p.Here, p.Title = "/so", p.Form.Title
	p.Crumbs = []base.Crumb{{Name: q.Word("register." + string(r.Def.Name)), Path: base.BookPath(r.Def.Name)}, {Name: p.Name, Path: p.Path}}
	p.Form.Why = q.PostFormValue("why")
	switch v.act {
	case ledger.ActLink:
		if err := p.merge(q, shown); err != nil {
			return nil, err
		}
		return p, nil
	case ledger.ActRedact:
		for _, f := range r.Def.Fields {
			if t := r.Values[f.ID].Text; f.Kind == register.KindText && t != "" && t != ledger.Redacted {
				p.Form.Fields = append(p.Form.Fields, option{Value: f.ID, Word: q.Word(r.Def.Heading(f.ID)), Note: short(t),
					Chosen: q.PostFormValue("field") == f.ID})
			}
		}
	}
	return p, q.Ledger().MayNow(shown, v.act)
}

// short is the beginning of a text.
func short(t string) string {
	if r := []rune(strings.Join(strings.Fields(t), " ")); len(r) > 90 {
		return string(r[:88]) + "…"
	}
	return t
}

// newAsk is the question of a verb about a record.
func newAsk(page *base.Frame, v verb, s *ledger.Shown) askForm {
	path := base.RecordPath(s.Record.ID)
	key := "web.record.dialog." + string(v.act)
	f := askForm{Frame: page, Verb: v.path, Path: path + "/" + v.path, Back: path, Title: page.Word(key), Note: page.Word(key + ".note"),
		Button: page.Word(key + ".do"), Label: page.Word(key + ".why"), Version: s.Record.Version,
		Danger: v.act == ledger.ActVoid || v.act == ledger.ActRedact}
	if v.act == ledger.ActRedact {
		f.Warn = page.Word("web.record.dialog.redact.warn")
	}
	return f
}

// merge is which of two records stays: the one asked about, or another that is near
// or named by its number. Only the one that goes is changed, by its own side.
func (p *askPage) merge(q *base.Request, s *ledger.Shown) error {
	led, r := q.Ledger(), s.Record
	own := slices.Contains(s.Acts, ledger.ActLink)
	other, err := other(q)
	if err != nil {
		return err
	}
	if other == nil {
		if !own {
			return led.MayNow(s, ledger.ActLink)
		}
		p.Form.Number, p.Form.NumberValue = true, q.FormValue("lead")
		for _, n := range s.Near {
			p.Form.Choices = append(p.Form.Choices, option{Value: strconv.FormatInt(int64(n.ID), 10), Word: q.Word("web.record.merge.other", "unit", q.UnitOn(n.Unit, base.DayOf(n))),
				Note: q.NameOf(n) + " · " + base.DaysOf(n)})
		}
		p.Form.Number = len(p.Form.Choices) == 0
		return nil
	}
	theirs := slices.Contains(led.Acts(q.Actor, other), ledger.ActLink)
	if !own && !theirs {
		return led.MayNow(s, ledger.ActLink)
	}
	p.Form.Other, p.Form.OtherSeen = strconv.FormatInt(int64(other.ID), 10), other.Version
	add := func(lead *register.Record, key string) {
		n := strconv.FormatInt(int64(lead.ID), 10)
		p.Form.Choices = append(p.Form.Choices, option{Value: n, Word: q.Word(key, "unit", q.UnitOn(lead.Unit, base.DayOf(lead))),
			Note: q.NameOf(lead) + " · " + base.DaysOf(lead) + " · " + figures(q, lead), Chosen: q.PostFormValue("lead") == n})
	}
	if theirs {
		add(r, "web.record.merge.this")
	}
	if own {
		add(other, "web.record.merge.other")
	}
	if len(p.Form.Choices) == 1 {
		p.Form.Choices[0].Chosen = true
	}
	return nil
}

// other is the record beside which a merge was asked for; nil if none was named.
func other(q *base.Request) (*register.Record, error) {
	text := q.FormValue("voi")
	if text == "" {
		return nil, nil
	}
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return nil, fault.New(fault.NotFound, "record.unknown", "id", text)
	}
	return q.Ledger().Record(q.Context(), q.Actor, register.ID(n))
}

// act answers POST /ban-ghi/{id}/{verb}.
func (s *screen) act(q *base.Request) error {
	v, err := verbOf(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	back := id(q)
	seen, err := strconv.Atoi(q.PostFormValue("ban"))
	if err != nil || seen < 1 { // the version that the person looked at: without it he might undo another's work unseen
		err = fault.New(fault.Invalid, "web.form")
	} else {
		err = s.do(q, v, seen)
	}
	if err == nil {
		return q.Go(base.RecordPath(back) + "?xong=" + string(v.act))
	}
	faults := fault.All(err)
	if len(faults) == 0 || faults[0].Kind == fault.NotFound && faults[0].Key != "web.record.merge.unknown" || faults[0].Kind == fault.Forbidden {
		return err
	}
	return s.again(q, v, faults[0])
}

// do does a verb to the version that the person saw.
func (s *screen) do(q *base.Request, v verb, seen int) error {
	ctx, led, why, at := q.Context(), q.Ledger(), vn.Clean(q.PostFormValue("why")), id(q)
	switch v.act {
	case ledger.ActApprove:
		return led.Approve(ctx, q.Actor, at, seen)
	case ledger.ActSubmit:
		return led.Submit(ctx, q.Actor, at, seen)
	case ledger.ActReturn:
		return led.Return(ctx, q.Actor, at, seen, why)
	case ledger.ActVoid:
		return led.Void(ctx, q.Actor, at, seen, why)
	case ledger.ActRestore:
		return led.Restore(ctx, q.Actor, at, seen, why)
	case ledger.ActUnlink:
		return led.Unlink(ctx, q.Actor, at, seen, why)
	case ledger.ActRedact:
		return led.Redact(ctx, q.Actor, at, seen, q.PostFormValue("field"), why)
	}
	return s.link(q, at, seen, why)
}

// link makes one of two records the duplicate of the other: that which does not stay.
func (s *screen) link(q *base.Request, at register.ID, seen int, why string) error {
	ctx, led := q.Context(), q.Ledger()
	if _, err := led.Record(ctx, q.Actor, at); err != nil {
		return err
	}
	n, err := strconv.ParseInt(strings.TrimSpace(q.PostFormValue("lead")), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "web.record.merge.choose")
	}
	lead := register.ID(n)
	if lead != at {
		if _, err := led.Record(ctx, q.Actor, lead); errors.Is(err, &fault.Error{Kind: fault.NotFound}) {
			return fault.New(fault.NotFound, "web.record.merge.unknown", "id", n)
		}
		return led.Link(ctx, q.Actor, at, seen, lead, why)
	}
	dup, err := other(q)
	if err != nil {
		return err
	}
	if dup == nil {
		return fault.New(fault.Invalid, "web.record.merge.choose")
	}
	version, err := strconv.Atoi(q.PostFormValue("ban2"))
	if err != nil || version < 1 {
		return fault.New(fault.Invalid, "web.form")
	}
	return led.Link(ctx, q.Actor, dup.ID, version, at, why)
}

// tell answers POST /ban-ghi/{id}/khac and /giong: whether the record and another one
// that looks like it are two events.
func (s *screen) tell(q *base.Request, done string, do func(context.Context, access.Actor, register.ID, register.ID) error) error {
	if err := q.Form(); err != nil {
		return err
	}
	n, err := strconv.ParseInt(q.PostFormValue("voi"), 10, 64)
	if err != nil {
		n = 0 // there is no such record
	}
	if err := do(q.Context(), q.Actor, id(q), register.ID(n)); err != nil {
		return err
	}
	return q.Go(base.RecordPath(id(q)) + "?xong=" + done)
}

// again shows the question once more with what was written, and what was wrong.
func (s *screen) again(q *base.Request, v verb, f *fault.Error) error {
	code := http.StatusUnprocessableEntity
	if f.Kind == fault.Conflict {
		code = http.StatusConflict
	}
	said, changed := q.Site.Catalog().Book().Fault(q.Lang, f), f.Key == "record.changed"
	if !v.why {
		return s.page(q, code, said, changed)
	}
	shown, err := q.Ledger().Show(q.Context(), q.Actor, id(q))
	if err != nil {
		return err
	}
	p, err := s.question(q, v, shown)
	if err != nil {
		// What the record has become no longer allows the act: then its page says why.
		return s.page(q, code, said, changed)
	}
	field := ""
	switch f.Key {
	case "record.why":
		field, p.Form.WhyFault = "why", said
	case "redact.field":
		field, p.Form.FieldFault = "field", said
	case "web.record.merge.choose", "web.record.merge.unknown":
		field, p.Form.NumberFault = "lead", said
	}
	p.Faults, p.Reload = []base.Fault{{Field: field, Text: said}}, changed
	if changed { // sent again as it is, it would be refused again: the reason stays, the version is what he saw
		p.Form.Version, _ = strconv.Atoi(q.PostFormValue("ban"))
	}
	return q.Show(code, askTemplate, p)
}
