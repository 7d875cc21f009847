package people

import (
	"strconv"
	"strings"

	"binhdang/internal/access"
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
		p.Full = len(list) == imports
		for i := range list {
			p.Batches = append(p.Batches, batchOf(q, &list[i]))
		}
		if err != nil {
			return err
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
	for i := range list {
		p.Acts = append(p.Acts, actOf(q, &list[i]))
	}
	return q.OK(journalTemplate, p)
}

func actOf(q *base.Request, e *store.Event) act {
	a := act{When: moment(e.At), Who: who(q, e.Actor), Verb: e.Verb, What: e.What, Why: e.Why}
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
		}
	case e.Verb == "issue" && len(parts) == 2:
		a.What = parts[0] // what follows is the hash
	}
	return a
}

// who is the account that an actor of the journal names, with the door if it is
// not the pages.
func who(q *base.Request, via string) string {
	if name, ok := strings.CutPrefix(via, "web:"); ok {
		return name
	}
	if name, ok := strings.CutPrefix(via, "cli:"); ok {
		return q.Word("web.people.log.cli", "name", name)
	}
	return via
}

func batchOf(q *base.Request, b *store.Batch) batch {
	out := batch{ID: b.ID, When: moment(b.At), Who: who(q, b.Actor), Register: q.Word("register." + b.Register), File: b.File,
		Link: base.Link("/so/"+b.Register, "dot", strconv.FormatInt(b.ID, 10)), Rows: b.Rows, New: b.New, Changed: b.Corrected}
	if b.TakenBack != nil {
		out.TakenBack = moment(*b.TakenBack)
	}
	return out
}
