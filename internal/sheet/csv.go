package sheet

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/unicode"

	"binhdang/internal/fault"
)

// csvRows reads text with delimiters. encoding/csv is not used because it hides
// empty lines, so that rows would not be those that Excel shows, and takes a
// whole file for one cell where a quote was left open.
type csvRows struct {
	name  string
	in    *bufio.Reader
	delim byte
	lim   Limits
	file  *blob
	row   int // lines as Excel counts them
	line  int // lines of the file
	buf   []byte
	cells []cell
	err   error // why reading has ended
}

// openCSV reads the table with each delimiter and keeps the one that fits best.
func openCSV(name string, f *blob, kind content, m *matcher, lim Limits) (*Reader, error) {
	delims := []byte{',', ';', '\t'}
	said, skip, err := separator(newText(f, kind))
	if err != nil {
		return nil, fmt.Errorf("read sheet: %w", err)
	}
	if said != 0 {
		delims = []byte{said}
	}
	var best *table
	for _, d := range delims {
		src := &csvRows{name: name, in: newText(f, kind), delim: d, lim: lim, file: f, line: 1}
		if skip {
			src.skipLine()
		}
		t := m.probe("", src)
		if f.err != nil {
			return nil, fmt.Errorf("read sheet: %w", f.err)
		}
		switch {
		case best == nil, len(t.head.known) > len(best.head.known):
			best = t
		case len(t.head.known) == len(best.head.known) && len(t.widest.cells) > len(best.widest.cells):
			best = t
		}
	}
	return best.reader(name, m, lim)
}

// newText gives the file as UTF-8 without a byte order mark.
func newText(f *blob, kind content) *bufio.Reader {
	var in io.Reader = io.NewSectionReader(f, 0, f.size)
	switch kind {
	case isUTF16LE, isUTF16BE:
		in = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Reader(in)
	}
	b := bufio.NewReaderSize(in, 1<<16)
	if p, _ := b.Peek(3); string(p) == "\xEF\xBB\xBF" {
		b.Discard(3)
	}
	return b
}

// separator reads the line "sep=;" by which Excel is told the delimiter. Excel
// does not count the line as a row.
func separator(in *bufio.Reader) (byte, bool, error) {
	p, err := in.Peek(8)
	if err != nil && err != io.EOF {
		return 0, false, err
	}
	s := strings.ReplaceAll(strings.ToLower(string(p)), `"`, "")
	rest, ok := strings.CutPrefix(s, "sep=")
	if !ok || len(rest) == 0 || !strings.ContainsRune(",;\t|:", rune(rest[0])) {
		return 0, false, nil
	}
	if rest = strings.TrimRight(rest[1:], " \t"); rest != "" && rest[0] != '\r' && rest[0] != '\n' {
		return 0, false, nil
	}
	return s[len("sep=")], true, nil
}

func (s *csvRows) close() error { return nil }

func (s *csvRows) next() (line, error) {
	for s.err == nil {
		s.row++
		s.cells = s.cells[:0]
		for col, more := 1, true; more && s.err == nil; col++ {
			more = s.field(col)
		}
		if len(s.cells) > 0 && (s.err == nil || s.err == io.EOF) {
			return line{row: s.row, cells: s.cells}, nil
		}
	}
	return line{}, s.err
}

// refuse ends the reading with a fault at a line of the file.
func (s *csvRows) refuse(at int, key string, args ...any) bool {
	s.err = fault.New(fault.Invalid, key, args...).At(s.name, at)
	return false
}

// read gives the next byte; at the end of the file it sets err.
func (s *csvRows) read() (byte, bool) {
	c, err := s.in.ReadByte()
	if err == nil {
		return c, true
	}
	if s.err = err; err != io.EOF {
		s.err = fmt.Errorf("read sheet: %w", err)
	}
	return 0, false
}

// newline ends a line after c, which is CR or LF; CR LF is one end.
func (s *csvRows) newline(c byte) {
	s.line++
	if c == '\r' {
		if p, _ := s.in.Peek(1); len(p) == 1 && p[0] == '\n' {
			s.in.Discard(1)
		}
	}
}

func (s *csvRows) skipLine() {
	for {
		c, ok := s.read()
		if !ok {
			return
		}
		if c == '\r' || c == '\n' {
			s.newline(c)
			return
		}
	}
}

// field reads one field and tells whether the line has more.
func (s *csvRows) field(col int) bool {
	s.buf = s.buf[:0]
	start := s.line
	c, ok := s.read()
	if ok && c == '"' && s.delim != '"' {
		return s.quoted(col, start)
	}
	for ; ok && c != s.delim && c != '\r' && c != '\n'; c, ok = s.read() {
		s.buf = append(s.buf, c)
		if len(s.buf) > 4*s.lim.Cell {
			return s.refuse(start, "sheet.cell_too_long", "max", s.lim.Cell)
		}
	}
	return s.ended(col, start, c, ok)
}

// quoted reads a field after its opening quote.
func (s *csvRows) quoted(col, start int) bool {
	for {
		c, ok := s.read()
		if !ok && s.err != io.EOF {
			return false
		}
		if !ok || len(s.buf) > 4*s.lim.Cell {
			return s.refuse(start, "sheet.quote_open", "max", s.lim.Cell)
		}
		switch c {
		case '"':
			if p, _ := s.in.Peek(1); len(p) == 1 && p[0] == '"' {
				s.in.Discard(1)
				break
			}
			c, ok = s.read()
			for ok && c == ' ' && s.delim != ' ' {
				c, ok = s.read()
			}
			if ok && c != s.delim && c != '\r' && c != '\n' {
				return s.refuse(s.line, "sheet.quote")
			}
			return s.ended(col, start, c, ok)
		case '\n':
			s.line++
		case '\r':
			if p, _ := s.in.Peek(1); len(p) == 0 || p[0] != '\n' {
				s.line++
			}
		}
		s.buf = append(s.buf, c)
	}
}

// ended takes a field that c ended, or the file if not ok.
func (s *csvRows) ended(col, start int, c byte, ok bool) bool {
	if !ok && s.err != io.EOF {
		return false
	}
	if !utf8.Valid(s.buf) {
		good := s.buf
		for i := 0; i < len(good); {
			r, n := utf8.DecodeRune(good[i:])
			if r == utf8.RuneError && n == 1 {
				good = good[:i]
			}
			i += n
		}
		return s.refuse(start+bytes.Count(good, []byte("\n")), "sheet.encoding")
	}
	if bytes.IndexByte(s.buf, 0) >= 0 {
		return s.refuse(start, "sheet.unknown_kind")
	}
	if ok && c != s.delim {
		s.newline(c)
	}
	if !blank(s.buf) {
		if col > s.lim.Columns {
			return s.refuse(start, "sheet.too_many_columns", "max", s.lim.Columns)
		}
		s.cells = append(s.cells, cell{col: col, kind: cellText, text: string(s.buf)})
	}
	return ok && c == s.delim
}

// blank tells whether a text shows nothing. A tab, line end or the like alone is
// data only where a guard says so ("'\t"), which is not blank.
func blank(b []byte) bool { return len(bytes.TrimSpace(b)) == 0 }
