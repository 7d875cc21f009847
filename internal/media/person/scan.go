package person

import (
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
)

// scan is an article while it is read.
type scan struct {
	*Article
	names    *names
	communes map[string]bool
	used     []bool // the word is taken: a signature or a name
	caps     []bool
	told     map[int]Gender // what courtesy words said of a person so far
	blocked  int            // where the last name that was no person ended

	counted bool        // whether the next is known
	counts  [topics]int // terms of each subject in the article
}

// capital tells whether a word may stand in a name.
func (s *scan) capital(i int) bool {
	w := &s.Text.Words[i]
	return !s.used[i] && w.Letters && (w.Upper || w.Initials)
}

// runs goes through every run of capitals.
func (s *scan) runs() {
	s.blocked = -1
	w := s.Text.Words
	for i := 0; i < len(w); {
		if !s.capital(i) {
			i++
			continue
		}
		if s.caps[i] && !w[i].Initials {
			i = s.inCapitals(i)
			continue
		}
		j := i + 1
		for j < len(w) && !w[j].Line {
			switch {
			case s.capital(j) && !w[j].Near && !s.Stops[j]:
				j++
			case w[j].Text == "-" && w[j].Near && j+1 < len(w) && w[j+1].Near && w[j+1].Letters: // Jean-Pierre, Ê-ban
				j += 2
			case j+1 < len(w) && !w[j].Near && particle[w[j].Key] && s.capital(j+1) && !w[j+1].Near && !syllable(w[j-1].Fold): // Lula da Silva
				j += 2
			case j+2 < len(w) && !w[j].Near && particle[w[j].Key] && particle[w[j+1].Key] && s.capital(j+2) && !w[j+2].Line: // Ursula von der Leyen
				j += 3
			case w[j].Key == "nữ" && w[j-1].Key == "thích" && j+1 < len(w) && s.capital(j+1) && !w[j+1].Line: // Thích nữ Diệu Thông
				j += 2
			default:
				goto end
			}
		}
	end:
		s.parse(i, j)
		i = j
	}
}

var particle = words("de von van der da dos del bin al la le di du")

// cue is what stands before a run of capitals and says what it names.
type cue struct {
	kind  string // honorific, kin, noun, title, admin, street, organisation, body, work, place, memory, "" for none
	match *lexicon.Match
}

// before is the cue that ends right before a word.
func (s *scan) before(i int) cue {
	w := s.Text.Words
	j := i - 1
	if j > 0 && w[j].Text == "." && w[j].Near {
		j-- // TS. Lan, Mr. Nam
	}
	if j < 0 || w[i].Line || s.Stops[i] && !(w[i-1].Text == "." && i >= 2 && abbreviation(s.Article, i-1)) {
		return cue{}
	}
	if w[j].Key == "là" || w[j].Text == ":" { // chồng là A, đồng chí: A
		if m := s.Ends[max(j-1, 0)]; j > 0 && m != nil && (m.Has("kin") != nil || m.Has("honorific") != nil && m.Has("honorific").Value == "U") {
			return kindOf(m)
		}
		return cue{}
	}
	if m := s.Ends[j]; m != nil {
		return kindOf(m)
	}
	return cue{}
}

var cueKinds = []string{"honorific", "kin", "noun", "title", "street", "organisation", "work", "admin", "body", "place", "memory"}

func kindOf(m *lexicon.Match) cue {
	for _, k := range cueKinds {
		if m.Has(k) != nil {
			return cue{k, m}
		}
	}
	return cue{}
}

