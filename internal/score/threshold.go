package score

import (
	"math"
	"regexp"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/vn"
)

// operators by how people write them, the longest first: "không quá" is no "quá".
var operators = []struct {
	text string
	op   Operator
}{
	{">=", AtLeast}, {"<=", AtMost}, {"≥", AtLeast}, {"≤", AtMost}, {"=>", AtLeast}, {"=<", AtMost},
	{">", Over}, {"<", Under}, {"=", Exactly},
	{"từ", AtLeast}, {"ít nhất", AtLeast}, {"tối thiểu", AtLeast}, {"không dưới", AtLeast}, {"không thấp hơn", AtLeast}, {"đạt", AtLeast},
	{"không quá", AtMost}, {"tối đa", AtMost}, {"không vượt quá", AtMost}, {"không trên", AtMost}, {"at least", AtLeast}, {"at most", AtMost},
	{"trên", Over}, {"hơn", Over}, {"over", Over}, {"more than", Over},
	{"dưới", Under}, {"thấp hơn", Under}, {"under", Under}, {"below", Under},
	{"bằng", Exactly}, {"đúng", Exactly}, {"exactly", Exactly},
}

func init() {
	slices.SortStableFunc(operators, func(a, b struct {
		text string
		op   Operator
	}) int {
		return len(b.text) - len(a.text)
	})
}

// abouts are the words of a number that the act itself calls rough.
var abouts = []string{"khoảng", "about", "~", "≈"}

var thresholdNumber = regexp.MustCompile(`^[\d.,]+$`)

// ParseThreshold reads a threshold as acts and sheets write it: ">= 60", "trên 90 %",
// "không quá 1,7", "≥ khoảng 60". The operator must be there: "60" alone does not say
// on which side to be. About tells that the number is rough.
func ParseThreshold(text string) (t Threshold, about bool, err error) {
	text = vn.Clean(text)
	left := vn.Lower(text)
	cut := func() bool {
		for _, a := range abouts {
			if rest, ok := strings.CutPrefix(left, a); ok {
				left, about = strings.TrimSpace(rest), true
				return true
			}
		}
		return false
	}
	cut()
	for _, o := range operators {
		if rest, ok := strings.CutPrefix(left, o.text); ok && (rest == "" || rest[0] == ' ' || rest[0] >= '0' && rest[0] <= '9') {
			t.Op, left = o.op, strings.TrimSpace(rest)
			break
		}
	}
	cut()
	left = strings.TrimSpace(strings.TrimSuffix(left, "%"))
	if !thresholdNumber.MatchString(left) {
		return Threshold{}, false, fault.New(fault.Invalid, "score.threshold", "text", strings.TrimSpace(text))
	}
	if t.Op == "" {
		return Threshold{}, false, fault.New(fault.Invalid, "score.no_operator", "text", strings.TrimSpace(text), "number", left)
	}
	n, err := vn.ParseDecimal(left)
	if err != nil {
		return Threshold{}, false, fault.New(fault.Invalid, "score.threshold", "text", strings.TrimSpace(text))
	}
	t.Value = float64(n.N) / 100
	return t, about, nil
}

// Text is the threshold as ParseThreshold reads it, in the numbers of a language: "≥ 60".
func (t Threshold) Text(about bool, lang string) string {
	if t.Op == "" {
		return ""
	}
	sign := map[Operator]string{AtLeast: "≥", AtMost: "≤"}[t.Op]
	if sign == "" {
		sign = string(t.Op)
	}
	sign += " "
	if about {
		sign += "~"
	}
	return sign + vn.Decimal(int64(math.Round(t.Value*100)), lang)
}

// wholeShare is all of a whole, in percent.
const wholeShare = 100

// beyond tells a threshold that no value can reach: a percentage ends at the whole.
func (t Threshold) beyond(d *indicator.Definition) bool {
	return d.Percent() && (t.Value > wholeShare || t.Value == wholeShare && t.Op == Over)
}

// soundMargin tells a margin that can be held against a value: NaN is never close, and
// one below zero would call what is met not met.
func soundMargin(m float64) bool { return m >= 0 && !math.IsInf(m, 1) }

// tooWide tells a margin within which every percentage is close.
func tooWide(m float64, d *indicator.Definition) bool { return d.Percent() && m >= wholeShare }

// against tells that one threshold wants more where the other wants less.
func (t Threshold) against(o Threshold) bool {
	return t.Op != Exactly && o.Op != Exactly && t.Less() != o.Less()
}

// Less tells that less is better.
func (t Threshold) Less() bool { return t.Op == Under || t.Op == AtMost }
