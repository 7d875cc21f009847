package store

import (
	"context"
	"database/sql"
	"time"

	"binhdang/internal/fault"
)

// Batch is one import.
type Batch struct {
	ID        int64
	Register  string
	File      string
	Hash      string // of the file
	Rows      int    // that the file had
	New       int    // records entered
	Corrected int    // records corrected
	At        time.Time
	Actor     string
	TakenBack *time.Time // nil: it stands
}

// InsertBatch writes an import.
func (tx *Tx) InsertBatch(ctx context.Context, b Batch) error {
	_, err := tx.exec(ctx, `
		insert into batch (id, register, file, hash, rows, added, corrected, at, actor)
		values ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
		b.ID, b.Register, b.File, b.Hash, int64(b.Rows), int64(b.New), int64(b.Corrected), timeText(b.At), b.Actor)
	return err
}

// Batch returns an import, nil if there is none with the id.
func (tx *Tx) Batch(ctx context.Context, id int64) (*Batch, error) {
	list, err := tx.batches(ctx, "where id = $1", id)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}

// Batches returns up to limit imports, the newest first.
func (tx *Tx) Batches(ctx context.Context, limit int) ([]Batch, error) {
	return tx.batches(ctx, "order by id desc limit $1", int64(limit))
}

func (tx *Tx) batches(ctx context.Context, which string, args ...any) (list []Batch, err error) {
	err = tx.each(ctx, `
		select id, register, file, hash, rows, added, corrected, at, actor, taken_back
		from batch `+which, args, func(row scan) error {
		var b Batch
		var at string
		var back sql.NullString
		err := row(&b.ID, &b.Register, &b.File, &b.Hash, &b.Rows, &b.New, &b.Corrected, &at, &b.Actor, &back)
		if err != nil {
			return err
		}
		if b.At, err = parseTime(at); err != nil {
			return err
		}
		if back.Valid {
			t, err := parseTime(back.String)
			if err != nil {
				return err
			}
			b.TakenBack = &t
		}
		list = append(list, b)
		return nil
	})
	return list, err
}

// MarkTakenBack notes that an import was taken back. A second time is the fault
// batch.taken_back.
func (tx *Tx) MarkTakenBack(ctx context.Context, id int64, at time.Time) error {
	n, err := tx.exec(ctx, "update batch set taken_back = $1 where id = $2 and taken_back is null", timeText(at), id)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "batch.taken_back", "id", id)
	}
	return err
}
