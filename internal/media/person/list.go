package person

import (
	"strings"

	"binhdang/internal/media/lexicon"
)

var several = words("các những hai ba bốn năm sáu bảy tám chín mười nhiều đôi nhóm cặp bộ")

// shared is the title that a list of names shares: "các bị cáo A, B và C", "5 bị cáo gồm:
// A (38 tuổi), B", "các đồng chí Ủy viên Bộ Chính trị: A; B". What one of them is besides
// belongs to that one alone.
func (s *scan) shared(m *Mention) *lexicon.Match {
	w := s.Text.Words
	passed, depth := false, 0
	for j := m.from - 1; j >= 0; j-- {
		if w[j+1].Line || s.Stops[j+1] && w[j].Text != ":" {
			return nil
		}
		if depth > 0 {
			if w[j].Text == "(" {
				depth--
				passed = passed || j > 0 && s.Ends[j-1].Has("title") != nil // đại biểu Quốc hội (ĐBQH) A, B
			}
			continue
		}
		if k := s.of[j]; k >= 0 {
			before := &s.Mentions[k]
			if before.title != nil && before.title.Last <= before.First {
				return s.plural(before.title)
			}
			if before.Honorific != "" && before.title == nil && before.from < before.First && !s.listing(before) {
				return nil
			}
			passed = true
			j = before.First
			continue
		}
		switch t := s.Ends[j]; {
		case w[j].Text == ")":
			depth++
		case w[j].Text == ":" || w[j].Key == "gồm" || w[j].Key == "là" || w[j].Key == "như":
			passed = true
		case w[j].Text == "," || w[j].Text == ";" || w[j].Key == "và" || w[j].Key == "cùng" || w[j].Key == "hay" || w[j].Key == "bao" || w[j].Key == "lần" || w[j].Key == "lượt":
		case t.Has("title") != nil && passed:
			return s.plural(t)
		case w[j].Key == "trẻ" || w[j].Key == "cốt" || w[j].Key == "trụ": // các cầu thủ trẻ là A, B
		default:
			return nil
		}
	}
	return nil
}

// listing tells whether the courtesy word of a name opens a list: "các đồng chí A, B".
func (s *scan) listing(m *Mention) bool { return m.from > 0 && several[s.Text.Words[m.from-1].Key] }

// plural gives a title that can be that of several: accused and players, or one behind
// "các" or a number.
func (s *scan) plural(t *lexicon.Match) *lexicon.Match {
	w := s.Text.Words
	if t.First > 0 && (several[w[t.First-1].Key] || w[t.First-1].Digits || t.First > 1 && several[w[t.First-2].Key] || s.Ends[t.First-1].Has("honorific") != nil) {
		return t
	}
	switch Role(t.Has("title").Value) {
	case Suspect, Athlete, Victim:
		return t
	}
	return nil
}

// ahead is the title that stands before a comma and the courtesy word: "Bị hại, bà A,",
// "đại diện Sở Y tế, bà B".
func (s *scan) ahead(m *Mention) *lexicon.Match {
	w := s.Text.Words
	j := m.from - 1
	if j < 1 || w[j].Text != "," || m.Honorific == "" || w[m.from].Line {
		return nil
	}
	t := s.titleBefore(j)
	if t == nil || t.Has("title").Value == string(Journalist) || t.First > 0 && placed[w[t.First-1].Key] && !s.Stops[t.First] || t.First > 0 && !s.Stops[t.First] && w[t.First-1].Mark && w[t.First-1].Text != "," || t.First > 1 && s.of[t.First-2] >= 0 {
		return nil
	}
	return t
}

// placed are the words that make what follows them no subject.
var placed = words("sau với cho của từ tới đến theo gặp cùng bởi về")

// children are the kin words for those who are in somebody's care.
var children = map[string]bool{"con gái": true, "con trai": true, "con": true, "cháu gái": true, "cháu trai": true, "cháu nội": true, "cháu ngoại": true, "con riêng": true, "con nuôi": true, "con chị": true}

