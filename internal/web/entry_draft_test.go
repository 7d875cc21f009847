package web

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"binhdang/internal/register"
)

// TestDrafts holds that a talk of which half is known can be kept, and is not sent on
// before it is whole, by whichever button.
func TestDrafts(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	const path = "/so/activity/moi"
	p := v.post(path, "lam", "nhap", "first", "10/03/2026", "title", "Nửa chừng")
	r := h.last("activity")
	if p.status != http.StatusSeeOther || r == nil || r.State != register.Draft {
		t.Fatal(p.status, faultsOf(p), r)
	}
	record := fmt.Sprintf("/ban-ghi/%d", r.ID)
	v.post(record+"/gui", "ban", "1").wants(t, 409, "còn thiếu “Hình thức”")
	v.post("/so/activity/gui", "id", fmt.Sprintf("%d.1", r.ID)).wants(t, 422, "còn thiếu “Hình thức”")
	v.get("/so/activity").wants(t, 200, "Nửa chừng")
	form := v.get(record + "/sua").controls(t)
	v.post(record+"/sua", pairs(form, "lam", "gui")...).wants(t, 422, `href="#f-form"`)
	if got := v.post(record+"/sua", pairs(form, "lam", "nhap", "title", "Vẫn nửa chừng")...); got.status != http.StatusSeeOther {
		t.Fatal("kept again as a draft:", got.status, faultsOf(got))
	}
	if now := h.last("activity"); now.State != register.Draft || now.Values["title"].Text != "Vẫn nửa chừng" {
		t.Errorf("kept %+v", now)
	}
	if got := v.post(record+"/sua", pairs(form, "ban", "2", "lam", "gui", "form", "Tọa đàm", "attendances", "30")...); !strings.HasSuffix(got.to, "xong=entry_sent") {
		t.Fatal(got.status, got.to, faultsOf(got))
	}
	// One that counts already is no draft, whatever the button is called.
	form = v.get(record + "/sua").controls(t)
	v.post(record+"/sua", pairs(form, "lam", "nhap", "form", "", "why", "x")...).wants(t, 422, `href="#f-form"`)
	// What can't be read, and a draft without a day, are refused, and what a draft needs is said.
	v.post(path, "lam", "nhap", "title", "Không ngày").wants(t, 422, `href="#f-first"`, "chỉ cần ngày, đơn vị")
	v.post(path, "lam", "nhap", "first", "10/03/2026", "topic", "thứ không có").wants(t, 422, `href="#f-topic"`, "chỉ cần ngày, đơn vị")
}

// TestEntryFaults holds that faults come at once and name fields as the form does.
func TestEntryFaults(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	const path = "/so/activity/moi"
	form := []string{"first", "31/02/2026", "place", "Nơi không có đâu", "form", "Tọa đàm", "attendances", "51", "women", "85"}
	p := v.post(path, append([]string{"lam", "gui"}, form...)...)
	p.wants(t, 422, `<a href="#f-first">Ngày: `, `<a href="#f-place">`, `<a href="#f-women">`, "85 lớn hơn tổng 51 ở “Số lượt người tham gia”", "Sửa trước đã")
	if strings.Contains(p.body, "cột “") || strings.Contains(p.body, "Từ ngày") || strings.Contains(p.body, "&#43;51") || strings.Contains(p.body, "&#43;85") {
		t.Errorf("a refused form speaks of columns, or of what it adds: %v", faultsOf(p))
	}
	// A former name may be right on the day that is not read yet.
	if p := v.post(path, "lam", "gui", "first", "31/02/2024", "place", "Phường Trà Cổ", "form", "Tọa đàm", "attendances", "51"); strings.Contains(p.body, `<a href="#f-place">`) {
		t.Errorf("a place is judged without its day: %v", faultsOf(p))
	}
	p = v.post(path, append([]string{"lam", "xem"}, form...)...)
	p.wants(t, 200, "Sửa trước đã: Nơi diễn ra; Ngày; Trong đó nữ.")
	if strings.Contains(p.body, "&#43;51") {
		t.Error("what is refused is counted")
	}
	v.post(path, "lam", "xem", "first", "10/03/2026", "form", "Tọa đàm", "attendances", "1.200", "attendances.q", "more").wants(t, 200, "<b>thêm hơn 1.200</b>")

	// A correction adds the difference.
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=85", "women=12")
	edit := fmt.Sprintf("/ban-ghi/%d/sua", r.ID)
	got := v.get(edit)
	got.wants(t, 200, "Không con số nào thay đổi.")
	p = v.post(edit, pairs(got.controls(t), "lam", "xem", "attendances", "105", "women", "10")...)
	p.wants(t, 200, "<b>&#43;20</b>", "<b>−2</b>")
	if strings.Contains(p.body, "&#43;105") || strings.Contains(p.body, "&#43;1<") {
		t.Error("a correction is counted as a new record")
	}
	v.post(edit, pairs(got.controls(t), "lam", "xem", "attendances", "105", "attendances.q", "about")...).wants(t, 200, "<b>85 → khoảng 105</b>")
	// Its reason is asked for at its field, beside whatever else is wrong.
	v.post(edit, pairs(got.controls(t), "lam", "gui", "attendances", "105")...).wants(t, 422, `<a href="#f-why">`, `id="x-why"`)
	v.post(edit, pairs(got.controls(t), "lam", "gui", "attendances", "5")...).wants(t, 422, `<a href="#f-women">`, `<a href="#f-why">`, `id="x-why"`)
	v.get(path).wants(t, 200, `data-keep="changed"`)
}

