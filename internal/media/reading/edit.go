package reading

import (
	"slices"
	"strings"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
	"binhdang/internal/media/person"
)

// Said is what a reader says of one person that stands in a reading.
type Said struct {
	Gone   bool // it is no person, or none of the story
	Gender person.Gender
	Role   person.Role
	Quoted bool
}

// Edit is what a reader says of an article, from which a reading follows.
type Edit struct {
	About   bool
	Topic   string
	Persons []Said // in the order of the reading that was shown
	Added   []Added
	// Phrases say, in the order of the reading: the article uses them, it only cites
	// them, they are none.
	Phrases []PhraseSaid
	// AddedPhrases and AddedDisclosures stand in the text as they are written here.
	AddedPhrases     []string
	Disclosures      []bool // in the order of the reading: it is one
	AddedDisclosures []string
}

// Added is a person whom the reading lacks.
type Added struct {
	Name string
	Said
}

// PhraseSaid is what a reader says of a phrase.
type PhraseSaid string

// What a reader may say of a phrase.
const (
	Uses  PhraseSaid = "uses"
	Cites PhraseSaid = "cites"
	None  PhraseSaid = "none"
)

// most bounds what one reader may add to one article.
const most = 200

// Apply makes the reader's reading from the one that was shown. The text is that of the
// article as it is kept; page reads it where that is needed. What stands in no place of
// the text is a fault that names it. The reading that was shown stays as it is.
func (r *Reading) Apply(e Edit, text string, page func() *Page) (*Reading, error) {
	if len(e.Persons) != len(r.Persons) || len(e.Phrases) != len(r.Phrases) || len(e.Disclosures) != len(r.Disclosures) {
		return nil, fault.New(fault.Conflict, "news.changed")
	}
	if len(e.Added)+len(e.AddedPhrases)+len(e.AddedDisclosures) > most {
		return nil, fault.New(fault.Invalid, "news.many", "most", most)
	}
	var faults fault.List
	place := func(words, what string) (Span, string, bool) {
		words = norm.NFC.String(strings.Join(strings.Fields(words), " "))
		i := strings.Index(text, words)
		if words == "" || i < 0 {
			faults = append(faults, fault.New(fault.Invalid, "news.absent", "what", what, "text", words))
			return Span{}, "", false
		}
		return Span{i, i + len(words)}, words, true
	}
	out := &Reading{Language: r.Language, About: e.About, Topic: e.Topic, Score: r.Score, Terms: slices.Clone(r.Terms), Bylines: slices.Clone(r.Bylines)}
	moved := make([]int, len(r.Persons)) // the new index of a person
	for i, said := range e.Persons {
		moved[i] = -1
		if said.Gone {
			continue
		}
		if err := said.check(); err != nil {
			faults = append(faults, err)
			continue
		}
		moved[i] = len(out.Persons)
		p := r.Persons[i]
		p.Gender, p.Role, p.Quoted = said.Gender, said.Role, said.Quoted
		if p.Gender != r.Persons[i].Gender {
			p.ByGender = Proof{Rule: ByReader}
		}
		if p.Role != r.Persons[i].Role {
			p.ByRole = Proof{Rule: ByReader}
		}
		if !p.Quoted {
			p.Quotes = nil
		}
		p.Name = nameIn(text, p)
		out.Persons = append(out.Persons, p)
	}
	for _, a := range e.Added {
		at, name, ok := place(a.Name, "news.person")
		if err := a.check(); err != nil {
			faults = append(faults, err)
			ok = false
		}
		if !ok {
			continue
		}
		p := Person{Digest: Digest(name), Gender: a.Gender, Role: a.Role, Quoted: a.Quoted, At: everywhere(text, name, at),
			Rule: ByReader, ByGender: Proof{Rule: ByReader}, ByRole: Proof{Rule: ByReader}}
		if slices.ContainsFunc(out.Persons, func(o Person) bool { return o.Digest == p.Digest }) {
			faults = append(faults, fault.New(fault.Conflict, "news.twice", "text", name))
			continue
		}
		p.Name = nameIn(text, p)
		out.Persons = append(out.Persons, p)
	}
	for i, said := range e.Phrases {
		p := r.Phrases[i]
		switch said {
		case Uses, Cites:
			p.Used = said == Uses
			out.Phrases = append(out.Phrases, p)
		case None:
		default:
			faults = append(faults, fault.New(fault.Invalid, "news.choice", "text", string(said)))
		}
	}
	for _, words := range e.AddedPhrases {
		if at, words, ok := place(words, "news.phrase"); ok {
			if page().proper(at) {
				words = "" // they may name somebody whom nobody found
			}
			out.Phrases = append(out.Phrases, Phrase{Words: words, Kind: ByReader, Rule: ByReader, Used: true, At: at})
		}
	}
	for i, is := range e.Disclosures {
		if is {
			d := r.Disclosures[i]
			if d.Person >= 0 {
				d.Person = moved[d.Person]
			}
			out.Disclosures = append(out.Disclosures, d)
		}
	}
	for _, words := range e.AddedDisclosures {
		if at, words, ok := place(words, "news.disclosure"); ok {
			parts := everywhere(text, words, at)
			out.Disclosures = append(out.Disclosures, Disclosure{Person: -1, Kinds: []string{ByReader}, Rule: ByReader, Parts: parts, Blank: page().whole(parts)})
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	if len(out.Disclosures) > 0 {
		out.seal(text, page())
	}
	out.hide()
	return out, nil
}

// seal takes out what names the victims of the disclosures, whoever found these: those
// that it is said to be about and those whom its sentences name, or else all victims.
func (r *Reading) seal(text string, page *Page) {
	for i := range r.Disclosures {
		d := &r.Disclosures[i]
		blank := rangesOf(d.Blank)
		var whom, all []int
		for k, p := range r.Persons {
			is := p.Role == person.Victim
			switch {
			case k == d.Person || is && slices.ContainsFunc(p.At, blank.over):
				whom = append(whom, k)
			case is:
				all = append(all, k)
			}
		}
		if len(whom) == 0 {
			whom = all
		}
		if d.Person < 0 && len(whom) > 0 {
			d.Person = whom[0]
		}
		var more []Span
		for _, k := range whom {
			more = append(more, r.unname(page, k, fullest(text, r.Persons[k]))...)
		}
		d.Blank = append(slices.Clone(d.Blank), slices.DeleteFunc(page.whole(more), blank.hold)...)
	}
}

// unname takes the name of a person out of the reading; it lists the places where the
// text has it.
func (r *Reading) unname(page *Page, i int, name string) []Span {
	p := &r.Persons[i]
	p.Name = ""
	if name == "" {
		return p.At
	}
	n := nameOf(name)
	r.Bylines = slices.DeleteFunc(r.Bylines, n.signs)
	return append(slices.Clone(p.At), page.named(name)...)
}

// HideAs takes out of a reading what another one of the same article does not name: there
// it is somebody private, or may tell who a victim is.
func (r *Reading) HideAs(o *Reading) {
	blank := o.Blank()
	var private []Span
	for _, p := range o.Persons {
		if p.Name == "" {
			private = append(private, p.At...)
		}
	}
	hidden, sealed := rangesOf(private), rangesOf(blank)
	gone := func(at Span) bool { return hidden.over(at) }
	for i := range r.Persons {
		p := &r.Persons[i]
		here := slices.ContainsFunc(o.Persons, func(o Person) bool { return o.Name != "" && o.Digest == p.Digest })
		if p.Name != "" && (slices.ContainsFunc(p.At, gone) || !here && slices.ContainsFunc(p.At, sealed.over)) {
			p.Name = ""
		}
	}
	r.Bylines = slices.DeleteFunc(r.Bylines, func(name string) bool { return !slices.Contains(o.Bylines, name) })
	r.hideIn(append(private, blank...))
}

// Rename gives public figures the names that the text still has of them.
func (r *Reading) Rename(text string) {
	for i := range r.Persons {
		r.Persons[i].Name = nameIn(text, r.Persons[i])
	}
}

func (s Said) check() *fault.Error {
	switch {
	case s.Gender != person.Female && s.Gender != person.Male && s.Gender != person.Unknown:
		return fault.New(fault.Invalid, "news.choice", "text", string(s.Gender))
	case !slices.Contains(Roles, s.Role):
		return fault.New(fault.Invalid, "news.choice", "text", string(s.Role))
	}
	return nil
}

// nameIn is the name of a public figure as the text has it: where a reader says that a
// private person is one, the fullest place of the text tells it.
func nameIn(text string, p Person) string {
	if !Public(p.Role) {
		return ""
	}
	if p.Name != "" {
		return p.Name
	}
	return fullest(text, p)
}

// fullest is the longest of the places where the text names a person.
func fullest(text string, p Person) (name string) {
	for _, at := range p.At {
		if words := strings.TrimSpace(at.In(text)); len(words) > len(name) {
			name = words
		}
	}
	return name
}

// everywhere lists the places of a name, the first of which is known.
func everywhere(text, name string, at Span) []Span {
	out := []Span{at}
	for from := at.End; ; {
		i := strings.Index(text[from:], name)
		if i < 0 || len(out) == most {
			return out
		}
		out = append(out, Span{from + i, from + i + len(name)})
		from += i + len(name)
	}
}

// hide leaves out of the reading itself what may name a private person.
func (r *Reading) hide() {
	private := r.Blank()
	digests := map[string]bool{}
	for _, p := range r.Persons {
		if p.Name == "" {
			private, digests[p.Digest] = append(private, p.At...), true
		}
	}
	r.Bylines = slices.DeleteFunc(r.Bylines, func(name string) bool { return digests[Digest(name)] })
	r.hideIn(private)
}

// hideIn leaves out the words of what was found in some ranges.
func (r *Reading) hideIn(list []Span) {
	private := rangesOf(list)
	for i := range r.Phrases {
		if private.over(r.Phrases[i].At) {
			r.Phrases[i].Words = ""
		}
	}
	for i := range r.Terms {
		if private.over(r.Terms[i].At) {
			r.Terms[i].Words = ""
		}
	}
}

// Blank are the ranges of the text that are not kept.
func (r *Reading) Blank() []Span {
	var out []Span
	for _, d := range r.Disclosures {
		out = append(out, d.Blank...)
	}
	return out
}

// Kept is the text as it is kept: of the same length, with spaces where a victim could be known.
func (r *Reading) Kept(text string) string {
	b := []byte(text)
	for _, s := range r.Blank() {
		for i := max(s.Start, 0); i < min(s.End, len(b)); i++ {
			if b[i] != '\n' {
				b[i] = ' '
			}
		}
	}
	return string(b)
}
