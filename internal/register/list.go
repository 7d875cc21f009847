package register

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// Code is one value of a code list.
type Code struct {
	Code    string // FORM.TOADAM: the list's name, a dot, the code within it
	VI, EN  string
	Aliases []string
	Attrs   map[string]string
}

// Name is what the code is called in a language.
func (c *Code) Name(lang string) string {
	if lang == "en" && c.EN != "" {
		return c.EN
	}
	return c.VI
}

// List is a code list: immutable once made.
type List struct {
	Name  string
	Codes []Code
	// comma: some name has a comma, so that a comma cannot part several names.
	comma  bool
	byText map[string]int // folded code, name or alias
}

// DecodeList reads a code list from a CSV file named after it, such as FORM.csv.
// The columns code, vi, en, aliases (parted by ;) and note come in any order; every
// other column is an attribute. Two codes that can be called by the same words,
// seen without case and marks, are a fault.
func DecodeList(file string, data []byte) (*List, error) {
	l := &List{Name: strings.TrimSuffix(path.Base(file), ".csv"), byText: map[string]int{}}
	r := csv.NewReader(bytes.NewReader(data))
	r.FieldsPerRecord = -1
	var head []string
	var faults fault.List
	for {
		row, err := r.Read()
		if err == io.EOF {
			break
		}
		var bad *csv.ParseError
		if errors.As(err, &bad) {
			return nil, fault.New(fault.Invalid, "content.csv", "why", bad.Err.Error()).At(file, bad.Line)
		} else if err != nil {
			return nil, err
		}
		line, _ := r.FieldPos(0)
		if head == nil {
			if head = row; !slices.Contains(head, "code") || !slices.Contains(head, "vi") || !slices.Contains(head, "en") {
				return nil, fault.New(fault.Invalid, "content.csv_head", "columns", "code, vi, en").At(file, line)
			}
			continue
		}
		if len(row) != len(head) {
			return nil, fault.New(fault.Invalid, "content.csv_row", "count", len(row), "want", len(head)).At(file, line)
		}
		c := Code{Attrs: map[string]string{}}
		for i, h := range head {
			v := vn.Clean(row[i])
			switch h {
			case "code":
				c.Code = v
			case "vi":
				c.VI = v
			case "en":
				c.EN = v
			case "aliases":
				for _, a := range strings.Split(v, ";") {
					if a = strings.TrimSpace(a); a != "" {
						c.Aliases = append(c.Aliases, a)
					}
				}
			case "note":
			default:
				c.Attrs[h] = v
			}
		}
		if !strings.HasPrefix(c.Code, l.Name+".") || c.VI == "" || strings.ContainsAny(c.VI+c.EN, ";|\n") {
			faults = append(faults, fault.New(fault.Invalid, "content.code", "code", c.Code, "list", l.Name).At(file, line))
			continue
		}
		if other := l.add(c); other != "" {
			faults = append(faults, fault.New(fault.Invalid, "content.code_twice", "code", c.Code, "other", other).At(file, line))
		}
	}
	if len(l.Codes) == 0 && len(faults) == 0 {
		faults = append(faults, fault.New(fault.Invalid, "content.csv_head", "columns", "code, vi, en").At(file, 1))
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return l, nil
}

// add takes a code in, or returns the code that already goes by one of its words.
func (l *List) add(c Code) string {
	texts := append([]string{c.Code, strings.TrimPrefix(c.Code, l.Name+"."), c.VI, c.EN}, c.Aliases...)
	for _, t := range texts {
		if i, ok := l.byText[vn.Fold(t)]; ok && t != "" {
			return l.Codes[i].Code
		}
	}
	for _, t := range texts {
		if t != "" {
			l.byText[vn.Fold(t)] = len(l.Codes)
			l.comma = l.comma || strings.Contains(t, ",")
		}
	}
	l.Codes = append(l.Codes, c)
	return ""
}

// Find returns the code that the text names: by code, with or without the list's
// name, by a name in either language or by an alias, whatever its case and marks.
func (l *List) Find(text string) (*Code, bool) {
	i, ok := l.byText[vn.Fold(text)]
	if !ok {
		return nil, false
	}
	return &l.Codes[i], true
}

// Code returns the code as it is kept; nil if the list lacks it.
func (l *List) Code(code string) *Code {
	for i := range l.Codes { // few, and asked for with every record: folding a text takes longer
		if l.Codes[i].Code == code {
			return &l.Codes[i]
		}
	}
	return nil
}

// Nearest returns the code, among those that take accepts, whose name is most
// like the text: one that begins with it, that has it inside, or that needs the
// fewest changed letters; nil if nothing is near.
func (l *List) Nearest(text string, take func(code string) bool) *Code {
	want := vn.Fold(text)
	n := utf8.RuneCountInString(want)
	if n == 0 || n > 200 {
		return nil
	}
	var best *Code
	bound := n/2 + 1 // half of the letters wrong is another word
	for i := range l.Codes {
		c := &l.Codes[i]
		if !take(c.Code) {
			continue
		}
		for _, t := range append([]string{c.VI, c.EN}, c.Aliases...) {
			if t == "" {
				continue
			}
			have := vn.Fold(t)
			d := distance(want, have)
			if n >= 3 && strings.Contains(have, want) || len(have) >= 3 && strings.Contains(want, have) {
				d = 1
			}
			if n >= 3 && strings.HasPrefix(have, want) {
				d = 0
			}
			if d < bound {
				best, bound = c, d
			}
		}
	}
	return best
}

// distance is how many letters must be put in, taken out or changed.
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		left := row[0]
		row[0] = i + 1
		for j := range y {
			cost := left
			if x[i] != y[j] {
				cost++
			}
			left = row[j+1]
			row[j+1] = min(cost, left+1, row[j]+1)
		}
	}
	return row[len(y)]
}
