package score

import (
	"errors"
	"math"
	"strings"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// sheet is a small programme: a composite, a target whose figures break, and levels.
const sheet = `
act = "Nghị quyết thử"
code = "X"
years = [2021, 2030]
calendar = "admin"
margin = 2

[[goal]]
code = "1"

[[goal]]
code = "4"

[[target]]
code = "1.1"
goal = "1"
for = ["country", "province"]

[[target]]
code = "1.1b"
parent = "1.1"
indicator = "governments_share"
level = "tỉnh"
broken = 2025-07-01
threshold = [{ year = 2025, is = ">= 60", seen = true }, { year = 2030, is = ">= 75", seen = true }]

[[target]]
code = "1.1c"
parent = "1.1"
indicator = "governments_share"
level = "huyện"
until = 2025-06-30
threshold = [{ year = 2025, is = ">= 60", seen = true }]

[[target]]
code = "4.1"
goal = "4"
indicator = "birth_sex_ratio"
calendar = "civil"
for = ["country", "province"]
margin = 1
threshold = [{ year = 2025, is = "<= 111", seen = true }, { year = 2030, is = "<= 109", seen = true }]
`

func programme(t *testing.T) *Programme {
	t.Helper()
	p, err := Decode("programme/thu.toml", []byte(sheet))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func find(n indicator.Name) *indicator.Definition {
	if n == "governments_share" || n == "birth_sex_ratio" {
		return &indicator.Definition{Name: n}
	}
	return nil
}

// answered gives each question the rows that a test names: indicator, year, level, value.
func answered(p *Plan, rows ...indicator.Row) []indicator.Answer {
	out := make([]indicator.Answer, len(p.Questions))
	for i, q := range p.Questions {
		for _, r := range rows {
			if q.Indicators[0] == r.Indicator {
				out[i].Rows = append(out[i].Rows, r)
			}
		}
	}
	return out
}

func row(n indicator.Name, year, level string, v float64) indicator.Row {
	return indicator.Row{Indicator: n, Keys: map[string]string{indicator.ByYear: year, indicator.ByLevel: level}, Value: &v}
}

func TestCard(t *testing.T) {
	p := programme(t)
	plan, err := Ask(p, Setting{Unit: "40", Level: unit.Province, Year: 2024, Series: 2}, find)
	if err != nil {
		t.Fatal(err)
	}
	if len(plan.Questions) != 2 {
		t.Fatalf("%d questions, want one of each calendar", len(plan.Questions))
	}
	c := plan.Judge(answered(plan, row("governments_share", "2024", "tỉnh", 100), row("governments_share", "2024", "huyện", 40),
		row("birth_sex_ratio", "2024", "", 111.5), row("birth_sex_ratio", "2023", "", 112)))
	if c.Total != 2 || c.In[Partly] != 1 || c.In[Close] != 1 || c.Good() != 0 {
		t.Errorf("total %d, %v", c.Total, c.In)
	}
	whole, births := c.Rows[0], c.Rows[1]
	if whole.State != Partly || len(whole.Parts) != 2 || whole.Parts[0].State != Exceeded || whole.Parts[1].State != NotMet {
		t.Errorf("1.1: %s, %+v", whole.State, whole.Parts)
	}
	if births.Ahead != 2025 || births.Before == nil || *births.Before != 112 || births.Better() != 1 {
		t.Errorf("4.1: ahead %d, before %v, better %d: less is better", births.Ahead, births.Before, births.Better())
	}
}

// TestYears: districts are counted until they ended, a break is not compared over, and
// between two milestones lies the straight line.
func TestYears(t *testing.T) {
	p := programme(t)
	plan, err := Ask(p, Setting{Unit: "40", Level: unit.Province, Year: 2025, Series: 2}, find)
	if err != nil {
		t.Fatal(err)
	}
	c := plan.Judge(answered(plan, row("governments_share", "2025", "tỉnh", 60), row("governments_share", "2024", "tỉnh", 50)))
	if parts := c.Rows[0].Parts; len(parts) != 1 || parts[0].Code != "1.1b" || parts[0].State != Met {
		t.Errorf("2025: %+v", parts)
	} else if parts[0].Before != nil {
		t.Error("the year before the break was compared with")
	}
	births := p.Target("4.1")
	for _, x := range []struct {
		year  int
		want  float64
		path  bool
		ahead int
	}{{2021, 111, false, 2025}, {2025, 111, false, 0}, {2027, 110.2, true, 0}, {2030, 109, false, 0}, {2031, 109, false, 0}} {
		m, path, ahead, ok := births.Asked(x.year)
		if !ok || m.Value < x.want-1e-9 || m.Value > x.want+1e-9 || path != x.path || ahead != x.ahead || m.Op != AtMost {
			t.Errorf("%d: %v %v %d, want %v %v %d", x.year, m.Value, path, ahead, x.want, x.path, x.ahead)
		}
	}
}

// TestPathToAll: "= 100" of 2030 is asked for in 2030 alone; 80 on the way there is
// beyond what the straight line asks of 2026.
func TestPathToAll(t *testing.T) {
	all := Target{Milestones: []Milestone{{Year: 2025, Threshold: Threshold{Op: AtLeast, Value: 70}}, {Year: 2030, Threshold: Threshold{Op: Exactly, Value: 100}}}}
	none := Target{Milestones: []Milestone{{Year: 2025, Threshold: Threshold{Op: AtMost, Value: 20}}, {Year: 2030, Threshold: Threshold{Op: Exactly, Value: 0}}}}
	v := 80.0
	if m, path, _, _ := all.Asked(2026); m.Op != AtLeast || m.Value != 76 || !path || m.Judge(&v, "", false) != Exceeded {
		t.Errorf("2026: %v %v", m.Op, m.Value)
	}
	if m, _, _, _ := all.Asked(2030); m.Op != Exactly {
		t.Errorf("2030: %v", m.Op)
	}
	if m, _, _, _ := none.Asked(2026); m.Op != AtMost || m.Value != 16 {
		t.Errorf("falling: %v %v", m.Op, m.Value)
	}
}

// TestOwnSet: Sơn La's sex ratio at birth is looser, Cà Mau's knowledge would be stricter:
// both thresholds are judged side by side.
func TestOwnSet(t *testing.T) {
	p := programme(t)
	looser := &Set{Programme: "thu", Years: [2]int{2021, 2025}, Act: "KH",
		Rows: []SetRow{{Code: "4.1", Parent: "4.1", Milestones: []SetMilestone{{2025, "≤ 113,4"}}},
			{Code: "1.1b", Parent: "1.1b", Milestones: []SetMilestone{{2023, "≥ 80"}}},
			{Code: "7.1", Name: "Thêm", Goal: "4", Indicator: "birth_sex_ratio", Milestones: []SetMilestone{{2024, "< 120"}}}}}
	plan, err := Ask(p, Setting{Unit: "14", Level: unit.Province, Year: 2024, Series: 1, Set: looser}, find)
	if err != nil {
		t.Fatal(err)
	}
	c := plan.Judge(answered(plan, row("birth_sex_ratio", "2024", "", 113), row("governments_share", "2024", "tỉnh", 70)))
	if c.Total != 3 || c.Rows[0].State != Exceeded || c.Rows[0].NationalState != NotMet || c.Rows[0].National.Value != 111 {
		t.Errorf("looser: %s, national %s", c.Rows[0].State, c.Rows[0].NationalState)
	}
	if c.Rows[1].State != NotMet || c.Rows[1].NationalState != Exceeded {
		t.Errorf("stricter: %s, national %s", c.Rows[1].State, c.Rows[1].NationalState)
	}
	if r := c.Rows[2]; r.National != nil || r.State != Exceeded {
		t.Errorf("added: %+v", r)
	}
}

// TestPublished: a judgement that was published without a value stands over what
// records say of a part.
func TestPublished(t *testing.T) {
	p := programme(t)
	plan, err := Ask(p, Setting{Unit: "VN", Level: unit.Country, Year: 2023, Series: 1}, find)
	if err != nil {
		t.Fatal(err)
	}
	r := row("birth_sex_ratio", "2023", "", 105)
	r.State = "not_met"
	c := plan.Judge(answered(plan, r))
	if got := c.Rows[1]; got.State != NotMet || got.Value.Value != nil {
		t.Errorf("%s with %v", got.State, got.Value.Value)
	}
}

// TestUnits judges all units from the same answers, each by its own set.
func TestUnits(t *testing.T) {
	p := programme(t)
	own := &Set{Programme: "thu", Years: [2]int{2021, 2025}, Act: "KH", Rows: []SetRow{{Code: "4.1", Parent: "4.1", Milestones: []SetMilestone{{2025, "≤ 113,4"}}}}}
	plan, err := AskUnits(p, Setting{Unit: "VN", Level: unit.Province, Year: 2024}, []*Set{own}, find)
	if err != nil {
		t.Fatal(err)
	}
	v := 113.0
	var rows []indicator.Row
	for _, code := range []string{"14", "40"} {
		rows = append(rows, indicator.Row{Indicator: "birth_sex_ratio", Keys: map[string]string{indicator.ByUnit: code}, Value: &v})
	}
	answers := make([]indicator.Answer, len(plan.Questions))
	for i, q := range plan.Questions {
		if q.Calendar == period.Civil {
			answers[i].Rows = rows
		}
	}
	if c := plan.Judge(answers, "14", own); c.Total != 1 || c.Good() != 1 {
		t.Errorf("by its own: %+v", c.Counts)
	}
	if c := plan.Judge(answers, "40", nil); c.Total != 2 || c.In[NotMet] != 1 {
		t.Errorf("by the programme: %+v", c.Counts)
	}
}

func TestParseThreshold(t *testing.T) {
	for _, c := range []struct {
		text  string
		op    Operator
		value float64
		about bool
	}{
		{">= 60", AtLeast, 60, false}, {"≥60", AtLeast, 60, false}, {"trên 90 %", Over, 90, false}, {"dưới 30", Under, 30, false},
		{"không quá 1,7", AtMost, 1.7, false}, {"không dưới 50%", AtLeast, 50, false}, {"= 100", Exactly, 100, false}, {"≥ khoảng 60", AtLeast, 60, true},
		{">= ~85", AtLeast, 85, true}, {"≤ 113,4", AtMost, 113.4, false}, {"At most 1.7", AtMost, 1.7, false}, {"tối thiểu 27", AtLeast, 27, false},
	} {
		got, about, err := ParseThreshold(c.text)
		if err != nil || got.Op != c.op || got.Value != c.value || about != c.about {
			t.Errorf("%q: %v %v %v %v", c.text, got.Op, got.Value, about, err)
		}
		again, a, err := ParseThreshold(got.Text(about, "vi"))
		if err != nil || again != got || a != about {
			t.Errorf("%q written as %q reads as %v %v", c.text, got.Text(about, "vi"), again, err)
		}
	}
	for text, key := range map[string]string{"60": "score.no_operator", "": "score.threshold", "nhiều": "score.threshold", ">= sáu mươi": "score.threshold",
		"khoảng 60": "score.no_operator", ">= 1.234.5": "score.threshold"} {
		if _, _, err := ParseThreshold(text); !errors.Is(err, &fault.Error{Key: key}) {
			t.Errorf("%q: %v, want %s", text, err, key)
		}
	}
}

func FuzzParseThreshold(f *testing.F) {
	for _, s := range []string{">= 60", "trên 90 %", "≤ ~1,7", "không quá 1.234,5", "=", "khoảng"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, about, err := ParseThreshold(s)
		if err != nil {
			if len(fault.All(err)) == 0 {
				t.Error("no fault:", err)
			}
			return
		}
		again, a, err := ParseThreshold(got.Text(about, "vi"))
		if err != nil || again != got || a != about {
			t.Errorf("%q is %+v, written %q reads as %+v, %v", s, got, got.Text(about, "vi"), again, err)
		}
	})
}

// TestFaults of programmes and sets are told with their place.
func TestFaults(t *testing.T) {
	for _, c := range []struct{ was, is, want string }{
		{`is = "<= 111"`, `is = "111"`, "score.no_operator"},
		{`parent = "1.1"`, `parent = "9.9"`, "programme_file.parent"},
		{`level = "tỉnh"`, `level = "bang"`, "programme_file.level"},
		{`year = 2025, is = "<= 111"`, `year = 2030, is = "<= 111"`, "programme_file.order"},
		{`year = 2025, is = "<= 111"`, `year = 2020, is = "<= 111"`, "programme_file.year"},
		{`years = [2021, 2030]`, `years = [2021, 999999999]`, "programme_file.years"},
		{`margin = 2`, `margin = nan`, "programme_file.margin"},
		{`margin = 2`, `margin = -5`, "programme_file.margin"},
		{`margin = 1`, `margin = inf`, "programme_file.margin"},
		{`code = "4.1"`, `code = "1.1"`, "programme_file.code"},
		{`indicator = "birth_sex_ratio"`, ``, "programme_file.judged"},
	} {
		_, err := Decode("programme/thu.toml", []byte(strings.Replace(sheet, c.was, c.is, 1)))
		list := fault.All(err)
		if len(list) == 0 || !errors.Is(err, &fault.Error{Key: c.want}) && list[0].Key != c.want {
			t.Errorf("%s: %v, want %s", c.is, err, c.want)
			continue
		}
		if list[0].Place.Line < 2 {
			t.Errorf("%s: at line %d", c.is, list[0].Place.Line)
		}
	}
	p := programme(t)
	for want, rows := range map[string][]SetRow{
		"score.set.parent":       {{Code: "4.1", Parent: "9.9"}},
		"score.set.added":        {{Code: "4.9"}},
		"score.set.code":         {{Code: "4.1", Parent: "4.1"}, {Code: "4.1", Parent: "4.1"}},
		"score.set.level":        {{Code: "4.1", Parent: "4.1", Level: "bang"}},
		"score.set.goal":         {{Code: "4.1", Parent: "4.1", Goal: "9"}},
		"score.set.indicator":    {{Code: "4.1", Parent: "4.1", Indicator: "không có"}},
		"score.set.year":         {{Code: "4.1", Parent: "4.1", Milestones: []SetMilestone{{2035, "< 1"}}}},
		"score.no_operator":      {{Code: "4.1", Parent: "4.1", Milestones: []SetMilestone{{2025, "100"}}}},
		"score.set.no_threshold": {{Code: "1.1", Parent: "1.1", Indicator: "birth_sex_ratio"}},
		"score.set.rows":         {},
	} {
		_, err := (&Set{Years: [2]int{2021, 2025}, Rows: rows}).Targets(p, find)
		list := fault.All(err)
		if len(list) == 0 || list[0].Key != want {
			t.Errorf("%s: %v", want, err)
		}
		if len(rows) > 0 && len(list) > 0 && (list[0].Place.Row == 0 || list[0].Place.Column == "") {
			t.Errorf("%s: no place", want)
		}
	}
}

// TestSetsToKeep: what can be judged but makes no sense is refused where it is to be kept,
// with its place, and judged on where it was kept before.
func TestSetsToKeep(t *testing.T) {
	p := programme(t)
	find := func(n indicator.Name) *indicator.Definition {
		d := find(n)
		if d != nil && n == "governments_share" {
			d.Declared, d.Unit = true, "count.percent"
		}
		return d
	}
	wide, less, unsure := 100.0, -1.0, math.NaN()
	one := func(edit func(*SetRow)) []SetRow {
		r := SetRow{Code: "1.1b", Parent: "1.1b"}
		edit(&r)
		return []SetRow{r}
	}
	for _, c := range []struct {
		want string
		rows []SetRow
	}{
		{"", one(func(r *SetRow) { r.Milestones = []SetMilestone{{2025, "≥ 100"}} })},
		{"score.share", one(func(r *SetRow) { r.Milestones = []SetMilestone{{2025, "≥ 100,01"}} })},
		{"score.share", one(func(r *SetRow) { r.Milestones = []SetMilestone{{2025, "trên 100"}} })},
		{"programme_file.margin", one(func(r *SetRow) { r.Margin = &wide })},
		{"programme_file.margin", one(func(r *SetRow) { r.Margin = &less })},
		{"programme_file.margin", one(func(r *SetRow) { r.Margin = &unsure })},
		{"score.set.long", one(func(r *SetRow) { r.Name = strings.Repeat("ă", longName+1) })},
		{"score.set.long", one(func(r *SetRow) { r.Note = strings.Repeat("ă", longNote+1) })},
		{"score.set.long", one(func(r *SetRow) { r.Code = strings.Repeat("9", longCode+1) })},
		{"score.set.taken", []SetRow{{Code: "4.1", Name: "Khác", Goal: "4", Indicator: "governments_share", Milestones: []SetMilestone{{2025, "≥ 1"}}}}},
	} {
		s := &Set{Years: [2]int{2021, 2025}, Act: "KH", Rows: c.rows}
		list := fault.All(s.Check(p, find))
		if c.want == "" && len(list) == 0 {
			continue
		}
		if len(list) != 1 || list[0].Key != c.want || list[0].Place.Row != 1 || list[0].Place.Column == "" {
			t.Errorf("%+v: %v, want %s", c.rows[0], list, c.want)
		}
		if _, err := s.Targets(p, find); err != nil {
			t.Errorf("%s: kept before, no longer judged: %v", c.want, err)
		}
	}
	whole := &Set{Years: [2]int{2021, 2025}, Act: "KH", Rows: []SetRow{{Code: "1.1", Parent: "1.1", Milestones: []SetMilestone{{2025, "≥ 1"}}}}}
	if list := fault.All(whole.Check(p, find)); len(list) != 1 || list[0].Key != "score.set.whole" || !strings.Contains(list[0].Error(), "1.1b, 1.1c") {
		t.Errorf("a composite: %v", list)
	}
	long := &Set{Years: [2]int{2021, 2025}, Act: strings.Repeat("a", longName+1), Rows: []SetRow{{Code: "1.1b", Parent: "1.1b"}}}
	if list := fault.All(long.Check(p, find)); len(list) != 1 || list[0].Key != "score.set.act_long" {
		t.Errorf("an act: %v", list)
	}
}

// TestProgrammeCheck: what only the indicators tell is told at its line.
func TestProgrammeCheck(t *testing.T) {
	percent := func(n indicator.Name) *indicator.Definition {
		return &indicator.Definition{Name: n, Declared: true, Unit: "count.percent"}
	}
	for _, c := range []struct {
		was, is, want string
		line          int
	}{
		{`year = 2030, is = ">= 75"`, `year = 2030, is = ">= 750"`, "score.share", 25},
		{`margin = 1`, `margin = 100`, "programme_file.margin", 41},
		{`margin = 2`, `margin = 100`, "programme_file.margin", 6},
	} {
		file := strings.NewReplacer(c.was, c.is, `is = "<= 111"`, `is = "<= 11"`, `is = "<= 109"`, `is = "<= 10"`).Replace(sheet)
		p, err := Decode("programme/thu.toml", []byte(file))
		if err != nil {
			t.Fatal(err)
		}
		var told []string
		for _, f := range fault.All(p.Check(percent, &word.Book{})) {
			if f.Key == "programme_file.word" {
				continue
			}
			told = append(told, f.Error())
			if f.Key == c.want && f.Place.Line != c.line {
				t.Errorf("%s: at line %d", c.is, f.Place.Line)
			}
		}
		if len(told) != 1 || !strings.HasPrefix(told[0], c.want) {
			t.Errorf("%s: %q, want %s", c.is, told, c.want)
		}
	}
}
