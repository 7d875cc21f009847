package report

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
)

// all is every line that the document prints.
func all(d *Document) string {
	var b strings.Builder
	for _, s := range []string{d.Head.Superior, d.Head.Body, d.Head.Number, d.Head.Nation, d.Head.Motto, d.Head.Place, d.Kind, d.Subject} {
		fmt.Fprintln(&b, s)
	}
	for _, p := range d.Parts {
		if p.Table == nil {
			fmt.Fprintln(&b, p.Text())
			continue
		}
		fmt.Fprintln(&b, p.Table.Caption)
		fmt.Fprintln(&b, strings.Join(p.Table.Columns, " | "))
		for _, l := range p.Table.Rows {
			cells := []string{l.Name}
			for _, c := range l.Cells {
				s := c.String()
				if c.Number != nil && c.Number.Sign != "" {
					s += " " + c.Number.Sign
				}
				cells = append(cells, s)
			}
			fmt.Fprintln(&b, strings.Join(cells, " | "))
		}
		for _, n := range p.Table.Notes {
			fmt.Fprintln(&b, n)
		}
	}
	for _, s := range slices.Concat(d.Notes, d.Foot.Recipients, []string{d.Foot.Authority, d.Foot.Post, d.Foot.Signer, d.Source()}) {
		fmt.Fprintln(&b, s)
	}
	return b.String()
}

func wants(t *testing.T, text string, rules map[string]string) {
	t.Helper()
	for rule, want := range rules {
		if !strings.Contains(text, want) {
			t.Errorf("%s: no %q in\n%s", rule, want, text)
		}
	}
}

func lacks(t *testing.T, text string, rules map[string]string) {
	t.Helper()
	for rule, bad := range rules {
		if strings.Contains(text, bad) {
			t.Errorf("%s: %q in\n%s", rule, bad, text)
		}
	}
}

// ask finds the answer to a question in the answers.
func ask(t *testing.T, d *Definition, s *Setting, answers []indicator.Answer, by string) *indicator.Answer {
	t.Helper()
	for i, q := range Questions(d, s.Unit, s.Period) {
		if q.Window == s.Period.Window && strings.Join(q.By, ",") == by {
			return &answers[i]
		}
	}
	t.Fatalf("no question by %q", by)
	return nil
}

func row(t *testing.T, a *indicator.Answer, n indicator.Name) *indicator.Row {
	t.Helper()
	for i := range a.Rows {
		if a.Rows[i].Indicator == n && len(a.Rows[i].Keys) == 0 {
			return &a.Rows[i]
		}
	}
	t.Fatalf("no row of %s", n)
	return nil
}

