package store

import (
	"context"
	"embed"
	"fmt"
	"io/fs"

	"binhdang/internal/fault"
)

//go:embed schema/*.sql
var schemaFiles embed.FS

// migration is one step of the schema: the text of one numbered file.
type migration string

// migrations in order; the first leads from nothing to version 1.
var migrations = func() (m []migration) {
	names, err := fs.Glob(schemaFiles, "schema/*.sql")
	if err != nil {
		panic(err)
	}
	for _, name := range names { // 0001_..., 0002_...: in order
		text, err := schemaFiles.ReadFile(name)
		if err != nil {
			panic(err)
		}
		m = append(m, migration(text))
	}
	return m
}()

// ready brings the data to the schema of this program.
func (db *DB) ready(ctx context.Context, mustExist bool) error {
	if !db.engine.fresh() {
		version, err := db.Version(ctx)
		switch {
		case err != nil:
			return err
		case version > len(db.migrations):
			return fault.New(fault.Conflict, "store.newer", "where", db.engine.where(), "version", version, "known", len(db.migrations))
		case version == len(db.migrations):
			return nil
		case version == 0 && mustExist:
			return fault.New(fault.NotFound, "store.missing", "where", db.engine.where())
		}
	}
	return db.Migrate(ctx)
}

// Version is the version of the schema that the data have; 0: no data yet.
func (db *DB) Version(ctx context.Context) (version int, err error) {
	err = db.Read(ctx, func(tx *Tx) error {
		version, err = tx.version(ctx)
		return err
	})
	return version, err
}

func (tx *Tx) version(ctx context.Context) (version int, err error) {
	ok, err := tx.db.engine.hasTable(ctx, tx.session, "meta")
	if err != nil || !ok {
		return 0, err
	}
	return version, tx.row(ctx, "select version from meta", nil, &version)
}

// Migrate brings the data to the schema of this program, all in one
// transaction. Open has done so already; several programs may do it at once.
func (db *DB) Migrate(ctx context.Context) error {
	return db.Do(ctx, func(tx *Tx) error {
		if err := db.engine.lockSchema(ctx, tx.session); err != nil {
			return err
		}
		version, err := tx.version(ctx)
		if err != nil {
			return err
		}
		return tx.migrate(ctx, version, len(db.migrations))
	})
}

// migrate leads the schema from one version to a later one.
func (tx *Tx) migrate(ctx context.Context, from, to int) error {
	if from >= to {
		return nil
	}
	for v := from; v < to; v++ {
		text := tx.db.engine.macros().Replace(string(tx.db.migrations[v]))
		if _, err := tx.session.ExecContext(ctx, text); err != nil {
			return fmt.Errorf("migration %d: %w", v+1, err)
		}
	}
	if _, err := tx.exec(ctx, "delete from meta"); err != nil {
		return err
	}
	_, err := tx.exec(ctx, "insert into meta (version) values ($1)", to)
	return err
}
