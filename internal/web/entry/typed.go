package entry

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// typed is what stands in the controls of one column.
type typed struct {
	Text string // what was typed or chosen; of several codes with ; between
	Q    string // the word before a number: more, less, about
	None bool   // "chưa có số liệu"
}

// sheet is a form as it stands: what was typed, by column.
type sheet map[string]typed

// ours are the controls of a form that are no columns.
var ours = []string{"ban", "why", "lam", "chac"}

// control is the name of a column's control. A field of an office's own register
// may be called as one of ours.
func control(column string) string {
	if slices.Contains(ours, column) {
		return column + ".o"
	}
	return column
}

// ends of the names of further controls of a column.
const (
	endQ     = ".q"    // the word before a number
	endNone  = ".none" // "chưa có số liệu"
	endOffer = ".chon" // a unit chosen among those that the text may mean
	endAsked = ".hoi"  // the text that those were offered for
)

// columns of a form: all but the row key, which sheets have.
func columns(def *register.Definition) []string {
	return slices.DeleteFunc(def.Columns(), func(c string) bool { return c == register.ColumnRowKey })
}

// sent reads the controls of a form.
func sent(def *register.Definition, v url.Values) sheet {
	s := sheet{}
	for _, c := range columns(def) {
		name := control(c)
		t := typed{Text: strings.Join(v[name], "; "), Q: v.Get(name + endQ), None: v.Get(name+endNone) != ""}
		if chosen := v.Get(name + endOffer); chosen != "" && v.Get(name+endAsked) == t.Text {
			t.Text = chosen
		}
		if t != (typed{}) {
			s[c] = t
		}
	}
	return s
}

// given reads what a link fills in: the columns in its query.
func given(def *register.Definition, v url.Values) sheet {
	in := register.Input{}
	for _, c := range columns(def) {
		if t := v.Get(control(c)); t != "" {
			in[c] = t
		}
	}
	return filled(def, in, "")
}

// filled puts the raw text of columns into their controls. Vietnamese parts thousands
// by a point, which reads as the same number; what English does would not.
func filled(def *register.Definition, in register.Input, lang string) sheet {
	s := sheet{}
	for c, text := range in {
		t := typed{Text: text}
		if f := def.Field(c); f != nil && f.Kind == register.KindNumber {
			if n, err := vn.ParseNumber(text); err == nil && n.Words == "" {
				t = typed{Text: strconv.FormatInt(n.N, 10), Q: n.Q}
				if lang == "vi" {
					t.Text = vn.Int(n.N, lang)
				}
			}
		} else if f != nil && f.Kind == register.KindDecimal {
			if n, err := vn.ParseDecimal(text); err == nil {
				t = typed{Text: vn.Decimal(n.N, "vi"), Q: n.Q}
			}
		}
		if c != register.ColumnRowKey {
			s[c] = t
		}
	}
	return s
}

// raw is the text that the check reads.
func (s sheet) raw(q *base.Request, def *register.Definition) register.Input {
	in := register.Input{}
	for c, t := range s {
		text := strings.TrimSpace(t.Text)
		f := def.Field(c)
		switch {
		case c == register.ColumnFirst, c == register.ColumnLast, f != nil && f.Kind == register.KindDate:
			text = day(text)
		case f != nil && t.None:
			text = ""
		case f != nil && text != "" && t.Q != "" && (f.Kind == register.KindNumber || f.Kind == register.KindDecimal):
			text = q.Word("web.entry.q."+t.Q) + " " + text
		}
		if text != "" {
			in[c] = text
		}
	}
	return in
}

// day lets a day be typed without strokes, as the keys of digits of a phone have
// none: 12122025 is 12/12/2025. A year first stays as it is.
func day(text string) string {
	if len(text) != 8 || strings.Trim(text, "0123456789") != "" || text[:2] == "20" && text[4:6] <= "12" || text[:2] == "19" && text[4:6] <= "12" {
		return text
	}
	return text[:2] + "/" + text[2:4] + "/" + text[4:]
}
