package first

import (
	"net/http"
	"strconv"
	"strings"

	"binhdang/internal/attention"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/word"
)

// askPage asks for the reason of a choice, or of taking one back.
type askPage struct {
	*base.Frame
	Path, Back  string
	Fields      []field // of the address, sent with the form
	Place       string
	Standing    string
	Reasons     []string
	Lacks       []string
	Label, Do   string
	Note        string
	Why         string
	Faults      []base.Fault
	TakingBack  bool
	ReasonTitle string
}

// field is a hidden field of the form.
type field struct{ Name, Value string }

var askTemplate = base.Parse(files, "ask", &askPage{})

// place that the address names.
func (a *asked) named() (*attention.Place, unit.ID, error) {
	if a.unit == nil {
		return nil, 0, fault.New(fault.NotFound, "web.not_found")
	}
	if err := a.q.Ledger().MayAim(a.q.Actor, a.unit.ID); err != nil {
		return nil, 0, err
	}
	if err := a.rank(); err != nil {
		return nil, 0, err
	}
	p := a.result.Find(a.q.FormValue("noi"))
	if p == nil {
		return nil, 0, fault.New(fault.NotFound, "web.not_found")
	}
	u, _, err := a.q.Ledger().Tree().Resolve(p.Code, a.q.Today())
	if err != nil {
		return nil, 0, err
	}
	return p, u.ID, nil
}

// ask answers GET /uu-tien/chon.
func (s *screen) ask(q *base.Request) error {
	a, err := read(q)
	if err != nil {
		return err
	}
	p, _, err := a.named()
	if err != nil {
		return err
	}
	return q.OK(askTemplate, a.question(p))
}

// question is the page that asks why a place is chosen.
func (a *asked) question(pl *attention.Place) *askPage {
	q, say := a.q, speaker(a.q, a.q.Lang)
	p := &askPage{Frame: q.Frame("web.first.choose.title", "place", pl.Name), Path: here + "/chon", Back: a.path(), Place: pl.Name,
		Label: q.Word("web.first.choose.why"), Do: q.Word("web.first.choose.do"), Note: q.Word("web.first.choose.note", "year", strconv.Itoa(a.year)),
		Why: q.PostFormValue("why"), ReasonTitle: q.Word("web.first.reasons")}
	a.within(p, "noi", pl.Code)
	p.Standing = q.Word("web.first.unranked")
	if pl.Rank > 0 {
		p.Standing = q.Word("web.first.standing", "rank", q.Int(int64(pl.Rank)), "among", q.Int(int64(len(a.result.Ranked))))
	}
	for _, f := range pl.Reasons() {
		p.Reasons = append(p.Reasons, say.Sentence(&f))
	}
	for _, f := range pl.Of(attention.Missing) {
		if f.Among == 0 {
			p.Lacks = append(p.Lacks, say.Name(f.Item))
		}
	}
	return p
}

// within sets what is around the question: the way back, and what the form sends along.
func (a *asked) within(p *askPage, name, value string) {
	p.Here = here
	p.Crumbs = []base.Crumb{{Name: a.q.Word("web.first.title"), Path: a.path()}, {Name: p.Place}}
	pairs := a.pairs(name, value)
	for i := 0; i+1 < len(pairs); i += 2 {
		p.Fields = append(p.Fields, field{pairs[i], pairs[i+1]})
	}
}

// choose answers POST /uu-tien/chon. What is kept is worked out anew, with the weights
// that were on the page.
func (s *screen) choose(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	a, err := read(q)
	if err != nil {
		return err
	}
	pl, id, err := a.named()
	if err != nil {
		return err
	}
	var speakers []attention.Speaker
	for _, lang := range word.Languages {
		speakers = append(speakers, speaker(q, lang))
	}
	err = q.Ledger().Attend(q.Context(), q.Actor, a.unit.ID, a.year, id, a.result.Choose(pl, q.PostFormValue("why"), speakers...))
	if err == nil {
		return q.Go(a.path("xong", "attention_chosen"))
	}
	return again(q, a.question(pl), err)
}

// chosenOf is the choice that the address names.
func (a *asked) chosenOf() (*ledger.Attended, error) {
	if a.unit == nil {
		return nil, fault.New(fault.NotFound, "web.not_found")
	}
	if err := a.q.Ledger().MayAim(a.q.Actor, a.unit.ID); err != nil {
		return nil, err
	}
	list, err := a.q.Ledger().Attended(a.q.Context(), a.q.Actor, a.unit.ID, a.year)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if strconv.FormatInt(list[i].ID, 10) == a.q.FormValue("lua") {
			return &list[i], nil
		}
	}
	return nil, fault.New(fault.NotFound, "attention.choice.unknown")
}

// askBack answers GET /uu-tien/rut.
func (s *screen) askBack(q *base.Request) error {
	a, err := read(q)
	if err != nil {
		return err
	}
	c, err := a.chosenOf()
	if err != nil {
		return err
	}
	return q.OK(askTemplate, a.questionBack(c))
}

// questionBack is the page that asks why a choice is taken back.
func (a *asked) questionBack(c *ledger.Attended) *askPage {
	q := a.q
	name := q.UnitName(c.Place)
	p := &askPage{Frame: q.Frame("web.first.back.title", "place", name), Path: here + "/rut", Back: a.path(), Place: name, Standing: c.Why,
		Label: q.Word("web.first.back.why"), Do: q.Word("web.first.back.do"), Note: q.Word("web.first.back.note"), Why: q.PostFormValue("why"),
		Reasons: c.Reasons[q.Lang], TakingBack: true, ReasonTitle: q.Word("web.first.reasons_then")}
	a.within(p, "lua", strconv.FormatInt(c.ID, 10))
	return p
}

// takeBack answers POST /uu-tien/rut.
func (s *screen) takeBack(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	a, err := read(q)
	if err != nil {
		return err
	}
	c, err := a.chosenOf()
	if err != nil {
		return err
	}
	if err = q.Ledger().Unattend(q.Context(), q.Actor, c.ID, q.PostFormValue("why")); err == nil {
		return q.Go(a.path("xong", "attention_back"))
	}
	return again(q, a.questionBack(c), err)
}

// again shows the question once more with what was wrong.
func again(q *base.Request, p *askPage, err error) error {
	all := fault.All(err)
	if len(all) == 0 || all[0].Kind == fault.Forbidden || all[0].Kind == fault.NotFound {
		return err
	}
	code := http.StatusUnprocessableEntity
	if all[0].Kind == fault.Conflict {
		code = http.StatusConflict
	}
	f := base.Fault{Text: q.Site.Catalog().Book().Fault(q.Lang, all[0])}
	if strings.HasSuffix(all[0].Key, ".why") || strings.HasSuffix(all[0].Key, ".long") {
		f.Field = "why"
	}
	p.Faults = []base.Fault{f}
	q.Note(all[0])
	return q.Show(code, askTemplate, p)
}

// FaultOf is what is wrong with the reason, "" for nothing.
func (p *askPage) FaultOf() string {
	if len(p.Faults) > 0 && p.Faults[0].Field == "why" {
		return p.Faults[0].Text
	}
	return ""
}
