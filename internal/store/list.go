package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Filter says which records are wanted. What is zero or empty does not narrow,
// but Shards: without shards there are no records.
type Filter struct {
	Shards   []unit.ID
	Register int // number
	// From and To bound the last day of an event or total and the opening day of a stock.
	From, To period.Day
	Units    []unit.ID // who reports
	States   []register.State
	Kinds    []register.Kind
	Batch    int64      // the import that entered or last corrected it
	OpenOn   period.Day // stocks that were open on the day
	Naming   unit.ID    // one of its fields names this unit
	Linked   bool       // duplicates that were linked to a lead
	Unlinked bool       // all others
	Place    unit.ID    // where it happened
	Places   []unit.ID  // the same, several. Wants a register
	By       []string   // who entered it: the actors of its first journal line or, where an import did, of the import it came with
	Words    []string   // folded; each begins one of the record's words. Wants a register
}

func (f *Filter) narrowDays(s *statement, column string) {
	if f.From != 0 {
		s.add(" and "+column+" >= ?", int64(f.From))
	}
	if f.To != 0 {
		s.add(" and "+column+" <= ?", int64(f.To))
	}
}

func (f *Filter) narrowRest(s *statement) {
	if len(f.States) > 0 {
		s.add(" and ")
		in(s, "state", f.States)
	}
	if len(f.Kinds) > 0 {
		s.add(" and ")
		in(s, "kind", f.Kinds)
	}
	if f.OpenOn != 0 {
		s.add(" and kind = 2 and first_day <= ? and (closed is null or closed >= ?)", int64(f.OpenOn), int64(f.OpenOn))
	}
	// Ids from an index that has all that is asked for: SQLite would rather read
	// the shard than look up each record that an index finds.
	if f.Batch != 0 {
		s.add(" and (shard, id) in (select b.shard, b.id from record b where ")
		in(s, "b.shard", f.Shards)
		s.add(" and b.batch = ? and b.batch is not null)", f.Batch)
	}
	if f.Linked {
		s.add(" and lead is not null")
	}
	if f.Unlinked {
		s.add(" and lead is null")
	}
	if f.Place != 0 {
		s.add(" and place = ?", int64(f.Place))
	}
	if len(f.Places) > 0 {
		s.add(" and (shard, id) in (select p.shard, p.id from record p where ")
		in(s, "p.shard", f.Shards)
		s.add(" and ")
		in(s, "p.place", f.Places)
		s.add(" and p.register = ? and p.day >= ? and p.day <= ?)", int64(f.Register), int64(f.From), int64(cmp.Or(f.To, 99991231)))
	}
	if len(f.By) > 0 {
		s.add(" and (exists (select 1 from journal j where j.shard = record.shard and j.record = record.id and j.version = 1 and ")
		in(s, "j.actor", f.By)
		s.add(") or batch in (select c.id from batch c where ")
		in(s, "c.actor", f.By)
		s.add(") and not exists (select 1 from journal j where j.shard = record.shard and j.record = record.id and j.version = 1))")
	}
	f.narrowWords(s)
	if f.Naming != 0 {
		s.add(" and (shard, id) in (select shard, record from link where ")
		in(s, "shard", f.Shards)
		s.add(" and unit = ?)", int64(f.Naming))
	}
}

// from writes "from record where shard in (...)" and the rest of the filter. A +
// before a column keeps the engine from an index on it where the primary key,
// or another index, is the better way.
func (f *Filter) from(s *statement) {
	s.add(" from record where ")
	if f.Batch != 0 || f.Naming != 0 || len(f.Places) > 0 {
		in(s, "+shard", f.Shards)
	} else {
		in(s, "shard", f.Shards)
	}
	register := "register"
	switch {
	case len(f.Units) > 0:
		s.add(" and ")
		in(s, "unit", f.Units)
		register = "+register"
	case f.Batch != 0 || f.Naming != 0 || len(f.Places) > 0 || f.From == 0:
		register = "+register"
	}
	day := "day"
	if len(f.Units) == 0 && (f.Register == 0 && f.From == 0 || f.Batch != 0 || f.Naming != 0 || len(f.Places) > 0) {
		day = "+day"
	}
	if f.Register != 0 {
		s.add(" and "+register+" = ?", int64(f.Register))
	}
	f.narrowDays(s, day)
	f.narrowRest(s)
}

