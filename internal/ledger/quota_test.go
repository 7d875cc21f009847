package ledger_test

import (
	"slices"
	"testing"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// A quota is told as the other rules are; see TestStories.
var quotaStories = []struct{ rule, text string }{
	{"who has not enough in one quarter has not met it", `
enter a1 broadcast unit=06652 first=2024-12-15 channel=TRUYENTHANH items=4
enter a2 broadcast unit=06652 first=2025-05-01 channel=BANGTIN items=4
enter a3 broadcast unit=06652 first=2025-07-10 channel=TRUYENTHANH items=1
enter a4 broadcast unit=06652 first=2025-09-14 channel=TRUYENTHANH items=3
enter a5 broadcast unit=06652 first=2025-12-14 channel=TRUYENTHANH items=3
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  0 = 0/1
enter a6 broadcast unit=06652 first=2025-09-15 channel=TRUYENTHANH
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  100 = 1/1
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  1.8518518518518519 = 1/54
facts broadcast_quota_share VN 2024-12-15 2025-12-14
  0.030111412225233364 = 1/3321
void a6 "nhập nhầm"
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  0 = 0/1
# Quarters are those of the calendar asked: the items of 15 December are of no quarter of 2025.
facts broadcast_quota_share 06652 2025-01-01 2025-12-31 civil
  0 = 0/1
`},
	{"a year in progress asks for the quarters that are over", `
enter a1 broadcast unit=06652 first=2026-02-01 channel=TRUYENTHANH items=4
enter a2 broadcast unit=06652 first=2026-04-01 channel=TRUYENTHANH items=4
facts broadcast_quota_share 06652 2025-12-15 2026-12-14
  0 = 0/1
enter a3 broadcast unit=06652 first=2026-08-01 channel=TRUYENTHANH items=4
facts broadcast_quota_share 06652 2025-12-15 2026-12-14
  100 = 1/1
facts broadcast_quota_share 06652 2025-12-15 2026-12-14 by quarter
  "2026-Q1" 100 = 1/1
  "2026-Q2" 100 = 1/1
  "2026-Q3" 100 = 1/1
  "2026-Q4" none
# A quarter that the window holds in part is left out; where none is whole there is nothing to say.
facts broadcast_quota_share 06652 2026-01-01 2026-06-30
  100 = 1/1
facts broadcast_quota_share 06652 2026-04-01 2026-05-31
  none
# A share of a year that is not over has no value.
facts action_month_units_share 06652 2025-12-15 2026-12-14
  none
`},
	{"where nobody keeps the register there is no data", `
enter a activity unit=06652 first=2025-03-08 form=MITTINH
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  none
facts broadcast_quota_share 22 2024-12-15 2025-12-14 by unit
  "" none
enter b broadcast unit=06658 first=2025-05-01 channel=TRUYENTHANH items=1
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  0 = 0/54
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  none
facts broadcast_quota_share 22 2023-12-15 2025-12-14 by year
  "2024" none
  "2025" 0 = 0/54
`},
	{"a commune that merged carries its items along, and what was split carries none", `
enter a1 broadcast unit="06664@2025-06-30" first=2025-01-10 channel=TRUYENTHANH items=3
enter a2 broadcast unit="06652@2025-06-30" first=2025-01-10 channel=TRUYENTHANH items=1
enter a3 broadcast unit="06664@2025-06-30" first=2025-04-10 channel=TRUYENTHANH items=4
enter a4 broadcast unit=06652 first=2025-07-10 channel=TRUYENTHANH items=4
enter a5 broadcast unit=06652 first=2025-10-10 channel=TRUYENTHANH items=4
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  100 = 1/1
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  1.8518518518518519 = 1/54
# On the map of then the commune of 2025 has what it and its former parts reported.
facts broadcast_quota_share 22 2024-12-15 2025-12-14 then
  1.8518518518518519 = 1/54
# The first quarter was told by the communes there were then.
facts broadcast_quota_share 22 2024-12-15 2025-03-14 then
  0 = 0/171
facts broadcast_quota_share 22 2024-12-15 2025-03-14
  1.8518518518518519 = 1/54
facts broadcast_quota_share 06664@2025-06-30 2025-03-15 2025-06-14
  100 = 1/1
# On the map of today it is a part of a commune, and says nothing of the whole.
facts broadcast_quota_share 06664@2025-06-30 2025-03-15 2025-06-14 today
  none
enter a6 broadcast unit="06655@2025-06-30" first=2025-04-10 channel=TRUYENTHANH items=9
facts broadcast_quota_share 22 2025-03-15 2025-06-14
  1.8518518518518519 = 1/54
  note: note.quota_split
facts broadcast_quota_share 22 2025-03-15 2025-06-14 then
  1.1695906432748537 = 2/171
`},
	{"bodies of a commune speak for it, those of the province do not", `
organisation 22.VHX seat=06652
organisation 22.SVH seat=22
enter a broadcast unit=22.VHX first=2025-01-10 channel=TRUYENTHANH items=4
enter b broadcast unit=22.SVH first=2025-01-10 channel=TRUYENTHANH items=40
facts broadcast_quota_share 22 2024-12-15 2025-03-14
  1.8518518518518519 = 1/54
facts broadcast_quota_share 22.SVH 2024-12-15 2025-03-14
  none
`},
	{"totals count in the quarter that holds them whole", `
enter a broadcast unit=06652 kind="còn lại" first=2025-01-01..2025-02-28 channel=TRUYENTHANH items=3
enter b broadcast unit=06652 first=2025-03-01 channel=TRUYENTHANH items=1
enter c broadcast unit=06658 kind="toàn bộ" first=2025-01-01..2025-02-28 channel=TRUYENTHANH items=9
enter d broadcast unit=06661 kind="còn lại" first=2024-12-15..2025-06-14 channel=TRUYENTHANH items=90
facts broadcast_quota_share 22 2024-12-15 2025-03-14
  3.7037037037037037 = 2/54
# Of the half year nobody knows how much was in which quarter.
facts broadcast_quota_share 06661 2024-12-15 2025-06-14
  0 = 0/1
`},
	{"several needs are all needed", `
enter p document unit=06652 first=2025-10-10 doc_type=KH
enter q document unit=06658 first=2025-10-10 doc_type=CV
enter r document unit=06661 first=2025-10-10 doc_type=KH
enter s activity unit=06652 first=2025-11-20 form=MITTINH campaign=THHD
enter t activity unit=06658 first=2025-11-20 form=MITTINH campaign=THHD
enter u activity unit=06661 first=2025-11-20 form=MITTINH
facts action_month_units_share 22 2024-12-15 2025-12-14
  1.8518518518518519 = 1/54
facts action_month_units_share 06658 2024-12-15 2025-12-14
  0 = 0/1
facts action_month_units_share VN 2024-12-15 2025-12-14
  0.030111412225233364 = 1/3321
# A total of the weeks of the campaign counts as its records do.
enter w activity unit=06661 kind="còn lại" first=2025-11-15..2025-12-14 campaign=THHD sessions=3
facts action_month_units_share 22 2024-12-15 2025-12-14
  3.7037037037037037 = 2/54
# Where the register is kept but nothing is of the campaign, none has met it.
enter x activity unit=08707 first=2025-11-20 form=MITTINH
facts action_month_units_share 25 2024-12-15 2025-12-14
  0 = 0/148
facts action_month_units_share 25 2023-12-15 2024-12-14
  none
`},
	{"stations are asked themselves, month by month", `
organisation 22.BAO seat=22 type=press
organisation 22.SNV seat=22 type=department
enter a1 media unit=22.BAO first=2024-12-20 item=CHUYENMUC channel=TRUYENHINH
enter a2 media unit=22.BAO first=2025-01-20 item=TIN channel=PHATTHANH
facts station_monthly_share 22 2024-12-15 2025-02-14
  100 = 1/1
enter b1 media unit=22.BAO first=2025-02-20 item=TIN channel=BAODT
enter b2 media unit=22.SNV first=2025-02-20 item=TIN channel=TRUYENHINH
facts station_monthly_share 22 2024-12-15 2025-03-14
  0 = 0/1
facts station_monthly_share 22 2024-12-15 2025-02-14 by unit
  "22" 100 = 1/1
facts station_monthly_share VN 2024-12-15 2025-02-14 by unit
  "22" 100 = 1/1
facts station_monthly_share 25 2024-12-15 2025-02-14
  none
`},
	{"a breakdown that it does not have is one row", `
enter a broadcast unit=06652 first=2025-01-10 channel=TRUYENTHANH items=4
facts broadcast_quota_share 22 2024-12-15 2025-03-14 by channel
  "" 1.8518518518518519 = 1/54
facts broadcast_quota_share 22 2024-12-15 2025-03-14 by place
  "" 1.8518518518518519 = 1/54
facts broadcast_quota_share 22 2024-12-15 2025-03-14 by level
  "" 1.8518518518518519 = 1/54
`},
	{"what is stated stands where nothing is recorded", `
enter v value kind="toàn bộ" unit=22 first=2025 ratio=broadcast_quota_share numerator=27 denominator=54
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  50 = 27/54 [declared]
`},
	{"who is not heard of at all is no reason against a statement, records of all are", `
enter a broadcast unit=06652 first=2025-01-10 channel=TRUYENTHANH items=4
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  0 = 0/54
enter v value kind="toàn bộ" unit=22 first=2025 ratio=broadcast_quota_share numerator=27 denominator=54
facts broadcast_quota_share 22 2024-12-15 2025-12-14
  50 = 27/54 [declared]
enter w value kind="toàn bộ" unit=06652 first=2025 ratio=broadcast_quota_share numerator=1 denominator=1
facts broadcast_quota_share 06652 2024-12-15 2025-12-14
  0 = 0/1, declared w as 100
`},
}

func TestQuota(t *testing.T) {
	for _, c := range quotaStories {
		t.Run(c.rule, func(t *testing.T) {
			storetest.Each(t, func(t *testing.T, open func() *store.DB) {
				s := newStory(t, open())
				s.tell(c.text)
				s.rebuilt()
			})
		})
	}
}

// A quota's rows by unit add up to the whole, name who met it, and lead to the records.
func TestQuotaByUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		s := newStory(t, open())
		s.tell(`
enter a broadcast unit=06652 first=2025-01-10 channel=TRUYENTHANH items=4
enter b broadcast unit=06658 first=2025-01-10 channel=TRUYENTHANH items=3
enter c broadcast unit=08707 first=2025-01-10 channel=TRUYENTHANH items=5
enter d broadcast unit=22 first=2025-01-10 channel=TRUYENTHANH items=5
`)
		ask := func(unit string, by ...string) *indicator.Answer {
			t.Helper()
			a, err := s.led.Facts(s.ctx, admin, indicator.Question{Indicators: []indicator.Name{"broadcast_quota_share"}, Unit: unit, By: by,
				Window: period.Window{First: 20241215, Last: 20250314}})
			if err != nil {
				t.Fatal(err)
			}
			return a
		}
		for _, of := range []string{"22", "VN"} {
			whole, rows := ask(of).Rows[0], ask(of, "unit").Rows
			var met, all float64
			for _, r := range rows {
				if r.Denominator == nil {
					t.Fatalf("%s: row %q does not say of how many", of, r.Unit)
				}
				if all += *r.Denominator; r.Numerator != nil {
					met += *r.Numerator
				}
				if met := r.Numerator != nil && *r.Numerator == 1; met != slices.Contains([]string{"06652", "08707", "22", "25"}, string(r.Unit)) {
					t.Errorf("%s: row %s says %v", of, r.Unit, met)
				}
				if r.Alone == nil && r.Unit != "" {
					t.Errorf("%s: row %s has no question of its own", of, r.Unit)
				}
			}
			if met != *whole.Numerator || all != *whole.Denominator {
				t.Errorf("%s: the rows add up to %v of %v, the whole is %v of %v", of, met, all, *whole.Numerator, *whole.Denominator)
			}
		}
		rows := ask("VN", "unit").Rows
		if i := slices.IndexFunc(rows, func(r indicator.Row) bool { return r.Unit == "01" }); i < 0 || rows[i].Value != nil {
			t.Error("a province of which nothing is known has a value")
		}
		var behind []register.ID
		b, err := s.led.Behind(s.ctx, admin, indicator.Question{Indicators: []indicator.Name{"broadcast_quota_share"}, Unit: "22",
			Window: period.Window{First: 20241215, Last: 20250314}}, store.Mark{}, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range b.Records {
			behind = append(behind, r.ID)
		}
		slices.Sort(behind)
		if want := []register.ID{s.records["a"], s.records["b"]}; !slices.Equal(behind, want) {
			t.Errorf("behind the number stand %v, want %v", behind, want)
		}
	})
}
