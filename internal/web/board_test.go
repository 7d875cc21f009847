package web

import (
	"html"
	"regexp"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"
)

// talk enters an approved talk of a ward.
func (h *house) talk(unit, day, people, women string, more ...string) {
	h.t.Helper()
	h.enter("activity", append([]string{"unit=" + unit, "first=" + day, "form=TOADAM", "attendances=" + people, "women=" + women}, more...)...)
}

// TestBoard holds what the board of a province shows: figures that open, last
// year beside, months, forms, units and the newest records.
func TestBoard(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30", "title=Chia sẻ việc nhà", "mode=Chuyên đề")
	h.talk("06658", "2026-04-10", "60", "20", "title=Phòng ngừa bạo lực", "mode=Lồng ghép")
	h.talk("06652", "2025-03-10", "50", "25", "title=Năm trước")
	v := h.as("viewer", "22")
	p := v.get("/")
	p.wants(t, 200, "Quảng Ninh", "năm 2026", "lịch hành chính", "bản đồ hôm nay", "Buổi truyền thông",
		`<a href="/facts?calendar=admin&amp;from=2025-12-15&amp;indicator=sessions&amp;map=today&amp;to=2026-12-14&amp;unit=22">2</a>`,
		"So với cùng kỳ năm 2025", "tăng 100,0", "50,0", "Tháng hành động", "Chuyên đề", "Lồng ghép", "Chia sẻ việc nhà", "Phường Hà Tu",
		"Quần đảo Hoàng Sa", "Open Development Mekong", `<path class="m-`, "chưa có")
	if strings.Contains(p.body, "Ghi hoạt động") {
		t.Error("a viewer is offered to write")
	}
	if strings.Contains(p.body, "%!") || strings.Contains(p.body, "ZgotmplZ") {
		t.Error("the page has a slip of a template")
	}
	// Each word of the sentence is a choice; all that is chosen stays.
	v.get("/?u=22&p=2025&c=civil&i=women_share").wants(t, 200, "lịch dương", "% nữ theo tháng, năm 2025", "c=civil", "i=women_share", "Năm trước")
	v.get("/?u=06652&p=2026").wants(t, 200, "Phường Hà Tu", "Quảng Ninh")
	v.get("/?p=2021..2026").wants(t, 200, "(chia 6 năm)", "Năm 2026: 2",
		`<a class="plain" href="/facts?by=year&amp;calendar=admin&amp;from=2020-12-15&amp;indicator=sessions&amp;map=today&amp;to=2026-12-14&amp;unit=22"><b>(chia 6 năm)</b></a>`,
		`<th scope="col" class="n"><a href="/facts?by=unit`)
	v.get("/?u=193@2025-06-30&p=2025").wants(t, 200, "bản đồ lúc đó")
	for _, path := range []string{"/?p=2026-Q1", "/?p=action-2025", "/?p=2026-03", "/?p=2026&m=then", "/?p=2025&c=school&i=attendances"} {
		v.get(path).wants(t, 200)
	}
	for path, status := range map[string]int{"/?p=hôm+qua": 422, "/?u=khongco": 404, "/?c=mặt+trăng": 422, "/?m=x": 422} {
		if got := v.get(path).status; got != status && got != 422 && got != 404 {
			t.Errorf("%s: %d", path, got)
		}
	}
	// The menu of units finds by names without marks: one is gone to, several are offered.
	if p := v.get("/?tim=dac+khu+co+to"); p.status != 303 || !strings.Contains(p.to, "u=07192") {
		t.Errorf("one found: %d to %s", p.status, p.to)
	}
	v.get("/?tim=phuong+ha").wants(t, 200, "Tìm thấy", "Phường Hà Tu", "Phường Hà Lầm")
	v.get("/?tim=zzzz").wants(t, 404, "zzzz")
}

