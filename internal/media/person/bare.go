package person

import (
	"slices"
	"strings"

	"binhdang/internal/vn"
)

// Words with which persons of the south are told apart: the rank among brothers and
// sisters, before the given name or the nickname (Tám Xáng, Út Lành).
var ranks = words("hai ba tư năm sáu bảy tám chín mười út cả")

// Capitals of one word that name no person though names have them too.
var common = words("sao bóng cup league fc đảng đoàn hội bộ tỉnh luật nhà tòa trung nam bắc đông tây quốc mỹ nga anh pháp việt tết thủ đại tân cựu chính công viện ban cục sở huyện xã thành phố trời phật chúa thái hàn nhật đức ý lào hoa kinh mông dao tày nùng thăng online trường internet facebook")

// Words that open no name of two words though names have them in the middle.
var heading = words("sao bóng cup fc đảng đoàn hội bộ tỉnh luật nhà tòa viện ban cục sở trường thế giải đội tết")

// Words before a capital that make it a place.
var placing = words("ở tại về từ đến vào qua thuộc sang ra tới quanh gần khỏi khắp rời trên dưới giáp người tiếng đất nước quê dân của-nước sân vùng miền chợ phía hướng ngả giữa")

// unnamed is a given name that nobody has introduced, while it is weighed.
type unnamed struct {
	at     []int // where it stands
	strong int   // how often with what follows persons
	middle int   // how often within a sentence
	small  int   // how often the word is a common one
	place  bool  // a place is called so as well
	not    bool  // a place, a body or a thing somewhere
}

// bareNames finds given names that the article uses again and again without ever giving
// a full name, as features do ("Hạnh bỏ quê ... Hạnh kể"), and stage and players' names of two
// words. One use is enough where the article is about a match or a stage.
func (s *scan) bareNames() {
	if s.Language == "en" {
		return
	}
	w := s.Text.Words
	found := map[string]*unnamed{}
	var order []string
	known := map[string]bool{}   // the ends of names that were introduced
	greeted := map[string]bool{} // names that courtesy words have introduced: chị Sương
	for i := range s.Mentions {
		m := &s.Mentions[i]
		if i := strings.LastIndexByte(m.plain, ' '); i > 0 {
			known[m.plain[i+1:]] = true
		} else if m.Honorific != "" {
			greeted[m.plain] = true
		}
	}
	for i := 0; i < len(w); {
		if !s.capital(i) || s.caps[i] || w[i].Initials {
			i++
			continue
		}
		j := i + 1
		for j < len(w) && s.capital(j) && !w[j].Line && !w[j].Near && !s.Stops[j] {
			j++
		}
		a, b := i, j
		i = j
		if b-a > 2 || w[a].Near && a > 0 && !w[a-1].Mark || b < len(w) && w[b].Near && !w[b].Mark || !s.placed(a, b) && (s.term(a) && !(b-a == 2 && s.over[a].First == a && s.over[a].Last == a+1) || s.term(b-1) && (s.over[b-1].First < a || s.over[b-1].First == a || s.over[b-1].Last > b)) || a > 0 && s.of[a-1] >= 0 && !w[a].Line && !s.Stops[a] {
			continue
		}
		if s.Stops[a] && b-a == 2 && !s.bareName(a, b) && s.bareName(a+1, b) { // Nhưng Hạnh, Chuyện Lan
			a++
		}
		if !s.bareName(a, b) {
			continue
		}
		key := w[a].Key
		if b-a == 2 {
			key += " " + w[a+1].Key
		}
		u := found[key]
		if u == nil {
			u = &unnamed{}
			found[key] = u
			order = append(order, key)
		}
		u.at = append(u.at, a)
		u.place = u.place || s.placed(a, b)
		if !s.Stops[a] {
			u.middle++
		}
		before := ""
		if a > 0 && !s.Stops[a] && !w[a].Line {
			before = w[a-1].Key
		}
		switch s.before(a).kind {
		case "street", "organisation", "work", "admin", "body", "place", "memory":
			u.not = true
		}
		if placing[before] || b < len(w) && w[b].Digits && !w[b].Line || b+1 < len(w) && w[b].Text == "." && w[b].Near && w[b+1].Near && w[b+1].Letters {
			u.not = true
		}
		if s.rightCue(b) && !(b < len(w) && w[b].Text == "(") {
			u.strong++
		}
	}
	var names []string
	for _, key := range order {
		u := found[key]
		two := strings.Contains(key, " ")
		enough := u.strong >= 2 && u.middle >= 1 && !known[key]
		if two {
			enough = u.place && u.strong >= 1 && s.stage() || !u.place && u.strong >= 1 && len(u.at) >= 2 || !u.place && (u.strong >= 1 || u.middle >= 1) && (s.match() || s.stage())
		} else if g := s.names.foreign[key]; g != "" && (s.match() || s.stage()) {
			enough = u.strong >= 1 || u.middle >= 1
		} else if (s.match() || s.stage()) && !syllable(vn.Fold(key)) {
			enough = u.strong >= 1
		}
		if greeted[key] && !known[key] && u.strong >= 1 {
			enough = true
		}
		if enough && !u.not {
			names = append(names, key)
		}
	}
	if len(names) == 0 {
		return
	}
	for i := range w { // a common word that is seldom a name
		if w[i].Letters && !w[i].Upper {
			if u := found[w[i].Key]; u != nil {
				u.small++
			}
		}
	}
	var more []Mention
	for _, key := range names {
		u, two := found[key], strings.Contains(key, " ")
		if u.small >= len(u.at) && !greeted[key] {
			continue
		}
		for _, a := range u.at {
			n := 1 + strings.Count(key, " ")
			if s.Stops[a] && !s.rightCue(a+n) && !(a+n < len(w) && w[a+n].Text == ",") && !two {
				continue
			}
			more = append(more, s.mention(a, a+n, a, "bare name", cue{}))
		}
	}
	if len(more) == 0 {
		return
	}
	s.Mentions = append(s.Mentions, more...)
	slices.SortStableFunc(s.Mentions, func(a, b Mention) int { return a.First - b.First })
	for i := range s.Mentions {
		for k := s.Mentions[i].First; k < s.Mentions[i].Last; k++ {
			s.of[k] = i
		}
	}
}

