// Package report arranges answers of the facts as official papers.
//
// A Definition is a report as data: which periods it is for, its headings,
// sentences, tables and the blocks that a person writes. Questions says what must
// be asked of the facts; Compose turns the answers into a Document, in which
// every number carries its question; DOCX, HTML, XLSX and JSON print a Document;
// Freeze keeps one as it was issued and Thaw gives it back unchanged. A sentence
// never prints an empty hole, nor a zero that nobody recorded: it falls back to a
// variant without the number, or falls away. A paper counts what is approved
// only. The package is pure: no SQL, no HTTP, no clock.
package report

import (
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/strict"
)

// Definition of a report, from content/report.
type Definition struct {
	Name     string          `toml:"-"`
	Accepts  []string        `toml:"accepts"` // kinds of period, see kindOf
	Calendar period.Calendar `toml:"calendar"`
	Symbol   string          `toml:"symbol"`  // BC
	Kind     string          `toml:"kind"`    // key of BÁO CÁO
	Subject  string          `toml:"subject"` // key of the sentence under it
	Bases    []string        `toml:"bases"`   // keys of the legal bases
	Lead     string          `toml:"lead"`    // key of the first sentence
	Lists    []NamesSpec     `toml:"list"`
	Sections []Section       `toml:"section"`

	source source
}

// Section stands under a heading of the first level, or is an appendix.
type Section struct {
	Heading  string  `toml:"heading"`
	Appendix bool    `toml:"appendix"` // on a page of its own, behind the signature
	Blocks   []Block `toml:"block"`
}

// Block is one thing of a section: exactly one of Heading, Text, Items, Table,
// Given, List and Fill is set.
type Block struct {
	// Calendar of the block's figures, where it is not the report's: a form of
	// statistics goes by civil years in a report that goes by administrative ones.
	Calendar period.Calendar `toml:"calendar"`

	Heading string     `toml:"heading"` // a heading of the second level
	Text    []Sentence `toml:"text"`    // sentences of one paragraph
	Items   []Sentence `toml:"items"`   // a line each
	Table   *TableSpec `toml:"table"`
	Given   *GivenSpec `toml:"given"` // a table that the caller gives
	List    *ListSpec  `toml:"list"`  // names, a line each
	Fill    *FillSpec  `toml:"fill"`
}

// Sentence is a key of the word files. Its holes are {indicator},
// {indicator.option}, {names} of a list, or one of the words of the setting
// ({period}, {unit}, ...). What stands in [ ] is left out where a hole in it has
// nothing to say; where that is so of a hole outside, the first of Or that can be is
// said instead, else None, and without None nothing.
type Sentence struct {
	Say  string   `toml:"say"`
	Or   []string `toml:"or"`   // keys of sentences with fewer holes
	Of   []string `toml:"of"`   // the holes about indicators that the sentences may have
	List string   `toml:"list"` // of the report, fills {names} and {count}
	None string   `toml:"none"`
}

// What a hole may say of an indicator besides its value.
const (
	sayAverage     = "average"     // a year, with the divisor
	sayChange      = "change"      // against the period before
	sayPrevious    = "previous"    // the value of the period before
	sayCoverage    = "coverage"    // 3.412/3.900, where a part was not always given
	sayNumerator   = "numerator"   // of a ratio
	sayDenominator = "denominator" // of a ratio
	sayPart        = "part"        // the value, where it is some and not all of the sentence's first number
	sayAll         = "all"         // "đều là", where it is all of that
)

var options = []string{"", sayAverage, sayChange, sayPrevious, sayCoverage, sayNumerator, sayDenominator, sayPart, sayAll}

// hole takes apart what a hole says of an indicator.
func hole(s string) (indicator.Name, string) {
	name, option, _ := strings.Cut(s, ".")
	return indicator.Name(name), option
}

// sentences of a block.
func (b Block) sentences() []Sentence { return append(slices.Clone(b.Text), b.Items...) }

