package care

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"

	"binhdang/content"
	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
)

// readers are the steps before this one and this one.
type readers struct {
	person *person.Reader
	care   *Reader
}

func newReaders(t testing.TB) readers {
	t.Helper()
	p, err := person.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	r, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	return readers{p, r}
}

func (r readers) find(text string) (Finding, *person.Article) {
	a := r.person.Find(text)
	return r.care.Find(a, quote.Find(a)), a
}

// item is a made-up article with the reason why it is there and what a careful reader says.
type item struct {
	reason, text         string
	identity, stereotype bool
}

func items(t testing.TB, file string) []item {
	t.Helper()
	data, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var out []item
	for _, block := range strings.Split(strings.TrimSpace(string(data)), "\n\n") {
		var one item
		var text []string
		for _, l := range strings.Split(block, "\n") {
			switch {
			case strings.HasPrefix(l, "# "):
				one.reason = l[2:]
			case strings.HasPrefix(l, "> identity "):
				one.identity = strings.HasSuffix(l, "1")
			case strings.HasPrefix(l, "> stereotype "):
				one.stereotype = strings.HasSuffix(l, "1")
			default:
				text = append(text, l)
			}
		}
		one.text = strings.Join(text, "\n")
		out = append(out, one)
	}
	return out
}

// count holds what was found and right, found and wrong, missed.
type count struct{ right, wrong, missed int }

func (c *count) add(got, want bool) {
	switch {
	case got && want:
		c.right++
	case got:
		c.wrong++
	case want:
		c.missed++
	}
}

func (c count) precision() float64 { return float64(c.right) / float64(c.right+c.wrong) }
func (c count) recall() float64    { return float64(c.right) / float64(c.right+c.missed) }

// lots are the files of items, in the order in which they were written.
var lots = []string{"first.txt", "second.txt", "third.txt", "fourth.txt", "fifth.txt", "sixth.txt", "seventh.txt", "eighth.txt", "ninth.txt", "tenth.txt"}

// TestItems reads all lots of items. The floors are a little below what was reached; what
// each lot gave before any rule was changed for it stands in testdata/README.md.
func TestItems(t *testing.T) {
	r := newReaders(t)
	for _, file := range lots {
		var identity, stereotype count
		for _, one := range items(t, file) {
			f, a := r.find(one.text)
			identity.add(len(f.Disclosures) > 0, one.identity)
			stereotype.add(f.Stereotype(), one.stereotype)
			if (len(f.Disclosures) > 0) != one.identity || f.Stereotype() != one.stereotype {
				t.Logf("%s: %s\n%s\ngot  %+v\n%+v\nwant %v %v", file, one.reason, one.text, f.Disclosures, f.Phrases, one.identity, one.stereotype)
				for _, p := range a.Persons {
					t.Log(p.Name, p.Role, p.RoleProof.Cue)
				}
			}
		}
		t.Logf("%s: identity %+v, stereotype %+v", file, identity, stereotype)
		if identity.recall() < 0.95 || identity.precision() < 0.90 {
			t.Errorf("%s: identity %+v", file, identity)
		}
		if stereotype.recall() < 0.90 || stereotype.precision() < 0.90 {
			t.Errorf("%s: stereotype %+v", file, stereotype)
		}
	}
}

// newMarks writes the tone of oa, oe and uy on the second letter, as newer spelling has it.
var newMarks = strings.NewReplacer("òa ", "oà ", "óa ", "oá ", "ỏa ", "oả ", "õa ", "oã ", "ọa ", "oạ ", "óe ", "oé ", "ỏe ", "oẻ ", "úy ", "uý ", "ủy ", "uỷ ", "ụy ", "uỵ ", "ùy ", "uỳ ")

