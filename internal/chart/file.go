package chart

import (
	_ "embed"
	"regexp"
	"strconv"
	"strings"
)

// CSS describes the classes of all charts, for a page that knows the colours as
// variables: --s1, --ink and so on.
//
//go:embed chart.css
var CSS string

// light are the colours of a file, which has no page around it.
var light = map[string]string{
	"ink": "#122223", "ink-2": "#425453", "surface": "#ffffff", "sunk": "#e6efeb",
	"line": "#d1dcd8", "line-strong": "#6b7f7b", "brand": "#005c60", "good": "#005c60",
	"red": "#a12623", "amber": "#7f4e07", "amber-fill": "#bd7a0f", "amber-soft": "#fdeed6",
	"nu": "#5f3894", "nam": "#8b8f1c",
	"s1": "#005c60", "s2": "#479691", "s3": "#a9671c", "s4": "#7a8b88",
}

var (
	variable = regexp.MustCompile(`var\(--([a-z0-9-]+)\)`)
	linkTag  = regexp.MustCompile(`<a [^>]*>`)
	sizes    = regexp.MustCompile(`^<svg [^>]*?\bwidth="([0-9.]+)" height="([0-9.]+)"`)
	comments = regexp.MustCompile(`(?s)/\*.*?\*/\s*`)
)

// fileStyle is what stands in a file: the classes in their light colours.
func fileStyle() string {
	css, _, _ := strings.Cut(CSS, "@media")
	css = variable.ReplaceAllStringFunc(comments.ReplaceAllString(css, ""), func(v string) string {
		return light[variable.FindStringSubmatch(v)[1]]
	})
	return strings.TrimSpace(css)
}

// Head is what a file says above its chart.
type Head struct {
	Title string
	Lines []string // smaller: whom and which days it is about, where it comes from
	Keys  []Key
}

// Key explains a part of a chart: "s1" is solid, "s2" striped, "last" a line.
type Key struct{ Class, Text string }

// Standalone makes of a chart a file that can be downloaded and opened anywhere: a
// white ground, the light colours, and above the chart what it shows. Links are left out.
func Standalone(svg string, head Head) string {
	const edge = 16
	m := sizes.FindStringSubmatch(svg)
	if m == nil {
		return ""
	}
	w, _ := strconv.ParseFloat(m[1], 64) // digits, or the pattern had not met
	h, _ := strconv.ParseFloat(m[2], 64)
	title := clean(head.Title)
	p := pen{width: w + 2*edge}
	y := float64(edge)
	if strings.TrimSpace(title) != "" {
		for _, s := range wrap(title, w, true) {
			p.text("c-text c-bold", edge, y+ascent, start, s)
			y += 18
		}
		y += 4
	}
	for _, l := range head.Lines {
		for _, s := range wrap(clean(l), w, false) {
			p.text("c-text2", edge, y+ascent, start, s)
			y += 16
		}
	}
	if len(head.Lines) > 0 {
		y += 6
	}
	y = p.keys(head.Keys, edge, y, w)
	p.height = y + h + edge
	svg = strings.ReplaceAll(linkTag.ReplaceAllString(svg, "<g>"), "</a>", "</g>")
	svg = strings.Replace(svg, "<svg ", `<svg x="`+num(edge)+`" y="`+num(y)+`" `, 1)

	var out pen
	out.open("svg", "xmlns", "http://www.w3.org/2000/svg", "class", "chart", "width", num(p.width), "height", num(p.height),
		"viewBox", "0 0 "+num(p.width)+" "+num(p.height), "font-size", "12")
	if title != "" {
		out.element("title", title)
	}
	out.open("style")
	out.b.WriteString(fileStyle())
	out.close("style")
	out.rect("c-ground", 0, 0, p.width, p.height)
	return `<?xml version="1.0" encoding="UTF-8"?>` + "\n" + out.b.String() + p.b.String() + svg + "</svg>\n"
}

// keys draws a legend below y, in as many lines as it needs, and says where it ends.
func (p *pen) keys(keys []Key, left, y, width float64) float64 {
	const mark, gap = 12, 18
	if len(keys) == 0 {
		return y
	}
	x := left
	for _, k := range keys {
		text := fit(clean(k.Text), width-mark-6, false)
		if long := mark + 6 + measure(text, false); x > left && x+long > left+width {
			x, y = left, y+gap
		}
		switch k.Class {
		case "last":
			p.line("c-ink", x, y+mark/2, x+mark, y+mark/2)
		case "s2":
			p.rect("c-edge2", x, y, mark, mark, "fill", p.hatch("c-key-h2", "c-s2"))
		default:
			p.rect("c-"+k.Class, x, y, mark, mark)
		}
		p.text("c-text", x+mark+6, y+ascent, start, text)
		x += mark + 6 + measure(text, false) + gap
	}
	return y + mark + 10
}