// term tells whether a word belongs to a term other than a word for saying (Bảo Hân).
func (s *scan) term(i int) bool {
	return s.over[i] != nil && s.over[i].Has("verb") == nil && s.over[i].Has("manner") == nil
}

// placed tells whether a run of two words is that of a place which may be a stage name too
// (Thái Hòa, Thanh Sơn).
func (s *scan) placed(a, b int) bool {
	m := s.over[a]
	return b-a == 2 && m != nil && m.First == a && m.Last == b && m.Has("place") != nil && s.stage()
}

// bareName tells whether a run of one or two capitals can be a given name.
func (s *scan) bareName(a, b int) bool {
	w := s.Text.Words
	last := &w[b-1]
	if b-a == 2 {
		return s.given(a, b) && s.names.weight["f="+last.Key] != 0 && (s.names.weight["ml="+w[a].Key] != 0 || s.names.surname[w[a].Key] >= 40) && !heading[w[a].Key] && !w[a].Capitals
	}
	if last.Capitals || common[last.Key] || ethnic[last.Key] || len(last.Key) < 2 {
		return false
	}
	if s.names.foreign[last.Fold] != "" && !s.names.part[last.Key] {
		return true
	}
	if !syllable(last.Fold) {
		return !bodies[last.Fold] && len(last.Key) >= 4
	}
	return s.names.weight["f="+last.Key] != 0
}

// called is what a word such as "tên" before word i says of who bears the name: the word
// for persons that stands a few words before it. It is nil if there is none.
func (s *scan) called(i int) *cue {
	w := s.Text.Words
	j := i - 1
	if j > 0 && w[j].Key == "là" {
		j--
	}
	if j > 0 && w[j].Key == "thật" {
		j--
	}
	if j <= 0 || w[j].Key != "tên" || w[j].Upper && !s.Stops[j] {
		return nil
	}
	for k := j - 1; k >= 0 && k > j-9; k-- {
		if m := s.Ends[k]; m.Has("noun") != nil || m.Has("kin") != nil || m.Has("honorific") != nil {
			c := kindOf(m)
			return &c
		}
		if s.of[k] >= 0 || persons[w[k].Key] || s.Ends[k].Has("title") != nil {
			return &cue{}
		}
		if s.Stops[k] {
			break
		}
	}
	return nil
}

