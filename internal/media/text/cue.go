package text

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"strings"
	"sync"
	"unicode"

	"binhdang/content"
	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// effect is what a word of a page says about the block or the element that bears it.
type effect uint32

// The effects are told in content/media/SOURCES.md, where those who add words look.
const (
	drop effect = 1 << iota
	by
	date
	caption
	lead
	body
	title
	cut
	line
	photo
	source
	notice
	organisation
	masthead
	begin
	talk
	invite
	weak
)

var effects = map[string]effect{"drop": drop, "by": by, "date": date, "caption": caption, "lead": lead, "body": body, "title": title,
	"cut": cut, "line": line, "photo": photo, "source": source, "notice": notice, "organisation": organisation, "masthead": masthead, "begin": begin, "talk": talk, "invite": invite, "weak": weak}

// cues are the words of content/media, as they are looked up.
type cues struct {
	lines map[string]effect // folded
	words map[string]effect // words of classes
	whole map[string]effect // whole classes
	parts []layoutPart
	long  int // letters of the longest of lines

	phrases []layoutPart // those of lines that are looked for within a text
}

type layoutPart struct {
	word string
	does effect
}

// builtIn are the words that the program brings along; the tests of this package read them.
var builtIn = sync.OnceValue(func() *cues {
	c, err := readCues(content.FS)
	if err != nil {
		panic(err) // embedded, and tested
	}
	return c
})

func readCues(fsys fs.FS) (*cues, error) {
	c := &cues{lines: map[string]effect{}, words: map[string]effect{}, whole: map[string]effect{}}
	err := rows(fsys, "media/cue.csv", "cue,effect", func(r []string, does effect) {
		key := vn.Fold(r[0])
		c.lines[key] |= does
		c.long = max(c.long, len(key))
		if does&(notice|masthead|invite) != 0 {
			c.phrases = append(c.phrases, layoutPart{key, does})
		}
	})
	if err != nil {
		return nil, err
	}
	return c, rows(fsys, "media/layout.csv", "match,word,effect", func(r []string, does effect) {
		if r[0] == "part" {
			c.parts = append(c.parts, layoutPart{r[1], does})
			return
		}
		if r[0] == "class" {
			c.whole[r[1]] |= does
			return
		}
		c.words[r[1]] |= does
	})
}

// rows reads a file of words; the last column is the effect.
func rows(fsys fs.FS, name, head string, use func([]string, effect)) error {
	return Lines(fsys, name, head, "media.text.cue", func(r []string) bool {
		does, known := effects[r[len(r)-1]]
		if known {
			use(r, does)
		}
		return known
	})
}

// Lines reads a file of words, a CSV whose first line is head; use tells whether a line is
// good. One that is not, or another head, is the fault with that key, with its place.
func Lines(content fs.FS, name, head, key string, use func(row []string) bool) error {
	data, err := fs.ReadFile(content, name)
	if err != nil {
		return err
	}
	all, err := csv.NewReader(bytes.NewReader(data)).ReadAll()
	if err != nil {
		return err
	}
	for i, r := range all {
		s := strings.Join(r, ",")
		if i == 0 && s == head || i > 0 && use(r) {
			continue
		}
		return fault.New(fault.Invalid, key, "row", s).At(name, i+1)
	}
	return nil
}

// ofLine says what a line of its own means: a cue alone, or one with a number, a colon
// or brackets behind it. rest is what follows the cue.
func (c *cues) ofLine(s string) (does effect, rest string) {
	s = strings.TrimLeft(s, ">»-–•*▪■►▶+| \u00a0#")
	if i := strings.IndexAny(s, ":("); i > 0 && i < 2*c.long {
		if d := c.lines[vn.Fold(s[:i])]; d != 0 {
			return d, strings.TrimLeft(s[i:], ": ")
		}
	}
	if len(s) > 2*c.long {
		return 0, ""
	}
	f := strings.TrimRight(vn.Fold(strings.TrimRight(s, ".…:>»→ ")), " 0123456789")
	if d := c.lines[f]; d != 0 {
		return d, ""
	}
	// "Các tin đã đưa ngày", "Quay lại Báo X": a cue and a few words.
	for n := range 3 {
		i := strings.LastIndexByte(f, ' ')
		if i < 0 {
			break
		}
		f = f[:i]
		switch d := c.lines[f]; {
		case d&begin != 0:
			return line, ""
		case d&(cut|talk) != 0 && n < 2 && strings.Count(f, " ") >= 2:
			return d & (cut | talk), ""
		}
	}
	return 0, ""
}

// within counts the phrases of one kind in a text.
func (c *cues) within(s string, kind effect) (n int) {
	key := vn.Fold(s)
	for _, p := range c.phrases {
		if p.does&kind != 0 && strings.Contains(key, p.word) {
			n++
		}
	}
	return n
}

// invites tells whether a paragraph begins with what an outlet says to its readers.
func (c *cues) invites(s string) bool {
	key := vn.Fold(s[:min(len(s), 3*c.long)])
	for _, p := range c.phrases {
		if p.does&invite != 0 && strings.HasPrefix(key, p.word) {
			return true
		}
	}
	return false
}

// ofClass says what the class and id of an element mean.
func (c *cues) ofClass(class string) effect {
	var does effect
	var joined, word strings.Builder
	end := func() {
		if word.Len() > 0 {
			does |= c.words[word.String()]
			word.Reset()
		}
	}
	small := false
	for _, r := range class {
		switch {
		case unicode.IsLetter(r):
			if unicode.IsUpper(r) && small {
				end()
			}
			small = unicode.IsLower(r)
			r = unicode.ToLower(r)
			word.WriteRune(r)
			joined.WriteRune(r)
		case r == ' ':
			end()
			joined.WriteByte(' ') // a piece does not reach from one class into the next
		default:
			end()
			small = false
		}
	}
	end()
	all := joined.String()
	for _, p := range c.parts {
		if strings.Contains(all, p.word) {
			does |= p.does
		}
	}
	if does&weak != 0 && does&(lead|title|body|caption) == 0 {
		does |= drop
	}
	return does&^weak | c.ofWhole(class)
}

// ofWhole says what whole classes mean. What is hidden on small screens alone is shown.
func (c *cues) ofWhole(class string) (does effect) {
	for w := range strings.FieldsSeq(strings.ToLower(class)) {
		does |= c.whole[w]
		if _, shown, ok := strings.Cut(w, ":"); ok && c.whole[shown] == 0 {
			switch shown {
			case "block", "flex", "grid", "inline", "inline-block", "table":
				return 0
			}
		}
	}
	return does
}
