package atlas

import (
	"bytes"
	"compress/gzip"
	"encoding/csv"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"binhdang/content"
	"binhdang/internal/fault"
)

var update = flag.Bool("update", false, "write testdata anew")

var ours = sync.OnceValues(func() (*Atlas, error) { return Load(content.FS) })

func atlas(t testing.TB) *Atlas {
	t.Helper()
	a, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	return a
}

// today gives the units of a level: code to name, and the communes of each province.
func today(t testing.TB) (name map[string]string, communes map[string][]string) {
	t.Helper()
	f, err := content.FS.Open("unit/units.csv")
	if err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	name, communes = map[string]string{}, map[string][]string{}
	for _, r := range rows[1:] { // code, name, full_name, type, parent_code, level
		name[r[0]] = r[1]
		if r[5] == "xa" {
			communes[r[4]] = append(communes[r[4]], r[0])
		}
	}
	for _, c := range communes {
		slices.Sort(c)
	}
	return name, communes
}

// options as a page would give them, with values for all and names for some.
func options(name map[string]string, codes []string, width int) Options {
	o := Options{
		Width: width, Label: "Số buổi theo đơn vị", Class: map[string]int{}, Names: codes, Chosen: codes[0],
		Name:  func(c string) string { return name[c] },
		Title: func(c string) string { return fmt.Sprintf("%s: %s buổi & 54,4 %% nữ", name[c], c) },
		Href:  func(c string) string { return "/tong-quan?don-vi=" + c + "&ky=2025" },
	}
	for i, c := range codes {
		if n := i % 9; n < 8 { // one of nine has no data
			o.Class[c] = n - 2
		}
	}
	return o
}

var widths = []int{560, 328}

// drawings are all maps in both widths.
func drawings(t testing.TB, each func(name string, codes []string, svg string)) {
	t.Helper()
	a := atlas(t)
	name, _ := today(t)
	for _, width := range widths {
		for _, former := range []bool{false, true} {
			codes := a.nation.Codes()
			if former {
				codes = a.former.Codes()
			}
			o := options(name, codes, width)
			o.Former = former
			each(fmt.Sprintf("nation %d former %v", width, former), codes, a.Nation(o))
		}
		for _, p := range a.Provinces() {
			codes := a.Communes(p)
			svg, err := a.Province(p, options(name, codes, width))
			if err != nil {
				t.Fatal(err)
			}
			each(fmt.Sprintf("province %s %d", p, width), codes, svg)
		}
	}
}

func TestEveryUnitIsOnItsMap(t *testing.T) {
	a := atlas(t)
	_, communes := today(t)
	if len(communes) != 34 || len(a.Provinces()) != 34 {
		t.Fatalf("%d provinces in the units, %d on the map", len(communes), len(a.Provinces()))
	}
	if n := len(a.former.units); n != 63 {
		t.Errorf("%d former provinces, want 63", n)
	}
	total := 0
	for _, p := range a.Provinces() {
		got := a.Communes(p)
		total += len(got)
		if !slices.Equal(got, communes[p]) {
			t.Errorf("province %s has %d communes on the map, %d in the units, or others", p, len(got), len(communes[p]))
		}
	}
	if total != 3321 {
		t.Errorf("%d communes, want 3321", total)
	}
	if a.Communes("99") != nil {
		t.Error("province 99 has communes")
	}
}

var unitLink = regexp.MustCompile(`<a class="m-unit" href="[^"]*don-vi=(\d+)[^"]*"`)

