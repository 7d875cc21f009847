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

// most bounds what one reader may add to one article, so that a form stays one that a person
// has filled in; it also bounds the places of one name.
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
	a := &applying{from: r, text: text, page: page,
		out: &Reading{Language: r.Language, About: e.About, Topic: e.Topic, Score: r.Score, Terms: slices.Clone(r.Terms), Bylines: slices.Clone(r.Bylines)}}
	moved := a.persons(e.Persons)
	a.added(e.Added)
	a.phrases(e.Phrases, e.AddedPhrases)
	a.disclosures(e.Disclosures, e.AddedDisclosures, moved)
	if len(a.faults) > 0 {
		return nil, a.faults
	}
	if len(a.out.Disclosures) > 0 {
		a.out.seal(text, page())
	}
	a.out.hide()
	return a.out, nil
}

// applying is Apply at work.
type applying struct {
	from, out *Reading
	text      string
	page      func() *Page
	faults    fault.List
}

func (a *applying) refuse(err *fault.Error) { a.faults = append(a.faults, err) }

// place is the first place of words in the text, and how they are written there. What says
// in a fault what they are.
func (a *applying) place(words, what string) (Span, string, bool) {
	words = norm.NFC.String(strings.Join(strings.Fields(words), " "))
	i := strings.Index(a.text, words)
	if words == "" || i < 0 {
		a.refuse(fault.New(fault.Invalid, "news.absent", "what", what, "text", words))
		return Span{}, "", false
	}
	return Span{i, i + len(words)}, words, true
}

// persons takes over the persons of the reading that was shown, as the reader says; it
// gives the new index of each, -1 for none.
func (a *applying) persons(list []Said) []int {
	moved := make([]int, len(list))
	for i, said := range list {
		moved[i] = -1
		if said.Gone {
			continue
		}
		if err := said.check(); err != nil {
			a.refuse(err)
			continue
		}
		moved[i] = len(a.out.Persons)
		p := a.from.Persons[i]
		if p.Gender != said.Gender {
			p.Gender, p.ByGender = said.Gender, Proof{Rule: ByReader}
		}
		if p.Role != said.Role {
			p.Role, p.ByRole = said.Role, Proof{Rule: ByReader}
		}
		if p.Quoted = said.Quoted; !p.Quoted {
			p.Quotes = nil
		}
		p.Name = nameIn(a.text, p)
		a.out.Persons = append(a.out.Persons, p)
	}
	return moved
}

// added takes in the persons whom the reading lacks.
func (a *applying) added(list []Added) {
	for _, one := range list {
		at, name, ok := a.place(one.Name, "news.person")
		if err := one.check(); err != nil {
			a.refuse(err)
			continue
		}
		if !ok {
			continue
		}
		p := Person{Digest: Digest(name), Gender: one.Gender, Role: one.Role, Quoted: one.Quoted, At: everywhere(a.text, name, at),
			Rule: ByReader, ByGender: Proof{Rule: ByReader}, ByRole: Proof{Rule: ByReader}}
		if slices.ContainsFunc(a.out.Persons, func(o Person) bool { return o.Digest == p.Digest }) {
			a.refuse(fault.New(fault.Conflict, "news.twice", "text", name))
			continue
		}
		p.Name = nameIn(a.text, p)
		a.out.Persons = append(a.out.Persons, p)
	}
}

// phrases takes over the phrases that are some, and those that the reader adds.
func (a *applying) phrases(list []PhraseSaid, added []string) {
	for i, said := range list {
		p := a.from.Phrases[i]
		switch said {
		case Uses, Cites:
			p.Used = said == Uses
			a.out.Phrases = append(a.out.Phrases, p)
		case None:
		default:
			a.refuse(fault.New(fault.Invalid, "news.choice", "text", string(said)))
		}
	}
	for _, words := range added {
		if at, words, ok := a.place(words, "news.phrase"); ok {
			if a.page().proper(at) {
				words = "" // they may name somebody whom nobody found
			}
			a.out.Phrases = append(a.out.Phrases, Phrase{Words: words, Kind: ByReader, Rule: ByReader, Used: true, At: at})
		}
	}
}

// disclosures takes over the disclosures that are some, and those that the reader adds.
func (a *applying) disclosures(list []bool, added []string, moved []int) {
	for i, is := range list {
		if is {
			d := a.from.Disclosures[i]
			if d.Person >= 0 {
				d.Person = moved[d.Person]
			}
			a.out.Disclosures = append(a.out.Disclosures, d)
		}
	}
	for _, words := range added {
		if at, words, ok := a.place(words, "news.disclosure"); ok {
			parts := everywhere(a.text, words, at)
			a.out.Disclosures = append(a.out.Disclosures, Disclosure{Person: -1, Kinds: []string{ByReader}, Rule: ByReader, Parts: parts, Blank: a.page().whole(parts)})
		}
	}
}

// seal takes out what names the victims of the disclosures, whoever found these: those
// that it is said to be about and those whom its sentences name, or else all victims.
func (r *Reading) seal(text string, page *Page) {
	for i := range r.Disclosures {
		d := &r.Disclosures[i]
		blank := Joined(d.Blank)
		var whom, all []int
		for k, p := range r.Persons {
			is := p.Role == person.Victim
			switch {
			case k == d.Person || is && slices.ContainsFunc(p.At, blank.Over):
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
	hidden, sealed := Joined(private), Joined(blank)
	gone := func(at Span) bool { return hidden.Over(at) }
	for i := range r.Persons {
		p := &r.Persons[i]
		here := slices.ContainsFunc(o.Persons, func(o Person) bool { return o.Name != "" && o.Digest == p.Digest })
		if p.Name != "" && (slices.ContainsFunc(p.At, gone) || !here && slices.ContainsFunc(p.At, sealed.Over)) {
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

// check refuses a gender or a role that there is not.
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
	if !public(p.Role) {
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
	private := Joined(list)
	for i := range r.Phrases {
		if private.Over(r.Phrases[i].At) {
			r.Phrases[i].Words = ""
		}
	}
	for i := range r.Terms {
		if private.Over(r.Terms[i].At) {
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
