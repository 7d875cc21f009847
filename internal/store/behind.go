package store

import (
	"context"
	"fmt"

	"binhdang/internal/register"
)

// Oldest returns the record of a filter's shards, units and register that has
// waited longest for approval, by its day; nil if none waits. It goes along the
// index of those that do.
func (tx *Tx) Oldest(ctx context.Context, f Filter) (*register.Record, error) {
	list, err := tx.keptRecords(ctx, f.Shards, f.Register, fmt.Sprintf("oldest %+v", f), func() ([]*register.Record, error) {
		r, err := tx.oldest(ctx, f)
		if r == nil {
			return nil, err
		}
		return []*register.Record{r}, err
	})
	if len(list) == 0 {
		return nil, err
	}
	return list[0], err
}

func (tx *Tx) oldest(ctx context.Context, f Filter) (oldest *register.Record, err error) {
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
	f.waiting(&s)
	s.add(sorted)
	return tx.records(ctx, &s, fn)
}

// waiting narrows a statement to what waits to be approved.
func (f *Filter) waiting(s *statement) {
	if f.Register != 0 {
		s.add(" and +register = ?", int64(f.Register))
	}
	days := *f
	days.From = max(f.From, 1) // a range of days leads to the index, not to the whole shard
	days.narrowDays(s, "day")
	if f.Unlinked {
		s.add(" and lead is null")
	}
	s.add(" and state < 4 and state = 2")
}
