package unit

import (
	"cmp"
	"slices"
	"strings"

	"binhdang/internal/period"
	"binhdang/internal/vn"
)

// Search finds units for a picker as someone types: by the start of a code, or by
// a name of which every word typed starts one word, type included, marks or not.
// Units in force on the day come first, then codes, then names that start with the
// text as it is marked, then others that do, then the wider units; at most limit.
func (t *Tree) Search(text string, d period.Day, limit int) []*Unit {
	return t.SearchOf(text, d, limit, func(*Unit) bool { return true })
}

// SearchOf is Search among the units that take tells.
func (t *Tree) SearchOf(text string, d period.Day, limit int, take func(*Unit) bool) []*Unit {
	return t.SearchNear(text, d, limit, 0, take)
}

// SearchNear is SearchOf for who works at a unit: what lies within it comes first,
// then what lies in its province, each with whole names before names that go on, and
// those before words inside a name; the units of the day before others. What is far
// and fits weakly is left out where something fits better.
func (t *Tree) SearchNear(text string, d period.Day, limit int, home ID, take func(*Unit) bool) []*Unit {
	want := split(text)
	if len(want) == 0 || limit <= 0 {
		return nil
	}
	if home == VN { // all is within it
		home = 0
	}
	fold, marked := want.fold(), want.marked()
	code := strings.TrimSpace(text)
	far := t.farFrom(home, d)
	best := map[*Unit]fit{}
	for _, x := range []nameIndex{t.index(), t.orgIndex()} {
		for _, e := range x.all {
			f := fit{}
			switch {
			case startsFold(string(e.unit.Code), code):
				f.how = byCode
			case home != 0 && strings.HasPrefix(e.fold+" ", fold+" "):
				f.how = byWhole
			case strings.HasPrefix(e.fold, fold):
				f.how = byStart
				if marked && slices.Equal(want[:len(want)-1], e.key[:len(want)-1]) {
					f.how = byMarked
				}
			case wordsStart(want, e.full):
				f.how = byWords
			default:
				continue
			}
			f.gone = !e.unit.inForce(d)
			if old, ok := best[e.unit]; !ok || f.compare(old, home != 0) < 0 {
				best[e.unit] = f
			}
		}
	}
	type hit struct {
		unit *Unit
		fit
	}
	hits := make([]hit, 0, len(best))
	least := byWords
	for u, f := range best {
		if take(u) {
			if f.level = u.Level; !strings.EqualFold(string(u.Code), code) { // a code that was typed whole is meant, wherever
				f.far = far(u)
			}
			hits = append(hits, hit{u, f})
			least = min(least, f.how)
		}
	}
	if home != 0 {
		if least == byMarked {
			least = byStart
		}
		hits = slices.DeleteFunc(hits, func(h hit) bool { return h.far == elsewhere && h.how > least })
	}
	slices.SortFunc(hits, func(a, b hit) int {
		return cmp.Or(a.compare(b.fit, home != 0), int(a.unit.ID-b.unit.ID))
	})
	out := make([]*Unit, 0, min(limit, len(hits)))
	for i := 0; i < len(hits) && len(out) < limit; {
		n := i // the hits that fit alike, codes as they rise, names in Vietnamese order
		var same []*Unit
		for ; n < len(hits) && hits[n].fit == hits[i].fit; n++ {
			same = append(same, hits[n].unit)
		}
		if hits[i].how != byCode {
			vn.SortBy(same, func(u *Unit) string { v, _ := u.near(d); return v.Name })
		}
		out = append(out, same[:min(len(same), limit-len(out))]...)
		i = n
	}
	return out
}

// How a text fits a unit, the best first.
const (
	byCode   = iota
	byWhole  // its words are the first of the name
	byMarked // the name goes on, and is marked as the text is
	byStart
	byWords // each word starts a word of the name, type included
)

// How far a unit is from where one works.
const (
	within = iota
	around // in the same province
	elsewhere
)

