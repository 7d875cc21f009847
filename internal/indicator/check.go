package indicator

import (
	"maps"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/register"
)

// Check says what is wrong with an indicator when its registers are known, as a
// fault.List at the lines of its file: names that do not exist, and sums that
// would be wrong. Find gives a register's edition in force, nil if there is none.
//
// Numbers that add up may be added, and multiplied by plain numbers. Anything
// else (the smaller of two, a choice, a product) adds up neither over time nor
// over units. A ratio's two formulas each obey this, and the ratio adds up as
// they do.
func Check(d *Definition, find func(register.Name) *register.Definition) error {
	if d.Declared {
		return nil // no formula, no register
	}
	c := &checker{d: d, find: find}
	if d.Quota != nil {
		if c.quota(); len(c.faults) > 0 {
			return c.faults
		}
		return nil
	}
	c.names("numerator", d.Numerator)
	if d.Ratio() {
		c.names("denominator", d.Denominator)
	}
	if len(c.faults) == 0 {
		c.sums()
		c.money()
		c.share()
	}
	if len(c.faults) == 0 {
		c.says()
	}
	c.fields()
	if len(c.faults) > 0 {
		return c.faults
	}
	return nil
}

type checker struct {
	d      *Definition
	find   func(register.Name) *register.Definition
	faults fault.List
}

func (c *checker) say(key, sentence string, args ...any) {
	if key == "numerator" && !c.d.Ratio() {
		key = "value"
	}
	c.faults = append(c.faults, c.d.src.fault(key, sentence, args...))
}

// names looks up every name of a formula.
func (c *checker) names(key string, e Expr) {
	refs := e.Names()
	if len(refs) == 0 {
		c.say(key, "formula.no_names")
	}
	for _, r := range refs {
		def := c.find(r.Register)
		switch {
		case def == nil:
			c.say(key, "formula.register_unknown", "register", string(r.Register))
		case r.Measure == "":
			if def.Totals && def.Count != "" {
				c.say(key, "formula.count_totals", "name", r.String(), "measure", string(r.Register)+"."+def.Count)
			}
		case def.Measure(r.Measure) < 0:
			c.say(key, "formula.measure_unknown", "register", string(r.Register), "measure", r.Measure)
		case r.Whole && c.measure(r).PartOf == "":
			c.say(key, "formula.not_a_part", "name", string(r.Register)+"."+r.Measure)
		case r.Whole && def.Measure(c.measure(r).PartOf) < 0:
			c.say(key, "formula.measure_unknown", "register", string(r.Register), "measure", c.measure(r).PartOf)
		}
	}
}

// measure of a name that names has found.
func (c *checker) measure(r Ref) register.Measure {
	def := c.find(r.Register)
	return def.Measures[def.Measure(r.Measure)]
}

// overTime is how the numbers behind a name add up over time.
func (c *checker) overTime(r Ref) string {
	switch {
	case c.find(r.Register).Stock:
		return AddsLevel
	case r.Measure == "":
		return AddsSum
	}
	return c.measure(r).OverTime
}

// sums sees that the indicator adds up as it says.
func (c *checker) sums() {
	adds, straight := c.formula("numerator", c.d.Numerator)
	if c.d.Ratio() {
		den, ok := c.formula("denominator", c.d.Denominator)
		straight = straight && ok
		if den != adds {
			adds = AddsNone // sessions for each club: of days, over a number on one day
		}
	}
	if !straight {
		adds = AddsNone
		if c.d.OverUnits != AddsNone {
			c.say("over_units", "indicator_file.not_over_units")
		}
	}
	if c.d.OverTime != adds {
		c.say("over_time", "indicator_file.adds", "word", c.d.OverTime, "want", adds)
	}
}

// formula is how one formula adds up over time, and whether it is a plain sum.
func (c *checker) formula(key string, e Expr) (adds string, straight bool) {
	c.divides(key, e)
	terms, straight := e.terms()
	c.twice(key, terms)
	if terms[Ref{}] != 0 {
		c.say(key, "formula.plain_number", "formula", e.String())
	}
	for _, r := range e.Names() {
		switch t := c.overTime(r); {
		case adds == "":
			adds = t
		case adds != t:
			c.say(key, "formula.time_mixed", "formula", e.String())
			return AddsNone, straight
		}
	}
	return adds, straight
}

// divides refuses a division inside a formula: ratios divide last.
func (c *checker) divides(key string, e Expr) {
	switch e := e.(type) {
	case binary:
		if e.op == '/' && len(e.b.Names()) > 0 {
			c.say(key, "formula.divides", "formula", e.String())
		}
		c.divides(key, e.a)
		c.divides(key, e.b)
	case extreme:
		c.divides(key, e.a)
		c.divides(key, e.b)
	case choice:
		for _, x := range []Expr{e.a, e.b, e.then, e.other} {
			c.divides(key, x)
		}
	}
}

