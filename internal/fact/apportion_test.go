package fact

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"binhdang/internal/register"
)

func TestLargestRemainder(t *testing.T) {
	for _, c := range []struct {
		rule   string
		n      int64
		shares []float64
		most   []int64
		want   []int64
	}{
		{"whole numbers stay what they are", 10, []float64{0.5, 0.3, 0.2}, nil, []int64{5, 3, 2}},
		{"whatever the binary digits", 100, []float64{0.29, 0.71}, nil, []int64{29, 71}},
		{"what is left goes to who lost most", 7, []float64{0.5, 0.3, 0.2}, nil, []int64{4, 2, 1}},
		{"of equals the first", 1, []float64{0.5, 0.5}, nil, []int64{1, 0}},
		{"nothing is nothing", 0, []float64{0.5, 0.5}, nil, []int64{0, 0}},
		{"what was taken back is shared as what was given", -7, []float64{0.5, 0.3, 0.2}, nil, []int64{-4, -2, -1}},
		{"no more than the whole has", 1, []float64{0.5, 0.5}, []int64{0, 1}, []int64{0, 1}},
		{"a bound that holds less than all is none", 5, []float64{0.5, 0.5}, []int64{1, 1}, []int64{3, 2}},
	} {
		if got := largestRemainder(c.n, c.shares, c.most); !slices.Equal(got, c.want) {
			t.Errorf("%s: %d by %v: got %v, want %v", c.rule, c.n, c.shares, got, c.want)
		}
	}
}

// Whatever is shared out adds up to what there was, in every plane; no part is more
// than its whole, and no row tells of more records than it has.
func TestApportionKeepsSums(t *testing.T) {
	def := &register.Definition{Count: "sessions", Measures: []register.Measure{
		{ID: "women", PartOf: "attendances"}, {ID: "attendances"}, {ID: "sessions"}}}
	rapid.Check(t, func(rt *rapid.T) {
		k := rapid.IntRange(2, 6).Draw(rt, "successors")
		var weights []int
		total := 0
		for range k {
			w := rapid.IntRange(1, 1000).Draw(rt, "weight")
			weights, total = append(weights, w), total+w
		}
		shares := make([]float64, k)
		for i, w := range weights {
			shares[i] = float64(w) / float64(total)
		}
		var sum Sum
		large := rapid.SampledFrom([]int64{3, 50, 2_000_000_000_000_000}).Draw(rt, "large")
		upTo := func(n int64, what string) int64 { return rapid.Int64Range(0, n).Draw(rt, what) }
		n := &sum[Numbers]
		n.N, n.V[1], n.V[2] = upTo(large, "records"), upTo(large, "people"), upTo(large, "sessions")
		n.V[0] = upTo(n.V[1], "women")
		sum[NotGiven].V[0], sum[About].V[1] = upTo(n.N, "not given"), upTo(n.N, "about")
		sum[WithoutPart].V[0], sum[WithoutPartCount].V[0] = upTo(n.V[1]-n.V[0], "without"), upTo(n.V[2], "sessions without")
		var back Sum
		for i, s := range sum.Apportion(def, shares) {
			back.Add(&s, 1)
			for p := range s {
				for c := range def.Measures {
					if s[p].V[c] < 0 {
						rt.Fatalf("share %d of plane %d is %d", i, p, s[p].V[c])
					}
				}
			}
			v := s[Numbers]
			if v.V[0] > v.V[1]-s[WithoutPart].V[0] || s[NotGiven].V[0] > v.N || s[About].V[1] > v.N ||
				s[WithoutPartCount].V[0] > v.V[2] {
				rt.Fatalf("share %d tells of more than it has: %v", i, s)
			}
		}
		if back != sum {
			rt.Fatalf("shares of %v add up to %v", sum, back)
		}
	})
}
