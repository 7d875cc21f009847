// Package score is the scorecard: of a unit and a year, of one target over the years,
// and of all provinces at once.
//
// What is shown is made in one place (internal/card) for pages, papers and the command
// line; here it is arranged. A state is always a shape and a word, never colour alone.
package score

import (
	"embed"
	"html/template"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of the scorecard.
//
//go:embed score.css
var CSS string

// Routes of the scorecard.
func Routes(maps *land.Land) []base.Route {
	s := &screen{land: maps}
	return []base.Route{
		{Pattern: "GET /bang-diem", Needs: access.ReadSums, Do: base.Told(s.card)},
		{Pattern: "GET /bang-diem/toan-quoc", Needs: access.ReadSums, Do: base.Told(s.nation)},
		{Pattern: "GET /bang-diem/{code}", Needs: access.ReadSums, Do: base.Told(s.target)},
		{Pattern: "GET /tai/bang-diem", Needs: access.ReadSums, Do: base.Told(s.download)},
	}
}

// parse reads a page's template with what the pages share.
func parse(name string, page any) *base.Template {
	t := base.Parse(files, name, page)
	template.Must(t.HTML.ParseFS(files, "shared.tmpl"))
	return t
}

type screen struct{ land *land.Land }

// asked is what an address asks for: a programme, a unit and a year.
type asked struct {
	q         *base.Request
	programme *score.Programme
	unit      *unit.Unit
	at        period.Day // 0: the unit of today
	ref       string     // of the unit
	year      int
	free      bool // no year was named
	say       score.Speaker
	path      string // of the page, for its links
}

// years is how many a scorecard tells, the asked one included.
const years = 5

// read reads the address. What is not named is the unit that the person works for, the
// programme that is judged usually, and the year of today.
func read(q *base.Request, path string) (*asked, error) {
	v := q.URL.Query()
	a := &asked{q: q, path: path, ref: v.Get("u"), say: card.Speaker(q.Site.Catalog(), q.Lang)}
	var err error
	if a.programme, err = card.Find(q.Site.Catalog(), v.Get("p")); err != nil {
		return nil, err
	}
	if a.ref == "" {
		home := q.Home()
		if home == nil {
			return nil, fault.New(fault.Forbidden, "web.board.nowhere")
		}
		a.ref = q.Ledger().Ref(home.ID)
	}
	if a.unit, a.at, err = q.Ledger().Tree().Resolve(a.ref, q.Today()); err != nil {
		return nil, err
	}
	text := v.Get("y")
	if a.free = text == ""; a.free {
		a.year = a.within(a.thisYear())
		return a, nil
	}
	if a.year, err = strconv.Atoi(text); err != nil {
		return nil, fault.New(fault.Invalid, "web.score.no_year", "text", text)
	}
	return a, nil
}

// thisYear is the year of today in the calendar of the programme.
func (a *asked) thisYear() int {
	y, _ := strconv.Atoi(period.Of(a.programme.Calendar, period.Year, a.q.Today()).Key) // its key always is a number
	return y
}

// within keeps a year to those that the programme has targets for.
func (a *asked) within(year int) int {
	return min(max(year, a.programme.Years[0]), a.programme.Years[1])
}

// lastYear is the last that there can be data of.
func (a *asked) lastYear() int { return a.within(a.thisYear()) }

// link is the address of a page of the scorecard with some things changed: pairs of
// name and value.
func (a *asked) link(path string, pairs ...string) string {
	is := map[string]string{"u": a.ref, "y": strconv.Itoa(a.year), "p": a.programme.Name}
	for i := 0; i+1 < len(pairs); i += 2 {
		is[pairs[i]] = pairs[i+1]
	}
	if is["p"] == card.DefaultProgramme {
		is["p"] = ""
	}
	return base.Link(path, "u", is["u"], "y", is["y"], "p", is["p"])
}

// name of the unit: on the day that it was asked for, else today.
func (a *asked) name() string {
	d := a.at
	if d == 0 {
		d = a.q.Today()
	}
	return a.q.ShortName(a.unit, d)
}

// context is the sentence under the title.
type context struct {
	Unit, Year, Programme string
	Own, Above, Below     []base.Choice
	Years, Programmes     []base.Choice
	Find                  string // what was searched for
	Found                 []base.Choice
	Keep                  []pair // of the address, for the form of the search
	Action                string
}

type pair struct{ Name, Value string }

func (a *asked) toUnit(ref string) string { return a.link(a.path, "u", ref) }

func (a *asked) context(found []base.Choice) *context {
	c := &context{Unit: a.name(), Year: strconv.Itoa(a.year), Programme: a.short(a.programme), Find: a.q.URL.Query().Get("tim"), Found: found, Action: a.path}
	c.Own, c.Above, c.Below = a.q.Around(a.unit, a.toUnit)
	c.Years, c.Programmes = a.menuYears(), a.programmes()
	for _, name := range []string{"u", "y", "p"} {
		if v := a.q.URL.Query().Get(name); v != "" {
			c.Keep = append(c.Keep, pair{name, v})
		}
	}
	return c
}

func (a *asked) menuYears() (out []base.Choice) {
	for y := a.lastYear(); y >= a.programme.Years[0]; y-- {
		text := strconv.Itoa(y)
		out = append(out, base.Choice{Name: text, Href: a.link(a.path, "y", text), Current: y == a.year})
	}
	return out
}

// programmes are those that there are, each with the year asked or the nearest of its own.
func (a *asked) programmes() (out []base.Choice) {
	cat := a.q.Site.Catalog()
	path := a.path
	if strings.Count(path, "/") > 1 && path != nationPath { // a target belongs to its programme
		path = cardPath
	}
	for _, name := range cat.Programmes() {
		p := cat.Programme(name)
		other := &asked{programme: p}
		out = append(out, base.Choice{Name: a.short(p), Href: a.link(path, "p", name, "y", strconv.Itoa(other.within(a.year))), Current: p == a.programme})
	}
	return out
}

// short is what a programme is called in a sentence.
func (a *asked) short(p *score.Programme) string {
	if key := "web.score.programme." + p.Name; a.q.Site.Catalog().Book().Has(a.q.Lang, key) {
		return a.q.Word(key)
	}
	return a.q.Word(p.Title())
}

// state is a judgement as it is shown: class, glyph and word.
type state struct{ Class, Icon, Word string }

func (a *asked) state(s score.State) state {
	if s == "" {
		return state{}
	}
	return state{string(s), "t-" + string(s), a.say.State(s)}
}

// states in the order in which they are always told.
var states = []score.State{score.Exceeded, score.Met, score.Partly, score.Close, score.NotMet, score.NoData, score.NothingArising}

// tally is how many targets were judged so.
type tally struct {
	state
	N int
}

func (a *asked) tallies(c score.Counts) (out []tally) {
	for _, s := range states {
		x := a.state(s)
		x.Word = a.q.Word("web.score.count." + string(s))
		out = append(out, tally{x, c.In[s]})
	}
	return out
}

// printed is when a page was made, for its foot on paper.
func (a *asked) printed() string {
	return a.q.Word("web.board.printed", "at", a.now())
}

func (a *asked) now() string {
	return a.q.Site.Now().In(period.VietNam).Format("15:04 02/01/2006")
}