// TestDrawings holds what every map promises, on all of them.
func TestDrawings(t *testing.T) {
	const nationMost, provinceMost = 20 << 10, 25 << 10 // gzipped
	largest := map[string]int{}
	drawings(t, func(name string, codes []string, svg string) {
		var got []string
		for _, m := range unitLink.FindAllStringSubmatch(svg, -1) {
			got = append(got, m[1])
		}
		if !slices.Equal(got, codes) {
			t.Errorf("%s: links to %d units, want each of %d once, in order", name, len(got), len(codes))
		}
		for _, c := range regexp.MustCompile(`don-vi=(\d+)[^>]*><title>[^<]*</title>(?:<(?:rect|circle)[^>]*>)*<path [^>]*d="([^"]*)"`).FindAllStringSubmatch(svg, -1) {
			if len(c[2]) < 10 {
				t.Errorf("%s: unit %s has the outline %q", name, c[1], c[2])
			}
		}
		flat := strings.Join(strings.Fields(regexp.MustCompile(`<[^>]*>`).ReplaceAllString(svg, " ")), " ")
		for _, want := range []string{"Quần đảo Hoàng Sa", "Quần đảo Trường Sa"} {
			if !strings.Contains(flat, want) {
				t.Errorf("%s does not say %s", name, want)
			}
		}
		for _, d := range regexp.MustCompile(` d="([^"]*)"`).FindAllStringSubmatch(svg, -1) {
			if bad := regexp.MustCompile(`[Ml](?:[^-.\d ]|$)`).FindString(d[1]); bad != "" {
				t.Errorf("%s: a path has %q without a number: browsers stop there", name, bad)
			}
		}
		wellFormed(t, name, svg)
		for _, bad := range []string{"style", "NaN", "Inf", "script", "e+", "e-0"} {
			if strings.Contains(svg, bad) {
				t.Errorf("%s contains %q", name, bad)
			}
		}
		kind, most := strings.Fields(name)[0], provinceMost
		if kind == "nation" {
			most = nationMost
		}
		n := gzipped(t, svg)
		largest[kind] = max(largest[kind], n)
		if n > most {
			t.Errorf("%s: %d bytes gzipped, more than %d", name, n, most)
		}
	})
	t.Log("largest, gzipped:", largest)
}

func wellFormed(t *testing.T, name, svg string) {
	t.Helper()
	d := xml.NewDecoder(strings.NewReader(svg))
	for {
		_, err := d.Token()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
	}
}

func gzipped(t *testing.T, s string) int {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, s); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Len()
}

// TestNothingOverlaps keeps names off each other and boxes off the land, in every layout.
func TestNothingOverlaps(t *testing.T) {
	text := regexp.MustCompile(`<text class="(m-name|m-place)" text-anchor="middle" x="([\d.]+)" y="([\d.]+)">([^<]*)</text>`)
	drawings(t, func(name string, _ []string, svg string) {
		var width, height float64
		if _, err := fmt.Sscanf(svg[strings.Index(svg, `viewBox="`):], `viewBox="0 0 %f %f"`, &width, &height); err != nil {
			t.Fatal(err)
		}
		var boxes []rect
		var words []string
		for _, m := range text.FindAllStringSubmatch(svg, -1) {
			var l label
			if _, err := fmt.Sscan(m[2], &l.at.X); err != nil {
				t.Fatal(err)
			}
			if _, err := fmt.Sscan(m[3], &l.at.Y); err != nil {
				t.Fatal(err)
			}
			l.text = m[4]
			b := l.box()
			if m[1] == "m-place" {
				w := textWidth(l.text, locatorSize)
				b = rect{l.at.X - w/2, l.at.Y - 9, w, 11}
			}
			if b.x < -2 || b.right() > width+2 || b.y < -2 || b.bottom() > height+2 {
				t.Errorf("%s: %q stands outside", name, l.text)
			}
			for i, o := range boxes {
				if b.meets(o, 0) {
					t.Errorf("%s: %q overlaps %q", name, l.text, words[i])
				}
			}
			boxes, words = append(boxes, b), append(words, l.text)
		}
	})
}

func TestNamesAreFew(t *testing.T) {
	drawings(t, func(name string, _ []string, svg string) {
		most := 7 + 2 // and the archipelagos, or the captions of boxes
		if strings.Contains(name, "328") {
			most = 4 + 2
		}
		if n := strings.Count(svg, `class="m-name"`); n > most || n < 2 {
			t.Errorf("%s has %d names, want 2 to %d", name, n, most)
		}
	})
}

// TestSpecialZones wants the archipelagos to be communes that one can point at.
func TestSpecialZones(t *testing.T) {
	a := atlas(t)
	name, _ := today(t)
	for _, c := range []struct{ province, zone, caption string }{
		{"48", hoangSa, "Quần đảo Hoàng Sa"}, {"56", truongSa, "Quần đảo Trường Sa"},
	} {
		for _, width := range widths {
			o := options(name, a.Communes(c.province), width)
			o.Names = nil
			svg, err := a.Province(c.province, o)
			if err != nil {
				t.Fatal(err)
			}
			link := regexp.MustCompile(`<a [^>]*don-vi=` + c.zone + `[^>]*><title>[^<]*</title><rect class="m-hit"[^>]*/><path [^>]*d="[^"]{200,}"`)
			if !link.MatchString(svg) || !strings.Contains(svg, `class="m-name" text-anchor="middle"`) || !strings.Contains(svg, ">"+c.caption+"<") {
				t.Errorf("%s at %d does not show %s in a box that is a link", c.province, width, c.zone)
			}
		}
	}
}

