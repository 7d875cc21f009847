// Package web is the pages: the routes of all screens behind one door.
//
// It puts together what the screens give, sets what every answer carries (a strict
// Content-Security-Policy, no third parties), refuses forms of other sites, and
// writes one line of log and one set of figures a request, with ids alone.
package web

import (
	"context"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"binhdang/internal/atlas"
	"binhdang/internal/chart"
	"binhdang/internal/web/asset"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// Routes are all addresses of the program, screen by screen.
func Routes() []base.Route {
	var all []base.Route
	for _, s := range screens(new(land.Land)) {
		all = append(all, s.routes()...)
	}
	return all
}

// Styles are the style sheets beside those of the parts.
func styles() []string {
	out := []string{chart.CSS, atlas.CSS, base.CSS}
	for _, s := range screens(nil) {
		if s.css != "" {
			out = append(out, s.css)
		}
	}
	return out
}

// Assets is the set of files that pages are drawn with.
func Assets() *asset.Set {
	set := asset.New(styles()...)
	for name, data := range base.Scripts() {
		set.Add(name, data)
	}
	base.Drawn(set.URL(asset.Icons))
	return set
}

// Handler serves the site.
func Handler(site *base.Site) http.Handler {
	mux := http.NewServeMux()
	for _, rt := range Routes() {
		mux.Handle(rt.Pattern, site.Handler(rt))
	}
	mux.Handle("GET /static/", site.Asset.Handler())
	mux.HandleFunc("/", site.NotFound)

	figures := prometheus.NewRegistry()
	took := prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "binhdang_request_seconds",
		Help: "How long requests took, by route and status.", Buckets: []float64{.005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}},
		[]string{"route", "status"})
	figures.MustRegister(took, collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	told := promhttp.HandlerFor(figures, promhttp.HandlerOpts{})
	mux.HandleFunc("GET /metrics", func(w http.ResponseWriter, r *http.Request) {
		if !nearby(r) {
			site.NotFound(w, r)
			return
		}
		told.ServeHTTP(w, r)
	})
	mux.HandleFunc("GET /healthz", func(w http.ResponseWriter, r *http.Request) { healthy(w, r, site) })

	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(site.OfAnotherSite))
	protected := protection.Handler(mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		site.Forwarded(r)
		if r.ContentLength != 0 {
			r.Body = newPatient(w, r.Body)
		}
		info := &base.Info{}
		out := &answer{ResponseWriter: w}
		secure(out.Header())
		protected.ServeHTTP(out, r.WithContext(base.WithInfo(r.Context(), info)))
		if info.Pattern == "" && out.status == http.StatusOK { // a file, or what machines ask
			return
		}
		spent := time.Since(start)
		took.WithLabelValues(info.Pattern, strconv.Itoa(out.status)).Observe(spent.Seconds())
		site.Log.LogAttrs(context.WithoutCancel(r.Context()), slog.LevelInfo, "request", slog.String("request", info.ID), slog.String("route", info.Pattern),
			slog.Int("status", out.status), slog.Int64("account", info.Account), slog.String("fault", info.Fault),
			slog.Int64("ms", spent.Milliseconds()))
	})
}

// secure sets what every answer carries. Nothing is fetched from anywhere else,
// nothing runs that is not a file of ours, nobody frames a page.
func secure(h http.Header) {
	h.Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; "+
		"connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
}

func healthy(w http.ResponseWriter, r *http.Request, site *base.Site) {
	if _, err := site.Ledger.Setting(r.Context(), "demo"); err != nil {
		http.Error(w, "database", http.StatusServiceUnavailable)
		return
	}
	w.Header().Set("Content-Type", "text/plain")
	_, _ = w.Write([]byte("ok\n"))
}

// answer remembers the status that was written.
type answer struct {
	http.ResponseWriter
	status int
}

// WriteHeader remembers the status.
func (a *answer) WriteHeader(status int) {
	if a.status == 0 {
		a.status = status
	}
	a.ResponseWriter.WriteHeader(status)
}

// Write answers 200 where nothing else was said.
func (a *answer) Write(b []byte) (int, error) {
	if a.status == 0 {
		a.status = http.StatusOK
	}
	return a.ResponseWriter.Write(b)
}

// Unwrap gives what is underneath, for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }
