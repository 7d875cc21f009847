package topic

import (
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

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
// share of right topics. How the files came about is told in testdata/README.md.
var lots = []struct {
	file      string
	f1, topic float64
}{{"first.txt", 0.97, 0.88}, {"second.txt", 0.96, 0.82}, {"third.txt", 0.95, 0.90}, {"fourth.txt", 0.95, 0.90}}

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

// TestSameHoweverTyped wants the same finding for the same article typed in other ways.
func TestSameHoweverTyped(t *testing.T) {
	r := newReader(t)
	newMarks := strings.NewReplacer("òa ", "oà ", "óa ", "oá ", "ỏa ", "oả ", "õa ", "oã ", "ọa ", "oạ ", "úy ", "uý ", "ủy ", "uỷ ", "ụy ", "uỵ ")
	for _, lot := range lots {
		for _, it := range items(t, lot.file) {
			want := r.find(it.text)
			for name, other := range map[string]string{
				"decomposed":     norm.NFD.String(it.text),
				"new tone marks": newMarks.Replace(it.text),
				"CRLF":           strings.ReplaceAll(it.text, "\n", "\r\n"),
				"hard spaces":    strings.ReplaceAll(it.text, " ", "\u00a0"),
				"empty lines":    strings.ReplaceAll(it.text, "\n", "\n\n"),
			} {
				if got := r.find(other); got.About != want.About || got.Topic != want.Topic || len(got.Evidence) != len(want.Evidence) {
					t.Errorf("%s\n%s: %v %s, want %v %s\n%s\n%s", other, name, got.About, got.Topic, want.About, want.Topic, said(got), said(want))
				}
			}
			// In capitals sentences cannot be told from abbreviations as well.
			if got := r.find(strings.ToUpper(it.text)); got.About != want.About && (want.Score < 0.45 || want.Score > 0.55) {
				t.Errorf("%s\nin capitals: %v %.2f, want %v %.2f", it.text, got.About, got.Score, want.About, want.Score)
			}
		}
	}
}

// TestLength wants a text that goes on in the same way to be about the same, and one
// that goes on about something else no longer to be about gender equality.
func TestLength(t *testing.T) {
	r := newReader(t)
	rain := strings.Repeat("\nMưa lớn làm ngập đường vào hai xã ven sông, nước đang lên và bà con phải sơ tán.", 40)
	for _, lot := range lots {
		for _, it := range items(t, lot.file) {
			want := r.find(it.text)
			_, body, _ := strings.Cut(it.text, "\n\n")
			if got := r.find(it.text + strings.Repeat("\n"+body, 4)); got.About != want.About && (want.Score < 0.4 || want.Score > 0.6) {
				t.Errorf("five times as long: %.2f, was %.2f: %s", got.Score, want.Score, it.text)
			}
		}
	}
	text := "Nước sông dâng cao" + rain + "\nHuyện cũng thực hiện tốt công tác bình đẳng giới."
	if f := r.find(text); f.About || f.Topic != "disaster" {
		t.Errorf("a sentence at the end of a long text: %v %s %.2f", f.About, f.Topic, f.Score)
	}
}

// TestEvidence wants every term to lie in the text where it says, and at its place.
func TestEvidence(t *testing.T) {
	r := newReader(t)
	text := "Hội thảo về bình đẳng giới\r\n\r\nSáng nay, tỉnh tổ chức hội thảo về định kiến giới với sự tham gia của 30 người.\r\nBạo lực gia đình cũng được bàn."
	f := r.find(text)
	want := map[string]Place{"bình đẳng giới": Title, "định kiến giới": Lead, "Bạo lực gia đình": Body}
	for _, e := range f.Evidence {
		if text[e.Start:e.End] != e.Words {
			t.Errorf("%q stands at %d-%d, not %q", text[e.Start:e.End], e.Start, e.End, e.Words)
		}
		if want[e.Words] == e.Place && e.Weight > 0 {
			delete(want, e.Words)
		}
	}
	if !f.About || len(want) > 0 {
		t.Errorf("got %v, no %v", said(f), want)
	}
}

// TestOffice wants a committee in somebody's title to count little.
func TestOffice(t *testing.T) {
	r := newReader(t)
	body := "\n\n%s Nguyễn Thị Hồng Loan cho biết hai xã ven sông bị ngập sâu trong sáng nay.\nNước còn lên. Bà con đã sơ tán tới trường học."
	f := r.find("Nước sông dâng cao" + fmt.Sprintf(body, "Chủ tịch Hội Bình đẳng giới tỉnh"))
	if f.About || f.Topic != "disaster" {
		t.Errorf("got %v %s: %s", f.About, f.Topic, said(f))
	}
}

// TestUnsure wants a mention among other things to be looked at closely, not what is clear.
func TestUnsure(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"Hội thảo về bình đẳng giới\n\nSáng nay, tỉnh tổ chức hội thảo về định kiến giới với 30 người.": false,
		"Nước sông dâng cao\n\nHai xã ven sông bị ngập sâu từ sáng nay, bà con phải sơ tán tới trường.": false,
		"Xã họp giao ban\n\nSáng nay, xã họp bàn việc làm đường ra bến và việc đăng ký xe của các hộ.\nHội phụ nữ xã báo cáo công tác bình đẳng giới sáu tháng đầu năm.\nTrạm trưởng mời các hộ đưa con đi tiêm vào ngày 15 tháng này.\nCông an xã nhắc các hộ đăng ký xe trước ngày 20.\nKế toán đọc bảng thu tiền nước của từng thôn trong quý.": true,
	} {
		if f := r.find(text); f.Unsure() != want {
			t.Errorf("%.2f: unsure %v: %s", f.Score, f.Unsure(), text)
		}
	}
}

// TestLists wants the list to be read as it says: no topic, group or condition that is unknown.
func TestLists(t *testing.T) {
	for _, list := range []string{"head\nnothing\tterm\t1", "head\ncrime\tterm", "head\ncrime\tterm\tx", "head\ncrime\tterm\t0", "head\ncrime\tterm\t1\tnear women", "head\n@women\tnữ\t0\ncrime\tterm\t1\tby women"} {
		if _, err := New(fstest.MapFS{"media/topics.tsv": {Data: []byte(list)}}); err == nil {
			t.Errorf("%q is read", list)
		}
	}
	r, err := New(fstest.MapFS{"media/topics.tsv": {Data: []byte("head\n@women\tnữ\t0\ncrime\tác\t5\tnear women\nlaw\tác\t4\twithout women\n-\tđộc ác\t0")}})
	if err != nil {
		t.Fatal(err)
	}
	persons := newReader(t).persons
	for text, want := range map[string]string{"nữ ác": "crime", "ác": "law", "độc ác": Other, "": Other, "ác\nnữ": "law"} {
		if got := r.Find(persons.Find(text)).Topic; got != want {
			t.Errorf("%q is %s, want %s", text, got, want)
		}
	}
}

// TestWords wants a code for every topic, and terms that say it.
func TestWords(t *testing.T) {
	list, err := fs.ReadFile(content.FS, "media/topics.tsv")
	if err != nil {
		t.Fatal(err)
	}
	codes, err := fs.ReadFile(content.FS, "code/NEWSTOPIC.csv")
	if err != nil {
		t.Fatal(err)
	}
	for _, topic := range Topics() {
		if !strings.Contains(string(codes), "\nNEWSTOPIC."+strings.ToUpper(topic)+",") {
			t.Errorf("no code for %s", topic)
		}
		if topic != Other && !strings.Contains(string(list), "\n"+topic+"\t") {
			t.Errorf("no term says %s", topic)
		}
	}
}

// FuzzFind wants no text to break the reading, and all evidence to lie in the text.
func FuzzFind(f *testing.F) {
	r := newReader(f)
	for _, s := range []string{"", "\n", "Bình đẳng giới", "bình\nđẳng giới", "women’s", "\xff bình đẳng giới", "Bà Lan, Chủ tịch Hội LHPN.\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got := r.find(s)
		if got.Score < 0 || got.Score > 1 || got.About != (got.Score >= 0.5) || got.About != Equality(got.Topic) {
			t.Fatalf("%q: %+v", s, got)
		}
		for _, e := range got.Evidence {
			if e.Start < 0 || e.End <= e.Start || e.End > len(s) || s[e.Start:e.End] != e.Words {
				t.Fatalf("%q: %+v", s, e)
			}
		}
	})
}

// BenchmarkFind finds the topics of all articles, whose persons are known.
func BenchmarkFind(b *testing.B) {
	r := newReader(b)
	var all []*person.Article
	size := 0
	for _, lot := range lots {
		for _, it := range items(b, lot.file) {
			all = append(all, r.persons.Find(it.text))
			size += len(it.text)
		}
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, a := range all {
			r.topics.Find(a)
		}
	}
}