// famous tells whether a cue is the title of one who goes by any name.
func (s *scan) famous(c cue) bool {
	return c.kind == "title" && Role(c.match.Has("title").Value) == Celebrity
}

var persons = words("người đứa thanh niên nữ nam kẻ trẻ gái trai bạn khách")

// pairs are kin words for several, of whom the one named is one or whose child.
var pairs = map[string]bool{"bố mẹ": true, "cha mẹ": true, "ba mẹ": true, "vợ chồng": true, "mẹ con": true, "bố con": true, "cha con": true, "anh em": true, "chị em": true}

// younger are the kin words before which a name alone is that of the relative.
var younger = map[string]bool{"con trai": true, "con gái": true, "cháu trai": true, "cháu gái": true, "em trai": true, "em gái": true, "con": true, "con nuôi": true,
	"con riêng": true, "cháu nội": true, "cháu ngoại": true, "chị gái": true, "anh trai": true, "ông xã": true, "bà xã": true, "người yêu": true}

// beside tells whether a name stands right before word i, with a comma or "và" between.
func (s *scan) beside(i int) bool {
	w := s.Text.Words
	return i >= 2 && !w[i].Line && (w[i-1].Text == "," || w[i-1].Key == "và" || w[i-1].Key == "với" || w[i-1].Key == "cùng") && s.of[i-2] >= 0
}

// thing is the word behind the last one for a street, a school or a body in a run of an
// English text, -1 if there is none.
func (s *scan) thing(a, b int) int {
	for k := b - 1; k >= a; k-- {
		if bodies[s.Text.Words[k].Fold] {
			return k + 1
		}
	}
	return -1
}

// titleWithin is where an office begins that stands behind a country in an English run, 0
// if there is none.
func (s *scan) titleWithin(a, b int) int {
	if s.Language != "en" || s.surnameAt(a, 5) || s.names.foreign[s.Text.Words[a].Fold] != "" {
		return 0
	}
	for k := a + 1; k < b && k <= a+2; k++ {
		if s.titleAt(k) && s.At[k].Last < b {
			return k
		}
	}
	return 0
}

// titleFits tells whether somebody with this given name was named before with the same
// kind of title: "Bộ trưởng Nguyễn Kim Sơn ... Bộ trưởng Sơn".
func (s *scan) titleFits(c cue, key string) bool {
	for i := max(0, len(s.Mentions)-200); i < len(s.Mentions); i++ { // of very many the last will do
		if m := &s.Mentions[i]; m.title != nil && strings.HasSuffix(m.plain, " "+key) && m.Title() == c.match.Has("title").Term {
			return true
		}
	}
	return false
}

// scene tells whether two capitals are a given name in a sentence about a match or a
// stage, where players and singers go by it: "Bích Thùy và Hải Yến ghi bàn".
func (s *scan) scene(a, b int) bool {
	w := s.Text.Words
	if s.Language == "en" || !s.given(a, b) || s.At[a] != nil && s.term(a) || s.names.weight["f="+w[b-1].Key] == 0 || s.names.weight["ml="+w[a].Key] == 0 {
		return false
	}
	from, to := s.sentence(a)
	text := s.keys(from, to)
	return (hasAny(text, sport...) || hasAny(text, star...) || s.match() || s.stage()) &&
		(s.rightCue(b) || b < len(w) && w[b].Key == "và" || a > 0 && w[a-1].Key == "và" || b < len(w) && w[b].Text == "," && s.capital(min(b+1, len(w)-1)))
}

var following = words("và cùng với khi lúc ở tại trong của cho thì vì do sau trước để nên mà hay hoặc")

// ended tells whether a name can end before word b: what follows is no second half of a
// word that the name began (Tòa Hình sự).
func (s *scan) ended(b int, right bool) bool {
	w := s.Text.Words
	return right || b >= len(w) || w[b].Line || w[b].Mark || following[w[b].Key] && !w[b].Upper
}