// Records hands every record of the filter to fn, in the order of shard, unit,
// day and id. Memory does not grow with their number. Fn must not use the
// transaction.
func (tx *Tx) Records(ctx context.Context, f Filter, fn func(*register.Record) error) error {
	var s statement
	s.add("select " + recordColumns)
	f.from(&s)
	if f.Batch != 0 || f.Naming != 0 || len(f.Places) > 0 || f.From != 0 && len(f.Units) == 0 {
		s.add(sorted)
	} else {
		s.add(" order by shard, unit, day, id")
	}
	return tx.records(ctx, &s, fn)
}

// sorted is the order of the primary key, for few records that another index
// finds: the + keeps SQLite from reading all in that order instead.
const sorted = " order by +shard, +unit, +day, +id"

func (tx *Tx) records(ctx context.Context, s *statement, fn func(*register.Record) error) error {
	return tx.each(ctx, s.String(), s.args, func(row scan) error {
		r, err := tx.scanRecord(row)
		if err != nil {
			return err
		}
		return fn(r)
	})
}

// CountRecords counts the records of a filter.
func (tx *Tx) CountRecords(ctx context.Context, f Filter) (n int64, err error) {
	var s statement
	s.add("select count(*)")
	f.from(&s)
	return n, tx.row(ctx, s.String(), s.args, &n)
}

// CountWaiting counts the records of a filter's shards, units, register and days that
// wait to be approved, along the index of those that do.
func (tx *Tx) CountWaiting(ctx context.Context, f Filter) (n int64, err error) {
	var s statement
	s.add("select count(*) from record where ")
	in(&s, "shard", f.Shards)
	if len(f.Units) > 0 {
		s.add(" and ")
		in(&s, "+unit", f.Units)
	}
	f.waiting(&s)
	return tx.count(ctx, f.Shards, f.Register, &s)
}

// Totals hands the rest and whole totals of a register to fn whose own windows
// have a day in common with From and To of the filter.
//
// They may be used by others as well and must not be changed, unless the transaction
// is one that writes.
func (tx *Tx) Totals(ctx context.Context, f Filter, fn func(*register.Record) error) error {
	list, err := tx.keptRecords(ctx, f.Shards, f.Register, fmt.Sprintf("totals %+v", f), func() (list []*register.Record, err error) {
		err = tx.totals(ctx, f, func(r *register.Record) error {
			list = append(list, r)
			return nil
		})
		return list, err
	})
	for _, r := range list {
		if err == nil {
			err = fn(r)
		}
	}
	return err
}

func (tx *Tx) totals(ctx context.Context, f Filter, fn func(*register.Record) error) error {
	var s statement
	s.add("select " + recordColumns + " from record where ")
	in(&s, "shard", f.Shards)
	s.add(" and register = ? and kind > 2", int64(f.Register))
	if f.To != 0 {
		s.add(" and first_day <= ?", int64(f.To))
	} else { // says nothing, but leads SQLite to the index of totals, which are few
		s.add(" and first_day >= 0")
	}
	if f.From != 0 {
		s.add(" and +day >= ?", int64(f.From))
	}
	if len(f.Units) > 0 {
		s.add(" and ")
		in(&s, "+unit", f.Units)
	}
	f.narrowRest(&s)
	s.add(sorted)
	return tx.records(ctx, &s, fn)
}

// StocksMoving hands the stocks of a register to fn that opened between From and
// To of the filter, or ceased to count then: the day after the closing day.
func (tx *Tx) StocksMoving(ctx context.Context, f Filter, fn func(*register.Record) error) error {
	opened := f
	opened.Kinds = []register.Kind{register.Stock}
	if err := tx.Records(ctx, opened, fn); err != nil {
		return err
	}
	var s statement
	s.add("select " + recordColumns + " from record where ")
	in(&s, "shard", f.Shards)
	s.add(" and register = ? and kind = 2 and closed >= ? and closed <= ? and not (day >= ? and day <= ?)",
		int64(f.Register), int64(f.From.Add(-1)), int64(f.To.Add(-1)), int64(f.From), int64(f.To))
	if len(f.Units) > 0 {
		s.add(" and ")
		in(&s, "+unit", f.Units)
	}
	f.narrowRest(&s)
	s.add(sorted)
	return tx.records(ctx, &s, fn)
}

