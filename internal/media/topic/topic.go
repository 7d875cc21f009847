// Package topic finds what an article is about: whether its main subject is gender
// equality, and which topic, with the words that say so.
//
// Every topic has weighted terms (content/media/topics.tsv). They are weighed where they
// stand: most in the title, then in the lead, then as the share of the body that speaks
// of the topic, so that a long text does not win by its length. An article is about
// gender equality if the terms of its topics weigh enough in themselves and against the
// strongest other topic: a crime, a match, a holiday, gifts to the poor.
package topic

import (
	"fmt"
	"io/fs"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
)

// Place is where in an article a term stands.
type Place string

// The places, in the order of their weight.
const (
	Title Place = "title"
	Lead  Place = "lead"
	Body  Place = "body"
)

// Term is a place in the text that speaks for a topic.
type Term struct {
	Start, End int    // bytes of the source
	Words      string // as written
	Topic      string
	Weight     float64 // what it counted here, before the weight of its place
	Place      Place
}

// Finding is what an article is about.
type Finding struct {
	About    bool    // the main subject is gender equality
	Topic    string  // the finer topic, Other if no term says one
	Score    float64 // from 0 to 1, how clearly gender equality is the subject; About from 0.5 on
	Evidence []Term  // what speaks for gender equality and for the topic, in the order of the text
}

// Unsure tells whether the score is so near the border that a reader should look closely:
// about half of what was told wrong of unseen excerpts lay there.
func (f Finding) Unsure() bool { return f.Score >= 0.3 && f.Score < 0.65 }

// Other is the topic of an article of which no term says a topic.
const Other = "other"

// equality are the topics of gender equality.
var equality = []string{"gender_equality_policy", "womens_advancement", "women_in_politics", "economic_empowerment", "domestic_violence", "gender_based_violence",
	"sexual_harassment", "trafficking_of_women", "sex_ratio_at_birth", "child_marriage", "gender_stereotypes", "men_engagement", "girls_education", "gender_in_media"}

// news are the topics of the other news, those first that have women in them.
var news = []string{"gbv_case", "crime", "sports", "beauty_contest", "entertainment", "womens_day_consumer", "womens_day_event", "womens_praise", "family", "womens_health",
	"school_violence", "business", "charity", "good_deeds", "environment", "disaster", "safety", "politics", "economy", "agriculture", "industry", "technology",
	"education", "health", "law", "culture", "tourism", "food", "traffic", "international", "defence", "children", Other}

// violence are the topics whose cases before police and courts are gbv_case.
var violence = []string{"domestic_violence", "gender_based_violence", "sexual_harassment"}

// Where two of the other news stand in Topics.
var (
	ofViolence = len(equality) + slices.Index(news, "gbv_case")
	crime      = len(equality) + slices.Index(news, "crime")
)

// plain is how many of them have women in them so often that they are taken for gender
// equality, or have nothing to do with it.
var plain = slices.Index(news, "politics")

// Topics are the codes of all topics, those of gender equality first.
func Topics() []string { return append(slices.Clone(equality), news...) }

// Equality tells whether a topic is one of gender equality.
func Equality(topic string) bool { return slices.Contains(equality, topic) }

// rule is a line of the list.
type rule struct {
	topic   int // index in Topics; mask covers other terms; group is only named by conditions
	group   int // for a group, its number from 0
	weight  float64
	near    uint32 // groups of which a term must stand in the same sentence
	without uint32 // groups of which none may
	with    uint32 // groups of which a term must stand anywhere in the article
}

const mask, group = -1, -2

// listed is what the list says of a term, which may stand in several topics and groups.
type listed struct {
	rules  []*rule // that count or hide
	groups uint32
}

// Reader finds topics. It never changes and may serve several goroutines at once.
type Reader struct {
	lex    *lexicon.Lexicon
	terms  map[*lexicon.Entry]*listed // by the first entry of each
	joined map[string]*listed         // by their words run together without marks, as in hashtags
	topics []string
}

