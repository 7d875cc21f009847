package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// pageArticle finds the article of a decoded page.
func pageArticle(s string, m *Map, c *cues, h *Habits) (*Article, error) {
	p, err := parse(s, c)
	if err != nil {
		return nil, err
	}
	return p.article(c, h, m)
}

// article finds the story among the blocks of a page. decoded leads from the text of
// the file on to its bytes.
func (p *page) article(c *cues, h *Habits, decoded *Map) (*Article, error) {
	p.origin.next = decoded
	f := &finder{page: p, cues: c, title: -1}
	if p.plain {
		f.readPlain()
	} else {
		f.readPage(h)
	}
	f.mark()
	a := f.compose()
	if err := oldFont(a.Text); err != nil {
		return nil, err
	}
	if len(a.Blocks) == 0 && p.plain {
		return nil, fault.New(fault.Invalid, "media.text.nothing")
	}
	if len(a.Blocks) == 0 || len(a.Blocks) == 1 && a.Blocks[0].Kind == Title && !p.plain {
		return nil, fault.New(fault.Invalid, "media.text.empty")
	}
	return a, nil
}

// finder is the work on one page.
type finder struct {
	*page
	cues   *cues
	title  int      // the block that is the title, -1 for none
	name   string   // the title where no block is one: said by the head of the page alone
	body   int32    // the node that holds the story
	dates  []string // lines outside the story that give a day
	signed []string // bylines that only the page has
	unsure bool
}

// within tells whether a block lies in a node.
func (f *finder) within(b int, n int32) bool {
	return int32(b) >= f.nodes[n].first && int32(b) < f.nodes[n].last
}

// worth is how many words speak for a block being of a story: those of no link in a block
// that is long, or ends as a sentence does.
func (f *finder) worth(b *block) int32 {
	switch {
	case b.gone || b.links*2 > b.words:
		return 0
	case b.words >= 8 || b.words >= 4 && ends(f.text[b.start:b.end]):
		return b.words - b.links
	}
	return 0
}

// ends tells whether a text ends as a sentence does.
func ends(s []byte) bool {
	if len(s) == 0 {
		return false
	}
	switch r, _ := utf8.DecodeLastRune(s); r {
	case '.', '!', '?', ':', ';', '…', '”', '"', ')', '»':
		return true
	}
	return false
}

// readPage finds the story in a page. The order matters: what goes first is what is
// surest, so that the element that holds most of the rest is the story's.
func (f *finder) readPage(h *Habits) {
	f.findTitle()
	f.teasers()
	f.titled()
	f.dropByClass()
	f.dropHeaded()
	f.dropAbout()
	if h != nil {
		h.drop(f)
	}
	f.findBody()
	f.keepBody()
	f.cutAtCues()
	f.tidy()
}

// findBody goes down from the page to the element that holds the story.
func (f *finder) findBody() {
	worth := make([]int32, len(f.blocks)+1) // sums
	measure := func(from int) int32 {
		for i := range f.blocks {
			w := f.worth(&f.blocks[i])
			if i < from {
				w = 0
			}
			worth[i+1] = worth[i] + w
		}
		return worth[len(f.blocks)]
	}
	all := measure(f.title + 1)
	if f.title >= 0 && all < 15 { // the title that we know may stand behind its story
		if whole := measure(0); whole > 3*all+30 {
			all, f.unsure = whole, true
		} else {
			all = measure(f.title + 1)
		}
	}
	in := func(n *node) int32 { return worth[n.last] - worth[n.first] }
	kids := make([][]int32, len(f.nodes))
	for i := 1; i < len(f.nodes); i++ {
		if p := f.nodes[i].parent; in(&f.nodes[i]) > 0 {
			kids[p] = append(kids[p], int32(i))
		}
	}
	at := int32(0)
	for f.nodes[at].does&body == 0 {
		next := int32(-1)
		for _, k := range kids[at] {
			// A story's own element may hold less where boxes that nobody names stand beside it.
			most := in(&f.nodes[at]) * 7 / 10
			if f.nodes[k].does&body != 0 {
				most = in(&f.nodes[at]) / 2
			}
			if w := in(&f.nodes[k]); w > most {
				next = k
			}
		}
		if next < 0 || f.nodes[next].tag == tP || f.oneOfMany(next, kids[at]) {
			break
		}
		at = next
	}
	f.body = at
	f.unsure = f.unsure || all < 40 || f.title < 0
}

