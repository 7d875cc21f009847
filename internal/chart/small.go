package chart

import (
	"math"
	"strings"
)

// Spark is a line without axis that shows a direction only. It is hidden from
// readers: the numbers stand beside it.
type Spark struct {
	Width, Height float64 // px; 104 by 24 where not given
	Values        []Value // a missing one leaves a gap
}

// SVG draws the line.
func (c Spark) SVG() string {
	p := &pen{width: within(c.Width, 104, 16, mostWidth), height: within(c.Height, 24, 8, 400)}
	const edge = 4
	lo, hi, last := math.Inf(1), math.Inf(-1), -1
	for i, v := range c.Values {
		if v.known {
			lo, hi, last = math.Min(lo, v.n), math.Max(hi, v.n), i
		}
	}
	at := func(i int) (x, y float64) {
		x, y = p.width-edge, p.height/2
		if len(c.Values) > 1 {
			x = edge + float64(i)/float64(len(c.Values)-1)*(p.width-2*edge)
		}
		if hi > lo {
			y = p.height - edge - (c.Values[i].n-lo)/(hi-lo)*(p.height-2*edge)
		}
		return x, y
	}
	var d strings.Builder
	for i, v := range c.Values {
		if !v.known {
			continue
		}
		x, y := at(i)
		command := "L"
		if i == 0 || !c.Values[i-1].known {
			command = "M"
			if i+1 == len(c.Values) || !c.Values[i+1].known {
				d.WriteString("M" + num(x-1) + " " + num(y)) // alone: a short stroke
				command = "L"
			}
		}
		d.WriteString(command + num(x) + " " + num(y))
	}
	if d.Len() > 0 {
		p.path("c-spark", d.String())
		x, y := at(last)
		p.circle("c-s1", x, y, 2.5)
	}
	return p.svg("")
}
