package indicator

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/register"
)

func TestParseExpr(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"activity.sessions", "activity.sessions"},
		{"  activity.sessions+activity.people ", "activity.sessions + activity.people"},
		{"a.x-b.y-c.z", "a.x - b.y - c.z"},
		{"a.x-(b.y-c.z)", "a.x - (b.y - c.z)"},
		{"((a.x+b.y))*2.50", "(a.x + b.y) * 2.50"},
		{"a.x/(2*3)", "a.x / (2 * 3)"},
		{"min(a.x,max(b.y,3))", "min(a.x, max(b.y, 3))"},
		{"if(a.x<=10,0,a.x*2)", "if(a.x <= 10, 0, a.x * 2)"},
		{"if(a.x = 0, 1, 2)", "if(a.x = 0, 1, 2)"},
		{"whole(activity.women)", "whole(activity.women)"},
		{"count( club )", "count(club)"},
	} {
		e, err := ParseExpr(test.text)
		if err != nil {
			t.Errorf("ParseExpr(%q): %v", test.text, err)
			continue
		}
		if e.String() != test.want {
			t.Errorf("ParseExpr(%q) = %q, want %q", test.text, e, test.want)
		}
	}
}

func TestParseExprFaults(t *testing.T) {
	for _, test := range []struct {
		text, key, column string
	}{
		{"", "formula.ends", "1"},
		{"a.x +", "formula.ends", "6"},
		{"a.x b.y", "formula.unexpected", "5"},
		{"a.x đ", "formula.unexpected", "5"},
		{"đ", "formula.unexpected", "1"},
		{"sessions", "formula.name", "1"},
		{"2 * sessions", "formula.name", "5"},
		{"a.", "formula.ends", "3"},
		{"a.X", "formula.unexpected", "3"},
		{"(a.x", "formula.ends", "5"},
		{"avg(a.x)", "formula.function", "1"},
		{"min(a.x)", "formula.unexpected", "8"},
		{"if(a.x, 1, 2)", "formula.unexpected", "7"},
		{"if(a.x < 1, 2)", "formula.unexpected", "14"},
		{"whole(activity)", "formula.name", "7"},
		{"-1", "formula.unexpected", "1"},
		{"a.x + 99999999999999999999", "formula.number", "7"},
		{strings.Repeat("(", 60) + "a.x", "formula.deep", "51"},
		{strings.Repeat("a.x+", 600), "formula.long", ""},
	} {
		e, err := ParseExpr(test.text)
		if e != nil || err == nil {
			t.Errorf("ParseExpr(%q) = %v, %v, want %s", test.text, e, err, test.key)
			continue
		}
		f := fault.All(err)[0]
		column := ""
		if f.Args[0] == "column" {
			column = f.Args[1]
		}
		if f.Key != test.key || column != test.column {
			t.Errorf("ParseExpr(%q) says %v, want %s in column %s", test.text, f, test.key, test.column)
		}
	}
}

func TestNames(t *testing.T) {
	e, err := ParseExpr("if(count(b) < a.x, whole(a.y), a.x + a.y)")
	if err != nil {
		t.Fatal(err)
	}
	want := []Ref{{Register: "b"}, {Register: "a", Measure: "x"}, {Register: "a", Measure: "y", Whole: true}, {Register: "a", Measure: "y"}}
	if d := cmp.Diff(want, e.Names()); d != "" {
		t.Error(d)
	}
}

func FuzzParseExpr(f *testing.F) {
	for _, s := range []string{"a.x", "a.x+b.y*2", "if(a.x<1,2,3)", "min(a.x,whole(a.y))", "count(a)/(1-2)", "((", "a.x - (b.y + 1) / 3.5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		e, err := ParseExpr(text)
		if err != nil {
			if len(fault.All(err)) != 1 {
				t.Errorf("ParseExpr(%q): %v is no fault", text, err)
			}
			return
		}
		again, err := ParseExpr(e.String())
		if err != nil && !errors.Is(err, &fault.Error{Key: "formula.long"}) {
			t.Fatalf("%q printed as %q is not read back: %v", text, e, err)
		}
		if err == nil && again.String() != e.String() {
			t.Errorf("%q printed as %q is read back as %q", text, e, again)
		}
		d := &Definition{Numerator: e, Denominator: e, Scale: 1}
		d.Value(nil) // and nothing panics without data
	})
}

