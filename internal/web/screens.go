package web

import (
	"binhdang/internal/web/base"
	"binhdang/internal/web/people"
	"binhdang/internal/web/sign"
)

// screen is one part of the pages: its addresses and its style.
type screen struct {
	routes func() []base.Route
	css    string
}

// screens in the order of the menu.
var screens = []screen{
	{sign.Routes, ""},
	{people.Routes, people.CSS},
}
