package atlas

import (
	"cmp"
	"math"
	"slices"
)

// Point is a place: degrees east and north, or units of a drawing right and down.
type Point struct{ X, Y float64 }

// ring is closed: its last point is its first.
type ring []Point

type rect struct{ x, y, w, h float64 }

func (r rect) right() float64  { return r.x + r.w }
func (r rect) bottom() float64 { return r.y + r.h }
func (r rect) centre() Point   { return Point{r.x + r.w/2, r.y + r.h/2} }

// meets tells whether two rectangles come nearer than gap.
func (r rect) meets(o rect, gap float64) bool {
	return r.x < o.right()+gap && o.x < r.right()+gap && r.y < o.bottom()+gap && o.y < r.bottom()+gap
}

// union is the smallest rectangle around both; one without a size counts for nothing.
func (r rect) union(o rect) rect {
	switch {
	case r == rect{}:
		return o
	case o == rect{}:
		return r
	}
	x, y := min(r.x, o.x), min(r.y, o.y)
	return rect{x, y, max(r.right(), o.right()) - x, max(r.bottom(), o.bottom()) - y}
}

func (r ring) bounds() rect {
	if len(r) == 0 {
		return rect{}
	}
	a, b := r[0], r[0]
	for _, p := range r {
		a.X, a.Y = min(a.X, p.X), min(a.Y, p.Y)
		b.X, b.Y = max(b.X, p.X), max(b.Y, p.Y)
	}
	return rect{a.X, a.Y, b.X - a.X, b.Y - a.Y}
}

// size is the surface inside, in square units.
func (r ring) size() float64 {
	sum := 0.0
	for i := 1; i < len(r); i++ {
		sum += r[i-1].X*r[i].Y - r[i].X*r[i-1].Y
	}
	return math.Abs(sum) / 2
}

// holds tells whether a point lies inside.
func (r ring) holds(p Point) bool {
	in := false
	for i := 1; i < len(r); i++ {
		a, b := r[i-1], r[i]
		if (a.Y > p.Y) != (b.Y > p.Y) && p.X < (b.X-a.X)*(p.Y-a.Y)/(b.Y-a.Y)+a.X {
			in = !in
		}
	}
	return in
}

// middle is a point well inside, where a name may stand: of a grid the one whose way
// to the border is longest, counting up and down double as names are wide.
func (r ring) middle() Point {
	const steps = 16
	b := r.bounds()
	best, far := b.centre(), -1.0
	for i := 1; i < steps; i++ {
		for j := 1; j < steps; j++ {
			p := Point{b.x + b.w*float64(i)/steps, b.y + b.h*float64(j)/steps}
			if !r.holds(p) {
				continue
			}
			d := math.Inf(1)
			for k := 1; k < len(r); k++ {
				d = min(d, distance(p, r[k-1], r[k]))
			}
			if d > far*1.001 {
				best, far = p, d
			}
		}
	}
	return best
}

// distance of a point from a stretch.
func distance(p, a, b Point) float64 {
	dx, dy := b.X-a.X, b.Y-a.Y
	if l := dx*dx + dy*dy; l > 0 {
		t := min(1, max(0, ((p.X-a.X)*dx+(p.Y-a.Y)*dy)/l))
		a.X, a.Y = a.X+t*dx, a.Y+t*dy
	}
	return math.Hypot(p.X-a.X, p.Y-a.Y)
}

func before(a, b Point) int { return cmp.Or(cmp.Compare(a.X, b.X), cmp.Compare(a.Y, b.Y)) }

