package chart

import (
	"math"
	"slices"
	"strings"
	"testing"
)

func TestValue(t *testing.T) {
	for _, c := range []struct {
		rule  string
		value Value
		known bool
	}{
		{"zero is a number", Of(0), true},
		{"what was not said is missing", Value{}, false},
		{"a negative number is refused", Of(-1), false},
		{"not a number is missing", Of(math.NaN()), false},
		{"infinity is missing", Of(math.Inf(1)), false},
		{"a large amount is a number", Of(1e12), true},
		{"what no float counts by ones is missing", Of(2e15), false},
		{"the known part of a sum stands for it", sum(Of(3), Value{}), true},
		{"a sum of nothing is missing", sum(Value{}, Value{}), false},
	} {
		if c.value.known != c.known {
			t.Errorf("%s: got known %v of %v", c.rule, c.value.known, c.value.n)
		}
	}
}

func TestAxis(t *testing.T) {
	for _, c := range []struct {
		rule   string
		lo, hi float64
		most   int
		want   []string
	}{
		{"round steps, the last above all", 0, 145, 4, []string{"0", "50", "100", "150"}},
		{"whole numbers where only those can be said", 0, 2, 5, []string{"0", "1", "2"}},
		{"all zeros still have an axis", 0, 0, 4, []string{"0", "1"}},
		{"a large amount", 0, 1e12, 2, []string{"0", "500.000.000.000", "1.000.000.000.000"}},
		{"from above 0", 52, 97, 5, []string{"50", "60", "70", "80", "90", "100"}},
	} {
		if got := newAxis(c.lo, c.hi, c.most, thousands).texts; !slices.Equal(got, c.want) {
			t.Errorf("%s: %v to %v gives %v, want %v", c.rule, c.lo, c.hi, got, c.want)
		}
	}
	if got := newAxis(0, 0.5, 5, nil).ticks; !slices.Equal(got, []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5}) {
		t.Errorf("tenths are the numbers that are written so: got %v", got)
	}
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		rule     string
		ys, want []float64
	}{
		{"what is far apart stays", []float64{20, 40}, []float64{20, 40}},
		{"two that are close part evenly", []float64{50, 54}, []float64{45, 59}},
		{"none leaves the sheet above", []float64{10, 10, 10}, []float64{10, 24, 38}},
		{"none leaves it below", []float64{99, 100}, []float64{86, 100}},
		{"what is pushed pushes on", []float64{50, 52, 66}, []float64{42, 56, 70}},
	} {
		if got := spread(c.ys, 14, 10, 100); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v gives %v, want %v", c.rule, c.ys, got, c.want)
		}
	}
}

func TestFitAndWrap(t *testing.T) {
	if got := fit("Lồng ghép sinh hoạt", 80, false); got != "Lồng ghép s…" {
		t.Errorf("got %q", got)
	}
	if got := fit("abc", 3, false); got != "" {
		t.Errorf("where nothing fits nothing stands: got %q", got)
	}
	if got := wrap("Lồng ghép sinh hoạt chi hội", 140, false); !slices.Equal(got, []string{"Lồng ghép sinh hoạt", "chi hội"}) {
		t.Errorf("got %q", got)
	}
}

// TestMissingIsNotZero: a missing bar is a word, a zero is a number above the axis.
func TestMissingIsNotZero(t *testing.T) {
	svg := Bars{None: "chưa có", Columns: []Column{{Label: "T1"}, {Label: "T2", First: Of(0), Total: "0"}}}.SVG()
	if strings.Count(svg, ">chưa có<") != 1 || strings.Count(svg, ">0<") != 1 || strings.Contains(svg, `class="c-s1"`) {
		t.Errorf("got %s", svg)
	}
}

