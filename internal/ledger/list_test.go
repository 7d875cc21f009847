package ledger_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestList holds what a list shows: the newest first, page after page, by words
// with or without marks, by codes, and only what the actor may read.
func TestList(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		title := map[register.ID]string{}
		for i, r := range []struct{ unit, form, title string }{
			{"06652", "TOADAM", "Đối thoại về việc nhà"}, {"06658", "TOADAM", "Phòng ngừa bạo lực"}, {"06652", "HOITHAO", "Bạo lực trên mạng"},
			{"46", "TOADAM", "Bạo lực gia đình"}, {"22", "TOADAM", "Tọa đàm tỉnh"},
		} {
			raw := register.Input{"unit": r.unit, "first": fmt.Sprintf("2026-03-%02d", 10+i), "form": r.form, "title": r.title, "attendances": "10"}
			rec, p, err := led.Enter(ctx, admin, "activity", ledger.Form{Raw: raw, Lang: "vi"}, false)
			if err != nil || p.Refused() {
				t.Fatal(p, err)
			}
			title[rec.ID] = r.title
		}
		of := func(role, ref string) access.Actor {
			u, _, err := led.Tree().Resolve(ref, led.Today())
			if err != nil {
				t.Fatal(err)
			}
			return access.Actor{Account: 1, Name: role, Grants: []access.Grant{{Role: role, Unit: u.ID}}}
		}
		all := []string{"Tọa đàm tỉnh", "Bạo lực gia đình", "Bạo lực trên mạng", "Phòng ngừa bạo lực", "Đối thoại về việc nhà"}
		for _, c := range []struct {
			what  string
			by    access.Actor
			q     ledger.ListQuery
			want  []string
			count int64
		}{
			{"all", admin, ledger.ListQuery{}, all, 5},
			{"a province", of("viewer", "22"), ledger.ListQuery{}, []string{all[0], all[2], all[3], all[4]}, 4},
			{"a ward", of("officer", "06652"), ledger.ListQuery{}, []string{all[2], all[4]}, 2},
			{"another's ward", of("officer", "06652"), ledger.ListQuery{Unit: "06658"}, nil, 0},
			{"words without marks", admin, ledger.ListQuery{Text: "bao LUC"}, all[1:4], 3},
			{"the start of a word", admin, ledger.ListQuery{Text: "doi tho"}, all[4:], 1},
			{"no start of a word", admin, ledger.ListQuery{Text: "hoai"}, nil, 0},
			{"marks of a pattern", admin, ledger.ListQuery{Text: "%"}, all, 5},
			{"by place name and word", admin, ledger.ListQuery{Text: "ha tu bao"}, all[2:3], 1},
			{"by code", admin, ledger.ListQuery{Codes: map[string][]string{"form": {"FORM.HOITHAO"}}}, all[2:3], 1},
			{"by days", admin, ledger.ListQuery{Window: period.Window{First: 20260311, Last: 20260312}}, all[2:4], 2},
			{"of one unit below", admin, ledger.ListQuery{Unit: "22"}, []string{all[0], all[2], all[3], all[4]}, 4},
			{"none waits", admin, ledger.ListQuery{States: []register.State{register.Submitted}}, nil, 0},
		} {
			for _, limit := range []int{50, 2, 1} {
				q := c.q
				q.Register, q.Limit = "activity", limit
				var got []string
				for {
					l, err := led.List(ctx, c.by, q)
					if err != nil {
						t.Fatal(c.what, err)
					}
					for _, r := range l.Records {
						got = append(got, title[r.ID])
					}
					if q.After = l.Next; l.Next == (store.Mark{}) || len(got) > 20 {
						break
					}
				}
				if !slices.Equal(got, c.want) {
					t.Errorf("%s, %d a page: %q, want %q", c.what, limit, got, c.want)
				}
			}
			q := c.q
			q.Register = "activity"
			tally, err := led.Tally(ctx, c.by, q)
			if err != nil || tally.Records != c.count {
				t.Fatalf("%s: tally %+v, %v, want %d", c.what, tally, err, c.count)
			}
			def := led.Catalog().Latest("activity")
			people := tally.Measures[def.Measure("attendances")]
			if (c.count == 0) != (people.Value == nil) || people.Value != nil && *people.Value != float64(10*c.count) {
				t.Errorf("%s: attendances %+v of %d records", c.what, people, c.count)
			}
		}

		// A correction moves the words with the record; a rebuild makes them again.
		var id register.ID
		for i, name := range title {
			if name == all[4] {
				id = i
			}
		}
		raw := register.Input{"unit": "06652", "first": "2026-04-20", "form": "TOADAM", "title": "Chia sẻ việc chăm con", "attendances": "10"}
		if p, err := led.Correct(ctx, admin, id, 0, ledger.Form{Raw: raw, Lang: "vi"}, "sửa"); err != nil || p.Refused() {
			t.Fatal(p, err)
		}
		for range 2 {
			for text, want := range map[string]int{"doi thoai": 0, "cham con": 1} {
				l, err := led.List(ctx, admin, ledger.ListQuery{Register: "activity", Text: text})
				if err != nil || len(l.Records) != want {
					t.Errorf("%s: %d records, %v, want %d", text, len(l.Records), err, want)
				}
			}
			if _, err := led.Rebuild(ctx, admin, false, nil); err != nil {
				t.Fatal(err)
			}
		}
	})
}

