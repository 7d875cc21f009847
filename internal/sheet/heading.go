package sheet

import (
	"io"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// peekLines is how many lines with data may stand above the heading row.
const peekLines = 60

// matcher knows headings in the ways that people write them.
type matcher struct {
	columns []Column
	exact   map[string]int // by plain
	folded  map[string]int // by plain without marks; -1: several columns
}

func newMatcher(columns []Column) *matcher {
	m := &matcher{columns: columns, exact: map[string]int{}, folded: map[string]int{}}
	for i, c := range columns {
		for _, h := range append([]string{c.Heading}, c.Aliases...) {
			p := plain(h)
			if p == "" {
				continue
			}
			if _, taken := m.exact[p]; !taken {
				m.exact[p] = i
			}
			f := vn.Fold(p)
			if at, taken := m.folded[f]; taken && at != i {
				m.folded[f] = -1
			} else {
				m.folded[f] = i
			}
		}
	}
	return m
}

// find returns the column of a heading. Marks count where two columns differ by them
// alone; elsewhere "hoà" is "hòa" and "Hinh thuc" is "Hình thức".
func (m *matcher) find(heading string) (*Column, bool) {
	p := plain(heading)
	if p == "" {
		return nil, false
	}
	if i, ok := m.exact[p]; ok {
		return &m.columns[i], true
	}
	if i, ok := m.folded[vn.Fold(p)]; ok && i >= 0 {
		return &m.columns[i], true
	}
	return nil, false
}

// signs mark a heading and are no part of it.
var signs = []string{"*", ":", "(*)", "(bắt buộc)", "[bắt buộc]", "(bat buoc)", "(required)", "[required]"}

// plain is a heading in small letters, on one line, without the signs around it.
func plain(heading string) string {
	s := vn.Lower(strings.ReplaceAll(vn.Clean(heading), "\n", " "))
	s = strings.Join(strings.Fields(s), " ")
	for {
		before := s
		for _, sign := range signs {
			s = strings.TrimSpace(strings.TrimSuffix(s, sign))
		}
		s = strings.TrimSpace(strings.TrimPrefix(s, "*"))
		if s == before {
			return s
		}
	}
}

// layout is where the columns stand in a table.
type layout struct {
	row   int
	known map[int]*Column // by column number
	texts map[int]string  // every heading as written
	twice []*fault.Error
}

func (m *matcher) layout(l line) layout {
	out := layout{row: l.row, known: map[int]*Column{}, texts: map[int]string{}}
	at := map[string]int{}
	for _, c := range l.cells {
		if c.kind != cellText && c.kind != cellNumber {
			continue
		}
		text := strings.Join(strings.Fields(vn.Clean(c.text)), " ")
		out.texts[c.col] = text
		column, ok := m.find(text)
		if !ok {
			continue
		}
		if first, again := at[column.ID]; again {
			out.twice = append(out.twice, fault.New(fault.Invalid, "sheet.heading_twice",
				"heading", column.Heading, "first", letter(first)).In(l.row, letter(c.col)))
			continue
		}
		at[column.ID] = c.col
		out.known[c.col] = column
	}
	return out
}

// reads tells whether a column between two is read.
func (h layout) reads(from, to int) bool {
	for col := range h.known {
		if col >= from && col <= to {
			return true
		}
	}
	return false
}

// missing are the required columns that the table lacks.
func (h layout) missing(m *matcher) []*Column {
	var out []*Column
	for i := range m.columns {
		c := &m.columns[i]
		has := false
		for _, k := range h.known {
			has = has || k.ID == c.ID
		}
		if c.Required && !has {
			out = append(out, c)
		}
	}
	return out
}

// strays warns of each column that has a heading or data and is not read.
func (h layout) strays(cells map[int]int) []*fault.Error {
	all := map[int]bool{}
	for col := range cells {
		all[col] = true
	}
	for col := range h.texts {
		if h.known[col] == nil {
			all[col] = true
		}
	}
	cols := make([]int, 0, len(all))
	for col := range all {
		cols = append(cols, col)
	}
	slices.Sort(cols)
	var out []*fault.Error
	for _, col := range cols {
		heading, n := h.texts[col], cells[col]
		key := "sheet.heading_unknown"
		switch {
		case heading == "":
			key = "sheet.heading_none"
		case n == 0:
			key = "sheet.heading_unknown_empty"
		}
		out = append(out, fault.New(fault.Invalid, key, "heading", heading, "cells", n).In(h.row, letter(col)))
	}
	return out
}

// table is one candidate: what was read of it while looking for the headings.
type table struct {
	name   string
	src    source
	head   layout
	widest line // with the most cells, to show when no heading fits
	held   []line
	err    error
}

// probe reads the first lines of a source and finds the one that fits best; on a
// tie the first.
func (m *matcher) probe(name string, src source) *table {
	t := &table{name: name, src: src}
	var lines []line
	best := 0
	for len(lines) < peekLines && t.err == nil {
		var l line
		if l, t.err = src.next(); t.err != nil {
			break
		}
		l.cells = slices.Clone(l.cells)
		lines = append(lines, l)
		if len(l.cells) > len(t.widest.cells) {
			t.widest = l
		}
		if h := m.layout(l); len(h.known) > len(t.head.known) {
			t.head, best = h, len(lines)
		}
	}
	t.held = lines[best:]
	return t
}

// whole tells whether the table has every required column and a row of data.
func (t *table) whole(m *matcher) bool {
	return len(t.head.known) > 0 && len(t.head.missing(m)) == 0 && len(t.held) > 0
}

// reader makes the Reader of the table, or the faults of its headings.
func (t *table) reader(name string, m *matcher, lim Limits) (*Reader, error) {
	if len(t.head.known) == 0 {
		if t.err != nil && t.err != io.EOF {
			return nil, t.err
		}
		return nil, m.noHeading(name, t.widest)
	}
	bad := fault.List(t.head.twice)
	for _, c := range t.head.missing(m) {
		bad = append(bad, m.nearest(c, t.head))
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return &Reader{name: name, src: t.src, lim: lim, head: t.head, held: t.held, heldErr: t.err,
		end: func() error { return nil }, stray: map[int]int{}}, nil
}

// noHeading is the fault of a table where no line fits: what was looked for and
// what was there.
func (m *matcher) noHeading(name string, widest line) error {
	if len(widest.cells) == 0 {
		return fault.New(fault.Invalid, "sheet.empty").At(name, 0)
	}
	var want, found []string
	for _, c := range m.columns {
		if c.Required {
			want = append(want, c.Heading)
		}
	}
	for _, c := range m.columns {
		if len(want) == 0 || len(want) < 3 && !c.Required {
			want = append(want, c.Heading)
		}
	}
	for _, c := range widest.cells {
		if len(found) == 12 {
			found = append(found, "…")
			break
		}
		text := []rune(strings.Join(strings.Fields(vn.Clean(c.text)), " "))
		if len(text) > 40 {
			text = append(text[:40], '…')
		}
		found = append(found, string(text))
	}
	return fault.New(fault.Invalid, "sheet.no_heading",
		"want", strings.Join(want, "; "), "found", strings.Join(found, "; ")).At(name, 0)
}

// nearest is the fault of a required column that is missing, with the unknown
// heading that is most like it.
func (m *matcher) nearest(c *Column, h layout) *fault.Error {
	near, least := 0, 1<<30
	for col, text := range h.texts {
		if h.known[col] != nil {
			continue
		}
		for _, name := range append([]string{c.Heading}, c.Aliases...) {
			a, b := vn.Fold(plain(name)), vn.Fold(plain(text))
			d := distance(a, b)
			if d > max(2, len(a)/3) {
				continue
			}
			if d < least || d == least && col < near {
				near, least = col, d
			}
		}
	}
	if near == 0 {
		return fault.New(fault.Invalid, "sheet.heading_missing", "heading", c.Heading).In(h.row, "")
	}
	return fault.New(fault.Invalid, "sheet.heading_missing_near",
		"heading", c.Heading, "near", h.texts[near]).In(h.row, letter(near))
}

// distance is how many letters must change to make b of a (Levenshtein).
func distance(a, b string) int {
	x, y := []rune(a), []rune(b)
	if len(x) > 200 || len(y) > 200 { // no heading
		return len(x) + len(y)
	}
	row := make([]int, len(y)+1)
	for j := range row {
		row[j] = j
	}
	for i := range x {
		diagonal := row[0]
		row[0] = i + 1
		for j := range y {
			cost := 1
			if x[i] == y[j] {
				cost = 0
			}
			diagonal, row[j+1] = row[j+1], min(diagonal+cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(y)]
}

// isTotal tells whether a row that begins with the text is a sum of others.
func isTotal(text string) bool {
	if len(text) > 100 {
		return false
	}
	switch strings.Trim(vn.Fold(text), " :.*-()") {
	case "tong", "tong cong", "cong", "tong so", "total":
		return true
	}
	return false
}

// numbered tells whether a line only numbers the columns, as printed forms do:
// (1) (2) (3), or A B 1 2 3. Bare numbers alone must be many to be no data.
func (h layout) numbered(l line) bool {
	if len(l.cells) < 3 || len(l.cells) < len(h.texts) {
		return false
	}
	letters, numbers, bare := 0, 0, true
	for _, c := range l.cells {
		s := strings.Trim(c.text, " ()[]")
		bare = bare && s == c.text
		switch {
		case s == strconv.Itoa(numbers+1):
			numbers++
		case numbers == 0 && s == letter(letters+1):
			letters++
		default:
			return false
		}
	}
	return numbers > 0 && (!bare || letters > 0 || numbers >= 6)
}
