package unit

import (
	"slices"
	"strings"
	"sync"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/vn"
)

// Tree is every unit through time. It never changes, so any number of readers
// may use it at once; With makes another one.
//
// Methods that take a day answer for units that are not in force on it too, as
// the unit was on the nearest of its own days, so that a record of a unit that
// is gone can always be shown. An id that no unit has gives zero values.
type Tree struct {
	*places
	bodies   map[ID]*Unit       // organisations
	codes    map[string][]*Unit // of organisations, in capitals
	seated   map[ID][]*Unit     // by every place that was ever an organisation's seat
	managed  map[ID][]*Unit     // by everything an organisation was ever under
	shards   []ID
	orgIndex func() nameIndex // names of organisations
}

// places is the part of a tree that content gives; trees share it.
type places struct {
	byID   map[ID]*place
	byCode map[Code][2]*place // old system, new system
	alias  map[Code]Code
	all    []*place     // in order of id
	days   []period.Day // on which anything of the map changed, rising
	index  func() nameIndex
	areas  func() map[*place]*area // by every place in one
}

// place is a unit of the map with its neighbours in time and space.
type place struct {
	Unit
	whole  *place   // where all of it went after its last day
	likely *place   // where a split place's centre went
	parts  []part   // where it went in known shares, where no whole of it did; none of them is nothing
	joined []*place // where any of it went that is not known to be nothing
	from   []*place // what went into it, all shares
	to     []*place
	below  []*place // places that ever stood directly below it
}

// deepest bounds the walks upward over managing organisations.
const deepest = 64

