package store_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

var noon = time.Date(2026, 11, 20, 5, 0, 0, 123e6, time.UTC)

func sameValue(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := gocmp.Diff(want, got, gocmp.Comparer(func(a, b *register.Definition) bool { return a == b })); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestJournal(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		old := record(db, 1, 10, 20250101)
		old.RowHash, old.Batch, old.Lead, old.LeadIn = []byte{1}, 2, 3, 4
		old.Values["note"] = register.Value{Text: "bà Lê Thị X"}
		lines := []store.Line{
			{Shard: 1, Record: old.ID, Version: 1, Verb: "enter", Actor: "web:an", At: noon},
			{Shard: 1, Record: old.ID, Version: 2, Verb: "correct", Actor: "cli:bình", At: noon.Add(time.Hour), Why: "sai số", Former: old},
			{Shard: 2, Record: old.ID, Version: 1, Verb: "enter", Actor: "web:an", At: noon},
		}
		do(t, db, func(tx *store.Tx) error { return tx.AddJournal(ctx, lines...) })
		journal := func() (got []store.Line) {
			read(t, db, func(tx *store.Tx) (err error) { got, err = tx.Journal(ctx, 1, old.ID); return err })
			return got
		}
		sameValue(t, "journal", journal(), lines[:2])

		do(t, db, func(tx *store.Tx) error { return tx.RedactJournal(ctx, 1, old.ID, "note", "▇▇▇") })
		old.Values["note"] = register.Value{Text: "▇▇▇"}
		sameValue(t, "redacted journal", journal(), lines[:2])
		do(t, db, func(tx *store.Tx) error { return tx.RedactJournal(ctx, 1, old.ID, "other", "▇▇▇") })
		sameValue(t, "journal after redacting a field that is not there", journal(), lines[:2])
	})
}

func TestEvents(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		var want []store.Event
		for i := range 5 {
			e := store.Event{ID: db.NewID(), At: noon.Add(time.Duration(i) * time.Minute), Actor: "cli:admin", Verb: "account.add", What: "an", Why: "mới"}
			want = append([]store.Event{e}, want...)
			do(t, db, func(tx *store.Tx) error { return tx.AddEvent(ctx, e) })
		}
		read(t, db, func(tx *store.Tx) error {
			first, err := tx.Events(ctx, 0, 3)
			if err != nil {
				return err
			}
			rest, err := tx.Events(ctx, first[2].ID, 3)
			sameValue(t, "events in two pages", append(first, rest...), want)
			return err
		})
	})
}

func TestBatches(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		a := store.Batch{ID: 5, Register: "talk", File: "sổ.xlsx", Hash: "ab", Rows: 10, New: 7, Corrected: 2, At: noon, Actor: "web:an"}
		b := a
		b.ID = 6
		do(t, db, func(tx *store.Tx) error {
			if err := tx.InsertBatch(ctx, a); err != nil {
				return err
			}
			return tx.InsertBatch(ctx, b)
		})
		back := noon.Add(time.Hour)
		do(t, db, func(tx *store.Tx) error { return tx.MarkTakenBack(ctx, 5, back) })
		a.TakenBack = &back
		err := db.Do(ctx, func(tx *store.Tx) error { return tx.MarkTakenBack(ctx, 5, back) })
		if !errors.Is(err, &fault.Error{Kind: fault.Conflict, Key: "batch.taken_back"}) {
			t.Errorf("taken back twice: %v", err)
		}
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.Batch(ctx, 5)
			sameValue(t, "batch", got, &a)
			if none, err := tx.Batch(ctx, 7); none != nil || err != nil {
				t.Errorf("batch that is not: %v, %v", none, err)
			}
			if err != nil {
				return err
			}
			all, err := tx.Batches(ctx, 10)
			sameValue(t, "batches", all, []store.Batch{b, a})
			return err
		})
	})
}

func TestIssues(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		a := store.Issue{ID: 1, Report: "năm", Unit: 10_000_001, Period: "2025", Year: 2026, Number: "412", Symbol: "BC-SNV", At: noon,
			Actor: "web:an", Hash: "ab", Body: []byte(`{"x":1}`), Docx: []byte{0, 255}}
		b := a
		b.ID, b.Number, b.Docx = 2, "413", nil
		do(t, db, func(tx *store.Tx) error {
			if err := tx.InsertIssue(ctx, a); err != nil {
				return err
			}
			return tx.InsertIssue(ctx, b)
		})
		twice := a
		twice.ID = 3
		if err := db.Do(ctx, func(tx *store.Tx) error { return tx.InsertIssue(ctx, twice) }); err == nil {
			t.Error("one number was given twice in a year")
		}
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.IssueByNumber(ctx, a.Unit, 2026, "412", "BC-SNV")
			if err != nil {
				return err
			}
			sameValue(t, "issue", got, &a)
			if none, err := tx.IssueByNumber(ctx, a.Unit, 2025, "412", "BC-SNV"); none != nil || err != nil {
				t.Errorf("issue that is not: %v, %v", none, err)
			}
			all, err := tx.Issues(ctx, a.Unit)
			short, other := a, b
			short.Body, short.Docx, other.Body = nil, nil, nil
			sameValue(t, "issues", all, []store.Issue{other, short})
			return err
		})
	})
}

