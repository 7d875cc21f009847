package board_test

import (
	"strings"
	"sync"
	"testing"

	"binhdang/content"
	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/word"
)

var book = sync.OnceValue(func() *word.Book {
	b := &word.Book{}
	if err := b.Add(content.FS); err != nil {
		panic(err)
	}
	return b
})

func decode(t *testing.T, name string) *board.Definition {
	t.Helper()
	data, err := content.FS.ReadFile("board/" + name + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	d, err := board.Decode("board/"+name+".toml", data)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func find(n indicator.Name) *indicator.Definition {
	data, err := content.FS.ReadFile("indicator/" + string(n) + ".toml")
	if err != nil {
		return nil
	}
	d, err := indicator.Decode("indicator/"+string(n)+".toml", data)
	if err != nil {
		panic(err)
	}
	return d
}

func parse(t *testing.T, text string) period.Period {
	t.Helper()
	p, err := period.Parse(text, period.Admin)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var env = board.Env{Book: book(),
	Code: func(_ *indicator.Definition, _, code string) string { return strings.ToLower(code) },
	Many: func(_ *indicator.Definition, field string) bool { return field == "audience" },
	Unit: func(code string) string { return "Xã " + code },
}

// answer gives each question the rows that say makes of its indicator and keys.
func answer(p *board.Plan, say func(q indicator.Question, n indicator.Name) []indicator.Row) []indicator.Answer {
	out := make([]indicator.Answer, len(p.Questions))
	for i, q := range p.Questions {
		for _, n := range q.Indicators {
			for _, r := range say(q, n) {
				r.Indicator = n
				out[i].Rows = append(out[i].Rows, r)
			}
		}
	}
	return out
}

func row(v float64, q register.Qualifier, pairs ...string) indicator.Row {
	r := indicator.Row{Value: &v, Qualifier: q, Keys: map[string]string{}}
	for i := 0; i+1 < len(pairs); i += 2 {
		r.Keys[pairs[i]] = pairs[i+1]
	}
	r.Own = r.Keys[indicator.ByUnit] == "22"
	return r
}

// TestAskFew holds that a board asks few questions, whatever it shows.
func TestAskFew(t *testing.T) {
	d := decode(t, "province")
	for _, text := range []string{"2025", "2021..2025", "2025-Q4", "action-2025", "2025-01-05..2025-02-07"} {
		p := board.Ask(d, board.Setting{Unit: "22", Period: parse(t, text), Map: indicator.MapToday, Chosen: "sessions", Today: 20251120, Lang: "vi"}, find, "")
		if len(p.Questions) > 9 {
			t.Errorf("%s: %d questions", text, len(p.Questions))
		}
		for _, q := range p.Questions {
			if !q.Window.Valid() {
				t.Errorf("%s asks about no days: %+v", text, q)
			}
		}
	}
}

// TestChange holds against what a figure is compared, and how it is said.
func TestChange(t *testing.T) {
	d := decode(t, "province")
	for _, c := range []struct {
		what, period string
		today        period.Day
		now, before  float64
		q            register.Qualifier
		want         string // text and bold of the line
		tone         string
	}{
		{"a year that is over", "2025", 20260301, 110, 100, "", "So với năm 2024 tăng 10,0\u00a0%", "good"},
		{"less", "2025", 20260301, 90, 100, "", "So với năm 2024 giảm 10,0\u00a0%", "warn"},
		{"as much", "2025", 20260301, 100, 100, "", "So với năm 2024 không đổi", ""},
		{"a word stays", "2025", 20260301, 110, 100, "more", "So với năm 2024 tăng khoảng 10,0\u00a0%", "good"},
		{"a year that runs", "2025", 20250615, 110, 100, "", "So với cùng kỳ năm 2024 tăng 10,0\u00a0%", "good"},
		{"nothing before", "2025", 20260301, 110, 0, "", "", ""},
		{"days of their own", "2025-01-05..2025-02-07", 20260301, 110, 100, "", "", ""},
	} {
		set := board.Setting{Unit: "22", UnitName: "Quảng Ninh", Period: parse(t, c.period), Map: indicator.MapToday, Chosen: "sessions", Today: c.today, Lang: "vi"}
		p := board.Ask(d, set, find, "")
		b, err := p.Compose(answer(p, func(q indicator.Question, n indicator.Name) []indicator.Row {
			switch {
			case n != "sessions" || len(q.By) > 0 || q.Approved:
				return nil
			case q.Window.First < set.Period.Window.First:
				if want := period.Day(20240615); c.today == 20250615 && q.Window.Last != want {
					t.Errorf("%s: compared to %s", c.what, q.Window.Last)
				}
				return []indicator.Row{row(c.before, "")}
			}
			return []indicator.Row{row(c.now, c.q)}
		}), env)
		if err != nil {
			t.Fatal(err)
		}
		got, tone := "", ""
		for _, l := range b.Tiles[0].Lines {
			if l.Bold != "" {
				got, tone = l.Text+" "+l.Bold, l.Tone
			}
		}
		if got != c.want || tone != c.tone {
			t.Errorf("%s: %q %s, want %q %s", c.what, got, tone, c.want, c.tone)
		}
	}
}

// TestWithoutData holds that what is missing is a word and never 0, and that the
// board knows the last year with data.
func TestWithoutData(t *testing.T) {
	d := decode(t, "province")
	set := board.Setting{Unit: "22", UnitName: "Quảng Ninh", Period: parse(t, "2026"), Map: indicator.MapToday, Chosen: "sessions", Today: 20260301, Lang: "vi"}
	p := board.Ask(d, set, find, "")
	b, err := p.Compose(answer(p, func(q indicator.Question, n indicator.Name) []indicator.Row {
		if len(q.By) == 1 && q.By[0] == "year" && n == "sessions" {
			return []indicator.Row{row(5, "", "year", "2023"), row(7, "", "year", "2024")}
		}
		return nil
	}), env)
	if err != nil {
		t.Fatal(err)
	}
	if !b.Empty || b.LastYear != "2024" {
		t.Errorf("empty %v, last year %q", b.Empty, b.LastYear)
	}
	for _, f := range b.Tiles {
		if !f.Value.None || f.Value.Number != "chưa có" {
			t.Errorf("%s says %q", f.Label, f.Value)
		}
	}
	if m := b.Charts[0].Table.Rows; len(m) != 12 || m[1].Cells[2].Number != "chưa có" || m[11].Cells[2].Number != "chưa đến" {
		t.Errorf("months: %+v", m)
	}
}

// TestDrawings holds how rows are arranged: months in their parts, the eight largest
// codes and the rest, units by size with what fits none last.
func TestDrawings(t *testing.T) {
	d := decode(t, "province")
	set := board.Setting{Unit: "22", UnitName: "Quảng Ninh", Period: parse(t, "2025"), Map: indicator.MapToday, Chosen: "sessions", Today: 20260301, Lang: "vi"}
	p := board.Ask(d, set, find, "")
	b, err := p.Compose(answer(p, func(q indicator.Question, n indicator.Name) (out []indicator.Row) {
		if len(q.By) == 0 {
			return []indicator.Row{row(100, "more")}
		}
		switch q.By[0] {
		case "month":
			if len(q.By) == 2 {
				return []indicator.Row{row(3, "", "month", "2025-03", "mode", "MODE.CHUYENDE"), row(2, "more", "month", "2025-03", "mode", "MODE.LONGGHEP"),
					row(1, "", "month", "2025-03", "mode", ""), row(9, "", "month", "", "mode", "")}
			}
		case "form":
			for i := range 12 {
				out = append(out, row(float64(i+1), "", "form", "F"+string(rune('A'+i))))
			}
			return append(out, row(50, "", "form", ""))
		case "unit":
			for i := range 20 {
				out = append(out, row(float64(i), "", "unit", string(rune('A'+i))))
			}
			return append(out, row(500, "", "unit", "22"), row(600, "", "unit", ""))
		}
		return out
	}), env)
	if err != nil {
		t.Fatal(err)
	}
	march := b.Charts[0].Table.Rows[2]
	var cells []string
	for _, c := range march.Cells {
		cells = append(cells, c.String())
	}
	if got := strings.Join(cells, "|"); got != "3|2|1|hơn 6|chưa có" {
		t.Errorf("March: %s", got)
	}
	if col := b.Charts[0].Bars.Columns[2]; col.Total != "6" {
		t.Errorf("the bar of March: %+v", col)
	}
	if bands := b.Charts[0].Bars.Bands; len(bands) != 1 || bands[0].From != 11 || bands[0].To != 11 {
		t.Errorf("the Action Month: %+v", bands)
	}
	units, forms := b.Charts[1].Table, b.Charts[2]
	if n := len(forms.Rows.Rows); n != 8 || forms.Rows.Rows[7].Name != "6 loại khác" || forms.Rows.Rows[0].Text != "12" {
		t.Errorf("forms: %+v", forms.Rows.Rows)
	}
	if last := forms.Table.Rows[len(forms.Table.Rows)-1]; last.Name != "Chưa phân loại" {
		t.Errorf("what has no form stands: %+v", last)
	}
	var names []string
	for _, r := range units.Short {
		names = append(names, r.Name)
	}
	want := "Xã T,Xã S,Xã R,Xã Q,Xã P,Xã O,Xã N,Xã M,Xã L,11 đơn vị khác,Cơ quan, đơn vị trực thuộc Quảng Ninh,Chưa phân bổ"
	if got := strings.Join(names, ","); got != want {
		t.Errorf("units: %s", got)
	}
	if got := units.Short[9].Cells[0].String(); got != "55" || units.Total.Cells[0].String() != "hơn 100" {
		t.Errorf("others: %s, total %s", got, units.Total.Cells[0])
	}
}

// FuzzDecode holds that no file makes decoding fail other than by a fault with its line.
func FuzzDecode(f *testing.F) {
	data, err := content.FS.ReadFile("board/province.toml")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(data))
	f.Add("levels = [\"x\"]\n[[tile]]\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := board.Decode("board/x.toml", []byte(text))
		switch {
		case err == nil && d == nil:
			t.Error("nothing")
		case err != nil && fault.All(err) == nil:
			t.Errorf("no fault: %v", err)
		}
	})
}
