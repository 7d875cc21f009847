package store

import (
	"context"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Words are what lists find a record by.
type Words struct {
	Shard    unit.ID
	Register int
	Day      period.Day
	ID       register.ID
	Words    string // folded, each behind a space
}

// AddWords keeps the words of records that have none. They gather in the
// transaction and are written a few rows at a time, the last before the commit.
func (tx *Tx) AddWords(ctx context.Context, list ...Words) error {
	tx.words = append(tx.words, list...)
	if len(tx.words) < manyWords {
		return nil
	}
	return tx.flush(ctx)
}

// manyWords is how many rows of words gather before they are written.
const manyWords = 512

// flush writes what has gathered in the transaction.
func (tx *Tx) flush(ctx context.Context) error {
	list := tx.words
	tx.words = nil
	return chunks(list, func(part []Words) error {
		args := make([]any, 0, 5*len(part))
		for _, w := range part {
			args = append(args, int64(w.Shard), int64(w.Register), int64(w.Day), int64(w.ID), w.Words)
		}
		_, err := tx.exec(ctx, "insert into search (shard, register, day, id, words) "+values(len(part), 5), args...)
		return err
	})
}

// DropWords removes the words of a record that had this day.
func (tx *Tx) DropWords(ctx context.Context, shard unit.ID, number int, day period.Day, id register.ID) error {
	if err := tx.flush(ctx); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "delete from search where shard = $1 and register = $2 and day = $3 and id = $4",
		int64(shard), int64(number), int64(day), int64(id))
	return err
}

// ClearWords removes the words of all records of a shard.
func (tx *Tx) ClearWords(ctx context.Context, shard unit.ID) error {
	_, err := tx.exec(ctx, "delete from search where shard = $1", int64(shard))
	return err
}

// narrowWords asks for records that have, for each word given, one that begins
// with it. The words must be folded: letters and digits alone.
func (f *Filter) narrowWords(s *statement) {
	if len(f.Words) == 0 {
		return
	}
	s.add(" and (shard, day, id) in (select w.shard, w.day, w.id from search w where ")
	in(s, "w.shard", f.Shards)
	f.having(s)
	s.add(")")
}

// having narrows the table of words, called w, to the register, the days and the words.
func (f *Filter) having(s *statement) {
	s.add(" and w.register = ?", int64(f.Register))
	f.narrowDays(s, "w.day")
	for _, w := range f.Words {
		s.add(" and w.words like ?", "% "+w+"%")
	}
}

// newestOfWords is newest along the words of a shard, from the newest day on: it ends
// where enough are found. Only for those whose words fit is the record read.
func (f *Filter) newestOfWords(s *statement, after Mark) (day, id string) {
	s.add("select "+recordColumns+" from (select w.shard as w_shard, w.day as w_day, w.id as w_id from search w where w.shard = ?", int64(f.Shards[0]))
	f.having(s)
	if after != (Mark{}) {
		s.add(" and (w.day, w.id) < (?, ?)", int64(after.Day), int64(after.ID))
	}
	s.add(") found cross join record where shard = w_shard and id = w_id")
	if len(f.Units) > 0 {
		s.add(" and ")
		in(s, "+unit", f.Units)
	}
	rest := *f
	rest.Words = nil
	rest.narrowRest(s)
	return "w_day", "w_id"
}
