package report

import (
	"encoding/csv"
	"os"
	"slices"
	"strings"
	"testing"

	"binhdang/internal/indicator"
	"binhdang/internal/vn"
)

// What a paper says of numbers that were not told for all, and where it does not compare them.

// tell says how often an indicator was told: now, or in the period before.
func tell(t *testing.T, d *Definition, s *Setting, answers []indicator.Answer, n indicator.Name, before bool, change func(*indicator.Row)) {
	t.Helper()
	for i, q := range Questions(d, s.Unit, s.Period) {
		if len(q.By) > 0 || before != (q.Window.Last < s.Period.Window.Last) {
			continue
		}
		for j := range answers[i].Rows {
			if r := &answers[i].Rows[j]; r.Indicator == n {
				change(r)
				return
			}
		}
	}
	t.Fatalf("no row of %s", n)
}

// sessions are some of the activity register's.
func sessions(given, total int64) *indicator.Coverage {
	return &indicator.Coverage{Of: indicator.Ref{Register: "activity", Measure: "sessions"}, Given: given, Total: total}
}

// entries are some records of a register.
func entries(given, total int64) *indicator.Coverage {
	return &indicator.Coverage{Given: given, Total: total}
}

// Three rows: one session with 40 people, one without a number, 50 sessions without a number.
func TestFewRecordsTellAttendances(t *testing.T) {
	f := facts{"sessions": "52", "sessions before": "40", "attendances": "40", "attendances before": "400"}
	d := definition(t, "annual")
	for _, x := range []struct {
		rule                       string
		now, before                *indicator.Coverage
		want, table, note, english string
	}{
		{"few tell it now", sessions(1, 52), nil, "có 40 lượt người trực tiếp tham dự (có số liệu: 1/52 buổi).", "| 40 | 400 | –",
			"Chưa so sánh với kỳ trước những nội dung mà ở một trong hai kỳ, mức độ đầy đủ của số liệu dưới 80%: lượt người dự.",
			"with 40 direct attendances (recorded for 1/52 sessions)."},
		{"few told it then", nil, sessions(31, 40), "có 40 lượt người trực tiếp tham dự.", "| 40 | 400 | –", "dưới 80%: lượt người dự.", "with 40 direct attendances."},
		{"most tell it", sessions(42, 52), sessions(32, 40), "tham dự (có số liệu: 42/52 buổi), giảm 90% so với năm 2024.", "| 40 | 400 | -90,0", "lượt người dự 42/52 buổi.",
			"(recorded for 42/52 sessions), down 90% on 2024."},
		{"all tell it", nil, nil, "có 40 lượt người trực tiếp tham dự, giảm 90% so với năm 2024.", "| 40 | 400 | -90,0", "", "attendances, down 90% on 2024."},
	} {
		told := func(s *Setting, answers []indicator.Answer) {
			tell(t, d, s, answers, "attendances", false, func(r *indicator.Row) { r.Told = x.now })
			tell(t, d, s, answers, "attendances", true, func(r *indicator.Row) { r.Told = x.before })
		}
		text := all(composed(t, "annual", "2025", "vi", f, told))
		wants(t, text, map[string]string{x.rule: x.want, x.rule + ", in the table": "Lượt người dự | lượt người " + x.table, x.rule + ", in a note": x.note,
			x.rule + ", sessions are compared": "tăng 30% so với năm 2024;"})
		wants(t, all(composed(t, "annual", "2025", "en", f, told)), map[string]string{x.rule + " in English": x.english})
		if x.note == "" {
			lacks(t, text, map[string]string{x.rule: "Chưa so sánh với kỳ trước"})
		}
	}
}

