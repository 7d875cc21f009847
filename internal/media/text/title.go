package text

import (
	"strings"

	"binhdang/internal/vn"
)

// findTitle looks for the block that says what the page's head says.
func (f *finder) findTitle() {
	heads, sides := f.headTitles(f.openTitle, f.headTitle)
	best := 0
	for i := range f.blocks {
		if points := f.titlePoints(&f.blocks[i], heads, sides); points > best {
			best, f.title = points, i
		}
	}
	if best < 4 { // no more than some words of a heading speak for it
		if i := f.headingOfAll(); i >= 0 {
			f.title = i
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

// titlePoints is how much speaks for a block being the title, 0 or less for nothing: that it
// says what the head says, wholly, in part or in most of its words; then what its element is.
func (f *finder) titlePoints(b *block, heads []string, sides map[string]bool) (points int) {
	n := &f.nodes[b.node]
	if b.words == 0 || b.words > 60 {
		return 0
	}
	text := f.text[b.start:b.end]
	linked := b.links*2 > b.words // the title of another article, most likely
	heading := !linked && (n.tag == tH1 || n.tag == tHeading || n.does&title != 0)
	if heading || hasPrefixFold(f.openTitle, text) || hasPrefixFold(f.headTitle, text) {
		key := vn.Fold(string(text))
		if sides[key] {
			return 0 // the name of the site or of a section
		}
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
		return 0
	case n.tag == tH1:
		points += 3
	case n.does&title != 0, n.tag == tHeading:
		points += 2
	}
	if linked {
		points -= 3
		if f.organisation(string(text)) {
			points -= 5 // the way to the first page
		}
	}
	return points
}

// titleMarks stand in the head of a page between a title and the names of section and site.
var titleMarks = []string{" | ", " - ", " – ", " — ", " :: ", " » "}

// titleParts are the title of a page's head between such marks.
func titleParts(title string) []string {
	for _, mark := range titleMarks {
		title = strings.ReplaceAll(title, mark, "\x00")
	}
	return strings.Split(title, "\x00")
}

// headTitles are the titles that the head of a page may mean, folded: each as it is and
// its longest part that is no organisation's name. sides are short parts beside it and
// such names.
func (f *finder) headTitles(titles ...string) (heads []string, sides map[string]bool) {
	sides = map[string]bool{}
	for _, t := range titles {
		heads = append(heads, vn.Fold(t))
		longest := ""
		parts := titleParts(t)
		for _, p := range parts {
			if !f.organisation(p) && len(p) > len(longest) {
				longest = p
			}
		}
		if len(parts) < 2 || len(strings.Fields(longest)) < 4 {
			continue
		}
		heads = append(heads, vn.Fold(longest))
		for _, p := range parts {
			if f.organisation(p) || len(strings.Fields(p)) < 5 {
				sides[vn.Fold(p)] = true
			}
		}
	}
	for _, h := range heads {
		delete(sides, h)
	}
	return heads, sides
}

func (f *finder) organisation(name string) bool {
	w := strings.Fields(name)
	return len(w) > 0 && f.cues.lines[vn.Fold(w[0])]&organisation != 0
}

// headingOfAll is the first heading behind which most of the text of the page stands,
// -1 where there is none: of use where the head of the page has the name of the site.
func (f *finder) headingOfAll() int {
	var all int32
	for i := range f.blocks {
		all += f.worth(&f.blocks[i])
	}
	var before int32
	for i := range f.blocks {
		b := &f.blocks[i]
		n := &f.nodes[b.node]
		w := f.worth(b)
		if before > 40 && before*4 > all {
			break
		}
		if (n.tag == tH1 || n.tag == tHeading || n.does&title != 0) && b.links == 0 && b.words >= 4 && b.words <= 40 && f.soon(i) {
			return i
		}
		before += w
	}
	return -1
}

// soon tells whether a paragraph follows within a few blocks.
func (f *finder) soon(i int) bool {
	for k := i + 1; k < len(f.blocks) && k <= i+4; k++ {
		if f.worth(&f.blocks[k]) >= 12 {
			return true
		}
	}
	return false
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
	for _, mark := range titleMarks {
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