// parse decides whether the run of capitals from a up to b names a person.
func (s *scan) parse(a, b int) {
	w := s.Text.Words
	c := s.before(a)
	from := a
	if m := s.over[a]; m != nil && m.First < a { // the TS of PGS.TS
		if m.Last >= b {
			return
		}
		c, a = kindOf(m), m.Last
	}
	if c.match != nil {
		from = c.match.First
	}
	// Words at the head of the run that are no name: a courtesy word or title that opens
	// a sentence, a kind of place or body, a place before a name.
strip:
	for a < b {
		m := s.At[a]
		if m == nil {
			if w[a].Capitals && !w[a].Initials && !s.capitalName(a, b) { // UBND, HLV
				c, a = cue{"body", nil}, a+1
				continue
			}
			if k := s.titleWithin(a, b); k > 0 { // Australian Ambassador Gillian Bird
				c, a = kindOf(s.At[k]), s.At[k].Last
				continue
			}
			break
		}
		next := kindOf(m)
		switch next.kind {
		case "honorific", "kin", "noun":
			if m.Last > b || m.Last == b && b < len(w) && !s.englishStop(b) {
				if m.Last >= b {
					return
				}
			}
			if !s.Stops[a] && !(a > 0 && strings.Contains(`"“‘«`, w[a-1].Text)) && s.shy(a, m) {
				break strip
			}
			if c.kind == "" || from == a {
				from = a
			}
			c, a = next, m.Last
		case "title", "admin", "street", "organisation", "body", "work":
			if m.Last-m.First == 1 && s.isName(a, b, c) {
				break strip
			}
			if m.Last >= b {
				if next.kind != "title" {
					s.blocked = b
				}
				return
			}
			if next.kind == "title" && c.kind == "" {
				from = a
			}
			c, a = next, m.Last
		case "place", "memory":
			if c.kind == "honorific" || c.kind == "title" && b-a == 2 && w[a].Key != "việt" && !s.heldByBody(c) && (m.Last < b || Role(c.match.Has("title").Value) == Celebrity && s.bareName(a, b)) { // ca sĩ Mỹ Linh, diễn viên Thanh Sơn
				break strip
			}
			if m.Last < b && b-m.Last >= 2 && (c.kind == "title" || s.titleBefore(a) != nil || s.names.foreign[w[m.Last].Fold] != "") && s.foreign(m.Last, b) { // Đại sứ Úc Andrew ..., Đại sứ Nga tại Washington Sergey ...
				if a = m.Last; c.kind != "title" {
					c = cue{}
				}
				continue
			}
			if m.Last >= b {
				if next.kind == "memory" {
					s.blocked = b
				}
				return
			}
			if !s.surnameAt(m.Last, 40) || b-m.Last < 2 {
				if s.surnameAt(a, 40) && b-a >= 3 && m.Last-a < b-a {
					break strip
				}
				s.blocked = b
				return
			}
			c, a = cue{}, m.Last
		default:
			break strip
		}
	}
	if a >= b {
		return
	}
	for k := a + 1; k < b; k++ { // a title behind the name
		if m := s.At[k]; m != nil && m.Has("title") != nil && (m.Last > b || m.Last-m.First > 1) {
			b = k
		}
	}
	if s.At[a] == nil && c.kind != "honorific" && !s.famous(c) {
		for k := a + 1; k < b; k++ {
			if w[k].Capitals && !w[k].Initials && !s.capitalName(a, b) {
				b = k
			}
		}
	}
	if a >= b {
		return
	}
	s.decide(a, b, from, c)
}

// heldByBody tells whether the holders of a title are named with their body or place.
func (s *scan) heldByBody(c cue) bool {
	role := Role(c.match.Has("title").Value)
	return role == Official || role == Business
}

// englishStop tells whether the stop after Mr hides that the name goes on.
func (s *scan) englishStop(b int) bool { return s.Text.Words[b].Text == "." }

// shy courtesy words are parts of names as well (Anh, Cô Tô): in the middle of a
// sentence they count only before a family name.
func (s *scan) shy(a int, m *lexicon.Match) bool {
	if s.Language == "en" || m.Last-m.First > 1 {
		return false
	}
	switch s.Text.Words[a].Key {
	case "ông", "bà":
		return false
	}
	return !s.surnameAt(m.Last, 40)
}

// isName tells whether a word that is a term as well opens a name here: Bản, Hồ, Vụ.
func (s *scan) isName(a, b int, c cue) bool {
	switch c.kind {
	case "honorific", "title", "kin":
		return s.surnameAt(a, 10) && b-a >= 2 || c.kind == "honorific"
	}
	return s.surnameAt(a, 100) && b-a >= 3 && !s.Text.Words[a].Capitals
}

