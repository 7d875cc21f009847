package report

import (
	"slices"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
)

// Questions that the report needs answered about a unit (CODE or CODE@DAY) in a
// period, each once. Compose wants the answers in the same order. The first
// question names every indicator of the report, so its Waiting is the number of
// records that the whole paper leaves out because they wait for approval.
func Questions(d *Definition, unitRef string, p period.Period) []indicator.Question {
	return planOf(d, unitRef, p).questions
}

// plan is the questions and where to find each.
type plan struct {
	questions []indicator.Question
	places    map[asked]int
}

// asked tells questions apart: all else is the same in one report.
type asked struct {
	before   bool // of the period before
	by       string
	calendar period.Calendar // where it is not the report's
}

// calendarOf is the calendar of a block where it makes a difference to the period, else "".
func calendarOf(b Block, p period.Period) period.Calendar {
	if within(p, b.Calendar).Window == p.Window {
		return ""
	}
	return b.Calendar
}

func planOf(d *Definition, unitRef string, p period.Period) *plan {
	out := &plan{places: map[asked]int{}}
	_, compare := beside(p, -1)
	var calendar period.Calendar // of the block at hand
	add := func(a asked, names []indicator.Name) {
		a.calendar = calendar
		i, ok := out.places[a]
		if !ok {
			i = len(out.questions)
			out.places[a] = i
			p := within(p, calendar)
			if a.before {
				p, _ = beside(p, -1)
			}
			q := indicator.Question{Unit: unitRef, Window: p.Window, Calendar: p.Calendar, Map: mapOf(unitRef), Approved: true, Waiting: i == 0}
			if a.by != "" {
				q.By = []string{a.by}
			}
			out.questions = append(out.questions, q)
		}
		q := &out.questions[i]
		for _, n := range names {
			if !slices.Contains(q.Indicators, n) {
				q.Indicators = append(q.Indicators, n)
			}
		}
	}
	averages := len(period.Years(p)) > 1
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			for _, x := range b.sentences() {
				for _, h := range x.Of {
					name, _ := hole(h)
					add(asked{}, []indicator.Name{name})
				}
			}
			if b.Table != nil {
				add(asked{}, b.Table.Of)
			}
		}
	}
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			calendar = calendarOf(b, p)
			for _, x := range b.sentences() {
				for _, h := range x.Of {
					name, option := hole(h)
					add(asked{}, []indicator.Name{name})
					switch {
					case option == sayAverage && averages:
						add(asked{by: indicator.ByYear}, []indicator.Name{name})
					case (option == sayChange || option == sayPrevious) && compare:
						add(asked{before: true}, []indicator.Name{name})
					}
				}
			}
			if t := b.Table; t != nil {
				add(asked{}, t.Of)
				if t.By != "" {
					add(asked{by: t.By}, t.Of)
				}
				if t.Compare && compare {
					add(asked{before: true}, t.Of)
				}
			}
		}
	}
	return out
}

// mapOf is the map that a reference to a unit stands on unless another is asked for.
func mapOf(unitRef string) string {
	if strings.Contains(unitRef, "@") {
		return indicator.MapThen
	}
	return indicator.MapToday
}
