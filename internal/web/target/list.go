package target

import (
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/ledger"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// listPage is the sets of a unit, programme by programme.
type listPage struct {
	*base.Frame
	Unit              string
	Own, Above, Below []base.Choice // units
	Chosen            string        // what is shown: a programme or all
	Programmes        []base.Choice
	MayAim            bool
	Parts             []part
}

// part is one programme.
type part struct {
	ID, Name, Act string
	New           string // address that adds a set
	Sets, Former  []line
	Gaps          string // years that no set in force has, "" for none
	Asked         []asks // targets of the programme for units of this level
}

// line is one set.
type line struct {
	Link, Years, Act, N string
	Who, When           string
	Ended               string      // of a former one: when
	By                  *base.Crumb // the set that took its place; nil: it was dropped
}

// asks is what a programme asks for.
type asks struct{ Code, Name, Thresholds string }

var listTemplate = base.Parse(files, "list", &listPage{})

// sets answers GET /bang-diem/chi-tieu.
func sets(q *base.Request) error {
	u, err := asked(q, q.FormValue("u"))
	if err != nil {
		return err
	}
	if err := mayRead(q, u.ID); err != nil {
		return err
	}
	names, one := programmes(q), q.FormValue("p")
	page := &listPage{Frame: begin(q, u, one, "web.target.title"), Unit: q.ShortName(u, q.Today()), MayAim: mayAim(q, u.ID), Chosen: q.Word("web.target.every")}
	page.Crumbs, page.Lead = []base.Crumb{page.Crumbs[0], {Name: page.Title}}, q.Word("web.target.lead")
	page.Programmes = []base.Choice{{Name: page.Chosen, Href: listPath(q, u.ID, ""), Current: one == ""}}
	for _, n := range names {
		p := q.Site.Catalog().Programme(n)
		page.Programmes = append(page.Programmes, base.Choice{Name: q.Word(p.Title()), Href: listPath(q, u.ID, n), Current: n == one})
	}
	if one != "" {
		p, err := card.Find(q.Site.Catalog(), one)
		if err != nil {
			return err
		}
		names, page.Chosen = []string{one}, q.Word(p.Title())
	}
	page.Own, page.Above, page.Below = q.Around(u, func(ref string) string { return base.Link(list, "u", ref, "p", one) })
	for _, n := range names {
		part, err := partOf(q, u, q.Site.Catalog().Programme(n))
		if err != nil {
			return err
		}
		page.Parts = append(page.Parts, part)
	}
	return q.OK(listTemplate, page)
}

func partOf(q *base.Request, u *unit.Unit, p *score.Programme) (part, error) {
	out := part{ID: p.Name, Name: q.Word(p.Title()), Act: p.Act, New: base.Link(list+"/moi", "u", q.Ledger().Ref(u.ID), "p", p.Name)}
	all, err := allOf(q, p.Name, u.ID)
	if err != nil {
		return out, err
	}
	known, err := people(q, all)
	if err != nil {
		return out, err
	}
	var held [][2]int
	for i := range all {
		s := &all[i]
		l := line{Link: setPath(s.ID), Years: span(s.Years), Act: act(q, &s.Set), N: q.Int(int64(len(s.Rows))), Who: who(s, known), When: moment(s.At)}
		if s.Ended == nil {
			out.Sets = append(out.Sets, l)
			held = append(held, s.Years)
			continue
		}
		l.Ended = moment(*s.Ended)
		if by := successor(all, s); by != nil {
			l.By = &base.Crumb{Name: span(by.Years) + ", " + by.Act, Path: setPath(by.ID)}
		}
		out.Former = append(out.Former, l)
	}
	slices.SortStableFunc(out.Sets, func(a, b line) int { return strings.Compare(a.Years, b.Years) })
	out.Gaps = gaps(p.Years, held)
	for i := range p.Targets {
		t := &p.Targets[i]
		if t.Indicator != "" && t.Judges(u.Level) {
			out.Asked = append(out.Asked, asks{t.Code, q.Word(p.TargetKey(t.Code)), milestones(q, t)})
		}
	}
	return out, nil
}

// gaps are the years that no set holds: "2021–2022, 2024–2030".
func gaps(years [2]int, held [][2]int) string {
	out, first := "", 0
	for y := years[0]; y <= years[1]+1; y++ {
		free := y <= years[1] && !slices.ContainsFunc(held, func(h [2]int) bool { return h[0] <= y && y <= h[1] })
		switch {
		case free && first == 0:
			first = y
		case !free && first != 0:
			if out != "" {
				out += ", "
			}
			out += span([2]int{first, y - 1})
			first = 0
		}
	}
	return out
}

// milestones are the thresholds of a target of the programme: "2025: ≥ 60; 2030: ≥ 75".
func milestones(q *base.Request, t *score.Target) string {
	var out []score.SetMilestone
	for _, m := range t.Milestones {
		out = append(out, score.SetMilestone{Year: m.Year, Text: m.Threshold.Text(m.About, q.Lang)})
	}
	return score.MilestonesText(out)
}

// national is what the programme asks for in the years of a row's own thresholds, or in
// all of its own where the row has none.
func national(q *base.Request, of *score.Target, own []score.SetMilestone) string {
	if of == nil {
		return ""
	}
	if len(own) == 0 {
		return milestones(q, of)
	}
	out := ""
	for _, o := range own {
		m, path, ahead, ok := of.Asked(o.Year)
		if !ok {
			continue
		}
		if out != "" {
			out += "; "
		}
		out += strconv.Itoa(o.Year) + ": " + m.Threshold.Text(m.About, q.Lang)
		switch {
		case ahead != 0:
			out += " (" + q.Word("web.score.mark.ahead", "year", strconv.Itoa(ahead)) + ")"
		case path:
			out += " (" + q.Word("web.score.mark.path") + ")"
		}
	}
	return out
}

// setName says of which unit, programme and years a set is.
func setName(q *base.Request, s *ledger.KeptSet) (title string, args []string) {
	return "web.target.of", []string{"unit", q.UnitName(s.Unit), "years", span(s.Years)}
}
