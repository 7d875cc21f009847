package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// paper is one report about one unit and period on its way to the person.
type paper struct {
	*app
	def    *report.Definition
	unit   *unit.Unit
	ref    string
	period period.Period
	texts  string // the file of what a person wrote; "": none
}

func reportCommand(fs *flag.FlagSet) func(*app, []string) error {
	ref := fs.String("unit", "", "")
	per := fs.String("period", "", "")
	format := fs.String("format", "", "")
	out := fs.String("o", "", "")
	number := fs.String("issue", "", "")
	day := fs.String("day", "", "")
	texts := fs.String("text", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		switch {
		case *ref == "":
			return usage{"cli.missing", "--unit"}
		case *per == "":
			return usage{"cli.missing", "--period"}
		}
		if *format == "" {
			if *format = strings.TrimPrefix(filepath.Ext(*out), "."); *format == "" {
				*format = "html"
			}
		}
		render, ok := renderers[*format]
		if !ok {
			return usage{"cli.format", *format}
		}
		if *out == "" && (*format == "docx" || *format == "xlsx") {
			return usage{"cli.missing", "-o"}
		}
		def := a.cat.Report(args[0])
		if def == nil {
			return fault.New(fault.NotFound, "report.unknown", "report", args[0], "known", strings.Join(a.cat.Reports(), ", "))
		}
		if err := a.ask(); err != nil {
			return err
		}
		p := &paper{app: a, def: def, ref: *ref, texts: *texts}
		var err error
		if p.unit, _, err = a.led.Tree().Resolve(*ref, a.led.Today()); err != nil {
			return err
		}
		if p.period, err = def.Period(*per); err != nil {
			return err
		}
		issued := period.Day(0)
		if *day != "" {
			if issued, err = period.ParseDay(*day); err != nil {
				return err
			}
		}
		doc, err := p.document(*number, issued)
		if err != nil {
			return err
		}
		return a.save(*out, func(w io.Writer) error { return render(doc, w) })
	}
}

var renderers = map[string]func(*report.Document, io.Writer) error{
	"docx": report.DOCX, "xlsx": report.XLSX, "json": report.JSON,
	"html": func(d *report.Document, w io.Writer) error { return report.HTML(d, w, "") }, // a file has no pages to lead to
}

// document composes the paper. With a number it is issued: frozen now, or taken
// as it was frozen when this report already bears the number.
func (p *paper) document(number string, day period.Day) (*report.Document, error) {
	if day == 0 {
		day = p.led.Today()
	}
	s, err := p.setting(day)
	if err != nil {
		return nil, err
	}
	fills := report.Fills(p.def, s, p.cat.Book())
	if p.texts != "" {
		data, err := os.ReadFile(p.texts)
		if err != nil {
			return nil, fault.New(fault.NotFound, "cli.read", "file", p.texts)
		}
		if s.Texts, err = report.Texts(fills, p.texts, data); err != nil {
			return nil, err
		}
	}
	if number == "" {
		return p.compose(s)
	}
	number = vn.Clean(number)
	if number == "" || len(number) > 20 || strings.ContainsAny(number, "/\n") {
		return nil, fault.New(fault.Invalid, "issue.number", "number", number)
	}
	issues, err := p.led.Issues(p.ctx, p.by, p.unit.ID)
	if err != nil {
		return nil, err
	}
	symbol := p.def.Symbol
	if s.Paper != nil && s.Paper.Symbol != "" {
		symbol += "-" + s.Paper.Symbol
	}
	s.Number, s.Day, s.Edition = number, day, 1
	for _, i := range issues {
		if i.Report != p.def.Name || i.Period != p.period.Key {
			continue
		}
		if i.Number == number && i.Symbol == symbol {
			return p.reprint(i, s)
		}
		s.Edition++
	}
	if err := p.mayIssue(s); err != nil {
		return nil, err
	}
	doc, err := p.compose(s)
	if err != nil {
		return nil, err
	}
	body, hash, err := report.Freeze(doc)
	if err != nil {
		return nil, err
	}
	_, err = p.led.Issue(p.ctx, p.by, store.Issue{Report: p.def.Name, Unit: p.unit.ID, Period: p.period.Key,
		Number: number, Symbol: symbol, Year: day.Year(), Hash: hash, Body: body})
	if err != nil {
		return nil, err
	}
	p.warn(s, doc, fills)
	fmt.Fprintln(p.err, p.say("issue.done", "number", number, "symbol", symbol, "hash", hash))
	return report.Thaw(body, hash)
}

