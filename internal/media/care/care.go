// Package care finds where an article lacks care for those it speaks of: wording that
// stereotypes, blames or trivialises, and what lets readers know who a victim of
// gender-based violence, violence at school or the abuse of children is.
//
// A wording that the text quotes in order to criticise it is told apart. A disclosure is
// nothing but kinds, ranges and a rule, so that whoever keeps it keeps no name.
package care

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
)

// Kind says what a wording does.
type Kind string

// The kinds of wording.
const (
	Appearance Kind = "appearance" // a woman is her looks
	Label      Kind = "label"      // a name for women or men as such
	Role       Kind = "role"       // what women or men have to do
	Trait      Kind = "trait"      // what women or men are said to be like
	Blame      Kind = "blame"      // who suffers is at fault
	Trivialise Kind = "trivialise" // violence is passion, drink or play
)

// Degree says how plain a wording is.
type Degree string

// The degrees of wording.
const (
	Open   Degree = "open"
	Subtle Degree = "subtle"
	Mild   Degree = "mild" // a worn phrase, reported apart
)

// Phrase is one wording found.
type Phrase struct {
	Kind       Kind
	Degree     Degree
	Words      string // as written
	Start, End int    // bytes of the source
	Rule       string // the line of the list and the condition that held
	Used       bool   // the text makes it its own: nothing criticises it
	Cue        string // what criticises it, "" if nothing does
	Said       int    // index of the person who says it, -1 if it is the text itself

	first, last int
}

// Part is one thing that helps to know who a victim is.
type Part struct {
	Kind       string
	Start, End int // bytes of the source
}

// The kinds of parts.
const (
	Name            = "name"
	Initials        = "initials"
	BirthYear       = "birth_year"
	Age             = "age"
	Address         = "address"
	School          = "school"
	Class           = "class"
	Relative        = "relative"         // a relative is named
	SuspectRelative = "suspect_relative" // who is accused is named and a relative
)

// Kinds is the order in which the kinds of parts are told.
var Kinds = []string{Name, Initials, BirthYear, Age, Address, School, Class, Relative, SuspectRelative}

// Disclosure is a victim who can be known from the text. It holds no words of it.
type Disclosure struct {
	Person int      // index of the person, -1 if the text does not name the victim
	Kinds  []string // in the order of Kinds
	Rule   string   // what together identifies, and by which words the victim was found
	Parts  []Part   // in the order of the text
}

// Detail is what identifies, in one line without any word of the text.
func (d Disclosure) Detail() string { return strings.Join(d.Kinds, " + ") }

// Finding is what was found in an article.
type Finding struct {
	Phrases     []Phrase
	Disclosures []Disclosure
}

// Stereotype tells whether the text itself uses any of the phrases.
func (f Finding) Stereotype() bool {
	return slices.ContainsFunc(f.Phrases, func(p Phrase) bool { return p.Used })
}

// Reader finds. It never changes and may serve several goroutines at once.
type Reader struct {
	lex   *lexicon.Lexicon
	lines map[string]line // by the kind of an entry, the wordings
}

// wording marks the entries that come from the list of wordings.
const wording = "wording"

// line is one line of the list of wordings.
type line struct {
	term      string
	number    int
	kind      Kind
	degree    Degree
	condition []string
	rest      [][]string // what follows the words that the automaton looks for: groups of alternatives
}

