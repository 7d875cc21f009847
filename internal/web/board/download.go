package board

import (
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/atlas"
	"binhdang/internal/board"
	"binhdang/internal/chart"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/web/take"
)

// download answers GET /tai/bang: one chart of a board, or an answer of facts, as
// .xlsx or .csv, and a chart as .svg.
func (s *screen) download(q *base.Request) error {
	v := q.URL.Query()
	format := v.Get("dang")
	if v.Get("indicator") != "" {
		return s.downloadFacts(q, format)
	}
	a, err := s.read(q)
	if err != nil {
		return err
	}
	name := v.Get("bieu")
	b, plan, err := a.ask(name)
	if err != nil {
		return err
	}
	if len(b.Charts) != 1 || name == "" {
		return fault.New(fault.NotFound, "web.not_found")
	}
	d := b.Charts[0]
	file := strings.Join([]string{"binhdang", name, strings.ReplaceAll(a.set.Unit, "@", "-"), a.set.Period.Key}, "-")
	title := d.Title
	if at := slices.IndexFunc(d.Table.Columns, func(c board.Column) bool { return c.Chosen }); at > 0 && d.By == indicator.ByUnit {
		title = d.Table.Columns[at].Head + " · " + title // the title names only what the units are told of
	}
	if format == "svg" {
		svg, err := s.svg(a, d, plan)
		if err != nil {
			return err
		}
		if svg == "" {
			return fault.New(fault.NotFound, "web.not_found")
		}
		head := chart.Head{Title: title + " · " + a.set.UnitName, Lines: []string{a.during(), a.source()}}
		for _, k := range d.Keys {
			head.Keys = append(head.Keys, chart.Key{Class: k.Class, Text: k.Text})
		}
		return take.Send(q, file+".svg", "image/svg+xml", []byte(chart.Standalone(svg, head)))
	}
	l := take.List{Title: title, About: a.during(), Source: a.source(), Names: []string{d.Table.Columns[0].Head}}
	for _, c := range d.Table.Columns[1:] {
		l.Numbers = append(l.Numbers, c.Head)
	}
	rows := d.Table.Rows
	if d.Table.Total != nil {
		rows = append(slices.Clone(rows), *d.Table.Total)
	}
	for _, r := range rows {
		out := take.Row{Names: []string{r.Name}}
		for _, v := range r.Cells {
			n := take.Number{Value: v.Raw, Word: v.Word}
			switch {
			case v.Raw == nil && v.Number == q.Word("board.none"):
				n.None = q.Word("web.board.bound.none")
			case v.Raw == nil:
				n.None = v.Number
			default:
				n.Places = places(v.Number, q.Lang)
			}
			out.Numbers = append(out.Numbers, n)
		}
		l.Rows = append(l.Rows, out)
	}
	return l.Send(q, file, format)
}

// during is the unit, the days and the map of what a file shows.
func (a *asked) during() string {
	w := a.set.Period.Window
	return a.q.Word("web.facts.lead", "unit", a.set.UnitName, "from", w.First.VN(), "to", w.Last.VN(), "map", a.q.Word("web.board.map."+a.set.Map))
}

// source is where the numbers of a file come from, and when they were read.
func (a *asked) source() string {
	return a.q.Word("web.board.source", "at", a.q.Site.Now().In(period.VietNam).Format("15:04 02/01/2006"))
}

// places are the digits behind the point of a number as a page shows it.
func places(number, lang string) int {
	point := ","
	if lang == "en" {
		point = "."
	}
	_, behind, _ := strings.Cut(number, point)
	return strings.IndexFunc(behind+" ", func(r rune) bool { return r < '0' || r > '9' })
}

// svg is a chart in its wide form.
func (s *screen) svg(a *asked, d board.Drawing, plan *board.Plan) (string, error) {
	switch {
	case d.Bars != nil:
		c := *d.Bars
		c.Width, c.Height = 660, 280
		return c.SVG(), nil
	case d.Rows != nil:
		c := *d.Rows
		c.Width = 660
		return c.SVG(), nil
	}
	x, err := s.draw(a, d, plan)
	if err != nil || len(d.Table.Rows) == 0 {
		return "", err
	}
	if x.Map {
		return a.mapFile(string(x.Wide), x.Bounds), nil
	}
	// Where there is no map of the units, their chosen numbers as bars.
	at := slices.IndexFunc(d.Table.Columns[1:], func(c board.Column) bool { return c.Chosen })
	rows := chart.Rows{Label: d.Title + ", " + a.set.UnitName, Width: 660, None: a.q.Word("board.none")}
	for _, r := range d.Table.Rows {
		v := chart.Value{}
		if n := r.Cells[at].Raw; n != nil {
			v = chart.Of(*n)
		}
		rows.Rows = append(rows.Rows, chart.Row{Name: r.Name, Value: v, Text: r.Cells[at].String()})
	}
	return rows.SVG(), nil
}

