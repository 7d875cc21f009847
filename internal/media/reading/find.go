package reading

import (
	"fmt"
	"io/fs"
	"slices"

	"binhdang/internal/media/care"
	"binhdang/internal/media/person"
	"binhdang/internal/media/quote"
	"binhdang/internal/media/text"
	"binhdang/internal/media/topic"
)

// Reader reads articles. It never changes and may serve several goroutines at once.
type Reader struct {
	persons *person.Reader
	topics  *topic.Reader
	cares   *care.Reader
}

// New reads the lists below a folder media.
func New(content fs.FS) (*Reader, error) {
	persons, err := person.New(content)
	if err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	topics, err := topic.New(content)
	if err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	cares, err := care.New(content)
	if err != nil {
		return nil, fmt.Errorf("reading: %w", err)
	}
	return &Reader{persons, topics, cares}, nil
}

// Found is all that the rooms found in a text, with the words of the text: to be shown to
// who has the text in hand. What is kept of it is its Reading.
type Found struct {
	*person.Article
	Quotes []quote.Quote
	Topic  topic.Finding
	Care   care.Finding
}

// Find reads an article.
func (r *Reader) Find(art *text.Article) *Found {
	f := &Found{Article: r.persons.FindSigned(art.Text, art.Credits)}
	f.Quotes = quote.Find(f.Article)
	f.Topic = r.topics.Find(f.Article)
	f.Care = r.cares.Find(f.Article, f.Quotes)
	for _, d := range f.Care.Disclosures {
		if d.Person < 0 {
			continue
		}
		if p := &f.Persons[d.Person]; !public(p.Role) && p.Role != person.Victim { // care has read the scene
			p.Role, p.RoleProof = person.Victim, person.Proof{Cue: "scene", Confidence: 0.8}
		}
	}
	return f
}

// Heard gives the first quote of each person that is heard.
func (f *Found) Heard() map[int]quote.Quote {
	out := map[int]quote.Quote{}
	for _, q := range f.Quotes {
		if _, ok := out[q.Person]; !ok {
			out[q.Person] = q
		}
	}
	return out
}

// Bylines are the names that sign the article, each once.
func (f *Found) Bylines() []string {
	out := []string{}
	seen := map[string]bool{}
	for _, s := range f.Signatures {
		if !seen[s.Name] {
			out = append(out, s.Name)
		}
		seen[s.Name] = true
	}
	return out
}

// Reading is what is kept of what was found.
func (f *Found) Reading() *Reading {
	r := &Reading{Language: f.Language, Bylines: f.Bylines(), About: f.Topic.About, Topic: f.Topic.Topic, Score: f.Topic.Score, Unsure: f.Topic.Unsure()}
	for _, t := range f.Topic.Evidence {
		r.Terms = append(r.Terms, Term{Words: t.Words, Topic: t.Topic, Weight: t.Weight, Place: string(t.Place), At: Span{t.Start, t.End}})
	}
	heard := make([][]Quote, len(f.Persons))
	for _, q := range f.Quotes {
		if q.Person >= 0 {
			heard[q.Person] = append(heard[q.Person], Quote{Rule: q.Rule, Direct: q.Direct, At: Span{q.Start, q.End}})
		}
	}
	for i := range f.Persons {
		p := &f.Persons[i]
		one := Person{Digest: Digest(p.Name), Gender: p.Gender, Role: p.Role, ByGender: proof(p.GenderProof), ByRole: proof(p.RoleProof)}
		if public(p.Role) {
			one.Name = p.Name
		}
		for k, m := range p.Mentions {
			m := &f.Mentions[m]
			if k == 0 {
				one.Rule = m.Rule
			}
			one.At = append(one.At, Span{m.Start, m.End})
		}
		one.Quotes, one.Quoted = heard[i], len(heard[i]) > 0
		r.Persons = append(r.Persons, one)
	}
	for _, p := range f.Care.Phrases {
		r.Phrases = append(r.Phrases, Phrase{Words: p.Words, Kind: string(p.Kind), Degree: string(p.Degree), Rule: p.Rule, Used: p.Used, At: Span{p.Start, p.End}})
	}
	var page *Page
	for _, d := range f.Care.Disclosures {
		if page == nil {
			page = pageOf(f.Article)
		}
		one := Disclosure{Person: d.Person, Kinds: d.Kinds, Rule: d.Rule}
		for _, part := range d.Parts {
			one.Parts = append(one.Parts, Span{part.Start, part.End})
		}
		one.Blank = slices.Clone(one.Parts)
		for _, i := range f.secret(d) {
			one.Blank = append(one.Blank, r.unname(page, i, f.Persons[i].Name)...)
		}
		one.Blank = page.whole(one.Blank)
		r.Disclosures = append(r.Disclosures, one)
	}
	r.hide()
	return r
}

func proof(p person.Proof) Proof {
	return Proof{Rule: p.Cue, At: Span{p.Start, p.End}, Confidence: p.Confidence}
}

// secret lists the persons by whom a victim can be known: the victim, every other private
// person of the article, as kin, neighbours and who is accused lead to her, and who in
// office is named as kin.
func (f *Found) secret(d care.Disclosure) (out []int) {
	if d.Person >= 0 {
		out = append(out, d.Person)
	}
	for i := range f.Persons {
		if i == d.Person {
			continue
		}
		if !public(f.Persons[i].Role) {
			out = append(out, i)
			continue
		}
		for _, m := range f.Persons[i].Mentions {
			at := Span{f.Mentions[m].Start, f.Mentions[m].End}
			if slices.ContainsFunc(d.Parts, func(p care.Part) bool {
				return (p.Kind == care.Relative || p.Kind == care.SuspectRelative) && at.Over(Span{p.Start, p.End})
			}) {
				out = append(out, i)
				break
			}
		}
	}
	return out
}

// sentencesOf are the sentences of a text that was read.
func sentencesOf(a *person.Article) []Span {
	var out []Span
	for first, last := range a.Sentences() {
		out = append(out, Span{a.Text.Words[first].Start, a.Text.Words[last-1].End})
	}
	return out
}

// Sentences are the sentences of a text, in its order.
func (r *Reader) Sentences(text string) []Span { return r.Page(text).sentences }
