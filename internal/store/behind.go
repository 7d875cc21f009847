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