// New reads stereotypes.tsv and care.tsv below a folder media.
func New(content fs.FS) (*Reader, error) {
	words, err := fs.ReadFile(content, "media/care.tsv")
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	list, err := fs.ReadFile(content, "media/stereotypes.tsv")
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	r := &Reader{lines: map[string]line{}}
	entries := lexicon.Table("", string(words))
	for i := range entries {
		entries[i].Kind = entries[i].Value
	}
	for i, text := range strings.Split(string(list), "\n") {
		text, _, _ = strings.Cut(strings.TrimRight(text, "\r"), "#")
		if i == 0 || strings.TrimSpace(text) == "" {
			continue
		}
		f := strings.Split(text, "\t")
		if len(f) < 3 {
			return nil, fmt.Errorf("media: stereotypes.tsv: line %d has %d fields", i+1, len(f))
		}
		l := line{term: strings.TrimSpace(f[0]), number: i + 1, kind: Kind(f[1]), degree: Degree(f[2])}
		if len(f) > 3 {
			l.condition = strings.Fields(f[3])
		}
		if !slices.Contains([]Kind{Appearance, Label, Role, Trait, Blame, Trivialise}, l.kind) || !slices.Contains([]Degree{Open, Subtle, Mild}, l.degree) {
			return nil, fmt.Errorf("media: stereotypes.tsv: line %d has the kind %q and the degree %q", i+1, l.kind, l.degree)
		}
		for _, c := range l.condition {
			if conditions[c] == nil {
				return nil, fmt.Errorf("media: stereotypes.tsv: line %d has the condition %q", i+1, c)
			}
		}
		id := fmt.Sprintf("line %d", i+1)
		heads, rest := split(l.term)
		l.rest = keyed(rest)
		r.lines[id] = l
		for _, term := range heads {
			entries = append(entries, lexicon.Entry{Term: term, Kind: id, Value: wording})
		}
	}
	r.lex = lexicon.New(entries)
	return r, nil
}

// most is how many ways through the first words of a term are written out.
const most = 48

// split writes out the ways through the first words of a term such as "phận (gái|đàn bà)
// (thì|) phải", as long as they are few, and leaves the groups behind them: all ways
// through the longest terms would be many thousands.
func split(term string) (heads []string, rest [][]string) {
	heads = []string{""}
	for term != "" {
		var group []string
		before, after, ok := strings.Cut(term, "(")
		switch {
		case !ok:
			group, term = []string{term}, ""
		case strings.TrimSpace(before) != "":
			group, term = []string{before}, "("+after
		default:
			inner, behind, _ := strings.Cut(after, ")")
			group, term = strings.Split(inner, "|"), behind
		}
		if len(rest) > 0 || len(heads)*len(group) > most && heads[0] != "" && !slices.Contains(heads, "") {
			rest = append(rest, group)
			continue
		}
		var all []string
		for _, h := range heads {
			for _, g := range group {
				all = append(all, strings.TrimSpace(h+" "+strings.TrimSpace(g)))
			}
		}
		heads = all
	}
	return heads, rest
}

// keyed are groups of alternatives by the keys of their words, with spaces.
func keyed(groups [][]string) [][]string {
	reader := lexicon.New(nil)
	var out [][]string
	for _, g := range groups {
		var keys []string
		for _, choice := range g {
			var words []string
			for _, w := range reader.Read(choice).Words {
				words = append(words, w.Key)
			}
			keys = append(keys, strings.Join(words, " "))
		}
		out = append(out, keys)
	}
	return out
}

// follow is where the longest way through groups of alternatives ends that begins at a
// word, -1 if none does.
func (s *scene) follow(k int, groups [][]string) int {
	if len(groups) == 0 {
		return k
	}
	end := -1
next:
	for _, choice := range groups[0] {
		at := k
		for rest := choice; rest != ""; at++ {
			var word string
			word, rest, _ = strings.Cut(rest, " ")
			if at >= len(s.w) || s.w[at].Line || s.w[at].Key != word {
				continue next
			}
		}
		end = max(end, s.follow(at, groups[1:]))
	}
	return end
}

// span is a term found: the words from a up to b.
type span struct{ a, b int }

// bound is where a sentence begins and ends.
type bound struct{ a, b int32 }