// fit is how a text fits a unit.
type fit struct {
	far, how int
	gone     bool // it is not there on the day
	level    Level
}

// compare puts the better first. Near somebody's unit a name counts more than whether
// the unit is still there: it is that name which he typed.
func (f fit) compare(o fit, near bool) int {
	gone := 0
	if f.gone != o.gone {
		gone = 1
		if o.gone {
			gone = -1
		}
	}
	if near {
		return cmp.Or(f.far-o.far, f.how-o.how, gone, int(f.level)-int(o.level))
	}
	return cmp.Or(gone, f.how-o.how, int(f.level)-int(o.level))
}

// farFrom tells how far units are from one; without one all are alike.
func (t *Tree) farFrom(home ID, d period.Day) func(*Unit) int {
	if home == 0 || t.Unit(home) == nil {
		return func(*Unit) int { return within }
	}
	on := func(u *Unit) period.Day {
		if last := u.Last(); last != 0 {
			return min(max(d, u.First()), last)
		}
		return max(d, u.First())
	}
	shard := t.Shard(home, on(t.Unit(home)))
	return func(u *Unit) int {
		switch {
		case t.Within(u.ID, home, on(u)):
			return within
		case t.Shard(u.ID, on(u)) == shard:
			return around
		}
		return elsewhere
	}
}

// startsFold tells whether s starts with the text in any case of letters.
func startsFold(s, text string) bool {
	return len(s) >= len(text) && strings.EqualFold(s[:len(text)], text)
}

// wordsStart tells whether each wanted word starts a word of its own.
func wordsStart(want, have words) bool {
	var used uint64
	have = have[:min(len(have), 64)]
next:
	for _, w := range want {
		for i, h := range have {
			if used&(1<<i) == 0 && strings.HasPrefix(h.fold, w.fold) {
				used |= 1 << i
				continue next
			}
		}
		return false
	}
	return true
}

// farthest is more letters than any two names differ by.
const farthest = 1 << 20

// nearest is the unit in force in the subtree, of those that may be told, whose code
// or name takes the fewest letters to change into the text, and how many; nil if
// the text says nothing.
func (t *Tree) nearest(text string, in ID, d period.Day, may func(*Unit) bool) (best *Unit, least int) {
	w := split(text)
	if len(w) == 0 {
		return nil, farthest
	}
	ways := []string{}
	for _, r := range readings(w) {
		ways = append(ways, clip(r.fold))
	}
	code := clip(strings.ToLower(strings.TrimSpace(text)))
	least = farthest
	for _, x := range []nameIndex{t.index(), t.orgIndex()} {
		for _, e := range x.all {
			if !may(e.unit) {
				continue
			}
			n := distance(code, strings.ToLower(string(e.unit.Code)), least)
			for _, way := range ways {
				n = min(n, distance(way, e.fold, least))
			}
			if n < least && e.unit.inForce(d) && t.inside(e.unit.ID, in, d) {
				best, least = e.unit, n
			}
		}
	}
	return best, least
}

// clip bounds what is compared: no name is longer, and a pasted page must not cost
// a minute.
func clip(s string) string { return s[:min(len(s), 80)] }

// distance is how many letters must be put in, taken out or changed to make b of
// a, or least if it is no less.
func distance(a, b string, least int) int {
	if len(a)-len(b) >= least || len(b)-len(a) >= least {
		return least
	}
	var buf [256]int
	row := buf[:0]
	for j := range len(b) + 1 {
		row = append(row, j)
	}
	for i := range len(a) {
		diagonal, lowest := row[0], i+1
		row[0] = i + 1
		for j := range len(b) {
			n := diagonal
			if a[i] != b[j] {
				n = min(diagonal, row[j], row[j+1]) + 1
			}
			diagonal, row[j+1] = row[j+1], n
			lowest = min(lowest, n)
		}
		if lowest >= least {
			return least
		}
	}
	return min(row[len(b)], least)
}
