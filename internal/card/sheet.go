package card

import (
	"errors"
	"io"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/score"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// columns of a row of targets, in a sheet and in a form, by their ids.
var columns = []string{"code", "parent", "goal", "name", "indicator", "level", "thresholds", "margin", "note"}

// ColumnIDs are what the columns of a row of targets are called in forms and faults; the
// first is the code of the target.
func ColumnIDs() []string { return slices.Clone(columns) }

// Columns of a sheet of targets, as they are found again in one.
func Columns(cat *catalog.Catalog) []sheet.Column {
	var out []sheet.Column
	for _, c := range columns {
		out = append(out, sheet.Column{ID: c, Heading: Heading(cat, "vi", c), Aliases: []string{Heading(cat, "en", c), c}, Required: c == "code"})
	}
	return out
}

// Heading of a column of a sheet of targets.
func Heading(cat *catalog.Catalog, lang, column string) string {
	return cat.Say(lang, "score.column."+column)
}

// Formats are what sets are written in.
var Formats = []string{"xlsx", "csv"}

// Write writes targets as a sheet that Read reads back.
func Write(w io.Writer, cat *catalog.Catalog, lang, format string, rows []score.SetRow) error {
	var heads []sheet.Column
	for _, c := range columns {
		heads = append(heads, sheet.Column{ID: c, Heading: Heading(cat, lang, c)})
	}
	var t sheet.Table
	if format == "csv" {
		t = sheet.NewCSV(w, heads)
	} else {
		t = sheet.NewXLSX(w, cat.Say(lang, "score.sheet"), heads)
	}
	for _, r := range rows {
		var cells []sheet.Cell
		for _, c := range columns {
			cells = append(cells, sheet.Text(Cell(cat, lang, &r, c)))
		}
		if err := t.Row(cells...); err != nil {
			return err
		}
	}
	return t.Close()
}

// Cell is what a row says in a column.
func Cell(cat *catalog.Catalog, lang string, r *score.SetRow, column string) string {
	switch column {
	case "code":
		return r.Code
	case "parent":
		return r.Parent
	case "goal":
		return r.Goal
	case "name":
		return r.Name
	case "indicator":
		if r.Indicator == "" {
			return ""
		}
		return cat.Say(lang, "indicator."+string(r.Indicator))
	case "level":
		return r.Level
	case "thresholds":
		return score.MilestonesText(r.Milestones)
	case "margin":
		if r.Margin == nil {
			return ""
		}
		return vn.Decimal(int64(*r.Margin*100+0.5), lang)
	}
	return r.Note
}

// Row reads what a person wrote in the columns of one row; column names the fault's.
func Row(cat *catalog.Catalog, p *score.Programme, number int, raw map[string]string, heading func(column string) string) (score.SetRow, []*fault.Error) {
	text := func(c string) string { return vn.Clean(raw[c]) }
	r := score.SetRow{Row: number, Code: text("code"), Parent: text("parent"), Goal: text("goal"), Name: text("name"), Level: vn.Lower(text("level")), Note: text("note")}
	for _, lang := range word.Languages { // as Start writes it: no name of its own
		if p.Target(r.Parent) != nil && r.Name == cat.Say(lang, p.TargetKey(r.Parent)) {
			r.Name = ""
		}
	}
	var faults []*fault.Error
	say := func(column string, err error) {
		for _, f := range fault.All(err) {
			faults = append(faults, f.In(number, heading(column)))
		}
	}
	var err error
	if r.Milestones, err = score.ParseMilestones(raw["thresholds"]); err != nil {
		say("thresholds", err)
	}
	if t := text("margin"); t != "" {
		n, err := vn.ParseDecimal(t)
		if err != nil {
			say("margin", err)
		}
		m := float64(n.N) / 100
		r.Margin = &m
	}
	if t := text("indicator"); t != "" {
		if r.Indicator = indicatorOf(cat, t); r.Indicator == "" {
			say("indicator", fault.New(fault.Invalid, "score.set.indicator", "code", r.Code, "indicator", t))
		}
	}
	return r, faults
}

// indicatorOf finds an indicator by its name or by what it is called.
func indicatorOf(cat *catalog.Catalog, text string) indicator.Name {
	if cat.Indicator(indicator.Name(text)) != nil {
		return indicator.Name(text)
	}
	want := vn.Fold(text)
	for _, n := range cat.Indicators() {
		for _, lang := range word.Languages {
			if vn.Fold(cat.Say(lang, "indicator."+string(n))) == want {
				return n
			}
		}
	}
	return ""
}

// Read reads the targets of a sheet. All faults come together, with row and column, and
// with the rows as far as they could be read.
func Read(cat *catalog.Catalog, p *score.Programme, lang string, in *sheet.Reader) ([]score.SetRow, error) {
	var out []score.SetRow
	var faults fault.List
	for {
		line, err := in.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, err
		}
		faults = append(faults, line.Faults...)
		r, bad := Row(cat, p, line.Number, line.Cells, func(c string) string { return Heading(cat, lang, c) })
		faults = append(faults, bad...)
		out = append(out, r)
	}
	if len(faults) > 0 {
		return out, faults
	}
	return out, nil
}

