package sheet

import (
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/fault"
)

// Whole gives every line of the table that Open would read, as the person sees it:
// what stands above the headings and in columns that are not read is there too. It
// is for showing people their own sheet, and for writing a copy of it. It is not
// for concurrent use.
type Whole struct {
	r     *Reader
	src   source
	lines int
}

// Line is one row that is not blank.
type Line struct {
	Number int // of the row
	Cells  []Shown
}

// Shown is one cell that is not blank.
type Shown struct {
	Column int    // 1 is A
	Text   string // as it stands; a number in digits, a day as 30/06/2025
	Number bool   // and no day: it stands to the right
	cell   cell
}

// OpenWhole opens the table that Open would read, from its first line. The file
// must stay open until Close.
func OpenWhole(name string, in io.ReaderAt, size int64, columns []Column, lim Limits) (*Whole, error) {
	r, err := Open(name, in, size, columns, lim)
	if err != nil {
		return nil, err
	}
	w := &Whole{r: r}
	switch s := r.src.(type) {
	case *sheetRows:
		s.w.left = lim.Unpacked // Open has read the first lines once already
		for _, p := range s.w.sheets {
			if p.name == r.sheet && w.src == nil {
				w.src, err = s.w.rows(p)
			}
		}
	case *csvRows:
		w.src, err = s.again()
	}
	if err == nil && w.src == nil {
		err = fault.New(fault.Invalid, "sheet.broken").At(name, 0)
	}
	if err != nil {
		r.Close()
		return nil, err
	}
	return w, nil
}

// again reads the same text from its start.
func (s *csvRows) again() (source, error) {
	kind, err := sniff(s.name, s.file, s.lim)
	if err != nil {
		return nil, err
	}
	_, skip, err := separator(newText(s.file, kind))
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	out := &csvRows{name: s.name, in: newText(s.file, kind), delim: s.delim, lim: s.lim, file: s.file, line: 1}
	if skip {
		out.skipLine()
	}
	return out, nil
}

// Sheet is the name of the sheet; "" in a .csv.
func (w *Whole) Sheet() string { return w.r.Sheet() }

// HeadingRow is the number of the row of headings.
func (w *Whole) HeadingRow() int { return w.r.HeadingRow() }

// Column is the number of the column that holds a known column, 0 if the table lacks it.
func (w *Whole) Column(id string) int {
	for col, c := range w.r.head.known {
		if c.ID == id {
			return col
		}
	}
	return 0
}

// Heading is what stands at the head of a column, as written.
func (w *Whole) Heading(column int) string { return w.r.head.texts[column] }

// Last is the number of the last column with a heading.
func (w *Whole) Last() int { return w.r.head.last() }

// Close lets go of temporary files.
func (w *Whole) Close() error {
	err := w.src.close()
	if e := w.r.Close(); err == nil {
		err = e
	}
	return err
}

// Next returns the next line that is not blank, io.EOF after the last.
func (w *Whole) Next() (*Line, error) {
	l, err := w.src.next()
	if err != nil {
		return nil, err
	}
	if l.row > w.r.head.row {
		if w.lines++; w.lines > w.r.lim.Rows {
			return nil, fault.New(fault.Invalid, "sheet.too_many_rows", "max", w.r.lim.Rows).At(w.r.name, 0)
		}
	}
	out := &Line{Number: l.row, Cells: make([]Shown, 0, len(l.cells))}
	for _, c := range l.cells {
		out.Cells = append(out.Cells, w.shown(c))
	}
	return out, nil
}

// shown is a cell as the person sees it.
func (w *Whole) shown(c cell) Shown {
	s := Shown{Column: c.col, cell: c}
	switch c.kind {
	case cellUnsaved:
		s.Text = "="
		return s
	case cellError:
		s.Text = c.text
		return s
	}
	text, bad := c.value(false, w.r.base1904)
	if bad != nil {
		s.Text = strings.ToValidUTF8(c.text, "\uFFFD")
		return s
	}
	if s.Text = text; c.kind == cellText {
		return s
	}
	day, rest, _ := strings.Cut(text, " ")
	if t, err := time.Parse(time.DateOnly, day); err == nil {
		s.Text = strings.TrimSpace(t.Format("02/01/2006") + " " + rest)
	}
	s.Number = c.kind == cellNumber && c.show == noClock
	return s
}

// Cell is the cell to write where the same is to stand: text, number or day.
func (s Shown) Cell() Cell {
	switch s.cell.kind {
	case cellUnsaved:
		return Cell{}
	case cellNumber, cellISO:
		if t, err := time.Parse("02/01/2006", s.Text); err == nil {
			return Day(t.Year(), int(t.Month()), t.Day())
		}
		if s.cell.kind == cellISO || s.cell.show != noClock {
			break
		}
		digits := strings.Replace(s.Text, ",", ".", 1)
		if n, err := strconv.ParseInt(digits, 10, 64); err == nil {
			return Number(n)
		}
		if f, err := strconv.ParseFloat(digits, 64); err == nil {
			return Decimal(f)
		}
	}
	return Text(s.Text)
}

// Letter is the name of a column, 1 is A.
func Letter(column int) string { return letter(column) }

// ColumnOf is the column that a letter names; 0 where it names none.
func ColumnOf(letters string) int {
	col, row, ok := parseRef(letters + "1")
	if !ok || row != 1 {
		return 0
	}
	return col
}

// HeadingWidth is how wide a column must be for its heading.
func HeadingWidth(heading string) float64 { return headingWidth(heading) }