// twice refuses to add a part to its own whole, which already holds it.
func (c *checker) twice(key string, terms map[Ref]float64) {
	for _, r := range sorted(terms) {
		if r.Measure == "" || r.Whole {
			continue
		}
		part := c.measure(r).PartOf
		for _, whole := range []Ref{{r.Register, part, false}, {r.Register, r.Measure, true}} {
			if part != "" && terms[r]*terms[whole] > 0 {
				c.say(key, "formula.part_twice", "part", r.String(), "whole", whole.String())
			}
		}
	}
}

// money sees that VND and counts are not added, and that the indicator says
// which of them it is.
func (c *checker) money() {
	num, ok := c.inMoney("numerator", c.d.Numerator)
	money := num
	if c.d.Ratio() {
		den, okDen := c.inMoney("denominator", c.d.Denominator)
		ok = ok && okDen
		if den && !num {
			c.say("denominator", "formula.per_money")
		}
		money = num && !den
	}
	if ok && money != c.d.Money {
		c.say("money", "indicator_file.money")
	}
}

func (c *checker) inMoney(key string, e Expr) (money, ok bool) {
	var some, other bool
	for _, r := range e.Names() {
		if r.Measure != "" && c.measure(r).Money {
			some = true
		} else {
			other = true
		}
	}
	if some && other {
		c.say(key, "formula.money_mixed")
	}
	return some, !some || !other
}

// share sees that a part is divided by what was recorded together with it.
func (c *checker) share() {
	if !c.d.Ratio() {
		return
	}
	parts := map[Ref]bool{} // parts the numerator reads
	wholes := map[Ref]Ref{} // their wholes, with one part of each
	for _, r := range c.d.Numerator.Names() {
		if r.Measure == "" || c.measure(r).PartOf == "" {
			continue
		}
		r.Whole = false
		parts[r] = true
		wholes[Ref{Register: r.Register, Measure: c.measure(r).PartOf}] = r
	}
	for _, r := range c.d.Denominator.Names() {
		if part, ok := wholes[r]; ok {
			part.Whole = true
			c.say("denominator", "formula.share", "name", r.String(), "want", part.String())
		}
		if r.Whole && !parts[Ref{Register: r.Register, Measure: r.Measure}] {
			c.say("denominator", "formula.whole_alone", "name", r.String())
		}
	}
}

// says sees that percentages are called a share exactly where the numerator is a
// part of the denominator, as far as formulas that are plain sums can tell.
func (c *checker) says() {
	if !c.d.Percent() {
		return
	}
	parts, ok := c.d.Numerator.terms()
	wholes, sums := c.d.Denominator.terms()
	if !ok || !sums {
		return
	}
	part := true
	for _, r := range sorted(parts) {
		part = part && c.within(r, parts[r], wholes)
	}
	if part != c.d.Share {
		c.say("share", "indicator_file.share")
	}
}

// within tells whether a term of the numerator is part of a term of the denominator
// that counts at least as much.
func (c *checker) within(r Ref, factor float64, wholes map[Ref]float64) bool {
	holds := func(o Ref) bool {
		most, ok := wholes[o]
		return ok && factor <= most
	}
	if holds(r) {
		return true
	}
	for range register.MaxMeasures { // parts of parts; content has no rings
		if r.Measure == "" || r.Whole || c.measure(r).PartOf == "" {
			return false
		}
		told, whole := r, r
		told.Whole, whole.Measure = true, c.measure(r).PartOf
		if holds(told) || holds(whole) {
			return true
		}
		r = whole
	}
	return false
}

// fields sees that breakdowns and conditions stand on fields that facts are kept by.
func (c *checker) fields() {
	var defs []*register.Definition
	for _, n := range c.d.Registers() {
		if def := c.find(n); def != nil {
			defs = append(defs, def)
		}
	}
	for _, id := range c.d.By {
		for _, def := range defs {
			if f := def.Field(id); f == nil || !f.By {
				c.say("by", "indicator_file.by", "field", id, "register", string(def.Name))
			}
		}
	}
	if len(c.d.Where) == 0 {
		return
	}
	if len(defs) > 1 {
		c.say("where", "indicator_file.where_registers")
		return
	}
	for _, def := range defs {
		for _, id := range c.d.whereFields() {
			f := def.Field(id)
			switch {
			case f == nil || !f.By:
				c.say("where", "indicator_file.by", "field", id, "register", string(def.Name))
			case f.Kind == register.KindCodes && len(c.d.Where[id]) > 1:
				// A record with both codes would count twice.
				c.say("where", "indicator_file.where_several", "field", id)
			}
		}
	}
}

// sorted gives the names of a sum in an order that is always the same.
func sorted(terms map[Ref]float64) []Ref {
	return slices.SortedFunc(maps.Keys(terms), func(a, b Ref) int {
		return strings.Compare(a.String(), b.String())
	})
}
