package register

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// numbers checks what the fields say together: routes, defaults, parts,
// partitions, and that nothing required is missing.
func (c *checker) numbers() {
	for _, f := range c.def.Fields {
		if f.Kind == KindNumber && c.Values[f.ID].Number != nil {
			c.route(f)
		}
	}
	if !c.total() {
		for _, f := range c.def.Fields {
			c.fill(f)
		}
	}
	for _, f := range c.def.Fields {
		if f.Kind == KindNumber {
			c.part(f)
			c.partition(f)
			c.usual(f)
		}
	}
	c.decimals()
	if c.def.Stated != nil {
		c.stated()
		return
	}
	if c.total() && !c.figure() && len(c.bad) == 0 {
		c.fail(ColumnKind, "check.total_empty")
	}
}

// figure tells whether some number was given.
func (c *checker) figure() bool {
	for _, v := range c.Values {
		if v.Number != nil {
			return true
		}
	}
	return false
}

// applies tells whether the number field has a meaning in this form.
func (c *checker) applies(f *Field) bool {
	return f.Route == nil || c.def.MeasureOf(f, c.Values, c.env.Attr) != ""
}

// fill refuses a required field that is empty and gives an empty number its default.
func (c *checker) fill(f *Field) {
	if _, given := c.in[f.ID]; given {
		return
	}
	if f.Default != nil && c.applies(f) && (f.Route == nil || !c.bad[f.Route.By]) {
		c.Values[f.ID] = Value{Number: &Number{N: *f.Default}}
		return
	}
	if c.def.needs(f, c.Values, c.env.Attr) {
		c.fail(f.ID, "check.required")
	}
}

// needs tells whether a form with values v must fill the field in.
func (d *Definition) needs(f *Field, v Values, attr func(list, code, attr string) string) bool {
	return f.Required && (f.Kind != KindNumber || f.Route == nil || d.MeasureOf(f, v, attr) != "")
}

// Lacks are the required fields that a record leaves empty, as a draft may. Totals
// need no more than a figure, and what is stated what it is of.
func (d *Definition) Lacks(kind Kind, v Values, attr func(list, code, attr string) string) []*Field {
	total := kind == Rest || kind == Whole
	return slices.DeleteFunc(slices.Clone(d.Fields), func(f *Field) bool {
		if total && (d.Stated == nil || d.Stated.Of != f.ID) {
			return true
		}
		given, ok := v[f.ID]
		return ok && !given.empty() || f.Default != nil || !d.needs(f, v, attr)
	})
}

// OfDraft are the problems without those that a draft may have: required fields of the
// register that are still empty.
func (p Problems) OfDraft(d *Definition) Problems {
	return slices.DeleteFunc(slices.Clone(p), func(x Problem) bool {
		return x.Fault.Key == "check.required" && d.Field(x.Fault.Place.Column) != nil
	})
}

// route refuses a number that has no meaning beside the code that was chosen: it
// would be kept and counted nowhere.
func (c *checker) route(f *Field) {
	if f.Route == nil || c.bad[f.Route.By] || c.applies(f) {
		return
	}
	by := c.def.Field(f.Route.By)
	codes := c.Values[by.ID].Codes
	if len(codes) == 0 {
		c.fail(f.ID, "check.route_first", "by", c.heading(by.ID))
		return
	}
	chosen := c.env.name(by.List, codes[0], c.env.Lang)
	attr := c.env.Attr(by.List, codes[0], f.Route.Attr)
	// Another column may be there for what this one does not take ...
	for _, g := range c.def.Fields {
		if g.instead(f, attr) {
			c.fail(f.ID, "check.route_column", "by", c.heading(by.ID), "code", chosen, "other", c.heading(g.ID))
			return
		}
	}
	// ... else other codes do.
	var names []string
	if l := c.env.List(by.List); l != nil {
		for i := range l.Codes {
			if o := &l.Codes[i]; by.Takes(o.Code) && f.Route.To[o.Attrs[f.Route.Attr]] != "" {
				if names = append(names, o.Name(c.env.Lang)); len(names) == 3 {
					break
				}
			}
		}
	}
	c.fail(f.ID, "check.route_code", "by", c.heading(by.ID), "code", chosen, "others", strings.Join(names, "; "))
}

// instead tells whether the field takes what f does not take for the value of
// the attribute: both go by the same attribute and share no value of it.
func (g *Field) instead(f *Field, attr string) bool {
	if g.Route == nil || g.Route.By != f.Route.By || g.Route.Attr != f.Route.Attr || g.Route.To[attr] == "" ||
		g.Money != f.Money || (g.PartOf == "") != (f.PartOf == "") {
		return false
	}
	for k := range f.Route.To {
		if g.Route.To[k] != "" {
			return false
		}
	}
	return true
}

