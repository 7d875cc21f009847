package report

import (
	"cmp"
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
	UnitName string      // as it was at the end of the period, inside a sentence: tỉnh Quảng Ninh
	UnitNow  string      // as it is today, where that is another: thành phố Quảng Ninh
	Place    string      // its name alone: Quảng Ninh
	Above    string      // the place above it, inside a sentence; empty: none
	Level    unit.Level  // of the unit
	Type     string      // of a place, in small letters: tỉnh, phường
	Paper    *unit.Paper // of the body that issues; nil: that of the people's committee of the place
	Body     string      // that body inside a sentence: Sở Nội vụ; empty: the committee, or the unit
	Period   period.Period
	Today    period.Day // the day of the paper
	Until    period.Day // up to which there can be figures; 0: the day of the paper
	Sample   bool       // the figures are made up
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
	// UnitOn is what the unit that bore a code on a day was called then; nil: Unit.
	UnitOn func(code string, on period.Day) string
	// Whole is the measure of which one is a part, "" if of none; nil: not known.
	Whole func(indicator.Ref) string
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

	calendar period.Calendar // of the block at hand; "": the report's
	said     []told          // in sentences, in order
	tabled   map[told]bool
	covered  map[string]bool // coverages that the paper has told, see coverageKey
	few      []told          // not compared with the period before: too few records tell it
	fewTold  map[told]bool   // under a table
	held     []heldTotals    // declared totals that tables concern, until it is known which concern several
	marks    []string        // of the numbers in the paragraph at hand
	tables   int
	worded   bool // what a word before a total means has been said
}

// told is an indicator that the paper has told, and by which calendar.
type told struct {
	name     indicator.Name
	calendar period.Calendar
}

type rowKey struct {
	name indicator.Name
	key  string
}

// Compose arranges the answers to Questions(d, s.Unit, s.Period), in their order.
// The error is never the reader's: it tells of answers that do not fit.
func Compose(d *Definition, s Setting, answers []indicator.Answer, book *word.Book, env Env) (*Document, error) {
	c := &composer{def: d, set: s, book: book, env: env, plan: planOf(d, s.Unit, s.Period), answers: answers,
		tabled: map[told]bool{}, covered: map[string]bool{}, fewTold: map[told]bool{}}
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
		Sample: c.sample(), Head: c.head(), Kind: c.text(d.Kind), Subject: c.text(d.Subject),
		Words: Words{
			Recipients: c.text("report.recipients"), Notes: c.text("report.notes"), Text: c.text("report.sheet_text"),
			Table: c.text("report.sheet_table"), Section: c.text("report.sheet_section"),
		},
	}
	for _, key := range d.Bases {
		doc.Parts = append(doc.Parts, Part{Kind: KindBasis, Runs: c.words(key)})
	}
	doc.Parts = append(doc.Parts, Part{Kind: KindText, Runs: c.words(d.Lead)})
	var appendices [][]Part
	sections := 0
	for _, sec := range d.Sections {
		parts, some := c.section(sec)
		heading := vn.Upper(c.text(sec.Heading))
		switch {
		case !sec.Appendix:
			sections++
			doc.Parts = append(doc.Parts, Part{Kind: KindHeading, Level: 1, Runs: []Run{{Text: vn.Roman(sections) + ". " + heading}}})
			doc.Parts = append(doc.Parts, parts...)
		case some: // an appendix about nothing is left out
			appendices = append(appendices, append([]Part{
				{Kind: KindHeading, Runs: []Run{{Text: heading}}}, {Kind: KindReference, Runs: []Run{{Text: c.reference()}}},
			}, parts...))
		}
	}
	for i, parts := range appendices {
		name := c.text("report.appendix_only")
		if len(appendices) > 1 {
			name = c.text("report.appendix", "number", vn.Roman(i+1))
		}
		parts[0].Runs[0].Text = name + "\n" + parts[0].Runs[0].Text
		doc.Parts = append(doc.Parts, parts...)
	}
	shared := c.spread()
	doc.Notes = c.notes(shared)
	doc.Foot = c.foot()
	return doc, nil
}

// section makes the parts of a section; some tells whether any of them is more than a heading.
func (c *composer) section(s Section) (parts []Part, some bool) {
	heads := 0
	for _, b := range s.Blocks {
		if b.Heading != "" {
			heads++
			parts = append(parts, Part{Kind: KindHeading, Level: 2, Runs: []Run{{Text: strconv.Itoa(heads) + ". " + c.text(b.Heading)}}})
			continue
		}
		c.calendar = calendarOf(b, c.set.Period)
		made := c.block(b)
		c.calendar = ""
		parts, some = append(parts, made...), some || len(made) > 0
	}
	return parts, some
}

