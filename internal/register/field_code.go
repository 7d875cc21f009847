package register

import (
	"binhdang/internal/fault"
)

type codeKind struct{}

func (codeKind) keys() []string { return []string{"list", "only", "by"} }

func (codeKind) check(c *structure, i int, f *Field) {
	if f.List == "" {
		c.field(i, "list", "content.list_missing")
	}
}

func (codeKind) read(r *reader, f *Field, text string) (Value, []*fault.Error) {
	code, bad := r.code(f, text)
	if bad == nil {
		return Value{Codes: []string{code}}, nil
	}
	if parts := several(text); len(parts) > 1 {
		if _, first := r.code(f, parts[0]); first == nil {
			return Value{}, one(invalid("check.one_code", "text", text))
		}
	}
	return Value{}, one(bad)
}

func (codeKind) text(f *Field, v Value, env Env, lang string) string {
	if len(v.Codes) == 0 {
		return ""
	}
	return env.name(f.List, v.Codes[0], lang)
}

// code reads one code of the field's list.
func (r *reader) code(f *Field, text string) (string, *fault.Error) {
	l := r.env.List(f.List)
	if l == nil {
		return "", invalid("check.code_unknown", "text", text)
	}
	c, ok := l.Find(text)
	if ok && f.Takes(c.Code) {
		return c.Code, nil
	}
	if ok {
		return "", invalid("check.code_elsewhere", "text", text)
	}
	if c := l.Nearest(text, f.Takes); c != nil {
		return "", invalid("check.code_near", "text", text, "suggest", c.Name(r.env.Lang))
	}
	return "", invalid("check.code_unknown", "text", text)
}
