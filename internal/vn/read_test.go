package vn

import (
	"errors"
	"os"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/fault"

	"github.com/pelletier/go-toml/v2"
	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"
)

func TestParseNumber(t *testing.T) {
	for _, c := range []struct {
		text string
		want int64
		q    string
	}{
		{"0", 0, ""},
		{"007", 7, ""},
		{"1234", 1234, ""},
		{"1.234", 1234, ""},
		{"12.345.678", 12345678, ""},
		{"1.234,0", 1234, ""},
		{"1234,00", 1234, ""},
		{"1.234.567,0", 1234567, ""},
		{"1 234", 1234, ""},
		{"1\u00a0234\u202f567", 1234567, ""},
		{"1 234,0", 1234, ""},
		{"1,234,567", 1234567, ""},
		{"1,234.0", 1234, ""},
		{"12.0", 12, ""},
		{" １２．３４５ ", 12345, ""},
		{"\u200b40\ufeff", 40, ""},
		{"40.", 40, ""},

		{"hơn 1.200", 1200, "more"},
		{"Hơn 1.200", 1200, "more"},
		{"hon 1200", 1200, "more"},
		{norm.NFD.String("trên 1.200"), 1200, "more"},
		{">1.200", 1200, "more"},
		{"> 1.200", 1200, "more"},
		{"≥60", 60, "more"},
		{"từ 60 trở lên", 60, "more"},
		{"từ 60 buổi trở lên", 60, "more"},
		{"60 trở lên", 60, "more"},
		{"1200+", 1200, "more"},
		{"ít nhất 5", 5, "more"},
		{"gần 40", 40, "less"},
		{"dưới 40", 40, "less"},
		{"<40", 40, "less"},
		{"<=40", 40, "less"},
		{"không quá 40", 40, "less"},
		{"từ 40 trở xuống", 40, "less"},
		{"khoảng 15 tỷ", 15e9, "about"},
		{"ước 15", 15, "about"},
		{"ước tính khoảng 15", 15, "about"},
		{"khoảng hơn 100", 100, "about"},
		{"~15", 15, "about"},
		{"more than 1,234,567", 1234567, "more"},
		{"over 40", 40, "more"},
		{"nearly 40 clubs", 40, "less"},
		{"About 15", 15, "about"},

		{"trên 3 tỷ đồng", 3e9, "more"},
		{"15 triệu", 15e6, ""},
		{"15tr", 15e6, ""},
		{"1,5 tỷ", 15e8, ""},
		{"1.5 tỷ", 15e8, ""},
		{"1.500 tỷ", 15e11, ""},
		{"3,215 tỷ đồng", 3215e6, ""},
		{"1.234,567 tỷ", 1234567e6, ""},
		{"0,125 triệu", 125000, ""},
		{"0.500 tỷ", 5e8, ""},
		{"2 nghìn", 2000, ""},
		{"2 ngàn", 2000, ""},
		{"15 nghìn tỷ đồng", 15e12, ""},
		{"1 tỷ 200 triệu", 12e8, ""},
		{"1 tỷ 200 triệu 500 nghìn đồng", 1200500000, ""},
		{"15 million VND", 15e6, ""},
		{"1.5 billion", 15e8, ""},
		{"2 thousand", 2000, ""},

		{"1.200 lượt", 1200, ""},
		{"hơn 1.200 lượt người", 1200, "more"},
		{"40 câu lạc bộ", 40, ""},
		{"40clb", 40, ""},
		{"450.000đ", 450000, ""},
		{"450.000 ₫", 450000, ""},
		{"450.000 VNĐ.", 450000, ""},
		{"5.000 tờ rơi", 5000, ""},
		{"12 tin, bài", 12, ""},
		{"gần 860.000 lao động", 860000, "less"},
		{"9.000.000.000.000.000", 9e15, ""},
	} {
		got, err := ParseNumber(c.text)
		if err != nil || got != (Parsed{N: c.want, Q: c.q}) {
			t.Errorf("%q: got %+v, %v, want %d %q", c.text, got, err, c.want, c.q)
		}
	}
}

func TestParseNumberWords(t *testing.T) {
	for _, text := range []string{
		"hàng chục nghìn", "hàng trăm", "Hàng nghìn lượt người", "nhiều", "rất nhiều", "vài trăm",
		"khoảng vài chục", "một số", "many", "tens of thousands", "several",
	} {
		got, err := ParseNumber(" " + text + " ")
		if err != nil || got != (Parsed{Words: text}) {
			t.Errorf("%q: got %+v, %v, want its words", text, got, err)
		}
	}
}

