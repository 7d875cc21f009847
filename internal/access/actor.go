package access

import (
	"slices"

	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// later is a day on which every unit of today is in force.
const later period.Day = 99991231

// Actor is who asks. Every verb has one; it is never guessed. Make it with
// NewActor: one made otherwise may do nothing. It does not change; make another
// when the grants or the roles do.
type Actor struct {
	Account int64
	Name    string // as journalled
	Via     string // the door: "cli:admin", "web:..."
	Grants  []Grant

	roles Roles
	holds []holding
}

// holding is a grant with what its questions need, worked out once.
type holding struct {
	unit     unit.ID
	role     Role
	reach    unit.Scope // the unit of today with what came to it
	province unit.ID    // of today
	sums     unit.Scope
}

// NewActor returns the actor with the rights that the grants give. A grant of a
// role or on a unit that is not there gives nothing.
func NewActor(account int64, name, via string, grants []Grant, roles Roles, tree *unit.Tree) Actor {
	a := Actor{Account: account, Name: name, Via: via, Grants: grants, roles: roles}
	for _, g := range grants {
		role, ok := roles[g.Role]
		if !ok || tree.Unit(g.Unit) == nil {
			continue
		}
		province, _ := tree.Carry(tree.Province(g.Unit, later), later)
		a.holds = append(a.holds, holding{
			unit:     g.Unit,
			role:     role,
			reach:    tree.Scope(g.Unit, 0, 0),
			province: province,
			sums:     tree.Scope(province, 0, 0),
		})
	}
	return a
}

// May tells whether the actor may do it to a record of the reporter, that
// happened in the place, on the record's day. Of what is no record, reporter and
// place are the unit concerned (VN for the installation) and the day is today.
func May(by Actor, right Right, tree *unit.Tree, reporter, place unit.ID, day period.Day) bool {
	for i := range by.holds {
		h := &by.holds[i]
		if !h.role.Has(right) {
			continue
		}
		var ok bool
		switch right {
		case ReadRecords:
			ok = within(tree, reporter, h.unit, &h.reach, day) || within(tree, place, h.unit, &h.reach, day)
		case ReadSums:
			ok = within(tree, reporter, h.province, &h.sums, day)
		default:
			ok = within(tree, reporter, h.unit, &h.reach, day)
		}
		if ok {
			return true
		}
	}
	return false
}

// MayReadSums tells whether the actor may read sums about a unit: any grant in a
// province opens the sums of all that province.
func MayReadSums(by Actor, tree *unit.Tree, of unit.ID, day period.Day) bool {
	return May(by, ReadSums, tree, of, of, day)
}

// MayGrant tells whether the actor may give an account a role on a unit: who
// manages accounts there and has every right of the role there. Nobody can give
// more than he has.
func MayGrant(by Actor, role string, tree *unit.Tree, of unit.ID, today period.Day) bool {
	r, ok := by.roles[role]
	if !ok || !May(by, ManageAccounts, tree, of, of, today) {
		return false
	}
	for _, right := range r.Rights {
		if !May(by, right, tree, of, of, today) {
			return false
		}
	}
	return true
}

// within tells whether a unit is in the subtree of top on the day, or in reach
// on the map of today.
func within(tree *unit.Tree, id, top unit.ID, reach *unit.Scope, day period.Day) bool {
	if tree.Within(id, top, day) {
		return true
	}
	if reach.All {
		_, ok := slices.BinarySearch(reach.Shards, tree.Shard(id, day))
		return ok && tree.Unit(id) != nil
	}
	return reach.Units[id]
}

// Units are the units on which the actor has the right, in the order of the
// grants, each once: what lists of records are drawn for.
func (a Actor) Units(right Right) []unit.ID {
	var out []unit.ID
	for i := range a.holds {
		if h := &a.holds[i]; h.role.Has(right) && !slices.Contains(out, h.unit) {
			out = append(out, h.unit)
		}
	}
	return out
}

// Has tells whether the actor has the right anywhere: whether a menu shows it.
func (a Actor) Has(right Right) bool { return len(a.Units(right)) > 0 }

// Everywhere tells whether the actor has the right in the whole country, so that
// a list needs no further question.
func (a Actor) Everywhere(right Right) bool { return slices.Contains(a.Units(right), unit.VN) }
