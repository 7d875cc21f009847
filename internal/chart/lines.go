package chart

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// Lines is a chart of at most four series over time, named at their ends. Series
// differ in colour, dash and marker. The upright axis begins at 0 unless all values
// lie in the upper half of it, or Most says where it ends.
type Lines struct {
	Label      string               // one sentence for those who hear the chart
	Width      float64              // px; 660 where not given
	Height     float64              // px; chosen by the width where not given
	Steps      []string             // labels of the lying axis; the first stands at X 0, the next at 1
	Series     []Series             // those after the fourth are not drawn
	Thresholds []Threshold          // those after the fourth are not drawn
	Break      *Break               // where the series change their meaning, if they do
	Tick       func(float64) string // says a number of the axis; nil for an axis without numbers
	Most       float64              // the upright axis goes from 0 to this, or on where values do; 0 leaves it to the values
	Empty      string               // sentence in place of the lines when there is none at all
}

// Series is one line. A missing value leaves a gap.
type Series struct {
	Name   string // at its end
	Points []Point
}

// Point is one value. X counts in steps of the lying axis and may fall between two:
// the middle of the third year is at 2.5. Points beyond the axis are not drawn.
type Point struct {
	X     float64
	Value Value
	Text  string // the number, written where there is room; may be empty
}

// Level says who has set a threshold.
type Level int

// The levels.
const (
	National Level = iota // solid, each value holds until the next
	Province              // dashed, from value to value
)

// Threshold is what a series is measured against. It goes on to the right end,
// where its name stands, with the operator: Quốc gia ≥ 75.
type Threshold struct {
	Level  Level
	Name   string
	Points []Point
}

// Break is where numbers before and after are not to be compared. No line crosses it,
// and markers are others after it.
type Break struct {
	At            float64 // on the lying axis; the first X that is after it
	Text          string  // date and reason, above
	Before, After string  // what holds on each side, where there is room; may be empty
}

// SVG draws the chart.
func (c Lines) SVG() string {
	p := &pen{width: within(c.Width, usualWidth, leastWidth, mostWidth)}
	usual := 300.0
	if p.width < narrow {
		usual = 240
	}
	p.height = within(c.Height, usual, 170, 2000)
	c.Series = c.Series[:min(4, len(c.Series))]
	c.Thresholds = c.Thresholds[:min(4, len(c.Thresholds))]
	l := lines{Lines: c, pen: p}
	l.collect()
	l.layout()
	l.axis.draw(p, l.left, l.right)
	l.labels()
	l.breakLines()
	if l.nothing && c.Empty != "" {
		p.text("c-text2 c-halo", (l.left+l.right)/2, (l.axis.top+l.axis.base)/2, middle, fit(clean(c.Empty), l.right-l.left, false))
	}
	l.thresholdLines()
	l.seriesLines()
	l.ends()
	l.notes()
	return p.svg(c.Label)
}

// lines is a chart while it is drawn.
type lines struct {
	Lines
	*pen
	axis        axis
	span        float64 // last X
	left, right float64
	nothing     bool
	runs        [][][]Point // for each series the pieces that are joined
	levels      [][]Point   // for each threshold its points in order
	endLabels   []endLabel
}

// endLabel is the name at the end of a line.
type endLabel struct {
	s, class string
	x, y     float64 // end of the line
	line     bool    // it is the end; else the name had no place there
}

