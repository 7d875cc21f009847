package ledger_test

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// behind reads all pages of the records behind a question.
func behind(t testing.TB, led *ledger.Ledger, by access.Actor, q indicator.Question, limit int) (list []*register.Record, unseen int64) {
	t.Helper()
	var after store.Mark
	for {
		b, err := led.Behind(context.Background(), by, q, after, limit)
		if err != nil {
			t.Fatal(err)
		}
		if after == (store.Mark{}) {
			unseen = b.Unseen
		}
		list = append(list, b.Records...)
		if after = b.Next; after == (store.Mark{}) {
			return list, unseen
		}
	}
}

// figure adds up a measure of records.
func figure(led *ledger.Ledger, list []*register.Record, measure string) (sum float64) {
	for _, r := range list {
		if i := r.Def.Measure(measure); i >= 0 {
			sum += float64(r.Def.Figures(r.Values, led.Catalog().Attr)[i].N)
		}
	}
	return sum
}

// TestBehindMakesTheNumber holds that the records behind a number add up to it,
// page after page, each once and the newest first, whatever was done to them; and
// that what one may not read is counted.
func TestBehindMakesTheNumber(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		var ids []register.ID
		rapid.Check(t, func(rt *rapid.T) {
			for range rapid.IntRange(1, 12).Draw(rt, "steps") {
				ids = step(rt, led, ids)
			}
			a, b := aDay(rt, 20241201, 20261114), aDay(rt, 20241201, 20261114)
			q := indicator.Question{Indicators: []indicator.Name{"attendances"}, Window: period.Window{First: min(a, b), Last: max(a, b)},
				Unit:     rapid.SampledFrom([]string{"22", "06652", "VN", "193@2025-06-30", "06712@2025-06-30"}).Draw(rt, "unit"),
				Approved: rapid.Bool().Draw(rt, "approved")}
			if rapid.Bool().Draw(rt, "narrowed") {
				q.Where = map[string][]string{"form": {rapid.SampledFrom([]string{"FORM.TOADAM", "FORM.HOITHAO", ""}).Draw(rt, "code")}}
			}
			answer, err := led.Facts(t.Context(), admin, q)
			if err != nil {
				rt.Fatal(err)
			}
			var want float64
			for _, r := range answer.Rows {
				if r.Value != nil {
					want += *r.Value
				}
			}
			list, unseen := behind(t, led, admin, q, rapid.IntRange(1, 7).Draw(rt, "limit"))
			if got := figure(led, list, "attendances"); got != want || unseen != 0 {
				rt.Fatalf("%v: the records add up to %v, the answer is %v; %d unseen", q, got, want, unseen)
			}
			seen := map[register.ID]bool{}
			for i, r := range list {
				if seen[r.ID] || i > 0 && list[i-1].Last < r.Last {
					rt.Fatalf("%v: record %d stands twice or out of order", q, r.ID)
				}
				seen[r.ID] = true
			}
			officer := access.Actor{Account: 7, Name: "o", Via: "web:o", Grants: []access.Grant{{Role: "officer", Unit: 2_306_652}}}
			if q.Unit != "VN" {
				some, hidden := behind(t, led, officer, q, 3)
				if len(some)+int(hidden) != len(list) {
					rt.Fatalf("%v: the officer sees %d and %d are hidden, of %d", q, len(some), hidden, len(list))
				}
			}
		})
	})
}

