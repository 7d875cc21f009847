package web

import (
	"binhdang/internal/web/base"
	"binhdang/internal/web/board"
	"binhdang/internal/web/book"
	"binhdang/internal/web/entry"
	"binhdang/internal/web/first"
	"binhdang/internal/web/help"
	"binhdang/internal/web/intake"
	"binhdang/internal/web/land"
	"binhdang/internal/web/news"
	"binhdang/internal/web/people"
	"binhdang/internal/web/place"
	"binhdang/internal/web/record"
	"binhdang/internal/web/report"
	"binhdang/internal/web/score"
	"binhdang/internal/web/sign"
	"binhdang/internal/web/target"
)

// screen is one part of the pages: its addresses and its style.
type screen struct {
	routes func() []base.Route
	css    string
}

// screens in the order of the menu; those with maps share what they are drawn from.
func screens(maps *land.Land) []screen {
	return []screen{
		{func() []base.Route { return board.Routes(maps) }, board.CSS},
		{func() []base.Route { return score.Routes(maps) }, score.CSS},
		{book.Routes, book.CSS},
		{entry.Routes, entry.CSS},
		{record.Routes, record.CSS},
		{intake.Routes, intake.CSS},
		{report.Routes, report.CSS},
		{news.Routes, news.CSS},
		{func() []base.Route { return first.Routes(maps) }, first.CSS},
		{sign.Routes, ""},
		{func() []base.Route { return place.Routes(maps) }, place.CSS},
		{target.Routes, target.CSS},
		{people.Routes, people.CSS},
		{help.Routes, help.CSS},
	}
}
