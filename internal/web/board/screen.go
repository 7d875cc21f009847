// Package board is the first page: the board of a unit, the facts behind a number
// with their records, and what of it can be downloaded.
package board

import (
	"embed"
	"runtime"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of the board.
//
//go:embed board.css
var CSS string

// Routes of the board.
func Routes(maps *land.Land) []base.Route {
	s := &screen{land: maps, turn: make(chan struct{}, max(2, runtime.NumCPU()))}
	return []base.Route{
		{Pattern: "GET /{$}", Needs: access.ReadSums, Do: base.Told(s.board)},
		{Pattern: "GET /facts", Needs: access.ReadSums, Do: base.Told(s.facts)},
		{Pattern: "GET /tai/bang", Needs: access.ReadSums, Do: base.Told(s.download)},
	}
}

type screen struct {
	land *land.Land
	turn chan struct{} // as many boards are worked out at once as there are processors
}

// asked is what the address of a board asks for.
type asked struct {
	q    *base.Request
	def  *board.Definition
	unit *unit.Unit
	set  board.Setting
	free bool // no period was named
}

// read reads the address. What is not named is the unit that the person works for,
// the year of today, and the calendar and the first indicator of the board.
func (s *screen) read(q *base.Request) (*asked, error) {
	tree, today := q.Ledger().Tree(), q.Today()
	v := q.URL.Query()
	a := &asked{q: q}
	ref := v.Get("u")
	if ref == "" {
		home := q.Home()
		if home == nil {
			return nil, fault.New(fault.Forbidden, "web.board.nowhere")
		}
		ref = q.Ledger().Ref(home.ID)
	}
	u, at, err := tree.Resolve(ref, today)
	if err != nil {
		return nil, err
	}
	a.unit = u
	if a.def = q.Site.Catalog().BoardFor(u.Level); a.def == nil {
		return nil, fault.New(fault.NotFound, "web.not_found")
	}
	c := a.def.Calendar
	if text := v.Get("c"); text != "" {
		if c, err = period.ParseCalendar(text); err != nil {
			return nil, err
		}
	}
	text := v.Get("p")
	if a.free = text == ""; a.free {
		text = period.Of(c, period.Year, today).Key
	}
	p, err := period.Parse(text, c)
	if err != nil {
		return nil, err
	}
	if p.Window.Days() > longest*366 {
		return nil, fault.New(fault.Invalid, "web.board.long", "most", longest)
	}
	onMap, err := mapNamed(v.Get("m"))
	if err != nil {
		return nil, err
	}
	a.set = board.Setting{Unit: ref, Since: u.First(), Period: p, Map: onMap, Chosen: a.def.Chosen(indicator.Name(v.Get("i"))), Today: today, Lang: q.Lang}
	if a.set.Map == "" {
		a.set.Map = indicator.MapToday
		if at != 0 {
			a.set.Map = indicator.MapThen
		}
	}
	a.set.UnitName = a.name(u, a.mapDay())
	return a, nil
}

// longest is how many years a board shows.
const longest = 10

// mapNamed reads which map an address asks for, "" for the usual one.
func mapNamed(text string) (string, error) {
	switch text {
	case "", indicator.MapToday, indicator.MapThen:
		return text, nil
	}
	return "", fault.New(fault.Invalid, "web.board.no_map", "map", text)
}

// mapDay is the day whose units stand in the rows.
func (a *asked) mapDay() period.Day {
	if a.set.Map == indicator.MapThen {
		d := a.set.Period.Window.Last
		if a.unit.Last() != 0 {
			d = min(d, a.unit.Last())
		}
		return d
	}
	return a.set.Today
}

// name of a unit on a day.
func (a *asked) name(u *unit.Unit, d period.Day) string { return a.q.ShortName(u, d) }

// row finds the unit of a row on the map of the question.
func (a *asked) row(code string) (*unit.Unit, string) {
	tree, today := a.q.Ledger().Tree(), a.set.Today
	ref := code
	if a.set.Map == indicator.MapThen {
		ref += "@" + a.mapDay().String()
	}
	u, _, err := tree.Resolve(ref, today)
	if err != nil {
		return nil, ref
	}
	return u, ref
}

// rowName is what a row is called; an area by the names of its units.
func (a *asked) rowName(code string) string {
	if a.set.Map == indicator.MapComparable {
		if codes := a.q.Ledger().Tree().Codes(unit.Code(code)); len(codes) > 1 {
			names := make([]string, len(codes))
			for i, c := range codes {
				names[i] = a.rowName(string(c))
			}
			return strings.Join(names, " + ")
		}
	}
	if u, _ := a.row(code); u != nil {
		return a.name(u, a.mapDay())
	}
	return code
}

// link is the address of the board with some things changed: pairs of name and value.
func (a *asked) link(pairs ...string) string {
	is := map[string]string{"u": a.set.Unit, "p": a.set.Period.Key}
	if a.set.Period.Calendar != a.def.Calendar {
		is["c"] = string(a.set.Period.Calendar)
	}
	if a.set.Chosen != a.def.Choices[0] {
		is["i"] = string(a.set.Chosen)
	}
	if then := a.set.Map == indicator.MapThen; then != strings.Contains(a.set.Unit, "@") {
		is["m"] = a.set.Map
		if !then { // boards stand on two maps
			is["m"] = indicator.MapToday
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		is[pairs[i]] = pairs[i+1]
	}
	return base.Link("/", "u", is["u"], "p", is["p"], "c", is["c"], "m", is["m"], "i", is["i"])
}

// env is what composing asks of the content.
func (a *asked) env() board.Env {
	cat := a.q.Site.Catalog()
	field := func(d *indicator.Definition, name string) *register.Field {
		for _, reg := range d.Registers() {
			if def := cat.Latest(reg); def != nil && def.Field(name) != nil {
				return def.Field(name)
			}
		}
		return nil
	}
	return board.Env{
		Book: cat.Book(),
		Code: func(d *indicator.Definition, name, code string) string {
			if f := field(d, name); f != nil && cat.List(f.List) != nil {
				if c := cat.List(f.List).Code(code); c != nil {
					return c.Name(a.q.Lang)
				}
			}
			return code
		},
		Many: func(d *indicator.Definition, name string) bool {
			f := field(d, name)
			return f != nil && f.Kind == register.KindCodes
		},
		Unit: a.rowName,
	}
}

// ask asks the ledger once and composes the board, or one chart of it.
func (a *asked) ask(only string) (*board.Board, *board.Plan, error) {
	plan := board.Ask(a.def, a.set, a.q.Site.Catalog().Indicator, only)
	answers, err := a.q.Ledger().Answers(a.q.Context(), a.q.Actor, plan.Questions)
	if err != nil {
		return nil, nil, err
	}
	b, err := plan.Compose(answers, a.env())
	return b, plan, err
}

// choice is a link of a menu.
type choice = base.Choice

// toUnit leads to the board of another unit.
func (a *asked) toUnit(ref string) string { return a.link("u", ref, "m", "") }

// periods are what the menu of periods offers.
func (a *asked) periods() (years, spans, parts []choice) {
	c := a.set.Period.Calendar
	now, _ := strconv.Atoi(period.Of(c, period.Year, a.set.Today).Key)
	of := func(key string) choice {
		p, err := period.Parse(key, c)
		if err != nil {
			return choice{}
		}
		return choice{Name: a.periodName(p), Href: a.link("p", p.Key), Current: p.Key == a.set.Period.Key}
	}
	for y := now; y > now-6; y-- {
		years = append(years, of(strconv.Itoa(y)))
	}
	spans = append(spans, of("2021..2025"))
	if now > 2026 {
		spans = append(spans, of("2026.."+strconv.Itoa(now)))
	}
	y := max(min(yearOf(a.set.Period), now), 1991)
	year := strconv.Itoa(y)
	for _, part := range []string{"-Q1", "-Q2", "-Q3", "-Q4", "-H1", "-H2", "-9M"} {
		parts = append(parts, of(year+part))
	}
	parts = append(parts, of("action-"+year))
	return years, spans, parts
}

// yearOf is the year that a period is named by, the last of several.
func yearOf(p period.Period) int {
	digits := p.Key
	switch {
	case strings.HasPrefix(digits, "action-"):
		digits = digits[len("action-"):]
	case strings.Contains(digits, "..") && len(digits) == len("2021..2025"):
		digits = digits[6:]
	}
	n, err := strconv.Atoi(digits[:4])
	if err != nil {
		return p.Window.Last.Year()
	}
	return n
}

func (a *asked) periodName(p period.Period) string {
	key, args := p.Words()
	return a.q.Word(key, args...)
}

// calendars are what the menu of calendars offers. A period keeps its name where the other calendar has one.
func (a *asked) calendars() (out []choice) {
	for _, c := range []period.Calendar{period.Admin, period.Civil, period.School} {
		key := string(c)
		if c == a.def.Calendar {
			key = ""
		}
		out = append(out, choice{Name: a.q.Word("web.board.calendar." + string(c)), Href: a.link("c", key), Current: c == a.set.Period.Calendar})
	}
	return out
}

// mapsOf are what the menu of maps offers.
func (a *asked) mapsOf() (out []choice) {
	usual := a.usual()
	for _, m := range []string{indicator.MapToday, indicator.MapThen} {
		key := m
		if m == usual {
			key = ""
		}
		out = append(out, choice{Name: a.q.Word("web.board.map." + m), Href: a.link("m", key), Current: m == a.set.Map})
	}
	return out
}

// indicators are what the segment of the charts offers.
func (a *asked) indicators() (out []choice) {
	for i, n := range a.def.Choices {
		key := string(n)
		if i == 0 {
			key = ""
		}
		out = append(out, choice{Name: a.q.Word("board.measure." + string(n)), Href: a.link("i", key) + "#don-vi", Current: n == a.set.Chosen})
	}
	return out
}