// TestBehindStock holds what is behind a level: what is open on the last day.
func TestBehindStock(t *testing.T) {
	led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	for _, c := range []struct{ first, closed, clubs string }{{"2025-03-01", "", "3"}, {"2025-03-02", "2025-08-31", "5"}, {"2026-02-01", "", "7"}} {
		raw := register.Input{"unit": "22", "first": c.first, "last": c.closed, "model": "MODEL.CLBTL", "name": "CLB " + c.clubs, "clubs": c.clubs}
		if _, p, err := led.Enter(t.Context(), admin, "club", ledger.Form{Raw: raw, Lang: "vi"}, false); err != nil || p.Refused() {
			t.Fatal(p.Faults(), err)
		}
	}
	for day, want := range map[period.Day]float64{20250228: 0, 20250831: 8, 20250901: 3, 20260630: 10} {
		q := indicator.Question{Indicators: []indicator.Name{"clubs", "sessions"}, Unit: "22", Window: period.Window{First: 20250101, Last: day}}
		answer, err := led.Facts(t.Context(), admin, q)
		if err != nil {
			t.Fatal(err)
		}
		var says float64
		if v := answer.Rows[0].Value; v != nil {
			says = *v
		}
		list, _ := behind(t, led, admin, q, 1)
		if got := figure(led, list, "clubs"); got != want || says != want {
			t.Errorf("on %s the records make %v, the answer says %v, want %v", day, got, says, want)
		}
	}
}

// TestBehindIsAsked holds that sums are asked for before records are shown.
func TestBehindIsAsked(t *testing.T) {
	led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	viewer := access.Actor{Account: 9, Name: "v", Via: "web:v", Grants: []access.Grant{{Role: "viewer", Unit: 1_100_022}}}
	q := indicator.Question{Indicators: []indicator.Name{"sessions"}, Unit: "46", Window: period.Window{First: 20250101, Last: 20251231}}
	_, err := led.Behind(t.Context(), viewer, q, store.Mark{}, 0)
	if f := fault.All(err); len(f) != 1 || f[0].Kind != fault.Forbidden {
		t.Errorf("another's sums: %v", err)
	}
}

// TestTodo holds what waits for whom: approval for who may give it, and one's own
// records that came back or were only begun.
func TestTodo(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		ward, _, err := led.Tree().Resolve("06652", led.Today())
		if err != nil {
			t.Fatal(err)
		}
		of := func(name, role string) access.Actor {
			return access.Actor{Account: 3, Name: name, Via: "web:" + name, Grants: []access.Grant{{Role: role, Unit: ward.ID}}}
		}
		mai, lan, head := of("mai", "officer"), of("lan", "officer"), of("head", "approver")
		enter := func(by access.Actor, day string, draft bool) register.ID {
			r, p, err := led.Enter(t.Context(), by, "activity", ledger.Form{Raw: register.Input{"unit": "06652", "first": day, "form": "TOADAM"}, Lang: "vi"}, draft)
			if err != nil || p.Refused() {
				t.Fatal(p, err)
			}
			return r.ID
		}
		old := enter(mai, "2026-03-01", false)
		enter(mai, "2026-03-05", false)
		back := enter(mai, "2026-02-01", false)
		if err := led.Return(t.Context(), head, back, 0, "thiếu"); err != nil {
			t.Fatal(err)
		}
		draft := enter(mai, "2026-03-09", true)
		enter(lan, "2026-03-10", true)

		ids := func(list []*register.Record) (out []register.ID) {
			for _, r := range list {
				out = append(out, r.ID)
			}
			return out
		}
		todo, err := led.Todo(t.Context(), head)
		if err != nil || todo.Waiting != 2 || todo.Oldest == nil || todo.Oldest.ID != old || todo.Drafts != nil || todo.Returned != nil {
			t.Errorf("who approves: %+v, %v", todo, err)
		}
		todo, err = led.Todo(t.Context(), mai)
		if err != nil || todo.Waiting != 0 || todo.Oldest != nil || !slices.Equal(ids(todo.Returned), []register.ID{back}) || !slices.Equal(ids(todo.Drafts), []register.ID{draft}) {
			t.Errorf("who enters: %+v, %v", todo, err)
		}

		// By whichever door he came it is his own, also behind many drafts of others.
		byHand := mai
		byHand.Via = "cli:mai"
		enter(byHand, "2026-01-09", true)
		for i := range 110 {
			enter(lan, fmt.Sprintf("2026-%02d-%02d", 4+i/25, 1+i%25), true)
		}
		if todo, err = led.Todo(t.Context(), mai); err != nil || len(todo.Drafts) != 2 {
			t.Errorf("behind many of others: %v, %v", ids(todo.Drafts), err)
		}
		out := mustImport(t, led, mai, columns(words("row_key=A unit=06652 first=10/01/2026 form=TOADAM attendances=40")))
		for _, r := range all(t, led) {
			if r.Batch == out.Batch {
				if err := led.Return(t.Context(), head, r.ID, 0, "thiếu"); err != nil {
					t.Fatal(err)
				}
			}
		}
		if todo, err = led.Todo(t.Context(), mai); err != nil || len(todo.Returned) != 2 {
			t.Errorf("returned of his import: %v, %v", ids(todo.Returned), err)
		}
		if todo, err = led.Todo(t.Context(), lan); err != nil || len(todo.Returned) != 0 || len(todo.Drafts) != 100 {
			t.Errorf("of another: %d and %d, %v", len(todo.Returned), len(todo.Drafts), err)
		}
	})
}

