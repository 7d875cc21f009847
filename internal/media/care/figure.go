package care

import (
	"slices"
	"strings"
	"unicode"

	"binhdang/internal/media/person"
)

// mention is one place where the text names somebody, as the reading of persons has it
// or as it is found here.
type mention struct {
	person.Mention
	from int
}

// From is the word with which the phrase of the name begins.
func (m *mention) From() int { return m.from }

// figures takes over the persons of the article and adds those whom only a story of
// violence makes sure of: "chị TTN (43 tuổi", "quen N.T.X. (SN 2004)", "gia đình Mai Thị
// Thanh Tuyền (SN 1998". They have no index in the article.
func (s *scene) figures() {
	s.Persons = slices.Clone(s.Article.Persons)
	s.Mentions = make([]mention, len(s.Article.Mentions))
	s.of = make([]int32, len(s.w))
	for i := range s.of {
		s.of[i] = -1
	}
	for i := range s.Article.Mentions {
		m := &s.Article.Mentions[i]
		s.Mentions[i] = mention{*m, m.From()}
		for k := m.First; k < m.Last; k++ {
			s.of[k] = int32(i)
		}
	}
	s.known = len(s.Persons)
	if len(s.terms["sexual"]) == 0 && len(s.terms["hit"]) == 0 && len(s.terms["family"]) == 0 && len(s.terms["traffic"]) == 0 && len(s.terms["school"]) == 0 {
		return
	}
	names := map[string]int{} // whom a name stands for: the name, and the last of several
	for p := len(s.Persons) - 1; p >= 0; p-- {
		names[strings.TrimSuffix(s.Persons[p].Name, ".")] = p
	}
	for k := 0; k < len(s.w); k++ {
		if s.of[k] >= 0 || !s.w[k].Upper {
			continue
		}
		name, end := s.stray(k)
		if name == "" {
			continue
		}
		m := mention{person.Mention{Start: s.w[k].Start, End: s.w[end-1].End, First: k, Last: end, Name: name, Rule: "care"}, k}
		if k > 0 && !s.Stops[k] {
			if t := s.Ends[k-1]; t.Has("honorific") != nil {
				m.Honorific, m.from = t.Has("honorific").Term, t.First
			}
		}
		m.Person = s.sameAs(name, names)
		if m.Person < 0 {
			m.Person = len(s.Persons)
			s.Persons = append(s.Persons, person.Person{Name: name, Role: person.Ordinary, Gender: genderOf(m.Honorific)})
		} else if len(strings.Fields(name)) > len(strings.Fields(s.Persons[m.Person].Name)) || hidden(name) && len(name) > len(s.Persons[m.Person].Name) {
			s.Persons[m.Person].Name = name
		}
		names[name] = m.Person
		at := len(s.Mentions)
		s.Mentions = append(s.Mentions, m)
		all := append(slices.Clone(s.Persons[m.Person].Mentions), at)
		slices.SortFunc(all, func(x, y int) int { return s.Mentions[x].First - s.Mentions[y].First })
		s.Persons[m.Person].Mentions = all
		for i := k; i < end; i++ {
			s.of[i] = int32(at)
		}
		k = end - 1
	}
	s.carry()
}

// carry finds those added by their given names: "Tuyền" behind "Mai Thị Thanh Tuyền"; and
// anybody by the given name before the whole one, as titles and leads have it.
func (s *scene) carry() {
	given := map[string]int{}
	early := map[string]int{} // of the article's own persons, where they are first named
	for p := range s.Persons {
		switch name := s.Persons[p].Name; {
		case p >= s.known && strings.Contains(name, " "):
			given[last(name)] = p
		case p < s.known && strings.Count(name, " ") > 1 && !hidden(name) && !office(&s.Persons[p]):
			if _, twice := early[last(name)]; twice { // whose it is cannot be told
				delete(given, last(name))
				continue
			}
			given[last(name)], early[last(name)] = p, s.Mentions[s.Persons[p].Mentions[0]].First
		}
	}
	if len(given) == 0 {
		return
	}
	for k := range s.w {
		p, ok := given[s.w[k].Text]
		if first, known := early[s.w[k].Text]; ok && known && k >= first {
			continue
		}
		if !ok || s.of[k] >= 0 || k > 0 && s.w[k-1].Upper && !s.w[k].Line && !s.Stops[k] || k+1 < len(s.w) && s.w[k+1].Upper && !s.w[k+1].Line && !s.w[k+1].Mark {
			continue
		}
		m := mention{person.Mention{Start: s.w[k].Start, End: s.w[k].End, First: k, Last: k + 1, Name: s.w[k].Text, Rule: "care", Person: p}, k}
		s.of[k] = int32(len(s.Mentions))
		s.Persons[p].Mentions = append(s.Persons[p].Mentions, len(s.Mentions))
		s.Mentions = append(s.Mentions, m)
	}
}

func genderOf(honorific string) person.Gender {
	switch honorific {
	case "chị", "bà", "cô", "bé gái", "cháu gái", "mrs", "ms":
		return person.Female
	case "anh", "ông", "mr", "bé trai", "cháu trai":
		return person.Male
	}
	return ""
}

