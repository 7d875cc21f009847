package reading

import (
	"slices"
	"strings"
	"unicode/utf8"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
)

// Page is a text in words and sentences: where a name stands in it, and in which sentences.
type Page struct {
	words     []lexicon.Word
	sentences []Span
}

// Page reads a text.
func (r *Reader) Page(text string) *Page { return pageOf(r.persons.Find(text)) }

// pageOf is the page of a text that was read.
func pageOf(a *person.Article) *Page { return &Page{a.Text.Words, sentencesOf(a)} }

// whole lists the sentences in which ranges lie; a range in none stands for itself.
func (p *Page) whole(at []Span) []Span {
	var out []Span
	for _, s := range at {
		one := s
		for i := p.sentence(s.Start); i < len(p.sentences) && p.sentences[i].Start < s.End; i++ {
			if p.sentences[i].Over(s) {
				one.Start, one.End = min(one.Start, p.sentences[i].Start), max(one.End, p.sentences[i].End)
			}
		}
		out = append(out, one)
	}
	slices.SortFunc(out, func(a, b Span) int { return a.Start - b.Start })
	return slices.Compact(out)
}

// sentence is the index of the first sentence that ends behind a byte.
func (p *Page) sentence(at int) int {
	i, _ := slices.BinarySearchFunc(p.sentences, at+1, func(s Span, at int) int { return s.End - at })
	return i
}

// named lists the places of a name, whatever found them: the whole name however it is
// written, the given name where no other name goes on around it, and its initials. It
// rather takes a place too many: what is named there is not to be known.
func (p *Page) named(name string) (out []Span) {
	n := nameOf(name)
	if len(n.keys) == 0 {
		return nil
	}
	upper := func(i int) bool { // a name that goes on, and is not this one's; capitals throughout tell nothing
		return i >= 0 && i < len(p.words) && p.words[i].Upper && !p.words[i].Capitals && !p.words[i].Initials && !slices.Contains(n.keys, p.words[i].Key)
	}
	for i := range p.words {
		w := &p.words[i]
		switch {
		case w.Initials:
			if n.hidden(w.Text) {
				out = append(out, Span{w.Start, w.End})
			}
		case len(n.keys) > 1 && n.at(p.words[i:]):
			out = append(out, Span{w.Start, p.words[i+len(n.keys)-1].End})
		case w.Key == n.keys[len(n.keys)-1] && w.Upper && !(upper(i+1) && !p.first(i+1)) && (!upper(i-1) || p.first(i-1)):
			out = append(out, Span{w.Start, w.End})
		}
	}
	return out
}

// first tells whether a word begins a sentence, where every word has a capital.
func (p *Page) first(i int) bool {
	s := p.sentence(p.words[i].Start)
	return p.words[i].Line || s < len(p.sentences) && p.sentences[s].Start == p.words[i].Start
}

// proper tells whether a range has a capital that does not begin a sentence: it may name somebody.
func (p *Page) proper(at Span) bool {
	i, _ := slices.BinarySearchFunc(p.words, at.Start, func(w lexicon.Word, at int) int { return w.Start - at })
	for ; i < len(p.words) && p.words[i].Start < at.End; i++ {
		if p.words[i].Upper && !p.first(i) {
			return true
		}
	}
	return false
}

// wholeName is a name by the keys and the first letters of its words.
type wholeName struct {
	keys    []string
	letters string
}

// nameOf reads a name.
func nameOf(name string) (n wholeName) {
	for _, word := range strings.Fields(name) {
		if strings.Contains(word, ".") {
			n.letters += letters(word)
			continue
		}
		r, _ := utf8.DecodeRuneInString(lexicon.Key(word))
		n.keys, n.letters = append(n.keys, lexicon.Key(word)), n.letters+string(r)
	}
	if len(n.keys) == 0 && n.letters != "" {
		n.keys = []string{""} // no word is empty: the letters alone tell
	}
	return n
}

// letters are the first letters of the parts of initials.
func letters(initials string) (out string) {
	for _, part := range strings.Split(initials, ".") {
		if r, size := utf8.DecodeRuneInString(lexicon.Key(part)); size > 0 {
			out += string(r)
		}
	}
	return out
}

// hidden tells whether initials may be those of the name, or of its last words.
func (n wholeName) hidden(initials string) bool {
	l := letters(initials)
	return l != "" && strings.HasSuffix(n.letters, l)
}

// at tells whether the whole name stands at the start of words.
func (n wholeName) at(words []lexicon.Word) bool {
	if len(words) < len(n.keys) {
		return false
	}
	for i, key := range n.keys {
		if words[i].Key != key {
			return false
		}
	}
	return true
}

// signs tells whether a byline is the name, or ends in its given name.
func (n wholeName) signs(byline string) bool {
	f := strings.Fields(byline)
	return len(f) > 0 && len(n.keys) > 0 && (lexicon.Key(f[len(f)-1]) == n.keys[len(n.keys)-1] || n.hidden(f[len(f)-1]) && strings.Contains(f[len(f)-1], "."))
}

// Ranges are ranges in the order of the text that do not touch, to be asked often.
type Ranges []Span

// Joined puts ranges that touch into one; empty ones are left out.
func Joined(list []Span) Ranges {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b Span) int { return a.Start - b.Start })
	var out Ranges
	for _, s := range list {
		switch n := len(out) - 1; {
		case s.Start >= s.End:
		case n >= 0 && s.Start <= out[n].End:
			out[n].End = max(out[n].End, s.End)
		default:
			out = append(out, s)
		}
	}
	return out
}

// Over tells whether a range shares a byte with any.
func (r Ranges) Over(s Span) bool {
	i, _ := slices.BinarySearchFunc(r, s.Start+1, func(o Span, at int) int { return o.End - at })
	return i < len(r) && r[i].Over(s)
}

// hold tells whether a range lies in one of them.
func (r Ranges) hold(s Span) bool {
	return slices.ContainsFunc(r, func(o Span) bool { return o.Start <= s.Start && s.End <= o.End })
}
