package care

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"binhdang/internal/media/person"
)

// disclosures gives the victims who can be known from the text.
func (s *scene) disclosures() []Disclosure {
	if len(s.harms) == 0 {
		return nil
	}
	c := s.people()
	named := slices.Contains(c.part, victim)
	if !named && !c.nameless {
		return nil
	}
	if len(s.terms["alias"]) > 0 { // names were changed, and with them what could be known
		return nil
	}
	s.join(&c)
	parts := map[int][]Part{} // by person
	full := map[int]bool{}
	for p := range s.Persons {
		if c.part[p] != victim {
			continue
		}
		part, whole := s.nameOf(p)
		parts[p], full[p] = append(parts[p], part), whole
		if p >= s.known { // the article has no other places of the name
			for _, i := range s.Persons[p].Mentions {
				parts[p] = append(parts[p], Part{part.Kind, s.Mentions[i].Start, s.Mentions[i].End})
			}
		}
	}
	s.facts(&c, parts)
	s.relatives(&c, parts)
	var out []Disclosure
	for p := -1; p < len(s.Persons); p++ {
		found := parts[p]
		if p < 0 && named || p >= 0 && c.part[p] != victim {
			continue
		}
		rule := identified(found, full[p], c.exact, c.kin)
		if rule == "" {
			continue
		}
		how := "unnamed"
		if p >= 0 {
			how = c.found[p]
		}
		slices.SortStableFunc(found, func(x, y Part) int { return x.Start - y.Start })
		index := p
		if p >= s.known {
			index = -1
		}
		d := Disclosure{Person: index, Rule: fmt.Sprintf("%s (%s)", rule, how), Parts: slices.Compact(found)}
		for _, k := range Kinds {
			if slices.ContainsFunc(found, func(x Part) bool { return x.Kind == k }) {
				d.Kinds = append(d.Kinds, k)
			}
		}
		out = append(out, d)
	}
	return out
}

// identified says what of the parts tells who a victim is, "" if they do not.
func identified(parts []Part, full, exact, kin bool) string {
	has := func(kinds ...string) string {
		for _, k := range kinds {
			if slices.ContainsFunc(parts, func(p Part) bool { return p.Kind == k }) {
				return k
			}
		}
		return ""
	}
	with := func(first, second string) string {
		if first == "" || second == "" {
			return ""
		}
		return first + " with " + second
	}
	for _, rule := range []string{
		map[bool]string{true: "full name"}[full],
		with(has(Initials, Name), has(Address, School, Class, Relative, SuspectRelative)),
		with(has(BirthYear, Age), has(Address, School)),
		map[bool]string{true: with(has(BirthYear, Age), has(Relative, SuspectRelative))}[kin],
		with(with(has(School), has(Class)), has(Address)),
		map[bool]string{true: with(has(School), has(Class))}[exact],
		map[bool]string{true: has(SuspectRelative, Relative)}[kin],
	} {
		if rule != "" {
			return rule
		}
	}
	return ""
}

// nameOf is the fullest name of a person: whether it is whole or hidden by initials.
func (s *scene) nameOf(p int) (Part, bool) {
	var best *mention
	for _, i := range s.Persons[p].Mentions {
		if m := &s.Mentions[i]; best == nil || len(strings.Fields(m.Name)) > len(strings.Fields(best.Name)) {
			best = m
		}
	}
	kind := Name
	if hidden(best.Name) {
		kind = Initials
	}
	return Part{kind, best.Start, best.End}, whole(best.Name)
}

// whole tells whether a name is given in full.
func whole(name string) bool {
	f := strings.Fields(name)
	return len(f) >= 2 && !slices.ContainsFunc(f, initial)
}