// Check gives the faults of a set together with those that its rows were read with, so
// that all are mended at once; a cell that could not be read is told of once. Columns
// are named as people see them, with lang "" by their ids.
func Check(cat *catalog.Catalog, lang string, p *score.Programme, s *score.Set, read error) error {
	all := fault.List(fault.All(read))
	if read != nil && len(all) == 0 {
		return read
	}
	err := s.Check(p, cat.Indicator)
	if err != nil && len(fault.All(err)) == 0 {
		return err
	}
	if lang != "" && err != nil {
		err = Named(cat, lang, err)
	}
	for _, f := range fault.All(err) {
		if !slices.ContainsFunc(all, func(o *fault.Error) bool { return o.Place.Row != 0 && o.Place == f.Place }) {
			all = append(all, f)
		}
	}
	if len(all) == 0 {
		return nil
	}
	slices.SortStableFunc(all, func(a, b *fault.Error) int { return a.Place.Row - b.Place.Row })
	return all
}

// Start are the targets of a programme that judge a unit from a year on, as the rows of
// a set, with their names, for the unit's own to begin with; of nil: those of all units.
func Start(cat *catalog.Catalog, lang string, p *score.Programme, of *unit.Unit, from int) []score.SetRow {
	var out []score.SetRow
	for i := range p.Targets {
		t := &p.Targets[i]
		if t.Indicator == "" || of != nil && !t.Judges(of.Level) || t.Until.Year != 0 && t.Until.Year < from {
			continue
		}
		r := score.SetRow{Code: t.Code, Parent: t.Code, Goal: t.Goal, Level: t.Level, Indicator: t.Indicator,
			Name: cat.Say(lang, p.TargetKey(t.Code))}
		for _, m := range t.Milestones {
			r.Milestones = append(r.Milestones, score.SetMilestone{Year: m.Year, Text: m.Threshold.Text(m.About, keptLang)})
		}
		out = append(out, r)
	}
	return out
}

// keptLang is the language of the numbers in a set's thresholds, whoever writes them: a
// set is kept and read as one text.
const keptLang = "vi"

// Named gives faults of a set, which name a column by its id, the headings that people see.
func Named(cat *catalog.Catalog, lang string, err error) error {
	list := fault.All(err)
	if len(list) == 0 {
		return err
	}
	out := make(fault.List, len(list))
	for i, f := range list {
		out[i] = f
		if c := f.Place.Column; slices.Contains(columns, c) {
			out[i] = f.In(f.Place.Row, Heading(cat, lang, c))
		}
	}
	return out
}

// Years reads "2021..2025" or "2023".
func Years(text string) ([2]int, error) {
	first, last, several := strings.Cut(strings.TrimSpace(text), "..")
	if !several {
		last = first
	}
	a, err1 := strconv.Atoi(strings.TrimSpace(first))
	b, err2 := strconv.Atoi(strings.TrimSpace(last))
	if err1 != nil || err2 != nil || a < 1900 || b > 2200 || a > b {
		return [2]int{}, fault.New(fault.Invalid, "score.set.years_text", "text", text)
	}
	return [2]int{a, b}, nil
}
