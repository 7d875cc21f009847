package demo

import (
	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"context"
	"testing"
"fmt"
"time"
)

func TestZProfile(t *testing.T) {
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	ctx := context.Background()
	db, err := store.Open(ctx, store.Config{Dir: t.TempDir()})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	led, err := ledger.New(ctx, db, cat, Clock)
	if err != nil {
		t.Fatal(err)
	}
	by, err := led.CommandLine(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	if err := Make(ctx, led, by, nil); err != nil {
		t.Fatal(err)
	}
	h := func() string {
		s, err := led.Rebuild(ctx, by, true, nil)
		if err != nil {
			t.Fatal(err)
		}
		return fmt.Sprintf("%+v", s)
	}
	a := h()
	t1 := time.Now()
	if err := Make(ctx, led, by, nil); err != nil {
		t.Fatal(err)
	}
	t.Log(time.Since(t1))
	if b := h(); a != b {
		t.Error(a, b)
	} else {
		t.Log(a)
	}
}
