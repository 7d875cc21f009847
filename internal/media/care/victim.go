package care

import (
	"slices"
	"strings"

	"binhdang/internal/media/person"
)

// part in the story: who suffers, who did it, somebody else.
type part int

const (
	other part = iota
	victim
	suspect
)

// reference is a place where the text speaks of somebody, named or not.
type reference struct {
	span
	part   part
	person int // -1 if not named
}

// cast says who is who in the story.
type cast struct {
	part     []part   // of each person
	found    []string // the words by which a victim was found
	refs     []reference
	pupil    bool // the victim goes to school
	nameless bool // a victim without a name was found
	exact    bool // a class is told with its letter: lớp 8A3
}

// tiny tells small words that may stand between a word for violence and who suffers.
func (s *scene) stopper(k int) bool {
	w := &s.w[k]
	return w.Mark && !strings.Contains("(“\"‘", w.Text) && !(w.Text == "-" && w.Near) || w.Key == "và" || w.Key == "rồi" || w.Key == "để" || w.Key == "khi" || w.Key == "thì" || w.Key == "nhưng"
}

// struck tells whether what begins at a word is the object of a word for violence:
// "xâm hại cháu", "đâm trọng thương vợ là chị", but not "hành vi xâm hại của".
func (s *scene) struck(from int, reach int) *harm {
	a, _ := s.sentence(from)
	for i := len(s.harms) - 1; i >= 0; i-- {
		h := &s.harms[i]
		if h.b > from {
			continue
		}
		if h.a < a || from-h.b > reach {
			return nil
		}
		for k := h.b; k < from; k++ {
			if s.stopper(k) || s.MentionAt(k) != nil {
				return nil
			}
		}
		if s.anyOf(h.b, from, "agent", "suffer", "plural") || h.a > a && s.w[h.a-1].Key == "bị" {
			return nil
		}
		if h.kind == "school" && s.has("pupil", h.a, h.b) { // bạo lực học đường is no blow
			return nil
		}
		return h
	}
	return nil
}

// suffers is the word for violence that is done to who is spoken of before a word:
// "em L. (lớp 7) bị hai bạn đánh", "chị A kể bị chồng đánh".
func (s *scene) suffers(last int) *harm { return s.done(last, false) }

// done is suffers; of who stands in the story by office it is asked in so many words.
func (s *scene) done(last int, plain bool) *harm {
	_, b := s.sentence(max(last-1, 0))
	depth, said := 0, false
	for k := last; k < b && k < last+45; k++ {
		switch s.w[k].Text {
		case "(":
			depth++
			continue
		case ")":
			depth--
			continue
		case ";":
			return nil
		}
		if depth > 0 {
			continue
		}
		if t := s.in("suffer", k, min(k+3, b)); t.a == k && t.b > 0 {
			if c := s.in("charged", t.b, min(t.b+4, b)); c.b > 0 && !(s.harmed(t.b, c.a) != nil) && s.w[c.a].Key != "công" {
				return nil
			}
			if s.w[t.a].Key == "được" || s.w[t.a].Key == "giải" || s.w[t.a].Key == "rescued" {
				if len(s.harms) > 0 {
					return &s.harms[0]
				}
				return nil
			}
			return s.harmed(t.a, min(t.b+22, b))
		}
		if m := s.MentionAt(k); m != nil {
			return nil
		}
		if k > last && s.begins("plural", k) {
			return nil
		}
		if k > last && (s.begins("child", k) || s.begins("victim", k) || s.begins("kin", k)) && s.w[k-1].Text != "," {
			return nil
		}
		if v := s.At[k]; v != nil && v.Has("verb") != nil {
			if said || plain {
				return nil
			}
			said = true
		}
	}
	return nil
}

func (s *scene) begins(kind string, k int) bool {
	t := s.in(kind, k, len(s.w))
	return t.b > 0 && t.a == k
}