// owner is to whom a fact at a word belongs, nil if nobody is near.
func (s *scene) owner(c *cast, k int) *reference {
	a, b := s.sentence(k)
	open := -1
	for j := k; j >= a; j-- {
		if s.w[j].Text == ")" {
			break
		}
		if s.w[j].Text == "(" {
			open = j
			break
		}
	}
	var before, after *reference
	for i := c.from(a); i < len(c.refs) && c.refs[i].a < b; i++ {
		r := &c.refs[i]
		switch {
		case r.a >= a && r.b <= k && (open < 0 || r.b <= open || r.part == victim && r.person >= 0):
			before = r
		case r.a > k && r.b <= b && after == nil:
			after = r
		}
	}
	if before != nil {
		// "12-year-old girl" belongs to who follows.
		if after != nil && after.a-k <= 6 && s.Language == "en" && k+1 < len(s.w) && s.w[k+1].Text == "-" {
			return after
		}
		return before
	}
	// "Em nhà ở thôn ...": the victim of the sentence before.
	switch s.w[a].Key {
	case "em", "cháu", "bé", "chị", "cô", "nạn", "bà", "she", "he":
		if i := c.from(a) - 1; i >= 0 && c.refs[i].part == victim {
			return &c.refs[i]
		}
	}
	if after != nil && after.a-k <= 14 {
		return after
	}
	return nil
}

// to is the person whose the facts of a reference are: the victim named before it, or
// the first named, -1 if none is.
func (s *scene) to(c *cast, r *reference) int {
	if r != nil && r.person >= 0 && r.part == victim {
		return r.person
	}
	at := 0
	if r != nil {
		at = r.a
	}
	if len(c.victims) == 0 {
		return -1
	}
	i, _ := slices.BinarySearchFunc(c.victims, at, func(i, at int) int { return s.Mentions[i].First - at })
	return s.Mentions[c.victims[max(i-1, 0)]].Person
}

// facts gives ages, years of birth, addresses, schools and classes to the victims.
func (s *scene) facts(c *cast, parts map[int][]Part) {
	add := func(r *reference, kind string, a, b int) {
		p := s.to(c, r)
		parts[p] = append(parts[p], Part{kind, s.w[a].Start, s.w[b-1].End})
	}
	kin := s.accusedKin(c)
	for k := range s.w {
		if kind, b := s.age(k); kind != "" {
			if r := s.owner(c, k); r != nil && r.part == victim {
				add(r, kind, k, b)
			}
		}
		if s.w[k].Key == "lớp" && k+1 < len(s.w) && s.w[k+1].Digits && !s.w[k+1].Line {
			if r := s.owner(c, k); r != nil && r.part == victim {
				c.exact = c.exact || strings.ContainsFunc(s.w[k+1].Key, unicode.IsLetter) || k+3 < len(s.w) && s.w[k+2].Text == "/" && s.w[k+3].Digits
				add(r, Class, k, k+2)
			}
		}
	}
	for _, t := range s.terms["school name"] {
		b := s.capitals(t.b)
		if b == t.b || s.w[t.b].Line || s.ends("body", t.a).b > 0 && !c.pupil {
			continue
		}
		r := s.owner(c, t.a)
		high := s.w[t.a].Key == "đại" || t.a+1 < t.b && (s.w[t.a+1].Key == "đại" || s.w[t.a+1].Key == "cao" || s.w[t.a+1].Key == "đh")
		if r != nil && r.part == victim || c.pupil && !high {
			add(r, School, t.a, b)
		}
	}
	s.bare(func(a, b int) {
		if r := s.owner(c, a); r != nil && (r.part == victim || r.person >= 0 && kin[r.person]) {
			if r.part != victim {
				r = nil
			}
			add(r, Address, a, b)
		}
	})
	for _, level := range []string{"small", "commune", "district", "city"} {
		for _, t := range s.terms[level] {
			s.address(c, t, level, kin, func(r *reference, b int) { add(r, Address, t.a, b) })
		}
	}
}

