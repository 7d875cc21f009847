package store

import (
	"context"
	"time"

	"binhdang/internal/unit"
)

// Attention is a place that a person chose to look after first.
type Attention struct {
	ID    int64
	Unit  unit.ID // in which it was chosen
	Year  int
	Place unit.ID
	Body  string // JSON
	At    time.Time
	Actor string
}

// InsertAttention keeps a choice.
func (tx *Tx) InsertAttention(ctx context.Context, a Attention) error {
	_, err := tx.exec(ctx, "insert into attention (id, unit, year, place, body, at, actor) "+values(1, 7),
		a.ID, int64(a.Unit), a.Year, int64(a.Place), a.Body, timeText(a.At), a.Actor)
	return err
}

// EndAttention takes a choice back; false: it is not in force.
func (tx *Tx) EndAttention(ctx context.Context, id int64, at time.Time) (bool, error) {
	n, err := tx.exec(ctx, "update attention set ended = $1 where id = $2 and ended is null", timeText(at), id)
	return n > 0, err
}

// Attention is a choice, in force or taken back; nil if there is none.
func (tx *Tx) Attention(ctx context.Context, id int64) (out *Attention, err error) {
	err = tx.each(ctx, "select id, unit, year, place, body, at, actor from attention where id = $1", []any{id}, func(row scan) error {
		out, err = readAttention(row)
		return err
	})
	return out, err
}

func readAttention(row scan) (*Attention, error) {
	var a Attention
	var at string
	err := row(&a.ID, &a.Unit, &a.Year, &a.Place, &a.Body, &at, &a.Actor)
	if err == nil {
		a.At, err = parseTime(at)
	}
	return &a, err
}

// Attentions lists the choices in force of a unit for a year, the newest first.
func (tx *Tx) Attentions(ctx context.Context, of unit.ID, year int) (list []Attention, err error) {
	err = tx.each(ctx, "select id, unit, year, place, body, at, actor from attention where unit = $1 and year = $2 and ended is null order by id desc",
		[]any{int64(of), year}, func(row scan) error {
			a, err := readAttention(row)
			list = append(list, *a)
			return err
		})
	return list, err
}
