package ledger_test

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

func row(text string) register.Input { return columns(words(text)) }

// counts says what an import did, and of what it warned.
func counts(out *ledger.Outcome) string {
	return strings.TrimSpace(fmt.Sprintf("new %d, unchanged %d, corrected %d; %s", out.New, out.Unchanged, out.Corrected, warnings(out)))
}

func mustImport(t *testing.T, led *ledger.Ledger, by access.Actor, list ...register.Input) *ledger.Outcome {
	t.Helper()
	out, err := imported(led, by, false, list...)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func actor(t *testing.T, led *ledger.Ledger, role, code string) access.Actor {
	t.Helper()
	return access.Actor{Account: 9, Name: role, Via: "test:" + role, Grants: []access.Grant{{Role: role, Unit: id(t, led, code)}}}
}

// all are the records of activities, the oldest first.
func all(t *testing.T, led *ledger.Ledger) (list []*register.Record) {
	t.Helper()
	err := led.Records(context.Background(), admin, ledger.Selection{Register: "activity"}, func(r *register.Record) error {
		list = append(list, r)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for i := range list { // by id
		for j := i; j > 0 && list[j-1].ID > list[j].ID; j-- {
			list[j-1], list[j] = list[j], list[j-1]
		}
	}
	return list
}

func attendances(r *register.Record) int64 { return r.Values["attendances"].Number.N }

// A Mã dòng is of its unit, whatever it looks like; a key that we made means its
// record, and only in a row of the record's unit.
func TestRowKeyIsOfItsUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		for _, code := range []string{"#5", "@1", "#1100022/x", "@0012", "#2300001/" + strings.Repeat("0", 32) + "/1"} {
			a := row("unit=06652 first=10/02/2026 form=TOADAM attendances=40")
			b := row("unit=06658 first=12/03/2026 form=HOITHAO attendances=90")
			a["row_key"], b["row_key"] = code, code
			if got := counts(mustImport(t, led, admin, a)); got != "new 1, unchanged 0, corrected 0;" && code == "#5" {
				t.Errorf("%s: %s", code, got)
			}
			if out := mustImport(t, led, admin, b); out.New != 1 || out.Corrected != 0 {
				t.Errorf("%s of another unit: %s, want a record of its own", code, counts(out))
			}
			a["attendances"] = "41"
			if out := mustImport(t, led, admin, a); out.Corrected != 1 || out.New != 0 {
				t.Errorf("%s again: %s, want a correction", code, counts(out))
			}
		}
		// What an export gives comes back, of a row with a key and of one without.
		led2 := newLedger(t, open())
		free := row("unit=06661 first=10/04/2026 form=TOADAM attendances=40")
		mustImport(t, led2, admin, free)
		typed := enterTalk(t, led2, admin, "06673", "", "Gõ tay", "")
		for _, r := range all(t, led2) {
			code := ledger.KeyOf(r)
			if r.RowKey != code {
				continue
			}
			raw := register.Print(r.Def, ledger.EntryOf(r), led2.Env("vi"), "vi")
			raw["attendances"] = "77"
			if out := mustImport(t, led2, admin, raw); out.Corrected != 1 || out.New != 0 {
				t.Errorf("%s exported, corrected and imported: %s", code, counts(out))
			}
			raw["unit"], raw["place"] = "06676", ""
			out := mustImport(t, led2, admin, raw)
			if out.New != 1 || out.Corrected != 0 || !strings.Contains(warnings(out), "near.key_new") {
				t.Errorf("%s in a row of another unit: %s, want a new record that is asked about", code, counts(out))
			}
		}
		if r, err := led2.Record(context.Background(), admin, typed.ID); err != nil || attendances(r) != 77 {
			t.Errorf("the record typed in: %v, %v", r, err)
		}
	})
}