// entered keeps a record from columns and returns its id.
func entered(t *testing.T, led *ledger.Ledger, by access.Actor, reg register.Name, line string, draft bool) register.ID {
	t.Helper()
	r, p, err := led.Enter(t.Context(), by, reg, ledger.Form{Raw: columns(words(line)), Lang: "vi"}, draft)
	if err != nil || p.Refused() {
		t.Fatal(line, p, err)
	}
	return r.ID
}

// TestListOfMoreThanOnesOwn holds a list of a unit of which the actor may read a part:
// what his units reported, and what others of the province and the country's bodies
// report of his places.
func TestListOfMoreThanOnesOwn(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		own := entered(t, led, admin, "activity", "unit=06652 first=2026-03-10 form=TOADAM attendances=1", false)
		here := entered(t, led, admin, "activity", "unit=22 place=06652 first=2026-03-11 form=TOADAM attendances=2", false)
		entered(t, led, admin, "activity", "unit=06658 first=2026-03-12 form=TOADAM attendances=4", false)
		entered(t, led, admin, "activity", "unit=46 first=2026-03-13 form=TOADAM attendances=8", false)
		officer, province := actor(t, led, "officer", "06652"), actor(t, led, "viewer", "22")
		for _, c := range []struct {
			what string
			by   access.Actor
			unit string
			want []register.ID
		}{
			{"the country, for a ward", officer, "VN", []register.ID{here, own}},
			{"its province", officer, "22", []register.ID{here, own}},
			{"its own", officer, "06652", []register.ID{own}},
			{"another province", officer, "46", nil},
		} {
			l, err := led.List(t.Context(), c.by, ledger.ListQuery{Register: "activity", Unit: c.unit})
			if err != nil {
				t.Fatal(c.what, err)
			}
			var got []register.ID
			for _, r := range l.Records {
				got = append(got, r.ID)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%s: %v, want %v", c.what, got, c.want)
			}
			n, err := led.Tally(t.Context(), c.by, ledger.ListQuery{Register: "activity", Unit: c.unit})
			if err != nil || n.Records != int64(len(c.want)) {
				t.Errorf("%s: tally %+v, %v, want %d", c.what, n, err, len(c.want))
			}
		}
		l, err := led.List(t.Context(), province, ledger.ListQuery{Register: "activity", Unit: "VN"})
		if err != nil || len(l.Records) != 3 {
			t.Errorf("the country, for a province: %v, %v, want 3", l, err)
		}
	})
}

// TestListOfAUnitThatEnded holds that a role on a unit that is gone shows its list.
func TestListOfAUnitThatEnded(t *testing.T) {
	led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	u, _, err := led.Tree().Resolve("06712@2025-06-30", led.Today())
	if err != nil {
		t.Fatal(err)
	}
	entered(t, led, admin, "activity", "unit=06712 first=2025-03-10 form=TOADAM attendances=1", false)
	by := access.Actor{Account: 1, Name: "v", Grants: []access.Grant{{Role: "viewer", Unit: u.ID}}}
	l, err := led.List(t.Context(), by, ledger.ListQuery{Register: "activity"})
	if err != nil || len(l.Records) != 1 {
		t.Errorf("list %v, %v, want the one record", l, err)
	}
	n, err := led.Tally(t.Context(), by, ledger.ListQuery{Register: "activity"})
	if err != nil || n.Records != 1 {
		t.Errorf("tally %v, %v, want the one record", n, err)
	}
	if ref := led.Ref(u.ID); ref != "06712@2025-06-30" {
		t.Errorf("it is named %q", ref)
	}
}

