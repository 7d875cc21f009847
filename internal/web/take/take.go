// Package take gives what a page shows as a file to be taken away: rows as .csv or .xlsx.
package take

import (
	"bytes"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// List is rows to be taken away: names, numbers, and a note on those that are missing.
type List struct {
	Title, About, Source string   // what it is, of whom and when, and where the numbers come from
	Names, Numbers       []string // heads
	Noted                bool     // has a column of notes, though no row had one
	Rows                 []Row
}

// Row is a row of a list.
type Row struct {
	Names   []string
	Numbers []Number
	Notes   []string
}

// Number is a number of a row. It is rounded as pages show it. Its word (hơn, gần, khoảng) is not lost, and
// where there is none it says so in the notes: a cell of numbers holds a number or nothing.
type Number struct {
	Value  *float64
	Places int
	Word   string
	None   string
}

func (n Number) cell() sheet.Cell {
	if n.Value == nil {
		return sheet.Cell{}
	}
	tenth := math.Pow10(n.Places)
	return sheet.Decimal(math.Round(*n.Value*tenth) / tenth)
}

// missing says of a row which numbers it lacks.
func (l List) missing(r Row) []string {
	var out []string
	heads := map[string][]string{}
	for i, n := range r.Numbers {
		if n.None != "" {
			if heads[n.None] == nil {
				out = append(out, n.None)
			}
			heads[n.None] = append(heads[n.None], l.Numbers[i])
		}
	}
	for i, none := range out {
		if len(heads[none]) < len(l.Numbers) {
			out[i] = none + ": " + strings.Join(heads[none], ", ")
		}
	}
	return out
}

// Send writes the list as the sheet that was asked for.
func (l List) Send(q *base.Request, file, format string) error {
	for i := range l.Rows {
		l.Rows[i].Notes = append(l.missing(l.Rows[i]), l.Rows[i].Notes...)
		l.Noted = l.Noted || len(l.Rows[i].Notes) > 0
	}
	var b bytes.Buffer
	var err error
	switch format {
	case "csv":
		err = l.csv(q, &b)
	case "xlsx":
		err = l.xlsx(q, &b)
	default:
		err = fault.New(fault.NotFound, "web.not_found")
	}
	if err != nil {
		return err
	}
	return Sheet(q, file, format, b.Bytes())
}

// csv has a column of its own for the words before a column of numbers, where there are any.
func (l List) csv(q *base.Request, w io.Writer) error {
	var columns []sheet.Column
	add := func(head string) { columns = append(columns, sheet.Column{ID: head, Heading: head}) }
	for _, h := range l.Names {
		add(h)
	}
	worded := make([]bool, len(l.Numbers))
	for i, h := range l.Numbers {
		worded[i] = slices.ContainsFunc(l.Rows, func(r Row) bool { return r.Numbers[i].Word != "" })
		if worded[i] {
			add(q.Word("web.board.word", "head", h))
		}
		add(h)
	}
	if l.Noted {
		add(q.Word("facts.note"))
	}
	t := sheet.NewCSV(w, columns)
	for _, r := range l.Rows {
		var cells []sheet.Cell
		for _, n := range r.Names {
			cells = append(cells, sheet.Text(n))
		}
		for i, n := range r.Numbers {
			if worded[i] {
				cells = append(cells, sheet.Text(n.Word))
			}
			cells = append(cells, n.cell())
		}
		if l.Noted {
			cells = append(cells, sheet.Text(strings.Join(r.Notes, "; ")))
		}
		if err := t.Row(cells...); err != nil {
			return err
		}
	}
	return t.Close()
}

// xlsx says above the table what it is about, and shows the words in the formats of the numbers.
func (l List) xlsx(q *base.Request, w io.Writer) error {
	heads := slices.Concat(l.Names, l.Numbers)
	if l.Noted {
		heads = append(heads, q.Word("facts.note"))
	}
	layout := sheet.Layout{Frozen: 4}
	for i, h := range heads {
		long := len([]rune(h))/2 + 1 // a head takes two lines
		for _, word := range strings.Fields(h) {
			long = max(long, len([]rune(word)))
		}
		for _, r := range l.Rows {
			switch {
			case i < len(l.Names):
				long = max(long, len([]rune(r.Names[i])))
			case i < len(l.Names)+len(l.Numbers):
				if n := r.Numbers[i-len(l.Names)]; n.Value != nil {
					long = max(long, len([]rune(n.Word+" "+vn.Dec(*n.Value, n.Places, q.Lang))))
				}
			default:
				long = max(long, len([]rune(strings.Join(r.Notes, "; "))))
			}
		}
		layout.Widths = append(layout.Widths, float64(min(max(long, 5), 60)+3))
	}
	book := sheet.NewBook(w)
	s, err := book.Sheet(sheetName(l.Title), layout)
	if err != nil {
		return err
	}
	row := func(cells ...sheet.Cell) {
		if err == nil {
			err = s.Row(cells...)
		}
	}
	row(sheet.Text(l.Title).As(sheet.Title))
	row(sheet.Text(l.About))
	row(sheet.Text(l.Source))
	var head []sheet.Cell
	for _, h := range heads {
		head = append(head, sheet.Text(h).As(sheet.Head))
	}
	row(head...)
	for _, r := range l.Rows {
		var cells []sheet.Cell
		for _, n := range r.Names {
			cells = append(cells, sheet.Text(n).As(sheet.Note))
		}
		for _, n := range r.Numbers {
			format := "#,##0"
			if n.Places > 0 {
				format += "." + strings.Repeat("0", n.Places)
			}
			if n.Word != "" {
				format = `"` + n.Word + ` "` + format
			}
			cells = append(cells, n.cell().Shown(format))
		}
		if l.Noted {
			cells = append(cells, sheet.Text(strings.Join(r.Notes, "; ")).As(sheet.Note))
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

// Sheet answers with a file that is .csv or .xlsx; name is without its ending.
func Sheet(q *base.Request, name, format string, data []byte) error {
	kind := "text/csv; charset=utf-8"
	if format == "xlsx" {
		kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return Send(q, name+"."+format, kind, data)
}

// Send answers with a file.
func Send(q *base.Request, name, kind string, data []byte) error {
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
