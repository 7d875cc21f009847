package sheet

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"

	"golang.org/x/text/unicode/norm"
)

// Table is written row by row. After an error it stays broken: every later call
// returns the error.
type Table interface {
	// Row writes one row, a cell for each column in their order.
	Row(cells ...Cell) error
	// Close ends the table; the writer below stays open. A table without rows is whole.
	Close() error
}

// Cell is a value to write. The zero Cell is empty.
type Cell struct {
	kind   cellOut
	text   string
	n      int64
	f      float64
	style  Style
	format string
}

type cellOut uint8

const (
	outEmpty cellOut = iota
	outText
	outNumber
	outDecimal
	outDay
)

// Text is a cell of text, in NFC. It is never taken for a formula, whatever it
// begins with. An empty text is an empty cell.
func Text(s string) Cell {
	if s == "" {
		return Cell{}
	}
	return Cell{kind: outText, text: norm.NFC.String(strings.ToValidUTF8(s, "\uFFFD"))}
}

// Number is a cell of a whole number.
func Number(n int64) Cell { return Cell{kind: outNumber, n: n} }

// Decimal is a cell of a number with a fraction. What is no number, such as 0/0, is an
// empty cell.
func Decimal(f float64) Cell {
	if math.IsNaN(f) || math.IsInf(f, 0) {
		return Cell{}
	}
	return Cell{kind: outDecimal, f: f}
}

// Day is a cell of a calendar day. A workbook shows it as dd/mm/yyyy; .csv and JSON
// have 2025-06-30, which no Excel takes for another day.
func Day(year, month, day int) Cell {
	return Cell{kind: outDay, text: time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)}
}

// As gives the cell a style; only a workbook shows it.
func (c Cell) As(s Style) Cell {
	c.style = s
	return c
}

// Shown makes a workbook show a number by a format of Excel's, such as `"hơn "#,##0`;
// the number itself stays as it is. Other cells have no format.
func (c Cell) Shown(format string) Cell {
	c.format = format
	return c
}

// plain is the cell as text without a guard.
func (c Cell) plain() string {
	switch c.kind {
	case outNumber:
		return strconv.FormatInt(c.n, 10)
	case outDecimal:
		return strconv.FormatFloat(c.f, 'f', -1, 64)
	}
	return c.text
}

func wrongCells(got, want int) error {
	return fmt.Errorf("write sheet: %d cells for %d columns", got, want)
}

var errClosed = errors.New("write sheet: the table is closed")

// CSV is a Table in UTF-8 with a byte order mark, commas and CR LF, as Excel reads it.
type CSV struct {
	w       *bufio.Writer
	columns int
	err     error
}

// NewCSV writes the headings of the columns.
func NewCSV(w io.Writer, columns []Column) *CSV {
	t := &CSV{w: bufio.NewWriter(w), columns: len(columns)}
	t.w.WriteString("\uFEFF")
	head := make([]Cell, len(columns))
	for i, c := range columns {
		head[i] = Text(c.Heading)
	}
	t.err = t.Row(head...)
	return t
}

// Row writes one row.
func (t *CSV) Row(cells ...Cell) error {
	if t.err != nil {
		return t.err
	}
	if len(cells) != t.columns {
		return wrongCells(len(cells), t.columns)
	}
	for i, c := range cells {
		if i > 0 {
			t.w.WriteByte(',')
		}
		s := c.plain()
		if c.kind == outText {
			s = guarded(s)
		}
		// Quoted also for ; and tab, which another setting of Excel splits at.
		if strings.ContainsAny(s, "\",;\t\r\n") || strings.TrimSpace(s) != s {
			s = `"` + strings.ReplaceAll(s, `"`, `""`) + `"`
		}
		t.w.WriteString(s)
	}
	_, t.err = t.w.WriteString("\r\n")
	return t.err
}

// Close writes what is left.
func (t *CSV) Close() error {
	if t.err == nil {
		if t.err = t.w.Flush(); t.err == nil {
			t.err = errClosed
			return nil
		}
	}
	return t.err
}

// JSON is a Table as one array with an object a row: the ids of the columns in their
// order, text and days as strings, numbers as numbers, empty as null.
type JSON struct {
	w    *bufio.Writer
	keys [][]byte
	rows int
	text bytes.Buffer
	enc  *json.Encoder
	err  error
}

// NewJSON begins the array.
func NewJSON(w io.Writer, columns []Column) *JSON {
	t := &JSON{w: bufio.NewWriter(w)}
	t.enc = json.NewEncoder(&t.text)
	t.enc.SetEscapeHTML(false)
	for _, c := range columns {
		t.keys = append(t.keys, bytes.Clone(t.quote(c.ID)))
	}
	_, t.err = t.w.WriteString("[")
	return t
}

// quote is good until the next call.
func (t *JSON) quote(s string) []byte {
	t.text.Reset()
	t.enc.Encode(s) // a string can't fail
	return bytes.TrimSuffix(t.text.Bytes(), []byte("\n"))
}

// Row writes one object.
func (t *JSON) Row(cells ...Cell) error {
	if t.err != nil {
		return t.err
	}
	if len(cells) != len(t.keys) {
		return wrongCells(len(cells), len(t.keys))
	}
	if t.rows++; t.rows > 1 {
		t.w.WriteByte(',')
	}
	t.w.WriteString("\n{")
	for i, c := range cells {
		if i > 0 {
			t.w.WriteByte(',')
		}
		t.w.Write(t.keys[i])
		t.w.WriteByte(':')
		switch c.kind {
		case outEmpty:
			t.w.WriteString("null")
		case outText, outDay:
			t.w.Write(t.quote(c.text))
		default:
			t.w.WriteString(c.plain())
		}
	}
	_, t.err = t.w.WriteString("}")
	return t.err
}

// Close ends the array.
func (t *JSON) Close() error {
	if t.err == nil {
		t.w.WriteString("\n]\n")
		if t.err = t.w.Flush(); t.err == nil {
			t.err = errClosed
			return nil
		}
	}
	return t.err
}

// XLSX is a Table as a workbook of one sheet, with a heading row that stays in view.
type XLSX struct {
	book    *Book
	sheet   *Sheet
	columns int
	err     error
}

// NewXLSX writes the headings of the columns into a sheet of the name.
func NewXLSX(w io.Writer, name string, columns []Column) *XLSX {
	t := &XLSX{book: NewBook(w), columns: len(columns)}
	l := Layout{Frozen: 1}
	head := make([]Cell, len(columns))
	for i, c := range columns {
		head[i] = Text(c.Heading).As(Head)
		l.Widths = append(l.Widths, headingWidth(c.Heading))
	}
	if t.sheet, t.err = t.book.Sheet(name, l); t.err == nil {
		t.err = t.sheet.Row(head...)
	}
	return t
}

// Row writes one row. A text that Excel can't hold (more than 32,767 characters) and a
// row beyond its last (1,048,576) are faults.
func (t *XLSX) Row(cells ...Cell) error {
	if t.err != nil {
		return t.err
	}
	if len(cells) != t.columns {
		return wrongCells(len(cells), t.columns)
	}
	t.err = t.sheet.Row(cells...)
	return t.err
}

// Close ends the workbook.
func (t *XLSX) Close() error {
	if t.err == nil {
		if t.err = t.book.Close(); t.err == nil {
			t.err = errClosed
			return nil
		}
	}
	return t.err
}
