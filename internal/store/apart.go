package store

import (
	"context"
	"time"

	"binhdang/internal/register"
)

// Apart is a record that looks like another one, and that a person told apart from it.
type Apart struct {
	Other register.ID
	At    time.Time
	Actor string
}

// Apart lists what was told apart from a record, the oldest line first.
func (tx *Tx) Apart(ctx context.Context, id register.ID) ([]Apart, error) {
	var list []Apart
	err := tx.each(ctx, "select a, b, at, actor from apart where a = $1 or b = $1 order by at, a, b", []any{int64(id)}, func(row scan) error {
		var a, b int64
		var at string
		var one Apart
		err := row(&a, &b, &at, &one.Actor)
		if one.Other = register.ID(a); one.Other == id {
			one.Other = register.ID(b)
		}
		if err == nil {
			one.At, err = parseTime(at)
		}
		list = append(list, one)
		return err
	})
	return list, err
}

// PutApart notes that two records were told apart; false: they were already.
func (tx *Tx) PutApart(ctx context.Context, x, y register.ID, at time.Time, actor string) (bool, error) {
	n, err := tx.exec(ctx, "insert into apart (a, b, at, actor) "+values(1, 4)+" on conflict do nothing",
		int64(min(x, y)), int64(max(x, y)), timeText(at), actor)
	return n > 0, err
}

// DropApart takes that back; false: they were not told apart.
func (tx *Tx) DropApart(ctx context.Context, x, y register.ID) (bool, error) {
	n, err := tx.exec(ctx, "delete from apart where a = $1 and b = $2", int64(min(x, y)), int64(max(x, y)))
	return n > 0, err
}
