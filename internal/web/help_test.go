package web

import (
	"io"
	"log/slog"
	"net/http/httptest"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/internal/web/base"
)

// TestHelp is for all, and names people only to those whom they look after.
func TestHelp(t *testing.T) {
	h := sqlite(t)
	p := h.as("", "").get("/tro-giup")
	p.wants(t, 200, "Một bản ghi là gì", "Lượt người", "Kỳ hành chính", "Quên mật khẩu")
	if strings.Contains(p.body, "standing_office-") {
		t.Error("accounts are named to who is not signed in")
	}
	p = h.as("officer", "06652").get("/tro-giup")
	p.wants(t, 200, "standing_office-06652", "standing_office-22", "Ctrl &#43; Enter")
	for _, no := range []string{"standing_office-46", "standing_office-06658", "approver-"} {
		if strings.Contains(p.body, no) {
			t.Errorf("an officer of Hà Tu is sent to %s", no)
		}
	}
	if strings.Index(p.body, "standing_office-06652") > strings.Index(p.body, "standing_office-22") {
		t.Error("the nearest does not come first")
	}
	if err := h.led.DisableAccount(t.Context(), admin, "standing_office-06652", true); err != nil {
		t.Fatal(err)
	}
	if p := h.as("officer", "06652").get("/tro-giup"); strings.Contains(p.body, "standing_office-06652") {
		t.Error("an account that is closed is named")
	}
	v := h.as("viewer", "46")
	v.post("/chon", "lang", "en", "ve", "/")
	p = v.get("/tro-giup")
	p.wants(t, 200, "What a record is", "administrative calendar")
	if m := regexp.MustCompile(`web\.help\.[a-z_.]+`).FindString(p.body); m != "" {
		t.Errorf("a sentence is missing: %s", m)
	}
}

// TestTour leads through the sample alone, and each step has a page and a way on.
func TestTour(t *testing.T) {
	h := sqlite(t)
	v := h.as("viewer", "22")
	v.get("/dao/1").wants(t, 404)
	v.get("/phat-trien/bo-phan").wants(t, 403)
	h.as("administrator", "").get("/phat-trien/bo-phan").wants(t, 200)
	h.srv.Close()
	site := &base.Site{Ledger: h.led, Asset: Assets(), Log: slog.New(slog.NewTextHandler(io.Discard, nil)), Now: func() time.Time { return testDay }, Sample: true}
	h.srv = httptest.NewServer(Handler(site))
	t.Cleanup(h.srv.Close)
	v = h.as("viewer", "22")
	v.get("/tai-khoan").wants(t, 200, `href="/dao/1"`)
	for n := 1; n <= 7; n++ {
		p := v.get("/dao/" + strconv.Itoa(n))
		p.wants(t, 200, strconv.Itoa(n)+"/7", "Mở trang này")
		if m := regexp.MustCompile(`web\.help\.[a-z_.]+`).FindString(p.body); m != "" {
			t.Errorf("a sentence is missing: %s", m)
		}
		if next := strings.Contains(p.body, `href="/dao/`+strconv.Itoa(n+1)); next != (n < 7) {
			t.Errorf("step %d leads on: %v", n, next)
		}
	}
	for _, n := range []string{"0", "8", "x"} {
		v.get("/dao/"+n).wants(t, 404)
	}
	v.get("/phat-trien/bo-phan").wants(t, 200, "Đính chính", `href="?nen=dark"`)
	v.get("/phat-trien/bo-phan?nen=dark").wants(t, 200, `data-theme="dark"`, `href="?nen=light"`)
}

// TestPartsPage shows every part that doc/parts.md describes, word for word.
func TestPartsPage(t *testing.T) {
	doc, err := os.ReadFile("../../doc/parts.md")
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile("help/parts.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	blocks := regexp.MustCompile("(?ms)^```html\n(.*?)\n```").FindAllStringSubmatch(string(doc), -1)
	if len(blocks) < 10 {
		t.Fatalf("%d parts", len(blocks))
	}
	for _, b := range blocks {
		if !strings.Contains(string(page), b[1]) {
			t.Errorf("help/parts.tmpl lacks the part that begins with %.120s", b[1])
		}
	}
}