// mapNone is the name of a map's stripes for what has no data.
var mapNone = regexp.MustCompile(`[\w-]+-none`)

var mapSize = regexp.MustCompile(`width="(\d+)" height="(\d+)" viewBox="0 0 \d+ \d+"`)

// mapFile makes a map whole by itself: with its style, its legend and, as the
// licence of the boundaries asks, where they come from.
func (a *asked) mapFile(svg string, bounds []bound) string {
	m := mapSize.FindStringSubmatch(svg)
	if m == nil {
		return svg
	}
	width, _ := strconv.Atoi(m[1]) // digits, as the pattern has met
	height, _ := strconv.Atoi(m[2])
	var b strings.Builder
	y := height + 10
	for i := range len(bounds) + 1 {
		x := i % 3 * width / 3
		if i > 0 && i%3 == 0 {
			y += 18
		}
		look, text := "", a.q.Word("web.board.bound.none")
		if i < len(bounds) {
			look, text = fmt.Sprintf(`class="m-%d"`, bounds[i].Class), bounds[i].Text
		} else {
			look = `class="m-none" fill="url(#` + mapNone.FindString(svg) + `)"`
		}
		fmt.Fprintf(&b, `<rect %s x="%d" y="%d" width="12" height="12"/><text x="%d" y="%d">%s</text>`, look, x, y, x+18, y+10, html.EscapeString(text))
	}
	text := a.q.Word("atlas.source")
	if a.unit.ID != unit.VN {
		text += " " + a.q.Word("atlas.cells")
	}
	y += 32
	line := ""
	for _, w := range append(strings.Fields(text), "") {
		if w != "" && len([]rune(line))+len([]rune(w)) < width/7 {
			line = strings.TrimSpace(line + " " + w)
			continue
		}
		fmt.Fprintf(&b, `<text class="m-place" x="0" y="%d">%s</text>`, y, html.EscapeString(line))
		y, line = y+15, w
	}
	svg = strings.Replace(svg, m[0], fmt.Sprintf(`width="%d" height="%d" viewBox="0 0 %d %d"`, width, y, width, y), 1)
	svg = strings.Replace(svg, "<defs>", "<defs><style>"+mapStyle()+"</style>", 1)
	end := strings.LastIndex(svg, "</svg>")
	return svg[:end] + b.String() + svg[end:]
}

// light are the colours of a map in a file, which has no page around it.
var light = strings.NewReplacer(
	"var(--r0)", "#e5f4ef", "var(--r1)", "#aedcd3", "var(--r2)", "#73beb7", "var(--r3)", "#3f9998", "var(--r4)", "#147174", "var(--r5)", "#004c52",
	"var(--ink)", "#122223", "var(--ink-2)", "#425453", "var(--surface)", "#ffffff", "var(--line)", "#d1dcd8", "var(--line-strong)", "#6b7f7b")

// mapStyle is the style of maps in those colours.
func mapStyle() string {
	css, _, _ := strings.Cut(atlas.CSS, "@media")
	if _, rest, ok := strings.Cut(css, "*/"); ok { // what the file says of itself
		css = rest
	}
	return light.Replace(css)
}

// downloadFacts gives an answer of facts as a sheet, with numbers in full.
func (s *screen) downloadFacts(q *base.Request, format string) error {
	ask, err := question(q, q.URL.Query())
	if err != nil {
		return err
	}
	answer, err := q.Ledger().Facts(q.Context(), q.Actor, ask)
	if err != nil {
		return err
	}
	a, err := about(q, ask)
	if err != nil {
		return err
	}
	l := take.List{Title: factsTitle(q, ask), About: a.lead(ask), Source: a.source(), Noted: true,
		Names: []string{q.Word("facts.indicator")}, Numbers: []string{q.Word("facts.value")}}
	for _, k := range ask.By {
		l.Names = append(l.Names, a.keyName(k))
	}
	for i := range answer.Rows {
		r := &answer.Rows[i]
		d := q.Site.Catalog().Indicator(r.Indicator)
		row := take.Row{Names: []string{q.Word("indicator." + string(r.Indicator))}, Notes: a.marks(r)}
		for _, k := range ask.By {
			row.Names = append(row.Names, a.keyText(ask, d, k, r.Keys[k]))
		}
		n := take.Number{Value: r.Value, Word: board.Word(q.Site.Catalog().Book(), q.Lang, r.Qualifier)}
		if r.Value == nil {
			n.None = a.value(r).Text
		} else {
			n.Places = places(number(d, *r.Value, "", q), q.Lang)
		}
		row.Numbers = []take.Number{n}
		l.Rows = append(l.Rows, row)
	}
	return l.Send(q, "binhdang-so-lieu-"+strings.ReplaceAll(ask.Unit, "@", "-"), format)
}

func factsTitle(q *base.Request, ask indicator.Question) string {
	if len(ask.Indicators) == 1 {
		return q.Word("indicator." + string(ask.Indicators[0]))
	}
	return q.Word("web.facts.title")
}
