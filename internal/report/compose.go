package report

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Setting is what a paper is about and what is known of its issue.
type Setting struct {
	Lang     string
	Unit     string      // as the questions asked it: CODE or CODE@DAY
	UnitName string      // as it stands inside a sentence: tỉnh Quảng Ninh
	Level    unit.Level  // of the unit
	Type     string      // of a place, in small letters: tỉnh, phường
	Paper    *unit.Paper // of the body that issues; nil: a head with the unit's name only
	Body     string      // that body inside a sentence: Sở Nội vụ; empty: the unit's name
	Period   period.Period
	Today    period.Day
	// Number and Day are given at issue: "412", or with its symbol "412/BC-SNV".
	// Empty, the paper is a draft and leaves room for them.
	Number  string
	Day     period.Day
	Edition int    // which issue of this report, unit and period
	At      string // when the figures were read, as people read it: 12/12/2025 15:20

	Texts  map[string]string   // of the blocks that a person writes, by name
	Lists  map[string][]string // names, such as sponsors
	Tables map[string]*Table   // made elsewhere, such as the targets
}

// Env tells what only the caller knows.
type Env struct {
	Indicator func(indicator.Name) *indicator.Definition
	Unit      func(code string) string        // name of a unit of a row: Xã Hoành Mô
	Code      func(field, code string) string // name of a code of a field
}

// composer makes one document.
type composer struct {
	def     *Definition
	set     Setting
	book    *word.Book
	env     Env
	plan    *plan
	answers []indicator.Answer
	rows    []map[rowKey]*indicator.Row // of each answer

	said   []indicator.Name // in sentences, in order
	tabled map[indicator.Name]bool
	tables int
}

type rowKey struct {
	name indicator.Name
	key  string
}

// Compose arranges the answers to Questions(d, s.Unit, s.Period), in their order.
// The error is never the reader's: it tells of answers that do not fit.
func Compose(d *Definition, s Setting, answers []indicator.Answer, book *word.Book, env Env) (*Document, error) {
	c := &composer{def: d, set: s, book: book, env: env, plan: planOf(d, s.Unit, s.Period), answers: answers, tabled: map[indicator.Name]bool{}}
	if len(answers) != len(c.plan.questions) {
		return nil, fmt.Errorf("compose report %s: %d answers to %d questions", d.Name, len(answers), len(c.plan.questions))
	}
	for i, q := range c.plan.questions {
		for _, n := range q.Indicators {
			if env.Indicator(n) == nil {
				return nil, fmt.Errorf("compose report %s: no indicator %s", d.Name, n)
			}
		}
		by := ""
		if len(q.By) > 0 {
			by = q.By[0]
		}
		rows := map[rowKey]*indicator.Row{}
		for j := range answers[i].Rows {
			r := &answers[i].Rows[j]
			rows[rowKey{r.Indicator, keyOf(r, by)}] = r
		}
		c.rows = append(c.rows, rows)
	}
	doc := &Document{
		Format: Format, Report: d.Name, Lang: s.Lang, Unit: s.Unit, UnitName: s.UnitName,
		Period: s.Period.Key, Calendar: s.Period.Calendar,
		From: s.Period.Window.First.String(), To: s.Period.Window.Last.String(),
		Head: c.head(), Kind: c.text(d.Kind), Subject: c.text(d.Subject),
		Words: Words{
			Recipients: c.text("report.recipients"), Notes: c.text("report.notes"), Text: c.text("report.sheet_text"),
			Table: c.text("report.sheet_table"), Section: c.text("report.sheet_section"),
		},
	}
	for _, key := range d.Bases {
		doc.Parts = append(doc.Parts, Part{Kind: KindBasis, Runs: c.words(key)})
	}
	doc.Parts = append(doc.Parts, Part{Kind: KindText, Runs: c.words(d.Lead)})
	sections, appendices := 0, 0
	for _, sec := range d.Sections {
		label := ""
		if sec.Appendix {
			appendices++
			label = c.appendix(appendices) + "\n"
		} else {
			sections++
			label = vn.Roman(sections) + ". "
		}
		level := 1
		if sec.Appendix {
			level = 0
		}
		doc.Parts = append(doc.Parts, Part{Kind: KindHeading, Level: level, Runs: []Run{{Text: label + vn.Upper(c.text(sec.Heading))}}})
		if sec.Appendix {
			doc.Parts = append(doc.Parts, Part{Kind: KindReference, Runs: []Run{{Text: c.reference()}}})
		}
		heads := 0
		for _, b := range sec.Blocks {
			if b.Heading != "" {
				heads++
				doc.Parts = append(doc.Parts, Part{Kind: KindHeading, Level: 2, Runs: []Run{{Text: strconv.Itoa(heads) + ". " + c.text(b.Heading)}}})
				continue
			}
			doc.Parts = append(doc.Parts, c.block(b)...)
		}
	}
	doc.Notes = c.notes()
	doc.Foot = c.foot()
	return doc, nil
}