// scene is an article while it is read.
type scene struct {
	*person.Article
	w      []lexicon.Word
	terms  map[string][]span
	bounds []bound // of each word, where its sentence begins and ends
	harms  []harm

	heard map[int]bool // persons whose words the text gives

	// Who the text names; what stands in the article itself comes first.
	Persons  []person.Person
	Mentions []mention
	of       []int32 // the mention that a word belongs to, -1 if none
	known    int     // how many persons the article itself has
}

// Find reads an article in which persons and who is heard were found.
func (r *Reader) Find(a *person.Article, quotes []quote.Quote) Finding {
	s := &scene{Article: a, w: a.Text.Words, terms: map[string][]span{}, heard: map[int]bool{}}
	var found []match
	for _, m := range r.lex.Scan(a.Text) {
		for _, e := range m.Entries {
			if e.Value == wording {
				if l := r.lines[e.Kind]; l.rest == nil {
					found = append(found, match{span{m.First, m.Last}, l})
				} else if b := s.follow(m.Last, l.rest); b > 0 {
					found = append(found, match{span{m.First, b}, l})
				}
				continue
			}
			// Of one kind only the longest counts.
			all := s.terms[e.Kind]
			if n := len(all); n == 0 || all[n-1].b <= m.First {
				s.terms[e.Kind] = append(all, span{m.First, m.Last})
			}
		}
	}
	for _, q := range quotes {
		s.heard[q.Person] = true
	}
	s.prepare()
	return Finding{s.phrases(found, quotes), s.disclosures()}
}

// prepare finds what all else rests on: sentences, who is named, violence.
func (s *scene) prepare() {
	s.bounds = make([]bound, len(s.w))
	for i, j := range s.Sentences() {
		for k := i; k < j; k++ {
			s.bounds[k] = bound{int32(i), int32(j)}
		}
	}
	s.mask()
	s.figures()
	s.harm()
}

// mask takes out what belongs to a longer term that says something else: đánh giá.
func (s *scene) mask() {
	none := s.terms["none"]
	if len(none) == 0 {
		return
	}
	for _, kind := range []string{"hit", "elder", "bond", "object", "kin", "family", "child", "young", "charged", "arrest", "lure", "traffic", "suffer", "near kin", "pupil", "school name", "spouse", "robbery"} {
		s.terms[kind] = slices.DeleteFunc(s.terms[kind], func(t span) bool {
			return slices.ContainsFunc(none[from(none, t.a-longest):from(none, t.b)], func(n span) bool {
				return n.a <= t.a && t.b <= n.b && n.b-n.a > t.b-t.a || n.a <= t.a && t.a < n.b && n.b > t.b
			})
		})
	}
}

// longest is how many words a term has at most.
const longest = 10

// from is the index of the first term that begins at a word or behind it.
func from(all []span, a int) int {
	i, _ := slices.BinarySearchFunc(all, a, func(t span, a int) int { return t.a - a })
	return i
}

// in is the first term of a kind that lies between two words, an empty span if none does.
func (s *scene) in(kind string, a, b int) span {
	all := s.terms[kind]
	if i := from(all, a); i < len(all) && all[i].b <= b {
		return all[i]
	}
	return span{}
}

func (s *scene) has(kind string, a, b int) bool { return s.in(kind, a, b).b > 0 }

// anyOf tells whether a term of one of the kinds lies between two words.
func (s *scene) anyOf(a, b int, kinds ...string) bool {
	return slices.ContainsFunc(kinds, func(k string) bool { return s.has(k, a, b) })
}

// ends is the term of a kind that ends at a word, an empty span if none does.
func (s *scene) ends(kind string, at int) span {
	all := s.terms[kind]
	for i := from(all, at) - 1; i >= 0 && all[i].b >= at; i-- {
		if all[i].b == at {
			return all[i]
		}
	}
	return span{}
}

// sentence is the first word of the sentence of a word, and of the next.
func (s *scene) sentence(k int) (int, int) {
	if k >= len(s.w) {
		return len(s.w), len(s.w)
	}
	return int(s.bounds[k].a), int(s.bounds[k].b)
}

