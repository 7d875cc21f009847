//go:build bench

package bench

import (
	"testing"
	"time"
)

func TestBenchCount(t *testing.T) {
	w := newWorld(t)
	for _, n := range []int{300000} {
		var keys, rows [3]int
		var planes [8]int
		start := time.Now()
		w.each(n, func(l lot) {
			for k, s := range l.facts {
				g := 0
				if k.Margin != 0 {
					g = 1
				} else if k.Grain != 0 {
					g = 2
				}
				keys[g]++
				for p := range s {
					if !s[p].IsZero() {
						rows[g]++
						if g == 2 {
							planes[p]++
						}
					}
				}
			}
		})
		t.Log(n, "keys all/margin/unit+place", keys, "rows", rows, planes, time.Since(start))
	}
}