// appendix is the name of the n-th appendix; one that stands alone has no number.
func (c *composer) appendix(n int) string {
	all := 0
	for _, s := range c.def.Sections {
		if s.Appendix {
			all++
		}
	}
	if all == 1 {
		return c.text("report.appendix_only")
	}
	return c.text("report.appendix", "number", vn.Roman(n))
}

// keyOf is which row of a breakdown it is. Units are named by the row itself
// where the answer has no key for them.
func keyOf(r *indicator.Row, by string) string {
	k, ok := r.Keys[by]
	if !ok && by == indicator.ByUnit && !slices.Contains(r.Marks, "unallocated") {
		return string(r.Unit)
	}
	return k
}

// block makes the parts of a block that is no heading; none where there is nothing to say.
func (c *composer) block(b Block) []Part {
	var out []Part
	switch {
	case len(b.Text) > 0:
		var runs []Run
		for _, x := range b.Text {
			if said := c.sentence(x); said != nil {
				if runs != nil {
					runs = append(runs, Run{Text: " "})
				}
				runs = append(runs, said...)
			}
		}
		if runs != nil {
			out = append(out, Part{Kind: KindText, Runs: join(runs)})
		}
	case len(b.Items) > 0:
		for _, x := range b.Items {
			if said := c.sentence(x); said != nil {
				out = append(out, Part{Kind: KindItem, Runs: said})
			}
		}
	case b.Table != nil:
		out = append(out, c.tablePart(b.Table))
	case b.Given != nil:
		if t := c.set.Tables[b.Given.Name]; t != nil && len(t.Rows) > 0 {
			copied := *t
			copied.Caption = c.caption(t.Caption)
			return []Part{{Kind: KindTable, Table: &copied}}
		}
		out = c.optional(b.Given.None)
	case b.List != nil:
		list := c.set.Lists[b.List.Name]
		if len(list) == 0 {
			return c.optional(b.List.None)
		}
		if b.List.Say != "" {
			out = append(out, Part{Kind: KindText, Runs: c.words(b.List.Say, "count", vn.Int(int64(len(list)), c.set.Lang))})
		}
		for _, x := range list {
			out = append(out, Part{Kind: KindItem, Runs: []Run{{Text: x}}})
		}
	case b.Fill != nil:
		out = c.fill(b.Fill)
	}
	return out
}

func (c *composer) optional(key string) []Part {
	if key == "" {
		return nil
	}
	return []Part{{Kind: KindText, Runs: c.words(key)}}
}

// fill is what a person wrote, a paragraph a line, or else what is wanted.
func (c *composer) fill(f *FillSpec) []Part {
	var out []Part
	for _, l := range strings.Split(c.set.Texts[f.Name], "\n") {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, Part{Kind: KindFill, Name: f.Name, Runs: []Run{{Text: l}}})
		}
	}
	if out == nil {
		out = []Part{{Kind: KindFill, Name: f.Name, Open: true, Runs: []Run{{Text: c.text("report.fill", "hint", c.plain(f.Hint))}}}}
	}
	return out
}

