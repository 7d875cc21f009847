package unit

import (
	"slices"

	"binhdang/internal/period"
)

// Communes lists the communes that are, or are in, a place on the day, by id.
func (t *Tree) Communes(top ID, d period.Day) []ID {
	var out []ID
	var walk func(p *place)
	walk = func(p *place) {
		if p.Level == Commune {
			out = append(out, p.ID)
			return
		}
		for _, c := range p.below {
			if v, ok := c.At(d); ok && v.Parent == p.ID {
				walk(c)
			}
		}
	}
	if p := t.byID[top]; p != nil && p.inForce(d) {
		walk(p)
	}
	slices.Sort(out)
	return out
}

// Bodies lists the organisations in force on the day that are in the subtree of a
// unit and that take wants, by id.
func (t *Tree) Bodies(top ID, d period.Day, take func(Version) bool) []ID {
	var out []ID
	for id, u := range t.bodies {
		if v, ok := u.At(d); ok && take(v) && t.Within(id, top, d) {
			out = append(out, id)
		}
	}
	slices.Sort(out)
	return out
}

// CommuneOf is the commune in which the figures of a unit stand on the map of the
// day: that it is, went into whole, or has its seat in; 0 if there is none.
func (t *Tree) CommuneOf(id ID, d period.Day) ID {
	at, fit := t.Carry(id, d)
	for at != 0 && fit != Unallocated {
		if u := t.Unit(at); u == nil || u.Level == Commune {
			break
		}
		at = t.Parent(at, d)
	}
	if u := t.Unit(at); u == nil || u.Level != Commune || fit == Unallocated {
		return 0
	}
	return at
}
