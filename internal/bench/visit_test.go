//go:build bench

package bench

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// The line and the phone on which pages are opened: 1.6 Mbit/s down, 0.75 up, 150 ms
// away, and a processor four times slower than this machine's.
const (
	lineDown  = 1.6e6 / 8
	lineUp    = 0.75e6 / 8
	lineAway  = 150
	phoneSlow = 4
)

// visit is what the browser tells of a page that was opened.
type visit struct {
	Painted float64 `json:"painted"` // milliseconds until the largest part stood
	Loaded  float64 `json:"loaded"`  // until all came, with fonts and script
	Bytes   int64   `json:"bytes"`   // that came over the line
}

const told = `(async () => {
	await document.fonts.ready;
	const lcp = await new Promise(done => {
		new PerformanceObserver(l => done(l.getEntries().at(-1).startTime)).observe({type: 'largest-contentful-paint', buffered: true});
		setTimeout(() => done(performance.now()), 3000);
	});
	const n = performance.getEntriesByType('navigation')[0];
	const all = [n, ...performance.getEntriesByType('resource')];
	return JSON.stringify({painted: lcp, loaded: n.loadEventEnd, bytes: all.reduce((s, e) => s + e.transferSize, 0)});
})()`

// visits opens pages in Chromium on a slow line and phone: each first with nothing at
// hand, then again.
func visits(t *testing.T, f *figures, base, secret string, pages [][2]string) {
	path := "/usr/bin/chromium"
	if p := os.Getenv("BINHDANG_CHROMIUM"); p != "" {
		path = p
	}
	alloc, stop := chromedp.NewExecAllocator(t.Context(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-background-networking", true),
		chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(time.Minute))
	defer stop()
	root, stop := chromedp.NewContext(alloc)
	defer stop()
	if err := chromedp.Do(root); err != nil {
		t.Fatal(err)
	}
	for _, p := range pages {
		ctx, stop := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
		slow := chromedp.Func(func(ctx context.Context, tab *chromedp.Target) error {
			if _, err := cdp.Call(ctx, tab, network.Enable, network.EnableParams{}); err != nil {
				return err
			}
			if p[1] != "/vao" {
				_, err := cdp.Call(ctx, tab, network.SetCookie, network.SetCookieParams{Name: "binhdang", Value: secret, URL: base})
				if err != nil {
					return err
				}
			}
			_, err := cdp.Call(ctx, tab, network.EmulateNetworkConditionsByRule, network.EmulateNetworkConditionsByRuleParams{
				MatchedNetworkConditions: []*network.Conditions{{Latency: lineAway, DownloadThroughput: lineDown, UploadThroughput: lineUp}}})
			if err != nil {
				return err
			}
			_, err = cdp.Call(ctx, tab, emulation.SetCPUThrottlingRate, emulation.SetCPUThrottlingRateParams{Rate: phoneSlow})
			return err
		})
		if err := chromedp.Do(ctx, chromedp.EmulateViewport(360, 740), slow); err != nil {
			t.Fatal(err)
		}
		for _, again := range []bool{false, true} {
			if err := chromedp.Do(ctx, chromedp.Navigate(base+p[1])); err != nil {
				t.Fatal(p, err)
			}
			text, err := chromedp.Run(ctx, chromedp.Evaluate[string](told, chromedp.EvalAwaitPromise))
			if err != nil {
				t.Fatal(p, err)
			}
			var v visit
			if err := json.Unmarshal([]byte(text), &v); err != nil {
				t.Fatal(err)
			}
			what, most := p[0]+", first visit", int64(120_000)
			if again {
				what, most = p[0]+", opened again", 30_000
			}
			usable := time.Duration(max(v.Painted, v.Loaded) * float64(time.Millisecond))
			f.time(t, what+": usable", "Chromium", usable, 2*time.Second)
			f.add(t, what+": over the line", "Chromium", fmt.Sprintf("%.1f KB", float64(v.Bytes)/1000), fmt.Sprintf("<= %d KB", most/1000), v.Bytes > 0 && v.Bytes <= most)
		}
		stop()
	}
}
