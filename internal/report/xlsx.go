package report

import (
	"fmt"
	"io"
	"strconv"
	"strings"

	"binhdang/internal/sheet"
)

// XLSX prints the document as a workbook: the sentences on the first sheet, each
// table on one of its own. Numbers are numbers, their words (hơn, gần, khoảng)
// stand in the format of the cell. Text is written as text: what looks like a
// formula is not one. The same document gives the same bytes.
func XLSX(d *Document, w io.Writer) error {
	b := sheet.NewBook(w)
	err := textSheet(b, d)
	n := 0
	for _, p := range d.Parts {
		if p.Table != nil && err == nil {
			n++
			err = tableSheet(b, d.Words.Table+" "+strconv.Itoa(n), p.Table)
		}
	}
	if err == nil {
		err = b.Close()
	}
	if err != nil {
		return fmt.Errorf("print report as xlsx: %w", err)
	}
	return nil
}

// Widths of the columns of a workbook, in letters.
const (
	sheetLeft  = 40
	sheetText  = 110
	sheetName  = 42
	sheetValue = 20
)

// textSheet has a line a part of the paper, beside the heading under which it stands.
func textSheet(b *sheet.Book, d *Document) error {
	s, err := b.Sheet(d.Words.Text, sheet.Layout{Widths: []float64{sheetLeft, sheetText}, Landscape: true})
	if err != nil {
		return err
	}
	add := func(left, text string, style sheet.Style) {
		if err == nil {
			err = s.Row(sheet.Text(left).As(style), sheet.Text(text).As(style))
		}
	}
	if d.Sample != "" {
		add("", d.Sample, sheet.Bold)
	}
	add(d.Kind, d.Subject, sheet.Bold)
	add(d.Head.Body, d.Head.Number+" - "+d.Head.Place, sheet.Note)
	add(d.Words.Section, d.Words.Text, sheet.Head)
	heading := ""
	for _, p := range d.Parts {
		switch {
		case p.Kind == KindHeading:
			heading = strings.ReplaceAll(p.Text(), "\n", ". ")
		case p.Table != nil:
			add(heading, p.Table.Caption, sheet.Note)
		default:
			add(heading, p.Text(), sheet.Note)
		}
	}
	for _, n := range d.Notes {
		add(d.Words.Notes, n, sheet.Note)
	}
	add("", d.Source(), sheet.Note)
	return err
}

func tableSheet(b *sheet.Book, name string, t *Table) error {
	l := sheet.Layout{Widths: []float64{sheetName}, Landscape: true}
	head := make([]sheet.Cell, len(t.Columns))
	for i, c := range t.Columns {
		head[i] = sheet.Text(c).As(sheet.Head)
		if i > 0 {
			l.Widths = append(l.Widths, sheetValue)
		}
	}
	s, err := b.Sheet(name, l)
	if err != nil {
		return err
	}
	if err := s.Across(len(t.Columns), sheet.Text(t.Caption).As(sheet.Bold)); err != nil {
		return err
	}
	if err := s.Row(head...); err != nil {
		return err
	}
	for _, line := range t.Rows {
		words, numbers := sheet.Note, sheet.Plain
		if line.Total {
			words, numbers = sheet.Bold, sheet.Bold
		}
		if len(line.Cells) == 0 {
			if err := s.Across(len(t.Columns), sheet.Text(line.Name).As(sheet.Bold)); err != nil {
				return err
			}
			continue
		}
		row := []sheet.Cell{sheet.Text(line.Name).As(words)}
		for _, c := range line.Cells {
			if n := c.Number; n != nil && n.Value != nil {
				row = append(row, sheetNumber(n).As(numbers))
			} else {
				row = append(row, sheet.Text(c.String()).As(words))
			}
		}
		if err := s.Row(row...); err != nil {
			return err
		}
	}
	for _, n := range t.Notes {
		if err := s.Across(len(t.Columns), sheet.Text(n).As(sheet.Note)); err != nil {
			return err
		}
	}
	return nil
}

// sheetNumber is a number in the unit of print, whose format holds its words.
func sheetNumber(n *Number) sheet.Cell {
	format := "#,##0"
	if n.Places > 0 {
		format += "." + strings.Repeat("0", n.Places)
	}
	v := *n.Value
	if n.Scale == scaleMillion {
		v /= 1e6
	}
	first := max(strings.IndexAny(n.Text, "0123456789"), 0)
	if word := strings.Trim(n.Text[:first], " +-−"); word != "" {
		format = `"` + strings.ReplaceAll(word, `"`, ``) + ` "` + format
	}
	if n.Sign != "" {
		format += `" ` + n.Sign + `"`
	}
	return sheet.Decimal(v).Shown(format)
}
