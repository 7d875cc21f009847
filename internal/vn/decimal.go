package vn

import (
	"regexp"
	"strconv"
	"strings"
)

var (
	plainDecimal   = regexp.MustCompile(`^(\d{1,9})(?:[.,](\d{1,2}))?$`)
	groupedDecimal = regexp.MustCompile(`^(\d{1,3}(?:\.\d{3}){1,2})(?:,(\d{1,2}))?$`)
)

// ParseDecimal reads a number with up to two decimals, such as a declared ratio,
// and gives it in hundredths: "46,58 %" is 4658, "hơn 60" is 6000 and more. The
// decimal sign may be a comma or a point; 1.234 has its thousands parted by a
// point, and 1,234 can be read in two ways and is a fault.
func ParseDecimal(s string) (Parsed, error) {
	t := Clean(s)
	bad := refuse("number.decimal", t)
	if len([]rune(t)) > maxText || strings.ContainsFunc(t, strangeDigit) {
		return Parsed{}, bad
	}
	rest, q := qualifier(Fold(t))
	if negative(rest) {
		return Parsed{}, refuse("number.negative", t)
	}
	rest, tail := suffix(rest)
	for _, unit := range []string{"%", "phan tram", "percent", "lan"} {
		rest = strings.TrimSpace(strings.TrimSuffix(rest, unit))
	}
	m := plainDecimal.FindStringSubmatch(rest)
	if m == nil {
		m = groupedDecimal.FindStringSubmatch(rest)
	}
	if m == nil {
		return Parsed{}, bad
	}
	n, err := strconv.ParseInt(strings.ReplaceAll(m[1], ".", "")+(m[2] + "00")[:2], 10, 64)
	if err != nil {
		return Parsed{}, bad
	}
	return Parsed{N: n, Q: both(q, tail)}, nil
}

// Decimal prints hundredths as ParseDecimal reads them, without needless zeros: 46,58.
func Decimal(hundredths int64, lang string) string {
	places := 2
	for places > 0 && hundredths%10 == 0 {
		hundredths /= 10
		places--
	}
	scale := 1.0
	for range places {
		scale *= 10
	}
	return Dec(float64(hundredths)/scale, places, lang)
}