// address gives a place to a victim if it is where the victim, a relative or the family
// lives, or, where nobody else stands near, where it happened.
func (s *scene) address(c *cast, t span, level string, kin []bool, add func(*reference, int)) {
	b := t.b
	if single := s.w[t.a].Key; len(single) == 1 || single == "tt" || single == "tx" || single == "tp" {
		switch {
		case b >= len(s.w) || !s.w[t.a].Upper || s.MentionAt(t.a) != nil:
			return
		case s.w[b].Text == ".":
			b++
		case !s.lives(first(s.sentence(t.a)), t.a) || s.w[b].Mark:
			return
		}
	}
	if level == "city" {
		if level = "district"; s.begins("municipality", b) {
			return
		}
	}
	from := t.a
	if s.Language == "en" {
		for from > 0 && s.w[from-1].Upper && !s.w[from-1].Mark && !s.stops[from] && t.a-from < 3 {
			from--
		}
	}
	end := b
	if from == t.a {
		end = s.capitals(b)
	}
	if end == b && from == t.a || b < len(s.w) && s.w[b].Line && from == t.a {
		return
	}
	if s.ends("body", t.a).b > 0 || s.w[t.a].Key == "khối" && s.w[b].Digits {
		return
	}
	r := s.owner(c, t.a)
	a, z := s.sentence(t.a)
	switch {
	case r == nil:
		if level == "district" || !s.happens(c, a, z) {
			return
		}
	case r.part == victim:
		if level == "district" && !s.lives(a, t.a) {
			return
		}
	case level == "district" && !(r.person >= 0 && kin[r.person] && s.lives(a, t.a)):
		return
	case r.person >= 0 && kin[r.person]:
	case r.part == suspect && (s.has("same", a, z) || s.about() && len(s.terms["same"]) > 0):
	default:
		return
	}
	if r != nil && r.part != victim {
		r = nil
	}
	add(r, end)
}

// bare calls with each place that a word for living leads to without the kind of place:
// "ngụ Gò Dầu, Tây Ninh", "ở Hóc Môn". A province alone tells nothing.
func (s *scene) bare(add func(a, b int)) {
	for _, t := range s.terms["live"] {
		switch s.w[t.a].Key {
		case "trú", "ngụ", "ở", "sống", "thường", "tạm", "cư", "hktt", "quê":
		default:
			continue
		}
		k := t.b
		if k >= len(s.w) || s.w[k].Line || !s.w[k].Upper || s.w[k].Capitals || s.MentionAt(k) != nil || s.begins("wide", k) || s.stops[k] {
			continue
		}
		if m := s.At[k]; m.Has("body") != nil || m.Has("organisation") != nil || m.Has("title") != nil {
			continue
		}
		if slices.ContainsFunc([]string{"small", "commune", "district", "city", "street", "body", "school name"}, func(kind string) bool { return s.begins(kind, k) }) {
			continue
		}
		if b := s.capitals(k); b > k+1 && (b-k < 5) {
			add(k, b)
		}
	}
}

func first(a, _ int) int { return a }

// happens tells whether a sentence is about what was done.
func (s *scene) happens(c *cast, a, b int) bool {
	if s.harmed(a, b) != nil {
		return true
	}
	if s.victimIn(c, a, b) {
		return true
	}
	for k := a; k+1 < b; k++ {
		if s.w[k].Key == "xảy" && s.w[k+1].Key == "ra" || s.w[k].Key == "vụ" && s.w[k+1].Key == "việc" || s.w[k].Key == "sự" && s.w[k+1].Key == "việc" {
			return true
		}
	}
	return false
}

// lives tells whether a word for living somewhere, or a parenthesis, leads to a place.
func (s *scene) lives(a, k int) bool {
	if s.has("live", max(a, k-8), k) {
		return true
	}
	for j := k - 1; j >= a && j > k-14; j-- {
		if s.w[j].Text == "(" {
			return true
		}
	}
	return false
}

// capitals is where a name of a place or school ends that begins at a word.
func (s *scene) capitals(k int) int {
	b := k
	for b < len(s.w) && b < k+6 && (b == k || !s.w[b].Line) && (s.w[b].Upper || s.w[b].Digits || s.w[b].Mark && strings.Contains("-.", s.w[b].Text) && b > k && s.w[b].Near && b+1 < len(s.w) && s.w[b+1].Near && s.w[b+1].Upper) {
		if s.MentionAt(b) != nil && b > k {
			break
		}
		b++
	}
	return b
}

// numbers are the ages that are written in words.
var numbers = map[string]bool{"một": true, "hai": true, "ba": true, "bốn": true, "năm": true, "sáu": true, "bảy": true, "tám": true, "chín": true, "mười": true}

