// Package person finds who an article speaks of: every person with the places of the
// name, the rule that found each, a gender and a role with what they rest on.
//
// It goes by rules that can each be said in a sentence: a courtesy word or a title
// before capitals, a family name that opens a run of capitals, initials, a given name
// that the article has introduced. Names of streets, schools, prizes, bodies and of
// those who signed the article are none of its persons.
package person

import (
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/text"
	"binhdang/internal/vn"
)

// Role is the part in which a person appears.
type Role string

// The roles of the form in which items are labelled.
const (
	Official   Role = "official"
	Expert     Role = "expert"
	Ordinary   Role = "ordinary"
	Victim     Role = "victim"
	Suspect    Role = "suspect"
	Business   Role = "business"
	Athlete    Role = "athlete"
	Celebrity  Role = "celebrity"
	Relative   Role = "relative"
	Witness    Role = "witness"
	Journalist Role = "journalist"
)

// Mention is one place where the text names a person.
type Mention struct {
	Start, End  int    // bytes of the source
	First, Last int    // words of the text, the last not included
	Name        string // as written, in NFC
	Rule        string // the rule that found it
	Honorific   string // the courtesy or kin word before it, as a key
	Person      int    // index of the person

	gender Gender // of the courtesy word
	kin    bool   // the courtesy word says whose relative it is
	alias  bool   // another name of the person named before it
	owner  bool   // a kin word before it names somebody else: "mẹ Hùng"
	plain  string // keys of the name, with spaces
	title  *lexicon.Match
	from   int // where the phrase with title and courtesy word begins
}

// From is the word with which the phrase of the name begins: its title or courtesy word.
func (m *Mention) From() int { return m.from }

// Title is the term of the title with which the name stands, "" if there is none.
func (m *Mention) Title() string {
	if e := m.title.Has("title"); e != nil {
		return e.Term
	}
	return ""
}

// Proof says what a finding rests on: the kind of cue, its words and their bytes.
type Proof struct {
	Cue        string
	Words      string
	Start, End int
	Confidence float64
}

// Person is somebody of whom the text speaks.
type Person struct {
	Name        string // the fullest name in the text
	Gender      Gender
	GenderProof Proof
	Role        Role
	RoleProof   Proof
	Mentions    []int // indexes of its mentions, in the order of the text
}

// Signature is a name that signs the article or a picture, which is no person of it.
// Start and End are -1 where only the page around the text has it.
type Signature struct {
	Name       string
	Start, End int
}

// Article is what was found in a text.
type Article struct {
	Text       *lexicon.Text
	Language   string // vi or en
	Persons    []Person
	Mentions   []Mention
	Signatures []Signature

	Terms []lexicon.Match  // all terms, none over another
	At    []*lexicon.Match // the term that begins with a word
	Ends  []*lexicon.Match // the term that ends with a word
	Stops []bool           // a sentence begins with the word
	over  []*lexicon.Match // the term that a word belongs to
	of    []int            // the mention that a word belongs to, -1 if none
}

// OfAnother tells whether a kin word right before the name makes it somebody else of whom
// is spoken: "mẹ Hùng", "bố nạn nhân A".
func (a *Article) OfAnother(m *Mention) bool {
	return m.owner || m.from > 0 && !a.Text.Words[m.from].Line && a.Ends[m.from-1].Has("kin") != nil && m.Honorific == "" && m.title != nil
}

// MentionAt is the mention that a word belongs to, nil if none.
func (a *Article) MentionAt(word int) *Mention {
	if word < 0 || word >= len(a.of) || a.of[word] < 0 {
		return nil
	}
	return &a.Mentions[a.of[word]]
}

// Sentences gives the first word of each sentence and the one behind its last, in the
// order of the text. A line begins a sentence.
func (a *Article) Sentences() iter.Seq2[int, int] {
	return func(yield func(first, last int) bool) {
		for i := 0; i < len(a.Stops); {
			j := i + 1
			for j < len(a.Stops) && !a.Stops[j] {
				j++
			}
			if !yield(i, j) {
				return
			}
			i = j
		}
	}
}

// Reader finds persons. It never changes and may serve several goroutines at once.
type Reader struct {
	lex      *lexicon.Lexicon
	names    *names
	communes map[string]bool // names of communes, by key
}

// The lists of content/media and the kind of their terms; a kind of "" stands in the list itself.
var lists = []struct{ file, kind string }{
	{"honorifics.tsv", "honorific"}, {"titles.tsv", "title"}, {"quote-verbs.tsv", "verb"}, {"blocks.tsv", ""}, {"places.tsv", ""},
}

// New reads the lists below a folder media.
func New(content fs.FS) (*Reader, error) {
	read := func(name string) (string, error) {
		data, err := fs.ReadFile(content, "media/"+name)
		if err != nil {
			return "", fmt.Errorf("media: %w", err)
		}
		return string(data), nil
	}
	var entries []lexicon.Entry
	for _, list := range lists {
		text, err := read(list.file)
		if err != nil {
			return nil, err
		}
		for _, e := range lexicon.Table(list.kind, text) {
			switch {
			case list.kind == "":
				e.Kind = e.Value
			case e.Note == "kin" || e.Note == "noun":
				e.Kind = e.Note
			case e.Value == "manner" || e.Value == "order": // no words for saying but next to a quotation, of an official
				e.Kind = e.Value
			}
			entries = append(entries, e)
			// English pages write places without marks.
			if plain := vn.Fold(lexicon.Key(e.Term)); e.Kind == "place" && strings.Contains(plain, " ") {
				e.Term, e.Note = plain, "plain"
				entries = append(entries, e)
			}
		}
	}
	communes, err := communes(content)
	if err != nil {
		return nil, err
	}
	var tables [5]string
	for i, name := range []string{"name-gender.tsv", "surnames.tsv", "surnames-minor.tsv", "foreign-names.tsv", "stage-names.tsv"} {
		var err error
		if tables[i], err = read(name); err != nil {
			return nil, err
		}
	}
	return &Reader{lexicon.New(entries), newNames(tables[0], tables[1]+"\n"+tables[2], tables[3], tables[4]), communes}, nil
}

