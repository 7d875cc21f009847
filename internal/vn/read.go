package vn

import (
	"math/big"
	"slices"
	"strings"
	"unicode"

	"binhdang/internal/fault"
)

// Limits of a number that is read.
const (
	maxNumber = 9_000_000_000_000_000 // below 2^53, so that every program it travels to holds it exactly
	maxText   = 200                   // letters; a longer text is no number
)

// Parsed is a number as a person gave it.
type Parsed struct {
	N     int64
	Q     string // "" exact, "more", "less" or "about", as register.Qualifier
	Words string // what was said where no figure was given ("hàng chục nghìn"); then N means nothing
}

// ParseNumber reads a whole number that is not negative, as people write it in
// forms and sheets, with or without Vietnamese marks:
//
//	1.234   1234   1 234   1.234,0   1,234,567     the point parts thousands, the comma decimals
//	hơn 1.200   trên 1.200   >1.200   từ 60 trở lên    more
//	gần 40   dưới 40   <40                             less
//	khoảng 15 tỷ   ước 15   ~15                        about; two words that differ are "about" too
//	1,5 tỷ   450 triệu   2 nghìn   1 tỷ 200 triệu      scales
//	1.200 lượt người   15 tỷ đồng   40 clb             what is counted may follow, and is not kept
//	hàng chục nghìn   nhiều   vài trăm                 no figure: kept in Words
//	more than 1,234,567   nearly 40   15 million VND   English
//
// What can be read in two ways that differ a thousandfold is a fault and is
// never guessed: 1,234 alone, 1,234.000 (number.ambiguous). Before a Vietnamese scale the
// comma is a decimal one, as nobody writes 1,234 tỷ for 1.234 tỷ. Further faults:
// number.negative, number.whole (a fraction is left), number.large, number.range
// (10-15), number.percent and number.bad.
//
// The text is what a person reads on paper. The stored value of a numeric cell
// of a sheet, whose point is a decimal one, must not be given to this function.
func ParseNumber(s string) (Parsed, error) {
	t := Clean(s)
	bad := refuse("number.bad", t)
	if len([]rune(t)) > maxText || strings.Contains(t, "\n") || strings.ContainsFunc(t, strangeDigit) {
		return Parsed{}, bad
	}
	rest, q := qualifier(Fold(t))
	if !strings.ContainsAny(rest, "0123456789") {
		if inWords(rest) {
			return Parsed{Words: t}, nil
		}
		return Parsed{}, bad
	}
	if negative(rest) {
		return Parsed{}, refuse("number.negative", t)
	}
	rest, from := strings.CutPrefix(rest, "tu ")
	sum, rest, err := terms(t, rest)
	if err != nil {
		return Parsed{}, err
	}
	rest, tail := suffix(rest)
	switch {
	case isRange(rest):
		return Parsed{}, refuse("number.range", t)
	case from && tail == "": // "từ 60" says nothing without its end
		return Parsed{}, bad
	case strings.HasPrefix(rest, "%"), hasWord(rest, "phan tram"), hasWord(rest, "percent"):
		return Parsed{}, refuse("number.percent", t)
	case !counted(rest):
		return Parsed{}, bad
	case !sum.IsInt():
		return Parsed{}, refuse("number.whole", t)
	case sum.Num().Cmp(big.NewInt(maxNumber)) > 0:
		return Parsed{}, refuse("number.large", t)
	}
	return Parsed{N: sum.Num().Int64(), Q: both(q, tail)}, nil
}

// qualifiers are what may stand before a number, folded.
var qualifiers = []struct{ text, q string }{
	{">=", more}, {">", more}, {"≥", more}, {"<=", less}, {"<", less}, {"≤", less}, {"~", about}, {"≈", about},
	{"hon", more}, {"tren", more}, {"vuot", more}, {"it nhat", more}, {"toi thieu", more}, {"khong duoi", more},
	{"gan", less}, {"duoi", less}, {"khong qua", less}, {"toi da", less}, {"chua den", less}, {"chua toi", less},
	{"khoang", about}, {"uoc tinh", about}, {"uoc dat", about}, {"uoc", about}, {"chung", about}, {"xap xi", about},
	{"more than", more}, {"over", more}, {"above", more}, {"at least", more},
	{"nearly", less}, {"almost", less}, {"less than", less}, {"fewer than", less}, {"under", less}, {"below", less}, {"at most", less},
	{"about", about}, {"around", about}, {"approximately", about}, {"roughly", about},
}

