package web

import (
	"fmt"
	"html"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/score"
)

// declare enters a declared value of a unit and a civil year.
func (h *house) declare(unit, ratio string, year int, more ...string) *register.Record {
	h.t.Helper()
	return h.enter("value", append([]string{"unit=" + unit, "kind=toàn bộ", fmt.Sprintf("first=%d-01-01", year), fmt.Sprintf("last=%d-12-31", year), "ratio=RATIO." + ratio}, more...)...)
}

// aim gives a unit targets of its own.
func (h *house) aim(code string, rows ...score.SetRow) {
	h.t.Helper()
	u, _, err := h.led.Tree().Resolve(code, h.led.Today())
	if err != nil {
		h.t.Fatal(err)
	}
	set := &score.Set{Unit: u.ID, Programme: "strategy", Years: [2]int{2025, 2026}, Act: "42/KH-UBND", ActDay: period.Date(2025, 4, 5), Rows: rows}
	if err := h.led.SetTargets(h.t.Context(), admin, set, 0); err != nil {
		h.t.Fatal(err)
	}
}

// TestScorecard holds what the scorecard of a province shows: the sentence, states in
// words, values that open, what is declared, and the years.
func TestScorecard(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	v.get("/bang-diem").wants(t, 200, "Chưa có số liệu của chỉ tiêu nào", "/bang-diem/chi-tieu?u=22", "/uu-tien", "0/20 chỉ tiêu đạt và vượt", "Mục tiêu 6")
	h.as("officer", "06652").get("/bang-diem").wants(t, 200, "Chương trình không đặt chỉ tiêu cho cấp này")

	r := h.declare("22", "WAGE_WOMEN_SHARE", 2025, "value=hơn 50", "source=Cục Thống kê", "paper=12/BC", "method=Điều tra")
	h.declare("22", "WAGE_WOMEN_SHARE", 2024, "value=48,5")
	h.declare("22", "FARM_WOMEN_SHARE", 2025, "numerator=310", "denominator=1000")
	// No year is named, and 2026 has nothing yet: the last with values is shown.
	p := v.get("/bang-diem")
	p.wants(t, 200, "năm 2025", "1/20 chỉ tiêu đạt và vượt, chiếm 5,0", "hơn 50,0\u00a0%", fmt.Sprintf(`href="/ban-ghi/%d"`, r.ID), "Đã khai, không kèm tử số và mẫu số",
		"tăng 1,5 điểm", "31,0\u00a0%", "310/1.000", "Gần đạt", "≥ 50", "&lt; 30", `aria-label="Chỉ tiêu 2.1, năm 2024: Gần đạt"`, `class="piece"`)
	v.get("/bang-diem?y=2024").wants(t, 200, "mốc 2025")
	if strings.Contains(p.body, "theo trí nhớ") || strings.Contains(p.body, "ZgotmplZ") || strings.Contains(p.body, "web.score") {
		t.Error("the page tells who does not set things up what was recalled, or has a slip")
	}
	// Who reads sums alone is led to the facts, not to a record that is refused.
	for _, m := range href.FindAllStringSubmatch(h.as("viewer", "22").get("/bang-diem?y=2025").body, -1) {
		if to := html.UnescapeString(m[1]); strings.HasPrefix(to, "/facts") || strings.HasPrefix(to, "/ban-ghi") {
			h.as("viewer", "22").get(to).wants(t, 200)
		}
	}
	h.as("administrator", "").get("/bang-diem?u=22&y=2025").wants(t, 200, "Cần đối chiếu với văn bản gốc", "/bang-diem/toan-quoc")
	v.get("/bang-diem?y=2026").wants(t, 200, "≥ khoảng 52", "giữa hai mốc")
	v.get("/bang-diem?y=2020").wants(t, 422, "2021-2030")
	v.get("/bang-diem?y=x").wants(t, 422, "“x”")
	v.get("/bang-diem?p=khong").wants(t, 404)
	v.get("/bang-diem?u=46").wants(t, 403, "Hãy hỏi")
	v.get("/bang-diem?p=violence").wants(t, 200, "năm 2025")
}

