package web

import (
	"archive/zip"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

const annual = "/bao-cao/annual?u=06652&p=2026"

var seenMark = regexp.MustCompile(`name="seen" value="([0-9a-f]+)"`)

// mark is what an edit page says the person began from.
func mark(t *testing.T, p page) string {
	t.Helper()
	m := seenMark.FindStringSubmatch(p.body)
	if m == nil {
		t.Fatalf("no mark on the page: %d %.200s", p.status, p.body)
	}
	return m[1]
}

// lacks holds that a page has none of these texts in it.
func (p page) lacks(t *testing.T, texts ...string) {
	t.Helper()
	for _, s := range texts {
		if strings.Contains(p.body, s) {
			t.Errorf("the page has %q", s)
		}
	}
}

// unzipped is a part of a document of Word.
func unzipped(t *testing.T, data, name string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	f, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// sessions are two talks of Phường Hà Tu, approved.
func (h *house) sessions() {
	h.t.Helper()
	h.enter("activity", "unit=06652", "first=2026-03-12", "form=TOADAM", "attendances=40")
	h.enter("activity", "unit=06652", "first=2026-04-12", "form=TOADAM", "attendances=60")
}

// TestReportRights holds who reads, writes and issues the reports of a unit.
func TestReportRights(t *testing.T) {
	h := sqlite(t)
	h.sessions()
	write, ask := "/bao-cao/annual/sua?u=06652&p=2026&b=limits", "/bao-cao/annual/ban-hanh?u=06652&p=2026"
	seen := mark(t, h.as("officer", "06652").get(write))
	for _, x := range []struct {
		role, at            string
		reads, edit, issues int // the answers
	}{
		{"viewer", "06652", 200, 403, 403},
		{"viewer", "22", 200, 403, 403},
		{"officer", "06658", 200, 403, 403}, // sums are open within the province
		{"officer", "46", 403, 403, 403},
		{"standing_office", "46", 403, 403, 403},
		{"officer", "06652", 200, 200, 403},
		{"approver", "06652", 200, 200, 200},
		{"standing_office", "22", 200, 200, 200},
	} {
		v := h.as(x.role, x.at)
		for path, want := range map[string]int{annual: x.reads, "/bao-cao?u=06652": x.reads, "/bao-cao/annual/tep/docx?u=06652&p=2026": x.reads,
			"/bao-cao/annual/tep/json?u=06652&p=2026": x.reads, write: x.edit, ask: x.issues} {
			if p := v.get(path); p.status != want {
				t.Errorf("%s at %s: %s answers %d, want %d", x.role, x.at, path, p.status, want)
			}
		}
		p := v.get(annual)
		if has := strings.Contains(p.body, "/ban-hanh?"); has != (x.issues == 200) {
			t.Errorf("%s at %s: a button to issue: %t", x.role, x.at, has)
		}
		if has := strings.Contains(p.body, "/sua?"); has != (x.edit == 200) {
			t.Errorf("%s at %s: a button to write: %t", x.role, x.at, has)
		}
		if x.edit != 200 {
			v.post(write, "seen", seen, "text", "Không được phép.").wants(t, 403)
		}
		if x.issues != 200 {
			v.post(ask, "number", "9", "day", "20/11/2026").wants(t, 403)
		}
	}
	approver := h.actor("approver", "06652")
	d, err := h.led.Draft(t.Context(), approver, "annual", "06652", "2026")
	if err != nil || d.Version != 0 {
		t.Errorf("a draft was written: %+v, %v", d, err)
	}
	u, _, err := h.led.Tree().Resolve("06652", h.led.Today())
	if err != nil {
		t.Fatal(err)
	}
	if list, err := h.led.Issues(t.Context(), approver, u.ID); err != nil || len(list) != 0 {
		t.Errorf("issued: %v, %v", list, err)
	}
	if h.led.MayIssue(access.Actor{}, u.ID) == nil {
		t.Error("nobody may issue")
	}
}

// TestReportIsWritten holds that what people write is kept, shown as text, printed,
// and never lost when two write at once.
func TestReportIsWritten(t *testing.T) {
	h := sqlite(t)
	h.sessions()
	v, other := h.as("officer", "06652"), h.as("approver", "06652")
	limits, proposals := "/bao-cao/annual/sua?u=06652&p=2026&b=limits", "/bao-cao/annual/sua?u=06652&p=2026&b=proposals"
	v.get(annual).wants(t, 200, "hạn chế, khó khăn", "Chưa viết: hạn chế", "/sua?b=limits&amp;p=2026&amp;u=06652",
		`href="/facts?calendar=admin`, "chưa kết thúc")
	begun, theirs := mark(t, v.get(limits)), mark(t, other.get(limits))
	beside := mark(t, other.get(proposals))

	text := "Một số <script>alert(1)</script> tổ dân phố & khu gửi chậm.\r\n\r\nCán bộ kiêm nhiệm."
	p := v.post(limits, "seen", begun, "text", text)
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.to, "/bao-cao/annual?") || !strings.HasSuffix(p.to, "#b-limits") {
		t.Fatalf("saved: %d to %s", p.status, p.to)
	}
	shown := v.get(p.to)
	shown.wants(t, 200, "Đã lưu vào bản soạn.", "Một số &lt;script&gt;alert(1)&lt;/script&gt; tổ dân phố &amp; khu gửi chậm.", "<p>Cán bộ kiêm nhiệm.</p>",
		"officer-06652 viết lần cuối")
	shown.lacks(t, "<script>alert", "Chưa viết: hạn chế")
	v.get(limits).wants(t, 200, "&lt;script&gt;")
	h.as("viewer", "06652").get("/bao-cao?u=06652").wants(t, 200, "Đang soạn", "officer-06652 viết lần cuối")

	docx := v.get("/bao-cao/annual/tep/docx?u=06652&p=2026")
	if body := unzipped(t, docx.body, "word/document.xml"); !strings.Contains(body, "Cán bộ kiêm nhiệm.") {
		t.Error("the document lacks what was written")
	}
	if d := docx.header.Get("Content-Disposition"); d != `attachment; filename="annual-06652-2026.docx"` {
		t.Errorf("the file is %s", d)
	}

	// Two at once: in another block nothing is in the way, in the same one neither is lost.
	if p := other.post(proposals, "seen", beside, "text", "Cấp thêm kinh phí."); p.status != http.StatusSeeOther {
		t.Errorf("another block: %d %.200s", p.status, p.body)
	}
	p = other.post(limits, "seen", theirs, "text", "Thiếu cán bộ.")
	p.wants(t, 409, "Người khác vừa sửa báo cáo này.", "Thiếu cán bộ.", "Một số &lt;script&gt;", "Cán bộ kiêm nhiệm.")
	v.get(annual).wants(t, 200, "Cán bộ kiêm nhiệm.", "Cấp thêm kinh phí.")
	if again := other.post(limits, "seen", mark(t, p), "text", "Thiếu cán bộ; cán bộ kiêm nhiệm."); again.status != http.StatusSeeOther {
		t.Errorf("after having seen it: %d", again.status)
	}
	v.get(annual).wants(t, 200, "Thiếu cán bộ; cán bộ kiêm nhiệm.", "Cấp thêm kinh phí.")

	v.get("/bao-cao/annual/sua?u=06652&p=2026&b=nothing").wants(t, 404)
	long := strings.Repeat("dài ", 6000)
	v.post(limits, "seen", mark(t, v.get(limits)), "text", long).wants(t, 422, "quá dài", long[:200])
}

// TestIssuerIsNamed holds that papers and drafts name the person with the account.
func TestIssuerIsNamed(t *testing.T) {
	h := sqlite(t)
	h.sessions()
	ward, _, err := h.led.Tree().Resolve("06652", h.led.Today())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.led.AddAccount(t.Context(), admin, "issuer-06652", "Nguyễn Thu Hà", "", []access.Grant{{Role: "approver", Unit: ward.ID}}); err != nil {
		t.Fatal(err)
	}
	v := h.as("issuer", "06652")
	p := v.post("/bao-cao/annual/ban-hanh?u=06652&p=2026", "number", "12", "day", "20/11/2026", "blank", "1", "in", "vi")
	if p.status != http.StatusSeeOther {
		t.Fatalf("issued: %d %.300s", p.status, p.body)
	}
	for _, path := range []string{p.to, "/bao-cao?u=06652", "/bao-cao/annual?u=06652&p=2026"} {
		v.get(path).wants(t, 200, "Nguyễn Thu Hà (issuer-06652)")
	}
}

// TestReportIsIssued tells how a paper is frozen and what is told of it afterwards.
func TestReportIsIssued(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		h.sessions()
		h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-05-10", "form=TOADAM", "attendances=30")
		v := h.as("approver", "06652")
		ask := "/bao-cao/annual/ban-hanh?u=06652&p=2026"
		v.get(ask).wants(t, 200, "Ban hành lần 1?", `value="20/11/2026"`, "giữ nguyên như lúc này", "1 bản ghi còn chờ duyệt", "Chưa viết: ", "đứng tên ủy ban nhân dân")
		v.post(ask, "number", "12/3", "day", "20/11/2026", "blank", "1").wants(t, 422, `id="number-f"`, "không có dấu /", `value="12/3"`)
		v.post(ask, "number", "", "day", "20/11/2026", "blank", "1").wants(t, 422, `id="number-f"`)
		v.post(ask, "number", "12", "day", "31/11/2026", "blank", "1").wants(t, 422, `id="day-f"`, `value="31/11/2026"`, `value="12"`)
		v.post("/bao-cao/annual/ban-hanh?u=06652&p=2027", "number", "12", "day", "20/11/2026", "blank", "1").wants(t, 422, "bắt đầu từ ngày 15/12/2026")
		v.get("/bao-cao/annual/ban-hanh?u=06652&p=2027").wants(t, 200, `aria-disabled="true"`, "chưa bắt đầu")
		v.get("/bao-cao?u=06652").wants(t, 200, "Chưa có văn bản nào")

		v.post(ask, "number", "12", "day", "20/11/2026").wants(t, 422, `id="blank-f"`, "phần chưa viết", `value="12"`) // what nobody wrote is asked about
		p := v.post(ask, "number", "12", "day", "20/11/2026", "blank", "1", "in", "vi")
		if p.status != http.StatusSeeOther || !strings.HasPrefix(p.to, "/van-ban/") {
			t.Fatalf("issued: %d %s %.300s", p.status, p.to, p.body)
		}
		path := strings.TrimSuffix(p.to, "?xong=report_issued")
		issued := v.get(p.to)
		issued.wants(t, 200, "Số 12/BC", "Đã ban hành.", "Chưa có số nào thay đổi.", `class="leaf"`, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
			"ngày 20 tháng 11 năm 2026", ">100</a>")
		issued.wants(t, 200, "(Không có nội dung.)")
		issued.lacks(t, "Đơn vị ghi", "/sua?", "<textarea", "<script>")
		frozen := v.get(path + "/json").body
		hash := regexp.MustCompile(`"hash": "([0-9a-f]{64})"`).FindStringSubmatch(frozen)
		if hash == nil || !strings.Contains(issued.body, hash[1]) {
			t.Error("the page lacks the hash of the copy")
		}

		// The number is taken, whatever report asks for it.
		v.post(ask, "number", "12", "day", "20/11/2026", "blank", "1").wants(t, 422, "đã dùng cho một văn bản", `value="12"`)
		v.post("/bao-cao/annual/ban-hanh?u=06652&p=2025", "number", "12", "day", "20/11/2026", "blank", "1").wants(t, 422, "đã dùng cho một văn bản")
		v.post(ask, "number", "0012", "day", "20/11/2026", "blank", "1").wants(t, 422, "đã dùng cho một văn bản", `value="0012"`)
		v.post(ask, "number", "<script>", "day", "20/11/2026", "blank", "1").wants(t, 422, `id="number-f"`)
		v.post(ask, "number", "14", "day", "31/12/2099", "blank", "1").wants(t, 422, `id="day-f"`, "muộn nhất là 21/12/2026")
		v.post(ask, "number", "14", "day", "14/12/2025", "blank", "1").wants(t, 422, `id="day-f"`, "15/12/2025")

		// A correction later: the copy stays, the page tells.
		h.enter("activity", "unit=06652", "first=2026-06-12", "form=TOADAM", "attendances=300")
		later := v.get(path)
		later.wants(t, 200, "Đã thay đổi từ khi ban hành", "<del>100</del> → <ins>400</ins>", ">100</a>", "số đã đổi")
		leaf := later.body[strings.Index(later.body, `class="leaf"`):]
		if strings.Contains(leaf, ">400<") {
			t.Error("the issued copy has a number that is not its own")
		}
		if now := v.get(path + "/json").body; now != frozen {
			t.Error("the frozen copy changed")
		}
		v.get(annual).wants(t, 200, "Lần 1, ban hành 20/11/2026 · ", "<del>100</del> → <ins>400</ins>", `class="live new"`, ">400</a>", "Ban hành lần 2…")
		v.get("/bao-cao?u=06652").wants(t, 200, "12/BC", "năm 2026", "approver-06652", hash[1][:4]+" "+hash[1][4:8])
		for _, f := range []string{"docx", "xlsx", "html"} {
			p := v.get(path + "/" + f)
			if p.status != 200 || !strings.Contains(p.header.Get("Content-Disposition"), "12-BC") {
				t.Errorf("%s: %d %s", f, p.status, p.header.Get("Content-Disposition"))
			}
		}
		v.get(path+"/exe").wants(t, 404)
		html := v.get(path + "/html")
		if csp := html.header.Get("Content-Security-Policy"); !strings.Contains(csp, "style-src 'sha256-") || strings.Contains(csp, "unsafe") {
			t.Errorf("the policy of the paper is %q", csp)
		}
		html.wants(t, 200, ">100</a>", "<style>")

		// Who may not read the unit's sums does not see its papers.
		for _, f := range []string{"", "/json", "/docx"} {
			h.as("officer", "46").get(path+f).wants(t, 403)
			h.as("", "").get(path+f).wants(t, 303)
		}
		h.as("viewer", "22").get(path).wants(t, 200, "12/BC")
		v.get("/van-ban/1").wants(t, 404)
		v.get("/van-ban/x").wants(t, 404)

		// In English the frame changes, the paper does not.
		v.post("/chon", "lang", "en", "ve", "/")
		v.get(path).wants(t, 200, "Changed since it was issued", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
		v.get(annual).wants(t, 200, "Before it is issued", "Edition 1", "Numbers with a dotted line")
		v.get(ask).wants(t, 200, "Number of the paper")
		p = v.post(ask, "number", "13", "day", "21/11/2026", "blank", "1", "in", "en")
		v.get(p.to).wants(t, 200, "13/BC", `lang="en"`, "21 November 2026")
	})
}

