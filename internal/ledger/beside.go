package ledger

import (
	"cmp"
	"context"
	"fmt"
	"hash/fnv"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// manyCentral is from how many bodies at the country on it pays to know which have reported.
const manyCentral = 16

// mostNear bounds how many likely duplicates are looked at for one that may be shown.
const mostNear = 20

// nearShards are where records stand that may tell the same as r: its own shard,
// that of its place, and those of the bodies seated at the country.
func (l *Ledger) nearShards(r *register.Record) []unit.ID {
	out := append(l.central(), r.Shard, l.Tree().Shard(r.Place, dayOf(r)))
	slices.Sort(out)
	return slices.Compact(out)
}

// central are the shards of the country and of the bodies seated there.
func (l *Ledger) central() []unit.ID {
	return slices.DeleteFunc(l.Tree().Shards(), func(id unit.ID) bool { return id != unit.VN && id < unit.FirstOrganisation })
}

// nearDays are the days on which another record tells the same; of a stock its opening day.
func nearDays(r *register.Record) period.Window {
	if r.Kind == register.Stock {
		return period.Window{First: r.First, Last: r.First}
	}
	return period.Window{First: r.First, Last: r.Last}
}

// asksNear tells whether likely duplicates are looked for at all.
func asksNear(r *register.Record) bool {
	return len(r.Def.Near) > 0 && r.Kind != register.Rest && r.Kind != register.Whole
}

// nearBy is a likely duplicate as a warning needs it.
type nearBy struct {
	shard, unit, place unit.ID
	id                 register.ID
	first, last        period.Day
}

// nearFault is the warning of likely duplicates, in their order: of the first that
// the actor may read, else only that there is one.
func (l *Ledger) nearFault(by access.Actor, list []nearBy) *fault.Error {
	if len(list) == 0 {
		return nil
	}
	f := fault.New(fault.Conflict, "near.other")
	pass := l.pass(by)
	for _, n := range list {
		if pass.May(access.ReadRecords, n.unit, n.place, n.last) {
			f = fault.New(fault.Conflict, "near.record", "id", int64(n.id), "unit", l.unitName(n.unit), "day", n.last.VN())
			break
		}
	}
	return f.In(0, register.ColumnFirst)
}

// besideTotal is a total as a warning needs it.
type besideTotal struct {
	id          register.ID
	kind        register.Kind
	first, last period.Day
	of          string // what is stated, of a declared value
}

// statedOf is the code of what a record states; "" of a record that states nothing.
func statedOf(r *register.Record) string {
	if r.Def.Stated == nil {
		return ""
	}
	return strings.Join(r.Values[r.Def.Stated.Of].Codes, "")
}

// totalFaults are the warnings of totals of the same unit, in their order: one beside
// a likely duplicate, else two at most. A whole total includes what is recorded in its
// window; other kinds beside it may count twice in people's minds.
func totalFaults(r *register.Record, list []besideTotal, near bool) []*fault.Error {
	most, of := 2, statedOf(r)
	if near {
		most = 1
	}
	var out []*fault.Error
	for _, o := range list {
		if len(out) == most {
			break
		}
		if o.id == r.ID || o.kind != register.Whole && r.Kind != register.Whole || o.first > r.Last || o.last < r.First || o.of != of {
			continue
		}
		f := fault.New(fault.Conflict, "near.total", "id", int64(o.id), "from", o.first.VN(), "to", o.last.VN())
		out = append(out, f.In(0, register.ColumnKind))
	}
	return out
}

// beside warns of what a new record stands beside: a likely duplicate, or a total
// of the other kind over the same days (design 5.3, 5.10).
func (l *Ledger) beside(ctx context.Context, tx *store.Tx, by access.Actor, r *register.Record) (register.Problems, error) {
	b := newSurroundings(l, tx, l.cat.Latest(r.Def.Name), 0)
	if err := b.read(ctx, []*register.Record{r}); err != nil {
		return nil, err
	}
	var out register.Problems
	for _, f := range b.warn(by, r) {
		out = append(out, register.Problem{Fault: f, Warning: true})
	}
	return out, nil
}

// surroundings is what stands beside new records of one register: read for many of
// them at once, and told of those that were written since. Nothing is read twice.
type surroundings struct {
	l       *Ledger
	tx      *store.Tx
	def     *register.Definition // the latest edition
	batch   int64                // whose records are told by put
	looking bool                 // only looked at: what put tells of a new row is no record that can be opened
	central []unit.ID            // that hold records
	spots   map[spot][]period.Window
	here    map[register.ID]bool  // read, not told
	near    map[nearDay]nearRow   // the first by unit and id
	more    map[nearDay][]nearRow // where there are several: all, in that order
	long    map[uint64][]nearBy   // again those of several days
	days    period.Window         // of all of them
	asked   map[spot]bool         // units whose totals were read
	totals  map[spot][]besideTotal
}

// spot is a place or a unit in a shard.
type spot struct{ shard, at unit.ID }

// nearDay is a hash of what likely duplicates have in common, with their last day.
// An import keeps one for each of its rows, so it is short, and so is nearRow.
type nearDay uint64

func nearDayOf(said uint64, day period.Day) nearDay {
	h := (said ^ uint64(day)) * 0x9E3779B97F4A7C15
	return nearDay(h ^ h>>29)
}

// nearRow is a record of a nearDay, whose shard, place and day are those that are
// looked for.
type nearRow struct {
	unit unit.ID
	id   register.ID
}

func newSurroundings(l *Ledger, tx *store.Tx, def *register.Definition, batch int64) *surroundings {
	return &surroundings{l: l, tx: tx, def: def, batch: batch, spots: map[spot][]period.Window{}, here: map[register.ID]bool{},
		near: map[nearDay]nearRow{}, more: map[nearDay][]nearRow{}, long: map[uint64][]nearBy{}, asked: map[spot]bool{}, totals: map[spot][]besideTotal{}}
}

// read sees to it that what stands beside the new records is known.
func (b *surroundings) read(ctx context.Context, rows []*register.Record) error {
	if b.central == nil {
		b.central = append([]unit.ID{}, b.l.central()...)
		if len(b.central) > manyCentral { // most of them have reported nothing
			held, err := b.tx.Shards(ctx)
			if err != nil {
				return err
			}
			b.central = slices.DeleteFunc(b.central, func(id unit.ID) bool { return !slices.Contains(held, id) })
		}
	}
	var spots []store.Spot
	var shards, units []unit.ID
	for _, r := range rows {
		if asksNear(r) {
			for _, shard := range b.shards(r) {
				spots = append(spots, b.ask(spot{shard, r.Place}, nearDays(r))...)
			}
		}
		if s := (spot{r.Shard, r.Unit}); r.Def.Totals && !b.asked[s] {
			b.asked[s] = true
			shards, units = append(shards, r.Shard), append(units, r.Unit)
		}
	}
	var apart []store.Apart // of the one record that is there already and asked about
	if len(rows) == 1 && rows[0].ID != 0 {
		var err error
		if apart, err = b.tx.Apart(ctx, rows[0].ID); err != nil {
			return err
		}
	}
	err := b.tx.AtSpots(ctx, b.def.Number, spots, b.batch, func(o *register.Record) error {
		// A duplicate that is linked to the one record asked about is known to be one,
		// and what was told apart from it is known to be none.
		known := len(rows) == 1 && o.Lead != 0 && o.Lead == rows[0].ID ||
			slices.ContainsFunc(apart, func(a store.Apart) bool { return a.Other == o.ID })
		if !b.here[o.ID] && !known {
			b.here[o.ID] = true
			b.putNear(o)
		}
		return nil
	})
	if err != nil || len(units) == 0 {
		return err
	}
	slices.Sort(shards)
	slices.Sort(units)
	f := store.Filter{Shards: slices.Compact(shards), Register: b.def.Number, Units: slices.Compact(units), States: counted}
	return b.tx.Totals(ctx, f, func(o *register.Record) error {
		if o.Batch == 0 || o.Batch != b.batch {
			b.here[o.ID] = true
			b.putTotal(o)
		}
		return nil
	})
}

// counted are the states of records that count.
var counted = []register.State{register.Submitted, register.Approved}

// shards are where likely duplicates of a record stand, as far as there are records.
func (b *surroundings) shards(r *register.Record) []unit.ID {
	out := append([]unit.ID{r.Shard, b.l.Tree().Shard(r.Place, dayOf(r))}, b.central...)
	slices.Sort(out)
	return slices.Compact(out)
}

// ask notes that the days of a spot are being read, and returns those that were not.
func (b *surroundings) ask(s spot, w period.Window) (out []store.Spot) {
	open := []period.Window{w}
	for _, known := range b.spots[s] {
		var left []period.Window
		for _, o := range open {
			if known.Last < o.First || o.Last < known.First {
				left = append(left, o)
				continue
			}
			if o.First < known.First {
				left = append(left, period.Window{First: o.First, Last: known.First.Add(-1)})
			}
			if known.Last < o.Last {
				left = append(left, period.Window{First: known.Last.Add(1), Last: o.Last})
			}
		}
		if open = left; len(open) == 0 {
			return nil
		}
	}
	b.spots[s] = append(b.spots[s], open...)
	for _, o := range open {
		out = append(out, store.Spot{Shard: s.shard, Place: s.at, Window: o})
	}
	return out
}

// key hashes what likely duplicates in a shard have in common but for their days.
func (b *surroundings) key(shard unit.ID, r *register.Record) uint64 {
	h := fnv.New64a()
	fmt.Fprint(h, shard, " ", r.Place, " ", r.Kind, " ")
	for _, f := range b.def.Near {
		v := r.Values[f]
		for _, c := range v.Codes {
			h.Write([]byte(c))
			h.Write([]byte{1})
		}
		h.Write([]byte(v.Text))
		h.Write([]byte{0})
	}
	return h.Sum64()
}

func nearOf(r *register.Record) nearBy {
	return nearBy{r.Shard, r.Unit, r.Place, r.ID, r.First, r.Last}
}

func byUnit(a, b nearRow) int { return cmp.Or(cmp.Compare(a.unit, b.unit), cmp.Compare(a.id, b.id)) }

// inOrder is the order in which the database gives records.
func inOrder(a, b nearBy) int {
	return cmp.Or(cmp.Compare(a.shard, b.shard), cmp.Compare(a.unit, b.unit), cmp.Compare(a.last, b.last), cmp.Compare(a.id, b.id))
}

// put tells of a record that was written.
func (b *surroundings) put(r *register.Record) {
	b.putNear(r)
	if slices.Contains(counted, r.State) {
		b.putTotal(r)
	}
}

func (b *surroundings) putNear(r *register.Record) {
	if !asksNear(r) || r.State == register.Void {
		return
	}
	n, said := nearOf(r), b.key(r.Shard, r)
	k, row := nearDayOf(said, r.Last), nearRow{r.Unit, r.ID}
	if day := b.at(k); len(day) > 0 {
		at, _ := slices.BinarySearchFunc(day, row, byUnit)
		b.set(k, slices.Insert(day, at, row))
	} else {
		b.near[k] = row
	}
	if r.Kind == register.Event && n.first < n.last {
		b.long[said] = append(b.long[said], n)
	}
	if b.days.First == 0 || n.last < b.days.First {
		b.days.First = n.last
	}
	b.days.Last = max(b.days.Last, n.last)
}

// at are the records of a day, in the order of unit and id.
func (b *surroundings) at(k nearDay) []nearRow {
	if all := b.more[k]; all != nil {
		return all
	}
	if n, ok := b.near[k]; ok {
		return []nearRow{n}
	}
	return nil
}

// set keeps the records of a day: most days have one, and no list.
func (b *surroundings) set(k nearDay, all []nearRow) {
	delete(b.near, k)
	delete(b.more, k)
	switch {
	case len(all) > 1:
		b.more[k] = all
	case len(all) == 1:
		b.near[k] = all[0]
	}
}

func (b *surroundings) putTotal(r *register.Record) {
	if r.Kind != register.Rest && r.Kind != register.Whole {
		return
	}
	s := spot{r.Shard, r.Unit}
	t := besideTotal{r.ID, r.Kind, r.First, r.Last, statedOf(r)}
	at, _ := slices.BinarySearchFunc(b.totals[s], t, func(a, b besideTotal) int {
		return cmp.Or(cmp.Compare(a.last, b.last), cmp.Compare(a.id, b.id))
	})
	b.totals[s] = slices.Insert(b.totals[s], at, t)
}

// drop forgets a version of a record that another has taken the place of.
func (b *surroundings) drop(old *register.Record) {
	said := b.key(old.Shard, old)
	if k := nearDayOf(said, old.Last); len(b.at(k)) > 0 {
		b.set(k, slices.DeleteFunc(b.at(k), func(n nearRow) bool { return n.id == old.ID }))
		b.long[said] = slices.DeleteFunc(b.long[said], func(n nearBy) bool { return n.id == old.ID })
	}
	s := spot{old.Shard, old.Unit}
	b.totals[s] = slices.DeleteFunc(b.totals[s], func(t besideTotal) bool { return t.id == old.ID })
}

// warn tells what stands beside a new record, or beside one that was corrected.
func (b *surroundings) warn(by access.Actor, r *register.Record) []*fault.Error {
	var out []*fault.Error
	if f := b.l.nearFault(by, b.likely(r)); f != nil {
		out = append(out, f)
	}
	if r.Def.Totals {
		out = append(out, totalFaults(r, b.totals[spot{r.Shard, r.Unit}], len(out) > 0)...)
	}
	for _, f := range out {
		if b.ofFile(f) {
			f.Key += "_row"
		}
	}
	return out
}

// ofFile tells that a warning names another row of a file that is only looked at. Such
// rows got their numbers after that of the import, and none of them was read.
func (b *surroundings) ofFile(f *fault.Error) bool {
	if !b.looking || len(f.Args) == 0 || f.Args[0] != "id" {
		return false
	}
	id, err := strconv.ParseInt(f.Args[1], 10, 64)
	return err == nil && id > b.batch && !b.here[register.ID(id)]
}

// likely are the first of the likely duplicates of a record, in the order in which
// the database gives them, those that go on after it last.
func (b *surroundings) likely(r *register.Record) []nearBy {
	if !asksNear(r) {
		return nil
	}
	w := nearDays(r)
	most := mostNear
	if w.Days() > 31 {
		most = 1 // of each day
	}
	var keys []uint64
	var out []nearBy
	for _, shard := range b.l.nearShards(r) {
		k := b.key(shard, r)
		keys = append(keys, k)
		for d := max(w.First, b.days.First); d != 0 && d <= min(w.Last, b.days.Last); d = d.Add(1) {
			n := 0
			for _, o := range b.at(nearDayOf(k, d)) {
				if n == most {
					break
				}
				if o.id != r.ID {
					out = append(out, nearBy{shard, o.unit, r.Place, o.id, d, d})
					n++
				}
			}
		}
	}
	slices.SortFunc(out, inOrder)
	if len(out) < mostNear {
		n := len(out)
		for _, k := range keys {
			for _, o := range b.long[k] {
				if o.last > w.Last && o.first <= w.Last && o.id != r.ID {
					out = append(out, o)
				}
			}
		}
		slices.SortFunc(out[n:], inOrder)
	}
	return out[:min(len(out), mostNear)]
}