// TestSameHoweverTyped wants the same findings for the same text typed in other ways.
func TestSameHoweverTyped(t *testing.T) {
	r := newReaders(t)
	said := func(text string) string {
		f, _ := r.find(text)
		var out []string
		for _, d := range f.Disclosures {
			out = append(out, d.Detail()+" "+d.Rule)
		}
		for _, p := range f.Phrases {
			if text[p.Start:p.End] != p.Words {
				t.Errorf("%q is not at %d-%d", p.Words, p.Start, p.End)
			}
			out = append(out, fmt.Sprint(p.Kind, p.Rule, p.Used))
		}
		return strings.Join(out, "\n")
	}
	for _, file := range lots {
		for _, one := range items(t, file) {
			want := said(one.text)
			for name, other := range map[string]string{
				"decomposed":     norm.NFD.String(one.text),
				"new tone marks": newMarks.Replace(one.text),
				"CRLF":           strings.ReplaceAll(one.text, "\n", "\r\n"),
				"empty lines":    strings.ReplaceAll(one.text, "\n", "\n\n"),
				"hard spaces":    strings.ReplaceAll(one.text, " ", "\u00a0"),
			} {
				if got := said(other); got != want {
					t.Errorf("%s, %s: got %s, want %s", one.reason, name, got, want)
				}
			}
		}
	}
}

// TestCapitals reads the items as if they were written in capitals only, where names are
// harder to tell: most victims are still found, and no more are than there are.
func TestCapitals(t *testing.T) {
	r := newReaders(t)
	var identity, stereotype count
	for _, file := range lots {
		for _, one := range items(t, file) {
			f, _ := r.find(strings.ToUpper(one.text))
			identity.add(len(f.Disclosures) > 0, one.identity)
			stereotype.add(f.Stereotype(), one.stereotype)
		}
	}
	if identity.recall() < 0.80 || identity.precision() < 0.93 || stereotype.recall() < 0.95 || stereotype.precision() < 0.95 {
		t.Errorf("in capitals: identity %+v, stereotype %+v", identity, stereotype)
	}
}

// TestPhrases holds what a text uses and what it criticises.
func TestPhrases(t *testing.T) {
	r := newReaders(t)
	for _, test := range []struct{ rule, text, used, quoted string }{
		{"a wording of the text", "Quà cho phái yếu\nPhái yếu thích hoa.", "phái yếu|Phái yếu", ""},
		{"quoted as a prejudice", "Hội thảo\nCần bỏ định kiến “phụ nữ chân yếu tay mềm”.", "", "chân yếu tay mềm"},
		{"denied", "Việc nhà\nNấu cơm không phải là việc của phụ nữ.", "", "là việc của phụ nữ"},
		{"the next sentence takes it up", "Việc nhà\nÔng bảo rửa bát là việc của phụ nữ. Quan niệm này nay đã lạc hậu.", "", "là việc của phụ nữ"},
		{"somebody says it, nobody objects", "Việc nhà\nÔng Lê Văn Tám bảo rửa bát là việc của phụ nữ.", "là việc của phụ nữ", ""},
		{"a law forbids it", "Quảng cáo\nNghị định cấm nội dung cho rằng nội trợ là việc của phụ nữ.", "", "là việc của phụ nữ"},
		{"two that meet are one", "Hôn nhân\nChị nghĩ giữ lửa hôn nhân là việc của người vợ.", "giữ lửa hôn nhân là việc của người vợ", ""},
		{"jealousy in a song is no cause", "Ca khúc\nCa khúc kể về ghen tuông.", "", ""},
		{"not of a person", "Cuộc đua\nCuộc đua nóng bỏng đến vòng cuối.", "", ""},
		{"an office, no chore", "Training\nThe committee reviewed State management of women's work. The women's work board of the commune took part.", "", ""},
		{"a chore", "At home\nIn this village cooking is women's work.", "is women's work", ""},
		{"granted is said", "Việc làng\nChị em dù chân yếu tay mềm nhưng gánh cả nhà.", "chân yếu tay mềm", ""},
		{"three measures", "Người đẹp\nCô có số đo 84-60-90.", "số đo 84-60-90", ""},
		{"a score is none", "Bóng rổ\nTỷ số các hiệp 84-60-90.", "", ""},
	} {
		f, _ := r.find(test.text)
		var used, quoted []string
		for _, p := range f.Phrases {
			if p.Used {
				used = append(used, p.Words)
			} else {
				quoted = append(quoted, p.Words)
			}
		}
		if got := strings.Join(used, "|"); got != test.used {
			t.Errorf("%s: %q uses %q, want %q", test.rule, test.text, got, test.used)
		}
		if got := strings.Join(quoted, "|"); got != test.quoted {
			t.Errorf("%s: %q quotes %q, want %q", test.rule, test.text, got, test.quoted)
		}
	}
}

