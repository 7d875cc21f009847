package ledger_test

import (
	"context"
	"strings"
	"testing"

	"binhdang/internal/attention"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestAttend: who may set targets chooses where to begin, with a reason, once a year
// and place, in his own unit; taken back it is in force no more and stays in the journal.
func TestAttend(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := context.Background(), newLedger(t, open())
		office := actor(t, led, "standing_office", "22")
		year := led.Today().Year()
		choice := func(why string) attention.Choice {
			return attention.Choice{Why: why, Weights: map[string]int{"risk": 4}, Rank: 3, Among: 50, Points: 71.5,
				Reasons: map[string][]string{"vi": {"2 buổi trên 1.000 dân, ít nhất trong 54 nơi có số liệu"}}}
		}
		for _, c := range []struct {
			role, at, of, place string
			year                int
			why, want           string
		}{
			{"viewer", "22", "22", "06652", year, "vì", "access.aim"},
			{"officer", "22", "22", "06652", year, "vì", "access.aim"},
			{"approver", "22", "22", "06652", year, "vì", "access.aim"},
			{"standing_office", "46", "22", "06652", year, "vì", "access.aim"},
			{"standing_office", "06652", "22", "06652", year, "vì", "access.aim"},
			{"standing_office", "22", "22", "06652", year, " \n ", "attention.choice.why"},
			{"standing_office", "22", "22", "06652", year, strings.Repeat("a", 2001), "attention.choice.long"},
			{"standing_office", "22", "22", "22", year, "vì", "attention.choice.place"},
			{"standing_office", "22", "22", "46", year, "vì", "attention.choice.place"},
			{"standing_office", "22", "22", "06652", 2024, "vì", "attention.choice.year"},
			{"standing_office", "22", "22", "06652", year + 2, "vì", "attention.choice.year"},
			{"standing_office", "22", "22", "06652", year, "  Ít buổi, nguy cơ cao ", ""},
			{"standing_office", "22", "22", "06652", year, "vì", "attention.choice.twice"},
			{"standing_office", "22", "22", "06652", year + 1, "vì", ""},
		} {
			err := led.Attend(ctx, actor(t, led, c.role, c.at), id(t, led, c.of), c.year, id(t, led, c.place), choice(c.why))
			if faultKey(err) != c.want {
				t.Errorf("%s@%s chooses %s of %s for %d: %v, want %q", c.role, c.at, c.place, c.of, c.year, err, c.want)
			}
		}
		list, err := led.Attended(ctx, actor(t, led, "viewer", "06652"), id(t, led, "22"), year)
		if err != nil || len(list) != 1 || list[0].Why != "Ít buổi, nguy cơ cao" || list[0].Rank != 3 || list[0].Weights["risk"] != 4 ||
			len(list[0].Reasons["vi"]) != 1 || list[0].Place != id(t, led, "06652") || list[0].Actor != office.Via || list[0].At.IsZero() {
			t.Fatalf("chosen: %+v, %v", list, err)
		}
		if _, err := led.Attended(ctx, actor(t, led, "viewer", "46"), id(t, led, "22"), year); faultKey(err) == "" {
			t.Error("another province reads what was chosen")
		}
		for _, c := range []struct {
			role, at string
			id       int64
			why      string
			want     string
		}{
			{"viewer", "22", list[0].ID, "vì", "access.aim"},
			{"standing_office", "46", list[0].ID, "vì", "access.aim"},
			{"standing_office", "22", 1, "vì", "attention.choice.unknown"},
			{"standing_office", "22", list[0].ID, " ", "attention.choice.why"},
			{"standing_office", "22", list[0].ID, "Đã xong", ""},
			{"standing_office", "22", list[0].ID, "Đã xong", "attention.choice.unknown"},
		} {
			if err := led.Unattend(ctx, actor(t, led, c.role, c.at), c.id, c.why); faultKey(err) != c.want {
				t.Errorf("%s@%s takes %d back: %v, want %q", c.role, c.at, c.id, err, c.want)
			}
		}
		if list, err = led.Attended(ctx, office, id(t, led, "22"), year); err != nil || len(list) != 0 {
			t.Errorf("after it was taken back: %v, %v", list, err)
		}
		if err := led.Attend(ctx, office, id(t, led, "22"), year, id(t, led, "06652"), choice("lại")); err != nil {
			t.Errorf("chosen again: %v", err)
		}
		events, err := led.Events(ctx, admin, 0, 20)
		if err != nil {
			t.Fatal(err)
		}
		var said []string
		for _, e := range events {
			if strings.HasPrefix(e.Verb, "attention.") {
				said = append(said, e.Verb+" "+e.What+" "+e.Why)
			}
		}
		if got, want := strings.Join(said, "\n"), strings.ReplaceAll("attention.choose 22 06652 Y lại\nattention.take_back 22 06652 Y Đã xong\nattention.choose 22 06652 Z vì\nattention.choose 22 06652 Y Ít buổi, nguy cơ cao", "Y", "2026"); got != strings.ReplaceAll(want, "Z", "2027") {
			t.Errorf("journal:\n%s\nwant\n%s", got, want)
		}
	})
}

// faultKey is the key of the first fault, of a plain error its text; "" for none.
func faultKey(err error) string {
	if all := fault.All(err); len(all) > 0 {
		return all[0].Key
	} else if err != nil {
		return err.Error()
	}
	return ""
}