// Simplify leaves out points of a line that lie within tolerance of what remains
// (Douglas and Peucker). The ends stay, and a line gives the same points from either
// end, so that neighbours keep one border.
func Simplify(line []Point, tolerance float64) []Point {
	if len(line) < 3 {
		return line
	}
	if before(line[0], line[len(line)-1]) > 0 {
		back := slices.Clone(line)
		slices.Reverse(back)
		back = Simplify(back, tolerance)
		slices.Reverse(back)
		return back
	}
	keep := make([]bool, len(line))
	keep[0], keep[len(line)-1] = true, true
	todo := [][2]int{{0, len(line) - 1}}
	for len(todo) > 0 {
		a, b := todo[len(todo)-1][0], todo[len(todo)-1][1]
		todo = todo[:len(todo)-1]
		at, far := 0, tolerance
		for i := a + 1; i < b; i++ {
			if d := distance(line[i], line[a], line[b]); d > far {
				at, far = i, d
			}
		}
		if at > 0 {
			keep[at] = true
			todo = append(todo, [2]int{a, at}, [2]int{at, b})
		}
	}
	var out []Point
	for i, k := range keep {
		if k {
			out = append(out, line[i])
		}
	}
	return out
}

// simplified returns the rings with fewer points. Borders that several rings share
// are cut where they part, and each piece is simplified once for all.
func simplified(rings []ring, tolerance float64) []ring {
	joint := joints(rings)
	out := make([]ring, len(rings))
	for n, r := range rings {
		if len(r) < 4 {
			continue
		}
		open := r[:len(r)-1]
		start := slices.IndexFunc(open, func(p Point) bool { return joint[p] })
		if start < 0 { // an island: cut it at its first point and at the one farthest from there
			start = slices.Index(open, slices.MinFunc(open, before))
			first := open[start]
			far := slices.MaxFunc(open, func(a, b Point) int {
				return cmp.Or(cmp.Compare(math.Hypot(a.X-first.X, a.Y-first.Y), math.Hypot(b.X-first.X, b.Y-first.Y)), before(a, b))
			})
			joint[first], joint[far] = true, true
		}
		line := append(append(slices.Clone(open[start:]), open[:start]...), open[start])
		cut := 0
		s := ring{line[0]}
		for i := 1; i < len(line); i++ {
			if joint[line[i]] || i == len(line)-1 {
				s = append(s, Simplify(line[cut:i+1], tolerance)[1:]...)
				cut = i
			}
		}
		out[n] = s
	}
	return out
}

// joints are the points where more than two neighbours meet.
func joints(rings []ring) map[Point]bool {
	joint, next := map[Point]bool{}, map[Point][2]Point{}
	for _, r := range rings {
		for i := 0; i+1 < len(r); i++ {
			prev := r[len(r)-2]
			if i > 0 {
				prev = r[i-1]
			}
			pair := [2]Point{prev, r[i+1]}
			if before(pair[0], pair[1]) > 0 {
				pair[0], pair[1] = pair[1], pair[0]
			}
			if old, ok := next[r[i]]; ok && old != pair {
				joint[r[i]] = true
			}
			next[r[i]] = pair
		}
	}
	return joint
}

// frame is where degrees fall on the paper.
type frame struct {
	origin  Point   // degrees at the upper left
	squeeze float64 // a degree east over a degree north
	scale   float64 // units a degree north
	at      Point   // of the origin on the paper
}

// newFrame fits degrees into a place on the paper, in the middle, at most at a scale.
func newFrame(degrees rect, into rect, most float64) frame {
	f := frame{origin: Point{degrees.x, degrees.bottom()}, squeeze: math.Cos(degrees.centre().Y * math.Pi / 180)}
	w, h := max(degrees.w*f.squeeze, 1e-6), max(degrees.h, 1e-6)
	f.scale = min(into.w/w, into.h/h, most)
	f.at = Point{into.x + (into.w-w*f.scale)/2, into.y + (into.h-h*f.scale)/2}
	return f
}

func (f frame) point(p Point) Point {
	return Point{f.at.X + (p.X-f.origin.X)*f.squeeze*f.scale, f.at.Y + (f.origin.Y-p.Y)*f.scale}
}

func (f frame) ring(r ring) ring {
	out := make(ring, len(r))
	for i, p := range r {
		out[i] = f.point(p)
	}
	return out
}
