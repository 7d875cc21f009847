package board

import (
	"bytes"
	"fmt"
	"html"
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
	title := d.Title + " · " + a.set.UnitName
	file := strings.Join([]string{"binhdang", name, strings.ReplaceAll(a.set.Unit, "@", "-"), a.set.Period.Key}, "-")
	if format == "svg" {
		svg, err := s.svg(a, d, plan)
		if err != nil {
			return err
		}
		if svg == "" {
			return fault.New(fault.NotFound, "web.not_found")
		}
		return send(q, file+".svg", "image/svg+xml", []byte(chart.Standalone(svg, title)))
	}
	var columns []sheet.Column
	for _, c := range d.Table.Columns {
		columns = append(columns, sheet.Column{ID: c.Head, Heading: c.Head})
	}
	var rows [][]sheet.Cell
	for _, r := range d.Table.Rows {
		rows = append(rows, cells(a, r))
	}
	if d.Table.Total != nil {
		rows = append(rows, cells(a, *d.Table.Total))
	}
	return table(q, file, format, title, columns, rows)
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
	for i, k := range bounds {
		x := i % 3 * width / 3
		if i > 0 && i%3 == 0 {
			y += 18
		}
		fmt.Fprintf(&b, `<rect class="m-%d" x="%d" y="%d" width="12" height="12"/><text x="%d" y="%d">%s</text>`, k.Class, x, y, x+18, y+10, html.EscapeString(k.Text))
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

// cells of a row for a sheet: numbers as numbers, with their words in the format.
func cells(a *asked, r board.Row) []sheet.Cell {
	out := []sheet.Cell{sheet.Text(r.Name)}
	for _, v := range r.Cells {
		if v.Raw == nil {
			out = append(out, sheet.Text(v.Number))
			continue
		}
		format := "#,##0"
		if *v.Raw != float64(int64(*v.Raw)) {
			format = "#,##0.0"
		}
		if v.Word != "" {
			format = `"` + v.Word + ` "` + format
		}
		out = append(out, sheet.Decimal(*v.Raw).Shown(format))
	}
	return out
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
	columns := []sheet.Column{{ID: "indicator", Heading: q.Word("facts.indicator")}}
	for _, k := range ask.By {
		columns = append(columns, sheet.Column{ID: k, Heading: a.keyName(k)})
	}
	columns = append(columns, sheet.Column{ID: "value", Heading: q.Word("facts.value")}, sheet.Column{ID: "note", Heading: q.Word("facts.note")})
	var rows [][]sheet.Cell
	for i := range answer.Rows {
		r := &answer.Rows[i]
		d := q.Site.Catalog().Indicator(r.Indicator)
		line := []sheet.Cell{sheet.Text(q.Word("indicator." + string(r.Indicator)))}
		for _, k := range ask.By {
			line = append(line, sheet.Text(a.keyText(ask, d, k, r.Keys[k])))
		}
		notes := a.marks(r)
		if r.Value == nil {
			line = append(line, sheet.Text(a.value(r).Text))
		} else {
			line = append(line, sheet.Decimal(*r.Value))
			if w := board.Word(q.Site.Catalog().Book(), q.Lang, r.Qualifier); w != "" {
				notes = append([]string{w}, notes...)
			}
		}
		rows = append(rows, append(line, sheet.Text(strings.Join(notes, "; "))))
	}
	return table(q, "binhdang-so-lieu-"+strings.ReplaceAll(ask.Unit, "@", "-"), format, factsTitle(q, ask), columns, rows)
}

func factsTitle(q *base.Request, ask indicator.Question) string {
	if len(ask.Indicators) == 1 {
		return q.Word("indicator." + string(ask.Indicators[0]))
	}
	return q.Word("web.facts.title")
}

// table writes rows as the sheet that was asked for.
func table(q *base.Request, file, format, title string, columns []sheet.Column, rows [][]sheet.Cell) error {
	var b bytes.Buffer
	var t sheet.Table
	kind := ""
	switch format {
	case "xlsx":
		t, kind = sheet.NewXLSX(&b, sheetName(title), columns), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	case "csv":
		t, kind = sheet.NewCSV(&b, columns), "text/csv; charset=utf-8"
	default:
		return fault.New(fault.NotFound, "web.not_found")
	}
	for _, r := range rows {
		if err := t.Row(r...); err != nil {
			return err
		}
	}
	if err := t.Close(); err != nil {
		return err
	}
	return send(q, file+"."+format, kind, b.Bytes())
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