func TestAccounts(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		bình := store.Account{ID: 1, Name: "bình", FullName: "Trần Bình", Password: "x", At: noon,
			Grants: []access.Grant{{Role: "administrator", Unit: unit.VN}, {Role: "officer", Unit: 2306652}}}
		an := store.Account{ID: 2, Name: "an", At: noon}
		do(t, db, func(tx *store.Tx) error {
			if err := tx.InsertAccount(ctx, bình); err != nil {
				return err
			}
			return tx.InsertAccount(ctx, an)
		})
		if err := db.Do(ctx, func(tx *store.Tx) error { return tx.InsertAccount(ctx, store.Account{ID: 3, Name: "an"}) }); err == nil {
			t.Error("two accounts of one name")
		}
		bình.Disabled, bình.Password, bình.Grants = true, "y", bình.Grants[1:]
		an.Grants = []access.Grant{{Role: "leader", Unit: 1}}
		do(t, db, func(tx *store.Tx) error {
			if err := tx.UpdateAccount(ctx, an); err != nil {
				return err
			}
			return tx.UpdateAccount(ctx, bình)
		})
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.AccountByName(ctx, "bình")
			sameValue(t, "account by name", got, &bình)
			if err != nil {
				return err
			}
			got, err = tx.AccountByID(ctx, 2)
			sameValue(t, "account by id", got, &an)
			if none, err := tx.AccountByName(ctx, "Bình"); none != nil || err != nil {
				t.Errorf("account that is not: %v, %v", none, err)
			}
			if err != nil {
				return err
			}
			all, err := tx.Accounts(ctx)
			sameValue(t, "accounts", all, []store.Account{an, bình})
			return err
		})
	})
}

func TestOrganisations(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		sở := &unit.Unit{ID: 10_000_001, Code: "22.SNV", Level: unit.Organisation,
			Versions: []unit.Version{{Name: "SNV", FullName: "Sở Nội vụ", Parent: 1122000, First: 20250701}},
			Paper:    &unit.Paper{Name: "SỞ NỘI VỤ", Recipients: []string{"UBND tỉnh"}}}
		hội := &unit.Unit{ID: 10_000_002, Code: "22.LHPN", Level: unit.Organisation, Versions: []unit.Version{{Name: "Hội"}}}
		put := func(u *unit.Unit) error {
			return db.Do(ctx, func(tx *store.Tx) error { return tx.PutOrganisation(ctx, u) })
		}
		for _, u := range []*unit.Unit{hội, sở} {
			if err := put(u); err != nil {
				t.Fatal(err)
			}
		}
		hội.Versions = append(hội.Versions, unit.Version{Name: "Hội Liên hiệp", First: 20260101})
		if err := put(hội); err != nil {
			t.Fatal(err)
		}
		if err := put(&unit.Unit{ID: sở.ID, Code: "22.GDDT"}); err == nil {
			t.Error("an organisation took the place of another")
		}
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.Organisations(ctx)
			sameValue(t, "organisations", got, []*unit.Unit{sở, hội})
			return err
		})
	})
}

// TestCollisionsAreTriedAgain: whoever reads a number and writes the next one
// must not write the same as another who does so.
func TestCollisionsAreTriedAgain(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		met := make(chan bool, 2)
		errs := make(chan error, 2)
		for _, code := range []unit.Code{"A", "B"} {
			go func() {
				first := true
				errs <- db.Do(ctx, func(tx *store.Tx) error {
					all, err := tx.Organisations(ctx)
					if err != nil {
						return err
					}
					if first { // on PostgreSQL both have read before either writes
						first = false
						met <- true
						for range 50 {
							if len(met) == 2 {
								break
							}
							time.Sleep(2 * time.Millisecond)
						}
					}
					return tx.PutOrganisation(ctx, &unit.Unit{ID: unit.FirstOrganisation + unit.ID(len(all)), Code: code})
				})
			}()
		}
		if err := errors.Join(<-errs, <-errs); err != nil {
			t.Error(err)
		}
		read(t, db, func(tx *store.Tx) error {
			var codes []unit.Code
			all, err := tx.Organisations(ctx)
			for _, u := range all {
				codes = append(codes, u.Code)
			}
			if slices.Sort(codes); !slices.Equal(codes, []unit.Code{"A", "B"}) {
				t.Errorf("kept %v, want A and B", codes)
			}
			return err
		})
	})
}
