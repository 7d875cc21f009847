package register

import (
	"errors"
	"regexp"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/vn"
)

// days reads the first and last day as the kind of entry needs them.
func (c *checker) days() {
	first, last := c.in[ColumnFirst], c.in[ColumnLast]
	if first == "" {
		c.fail(ColumnFirst, "check.required")
		return
	}
	if c.total() && c.window(first, last) {
		return
	}
	a, bad := readDay(first)
	if bad != nil {
		c.put(ColumnFirst, bad)
	}
	b := a
	switch {
	case last != "":
		if b, bad = readDay(last); bad != nil {
			c.put(ColumnLast, bad)
		}
	case c.total():
		c.fail(ColumnLast, "check.total_days")
	case c.Kind == Stock:
		b = 0
	}
	if c.bad[ColumnFirst] || c.bad[ColumnLast] {
		return
	}
	if b != 0 && b < a {
		c.fail(ColumnLast, "check.days_reversed", "first", a.VN(), "last", b.VN())
		return
	}
	c.set(a, b)
}

// set takes the days that were read and judges them against the calendar.
func (c *checker) set(first, last period.Day) {
	c.First, c.Last = first, last
	if c.Kind == Stock {
		c.Last, c.Closed = first, last
	}
	today := c.env.Today
	switch {
	case first > today:
		c.fail(ColumnFirst, "check.future", "day", first.VN(), "today", today.VN())
	case last > today && c.total():
		c.warn(ColumnLast, "check.total_open", "last", last.VN(), "today", today.VN())
	case last > today:
		c.fail(ColumnLast, "check.future", "day", last.VN(), "today", today.VN())
	}
	if d := c.Day(); d < c.def.From {
		c.fail(ColumnFirst, "check.before_edition", "day", d.VN(), "from", c.def.From.VN())
	}
}

// within refuses a day that the field wants among the days of the record and that
// lies before or after them.
func (c *checker) within(f *Field) {
	n, _ := strconv.Atoi(c.Values[f.ID].Text)
	day, last := period.Day(n), c.Last
	if c.Kind == Stock {
		last = c.Closed
	}
	if !f.Within || c.First == 0 || day >= c.First && (last == 0 || day <= last) {
		return
	}
	if last == 0 {
		c.fail(f.ID, "check.within_open", "day", day.VN(), "first", c.First.VN())
		return
	}
	c.fail(f.ID, "check.within", "day", day.VN(), "first", c.First.VN(), "last", last.VN())
}

// window reads the days of a total from one text such as "2023" or "quý 4 năm
// 2023". It leaves what looks like a day to be read as one.
func (c *checker) window(text, last string) bool {
	if _, bad := period.ParseDay(text); bad == nil {
		return false
	}
	p, err := period.Parse(periodKey(text), c.def.Calendar)
	var bad *fault.Error
	switch {
	case errors.As(err, &bad) && bad.Key == "period.bad":
		c.fail(ColumnFirst, "check.window", "text", text)
	case bad != nil:
		c.put(ColumnFirst, bad)
	case err != nil:
		c.fail(ColumnFirst, "check.window", "text", text)
	case last != "":
		c.fail(ColumnLast, "check.window_last", "text", text)
	case p.Window.First < firstDay:
		c.fail(ColumnFirst, "check.day_early", "day", p.Window.First.VN(), "first", firstDay.VN())
	default:
		c.set(p.Window.First, p.Window.Last)
	}
	return true
}

// Vietnamese for what period.Parse reads, folded. Each is the whole text.
var periodWords = []struct {
	pattern *regexp.Regexp
	key     string
}{
	{regexp.MustCompile(`^nam (\d{4})$`), "$1"},
	{regexp.MustCompile(`^(?:giai doan |nam )?(\d{4}) ?[-–] ?(\d{4})$`), "$1..$2"},
	{regexp.MustCompile(`^quy (i|ii|iii|iv|[1-4])(?:[/ ]| nam | ?- ?)(\d{4})$`), "$2-Q$1"},
	{regexp.MustCompile(`^thang (\d{1,2})(?:[/ ]| nam | ?- ?)(\d{4})$`), "$2-$1"},
	{regexp.MustCompile(`^6 thang dau nam (\d{4})$`), "$1-H1"},
	{regexp.MustCompile(`^6 thang cuoi nam (\d{4})$`), "$1-H2"},
	{regexp.MustCompile(`^9 thang (?:dau )?nam (\d{4})$`), "$1-9M"},
	{regexp.MustCompile(`^thang hanh dong (?:nam )?(\d{4})$`), "action-$1"},
}

var roman = map[string]int{"Qi": 1, "Qii": 2, "Qiii": 3, "Qiv": 4}

// periodKey turns the words that people use for a period into its key; other
// text stays as it is.
func periodKey(text string) string {
	folded := vn.Fold(text)
	for _, w := range periodWords {
		if w.pattern.MatchString(folded) {
			key := w.pattern.ReplaceAllString(folded, w.key)
			if year, part, ok := strings.Cut(key, "-"); ok && roman[part] > 0 {
				key = year + "-Q" + strconv.Itoa(roman[part])
			}
			return key
		}
	}
	return text
}