// TestBoardIsRefused holds that sums of others are not shown, and whom to ask.
func TestBoardIsRefused(t *testing.T) {
	h := sqlite(t)
	h.talk("46", "2026-03-10", "41", "17", "title=Ở Huế")
	v := h.as("viewer", "22")
	for _, path := range []string{"/?u=46", "/?u=VN", "/facts?indicator=sessions&unit=46", "/tai/bang?u=46&bieu=thang&dang=csv", "/tai/bang?indicator=sessions&unit=46&dang=csv"} {
		p := v.get(path)
		p.wants(t, 403, "Hãy hỏi")
		if strings.Contains(p.body, "Ở Huế") || strings.Contains(p.body, "41") && strings.Contains(p.body, "lượt") {
			t.Errorf("%s tells of Huế", path)
		}
	}
	if p := h.as("", "").get("/facts?indicator=sessions"); p.status != 303 {
		t.Errorf("not signed in: %d", p.status)
	}
	h.as("administrator", "").get("/?p=2026").wants(t, 200, "Việt Nam", "Quảng Ninh", "Huế")
}

// TestBoardEmpty holds that an empty board says what to do first, and that a year
// without data gives way to the last that has some.
func TestBoardEmpty(t *testing.T) {
	h := sqlite(t)
	h.as("officer", "06652").get("/").wants(t, 200, "Chưa có số liệu nào", "/so/activity/moi", "/nhap")
	h.as("officer", "06652").get("/?p=2026").wants(t, 200, "chưa có")
	h.talk("06652", "2024-03-10", "40", "30")
	h.as("officer", "06652").get("/").wants(t, 200, "năm 2024")
	h.as("officer", "06652").get("/?p=2026").wants(t, 200, "Chưa có số liệu trong năm 2026.")
}

// TestBoardOfWork holds what waits for whom on the first page.
func TestBoardOfWork(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	officer.Via = "web:officer-06652"
	r := h.enterAs(officer, "activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=40", "title=Chờ duyệt")
	h.as("approver", "06652").get("/").wants(t, 200, "Duyệt 1 bản ghi", "Phường Hà Tu", "Trong đó đã duyệt", "Còn 1 bản ghi chờ duyệt.")
	if p := h.as("approver", "06658").get("/"); strings.Contains(p.body, "Duyệt 1 bản ghi") {
		t.Error("another ward's record waits for them")
	}
	if err := h.led.Return(t.Context(), admin, r.ID, 0, "thiếu"); err != nil {
		t.Fatal(err)
	}
	h.as("approver", "06652").get("/").wants(t, 200, "Không có việc nào đang chờ.")
}

var href = regexp.MustCompile(`href="(/[^"]*)"`)

// TestBoardOpens holds that every link of a board's figures, charts and tables leads to a page.
func TestBoardOpens(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30", "title=Chia sẻ việc nhà")
	h.enter("activity", "unit=22", "kind=còn lại", "first=2025-12-15", "last=2026-12-14", "attendances=hơn 500", "sessions=hơn 10")
	v := h.as("standing_office", "22")
	tried := 0
	for _, m := range href.FindAllStringSubmatch(v.get("/?p=2026").body, -1) {
		path := html.UnescapeString(m[1])
		if !strings.HasPrefix(path, "/facts?") && !strings.HasPrefix(path, "/tai/") || tried > 60 {
			continue
		}
		tried++
		if p := v.get(path); p.status != 200 || len(p.body) < 20 {
			t.Errorf("%s: %d", path, p.status)
		}
	}
	if tried < 30 {
		t.Errorf("only %d links", tried)
	}
}

