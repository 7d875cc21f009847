package text

import (
	"strings"

	"binhdang/internal/vn"
)

// findTitle looks for the block that says what the page's head says.
func (f *finder) findTitle() {
	heads := []string{vn.Fold(f.openTitle), vn.Fold(f.headTitle)}
	best := 0
	for i := range f.blocks {
		b := &f.blocks[i]
		n := &f.nodes[b.node]
		if b.words == 0 || b.words > 60 {
			continue
		}
		points := 0
		heading := n.tag == tH1 || n.tag == tHeading || n.does&title != 0
		text := f.text[b.start:b.end]
		if heading && b.links*2 > b.words {
			heading = false // the title of another article, most likely
		}
		if heading || hasPrefixFold(f.openTitle, text) || hasPrefixFold(f.headTitle, text) {
			key := vn.Fold(string(text))
			for _, head := range heads {
				switch {
				case key == "" || head == "":
				case head == key:
					points = max(points, 8)
				case strings.HasPrefix(head, key) && len(key)*2 > len(head), strings.HasPrefix(key, head) && len(head) > 12:
					points = max(points, 6)
				case heading && alike(head, key):
					points = max(points, 4)
				}
			}
		}
		if points == 0 && n.tag == tH1 && b.words >= 4 {
			points = 1
		}
		switch {
		case points == 0:
			continue
		case n.tag == tH1:
			points += 3
		case n.does&title != 0, n.tag == tHeading:
			points += 2
		}
		if b.links*2 > b.words {
			points -= 3
		}
		if points > best {
			best, f.title = points, i
		}
	}
	f.name = f.openTitle
	if f.name == "" {
		f.name = siteless(f.headTitle)
	}
	if f.title >= 0 {
		f.name = ""
	}
}

// hasPrefixFold tells whether a text begins the title, without making copies.
func hasPrefixFold(s string, prefix []byte) bool {
	return len(prefix) > 8 && len(s) >= len(prefix) && strings.EqualFold(s[:len(prefix)], string(prefix))
}

// alike tells whether two titles share most of their words.
func alike(a, b string) bool {
	words := map[string]bool{}
	for w := range strings.FieldsSeq(a) {
		words[w] = true
	}
	all, both := 0, 0
	for w := range strings.FieldsSeq(b) {
		all++
		if words[w] {
			both++
		}
	}
	return all >= 4 && both*10 >= all*7
}

// siteless is the title of a tab without the name of the site behind it.
func siteless(s string) string {
	for _, mark := range []string{" | ", " - ", " – ", " — ", " :: ", " » "} {
		if i := strings.LastIndex(s, mark); i > 0 && len(strings.Fields(s[:i])) >= 4 && len(strings.Fields(s[i:])) <= 8 {
			return s[:i]
		}
	}
	return s
}

// titled says of every node with the title in it that it is no box beside the story.
func (f *finder) titled() {
	if f.title < 0 {
		return
	}
	for n := f.blocks[f.title].node; n >= 0; n = f.nodes[n].parent {
		f.nodes[n].does &^= drop
	}
}
