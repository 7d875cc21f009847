package web

import (
	"bytes"
	"fmt"
	"io"
	"log/slog"
	"mime/multipart"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// sends makes a form with a file of so many bytes.
func (v *visitor) sends(method, path string, size int) page {
	v.t.Helper()
	var b bytes.Buffer
	m := multipart.NewWriter(&b)
	f, err := m.CreateFormFile("tep", "x.bin")
	if err != nil {
		v.t.Fatal(err)
	}
	if _, err := f.Write(bytes.Repeat([]byte("x"), size)); err != nil {
		v.t.Fatal(err)
	}
	if err := m.Close(); err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(v.t.Context(), method, v.h.srv.URL+path, &b)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", m.FormDataContentType())
	return v.do(req)
}

// TestNoFileStays holds that nobody fills the disk with what he sends.
func TestNoFileStays(t *testing.T) {
	dir := t.TempDir()
	h := sqlite(t)
	t.Setenv("TMPDIR", dir)
	h.as("", "").sends(http.MethodGet, "/vao", 3<<20).wants(t, 200, "Đăng nhập")
	h.as("officer", "06652").sends(http.MethodGet, "/nhap", 3<<20).wants(t, 200)
	h.as("", "").sends(http.MethodPost, "/vao", 3<<20).wants(t, 422)
	h.as("administrator", "").sends(http.MethodPost, "/don-vi/22/ban-do", 3<<20).wants(t, 422)
	h.as("administrator", "").sends(http.MethodPost, "/don-vi/to-chuc/nhap", 3<<20).wants(t, 422)
	if left, err := os.ReadDir(dir); err != nil || len(left) > 0 {
		t.Errorf("files stay: %v, %v", left, err)
	}
	h.as("", "").post("/vao", "name", strings.Repeat("a", 2<<20)).wants(t, 422, "quá lớn")
}

// TestOnlyBlocksThatAreAskedFor: a part of a page is given where the page itself asks
// for it, else the page.
func TestOnlyBlocksThatAreAskedFor(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	for path, blocks := range map[string][]string{"/vao": {"faults", "bare", "meta"}, "/": {"choices", "cells", "page", "meta"}, "/khong-co": {"faults"}} {
		for _, block := range blocks {
			req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Header.Set("HX-Request", "true")
			req.Header.Set("HX-Target", block)
			who := v
			if path == "/vao" {
				who = h.as("", "")
			}
			if p := who.do(req); p.status >= 500 || !strings.Contains(p.body, "<!doctype html>") {
				t.Errorf("%s, %s: %d, %.80q", path, block, p.status, p.body)
			}
		}
	}
}

// TestMetricsAreNotForAll are told on this machine alone.
func TestMetricsAreNotForAll(t *testing.T) {
	v := sqlite(t).as("", "")
	v.get("/metrics").wants(t, 200, "go_goroutines")
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, v.h.srv.URL+"/metrics", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("X-Forwarded-For", "203.0.113.5")
	v.do(req).wants(t, 404)
	for remote, want := range map[string]bool{"127.0.0.1:5": true, "[::1]:5": true, "@": true, "203.0.113.5:5": false} {
		if got := nearby(&http.Request{RemoteAddr: remote}); got != want {
			t.Errorf("%s is nearby: %v", remote, got)
		}
	}
}

// TestAPanicIsAnswered with a page and a line of the log that tells where, not what.
func TestAPanicIsAnswered(t *testing.T) {
	h := sqlite(t)
	var log bytes.Buffer
	site := &base.Site{Ledger: h.led, Asset: Assets(), Log: slog.New(slog.NewTextHandler(&log, nil)), Now: func() time.Time { return testDay }}
	handler := site.Handler(base.Route{Pattern: "GET /", Open: true, Do: func(*base.Request) error {
		panic(fmt.Errorf("bà Lê Thị X"))
	}})
	w := httptest.NewRecorder()
	handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
	if w.Code != http.StatusInternalServerError || !strings.Contains(w.Body.String(), "<!doctype html>") {
		t.Errorf("%d: %.80s", w.Code, w.Body)
	}
	if s := log.String(); !strings.Contains(s, "door_test.go") || strings.Contains(s, "Lê Thị") {
		t.Errorf("the log: %s", s)
	}
}

// TestASilentBodyEnds: who begins to send and then says nothing does not hold a connection.
func TestASilentBodyEnds(t *testing.T) {
	patience := silence
	silence = 200 * time.Millisecond
	t.Cleanup(func() { silence = patience })
	h := sqlite(t)
	u, err := url.Parse(h.srv.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/vao", "/khong-co"} { // read, and not read
		c, err := (&net.Dialer{}).DialContext(t.Context(), "tcp", u.Host)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(c, "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: 100000\r\n\r\nname=a", path, u.Host)
		if err := c.SetReadDeadline(time.Now().Add(10 * time.Second)); err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(io.Discard, c); err != nil {
			t.Errorf("%s: still open: %v", path, err)
		}
		c.Close()
	}
	h.as("officer", "06652").post("/chon", "lang", "en", "ve", "/").wants(t, 303) // and who goes on is served
}

// TestSessionsEndOnce: nobody ends another's session, nor one that there is not, and the
// journal has no line of it; who signs in anew leaves no session behind.
func TestSessionsEndOnce(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	a := h.as("administrator", "")
	ends := strings.Count(a.get("/nhat-ky").body, "Đăng xuất")
	v.post("/tai-khoan/phien/1").wants(t, 404)
	if n := strings.Count(a.get("/nhat-ky").body, "Đăng xuất"); n != ends || n == 0 {
		t.Errorf("the journal tells of an end that there was not: %d, %d", ends, n)
	}
	if err := h.led.SetPassword(t.Context(), admin, "officer-06658", "một hai ba bốn"); err != nil {
		t.Fatal(err)
	}
	one := h.as("", "")
	sign := func() *http.Cookie {
		one.post("/vao", "name", "officer-06658", "password", "một hai ba bốn").wants(t, 303)
		u, err := url.Parse(h.srv.URL)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range one.c.Jar.Cookies(u) {
			if c.Name == "binhdang" {
				return c
			}
		}
		t.Fatal("no session")
		return nil
	}
	first := sign()
	second := sign()
	if first.Value == second.Value {
		t.Fatal("the same session")
	}
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/tai-khoan", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.AddCookie(first)
	h.as("", "").do(req).wants(t, 303)
	one.get("/tai-khoan").wants(t, 200)
}

// TestGuessingIsNoted in the journal, once, and slows down who changes a password too.
func TestGuessingIsNoted(t *testing.T) {
	h := sqlite(t)
	v := h.as("", "")
	for range 7 {
		v.post("/vao", "name", "officer-06652", "password", "sai rồi").wants(t, 422)
	}
	h.led.Settle()
	p := h.as("administrator", "").get("/nhat-ky")
	if n := strings.Count(p.body, "Có người dò mật khẩu"); n < 1 || n > 2 {
		t.Errorf("noted %d times", n)
	}
	o := h.as("officer", "06658")
	if err := h.led.SetPassword(t.Context(), admin, "officer-06658", "một hai ba bốn"); err != nil {
		t.Fatal(err)
	}
	o = h.as("officer", "06658")
	began := time.Now()
	for range 8 {
		o.post("/tai-khoan/mat-khau", "old", "sai", "password", "mật khẩu mới tinh", "again", "mật khẩu mới tinh").wants(t, 422)
	}
	if spent := time.Since(began); spent < 700*time.Millisecond {
		t.Errorf("eight wrong tries took %v", spent)
	}
}

// TestSampleRolesAlone are offered without a password.
func TestSampleRolesAlone(t *testing.T) {
	h := sqlite(t)
	if err := h.led.AddAccount(t.Context(), admin, "bac-ninh", "", "một hai ba bốn", []access.Grant{{Role: "viewer", Unit: unit.VN}}); err != nil {
		t.Fatal(err)
	}
	s := serveSample(t, h.led)
	s.as("", "").post("/vao/mau", "name", "bac-ninh").wants(t, 404)
}

// TestLinkOfTheFirstStart ends with the first account, whoever made it.
func TestLinkOfTheFirstStart(t *testing.T) {
	h := sqlite(t) // it has accounts
	token, err := h.led.SetupToken(t.Context())
	if err != nil || token != "" {
		t.Fatalf("a link where there are accounts: %q, %v", token, err)
	}
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := bareSite(t, storetest.Open(t, c))
		token, err := h.led.SetupToken(t.Context())
		if err != nil || token == "" {
			t.Fatal(token, err)
		}
		h.as("", "").get("/thiet-lap/"+token).wants(t, 200)
		if err := h.led.AddAccount(t.Context(), admin, "boss", "", "một hai ba bốn", admin.Grants); err != nil {
			t.Fatal(err)
		}
		h.as("", "").get("/thiet-lap/"+token).wants(t, 403)
		h.as("", "").post("/thiet-lap/"+token, "name", "eve", "password", "một hai ba bốn").wants(t, 403)
		if err := h.led.SetUp(t.Context(), token, "eve", "", "một hai ba bốn"); fault.All(err) == nil {
			t.Errorf("a second administrator: %v", err)
		}
	})
}
