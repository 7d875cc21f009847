package chart

import (
	"math"
	"strconv"
	"strings"
)

// The samples are looked at: as golden files, and together on one page. Figures are made up.

// thousands is how a caller says the numbers of an axis.
func thousands(f float64) string {
	s := strconv.FormatFloat(f, 'f', 0, 64)
	for i := len(s) - 3; i > 0; i -= 3 {
		s = s[:i] + "." + s[i:]
	}
	return s
}

func values(ns ...float64) []Value {
	var out []Value
	for _, n := range ns {
		out = append(out, Of(n))
	}
	return out
}

// points at 0, 1, 2 ...; a negative number is missing.
func points(ns ...float64) []Point {
	var out []Point
	for i, n := range ns {
		out = append(out, Point{X: float64(i), Value: Of(n), Text: strings.Replace(strconv.FormatFloat(n, 'f', 1, 64), ".", ",", 1)})
	}
	return out
}

func months(width float64) Bars {
	b := Bars{ID: "m" + num(width), Label: "Buổi truyền thông theo tháng, năm 2025: cao nhất tháng 12 với 145 buổi.", Width: width,
		Tick: thousands, None: "chưa có", Empty: "Chưa có số liệu", Bands: []Band{{11, 11, "Tháng hành động"}}}
	first := []float64{41, 28, 46, 38, 44, 51, 34, 29, 48, 52, 61, 98}
	second := []float64{22, 12, 25, 20, 26, 24, 17, 15, 27, 30, 31, 47}
	for i, n := range first {
		month := strconv.Itoa(i + 1)
		b.Columns = append(b.Columns, Column{Label: "T" + month, First: Of(n), Second: Of(second[i]), Earlier: Of(n*1.6 - 10),
			Total: thousands(n + second[i]), Href: "/so/hoat-dong?thang=" + month, Title: "Tháng " + month + ": " + thousands(n+second[i]) + " buổi"})
	}
	return b
}

func monthsMissing(width float64) Bars {
	b := months(width)
	b.ID += "x"
	for _, i := range []int{2, 7} {
		b.Columns[i].First, b.Columns[i].Second, b.Columns[i].Total = Value{}, Value{}, ""
	}
	b.Columns[5].First, b.Columns[5].Second, b.Columns[5].Total = Of(0), Of(0), "0"
	b.Bands = []Band{{0, 2, "Quý I"}, {3, 4, "Cao điểm mùa xuân"}, {10, 11, "Tháng hành động"}}
	return b
}

func years(width float64) Bars {
	b := Bars{ID: "y" + num(width), Label: "Kinh phí theo năm.", Width: width, Tick: thousands, None: "chưa có"}
	for i, n := range []float64{1.2e12, 0.9e12, math.NaN(), 2.4e12} {
		b.Columns = append(b.Columns, Column{Label: strconv.Itoa(2021 + i), First: Of(n), Total: thousands(n / 1e6)})
	}
	return b
}

func forms(width float64) Rows {
	return Rows{Label: "Buổi theo hình thức.", Width: width, None: "chưa có", Empty: "Chưa có số liệu", Rows: []Row{
		{Name: "Nói chuyện chuyên đề", Value: Of(1124), Text: "1.124", Href: "/so?hinh-thuc=1"},
		{Name: "Lồng ghép sinh hoạt chi hội, tổ dân phố, khu dân cư và câu lạc bộ", Value: Of(1013), Text: "1.013", Href: "/so?hinh-thuc=2"},
		{Name: "Tọa đàm, đối thoại", Value: Of(862), Text: "862"},
		{Name: "Sân khấu hóa", Value: Of(0), Text: "0"},
		{Name: "Hội thi", Text: ""},
	}}
}

func target(width float64) Lines {
	l := Lines{Label: "Tỷ lệ đơn vị có nữ lãnh đạo chủ chốt, 2021 đến 2026.", Width: width, Tick: thousands, Empty: "Chưa có số liệu",
		Steps: []string{"2021", "2022", "2023", "2024", "2025", "2026", "2027", "2028", "2029", "2030"},
		Series: []Series{{Name: "Quảng Ninh", Points: []Point{
			{0, Of(31.6), "31,6"}, {1, Of(34.5), "34,5"}, {2, Of(38.4), "38,4"}, {3, Of(41.8), "41,8"}, {4.45, Of(43.9), "43,9"},
			{4.95, Of(57.4), "57,4"}, {5.4, Of(59.3), "59,3"}}}},
		Thresholds: []Threshold{
			{Level: National, Name: "Quốc gia ≥ 75", Points: []Point{{0, Of(60), "Quốc gia ≥ 60"}, {4.95, Of(75), ""}}},
			{Level: Province, Name: "Kế hoạch ≥ 80", Points: []Point{{0, Of(50), ""}, {4, Of(65), ""}, {9, Of(80), ""}}},
		},
		Break: &Break{At: 4.5, Text: "1/7/2025: 171 xã còn 54", Before: "171 xã, phường cũ", After: "54 đơn vị mới"}}
	if width < narrow {
		for i := range l.Steps {
			l.Steps[i] = "’" + l.Steps[i][2:]
		}
	}
	return l
}

