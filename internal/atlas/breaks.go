package atlas

import (
	"math"
	"slices"
)

// classes of the ramp.
const classes = 6

// Breaks gives five round bounds that part values into six classes of about as many
// units each; class n holds what is not below bound n. Bounds of whole numbers are
// whole. With too few different values for that, the bounds are even steps. No values,
// no bounds.
func Breaks(values []float64) []float64 {
	v := slices.DeleteFunc(slices.Clone(values), func(x float64) bool { return math.IsNaN(x) || math.IsInf(x, 0) })
	if len(v) == 0 {
		return nil
	}
	slices.Sort(v)
	least := 0.0
	if !slices.ContainsFunc(v, func(x float64) bool { return x != math.Trunc(x) }) {
		least = 1
	}
	if distinct := slices.Compact(slices.Clone(v)); len(distinct) >= classes {
		if b := quantiles(v, least); b != nil {
			return b
		}
		if b := quantiles(distinct, least); b != nil {
			return b
		}
	}
	return even(v[0], v[len(v)-1], least)
}

// Class is the step of the ramp for a value: how many bounds it reaches.
func Class(value float64, bounds []float64) int {
	n := 0
	for n < len(bounds) && value >= bounds[n] {
		n++
	}
	return n
}

// quantiles parts sorted values into equal shares and rounds the bounds as far as
// their neighbours allow; nil when two bounds fall together or one parts nothing.
func quantiles(v []float64, least float64) []float64 {
	q := make([]float64, classes+1)
	for i := range q {
		at := float64(i) / classes * float64(len(v)-1)
		k := min(int(at), len(v)-2)
		q[i] = v[k] + (at-float64(k))*(v[k+1]-v[k])
	}
	var out []float64
	last := v[0]
	for i := 1; i < classes; i++ {
		near := min(q[i]-q[i-1], q[i+1]-q[i])
		if near <= 0 {
			return nil
		}
		step := max(roundStep(near, false), least)
		b := multiple(math.Round(q[i]/step), step)
		if b <= last || b > v[len(v)-1] {
			return nil
		}
		out = append(out, b)
		last = b
	}
	return out
}

// even gives bounds in equal steps from the least value to the greatest.
func even(low, high, least float64) []float64 {
	step := max(roundStep((high-low)/classes, true), least)
	if high == low {
		step = max(roundStep(math.Abs(low)/classes, true), least)
	}
	if step == 0 {
		step = 1
	}
	first := math.Floor(low/step) + 1
	var out []float64
	for i := range classes - 1 {
		out = append(out, multiple(first+float64(i), step))
	}
	return out
}

// roundStep is the next 1, 2 or 5 times a power of ten, up or down; 0 for 0.
func roundStep(x float64, up bool) float64 {
	if x <= 0 {
		return 0
	}
	power := math.Pow(10, math.Floor(math.Log10(x)))
	steps := []float64{1, 2, 5, 10}
	best := power
	for _, s := range steps {
		switch {
		case up && s*power >= x*(1-1e-9):
			return s * power
		case !up && s*power <= x*(1+1e-9):
			best = s * power
		}
	}
	return best
}

// multiple of a step, without the dust of binary fractions.
func multiple(n, step float64) float64 {
	if step >= 1 {
		return n * step
	}
	per := math.Round(1 / step)
	return n / per
}
