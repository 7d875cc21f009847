package care

import (
	"slices"
	"strings"

	"binhdang/internal/media/person"
)

// accusedKin marks the persons who are of the victim's family: named relatives and
// those who did it to their own.
func (s *scene) accusedKin(c *cast) []bool {
	out := make([]bool, len(s.Persons))
	for p := range s.Persons {
		out[p] = c.part[p] == suspect && s.suspectKin(c, p) || c.part[p] == other && s.kinOf(c, p)
	}
	return out
}

// relatives adds the named relatives, among them who did it.
func (s *scene) relatives(c *cast, parts map[int][]Part) {
	for p := range s.Persons {
		one := &s.Persons[p]
		if hidden(one.Name) {
			continue
		}
		kind := ""
		switch {
		case c.part[p] == suspect && s.suspectKin(c, p):
			kind = SuspectRelative
		case c.part[p] == other && s.kinOf(c, p):
			kind = Relative
		default:
			continue
		}
		part, known := s.nameOf(p)
		part.Kind = kind
		c.kin = c.kin || known
		to := s.to(c, nil)
		parts[to] = append(parts[to], part)
	}
}

// suspectKin tells whether who did it is of the victim's family: "cha dượng Nguyễn Văn
// A", "A đánh vợ", "A (bố đẻ của cháu)".
func (s *scene) suspectKin(c *cast, p int) bool {
	if c.joined[p] {
		return true
	}
	for _, i := range s.Persons[p].Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		if s.kinBefore(m, a) || s.kinBehind(m, b) {
			return true
		}
		// Whose kin was struck, in this sentence or the next.
		_, until := s.around(m.First)
		for _, h := range s.harmsIn(a, until) {
			if t := s.in("object", h.b, min(h.b+s.wide(6), until)); t.b > 0 && !s.has("suffer", max(a, h.a-3), h.a) && (s.onlySuspect(c, p) || t.b <= b && s.firstAccused(c, a) == p) && !s.others(m, t) {
				return true
			}
		}
	}
	if !s.onlySuspect(c, p) {
		return false
	}
	if slices.Contains(c.found, "kin of who did it") {
		return true
	}
	// Bị hại là con gái ruột của bị cáo.
	for _, v := range s.terms["victim"] {
		if t := s.in("object", v.b, min(v.b+8, len(s.w))); t.b > 0 && t.a <= v.b+3 {
			for k := v.b; k < t.a; k++ {
				if s.w[k].Key == "là" {
					return true
				}
			}
		}
	}
	// The title says it: "Đánh vợ tử vong".
	for _, h := range s.harms {
		if t := s.in("object", h.b, min(h.b+s.wide(3), len(s.w))); t.b > 0 && (t.a == h.b || s.Language == "en") && h.kind != "school" && !s.has("suffer", max(0, h.a-2), h.a) {
			if k := t.b; k >= len(s.w) || s.w[k].Key != "của" && s.MentionAt(k) == nil || s.MentionAt(k) != nil && c.part[s.MentionAt(k).Person] == victim {
				return true
			}
		}
	}
	return false
}

// related are the kinds of words that make two people kin.
var related = []string{"object", "elder", "kin"}

// join marks whom the text joins to a victim by a kin word: "chị N., chị ruột Nho", "bé
// C. là con ruột của Dương", "vợ của Hoàng là chị T.", "A và chị B vốn là vợ chồng".
func (s *scene) join(c *cast) {
	c.joined = make([]bool, len(s.Persons))
	only := -1
	for p, x := range c.part {
		if x == suspect && only >= 0 {
			only = -1
			break
		}
		if x == suspect {
			only = p
		}
	}
	for _, i := range c.victims {
		v := &s.Mentions[i]
		a, b := s.sentence(v.First)
		for _, kind := range related {
			all := s.terms[kind]
			for _, t := range all[from(all, a):from(all, b)] {
				// chị N. ..., chị ruột Nho
				if t.a >= v.Last && t.a < v.Last+16 {
					if m := s.whose(t.b); m != nil && !s.accusedBefore(v.Last, t.a) {
						c.joined[m.Person] = true
					}
				}
				// vợ của Hoàng là chị T.
				if m := s.whose(t.b); m != nil && m.Last < v.First && v.First-m.Last < 4 && s.w[m.Last].Key == "là" {
					c.joined[m.Person] = true
				}
				// Thủy đến nhà chị dâu Nguyễn Thị H.: of who did it
				if only >= 0 && t.b <= v.First && v.From()-t.b < 3 && s.linked(t.b, v.From()) && s.w[t.b].Key != "của" && !s.pronoun(t.b) && !(kind != "object" && s.childIn(v.From(), v.Last)) {
					c.joined[only] = true
				}
			}
		}
		// A và chị B vốn là vợ chồng
		if t := s.in("couple", v.Last, b); t.b > 0 {
			for k := a; k < t.a; k++ {
				if m := s.MentionAt(k); m != nil {
					c.joined[m.Person] = true
				}
			}
		}
	}
	if only < 0 || c.joined[only] {
		return
	}
	// Cha dượng đánh bé trai 5 tuổi: of the only one who is accused
	for _, h := range s.harms {
		if h.a > 0 && (s.ends("near kin", h.a).b > 0 || s.ends("kin", h.a).b > 0) && s.anyOf(h.b, min(h.b+s.wide(4), len(s.w)), "child", "young", "object") {
			if k := s.ends("kin", h.a); k.b == 0 || k.a == 0 || !s.begins("suffer", k.a-1) && s.w[k.a-1].Key != "bị" {
				c.joined[only] = true
			}
		}
	}
}

