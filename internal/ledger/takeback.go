package ledger

import (
	"context"
	"maps"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// TakenBack says what TakeBack did.
type TakenBack struct{ Voided, Restored, Left int }

// TakeBack undoes an import: records that it entered are voided, records that it
// corrected get the values from before, and those that a person changed after it
// are left as they are and counted. An import whose records a later one corrected is
// taken back after that one. Who has no right over one of its records, void ones too,
// takes back nothing. Of approved records only who may approve them has any
// of it, and what he may not approve is submitted when it gets its values from before.
func (l *Ledger) TakeBack(ctx context.Context, by access.Actor, batch int64, why string) (*TakenBack, error) {
	if err := needWhy(why); err != nil {
		return nil, err
	}
	var out *TakenBack
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		out = &TakenBack{}
		b, err := tx.Batch(ctx, batch)
		if err != nil {
			return err
		}
		if b == nil {
			return fault.New(fault.NotFound, "batch.unknown", "id", batch)
		}
		if !l.pass(by).Has(access.TakeBack) {
			return fault.New(fault.Forbidden, "batch.right", "id", batch)
		}
		if b.TakenBack != nil {
			return fault.New(fault.Conflict, "batch.taken_back", "id", batch)
		}
		t := &takingBack{l: l, tx: tx, by: by, why: why, out: out, sums: fact.Sums{}, batches: map[int64]*store.Batch{}}
		if err := t.later(ctx, b); err != nil {
			return err
		}
		if err := t.run(ctx, b); err != nil {
			return err
		}
		return tx.MarkTakenBack(ctx, batch, l.now().UTC())
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// MayTakeBack tells whether the actor may take back all of an import, as far as that
// can be told without its journal: whether pages show the button. The verb asks again.
func (l *Ledger) MayTakeBack(ctx context.Context, by access.Actor, b *store.Batch) (bool, error) {
	if !l.pass(by).Has(access.TakeBack) {
		return false, nil
	}
	var all, own, approved, approves int64
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		count := func(filters []store.Filter, states ...register.State) (n int64) {
			for _, f := range filters {
				f.Batch, f.States = b.ID, states
				m, bad := tx.CountRecords(ctx, f)
				if n += m; bad != nil {
					err = bad
				}
			}
			return n
		}
		everywhere := []store.Filter{{Shards: l.Tree().Shards()}}
		all, approved = count(everywhere), count(everywhere, register.Approved)
		own = count(filtersOf(l.scopes(by, access.TakeBack)...))
		approves = count(filtersOf(l.scopes(by, access.Approve)...), register.Approved)
		return err
	})
	if all == 0 {
		return slices.Contains(doors(by), b.Actor) || l.pass(by).Everywhere(access.TakeBack), err
	}
	return own == all && approves == approved, err
}

// takingBack is the work on one import. Memory does not grow with its records.
type takingBack struct {
	l       *Ledger
	tx      *store.Tx
	by      access.Actor
	why     string
	out     *TakenBack
	sums    fact.Sums
	batches map[int64]*store.Batch
}

// later refuses while a later import stands that corrected records of this one, and
// names the last of them. What one left that was taken back a person has changed.
func (t *takingBack) later(ctx context.Context, b *store.Batch) error {
	held, err := t.tx.Later(ctx, t.l.Tree().Shards(), b)
	if err != nil {
		return err
	}
	list := slices.Sorted(maps.Keys(held))
	slices.Reverse(list)
	for _, id := range list {
		back, err := t.back(ctx, id)
		if err != nil {
			return err
		}
		if !back {
			return fault.New(fault.Conflict, "batch.later", "id", b.ID, "n", held[id], "later", id)
		}
		t.out.Left += held[id]
	}
	return nil
}

// back tells whether an import was taken back.
func (t *takingBack) back(ctx context.Context, id int64) (bool, error) {
	b, known := t.batches[id]
	if !known {
		var err error
		if b, err = t.tx.Batch(ctx, id); err != nil {
			return false, err
		}
		t.batches[id] = b
	}
	return b != nil && b.TakenBack != nil, nil
}

