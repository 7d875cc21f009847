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
	"maps"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/media/items"
	"binhdang/internal/media/reading"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Ledger keeps the records of one installation. It is safe for concurrent use.
type Ledger struct {
	db  *store.DB
	cat *catalog.Catalog
	now func() time.Time
	// units are those that stand now; organising is held by who replaces them.
	units      atomic.Pointer[units]
	serials    atomic.Int64
	organising sync.Mutex

	aside aside

	// What reads articles, and the files that hold them; made when first asked for.
	reader func() (*reading.Reader, error)
	items  func() (*items.Reader, error)
}

// units are the catalog's places with the organisations that the database knows,
// and what actors may do there: another tree forgets it.
type units struct {
	serial int64 // tells them from those that stood before
	tree   *unit.Tree
	moved  int64    // number of the organisations that it was made of
	passes sync.Map // text of an actor's grants to *access.Pass
}

// New returns the ledger over an open database of the current schema. Now is the
// clock, time.Now outside tests and sample data.
func New(ctx context.Context, db *store.DB, cat *catalog.Catalog, now func() time.Time) (*Ledger, error) {
	l := &Ledger{db: db, cat: cat, now: now}
	db.Define(cat.Edition)
	l.items = sync.OnceValues(func() (*items.Reader, error) { return items.New(cat.FS()) })
	l.reader = sync.OnceValues(func() (*reading.Reader, error) { return reading.New(cat.FS()) })

	return l, l.loadOrganisations(ctx)
}

// Tree is the units, with the organisations, as they stand now.
func (l *Ledger) Tree() *unit.Tree { return l.units.Load().tree }

// Catalog is the content that the ledger works by.
func (l *Ledger) Catalog() *catalog.Catalog { return l.cat }

// Today is the day in Viet Nam.
func (l *Ledger) Today() period.Day { return period.FromTime(l.now()) }

// pass is what the actor may do on today's tree.
func (l *Ledger) pass(by access.Actor) *access.Pass {
	now := l.units.Load()
	key := fmt.Sprint(by.Grants)
	if p, ok := now.passes.Load(key); ok {
		return p.(*access.Pass)
	}
	p := access.For(by, l.cat.Roles(), now.tree)
	now.passes.Store(key, p)
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

// Told is a line of a record's history: of its journal or, where an import made
// the version, with the import.
type Told struct {
	store.Line
	Batch *store.Batch // the import that made the version; nil: it was made by hand
}

// History tells how a record came to be what it is, the oldest line first. The
// first line says who entered it, also of a record that came with an import.
func (l *Ledger) History(ctx context.Context, by access.Actor, id register.ID) ([]Told, error) {
	var out []Told
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		r, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		lines, err := tx.Journal(ctx, r.Shard, r.ID)
		if err != nil {
			return err
		}
		if len(lines) == 0 || lines[0].Version > 1 {
			lines = slices.Insert(lines, 0, store.Line{Shard: r.Shard, Record: r.ID, Version: 1, Verb: "import"})
		}
		for i, line := range lines {
			told := Told{Line: line}
			if line.Verb == "import" {
				if told.Batch, err = tx.Batch(ctx, after(lines, i, r).Batch); err != nil {
					return err
				}
			}
			if b := told.Batch; b != nil && line.Version == 1 {
				told.Actor, told.At = b.Actor, b.At
			}
			out = append(out, told)
		}
		return nil
	})
	return out, err
}

// after is the version that the journal line with index i made, of a record that is now r.
func after(lines []store.Line, i int, r *register.Record) *register.Record {
	if i+1 < len(lines) {
		return lines[i+1].Former
	}
	return r
}

// write puts the new version of a record in the place of the old one (nil: none),
// with its journal line, and adds the difference to sums. A record that duplicates
// lean on stays one that can lead them.
func (l *Ledger) write(ctx context.Context, tx *store.Tx, by access.Actor, verb, why string, old, r *register.Record, sums fact.Sums) error {
	if old != nil {
		if mayLead(old) && (!mayLead(r) || r.Kind != old.Kind) {
			if err := l.unled(ctx, tx, old); err != nil {
				return err
			}
		}
		sums.Post(old, l.cat.Attr, -1)
	}
	sums.Post(r, l.cat.Attr, 1)
	figures := r.Def.Figures(r.Values, l.cat.Attr)
	if old == nil {
		r.Version = 1
		if err := tx.AddWords(ctx, l.words(r)); err != nil {
			return err
		}
		if err := tx.InsertRecord(ctx, r, figures); err != nil {
			return err
		}
		if r.Batch != 0 {
			return nil // the batch is the journal's line for all that it entered
		}
	} else {
		r.Version = old.Version + 1
		if was, now := l.words(old), l.words(r); was != now {
			if err := tx.DropWords(ctx, was.Shard, was.Register, was.Day, was.ID); err != nil {
				return err
			}
			if err := tx.AddWords(ctx, now); err != nil {
				return err
			}
		}
		if err := tx.UpdateRecord(ctx, r, figures, old.Version); err != nil {
			return err
		}
	}
	return tx.AddJournal(ctx, store.Line{Shard: r.Shard, Record: r.ID, Version: r.Version, Verb: verb,
		Actor: by.Via, At: l.now().UTC(), Why: vn.Clean(why), Former: old})
}

