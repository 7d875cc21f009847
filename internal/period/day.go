package period

import (
	"fmt"
	"strings"
	"time"

	"binhdang/internal/fault"
)

// VietNam is Viet Nam's time. A fixed zone needs no zone files on the server, and is
// right: the country has kept UTC+7 without summer time since 13 June 1975, before
// any moment that this program sees.
var VietNam = time.FixedZone("+07", 7*60*60)

// The years that a typed day may lie in. Outside them it is a slip of the hand.
const (
	firstDayYear = 1900
	lastDayYear  = 2100
)

// Date returns the day, or 0 where the calendar has none or the year has not four
// digits: unlike time.Date it never turns 31/2 into 3/3.
func Date(year, month, day int) Day {
	if year < 1000 || year > 9999 || month < 1 || month > 12 || day < 1 || day > monthLength(year, month) {
		return 0
	}
	return Day(year*10000 + month*100 + day)
}

// FromTime returns the day that it is in Viet Nam (UTC+7) at t.
func FromTime(t time.Time) Day {
	t = t.In(VietNam)
	return Date(t.Year(), int(t.Month()), t.Day())
}

// ParseDay reads a day as people and files write it: 2025-06-30, 30/06/2025,
// 30/6/2025, 30-6-2025, 30.6.2025 or 20250630. The year has four digits; of two
// digits nobody knows the century. The day comes before the month, always.
func ParseDay(text string) (Day, error) {
	t := strings.TrimSpace(text)
	bad := fault.New(fault.Invalid, "period.day_bad", "text", t)
	var y, m, d string
	if len(t) == 8 && digits(t) {
		y, m, d = t[:4], t[4:6], t[6:]
	} else {
		i := strings.IndexAny(t, "-/.")
		if i < 0 {
			return 0, bad
		}
		p := strings.Split(t, t[i:i+1])
		if len(p) != 3 || !digits(p[0]) || !digits(p[1]) || !digits(p[2]) || len(p[1]) > 2 {
			return 0, bad
		}
		switch {
		case len(p[0]) == 4 && len(p[2]) <= 2:
			y, m, d = p[0], p[1], p[2]
		case len(p[2]) == 4 && len(p[0]) <= 2:
			d, m, y = p[0], p[1], p[2]
		case len(p[0]) <= 2 && len(p[2]) == 2:
			return 0, fault.New(fault.Invalid, "period.day_year", "text", t)
		default:
			return 0, bad
		}
	}
	day := Date(number(y), number(m), number(d))
	if number(y) < firstDayYear || number(y) > lastDayYear {
		return 0, fault.New(fault.Invalid, "period.day_range", "text", t, "first", firstDayYear, "last", lastDayYear)
	}
	if day == 0 {
		return 0, fault.New(fault.Invalid, "period.day_none", "text", t)
	}
	return day, nil
}

// Valid reports whether d is a day of the calendar. 0 is not.
func (d Day) Valid() bool { return d > 0 && Date(d.Year(), d.Month(), d.DayOfMonth()) == d }

// Year is the civil year.
func (d Day) Year() int { return int(d) / 10000 }

// Month is the civil month, 1 to 12.
func (d Day) Month() int { return int(d) / 100 % 100 }

// DayOfMonth is 1 to 31.
func (d Day) DayOfMonth() int { return int(d) % 100 }

// Add returns the day n days later, or earlier where n is negative. No day plus
// anything is no day.
func (d Day) Add(n int) Day {
	if !d.Valid() {
		return 0
	}
	t := d.utc().AddDate(0, 0, n)
	return Date(t.Year(), int(t.Month()), t.Day())
}

// String is the ISO form, 2025-06-30, for files, links and commands; "" for no day.
func (d Day) String() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%04d-%02d-%02d", d.Year(), d.Month(), d.DayOfMonth())
}

// VN is the form that people read, 30/06/2025; "" for no day.
func (d Day) VN() string {
	if d == 0 {
		return ""
	}
	return fmt.Sprintf("%02d/%02d/%04d", d.DayOfMonth(), d.Month(), d.Year())
}

// Time is the first moment of the day in Viet Nam; the zero Time for no day.
func (d Day) Time() time.Time {
	if !d.Valid() {
		return time.Time{}
	}
	return time.Date(d.Year(), time.Month(d.Month()), d.DayOfMonth(), 0, 0, 0, 0, VietNam)
}

// utc is midnight in UTC, for counting days.
func (d Day) utc() time.Time {
	return time.Date(d.Year(), time.Month(d.Month()), d.DayOfMonth(), 0, 0, 0, 0, time.UTC)
}

func monthLength(year, month int) int {
	return time.Date(year, time.Month(month)+1, 0, 0, 0, 0, 0, time.UTC).Day()
}

// digits reports whether s is one or more ASCII digits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

// number is the value of at most four digits, which cannot overflow.
func number(s string) int {
	n := 0
	for i := range len(s) {
		n = n*10 + int(s[i]-'0')
	}
	return n
}
