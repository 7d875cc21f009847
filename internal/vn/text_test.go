package vn

import (
	"strings"
	"sync"
	"testing"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestClean(t *testing.T) {
	for _, c := range []struct{ rule, in, want string }{
		{"composed", norm.NFD.String("Bình đẳng giới"), "Bình đẳng giới"},
		{"marks after a composed vowel, as Windows-1258 has them", "Bi\u0300nh \u0111ă\u0309ng", "Bình đẳng"},
		{"invisible marks go", "\ufeffHà\u200b Nội\u200e\u00ad", "Hà Nội"},
		{"an invisible mark between letter and tone", "a\u200b\u0301", "á"},
		{"all spaces are plain", "Hà\u00a0Nội\u3000\tđẹp", "Hà Nội đẹp"},
		{"runs and ends", "  Hà   Nội  ", "Hà Nội"},
		{"each line", " a  b \r\n  c \r d\u2028e ", "a b\nc\nd\ne"},
		{"empty lines inside stay", "\n\n a\n \nb\n\n", "a\n\nb"},
		{"control characters", "a\x00b\x1bc\x7f", "abc"},
		{"broken bytes", "a\xff\xfeb", "a\ufffdb"},
		{"letters stay", "Ðồng ß ﬁ ²", "Ðồng ß ﬁ ²"},
		{"nothing", " \u200b\n\t", ""},
	} {
		if got := Clean(c.in); got != c.want {
			t.Errorf("%s: Clean(%q) = %q, want %q", c.rule, c.in, got, c.want)
		}
	}
}

func TestFirstLetter(t *testing.T) {
	for _, c := range []struct{ in, capital, small string }{
		{"đại biểu", "Đại biểu", "đại biểu"}, {"Ủy viên", "Ủy viên", "ủy viên"}, {"HĐND xã", "HĐND xã", "HĐND xã"}, {"12 người", "12 người", "12 người"}, {"", "", ""},
	} {
		if capital, small := Capital(c.in), Small(c.in); capital != c.capital || small != c.small {
			t.Errorf("%q: %q and %q, want %q and %q", c.in, capital, small, c.capital, c.small)
		}
	}
}

func TestFold(t *testing.T) {
	for in, want := range map[string]string{
		"Bình Đẳng giới":             "binh dang gioi",
		norm.NFD.String("Bình Đẳng"): "binh dang",
		"ĐỒNG ĐỘI":                   "dong doi",
		"Ðồng ðội":                   "dong doi", // eth, typed for đ
		"ĂẮẰẲẴẶ ÂẤẦẨẪẬ ÊẾỀỂỄỆ":          "aaaaaa aaaaaa eeeeee",
		"ôốồổỗộ ơớờởỡợ ưứừửữự ýỳỷỹỵ íị": "oooooo oooooo uuuuuu yyyyy ii",
		"hòa hoà":                "hoa hoa",
		" Hà\u00a0\u200b  Nội\n": "ha noi",
		"Ｔỉnh　１２":                "tinh 12",
		"":                       "",
		" \u200b ":               "",
		"8/3, 20-10":             "8/3, 20-10",
	} {
		if got := Fold(in); got != want {
			t.Errorf("Fold(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCase(t *testing.T) {
	for _, in := range []string{"Ủy ban nhân dân xã Đặng Thuỳ Trâm, ước", norm.NFD.String("Ủy ban nhân dân xã Đặng Thuỳ Trâm, ước")} {
		if got, want := Upper(in), "ỦY BAN NHÂN DÂN XÃ ĐẶNG THUỲ TRÂM, ƯỚC"; got != want {
			t.Errorf("Upper(%q) = %q, want %q", in, got, want)
		}
		if got, want := Lower(Upper(in)), "ủy ban nhân dân xã đặng thuỳ trâm, ước"; got != want {
			t.Errorf("Lower of Upper(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestOrder(t *testing.T) {
	want := []string{
		"", "9", "Ả", "da", "Da", "Dà", "Dả", "Dã", "Dá", "Dạ", "Dăm", "Dâm", "Dz", "Đa", "Đà", "Ea", "Hà Nội", "Hai",
		"O", "Ô", "Ơ", "Phường 1", "Phường 2", "Phường 10", "Phường Đakao", "U", "Ư", "Vĩnh Long", "Ý Yên",
	}
	rapid.Check(t, func(t *rapid.T) {
		got := rapid.Permutation(want).Draw(t, "list")
		for i := range got {
			if rapid.Bool().Draw(t, "nfd") {
				got[i] = norm.NFD.String(got[i])
			}
		}
		SortBy(got, func(s string) string { return s })
		if s := norm.NFC.String(strings.Join(got, "|")); s != strings.Join(want, "|") {
			t.Fatalf("got %s", s)
		}
	})
}

func TestSortByKeepsTies(t *testing.T) {
	type unit struct {
		name string
		code int
	}
	list := []unit{{"Tân Phú", 3}, {"Đông", 9}, {"Tân Phú", 1}, {"Dương", 2}, {"Tân Phú", 2}}
	SortBy(list, func(u unit) string { return u.name })
	want := []unit{{"Dương", 2}, {"Đông", 9}, {"Tân Phú", 3}, {"Tân Phú", 1}, {"Tân Phú", 2}}
	for i := range want {
		if list[i] != want[i] {
			t.Fatalf("got %v, want %v", list, want)
		}
	}
}

var texts = rapid.StringOf(rapid.OneOf(
	rapid.SampledFrom([]rune("aAăĂâẤđĐdDeoOôơuưyYn019 .-\u00a0\u200b\u0300\u0301\u0323\u031b\n")), rapid.Rune()))

// Less is an order of its own: keys agree with it, equal means the same text.
func TestOrderProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := texts.Draw(t, "a"), texts.Draw(t, "b")
		same := norm.NFC.String(a) == norm.NFC.String(b)
		if less, more := Less(a, b), Less(b, a); less && more || same == (less || more) {
			t.Fatalf("%q and %q: less %v, more %v, same %v", a, b, less, more, same)
		}
		if got := SortKey(a) < SortKey(b); got != Less(a, b) {
			t.Fatalf("%q and %q: keys say %v", a, b, got)
		}
	})
}

// Sorting and folding in many goroutines at once gives what one alone gives.
// Run with -race this finds a collator that is shared.
func TestConcurrent(t *testing.T) {
	const text = "Xã Đặng Thuỳ Trâm 12"
	key, fold := SortKey(text), Fold(text)
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			for range 200 {
				if SortKey(text) != key || Fold(text) != fold || !Less("Dz", "Đa") {
					t.Error("another answer in another goroutine")
					return
				}
			}
		})
	}
	all.Wait()
}

func checkClean(t interface{ Fatalf(string, ...any) }, in string) {
	s := Clean(in)
	switch {
	case !utf8.ValidString(s), !norm.NFC.IsNormalString(s):
		t.Fatalf("Clean(%q) = %q is not NFC", in, s)
	case Clean(s) != s:
		t.Fatalf("Clean(%q) = %q, again %q", in, s, Clean(s))
	case strings.Trim(s, " \n") != s, strings.Contains(s, "  "), strings.Contains(s, " \n"), strings.Contains(s, "\n "):
		t.Fatalf("Clean(%q) = %q has spaces too many", in, s)
	case Fold(s) != Fold(strings.ReplaceAll(s, "\n", " ")):
		t.Fatalf("Clean(%q) = %q folds by its lines", in, s)
	}
	for _, r := range s {
		if r != '\n' && r != ' ' && (unicode.IsControl(r) || unicode.IsSpace(r) || unicode.Is(unicode.Cf, r)) {
			t.Fatalf("Clean(%q) = %q holds %U", in, s, r)
		}
	}
}

func checkFold(t interface{ Fatalf(string, ...any) }, in string) {
	s := Fold(in)
	switch {
	case Fold(s) != s:
		t.Fatalf("Fold(%q) = %q, again %q", in, s, Fold(s))
	case Fold(norm.NFD.String(in)) != s, Fold(norm.NFC.String(in)) != s:
		t.Fatalf("Fold(%q) = %q depends on the encoding", in, s)
	case strings.ContainsAny(s, "đĐ\u00a0\u200b\n"), strings.TrimSpace(s) != s, strings.Contains(s, "  "):
		t.Fatalf("Fold(%q) = %q", in, s)
	}
}

func TestTextProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := texts.Draw(t, "text")
		checkClean(t, s)
		checkFold(t, s)
	})
}

func FuzzClean(f *testing.F) {
	for _, s := range []string{"Bình đẳng", " a \r\n b", "a\u200b\u0301", "\xff\x00", "e\u0301\u0323"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkClean(t, s) })
}

func FuzzFold(f *testing.F) {
	for _, s := range []string{"Bình Đẳng", "İ", "ΐ", "\u212b", "ﬁ ㎏", "a\u200b\u0301", "\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) { checkFold(t, s) })
}

func TestDigits(t *testing.T) {
	for text, want := range map[string]string{"": "", "07a": "07a", "７": "7", "٤٢": "42", "𝟗𝟘": "90", "९Đ": "9Đ", "½²": "½²"} {
		if got := Digits(text); got != want {
			t.Errorf("Digits(%q) = %q, want %q", text, got, want)
		}
	}
	for r := range rune(unicode.MaxRune) {
		if d := Digits(string(r)); unicode.IsDigit(r) != (len(d) == 1 && d[0] >= '0' && d[0] <= '9') {
			t.Errorf("%U became %q", r, d)
		}
	}
}
