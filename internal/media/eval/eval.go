// Package eval measures what the program finds in articles against what a careful reader
// labelled: precision, recall and F1 of each measure.
package eval

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"binhdang/internal/media/lexicon"
)

// Person is one entry of the column persons.
type Person struct {
	Name, Gender, Role string
	Quoted             bool
}

// Item is a row of labels.
type Item struct {
	File    string
	Persons []Person
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
	var items []Item
	for _, row := range rows[1:] {
		item := Item{File: row[file]}
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

// Sum adds up over items.
type Sum struct {
	Persons, Quoted, Gender, Role Count
	Unknown                       int // persons found whose gender stays unknown though the label knows it
	Same                          int // persons found that the labels have
	roles                         map[string]*Count
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

// Add compares the persons found in an item with its labels and says how they differ.
func (s *Sum) Add(got, want []Person) []string {
	var said []string
	if s.roles == nil {
		s.roles = map[string]*Count{}
	}
	role := func(name string) *Count {
		if s.roles[name] == nil {
			s.roles[name] = &Count{}
		}
		return s.roles[name]
	}
	taken := make([]bool, len(got))
	for _, w := range want {
		i := slices.IndexFunc(got, func(g Person) bool { return Name(g.Name) == Name(w.Name) })
		if i < 0 || taken[i] {
			s.Persons.Missed++
			if w.Quoted {
				s.Quoted.Missed++
			}
			role(w.Role).Missed++
			said = append(said, "missed "+w.Name)
			continue
		}
		taken[i] = true
		g := got[i]
		s.Persons.Right++
		s.Same++
		switch {
		case g.Gender == w.Gender:
			s.Gender.Right++
		case g.Gender == "U":
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
			role(w.Role).Right++
		} else {
			s.Role.Wrong++
			s.Role.Missed++
			role(w.Role).Missed++
			role(g.Role).Wrong++
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
	}
	for i, g := range got {
		if taken[i] {
			continue
		}
		s.Persons.Wrong++
		role(g.Role).Wrong++
		if g.Quoted {
			s.Quoted.Wrong++
		}
		said = append(said, "too many: "+g.Name)
	}
	return said
}

// Measures are lines to print, one a measure.
func (s *Sum) Measures() []string {
	out := []string{line("persons", s.Persons), line("quoted", s.Quoted),
		line("gender", s.Gender) + fmt.Sprintf("  unknown %d of %d", s.Unknown, s.Same), line("role", s.Role)}
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

func line(name string, c Count) string {
	return fmt.Sprintf("%-16s precision %.3f  recall %.3f  F1 %.3f  (%d right, %d wrong, %d missed)", name, c.Precision(), c.Recall(), c.F1(), c.Right, c.Wrong, c.Missed)
}
