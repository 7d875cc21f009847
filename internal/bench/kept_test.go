//go:build bench

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"binhdang/internal/ledger"
	"binhdang/internal/store"
)

// kept is a database of made-up records.
type kept struct {
	engine  string // sqlite, postgres
	records int
	config  store.Config
	db      *store.DB
	raw     *sql.DB // for SQL that no part of the program asks
}

func (k *kept) String() string { return fmt.Sprintf("%s %s", k.engine, size(k.records)) }

func size(records int) string {
	if records%1_000_000 == 0 {
		return fmt.Sprintf("%dM", records/1_000_000)
	}
	return fmt.Sprintf("%dk", records/1000)
}

// fill makes a database on SQLite with so many records.
func fill(t *testing.T, w *world, records int) *kept {
	t.Helper()
	start := time.Now()
	k := &kept{engine: "sqlite", records: records, config: store.Config{Dir: t.TempDir()}}
	k.open(t, w)
	lots, failed := make(chan lot, 4), make(chan error, 1)
	go func() {
		failed <- k.load(lots)
		for range lots { // after an error, so that the maker does not wait for ever
		}
	}()
	w.each(records, func(l lot) { lots <- l })
	close(lots)
	if err := <-failed; err != nil {
		t.Fatalf("%s: %v", k, err)
	}
	t.Logf("%s made in %.0f s, %d MB", k, time.Since(start).Seconds(), k.bytes()>>20)
	return k
}

// copied makes the same database on PostgreSQL.
func (k *kept) copied(t *testing.T, w *world, c *cluster) *kept {
	t.Helper()
	start := time.Now()
	to := &kept{engine: "postgres", records: k.records, config: store.Config{URL: c.database(t, "made_"+size(k.records))}}
	to.open(t, w)
	if err := to.copy(k); err != nil {
		t.Fatalf("%s: %v", to, err)
	}
	t.Logf("%s copied in %.0f s, %d MB", to, time.Since(start).Seconds(), to.bytes()>>20)
	return to
}

func (k *kept) open(t *testing.T, w *world) {
	t.Helper()
	db, err := store.Open(context.Background(), k.config)
	if err != nil {
		t.Fatal(err)
	}
	db.Define(w.cat.Edition)
	db.Keep(0) // what is measured is reading
	k.db = db
	if k.engine == "sqlite" {
		u := url.URL{Scheme: "file", Path: filepath.Join(k.config.Dir, "binhdang.db"), RawQuery: url.Values{"_pragma": {
			"busy_timeout(10000)", "cache_size(-65536)", "temp_store(memory)", "synchronous(off)"}}.Encode()}
		k.raw, err = sql.Open("sqlite", u.String())
		k.raw.SetMaxOpenConns(1)
	} else {
		k.raw, err = sql.Open("pgx", k.config.URL)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		k.raw.Close()
		k.db.Close()
	})
}

// keeping is another hold of the same data, which keeps what it has read, as the
// program does.
func (k *kept) keeping(t *testing.T, w *world) *kept {
	t.Helper()
	db, err := store.Open(context.Background(), k.config)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	db.Define(w.cat.Edition)
	return &kept{engine: k.engine, records: k.records, config: k.config, db: db}
}

func (k *kept) ledger(t *testing.T, w *world) *ledger.Ledger {
	t.Helper()
	l, err := ledger.New(context.Background(), k.db, w.cat, now)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// now is the day on which all questions are asked.
func now() time.Time { return years.Last.Time().Add(9 * time.Hour) }

// load writes lots, a transaction each that ends with facts.
func (k *kept) load(lots <-chan lot) error {
	ctx := context.Background()
	return k.withoutIndexes(func() error {
		for first := range lots {
			err := k.db.Do(ctx, func(tx *store.Tx) error {
				for l := first; ; l = <-lots {
					if l.facts != nil {
						return tx.AddFacts(ctx, l.facts)
					}
					if err := tx.InsertRecords(ctx, l.records, l.figures); err != nil {
						return err
					}
				}
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// copy takes over the tables of another database, column by column.
func (k *kept) copy(from *kept) error {
	ctx := context.Background()
	err := k.withoutIndexes(func() error {
		conn, err := pgx.Connect(ctx, k.config.URL)
		if err != nil {
			return err
		}
		defer conn.Close(ctx)
		for _, table := range []string{"record", "link", "fact"} {
			rows, err := from.raw.Query("select * from " + table)
			if err != nil {
				return err
			}
			defer rows.Close()
			columns, err := rows.Columns()
			if err != nil {
				return err
			}
			if _, err := conn.CopyFrom(ctx, pgx.Identifier{table}, columns, &copying{rows: rows, width: len(columns)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		_, err = k.raw.Exec("vacuum (analyze)")
	}
	return err
}

// copying hands rows of one database to another.
type copying struct {
	rows   *sql.Rows
	width  int
	values []any
	to     []any
}

func (c *copying) Next() bool { return c.rows.Next() }
func (c *copying) Err() error { return c.rows.Err() }

func (c *copying) Values() ([]any, error) {
	if c.values == nil {
		c.values, c.to = make([]any, c.width), make([]any, c.width)
		for i := range c.to {
			c.to[i] = &c.values[i]
		}
	}
	return c.values, c.rows.Scan(c.to...)
}

// withoutIndexes makes the indexes anew when f is through: this is making data,
// not what is measured.
func (k *kept) withoutIndexes(f func() error) error {
	query := `select 'drop index ' || name, sql from sqlite_schema
		where type = 'index' and tbl_name = 'record' and sql is not null order by name`
	if k.engine == "postgres" {
		query = `
			select 'alter table ' || conrelid::regclass || ' drop constraint ' || conname,
				'alter table ' || conrelid::regclass || ' add constraint ' || conname || ' ' || pg_get_constraintdef(oid)
			from pg_constraint where conrelid in ('record'::regclass, 'fact'::regclass)
			union all
			select 'drop index ' || indexname, indexdef from pg_indexes where tablename = 'record' and indexname <> 'record_pkey'`
	}
	rows, err := k.raw.Query(query)
	if err != nil {
		return err
	}
	var drops, makes []string
	for rows.Next() {
		var drop, text string
		if err := rows.Scan(&drop, &text); err != nil {
			return err
		}
		drops, makes = append(drops, drop), append(makes, text)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, text := range drops {
		if _, err := k.raw.Exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	if err := f(); err != nil {
		return err
	}
	for _, text := range makes {
		if _, err := k.raw.Exec(text); err != nil {
			return fmt.Errorf("%s: %w", text, err)
		}
	}
	return nil
}

// bytes is how much room the data take on disk.
func (k *kept) bytes() (n int64) {
	if k.engine == "postgres" {
		k.raw.QueryRow("select pg_database_size(current_database())").Scan(&n)
		return n
	}
	if info, err := os.Stat(filepath.Join(k.config.Dir, "binhdang.db")); err == nil {
		n = info.Size()
	}
	return n
}
