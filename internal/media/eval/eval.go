// Package eval measures what the program finds in articles against what a careful reader
// labelled: precision, recall and F1 of each measure.
package eval

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
)

// Person is one entry of the column persons.
type Person struct {
	Name, Gender, Role string // the name or its digest; F, M or U; a role as person.Role has it
	Quoted             bool
}

// Item is a row of labels, or what was found in its file.
type Item struct {
	File    string
	Persons []Person
	// What is said of the article; nil: the labels have no such column.
	About, Stereotype, Disclosure *bool
	Topic                         string // "": not said
	Bylines                       []string
	Borderline                    bool // two careful readers could disagree on About
}

// Labels reads rows whose first names the columns. A person is
// name|gender|role|quoted, persons are parted by semicolons.
func Labels(rows [][]string) ([]Item, error) {
	if len(rows) == 0 {
		return nil, errors.New("no rows")
	}
	if len(rows[0]) > 0 { // labels from the pages begin with a mark, for Excel
		rows[0][0] = strings.TrimPrefix(rows[0][0], "\ufeff")
	}
	file, persons := slices.Index(rows[0], "file"), slices.Index(rows[0], "persons")
	if file < 0 || persons < 0 {
		return nil, errors.New("no columns file and persons")
	}
	cell := func(row []string, column string) string {
		if i := slices.Index(rows[0], column); i >= 0 {
			return strings.TrimSpace(row[i])
		}
		return ""
	}
	bit := func(row []string, column string) *bool {
		text := cell(row, column)
		if text != "0" && text != "1" {
			return nil
		}
		is := text == "1"
		return &is
	}
	var items []Item
	for _, row := range rows[1:] {
		item := Item{File: row[file], About: bit(row, "is_ge_topic"), Stereotype: bit(row, "stereotype"), Disclosure: bit(row, "identity_disclosure"),
			Topic: cell(row, "topic"), Borderline: cell(row, "borderline") == "1"}
		for _, name := range strings.Split(cell(row, "bylines"), ";") {
			if name = strings.TrimSpace(name); name != "" {
				item.Bylines = append(item.Bylines, name)
			}
		}
		for _, one := range strings.Split(row[persons], ";") {
			if strings.TrimSpace(one) == "" {
				continue
			}
			f := strings.Split(one, "|")
			if len(f) != 4 {
				return nil, fmt.Errorf("a person of %s has %d fields", item.File, len(f))
			}
			item.Persons = append(item.Persons, Person{strings.TrimSpace(f[0]), strings.TrimSpace(f[1]), strings.TrimSpace(f[2]), strings.TrimSpace(f[3]) == "1"})
		}
		items = append(items, item)
	}
	return items, nil
}

// Of is what was found, in the form of labels.
func Of(f *reading.Found) Item {
	about, stereotype, disclosure := f.Topic.About, f.Care.Stereotype(), len(f.Care.Disclosures) > 0
	out := Item{Bylines: f.Bylines(), About: &about, Stereotype: &stereotype, Disclosure: &disclosure, Topic: f.Topic.Topic}
	heard := f.Heard()
	for i, p := range f.Persons {
		_, quoted := heard[i]
		out.Persons = append(out.Persons, Person{Name: p.Name, Gender: string(p.Gender), Role: string(p.Role), Quoted: quoted})
	}
	return out
}

// Count holds what was found and right, found and wrong, missed.
type Count struct{ Right, Wrong, Missed int }

// Precision is the share of the right in what was found; 1 if nothing was.
func (c Count) Precision() float64 { return ratio(c.Right, c.Right+c.Wrong) }

// Recall is the share of what is there that was found; 1 if nothing is.
func (c Count) Recall() float64 { return ratio(c.Right, c.Right+c.Missed) }

// F1 is the harmonic mean of precision and recall.
func (c Count) F1() float64 { return ratio(2*c.Right, 2*c.Right+c.Wrong+c.Missed) }

func ratio(part, whole int) float64 {
	if whole == 0 {
		return 1
	}
	return float64(part) / float64(whole)
}

// Share counts the women and the men among persons whose gender is known.
type Share struct{ Women, Men int }

// Add counts a person of a gender; who is unknown is left out.
func (s *Share) Add(gender string) {
	switch gender {
	case string(person.Female):
		s.Women++
	case string(person.Male):
		s.Men++
	}
}

