// Package store keeps what the programme knows: the only SQL there is.
//
// One text of SQL serves two engines: SQLite inside a folder, and PostgreSQL.
// What differs stands in dialect.go. All that is written is written by Do, in
// one transaction that is durable when Do returns; all that is read together is
// read by Read, from one snapshot.
//
// Store knows tables, not rules: it does not decide who may do what, nor what a
// record adds up to. It never changes a fact but by adding to it.
package store

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/register"
)

// Config says where the data are. Either Dir or URL is given.
type Config struct {
	Dir string // folder of the embedded database, made if missing
	URL string // postgres://...

	// MustExist refuses to make a new database: for commands that only ask.
	MustExist bool
}

// DB is an open database. It may be used by many goroutines at once.
type DB struct {
	// Clock tells the time of transactions and ids. Tests and the sample data set
	// it, together with IDs, before the first use.
	Clock func() time.Time
	IDs   *IDs

	engine     engine
	kept       kept
	edition    func(number, edition int) *register.Definition
	migrations []migration
	trace      func(query string, args []any) // of tests
}

// Open opens the data, brings older data to the schema of this program and
// refuses newer ones.
func Open(ctx context.Context, c Config) (*DB, error) {
	return open(ctx, c, migrations)
}

func open(ctx context.Context, c Config, m []migration) (*DB, error) {
	db := &DB{
		Clock: time.Now, IDs: &IDs{Node: rand.Int64N(nodes)},
		migrations: m, kept: kept{most: keptAtMost},
	}
	var err error
	switch {
	case c.URL != "" && c.Dir == "":
		db.engine, err = openPostgres(ctx, c)
	case c.Dir != "" && c.URL == "":
		db.engine, err = openSQLite(c)
	default:
		err = errors.New("open store: either a folder or a URL")
	}
	if err != nil {
		return nil, err
	}
	if err := db.ready(ctx, c.MustExist); err != nil {
		db.engine.close()
		if fault.All(err) != nil {
			return nil, err
		}
		f := fault.New(fault.Invalid, "store.open", "where", db.engine.where())
		f.Cause = err
		return nil, f
	}
	return db, nil
}

// Define says how to find the edition of a register that a record was checked
// by; the catalog knows. Until then no record can be read.
func (db *DB) Define(edition func(number, edition int) *register.Definition) { db.edition = edition }

// Close ends all connections. Nothing may be under way.
func (db *DB) Close() error { return db.engine.close() }

// Scrub leaves nothing in the files of the embedded database of what was overwritten
// before. It writes the file anew, which takes a while where much is kept, and others
// do not write meanwhile. Where another program is still reading that is the fault store.read_still:
// it happens when the last one closes the data. On PostgreSQL there is nothing to do
// here; the rows that are gone leave its files when it vacuums, and its backups and
// archives are for who runs it.
func (db *DB) Scrub(ctx context.Context) error { return db.engine.tell(db.engine.scrub(ctx)) }

// Alone lets one program at a time do a work of many transactions on the data, until
// it calls release or ends, however it ends. Where another does that work ok is false.
func (db *DB) Alone(ctx context.Context, work string) (release func(), ok bool, err error) {
	release, err = db.engine.alone(ctx, work)
	if errors.Is(err, errTaken) {
		return nil, false, nil
	}
	return release, err == nil, db.engine.tell(err)
}

// attempts is how often a transaction is tried that the engine gave up for the
// sake of another.
const attempts = 5

// Do runs fn in one writing transaction: all of it is durable when Do returns
// nil, and none of it happened when Do returns an error. Where several
// transactions collide, fn may be run again from the start, so it must not
// change anything outside that a second run would spoil. Do must not be called
// within Do.
func (db *DB) Do(ctx context.Context, fn func(*Tx) error) error {
	for try := 1; ; try++ {
		err := db.run(ctx, true, fn)
		if err == nil || try == attempts || !db.engine.collided(err) {
			return db.engine.tell(err)
		}
		pause := time.Duration(rand.Int64N(int64(5*time.Millisecond)<<try)) + time.Millisecond
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(pause):
		}
	}
}

// Read runs fn on one snapshot of the data: what others write meanwhile is not
// seen. fn must not write.
func (db *DB) Read(ctx context.Context, fn func(*Tx) error) error {
	return db.engine.tell(db.run(ctx, false, fn))
}

func (db *DB) run(ctx context.Context, write bool, fn func(*Tx) error) (err error) {
	s, err := db.engine.begin(ctx, write)
	if err != nil {
		return fmt.Errorf("begin: %w", err)
	}
	done := false
	defer func() { // also when fn panics
		if !done {
			s.rollback()
		}
	}()
	tx := &Tx{db: db, session: s, now: db.Clock().UTC(), writes: write}
	if err := fn(tx); err != nil {
		return err
	}
	if err := tx.flush(ctx); err != nil {
		return err
	}
	if err := tx.flushMoved(ctx); err != nil {
		return err
	}
	done = true
	if err := s.commit(); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	db.kept.follow(tx.moved)
	return nil
}

// NewID makes an id: greater than all that this DB made before, even if the
// clock steps back.
func (db *DB) NewID() int64 { return db.IDs.next(db.Clock()) }
