// Package entry is the forms by which records are written: the choice of a register,
// the form of a new record and that of a record that is there, both made from the
// register's edition, and the proposals of units and codes as one types.
//
// What a person typed is kept until it is saved: in a form that is refused, beside
// the values of somebody who was quicker, and when the session has ended meanwhile.
package entry

import (
	"cmp"
	"embed"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what the forms add to the parts.
//
//go:embed entry.css
var CSS string

// Routes of the forms. Those that take a form answer also who is not signed in any
// more: with what he sent, to be sent again.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /ghi", Needs: access.Enter, Do: choose},
		{Pattern: "GET /so/{register}/moi", Needs: access.Enter, Do: begin},
		{Pattern: "POST /so/{register}/moi", Open: true, Needs: access.Enter, Do: signedIn(enter)},
		{Pattern: "GET /ban-ghi/{id}/sua", Needs: access.Correct, Do: change},
		{Pattern: "POST /ban-ghi/{id}/sua", Open: true, Needs: access.Correct, Do: signedIn(amend)},
		{Pattern: "GET /tim/don-vi", Do: findUnits},
		{Pattern: "GET /tim/ma/{list}", Do: findCodes},
	}
}

// choosePage is GET /ghi.
type choosePage struct {
	*base.Frame
	Often, All []book
}

// book is a register to write in.
type book struct {
	Path, Name, Note string
	records          int64
}

var chooseTemplate = base.Parse(files, "choose", &choosePage{})

// choose answers GET /ghi: the registers, first those in which the person's units
// wrote most in the last year.
func choose(q *base.Request) error {
	if _, err := q.Ledger().Enters(q.Actor); err != nil {
		return err
	}
	shelves, err := q.Ledger().Shelves(q.Context(), q.Actor, period.Window{First: q.Today().Add(-365), Last: q.Today()})
	if err != nil {
		return err
	}
	p := &choosePage{Frame: q.Frame("web.entry.choose")}
	p.Here, p.Lead = "/so", q.Word("web.entry.choose.lead")
	for _, s := range shelves {
		if q.Site.Catalog().Latest(s.Register).Made {
			continue
		}
		p.All = append(p.All, book{Path: base.BookPath(s.Register) + "/moi", Name: titleOf(q, s.Register), Note: q.Word("register." + string(s.Register)), records: s.Records})
	}
	slices.SortStableFunc(p.All, func(a, b book) int { return cmp.Compare(b.records, a.records) })
	for len(p.Often) < 4 && len(p.All) > 0 && p.All[0].records > 0 {
		p.Often, p.All = append(p.Often, p.All[0]), p.All[1:]
	}
	return q.OK(chooseTemplate, p)
}

// titleOf is what writing in a register is called: "Ghi buổi truyền thông".
func titleOf(q *base.Request, name register.Name) string { return wordOf(q, "web.entry.title", name) }

// wordOf is a sentence as a register says it, else as all do.
func wordOf(q *base.Request, key string, name register.Name) string {
	if own := key + "." + string(name); q.Site.Catalog().Book().Has("vi", own) {
		return q.Word(own)
	}
	return q.Word(key, "register", q.Word("register."+string(name)))
}

// keptPage holds a form that came when nobody was signed in.
type keptPage struct {
	*base.Frame
	Action string
	Fields []pair
}

// pair is a control and what was in it.
type pair struct{ Name, Value string }

var keptTemplate = base.Parse(files, "kept", &keptPage{})

// signedIn lets a form through to do, or where the session has ended gives it back
// to be sent again.
func signedIn(do func(*base.Request) error) func(*base.Request) error {
	return func(q *base.Request) error {
		if err := q.Form(); err != nil {
			return err
		}
		if q.Session != nil {
			return do(q)
		}
		p := &keptPage{Frame: q.Frame("web.entry.kept"), Action: q.URL.Path}
		for name, values := range q.PostForm {
			for _, v := range values {
				p.Fields = append(p.Fields, pair{name, v})
			}
		}
		slices.SortStableFunc(p.Fields, func(a, b pair) int { return cmp.Compare(a.Name, b.Name) })
		return q.Show(401, keptTemplate, p)
	}
}
