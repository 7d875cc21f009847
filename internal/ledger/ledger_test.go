package ledger_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var ours = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(catalog.Layer{FS: content.FS}) })

// testDay is the day on which all tests of the ledger are told.
var testDay = time.Date(2026, 11, 20, 9, 0, 0, 0, time.FixedZone("ICT", 7*3600))

func newLedger(t testing.TB, db *store.DB) *ledger.Ledger {
	t.Helper()
	return ledgerOf(t, db, ours)
}

// ledgerOf is the ledger of tests by some content.
func ledgerOf(t testing.TB, db *store.DB, load func() (*catalog.Catalog, error)) *ledger.Ledger {
	t.Helper()
	cat, err := load()
	if err != nil {
		t.Fatal(err)
	}
	led, err := ledger.New(context.Background(), db, cat, func() time.Time { return testDay })
	if err != nil {
		t.Fatal(err)
	}
	return led
}
