package lexicon

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
)

// TestKey holds that one word has one key, however it was typed.
func TestKey(t *testing.T) {
	for _, test := range []struct{ word, want string }{
		{"Hoà", "hòa"}, {"HÒA", "hòa"}, {"thuý", "thúy"}, {"khoẻ", "khỏe"}, {"quý", "quý"}, {"Quỳ", "quỳ"}, {"toán", "toán"}, {"uỷ", "ủy"}, {"UỶ", "ủy"}, {"QUÝ", "quý"}, {"quả", "quả"}, {"tòan", "toàn"}, {"hoàn", "hoàn"}, {"luỹ", "lũy"}, {"hoa", "hoa"}, {"Ðức", "ðức"}, {"", ""},
	} {
		for _, w := range []string{test.word, norm.NFD.String(test.word)} {
			if got := Key(w); got != test.want {
				t.Errorf("Key(%q) = %q, want %q", w, got, test.want)
			}
		}
	}
}

// TestWords holds where words begin and end.
func TestWords(t *testing.T) {
	for _, test := range []struct{ text, want string }{
		{"Chị N.T.B. (20 tuổi)", "Chị|N.T.B.|(|20|tuổi|)"},
		{"bị N.V.T., người", "bị|N.V.T.|,|người"},
		{"P.Bến Nghé, Q.1", "P|.|Bến|Nghé|,|Q|.|1"},
		{"PGS.TS. Lan", "PGS|.|TS|.|Lan"},
		{"H'Hen Niê nói 'không'", "H'Hen|Niê|nói|'|không|'"},
		{"Ốc Thị H.", "Ốc|Thị|H."},
		{"anh Th. và chị Ng.", "anh|Th.|và|chị|Ng."},
		{"a\u200bb\u00a0c", "a\u200bb|c"},
	} {
		var got []string
		read := New(nil).Read(test.text)
		for _, w := range read.Words {
			got = append(got, test.text[w.Start:w.End])
		}
		if s := strings.Join(got, "|"); s != test.want {
			t.Errorf("%q: got %s, want %s", test.text, s, test.want)
		}
	}
}

// TestScan holds that terms are found at word borders, each of several kinds, and that
// the longest covers those within.
func TestScan(t *testing.T) {
	l := New([]Entry{{Term: "giám đốc", Kind: "title"}, {Term: "giám đốc sở", Kind: "title"}, {Term: "sở", Kind: "body"}, {Term: "cô", Kind: "honorific"}, {Term: "đốc công", Kind: "title"}, {Term: "pgs.ts", Kind: "title"}})
	for _, test := range []struct{ text, all, longest string }{
		{"Giám đốc Sở Y tế", "Giám đốc Sở|Giám đốc|Sở", "Giám đốc Sở"},
		{"côn đồ và cô Lan", "cô", "cô"},
		{"giám, đốc", "", ""},
		{"giám\nđốc", "", ""},
		{"giám đốc công", "giám đốc|đốc công", "giám đốc"},
		{"PGS.TS Lan", "PGS.TS", "PGS.TS"},
		{norm.NFD.String("giám đốc"), norm.NFD.String("giám đốc"), norm.NFD.String("giám đốc")},
	} {
		read := l.Read(test.text)
		join := func(found []Match) string {
			var s []string
			for _, m := range found {
				s = append(s, read.Slice(m.First, m.Last))
			}
			return strings.Join(s, "|")
		}
		found := l.Scan(read)
		if got := join(found); got != test.all {
			t.Errorf("%q: all %q, want %q", test.text, got, test.all)
		}
		if got := join(Longest(found)); got != test.longest {
			t.Errorf("%q: longest %q, want %q", test.text, got, test.longest)
		}
	}
}

// TestScanOfAnother holds that a text is found in as well when another lexicon read it,
// whose words have other numbers.
func TestScanOfAnother(t *testing.T) {
	reader := New([]Entry{{Term: "sở"}, {Term: "đốc"}, {Term: "giám"}})
	l := New([]Entry{{Term: "giám đốc sở"}, {Term: "tế"}})
	read := reader.Read("Giám đốc Sở Y tế")
	found := l.Scan(read)
	if len(found) != 2 || read.Slice(found[0].First, found[0].Last) != "Giám đốc Sở" || read.Slice(found[1].First, found[1].Last) != "tế" {
		t.Errorf("got %v", found)
	}
}

// FuzzRead wants the words of any text to lie in order within it.
func FuzzRead(f *testing.F) {
	l := New([]Entry{{Term: "giám đốc", Kind: "title"}})
	for _, s := range []string{"", "N.T.B.", "\xff.A", "a\u0301.", "’’a", "A.\r\n"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		end := 0
		for _, w := range l.Read(s).Words {
			if w.Start < end || w.End <= w.Start || w.End > len(s) {
				t.Fatalf("%q: word %d-%d after %d", s, w.Start, w.End, end)
			}
			end = w.End
		}
	})
}
