package register

import (
	"fmt"
	"strings"
	"testing"

	"binhdang/internal/fault"
)

// head and body make a register that is right; each test spoils one thing.
const (
	goodHead = `number = 1001
edition = 1
from = 2020-01-01
totals = true
count = "talks"
near = ["form"]
crossings = [["form", "mode"]]
measure = [
  { id = "talks" },
  { id = "people" },
  { id = "women", part_of = "people" },
  { id = "others" },
  { id = "other_women", part_of = "others" },
]
`
	goodBody = `[[field]]
id = "form"
kind = "code"
list = "FORM"
by = true
[[field]]
id = "mode"
kind = "code"
list = "MODE"
by = true
[[field]]
id = "talks"
kind = "number"
measure = "talks"
default = 1
[[field]]
id = "people"
kind = "number"
measure = "people"
usual = 100
per = "talks"
route = { by = "form", attr = "counts", to = { session = "people", other = "others" } }
[[field]]
id = "women"
kind = "number"
part_of = "people"
measure = "women"
route = { by = "form", attr = "counts", to = { session = "women", other = "other_women" } }
[[field]]
id = "note"
kind = "text"
long = true
`
	good = goodHead + goodBody
)

func TestDecode(t *testing.T) {
	d, err := Decode("register/talk-2.toml", []byte(strings.Replace(good, "edition = 1", "edition = 2", 1)))
	if err != nil {
		t.Fatal(err)
	}
	if d.Name != "talk" || d.Number != 1001 || d.Edition != 2 || d.From != 20200101 || d.Calendar != "admin" {
		t.Errorf("head is %+v", d)
	}
	if m := d.Measures[d.Measure("other_women")]; m.PartOf != "others" || m.OverTime != "sum" {
		t.Errorf("measure is %+v", m)
	}
	if got := fmt.Sprint(d.Columns()); got != "[row_key unit place kind first last form mode talks people women note]" {
		t.Errorf("columns are %s", got)
	}
	if got := d.Heading("women") + " " + d.Heading("unit"); got != "register.talk.women column.unit" {
		t.Errorf("headings are %s", got)
	}
}

