// Package record is the page of one record: what it says, what one may do to it now,
// what it may repeat, and how it came to be; and the pages that ask for a reason
// before a verb is done.
package record

import (
	"embed"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of what only these pages have.
//
//go:embed record.css
var CSS string

// Routes of a record.
func Routes() []base.Route {
	s := &screen{}
	return []base.Route{
		{Pattern: "GET /ban-ghi/{id}", Needs: access.ReadRecords, Do: s.show},
		{Pattern: "POST /ban-ghi/{id}/khac", Needs: access.Link, Do: func(q *base.Request) error { return s.tell(q, "apart", q.Ledger().TellApart) }},
		{Pattern: "POST /ban-ghi/{id}/giong", Needs: access.Link, Do: func(q *base.Request) error { return s.tell(q, "alike", q.Ledger().TellAlike) }},
		{Pattern: "GET /ban-ghi/{id}/{verb}", Needs: access.ReadRecords, Do: s.ask},
		{Pattern: "POST /ban-ghi/{id}/{verb}", Needs: access.ReadRecords, Do: s.act},
	}
}

type screen struct{}

// verb is an act by what the address calls it.
type verb struct {
	path string
	act  ledger.Act
	why  bool // a page asks for the reason
	icon string
}

// verbs in the order of the buttons; correcting has pages of its own.
var verbs = []verb{
	{"duyet", ledger.ActApprove, false, "i-tick"},
	{"gui", ledger.ActSubmit, false, "i-send"},
	{"tra-lai", ledger.ActReturn, true, "i-return"},
	{"khoi-phuc", ledger.ActRestore, true, "i-undo"},
	{"gop", ledger.ActLink, true, "i-merge"},
	{"tach", ledger.ActUnlink, true, "i-undo"},
	{"huy", ledger.ActVoid, true, ""},
	{"che", ledger.ActRedact, true, "i-lock"},
}

// word is the key of what a verb says on its button.
func (v verb) word() string { return "web.record.verb." + string(v.act) }

func id(q *base.Request) register.ID { return register.ID(q.Number("id")) }
