package atlas

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"binhdang/internal/fault"
)

func collection(features ...string) string {
	return `{"type":"FeatureCollection","features":[` + strings.Join(features, ",") + `]}`
}

func square(code string, x, y, side float64) string {
	return fmt.Sprintf(`{"type":"Feature","properties":{"code":%q},"geometry":{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
		code, x, y, x+side, y, x+side, y+side, x, y+side, x, y)
}

func TestReadGeoJSONFaults(t *testing.T) {
	for _, c := range []struct {
		rule, text, want string
		limits           Limits
	}{
		{"no JSON", "{\n\"type\": x", "atlas.json", Limits{}},
		{"another type", `{"type":"Topology"}`, "atlas.type", Limits{}},
		{"no units", collection(), "atlas.empty", Limits{}},
		{"too many units", collection(square("1", 107, 21, .1), square("2", 108, 21, .1)), "atlas.units", Limits{Units: 1}},
		{"too many corners", collection(square("1", 107, 21, .1)), "atlas.points", Limits{Points: 4}},
		{"too large", collection(square("1", 107, 21, .1)), "atlas.bytes", Limits{Bytes: 10}},
		{"no code", collection(square("", 107, 21, .1)), "atlas.code", Limits{}},
		{"a code that is a number has lost its zeros", `{"type":"FeatureCollection","features":[{"properties":{"code":6652}}]}`, "atlas.code", Limits{}},
		{"a point is no polygon", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Point","coordinates":[107,21]}}]}`, "atlas.geometry", Limits{}},
		{"no geometry", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":null}]}`, "atlas.geometry", Limits{}},
		{"coordinates of another shape", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[107,21]}}]}`, "atlas.coordinates", Limits{}},
		{"no rings", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[]}}]}`, "atlas.coordinates", Limits{}},
		{"one number", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[107]]]}}]}`, "atlas.coordinates", Limits{}},
		{"metres", collection(square("1", 450000, 2300000, 100)), "atlas.degrees", Limits{}},
		{"north before east", collection(square("1", 21, 107, .1)), "atlas.degrees", Limits{}},
		{"two corners", `{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[107,21],[108,21],[107,21]]]}}]}`, "atlas.ring", Limits{}},
	} {
		_, err := ReadGeoJSON(strings.NewReader(c.text), c.limits)
		if all := fault.All(err); len(all) != 1 || all[0].Key != c.want {
			t.Errorf("%s: %v, want %s", c.rule, err, c.want)
		}
	}
}

// wavy is the same border from either side: many small bends.
func wavy(from, to Point) string {
	var out []string
	for i := range 101 {
		k := float64(i) / 100
		bend := 0.0003 * math.Sin(40*math.Pi*k)
		out = append(out, fmt.Sprintf("[%.6f,%.6f]", from.X+(to.X-from.X)*k+bend, from.Y+(to.Y-from.Y)*k))
	}
	return strings.Join(out, ",")
}

func TestReadGeoJSON(t *testing.T) {
	up := wavy(Point{107.5, 21}, Point{107.5, 21.5})
	points := strings.Split(strings.ReplaceAll(up, "],[", "]|["), "|")
	slices.Reverse(points)
	down := strings.Join(points, ",")
	text := "\ufeff" + collection(
		`{"type":"Feature","properties":{"code":"06655","name":"b"},"geometry":{"type":"Polygon","coordinates":[[`+down+`,[108,21],[108,21.5],[107.5,21.5]]]}}`,
		`{"type":"Feature","properties":{"code":"06652"},"geometry":{"type":"MultiPolygon","coordinates":[[[[107,21],`+up+`,[107,21.5],[107,21]]],[[[107.1,20.9],[107.1002,20.9],[107.1,20.9002],[107.1,20.9]]]]}}`,
		square("06658", 107.2, 20.8, 0.0001),
		square("06652", 107.3, 20.8, 0.05),
	)
	l, err := ReadGeoJSON(strings.NewReader(text), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	if got := l.Codes(); !slices.Equal(got, []string{"06652", "06655", "06658"}) {
		t.Fatalf("codes %v", got)
	}
	if n := len(l.units[0].polys); n != 2 {
		t.Errorf("06652 has %d polygons, want 2: its land and the island of the second feature, without the islet", n)
	}
	if n := len(l.units[0].polys[0][0]); n > 8 {
		t.Errorf("the wavy border still has %d corners", n)
	}
	if len(l.units[2].polys) != 1 {
		t.Error("a unit that is smaller than the tolerance vanished")
	}
	// Both sides of the border keep the same corners.
	for _, p := range l.units[0].polys[0][0] {
		if p.X > 107.4 && !slices.Contains(l.units[1].polys[0][0], p) {
			t.Errorf("neighbours no longer share %v", p)
		}
	}
	svg, err := atlas(t).Province("22", Options{Layer: l})
	if err != nil {
		t.Fatal(err)
	}
	if strings.Count(svg, `class="m-unit"`) != 3 {
		t.Error("the office's own units are not drawn")
	}
	wellFormed(t, "layer", svg)
}

// TestLayerKeepsTheArchipelagos: an office whose file forgets them still has them.
func TestLayerKeepsTheArchipelagos(t *testing.T) {
	l, err := ReadGeoJSON(strings.NewReader(collection(square("20194", 108.1, 16, .1))), Limits{})
	if err != nil {
		t.Fatal(err)
	}
	svg, err := atlas(t).Province("48", Options{Layer: l})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(svg, `data-unit="20333"`) || !strings.Contains(svg, `>Quần đảo Hoàng Sa<`) {
		t.Error("Hoàng Sa is missing")
	}
}

func FuzzReadGeoJSON(f *testing.F) {
	f.Add(collection(square("06652", 107, 21, .1)))
	f.Add(collection(square("06652", 107, 21, .1), square("06655", 107.1, 21, .1), square("20333", 112, 16, 1e-7)))
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"Polygon","coordinates":[[[107,21],[108,21],[107,21],[108,21]]]}}]}`)
	f.Add(`{"type":"FeatureCollection","features":[{"properties":{"code":"1"},"geometry":{"type":"MultiPolygon","coordinates":[[[]]]}}]}`)
	a := atlas(f)
	f.Fuzz(func(t *testing.T, text string) {
		l, err := ReadGeoJSON(strings.NewReader(text), Limits{Bytes: 1 << 16})
		if err != nil {
			if fault.All(err) == nil {
				t.Errorf("%q: no fault but %v", text, err)
			}
			return
		}
		svg, err := a.Province("22", Options{Layer: l, Names: l.Codes(), Name: strings.ToUpper, Chosen: l.Codes()[0]})
		if err != nil {
			t.Fatal(err)
		}
		wellFormed(t, text, svg)
		if strings.Contains(svg, "NaN") || strings.Contains(svg, "Inf") {
			t.Errorf("%q draws no numbers", text)
		}
	})
}
