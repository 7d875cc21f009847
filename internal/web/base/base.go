// Package base is what every page stands on: a request with who asks, the frame
// around a page, how answers and faults are written.
//
// A screen is a package that gives Routes. Its handlers decode the request, ask
// the ledger and show one typed page. Whether somebody may do a thing is
// decided by the ledger; base only knows who is signed in.
package base

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"path"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/web/asset"
)

// Site is what all screens share: made once, then only read.
type Site struct {
	Ledger *ledger.Ledger
	Asset  *asset.Set
	Log    *slog.Logger
	// Sample tells that the data are the sample programme: pages say so, and the
	// sign-in page offers the sample roles.
	Sample bool
	guard  guard
	// Proxies are trusted to say by which address and scheme a browser came.
	Proxies []*net.IPNet
	Now     func() time.Time
}

// Catalog is the content that pages are made from.
func (s *Site) Catalog() *catalog.Catalog { return s.Ledger.Catalog() }

// Route is one address of the program.
type Route struct {
	// Pattern is a method and a path of http.ServeMux: "GET /so/{register}".
	Pattern string
	// Open routes answer also who is not signed in; all others send to the sign-in page.
	Open bool
	// Needs is the right that the ledger will ask for, for the table of routes.
	Needs access.Right
	// Uploads routes read their body themselves and bound it; of all others it is a
	// form of at most a megabyte.
	Uploads bool
	Do      func(*Request) error
}

const formBytes = 1 << 20

// Request is one request with who makes it. It belongs to one goroutine.
type Request struct {
	*http.Request
	W       http.ResponseWriter
	Site    *Site
	Session *ledger.Session // nil: nobody is signed in
	Actor   access.Actor    // of the session; without rights if there is none
	Lang    string          // vi or en
	Theme   string          // light, dark; "": as the device
	ID      string          // in the log and on pages that say what went wrong
	Pattern string
	wrote   bool
}

// The cookies of the program. Only the first is a secret.
const (
	cookieSession = "binhdang"
	cookieLang    = "lang"
	cookieTheme   = "theme"
)

// Handler serves a route.
func (s *Site) Handler(rt Route) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case r.Method == http.MethodGet || r.Method == http.MethodHead: // asks by its address alone
			r.Body = http.NoBody
		case !rt.Uploads:
			r.Body = http.MaxBytesReader(w, r.Body, formBytes)
		}
		q, err := s.request(w, r, rt.Pattern)
		defer q.end()
		if err == nil && q.Session == nil && !rt.Open {
			q.toSignIn()
			return
		}
		if err == nil {
			err = rt.Do(q)
		}
		if err != nil {
			q.fail(err)
		}
	})
}

// end leaves no file of an upload behind, and answers where the program itself failed.
func (q *Request) end() {
	if q.MultipartForm != nil {
		_ = q.MultipartForm.RemoveAll()
	}
	v := recover()
	if v == nil {
		return
	}
	if v == http.ErrAbortHandler {
		panic(v)
	}
	// What was panicked with may say what is in the data: the log gets where, not what.
	q.fail(fmt.Errorf("panic of %T: %s", v, debug.Stack()))
}

func (s *Site) request(w http.ResponseWriter, r *http.Request, pattern string) (*Request, error) {
	q := &Request{Request: r, W: w, Site: s, Lang: "vi", Pattern: pattern, ID: requestID()}
	if info, ok := r.Context().Value(infoKey{}).(*Info); ok {
		info.Pattern, info.ID = pattern, q.ID
	}
	if c, err := r.Cookie(cookieLang); err == nil && c.Value == "en" {
		q.Lang = "en"
	}
	if c, err := r.Cookie(cookieTheme); err == nil && (c.Value == "light" || c.Value == "dark") {
		q.Theme = c.Value
	}
	c, err := r.Cookie(cookieSession)
	if err != nil {
		return q, nil
	}
	q.Session, err = s.Ledger.Session(r.Context(), c.Value)
	if q.Session != nil {
		q.Actor = q.Session.Actor
		if info, ok := r.Context().Value(infoKey{}).(*Info); ok {
			info.Account = q.Actor.Account
		}
	}
	return q, err
}

