package store_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// fill puts something into every table, the same on both engines.
func fill(t *testing.T, db *store.DB) {
	t.Helper()
	fixed(db)
	list := filled(t, db, 120)
	do(t, db, func(tx *store.Tx) error {
		for i, role := range []string{"ở", "đ", "d", "Z", "a", "_"} { // their order differs between languages
			a := store.Account{ID: int64(100 - i), Name: role, At: tx.Now(), Grants: []access.Grant{{Role: role, Unit: 1}, {Role: "ă", Unit: 2}}}
			if err := tx.InsertAccount(ctx, a); err != nil {
				return err
			}
		}
		return errors.Join(
			tx.AddJournal(ctx, store.Line{Shard: 1, Record: 2, Version: 2, Verb: "correct", At: noon, Why: "<&> \"đúng\"\n", Former: list[0]}),
			tx.InsertBatch(ctx, store.Batch{ID: 1, Register: "talk", At: noon}),
			tx.InsertIssue(ctx, store.Issue{ID: 1, At: noon, Body: []byte{0, 1, 2, 255}}),
			tx.AddEvent(ctx, store.Event{ID: 9, At: noon, What: "tiếng Việt"}),
			tx.PutOrganisation(ctx, &unit.Unit{ID: unit.FirstOrganisation, Code: "22.SNV", Versions: []unit.Version{{Name: "Sở"}}}))
	})
}

func backup(t *testing.T, db *store.DB) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := db.Backup(ctx, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestBackupsAreTheSame: the same data give the same bytes on both engines, and
// again after they were restored on the other.
func TestBackupsAreTheSame(t *testing.T) {
	lite, server := storetest.Open(t, store.Config{Dir: t.TempDir()}), storetest.Open(t, store.Config{URL: storetest.Postgres(t)})
	fill(t, lite)
	fill(t, server)
	first := backup(t, lite)
	if !bytes.Equal(first, backup(t, server)) {
		t.Error("SQLite and PostgreSQL make different backups of the same data")
	}
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := ready(storetest.Open(t, c))
		if err := db.Restore(ctx, bytes.NewReader(first)); err != nil {
			t.Fatal(err)
		}
		if !bytes.Equal(first, backup(t, db)) {
			t.Error("what was restored makes another backup")
		}
		if n := count(t, db); n != 120 {
			t.Errorf("%d records after the restore, want 120", n)
		}
		do(t, db, func(tx *store.Tx) error { return insert(tx, record(db, 1, 10, 20250101)) }) // it lives
		if err := db.Restore(ctx, bytes.NewReader(first)); !errors.Is(err, &fault.Error{Kind: fault.Conflict, Key: "backup.not_empty"}) {
			t.Errorf("restore over data: %v, want backup.not_empty", err)
		}
	})
}

// lines unpacks a backup, packed packs it again.
func lines(t *testing.T, b []byte) string {
	t.Helper()
	r, err := gzip.NewReader(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func packed(t *testing.T, text string) []byte {
	t.Helper()
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	if _, err := io.WriteString(w, text); err != nil {
		t.Fatal(err)
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func TestBadBackupsChangeNothing(t *testing.T) {
	source := storetest.Open(t, store.Config{Dir: t.TempDir()})
	fill(t, source)
	good := backup(t, source)
	text := lines(t, good)
	flipped := bytes.Clone(good)
	flipped[len(flipped)/2] ^= 1
	end := strings.LastIndex(text, `{"sha256"`)
	at := strings.LastIndex(text[:end-1], "\n") + 1
	files := []struct {
		what string
		file []byte
		key  string
	}{
		{"nothing", nil, "backup.foreign"},
		{"text", []byte("không phải bản sao lưu"), "backup.foreign"},
		{"another gzip file", packed(t, "hello\n"), "backup.foreign"},
		{"an empty gzip file", packed(t, ""), "backup.foreign"},
		{"cut in the middle", good[:len(good)/2], "backup.truncated"},
		{"cut before the last byte", good[:len(good)-1], "backup.truncated"},
		{"the end left out", packed(t, text[:end]), "backup.truncated"},
		{"the last row left out", packed(t, text[:at]+text[end:]), "backup.damaged"},
		{"a bit turned", flipped, "backup.damaged"},
		{"a number changed", packed(t, strings.Replace(text, `"n\":100`, `"n\":900`, 1)), "backup.damaged"},
		{"a row twice", packed(t, text[:end]+text[at:]), "backup.damaged"},
		{"something behind the end", packed(t, text+"more\n"), "backup.damaged"},
		{"a table that is not ours", packed(t, strings.Replace(text, `{"table":"event"`, `{"table":"meta"`, 1)), "backup.damaged"},
		{"of a later schema", packed(t, strings.Replace(text, `"schema":7,`, `"schema":99,`, 1)), "backup.newer"},
		{"of a later format", packed(t, strings.Replace(text, `"format":1,`, `"format":2,`, 1)), "backup.newer"},
	}
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := ready(storetest.Open(t, c))
		for _, f := range files {
			err := db.Restore(ctx, bytes.NewReader(f.file))
			var got *fault.Error
			if !errors.As(err, &got) || got.Key != f.key {
				t.Errorf("%s: %v, want %s", f.what, err, f.key)
			}
			if n := count(t, db); n != 0 {
				t.Fatalf("%s: %d records stayed", f.what, n)
			}
		}
		if err := db.Restore(ctx, bytes.NewReader(good)); err != nil {
			t.Errorf("after the bad ones the good: %v", err)
		}
	})
}

// TestBackupOfAnEarlierVersion is restored by a program with a later schema.
func TestBackupOfAnEarlierVersion(t *testing.T) {
	source := storetest.Open(t, store.Config{Dir: t.TempDir()})
	fill(t, source)
	old := backup(t, source)
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		later, err := store.OpenWith(ctx, c, laterMigration)
		if err != nil {
			t.Fatal(err)
		}
		defer later.Close()
		if err := later.Restore(ctx, bytes.NewReader(old)); err != nil {
			t.Fatal(err)
		}
		read(t, later, func(tx *store.Tx) error {
			got, err := tx.Strings(ctx, "select what || ' ' || place from event")
			if len(got) != 1 || got[0] != "tiếng Việt VN" {
				t.Errorf("restored and migrated: %q", got)
			}
			return err
		})
		if v := version(t, later); v != version(t, source)+1 {
			t.Errorf("version %d after the restore", v)
		}
		var newer bytes.Buffer
		if err := later.Backup(ctx, &newer); err != nil {
			t.Fatal(err)
		}
		empty := storetest.Open(t, store.Config{Dir: t.TempDir()})
		if err := empty.Restore(ctx, &newer); !errors.Is(err, &fault.Error{Key: "backup.newer"}) {
			t.Errorf("backup of a later version: %v, want backup.newer", err)
		}
	})
}
