package person

import (
	"slices"
	"strings"
	"unicode/utf8"

	"binhdang/internal/media/lexicon"
)

// resolve says which mentions are of one person: the same name, or the end of a longer
// one that the article has, unless courtesy words tell a woman from a man.
func (s *scan) resolve() {
	full := map[string]int{} // by name
	s.told = map[int]Gender{}
	order := make([]int, len(s.Mentions))
	for i := range order {
		order[i] = i
	}
	// Longer names first, so that "chị Lan" in the title finds Nguyễn Thị Lan.
	slices.SortStableFunc(order, func(a, b int) int { return s.length(b) - s.length(a) })
	byLast := map[string][]int{} // persons by the last word of the name
	for _, i := range order {
		m := &s.Mentions[i]
		if m.alias = s.otherName(i); m.alias {
			continue
		}
		if p, ok := full[m.plain]; ok && s.fits(p, m) {
			s.join(i, p)
			continue
		}
		best, ends := -1, m.plain[strings.LastIndexByte(m.plain, ' ')+1:]
		for _, p := range byLast[ends] {
			if s.shortOf(m, p) && s.fits(p, m) && (best < 0 || s.nearer(i, p, best)) {
				best = p
			}
		}
		if best < 0 && !strings.Contains(m.plain, " ") { // Amina for Amina Vargas
			for p := range s.Persons {
				if first, _, ok := strings.Cut(s.plain(p), " "); ok && first == m.plain && s.Mentions[s.Persons[p].Mentions[0]].Rule == "foreign name" && s.fits(p, m) {
					best = p
				}
			}
		}
		if best >= 0 {
			s.join(i, best)
			continue
		}
		s.Persons = append(s.Persons, Person{Name: m.Name})
		p := len(s.Persons) - 1
		full[m.plain] = p
		byLast[ends] = append(byLast[ends], p)
		s.join(i, p)
	}
	for i := range s.Mentions {
		if s.Mentions[i].alias {
			s.join(i, s.Mentions[i-1].Person)
		}
	}
	for p := range s.Persons {
		slices.Sort(s.Persons[p].Mentions)
	}
}

// otherName tells whether a mention gives the person named right before another name:
// "Ngọc Lan, tên thật là Đoàn Thị Lan".
func (s *scan) otherName(i int) bool {
	w := s.Text.Words
	m := &s.Mentions[i]
	if i == 0 || s.Mentions[i-1].Last+6 < m.from || s.Stops[m.from] {
		return false
	}
	for k := s.Mentions[i-1].Last; k < m.from; k++ {
		if s.Stops[k] {
			return false
		}
	}
	j := m.from - 1
	if w[j].Key == "là" || w[j].Text == ":" {
		j--
	}
	return j > 1 && (w[j].Key == "thật" && w[j-1].Key == "tên" || w[j].Key == "danh" && (w[j-1].Key == "thế" || w[j-1].Key == "pháp") || w[j].Key == "sinh" && w[j-1].Key == "khai")
}

func (s *scan) length(i int) int {
	return strings.Count(s.Mentions[i].plain, " ")
}

// plain is the key of a person's fullest name.
func (s *scan) plain(p int) string { return s.Mentions[s.Persons[p].Mentions[0]].plain }

func (s *scan) join(i, p int) {
	s.Mentions[i].Person = p
	if g := s.Mentions[i].gender; g == Female || g == Male {
		s.told[p] = g
	}
	s.Persons[p].Mentions = append(s.Persons[p].Mentions, i)
}

// shortOf tells whether a mention is the end of a person's name.
func (s *scan) shortOf(m *Mention, p int) bool {
	long := s.plain(p)
	return len(long) > len(m.plain) && strings.HasSuffix(long, " "+m.plain)
}