func TestTakeBackAsksWhoMayApprove(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		officer, ctx := actor(t, led, "officer", "06652"), t.Context()
		a := row("row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances=40")
		first := mustImport(t, led, officer, a)
		r := all(t, led)[0]
		if err := led.Approve(ctx, admin, r.ID, 0); err != nil {
			t.Fatal(err)
		}
		_, err := led.TakeBack(ctx, officer, first.Batch, "nhầm")
		isFault(t, "an officer takes back what was approved", err, "access.approved")
		if out, err := led.TakeBack(ctx, admin, first.Batch, "nhầm"); err != nil || out.Voided != 1 {
			t.Errorf("who may approve: %+v, %v", out, err)
		}
		// A correction by an officer is submitted; taken back by him it does not come out approved.
		mustImport(t, led, admin, row("row_key=B unit=06652 first=11/02/2026 form=TOADAM attendances=40"))
		second := mustImport(t, led, officer, row("row_key=B unit=06652 first=11/02/2026 form=TOADAM attendances=50"))
		if out, err := led.TakeBack(ctx, officer, second.Batch, "nhầm"); err != nil || out.Restored != 1 {
			t.Fatalf("%+v, %v", out, err)
		}
		list := all(t, led)
		if r := list[len(list)-1]; r.State != register.Submitted || attendances(r) != 40 {
			t.Errorf("restored: %s, %d, want submitted and 40", ledger.StateKey(r.State), attendances(r))
		}
	})
}

// The right is asked also where nothing of an import is left to change.
func TestTakeBackAsksOfVoidRecordsToo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx := t.Context()
		out := mustImport(t, led, admin, row("row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances=40"))
		if err := led.Void(ctx, admin, all(t, led)[0].ID, 0, "nhầm"); err != nil {
			t.Fatal(err)
		}
		_, err := led.TakeBack(ctx, actor(t, led, "viewer", "22"), out.Batch, "nhầm")
		isFault(t, "a viewer takes back", err, "batch.right")
		_, err = led.TakeBack(ctx, actor(t, led, "officer", "06658"), out.Batch, "nhầm")
		isFault(t, "an officer of another ward takes back", err, "access.record")
		if _, err := led.TakeBack(ctx, admin, out.Batch, "nhầm"); err != nil {
			t.Error("who may:", err)
		}
	})
}

func TestTakeBackInEitherOrder(t *testing.T) {
	a := "row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances="
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx := t.Context()
		back := func(out *ledger.Outcome) string {
			got, err := led.TakeBack(ctx, admin, out.Batch, "nhầm tệp")
			if err != nil {
				f := fault.All(err)
				if len(f) == 0 {
					t.Fatal(err)
				}
				return fmt.Sprint(f[0].Key, f[0].Args)
			}
			return fmt.Sprintf("%+v", *got)
		}
		is := func(what, got, want string) {
			t.Helper()
			if got != want {
				t.Errorf("%s: %s, want %s", what, got, want)
			}
		}
		first := mustImport(t, led, admin, row(a+"40"), row("row_key=B unit=06652 first=12/02/2026 form=HOITHAO attendances=5"))
		second := mustImport(t, led, admin, row(a+"50"))
		third := mustImport(t, led, admin, row(a+"60"))
		is("the first while the third stands", back(first), fmt.Sprint("batch.later", []string{"id", s(first.Batch), "n", "1", "later", s(third.Batch)}))
		is("the third", back(third), "{Voided:0 Restored:1 Left:0}")
		is("the first while the second stands", back(first), fmt.Sprint("batch.later", []string{"id", s(first.Batch), "n", "1", "later", s(second.Batch)}))
		is("the second", back(second), "{Voided:0 Restored:1 Left:0}")
		if n := attendances(all(t, led)[0]); n != 40 {
			t.Errorf("after both: %d, want 40", n)
		}
		is("the first at last", back(first), "{Voided:2 Restored:0 Left:0}")
		is("the first again", back(first), fmt.Sprint("batch.taken_back", []string{"id", s(first.Batch)}))

		// What a person changed after the later import stays, and the earlier one is told of it.
		first = mustImport(t, led, admin, row(a+"40"))
		second = mustImport(t, led, admin, row(a+"50"))
		list := all(t, led)
		r := list[len(list)-1]
		raw := register.Print(r.Def, ledger.EntryOf(r), led.Env("vi"), "vi")
		raw["attendances"] = "55"
		if p, err := led.Correct(ctx, admin, r.ID, 0, ledger.Form{Raw: raw, Lang: "vi"}, "đếm lại"); err != nil || p.Refused() {
			t.Fatal(p, err)
		}
		is("the later one", back(second), "{Voided:0 Restored:0 Left:1}")
		is("the earlier one", back(first), "{Voided:0 Restored:0 Left:1}")
		if out, err := led.Rebuild(ctx, admin, true, nil); err != nil || out.Wrong != 0 {
			t.Errorf("rebuilt %+v, %v", out, err)
		}
	})
}