// part refuses a part without its whole, or above it: in the sums its share would be
// above one. The words before the numbers are read as they are said: "hơn 10" is more
// than 10 and "gần 10" is less. Where "khoảng" leaves it open there is a warning.
func (c *checker) part(f *Field) {
	n := c.Values[f.ID].Number
	if f.PartOf == "" || n == nil || c.bad[f.ID] || c.bad[f.PartOf] {
		return
	}
	whole := c.Values[f.PartOf].Number
	switch {
	case whole == nil || whole.Words != "" && n.Words == "":
		c.fail(f.ID, "check.part_alone", "whole", c.heading(f.PartOf))
	case n.Words == "" && (n.N > whole.N || n.N == whole.N && above(n.Q, whole.Q)):
		c.fail(f.ID, "check.part_above", c.partArgs(f)...)
	case n.Words == "" && n.N == whole.N && maybeAbove(n.Q, whole.Q):
		c.warn(f.ID, "check.part_maybe", c.partArgs(f)...)
	}
}

// partArgs are a part and its whole, each with its word.
func (c *checker) partArgs(f *Field) []any {
	said := func(id string) string {
		n := c.Values[id].Number
		return vn.Number(n.N, string(n.Q), c.env.Lang)
	}
	return []any{"part", said(f.ID), "whole", c.heading(f.PartOf), "number", said(f.PartOf)}
}

// above tells whether of two equal numbers the words before them make the part more
// than the whole.
func above(part, whole Qualifier) bool {
	return part == More && (whole == Exact || whole == Less) || part == Exact && whole == Less
}

// maybeAbove is the same where "khoảng" leaves it open.
func maybeAbove(part, whole Qualifier) bool {
	return part == More && whole == About || part == About && (whole == Exact || whole == Less)
}

// partition refuses exact parts that do not make their exact whole, or, where
// some are not given, go beyond it.
func (c *checker) partition(f *Field) {
	whole := c.Values[f.ID].Number
	if len(f.Sum) == 0 || whole == nil || whole.Words != "" || whole.Q != Exact || c.bad[f.ID] {
		return
	}
	sum, given := int64(0), 0
	var names []string
	for _, id := range f.Sum {
		n := c.Values[id].Number
		if c.bad[id] || n != nil && (n.Words != "" || n.Q != Exact) {
			return
		}
		if n != nil {
			given++
			sum += n.N
		}
		names = append(names, c.heading(id))
	}
	if given == len(f.Sum) && sum != whole.N || sum > whole.N {
		c.fail(f.ID, "check.partition", "parts", strings.Join(names, "; "), "sum", vn.Int(sum, c.env.Lang), "number", vn.Int(whole.N, c.env.Lang))
	}
}

// usual warns of a number that is most likely a slip, such as a zero too many.
func (c *checker) usual(f *Field) {
	n := c.Values[f.ID].Number
	if f.Usual == 0 || n == nil || n.Words != "" {
		return
	}
	if f.Per == "" {
		if n.N > f.Usual {
			c.warn(f.ID, "check.unusual", "number", vn.Int(n.N, c.env.Lang), "usual", vn.Int(f.Usual, c.env.Lang))
		}
		return
	}
	per := c.Values[f.Per].Number
	if per != nil && per.N > 0 && n.N/per.N >= f.Usual && n.N > f.Usual*per.N {
		c.warn(f.ID, "check.unusual_per", "number", vn.Int(n.N/per.N, c.env.Lang), "per", c.env.Say(c.env.Lang, c.def.Heading(f.Per)+".one"),
			"usual", vn.Int(f.Usual, c.env.Lang))
	}
}

// decimals warns of what was rounded.
func (c *checker) decimals() {
	for _, f := range c.def.Fields {
		if f.Kind != KindDecimal || c.Values[f.ID].Number == nil {
			continue
		}
		if to, long := rounded(c.in[f.ID]); long {
			c.warn(f.ID, "check.rounded", "text", c.in[f.ID], "number", to)
		}
	}
}

var manyDecimals = regexp.MustCompile(`^(\D*)(\d{1,9})([.,])(\d{3,20})(\D*)$`)

// rounded is a number with more than two decimals, as sheets work them out, written
// with two. What may have its thousands parted stays as it is.
func rounded(text string) (string, bool) {
	m := manyDecimals.FindStringSubmatch(text)
	if m == nil || len(m[4]) == 3 && m[2] != "0" && (m[3] == "." || !strings.Contains(m[5], "%")) {
		return text, false
	}
	f, err := strconv.ParseFloat(m[2]+"."+m[4], 64)
	if err != nil {
		return text, false
	}
	return m[1] + vn.Dec(f, 2, "vi") + m[5], true
}

var clocked = regexp.MustCompile(`^(\d{4})-(\d\d)-(\d\d)( \d\d:\d\d(:\d\d)?)?$|^\d\d:\d\d(:\d\d)?$`)

// dayCell refuses what a sheet shows as a day or an hour, in a column of numbers.
func dayCell(text string) *fault.Error {
	m := clocked.FindStringSubmatch(text)
	if m == nil {
		return nil
	}
	if m[1] != "" {
		text = m[3] + "/" + m[2] + "/" + m[1] + m[4]
	}
	return invalid("check.number_day", "text", text)
}