// capitalName tells whether a run holds a name in capitals, such as NGUYỄN THỊ LAN.
func (s *scan) capitalName(a, b int) bool {
	if !s.surnameAt(a, 40) || b-a < 2 {
		return false
	}
	for k := a; k < b; k++ {
		if !s.Text.Words[k].Capitals {
			return false
		}
	}
	return true
}

// surnameAt tells whether a word is a family name that is borne often enough.
func (s *scan) surnameAt(i, least int) bool {
	if i >= len(s.Text.Words) {
		return false
	}
	w := &s.Text.Words[i]
	if !w.Upper && !s.caps[i] || w.Initials {
		return false
	}
	if s.Language == "en" {
		return s.names.folded[w.Fold] >= least
	}
	return s.names.surname[w.Key] >= least
}

// decide says by which rule the words from a up to b are a name, if any.
func (s *scan) decide(a, b, from int, c cue) {
	n := b - a
	w := s.Text.Words
	coordinated := s.blocked >= 0 && s.joined(s.blocked, a)
	foreign := s.foreign(a, b)
	switch c.kind {
	case "honorific":
		if n > 5 {
			b = a + 5
		}
		if k := w[a].Key; n == 1 && (k == "hồ" && (w[a-1].Key == "bác" || w[a-1].Key == "cụ") || k == "trời" || k == "táo" || k == "tây") {
			return // Bác Hồ, ông Trời
		}
		if n == 1 && ethnic[w[a].Key] && c.match.Last-c.match.First > 1 {
			return // cô gái Dao
		}
		if m := s.At[a]; c.match.Last-c.match.First > 1 && m.Has("place") != nil && m.Last >= b && s.names.weight["ml="+w[a].Key] == 0 {
			return // cô gái Việt Nam
		}
		s.add(a, b, from, "honorific", c)
		return
	case "kin", "noun":
		switch {
		case n == 1 && !w[a].Initials && (c.kind == "noun" || ethnic[w[a].Key] || !s.names.part[w[a].Key] && !(s.Language == "en" && s.names.plain["f="+w[a].Fold] != 0) || s.At[a] != nil):
		case n >= 2 && !w[a].Initials && !s.surnameAt(a, 1) && !foreign && c.kind == "noun":
		default:
			s.add(a, b, from, c.kind, c)
			return
		}
	case "title":
		role := Role(c.match.Has("title").Value)
		if c.match.Last == a && s.communal(a, b, from) {
			return
		}
		switch {
		case (role == Business || role == Official) && s.firm(a, b): // Tổng Giám đốc Marubishi Logistics Việt Nam
			if k := s.behindFirm(a, b); k > 0 { // Tổng Giám đốc Samsung Việt Nam Choi Joo Ho
				s.add(k, b, from, "title", c)
				return
			}
			s.blocked = b
			return
		case role == Official && wards[w[c.match.Last-1].Key] && c.match.Last == a && !s.surnameAt(a, 1) && !s.clear(a, b): // Trưởng bản Sểnh Sảng A
			s.blocked = b
			return
		case n >= 3 && (w[a+1].Key == "thị" || w[a+1].Key == "văn") && s.At[a] == nil && c.match.Last == a: // Trung úy Vùi Văn Thuận
			s.add(a, min(b, a+4), from, "title", c)
			return
		case w[a].Initials:
			s.add(a, b, from, "title", c)
			return
		case n <= 3 && s.famous(c) && s.At[a] == nil && len(w[a].Key) >= 3 && !ethnic[w[a].Key] && !common[w[a].Key] && c.match.Last == a: // rapper Đen Vâu
			s.add(a, b, from, "title", c)
			return
		case n >= 2 && n <= 6 && (s.surnameAt(a, 1) || foreign || s.given(a, b) && role != Official && role != Business):
			if m := s.At[a]; m == nil || m.Last-m.First < n || m.Has("place") == nil || s.famous(c) {
				s.add(a, b, from, "title", c)
				return
			}
		case n == 1 && s.At[a] == nil && !ethnic[w[a].Key] && !common[w[a].Key] && !w[a].Capitals && (s.names.weight["f="+w[a].Key] != 0 && syllable(w[a].Fold) || s.names.foreign[w[a].Fold] != "") && (s.rightCue(b) || b < len(w) && (w[b].Key == "và" || w[b].Key == "là") || b < len(w) && w[b].Mark && !w[b].Near && w[b].Text != "-" || s.titleFits(c, w[a].Key)):
			s.add(a, b, from, "title", c)
			return
		case n == 1 && s.At[a] == nil && !ethnic[w[a].Key] && slices.Contains([]Role{Expert, Suspect, Victim, Celebrity, Athlete}, role) && !bodies[w[a].Fold] &&
			(s.names.weight["f="+w[a].Key] != 0 || foreign):
			s.add(a, b, from, "title", c)
			return
		}
	case "street", "work", "organisation", "admin":
		// What a street or a commune is called is no person; one may follow it, after a title.
		if c.kind == "admin" && s.communal(a, b, from) {
			return
		}
		if c.kind == "admin" && (s.surnameAt(a, 40) || n >= 3 && (s.clear(a, b) || s.surnameAt(a, 1))) && s.titleBefore(from) != nil && (n >= 3 && n <= 5 || n == 2 && s.At[a] == nil) && s.Language != "en" {
			s.add(a, b, from, "title", cue{})
			return
		}
		for k := a + 1; k <= b-3; k++ { // xã Mồ Dề Giàng Thị Dê
			if c.kind == "admin" && s.clear(k, b) && s.surnameAt(k, 1) && b-k <= 4 && s.titleBefore(from) != nil {
				s.add(k, b, from, "title", cue{})
				return
			}
		}
		least := 2
		if c.kind == "admin" {
			least = 1
		}
		for k := a + least; k <= b-2; k++ {
			if s.surnameAt(k, 200) && (b-k >= 3 || c.kind == "admin" && s.titleBefore(from) != nil) {
				s.blocked = k
				s.decide(k, b, k, cue{})
				return
			}
		}
		s.blocked = b
		return
	}
	s.bare(a, b, from, coordinated, foreign)
}

