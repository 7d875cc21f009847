package report

import (
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// What the tests of this package are made of: the content as it is, and answers made up.

const content = "../../content"

func words(t testing.TB) *word.Book {
	t.Helper()
	b := new(word.Book)
	if err := b.Add(os.DirFS(content)); err != nil {
		t.Fatal(err)
	}
	return b
}

func indicators(t testing.TB) func(indicator.Name) *indicator.Definition {
	t.Helper()
	all := map[indicator.Name]*indicator.Definition{}
	files, _ := filepath.Glob(content + "/indicator/*.toml")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		d, err := indicator.Decode(f, data)
		if err != nil {
			t.Fatal(err)
		}
		all[d.Name] = d
	}
	if len(all) == 0 {
		t.Fatal("no indicators in content")
	}
	return func(n indicator.Name) *indicator.Definition { return all[n] }
}

func registers(t testing.TB) func(register.Name) *register.Definition {
	t.Helper()
	return func(n register.Name) *register.Definition {
		f := content + "/register/" + string(n) + ".toml"
		data, err := os.ReadFile(f)
		if err != nil {
			return nil
		}
		d, err := register.Decode(f, data)
		if err != nil {
			t.Fatal(err)
		}
		return d
	}
}

func definition(t testing.TB, name string) *Definition {
	t.Helper()
	f := content + "/report/" + name + ".toml"
	data, err := os.ReadFile(f)
	if err != nil {
		t.Fatal(err)
	}
	d, err := Decode(f, data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// facts answers questions from a table of values: "sessions" of the whole
// period, "sessions before" of the one before, "sessions year=2022" of a row.
type facts map[string]string

// answer every question of the report. A value is 3900, 58,5, >3900, <300, ~15 or - for no data.
func (f facts) answer(t testing.TB, d *Definition, s Setting) []indicator.Answer {
	t.Helper()
	var out []indicator.Answer
	for _, q := range Questions(d, s.Unit, s.Period) {
		var a indicator.Answer
		for _, n := range q.Indicators {
			for text, v := range f {
				name, key, by := text, "", ""
				if i := strings.IndexByte(text, ' '); i >= 0 {
					name, key = text[:i], text[i+1:]
				}
				before := key == "before"
				if before {
					key = ""
				} else if i := strings.IndexByte(key, '='); i >= 0 {
					by, key = key[:i], key[i+1:]
				}
				wanted := ""
				if len(q.By) > 0 {
					wanted = q.By[0]
				}
				if name != string(n) || by != wanted || before != (q.Window.Last < s.Period.Window.Last) {
					continue
				}
				r := indicator.Row{Of: unit.Code(q.Unit), Unit: unit.Code(q.Unit), Indicator: n}
				if by != "" {
					r.Keys = map[string]string{by: key}
				}
				r.Value, r.Qualifier = value(t, v)
				a.Rows = append(a.Rows, r)
			}
		}
		sortRows(a.Rows)
		out = append(out, a)
	}
	return out
}

func value(t testing.TB, s string) (*float64, register.Qualifier) {
	t.Helper()
	if s == "-" {
		return nil, ""
	}
	q := map[byte]register.Qualifier{'>': register.More, '<': register.Less, '~': register.About}[s[0]]
	if q != "" {
		s = s[1:]
	}
	v, err := strconv.ParseFloat(strings.NewReplacer(".", "", ",", ".").Replace(s), 64)
	if err != nil {
		t.Fatal(err)
	}
	return &v, q
}

func sortRows(rows []indicator.Row) {
	for i := range rows {
		for j := i; j > 0 && rowText(rows[j]) < rowText(rows[j-1]); j-- {
			rows[j], rows[j-1] = rows[j-1], rows[j]
		}
	}
}

func rowText(r indicator.Row) string {
	s := string(r.Indicator)
	for _, k := range r.Keys {
		s += " " + k
	}
	return s
}

func env(t testing.TB) Env {
	units := map[string]string{"06652": "Phường Hà Tu", "06649": "Phường Bãi Cháy", "22.SGD": "Sở Giáo dục và Đào tạo", "06835": "Xã Hoành Mô"}
	return Env{
		Indicator: indicators(t),
		Unit: func(code string) string {
			if n := units[code]; n != "" {
				return n
			}
			return code
		},
		Code: func(field, code string) string {
			return map[string]string{"FORM.HOITHI": "Hội thi trực tiếp", "FORM.TOADAM": "Tọa đàm", "FORM.NCCHUYENDE": "Nói chuyện chuyên đề", "FORM.LONGGHEP": "Truyền thông lồng ghép", "FUND.NSTINH": "Ngân sách tỉnh"}[code]
		},
		UnitOn: func(code string, on period.Day) string {
			if code == "06652" && on < 20250701 {
				return "Phường Hà Tu cũ"
			}
			return units[code]
		},
		Whole: func(r indicator.Ref) string { return wholes(t)[r.Register][r.Measure] },
	}
}

var partOf = regexp.MustCompile(`(?m)^  \{ id = "(\w+)", part_of = "(\w+)"`)

// wholes of the measures of the registers in content that are parts.
func wholes(t testing.TB) map[register.Name]map[string]string {
	t.Helper()
	out := map[register.Name]map[string]string{}
	files, _ := filepath.Glob(content + "/register/*.toml")
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		name := register.Name(strings.TrimSuffix(filepath.Base(f), ".toml"))
		out[name] = map[string]string{}
		for _, m := range partOf.FindAllStringSubmatch(string(data), -1) {
			out[name][m[1]] = m[2]
		}
	}
	return out
}

func setting(t testing.TB, d *Definition, when, lang string) Setting {
	t.Helper()
	p, err := d.Period(when)
	if err != nil {
		t.Fatal(err)
	}
	s := Setting{
		Lang: lang, Unit: "22", UnitName: "tỉnh Quảng Ninh", Level: unit.Province, Type: "tỉnh", Body: "Sở Nội vụ", Period: p,
		Today: period.Day(20260105), Number: "412", Day: 20260105, Edition: 2, At: "05/01/2026 15:20",
		Paper: &unit.Paper{
			Superior: "UBND tỉnh Quảng Ninh", Name: "Sở Nội vụ", Symbol: "SNV", Place: "Quảng Ninh", Authority: "KT. Giám đốc", Post: "Phó Giám đốc",
			Signer: "Trần Văn Bình", Recipients: []string{"Bộ Nội vụ", "UBND tỉnh;", "Các sở, ban, ngành"}, File: "BĐG",
		},
		Lists: map[string][]string{"sponsors": {"TKV", "Sun Group", "Vingroup", "UNICEF"}},
	}
	if lang == "en" {
		s.UnitName, s.Type, s.Body = "Quảng Ninh province", "province", "the Department of Home Affairs"
	}
	return s
}

// review are the figures of the published article: 3,900 sessions of 2021-2025, nothing recorded of 2021.
var review = facts{
	"sessions": ">3900", "sessions year=2022": ">900", "sessions year=2023": ">980", "sessions year=2024": "1000", "sessions year=2025": ">1020",
	"attendances": ">256000", "attendances year=2022": ">60000", "attendances year=2023": "64000", "attendances year=2024": "65000", "attendances year=2025": ">67000",
	"women_attendances": "139000", "women_attendances year=2024": "66000", "women_attendances year=2025": "73000",
	"copies": ">68000", "copies year=2024": ">68000", "distributed": "61500",
	"clubs": "<300", "clubs unit=22.SGD": "<300", "club_members": "12400",
	"budget": "~15.000.000.000", "budget year=2023": "~7000000000", "budget year=2025": "~8000000000",
	"contributions": ">3.000.000.000", "contributions year=2025": ">3000000000",
	"sessions form=FORM.TOADAM": "1400", "sessions form=FORM.LONGGHEP": ">2500", "attendances form=FORM.TOADAM": "90000",
	"sessions unit=22": "640", "sessions unit=06652": ">1200", "sessions unit=06649": "2060", "sessions unit=06835": "-", "attendances unit=06649": "150000",
	"trainees unit=06649": "340", "courses": "42", "trainees": "1800", "sessions unit=": "12",
}

func composed(t testing.TB, name, when, lang string, f facts, change func(*Setting, []indicator.Answer)) *Document {
	t.Helper()
	d := definition(t, name)
	s := setting(t, d, when, lang)
	answers := f.answer(t, d, s)
	if change != nil {
		change(&s, answers)
	}
	doc, err := Compose(d, s, answers, words(t), env(t))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}
