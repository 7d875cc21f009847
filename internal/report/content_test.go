package report

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
)

func TestContent(t *testing.T) {
	files, _ := filepath.Glob(content + "/report/*.toml")
	if len(files) < 3 {
		t.Fatalf("reports in content: %v", files)
	}
	find, book := indicators(t), words(t)
	for _, f := range files {
		name := strings.TrimSuffix(filepath.Base(f), ".toml")
		if err := definition(t, name).Check(find, registers(t), book); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

const small = `
accepts = ["years", "year"]
calendar = "admin"
symbol = "BC"
kind = "report.say.kind"
subject = "report.multi_year.subject"
lead = "report.multi_year.lead"
[[section]]
heading = "report.heading.results"
[[section.block]]
text = [{ say = "report.say.sessions_years", of = ["sessions", "sessions.average", "attendances", "attendances.coverage"], none = "report.say.sessions_none" }]
[[section.block]]
[section.block.table]
caption = "report.table.years"
by = "year"
of = ["sessions", "women_attendances"]
total = true
[[section.block]]
fill = { name = "limits", hint = "report.hint.limits" }
`

// withList has a list of names besides.
const withList = small + `[[section.block]]
list = { name = "sponsors" }
[[list]]
name = "sponsors"
register = "resource"
field = "sponsor"
measure = "contributions"
`

func TestDecodeFaults(t *testing.T) {
	for _, x := range []struct{ rule, from, to, want string }{
		{"unknown key", `symbol = "BC"`, `sybmol = "BC"`, "content.key_unknown at small.toml:4"},
		{"not TOML", `calendar = "admin"`, `calendar = `, "content.toml at small.toml:3"},
		{"unknown kind of period", `"year"]`, `"decade"]`, "report_file.accepts at small.toml:2"},
		{"unknown calendar", `"admin"`, `"lunar"`, "report_file.calendar at small.toml:3"},
		{"a key that must stand", `symbol = "BC"`, ``, "report_file.missing at small.toml:1"},
		{"a block of two things", `total = true`, "total = true\n[[section.block]]\nheading = \"a\"\nfill = { name = \"b\" }", "report_file.block at small.toml:9"},
		{"an option that is none", `"sessions.average"`, `"sessions.mean"`, "report_file.hole at small.toml:11"},
		{"turned without keys", `by = "year"`, `turn = true`, "report_file.table at small.toml:14"},
		{"a calendar of a block", "[[section.block]]\n[section", "[[section.block]]\ncalendar = \"lunar\"\n[section", "report_file.calendar at small.toml:13"},
		{"a list without a field", `field = "sponsor"`, ``, "report_file.missing at small.toml:21"},
		{"a list twice", "[[list]]", "[[list]]\nname = \"sponsors\"\nregister = \"resource\"\nfield = \"sponsor\"\nmeasure = \"budget\"\n[[list]]", "report_file.list_twice at small.toml:21"},
		{"a list that the report has not", `list = { name = "sponsors"`, `list = { name = "sponsor"`, "report_file.list at small.toml:21"},
		{"a name with a space", `name = "limits"`, `name = "li mits"`, "report_file.name at small.toml:19"},
	} {
		text := strings.Replace(withList, x.from, x.to, 1)
		if text == withList {
			t.Fatalf("%s: nothing replaced", x.rule)
		}
		_, err := Decode("small.toml", []byte(text))
		if !strings.Contains(places(err), x.want) {
			t.Errorf("%s: got %s, want %s", x.rule, places(err), x.want)
		}
	}
}

func TestCheckFaults(t *testing.T) {
	for _, x := range []struct{ rule, from, to, want string }{
		{"a word that no file has", `"report.table.years"`, `"report.table.days"`, "report_file.word at small.toml:14"},
		{"an indicator that is not there", `"women_attendances"`, `"women_seen"`, "report_file.indicator at small.toml:16"},
		{"a hole that is not asked for", `"sessions.average", `, ``, "report_file.hole_of at small.toml:11"},
		{"a question that no hole says", `"attendances", "attendances.coverage"]`, `"attendances", "attendances.coverage", "copies"]`, "report_file.hole_unused at small.toml:11"},
		{"another sentence with a hole that is not asked for", `say = "report.say.sessions_years", of`, `say = "report.say.sessions_years", or = ["report.say.pupils"], of`, "report_file.hole_of at small.toml:11"},
		{"another sentence that no file has", `say = "report.say.sessions_years", of`, `say = "report.say.sessions_years", or = ["report.say.x"], of`, "report_file.word at small.toml:11"},
		{"a list from no register", `register = "resource"`, `register = "resources"`, "report_file.register at small.toml:24"},
		{"a list of texts that papers may not show", `field = "sponsor"`, `field = "goods"`, "report_file.list_field at small.toml:25"},
		{"a list by no measure", `measure = "contributions"`, `measure = "gifts"`, "report_file.list_measure at small.toml:26"},
		{"no breakdown by such a field", `by = "year"`, `by = "product"`, "report_file.by at small.toml:14"},
	} {
		text := strings.Replace(withList, x.from, x.to, 1)
		if text == withList {
			t.Fatalf("%s: nothing replaced", x.rule)
		}
		d, err := Decode("small.toml", []byte(text))
		if err != nil {
			t.Fatalf("%s: %v", x.rule, err)
		}
		d.Name = "multi-year" // whose title the words have
		if got := places(d.Check(indicators(t), registers(t), words(t))); !strings.Contains(got, x.want) {
			t.Errorf("%s: got %s, want %s", x.rule, got, x.want)
		}
	}
	d, err := Decode("small.toml", []byte(strings.Replace(withList, `"sessions.average", "attendances"`, `"sessions.average", "attendances", "clubs.average"`, 1)))
	if err != nil {
		t.Fatal(err)
	}
	if got := places(d.Check(indicators(t), registers(t), words(t))); !strings.Contains(got, "report_file.option") {
		t.Errorf("a level has no yearly average: got %s", got)
	}
}

func places(err error) string {
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, f.Key+" at "+(&fault.Error{Place: f.Place}).Error())
	}
	s := strings.Join(out, "; ")
	return strings.NewReplacer(" at  at ", " at ").Replace(s)
}

