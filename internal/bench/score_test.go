//go:build bench

package bench

import (
	"context"
	"testing"
	"time"

	"binhdang/internal/card"
	"binhdang/internal/ledger"
)

// TestBenchScore measures what judging and carrying take on a million records.
func TestBenchScore(t *testing.T) {
	f := measure(t, "score", "Scorecards and maps",
		`One process and nobody else. "Asked first": nothing was read before, as after a start. "Once more": nothing of the province has
changed since. Sheets of all provinces are of a year each, none asked before.`)
	w := newWorld(t)
	k := fill(t, w, sizes(t, "BENCH_RECORDS", "1000000")[0])
	led := k.keeping(t, w).ledger(t, w)
	f.scores(t, w, k, led)
	f.carries(t, w, k, led)
	f.done(t)
}

// scores measures scorecards of the Strategy: of each province with five years in its
// series, asked for the first time and once more, and of the whole country's provinces
// in each of the years.
func (f *figures) scores(t *testing.T, w *world, k *kept, led *ledger.Ledger) {
	t.Helper()
	provinces := w.provinces()
	year := years.Last.Year()
	for _, x := range []struct {
		what string
		most time.Duration
	}{{"scorecard of a province and year, asked first", 0}, {"scorecard of a province and year, once more", 50 * time.Millisecond}} {
		took := median(t, len(provinces), func(n int) error {
			_, err := card.Open(context.Background(), led, admin, card.Ask{Unit: string(w.tree.Unit(provinces[n]).Code), Year: year, Series: 5})
			return err
		})
		f.time(t, x.what, k.String(), took, x.most)
	}
	took := median(t, 4, func(n int) error {
		_, err := card.Units(context.Background(), led, admin, card.Ask{Year: year - n})
		return err
	})
	f.time(t, "scorecards of all provinces in a year", k.String(), took, 500*time.Millisecond)
}