func (t *takingBack) run(ctx context.Context, b *store.Batch) error {
	refs, err := t.tx.OfBatch(ctx, t.l.Tree().Shards(), b.ID)
	if err != nil {
		return err
	}
	// Without a record there is nothing to ask the right of: then it is for who made the
	// import, or may take back whatever there is.
	if len(refs) == 0 && !slices.Contains(doors(t.by), b.Actor) && !t.l.pass(t.by).Everywhere(access.TakeBack) {
		return fault.New(fault.Forbidden, "batch.right", "id", b.ID)
	}
	for len(refs) > 0 {
		shard := refs[0].Shard
		var ids []register.ID
		for len(refs) > 0 && refs[0].Shard == shard && len(ids) < lookAhead {
			ids, refs = append(ids, refs[0].ID), refs[1:]
		}
		list, err := t.tx.RecordsOf(ctx, shard, ids)
		if err != nil {
			return err
		}
		for _, r := range list {
			if err := t.record(ctx, r); err != nil {
				return err
			}
		}
		if len(t.sums) < flushFacts {
			continue
		}
		if err := t.tx.AddFacts(ctx, t.sums); err != nil {
			return err
		}
		t.sums = fact.Sums{}
	}
	return t.tx.AddFacts(ctx, t.sums)
}

func (t *takingBack) record(ctx context.Context, old *register.Record) error {
	l := t.l
	forbidden := func(r *register.Record) error {
		return fault.New(fault.Forbidden, "access.record", "verb", "verb.take_back", "unit", l.unitName(r.Unit))
	}
	switch {
	case !l.may(t.by, access.TakeBack, old): // also of what is void already: the import is marked
		return forbidden(old)
	case old.State == register.Void:
		return nil
	case old.State == register.Approved && !l.may(t.by, access.Approve, old):
		return l.approvedOnly("verb.take_back", old)
	}
	lines, err := t.tx.Journal(ctx, old.Shard, old.ID)
	if err != nil {
		return err
	}
	f, byHand, err := t.former(ctx, lines, old)
	if err != nil {
		return err
	}
	r := *old
	switch {
	case byHand:
		t.out.Left++
		return nil
	case f == nil:
		if err := l.unled(ctx, t.tx, old); err != nil {
			return err
		}
		r.State = register.Void
		t.out.Voided++
		return l.write(ctx, t.tx, t.by, "take_back", t.why, old, &r, t.sums)
	}
	r.Def, r.Unit, r.Place, r.Kind, r.First, r.Last, r.Closed, r.Values = f.Def, f.Unit, f.Place, f.Kind, f.First, f.Last, f.Closed, f.Values
	r.RowHash, r.Batch = f.RowHash, f.Batch
	if !l.may(t.by, access.TakeBack, &r) {
		return forbidden(&r)
	}
	if r.State == register.Approved && !l.may(t.by, access.Approve, &r) {
		r.State = register.Submitted
	}
	t.out.Restored++
	return l.write(ctx, t.tx, t.by, "take_back", t.why, old, &r, t.sums)
}

// former is what a record, now r, was before the import that made its version in
// force, and whether a person has corrected it since; nil: the import entered it.
// What an import made that was taken back already is not gone back to.
func (t *takingBack) former(ctx context.Context, lines []store.Line, r *register.Record) (*register.Record, bool, error) {
	for f := r; ; {
		at := -1 // the line of the import; one that entered the record has none
		for i, line := range lines {
			if line.Version <= f.Version && line.Verb == "import" && after(lines, i, r).Batch == f.Batch {
				at = i
			}
		}
		if at < 0 || lines[at].Former == nil {
			return nil, false, nil
		}
		for _, line := range lines[at+1:] {
			if line.Version <= f.Version && line.Verb == "correct" {
				return f, f == r, nil // before the later import stands a person's word
			}
		}
		f = lines[at].Former
		if f.Batch == 0 {
			return f, false, nil
		}
		if back, err := t.back(ctx, f.Batch); err != nil || !back {
			return f, false, err
		}
	}
}
