package register

import (
	"binhdang/internal/fault"
	"binhdang/internal/vn"
)

// What a yes_no value holds.
const (
	yes = "yes"
	no  = "no"
)

// yesNoWords are read in any case, with marks or without.
var yesNoWords = map[string]string{
	"co": yes, "yes": yes, "y": yes, "x": yes, "1": yes, "true": yes, "dung": yes, "on": yes,
	"khong": no, "no": no, "n": no, "0": no, "false": no, "sai": no,
}

type yesNoKind struct{}

func (yesNoKind) keys() []string { return nil }

func (yesNoKind) check(*structure, int, *Field) {}

func (yesNoKind) read(_ *reader, _ *Field, text string) (Value, []*fault.Error) {
	v, ok := yesNoWords[vn.Fold(text)]
	if !ok {
		return Value{}, one(invalid("check.yes_no", "text", text))
	}
	return Value{Text: v}, nil
}

func (yesNoKind) text(_ *Field, v Value, env Env, lang string) string {
	return env.Say(lang, "check.word_"+v.Text)
}
