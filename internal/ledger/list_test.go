package ledger_test

import (
	"fmt"
	"slices"
	"testing"

	"binhdang/internal/access"
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
