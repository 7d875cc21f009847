package unit

import (
	"slices"
	"strings"

	"binhdang/internal/period"
)

// area is the smallest piece of ground that former and present units fill exactly:
// the units that are joined by what went from one to another.
type area struct {
	present []*place // in order of code
	whole   bool     // all its former units went as a whole into its only present one
	code    Code     // the codes of the present units, joined by "+"
}

// findAreas puts every place in its area. A district that became no commune is in an
// area of its own, without a present unit.
func (ps *places) findAreas() map[*place]*area {
	root := make(map[*place]*place, len(ps.all))
	find := func(p *place) *place {
		for root[p] != nil {
			if up := root[root[p]]; up != nil {
				root[p] = up
			}
			p = root[p]
		}
		return p
	}
	for _, p := range ps.all {
		for _, to := range p.joined {
			if a, b := find(p), find(to); a != b {
				root[a] = b
			}
		}
	}
	out := make(map[*place]*area, len(ps.all))
	for _, p := range ps.all {
		a := out[find(p)]
		if a == nil {
			a = &area{whole: true}
			out[find(p)] = a
		}
		out[p] = a
		if p.Last() == 0 {
			a.present = append(a.present, p)
		} else if p.whole == nil {
			a.whole = false
		}
	}
	for _, a := range out {
		if a.code != "" || len(a.present) == 0 {
			continue
		}
		slices.SortFunc(a.present, func(p, q *place) int { return strings.Compare(string(p.Code), string(q.Code)) })
		a.whole = a.whole && len(a.present) == 1
		for i, p := range a.present {
			if i > 0 {
				a.code += "+"
			}
			a.code += p.Code
		}
	}
	return out
}

// RowArea tells in which row of a table about top the figures of a unit stand, where
// the rows are the areas that are the same ground on the map of day d, today, and on
// the maps before it. The row is named by the codes of the area's units of today,
// joined by "+"; top by its own for its own bodies. Empty is "chưa phân bổ": former
// districts and their bodies.
func (t *Tree) RowArea(top, id ID, d period.Day) Code {
	base, _ := t.Carry(top, d)
	if row, ok := t.Row(top, id, d); ok {
		if a := t.areas()[t.byID[row]]; a != nil && row != base && a.code != "" {
			return a.code
		}
		return t.Unit(row).Code
	}
	p := t.byID[id]
	if u := t.bodies[id]; u != nil && u.ended(d) {
		p = t.byID[u.Versions[len(u.Versions)-1].Parent]
	}
	a := t.areas()[p]
	if p == nil || len(a.present) == 0 {
		return ""
	}
	if row, ok := t.row(base, a.present[0].ID, Merged, d); !ok || row != a.present[0].ID {
		return ""
	}
	return a.code
}

// AreaWhole tells whether a place of today is an area by itself into which all that
// was there before went as a whole.
func (t *Tree) AreaWhole(id ID) bool {
	a := t.areas()[t.byID[id]]
	return a == nil || a.whole
}

// Codes are those of the units of a row: several of an area.
func (t *Tree) Codes(row Code) []Code {
	var out []Code
	for _, c := range strings.Split(string(row), "+") {
		if _, ok := t.byCode[Code(c)]; !ok { // bodies may have a "+" of their own
			return []Code{row}
		}
		out = append(out, Code(c))
	}
	return out
}
