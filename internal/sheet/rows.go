package sheet

import (
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
	"unicode/utf16"

	"binhdang/internal/fault"
)

// maxBlank is how many rows in a run may be blank: what comes after them is not read.
// Programs keep such rows to the end of a sheet for their looks.
const maxBlank = 10_000

// maxMerged is how many merged ranges are remembered.
const maxMerged = 1000

// merged is a range of merged cells.
type merged struct {
	ref                        string
	row, col, lastRow, lastCol int
}

// sheetRows reads the rows of one sheet of a workbook.
type sheetRows struct {
	w      *workbook
	x      *scanner
	row    int
	blank  int  // rows in a run
	cut    bool // reading ended with blank rows
	cells  []cell
	merged []merged
	err    error
}

func (w *workbook) rows(s sheetPart) (*sheetRows, error) {
	x, err := w.part(s.path)
	if err != nil {
		return nil, err
	}
	if x == nil {
		return nil, fault.New(fault.Invalid, "sheet.broken").At(w.name, 0)
	}
	return &sheetRows{w: w, x: x}, nil
}

func (s *sheetRows) close() error {
	if s.x == nil {
		return nil
	}
	err := s.x.close()
	s.x = nil
	return err
}

func (s *sheetRows) next() (line, error) {
	for s.err == nil {
		var t xml.Token
		if t, s.err = s.x.token(); s.err != nil {
			break
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "row":
				if s.err = s.readRow(t.Attr); s.err == nil && len(s.cells) > 0 {
					s.blank = 0
					return line{row: s.row, cells: s.cells}, nil
				}
				if s.blank++; s.err == nil && s.blank > maxBlank {
					s.err, s.cut = io.EOF, true
					return line{}, io.EOF
				}
			case "mergeCell":
				s.merge(attr(t.Attr, "ref"))
			}
		case xml.EndElement:
			if t.Name.Local == "worksheet" {
				s.err = io.EOF
				return line{}, io.EOF
			}
		}
	}
	if s.err == io.EOF { // before </worksheet>
		s.err = io.ErrUnexpectedEOF
	}
	return line{}, s.w.explain(s.err)
}

// readRow reads to the end of the row.
func (s *sheetRows) readRow(attrs []xml.Attr) error {
	s.row++
	if r, err := strconv.Atoi(attr(attrs, "r")); err == nil && r > 0 {
		s.row = r
	}
	s.cells = s.cells[:0]
	col, all := 0, 0
	for {
		t, err := s.x.token()
		if err != nil {
			return unended(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			if t.Name.Local != "c" {
				continue
			}
			col++
			if c, _, ok := parseRef(attr(t.Attr, "r")); ok {
				col = c
			}
			if all++; all > 1<<14 { // no program writes more cells into a row
				return errTooLarge
			}
			c, err := s.readCell(attr(t.Attr, "t"), attr(t.Attr, "s"))
			if err != nil {
				return err
			}
			if c.kind != cellUnsaved && strings.TrimSpace(c.text) == "" {
				continue
			}
			if col > s.w.lim.Columns {
				return fault.New(fault.Invalid, "sheet.too_many_columns", "max", s.w.lim.Columns).In(s.row, letter(col))
			}
			c.col = col
			s.cells = append(s.cells, c)
		case xml.EndElement:
			if t.Name.Local == "row" {
				return nil
			}
		}
	}
}

// unended: the part may not end inside a row.
func unended(err error) error {
	if err == io.EOF {
		return io.ErrUnexpectedEOF
	}
	return err
}

// readCell reads to the end of a cell.
func (s *sheetRows) readCell(kind, style string) (cell, error) {
	var text []byte
	formula, value, taking, phonetic := false, false, false, 0
	for {
		t, err := s.x.token()
		if err != nil {
			return cell{}, unended(err)
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "f":
				formula = true
			case "v":
				value, taking = true, kind != "inlineStr"
			case "t":
				taking = kind == "inlineStr" && phonetic == 0
			case "rPh":
				phonetic++
			}
		case xml.CharData:
			if taking {
				if len(text)+len(t) > maxToken {
					return cell{}, errToken
				}
				text = append(text, t...)
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "v", "t":
				taking = false
			case "rPh":
				phonetic--
			case "c":
				if formula && len(text) == 0 && !(value && kind == "str") {
					return cell{kind: cellUnsaved}, nil
				}
				return s.cell(kind, style, string(text))
			}
		}
	}
}

