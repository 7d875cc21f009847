// Package board arranges answers of the facts to look at.
//
// A Definition is a board as data: the tiles, the charts, and the indicators among
// which one is chosen to be drawn. Ask says what must be asked of the facts for a
// unit and a period, all in one go; Compose turns the answers into tiles, charts
// with their tables, and notes. Every number carries the address of the facts that
// it came from. A board shows what counts, approved or not, and says how much of it
// is approved. The package is pure: no SQL, no HTTP, no clock.
package board

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/strict"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// Definition of a board, from content/board.
type Definition struct {
	Name     string           `toml:"-"`
	Levels   []string         `toml:"levels"`   // of the units that it is for: country, province, district, commune, organisation
	Calendar period.Calendar  `toml:"calendar"` // unless another is asked for
	Title    string           `toml:"title"`    // key
	Choices  []indicator.Name `toml:"choices"`  // one of them is drawn, the first unless another is asked for
	Latest   register.Name    `toml:"latest"`   // whose newest records are shown
	Tiles    []Tile           `toml:"tile"`
	Charts   []Chart          `toml:"chart"`

	source source
}

// Tile is one figure with what belongs to it.
type Tile struct {
	Of    indicator.Name `toml:"of"`
	Label string         `toml:"label"` // key
	Share indicator.Name `toml:"share"` // of women, drawn as a balance
	Parts []Part         `toml:"parts"` // lines of what it is made of
	Say   string         `toml:"say"`   // key of a line that always stands there
	Less  bool           `toml:"less"`  // less of it is wanted
}

// Part is a line of a tile with an indicator of its own.
type Part struct {
	Of  indicator.Name `toml:"of"`
	Say string         `toml:"say"` // key with {value}
}

// Chart shows the chosen indicator by months, units or the codes of a field.
type Chart struct {
	Name  string `toml:"name"`
	Title string `toml:"title"` // key with {measure} and {period}
	By    string `toml:"by"`    // month, unit or a field
	// Split parts the bars of months by two codes of a field, where the chosen indicator can be so broken down.
	Split *Split `toml:"split"`
	Map   bool   `toml:"map"` // by units: a map beside the table, where there is one
}

// Split parts a bar in two.
type Split struct {
	Field  string `toml:"field"`
	First  string `toml:"first"`  // code of the solid part
	Second string `toml:"second"` // code of the hatched part
}

// levels by the names that a definition gives them.
var levels = map[string]unit.Level{
	"country": unit.Country, "province": unit.Province, "district": unit.District, "commune": unit.Commune, "organisation": unit.Organisation,
}

// LevelName is the name by which a definition calls a level.
func LevelName(l unit.Level) string {
	for name, level := range levels {
		if level == l {
			return name
		}
	}
	return ""
}

// For tells whether the board is for units of a level.
func (d *Definition) For(l unit.Level) bool {
	return slices.ContainsFunc(d.Levels, func(name string) bool { return levels[name] == l })
}

// Chosen is the indicator of a name if it may be chosen, else the first that may be.
func (d *Definition) Chosen(name indicator.Name) indicator.Name {
	if slices.Contains(d.Choices, name) {
		return name
	}
	return d.Choices[0]
}

// source is where a definition was read, for faults that Check finds later.
type source struct {
	file  string
	lines []string
}

// fault is a fault at the first line that quotes the word, else at the first line.
func (s source) fault(word, sentence string, args ...any) *fault.Error {
	e := fault.New(fault.Invalid, sentence, args...)
	for i, l := range s.lines {
		if word != "" && strings.Contains(l, strconv.Quote(word)) {
			return e.At(s.file, i+1)
		}
	}
	return e.At(s.file, 1)
}

