package period

import (
	"cmp"
	"errors"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"binhdang/internal/fault"

	"github.com/pelletier/go-toml/v2"
)

func TestParseDay(t *testing.T) {
	for _, c := range []struct{ text, want, fault string }{
		{text: "2025-06-30", want: "2025-06-30"},
		{text: "30/06/2025", want: "2025-06-30"},
		{text: "30/6/2025", want: "2025-06-30"},
		{text: "1/6/2025", want: "2025-06-01"},
		{text: "30-6-2025", want: "2025-06-30"},
		{text: "30.6.2025", want: "2025-06-30"},
		{text: "20250630", want: "2025-06-30"},
		{text: " 30/06/2025\n", want: "2025-06-30"},
		{text: "29/02/2024", want: "2024-02-29"},
		{text: "29/02/2000", want: "2000-02-29"},
		{text: "29/02/1900", fault: "period.day_none"},
		{text: "29/02/2023", fault: "period.day_none"},
		{text: "31/02/2025", fault: "period.day_none"},
		{text: "06/30/2025", fault: "period.day_none"},
		{text: "0/6/2025", fault: "period.day_none"},
		{text: "20250631", fault: "period.day_none"},
		{text: "30/06/25", fault: "period.day_year"},
		{text: "30-6-25", fault: "period.day_year"},
		{text: "25-06-30", fault: "period.day_year"},
		{text: "1/1/1899", fault: "period.day_range"},
		{text: "01/01/2101", fault: "period.day_range"},
		{text: "0205-06-30", fault: "period.day_range"},
		{text: "", fault: "period.day_bad"},
		{text: "hôm nay", fault: "period.day_bad"},
		{text: "6/2025", fault: "period.day_bad"},
		{text: "2025", fault: "period.day_bad"},
		{text: "30/06-2025", fault: "period.day_bad"},
		{text: "30/06/2025/1", fault: "period.day_bad"},
		{text: "30/06/20255", fault: "period.day_bad"},
		{text: "030/06/2025", fault: "period.day_bad"},
		{text: "30/006/2025", fault: "period.day_bad"},
		{text: "-30/06/2025", fault: "period.day_bad"},
		{text: "30//2025", fault: "period.day_bad"},
		{text: "٣٠/٠٦/٢٠٢٥", fault: "period.day_bad"},
	} {
		d, err := ParseDay(c.text)
		check(t, c.text, d.String(), err, c.want, c.fault)
	}
}

func TestDay(t *testing.T) {
	d := Date(2025, 6, 5)
	if d != 20250605 || d.Year() != 2025 || d.Month() != 6 || d.DayOfMonth() != 5 || d.VN() != "05/06/2025" {
		t.Errorf("Date(2025, 6, 5) = %d, %q", d, d.VN())
	}
	for n, want := range map[int]Day{1: 20250606, -5: 20250531, 30: 20250705, 365: 20260605, 0: d} {
		if got := d.Add(n); got != want {
			t.Errorf("%v.Add(%d) = %d, want %d", d, n, got, want)
		}
	}
	for _, bad := range []Day{0, -1, 1, 20250631, 20250600, 20251301, 20250229, 99991232} {
		if bad.Valid() || bad.Add(1) != 0 || !bad.Time().IsZero() {
			t.Errorf("%d passes for a day", int32(bad))
		}
	}
	if s := Day(0).String() + Day(0).VN(); s != "" {
		t.Errorf("no day prints %q", s)
	}
	if got := Day(99991231).Add(1); got != 0 {
		t.Errorf("the day after the last of four digits is %d, want none", got)
	}
}

// The server's clock and zone do not matter: a day is a day in Viet Nam.
func TestFromTime(t *testing.T) {
	last := time.Date(2025, 12, 14, 16, 59, 59, 0, time.UTC)
	far := time.FixedZone("far", -11*60*60)
	for _, c := range []struct {
		at   time.Time
		want Day
	}{
		{last, 20251214},
		{last.Add(time.Second), 20251215},
		{last.In(far), 20251214},
		{last.Add(time.Second).In(far), 20251215},
	} {
		if got := FromTime(c.at); got != c.want {
			t.Errorf("FromTime(%v) = %v, want %v", c.at, got, c.want)
		}
	}
}

