package chart

import (
	"math"
	"slices"
)

// axis is the upright axis of a chart: where its ticks are and what they say.
type axis struct {
	lo, hi float64
	ticks  []float64
	texts  []string
	wide   float64 // room that the texts need
	top    float64 // y of hi
	base   float64 // y of lo
}

// newAxis covers lo to hi with round ticks, at most about the given number. Ticks
// that would say the same (halves, where only whole numbers are said) are not used.
func newAxis(lo, hi float64, most int, say func(float64) string) axis {
	if hi-lo < 1e-6 {
		hi = lo + math.Max(1, lo*1e-6)
	}
	raw := (hi - lo) / float64(most)
	e := int(math.Floor(math.Log10(raw)))
	var first axis
	for try := range 16 {
		m := []float64{1, 2, 5}[try%3]
		a := ticksBy(m, e+try/3, lo, hi)
		if m*math.Pow10(e+try/3) < raw*0.999 {
			continue
		}
		if say == nil {
			return a
		}
		for _, t := range a.ticks {
			a.texts = append(a.texts, clean(say(t)))
		}
		if first.ticks == nil {
			first = a
		}
		if len(slices.Compact(slices.Clone(a.texts))) == len(a.texts) {
			return a
		}
	}
	return first
}

// ticksBy gives the multiples of m·10^e from just below lo to just above hi.
func ticksBy(m float64, e int, lo, hi float64) axis {
	at := func(i float64) float64 {
		if e < 0 {
			return i * m / math.Pow10(-e) // the nearest float to what is written: 0.3, not 0.30000000000000004
		}
		return i * m * math.Pow10(e)
	}
	step := at(1)
	from, to := math.Floor(lo/step+1e-9), math.Ceil(hi/step-1e-9)
	a := axis{lo: at(from), hi: at(to)}
	for i := from; i <= to; i++ {
		a.ticks = append(a.ticks, at(i))
	}
	return a
}

// fitTo measures the room that the texts need. If they would take half the width
// there are none: a shortened number is another number.
func (a *axis) fitTo(width float64) {
	for _, t := range a.texts {
		a.wide = math.Max(a.wide, measure(t, false)+6)
	}
	if a.wide > width/2 {
		a.wide, a.texts = 0, nil
	}
}

// y of a value.
func (a *axis) y(v float64) float64 {
	return a.base - (v-a.lo)/(a.hi-a.lo)*(a.base-a.top)
}

// draw writes ticks and grid lines between left and right.
func (a *axis) draw(p *pen, left, right float64) {
	p.open("g", "aria-hidden", "true")
	defer p.close("g")
	for i, t := range a.ticks {
		y := math.Round(a.y(t)) + 0.5 // a hairline on one row of pixels
		class := "c-grid"
		if i == 0 {
			class = "c-axis"
		}
		p.line(class, left, y, right, y)
		if a.texts != nil && (i == 0 || a.texts[i] != a.texts[i-1]) {
			if p.free(textBox(a.wide-6, y+4, end, a.texts[i], false)) {
				p.text("c-text2", a.wide-6, y+4, end, a.texts[i])
			}
		}
	}
}

// stride gives how many labels to skip so that those which are shown, counted from
// the last, do not touch. step is the distance of two neighbours.
func stride(labels []string, step float64) int {
	for k := 1; k < len(labels); k++ {
		ok := true
		for i := len(labels) - 1; i >= 0 && ok; i -= k {
			ok = measure(labels[i], false)+4 <= step*float64(k)
		}
		if ok {
			return k
		}
	}
	return max(1, len(labels))
}
