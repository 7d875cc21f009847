package news

import (
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// The indicators of the pages: of articles, and of the persons in them.
var (
	ofArticles = []indicator.Name{"news_items", "news_items_read", "news_about", "news_stereotype", "news_disclosure"}
	ofPersons  = []indicator.Name{"voices_women", "voices_men", "voices_unknown", "quoted_women", "quoted_men", "quoted_unknown"}
)

// counts are the numbers of an outlet in some days.
type counts struct {
	Items, Read, About, Stereotype, Disclosure int64
	Mentioned, Quoted                          reading.Heads
}

// take puts a number of an indicator in its place.
func (c *counts) take(name indicator.Name, n int64) {
	at := map[indicator.Name]*int64{
		"news_items": &c.Items, "news_items_read": &c.Read, "news_about": &c.About, "news_stereotype": &c.Stereotype, "news_disclosure": &c.Disclosure,
		"voices_women": &c.Mentioned.Women, "voices_men": &c.Mentioned.Men, "voices_unknown": &c.Mentioned.Unknown,
		"quoted_women": &c.Quoted.Women, "quoted_men": &c.Quoted.Men, "quoted_unknown": &c.Quoted.Unknown,
	}[name]
	if at != nil {
		*at += n
	}
}

// ask is a question about an outlet.
func ask(q *base.Request, of unit.ID, days period.Window, by []string, names ...indicator.Name) indicator.Question {
	return indicator.Question{Unit: q.Ledger().Ref(of), Window: days, Calendar: period.Civil, By: by, Indicators: names}
}

// counted are the counts of an answer by what its step says; by "" where it has none.
func counted(a *indicator.Answer, step string) map[string]*counts {
	out := map[string]*counts{}
	for i := range a.Rows {
		r := &a.Rows[i]
		key := r.Keys[step]
		if out[key] == nil {
			out[key] = &counts{}
		}
		if r.Value != nil {
			out[key].take(r.Indicator, int64(*r.Value))
		}
	}
	return out
}

// at are the counts of a key, noughts where there are none.
func at(m map[string]*counts, key string) *counts {
	if c := m[key]; c != nil {
		return c
	}
	return &counts{}
}

func both() []indicator.Name { return append(append([]indicator.Name{}, ofArticles...), ofPersons...) }

// number is a count that leads to what is behind it.
type number struct {
	N    int64
	Text string
	Href string // "" for nothing behind it
}

// Word is a word in the number of a count: one woman, two women.
func (n number) Word(key string) string {
	if n.N == 1 {
		return key + ".one"
	}
	return key
}

// share is the share of women as pages show it.
type share struct {
	Text, Width, Of     string // "33,3 %", its bar, "2/6"; Text "" where nobody is known
	Range               string // from–to, with those of whom nobody can tell
	Women, Men, Unknown number
	Any                 bool
}

// shareOf tells the share of women among persons; link leads to those of a gender.
func shareOf(q *base.Request, h reading.Heads, link func(what string) string, quoted bool) share {
	prefix := ""
	if quoted {
		prefix = "quoted_"
	}
	s := share{Women: numberOf(q, h.Women, link, prefix+"women"), Men: numberOf(q, h.Men, link, prefix+"men"),
		Unknown: numberOf(q, h.Unknown, link, prefix+"unknown"), Any: h.All() > 0}
	if h.Known() > 0 {
		s.Text, s.Width = q.Share(float64(h.Women), float64(h.Known()))
		s.Of = strconv.FormatInt(h.Women, 10) + "/" + strconv.FormatInt(h.Known(), 10)
	}
	if h.Unknown > 0 {
		s.Range = q.Word("web.news.range", "from", percent(q, h.Women, h.All()), "to", percent(q, h.Women+h.Unknown, h.All()))
	}
	return s
}

// numberOf is a count with its link.
func numberOf(q *base.Request, n int64, link func(what string) string, what string) number {
	out := number{N: n, Text: q.Int(n)}
	if n > 0 && link != nil {
		out.Href = link(what)
	}
	return out
}

// The things that a list may be of, besides all: see entriesOf.
var kinds = []string{"all", "read", "unread", "about", "stereotype", "disclosure", "women", "men", "unknown", "quoted_women", "quoted_men", "quoted_unknown"}

// ofPerson tells whether a person is one of what a list of persons is of.
func ofPerson(what string, p *reading.Person) bool {
	g := genderWord(p.Gender)
	return what == g || p.Quoted && what == "quoted_"+g
}

// roles in the order in which they are told.
func roles() []person.Role { return reading.Roles }