func TestDecodeRefuses(t *testing.T) {
	many := ""
	for i := range 21 {
		many += fmt.Sprintf("  { id = \"m%s\" },\n", strings.Repeat("x", i))
	}
	for _, c := range []struct {
		rule     string
		old, new string
		key      string
		line     int
		arg      string
	}{
		{"no TOML", "number = 1001", "number = ", "content.toml", 1, ""},
		{"a value of another type", "number = 1001", `number = "one"`, "content.toml", 1, "into Number of type int"},
		{"an unknown key", `near = ["form"]`, `nearr = ["form"]`, "content.key_unknown", 6, "nearr"},
		{"an unknown key of a field", "long = true", "lnog = true", "content.key_unknown", 46, "field.lnog"},
		{"an unknown key of a measure", `{ id = "talks" }`, `{ id = "talks", mony = true }`, "content.key_unknown", 9, "mony"},
		{"no number", "number = 1001", "number = 0", "content.number", 1, ""},
		{"no edition", "edition = 1", "edition = -1", "content.number", 2, "-1"},
		{"no first day", "from = 2020-01-01", "", "content.from", 1, ""},
		{"a stock with totals", "totals = true", "totals = true\nstock = true", "content.stock_totals", 4, ""},
		{"a calendar that is none", "totals = true", `calendar = "lunar"`, "content.value", 4, "lunar"},
		{"too many measures", "measure = [\n", "measure = [\n" + many, "content.measures", 8, "26"},
		{"a measure twice", `{ id = "others" }`, `{ id = "talks" }`, "content.twice", 12, "talks"},
		{"a measure in capitals", `{ id = "others" }`, `{ id = "Others" }`, "content.id", 12, "Others"},
		{"a measure of what is not there", `{ id = "women", part_of = "people" }`, `{ id = "women", part_of = "men" }`, "content.measure_unknown", 11, "men"},
		{"measures in a ring", `{ id = "people" }`, `{ id = "people", part_of = "women" }`, "content.ring", 10, ""},
		{"a stock's word for an event", `{ id = "others" }`, `{ id = "others", over_time = "level" }`, "content.value", 12, "level"},
		{"a measure that nobody fills", `{ id = "others" },`, `{ id = "others" }, { id = "idle" },`, "content.measure_unfilled", 12, "idle"},
		{"a field in capitals", `id = "note"`, `id = "Note"`, "content.id", 44, "Note"},
		{"a reserved column", `id = "note"`, `id = "place"`, "content.reserved", 44, "place"},
		{"a breakdown that is taken", `id = "mode"`, `id = "level"`, "content.reserved", 21, "level"},
		{"a field twice", `id = "note"`, `id = "mode"`, "content.twice", 44, "mode"},
		{"an unknown kind", `kind = "text"`, `kind = "memo"`, "content.value", 45, "memo"},
		{"by of a number", "default = 1", "default = 1\nby = true", "content.key_kind", 30, "by"},
		{"a number for all to read", "default = 1", "default = 1\npublic = true", "content.key_kind", 30, "public"},
		{"a list of a text", "long = true", `list = "FORM"`, "content.key_kind", 46, "list"},
		{"a code without list", `list = "MODE"`, "", "content.list_missing", 20, "mode"},
		{"an unknown measure", `measure = "talks"`, `measure = "walks"`, "content.measure_unknown", 28, "walks"},
		{"a negative default", "default = 1", "default = -1", "content.number", 29, "-1"},
		{"a default above all", "default = 1", "default = 9\nmax = 5", "content.number", 29, "9"},
		{"a route by what is not there", `route = { by = "form", attr = "counts", to = { session = "people"`, `route = { by = "fork", attr = "counts", to = { session = "people"`, "content.route_by", 36, "fork"},
		{"a route to an unknown measure", `session = "people"`, `session = "persons"`, "content.measure_unknown", 36, "persons"},
		{"a route to nothing", `, to = { session = "people", other = "others" }`, "", "content.route_empty", 36, ""},
		{"a part of what is not there", `part_of = "people"` + "\nmeasure", `part_of = "men"` + "\nmeasure", "content.field_unknown", 40, "men"},
		{"a part of a code", `part_of = "people"` + "\nmeasure", `part_of = "form"` + "\nmeasure", "content.field_unknown", 40, "form"},
		{"fields in a ring", "usual = 100", `part_of = "women"`, "content.ring", 34, "people"},
		{"a part whose measure is of another route", `session = "women", other = "other_women"`, `session = "other_women", other = "women"`, "content.part_measure", 40, ""},
		{"a part whose measure is whole", `{ id = "other_women", part_of = "others" }`, `{ id = "other_women" }`, "content.part_measure", 40, "other_women"},
		{"a part by another attribute", `attr = "counts", to = { session = "women"`, `attr = "online", to = { session = "women"`, "content.part_route", 42, "people"},
		{"money into what is not", "default = 1", "default = 1\nmoney = true", "content.part_money", 30, "talks"},
		{"a sum of what is no part", "usual = 100", `sum = ["talks"]`, "content.sum", 34, "talks"},
		{"a number for each of nothing", `per = "talks"`, `per = "form"`, "content.field_unknown", 35, "form"},
		{"a day within, of a text", "long = true", "within = true", "content.key_kind", 46, "within"},
		{"what is stated by fields that are not there", "totals = true\n", "totals = true\nstated = { of = \"mode\" }\n", "content.stated", 1, "decimal"},
		{"a count that is not one", "default = 1", "default = 2", "content.count", 5, "talks"},
		{"a crossing with itself", `crossings = [["form", "mode"]]`, `crossings = [["form", "form"]]`, "content.crossing", 7, ""},
		{"a crossing of what is no margin", `list = "MODE"` + "\nby = true", `list = "MODE"`, "content.crossing", 7, "form, mode"},
		{"a crossing of several codes", `kind = "code"` + "\n" + `list = "MODE"`, `kind = "codes"` + "\n" + `list = "MODE"`, "content.crossing", 7, ""},
		{"near of nothing", `near = ["form"]`, `near = ["fork"]`, "content.field_unknown", 6, "fork"},
	} {
		// Lines are those of the text as it stands after the change.
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Errorf("%s: the register has no %q", c.rule, c.old)
			continue
		}
		_, err := Decode("talk.toml", []byte(text))
		found := false
		for _, e := range fault.All(err) {
			found = found || e.Key == c.key && e.Place.File == "talk.toml" && e.Place.Line == c.line &&
				(c.arg == "" || strings.Contains(strings.Join(e.Args, " "), c.arg))
		}
		if !found {
			t.Errorf("%s: got %v, want %s at line %d with %q", c.rule, err, c.key, c.line, c.arg)
		}
	}
	if _, err := Decode("Talk Show.toml", []byte(good)); err == nil {
		t.Error("a file whose name is no name is taken")
	}
}

func TestDecodeListRefuses(t *testing.T) {
	for _, c := range []struct {
		rule, text, key string
		line            int
	}{
		{"no rows", "code,vi,en\n", "content.csv_head", 1},
		{"no column en", "code,vi\nX.A,a\n", "content.csv_head", 1},
		{"a row too short", "code,vi,en\nX.A,a\n", "content.csv_row", 2},
		{"a quote too many", "code,vi,en\nX.A,a,\"b\n", "content.csv", 2},
		{"a code of another list", "code,vi,en\nX.A,a,b\nY.B,c,d\n", "content.code", 3},
		{"no Vietnamese name", "code,vi,en\nX.A,,b\n", "content.code", 2},
		{"a name that could not be one of several", "code,vi,en\nX.A,a;b,c\n", "content.code", 2},
		{"a name twice, but for its marks", "code,vi,en\nX.A,Ấn,a\nX.B,An,b\n", "content.code_twice", 3},
		{"an alias that is another's code", "code,vi,en,aliases\nX.A,một,one,\nX.B,hai,two,x.a\n", "content.code_twice", 3},
	} {
		_, err := DecodeList("code/X.csv", []byte(c.text))
		all := fault.All(err)
		if len(all) != 1 || all[0].Key != c.key || all[0].Place.Line != c.line {
			t.Errorf("%s: got %v, want %s at line %d", c.rule, err, c.key, c.line)
		}
	}
	l, err := DecodeList("code/X.csv", []byte("note,vi,code,en,aliases,counts\nsaid,Một hai,X.A,One,Mot;Uno,yes\n"))
	if err != nil {
		t.Fatal(err)
	}
	if c, ok := l.Find("uno"); !ok || c.Attrs["counts"] != "yes" || c.Attrs["note"] != "" || c.Name("en") != "One" || c.Name("vi") != "Một hai" {
		t.Errorf("the code is %+v", c)
	}
}
