package web

import (
	"bytes"
	"mime/multipart"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/score"
	"binhdang/internal/unit"
)

// aims keeps a set of Quảng Ninh for some years, and gives its id as addresses do.
func (h *house) aims(first, last int, act string, rows ...score.SetRow) string {
	h.t.Helper()
	s := &score.Set{Unit: h.unit("22"), Programme: "strategy", Years: [2]int{first, last}, Act: act, Rows: rows}
	if err := h.led.SetTargets(h.t.Context(), admin, s, 0); err != nil {
		h.t.Fatal(err)
	}
	return strconv.FormatInt(s.ID, 10)
}

func (h *house) unit(code string) unit.ID {
	h.t.Helper()
	u, _, err := h.led.Tree().Resolve(code, h.led.Today())
	if err != nil {
		h.t.Fatal(err)
	}
	return u.ID
}

// asks is a row of a set that asks for something in 2026.
func asks(code, is string) score.SetRow {
	return score.SetRow{Code: code, Parent: code, Milestones: []score.SetMilestone{{Year: 2026, Text: is}}}
}

var (
	input    = regexp.MustCompile(`<input(?: type="hidden")? (?:id="[^"]*" )?name="([^"]+)" value="([^"]*)"`)
	choosing = regexp.MustCompile(`(?s)<select name="([^"]+)".*?</select>`)
	chosen   = regexp.MustCompile(`value="([^"]*)" selected`)
)

