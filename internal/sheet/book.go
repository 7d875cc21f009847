package sheet

import (
	"archive/zip"
	"bufio"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"
	"unicode/utf16"
	"unicode/utf8"

	"binhdang/internal/fault"
)

// Book is a workbook that is written sheet by sheet and row by row, straight into the
// zip: nothing of it is kept in memory, and the same calls give the same bytes.
//
// excelize is not used here: its stream holds the whole zip in memory and orders the
// sheets by chance.
type Book struct {
	zip    *zip.Writer
	sheets []bookSheet
	looks  looks
	open   *Sheet
	err    error
}

type bookSheet struct {
	name   string
	hidden bool
}

// Layout is what a sheet must know before its first row.
type Layout struct {
	Widths  []float64 // of the columns, in characters
	Formats []Format  // of the cells of a column that are not yet written; may be shorter than Widths
	Frozen  int       // rows at the top that stay in view
	Hidden  bool
	// Landscape prints across the long side of A4, fitted to one page wide.
	Landscape bool
}

// Format is how the empty cells of a column will take what is typed.
type Format uint8

// The formats.
const (
	FormatGeneral Format = iota
	FormatText           // nothing is changed: 001 stays 001
	FormatNumber         // 1.234
	FormatDay            // 30/06/2025
)

// Style is how a cell looks.
type Style uint8

// The styles.
const (
	Plain      Style = iota
	Bold             // a sum, or what heads lines; on several lines
	Title            // name of the sheet
	Head             // heading of a column
	HeadNeeded       // heading of a column that must be filled in
	Note             // explanation, on several lines
	Faulty           // a cell to mend, or why
	Doubtful         // a cell to look at, or why
	styleCount
)

// Sheet is a sheet that is being written.
type Sheet struct {
	w      *bufio.Writer
	looks  *looks // of the book
	widths []float64
	rows   int
	merged []string
	checks []check
	err    error

	landscape bool
}

// check is the help of the cells of a column and, if list is set, what they may hold.
type check struct {
	ref, list        string
	title, prompt    string
	wrong, wrongText string
	firm             bool // else other text is let in
}

// Limits of the file format.
const (
	maxSheetRows = 1 << 20
	maxCellText  = 32_767
	maxSheetName = 31
	maxHeight    = 400
	maxFormat    = 255
)

// NewBook begins a workbook. It must be closed.
func NewBook(w io.Writer) *Book { return &Book{zip: zip.NewWriter(w)} }

// Sheet ends the sheet before and begins another. Characters that a name can't have
// become spaces; a name that is taken is an error.
func (b *Book) Sheet(name string, l Layout) (*Sheet, error) {
	if err := b.endSheet(); err != nil {
		return nil, err
	}
	name = sheetName(name)
	for _, s := range b.sheets {
		if strings.EqualFold(s.name, name) {
			return nil, fmt.Errorf("write sheet: two sheets named %q", name)
		}
	}
	b.sheets = append(b.sheets, bookSheet{name, l.Hidden})
	part, err := b.zip.CreateHeader(&zip.FileHeader{
		Name: fmt.Sprintf("xl/worksheets/sheet%d.xml", len(b.sheets)), Method: zip.Deflate})
	if err != nil {
		b.err = err
		return nil, err
	}
	s := &Sheet{w: bufio.NewWriterSize(part, 1<<15), looks: &b.looks, widths: l.Widths}
	s.begin(l, len(b.sheets) == 1)
	b.open = s
	return s, s.err
}

func (b *Book) endSheet() error {
	if b.err == nil && b.open != nil {
		b.err = b.open.end()
		b.open = nil
	}
	return b.err
}

// Close ends the workbook; the writer below stays open.
func (b *Book) Close() error {
	if err := b.endSheet(); err != nil {
		return err
	}
	for _, p := range bookParts(b.sheets, b.looks.formats) {
		part, err := b.zip.CreateHeader(&zip.FileHeader{Name: p.name, Method: zip.Deflate})
		if err == nil {
			_, err = io.WriteString(part, p.text)
		}
		if err != nil {
			b.err = err
			return err
		}
	}
	b.err = b.zip.Close()
	return b.err
}

