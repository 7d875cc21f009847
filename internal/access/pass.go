package access

import (
	"slices"

	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// later is a day on which every unit of today is in force.
const later period.Day = 99991231

// Pass is what an actor may do, worked out once for a tree and a list of roles,
// and quick to ask. It does not change; make another when the actor's grants,
// the roles or the tree do.
type Pass struct {
	roles Roles
	tree  *unit.Tree
	holds []holding
}

// holding is a grant with what its questions need.
type holding struct {
	unit   unit.ID
	role   *Role
	reach  unit.Scope // the unit of today with what came to it
	sumsOf unit.ID    // whose sums: the province of today; of a central body it is the body itself
	sums   unit.Scope
}

// For works out the pass of an actor. A grant of a role or on a unit that is not
// there gives nothing.
func For(actor Actor, roles Roles, tree *unit.Tree) *Pass {
	p := &Pass{roles: roles, tree: tree}
	for _, g := range actor.Grants {
		role := roles.Role(g.Role)
		if role == nil || tree.Unit(g.Unit) == nil {
			continue
		}
		sumsOf, _ := tree.Carry(tree.Province(g.Unit, later), later)
		if sumsOf == unit.VN {
			sumsOf = g.Unit
		}
		p.holds = append(p.holds, holding{
			unit:   g.Unit,
			role:   role,
			reach:  tree.Scope(g.Unit, 0, 0),
			sumsOf: sumsOf,
			sums:   tree.Scope(sumsOf, 0, 0),
		})
	}
	return p
}

// May tells whether the actor may do it to a record of the reporter, that
// happened in the place, on the record's day. Of what is no record, reporter and
// place are the unit concerned (VN for the installation) and the day is today.
//
// Any grant in a province opens the sums of all that province; one on a body that
// is seated at the country opens those of the body and of what it manages.
func (p *Pass) May(right Right, reporter, place unit.ID, day period.Day) bool {
	for i := range p.holds {
		h := &p.holds[i]
		if !h.role.Has(right) {
			continue
		}
		var ok bool
		switch right {
		case ReadRecords:
			ok = p.within(reporter, h.unit, &h.reach, day) || p.within(place, h.unit, &h.reach, day)
		case ReadSums:
			ok = p.within(reporter, h.sumsOf, &h.sums, day)
		default:
			ok = p.within(reporter, h.unit, &h.reach, day)
		}
		if ok {
			return true
		}
	}
	return false
}

// within tells whether a unit is in the subtree of top on the day, or in reach
// on the map of today.
func (p *Pass) within(id, top unit.ID, reach *unit.Scope, day period.Day) bool {
	if p.tree.Within(id, top, day) {
		return true
	}
	if reach.All {
		_, ok := slices.BinarySearch(reach.Shards, p.tree.Shard(id, day))
		return ok && p.tree.Unit(id) != nil
	}
	return reach.Units[id]
}

// MayGrant tells whether the actor may give an account a role on a unit: who
// manages accounts there and has every right of the role there. Nobody can give
// more than he has.
func (p *Pass) MayGrant(role string, of unit.ID, today period.Day) bool {
	r := p.roles.Role(role)
	if r == nil || !p.May(ManageAccounts, of, of, today) {
		return false
	}
	for _, right := range r.Rights {
		if !p.May(right, of, of, today) {
			return false
		}
	}
	return true
}

// Units are the units on which the actor has the right, in the order of the
// grants, each once: what lists of records are drawn for.
func (p *Pass) Units(right Right) []unit.ID {
	var out []unit.ID
	for i := range p.holds {
		if h := &p.holds[i]; h.role.Has(right) && !slices.Contains(out, h.unit) {
			out = append(out, h.unit)
		}
	}
	return out
}

// Has tells whether the actor has the right anywhere: whether a menu shows it.
func (p *Pass) Has(right Right) bool { return len(p.Units(right)) > 0 }

// Everywhere tells whether the actor has the right in the whole country, so that
// a list needs no further question.
func (p *Pass) Everywhere(right Right) bool { return slices.Contains(p.Units(right), unit.VN) }