// communal tells whether a run is the name of a commune, and finds who is named behind it:
// "Bí thư Đảng ủy xã Lục Hồn", "Chủ tịch UBND phường Việt Hưng Phạm Thị Lan".
func (s *scan) communal(a, b, from int) bool {
	end := s.commune(a, b)
	if end == 0 {
		return false
	}
	if n := b - end; n >= 2 && n <= 5 && (s.surnameAt(end, 1) || s.clear(end, b)) {
		s.add(end, b, from, "title", cue{})
		return true
	}
	if end < b {
		return false
	}
	s.blocked = b
	return true
}

// bare decides about a run that no courtesy word or title introduces.
func (s *scan) bare(a, b, from int, coordinated, foreign bool) {
	w := s.Text.Words
	if !s.surnameAt(a, 1) && !w[a].Initials { // Theo Nguyễn Văn An, Sáng Trần Thị Lan
		for k := a + 1; k <= b-2; k++ {
			if s.surnameAt(k, 100) && (k == a+1 && s.Stops[a] || s.titleBefore(k) != nil) {
				a, from, foreign = k, k, s.foreign(k, b)
				break
			}
		}
	}
	n := b - a
	if who := s.called(a); who != nil && n <= 4 && s.At[a] == nil && !(n == 1 && ethnic[w[a].Key]) && w[a].Key != "tiếng" {
		s.add(a, b, from, "called", *who)
		return
	}
	if strings.HasPrefix(w[a].Key, "h'") && n >= 2 { // H'Hen Niê
		s.add(a, b, from, "family name", cue{})
		return
	}
	if s.Language == "en" {
		if k := s.thing(a, b); k >= 0 && b-k >= 2 { // People's Committee Mai Son
			a, from, n = k, k, b-k
		} else if k >= 0 {
			s.blocked = b
			return
		}
	} else if body(w[b-1].Fold) && n >= 2 && w[b-1].Capitals {
		s.blocked = b
		return
	}
	if m := s.At[a]; m != nil && (m.Has("place") != nil || m.Has("memory") != nil) && m.Last >= b {
		s.blocked = b
		return
	}
	if m := s.next(a); n >= 2 && m != nil && m.Has("place") != nil && m.Last >= b && s.Stops[a] && !s.surnameAt(a, 500) { // Từ Nghệ An
		s.blocked = b
		return
	}
	if (n == 2 || n == 3) && s.Language == "vi" && s.names.stage[strings.Trim(s.keys(a, b), " ")] != "" && (s.stage() || s.match()) {
		s.add(a, b, from, "stage name", cue{})
		return
	}
	titled := s.titleBefore(from) != nil || s.titleBefore(a) != nil
	right := s.rightCue(b)
	clear := s.clear(a, b)
	initialled := n >= 2 && w[b-1].Initials
	apposed := a > 0 && w[a-1].Text == "," && !w[a].Line
	switch {
	case n >= 2 && n <= 4 && s.At[a] == nil && (s.Language != "en" || s.surnameAt(a, 5)) && s.listed(a):
		s.add(a, b, from, "list", cue{})
		return
	case a > 0 && n >= 2 && n <= 5 && w[a-1].Key == "là" && s.At[a] == nil && s.isKin(a-1): // Chồng Chứ là Thào A Páo
		s.add(a, b, from, "kin", cue{})
		return
	case (n == 2 || n == 3 && !clear && !right) && s.housed(a):
		s.blocked = b
		return
	case w[a].Initials:
		if n == 1 && (strings.Count(w[a].Text, ".") >= 3 || strings.Count(w[a].Text, ".") >= 2 && len(w[a].Text) >= 5 || right) && !abroad[w[a].Fold] {
			s.add(a, b, from, "initials", cue{})
		}
		return
	case coordinated && !clear && !titled && !right:
		s.blocked = b
		return
	case n > 6:
		s.blocked = b
		return
	case n == 2 && ranks[w[a].Key] && !s.Stops[a] && !w[b-1].Capitals && s.At[a] == nil && syllable(w[b-1].Fold) && (right || s.beside(a)),
		n == 2 && ranks[w[a].Key] && s.Stops[a] && s.At[a] == nil && right && b < len(w) && w[b].Text == ",":
		s.add(a, b, from, "rank", cue{})
		return
	case n == 3 && s.At[a] == nil && !s.Stops[a] && !foreign && s.surnameAt(a, 1) && !w[a].Capitals && !w[b-1].Capitals && !placing[w[a-1].Key] && s.At[b-1] == nil && s.At[b-2] == nil && s.ended(b, right),
		n == 3 && s.At[a] == nil && !w[a].Capitals && !w[b-1].Capitals && !foreign && s.beside(a) && s.At[b-1] == nil && s.At[b-2] == nil && s.ended(b, right):
		s.add(a, b, from, "family name", cue{})
		return
	case n >= 3 && s.surnameAt(a, 40) && !foreign,
		clear && (w[a].Upper || right || titled) && w[a].Letters,
		n >= 3 && s.surnameAt(a, 1) && (clear || right || titled || s.given(a, b) && apposed),
		n >= 2 && initialled && s.surnameAt(a, 1),
		n == 2 && s.surnameAt(a, 500) && !foreign && s.names.weight["f="+w[a+1].Key] != 0 && b < len(w) && !w[b].Line && (w[b].Letters && !w[b].Upper && s.At[b] == nil),
		(n == 2 || n == 3) && !foreign && s.scene(a, b),
		n == 2 && s.surnameAt(a, 150) && !foreign && s.names.part[w[a+1].Key] && (right || titled),
		n == 2 && s.surnameAt(a, 8) && !foreign && (right && s.given(a, b) && (titled || !s.Stops[a]) || titled && s.surnameAt(a, 40)):
		rule := "family name"
		if titled {
			rule = "title"
		}
		s.add(a, b, from, rule, cue{})
		return
	case n >= 2 && n <= 4 && foreign && s.At[a] == nil && s.Language == "vi":
		first := s.names.foreign[w[a].Fold] != ""
		if titled && (first || right || s.roleBefore(from)) || first || right && !body(w[b-1].Fold) {
			s.add(a, b, from, "foreign name", cue{})
			return
		}
	case (n == 2 || n == 3) && s.Language == "vi" && foreign && s.At[a] == nil && !s.Stops[a] && !placing[w[a-1].Key] && !body(w[b-1].Fold) && !w[a].Capitals && !w[b-1].Capitals && (s.match() || s.stage()) && right:
		s.add(a, b, from, "foreign name", cue{})
		return
	case n >= 2 && n <= 4 && s.Language == "en" && s.names.foreign[w[a].Fold] != "" && !body(w[b-1].Fold):
		s.add(a, b, from, "foreign name", cue{})
		return
	}
	if !s.Stops[a] {
		s.blocked = b
	}
}