// activity is a register of events, club one of stocks.
var activity = &register.Definition{
	Name: "activity", Number: 1, Totals: true, Count: "sessions",
	Fields: []*register.Field{
		{ID: "form", Kind: register.KindCode, List: "FORM", By: true},
		{ID: "topic", Kind: register.KindCodes, List: "TOPIC", By: true},
		{ID: "mode", Kind: register.KindCode, List: "MODE"},
		{ID: "sessions", Kind: register.KindNumber, Measure: "sessions"},
		{ID: "people", Kind: register.KindNumber, Measure: "people"},
		{ID: "women", Kind: register.KindNumber, Measure: "women"},
		{ID: "cost", Kind: register.KindNumber, Measure: "cost"},
	},
	Measures: []register.Measure{
		{ID: "sessions", OverTime: "sum"}, {ID: "people", OverTime: "sum"},
		{ID: "women", PartOf: "people", OverTime: "sum"}, {ID: "cost", Money: true, OverTime: "sum"},
	},
}

var club = &register.Definition{
	Name: "club", Number: 2, Stock: true, Count: "clubs",
	Fields: []*register.Field{
		{ID: "model", Kind: register.KindCode, List: "MODEL", By: true},
		{ID: "clubs", Kind: register.KindNumber, Measure: "clubs"},
		{ID: "members", Kind: register.KindNumber, Measure: "members"},
	},
	Measures: []register.Measure{{ID: "clubs", OverTime: "level"}, {ID: "members", OverTime: "level"}},
}

var leadership = &register.Definition{
	Name: "leadership", Number: 3,
	Fields:   []*register.Field{{ID: "leaders", Kind: register.KindNumber, Measure: "leaders"}},
	Measures: []register.Measure{{ID: "leaders", OverTime: "none"}},
}

func find(n register.Name) *register.Definition {
	return map[register.Name]*register.Definition{"activity": activity, "club": club, "leadership": leadership}[n]
}

// sum is a cell of records, each written as "field=3" or "field=more:3".
func sum(def *register.Definition, records ...string) Cell {
	c := Cell{Def: def}
	for _, r := range records {
		rec := &register.Record{Def: def, Values: register.Values{}}
		sign := int64(1)
		for _, w := range strings.Fields(r) {
			if w == "closed" {
				sign = -1
				continue
			}
			k, v, _ := strings.Cut(w, "=")
			n := &register.Number{}
			for _, q := range []register.Qualifier{register.More, register.Less, register.About} {
				if rest, ok := strings.CutPrefix(v, string(q)+":"); ok {
					n.Q, v = q, rest
				}
			}
			if _, err := fmt.Sscan(v, &n.N); err != nil {
				panic(err)
			}
			rec.Values[k] = register.Value{Number: n}
		}
		c.Any = true
		c.Sum.Add(fact.Of(rec, nil), sign)
	}
	return c
}

