package care

import (
	"slices"

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
	victims  []int  // the mentions of victims
	pupil    bool   // the victim goes to school
	nameless bool   // a victim without a name was found
	joined   []bool // of each person: a kin word joins them to a victim
	kin      bool   // a relative is named in full
	exact    bool   // a class is told with its letter: lớp 8A3
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
		if one.Role == person.Suspect && s.charges(one) || slices.ContainsFunc(one.Mentions, func(i int) bool { return s.accused(&s.Mentions[i]) }) {
			c.part[p] = suspect
		}
	}
	s.byPronoun(&c)
	c.nameless = s.unnamed(&c)
	if s.about() && len(s.terms["arrest"]) > 0 {
		s.suspected(&c)
	}
	s.presumed(&c)
	s.references(&c)
	return c
}

// charges tells whether more makes somebody a suspect than that violence is told behind
// the name: a word of the law in the sentence, and no word for a child.
func (s *scene) charges(one *person.Person) bool {
	for _, i := range one.Mentions {
		m := &s.Mentions[i]
		if slices.Contains(children, m.Honorific) {
			return false
		}
		a, b := s.sentence(m.First)
		if s.anyOf(a, b, "arrest", "crime", "charged") {
			return true
		}
	}
	return false
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

// own tells whether several are the children of one house, who are known together: "2 con
// gái của mình".
func (s *scene) own(t span) bool {
	return s.w[t.a].Key == "con" && t.b+1 < len(s.w) && (s.w[t.b].Key == "của" || s.w[t.b].Key == "ruột" || s.w[t.b].Key == "đẻ")
}

// unnamed tells whether somebody suffers violence whom the text does not name there.
func (s *scene) unnamed(c *cast) bool {
	found := false
	for _, t := range s.terms["child"] {
		if a, b := s.sentence(t.a); s.many(t) && !s.own(t) || s.named(t) || s.has("tale", a, b) {
			continue
		}
		if s.struck(t.a, s.reach()) != nil || s.suffers(t.b) != nil || s.lured(t.a, t.b) {
			found = true
			if s.studies(t) {
				c.pupil = true
			}
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
			if (!s.many(t) || s.own(t)) && victims {
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
	if s.Language == "en" { // "a man in Dong Lac district raped a girl"
		for _, t := range s.terms["accused"] {
			if !s.named(t) {
				c.refs = append(c.refs, reference{t, other, -1})
			}
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
	for i := range s.Mentions {
		if c.part[s.Mentions[i].Person] == victim {
			c.victims = append(c.victims, i)
		}
	}
	slices.SortFunc(c.victims, func(x, y int) int { return s.Mentions[x].First - s.Mentions[y].First })
	for p := range s.Persons {
		if c.part[p] == victim {
			for _, i := range s.Persons[p].Mentions {
				_, b := s.sentence(s.Mentions[i].First)
				if s.has("pupil", s.Mentions[i].From()-2, min(b, s.Mentions[i].Last+14)) {
					c.pupil = true
				}
			}
		}
	}
	for _, h := range s.harms {
		if h.kind == "school" || h.kind == "sexual" && s.has("teacher", 0, len(s.w)) && s.has("schoolchild", 0, len(s.w)) {
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
	case "cháu", "bé", "girl", "boy", "pupil", "schoolgirl", "schoolboy", "toddler", "stepdaughter":
		return true
	}
	return false
}

// from is the index of the first reference that begins at a word or behind it.
func (c *cast) from(a int) int {
	i, _ := slices.BinarySearchFunc(c.refs, a, func(r reference, a int) int { return r.a - a })
	return i
}

// presumed goes through those of whom nothing says outright that they suffer: children
// and those whom initials hide, in a story of violence, are its victims unless the text
// gives them another part.
func (s *scene) presumed(c *cast) {
	mark := func(p int, how string) {
		if c.part[p] == other {
			c.part[p], c.found[p] = victim, how
		}
	}
	none := !slices.Contains(c.part, victim)
	sexual := s.sexual()
	story := s.about() && (len(s.terms["arrest"]) > 0 || len(s.terms["victim"]) > 0 || c.nameless || sexual > 1)
	for p := range s.Persons {
		one := &s.Persons[p]
		m := &s.Mentions[one.Mentions[0]]
		if c.part[p] != other || office(one) {
			continue
		}
		near := slices.ContainsFunc(one.Mentions, func(i int) bool {
			a, b := s.around(s.Mentions[i].First)
			return s.harmed(a, b) != nil
		})
		if !near && !story {
			continue
		}
		child := slices.Contains(children, m.Honorific)
		switch {
		case child && story && sexual > 0:
			mark(p, "child")
		case one.Role == person.Witness || one.Role == person.Relative && !hidden(one.Name):
		case !none:
		case one.Role == person.Victim && one.RoleProof.Cue != "initials":
			mark(p, "role")
		case c.nameless && !s.heard[p] && child:
			mark(p, "courtesy word")
		case hidden(one.Name) && (one.Role == person.Victim || child || slices.Contains([]string{"em", "chị", "cô gái", "nữ sinh"}, m.Honorific)):
			mark(p, "initials")
		}
	}
	if !slices.Contains(c.part, victim) && c.nameless && s.about() && s.ties() {
		s.loved(c)
	}
	if head := s.struckPartner(); head != "" && !slices.Contains(c.part, victim) {
		s.partner(c, head)
	}
}

// loved takes as the victim of a story of a partner's violence, which does not name her
// there, the woman of whom it tells elsewhere that she and who is accused are a couple.
func (s *scene) loved(c *cast) {
	for p := range s.Persons {
		one := &s.Persons[p]
		if c.part[p] != other || office(one) || one.Gender == person.Male || one.Role == person.Witness || s.heard[p] {
			continue
		}
		for _, i := range one.Mentions {
			m := &s.Mentions[i]
			a, b := s.sentence(m.First)
			if m.Honorific == "" || !s.has("love", a, b) {
				continue
			}
			for k := a; k < b; k++ {
				if q := s.MentionAt(k); q != nil && q.Person != p && s.Persons[q.Person].Gender != person.Female {
					c.part[p], c.found[p] = victim, "partner"
					return
				}
			}
		}
	}
}

// struckPartner is the word for a partner or one of the family who is struck and whom the
// text does not name there: "đâm vào ngực người tình cũ"; "" if there is none.
func (s *scene) struckPartner() string {
	for _, kind := range []string{"lover", "object"} {
		for _, t := range s.terms[kind] {
			if s.whose(t.b) == nil && !s.many(t) && s.struck(t.a, s.reach()) != nil {
				return s.head(t)
			}
		}
	}
	return ""
}

// partner takes as the victim of a blow on a partner the one woman of whom the story says
// most.
func (s *scene) partner(c *cast, head string) {
	best := -1
	for p := range s.Persons { // Hoàng Ánh Ngọc (SN 1989, vợ Lực)
		for _, i := range s.Persons[p].Mentions {
			m := &s.Mentions[i]
			_, b := s.sentence(m.First)
			if t := s.in("object", m.Last, min(m.Last+7, b)); c.part[p] == other && t.b > 0 && s.head(t) == head && !s.accusedBefore(m.Last, t.a) && s.whose(t.b) != nil {
				c.part[p], c.found[p] = victim, whose["object"]
				return
			}
		}
	}
	for p := range s.Persons {
		one := &s.Persons[p]
		if c.part[p] != other || office(one) || one.Gender == person.Male || one.Role == person.Witness || s.heard[p] {
			continue
		}
		if m := &s.Mentions[one.Mentions[0]]; m.Honorific == "" && p < s.known && one.Gender != person.Female {
			continue
		}
		if best < 0 || len(one.Mentions) > len(s.Persons[best].Mentions) {
			best = p
		}
	}
	if best >= 0 && len(s.terms["arrest"]) > 0 {
		c.part[best], c.found[best] = victim, "partner"
	}
}

// sexual is how often violence of that kind is told.
func (s *scene) sexual() int {
	n := 0
	for _, h := range s.harms {
		if h.kind == "sexual" {
			n++
		}
	}
	return n
}
