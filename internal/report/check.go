package report

import (
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/word"
)

// frameWords are the keys that every paper needs, whatever its definition.
var frameWords = []string{
	"report.nation", "report.motto", "report.number", "report.place", "report.recipients", "report.file", "report.file_only",
	"report.source", "report.source_draft", "report.notes", "report.sheet_text", "report.sheet_table", "report.sheet_section",
	"report.appendix", "report.appendix_only", "report.sample", "report.place_name", "report.reference", "report.caption", "report.fill", "report.and", "report.no_data", "report.nothing_arising", "report.no_change",
	"report.qualifier.more", "report.qualifier.less", "report.qualifier.about", "report.average.same", "report.average.differs",
	"report.average.all", "report.change.up", "report.change.down", "report.change.same", "report.plus", "report.points",
	"report.all.one", "report.all.many", "report.million", "report.count_other", "report.count_record", "report.total", "report.total_time", "report.head.item", "report.head.unit_of_count",
	"report.head.change", "report.head.in_million", "report.head.in_percent", "report.head.other", "report.row.none",
	"report.row.no_step", "report.row.unallocated", "report.row.own", "report.level.country", "report.level.province",
	"report.level.district", "report.level.commune", "report.scope.country", "report.scope.place", "report.scope.organisation",
	"report.calendar.admin", "report.calendar.civil", "report.calendar.school", "report.note.window", "report.note.window_days",
	"report.note.waiting",
	"report.note.coverage", "report.note.coverage_item", "report.note.few", "report.note.shares", "report.note.not_given", "report.note.not_given_item", "report.note.left_out", "report.note.beside", "report.note.total",
	"report.note.total_below", "report.note.more_totals", "report.note.window_table", "report.note.not_over", "report.note.not_begun", "report.note.unallocated", "report.note.mark.stands_in", "report.note.mark.estimate", "report.note.mark.declared",
	"report.mark.stands_in", "report.mark.estimate", "report.mark.declared", "report.period_kind",
	"report.committee.name", "report.committee.symbol", "report.committee.authority", "report.committee.post", "report.committee.file",
	"report.committee.to_above", "report.committee.to_ministry", "report.committee.to_own",
}

// Check tells whether the report can be composed in every language: each word
// exists, each sentence can be read and asks only for what the report asks of
// the facts, each indicator exists and can be said and broken down that way, each
// list is drawn from a register that has it. Faults name file and line.
func (d *Definition) Check(find func(indicator.Name) *indicator.Definition, registers func(register.Name) *register.Definition, book *word.Book) error {
	c := &checker{def: d, find: find, book: book}
	for _, k := range frameWords {
		c.word(k)
	}
	c.word(d.Title())
	c.sentence(d.Kind, nil, "")
	c.sentence(d.Subject, nil, "")
	c.sentence(d.Lead, nil, "")
	for _, b := range d.Bases {
		c.sentence(b, nil, "")
	}
	for _, n := range d.Lists {
		c.list(n, registers(n.Register))
	}
	for _, s := range d.Sections {
		c.sentence(s.Heading, nil, "")
		for _, b := range s.Blocks {
			c.block(b)
		}
	}
	if len(c.faults) > 0 {
		return c.faults
	}
	return nil
}

type checker struct {
	def    *Definition
	find   func(indicator.Name) *indicator.Definition
	book   *word.Book
	faults fault.List
}

func (c *checker) say(at, sentence string, args ...any) {
	c.faults = append(c.faults, c.def.source.fault(at, sentence, args...))
}

func (c *checker) word(key string) bool {
	ok := true
	for _, lang := range word.Languages {
		if !c.book.Has(lang, key) {
			c.say(key, "report_file.word", "word", key, "lang", lang)
			ok = false
		}
	}
	return ok
}

// sentence checks a key whose holes are those of the setting and those given, all of which it must have.
func (c *checker) sentence(key string, of []string, list string) { c.readable(key, of, list, true) }

