package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Where the two schools put the tone differently: open syllables in oa, oe and uy.
var (
	newTone = map[string]string{}
	oldTone = map[string]string{}
)

func init() {
	for _, p := range []string{"oa", "oe", "uy"} {
		for _, t := range "\u0300\u0301\u0303\u0309\u0323" {
			first := norm.NFC.String(p[:1]+string(t)) + p[1:]
			second := p[:1] + norm.NFC.String(p[1:]+string(t))
			newTone[second] = first
			oldTone[first] = second
		}
	}
}

// Match is the form in which words are looked up: NFC, small letters, and tones where
// the older school puts them: hoà is hòa, tòan is toàn, quý stays. The map leads back
// to the bytes of s.
func Match(s string) (string, *Map) {
	s, before := composed(s, nil)
	var b strings.Builder
	b.Grow(len(s))
	m := &Map{}
	last := ' ' // the letter before
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		low := unicode.ToLower(r)
		if strings.ContainsRune("ouòóõỏọùúũủụ", low) && !(last == 'q' && low == 'u') {
			r2, n2 := utf8.DecodeRuneInString(s[i+n:])
			pair := string(low) + string(unicode.ToLower(r2))
			after, _ := utf8.DecodeRuneInString(s[i+n+n2:])
			put := pair
			if unicode.IsLetter(after) {
				if p, ok := oldTone[pair]; ok {
					put = p
				}
			} else if p, ok := newTone[pair]; ok {
				put = p
			}
			if put != pair {
				m.whole(b.Len(), i, n+n2)
				b.WriteString(put)
				i += n + n2
				last = 'x'
				continue
			}
		}
		if utf8.RuneLen(low) == n {
			m.run(b.Len(), i)
		} else {
			m.whole(b.Len(), i, n)
		}
		b.WriteRune(low)
		last = low
		i += n
	}
	return b.String(), m.after(before)
}