// TestDetail holds which parts are found, in their order.
func TestDetail(t *testing.T) {
	r := newReaders(t)
	for _, test := range []struct{ rule, text, want string }{
		{"initials with year and commune", "Dâm ô\nBị hại là em P.T.Q. (SN 2011, trú xã Đồng Lạc), bị xâm hại.", "initials + birth_year + address"},
		{"initials with class and school", "Bạo lực học đường\nEm L. (lớp 7B, Trường THCS Sơn Tây Mới) bị bạn đánh.", "initials + school + class"},
		{"the letter of a class counts", "Nữ sinh lớp 8A3 bị bắt quỳ\nNữ sinh lớp 8A3 Trường THCS Đông Hải Mới bị nhóm bạn bắt quỳ.", "school + class"},
		{"no letter, nobody is known", "Nữ sinh lớp 8 bị bắt quỳ\nNữ sinh lớp 8 Trường THCS Đông Hải Mới bị nhóm bạn bắt quỳ.", ""},
		{"who did it is the stepfather", "Cha dượng xâm hại con\nNguyễn Văn Tám (cha dượng của cháu) bị bắt vì xâm hại cháu gái.", "suspect_relative"},
		{"a given name and an initial are not enough", "Ngày về\nChị Ốc Thị H. bị bán mười năm.", ""},
		{"the police of a commune are no address", "Dâm ô\nCông an xã Đồng Lạc cho biết cháu K. bị dâm ô.", ""},
		{"the grandmother tells, the girl is meant", "Tố giác\nBà Lê Thị Hạnh Nhàn (phường Bình Tây) tố giác cháu nội là N.T.B. (SN 2012) bị N.V.T., người sống chung với mẹ cháu, xâm hại nhiều lần.", "initials + birth_year + address + relative"},
		{"a fraud", "Lừa đảo\nChị Trần Thị Lê (xã Đồng Lạc) bị lừa 20 triệu đồng.", ""},
	} {
		f, a := r.find(test.text)
		got := ""
		for _, d := range f.Disclosures {
			got += d.Detail()
			for _, p := range d.Parts {
				if p.Start < 0 || p.Start >= p.End || p.End > len(a.Text.Source) {
					t.Errorf("%s: part %+v", test.rule, p)
				}
			}
		}
		if got != test.want {
			t.Errorf("%s: %q discloses %q, want %q", test.rule, test.text, got, test.want)
		}
	}
}

// FuzzFind wants no text to break the reading, and every range to lie in the text.
func FuzzFind(f *testing.F) {
	r := newReaders(f)
	for _, s := range []string{"", "Bị", "bị xâm hại", "cháu N.T.B. (", "vợ là", "Trường THCS", "số đo 90-60-90", "“phái yếu", "xã", "lớp 7", "\xff hiếp dâm bé gái 5 tuổi ở thôn Đ"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		found, a := r.find(s)
		for _, p := range found.Phrases {
			if p.Start < 0 || p.Start >= p.End || p.End > len(s) {
				t.Fatalf("%q: phrase %+v", s, p)
			}
		}
		for _, d := range found.Disclosures {
			if d.Person >= len(a.Persons) || len(d.Parts) == 0 {
				t.Fatalf("%q: disclosure %+v", s, d)
			}
		}
	})
}

// BenchmarkFind reads all items, what comes before not counted.
func BenchmarkFind(b *testing.B) {
	r := newReaders(b)
	var all []*person.Article
	size := 0
	for _, file := range lots {
		for _, one := range items(b, file) {
			all = append(all, r.person.Find(one.text))
			size += len(one.text)
		}
	}
	b.SetBytes(int64(size))
	for b.Loop() {
		for _, a := range all {
			r.care.Find(a, nil)
		}
	}
}
