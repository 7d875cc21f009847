package text

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
)

// How much of a page is looked at. Deeper elements count as their ancestor; more
// elements than maxNodes are no news page.
const (
	maxDepth = 200
	maxNodes = 300_000
)

// node is an element that breaks lines.
type node struct {
	parent      int32
	tag         tag
	does        effect
	right       bool // text at the right edge: where newspapers sign
	sig         uint32
	first, last int32 // blocks in it
}

// block is a run of text without a break.
type block struct {
	node       int32
	start, end int32 // in page.text
	words      int32
	links      int32 // words within links
	opens      int32 // words of the link that it begins with
	afterLink  rune  // what follows that link
	gone       bool
	kind       Kind
}

// page is a file as blocks, in the order of the text.
type page struct {
	text   []byte
	origin *Map // from text to the decoded file
	nodes  []node
	blocks []block
	plain  bool

	headTitle string // of the browser's tab
	openTitle string // for those who share the page
	when      string // when it was published, as the page's head says
	canonical string // the address that the page gives itself
	openLink  string // the same, for those who share the page
	outlet    string // og:site_name
	headed    bool   // plain text whose first line is known to be the title
}

func (p *page) str(b *block) string { return string(p.text[b.start:b.end]) }

// looksLikePage tells a page from plain text.
func looksLikePage(s string) bool {
	head := strings.ToLower(s[:min(len(s), 2048)])
	for _, tag := range []string{"<html", "<!doctype", "<head", "<body", "<div", "<p>", "<p ", "<meta", "<article", "<table", "<span"} {
		if strings.Contains(head, tag) {
			return true
		}
	}
	return false
}

// builder makes a page from tags.
type builder struct {
	*page
	cues    *cues
	classes map[string]effect
	src     string
	stack   []open
	over    int  // elements opened below maxDepth
	cur     int  // the block that is open, -1 for none
	link    int  // depth of links
	space   bool // a space is due before the next letter
	leading bool // all words of the block so far stand in one link
	word    bool // within a word
	attr    attributes
}

type open struct {
	tag  tag
	name string // of tags that have no number
	node int32  // the node that it is in
}

type attributes struct {
	class, style, itemprop, name, content, datetime, kind string
	rel, href                                             string
	hidden                                                bool
}

// parse reads a page. Nothing in a page can make it call anything: no entities of its
// own are expanded, nothing is fetched.
func parse(s string, c *cues) (*page, error) {
	if entityBomb(s) {
		return nil, fault.New(fault.Invalid, "media.text.entity")
	}
	b := &builder{page: &page{origin: &Map{}}, cues: c, classes: map[string]effect{}, src: s, cur: -1}
	b.text = make([]byte, 0, len(s)/4)
	b.nodes = append(make([]node, 0, 1024), node{parent: -1, tag: tBody})
	z := html.NewTokenizer(strings.NewReader(s))
	at, skip := 0, false
	for {
		kind := z.Next()
		if kind == html.ErrorToken {
			// What the tokenizer could not close is still text, such as a page cut short.
			if rest := z.Raw(); len(rest) > 0 && rest[0] != '<' && !skip {
				b.add(at, at+len(rest))
			}
			break
		}
		from := at
		at += len(z.Raw())
		switch kind {
		case html.TextToken:
			if skip {
				b.raw(s[from:at])
			} else {
				b.add(from, at)
			}
			skip = false
		case html.StartTagToken, html.SelfClosingTagToken:
			skip = b.startTag(z)
		case html.EndTagToken:
			skip = false
			name, _ := z.TagName()
			b.endTag(name)
		default: // remarks and the kind of document say nothing
		}
		if len(b.nodes) > maxNodes {
			return nil, fault.New(fault.Invalid, "media.text.nodes", "max", maxNodes)
		}
	}
	b.flush()
	for i := range b.stack {
		b.nodes[b.stack[i].node].last = int32(len(b.blocks))
	}
	for i := range b.nodes {
		if n := &b.nodes[i]; n.last == 0 {
			n.last = int32(len(b.blocks))
		}
	}
	return b.page, nil
}

