package report

import (
	"archive/zip"
	"bytes"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// XLSX prints the document as a workbook: the sentences on the first sheet, each
// table on one of its own. Numbers are numbers, their words (hơn, gần, khoảng)
// stand in the format of the cell. Text is written as text: what looks like a
// formula is not one.
func XLSX(d *Document, w io.Writer) error {
	f := excelize.NewFile()
	defer f.Close()
	b := &book{f: f, styles: map[string]int{}}
	b.text(d)
	n := 0
	for _, p := range d.Parts {
		if p.Table != nil {
			n++
			b.table(p.Table, d.Words.Table+" "+strconv.Itoa(n))
		}
	}
	// A fixed time and author, so that what was issued prints the same again.
	b.keep(f.SetDocProps(&excelize.DocProperties{
		Title: d.Kind + " - " + d.Subject, Creator: d.Head.Body, Created: "2020-03-05T00:00:00Z", Modified: "2020-03-05T00:00:00Z",
	}))
	var made bytes.Buffer
	if b.err == nil {
		_, b.err = f.WriteTo(&made)
	}
	if b.err == nil {
		b.err = inOrder(w, made.Bytes())
	}
	if b.err != nil {
		return fmt.Errorf("print report as xlsx: %w", b.err)
	}
	return nil
}

// inOrder writes the files of an archive in the order of their names: excelize
// leaves it to chance.
func inOrder(w io.Writer, archive []byte) error {
	in, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		return err
	}
	slices.SortFunc(in.File, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	out := zip.NewWriter(w)
	for _, f := range in.File {
		if err := out.Copy(f); err != nil {
			return err
		}
	}
	return out.Close()
}

// book is a workbook in the making; the first error ends it.
type book struct {
	f      *excelize.File
	styles map[string]int
	sheets int
	err    error
}

func (b *book) keep(err error) {
	if b.err == nil {
		b.err = err
	}
}

// sheet begins the next sheet.
func (b *book) sheet(name string) *excelize.StreamWriter {
	if b.err != nil {
		return nil
	}
	b.sheets++
	if b.sheets == 1 {
		b.keep(b.f.SetSheetName("Sheet1", name))
	} else {
		_, err := b.f.NewSheet(name)
		b.keep(err)
	}
	if b.err != nil {
		return nil
	}
	s, err := b.f.NewStreamWriter(name)
	b.keep(err)
	return s
}

// style of a cell: bold or not, with a format of numbers.
func (b *book) style(bold, wrap bool, format string) int {
	key := fmt.Sprint(bold, wrap, format)
	if id, ok := b.styles[key]; ok {
		return id
	}
	s := &excelize.Style{Font: &excelize.Font{Family: "Times New Roman", Size: 12, Bold: bold}, Alignment: &excelize.Alignment{Vertical: "top", WrapText: wrap}}
	if format != "" {
		s.CustomNumFmt = &format
	}
	id, err := b.f.NewStyle(s)
	b.keep(err)
	b.styles[key] = id
	return id
}

func (b *book) row(s *excelize.StreamWriter, at int, cells ...excelize.Cell) {
	if b.err != nil {
		return
	}
	row := make([]any, len(cells))
	for i := range cells {
		row[i] = cells[i]
	}
	b.keep(s.SetRow("A"+strconv.Itoa(at), row))
}

func (b *book) text(d *Document) {
	s := b.sheet(d.Words.Text)
	if s == nil {
		return
	}
	b.keep(s.SetColWidth(1, 1, 40))
	b.keep(s.SetColWidth(2, 2, 110))
	cell := func(text string, bold bool) excelize.Cell {
		return excelize.Cell{StyleID: b.style(bold, true, ""), Value: text}
	}
	at := 0
	add := func(a, text string, bold bool) {
		at++
		b.row(s, at, cell(a, bold), cell(text, bold))
	}
	add(d.Kind, d.Subject, true)
	add(d.Head.Body, d.Head.Number+" - "+d.Head.Place, false)
	add(d.Words.Section, d.Words.Text, true)
	heading := ""
	for _, p := range d.Parts {
		switch {
		case p.Kind == KindHeading:
			heading = strings.ReplaceAll(p.Text(), "\n", ". ")
		case p.Table != nil:
			add(heading, p.Table.Caption, false)
		default:
			add(heading, p.Text(), false)
		}
	}
	for _, n := range d.Notes {
		add(d.Words.Notes, n, false)
	}
	add("", d.source(), false)
	if b.err == nil {
		b.keep(s.Flush())
	}
}

func (b *book) table(t *Table, name string) {
	s := b.sheet(name)
	if s == nil {
		return
	}
	b.keep(s.SetColWidth(1, 1, 42))
	if len(t.Columns) > 1 {
		b.keep(s.SetColWidth(2, len(t.Columns), 20))
	}
	at := 1
	b.row(s, at, excelize.Cell{StyleID: b.style(true, false, ""), Value: t.Caption})
	head := make([]excelize.Cell, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = excelize.Cell{StyleID: b.style(true, true, ""), Value: c}
	}
	at += 2
	b.row(s, at, head...)
	for _, l := range t.Rows {
		at++
		row := []excelize.Cell{{StyleID: b.style(l.Total, true, ""), Value: l.Name}}
		for _, c := range l.Cells {
			row = append(row, b.cell(c, l.Total))
		}
		b.row(s, at, row...)
	}
	at++
	for _, n := range t.Notes {
		at++
		b.row(s, at, excelize.Cell{StyleID: b.style(false, false, ""), Value: n})
	}
	if b.err == nil {
		b.keep(s.Flush())
	}
}

// cell is a number with its words in the format, or text.
func (b *book) cell(c Cell, bold bool) excelize.Cell {
	n := c.Number
	if n == nil || n.Value == nil {
		return excelize.Cell{StyleID: b.style(bold, true, ""), Value: c.String()}
	}
	format := "#,##0"
	if n.Places > 0 {
		format += "." + strings.Repeat("0", n.Places)
	}
	v := *n.Value
	if n.Scale == scaleMillion {
		v /= 1e6
	}
	before, _, _ := strings.Cut(n.Text, firstDigit(n.Text))
	if word := strings.Trim(before, " +-−"); word != "" {
		format = `"` + strings.ReplaceAll(word, `"`, ``) + ` "` + format
	}
	if n.Sign != "" {
		format += `" ` + n.Sign + `"`
	}
	return excelize.Cell{StyleID: b.style(bold, false, format), Value: v}
}

// firstDigit of a printed number: what stands before it is its word.
func firstDigit(s string) string {
	if i := strings.IndexAny(s, "0123456789"); i >= 0 {
		return s[i : i+1]
	}
	return "0"
}
