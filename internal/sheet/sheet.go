// Package sheet reads and writes tables: .xlsx and .csv in, .xlsx, .csv and JSON out.
//
// A Reader finds the heading row by the headings that the caller knows and then
// gives one row at a time as raw text, so that a table of 200,000 rows needs no
// more memory than a short one. Nothing is guessed in silence: a column or a sheet
// that is not read is named in Warnings, an unreadable cell is a fault at its
// row and column letter as the person sees them.
//
// The writers are the other way of the same road: what they write, Reader reads
// back unchanged, and no text in it can act as a formula.
//
// The package knows tables, not the programme: what a column means, and whether a
// text is a good value, is for the caller.
package sheet

import (
	"errors"
	"io"
	"unicode/utf16"

	"binhdang/internal/fault"
)

// Column is one column that the caller knows.
type Column struct {
	ID       string
	Heading  string
	Aliases  []string // other headings that mean the same, such as the English one
	Required bool     // a table without the column is refused
	Date     bool     // a number in the column is a day, see Row
}

// Limits bound what a table may ask of the machine. All must be positive.
type Limits struct {
	File     int64 // bytes of the file
	Unpacked int64 // bytes that the parts of an .xlsx unpack to; at most 4 GB
	Rows     int   // rows with data
	Columns  int   // the last column that may hold anything
	Cell     int   // characters in a cell, counted as Excel does (UTF-16)
}

// DefaultLimits suit an upload by an officer.
var DefaultLimits = Limits{File: 50 << 20, Unpacked: 500 << 20, Rows: 200_000, Columns: 200, Cell: 32_767}

// Row is one row with data.
//
// Cells holds the text of each known column that is not empty, in NFC:
// text as it stands; a number in plain digits, a fraction behind a comma ("1200", "0,5"); a
// cell shown as a day as "2025-06-30", as a time as "07:30"; true and false as
// "yes" and "no"; a formula as its last saved value. In a Date column a plain
// number that is a day of 1954-2119 is that day too: people lose date formats.
type Row struct {
	Number int // as the person sees it: the row of the sheet, or of the .csv opened in Excel
	Cells  map[string]string
	Total  bool // the row starts with "Cộng", "Tổng cộng" or the like: a sum, not a record
	Faults fault.List
}

// line is a row as a source gives it: its cells that are not blank, in order.
type line struct {
	row   int
	cells []cell
}

// source gives the lines of one table that are not blank. After the last comes
// io.EOF. A line is good until the next call.
type source interface {
	next() (line, error)
	close() error
}

// Reader gives the rows of one table in order. It is not for concurrent use.
type Reader struct {
	name     string
	sheet    string
	src      source
	end      func() error // lets go of what lies behind src
	lim      Limits
	base1904 bool
	head     layout
	held     []line // read while looking for the heading
	heldErr  error  // what came after held
	rows     int
	last     int          // number of the last row given
	stray    map[int]int  // cells with data by column that is not read
	untitled map[int]bool // columns without a heading that were told as a fault
	warnings []*fault.Error
	done     bool
}

// Open looks at the content of a file, not at its name, finds the table whose
// headings fit the columns best and reads up to them. The name stands in
// faults; where it promises a workbook and the content is none, that is a fault.
// The file must stay open until Close.
func Open(name string, in io.ReaderAt, size int64, columns []Column, lim Limits) (*Reader, error) {
	if err := checkLimits(lim); err != nil {
		return nil, err
	}
	f := &blob{in: in, size: size}
	kind, err := sniff(name, f, lim)
	if err != nil {
		return nil, err
	}
	m := newMatcher(columns)
	if kind == isWorkbook {
		return openWorkbook(name, f, m, lim)
	}
	return openCSV(name, f, kind, m, lim)
}

func checkLimits(lim Limits) error {
	if lim.File <= 0 || lim.Unpacked <= 0 || lim.Unpacked >= 1<<32 || lim.Rows <= 0 || lim.Columns <= 0 || lim.Cell <= 0 {
		return errors.New("sheet: a limit is missing or out of range")
	}
	return nil
}

// Sheet is the name of the sheet that is read; "" in a .csv.
func (r *Reader) Sheet() string { return r.sheet }

// HeadingRow is the number of the row of headings.
func (r *Reader) HeadingRow() int { return r.head.row }

// Letter is the letter of a column in this table, "" if the table lacks it.
func (r *Reader) Letter(id string) string {
	for col, c := range r.head.known {
		if c.ID == id {
			return letter(col)
		}
	}
	return ""
}