// words is a sentence with the words of the setting in its holes.
func (c *composer) words(key string, args ...string) []Run {
	return []Run{{Text: c.text(key, args...)}}
}

// text is the same as plain words, with a capital at the head.
func (c *composer) text(key string, args ...string) string {
	return capital(c.plain(key, args...))
}

func (c *composer) plain(key string, args ...string) string {
	t, err := parse(c.book.Say(c.set.Lang, key))
	if err != nil {
		return c.book.Say(c.set.Lang, key, args...)
	}
	runs, ok := t.fill(func(hole string) []Run {
		for i := 0; i+1 < len(args); i += 2 {
			if args[i] == hole {
				return []Run{{Text: args[i+1]}}
			}
		}
		return c.setting(hole)
	})
	if !ok {
		return c.book.Say(c.set.Lang, key, args...)
	}
	return line(runs)
}

// Holes that every sentence of a report may have.
var settingHoles = []string{"period", "period_next", "unit", "scope", "body", "from", "to", "year"}

// setting is what stands in the hole for a word of the setting.
func (c *composer) setting(hole string) []Run {
	if !slices.Contains(settingHoles, hole) {
		return nil
	}
	p := c.set.Period
	s := ""
	switch hole {
	case "period":
		s = c.periodName(p)
	case "period_next":
		next, ok := beside(p, 1)
		if !ok {
			return nil
		}
		s = c.periodName(next)
	case "unit":
		s = c.set.UnitName
	case "body":
		s = c.body()
	case "scope":
		key := "report.scope.organisation"
		switch c.set.Level {
		case unit.Country:
			key = "report.scope.country"
		case unit.Province, unit.District, unit.Commune:
			key = "report.scope.place"
		}
		s = c.book.Say(c.set.Lang, key, "type", c.set.Type, "unit", c.set.UnitName)
	case "from":
		s = p.Window.First.VN()
	case "to":
		s = p.Window.Last.VN()
	case "year":
		s = strconv.Itoa(p.Window.Last.Year())
	}
	return []Run{{Text: s}}
}

// periodName is the period as papers write it: years in a range stand apart from their hyphen.
func (c *composer) periodName(p period.Period) string {
	key, args := p.Words()
	return closeRange.ReplaceAllString(c.book.Say(c.set.Lang, key, args...), "$1 - $2")
}

var closeRange = regexp.MustCompile(`(\d{4})[-–](\d{4})`)

func (c *composer) body() string {
	if c.set.Body != "" {
		return c.set.Body
	}
	return c.set.UnitName
}

// sentence fills a sentence, or its None; nil where nothing is said.
func (c *composer) sentence(x Sentence) []Run {
	t, err := parse(c.book.Say(c.set.Lang, x.Say))
	if err != nil {
		return nil // Check has refused it
	}
	names := c.set.Lists[x.List]
	runs, ok := t.fill(func(h string) []Run {
		switch {
		case x.List != "" && (h == "names" || h == "count"):
			switch {
			case len(names) == 0:
				return nil
			case h == "count":
				return []Run{{Text: vn.Int(int64(len(names)), c.set.Lang)}}
			}
			return []Run{{Text: c.and(names)}}
		case slices.Contains(x.Of, h):
			return c.hole(h)
		}
		return c.setting(h)
	})
	if !ok {
		if x.None == "" {
			return nil
		}
		return c.words(x.None)
	}
	if len(runs) > 0 && runs[0].Number == nil {
		runs[0].Text = capital(runs[0].Text)
	} else if len(runs) > 0 {
		n := *runs[0].Number
		n.Text = capital(n.Text)
		runs[0].Number = &n
	}
	return runs
}

// and joins names as one says them: A, B và C.
func (c *composer) and(names []string) string {
	if len(names) == 1 {
		return names[0]
	}
	last := len(names) - 1
	return c.book.Say(c.set.Lang, "report.and", "first", strings.Join(names[:last], ", "), "last", names[last])
}

func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
