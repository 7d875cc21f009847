package catalog

import (
	"slices"
	"strconv"

	"binhdang/internal/access"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
)

// firstOffice is the least number of a register that is not ours, so that none of
// ours that is still to come can meet it.
const firstOffice = 1000

// maxCells is how many codes a crossing may have to keep facts for.
const maxCells = 500

// mostMeasured bounds what one entry may add to a measure, so that the sum of ten
// million entries does not overflow: 64 bits hold nine quintillion.
const mostMeasured = 900_000_000_000

// checkRegisters checks editions against one another, numbers, and what registers
// say about code lists.
func (l *loader) checkRegisters() {
	numbers := map[int]register.Name{}
	for _, name := range l.order {
		editions := l.registers[name]
		span := register.SpanOf(editions...)
		ours := slices.ContainsFunc(editions, func(d *register.Definition) bool { return l.files[0].has(l.home[d]) })
		for i, d := range editions {
			if ours != (d.Number < firstOffice) {
				l.say(d, "number", "catalog.number_side", "number", d.Number, "first", firstOffice)
			}
			switch other, ok := numbers[d.Number]; {
			case ok && other != name:
				l.say(d, "number", "catalog.number_taken", "number", d.Number, "register", string(other))
			default:
				numbers[d.Number] = name
			}
			if i > 0 {
				l.checkEdition(editions[i-1], d)
			}
			d.Span = span
			for _, f := range d.Fields {
				l.checkField(d, f)
			}
			for _, x := range d.Crossings {
				l.checkCrossing(d, x)
			}
		}
	}
}

// checkEdition checks that an edition follows the one before: facts know no
// editions, so what they are kept by may grow but not change.
func (l *loader) checkEdition(before, d *register.Definition) {
	if d.Number != before.Number {
		l.say(d, "number", "catalog.edition_number", "number", d.Number, "want", before.Number)
	}
	if d.From <= before.From || d.Edition <= before.Edition {
		l.say(d, "from", "catalog.edition_order", "edition", d.Edition, "before", before.Edition)
	}
	if d.Stock != before.Stock {
		l.say(d, "stock", "catalog.edition_stock", "before", before.Edition)
	}
	for i, m := range before.Measures {
		if i >= len(d.Measures) || d.Measures[i] != m {
			l.say(d, `"`+m.ID+`"`, "catalog.edition_measure", "measure", m.ID, "place", i+1, "before", before.Edition)
		}
	}
	for _, f := range before.ByFields() {
		if g := d.Field(f.ID); g != nil && (g.Kind != f.Kind || g.List != f.List || !g.By) {
			l.sayAt(d, at(f), "catalog.edition_field", "field", f.ID, "before", before.Edition)
		}
	}
}

// at leads to the words of a field in its register's file.
func at(f *register.Field, words ...string) []string {
	out := []string{"[[field]]", `"` + f.ID + `"`}
	for _, w := range words {
		out = append(out, `"`+w+`"`)
	}
	return out
}

// bound is the most that a number may be: its own, or what it is a part of; 0: any.
func bound(d *register.Definition, f *register.Field) int64 {
	for f != nil && f.Max == 0 && f.PartOf != "" {
		f = d.Field(f.PartOf)
	}
	if f == nil {
		return 0
	}
	return f.Max
}

// checkField checks that the list of a field is there, with the codes and the
// attributes that the field speaks of, and that what adds up is bounded.
func (l *loader) checkField(d *register.Definition, f *register.Field) {
	if f.Measure != "" || f.Route != nil {
		switch most := bound(d, f); {
		case most == 0:
			l.sayAt(d, at(f), "catalog.unbounded", "field", f.ID, "most", mostMeasured)
		case most > mostMeasured:
			l.sayAt(d, append(at(f), "max"), "catalog.bound", "field", f.ID, "max", most, "most", mostMeasured)
		}
	}
	if f.List != "" {
		list, known := l.lists[f.List]
		if !known {
			l.sayAt(d, at(f, f.List), "catalog.list_unknown", "field", f.ID, "list", f.List)
		}
		for _, code := range f.Only {
			if list != nil && list.Code(code) == nil {
				l.sayAt(d, at(f, code), "catalog.code_unknown", "field", f.ID, "code", code, "list", f.List)
			}
		}
	}
	if d.Stated != nil && f.ID == d.Stated.Of {
		l.checkStated(f)
	}
	if f.Route == nil {
		return
	}
	by := d.Field(f.Route.By)
	if by == nil {
		return // the register's own check says so
	}
	values := map[string]bool{}
	for _, code := range l.codes(by) {
		values[code.Attrs[f.Route.Attr]] = true
	}
	if len(values) == 0 {
		return
	}
	for _, value := range sortedKeys(f.Route.To) {
		if !values[value] {
			l.sayAt(d, append(at(f), "route"), "catalog.route", "field", f.ID, "value", value, "attr", f.Route.Attr, "list", by.List)
		}
	}
}

