package ledger_test

import (
	"slices"
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestTexts holds the order in which papers list texts: most of the measure first,
// equals as a Vietnamese dictionary has them (Đ after D, before E).
func TestTexts(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		for _, r := range []struct{ title, documents string }{
			{"Kế hoạch của xã Xuân", "1"}, {"kế hoạch của đặc khu Cô Tô", "1"}, {"Kế hoạch của đặc khu Vân Đồn", "1"},
			{"Kế hoạch của phường Hà An", "1"}, {"Kế hoạch chung", "1"}, {"Thông báo", "2"},
			{"Kế hoạch của xã Xuân", "0"},
		} {
			raw := register.Input{"unit": "22", "first": "2026-03-10", "doc_type": "KH", "title": r.title, "documents": r.documents}
			if _, problems, err := led.Enter(t.Context(), admin, "document", ledger.Form{Raw: raw, Lang: "vi"}, false); err != nil || problems.Refused() {
				t.Fatal(r.title, problems, err)
			}
		}
		got, err := led.Texts(t.Context(), admin, ledger.Selection{Register: "document", Unit: "22",
			Window: period.Window{First: 20251215, Last: 20261214}}, "title", "documents")
		want := []string{"Thông báo", "Kế hoạch chung", "kế hoạch của đặc khu Cô Tô", "Kế hoạch của đặc khu Vân Đồn",
			"Kế hoạch của phường Hà An", "Kế hoạch của xã Xuân"}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("got  %q, %v\nwant %q", got, err, want)
		}
	})
}