// around is the sentence of a word with those beside it.
func (s *scene) around(k int) (int, int) {
	a, b := s.sentence(k)
	if a > 0 {
		a, _ = s.sentence(a - 1)
	}
	if b < len(s.w) {
		_, b = s.sentence(b)
	}
	return a, b
}

// harm is a word for violence of the kinds that are looked for.
type harm struct {
	span
	kind string // sexual, family, traffic, school
}

// near is how many words may stand between a blow and whose kin it struck.
const near = 20

// harm gathers the words for violence. A blow counts where a partner, a child of the
// family or a school stands near it.
func (s *scene) harm() {
	for _, kind := range []string{"sexual", "family", "traffic", "school"} {
		if kind == "traffic" && len(s.terms["sport"]) > 1 { // players are sold too
			continue
		}
		for _, t := range s.terms[kind] {
			s.harms = append(s.harms, harm{t, kind})
		}
	}
	// What two people do is no violence of itself, but with a child or in a report of a crime.
	for _, t := range s.terms["relations"] {
		if a, b := s.sentence(t.a); len(s.terms["arrest"]) > 0 || s.anyOf(a, b, "young", "lure") {
			s.harms = append(s.harms, harm{t, "sexual"})
		}
	}
	// Pictures of a body that are spread.
	for _, t := range s.terms["hot"] {
		if a, b := s.sentence(t.a); s.has("spread", max(a, t.a-12), min(b, t.b+12)) {
			s.harms = append(s.harms, harm{t, "sexual"})
		}
	}
	for _, t := range s.terms["hit"] {
		a, b := s.sentence(t.a)
		if s.has("mishap", a, b) { // storms and crashes kill wives too
			continue
		}
		from, to := max(a, t.a-near), min(b, t.b+near)
		switch {
		case s.anyOf(from, to, "object", "lover"), s.has("near kin", from, t.a) && s.has("suffer", from, t.a), s.has("near kin", from, to) && s.has("young", from, to):
			s.harms = append(s.harms, harm{t, "family"})
		case s.bound(t, a, b):
			s.harms = append(s.harms, harm{t, "family"})
		case s.has("pupil", a, b) && len(s.terms["schoolchild"])+len(s.terms["teacher"]) > 0:
			s.harms = append(s.harms, harm{t, "school"})
		}
	}
	s.sortHarms()
	// Where title or lead tell of it, every blow that follows is part of it.
	if !s.about() {
		return
	}
	kind := ""
	for _, h := range s.harms {
		if h.kind == "family" || h.kind == "school" || h.kind == "sexual" {
			kind = h.kind
			break
		}
	}
	if kind == "" {
		return
	}
	var more []harm
	for _, t := range s.terms["hit"] {
		if a, b := s.sentence(t.a); s.harmed(t.a, t.a+1) == nil && !s.has("mishap", a, b) {
			more = append(more, harm{t, kind})
		}
	}
	s.harms = append(s.harms, more...)
	s.sortHarms()
}

// bound tells whether a blow falls between people who belong together: on a mother or a
// sister, on somebody whom the text names as kin or lover, in a story of ties such as a
// marriage or jealousy, on a child.
func (s *scene) bound(t span, a, b int) bool {
	if s.has("elder", t.b, min(t.b+3, b)) || s.has("young", t.b, min(t.b+3, b)) && !s.anyOf(t.b, min(t.b+4, b), "plural") {
		return true
	}
	if len(s.terms["robbery"]) > 0 && !s.anyOf(0, len(s.w), "bond", "lover") {
		return false
	}
	crime := len(s.terms["arrest"]) > 0 || len(s.terms["victim"]) > 0 || len(s.terms["crime"]) > 0
	before, until := s.around(t.a)
	direct := s.aimed(t, b)
	if direct { // on somebody named: who that is may stand further off
		before, _ = s.around(max(before-1, 0))
		_, until = s.around(min(until, len(s.w)-1))
	}
	if !crime && !direct || !direct && !s.someone(before, until) {
		return false
	}
	if s.anyOf(before, until, "bond", "lover") || crime && len(s.terms["victim"]) > 0 && s.has("spouse", before, until) && s.has("women", a, b) || direct && s.anyOf(before, until, "object", "near kin") {
		return true
	}
	for _, kind := range []string{"object", "elder"} {
		all := s.terms[kind]
		for _, x := range all[from(all, before):from(all, until)] {
			if s.introduces(x) {
				return true
			}
		}
	}
	// cháu bị Việt đánh
	return s.has("suffer", max(a, t.a-6), t.a) && (s.has("young", a, t.a) || s.childIn(a, t.a))
}

