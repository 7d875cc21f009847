package store_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

func count(t testing.TB, db *store.DB) (n int64) {
	t.Helper()
	read(t, db, func(tx *store.Tx) (err error) {
		n, err = tx.CountRecords(ctx, store.Filter{Shards: shards})
		return err
	})
	return n
}

func TestAllOrNothing(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		refuse := errors.New("refused")
		err := db.Do(ctx, func(tx *store.Tx) error {
			if err := insert(tx, record(db, 1, 10, 20250101)); err != nil {
				return err
			}
			return refuse
		})
		if err != refuse || count(t, db) != 0 {
			t.Errorf("refused with %v, %d records stayed", err, count(t, db))
		}
		func() {
			defer func() { recover() }()
			db.Do(ctx, func(tx *store.Tx) error {
				if err := insert(tx, record(db, 1, 10, 20250101)); err != nil {
					return err
				}
				panic("on purpose")
			})
		}()
		if n := count(t, db); n != 0 {
			t.Errorf("after a panic %d records stayed", n)
		}
		do(t, db, func(tx *store.Tx) error { return insert(tx, record(db, 1, 10, 20250101)) })
		if n := count(t, db); n != 1 || len(kept(t, db)) == 0 {
			t.Errorf("after a commit there are %d records and %d facts", n, len(kept(t, db)))
		}
	})
}

func TestReadIsASnapshot(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		read(t, db, func(tx *store.Tx) error {
			for range 3 {
				n, err := tx.CountRecords(ctx, store.Filter{Shards: shards})
				if err != nil {
					return err
				}
				if n != 0 {
					t.Errorf("a snapshot of nothing sees %d records of others", n)
				}
				do(t, db, func(tx *store.Tx) error { return insert(tx, record(db, 1, 10, 20250101)) })
			}
			return nil
		})
		if n := count(t, db); n != 3 {
			t.Errorf("a new snapshot sees %d records, want 3", n)
		}
	})
}

func TestReadCannotWrite(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		err := db.Read(ctx, func(tx *store.Tx) error { return insert(tx, record(db, 1, 10, 20250101)) })
		if err == nil || count(t, db) != 0 {
			t.Errorf("written by Read: %v", err)
		}
		if n := count(t, db); n != 0 {
			t.Errorf("%d records", n)
		}
	})
}

func TestNoStatementInsideAStream(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		filled(t, db, 10)
		err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.Records(ctx, store.Filter{Shards: shards}, func(r *register.Record) error {
				_, err := tx.Record(ctx, r.Shard, r.ID)
				return err
			})
		})
		if err == nil {
			t.Error("one engine takes what the other can't")
		}
	})
}

// TestWritersWaitForEachOther: two handles, as of two programs, both write; each
// counts one record up, none is lost and none refused.
func TestWritersWaitForEachOther(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		dbs := []*store.DB{open(), open()}
		r := record(dbs[0], 1, 10, 20250101)
		do(t, dbs[0], func(tx *store.Tx) error { return insert(tx, r) })
		const each = 15
		var wg sync.WaitGroup
		var changed int
		var mu sync.Mutex
		for i := range 4 {
			wg.Go(func() {
				for range each {
					for done := false; !done; {
						err := dbs[i%2].Do(ctx, func(tx *store.Tx) error {
							now, err := tx.Record(ctx, 1, r.ID)
							if err != nil {
								return err
							}
							now.Version++
							return update(tx, now, now.Version-1)
						})
						switch {
						case err == nil:
							done = true
						case errors.Is(err, &fault.Error{Key: "record.changed"}):
							mu.Lock()
							changed++
							mu.Unlock()
						default:
							t.Error(err)
							return
						}
					}
				}
			})
		}
		wg.Wait()
		read(t, dbs[0], func(tx *store.Tx) error {
			now, err := tx.Record(ctx, 1, r.ID)
			if err == nil && now.Version != 1+4*each {
				t.Errorf("version %d after %d changes (%d were told that it had changed)", now.Version, 4*each, changed)
			}
			return err
		})
	})
}

func TestIDs(t *testing.T) {
	at := func(ms int) time.Time { return time.Date(2020, 1, 1, 0, 0, 0, ms*1e6, time.UTC) }
	s := &store.IDs{Node: 5}
	var last int64
	for i, now := range []int{7, 7, 8, 3, 3, 9, 0} { // the clock steps back twice
		id := store.Next(s, at(now))
		if id <= last {
			t.Errorf("id %d: %d after %d", i, id, last)
		}
		last = id
	}
	if first := store.Next(&store.IDs{Node: 5}, at(7)); first != 7<<22|5<<12 {
		t.Errorf("the first id of node 5 in millisecond 7 is %d", first)
	}
	burst := &store.IDs{}
	seen := map[int64]bool{}
	for range 10_000 { // more than the sequence of a millisecond holds
		seen[store.Next(burst, at(1))] = true
	}
	if len(seen) != 10_000 {
		t.Errorf("%d different ids of 10000", len(seen))
	}
}

