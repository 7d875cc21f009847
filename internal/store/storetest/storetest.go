// Package storetest lets every test of what is kept run on both engines.
//
// PostgreSQL runs in a cluster of its own in a temporary folder, started when a
// test first asks for it and gone when the test process ends, also if that is
// killed. Each test has a schema of its own. Missing binaries fail the test:
// what was not tried on both engines is not known to work.
package storetest

import (
	"context"
	"testing"

	"binhdang/internal/store"
)

// Main runs the tests of a package and stops PostgreSQL. Use it as
//
//	func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }
func Main(m *testing.M) int {
	code := m.Run()
	stop()
	return code
}

// Each runs f on SQLite and on PostgreSQL as two subtests. Open opens the data of
// the subtest, empty at first; opening again gives another handle on the same
// data. All are closed when the subtest ends.
func Each(t *testing.T, f func(t *testing.T, open func() *store.DB)) {
	EachConfig(t, func(t *testing.T, c store.Config) {
		f(t, func() *store.DB {
			t.Helper()
			return Open(t, c)
		})
	})
}

// EachConfig is Each for tests that open the data themselves.
func EachConfig(t *testing.T, f func(t *testing.T, c store.Config)) {
	t.Run("sqlite", func(t *testing.T) { f(t, store.Config{Dir: t.TempDir()}) })
	t.Run("postgres", func(t *testing.T) { f(t, store.Config{URL: Postgres(t)}) })
}

// Open opens data and closes them when the test ends.
func Open(t testing.TB, c store.Config) *store.DB {
	t.Helper()
	db, err := store.Open(context.Background(), c)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := db.Close(); err != nil {
			t.Error(err)
		}
	})
	return db
}
