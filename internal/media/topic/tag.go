package topic

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/vn"
)

// A hashtag is words run together: #PhòngChốngMuaBánNgười. The reader of words leaves it
// whole, for it names nobody; here its capitals part it again, and a tag typed without
// capitals or without marks (#binhdanggioi) is looked up as it stands.

const (
	leastJoined = 8  // letters that a term run together has at least, not to be another by chance
	mostPieces  = 12 // words of a tag that are tried together
)

// tags are the terms in the hashtags of a text, in its order.
func (r *Reader) tags(t *lexicon.Text) []hit {
	var hits []hit
	for i := 0; i+1 < len(t.Words); i++ {
		if w := t.Words[i]; w.End-w.Start != 1 || t.Source[w.Start] != '#' || !t.Words[i+1].Near || t.Words[i+1].Mark {
			continue
		}
		last := i + 2
		for last+1 < len(t.Words) && t.Words[last].Near && t.Source[t.Words[last].Start] == '_' && t.Words[last+1].Near && !t.Words[last+1].Mark {
			last += 2
		}
		hits = append(hits, r.tag(t, i+1, last)...)
		i = last - 1
	}
	return hits
}

// tag are the terms in the words from first up to last, not included, which are one tag.
func (r *Reader) tag(t *lexicon.Text, first, last int) []hit {
	start := t.Words[first].Start
	spaced, from := pieces(t.Source[start:t.Words[last-1].End])
	read := r.lex.Read(spaced)
	var hits []hit
	add := func(l *listed, a, b int) {
		w := read.Words
		hits = append(hits, hit{l, lexicon.Match{First: first, Last: last}, start + from[w[a].Start], start + from[w[b-1].End-1] + 1})
	}
	for _, m := range r.lex.Scan(read) {
		add(r.terms[m.Entries[0]], m.First, m.Last)
	}
	if slices.ContainsFunc(hits, func(h hit) bool { return len(h.rules) > 0 }) || len(read.Words) > mostPieces {
		return hits
	}
	for a := 0; a < len(read.Words); a++ {
		joined := make([]string, len(read.Words)+1)
		for b := a; b < len(read.Words); b++ {
			joined[b+1] = joined[b] + read.Words[b].Fold
		}
		for b := len(read.Words); b > a; b-- {
			if l := r.joined[joined[b]]; l != nil {
				add(l, a, b)
				a = b - 1
				break
			}
		}
	}
	return hits
}

// pieces parts a tag where a capital or a number begins, and says from which byte of the
// tag each byte comes.
func pieces(tag string) (string, []int) {
	var out strings.Builder
	from := make([]int, 0, len(tag)+8)
	space := func(i int) {
		out.WriteByte(' ')
		from = append(from, i)
	}
	last := ' ' // the letter before
	for i, r := range tag {
		size := utf8.RuneLen(r)
		if r == utf8.RuneError {
			_, size = utf8.DecodeRuneInString(tag[i:])
		}
		switch {
		case r == '_':
			space(i)
			last = ' '
			continue
		case unicode.Is(unicode.Mn, r):
		case unicode.IsDigit(r) != unicode.IsDigit(last) && last != ' ',
			unicode.IsUpper(r) && unicode.IsLower(last),
			unicode.IsUpper(r) && unicode.IsUpper(last) && lowerAfter(tag[i+size:]):
			space(i)
			last = r
		default:
			last = r
		}
		out.WriteString(tag[i : i+size])
		for k := range size {
			from = append(from, i+k)
		}
	}
	return out.String(), from
}

// lowerAfter tells whether the next letter is a small one, past the marks of the last.
func lowerAfter(s string) bool {
	for _, r := range s {
		if !unicode.Is(unicode.Mn, r) {
			return unicode.IsLower(r)
		}
	}
	return false
}

// join is a term as a tag without marks writes it, "" if it is too short to be told.
func join(words []lexicon.Word) string {
	var out strings.Builder
	for _, w := range words {
		if !w.Mark {
			out.WriteString(vn.Fold(w.Key))
		}
	}
	if len(words) < 2 || out.Len() < leastJoined && !strings.ContainsAny(out.String(), "0123456789") {
		return ""
	}
	return out.String()
}
