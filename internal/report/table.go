package report

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// key is a row of a breakdown: what the answer calls it and what people do.
type key struct{ is, name string }

func (c *composer) caption(key string) string {
	c.tables++
	caption := c.text(key)
	return c.book.Say(c.set.Lang, "report.caption", "number", strconv.Itoa(c.tables), "caption", caption)
}

// some tells whether the table has anything to show: a number, and where its
// rows come from the answer alone, one in a row: a total by itself is no table,
// nor are the asked unit's own bodies.
func (c *composer) some(t *TableSpec) bool {
	places := []asked{{}, {by: t.By}, {before: t.Compare}}
	if _, isTime := timeSteps[t.By]; t.By != "" && t.By != indicator.ByLevel && !isTime {
		places = []asked{{by: t.By}}
	}
	for _, a := range places {
		i, ok := c.place(a)
		if !ok {
			continue
		}
		for j := range c.answers[i].Rows {
			r := &c.answers[i].Rows[j]
			own := t.By == indicator.ByUnit && c.own(keyOf(r, t.By)) == 1
			if r.Value != nil && slices.Contains(t.Of, r.Indicator) && !own {
				return true
			}
		}
	}
	return false
}

// table composes a table of one of three shapes: a line an indicator, a line a
// key, or the latter turned.
func (c *composer) table(t *TableSpec) *Table {
	out := &Table{Caption: c.caption(t.Caption)}
	switch {
	case t.By == "":
		c.listed(out, t)
	case t.Turn:
		c.turned(out, t)
	default:
		c.broken(out, t)
	}
	out.Notes = c.marked(out)
	c.tableNotes(out, t)
	return out
}

// broken has a line a key and a column an indicator.
func (c *composer) broken(out *Table, t *TableSpec) {
	a := asked{by: t.By}
	out.Columns = []string{c.keyHead(t.By)}
	for _, n := range t.Of {
		out.Columns = append(out.Columns, c.columnHead(n))
	}
	for _, k := range c.keys(t) {
		l := Line{Name: k.name}
		for _, n := range t.Of {
			l.Cells = append(l.Cells, Cell{Number: c.number(a, n, k.is, true)})
		}
		out.Rows = append(out.Rows, l)
	}
	if t.Total {
		l := Line{Name: c.totalName(t.By), Total: true}
		for _, n := range t.Of {
			l.Cells = append(l.Cells, Cell{Number: c.number(asked{}, n, "", true)})
		}
		out.Rows = append(out.Rows, l)
	}
}

// turned has a line an indicator, the total first and then a column a key.
func (c *composer) turned(out *Table, t *TableSpec) {
	a := asked{by: t.By}
	keys := c.keys(t)
	if t.Total && len(keys) == 1 { // it would say the total again
		keys = nil
	}
	out.Columns = []string{c.book.Say(c.set.Lang, "report.head.item"), c.book.Say(c.set.Lang, "report.head.unit_of_count")}
	if t.Total {
		out.Columns = append(out.Columns, c.totalName(t.By))
	}
	for _, k := range keys {
		out.Columns = append(out.Columns, k.name)
	}
	for _, n := range t.Of {
		l := Line{Name: c.label(n), Cells: []Cell{{Text: c.countWord(n)}}}
		if t.Total {
			l.Cells = append(l.Cells, Cell{Number: c.number(asked{}, n, "", true)})
		}
		for _, k := range keys {
			l.Cells = append(l.Cells, Cell{Number: c.number(a, n, k.is, true)})
		}
		out.Rows = append(out.Rows, l)
	}
}

// listed has a line an indicator: its value, and where it is to be compared that
// of the period before and the change.
func (c *composer) listed(out *Table, t *TableSpec) {
	before, compare := beside(c.period(), -1)
	compare = compare && t.Compare && c.over()
	out.Columns = []string{
		c.book.Say(c.set.Lang, "report.head.item"), c.book.Say(c.set.Lang, "report.head.unit_of_count"),
		capital(c.periodName(c.period())),
	}
	if compare {
		out.Columns = append(out.Columns, capital(c.periodName(before)), c.book.Say(c.set.Lang, "report.head.change"))
	}
	for _, n := range t.Of {
		l := Line{Name: c.label(n), Cells: []Cell{{Text: c.countWord(n)}, {Number: c.number(asked{}, n, "", true)}}}
		if compare {
			a := asked{before: true}
			l.Cells = append(l.Cells, Cell{Number: c.number(a, n, "", true)})
			ch := c.changeNumber(c.env.Indicator(n), n, c.row(asked{}, n, ""), c.row(a, n, ""))
			if ch == nil {
				l.Cells = append(l.Cells, Cell{Text: c.book.Say(c.set.Lang, "report.no_change")})
			} else {
				l.Cells = append(l.Cells, Cell{Number: ch})
			}
		}
		out.Rows = append(out.Rows, l)
	}
}

// keyHead heads the column of the names of rows.
func (c *composer) keyHead(by string) string {
	if k := "report.head." + by; c.book.Has(c.set.Lang, k) {
		return c.book.Say(c.set.Lang, k)
	}
	return c.book.Say(c.set.Lang, "report.head.other")
}

// columnHead is the label with the unit of print, where the cells do not show it.
func (c *composer) columnHead(name indicator.Name) string {
	d := c.env.Indicator(name)
	switch {
	case d.Money:
		return c.book.Say(c.set.Lang, "report.head.in_million", "label", c.label(name))
	case d.Percent():
		return c.book.Say(c.set.Lang, "report.head.in_percent", "label", c.label(name))
	}
	return c.label(name)
}

