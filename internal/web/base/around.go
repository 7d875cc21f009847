package base

import (
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Choice is a link of a menu.
type Choice struct {
	Name, Href string
	Current    bool
}

// Told says of sums that are not to be read also whom to ask.
func Told(do func(*Request) error) func(*Request) error {
	return func(q *Request) error {
		err := do(q)
		if all := fault.All(err); len(all) == 1 && all[0].Kind == fault.Forbidden && len(all[0].Args) == 2 && all[0].Args[0] == "unit" {
			return fault.New(fault.Forbidden, "web.board.forbidden", "unit", all[0].Args[1])
		}
		return err
	}
}

// ShortName is what a unit is called on a day: of a province the bare name, as all know
// what it is.
func (q *Request) ShortName(u *unit.Unit, d period.Day) string {
	v, ok := u.At(d)
	if !ok {
		if n := len(u.Versions); n > 0 {
			v = u.Versions[n-1]
		}
	}
	if u.Level == unit.Province || u.Level == unit.Country {
		return v.Name
	}
	return v.FullName
}

// Around are what a menu of units offers beside a unit: the person's own, those above
// that may be read, those below. Href leads to a unit that is named so.
func (q *Request) Around(at *unit.Unit, href func(ref string) string) (own, above, below []Choice) {
	tree, today := q.Ledger().Tree(), q.Today()
	of := func(u *unit.Unit) Choice {
		return Choice{q.ShortName(u, today), href(q.Ledger().Ref(u.ID)), u.ID == at.ID}
	}
	if home := q.Home(); home != nil {
		own = append(own, of(home))
	}
	for id := at.ID; ; {
		id = tree.Parent(id, today)
		u := tree.Unit(id)
		if u == nil || !q.Ledger().MayAt(q.Actor, access.ReadSums, id) || len(above) > 4 {
			break
		}
		above = append(above, of(u))
		if id == unit.VN {
			break
		}
	}
	slices.Reverse(above)
	for _, u := range tree.Children(at.ID, today) {
		below = append(below, of(u))
	}
	if own != nil {
		same := func(c Choice) bool { return c.Href == own[0].Href }
		above, below = slices.DeleteFunc(above, same), slices.DeleteFunc(below, same)
	}
	return own, above, below
}

// FindUnits finds units by name whose sums the person may read, for a menu of units.
func (q *Request) FindUnits(text string, href func(ref string) string) ([]Choice, error) {
	if strings.TrimSpace(text) == "" {
		return nil, nil
	}
	tree := q.Ledger().Tree()
	var out []Choice
	for _, u := range tree.Search(vn.Clean(text), q.Today(), 200) {
		if !q.Ledger().MayAt(q.Actor, access.ReadSums, u.ID) || len(out) == 20 {
			continue
		}
		out = append(out, Choice{Name: tree.Path(u.ID, q.Today()), Href: href(q.Ledger().Ref(u.ID))})
	}
	if out == nil {
		return nil, fault.New(fault.NotFound, "web.board.not_found", "text", text)
	}
	return out, nil
}