// oneOfMany tells whether a node is one paragraph of several, however long it is.
func (f *finder) oneOfMany(n int32, kids []int32) bool {
	for _, k := range kids {
		if k != n && f.nodes[k].sig == f.nodes[n].sig && f.nodes[n].does&body == 0 {
			return f.nodes[n].last-f.nodes[n].first <= 2
		}
	}
	return false
}

// keepBody drops what lies outside the story and its lead, and lines within that no
// paragraph stands beside.
func (f *finder) keepBody() {
	type kin struct {
		parent int32
		sig    uint32
	}
	family := map[kin]bool{}
	own := make(map[int32]bool)
	for i := range f.blocks {
		b := &f.blocks[i]
		if f.within(i, f.body) && f.worth(b) > 0 {
			own[b.node] = true
			family[kin{f.nodes[b.node].parent, f.nodes[b.node].sig}] = true
		}
	}
	inBody := func(i int) bool { return f.within(i, f.body) }
	for i := range f.blocks {
		b := &f.blocks[i]
		n := &f.nodes[b.node]
		does := f.does(b.node)
		switch {
		case i == f.title || b.gone:
			continue
		case does&date != 0 && b.words <= 15:
			f.dates = append(f.dates, f.str(b))
			b.gone = true
		case does&by != 0 && b.words <= 15:
			f.signed = append(f.signed, f.str(b))
			b.gone = true
		case i < f.title && (!inBody(i) || f.title >= int(f.nodes[f.body].first) && f.title < int(f.nodes[f.body].last)):
			f.noteDay(b)
			b.gone = true
		case inBody(i):
			keep := f.worth(b) > 0 || own[b.node] || family[kin{n.parent, n.sig}] || does&(caption|lead) != 0 ||
				n.tag == tP || n.tag == tH1 || n.tag == tHeading || n.tag == tLi || n.tag == tTd || n.tag == tQuote || n.tag == tFigcaption
			if b.links*10 > b.words*7 && b.words >= 3 {
				keep = false
			}
			b.gone = !keep
			if !keep {
				f.noteDay(b)
			}
		case i < int(f.nodes[f.body].first) && i > f.title && f.title >= 0 && (does&lead != 0 && b.words >= 3 || f.worth(b) >= 12):
			b.kind = Lead
		default:
			if i < int(f.nodes[f.body].first) {
				f.noteDay(b)
			}
			b.gone = true
		}
		if !b.gone && does&lead != 0 && f.title >= 0 && i > f.title && i < f.title+6 {
			b.kind = Lead
		}
		if !b.gone && does&caption != 0 {
			b.kind = Caption
		}
	}
}

// noteDay remembers a short line outside the story that gives a day.
func (f *finder) noteDay(b *block) {
	if b.words <= 15 && hasDate(f.str(b)) {
		f.dates = append(f.dates, f.str(b))
	}
}

// does gathers what a node and those around it within the story say.
func (f *finder) does(n int32) (does effect) {
	for k := 0; n > 0 && k < 4; k++ {
		does |= f.nodes[n].does
		if n == f.body {
			break
		}
		n = f.nodes[n].parent
	}
	return does
}

