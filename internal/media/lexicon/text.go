// Package lexicon reads a text into words and finds in it every term of a list,
// in one pass, at word borders.
//
// A word knows its bytes in the text as it was given, and one key that is the same
// however the text was typed: decomposed or not, hòa or hoà, in small letters or in
// capitals. Terms are compared by keys, so all that is found holds for all of them.
package lexicon

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/vn"
)

// Form is what is known of a word from its letters alone.
type Form struct {
	Text string // as written, in NFC
	Key  string // in small letters, the tone mark where the old spelling has it
	Fold string // the key without marks, đ as d

	Letters  bool // begins with a letter
	Upper    bool // begins with a capital
	Capitals bool // has two letters or more, all capitals
	Digits   bool // begins with a digit
	Initials bool // letters that stand for a name, such as N.T.B. or H.
	Mark     bool // a mark, not a word: punctuation

	id int32 // the number of the word in the list of terms, 0 if none has it
}

// Word is one word or one mark of a text.
type Word struct {
	*Form
	Start, End int  // bytes of the text as it was given
	Near       bool // nothing stands between it and the word before
	Line       bool // it is the first of its line
}

// Text is a text in words.
type Text struct {
	Source string
	Words  []Word

	by *Lexicon // who read it, and so numbered its words
}

// Slice is the source of the words from first up to last, not included.
func (t *Text) Slice(first, last int) string {
	if first >= last {
		return ""
	}
	return t.Source[t.Words[first].Start:t.Words[last-1].End]
}

// Read cuts a text into words. Letters, digits and marks on letters make words, an
// apostrophe inside a word belongs to it (H'Hen), and so do the stops of initials.
func (l *Lexicon) Read(source string) *Text {
	t := &Text{Source: source, Words: make([]Word, 0, len(source)/4+8), by: l}
	forms := l.borrow()
	defer l.giveBack(forms)
	line, near := true, false
	for i := 0; i < len(source); {
		c := source[i]
		switch {
		case c == '\n' || c == '\r':
			line, near = true, false
			i++
			continue
		case c == ' ' || c == '\t':
			near = false
			i++
			continue
		}
		n := initials(source[i:], near && len(t.Words) > 0 && t.Words[len(t.Words)-1].Letters)
		isInitials := n > 0
		if n == 0 {
			n = wordLength(source[i:])
		}
		if n == 0 {
			r, size := utf8.DecodeRuneInString(source[i:])
			switch {
			case r == '\u2028' || r == '\u2029' || r == '\u0085':
				line, near = true, false
				i += size
				continue
			case unicode.IsSpace(r):
				near = false
				i += size
				continue
			case invisible(r):
				i += size
				continue
			}
			n = size
		}
		raw := source[i : i+n]
		f := forms.of[raw]
		if f == nil {
			raw = strings.Clone(raw) // the form outlives the text
			f = l.form(raw, isInitials)
			forms.of[raw] = f
		}
		t.Words = append(t.Words, Word{Form: f, Start: i, End: i + n, Near: near, Line: line})
		i += n
		line, near = false, true
	}
	return t
}

// memory holds the forms of words already met: most words of an article are those of
// every other.
type memory struct{ of map[string]*Form }

// maxForms is how many forms are remembered before all are forgotten.
const maxForms = 1 << 15

func (l *Lexicon) borrow() *memory {
	select {
	case m := <-l.forms:
		if len(m.of) <= maxForms {
			return m
		}
	default:
	}
	return &memory{make(map[string]*Form, 1024)}
}

// giveBack keeps a memory for the next text; what is one too many is forgotten.
func (l *Lexicon) giveBack(m *memory) {
	select {
	case l.forms <- m:
	default:
	}
}

// wordLength is the length of the word at the start of s, 0 if there is none.
func wordLength(s string) int {
	n := 0
	for n < len(s) {
		c := s[n]
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
			n++
			continue
		case c == '\'' && n > 0 && letterAfter(s[n+1:]):
			n++
			continue
		case c < utf8.RuneSelf:
			return n
		}
		r, size := utf8.DecodeRuneInString(s[n:])
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r):
		case n > 0 && (unicode.Is(unicode.Mn, r) || invisible(r)):
		case r == '’' && n > 0 && n <= 2 && letterAfter(s[n+size:]): // H’Hen; a closing mark stands behind longer words
		default:
			return n
		}
		n += size
	}
	return n
}