// place is where the answer to a question stands, in the calendar of the block at hand.
func (c *composer) place(a asked) (int, bool) {
	a.calendar = c.calendar
	i, ok := c.plan.places[a]
	return i, ok
}

// period is the report's in the calendar of the block at hand.
func (c *composer) period() period.Period { return within(c.set.Period, c.calendar) }

// until is the last day of which there can be figures.
func (c *composer) until() period.Day { return cmp.Or(c.set.Until, c.set.Today) }

// over tells whether the period has ended: before that it is compared with none.
func (c *composer) over() bool { return c.period().Window.Last <= c.until() }

// begun tells whether the period has begun.
func (c *composer) begun() bool { return c.period().Window.First <= c.until() }

// keyOf is which row of a breakdown it is. Units are named by the row itself
// where the answer has no key for them.
func keyOf(r *indicator.Row, by string) string {
	k, ok := r.Keys[by]
	if !ok && by == indicator.ByUnit && !slices.Contains(r.Marks, indicator.MarkUnallocated) {
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
			out = append(out, Part{Kind: KindText, Runs: join(append(runs, c.marksSaid()...))})
		}
	case len(b.Items) > 0:
		for _, x := range b.Items {
			if said := c.sentence(x); said != nil {
				out = append(out, Part{Kind: KindItem, Runs: join(append(said, c.marksSaid()...))})
			}
		}
	case b.Table != nil:
		if c.some(b.Table) {
			out = append(out, Part{Kind: KindTable, Table: c.table(b.Table)})
		}
	case b.Given != nil:
		if t := c.set.Tables[b.Given.Name]; t != nil && len(t.Rows) > 0 {
			copied := *t
			copied.Caption = c.caption(t.Caption)
			if t.Lead != "" {
				out = append(out, Part{Kind: KindText, Runs: []Run{{Text: t.Lead}}})
			}
			return append(out, Part{Kind: KindTable, Table: &copied})
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
		if c.set.Number != "" { // it is issued: nobody will write it any more
			out[0].Runs = []Run{{Text: c.text("report.unfilled")}}
		}
	}
	return out
}

// marksSaid says of the paragraph at hand what is marked in it, each mark once.
func (c *composer) marksSaid() []Run {
	var out []Run
	for _, m := range c.marks {
		out = append(out, Run{Text: " " + c.text("report.mark."+m)})
	}
	c.marks = nil
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
var settingHoles = []string{"period", "period_next", "unit", "unit_now", "of_unit", "scope", "body", "from", "to", "at", "year"}

// setting is what stands in the hole for a word of the setting.
func (c *composer) setting(hole string) []Run {
	if !slices.Contains(settingHoles, hole) {
		return nil
	}
	p := c.period()
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
	case "of_unit": // where the unit is not who reports
		if s = c.set.UnitName; s == c.body() {
			return nil
		}
	case "unit_now":
		if c.set.UnitNow == "" {
			return nil
		}
		s = c.set.UnitNow
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
		s = c.book.Say(c.set.Lang, key, "type", TypeName(c.book, c.set.Lang, c.set.Type), "unit", c.set.UnitName)
	case "from":
		s = p.Window.First.VN()
	case "to":
		s = p.Window.Last.VN()
	case "at": // the last day of the figures
		s = min(p.Window.Last, c.until()).VN()
	case "year":
		s = strconv.Itoa(p.Window.Last.Year())
	}
	return []Run{{Text: s}}
}

// periodName is the period as papers write it: in Vietnamese, years in a range
// stand apart from their hyphen.
func (c *composer) periodName(p period.Period) string {
	key, args := p.Words()
	name := c.book.Say(c.set.Lang, key, args...)
	if c.set.Lang == "en" {
		return name
	}
	return closeRange.ReplaceAllString(name, "$1 - $2")
}

var closeRange = regexp.MustCompile(`(\d{4})[-–](\d{4})`)

// sentence fills a sentence, or what it has instead; nil where nothing is said.
func (c *composer) sentence(x Sentence) []Run {
	for _, key := range append([]string{x.Say}, x.Or...) {
		marks := len(c.marks)
		if runs := c.filled(key, x); runs != nil {
			return runs
		}
		c.marks = c.marks[:marks] // of numbers that are not said after all
	}
	if x.None == "" {
		return nil
	}
	return c.words(x.None)
}

// filled is one text of a sentence with its holes filled; nil where it can't be said.
func (c *composer) filled(key string, x Sentence) []Run {
	t, err := parse(c.book.Say(c.set.Lang, key))
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
			if name, option := hole(h); option == sayPart || option == sayAll {
				return c.partOf(x, name, option)
			}
			return c.hole(h)
		}
		return c.setting(h)
	})
	if !ok {
		return nil
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
