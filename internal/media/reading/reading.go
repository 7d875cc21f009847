// Package reading holds what was read in an article in the form in which it is kept: who
// is spoken of and heard, what it is about, what is wrong with its words, each with its
// bytes and the rule that found it. The program proposes, a person decides: both are
// readings.
//
// It keeps no name of a private person. Public figures stand by name; of others there is
// the role, the places in the text and a digest by which two readings can be compared.
// The sentences by which a victim can be known are blank in the text that is kept.
package reading

import (
	"crypto/sha256"
	"encoding/hex"
	"io"
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/media/person"
	"binhdang/internal/sheet"
)

// Span is a range of bytes of the text.
type Span struct {
	Start int `json:"s"`
	End   int `json:"e"`
}

// Over tells whether two ranges share a byte.
func (s Span) Over(o Span) bool { return s.Start < o.End && o.Start < s.End }

// Whole is the range with all of the sentences that it touches.
func (s Span) Whole(sentences []Span) Span {
	out := s
	for _, one := range sentences {
		if one.Over(s) {
			out.Start, out.End = min(out.Start, one.Start), max(out.End, one.End)
		}
	}
	return out
}

// In is the text of a range, "" where the text does not reach so far.
func (s Span) In(text string) string {
	if s.Start < 0 || s.Start > s.End || s.End > len(text) {
		return ""
	}
	return text[s.Start:s.End]
}

// ByReader is the rule of what a person said.
const ByReader = "reader"

// Proof is what a gender or a role rests on. Its words are the text's.
type Proof struct {
	Rule       string  `json:"rule"`
	At         Span    `json:"at"`
	Confidence float64 `json:"sure,omitempty"` // from 0 to 1; 0 of what a person said
}

// Quote is a sentence in which a person is heard.
type Quote struct {
	Rule   string `json:"rule"`
	Direct bool   `json:"direct,omitempty"` // it holds words between quotation marks
	At     Span   `json:"at"`
}

// Person is somebody of whom an article speaks.
type Person struct {
	Name     string        `json:"name,omitempty"` // of a public figure alone
	Digest   string        `json:"digest"`         // see Digest
	Gender   person.Gender `json:"gender"`
	Role     person.Role   `json:"role"`
	Quoted   bool          `json:"quoted,omitempty"`
	At       []Span        `json:"at"` // where the text names the person
	Rule     string        `json:"rule"`
	ByGender Proof         `json:"by_gender"`
	ByRole   Proof         `json:"by_role"`
	Quotes   []Quote       `json:"quotes,omitempty"`
}

// Term is a term that says what the article is about.
type Term struct {
	Words  string  `json:"words"`
	Topic  string  `json:"topic"`
	Weight float64 `json:"weight"`
	Place  string  `json:"place"` // title, lead, body
	At     Span    `json:"at"`
}

// Phrase is stereotyping, blaming or trivialising language.
type Phrase struct {
	Words  string `json:"words,omitempty"` // "" where they name somebody or are blank
	Kind   string `json:"kind"`
	Degree string `json:"degree,omitempty"`
	Rule   string `json:"rule"`
	Used   bool   `json:"used"` // the text itself speaks so; else it only cites it
	At     Span   `json:"at"`
}

// Disclosure says that a victim can be known from the text. It holds no word of it.
type Disclosure struct {
	Person int      `json:"person"` // index of the victim, -1: nobody is named
	Kinds  []string `json:"kinds"`
	Rule   string   `json:"rule"`
	Parts  []Span   `json:"parts"` // what gives the victim away
	Blank  []Span   `json:"blank"` // the sentences that are not kept
}

// Reading is what was read in an article.
type Reading struct {
	Language    string       `json:"language"`
	About       bool         `json:"about"` // the article is about gender equality
	Topic       string       `json:"topic"`
	Score       float64      `json:"score,omitempty"`  // of About, from 0 to 1; from 0.5 on the program says that it is
	Unsure      bool         `json:"unsure,omitempty"` // of About: the score is near the border
	Persons     []Person     `json:"persons,omitempty"`
	Terms       []Term       `json:"terms,omitempty"`
	Phrases     []Phrase     `json:"phrases,omitempty"`
	Disclosures []Disclosure `json:"disclosures,omitempty"`
	Bylines     []string     `json:"bylines,omitempty"`
}