func define(t *testing.T, text string) *Definition {
	t.Helper()
	num, den, ratio := strings.Cut(text, " // ")
	d := &Definition{Name: "x", Scale: 100}
	var err error
	if d.Numerator, err = ParseExpr(num); err != nil {
		t.Fatal(err)
	}
	if ratio {
		if d.Denominator, err = ParseExpr(den); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

func TestValue(t *testing.T) {
	share := "activity.women // whole(activity.women)"
	for _, test := range []struct {
		rule, formula string
		activity      []string
		club          []string
		want          string
	}{
		{rule: "no record is no data", formula: "activity.sessions", want: "none"},
		{rule: "a measure given in no record is no data", formula: "activity.women",
			activity: []string{"sessions=1 people=5"}, want: "none not_given=1 coverage=0/1"},
		{rule: "zero given is zero", formula: "activity.women",
			activity: []string{"sessions=1 people=3 women=0"}, want: "0 coverage=1/1"},
		{rule: "sums and what was not given", formula: "activity.people",
			activity: []string{"people=3", "people=4", "sessions=1"}, want: "7 not_given=1"},
		{rule: "records are counted", formula: "count(activity)", activity: []string{"people=3", "people=4"}, want: "2"},
		{rule: "large money is exact", formula: "activity.cost", activity: []string{"cost=9007199254740991"}, want: "9007199254740991"},
		{rule: "only more is more", formula: "activity.people", activity: []string{"people=more:3", "people=4"}, want: "more 7"},
		{rule: "only less is less", formula: "activity.people", activity: []string{"people=less:3", "people=4"}, want: "less 7"},
		{rule: "mixed is about", formula: "activity.people", activity: []string{"people=more:3", "people=less:4"}, want: "about 7"},
		{rule: "a difference turns the word", formula: "activity.people - activity.women",
			activity: []string{"people=10 women=more:4"}, want: "less 6 coverage=0/0"},
		{rule: "a share divides by what was recorded with it", formula: share,
			activity: []string{"sessions=3 people=10 women=4", "sessions=2 people=90"},
			want:     "40 = 4 / 10 not_given=1 coverage=3/5"},
		{rule: "a ratio keeps the word of its numerator", formula: share,
			activity: []string{"sessions=1 people=10 women=more:4"}, want: "more 40 = 4 / 10 coverage=1/1"},
		{rule: "a ratio with an inexact denominator is about", formula: share,
			activity: []string{"sessions=1 people=more:10 women=4"}, want: "about 40 = 4 / 10 coverage=1/1"},
		{rule: "nothing to divide by is nothing arising", formula: share,
			activity: []string{"sessions=1 people=0 women=0"}, want: "none = 0 / 0 nothing_arising coverage=1/1"},
		{rule: "no numerator is no data", formula: "activity.women // club.clubs",
			club: []string{"clubs=5"}, want: "none = none / 5"},
		{rule: "ratios divide last", formula: "activity.sessions // 3 * activity.people",
			activity: []string{"sessions=1 people=1"}, want: "33.333333333333336 = 1 / 3"},
		{rule: "a register without records adds nothing", formula: "activity.sessions + club.clubs",
			activity: []string{"sessions=2"}, want: "2"},
		{rule: "what is missing is not taken away as zero", formula: "activity.sessions - club.clubs",
			activity: []string{"sessions=2"}, want: "none"},
		{rule: "a plain number is no data", formula: "activity.sessions + 5", want: "none"},
		{rule: "a stock that has closed is zero", formula: "club.members",
			club: []string{"clubs=1 members=20", "clubs=1 members=20 closed"}, want: "0"},
		{rule: "a stock nobody told of is no data", formula: "club.clubs", want: "none"},
		{rule: "open clubs without members given are no data", formula: "club.members",
			club: []string{"clubs=1 members=20", "clubs=1 members=20 closed", "clubs=1"}, want: "none not_given=1"},
		{rule: "smaller and greater", formula: "max(min(activity.people, 5), activity.women)",
			activity: []string{"people=9 women=2"}, want: "5 coverage=0/0"},
		{rule: "a choice", formula: "if(activity.people > 8, activity.women, 100)",
			activity: []string{"people=9 women=2"}, want: "2 coverage=0/0"},
		{rule: "a choice over an inexact number is about", formula: "if(activity.people >= 9, activity.sessions, 100)",
			activity: []string{"sessions=2 people=more:9"}, want: "about 2"},
	} {
		cells := Cells{}
		if test.activity != nil {
			cells["activity"] = sum(activity, test.activity...)
		}
		if test.club != nil {
			cells["club"] = sum(club, test.club...)
		}
		got := show(define(t, test.formula).Value(cells))
		if got != test.want {
			t.Errorf("%s: %s of %q %q\n got %s\nwant %s", test.rule, test.formula, test.activity, test.club, got, test.want)
		}
	}
}

// For how much a number was told is known in what the register counts, else in records.
func TestTold(t *testing.T) {
	award := &register.Definition{
		Name: "award", Number: 4,
		Fields: []*register.Field{{ID: "bodies", Kind: register.KindNumber, Measure: "bodies"},
			{ID: "people", Kind: register.KindNumber, Measure: "people"}, {ID: "women", Kind: register.KindNumber, Measure: "women"}},
		Measures: []register.Measure{{ID: "bodies"}, {ID: "people"}, {ID: "women", PartOf: "people"}},
	}
	cells := Cells{
		"activity": sum(activity, "sessions=1 people=40", "sessions=1", "sessions=50", "people=7 women=3"),
		"club":     sum(club, "clubs=1 members=20", "clubs=1", "clubs=3 members=9", "clubs=1 members=9 closed", "clubs=1", "clubs=1 closed"),
		"award":    sum(award, "bodies=2", "people=3 women=1", "people=4"),
	}
	for _, test := range []struct{ rule, formula, want string }{
		{"in sessions", "activity.people", "1/52 sessions"},
		{"a part too", "activity.women", "0/52 sessions"},
		{"a share is told as its part", "activity.women // whole(activity.women)", "0/52 sessions"},
		{"what is counted is told in records", "activity.sessions", "3/4 "},
		{"of a stock, what is open", "club.members", "3/4 clubs"},
		{"told for all", "club.clubs", "all"},
		{"a measure that an entry need not be about", "award.bodies", "all"},
		{"but a part is missed where it is not told", "award.women", "1/3 "},
		{"of two measures nobody knows", "activity.people + club.members", "all"},
		{"records are all told", "count(activity)", "all"},
		{"a register without records", "none.people", "all"},
	} {
		got := "all"
		if v := define(t, test.formula).Value(cells).Told; v != nil {
			got = fmt.Sprintf("%d/%d %s", v.Given, v.Total, v.Of.Measure)
		}
		if got != test.want {
			t.Errorf("%s: %s is told for %s, want %s", test.rule, test.formula, got, test.want)
		}
	}
	// A measure beside which the counting one does not apply is told in records.
	routed := cells["activity"]
	routed.Sum[fact.WithoutPartCount] = fact.Vector{}
	if v := define(t, "activity.people").Value(Cells{"activity": routed}).Told; *v != (Coverage{Of: Ref{Register: "activity"}, Given: 2, Total: 4}) {
		t.Errorf("without sessions: %+v, want 2 of 4 records", v)
	}
}

func show(v Value) string {
	number := func(p *float64) string {
		if p == nil {
			return "none"
		}
		s := fmt.Sprintf("%.17g", *p)
		return s
	}
	out := number(v.Value)
	if v.Qualifier != "" {
		out = string(v.Qualifier) + " " + out
	}
	if v.Numerator != nil || v.Denominator != nil {
		out += " = " + number(v.Numerator) + " / " + number(v.Denominator)
	}
	if v.NothingArising {
		out += " nothing_arising"
	}
	if v.NotGiven != 0 {
		out += fmt.Sprintf(" not_given=%d", v.NotGiven)
	}
	if v.Coverage != nil {
		out += fmt.Sprintf(" coverage=%d/%d", v.Coverage.Given, v.Coverage.Total)
	}
	return out
}

func TestAverage(t *testing.T) {
	num := func(v float64) *float64 { return &v }
	years := []Value{{Value: num(900)}, {Value: num(1000)}, {Value: num(1000)}, {Value: num(1000)}, {}}
	given, all := Average(Value{Value: num(3900), Qualifier: register.More}, years)
	if *given.Value != 975 || given.Divisor != 4 || *all.Value != 780 || all.Divisor != 5 || given.Qualifier != register.More {
		t.Errorf("averages of 3900 are %v by %d and %v by %d, want 975 by 4 and 780 by 5", *given.Value, given.Divisor, *all.Value, all.Divisor)
	}
	given, all = Average(Value{Value: num(5000)}, years)
	if given.Value != nil || *all.Value != 1000 {
		t.Errorf("a total declared for several years at once has no known years: got %v and %v", given.Value, *all.Value)
	}
	given, all = Average(Value{}, []Value{{}, {}})
	if given.Value != nil || all.Value != nil || all.Divisor != 2 || given.Divisor != 0 {
		t.Errorf("no data has the averages %v and %v", given, all)
	}
}

func TestDecode(t *testing.T) {
	d, err := Decode("indicator/women_share.toml", []byte(`
numerator = "activity.women"
denominator = "whole(activity.women)"
scale = 100
decimals = 1
share = true
over_time = "sum"
over_units = "sum"
by = ["form", "topic"]
unit = "count.percent"
[where]
form = ["FORM.TOADAM"]
`))
	if err != nil {
		t.Fatal(err)
	}
	if d.Name != "women_share" || !d.Ratio() || !d.Percent() || !d.Share || d.Declared || d.Scale != 100 || d.Decimals != 1 || !slices.Equal(d.By, []string{"form", "topic"}) ||
		d.Where["form"][0] != "FORM.TOADAM" || d.Unit != "count.percent" || d.Denominator.String() != "whole(activity.women)" {
		t.Errorf("decoded as %+v", d)
	}
	if err := Check(d, find); err != nil {
		t.Error(err)
	}
}

const tail = "\nover_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.session\"\n"

const declaredTail = "\nover_time = \"none\"\nover_units = \"none\"\nunit = \"count.percent\"\n"

// TestDeclared wants an indicator without a formula to have no value of its own.
func TestDeclared(t *testing.T) {
	d, err := Decode("indicator/knowledge_share.toml", []byte("declared = true\nscale = 100\ndecimals = 1\nshare = true"+declaredTail))
	if err != nil {
		t.Fatal(err)
	}
	if err := Check(d, find); err != nil {
		t.Error(err)
	}
	if !d.Declared || !d.Share || !d.Ratio() || !d.Percent() || d.YesNo() || len(d.Registers()) != 0 {
		t.Errorf("decoded as %+v, reads %v", d, d.Registers())
	}
	if v := d.Value(Cells{}); v.Value != nil || v.NothingArising || v.Numerator != nil {
		t.Errorf("of no cells the value is %+v", v)
	}
}

func TestDecodeFaults(t *testing.T) {
	for _, test := range []struct{ file, text, want string }{
		{"a.toml", `value = "activity.sessions`, "content.toml a.toml:1"},
		{"a.toml", "value = \"a.b\"\nvalues = \"x\"" + tail, "content.key_unknown a.toml:2"},
		{"a.toml", "value = 3" + tail, "content.toml a.toml:1"},
		{"a.toml", "# x\nvalue = \"a.b +\"" + tail, "formula.ends a.toml:2"},
		{"a.toml", tail, "indicator_file.value_or_ratio a.toml:1"},
		{"a.toml", "numerator = \"a.b\"" + tail, "indicator_file.value_or_ratio a.toml:1"},
		{"a.toml", "value = \"a.b\"\ndenominator = \"a.b\"" + tail, "indicator_file.value_or_ratio a.toml:1"},
		{"a.toml", "value = \"a.b\"\nscale = 100" + tail, "indicator_file.only_ratio a.toml:2"},
		{"a.toml", "numerator = \"a.b\"\ndenominator = \"a.c\"\nscale = 7" + tail, "content.value a.toml:3"},
		{"a.toml", "numerator = \"a.b\"\ndenominator = \"a.c\"\ndecimals = -1" + tail, "content.value a.toml:3"},
		{"a.toml", "value = \"a.b\"\nunit = \"count.x\"", "content.value a.toml:1, content.value a.toml:1"},
		{"a.toml", "value = \"a.b\"\nby = [\"form\", \"form\"]" + tail, "content.twice a.toml:2"},
		{"a.toml", "value = \"a.b\"" + tail + "[where]\nform = []\n", "indicator_file.where_empty a.toml:5"},
		{"a.toml", "value = \"a.b\"\nshare = true" + tail, "indicator_file.only_ratio a.toml:2"},
		{"a.toml", "numerator = \"a.b\"\ndenominator = \"a.c\"\nshare = true" + tail, "indicator_file.percent a.toml:6"},
		{"a.toml", "declared = true\nvalue = \"a.b\"" + declaredTail, "indicator_file.declared_alone a.toml:1"},
		{"a.toml", "declared = true\nby = [\"form\"]" + declaredTail, "indicator_file.declared_alone a.toml:1"},
		{"a.toml", "declared = true" + tail, "indicator_file.declared_adds a.toml:2"},
		{"a.toml", "declared = true\nscale = 10" + declaredTail, "content.value a.toml:2, indicator_file.percent a.toml:5"},
		{"a.toml", "declared = true\nover_time = \"none\"\nover_units = \"none\"\ndecimals = 1\nunit = \"count.yes_no\"", "indicator_file.yes_no a.toml:5"},
		{"a.toml", "value = \"a.b\"\nover_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.yes_no\"", "indicator_file.yes_no a.toml:4"},
		{"Ă.toml", "value = \"a.b\"" + tail, "content.id Ă.toml:1"},
	} {
		d, err := Decode(test.file, []byte(test.text))
		if got := places(err); got != test.want || d != nil {
			t.Errorf("Decode(%q)\n got %s\nwant %s", test.text, got, test.want)
		}
	}
}

func places(err error) string {
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, fmt.Sprintf("%s %s:%d", f.Key, f.Place.File, f.Place.Line))
	}
	return strings.Join(out, ", ")
}