func TestWindow(t *testing.T) {
	w := Window{20230105, 20230207}
	if w.Days() != 34 || w.String() != "2023-01-05..2023-02-07" {
		t.Errorf("%v has %d days", w, w.Days())
	}
	if (Window{20230207, 20230105}).Valid() || (Window{}).Valid() || (Window{20230105, 20230230}).Valid() {
		t.Error("a window that is none is valid")
	}
	if (Window{}).Days() != 0 || (Window{}).Contains(0) || (Window{}).Covers(Window{}) || w.Covers(Window{}) || w.Overlaps(Window{}) {
		t.Error("no window has days")
	}
	if !w.Covers(w) || w.Covers(Window{20230105, 20230208}) || !w.Covers(Window{20230106, 20230106}) {
		t.Error("Covers is not inclusive of the ends and of nothing else")
	}
	if got := w.Clip(Window{20230207, 20231231}); got != (Window{20230207, 20230207}) {
		t.Errorf("Clip at a shared end = %v", got)
	}
	if got := w.Clip(Window{20230208, 20231231}); got != (Window{}) {
		t.Errorf("Clip of neighbours = %v", got)
	}
}

func TestCut(t *testing.T) {
	for _, c := range []struct {
		rule  string
		w     Window
		inner Window
		edges []Window
	}{
		{"whole slots have no edges", Window{20231115, 20231215}, Window{20231115, 20231215}, nil},
		{"one day on the 15th is a slot", Window{20230615, 20230615}, Window{20230615, 20230615}, nil},
		{"both ends odd", Window{20230105, 20230207}, Window{20230115, 20230131}, []Window{{20230105, 20230114}, {20230201, 20230207}}},
		{"first end odd", Window{20240220, 20240314}, Window{20240301, 20240314}, []Window{{20240220, 20240229}}},
		{"last end odd", Window{20240215, 20240228}, Window{20240215, 20240215}, []Window{{20240216, 20240228}}},
		{"within a slot", Window{20230102, 20230113}, Window{}, []Window{{20230102, 20230113}}},
		{"over a cut but no slot whole", Window{20230120, 20230205}, Window{}, []Window{{20230120, 20230205}}},
	} {
		inner, edges := c.w.Cut()
		if inner != c.inner || !slices.Equal(edges, c.edges) {
			t.Errorf("%s: %v cut into %v and %v, want %v and %v", c.rule, c.w, inner, edges, c.inner, c.edges)
		}
	}
}

func TestParse(t *testing.T) {
	for _, c := range []struct {
		text     string
		calendar Calendar
		key      string // "" for the text itself
		want     string
		fault    string
	}{
		{text: "2023", calendar: Admin, want: "2022-12-15..2023-12-14"},
		{text: "2023", calendar: Civil, want: "2023-01-01..2023-12-31"},
		{text: "2023", calendar: School, want: "2023-09-01..2024-08-31"},
		{text: "2021..2025", calendar: Admin, want: "2020-12-15..2025-12-14"},
		{text: "2021..2025", calendar: Civil, want: "2021-01-01..2025-12-31"},
		{text: "2021..2025", calendar: School, want: "2021-09-01..2026-08-31"},
		{text: "2021 .. 2025", calendar: Civil, key: "2021..2025", want: "2021-01-01..2025-12-31"},
		{text: "2021..2021", calendar: Civil, key: "2021", want: "2021-01-01..2021-12-31"},
		{text: "2023-Q1", calendar: Admin, want: "2022-12-15..2023-03-14"},
		{text: "2023-Q2", calendar: Admin, want: "2023-03-15..2023-06-14"},
		{text: "2023-Q3", calendar: Admin, want: "2023-06-15..2023-09-14"},
		{text: "2023-Q4", calendar: Admin, want: "2023-09-15..2023-12-14"},
		{text: "2023-q4", calendar: Civil, key: "2023-Q4", want: "2023-10-01..2023-12-31"},
		{text: "2023-Q2", calendar: School, want: "2023-12-01..2024-02-29"},
		{text: "2023-H1", calendar: Admin, want: "2022-12-15..2023-06-14"},
		{text: "2023-H2", calendar: Admin, want: "2023-06-15..2023-12-14"},
		{text: "2023-H1", calendar: Civil, want: "2023-01-01..2023-06-30"},
		{text: "2023-H2", calendar: School, want: "2024-03-01..2024-08-31"},
		{text: "2023-9M", calendar: Admin, want: "2022-12-15..2023-09-14"},
		{text: "2023-9M", calendar: Civil, want: "2023-01-01..2023-09-30"},
		{text: "2023-9m", calendar: School, key: "2023-9M", want: "2023-09-01..2024-05-31"},
		{text: "2023-11", calendar: Admin, want: "2023-10-15..2023-11-14"},
		{text: "2023-01", calendar: Admin, want: "2022-12-15..2023-01-14"},
		{text: "2024-3", calendar: Admin, key: "2024-03", want: "2024-02-15..2024-03-14"},
		{text: "2024-02", calendar: Civil, want: "2024-02-01..2024-02-29"},
		{text: "2023-11", calendar: School, want: "2023-11-01..2023-11-30"},
		{text: "2024-02", calendar: School, want: "2024-02-01..2024-02-29"},
		{text: "action-2025", calendar: Admin, want: "2025-11-15..2025-12-15"},
		{text: "action-2025", calendar: Civil, want: "2025-11-15..2025-12-15"},
		{text: "2023-01-05..2023-02-07", calendar: Admin, want: "2023-01-05..2023-02-07"},
		{text: "5/1/2023..7/2/2023", calendar: Admin, key: "2023-01-05..2023-02-07", want: "2023-01-05..2023-02-07"},

		{text: "", calendar: Admin, fault: "period.bad"},
		{text: "23", calendar: Admin, fault: "period.bad"},
		{text: "2023-", calendar: Admin, fault: "period.bad"},
		{text: "2023-Q5", calendar: Admin, fault: "period.bad"},
		{text: "2023-H0", calendar: Admin, fault: "period.bad"},
		{text: "2023-13", calendar: Admin, fault: "period.bad"},
		{text: "2023-00", calendar: Admin, fault: "period.bad"},
		{text: "2023-6M", calendar: Admin, fault: "period.bad"},
		{text: "2023-01-05", calendar: Admin, fault: "period.bad"},
		{text: "action-25", calendar: Admin, fault: "period.bad"},
		{text: "2021..", calendar: Admin, fault: "period.bad"},
		{text: "2021...2025", calendar: Admin, fault: "period.bad"},
		{text: "2021-2025", calendar: Admin, fault: "period.bad"},
		{text: "2021..2023-02-07", calendar: Admin, fault: "period.bad"},
		{text: "2025..2021", calendar: Admin, fault: "period.reversed"},
		{text: "2023-02-07..2023-01-05", calendar: Admin, fault: "period.reversed"},
		{text: "2023-02-07..2023-02-30", calendar: Admin, fault: "period.day_none"},
		{text: "1989", calendar: Admin, fault: "period.range"},
		{text: "2101-Q1", calendar: Admin, fault: "period.range"},
		{text: "2021..2101", calendar: Admin, fault: "period.range"},
		{text: "action-0000", calendar: Admin, fault: "period.range"},
		{text: "1989-12-31..1990-01-01", calendar: Admin, fault: "period.range"},
		{text: "2023", calendar: "lunar", fault: "period.calendar"},
		{text: "2023", calendar: "", fault: "period.calendar"},
	} {
		p, err := Parse(c.text, c.calendar)
		check(t, string(c.calendar)+" "+c.text, p.Window.String(), err, c.want, c.fault)
		if want := cmp.Or(c.key, c.text); err == nil && (p.Key != want || p.Calendar != c.calendar) {
			t.Errorf("%s %s: key %q of %s, want %q", c.calendar, c.text, p.Key, p.Calendar, want)
		}
	}
}

