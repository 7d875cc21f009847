package paper

import (
	"context"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// TestTargets holds what a paper tells of targets: values that are approved, the year
// before, both thresholds, and below the table what is special about them and no more.
func TestTargets(t *testing.T) {
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	led, err := ledger.New(t.Context(), storetest.Open(t, store.Config{Dir: t.TempDir()}), cat, func() time.Time { return now })
	if err != nil {
		t.Fatal(err)
	}
	province, _, err := led.Tree().Resolve("22", led.Today())
	if err != nil {
		t.Fatal(err)
	}
	admin := access.Actor{Name: "admin", Via: "test:admin", Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}
	officer := access.Actor{Account: 9, Name: "officer", Via: "test:officer", Grants: []access.Grant{{Role: "officer", Unit: province.ID}}}
	declare := func(by access.Actor, ratio, year, value string) {
		t.Helper()
		raw := register.Input{"unit": "22", "kind": "toàn bộ", "first": year + "-01-01", "last": year + "-12-31", "ratio": "RATIO." + ratio, "value": value}
		if _, p, err := led.Enter(context.Background(), by, "value", ledger.Form{Raw: raw, Lang: "vi"}, false); err != nil || p.Refused() {
			t.Fatal(p, err)
		}
	}
	table := func(year string) *report.Table {
		t.Helper()
		p, err := Open(t.Context(), led, admin, Ask{Report: "annual", Unit: "22", Period: year, Lang: "vi", Now: now})
		if err != nil {
			t.Fatal(err)
		}
		doc, err := p.Compose(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, part := range doc.Parts {
			if part.Table != nil && slices.Contains(part.Table.Columns, cat.Say("vi", "report.head.state")) {
				return part.Table
			}
		}
		return nil
	}
	line := func(of *report.Table, code string) string {
		for _, l := range of.Rows {
			if strings.HasPrefix(strings.TrimSpace(l.Name), code+". ") {
				var cells []string
				for _, c := range l.Cells {
					if c.Number != nil {
						c.Text = c.Number.Text
					}
					cells = append(cells, c.Text)
				}
				return strings.ReplaceAll(strings.Join(cells, " | "), "\u00a0", " ")
			}
		}
		return "no line"
	}
	notes := func(of *report.Table) string {
		var got []string
		for _, n := range []string{"targets_declared", "targets_path", "targets_ahead"} {
			if slices.Contains(of.Notes, cat.Say("vi", "report.note."+n, "year", "2026")) || slices.Contains(of.Notes, cat.Say("vi", "report.note."+n, "year", "2025")) ||
				slices.Contains(of.Notes, cat.Say("vi", "report.note."+n, "year", "2024")) {
				got = append(got, n)
			}
		}
		return strings.Join(got, " ")
	}

	declare(officer, "WAGE_WOMEN_SHARE", "2025", "48")
	if got := table("2025"); got != nil {
		t.Errorf("a value that nobody approved is told: %s", line(got, "2.1"))
	}
	declare(admin, "WAGE_WOMEN_SHARE", "2024", "47")
	declare(admin, "FARM_WOMEN_SHARE", "2025", "31")
	declare(admin, "FARM_WOMEN_SHARE", "2026", "29")
	declare(admin, "GENDER_IN_TEACHING", "2025", "1")
	for _, x := range []struct{ year, code, want, notes string }{
		{"2024", "2.1", "47,0 % | – | ≥ 50 | Chưa đạt", "targets_declared targets_ahead"},
		{"2025", "2.1", "chưa có số liệu | 47,0 % | ≥ 50 | Chưa có số liệu", "targets_declared"},
		{"2025", "2.2", "31,0 % | – | < 30 | Gần đạt", "targets_declared"},
		{"2025", "5.1", "có | – | có | Đạt", "targets_declared"},
		{"2026", "2.2", "29,0 % | 31,0 % | < 29 | Gần đạt", "targets_declared targets_path"},
	} {
		of := table(x.year)
		if of == nil {
			t.Fatalf("%s: no table", x.year)
		}
		if got := line(of, x.code); got != x.want {
			t.Errorf("%s of %s: %q, want %q", x.code, x.year, got, x.want)
		}
		if got := notes(of); got != x.notes {
			t.Errorf("%s: notes %q, want %q", x.year, got, x.notes)
		}
	}
	own := &score.Set{Unit: province.ID, Programme: "strategy", Years: [2]int{2025, 2025}, Act: "42/KH-UBND",
		Rows: []score.SetRow{{Code: "2.2", Parent: "2.2", Milestones: []score.SetMilestone{{Year: 2025, Text: "< 32"}}}}}
	if err := led.SetTargets(t.Context(), admin, own, 0); err != nil {
		t.Fatal(err)
	}
	if got, want := line(table("2025"), "2.2"), "31,0 % | – | < 32 | < 30 | Vượt"; got != want {
		t.Errorf("by its own set: %q, want %q", got, want)
	}
}
