package board

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
	"net/http"
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
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
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
		return send(q, file+".svg", "image/svg+xml", []byte(chart.Standalone(svg, head)))
	}
	l := list{title: title, about: a.during(), source: a.source(), names: []string{d.Table.Columns[0].Head}}
	for _, c := range d.Table.Columns[1:] {
		l.numbers = append(l.numbers, c.Head)
	}
	rows := d.Table.Rows
	if d.Table.Total != nil {
		rows = append(slices.Clone(rows), *d.Table.Total)
	}
	for _, r := range rows {
		out := listRow{names: []string{r.Name}}
		for _, v := range r.Cells {
			n := listNumber{value: v.Raw, word: v.Word}
			switch {
			case v.Raw == nil && v.Number == q.Word("board.none"):
				n.none = q.Word("web.board.bound.none")
			case v.Raw == nil:
				n.none = v.Number
			default:
				n.places = places(v.Number, q.Lang)
			}
			out.numbers = append(out.numbers, n)
		}
		l.rows = append(l.rows, out)
	}
	return l.send(q, file, format)
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
	l := list{title: factsTitle(q, ask), about: a.lead(ask), source: a.source(), noted: true,
		names: []string{q.Word("facts.indicator")}, numbers: []string{q.Word("facts.value")}}
	for _, k := range ask.By {
		l.names = append(l.names, a.keyName(k))
	}
	for i := range answer.Rows {
		r := &answer.Rows[i]
		d := q.Site.Catalog().Indicator(r.Indicator)
		row := listRow{names: []string{q.Word("indicator." + string(r.Indicator))}, notes: a.marks(r)}
		for _, k := range ask.By {
			row.names = append(row.names, a.keyText(ask, d, k, r.Keys[k]))
		}
		n := listNumber{value: r.Value, word: board.Word(q.Site.Catalog().Book(), q.Lang, r.Qualifier)}
		if r.Value == nil {
			n.none = a.value(r).Text
		} else {
			n.places = places(number(d, *r.Value, "", q), q.Lang)
		}
		row.numbers = []listNumber{n}
		l.rows = append(l.rows, row)
	}
	return l.send(q, "binhdang-so-lieu-"+strings.ReplaceAll(ask.Unit, "@", "-"), format)
}

func factsTitle(q *base.Request, ask indicator.Question) string {
	if len(ask.Indicators) == 1 {
		return q.Word("indicator." + string(ask.Indicators[0]))
	}
	return q.Word("web.facts.title")
}

// list is rows to be taken away: names, numbers, and a note on those that are missing.
type list struct {
	title, about, source string
	names, numbers       []string // heads
	noted                bool     // has a column of notes, though no row had one
	rows                 []listRow
}

type listRow struct {
	names   []string
	numbers []listNumber
	notes   []string
}

// listNumber is rounded as pages show it. Its word (hơn, gần, khoảng) is not lost, and
// where there is none it says so in the notes: a cell of numbers holds a number or nothing.
type listNumber struct {
	value  *float64
	places int
	word   string
	none   string
}

func (n listNumber) cell() sheet.Cell {
	if n.value == nil {
		return sheet.Cell{}
	}
	tenth := math.Pow10(n.places)
	return sheet.Decimal(math.Round(*n.value*tenth) / tenth)
}

// missing says of a row which numbers it lacks.
func (l list) missing(r listRow) []string {
	var out []string
	heads := map[string][]string{}
	for i, n := range r.numbers {
		if n.none != "" {
			if heads[n.none] == nil {
				out = append(out, n.none)
			}
			heads[n.none] = append(heads[n.none], l.numbers[i])
		}
	}
	for i, none := range out {
		if len(heads[none]) < len(l.numbers) {
			out[i] = none + ": " + strings.Join(heads[none], ", ")
		}
	}
	return out
}

// send writes the list as the sheet that was asked for.
func (l list) send(q *base.Request, file, format string) error {
	for i := range l.rows {
		l.rows[i].notes = append(l.missing(l.rows[i]), l.rows[i].notes...)
		l.noted = l.noted || len(l.rows[i].notes) > 0
	}
	var b bytes.Buffer
	var err error
	kind := "text/csv; charset=utf-8"
	switch format {
	case "csv":
		err = l.csv(q, &b)
	case "xlsx":
		err, kind = l.xlsx(q, &b), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	default:
		err = fault.New(fault.NotFound, "web.not_found")
	}
	if err != nil {
		return err
	}
	return send(q, file+"."+format, kind, b.Bytes())
}

