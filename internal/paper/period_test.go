package paper

import (
	"strings"
	"testing"

	"binhdang/internal/period"
	"binhdang/internal/report"
)

// TestPeriods holds which periods are proposed: the running one first, none that has not begun.
func TestPeriods(t *testing.T) {
	for _, x := range []struct {
		rule    string
		accepts []string
		today   period.Day
		want    string
	}{
		{"the running year and four before", []string{report.PeriodYear}, 20261120, "2026 2025 2024 2023 2022"},
		{"the administrative year begins on 15/12", []string{report.PeriodYear}, 20261215, "2027 2026 2025 2024 2023"},
		{"five whole years first", []string{report.PeriodYears}, 20261120, "2021..2025 2022..2026 2023..2025 2024..2026"},
		{"an Action Month that has begun", []string{report.PeriodAction}, 20261120, "action-2026 action-2025 action-2024 action-2023 action-2022"},
		{"and one that has not", []string{report.PeriodAction}, 20261114, "action-2025 action-2024 action-2023 action-2022"},
		{"quarters go back over the year", []string{report.PeriodQuarter}, 20260320, "2026-Q2 2026-Q1 2025-Q4 2025-Q3 2025-Q2 2025-Q1"},
		{"kinds in the order of the report", []string{report.PeriodNine, report.PeriodHalf}, 20260120, "2026-9M 2025-9M 2026-H1 2025-H2 2025-H1 2024-H2"},
		{"any days are not proposed", []string{report.PeriodDays}, 20260120, ""},
	} {
		var got []string
		for _, p := range Periods(&report.Definition{Accepts: x.accepts, Calendar: period.Admin}, x.today) {
			got = append(got, p.Key)
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: on %s got %s, want %s", x.rule, x.today.VN(), s, x.want)
		}
	}
}

// TestMark holds that a mark is of what is kept: spaces at the ends of lines and the
// line ends of a form change nothing.
func TestMark(t *testing.T) {
	if Mark("a\nb") != Mark(" a \r\nb\r\n") {
		t.Error("line ends of a form make another text")
	}
	if Mark("a") == Mark("b") || Mark("") == Mark("a") {
		t.Error("different texts have one mark")
	}
}