func (c *composer) countWord(name indicator.Name) string {
	d := c.env.Indicator(name)
	switch {
	case d.Money:
		return c.book.Say(c.set.Lang, "report.million")
	case d.Percent():
		return "%"
	}
	return c.book.Say(c.set.Lang, d.Unit)
}

func (c *composer) totalName(by string) string {
	if _, ok := timeSteps[by]; ok {
		return c.book.Say(c.set.Lang, "report.total_time")
	}
	return c.book.Say(c.set.Lang, "report.total")
}

var timeSteps = map[string]period.Step{
	indicator.ByYear: period.Year, indicator.ByHalf: period.Half, indicator.ByQuarter: period.Quarter, indicator.ByMonth: period.Month,
}

// keys of the table's rows, in the order of print: steps of time as they pass,
// levels from the top, units by name with the asked unit's own bodies first,
// codes from the largest of the first indicator; what fits no key stands last, and
// only if it holds something.
func (c *composer) keys(t *TableSpec) []key {
	i, _ := c.place(asked{by: t.By})
	var found []string
	some := map[string]bool{} // keys that have a value
	for j := range c.answers[i].Rows {
		r := &c.answers[i].Rows[j]
		if !slices.Contains(t.Of, r.Indicator) {
			continue
		}
		k := keyOf(r, t.By)
		if !slices.Contains(found, k) {
			found = append(found, k)
		}
		if r.Value != nil {
			some[k] = true
		}
	}
	var out []key
	step, isTime := timeSteps[t.By]
	switch {
	case isTime:
		for _, p := range c.period().Window.Steps(c.period().Calendar, step) {
			name := p.Key
			if step != period.Year {
				name = capital(c.periodName(p))
			}
			out = append(out, key{p.Key, name})
		}
		for _, k := range found {
			known := slices.ContainsFunc(out, func(o key) bool { return o.is == k })
			if k != "" && some[k] && !known {
				out = append(out, key{k, k})
			}
		}
	case t.By == indicator.ByLevel:
		out = c.levels(found, some)
	case t.By == indicator.ByUnit || t.By == indicator.ByPlace:
		for _, k := range found {
			if k != "" {
				out = append(out, key{k, c.unitName(k)})
			}
		}
		vn.SortBy(out, func(k key) string { return k.name })
		slices.SortStableFunc(out, func(a, b key) int { return c.own(b.is) - c.own(a.is) })
	default:
		for _, k := range found {
			if k != "" && some[k] {
				out = append(out, key{k, c.env.Code(t.By, k)})
			}
		}
		vn.SortBy(out, func(k key) string { return k.name })
		slices.SortStableFunc(out, func(a, b key) int {
			return cmp.Compare(c.size(t, b.is), c.size(t, a.is))
		})
	}
	if some[""] {
		name := "report.row.none"
		switch {
		case isTime:
			name = "report.row.no_step"
		case t.By == indicator.ByUnit || t.By == indicator.ByPlace:
			name = "report.row.unallocated"
		}
		out = append(out, key{"", c.book.Say(c.set.Lang, name)})
	}
	return out
}

// size of a row: its first indicator; -1 without data.
func (c *composer) size(t *TableSpec, key string) float64 {
	if r := c.row(asked{by: t.By}, t.Of[0], key); r != nil && r.Value != nil {
		return *r.Value
	}
	return -1
}

// own is 1 for the asked unit itself, whose row stands for its own bodies.
func (c *composer) own(code string) int {
	if asked, _, _ := strings.Cut(c.set.Unit, "@"); code == asked {
		return 1
	}
	return 0
}

func (c *composer) unitName(code string) string {
	if c.own(code) == 1 {
		return c.text("report.row.own")
	}
	return c.env.Unit(code)
}

// levelNames are the ways in which answers write a level.
var levelNames = map[string]unit.Level{
	"country": unit.Country, "province": unit.Province, "district": unit.District, "commune": unit.Commune,
	"trung ương": unit.Country, "tỉnh": unit.Province, "huyện": unit.District, "xã": unit.Commune,
	"trung_uong": unit.Country, "tinh": unit.Province, "huyen": unit.District, "xa": unit.Commune,
	"0": unit.Country, "1": unit.Province, "2": unit.District, "3": unit.Commune,
}

// twoTier is the day on which districts ended.
const twoTier period.Day = 20250701

// levels are the province and the commune, and the district where there was one
// to the end of the period or figures name it; the country, and what is above the unit, only
// with figures.
func (c *composer) levels(found []string, some map[string]bool) []key {
	var out []key
	for _, l := range []struct {
		level  unit.Level
		word   string
		always bool
	}{
		{unit.Country, "country", false}, {unit.Province, "province", true},
		{unit.District, "district", c.period().Window.Last < twoTier}, {unit.Commune, "commune", true},
	} {
		is, has := "", false
		for _, k := range found {
			if level, ok := levelNames[k]; ok && level == l.level {
				is, has = k, some[k]
			}
		}
		if is == "" {
			is = l.word // asked, but no row came back: no data
		}
		if has || l.always && l.level >= c.set.Level {
			out = append(out, key{is, c.book.Say(c.set.Lang, "report.level."+l.word)})
		}
	}
	return out
}
