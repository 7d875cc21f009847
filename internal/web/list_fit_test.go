package web

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestShareSaysOfWhom holds that the share of women over a list says of how many it is,
// where not every record told them.
func TestShareSaysOfWhom(t *testing.T) {
	h := sqlite(t)
	h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=172", "women=104")
	v := h.as("officer", "06652")
	p := v.get("/so/activity")
	p.wants(t, 200, "<b>104</b> (60,5\u00a0%)")
	h.enter("activity", "unit=06652", "first=2026-03-12", "form=TOADAM", "attendances=300")
	v.get("/so/activity").wants(t, 200, "<b>472</b>", "<b>104</b> (60,5\u00a0% trong 172 có số liệu nữ)")
}

// TestListsFit holds that a list can be read at each width: titles get room, nothing
// is cut, and what a filter offers is seen without scrolling in it.
func TestListsFit(t *testing.T) {
	h := sqlite(t)
	h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=172", "women=104",
		"title=Tọa đàm về phòng ngừa bạo lực trên cơ sở giới cho đoàn viên, hội viên của phường")
	if p := h.as("standing_office", "22").post("/don-vi/22/to-chuc/moi", body("code", "22.VH", "name", "Sở Văn hóa, Thể thao và Du lịch thành phố Quảng Ninh và các đơn vị trực thuộc", "seat", "22")...); p.status != 303 {
		t.Fatal(p.status, faultsOf(p))
	}
	h.enter("activity", "unit=22.VH", "first=2026-03-11", "form=HOITHAO", "attendances=20", "place=06652")
	w := h.window("standing_office", "22", look{768, "light", "vi"})
	w.open("/so/activity")
	var got struct{ Main, State, Width float64 }
	w.eval(`(() => { const b = (s) => document.querySelector(".rows-of tbody " + s).getBoundingClientRect();
		return {main: b("td.main").width, state: b("td.state").right, width: innerWidth} })()`, &got)
	if got.Main < 200 || got.State > got.Width {
		t.Errorf("at 768 the title has %v, the state ends at %v of %v", got.Main, got.State, got.Width)
	}
	w = h.window("standing_office", "22", phone)
	w.open("/so/activity")
	var wide []string
	w.eval(`[...document.querySelectorAll(".rows-of tbody td")].filter(e => e.checkVisibility() && (e.scrollWidth > e.clientWidth + 1 || e.getBoundingClientRect().right > innerWidth)).map(e => e.className + " " + e.textContent)`, &wide)
	if len(wide) > 0 {
		t.Errorf("cut on a phone: %q", wide)
	}
	w = h.window("standing_office", "22", desk)
	w.open("/so/activity")
	w.press("Kỳ")
	var hidden float64
	w.eval(`(() => { const p = document.querySelector("details[open] > .pop"); return p.scrollHeight - p.clientHeight })()`, &hidden)
	if hidden > 1 {
		t.Errorf("%v px of the filter by period are below its fold", hidden)
	}
	w = h.window("administrator", "22", desk)
	w.open("/nhat-ky")
	var tall []string
	w.eval(`[...document.querySelectorAll(".log .by-whom")].filter(e => { const r = document.createRange(); r.selectNodeContents(e); return r.getClientRects().length > 1 }).map(e => e.textContent)`, &tall)
	if len(tall) > 0 {
		t.Errorf("names that wrap: %q", tall)
	}
}

// TestJournalInWords holds that the journal says what was done and by whom as people
// would, and that a new account is told all that it lacks.
func TestJournalInWords(t *testing.T) {
	h := sqlite(t)
	v := h.as("administrator", "")
	p := v.post("/nguoi-dung/moi", "name", "", "role", "officer", "unit", "Không đâu", "password", "ngắn")
	p.wants(t, 422, "Hãy ghi tên tài khoản.", `href="#f-name"`, `href="#f-unit"`, `href="#f-password"`)
	if strings.Contains(p.body, "“”") {
		t.Error("an empty name is quoted")
	}
	if err := h.led.SetSetting(t.Context(), admin, "demo", "1"); err != nil {
		t.Fatal(err)
	}
	o := h.as("officer", "06652")
	const limits = "/bao-cao/annual/sua?u=06652&p=2026&b=limits"
	if p := o.post(limits, "seen", mark(t, o.get(limits)), "text", "Chữ"); p.status != 303 {
		t.Fatal(p.status)
	}
	p = v.get("/nhat-ky")
	p.wants(t, 200, "Nạp dữ liệu mẫu", "Quản trị (admin)", "Phường Hà Tu, năm 2026")
	if strings.Contains(p.body, "annual 06652") {
		t.Error("the journal names a draft by its key")
	}
}

// TestGivenPassword holds that who signs in with a password of another's making is
// asked to change it, until he has.
func TestGivenPassword(t *testing.T) {
	h := sqlite(t)
	if err := h.led.SetPassword(t.Context(), admin, "officer-06652", "một hai ba bốn"); err != nil {
		t.Fatal(err)
	}
	v := h.as("", "")
	if p := v.post("/vao", "name", "officer-06652", "password", "một hai ba bốn"); p.to != "/tai-khoan" {
		t.Errorf("first sign-in leads to %q", p.to)
	}
	v.get("/tai-khoan").wants(t, 200, "do người khác đặt")
	if p := v.post("/tai-khoan/mat-khau", "old", "một hai ba bốn", "password", "của riêng tôi thôi", "again", "của riêng tôi thôi"); p.status != 303 {
		t.Fatal(p.status)
	}
	if p := v.get("/tai-khoan"); strings.Contains(p.body, "do người khác đặt") {
		t.Error("asked again after it was changed")
	}
	if p := h.as("", "").post("/vao", "name", "officer-06652", "password", "của riêng tôi thôi"); p.to != "/" {
		t.Errorf("afterwards it leads to %q", p.to)
	}
}

// TestListPrints holds that a page of a register prints on few sheets: its titles have
// room, on paper that lies.
func TestListPrints(t *testing.T) {
	h := sqlite(t)
	for i := range 50 {
		h.enter("activity", "unit=06652", fmt.Sprintf("first=2026-%02d-%02d", 1+i/25, 1+i%25), "form=TOADAM", "attendances=172", "women=104",
			fmt.Sprintf("title=Tọa đàm thứ %d về phòng ngừa bạo lực trên cơ sở giới cho đoàn viên, hội viên của phường", i))
	}
	w := h.window("officer", "06652", desk)
	w.open("/so/activity")
	pdf, err := chromedp.Run(w.ctx, chromedp.PrintToPDF(chromedp.PDFPreferCSSPageSize()))
	if err != nil {
		t.Fatal(err)
	}
	if dir := os.Getenv("BINHDANG_SHOTS"); dir != "" {
		_ = os.WriteFile(filepath.Join(dir, "list.pdf"), pdf, 0o644)
	}
	if n := len(regexp.MustCompile(`/Type\s*/Page\b`).FindAll(pdf, -1)); n < 2 || n > 5 {
		t.Errorf("50 records print on %d pages", n)
	}
}
