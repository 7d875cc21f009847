//go:build bench

package bench

import (
	"context"
	"testing"
	"time"

	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
)

// carries measures what five years of a province's communes take on the map of today,
// each way of treating those that were split. Each province is asked once: what was
// answered is not asked again.
func (f *figures) carries(t *testing.T, w *world, k *kept, led *ledger.Ledger) {
	t.Helper()
	provinces := w.provinces()
	for i, way := range []struct{ name, on, split string }{
		{"the map of today", indicator.MapToday, ""},
		{"the map of today, split communes at their default target", indicator.MapToday, indicator.SplitDefault},
		{"the comparable map", indicator.MapComparable, ""},
	} {
		by := [][]string{{"unit"}, {"unit", "year"}, {"year", "unit"}}[i]
		took := median(t, len(provinces), func(n int) error {
			_, err := led.Facts(context.Background(), admin, indicator.Question{Indicators: []indicator.Name{"sessions", "attendances", "women_share"},
				Unit: string(w.tree.Unit(provinces[n]).Code), Window: years, By: by, Map: way.on, Split: way.split})
			return err
		})
		f.time(t, "ledger: five years of a province's communes on "+way.name, k.String(), took, 200*time.Millisecond)
	}
}