// New reads the list media/topics.tsv: topic, term, weight and, where needed, a
// condition. "near women" counts a term only in a sentence that has one of the group
// @women, "without case" only in one that has none of @case, "with day" only in an
// article that has one of @day; several stand between commas. The topic "-" is for words that hide terms in them and say nothing.
func New(content fs.FS) (*Reader, error) {
	data, err := fs.ReadFile(content, "media/topics.tsv")
	if err != nil {
		return nil, fmt.Errorf("media: %w", err)
	}
	lines := strings.Split(strings.TrimRight(strings.ReplaceAll(string(data), "\r", ""), "\n"), "\n")
	groups := map[string]int{}
	for _, line := range lines {
		if name, _, _ := strings.Cut(line, "\t"); strings.HasPrefix(name, "@") {
			if _, ok := groups[name[1:]]; !ok {
				groups[name[1:]] = len(groups)
			}
		}
	}
	topics := Topics()
	var entries []lexicon.Entry
	var rules []rule
	for i, line := range lines[1:] {
		bad := func() error { return fmt.Errorf("media: topics.tsv line %d: %q", i+2, line) }
		f := strings.Split(line, "\t")
		if len(f) < 3 {
			return nil, bad()
		}
		r := rule{topic: slices.Index(topics, f[0])}
		switch {
		case f[0] == "-":
			r.topic = mask
		case strings.HasPrefix(f[0], "@"):
			r.topic, r.group = group, groups[f[0][1:]]
		case r.topic < 0:
			return nil, bad()
		}
		if r.weight, err = strconv.ParseFloat(f[2], 64); err != nil || r.weight < 0 || r.topic >= 0 && r.weight == 0 {
			return nil, bad()
		}
		if len(f) > 3 {
			for _, condition := range strings.Split(f[3], ",") {
				kind, name, _ := strings.Cut(strings.TrimSpace(condition), " ")
				g, ok := groups[name]
				switch {
				case ok && kind == "near":
					r.near |= 1 << g
				case ok && kind == "with":
					r.with |= 1 << g
				case ok && kind == "without":
					r.without |= 1 << g
				default:
					return nil, bad()
				}
			}
		}
		for _, term := range spellings(f[1]) {
			entries, rules = append(entries, lexicon.Entry{Term: term, Kind: f[0]}), append(rules, r)
		}
	}
	if len(groups) > 32 {
		return nil, fmt.Errorf("media: topics.tsv has %d groups", len(groups))
	}
	r := &Reader{lexicon.New(entries), map[*lexicon.Entry]*listed{}, map[string]*listed{}, topics}
	same := map[string]*listed{}
	for i := range entries {
		var words strings.Builder
		read := r.lex.Read(entries[i].Term).Words
		for _, w := range read {
			words.WriteString(w.Key + " ")
		}
		t := same[words.String()]
		if t == nil {
			t = &listed{}
			same[words.String()], r.terms[&entries[i]] = t, t
		}
		if tag := join(read); tag != "" && r.joined[tag] == nil {
			r.joined[tag] = t
		}
		if rules[i].topic == group {
			t.groups |= 1 << rules[i].group
		} else {
			t.rules = append(t.rules, &rules[i])
		}
	}
	return r, nil
}

// spellings are the ways in which a term is cut into words: a round apostrophe parts
// words that a straight one joins, compounds are written with a hyphen or without.
func spellings(term string) []string {
	out := []string{term}
	if strings.Contains(term, "'") {
		out = append(out, strings.ReplaceAll(term, "'", " ’ "))
	}
	if strings.Contains(term, "-") {
		for _, s := range slices.Clone(out) {
			out = append(out, strings.ReplaceAll(s, "-", " "))
		}
	}
	return out
}

// hit is a term found in the text.
type hit struct {
	*listed
	lexicon.Match
	start, end int // its bytes
}

// holds tells whether a rule holds in a sentence with terms of some groups, in an article
// with terms of others.
func (r *rule) holds(near, with uint32) bool {
	return r.near&^near == 0 && r.without&near == 0 && r.with&^with == 0
}

// holds tells whether any rule of a term does.
func (l *listed) holds(near, with uint32) bool {
	return slices.ContainsFunc(l.rules, func(r *rule) bool { return r.holds(near, with) })
}

// Find says what an article is about.
func (r *Reader) Find(a *person.Article) Finding {
	units := split(a)
	s := scoring{Reader: r, Article: a, seen: map[*rule]int{}, sums: make([]sum, len(r.topics)), weights: make([]float64, len(r.topics))}
	found := r.lex.Scan(a.Text)
	hits := make([]hit, len(found))
	for i, m := range found {
		hits[i] = hit{r.terms[m.Entries[0]], m, a.Text.Words[m.First].Start, a.Text.Words[m.Last-1].End}
	}
	if tags := r.tags(a.Text); len(tags) > 0 {
		hits = append(hits, tags...)
		slices.SortStableFunc(hits, func(a, b hit) int { return a.start - b.start })
	}
	for i := range hits {
		s.groups |= hits[i].groups
	}
	// The longest terms that hold count, those within them are hidden; groups hold for all.
	first, end := 0, 0
	var strong []*hit
	for n := range units {
		var groups uint32
		last := first
		for ; last < len(hits) && hits[last].First < units[n].last; last++ {
			groups |= hits[last].groups
		}
		strong = strong[:0]
		for ; first < last; first++ {
			if h := &hits[first]; h.start >= end && h.holds(groups, s.groups) {
				strong, end = append(strong, h), h.end
			}
		}
		s.unit(&units[n], strong, groups)
	}
	return s.finding()
}