// Warnings names what was not read and a person should know: columns with
// unknown headings, further sheets, merged cells. It is whole after Next has
// returned io.EOF.
func (r *Reader) Warnings() []*fault.Error { return r.warnings }

// Close lets go of temporary files. The Reader is of no use afterwards.
func (r *Reader) Close() error {
	return errors.Join(r.src.close(), r.end())
}

// Next returns the next row with data, io.EOF after the last. Cells that can't be
// read are in the row's Faults and reading may go on; an error ends it.
func (r *Reader) Next() (*Row, error) {
	for {
		l, err := r.line()
		if err == io.EOF {
			r.finish()
			return nil, io.EOF
		}
		if err != nil {
			return nil, err
		}
		if l.row == r.head.row+1 && r.head.numbered(l) {
			continue
		}
		row := r.row(l)
		if row == nil {
			continue
		}
		if r.rows++; r.rows > r.lim.Rows {
			return nil, fault.New(fault.Invalid, "sheet.too_many_rows", "max", r.lim.Rows).At(r.name, 0)
		}
		r.last = row.Number
		return row, nil
	}
}

func (r *Reader) line() (line, error) {
	if len(r.held) > 0 {
		l := r.held[0]
		r.held = r.held[1:]
		return l, nil
	}
	if r.heldErr != nil {
		return line{}, r.heldErr
	}
	l, err := r.src.next()
	if err != nil {
		r.heldErr = err // a table that has ended or broken stays so
	}
	return l, err
}

// row reads the known cells of a line; nil when none of them holds anything.
func (r *Reader) row(l line) *Row {
	row := &Row{Number: l.row, Cells: make(map[string]string, len(l.cells))}
	var untitled []int
	for i, c := range l.cells {
		if i == 0 && c.kind == cellText {
			row.Total = isTotal(c.text)
		}
		column, ok := r.head.known[c.col]
		if !ok {
			r.stray[c.col]++
			if r.head.texts[c.col] == "" && !r.untitled[c.col] && c.col <= r.head.last()+1 {
				untitled = append(untitled, c.col)
			}
			continue
		}
		text, bad := c.value(column.Date, r.base1904)
		switch {
		case bad != nil:
			row.Faults = append(row.Faults, bad.In(l.row, letter(c.col)))
		case len(text) > r.lim.Cell && long(text, r.lim.Cell):
			row.Faults = append(row.Faults, tooLong(r.lim).In(l.row, letter(c.col)))
		case text != "":
			row.Cells[column.ID] = text
		}
	}
	if len(row.Cells) == 0 && len(row.Faults) == 0 {
		return nil
	}
	for _, col := range untitled { // each column once
		r.untitled[col] = true
		row.Faults = append(row.Faults, fault.New(fault.Invalid, "sheet.heading_none", "column", letter(col), "row", r.head.row).In(l.row, letter(col)))
	}
	return row
}

// finish turns what was counted on the way into warnings, once.
func (r *Reader) finish() {
	if r.done {
		return
	}
	r.done = true
	for col := range r.untitled {
		delete(r.stray, col)
	}
	r.warnings = append(r.warnings, r.head.strays(r.stray)...)
	if s, ok := r.src.(*sheetRows); ok {
		if s.cut {
			r.warnings = append(r.warnings, fault.New(fault.Invalid, "sheet.blank_rows", "max", maxBlank).In(s.row, ""))
		}
		for _, m := range s.merged {
			if m.lastRow > m.row && m.row > r.head.row && m.row <= r.last && r.head.reads(m.col, m.lastCol) {
				r.warnings = append(r.warnings, fault.New(fault.Invalid, "sheet.merged", "range", m.ref).In(m.row, letter(m.col)))
			}
		}
	}
}

func tooLong(lim Limits) *fault.Error {
	return fault.New(fault.Invalid, "sheet.cell_too_long", "max", lim.Cell)
}

// long tells whether a text has more UTF-16 units than max.
func long(s string, max int) bool {
	n := 0
	for _, r := range s {
		n += utf16.RuneLen(r)
	}
	return n > max
}

// letter is the name of a column, 1 is A.
func letter(col int) string {
	var b [8]byte
	i := len(b)
	for col > 0 {
		i--
		b[i] = byte('A' + (col-1)%26)
		col = (col - 1) / 26
	}
	return string(b[i:])
}