// pronoun tells whether a word stands for somebody spoken of before, whose kin it is then:
// "con gái ông là cháu T.".
func (s *scene) pronoun(k int) bool {
	switch s.w[k].Key {
	case "ông", "bà", "chị", "anh", "cô", "mình":
		return s.MentionAt(k+1) == nil && k+1 < len(s.w) && !s.w[k+1].Upper
	}
	return false
}

// whose is who stands behind a kin word: "chị ruột Nho", "con của Dương Thị Dương".
func (s *scene) whose(k int) *mention {
	for i := k; i < min(k+3, len(s.w)); i++ {
		if m := s.MentionAt(i); m != nil {
			return m
		}
		switch s.w[i].Key {
		case "của", "chị", "bà", "anh", "ông", "ruột", "of", "the", ",", "named":
		default:
			return nil
		}
	}
	return nil
}

// others tells whether what was struck is said to be kin of somebody else: "con gái của
// hàng xóm", "con riêng của người tình".
func (s *scene) others(m *mention, t span) bool {
	if t.b+1 < len(s.w) && s.w[t.b].Key == "của" {
		if s.has("same", t.b, min(t.b+4, len(s.w))) || s.MentionAt(t.b+1) != nil && s.MentionAt(t.b+1).Person != m.Person {
			return true
		}
	}
	return s.has("same", t.b, min(t.b+2, len(s.w)))
}

// firstAccused is who is named first in a sentence of those who are accused.
func (s *scene) firstAccused(c *cast, a int) int {
	_, b := s.sentence(a)
	for k := a; k < b; k++ {
		if m := s.MentionAt(k); m != nil && c.part[m.Person] == suspect {
			return m.Person
		}
	}
	return -1
}

// onlySuspect tells whether nobody else is accused by name.
func (s *scene) onlySuspect(c *cast, p int) bool {
	for q, x := range c.part {
		if q != p && x == suspect {
			return false
		}
	}
	return true
}

// kinBefore tells whether a kin word introduces a mention: "bị chồng là", "cha dượng
// Nguyễn Văn A", "mẹ cháu là chị B", "ông nội của bé".
func (s *scene) kinBefore(m *mention, a int) bool {
	from := m.From()
	if t := s.in("kin", from, m.First); t.b > 0 {
		return true
	}
	for k := from; k > a && k > from-7; k-- {
		if t := s.ends("kin", k); t.b > 0 {
			return s.linked(t.b, from)
		}
		if s.MentionAt(k-1) != nil && k < from || s.w[k-1].Text == "." || s.w[k-1].Text == ";" {
			// mẹ cháu N., chị B
			if s.MentionAt(k-1) == nil {
				return false
			}
		}
	}
	return false
}

// linked tells whether only whose kin it is stands between a kin word and a name.
func (s *scene) linked(a, b int) bool {
	for k := a; k < b; k++ {
		switch s.w[k].Key {
		case "của", "là", "cháu", "bé", "em", "chị", "cô", "nạn", "nhân", "nữ", "sinh", "gái", "trai", "mình", "ruột", "tên", ",", "-", "–", "này", "ông", "bà", "anh", "trên", ":", "(":
			continue
		}
		if s.MentionAt(k) == nil && !s.possessive(k) {
			return false
		}
	}
	return true
}