// does is the word for violence that who is spoken of before a word does.
func (s *scene) does(last int) *harm {
	_, b := s.sentence(max(last-1, 0))
	depth := 0
	for k := last; k < b && k < last+28; k++ {
		switch s.w[k].Text {
		case "(":
			depth++
		case ")":
			depth--
		case ";":
			return nil
		}
		if depth > 0 {
			continue
		}
		if s.w[k].Key == "bị" || s.w[k].Key == "was" || s.w[k].Key == "were" {
			return nil
		}
		if m := s.MentionAt(k); m != nil {
			return nil
		}
		if s.begins("helper", k) || s.begins("kin", k) && s.w[k-1].Key != "với" && s.w[k-1].Key != "là" && s.w[k-1].Key != "của" && s.w[k-1].Key != "," {
			return nil
		}
		if h := s.harmed(k, k+1); h != nil {
			return h
		}
		if v := s.At[k]; v != nil && v.Has("verb") != nil && v.Has("verb").Value != "none" {
			return nil
		}
	}
	return nil
}

// accused tells whether a mention is of somebody who did it or is said to have.
func (s *scene) accused(m *person.Mention) bool {
	a, b := s.sentence(m.First)
	from := m.From()
	if t := s.in("arrest", max(a, from-5), from); t.b > 0 && !s.crosses(t.b, from) {
		return true
	}
	// bị chồng là A đánh
	for k := from - 1; k >= a && k >= from-5; k-- {
		if s.w[k].Mark {
			break
		}
		if s.w[k].Key == "bị" || s.w[k].Key == "by" {
			if s.harmed(k, from) != nil { // người bị đánh là em T.
				return false
			}
			return s.harmed(k, min(m.Last+14, b)) != nil || s.harmed(max(a, k-4), k) != nil
		}
	}
	// bị xâm hại bởi A, do A gây ra
	if from > a && (s.w[from-1].Key == "bởi" || s.w[from-1].Key == "by") && s.harmed(max(a, from-8), from) != nil {
		return true
	}
	// What a name does that is itself an object is done by who stands before it.
	for k := from - 1; k >= a && !(s.w[k].Mark && s.w[k].Text == ","); k-- {
		if s.MentionAt(k) != nil && s.w[from-1].Key != "và" {
			return false
		}
	}
	if hidden(s.Persons[m.Person].Name) && (m.Honorific == "cháu" || m.Honorific == "bé" || m.Honorific == "bé gái" || m.Honorific == "cháu gái") {
		return false
	}
	return s.does(m.Last) != nil
}

// lured tells whether who is spoken of from a word on is led or forced to where violence
// follows: "rủ cháu K. vào nhà rồi xâm hại".
func (s *scene) lured(from, last int) bool {
	a, b := s.sentence(from)
	t := s.in("lure", max(a, from-4), from)
	if t.b == 0 || s.crosses(t.b, from) {
		return false
	}
	h := s.harmed(last, b)
	return h != nil && h.a-last < 30 && (h.kind == "sexual" || h.kind == "traffic") && !s.has("suffer", last, h.a)
}

// crosses tells whether a mark stands between two words.
func (s *scene) crosses(a, b int) bool {
	for k := a; k < b; k++ {
		if s.w[k].Mark && !strings.Contains("(“\":", s.w[k].Text) || s.MentionAt(k) != nil {
			return true
		}
	}
	return false
}

// about tells whether the title or one of the first two sentences tells of violence of
// the kinds looked for, so that the whole article is about it.
func (s *scene) about() bool {
	b := 0
	for range 3 {
		if b < len(s.w) {
			_, b = s.sentence(b)
		}
	}
	return s.harmed(0, b) != nil
}

// pronouns are the words that may stand for somebody named with the same courtesy word.
var pronouns = []string{"chị", "cô", "em", "cháu", "bà", "anh", "bé", "ông", "nàng", "she", "he"}