// A part is told in sessions where that is known, else in records; the action month
// has no table that compares, so that the paper's notes say what is not compared.
func TestCoverageOfParts(t *testing.T) {
	f := facts{"sessions": "10", "sessions before": "12", "attendances": "900", "pupil_attendances": "70", "courses": "5", "trainees": "90", "trainees_women": "40"}
	d := definition(t, "action-month")
	doc := composed(t, "action-month", "action-2025", "vi", f, func(s *Setting, answers []indicator.Answer) {
		tell(t, d, s, answers, "pupil_attendances", false, func(r *indicator.Row) { r.Told = sessions(3, 10) })
		tell(t, d, s, answers, "trainees", false, func(r *indicator.Row) { r.Told = entries(4, 5) })
		tell(t, d, s, answers, "trainees_women", false, func(r *indicator.Row) {
			r.Told = &indicator.Coverage{Of: indicator.Ref{Register: "training", Measure: "courses"}, Given: 2, Total: 5}
		})
		tell(t, d, s, answers, "sessions", true, func(r *indicator.Row) { r.Told = entries(1, 4) })
	})
	other := composed(t, "action-month", "action-2025", "vi", facts{"gifts": "9", "distributed": "80"}, func(s *Setting, answers []indicator.Answer) {
		tell(t, d, s, answers, "gifts", false, func(r *indicator.Row) {
			r.Told = &indicator.Coverage{Of: indicator.Ref{Register: "support", Measure: "times"}, Given: 2, Total: 6}
		})
		tell(t, d, s, answers, "distributed", false, func(r *indicator.Row) {
			r.Told = &indicator.Coverage{Of: indicator.Ref{Register: "material", Measure: "designs"}, Given: 3, Total: 4}
		})
	})
	wants(t, all(other), map[string]string{"in what the report does not name": "ấn phẩm đã cấp phát 3/4 mẫu; suất quà 2/6 lượt."})
	wants(t, all(doc), map[string]string{
		"in sessions": "Học sinh, sinh viên tham dự 70 lượt (có số liệu: 3/10 buổi).",
		"in records":  "cho 90 lượt học viên (có số liệu: 4/5 bản ghi), trong đó 40 lượt nữ (có số liệu nữ: 2/5 lớp).",
		"in a note":   "Mức độ đầy đủ của số liệu: lượt học sinh, sinh viên 3/10 buổi; lượt học viên 4/5 bản ghi.",
	})
	wants(t, strings.Join(doc.Notes, "\n"), map[string]string{"for the paper": "dưới 80%: số buổi truyền thông."})
}

// 163 of 563 are not 41,9 %: the share is of the boards that told both.
func TestSharesThatDiffer(t *testing.T) {
	const note = "Tỷ lệ chỉ tính trên những bản ghi có đủ cả hai số"
	f := facts{"board_members": "563", "board_members level=xã": "542", "board_women": "163", "board_women level=xã": "156"}
	d := definition(t, "annual")
	for _, x := range []struct {
		rule  string
		among float64
		want  bool
	}{{"divided by less than is printed", 389, true}, {"divided by what is printed", 563, false}} {
		text := all(composed(t, "annual", "2025", "vi", f, func(s *Setting, answers []indicator.Answer) {
			a := ask(t, d, s, answers, "")
			women, share := 163.0, 16300/x.among
			a.Rows = append(a.Rows, indicator.Row{Of: "22", Unit: "22", Indicator: "board_women_share", Value: &share, Numerator: &women, Denominator: &x.among})
		}))
		if got := strings.Contains(text, note); got != x.want {
			t.Errorf("%s: the note is there: %v, want %v\n%s", x.rule, got, x.want, text)
		}
	}
}

// Points are the difference of what is printed: 58,8 against 59,2 are 0,4 and not 0,5.
func TestPointsAreOfWhatIsPrinted(t *testing.T) {
	d := definition(t, "annual")
	f := facts{"sessions": "9", "women_share": "0", "women_share before": "0", "violent_households_share": "0", "violent_households_share before": "0"}
	wants(t, all(composed(t, "annual", "2025", "vi", f, func(s *Setting, answers []indicator.Answer) {
		for i, v := range []float64{58.7512, 59.2488} {
			tell(t, d, s, answers, "women_share", i == 1, func(r *indicator.Row) { r.Value = &v })
		}
		for i, q := range Questions(d, s.Unit, s.Period) {
			for j := range answers[i].Rows {
				if r := &answers[i].Rows[j]; r.Indicator == "violent_households_share" {
					v := 0.0276
					if q.Window.First.Year() == 2024 {
						v = 0.0249
					}
					r.Value = &v
				}
			}
		}
	})), map[string]string{"one place": "| 58,8 | 59,2 | -0,4", "two places": "| 0,03 | 0,02 | +0,01"})
}

// The sentence on other activities names only forms that the register does not count
// as sessions: the table beside it counts the others.
func TestOtherActivitiesAreNoSessions(t *testing.T) {
	file, err := os.Open(content + "/code/FORM.csv")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	column := func(name string) int { return slices.Index(rows[0], name) }
	counts := map[string]string{} // how a form counts, by each of its Vietnamese names
	for _, r := range rows[1:] {
		for _, name := range append(strings.Split(r[column("aliases")], ";"), r[column("vi")]) {
			counts[vn.Fold(name)] = r[column("counts")]
		}
	}
	_, list, _ := strings.Cut(words(t).Say("vi", "report.say.other_activities"), "hoạt động khác như ")
	named := strings.Split(strings.TrimSuffix(list, "."), ", ")
	if len(named) < 3 {
		t.Fatalf("few are named: %q", named)
	}
	for _, n := range named {
		if got := counts[vn.Fold(n)]; got != "other" {
			t.Errorf("%q counts as %q, want a form that counts as other", n, got)
		}
	}
}

