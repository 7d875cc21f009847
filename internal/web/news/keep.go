package news

import (
	"net/http"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// sent is an article of an address with the version that a form was made from.
func sent(q *base.Request) (*ledger.Article, int, error) {
	a, err := q.Ledger().Article(q.Context(), q.Actor, q.Number("id"))
	if err != nil {
		return nil, 0, err
	}
	if err := q.Form(); err != nil {
		return nil, 0, err
	}
	seen, err := strconv.Atoi(q.PostFormValue("ban"))
	if err != nil {
		seen = 0 // of no version: the ledger says that it has changed
	}
	return a, seen, nil
}

// keep answers POST /bai/muc/{id}: what a person says of an article.
func keep(q *base.Request) error {
	a, seen, err := sent(q)
	if err != nil {
		return err
	}
	err = q.Ledger().ReadArticle(q.Context(), q.Actor, a.ID, seen, editOf(q, a.Reading()))
	if err != nil {
		return again(q, a, seen, err, fieldOfEdit, func(p *showPage, same bool) { p.typed(q, same) })
	}
	if q.PostFormValue("lam") != "tiep" {
		return q.Go(articlePath(a.ID) + "?xong=news_read")
	}
	m := monthOf(a.Day)
	all, err := q.Ledger().Articles(q.Context(), q.Actor, a.Outlet, m.Window)
	if err != nil {
		return err
	}
	if next := nextUnread(all, a); next != nil {
		return q.Go(articlePath(next.ID) + "?xong=news_next")
	}
	return q.Go(outletPath(q, a.Outlet, "year", m.Key[:4], "month", m.Key, "xong", "news_month_read"))
}

// editOf reads the form: one word for each thing that the reading has.
func editOf(q *base.Request, r *reading.Reading) reading.Edit {
	v := q.PostForm
	said := func(n string) reading.Said {
		return reading.Said{Gone: v.Get(n+".gone") != "", Gender: person.Gender(v.Get(n + ".gender")), Role: person.Role(v.Get(n + ".role")), Quoted: v.Get(n+".quoted") != ""}
	}
	e := reading.Edit{About: v.Get("about") == "1", Topic: v.Get("topic"), AddedPhrases: linesOf(v.Get("phrases")), AddedDisclosures: linesOf(v.Get("disclosing"))}
	for i := range r.Persons {
		e.Persons = append(e.Persons, said("p"+strconv.Itoa(i)))
	}
	for i := range addedRows {
		n := "n" + strconv.Itoa(i)
		if name := vn.Clean(v.Get(n + ".name")); name != "" {
			e.Added = append(e.Added, reading.Added{Name: name, Said: said(n)})
		}
	}
	for i := range r.Phrases {
		e.Phrases = append(e.Phrases, reading.PhraseSaid(v.Get("l"+strconv.Itoa(i))))
	}
	for i := range r.Disclosures {
		e.Disclosures = append(e.Disclosures, v.Get("d"+strconv.Itoa(i)) != "")
	}
	return e
}

// linesOf are the lines of a text that say something.
func linesOf(text string) []string {
	var out []string
	for _, l := range strings.Split(text, "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// fieldOf are the fields of the form in which a fault of what was added is mended.
var fieldOf = map[string]string{"news.person": "added", "news.phrase": "phrases", "news.disclosure": "disclosing"}

// fieldOfEdit is the field in which a fault of what was said is mended, "" for none.
func fieldOfEdit(f *fault.Error) string {
	if f.Key == "news.twice" {
		return "added"
	}
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == "what" {
			return fieldOf[f.Args[i+1]]
		}
	}
	return ""
}

// again shows the page of an article with why something was not done to it: each fault at
// its field, and what fill puts back of what was sent, which is told whether the article is
// in the version still that was seen.
func again(q *base.Request, a *ledger.Article, seen int, err error, field func(*fault.Error) string, fill func(p *showPage, same bool)) error {
	told := fault.All(err)
	if len(told) == 0 || told[0].Kind == fault.Forbidden || told[0].Kind == fault.NotFound {
		return err
	}
	status := http.StatusUnprocessableEntity
	var faults []base.Fault
	for _, f := range told {
		q.Note(f)
		one := base.Fault{Field: field(f), Text: sentence(q, f)}
		if f.Kind == fault.Conflict && one.Field == "" {
			status = http.StatusConflict
		}
		faults = append(faults, one)
	}
	now, err := q.Ledger().Article(q.Context(), q.Actor, a.ID) // it may have changed meanwhile
	if err != nil {
		return err
	}
	return refused(q, now, faults, status, func(p *showPage) { fill(p, seen == now.Version) })
}

// typed puts what was sent into the form. What was said of the findings of another
// version is left out: they may be others now.
func (p *showPage) typed(q *base.Request, same bool) {
	v := q.PostForm
	take := func(l *personLine) {
		l.Gender, l.Role, l.Quoted, l.Gone = v.Get(l.N+".gender"), v.Get(l.N+".role"), v.Get(l.N+".quoted") != "", v.Get(l.N+".gone") != ""
	}
	p.AddedPhrases, p.Disclosing = v.Get("phrases"), v.Get("disclosing")
	for i := range p.Added {
		take(&p.Added[i])
		p.Added[i].Name = v.Get(p.Added[i].N + ".name")
	}
	if !same {
		return
	}
	p.About = v.Get("about") == "1"
	for i := range p.Topics {
		p.Topics[i].Chosen = p.Topics[i].Value == v.Get("topic")
	}
	for i := range p.Persons {
		take(&p.Persons[i])
	}
	for i := range p.Phrases {
		p.Phrases[i].Said = v.Get(p.Phrases[i].N)
	}
	for i := range p.Disclosures {
		p.Disclosures[i].Is = v.Get(p.Disclosures[i].N) != ""
	}
}

// unread answers POST /bai/muc/{id}/bo: the program's word counts again.
func unread(q *base.Request) error {
	a, seen, err := sent(q)
	if err != nil {
		return err
	}
	if err := q.Ledger().UnreadArticle(q.Context(), q.Actor, a.ID, seen); err != nil {
		return again(q, a, seen, err, func(*fault.Error) string { return "" }, func(*showPage, bool) {})
	}
	return q.Go(articlePath(a.ID) + "?xong=news_unread")
}

// withdraw answers POST /bai/muc/{id}/rut.
func withdraw(q *base.Request) error {
	a, seen, err := sent(q)
	if err != nil {
		return err
	}
	why := vn.Clean(q.PostFormValue("why"))
	if err := q.Ledger().WithdrawArticle(q.Context(), q.Actor, a.ID, seen, why); err != nil {
		return again(q, a, seen, err, func(f *fault.Error) string {
			if f.Kind == fault.Conflict {
				return ""
			}
			return "why"
		}, func(p *showPage, _ bool) { p.Why = q.PostFormValue("why") })
	}
	m := monthOf(a.Day)
	return q.Go(outletPath(q, a.Outlet, "year", m.Key[:4], "month", m.Key, "xong", "news_withdrawn"))
}