func TestParseNumberFaults(t *testing.T) {
	for key, texts := range map[string][]string{
		"number.bad": {
			"", " ", "abc", "hơn", "không có", "mười lăm", "hàng", "hàng ngày", "nhiễu sóng 5",
			"1.2.3", "30.6.2025", "12.34.567", "1.23.456", "01.234.567", "1 23", "12 3456", "1 2345", "1,23,456",
			"1.234 567", "1 234.567", "1.234.567,8,9", "1.234.5", "1,234.567.890", ".5", ",5", "1..5", "1, 5", "12 .5",
			"3 chục", "2 vạn", "3 tỷ rưỡi", "1 triệu 2", "1 triệu 200", "200 nghìn 1 tỷ", "1 tỷ 1 tỷ", "1 tỷ 40 clb",
			"40 xyz", "10²", "½", "٣", "Ⅳ", "từ 60", "12\n345", "5 đồng/người", "1e5", "0x10", "(5)", "+5", "5 6 7",
			"5+6", strings.Repeat("1", 201),
		},
		"number.ambiguous": {"1,234", "hơn 1,200", "12,345 lượt", "1,000", "1.234,000", "1,234.567", "1,234.000",
			"1 234,567", "1,234 million", "1.500 billion"},
		"number.negative": {"-5", "−5", "– 5", "âm 5", "-1.234,5", "khoảng -5"},
		"number.whole":    {"12,5", "1.234,5", "12.5", "1,2340001", "0,5", "1,2345 nghìn", "0,001"},
		"number.large":    {"9.000.000.000.000.001", "9000001 tỷ", strings.Repeat("9", 200), "99999999 nghìn tỷ"},
		"number.range":    {"10-15", "10 – 15", "10 đến 15", "từ 10 đến 15", "khoảng 10-15 buổi", "10 to 15", "1 tỷ - 2 tỷ"},
		"number.percent":  {"75%", "75,6 %", "hơn 75%", "75 phần trăm", "75 percent"},
	} {
		for _, text := range texts {
			got, err := ParseNumber(text)
			if got != (Parsed{}) || !errors.Is(err, &fault.Error{Kind: fault.Invalid, Key: key}) {
				t.Errorf("%q: got %+v, %v, want fault %s", text, got, err, key)
			}
			for _, f := range fault.All(err) {
				sentence(t, "vi", f)
				sentence(t, "en", f)
			}
		}
	}
}

// The fault proposes both readings, and the first can be typed as proposed.
func TestAmbiguousProposes(t *testing.T) {
	_, err := ParseNumber("hơn 12,340")
	all := fault.All(err)
	if len(all) != 1 {
		t.Fatal(err)
	}
	got := sentence(t, "vi", all[0])
	for _, want := range []string{"“hơn 12,340”", "“12.340”", "thập phân 12,34."} {
		if !strings.Contains(got, want) {
			t.Errorf("%s: lacks %s", got, want)
		}
	}
}

// sentence is what a person reads; a key without a sentence or a hole left is an error.
func sentence(t *testing.T, lang string, f *fault.Error) string {
	t.Helper()
	data, err := os.ReadFile("../../content/words/" + lang + "/number.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct{ Number map[string]string }
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	s := file.Number[strings.TrimPrefix(f.Key, "number.")]
	for i := 0; i+1 < len(f.Args); i += 2 {
		s = strings.ReplaceAll(s, "{"+f.Args[i]+"}", f.Args[i+1])
	}
	if s == "" || regexp.MustCompile(`\{\w+\}`).MatchString(s) {
		t.Errorf("%v in %s: sentence %q", f, lang, s)
	}
	return s
}

var numbers = rapid.OneOf(rapid.Int64Range(0, 20000), rapid.Int64Range(0, maxNumber))

// What is printed is read back, number and word.
func TestNumberRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := numbers.Draw(t, "n")
		q := rapid.SampledFrom([]string{exact, more, less, about}).Draw(t, "q")
		text := Number(n, q, "vi")
		for _, text := range []string{text, Upper(text), norm.NFD.String(text), Fold(text), strings.ReplaceAll(text, ".", " "), text + " lượt"} {
			got, err := ParseNumber(text)
			if err != nil || got != (Parsed{N: n, Q: q}) {
				t.Fatalf("%q: %+v, %v, want %d %q", text, got, err, n, q)
			}
		}
	})
}

// Money loses nothing, whichever way it is printed.
func TestMoneyRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.OneOf(numbers, rapid.Custom(func(t *rapid.T) int64 {
			return rapid.Int64Range(0, 20000).Draw(t, "n") * rapid.SampledFrom([]int64{1e3, 1e5, 1e6, 1e9, 1e10}).Draw(t, "scale")
		})).Draw(t, "vnd")
		for _, text := range []string{Money(n, "vi"), MoneyWords(n, "vi")} {
			got, err := ParseNumber(text)
			if err != nil || got != (Parsed{N: n}) {
				t.Fatalf("%q: %+v, %v, want %d", text, got, err, n)
			}
		}
	})
}

func FuzzParseNumber(f *testing.F) {
	for _, s := range []string{"hơn 1.200", "1 tỷ 200 triệu", "1,234", "từ 60 trở lên", "hàng chục nghìn", "10-15", "75%", "1.234,0 lượt", "< 5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		p, err := ParseNumber(text)
		if err != nil {
			if fault.All(err) == nil || p != (Parsed{}) {
				t.Fatalf("%q: %+v and %v", text, p, err)
			}
			return
		}
		if p.N < 0 || p.N > maxNumber || p.Words != "" && (p.N != 0 || p.Q != "") {
			t.Fatalf("%q: %+v", text, p)
		}
		// The door's cleaning changes no number.
		if again, err := ParseNumber(Clean(text)); err != nil || again != p {
			t.Fatalf("%q: %+v, but clean %+v, %v", text, p, again, err)
		}
	})
}