// TestScorecardOfItsOwn holds that a unit's own thresholds stand beside the national ones.
func TestScorecardOfItsOwn(t *testing.T) {
	h := sqlite(t)
	h.declare("22", "WAGE_WOMEN_SHARE", 2025, "value=46")
	h.declare("22", "WAGE_WOMEN_SHARE", 2024, "value=45")
	h.aim("22", score.SetRow{Code: "2.1", Parent: "2.1", Milestones: []score.SetMilestone{{Year: 2025, Text: ">= 45"}}},
		score.SetRow{Code: "BS1", Goal: "2", Name: "Nữ trong cán bộ phụ trách", Indicator: "officers_women_share", Milestones: []score.SetMilestone{{Year: 2025, Text: ">= 50"}}})
	v := h.as("standing_office", "22")
	p := v.get("/bang-diem?y=2025")
	p.wants(t, 200, "1/2 chỉ tiêu đạt và vượt", "≥ 45", "≥ 50", "42/KH-UBND ngày 05/04/2025", "BS1", "own-of")
	if !strings.Contains(p.body, `<span class="sub"><span class="st not_met">`) {
		t.Error("the judgement by the national threshold, which differs, is not told")
	}
	// The set is not for 2024: that year is not judged by it.
	if strings.Contains(p.body, "Chỉ tiêu 2.1, năm 2024") {
		t.Error("a year that the set is not for is judged by it")
	}
	v.get("/bang-diem/2.1?y=2025").wants(t, 200, "Ngưỡng của đơn vị", "Ngưỡng quốc gia", "c-province", "c-national", "Vượt", "Chưa đạt")
	v.get("/bang-diem/BS1?y=2025").wants(t, 200, "Nữ trong cán bộ phụ trách")
	h.as("administrator", "").get("/bang-diem/toan-quoc?y=2025").wants(t, 200, "bộ riêng")
}

// TestTargetOverYears holds the page of one target: each year with its source, the
// break, other programmes, and the units below.
func TestTargetOverYears(t *testing.T) {
	h := sqlite(t)
	for i, code := range []string{"22", "46", "VN"} {
		h.declare(code, "WAGE_WOMEN_SHARE", 2025, fmt.Sprintf("value=%d", 48+i), "source=Cục Thống kê", "paper=12/BC", "paper_day=2026-01-05", "method=Điều tra lao động")
	}
	h.declare("22", "WAGE_WOMEN_SHARE", 2024, "numerator=12", "denominator=25")
	v := h.as("standing_office", "22")
	v.get("/bang-diem/2.1?y=2025").wants(t, 200, "Lao động nữ làm công hưởng lương", "Đã khai: Cục Thống kê, 12/BC (05/01/2026)", "Cách làm: Điều tra lao động", "12", "25",
		"Gần đạt", "Cách tính", "Các xã, phường, đặc khu, năm 2025", "Chưa nơi nào có số liệu riêng", "Quần đảo Hoàng Sa", "Quần đảo Trường Sa", "c-l1", "không đổi")
	for year := 2023; year <= 2026; year++ {
		h.enter("leadership", "unit=22", fmt.Sprintf("first=%d-09-01", year), "governments=1", fmt.Sprintf("governments_women=%d", year%2))
	}
	p := v.get("/bang-diem/1.1b?y=2026")
	p.wants(t, 200, "Ngắt chuỗi 01/07/2025", "không nối nhau", "c-break", "c-o1", "0/1", `href="/facts?by=level`)
	if lines := regexp.MustCompile(`<path class="c-l1" d="[^"]*"`).FindAllString(p.body, -1); len(lines) != 4 { // two pieces, drawn for two widths
		t.Errorf("the series is drawn in %d pieces", len(lines))
	}
	v.get("/bang-diem?y=2025").wants(t, 200, "Chính quyền cấp tỉnh")
	v.get("/bang-diem/3.2?y=2025").wants(t, 200, "Chỉ tiêu ghép", "/bang-diem/3.2a?")
	v.get("/bang-diem/3.2a?y=2025").wants(t, 200, "Chương trình khác cùng chỉ số", "GD4", "p=family")
	v.get("/bang-diem/5.1?y=2025").wants(t, 200, "Chưa có số liệu của chỉ tiêu này")
	v.get("/bang-diem/9.9").wants(t, 404, "9.9")
	v.get("/bang-diem/2.1?u=VN&y=2025").wants(t, 403, "Hãy hỏi")
	all := h.as("administrator", "")
	all.get("/bang-diem/2.1?u=VN&y=2025").wants(t, 200, "Các tỉnh, thành phố, năm 2025", "49,0\u00a0%", "48,0\u00a0%", "chưa có", `href="/bang-diem/2.1?u=46&amp;y=2025"`, "Xem 20 nơi còn lại")
	csv := v.get("/tai/bang-diem?u=22&y=2025&bang=chi-tieu&ma=2.1&dang=csv")
	csv.wants(t, 200, "2024,", "Gần đạt", "Cục Thống kê")
}

