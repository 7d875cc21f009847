package sheet

import (
	"bytes"
	"errors"
	"io"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/fault"
)

// wholeLines reads a table whole: "3: A=x B=y" for each line, numbers in brackets.
func wholeLines(t *testing.T, name string, data []byte, columns []Column) (out []string, w *Whole) {
	t.Helper()
	w, err := OpenWhole(name, bytes.NewReader(data), int64(len(data)), columns, DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	for {
		l, err := w.Next()
		if err == io.EOF {
			return out, w
		}
		if err != nil {
			t.Fatal(err)
		}
		s := ""
		for _, c := range l.Cells {
			text := c.Text
			if c.Number {
				text = "[" + text + "]"
			}
			s += " " + Letter(c.Column) + "=" + text
		}
		out = append(out, strconv.Itoa(l.Number)+":"+s)
	}
}

// TestWhole holds that people see their own sheet: what stands above the headings
// and beside the table, blank rows left out but counted, days as they are written
// here; and that the cells write the same again.
func TestWhole(t *testing.T) {
	var b bytes.Buffer
	book := NewBook(&b)
	s, err := book.Sheet("Tháng 10", Layout{})
	for _, row := range [][]Cell{
		{Text("Danh sách tháng 10").As(Title)},
		{Text("Ngày"), Text("Số lượt"), Text("Ghi thêm")},
		{Day(2026, 10, 5), Number(1200), Text("=1+1")},
		{},
		{Text("31/11/2026"), Decimal(0.5), Text("'a"), Text("bên ngoài")},
	} {
		if err == nil {
			err = s.Row(row...)
		}
	}
	if err == nil {
		err = book.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	columns := []Column{{ID: "day", Heading: "Ngày", Date: true, Required: true}, {ID: "n", Heading: "Số lượt"}}
	want := []string{"1: A=Danh sách tháng 10", "2: A=Ngày B=Số lượt C=Ghi thêm", "3: A=05/10/2026 B=[1200] C==1+1", "5: A=31/11/2026 B=[0,5] C='a D=bên ngoài"}
	got, w := wholeLines(t, "a.xlsx", b.Bytes(), columns)
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if w.Sheet() != "Tháng 10" || w.HeadingRow() != 2 || w.Column("n") != 2 || w.Heading(3) != "Ghi thêm" || w.Last() != 3 || w.Column("không") != 0 {
		t.Errorf("sheet %q, headings in %d, n in %d, %q, last %d", w.Sheet(), w.HeadingRow(), w.Column("n"), w.Heading(3), w.Last())
	}
	w.Close()

	csv := []byte("\uFEFFsep=;\r\nDanh sách\r\nNgày;Số lượt\r\n05/10/2026;1200\r\n")
	got, w = wholeLines(t, "a.csv", csv, columns)
	if s := strings.Join(got, "\n"); s != "1: A=Danh sách\n2: A=Ngày B=Số lượt\n3: A=05/10/2026 B=1200" {
		t.Errorf("the .csv: %s", s)
	}
	w.Close()

	var again bytes.Buffer
	book = NewBook(&again)
	if s, err = book.Sheet("Tháng 10", Layout{}); err != nil {
		t.Fatal(err)
	}
	_, w = wholeLines(t, "a.xlsx", b.Bytes(), columns)
	w.Close()
	if w, err = OpenWhole("a.xlsx", bytes.NewReader(b.Bytes()), int64(b.Len()), columns, DefaultLimits); err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	next := 1
	for {
		l, err := w.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		for ; next < l.Number; next++ {
			if err := s.Row(); err != nil {
				t.Fatal(err)
			}
		}
		next++
		cells := make([]Cell, l.Cells[len(l.Cells)-1].Column)
		for _, c := range l.Cells {
			cells[c.Column-1] = c.Cell().As(Faulty)
		}
		if err := s.Row(cells...); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.Close(); err != nil {
		t.Fatal(err)
	}
	got, w2 := wholeLines(t, "b.xlsx", again.Bytes(), columns)
	defer w2.Close()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		t.Errorf("written again:\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// TestWholeLimits holds that a table has no more rows than may be read.
func TestWholeLimits(t *testing.T) {
	lim := DefaultLimits
	lim.Rows = 2
	data := []byte("Ngày\n1\n2\n3\n")
	w, err := OpenWhole("a.csv", bytes.NewReader(data), int64(len(data)), []Column{{ID: "day", Heading: "Ngày", Required: true}}, lim)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	for range 3 {
		if _, err := w.Next(); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := w.Next(); !errors.Is(err, &fault.Error{Key: "sheet.too_many_rows"}) {
		t.Errorf("the third row: %v", err)
	}
}

// TestColumnOf reads letters back.
func TestColumnOf(t *testing.T) {
	for _, c := range []struct {
		letters string
		column  int
	}{{"A", 1}, {"Z", 26}, {"AB", 28}, {"", 0}, {"a", 0}, {"Ngày", 0}, {"A1", 0}, {"ZZZZ", 0}} {
		if got := ColumnOf(c.letters); got != c.column {
			t.Errorf("ColumnOf(%q) = %d, want %d", c.letters, got, c.column)
		}
		if c.column > 0 && Letter(c.column) != c.letters {
			t.Errorf("Letter(%d) = %q", c.column, Letter(c.column))
		}
	}
}
