package vn

import (
	"math"
	"strconv"
	"strings"
)

// The words that stand with a number (qualifiers), as kept with it. They equal
// register.Qualifier, which this floor cannot import.
const (
	exact = ""
	more  = "more"  // hơn, trên, từ ... trở lên
	less  = "less"  // gần, dưới
	about = "about" // khoảng, ước
)

// Languages: "en" is English; anything else is Vietnamese, the language of the house.
const english = "en"

// Int prints a whole number: 1.234.567, in English 1,234,567.
func Int(n int64, lang string) string {
	return grouped(strconv.FormatInt(n, 10), lang)
}

// Dec prints x with exactly the given places: 12,50, in English 12.50. Halves
// are rounded away from zero, on the digits that a person would write for x, so
// that 2,5 becomes 3 and 1,005 becomes 1,01.
func Dec(x float64, places int, lang string) string { return decimal(x, 0, places, lang) }

// Percent prints a share: 0.756 is 75,6%.
func Percent(share float64, places int, lang string) string {
	return decimal(share, 2, places, lang) + "%"
}

// Money prints an amount in full: 15.000.000 đồng, in English 15,000,000 VND.
func Money(vnd int64, lang string) string { return Int(vnd, lang) + currency(lang) }

// MoneyWords prints an amount as it is said: 15 tỷ đồng, 3,2 tỷ đồng, 450 triệu
// đồng. It never rounds: it takes the larger unit that shows the amount exactly
// with three decimals at most, else prints all the digits.
func MoneyWords(vnd int64, lang string) string {
	for _, unit := range []struct {
		of     int64
		vi, en string
	}{
		{1_000_000_000, " tỷ", " billion"},
		{1_000_000, " triệu", " million"},
	} {
		if (vnd >= unit.of || vnd <= -unit.of) && vnd%(unit.of/1000) == 0 {
			word := unit.vi
			if lang == english {
				word = unit.en
			}
			return thousandths(vnd/(unit.of/1000), lang) + word + currency(lang)
		}
	}
	return Money(vnd, lang)
}

// Number prints a number with its word: hơn 3.900, gần 300, khoảng 15; in English
// more than, nearly, about.
func Number(n int64, qualifier, lang string) string {
	words := map[string]string{more: "hơn ", less: "gần ", about: "khoảng "}
	if lang == english {
		words = map[string]string{more: "more than ", less: "nearly ", about: "about "}
	}
	return words[qualifier] + Int(n, lang)
}

// Roman prints 1 to 3999 as a Roman numeral, other numbers in plain digits.
func Roman(n int) string {
	if n < 1 || n > 3999 {
		return strconv.Itoa(n)
	}
	var b strings.Builder
	for _, r := range []struct {
		value int
		sign  string
	}{
		{1000, "M"}, {900, "CM"}, {500, "D"}, {400, "CD"}, {100, "C"}, {90, "XC"},
		{50, "L"}, {40, "XL"}, {10, "X"}, {9, "IX"}, {5, "V"}, {4, "IV"}, {1, "I"},
	} {
		for ; n >= r.value; n -= r.value {
			b.WriteString(r.sign)
		}
	}
	return b.String()
}

func currency(lang string) string {
	if lang == english {
		return " VND"
	}
	return " đồng"
}

// decimal prints x * 10^shift with exactly the given places.
func decimal(x float64, shift, places int, lang string) string {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return strconv.FormatFloat(x, 'f', -1, 64) // no figure: a slip of the program, left to be seen
	}
	// The shortest digits that mean x, without a point: x = digits * 10^(point-len(digits)).
	mantissa, exponent, _ := strings.Cut(strconv.FormatFloat(math.Abs(x), 'e', -1, 64), "e")
	digits := strings.Replace(mantissa, ".", "", 1)
	e, _ := strconv.Atoi(exponent)
	point := e + 1 + shift
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	places = max(places, 0)
	keep := point + places
	if short := keep + 1 - len(digits); short > 0 {
		digits += strings.Repeat("0", short)
	}
	up := digits[keep] >= '5'
	rounded := []byte("0" + digits[:keep])
	for i := len(rounded) - 1; up; i-- {
		if rounded[i]++; rounded[i] > '9' {
			rounded[i] = '0'
		} else {
			up = false
		}
	}
	s := string(rounded)
	whole, fraction := strings.TrimLeft(s[:len(s)-places], "0"), s[len(s)-places:]
	if whole == "" {
		whole = "0"
	}
	if x < 0 && strings.Trim(whole+fraction, "0") != "" {
		whole = "-" + whole
	}
	return joined(whole, fraction, lang)
}

// thousandths prints n/1000 with as many decimals as it needs.
func thousandths(n int64, lang string) string {
	whole, fraction := strconv.FormatInt(n/1000, 10), n%1000
	if fraction < 0 {
		fraction = -fraction
	}
	return joined(whole, strings.TrimRight(strconv.FormatInt(1000+fraction, 10)[1:], "0"), lang)
}

func joined(whole, fraction, lang string) string {
	s := grouped(whole, lang)
	switch {
	case fraction == "":
		return s
	case lang == english:
		return s + "." + fraction
	}
	return s + "," + fraction
}

// grouped parts digits, which may follow a minus, in threes.
func grouped(s, lang string) string {
	mark := byte('.')
	if lang == english {
		mark = ','
	}
	sign := ""
	if strings.HasPrefix(s, "-") {
		sign, s = "-", s[1:]
	}
	out := make([]byte, 0, len(s)+len(s)/3)
	for i := range len(s) {
		if i > 0 && (len(s)-i)%3 == 0 {
			out = append(out, mark)
		}
		out = append(out, s[i])
	}
	return sign + string(out)
}
