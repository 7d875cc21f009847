package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/text"
)

// Words before a colon that say who wrote, took or gave what follows.
var credits = words("ảnh nguồn clip video photo photos source infographic minh đồ tin bài hình thực biên dịch theo tác author nội kỹ bttv pv by")

// credited takes the names that the page has told, wherever they stand bare.
func (s *scan) credited(signed []text.Credit) {
	if len(signed) == 0 {
		return
	}
	w := s.Text.Words
	type credit struct {
		name []string
		tag  bool // the page itself says so
	}
	first := map[string][]credit{} // by the first word of the name
	for _, c := range signed {
		var name []string
		for _, f := range strings.Fields(c.Name) {
			name = append(name, lexicon.Key(f))
		}
		if len(name) > 1 {
			first[name[0]] = append(first[name[0]], credit{name, c.Start < 0})
		}
		if c.Start < 0 {
			s.Signatures = append(s.Signatures, Signature{c.Name, -1, -1})
		}
	}
	take := func(a, b int) {
		for k := a; k < b; k++ {
			s.used[k] = true
		}
		s.Signatures = append(s.Signatures, Signature{s.spell(a, b), w[a].Start, w[b-1].End})
	}
	at := 0
	for i := range w {
		for at < len(signed) && signed[at].End <= w[i].Start {
			at++
		}
		if at < len(signed) && signed[at].Start <= w[i].Start && w[i].Start < signed[at].End {
			if !s.used[i] {
				b := i + 1
				for b < len(w) && w[b].Start < signed[at].End {
					b++
				}
				take(i, b)
			}
			continue
		}
		for _, c := range first[w[i].Key] {
			name := c.name
			if b := i + len(name); !s.used[i] && b <= len(w) && s.same(i, len(name), strings.Join(name, " ")) && !(b < len(w) && s.capital(b) && !w[b].Line) {
				switch s.before(i).kind {
				case "honorific", "title", "kin":
				default:
					// A line of a name may be a heading: who does something is a person.
					if c.tag || w[i].Line && !s.rightCue(b) {
						take(i, b)
					}
				}
			}
		}
	}
}

// signatures takes the names that sign: "Bài và ảnh: A", "(Ảnh: B)", "Reported by C", a
// short line of nothing but names under the title or at the end.
func (s *scan) signatures() {
	w := s.Text.Words
	var lines [][2]int
	for i := 0; i < len(w); {
		j := i + 1
		for j < len(w) && !w[j].Line {
			j++
		}
		lines = append(lines, [2]int{i, j})
		i = j
	}
	for n, line := range lines {
		a, b := line[0], line[1]
		if s.signedLine(a, b, n, len(lines)) {
			s.sign(a, b)
			continue
		}
		for i := a; i < b; i++ {
			if end := s.credit(i, a, b); end > 0 {
				for k := i; k < end; k++ {
					s.used[k] = s.used[k] || w[k].Letters // no name goes on into "Ảnh:"
				}
				stop := end
				for stop < b && w[stop].Text != ")" && !(w[stop].Text == "." && stop+1 < b && s.Stops[stop+1]) && stop < end+24 {
					stop++
				}
				s.sign(end, stop)
				i = stop
			}
		}
	}
}

