package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"mime/multipart"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

var ours = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(catalog.Layer{FS: content.FS}) })

// testDay is the day on which all tests of pages are told: 20/11/2026.
var testDay = time.Date(2026, 11, 20, 9, 0, 0, 0, time.FixedZone("ICT", 7*3600))

var admin = access.Actor{Name: "admin", Via: "cli:admin", Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}

// house is a site with one account for each role: its name is role@unit.
type house struct {
	t   *testing.T
	led *ledger.Ledger
	srv *httptest.Server
}

// openSite starts a site over an empty database, with its accounts.
func openSite(t *testing.T, db *store.DB) *house {
	t.Helper()
	h := bareSite(t, db)
	for _, role := range []string{"standing_office", "approver", "officer", "viewer"} {
		for _, code := range []string{"22", "06652", "06658", "46"} {
			h.person(role, code)
		}
	}
	return h
}

// bareSite starts a site over an empty database, which nobody has set up yet.
func bareSite(t *testing.T, db *store.DB) *house {
	t.Helper()
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	led, err := ledger.New(t.Context(), db, cat, func() time.Time { return testDay })
	if err != nil {
		t.Fatal(err)
	}
	return serving(t, &base.Site{Ledger: led})
}

// serveSample starts a site over the sample data.
func serveSample(t *testing.T, led *ledger.Ledger) *house {
	t.Helper()
	return serving(t, &base.Site{Ledger: led, Sample: true})
}

func serving(t *testing.T, site *base.Site) *house {
	t.Helper()
	site.Asset, site.Log, site.Now = Assets(), slog.New(slog.DiscardHandler), func() time.Time { return testDay }
	h := &house{t: t, led: site.Ledger, srv: httptest.NewServer(Handler(site))}
	t.Cleanup(h.srv.Close)
	return h
}

// sqlite starts a site over a new embedded database.
func sqlite(t *testing.T) *house {
	t.Helper()
	return openSite(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
}

func (h *house) person(role, code string) {
	h.t.Helper()
	u, _, err := h.led.Tree().Resolve(code, h.led.Today())
	if err != nil {
		h.t.Fatal(err)
	}
	if err := h.led.AddAccount(context.Background(), admin, role+"-"+code, "", "", []access.Grant{{Role: role, Unit: u.ID}}); err != nil {
		h.t.Fatal(err)
	}
}

// enter puts a record in as the administrator, approved.
func (h *house) enter(reg register.Name, columns ...string) *register.Record {
	h.t.Helper()
	return h.enterAs(admin, reg, columns...)
}

func (h *house) enterAs(by access.Actor, reg register.Name, columns ...string) *register.Record {
	h.t.Helper()
	raw := register.Input{}
	for _, c := range columns {
		k, v, _ := strings.Cut(c, "=")
		raw[k] = v
	}
	r, p, err := h.led.Enter(context.Background(), by, reg, ledger.Form{Raw: raw, Lang: "vi"}, false)
	if err != nil || p.Refused() {
		h.t.Fatal(columns, p, err)
	}
	return r
}

// actor is who a role at a unit is, for entering records as somebody.
func (h *house) actor(role, code string) access.Actor {
	h.t.Helper()
	a, err := h.led.CommandLine(context.Background(), role+"-"+code)
	if err != nil {
		h.t.Fatal(err)
	}
	return a
}

// visitor is one browser.
type visitor struct {
	t *testing.T
	h *house
	c *http.Client
}

// as is a browser in which a role at a unit is signed in ("": nobody).
func (h *house) as(role, code string) *visitor {
	h.t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	v := &visitor{h.t, h, &http.Client{Jar: jar, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
	if role == "" {
		return v
	}
	name := role + "-" + code
	if role == "administrator" {
		name = "admin"
		_ = h.led.AddAccount(context.Background(), admin, name, "Quản trị", "", admin.Grants) // the second time it is there
	}
	secret, err := h.led.SignInSample(context.Background(), name, "test")
	if err != nil {
		h.t.Fatal(err)
	}
	u, err := url.Parse(h.srv.URL)
	if err != nil {
		h.t.Fatal(err)
	}
	jar.SetCookies(u, []*http.Cookie{{Name: "binhdang", Value: secret}})
	return v
}

// page is an answer.
type page struct {
	status int
	body   string
	to     string // where a redirect leads
	header http.Header
}

func (v *visitor) do(req *http.Request) page {
	v.t.Helper()
	resp, err := v.c.Do(req)
	if err != nil {
		v.t.Fatal(err)
	}
	defer resp.Body.Close()
	b, err := io.ReadAll(resp.Body)
	if err != nil {
		v.t.Fatal(err)
	}
	return page{resp.StatusCode, string(b), resp.Header.Get("Location"), resp.Header}
}

func (v *visitor) get(path string) page {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.h.srv.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	return v.do(req)
}

// post sends a form: pairs of name and value.
func (v *visitor) post(path string, pairs ...string) page {
	v.t.Helper()
	form := url.Values{}
	for i := 0; i+1 < len(pairs); i += 2 {
		form.Add(pairs[i], pairs[i+1])
	}
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.h.srv.URL+path, strings.NewReader(form.Encode()))
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.do(req)
}

// wants holds that a page answers so and has these texts in it.
func (p page) wants(t *testing.T, status int, texts ...string) {
	t.Helper()
	if p.status != status {
		t.Errorf("status %d, want %d: %.300s", p.status, status, p.body)
		return
	}
	for _, s := range texts {
		if !strings.Contains(p.body, s) {
			t.Errorf("the page lacks %q", s)
		}
	}
}

// upload is a file in a form.
type upload struct{ field, name, data string }

// hands sends a form with files as a browser does: pairs of name and value, then the files.
func (v *visitor) hands(path string, files []upload, pairs ...string) page {
	v.t.Helper()
	var b bytes.Buffer
	w := multipart.NewWriter(&b)
	for i := 0; i+1 < len(pairs); i += 2 {
		if err := w.WriteField(pairs[i], pairs[i+1]); err != nil {
			v.t.Fatal(err)
		}
	}
	for _, u := range files {
		f, err := w.CreateFormFile(u.field, u.name)
		if err == nil {
			_, err = f.Write([]byte(u.data))
		}
		if err != nil {
			v.t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		v.t.Fatal(err)
	}
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodPost, v.h.srv.URL+path, &b)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("Content-Type", w.FormDataContentType())
	return v.do(req)
}
