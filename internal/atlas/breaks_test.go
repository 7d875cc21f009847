package atlas

import (
	"math"
	"slices"
	"testing"
)

func TestBreaks(t *testing.T) {
	many := func(f func(i int) float64) []float64 {
		var out []float64
		for i := range 54 {
			out = append(out, f(i))
		}
		return out
	}
	for _, c := range []struct {
		rule   string
		values []float64
		want   []float64
	}{
		{"nothing", nil, nil},
		{"only what is no number", []float64{math.NaN(), math.Inf(1)}, nil},
		{"one value", []float64{7}, []float64{8, 10, 12, 14, 16}},
		{"all alike, large", []float64{4000, 4000}, []float64{5000, 6000, 7000, 8000, 9000}},
		{"zeros", []float64{0, 0, 0}, []float64{1, 2, 3, 4, 5}},
		{"few whole numbers have whole bounds", []float64{1, 2, 3}, []float64{2, 3, 4, 5, 6}},
		{"few shares", []float64{0.2, 0.5}, []float64{0.25, 0.3, 0.35, 0.4, 0.45}},
		{"even counts", many(func(i int) float64 { return float64(10 + 2*i) }), []float64{30, 50, 60, 80, 100}},
		{"skewed counts", many(func(i int) float64 { return math.Round(math.Pow(1.2, float64(i))) }), []float64{4, 20, 100, 500, 4000}},
		{"most are zero", append(make([]float64, 40), 3, 8, 15, 22, 31, 47, 58), []float64{4, 10, 20, 30, 40}},
		{"negative changes", []float64{-30, -20, -10, 0, 10, 20, 30}, []float64{-20, -10, 0, 10, 20}},
	} {
		got := Breaks(c.values)
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.rule, got, c.want)
		}
	}
}

func TestClass(t *testing.T) {
	bounds := []float64{30, 50, 70, 90, 110}
	for v, want := range map[float64]int{0: 0, 29.9: 0, 30: 1, 49: 1, 109: 4, 110: 5, 9000: 5} {
		if got := Class(v, bounds); got != want {
			t.Errorf("%v is of class %d, want %d", v, got, want)
		}
	}
}

func FuzzBreaks(f *testing.F) {
	f.Add(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0)
	f.Add(0.1, 0.1, 0.1, 0.2, 1e9, -5.0, 0.0)
	f.Fuzz(func(t *testing.T, a, b, c, d, e, g, h float64) {
		values := []float64{a, b, c, d, e, g, h}
		for _, v := range values {
			if math.Abs(v) > 1e12 || v != 0 && math.Abs(v) < 1e-6 {
				return
			}
		}
		got := Breaks(values)
		if got == nil {
			return
		}
		if len(got) != 5 {
			t.Fatalf("%v: %v", values, got)
		}
		for i := 1; i < 5; i++ {
			if !(got[i] > got[i-1]) {
				t.Errorf("%v: %v does not rise", values, got)
			}
		}
	})
}