// fits tells whether nothing in the courtesy words speaks against one person.
func (s *scan) fits(p int, m *Mention) bool {
	if s.Text.Words[m.Last-1].Initials { // cháu T. is not ông L.M.T.
		for _, i := range s.Persons[p].Mentions {
			if h := s.Mentions[i].Honorific; small[m.Honorific] && grown[h] || grown[m.Honorific] && small[h] {
				return false
			}
		}
	}
	if m.gender == "" || m.gender == Unknown {
		return true
	}
	if g := s.told[p]; g != "" && g != m.gender {
		return false
	}
	if words := strings.Fields(s.plain(p)); len(words) >= 3 && len(strings.Fields(m.plain)) < len(words) {
		// "anh Hòa" is not Nguyễn Thị Hòa.
		if words[1] == "thị" && m.gender == Male || words[1] == "văn" && m.gender == Female {
			return false
		}
	}
	return true
}

// grown are the courtesy words for grown persons.
var grown = map[string]bool{"ông": true, "bà": true, "anh": true, "chị": true, "cụ": true}

// small are the courtesy words for children.
var small = map[string]bool{"cháu": true, "bé": true, "bé gái": true, "bé trai": true}

// nearer tells whether person p was named nearer before mention i than person q.
func (s *scan) nearer(i, p, q int) bool { return s.lastBefore(i, p) > s.lastBefore(i, q) }

func (s *scan) lastBefore(i, p int) int {
	last := -1
	all := s.Persons[p].Mentions
	for _, j := range all[max(0, len(all)-20):] { // of a name said very often the last few will do
		if j < i {
			last = max(last, j)
		}
	}
	return last
}

// carried finds given names that stand alone, of persons whom the article has named in
// full: "Thảo khai ...".
func (s *scan) carried() {
	type end struct {
		plain  string
		person int
	}
	ends := map[string][]end{} // by the first word of the short name
	for p := range s.Persons {
		f := strings.Fields(s.plain(p))
		if len(f) > 1 { // Á hậu Kiều Ny ... Kiều Ny khẳng định
			ends[f[0]] = append(ends[f[0]], end{strings.Join(f, " "), p})
		}
		for _, n := range []int{2, 1} {
			if len(f) > n && utf8.RuneCountInString(f[len(f)-1]) > 1 {
				k := f[len(f)-n]
				ends[k] = append(ends[k], end{strings.Join(f[len(f)-n:], " "), p})
			}
		}
		if first := f[0]; len(f) > 1 && s.Mentions[s.Persons[p].Mentions[0]].Rule == "foreign name" {
			ends[first] = append(ends[first], end{first, p})
		}
	}
	if len(ends) == 0 {
		return
	}
	w := s.Text.Words
	var more []Mention
	for i := 0; i < len(w); i++ {
		if !s.capital(i) || s.caps[i] || i > 0 && s.capital(i-1) && !w[i].Line && !s.Stops[i] {
			continue
		}
		for _, e := range ends[w[i].Key] {
			n := strings.Count(e.plain, " ") + 1
			if i+n > len(w) || !s.same(i, n, e.plain) || i+n < len(w) && s.capital(i+n) && !w[i+n].Line {
				continue
			}
			first := s.Mentions[s.Persons[e.person].Mentions[0]]
			if first.First > i || !s.alone(i, i+n) {
				continue
			}
			more = append(more, Mention{Start: w[i].Start, End: w[i+n-1].End, First: i, Last: i + n, Name: s.spell(i, i+n),
				Rule: "given name", Person: e.person, plain: e.plain, from: i})
			for k := i; k < i+n; k++ {
				s.used[k] = true
			}
			break
		}
	}
	s.insert(more)
}

// same tells whether n words from i on are those of a name.
func (s *scan) same(i, n int, plain string) bool {
	for k, f := range strings.Fields(plain) {
		if s.Text.Words[i+k].Key != f || !s.capital(i+k) || k > 0 && s.Text.Words[i+k].Line {
			return false
		}
	}
	return true
}

// alone tells whether a given name can stand so: not in the name of a place, and at the
// head of a sentence only before a word for doing or saying.
func (s *scan) alone(a, b int) bool {
	switch s.before(a).kind {
	case "", "title", "kin", "noun", "honorific":
	default:
		return false
	}
	if s.Stops[a] {
		return s.rightCue(b) || b < len(s.Text.Words) && s.Text.Words[b].Text == ","
	}
	return true
}