// TableSpec is a table of indicators.
type TableSpec struct {
	Caption string           `toml:"caption"`
	By      string           `toml:"by"` // year, quarter, month, unit, level or a field; "": one line an indicator
	Of      []indicator.Name `toml:"of"`
	Total   bool             `toml:"total"`
	Turn    bool             `toml:"turn"`    // indicators down, keys across
	Compare bool             `toml:"compare"` // without By: beside the period before
}

// GivenSpec is a table by a name that the caller gives whole, such as the targets.
type GivenSpec struct {
	Name string `toml:"name"`
	None string `toml:"none"` // said where it is not given
}

// NamesSpec is a list of names that sentences and blocks may say: the texts of a
// field of the approved records of the unit in the period, those with most of a
// measure first.
type NamesSpec struct {
	Name     string        `toml:"name"`
	Register register.Name `toml:"register"`
	Field    string        `toml:"field"` // a text that papers may list
	Measure  string        `toml:"measure"`
}

// ListSpec is a list, such as the documents, a line each.
type ListSpec struct {
	Name string `toml:"name"` // of one of the report's lists
	Say  string `toml:"say"`  // before it; may have {count}
	None string `toml:"none"`
}

// FillSpec is a block that a person writes.
type FillSpec struct {
	Name string `toml:"name"`
	Hint string `toml:"hint"` // shown while it is empty
}

// The kinds of period that a report may accept.
const (
	PeriodYear    = "year"
	PeriodYears   = "years"
	PeriodHalf    = "half"
	PeriodNine    = "nine_months"
	PeriodQuarter = "quarter"
	PeriodMonth   = "month"
	PeriodAction  = "action"
	PeriodDays    = "days"
)

var periodKinds = []struct {
	kind string
	key  *regexp.Regexp
}{
	{PeriodYear, regexp.MustCompile(`^\d{4}$`)},
	{PeriodYears, regexp.MustCompile(`^\d{4}\.\.\d{4}$`)},
	{PeriodHalf, regexp.MustCompile(`^\d{4}-H\d$`)},
	{PeriodNine, regexp.MustCompile(`^\d{4}-9M$`)},
	{PeriodQuarter, regexp.MustCompile(`^\d{4}-Q\d$`)},
	{PeriodMonth, regexp.MustCompile(`^\d{4}-\d{2}$`)},
	{PeriodAction, regexp.MustCompile(`^action-\d{4}$`)},
	{PeriodDays, regexp.MustCompile(`^\d{4}-\d{2}-\d{2}\.\.\d{4}-\d{2}-\d{2}$`)},
}

// kindOf says which kind of period p is.
func kindOf(p period.Period) string {
	for _, k := range periodKinds {
		if k.key.MatchString(p.Key) {
			return k.kind
		}
	}
	return ""
}

// Period reads the text of a period in the report's calendar; a kind that the
// report is not made for is a fault.
func (d *Definition) Period(text string) (period.Period, error) {
	p, err := period.Parse(text, d.Calendar)
	if err != nil {
		return period.Period{}, err
	}
	if !slices.Contains(d.Accepts, kindOf(p)) {
		return period.Period{}, fault.New(fault.Invalid, "report.period_kind", "report", d.Name, "period", p.Key,
			"example", examples[d.Accepts[0]])
	}
	return p, nil
}

var examples = map[string]string{
	PeriodYear: "2025", PeriodYears: "2021..2025", PeriodHalf: "2025-H1", PeriodNine: "2025-9M", PeriodQuarter: "2025-Q4",
	PeriodMonth: "2025-11", PeriodAction: "action-2025", PeriodDays: "2025-01-05..2025-02-07",
}

