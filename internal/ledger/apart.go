package ledger

import (
	"context"
	"fmt"
	"slices"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// Apart is a record that a person has told apart from one that looks like it.
type Apart struct {
	Duplicate
	At    time.Time
	Actor string
}

// MayTellApart tells whether the actor may say of two records that look alike that
// they are two events, and take it back: who may link one of them.
func (l *Ledger) MayTellApart(by access.Actor, a, b *register.Record) bool {
	return l.may(by, access.Link, a) || l.may(by, access.Link, b)
}

// TellApart notes that two records tell of two events, though they look alike:
// neither is proposed beside the other any more. Neither of them is changed.
func (l *Ledger) TellApart(ctx context.Context, by access.Actor, id, other register.ID) error {
	return l.tellApart(ctx, by, "apart", id, other, func(tx *store.Tx) (bool, error) {
		return tx.PutApart(ctx, id, other, l.now().UTC(), by.Via)
	})
}

// TellAlike takes back that two records were told apart.
func (l *Ledger) TellAlike(ctx context.Context, by access.Actor, id, other register.ID) error {
	return l.tellApart(ctx, by, "alike", id, other, func(tx *store.Tx) (bool, error) { return tx.DropApart(ctx, id, other) })
}

// tellApart does one of the two; the journal has a line if anything was changed.
func (l *Ledger) tellApart(ctx context.Context, by access.Actor, verb string, id, other register.ID, do func(*store.Tx) (bool, error)) error {
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		b, err := l.find(ctx, tx, by, other)
		if err != nil {
			return err
		}
		switch {
		case a.ID == b.ID, a.Def.Name != b.Def.Name:
			return fault.New(fault.Invalid, "link.unlike", "id", int64(id), "lead", int64(other))
		case !l.MayTellApart(by, a, b):
			return fault.New(fault.Forbidden, "access.record", "verb", "verb.link", "unit", l.unitName(a.Unit))
		}
		changed, err := do(tx)
		if err != nil || !changed {
			return err
		}
		return l.log(ctx, tx, by, verb, fmt.Sprint(int64(id), " ", int64(other)), "")
	})
}

// unlike takes out of likely duplicates of a record what was told apart from it.
func (l *Ledger) unlike(ctx context.Context, tx *store.Tx, id register.ID, list []*register.Record) ([]*register.Record, error) {
	if id == 0 || len(list) == 0 {
		return list, nil
	}
	apart, err := tx.Apart(ctx, id)
	return slices.DeleteFunc(list, func(r *register.Record) bool {
		return slices.ContainsFunc(apart, func(a store.Apart) bool { return a.Other == r.ID })
	}), err
}

// apartFrom are the records, none of them void, that were told apart from one.
func (l *Ledger) apartFrom(ctx context.Context, tx *store.Tx, by access.Actor, r *register.Record) ([]Apart, error) {
	list, err := tx.Apart(ctx, r.ID)
	if err != nil {
		return nil, err
	}
	var out []Apart
	for _, a := range list {
		o, err := tx.FindRecord(ctx, l.Tree().Shards(), a.Other)
		if err != nil {
			return nil, err
		}
		if o != nil && o.State != register.Void {
			out = append(out, Apart{l.duplicate(by, o), a.At, a.Actor})
		}
	}
	return out, nil
}

// duplicate is a record that tells the same as another, as far as the actor may know of it.
func (l *Ledger) duplicate(by access.Actor, r *register.Record) Duplicate {
	d := Duplicate{ID: r.ID, Unit: r.Unit, Day: r.Last}
	if l.may(by, access.ReadRecords, r) {
		d.Record = r
	}
	return d
}
