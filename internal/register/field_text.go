package register

import (
	"strings"
	"unicode/utf8"

	"binhdang/internal/fault"
)

// How many letters a text may have.
const (
	maxText     = 2_000
	maxLongText = 20_000
)

type textKind struct{}

func (textKind) keys() []string { return []string{"long", "public"} }

func (textKind) check(*structure, int, *Field) {}

// read keeps the lines of a long text and joins those of a short one.
func (textKind) read(_ *reader, f *Field, text string) (Value, []*fault.Error) {
	limit := maxLongText
	if !f.Long {
		limit = maxText
		text = strings.Join(strings.Fields(text), " ")
	}
	if n := utf8.RuneCountInString(text); n > limit {
		return Value{}, one(invalid("check.text_long", "count", n, "max", limit))
	}
	return Value{Text: text}, nil
}

func (textKind) text(_ *Field, v Value, _ Env, _ string) string { return v.Text }