// insert adds mentions and keeps all in the order of the text.
func (s *scan) insert(more []Mention) {
	if len(more) == 0 {
		return
	}
	s.Mentions = append(s.Mentions, more...)
	slices.SortStableFunc(s.Mentions, func(a, b Mention) int { return a.First - b.First })
	for p := range s.Persons {
		s.Persons[p].Mentions = s.Persons[p].Mentions[:0]
	}
	for i := range s.Mentions {
		m := &s.Mentions[i]
		s.Persons[m.Person].Mentions = append(s.Persons[m.Person].Mentions, i)
		for k := m.First; k < m.Last; k++ {
			s.of[k] = i
		}
	}
}

// finish names every person by the fullest name, in the order of the text, and says
// gender and role.
func (s *scan) finish() {
	order := make([]int, len(s.Persons))
	for p := range order {
		order[p] = p
	}
	slices.SortStableFunc(order, func(a, b int) int { return s.Persons[a].Mentions[0] - s.Persons[b].Mentions[0] })
	sorted := make([]Person, len(s.Persons))
	for to, p := range order {
		sorted[to] = s.Persons[p]
		for _, i := range s.Persons[p].Mentions {
			s.Mentions[i].Person = to
		}
	}
	s.Persons = sorted
	for p := range s.Persons {
		one := &s.Persons[p]
		for _, i := range one.Mentions {
			if n := s.Mentions[i].Name; !s.Mentions[i].alias && len(strings.Fields(n)) > len(strings.Fields(one.Name)) {
				one.Name = n
			}
		}
		one.Gender, one.GenderProof = s.gender(p)
		one.Role, one.RoleProof = s.role(p)
		if one.Gender == Unknown && one.Role == Athlete {
			one.Gender, one.GenderProof = s.contested(one)
		}
		if one.Gender == Unknown && one.Role == Celebrity {
			one.Gender, one.GenderProof = s.dressed(one)
		}
		if one.Gender == Unknown && one.Role == Athlete { // women's sport says so
			if s.about()[women] > 0 {
				one.Gender, one.GenderProof = Female, Proof{Cue: "article", Confidence: 0.6}
			}
		}
	}
	s.left()
}

// minors are the words for boys and girls.
var minors = map[string]bool{"bé gái": true, "bé trai": true, "nữ sinh": true, "nam sinh": true, "cháu gái": true, "cháu trai": true, "cháu bé gái": true, "cháu bé trai": true, "cô bé": true, "cậu bé": true, "nữ học sinh": true, "nam học sinh": true, "thiếu nữ": true}

// left gives the one person whose gender nothing near the name tells the gender of the
// only kind of unnamed person that the article speaks of: a nữ sinh in the title is the
// Em L. of the text.
func (s *scan) left() {
	who, child := -1, -1
	several, children := false, false
	for p := range s.Persons {
		if s.Persons[p].Gender != Unknown {
			continue
		}
		several = several || who >= 0
		who = p
		if h := s.Persons[p].first(s).Honorific; small[h] || h == "em" {
			children = children || child >= 0
			child = p
		}
	}
	if several { // cháu A. is the bé gái, whoever else is named
		if who = child; children {
			return
		}
	}
	if who < 0 {
		return
	}
	var said Gender
	young := false // it was said of a boy or a girl
	var proof Proof
	for i := range s.Terms {
		t := &s.Terms[i]
		e := t.Has("noun")
		if e == nil {
			e = t.Has("honorific")
		}
		if e == nil || t.Last-t.First < 2 || e.Value == "U" || s.of[t.First] >= 0 || t.Last < len(s.of) && s.of[t.Last] >= 0 || strings.HasPrefix(e.Term, "gia đình") || strings.HasPrefix(e.Term, "vợ chồng") || e.Term == "phụ nữ" || several && !minors[lexicon.Key(e.Term)] {
			continue
		}
		if said != "" && said != Gender(e.Value) {
			return
		}
		if said == "" {
			young = minors[lexicon.Key(e.Term)]
			said, proof = Gender(e.Value), s.proof("unnamed person", t.First, t.Last, 0.6)
		}
	}
	if h := s.Persons[who].first(s).Honorific; s.Persons[who].Role == Suspect && young && !small[h] && h != "em" {
		return // the bé gái is whom it was done to
	}
	if said != "" {
		s.Persons[who].Gender, s.Persons[who].GenderProof = said, proof
	}
}