func (c *checker) readable(key string, of []string, list string, all bool) {
	if !c.word(key) {
		return
	}
	for _, lang := range word.Languages {
		t, err := parse(c.book.Say(lang, key))
		if err != nil {
			c.say(key, "report_file.sentence_of", "word", key, "lang", lang)
			continue
		}
		holes := t.holes()
		for _, h := range holes {
			known := slices.Contains(settingHoles, h) || slices.Contains(of, h) || list != "" && (h == "names" || h == "count")
			if !known {
				c.say(key, "report_file.hole_of", "word", key, "lang", lang, "hole", h)
			}
		}
		for _, h := range of {
			if all && !slices.Contains(holes, h) {
				c.say(key, "report_file.hole_unused", "word", key, "lang", lang, "hole", h)
			}
		}
	}
}

func (c *checker) block(b Block) {
	if b.Heading != "" {
		c.sentence(b.Heading, nil, "")
	}
	for _, x := range b.sentences() {
		c.sentence(x.Say, x.Of, x.List)
		for _, key := range x.Or {
			c.readable(key, x.Of, x.List, false)
		}
		if x.None != "" {
			c.sentence(x.None, nil, "")
		}
		for _, h := range x.Of {
			c.hole(h)
		}
	}
	if b.Table != nil {
		c.table(b.Table)
	}
	if b.Given != nil && b.Given.None != "" {
		c.sentence(b.Given.None, nil, "")
	}
	if b.List != nil {
		if b.List.Say != "" {
			c.sentence(b.List.Say, nil, b.List.Name)
		}
		if b.List.None != "" {
			c.sentence(b.List.None, nil, "")
		}
	}
	if b.Fill != nil {
		c.sentence(b.Fill.Hint, nil, "")
	}
}

// list checks that a register has what a list is drawn from. Only a text that papers
// may list is one: who reads a paper need not have the right to the records.
func (c *checker) list(n NamesSpec, def *register.Definition) {
	if def == nil {
		c.say(string(n.Register), "report_file.register", "register", string(n.Register))
		return
	}
	if f := def.Field(n.Field); f == nil || f.Kind != register.KindText || !f.Public {
		c.say(n.Field, "report_file.list_field", "field", n.Field, "register", string(n.Register))
	}
	if def.Measure(n.Measure) < 0 {
		c.say(n.Measure, "report_file.list_measure", "measure", n.Measure, "register", string(n.Register))
	}
}

// indicator finds one and says where it is missing or has no label.
func (c *checker) indicator(name indicator.Name, at string) *indicator.Definition {
	d := c.find(name)
	if d == nil {
		c.say(at, "report_file.indicator", "name", string(name))
		return nil
	}
	if !c.book.Has(word.Languages[0], "report.column."+string(name)) {
		c.word("indicator." + string(name))
	}
	return d
}

func (c *checker) hole(h string) {
	name, option := hole(h)
	d := c.indicator(name, h)
	if d == nil {
		return
	}
	ok := true
	switch option {
	case sayAverage: // only what adds up over time has a yearly average
		ok = !d.Ratio() && d.OverTime == indicator.AddsSum
	case sayNumerator, sayDenominator:
		ok = d.Ratio()
	}
	if !ok {
		c.say(h, "report_file.option", "name", string(name), "option", option)
	}
}

func (c *checker) table(t *TableSpec) {
	c.sentence(t.Caption, nil, "")
	general := []string{"", indicator.ByMonth, indicator.ByQuarter, indicator.ByHalf, indicator.ByYear, indicator.ByUnit, indicator.ByPlace, indicator.ByLevel}
	for _, n := range t.Of {
		d := c.indicator(n, string(n))
		if d == nil || slices.Contains(general, t.By) || slices.Contains(d.By, t.By) {
			continue
		}
		c.say(t.Caption, "report_file.by", "name", string(n), "by", t.By, "fields", strings.Join(d.By, ", "))
	}
}