// TestProvincesSheet holds the sheet of all provinces, and who may not see it.
func TestProvincesSheet(t *testing.T) {
	h := sqlite(t)
	h.declare("22", "WAGE_WOMEN_SHARE", 2025, "value=51")
	h.declare("46", "WAGE_WOMEN_SHARE", 2025, "value=40")
	v := h.as("administrator", "")
	p := v.get("/bang-diem/toan-quoc?y=2025")
	p.wants(t, 200, "Quảng Ninh", "<b>1</b>/20", "5,0\u00a0%", `<span class="vh">Chưa đạt</span>`, `href="/bang-diem?u=22&amp;y=2025"`)
	byShare := v.get("/bang-diem/toan-quoc?y=2025&s=ty-le").body
	if strings.Index(byShare, ">Quảng Ninh</a>") > strings.Index(byShare, ">An Giang</a>") {
		t.Error("by share Quảng Ninh does not stand first")
	}
	h.as("viewer", "22").get("/bang-diem/toan-quoc").wants(t, 403, "Việt Nam", "Hãy hỏi")
	v.get("/bang-diem/toan-quoc?y=2022&p=communication").wants(t, 200, "Chưa tỉnh, thành phố nào có số liệu")
}

// TestScorecardIsTakenAway holds the files of the three pages.
func TestScorecardIsTakenAway(t *testing.T) {
	h := sqlite(t)
	h.declare("22", "WAGE_WOMEN_SHARE", 2025, "value=hơn 50")
	v := h.as("administrator", "")
	for _, path := range []string{"/tai/bang-diem?u=22&y=2025&bang=don-vi", "/tai/bang-diem?u=22&y=2025&bang=chi-tieu&ma=2.1", "/tai/bang-diem?y=2025&bang=toan-quoc"} {
		for format, kind := range map[string]string{"csv": "text/csv", "xlsx": "spreadsheetml"} {
			p := v.get(path + "&dang=" + format)
			if p.status != 200 || !strings.Contains(p.header.Get("Content-Type"), kind) {
				t.Errorf("%s as %s: %d %s", path, format, p.status, p.header.Get("Content-Type"))
			}
		}
	}
	v.get("/tai/bang-diem?u=22&y=2025&bang=don-vi&dang=csv").wants(t, 200, "Lao động nữ làm công hưởng lương", "hơn,50", "Đạt", "≥ 50")
	v.get("/tai/bang-diem?u=22&y=2025&bang=khac&dang=csv").wants(t, 404)
	v.get("/tai/bang-diem?u=22&y=2025&bang=don-vi&dang=pdf").wants(t, 404)
	h.as("viewer", "46").get("/tai/bang-diem?u=22&y=2025&bang=don-vi&dang=csv").wants(t, 403)
}

// TestYearThatHasBegun: where no year is named, a year of which little is known yet
// gives way to the last of which half is.
func TestYearThatHasBegun(t *testing.T) {
	h := sqlite(t)
	for _, ratio := range []string{"WAGE_WOMEN_SHARE", "FARM_WOMEN_SHARE", "WOMEN_OWNED_FIRMS_SHARE", "TRAFFICKED_SERVED_SHARE", "CARE_FACILITIES_GBV_SHARE",
		"BIRTH_SEX_RATIO", "MATERNAL_MORTALITY", "ADOLESCENT_BIRTHS", "LGBT_PILOT_SHARE", "VOCATIONAL_WOMEN_SHARE"} {
		h.declare("22", ratio, 2025, "value=50")
	}
	h.declare("22", "WAGE_WOMEN_SHARE", 2026, "value=51")
	v := h.as("viewer", "22")
	v.get("/bang-diem?u=22").wants(t, 200, "Từng chỉ tiêu, năm 2025")
	v.get("/bang-diem?u=22&y=2026").wants(t, 200, "Từng chỉ tiêu, năm 2026")
}
