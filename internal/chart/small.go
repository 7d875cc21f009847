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

// Balance is one bar of women, from the left, and men, hatched, with a mark at one
// half. It is given numbers or shares, whichever are there. Who is neither, or not
// known, stands dotted between them. The number belongs beside it.
type Balance struct {
	ID                string  // beginning of the ids inside, different for each chart of a page
	Label             string  // one sentence; without it the bar is hidden from readers
	Width, Height     float64 // px; 80 by 16 where not given
	Women, Men, Other Value   // counts or shares, all three of one kind
}

// SVG draws the bar. Where women or men are missing, or all are 0, it is an empty dashed frame.
func (c Balance) SVG() string {
	p := &pen{width: within(c.Width, 80, 16, mostWidth), height: within(c.Height, 16, 8, 100)}
	const out, gap = 3, 2 // how far the mark stands out; room between the parts
	total := c.Women.n + c.Men.n + c.Other.n
	y, h := float64(out), p.height-2*out
	if !c.Women.known || !c.Men.known || total == 0 {
		p.rect("c-none", 0.5, y+0.5, p.width-1, h-1)
		return p.svg(c.Label)
	}
	id := ident(c.ID)
	men := p.hatch(id+"-nam", "c-nam")
	parts := []struct {
		n           float64
		class, fill string
	}{{c.Women.n, "c-nu", ""}, {c.Other.n, "c-edge-other", ""}, {c.Men.n, "c-edge-nam", men}}
	if c.Other.n > 0 {
		parts[1].fill = p.dots(id + "-other")
	}
	drawn := 0
	for _, part := range parts {
		if part.n > 0 {
			drawn++
		}
	}
	x, room := 0.0, p.width-float64(drawn-1)*gap
	for _, part := range parts {
		if part.n <= 0 {
			continue
		}
		w := part.n / total * room
		if part.fill == "" {
			p.rect(part.class, x, y, w, h)
		} else {
			inset := math.Min(0.5, w/4)
			p.rect(part.class, x+inset, y+0.5, w-2*inset, h-1, "fill", part.fill)
		}
		x += w + gap
	}
	p.rect("c-ground", p.width/2-2, y, 4, h)
	p.rect("c-text", p.width/2-1, 0, 2, p.height)
	return p.svg(c.Label)
}

// dots defines a dotted paint.
func (p *pen) dots(id string) (paint string) {
	p.open("defs")
	p.open("pattern", "id", id, "width", "4", "height", "4", "patternUnits", "userSpaceOnUse")
	p.rect("c-ground", 0, 0, 4, 4)
	p.circle("c-text2", 2, 2, 1)
	p.close("pattern")
	p.close("defs")
	return "url(#" + id + ")"
}

// State says how a value stands to its target. It gives the dot of a Track its
// colour; the word for it belongs beside the track.
type State int

// The states.
const (
	Open State = iota // not judged
	Met
	Close // close to it, or partly met
	Unmet
)

// Track is a target on a line: the side where it is met is shaded, a tick is the
// level of the nation, a triangle that of the province, the dot is the value.
type Track struct {
	Label         string  // one sentence; without it the track is hidden from readers
	Width, Height float64 // px; 112 by 22 where not given
	Low, High     float64 // ends of the line; from 0 to just above all values where High is not above Low
	Value         Value
	National      Value // where shading begins; where there is none, at Province
	Province      Value
	LowerIsBetter bool
	State         State
}

// SVG draws the track. Values beyond an end stand at that end.
func (c Track) SVG() string {
	p := &pen{width: within(c.Width, 112, 24, mostWidth), height: within(c.Height, 22, 22, 100)}
	const edge = 6
	lo, hi := Of(c.Low).n, Of(c.High).n
	if hi <= lo {
		all := math.Max(c.Value.n, math.Max(c.National.n, c.Province.n))
		a := newAxis(0, all*1.05, 5, nil)
		lo, hi = a.lo, a.hi
	}
	x := func(v Value) float64 {
		share := math.Max(0, math.Min((v.n-lo)/(hi-lo), 1))
		return edge + share*(p.width-2*edge)
	}
	y := p.height/2 - 1
	p.rect("c-rail", edge, y-2, p.width-2*edge, 4, "rx", "2")
	from := c.National
	if !from.known {
		from = c.Province
	}
	if from.known {
		x0, x1 := x(from), p.width-edge
		if c.LowerIsBetter {
			x0, x1 = edge, x(from)
		}
		p.rect("c-s2", x0, y-2, x1-x0, 4)
	}
	if c.National.known {
		p.rect("c-text", x(c.National)-1, y-9, 2, 14)
	}
	if c.Province.known {
		p.path("c-text", "M"+num(x(c.Province))+" "+num(y+5)+"l4 6h-8z")
	}
	if c.Value.known {
		class := "c-dot c-text"
		switch c.State {
		case Met:
			class = "c-dot c-good"
		case Close:
			class = "c-dot c-close"
		case Unmet:
			class = "c-dot c-bad"
		case Open:
		}
		p.circle(class, x(c.Value), y, 4.5)
	}
	return p.svg(c.Label)
}