func requestID() string {
	b := make([]byte, 6)
	rand.Read(b) // never fails
	return hex.EncodeToString(b)
}

// Info is what the log and the figures of a request tell, put into its context by
// who serves it and filled in by the route. It holds ids alone.
type Info struct {
	Pattern string
	ID      string
	Account int64
	Fault   string // key of the fault that was answered
}

type infoKey struct{}

// WithInfo gives a context whose request fills in info.
func WithInfo(ctx context.Context, info *Info) context.Context {
	return context.WithValue(ctx, infoKey{}, info)
}

// Today is the day in Viet Nam.
func (q *Request) Today() period.Day { return q.Site.Ledger.Today() }

// Ledger is the ledger that pages ask.
func (q *Request) Ledger() *ledger.Ledger { return q.Site.Ledger }

// Word is the sentence of a key in the language of the page.
func (q *Request) Word(key string, args ...string) string {
	return q.Site.Catalog().Say(q.Lang, key, args...)
}

// Form reads a form that was sent.
func (q *Request) Form() error {
	err := q.Request.ParseForm()
	if err == nil || errors.As(err, new(*http.MaxBytesError)) {
		return err
	}
	return fault.New(fault.Invalid, "web.form")
}

// Go sends the browser to another page of ours after something was done.
func (q *Request) Go(path string) error {
	q.wrote = true
	http.Redirect(q.W, q.Request, local(path), http.StatusSeeOther)
	return nil
}

// local keeps a redirect on this site: a clean path with nothing in it that browsers
// leave out or read as a slash.
func local(to string) string {
	u, err := url.Parse(to)
	if err != nil || u.Scheme != "" || u.Host != "" || u.User != nil || u.Opaque != "" || !strings.HasPrefix(to, "/") ||
		strings.ContainsFunc(to, func(r rune) bool { return r <= ' ' || r == '\\' || r == 0x7f }) ||
		strings.ContainsFunc(u.Path, func(r rune) bool { return r < ' ' || r == '\\' || r == 0x7f }) ||
		path.Clean(u.Path) != u.Path && path.Clean(u.Path)+"/" != u.Path {
		return "/"
	}
	return to
}

// toSignIn sends to the sign-in page, which leads back to a page that was asked for.
func (q *Request) toSignIn() {
	to := "/vao"
	if q.Method == http.MethodGet && q.URL.Path != "/" {
		to += "?ve=" + queryEscape(q.URL.RequestURI())
	}
	if q.Header.Get("HX-Request") != "" { // a fragment can't show the sign-in page
		q.W.Header().Set("HX-Redirect", to)
		q.W.WriteHeader(http.StatusUnauthorized)
		return
	}
	http.Redirect(q.W, q.Request, to, http.StatusSeeOther)
}

// status of an answer that tells of a fault.
func status(err error) int {
	faults := fault.All(err)
	if len(faults) == 0 {
		return http.StatusInternalServerError
	}
	switch faults[0].Kind {
	case fault.NotFound:
		return http.StatusNotFound
	case fault.Forbidden:
		return http.StatusForbidden
	case fault.Conflict:
		return http.StatusConflict
	}
	return http.StatusUnprocessableEntity
}

// fail answers with what went wrong: the sentence of a fault, or for anything else
// that it is our fault, with the number under which the log has it.
func (q *Request) fail(err error) {
	var tooLarge *http.MaxBytesError
	if errors.As(err, &tooLarge) {
		err = fault.New(fault.Invalid, "web.large")
	}
	code := status(err)
	p := &failPage{Frame: q.Frame("web.fail.title"), Code: code, Back: q.from()}
	for _, f := range fault.All(err) {
		p.Faults = append(p.Faults, q.Site.Catalog().Book().Fault(q.Lang, f))
		q.Note(f)
	}
	if code == http.StatusInternalServerError {
		if q.Context().Err() != nil { // the browser has gone
			return
		}
		q.Site.Log.Error("request failed", "request", q.ID, "route", q.Pattern, "error", err)
	}
	if q.wrote {
		return
	}
	if err := q.Show(code, failTemplate, p); err != nil {
		q.Site.Log.Error("request failed", "request", q.ID, "route", q.Pattern, "error", err)
	}
}