// TestFacts holds the page behind a number: the answer, what is to be known of it,
// and the records that made it, as far as they may be read.
func TestFacts(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30", "title=Ở Hà Tu")
	h.talk("06658", "2026-04-10", "60", "20", "title=Ở Cao Xanh")
	h.enter("activity", "unit=22", "kind=còn lại", "first=2026-01-01", "last=2026-12-31", "attendances=900", "sessions=9")
	const q = "/facts?calendar=admin&from=2025-12-15&indicator=attendances&map=today&to=2026-12-14&unit=22"
	v := h.as("viewer", "22")
	v.get(q+"&stage=approved").wants(t, 200, "Số lượt người dự buổi truyền thông", "100", "Ở Hà Tu", "Ở Cao Xanh", "/ban-ghi/", "Chỉ tính bản ghi đã duyệt.", "01/01/2026")
	p := h.as("officer", "06652").get(q)
	p.wants(t, 200, "100", "Ở Hà Tu", "Còn 1 bản ghi khác")
	if strings.Contains(p.body, "Ở Cao Xanh") {
		t.Error("an officer reads another ward's record")
	}
	v.get(q+"&by=month").wants(t, 200, "Tháng 3 năm 2026", "Cả Quảng Ninh")
	v.get(q+"&by=unit").wants(t, 200, "Phường Hà Tu", "unit=06652")
	v.get(q+"&by=form").wants(t, 200, "Tọa đàm")
	for _, bad := range []string{"/facts", "/facts?indicator=khongco", "/facts?indicator=sessions&by=màu", "/facts?indicator=sessions&from=31/02/2026", "/facts?indicator=sessions&from=2026-05-01&to=2026-01-01"} {
		if p := v.get(bad); p.status != 422 {
			t.Errorf("%s: %d", bad, p.status)
		}
	}
	v.get(q+"&sau=abc").wants(t, 422, "Hãy mở lại trang đầu")
	v.post("/chon", "lang", "en", "ve", "/")
	v.get(q).wants(t, 200, "The records that made this number")
	v.get("/").wants(t, 200, "Showing", "Newest records")
}

// TestDearQuestions holds that a page asks for no more than it can show while others
// wait, and says what to narrow; and that it speaks of maps as the page does.
func TestDearQuestions(t *testing.T) {
	v := sqlite(t).as("viewer", "22")
	v.get("/?p=2016..2025").wants(t, 200)
	v.get("/?p=2000..2099").wants(t, 422, "nhiều nhất 10 năm")
	v.get("/?p=2000-01-01..2050-12-31").wants(t, 422, "nhiều nhất 10 năm")
	const q = "/facts?indicator=sessions,attendances,women_attendances&unit=22"
	v.get(q+"&by=unit,month&from=2024-12-15&to=2025-12-14").wants(t, 200)
	v.get(q+"&by=unit,form").wants(t, 200)
	v.get(q+"&by=unit,month,form&from=2000-01-01&to=2050-12-31").wants(t, 422, "Hãy rút ngắn khoảng ngày", "8.000")
	v.get("/tai/bang?dang=csv&indicator=sessions&unit=22&by=unit,month,form&from=2000-01-01&to=2050-12-31").wants(t, 422, "8.000")
	for _, path := range []string{"/?m=comparable", "/?m=foo", q + "&map=foo", q + "&split=foo"} {
		p := v.get(path)
		p.wants(t, 422, "Hãy ")
		if strings.Contains(p.body, "--map") || strings.Contains(p.body, "then") {
			t.Errorf("%s speaks of the command line", path)
		}
	}
}

// TestFactsPages holds that the records behind a number come page by page, each once.
func TestFactsPages(t *testing.T) {
	h := sqlite(t)
	for range 53 {
		h.talk("06652", "2026-03-10", "10", "5")
	}
	v := h.as("viewer", "22")
	seen := map[string]bool{}
	record := regexp.MustCompile(`/ban-ghi/\d+`)
	older := regexp.MustCompile(`class="btn small" href="(/facts\?[^"]*sau=[^"]*)"`)
	path := "/facts?indicator=sessions&unit=22&from=2025-12-15&to=2026-12-14"
	for page := 0; path != "" && page < 4; page++ {
		body := v.get(path).body
		for _, r := range record.FindAllString(body, -1) {
			if seen[r] {
				t.Errorf("%s stands twice", r)
			}
			seen[r] = true
		}
		path = ""
		if m := older.FindStringSubmatch(body); m != nil {
			path = html.UnescapeString(m[1])
		}
	}
	if len(seen) != 53 {
		t.Errorf("%d records, want 53", len(seen))
	}
}

