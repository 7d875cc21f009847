package ledger_test

import (
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// knowing is our content with shares that an office knows: of Hà Khẩu in two, of Hải
// Lạng in three.
var knowing = sync.OnceValues(func() (*catalog.Catalog, error) {
	data, err := fs.ReadFile(content.FS, "unit/mapping.csv")
	if err != nil {
		return nil, err
	}
	text := string(data)
	for line, share := range map[string]string{"06655,06661": "0.6", "06655,06706": "0.4",
		"06886,06799": "0.25", "06886,06886": "0.5", "06886,06970": "0.25"} {
		old := "\n" + line + ",xa,xa,mot_phan,,"
		if !strings.Contains(text, old) {
			return nil, fmt.Errorf("the mapping has no line %q", old)
		}
		text = strings.Replace(text, old, "\n"+line+",xa,xa,mot_phan,"+share+",", 1)
	}
	return catalog.Load(catalog.Layer{FS: content.FS}, catalog.Layer{Name: "office", FS: fstest.MapFS{"unit/mapping.csv": {Data: []byte(text)}}})
})

func knowingLedger(t testing.TB, db *store.DB) *ledger.Ledger {
	t.Helper()
	return ledgerOf(t, db, knowing)
}

func enter(t testing.TB, led *ledger.Ledger, reg register.Name, columns ...string) {
	t.Helper()
	raw := register.Input{}
	for _, c := range columns {
		k, v, _ := strings.Cut(c, "=")
		raw[k] = v
	}
	_, problems, err := led.Enter(context.Background(), admin, reg, ledger.Form{Raw: raw, Lang: "vi"}, false)
	if err != nil || problems.Refused() {
		t.Fatalf("enter %v: %v %v", columns, problemText(problems), err)
	}
}

func rowsOf(t testing.TB, led *ledger.Ledger, q indicator.Question) []string {
	t.Helper()
	a, err := led.Facts(context.Background(), admin, q)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, r := range a.Rows {
		line := ""
		for _, k := range q.By {
			line += r.Keys[k] + " "
		}
		line += num(r.Value)
		if r.Numerator != nil {
			line += " = " + num(r.Numerator) + "/" + num(r.Denominator)
		}
		out = append(out, line+" ["+strings.Join(r.Marks, " ")+"]")
	}
	return out
}

// TestKnownShares holds that figures of a commune whose shares are known stand with its
// successors, in whole numbers, as an estimate, and that no row asks for them alone.
func TestKnownShares(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		led := knowingLedger(t, open())
		enter(t, led, "activity", "unit=06655@2025-06-30", "first=2023-03-08", "form=TOADAM", "attendances=101", "women=51")
		enter(t, led, "activity", "unit=06706", "first=2026-03-08", "form=TOADAM", "attendances=3", "women=0")
		enter(t, led, "club", "unit=06886@2025-06-30", "first=2023-03-08", "model=CLBHSBDG", "clubs=9")
		q := indicator.Question{Unit: "22", Window: period.Window{First: 20221215, Last: 20261114}}
		for _, c := range []struct {
			name  indicator.Name
			by    []string
			on    string
			split string
			want  string
		}{
			{"attendances", []string{"unit"}, "", "", "06661 61 [estimate]; 06706 43 [estimate]"},
			{"attendances", []string{"place"}, "", "", "06661 61 [estimate]; 06706 43 [estimate]"},
			{"attendances", []string{"unit", "place"}, "", "", "06661 06661 61 [estimate]; 06706 06706 43 [estimate]"},
			{"attendances", []string{"unit"}, "", "default", "06661 61 [estimate]; 06706 43 [estimate]"},
			{"attendances", []string{"unit"}, "comparable", "", "06661+06706 104 []"},
			{"attendances", []string{"year", "unit"}, "", "", "2023 06661 61 [estimate]; 2023 06706 40 [estimate]; 2026 06706 3 []"},
			{"women_share", []string{"unit"}, "", "", "06661 50.81967213114754 = 31/61 [estimate]; 06706 46.51162790697674 = 20/43 [estimate]"},
			{"sessions", []string{"unit"}, "", "", "06661 1 [estimate]; 06706 1 [estimate]"},
			{"clubs", []string{"unit"}, "", "", "06799 2 [estimate]; 06886 5 [estimate]; 06970 2 [estimate]"},
			{"clubs", []string{"unit"}, "comparable", "", "06799+06886+06970 9 []"},
			{"attendances", nil, "", "", "104 []"},
		} {
			q.Indicators, q.By, q.Map, q.Split = []indicator.Name{c.name}, c.by, c.on, c.split
			if got := strings.Join(rowsOf(t, led, q), "; "); got != c.want {
				t.Errorf("%s by %v on %q, split %q:\n got %s\nwant %s", c.name, c.by, c.on, c.split, got, c.want)
			}
			a, err := led.Facts(context.Background(), admin, q)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range a.Rows {
				if len(r.Marks) > 0 && r.Alone != nil {
					t.Errorf("%s: row %v leads to %v, which is not its number", c.name, r.Keys, *r.Alone)
				}
			}
		}
	})
}

