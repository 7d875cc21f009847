package text

import (
	"strings"
	"testing"
	"unicode"
)

// countWords splits a text into words, each with how often it stands there.
func countWords(s string) (map[string]int, int) {
	out, n := map[string]int{}, 0
	for w := range strings.FieldsFuncSeq(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		out[w]++
		n++
	}
	return out, n
}

// overlap is how many words two texts share.
func overlap(a, b string) (both, inA, inB int) {
	x, n := countWords(a)
	y, k := countWords(b)
	for w, c := range x {
		both += min(c, y[w])
	}
	return both, n, k
}

// TestLayouts holds the goal on pages of many layouts: precision .97 and recall .98 of
// words in all, and no page that is lost.
func TestLayouts(t *testing.T) {
	both, got, want, bad, titles, credits, signed := 0, 0, 0, 0, 0, 0, 0
	const pages = 600
	for seed := range uint64(pages) {
		m := makePage(seed)
		a, err := asPage([]byte(m.page))
		if err != nil {
			t.Errorf("page %d %v: %v", seed, m.how, err)
			continue
		}
		wants := strings.Join(m.want, "\n")
		b, g, w := overlap(a.Text, wants)
		both, got, want = both+b, got+g, want+w
		if a.Title == m.title {
			titles++
		}
		if m.byline != "" {
			signed++
			if len(a.Credits) > 0 && strings.Contains(m.byline, a.Credits[len(a.Credits)-1].Name) {
				credits++
			}
		}
		if float64(b) < .9*float64(w) || float64(b) < .9*float64(g) {
			bad++
			if bad <= 8 {
				t.Logf("page %d %v: %d words right of %d found and %d wanted\n%s\n-- want\n%s\n-- page\n%s", seed, m.how, b, g, w, a.Text, wants, m.page)
			}
		}
	}
	p, r := float64(both)/float64(got), float64(both)/float64(want)
	t.Logf("precision %.4f, recall %.4f, %d of %d pages bad, titles %d, bylines %d of %d", p, r, bad, pages, titles, credits, signed)
	if p < .97 || r < .98 || bad*50 > pages || titles*100 < pages*98 || credits*100 < signed*95 {
		t.Errorf("precision %.4f, recall %.4f, %d of %d pages bad, titles %d, bylines %d of %d", p, r, bad, pages, titles, credits, signed)
	}
}