// stray is the name of somebody at a word whom the reading of persons left, and where it
// ends; "" if there is none.
func (s *scene) stray(k int) (string, int) {
	w := s.w
	aged := func(i int) bool { // "(SN 2004", ", 45 tuổi"
		if i+1 >= len(w) || w[i].Line || w[i].Text != "(" && w[i].Text != "," {
			return false
		}
		kind, _ := s.age(i + 1)
		return kind != ""
	}
	called := k > 0 && !w[k].Line && (s.Ends[k-1].Has("honorific") != nil && s.Ends[k-1].Last-s.Ends[k-1].First < 3 ||
		s.ends("child", k).b > 0 || s.ends("object", k).b > 0 || s.ends("victim", k).b > 0) || k > 1 && w[k-1].Key == "là" && !w[k].Line && s.ends("victim", k-1).b > 0
	switch {
	case w[k].Initials && k > 0 && w[k-1].Key == "bạn" && !w[k].Line:
		return w[k].Text, k + 1
	case w[k].Initials && strings.Count(w[k].Text, ".") >= 2 && (called || aged(k+1)):
		return w[k].Text, k + 1
	case (called || aged(k+1) || k > 0 && w[k-1].Key == "tên" && !w[k].Line) && s.At[k] == nil && !s.shouted(k):
		if name := bunched(w[k].Text); name != "" {
			return name, k + 1
		}
	}
	// Bị hại trong vụ việc là My; một cô gái tên Kiều
	if k > 1 && w[k].Letters && !w[k].Line && !w[k].Initials && !w[k-1].Upper && !s.Stops[k] && (k+1 >= len(w) || !w[k+1].Upper || w[k+1].Line || w[k+1].Mark) && s.At[k].Has("body") == nil && s.At[k].Has("organisation") == nil {
		a, _ := s.sentence(k)
		if w[k-1].Key == "là" && s.has("victim", max(a, k-7), k) || w[k-1].Key == "tên" && (s.anyOf(max(a, k-4), k, "child", "young", "victim") || k > 1 && w[k-2].Key == "bạn") {
			return w[k].Text, k + 1
		}
	}
	// Capitals in a row before an age in parentheses are a name.
	if !w[k].Letters || w[k].Initials || k > 0 && w[k-1].Upper && !w[k].Line && !s.Stops[k] && !w[k-1].Initials {
		return "", 0
	}
	b := k + 1
	for b < len(w) && b < k+6 && w[b].Upper && w[b].Letters && !w[b].Line && !w[b].Near && s.of[b] < 0 {
		b++
	}
	if b-k < 2 || b-k > 5 || s.begins("wide", k) || b >= len(w) || w[b].Mark && !(w[b].Text == "(" && aged(b)) && !s.calledVictim(b) || !w[b].Mark || s.shouted(k) {
		return "", 0
	}
	for i := k; i < b; i++ {
		if t := s.At[i]; t != nil && (t.Has("body") != nil || t.Has("organisation") != nil || t.Has("admin") != nil && t.Last-t.First > 1) || s.begins("school name", i) {
			return "", 0
		}
	}
	var words []string
	for i := k; i < b; i++ {
		words = append(words, w[i].Text)
	}
	return strings.Join(words, " "), b
}

// calledVictim tells whether a comma or a parenthesis calls who is named before it the
// victim: "Thúy My, nạn nhân, bị đánh".
func (s *scene) calledVictim(k int) bool {
	return k+1 < len(s.w) && strings.Contains(",(", s.w[k].Text) && s.begins("victim", k+1)
}

// bunched gives initials that are written without stops their stops, "" to what is none:
// TTN, TVKh.
func bunched(word string) string {
	var b strings.Builder
	large, small := 0, 0
	for _, r := range word {
		switch {
		case unicode.IsUpper(r) && small == 0:
			if large > 0 {
				b.WriteByte('.')
			}
			large++
		case unicode.IsLower(r) && large > 1 && small == 0:
			small++
		default:
			return ""
		}
		b.WriteRune(r)
	}
	if large < 2 || large > 5 {
		return ""
	}
	return b.String() + "."
}

// shouted tells whether a word stands among others in capitals, where they say nothing.
func (s *scene) shouted(k int) bool {
	return k > 0 && !s.w[k].Line && s.w[k-1].Capitals || k+1 < len(s.w) && !s.w[k+1].Line && s.w[k+1].Capitals
}

// sameAs is the person of whom a name found here is another form, -1 if there is none:
// TTN is "chị N.", Mai Thị Thanh Tuyền is "Tuyền".
func (s *scene) sameAs(name string, names map[string]int) int {
	end := last(name)
	if hidden(name) {
		f := strings.FieldsFunc(name, func(r rune) bool { return r == '.' || r == ' ' })
		end = f[len(f)-1]
	}
	for _, other := range []string{name, strings.TrimSuffix(name, "."), end} {
		if p, ok := names[other]; ok {
			return p
		}
	}
	if hidden(name) && strings.Count(name, ".") > 1 { // NA is NNNA
		best := -1
		for other, p := range names {
			if hidden(other) && strings.HasSuffix(strings.TrimSuffix(other, "."), "."+strings.TrimSuffix(name, ".")) && (best < 0 || p < best) {
				best = p
			}
		}
		return best
	}
	return -1
}

// MentionAt is the mention that a word belongs to, nil if none.
func (s *scene) MentionAt(k int) *mention {
	if k < 0 || k >= len(s.of) || s.of[k] < 0 {
		return nil
	}
	return &s.Mentions[s.of[k]]
}
