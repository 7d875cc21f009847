package ledger_test

import (
	"sync"
	"testing"

	"binhdang/internal/fact"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestRebuildBesideVerbs holds that a rebuild loses nothing of what others enter
// meanwhile: the facts it finds wrong at first are put right, and what was
// acknowledged is in them.
func TestRebuildBesideVerbs(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		led, other := newLedger(t, db), newLedger(t, db)
		ctx := t.Context()
		enter := func(l *ledger.Ledger) {
			raw := register.Input{"unit": "06652", "first": "2026-03-10", "form": "TOADAM", "attendances": "10"}
			if _, p, err := l.Enter(ctx, admin, "activity", ledger.Form{Raw: raw, Lang: "vi"}, false); err != nil || p.Refused() {
				t.Error(p, err)
			}
		}
		var wait sync.WaitGroup
		wait.Go(func() {
			for range 30 {
				enter(other)
			}
		})
		for range 10 {
			spoil(t, db) // so that there is something to replace
			if _, err := led.Rebuild(ctx, admin, false, nil); err != nil {
				t.Fatal(err)
			}
		}
		wait.Wait()
		out, err := led.Rebuild(ctx, admin, true, nil)
		if err != nil || out.Wrong != 0 || out.Records != 30 {
			t.Errorf("after the rebuilds: %+v, %v", out, err)
		}
	})
}

// spoil adds to the facts what no record says, as a fault of the program would.
func spoil(t *testing.T, db *store.DB) {
	t.Helper()
	err := db.Do(t.Context(), func(tx *store.Tx) error {
		sum := &fact.Sum{}
		sum[fact.Numbers].N = 1
		key := fact.Key{Shard: 1_100_022, Register: 1, Window: period.Window{First: 20260301, Last: 20260314}}
		return tx.AddFacts(t.Context(), fact.Sums{key: sum})
	})
	if err != nil {
		t.Fatal(err)
	}
}
