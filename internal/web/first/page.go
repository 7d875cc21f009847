package first

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/atlas"
	"binhdang/internal/attention"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// page is the proposal with what was chosen.
type page struct {
	*base.Frame
	Code, Name, Year string
	Units, Years     []choice
	Weights          []weight
	Moved            bool   // some weights are not those of the definition
	Usual            string // the page with those
	Open             bool   // the weights are shown open
	Chosen           []attended
	Aims             bool
	Ranked, Apart    []place
	Small            []string // items that some place has too few for
	Untold           []string // items of which nothing is known anywhere
	Known            int      // percent of the weight that must be known
	Zero             bool     // nothing weighs anything
	Map              template.HTML
	Bounds           []bound
	Cells            bool
	XLSX, CSV        string
	At               string // when it was printed
}

// choice is one of several of a form.
type choice struct {
	Value, Name string
	Chosen      bool
}

// weight of an item in the form.
type weight struct {
	Name, Label string
	Value       int
	Side        string // which side is worse
}

// bound is a class of the map.
type bound struct {
	Class int
	Text  string
}

// place is a line of the proposal.
type place struct {
	ID, Name, Href string
	Rank           int
	Points         string
	Known          string
	Reasons, Rest  []string // the heaviest, and the others
	Lacks, Few     []string // items without data, and with too few
	Choose         string   // where one chooses it, "" where that may not be
	Chosen         bool
}

// attended is a place that was chosen.
type attended struct {
	code             string
	Name, Why        string
	By, At, Standing string
	Reasons          []string
	Back             string // where one takes it back
}

// heaviest is how many reasons stand open.
const heaviest = 3

var pageTemplate = base.Parse(files, "first", &page{})

// show answers GET /uu-tien.
func (s *screen) show(q *base.Request) error {
	a, err := read(q)
	if err != nil {
		return err
	}
	p := &page{Frame: q.Frame("web.first.title"), Year: strconv.Itoa(a.year), Years: years(q, a.year), Known: a.def.Known,
		At: q.Site.Now().In(period.VietNam).Format("15:04 02/01/2006"), Units: provinces(q, a.unit)}
	p.Here, p.Lead = here, q.Word("web.first.lead")
	if a.unit == nil {
		return q.OK(pageTemplate, p)
	}
	p.Code, p.Name = q.Ledger().Ref(a.unit.ID), q.UnitName(a.unit.ID)
	if err := a.rank(); err != nil {
		return err
	}
	if p.Chosen, err = a.attended(); err != nil {
		return err
	}
	p.Aims, p.Zero = a.aims(), a.result.Weight == 0
	p.Moved, p.Usual, p.Open = len(a.weights) > 0, base.Link(here, "u", p.Code, "y", p.Year), len(a.weights) > 0
	say := speaker(q, q.Lang)
	for i := range a.def.Items {
		it := &a.def.Items[i]
		n, moved := a.weights[it.Name]
		if !moved {
			n = it.Weight
		}
		p.Weights = append(p.Weights, weight{it.Name, say.Name(it), n, q.Word("web.first.worse_" + it.Worse)})
		if n == 0 || len(a.result.Ranked)+len(a.result.Apart) == 0 {
			continue
		}
		if all := slices.Concat(a.result.Ranked, a.result.Apart); all[0].Facts[i].Among == 0 {
			p.Untold = append(p.Untold, say.Name(it))
		}
	}
	for i := range a.result.Ranked {
		p.Ranked = append(p.Ranked, a.place(&a.result.Ranked[i], p, say))
	}
	for i := range a.result.Apart {
		p.Apart = append(p.Apart, a.place(&a.result.Apart[i], p, say))
	}
	p.XLSX, p.CSV = base.Link("/tai/uu-tien", a.pairs("dang", "xlsx")...), base.Link("/tai/uu-tien", a.pairs("dang", "csv")...)
	if err := s.draw(a, p); err != nil {
		return err
	}
	return q.OK(pageTemplate, p)
}

// place is a line of the page.
func (a *asked) place(pl *attention.Place, p *page, say attention.Speaker) place {
	out := place{ID: "n-" + pl.Code, Name: pl.Name, Href: base.Link("/", "u", pl.Code, "p", strconv.Itoa(a.year)), Rank: pl.Rank,
		Points: vn.Dec(pl.Points, 1, a.q.Lang), Known: vn.Dec(pl.Known*100, 0, a.q.Lang) + "\u00a0%", Chosen: chosen(p.Chosen, pl.Code)}
	for i, f := range pl.Reasons() {
		text := vn.Capital(say.Sentence(&f))
		if i < heaviest {
			out.Reasons = append(out.Reasons, text)
		} else {
			out.Rest = append(out.Rest, text)
		}
	}
	for _, f := range pl.Of(attention.Missing) {
		if f.Among > 0 || pl.Rank == 0 {
			out.Lacks = append(out.Lacks, say.Name(f.Item))
		}
	}
	for _, f := range pl.Of(attention.Small) {
		out.Few = append(out.Few, say.Name(f.Item)+": "+say.Value(&f))
	}
	if p.Aims && !out.Chosen {
		out.Choose = base.Link(here+"/chon", a.pairs("noi", pl.Code)...)
	}
	return out
}