// collect sorts out what can be drawn and finds the range of both axes.
func (l *lines) collect() {
	l.span = float64(len(l.Steps) - 1)
	if len(l.Steps) == 0 {
		l.span = 0
		for _, s := range l.Series {
			for _, pt := range s.Points {
				if pt.X > l.span && pt.X <= largest {
					l.span = pt.X
				}
			}
		}
	}
	lo, hi := math.Inf(1), 0.0
	drawn := func(points []Point) []Point {
		var out []Point
		for _, pt := range points {
			if pt.X >= 0 && pt.X <= l.span {
				out = append(out, pt)
				if pt.Value.known {
					lo, hi = math.Min(lo, pt.Value.n), math.Max(hi, pt.Value.n)
				}
			}
		}
		slices.SortStableFunc(out, func(a, b Point) int { return cmp.Compare(a.X, b.X) })
		return out
	}
	l.nothing = true
	for _, s := range l.Series {
		runs := l.split(drawn(s.Points))
		l.nothing = l.nothing && len(runs) == 0
		l.runs = append(l.runs, runs)
	}
	for _, t := range l.Thresholds {
		l.levels = append(l.levels, slices.DeleteFunc(drawn(t.Points), func(pt Point) bool { return !pt.Value.known }))
	}
	if lo < hi/2 || lo >= hi {
		lo = 0
	}
	if l.Most > 0 && l.Most <= largest {
		lo, hi = 0, math.Max(hi, l.Most)
	}
	if lo == 0 && hi == 0 && l.nothing {
		l.Tick = nil
	}
	l.axis = newAxis(lo, hi, int(within(l.height/45, 5, 2, 8)), l.Tick)
	l.axis.fitTo(l.width)
}

// after tells whether a point stands after the break.
func (l *lines) after(pt Point) bool { return l.Break != nil && pt.X >= l.Break.At }

// split cuts points where a value is missing and at the break.
func (l *lines) split(points []Point) [][]Point {
	var runs [][]Point
	joined := false
	for i, pt := range points {
		if !pt.Value.known {
			joined = false
			continue
		}
		if joined && l.after(pt) == l.after(points[i-1]) {
			runs[len(runs)-1] = append(runs[len(runs)-1], pt)
		} else {
			runs = append(runs, []Point{pt})
		}
		joined = true
	}
	return runs
}

// layout finds the plot: at the right end stands what names the lines that end there.
func (l *lines) layout() {
	const inset, before = 10, 18 // of the plot, of a name from its line
	l.left = l.axis.wide + inset
	room := l.width - l.left - inset
	need := float64(inset)
	// A line that ends at a share of the plot has the rest of it for its name.
	want := func(name string, share float64, bold bool) {
		if name = clean(name); name != "" && share > 0 {
			need = math.Max(need, (measure(name, bold)+before-(1-share)*room)/share)
		}
	}
	for i, runs := range l.runs {
		if len(runs) > 0 {
			want(l.Series[i].Name, l.share(last(last(runs)).X), false)
		}
	}
	for i, points := range l.levels {
		if len(points) > 0 {
			want(l.Thresholds[i].Name, 1, true)
		}
	}
	l.right = l.width - math.Min(need, 0.42*(l.width-l.left))
	l.axis.base = l.height - 24
	l.axis.top = lineHeight + 4
	if l.broken() {
		l.axis.top += 16
	}
}

func last[T any](s []T) T { return s[len(s)-1] }

// share of the lying axis before X.
func (l *lines) share(x float64) float64 {
	if l.span == 0 {
		return 0.5
	}
	return x / l.span
}

func (l *lines) x(x float64) float64 { return l.left + l.share(x)*(l.right-l.left) }

// broken tells whether the break lies within the axis.
func (l *lines) broken() bool { return l.Break != nil && l.Break.At >= 0 && l.Break.At <= l.span }

// labels writes those of the lying axis that do not touch.
func (l *lines) labels() {
	texts := make([]string, len(l.Steps))
	for i, s := range l.Steps {
		texts[i] = fit(clean(s), l.width, false)
	}
	every := stride(texts, (l.right-l.left)/math.Max(1, l.span))
	for i, s := range texts {
		x, y := l.inside(l.x(float64(i)), s, false), l.axis.base+18
		if (len(texts)-1-i)%every == 0 && l.free(textBox(x, y, middle, s, false)) {
			l.text("c-text2", x, y, middle, s)
		}
	}
}

