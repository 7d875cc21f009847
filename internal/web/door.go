package web

import (
	"io"
	"net"
	"net/http"
	"time"
)

// nearby tells whether a request was made on this machine, for no one else: what
// watches the program asks so.
func nearby(r *http.Request) bool {
	if r.Header.Get("X-Forwarded-For") != "" || r.Header.Get("Forwarded") != "" {
		return false
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	ip := net.ParseIP(host)
	return err != nil || ip != nil && ip.IsLoopback() // a socket has no host
}

// How long a body may stay silent, and take in all: 50 MB on a slow line take five minutes.
var silence = 30 * time.Second // a test is less patient

const whole = 20 * time.Minute

// patient is a body that is waited for as long as something of it comes.
type patient struct {
	io.ReadCloser
	until func(time.Time) error
	last  time.Time // for the whole
}

func newPatient(w http.ResponseWriter, body io.ReadCloser) *patient {
	p := &patient{body, http.NewResponseController(w).SetReadDeadline, time.Now().Add(whole)}
	p.wait()
	return p
}

// wait for what comes next. A server that has no deadlines, as in tests, waits for ever.
func (p *patient) wait() {
	next := time.Now().Add(silence)
	if next.After(p.last) {
		next = p.last
	}
	_ = p.until(next)
}

// Read reads on, and waits no longer where all has come.
func (p *patient) Read(b []byte) (int, error) {
	p.wait()
	n, err := p.ReadCloser.Read(b)
	if err == io.EOF {
		_ = p.until(time.Time{})
	}
	return n, err
}