// attended are the places that were chosen, as the page shows them.
func (a *asked) attended() ([]attended, error) {
	q := a.q
	list, err := q.Ledger().Attended(q.Context(), q.Actor, a.unit.ID, a.year)
	if err != nil {
		return nil, err
	}
	var out []attended
	for _, c := range list {
		by, err := who(q, c.Actor)
		if err != nil {
			return nil, err
		}
		one := attended{code: string(q.Ledger().Tree().Unit(c.Place).Code), Name: q.UnitName(c.Place), Why: c.Why, By: by, At: clock(c.At), Reasons: c.Reasons[q.Lang]}
		one.Standing = q.Word("web.first.unranked_then")
		if c.Rank > 0 {
			one.Standing = q.Word("web.first.ranked_then", "rank", q.Int(int64(c.Rank)), "among", q.Int(int64(c.Among)), "points", vn.Dec(c.Points, 1, q.Lang))
		}
		if a.aims() {
			one.Back = base.Link(here+"/rut", a.pairs("lua", strconv.FormatInt(c.ID, 10))...)
		}
		out = append(out, one)
	}
	return out, nil
}

// who is the name of who is in the journal.
func who(q *base.Request, actor string) (string, error) {
	people, err := q.Ledger().People(q.Context(), actor)
	account := ledger.ActorName(actor)
	if full := people[account].FullName; full != "" {
		return full, err
	}
	return account, err
}

func clock(t time.Time) string { return t.In(period.VietNam).Format("15:04 02/01/2006") }

// draw draws the points on the map of the province, where there is one.
func (s *screen) draw(a *asked, p *page) error {
	maps, err := s.land.Atlas(a.q)
	if err != nil || len(a.result.Ranked) == 0 || !slices.Contains(maps.Provinces(), string(a.unit.Code)) {
		return err
	}
	opt := atlas.Options{Width: 416, Label: a.q.Word("web.first.map", "unit", p.Name), Class: map[string]int{},
		Labels: atlas.Labels{HoangSa: a.q.Word("atlas.hoang_sa"), TruongSa: a.q.Word("atlas.truong_sa"), Locator: a.q.Word("atlas.locator")}}
	var values []float64
	lines := map[string]place{}
	for i, pl := range a.result.Ranked {
		values = append(values, pl.Points)
		lines[pl.Code] = p.Ranked[i]
		opt.Order = append(opt.Order, pl.Code)
		if len(opt.Names) < 7 {
			opt.Names = append(opt.Names, pl.Code)
		}
	}
	bounds := atlas.Breaks(values)
	for _, pl := range a.result.Ranked {
		opt.Class[pl.Code] = atlas.Class(pl.Points, bounds)
	}
	for i, pl := range a.result.Apart {
		opt.Class[pl.Code] = atlas.None
		opt.Order = append(opt.Order, pl.Code)
		lines[pl.Code] = p.Apart[i]
	}
	opt.Name = func(code string) string {
		if u, _, err := a.q.Ledger().Tree().Resolve(code, a.q.Today()); err == nil {
			if v, ok := u.At(a.q.Today()); ok {
				return v.Name
			}
		}
		return code
	}
	opt.Title = func(code string) string {
		l := lines[code]
		if l.Rank == 0 {
			return l.Name + ": " + a.q.Word("web.first.unranked")
		}
		return l.Name + ": " + a.q.Word("web.first.points_of", "points", l.Points)
	}
	opt.Href = func(code string) string {
		if l, ok := lines[code]; ok {
			return "#" + l.ID
		}
		return ""
	}
	if opt.Layer, err = s.land.Layer(a.q, a.unit.Code); err != nil {
		return err
	}
	p.Cells = opt.Layer == nil
	svg, err := maps.Province(string(a.unit.Code), opt)
	p.Map = template.HTML(svg)
	number := func(v float64) string { return vn.Dec(v, 1, a.q.Lang) }
	for i := range len(bounds) + 1 {
		switch {
		case len(bounds) == 0:
		case i == 0:
			p.Bounds = append(p.Bounds, bound{i, a.q.Word("web.board.bound.below", "n", number(bounds[0]))})
		case i == len(bounds):
			p.Bounds = append(p.Bounds, bound{i, a.q.Word("web.board.bound.from", "n", number(bounds[i-1]))})
		default:
			p.Bounds = append(p.Bounds, bound{i, a.q.Word("web.board.bound.between", "a", number(bounds[i-1]), "b", number(bounds[i]))})
		}
	}
	return err
}

// Both are the items that a place lacks or has too few for, in one line.
func (p place) Both() string { return strings.Join(slices.Concat(p.Lacks, p.Few), "; ") }