// typed is the form of a page as a browser would send it, with some things changed.
func typed(p page, pairs ...string) []string {
	_, body, _ := strings.Cut(p.body, `<form method="post" action="/bang-diem`)
	body, _, _ = strings.Cut(body, "</form>")
	form := map[string]string{}
	for _, m := range input.FindAllStringSubmatch(body, -1) {
		form[m[1]] = strings.NewReplacer("&gt;", ">", "&lt;", "<", "&#34;", `"`, "&amp;", "&").Replace(m[2])
	}
	for _, m := range choosing.FindAllStringSubmatch(body, -1) {
		form[m[1]] = ""
		if v := chosen.FindStringSubmatch(m[0]); v != nil {
			form[m[1]] = v[1]
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var out []string
	for k, v := range form {
		out = append(out, k, v)
	}
	return out
}

// offer posts the form of a new set with a file.
func (v *visitor) offer(name, data string, pairs ...string) page {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		_ = w.WriteField(pairs[i], pairs[i+1])
	}
	if name != "" {
		f, err := w.CreateFormFile("tep", name)
		if err != nil {
			v.t.Fatal(err)
		}
		_, _ = f.Write([]byte(data))
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.h.srv.URL+"/bang-diem/chi-tieu/moi", &b)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(req)
}

// forces are the sets of Quảng Ninh that are in force, as years and codes.
func (h *house) forces() string {
	h.t.Helper()
	list, err := h.led.TargetSets(h.t.Context(), "strategy", h.unit("22"), false)
	if err != nil {
		h.t.Fatal(err)
	}
	var out []string
	for i := range list {
		line := strconv.Itoa(list[i].Years[0]) + "-" + strconv.Itoa(list[i].Years[1]) + ":"
		for _, r := range list[i].Rows {
			line += " " + r.Code + " " + score.MilestonesText(r.Milestones)
		}
		out = append(out, line)
	}
	return strings.Join(out, "; ")
}

// TestTargetsFromProgramme holds that a set begins with the targets of the programme,
// which are kept when the person says so.
func TestTargetsFromProgramme(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	v.get("/bang-diem/chi-tieu").wants(t, 200, "Bộ chỉ tiêu riêng", "xét theo chỉ tiêu quốc gia", "Chiến lược quốc gia", "Chương trình truyền thông", "/bang-diem/chi-tieu/moi?p=strategy&amp;u=22")
	v.get("/bang-diem/chi-tieu/moi?u=22&p=strategy").wants(t, 200, `value="2026"`, `value="2030"`, "mau.xlsx")
	v.offer("", "", "u", "22", "p", "strategy", "cach", "chuong-trinh", "first", "2026", "last", "2040", "act", "", "day", "31/02/2026").
		wants(t, 422, `bad" id="f-years"`, `bad" id="f-act"`, `bad" id="f-day"`, `value="31/02/2026"`, "Còn 3 chỗ")
	p := v.offer("", "", "u", "22", "p", "strategy", "cach", "chuong-trinh", "first", "2026", "last", "2030", "act", "15/KH-UBND", "day", "15/01/2026")
	p.wants(t, 200, `name="1.code" value="1.1b"`, "2025: ≥ 60; 2030: ≥ 75", `value="15/KH-UBND"`)
	if strings.Contains(p.body, `value="1.1a"`+` aria-label`) {
		t.Error("what only the country is judged by stands in the set of a province")
	}
	if strings.Contains(p.body, `value="1.1c"`+" aria-label") {
		t.Error("what ended with the districts stands in a set of 2026")
	}
	if got := h.forces(); got != "" {
		t.Fatalf("kept before it was saved: %s", got)
	}
	p = v.post("/bang-diem/chi-tieu/moi?u=22&p=strategy", typed(p, "1.thresholds", "2026: ≥ 62; 2030: ≥ 75")...)
	if p.status != http.StatusSeeOther || !strings.HasSuffix(p.to, "?xong=targets_kept") {
		t.Fatalf("%d to %q: %.300s", p.status, p.to, p.body)
	}
	if got := h.forces(); !strings.HasPrefix(got, "2026-2030: 1.1b 2026: ≥ 62; 2030: ≥ 75 ") {
		t.Errorf("kept: %s", got)
	}
	var many []string
	for n := range 20_000 { // more than is read: what was typed must not be taken for an empty form
		many = append(many, strconv.Itoa(n)+".code", "1.1b")
	}
	v.post("/bang-diem/chi-tieu/moi?u=22&p=strategy", many...).wants(t, 422, "Không đọc được dữ liệu gửi lên")
	v.get(p.to).wants(t, 200, "Đã lưu bộ chỉ tiêu", "đang có hiệu lực", "15/KH-UBND ngày 15/01/2026", "standing_office-22")
	v.get("/bang-diem/chi-tieu?u=22&p=strategy").wants(t, 200, "2026–2030", "Các năm 2021–2025 chưa có bộ riêng")
	v.offer("", "", "u", "22", "p", "strategy", "cach", "tep", "first", "2026", "last", "2026", "act", "x").wants(t, 422, "Chưa chọn tệp")
	v.post("/chon", "lang", "en", "ve", "/")
	v.get("/bang-diem/chi-tieu?u=22").wants(t, 200, "Own targets", "For 2021–2025 there is no own set")
}

// TestTargetsFromSheet holds that a sheet is taken whole or not at all, and that all
// that must be mended is told at once, by row and column.
func TestTargetsFromSheet(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	p := v.get("/bang-diem/chi-tieu/mau.xlsx?u=22&p=strategy")
	if p.status != 200 || !strings.HasPrefix(p.body, "PK") {
		t.Fatalf("the template: %d", p.status)
	}
	form := []string{"u", "22", "p", "strategy", "cach", "tep", "first", "2026", "last", "2030", "act", "15/KH-UBND"}
	const bad = "Mã,Theo chỉ tiêu của chương trình,Ngưỡng từng năm,Chỉ số,Tên chỉ tiêu\n" +
		"1.1b,1.1b,2026: 62,,\n1.1b,9.9,2026: ≥ 5,,\nPL1,,2026: ≥ 1,Không có chỉ số này,Bổ sung\n1.2,1.2,,,\n"
	v.offer("a.csv", bad, form...).wants(t, 422, "a.csv", "<td>Ngưỡng từng năm</td>", "thiếu dấu so sánh", "<td>Theo chỉ tiêu của chương trình</td>", "“9.9”", "<td>Chỉ số</td>",
		`>2</td>`, `>3</td>`, `>4</td>`, `value="15/KH-UBND"`, "Chưa lưu dòng nào", ">5</td>", "Tệp có 4 ô")
	v.offer("a.csv", bad, "u", "22", "p", "strategy", "cach", "tep", "first", "2026", "last", "2030", "act", "").wants(t, 422, `bad" id="f-act"`, "thiếu dấu so sánh")
	v.offer("a.xlsx", "không phải", form...).wants(t, 422, `bad" id="f-file"`)
	v.offer("a.csv", strings.Repeat("x", 9<<20), form...).wants(t, 422)
	v.offer("a.csv", "Mã,Theo chỉ tiêu của chương trình\n"+strings.Repeat("1.1b,1.1b\n", 10_000), form...).wants(t, 422, "từ 1 đến 200 chỉ tiêu")
	v.offer("a.csv", "Mã,Theo chỉ tiêu của chương trình,Ngưỡng từng năm\n1.1b,1.1b,2026: ≥ 101\n", form...).wants(t, 422, "không thể vượt 100%", ">2</td>")
	if got := h.forces(); got != "" {
		t.Fatalf("half of a sheet was kept: %s", got)
	}
	good := "Mã,Theo chỉ tiêu của chương trình,Ngưỡng từng năm\n1.1b,1.1b,2026: ≥ 62\n"
	p = v.offer("a.csv", good, form...)
	if p.status != http.StatusSeeOther {
		t.Fatalf("%d: %.400s", p.status, p.body)
	}
	if got := h.forces(); got != "2026-2030: 1.1b 2026: ≥ 62" {
		t.Errorf("kept: %s", got)
	}
	path, _, _ := strings.Cut(p.to, "?")
	v.offer("a.csv", good, form...).wants(t, 409, "đã có bộ chỉ tiêu cho các năm 2026-2030", `value="15/KH-UBND"`)
	v.get(path+"/tai?dang=csv").wants(t, 200, "1.1b", "2026: ≥ 62")
	if p := v.get(path + "/tai?dang=xlsx"); !strings.HasPrefix(p.body, "PK") {
		t.Errorf(".xlsx: %d", p.status)
	}
	v.get(path+"/tai?dang=pdf").wants(t, 404)
}

// TestTargetsAreChanged holds that rows are changed, added and removed, that what can't
// be read is told where it stands, and that nobody writes over another unawares.
func TestTargetsAreChanged(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	path := "/bang-diem/chi-tieu/" + h.aims(2026, 2030, "15/KH-UBND", asks("1.1b", "≥ 62"), asks("2.1", "≥ 50"))
	before := v.get(path)
	before.wants(t, 200, `name="2.code" value="2.1"`, `name="6.code"`, "Quốc gia: 2026: ≥ 63", "(giữa hai mốc)", "Cách điền")
	v.post(path, typed(before, "1.thresholds", "62", "2.margin", "một chút", "3.name", "Không có mã", "act", "")...).
		wants(t, 422, `bad" id="f-1-thresholds"`, `bad" id="f-2-margin"`, `bad" id="f-3-code"`, `bad" id="f-act"`, `value="một chút"`, `value="Không có mã"`, "Còn 4 chỗ", "Dòng 1, Ngưỡng từng năm")
	v.post(path, typed(before, "1.code", "", "2.code", "")...).wants(t, 422, "từ 1 đến 200 chỉ tiêu")
	p := v.post(path, typed(before, "1.code", "", "3.code", "PL1", "3.name", "<i>Bổ sung</i>", "3.indicator", "Số buổi truyền thông", "3.thresholds", "2026: ≥ 100", "3.goal", "6")...)
	if p.status != http.StatusSeeOther {
		t.Fatalf("%d: %.300s", p.status, p.body)
	}
	if got := h.forces(); got != "2026-2030: 2.1 2026: ≥ 50 PL1 2026: ≥ 100" {
		t.Errorf("kept: %s", got)
	}
	v.get(p.to).wants(t, 200, "Thay cho", "Chỉ tiêu 1.1b", "&lt;i&gt;Bổ sung")
	v.get(path).wants(t, 200, "Thay lúc", "Dùng lại bộ chỉ tiêu này")

	// Who began before that is told, and keeps what was typed; saving again is deliberate.
	late := v.post(path, typed(before, "1.thresholds", "2026: ≥ 64")...)
	late.wants(t, 409, "đã thay bộ chỉ tiêu này", `value="2026: ≥ 64"`, "Chỉ tiêu PL1", "standing_office-22")
	if got := h.forces(); strings.Contains(got, "64") {
		t.Fatalf("written over: %s", got)
	}
	if p := v.post(path, typed(late)...); p.status != http.StatusSeeOther {
		t.Fatalf("saving again: %d %.300s", p.status, p.body)
	}
	if got := h.forces(); got != "2026-2030: 1.1b 2026: ≥ 64 2.1 2026: ≥ 50" {
		t.Errorf("saved again: %s", got)
	}
}

// TestTargetsAreDroppedAndRestored holds that both want a reason, and that a former set
// comes back as a new one.
func TestTargetsAreDroppedAndRestored(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	path := "/bang-diem/chi-tieu/" + h.aims(2026, 2030, "15/KH-UBND", asks("1.1b", "≥ 62"))
	open := v.get(path)
	v.post(path+"/dung-lai", "why", "thử").wants(t, 409, "đang có hiệu lực")
	v.post(path+"/bo", "why", " ").wants(t, 422, "lý do")
	v.post(path+"/bo", "why", strings.Repeat("ă", 2001)).wants(t, 422, "Lý do dài quá 2000 chữ cái")
	if p := v.post(path+"/bo", "why", "nhập nhầm"); p.to != "/bang-diem/chi-tieu?p=strategy&u=22&xong=targets_dropped" {
		t.Fatalf("dropping: %d to %q", p.status, p.to)
	}
	v.get("/bang-diem/chi-tieu?p=strategy&u=22&xong=targets_dropped").wants(t, 200, "Đã bỏ bộ chỉ tiêu", "Các bộ trước đây (1)", "không có bộ thay")
	v.post(path+"/bo", "why", "lần nữa").wants(t, 409, "người khác thay")
	gone := v.post(path, typed(open, "1.thresholds", "2026: ≥ 66")...)
	gone.wants(t, 409, "đã bị bỏ", `value="2026: ≥ 66"`, `name="seen" value="0"`)
	v.post(path+"/dung-lai", "why", "").wants(t, 422, "lý do")
	p := v.post(path+"/dung-lai", "why", "dùng tiếp")
	if p.status != http.StatusSeeOther || strings.HasPrefix(p.to, path+"?") {
		t.Fatalf("restoring: %d to %q", p.status, p.to)
	}
	v.get(p.to).wants(t, 200, "Đã dùng lại bộ chỉ tiêu", "2026: ≥ 62")
	v.post(path+"/dung-lai", "why", "lần nữa").wants(t, 409, "đã có bộ chỉ tiêu cho các năm")
	now, _, _ := strings.Cut(strings.TrimPrefix(p.to, "/bang-diem/chi-tieu/"), "?")
	v.get(path).wants(t, 200, `name="thay" value="`+now+`"`)
	if p := v.post(path+"/dung-lai", "why", "lần nữa", "thay", now); p.status != http.StatusSeeOther {
		t.Errorf("restoring in its place: %d", p.status)
	}
	if got := h.forces(); got != "2026-2030: 1.1b 2026: ≥ 62" {
		t.Errorf("in force: %s", got)
	}
	h.as("administrator", "").get("/nhat-ky").wants(t, 200, "Dùng lại bộ chỉ tiêu riêng", "dùng tiếp", "nhập nhầm", "Bỏ bộ chỉ tiêu riêng")
}

// TestTargetsByRight holds who reads a set and who changes it, and that nobody ends a
// set of a unit by keeping one of another.
func TestTargetsByRight(t *testing.T) {
	h := sqlite(t)
	id := h.aims(2026, 2030, "15/KH-UBND", asks("1.1b", "≥ 62"))
	path := "/bang-diem/chi-tieu/" + id
	for _, role := range []string{"viewer", "officer", "approver"} {
		v := h.as(role, "22")
		v.get("/bang-diem/chi-tieu").wants(t, 200, "2026–2030")
		p := v.get(path)
		p.wants(t, 200, "2026: ≥ 62", "Ngưỡng quốc gia")
		if strings.Contains(p.body, `name="1.code"`) || strings.Contains(p.body, path+"/bo") {
			t.Errorf("%s is shown what he may not do", role)
		}
		v.get("/bang-diem/chi-tieu/moi").wants(t, 403)
		v.post("/bang-diem/chi-tieu/moi", "u", "22", "p", "strategy", "1.code", "1.1b", "1.parent", "1.1b", "first", "2021", "last", "2022", "act", "x").wants(t, 403)
		v.post(path, "seen", id, "1.code", "1.1b", "1.parent", "1.1b", "first", "2026", "last", "2030", "act", "x").wants(t, 403)
		v.post(path+"/bo", "why", "x").wants(t, 403)
		v.post(path+"/dung-lai", "why", "x").wants(t, 403)
		v.get(path+"/tai?dang=csv").wants(t, 200, "1.1b")
	}
	other := h.as("standing_office", "46")
	for _, at := range []string{path, path + "/tai", "/bang-diem/chi-tieu?u=22"} {
		other.get(at).wants(t, 403)
	}
	other.get("/bang-diem/chi-tieu/mau.xlsx?u=46&p=khong-co").wants(t, 404)
	// With a set of its own unit, in the place of one of another.
	other.post("/bang-diem/chi-tieu/moi?u=46&p=strategy", "seen", id, "1.code", "1.1b", "1.parent", "1.1b", "first", "2026", "last", "2030", "act", "x").wants(t, 404)
	s := &score.Set{Unit: h.unit("46"), Programme: "strategy", Years: [2]int{2026, 2030}, Act: "x", Rows: []score.SetRow{asks("1.1b", "≥ 1")}}
	by := access.Actor{Name: "s", Via: "web:s", Grants: []access.Grant{{Role: "standing_office", Unit: h.unit("46")}}}
	n, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.led.SetTargets(t.Context(), by, s, n); err == nil {
		t.Error("the ledger let one unit end the set of another")
	}
	if got := h.forces(); got != "2026-2030: 1.1b 2026: ≥ 62" {
		t.Errorf("in force: %s", got)
	}
}
