package register

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/vn"
)

// Text prints a value beside the others of its record: Check reads it again. What is
// stated as yes or no is written so.
func (d *Definition) Text(f *Field, v Values, env Env, lang string) string {
	if n := v[f.ID].Number; n != nil && d.reading(f, v, env) == ReadingYesNo {
		switch *n {
		case Number{N: 100}:
			return env.Say(lang, "check.word_"+yes)
		case Number{}:
			return env.Say(lang, "check.word_"+no)
		}
	}
	return Text(f, v[f.ID], env, lang)
}

// reading is how the value in field f is to be read; "" where it is no stated value or
// it is not said what is stated.
func (d *Definition) reading(f *Field, v Values, env Env) string {
	if d.Stated == nil || f.ID != d.Stated.Value {
		return ""
	}
	return d.stated(v, env, AttrReading)
}

// stated is an attribute of what the values state.
func (d *Definition) stated(v Values, env Env, attr string) string {
	codes := v[d.Stated.Of].Codes
	of := d.Field(d.Stated.Of)
	if of == nil || len(codes) == 0 {
		return ""
	}
	return env.Attr(of.List, codes[0], attr)
}

// answer is the text of a field with yes and no as the numbers that they are kept as.
func (c *checker) answer(f *Field, text string) string {
	if c.def.reading(f, c.Values, c.env) != ReadingYesNo {
		return text
	}
	switch yesNoWords[vn.Fold(text)] {
	case yes:
		return "1"
	case no:
		return "0"
	}
	return text
}

// stated checks what is stated: that there is something, and that value, numerator and
// denominator can all be true. What may not be above what follows from the attributes
// of its code: a share has bounds, boys for 100 girls have none.
func (c *checker) stated() {
	s := c.def.Stated
	if _, given := c.in[s.Of]; !given {
		c.fail(s.Of, "check.required")
	}
	value, num, den := c.Values[s.Value].Number, c.Values[s.Numerator].Number, c.Values[s.Denominator].Number
	reading := c.def.stated(c.Values, c.env, AttrReading)
	for _, id := range []string{s.Of, s.Value, s.Numerator, s.Denominator, s.Judgement} {
		if c.bad[id] {
			return
		}
	}
	switch {
	case value == nil && num == nil && den == nil && len(c.Values[s.Judgement].Codes) == 0:
		c.fail(s.Value, "check.stated_nothing", "numerator", c.heading(s.Numerator), "denominator", c.heading(s.Denominator), "state", c.heading(s.Judgement))
		return
	case reading == ReadingYesNo:
		c.statedYesNo(value)
		return
	case value == nil && num != nil && den == nil:
		c.fail(s.Denominator, "check.stated_half", "given", c.heading(s.Numerator), "value", c.heading(s.Value))
		return
	case value == nil && num == nil && den != nil:
		c.fail(s.Numerator, "check.stated_half", "given", c.heading(s.Denominator), "value", c.heading(s.Value))
		return
	}
	if reading == ReadingShare {
		c.statedShare(value, num, den)
	}
	if !c.bad[s.Numerator] && !c.bad[s.Value] && value != nil && num != nil && den != nil {
		c.statedDiffers(*value, *num, *den)
	}
}

func (c *checker) statedYesNo(value *Number) {
	s := c.def.Stated
	for _, id := range []string{s.Numerator, s.Denominator} {
		if c.Values[id].Number != nil {
			c.fail(id, "check.stated_inputs", "value", c.heading(s.Value))
		}
	}
	if value != nil && *value != (Number{}) && *value != (Number{N: 100}) {
		c.fail(s.Value, "check.stated_yes_no", "text", c.in[s.Value])
	}
}

// statedShare holds a part of a whole below its whole.
func (c *checker) statedShare(value, num, den *Number) {
	s := c.def.Stated
	if value != nil && (value.N > 100_00 || value.N == 100_00 && value.Q == More) {
		c.fail(s.Value, "check.stated_share", "percent", Text(c.def.Field(s.Value), Value{Number: value}, c.env, c.env.Lang)+"%")
	}
	if num == nil || den == nil {
		return
	}
	args := []any{"part", c.figureText(*num), "whole", c.heading(s.Denominator), "number", c.figureText(*den)}
	switch {
	case num.N > den.N || num.N == den.N && above(num.Q, den.Q):
		c.fail(s.Numerator, "check.stated_above", args...)
	case num.N == den.N && maybeAbove(num.Q, den.Q):
		c.warn(s.Numerator, "check.part_maybe", args...)
	}
}

// figureText is a number of hundredths with its word, as people read it.
func (c *checker) figureText(n Number) string {
	return strings.TrimSuffix(vn.Number(0, string(n.Q), c.env.Lang), "0") + vn.Decimal(n.N, c.env.Lang)
}

// statedDiffers refuses a value that its inputs do not make, however either was rounded.
func (c *checker) statedDiffers(value, num, den Number) {
	s := c.def.Stated
	scale, _ := strconv.ParseFloat(c.def.stated(c.Values, c.env, AttrScale), 64)
	if scale == 0 || value.Q != Exact || num.Q != Exact || den.Q != Exact {
		return
	}
	if den.N == 0 {
		if value.N != 0 || num.N != 0 {
			c.fail(s.Value, "check.stated_zero", "whole", c.heading(s.Denominator))
		}
		return
	}
	half := last(value.N) / 2
	a, b := slack(num.N), slack(den.N)
	least := (float64(num.N) - a) * scale * 100 / (float64(den.N) + b)
	most := (float64(num.N) + a) * scale * 100 / max(float64(den.N)-b, 1)
	const eps = 1e-6
	if v := float64(value.N); v < least-half-eps || v > most+half+eps {
		is := float64(num.N) * scale / float64(den.N)
		c.fail(s.Value, "check.stated_differs", "value", c.figureText(value), "part", c.figureText(num), "whole", c.figureText(den),
			"is", vn.Decimal(int64(is*100+0.5), c.env.Lang))
	}
}

// last is the worth of the last digit that hundredths were told to, at most a whole.
func last(hundredths int64) float64 {
	unit := int64(1)
	for unit < 100 && hundredths%(10*unit) == 0 {
		unit *= 10
	}
	return float64(unit)
}

// slack is how far an input may be off: a mean was rounded, a count was not.
func slack(hundredths int64) float64 {
	if hundredths%100 == 0 {
		return 0
	}
	return last(hundredths) / 2
}

// checkStated checks that the fields of what is stated are there and of their kinds.
func (c *structure) checkStated() {
	s := c.d.Stated
	for _, x := range []struct {
		id   string
		kind FieldKind
	}{
		{s.Of, KindCode}, {s.Value, KindDecimal}, {s.Numerator, KindDecimal}, {s.Denominator, KindDecimal},
		{s.Judgement, KindCode}, {s.Level, KindCode}, {s.Basis, KindCode}, {s.Source, KindText}, {s.Paper, KindText},
	} {
		if f := c.d.Field(x.id); f == nil || f.Kind != x.kind {
			c.top("of", "content.stated", "id", x.id, "kind", string(x.kind))
		}
	}
	at := func(id string) int {
		return slices.IndexFunc(c.d.Fields, func(f *Field) bool { return f.ID == id })
	}
	if !c.d.Totals || at(s.Of) > at(s.Value) {
		c.top("of", "content.stated_order", "of", s.Of, "value", s.Value)
	}
}
