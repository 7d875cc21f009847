package care

import (
	"slices"
	"strings"

	"binhdang/internal/media/person"
)

// stopper tells what may not stand between a word for violence and who suffers.
func (s *scene) stopper(k int) bool {
	w := &s.w[k]
	return w.Mark && !strings.Contains("(“\"‘", w.Text) && !(w.Text == "-" && w.Near) || w.Key == "và" || w.Key == "rồi" || w.Key == "để" || w.Key == "khi" || w.Key == "thì" || w.Key == "nhưng" || w.Key == "nên" || w.Key == "nói" || w.Key == "rủ"
}

// struck tells whether what begins at a word is the object of a word for violence:
// "xâm hại cháu", "đâm trọng thương vợ là chị", but not "hành vi xâm hại của".
func (s *scene) struck(from int, reach int) *harm {
	a, _ := s.sentence(from)
	for i := s.harmFrom(from) - 1; i >= 0; i-- {
		h := &s.harms[i]
		if h.b > from {
			continue
		}
		to := reach
		body := s.in("bodypart", h.b, from)
		if body.b > 0 {
			to += 5
		}
		if h.a < a || from-h.b > to {
			return nil
		}
		for k := h.b; k < from; k++ {
			if s.stopper(k) || s.MentionAt(k) != nil {
				return nil
			}
		}
		if s.anyOf(max(h.b, body.b), from, "agent") && !(body.b > 0 && s.w[body.b].Key == "của") || s.anyOf(h.b, from, "suffer", "plural") || h.a > a && s.w[h.a-1].Key == "bị" {
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
			if c := s.in("charged", t.b, min(t.b+10, b)); c.b > 0 && !(s.harmed(t.b, c.a) != nil) && s.w[c.a].Key != "công" && (c.a < t.b+4 || strings.HasPrefix(s.w[c.a].Key, "tố")) {
				return nil
			}
			// bác sĩ A hướng dẫn nơi cần gọi khi bị bạo lực: who teaches it has not suffered it
			if plain && k > last && slices.Contains([]string{"khi", "nếu", "lúc", "hợp", "ai", "lỡ", "if", "when"}, s.w[k-1].Key) {
				return nil
			}
			// bị công an bắt
			if c := s.in("charged", t.b, min(t.b+6, b)); c.b > 0 && s.has("arrest", c.b, min(c.b+4, b)) && s.harmed(t.b, c.b) == nil {
				return nil
			}
			if s.w[t.a].Key == "được" || s.w[t.a].Key == "rescued" {
				if len(s.harms) > 0 {
					return &s.harms[0]
				}
				return nil
			}
			return s.harmed(t.a, min(t.b+s.told(), b))
		}
		if m := s.MentionAt(k); m != nil {
			return nil
		}
		// chị A, hội viên bị chồng đánh
		apposed := k == last+1 && s.w[last].Text == ","
		if k > last && s.begins("plural", k) && !apposed || s.w[k].Key == "người" && k+1 < b && s.w[k+1].Key == "bị" {
			return nil
		}
		if k > last && (s.begins("child", k) || s.begins("victim", k) || s.begins("kin", k)) && s.w[k-1].Text != "," && s.w[k-1].Key != "là" {
			return nil
		}
		if v := s.At[k]; v != nil && v.Has("verb") != nil {
			if said || plain && !s.has("suffer", v.Last, min(v.Last+3, b)) {
				return nil
			}
			said = true
		}
	}
	return nil
}

