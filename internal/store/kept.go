package store

import (
	"container/list"
	"context"
	"fmt"
	"slices"
	"sync"

	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// keptAtMost is how many bytes of what was read are kept in memory.
const keptAtMost = 32 << 20

// kept is what was read before and may be used again: it goes with the number that
// its portion had in the table moved, in the snapshot that it was read from. Where the
// number is the same in a later snapshot, so is what would be read. What was not
// asked for longest goes first.
type kept struct {
	mu    sync.Mutex
	most  int // bytes
	bytes int
	at    map[keptKey]*list.Element
	order list.List // of *keptItem, the last asked for in front
	chain chain
}

// keptKey says what was read.
type keptKey struct {
	portion
	what string // the rest of the question
}

type keptItem struct {
	keptKey
	number int64
	value  any
	size   int
}

func (k *kept) get(key keptKey, number int64) any {
	if v, n := k.last(key); n == number {
		return v
	}
	return nil
}

// last is what was read last, and the number that its portion had then; 0: nothing is kept.
func (k *kept) last(key keptKey) (value any, number int64) {
	k.mu.Lock()
	defer k.mu.Unlock()
	e := k.at[key]
	if e == nil {
		return nil, 0
	}
	k.order.MoveToFront(e)
	return e.Value.(*keptItem).value, e.Value.(*keptItem).number
}

func (k *kept) put(key keptKey, number int64, value any, size int) {
	size += len(key.what) + 200 // of the item itself, about
	k.mu.Lock()
	defer k.mu.Unlock()
	if size > k.most/4 {
		return
	}
	k.drop(k.at[key])
	if k.at == nil {
		k.at = map[keptKey]*list.Element{}
	}
	k.at[key] = k.order.PushFront(&keptItem{key, number, value, size})
	k.bytes += size
	for k.bytes > k.most {
		k.drop(k.order.Back())
	}
}

func (k *kept) drop(e *list.Element) {
	if e == nil {
		return
	}
	i := e.Value.(*keptItem)
	k.bytes -= i.size
	delete(k.at, i.keptKey)
	k.order.Remove(e)
}

// Keep says how many bytes of what was read may be kept in memory to be used again;
// 0 for none. To be called before the first use.
func (db *DB) Keep(bytes int) { db.kept.most = bytes }

// Once reads something of shards once, until a record of the register, or with 0 of
// any, changes there; what tells it from all else that is read so. What is handed out
// may be in use elsewhere and must not be changed. Size is about how many bytes it takes.
func Once[T any](ctx context.Context, tx *Tx, shards []unit.ID, number int, what string, size func(T) int, read func() (T, error)) (T, error) {
	if tx.writes || tx.db.kept.most == 0 {
		return read()
	}
	var moved int64
	if err := tx.numbersOf(ctx, shards); err != nil {
		return *new(T), err
	}
	for _, shard := range shards {
		moved = mixed(moved, tx.numbers[shard].all[number])
	}
	key := keptKey{what: what}
	if v := tx.db.kept.get(key, moved); v != nil {
		return v.(T), nil
	}
	v, err := read()
	if err == nil {
		tx.db.kept.put(key, moved, v, size(v))
	}
	return v, err
}

// count is the number that a statement counts, once.
func (tx *Tx) count(ctx context.Context, shards []unit.ID, number int, s *statement) (int64, error) {
	return Once(ctx, tx, shards, number, s.key(), func(int64) int { return 8 }, func() (n int64, err error) {
		return n, tx.row(ctx, s.String(), s.args, &n)
	})
}

// keptRecords is a list of records, read once.
func (tx *Tx) keptRecords(ctx context.Context, shards []unit.ID, number int, what string,
	read func() ([]*register.Record, error)) ([]*register.Record, error) {
	size := func(list []*register.Record) (bytes int) {
		for _, r := range list {
			bytes += 400 // about, as are the values
			for _, v := range r.Values {
				bytes += 200 + len(v.Text) + 8*len(v.Codes) + 8*len(v.Units)
			}
		}
		return bytes
	}
	list, err := Once(ctx, tx, shards, number, what, size, read)
	return slices.Clone(list), err // whoever asked may append and sort
}

// key is the statement with its arguments, as one string.
func (s *statement) key() string {
	b := []byte(s.String())
	for _, a := range s.args {
		b = fmt.Append(append(b, 0), a)
	}
	return string(b)
}
