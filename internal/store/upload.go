package store

import (
	"context"

	"binhdang/internal/unit"
)

// Uploads lists the files of an account that wait to be confirmed, without what is
// in them, the newest first.
func (tx *Tx) Uploads(ctx context.Context, account int64) ([]Upload, error) {
	var list []Upload
	err := tx.each(ctx, "select id, account, register, file, at from upload where account = $1 order by id desc",
		[]any{account}, func(row scan) error {
			var u Upload
			var at string
			err := row(&u.ID, &u.Account, &u.Register, &u.File, &at)
			if err == nil {
				u.At, err = parseTime(at)
			}
			list = append(list, u)
			return err
		})
	return list, err
}

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