// TestBehindDeclared holds that a number that was declared is explained down to its
// statement, also where records win, and that statements of others are not behind it.
func TestBehindDeclared(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		enter := func(name register.Name, text string) register.ID {
			r, p, err := led.Enter(t.Context(), admin, name, ledger.Form{Raw: row(text), Lang: "vi"}, false)
			if err != nil || p.Refused() {
				t.Fatal(text, p, err)
			}
			return r.ID
		}
		hours := enter("value", "unit=14 first=2023 ratio=care_hours_ratio numerator=16,13 denominator=8,75")
		enter("value", "unit=14 first=2024 ratio=care_hours_ratio value=1,7")
		enter("value", "unit=14 first=2023 ratio=birth_sex_ratio value=114")
		led14 := enter("value", "unit=14 first=2023 ratio=women_led_bodies_share value=50")
		record := enter("leadership", "unit=14 first=2023-12-01 committees=1 committees_women=1")
		for _, test := range []struct {
			name indicator.Name
			unit string
			want []register.ID
		}{
			{"care_hours_ratio", "14", []register.ID{hours}},
			{"care_hours_ratio", "VN", nil},
			{"women_led_bodies_share", "14", []register.ID{led14, record}},
		} {
			q := indicator.Question{Indicators: []indicator.Name{test.name}, Unit: test.unit, Window: period.Window{First: 20221215, Last: 20231214}}
			list, _ := behind(t, led, admin, q, 10)
			var got []register.ID
			for _, r := range list {
				got = append(got, r.ID)
			}
			slices.Sort(got)
			if !slices.Equal(got, test.want) {
				t.Errorf("behind %s of %s stand %v, want %v", test.name, test.unit, got, test.want)
			}
		}
		// A row by unit can be asked for alone, and the answer is the same.
		a, err := led.Facts(t.Context(), admin, indicator.Question{Indicators: []indicator.Name{"care_hours_ratio"}, Unit: "VN",
			Window: period.Window{First: 20230101, Last: 20231231}, Calendar: period.Civil, By: []string{indicator.ByUnit}})
		if err != nil || len(a.Rows) != 1 || a.Rows[0].Alone == nil || a.Rows[0].Record != hours {
			t.Fatalf("by unit: %+v, %v", a, err)
		}
		alone, err := led.Facts(t.Context(), admin, *a.Rows[0].Alone)
		if err != nil || len(alone.Rows) != 1 || alone.Rows[0].Record != hours || *alone.Rows[0].Value != *a.Rows[0].Value {
			t.Errorf("alone: %+v, %v", alone, err)
		}
		_, err = led.Facts(t.Context(), admin, indicator.Question{Indicators: []indicator.Name{"care_hours_ratio"}, Unit: "14",
			Window: period.Window{First: 20230101, Last: 20231231}, Where: map[string][]string{"form": {"FORM.TOADAM"}}})
		if f := fault.All(err); len(f) != 1 || f[0].Key != "question.where" {
			t.Errorf("narrowed by a form: %v", err)
		}
	})
}
