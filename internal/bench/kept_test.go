//go:build bench

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib"
	_ "modernc.org/sqlite"

	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// kept is a database of made-up records.
type kept struct {
	engine  string // sqlite, postgres
	records int
	config  store.Config
	db      *store.DB
	raw     *sql.DB // for SQL that no part of the program asks
	took    time.Duration
}

func (k *kept) String() string { return fmt.Sprintf("%s %s", k.engine, size(k.records)) }

func size(records int) string {
	if records%1_000_000 == 0 {
		return fmt.Sprintf("%dM", records/1_000_000)
	}
	return fmt.Sprintf("%dk", records/1000)
}

// make1 makes a database of each engine with so many records.
func fill(t *testing.T, w *world, records int, engines []string) []*kept {
	t.Helper()
	var out []*kept
	for _, engine := range engines {
		k := &kept{engine: engine, records: records}
		if engine == "sqlite" {
			k.config.Dir = t.TempDir()
		} else {
			k.config.URL = storetest.Postgres(t)
		}
		k.open(t, w)
		out = append(out, k)
	}
	var wait sync.WaitGroup
	lots := make([]chan lot, len(out))
	errs := make([]error, len(out))
	for i, k := range out {
		lots[i] = make(chan lot, 2)
		wait.Go(func() {
			start := time.Now()
			errs[i] = k.load(lots[i])
			k.took = time.Since(start)
			for range lots[i] { // after an error, so that the maker does not wait for ever
			}
		})
	}
	w.each(records, func(l lot) {
		for _, c := range lots {
			c <- l
		}
	})
	for _, c := range lots {
		close(c)
	}
	wait.Wait()
	for i, k := range out {
		if errs[i] != nil {
			t.Fatalf("%s: %v", k, errs[i])
		}
		t.Logf("%s made in %.0f s", k, k.took.Seconds())
	}
	return out
}

func (k *kept) open(t *testing.T, w *world) {
	t.Helper()
	db, err := store.Open(context.Background(), k.config)
	if err != nil {
		t.Fatal(err)
	}
	db.Define(w.cat.Edition)
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

// load writes lots. Indexes are made when all is there: this is making data, not
// what is measured.
func (k *kept) load(lots <-chan lot) error {
	ctx := context.Background()
	indexes, err := k.indexes()
	if err != nil {
		return err
	}
	for name := range indexes {
		if _, err := k.raw.Exec("drop index " + name); err != nil {
			return err
		}
	}
	for l := range lots {
		first := &l
		err := k.db.Do(ctx, func(tx *store.Tx) error {
			for l := first; l != nil; { // until the facts come, then it is time to commit
				if err := tx.InsertRecords(ctx, l.records, l.figures); err != nil {
					return err
				}
				if l.facts != nil {
					return tx.AddFacts(ctx, l.facts)
				}
				next, more := <-lots
				if l = &next; !more {
					l = nil
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	for _, text := range indexes {
		if _, err := k.raw.Exec(text); err != nil {
			return err
		}
	}
	if k.engine == "sqlite" {
		_, err = k.raw.Exec("pragma wal_checkpoint(truncate)")
	} else {
		_, err = k.raw.Exec("vacuum (analyze)")
	}
	return err
}

// indexes are those of records, by name, with the SQL that makes them.
func (k *kept) indexes() (map[string]string, error) {
	query := "select name, sql from sqlite_schema where type = 'index' and tbl_name = 'record' and sql is not null"
	if k.engine == "postgres" {
		query = "select indexname, indexdef from pg_indexes where tablename = 'record' and indexname <> 'record_pkey'"
	}
	rows, err := k.raw.Query(query)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, text string
		if err := rows.Scan(&name, &text); err != nil {
			return nil, err
		}
		out[name] = text
	}
	return out, rows.Err()
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
