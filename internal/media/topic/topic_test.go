package topic

import (
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"binhdang/content"
	"binhdang/internal/media/person"
)

// item is an article made up for this test, with what a careful reader says of it and why.
type item struct {
	about         bool
	topic, reason string
	text          string
}

// items reads a file of articles, each behind a line "=== 1 topic | reason".
func items(t testing.TB, name string) []item {
	t.Helper()
	data, err := os.ReadFile("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	var out []item
	for _, block := range strings.Split("\n"+string(data), "\n=== ")[1:] {
		head, text, _ := strings.Cut(block, "\n")
		label, reason, _ := strings.Cut(head, " | ")
		about, topic, _ := strings.Cut(label, " ")
		if !slices.Contains(Topics(), topic) || reason == "" || Equality(topic) != (about == "1") {
			t.Fatalf("%s: head %q", name, head)
		}
		out = append(out, item{about == "1", topic, reason, strings.TrimSpace(text)})
	}
	return out
}

type reader struct {
	persons *person.Reader
	topics  *Reader
}

func (r reader) find(s string) Finding { return r.topics.Find(r.persons.Find(s)) }

func newReader(t testing.TB) reader {
	t.Helper()
	persons, err := person.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	topics, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return reader{persons, topics}
}

// The articles and what must be reached on them: F1 of gender equality or not, and the
// share of right topics. How the two files came about is told in testdata/README.md.
var lots = []struct {
	file      string
	f1, topic float64
}{{"first.txt", 0.97, 0.80}, {"second.txt", 0.5, 0.5}}

// TestArticles reads every article as a careful reader does, but for a few.
func TestArticles(t *testing.T) {
	r := newReader(t)
	for _, lot := range lots {
		right, wrong, missed, topics := 0, 0, 0, 0
		all := items(t, lot.file)
		for _, it := range all {
			f := r.find(it.text)
			title, _, _ := strings.Cut(it.text, "\n")
			switch {
			case f.About && it.about:
				right++
			case f.About:
				wrong++
				t.Logf("%s: %q taken for %s, %.2f (%s): %s", lot.file, title, f.Topic, f.Score, it.reason, said(f))
			case it.about:
				missed++
				t.Logf("%s: %q missed, taken for %s, %.2f (%s): %s", lot.file, title, f.Topic, f.Score, it.reason, said(f))
			}
			if f.Topic == it.topic {
				topics++
			} else if f.About == it.about {
				t.Logf("%s: %q is %s, want %s: %s", lot.file, title, f.Topic, it.topic, said(f))
			}
		}
		f1 := 2 * float64(right) / float64(2*right+wrong+missed)
		share := float64(topics) / float64(len(all))
		t.Logf("%s: %d articles, %d right, %d wrong, %d missed, F1 %.3f; topic right %.3f", lot.file, len(all), right, wrong, missed, f1, share)
		if f1 < lot.f1 || share < lot.topic {
			t.Errorf("%s: F1 %.3f, topics %.3f, want %.2f and %.2f", lot.file, f1, share, lot.f1, lot.topic)
		}
	}
}

func said(f Finding) string {
	var out []string
	for _, e := range f.Evidence {
		out = append(out, fmt.Sprintf("%s/%s/%s/%.1f", e.Words, e.Topic, e.Place, e.Weight))
	}
	return strings.Join(out, "; ")
}

var _ = norm.NFD