// byPronoun marks those for whom a pronoun stands that suffers: "chị bị chồng đánh".
func (s *scene) byPronoun(c *cast) {
	for _, t := range s.terms["suffer"] {
		k := t.a - 1
		for k > 0 && slices.Contains([]string{"đã", "từng", "thường", "xuyên", "liên", "tục", "cũng", "nhiều", "lần", "luôn", "còn", "vẫn"}, s.w[k].Key) {
			k--
		}
		if k < 1 || !slices.Contains(pronouns, s.w[k].Key) || s.MentionAt(k+1) != nil || s.begins("object", k-1) || s.begins("plural", k-1) || s.w[k-1].Key == "con" || s.w[k-1].Key == "của" {
			continue
		}
		_, b := s.sentence(k)
		h := s.harmed(t.a, min(t.b+16, b))
		if h == nil || s.has("charged", t.b, min(t.b+4, b)) && !s.has("kin", t.b, min(t.b+4, b)) {
			continue
		}
		who := -1
		for i := range s.Mentions {
			m := &s.Mentions[i]
			if m.First >= k {
				break
			}
			if m.Honorific == s.w[k].Key && k-m.Last < 90 {
				who = m.Person
			}
		}
		if who >= 0 && c.part[who] != victim && !(s.Persons[who].Role == person.Suspect && s.Persons[who].RoleProof.Cue == "title") {
			c.part[who], c.found[who] = victim, "pronoun"
		}
	}
}

// hurt tells whether a sentence that names somebody tells of harm to the body, and not
// that the one named saw it or told of it.
func (s *scene) hurt(m *person.Mention) bool {
	a, b := s.sentence(m.First)
	return s.has("hurt", max(a, m.From()-5), min(b, m.Last+25)) && !s.has("helper", m.Last, min(b, m.Last+8)) && s.does(m.Last) == nil
}

// office tells who stands in the story by office.
func office(p *person.Person) bool {
	switch p.Role {
	case person.Official, person.Expert, person.Journalist, person.Athlete, person.Business, person.Celebrity:
		return p.RoleProof.Cue == "title" || p.RoleProof.Cue == "apposition"
	}
	return false
}

// people tells who is who.
func (s *scene) people() cast {
	c := cast{part: make([]part, len(s.Persons)), found: make([]string, len(s.Persons))}
	mark := func(p int, how string) {
		if c.part[p] == other {
			c.part[p], c.found[p] = victim, how
		}
	}
	for p := range s.Persons {
		one := &s.Persons[p]
		if one.Role == person.Suspect && one.RoleProof.Cue == "title" {
			c.part[p] = suspect
			continue
		}
		for _, i := range one.Mentions {
			m := &s.Mentions[i]
			if how := s.wronged(m, one); how != "" {
				mark(p, how)
				break
			}
		}
		if c.part[p] != other || office(one) && one.Role != person.Suspect {
			continue
		}
		if m := &s.Mentions[one.Mentions[0]]; one.Role == person.Suspect && s.has("helper", m.Last, min(m.Last+16, len(s.w))) && len(one.Mentions) == 1 && s.does(m.Last) == nil {
			continue
		}
		if one.Role == person.Suspect || slices.ContainsFunc(one.Mentions, func(i int) bool { return s.accused(&s.Mentions[i]) }) {
			c.part[p] = suspect
		}
	}
	s.byPronoun(&c)
	c.nameless = s.unnamed(&c)
	if s.about() && len(s.terms["arrest"]) > 0 {
		s.suspected(&c)
	}
	if !slices.Contains(c.part, victim) {
		// Nothing says it outright: the reading of roles, then children by courtesy word,
		// then whom initials hide.
		for p := range s.Persons {
			one := &s.Persons[p]
			m := &s.Mentions[one.Mentions[0]]
			a, b := s.around(m.First)
			if s.about() {
				a, b = 0, len(s.w)
			}
			if c.part[p] != other || office(one) || s.harmed(a, b) == nil {
				continue
			}
			switch {
			case one.Role == person.Victim && one.RoleProof.Cue != "initials":
				mark(p, "role")
			case one.Role == person.Witness || one.Role == person.Relative && !hidden(one.Name):
			case c.nameless && !s.heard[p] && slices.Contains([]string{"cháu", "bé", "bé gái", "bé trai", "cháu gái"}, m.Honorific):
				mark(p, "courtesy word")
			case hidden(one.Name) && (one.Role == person.Victim || slices.Contains([]string{"cháu", "bé", "em", "chị", "bé gái", "cháu gái", "cô gái"}, m.Honorific)):
				mark(p, "initials")
			}
		}
	}
	s.references(&c)
	return c
}