// from is the page of ours from which the request was made, "" where that can't be told.
func (q *Request) from() string {
	u, err := url.Parse(q.Referer())
	if err != nil || u.Host != q.Host || u.Path == "" || q.Method == http.MethodGet && u.RequestURI() == q.URL.RequestURI() {
		return ""
	}
	return local(u.RequestURI())
}

// Note has the log tell the key of a fault that was answered.
func (q *Request) Note(f *fault.Error) {
	if info, ok := q.Context().Value(infoKey{}).(*Info); ok {
		info.Fault = f.Key
	}
}

// NotFound answers an address that there is not.
func (s *Site) NotFound(w http.ResponseWriter, r *http.Request) {
	q, err := s.request(w, r, "")
	if err == nil {
		err = fault.New(fault.NotFound, "web.not_found")
	}
	q.fail(err)
}

// OfAnotherSite answers a form that another site has sent.
func (s *Site) OfAnotherSite(w http.ResponseWriter, r *http.Request) {
	r.Body = http.NoBody
	q, err := s.request(w, r, "")
	if err == nil {
		err = fault.New(fault.Forbidden, "web.cross_origin")
	}
	q.fail(err)
}

// Forwarded gives a request the name of the host that the browser asked for, where a
// proxy that is trusted says it: by it forms of other sites are told from ours.
func (s *Site) Forwarded(r *http.Request) {
	q := &Request{Request: r, Site: s}
	if host := r.Header.Get("X-Forwarded-Host"); host != "" && q.trusted() {
		r.Host = host
	}
}

// SignIn keeps the secret of a session in the browser. The session that it had ends.
func (q *Request) SignIn(secret string) {
	if q.Session != nil {
		if err := q.Ledger().EndSession(q.Context(), q.Actor, q.Session.ID); err != nil {
			q.Site.Log.Warn("session not ended", "request", q.ID, "error", err)
		}
	}
	q.cookie(cookieSession, secret, 0)
}

// SignOut forgets it.
func (q *Request) SignOut() { q.cookie(cookieSession, "", -1) }

// Prefer keeps the language and the theme that a person chose.
func (q *Request) Prefer(lang, theme string) {
	const year = 365 * 24 * 3600
	if lang == "vi" || lang == "en" {
		q.cookie(cookieLang, lang, year)
	}
	switch theme {
	case "light", "dark":
		q.cookie(cookieTheme, theme, year)
	case "device":
		q.cookie(cookieTheme, "", -1)
	}
}

func (q *Request) cookie(name, value string, age int) {
	http.SetCookie(q.W, &http.Cookie{Name: name, Value: value, Path: "/", MaxAge: age,
		HttpOnly: true, Secure: q.TLS(), SameSite: http.SameSiteLaxMode})
}

// TLS tells whether the browser came by TLS, to us or to a proxy that we trust.
func (q *Request) TLS() bool {
	return q.Request.TLS != nil || q.trusted() && q.Header.Get("X-Forwarded-Proto") == "https"
}

// From is the address from which the browser comes.
func (q *Request) From() string {
	from, _, err := net.SplitHostPort(q.RemoteAddr)
	if err != nil {
		from = q.RemoteAddr
	}
	if !q.trusted() {
		return from
	}
	// Each proxy adds the one that came to it, on the same line or on one of its own:
	// the last that is no proxy of ours is who came. Whoever stands before may be made up.
	list := strings.Split(strings.Join(q.Header.Values("X-Forwarded-For"), ","), ",")
	for _, one := range slices.Backward(list) {
		ip := net.ParseIP(strings.TrimSpace(one))
		if ip == nil {
			break
		}
		if from = ip.String(); !q.Site.proxy(ip) {
			break
		}
	}
	return from
}

// proxy tells whether an address is that of a proxy that is trusted.
func (s *Site) proxy(ip net.IP) bool {
	return slices.ContainsFunc(s.Proxies, func(p *net.IPNet) bool { return p.Contains(ip) })
}

func (q *Request) trusted() bool {
	host, _, err := net.SplitHostPort(q.RemoteAddr)
	if err != nil {
		return len(q.Site.Proxies) > 0 // a socket: only the proxy can reach it
	}
	ip := net.ParseIP(host)
	return ip != nil && q.Site.proxy(ip)
}
