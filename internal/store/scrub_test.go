package store_test

import (
	"bytes"
	"errors"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestScrub holds that of a text that was overwritten nothing is left in the files,
// also where splitting a page has left copies between its rows.
func TestScrub(t *testing.T) {
	t.Parallel() // it waits ten seconds
	dir := t.TempDir()
	const word = "zqxjvkw"
	holds := func() bool {
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
			if bytes.Contains(data, []byte(word)) {
				return true
			}
		}
		return false
	}
	rng := rand.New(rand.NewPCG(1, 2))
	db, err := store.Open(ctx, store.Config{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	list := sample(ready(db), 3000)
	for _, r := range list {
		r.Values["note"] = register.Value{Text: strings.Repeat(word, 1+rng.IntN(40))}
	}
	rng.Shuffle(len(list), func(i, j int) { list[i], list[j] = list[j], list[i] })
	for part := list; len(part) > 0; part = part[100:] {
		do(t, db, func(tx *store.Tx) error { return insert(tx, part[:100]...) })
	}
	do(t, db, func(tx *store.Tx) error {
		for _, r := range list {
			r.Values["note"] = register.Value{Text: "▇"}
			r.Version++
			if err := update(tx, r, r.Version-1); err != nil {
				return err
			}
		}
		return nil
	})
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if !holds() {
		t.Fatal("nothing is left of the text before the files are scrubbed: the test sees nothing")
	}
	db = ready(storetest.Open(t, store.Config{Dir: dir}))
	// What another program reads is not taken from it; it is waited for, and told.
	other := ready(storetest.Open(t, store.Config{Dir: dir}))
	read(t, other, func(tx *store.Tx) error {
		if _, err := tx.Setting(ctx, "a"); err != nil { // the snapshot begins with the first question
			return err
		}
		do(t, db, func(tx *store.Tx) error { return tx.SetSetting(ctx, "a", "b") })
		if err := db.Scrub(ctx); !errors.Is(err, &fault.Error{Key: "store.read_still"}) {
			t.Errorf("while another program reads: %v", err)
		}
		return nil
	})
	if err := db.Scrub(ctx); err != nil {
		t.Fatal(err)
	}
	if holds() {
		t.Error("the text is in a file")
	}
}