// Decode reads one board from a file of content/board, whose name is the board's
// name. An unknown key, a wrong type and what is missing are faults with file and line.
func Decode(file string, data []byte) (*Definition, error) {
	d := &Definition{
		Name:   strings.TrimSuffix(path.Base(file), ".toml"),
		source: source{file, strings.Split(string(data), "\n")},
	}
	if err := strict.TOML(file, data, d); err != nil {
		return nil, err
	}
	var faults fault.List
	say := func(word, sentence string, args ...any) {
		faults = append(faults, d.source.fault(word, sentence, args...))
	}
	for _, k := range []struct {
		key  string
		here bool
	}{
		{"levels", len(d.Levels) > 0}, {"title", d.Title != ""}, {"choices", len(d.Choices) > 0}, {"latest", d.Latest != ""},
		{"tile", len(d.Tiles) > 0}, {"chart", len(d.Charts) > 0},
	} {
		if !k.here {
			say("", "board_file.missing", "key", k.key)
		}
	}
	for _, l := range d.Levels {
		if _, ok := levels[l]; !ok {
			say(l, "board_file.level", "word", l)
		}
	}
	if _, err := period.ParseCalendar(string(d.Calendar)); err != nil {
		say(string(d.Calendar), "board_file.calendar", "word", string(d.Calendar))
	}
	for _, t := range d.Tiles {
		if t.Of == "" || t.Label == "" {
			say(string(t.Of), "board_file.missing", "key", "tile.of, tile.label")
		}
	}
	seen := map[string]bool{}
	for _, c := range d.Charts {
		switch {
		case c.Name == "" || c.Title == "" || c.By == "":
			say(c.Name, "board_file.missing", "key", "chart.name, chart.title, chart.by")
		case seen[c.Name] || c.Name == asksWhole || c.Name == asksYears:
			say(c.Name, "board_file.chart_name", "name", c.Name)
		case c.Split != nil && c.By != indicator.ByMonth, c.Map && c.By != indicator.ByUnit:
			say(c.Name, "board_file.chart", "name", c.Name)
		case c.Split != nil && (c.Split.Field == "" || c.Split.First == "" || c.Split.Second == ""):
			say(c.Name, "board_file.missing", "key", "split.field, split.first, split.second")
		}
		seen[c.Name] = true
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return d, nil
}

// Content is what a definition may name.
type Content struct {
	Indicator func(indicator.Name) *indicator.Definition
	Register  func(register.Name) bool
	Code      func(d *indicator.Definition, field, code string) bool
	Book      *word.Book
}

// words that every board needs.
var words = []string{
	"board.average", "board.average.divisor", "board.average.given", "board.average.or", "board.change.up", "board.change.down", "board.change.same", "board.change.points",
	"board.against", "board.against.same", "board.year", "board.approved", "board.level", "board.total", "board.others", "board.other_codes",
	"board.month", "board.earlier", "board.action", "board.none", "board.no_data", "board.not_yet", "board.left_out", "board.left_out.more",
	"board.many", "board.unclassified", "board.first_and_none", "board.no_step", "board.chart.label", "board.chart.empty", "board.head.month", "board.head.unit",
	"board.money.billion", "board.money.million", "board.money.head",
}

// Check says what is wrong with a board when the rest of the content is known, as
// a fault.List at the lines of its file.
func (d *Definition) Check(c Content) error {
	var faults fault.List
	say := func(word, sentence string, args ...any) {
		faults = append(faults, d.source.fault(word, sentence, args...))
	}
	known := func(n indicator.Name) *indicator.Definition {
		def := c.Indicator(n)
		if def == nil {
			say(string(n), "board_file.indicator", "indicator", string(n))
		}
		return def
	}
	keys := slices.Clone(words)
	keys = append(keys, d.Title)
	for _, t := range d.Tiles {
		known(t.Of)
		keys = append(keys, t.Label)
		if t.Say != "" {
			keys = append(keys, t.Say)
		}
		if t.Share != "" {
			if def := known(t.Share); def != nil && !def.Percent() {
				say(string(t.Share), "board_file.share", "indicator", string(t.Share))
			}
		}
		for _, p := range t.Parts {
			known(p.Of)
			keys = append(keys, p.Say)
		}
	}
	if !c.Register(d.Latest) {
		say(string(d.Latest), "board_file.register", "register", string(d.Latest))
	}
	for _, n := range d.Choices {
		keys = append(keys, "board.measure."+string(n))
		def := known(n)
		if def == nil {
			continue
		}
		if def.OverTime != indicator.AddsSum || def.OverUnits != indicator.AddsSum {
			say(string(n), "board_file.adds", "indicator", string(n))
		}
		for _, ch := range d.Charts {
			if ch.By != indicator.ByMonth && ch.By != indicator.ByUnit && !slices.Contains(def.By, ch.By) {
				say(ch.By, "board_file.by", "by", ch.By, "indicator", string(n))
			}
			if s := ch.Split; s != nil && slices.Contains(def.By, s.Field) {
				for _, code := range []string{s.First, s.Second} {
					if !c.Code(def, s.Field, code) {
						say(code, "board_file.code", "code", code, "field", s.Field)
					}
				}
			}
		}
	}
	for _, ch := range d.Charts {
		keys = append(keys, ch.Title)
	}
	for _, k := range keys {
		if !slices.ContainsFunc(word.Languages, func(lang string) bool { return !c.Book.Has(lang, k) }) {
			continue
		}
		say(k, "board_file.word", "key", k)
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}