// TestReturnedForm holds that who mends a returned record reads why it came back.
func TestReturnedForm(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=85")
	if err := h.led.Return(t.Context(), h.actor("approver", "06652"), r.ID, 0, "thiếu danh sách"); err != nil {
		t.Fatal(err)
	}
	v, edit := h.as("officer", "06652"), fmt.Sprintf("/ban-ghi/%d/sua", r.ID)
	v.get(edit).wants(t, 200, "Bị trả lại", "thiếu danh sách", "approver-06652, lúc 09:00 20/11/2026")
	v.post(edit, pairs(v.get(edit).controls(t), "lam", "gui", "first", "")...).wants(t, 422, "thiếu danh sách")
}

// TestNothingTypedIsLost holds that a page asks before what was typed is left, and
// does not where nothing was typed or the form is being sent.
func TestNothingTypedIsLost(t *testing.T) {
	h := sqlite(t)
	w := h.window("officer", "06652", desk)
	asks := func() (asked bool) {
		w.eval(`!dispatchEvent(new Event("beforeunload", {cancelable: true}))`, &asked)
		return asked
	}
	w.open("/so/activity/moi")
	if asks() {
		t.Error("asks where nothing was typed")
	}
	w.fill("title", "Đã gõ")
	if !asks() {
		t.Error("does not ask where something was typed")
	}
	w.fill("title", "")
	if asks() {
		t.Error("asks where what was typed is taken back")
	}
	w.fill("title", "Đã gõ")
	w.eval(`document.addEventListener("submit", (e) => { e.preventDefault(); window.asked = !dispatchEvent(new Event("beforeunload", {cancelable: true})); })`, nil)
	w.do(chromedp.Click(chromedp.CSS(`#entry .actions button[value=gui]`)))
	var asked bool
	if w.eval(`window.asked`, &asked); asked {
		t.Error("asks where the form is being sent")
	}
	w.open("/so/activity/moi")
	w.press("Gửi duyệt") // refused: what it holds is nowhere else
	if !asks() {
		t.Error("does not ask after a form was refused")
	}
	// As one types nothing moves: the check box stays where it is.
	w.open("/so/activity/moi")
	w.fill("attendances", "51")
	var before, after float64
	const top = `document.querySelector("[data-none=women]").getBoundingClientRect().top + scrollY`
	const next = `document.querySelector("#f-minority").getBoundingClientRect().top + scrollY`
	w.eval(top+"+"+next, &before)
	w.fill("women", "85")
	time.Sleep(50 * time.Millisecond)
	w.wants("85 lớn hơn tổng số 51")
	if w.eval(top+"+"+next, &after); before != after {
		t.Errorf("the warning moves the form by %v", after-before)
	}
}