// An import of many records is taken back in pieces, whose sums are those of all.
func TestTakeBackInPieces(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		wards := led.Tree().Children(id(t, led, "22"), led.Today())
		var list []register.Input
		for i := range 1000 {
			list = append(list, row(fmt.Sprintf("row_key=%d unit=%s first=%02d/%02d/2026 form=TOADAM attendances=%d", i, wards[i%len(wards)].Code, 1+i%28, 1+i%9, i)))
		}
		mustImport(t, led, admin, row("row_key=0 unit="+string(wards[0].Code)+" first=01/01/2026 form=TOADAM attendances=7"))
		out := mustImport(t, led, admin, list...)
		got, err := led.TakeBack(t.Context(), admin, out.Batch, "nhầm")
		if err != nil || *got != (ledger.TakenBack{Voided: 999, Restored: 1}) {
			t.Errorf("%+v, %v", got, err)
		}
		if out, err := led.Rebuild(t.Context(), admin, true, nil); err != nil || out.Wrong != 0 {
			t.Errorf("rebuilt %+v, %v", out, err)
		}
	})
}

// Data of the first version may hold an import that was taken back while a later one
// held its records: its values do not come back with the later one.
func TestTakenBackValuesStayAway(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		led := newLedger(t, db)
		ctx := t.Context()
		first := mustImport(t, led, admin, row("row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances=40"))
		second := mustImport(t, led, admin, row("row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances=50"))
		if err := db.Do(ctx, func(tx *store.Tx) error { return tx.MarkTakenBack(ctx, first.Batch, time.Now()) }); err != nil {
			t.Fatal(err)
		}
		out, err := led.TakeBack(ctx, admin, second.Batch, "nhầm")
		if err != nil || out.Voided != 1 || out.Restored != 0 {
			t.Errorf("%+v, %v, want it void", out, err)
		}
	})
}

func s(id int64) string { return strconv.FormatInt(id, 10) }

// No sheet brings back what a person voided, nor what the law blanked.
func TestVoidRowStaysVoid(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx := t.Context()
		sheet := []register.Input{row("row_key=A unit=06652 first=10/02/2026 form=TOADAM attendances=40 note=bíhq"),
			row("unit=06652 first=12/03/2026 form=HOITHAO attendances=90")}
		first := mustImport(t, led, admin, sheet...)
		for _, r := range all(t, led) {
			if err := led.Void(ctx, admin, r.ID, 0, "báo nhầm"); err != nil {
				t.Fatal(err)
			}
		}
		out := mustImport(t, led, admin, sheet...)
		if got, want := counts(out), "new 0, unchanged 2, corrected 0; 1 row_key import.voided, 2 row_key import.voided"; got != want {
			t.Errorf("the same sheet: %s, want %s", got, want)
		}
		if args := strings.Join(out.Warnings[0].Args, " "); !strings.Contains(args, "báo nhầm") || !strings.Contains(args, "20/11/2026") {
			t.Errorf("the warning says %q, want the day and the reason", args)
		}
		sheet[0]["row_key"] = "A2"
		if out := mustImport(t, led, admin, sheet[0]); out.New != 1 {
			t.Errorf("with another key: %s", counts(out))
		}
		_ = first

		// Taken back as a batch it comes again, but for what was blanked.
		sheet[0]["row_key"] = "A3"
		sheet[0]["first"] = "15/04/2026"
		third := mustImport(t, led, admin, sheet[0])
		list := all(t, led)
		if err := led.Redact(ctx, admin, list[len(list)-1].ID, 0, "note", "lộ thông tin"); err != nil {
			t.Fatal(err)
		}
		if _, err := led.TakeBack(ctx, admin, third.Batch, "nhầm"); err != nil {
			t.Fatal(err)
		}
		if out := mustImport(t, led, admin, sheet[0]); out.New != 1 {
			t.Fatalf("after it was taken back: %s", counts(out))
		}
		list = all(t, led)
		if got := list[len(list)-1].Values["note"].Text; got != ledger.Redacted {
			t.Errorf("the note came back as %q", got)
		}
	})
}

