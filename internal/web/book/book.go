// Package book is the registers as lists: which there are, the records of one with
// filters that live in the address, what they add up to, their export, and the
// search over everything.
package book

import (
	"embed"

	"binhdang/internal/access"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of the lists.
//
//go:embed book.css
var CSS string

// Routes of the registers.
func Routes() []base.Route {
	s := &screen{}
	return []base.Route{
		{Pattern: "GET /so", Needs: access.ReadRecords, Do: s.shelves},
		{Pattern: "GET /so/{register}", Needs: access.ReadRecords, Do: s.list},
		{Pattern: "GET /so/{register}/xuat", Needs: access.ReadRecords, Do: s.export},
		{Pattern: "POST /so/{register}/duyet", Needs: access.Approve, Do: func(q *base.Request) error { return s.move(q, "approve") }},
		{Pattern: "POST /so/{register}/gui", Needs: access.Submit, Do: func(q *base.Request) error { return s.move(q, "submit") }},
		{Pattern: "GET /tim", Needs: access.ReadRecords, Do: s.find},
	}
}

type screen struct{}
