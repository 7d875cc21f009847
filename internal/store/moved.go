package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"math/rand/v2"
	"slices"
	"strconv"

	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// Portions of what is kept of a register in a shard. The facts of windows that lie in
// one year are the portion of that year.
const (
	ofRecords = 0
	ofLonger  = 1 // facts of windows over the end of a year: totals have such
)

// portionOf is the portion of a fact's window.
func portionOf(w period.Window) int {
	if w.First.Year() == w.Last.Year() {
		return w.Last.Year()
	}
	return ofLonger
}

// portion is one of what the table moved has a number for.
type portion struct {
	shard    unit.ID
	register int
	of       int
}

// change is what a transaction does to a portion.
type change struct {
	number, former int64     // after and before it; former 0: there was nothing
	added          []factRow // to its facts
	other          bool      // more than added tells
}

// moves notes that a portion has changed; flush gives it a new number.
func (tx *Tx) moves(shard unit.ID, register, of int) { tx.changes(shard, register, of).other = true }

// adds notes what is added to the facts of a portion.
func (tx *Tx) adds(rows []factRow) {
	for _, r := range rows {
		c := tx.changes(r.Shard, r.Register, portionOf(r.Window))
		if len(c.added) == addedAtMost {
			c.other = true
		}
		if c.other {
			c.added = nil
			continue
		}
		v := *r.v
		r.v = &v
		c.added = append(c.added, r)
	}
}

func (tx *Tx) changes(shard unit.ID, register, of int) *change {
	if tx.moved == nil {
		tx.moved = map[portion]*change{}
	}
	p := portion{shard, register, of}
	if tx.moved[p] == nil {
		tx.moved[p] = new(change)
	}
	return tx.moved[p]
}

// flushMoved gives what has changed new numbers. It comes last in a transaction, so
// that others who change the same portions wait as short as can be. Numbers are drawn
// by lot: none comes back with a backup or after a file was put in another's place. The
// lot is added to the former number, so that the former one is known without asking.
func (tx *Tx) flushMoved(ctx context.Context) error {
	list := make([]portion, 0, len(tx.moved))
	for p := range tx.moved {
		list = append(list, p)
	}
	slices.SortFunc(list, func(a, b portion) int { // all take their locks in one order
		return cmp.Or(cmp.Compare(a.shard, b.shard), cmp.Compare(a.register, b.register), cmp.Compare(a.of, b.of))
	})
	return chunks(list, func(some []portion) error {
		args := make([]any, 0, 4*len(some))
		lots := make(map[portion]int64, len(some))
		for _, p := range some {
			lots[p] = 1 + rand.Int64N(numbersEnd-1)
			args = append(args, int64(p.shard), int64(p.register), int64(p.of), lots[p])
		}
		source, args := tx.db.engine.integers(len(some), 4, args)
		return tx.each(ctx, "insert into moved (shard, register, portion, n) "+source+
			" on conflict (shard, register, portion) do update set n = (moved.n + excluded.n) % "+strconv.FormatInt(numbersEnd, 10)+
			" returning shard, register, portion, n", args, func(row scan) error {
			var p portion
			var n int64
			err := row(&p.shard, &p.register, &p.of, &n)
			tx.moved[p].number, tx.moved[p].former = n, (n-lots[p]+numbersEnd)%numbersEnd
			return err
		})
	})
}

// numbersEnd is greater than all numbers of the table moved: two of them can be added up.
const numbersEnd = 1 << 62

// organisations is what moves when one of them changes. They are of no shard.
var organisations = portion{0, 0, 0}

// OrganisationsMoved is a number that is another whenever an organisation has changed,
// in this process or in another one.
func (tx *Tx) OrganisationsMoved(ctx context.Context) (n int64, err error) {
	err = tx.row(ctx, "select n from moved where shard = $1 and register = $2 and portion = $3",
		[]any{int64(organisations.shard), int64(organisations.register), int64(organisations.of)}, &n)
	if errors.Is(err, sql.ErrNoRows) { // none was ever declared
		return 0, nil
	}
	return n, err
}

// movedAll notes all that there is as changed: it came by another way.
func (tx *Tx) movedAll(ctx context.Context) error {
	if _, err := tx.exec(ctx, "delete from moved"); err != nil {
		return err
	}
	tx.moves(organisations.shard, organisations.register, organisations.of)
	return tx.each(ctx, `
		select distinct shard, register, case when w0 / 10000 = w1 / 10000 then w1 / 10000 else $1 end from fact`,
		[]any{int64(ofLonger)}, func(row scan) error {
			var p portion
			err := row(&p.shard, &p.register, &p.of)
			tx.moves(p.shard, p.register, p.of)
			return err
		})
}

// numbers are those of the portions of a shard.
type numbers struct {
	at  map[[2]int]int64 // by register and portion; a portion without a number has nothing in it
	all map[int]int64    // of all portions of a register together; 0: of all registers
}

// numbersOf reads the numbers of shards, once in a transaction.
func (tx *Tx) numbersOf(ctx context.Context, shards []unit.ID) error {
	var ask []unit.ID
	for _, s := range shards {
		if tx.numbers[s] == nil {
			ask = append(ask, s)
		}
	}
	if len(ask) == 0 {
		return nil
	}
	if tx.numbers == nil {
		tx.numbers = map[unit.ID]*numbers{}
	}
	for _, s := range ask {
		tx.numbers[s] = &numbers{map[[2]int]int64{}, map[int]int64{}}
	}
	var s statement
	s.add("select shard, register, portion, n from moved where ")
	in(&s, "shard", ask)
	s.add(" order by shard, register, portion")
	return tx.each(ctx, s.String(), s.args, func(row scan) error {
		var p portion
		var n int64
		if err := row(&p.shard, &p.register, &p.of, &n); err != nil {
			return err
		}
		is := tx.numbers[p.shard]
		is.at[[2]int{p.register, p.of}] = n
		is.all[p.register] = mixed(is.all[p.register], n)
		is.all[0] = mixed(is.all[0], n)
		return nil
	})
}

// mixed makes one number of two, in this order.
func mixed(a, b int64) int64 { return a*0x100000001b3 ^ b }
