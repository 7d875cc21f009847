package ledger_test

import (
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestDraftLacks holds that a draft may lack what its register requires, that it is not
// sent on before it has it, and that it counts nowhere meanwhile.
func TestDraftLacks(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		by := actor(t, led, "officer", "06652")
		enter := func(line string, draft bool) *register.Record {
			r, p, err := led.Enter(ctx, by, "activity", ledger.Form{Raw: row(line), Lang: "vi"}, draft)
			if err != nil || (r == nil) != p.Refused() {
				t.Fatal(line, p, err)
			}
			return r
		}
		if enter("unit=06652 first=2026-03-10 title=A", false) != nil || enter("unit=06652 title=A", true) != nil ||
			enter("unit=06652 first=2026-03-10 women=3", true) != nil || enter("unit=06652 first=31/02/2026", true) != nil {
			t.Error("kept: what is sent and not whole, or a draft without its day, or one that can't be read")
		}
		r := enter("unit=06652 first=2026-03-10 title=A", true)
		if r == nil || r.State != register.Draft {
			t.Fatalf("a draft of which half is known: %v", r)
		}
		isFault(t, "sent before it is whole", led.Submit(ctx, by, r.ID, 0), "record.lacks")
		if _, p, err := led.Amend(ctx, by, r.ID, 1, ledger.Form{Raw: row("unit=06652 first=2026-03-10 title=B"), Lang: "vi"}, "", true); err != nil || !p.Refused() {
			t.Errorf("amended and sent: %v %v", p, err)
		}
		now, _, err := led.Amend(ctx, by, r.ID, 1, ledger.Form{Raw: row("unit=06652 first=2026-03-10 form=TOADAM title=B"), Lang: "vi"}, "", false)
		if err != nil || now == nil || now.State != register.Draft {
			t.Fatal(now, err)
		}
		if err := led.Submit(ctx, by, r.ID, 0); err != nil {
			t.Error(err)
		}
	})
}

// TestMayTakeBack holds that an import is offered to be taken back to who may take
// back all of it.
func TestMayTakeBack(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		officer, approver, office := actor(t, led, "officer", "06652"), actor(t, led, "approver", "06652"), actor(t, led, "standing_office", "22")
		own := mustImport(t, led, officer, row("unit=06652 first=2026-03-10 form=TOADAM attendances=30")).Batch
		both := mustImport(t, led, office, row("unit=06652 first=2026-03-11 form=TOADAM attendances=31"), row("unit=06658 first=2026-03-11 form=HOITHAO attendances=32")).Batch
		may := func() (out [6]bool) {
			for i, batch := range []int64{own, both} {
				b, err := led.Imported(t.Context(), office, batch)
				if err != nil {
					t.Fatal(err)
				}
				for k, by := range []struct{ ask func() (bool, error) }{
					{func() (bool, error) { return led.MayTakeBack(t.Context(), officer, b) }},
					{func() (bool, error) { return led.MayTakeBack(t.Context(), approver, b) }},
					{func() (bool, error) { return led.MayTakeBack(t.Context(), office, b) }},
				} {
					if out[3*i+k], err = by.ask(); err != nil {
						t.Fatal(err)
					}
				}
			}
			return out
		}
		if got, want := may(), [6]bool{true, true, true, false, false, true}; got != want {
			t.Errorf("officer, approver, office of two imports: %v, want %v", got, want)
		}
		for _, r := range all(t, led) { // what was approved is for who approves
			if r.Batch == own {
				if err := led.Approve(t.Context(), approver, r.ID, 0); err != nil {
					t.Fatal(err)
				}
			}
		}
		if got, want := may(), [6]bool{false, true, true, false, false, true}; got != want {
			t.Errorf("after it was approved: %v, want %v", got, want)
		}
	})
}