// mayIssue refuses what no paper can say yet: a period that has not begun, and a
// country of which no body is known that could sign.
func (p *paper) mayIssue(s report.Setting) error {
	switch {
	case p.period.Window.First > s.Until:
		return fault.New(fault.Invalid, "report.not_begun", "period", p.periodName(), "first", p.period.Window.First.VN())
	case s.Headless():
		return fault.New(fault.Invalid, "report.no_body")
	}
	return nil
}

// warn tells of an issued paper what its figures do not hold yet, and what nobody has written.
func (p *paper) warn(s report.Setting, doc *report.Document, fills []report.Fill) {
	if p.period.Window.Last > s.Until {
		fmt.Fprintln(p.err, upperFirst(p.say("report.not_over", "period", p.periodName(), "last", p.period.Window.Last.VN(), "until", s.Until.VN())))
	}
	var open []string
	for _, f := range fills {
		if slices.Contains(doc.Open(), f.Name) {
			fmt.Fprintln(p.err, p.say("issue.open", "block", f.Hint))
			open = append(open, f.Name+` = "…"`)
		}
	}
	if open != nil {
		fmt.Fprintln(p.err, p.say("report.text_how", "example", strings.Join(open, "; ")))
	}
}

func (p *paper) periodName() string {
	key, args := p.period.Words()
	return p.say(key, args...)
}

// reprint gives an issued paper as it was, and tells what has moved since.
func (p *paper) reprint(i store.Issue, s report.Setting) (*report.Document, error) {
	full, err := p.led.IssuedPaper(p.ctx, p.by, i.Unit, i.Year, i.Number, i.Symbol)
	if err != nil {
		return nil, err
	}
	doc, err := report.Thaw(full.Body, full.Hash)
	if err != nil {
		return nil, err
	}
	live, err := p.compose(s)
	if err != nil {
		return nil, err
	}
	fmt.Fprintln(p.err, p.say("issue.again", "number", i.Number, "symbol", i.Symbol, "day", period.FromTime(i.At).VN()))
	for _, c := range report.Moved(doc, live) {
		fmt.Fprintln(p.err, p.say(movedKey(c), "where", c.Where, "was", c.Was, "now", c.Now, "row", c.Row))
	}
	return doc, nil
}

// movedKey is the sentence for a change: a number's, or that of a line of a table
// which came or went.
func movedKey(c report.Change) string {
	key := "report.moved."
	switch {
	case c.Was != "" && c.Now != "":
		return "issue.moved"
	case c.Row != "" && c.Column:
		key += "column_"
	case c.Row != "":
		key += "row_"
	}
	if c.Was == "" {
		return key + "added"
	}
	return key + "removed"
}

func (p *paper) compose(s report.Setting) (*report.Document, error) {
	var answers []indicator.Answer
	for _, q := range report.Questions(p.def, p.ref, p.period) {
		a, err := p.led.Facts(p.ctx, p.by, q)
		if err != nil {
			return nil, err
		}
		answers = append(answers, *a)
	}
	return report.Compose(p.def, s, answers, p.cat.Book(), report.Env{
		Indicator: p.cat.Indicator,
		Unit:      func(code string) string { return p.rowName(code) },
		UnitOn:    p.nameOn,
		Code:      p.codeName,
		Whole:     p.wholeOf,
	})
}

