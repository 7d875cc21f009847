// Package vn knows Vietnamese as it is written: text, order and numbers.
//
// Every text that comes in passes Clean once; search compares Fold with Fold;
// lists are sorted by Less or SortKey; numbers and money are printed and read
// here alone, so that 1.234 means one thousand two hundred and thirty-four on
// every page and in every file. All functions are pure and safe to use from
// several goroutines at once.
package vn

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Clean is what the door does to any text that comes in. The result is valid
// UTF-8 in NFC; control characters and invisible marks (zero-width, direction,
// soft hyphen) are gone; every kind of space is a plain space; a line has no
// spaces at its ends and none doubled inside; line ends are \n, with none before
// the first and after the last line that says something. Letters are never changed.
// Clean of a clean text is the same text.
func Clean(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	s = strings.ReplaceAll(s, "\r\n", "\n")
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n', r == '\r', r == '\v', r == '\f', r == '\u0085', r == '\u2028', r == '\u2029':
			return '\n'
		case r == '\t', unicode.Is(unicode.Zs, r):
			return ' '
		case invisible(r):
			return -1
		}
		return r
	}, s)
	lines := strings.Split(norm.NFC.String(s), "\n")
	for i, line := range lines {
		lines[i] = squeeze(line)
	}
	return strings.Trim(strings.Join(lines, "\n"), "\n")
}

// Fold is the form that search compares: lower case, without tone and vowel
// marks, đ as d, one plain space between words and none around. Text that looks
// the same folds the same, whichever way its marks were encoded. Fold of a folded
// text is the same text.
func Fold(s string) string {
	var b strings.Builder
	b.Grow(len(s))
	space := false
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(s, "\uFFFD")) {
		switch {
		case unicode.IsSpace(r):
			space = b.Len() > 0
			continue
		case invisible(r), unicode.Is(unicode.Mn, r):
			continue
		}
		if space {
			b.WriteByte(' ')
			space = false
		}
		switch r = unicode.ToLower(r); r {
		case 'đ', 'ð', 'ɖ': // the last two look like đ in capitals (Ð, Ɖ) and are typed for it
			r = 'd'
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Upper is s in capitals, in NFC.
func Upper(s string) string { return norm.NFC.String(strings.ToUpper(norm.NFC.String(s))) }

// Lower is s in small letters, in NFC.
func Lower(s string) string { return norm.NFC.String(strings.ToLower(norm.NFC.String(s))) }

// Digits is s with the digits of all scripts as 0 to 9.
func Digits(s string) string {
	return strings.Map(func(r rune) rune {
		for _, t := range unicode.Nd.R16 { // digits stand in tens, the zero first
			if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
				return '0' + (r-lo)%10
			}
		}
		for _, t := range unicode.Nd.R32 {
			if lo := rune(t.Lo); r >= lo && r <= rune(t.Hi) {
				return '0' + (r-lo)%10
			}
		}
		return r
	}, s)
}

// Capital is s with its first letter large, as a sentence begins.
func Capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return ""
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// Small is s with its first letter small, as within a sentence; a word of capitals
// such as HĐND stays as it is.
func Small(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if next, _ := utf8.DecodeRuneInString(s[n:]); n == 0 || unicode.IsUpper(next) {
		return s
	}
	return string(unicode.ToLower(r)) + s[n:]
}

// invisible reports control and format characters, which print nothing.
func invisible(r rune) bool { return unicode.Is(unicode.Cc, r) || unicode.Is(unicode.Cf, r) }

// squeeze trims plain spaces and makes one of several.
func squeeze(s string) string {
	s = strings.Trim(s, " ")
	for strings.Contains(s, "  ") {
		s = strings.ReplaceAll(s, "  ", " ")
	}
	return s
}