// TestReportsOfAUnit holds the list: what can be made, for which units and periods.
func TestReportsOfAUnit(t *testing.T) {
	h := sqlite(t)
	p := h.as("viewer", "22").get("/bao-cao")
	p.wants(t, 200, `<option value="22" selected>`, `<option value="06652">`, `value="2021..2025"`, `value="action-2026"`, `value="2026-Q4"`, `value="2025"`)
	p.lacks(t, `value="46"`, `value="2027"`)
	h.as("officer", "06652").get("/bao-cao").wants(t, 200, "Hà Tu")
	h.as("officer", "46").get("/bao-cao?u=06658").wants(t, 403)
	v := h.as("viewer", "22")
	v.get("/bao-cao?u=999999").wants(t, 404)
	v.get("/bao-cao/none?u=22").wants(t, 404, "Không có mẫu báo cáo")
	v.get("/bao-cao/annual?u=22&p=soon").wants(t, 422)
	v.get("/bao-cao/multi-year?u=22&p=2025").wants(t, 422)
	v.get("/bao-cao/annual").wants(t, 200, "năm 2026")           // one's own unit, the running year
	v.get("/bao-cao/multi-year").wants(t, 200, "giai đoạn 2021") // five whole years
}

// TestReportsLookSound checks each page of reports in a browser, in both languages and themes.
func TestReportsLookSound(t *testing.T) {
	h := sqlite(t)
	h.sessions()
	v := h.as("approver", "06652")
	limits := "/bao-cao/annual/sua?u=06652&p=2026&b=limits"
	v.post(limits, "seen", mark(t, v.get(limits)), "text", "Một số khu gửi chậm.")
	p := v.post("/bao-cao/annual/ban-hanh?u=06652&p=2026", "number", "12", "day", "20/11/2026", "blank", "1")
	h.enter("activity", "unit=06652", "first=2026-06-12", "form=TOADAM", "attendances=300")
	for _, l := range []look{desk, phone, {1280, "dark", "en"}, {360, "dark", "en"}} {
		w := h.window("approver", "06652", l)
		for _, path := range []string{"/bao-cao", annual, limits, "/bao-cao/annual/ban-hanh?u=06652&p=2026", p.to} {
			w.sound(path)
		}
	}
}