// possessive tells whether a word is one by which English says whose somebody is or leads
// to a name: "the girl's mother, Ms. A", "his wife named B".
func (s *scene) possessive(k int) bool {
	if s.Language != "en" {
		return false
	}
	switch s.w[k].Key {
	case "the", "a", "of", "his", "her", "their", "named", "identified", "as", "is", "was", "old", "year", "years", "victim", "girl", "boy", "child":
		return true
	}
	return s.w[k].Digits || strings.HasSuffix(s.w[k].Key, "'s")
}

// wide is how many words a reach of so many is: English puts the age before a word for
// somebody, "his 12-year-old daughter".
func (s *scene) wide(n int) int {
	if s.Language == "en" {
		return n + 6
	}
	return n
}

// kinBehind tells whether a kin word stands behind a mention: "(mẹ cháu bé)", ", bố của
// em L.,", "là ông nội cháu".
func (s *scene) kinBehind(m *mention, b int) bool {
	k := m.Last
	if k >= b || !strings.Contains(",(-–", s.w[k].Text) && s.w[k].Key != "là" {
		return false
	}
	limit := min(b, k+22)
	if s.w[k].Text != "(" {
		limit = min(b, k+4)
	}
	for j := k + 1; j < limit; j++ {
		if s.w[j].Text == ")" || s.MentionAt(j) != nil {
			return false
		}
		t := s.in("kin", j, b)
		if t.b > 0 && t.a == j {
			// Whose: the victim's, not somebody else's.
			return t.b >= b || s.w[t.b].Mark || s.w[t.b].Key == "của" || s.w[t.b].Key == "of" || s.w[t.b].Key == "ruột" || s.begins("child", t.b) || s.begins("victim", t.b) || s.MentionAt(t.b) != nil || s.At[t.b].Has("honorific") != nil
		}
	}
	return false
}

// kinOf tells whether somebody named is of the victim's family.
func (s *scene) kinOf(c *cast, p int) bool {
	one := &s.Persons[p]
	if (one.Role == person.Official || one.Role == person.Celebrity || one.Role == person.Journalist) && office(one) {
		return false
	}
	if c.joined[p] {
		return true
	}
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		a, b := s.sentence(m.First)
		before, until := s.around(m.First)
		// The family must be the victim's: a victim stands in this sentence or beside it.
		if !s.victimIn(c, before, until) {
			continue
		}
		if s.kinBefore(m, a) || s.kinBehind(m, b) {
			return true
		}
		// con gái chị A, vợ anh B
		start := m.From()
		for k := start; k > a && k > start-3; k-- {
			if t := s.ends("object", k); t.b > 0 && s.linked(t.b, start) && !s.crosses(t.b, start) {
				return true
			}
			if s.w[k-1].Key != "của" && k < start {
				break
			}
		}
		// bà A tố giác cháu nội là N. bị ..., chị A trình báo con gái bị ...
		all := s.terms["object"]
		for _, t := range all[from(all, m.Last):from(all, max(m.Last, min(b, m.Last+40)))] {
			if t.b > b {
				continue
			}
			if s.suffers(t.b) != nil || s.namedVictim(c, t.b) || s.calledVictimBehind(c, t.b, b) {
				return true
			}
		}
	}
	return false
}

// victimIn tells whether a victim is spoken of between two words.
func (s *scene) victimIn(c *cast, a, b int) bool {
	i := c.from(a)
	return slices.ContainsFunc(c.refs[i:max(i, c.from(b))], func(r reference) bool { return r.b <= b && r.part == victim })
}

// calledVictimBehind tells whether a kin word is that of a victim who is called by name
// further on: "có đứa con gái sinh năm 2002 tên là N.".
func (s *scene) calledVictimBehind(c *cast, k, b int) bool {
	for j := k; j < min(k+12, b); j++ {
		if m := s.MentionAt(j); m != nil {
			return c.part[m.Person] == victim && (s.w[j-1].Key == "tên" || s.w[j-1].Key == "là")
		}
	}
	return false
}

// namedVictim tells whether a victim is named right behind a kin word.
func (s *scene) namedVictim(c *cast, k int) bool {
	for j := k; j < min(k+4, len(s.w)); j++ {
		if m := s.MentionAt(j); m != nil {
			return c.part[m.Person] == victim
		}
		if s.w[j].Mark && s.w[j].Text != "," {
			return false
		}
	}
	return false
}