// breakLines draws the break and its text above it.
func (l *lines) breakLines() {
	if !l.broken() {
		return
	}
	x := l.x(l.Break.At)
	l.rect("c-ground", x-4, l.axis.top-12, 8, l.axis.base-l.axis.top+12)
	for _, at := range []float64{x - 4, x + 4} {
		l.line("c-break", at, l.axis.top-12, at, l.axis.base)
		l.strokes = append(l.strokes, stroke{at, l.axis.top - 12, at, l.axis.base})
	}
	s := fit(clean(l.Break.Text), l.width, true)
	l.text("c-text c-bold", l.inside(x, s, true), ascent+1, middle, s)
}

// trace draws a line through corners and remembers where it runs.
func (l *lines) trace(class string, xy []float64) {
	var d strings.Builder
	for i := 0; i+1 < len(xy); i += 2 {
		command := "L"
		if i == 0 {
			command = "M"
		} else {
			l.strokes = append(l.strokes, stroke{xy[i-2], xy[i-1], xy[i], xy[i+1]})
		}
		d.WriteString(command + num(xy[i]) + " " + num(xy[i+1]))
	}
	l.path(class, d.String())
}

func (l *lines) thresholdLines() {
	for i, points := range l.levels {
		if len(points) == 0 {
			continue
		}
		t := l.Thresholds[i]
		class, name := "c-national", "c-text c-bold"
		if t.Level == Province {
			class, name = "c-province", "c-copper c-bold"
		}
		var xy []float64
		for j, pt := range points {
			x, y := l.x(pt.X), l.axis.y(pt.Value.n)
			if j > 0 && t.Level == National {
				xy = append(xy, x, xy[len(xy)-1])
			}
			xy = append(xy, x, y)
		}
		y := last(xy)
		xy = append(xy, l.right, y)
		l.trace(class, xy)
		l.endLabels = append(l.endLabels, endLabel{t.Name, name, l.right, y, true})
	}
}

func (l *lines) seriesLines() {
	for i, runs := range l.runs {
		class := "c-l" + string(rune('1'+i))
		count := 0
		for _, run := range runs {
			count += len(run)
			var xy []float64
			for _, pt := range run {
				xy = append(xy, l.x(pt.X), l.axis.y(pt.Value.n))
			}
			if len(run) > 1 {
				l.trace(class, xy)
			}
		}
		dense := float64(count)*10 > l.right-l.left
		for j, run := range runs {
			for k, pt := range run {
				if dense && len(run) > 1 && (j < len(runs)-1 || k < len(run)-1) {
					continue
				}
				x, y := l.x(pt.X), l.axis.y(pt.Value.n)
				l.marker(i, l.after(pt), x, y)
				l.take(box{x - 4, y - 4, x + 4, y + 4})
			}
		}
		if len(runs) > 0 {
			pt := last(last(runs))
			l.endLabels = append(l.endLabels, endLabel{l.Series[i].Name, "c-text c-halo", l.x(pt.X), l.axis.y(pt.Value.n), true})
		}
	}
}

// marker draws the mark of a series: filled before the break, open after it.
func (l *lines) marker(series int, after bool, x, y float64) {
	n := string(rune('1' + series))
	class := "c-mark c-s" + n
	if after {
		class = "c-open c-o" + n
	}
	at := "M" + num(x) + " "
	switch {
	case series == 0 && after:
		l.path(class, at+num(y-5)+"l5 5l-5 5l-5 -5z")
	case series == 0:
		l.circle(class, x, y, 4)
	case series == 1:
		l.path(class, "M"+num(x-3.5)+" "+num(y-3.5)+"h7v7h-7z")
	case series == 2:
		l.path(class, at+num(y-4.5)+"l4.5 8h-9z")
	default:
		l.path(class, at+num(y+4.5)+"l4.5 -8h-9z")
	}
}

