// Package chart draws charts as SVG, on the server and without script.
//
// A chart is a struct that is filled in and asked for its SVG. Every text comes
// in ready: translated, with its numbers formatted. A chart is drawn for a given
// width, so that letters are always a true 12 px; who shows it on desk and phone
// draws it twice and never scales it. Colours are classes, described in chart.css
// for light, dark, forced colours and paper; no style stands in the SVG, so that
// a strict content policy may forbid it. Colour never works alone: hatches, dashes
// and markers say the same.
//
// What is drawn depends on nothing but the struct. No input makes a chart fail:
// values that cannot be drawn count as missing, texts that are too long end in "…",
// and no text lies outside the width or upon another.
package chart

import (
	"math"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Value is a number that may be missing. The zero Value is missing: 0 has to be said, with Of.
type Value struct {
	n     float64
	known bool
}

// largest is where numbers end; beyond it a float no longer counts by ones.
const largest = 1e15

// Of is a known number. What is negative, infinite, not a number or above 1e15 is missing.
func Of(n float64) Value {
	if n >= 0 && n <= largest {
		return Value{n, true}
	}
	return Value{}
}

// sum adds what is known. It is missing when neither is known.
func sum(a, b Value) Value { return Value{a.n + b.n, a.known || b.known} }

// Sizes of the one letter that charts use, in px. Widths are estimates on the wide
// side: the server cannot measure a font, and digits on axes are all as wide as a 4.
const (
	lineHeight  = 14
	ascent      = 10 // from the base line up, with the marks of Ấ
	letterWidth = 6.6
	digitWidth  = 7.7
	boldExtra   = 0.4
)

// measure estimates the width of a text.
func measure(s string, bold bool) float64 {
	w := 0.0
	for _, r := range s {
		switch {
		case unicode.Is(unicode.Mn, r):
			continue
		case unicode.IsDigit(r):
			w += digitWidth
		default:
			w += letterWidth
		}
		if bold {
			w += boldExtra
		}
	}
	return w
}

// fit shortens a text to a width, with "…" at its end. Where not even that fits it is empty.
func fit(s string, width float64, bold bool) string {
	if measure(s, bold) <= width {
		return s
	}
	for s != "" {
		_, size := utf8.DecodeLastRuneInString(s)
		s = strings.TrimRight(s[:len(s)-size], " \u00a0,;·")
		if t := s + "…"; s != "" && measure(t, bold) <= width {
			return t
		}
	}
	return ""
}

// wrap breaks a text between words into at most two lines; the second may end in "…".
func wrap(s string, width float64, bold bool) []string {
	if measure(s, bold) <= width {
		return []string{s}
	}
	words, first := strings.Split(s, " "), ""
	for i, w := range words {
		next := strings.TrimPrefix(first+" "+w, " ")
		if measure(next, bold) > width {
			if i == 0 {
				break
			}
			return []string{first, fit(strings.Join(words[i:], " "), width, bold)}
		}
		first = next
	}
	return []string{fit(s, width, bold)}
}

// clean makes of any text one line of visible characters that XML allows.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\r':
			return ' '
		case unicode.In(r, unicode.Cc, unicode.Cf) || r == '\ufffe' || r == '\uffff': // also what turns text around
			return -1
		}
		return r // broken UTF-8 comes as U+FFFD
	}, s)
}

var escaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "'", "&#39;")

// escape makes a text safe between tags and in quoted attributes.
func escape(s string) string { return escaper.Replace(clean(s)) }

// num writes a number with two decimals at most.
func num(f float64) string {
	f = math.Round(f*100) / 100
	if f == 0 || math.IsNaN(f) || math.IsInf(f, 0) {
		return "0" // also for -0
	}
	return strconv.FormatFloat(f, 'f', -1, 64)
}

// ident makes of any text the beginning of an id.
func ident(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '-', r == '_':
			return r
		}
		return -1
	}, s)
	return "c-" + s
}

// safeHref tells whether an address may be linked to: one of this or another site,
// never one that runs script.
func safeHref(href string) bool {
	if href == "" {
		return false
	}
	scheme, _, found := strings.Cut(href, ":")
	if !found || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	return strings.EqualFold(scheme, "https") || strings.EqualFold(scheme, "http")
}

// within keeps a size between its bounds; what is not given becomes usual.
func within(f, usual, least, most float64) float64 {
	if !(f > 0) { // also NaN
		f = usual
	}
	return math.Max(least, math.Min(f, most))
}
