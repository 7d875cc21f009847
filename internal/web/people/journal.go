package people

import (
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// journalPage is what was done to anything but records, or the imports.
type journalPage struct {
	*base.Frame
	Imports bool
	Full    bool // there may be more imports than are shown
	Acts    []act
	Batches []batch
	Newest  bool
	Older   string // address of what came before, "" for nothing
}

// act is one line of the journal.
type act struct{ When, Who, Verb, What, Why string }

// batch is one import.
type batch struct {
	ID                 int64
	When, Who          string
	Register, File     string
	Link               string
	Rows, New, Changed int
	TakenBack          string // when, "" where it stands
}

// How many lines a page of the journal has, and how many imports are shown at most.
const (
	lines   = 50
	imports = 200
)

var journalTemplate = base.Parse(files, "journal", &journalPage{})

// journal answers GET /nhat-ky.
func journal(q *base.Request) error {
	p := &journalPage{Frame: q.Frame("web.menu.log"), Imports: q.FormValue("xem") == "nhap", Newest: true}
	p.Here, p.Lead = "/nhat-ky", q.Word("web.people.log.lead")
	if p.Imports {
		list, err := q.Ledger().Batches(q.Context(), q.Actor, imports)
		if err != nil {
			return err
		}
		var actors []string
		for i := range list {
			actors = append(actors, list[i].Actor)
		}
		known, err := q.Ledger().People(q.Context(), actors...)
		if err != nil {
			return err
		}
		p.Full = len(list) == imports
		for i := range list {
			p.Batches = append(p.Batches, batchOf(q, &list[i], known))
		}
		return q.OK(journalTemplate, p)
	}
	before, err := strconv.ParseInt(q.FormValue("truoc"), 10, 64)
	if err != nil || before < 0 {
		before = 0
	}
	p.Newest = before == 0
	list, err := q.Ledger().Events(q.Context(), q.Actor, before, lines+1)
	if err != nil {
		return err
	}
	if len(list) > lines {
		list = list[:lines]
		p.Older = base.Link("/nhat-ky", "truoc", strconv.FormatInt(list[lines-1].ID, 10))
	}
	var actors []string
	for i := range list {
		actors = append(actors, list[i].Actor)
	}
	known, err := q.Ledger().People(q.Context(), actors...)
	if err != nil {
		return err
	}
	for i := range list {
		p.Acts = append(p.Acts, actOf(q, &list[i], known))
	}
	return q.OK(journalTemplate, p)
}

func actOf(q *base.Request, e *store.Event, known map[string]ledger.Person) act {
	a := act{When: moment(e.At), Who: who(q, e.Actor, known), Verb: e.Verb, What: e.What, Why: e.Why}
	if key := "web.people.act." + e.Verb; q.Site.Catalog().Book().Has("vi", key) {
		a.Verb = q.Word(key)
	}
	parts := strings.Fields(e.What)
	switch {
	case (e.Verb == "account.grant" || e.Verb == "account.revoke") && len(parts) == 3:
		if id, err := strconv.ParseInt(parts[2], 10, 64); err == nil {
			h := heldOf(q, access.Grant{Role: parts[1], Unit: unit.ID(id)})
			a.What = q.Word("web.people.log.role", "name", parts[0], "role", h.RoleName, "unit", h.UnitName)
		}
	case e.Verb == "setting":
		if code, ok := strings.CutPrefix(e.What, "map."); ok {
			code, _, _ = strings.Cut(code, ".")
			if u, _, err := q.Ledger().Tree().Resolve(code, q.Today()); err == nil {
				a.What = q.Word("web.people.log.map", "unit", q.UnitName(u.ID))
			}
		} else if key := "web.people.log.setting." + e.What; q.Site.Catalog().Book().Has("vi", key) {
			a.What = q.Word(key)
		}
	case strings.HasPrefix(e.Verb, "article.") && len(parts) == 3:
		a.What = articleOf(q, parts[0], parts[1], parts[2])
	case e.Verb == "draft" && len(parts) == 3:
		a.What = draftOf(q, parts[0], parts[1], parts[2])
	case e.Verb == "issue" && len(parts) == 2:
		a.What = parts[0] // what follows is the hash
	}
	return a
}

// articleOf is the outlet, day and number of an article in words.
func articleOf(q *base.Request, ref, day, id string) string {
	if u, _, err := q.Ledger().Tree().Resolve(ref, q.Today()); err == nil {
		ref = q.UnitName(u.ID)
	}
	if d, err := period.ParseDay(day); err == nil {
		day = d.VN()
	}
	return q.Word("web.people.log.article", "unit", ref, "day", day, "id", id)
}

// draftOf is the report, unit and period of a draft in words; what content has lost
// stays as it is kept.
func draftOf(q *base.Request, report, ref, key string) string {
	cat := q.Site.Catalog()
	if def := cat.Report(report); def != nil {
		report = q.Word(def.Title())
		if p, err := def.Period(key); err == nil {
			word, args := p.Words()
			key = q.Word(word, args...)
		}
	}
	if u, _, err := q.Ledger().Tree().Resolve(ref, q.Today()); err == nil {
		ref = q.UnitName(u.ID)
	}
	return report + ", " + ref + ", " + key
}

// who is the person whom an actor of the journal names, with the account and with the
// door if it is not the pages.
func who(q *base.Request, via string, known map[string]ledger.Person) string {
	account := ledger.ActorName(via)
	called := known[account].Called(account)
	if strings.HasPrefix(via, "cli:") {
		return q.Word("web.people.log.cli", "name", called)
	}
	return called
}

func batchOf(q *base.Request, b *store.Batch, known map[string]ledger.Person) batch {
	out := batch{ID: b.ID, When: moment(b.At), Who: who(q, b.Actor, known), Register: q.Word("register." + b.Register), File: b.File,
		Link: base.Link("/so/"+b.Register, "dot", strconv.FormatInt(b.ID, 10)), Rows: b.Rows, New: b.New, Changed: b.Corrected}
	if b.TakenBack != nil {
		out.TakenBack = moment(*b.TakenBack)
	}
	return out
}