func TestPeriods(t *testing.T) {
	d := definition(t, "multi-year")
	if p, err := d.Period("2021..2025"); err != nil || p.Window.First != 20201215 || p.Window.Last != 20251214 {
		t.Errorf("Period(2021..2025) = %v, %v", p, err)
	}
	for _, bad := range []string{"2023", "2023-Q4", "action-2025", "2023-01-05..2023-02-07", "x"} {
		if _, err := d.Period(bad); fault.All(err) == nil {
			t.Errorf("Period(%q) = %v, want a fault", bad, err)
		}
	}
	annual := definition(t, "annual")
	for _, x := range [][3]string{
		{"2025", "2024", "2026"}, {"2025-Q4", "2024-Q4", "2026-Q4"}, {"2025-H1", "2024-H1", "2026-H1"}, {"2025-9M", "2024-9M", "2026-9M"},
	} {
		p, err := annual.Period(x[0])
		if err != nil {
			t.Fatal(err)
		}
		before, ok := beside(p, -1)
		after, also := beside(p, 1)
		if !ok || !also || before.Key != x[1] || after.Key != x[2] {
			t.Errorf("beside %s: %q and %q, want %q and %q", x[0], before.Key, after.Key, x[1], x[2])
		}
	}
	years, _ := d.Period("2021..2025")
	if before, _ := beside(years, -1); before.Key != "2016..2020" {
		t.Errorf("before 2021..2025: %s, want 2016..2020", before.Key)
	}
	month, _ := definition(t, "action-month").Period("action-2025")
	if before, _ := beside(month, -1); before.Key != "action-2024" {
		t.Errorf("before action-2025: %s, want action-2024", before.Key)
	}
}

func TestQuestions(t *testing.T) {
	for _, name := range []string{"multi-year", "annual", "action-month"} {
		d := definition(t, name)
		p, err := d.Period(examples[d.Accepts[0]])
		if err != nil {
			t.Fatal(err)
		}
		list := Questions(d, "22", p)
		seen := map[string]bool{}
		for i, q := range list {
			id := q.Window.String() + strings.Join(q.By, ",")
			if seen[id] {
				t.Errorf("%s asks twice for %s", name, id)
			}
			seen[id] = true
			if !q.Approved || q.Map != indicator.MapToday || q.Unit != "22" {
				t.Errorf("%s: question %+v", name, q)
			}
			// Statistics of violence go by the civil year, all else by the report's calendar.
			if civil := q.Window.First == 20250101 || q.Window.First == 20240101; civil != (q.Calendar == period.Civil) {
				t.Errorf("%s: question %+v is by the wrong days", name, q)
			}
			for _, n := range q.Indicators {
				if i > 0 && !strings.Contains(join2(list[0].Indicators), " "+string(n)+" ") {
					t.Errorf("%s: the first question lacks %s", name, n)
				}
			}
		}
	}
	d := definition(t, "multi-year")
	p, _ := d.Period("2021..2025")
	if q := Questions(d, "193@2025-06-30", p)[0]; q.Map != indicator.MapThen {
		t.Errorf("a unit of a day stands on the map of %q, want then", q.Map)
	}
}

func join2(names []indicator.Name) string {
	s := " "
	for _, n := range names {
		s += string(n) + " "
	}
	return s
}

func FuzzDecode(f *testing.F) {
	files, _ := filepath.Glob(content + "/report/*.toml")
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte(small))
	f.Add([]byte("accepts = [\"year\"]\n[[section]]\n[[section.block]]\ntable = {}"))
	f.Fuzz(func(t *testing.T, data []byte) {
		d, err := Decode("report/fuzz.toml", data)
		if err != nil {
			faults := fault.All(err)
			if len(faults) == 0 {
				t.Fatalf("not a fault: %v", err)
			}
			for _, e := range faults {
				if e.Place.File != "report/fuzz.toml" || e.Place.Line < 1 {
					t.Fatalf("a fault without a place: %v", e)
				}
			}
			return
		}
		p, err := d.Period(examples[d.Accepts[0]])
		if err != nil {
			t.Fatalf("a report refuses its own example: %v", err)
		}
		for _, q := range Questions(d, "22", p) {
			if len(q.Indicators) == 0 {
				t.Fatal("a question about nothing")
			}
		}
	})
}

func FuzzSentence(f *testing.F) {
	for _, s := range []string{"a {b} [c {d.e}[ f]].", "[", "{}", "]{", "{a[b]}", "x", "{a} (b|c)", "((a|b)|c)", "[(a|b)"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		parsed, err := parse(s)
		if err != nil {
			if !errors.Is(err, &fault.Error{Key: "report_file.sentence"}) {
				t.Fatal(err)
			}
			return
		}
		runs, ok := parsed.fill(func(h string) []Run { return []Run{{Text: "{" + h + "}"}} })
		if !ok {
			t.Fatal("a hole that was filled had nothing")
		}
		if want := strings.NewReplacer("[", "", "]", "").Replace(forms.ReplaceAllString(s, "$2")); line(runs) != want {
			t.Fatalf("%q filled is %q, want %q", s, line(runs), want)
		}
	})
}