// Find reads an article, its title in the first line.
func (r *Reader) Find(source string) *Article { return r.FindSigned(source, nil) }

// FindSigned reads an article of which the page has told who signed it: none of these
// is a person of it, unless a courtesy word or a title stands before the same name.
func (r *Reader) FindSigned(source string, signed []text.Credit) *Article {
	t := r.lex.Read(source)
	tongue := text.Language(source)
	a := &Article{Text: t, Language: tongue, Terms: terms(t, r.lex.Scan(t), tongue), At: make([]*lexicon.Match, len(t.Words)),
		Ends: make([]*lexicon.Match, len(t.Words)), of: make([]int, len(t.Words)), over: make([]*lexicon.Match, len(t.Words))}
	for i := range a.Terms {
		m := &a.Terms[i]
		a.At[m.First], a.Ends[m.Last-1] = m, m
		for k := m.First; k < m.Last; k++ {
			a.over[k] = m
		}
	}
	for i := range a.of {
		a.of[i] = -1
	}
	a.Stops = sentences(a)
	s := &scan{Article: a, names: r.names, communes: r.communes, used: make([]bool, len(t.Words)), caps: capitalLines(t)}
	s.credited(signed)
	s.signatures()
	s.runs()
	s.bareNames()
	s.resolve()
	s.carried()
	s.finish()
	return a
}

// terms leaves of all that was found the longest, but a place such as Bà Triệu only where
// no name goes on from it: Bà Triệu Thị Hoa is a person. Places without marks are for
// English pages.
func terms(t *lexicon.Text, found []lexicon.Match, tongue string) []lexicon.Match {
	opens := map[int]bool{} // a courtesy word stands here
	for i := range found {
		if found[i].Has("honorific") != nil && found[i].Last == found[i].First+1 {
			opens[found[i].First] = true
		}
	}
	found = slices.DeleteFunc(found, func(m lexicon.Match) bool {
		if tongue == "vi" && !slices.ContainsFunc(m.Entries, func(e *lexicon.Entry) bool { return e.Note != "plain" }) {
			return true
		}
		if t.Words[m.First].Upper && (m.Has("manner") != nil || m.Has("order") != nil) { // Quỳnh Giao
			return true
		}
		return opens[m.First] && m.Last > m.First+1 && (m.Has("place") != nil || m.Has("memory") != nil) &&
			m.Last < len(t.Words) && t.Words[m.Last].Upper && !t.Words[m.Last].Line
	})
	return lexicon.Longest(found)
}

// longest is how many words a sentence may have; what goes on is cut, so that a text
// without full stops is read in no more than its share of time.
const longest = 150

// sentences marks the words that begin one: the first of a line, and a capital, a
// figure or an opening mark after a full stop that ends no abbreviation.
func sentences(a *Article) []bool {
	w := a.Text.Words
	stops := make([]bool, len(w))
	last := 0
	for i := range w {
		if i > 0 && stops[i-1] {
			last = i - 1
		}
		if w[i].Line || i-last >= longest {
			stops[i] = true
			continue
		}
		j := i - 1
		for j > 0 && w[j].Mark && strings.Contains(`"”’»)]`, w[j].Text) && !w[j].Line {
			j--
		}
		if j < 0 || w[i].Near && !w[j].Mark {
			continue
		}
		ends := w[j].Mark && strings.Contains(".!?…", w[j].Text)
		if w[j].Text == "." && (w[i].Near || j > 0 && abbreviation(a, j)) {
			ends = false
		}
		// "Em L. (lớp 7)" goes on: what opens behind initials begins no sentence.
		if w[j].Initials && strings.HasSuffix(w[j].Text, ".") && !w[i].Near {
			ends = j < i-1 || !strings.Contains("([-–", w[i].Text)
		}
		if w[j].Initials && strings.ContainsAny(w[i].Text, "([-–") { // chị N.T.K. (19 tuổi)
			ends = false
		}
		stops[i] = ends && (w[i].Upper || w[i].Digits || strings.Contains(`"“‘«-–([`, w[i].Text))
	}
	return stops
}

// abbreviation tells whether the stop at j belongs to a word such as TS. or Mr.
func abbreviation(a *Article, j int) bool {
	w := &a.Text.Words[j-1]
	switch w.Key {
	case "mr", "mrs", "ms", "dr", "prof", "ts", "ths", "gs", "pgs", "bs", "ls", "tp", "tx", "tt", "st", "ks", "tskh", "cki", "ckii", "nsnd", "nsưt", "q", "p":
		return true
	}
	return false
}

// capitalLines marks the words of lines that are written in capitals, where a capital
// says nothing.
func capitalLines(t *lexicon.Text) []bool {
	out := make([]bool, len(t.Words))
	for i := 0; i < len(t.Words); {
		j, large, small := i, 0, 0
		for ; j < len(t.Words) && (j == i || !t.Words[j].Line); j++ {
			switch w := &t.Words[j]; {
			case !w.Letters || w.Initials:
			case w.Capitals:
				large++
			case !w.Upper:
				small++
			}
		}
		if large >= 5 && small*5 < large {
			for k := i; k < j; k++ {
				out[k] = true
			}
		}
		i = j
	}
	return out
}