// told is how many words may stand between a word for suffering and the violence: English
// has it in the form of the verb, and everything else "was" too.
func (s *scene) told() int {
	if s.Language == "en" {
		return 6
	}
	return 22
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
func (s *scene) accused(m *mention) bool {
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
	return h != nil && h.a-last < 30 && (h.kind == "sexual" || h.kind == "traffic" || h.kind == "school") && !s.has("suffer", last, h.a)
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

// story is how many words a report has at most that tells of one thing.
const story = 700

// about tells whether the title or one of the first two sentences tells of violence of
// the kinds looked for, so that the whole article is about it.
func (s *scene) about() bool {
	b := 0
	for range 3 {
		if b < len(s.w) {
			_, b = s.sentence(b)
		}
	}
	if s.harmed(0, b) != nil {
		return true
	}
	// A report of a crime tells it later too.
	return len(s.harms) > 0 && len(s.w) < story && (len(s.terms["arrest"]) > 0 || len(s.terms["victim"]) > 0 || len(s.terms["crime"]) > 0 || s.sexual() > 1)
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
		for j := k - 1; j >= 0 && j > k-90 && who < 0; j-- {
			if m := s.MentionAt(j); m != nil && m.Honorific == s.w[k].Key {
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
func (s *scene) hurt(m *mention) bool {
	a, b := s.sentence(m.First)
	return s.has("hurt", max(a, m.From()-5), min(b, m.Last+25)) && !s.has("helper", m.Last, min(b, m.Last+8)) && s.does(m.Last) == nil
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
func (s *scene) wronged(m *mention, one *person.Person) string {
	a, b := s.sentence(m.First)
	from := m.From()
	around, until := s.around(m.First)
	if s.about() {
		around, until = 0, len(s.w)
	}
	if s.has("tale", a, b) {
		return ""
	}
	if from > a {
		// Bị bán năm 15 tuổi, chị A trốn về.
		if t := s.in("suffer", a, min(a+4, from)); t.b > 0 && s.w[from-1].Text == "," && !s.accusedBefore(a, from) && s.harmed(t.a, from) != nil && !s.has("charged", t.b, min(t.b+3, from)) {
			return "bị"
		}
		// phát tán hình ảnh của N.
		if t := s.ends("image", from-1); t.b > 0 && s.w[from-1].Key == "của" {
			if h := s.harmed(max(a, from-10), min(b, m.Last+6)); h != nil && h.kind == "sexual" {
				return "struck"
			}
		}
	}
	if s.has("victim", from, m.First) && s.harmed(around, until) != nil { // read as a title
		return "victim"
	}
	// nạn nhân là chị A
	if from > a {
		for k := from; k > a && k > from-4; k-- {
			if t := s.ends("victim", k); t.b > 0 && s.harmed(around, until) != nil && !s.has("plural", max(a, t.a-1), from) {
				return "victim"
			}
			if s.MentionAt(k-1) != nil || s.w[k-1].Mark || s.w[k-1].Key == "mà" || s.w[k-1].Key == "được" || s.w[k-1].Key == "do" {
				break
			}
		}
	}
	if from > a && (s.w[from-1].Key == "tên" || s.w[from-1].Key == "là") {
		// nạn nhân của câu chuyện này tên N.
		if t := s.in("victim", max(a, from-9), from); t.b > 0 && !s.crosses(t.b, from) && s.harmed(around, until) != nil && !s.has("plural", max(a, t.a-1), from) {
			return "victim"
		}
		// cháu nói tên là N.
		if t := s.in("child", max(a, from-8), from); t.b > 0 && s.young(t) && s.w[from-1].Key == "là" && s.w[max(from-2, 0)].Key == "tên" && !s.many(t) && !s.crosses(t.b, from) && s.harmed(around, until) != nil {
			return "child"
		}
		// dâm ô với cháu gái của ông thông gia ở xã bên là H.
		if t := s.in("child", max(a, from-14), from); t.b > 0 && !s.many(t) && !s.named(t) && !s.crosses(t.b, from) && s.struck(t.a, s.reach()) != nil {
			return "struck"
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
	// giải cứu được chị A
	if t := s.in("rescue", max(a, from-4), from); t.b > 0 && !office(one) && !s.crosses(t.b, from) && s.harmed(around, until) != nil && !s.anyOf(t.b, from, "plural", "victim") {
		return "rescued"
	}
	// khiến chị A tử vong, chị A tử vong tại chỗ: in a sentence of blows, or in such a story
	if !office(one) && one.Gender != person.Male && s.killed(m, a, b) && (s.harmed(a, b) != nil || s.about() && s.ties()) {
		return "hurt"
	}
	if s.accuses(m.Last, b) {
		return "accuses"
	}
	// nghi bà T. có quan hệ với người khác nên ..: whom he doubts is whom he struck
	if t := s.in("doubt", max(a, from-2), from); t.b == from && one.Gender != person.Male && !office(one) {
		if j := s.in("jealous", m.Last, min(b, m.Last+30)); j.b > 0 && !s.accusedBefore(m.Last, j.a) && (s.harmed(around, until) != nil || s.has("arson", around, until)) {
			return "doubted"
		}
	}
	// vợ chồng C. và S., 13 tuổi, in a story of marriages of children
	if len(s.terms["early"]) > 0 && !office(one) && s.has("wed", a, b) && s.minor(m, a, b) {
		return "child"
	}
	// chị D. kêu cứu vì ảnh nóng của chị bị phát tán
	if t := s.in("hot", m.Last, b); t.b > 0 && t.b+1 < b && s.w[t.b].Key == "của" && (s.w[t.b+1].Key == "mình" || s.w[t.b+1].Key == m.Honorific) && s.harmed(t.a, t.b) != nil {
		return "struck"
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
				if t.b == 0 || t.a > 0 && s.w[t.a-1].Key == "bị" || one.Gender == person.Male && s.woman(t) { // "vợ ông N.": not he
					continue
				}
				near := s.harmsIn(around, min(until, m.Last+300))
				for i := range near {
					h := &near[i]
					if h.b > until {
						continue
					}
					if x := s.in(kind, h.b, min(h.b+s.wide(6), len(s.w))); x.b > 0 && s.head(x) == s.head(t) && (h.kind == "family" || h.kind == "sexual") {
						return whose[kind]
					}
					if h.b <= b && h.a >= m.Last && h.kind == "family" && !s.anyOf(h.b, min(h.b+5, b), "child", "young", "object") && s.harmed(m.Last, b).a == h.a && !s.has("suffer", m.Last, h.a) && (s.accusedBefore(a, t.a) || len(s.terms["arrest"]) > 0) {
						return whose[kind]
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

// woman tells whether a kin word is for a woman or a girl.
func (s *scene) woman(t span) bool {
	switch s.head(t) {
	case "vợ", "wife", "chị", "mẹ", "daughter", "girlfriend":
		return true
	}
	return s.w[t.b-1].Key == "gái" || s.w[t.b-1].Key == "dâu"
}

// minor tells whether the age of a child is told of somebody in the same sentence.
func (s *scene) minor(m *mention, a, b int) bool {
	for k := m.Last; k < min(b, m.Last+30); k++ {
		if kind, _ := s.age(k); kind == Age && len(s.w[k].Key) == 2 && s.w[k].Key >= "10" && s.w[k].Key < "18" {
			return true
		}
	}
	return false
}

// killed tells whether a sentence says of who is named that it ended in death or wounds.
func (s *scene) killed(m *mention, a, b int) bool {
	from := m.From()
	t := s.in("hurt", m.Last, min(b, m.Last+16))
	if t.b == 0 {
		return false
	}
	depth := 0
	for k := m.Last; k < t.a; k++ {
		switch {
		case s.w[k].Text == "(":
			depth++
		case s.w[k].Text == ")":
			depth--
		case depth > 0:
		case s.MentionAt(k) != nil, s.begins("helper", k), s.w[k].Text == ";", s.harmed(k, k+1) != nil, s.begins("child", k), s.begins("young", k):
			return false
		}
	}
	return from == a || !s.begins("kin", from-1) || m.Honorific != ""
}

// ties tells whether the violence is among people who belong together.
func (s *scene) ties() bool {
	return slices.ContainsFunc(s.harms, func(h harm) bool { return h.kind == "family" })
}

// head is the word of a kin term that says whose kin it is: "vợ" of "người vợ".
func (s *scene) head(t span) string {
	if t.b-t.a > 1 && s.w[t.a].Key == "người" {
		return s.w[t.a+1].Key
	}
	return s.w[t.a].Key
}

// accuses tells whether who is named before a word says what was done to her: "tố huấn
// luyện viên quấy rối cô", not "tố giác cháu bị".
func (s *scene) accuses(last, b int) bool {
	t := s.in("accuse", last, min(last+5, b))
	if t.b == 0 || s.crosses(last, t.a) {
		return false
	}
	h := s.harmed(t.b, min(t.b+14, b))
	if h != nil && h.kind == "family" && s.has("near kin", t.b, h.a) && !s.anyOf(t.b, min(h.b+3, b), "child", "plural", "young") {
		return true // tố chồng bạo hành
	}
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

// whose says how somebody struck belongs to who did it.
var whose = map[string]string{"object": "kin of who did it", "lover": "lover of who did it"}

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