// isKin tells whether a kin word stands before the "là" at word j.
func (s *scan) isKin(j int) bool {
	g, _ := s.kinOf(j)
	return g != ""
}

// next is the term that begins behind a word.
func (s *scan) next(i int) *lexicon.Match {
	if i+1 >= len(s.At) {
		return nil
	}
	return s.At[i+1]
}

// clear tells whether a run has Thị or Văn behind what must then be the family name.
func (s *scan) clear(a, b int) bool {
	if b-a < 3 {
		return false
	}
	w := &s.Text.Words[a+1]
	if s.Language == "en" {
		return (w.Fold == "thi" || w.Fold == "van") && syllable(s.Text.Words[a].Fold)
	}
	return w.Key == "thị" || w.Key == "văn" && s.surnameAt(a, 1)
}

// body tells words with which names of bodies end.
func body(fold string) bool { return bodies[fold] }

var (
	bodies = words("olympic asiad paralympic fifa uefa tiktok youtube google apple samsung twitter instagram zalo covid madrid milan munich dortmund house road ward square festival museum institute council ministry agency assembly court union committee group international university bank united city fc club airlines foundation institute company media news times post corporation association park hotel resort tv school award awards house center centre street cup games league studio entertainment province newspaper district committee department union party")
	ethnic = words("mông hmông h'mông kinh tày thái dao nùng mường khmer chăm hoa việt anh pháp mỹ đức nga nhật hàn lào ý úc tàu tây trung gia ba ê đê giáy hrê cơ sán la hà mảng lự pà lô mnông stiêng raglai chứt bru vân kiều cor co xơ tà ôi thổ ngái nam bắc")
	wards  = words("bản thôn ấp xóm buôn làng khu phố khóm xã phường huyện bon plei sóc phum") // a place's name follows them
	abroad = words("u.s. u.k. u.n. u.s.a. d.c. e.u. t.w. p.v. n.v.c.c. v.v.")
)

// foreign tells whether a run has a word that is no Vietnamese syllable.
func (s *scan) foreign(a, b int) bool {
	for k := a; k < b; k++ {
		w := &s.Text.Words[k]
		if w.Letters && !w.Initials && !w.Capitals && (!syllable(w.Fold) && !strings.Contains(w.Key, "'") || s.names.foreign[w.Fold] != "" && k == a && !s.names.part[w.Key]) {
			return true
		}
	}
	return false
}

// given tells whether every word of a run is one that names have.
func (s *scan) given(a, b int) bool {
	for k := a; k < b; k++ {
		w := &s.Text.Words[k]
		if !s.names.part[w.Key] && !w.Initials {
			return false
		}
	}
	return true
}

// joined tells whether only a comma or "và" stands between two words.
func (s *scan) joined(from, to int) bool {
	w := s.Text.Words
	if to-from < 1 || to-from > 2 {
		return false
	}
	for k := from; k < to; k++ {
		switch w[k].Key {
		case ",", "và", "-", "–", "and":
		default:
			return false
		}
	}
	return true
}
