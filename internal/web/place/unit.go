package place

import (
	"html/template"
	"net/url"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// unitPage is one unit.
type unitPage struct {
	*base.Frame
	Code, Ref    string // as people know it; as addresses name it
	Type, Days   string
	Organisation bool
	Ended        bool
	Above        []named // the unit above; of an organisation its seat
	Under        []named // who manages it
	Versions     []version
	From, To     []origin
	Clause       clause
	Act          string // the act that the clause is of
	Communes     []below
	Sum          string // how many communes of which type
	Bodies       []below
	Managed      []below
	People       []someone
	Paper        []pair
	Map          template.HTML
	MapOwn       bool
	MayUnits     bool
	MayPeople    bool
	MayMap       bool
	MayRead      bool
	News         string // the articles of an outlet; "" for what has none
	Path         string // for the form of a new person
	Faults       []base.Fault
}

// version is what a unit was called for some days.
type version struct{ Days, Name, Where string }

// origin is a unit that went into this one, or into which this one went.
type origin struct {
	named
	Day, Act string
	Part     bool
}

// below is a unit that stands under this one.
type below struct{ Name, Link, Note string }

// someone is an account that has a role here.
type someone struct{ Name, Link, Role string }

// pair is a name and a value.
type pair struct{ Name, Value string }

var unitTemplate = base.Parse(files, "unit", &unitPage{})

// find is the unit of an address, and the day as of which it was named.
func find(q *base.Request) (*unit.Unit, period.Day, error) {
	u, at, err := q.Ledger().Tree().Resolve(q.PathValue("code"), q.Today())
	if err != nil {
		return nil, 0, err
	}
	if at == 0 {
		at = q.Today()
	}
	return u, nearest(u, at), nil
}

// show answers GET /don-vi/{code}.
func (s *screen) show(q *base.Request) error {
	u, day, err := find(q)
	if err != nil {
		return err
	}
	if u.ID == unit.VN {
		return q.Go("/don-vi")
	}
	p, err := s.page(q, u, day)
	if err != nil {
		return err
	}
	return q.OK(unitTemplate, p)
}

func (s *screen) page(q *base.Request, u *unit.Unit, day period.Day) (*unitPage, error) {
	if err := s.ready(q); err != nil {
		return nil, err
	}
	led, tree := q.Ledger(), q.Ledger().Tree()
	v, _ := u.At(day)
	p := &unitPage{Frame: q.Frame("web.menu.place"), Code: string(u.Code), Ref: ref(q, u), Type: v.Type, Days: days(q, u.First(), u.Last()),
		Organisation: u.Level == unit.Organisation, Ended: u.Last() != 0 && u.Last() < q.Today(), Path: tree.Path(u.ID, day)}
	if p.Type == "standing_office" {
		p.Type = q.Word("organisation.type.standing_office")
	}
	p.Title, p.Here = v.FullName, "/don-vi"
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.place"), Path: "/don-vi"}}
	if above := tree.Unit(tree.Parent(u.ID, day)); above != nil && above.ID != unit.VN {
		p.Above = []named{{Name: nameAt(above, day), Link: link(q, above)}}
		p.Crumbs = append(p.Crumbs, base.Crumb{Name: nameAt(above, day), Path: link(q, above)})
	}
	if m := tree.Unit(v.Under); v.Under != 0 && m != nil {
		p.Under = []named{{Name: nameAt(m, day), Link: link(q, m)}}
	}
	p.Crumbs = append(p.Crumbs, base.Crumb{Name: p.Title})
	if len(u.Versions) > 1 {
		for _, o := range slices.Backward(u.Versions) {
			w := version{Days: days(q, o.First, o.Last), Name: o.FullName}
			if above := tree.Unit(o.Parent); above != nil && above.ID != unit.VN {
				w.Where = nameAt(above, nearest(u, o.First))
			}
			p.Versions = append(p.Versions, w)
		}
	}
	s.lineage(q, p, u)
	s.children(q, p, u, day)
	if u.Paper != nil {
		p.Paper = paper(q, u.Paper)
	}
	p.MayUnits = !p.Ended && led.MayAt(q.Actor, access.ManageUnits, u.ID)
	p.MayRead = led.MayAt(q.Actor, access.ReadSums, u.ID)
	if u.Level == unit.Organisation {
		outlets, err := led.Outlets(q.Context(), q.Actor)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(outlets, func(o store.Outlet) bool { return o.Unit == u.ID }) {
			p.News = base.NewsPath(led.Ref(u.ID))
		}
	}
	p.MayPeople = !p.Ended && led.MayAt(q.Actor, access.ManageAccounts, u.ID)
	if p.MayPeople {
		if err := s.people(q, p, u); err != nil {
			return nil, err
		}
	}
	return p, s.mapOf(q, p, u, day)
}

// lineage tells from what a unit was made and what became of it.
func (s *screen) lineage(q *base.Request, p *unitPage, u *unit.Unit) {
	tree := q.Ledger().Tree()
	for _, o := range tree.Predecessors(u.ID) {
		day := u.First()
		if last := o.Last(); last != 0 {
			day = last.Add(1)
		}
		to, fit := tree.Carry(o.ID, day)
		p.From = append(p.From, origin{named: named{Name: nameAt(o, day), Link: link(q, o)}, Day: day.VN(),
			Act: s.acts.of(q, o, u), Part: to != u.ID || fit == unit.Unallocated})
	}
	vn.SortBy(p.From, func(o origin) string { return o.Name })
	if c, ok := s.acts.formed[u.Code]; ok && u.Last() == 0 && u.First() == reform && u.Level == unit.Commune {
		p.Clause, p.Act = c, q.Word("web.place.clause", "clause", c.Clause, "number", c.Act)
	}
	if u.Last() == 0 {
		return
	}
	day := u.Last().Add(1)
	_, fit := tree.Carry(u.ID, day)
	for _, o := range tree.Successors(u.ID) {
		p.To = append(p.To, origin{named: named{Name: nameAt(o, day), Link: link(q, o)}, Day: day.VN(),
			Act: s.acts.of(q, u, o), Part: fit == unit.Unallocated && u.Level == unit.Commune})
	}
}

func (s *screen) children(q *base.Request, p *unitPage, u *unit.Unit, day period.Day) {
	tree := q.Ledger().Tree()
	types := map[string]int{}
	var order []string
	for _, c := range tree.Children(u.ID, day) {
		b := below{Name: nameAt(c, day), Link: link(q, c)}
		switch {
		case c.Level != unit.Organisation:
			b.Note = from(q, c, false)
			p.Communes = append(p.Communes, b)
			v, _ := c.At(nearest(c, day))
			if types[v.Type]++; types[v.Type] == 1 {
				order = append(order, v.Type)
			}
		case p.Organisation:
			p.Managed = append(p.Managed, b)
		default:
			if v, ok := c.At(day); ok && v.Under != 0 && v.Under != u.ID {
				b.Note = q.Word("web.place.managed_by", "unit", q.UnitName(v.Under))
			}
			p.Bodies = append(p.Bodies, b)
		}
	}
	slices.SortFunc(order, func(a, b string) int { return types[b] - types[a] })
	for i, t := range order {
		if i > 0 {
			p.Sum += ", "
		}
		p.Sum += q.Int(int64(types[t])) + " " + t
	}
}

// people are the accounts with a role right at the unit.
func (s *screen) people(q *base.Request, p *unitPage, u *unit.Unit) error {
	accounts, err := q.Ledger().Accounts(q.Context(), q.Actor)
	for _, a := range accounts {
		for _, g := range a.Grants {
			if g.Unit != u.ID || a.Disabled {
				continue
			}
			o := someone{Name: a.FullName, Link: "/nguoi-dung/ten/" + url.PathEscape(a.Name), Role: q.Word("role." + g.Role)}
			if o.Name == "" {
				o.Name = a.Name
			}
			p.People = append(p.People, o)
		}
	}
	vn.SortBy(p.People, func(o someone) string { return o.Name })
	return err
}

func paper(q *base.Request, p *unit.Paper) []pair {
	var out []pair
	for _, c := range []struct{ key, value string }{{"superior", p.Superior}, {"head", p.Name}, {"symbol", p.Symbol},
		{"paper_place", p.Place}, {"authority", p.Authority}, {"post", p.Post}, {"signer", p.Signer}} {
		if c.value != "" {
			out = append(out, pair{q.Word("organisation.column." + c.key), c.value})
		}
	}
	return out
}

// days tells for how long something was or is.
func days(q *base.Request, first, last period.Day) string {
	switch {
	case first == 0 && last == 0:
		return q.Word("web.place.always")
	case last == 0:
		return q.Word("web.place.since", "day", first.VN())
	case first == 0:
		return q.Word("web.place.until", "day", last.VN())
	}
	return q.Word("web.place.days", "first", first.VN(), "last", last.VN())
}