// entityBomb tells a document that defines names for texts made of other names.
func entityBomb(s string) bool {
	head := s[:min(len(s), 1<<16)]
	i := strings.Index(head, "<!ENTITY")
	return i >= 0 && strings.LastIndex(head[:i], "<body") < 0
}

// raw takes what is said in elements whose text is not shown.
func (b *builder) raw(s string) {
	switch {
	case b.attr.kind == "title":
		if b.headTitle == "" {
			b.headTitle = oneLine(html.UnescapeString(s))
		}
	case strings.Contains(b.attr.kind, "ld+json") && b.when == "":
		if i := strings.Index(s, `"datePublished"`); i >= 0 {
			if f := strings.SplitN(s[i:min(len(s), i+80)], `"`, 5); len(f) > 3 {
				b.when = f[3]
			}
		}
	}
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// startTag opens an element and tells whether its text is not shown.
func (b *builder) startTag(z *html.Tokenizer) (skip bool) {
	name, more := z.TagName()
	t := tags[string(name)]
	b.attr = attributes{}
	if more && t != tBr {
		b.readAttributes(z, t)
	}
	switch t {
	case tSilent:
		b.attr.kind = map[bool]string{true: "title", false: b.attr.kind}[string(name) == "title"]
		return true
	case tMeta:
		b.meta()
		return false
	case tBr, tVoid:
		if t == tBr {
			b.flush()
		} else if b.attr.rel == "canonical" && b.canonical == "" {
			b.canonical = b.attr.href
		}
		return false
	default:
	}
	does := b.effect(t)
	breaks := t.breaks() || t == tNone && bytes.IndexByte(name, '-') > 0 ||
		does&(drop|by|date|caption|lead) != 0 && t != tA
	if breaks {
		b.flush()
		b.closeImplied(t)
	}
	if len(b.stack) >= maxDepth {
		b.over++
		return false
	}
	o := open{tag: t, node: b.top()}
	if t == tNone {
		o.name = string(name)
	}
	if breaks {
		b.nodes = append(b.nodes, node{parent: o.node, tag: t, does: does, sig: b.sig(t), first: int32(len(b.blocks)),
			right: strings.Contains(b.attr.style, "right")})
		o.node = int32(len(b.nodes) - 1)
	}
	b.stack = append(b.stack, o)
	if t == tA {
		b.link++
	}
	return false
}

func (b *builder) readAttributes(z *html.Tokenizer, t tag) {
	for {
		k, v, more := z.TagAttr()
		switch string(k) {
		case "class", "id":
			if t != tStrong && t != tA {
				if b.attr.class != "" {
					b.attr.class += " "
				}
				b.attr.class += string(v)
			}
		case "style", "align":
			if t.breaks() || t == tInline {
				s := strings.ToLower(string(v))
				if strings.Contains(s, "right") && (string(k) == "align" || strings.Contains(s, "text-align")) {
					b.attr.style = "right"
				}
				if s = strings.ReplaceAll(s, " ", ""); strings.Contains(s, "display:none") {
					b.attr.hidden = true
				}
			}
		case "hidden":
			b.attr.hidden = true
		case "itemprop":
			b.attr.itemprop = string(v)
		case "property", "name":
			b.attr.name = strings.ToLower(string(v))
		case "content":
			b.attr.content = string(v)
		case "datetime":
			b.attr.datetime = string(v)
		case "type":
			b.attr.kind = string(v)
		case "rel":
			b.attr.rel = string(v)
		case "href":
			if t == tVoid {
				b.attr.href = string(v)
			}
		}
		if !more {
			return
		}
	}
}

func (b *builder) meta() {
	switch {
	case b.attr.name == "og:title" && b.openTitle == "":
		b.openTitle = oneLine(b.attr.content)
	case b.attr.name == "og:url" && b.openLink == "":
		b.openLink = b.attr.content
	case b.attr.name == "og:site_name" && b.outlet == "":
		b.outlet = norm.NFC.String(oneLine(b.attr.content))
	case b.attr.name == "article:published_time", b.attr.name == "pubdate", b.attr.itemprop == "datePublished":
		if b.when == "" {
			b.when = b.attr.content
		}
	}
}

// effect is what the element says about its text.
func (b *builder) effect(t tag) effect {
	var does effect
	if b.attr.class != "" {
		known, ok := b.classes[b.attr.class]
		if !ok {
			known = b.cues.ofClass(b.attr.class)
			b.classes[b.attr.class] = known
		}
		does = known
	}
	if t == tInline {
		does &= drop | by | date | caption // a name for a span's look is often a common word
	}
	switch t {
	case tDropped:
		does |= drop
	case tTime:
		does |= date
		if b.when == "" {
			b.when = b.attr.datetime
		}
	case tFigcaption:
		does |= caption
	default:
	}
	if b.attr.itemprop == "articleBody" {
		does |= body
	}
	if b.attr.hidden {
		does |= drop
	}
	return does
}

// sig is what elements of one list share.
func (b *builder) sig(t tag) uint32 {
	h := uint32(2166136261) ^ uint32(t)
	for i := 0; i < len(b.attr.class); i++ {
		if c := b.attr.class[i]; c < '0' || c > '9' { // item-1, item-2
			h = (h ^ uint32(c)) * 16777619
		}
	}
	return h
}

// closeImplied closes what an element ends that stands beside it without a closing tag.
func (b *builder) closeImplied(t tag) {
	for n := len(b.stack) - 1; n >= 0; n-- {
		s := b.stack[n].tag
		switch {
		case s == tP && t != tInline,
			t == tLi && s == tLi, t == tTd && s == tTd, t == tTr && (s == tTr || s == tTd):
			b.popTo(n)
			return
		case s == tInline, s == tStrong, s == tNone, s == tA:
			// looked through
		default:
			return
		}
	}
}

func (b *builder) endTag(name []byte) {
	t := tags[string(name)]
	if t == tBr || t == tVoid || t == tMeta || t == tSilent {
		return
	}
	if b.over > 0 {
		b.over--
		if t.breaks() {
			b.flush()
		}
		return
	}
	for n := len(b.stack) - 1; n >= 0; n-- {
		s := &b.stack[n]
		if s.tag == t && (t != tNone || s.name == string(name)) {
			b.popTo(n)
			return
		}
		// A stray </b> closes nothing beyond its line, a stray </p> nothing beyond its cell.
		if !t.breaks() && s.tag.breaks() || t != tTd && t != tTr && t != tTable && s.tag == tTd {
			return
		}
	}
}

func (b *builder) popTo(n int) {
	for i := len(b.stack) - 1; i >= n; i-- {
		o := b.stack[i]
		parent := int32(0)
		if i > 0 {
			parent = b.stack[i-1].node
		}
		if o.tag == tA {
			b.link--
		}
		if o.node != parent { // it is a node of its own
			b.flush()
			b.nodes[o.node].last = int32(len(b.blocks))
		}
		b.stack = b.stack[:i]
	}
}

func (b *builder) top() int32 {
	if n := len(b.stack); n > 0 {
		return b.stack[n-1].node
	}
	return 0
}

// flush ends the block.
func (b *builder) flush() {
	if b.cur >= 0 {
		b.blocks[b.cur].end = int32(len(b.text))
		b.cur = -1
	}
	b.space, b.word = false, false
}

// add puts the text of the source from from to to into the block, with single spaces
// and letters for their entities.
func (b *builder) add(from, to int) {
	s := b.src
	for i := from; i < to; {
		c := s[i]
		switch {
		case c == ' ' || c == '\n' || c == '\t' || c == '\r' || c == '\f':
			b.gap()
			i++
		case c == '&':
			n, text := entity(s[i:to])
			for _, r := range text {
				b.letter(r, i, n)
			}
			i += n
		case c < utf8.RuneSelf:
			if c >= ' ' && c != 0x7F {
				b.begin()
				b.origin.run(len(b.text), i)
				b.text = append(b.text, c)
				b.count(c >= '0' && c <= '9' || isLetter(c), rune(c))
			}
			i++
		default:
			r, n := utf8.DecodeRuneInString(s[i:to])
			b.letter(r, i, n)
			i += n
		}
	}
}

// letter adds what stands in n bytes of the source.
func (b *builder) letter(r rune, from, n int) {
	switch {
	case unicode.IsSpace(r):
		b.gap()
		return
	case r < utf8.RuneSelf, r >= 0xC0 && r < 0x2000: // common, and visible
		if r < ' ' || r == 0x7F {
			return
		}
	case unicode.Is(unicode.Cf, r), unicode.Is(unicode.Cc, r):
		return
	}
	b.begin()
	if size := utf8.RuneLen(r); size == n {
		b.origin.run(len(b.text), from)
	} else {
		b.origin.whole(len(b.text), from, n)
	}
	b.text = utf8.AppendRune(b.text, r)
	b.count(r >= utf8.RuneSelf && (unicode.IsLetter(r) || unicode.IsDigit(r)) || r < utf8.RuneSelf && (isLetter(byte(r)) || r >= '0' && r <= '9'), r)
}

func (b *builder) gap() {
	b.space = b.cur >= 0
	b.word = false
}

// begin opens the block and adds the space that is due.
func (b *builder) begin() {
	if b.cur < 0 {
		b.blocks = append(b.blocks, block{node: b.top(), start: int32(len(b.text))})
		b.cur = len(b.blocks) - 1
		b.leading = true
		b.space = false
	}
	if b.space {
		b.text = append(b.text, ' ') // stands for the gap: the map runs on before it
		b.space = false
	}
}

// count keeps the numbers of the block while it grows.
func (b *builder) count(inWord bool, r rune) {
	k := &b.blocks[b.cur]
	if b.leading && b.link == 0 {
		b.leading = false
		k.opens = k.links
		k.afterLink = r
	}
	if b.leading {
		k.opens = k.links
	}
	if !inWord || b.word {
		return
	}
	b.word = true
	k.words++
	if b.link > 0 {
		k.links++
		if b.leading {
			k.opens = k.links
		}
	}
}

// entity reads an entity: how many bytes it has and what it stands for. A & that
// begins none stands for itself.
func entity(s string) (int, string) {
	end := 1
	for end < len(s) && end < 34 && (isLetter(s[end]) || s[end] >= '0' && s[end] <= '9' || s[end] == '#' && end == 1) {
		end++
	}
	if end < len(s) && s[end] == ';' {
		end++
	}
	text := html.UnescapeString(s[:end])
	if text == s[:end] || end == 1 {
		return 1, "&"
	}
	return end, text
}

// plainPage makes a page of plain text: each line is a block.
func plainPage(s string) *page {
	b := &builder{page: &page{origin: &Map{}, plain: true}, src: s, cur: -1}
	b.nodes = []node{{parent: -1, tag: tBody}}
	for i := 0; i < len(s); {
		n := strings.IndexAny(s[i:], "\n\r\v\f\u0085\u2028\u2029")
		if n < 0 {
			n = len(s) - i
		}
		b.addPlain(i, i+n)
		b.flush()
		_, size := utf8.DecodeRuneInString(s[min(i+n, len(s)):])
		i += n + max(size, 1)
	}
	b.nodes[0].last = int32(len(b.blocks))
	return b.page
}

// addPlain is add for text in which & is a sign like others.
func (b *builder) addPlain(from, to int) {
	for i := from; i < to; {
		r, n := utf8.DecodeRuneInString(b.src[i:to])
		b.letter(r, i, n)
		i += n
	}
}
