package care

import (
	"fmt"
	"slices"
	"strings"

	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
)

// match is a line of the list found in the text.
type match struct {
	span
	line
}

// conditions are what a line may ask for beside its words.
var conditions = map[string]func(s *scene, m match) bool{
	// a woman stands near
	"women": func(s *scene, m match) bool { return s.ofWoman(m.span, 9) },
	// the sentence is about a home
	"family": func(s *scene, m match) bool {
		a, b := s.sentence(m.a)
		return s.has("home", a, b)
	},
	// it is no office or policy: the "women's work committee" is for the work with women
	"chore": func(s *scene, m match) bool {
		a, b := s.sentence(m.a)
		return !s.has("office", max(a, m.a-7), min(b, m.b+5))
	},
	// the article tells of a crime
	"crime": func(s *scene, _ match) bool { return len(s.terms["arrest"]) > 0 || len(s.terms["crime"]) > 0 },
	// violence of the kinds looked for is told of here
	"gbv": func(s *scene, m match) bool {
		a, b := s.around(m.a)
		return s.harmOutside(m.span, a, b) || s.report() && s.harmOutside(m.span, 0, len(s.w))
	},
	// somebody is struck, hurt or killed here, and it is no story of a film
	"cause": func(s *scene, m match) bool {
		a, b := s.sentence(m.a)
		if s.has("tale", a, b) {
			return false
		}
		a, b = s.around(m.a)
		return s.harmOutside(m.span, a, b) || s.has("hit", a, m.a) || s.has("hit", m.b, b) || s.report() && s.harmOutside(m.span, 0, len(s.w))
	},
	// of one who suffers
	"victim": func(s *scene, m match) bool {
		a, b := s.sentence(m.a)
		if s.ofWoman(m.span, b-a) || s.anyOf(a, b, "child", "young") {
			return true
		}
		a, b = s.around(m.a)
		return s.harmOutside(m.span, a, b)
	},
}

// report tells whether the article reports one crime, so that what is said anywhere in it
// is said of that.
func (s *scene) report() bool {
	return len(s.terms["arrest"]) > 0 && s.about()
}

// harmOutside tells whether a word for violence stands between two words, outside a phrase.
func (s *scene) harmOutside(m span, a, b int) bool {
	return slices.ContainsFunc(s.harmsIn(a, b), func(h harm) bool { return h.b <= b && (h.b <= m.a || h.a >= m.b) })
}

// ofWoman tells whether a woman is named or spoken of so many words from a phrase.
func (s *scene) ofWoman(m span, reach int) bool {
	a, b := s.sentence(m.a)
	a, b = max(a, m.a-reach), min(b, m.b+reach)
	all := s.terms["women"]
	for _, t := range all[from(all, a):from(all, b)] {
		if t.b <= b && (t.b <= m.a || t.a >= m.b && (reach > 9 || !s.marked(m.b, t.a))) {
			return true
		}
	}
	for k := a; k < b; k++ {
		if one := s.MentionAt(k); one != nil && s.Persons[one.Person].Gender == person.Female {
			return true
		}
	}
	return false
}

// marked tells whether a mark stands between two words.
func (s *scene) marked(a, b int) bool {
	for k := a; k < b; k++ {
		if s.w[k].Mark {
			return true
		}
	}
	return false
}

// phrases gives the wordings whose conditions hold, none over another.
func (s *scene) phrases(found []match, quotes []quote.Quote) []Phrase {
	found = slices.DeleteFunc(found, func(m match) bool {
		return slices.ContainsFunc(m.condition, func(c string) bool { return !conditions[c](s, m) })
	})
	found = append(found, s.measures()...)
	slices.SortStableFunc(found, func(x, y match) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return y.b - x.b
	})
	var out []Phrase
	end, next := 0, 0
	for _, m := range found {
		if m.a < end || s.inName(m.span) || s.cut(m.span) {
			continue
		}
		end = m.b
		rule := "measures"
		if m.number > 0 {
			rule = fmt.Sprintf("stereotypes.tsv %d", m.number)
		}
		if len(m.condition) > 0 {
			rule += ": " + strings.Join(m.condition, ", ")
		}
		cue := s.criticised(m)
		p := Phrase{Kind: m.kind, Degree: m.degree, Start: s.w[m.a].Start, End: s.w[m.b-1].End, Rule: rule, Used: cue == "", Cue: cue, Said: -1, first: m.a, last: m.b}
		for next < len(quotes) && quotes[next].End < p.End {
			next++
		}
		if next < len(quotes) && quotes[next].Start <= p.Start {
			p.Said = quotes[next].Person
		}
		// "giữ lửa hôn nhân" and "là việc của người vợ" are one wording.
		if n := len(out); n > 0 && out[n-1].last == m.a && out[n-1].Kind == p.Kind && out[n-1].Used == p.Used && !s.Stops[m.a] {
			out[n-1].End, out[n-1].last = p.End, p.last
			out[n-1].Words = s.Text.Slice(out[n-1].first, p.last)
			continue
		}
		p.Words = s.Text.Slice(m.a, m.b)
		out = append(out, p)
	}
	return out
}

