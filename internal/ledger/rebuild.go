package ledger

import (
	"context"
	"errors"
	"fmt"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Rebuilt says what a rebuild read and found.
type Rebuilt struct {
	Records int64
	Facts   int64  // keys of facts that the records make
	Wrong   int64  // keys whose kept sums differ from what the records make
	First   string // the first wrong key, for whoever looks into it
}

// Rebuild makes the facts, and the words that lists search in, anew from the records, one shard at a time. With check
// it changes nothing and only compares: saved = seen = rebuilt (design 5.15).
func (l *Ledger) Rebuild(ctx context.Context, by access.Actor, check bool, progress func(records int64)) (*Rebuilt, error) {
	if err := l.MayAdminister(by); err != nil {
		return nil, err
	}
	sum := Rebuilt{} // of the shards that are done
	var out *Rebuilt // with the one under way: work may be run again
	for _, shard := range l.Tree().Shards() {
		work := func(tx *store.Tx) error {
			now := sum
			out = &now
			if !check { // nobody adds to the facts while they are made anew
				if err := tx.LockFacts(ctx); err != nil {
					return err
				}
			}
			sums := fact.Sums{}
			var words []store.Words
			err := tx.Records(ctx, store.Filter{Shards: []unit.ID{shard}}, func(r *register.Record) error {
				out.Records++
				if progress != nil && out.Records%10000 == 0 {
					progress(out.Records)
				}
				sums.Post(r, l.cat.Attr, 1)
				if !check {
					words = append(words, l.words(r))
				}
				return nil
			})
			if err != nil {
				return err
			}
			sums.Drop()
			out.Facts += int64(len(sums))
			wrong := out.Wrong
			if err := l.compare(ctx, tx, []unit.ID{shard}, sums, out); err != nil {
				return err
			}
			if check {
				return nil
			}
			if err := errors.Join(tx.ClearWords(ctx, shard), tx.AddWords(ctx, words...)); err != nil || out.Wrong == wrong {
				return err
			}
			return tx.ReplaceFacts(ctx, shard, sums)
		}
		do := l.db.Do
		if check {
			do = l.db.Read
		}
		if err := do(ctx, work); err != nil {
			return nil, err
		}
		sum = *out
	}
	if check {
		return &sum, nil
	}
	return &sum, l.db.Do(ctx, func(tx *store.Tx) error {
		if err := l.remember(ctx, tx); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "rebuild", "", "")
	})
}

// compare counts the keys in which kept facts and sums differ.
func (l *Ledger) compare(ctx context.Context, tx *store.Tx, in []unit.ID, sums fact.Sums, out *Rebuilt) error {
	note := func(k fact.Key, what string) {
		out.Wrong++
		if out.First == "" {
			out.First = fmt.Sprintf("%s %+v", what, k)
		}
	}
	kept := fact.Sums{}
	err := tx.EachFact(ctx, in[0], func(k fact.Key, plane int, v *fact.Vector) error {
		s := kept[k]
		if s == nil {
			s = new(fact.Sum)
			kept[k] = s
		}
		s[plane] = *v
		return nil
	})
	if err != nil {
		return err
	}
	kept.Drop()
	for k, s := range kept {
		if o := sums[k]; o == nil {
			note(k, "kept without records")
		} else if *o != *s {
			note(k, "kept otherwise")
		}
	}
	for k := range sums {
		if kept[k] == nil {
			note(k, "not kept")
		}
	}
	return nil
}
