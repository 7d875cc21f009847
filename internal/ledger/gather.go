package ledger

import (
	"context"
	"maps"
	"slices"
	"strings"

	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// cell is what stands under one row of an answer for one register.
type cell struct {
	keys      map[string]string
	sum       fact.Sum
	any       bool
	estimate  bool             // some of it was split
	part      bool             // some of it is a share of the figures of others
	reporters map[unit.ID]bool // filled where an indicator does not add over units
	standsIn  bool
}

// gatherer adds up one register for one question. It reads facts where they are
// kept that way, and records where they are not: at the odd ends of a window,
// and for breakdowns that no margin holds.
type gatherer struct {
	l     *Ledger
	tx    *store.Tx
	p     *plan
	def   *register.Definition
	by    []string            // of the question, without fields that the indicator lacks
	where map[string][]string // only records with one of these codes
	tell  bool                // remember the reporters
	last  bool                // only what each reporter said last in a step counts
	cells map[string]*cell
	said  map[saying][]*register.Record

	totals []*register.Record // declared totals that touch the window, rest and whole, in scope
	rows   map[unit.ID]place  // memo of place; of where something happened by minus its id
	levels map[unit.ID]string
	shares map[string][]share // by the keys that stand for several rows until they are handed out
	steps  map[period.Window]*step
	stands map[standing]*cell // memo of cell
	at     standing           // what was asked of it last,
	there  *cell              // and what it said
}

// gather fills g.cells.
func (g *gatherer) gather(ctx context.Context) error {
	g.begin()
	for _, codes := range g.where {
		if len(codes) == 0 {
			return nil // no record has one of no codes
		}
	}
	if !g.p.window.Valid() {
		return nil
	}
	if g.def.Totals {
		if err := g.readTotals(ctx); err != nil {
			return err
		}
	}
	if g.def.Stock {
		return g.stock(ctx)
	}
	w := g.p.window
	inner, edges := w.Cut()
	margins, kept := g.margins()
	if !kept {
		inner, edges = period.Window{}, []period.Window{w}
	}
	if inner.Valid() {
		if err := g.facts(ctx, inner, false, margins); err != nil {
			return err
		}
	}
	for _, e := range edges {
		err := g.tx.Records(ctx, g.filter(store.Filter{From: e.First, To: e.Last, Kinds: []register.Kind{register.Event}}), g.record)
		if err != nil {
			return err
		}
	}
	for _, r := range g.totals {
		if r.Kind == register.Rest && w.Covers(windowOf(r)) && !(inner.Valid() && inner.Covers(windowOf(r))) {
			if err := g.record(r); err != nil {
				return err
			}
		}
	}
	for k, list := range g.said {
		if g.outspoken(k, list[0].Last) {
			continue
		}
		for _, r := range list {
			g.entry(r, fact.Entries(r)[0])
		}
	}
	return nil
}

// saying is a reporter in a step of time.
type saying struct {
	reporter unit.ID
	step     string
}

// hear keeps what a reporter says of a state that is told anew each year, such as
// who leads: what was said on the last day takes the place of what was said before.
func (g *gatherer) hear(r *register.Record) {
	k := saying{r.Unit, rowID(g.by, g.p.timeKeys(g.by, windowOf(r)))}
	switch list := g.said[k]; {
	case len(list) == 0 || list[0].Last < r.Last:
		g.said[k] = []*register.Record{r}
	case list[0].Last == r.Last:
		g.said[k] = append(list, r)
	}
}

// outspoken tells whether a place went whole into one that spoke later in the same
// step, or that into another: what it said is then said again. The bodies that were
// seated there spoke for themselves.
func (g *gatherer) outspoken(k saying, day period.Day) bool {
	for {
		u := g.l.Tree().Unit(k.reporter)
		if u == nil || u.Level == unit.Organisation || u.Last() == 0 {
			return false
		}
		to, fit := g.l.Tree().Carry(k.reporter, u.Last().Add(1))
		if fit != unit.Merged || to == k.reporter {
			return false
		}
		k.reporter = to
		if list := g.said[k]; len(list) > 0 && list[0].Last > day {
			return true
		}
	}
}

// stock adds up the openings and closings until each asked day.
func (g *gatherer) stock(ctx context.Context) error {
	last := g.p.window.Last
	cut := period.SlotOf(last).Last
	if cut != last {
		cut = period.SlotOf(last).First.Add(-1)
	}
	margins, kept := g.margins()
	if !kept {
		return g.tx.Records(ctx, g.filter(store.Filter{To: last}), g.record)
	}
	if err := g.facts(ctx, period.Window{First: 0, Last: cut}, true, margins); err != nil {
		return err
	}
	if cut == last {
		return nil
	}
	edge := period.Window{First: cut.Add(1), Last: last}
	return g.tx.StocksMoving(ctx, g.filter(store.Filter{From: edge.First, To: edge.Last}), func(r *register.Record) error {
		if !g.p.member(g.l, r) || !fact.Counts(r) {
			return nil
		}
		for _, e := range fact.Entries(r) {
			if edge.Contains(e.Day) {
				g.entry(r, e)
			}
		}
		return nil
	})
}

func (g *gatherer) filter(f store.Filter) store.Filter {
	f.Shards = g.p.scope.Shards
	f.Register = g.def.Number
	f.States = []register.State{register.Submitted, register.Approved}
	if len(g.p.stages) == 1 {
		f.States = []register.State{register.Approved}
		if g.p.stages[0] == fact.Submitted {
			f.States = []register.State{register.Submitted}
		}
	}
	if !g.p.places && !g.p.scope.All && len(g.p.scope.Units) <= 200 {
		f.Units = sortedUnits(g.p.scope.Units)
	}
	return f
}

func (g *gatherer) readTotals(ctx context.Context) error {
	return g.tx.Totals(ctx, g.filter(store.Filter{From: g.p.q.Window.First, To: g.p.q.Window.Last}), func(r *register.Record) error {
		if g.p.member(g.l, r) && r.Lead == 0 {
			g.totals = append(g.totals, r)
		}
		return nil
	})
}

// record adds all entries of a record that fall within the window.
func (g *gatherer) record(r *register.Record) error {
	if !g.p.member(g.l, r) || !fact.Counts(r) {
		return nil
	}
	if g.last {
		g.hear(r)
		return nil
	}
	for _, e := range fact.Entries(r) {
		if e.Day <= g.p.window.Last {
			g.entry(r, e)
		}
	}
	return nil
}

// entry adds one movement of a record under every row that it belongs to.
func (g *gatherer) entry(r *register.Record, e fact.Entry) {
	if !g.matches(r) {
		return
	}
	sum := fact.Of(r, g.l.cat.Attr)
	w := e.Window
	if r.Kind == register.Event || r.Kind == register.Stock {
		w = period.Window{First: e.Day, Last: e.Day}
	}
	for _, codes := range g.codesOf(r) {
		g.add(w, source{r.Shard, r.Unit, r.Place}, codes, sum, e.Sign)
	}
}

// source is who reported a sum, and where it happened; zero where that is summed up.
type source struct{ shard, reporter, place unit.ID }

func (g *gatherer) matches(r *register.Record) bool {
	for f, want := range g.where {
		if !slices.ContainsFunc(fact.Codes(r, f), func(c string) bool { return slices.Contains(want, c) }) {
			return false
		}
	}
	return true
}

// codesOf lists the combinations of codes of the asked fields under which a record stands.
func (g *gatherer) codesOf(r *register.Record) []map[string]string {
	out := []map[string]string{{}}
	for _, f := range g.by {
		if isPlain(f) {
			continue
		}
		var next []map[string]string
		for _, c := range fact.Codes(r, f) {
			if want := g.where[f]; want != nil && !slices.Contains(want, c) {
				continue
			}
			for _, m := range out {
				n := map[string]string{f: c}
				for k, v := range m {
					n[k] = v
				}
				next = append(next, n)
			}
		}
		out = next
	}
	return out
}

// add puts a sum under the rows of its window, source and codes.
func (g *gatherer) add(w period.Window, from source, codes map[string]string, sum *fact.Sum, sign int64) {
	if g.def.Stock && len(g.p.steps) > 0 {
		for _, s := range g.p.steps { // a level stands in every step that ends on or after the day
			if w.Last <= s.Window.Last {
				g.put(s.Window, from, codes, sum, sign)
			}
		}
		return
	}
	g.put(w, from, codes, sum, sign)
}

func (g *gatherer) put(w period.Window, from source, codes map[string]string, sum *fact.Sum, sign int64) *cell {
	c := g.cell(w, from, codes)
	c.any = true
	c.sum.Add(sum, sign)
	if g.tell {
		if c.reporters == nil {
			c.reporters = map[unit.ID]bool{}
		}
		c.reporters[from.reporter] = true
	}
	return c
}

// standing is all that tells under which row a sum stands.
type standing struct {
	step  *step
	from  source
	codes string
}

// step is what the breakdown says of a window: the same for all windows of a month, say.
type step struct{ keys map[string]string }

// step finds that of a window; years have few, and they come one behind another.
func (g *gatherer) step(w period.Window) *step {
	if s := g.steps[w]; s != nil {
		return s
	}
	keys := g.p.timeKeys(g.by, w)
	s := &step{keys}
	for _, o := range g.steps {
		if maps.Equal(o.keys, keys) {
			s = o
			break
		}
	}
	g.steps[w] = s
	return s
}

func (g *gatherer) cell(w period.Window, from source, codes map[string]string) *cell {
	at := standing{step: g.step(w), from: from}
	for _, k := range g.by {
		if len(codes) == 0 {
			break
		}
		if c, ok := codes[k]; ok && at.codes == "" && len(codes) == 1 {
			at.codes = c
		} else if ok {
			at.codes += c + "\x00"
		}
	}
	if g.there != nil && g.at == at { // planes and stages of one unit come together
		return g.there
	}
	c := g.stands[at]
	if c == nil {
		c = g.newCell(maps.Clone(at.step.keys), from, codes)
		if g.stands == nil {
			g.stands = map[standing]*cell{}
		}
		g.stands[at] = c
	}
	g.at, g.there = at, c
	return c
}

// newCell finds the cell of a source's row, with the keys of time given.
func (g *gatherer) newCell(keys map[string]string, from source, codes map[string]string) *cell {
	estimate := false
	for _, k := range g.by {
		switch {
		case isTime(k):
		case k == indicator.ByUnit:
			id := from.reporter
			if g.p.unit.ID == unit.VN { // a body stands in the province in which it had its seat then
				id = from.shard
			}
			at := memo(g.rows, id, func() place { return g.place(g.p.unit.ID, id) })
			keys[k], estimate = at.key, estimate || at.estimate
		case k == indicator.ByPlace:
			at := memo(g.rows, -from.place, func() place { return g.place(g.p.top, from.place) })
			keys[k], estimate = at.key, estimate || at.estimate
		case k == indicator.ByLevel:
			keys[k] = memo(g.levels, from.reporter, func() string { return g.p.levelKey(g.l, from.reporter) })
		default:
			keys[k] = codes[k]
		}
	}
	id := rowID(g.p.q.By, keys)
	c := g.cells[id]
	if c == nil {
		c = &cell{keys: keys}
		g.cells[id] = c
	}
	c.estimate = c.estimate || estimate
	return c
}

func memo[T any](m map[unit.ID]T, id unit.ID, make func() T) T {
	s, ok := m[id]
	if !ok {
		s = make()
		m[id] = s
	}
	return s
}

func rowID(by []string, keys map[string]string) string {
	parts := make([]string, len(by))
	for i, k := range by {
		parts[i] = keys[k]
	}
	return strings.Join(parts, "\x00")
}

// margin is one row of facts to read and the codes that it stands for.
type margin struct {
	hash  int64
	codes map[string]string
}

// margins says which margins of the facts answer the breakdown, or that none do
// and the records must be asked. Margins are kept for whole shards only.
func (g *gatherer) margins() ([]margin, bool) {
	units, levels := slices.Contains(g.by, indicator.ByUnit), slices.Contains(g.by, indicator.ByLevel)
	places := slices.Contains(g.by, indicator.ByPlace)
	// Facts of a place do not tell who reported, nor those of a unit where it happened.
	if g.tell || g.last || places && (units || levels || !g.p.places) {
		return nil, false
	}
	var fields []string
	for _, k := range g.by {
		if !isPlain(k) {
			fields = append(fields, k)
		}
	}
	// The rows of the nation by unit are its shards; any other row of a unit, place or level is finer.
	below := levels || places || units && g.p.unit.ID != unit.VN
	shown := len(fields)
	for f := range g.where {
		if !slices.Contains(fields, f) {
			fields = append(fields, f)
		}
	}
	if len(fields) == 0 {
		return []margin{{0, map[string]string{}}}, true
	}
	if below || g.p.places || !g.p.scope.All || len(fields) > 2 {
		return nil, false
	}
	for i, f := range fields { // several codes of a multi-choice field would count one record twice
		if d := g.def.Field(f); d == nil || !d.By || i >= shown && d.Kind == register.KindCodes && len(g.where[f]) > 1 {
			return nil, false
		}
	}
	if len(fields) == 1 {
		var out []margin
		for _, c := range g.codes(fields[0]) {
			out = append(out, margin{fact.MarginOf(fields[0], c), map[string]string{fields[0]: c}})
		}
		return out, true
	}
	for _, x := range g.def.Span.Crossings {
		if !(slices.Contains(x, fields[0]) && slices.Contains(x, fields[1])) {
			continue
		}
		var out []margin
		for _, a := range g.codes(x[0]) {
			for _, b := range g.codes(x[1]) {
				out = append(out, margin{fact.MarginOf(x[0], a, x[1], b), map[string]string{x[0]: a, x[1]: b}})
			}
		}
		return out, true
	}
	return nil, false
}

// codes of a field that the question is about: those of where, else the whole list and the empty one.
func (g *gatherer) codes(field string) []string {
	if want := g.where[field]; want != nil {
		return want
	}
	out := []string{""}
	if list := g.l.cat.List(g.def.Field(field).List); list != nil {
		for _, c := range list.Codes {
			out = append(out, c.Code)
		}
	}
	return out
}

// facts reads kept sums of a window of whole slots. As level, everything up to its last day.
func (g *gatherer) facts(ctx context.Context, w period.Window, level bool, margins []margin) error {
	q := store.FactQuery{
		Shards: g.p.scope.Shards, Registers: []int{g.def.Number}, Stages: g.p.stages, Window: w, Level: level,
		Columns: len(g.def.Measures),
		// A stock is read slot by slot, so that one that opened and closed again is told from none.
		GroupWindow: len(g.p.steps) > 0 || level, GroupMargin: len(margins) > 1,
	}
	byCode := map[int64]map[string]string{}
	for _, m := range margins {
		q.Margins = append(q.Margins, m.hash)
		byCode[m.hash] = m.codes
	}
	units, levels := slices.Contains(g.by, indicator.ByUnit), slices.Contains(g.by, indicator.ByLevel)
	switch {
	case g.p.places:
		q.GroupGrain, q.AllPlaces = true, true
	case !g.p.scope.All:
		q.GroupGrain = units || levels
		for _, id := range sortedUnits(g.p.scope.Units) {
			q.Grains = append(q.Grains, int64(id))
		}
	case levels || units && g.p.unit.ID != unit.VN:
		q.GroupGrain, q.AllUnits = true, true
	default:
		q.Grains = []int64{0}
	}
	q.GroupShard = units && g.p.unit.ID == unit.VN
	if !q.AllUnits && !q.AllPlaces && len(q.Grains) == 0 {
		return nil
	}
	return g.tx.Facts(ctx, q, func(r *store.FactRow) error {
		from := source{shard: r.Shard}
		switch {
		case r.Grain < 0:
			from.place = unit.ID(-r.Grain)
			if !g.p.placeIn(g.l, from.place) {
				return nil
			}
		case r.Grain > 0:
			from.reporter = unit.ID(r.Grain)
		}
		codes := byCode[r.Margin]
		if len(margins) == 1 {
			codes = margins[0].codes
		}
		var sum fact.Sum
		sum[r.Plane] = r.Vector
		g.add(r.Window, from, codes, &sum, 1)
		return nil
	})
}

func windowOf(r *register.Record) period.Window { return period.Window{First: r.First, Last: r.Last} }

func sortedUnits(m map[unit.ID]bool) []unit.ID {
	out := make([]unit.ID, 0, len(m))
	for id := range m {
		out = append(out, id)
	}
	slices.Sort(out)
	return out
}
