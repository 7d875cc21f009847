package register

import (
	"regexp"
	"slices"
	"sort"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/strict"
)

// idPattern is what ids of registers, fields and measures look like: they stand
// in commands, links, sheets and word files.
var idPattern = regexp.MustCompile(`^[a-z][a-z_]*$`)

// Reserved columns in the order of form and sheet.
var reserved = []string{ColumnRowKey, ColumnUnit, ColumnPlace, ColumnKind, ColumnFirst, ColumnLast}

// Keys that a breakdown already has (design 6), so that no by-field may have them too,
// and the word-file entries that stand beside the fields of a register.
var (
	breakdownKeys = []string{"month", "quarter", "half", "year", "unit", "place", "level"}
	wordKeys      = []string{"measure", "help"}
)

// structure finds what is wrong in a definition by itself.
type structure struct {
	d      *Definition
	file   string
	lines  []string
	faults fault.List
}

// top reports a fault of a key that stands before all tables.
func (c *structure) top(key, sentence string, args ...any) {
	c.faults = append(c.faults, fault.New(fault.Invalid, sentence, args...).At(c.file, c.line("", 0, key+" ", key+"=")))
}

// field reports a fault of a key of the field with index i.
func (c *structure) field(i int, key, sentence string, args ...any) {
	args = append([]any{"field", c.d.Fields[i].ID}, args...)
	c.faults = append(c.faults, fault.New(fault.Invalid, sentence, args...).At(c.file, c.line("[[field]]", i, key+" ", key+"=")))
}

// measureID is how a measure's line begins to say which one it is.
var measureID = regexp.MustCompile(`\bid\s*=`)

// measure reports a fault of the measure with index i.
func (c *structure) measure(i int, sentence string, args ...any) {
	args = append([]any{"measure", c.d.Measures[i].ID}, args...)
	line := 1
	field := false
	for at, l := range c.lines {
		l = strings.TrimSpace(l)
		field = strings.HasPrefix(l, "[[field]]") || field && !strings.HasPrefix(l, "[[measure]]")
		if field || strings.HasPrefix(l, "#") {
			continue
		}
		if i -= len(measureID.FindAllString(l, -1)); i < 0 {
			line = at + 1
			break
		}
	}
	c.faults = append(c.faults, fault.New(fault.Invalid, sentence, args...).At(c.file, line))
}

// line finds, in the n-th block under the header ("" for what stands before all
// fields), the first line that has one of the words; the block's first line otherwise.
func (c *structure) line(header string, n int, words ...string) int {
	first := 1
	seen := -1
	in := header == ""
	for i, l := range c.lines {
		l = strings.TrimSpace(l)
		if strings.HasPrefix(l, "[[field]]") {
			if in {
				return first
			}
			if header != "" {
				if seen++; seen == n {
					in, first = true, i+1
				}
			}
			continue
		}
		if in && !strings.HasPrefix(l, "#") {
			for _, w := range words {
				if strings.HasPrefix(l, w) {
					return i + 1
				}
			}
		}
	}
	return first
}

func (c *structure) check(from strict.Date) {
	d := c.d
	if !idPattern.MatchString(string(d.Name)) {
		c.top("number", "content.id", "id", string(d.Name))
	}
	if d.Number < 1 {
		c.top("number", "content.number", "key", "number", "value", d.Number)
	}
	if d.Edition < 1 {
		c.top("edition", "content.number", "key", "edition", "value", d.Edition)
	}
	if d.From == 0 {
		c.top("from", "content.from", "value", from.String())
	}
	if d.Stock && d.Totals {
		c.top("totals", "content.stock_totals")
	}
	if _, err := period.ParseCalendar(string(d.Calendar)); err != nil {
		c.top("calendar", "content.value", "key", "calendar", "value", string(d.Calendar), "allowed", "admin, civil, school")
	}
	if len(d.Fields) == 0 {
		c.top("number", "content.no_fields")
	}
	c.checkMeasures()
	seen := map[string]bool{}
	for i, f := range d.Fields {
		switch {
		case !idPattern.MatchString(f.ID):
			c.field(i, "id", "content.id", "id", f.ID)
		case slices.Contains(reserved, f.ID), slices.Contains(wordKeys, f.ID), f.By && slices.Contains(breakdownKeys, f.ID):
			c.field(i, "id", "content.reserved", "id", f.ID)
		case seen[f.ID]:
			c.field(i, "id", "content.twice", "id", f.ID)
		}
		seen[f.ID] = true
		k := kinds[f.Kind]
		if k == nil {
			c.field(i, "kind", "content.value", "key", "kind", "value", string(f.Kind), "allowed", kindNames())
			continue
		}
		for _, key := range f.keys() {
			if !slices.Contains(k.keys(), key) {
				c.field(i, key, "content.key_kind", "key", key, "kind", string(f.Kind))
			}
		}
		k.check(c, i, f)
	}
	if len(c.faults) > 0 {
		return // what follows leans on ids, kinds and measures that hold
	}
	c.checkParts()
	c.checkWhole()
}

func kindNames() string {
	var s []string
	for k := range kinds {
		s = append(s, string(k))
	}
	sort.Strings(s)
	return strings.Join(s, ", ")
}

