package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

// add takes the words from a up to b as a name.
func (s *scan) add(a, b, from int, rule string, c cue) {
	s.blocked = -1
	for k := a; k < b; k++ {
		s.of[k] = len(s.Mentions)
	}
	s.Mentions = append(s.Mentions, s.mention(a, b, from, rule, c))
}

// mention is the name from word a up to b with what stands before it.
func (s *scan) mention(a, b, from int, rule string, c cue) Mention {
	w := s.Text.Words
	m := Mention{Start: w[a].Start, End: w[b-1].End, First: a, Last: b, Rule: rule, from: from, Person: -1}
	var keys []string
	for k := a; k < b; k++ {
		if w[k].Initials { // N.T.B. and N.T.B are one, H. its end
			keys = append(keys, strings.FieldsFunc(w[k].Key, func(r rune) bool { return r == '.' })...)
		} else if w[k].Letters {
			keys = append(keys, w[k].Key)
		}
		s.used[k] = true
	}
	m.Name, m.plain = s.spell(a, b), strings.Join(keys, " ")
	if c.match != nil {
		for _, kind := range []string{"honorific", "kin", "noun"} {
			if e := c.match.Has(kind); e != nil {
				m.Honorific, m.gender, m.kin = lexicon.Key(e.Term), Gender(e.Value), kind == "kin"
				if m.kin && pairs[m.Honorific] {
					m.owner = strings.HasSuffix(m.Honorific, " mẹ")
					m.Honorific, m.gender, m.kin = "", "", false
				} else if m.kin && s.Language != "en" && b-a == 1 && c.match.Last == a && !younger[m.Honorific] { // mẹ Hùng: whose mother she is
					m.Honorific, m.gender, m.kin, m.owner = "", "", false, true
				}
				break
			}
		}
		if c.match.Has("title") != nil {
			m.title = c.match
		}
	}
	if last := len(m.Name) - 2; s.Language == "en" && last > 0 && strings.HasSuffix(m.plain, "'s") { // Nguyen Van Thanh's wife
		m.Name, m.plain, m.End = m.Name[:last], strings.TrimSuffix(m.plain, "'s"), m.End-2
		if strings.HasSuffix(m.Name, "\xe2\x80") { // the apostrophe of print
			m.Name, m.End = m.Name[:last-2], m.End-2
		}
	}
	if m.title == nil {
		m.title = s.titleBefore(from)
	}
	if m.title == nil {
		m.title = s.titleBefore(a)
	}
	if m.title != nil && m.title.First < m.from {
		m.from = m.title.First
	}
	return m
}

// spell is the name as written; out of a line in capitals, as names are written.
func (s *scan) spell(a, b int) string {
	var out strings.Builder
	for k := a; k < b; k++ {
		w := &s.Text.Words[k]
		if k > a && !w.Near {
			out.WriteByte(' ')
		}
		if s.caps[k] && w.Capitals && !w.Initials {
			lower := []rune(strings.ToLower(w.Text))
			out.WriteString(strings.ToUpper(string(lower[:1])) + string(lower[1:]))
			continue
		}
		out.WriteString(w.Text)
	}
	return out.String()
}