// csv has a column of its own for the words before a column of numbers, where there are any.
func (l list) csv(q *base.Request, w io.Writer) error {
	var columns []sheet.Column
	add := func(head string) { columns = append(columns, sheet.Column{ID: head, Heading: head}) }
	for _, h := range l.names {
		add(h)
	}
	worded := make([]bool, len(l.numbers))
	for i, h := range l.numbers {
		worded[i] = slices.ContainsFunc(l.rows, func(r listRow) bool { return r.numbers[i].word != "" })
		if worded[i] {
			add(q.Word("web.board.word", "head", h))
		}
		add(h)
	}
	if l.noted {
		add(q.Word("facts.note"))
	}
	t := sheet.NewCSV(w, columns)
	for _, r := range l.rows {
		var cells []sheet.Cell
		for _, n := range r.names {
			cells = append(cells, sheet.Text(n))
		}
		for i, n := range r.numbers {
			if worded[i] {
				cells = append(cells, sheet.Text(n.word))
			}
			cells = append(cells, n.cell())
		}
		if l.noted {
			cells = append(cells, sheet.Text(strings.Join(r.notes, "; ")))
		}
		if err := t.Row(cells...); err != nil {
			return err
		}
	}
	return t.Close()
}

// xlsx says above the table what it is about, and shows the words in the formats of the numbers.
func (l list) xlsx(q *base.Request, w io.Writer) error {
	heads := slices.Concat(l.names, l.numbers)
	if l.noted {
		heads = append(heads, q.Word("facts.note"))
	}
	layout := sheet.Layout{Frozen: 4}
	for i, h := range heads {
		long := len([]rune(h))/2 + 1 // a head takes two lines
		for _, word := range strings.Fields(h) {
			long = max(long, len([]rune(word)))
		}
		for _, r := range l.rows {
			switch {
			case i < len(l.names):
				long = max(long, len([]rune(r.names[i])))
			case i < len(l.names)+len(l.numbers):
				if n := r.numbers[i-len(l.names)]; n.value != nil {
					long = max(long, len([]rune(n.word+" "+vn.Dec(*n.value, n.places, q.Lang))))
				}
			default:
				long = max(long, len([]rune(strings.Join(r.notes, "; "))))
			}
		}
		layout.Widths = append(layout.Widths, float64(min(max(long, 5), 60)+3))
	}
	book := sheet.NewBook(w)
	s, err := book.Sheet(sheetName(l.title), layout)
	if err != nil {
		return err
	}
	row := func(cells ...sheet.Cell) {
		if err == nil {
			err = s.Row(cells...)
		}
	}
	row(sheet.Text(l.title).As(sheet.Title))
	row(sheet.Text(l.about))
	row(sheet.Text(l.source))
	var head []sheet.Cell
	for _, h := range heads {
		head = append(head, sheet.Text(h).As(sheet.Head))
	}
	row(head...)
	for _, r := range l.rows {
		var cells []sheet.Cell
		for _, n := range r.names {
			cells = append(cells, sheet.Text(n).As(sheet.Note))
		}
		for _, n := range r.numbers {
			format := "#,##0"
			if n.places > 0 {
				format += "." + strings.Repeat("0", n.places)
			}
			if n.word != "" {
				format = `"` + n.word + ` "` + format
			}
			cells = append(cells, n.cell().Shown(format))
		}
		if l.noted {
			cells = append(cells, sheet.Text(strings.Join(r.notes, "; ")).As(sheet.Note))
		}
		row(cells...)
	}
	if err != nil {
		return err
	}
	return book.Close()
}

// sheetName is at most what a sheet may be called.
func sheetName(s string) string {
	r := []rune(s)
	return string(r[:min(len(r), 31)])
}

// send answers with a file.
func send(q *base.Request, name, kind string, data []byte) error {
	h := q.W.Header()
	h.Set("Content-Type", kind)
	h.Set("Content-Disposition", `attachment; filename="`+strings.Map(plain, vn.Fold(name))+`"`)
	h.Set("Cache-Control", "no-store")
	q.W.WriteHeader(http.StatusOK)
	_, _ = q.W.Write(data) // who has gone need not be told
	return nil
}

// plain keeps what may stand in a file's name.
func plain(r rune) rune {
	if r >= 'a' && r <= 'z' || r >= '0' && r <= '9' || r == '-' || r == '.' {
		return r
	}
	return '-'
}
