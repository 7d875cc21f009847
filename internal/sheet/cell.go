package sheet

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
)

// cellKind is what a cell holds.
type cellKind uint8

const (
	cellText cellKind = iota
	cellNumber
	cellBool
	cellError   // #N/A and the like
	cellUnsaved // a formula that was never calculated
	cellISO     // a day written as text by the file format itself
)

// clock is how the number of a cell is shown where that is no plain number.
type clock uint8

const (
	noClock  clock = iota
	dayClock       // 30/06/2025
	hourClock
	bothClock
	percent // 0.5 is 50%
)

// cell is one cell that is not blank, not yet turned into the text for the caller.
type cell struct {
	col  int
	kind cellKind
	show clock
	text string
}

// Plain numbers of a Date column that are days: from 3/10/1954 to 9/1/2119. A year
// ("2025") or digits run together ("30062025") lie outside and stay numbers.
const (
	firstPlainDay = 20_000
	lastPlainDay  = 80_000
)

// value is the text of a cell, or the fault of it; the place is not in the fault.
func (c cell) value(day, base1904 bool) (string, *fault.Error) {
	switch c.kind {
	case cellNumber:
		return c.number(day, base1904)
	case cellBool:
		if c.text == "1" || strings.EqualFold(c.text, "true") {
			return "yes", nil
		}
		return "no", nil
	case cellError:
		return "", fault.New(fault.Invalid, "sheet.cell_error", "value", c.text)
	case cellUnsaved:
		return "", fault.New(fault.Invalid, "sheet.formula_unsaved")
	case cellISO:
		text, rest, timed := strings.Cut(c.text, "T")
		if timed && !day && strings.Trim(rest, "0:.Z") != "" {
			text += " " + strings.TrimSuffix(rest, "Z")
		}
		return text, nil
	}
	if strings.ContainsRune(c.text, '\uFFFD') {
		return "", fault.New(fault.Invalid, "sheet.letter_lost", "text", shorten(c.text))
	}
	return unguarded(norm.NFC.String(c.text)), nil
}

func (c cell) number(day, base1904 bool) (string, *fault.Error) {
	digits, ok := plainNumber(c.text)
	if !ok {
		return "", fault.New(fault.Invalid, "sheet.bad_number", "text", shorten(c.text))
	}
	show := c.show
	if !day && show == noClock {
		return comma(digits), nil
	}
	f, err := strconv.ParseFloat(digits, 64)
	if err != nil {
		return "", fault.New(fault.Invalid, "sheet.bad_number", "text", shorten(c.text))
	}
	if day {
		switch {
		case show == bothClock, f >= firstPlainDay && f < lastPlainDay:
			show = dayClock
		case show == noClock, show == percent:
			return comma(digits), nil
		}
	}
	if show == percent {
		text, ok := plainNumber(strconv.FormatFloat(f*100, 'e', 14, 64))
		if !ok {
			return "", fault.New(fault.Invalid, "sheet.bad_number", "text", shorten(c.text))
		}
		return comma(text) + "%", nil
	}
	text, ok := dateText(f, show, base1904)
	if !ok {
		return "", fault.New(fault.Invalid, "sheet.bad_date", "number", digits)
	}
	return text, nil
}

// comma writes a fraction as Vietnamese does. With a point a stored 1.234 would
// read as one thousand two hundred and thirty-four.
func comma(digits string) string { return strings.Replace(digits, ".", ",", 1) }

func shorten(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}

// plainNumber writes a stored number in digits without an exponent. Whole numbers
// keep all their digits; others have 15, as many as Excel shows, so that the
// binary tail of 0.30000000000000004 does not reach anyone.
func plainNumber(s string) (string, bool) {
	s = strings.TrimSpace(s)
	if len(s) <= 19 {
		if n, err := strconv.ParseInt(s, 10, 64); err == nil {
			return strconv.FormatInt(n, 10), true
		}
	}
	if len(s) > 64 || strings.Trim(s, "0123456789+-.eE") != "" {
		return "", false
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		return "", false
	}
	if f, err = strconv.ParseFloat(strconv.FormatFloat(f, 'e', 14, 64), 64); err != nil {
		return "", false
	}
	if f == 0 {
		return "0", true // no minus
	}
	return strconv.FormatFloat(f, 'f', -1, 64), true
}

