package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestWaysIn holds the set-up by link, signing in and out, and that guesses tell nothing.
func TestWaysIn(t *testing.T) {
	h := sqlite(t)
	v := h.as("", "")
	if p := v.get("/"); p.status != http.StatusSeeOther || p.to != "/vao" {
		t.Errorf("not signed in: %d to %s", p.status, p.to)
	}
	if p := v.get("/so/activity?q=x"); !strings.HasPrefix(p.to, "/vao?ve=%2Fso") {
		t.Errorf("the way back: %s", p.to)
	}
	v.get("/vao").wants(t, 200, "Đăng nhập", `lang="vi"`)
	v.post("/vao", "name", "ai", "password", "gì cũng được").wants(t, 422, "Tên hoặc mật khẩu chưa đúng.")
	v.post("/vao/mau", "name", "viewer-22").wants(t, 404)
	v.get("/thiet-lap/abc").wants(t, 403, "không dùng được nữa")
	if err := h.led.SetPassword(t.Context(), admin, "officer-06652", "một hai ba bốn"); err != nil {
		t.Fatal(err)
	}
	v.post("/vao", "name", "officer-06652", "password", "một hai ba").wants(t, 422, "chưa đúng")
	p := v.post("/vao", "name", "officer-06652", "password", "một hai ba bốn", "ve", "https://nơi.khác/")
	if p.status != http.StatusSeeOther || p.to != "/" {
		t.Errorf("signed in: %d to %s", p.status, p.to)
	}
	c := p.header.Get("Set-Cookie")
	for _, want := range []string{"HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(c, want) {
			t.Errorf("the cookie %q lacks %s", c, want)
		}
	}
	if p := v.post("/ra"); p.to != "/vao" {
		t.Errorf("signed out: %s", p.to)
	}
	if p := v.get("/so"); p.status != http.StatusSeeOther {
		t.Errorf("after signing out: %d", p.status)
	}
	v.post("/chon", "lang", "en", "ve", "/vao")
	v.get("/vao").wants(t, 200, "Sign in", `lang="en"`)
}

// TestEveryAnswer carries what keeps a browser from being misused.
func TestEveryAnswer(t *testing.T) {
	v := sqlite(t).as("", "")
	for _, path := range []string{"/vao", "/khong-co", "/healthz"} {
		csp := v.get(path).header.Get("Content-Security-Policy")
		if csp == "" || strings.Contains(csp, "unsafe") || strings.Contains(csp, "*") {
			t.Errorf("%s: policy %q", path, csp)
		}
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, v.h.srv.URL+"/vao", strings.NewReader("name=a"))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Origin", "https://evil.example")
	req.Header.Set("Sec-Fetch-Site", "cross-site")
	if p := v.do(req); p.status != http.StatusForbidden {
		t.Errorf("a form of another site: %d", p.status)
	}
}