// codes are the codes that a field takes.
func (l *loader) codes(f *register.Field) []register.Code {
	list := l.lists[f.List]
	if list == nil {
		return nil
	}
	if len(f.Only) == 0 {
		return list.Codes
	}
	var out []register.Code
	for _, c := range list.Codes {
		if slices.Contains(f.Only, c.Code) {
			out = append(out, c)
		}
	}
	return out
}

// checkCrossing counts the cells of a crossing. An empty field has a cell too.
func (l *loader) checkCrossing(d *register.Definition, fields []string) {
	cells := 1
	for _, id := range fields {
		if f := d.Field(id); f != nil {
			cells *= len(l.codes(f)) + 1
		}
	}
	if cells > maxCells {
		l.say(d, "crossings", "catalog.crossing", "first", fields[0], "second", fields[len(fields)-1], "cells", cells, "max", maxCells)
	}
}

// checkStated checks that codes of what is stated say of their indicators what those
// say themselves: the checks of a form go by the codes.
func (l *loader) checkStated(f *register.Field) {
	list := l.lists[f.List]
	if list == nil {
		return
	}
	coded := map[indicator.Name]bool{}
	for _, code := range list.Codes {
		name := indicator.Name(code.Attrs[register.AttrIndicator])
		d := l.indicators[name]
		if d == nil || !d.Ratio() {
			l.say(list, code.Code+",", "catalog.stated_indicator", "code", code.Code, "indicator", string(name))
			continue
		}
		coded[name] = true
		reading := register.ReadingRatio
		switch {
		case d.Share:
			reading = register.ReadingShare
		case d.YesNo():
			reading = register.ReadingYesNo
		}
		for _, a := range [][2]string{{register.AttrScale, strconv.FormatInt(d.Scale, 10)}, {register.AttrReading, reading}} {
			if got := code.Attrs[a[0]]; got != a[1] {
				l.say(list, code.Code+",", "catalog.stated_attr", "code", code.Code, "attr", a[0], "value", got, "indicator", string(name), "want", a[1])
			}
		}
	}
	for _, name := range l.names {
		if d := l.indicators[name]; d.Declared && !coded[name] {
			l.say(d, "declared", "catalog.stated_missing", "indicator", string(name), "list", f.List)
		}
	}
}

func (l *loader) checkIndicators() {
	for _, name := range l.names {
		d := l.indicators[name]
		_ = l.take(indicator.Check(d, l.Latest)) // only ever faults
		for _, field := range sortedKeys(d.Where) {
			for _, reg := range d.Registers() {
				def := l.Latest(reg)
				if def == nil || def.Field(field) == nil {
					continue
				}
				codes := l.codes(def.Field(field))
				for _, code := range d.Where[field] {
					if len(codes) > 0 && !slices.ContainsFunc(codes, func(c register.Code) bool { return c.Code == code }) {
						l.say(d, `"`+code+`"`, "catalog.code_unknown", "field", field, "code", code, "list", def.Field(field).List)
					}
				}
			}
		}
	}
}

// checkRoles wants the one role that the program knows: without it nobody could
// be given anything.
func (l *loader) checkRoles() {
	role := l.roles.Role(access.Administrator)
	if len(l.roles) > 0 && (role == nil || len(role.Rights) > 0 && len(role.Rights) < len(access.Rights)) {
		l.say(roleFile, `"`+access.Administrator+`"`, "catalog.administrator", "role", access.Administrator)
	}
}
