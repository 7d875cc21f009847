package first

import (
	"bytes"
	"math"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/attention"
	"binhdang/internal/fault"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/take"
)

// download answers GET /tai/uu-tien: the order as .xlsx or .csv, with the numbers.
func (s *screen) download(q *base.Request) error {
	a, err := read(q)
	if err != nil {
		return err
	}
	if a.unit == nil {
		return fault.New(fault.NotFound, "web.not_found")
	}
	if err := a.rank(); err != nil {
		return err
	}
	var b bytes.Buffer
	format := q.FormValue("dang")
	switch format {
	case "csv":
		err = a.csv(&b)
	case "xlsx":
		err = a.xlsx(&b)
	default:
		err = fault.New(fault.NotFound, "web.not_found")
	}
	if err != nil {
		return err
	}
	return take.Sheet(q, "binhdang-uu-tien-"+string(a.unit.Code)+"-"+strconv.Itoa(a.year), format, b.Bytes())
}

// heads of the columns, with how wide they are.
func (a *asked) heads() (out []string, widths []float64) {
	for _, c := range []struct {
		key   string
		width float64
	}{{"rank", 8}, {"code", 9}, {"place", 26}, {"points", 9}, {"known", 12}} {
		out, widths = append(out, a.q.Word("web.first."+c.key)), append(widths, c.width)
	}
	for i := range a.def.Items {
		out, widths = append(out, a.head(&a.def.Items[i])), append(widths, 20)
	}
	return append(out, a.q.Word("web.first.reasons"), a.q.Word("web.first.lacks")), append(widths, 60, 40)
}

// head of an item, with what its numbers are of.
func (a *asked) head(it *attention.Item) string {
	say := speaker(a.q, a.q.Lang)
	d := say.Find(it.Of)
	switch {
	case it.Flag():
		return say.Name(it)
	case it.Base != "":
		per := a.q.Word("attention.per", "number", "", "unit", a.q.Word(d.Unit), "per", vn.Int(it.Per, a.q.Lang), "base", a.q.Word(it.BaseKey()))
		return say.Name(it) + " (" + strings.TrimSpace(per) + ")"
	}
	return say.Name(it) + " (" + a.q.Word(d.Unit) + ")"
}

// cells of a place. A cell of numbers holds a number or nothing; what is missing or
// small is told in the last column.
func (a *asked) cells(p *attention.Place) []sheet.Cell {
	say := speaker(a.q, a.q.Lang)
	round := func(v float64) sheet.Cell { return sheet.Decimal(math.Round(v*10) / 10) }
	var rank, points sheet.Cell
	if p.Rank > 0 {
		rank, points = sheet.Decimal(float64(p.Rank)), round(p.Points)
	}
	out := []sheet.Cell{rank, sheet.Text(p.Code), sheet.Text(p.Name), points, sheet.Decimal(math.Round(p.Known * 100))}
	var reasons, lacks []string
	for i := range p.Facts {
		f := &p.Facts[i]
		switch {
		case f.State != attention.Known:
			lacks = append(lacks, say.Name(f.Item)+": "+say.Value(f))
			out = append(out, sheet.Cell{})
		case f.Item.Flag():
			out = append(out, sheet.Text(say.Value(f)))
		default:
			out = append(out, round(f.Value))
		}
	}
	for _, f := range p.Reasons() {
		reasons = append(reasons, say.Sentence(&f))
	}
	return append(out, sheet.Text(strings.Join(reasons, "\n")), sheet.Text(strings.Join(lacks, "; ")))
}

func (a *asked) places() []attention.Place { return slices.Concat(a.result.Ranked, a.result.Apart) }

func (a *asked) csv(b *bytes.Buffer) error {
	var columns []sheet.Column
	heads, _ := a.heads()
	for _, h := range heads {
		columns = append(columns, sheet.Column{ID: h, Heading: h})
	}
	t := sheet.NewCSV(b, columns)
	for _, p := range a.places() {
		if err := t.Row(a.cells(&p)...); err != nil {
			return err
		}
	}
	return t.Close()
}

// xlsx says above the table what it is and how it was weighed.
func (a *asked) xlsx(b *bytes.Buffer) error {
	heads, widths := a.heads()
	book := sheet.NewBook(b)
	s, err := book.Sheet(a.q.Word("web.first.title"), sheet.Layout{Frozen: 4, Widths: widths})
	if err != nil {
		return err
	}
	var weights []string
	for i := range a.def.Items {
		it := &a.def.Items[i]
		weights = append(weights, a.q.Word(it.Key())+" "+strconv.Itoa(a.setting().Weight(it)))
	}
	var head []sheet.Cell
	for _, h := range heads {
		head = append(head, sheet.Text(h).As(sheet.Head))
	}
	lines := [][]sheet.Cell{
		{sheet.Text(a.q.Word("web.first.title") + ", " + a.q.UnitName(a.unit.ID) + ", " + strconv.Itoa(a.year)).As(sheet.Title)},
		{sheet.Text(a.q.Word("web.first.lead"))},
		{sheet.Text(a.q.Word("web.first.weights") + ": " + strings.Join(weights, "; "))},
		head,
	}
	for _, p := range a.places() {
		lines = append(lines, a.cells(&p))
	}
	for _, l := range lines {
		if err := s.Row(l...); err != nil {
			return err
		}
	}
	return book.Close()
}