func TestClubs(t *testing.T) {
	f := facts{"clubs": "1", "school_clubs": "1", "club_members": "25", "club_meetings": "12", "club_attendances": "300", "club_women_attendances": "180"}
	d := definition(t, "annual")
	change := func(s *Setting, answers []indicator.Answer) {
		tell(t, d, s, answers, "club_women_attendances", false, func(r *indicator.Row) { r.Told = entries(8, 12) })
	}
	text := all(composed(t, "annual", "2025", "vi", f, change))
	wants(t, text, map[string]string{
		"clubs":    "có 1 câu lạc bộ về bình đẳng giới đang sinh hoạt, là câu lạc bộ “Học sinh với bình đẳng giới” tại các trường học; tổng số thành viên là 25 người.",
		"meetings": "Trong năm 2025, các câu lạc bộ tổ chức 12 buổi sinh hoạt, có 300 lượt người dự, trong đó 180 lượt nữ (có số liệu nữ: 8/12 bản ghi).",
		"rows":     "Buổi sinh hoạt câu lạc bộ | buổi | 12 | chưa có | –\nLượt người dự sinh hoạt câu lạc bộ | lượt người | 300 | chưa có | –\nLượt nữ dự sinh hoạt câu lạc bộ | lượt người | 180",
	})
	wants(t, all(composed(t, "annual", "2025", "en", f, change)), map[string]string{
		"clubs":    "had 1 active gender-equality club, one of the kind “Students with gender equality” in schools, with 25 members in all.",
		"meetings": "clubs held 12 meetings with 300 attendances, 180 of them by women (recorded for 8/12 entries).",
	})
	for _, x := range []struct{ rule, clubs, school, want string }{
		{"all", "<300", "<300", "gần 300 câu lạc bộ về bình đẳng giới đang sinh hoạt, đều là câu lạc bộ “Học sinh với bình đẳng giới” tại các trường học."},
		{"some", "<300", "260", "gần 300 câu lạc bộ về bình đẳng giới đang sinh hoạt, trong đó 260 câu lạc bộ “Học sinh với bình đẳng giới” tại các trường học."},
		{"as many, but not surely all", "<300", "300", "trong đó 300 câu lạc bộ “Học sinh với bình đẳng giới” tại các trường học."},
		{"none", "5", "0", "có 5 câu lạc bộ về bình đẳng giới đang sinh hoạt."},
		{"not told", "5", "-", "có 5 câu lạc bộ về bình đẳng giới đang sinh hoạt."},
	} {
		wants(t, all(composed(t, "annual", "2025", "vi", facts{"clubs": x.clubs, "school_clubs": x.school}, nil)), map[string]string{x.rule: x.want})
	}
	wants(t, all(composed(t, "annual", "2025", "en", facts{"clubs": "9", "school_clubs": "9"}, nil)), map[string]string{
		"all in English": "had 9 active gender-equality clubs, all of the kind “Students with gender equality” in schools."})
	f = facts{"club_meetings": "12", "club_meetings unit=06652": "12"}
	wants(t, all(composed(t, "multi-year", "2021..2025", "vi", f, nil)), map[string]string{
		"over years": "Trong giai đoạn 2021 - 2025, các câu lạc bộ tổ chức 12 buổi sinh hoạt.", "in the appendix": "| Câu lạc bộ | Buổi sinh hoạt câu lạc bộ\n",
	})
}

func TestAwardsInOneSentence(t *testing.T) {
	const end = " được khen thưởng về công tác bình đẳng giới."
	for _, x := range []struct {
		f    facts
		want string
	}{
		{facts{"award_collectives": "27", "award_individuals": "48"}, "Có 27 lượt tập thể và 48 lượt cá nhân" + end},
		{facts{"award_collectives": "27"}, "Có 27 lượt tập thể" + end},
		{facts{"award_individuals": "48"}, "Có 48 lượt cá nhân" + end},
		{facts{}, ""},
	} {
		text := all(composed(t, "annual", "2025", "vi", x.f, nil))
		if !strings.Contains(text, x.want) || strings.Count(text, end) > 1 || x.want == "" && strings.Contains(text, end) {
			t.Errorf("%v: want %q once in\n%s", x.f, x.want, text)
		}
	}
	wants(t, all(composed(t, "annual", "2025", "en", facts{"award_collectives": "1", "award_individuals": "48"}, nil)), map[string]string{
		"English": "1 award for gender-equality work went to collectives and 48 to individuals."})
}

// Who is visited is counted in times that people were, in the sentence as in the table.
func TestSupportedPeopleHaveOneUnit(t *testing.T) {
	unit := words(t).Say("vi", indicators(t)("supported_people").Unit)
	text := all(composed(t, "annual", "2025", "vi", facts{"supported_people": "135"}, nil))
	wants(t, text, map[string]string{"sentence": "thăm hỏi, hỗ trợ 135 " + unit + " có", "table": "hỗ trợ | " + unit + " | 135"})
}
