package web

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// axe is the checker of accessibility, of the tests alone (MPL-2.0, see NOTICE).
//
//go:embed testdata/axe.min.js
var axe string

// chromium is the one browser of all tests of the package, started when the first asks.
var chromium = sync.OnceValues(func() (context.Context, error) {
	path := ""
	for _, p := range []string{os.Getenv("BINHDANG_CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"} {
		if _, err := os.Stat(p); p != "" && err == nil {
			path = p
			break
		}
	}
	if path == "" {
		return nil, fmt.Errorf("no Chromium: run script/setup.sh, or name it in BINHDANG_CHROMIUM")
	}
	alloc, _ := chromedp.NewExecAllocator(context.Background(), chromedp.ExecPath(path), chromedp.Headless, chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.NoFirstRun, chromedp.NoDefaultBrowserCheck, chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-background-networking", true), chromedp.Flag("disable-component-update", true), chromedp.Flag("disable-sync", true),
		chromedp.Flag("disable-dev-shm-usage", true), chromedp.WSURLReadTimeout(60*time.Second))
	ctx, _ := chromedp.NewContext(alloc)
	return ctx, chromedp.Do(ctx)
})

// tab is one window of the browser, in which a role is signed in.
type tab struct {
	t    *testing.T
	h    *house
	ctx  context.Context
	name string
}

// look is how a page is looked at.
type look struct {
	width int64
	theme string // light or dark
	lang  string
}

var (
	desk  = look{1280, "light", "vi"}
	phone = look{360, "light", "vi"}
)

// window opens a tab for a role at a unit.
func (h *house) window(role, code string, l look) *tab {
	h.t.Helper()
	root, err := chromium()
	if err != nil {
		h.t.Fatal(err)
	}
	ctx, cancel := chromedp.NewContext(root, chromedp.WithNewBrowserContext())
	h.t.Cleanup(cancel)
	w := &tab{h.t, h, ctx, fmt.Sprintf("%s-%s-%d-%s-%s", role, code, l.width, l.theme, l.lang)}
	w.do(chromedp.EmulateViewport(l.width, 800), chromedp.Navigate(h.srv.URL+"/healthz"))
	cookies := []string{"lang=" + l.lang, "theme=" + l.theme}
	if role != "" {
		u, err := url.Parse(h.srv.URL)
		if err != nil {
			h.t.Fatal(err)
		}
		for _, c := range h.as(role, code).c.Jar.Cookies(u) {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
	}
	for _, c := range cookies {
		w.eval(fmt.Sprintf("document.cookie = %q", c+"; path=/"), nil)
	}
	return w
}

func (w *tab) do(steps ...chromedp.Action[chromedp.Void]) {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.ctx, 30*time.Second)
	defer cancel()
	// The first run of a tab must not have a deadline: it would end the tab with it.
	if err := chromedp.Do(w.ctx); err != nil {
		w.t.Fatal(w.name, err)
	}
	if err := chromedp.Do(ctx, steps...); err != nil {
		w.t.Fatal(w.name, err)
	}
}

// eval runs a script in the page and puts its answer, as JSON, into to.
func (w *tab) eval(script string, to any) {
	w.t.Helper()
	if to == nil {
		if _, err := chromedp.Run(w.ctx, chromedp.Evaluate[chromedp.Void](script)); err != nil {
			w.t.Fatal(w.name, script, err)
		}
		return
	}
	b, err := chromedp.Run(w.ctx, chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise))
	for range 40 { // the page has just gone: ask the one that follows
		if err == nil || !strings.Contains(err.Error(), "navigated or closed") && !strings.Contains(err.Error(), "context was destroyed") &&
			!strings.Contains(err.Error(), "Cannot find context") {
			break
		}
		time.Sleep(50 * time.Millisecond)
		b, err = chromedp.Run(w.ctx, chromedp.Evaluate[[]byte](script, chromedp.EvalAwaitPromise))
	}
	if err != nil {
		w.t.Fatal(w.name, script, err)
	}
	if err := json.Unmarshal(b, to); err != nil {
		w.t.Fatal(w.name, script, err)
	}
}

// open goes to a page.
func (w *tab) open(path string) {
	w.t.Helper()
	w.do(chromedp.Navigate(w.h.srv.URL + path))
}

// click presses what a selector finds and waits for the page that follows.
func (w *tab) click(css string) {
	w.t.Helper()
	w.do(chromedp.Click(chromedp.CSS(css)))
	time.Sleep(150 * time.Millisecond)
	w.settled()
}

// press presses the button or link that says the text, and waits.
func (w *tab) press(text string) {
	w.t.Helper()
	var found bool
	w.eval(fmt.Sprintf(`(() => { const all = [...document.querySelectorAll("button, a.btn, main a, summary, dialog[open] button")].filter(e => e.checkVisibility());
		const b = all.find(e => e.textContent.trim() === %[1]q) || all.find(e => e.textContent.trim().startsWith(%[1]q));
		if (b) b.click(); return !!b })()`, text), &found)
	if !found {
		w.t.Fatalf("%s: nothing says %q on %s", w.name, text, w.where())
	}
	time.Sleep(150 * time.Millisecond)
	w.settled()
}

