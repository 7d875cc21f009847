package ledger

import (
	"cmp"
	"maps"
	"math"
	"slices"
	"strconv"

	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// place is where the figures of a unit stand in a table: a code, that of the unit asked
// for its own bodies, "" for "chưa phân bổ".
type place struct {
	key      string
	estimate bool
}

// share is a part of a unit's figures that stands in a row.
type share struct {
	key  string
	part float64
}

// unitKey is the row in which a unit's figures stand as they are.
func (p *plan) unitKey(l *Ledger, top, id unit.ID) string {
	if p.q.Map == indicator.MapComparable {
		return string(l.Tree().RowArea(top, id, p.mapDay))
	}
	row, ok := l.Tree().Row(top, id, p.mapDay)
	if !ok {
		return ""
	}
	return codeOf(l.Tree(), row)
}

func codeOf(t *unit.Tree, id unit.ID) string {
	if u := t.Unit(id); u != nil {
		return string(u.Code)
	}
	return ""
}

// sharesMark begins the key of what stands under several rows; no code begins with it.
const sharesMark = "\x01"

// place finds the row of a unit's figures about top. Where they are shared out over
// several, their key is a mark until handOut: rounding once for all of a unit's figures
// of a row is nearer to the truth than once for each slot.
func (g *gatherer) place(top, id unit.ID) place {
	if g.p.q.Map == indicator.MapComparable { // no area was ever split
		return place{key: g.p.unitKey(g.l, top, id)}
	}
	tree := g.l.Tree()
	list := tree.Rows(top, id, g.p.mapDay, g.p.q.Split == indicator.SplitDefault)
	if len(list) == 1 {
		return place{codeOf(tree, list[0].Row), list[0].Estimate}
	}
	if g.tell { // what does not add up cannot be shared out
		return place{}
	}
	key := sharesMark + strconv.FormatInt(int64(top), 10) + "/" + strconv.FormatInt(int64(id), 10)
	if g.shares[key] == nil { // else as the place of what its unit also reported
		for _, s := range list {
			g.shares[key] = append(g.shares[key], share{codeOf(tree, s.Row), s.Share})
		}
	}
	return place{key, true}
}

// handOut puts what stands under the marks of place under the rows of its shares.
func (g *gatherer) handOut() {
	if len(g.shares) == 0 {
		return
	}
	was := g.cells
	g.cells = make(map[string]*cell, len(was))
	for id, c := range was {
		if g.shared(c.keys) == "" {
			g.cells[id] = c
		}
	}
	for _, c := range was {
		if g.shared(c.keys) != "" {
			g.handCell(c)
		}
	}
}

// shared is the first of some keys that stands for several rows, "" if none does.
func (g *gatherer) shared(keys map[string]string) string {
	for _, k := range g.by {
		if (k == indicator.ByUnit || k == indicator.ByPlace) && g.shares[keys[k]] != nil {
			return keys[k]
		}
	}
	return ""
}

// under are some keys with the row of a share for what stood for several. What a unit
// reported of its own ground is shared out once: reporter and place go the same way.
func under(keys map[string]string, several, row string) map[string]string {
	out := maps.Clone(keys)
	for k, v := range out {
		if v == several {
			out[k] = row
		}
	}
	return out
}

func (g *gatherer) handCell(c *cell) {
	several := g.shared(c.keys)
	if several == "" {
		id := rowID(g.p.q.By, c.keys)
		to := g.cells[id]
		if to == nil {
			g.cells[id] = c
			return
		}
		to.sum.Add(&c.sum, 1)
		to.any, to.standsIn, to.estimate, to.part = to.any || c.any, to.standsIn || c.standsIn, true, true
		return
	}
	shares := g.shares[several]
	parts := make([]float64, len(shares))
	for i, s := range shares {
		parts[i] = s.part
	}
	for i, sum := range apportion(g.def, &c.sum, parts) {
		g.handCell(&cell{keys: under(c.keys, several, shares[i].key), sum: sum, any: c.any, standsIn: c.standsIn, estimate: true, part: true})
	}
}

// rowsOf lists the rows under which a cell stands, or its shares do.
func (g *gatherer) rowsOf(keys map[string]string) []string {
	several := g.shared(keys)
	if several == "" {
		return []string{rowID(g.p.q.By, keys)}
	}
	var out []string
	for _, s := range g.shares[several] {
		out = append(out, g.rowsOf(under(keys, several, s.key))...)
	}
	return out
}

// apportion shares a sum out in whole numbers that add up to it, every plane alike. No
// share of a part is more than the same share of its whole, and none tells of more
// records than it has.
func apportion(def *register.Definition, sum *fact.Sum, parts []float64) []fact.Sum {
	out := make([]fact.Sum, len(parts))
	put := func(plane, column int, n int64, most []int64) {
		for i, v := range largestRemainder(n, parts, most) {
			if column < 0 {
				out[i][plane].N = v
			} else {
				out[i][plane].V[column] = v
			}
		}
	}
	column := func(c int) []int64 {
		var list []int64
		for i := range out {
			v := out[i][fact.Numbers].N
			if c >= 0 {
				v = out[i][fact.Numbers].V[c]
			}
			list = append(list, v)
		}
		return list
	}
	for p := range sum {
		put(p, -1, sum[p].N, nil)
	}
	done := make([]bool, len(def.Measures))
	var number func(i int)
	number = func(i int) {
		if done[i] {
			return
		}
		done[i] = true
		var most []int64
		if w := def.Measure(def.Measures[i].PartOf); w >= 0 {
			number(w)
			most = column(w)
			put(fact.WithoutPart, i, sum[fact.WithoutPart].V[i], most)
			for j := range most { // a part is divided by its whole where the part was told
				most[j] -= out[j][fact.WithoutPart].V[i]
			}
		}
		put(fact.Numbers, i, sum[fact.Numbers].V[i], most)
	}
	for i := range def.Measures {
		number(i)
	}
	records, count := column(-1), def.Measure(def.Count)
	for i := range def.Measures {
		for _, p := range []int{fact.More, fact.Less, fact.About, fact.NotGiven, fact.NotApplicable} {
			put(p, i, sum[p].V[i], records)
		}
		var counted []int64
		if count >= 0 {
			counted = column(count)
		}
		put(fact.WithoutPartCount, i, sum[fact.WithoutPartCount].V[i], counted)
	}
	return out
}

// largestRemainder parts n by shares that add up to one: each has its share rounded
// down, and what is left over goes one by one to those that lost most by rounding, the
// first of equals first. None has more than its most, if those can hold n.
func largestRemainder(n int64, shares []float64, most []int64) []int64 {
	out := make([]int64, len(shares))
	if n < 0 {
		for i, v := range largestRemainder(-n, shares, nil) {
			out[i] = -v
		}
		return out
	}
	var room int64
	for _, m := range most {
		room += m
	}
	if room < n || slices.ContainsFunc(most, func(m int64) bool { return m < 0 }) {
		most = nil
	}
	order := make([]int, len(shares))
	lost := make([]float64, len(shares))
	left := n
	for i, s := range shares {
		q := float64(n) * s
		f := math.Floor(q)
		if most != nil {
			f = math.Min(f, float64(most[i]))
		}
		out[i], lost[i], order[i] = int64(f), math.Round((q-f)*1e6), i // equals stay equal in binary
		left -= out[i]
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(lost[b], lost[a]) })
	for left != 0 {
		before := left
		for _, i := range order {
			if left > 0 && (most == nil || out[i] < most[i]) {
				out[i]++
				left--
			} else if left < 0 && out[i] > 0 { // shares that rounding made a little more than one
				out[i]--
				left++
			}
		}
		if left == before {
			break
		}
	}
	return out
}
