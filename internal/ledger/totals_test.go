package ledger_test

import (
	"testing"
	"time"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// Many whole totals are answered in the time that their records take.
func TestManyWholeTotals(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		var list []register.Input
		for _, province := range []string{"01", "79"} {
			for _, u := range led.Tree().Children(id(t, led, province), led.Today()) {
				for _, w := range [][2]string{{"15/07/2025", "14/08/2025"}, {"15/08/2025", "14/09/2025"}, {"15/09/2025", "14/10/2025"}} {
					list = append(list, register.Input{"unit": string(u.Code), "kind": "toàn bộ", "first": w[0], "last": w[1], "sessions": "3"})
				}
			}
		}
		out := mustImport(t, led, admin, list...)
		start := time.Now()
		a, err := led.Facts(t.Context(), admin, indicator.Question{Indicators: []indicator.Name{"sessions", "attendances"}, Unit: "VN",
			Window: period.Window{First: 20241215, Last: 20251214}})
		if err != nil || a.Rows[0].Value == nil || *a.Rows[0].Value != float64(3*out.New) {
			t.Fatalf("%+v, %v, want %d", a, err, 3*out.New)
		}
		if took := time.Since(start); took > 8*time.Second { // each pair of them asking the tree it was 11 for 800 on an idle machine
			t.Errorf("%d whole totals took %v", out.New, took)
		} else {
			t.Logf("%d whole totals took %v", out.New, took)
		}
	})
}
