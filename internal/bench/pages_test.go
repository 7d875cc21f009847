//go:build bench

package bench

import (
	"bytes"
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/web"
	"binhdang/internal/web/base"
)

// TestBenchPages measures pages on a million records while fifty people click and
// five write, all on this machine.
func TestBenchPages(t *testing.T) {
	f := measure(t, "pages", "Pages",
		`Fifty people, each of another unit of the country, open boards, registers and records of their own province one page after
another with a pause of a second between (more would be nobody's hands), while five write a record a second each. Server and
browsers share the machine's cores. Times are from the request to the last byte. Before that somebody in each province has
opened the board once, one after the other: the first since the program was started. "First visit" and "opened again" are in
Chromium at 360 px with 1.6 Mbit/s, 150 ms and a processor four times slower, the province the one with most communes:
usable is when all has come and the largest part is painted.`)
	w := newWorld(t)
	k := fill(t, w, sizes(t, "BENCH_RECORDS", "1000000")[0])
	clock := func() time.Time { return period.Date(2025, 12, 14).Time() }
	led, err := ledger.New(t.Context(), k.keeping(t, w).db, w.cat, clock)
	if err != nil {
		t.Fatal(err)
	}
	site := &base.Site{Ledger: led, Asset: web.Assets(), Log: slog.New(slog.DiscardHandler), Now: clock}
	srv := httptest.NewServer(web.Handler(site))
	defer srv.Close()
	secret := func(name, role string, at unit.ID) string {
		if err := led.AddAccount(t.Context(), admin, name, "", "", []access.Grant{{Role: role, Unit: at}}); err != nil {
			t.Fatal(err)
		}
		s, err := led.SignInSample(t.Context(), name, "")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	provinces := w.provinces()
	var mu sync.Mutex
	took := map[string][]time.Duration{}
	sizesOf := map[string]int{}
	var failed atomic.Int64
	get := func(secret, kind, path string) string {
		req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, srv.URL+path, nil)
		if err != nil {
			t.Error(err)
			return ""
		}
		req.AddCookie(&http.Cookie{Name: "binhdang", Value: secret})
		req.Header.Set("Accept-Encoding", "gzip")
		start := time.Now()
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			failed.Add(1)
			return ""
		}
		body, err := io.ReadAll(resp.Body)
		spent := time.Since(start)
		resp.Body.Close()
		if err != nil || resp.StatusCode != http.StatusOK {
			failed.Add(1)
			t.Logf("%s: %d", path, resp.StatusCode)
			return ""
		}
		mu.Lock()
		took[kind] = append(took[kind], spent)
		sizesOf[kind] = max(sizesOf[kind], len(body))
		mu.Unlock()
		if z, err := gzip.NewReader(bytes.NewReader(body)); err == nil {
			body, _ = io.ReadAll(z)
		}
		return string(body)
	}
	var keys []string
	for i := range 50 {
		keys = append(keys, secret(fmt.Sprintf("nguoi-%d", i), "standing_office", provinces[i%len(provinces)]))
		if i < len(provinces) {
			get(keys[i], "first board of a province", "/?p=2025")
		}
	}
	ctx, stop := context.WithTimeout(t.Context(), 60*time.Second)
	defer stop()
	var wait sync.WaitGroup
	for i, key := range keys {
		wait.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(i), 7))
			time.Sleep(time.Duration(chance.IntN(1000)) * time.Millisecond)
			for ctx.Err() == nil {
				switch chance.IntN(5) {
				case 0, 1:
					get(key, "board of a province", "/?p=2025")
				case 2, 3:
					get(key, "a register", "/so/activity?p=2025")
				default:
					list := get(key, "a register", "/so/activity")
					if _, rest, ok := strings.Cut(list, `href="/ban-ghi/`); ok {
						id, _, _ := strings.Cut(rest, `"`)
						get(key, "a record", "/ban-ghi/"+id)
					}
				}
				time.Sleep(time.Second)
			}
		})
	}
	var written atomic.Int64
	for i := range 5 {
		wait.Go(func() {
			chance := rand.New(rand.NewPCG(uint64(i), 8))
			communes := w.tree.Children(provinces[i], years.Last)
			for ctx.Err() == nil {
				raw := register.Input{"unit": string(communes[chance.IntN(len(communes))].Code), "first": "2025-12-10", "form": "TOADAM",
					"title": "Tọa đàm", "attendances": "40", "women": "20"}
				if _, p, err := led.Enter(t.Context(), admin, "activity", ledger.Form{Raw: raw, Lang: "vi"}, false); err != nil || p.Refused() {
					failed.Add(1)
					t.Log(p, err)
				}
				written.Add(1)
				time.Sleep(time.Second)
			}
		})
	}
	wait.Wait()
	on := k.String()
	for _, c := range []struct {
		kind        string
		median, p99 time.Duration
	}{{"first board of a province", 0, 0}, {"board of a province", 60 * time.Millisecond, 150 * time.Millisecond}, {"a register", 50 * time.Millisecond, 0}, {"a record", 0, 0}} {
		list := took[c.kind]
		if len(list) == 0 {
			t.Fatal("nobody opened", c.kind)
		}
		slices.Sort(list)
		f.time(t, c.kind+": median", on, list[len(list)/2], c.median)
		f.time(t, c.kind+": p99", on, list[len(list)*99/100], c.p99)
		f.add(t, c.kind+": as sent, largest", on, fmt.Sprintf("%.1f KB", float64(sizesOf[c.kind])/1000), "<= 30 KB", sizesOf[c.kind] <= 30_000)
	}
	f.add(t, "pages opened, records written meanwhile", on, fmt.Sprintf("%d, %d", len(took["board of a province"])+len(took["a register"])+len(took["a record"]), written.Load()), "", true)
	f.add(t, "failures", on, fmt.Sprint(failed.Load()), "0", failed.Load() == 0)
	largest := 0 // the board with most communes is the heaviest
	for i, p := range provinces {
		if len(w.tree.Children(p, years.Last)) > len(w.tree.Children(provinces[largest], years.Last)) {
			largest = i
		}
	}
	visits(t, f, srv.URL, keys[largest], [][2]string{{"sign-in", "/vao"}, {"board of a province", "/?p=2025"}, {"a register", "/so/activity"},
		{"a form", "/so/activity/moi"}, {"units", "/don-vi"}})
	f.add(t, "resident memory, the browsers' side included", on, megabytes(resident()), "< 250 MB", resident() < 250*mega)
	f.done(t)
}

// resident is the memory of this process now.
func resident() int64 {
	data, err := os.ReadFile("/proc/self/statm")
	if err != nil {
		return 0
	}
	var size, pages int64
	if _, err := fmt.Sscan(string(data), &size, &pages); err != nil {
		return 0
	}
	return pages * int64(os.Getpagesize())
}
