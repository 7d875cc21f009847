package care

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
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
		for _, i := range s.Persons[p].Mentions {
			if i >= len(s.Article.Mentions) { // a place of the name that the article itself has not
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
			exact := strings.ContainsFunc(s.w[k+1].Key, unicode.IsLetter)
			if r := s.owner(c, k); r != nil && r.part == victim || r == nil && exact && c.pupil {
				c.exact = c.exact || strings.ContainsFunc(s.w[k+1].Key, unicode.IsLetter) || k+3 < len(s.w) && s.w[k+2].Text == "/" && s.w[k+3].Digits
				add(r, Class, k, k+2)
			}
		}
	}
	for _, t := range s.terms["school name"] {
		b := s.capitals(t.b)
		if s.Language == "en" { // Dong Hai Secondary School
			for b = t.b; t.a > 0 && s.w[t.a-1].Upper && !s.w[t.a-1].Mark && !s.Stops[t.a] && b-t.a < 8; {
				t.a--
			}
			if b-t.a < 3 {
				continue
			}
		} else if b == t.b || s.w[t.b].Line || s.ends("body", t.a).b > 0 && !c.pupil || s.masked(t.b, b) {
			continue
		}
		seat := b
		if c.pupil && b+1 < len(s.w) && strings.Contains(",(-", s.w[b].Text) && (s.begins("commune", b+1) || s.begins("small", b+1)) {
			if seat = s.capitals(b + 2); seat == b+2 || s.masked(b+2, seat) {
				seat = b
			}
		}
		r := s.owner(c, t.a)
		high := s.w[t.a].Key == "đại" || t.a+1 < t.b && (s.w[t.a+1].Key == "đại" || s.w[t.a+1].Key == "cao" || s.w[t.a+1].Key == "đh")
		if r != nil && r.part == victim || c.pupil && !high {
			add(r, School, t.a, b)
			if seat > b { // where the school is
				add(r, Address, b+1, seat)
			}
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
		for from > 0 && s.w[from-1].Upper && !s.w[from-1].Mark && !s.Stops[from] && t.a-from < 3 {
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
	if s.ends("body", t.a).b > 0 || s.w[t.a].Key == "khối" && s.w[b].Digits || s.Language == "en" && s.begins("body", end) || s.seat(t.a) || level == "district" && s.ofPlace(t.a) || s.masked(b, end) || s.has("stay", max(0, from-4), from) {
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
		if level == "district" && (!s.lives(a, from) || r.person < 0 && len(c.victims) == 0) {
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

// seat tells whether a place stands in parentheses behind the name of a body: "Công an xã
// A (huyện B)".
func (s *scene) seat(k int) bool {
	if k < 3 || s.w[k-1].Text != "(" {
		return false
	}
	j := k - 1
	for j > 0 && s.w[j-1].Upper && !s.w[j-1].Mark && k-j < 6 {
		j--
	}
	for _, level := range []string{"commune", "district", "small"} {
		if t := s.ends(level, j); t.b > 0 && j < k-1 {
			return s.ends("body", t.a).b > 0
		}
	}
	return false
}

// ofPlace tells whether a place stands in parentheses behind the name of another place,
// such as a crossing, and not behind a person.
func (s *scene) ofPlace(k int) bool {
	return k > 2 && s.w[k-1].Text == "(" && s.w[k-2].Upper && !s.w[k-2].Mark && s.MentionAt(k-2) == nil && bunched(s.w[k-2].Text) == ""
}

// masked tells whether a name of a place or a school is a letter that hides it: "xã X".
func (s *scene) masked(a, b int) bool {
	return b == a+1 && s.w[a].Letters && !s.w[a].Digits && (len([]rune(s.w[a].Text)) == 1 || s.w[a].Initials)
}

// bare calls with each place that a word for living leads to without the kind of place:
// "ngụ Gò Dầu, Tây Ninh", "ở Hóc Môn". A province alone tells nothing.
func (s *scene) bare(add func(a, b int)) {
	for _, t := range s.terms["live"] {
		switch s.w[t.a].Key {
		case "trú", "ngụ", "ở", "sống", "thường", "tạm", "cư", "hktt", "quê", "nguyên":
		default:
			continue
		}
		k := t.b
		if k >= len(s.w) || s.w[k].Line || !s.w[k].Upper || s.w[k].Capitals || s.MentionAt(k) != nil || s.begins("wide", k) || s.Stops[k] {
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
	if t := s.in("live", max(a, k-8), k); t.b > 0 && (t.b > t.a+1 || s.Language != "en" || s.w[t.a].Key == "from") {
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
	case s.Language == "en" && k > 1 && w[k-1].Text == "," && s.MentionAt(k-2) != nil && k+1 < len(w) && w[k+1].Mark: // Ms. A, 40, who
		return Age, k + 1
	}
	return "", 0
}