// TestBreakIsNeverJoined: two points on either side of a break have no line between them.
func TestBreakIsNeverJoined(t *testing.T) {
	l := Lines{Steps: []string{"2024", "2025", "2026"}, Series: []Series{{Points: points(1, 2, 3)}}}
	if got := strings.Count(l.SVG(), `class="c-l1"`); got != 1 {
		t.Fatalf("without a break there are %d lines, want 1", got)
	}
	l.Break = &Break{At: 1.5, Text: "1/7/2025"}
	svg := l.SVG()
	path := svg[strings.Index(svg, `class="c-l1"`):]
	if path, _, _ = strings.Cut(path, "/>"); strings.Count(path, "L") != 1 || strings.Count(svg, `class="c-l1"`) != 1 {
		t.Errorf("the line crosses the break: %s", path)
	}
	if strings.Count(svg, "c-mark") != 2 || strings.Count(svg, "c-open") != 1 {
		t.Errorf("markers do not differ: %s", svg)
	}
}

// TestGapIsNotJoined: where a value is missing the line stops.
func TestGapIsNotJoined(t *testing.T) {
	svg := Lines{Steps: []string{"1", "2", "3", "4", "5"}, Series: []Series{{Points: points(1, 2, -1, 4, 5)}}}.SVG()
	if got := strings.Count(svg, `class="c-l1"`); got != 2 {
		t.Errorf("got %d pieces, want 2", got)
	}
}

func TestRoles(t *testing.T) {
	for _, c := range []struct {
		rule, svg, want string
	}{
		{"a chart is one picture", Rows{Label: "L", Rows: []Row{{Name: "N", Value: Of(1), Text: "1"}}}.SVG(), `role="img" aria-label="L"`},
		{"with links it is a group", Rows{Label: "L", Rows: []Row{{Name: "N", Value: Of(1), Text: "1", Href: "/x"}}}.SVG(), `role="group" aria-label="L"`},
		{"a link has a name", Rows{Rows: []Row{{Name: "N", Value: Of(1), Text: "1", Href: "/x"}}}.SVG(), `<a class="c-link" href="/x" aria-label="N: 1">`},
		{"a link of a column too", Bars{Columns: []Column{{Label: "T1", First: Of(3), Total: "3", Href: "/x"}}}.SVG(), `aria-label="T1: 3"`},
		{"a spark is hidden", Spark{Values: values(1, 2)}.SVG(), `aria-hidden="true"`},
	} {
		if !strings.Contains(c.svg, c.want) {
			t.Errorf("%s: want %s in %s", c.rule, c.want, c.svg)
		}
	}
}

// TestStandalone: a file has its own colours and leads nowhere.
func TestStandalone(t *testing.T) {
	got := Standalone(months(296).SVG(), Head{Title: "Buổi theo tháng & năm"})
	for _, unwanted := range []string{"var(", "<a ", "href", "@media"} {
		if strings.Contains(got, unwanted) {
			t.Errorf("the file holds %q", unwanted)
		}
	}
	for _, wanted := range []string{`xmlns="http://www.w3.org/2000/svg"`, "<title>Buổi theo tháng &amp; năm</title>", "#005c60", "Be Vietnam Pro"} {
		if !strings.Contains(got, wanted) {
			t.Errorf("the file lacks %q", wanted)
		}
	}
	told := Standalone(months(296).SVG(), Head{Title: "x", Lines: []string{"Quảng Ninh, năm 2025"}, Keys: []Key{{"s1", "Chuyên đề"}, {"s2", "Lồng ghép"}, {"last", "Cùng kỳ"}}})
	for _, wanted := range []string{">Quảng Ninh, năm 2025<", ">Chuyên đề<", `fill="url(#c-key-h2)"`, ">Lồng ghép<", `<line class="c-ink" x1=`, ">Cùng kỳ<"} {
		head, _, _ := strings.Cut(told, "<svg x=")
		if !strings.Contains(head, wanted) {
			t.Errorf("above the chart stands no %q", wanted)
		}
	}
	if Standalone("no chart", Head{Title: "x"}) != "" {
		t.Error("what is no chart gives a file")
	}
}