// sheetName makes a name that Excel accepts.
func sheetName(name string) string {
	name = strings.Map(func(r rune) rune {
		if r < ' ' || strings.ContainsRune(`[]:*?/\`, r) {
			return ' '
		}
		return r
	}, name)
	name = strings.Trim(cut(strings.TrimSpace(name), maxSheetName), "' ")
	if name == "" {
		return "Sheet"
	}
	return name
}

// cut keeps the first characters of s, counted as Excel does, and says so with "…".
func cut(s string, max int) string {
	if !long(s, max) {
		return s
	}
	n := 1
	for i, r := range s {
		if n += utf16.RuneLen(r); n > max {
			return strings.TrimSpace(s[:i]) + "…"
		}
	}
	return s
}

func (s *Sheet) begin(l Layout, first bool) {
	w := s.w
	w.WriteString(xmlHead + `<worksheet xmlns="` + nsMain + `">`)
	if l.Landscape {
		w.WriteString(`<sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>`)
	}
	w.WriteString(`<sheetViews><sheetView`)
	if first {
		w.WriteString(` tabSelected="1"`)
	}
	w.WriteString(` workbookViewId="0">`)
	if l.Frozen > 0 {
		fmt.Fprintf(w, `<pane ySplit="%d" topLeftCell="A%d" activePane="bottomLeft" state="frozen"/><selection pane="bottomLeft" activeCell="A%d" sqref="A%d"/>`,
			l.Frozen, l.Frozen+1, l.Frozen+1, l.Frozen+1)
	}
	w.WriteString(`</sheetView></sheetViews><sheetFormatPr defaultRowHeight="15"/>`)
	if len(l.Widths) > 0 {
		w.WriteString(`<cols>`)
		for i, width := range l.Widths {
			format := FormatGeneral
			if i < len(l.Formats) {
				format = l.Formats[i]
			}
			fmt.Fprintf(w, `<col min="%d" max="%d" width="%s" style="%d" customWidth="1"/>`,
				i+1, i+1, strconv.FormatFloat(width, 'f', -1, 64), columnXF(format))
		}
		w.WriteString(`</cols>`)
	}
	w.WriteString(`<sheetData>`)
	s.landscape = l.Landscape
}

// Row writes the next row.
func (s *Sheet) Row(cells ...Cell) error { return s.row(s.widths, cells...) }

// Across writes a row of one cell that stands over the first columns of the sheet.
func (s *Sheet) Across(columns int, c Cell) error {
	width := 0.0
	for _, w := range s.widths[:min(columns, len(s.widths))] {
		width += w
	}
	err := s.row([]float64{width}, c)
	if err == nil && columns > 1 {
		s.merged = append(s.merged, fmt.Sprintf("A%d:%s%d", s.rows, letter(columns), s.rows))
	}
	return err
}

// row writes the next row, whose cells have the widths given.
func (s *Sheet) row(widths []float64, cells ...Cell) error {
	if s.err != nil {
		return s.err
	}
	if s.rows++; s.rows > maxSheetRows {
		s.err = fault.New(fault.Invalid, "sheet.too_many_rows", "max", maxSheetRows)
		return s.err
	}
	var num [32]byte
	row := strconv.AppendInt(num[:0], int64(s.rows), 10)
	s.w.WriteString(`<row r="`)
	s.w.Write(row)
	if n := lines(widths, cells); n > 1 {
		fmt.Fprintf(s.w, `" ht="%d" customHeight="1`, min(n*17+4, maxHeight))
	}
	s.w.WriteString(`">`)
	for i, c := range cells {
		if c.kind == outEmpty && c.style == Plain {
			continue
		}
		if s.err = s.cell(i+1, row, c); s.err != nil {
			return s.err
		}
	}
	_, s.err = s.w.WriteString(`</row>`)
	return s.err
}

// lines is how many lines the wrapped cells of a row need. Programs differ in
// whether they find out by themselves.
func lines(widths []float64, cells []Cell) int {
	most := 1
	for i, c := range cells {
		if c.kind != outText || c.style == Plain || c.style == Title || c.style == Faulty || c.style == Doubtful {
			continue
		}
		width, n := 10.0, 0
		if i < len(widths) {
			width = widths[i]
		}
		for _, text := range strings.Split(c.plain(), "\n") {
			n += 1 + int(float64(utf8.RuneCountInString(text))/(width*1.1))
		}
		most = max(most, n)
	}
	return most
}

func (s *Sheet) cell(col int, row []byte, c Cell) error {
	kind, value := "", c.plain()
	switch {
	case c.kind == outDay:
		if serial, ok := serialOf(c.text); ok {
			value = strconv.Itoa(serial)
		} else {
			c.kind = outText
		}
	case c.kind == outDecimal:
		value = fraction(c.f)
	}
	if (c.kind == outNumber || c.kind == outDecimal) && digits(value) > maxDigits {
		c.kind = outText // Excel would change the last digits
	}
	risk := false
	if c.kind == outText {
		kind, risk = ` t="inlineStr"`, guard(value)
		if value[0] == '\'' {
			value = guarded(value) // so that unguarded, which can't tell, gives it back
		}
		if len(value) > maxCellText && long(value, maxCellText) {
			return fault.New(fault.Invalid, "sheet.cell_too_long", "max", maxCellText).In(s.rows, letter(col))
		}
	}
	xf := cellXF(c.style, c.kind, risk)
	if c.format != "" && (c.kind == outNumber || c.kind == outDecimal) {
		if len(c.format) > maxFormat {
			return fmt.Errorf("write sheet: format %q is longer than %d", c.format, maxFormat)
		}
		xf = s.looks.xf(look{c.style, c.format})
	}
	w := s.w
	w.WriteString(`<c r="`)
	w.WriteString(letter(col))
	w.Write(row)
	w.WriteString(`" s="`)
	w.WriteString(strconv.Itoa(xf))
	w.WriteString(`"`)
	w.WriteString(kind)
	switch {
	case c.kind == outEmpty:
		w.WriteString(`/>`)
	case c.kind == outText:
		w.WriteString(`><is><t xml:space="preserve">`)
		writeText(w, value)
		w.WriteString(`</t></is></c>`)
	default:
		w.WriteString(`><v>`)
		w.WriteString(value)
		w.WriteString(`</v></c>`)
	}
	return nil
}

// maxDigits is how many digits of a number Excel keeps.
const maxDigits = 15

// fraction is a number in as many digits as Excel keeps.
func fraction(f float64) string {
	kept, _ := strconv.ParseFloat(strconv.FormatFloat(f, 'g', maxDigits, 64), 64)
	return strconv.FormatFloat(kept, 'f', -1, 64)
}

func digits(s string) int {
	n := 0
	for _, c := range strings.TrimLeft(s, "-0.") {
		if c != '.' {
			n++
		}
	}
	return n
}

// serialOf is the number of a day in a workbook; days before 1/3/1900 have none on
// which all programs agree.
func serialOf(day string) (int, bool) {
	t, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return 0, false
	}
	n := int(t.Sub(time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)) / (24 * time.Hour))
	return n, n > 60
}

func (s *Sheet) end() error {
	if s.err != nil {
		return s.err
	}
	w := s.w
	w.WriteString(`</sheetData>`)
	if len(s.merged) > 0 {
		fmt.Fprintf(w, `<mergeCells count="%d">`, len(s.merged))
		for _, ref := range s.merged {
			w.WriteString(`<mergeCell ref="` + ref + `"/>`)
		}
		w.WriteString(`</mergeCells>`)
	}
	s.writeChecks()
	if s.landscape {
		w.WriteString(`<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.6" header="0.3" footer="0.3"/>` +
			`<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/>`)
	}
	w.WriteString(`</worksheet>`)
	s.err = w.Flush()
	if s.err == nil {
		s.err = errClosed
		return nil
	}
	return s.err
}

// writeText writes text into XML. What XML can't hold is written _x0001_, and what
// looks like that already has its underscore escaped.
func writeText(w *bufio.Writer, s string) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == '&':
			w.WriteString("&amp;")
		case r == '<':
			w.WriteString("&lt;")
		case r == '>':
			w.WriteString("&gt;")
		case r == '"':
			w.WriteString("&quot;")
		case r == '_':
			if _, ok := escaped(s[i:]); ok {
				w.WriteString("_x005F")
			}
			w.WriteByte('_')
		case r < ' ' && r != '\n' && r != '\t', r == 0xFFFE, r == 0xFFFF:
			fmt.Fprintf(w, "_x%04X_", r)
		default:
			w.WriteString(s[i : i+n])
		}
		i += n
	}
}
