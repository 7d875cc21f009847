package items

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
)

// ids are the columns that a table of items may have.
var ids = []string{"day", "outlet", "medium", "section", "title", "lead", "body", "link", "length", "author"}

// readHeads reads the heads that columns are known by; the first of each stands for them.
func readHeads(content fs.FS) ([]sheet.Column, error) {
	columns := make([]sheet.Column, len(ids))
	err := lines(content, "media/head.csv", "column,head", func(r []string) bool {
		i := slices.Index(ids, r[0])
		if i < 0 {
			return false
		}
		if c := &columns[i]; c.Heading == "" {
			*c = sheet.Column{ID: r[0], Heading: r[1], Date: r[0] == "day"}
		} else {
			c.Aliases = append(c.Aliases, r[1])
		}
		return true
	})
	return slices.DeleteFunc(columns, func(c sheet.Column) bool { return c.Heading == "" }), err
}

// mediumWord is a word in the name of an outlet, or a site, that tells its medium.
type mediumWord struct {
	medium Medium
	site   bool
	word   string // of names folded, between spaces
}

func readMedia(content fs.FS) ([]mediumWord, error) {
	var out []mediumWord
	err := lines(content, "media/medium.csv", "medium,where,word", func(r []string) bool {
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

// lines reads a file of words; use tells whether a line is good.
func lines(content fs.FS, name, head string, use func([]string) bool) error {
	f, err := content.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	all, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return err
	}
	for i, r := range all {
		s := strings.Join(r, ",")
		if i == 0 && s == head || i > 0 && use(r) {
			continue
		}
		return fault.New(fault.Invalid, "media.items.head", "row", s).At(name, i+1)
	}
	return nil
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
