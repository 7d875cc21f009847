package items

import (
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"binhdang/internal/media/text"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
)

// ids are the columns that a table of items may have.
var ids = []string{"day", "outlet", "medium", "section", "title", "lead", "body", "link", "length", "author"}

// readHeads reads the heads that columns are known by. Each head is a column of its own
// for the table, so that one with both "Chuyên mục" and "Chương trình" is no riddle.
func readHeads(content fs.FS) (columns []sheet.Column, err error) {
	err = text.Lines(content, "media/head.csv", "column,head", "media.items.head", func(r []string) bool {
		columns = append(columns, sheet.Column{ID: fmt.Sprintf("%s %03d", r[0], len(columns)), Heading: r[1], Date: r[0] == "day"})
		return slices.Contains(ids, r[0])
	})
	return columns, err
}

// values are the cells of a row that bear the heads of a column, the head that stands
// first in the list first.
func values(row *sheet.Row, id string) []string {
	var keys, out []string
	for k, s := range row.Cells {
		if strings.HasPrefix(k, id+" ") && strings.TrimSpace(s) != "" {
			keys = append(keys, k)
		}
	}
	slices.Sort(keys)
	for _, k := range keys {
		out = append(out, strings.TrimSpace(row.Cells[k]))
	}
	return out
}

// mediumWord is a word in the name of an outlet, or a site, that tells its medium.
type mediumWord struct {
	medium Medium
	site   bool
	word   string // of names folded, between spaces
}

func readMedia(content fs.FS) ([]mediumWord, error) {
	var out []mediumWord
	err := text.Lines(content, "media/medium.csv", "medium,where,word", "media.items.head", func(r []string) bool {
		w := mediumWord{Medium(r[0]), r[1] == "site", strings.ToLower(r[2])}
		if !w.site {
			w.word = " " + spaced(r[2]) + " "
		}
		out = append(out, w)
		return slices.Contains([]Medium{Press, Radio, TV, Portal, Social}, w.medium) && (w.site || r[1] == "outlet")
	})
	slices.SortStableFunc(out, func(a, b mediumWord) int { return len(b.word) - len(a.word) })
	return out, err
}

// medium is what the words say: what the table calls it, else the name of the outlet,
// else where the link leads. A name with words of several media tells none.
func (r *Reader) medium(said, outlet, host string) Medium {
	for _, s := range []string{said, outlet} {
		if m := r.mediumOf(s); m != "" {
			return m
		}
	}
	for _, w := range r.media {
		if w.site && (host == w.word || strings.HasSuffix(host, "."+w.word)) {
			return w.medium
		}
	}
	return ""
}

func (r *Reader) mediumOf(name string) Medium {
	s := " " + spaced(name) + " "
	found := map[Medium]bool{}
	var last Medium
	for _, w := range r.media { // longer words first
		if !w.site && strings.Contains(s, w.word) {
			s = strings.ReplaceAll(s, w.word, "  ")
			found[w.medium], last = true, w.medium
		}
	}
	switch {
	case found[Social]: // a newspaper's page there
		return Social
	case found[Portal]:
		return Portal
	case len(found) == 1:
		return last
	}
	return ""
}

// spaced is a name folded, with single spaces for what stands between words.
func spaced(s string) string {
	return strings.Join(strings.FieldsFunc(vn.Fold(s), func(r rune) bool { return !(r >= 'a' && r <= 'z' || r >= '0' && r <= '9') }), " ")
}