// 15/12, the last day of an Action Month, is already the next administrative year.
func TestOf(t *testing.T) {
	for _, c := range []struct {
		calendar Calendar
		step     Step
		day      Day
		want     string
	}{
		{Admin, Year, 20251214, "2025"},
		{Admin, Year, 20251215, "2026"},
		{Admin, Half, 20251215, "2026-H1"},
		{Admin, Quarter, 20251215, "2026-Q1"},
		{Admin, Month, 20251215, "2026-01"},
		{Admin, Month, 20231015, "2023-11"},
		{Admin, Month, 20231114, "2023-11"},
		{Civil, Year, 20251215, "2025"},
		{Civil, Half, 20250701, "2025-H2"},
		{School, Year, 20240831, "2023"},
		{School, Year, 20240901, "2024"},
		{School, Quarter, 20240831, "2023-Q4"},
		{School, Month, 20240115, "2024-01"},
	} {
		p := Of(c.calendar, c.step, c.day)
		if p.Key != c.want || !p.Window.Contains(c.day) {
			t.Errorf("Of(%s, %s, %v) = %s %v, want %s", c.calendar, c.step, c.day, p.Key, p.Window, c.want)
		}
	}
}

func TestSteps(t *testing.T) {
	got := Window{20230105, 20230320}.Steps(Admin, Month)
	want := []Period{
		{Admin, "2023-01", Window{20230105, 20230114}},
		{Admin, "2023-02", Window{20230115, 20230214}},
		{Admin, "2023-03", Window{20230215, 20230314}},
		{Admin, "2023-04", Window{20230315, 20230320}},
	}
	if !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := (Window{}).Steps(Admin, Month); got != nil {
		t.Errorf("no window has steps %v", got)
	}
	// A window up to the last day that there is still ends.
	if got := (Window{99991201, 99991231}).Steps(Civil, Month); len(got) != 1 {
		t.Errorf("December 9999 has %d months", len(got))
	}
}

func TestYears(t *testing.T) {
	for text, want := range map[string]int{
		"2021..2025": 5, "2023": 1, "2023-Q4": 0, "action-2025": 0,
		"2020-12-01..2022-12-31": 2, "2021-01-01..2022-12-31": 1,
	} {
		p, err := Parse(text, Admin)
		if err != nil {
			t.Fatal(err)
		}
		if got := Years(p); len(got) != want {
			t.Errorf("%s has years %v, want %d", text, got, want)
		}
	}
}

