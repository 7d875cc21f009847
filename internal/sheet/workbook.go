package sheet

import (
	"archive/zip"
	"bufio"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"

	"binhdang/internal/fault"
)

// The parts are read here and not by excelize, whose Rows gives text without
// kinds (an error cell is the text "#N/A", a formula never calculated is empty, a
// day is a number) and needs twice the time and memory.

// maxParts bounds the list of parts, which archive/zip keeps in memory.
const maxParts = 10_000

// maxToken bounds one tag or one run of text in a part: the longest cell in
// character references stays below.
const maxToken = 1 << 20

var (
	errTooLarge = errors.New("unpacks to too much")
	errToken    = errors.New("one piece of text is too long")
)

// errTemp marks trouble with a temporary file: ours, not the person's.
type errTemp struct{ error }

func (e errTemp) Unwrap() error { return e.error }

// workbook is an .xlsx whose small parts have been read.
type workbook struct {
	name     string
	file     *blob
	lim      Limits
	left     int64                // bytes that may still be unpacked
	parts    map[string]*zip.File // by path in small letters
	sheets   []sheetPart
	base1904 bool
	shows    []clock // by cell style
	texts    stringTable
}

type sheetPart struct {
	name   string
	id     string
	path   string
	hidden bool
}

func openWorkbook(name string, f *blob, m *matcher, lim Limits) (*Reader, error) {
	w := &workbook{name: name, file: f, lim: lim, left: lim.Unpacked, parts: map[string]*zip.File{}}
	r, err := w.open(m)
	if err != nil {
		w.texts.close()
		return nil, w.explain(err)
	}
	r.end = w.texts.close
	r.base1904 = w.base1904
	return r, nil
}

// explain turns what went wrong in the parts into a fault, unless it is ours.
func (w *workbook) explain(err error) error {
	var temp errTemp
	switch {
	case w.file.err != nil:
		return fmt.Errorf("read sheet: %w", w.file.err)
	case errors.As(err, &temp):
		return fmt.Errorf("read sheet: %w", err)
	case fault.All(err) != nil:
		return err
	case errors.Is(err, errTooLarge), errors.Is(err, errToken):
		return fault.New(fault.Invalid, "sheet.too_large", "max", w.lim.Unpacked>>20).At(w.name, 0)
	}
	bad := fault.New(fault.Invalid, "sheet.broken").At(w.name, 0)
	bad.Cause = err
	return bad
}

func (w *workbook) open(m *matcher) (*Reader, error) {
	n, err := w.file.contains([]byte("PK\x01\x02"), maxParts+1)
	if err != nil {
		return nil, err
	}
	if n > maxParts {
		return nil, errTooLarge
	}
	z, err := zip.NewReader(w.file, w.file.size)
	if err != nil {
		return nil, err
	}
	for _, f := range z.File {
		w.parts[partKey(f.Name)] = f
	}
	main, err := w.readMain()
	if err != nil {
		return nil, err
	}
	if err := w.readBook(main); err != nil {
		return nil, err
	}
	return w.choose(m)
}

// choose keeps the sheet that fits best. Sheets that people don't see are read
// only where no other is there. Two sheets that fit equally and both have rows
// are for a person to decide; one that fits less well is named in a warning.
func (w *workbook) choose(m *matcher) (*Reader, error) {
	seen := 0
	for _, s := range w.sheets {
		if !s.hidden {
			seen++
		}
	}
	var best *table
	var others []*table
	for _, s := range w.sheets {
		if s.hidden && seen > 0 {
			continue
		}
		src, err := w.rows(s)
		if err != nil {
			return nil, err
		}
		t := m.probe(s.name, src)
		if t.err != nil && t.err != io.EOF && len(t.head.known) == 0 {
			src.close()
			return nil, t.err
		}
		switch {
		case best == nil, t.better(best):
			best, t = t, best
		}
		if t != nil {
			t.src.close()
			others = append(others, t)
		}
	}
	if best == nil {
		return nil, fault.New(fault.Invalid, "sheet.empty").At(w.name, 0)
	}
	r, err := best.reader(w.name, m, w.lim)
	if err != nil {
		best.src.close()
		return nil, err
	}
	r.sheet = best.name
	for _, t := range others {
		same := len(t.head.known) == len(best.head.known)
		if !t.whole(m) || !same && len(t.head.known) < 2 { // one heading alone may be a note on it
			continue
		}
		if same {
			best.src.close()
			return nil, fault.New(fault.Invalid, "sheet.several", "first", best.name, "second", t.name).At(w.name, 0)
		}
		r.warnings = append(r.warnings, fault.New(fault.Invalid, "sheet.other_sheet", "other", t.name, "sheet", best.name))
	}
	return r, nil
}

