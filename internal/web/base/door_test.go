package base

import (
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"testing"
)

// TestLocal holds that a form leads nowhere but to our own pages.
func TestLocal(t *testing.T) {
	for to, want := range map[string]string{
		"/": "/", "/so/activity?p=2026&u=22": "/so/activity?p=2026&u=22", "/don-vi/22/": "/don-vi/22/", "/?u=193@2025-06-30#don-vi": "/?u=193@2025-06-30#don-vi",
		"": "/", "so": "/", "https://evil.example/": "/", "//evil.example": "/", "/\\evil.example": "/", "/\t/evil.example": "/",
		"/./\\evil.example": "/", "/.//evil.example": "/", "/x/..//evil.example": "/", "/%5cevil.example": "/", "/%09/evil.example": "/", "/\r\nSet-Cookie: a": "/",
		"javascript:alert(1)": "/", "/a b": "/",
	} {
		if got := local(to); got != want {
			t.Errorf("%q leads to %q, want %q", to, got, want)
		}
	}
}

// TestFrom finds who came behind proxies.
func TestFrom(t *testing.T) {
	_, own, _ := net.ParseCIDR("10.0.0.0/8")
	for _, c := range []struct {
		remote, want string
		lines        []string
	}{
		{"203.0.113.9:1", "203.0.113.9", []string{"1.2.3.4"}}, // nobody that we trust
		{"10.0.0.1:1", "1.2.3.4", []string{"1.2.3.4"}},
		{"10.0.0.1:1", "1.2.3.4", []string{"9.9.9.9, 1.2.3.4"}},           // what came before may be made up
		{"10.0.0.1:1", "1.2.3.4", []string{"9.9.9.9", "1.2.3.4"}},         // a line of its own
		{"10.0.0.1:1", "1.2.3.4", []string{"9.9.9.9, 1.2.3.4, 10.0.0.2"}}, // two proxies of ours
		{"10.0.0.1:1", "1.2.3.4", []string{"9.9.9.9, 1.2.3.4", "10.0.0.2"}},
		{"10.0.0.1:1", "10.0.0.1", []string{"nonsense"}},
		{"10.0.0.1:1", "10.0.0.1", nil},
	} {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.RemoteAddr = c.remote
		for _, l := range c.lines {
			r.Header.Add("X-Forwarded-For", l)
		}
		q := &Request{Request: r, Site: &Site{Proxies: []*net.IPNet{own}, Log: slog.New(slog.DiscardHandler)}}
		if got := q.From(); got != c.want {
			t.Errorf("%s %q: %s, want %s", c.remote, c.lines, got, c.want)
		}
	}
}