// beside is the period that stands before p, and after it where steps is 1: the
// same one of the year before or after, of several years as many before or
// after; false if there is none.
func beside(p period.Period, steps int) (period.Period, bool) {
	key := ""
	switch kindOf(p) {
	case "", PeriodDays:
		return period.Period{}, false
	case PeriodYears:
		from, to := years(p.Key)
		n := (to - from + 1) * steps
		key = strconv.Itoa(from+n) + ".." + strconv.Itoa(to+n)
	case PeriodAction:
		y, _ := years(strings.TrimPrefix(p.Key, "action-"))
		key = "action-" + strconv.Itoa(y+steps)
	default:
		y, _ := strconv.Atoi(p.Key[:4])
		key = strconv.Itoa(y+steps) + p.Key[4:]
	}
	q, err := period.Parse(key, p.Calendar)
	return q, err == nil
}

// within is the period of the same name in another calendar: of the administrative
// year 2025 the civil one. Days of their own are the same in every calendar.
func within(p period.Period, c period.Calendar) period.Period {
	if k := kindOf(p); c == "" || c == p.Calendar || k == PeriodAction || k == PeriodDays {
		return p
	}
	q, err := period.Parse(p.Key, c)
	if err != nil {
		return p
	}
	return q
}

// years are the first and the last four digits of a period's key.
func years(key string) (first, last int) {
	first, _ = strconv.Atoi(key[:4])
	last, _ = strconv.Atoi(key[len(key)-4:])
	return first, last
}

// source is where a definition was read, for faults that Check finds later.
type source struct {
	file  string
	lines []string
}

// fault is a fault at the first line that quotes the word, else at the first line.
func (s source) fault(word, sentence string, args ...any) *fault.Error {
	e := fault.New(fault.Invalid, sentence, args...)
	if word != "" {
		for i, l := range s.lines {
			if strings.Contains(l, strconv.Quote(word)) || strings.Contains(l, "'"+word+"'") {
				return e.At(s.file, i+1)
			}
		}
	}
	return e.At(s.file, 1)
}

var namePattern = regexp.MustCompile(`^[a-z][a-z0-9_-]*$`)

