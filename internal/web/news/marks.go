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
}

// marked is the text of an article in lines, with what its reading found.
func marked(q *base.Request, a *ledger.Article) []textLine {
	r := a.Reading()
	cuts := []int{0, len(a.Text)}
	cut := func(s reading.Span) {
		if s.Start >= 0 && s.Start <= s.End && s.End <= len(a.Text) {
			cuts = append(cuts, s.Start, s.End)
		}
	}
	blank := joined(r.Blank(), len(a.Text))
	for _, p := range r.Persons {
		each(p.At, cut)
		for _, said := range p.Quotes {
			cut(said.At)
		}
	}
	for _, t := range r.Terms {
		cut(t.At)
	}
	for _, p := range r.Phrases {
		cut(p.At)
	}
	each(blank, cut)
	for i := range a.Text {
		if a.Text[i] == '\n' {
			cuts = append(cuts, i, i+1)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)

	lines := []textLine{{Head: a.HasTitle}}
	for i := 0; i+1 < len(cuts); i++ {
		at := reading.Span{Start: cuts[i], End: cuts[i+1]}
		text := a.Text[at.Start:at.End]
		if text == "\n" {
			lines = append(lines, textLine{})
			continue
		}
		line := &lines[len(lines)-1]
		if b := slices.IndexFunc(blank, at.Over); b >= 0 {
			if blank[b].Start == at.Start {
				line.Parts = append(line.Parts, textPart{Blank: q.Word("web.news.blank", "bytes", bytesOf(blank[b].Start, blank[b].End))})
			}
			continue
		}
		line.Parts = append(line.Parts, partAt(q, r, at, text))
	}
	return slices.DeleteFunc(lines, func(l textLine) bool {
		return !slices.ContainsFunc(l.Parts, func(p textPart) bool { return p.Blank != "" || strings.TrimSpace(p.Text) != "" })
	})
}

// partAt is a piece with all that was found over it.
func partAt(q *base.Request, r *reading.Reading, at reading.Span, text string) textPart {
	out := textPart{Text: text}
	var class []string
	for i := range r.Persons {
		p := &r.Persons[i]
		for k, m := range p.At {
			if !m.Over(at) {
				continue
			}
			class = append(class, "named", genderWord(p.Gender))
			if k == 0 && m.Start == at.Start {
				out.IDs = append(out.IDs, "n-"+strconv.Itoa(i+1))
			}
			if m.End == at.End {
				out.Badge = strconv.Itoa(i + 1)
				if k == 0 {
					out.Gender = q.Word("web.news.gender." + string(p.Gender))
				}
			}
		}
		for _, said := range p.Quotes {
			if !said.At.Over(at) {
				continue
			}
			class = append(class, "said")
			if said.At.Start == at.Start {
				out.Said = q.Word("web.news.said_by", "n", strconv.Itoa(i+1))
			}
		}
	}
	if slices.ContainsFunc(r.Terms, func(t reading.Term) bool { return t.At.Over(at) }) {
		class = append(class, "term")
	}
	for i, p := range r.Phrases {
		if !p.At.Over(at) {
			continue
		}
		out.Phrase = true
		if p.At.Start == at.Start {
			out.IDs = append(out.IDs, "l-"+strconv.Itoa(i+1))
		}
		if p.At.End == at.End {
			out.Flag = strconv.Itoa(i + 1)
		}
	}
	slices.Sort(class)
	out.Class = strings.Join(slices.Compact(class), " ")
	return out
}

func each(list []reading.Span, f func(reading.Span)) {
	for _, s := range list {
		f(s)
	}
}

// joined puts ranges that touch into one, each within a text.
func joined(list []reading.Span, length int) []reading.Span {
	list = slices.Clone(list)
	slices.SortFunc(list, func(a, b reading.Span) int { return a.Start - b.Start })
	var out []reading.Span
	for _, s := range list {
		s.Start, s.End = max(s.Start, 0), min(s.End, length)
		switch n := len(out) - 1; {
		case s.Start >= s.End:
		case n >= 0 && s.Start <= out[n].End:
			out[n].End = max(out[n].End, s.End)
		default:
			out = append(out, s)
		}
	}
	return out
}
