package report

import (
	"strings"
	"testing"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// What a paper says about its unit, its days and its figures besides the figures themselves.

// The yearly form of Circular 07/2017/TT-BVHTTDL goes by civil years in a report
// that goes by administrative ones, and says so.
func TestViolenceByCivilYear(t *testing.T) {
	f := facts{
		"violence_cases": "109", "violence_cases before": "99", "violent_households": "99", "victims": "147", "victims_women": "123",
		"households": "358.296", "perpetrators_criticised": "51", "violence_economic": "0", "victims_supported": "129",
	}
	doc := composed(t, "annual", "2025", "vi", f, func(s *Setting, _ []indicator.Answer) { s.Today = 20260105 })
	wants(t, all(doc), map[string]string{
		"sentence":      "Theo số liệu thống kê từ 01/01/2025 đến 31/12/2025, ghi nhận 109 vụ bạo lực gia đình tại 99 hộ, tăng 10,1% so với năm 2024; có 147 người bị bạo lực, trong đó 123 nữ. Có 129 người bị bạo lực được hỗ trợ.",
		"row":           "Vụ bạo lực gia đình | vụ | 109 | 99 | +10,1",
		"zero is known": "Vụ bạo lực kinh tế | vụ | 0 | chưa có | –",
		"measures":      "Bị góp ý, phê bình trong cộng đồng dân cư | người | 51",
		"days":          "Số liệu của bảng tính từ 01/01/2025 đến 31/12/2025 theo năm dương lịch.",
	})
	doc.Numbers(func(where string, n *Number) {
		if civil := n.Question.Calendar == period.Civil; civil != strings.HasPrefix(n.Question.From, "2025-01-01") && civil != strings.HasPrefix(n.Question.From, "2024-01-01") {
			t.Errorf("%s: question %+v", where, n.Question)
		}
	})
}

func TestWomenLeadersByLevel(t *testing.T) {
	f := facts{
		"deputies": "1.432", "deputies_women": "442", "deputies level=tỉnh": "72", "deputies level=xã": "1.360", "deputies_women level=xã": "419",
	}
	wants(t, all(composed(t, "annual", "2025", "vi", f, nil)), map[string]string{
		"no districts at the end of the year": "Nội dung | Đơn vị tính | Tổng cộng | Cấp tỉnh | Cấp xã\nĐại biểu Hội đồng nhân dân | người | 1.432 | 72 | 1.360\nNữ đại biểu Hội đồng nhân dân | người | 442 | chưa có | 419",
	})
	f["deputies level=huyện"] = "9"
	wants(t, all(composed(t, "annual", "2025", "vi", f, nil)), map[string]string{"but with figures": "Cấp tỉnh | Cấp huyện | Cấp xã\n"})
	ward := func(s *Setting, _ []indicator.Answer) {
		s.Level, s.Type, s.UnitName = unit.Commune, "phường", "phường Hà Tu"
	}
	delete(f, "deputies level=huyện")
	delete(f, "deputies level=tỉnh")
	wants(t, all(composed(t, "annual", "2025", "vi", f, ward)), map[string]string{"a ward has its own level only": "Tổng cộng\nĐại biểu Hội đồng nhân dân | người | 1.432\n"})
}

// Before its period is over, a paper compares with none and tells no day to come.
func TestPeriodThatRuns(t *testing.T) {
	f := facts{"sessions": "900", "sessions before": "1.000", "clubs": "12"}
	text := all(composed(t, "annual", "2026", "vi", f, func(s *Setting, _ []indicator.Answer) { s.Today = 20261122 }))
	wants(t, text, map[string]string{
		"days":  "Đến ngày 22/11/2026, toàn tỉnh có 12 câu lạc bộ",
		"note":  "Kỳ báo cáo chưa kết thúc: số liệu có đến ngày 22/11/2026",
		"table": "Nội dung | Đơn vị tính | Năm 2026\nSố buổi truyền thông | buổi | 900\n",
	})
	lacks(t, text, map[string]string{"sentence": "so với năm"})
	f["sessions"], f["sessions before"] = "1.003", "1.003"
	wants(t, all(composed(t, "annual", "2025", "vi", f, nil)), map[string]string{"the same prints no sign": "1.003 | 1.003 | 0,0", "nor a change": "bằng năm 2024"})
}

func TestNamesOfThenAndNow(t *testing.T) {
	text := all(composed(t, "annual", "2025", "vi", facts{"sessions": "9"}, func(s *Setting, _ []indicator.Answer) { s.UnitNow = "thành phố Quảng Ninh" }))
	wants(t, text, map[string]string{"lead": "của tỉnh Quảng Ninh (nay là thành phố Quảng Ninh) trong năm 2025", "then": "toàn tỉnh tổ chức 9 buổi"})
	lacks(t, all(composed(t, "annual", "2025", "vi", facts{"sessions": "9"}, nil)), map[string]string{"one name": "nay là"})
}

// A body that reports of itself is named once; its own row is known by its code, whatever the day.
func TestBodyReportsOfItself(t *testing.T) {
	body := func(s *Setting, _ []indicator.Answer) {
		s.Level, s.Type, s.UnitName, s.Body = unit.Organisation, "", "Sở Giáo dục và Đào tạo", "Sở Giáo dục và Đào tạo"
	}
	wants(t, all(composed(t, "annual", "2025", "vi", facts{"sessions": "9"}, body)), map[string]string{
		"lead":  "Sở Giáo dục và Đào tạo báo cáo kết quả thực hiện công tác bình đẳng giới trong năm 2025 như sau:",
		"scope": "Trong năm 2025, Sở Giáo dục và Đào tạo tổ chức 9 buổi",
	})
	d := definition(t, "annual")
	s := setting(t, d, "2024", "vi")
	s.Unit = "22@2024-12-14"
	answers := facts{"sessions": "9", "sessions unit=22": "4", "sessions unit=193": "5"}.answer(t, d, s)
	doc, err := Compose(d, s, answers, words(t), env(t))
	if err != nil {
		t.Fatal(err)
	}
	wants(t, all(doc), map[string]string{"own bodies": "Cơ quan, đơn vị trực thuộc tỉnh Quảng Ninh | 4"})
}

// A place without an office of its own issues by its people's committee.
func TestCommitteePaper(t *testing.T) {
	ward := func(s *Setting, _ []indicator.Answer) {
		s.Paper, s.Body, s.Unit, s.Level, s.Type, s.UnitName, s.Place, s.Above = nil, "", "06652", unit.Commune, "phường", "phường Hà Tu", "Hà Tu", "tỉnh Quảng Ninh"
	}
	f := facts{"sessions": "4", "sessions unit=06652": "4", "sessions form=FORM.TOADAM": "4"}
	text := all(composed(t, "annual", "2025", "vi", f, ward))
	wants(t, text, map[string]string{
		"head":     "ỦY BAN NHÂN DÂN PHƯỜNG HÀ TU\nSố: 412/BC-UBND\n",
		"place":    "Hà Tu, ngày 05 tháng 01 năm 2026",
		"sentence": "Ủy ban nhân dân phường Hà Tu báo cáo kết quả",
		"foot":     "UBND tỉnh Quảng Ninh (để báo cáo);\n",
		"post":     "TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\n",
	})
	lacks(t, text, map[string]string{"its own figures are no table by unit": "KẾT QUẢ THEO ĐƠN VỊ"})
	text = all(composed(t, "annual", "2025", "en", f, ward))
	wants(t, text, map[string]string{"English": "The People's Committee of phường Hà Tu reports", "scope": "the whole ward held 4"})
	province := func(s *Setting, _ []indicator.Answer) { s.Paper, s.Body = nil, "" }
	wants(t, all(composed(t, "annual", "2025", "vi", f, province)), map[string]string{"a province reports to the ministry": "Bộ Nội vụ (để báo cáo);\n"})
}

func TestSampleIsMarked(t *testing.T) {
	sample := func(s *Setting, _ []indicator.Answer) { s.Sample = true }
	for lang, want := range map[string][2]string{
		"vi": {"05/01/2026 15:20 · dữ liệu mẫu, không phải số liệu thật", "Dữ liệu mẫu, không phải số liệu thật"},
		"en": {"05/01/2026 15:20 · sample data, not real figures", "Sample data, not real figures"},
	} {
		doc := composed(t, "multi-year", "2021..2025", lang, review, sample)
		if doc.Foot.Source = doc.Source(); !strings.HasSuffix(doc.Foot.Source, want[0]) || doc.Sample != want[1] {
			t.Errorf("source %q, notice %q", doc.Foot.Source, doc.Sample)
		}
		if page := string(printed(t, htmlFile, doc)); !strings.Contains(page, `<p class="sample" role="note">`+want[1]) || !strings.Contains(page, want[0]) {
			t.Error("the page does not say that its figures are made up")
		}
		if head := docxParts(t, printed(t, DOCX, doc))["word/header2.xml"]; !strings.Contains(head, strings.ToUpper(want[1])) {
			t.Errorf("head of the first page: %s", head)
		}
	}
	real := composed(t, "multi-year", "2021..2025", "vi", review, nil)
	if page := string(printed(t, htmlFile, real)); strings.Contains(page, "dữ liệu mẫu") || strings.Contains(page, `class="sample" role`) {
		t.Error("real figures are called a sample")
	}
}

func TestEnglishCountsOne(t *testing.T) {
	one := facts{"sessions": "1", "attendances": "1", "courses": "1", "trainees": "2", "clubs": "<1", "documents": "21", "models": "0"}
	wants(t, all(composed(t, "annual", "2025", "en", one, func(s *Setting, answers []indicator.Answer) { answers[0].Waiting = 1 })), map[string]string{
		"one":             "held 1 communication session on gender equality, thematic and integrated ones together, with 1 direct attendance.",
		"one and several": "1 training course on gender equality and communication skills was held with 2 trainee attendances.",
		"with a word":     "had nearly 1 active gender-equality club.",
		"ends in one":     "issued 21 documents",
		"zero":            "0 models on gender equality and on preventing and responding to gender-based violence are active.",
		"in a note":       "1 record was waiting for approval and is not in it.",
	})
}

func TestCodesStandBySize(t *testing.T) {
	f := facts{"sessions": "10", "sessions form=FORM.TOADAM": "1", "sessions form=FORM.LONGGHEP": ">7", "sessions form=FORM.NCCHUYENDE": "1", "sessions form=": "1"}
	wants(t, all(composed(t, "multi-year", "2021..2025", "vi", f, nil)), map[string]string{
		"the largest first, then by name": "Truyền thông lồng ghép | hơn 7 | chưa có\nNói chuyện chuyên đề | 1 | chưa có\nTọa đàm | 1 | chưa có\nChưa phân loại | 1 | chưa có\nTổng cộng",
	})
}

// What a word before a total means is said once, where first a total bears one.
func TestWordsOfTotals(t *testing.T) {
	const note = "Chữ hơn, gần, khoảng đứng trước tổng khi trong các số cộng lại có số ghi như vậy."
	f := facts{"sessions": ">900", "sessions year=2021": ">400", "sessions year=2022": "500", "sessions form=FORM.TOADAM": ">900"}
	if n := strings.Count(all(composed(t, "multi-year", "2021..2025", "vi", f, nil)), note); n != 1 {
		t.Errorf("the words of totals are explained %d times, want once", n)
	}
	f = facts{"sessions": "900", "sessions year=2021": "400", "sessions year=2022": "500"}
	lacks(t, all(composed(t, "multi-year", "2021..2025", "vi", f, nil)), map[string]string{"no total bears a word": note})
}

func TestHeadNames(t *testing.T) {
	for _, x := range [][2]string{
		{"UBND TỈNH QUẢNG NINH", "UBND TỈNH QUẢNG NINH"},
		{"UBND THÀNH PHỐ QUẢNG NINH", "UBND THÀNH\u00a0PHỐ\nQUẢNG NINH"},
		{"ỦY BAN NHÂN DÂN PHƯỜNG HÀ TU", "ỦY\u00a0BAN\u00a0NHÂN\u00a0DÂN\nPHƯỜNG HÀ TU"},
	} {
		if got := halves(x[0], sizeNation, true); got != x[1] {
			t.Errorf("%s is parted as %q, want %q", x[0], got, x[1])
		}
	}
	doc := composed(t, "annual", "2025", "vi", facts{"sessions": "9"}, func(s *Setting, _ []indicator.Answer) {
		s.Paper = &unit.Paper{Superior: "UBND thành phố Quảng Ninh", Name: "Sở Nội vụ"}
	})
	if page, want := string(printed(t, htmlFile, doc)), "<p class=\"s\">UBND THÀNH\u00a0PHỐ\nQUẢNG NINH</p>"; !strings.Contains(page, want) {
		t.Errorf("the page lacks %q", want)
	}
}

// The country has no people's committee: until a body is entered, room is left for one.
func TestNationalPaper(t *testing.T) {
	nation := func(s *Setting, _ []indicator.Answer) {
		s.Paper, s.Body, s.Unit, s.Level, s.Type, s.UnitName, s.Place, s.Number, s.Day = nil, "", "VN", unit.Country, "", "Việt Nam", "Việt Nam", "", 0
	}
	doc := composed(t, "annual", "2025", "vi", facts{"sessions": "4"}, nation)
	wants(t, all(doc), map[string]string{
		"head":     "\n" + blank + "\nSố: " + room + "/BC-" + blankSymbol + "\n",
		"place":    blank + ", ngày",
		"sentence": blank + " báo cáo kết quả thực hiện công tác bình đẳng giới của Việt Nam trong năm 2025",
		"scope":    "cả nước tổ chức 4 buổi",
	})
	if doc.Head.Superior != "" {
		t.Errorf("above the country stands %q", doc.Head.Superior)
	}
	lacks(t, all(doc), map[string]string{"the country does not issue": "VIỆT NAM\nSố"})
	named := func(s *Setting, a []indicator.Answer) {
		nation(s, a)
		s.Body = "Bộ Nội vụ"
	}
	wants(t, all(composed(t, "annual", "2025", "vi", facts{"sessions": "4"}, named)), map[string]string{"a body": "BỘ NỘI VỤ\nSố"})
}

// A paper about days to come says that it is one.
func TestPeriodToCome(t *testing.T) {
	f := facts{"sessions": "0", "sessions before": "1.000", "clubs": "12"}
	for _, x := range []struct {
		rule         string
		today, until period.Day
		want, bad    string
	}{
		{"not begun", 20261120, 0, "Kỳ báo cáo chưa bắt đầu (từ ngày 15/12/2026)", "chưa kết thúc"},
		{"begun", 20261215, 0, "Kỳ báo cáo chưa kết thúc: số liệu có đến ngày 15/12/2026", "chưa bắt đầu"},
		{"dated later than its figures", 20280101, 20270630, "Kỳ báo cáo chưa kết thúc: số liệu có đến ngày 30/06/2027", "so với năm"},
		{"over", 20271214, 0, "Số liệu tính từ 15/12/2026", "Kỳ báo cáo chưa"},
	} {
		text := all(composed(t, "annual", "2027", "vi", f, func(s *Setting, _ []indicator.Answer) { s.Today, s.Until = x.today, x.until }))
		wants(t, text, map[string]string{x.rule: x.want})
		lacks(t, text, map[string]string{x.rule: x.bad})
	}
}