func TestReviewOfFiveYears(t *testing.T) {
	d := definition(t, "multi-year")
	doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, answers []indicator.Answer) {
		a := ask(t, d, s, answers, "")
		share := 54.43
		women := row(t, a, "women_attendances")
		women.Told = &indicator.Coverage{Of: indicator.Ref{Register: "activity", Measure: "sessions"}, Given: 3412, Total: 3900}
		a.Rows = append(a.Rows, indicator.Row{Of: "22", Unit: "22", Indicator: "women_share", Value: &share})
		a.Waiting = 7
	})
	wants(t, all(doc), map[string]string{
		"number and symbol":      "Số: 412/BC-SNV",
		"zeros in the date":      "Quảng Ninh, ngày 05 tháng 01 năm 2026",
		"subject":                "Kết quả công tác truyền thông, giáo dục về bình đẳng giới giai đoạn 2021 - 2025",
		"lead":                   "Sở Nội vụ báo cáo kết quả",
		"hơn":                    "toàn tỉnh tổ chức hơn 3.900 buổi truyền thông",
		"both divisors":          "(bình quân hơn 975 buổi/năm tính trên 4 năm có số liệu; hơn 780 buổi/năm tính trên 5 năm của kỳ)",
		"attendances":            "hơn 256.000 lượt cán bộ, công chức, viên chức và người dân",
		"coverage":               "Phụ nữ tham dự 139.000 lượt, chiếm 54,4% số lượt được ghi theo giới (có số liệu nữ: 3.412/3.900 buổi).",
		"copies":                 "hơn 68.000 bản tờ rơi",
		"gần":                    "gần 300 câu lạc bộ",
		"khoảng":                 "khoảng 15 tỷ đồng",
		"sponsors' money":        "tài trợ hơn 3 tỷ đồng",
		"names":                  "gồm TKV, Sun Group, Vingroup và UNICEF.",
		"nothing known":          "Chưa có số liệu về tin, bài trên báo chí trong giai đoạn 2021 - 2025.",
		"a year without figures": "2021 | chưa có | chưa có | chưa có | chưa có | chưa có",
		"total":                  "Cả kỳ | hơn 3.900 | hơn 256.000 | 139.000 | hơn 68.000 | chưa có",
		"money in a table":       "2023 | khoảng 7.000 | chưa có",
		"coverage under a table": "Mức độ đầy đủ của số liệu: lượt nữ dự 3.412/3.900 buổi.",
		"waiting":                "còn 7 bản ghi chờ duyệt, chưa tính trong báo cáo",
		"window":                 "từ 15/12/2020 đến 14/12/2025 theo lịch kỳ báo cáo hành chính",
		"own bodies first":       "chưa có\nPhường Bãi Cháy | 2.060",
		"what fits no unit last": "Chưa phân bổ | 12 | chưa có | chưa có | chưa có | chưa có | chưa có | chưa có | chưa có\nTổng cộng | hơn 3.900",
		"what a person writes":   "(Không có nội dung.)",
		"recipients":             "UBND tỉnh;\nCác sở, ban, ngành;\nLưu: VT, BĐG.\nKT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nTrần Văn Bình",
		"source":                 "Số liệu: Bình Đẳng, lần 2, 05/01/2026 15:20",
	})
	if got := doc.Open(); !slices.Equal(got, []string{"achievements", "limits", "next", "proposals"}) {
		t.Errorf("open blocks: %v", got)
	}
}

func TestReviewInEnglish(t *testing.T) {
	wants(t, all(composed(t, "multi-year", "2021..2025", "en", review, nil)), map[string]string{
		"state":    "SOCIALIST REPUBLIC OF VIET NAM\nIndependence - Freedom - Happiness",
		"date":     "Quảng Ninh, 5 January 2026",
		"sentence": "the whole province held more than 3,900 communication sessions",
		"average":  "an average of more than 975 sessions a year over the 4 years with figures; more than 780 sessions a year over the 5 years of the period",
		"money":    "was about 15 billion VND.",
		"no data":  "2021 | no data",
	})
}

func TestAverages(t *testing.T) {
	for _, x := range []struct {
		rule string
		f    facts
		want string
	}{
		{"every year has figures", facts{"sessions": "900", "sessions year=2021": "300", "sessions year=2022": "300", "sessions year=2023": "300"}, "(bình quân 300 buổi/năm trong 3 năm)"},
		{"a total over years hides which", facts{"sessions": "905", "sessions year=": "905"}, "(bình quân 302 buổi/năm tính trên 3 năm của kỳ)"},
		{"small averages keep a place", facts{"sessions": "100", "sessions year=2022": "100"}, "bình quân 100 buổi/năm tính trên 1 năm có số liệu; 33,3 buổi/năm tính trên 3 năm của kỳ"},
	} {
		text := all(composed(t, "multi-year", "2021..2023", "vi", x.f, nil))
		if !strings.Contains(text, x.want) {
			t.Errorf("%s: no %q in\n%s", x.rule, x.want, text)
		}
	}
}

// A report about nothing says so in each sentence and prints no figure.
func TestWithoutData(t *testing.T) {
	for _, x := range [][2]string{{"multi-year", "2021..2025"}, {"annual", "2025"}, {"annual", "2025-Q4"}, {"action-month", "action-2025"}} {
		for _, lang := range []string{"vi", "en"} {
			doc := composed(t, x[0], x[1], lang, facts{}, func(s *Setting, _ []indicator.Answer) { s.Lists = nil })
			text := all(doc)
			if bad := regexp.MustCompile(`[{}\[\]]|report\.[a-z]|indicator\.[a-z]|\b0 (buổi|bản|lượt|sessions)|%!|  \.`).FindString(text); bad != "" {
				t.Errorf("%s %s %s prints %q:\n%s", x[0], x[1], lang, bad, text)
			}
			doc.Numbers(func(where string, n *Number) {
				if n.Value != nil {
					t.Errorf("%s %s: a value at %s", x[0], x[1], where)
				}
			})
		}
	}
}

