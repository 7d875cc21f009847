package register

import (
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// kind is what each kind of field knows. Text that read accepts, printed by text
// in either language, reads again as the same value.
type kind interface {
	// keys are the settings of the definition that mean something for this kind.
	keys() []string
	// check checks the field's own definition.
	check(c *structure, i int, f *Field)
	// read turns clean text that says something into a value. The value holds
	// what could be read even where faults are given.
	read(r *reader, f *Field, text string) (Value, []*fault.Error)
	// text prints a value that the field holds.
	text(f *Field, v Value, env Env, lang string) string
}

var kinds = map[FieldKind]kind{
	KindText:    textKind{},
	KindNumber:  numberKind{},
	KindCode:    codeKind{},
	KindCodes:   codesKind{},
	KindDate:    dateKind{},
	KindUnit:    unitKind{},
	KindUnits:   unitsKind{},
	KindYesNo:   yesNoKind{},
	KindDecimal: decimalKind{},
}

// Units is what the check asks of the map: *unit.Tree.
type Units interface {
	Lookup(text string, in unit.ID, d period.Day) (*unit.Unit, error)
	Unit(id unit.ID) *unit.Unit
	Parent(id unit.ID, d period.Day) unit.ID
}

// Env is what the check must know besides the form. It is the same for every
// row of an import.
type Env struct {
	Tree  Units
	In    unit.ID    // subtree in which the reporting unit is looked for, and names of other units first
	Today period.Day // in Viet Nam
	List  func(name string) *List
	// Say gives headings and names that stand inside a fault, in the language Lang.
	Say  func(lang, key string, args ...string) string
	Lang string
}

// Attr looks up an attribute of a code; "" where there is none.
func (e Env) Attr(list, code, attr string) string {
	l := e.List(list)
	if l == nil {
		return ""
	}
	c := l.Code(code)
	if c == nil {
		return ""
	}
	return c.Attrs[attr]
}

// heading is a column's word as the person sees it.
func (e Env) heading(d *Definition, column string) string {
	return e.Say(e.Lang, d.Heading(column))
}

// name is a code's name in a language; a code that its list has lost stands for itself.
func (e Env) name(list, code, lang string) string {
	if l := e.List(list); l != nil {
		if c := l.Code(code); c != nil {
			return c.Name(lang)
		}
	}
	return code
}

// Text prints a value as a cell or input field holds it: what it gives reads
// again as the same value.
func Text(f *Field, v Value, env Env, lang string) string {
	return kinds[f.Kind].text(f, v, env, lang)
}

// reader reads the fields of one form.
type reader struct {
	def *Definition
	env Env
	day period.Day // the record's day, on which names of units hold; 0 where it could not be read
}

// Takes tells whether the field may hold the code.
func (f *Field) Takes(code string) bool {
	if len(f.Only) == 0 {
		return true
	}
	for _, c := range f.Only {
		if c == code {
			return true
		}
	}
	return false
}

// several parts what a cell says into its entries: parted by ; or | or lines.
func several(text string) []string {
	var out []string
	for _, p := range strings.FieldsFunc(text, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
		if p = vn.Clean(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// maxSaid is how many letters of what was typed a sentence repeats.
const maxSaid = 200

func invalid(key string, args ...any) *fault.Error {
	for i, a := range args {
		if s, ok := a.(string); ok && len(s) > maxSaid {
			if r := []rune(s); len(r) > maxSaid {
				args[i] = string(r[:maxSaid]) + "…"
			}
		}
	}
	return fault.New(fault.Invalid, key, args...)
}

func one(e *fault.Error) []*fault.Error { return []*fault.Error{e} }