// wholeOf is the measure that a measure is a part of.
func (p *paper) wholeOf(r indicator.Ref) string {
	def := p.cat.Latest(r.Register)
	if def == nil {
		return ""
	}
	if i := def.Measure(r.Measure); i >= 0 {
		return def.Measures[i].PartOf
	}
	return ""
}

// nameOn is what the unit that bore a code on a day was called then.
func (p *paper) nameOn(code string, on period.Day) string {
	for _, ref := range []string{code, code + "@" + on.String()} {
		if u, _, err := p.led.Tree().Resolve(ref, p.led.Today()); err == nil {
			if v, ok := u.At(on); ok {
				return upperFirst(p.unitName(u, v))
			}
		}
	}
	return p.rowName(code)
}

// rowName names the unit of a row as the reader of the paper knows it: today's
// name, else the name that the former unit had when the period ended.
func (p *paper) rowName(code string) string {
	for _, ref := range []string{code, code + "@" + p.period.Window.Last.String(), code + "@2025-06-30"} {
		u, at, err := p.led.Tree().Resolve(ref, p.led.Today())
		if err != nil {
			continue
		}
		if at == 0 {
			at = p.led.Today()
		}
		if v, ok := u.At(at); ok {
			return upperFirst(p.unitName(u, v))
		}
	}
	return code
}

// unitName is a unit inside a sentence: tỉnh Quảng Ninh, Quảng Ninh province. An
// organisation has its name in Vietnamese only.
func (p *paper) unitName(u *unit.Unit, v unit.Version) string {
	if u.Level == unit.Organisation || u.Level == unit.Country {
		return v.FullName
	}
	return report.PlaceName(p.cat.Book(), p.lang, v.Type, v.Name)
}

// setting is what the head and foot of the paper need.
func (p *paper) setting(day period.Day) (report.Setting, error) {
	today := p.led.Today()
	at := today
	if last := p.unit.Last(); last != 0 && last < at {
		at = last
	}
	v, _ := p.unit.At(at)
	then, ok := p.unit.At(min(at, p.period.Window.Last))
	if !ok { // the unit is younger than the period
		then = v
	}
	s := report.Setting{Lang: p.lang, Unit: p.ref, UnitName: p.unitName(p.unit, then), Place: v.Name,
		Level: p.led.Tree().LevelOf(p.unit.ID, at), Type: then.Type, Paper: p.unit.Paper, Period: p.period, Today: day, Until: min(day, today),
		At:    p.clock().In(time.FixedZone("ICT", 7*3600)).Format("02/01/2006 15:04"),
		Lists: map[string][]string{}}
	if now := p.unitName(p.unit, v); now != s.UnitName {
		s.UnitNow = now
	}
	if p.unit.Level == unit.Organisation {
		s.Level, s.Type, s.UnitName, s.UnitNow, s.Body = unit.Organisation, "", v.FullName, "", v.FullName
	} else if office := p.led.StandingOffice(p.unit.ID, at); office != nil {
		s.Paper = office.Paper
		if o, ok := office.At(at); ok {
			s.Body = o.FullName
		}
	}
	if above := p.led.Tree().Unit(v.Parent); above != nil && above.ID != unit.VN {
		if a, ok := above.At(at); ok {
			s.Above = p.unitName(above, a)
		}
	}
	mark, err := p.led.Setting(p.ctx, demoMark)
	if err != nil {
		return s, err
	}
	s.Sample = mark != ""
	sel := ledger.Selection{Register: "resource", Unit: p.ref, Window: p.period.Window}
	for name, list := range map[string][3]string{"sponsors": {"resource", "sponsor", "contributions"}, "documents": {"document", "title", "documents"}} {
		sel.Register = register.Name(list[0])
		names, err := p.led.Texts(p.ctx, p.by, sel, list[1], list[2])
		if err != nil {
			return s, err
		}
		s.Lists[name] = names
	}
	return s, nil
}

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}