// TestBoardOwnMap holds that boundaries that an office brought stand on its board too.
func TestBoardOwnMap(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30")
	v := h.as("viewer", "22")
	v.get("/?p=2026").wants(t, 200, "Ô xấp xỉ")
	q, _, err := h.led.Tree().Resolve("22", h.led.Today())
	if err != nil {
		t.Fatal(err)
	}
	var codes []string
	for _, u := range h.led.Tree().Children(q.ID, h.led.Today()) {
		codes = append(codes, string(u.Code))
	}
	if p := h.as("administrator", "").send("/don-vi/22/ban-do", "ban_do", "a.geojson", polygons(codes...)); p.status != 303 {
		t.Fatalf("taking a map: %d", p.status)
	}
	p := v.get("/?p=2026")
	p.wants(t, 200, "Quần đảo Hoàng Sa")
	if strings.Contains(p.body, "Ô xấp xỉ") {
		t.Error("true boundaries are called cells")
	}
}

// TestBoardFiles holds what can be taken away of a chart.
func TestBoardFiles(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30", "mode=Chuyên đề")
	v := h.as("viewer", "22")
	p := v.get("/tai/bang?u=22&p=2026&bieu=thang&dang=csv")
	p.wants(t, 200, "Tháng", "Chuyên đề", "Tháng 3 năm 2026,1,")
	if d := p.header.Get("Content-Disposition"); !strings.Contains(d, `filename="binhdang-thang-22-2026.csv"`) {
		t.Errorf("the file is called %s", d)
	}
	if p := v.get("/tai/bang?u=22&p=2026&bieu=don-vi&dang=xlsx"); p.status != 200 || !strings.HasPrefix(p.body, "PK") {
		t.Errorf("no workbook: %d", p.status)
	}
	v.get("/tai/bang?u=22&p=2026&bieu=thang&dang=svg").wants(t, 200, "<?xml", "<style>", ">Chuyên đề<", ">Lồng ghép<", ">Cùng kỳ năm 2025<", "15/12/2025 – 14/12/2026", "Nguồn: Bình Đẳng")
	v.get("/tai/bang?u=22&p=2026&bieu=don-vi&dang=svg").wants(t, 200, "<?xml", ".m-5", "Open Development Mekong", "Hoàng Sa", "Số buổi · Theo đơn vị", "15/12/2025", ">chưa có số liệu<")
	h.talk("06652", "2024-03-10", "20", "10")
	v.get("/tai/bang?u=22@2024-06-01&p=2024&bieu=don-vi&dang=svg").wants(t, 200, "<?xml", "Thành phố Hạ Long", "<style>")
	v.get("/?u=22@2024-06-01&p=2024").wants(t, 200, "bieu=don-vi&amp;dang=svg")
	v.get("/tai/bang?u=22&p=2026&bieu=khongco&dang=csv").wants(t, 404)
	v.get("/tai/bang?u=22&p=2026&bieu=thang&dang=exe").wants(t, 404)
	v.get("/tai/bang?indicator=attendances&unit=22&from=2025-12-15&to=2026-12-14&by=unit&dang=csv").wants(t, 200, "Phường Hà Tu,40")
}

