package unit

import (
	"slices"

	"binhdang/internal/period"
)

// Predecessors returns the units that a place was formed from, or that went into
// it later, directly and whatever the share; a district only where the whole of it
// became one commune. In order of level and id.
func (t *Tree) Predecessors(id ID) []*Unit {
	p := t.byID[id]
	if p == nil {
		return nil
	}
	return units(p.from)
}

// Successors returns the units that a place went into, directly and whatever the
// share. A district that became no single commune has its province.
func (t *Tree) Successors(id ID) []*Unit {
	p := t.byID[id]
	if p == nil {
		return nil
	}
	if len(p.to) == 0 && p.Last() != 0 {
		next, _ := t.Carry(id, p.Last().Add(1))
		return []*Unit{t.Unit(next)}
	}
	return units(p.to)
}

func units(list []*place) []*Unit {
	out := make([]*Unit, len(list))
	for i, p := range list {
		out[i] = &p.Unit
	}
	slices.SortFunc(out, func(a, b *Unit) int {
		if a.Level != b.Level {
			return int(a.Level - b.Level)
		}
		return int(a.ID - b.ID)
	})
	return out
}

// Carry follows a unit forward, never back, to the map of the day, through whole
// mergers; where all the people went one way, that is whole. Of an organisation
// that is gone it follows the last seat. A unit not yet there on the day is
// itself, Same, and so is an unknown id. What Carry gives is in force on the day
// unless the unit has yet to begin.
func (t *Tree) Carry(id ID, d period.Day) (ID, Fit) {
	to, fit, _ := t.carry(id, d, false)
	return to, fit
}

// CarryDefault is Carry that sends a split commune to its default target, the
// unit that contains its centre; estimate tells that it had to.
func (t *Tree) CarryDefault(id ID, d period.Day) (to ID, fit Fit, estimate bool) {
	return t.carry(id, d, true)
}

func (t *Tree) carry(id ID, d period.Day, likely bool) (ID, Fit, bool) {
	p, fit, estimate := t.byID[id], Same, false
	if p == nil {
		u := t.bodies[id]
		if u == nil || !u.ended(d) {
			return id, Same, false
		}
		p, fit = t.byID[u.Versions[len(u.Versions)-1].Parent], Merged
	}
	for p.ended(d) {
		next := p.whole
		if next == nil && likely && p.likely != nil {
			next, estimate = p.likely, true
		}
		if next == nil {
			return t.provinceLater(p, d), Unallocated, estimate
		}
		p, fit = next, Merged
	}
	return p.ID, fit, estimate
}

// provinceLater is the province that holds all there was of a place, on the map of
// a later day.
func (t *Tree) provinceLater(p *place, d period.Day) ID {
	province := t.Province(p.ID, p.Last())
	if province == p.ID || province == VN {
		return VN
	}
	to, _ := t.Carry(province, d)
	return to
}
