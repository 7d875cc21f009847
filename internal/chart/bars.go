package chart

import (
	"cmp"
	"math"
	"slices"
)

// Bars is a chart of columns, each of one or two parts that stand upon each other.
// The axis begins at 0. Where totals or labels are too many for the width, only the
// highest total and every second (third, ...) label is written.
type Bars struct {
	ID      string               // beginning of the ids inside, different for each chart of a page
	Label   string               // one sentence for those who hear the chart
	Width   float64              // px; 660 where not given
	Height  float64              // px; chosen by the width where not given
	Columns []Column             // from left to right
	Bands   []Band               // what is marked behind the columns
	Tick    func(float64) string // says a number of the axis; nil for an axis without numbers
	None    string               // word in place of a missing bar: chưa có
	Empty   string               // sentence in place of the bars when there is none at all
}

// Column is one bar and what belongs to it.
type Column struct {
	Label   string // under the bar: T1
	First   Value  // the solid part, or the whole
	Second  Value  // the hatched part upon it, if there is one
	Earlier Value  // the same a year ago, a line across the bar
	Total   string // above the bar
	Href    string // where the column leads to, if anywhere
	Title   string // name of that link, and hint at the pointer; Label and Total where not given
}

// Band marks the columns From to To, both counted from 0 and both included.
type Band struct {
	From, To int
	Name     string
}

// SVG draws the chart.
func (c Bars) SVG() string {
	p := &pen{width: within(c.Width, usualWidth, leastWidth, mostWidth)}
	usual := 250.0
	if p.width < narrow {
		usual = 200
	}
	p.height = within(c.Height, usual, 120, 2000)

	most, known := 0.0, 0
	for _, col := range c.Columns {
		if v := sum(col.First, col.Second); v.known {
			known++
			most = math.Max(most, v.n)
		}
		most = math.Max(most, col.Earlier.n)
	}
	if most == 0 && known == 0 {
		c.Tick = nil
	}
	y := newAxis(0, most, int(within(p.height/50, 4, 2, 6)), c.Tick)
	y.fitTo(p.width)
	b := bars{Bars: c, pen: p, axis: y, left: y.wide, right: p.width - 2}
	b.step = (b.right - b.left) / math.Max(1, float64(len(c.Columns)))
	b.axis.base = p.height - 22
	rows := b.bandNames()
	b.axis.top = float64(rows)*16 + lineHeight + 4

	for _, band := range b.bandsShown() {
		x0, x1 := b.left+float64(band.From)*b.step, b.left+float64(band.To+1)*b.step
		p.rect("c-band", x0, 0, x1-x0-1, b.axis.base) // a gap between neighbours
	}
	b.axis.draw(p, b.left, b.right)
	b.drawBandNames()
	if known == 0 && c.Empty != "" {
		b.None = "" // said once for all
		s := fit(clean(c.Empty), b.right-b.left, false)
		p.text("c-text2 c-halo", (b.left+b.right)/2, (b.axis.top+b.axis.base)/2, middle, s)
	}
	b.paint = p.hatch(ident(c.ID)+"-h2", "c-s2")
	b.columns()
	return p.svg(c.Label)
}

// bars is a chart while it is drawn.
type bars struct {
	Bars
	*pen
	axis              axis
	left, right, step float64
	paint             string // of the second part
	names             []bandName
}

// bandName is the name of a band at its place. point is -1 or 1 where the name stands
// beside the band and a small arrow leads from it, to the left or to the right.
type bandName struct {
	s      string
	row    int
	x      float64
	a      anchor
	point  float64
	arrowX float64
}

// bandsShown are the bands that mark a column, in bounds.
func (b *bars) bandsShown() []Band {
	var out []Band
	for _, band := range b.Bands {
		band.From, band.To = max(0, min(band.From, band.To)), min(len(b.Columns)-1, max(band.From, band.To))
		if band.From <= band.To {
			out = append(out, band)
		}
	}
	return out
}

// bandNames finds a place for each name: in its band, before or after it, in the
// highest row where it meets no other. It returns how many rows the names need.
func (b *bars) bandNames() (rows int) {
	var rowsTaken [][]box
	for _, band := range b.bandsShown() {
		const beside = 14 // room for the arrow
		x0, x1 := b.left+float64(band.From)*b.step, b.left+float64(band.To+1)*b.step
		s := clean(band.Name)
		if s == "" {
			continue
		}
		before, after := x0-beside, b.width-x1-beside
		n := bandName{s: s, x: (x0 + x1) / 2, a: middle}
		switch w := measure(s, true); {
		case w <= x1-x0:
		case w <= before || before >= after:
			n = bandName{s: fit(s, before, true), x: before, a: end, point: 1, arrowX: x0 - 7}
		default:
			n = bandName{s: fit(s, after, true), x: x1 + beside, a: start, point: -1, arrowX: x1 + 7}
		}
		if n.s == "" {
			continue
		}
		at := textBox(n.x, 0, n.a, n.s, true)
		at.x0, at.x1 = at.x0-beside, at.x1+beside
		for n.row < len(rowsTaken) && slices.ContainsFunc(rowsTaken[n.row], at.meets) {
			n.row++
		}
		if n.row == 3 {
			continue // the bars need the rest
		}
		if n.row == len(rowsTaken) {
			rowsTaken = append(rowsTaken, nil)
		}
		rowsTaken[n.row] = append(rowsTaken[n.row], at)
		b.names = append(b.names, n)
	}
	return len(rowsTaken)
}