// ends writes the names at the ends of lines. Those at the right end are moved
// apart; a thin line leads from a name that was moved to what it names.
func (l *lines) ends() {
	const before = 8
	var right []endLabel
	for _, e := range l.endLabels {
		e.s = fit(clean(e.s), l.width-e.x-before, isBold(e.class))
		switch {
		case e.s == "":
		case e.x > l.right-1:
			right = append(right, e)
		default:
			var spots []spot
			for dy := 0.0; e.y+dy < l.axis.base || e.y-dy > l.axis.top; dy += 7 {
				spots = append(spots, spot{e.x + before, e.y + 4 + dy, start}, spot{e.x + before, e.y + 4 - dy, start})
			}
			if !l.place(e.class, e.s, spots...) {
				right = append(right, endLabel{e.s, e.class, l.right, e.y, false})
			}
		}
	}
	slices.SortStableFunc(right, func(a, b endLabel) int { return cmp.Compare(a.y, b.y) })
	var ys []float64
	for _, e := range right {
		ys = append(ys, e.y)
	}
	ys = spread(ys, lineHeight, l.axis.top-3, l.axis.base+4)
	x := l.right + before
	moved := func(i int) bool { return math.Abs(ys[i]-right[i].y) > 4 }
	for i := range right {
		if moved(i) {
			x = l.right + before + 6 // room for the thin lines
		}
	}
	for i, y := range ys {
		e := right[i]
		if x > l.right+before && e.line {
			l.path("c-lead", "M"+num(e.x+6)+" "+num(e.y)+"L"+num(x-2)+" "+num(y))
		}
		s := fit(e.s, l.width-x, isBold(e.class))
		if l.free(textBox(x, y+4, start, s, isBold(e.class))) {
			l.text(e.class, x, y+4, start, s)
		}
	}
}

// notes writes what may be left out where there is no room: numbers at points, from
// the last back, and what holds before and after the break.
func (l *lines) notes() {
	around := func(pt Point) []spot {
		x, y := l.x(pt.X), l.axis.y(pt.Value.n)
		spots := []spot{
			{x, y - 9, middle}, {x, y + 18, middle}, {x - 5, y - 8, end}, {x + 5, y - 8, start},
			{x - 5, y + 17, end}, {x + 5, y + 17, start}, {x + 9, y + 4, start}, {x - 9, y + 4, end}, {x + 9, y + 19, start},
		}
		// A number stays above the axis, and on its side of the break.
		return slices.DeleteFunc(spots, func(s spot) bool {
			b := textBox(s.x, s.y, s.a, clean(pt.Text), true)
			return b.y1 > l.axis.base || l.broken() && (l.after(pt) && b.x0 < l.x(l.Break.At) || !l.after(pt) && b.x1 > l.x(l.Break.At))
		})
	}
	for _, runs := range l.runs {
		for _, run := range slices.Backward(runs) {
			for _, pt := range slices.Backward(run) {
				l.place("c-text c-bold c-halo", pt.Text, around(pt)...)
			}
		}
	}
	for i, points := range l.levels {
		class := "c-text c-halo"
		if l.Thresholds[i].Level == Province {
			class = "c-copper c-halo"
		}
		for _, pt := range points {
			x, y := l.x(pt.X), l.axis.y(pt.Value.n)
			l.place(class, pt.Text, spot{x + 2, y - 6, start}, spot{x + 2, y + 15, start}, spot{x - 4, y - 6, end})
		}
	}
	if l.broken() {
		x := l.x(l.Break.At)
		var before, after []spot
		for y := l.axis.base - 8; y > l.axis.top; y -= 10 {
			before = append(before, spot{x - 10, y, end})
			after = append(after, spot{x + 10, y, start})
		}
		l.place("c-text2 c-halo", l.Break.Before, before...)
		l.place("c-text2 c-halo", l.Break.After, after...)
	}
}