// better tells whether t fits better: more headings, else data where the other has none.
func (t *table) better(than *table) bool {
	if len(t.head.known) != len(than.head.known) {
		return len(t.head.known) > len(than.head.known)
	}
	if len(t.head.known) == 0 {
		return len(t.widest.cells) > len(than.widest.cells)
	}
	return len(t.held) > 0 && len(than.held) == 0
}

func partKey(name string) string {
	return strings.ToLower(strings.Trim(path.Clean("/"+strings.ReplaceAll(name, `\`, "/")), "/"))
}

// scanner gives the tokens of one part.
type scanner struct {
	*xml.Decoder
	in   *meter
	part io.Closer
}

func (s *scanner) token() (xml.Token, error) {
	s.in.token = 0
	return s.RawToken()
}

func (s *scanner) close() error { return s.part.Close() }

// meter counts what is unpacked, for the whole workbook and for one token.
type meter struct {
	in    *bufio.Reader
	left  *int64
	token int
}

func (m *meter) ReadByte() (byte, error) {
	if m.token++; m.token > maxToken {
		return 0, errToken
	}
	if *m.left--; *m.left < 0 {
		return 0, errTooLarge
	}
	return m.in.ReadByte()
}

// Read is there for xml.NewDecoder, which uses ReadByte.
func (m *meter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	c, err := m.ReadByte()
	if err != nil {
		return 0, err
	}
	p[0] = c
	return 1, nil
}

// maxSmall bounds what is read of a part that is not a table: the list of sheets, the
// styles, what belongs to what.
const maxSmall = 16 << 20

// part opens a part; nil where there is none.
func (w *workbook) part(key string) (*scanner, error) {
	f := w.parts[key]
	if f == nil {
		return nil, nil
	}
	in, err := f.Open()
	if err != nil {
		return nil, err
	}
	m := &meter{in: bufio.NewReaderSize(in, 1<<15), left: &w.left}
	return &scanner{Decoder: xml.NewDecoder(m), in: m, part: in}, nil
}

// each calls do for each opening and closing tag of a part, in order.
func (w *workbook) each(key string, do func(open bool, tag string, attr []xml.Attr) error) error {
	s, err := w.part(key)
	if err != nil || s == nil {
		return err
	}
	defer s.close()
	enough := w.left - maxSmall
	for {
		t, err := s.token()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if w.left < enough {
			return errTooLarge
		}
		switch t := t.(type) {
		case xml.StartElement:
			err = do(true, t.Name.Local, t.Attr)
		case xml.EndElement:
			err = do(false, t.Name.Local, nil)
		}
		if err != nil {
			return err
		}
	}
}

func attr(list []xml.Attr, name string) string {
	for _, a := range list {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

// relation is one line of a .rels part.
type relation struct{ id, kind, target string }

func (w *workbook) relations(of string) ([]relation, error) {
	var out []relation
	dir, base := path.Split(of)
	err := w.each(dir+"_rels/"+base+".rels", func(open bool, tag string, a []xml.Attr) error {
		if open && tag == "Relationship" && attr(a, "TargetMode") != "External" && len(out) < maxParts {
			target := attr(a, "Target")
			if !strings.HasPrefix(target, "/") {
				target = dir + target
			}
			out = append(out, relation{attr(a, "Id"), path.Base(attr(a, "Type")), partKey(target)})
		}
		return nil
	})
	return out, err
}

// readMain finds the part of the workbook itself.
func (w *workbook) readMain() (string, error) {
	list, err := w.relations("")
	if err != nil {
		return "", err
	}
	for _, r := range list {
		if r.kind != "officeDocument" || w.parts[r.target] == nil {
			continue
		}
		if path.Ext(r.target) == ".xml" && !strings.HasPrefix(r.target, "word/") && !strings.HasPrefix(r.target, "ppt/") {
			return r.target, nil
		}
	}
	return "", fault.New(fault.Invalid, "sheet.other_office").At(w.name, 0)
}

// readBook reads the list of sheets, the styles and the shared texts.
func (w *workbook) readBook(main string) error {
	err := w.each(main, func(open bool, tag string, a []xml.Attr) error {
		switch {
		case open && tag == "workbookPr":
			v := attr(a, "date1904")
			w.base1904 = v == "1" || v == "true"
		case open && tag == "sheet" && len(w.sheets) < maxParts:
			state := attr(a, "state")
			s := sheetPart{name: attr(a, "name"), hidden: state == "hidden" || state == "veryHidden"}
			for _, x := range a {
				if x.Name.Local == "id" && x.Name.Space != "" {
					s.id = x.Value
				}
			}
			w.sheets = append(w.sheets, s)
		}
		return nil
	})
	if err != nil {
		return err
	}
	list, err := w.relations(main)
	if err != nil {
		return err
	}
	kept := w.sheets[:0]
	for _, s := range w.sheets {
		for _, r := range list {
			if r.id == s.id && r.kind == "worksheet" { // not a chart, not a macro sheet
				s.path = r.target
				kept = append(kept, s)
				break
			}
		}
	}
	w.sheets = kept
	read := map[string]bool{} // each once, however often it is named
	for _, r := range list {
		if read[r.kind] {
			continue
		}
		switch r.kind {
		case "styles":
			read[r.kind], err = true, w.readStyles(r.target)
		case "sharedStrings":
			read[r.kind], err = true, w.readTexts(r.target)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// readStyles learns which cell styles show days, hours and shares of a hundred.
func (w *workbook) readStyles(part string) error {
	codes := map[int]string{}
	var ids []int
	cells := false
	err := w.each(part, func(open bool, tag string, a []xml.Attr) error {
		switch {
		case tag == "cellXfs":
			cells = open
		case open && tag == "numFmt" && len(codes) < maxParts:
			if id, err := strconv.Atoi(attr(a, "numFmtId")); err == nil {
				codes[id] = attr(a, "formatCode")
			}
		case open && tag == "xf" && cells && len(ids) < 1<<16:
			id, _ := strconv.Atoi(attr(a, "numFmtId"))
			ids = append(ids, id)
		}
		return nil
	})
	for _, id := range ids {
		w.shows = append(w.shows, clockOf(id, codes[id]))
	}
	return err
}

// readTexts reads the texts that cells share.
func (w *workbook) readTexts(part string) error {
	s, err := w.part(part)
	if err != nil || s == nil {
		return err
	}
	defer s.close()
	inText, phonetic := false, 0
	var text []byte
	for {
		t, err := s.token()
		if err == io.EOF {
			return w.texts.finish()
		}
		if err != nil {
			return err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "si":
				text = text[:0]
			case "t":
				inText = phonetic == 0
			case "rPh":
				phonetic++
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "si":
				if err := w.texts.add(text); err != nil {
					return err
				}
			case "t":
				inText = false
			case "rPh":
				phonetic--
			}
		case xml.CharData:
			if inText {
				if len(text)+len(t) > maxToken {
					return errToken
				}
				text = append(text, t...)
			}
		}
	}
}