func TestYearAgainstTheYearBefore(t *testing.T) {
	text := all(composed(t, "annual", "2025", "vi", facts{
		"sessions": "900", "sessions before": "800", "attendances": ">50000", "attendances before": "60000", "budget": "4.000.000.000", "budget before": "4.000.000.000",
		"documents": "12", "copies": "0", "other_activities": "3",
	}, func(s *Setting, answers []indicator.Answer) {
		s.Lists = map[string][]string{"documents": {"Kế hoạch số 15/KH-UBND ngày 10/01/2025"}}
		s.Texts = map[string]string{"limits": "Một số xã gửi số liệu chậm.\n\nĐội ngũ còn mỏng."}
		s.Tables = map[string]*Table{"targets": {Caption: "report.table.activities", Columns: []string{"Chỉ tiêu", "Kết quả"}, Rows: []Line{{Name: "1.1", Cells: []Cell{{Text: "Đạt"}}}}}}
	}))
	wants(t, text, map[string]string{
		"rise":               "900 buổi truyền thông về bình đẳng giới, gồm cả buổi chuyên đề và buổi lồng ghép, tăng 12,5% so với năm 2024;",
		"fall, qualified":    "hơn 50.000 lượt người trực tiếp tham dự, giảm khoảng 16,7% so với năm 2024.",
		"the same":           "là 4 tỷ đồng, bằng năm 2024.",
		"compared in table":  "Số buổi truyền thông | buổi | 900 | 800 | +12,5",
		"not compared":       "Hoạt động khác | hoạt động | 3 | chưa có | –",
		"a zero is a number": "in 0 bản tờ rơi",
		"a list":             "Danh mục gồm 1 tên văn bản (văn bản trùng tên ghi một lần):\nKế hoạch số 15/KH-UBND ngày 10/01/2025\n",
		"a person's text":    "Một số xã gửi số liệu chậm.\nĐội ngũ còn mỏng.\n",
		"a given table":      "Chỉ tiêu | Kết quả\n1.1 | Đạt",
		"bases":              "Căn cứ Luật Bình đẳng giới",
		"appendices":         "Phụ lục I\nTỔNG HỢP KẾT QUẢ HOẠT ĐỘNG",
		"with their number":  "Phụ lục II\nDANH MỤC VĂN BẢN ĐÃ BAN HÀNH",
	})
	lacks(t, text, map[string]string{"written blocks show no hint": "hạn chế, khó khăn", "an appendix about nothing": "KINH PHÍ THEO ĐƠN VỊ"})
}

func TestActionMonthByLevel(t *testing.T) {
	f := facts{"sessions": "115", "sessions level=tỉnh": "102", "sessions level=huyện": "9", "sessions level=xã": "4", "distributed": "23800"}
	text := all(composed(t, "action-month", "action-2019", "vi", f, nil))
	wants(t, text, map[string]string{
		"three levels": "Nội dung | Đơn vị tính | Tổng cộng | Cấp tỉnh | Cấp huyện | Cấp xã",
		"by level":     "Số buổi truyền thông | buổi | 115 | 102 | 9 | 4",
		"not told":     "Ấn phẩm đã cấp phát | bản | 23.800 | chưa có | chưa có | chưa có",
		"own days":     "từ 15/11/2019 đến hết ngày 15/12/2019",
	})
	delete(f, "sessions level=huyện")
	text = all(composed(t, "action-month", "action-2025", "vi", f, nil))
	wants(t, text, map[string]string{"two levels since July 2025": "Tổng cộng | Cấp tỉnh | Cấp xã\n"})
}

