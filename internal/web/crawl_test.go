package web

import (
	"html"
	"net/http"
	"regexp"
	"strings"
	"testing"
)

var address = regexp.MustCompile(` (?:href|action|hx-get|data-from|src)="(/[^"#]*)`)

// TestNoLinkIsDead follows what the pages link to, as three people, and holds that
// all of it is there: nothing is missing, refused or broken.
func TestNoLinkIsDead(t *testing.T) {
	h := sqlite(t)
	h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30", "women=20", "row_key=A1", "title=Tọa đàm")
	h.enter("club", "unit=06652", "first=2026-02-10", "model=CLBHSBDG")
	h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-12", "form=TOADAM", "attendances=40")
	h.someArticles()
	for _, who := range [][2]string{{"standing_office", "22"}, {"officer", "06652"}, {"administrator", ""}} {
		v := h.as(who[0], who[1])
		from := map[string]string{"/": "the start"}
		queue := []string{"/"}
		kinds := map[string]int{} // of addresses that differ only in their query or number
		for len(queue) > 0 {
			at := queue[0]
			queue = queue[1:]
			p := v.get(at)
			if p.status >= http.StatusBadRequest {
				t.Errorf("%s: %s answers %d, linked from %s", who[0], at, p.status, from[at])
				continue
			}
			if !strings.HasPrefix(p.header.Get("Content-Type"), "text/html") {
				continue
			}
			for _, m := range address.FindAllStringSubmatch(p.body, -1) {
				to := html.UnescapeString(m[1])
				if from[to] != "" || strings.HasPrefix(to, "/static/") || isPost(to) {
					continue
				}
				path, _, _ := strings.Cut(to, "?")
				kind := regexp.MustCompile(`\d+`).ReplaceAllString(path, "0")
				if kinds[kind]++; kinds[kind] > 8 { // enough of this kind
					continue
				}
				from[to] = at
				queue = append(queue, to)
			}
		}
		if len(from) < 60 {
			t.Errorf("%s: only %d pages", who[0], len(from))
		}
	}
}

// isPost tells an address that only takes forms.
func isPost(to string) bool {
	path, _, _ := strings.Cut(to, "?")
	get, post := false, false
	for _, rt := range Routes() {
		method, pattern, _ := strings.Cut(rt.Pattern, " ")
		re := regexp.MustCompile("^" + hole.ReplaceAllString(strings.TrimSuffix(pattern, "{$}"), `[^/]+`) + "$")
		if re.MatchString(path) {
			get, post = get || method == http.MethodGet, post || method == http.MethodPost
		}
	}
	return post && !get
}
