//go:build bench

package bench

import (
	"os"
	"testing"

	"binhdang/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestBenchTry(t *testing.T) {
	w := newWorld(t)
	t.Log(len(w.homes))
	for _, k := range fill(t, w, 200000, []string{"sqlite", "postgres"}) {
		var n, f int64
		k.raw.QueryRow("select count(*) from record").Scan(&n)
		k.raw.QueryRow("select count(*) from fact").Scan(&f)
		t.Log(k, n, f, k.bytes()>>20)
	}
}
