package eval

import (
	"bytes"
	"os"
	"strings"
	"testing"

	"binhdang/content"
	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
)

// hard is a piece of text with the reason why it is hard and who is in it.
type hard struct {
	reason, text string
	want         []Person
}

// sentences reads the hard sentences: a reason behind #, the text, who is in it behind >.
func sentences(t testing.TB) []hard {
	t.Helper()
	var data []byte
	for _, name := range []string{"hard.txt", "hard-news.txt", "hard-roles.txt", "hard-person.txt"} {
		part, err := os.ReadFile("testdata/" + name)
		if err != nil {
			t.Fatal(err)
		}
		data = append(data, "\n\n"+string(bytes.TrimSpace(part))...)
	}
	var out []hard
	for _, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
		var h hard
		var text []string
		for _, line := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(line, "# "):
				h.reason = line[2:]
			case strings.HasPrefix(line, "> "):
				items, err := Labels([][]string{{"file", "persons"}, {"", line[2:]}})
				if err != nil {
					t.Fatal(err)
				}
				h.want = append(h.want, items[0].Persons...)
			default:
				text = append(text, line)
			}
		}
		h.text = strings.Join(text, "\n")
		out = append(out, h)
	}
	return out
}

// read is who is in a text, as the program finds it.
func read(r *person.Reader, text string) []Person {
	found := r.Find(text)
	heard := map[int]bool{}
	for _, q := range quote.Find(found) {
		heard[q.Person] = true
	}
	var out []Person
	for i, p := range found.Persons {
		out = append(out, Person{p.Name, string(p.Gender), string(p.Role), heard[i]})
	}
	return out
}

func newReader(t testing.TB) *person.Reader {
	t.Helper()
	r, err := person.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestHard reads every hard sentence as a careful reader does.
func TestHard(t *testing.T) {
	r := newReader(t)
	var sum Sum
	for _, h := range sentences(t) {
		for _, difference := range sum.Add(Item{Persons: read(r, h.text)}, Item{Persons: h.want}) {
			t.Errorf("%s\n%s: %s", h.text, h.reason, difference)
		}
	}
	for _, m := range sum.Measures() {
		t.Log(m)
	}
}
