// Package catalog holds the programme's content: units, code lists, registers,
// indicators, reports, boards, roles and words, decoded and checked against one another.
//
// Load reads our content and, over it, the folder of an office; it names every
// fault it finds, not only the first. What it returns without a fault does not
// change and is safe for concurrent use. Nothing here knows of records.
package catalog

import (
	"io/fs"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/attention"
	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// Catalog is content. Definitions that it gives are shared: nobody changes them.
type Catalog struct {
	files      overlay
	book       *word.Book
	tree       *unit.Tree
	lists      map[string]*register.List
	registers  map[register.Name][]*register.Definition // editions, in order of From
	order      []register.Name                          // of Number
	editions   map[[2]int]*register.Definition          // number, edition
	indicators map[indicator.Name]*indicator.Definition
	names      []indicator.Name // in order
	reports    map[string]*report.Definition
	boards     map[string]*board.Definition
	programmes map[string]*score.Programme
	attention  *attention.Definition
	roles      access.Roles
}

// Register returns the edition of a register that was in force on a day; nil if
// there is none.
func (c *Catalog) Register(name register.Name, day period.Day) *register.Definition {
	for _, d := range slices.Backward(c.registers[name]) {
		if d.From <= day {
			return d
		}
	}
	return nil
}

// Edition returns the edition that a record names; nil if there is none.
func (c *Catalog) Edition(number, edition int) *register.Definition {
	return c.editions[[2]int{number, edition}]
}

// Latest returns the last edition of a register; nil if there is none.
func (c *Catalog) Latest(name register.Name) *register.Definition {
	editions := c.registers[name]
	if len(editions) == 0 {
		return nil
	}
	return editions[len(editions)-1]
}

// Registers are the names of all registers, in the order of their numbers.
func (c *Catalog) Registers() []register.Name { return slices.Clone(c.order) }

// List returns a code list; nil if there is none.
func (c *Catalog) List(name string) *register.List { return c.lists[name] }

// Attr is an attribute of a code, "" if there is no such list, code or attribute.
func (c *Catalog) Attr(list, code, attr string) string {
	l := c.lists[list]
	if l == nil {
		return ""
	}
	if found := l.Code(code); found != nil {
		return found.Attrs[attr]
	}
	return ""
}

// Indicator returns an indicator; nil if there is none.
func (c *Catalog) Indicator(name indicator.Name) *indicator.Definition { return c.indicators[name] }

// Indicators are the names of all indicators, in alphabetical order.
func (c *Catalog) Indicators() []indicator.Name { return slices.Clone(c.names) }

// Tree is the units of content: places alone, no organisations.
func (c *Catalog) Tree() *unit.Tree { return c.tree }

// Roles are the roles in the order of content.
func (c *Catalog) Roles() access.Roles { return c.roles }

// Book is the sentences.
func (c *Catalog) Book() *word.Book { return c.book }

// FS is all layers as one tree, for what is decoded elsewhere, such as reports.
func (c *Catalog) FS() fs.FS { return c.files }

// Say returns the sentence of a key with its holes filled (see word.Book).
func (c *Catalog) Say(lang, key string, args ...string) string {
	return c.book.Say(lang, key, args...)
}

// Label returns the word of a key; a key that has none stands for itself.
func (c *Catalog) Label(lang, key string) string { return c.book.Say(lang, key) }

// Sentence tells each fault of an error in a sentence of its own, with its place;
// nothing for an error that is no fault, which people do not read.
func (c *Catalog) Sentence(lang string, err error) []string {
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, c.book.Fault(lang, f))
	}
	return out
}