// suspected looks, in an article about violence in a family, at women named with a
// courtesy word whom nothing accuses outright: one of whom the text tells wounds or death
// is the victim, even where violence in her sentence made her look like a suspect.
func (s *scene) suspected(c *cast) {
	struck := slices.ContainsFunc(s.harms, func(h harm) bool { return h.kind == "family" && s.anyOf(h.b, min(h.b+4, len(s.w)), "object", "lover") })
	if !struck || slices.Contains(c.part, victim) {
		return
	}
	for p := range s.Persons {
		one := &s.Persons[p]
		if c.part[p] == victim || office(one) || one.Role == person.Suspect && one.RoleProof.Cue == "title" || one.Gender == person.Male {
			continue
		}
		for _, i := range one.Mentions {
			if m := &s.Mentions[i]; m.Honorific != "" && s.hurt(m) && !s.accused(m) {
				c.part[p], c.found[p] = victim, "hurt"
			}
		}
	}
}

// wronged says by which words a mention is one of somebody who suffers violence.
func (s *scene) wronged(m *person.Mention, one *person.Person) string {
	a, b := s.sentence(m.First)
	from := m.From()
	around, until := s.around(m.First)
	if s.about() {
		around, until = 0, len(s.w)
	}
	// nạn nhân là chị A
	if from > a {
		for k := from; k > a && k > from-4; k-- {
			if t := s.ends("victim", k); t.b > 0 && s.harmed(around, until) != nil && !s.has("plural", max(a, t.a-1), from) {
				return "victim"
			}
			if s.MentionAt(k-1) != nil || s.w[k-1].Mark {
				break
			}
		}
	}
	// nạn nhân gồm chị A (30 tuổi) và chị B
	if t := s.in("victim", a, min(a+4, from)); t.b > 0 && s.harmed(around, until) != nil && !s.accused(m) {
		for k := t.b; k < min(t.b+6, from); k++ {
			if s.w[k].Key == "là" || s.w[k].Key == "gồm" || s.w[k].Text == ":" {
				return "victim"
			}
			if s.MentionAt(k) != nil {
				break
			}
		}
	}
	// chị A, nạn nhân của bạo lực gia đình
	if k := m.Last; k+1 < b && (strings.Contains(",(-–", s.w[k].Text) || s.w[k].Key == "là") {
		if t := s.in("victim", k, min(k+4, b)); t.b > 0 && s.harmed(around, until) != nil && !strings.HasSuffix(s.w[t.a-1].Key, "hộ") {
			return "victim"
		}
	}
	if !office(one) {
		if h := s.struck(from, 7); h != nil {
			before := s.w[max(h.a-1, a)].Key
			if m.Honorific != "" || before != "kẻ" && before != "tội" && before != "tượng" && before != "vi" && before != "vụ" {
				return "struck"
			}
		}
	}
	// người bị đánh là em T.
	if from > a && s.w[from-1].Key == "là" {
		if t := s.in("suffer", max(a, from-8), from); t.b > 0 && s.harmed(t.b, from) != nil {
			return "bị"
		}
	}
	if s.done(m.Last, office(one)) != nil {
		return "bị"
	}
	if s.accuses(m.Last, b) {
		return "accuses"
	}
	if !office(one) && s.lured(from, m.Last) {
		return "lured"
	}
	// vợ là chị A, con gái là B.: of the kin that was struck
	if !office(one) {
		for k := from; k > a && k > from-4; k-- {
			for _, kind := range []string{"object", "lover"} {
				t := s.ends(kind, k)
				if t.b == 0 && k == from && m.Honorific != "" {
					t = s.in(kind, from, m.First)
				}
				if t.b == 0 {
					continue
				}
				for i := range s.harms {
					h := &s.harms[i]
					if h.a < around || h.b > until {
						continue
					}
					if x := s.in(kind, h.b, min(h.b+6, len(s.w))); x.b > 0 && s.w[x.a].Key == s.w[t.a].Key && (h.kind == "family" || h.kind == "sexual") {
						return "kin of who did it"
					}
					if h.b <= b && h.a >= m.Last && h.kind == "family" && s.does(m.Last) == nil && s.harmed(m.Last, b) == h && !s.has("suffer", m.Last, h.a) && s.accusedBefore(a, t.a) {
						return "kin of who did it"
					}
				}
			}
			if s.MentionAt(k-1) != nil {
				break
			}
		}
	}
	return ""
}

