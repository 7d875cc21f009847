package topic

import (
	"math"
	"slices"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
)

// What the places weigh, and where the border lies, set on the articles of testdata, on the
// sample's month and on excerpts of public pages that are not kept, each lot left out in
// turn: what was found best without a lot was within a few hundredths of what is best on it.
const (
	ofTitle = 1.0
	ofLead  = 0.7
	ofBody  = 2.5

	most     = 6.0  // what one sentence can weigh at most
	enough   = 1.4  // what gender equality must weigh in itself
	against  = 0.75 // what it must weigh against one of the strongest other topic that has women in it
	beside   = 0.5  // the same against one of plain news, which shares words with it: elections, work, schools
	spoken   = 5.0  // what a title weighs that says gender equality in so many words
	long     = 40   // words after which a sentence dilutes its terms
	inOffice = 0.2  // what a term counts in the title of a person: the head of a committee speaks of floods too
	weak     = 1.0  // terms that weigh no more than this only name those concerned
	ofWeak   = 1.5  // what all such terms of a sentence weigh at most
	caseToo  = 0.4  // what violence must weigh against crime for the case to be one of violence
	lone     = 0.7  // what a sentence of the body counts that alone speaks of gender equality
	none     = 1    // sentences that a body is taken to have besides its own
)

// unit is a sentence.
type unit struct {
	first, last int // words, the last not included
	place       Place
}

// split cuts an article into sentences and says where each stands. The title is the
// first line, if it is no longer than one; the lead are the first two sentences of the
// next paragraph, which is the first line that is no byline.
func split(a *person.Article) []unit {
	w := a.Text.Words
	var units []unit
	line, lead, taken := -1, -1, 0
	for i, j := range a.Sentences() {
		if w[i].Line {
			line++
		}
		u := unit{i, j, Body}
		switch {
		case line == 0 && lineLength(w, i) <= 40:
			u.place = Title
		case (lead < 0 && lineLength(w, i) >= 10 || lead == line) && taken < 2:
			lead = line
			taken++
			u.place = Lead
		}
		units = append(units, u)
	}
	return units
}

// lineLength counts words to the end of the line, up to 41 of them.
func lineLength(w []lexicon.Word, i int) int {
	n := 0
	for k := i; k < len(w) && (k == i || !w[k].Line) && n <= 40; k++ {
		if !w[k].Mark {
			n++
		}
	}
	return n
}

// sum is what a topic weighs at each place.
type sum struct{ title, lead, body float64 }

// weight puts the places together. n is how many sentences the body has.
func (s sum) weight(n int) float64 {
	return ofTitle*min(s.title, most) + ofLead*min(s.lead, most) + ofBody*s.body/float64(n+none)
}

type scoring struct {
	*Reader
	*person.Article
	groups   uint32        // groups of which the article has a term
	seen     map[*rule]int // how often a term has counted
	counted  []*rule       // terms that have counted in the sentence
	weights  []float64     // of each topic in the sentence
	sums     []sum         // of each topic
	all      sum           // of gender equality as a whole
	body     int           // sentences of the body
	speaking int           // sentences that speak of gender equality
	evidence []Term
}

// unit weighs a sentence.
func (s *scoring) unit(u *unit, found []*hit, groups uint32) {
	words := u.last - u.first
	if u.place == Body && words >= 6 {
		s.body++
	}
	dilute := max(1, float64(words)/long)
	all, named := 0.0, ofWeak
	s.counted = s.counted[:0]
	for _, m := range found {
		for _, r := range m.rules {
			if r.topic < 0 || !r.holds(groups, s.groups) || slices.Contains(s.counted, r) {
				continue
			}
			s.counted = append(s.counted, r)
			s.seen[r]++
			weight := r.weight / dilute
			if u.place == Body {
				weight *= max(0.35, 1/math.Sqrt(float64(s.seen[r])))
			}
			if s.office(m) {
				weight *= inOffice
			}
			if r.weight <= weak {
				weight = min(weight, named)
				named -= weight
			}
			s.weights[r.topic] += weight
			if r.topic < len(equality) {
				all += weight
			}
			s.evidence = append(s.evidence, Term{m.start, m.end, s.Text.Source[m.start:m.end], s.topics[r.topic], weight, u.place})
		}
	}
	for _, r := range s.counted {
		s.sums[r.topic].add(u.place, s.weights[r.topic])
		s.weights[r.topic] = 0
	}
	s.all.add(u.place, all)
	if all > weak {
		s.speaking++
	}
}

func (s *sum) add(place Place, weight float64) {
	switch weight = min(weight, most); place {
	case Title:
		s.title += weight
	case Lead:
		s.lead += weight
	default:
		s.body += weight
	}
}

// office tells whether a term stands in the title with which a person is named.
func (s *scoring) office(m *hit) bool {
	for k := m.Last; k < len(s.Text.Words) && k <= m.Last+12 && !s.Text.Words[k].Line; k++ {
		if p := s.MentionAt(k); p != nil {
			return p.From() <= m.First && p.First >= m.Last
		}
	}
	return false
}

// finding decides.
func (s *scoring) finding() Finding {
	all := s.all.weight(s.body)
	if s.speaking == 1 && s.all.body > 0 {
		all *= lone
	}
	best, rival := -1, -1
	need := enough
	var bestWeight, rivalWeight float64
	for i := range s.sums {
		weight := s.sums[i].weight(s.body)
		switch {
		case i < len(equality):
			if weight > bestWeight {
				best, bestWeight = i, weight
			}
			continue
		case weight > rivalWeight:
			rival, rivalWeight = i, weight
		}
		if i < len(equality)+plain {
			need = max(need, against*weight)
		} else {
			need = max(need, beside*weight)
		}
	}
	if s.all.title >= spoken { // a match for equality is about equality
		need = max(enough, need/2)
	}
	f := Finding{Topic: Other}
	if all > 0 {
		f.Score = all / (all + need)
	}
	f.About = f.Score >= 0.5
	switch {
	case f.About:
		f.Topic = s.topics[best]
	case rival >= 0 && rivalWeight >= 1:
		f.Topic = s.topics[rival]
		if rival == crime && (s.sums[ofViolence].weight(s.body) >= caseToo*rivalWeight || best >= 0 && slices.Contains(violence, s.topics[best]) && bestWeight >= enough) {
			f.Topic = s.topics[ofViolence]
		}
	}
	f.Evidence = slices.DeleteFunc(s.evidence, func(t Term) bool { return !Equality(t.Topic) && t.Topic != f.Topic })
	return f
}