func TestSameIDsOnBothEngines(t *testing.T) {
	var got [][]int64
	each(t, func(t *testing.T, open func() *store.DB) {
		db := fixed(open())
		got = append(got, []int64{db.NewID(), db.NewID(), db.NewID()})
	})
	if len(got) != 2 || got[0][0] != got[1][0] || got[0][2] != got[1][2] || got[0][0] >= got[0][1] {
		t.Errorf("ids %v", got)
	}
}

func TestOpenFaults(t *testing.T) {
	dir := t.TempDir()
	broken := t.TempDir()
	if err := os.WriteFile(filepath.Join(broken, "binhdang.db"), []byte(strings.Repeat("no database ", 1000)), 0o600); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what string
		store.Config
		key string
	}{
		{"a folder without data", store.Config{Dir: filepath.Join(dir, "none"), MustExist: true}, "store.missing"},
		{"a folder that is a file", store.Config{Dir: file}, "store.open"},
		{"a file that is no database", store.Config{Dir: broken}, "store.damaged"},
		{"no URL", store.Config{URL: "mysql://localhost/x"}, "store.url"},
		{"nobody listens", store.Config{URL: "postgres://nobody:secret@127.0.0.1:1/x?connect_timeout=2"}, "store.unreachable"},
		{"an empty PostgreSQL", store.Config{URL: storetest.Postgres(t), MustExist: true}, "store.missing"},
	} {
		db, err := store.Open(ctx, c.Config)
		if err == nil {
			db.Close()
		}
		var f *fault.Error
		if !errors.As(err, &f) || f.Key != c.key {
			t.Errorf("%s: %v, want %s", c.what, err, c.key)
			continue
		}
		if strings.Contains(strings.Join(f.Args, " "), "secret") {
			t.Errorf("%s: the fault tells the password: %v", c.what, f.Args)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, "none")); !os.IsNotExist(err) {
		t.Error("a command that only asks has made a folder")
	}
}

// TestMachineFaults holds that what the machine does to the data is told to a person.
func TestMachineFaults(t *testing.T) {
	t.Run("a file that is not to be written", func(t *testing.T) {
		db := ready(storetest.Open(t, store.Config{Dir: t.TempDir()}))
		err := db.Do(ctx, func(tx *store.Tx) error {
			return errors.Join(tx.Exec(ctx, "pragma query_only = 1"), tx.SetSetting(ctx, "a", "b"))
		})
		if !errors.Is(err, &fault.Error{Key: "store.readonly"}) {
			t.Errorf("%v, want store.readonly", err)
		}
	})
	t.Run("a server that ends the connection", func(t *testing.T) {
		c := store.Config{URL: storetest.Postgres(t)}
		db, other := ready(storetest.Open(t, c)), ready(storetest.Open(t, c))
		end := func(tx *store.Tx) error {
			pid, err := tx.Strings(ctx, "select cast(pg_backend_pid() as text)")
			if err != nil {
				return err
			}
			read(t, other, func(tx *store.Tx) error {
				_, err := tx.Strings(ctx, "select cast(pg_terminate_backend(cast($1 as int)) as text)", pid[0])
				return err
			})
			return nil
		}
		for what, err := range map[string]error{
			"before a statement": db.Do(ctx, func(tx *store.Tx) error {
				return errors.Join(end(tx), tx.SetSetting(ctx, "a", "b"))
			}),
			"before the commit": db.Do(ctx, func(tx *store.Tx) error {
				return errors.Join(tx.SetSetting(ctx, "a", "b"), end(tx))
			}),
			"before a question": db.Read(ctx, func(tx *store.Tx) error {
				err := end(tx)
				_, asked := tx.Setting(ctx, "a")
				return errors.Join(err, asked)
			}),
		} {
			if !errors.Is(err, &fault.Error{Key: "store.lost"}) {
				t.Errorf("%s: %v, want store.lost", what, err)
			}
		}
		read(t, db, func(tx *store.Tx) error { // the next has a connection of its own
			if v, err := tx.Setting(ctx, "a"); v != "" || err != nil {
				t.Errorf("afterwards the setting is %q, %v", v, err)
			}
			return nil
		})
		cut := db.Do(ctx, func(*store.Tx) error { return fault.New(fault.Invalid, "backup.truncated") })
		if !errors.Is(cut, &fault.Error{Key: "backup.truncated"}) {
			t.Errorf("a fault comes back as %v", cut)
		}
	})
}

func TestFolderIsPrivate(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "dữ liệu #1?", "x")
	ready(storetest.Open(t, store.Config{Dir: dir}))
	for path, want := range map[string]os.FileMode{dir: 0o700, filepath.Join(dir, "binhdang.db"): 0o600} {
		info, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if info.Mode().Perm() != want {
			t.Errorf("%s has mode %v, want %v", path, info.Mode().Perm(), want)
		}
	}
}
