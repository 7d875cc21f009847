package ledger_test

import (
	"testing"
	"time"

	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestUploadsAreFew holds that what waits of one account is bounded, in number and
// in bytes, and that a mended file comes in the place of the one before.
func TestUploadsAreFew(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx, mai, lan := t.Context(), actor(t, led, "officer", "06652"), actor(t, led, "officer", "06658")
		mai.Account, lan.Account = 71, 72
		var first int64
		for i := range 8 {
			id, err := led.KeepUpload(ctx, mai, "activity", "a.csv", []byte("x"), 0)
			if err != nil {
				t.Fatal(i, err)
			}
			if i == 0 {
				first = id
			}
		}
		_, err := led.KeepUpload(ctx, mai, "activity", "a.csv", []byte("x"), 0)
		isFault(t, "a ninth file", err, "upload.full")
		if _, err := led.KeepUpload(ctx, lan, "activity", "a.csv", []byte("x"), 0); err != nil {
			t.Error("another account:", err)
		}
		second, err := led.KeepUpload(ctx, mai, "activity", "b.csv", []byte("y"), first)
		if err != nil {
			t.Error("in the place of another:", err)
		}
		if _, err := led.Upload(ctx, mai, first); err == nil {
			t.Error("the one before is still there")
		}
		if err := led.WritesUpload(ctx, mai, second, true); err != nil {
			t.Fatal(err)
		}
		if u, err := led.Upload(ctx, mai, second); err != nil || u.Writing == nil || string(u.Body) != "y" || u.Size != 1 {
			t.Errorf("being written: %+v, %v", u, err)
		}
		if err := led.WritesUpload(ctx, mai, second, false); err != nil {
			t.Fatal(err)
		}
		if u, err := led.Upload(ctx, mai, second); err != nil || u.Writing != nil {
			t.Errorf("not written any more: %+v, %v", u, err)
		}
	})
	t.Run("bytes", func(t *testing.T) {
		led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
		mai := actor(t, led, "officer", "06652")
		mai.Account = 71
		body := make([]byte, 50<<20)
		for i, want := range []string{"", "", "upload.full"} {
			_, err := led.KeepUpload(t.Context(), mai, "activity", "a.csv", body, 0)
			if want == "" && err != nil {
				t.Fatal(i, err)
			}
			if want != "" {
				isFault(t, "a third large file", err, want)
			}
		}
	})
}

// TestOldUploadsGo holds that a start throws away what nobody confirmed.
func TestOldUploadsGo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		led := newLedger(t, db)
		mai := actor(t, led, "officer", "06652")
		mai.Account = 71
		if _, err := led.KeepUpload(t.Context(), mai, "activity", "a.csv", []byte("x"), 0); err != nil {
			t.Fatal(err)
		}
		later, err := ledger.New(t.Context(), db, led.Catalog(), func() time.Time { return testDay.Add(72 * time.Hour) })
		if err != nil {
			t.Fatal(err)
		}
		if err := later.DropOldUploads(t.Context()); err != nil {
			t.Fatal(err)
		}
		if list, err := led.Uploads(t.Context(), mai); err != nil || len(list) != 0 {
			t.Errorf("%v, %v, want none", list, err)
		}
	})
}
