package attention

import (
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Speaker says why a place stands where it does, in a language.
type Speaker struct {
	Book *word.Book
	Lang string
	Find func(indicator.Name) *indicator.Definition
	Code func(d *indicator.Definition, field, code string) string // what a code is called
}

// Name is what an item is called.
func (s Speaker) Name(it *Item) string { return s.Book.Say(s.Lang, it.Key()) }

// Value is a fact without its rank: "2 buổi trên 1.000 dân".
func (s Speaker) Value(f *Fact) string {
	switch {
	case f.State == Missing:
		return s.Book.Say(s.Lang, "attention.missing")
	case f.State == Small:
		return s.Book.Say(s.Lang, "attention.small", "n", vn.Dec(f.Of, 0, s.Lang))
	case f.Item.Flag():
		if len(f.Codes) == 0 {
			return s.Book.Say(s.Lang, "attention.no")
		}
		names := make([]string, len(f.Codes))
		for i, c := range f.Codes {
			names[i] = s.Code(s.Find(f.Item.Of), f.Item.Field, c)
		}
		return strings.Join(names, "; ")
	}
	d := s.Find(f.Item.Of)
	var n string
	switch {
	case d.Ratio():
		n = d.Written(f.Value, s.Lang)
	case f.Item.Base != "" && f.Value < 100 && f.Value != float64(int64(f.Value)):
		n = vn.Dec(f.Value, 1, s.Lang)
	default:
		n = vn.Dec(f.Value, 0, s.Lang)
	}
	if f.Qualifier != register.Exact {
		n = s.Book.Say(s.Lang, "report.qualifier."+string(f.Qualifier), "number", n)
	}
	if f.Estimate {
		n = "≈\u00a0" + n
	}
	switch {
	case d.Ratio():
		return n
	case f.Item.Base != "":
		return s.Book.Say(s.Lang, "attention.per", "number", n, "unit", s.Book.Say(s.Lang, d.Unit),
			"per", vn.Int(f.Item.Per, s.Lang), "base", s.Book.Say(s.Lang, f.Item.BaseKey()))
	}
	return n + " " + s.Book.Say(s.Lang, d.Unit)
}

// Sentence is a fact with where it puts the place: "2 buổi trên 1.000 dân, ít nhất
// trong 54 nơi có số liệu".
func (s Speaker) Sentence(f *Fact) string {
	v := s.Value(f)
	if f.State != Known || f.Item.Flag() || f.Item.Base == "" {
		v = s.Book.Say(s.Lang, "attention.named", "name", s.Name(f.Item), "value", v)
	}
	if f.State == Known && !f.Item.Flag() {
		return s.Book.Say(s.Lang, "attention.ranked", "value", v, "rank", s.rank(f))
	}
	return v
}

// rank says how many are worse, seen from the worse end.
func (s Speaker) rank(f *Fact) string {
	kind := "count"
	if s.Find(f.Item.Of).Ratio() {
		kind = "share"
	}
	key := "attention.rank." + kind + "_" + f.Item.Worse
	text := ""
	if f.Before == 0 {
		text = s.Book.Say(s.Lang, key, "total", strconv.Itoa(f.Among))
	} else {
		text = s.Book.Say(s.Lang, key+"_nth", "n", strconv.Itoa(f.Before+1), "total", strconv.Itoa(f.Among))
	}
	if f.Tied > 0 {
		text = s.Book.Say(s.Lang, "attention.tied", "rank", text, "n", strconv.Itoa(f.Tied))
	}
	return text
}
