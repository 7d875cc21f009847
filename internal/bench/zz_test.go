//go:build bench

package bench

import "testing"

func TestZZ(t *testing.T) {
	f := measure(t, "zz", "ZZ", "zz")
	w := newWorld(t)
	k := fill(t, w, sizes(t, "BENCH_RECORDS", "1000000")[0])
	led := k.keeping(t, w).ledger(t, w)
	f.scores(t, w, k, led)
	f.carries(t, w, k, led)
	f.print(t)
}
