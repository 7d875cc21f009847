//go:build bench

package bench

import (
	"os"
	"testing"
	"time"

	"binhdang/internal/period"
	"binhdang/internal/store/storetest"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

func TestBenchTry(t *testing.T) {
	w := newWorld(t)
	k := fill(t, w, 200000)
	p := k.copied(t, w)
	one := period.Window{First: 20241215, Last: 20251214}
	for _, k := range []*kept{k, p} {
		var n, f int64
		k.raw.QueryRow("select count(*) from record").Scan(&n)
		k.raw.QueryRow("select count(*) from fact").Scan(&f)
		t.Log(k, n, f, k.bytes()>>20)
		for _, y := range []period.Window{years, one} {
			start := time.Now()
			want, err := k.byRecords(w, y)
			if err != nil {
				t.Fatal(err)
			}
			t.Log(k, "by records", time.Since(start), len(want))
			for range 5 {
				start := time.Now()
				got, err := k.national(w, y)
				if err != nil {
					t.Fatal(err)
				}
				t.Log(k, "by facts", time.Since(start), len(got))
				same(t, got, want)
			}
		}
	}
}
