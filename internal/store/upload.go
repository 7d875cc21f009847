package store

import (
	"context"

	"binhdang/internal/unit"
)

// BatchAt tells whether a record of an import, in one of the shards, was reported by
// one of the units or happened there; with no units, whether there is any.
func (tx *Tx) BatchAt(ctx context.Context, shards, units []unit.ID, batch int64) (found bool, err error) {
	var s statement
	if len(units) == 0 {
		s.add("select 1 from record b where ")
	} else { // the ids from an index, as in Filter: SQLite would rather read the shard
		s.add("select 1 from record where ")
		in(&s, "+shard", shards)
		s.add(" and (")
		in(&s, "+unit", units)
		s.add(" or ")
		in(&s, "+place", units)
		s.add(") and (shard, id) in (select b.shard, b.id from record b where ")
	}
	in(&s, "b.shard", shards)
	s.add(" and b.batch = ? and b.batch is not null", batch)
	if len(units) > 0 {
		s.add(")")
	}
	s.add(" limit 1")
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		var one int64
		found = true
		return row(&one)
	})
	return found, err
}