// AtPlace hands the events and stocks of a register to fn that happened at a
// place and have a day in common with the window; of a stock its opening day.
func (tx *Tx) AtPlace(ctx context.Context, shards []unit.ID, number int, place unit.ID, w period.Window, fn func(*register.Record) error) error {
	at := func(days string, first, last period.Day) error {
		var s statement
		s.add("select " + recordColumns + " from record where ")
		in(&s, "shard", shards)
		s.add(" and place = ? and register = ? and "+days+sorted,
			int64(place), int64(number), int64(first), int64(last))
		return tx.records(ctx, &s, fn)
	}
	if err := at("kind < 3 and day >= ? and day <= ?", w.First, w.Last); err != nil {
		return err
	}
	// Events over several days that go on after the window are few and have an index of their own.
	return at("kind = 1 and first_day < day and day > ? and first_day <= ?", w.Last, w.Last)
}

// Mark is a place in a list with the newest records first.
type Mark struct {
	Day period.Day
	ID  register.ID
}

// Compare orders marks: the older day first, then the smaller id.
func (m Mark) Compare(o Mark) int { return cmp.Or(cmp.Compare(m.Day, o.Day), cmp.Compare(m.ID, o.ID)) }

// manyUnits is up to how many pairs of shard and unit are asked one by one.
const manyUnits = 64

// Newest returns up to limit records of a filter, the newest day first, that
// come after the mark in this order; the zero Mark starts at the newest. The
// mark of the last record leads on.
//
// Each shard (of few units, each unit in it) is asked for its own newest along a
// key, and what can't be among the newest of all is not read: time does not grow
// with the number of records.
//
// The records may be used by others as well and must not be changed, unless the
// transaction is one that writes.
func (tx *Tx) Newest(ctx context.Context, f Filter, after Mark, limit int) ([]*register.Record, error) {
	return tx.keptRecords(ctx, f.Shards, f.Register, fmt.Sprintf("newest %+v %v %d", f, after, limit),
		func() ([]*register.Record, error) { return tx.newest(ctx, f, after, limit) })
}

func (tx *Tx) newest(ctx context.Context, f Filter, after Mark, limit int) ([]*register.Record, error) {
	sources := make([]Filter, 0, len(f.Shards))
	for _, shard := range f.Shards {
		one := f
		one.Shards = []unit.ID{shard}
		if len(f.Units) == 0 || len(f.Units)*len(f.Shards) > manyUnits {
			sources = append(sources, one)
			continue
		}
		for _, u := range f.Units {
			one.Units = []unit.ID{u}
			sources = append(sources, one)
		}
	}
	mark := func(r *register.Record) Mark { return Mark{r.Last, r.ID} }
	var out []*register.Record
	for _, f := range sources {
		var s statement
		day, id := f.newest(&s, after)
		if len(out) == limit {
			m := mark(out[limit-1])
			s.add(" and "+day+" >= ?", int64(m.Day))
		}
		s.add(" order by "+day+" desc, "+id+" desc limit ?", int64(limit))
		err := tx.records(ctx, &s, func(r *register.Record) error {
			out = append(out, r)
			return nil
		})
		if err != nil {
			return nil, err
		}
		slices.SortStableFunc(out, func(a, b *register.Record) int { return mark(b).Compare(mark(a)) })
		out = out[:min(len(out), limit)]
	}
	return out, nil
}

// newest begins the statement for one shard and returns the columns of its order.
func (f *Filter) newest(s *statement, after Mark) (day, id string) {
	if len(f.Words) > 0 {
		return f.newestOfWords(s, after)
	}
	shard := "shard"
	if len(f.Places) > 0 {
		shard = "+shard"
	}
	s.add("select "+recordColumns+" from record where "+shard+" = ?", int64(f.Shards[0]))
	waiting := len(f.States) > 0 && !slices.ContainsFunc(f.States, func(s register.State) bool { return s >= register.Approved })
	register := "register"
	switch {
	case len(f.Units) == 1:
		s.add(" and unit = ?", int64(f.Units[0]))
		register = "+register"
	case len(f.Units) > 1:
		s.add(" and ")
		in(s, "+unit", f.Units)
	}
	if waiting && len(f.Units) == 0 {
		s.add(" and state < 4") // few at any time, with an index of their own
		register = "+register"
	}
	day, id = "day", "id"
	if len(f.Places) > 0 { // few: found by their place, not along the days of all
		register, day, id = "+register", "+day", "+id"
	}
	if f.Register != 0 {
		s.add(" and "+register+" = ?", int64(f.Register))
	}
	f.narrowDays(s, day)
	f.narrowRest(s)
	if after != (Mark{}) {
		s.add(" and ("+day+", id) < (?, ?)", int64(after.Day), int64(after.ID))
	}
	return day, id
}
