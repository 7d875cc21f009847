package eval

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// newMarks writes the tone of oa, oe and uy on the second letter, as newer spelling has it.
var newMarks = strings.NewReplacer("òa", "oà", "óa", "oá", "ỏa", "oả", "õa", "oã", "ọa", "oạ", "óe", "oé", "ỏe", "oẻ", "úy", "uý", "ủy", "uỷ", "ụy", "uỵ", "ùy", "uỳ", "ũy", "uỹ")

// withNewMarks changes only words that end so, as both spellings write toán.
func withNewMarks(s string) string {
	fields := strings.SplitAfter(s, " ")
	for i, f := range fields {
		word := strings.TrimRight(f, " ,.;:)”\"\n?!")
		if tail, r := f[len(word):], []rune(word); len(r) > 2 && !strings.ContainsAny(word, "\n") {
			last := string(r[len(r)-2:])
			f = string(r[:len(r)-2]) + newMarks.Replace(last) + tail
		}
		fields[i] = f
	}
	return strings.Join(fields, "")
}

// TestSameHoweverTyped wants the same findings for the same text typed in other ways.
func TestSameHoweverTyped(t *testing.T) {
	r := newReader(t)
	for _, h := range sentences(t) {
		want := read(r, h.text)
		for name, other := range map[string]string{
			"decomposed":     norm.NFD.String(h.text),
			"new tone marks": withNewMarks(h.text),
			"CRLF":           strings.ReplaceAll(h.text, "\n", "\r\n"),
			"empty lines":    strings.ReplaceAll(h.text, "\n", "\n\n"),
			"hard spaces":    strings.ReplaceAll(h.text, " ", "\u00a0"),
		} {
			got := read(r, other)
			same := len(got) == len(want)
			for i := range min(len(got), len(want)) {
				g, w := got[i], want[i]
				same = same && Name(g.Name) == Name(w.Name) && g.Gender == w.Gender && g.Role == w.Role && g.Quoted == w.Quoted
			}
			if !same {
				t.Errorf("%s\n%s: got  %v\nwant %v", other, name, got, want)
			}
		}
	}
}

// TestCapitals reads the hard sentences in capitals: names that a courtesy word, a title
// or Thị and Văn show are found there too, and few others.
func TestCapitals(t *testing.T) {
	r := newReader(t)
	var sum Sum
	for _, h := range sentences(t) {
		got := read(r, strings.ToUpper(h.text))
		for i := range got {
			got[i].Name = strings.ToLower(got[i].Name)
		}
		sum.Add(Item{Persons: got}, Item{Persons: h.want})
	}
	if sum.Persons.Precision() < 0.85 || sum.Persons.Recall() < 0.74 {
		t.Errorf("in capitals: %s", line("persons", sum.Persons))
	}
	t.Log(line("persons", sum.Persons))
}

// FuzzFind wants no text to break the reading, and every place that it names to lie in
// the text.
func FuzzFind(f *testing.F) {
	r := newReader(f)
	for _, s := range []string{"", "Ông", "Bà Lan.", "N.T.B. (", "Theo", "Chị H.\r\nẢnh: ", "“", "TS. ", "Mr. ", "BÀ NGUYỄN THỊ HOA, CHỦ TỊCH", "vợ là", "\xff\xfe", "H'", "A-B-C D-", "Ảnh: Theo Bài và ảnh:"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found := r.Find(s)
		for _, m := range found.Mentions {
			if m.Start < 0 || m.Start >= m.End || m.End > len(s) || m.Person < 0 || m.Person >= len(found.Persons) {
				t.Fatalf("%q: mention %+v", s, m)
			}
		}
		read(r, s)
	})
}

// BenchmarkRead reads the hard sentences: persons, genders, roles and quotes.
func BenchmarkRead(b *testing.B) {
	r := newReader(b)
	var all []string
	size := 0
	data := sentences(b)
	for _, h := range data {
		all = append(all, h.text)
		size += len(h.text)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, s := range all {
			read(r, s)
		}
	}
}