func (b *bars) drawBandNames() {
	for _, n := range b.names {
		y := float64(n.row)*16 + 12
		b.text("c-amber c-bold", n.x, y, n.a, n.s)
		if n.point != 0 {
			b.path("c-arrow", "M"+num(n.arrowX-n.point*2)+" "+num(y-8)+"l"+num(n.point*4)+" 4l"+num(n.point*-4)+" 4")
		}
	}
}

// columns draws the bars and what is written at them.
func (b *bars) columns() {
	labels := make([]string, len(b.Columns))
	highest, all := -1, true
	for i, col := range b.Columns {
		labels[i] = fit(clean(col.Label), b.width, false)
		v := sum(col.First, col.Second)
		if !v.known {
			continue
		}
		all = all && measure(clean(col.Total), true)+2 <= b.step
		if highest < 0 || v.n > sum(b.Columns[highest].First, b.Columns[highest].Second).n {
			highest = i
		}
	}
	every := stride(labels, b.step)
	wide := math.Min(b.step*0.64, 48)
	for i, col := range b.Columns {
		x0 := b.left + float64(i)*b.step
		mid := x0 + b.step/2
		done := b.group(col.Href, col.Title, col.Label, cmp.Or(col.Total, b.None), box{x0, b.axis.top - lineHeight, x0 + b.step, b.height - 2})
		v := sum(col.First, col.Second)
		if v.known {
			b.bar(col, mid-wide/2, wide)
		}
		lineY := b.axis.y(col.Earlier.n)
		if col.Earlier.known {
			reach := math.Min(wide/2+3, b.step/2)
			b.line("c-under", mid-reach, lineY, mid+reach, lineY)
			b.line("c-ink", mid-reach, lineY, mid+reach, lineY)
		}
		if v.known && (all || i == highest) {
			top := b.axis.y(v.n)
			if col.Earlier.known && lineY < top+2 && lineY > top-lineHeight-6 {
				top = lineY // the line would run through the number
			}
			s := clean(col.Total)
			x := b.inside(mid, s, true)
			if b.free(textBox(x, top-5, middle, s, true)) { // whole or not at all: it is a number
				b.text("c-text c-bold"+b.halo(i), x, top-5, middle, s)
			}
		}
		if !v.known {
			b.missing(i, mid, lineY)
		}
		if x := b.inside(mid, labels[i], false); (len(labels)-1-i)%every == 0 && b.free(textBox(x, b.axis.base+17, middle, labels[i], false)) {
			b.text("c-text2", x, b.axis.base+17, middle, labels[i])
		}
		done()
	}
}

// bar draws the parts of one bar.
func (b *bars) bar(col Column, x, wide float64) {
	first, top := b.axis.y(col.First.n), b.axis.y(col.First.n+col.Second.n)
	b.rect("c-s1", x, first, wide, b.axis.base-first)
	if col.Second.known {
		if first-top > 3 && col.First.n > 0 {
			first-- // a thin gap keeps the parts apart on paper
		}
		inset := math.Min(0.5, wide/4)
		b.rect("c-edge2", x+inset, top+inset, wide-2*inset, first-top-inset, "fill", b.paint)
	}
}

// missing writes the word for a missing bar, upright where the column is too narrow.
func (b *bars) missing(i int, mid, lineY float64) {
	s := clean(b.None)
	if s == "" {
		return
	}
	w, y, class := measure(s, false), b.axis.base-6, "c-text2"+b.halo(i)
	if w+4 <= b.step {
		if b.free(textBox(mid, y, middle, s, false)) {
			b.text(class, mid, y, middle, s)
		}
		return
	}
	if b.Columns[i].Earlier.known && lineY > y-w-4 {
		y = math.Min(y, lineY-5) // above the line, which would run through the word
	}
	if at := (box{mid - 7, y - w, mid + 7, y}); b.step > lineHeight && at.y0 > b.axis.top && b.free(at) {
		b.textUp(class, mid, y, s)
	}
}

// halo is the class that keeps grid lines off a text, in the colour that lies behind it.
func (b *bars) halo(column int) string {
	for _, band := range b.bandsShown() {
		if column >= band.From && column <= band.To {
			return " c-halo-band"
		}
	}
	return " c-halo"
}
