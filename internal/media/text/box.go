package text

import (
	"strings"
	"unicode"
)

// teasers drops lists of other articles: elements of one form, each of which begins
// with a link and says little more.
func (f *finder) teasers() {
	type list struct {
		parent int32
		sig    uint32
	}
	found := map[list][]int32{}
	for i := 1; i < len(f.nodes); i++ {
		n := &f.nodes[i]
		if (n.tag == tBlock || n.tag == tLi || n.tag == tArticle || n.tag == tTd || n.tag == tTr || n.tag == tTable) && f.isTeaser(n) {
			key := list{n.parent, n.sig}
			found[key] = append(found[key], int32(i))
		}
	}
	for _, items := range found {
		if len(items) < 2 {
			continue
		}
		for _, i := range items {
			for b := f.nodes[i].first; b < f.nodes[i].last; b++ {
				f.blocks[b].gone = true
			}
		}
	}
	// The same without elements around each: link, text, link, text.
	for i := 2; i < len(f.blocks); i++ {
		before, b := &f.blocks[i-2], &f.blocks[i-1]
		if f.heads(before) && f.heads(&f.blocks[i]) && b.words <= 70 && i-1 != f.title && i >= 4 &&
			(f.heads(&f.blocks[i-4]) || i+2 < len(f.blocks) && f.heads(&f.blocks[i+2])) {
			b.gone = true
			if last := i + 1; last < len(f.blocks) && f.blocks[last].words <= 70 && last != f.title &&
				f.blocks[last].node != f.body && f.nodes[f.blocks[last].node].parent == f.nodes[b.node].parent && f.nodes[f.blocks[last].node].sig == f.nodes[b.node].sig {
				f.blocks[last].gone = true
			}
		}
	}
}

// linkLine tells whether a block is the linked title of another article.
func (f *finder) linkLine(b *block) bool { return b.words >= 4 && b.links*5 >= b.words*4 }

// heads tells whether a link line is the head of what follows it; ">> Xem thêm: ..." is
// not: the story goes on behind it.
func (f *finder) heads(b *block) bool {
	if !f.linkLine(b) || b.opens == 0 {
		return false
	}
	switch f.text[b.start] {
	case '>', '*', '+', '-':
		return false
	}
	return true
}

// dropHeaded drops boxes and further stories that begin with the linked title of another
// article, where enough of the story stands before them.
func (f *finder) dropHeaded() {
	var before int32
	for i := f.title + 1; i < len(f.blocks); i++ {
		b := &f.blocks[i]
		if n := f.nodes[b.node].tag; b.gone || n != tHeading && n != tH1 || !f.linkLine(b) || before < 40 {
			before += f.worth(b)
			continue
		}
		box := b.node
		for n := f.nodes[box].parent; n > 0 && int(f.nodes[n].first) == i && !(f.title >= 0 && f.holds(f.title, &f.nodes[n])); n = f.nodes[n].parent {
			box = n
		}
		if box == b.node || f.nodes[box].does&body != 0 {
			continue
		}
		for k := f.nodes[box].first; k < f.nodes[box].last; k++ {
			f.blocks[k].gone = true
		}
		i = int(f.nodes[box].last) - 1
	}
}

// dropAbout drops what is said of the authors: long texts in their elements, where these
// hold little of the page.
func (f *finder) dropAbout() {
	var all int32
	for i := range f.blocks {
		all += f.worth(&f.blocks[i])
	}
	for i := 1; i < len(f.nodes); i++ {
		n := &f.nodes[i]
		if n.does&by == 0 || f.title >= 0 && f.holds(f.title, n) {
			continue
		}
		var here int32
		for b := n.first; b < n.last; b++ {
			here += f.worth(&f.blocks[b])
		}
		if here*3 > all {
			continue
		}
		for b := n.first; b < n.last; b++ {
			if f.blocks[b].words > 15 {
				f.blocks[b].gone = true
			}
		}
	}
}

func (f *finder) isTeaser(n *node) bool {
	size := n.last - n.first
	if size < 1 || size > 7 || f.title >= 0 && f.holds(f.title, n) {
		return false
	}
	words := int32(0)
	for b := n.first; b < n.last; b++ {
		words += f.blocks[b].words
	}
	if words > 130 {
		return false
	}
	for b := n.first; b < min(n.first+2, n.last); b++ {
		k := &f.blocks[b]
		if k.opens >= 3 && k.opens >= k.links-1 && !goesOn(k.afterLink) {
			return true
		}
		if k.links < k.words && k.words > 6 {
			return false
		}
	}
	return false
}

func (f *finder) holds(b int, n *node) bool { return int32(b) >= n.first && int32(b) < n.last }

// goesOn tells whether a sentence goes on behind a link.
func goesOn(r rune) bool {
	return unicode.IsLower(r) || strings.ContainsRune(",;:.?!)”’", r) && r != 0
}