// keys are the settings that the field's definition gives besides id, kind,
// group and required, which every kind has.
func (f *Field) keys() []string {
	var out []string
	for _, k := range []struct {
		key string
		set bool
	}{
		{"list", f.List != ""}, {"only", len(f.Only) > 0}, {"by", f.By}, {"long", f.Long}, {"public", f.Public}, {"within", f.Within},
		{"max", f.Max != 0}, {"measure", f.Measure != ""}, {"route", f.Route != nil},
		{"default", f.Default != nil}, {"part_of", f.PartOf != ""}, {"sum", len(f.Sum) > 0},
		{"usual", f.Usual != 0}, {"per", f.Per != ""}, {"words", f.Words}, {"money", f.Money},
	} {
		if k.set {
			out = append(out, k.key)
		}
	}
	return out
}

func (c *structure) checkMeasures() {
	d := c.d
	if len(d.Measures) > MaxMeasures {
		c.top("measure", "content.measures", "count", len(d.Measures), "max", MaxMeasures)
	}
	allowed := []string{"sum", "none"}
	if d.Stock {
		allowed = []string{"level", "none"}
	}
	for i, m := range d.Measures {
		if !idPattern.MatchString(m.ID) {
			c.measure(i, "content.id", "id", m.ID)
		}
		if d.index(m.ID) != i {
			c.measure(i, "content.twice", "id", m.ID)
		}
		if !slices.Contains(allowed, m.OverTime) {
			c.measure(i, "content.value", "key", "over_time", "value", m.OverTime, "allowed", strings.Join(allowed, ", "))
		}
		// Follow part_of upward; more steps than there are measures is a ring.
		up := m
		for range d.Measures {
			if up.PartOf == "" {
				break
			}
			w := d.index(up.PartOf)
			if w < 0 {
				c.measure(i, "content.measure_unknown", "id", up.PartOf)
				break
			}
			up = d.Measures[w]
		}
		if up.PartOf != "" && d.index(up.PartOf) >= 0 {
			c.measure(i, "content.ring", "id", m.ID)
		}
	}
}

// targets are the measures that a number field may add to, by the attribute
// value that leads there; "" is the plain measure.
func (f *Field) targets() map[string]string {
	t := map[string]string{}
	if f.Route != nil {
		for k, m := range f.Route.To {
			t[k] = m
		}
	}
	if f.Measure != "" {
		t[""] = f.Measure
	}
	return t
}

// checkParts checks that "of which" between fields and between measures says the
// same, route by route: a part that pointed at the whole of another route would
// make shares above one.
func (c *structure) checkParts() {
	d := c.d
	filled := map[string]bool{}
	for i, f := range d.Fields {
		if f.Kind != KindNumber {
			continue
		}
		up := f
		for range d.Fields {
			if up.PartOf == "" {
				break
			}
			if up = d.Field(up.PartOf); up == nil || up.Kind != KindNumber {
				break
			}
		}
		switch {
		case up == nil || up.Kind != KindNumber:
			c.field(i, "part_of", "content.field_unknown", "id", f.PartOf)
			continue
		case up.PartOf != "":
			c.field(i, "part_of", "content.ring", "id", f.ID)
			continue
		}
		whole := map[string]string{}
		if f.PartOf != "" {
			whole = d.Field(f.PartOf).targets()
			w := d.Field(f.PartOf)
			if w.Route != nil && f.Route != nil && (w.Route.By != f.Route.By || w.Route.Attr != f.Route.Attr) {
				c.field(i, "route", "content.part_route", "whole", w.ID)
				continue
			}
			if w.Route == nil && f.Route != nil {
				for k := range f.Route.To {
					whole[k] = w.Measure
				}
			}
			if w.Route != nil && f.Route == nil && f.Measure != "" {
				c.field(i, "part_of", "content.part_route", "whole", w.ID)
				continue
			}
		}
		for k, m := range f.targets() {
			filled[m] = true
			got := d.Measures[d.index(m)]
			if got.PartOf != whole[k] {
				c.field(i, "part_of", "content.part_measure", "measure", m, "whole", whole[k], "part_of", got.PartOf)
			}
			if got.Money != f.Money {
				c.field(i, "money", "content.part_money", "measure", m)
			}
		}
		for _, id := range f.Sum {
			if p := d.Field(id); p == nil || p.PartOf != f.ID {
				c.field(i, "sum", "content.sum", "id", id)
			}
		}
		if f.Per != "" {
			if p := d.Field(f.Per); p == nil || p.Kind != KindNumber || f.Usual == 0 {
				c.field(i, "per", "content.field_unknown", "id", f.Per)
			}
		}
	}
	for i, m := range d.Measures {
		if !filled[m.ID] {
			c.measure(i, "content.measure_unfilled")
		}
	}
}

// checkWhole checks what the head of the file says about the fields.
func (c *structure) checkWhole() {
	d := c.d
	if d.Count != "" {
		ok := false
		for _, f := range d.Fields {
			for _, m := range f.targets() {
				ok = ok || m == d.Count && f.Default != nil && *f.Default == 1
			}
		}
		if !ok {
			c.top("count", "content.count", "id", d.Count)
		}
	}
	for _, x := range d.Crossings {
		ok := len(x) == 2 && x[0] != x[1]
		for _, id := range x {
			f := d.Field(id)
			ok = ok && f != nil && f.By && f.Kind == KindCode
		}
		if !ok {
			c.top("crossings", "content.crossing", "ids", strings.Join(x, ", "))
		}
	}
	if d.Stated != nil {
		c.checkStated()
	}
	for _, id := range d.Near {
		if d.Field(id) == nil {
			c.top("near", "content.field_unknown", "field", id, "id", id)
		}
	}
}
