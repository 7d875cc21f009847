package asset

import (
	"bytes"
	"compress/gzip"
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"net/http"
	"net/http/httptest"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// budget is what a first visit may fetch besides the page, in bytes as sent: many
// offices share a slow line.
const budget = 90_000

func TestSizes(t *testing.T) {
	s, total := New(), 0
	for name, it := range s.byName {
		sent := it.data
		if it.zipped != nil {
			sent = it.zipped
		}
		t.Logf("%-36s %6d, sent %6d", name, len(it.data), len(sent))
		if name != Icons { // fetched later, and small
			total += len(sent)
		}
	}
	if total >= budget {
		t.Errorf("style, htmx and letters take %d bytes, want less than %d", total, budget)
	}
}

func TestHandler(t *testing.T) {
	s := New()
	s.Add("entry.js", []byte("let a = 1\n"))
	for _, c := range []struct {
		rule, method, url, accept string
		status                    int
		kind, coding              string
	}{
		{"the sheet, packed", "GET", s.URL(Style), "br, gzip", 200, "text/css; charset=utf-8", "gzip"},
		{"the sheet, plain", "GET", s.URL(Style), "", 200, "text/css; charset=utf-8", ""},
		{"gzip refused", "GET", s.URL(Style), "gzip;q=0, *", 200, "text/css; charset=utf-8", ""},
		{"anything will do", "GET", s.URL(Script), "*", 200, "text/javascript; charset=utf-8", "gzip"},
		{"icons", "GET", s.URL(Icons), "gzip", 200, "image/svg+xml", "gzip"},
		{"letters are packed already", "GET", s.URL("so-400.woff2"), "gzip", 200, "font/woff2", ""},
		{"what was added", "GET", s.URL("entry.js"), "", 200, "text/javascript; charset=utf-8", ""},
		{"only the head", "HEAD", s.URL(Style), "gzip", 200, "text/css; charset=utf-8", "gzip"},
		{"an old address", "GET", "/static/000000000000/" + Style, "", 404, "", ""},
		{"no such file", "GET", "/static/", "", 404, "", ""},
		{"nothing is written here", "POST", s.URL(Style), "", 405, "", ""},
	} {
		r := httptest.NewRequestWithContext(t.Context(), c.method, c.url, nil)
		r.Header.Set("Accept-Encoding", c.accept)
		w := httptest.NewRecorder()
		s.Handler().ServeHTTP(w, r)
		if w.Code != c.status {
			t.Errorf("%s: %s %s gives %d, want %d", c.rule, c.method, c.url, w.Code, c.status)
			continue
		}
		if c.status != http.StatusOK {
			continue
		}
		h := w.Header()
		if h.Get("Content-Type") != c.kind || h.Get("Content-Encoding") != c.coding || !strings.Contains(h.Get("Cache-Control"), "immutable") {
			t.Errorf("%s: %s gives %v, want type %q and coding %q, immutable", c.rule, c.url, h, c.kind, c.coding)
		}
		body := w.Body.Bytes()
		if c.method == "HEAD" {
			if len(body) != 0 || h.Get("Content-Length") == "0" {
				t.Errorf("%s: HEAD sends %d bytes and announces %s", c.rule, len(body), h.Get("Content-Length"))
			}
			continue
		}
		if c.coding == "gzip" {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatalf("%s: %v", c.rule, err)
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatalf("%s: %v", c.rule, err)
			}
		}
		if want := s.byName[path.Base(c.url)].data; !bytes.Equal(body, want) {
			t.Errorf("%s: %s sends %d bytes, want the %d of the file", c.rule, c.url, len(body), len(want))
		}
	}
}

// TestStyle wants one sheet in layers, with addresses of letters that the same Set serves.
func TestStyle(t *testing.T) {
	s := New("/* gone */ .x::after { content: \"a  /* b */\"; }", ".y { color : red }")
	css := string(s.byName[Style].data)
	for _, want := range []string{
		"@layer reset,token,base,part,page,print;",
		`@layer page{.x::after{content: "a  /* b */";}}`,
		`@layer page{.y{color : red}}`,
	} {
		if !strings.Contains(css, want) {
			t.Errorf("the sheet lacks %s", want)
		}
	}
	if n := strings.Count(css, "{") - strings.Count(css, "}"); n != 0 {
		t.Errorf("the sheet has %d more opening than closing braces", n)
	}
	for _, m := range regexp.MustCompile(`url\(([^)]*)\)`).FindAllStringSubmatch(css, -1) {
		if s.URL(path.Base(m[1])) != m[1] {
			t.Errorf("the sheet asks for %s, which is not served", m[1])
		}
	}
	if other := New().URL(Style); other == s.URL(Style) {
		t.Errorf("another sheet has the same address %s", other)
	}
}

// TestDigits wants digits of one width in cells of numbers alone: in a date or a
// sentence a narrow 1 would stand in a hole.
func TestDigits(t *testing.T) {
	rule := regexp.MustCompile(`([^{};]*)\{[^{}]*font-family: ?var\(--digit\)`)
	for _, m := range rule.FindAllStringSubmatch(string(New().byName[Style].data), -1) {
		if s := strings.TrimSpace(m[1]); s != "& .n" && s != "& tr > :first-child" { // the second is the numbers of rows of a file
			t.Errorf("%s has digits of equal width", s)
		}
	}
}