// accuses tells whether who is named before a word says what was done to her: "tố huấn
// luyện viên quấy rối cô", not "tố giác cháu bị".
func (s *scene) accuses(last, b int) bool {
	t := s.in("accuse", last, min(last+5, b))
	if t.b == 0 || s.crosses(last, t.a) {
		return false
	}
	h := s.harmed(t.b, min(t.b+14, b))
	if h == nil || h.kind != "sexual" || s.anyOf(t.b, min(h.b+6, b), "child", "object", "plural", "young", "suffer", "victim") {
		return false
	}
	for k := h.b; k < min(h.b+4, b); k++ {
		switch s.w[k].Key {
		case "cô", "chị", "mình", "em", "bà", "tôi", "her", "him":
			return true
		}
	}
	return false
}

// accusedBefore tells whether somebody named stands between two words.
func (s *scene) accusedBefore(a, b int) bool {
	for k := a; k < b; k++ {
		if s.MentionAt(k) != nil {
			return true
		}
	}
	return false
}

// hidden tells whether a name is given by initials.
func hidden(name string) bool {
	return !slices.ContainsFunc(strings.Fields(name), func(f string) bool { return !initial(f) }) || initial(last(name))
}

func last(name string) string {
	f := strings.Fields(name)
	if len(f) == 0 {
		return ""
	}
	return f[len(f)-1]
}

// initial tells whether a word of a name is letters that stand for it. Ý is a name.
func initial(word string) bool {
	return strings.Contains(word, ".") || len(word) == 1 || word == "Đ"
}

// many tells whether an unnamed one is several: "hai bé gái", "nhóm nữ sinh".
func (s *scene) many(t span) bool {
	if t.a == 0 {
		return false
	}
	w := &s.w[t.a-1]
	if w.Digits {
		return true
	}
	switch w.Key {
	case "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín", "mười", "chục", "nhiều", "các", "những", "nhóm", "mỗi", "mọi", "số", "vài", "trăm", "nghìn", "two", "three", "four", "many", "several":
		return true
	}
	return false
}

// unnamed tells whether somebody suffers violence whom the text does not name there.
func (s *scene) unnamed(c *cast) bool {
	found := false
	for _, t := range s.terms["child"] {
		if s.many(t) || s.named(t) {
			continue
		}
		if s.struck(t.a, s.reach()) != nil || s.suffers(t.b) != nil || s.lured(t.a, t.b) {
			found = true
			if s.studies(t) {
				c.pupil = true
			}
		}
	}
	for k := range s.w {
		if s.initialled(k) {
			found = true
		}
	}
	for _, t := range s.terms["victim"] {
		if a, b := s.around(t.a); !s.many(t) && !s.named(t) && (s.about() || s.harmed(a, b) != nil) {
			found = true
		}
	}
	return found
}

