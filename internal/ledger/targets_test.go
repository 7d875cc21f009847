package ledger_test

import (
	"context"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// TestTargetSets: who may aim sets the targets of a unit, with an act; of a year one set is
// in force, and another takes its place only where it is of the same unit and programme;
// what is out of force stays readable and comes back as a new set, with a reason.
func TestTargetSets(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := context.Background(), newLedger(t, open())
		office := actor(t, led, "standing_office", "22")
		kept := map[string]int64{"none": 0}
		for _, x := range []struct {
			rule       string
			by         access.Actor
			name, unit string
			programme  string
			years      [2]int
			act        string
			instead    string
			want       string
		}{
			{"a viewer may not", actor(t, led, "viewer", "22"), "", "22", "strategy", [2]int{2021, 2025}, "1/KH", "none", "access.aim"},
			{"nor an approver", actor(t, led, "approver", "22"), "", "22", "strategy", [2]int{2021, 2025}, "1/KH", "none", "access.aim"},
			{"nor the office of another province", actor(t, led, "standing_office", "46"), "", "22", "strategy", [2]int{2021, 2025}, "1/KH", "none", "access.aim"},
			{"an act is named", office, "", "22", "strategy", [2]int{2021, 2025}, " ", "none", "score.set.act"},
			{"of a programme that there is", office, "", "22", "khong", [2]int{2021, 2025}, "1/KH", "none", "score.programme_unknown"},
			{"for years of the programme", office, "", "22", "strategy", [2]int{2019, 2025}, "1/KH", "none", "score.set.years"},
			{"kept", office, "first", "22", "strategy", [2]int{2021, 2025}, "1/KH", "none", ""},
			{"one set a year", office, "", "22", "strategy", [2]int{2025, 2030}, "2/KH", "none", "score.set.overlap"},
			{"other years are free", office, "later", "22", "strategy", [2]int{2026, 2030}, "2/KH", "none", ""},
			{"another unit has its own", admin, "hue", "46", "strategy", [2]int{2021, 2025}, "3/KH", "none", ""},
			{"in the place of no set of another unit", office, "", "22", "strategy", [2]int{2021, 2025}, "4/KH", "hue", "score.set.unknown"},
			{"nor of years that a third holds", office, "", "22", "strategy", [2]int{2021, 2026}, "4/KH", "first", "score.set.overlap"},
			{"in the place of the former", office, "second", "22", "strategy", [2]int{2021, 2025}, "4/KH", "first", ""},
			{"whose place is taken already", office, "", "22", "strategy", [2]int{2021, 2025}, "5/KH", "first", "score.set.changed"},
		} {
			s := &score.Set{Unit: id(t, led, x.unit), Programme: x.programme, Years: x.years, Act: x.act,
				Rows: []score.SetRow{{Code: "2.1", Parent: "2.1", Milestones: []score.SetMilestone{{Year: 2025, Text: ">= 45"}}}}}
			if got := faultKey(led.SetTargets(ctx, x.by, s, kept[x.instead])); got != x.want {
				t.Errorf("%s: %q, want %q", x.rule, got, x.want)
			}
			if x.name != "" {
				kept[x.name] = s.ID
			}
		}
		inForce := func(of string, year int) string {
			s, err := led.Targets(ctx, "strategy", id(t, led, of), year)
			if err != nil {
				t.Fatal(err)
			}
			if s == nil {
				return ""
			}
			return s.Act
		}
		for _, x := range []struct {
			unit string
			year int
			want string
		}{{"22", 2021, "4/KH"}, {"22", 2026, "2/KH"}, {"46", 2025, "3/KH"}, {"46", 2026, ""}, {"40", 2025, ""}} {
			if got := inForce(x.unit, x.year); got != x.want {
				t.Errorf("in force of %s in %d: %q, want %q", x.unit, x.year, got, x.want)
			}
		}

		restore := func(by access.Actor, name, instead, why string) string {
			_, err := led.RestoreTargets(ctx, by, kept[name], kept[instead], why)
			return faultKey(err)
		}
		drop := func(by access.Actor, name, why string) string {
			return faultKey(led.DropTargets(ctx, by, kept[name], why))
		}
		viewer := actor(t, led, "viewer", "22")
		for _, x := range []struct{ rule, got, want string }{
			{"what is in force is not restored", restore(office, "second", "none", "vì"), "score.set.in_force"},
			{"a reason to restore", restore(office, "first", "second", " "), "record.why"},
			{"the right to restore", restore(viewer, "first", "second", "vì"), "access.aim"},
			{"not beside the set in force", restore(office, "first", "none", "vì"), "score.set.overlap"},
			{"restored", restore(office, "first", "second", "vì"), ""},
			{"a reason to drop", drop(office, "later", " "), "record.why"},
			{"the right to drop", drop(viewer, "later", "vì"), "access.aim"},
			{"dropped", drop(office, "later", "vì"), ""},
			{"dropped twice", drop(office, "later", "vì"), "score.set.changed"},
			{"a set that there is not", drop(office, "none", "vì"), "score.set.unknown"},
		} {
			if x.got != x.want {
				t.Errorf("%s: %q, want %q", x.rule, x.got, x.want)
			}
		}
		if got := inForce("22", 2021) + inForce("22", 2026); got != "1/KH" {
			t.Errorf("in force at last: %q", got)
		}
		list := func(of unit.ID, former bool) []ledger.KeptSet {
			list, err := led.TargetSets(ctx, "strategy", of, former)
			if err != nil {
				t.Fatal(err)
			}
			return list
		}
		all := list(id(t, led, "22"), true)
		if len(all) != 4 || all[0].Ended != nil || all[0].Act != "1/KH" || all[0].Actor != office.Via || all[0].At.IsZero() {
			t.Errorf("all sets, the newest first: %+v", all)
		}
		for _, s := range all[1:] {
			if s.Ended == nil {
				t.Errorf("%s of %v is still in force", s.Act, s.Years)
			}
		}
		if n := len(list(0, false)); n != 2 {
			t.Errorf("%d sets of all units in force, want 2", n)
		}
	})
}
