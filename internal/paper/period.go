package paper

import (
	"strconv"

	"binhdang/internal/period"
	"binhdang/internal/report"
)

// Periods are those that somebody would want a report of on a day: of each kind
// that the report accepts the running one and those before it, the newest first.
// The first is the one to propose.
func Periods(def *report.Definition, today period.Day) []period.Period {
	year, _ := strconv.Atoi(period.Of(def.Calendar, period.Year, today).Key)
	var out []period.Period
	add := func(keys ...string) {
		for _, k := range keys {
			if p, err := def.Period(k); err == nil && p.Window.First <= today {
				out = append(out, p)
			}
		}
	}
	text := strconv.Itoa
	for _, kind := range def.Accepts {
		switch kind {
		case report.PeriodYear:
			for i := range 5 {
				add(text(year - i))
			}
		case report.PeriodYears: // five whole years first; the running one may be wanted in them
			add(text(year-5)+".."+text(year-1), text(year-4)+".."+text(year), text(year-3)+".."+text(year-1), text(year-2)+".."+text(year))
		case report.PeriodAction:
			for i := range 5 {
				add("action-" + text(today.Year()-i))
			}
		case report.PeriodNine:
			add(text(year)+"-9M", text(year-1)+"-9M")
		case report.PeriodHalf:
			add(back(def.Calendar, period.Half, today, 4)...)
		case report.PeriodQuarter:
			add(back(def.Calendar, period.Quarter, today, 6)...)
		case report.PeriodMonth:
			add(back(def.Calendar, period.Month, today, 12)...)
		}
	}
	return out
}

// back are the keys of the n periods of one length that end with that of a day.
func back(c period.Calendar, s period.Step, day period.Day, n int) []string {
	out := make([]string, n)
	for i := range out {
		p := period.Of(c, s, day)
		out[i], day = p.Key, p.Window.First.Add(-1)
	}
	return out
}