// qualifier takes the words before the number off.
func qualifier(s string) (rest, q string) {
again:
	for _, w := range qualifiers {
		if hasWord(s, w.text) {
			s, q = strings.TrimSpace(s[len(w.text):]), both(q, w.q)
			goto again
		}
	}
	return s, q
}

// suffix takes "trở lên", "trở xuống" and + off, before or after what is counted.
func suffix(s string) (rest, q string) {
	for _, w := range []struct{ text, q string }{{"tro len", more}, {"tro xuong", less}, {"+", more}} {
		if before, after, ok := strings.Cut(s, w.text); ok {
			return strings.TrimSpace(before + " " + after), w.q
		}
	}
	return s, exact
}

// both is the word of a number that two words stand with.
func both(a, b string) string {
	switch {
	case a == b, b == exact:
		return a
	case a == exact:
		return b
	}
	return about
}

// scales are the words that multiply, folded; the longer before those it begins with.
var scales = []struct {
	text    string
	of      int64
	english bool
}{
	{"nghin ty", 1e12, false}, {"ngan ty", 1e12, false}, {"nghin ti", 1e12, false}, {"ngan ti", 1e12, false},
	{"ty", 1e9, false}, {"ti", 1e9, false}, {"trieu", 1e6, false}, {"tr", 1e6, false},
	{"nghin", 1e3, false}, {"ngan", 1e3, false},
	{"billion", 1e9, true}, {"million", 1e6, true}, {"thousand", 1e3, true},
}

// terms reads one number, or several with falling scales (1 tỷ 200 triệu), from
// the front of rest. The text t is for the fault.
func terms(t, rest string) (sum *big.Rat, after string, err error) {
	sum = new(big.Rat)
	for last := int64(0); ; {
		n := 0
		for n < len(rest) && strings.IndexByte("0123456789., ", rest[n]) >= 0 {
			n++
		}
		figure := strings.TrimRight(rest[:n], "., ")
		after = strings.TrimLeft(rest[len(figure):], " ")
		scale, foreign := int64(1), false
		for _, w := range scales {
			if hasWord(after, w.text) {
				scale, foreign, after = w.of, w.english, strings.TrimLeft(after[len(w.text):], " ")
				break
			}
		}
		if last > 0 && (scale == 1 || scale >= last) {
			return nil, "", refuse("number.bad", t)
		}
		x, err := value(t, figure, scale > 1 && !foreign, foreign)
		if err != nil {
			return nil, "", err
		}
		sum.Add(sum, x.Mul(x, new(big.Rat).SetInt64(scale)))
		if scale == 1 || !startsWithDigit(after) {
			return sum, after, nil
		}
		rest, last = after, scale
	}
}

// value reads figures with their marks. Scaled says that a Vietnamese scale
// follows, foreign that an English one does.
func value(t, s string, scaled, foreign bool) (*big.Rat, error) {
	whole, fraction := s, ""
	point := false // the mark before the fraction is a point
	if i := strings.LastIndexAny(s, ".,"); i >= 0 {
		mark := s[i : i+1]
		lone := strings.Count(s, mark) == 1
		// A mark that stands once, with three digits after it and a group of
		// thousands before it, may part thousands or decimals.
		open := lone && len(s)-i-1 == 3 && groups(s[:i])
		switch {
		case open && (foreign || mark == "," && !scaled || mark == "." && strings.Contains(s[:i], ",")):
			return nil, ambiguous(t, s, i)
		case open && mark == "." && !strings.Contains(s[:i], " "):
			// The Vietnamese custom: 1.234 is all whole.
		case lone:
			whole, fraction, point = s[:i], s[i+1:], mark == "."
		}
	}
	if len(whole) == 0 || !groups(whole) && strings.ContainsAny(whole, "., ") {
		return nil, refuse("number.bad", t)
	}
	// 1 234.567 and 1.234.5 follow no custom.
	if point && strings.ContainsAny(whole, ". ") || !point && fraction != "" && strings.Contains(whole, ",") {
		return nil, refuse("number.bad", t)
	}
	x, ok := new(big.Rat).SetString(onlyDigits(whole) + "." + fraction + "0")
	if !ok {
		return nil, refuse("number.bad", t)
	}
	return x, nil
}