// TestReportOfFormerUnit holds that who works for a unit that has ended finds its
// reports, and not those of the unit that bears its code now.
func TestReportOfFormerUnit(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		h.person("standing_office", "91")
		former, _, err := h.led.Tree().Resolve("91@2025-06-30", h.led.Today())
		if err != nil {
			t.Fatal(err)
		}
		if err := h.led.AddAccount(t.Context(), admin, "standing_office-cu", "", "", []access.Grant{{Role: "standing_office", Unit: former.ID}}); err != nil {
			t.Fatal(err)
		}
		old, now := h.as("standing_office", "cu"), h.as("standing_office", "91")
		old.get("/bao-cao").wants(t, 200, "Kiên Giang", "u=91%402025-06-30")
		old.get("/bao-cao/annual").wants(t, 200, "Kiên Giang")
		old.get("/").wants(t, 200, "Kiên Giang")
		old.get("/facts?indicator=sessions").wants(t, 200, "Kiên Giang")
		write := "/bao-cao/annual/sua?u=91%402025-06-30&p=2025&b=limits"
		if p := old.post(write, "seen", mark(t, old.get(write)), "text", "Của tỉnh cũ"); p.status != 303 {
			t.Fatalf("writing: %d %.300s", p.status, p.body)
		}
		old.get("/bao-cao").wants(t, 200, `href="/bao-cao/annual?p=2025&amp;u=91%402025-06-30"`)
		if p := now.get("/bao-cao"); strings.Contains(p.body, "p=2025&amp;u=91%402025-06-30") {
			t.Error("the new province has the draft of the old one")
		}
	})
}
