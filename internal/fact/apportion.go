package fact

import (
	"cmp"
	"math"
	"slices"

	"binhdang/internal/register"
)

// Apportion shares a sum out in whole numbers that add up to it, every plane alike. No
// share of a part is more than the same share of its whole, and none tells of more
// records than it has.
func (s *Sum) Apportion(def *register.Definition, parts []float64) []Sum {
	out := make([]Sum, len(parts))
	put := func(plane, column int, n int64, most []int64) {
		for i, v := range largestRemainder(n, parts, most) {
			if column < 0 {
				out[i][plane].N = v
			} else {
				out[i][plane].V[column] = v
			}
		}
	}
	column := func(c int) []int64 {
		var list []int64
		for i := range out {
			v := out[i][Numbers].N
			if c >= 0 {
				v = out[i][Numbers].V[c]
			}
			list = append(list, v)
		}
		return list
	}
	for p := range s {
		put(p, -1, s[p].N, nil)
	}
	done := make([]bool, len(def.Measures))
	var number func(i int)
	number = func(i int) {
		if done[i] {
			return
		}
		done[i] = true
		var most []int64
		if w := def.Measure(def.Measures[i].PartOf); w >= 0 {
			number(w)
			most = column(w)
			put(WithoutPart, i, s[WithoutPart].V[i], most)
			for j := range most { // a part is divided by its whole where the part was told
				most[j] -= out[j][WithoutPart].V[i]
			}
		}
		put(Numbers, i, s[Numbers].V[i], most)
	}
	for i := range def.Measures {
		number(i)
	}
	records, count := column(-1), def.Measure(def.Count)
	for i := range def.Measures {
		for _, p := range []int{More, Less, About, NotGiven, NotApplicable} {
			put(p, i, s[p].V[i], records)
		}
		var counted []int64
		if count >= 0 {
			counted = column(count)
		}
		put(WithoutPartCount, i, s[WithoutPartCount].V[i], counted)
	}
	return out
}

// largestRemainder parts n by shares that add up to one: each has its share rounded
// down, and what is left over goes one by one to those that lost most by rounding, the
// first of equals first. None has more than its most, if those can hold n.
func largestRemainder(n int64, shares []float64, most []int64) []int64 {
	out := make([]int64, len(shares))
	if n < 0 {
		for i, v := range largestRemainder(-n, shares, nil) {
			out[i] = -v
		}
		return out
	}
	var room int64
	for _, m := range most {
		room += m
	}
	if room < n || slices.ContainsFunc(most, func(m int64) bool { return m < 0 }) {
		most = nil
	}
	order := make([]int, len(shares))
	lost := make([]float64, len(shares))
	left := n
	for i, s := range shares {
		q := float64(n) * s
		f := math.Floor(q)
		if most != nil {
			f = math.Min(f, float64(most[i]))
		}
		out[i], lost[i], order[i] = int64(f), math.Round((q-f)*1e6), i // equals stay equal in binary
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for left != 0 {
		before := left
		for _, i := range order {
			if left > 0 && (most == nil || out[i] < most[i]) {
				out[i]++
				left--
			} else if left < 0 && out[i] > 0 { // shares that rounding made a little more than one
				out[i]--
				left++
			}
		}
		if left == before {
			break
		}
	}
	return out
}
