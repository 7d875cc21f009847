package ledger_test

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// secret text of the tests: it has no marks, so that it is the same folded.
const secretText = "zqxjvkw"

// holding lists the files of a folder that hold the secret text.
func holding(t *testing.T, dir string) (found []string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, f := range files {
		data, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(data), []byte(secretText)) {
			found = append(found, filepath.Base(f))
		}
	}
	return found
}

// TestRedactedIsGone holds that what the law has blanked is in no table and, where
// the files are ours, in none of them, also while the data are open.
func TestRedactedIsGone(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db, err := store.Open(t.Context(), c)
		if err != nil {
			t.Fatal(err)
		}
		ctx, led := t.Context(), newLedger(t, db)
		const kept, blanked = 300, 6
		var sheet []register.Input
		for i := range kept {
			note := fmt.Sprint("ghi chú thường ", i, strings.Repeat(" dài", i%50))
			if i%(kept/blanked) == 7 {
				note = "gặp bà Zqxjvkw" + strings.Repeat(" kể chuyện", i%300) // some do not fit on a page
			}
			sheet = append(sheet, register.Input{"row_key": fmt.Sprint("A", i), "unit": []string{"06652", "06658", "06661"}[i%3],
				"first": fmt.Sprintf("2026-%02d-%02d", 1+i*7%10, 1+i*11%28), "form": "TOADAM", "attendances": "10", "note": note})
		}
		for range 2 { // once more with other notes: the first ones go into the journal
			out, err := led.Import(ctx, admin, sheetOf(sheet...), ledger.ImportOptions{Register: "activity", File: "a.csv", Lang: "vi", Heading: same})
			if err != nil || len(out.Faults) > 0 {
				t.Fatal(out, err)
			}
			for _, raw := range sheet {
				raw["note"] += " lần nữa"
			}
		}
		var secret []register.ID
		err = led.Records(ctx, admin, ledger.Selection{Register: "activity"}, func(r *register.Record) error {
			if strings.Contains(r.Values["note"].Text, "Zqxjvkw") {
				secret = append(secret, r.ID)
			}
			return nil
		})
		if err != nil || len(secret) != blanked {
			t.Fatal(len(secret), err)
		}
		if c.Dir != "" && len(holding(t, c.Dir)) == 0 {
			t.Fatal("no file holds the text before it is blanked: the test would see nothing")
		}
		for _, id := range secret {
			if err := led.Redact(ctx, admin, id, 0, "note", "lộ thông tin cá nhân"); err != nil {
				t.Fatal(err)
			}
		}
		if l, err := led.List(ctx, admin, ledger.ListQuery{Register: "activity", Text: secretText}); err != nil || len(l.Records) != 0 {
			t.Errorf("%d records are found by the blanked word, %v", len(l.Records), err)
		}
		var packed bytes.Buffer
		if err := db.Backup(ctx, &packed); err != nil {
			t.Fatal(err)
		}
		r, err := gzip.NewReader(&packed)
		if err != nil {
			t.Fatal(err)
		}
		plain, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		if bytes.Contains(bytes.ToLower(plain), []byte(secretText)) {
			t.Error("a table holds the blanked text")
		}
		if out, err := led.Rebuild(ctx, admin, true, nil); err != nil || out.Wrong != 0 {
			t.Errorf("rebuilt %+v, %v", out, err)
		}
		if c.Dir != "" {
			if found := holding(t, c.Dir); len(found) > 0 {
				t.Errorf("the blanked text is in %v", found)
			}
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if c.Dir != "" {
			if found := holding(t, c.Dir); len(found) > 0 {
				t.Errorf("the blanked text is in %v of the closed data", found)
			}
		}
	})
}

// TestReasonsAreClean holds that a reason says what a person can read.
func TestReasonsAreClean(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		r := enterTalk(t, led, admin, "06652", "", "buổi", "")
		isFault(t, "nothing to be seen", led.Return(ctx, admin, r.ID, 0, "\u200b \x1b"), "record.why")
		if err := led.Return(ctx, admin, r.ID, 0, " sai\x1b[31m  ngày\u202e\x00 "); err != nil {
			t.Fatal(err)
		}
		lines, err := led.History(ctx, admin, r.ID)
		if err != nil {
			t.Fatal(err)
		}
		if got, want := lines[len(lines)-1].Why, "sai[31m ngày"; got != want {
			t.Errorf("reason %q, want %q", got, want)
		}
	})
}
