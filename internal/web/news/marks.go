package news

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/ledger"
	"binhdang/internal/media/reading"
	"binhdang/internal/web/base"
)

// textLine is one line of an article with what was found in it.
type textLine struct {
	Head  bool // the title
	Parts []textPart
}

// textPart is a piece of a line over which the same things were found.
type textPart struct {
	Text   string
	Class  string   // of what it is: named women|men|unknown, said, term; "" for plain text
	Phrase bool     // a word that stereotypes
	IDs    []string // what leads here leads to these
	Badge  string   // the number of the person whose name ends here
	Gender string   // the word of the gender at the person's first mention
	Flag   string   // the number of the phrase that ends here
	Said   string   // who is heard, where a quote begins
	Blank  string   // in place of a sentence that is not kept
	Bytes  string   // of that sentence
}

// mark is one thing that was found over a range: of a person, of a quote, of a term, of a phrase.
type mark struct {
	reading.Span
	what string
	i, k int // index of the person or phrase, and of its place
}

// The kinds of marks.
const (
	named  = "named"
	said   = "said"
	term   = "term"
	phrase = "phrase"
)

// marksOf are the marks of a reading in a text, in its order.
func marksOf(r *reading.Reading, length int) []mark {
	var out []mark
	add := func(at reading.Span, what string, i, k int) {
		if at.Start >= 0 && at.Start < at.End && at.End <= length {
			out = append(out, mark{at, what, i, k})
		}
	}
	for i, p := range r.Persons {
		for k, at := range p.At {
			add(at, named, i, k)
		}
		for k, q := range p.Quotes {
			add(q.At, said, i, k)
		}
	}
	for i, t := range r.Terms {
		add(t.At, term, i, 0)
	}
	for i, p := range r.Phrases {
		add(p.At, phrase, i, 0)
	}
	slices.SortStableFunc(out, func(a, b mark) int { return a.Start - b.Start })
	return out
}

// marked is the text of an article in lines, with what its reading found.
func marked(q *base.Request, a *ledger.Article) []textLine {
	r := a.Reading()
	blank := reading.Joined(r.Blank())
	marks := marksOf(r, len(a.Text))
	cuts := []int{0, len(a.Text)}
	for _, m := range marks {
		cuts = append(cuts, m.Start, m.End)
	}
	for _, b := range blank {
		cuts = append(cuts, b.Start, b.End)
	}
	for i := range a.Text {
		if a.Text[i] == '\n' {
			cuts = append(cuts, i, i+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)

	lines := []textLine{{Head: a.HasTitle}}
	var over []mark // those that lie over the piece: one pass, however many an article has
	for i := 0; i+1 < len(cuts); i++ {
		at := reading.Span{Start: cuts[i], End: cuts[i+1]}
		for len(marks) > 0 && marks[0].Start <= at.Start {
			over, marks = append(over, marks[0]), marks[1:]
		}
		over = slices.DeleteFunc(over, func(m mark) bool { return m.End <= at.Start })
		for len(blank) > 0 && blank[0].End <= at.Start {
			blank = blank[1:]
		}
		text := a.Text[at.Start:at.End]
		if text == "\n" {
			lines = append(lines, textLine{})
			continue
		}
		line := &lines[len(lines)-1]
		if len(blank) > 0 && blank[0].Over(at) {
			if blank[0].Start == at.Start {
				line.Parts = append(line.Parts, textPart{Blank: q.Word("web.news.blank"), Bytes: bytesIn(q, blank[0])})
			}
			continue
		}
		line.Parts = append(line.Parts, partAt(q, r, at, text, over))
	}
	return slices.DeleteFunc(lines, func(l textLine) bool {
		return !slices.ContainsFunc(l.Parts, func(p textPart) bool { return p.Blank != "" || strings.TrimSpace(p.Text) != "" })
	})
}

// partAt is a piece with all that was found over it.
func partAt(q *base.Request, r *reading.Reading, at reading.Span, text string, over []mark) textPart {
	out := textPart{Text: text}
	over = slices.Clone(over) // the later person has the last word
	slices.SortStableFunc(over, func(a, b mark) int { return a.i - b.i })
	var class []string
	for _, m := range over {
		number := strconv.Itoa(m.i + 1)
		switch m.what {
		case named:
			p := &r.Persons[m.i]
			class = append(class, named, genderWord(p.Gender))
			if m.k == 0 && m.Start == at.Start {
				out.IDs = append(out.IDs, "n-"+number)
			}
			if m.End == at.End {
				out.Badge = number
				if m.k == 0 {
					out.Gender = q.Word("web.news.gender." + string(p.Gender))
				}
			}
		case said:
			class = append(class, said)
			if m.Start == at.Start {
				out.Said = q.Word("web.news.said_by", "n", number)
			}
		case term:
			class = append(class, term)
		case phrase:
			out.Phrase = true
			if m.Start == at.Start {
				out.IDs = append(out.IDs, "l-"+number)
			}
			if m.End == at.End {
				out.Flag = number
			}
		}
	}
	slices.Sort(class)
	out.Class = strings.Join(slices.Compact(class), " ")
	return out
}