func FuzzDecode(f *testing.F) {
	f.Add("value = \"activity.sessions\"" + tail)
	f.Add("numerator = \"a.b\"\ndenominator = \"a.c\"\nscale = 7" + tail + "where = {form = [\"x\"]}")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := Decode("indicator/x.toml", []byte(text))
		if err == nil {
			Check(d, find)
			return
		}
		if d != nil || len(fault.All(err)) == 0 {
			t.Errorf("Decode(%q): %v, %v", text, d, err)
		}
		for _, e := range fault.All(err) {
			if e.Place.File != "indicator/x.toml" || e.Place.Line < 1 {
				t.Errorf("Decode(%q): %v has no place", text, e)
			}
		}
	})
}

func TestCheck(t *testing.T) {
	for _, test := range []struct{ rule, text, want string }{
		{"a plain sum", `value = "activity.sessions"` + tail, ""},
		{"a share", "numerator = \"activity.women\"\ndenominator = \"whole(activity.women)\"\nscale = 100" + tail, ""},
		{"a share that does not say so", "numerator = \"activity.women\"\ndenominator = \"whole(activity.women)\"\nscale = 100\nover_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.percent\"", "indicator_file.share x.toml:1"},
		{"what is no share and says so", "numerator = \"activity.sessions\"\ndenominator = \"activity.people\"\nscale = 100\nshare = true\nover_time = \"sum\"\nover_units = \"sum\"\nunit = \"count.percent\"", "indicator_file.share x.toml:4"},
		{"men from women", "numerator = \"whole(activity.women) - activity.women\"\ndenominator = \"whole(activity.women)\"" + tail, ""},
		{"money a head", "numerator = \"activity.cost\"\ndenominator = \"activity.people\"\nmoney = true" + tail, ""},
		{"no such register", `value = "training.people"` + tail, "formula.register_unknown x.toml:1"},
		{"no such measure", `value = "activity.men"` + tail, "formula.measure_unknown x.toml:1"},
		{"names are needed", `value = "1 + 2"` + tail, "formula.no_names x.toml:1"},
		{"only a part has a whole", `value = "whole(activity.people)"` + tail, "formula.not_a_part x.toml:1"},
		{"totals stand for several records", `value = "count(activity)"` + tail, "formula.count_totals x.toml:1"},
		{"a level is no sum", `value = "club.clubs"` + tail, "indicator_file.adds x.toml:2"},
		{"records of a stock are a level", `value = "count(club)"` + tail, "indicator_file.adds x.toml:2"},
		{"a state told anew is no sum", `value = "leadership.leaders"` + tail, "indicator_file.adds x.toml:2"},
		{"days and a day are not added", "value = \"activity.sessions + club.clubs\"\nover_time = \"none\"\nover_units = \"sum\"\nunit = \"count.x\"", "formula.time_mixed x.toml:1"},
		{"days over a day", "numerator = \"activity.sessions\"\ndenominator = \"club.clubs\"" + tail, "indicator_file.adds x.toml:3"},
		{"the smaller of two does not add up", `value = "min(activity.people, 100)"` + tail, "indicator_file.not_over_units x.toml:3, indicator_file.adds x.toml:2"},
		{"and may say so", "value = \"min(activity.people, 100)\"\nover_time = \"none\"\nover_units = \"none\"\nunit = \"count.x\"", ""},
		{"a product does not add up", `value = "activity.sessions * activity.people"` + tail, "indicator_file.not_over_units x.toml:3, indicator_file.adds x.toml:2"},
		{"twice a sum adds up", `value = "activity.people * 2 / 3"` + tail, ""},
		{"a number beside a sum does not", `value = "activity.people + 1"` + tail, "formula.plain_number x.toml:1"},
		{"ratios divide last", `value = "activity.people / activity.sessions"` + tail, "formula.divides x.toml:1, indicator_file.not_over_units x.toml:3, indicator_file.adds x.toml:2"},
		{"a part is in its whole", `value = "activity.people + activity.women"` + tail, "formula.part_twice x.toml:1"},
		{"money is money", `value = "activity.cost"` + tail, "indicator_file.money x.toml:1"},
		{"people are not money", "value = \"activity.people\"\nmoney = true" + tail, "indicator_file.money x.toml:2"},
		{"money and people are not added", `value = "activity.cost + activity.people"` + tail, "formula.money_mixed x.toml:1"},
		{"people by money", "numerator = \"activity.people\"\ndenominator = \"activity.cost\"" + tail, "formula.per_money x.toml:2"},
		{"a share of the wrong whole", "numerator = \"activity.women\"\ndenominator = \"activity.people\"" + tail, "formula.share x.toml:2"},
		{"a whole of another part", "numerator = \"activity.sessions\"\ndenominator = \"whole(activity.women)\"" + tail, "formula.whole_alone x.toml:2"},
		{"a breakdown that is not kept", "value = \"activity.sessions\"\nby = [\"form\", \"mode\"]" + tail, "indicator_file.by x.toml:2"},
		{"a breakdown that one register lacks", "numerator = \"activity.sessions\"\ndenominator = \"club.clubs\"\nby = [\"form\"]\nover_time = \"none\"\nover_units = \"sum\"\nunit = \"count.x\"", "indicator_file.by x.toml:3"},
		{"a condition", `value = "activity.sessions"` + tail + "[where]\nform = [\"FORM.TOADAM\", \"FORM.HOITHI\"]", ""},
		{"a condition on a field that is not kept", `value = "activity.sessions"` + tail + "[where]\nmode = [\"x\"]", "indicator_file.by x.toml:5"},
		{"a condition that counts twice", `value = "activity.sessions"` + tail + "[where]\ntopic = [\"x\", \"y\"]", "indicator_file.where_several x.toml:5"},
		{"a condition over two registers", "numerator = \"activity.sessions\"\ndenominator = \"club.clubs\"\nover_time = \"none\"\nover_units = \"sum\"\nunit = \"count.x\"\n[where]\nform = [\"x\"]", "indicator_file.where_registers x.toml:6"},
	} {
		d, err := Decode("x.toml", []byte(test.text))
		if err != nil {
			t.Errorf("%s: %v", test.rule, err)
			continue
		}
		if got := places(Check(d, find)); got != test.want {
			t.Errorf("%s: Check of\n%s\n got %s\nwant %s", test.rule, test.text, got, test.want)
		}
	}
}

// TestSharedFigure holds that a share of others' figures is a number though the records
// that gave it are counted with another share.
func TestSharedFigure(t *testing.T) {
	def := &register.Definition{Name: "activity", Measures: []register.Measure{{ID: "attendances"}}}
	of, err := ParseExpr("activity.attendances")
	if err != nil {
		t.Fatal(err)
	}
	d := &Definition{Numerator: of}
	var sum fact.Sum
	sum[fact.Numbers].V[0] = 40
	for _, c := range []struct {
		part bool
		v    int64
		want bool
	}{{true, 40, true}, {true, 0, false}, {false, 40, false}} {
		sum[fact.Numbers].V[0] = c.v
		if v := d.Value(Cells{"activity": {Sum: sum, Any: true, Part: c.part, Def: def}}).Value; (v != nil) != c.want || v != nil && *v != float64(c.v) {
			t.Errorf("%d of no record, part %v: got %v", c.v, c.part, v)
		}
	}
}
