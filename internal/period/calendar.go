package period

import (
	"fmt"

	"binhdang/internal/fault"
)

// All the calendars cut time into months, and longer periods are runs of months.
// A month is counted as year*12 + (month-1), so that runs are sums. Admin months
// begin on the 15th of the month before; civil and school months on the 1st. A
// school year begins in September: school year 2023 is 2023-2024, 1/9/2023 to
// 31/8/2024, and its quarters and halves are counted from September. Its months
// carry their civil names.

// ParseCalendar reads the name of a calendar.
func ParseCalendar(text string) (Calendar, error) {
	switch c := Calendar(text); c {
	case Admin, Civil, School:
		return c, nil
	}
	return "", fault.New(fault.Invalid, "period.calendar", "text", text)
}

// Of returns the period of length s that holds the day. The calendar and the
// step must be among those above and the day valid: anything else is a slip of
// the program, and panics.
func Of(c Calendar, s Step, d Day) Period {
	if !d.Valid() {
		panic(fmt.Sprintf("period: Of(%q, %q, %d): no such day", c, s, d))
	}
	m := c.monthOf(d)
	var p Period
	if s == Month {
		p = c.run(s, m/12, m%12+1)
	} else {
		in := m - c.firstMonth()
		p = c.run(s, in/12, in%12/s.months()+1)
	}
	if !p.Window.Valid() { // within a year of 1000 or 9999, where days end
		panic(fmt.Sprintf("period: Of(%q, %q, %v): no such period", c, s, d))
	}
	return p
}

// Steps cuts the window into the periods of length s that it meets, in order.
// Each has the Key of the whole period, and its Window clipped to w: together
// they are w exactly, each day once. See Of about calendar and step.
func (w Window) Steps(c Calendar, s Step) []Period {
	var out []Period
	if !w.Valid() {
		return nil
	}
	for d := w.First; d <= w.Last; {
		p := Of(c, s, d)
		p.Window = p.Window.Clip(w)
		out = append(out, p)
		if p.Window.Last == w.Last {
			break
		}
		d = p.Window.Last.Add(1)
	}
	return out
}

// Years returns the years of the period's calendar that lie in it whole, in
// order: five for "2021..2025", one for "2023", none for a quarter. Their number
// is the divisor of a yearly average.
func Years(p Period) []Period {
	var out []Period
	for _, y := range p.Window.Steps(p.Calendar, Year) {
		if y.Window == Of(p.Calendar, Year, y.Window.First).Window {
			out = append(out, y)
		}
	}
	return out
}

// months is the length of the step.
func (s Step) months() int {
	switch s {
	case Month:
		return 1
	case Quarter:
		return 3
	case Half:
		return 6
	case Year:
		return 12
	}
	panic(fmt.Sprintf("period: unknown step %q", s))
}

// firstMonth is how many months after January the year begins.
func (c Calendar) firstMonth() int {
	switch c {
	case Admin, Civil:
		return 0
	case School:
		return 8
	}
	panic(fmt.Sprintf("period: unknown calendar %q", c))
}

// monthOf is the counted month that holds the day.
func (c Calendar) monthOf(d Day) int {
	m := d.Year()*12 + d.Month() - 1
	if c == Admin && d.DayOfMonth() >= 15 {
		m++
	}
	return m
}

// window is the days of the counted months first to last.
func (c Calendar) window(first, last int) Window {
	if c == Admin {
		return Window{Date((first-1)/12, (first-1)%12+1, 15), Date(last/12, last%12+1, 14)}
	}
	y, m := last/12, last%12+1
	return Window{Date(first/12, first%12+1, 1), Date(y, m, monthLength(y, m))}
}

// run is the n-th period of length s in year y; for a month, y is its civil year.
func (c Calendar) run(s Step, y, n int) Period {
	first := y*12 + c.firstMonth() + (n-1)*s.months()
	k := key{kind: kindYear, year: y, n: n}
	switch s {
	case Month:
		k.kind, first = kindMonth, y*12+n-1
	case Quarter:
		k.kind = kindQuarter
	case Half:
		k.kind = kindHalf
	}
	return Period{c, k.String(), c.window(first, first+s.months()-1)}
}