func letterAfter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r)
}

// initials is the length of initials at the start of s: N.T.B., N.T.B, H., Th.; 0 if
// there are none. A letter with a stop before more letters (P.Bến Nghé) is none.
func initials(s string, inWord bool) int {
	if inWord {
		return 0
	}
	n, pieces := 0, 0
	for n < len(s) {
		size := piece(s[n:])
		if size == 0 {
			break
		}
		if n+size < len(s) && s[n+size] == '.' {
			n += size + 1
			pieces++
			continue
		}
		// The last one may lack its stop.
		if pieces > 0 && wordLength(s[n:]) == size {
			return n + size
		}
		break
	}
	if pieces == 0 || n < len(s) && wordLength(s[n:]) > 0 {
		return 0
	}
	return n
}

// piece is the length of one capital, with the second letter of Th, Ng and the like.
func piece(s string) int {
	r, n := utf8.DecodeRuneInString(s)
	if !unicode.IsUpper(r) {
		return 0
	}
	for n < len(s) { // marks of decomposed letters
		m, size := utf8.DecodeRuneInString(s[n:])
		if !unicode.Is(unicode.Mn, m) {
			break
		}
		n += size
	}
	if n+1 < len(s) && strings.IndexByte("hgr", s[n]) >= 0 && s[n+1] == '.' && strings.ContainsRune("TNPKCG", r) {
		n++
	}
	return n
}

// invisible reports marks that print nothing.
func invisible(r rune) bool { return unicode.Is(unicode.Cf, r) || unicode.Is(unicode.Cc, r) }

// form tells what a word is.
func (l *Lexicon) form(raw string, isInitials bool) *Form {
	text := raw
	if !ascii(raw) {
		text = norm.NFC.String(strings.Map(func(r rune) rune {
			if invisible(r) {
				return -1
			}
			return r
		}, strings.ToValidUTF8(raw, "\uFFFD")))
		text = strings.ReplaceAll(text, "’", "'")
	}
	f := &Form{Text: text, Initials: isInitials}
	f.Key = Key(text)
	f.Fold = vn.Fold(f.Key)
	first, size := utf8.DecodeRuneInString(text)
	f.Letters, f.Upper, f.Digits = unicode.IsLetter(first), unicode.IsUpper(first), unicode.IsDigit(first)
	f.Mark = !f.Letters && !f.Digits
	f.Capitals = f.Upper && size < len(text) && strings.IndexFunc(text, unicode.IsLower) < 0
	f.id = l.words[f.Key]
	return f
}

func ascii(s string) bool {
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Where the two schools put the tone differently: open syllables in oa, oe and uy.
var newTone, oldTone = map[string]string{}, map[string]string{}

func init() {
	for _, p := range []string{"oa", "oe", "uy"} {
		for _, t := range "\u0300\u0301\u0303\u0309\u0323" {
			first := norm.NFC.String(p[:1]+string(t)) + p[1:]
			second := p[:1] + norm.NFC.String(p[1:]+string(t))
			newTone[second], oldTone[first] = first, second
		}
	}
}

// Key is the form by which words are compared: small letters in NFC, and tones where
// the older school puts them: hoà is hòa, thuý is thúy, tòan is toàn, quý stays.
func Key(word string) string {
	word = strings.ToLower(word)
	if ascii(word) {
		return word
	}
	word = norm.NFC.String(word)
	last := ' ' // the letter before
	for i, r := range word {
		if strings.ContainsRune("ouòóõỏọùúũủụ", r) && !(last == 'q' && r == 'u') {
			_, n := utf8.DecodeRuneInString(word[i:])
			second, n2 := utf8.DecodeRuneInString(word[i+n:])
			pair := string(r) + string(second)
			put := newTone[pair]
			if after, _ := utf8.DecodeRuneInString(word[i+n+n2:]); unicode.IsLetter(after) {
				put = oldTone[pair]
			}
			if put != "" { // a syllable has one such pair
				return word[:i] + put + word[i+n+n2:]
			}
		}
		last = r
	}
	return word
}
