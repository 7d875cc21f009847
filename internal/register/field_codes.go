package register

import (
	"slices"
	"strings"

	"binhdang/internal/fault"
)

// maxFaults is how many entries of one cell are told to be wrong; more is a
// text in the wrong column.
const maxFaults = 5

type codesKind struct{}

func (codesKind) keys() []string { return []string{"list", "only", "by"} }

func (codesKind) check(c *structure, i int, f *Field) { codeKind{}.check(c, i, f) }

// read takes codes parted by ; or | or lines, and by commas where no name of the list has one.
func (codesKind) read(r *reader, f *Field, text string) (Value, []*fault.Error) {
	parts := several(text)
	if l := r.env.List(f.List); l != nil && !l.comma {
		parts = several(strings.ReplaceAll(text, ",", ";"))
	}
	var v Value
	var faults []*fault.Error
	for _, p := range parts {
		if len(faults) == maxFaults {
			break
		}
		code, bad := r.code(f, p)
		switch {
		case bad != nil:
			faults = append(faults, bad)
		case !slices.Contains(v.Codes, code):
			v.Codes = append(v.Codes, code)
		}
	}
	return v, faults
}

func (codesKind) text(f *Field, v Value, env Env, lang string) string {
	var names []string
	for _, c := range v.Codes {
		names = append(names, env.name(f.List, c, lang))
	}
	return strings.Join(names, "; ")
}
