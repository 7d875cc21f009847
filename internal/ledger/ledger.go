// Package ledger is the only way to read or change what is kept.
//
// A change is a verb, the word on the button: Enter, Correct, Submit, Approve,
// Return, Void, Link, Unlink, Redact, Import, TakeBack, Issue. Each is one
// transaction that asks access, changes the record, writes the journal line and
// adds the difference to the facts, or changes nothing at all. Reading asks
// access too. Problems of a form are a value for the person; an error means that
// nothing was changed.
package ledger

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Ledger keeps the records of one installation. It is safe for concurrent use.
type Ledger struct {
	db  *store.DB
	cat *catalog.Catalog
	now func() time.Time
	// tree is the catalog's places with the organisations that the database knows.
	tree atomic.Pointer[unit.Tree]
	// passes remembers what actors may do, for the tree that stands now.
	passes sync.Map // passKey to *access.Pass
}

type passKey struct {
	tree   *unit.Tree
	grants string
}

// New returns the ledger over an open database of the current schema. Now is the
// clock, time.Now outside tests and sample data.
func New(ctx context.Context, db *store.DB, cat *catalog.Catalog, now func() time.Time) (*Ledger, error) {
	l := &Ledger{db: db, cat: cat, now: now}
	db.Define(cat.Edition)

	return l, l.loadOrganisations(ctx)
}

// Tree is the units, with the organisations, as they stand now.
func (l *Ledger) Tree() *unit.Tree { return l.tree.Load() }

// Catalog is the content that the ledger works by.
func (l *Ledger) Catalog() *catalog.Catalog { return l.cat }

// Today is the day in Viet Nam.
func (l *Ledger) Today() period.Day { return period.FromTime(l.now()) }

// pass is what the actor may do on today's tree.
func (l *Ledger) pass(by access.Actor) *access.Pass {
	tree := l.Tree()
	key := passKey{tree, fmt.Sprint(by.Account, by.Grants)}
	if p, ok := l.passes.Load(key); ok {
		return p.(*access.Pass)
	}
	p := access.For(by, l.cat.Roles(), tree)
	l.passes.Store(key, p)
	return p
}

func (l *Ledger) may(by access.Actor, right access.Right, r *register.Record) bool {
	return l.pass(by).May(right, r.Unit, r.Place, dayOf(r))
}

// mayAt asks for a right over a unit as it stands today.
func (l *Ledger) mayAt(by access.Actor, right access.Right, id unit.ID) bool {
	d := l.Today()
	if u := l.Tree().Unit(id); u != nil && u.Last() != 0 && u.Last() < d {
		d = u.Last()
	}
	return l.pass(by).May(right, id, id, d)
}

func (l *Ledger) mayReadSums(by access.Actor, id unit.ID) error {
	if l.mayAt(by, access.ReadSums, id) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.sums", "unit", l.unitName(id))
}

func (l *Ledger) unitName(id unit.ID) string {
	u := l.Tree().Unit(id)
	if u == nil {
		return ""
	}
	d := l.Today()
	if u.Last() != 0 && u.Last() < d {
		d = u.Last()
	}
	if v, ok := u.At(d); ok {
		return v.FullName
	}
	return string(u.Code)
}

// dayOf is the day by which a record's unit, shard and edition are known.
func dayOf(r *register.Record) period.Day {
	if r.Kind == register.Stock {
		return r.First
	}
	return r.Last
}

// find returns a record that the actor may read; one that is not his to read does not exist for him.
func (l *Ledger) find(ctx context.Context, tx *store.Tx, by access.Actor, id register.ID) (*register.Record, error) {
	r, err := tx.FindRecord(ctx, l.Tree().Shards(), id)
	if err != nil {
		return nil, err
	}
	if r == nil || !l.may(by, access.ReadRecords, r) {
		return nil, fault.New(fault.NotFound, "record.unknown", "id", int64(id))
	}
	return r, nil
}

// Record returns the version in force of a record.
func (l *Ledger) Record(ctx context.Context, by access.Actor, id register.ID) (*register.Record, error) {
	var r *register.Record
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		r, err = l.find(ctx, tx, by, id)
		return err
	})
	return r, err
}

