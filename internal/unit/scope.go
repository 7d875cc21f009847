package unit

import (
	"slices"

	"binhdang/internal/period"
)

// endless is a day after all others.
const endless period.Day = 99991231

// Scope tells whose records a question about a unit reads.
//
// With at 0 the unit is one of today: with it come all units that went into it
// whole, transitively, and the bodies of them all. Else the unit is the one that
// was named as of day at: its subtree on the day last, or on its own last day if
// that is earlier, with what had come to it by then; last 0 sets no bound.
func (t *Tree) Scope(id ID, at, last period.Day) Scope {
	u := t.Unit(id)
	if u == nil {
		return Scope{Of: id}
	}
	s := Scope{Of: id, Last: u.Last()}
	d := endless
	if at != 0 && last != 0 {
		d = last
	}
	if s.Last != 0 {
		d = min(d, s.Last)
	}
	d = max(d, u.First())
	switch u.Level {
	case Country:
		s.All, s.Shards = true, t.Shards()
	case Province:
		s.All = true
		for p := range t.wholeInto(t.byID[id], d) {
			s.Shards = append(s.Shards, p.ID)
		}
		slices.Sort(s.Shards)
	default:
		s.Units = map[ID]bool{}
		if u.Level == Organisation {
			t.addManaged(s.Units, id, d)
		} else {
			t.addSubtree(s.Units, t.byID[id], id, d)
		}
		shards := map[ID]bool{}
		for member := range s.Units {
			t.addShards(shards, t.Unit(member), d)
		}
		for shard := range shards {
			s.Shards = append(s.Shards, shard)
		}
		slices.Sort(s.Shards)
	}
	return s
}

// wholeInto returns the place and every place that is wholly in it on the day.
func (t *Tree) wholeInto(p *place, d period.Day) map[*place]bool {
	out := map[*place]bool{p: true}
	queue := []*place{p}
	for len(queue) > 0 {
		p, queue = queue[0], queue[1:]
		for _, f := range p.from {
			if f.whole == p && f.ended(d) && !out[f] {
				out[f] = true
				queue = append(queue, f)
			}
		}
	}
	return out
}

// addSubtree adds the places below p on the day, all that is wholly in them, and
// the bodies that stand within top.
func (t *Tree) addSubtree(into map[ID]bool, p *place, top ID, d period.Day) {
	for w := range t.wholeInto(p, d) {
		into[w.ID] = true
		for _, u := range t.seated[w.ID] {
			if t.Within(u.ID, top, d) {
				into[u.ID] = true
			}
		}
	}
	for _, c := range p.below {
		if v, ok := c.At(d); ok && v.Parent == p.ID {
			t.addSubtree(into, c, top, d)
		}
	}
}

// addManaged adds an organisation and those it manages on the day, at any depth.
func (t *Tree) addManaged(into map[ID]bool, id ID, d period.Day) {
	into[id] = true
	for _, u := range t.managed[id] {
		if v, _ := u.near(d); v.Under == id && !into[u.ID] {
			t.addManaged(into, u.ID, d)
		}
	}
}

// addShards adds every shard that the unit's records up to the day may be in.
func (t *Tree) addShards(into map[ID]bool, u *Unit, d period.Day) {
	into[t.Shard(u.ID, u.First())] = true
	for _, v := range u.Versions {
		if v.First > d {
			break
		}
		into[t.Shard(u.ID, v.First)] = true
		for _, change := range t.days {
			if change > v.First && change <= d && (v.Last == 0 || change <= v.Last) {
				into[t.Shard(u.ID, change)] = true
			}
		}
	}
}

// Row tells in which row of a table about top, on the map of day d, the figures
// of a unit stand: a unit next below top (which is itself carried to d), or top
// for its own bodies. False is the row "chưa phân bổ": what was split or belonged
// to a district cannot be told apart below its province, and what stands outside
// top on that map is not in another row of the table.
func (t *Tree) Row(top, id ID, d period.Day) (ID, bool) {
	base, _ := t.Carry(top, d)
	at, fit := t.Carry(id, d)
	return t.row(base, at, fit, d)
}

// RowDefault is Row that sends split communes to their default target; estimate
// tells that it had to.
func (t *Tree) RowDefault(top, id ID, d period.Day) (row ID, estimate, ok bool) {
	base, _, _ := t.CarryDefault(top, d)
	at, fit, estimate := t.CarryDefault(id, d)
	row, ok = t.row(base, at, fit, d)
	return row, estimate, ok
}

func (t *Tree) row(base, at ID, fit Fit, d period.Day) (ID, bool) {
	if at == base {
		return base, fit != Unallocated && t.Unit(base) != nil
	}
	if t.bodies[base] != nil {
		return t.rowManaged(base, at, d)
	}
	for {
		next := t.Parent(at, d)
		switch {
		case next == 0:
			return 0, false
		case next == base && t.bodies[at] != nil:
			return base, true
		case next == base:
			return at, true
		}
		at = next
	}
}

// rowManaged is row for a table about an organisation.
func (t *Tree) rowManaged(base, at ID, d period.Day) (ID, bool) {
	for range deepest {
		u := t.bodies[at]
		if u == nil {
			break
		}
		v, _ := u.near(d)
		if v.Under == base {
			return at, true
		}
		at = v.Under
	}
	return 0, false
}
