package report

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// room is what a draft leaves for a number or a day to be written by hand: spaces
// at which no line breaks, and which no browser makes one.
var room = strings.Repeat("\u00a0", 6)

// What is left to be filled in for the name, and for the symbol, of a body that is not known.
var (
	blank       = strings.Repeat("…", 8)
	blankSymbol = strings.Repeat("…", 3)
)

// head is the head of the paper as Decree 30/2020/NĐ-CP has it.
func (c *composer) head() Head {
	paper := c.paper()
	h := Head{
		Superior: vn.Upper(paper.Superior),
		Body:     vn.Upper(paper.Name),
		Nation:   c.book.Say(c.set.Lang, "report.nation"),
		Motto:    c.book.Say(c.set.Lang, "report.motto"),
	}
	h.Number = c.book.Say(c.set.Lang, "report.number", "number", c.number30(paper))
	h.Place = c.book.Say(c.set.Lang, "report.place", append(c.date(), "place", paper.Place)...)
	return h
}

// reference names the paper that an appendix goes with.
func (c *composer) reference() string {
	return c.text("report.reference", append(c.date(), "kind", capital(vn.Lower(c.text(c.def.Kind))), "number", c.number30(c.paper()), "issuer", c.body())...)
}

// number30 is number and symbol as Decree 30 writes them, with room for the number in a draft.
func (c *composer) number30(paper unit.Paper) string {
	symbol := c.def.Symbol
	if paper.Symbol != "" {
		symbol += "-" + paper.Symbol
	}
	number := strings.TrimSpace(c.set.Number)
	switch n, err := strconv.Atoi(number); {
	case number == "":
		return room + "/" + symbol
	case strings.Contains(number, "/"):
		return number
	case err == nil:
		return fmt.Sprintf("%02d/%s", n, symbol) // a number below ten has a zero before it
	}
	return number + "/" + symbol
}

// date is the day of issue for the holes of a sentence, with room for it in a draft.
func (c *composer) date() []string {
	day, month, year := room, room, c.set.Today.Year()
	if d := c.set.Day; d != 0 {
		day, month, year = strconv.Itoa(d.DayOfMonth()), time.Month(d.Month()).String(), d.Year()
		if c.set.Lang != "en" { // a zero before days below 10 and months below 3
			day = fmt.Sprintf("%02d", d.DayOfMonth())
			if month = strconv.Itoa(d.Month()); d.Month() < 3 {
				month = "0" + month
			}
		}
	}
	return []string{"day", day, "month", month, "year", strconv.Itoa(year)}
}

// paper is the unit's own. A place without one issues by its people's committee,
// an organisation by its name.
func (c *composer) paper() unit.Paper {
	switch {
	case c.set.Paper != nil:
		return *c.set.Paper
	case c.set.Headless():
		return unit.Paper{Name: blank, Symbol: blankSymbol, Place: blank}
	case !c.committee():
		return unit.Paper{Name: c.body(), Place: strings.Repeat("…", 4)}
	}
	p := unit.Paper{
		Name: c.committeeName(cmp.Or(c.set.UnitNow, c.set.UnitName)), Symbol: c.plain("report.committee.symbol"), Place: c.set.Place,
		Authority: c.plain("report.committee.authority"), Post: c.plain("report.committee.post"), File: c.plain("report.committee.file"),
	}
	if c.set.Above == "" {
		p.Recipients = []string{c.plain("report.committee.to_ministry")}
	} else {
		p.Recipients = []string{c.plain("report.committee.to_above", "above", c.set.Above)}
	}
	p.Recipients = append(p.Recipients, c.plain("report.committee.to_own"))
	return p
}

// committee tells whether a people's committee issues the paper.
func (c *composer) committee() bool {
	switch c.set.Level {
	case unit.Province, unit.District, unit.Commune:
		return c.set.Paper == nil && c.set.Body == ""
	}
	return false
}

// Headless tells whether nobody is known who could issue the paper: the country has
// no people's committee, and no body of it was entered.
func (s Setting) Headless() bool {
	return s.Level == unit.Country && s.Paper == nil && s.Body == ""
}

func (c *composer) committeeName(of string) string {
	return c.book.Say(c.set.Lang, "report.committee.name", "unit", of)
}

// body is who issues the paper, inside a sentence.
func (c *composer) body() string {
	switch {
	case c.set.Body != "":
		return c.set.Body
	case c.committee():
		return c.committeeName(cmp.Or(c.set.UnitNow, c.set.UnitName))
	case c.set.Headless():
		return blank
	}
	return c.set.UnitName
}

// sample says that the figures are made up; nothing of real ones.
func (c *composer) sample() string {
	if !c.set.Sample {
		return ""
	}
	return c.text("report.sample")
}

// PlaceName is a place inside a sentence, from its type and name: tỉnh Quảng Ninh, Quảng Ninh province.
func PlaceName(book *word.Book, lang, kind, name string) string {
	return book.Say(lang, "report.place_name", "type", TypeName(book, lang, kind), "name", name)
}

// TypeName is the type of a place in a language: tỉnh, province. A type without a word stands for itself.
func TypeName(book *word.Book, lang, kind string) string {
	if key := "report.type." + strings.ReplaceAll(vn.Fold(kind), " ", "_"); book.Has(lang, key) {
		return book.Say(lang, key)
	}
	return kind
}

func (c *composer) foot() Foot {
	paper := c.paper()
	f := Foot{Authority: vn.Upper(paper.Authority), Post: vn.Upper(paper.Post), Signer: paper.Signer}
	for _, r := range paper.Recipients {
		f.Recipients = append(f.Recipients, strings.TrimRight(r, ";. ")+";")
	}
	key := "report.file"
	if paper.File == "" {
		key = "report.file_only"
	}
	f.Recipients = append(f.Recipients, c.book.Say(c.set.Lang, key, "file", paper.File))
	if c.set.Number == "" {
		f.Source = c.book.Say(c.set.Lang, "report.source_draft", "at", c.set.At)
	} else {
		f.Source = c.book.Say(c.set.Lang, "report.source", "edition", strconv.Itoa(max(c.set.Edition, 1)), "at", c.set.At)
	}
	if c.set.Sample {
		f.Source += " · " + c.plain("report.sample")
	}
	return f
}
