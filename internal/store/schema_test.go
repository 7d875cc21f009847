package store_test

import (
	"errors"
	"flag"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

var rewrite = flag.Bool("update", false, "write schema.golden.sql anew")

// TestSchemaGolden keeps the whole schema in one file, for review.
func TestSchemaGolden(t *testing.T) {
	db := storetest.Open(t, store.Config{Dir: t.TempDir()})
	var got string
	read(t, db, func(tx *store.Tx) error {
		list, err := tx.Strings(ctx, "select sql from sqlite_schema where sql is not null order by tbl_name, type desc, name")
		got = "-- The schema after all migrations, as SQLite tells it. go test ./internal/store -run Golden -update\n\n" +
			strings.Join(list, ";\n\n") + ";\n"
		return err
	})
	const file = "schema.golden.sql"
	if *rewrite {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := gocmp.Diff(string(want), got); d != "" {
		t.Errorf("the schema differs from %s (-file +schema); run with -update and review:\n%s", file, d)
	}
}

// TestSchemasAgree wants the same tables, columns and indexes on both engines,
// and every table in the backup but those of what passes.
func TestSchemasAgree(t *testing.T) {
	ask := func(c store.Config, query string) (list []string) {
		db := storetest.Open(t, c)
		read(t, db, func(tx *store.Tx) (err error) { list, err = tx.Strings(ctx, query); return err })
		slices.Sort(list)
		return list
	}
	lite, server := store.Config{Dir: t.TempDir()}, store.Config{URL: storetest.Postgres(t)}
	columns := ask(lite, `select m.name || '.' || c.name || ' ' || c.cid || case when c."notnull" = 1 then ' not null' else '' end
		from sqlite_schema m join pragma_table_info(m.name) c where m.type = 'table'`)
	if d := gocmp.Diff(columns, ask(server, `select table_name || '.' || column_name || ' ' || (ordinal_position - 1) ||
		case when is_nullable = 'NO' then ' not null' else '' end from information_schema.columns where table_schema = current_schema()`)); d != "" {
		t.Errorf("columns (-SQLite +PostgreSQL):\n%s", d)
	}
	indexes := ask(lite, "select name from sqlite_schema where type = 'index' and sql is not null")
	if d := gocmp.Diff(indexes, ask(server, `select indexname from pg_indexes where schemaname = current_schema()
		and indexname not like '%_pkey' and indexname not like '%_name_key'`)); d != "" {
		t.Errorf("indexes (-SQLite +PostgreSQL):\n%s", d)
	}
	tables := ask(lite, "select name from sqlite_schema where type = 'table' and name not in ('meta', 'moved', 'session', 'upload')")
	if d := gocmp.Diff(tables, store.TableNames()); d != "" {
		t.Errorf("tables (-schema +backup):\n%s", d)
	}
}

const laterMigration = "alter table event add column place text not null default 'VN';\ncreate index event_place on event (place);"

func version(t *testing.T, db *store.DB) int {
	t.Helper()
	v, err := db.Version(ctx)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestOlderDataAreMigratedAndNewerRefused(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := storetest.Open(t, c)
		now := version(t, db)
		do(t, db, func(tx *store.Tx) error { return tx.AddEvent(ctx, store.Event{ID: 1, At: noon, Actor: "an"}) })

		later, err := store.OpenWith(ctx, c, laterMigration)
		if err != nil {
			t.Fatal(err)
		}
		defer later.Close()
		if v := version(t, later); v != now+1 {
			t.Errorf("after the migration the version is %d, want %d", v, now+1)
		}
		read(t, later, func(tx *store.Tx) error {
			got, err := tx.Strings(ctx, "select actor || ' ' || place from event")
			if !slices.Equal(got, []string{"an VN"}) {
				t.Errorf("after the migration: %q", got)
			}
			return err
		})
		if _, err := store.Open(ctx, c); !errors.Is(err, &fault.Error{Kind: fault.Conflict, Key: "store.newer"}) {
			t.Errorf("newer data: %v, want store.newer", err)
		}
	})
}

func TestAMigrationThatFailsChangesNothing(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := storetest.Open(t, c)
		now := version(t, db)
		if later, err := store.OpenWith(ctx, c, "alter table event add column place text;\ncreate table event (id int);"); err == nil {
			later.Close()
			t.Error("a migration that can't be done was done")
		}
		if v := version(t, db); v != now {
			t.Errorf("version %d, want %d", v, now)
		}
		read(t, db, func(tx *store.Tx) error {
			if _, err := tx.Events(ctx, 0, 1); err != nil {
				t.Errorf("after a migration that failed: %v", err)
			}
			return nil
		})
	})
}

func TestManyOpenAtOnce(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				db, err := store.Open(ctx, c)
				if err != nil {
					t.Error(err)
					return
				}
				if v, err := db.Version(ctx); v == 0 || err != nil {
					t.Errorf("version %d, %v", v, err)
				}
				db.Close()
			})
		}
		wg.Wait()
	})
}
