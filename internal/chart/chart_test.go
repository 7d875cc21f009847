package chart

import (
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

var (
	update   = flag.Bool("update", false, "write the golden files anew")
	pageFile = flag.String("page", "", "write all samples to this HTML file, to look at them")
)

// TestGolden compares the samples with what was looked at and found good.
func TestGolden(t *testing.T) {
	if *pageFile != "" {
		if err := os.WriteFile(*pageFile, []byte(page()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := append(samples(), sample{"file", Standalone(months(296).SVG(), Head{Title: "Buổi theo tháng, năm 2025", Lines: []string{"tỉnh Quảng Ninh, 15/12/2024 – 14/12/2025, trên bản đồ hôm nay."}, Keys: []Key{{"s1", "Chuyên đề"}, {"s2", "Lồng ghép"}, {"last", "Cùng kỳ năm 2024"}}})})
	for _, s := range all {
		file := filepath.Join("testdata", s.name+".svg")
		got := strings.ReplaceAll(s.svg, "><", ">\n<") + "\n"
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s is drawn otherwise than in its golden file; look at it with -page, then -update", s.name)
		}
	}
}

// node is an element of a chart that was read back.
type node struct {
	name string
	attr map[string]string
	text string
	up   *node
}

func (n *node) num(name string) float64 {
	f, _ := strconv.ParseFloat(n.attr[name], 64)
	return f
}

// parse reads a chart as XML.
func parse(svg string) (nodes []*node, err error) {
	d := xml.NewDecoder(strings.NewReader(svg))
	var at *node
	for {
		tok, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nodes, nil
		}
		if err != nil {
			return nil, err
		}
		switch tok := tok.(type) {
		case xml.StartElement:
			at = &node{name: tok.Name.Local, attr: map[string]string{}, up: at}
			for _, a := range tok.Attr {
				if _, twice := at.attr[a.Name.Local]; twice {
					return nil, fmt.Errorf("%s has %s twice", at.name, a.Name.Local)
				}
				at.attr[a.Name.Local] = a.Value
			}
			nodes = append(nodes, at)
		case xml.EndElement:
			at = at.up
		case xml.CharData:
			if at != nil {
				at.text += string(tok)
			}
		}
	}
}

// place of a text as a reader would estimate it: 6.6 px a letter.
func (n *node) place() box {
	w := 0.0
	for _, r := range n.text {
		if !unicode.Is(unicode.Mn, r) {
			w += 6.6
		}
	}
	x, y := n.num("x"), n.num("y")
	if n.attr["transform"] != "" { // upright
		return box{x - 9, y - w, x + 3, y}
	}
	switch n.attr["text-anchor"] {
	case "middle":
		x -= w / 2
	case "end":
		x -= w
	}
	return box{x, y - 9, x + w, y + 3}
}

var (
	badNumber = regexp.MustCompile(`NaN|Inf|[0-9]e[+-]?[0-9]|\.[0-9]{3}`)
	paintRef  = regexp.MustCompile(`url\(#([^)]*)\)`)
)

// faults of one chart against what the package promises of all.
func faults(svg string) (out []string) {
	say := func(format string, args ...any) { out = append(out, fmt.Sprintf(format, args...)) }
	nodes, err := parse(svg)
	if err != nil {
		return []string{err.Error()}
	}
	root := nodes[0]
	w, h := root.num("width"), root.num("height")
	ids := map[string]bool{}
	var texts []*node
	for _, n := range nodes {
		for name, v := range n.attr {
			switch name {
			case "style", "onload", "onclick":
				say("%s has the attribute %s", n.name, name)
			case "id":
				if ids[v] {
					say("the id %s is there twice", v)
				}
				ids[v] = true
			case "fill":
				if m := paintRef.FindStringSubmatch(v); m == nil || !ids[m[1]] {
					say("the paint %q is not defined", v)
				}
			case "x", "y", "x1", "y1", "x2", "y2", "width", "height", "d", "cx", "cy", "r", "transform", "viewBox":
				if badNumber.MatchString(v) {
					say("%s has the number %s", n.name, v)
				}
			}
		}
		switch n.name {
		case "style", "script":
			say("there is an element %s", n.name)
		case "text":
			texts = append(texts, n)
		case "a":
			if root.attr["role"] != "group" || n.attr["aria-label"] == "" || n.attr["href"] == "" {
				say("a link in a chart of role %q", root.attr["role"])
			}
		case "rect", "circle", "line":
			if n.num("x") < -0.01 || n.num("x")+n.num("width") > w+0.01 || n.num("width") < 0 || n.num("height") < 0 ||
				n.num("cx") < 0 || n.num("cx") > w || n.num("y2") < 0 || n.num("y2") > h || n.num("cy") < 0 || n.num("cy") > h {
				say("%s lies outside: %v", n.name, n.attr)
			}
		}
	}
	if root.attr["role"] == "" && root.attr["aria-hidden"] != "true" {
		say("neither a role nor hidden")
	}
	for i, a := range texts {
		at := a.place()
		if at.x0 < -0.1 || at.y0 < -0.1 || at.x1 > w+0.1 || at.y1 > h+0.1 {
			say("%q lies outside the sheet of %v by %v: %v", a.text, w, h, at)
		}
		for _, b := range texts[:i] {
			if bt := b.place(); at.x0+0.1 < bt.x1 && bt.x0+0.1 < at.x1 && at.y0+0.1 < bt.y1 && bt.y0+0.1 < at.y1 {
				say("%q lies upon %q", a.text, b.text)
			}
		}
	}
	return out
}

func TestSamplesHoldThePromises(t *testing.T) {
	for _, s := range samples() {
		for _, f := range faults(s.svg) {
			t.Errorf("%s: %s", s.name, f)
		}
		if _, err := parse(Standalone(s.svg, Head{Title: "Tên & <b>", Lines: []string{"<i>"}, Keys: []Key{{"s2", "&"}}})); err != nil {
			t.Errorf("%s as a file: %v", s.name, err)
		}
	}
}

// chance makes up charts; the same seed gives the same.
type chance struct{ *rand.Rand }

func (c chance) value() Value { return Of(c.number()) }

func (c chance) number() float64 {
	switch c.IntN(12) {
	case 0:
		return math.NaN()
	case 1:
		return math.Inf(1 - 2*c.IntN(2))
	case 2:
		return -c.Float64() * 100
	case 3:
		return c.Float64() * 1e12
	case 4:
		return 0
	case 5:
		return c.Float64() * 1e-9
	case 6:
		return math.MaxFloat64
	}
	return math.Round(c.Float64()*1000) / 10
}

func (c chance) text() string {
	words := []string{"", "T12", "Quảng Ninh", "Lồng ghép sinh hoạt chi hội, tổ dân phố", "<script>alert('1')</script>", `"&amp;`, "Ấ Ộ Ữ",
		"1.234.567", "e\u0301e\u0301", "\x00\x1b", "\xff\xfe", "a\nb", "không_có_dấu_cách_ở_đâu_cả_trong_tên_này", "\u202e", "漢字", "2025"}
	s := words[c.IntN(len(words))]
	if c.IntN(8) == 0 {
		s += " " + c.text()
	}
	return s
}

func (c chance) href() string {
	all := []string{"", "", "/so?a=1&b=2", "javascript:alert(1)", "JavaScript:x", "data:text/html,x", "?q=a:b", "https://example.vn/"}
	return all[c.IntN(len(all))]
}

func (c chance) size(sizes ...float64) float64 { return sizes[c.IntN(len(sizes))] }

func (c chance) points(n int) []Point {
	var out []Point
	for range c.IntN(n + 1) {
		x := c.Float64() * float64(n)
		if c.IntN(2) == 0 {
			x = float64(c.IntN(n + 2))
		}
		if c.IntN(20) == 0 {
			x = c.number()
		}
		out = append(out, Point{x, c.value(), c.text()})
	}
	return out
}

func (c chance) charts() []string {
	width, height := c.size(660, 296, 0, 1, 90, 150, 1220, 5000, math.NaN()), c.size(0, 0, 0, 50, 200, 400, math.Inf(1))
	tick := []func(float64) string{nil, thousands, thousands, func(float64) string { return c.text() }, func(f float64) string { return strconv.FormatFloat(f, 'g', -1, 64) }}[c.IntN(5)]
	n := c.IntN(16)
	if c.IntN(30) == 0 {
		n = 400
	}
	bars := Bars{ID: c.text(), Label: c.text(), Width: width, Height: height, Tick: tick, None: c.text(), Empty: c.text()}
	lines := Lines{Label: c.text(), Width: width, Height: height, Tick: tick, Empty: c.text()}
	rows := Rows{Label: c.text(), Width: width, None: c.text(), Empty: c.text()}
	var spark Spark
	for range n {
		bars.Columns = append(bars.Columns, Column{c.text(), c.value(), c.value(), c.value(), c.text(), c.href(), c.text()})
		rows.Rows = append(rows.Rows, Row{c.text(), c.value(), c.text(), c.href(), c.text()})
		lines.Steps = append(lines.Steps, c.text())
		spark.Values = append(spark.Values, c.value())
	}
	for range c.IntN(5) {
		bars.Bands = append(bars.Bands, Band{c.IntN(20) - 3, c.IntN(20) - 3, c.text()})
	}
	for range c.IntN(6) {
		lines.Series = append(lines.Series, Series{c.text(), c.points(n)})
		lines.Thresholds = append(lines.Thresholds, Threshold{Level(c.IntN(3)), c.text(), c.points(n)})
	}
	if c.IntN(2) == 0 {
		lines.Break = &Break{c.Float64() * float64(n), c.text(), c.text(), c.text()}
		if c.IntN(9) == 0 {
			lines.Break.At = c.number()
		}
	}
	return []string{bars.SVG(), lines.SVG(), rows.SVG(), spark.SVG()}
}

// TestNoInputBreaksAPromise draws made-up charts of every kind.
func TestNoInputBreaksAPromise(t *testing.T) {
	for seed := range uint64(400) {
		checkSeed(t, seed)
	}
}

func checkSeed(t *testing.T, seed uint64) {
	t.Helper()
	charts := chance{rand.New(rand.NewPCG(seed, 1))}.charts()
	again := chance{rand.New(rand.NewPCG(seed, 1))}.charts()
	for i, svg := range charts {
		for _, f := range faults(svg) {
			t.Errorf("seed %d, chart %d: %s", seed, i, f)
		}
		if svg != again[i] {
			t.Errorf("seed %d, chart %d: drawn twice, it differs", seed, i)
		}
		if strings.Contains(svg, `"javascript:`) || strings.Contains(svg, `"JavaScript:`) || strings.Contains(svg, `"data:`) {
			t.Errorf("seed %d, chart %d: links to a script", seed, i)
		}
		if _, err := parse(Standalone(svg, Head{Title: "Tên"})); err != nil {
			t.Errorf("seed %d, chart %d as a file: %v", seed, i, err)
		}
	}
}

func FuzzCharts(f *testing.F) {
	f.Add(uint64(1), "T1", 1.0)
	f.Add(uint64(2), "\x00", 1e300)
	f.Fuzz(func(t *testing.T, seed uint64, s string, n float64) {
		checkSeed(t, seed)
		for _, svg := range []string{
			Bars{ID: s, Label: s, Width: n, None: s, Empty: s, Columns: []Column{{s, Of(n), Of(1), Of(n), s, s, s}, {Label: s}}, Bands: []Band{{0, 0, s}}}.SVG(),
			Rows{Label: s, Width: n, Rows: []Row{{s, Of(n), s, s, s}}}.SVG(),
			Lines{Label: s, Steps: []string{s, s}, Series: []Series{{s, []Point{{n, Of(n), s}, {1, Of(1), s}}}}, Break: &Break{n, s, s, s}}.SVG(),
		} {
			for _, fault := range faults(svg) {
				t.Error(fault)
			}
		}
	})
}

// TestTextsAreEscaped puts a hostile text wherever a text can stand, and reads it back.
func TestTextsAreEscaped(t *testing.T) {
	const evil = `<a href="x" onload='y'>&lt;`
	for _, svg := range []string{
		Bars{ID: evil, Label: evil, Width: 1200, Columns: []Column{{evil, Of(1), Of(1), Of(1), evil, "/" + evil, evil}}, Bands: []Band{{0, 0, evil}}}.SVG(),
		Rows{Label: evil, Rows: []Row{{Name: evil, Value: Of(1), Text: evil, Href: "/" + evil}}}.SVG(),
		Lines{Label: evil, Steps: []string{evil}, Series: []Series{{evil, []Point{{0, Of(1), evil}}}}}.SVG(),
	} {
		nodes, err := parse(svg)
		if err != nil {
			t.Fatal(err)
		}
		said := 0
		for _, n := range nodes {
			if n.name == "text" && n.text == evil {
				said++
			}
			if n.name == "a" && n.attr["href"] != "/"+evil {
				t.Errorf("a link that was not asked for: %v", n.attr)
			}
		}
		if said == 0 || nodes[0].attr["aria-label"] != evil {
			t.Errorf("the text does not come out as it went in: %s", svg)
		}
	}
}

// TestClasses wants every class that is drawn in the style sheet, and nothing else there.
func TestClasses(t *testing.T) {
	var used, styled []string
	drawn := samples()
	for seed := range uint64(200) {
		for _, svg := range (chance{rand.New(rand.NewPCG(seed, 1))}).charts() {
			drawn = append(drawn, sample{svg: svg})
		}
	}
	for _, s := range drawn {
		for _, m := range regexp.MustCompile(`class="([^"]*)"`).FindAllStringSubmatch(s.svg, -1) {
			used = append(used, strings.Fields(m[1])...)
		}
	}
	for _, m := range regexp.MustCompile(`\.(chart|c-[a-z0-9-]+)`).FindAllStringSubmatch(CSS, -1) {
		styled = append(styled, m[1])
	}
	slices.Sort(used)
	slices.Sort(styled)
	if u, s := slices.Compact(used), slices.Compact(styled); !slices.Equal(u, s) {
		t.Errorf("drawn: %v\nstyled: %v", u, s)
	}
}

// TestLinesMost holds that an axis with an end goes from 0 to it, whatever the values are.
func TestLinesMost(t *testing.T) {
	for _, values := range [][]float64{{3, 4}, {60, 62}, {99, 100}} {
		l := lines{Lines: Lines{Most: 100, Height: 240, Steps: []string{"1", "2"}, Series: []Series{{Points: []Point{{0, Of(values[0]), ""}, {1, Of(values[1]), ""}}}}},
			pen: &pen{width: 600, height: 240}}
		l.collect()
		if l.axis.lo != 0 || l.axis.hi != 100 {
			t.Errorf("%v: the axis goes from %v to %v", values, l.axis.lo, l.axis.hi)
		}
	}
}