// age reads "12 tuổi", "SN 2012", "sinh năm 2012", "12-year-old" at a word.
func (s *scene) age(k int) (kind string, end int) {
	w := s.w
	at := func(i int) string {
		if i < len(w) && !w[i].Line {
			return w[i].Key
		}
		return ""
	}
	year := func(i int) bool { return len(at(i)) == 4 && w[i].Digits && (at(i)[:2] == "19" || at(i)[:2] == "20") }
	switch w[k].Key {
	case "sn", "sinh", "born":
		for i := k + 1; i <= k+6 && i < len(w); i++ {
			if year(i) {
				return BirthYear, i + 1
			}
			if !w[i].Digits && !w[i].Mark && w[i].Key != "năm" && w[i].Key != "in" && w[i].Key != "ngày" {
				break
			}
		}
		return "", 0
	}
	if numbers[w[k].Key] && (at(k+1) == "tuổi" || at(k+1) == "tháng" && at(k+2) == "tuổi") && (k == 0 || w[k-1].Key != "mười" && w[k-1].Key != "mươi") {
		return Age, k + 2
	}
	if !w[k].Digits || len(w[k].Key) > 2 {
		return "", 0
	}
	if k > 0 {
		switch w[k-1].Key {
		case "dưới", "từ", "đủ", "trên", "chưa", "đến", "-", "–", "độ", "under", "over":
			return "", 0
		}
	}
	switch {
	case at(k+1) == "tuổi":
		return Age, k + 2
	case at(k+1) == "tháng" && at(k+2) == "tuổi":
		return Age, k + 3
	case at(k+1) == "-" && (at(k+2) == "year" || at(k+2) == "yr"):
		return Age, min(k+5, len(w))
	case (at(k+1) == "years" || at(k+1) == "year") && at(k+2) == "old":
		return Age, k + 3
	case k > 0 && w[k-1].Key == "aged":
		return Age, k + 1
	}
	return "", 0
}

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
			if t := s.in("object", h.b, min(h.b+6, until)); t.b > 0 && !s.has("suffer", max(a, h.a-3), h.a) && (s.onlySuspect(c, p) || t.b <= b && s.firstAccused(c, a) == p) && !s.others(m, t) {
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
		if t := s.in("object", h.b, min(h.b+3, len(s.w))); t.b > 0 && t.a == h.b && h.kind != "school" && !s.has("suffer", max(0, h.a-2), h.a) {
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
				if only >= 0 && t.b <= v.First && v.From()-t.b < 3 && s.linked(t.b, v.From()) && s.w[t.b].Key != "của" {
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
		if h.a > 0 && (s.ends("near kin", h.a).b > 0 || s.ends("kin", h.a).b > 0) && s.anyOf(h.b, min(h.b+4, len(s.w)), "child", "young", "object") {
			if k := s.ends("kin", h.a); k.b == 0 || k.a == 0 || !s.begins("suffer", k.a-1) && s.w[k.a-1].Key != "bị" {
				c.joined[only] = true
			}
		}
	}
}

// whose is who stands behind a kin word: "chị ruột Nho", "con của Dương Thị Dương".
func (s *scene) whose(k int) *mention {
	for i := k; i < min(k+3, len(s.w)); i++ {
		if m := s.MentionAt(i); m != nil {
			return m
		}
		switch s.w[i].Key {
		case "của", "chị", "bà", "anh", "ông", "ruột":
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
		if s.MentionAt(k) == nil {
			return false
		}
	}
	return true
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
			return t.b >= b || s.w[t.b].Mark || s.w[t.b].Key == "của" || s.w[t.b].Key == "ruột" || s.begins("child", t.b) || s.begins("victim", t.b) || s.MentionAt(t.b) != nil || s.At[t.b].Has("honorific") != nil
		}
	}
	return false
}

// kinOf tells whether somebody named is of the victim's family.
func (s *scene) kinOf(c *cast, p int) bool {
	one := &s.Persons[p]
	if one.Role == person.Official && one.RoleProof.Cue == "title" {
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
			if s.suffers(t.b) != nil || s.namedVictim(c, t.b) {
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
