package ledger

import (
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// Ref is how a unit is named today, in a question or an address: by its code, and one
// that does not bear it today by its code with its last day, or with its first if it is
// yet to come.
func (l *Ledger) Ref(id unit.ID) string {
	tree := l.Tree()
	u := tree.Unit(id)
	if u == nil {
		return ""
	}
	if now, at, err := tree.Resolve(string(u.Code), l.Today()); err == nil && at == 0 && now.ID == id {
		return string(u.Code)
	}
	d := u.Last()
	if d == 0 {
		d = u.First()
	}
	return refAt(u, d)
}

// refAt names a unit as the one that bore its code on a day.
func refAt(u *unit.Unit, d period.Day) string { return string(u.Code) + "@" + d.String() }