// Decode reads one report from a file of content/report, whose name is the
// report's name. An unknown key, a wrong type and a block that is not one thing
// are faults with file and line.
func Decode(file string, data []byte) (*Definition, error) {
	d := &Definition{
		Name:   strings.TrimSuffix(path.Base(file), ".toml"),
		source: source{file, strings.Split(string(data), "\n")},
	}
	if err := strict.TOML(file, data, d); err != nil {
		return nil, err
	}
	var faults fault.List
	say := func(word, sentence string, args ...any) {
		faults = append(faults, d.source.fault(word, sentence, args...))
	}
	if !namePattern.MatchString(d.Name) {
		say("", "report_file.name", "name", d.Name)
	}
	if len(d.Accepts) == 0 {
		say("", "report_file.missing", "key", "accepts")
	}
	for _, a := range d.Accepts {
		if examples[a] == "" {
			say(a, "report_file.accepts", "word", a)
		}
	}
	if _, err := period.ParseCalendar(string(d.Calendar)); err != nil {
		say(string(d.Calendar), "report_file.calendar", "word", string(d.Calendar))
	}
	for _, k := range []struct{ key, value string }{{"symbol", d.Symbol}, {"kind", d.Kind}, {"subject", d.Subject}, {"lead", d.Lead}} {
		if k.value == "" {
			say("", "report_file.missing", "key", k.key)
		}
	}
	if len(d.Sections) == 0 {
		say("", "report_file.missing", "key", "section")
	}
	for i, n := range d.Lists {
		for _, k := range []struct{ key, value string }{{"list.name", n.Name}, {"list.register", string(n.Register)}, {"list.field", n.Field}, {"list.measure", n.Measure}} {
			if k.value == "" {
				say(n.Name, "report_file.missing", "key", k.key)
			}
		}
		if n.Name != "" && !namePattern.MatchString(n.Name) {
			say(n.Name, "report_file.name", "name", n.Name)
		}
		if slices.ContainsFunc(d.Lists[:i], func(o NamesSpec) bool { return o.Name == n.Name }) {
			say(n.Name, "report_file.list_twice", "list", n.Name)
		}
	}
	for _, s := range d.Sections {
		if s.Heading == "" {
			say("", "report_file.missing", "key", "section.heading")
		}
		for _, b := range s.Blocks {
			faults = append(faults, d.block(s, b)...)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return d, nil
}

// block checks what can be said of a block by itself.
func (d *Definition) block(s Section, b Block) (faults fault.List) {
	things := 0
	for _, has := range []bool{b.Heading != "", len(b.Text) > 0, len(b.Items) > 0, b.Table != nil, b.Given != nil, b.List != nil, b.Fill != nil} {
		if has {
			things++
		}
	}
	if things != 1 {
		faults = append(faults, d.source.fault(s.Heading, "report_file.block", "heading", s.Heading))
	}
	if b.Calendar != "" {
		if _, err := period.ParseCalendar(string(b.Calendar)); err != nil {
			faults = append(faults, d.source.fault(string(b.Calendar), "report_file.calendar", "word", string(b.Calendar)))
		}
	}
	for _, x := range b.sentences() {
		if x.Say == "" {
			faults = append(faults, d.source.fault(s.Heading, "report_file.missing", "key", "say"))
		}
		faults = append(faults, d.listed(x.List)...)
		for _, h := range x.Of {
			if name, option := hole(h); !namePattern.MatchString(string(name)) || !slices.Contains(options, option) {
				faults = append(faults, d.source.fault(h, "report_file.hole", "hole", h))
			}
		}
	}
	if b.List != nil {
		faults = append(faults, d.listed(b.List.Name)...)
	}
	if t := b.Table; t != nil {
		switch {
		case t.Caption == "":
			faults = append(faults, d.source.fault(s.Heading, "report_file.missing", "key", "table.caption"))
		case len(t.Of) == 0:
			faults = append(faults, d.source.fault(t.Caption, "report_file.missing", "key", "table.of"))
		case t.By == "" && (t.Total || t.Turn), t.By != "" && t.Compare:
			faults = append(faults, d.source.fault(t.Caption, "report_file.table", "caption", t.Caption))
		}
	}
	for _, n := range b.names() {
		if !namePattern.MatchString(n) {
			faults = append(faults, d.source.fault(n, "report_file.name", "name", n))
		}
	}
	return faults
}

// listed is the fault of a list that the report does not have; "" is none.
func (d *Definition) listed(name string) fault.List {
	if name == "" || slices.ContainsFunc(d.Lists, func(n NamesSpec) bool { return n.Name == name }) {
		return nil
	}
	return fault.List{d.source.fault(name, "report_file.list", "list", name)}
}

// names of what the caller gives or a person writes.
func (b Block) names() []string {
	switch {
	case b.Given != nil:
		return []string{b.Given.Name}
	case b.List != nil:
		return []string{b.List.Name}
	case b.Fill != nil:
		return []string{b.Fill.Name}
	}
	return nil
}

// Title is the key of the report's name in lists.
func (d *Definition) Title() string {
	return "report." + strings.ReplaceAll(d.Name, "-", "_") + ".name"
}

// Wants names what the caller may give besides answers and the Lists: whole
// tables, and the blocks that a person writes, each once and in order.
func (d *Definition) Wants() (tables []string, texts []FillSpec) {
	once := func(to []string, name string) []string {
		if name == "" || slices.Contains(to, name) {
			return to
		}
		return append(to, name)
	}
	for _, s := range d.Sections {
		for _, b := range s.Blocks {
			if b.Given != nil {
				tables = once(tables, b.Given.Name)
			}
			if b.Fill != nil && !slices.Contains(texts, *b.Fill) {
				texts = append(texts, *b.Fill)
			}
		}
	}
	return tables, texts
}