func TestNotesOfTables(t *testing.T) {
	d := definition(t, "multi-year")
	v, below, people := 900.0, 640.0, 45000.0
	text := all(composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, answers []indicator.Answer) {
		for _, by := range []string{"", "year"} {
			a := ask(t, d, s, answers, by)
			a.LeftOut = []indicator.Total{{Record: 5, Unit: "06649", Indicator: "sessions", From: 20190101, To: 20211231, Value: &v, Qualifier: register.More}}
			a.LeftOut = append(a.LeftOut, indicator.Total{Record: 5, Unit: "06649", Indicator: "attendances", From: 20190101, To: 20211231, Value: &people, Qualifier: register.More})
			a.Beside = []indicator.Total{{Record: 6, Unit: "06652", Indicator: "sessions", From: 20221215, To: 20231214, Value: &v, Below: &below}}
			a.Notes = []indicator.Note{{Key: "count.session"}}
		}
		for i := range ask(t, d, s, answers, "year").Rows {
			r := &ask(t, d, s, answers, "year").Rows[i]
			switch {
			case r.Indicator == "sessions" && r.Keys["year"] == "2022":
				r.Marks = []string{"stands_in"}
			case r.Indicator == "attendances" && r.Keys["year"] == "2022":
				r.Marks = []string{"estimate", "stands_in"}
			}
		}
		row(t, ask(t, d, s, answers, ""), "sessions").NotGiven = 3
		row(t, ask(t, d, s, answers, ""), "clubs").Marks = []string{"estimate"}
	}))
	wants(t, text, map[string]string{
		"marks have signs":         "2022 | hơn 900 (1) | hơn 60.000 (2) (1)",
		"signs have notes":         "(1) Lấy theo số tổng hợp của đơn vị, vì chưa có bản ghi chi tiết.\n(2) Số ước tính",
		"left out":                 "Chưa tính số tổng hợp do Phường Bãi Cháy báo cáo từ 01/01/2019 đến 31/12/2021, vì thời gian này không nằm trọn trong kỳ: số buổi truyền thông hơn 900; lượt người dự hơn 45.000.",
		"beside":                   "Số tổng hợp do Phường Hà Tu cũ báo cáo từ 15/12/2022 đến 14/12/2023 chỉ nêu để đối chiếu, không cộng vào kết quả: số buổi truyền thông 900 (bản ghi chi tiết cộng được 640, chênh 260).",
		"not given":                "Số bản ghi để trống, không tính là 0: số buổi truyền thông 3.",
		"marks end a paragraph":    "gần 300 câu lạc bộ về bình đẳng giới đang sinh hoạt; tổng số thành viên là 12.400 người. Số liệu trên có phần ước tính, vì địa bàn đã chia tách.",
		"what fits no unit":        "Dòng “Chưa phân bổ” là số liệu của đơn vị cấp huyện",
		"what the ledger has said": "\nbuổi\n",
	})
	for _, s := range []string{"Chưa tính số tổng hợp do Phường Bãi Cháy", "Số tổng hợp do Phường Hà Tu cũ"} {
		if n := strings.Count(text, s); n != 1 {
			t.Errorf("%q is said %d times, want once for the three tables of sessions", s, n)
		}
	}
}

// A declared total stands under the table that it concerns, or with the notes of the
// paper where it concerns several.
func TestTotalsStandWhereTheyBelong(t *testing.T) {
	d := definition(t, "multi-year")
	v := 900.0
	note := func(doc *Document, table int) string {
		for _, p := range doc.Parts {
			if p.Table == nil {
				continue
			}
			if table--; table == 0 {
				return strings.Join(p.Table.Notes, "\n")
			}
		}
		t.Fatal("no such table")
		return ""
	}
	total := func(n indicator.Name, record register.ID) indicator.Total {
		return indicator.Total{Record: record, Unit: "06652", Indicator: n, From: 20221215, To: 20231214, Value: &v}
	}
	doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, answers []indicator.Answer) {
		a := ask(t, d, s, answers, "")
		a.Beside = []indicator.Total{total("budget", 1), total("sessions", 2), total("clubs", 3), total("distributed", 4)}
	})
	wants(t, note(doc, 3), map[string]string{"of one table": "chỉ nêu để đối chiếu, không cộng vào kết quả: ngân sách nhà nước 900 đồng."})
	wants(t, note(doc, 4), map[string]string{"of the last table": "câu lạc bộ 900."})
	lacks(t, note(doc, 1)+note(doc, 2)+note(doc, 4), map[string]string{"of several": "số buổi truyền thông 900"})
	wants(t, strings.Join(doc.Notes, "\n"), map[string]string{"of several, and of sentences": "không cộng vào kết quả: số buổi truyền thông 900; ấn phẩm đã cấp phát 900."})
}

