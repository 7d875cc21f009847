package store

import (
	"context"
	"slices"
	"strconv"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// What imports ask of many rows together.

// Ref is where a record is found.
type Ref struct {
	Shard unit.ID
	ID    register.ID
}

// VoidByKeys finds, by row key, the void records of a register that bore the keys
// last.
func (tx *Tx) VoidByKeys(ctx context.Context, shard unit.ID, number int, keys []string) (map[string]register.ID, error) {
	out := map[string]register.ID{}
	for part := range slices.Chunk(keys, 512) {
		var s statement
		s.add("select row_key, max(id) from record where shard = ? and register = ? and state = 5 and ", int64(shard), int64(number))
		in(&s, "row_key", part)
		s.add(" group by row_key")
		err := tx.each(ctx, s.String(), s.args, func(row scan) error {
			var key string
			var id register.ID
			err := row(&key, &id)
			out[key] = id
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Spot asks for what happened at a place, told in a shard, on some days.
type Spot struct {
	Shard, Place unit.ID
	period.Window
}

// manySpots is how many spots one statement asks for.
const manySpots = 256

// AtSpots hands the events and stocks of a register to fn that happened at one of
// the spots: those whose last day (of a stock the opening day) lies in the window,
// and events that go on after it. Void ones are left out, and those of one batch.
// The order is none; what lies at several spots may come several times.
func (tx *Tx) AtSpots(ctx context.Context, number int, spots []Spot, but int64, fn func(*register.Record) error) error {
	at := func(part []Spot, days string) error {
		var s statement
		s.add("with spot (in_shard, at_place, day_from, day_to) as (values ")
		for i, p := range part {
			if i > 0 {
				s.add(", ")
			}
			text := "(?, ?, ?, ?)"
			if i == 0 { // PostgreSQL wants to know what they are
				text = "(cast(? as bigint), cast(? as bigint), cast(? as bigint), cast(? as bigint))"
			}
			s.add(text, int64(p.Shard), int64(p.Place), int64(p.First), int64(p.Last))
		}
		// A cross join keeps SQLite from beginning with the records.
		s.add(") select "+recordColumns+" from spot cross join record where shard = in_shard and place = at_place and register = ? and "+days+
			" and state <> 5 and coalesce(batch, 0) <> ?", int64(number), max(but, 1))
		return tx.records(ctx, &s, fn)
	}
	for size := manySpots; size > 0; size /= 2 { // few sizes: few texts to prepare
		for ; len(spots) >= size; spots = spots[size:] {
			if err := at(spots[:size], "kind < 3 and day >= day_from and day <= day_to"); err != nil {
				return err
			}
			if err := at(spots[:size], "kind = 1 and first_day < day and day > day_to and first_day <= day_to"); err != nil {
				return err
			}
		}
	}
	return nil
}

// RecordsOf returns records of one shard by their ids, in the order of the ids;
// those that are not there are left out.
func (tx *Tx) RecordsOf(ctx context.Context, shard unit.ID, ids []register.ID) (list []*register.Record, err error) {
	var s statement
	s.add("select "+recordColumns+" from record where shard = ? and ", int64(shard))
	args := make([]int64, len(ids))
	for i, id := range ids {
		args[i] = int64(id)
	}
	in(&s, "id", args)
	s.add(" order by +id")
	err = tx.records(ctx, &s, func(r *register.Record) error {
		list = append(list, r)
		return nil
	})
	return list, err
}

// OfBatch lists the records whose version in force an import made, by shard and id.
func (tx *Tx) OfBatch(ctx context.Context, shards []unit.ID, batch int64) (list []Ref, err error) {
	var s statement
	s.add("select shard, id from record where ")
	in(&s, "shard", shards)
	s.add(" and batch = ? and batch is not null order by +shard, +id", batch)
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		var r Ref
		err := row(&r.Shard, &r.ID)
		list = append(list, r)
		return err
	})
	return list, err
}

// Later counts, by import, the records that are not void of which the import made
// the version in force and an earlier one, batch, some version before.
func (tx *Tx) Later(ctx context.Context, shards []unit.ID, b *Batch) (map[int64]int, error) {
	var later []int64
	err := tx.each(ctx, "select id from batch where id > $1 and register = $2 and corrected > 0 order by id", []any{b.ID, b.Register},
		func(row scan) error {
			var id int64
			err := row(&id)
			later = append(later, id)
			return err
		})
	if err != nil {
		return nil, err
	}
	out := map[int64]int{}
	for _, id := range later { // one by one: so they are found along their index
		var s statement
		s.add("select count(distinct j.record) from journal j where (j.shard, j.record) in (select b.shard, b.id from record b where ")
		in(&s, "b.shard", shards)
		// A former version is JSON: what a person wrote has its quotes marked there.
		s.add(" and b.batch = ? and b.batch is not null) and j.body like ?", id, `%"batch":`+strconv.FormatInt(b.ID, 10)+`,%`)
		s.add(" and exists (select 1 from record r where r.shard = j.shard and r.id = j.record and r.state <> 5)")
		var n int
		if err := tx.row(ctx, s.String(), s.args, &n); err != nil {
			return nil, err
		}
		if n > 0 {
			out[id] = n
		}
	}
	return out, nil
}