// A row whose day puts it into another province is not entered beside its record.
func TestRowThatLeavesItsShard(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx := t.Context()
		body := []register.Input{
			{"code": "AG.HPN", "name": "Hội Phụ nữ", "seat": "89@2025-06-30", "last": "30/06/2025"},
			{"code": "AG.HPN", "name": "Hội Phụ nữ", "seat": "91", "first": "01/07/2025"}}
		if _, faults, err := led.DeclareOrganisations(ctx, admin, sheetOf(body...), same); err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		talk := "row_key=A unit=AG.HPN form=TOADAM attendances=40 first="
		mustImport(t, led, admin, row(talk+"2025-06-10"))
		r := all(t, led)[0]
		for _, what := range []string{"the key of its sheet", "our own key"} {
			moved := row(talk + "2025-07-10")
			if what == "our own key" {
				typed, p, err := led.Enter(ctx, admin, "activity", ledger.Form{Raw: row("unit=AG.HPN form=HOITHAO attendances=40 first=2025-06-11"), Lang: "vi"}, false)
				if err != nil || p.Refused() {
					t.Fatal(p, err)
				}
				r = typed
				moved["row_key"] = ledger.KeyOf(typed)
			}
			_, err := imported(led, admin, true, moved)
			isFault(t, what, err, "import.shard")
			if f := fault.All(err); len(f) > 0 && !strings.Contains(strings.Join(f[0].Args, " "), s(int64(r.ID))) {
				t.Errorf("%s: %v does not name the record %d", what, f[0].Args, r.ID)
			}
		}
	})
}

// What stands beside a new row is told as if each row had been written before the
// next was looked at; of a record that is not for the actor only that there is one.
func TestNearRows(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ctx := t.Context()
		if _, faults, err := led.DeclareOrganisations(ctx, admin, sheetOf(register.Input{"code": "TW.HPN", "name": "Hội trung ương"}), same); err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		place := " place=06652 form=TOADAM attendances=40 first="
		out := mustImport(t, led, admin, row("row_key=1 unit=06652"+place+"10/02/2026"), row("row_key=2 unit=06658"+place+"10/02/2026"),
			row("row_key=3 unit=06661"+place+"09/02/2026 last=12/02/2026"), row("row_key=4 unit=06673"+place+"11/02/2026"))
		if got, want := warnings(out), "2 first near.record_new, 3 first near.record_new, 4 first near.record_new"; got != want {
			t.Errorf("rows of one sheet: %s, want %s", got, want)
		}
		// A row that was corrected is where it is now.
		out = mustImport(t, led, admin, row("row_key=1 unit=06652"+place+"20/02/2026"), row("row_key=5 unit=06676"+place+"20/02/2026"))
		if got, want := counts(out), "new 1, unchanged 0, corrected 1; 2 first near.record_new"; got != want {
			t.Errorf("beside a row that was corrected: %s, want %s", got, want)
		}
		// A body of the centre that came here.
		mustImport(t, led, admin, row("row_key=9 unit=TW.HPN"+place+"01/03/2026"))
		out = mustImport(t, led, admin, row("row_key=6 unit=06652"+place+"01/03/2026"))
		if got, want := warnings(out), "1 first near.record_new"; got != want {
			t.Errorf("beside a central body: %q, want %q", got, want)
		}
		// An officer of another ward is not told whose record it is.
		officer := actor(t, led, "officer", "06658")
		out = mustImport(t, led, officer, row("row_key=7 unit=06658"+place+"01/03/2026"))
		if got, want := warnings(out), "1 first near.other_new"; got != want {
			t.Errorf("beside a record that the actor may not read: %q, want %q", got, want)
		}
		if args := strings.Join(out.Warnings[0].Args, " "); !strings.HasPrefix(args, "new ") || strings.Contains(args, "unit") {
			t.Errorf("the warning tells %q", args)
		}
		_, p, err := led.Enter(ctx, officer, "activity", ledger.Form{Raw: row("unit=06658" + place + "20/02/2026"), Lang: "vi"}, false)
		if err != nil || len(p) != 1 || p[0].Fault.Key != "near.other" || len(p[0].Fault.Args) > 0 {
			t.Errorf("the same by a form: %v, %v", p, err)
		}
	})
}

// Rows that are all alike cost no more each than rows that are not.
func TestManyRowsOfOnePlaceAndDay(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		var list []register.Input
		for i := range 3000 {
			list = append(list, row(fmt.Sprintf("row_key=%d unit=06652 first=10/02/2026 form=TOADAM attendances=%d", i, i)))
		}
		start := time.Now()
		out := mustImport(t, led, admin, list...)
		if out.New != 3000 || len(out.Warnings)+out.MoreWarnings != 2999 {
			t.Errorf("%d new, %d warnings", out.New, len(out.Warnings)+out.MoreWarnings)
		}
		if took := time.Since(start); took > 25*time.Second { // quadratic it was about 50
			t.Errorf("took %v", took)
		}
	})
}