func (w *tab) settled() {
	w.t.Helper()
	for range 200 {
		var state string
		w.eval(`document.readyState`, &state)
		if state == "complete" {
			return
		}
		time.Sleep(25 * time.Millisecond)
	}
	w.t.Fatalf("%s: the page does not settle", w.name)
}

// fill writes into the field with a name.
func (w *tab) fill(name, text string) {
	w.t.Helper()
	var found bool
	w.eval(fmt.Sprintf(`(() => { const e = document.querySelector('[name=%[1]q]'); if (!e) return false; e.value = %[2]q;
		e.dispatchEvent(new Event("input", {bubbles: true})); e.dispatchEvent(new Event("change", {bubbles: true})); return true })()`, name, text), &found)
	if !found {
		w.t.Fatalf("%s: no field %s on %s", w.name, name, w.where())
	}
}

// choose marks the radio button or check box with a name and value.
func (w *tab) choose(name, value string) {
	w.t.Helper()
	var found bool
	w.eval(fmt.Sprintf(`(() => { const e = document.querySelector('input[name=%q][value=%q]'); if (e) e.click(); return !!e })()`, name, value), &found)
	if !found {
		w.t.Fatalf("%s: no choice %s=%s on %s", w.name, name, value, w.where())
	}
}

// file gives a file to the first field for files.
func (w *tab) file(path string) {
	w.t.Helper()
	w.do(chromedp.SetUploadFiles(chromedp.CSS("input[type=file]"), []string{path}))
}

// until waits for the page to say a text: work in the background takes its time.
func (w *tab) until(text string) {
	w.t.Helper()
	for range 300 {
		if strings.Contains(w.text(), text) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	w.t.Fatalf("%s: %s never says %q: %.1500s", w.name, w.where(), text, w.text())
}

func (w *tab) where() string {
	var at string
	w.eval(`location.pathname + location.search`, &at)
	return at
}

func (w *tab) text() string {
	var s string
	w.eval(`document.body ? document.body.innerText : ""`, &s)
	return s
}

// wants holds that the page says these texts.
func (w *tab) wants(texts ...string) {
	w.t.Helper()
	said := w.text()
	for _, s := range texts {
		if !strings.Contains(said, s) {
			w.t.Errorf("%s: %s does not say %q: %.1500s", w.name, w.where(), s, said)
		}
	}
}

// view keeps a picture of what is seen without scrolling, in the folder of BINHDANG_SHOTS.
func (w *tab) view(name string) {
	w.t.Helper()
	b, err := chromedp.Run(w.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(os.Getenv("BINHDANG_SHOTS"), name+".png"), b, 0o644); err != nil {
		w.t.Fatal(err)
	}
}

// axes runs the checker on the page and tells what it finds, with where.
func (w *tab) axes() []string {
	w.t.Helper()
	w.eval(axe, nil)
	var found struct {
		Violations []struct {
			ID, Help string
			Nodes    []struct{ HTML string }
		}
	}
	w.eval(`axe.run(document, {runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], resultTypes: ["violations"]})`, &found)
	var out []string
	for _, v := range found.Violations {
		for _, n := range v.Nodes {
			out = append(out, fmt.Sprintf("%s: %.160s", v.ID, n.HTML))
		}
	}
	return out
}

// sound holds what every page owes: nothing for axe, no sideways scrolling, nothing
// fetched from elsewhere, one heading of the first level, no address that is missing.
func (w *tab) sound(path string) {
	w.t.Helper()
	w.open(path)
	for _, f := range w.axes() {
		w.t.Errorf("%s %s: %s", w.name, path, f)
	}
	var p struct {
		Wide, Width, Heads int
		Hosts              []string
		Doubles            []string
	}
	w.eval(`({wide: document.documentElement.scrollWidth, width: innerWidth, heads: document.querySelectorAll("h1").length,
		hosts: [...new Set(performance.getEntriesByType("resource").map(e => new URL(e.name).host))],
		doubles: [...document.querySelectorAll("[id]")].map(e => e.id).filter((id, i, all) => all.indexOf(id) !== i)})`, &p)
	if p.Wide > p.Width {
		w.t.Errorf("%s %s scrolls sideways: %d in %d", w.name, path, p.Wide, p.Width)
	}
	if p.Heads != 1 {
		w.t.Errorf("%s %s has %d headings of the first level", w.name, path, p.Heads)
	}
	own := strings.TrimPrefix(w.h.srv.URL, "http://")
	if i := slices.IndexFunc(p.Hosts, func(h string) bool { return h != own }); i >= 0 {
		w.t.Errorf("%s %s asks %s", w.name, path, p.Hosts[i])
	}
	if len(p.Doubles) > 0 {
		w.t.Errorf("%s %s has ids twice: %v", w.name, path, p.Doubles)
	}
}

// TestSignInLooksSound checks the one page that everybody meets first.
func TestSignInLooksSound(t *testing.T) {
	h := sqlite(t)
	for _, l := range []look{desk, phone, {1280, "dark", "en"}, {360, "dark", "en"}} {
		h.window("", "", l).sound("/vao")
	}
}