func four(width float64) Lines {
	return Lines{Label: "Bốn tỉnh.", Width: width, Tick: thousands, Steps: []string{"2021", "2022", "2023", "2024", "2025"},
		Series: []Series{
			{Name: "Quảng Ninh", Points: points(34, 48, 60, 71, 78.4)},
			{Name: "Cả nước", Points: points(38, 40, 41, 44, 46.2)},
			{Name: "Nghệ An", Points: points(20, 22, -1, 36, 44.9)},
			{Name: "Hà Giang cũ", Points: points(10, 18, 30, 41, 44.1)},
		}}
}

// sample is a chart with the name of its golden file.
type sample struct {
	name string
	svg  string
}

func samples() []sample {
	var out []sample
	add := func(name, svg string) { out = append(out, sample{name, svg}) }
	for _, w := range []float64{660, 296} {
		n := "-" + num(w)
		add("bars"+n, months(w).SVG())
		add("bars-missing"+n, monthsMissing(w).SVG())
		add("bars-huge"+n, years(w).SVG())
		add("bars-nothing"+n, Bars{ID: "n" + n, Label: "Chưa có số liệu.", Width: w, Tick: thousands, Empty: "Chưa có số liệu",
			Columns: []Column{{Label: "T1"}, {Label: "T2"}, {Label: "T3"}}}.SVG())
		add("bars-zeros"+n, Bars{ID: "z" + n, Label: "Không có buổi nào.", Width: w, Tick: thousands,
			Columns: []Column{{Label: "T1", First: Of(0), Total: "0"}, {Label: "T2", First: Of(0), Total: "0"}}}.SVG())
		add("rows"+n, forms(w).SVG())
		add("lines-target"+n, target(w).SVG())
		add("lines-four"+n, four(w).SVG())
		add("lines-one"+n, Lines{Label: "Một năm.", Width: w, Tick: thousands, Steps: []string{"2025"}, Series: []Series{{Name: "Quảng Ninh", Points: points(7)}}}.SVG())
		add("lines-nothing"+n, Lines{Label: "Chưa có số liệu.", Width: w, Tick: thousands, Steps: []string{"2024", "2025"}, Empty: "Chưa có số liệu"}.SVG())
	}
	add("spark", Spark{Values: values(700, 760, 866, 801, 840)}.SVG())
	add("spark-gap", Spark{Values: values(3, -1, 4, -1, 5, 9)}.SVG())
	add("spark-flat", Spark{Values: values(0, 0, 0)}.SVG())
	return out
}

// page shows all samples together: go test ./internal/chart -page /tmp/chart.html
func page() string {
	var b strings.Builder
	b.WriteString(`<!doctype html><html lang="vi"><meta charset="utf-8"><title>chart</title><style>`)
	for _, theme := range []struct{ at, vars string }{{":root", ""}, {".dark", "--ink:#e3ece8;--ink-2:#aab8b4;--surface:#141e1d;--sunk:#1c2827;--line:#2f3c3b;" +
		"--line-strong:#7f908d;--brand:#78d0ca;--good:#78d0ca;--red:#f69088;--amber:#efba64;--amber-fill:#e0a13a;--amber-soft:#33260f;" +
		"--nu:#a97fe8;--nam:#d3d873;--s1:#5ebdb9;--s2:#2b7c7c;--s3:#e0a468;--s4:#8d9d99"}} {
		if theme.vars == "" {
			for name, hex := range light {
				theme.vars += "--" + name + ":" + hex + ";"
			}
		}
		b.WriteString(theme.at + "{" + theme.vars + "}")
	}
	b.WriteString("\n" + CSS + `
section{background:var(--surface);padding:16px;display:flex;flex-wrap:wrap;gap:28px;align-items:end} body{margin:0}</style>`)
	for _, theme := range []string{"light", "dark"} {
		b.WriteString(`<section class="` + theme + `">`)
		for _, s := range samples() {
			svg := s.svg
			for _, in := range []string{`id="`, `url(#`} {
				svg = strings.ReplaceAll(svg, in, in+theme)
			}
			b.WriteString(svg + "\n")
		}
		b.WriteString("</section>")
	}
	return b.String() + "</html>\n"
}
