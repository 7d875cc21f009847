package catalog

import (
	"slices"
	"strings"

	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Board returns a board's definition; nil if there is none.
func (c *Catalog) Board(name string) *board.Definition { return c.boards[name] }

// Boards are the names of all boards, in order.
func (c *Catalog) Boards() []string { return sortedKeys(c.boards) }

// BoardFor is the board of units of a level.
func (c *Catalog) BoardFor(l unit.Level) *board.Definition {
	for _, name := range c.Boards() {
		if d := c.boards[name]; d.For(l) {
			return d
		}
	}
	return nil
}

func (l *loader) readBoards() error {
	return l.each("board/*.toml", func(file string, data []byte) error {
		d, err := board.Decode(file, data)
		if err != nil {
			return err
		}
		l.boards[strings.TrimSuffix(strings.TrimPrefix(file, "board/"), ".toml")] = d
		l.home[d] = file
		return nil
	})
}

// checkBoards tells whether every board can be shown in every language, and every
// level has one and no more.
func (l *loader) checkBoards() error {
	with := board.Content{Indicator: l.Indicator, Register: func(n register.Name) bool { return l.Latest(n) != nil }, Code: l.hasCode, Book: l.book}
	for _, name := range l.Boards() {
		if err := l.take(l.boards[name].Check(with)); err != nil {
			return err
		}
	}
	for _, level := range []unit.Level{unit.Country, unit.Province, unit.District, unit.Commune, unit.Organisation} {
		var found []string
		for _, name := range l.Boards() {
			if l.boards[name].For(level) {
				found = append(found, name)
			}
		}
		switch {
		case len(found) == 0:
			l.faults = append(l.faults, fault.New(fault.Invalid, "board_file.no_board", "level", board.LevelName(level)).At(l.files.label("board"), 0))
		case len(found) > 1:
			l.say(l.boards[found[1]], `"`+board.LevelName(level)+`"`, "board_file.twice", "level", board.LevelName(level), "other", found[0])
		}
	}
	return nil
}

// hasCode tells whether a field of one of an indicator's registers takes a code.
func (l *loader) hasCode(d *indicator.Definition, field, code string) bool {
	for _, reg := range d.Registers() {
		def := l.Latest(reg)
		if def == nil || def.Field(field) == nil {
			continue
		}
		if slices.ContainsFunc(l.codes(def.Field(field)), func(c register.Code) bool { return c.Code == code }) {
			return true
		}
	}
	return false
}
