// Package place is the pages about units: the tree with its search and maps, the
// page of a unit with its lineage, and the forms and sheets of organisations.
//
// What a unit is and whence it came is public law and open to all who are signed
// in; who may declare an organisation is for the ledger to say.
package place

import (
	"embed"
	"html/template"
	"net/url"
	"strings"
	"sync"

	"binhdang/internal/access"
	"binhdang/internal/atlas"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what these pages add to the parts.
//
//go:embed place.css
var CSS string

// Routes of units.
func Routes(maps *land.Land) []base.Route {
	s := &screen{land: maps}
	return []base.Route{
		{Pattern: "GET /don-vi", Do: s.tree},
		{Pattern: "GET /don-vi/{code}", Do: s.show},
		{Pattern: "GET /don-vi/{code}/to-chuc/moi", Needs: access.ManageUnits, Do: s.newOrganisation},
		{Pattern: "POST /don-vi/{code}/to-chuc/moi", Needs: access.ManageUnits, Do: s.addOrganisation},
		{Pattern: "GET /don-vi/{code}/sua", Needs: access.ManageUnits, Do: s.editOrganisation},
		{Pattern: "POST /don-vi/{code}/sua", Needs: access.ManageUnits, Do: s.changeOrganisation},
		{Pattern: "GET /don-vi/to-chuc/nhap", Needs: access.ManageUnits, Do: s.intake},
		{Pattern: "POST /don-vi/to-chuc/nhap", Needs: access.ManageUnits, Uploads: true, Do: s.take},
		{Pattern: "GET /don-vi/to-chuc/mau.xlsx", Needs: access.ManageUnits, Do: s.sheet},
		{Pattern: "POST /don-vi/{code}/ban-do", Needs: access.Administer, Uploads: true, Do: s.takeMap},
	}
}

type screen struct {
	land *land.Land
	once sync.Once
	maps *atlas.Atlas
	acts acts
	err  error

	mu     sync.Mutex
	counts counts
}

// ready reads the outlines and the acts, the first time that a page needs them.
func (s *screen) ready(q *base.Request) error {
	s.once.Do(func() {
		if s.maps, s.err = s.land.Atlas(q); s.err == nil {
			s.acts, s.err = readActs(q.Site.Catalog().FS())
		}
	})
	return s.err
}

// named is a unit as a link.
type named struct {
	Name, Link string
	Where      string // what is above it
	Tag        string // until when it was, "" for what is
	Now        []named
}

// ref is how an address names a unit.
func ref(q *base.Request, u *unit.Unit) string { return q.Ledger().Ref(u.ID) }

func link(q *base.Request, u *unit.Unit) string { return "/don-vi/" + url.PathEscape(ref(q, u)) }

// nearest is the day of a unit that is nearest to one that was asked for.
func nearest(u *unit.Unit, d period.Day) period.Day {
	if last := u.Last(); last != 0 && d > last {
		return last
	}
	return max(d, u.First())
}

func nameAt(u *unit.Unit, d period.Day) string {
	if v, ok := u.At(nearest(u, d)); ok {
		return v.FullName
	}
	return string(u.Code)
}

// name is a unit as a link, with what is above it.
func name(q *base.Request, u *unit.Unit) named {
	d := nearest(u, q.Today())
	n := named{Name: nameAt(u, d), Link: link(q, u)}
	if path := q.Ledger().Tree().Path(u.ID, d); len(path) > len(n.Name)+2 && strings.HasPrefix(path, n.Name+", ") {
		n.Where = path[len(n.Name)+2:]
	}
	if last := u.Last(); last != 0 && last < q.Today() {
		n.Tag = q.Word("web.place.until", "day", last.VN())
	}
	return n
}

// treePage is the list of provinces, or what a search found.
type treePage struct {
	*base.Frame
	Query   string
	Found   []named
	Many    bool // there may be more than are shown
	Own     []named
	Groups  []group
	Central []named
	Map     template.HTML
	Manages bool
}

// group is the provinces of one type.
type group struct {
	Name string
	Rows []province
}

// province is one line of the list.
type province struct {
	Name, Link string
	Communes   int
	From       string
	code       string
}

// most units that a search shows.
const most = 60

var treeTemplate = base.Parse(files, "tree", &treePage{})

// tree answers GET /don-vi.
func (s *screen) tree(q *base.Request) error {
	tree := q.Ledger().Tree()
	p := &treePage{Frame: q.Frame("web.menu.place"), Query: vn.Clean(q.FormValue("q")), Manages: q.Ledger().Has(q.Actor, access.ManageUnits)}
	p.Here, p.Lead = "/don-vi", q.Word("web.place.lead")
	for _, g := range q.Actor.Grants {
		if u := tree.Unit(g.Unit); u != nil && u.ID != unit.VN {
			p.Own = append(p.Own, name(q, u))
		}
	}
	if p.Query != "" {
		home := unit.ID(0)
		if u := q.Home(); u != nil {
			home = u.ID
		}
		found := tree.SearchNear(p.Query, q.Today(), most, home, func(*unit.Unit) bool { return true })
		p.Many = len(found) == most
		for _, u := range found {
			n := name(q, u)
			if n.Tag != "" {
				for _, to := range tree.Successors(u.ID) {
					n.Now = append(n.Now, named{Name: nameAt(to, q.Today()), Link: link(q, to)})
				}
			}
			p.Found = append(p.Found, n)
		}
		return q.OK(treeTemplate, p)
	}
	if err := s.ready(q); err != nil {
		return err
	}
	cities, others := group{}, group{}
	var order []string
	for _, u := range tree.Children(unit.VN, q.Today()) {
		if u.Level != unit.Province {
			p.Central = append(p.Central, name(q, u))
			continue
		}
		v, _ := u.At(q.Today())
		row := province{Name: v.FullName, Link: link(q, u), Communes: s.communes(q, u), code: string(u.Code), From: from(q, u, true)}
		order = append(order, row.code)
		if v.Type == typeCity {
			cities.Rows = append(cities.Rows, row)
		} else {
			others.Rows = append(others.Rows, row)
		}
	}
	cities.Name = q.Word("web.place.cities", "n", q.Int(int64(len(cities.Rows))))
	others.Name = q.Word("web.place.provinces", "n", q.Int(int64(len(others.Rows))))
	p.Groups = []group{cities, others}
	p.Map = s.nation(q, order)
	return q.OK(treeTemplate, p)
}

// from names the former units of which a unit was made, with their types or short.
func from(q *base.Request, u *unit.Unit, short bool) string {
	var names []string
	for _, o := range q.Ledger().Tree().Predecessors(u.ID) {
		if v, ok := o.At(nearest(o, q.Today())); ok && short {
			names = append(names, v.Name)
			continue
		}
		names = append(names, nameAt(o, q.Today()))
	}
	return strings.Join(names, ", ")
}

// counts are how many communes there are below each province of today, kept for a day.
type counts struct {
	day period.Day
	n   map[unit.ID]int
}

func (s *screen) communes(q *base.Request, u *unit.Unit) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.counts.day != q.Today() {
		s.counts = counts{q.Today(), map[unit.ID]int{}}
	}
	n, ok := s.counts.n[u.ID]
	if !ok {
		for _, c := range q.Ledger().Tree().Children(u.ID, q.Today()) {
			if c.Level == unit.Commune {
				n++
			}
		}
		s.counts.n[u.ID] = n
	}
	return n
}

// Types of units, as the law and our data name them.
const (
	typeCity    = "thành phố"
	typeWard    = "phường"
	typeSpecial = "đặc khu"
)
