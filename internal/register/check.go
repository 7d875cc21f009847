package register

import (
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Input is a raw row or form: text by column id. Columns that are missing or
// empty are the same.
type Input = map[string]string

// Entry is what a checked form says.
type Entry struct {
	Kind   Kind
	Unit   unit.ID
	Place  unit.ID    // 0: not said; the unit itself, or its seat
	First  period.Day // as in Record
	Last   period.Day
	Closed period.Day
	RowKey string
	Values Values
}

// Day is the record's day: units are those of this day, and the edition is the
// one in force on it.
func (e *Entry) Day() period.Day {
	if e.Kind == Stock {
		return e.First
	}
	return e.Last
}

// Problem is one thing to mend, or, of a warning, to look at again. The fault's
// place names the column by its id.
type Problem struct {
	Fault   *fault.Error
	Warning bool
}

// Problems are in the order of the columns.
type Problems []Problem

// Refused tells whether the entry can't be kept: some problem is no mere warning.
func (p Problems) Refused() bool {
	return slices.ContainsFunc(p, func(p Problem) bool { return !p.Warning })
}

// Faults are the problems that are no warnings.
func (p Problems) Faults() fault.List { return p.list(false) }

// Warnings are the rest.
func (p Problems) Warnings() fault.List { return p.list(true) }

func (p Problems) list(warning bool) fault.List {
	var l fault.List
	for _, x := range p {
		if x.Warning == warning {
			l = append(l, x.Fault)
		}
	}
	return l
}

// maxRowKey is how many letters the key of a row may have.
const maxRowKey = 200

// Check reads a form of the register. Where the problems are Refused the entry
// is what could be read, to be shown again, and must not be kept.
func Check(def *Definition, in Input, env Env) (Entry, Problems) {
	c := &checker{def: def, env: env, in: map[string]string{}, bad: map[string]bool{}}
	c.Values = Values{}
	columns := def.Columns()
	for id, text := range in {
		text = vn.Clean(text)
		if text == "" {
			continue
		}
		c.in[id] = text
		if !slices.Contains(columns, id) && !(id == ColumnKind && !def.Totals) {
			c.fail(id, "check.column_unknown", "column", id)
		}
	}
	c.rowKey()
	c.kind()
	c.days()
	c.units()
	c.fields()
	c.numbers()
	order := func(id string) int {
		if i := slices.Index(columns, id); i >= 0 {
			return i
		}
		return len(columns)
	}
	sort.SliceStable(c.problems, func(i, j int) bool {
		a, b := c.problems[i].Fault.Place.Column, c.problems[j].Fault.Place.Column
		if x, y := order(a), order(b); x != y {
			return x < y
		}
		return a < b
	})
	return c.Entry, c.problems
}

type checker struct {
	Entry
	def      *Definition
	env      Env
	in       map[string]string // clean and not empty
	bad      map[string]bool   // columns with a problem that refuses
	problems Problems
}

func (c *checker) fail(column, key string, args ...any) {
	c.put(column, invalid(key, args...))
}

func (c *checker) put(column string, e *fault.Error) {
	c.bad[column] = true
	c.problems = append(c.problems, Problem{Fault: e.In(0, column)})
}

func (c *checker) warn(column, key string, args ...any) {
	c.problems = append(c.problems, Problem{Fault: invalid(key, args...).In(0, column), Warning: true})
}

func (c *checker) heading(column string) string { return c.env.heading(c.def, column) }

func (c *checker) total() bool { return c.Kind == Rest || c.Kind == Whole }

func (c *checker) rowKey() {
	key := strings.Join(strings.Fields(c.in[ColumnRowKey]), " ")
	if n := utf8.RuneCountInString(key); n > maxRowKey {
		c.fail(ColumnRowKey, "check.text_long", "count", n, "max", maxRowKey)
		return
	}
	c.RowKey = key
}

var kindWords = map[string]Kind{
	"": Event, "su kien": Event, "event": Event,
	"con lai": Rest, "rest": Rest,
	"toan bo": Whole, "whole": Whole,
}

func (c *checker) kind() {
	text := c.in[ColumnKind]
	k, ok := kindWords[vn.Fold(text)]
	c.Kind = Event
	if c.def.Stock {
		c.Kind = Stock
	}
	switch {
	case !ok:
		c.fail(ColumnKind, "check.kind", "text", text)
	case c.def.Stock && text != "":
		c.fail(ColumnKind, "check.kind_stock")
	case k != Event && !c.def.Totals:
		c.fail(ColumnKind, "check.kind_totals")
	case c.def.Stated != nil:
		if c.Kind = Whole; text != "" && k != Whole {
			c.fail(ColumnKind, "check.kind_stated")
		}
	case !c.def.Stock:
		c.Kind = k
	}
}

// units reads who reports and where it happened, as of the record's day.
func (c *checker) units() {
	text := strings.ReplaceAll(c.in[ColumnUnit], "\n", " ")
	if text == "" {
		c.fail(ColumnUnit, "check.required")
	}
	day := c.Day()
	r := &reader{def: c.def, env: c.env, day: day}
	if day == 0 { // the day is at fault already; a name that no unit has is so on every day
		r.day = c.env.Today
	}
	never := func(bad *fault.Error) bool {
		return bad != nil && slices.Contains([]string{"unit.unknown", "unit.unknown_none"}, bad.Key)
	}
	if text != "" {
		switch u, bad := r.unit(text, c.env.In); {
		case day == 0 && !never(bad):
		case bad != nil:
			c.put(ColumnUnit, bad)
		default:
			c.Unit = u.ID
		}
	}
	if text = strings.ReplaceAll(c.in[ColumnPlace], "\n", " "); text != "" {
		u, bad := r.anyUnit(text)
		if day == 0 {
			if never(bad) {
				c.put(ColumnPlace, bad)
			}
			return
		}
		switch {
		case bad != nil:
			c.put(ColumnPlace, bad)
		case u.ID >= unit.FirstOrganisation:
			c.Place = c.env.Tree.Parent(u.ID, day) // at a school is at the school's seat
		default:
			c.Place = u.ID
		}
	}
}

// fields reads every field by itself.
func (c *checker) fields() {
	r := &reader{def: c.def, env: c.env, day: c.Day()}
	for _, f := range c.def.Fields {
		text := c.in[f.ID]
		if text == "" {
			continue
		}
		v, faults := kinds[f.Kind].read(r, f, c.answer(f, text))
		for _, e := range faults {
			c.put(f.ID, e)
		}
		if len(faults) == 0 && !v.empty() {
			c.Values[f.ID] = v
			c.within(f)
		}
	}
}

func (v *Value) empty() bool {
	return v.Text == "" && len(v.Codes) == 0 && len(v.Units) == 0 && v.Number == nil
}