// With returns a tree that also holds these organisations: those it had stay,
// unless one of the same id is given. It refuses, with a fault for each, an
// organisation without name or code, with versions out of order, with a code
// that another bears on the same day or that could be taken for a place's, whose
// seat is not a place, or whose managers are unknown or go round in a circle.
func (t *Tree) With(orgs []*Unit) (*Tree, error) {
	n := &Tree{
		places:  t.places,
		bodies:  make(map[ID]*Unit, len(t.bodies)+len(orgs)),
		codes:   map[string][]*Unit{},
		seated:  map[ID][]*Unit{},
		managed: map[ID][]*Unit{},
	}
	for id, u := range t.bodies {
		n.bodies[id] = u
	}
	var faults fault.List
	given := make(map[ID]bool, len(orgs))
	for _, u := range orgs {
		if f := plainOrganisation(u); f != nil {
			faults = append(faults, f)
			continue
		}
		if given[u.ID] {
			faults = append(faults, fault.New(fault.Conflict, "unit.org_twice", "code", string(u.Code), "id", int64(u.ID)))
			continue
		}
		given[u.ID] = true
		n.bodies[u.ID] = u
	}
	sorted := make([]*Unit, 0, len(n.bodies))
	for _, u := range n.bodies {
		sorted = append(sorted, u)
	}
	slices.SortFunc(sorted, func(a, b *Unit) int { return int(a.ID - b.ID) })
	for _, u := range sorted {
		if f := n.add(u); f != nil {
			faults = append(faults, f)
		}
	}
	if len(faults) == 0 {
		for _, u := range sorted {
			if n.circular(u) {
				faults = append(faults, fault.New(fault.Invalid, "unit.org_circle", "code", string(u.Code)))
			}
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	n.shards = n.listShards(sorted)
	n.orgIndex = sync.OnceValue(func() nameIndex { return newIndex(sorted) })
	return n, nil
}

// plainOrganisation checks what needs no other unit.
func plainOrganisation(u *Unit) *fault.Error {
	code := string(u.Code)
	switch {
	case u.ID < FirstOrganisation || u.Level != Organisation:
		return fault.New(fault.Invalid, "unit.org_id", "code", code, "id", int64(u.ID))
	case code == "" || strings.ContainsAny(code, "@, \t\n") || digits(code) || strings.EqualFold(code, "VN"):
		return fault.New(fault.Invalid, "unit.org_code", "code", code)
	case len(u.Versions) == 0:
		return fault.New(fault.Invalid, "unit.org_name", "code", code)
	}
	for i, v := range u.Versions {
		if v.Name == "" {
			return fault.New(fault.Invalid, "unit.org_name", "code", code)
		}
		if v.Last != 0 && v.Last < v.First || i > 0 && (u.Versions[i-1].Last == 0 || v.First <= u.Versions[i-1].Last) {
			return fault.New(fault.Invalid, "unit.org_days", "code", code)
		}
	}
	return nil
}

// add enters an organisation in the lists of a tree that is being made.
func (t *Tree) add(u *Unit) *fault.Error {
	key := strings.ToUpper(string(u.Code))
	for _, o := range t.codes[key] {
		if overlap(u, o) {
			return fault.New(fault.Conflict, "unit.org_code_taken", "code", string(u.Code), "name", o.Versions[0].title())
		}
	}
	t.codes[key] = append(t.codes[key], u)
	for i := range u.Versions {
		v := &u.Versions[i]
		if t.byID[v.Parent] == nil {
			return fault.New(fault.Invalid, "unit.org_seat", "code", string(u.Code))
		}
		if v.Under != 0 && t.Unit(v.Under) == nil {
			return fault.New(fault.Invalid, "unit.org_under", "code", string(u.Code))
		}
		for seat := v.Parent; ; {
			if l := t.seated[seat]; len(l) == 0 || l[len(l)-1] != u {
				t.seated[seat] = append(l, u)
			}
			gone := t.byID[seat].Last()
			if gone == 0 || v.Last != 0 && v.Last <= gone {
				break
			}
			seat, _ = t.Carry(seat, gone.Add(1))
		}
		if l := t.managed[v.Under]; v.Under != 0 && (len(l) == 0 || l[len(l)-1] != u) {
			t.managed[v.Under] = append(l, u)
		}
	}
	return nil
}

func overlap(a, b *Unit) bool {
	return (a.Last() == 0 || b.First() <= a.Last()) && (b.Last() == 0 || a.First() <= b.Last())
}

// circular tells whether the managers of an organisation lead back to it. A
// circle begins with one of its versions, so the first day of each is enough.
func (t *Tree) circular(u *Unit) bool {
	for _, v := range u.Versions {
		o := u
		for range deepest {
			w, _ := o.near(v.First)
			if o = t.bodies[w.Under]; o == nil || o == u {
				break
			}
		}
		if o != nil {
			return true
		}
	}
	return false
}

// Unit returns the unit with the id, nil if there is none.
func (t *Tree) Unit(id ID) *Unit {
	if p := t.byID[id]; p != nil {
		return &p.Unit
	}
	return t.bodies[id]
}

// Children returns the places directly below a place on the day and, behind
// them, the organisations seated there; of an organisation, those that it
// manages. Both are in Vietnamese order of their full names.
func (t *Tree) Children(id ID, d period.Day) []*Unit {
	var out []*Unit
	p := t.byID[id]
	if p == nil {
		for _, u := range t.managed[id] {
			if v, ok := u.At(d); ok && v.Under == id {
				out = append(out, u)
			}
		}
		sortUnits(out, d)
		return out
	}
	for _, c := range p.below {
		if v, ok := c.At(d); ok && v.Parent == id {
			out = append(out, &c.Unit)
		}
	}
	sortUnits(out, d)
	n := len(out)
	for _, u := range t.seated[id] {
		if u.inForce(d) && t.Parent(u.ID, d) == id {
			out = append(out, u)
		}
	}
	sortUnits(out[n:], d)
	return out
}

func sortUnits(list []*Unit, d period.Day) {
	vn.SortBy(list, func(u *Unit) string {
		v, _ := u.near(d)
		return v.title() + "\x00" + string(u.Code)
	})
}

// Parent returns the unit above a place on the day, the seat of an organisation;
// 0 for VN. A seat that is no longer there is followed to where it went, to its
// province if it was split.
func (t *Tree) Parent(id ID, d period.Day) ID {
	if p := t.byID[id]; p != nil {
		v, _ := p.near(d)
		return v.Parent
	}
	u := t.bodies[id]
	if u == nil {
		return 0
	}
	v, day := u.near(d)
	seat, _ := t.Carry(v.Parent, day)
	return seat
}

// Province returns the province that the unit is, or is in, on the day; VN for
// the country and the bodies seated there.
func (t *Tree) Province(id ID, d period.Day) ID {
	u := t.Unit(id)
	for u != nil && u.Level > Province {
		_, day := u.near(d)
		d = day
		u = t.Unit(t.Parent(u.ID, d))
	}
	if u == nil {
		return 0
	}
	return u.ID
}

// Shard returns where records that the unit reports for the day are kept: its
// province as it was on the day; VN and each body seated at VN have their own.
func (t *Tree) Shard(id ID, d period.Day) ID {
	p := t.Province(id, d)
	if p == VN {
		return id
	}
	return p
}

// Shards returns all shards there can be, rising.
func (t *Tree) Shards() []ID { return slices.Clone(t.shards) }

func (t *Tree) listShards(orgs []*Unit) []ID {
	out := []ID{VN}
	for _, p := range t.all {
		if p.Level == Province {
			out = append(out, p.ID)
		}
	}
	for _, u := range orgs {
		for _, v := range u.Versions {
			if v.Parent == VN {
				out = append(out, u.ID)
				break
			}
		}
	}
	slices.Sort(out)
	return out
}

// LevelOf returns the level of a place, and of an organisation that of its seat
// on the day.
func (t *Tree) LevelOf(id ID, d period.Day) Level {
	u := t.Unit(id)
	if u != nil && u.Level == Organisation {
		u = t.Unit(t.Parent(id, d))
	}
	if u == nil {
		return Country
	}
	return u.Level
}

// Within tells whether a unit is in the subtree of top on the day: for a place,
// by place and seat; for an organisation, by managing organisation. A unit that
// is no longer there stands where Carry puts it: a former commune that was split
// is within its province and within no commune.
func (t *Tree) Within(id, top ID, d period.Day) bool {
	if id == top {
		return t.Unit(id) != nil
	}
	if o := t.bodies[top]; o != nil {
		u := t.bodies[id]
		for range deepest {
			if u == nil {
				return false
			}
			v, _ := u.near(d)
			if v.Under == top {
				return true
			}
			u = t.bodies[v.Under]
		}
		return false
	}
	if t.Unit(id) == nil || t.byID[top] == nil {
		return false
	}
	at, _ := t.Carry(id, d)
	for at != 0 && at != top {
		at = t.Parent(at, d)
	}
	return at == top
}

// Path returns the unit's full name and those above it on the day, without the
// country: "Phường Hà Tu, Tỉnh Quảng Ninh".
func (t *Tree) Path(id ID, d period.Day) string {
	u := t.Unit(id)
	if u == nil {
		return ""
	}
	v, d := u.near(d)
	s := v.title()
	for p := t.Parent(id, d); p != VN && p != 0; p = t.Parent(p, d) {
		w, _ := t.Unit(p).near(d)
		s += ", " + w.title()
	}
	return s
}