// change is every verb on one record that exists: find it, ask access, let f
// make the new version, write it. Seen is the version that the person looked at;
// 0 takes the version in force.
func (l *Ledger) change(ctx context.Context, by access.Actor, right access.Right, verb, why string, id register.ID, seen int,
	f func(tx *store.Tx, old, r *register.Record) error) (*register.Record, error) {
	var out *register.Record
	err := l.db.Do(ctx, func(tx *store.Tx) (err error) {
		out, err = l.changeIn(ctx, tx, by, right, verb, why, id, seen, f)
		return err
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// changeIn is change within a transaction that may hold other changes too.
func (l *Ledger) changeIn(ctx context.Context, tx *store.Tx, by access.Actor, right access.Right, verb, why string, id register.ID, seen int,
	f func(tx *store.Tx, old, r *register.Record) error) (*register.Record, error) {
	old, err := l.find(ctx, tx, by, id)
	if err != nil {
		return nil, err
	}
	if !l.may(by, right, old) {
		return nil, fault.New(fault.Forbidden, "access.record", "verb", "verb."+verb, "unit", l.unitName(old.Unit))
	}
	if old.State == register.Approved && slices.Contains(ofApproved, right) && !l.may(by, access.Approve, old) {
		return nil, l.approvedOnly("verb."+verb, old)
	}
	if verb != "approve" && verb != "redact" {
		if err := ByHand(old.Def); err != nil {
			return nil, err
		}
	}
	return l.alter(ctx, tx, by, verb, why, old, seen, f)
}

// alter is changeIn for an actor who has been found to have the right.
func (l *Ledger) alter(ctx context.Context, tx *store.Tx, by access.Actor, verb, why string, old *register.Record, seen int,
	f func(tx *store.Tx, old, r *register.Record) error) (*register.Record, error) {
	if seen != 0 && seen != old.Version {
		return nil, fault.New(fault.Conflict, "record.changed", "id", int64(old.ID), "seen", seen, "version", old.Version)
	}
	r := *old
	r.Values = maps.Clone(old.Values)
	if err := f(tx, old, &r); err != nil {
		return nil, err
	}
	sums := fact.Sums{}
	if err := l.write(ctx, tx, by, verb, why, old, &r, sums); err != nil {
		return nil, err
	}
	return &r, tx.AddFacts(ctx, sums)
}

// ByHand refuses a register in which nobody writes by hand: the program does.
func ByHand(def *register.Definition) error {
	if def.Made {
		return fault.New(fault.Conflict, "record.made", "register", def.Name)
	}
	return nil
}

// ofApproved are the rights that over an approved record only one who may approve
// has: they take out of papers what he answered for.
var ofApproved = []access.Right{access.Void, access.Link, access.TakeBack}

func (l *Ledger) approvedOnly(verb string, r *register.Record) error {
	return fault.New(fault.Forbidden, "access.approved", "verb", verb, "id", int64(r.ID), "unit", l.unitName(r.Unit))
}

// Verb is an act that only moves records between states, and may be done to
// several at once.
type Verb struct {
	Name  string // key verb.<name>
	Right access.Right
	To    register.State // 0: what it was before
	From  []register.State
	Why   bool // wants a reason
}

// Verbs that move records between states, by name.
var Verbs = []Verb{
	{"submit", access.Submit, register.Submitted, []register.State{register.Draft, register.Returned}, false},
	{"approve", access.Approve, register.Approved, []register.State{register.Submitted}, false},
	{"return", access.Return, register.Returned, []register.State{register.Submitted, register.Approved}, true},
	{"void", access.Void, register.Void, []register.State{register.Draft, register.Submitted, register.Returned, register.Approved}, true},
	{"restore", access.Void, 0, []register.State{register.Void}, true},
}

// Seen is a record with the version that the person looked at; 0 takes the
// version in force.
type Seen struct {
	ID      register.ID
	Version int
}

// Move does a verb to records: to all of them or, if one may not, to none.
func (l *Ledger) Move(ctx context.Context, by access.Actor, name, why string, records ...Seen) error {
	i := slices.IndexFunc(Verbs, func(v Verb) bool { return v.Name == name })
	if i < 0 {
		return fmt.Errorf("ledger: no verb %q moves records", name)
	}
	v := Verbs[i]
	if v.Why {
		if err := needWhy(why); err != nil {
			return err
		}
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		for _, s := range records {
			_, err := l.changeIn(ctx, tx, by, v.Right, v.Name, why, s.ID, s.Version, func(tx *store.Tx, old, r *register.Record) error {
				if !slices.Contains(v.From, old.State) {
					return fault.New(fault.Conflict, "record.state", "verb", "verb."+v.Name, "state", StateKey(old.State))
				}
				switch r.State = v.To; v.To {
				case 0:
					return l.restore(ctx, tx, by, r)
				case register.Submitted:
					return l.complete(r)
				}
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// StateKey is the word key of a state, "state.submitted" and so on.
func StateKey(s register.State) string {
	return "state." + [...]string{"", "draft", "submitted", "returned", "approved", "void"}[s]
}

// needWhy refuses an empty reason where the journal must have one.
func needWhy(why string) error {
	if vn.Clean(why) == "" {
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
