package store_test

import (
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestAlone holds that of two programs one does a work at a time, and that nothing is
// left of it.
func TestAlone(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		one, two := storetest.Open(t, c), storetest.Open(t, c)
		begin := func(db *store.DB, work string, want bool) func() {
			t.Helper()
			release, ok, err := db.Alone(ctx, work)
			if err != nil || ok != want {
				t.Fatalf("%s: %v, %v, want %v", work, ok, err, want)
			}
			return release
		}
		release := begin(one, "demo", true)
		begin(two, "demo", false)
		begin(one, "demo2", true)()
		do(t, two, func(tx *store.Tx) error { return tx.SetSetting(ctx, "a", "b") }) // other work goes on
		release()
		begin(two, "demo", true)()
		begin(one, "demo", true)()
		if locks, err := filepath.Glob(filepath.Join(c.Dir, "*.lock")); c.Dir != "" && (err != nil || len(locks) > 0) {
			t.Errorf("left: %v, %v", locks, err)
		}
	})
}

// TestIDsGoOn holds that ids made after what is kept are greater than all of it, from
// whichever table and node, also with a clock that stands still.
func TestIDsGoOn(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := fixed(open())
		last := func() (id int64) {
			t.Helper()
			read(t, db, func(tx *store.Tx) (err error) {
				id, err = tx.LastID(ctx)
				return err
			})
			return id
		}
		if id := last(); id != 0 {
			t.Errorf("where nothing is kept the last id is %d", id)
		}
		now := db.Clock()
		db.Clock = func() time.Time { return now }
		seen := map[int64]bool{}
		for round := range 3 {
			db.IDs = &store.IDs{Node: int64(round % 2 * 1000)} // a program that starts again
			db.IDs.After(last())
			for range 5000 {
				id := db.NewID()
				if seen[id] {
					t.Fatalf("round %d makes the id %d again", round, id)
				}
				seen[id] = true
			}
			do(t, db, func(tx *store.Tx) error {
				id := db.NewID()
				seen[id] = true
				switch round {
				case 0:
					return tx.AddEvent(ctx, store.Event{ID: id})
				case 1:
					return tx.InsertBatch(ctx, store.Batch{ID: id})
				}
				r := record(db, 1, 10, 20251214)
				r.ID = register.ID(id)
				return insert(tx, r)
			})
		}
		if id := last(); id != slices.Max(slices.Collect(maps.Keys(seen))) {
			t.Errorf("the last id is %d, of a record it is another", id)
		}
	})
}