// credit is the first word of what a credit at word i names, 0 if there is none.
func (s *scan) credit(i, a, b int) int {
	w := s.Text.Words
	at := func(k int) string {
		if k < b {
			return w[k].Key
		}
		return ""
	}
	if s.Language == "en" && (w[i].Key == "reported" || w[i].Key == "translated" || w[i].Key == "written" || w[i].Key == "edited" || w[i].Key == "photo" || w[i].Key == "photos") && at(i+1) == "by" && b-a <= 16 {
		return i + 2
	}
	if s.Language == "en" && w[i].Text == "By" && w[i].Line && b-a <= 8 {
		return i + 1
	}
	if w[i].Key == "ảnh" && at(i+1) == ":" {
		return i + 2
	}
	if !w[i].Upper || !credits[w[i].Key] {
		return 0
	}
	// A colon within a few words: Bài và ảnh:, Tin, ảnh:, Thực hiện:
	for k := i + 1; k < b && k <= i+5; k++ {
		if w[k].Text == ":" {
			switch w[i].Key {
			case "theo", "minh", "hình", "nội", "kỹ", "tác", "tin", "bài", "thực", "biên", "dịch", "đồ":
				if s.Stops[i] && k-i <= 5 && b-i <= 24 || k == i+1 {
					return k + 1
				}
				return 0
			}
			return k + 1
		}
	}
	switch {
	case w[i].Key == "ảnh" && i+1 < b && w[i+1].Upper && b-i <= 8 && (i == a || !w[i-1].Upper): // a caption's end without its colon
		return i + 1
	case w[i].Key == "theo" && w[i].Line && b-i <= 7 && !strings.Contains(s.Text.Slice(i, b), ",") && !s.hasSmall(i+1, b): // the last line: Theo Hồng Hà (TTXVN)
		return i + 1
	}
	return 0
}

func (s *scan) hasSmall(a, b int) bool {
	for k := a; k < b; k++ {
		if w := &s.Text.Words[k]; w.Letters && !w.Upper {
			return true
		}
	}
	return false
}

// signedLine tells whether a line is nothing but names, at a place where articles are signed.
func (s *scan) signedLine(a, b, n, lines int) bool {
	w := s.Text.Words
	if n == 0 || b-a > 24 || s.caps[a] && b-a > 6 {
		return false
	}
	names, run, dated, plain := 0, 0, false, true
	for k := a; k < b; k++ {
		switch {
		case w[k].Digits:
			dated, run = true, 0
		case w[k].Letters && w[k].Upper:
			if m := s.At[k]; m != nil && (m.Has("place") != nil || m.Has("body") != nil && m.Last-m.First > 1 || m.Has("memory") != nil) && m.Last-m.First >= min(2, b-a) && run == 0 {
				return false
			}
			if m := s.At[k]; m != nil && (m.Has("title") != nil && m.Has("title").Value != string(Journalist)) {
				return false
			}
			if run == 0 {
				names++
			}
			plain = plain && s.names.part[w[k].Key] && !w[k].Capitals
			if run++; run > 5 {
				return false
			}
		case w[k].Letters && (w[k].Key == "và" || w[k].Key == "thực" || w[k].Key == "tổng" || w[k].Key == "hợp" || w[k].Key == "ghi"):
			run = 0
		case w[k].Mark && strings.Contains("-–|,/().;:·•*", w[k].Text):
			run = 0
		default:
			return false
		}
	}
	if names == 0 || names > 5 {
		return false
	}
	last := n >= lines-2
	if plain && names == 1 && run == b-a && run >= 2 && run <= 4 && n > 1 { // a line of its own, though other news follow
		return true
	}
	return last && !dated && lines > 2 || n <= 3 && lines > n+1 && (dated || b-a <= 5 && b > a+1 && n <= 2)
}

// sign takes every name between two words as a signature.
func (s *scan) sign(a, b int) {
	w := s.Text.Words
	for k := a; k < b; {
		if s.used[k] { // known from the page
			k++
			continue
		}
		if !w[k].Letters || !w[k].Upper || k+1 < b && w[k+1].Key == "by" {
			s.used[k] = w[k].Letters
			k++
			continue
		}
		j := k + 1
		for j < b && w[j].Letters && w[j].Upper && !w[j].Line && !w[j].Near && !s.used[j] {
			j++
		}
		if m := s.At[k]; !(w[k].Capitals && j == k+1 && !w[k].Initials) && !(m != nil && (m.Has("body") != nil || m.Has("organisation") != nil || m.Has("title") != nil)) {
			s.Signatures = append(s.Signatures, Signature{s.spell(k, j), w[k].Start, w[j-1].End})
		}
		for ; k < j; k++ {
			s.used[k] = true
		}
	}
}
