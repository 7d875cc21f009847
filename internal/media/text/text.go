// Package text finds the text of an article in what an outlet published: a saved page
// or plain text. It promises one Unicode form, the story without what the page puts
// around it, and for every byte of the story the bytes that it was made from. The same
// input gives the same text.
package text

import (
	"io/fs"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"binhdang/internal/period"
)

// Kind says what a block of an article is.
type Kind string

// The kinds of blocks.
const (
	Title   Kind = "title"
	Lead    Kind = "lead"
	Body    Kind = "body"
	Heading Kind = "heading"
	Caption Kind = "caption"
	Byline  Kind = "byline" // who wrote, took pictures or edited; no persons of the story
	Dated   Kind = "date"
	Notice  Kind = "notice" // sources, rights: said by the outlet, not by the story
)

// Block is a paragraph of an article: bytes Start to End of its text.
type Block struct {
	Kind       Kind
	Start, End int
}

// Credit is a name under an article or a picture. Start and End are its bytes in the
// text; both are -1 where only the page around the text has it.
type Credit struct {
	Name       string
	Start, End int
}

// Article is what was found.
type Article struct {
	// Text is the title, an empty line and the blocks, each on a line; in NFC, with
	// line feeds, without doubled spaces.
	Text   string
	Blocks []Block
	// Title and Lead are parts of Text; a page without a title has "".
	Title, Lead string
	Captions    []string
	Credits     []Credit
	Published   period.Day // 0: nobody says
	Language    string     // "vi" or "en"
	// Site is the host that the page says it comes from, such as "baoquangninh.vn", and
	// Outlet the name that the page gives it; both "" where the page does not say.
	Site, Outlet string
	// Unsure says that the page gave few signs of where its story is.
	Unsure bool

	origin *Map
}

// Origin gives the bytes of the file that a range of the text was made from: none for
// a title that only the head of the page has.
func (a *Article) Origin(start, end int) (int, int) { return a.origin.Origin(start, end) }

// Main is the text without the title.
func (a *Article) Main() string {
	for _, b := range a.Blocks {
		if b.Kind != Title {
			return a.Text[b.Start:]
		}
	}
	return ""
}

// Reader finds articles by the words for pages that it was made with. It may be used
// by many at a time.
type Reader struct{ cues *cues }

// New reads the words for pages: media/cue.csv and media/layout.csv of content.
func New(content fs.FS) (*Reader, error) {
	c, err := readCues(content)
	if err != nil {
		return nil, err
	}
	return &Reader{c}, nil
}

// own reads by the words that the program brings along.
func own() *Reader { return &Reader{builtIn()} }

// Plain finds the article in plain text by the words that the program brings along. Its
// offsets are those of text; a text that gives none has an empty article.
func Plain(text string) *Article {
	s, m := composed(text, nil)
	a, err := plainPage(s).article(builtIn(), nil, m)
	if err != nil {
		return &Article{Language: "vi"}
	}
	return a
}

// File finds the article in a file by the words that the program brings along.
func File(data []byte) (*Article, error) { return own().File(data) }

// File finds the article in a file: a page where it has tags, else plain text.
func (r *Reader) File(data []byte) (*Article, error) { return new(Outlets).File(r, data) }

// Entry makes an article of what a table has of it: a title, what sums it up and its
// text, each of which may be "". The text may have tags. Its offsets are those of the
// three one under the other; more is not known of the file.
func (r *Reader) Entry(title, lead, body string) (*Article, error) {
	title, lead = oneLine(title), oneLine(lead)
	if looksLikePage(body) {
		var b strings.Builder
		for _, part := range []struct{ tag, text string }{{"h1", title}, {"h2", lead}} {
			if part.text != "" {
				b.WriteString("<" + part.tag + ">" + html.EscapeString(part.text) + "</" + part.tag + ">\n")
			}
		}
		b.WriteString("<div>" + body + "</div>")
		s, m := composed(b.String(), nil)
		a, err := pageArticle(s, m, r.cues, nil)
		if err == nil || title+lead == "" {
			return a, err
		}
		body = "" // tags without words
	}
	s, m := composed(strings.Join(nonEmpty(title, lead, body), "\n"), nil)
	p := plainPage(s)
	p.headed = title != ""
	return p.article(r.cues, nil, m)
}

func nonEmpty(texts ...string) []string {
	return slices.DeleteFunc(texts, func(s string) bool { return strings.TrimSpace(s) == "" })
}

// Day is the first day that a line gives, such as "Thứ hai, 12/5/2024 07:30"; 0 where it
// gives none.
func Day(line string) period.Day {
	if d, err := period.ParseDay(strings.TrimSpace(line)); err == nil {
		return d
	}
	return firstDay(line)
}