// reach is how many words may stand between violence and who suffers it: "raping his
// 12-year-old stepdaughter".
func (s *scene) reach() int {
	if s.Language == "en" {
		return 8
	}
	return 4
}

// initialled tells whether a word is initials before an age, which the reading of
// persons has left: "Quen N.T.X. (SN 2004)".
func (s *scene) initialled(k int) bool {
	w := &s.w[k]
	if !w.Initials || strings.Count(w.Text, ".") < 2 || s.MentionAt(k) != nil || k+2 >= len(s.w) || s.w[k+1].Text != "(" && s.w[k+1].Text != "," || !s.about() {
		return false
	}
	a, b := s.sentence(k)
	kind, _ := s.age(k + 2)
	return kind != "" && !s.has("arrest", max(a, k-5), k) && b > k
}

// studies tells whether an unnamed one is a pupil.
func (s *scene) studies(t span) bool {
	for k := t.a; k < t.b; k++ {
		if s.w[k].Key == "sinh" || s.w[k].Key == "pupil" || s.w[k].Key == "student" {
			return true
		}
	}
	a, b := s.sentence(t.a)
	return s.has("pupil", a, b)
}

// named tells whether a name stands behind a word for somebody.
func (s *scene) named(t span) bool {
	m := s.MentionAt(t.b)
	return m != nil || s.MentionAt(t.a) != nil || t.b < len(s.w) && s.w[t.b].Key == "là" && s.MentionAt(t.b+1) != nil
}

// references lists the places where the text speaks of somebody, so that an age or an
// address can be given to whom it belongs.
func (s *scene) references(c *cast) {
	for i := range s.Mentions {
		m := &s.Mentions[i]
		c.refs = append(c.refs, reference{span{m.From(), m.Last}, c.part[m.Person], m.Person})
	}
	victims := slices.Contains(c.part, victim) || c.nameless
	for _, kind := range []string{"child", "victim"} {
		for _, t := range s.terms[kind] {
			if s.named(t) {
				continue
			}
			r := reference{t, other, -1}
			if !s.many(t) && victims {
				h := s.struck(t.a, s.reach()) != nil || s.suffers(t.b) != nil || s.lured(t.a, t.b)
				core := kind == "victim" || s.young(t)
				if h || core && s.does(t.b) == nil {
					r.part = victim
				}
				if !h && !core {
					continue
				}
			}
			c.refs = append(c.refs, r)
		}
	}
	for k := range s.w {
		if s.initialled(k) && victims {
			c.refs = append(c.refs, reference{span{k, k + 1}, victim, -1})
		}
	}
	slices.SortStableFunc(c.refs, func(x, y reference) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return y.b - x.b
	})
	end := 0
	c.refs = slices.DeleteFunc(c.refs, func(r reference) bool {
		if r.a < end {
			return true
		}
		end = r.b
		return false
	})
	for p := range s.Persons {
		if c.part[p] == victim {
			for _, i := range s.Persons[p].Mentions {
				a, b := s.sentence(s.Mentions[i].First)
				if s.has("pupil", s.Mentions[i].From()-2, min(b, s.Mentions[i].Last+14)) && a >= 0 {
					c.pupil = true
				}
			}
		}
	}
	for _, h := range s.harms {
		if h.kind == "school" {
			c.pupil = true
		}
	}
}

// young tells whether an unnamed one is a child by the word alone.
func (s *scene) young(t span) bool {
	if t.b-t.a > 1 {
		switch s.w[t.b-1].Key {
		case "gái", "bé", "sinh", "trai", "trẻ", "nữ":
			return s.w[t.a].Key != "con" && s.w[t.a].Key != "em" && s.w[t.a].Key != "bạn"
		}
	}
	switch s.w[t.a].Key {
	case "cháu", "bé", "girl", "boy", "pupil", "schoolgirl":
		return true
	}
	return false
}
