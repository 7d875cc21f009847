package ledger_test

import (
	"errors"
	"fmt"
	"slices"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// enterTalk enters a talk of the unit in the place.
func enterTalk(t *testing.T, led *ledger.Ledger, by access.Actor, ref, place, title, with string) *register.Record {
	t.Helper()
	raw := register.Input{"unit": ref, "place": place, "first": "2026-03-10", "form": "TOADAM", "title": title, "attendances": "10", "co_organisers": with}
	for c, v := range raw {
		if v == "" {
			delete(raw, c)
		}
	}
	r, p, err := led.Enter(t.Context(), by, "activity", ledger.Form{Raw: raw, Lang: "vi"}, false)
	if err != nil || p.Refused() {
		t.Fatal(p, err)
	}
	return r
}

// TestJointIsRead holds that what a unit did with others is shown to who may read it,
// and to those whose unit took part, not to all who may see sums of the province.
func TestJointIsRead(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		if _, faults, err := led.DeclareOrganisations(ctx, admin, sheetOf(register.Input{"code": "22.SNV", "name": "Sở", "seat": "22"}), same); err != nil || len(faults) > 0 {
			t.Fatal(faults, err)
		}
		enterTalk(t, led, admin, "22.SNV", "06658", "tại phường", "06658")
		enterTalk(t, led, admin, "22.SNV", "06661", "ở nơi khác", "06658")
		lead := enterTalk(t, led, admin, "22.SNV", "06661", "bản chính", "")
		own := enterTalk(t, led, admin, "06658", "", "bản trùng", "")
		if err := led.Link(ctx, admin, own.ID, 0, lead.ID, "một buổi"); err != nil {
			t.Fatal(err)
		}
		all := []string{"bản chính", "tại phường", "ở nơi khác"}
		for _, c := range []struct {
			role, at string
			want     []string
		}{
			{"officer", "06658", all},                      // the ward that took part
			{"viewer", "22", all},                          // the province
			{"officer", "06652", nil},                      // another ward of the province
			{"officer", "06661", []string{all[0], all[2]}}, // where two of them were
			{"officer", "22.SNV", all},                     // who reported them
		} {
			var got []string
			list, err := led.Joint(ctx, holder(c.role, grantOf(t, led, c.role, c.at)), ledger.Selection{Register: "activity", Unit: "06658"})
			for _, r := range list {
				got = append(got, r.Values["title"].Text)
			}
			slices.Sort(got)
			if err != nil || !slices.Equal(got, c.want) {
				t.Errorf("%s of %s is shown %q, %v, want %q", c.role, c.at, got, err, c.want)
			}
		}
	})
}

// TestLeadIsFreed holds that the side of a lead can rid it of a duplicate that another
// body's record leans on it, and is told of it no more than it needs.
func TestLeadIsFreed(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		mine := holder("lan", grantOf(t, led, "officer", "06652"))
		other := holder("hoa", grantOf(t, led, "officer", "06661"))
		lead := enterTalk(t, led, mine, "06652", "", "bản chính", "")
		dup := enterTalk(t, led, admin, "06658", "", "bản trùng", "")
		gone := enterTalk(t, led, admin, "06658", "", "bản đã hủy", "")
		for _, d := range []*register.Record{dup, gone} {
			if err := led.Link(ctx, admin, d.ID, 0, lead.ID, "một buổi"); err != nil {
				t.Fatal(err)
			}
		}
		if err := led.Void(ctx, admin, gone.ID, 0, "nhầm"); err != nil {
			t.Fatal(err)
		}
		if _, err := led.Record(ctx, mine, dup.ID); !errors.Is(err, &fault.Error{Key: "record.unknown"}) {
			t.Fatalf("the lead's officer reads the duplicate: %v", err)
		}
		err := led.Void(ctx, mine, lead.ID, 0, "nhầm")
		want := fmt.Sprintf(`record.leads id="%d" duplicates="1" list="%d (Phường Cao Xanh)"`, lead.ID, dup.ID)
		if err == nil || err.Error() != want {
			t.Errorf("void: %v, want %s", err, want)
		}
		list, err := led.Duplicates(ctx, mine, lead.ID)
		if err != nil || len(list) != 1 || list[0] != (ledger.Duplicate{ID: dup.ID, Unit: dup.Unit, Day: 20260310}) {
			t.Errorf("duplicates %+v, %v", list, err)
		}
		if list, err := led.Duplicates(ctx, admin, lead.ID); err != nil || len(list) != 1 || list[0].Record == nil {
			t.Errorf("duplicates of who reads everything: %+v, %v", list, err)
		}
		_, err = led.Duplicates(ctx, other, lead.ID)
		isFault(t, "duplicates for another ward", err, "record.unknown")
		isFault(t, "another ward unlinks", led.Unlink(ctx, other, dup.ID, 0, "x"), "record.unknown")
		isFault(t, "no duplicate", led.Unlink(ctx, mine, lead.ID, 0, "x"), "link.none")
		isFault(t, "no reason", led.Unlink(ctx, mine, dup.ID, 0, " "), "record.why")
		if err := led.Approve(ctx, admin, lead.ID, 0); err != nil {
			t.Fatal(err)
		}
		isFault(t, "an approved lead", led.Unlink(ctx, mine, dup.ID, 0, "khác"), "access.approved")
		if err := led.Unlink(ctx, holder("duyet", grantOf(t, led, "approver", "06652")), dup.ID, 0, "hai buổi khác nhau"); err != nil {
			t.Fatal(err)
		}
		lines, err := led.History(ctx, admin, dup.ID)
		if err != nil || lines[len(lines)-1].Actor != "test:duyet" || lines[len(lines)-1].Verb != "unlink" {
			t.Errorf("history %+v, %v", lines, err)
		}
		if err := led.Void(ctx, admin, lead.ID, 0, "nhầm"); err != nil {
			t.Error(err)
		}
		if out, err := led.Rebuild(ctx, admin, true, nil); err != nil || out.Wrong != 0 {
			t.Errorf("rebuilt %+v, %v", out, err)
		}
	})
}