// Percent is the share of women in per cent, 0 if nobody is counted.
func (s Share) Percent() float64 {
	if s.Women+s.Men == 0 {
		return 0
	}
	return 100 * float64(s.Women) / float64(s.Women+s.Men)
}

// Pair is a share as the labels have it and as it was found.
type Pair struct{ Labelled, Found Share }

// Points is how far apart the two are, in percentage points.
func (p Pair) Points() float64 { return p.Found.Percent() - p.Labelled.Percent() }

// Sum adds up over items.
type Sum struct {
	Persons, Quoted, Gender, Role Count
	Foreign                       Count // the persons whose names are not spelled in Vietnamese syllables
	Mentioned, Heard              Pair  // women among the persons, and among those quoted
	Unknown                       int   // persons found whose gender stays unknown though the label knows it
	Same                          int   // persons found that the labels have
	roles                         map[string]*Count

	// Of the articles: what is about gender equality, with all and without those on which
	// readers could disagree; what speaks in stereotypes; what gives a victim away; signatures.
	About, Clear, Stereotype, Disclosure, Bylines Count
	Topic                                         Count // the finer topic, where the labels have one
}

// Name is the form in which names are compared: without stops of initials and in one
// spelling.
func Name(s string) string {
	words := strings.Fields(strings.NewReplacer(".", " ", "’", "'").Replace(s))
	for i := range words {
		words[i] = lexicon.Key(words[i])
	}
	return strings.Join(words, " ")
}

// Add compares what was found in an item with its labels and says how they differ.
func (s *Sum) Add(got, want Item) []string {
	said := s.persons(got.Persons, want.Persons)
	bit := func(name string, into *Count, got, want *bool) {
		switch {
		case want == nil || got == nil:
		case *got && *want:
			into.Right++
		case *got:
			into.Wrong++
			said = append(said, name+" 1, want 0")
		case *want:
			into.Missed++
			said = append(said, name+" 0, want 1")
		}
	}
	bit("is_ge_topic", &s.About, got.About, want.About)
	if before := len(said); !want.Borderline {
		bit("is_ge_topic", &s.Clear, got.About, want.About)
		said = said[:before] // it was said
	}
	bit("stereotype", &s.Stereotype, got.Stereotype, want.Stereotype)
	bit("identity_disclosure", &s.Disclosure, got.Disclosure, want.Disclosure)
	if want.Topic != "" {
		if got.Topic == want.Topic {
			s.Topic.Right++
		} else {
			s.Topic.Wrong++
			s.Topic.Missed++
			said = append(said, "topic "+got.Topic+", want "+want.Topic)
		}
	}
	same := func(list []string, name string) bool {
		return slices.ContainsFunc(list, func(n string) bool { return Name(n) == Name(name) })
	}
	for _, n := range got.Bylines {
		if same(want.Bylines, n) {
			s.Bylines.Right++
		} else {
			s.Bylines.Wrong++
			said = append(said, "too many bylines: "+n)
		}
	}
	for _, n := range want.Bylines {
		if !same(got.Bylines, n) {
			s.Bylines.Missed++
			said = append(said, "missed byline "+n)
		}
	}
	return said
}

// is tells whether a name is the one of a label, which may be a digest of it.
func is(name, label string) bool {
	if strings.HasPrefix(label, reading.DigestPrefix) {
		return reading.Digest(name) == label
	}
	return Name(name) == Name(label)
}

// foreign tells whether a name is one of another language; of a digest nobody can tell.
func foreign(name string) bool {
	return !strings.HasPrefix(name, reading.DigestPrefix) && person.Foreign(name)
}

// persons compares the persons of an item.
func (s *Sum) persons(got, want []Person) []string {
	var said []string
	taken := make([]bool, len(got))
	for _, g := range got {
		s.Mentioned.Found.Add(g.Gender)
		if g.Quoted {
			s.Heard.Found.Add(g.Gender)
		}
	}
	for _, w := range want {
		s.Mentioned.Labelled.Add(w.Gender)
		if w.Quoted {
			s.Heard.Labelled.Add(w.Gender)
		}
		i := slices.IndexFunc(got, func(g Person) bool { return is(g.Name, w.Name) })
		if i < 0 || taken[i] {
			s.missed(w)
			said = append(said, "missed "+w.Name)
			continue
		}
		taken[i] = true
		said = append(said, s.met(got[i], w)...)
	}
	for i, g := range got {
		if !taken[i] {
			s.wrong(g)
			said = append(said, "too many: "+g.Name)
		}
	}
	return said
}