// TestIcons wants the icons that pages and states name, each once.
func TestIcons(t *testing.T) {
	var file struct {
		Symbols []struct {
			ID  string `xml:"id,attr"`
			Box string `xml:"viewBox,attr"`
		} `xml:"symbol"`
	}
	if err := xml.Unmarshal(read(Icons), &file); err != nil {
		t.Fatal(err)
	}
	have := map[string]int{}
	for _, s := range file.Symbols {
		have[s.ID]++
		if want := "0 0 20 20"; s.Box != want && s.ID != "i-mark" {
			t.Errorf("%s is drawn on %q, want %q", s.ID, s.Box, want)
		}
	}
	want := strings.Fields(`g-draft g-waiting g-returned g-approved g-void g-merged
		t-exceeded t-met t-partly t-close t-not_met t-no_data t-nothing_arising i-mark i-home i-search i-menu`)
	for _, id := range want {
		if have[id] != 1 {
			t.Errorf("icon.svg has %s %d times, want once", id, have[id])
		}
	}
}

// variable is one token of a colour.
var variable = regexp.MustCompile(`--([\w-]+): (#[0-9a-f]{6});`)

// themes are the colours by name: light, dark as the device wishes, dark as chosen.
func themes(t *testing.T) (light, device, chosen map[string]string) {
	t.Helper()
	css := string(read("css/token.css"))
	blocks := strings.Split(css, " color-scheme: ")
	if len(blocks) != 4 {
		t.Fatalf("token.css has %d colour schemes, want 3", len(blocks)-1)
	}
	colours := func(s string) map[string]string {
		out := map[string]string{}
		s, _, _ = strings.Cut(s, "}")
		for _, m := range variable.FindAllStringSubmatch(s, -1) {
			out[m[1]] = m[2]
		}
		return out
	}
	return colours(blocks[1]), colours(blocks[2]), colours(blocks[3])
}

// TestDarkTwice wants both dark blocks alike, and every light colour in them.
func TestDarkTwice(t *testing.T) {
	light, device, chosen := themes(t)
	var names []string
	for name := range light {
		names = append(names, name)
		if device[name] == "" || device[name] != chosen[name] {
			t.Errorf("--%s is %q by the device's wish and %q by choice", name, device[name], chosen[name])
		}
	}
	if len(device) != len(names) || len(chosen) != len(names) {
		t.Errorf("%d colours are light, %d and %d dark", len(names), len(device), len(chosen))
	}
}

// TestContrast measures what is read (4.5) and what is only seen (3), by WCAG 2.
func TestContrast(t *testing.T) {
	text := strings.Fields(`ink/surface ink/ground ink/sunk ink-2/surface ink-2/ground ink-2/sunk brand/surface brand/ground brand/sunk
		brand/brand-soft brand-strong/surface ink/brand-soft ink-2/brand-soft on-brand/brand on-brand/brand-strong on-red/red red/surface red/ground red/red-soft
		ink/red-soft brand/red-soft amber/surface amber/ground amber/amber-soft ink/amber-soft brand/amber-soft ink-2/amber-soft nu/surface nam-text/surface surface/ink surface/amber`)
	seen := strings.Fields(`line-strong/surface line-strong/ground amber-fill/surface amber-fill/ground nu/surface nam/surface nam/ground
		s1/surface s2/surface s3/surface s4/surface brand/sunk`)
	light, dark, _ := themes(t)
	for i, theme := range []map[string]string{light, dark} {
		check := func(pairs []string, least float64) {
			for _, p := range pairs {
				a, b, _ := strings.Cut(p, "/")
				if got := contrast(theme[a], theme[b]); got < least {
					t.Errorf("%s: %s has contrast %.2f, want %.1f", []string{"light", "dark"}[i], p, got, least)
				}
			}
		}
		check(text, 4.5)
		check(seen, 3)
	}
}

// contrast of two colours such as #005c60, from 1 to 21; 0 where one is none.
func contrast(a, b string) float64 {
	light := func(s string) float64 {
		var sum float64
		for i, weight := range []float64{.2126, .7152, .0722} {
			if len(s) != 7 {
				return math.NaN()
			}
			n, err := strconv.ParseUint(s[1+2*i:3+2*i], 16, 8)
			if err != nil {
				return math.NaN()
			}
			c := float64(n) / 255
			if c <= .04045 {
				c /= 12.92
			} else {
				c = math.Pow((c+.055)/1.055, 2.4)
			}
			sum += weight * c
		}
		return sum
	}
	x := []float64{light(a), light(b)}
	if math.IsNaN(x[0]) || math.IsNaN(x[1]) {
		return 0
	}
	slices.Sort(x)
	return (x[1] + .05) / (x[0] + .05)
}

// TestURLUnknown wants a template that names a missing file to fail, not to link to nothing.
func TestURLUnknown(t *testing.T) {
	defer func() {
		if got := fmt.Sprint(recover()); !strings.Contains(got, "nothing.css") {
			t.Errorf("URL of an unknown file says %q, want its name", got)
		}
	}()
	New().URL("nothing.css")
}