// dateText is a serial number of Excel as its cell shows it. Workbooks count days
// from 1900, with a 29/2/1900 that never was, or from 1904.
func dateText(serial float64, show clock, base1904 bool) (string, bool) {
	if !(serial >= 0 && serial < 3_000_000) {
		return "", false
	}
	seconds := int64(math.Round(serial * 86_400))
	days, rest := int(seconds/86_400), seconds%86_400
	if show == hourClock && days < 1_000 {
		return hours(seconds), true // [h]:mm may pass 24 hours
	}
	date := ""
	switch {
	case base1904:
		date = time.Date(1904, 1, 1+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case days < 1:
		return "", false
	case days < 60:
		date = time.Date(1899, 12, 31+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	case days == 60:
		date = "1900-02-29"
	default:
		date = time.Date(1899, 12, 30+days, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
	}
	if len(date) != len(time.DateOnly) {
		return "", false // after 9999
	}
	if show == dayClock || rest == 0 {
		return date, true
	}
	return date + " " + hours(rest), true
}

func hours(seconds int64) string {
	text := fmt.Sprintf("%02d:%02d", seconds/3600, seconds/60%60)
	if s := seconds % 60; s != 0 {
		text += fmt.Sprintf(":%02d", s)
	}
	return text
}

// clockOf tells how a number format shows a number. The numbered formats are those
// of the file format (ECMA-376 18.8.30); 27-36 and 50-58 are days of East Asia.
func clockOf(id int, code string) clock {
	switch {
	case code != "":
		return clockOfCode(code)
	case id >= 14 && id <= 17, id >= 27 && id <= 36, id >= 50 && id <= 58:
		return dayClock
	case id >= 18 && id <= 21, id >= 45 && id <= 47:
		return hourClock
	case id == 22:
		return bothClock
	case id == 9, id == 10:
		return percent
	}
	return noClock
}

// clockOfCode looks for the letters of days and hours in the first section of a
// format, outside of quoted text and of brackets such as [Red] and [$-42A].
func clockOfCode(code string) clock {
	var day, hour, month, share bool
	r := []rune(strings.ToLower(code))
	for i := 0; i < len(r); i++ {
		switch r[i] {
		case ';':
			i = len(r)
		case '"':
			for i++; i < len(r) && r[i] != '"'; i++ {
			}
		case '\\', '_', '*': // the next character is itself, or its width
			i++
		case '[':
			start := i + 1
			for i++; i < len(r) && r[i] != ']'; i++ {
			}
			switch strings.Trim(string(r[start:min(i, len(r))]), "hms") {
			case "":
				hour = true
			}
		case 'a': // am/pm, a/p
			if rest := string(r[i:min(i+5, len(r))]); rest == "am/pm" {
				i, hour = i+4, true
			} else if strings.HasPrefix(rest, "a/p") {
				i, hour = i+2, true
			}
		case 'g': // "general" has letters of its own
			if strings.HasPrefix(string(r[i:min(i+7, len(r))]), "general") {
				i += 6
			}
		case '%':
			share = true
		case 'y', 'd':
			day = true
		case 'm':
			month = true
		case 'h', 's':
			hour = true
		}
	}
	switch {
	case day && hour:
		return bothClock
	case day, month && !hour:
		return dayClock
	case hour:
		return hourClock
	case share:
		return percent
	}
	return noClock
}

// risky are the characters that make a spreadsheet take a text for a formula, or
// begin a cell anew; the wide ones are folded to the narrow by some programs.
const risky = "=+-@\t\r\n＝＋－＠"

// guard tells whether text, apart from apostrophes in front, begins with a risky
// character.
func guard(text string) bool {
	return strings.IndexAny(strings.TrimLeft(text, "'"), risky) == 0
}

// guarded makes a text harmless: one more apostrophe in front, which unguarded
// takes off again. Any text comes back as it was.
func guarded(text string) string {
	if guard(text) {
		return "'" + text
	}
	return text
}

func unguarded(text string) string {
	if strings.HasPrefix(text, "'") && guard(text) {
		return text[1:]
	}
	return text
}
