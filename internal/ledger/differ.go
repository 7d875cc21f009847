package ledger

import (
	"binhdang/internal/register"
)

// Difference is a column in which two versions of a record say otherwise.
type Difference struct {
	Column   string
	Was, Now string // as a form shows them; "" where it is empty
}

// Differences lists where two versions of a record differ, in the order of the
// columns. A text that was blanked by law differs from none.
func (l *Ledger) Differences(was, now *register.Record, lang string) []Difference {
	env := l.Env(lang)
	a, b := register.Print(was.Def, EntryOf(was), env, lang), register.Print(now.Def, EntryOf(now), env, lang)
	var out []Difference
	for _, c := range now.Def.Columns() {
		if c != register.ColumnRowKey && a[c] != b[c] && was.Values[c].Text != Redacted {
			out = append(out, Difference{c, a[c], b[c]})
		}
	}
	return out
}

// EntryOf is what a record's form says.
func EntryOf(r *register.Record) register.Entry {
	return register.Entry{Kind: r.Kind, Unit: r.Unit, Place: r.Place, First: r.First, Last: r.Last,
		Closed: r.Closed, RowKey: KeyOf(r), Values: r.Values}
}
