package board

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
)

// Setting is what a board is asked to show.
type Setting struct {
	Unit     string     // CODE or CODE@DAY
	UnitName string     // what it is called
	Since    period.Day // its first day; 0: it always was
	Period   period.Period
	Map      string // today or then
	Chosen   indicator.Name
	Today    period.Day
	Lang     string
}

// The questions that every board asks besides those of its charts.
const (
	asksWhole    = "whole"
	asksBefore   = "before"
	asksApproved = "approved"
	asksYears    = "years"
)

// sparkYears is how many years a small line shows.
const sparkYears = 5

// Plan is a board with what must be asked for it.
type Plan struct {
	// Questions must be answered all from one snapshot, in this order.
	Questions []indicator.Question

	def  *Definition
	set  Setting
	find func(indicator.Name) *indicator.Definition
	at   map[string]int
	only string
}

// Ask says what must be asked to compose a board or, with only, one of its charts.
// Find gives the indicators that the definition names.
func Ask(d *Definition, set Setting, find func(indicator.Name) *indicator.Definition, only string) *Plan {
	p := &Plan{def: d, set: set, find: find, at: map[string]int{}, only: only}
	of := d.tileIndicators()
	for _, n := range d.Choices {
		if !slices.Contains(of, n) {
			of = append(of, n)
		}
	}
	if only == "" {
		p.add(asksWhole, of, set.Period.Window, "")
		if w, _, ok := p.before(); ok {
			p.add(asksBefore, d.tileIndicators(), w, "")
		}
		p.add(asksApproved, d.leading(), set.Period.Window, "")
		p.Questions[p.at[asksApproved]].Approved = true
		p.add(asksYears, d.leading(), p.years(), indicator.ByYear)
	} else {
		p.add(asksWhole, d.Choices, set.Period.Window, "")
	}
	for _, c := range d.Charts {
		if only != "" && only != c.Name {
			continue
		}
		switch c.By {
		case indicator.ByMonth:
			y := p.monthsOf()
			by := []string{indicator.ByMonth}
			if p.splits(c) {
				by = append(by, c.Split.Field)
			}
			p.add(c.Name, []indicator.Name{set.Chosen}, y.Window, by...)
			if w, _, ok := earlier(y); ok {
				p.add(c.Name+"/"+asksBefore, []indicator.Name{set.Chosen}, w, indicator.ByMonth)
			}
		case indicator.ByUnit:
			p.add(c.Name, d.Choices, set.Period.Window, c.By)
		default:
			p.add(c.Name, []indicator.Name{set.Chosen}, set.Period.Window, c.By)
		}
	}
	return p
}

func (p *Plan) add(name string, of []indicator.Name, w period.Window, by ...string) {
	q := indicator.Question{Indicators: of, Unit: p.set.Unit, Window: w, Calendar: p.set.Period.Calendar, Map: p.set.Map}
	for _, k := range by {
		if k != "" {
			q.By = append(q.By, k)
		}
	}
	q.Waiting = name == asksWhole
	p.at[name] = len(p.Questions)
	p.Questions = append(p.Questions, p.mapped(q))
}

// mapped is a question on a map that has the unit: what it came from can be added up
// for the days before it, and no row by unit stands on their map.
func (p *Plan) mapped(q indicator.Question) indicator.Question {
	if q.Map == indicator.MapThen && q.Window.Last < p.set.Since && !slices.Contains(q.By, indicator.ByUnit) {
		q.Map = ""
	}
	return q
}

// splits tells whether the months of the chosen indicator may be parted.
func (p *Plan) splits(c Chart) bool {
	if c.Split == nil {
		return false
	}
	d := p.find(p.set.Chosen)
	return !d.Ratio() && slices.Contains(d.By, c.Split.Field)
}

// leading are the indicators of the tiles themselves.
func (d *Definition) leading() []indicator.Name {
	var out []indicator.Name
	for _, t := range d.Tiles {
		if !slices.Contains(out, t.Of) {
			out = append(out, t.Of)
		}
	}
	return out
}

// tileIndicators are all that the tiles name.
func (d *Definition) tileIndicators() []indicator.Name {
	out := d.leading()
	add := func(n indicator.Name) {
		if n != "" && !slices.Contains(out, n) {
			out = append(out, n)
		}
	}
	for _, t := range d.Tiles {
		add(t.Share)
		for _, part := range t.Parts {
			add(part.Of)
		}
	}
	return out
}

// several tells whether the period is of more than one year.
func (p *Plan) several() bool { return len(period.Years(p.set.Period)) > 1 }

// before is what the period is compared with: the same one a year earlier, to the
// same day where it is not over. A period of several years is not compared.
func (p *Plan) before() (period.Window, period.Period, bool) {
	if p.several() {
		return period.Window{}, period.Period{}, false
	}
	w, b, ok := earlier(p.set.Period)
	if !ok || p.set.Today < p.set.Period.Window.First {
		return period.Window{}, period.Period{}, false
	}
	if p.runs() {
		w.Last = min(w.Last, yearBefore(p.set.Today))
	}
	return w, b, w.Valid()
}

// runs tells whether the period is not over.
func (p *Plan) runs() bool { return p.set.Today < p.set.Period.Window.Last }

// yearBefore is the same day of the year before; of 29/2 the day before.
func yearBefore(d period.Day) period.Day {
	if b := period.Date(d.Year()-1, d.Month(), d.DayOfMonth()); b.Valid() {
		return b
	}
	return period.Date(d.Year()-1, d.Month(), d.DayOfMonth()-1)
}

var yearOfKey = regexp.MustCompile(`\d{4}`)

// earlier is the period of the same name a year before; none of days of their own.
func earlier(p period.Period) (period.Window, period.Period, bool) {
	if strings.Count(p.Key, "-") > 2 {
		return period.Window{}, period.Period{}, false
	}
	key := yearOfKey.ReplaceAllStringFunc(p.Key, func(y string) string {
		n, _ := strconv.Atoi(y)
		return strconv.Itoa(n - 1)
	})
	b, err := period.Parse(key, p.Calendar)
	return b.Window, b, err == nil
}

// years is the window of the small lines: the years of the period, or those that lead to it.
func (p *Plan) years() period.Window {
	if list := period.Years(p.set.Period); len(list) > 1 {
		return p.set.Period.Window
	}
	last := p.monthsOf()
	first, err := period.Parse(strconv.Itoa(yearNumber(last)-sparkYears+1), last.Calendar)
	if err != nil {
		return last.Window
	}
	return period.Window{First: first.Window.First, Last: last.Window.Last}
}

func yearNumber(p period.Period) int {
	n, _ := strconv.Atoi(p.Key[:4])
	return n
}

// monthsOf is the year whose months are shown: the last of the period, or the one
// that it lies in; of a period over the end of a year the one that it begins in.
func (p *Plan) monthsOf() period.Period {
	w := p.set.Period.Window
	y := period.Of(p.set.Period.Calendar, period.Year, w.Last)
	if w.Days() < 360 && !y.Window.Contains(w.First) {
		y = period.Of(p.set.Period.Calendar, period.Year, w.First)
	}
	return y
}
