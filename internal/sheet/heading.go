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

// last is the last column with a heading.
func (h layout) last() int {
	last := 0
	for col := range h.texts {
		last = max(last, col)
	}
	return last
}

// second tells whether the line under the headings goes on with them, as printed
// forms do: "Tổng số" and "Trong đó nữ" under one "Số lượt người". It holds texts
// without digits, so no day and no number, and headings of other columns, or words
// under a heading that stands over columns without one.
func (m *matcher) second(h layout, l line) bool {
	if l.row != h.row+1 {
		return false
	}
	headings, elsewhere, grouped := 0, false, true
	under := false
	for _, c := range l.cells {
		if c.kind != cellText || strings.ContainsAny(c.text, "0123456789") {
			return false
		}
		if column, ok := m.find(c.text); ok {
			headings++
			elsewhere = elsewhere || h.known[c.col] != column
		}
		open := h.texts[c.col] == ""
		under = under || open
		grouped = grouped && (open || h.texts[c.col+1] == "")
	}
	return elsewhere || headings > 1 || under && grouped
}

// before tells whether the line over the headings has some of them.
func (m *matcher) before(h layout, l line) bool {
	if l.row != h.row-1 {
		return false
	}
	return slices.ContainsFunc(l.cells, func(c cell) bool {
		column, ok := m.find(c.text)
		return ok && c.kind == cellText && h.texts[c.col] == "" && !h.has(column)
	})
}

func (h layout) has(column *Column) bool {
	for _, k := range h.known {
		if k == column {
			return true
		}
	}
	return false
}

// twoRows is the fault of headings that stand in two rows.
func twoRows(first, second line) error {
	var found []string
	for _, c := range second.cells {
		found = append(found, shorten(strings.Join(strings.Fields(vn.Clean(c.text)), " ")))
	}
	return fault.New(fault.Invalid, "sheet.heading_rows", "first", first.row, "second", second.row,
		"found", strings.Join(found, "; ")).In(second.row, "")
}

// missing are the required columns that the table lacks.
func (h layout) missing(m *matcher) []*Column {
	var out []*Column
	for i := range m.columns {
		if c := &m.columns[i]; c.Required && !h.has(c) {
			out = append(out, c)
		}
	}
	return out
}

// strays warns of each column that has a heading or data and is not read. Data in
// the table under no heading is a fault of its row, what stands beside the table is not.
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
			key = "sheet.heading_none_beside"
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
	above  line // the one over the headings
	at     line // that of the headings
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
	if best > 0 {
		t.at = lines[best-1]
	}
	if best > 1 {
		t.above = lines[best-2]
	}
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
	switch {
	case m.before(t.head, t.above):
		return nil, twoRows(t.above, t.at)
	case len(t.held) > 0 && m.second(t.head, t.held[0]):
		return nil, twoRows(t.at, t.held[0])
	}
	bad := fault.List(t.head.twice)
	for _, c := range t.head.missing(m) {
		bad = append(bad, m.nearest(c, t.head))
	}
	if len(bad) > 0 {
		return nil, bad
	}
	return &Reader{name: name, src: t.src, lim: lim, head: t.head, held: t.held, heldErr: t.err,
		end: func() error { return nil }, stray: map[int]int{}, untitled: map[int]bool{}}, nil
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
