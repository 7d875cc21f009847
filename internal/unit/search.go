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
	want := split(text)
	if len(want) == 0 || limit <= 0 {
		return nil
	}
	fold, marked := want.fold(), want.marked()
	code := strings.TrimSpace(text)
	type hit struct {
		unit *Unit
		rank int
	}
	best := map[*Unit]int{}
	for _, x := range []nameIndex{t.index(), t.orgIndex()} {
		for _, e := range x.all {
			rank := 0
			switch {
			case startsFold(string(e.unit.Code), code):
				rank = 1
			case strings.HasPrefix(e.fold, fold):
				rank = 3
				if marked && slices.Equal(want[:len(want)-1], e.key[:len(want)-1]) {
					rank = 2
				}
			case wordsStart(want, e.full):
				rank = 4
			default:
				continue
			}
			if !e.unit.inForce(d) {
				rank += 10
			}
			if r, ok := best[e.unit]; !ok || rank < r {
				best[e.unit] = rank
			}
		}
	}
	hits := make([]hit, 0, len(best))
	for u, r := range best {
		if take(u) {
			hits = append(hits, hit{u, r*10 + int(u.Level)})
		}
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(a.rank-b.rank, int(a.unit.ID-b.unit.ID)) })
	out := make([]*Unit, 0, min(limit, len(hits)))
	for i := 0; i < len(hits) && len(out) < limit; {
		n := i // the hits of one rank, codes as they rise, names in Vietnamese order
		var same []*Unit
		for ; n < len(hits) && hits[n].rank == hits[i].rank; n++ {
			same = append(same, hits[n].unit)
		}
		if hits[i].rank/10%10 != 1 {
			vn.SortBy(same, func(u *Unit) string { v, _ := u.near(d); return v.Name })
		}
		out = append(out, same[:min(len(same), limit-len(out))]...)
		i = n
	}
	return out
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
