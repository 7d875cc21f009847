package register

import (
	"errors"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

type numberKind struct{}

func (numberKind) keys() []string {
	return []string{"max", "measure", "route", "default", "part_of", "sum", "usual", "per", "words", "money"}
}

func (numberKind) check(c *structure, i int, f *Field) {
	d := c.d
	for _, n := range []struct {
		key   string
		value int64
	}{{"max", f.Max}, {"usual", f.Usual}} {
		if n.value < 0 {
			c.field(i, n.key, "content.number", "key", n.key, "value", n.value)
		}
	}
	if f.Default != nil && (*f.Default < 0 || f.Max > 0 && *f.Default > f.Max) {
		c.field(i, "default", "content.number", "key", "default", "value", *f.Default)
	}
	if f.Measure != "" && d.index(f.Measure) < 0 {
		c.field(i, "measure", "content.measure_unknown", "id", f.Measure)
	}
	if f.Route == nil {
		return
	}
	by := d.Field(f.Route.By)
	if by == nil || by.Kind != KindCode {
		c.field(i, "route", "content.route_by", "id", f.Route.By)
	}
	if f.Route.Attr == "" || len(f.Route.To) == 0 {
		c.field(i, "route", "content.route_empty")
	}
	for _, m := range f.Route.To {
		if d.index(m) < 0 {
			c.field(i, "route", "content.measure_unknown", "id", m)
		}
	}
}

func (numberKind) read(r *reader, f *Field, text string) (Value, []*fault.Error) {
	if bad := dayCell(text); bad != nil {
		return Value{}, one(bad)
	}
	p, err := vn.ParseNumber(text)
	var bad *fault.Error
	switch {
	case errors.As(err, &bad):
		return Value{}, one(bad)
	case err != nil:
		return Value{}, one(invalid("number.bad", "text", text))
	case p.Words != "" && !f.Words:
		return Value{}, one(invalid("check.words", "text", text))
	case p.Words != "":
		return Value{Number: &Number{Words: p.Words}}, nil
	case f.Max > 0 && p.N > f.Max:
		return Value{}, one(invalid("check.number_max", "number", vn.Int(p.N, r.env.Lang), "max", vn.Int(f.Max, r.env.Lang)))
	}
	return Value{Number: &Number{N: p.N, Q: Qualifier(p.Q)}}, nil
}

// text prints plain digits, which no program reads in another way: thousands are
// parted where people look, not where a sheet reads.
func (numberKind) text(_ *Field, v Value, _ Env, lang string) string {
	switch {
	case v.Number == nil:
		return ""
	case v.Number.Words != "":
		return v.Number.Words
	}
	word := strings.TrimSuffix(vn.Number(0, string(v.Number.Q), lang), "0")
	return word + strconv.FormatInt(v.Number.N, 10)
}