func TestManyTotalsAreCounted(t *testing.T) {
	d := definition(t, "multi-year")
	v := 5.0
	text := all(composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, answers []indicator.Answer) {
		a := ask(t, d, s, answers, "")
		for i := range 28 {
			a.LeftOut = append(a.LeftOut, indicator.Total{Record: register.ID(i + 1), Unit: "06649", Indicator: "club_members", From: 20190101, To: 20200101 + period.Day(i%28), Value: &v})
		}
	}))
	if n := strings.Count(text, "Chưa tính số tổng hợp"); n != maxTotals {
		t.Errorf("%d totals are named, want %d", n, maxTotals)
	}
	wants(t, text, map[string]string{"the rest": "Ngoài ra còn 16 số tổng hợp khác"})
}

func TestDraftAndNumbers(t *testing.T) {
	for _, x := range []struct{ number, want string }{
		{"", "Số: " + room + "/BC-SNV"}, {"7", "Số: 07/BC-SNV"}, {"412", "Số: 412/BC-SNV"}, {"412/BC-SNV", "Số: 412/BC-SNV"}, {"12a", "Số: 12a/BC-SNV"},
	} {
		doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) { s.Number = x.number })
		if doc.Head.Number != x.want {
			t.Errorf("number %q prints %q, want %q", x.number, doc.Head.Number, x.want)
		}
	}
	doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) { s.Number, s.Day, s.Paper = "", 0, nil })
	wants(t, all(doc), map[string]string{
		"room for the day": "ngày " + room + " tháng " + room + " năm 2026", "a unit without a paper": "SỞ NỘI VỤ\nSố: " + room + "/BC\n", "a draft says so": "bản đang soạn", "file": "Lưu: VT.\n",
	})
	doc = composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) { s.Day = 20251009 })
	wants(t, doc.Head.Place, map[string]string{"no zero before October": "ngày 09 tháng 10 năm 2025"})
	doc = composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) { s.Day = 20250403 })
	wants(t, doc.Head.Place, map[string]string{"no zero before April": "ngày 03 tháng 4 năm 2025"})
}

func TestEveryNumberHasItsQuestion(t *testing.T) {
	doc := composed(t, "multi-year", "2021..2025", "vi", review, nil)
	n := 0
	doc.Numbers(func(where string, x *Number) {
		n++
		q := x.Question
		if q == nil || q.Indicator == "" || q.Unit != "22" || q.From != "2020-12-15" || q.To != "2025-12-14" || q.Map != "today" || q.Stage != "approved" || q.Calendar != "admin" {
			t.Errorf("%s: question %+v", where, q)
		}
		if x.Label == "" || x.Text == "" {
			t.Errorf("%s: %+v", where, x)
		}
	})
	if n < 60 {
		t.Errorf("only %d numbers", n)
	}
	q := Question{Indicator: "sessions", Unit: "193@2025-06-30", From: "2020-12-15", To: "2025-12-14", By: "year", Calendar: "admin", Map: "then", Stage: "approved"}
	if want := "/facts?by=year&calendar=admin&from=2020-12-15&indicator=sessions&map=then&stage=approved&to=2025-12-14&unit=193%402025-06-30"; q.Link() != want {
		t.Errorf("link %s, want %s", q.Link(), want)
	}
}

func TestAnswersMustFit(t *testing.T) {
	d := definition(t, "multi-year")
	s := setting(t, d, "2021..2025", "vi")
	if _, err := Compose(d, s, nil, words(t), env(t)); err == nil {
		t.Error("no answers to several questions compose")
	}
}