// groups reports whether s is one to three digits, not beginning with 0, and then
// any number of groups of three, all parted by one and the same mark.
func groups(s string) bool {
	mark := "."
	if i := strings.IndexAny(s, "., "); i >= 0 {
		mark = s[i : i+1]
	}
	parts := strings.Split(s, mark)
	for i, p := range parts {
		if strings.Trim(p, "0123456789") != "" || i > 0 && len(p) != 3 || i == 0 && (len(p) < 1 || len(p) > 3) {
			return false
		}
	}
	return parts[0][0] != '0'
}

// ambiguous proposes both readings of figures whose mark at i may part thousands
// or decimals.
func ambiguous(t, s string, i int) error {
	plain := onlyDigits(s)
	whole, fraction := onlyDigits(s[:i]), strings.TrimRight(s[i+1:], "0")
	return fault.New(fault.Invalid, "number.ambiguous", "text", t, "plain", plain, "whole", grouped(plain, ""),
		"decimal", joined(whole, fraction, ""), "decimal_en", joined(whole, fraction, english))
}

// wordy are the ways of giving no figure, folded.
var wordy = []string{
	"hang chuc", "hang tram", "hang nghin", "hang ngan", "hang van", "hang trieu", "hang ty", "hang loat",
	"nhieu", "rat nhieu", "vai", "may", "mot so", "mot vai", "dong dao",
	"many", "several", "some", "a few", "dozens", "tens of", "hundreds", "thousands", "millions",
}

func inWords(s string) bool {
	return slices.ContainsFunc(wordy, func(w string) bool { return hasWord(s, w) })
}

// things are the words that may follow a number to say what is counted, folded.
// Words that change the number (chục, vạn, rưỡi) must not stand here.
var things = strings.Fields(`
	luot nguoi buoi cuoc to roi gap cuon quyen ban cau lac bo clb lop dot hoi nghi thi tap huan toa dam noi chuyen
	tin bai anh video clip chuyen muc trang phong su san pham tai lieu an vu ca lan phut gio ngay mo hinh nhom to doi
	co so don vi ho gia dinh xa phuong tinh truong em tre phu nu nam gioi hoc vien sinh can bo dai bieu hoi vien
	lao doan giai suat chiec cai bang ron pano ap phich khau hieu dong vnd d ₫
	people persons participants women men attendances sessions talks copies leaflets books clubs articles times`)

// counted reports whether s is nothing or a few words of what is counted.
func counted(s string) bool {
	words := strings.Fields(strings.TrimRight(s, ".;"))
	return len(words) <= 6 && !slices.ContainsFunc(words, func(w string) bool {
		return !slices.Contains(things, strings.TrimRight(w, ","))
	})
}

const dashes = "-‐−–—"

// negative reports a minus, or the word âm, before the digits.
func negative(s string) bool {
	t := strings.TrimLeft(strings.TrimPrefix(s, "am "), dashes+" ")
	return t != s && startsWithDigit(t)
}

func startsWithDigit(s string) bool { return s != "" && s[0] >= '0' && s[0] <= '9' }

// isRange reports that a second number follows: -15, đến 15.
func isRange(s string) bool {
	t := strings.TrimLeft(s, dashes)
	for _, w := range []string{"den ", "toi ", "to "} {
		t = strings.TrimPrefix(t, w)
	}
	return t != s && startsWithDigit(strings.TrimSpace(t))
}

// strangeDigit reports number signs other than 0-9 and their full-width forms:
// ², ½, ٣, Ⅳ are not what a clerk types, and folding would change their meaning.
func strangeDigit(r rune) bool {
	return unicode.IsNumber(r) && !(r >= '0' && r <= '9') && !(r >= '０' && r <= '９')
}

// hasWord reports whether s begins with w and w does not end inside a word.
func hasWord(s, w string) bool {
	if !strings.HasPrefix(s, w) {
		return false
	}
	for _, next := range s[len(w):] {
		last := w[len(w)-1]
		return !unicode.IsLetter(next) || last < 'a' || last > 'z'
	}
	return true
}

func onlyDigits(s string) string {
	return strings.Map(func(r rune) rune {
		if r < '0' || r > '9' {
			return -1
		}
		return r
	}, s)
}

func refuse(key, text string) error {
	if len([]rune(text)) > maxText {
		text = string([]rune(text)[:maxText]) + "..."
	}
	return fault.New(fault.Invalid, key, "text", text)
}
