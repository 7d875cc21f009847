package ledger

import (
	"binhdang/internal/indicator"
	"binhdang/internal/unit"
)

// Size is how many numbers the answer to a question can have at most: who shows them
// to many asks first whether they are too many to work out while somebody waits.
func (l *Ledger) Size(q indicator.Question) (int, error) {
	p, err := l.plan(q)
	if err != nil {
		return 0, err
	}
	n := 0
	years := (p.window.Days() + 365) / 365
	for _, name := range q.Indicators {
		d := l.cat.Indicator(name)
		switch {
		case len(p.steps) > 0:
			n += len(p.steps)
		case d != nil && d.OverTime == indicator.AddsNone: // looked for year by year
			n += years
		default:
			n++
		}
	}
	for _, k := range q.By {
		switch {
		case isTime(k):
		case k == indicator.ByUnit:
			n *= 1 + l.below(p, p.unit.ID)
		case k == indicator.ByPlace:
			n *= 1 + l.below(p, p.top)
		case k == indicator.ByLevel:
			n *= 4
		default:
			n *= 1 + l.codes(k)
		}
	}
	return n, nil
}

// below is how many units stand in the rows about a unit.
func (l *Ledger) below(p *plan, top unit.ID) int {
	base, _ := l.Tree().Carry(top, p.mapDay)
	return len(l.Tree().Children(base, p.mapDay))
}

// codes is how many codes a field has, in the register where they are most.
func (l *Ledger) codes(field string) int {
	most := 0
	for _, name := range l.cat.Registers() {
		if f := l.cat.Latest(name).Field(field); f != nil && l.cat.List(f.List) != nil {
			most = max(most, len(l.cat.List(f.List).Codes))
		}
	}
	return most
}
