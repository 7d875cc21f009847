package ledger

import (
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Near proposes records that may tell of the same event as this one: same
// register, same place, overlapping days, the fields agree that the register
// names for it. A person decides (design 5.10).
func (l *Ledger) Near(ctx context.Context, by access.Actor, id register.ID) ([]*register.Record, error) {
	var out []*register.Record
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		r, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		found, err := l.near(ctx, tx, r)
		for _, n := range found {
			if l.may(by, access.ReadRecords, n) {
				out = append(out, n)
			}
		}
		return err
	})
	return out, err
}

// near looks in the record's own shard, in that of its place and in the central
// bodies': those are who report what happens at a place.
func (l *Ledger) near(ctx context.Context, tx *store.Tx, r *register.Record) ([]*register.Record, error) {
	if len(r.Def.Near) == 0 || r.Kind == register.Rest || r.Kind == register.Whole {
		return nil, nil
	}
	shards := []unit.ID{r.Shard}
	if s := l.Tree().Shard(r.Place, dayOf(r)); s != r.Shard {
		shards = append(shards, s)
	}
	w := period.Window{First: r.First, Last: r.Last}
	if r.Kind == register.Stock {
		w.Last = w.First
	}
	var out []*register.Record
	err := tx.AtPlace(ctx, shards, r.Def.Number, r.Place, w, func(o *register.Record) error {
		if o.ID == r.ID || o.Kind != r.Kind || o.State == register.Void || o.Lead != 0 && o.Lead == r.ID {
			return nil
		}
		for _, f := range r.Def.Near {
			if !slices.Equal(o.Values[f].Codes, r.Values[f].Codes) || o.Values[f].Text != r.Values[f].Text {
				return nil
			}
		}
		out = append(out, o)
		return nil
	})
	return out, err
}

// beside warns of what a new record stands beside: a likely duplicate, or a total
// of the other kind over the same days (design 5.3, 5.10).
func (l *Ledger) beside(ctx context.Context, tx *store.Tx, r *register.Record) (register.Problems, error) {
	var out register.Problems
	near, err := l.near(ctx, tx, r)
	if err != nil {
		return nil, err
	}
	if len(near) > 0 {
		n := near[0]
		f := fault.New(fault.Conflict, "near.record", "id", int64(n.ID), "unit", l.unitName(n.Unit), "day", n.Last.VN(), "more", len(near)-1)
		f.Place.Column = register.ColumnFirst
		out = append(out, register.Problem{Fault: f, Warning: true})
	}
	if !r.Def.Totals {
		return out, nil
	}
	// A whole total includes what is recorded in its window; other kinds beside it may count twice in people's minds.
	clash := func(o *register.Record) bool {
		return (o.Kind == register.Whole) != (r.Kind == register.Whole) || o.Kind == register.Whole && r.Kind == register.Whole
	}
	err = tx.Totals(ctx, store.Filter{Shards: []unit.ID{r.Shard}, Register: r.Def.Number, From: r.First, To: r.Last,
		Units: []unit.ID{r.Unit}, States: []register.State{register.Submitted, register.Approved}}, func(o *register.Record) error {
		if o.ID == r.ID || !clash(o) || len(out) > 1 {
			return nil
		}
		f := fault.New(fault.Conflict, "near.total", "id", int64(o.ID), "from", o.First.VN(), "to", o.Last.VN())
		f.Place.Column = register.ColumnKind
		out = append(out, register.Problem{Fault: f, Warning: true})
		return nil
	})
	return out, err
}