func TestOptions(t *testing.T) {
	a := atlas(t)
	draw := func(o Options) string {
		svg, err := a.Province("46", o)
		if err != nil {
			t.Fatal(err)
		}
		return svg
	}
	codes := a.Communes("46")
	for _, c := range []struct {
		rule string
		o    Options
		want string
	}{
		{"no class is no data", Options{}, `class="m-none" fill="url(#map-none)"`},
		{"class 0 is a step, not absence", Options{Class: map[string]int{codes[0]: 0}}, `class="m-0"`},
		{"a class that does not exist is no data", Options{Class: map[string]int{codes[0]: 6}}, `class="m-none"`},
		{"small is dotted", Options{ID: "a", Class: map[string]int{codes[0]: Small}}, `class="m-small" fill="url(#a-small)"`},
		{"without a link it is a picture with a name", Options{}, `<g class="m-unit" role="img" data-unit="` + codes[0] + `"><title>` + codes[0] + `</title>`},
		{"labels as given", Options{Labels: Labels{HoangSa: "Hoàng Sa Archipelago"}}, `>Hoàng Sa<`},
		{"text is escaped", Options{Label: `"<&`}, `aria-label="&#34;&lt;&amp;"`},
		{"the chosen one is outlined", Options{Chosen: codes[1]}, `class="m-chosen"`},
	} {
		if svg := draw(c.o); !strings.Contains(svg, c.want) {
			t.Errorf("%s: no %s", c.rule, c.want)
		}
	}
	svg := draw(Options{Order: []string{codes[5], "99999", codes[2], codes[5]}, Href: func(c string) string { return "/?don-vi=" + c }})
	var got []string
	for _, m := range unitLink.FindAllStringSubmatch(svg, -1) {
		got = append(got, m[1])
	}
	if len(got) != len(codes) || got[0] != codes[5] || got[1] != codes[2] || got[2] != codes[0] {
		t.Errorf("order given %s, %s: got %v", codes[5], codes[2], got[:3])
	}
	if _, err := a.Province("99", Options{}); !errors.Is(err, &fault.Error{Kind: fault.NotFound, Key: "atlas.province"}) {
		t.Errorf("province 99: %v", err)
	}
}

func TestGolden(t *testing.T) {
	a := atlas(t)
	name, _ := today(t)
	o := options(name, a.Communes("12"), 328)
	svg, err := a.Province("12", o)
	if err != nil {
		t.Fatal(err)
	}
	again, _ := a.Province("12", o)
	if svg != again {
		t.Error("two drawings of one map differ")
	}
	const file = "testdata/12-328.svg"
	got := strings.ReplaceAll(svg, "><", ">\n<")
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("the map of Lai Châu changed; look at it, then run: go test ./internal/atlas -run Golden -update")
	}
}

func TestLoadFaults(t *testing.T) {
	for _, c := range []struct{ rule, data string }{
		{"no file", ""},
		{"no JSON", "{"},
		{"arcs of another shape", `{"objects":{"units":{"geometries":[{"id":"01","type":"MultiPolygon","arcs":3}]}}}`},
		{"an arc that is not there", `{"objects":{"units":{"geometries":[{"id":"01","type":"Polygon","arcs":[[7]]}]}}}`},
	} {
		fsys := fstest.MapFS{}
		if c.data != "" {
			fsys["map/nation.json"] = &fstest.MapFile{Data: []byte(c.data)}
		}
		if _, err := Load(fsys); err == nil {
			t.Errorf("%s: loaded", c.rule)
		}
	}
}

// TestEveryClassHasItsColour compares the classes that are drawn with the style sheet.
func TestEveryClassHasItsColour(t *testing.T) {
	seen := map[string]bool{}
	drawings(t, func(_ string, _ []string, svg string) {
		for _, m := range regexp.MustCompile(`class="(m-?[\w-]*)"`).FindAllStringSubmatch(svg, -1) {
			seen[m[1]] = true
		}
	})
	for class := range seen {
		if class != "m-locator" && !regexp.MustCompile(`\.`+class+`\b`).MatchString(CSS) {
			t.Errorf("the style sheet does not know %s", class)
		}
	}
	if len(seen) < 15 {
		t.Errorf("only %d classes were drawn", len(seen))
	}
}

func BenchmarkProvince(b *testing.B) {
	a := atlas(b)
	name, _ := today(b)
	o := options(name, a.Communes("79"), 560)
	for b.Loop() {
		if _, err := a.Province("79", o); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := Load(content.FS); err != nil {
			b.Fatal(err)
		}
	}
}