// TestTallyMeansTheSame holds that what is added up does not depend on the way: from
// the facts, or from the records where a filter wants those.
func TestTallyMeansTheSame(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		lead := entered(t, led, admin, "activity", "unit=06652 first=2024-03-10 form=TOADAM title=chung attendances=1", false)
		dup := entered(t, led, admin, "activity", "unit=06652 first=2024-03-11 form=TOADAM title=chung attendances=2", false)
		if err := led.Link(t.Context(), admin, dup, 0, lead, "một việc"); err != nil {
			t.Fatal(err)
		}
		entered(t, led, admin, "activity", "unit=06652 first=2023-12-15 last=2024-12-14 kind=whole title=chung attendances=4", false)
		entered(t, led, admin, "activity", "unit=06652 first=2024-01-01 last=2024-03-31 kind=rest title=chung attendances=8", false)
		entered(t, led, admin, "activity", "unit=06652 first=2023-01-01 last=2024-06-30 kind=rest title=chung attendances=16", false)
		for _, c := range []struct {
			w              period.Window
			records, heads int64
		}{
			{period.Window{}, 3, 25}, {period.Window{First: 20231215, Last: 20241214}, 2, 9}, {period.Window{First: 20240201, Last: 20240331}, 1, 1},
		} {
			for _, q := range []ledger.ListQuery{{}, {States: []register.State{register.Submitted, register.Approved}}, {States: []register.State{register.Approved}},
				{Text: "chung"}, {Text: "chung", States: []register.State{register.Approved}}} {
				q.Register, q.Unit, q.Window = "activity", "06652", c.w
				n, err := led.Tally(t.Context(), admin, q)
				if err != nil {
					t.Fatal(err)
				}
				v := n.Measures[led.Catalog().Latest("activity").Measure("attendances")].Value
				if n.Records != c.records || n.More || v == nil || *v != float64(c.heads) {
					t.Errorf("%+v: %d records, want %d of %d attendances", q, n.Records, c.records, c.heads)
				}
			}
			// By words it ends at a bound, and says so.
			n, err := led.Tally(t.Context(), admin, ledger.ListQuery{Register: "activity", Unit: "06652", Window: c.w, Text: "chung", Most: 1})
			if err != nil || n.Records != 1 || n.More != (c.records > 1) || n.More && n.Measures[0].Value != nil {
				t.Errorf("%v, to a bound of 1: %d, more %v, %v", c.w, n.Records, n.More, err)
			}
		}
	})
}

// TestWaitingOnce holds that roles over units that lie in each other count once what waits.
func TestWaitingOnce(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := newLedger(t, open())
		entered(t, led, actor(t, led, "officer", "06652"), "activity", "first=2026-03-10 form=TOADAM attendances=1", false)
		for _, units := range [][]string{{"22", "06652"}, {"06652", "22"}, {"06652", "VN", "22"}} {
			by := access.Actor{Account: 1, Name: "a"}
			for _, u := range units {
				by.Grants = append(by.Grants, access.Grant{Role: "approver", Unit: id(t, led, u)})
			}
			n, err := led.Waiting(t.Context(), by)
			if err != nil || n != 1 {
				t.Errorf("%v: %d wait, %v, want 1", units, n, err)
			}
			shelves, err := led.Shelves(t.Context(), by, period.Window{First: 20260101, Last: 20261231})
			if err != nil || shelves[0].Waiting+shelves[1].Waiting != 1 {
				t.Errorf("%v: shelves %v, %v, want 1 that waits", units, shelves[:2], err)
			}
		}
	})
}

// TestManyWords holds that a list is searched by a few words, each once.
func TestManyWords(t *testing.T) {
	led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	if _, err := led.List(t.Context(), admin, ledger.ListQuery{Register: "activity", Text: strings.Repeat("một hai ", 600)}); err != nil {
		t.Error("the same words again and again:", err)
	}
	_, err := led.List(t.Context(), admin, ledger.ListQuery{Register: "activity", Text: "a b c d e f g h i k l m n"})
	if f := fault.All(err); len(f) != 1 || f[0].Key != "list.words" {
		t.Errorf("thirteen words: %v", err)
	}
}