// tidy drops what says nothing at the ends of the story.
func (f *finder) tidy() {
	said := ""
	if f.title >= 0 {
		said = vn.Fold(f.str(&f.blocks[f.title]))
	} else {
		said = vn.Fold(f.name)
	}
	first := true
	last := -1
	for i := range f.blocks {
		b := &f.blocks[i]
		if b.gone || i == f.title {
			continue
		}
		s := f.str(b)
		if playerLine(s) || fileName(s) || b.words == 0 && !unicode.IsSymbol([]rune(s)[0]) {
			b.gone = true
			continue
		}
		if first && b.words <= 60 && said != "" && vn.Fold(s) == said {
			b.gone = true // the title again
			continue
		}
		first = false
		last = i
	}
	f.tailMasthead()
	for i, seen := last, 0; i >= 0 && seen < 4; i-- {
		if b := &f.blocks[i]; !b.gone && i != f.title {
			seen++
			if f.masthead(f.str(b)) {
				b.gone = true
			}
		}
	}
	// A heading with nothing behind it was that of a box.
	for ; last >= 0; last-- {
		b := &f.blocks[last]
		if b.gone || last == f.title {
			continue
		}
		if n := f.nodes[b.node].tag; n != tHeading && n != tH1 || b.words >= 12 && ends(f.text[b.start:b.end]) {
			break
		}
		b.gone = true
	}
}

// tailMasthead drops the last lines where all of them are what an outlet says of itself
// and together have several of its words.
func (f *finder) tailMasthead() {
	var tail []int
	found := map[string]bool{}
	for i := len(f.blocks) - 1; i > f.title && len(tail) < 6; i-- {
		b := &f.blocks[i]
		if b.gone {
			continue
		}
		key, own := vn.Fold(f.str(b)), false
		for _, p := range f.cues.phrases {
			if p.does&masthead != 0 && strings.Contains(key, p.word) {
				found[p.word], own = true, true
			}
		}
		if !own || b.words > 40 {
			break
		}
		tail = append(tail, i)
	}
	if len(found) > 2 {
		for _, i := range tail {
			f.blocks[i].gone = true
		}
	}
}

// composer writes the text of an article with the way back to the page's.
type composer struct {
	out    strings.Builder
	origin *Map
	blocks []Block
}

// write adds a block on a line of its own; an empty line stands behind the title.
func (c *composer) write(kind Kind, raw []byte, from int) string {
	if c.out.Len() > 0 {
		c.out.WriteByte('\n')
		if len(c.blocks) == 1 && c.blocks[0].Kind == Title {
			c.out.WriteByte('\n')
		}
	}
	start := c.out.Len()
	if norm.NFC.IsNormal(raw) {
		c.origin.run(start, from)
		c.out.Write(raw)
	} else { // from entities
		var it norm.Iter
		it.Init(norm.NFC, raw)
		for !it.Done() {
			at := it.Pos()
			seg := it.Next()
			c.origin.whole(c.out.Len(), from+at, it.Pos()-at)
			c.out.Write(seg)
		}
	}
	c.blocks = append(c.blocks, Block{kind, start, c.out.Len()})
	return c.out.String()[start:]
}

// compose writes the article from the blocks that stay.
func (f *finder) compose() *Article {
	a := &Article{Unsure: f.unsure && !f.plain}
	c := &composer{origin: &Map{}}
	write := func(kind Kind, b *block) string { return c.write(kind, f.text[b.start:b.end], int(b.start)) }
	if f.title >= 0 {
		a.Title = write(Title, &f.blocks[f.title])
	} else if f.name != "" && !f.plain { // said by the head alone
		a.Title = norm.NFC.String(f.name)
		c.origin.whole(0, 0, nowhere)
		c.out.WriteString(a.Title)
		c.blocks = append(c.blocks, Block{Title, 0, c.out.Len()})
	}
	for i := range f.blocks {
		b := &f.blocks[i]
		if b.gone || i == f.title {
			continue
		}
		kind := b.kind
		if kind == "" {
			kind = Body
		}
		s := write(kind, b)
		switch {
		case kind == Caption:
			a.Captions = append(a.Captions, s)
		case a.Lead == "" && (kind == Lead || kind == Body && b.words >= 6):
			a.Lead = s
			c.blocks[len(c.blocks)-1].Kind = Lead
		}
	}
	a.Text, a.Blocks = c.out.String(), c.blocks
	c.origin.next = f.origin
	a.origin = c.origin
	a.Credits = f.credits(a)
	a.Published = f.day(a)
	a.Language = Language(a.Text)
	a.Site, a.Outlet = f.site(), f.outlet
	return a
}
