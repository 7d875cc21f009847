package chart

import (
	"math"
	"strings"
)

// Widths of charts with texts. Below narrow a chart is drawn as for a phone.
const (
	usualWidth = 660
	narrow     = 420
	leastWidth = 120
	mostWidth  = 4000
)

// anchor says which point of a text stands at its x.
type anchor string

const (
	start  anchor = ""
	middle anchor = "middle"
	end    anchor = "end"
)

// pen writes the elements of one chart and knows what is taken on its sheet.
type pen struct {
	b             strings.Builder
	width, height float64
	links         bool
	taken         []box
	strokes       []stroke
}

// tag writes an element without content. Attributes are pairs of name and value;
// those without a value are left out.
func (p *pen) tag(name string, attrs ...string) {
	p.begin(name, attrs)
	p.b.WriteString("/>")
}

// open writes the beginning of an element.
func (p *pen) open(name string, attrs ...string) {
	p.begin(name, attrs)
	p.b.WriteByte('>')
}

func (p *pen) begin(name string, attrs []string) {
	p.b.WriteString("<" + name)
	for i := 0; i+1 < len(attrs); i += 2 {
		if attrs[i+1] != "" {
			p.b.WriteString(" " + attrs[i] + `="` + escape(attrs[i+1]) + `"`)
		}
	}
}

func (p *pen) close(name string) { p.b.WriteString("</" + name + ">") }

// element writes a whole element around a text.
func (p *pen) element(name, text string, attrs ...string) {
	p.open(name, attrs...)
	p.b.WriteString(escape(text))
	p.close(name)
}

func (p *pen) line(class string, x1, y1, x2, y2 float64) {
	p.tag("line", "class", class, "x1", num(x1), "y1", num(y1), "x2", num(x2), "y2", num(y2))
}

// rect draws a rectangle; what has no area is not drawn.
func (p *pen) rect(class string, x, y, w, h float64, more ...string) {
	if w < 0.005 || h < 0.005 {
		return
	}
	p.tag("rect", append([]string{"class", class, "x", num(x), "y", num(y), "width", num(w), "height", num(h)}, more...)...)
}

func (p *pen) path(class, d string) { p.tag("path", "class", class, "d", d) }

func (p *pen) circle(class string, x, y, r float64) {
	p.tag("circle", "class", class, "cx", num(x), "cy", num(y), "r", num(r))
}

// text writes a text and takes its place. An empty one is not written.
func (p *pen) text(class string, x, y float64, a anchor, s string) {
	if s = clean(s); strings.TrimSpace(s) == "" {
		return
	}
	p.take(textBox(x, y, a, s, isBold(class)))
	p.element("text", s, "class", class, "x", num(x), "y", num(y), "text-anchor", string(a))
}

// textUp writes a text that is read from below, its middle at x, its beginning at y.
func (p *pen) textUp(class string, x, y float64, s string) {
	x += ascent/2 - 1
	p.take(box{x - ascent, y - measure(s, isBold(class)), x + lineHeight - ascent, y})
	p.element("text", s, "class", class, "x", num(x), "y", num(y), "transform", "rotate(-90 "+num(x)+" "+num(y)+")")
}

// isBold tells whether a class of texts is bold.
func isBold(class string) bool { return strings.Contains(class, "c-bold") }

// hatch defines stripes at 45 degrees and gives the paint that uses them.
func (p *pen) hatch(id, class string) (paint string) {
	p.open("defs")
	p.open("pattern", "id", id, "width", "5", "height", "5", "patternUnits", "userSpaceOnUse", "patternTransform", "rotate(45)")
	p.rect("c-ground", 0, 0, 5, 5)
	p.rect(class, 0, 0, 2.5, 5)
	p.close("pattern")
	p.close("defs")
	return "url(#" + id + ")"
}

// group begins what belongs to one thing: a link, or a plain group with a hint. A link
// without a title is called by what is seen. hit is where a pointer finds it. What group
// returns ends it.
func (p *pen) group(href, title, name, number string, hit box) (done func()) {
	tag := "g"
	href, title = strings.TrimSpace(clean(href)), strings.TrimSpace(clean(title))
	if safeHref(href) {
		if title == "" {
			title = name + ": " + number
		}
		tag, p.links = "a", true
		p.open("a", "class", "c-link", "href", href, "aria-label", title)
	} else {
		p.open("g")
	}
	if title != "" {
		p.element("title", title)
	}
	p.rect("c-hit", hit.x0, hit.y0, hit.x1-hit.x0, hit.y1-hit.y0)
	return func() { p.close(tag) }
}

// svg is the finished chart. With links it is a group of them, without it is one
// picture with one name; a picture without a name is hidden from readers.
func (p *pen) svg(label string) string {
	role, hidden := "img", ""
	switch {
	case p.links:
		role = "group"
	case label == "":
		role, hidden = "", "true"
	}
	w, h := num(math.Ceil(p.width)), num(math.Ceil(p.height))
	var out pen
	out.open("svg", "class", "chart", "width", w, "height", h, "viewBox", "0 0 "+w+" "+h,
		"font-size", "12", "role", role, "aria-label", label, "aria-hidden", hidden)
	return out.b.String() + p.b.String() + "</svg>"
}
