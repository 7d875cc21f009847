package period

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"binhdang/internal/fault"
)

// The years of the periods that can be asked for.
const (
	firstYear = 1990
	lastYear  = 2100
)

type kind int

const (
	kindYear kind = 1 + iota
	kindYears
	kindHalf
	kindNine
	kindQuarter
	kindMonth
	kindAction
	kindDays
)

// key is a Period's Key taken apart.
type key struct {
	kind   kind
	year   int
	to     int // last year of kindYears
	n      int // which half, quarter or month, from 1
	window Window
}

// String is the Key as Period keeps it.
func (k key) String() string {
	switch k.kind {
	case kindYears:
		return fmt.Sprintf("%d..%d", k.year, k.to)
	case kindHalf:
		return fmt.Sprintf("%d-H%d", k.year, k.n)
	case kindNine:
		return fmt.Sprintf("%d-9M", k.year)
	case kindQuarter:
		return fmt.Sprintf("%d-Q%d", k.year, k.n)
	case kindMonth:
		return fmt.Sprintf("%d-%02d", k.year, k.n)
	case kindAction:
		return fmt.Sprintf("action-%d", k.year)
	case kindDays:
		return k.window.String()
	}
	return strconv.Itoa(k.year)
}

// Parse reads a period of a calendar:
//
//	2023                     a year; of the School calendar, school year 2023-2024
//	2021..2025               the years 2021 to 2025
//	2023-H1, 2023-H2         a half year
//	2023-9M                  the first nine months (administrative: 15/12 to 14/9)
//	2023-Q4                  a quarter
//	2023-11                  a month
//	action-2025              the Action Month, 15/11 to 15/12 in any calendar
//	2023-01-05..2023-02-07   the days themselves; each as ParseDay reads it
//
// The decree does not define nine months but leaves them to who orders the report;
// ours run from the first day of the year, as those of the decree do. The Key is the text in the form above, whatever form was typed.
// Years before 1990 and after 2100 are refused.
func Parse(text string, c Calendar) (Period, error) {
	if _, err := ParseCalendar(string(c)); err != nil {
		return Period{}, err
	}
	k, err := parseKey(text)
	if err != nil {
		return Period{}, err
	}
	p := Period{Calendar: c, Key: k.String()}
	first := k.year*12 + c.firstMonth()
	switch k.kind {
	case kindYear:
		return c.run(Year, k.year, 1), nil
	case kindHalf:
		return c.run(Half, k.year, k.n), nil
	case kindQuarter:
		return c.run(Quarter, k.year, k.n), nil
	case kindMonth:
		return c.run(Month, k.year, k.n), nil
	case kindYears:
		p.Window = c.window(first, k.to*12+c.firstMonth()+11)
	case kindNine:
		p.Window = c.window(first, first+8)
	case kindAction:
		p.Window = Window{Date(k.year, 11, 15), Date(k.year, 12, 15)}
	case kindDays:
		p.Window = k.window
	}
	return p, nil
}

// parseKey takes the text of a period apart and checks what no calendar changes.
func parseKey(text string) (key, error) {
	t := strings.ToUpper(strings.TrimSpace(text))
	bad := fault.New(fault.Invalid, "period.bad", "text", strings.TrimSpace(text))
	var k key
	if from, to, ok := strings.Cut(t, ".."); ok {
		from, to = strings.TrimSpace(from), strings.TrimSpace(to)
		if !isYear(from) || !isYear(to) {
			return parseDays(text, from, to)
		}
		k = key{kind: kindYears, year: number(from), to: number(to)}
		if k.year == k.to {
			k = key{kind: kindYear, year: k.year, n: 1}
		}
	} else if year, ok := strings.CutPrefix(t, "ACTION-"); ok && isYear(year) {
		k = key{kind: kindAction, year: number(year)}
	} else {
		year, rest, part := strings.Cut(t, "-")
		if !isYear(year) {
			return key{}, bad
		}
		k = key{kind: kindYear, year: number(year), n: 1}
		if part {
			if k.kind, k.n = parsePart(rest); k.kind == 0 {
				return key{}, bad
			}
		}
	}
	if k.year < firstYear || k.year > lastYear || k.to > lastYear {
		return key{}, outside(text)
	}
	if k.kind == kindYears && k.to < k.year {
		return key{}, reversed(text)
	}
	return k, nil
}

// parsePart reads what follows the year; kind 0 if it is nothing known.
func parsePart(s string) (kind, int) {
	switch s {
	case "H1", "H2":
		return kindHalf, number(s[1:])
	case "Q1", "Q2", "Q3", "Q4":
		return kindQuarter, number(s[1:])
	case "9M":
		return kindNine, 1
	}
	if len(s) <= 2 && digits(s) {
		if n := number(s); n >= 1 && n <= 12 {
			return kindMonth, n
		}
	}
	return 0, 0
}

func parseDays(text, from, to string) (key, error) {
	var w Window
	var err error
	if w.First, err = ParseDay(from); err == nil {
		w.Last, err = ParseDay(to)
	}
	switch {
	case errors.Is(err, &fault.Error{Key: "period.day_bad"}):
		return key{}, fault.New(fault.Invalid, "period.bad", "text", strings.TrimSpace(text))
	case err != nil:
		return key{}, err
	case w.First.Year() < firstYear || w.Last.Year() > lastYear:
		return key{}, outside(text)
	case w.Last < w.First:
		return key{}, reversed(text)
	}
	return key{kind: kindDays, year: w.First.Year(), window: w}, nil
}

func outside(text string) error {
	return fault.New(fault.Invalid, "period.range", "text", strings.TrimSpace(text), "first", firstYear, "last", lastYear)
}

func reversed(text string) error {
	return fault.New(fault.Invalid, "period.reversed", "text", strings.TrimSpace(text))
}

func isYear(s string) bool { return len(s) == 4 && digits(s) }
