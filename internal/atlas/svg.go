package atlas

import (
	"encoding/xml"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
)

// narrow is the width of a map that stands as it is on a phone; wider ones are scaled there.
const narrow = 320

// writer makes the SVG.
type writer struct {
	strings.Builder
	opt Options
}

// shape is a part of a unit at its place on the paper.
type shape struct {
	frame  frame
	polys  [][]ring
	dots   float64 // radius of an islet too small to draw, 1.5 when 0
	box    rect    // the box it stands in, which answers to a click as well
	island bool    // it has no neighbours, so its surroundings may answer as well
}

func (w *writer) raw(s string) { w.WriteString(s) }

// escaped is text that may stand in an attribute or between tags.
func escaped(s string) string {
	var b strings.Builder
	_ = xml.EscapeText(&b, []byte(s)) // a Builder takes all
	return b.String()
}

func (w *writer) open(width, height int) {
	class := "m"
	if width > narrow {
		class = "m m-wide"
	}
	fmt.Fprintf(w, `<svg class="%s" xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="group" aria-label="%s">`,
		class, width, height, width, height, escaped(w.opt.Label))
	id := escaped(w.opt.ID)
	fmt.Fprintf(w, `<defs><pattern id="%s-none" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="m-blank" width="6" height="6"/><path class="m-hatch" d="M-1 1L1-1M0 6L6 0M5 7L7 5"/></pattern>`, id)
	fmt.Fprintf(w, `<pattern id="%s-small" width="6" height="6" patternUnits="userSpaceOnUse"><rect class="m-blank" width="6" height="6"/><path class="m-dots" d="M1 1h1.4v1.4h-1.4zM4 4h1.4v1.4h-1.4z"/></pattern></defs>`, id)
}

func (w *writer) close() { w.raw("</svg>\n") }

// group opens a part that readers of the screen hear as one picture.
func (w *writer) group(class, label string) {
	fmt.Fprintf(w, `<g class="%s" role="img" aria-label="%s">`, class, escaped(label))
}

// paint is the class of a unit, and its hatch.
func (w *writer) paint(code string) string {
	class, ok := w.opt.Class[code]
	switch {
	case class == Small && ok:
		return fmt.Sprintf(`class="m-small" fill="url(#%s-small)"`, escaped(w.opt.ID))
	case !ok || class < 0 || class > 5:
		return fmt.Sprintf(`class="m-none" fill="url(#%s-none)"`, escaped(w.opt.ID))
	}
	return fmt.Sprintf(`class="m-%d"`, class)
}

// unit writes one unit: a link with its name and value.
func (w *writer) unit(code string, parts []shape) {
	title, href := escaped(w.opt.Title(code)), w.opt.Href(code)
	end := "</a>"
	if href == "" {
		end = "</g>"
		fmt.Fprintf(w, `<g class="m-unit" role="img" data-unit="%s"><title>%s</title>`, escaped(code), title)
	} else {
		fmt.Fprintf(w, `<a class="m-unit" href="%s"><title>%s</title>`, escaped(href), title)
	}
	for _, s := range parts {
		if s.box.w > 0 {
			fmt.Fprintf(w, `<rect class="m-hit" x="%s" y="%s" width="%s" height="%s"/>`,
				decimal(s.box.x), decimal(s.box.y), decimal(s.box.w), decimal(s.box.h))
		} else if b := s.bounds(); b.w > 0 && max(b.w, b.h) < 18 && s.island {
			fmt.Fprintf(w, `<circle class="m-hit" cx="%s" cy="%s" r="12"/>`, decimal(b.centre().X), decimal(b.centre().Y))
		}
	}
	fmt.Fprintf(w, `<path %s d="%s"/>%s`, w.paint(code), outline(parts), end)
}

func (s shape) bounds() rect {
	var b rect
	for _, p := range s.polys {
		b = b.union(s.frame.ring(p[0]).bounds())
	}
	return b
}

// path writes shapes that are no unit.
func (w *writer) path(class string, parts []shape) {
	fmt.Fprintf(w, `<path class="%s" d="%s"/>`, class, outline(parts))
}

// coast draws the borders that no two units share, so that pale units end somewhere.
func (w *writer) coast(parts []shape) {
	count := map[[2]Point]int{}
	var rings []ring
	for _, s := range parts {
		for _, p := range s.polys {
			for k, r := range p {
				r = s.frame.ring(r)
				if k == 0 && s.tiny(r) {
					continue
				}
				for i, c := range r {
					r[i] = Point{float64(grid(c.X)), float64(grid(c.Y))}
					if i > 0 {
						count[unordered(r[i-1], r[i])]++
					}
				}
				rings = append(rings, r)
			}
		}
	}
	var b strings.Builder
	for _, r := range rings {
		var run ring
		flush := func() {
			if len(run) > 1 {
				trace(&b, run, false)
			}
			run = nil
		}
		for i := 1; i < len(r); i++ {
			if count[unordered(r[i-1], r[i])] != 1 {
				flush()
				continue
			}
			if run == nil {
				run = append(run, Point{r[i-1].X / 10, r[i-1].Y / 10})
			}
			run = append(run, Point{r[i].X / 10, r[i].Y / 10})
		}
		flush()
	}
	for _, s := range parts {
		for _, c := range s.islets() {
			dot(&b, c, s.radius())
		}
	}
	fmt.Fprintf(w, `<path class="m-coast" d="%s"/>`, b.String())
}