// Stereotype tells whether the article itself speaks in stereotypes.
func (r *Reading) Stereotype() bool {
	return slices.ContainsFunc(r.Phrases, func(p Phrase) bool { return p.Used })
}

// public tells whether a person in that role is a public figure, who stands by name.
func public(r person.Role) bool {
	switch r {
	case person.Official, person.Expert, person.Business, person.Athlete, person.Celebrity, person.Journalist:
		return true
	default:
		return false
	}
}

// DigestPrefix begins the digest of a name.
const DigestPrefix = "sha256:"

// Digest stands for a name in what leaves the program: sha256: and twelve hexadecimal
// digits of its NFC form. It compares names, and is no secret of a name that can be guessed.
func Digest(name string) string {
	sum := sha256.Sum256([]byte(norm.NFC.String(strings.TrimSpace(name))))
	return DigestPrefix + hex.EncodeToString(sum[:6])
}

// Roles are the roles in the order in which they are told.
var Roles = []person.Role{person.Official, person.Expert, person.Business, person.Athlete, person.Celebrity, person.Journalist,
	person.Ordinary, person.Relative, person.Witness, person.Victim, person.Suspect}

// Heads counts persons by gender.
type Heads struct{ Women, Men, Unknown int64 }

// Add counts a person.
func (h *Heads) Add(g person.Gender) {
	switch g {
	case person.Female:
		h.Women++
	case person.Male:
		h.Men++
	default:
		h.Unknown++
	}
}

// Known counts those whose gender is known, of whom shares are taken.
func (h Heads) Known() int64 { return h.Women + h.Men }

// All counts everybody.
func (h Heads) All() int64 { return h.Known() + h.Unknown }

// Voice counts the persons of one role, each once for the article, however often it names
// them: what the gender indicators in media ask for (doc/decisions/0011-articles.md).
type Voice struct {
	Role              person.Role
	Mentioned, Quoted Heads
}

// Voices counts the persons of each role that the article has, in the order of Roles.
func (r *Reading) Voices() []Voice {
	var out []Voice
	for _, role := range Roles {
		v := Voice{Role: role}
		n := 0
		for i := range r.Persons {
			if p := &r.Persons[i]; p.Role == role {
				n++
				v.Mentioned.Add(p.Gender)
				if p.Quoted {
					v.Quoted.Add(p.Gender)
				}
			}
		}
		if n > 0 {
			out = append(out, v)
		}
	}
	return out
}

// labelColumns are the columns of labels, the form in which a set of read articles is told.
var labelColumns = []string{"file", "url", "is_ge_topic", "topic", "persons", "stereotype", "stereotype_phrases",
	"identity_disclosure", "identity_detail", "bylines", "borderline"}

// Labels is the row of an article in the order in which WriteLabels heads them. Private
// persons stand by digest.
func (r *Reading) Labels(file, link string) []string {
	var persons, phrases, detail []string
	for _, p := range r.Persons {
		name := p.Name
		if name == "" {
			name = p.Digest
		}
		persons = append(persons, strings.Join([]string{plain(name), string(p.Gender), string(p.Role), bit(p.Quoted)}, "|"))
	}
	for _, p := range r.Phrases {
		if p.Used && p.Words != "" {
			phrases = append(phrases, plain(p.Words))
		}
	}
	for _, d := range r.Disclosures {
		detail = append(detail, strings.Join(d.Kinds, " + "))
	}
	var bylines []string
	for _, name := range r.Bylines {
		bylines = append(bylines, plain(name))
	}
	return []string{file, link, bit(r.About), r.Topic, strings.Join(persons, "; "), bit(r.Stereotype()), strings.Join(phrases, "; "),
		bit(len(r.Disclosures) > 0), strings.Join(detail, "; "), strings.Join(bylines, "; "), "0"}
}

// WriteLabels writes labels as a table that spreadsheets and media eval read.
func WriteLabels(w io.Writer, rows [][]string) error {
	var columns []sheet.Column
	for _, c := range labelColumns {
		columns = append(columns, sheet.Column{ID: c, Heading: c})
	}
	out := sheet.NewCSV(w, columns)
	for _, row := range rows {
		var cells []sheet.Cell
		for _, text := range row {
			cells = append(cells, sheet.Text(text))
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	return out.Close()
}

// plain leaves out the marks that part the entries of a column.
func plain(s string) string { return strings.NewReplacer(";", ",", "|", " ").Replace(s) }

func bit(b bool) string {
	if b {
		return "1"
	}
	return "0"
}