// kept finds who is a relative of somebody harmed: "con gái của chị bị ...", "con gái của
// chị A là bé B", in an article about a crime.
func (s *scan) kept(one *Person) (Role, Proof) {
	if !s.crime() {
		return "", Proof{}
	}
	w := s.Text.Words
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		if m.gender == "" || m.title != nil && m.title.Has("title").Value == string(Official) {
			continue
		}
		// Before the name: con gái (của) chị A.
		j := m.from - 1
		if j > 0 && w[j].Key == "của" {
			j--
		}
		if j > 0 && !s.Stops[m.from] && s.Ends[j].Has("kin") != nil && children[lexicon.Key(s.Ends[j].Has("kin").Term)] {
			return Relative, s.proof("kin word", s.Ends[j].First, m.Last, 0.7)
		}
		// Behind it in the clause: the child suffers.
		_, b := s.sentence(m.First)
		child, passed := false, false
		for k, end := m.Last, min(s.clauseEnd(m.Last, b)+20, b); k < end; k++ {
			if t := s.At[k]; t.Has("kin") != nil && children[lexicon.Key(t.Has("kin").Term)] && !w[k].Upper {
				child = true
			}
			if t := s.At[k]; child && t != nil && t.Last < len(w) && s.lewd() {
				whose := t.Last
				if w[whose].Key == "của" {
					whose++
				}
				if whose < len(w) && t.Has("kin") != nil && (w[whose].Key == "mình" || w[whose].Key == m.Honorific) && s.MentionAt(whose+1) == nil { // con gái mình, con gái chị
					return Relative, s.proof("kin word", m.First, whose+1, 0.6)
				}
			}
			if child && !passed && w[k].Key == "bị" && hasAny(s.keys(k, end), harms...) {
				return Relative, s.proof("kin word", m.First, k+1, 0.7)
			}
			passed = passed || s.of[k] >= 0 && !child
		}
	}
	return "", Proof{}
}

// follows is the role of the person named right before, with nothing but commas, "và" and
// brackets between: of several who are accused or harmed the sentence says it once.
func (s *scan) follows(m *Mention) (Role, Proof) {
	w := s.Text.Words
	for j, depth := m.from-1, 0; j >= 0 && !s.Stops[j+1]; j-- {
		k := s.of[j]
		switch {
		case w[j].Text == ")":
			depth++
		case w[j].Text == "(":
			depth--
		case depth > 0 || w[j].Text == "," || w[j].Text == ";" || w[j].Key == "và" || w[j].Key == "cùng":
		case k >= 0:
			before := &s.Mentions[k]
			if r := s.Persons[before.Person].Role; before.Person != m.Person && (r == Suspect || r == Victim) && s.Persons[before.Person].RoleProof.Cue != "initials" {
				return r, s.proof("list", before.First, m.Last, 0.6)
			}
			return "", Proof{}
		default:
			return "", Proof{}
		}
	}
	return "", Proof{}
}

// mild are phrases with a word for violence that have none.
var mild = strings.NewReplacer(" đánh giá ", " ", " đánh bại ", " ", " đánh đầu ", " ", " đánh dấu ", " ", " đánh bắt ", " ", " đánh thức ", " ", " đánh đàn ", " ", " đánh cá ", " ",
	" đánh bạc ", " ", " đánh máy ", " ", " đánh đổi ", " ", " đánh mất ", " ", " đánh thuế ", " ", " đánh răng ", " ", " đánh cờ ", " ", " giết mổ ", " ", " giết thịt ", " ", " khai sinh ", " ", " khai mạc ", " ", " khai trương ", " ", " khai thác ", " ", " khai trường ", " ", " khai phá ", " ", " khai hoang ", " ", " khai giảng ", " ", " khai quật ", " ", " khai báo ", " ", " triển khai ", " ", " công khai ", " ", " đánh lừa ", " ")

func peaceful(keys string) string {
	if !strings.Contains(keys, " đánh ") && !strings.Contains(keys, "khai ") && !strings.Contains(keys, " giết ") {
		return keys
	}
	return mild.Replace(keys)
}