func unordered(a, b Point) [2]Point {
	if before(a, b) > 0 {
		a, b = b, a
	}
	return [2]Point{a, b}
}

// chosen outlines a unit above all others, but for islets that the line would hide.
func (w *writer) chosen(parts []shape) {
	var large []shape
	for _, s := range parts {
		l := s
		l.polys = nil
		for _, p := range s.polys {
			if b := s.frame.ring(p[0]).bounds(); max(b.w, b.h) > 12 {
				l.polys = append(l.polys, p)
			}
		}
		if l.polys != nil {
			large = append(large, l)
		}
	}
	if large == nil {
		large = parts
	}
	d := outline(large)
	fmt.Fprintf(w, `<g aria-hidden="true"><path class="m-halo" d="%s"/><path class="m-chosen" d="%s"/></g>`, d, d)
}

func (w *writer) frameOf(r rect) {
	fmt.Fprintf(w, `<rect class="m-frame" x="%s" y="%s" width="%s" height="%s" rx="4"/>`,
		decimal(r.x+.5), decimal(r.y+.5), decimal(r.w-1), decimal(r.h-1))
}

// text writes a line around a point.
func (w *writer) text(class, s string, x, y float64) {
	if s != "" {
		fmt.Fprintf(w, `<text class="%s" text-anchor="middle" x="%s" y="%s">%s</text>`, class, decimal(x), decimal(y), escaped(s))
	}
}

// name writes the name of a unit, with a line to it when it stands apart.
func (w *writer) name(l label) {
	if l.apart {
		b := l.box()
		to := Point{min(max(l.from.X, b.x), b.right()), min(max(l.from.Y, b.y), b.bottom())}
		fmt.Fprintf(w, `<path class="m-lead" d="M%s %sL%s %s"/>`, decimal(l.from.X), decimal(l.from.Y), decimal(to.X), decimal(to.Y))
	}
	w.text("m-name", l.text, l.at.X, l.at.Y)
}

// radius of an islet.
func (s shape) radius() float64 {
	if s.dots > 0 {
		return s.dots
	}
	return 1.5
}

// tiny tells whether a ring on the paper is drawn as a dot.
func (s shape) tiny(r ring) bool {
	b := r.bounds()
	if s.dots == reef {
		return max(b.w, b.h) < 6*reef // narrow atolls hold no colour
	}
	return max(b.w, b.h) < 2.2*s.radius()
}

// islets are the middles of the polygons that are drawn as dots, which do not touch.
func (s shape) islets() []Point {
	var out []Point
	for _, p := range s.polys {
		r := s.frame.ring(p[0])
		c := r.bounds().centre()
		if s.tiny(r) && !slices.ContainsFunc(out, func(o Point) bool { return math.Hypot(o.X-c.X, o.Y-c.Y) < 2*s.radius()+1 }) {
			out = append(out, c)
		}
	}
	return out
}

// outline is the path of shapes, in tenths of a unit. Corners are rounded before they
// are subtracted, so that neighbours have the same border.
func outline(parts []shape) string {
	var b strings.Builder
	for _, s := range parts {
		for _, p := range s.polys {
			if s.tiny(s.frame.ring(p[0])) {
				continue
			}
			for _, r := range p {
				trace(&b, s.frame.ring(r), true)
			}
		}
		for _, c := range s.islets() {
			dot(&b, c, s.radius())
		}
	}
	return b.String()
}

func dot(b *strings.Builder, c Point, r float64) {
	fmt.Fprintf(b, "M%s %sa%s %s 0 1 0 %s 0a%s %s 0 1 0-%s 0z", decimal(c.X-r), decimal(c.Y),
		decimal(r), decimal(r), decimal(2*r), decimal(r), decimal(r), decimal(2*r))
}

// trace writes one ring, or a line that stays open. What falls on one spot of the
// grid is no line.
func trace(b *strings.Builder, r ring, closed bool) {
	if !slices.ContainsFunc(r, func(p Point) bool { return grid(p.X) != grid(r[0].X) || grid(p.Y) != grid(r[0].Y) }) {
		return
	}
	var x, y int
	point := false // the last number had one, so that the next may begin with its own
	number := func(n int) {
		s := tenths(n)
		if s[0] != '-' && (s[0] != '.' || !point) {
			b.WriteByte(' ')
		}
		b.WriteString(s)
		point = strings.Contains(s, ".")
	}
	for i, p := range r {
		px, py := grid(p.X), grid(p.Y)
		switch {
		case i == 0:
			fmt.Fprintf(b, "M%s %sl", tenths(px), tenths(py))
			point = true // what follows the letter needs no space
			x, y = px, py
			continue
		case closed && i == len(r)-1 || px == x && py == y:
			continue
		}
		number(px - x)
		number(py - y)
		x, y = px, py
	}
	if closed {
		b.WriteByte('z')
	}
}

// grid is where a corner is drawn, in tenths of a unit: on halves, which the eye does
// not tell from where it is, and which take a third fewer bytes.
func grid(x float64) int { return int(math.Round(x*2)) * 5 }

// tenths writes n/10 as short as can be.
func tenths(n int) string {
	sign := ""
	if n < 0 {
		sign, n = "-", -n
	}
	switch {
	case n%10 == 0:
		return sign + strconv.Itoa(n/10)
	case n < 10:
		return sign + "." + strconv.Itoa(n)
	}
	return sign + strconv.Itoa(n/10) + "." + strconv.Itoa(n%10)
}

func decimal(x float64) string { return tenths(int(math.Round(x * 10))) }