// cell makes a cell of its parts.
func (s *sheetRows) cell(kind, style, text string) (cell, error) {
	if text == "" {
		return cell{}, nil
	}
	switch kind {
	case "s":
		i, err := strconv.Atoi(strings.TrimSpace(text))
		if err != nil {
			return cell{}, errors.New("index of a shared text is no number")
		}
		text, ok, err := s.w.texts.get(i)
		if err != nil {
			return cell{}, err
		}
		if !ok {
			return cell{}, errors.New("shared text is missing")
		}
		return cell{kind: cellText, text: unescape(text)}, nil
	case "str", "inlineStr":
		return cell{kind: cellText, text: unescape(text)}, nil
	case "b":
		return cell{kind: cellBool, text: text}, nil
	case "e":
		return cell{kind: cellError, text: text}, nil
	case "d":
		return cell{kind: cellISO, text: text}, nil
	}
	c := cell{kind: cellNumber, text: text}
	if i, err := strconv.Atoi(style); err == nil && i >= 0 && i < len(s.w.shows) {
		c.show = s.w.shows[i]
	}
	return c, nil
}

func (s *sheetRows) merge(ref string) {
	first, last, ok := strings.Cut(ref, ":")
	if !ok || len(s.merged) >= maxMerged {
		return
	}
	m := merged{ref: ref}
	var good, good2 bool
	m.col, m.row, good = parseRef(first)
	m.lastCol, m.lastRow, good2 = parseRef(last)
	if good && good2 {
		s.merged = append(s.merged, m)
	}
}

// parseRef reads "AB12" as column 28 and row 12.
func parseRef(ref string) (col, row int, ok bool) {
	i := 0
	for ; i < len(ref) && ref[i] >= 'A' && ref[i] <= 'Z'; i++ {
		if col = col*26 + int(ref[i]-'A') + 1; col > 1<<14 {
			return 0, 0, false
		}
	}
	for ; i < len(ref) && ref[i] >= '0' && ref[i] <= '9'; i++ {
		if row = row*10 + int(ref[i]-'0'); row > 1<<20 {
			return 0, 0, false
		}
	}
	return col, row, i == len(ref) && col > 0 && row > 0
}

// unescape undoes _x000D_ and the like, by which the format writes characters that
// XML can't hold; a pair of them is one character beyond the first 65,536.
func unescape(s string) string {
	i := strings.Index(s, "_x")
	if i < 0 {
		return s
	}
	var b strings.Builder
	for ; i >= 0; i = strings.Index(s, "_x") {
		b.WriteString(s[:i])
		s = s[i:]
		r, ok := escaped(s)
		if !ok {
			b.WriteString("_x")
			s = s[2:]
			continue
		}
		s = s[7:]
		if utf16.IsSurrogate(r) {
			if low, ok := escaped(s); ok {
				r, s = utf16.DecodeRune(r, low), s[7:]
			}
		}
		b.WriteRune(r) // half a pair is written as U+FFFD and so a fault of the cell
	}
	return b.String() + s
}

// escaped reads the _xHHHH_ that s begins with.
func escaped(s string) (rune, bool) {
	if len(s) < 7 || s[:2] != "_x" || s[6] != '_' {
		return 0, false
	}
	n, err := strconv.ParseUint(s[2:6], 16, 16)
	return rune(n), err == nil
}
