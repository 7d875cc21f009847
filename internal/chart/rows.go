package chart

import (
	"cmp"
	"math"
)

// Rows is a chart of lying bars: the name left, the number right, the bar below both.
// The longest bar has the full width. Its height follows from the rows.
type Rows struct {
	Label string  // one sentence for those who hear the chart
	Width float64 // px; 660 where not given
	Rows  []Row   // from above; eight at most are easy to read
	None  string  // word in place of a missing number: chưa có
	Empty string  // sentence when there are no rows
}

// Row is one bar and what belongs to it.
type Row struct {
	Name  string // left; broken into two lines where it is long
	Value Value  // how long the bar is
	Text  string // the number, right
	Href  string // where the row leads to, if anywhere
	Title string // name of that link; Name and Text where not given
}

// SVG draws the chart.
func (c Rows) SVG() string {
	const bar, below = 8, 14
	p := &pen{width: within(c.Width, usualWidth, leastWidth, mostWidth)}
	longest := 0.0
	for _, r := range c.Rows {
		longest = math.Max(longest, r.Value.n)
	}
	y := 0.0
	if len(c.Rows) == 0 {
		p.height = 2*lineHeight + 4
		p.text("c-text2", 0, lineHeight+4, start, fit(clean(c.Empty), p.width, false))
	}
	for _, r := range c.Rows {
		number, class := clean(r.Text), "c-text c-bold"
		if !r.Value.known {
			number, class = clean(c.None), "c-text2"
		}
		if measure(number, true) > p.width*0.6 {
			number = "" // whole or not at all
		}
		lines := wrap(clean(r.Name), p.width-measure(number, true)-12, false)
		barY := y + float64(len(lines))*lineHeight + 4
		done := p.group(r.Href, r.Title, r.Name, cmp.Or(number, r.Text), box{0, y, p.width, barY + bar + 2})
		for i, s := range lines {
			p.text("c-text", 0, y+ascent+1+float64(i)*lineHeight, start, s)
		}
		p.text(class, p.width, y+ascent+1, end, number)
		if longest > 0 {
			p.rect("c-s1", 0, barY, p.width*r.Value.n/longest, bar, "rx", "2")
		}
		done()
		y = barY + bar + below
		p.height = y - below + 2
	}
	return p.svg(c.Label)
}