// cut tells whether a phrase begins within a word for somebody: "bé gái quê Trà Vinh".
func (s *scene) cut(m span) bool {
	all := s.terms["child"]
	i := from(all, m.a) - 1
	if i >= 0 && all[i].b > m.a && all[i].b < m.b {
		return true
	}
	return slices.ContainsFunc(s.terms["none"][from(s.terms["none"], m.a-longest):from(s.terms["none"], m.b)], func(t span) bool {
		return t.a <= m.a && t.b >= m.b && t.b-t.a > m.b-m.a
	})
}

// inName tells whether a word of a phrase belongs to a person's name.
func (s *scene) inName(m span) bool {
	for k := m.a; k < m.b; k++ {
		if s.MentionAt(k) != nil {
			return true
		}
	}
	return false
}

// measures finds three measures of a body, such as "số đo 91-66-94".
func (s *scene) measures() []match {
	var out []match
	number := func(k, low, high int) bool {
		n := 0
		for _, r := range s.w[k].Text {
			if r < '0' || r > '9' || n > 200 {
				return false
			}
			n = n*10 + int(r-'0')
		}
		return n >= low && n <= high
	}
	for k := 0; k+4 < len(s.w); k++ {
		if s.w[k].Digits && number(k, 70, 120) && strings.Contains("-–", s.w[k+1].Text) && number(k+2, 50, 79) && strings.Contains("-–", s.w[k+3].Text) && number(k+4, 75, 125) {
			a, b := k, k+5
			if k >= 2 && s.w[k-2].Key == "số" && s.w[k-1].Key == "đo" {
				a = k - 2
			}
			if a == k && !s.ofWoman(span{a, b}, 40) {
				continue
			}
			out = append(out, match{span{a, b}, line{kind: Appearance, degree: Open}})
		}
	}
	return out
}

// quoted tells whether a phrase stands between quotation marks.
func (s *scene) quoted(m span) bool {
	open := false
	a := m.a
	for a > 0 && !s.w[a].Line && m.a-a < 400 {
		a--
	}
	for k := a; k < m.a; k++ {
		switch s.w[k].Text {
		case "“", "«", "‘":
			open = true
		case "”", "»", "’":
			open = false
		case `"`:
			open = !open
		}
	}
	return open
}

// criticised gives the words by which the text sets itself off from a phrase, "" if
// there are none.
func (s *scene) criticised(m match) string {
	a, b := s.sentence(m.a)
	cue := func(kind string, first, to int) string {
		all := s.terms[kind]
		for _, t := range all[from(all, first):max(from(all, first), from(all, to))] {
			if t.b <= to && (t.b <= m.a || t.a >= m.b) {
				return s.Text.Slice(t.a, t.b)
			}
		}
		return ""
	}
	first := func(cues ...string) string {
		for _, c := range cues {
			if c != "" {
				return c
			}
		}
		return ""
	}
	quoted := s.quoted(m.span)
	said := m.kind == Role || m.kind == Trait || m.kind == Label
	if c := cue("critic", a, b); c != "" {
		return c
	}
	if said || quoted {
		if c := first(cue("law", a, b), cue("past", a, b)); c != "" {
			return c
		}
	}
	if m.kind != Appearance && m.kind != Trivialise {
		all := s.terms["negate"]
		for _, t := range all[from(all, max(a, m.a-6)):from(all, m.a)] { // "không phải là" goes on into "là việc của"
			if t.b <= m.a+1 && !(t.b == m.a && s.w[t.a].Key == "dù") { // "dù chân yếu tay mềm nhưng" grants it
				return s.Text.Slice(t.a, t.b)
			}
		}
		if c := cue("law", max(a, m.a-8), m.a); c != "" {
			return c
		}
	}
	if quoted {
		if t := cue("tale", max(a, m.a-5), m.a); t != "" {
			return t
		}
		// Marked as words of others, with the criticism in the sentence before.
		if a > 0 && !s.w[a].Line {
			before, _ := s.sentence(a - 1)
			if c := cue("critic", before, a); c != "" {
				return c
			}
		}
	}
	// The next sentence takes it up: "Quan niệm này nay không còn đúng."
	if b < len(s.w) {
		_, end := s.sentence(b)
		if t := s.in("behind", b, min(b+9, end)); t.b > 0 && (s.anyOf(b, end, "critic", "law", "past", "negate")) {
			return s.Text.Slice(t.a, t.b)
		}
	}
	return ""
}
