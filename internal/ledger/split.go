package ledger

import (
	"maps"
	"strconv"

	"binhdang/internal/indicator"
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
	for i, sum := range c.sum.Apportion(g.def, parts) {
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
