//go:build bench

package bench

import (
	"context"
	"testing"
	"time"

	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
)

// carries measures what five years of a province's communes take on the map of today,
// each way of treating those that were split. Each province is asked once: what was
// answered is not asked again.
func (f *figures) carries(t *testing.T, w *world, k *kept, led *ledger.Ledger) {
	t.Helper()
	provinces := w.provinces()
	for _, way := range []struct {
		name, on, split string
		by              []string
		last            period.Day // of its own, so that nothing that was read is read again
		most            time.Duration
	}{
		{"the map of today", indicator.MapToday, "", []string{"unit"}, years.Last, 200 * time.Millisecond},
		{"the map of today, split ones at their default target", indicator.MapToday, indicator.SplitDefault, []string{"unit"}, 20251130, 200 * time.Millisecond},
		{"the comparable map", indicator.MapComparable, "", []string{"unit"}, 20251115, 200 * time.Millisecond},
		{"the comparable map, by year too", indicator.MapComparable, "", []string{"unit", "year"}, years.Last, 0},
	} {
		took := median(t, len(provinces), func(n int) error {
			_, err := led.Facts(context.Background(), admin, indicator.Question{Indicators: []indicator.Name{"sessions", "attendances", "women_share"},
				Unit: string(w.tree.Unit(provinces[n]).Code), Window: period.Window{First: years.First, Last: way.last}, By: way.by, Map: way.on, Split: way.split})
			return err
		})
		f.time(t, "five years of a province's communes on "+way.name, k.String(), took, way.most)
	}
}