// dropByClass drops what its element calls a menu, a box or the like.
func (f *finder) dropByClass() {
	var total int32
	kept := make([]bool, len(f.blocks)) // would stay
	for i := range f.blocks {
		b := &f.blocks[i]
		w := f.worth(b)
		if f.title >= 0 && i <= f.title {
			w = 0
		}
		total += w
		kept[i] = w > 0
	}
	dropped := make([]bool, len(f.nodes))
	for i := 1; i < len(f.nodes); i++ {
		n := &f.nodes[i]
		if dropped[n.parent] {
			dropped[i] = true
			continue
		}
		if n.does&drop == 0 {
			continue
		}
		var here int32
		for b := n.first; b < n.last; b++ {
			if kept[b] {
				here += f.blocks[b].words - f.blocks[b].links
			}
		}
		// What holds most of the text is the story, whatever its element is called.
		if here*2 > total && (f.title < 0 || f.leftBeside(n, kept) < 30) {
			n.does &^= drop
			f.unsure = true
			continue
		}
		dropped[i] = true
	}
	for i := range f.blocks {
		b := &f.blocks[i]
		if dropped[b.node] && i != f.title {
			if f.nodes[b.node].does&date != 0 || b.words <= 12 && hasDate(f.str(b)) {
				f.dates = append(f.dates, f.str(b))
			}
			b.gone = true
		}
	}
}

// leftBeside counts the words that would stay if the node were dropped.
func (f *finder) leftBeside(n *node, kept []bool) (words int32) {
	for i := range f.blocks {
		b := &f.blocks[i]
		if !kept[i] || int32(i) >= n.first && int32(i) < n.last {
			continue
		}
		inDrop := false
		for k := b.node; k > 0; k = f.nodes[k].parent {
			inDrop = inDrop || f.nodes[k].does&drop != 0
		}
		if !inDrop {
			words += b.words - b.links
		}
	}
	return words
}

// cutAtCues drops boxes of other articles that begin with a heading such as "Tin liên quan".
func (f *finder) cutAtCues() {
	told := int32(0) // words of the story so far
	for i := range f.blocks {
		b := &f.blocks[i]
		if i > 0 && i-1 != f.title && f.within(i-1, f.body) {
			told += f.worth(&f.blocks[i-1])
		}
		if b.gone || i == f.title || b.words == 0 {
			continue
		}
		if b.words > 14 {
			b.gone = b.words <= 50 && f.cues.invites(f.str(b))
			continue
		}
		does, rest := f.cues.ofLine(f.str(b))
		switch {
		case does&line != 0 && len(rest) < 60:
			b.gone = true
		case does&line != 0 && b.links > 0:
			b.gone = true // see also, and a link
		case does&talk != 0 && told >= 60:
			for k := i; k < len(f.blocks) && f.within(k, f.body); k++ {
				f.blocks[k].gone = true
			}
			return
		case does&(cut|talk) != 0:
			f.cutFrom(i)
		case f.cues.invites(f.str(b)):
			b.gone = true
		}
	}
}

// cutOff marks the blocks that cutFrom has dropped, and takes back where the story goes on.
const cutOff Kind = "cut"

// cutFrom drops the heading at i and what it is the heading of.
func (f *finder) cutFrom(i int) {
	// The largest element that begins with the heading holds its box.
	box := f.blocks[i].node
	for n := box; n > 0 && n != f.body && int(f.nodes[n].first) == i; n = f.nodes[n].parent {
		box = n
	}
	if n := f.nodes[box]; box != f.body && int(n.first) == i && int(n.last) > i+1 {
		for b := i; b < int(n.last); b++ {
			f.blocks[b].gone = true
		}
		return
	}
	links, seen := 0, 0
	for b := i + 1; b < len(f.blocks) && seen < 8; b++ {
		if k := &f.blocks[b]; f.within(b, f.body) && k.words > 0 {
			seen++
			if k.gone || k.links*2 > k.words || k.opens >= 3 {
				links++
			}
		}
	}
	if seen > 0 && links*3 < seen {
		return // a heading of the story
	}
	f.blocks[i].gone = true
	paragraphs := 0
	for b := i + 1; b < len(f.blocks); b++ {
		k := &f.blocks[b]
		if !f.within(b, f.body) {
			break
		}
		switch {
		case k.gone || f.linkLine(k):
			paragraphs = 0
		case f.worth(k) >= 12 && !truncated(f.text[k.start:k.end]):
			paragraphs++
		}
		if paragraphs == 2 { // the story goes on
			for back := b; back > i && paragraphs > 0; back-- {
				if f.blocks[back].kind == cutOff && f.worthAnyway(&f.blocks[back]) >= 12 {
					f.blocks[back].gone, f.blocks[back].kind = false, ""
					paragraphs--
				}
			}
			k.gone = false
			return
		}
		if !k.gone {
			k.gone, k.kind = true, cutOff
		}
	}
}

func (f *finder) worthAnyway(b *block) int32 {
	k := *b
	k.gone = false
	return f.worth(&k)
}

// truncated tells a text that was cut for a list of articles.
func truncated(s []byte) bool {
	return strings.HasSuffix(string(s), "...") || strings.HasSuffix(string(s), "…")
}