// aimed tells whether a blow falls on somebody who is named, no man: "đâm nhiều nhát vào
// vùng bụng của chị L.".
func (s *scene) aimed(t span, b int) bool {
	for k := t.b; k < min(t.b+10, b); k++ {
		if m := s.MentionAt(k); m != nil {
			return s.Persons[m.Person].Gender != person.Male
		}
		if s.stopper(k) {
			return false
		}
	}
	return false
}

// someone tells whether a woman, a child or a victim is spoken of between two words.
func (s *scene) someone(a, b int) bool {
	if s.anyOf(a, b, "women", "young", "victim", "child") {
		return true
	}
	for k := a; k < b; k++ {
		if m := s.MentionAt(k); m != nil && s.Persons[m.Person].Gender != person.Male && (hidden(s.Persons[m.Person].Name) || s.Persons[m.Person].Gender == person.Female) {
			return true
		}
	}
	return false
}

// childIn tells whether a child is named between two words.
func (s *scene) childIn(a, b int) bool {
	for k := a; k < b; k++ {
		if m := s.MentionAt(k); m != nil && (slices.Contains(children, m.Honorific) || slices.Contains(children, s.Mentions[s.Persons[m.Person].Mentions[0]].Honorific)) {
			return true
		}
	}
	return false
}

// children are the courtesy words for them.
var children = []string{"cháu", "bé", "bé gái", "bé trai", "cháu gái", "cháu bé"}

// introduces tells whether a kin word is that of somebody named or accused: "vợ là chị
// L.", "chị dâu Nguyễn Thị H.", "chị ruột Nho"; the sister of "em gái bà B" has no part.
func (s *scene) introduces(t span) bool {
	called := false
	for k := t.b; k < min(t.b+4, len(s.w)); k++ {
		if m := s.MentionAt(k); m != nil {
			return called || m.First == t.b || s.Persons[m.Person].Role == person.Suspect
		}
		switch s.w[k].Key {
		case "là", "tên":
			called = true
		case "của", "chị", "bà", "em", "cháu", "bé", "cô", "anh", "ông":
		default:
			return false
		}
	}
	return false
}

// sortHarms puts the words for violence in the order of the text, the longest first.
func (s *scene) sortHarms() {
	slices.SortFunc(s.harms, func(x, y harm) int {
		if x.a != y.a {
			return x.a - y.a
		}
		return y.b - x.b
	})
}

// harmed is the first word for violence that begins between two words, nil if none does.
func (s *scene) harmed(a, b int) *harm {
	if i := s.harmFrom(a); i < len(s.harms) && s.harms[i].a < b {
		return &s.harms[i]
	}
	return nil
}

// harmFrom is the index of the first word for violence that begins at a word or behind it.
func (s *scene) harmFrom(a int) int {
	i, _ := slices.BinarySearchFunc(s.harms, a, func(h harm, a int) int { return h.a - a })
	return i
}

// harmsIn are the words for violence that begin between two words.
func (s *scene) harmsIn(a, b int) []harm {
	i := s.harmFrom(a)
	return s.harms[i:max(i, s.harmFrom(b))]
}
