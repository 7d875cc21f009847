package chart

import (
	"math"
	"slices"
)

// box is a rectangle on the sheet.
type box struct{ x0, y0, x1, y1 float64 }

func (a box) meets(b box) bool {
	return a.x0 < b.x1 && b.x0 < a.x1 && a.y0 < b.y1 && b.y0 < a.y1
}

// stroke is a straight piece of a drawn line.
type stroke struct{ x1, y1, x2, y2 float64 }

// meets tells whether a stroke runs through a box: it is cut at each side in turn
// (Liang and Barsky) and something is left.
func (s stroke) meets(b box) bool {
	t0, t1 := 0.0, 1.0
	cut := func(d, room float64) bool {
		if d == 0 {
			return room >= 0
		}
		if t := room / d; d < 0 {
			t0 = math.Max(t0, t)
		} else {
			t1 = math.Min(t1, t)
		}
		return t0 <= t1
	}
	dx, dy := s.x2-s.x1, s.y2-s.y1
	return cut(-dx, s.x1-b.x0) && cut(dx, b.x1-s.x1) && cut(-dy, s.y1-b.y0) && cut(dy, b.y1-s.y1)
}

// textBox is the place that a text takes.
func textBox(x, y float64, a anchor, s string, bold bool) box {
	w := measure(s, bold)
	switch a {
	case middle:
		x -= w / 2
	case end:
		x -= w
	case start:
	}
	return box{x, y - ascent, x + w, y - ascent + lineHeight}
}

func (p *pen) take(b box) { p.taken = append(p.taken, b) }

// free tells whether a box lies on the sheet and upon no text or mark.
func (p *pen) free(b box) bool {
	const edge = 0.01 // two neighbours may touch
	in := box{b.x0 + edge, b.y0 + edge, b.x1 - edge, b.y1 - edge}
	if b.x0 < -edge || b.y0 < -edge || b.x1 > p.width+edge || b.y1 > p.height+edge {
		return false
	}
	return !slices.ContainsFunc(p.taken, in.meets)
}

// clear tells whether a box is free and no line runs through it.
func (p *pen) clear(b box) bool {
	return p.free(b) && !slices.ContainsFunc(p.strokes, func(s stroke) bool { return s.meets(b) })
}

// spot is where a text may stand.
type spot struct {
	x, y float64
	a    anchor
}

// place writes a text at the first spot where nothing is in its way, else nowhere.
func (p *pen) place(class, s string, spots ...spot) bool {
	if s = clean(s); s == "" {
		return false
	}
	for _, at := range spots {
		if p.clear(textBox(at.x, at.y, at.a, s, isBold(class))) {
			p.text(class, at.x, at.y, at.a, s)
			return true
		}
	}
	return false
}

// inside moves the middle of a text so that it stays on the sheet.
func (p *pen) inside(x float64, s string, bold bool) float64 {
	half := measure(s, bold) / 2
	return math.Max(half, math.Min(x, p.width-half))
}

// spread moves sorted heights apart until each is gap from the next, as little as
// can be, between lo and hi. The order stays.
func spread(ys []float64, gap, lo, hi float64) []float64 {
	type block struct {
		sum, at float64 // of what the first height of the block would like to be
		n       int
	}
	var blocks []block
	for _, y := range ys {
		b := block{sum: y, n: 1}
		for {
			b.at = math.Max(lo, math.Min(b.sum/float64(b.n), hi-float64(b.n-1)*gap))
			last := len(blocks) - 1
			if last < 0 || blocks[last].at+float64(blocks[last].n)*gap <= b.at {
				break
			}
			above := blocks[last]
			b.sum = above.sum + b.sum - float64(b.n*above.n)*gap
			b.n += above.n
			blocks = blocks[:last]
		}
		blocks = append(blocks, b)
	}
	out := make([]float64, 0, len(ys))
	for _, b := range blocks {
		for i := range b.n {
			out = append(out, b.at+float64(i)*gap)
		}
	}
	return out
}