// TestBoardSheets holds that a cell of numbers in a file holds a number as pages round
// it, or nothing; its word and what is missing stand in columns of their own.
func TestBoardSheets(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "hơn 46", "30", "mode=Chuyên đề")
	h.talk("06652", "2026-04-10", "", "")
	h.talk("06658", "2026-04-10", "41", "20")
	v := h.as("viewer", "22")
	v.get("/?u=22").wants(t, 200, "Chữ hơn, gần, khoảng đứng trước tổng")
	v.get("/?u=22&p=2025").lacks(t, "Chữ hơn, gần, khoảng đứng trước tổng")
	v.get("/tai/bang?u=22&p=2026&bieu=don-vi&dang=csv").wants(t, 200, "Đơn vị,Số buổi,Lượt người: từ đi kèm,Lượt người,% nữ: từ đi kèm,% nữ", "Phường Cao Xanh,1,,41,,48.8\r\n", "Phường Hà Tu,2,hơn,46,")
	v.get("/tai/bang?u=22&p=2026&bieu=thang&dang=csv").wants(t, 200, "Tháng,Chuyên đề,Lồng ghép,Chưa phân loại,Số buổi,Cùng kỳ năm 2025,Ghi chú", "Tháng 4 năm 2026,,,2,2,,\"chưa có số liệu: Chuyên đề, Lồng ghép, Cùng kỳ năm 2025\"", "Tháng 5 năm 2026,,,,,,chưa có số liệu\r\n")
	const facts = "/tai/bang?indicator=women_share,attendances&unit=22&from=2025-12-15&to=2026-12-14&by=unit&dang="
	v.get(facts+"csv").wants(t, 200, "Chỉ số,Đơn vị,Giá trị: từ đi kèm,Giá trị,Ghi chú", "Phường Cao Xanh,,48.8,", "Phường Hà Tu,hơn,46,")

	p := v.get("/tai/bang?u=22&p=2026&bieu=don-vi&dang=xlsx")
	book, err := excelize.OpenReader(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	name := book.GetSheetList()[0]
	rows, err := book.GetRows(name)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []string{"Số buổi · Theo đơn vị, năm 2026", "Quảng Ninh, 15/12/2025 – 14/12/2026", "Nguồn: Bình Đẳng", "Đơn vị"} {
		if len(rows) < 5 || !strings.HasPrefix(strings.TrimPrefix(rows[i][0], "tỉnh "), want) {
			t.Errorf("the workbook begins with %q, want %s", rows, want)
			break
		}
	}
	if panes, err := book.GetPanes(name); err != nil || panes.YSplit != 4 {
		t.Errorf("%+v stays in view (%v), want the heading of the table", panes, err)
	}
	names, _ := book.GetColWidth(name, "A")
	if numbers, _ := book.GetColWidth(name, "B"); names < numbers+4 {
		t.Errorf("names have the width %v, numbers %v", names, numbers)
	}
}

// TestBoardLooksSound checks boards and facts in a browser, in both languages and themes.
func TestBoardLooksSound(t *testing.T) {
	h := sqlite(t)
	h.talk("06652", "2026-03-10", "40", "30", "title=Chia sẻ việc nhà", "mode=Chuyên đề")
	h.talk("06658", "2026-04-10", "60", "20", "title=Phòng ngừa bạo lực", "mode=Lồng ghép")
	officer := h.actor("officer", "06652")
	h.enterAs(officer, "activity", "unit=06652", "first=2026-05-10", "form=TOADAM", "attendances=40", "title=Chờ duyệt")
	for _, l := range []look{desk, phone, {1280, "dark", "en"}, {360, "dark", "en"}} {
		w := h.window("standing_office", "22", l)
		for _, path := range []string{"/?p=2026", "/?u=06652&p=2024", "/?p=2021..2026&i=women_share", "/facts?indicator=attendances,sessions&by=unit&unit=22&from=2025-12-15&to=2026-12-14"} {
			w.sound(path)
		}
	}
}

// TestFirstStart tells an administrator of an empty installation what comes first, and
// everybody else how to enter.
func TestFirstStart(t *testing.T) {
	h := sqlite(t)
	h.as("administrator", "").get("/").wants(t, 200, "Ba việc đầu tiên", `href="/nguoi-dung/moi"`)
	if p := h.as("officer", "06652").get("/"); strings.Contains(p.body, "Ba việc đầu tiên") || !strings.Contains(p.body, "Ghi buổi đầu tiên") {
		t.Error("an officer is told to set up the installation")
	}
}
