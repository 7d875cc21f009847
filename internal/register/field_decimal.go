package register

import (
	"errors"
	"math"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// decimalKind is a number that does not add up and may have two decimals, such as
// a ratio that was declared without its inputs. It is kept in hundredths.
type decimalKind struct{}

func (decimalKind) keys() []string { return []string{"max"} }

func (decimalKind) check(*structure, int, *Field) {}

func (decimalKind) read(r *reader, f *Field, text string) (Value, []*fault.Error) {
	if bad := dayCell(text); bad != nil {
		return Value{}, one(bad)
	}
	text, _ = rounded(text) // and told by decimals
	p, err := vn.ParseDecimal(text)
	if err != nil { // "24,2 triệu" is a whole number
		if n, bad := vn.ParseNumber(text); bad == nil && n.Words == "" && n.N < math.MaxInt64/100 {
			p, err = vn.Parsed{N: n.N * 100, Q: n.Q}, nil
		}
	}
	var bad *fault.Error
	switch {
	case errors.As(err, &bad):
		return Value{}, one(bad)
	case err != nil:
		return Value{}, one(invalid("number.decimal", "text", text))
	case f.Max > 0 && p.N > f.Max*100:
		return Value{}, one(invalid("check.number_max", "number", vn.Decimal(p.N, r.env.Lang), "max", vn.Int(f.Max, r.env.Lang)))
	}
	return Value{Number: &Number{N: p.N, Q: Qualifier(p.Q)}}, nil
}

func (decimalKind) text(_ *Field, v Value, _ Env, lang string) string {
	if v.Number == nil {
		return ""
	}
	word := strings.TrimSuffix(vn.Number(0, string(v.Number.Q), lang), "0")
	// The comma in both languages: a point would read as another number in a sheet of ours.
	return word + vn.Decimal(v.Number.N, "vi")
}
