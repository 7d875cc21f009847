package atlas

import "math"

// margin around a drawing, and gap between what stands on it.
const (
	margin = 4.0
	gap    = 8.0
)

// land tells which parts of a map are covered, on a grid of squares, so that boxes
// find a place in the sea.
type land struct {
	of    rect // degrees
	n, m  int
	cells []int // covered squares up to here: sums over the rectangle from the origin
}

const squares = 128

func newLand(of rect, rings []ring) *land {
	side := max(of.w, of.h) / squares
	l := &land{of: of, n: int(of.w/side) + 2, m: int(of.h/side) + 2}
	full := make([]bool, l.n*l.m)
	mark := func(p Point) {
		i, j := int((p.X-of.x)/side), int((p.Y-of.y)/side)
		full[min(max(j, 0), l.m-1)*l.n+min(max(i, 0), l.n-1)] = true
	}
	for _, r := range rings {
		for i := 1; i < len(r); i++ {
			a, b := r[i-1], r[i]
			steps := math.Ceil(max(math.Abs(b.X-a.X), math.Abs(b.Y-a.Y))/side) + 1
			for k := 0.0; k <= steps; k++ {
				mark(Point{a.X + (b.X-a.X)*k/steps, a.Y + (b.Y-a.Y)*k/steps})
			}
		}
		box := r.bounds()
		for y := box.y; y < box.bottom(); y += side {
			for x := box.x; x < box.right(); x += side {
				if p := (Point{x, y}); r.holds(p) {
					mark(p)
				}
			}
		}
	}
	l.cells = make([]int, (l.n+1)*(l.m+1))
	for j := range l.m {
		for i := range l.n {
			v := l.cells[j*(l.n+1)+i+1] + l.cells[(j+1)*(l.n+1)+i] - l.cells[j*(l.n+1)+i]
			if full[j*l.n+i] {
				v++
			}
			l.cells[(j+1)*(l.n+1)+i+1] = v
		}
	}
	return l
}

// free tells whether a rectangle of the paper lies in the sea.
func (l *land) free(f frame, r rect) bool {
	side := max(l.of.w, l.of.h) / squares
	x := func(v float64) int {
		deg := (v-f.at.X)/(f.scale*f.squeeze) + f.origin.X
		return min(max(int(math.Floor((deg-l.of.x)/side)), 0), l.n)
	}
	y := func(v float64) int {
		deg := f.origin.Y - (v-f.at.Y)/f.scale
		return min(max(int(math.Floor((deg-l.of.y)/side)), 0), l.m)
	}
	x0, x1 := x(r.x-gap/2), min(x(r.right()+gap/2)+1, l.n)
	y0, y1 := y(r.bottom()+gap/2), min(y(r.y-gap/2)+1, l.m)
	if x1 <= x0 || y1 <= y0 {
		return true
	}
	w := l.n + 1
	return l.cells[y1*w+x1]-l.cells[y0*w+x1]-l.cells[y1*w+x0]+l.cells[y0*w+x0] == 0
}

// size is the width and height of a box that needs a place.
type size struct {
	w, h float64
	east edge
}

// edge says where a box may stand.
type edge int

const (
	anywhere edge = iota
	upper         // at the right, as high as can be
	lower         // at the right, as low as can be
)

// layout is where the map and its boxes stand.
type layout struct {
	frame  frame
	boxes  []rect
	height float64
}

// arrange finds places for the boxes beside the land, with the map as large and the
// paper as low as can be. It tries smaller maps and lower papers in a fixed order.
func arrange(degrees rect, rings []ring, width, tallest float64, boxes []size) layout {
	l := newLand(degrees, rings)
	most := newFrame(degrees, rect{0, 0, width - 2*margin, tallest - 2*margin}, math.Inf(1))
	w, h := degrees.w*most.squeeze*most.scale, degrees.h*most.scale
	deep := 0.0
	for _, b := range boxes {
		deep += b.h + gap
	}
	var best layout
	found := math.Inf(-1)
	for _, part := range []float64{1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.65, 0.6} {
		for extra := 0.0; extra <= deep; extra += 14 {
			score := part - 0.5*extra/width
			if score <= found {
				break
			}
			// The paper may not be lower than what stands on it.
			height := h*part + extra + 2*margin
			for _, side := range []float64{0, 1, 0.5} {
				for _, top := range []float64{0, 1} {
					f := most
					f.scale *= part
					f.at = Point{margin + side*(width-2*margin-w*part), margin + top*extra}
					if at, ok := l.place(f, rect{margin, margin, width - 2*margin, height - 2*margin}, boxes); ok && score > found {
						found, best = score, layout{f, at, height}
					}
				}
			}
		}
	}
	if math.IsInf(found, -1) { // boxes wider than the paper: one under the other
		best = layout{most, nil, h + 2*margin}
		best.frame.at = Point{margin + (width-2*margin-w)/2, margin}
		for _, b := range boxes {
			best.boxes = append(best.boxes, rect{margin, best.height, b.w, b.h})
			best.height += b.h + gap
		}
	}
	return best
}

// place puts every box into a corner, or else along an edge, where nothing is.
func (l *land) place(f frame, paper rect, boxes []size) ([]rect, bool) {
	var out []rect
	for _, b := range boxes {
		w, h := paper.w-b.w, paper.h-b.h
		if w < 0 || h < 0 {
			return nil, false
		}
		var at rect
		try := func(x, y float64) bool {
			at = rect{paper.x + x, paper.y + y, b.w, b.h}
			for _, o := range out {
				if at.meets(o, gap) {
					return false
				}
			}
			return l.free(f, at)
		}
		ok := false
		switch b.east {
		case upper:
			for y := 0.0; !ok && y < h; y += 4 {
				ok = try(w, y)
			}
		case lower:
			for y := h; !ok && y > 0; y -= 4 {
				ok = try(w, y)
			}
		case anywhere:
			ok = try(0, 0) || try(w, 0) || try(w, h) || try(0, h)
			for y := 8.0; !ok && y < h; y += 8 {
				ok = try(w, y) || try(0, y)
			}
			for x := 8.0; !ok && x < w; x += 8 {
				ok = try(x, h) || try(x, 0)
			}
		}
		if !ok {
			return nil, false
		}
		out = append(out, at)
	}
	return out, true
}