// TestRowsAddUpOnEveryMap holds that whatever was recorded, the rows of every map and
// split, that of what is not allocated among them, add up to the whole, and that a row
// which can be asked for alone has the number of that answer.
func TestRowsAddUpOnEveryMap(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		for name, make := range map[string]func(testing.TB, *store.DB) *ledger.Ledger{"unknown": newLedger, "known": knowingLedger} {
			t.Run(name, func(t *testing.T) {
				led := make(t, open())
				chance := rand.New(rand.NewPCG(11, 5))
				former := []string{"22", "193", "06655@2025-06-30", "06661@2025-06-30", "06886@2025-06-30", "06877@2025-06-30", "06868@2025-06-30",
					"91@2025-06-30", "30334@2025-06-30", "243", "08731@2025-06-30", "46@2025-06-30", "16681@2025-06-30"}
				present := []string{"22", "06661", "06706", "06970", "91", "30316", "25", "08707", "46", "16681"}
				for i := range 50 {
					at, day := former[chance.IntN(len(former))], fmt.Sprintf("202%d-%02d-%02d", 2+chance.IntN(3), 1+chance.IntN(12), 1+chance.IntN(28))
					if i%3 == 0 {
						at, day = present[chance.IntN(len(present))], fmt.Sprintf("2026-%02d-%02d", 1+chance.IntN(10), 1+chance.IntN(28))
					}
					n := chance.IntN(300)
					columns := []string{"unit=" + at, "first=" + day, "form=" + []string{"TOADAM", "MITTINH", "TAPHUAN"}[chance.IntN(3)], fmt.Sprint("attendances=", n)}
					if chance.IntN(2) == 0 {
						columns = append(columns, fmt.Sprint("women=", chance.IntN(n+1)))
					}
					if chance.IntN(6) == 0 {
						columns = append(columns, "kind=còn lại", "last="+day)
					}
					enter(t, led, "activity", columns...)
					if i%4 == 0 {
						enter(t, led, "club", "unit="+at, "first="+day, "model=CLBHSBDG", fmt.Sprint("clubs=", 1+chance.IntN(9)))
					}
				}
				names := []indicator.Name{"attendances", "sessions", "women_attendances", "clubs", "women_share"}
				for _, at := range []string{"VN", "22", "22@2024-06-01", "91", "91@2025-06-30", "25", "46", "40", "06655@2025-06-30", "06661", "193@2025-06-30"} {
					q := indicator.Question{Indicators: names, Unit: at, Window: period.Window{First: 20221215, Last: 20261114}}
					whole := sums(t, led, q)
					for _, m := range []string{indicator.MapToday, indicator.MapThen, indicator.MapComparable} {
						for _, split := range []string{indicator.SplitNone, indicator.SplitDefault} {
							for _, by := range [][]string{{"unit"}, {"place"}, {"unit", "form"}, {"quarter", "unit"}, {"level", "unit"}} {
								q.By, q.Map, q.Split = by, m, split
								if by[0] == "quarter" { // a level stands in each of them
									q.Indicators = names[:3]
								}
								got := sums(t, led, q)
								for _, n := range q.Indicators {
									if got[n] != whole[n] {
										t.Errorf("%s of %s on %q, split %q, by %v: rows add up to %v, the whole is %v", n, at, m, split, by, got[n], whole[n])
									}
								}
								q.Indicators = names
							}
						}
					}
				}
			})
		}
	})
}

// sums adds up the rows of each indicator, of ratios the parts.
func sums(t testing.TB, led *ledger.Ledger, q indicator.Question) map[indicator.Name][2]float64 {
	t.Helper()
	a, err := led.Facts(context.Background(), admin, q)
	if err != nil {
		t.Fatal(err)
	}
	out := map[indicator.Name][2]float64{}
	for _, r := range a.Rows {
		v := out[r.Indicator]
		switch {
		case r.Numerator != nil && r.Denominator != nil:
			v[0], v[1] = v[0]+*r.Numerator, v[1]+*r.Denominator
		case r.Value != nil:
			v[0] += *r.Value
		}
		out[r.Indicator] = v
		if r.Value == nil || r.Alone == nil || len(q.By) != 1 || q.By[0] != "unit" {
			continue
		}
		alone, err := led.Facts(context.Background(), admin, *r.Alone)
		if err != nil {
			t.Fatal(err)
		}
		if got := alone.Rows[0].Value; got == nil || *got != *r.Value {
			t.Errorf("%v on %q, split %q: row %v is %v, alone it is %v", q.Unit, q.Map, q.Split, r.Keys, *r.Value, num(got))
		}
	}
	return out
}