// role counts the persons of a role.
func (s *Sum) role(name string) *Count {
	if s.roles == nil {
		s.roles = map[string]*Count{}
	}
	if s.roles[name] == nil {
		s.roles[name] = &Count{}
	}
	return s.roles[name]
}

// missed counts a person of the labels who was not found.
func (s *Sum) missed(w Person) {
	s.Persons.Missed++
	if foreign(w.Name) {
		s.Foreign.Missed++
	}
	if w.Quoted {
		s.Quoted.Missed++
	}
	s.role(w.Role).Missed++
}

// wrong counts somebody who was found and is no person of the labels.
func (s *Sum) wrong(g Person) {
	s.Persons.Wrong++
	if foreign(g.Name) {
		s.Foreign.Wrong++
	}
	s.role(g.Role).Wrong++
	if g.Quoted {
		s.Quoted.Wrong++
	}
}

// met counts a person of the labels who was found, and says what was found otherwise. A
// gender that stays unknown is missed, not wrong.
func (s *Sum) met(g, w Person) (said []string) {
	s.Persons.Right++
	if foreign(w.Name) {
		s.Foreign.Right++
	}
	s.Same++
	switch {
	case g.Gender == w.Gender:
		s.Gender.Right++
	case g.Gender == string(person.Unknown):
		s.Unknown++
		s.Gender.Missed++
		said = append(said, w.Name+" gender U, want "+w.Gender)
	default:
		s.Gender.Wrong++
		s.Gender.Missed++
		said = append(said, w.Name+" gender "+g.Gender+", want "+w.Gender)
	}
	if g.Role == w.Role {
		s.Role.Right++
		s.role(w.Role).Right++
	} else {
		s.Role.Wrong++
		s.Role.Missed++
		s.role(w.Role).Missed++
		s.role(g.Role).Wrong++
		said = append(said, w.Name+" role "+g.Role+", want "+w.Role)
	}
	switch {
	case g.Quoted && w.Quoted:
		s.Quoted.Right++
	case g.Quoted:
		s.Quoted.Wrong++
		said = append(said, w.Name+" quoted, want not")
	case w.Quoted:
		s.Quoted.Missed++
		said = append(said, w.Name+" not quoted, want quoted")
	}
	return said
}

// Measures are lines to print, one a measure.
func (s *Sum) Measures() []string {
	out := []string{line("persons", s.Persons), line("quoted", s.Quoted),
		line("gender", s.Gender) + fmt.Sprintf("  unknown %d of %d", s.Unknown, s.Same), line("role", s.Role),
		line("foreign names", s.Foreign), share("women mentioned", s.Mentioned), share("women quoted", s.Heard)}
	for _, m := range []struct {
		name string
		c    Count
	}{{"is_ge_topic", s.About}, {"clear topics", s.Clear}, {"topic", s.Topic}, {"stereotype", s.Stereotype}, {"disclosure", s.Disclosure}, {"bylines", s.Bylines}} {
		if m.c != (Count{}) {
			out = append(out, line(m.name, m.c))
		}
	}
	var names []string
	for name := range s.roles {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		out = append(out, line("role "+name, *s.roles[name]))
	}
	return out
}

// share is the line of a share of women.
func share(name string, p Pair) string {
	return fmt.Sprintf("%-16s labelled %.1f %%  found %.1f %%  %+.1f points  (%d of %d, %d of %d)", name, p.Labelled.Percent(), p.Found.Percent(), p.Points(),
		p.Labelled.Women, p.Labelled.Women+p.Labelled.Men, p.Found.Women, p.Found.Women+p.Found.Men)
}

// line is the line of a measure.
func line(name string, c Count) string {
	return fmt.Sprintf("%-16s precision %.3f  recall %.3f  F1 %.3f  (%d right, %d wrong, %d missed)", name, c.Precision(), c.Recall(), c.F1(), c.Right, c.Wrong, c.Missed)
}
