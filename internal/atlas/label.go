package atlas

import (
	"math"
	"strings"
	"unicode"
)

// letter sizes in CSS pixels; nothing is smaller.
const (
	nameSize    = 12.0
	locatorSize = 11.0
)

// textWidth is about as wide as a text is drawn.
func textWidth(s string, size float64) float64 {
	em := 0.0
	for _, r := range s {
		switch {
		case strings.ContainsRune("iíìỉĩịjlIÍÌỈĨỊ.,:;'|! ", r):
			em += 0.29
		case strings.ContainsRune("frt()-–", r):
			em += 0.39
		case strings.ContainsRune("mwMW", r):
			em += 0.9
		case unicode.IsUpper(r):
			em += 0.7
		default:
			em += 0.58
		}
	}
	return em * size
}

// label is a name on the map.
type label struct {
	text  string
	at    Point // middle of the line of writing
	from  Point // where its unit is, when the name stands apart; else the same as at
	apart bool
}

func (l label) box() rect {
	w := textWidth(l.text, nameSize)
	return rect{l.at.X - w/2, l.at.Y - 11, w, 15}
}

// names puts the names where they overlap neither each other nor what is taken, as near to
// their units as can be. A name that finds no place is left out: the table has it.
func names(of []named, paper rect, taken []rect) []label {
	var out []label
	for _, n := range of {
		l := label{text: n.text, from: n.at}
		if spot, ok := spot(l, n, paper, taken); ok {
			l.at = spot
			b := l.box()
			away := math.Hypot(max(b.x-n.at.X, n.at.X-b.right(), 0), max(b.y-n.at.Y, n.at.Y-b.bottom(), 0))
			l.apart = away > 12+n.wide/2
			out = append(out, l)
			taken = append(taken, l.box())
		}
	}
	return out
}

// named is a unit that wants its name on the map.
type named struct {
	text   string
	at     Point // its middle
	bounds rect
	wide   float64 // its largest polygon
	below  bool    // the name looks for a place under it first
}

func spot(l label, n named, paper rect, taken []rect) (Point, bool) {
	fits := func(p Point) bool {
		l.at = p
		b := l.box()
		if b.x < paper.x || b.y < paper.y || b.right() > paper.right() || b.bottom() > paper.bottom() {
			return false
		}
		for _, t := range taken {
			if b.meets(t, 2) {
				return false
			}
		}
		return true
	}
	if p := (Point{n.at.X, n.at.Y + 4}); n.wide >= 16 && fits(p) {
		return p, true
	}
	half := textWidth(l.text, nameSize)/2 + 3
	if n.bounds.w < 90 && n.bounds.h < 90 {
		n.at = n.bounds.centre()
	}
	for out := 0.0; out < 80; out += 4 {
		dx, dy := n.bounds.w/2+half+out, n.bounds.h/2+9+out
		if p := (Point{n.at.X, n.at.Y + 4 + dy}); n.below && fits(p) {
			return p, true
		}
		if n.bounds.w > 90 { // a large unit: the name may lie over its side
			dx = half + 8 + out
		}
		if dy > 26 {
			dy = 13 + out
		}
		for _, p := range []Point{
			{n.at.X + dx, n.at.Y + 4}, {n.at.X, n.at.Y + 4 - dy},
			{n.at.X, n.at.Y + 4 + dy}, {n.at.X - dx, n.at.Y + 4},
			{n.at.X + dx*0.7, n.at.Y + 4 - dy*0.7}, {n.at.X + dx*0.7, n.at.Y + 4 + dy*0.7},
			{n.at.X - dx*0.7, n.at.Y + 4 - dy*0.7}, {n.at.X - dx*0.7, n.at.Y + 4 + dy*0.7},
		} {
			if fits(p) {
				return p, true
			}
		}
	}
	return Point{}, false
}