func TestOfPanics(t *testing.T) {
	for name, f := range map[string]func(){
		"step":     func() { Of(Admin, "week", 20230101) },
		"calendar": func() { Of("lunar", Month, 20230101) },
		"day":      func() { Of(Admin, Month, 20230231) },
		"end":      func() { Of(Admin, Month, 99991231) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("a wrong %s passes", name)
				}
			}()
			f()
		}()
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ calendar, text, vi, en string }{
		{"admin", "2023", "năm 2023", "2023"},
		{"admin", "2021..2025", "giai đoạn 2021-2025", "2021-2025"},
		{"civil", "2023-Q4", "quý IV năm 2023", "quarter 4 of 2023"},
		{"admin", "2023-H1", "6 tháng đầu năm 2023", "the first half of 2023"},
		{"admin", "2023-H2", "6 tháng cuối năm 2023", "the second half of 2023"},
		{"admin", "2023-9M", "9 tháng năm 2023", "the first nine months of 2023"},
		{"admin", "2023-11", "tháng 11 năm 2023", "month 11 of 2023"},
		{"school", "2023-11", "tháng 11 năm 2023", "month 11 of 2023"},
		{"admin", "action-2025", "Tháng hành động năm 2025", "Action Month 2025"},
		{"admin", "2023-01-05..2023-02-07", "từ ngày 05/01/2023 đến ngày 07/02/2023", "from 05/01/2023 to 07/02/2023"},
		{"school", "2023", "năm học 2023-2024", "school year 2023-2024"},
		{"school", "2021..2025", "từ năm học 2021-2022 đến năm học 2025-2026", "school years 2021-2022 to 2025-2026"},
		{"school", "2023-Q1", "quý I năm học 2023-2024", "quarter 1 of school year 2023-2024"},
		{"school", "2023-H1", "6 tháng đầu năm học 2023-2024", "the first half of school year 2023-2024"},
		{"school", "2023-H2", "6 tháng cuối năm học 2023-2024", "the second half of school year 2023-2024"},
		{"school", "2023-9M", "9 tháng đầu năm học 2023-2024", "the first nine months of school year 2023-2024"},
	} {
		p, err := Parse(c.text, Calendar(c.calendar))
		if err != nil {
			t.Fatal(err)
		}
		word, args := p.Words()
		for lang, want := range map[string]string{"vi": c.vi, "en": c.en} {
			if got := fill(t, lang, word, args); got != want {
				t.Errorf("%s %s in %s: got %q, want %q", c.calendar, c.text, lang, got, want)
			}
		}
	}
}

// Each fault has its sentence in both languages, and fills each hole of it.
func TestFaultsHaveSentences(t *testing.T) {
	var faults []*fault.Error
	for _, text := range []string{"x", "2025..2021", "1980", "30/2/2023..1/3/2023", "1/1/23..2/2/23", "1/1/1800..2/2/2023"} {
		_, err := Parse(text, Admin)
		faults = append(faults, fault.All(err)...)
	}
	_, err := ParseDay("x")
	faults = append(faults, fault.All(err)...)
	_, err = ParseCalendar("lunar")
	faults = append(faults, fault.All(err)...)
	if len(faults) != 8 {
		t.Fatalf("got %d faults, want 8: %v", len(faults), faults)
	}
	for _, f := range faults {
		for _, lang := range []string{"vi", "en"} {
			fill(t, lang, f.Key, f.Args)
		}
	}
}

// fill is the sentence of a key with its holes filled; a hole left is an error.
func fill(t *testing.T, lang, word string, args []string) string {
	t.Helper()
	data, err := os.ReadFile("../../content/words/" + lang + "/period.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Period map[string]string }
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	s := file.Period[strings.TrimPrefix(word, "period.")]
	for i := 0; i+1 < len(args); i += 2 {
		s = strings.ReplaceAll(s, "{"+args[i]+"}", args[i+1])
	}
	if s == "" || regexp.MustCompile(`\{\w+\}`).MatchString(s) {
		t.Errorf("%s %s %q: sentence %q", lang, word, args, s)
	}
	return s
}

// check compares a result with what is wanted, or a fault with its key.
func check(t *testing.T, input, got string, err error, want, key string) {
	t.Helper()
	switch {
	case key != "" && !errors.Is(err, &fault.Error{Kind: fault.Invalid, Key: key}):
		t.Errorf("%q: got %q and %v, want fault %s", input, got, err, key)
	case key == "" && (err != nil || got != want):
		t.Errorf("%q: got %q and %v, want %q", input, got, err, want)
	}
}
