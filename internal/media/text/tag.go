package text

// tag is what matters about the name of an element.
type tag uint8

const (
	tNone   tag = iota // unknown
	tInline            // within a line
	tA
	tStrong
	tBr
	tVoid   // without content
	tMeta   // said in the head of the page
	tSilent // its text is not shown
	tBlock  // breaks lines
	tBody
	tP
	tH1
	tHeading
	tLi
	tTd
	tTr
	tTable
	tQuote
	tArticle
	tDropped // menus, feet of pages, forms' fields
	tFigcaption
	tTime
)

// breaks tells whether the element begins on a line of its own.
func (t tag) breaks() bool { return t >= tBlock && t != tTime }

var tags = func() map[string]tag {
	out := map[string]tag{}
	for t, names := range map[tag][]string{
		tInline: {"span", "font", "em", "i", "u", "sub", "sup", "small", "big", "abbr", "acronym", "mark", "label", "code", "cite", "q", "s",
			"strike", "ins", "del", "var", "kbd", "samp", "tt", "bdi", "bdo", "nobr", "data", "dfn", "ruby"},
		tA:          {"a"},
		tStrong:     {"b", "strong"},
		tBr:         {"br", "hr"},
		tVoid:       {"img", "input", "link", "base", "wbr", "source", "track", "embed", "param", "col", "area"},
		tMeta:       {"meta"},
		tSilent:     {"script", "style", "title", "textarea", "iframe", "noscript", "noembed", "noframes", "xmp", "plaintext"},
		tBlock:      {"div", "section", "main", "ul", "ol", "dl", "dt", "dd", "figure", "form", "fieldset", "details", "summary", "center", "address", "pre", "hgroup", "tbody", "thead", "tfoot", "picture", "html", "head", "header", "colgroup"},
		tBody:       {"body"},
		tP:          {"p"},
		tH1:         {"h1"},
		tHeading:    {"h2", "h3", "h4", "h5", "h6"},
		tLi:         {"li"},
		tTd:         {"td", "th", "caption"},
		tTr:         {"tr"},
		tTable:      {"table"},
		tQuote:      {"blockquote"},
		tArticle:    {"article"},
		tDropped:    {"nav", "footer", "aside", "button", "select", "option", "menu", "svg", "template", "object", "canvas", "audio", "video", "dialog"},
		tFigcaption: {"figcaption"},
		tTime:       {"time"},
	} {
		for _, n := range names {
			out[n] = t
		}
	}
	return out
}()
