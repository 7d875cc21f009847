package first

import (
	"html/template"
	"slices"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/attention"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
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
	Untold           []string // items of which nothing is known anywhere
	Known            int      // percent of the weight that must be known
	Zero             bool     // nothing weighs anything
	Map              template.HTML
	Bounds           []land.Bound
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
		At: clock(q.Site.Now()), Units: provinces(q, a.unit)}
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
		n := a.setting().Weight(it)
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
	if len(a.result.Ranked) == 0 {
		return nil
	}
	day := a.q.Today()
	lines := map[string]place{}
	m := land.Map{Of: "first", Unit: a.unit, Day: day, Width: 416, Share: true, Label: a.q.Word("web.first.map", "unit", p.Name)}
	for i, pl := range a.result.Ranked {
		lines[pl.Code] = p.Ranked[i]
		m.Rows = append(m.Rows, land.Place{Code: pl.Code, Value: &a.result.Ranked[i].Points, Text: a.q.Word("web.first.points_of", "points", p.Ranked[i].Points)})
	}
	for i, pl := range a.result.Apart {
		lines[pl.Code] = p.Apart[i]
		m.Rows = append(m.Rows, land.Place{Code: pl.Code, Text: a.q.Word("web.first.unranked")})
	}
	m.Full = func(code string) string { return lines[code].Name }
	m.Name = func(code string) string {
		if u, _, err := a.q.Ledger().Tree().Resolve(code, day); err == nil {
			if v, ok := u.At(day); ok {
				return v.Name
			}
		}
		return code
	}
	m.Href = func(code string) string {
		if l, ok := lines[code]; ok {
			return "#" + l.ID
		}
		return ""
	}
	drawn, err := s.land.Draw(a.q, m)
	if err != nil {
		return err
	}
	p.Map, p.Bounds, p.Cells = template.HTML(drawn.SVG), drawn.Bounds, drawn.Cells
	return nil
}

// Both are the items that a place lacks or has too few for, in one line.
func (p place) Both() string { return strings.Join(slices.Concat(p.Lacks, p.Few), "; ") }