// History is the journal of a record, the oldest line first.
func (l *Ledger) History(ctx context.Context, by access.Actor, id register.ID) ([]store.Line, error) {
	var lines []store.Line
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		r, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		lines, err = tx.Journal(ctx, r.Shard, r.ID)
		return err
	})
	return lines, err
}

// write puts the new version of a record in the place of the old one (nil: none),
// with its journal line, and adds the difference to sums.
func (l *Ledger) write(ctx context.Context, tx *store.Tx, by access.Actor, verb, why string, old, r *register.Record, sums fact.Sums) error {
	if old != nil {
		sums.Post(old, l.cat.Attr, -1)
	}
	sums.Post(r, l.cat.Attr, 1)
	figures := r.Def.Figures(r.Values, l.cat.Attr)
	if old == nil {
		r.Version = 1
		if err := tx.InsertRecord(ctx, r, figures); err != nil {
			return err
		}
		if r.Batch != 0 {
			return nil // the batch is the journal's line for all that it entered
		}
	} else {
		r.Version = old.Version + 1
		if err := tx.UpdateRecord(ctx, r, figures, old.Version); err != nil {
			return err
		}
	}
	return tx.AddJournal(ctx, store.Line{Shard: r.Shard, Record: r.ID, Version: r.Version, Verb: verb,
		Actor: by.Via, At: l.now().UTC(), Why: why, Former: old})
}

// change is every verb on one record that exists: find it, ask access, let f
// make the new version, write it. Seen is the version that the person looked at;
// 0 takes the version in force.
func (l *Ledger) change(ctx context.Context, by access.Actor, right access.Right, verb, why string, id register.ID, seen int,
	f func(tx *store.Tx, old, r *register.Record) error) (*register.Record, error) {
	var out *register.Record
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		old, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if !l.may(by, right, old) {
			return fault.New(fault.Forbidden, "access.record", "verb", "verb."+verb, "unit", l.unitName(old.Unit))
		}
		if seen != 0 && seen != old.Version {
			return fault.New(fault.Conflict, "record.changed", "id", int64(id), "seen", seen, "version", old.Version)
		}
		r := *old
		r.Values = make(register.Values, len(old.Values))
		for k, v := range old.Values {
			r.Values[k] = v
		}
		if err := f(tx, old, &r); err != nil {
			return err
		}
		sums := fact.Sums{}
		if err := l.write(ctx, tx, by, verb, why, old, &r, sums); err != nil {
			return err
		}
		out = &r
		return tx.AddFacts(ctx, sums)
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// state makes a verb that only moves a record between states.
func (l *Ledger) state(ctx context.Context, by access.Actor, right access.Right, verb, why string, id register.ID, seen int,
	to register.State, from ...register.State) error {
	_, err := l.change(ctx, by, right, verb, why, id, seen, func(tx *store.Tx, old, r *register.Record) error {
		if !slices.Contains(from, old.State) {
			return fault.New(fault.Conflict, "record.state", "verb", "verb."+verb, "state", StateKey(old.State))
		}
		r.State = to
		if to != register.Void {
			return nil
		}
		return l.unled(ctx, tx, old)
	})
	return err
}

// StateKey is the word key of a state, "state.submitted" and so on.
func StateKey(s register.State) string {
	return "state." + [...]string{"", "draft", "submitted", "returned", "approved", "void"}[s]
}

// needWhy refuses an empty reason where the journal must have one.
func needWhy(why string) error {
	if why == "" {
		return fault.New(fault.Invalid, "record.why")
	}
	return nil
}

func (l *Ledger) unknownRegister(name register.Name) error { return UnknownRegister(l.cat, name) }

// UnknownRegister is the fault of a register that content does not have; it names those that it has.
func UnknownRegister(cat *catalog.Catalog, name register.Name) error {
	var known []string
	for _, n := range cat.Registers() {
		known = append(known, string(n))
	}
	return fault.New(fault.NotFound, "register.unknown", "register", string(name), "known", strings.Join(known, ", "))
}
