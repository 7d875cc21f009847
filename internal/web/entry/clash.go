package entry

import (
	"maps"
	"net/http"

	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

// conflict is what somebody else has changed while a form was being filled in.
type conflict struct {
	Who, At string
	Both    []differs // that both have changed: the form keeps what was typed
	Taken   []differs // that only the other has changed: the form has taken it over
}

// differs is a column that two people say otherwise.
type differs struct{ Head, Theirs, Mine string }

// clash shows the form again beside what somebody else has written meanwhile. What
// was not touched is taken from the other, so that it is not undone by saving; n is
// the record that was typed, seen the version that it began with.
func clash(q *base.Request, s sheet, n *register.Record, seen int, why string) error {
	shown, err := q.Ledger().Show(q.Context(), q.Actor, n.ID)
	if err != nil {
		return err
	}
	now := shown.Record
	print := func(r *register.Record) register.Input {
		return register.Print(r.Def, ledger.EntryOf(r), q.Ledger().Env(q.Lang), q.Lang)
	}
	theirs, mine, was := print(now), print(n), register.Input{}
	c := &conflict{}
	for _, line := range shown.History {
		if line.Former != nil && line.Former.Version == seen {
			was = print(line.Former)
		}
		c.Who = shown.Who(line.Actor)
		c.At = line.At.In(period.VietNam).Format("15:04 02/01/2006")
	}
	s, taken := maps.Clone(s), filled(now.Def, theirs, q.Lang)
	for _, column := range columns(now.Def) {
		if theirs[column] == mine[column] {
			continue
		}
		d := differs{q.Word(now.Def.Heading(column)), theirs[column], mine[column]}
		switch {
		case mine[column] == was[column]:
			s[column] = taken[column]
			c.Taken = append(c.Taken, d)
		case theirs[column] != was[column]:
			c.Both = append(c.Both, d)
		}
	}
	p := changePage(q, now, s, nil, now.Version, why)
	p.Conflict = c
	p.count(q, &ledger.Preview{Def: n.Def, Entry: ledger.EntryOf(n)})
	return q.Show(http.StatusConflict, formTemplate, p)
}
