package store

import (
	"context"

	"binhdang/internal/register"
)

// Oldest returns the record of a filter's shards, units and register that has
// waited longest for approval, by its day; nil if none waits. It goes along the
// index of those that do.
func (tx *Tx) Oldest(ctx context.Context, f Filter) (oldest *register.Record, err error) {
	for _, shard := range f.Shards {
		var s statement
		s.add("select "+recordColumns+" from record where shard = ?", int64(shard))
		if len(f.Units) > 0 {
			s.add(" and ")
			in(&s, "+unit", f.Units)
		}
		s.add(" and state < 4 and state = 2")
		if oldest != nil {
			s.add(" and day < ?", int64(oldest.Last))
		}
		s.add(" order by day, id limit 1")
		err := tx.records(ctx, &s, func(r *register.Record) error {
			oldest = r
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return oldest, nil
}

// Waiting hands the records of a filter that wait for approval to fn, along the
// index of those that do: they are few, however many there are in all.
func (tx *Tx) Waiting(ctx context.Context, f Filter, fn func(*register.Record) error) error {
	var s statement
	s.add("select " + recordColumns + " from record where ")
	in(&s, "shard", f.Shards)
	if len(f.Units) > 0 {
		s.add(" and ")
		in(&s, "+unit", f.Units)
	}
	if f.Register != 0 {
		s.add(" and +register = ?", int64(f.Register))
	}
	f.From = max(f.From, 1) // a range of days leads to the index, not to the whole shard
	f.narrowDays(&s, "day")
	s.add(" and state < 4 and state = 2" + sorted)
	return tx.records(ctx, &s, fn)
}
