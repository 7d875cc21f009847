package ledger_test

import (
	"context"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

func TestPaperNumber(t *testing.T) {
	for text, want := range map[string]string{
		"7": "07", "07": "07", "007": "07", " ７ ": "07", "٤١٢": "412", "12a": "12A", "12Đ": "12Đ", "12đ": "12Đ", "999999": "999999", "100": "100",
		"": "", "0": "", "000": "", "-1": "", "1.5": "", "12/3": "", "12ab": "", "a12": "", "1234567": "", "<script>": "", "½": "", "12 a": "", "12\n3": "",
	} {
		got, err := ledger.PaperNumber(text)
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q: got %q, %v, want %q", text, got, err, want)
		}
	}
}

// TestNumberIsIssuedOnce holds that a number is another one only where it is another
// number, also beside papers whose number was kept as it was typed.
func TestNumberIsIssuedOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		led := newLedger(t, db)
		u, _, err := led.Tree().Resolve("22", led.Today())
		if err != nil {
			t.Fatal(err)
		}
		paper := store.Issue{Report: "annual", Unit: u.ID, Period: "2025", Year: 2026, Number: "7", Symbol: "BC", Hash: "h", Body: []byte("b")}
		if err := db.Do(context.Background(), func(tx *store.Tx) error { return tx.InsertIssue(context.Background(), paper) }); err != nil {
			t.Fatal(err)
		}
		for _, x := range []struct {
			number, symbol string
			year           int
			want           string
		}{
			{"07", "BC", 2026, "issue.taken"}, {"7", "BC", 2026, "issue.number"}, {"７", "BC", 2026, "issue.number"},
			{"-1", "BC", 2026, "issue.number"}, {"07", "BC-SNV", 2026, ""}, {"07", "BC", 2027, ""}, {"08", "BC", 2026, ""}, {"08", "BC", 2026, "issue.taken"},
		} {
			paper.Number, paper.Symbol, paper.Year = x.number, x.symbol, x.year
			_, err := led.Issue(context.Background(), admin, paper)
			got := ""
			if all := fault.All(err); len(all) > 0 {
				got = all[0].Key
			}
			if got != x.want || err != nil && got == "" {
				t.Errorf("%s/%s of %d: got %v, want %q", x.number, x.symbol, x.year, err, x.want)
			}
		}
	})
}
