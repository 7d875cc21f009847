package score

import (
	"cmp"
	"slices"

	"binhdang/internal/card"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// nationPage is the sheet of all provinces: each a line, each target a column.
type nationPage struct {
	*base.Frame
	Context   *context
	Goals     []gridGoal
	Targets   []columnView
	Rows      []provinceRow
	Totals    []totalRow
	ByName    string // addresses of the two orders
	ByShare   string
	Share     bool // the order is by the share met
	NoData    bool
	OwnSets   bool
	States    []state
	XLSX, CSV string
	Back      string
	At        string
}

// columnView is a target of the sheet.
type columnView struct {
	Code, Name, Href string
	First            bool
}

// provinceRow is a province with its judgements.
type provinceRow struct {
	Name, Href  string
	Own         bool // judged by its own set
	Unfit       bool // which no longer fits the programme: nothing is judged
	Silent      bool // nothing is known: that is no nought
	Cells       []gridCell
	Good, Total int
	Share       string
	share       float64
}

// totalRow says of each target how many provinces were judged so.
type totalRow struct {
	state
	N     []int
	First []bool
}

var nationTemplate = parse("nation", &nationPage{})

// nation answers GET /bang-diem/toan-quoc.
func (s *screen) nation(q *base.Request) error {
	a, p, err := openNation(q)
	if err != nil {
		return err
	}
	p.Frame = q.Frame("web.score.nation.title")
	p.Here, p.At = cardPath, a.printed()
	p.Crumbs = []base.Crumb{{Name: q.Word("web.score.menu"), Path: a.link(cardPath)}, {Name: q.Word("web.score.nation")}}
	return q.OK(nationTemplate, p)
}

// openNation makes the sheet that an address asks for. Who may not read the sums of the
// country is told whom to ask.
func openNation(q *base.Request) (*asked, *nationPage, error) {
	a, err := read(q, nationPath)
	if err != nil {
		return nil, nil, err
	}
	country := q.Ledger().Tree().Unit(unit.VN)
	a.unit, a.ref, a.at = country, q.Ledger().Ref(unit.VN), 0
	list, err := a.provinces()
	if err != nil {
		return nil, nil, err
	}
	p := &nationPage{Context: a.context(nil), Share: q.URL.Query().Get("s") == "ty-le"}
	p.Context.Own, p.Context.Above, p.Context.Below = nil, nil, nil
	columns := a.columns(p)
	judged := make([]map[score.State]int, len(columns)) // how many provinces, by target
	for i := range judged {
		judged[i] = map[score.State]int{}
	}
	for i := range list {
		p.Rows = append(p.Rows, a.provinceRow(&list[i], p.Targets, columns, judged))
		p.OwnSets = p.OwnSets || list[i].Set != nil && !list[i].Unfit
	}
	p.NoData = !slices.ContainsFunc(judged, func(n map[score.State]int) bool {
		return slices.ContainsFunc(states, func(s score.State) bool { return s != score.NoData && n[s] > 0 })
	})
	vn.SortBy(p.Rows, func(r provinceRow) string { return r.Name })
	if p.Share {
		slices.SortStableFunc(p.Rows, func(x, y provinceRow) int { return cmp.Compare(y.share, x.share) })
	}
	for _, s := range states {
		row := totalRow{state: a.state(s)}
		for j := range columns {
			row.N = append(row.N, judged[j][s])
			row.First = append(row.First, p.Targets[j].First)
		}
		p.Totals = append(p.Totals, row)
		p.States = append(p.States, a.state(s))
	}
	p.ByName, p.ByShare = a.link(nationPath, "u", ""), a.link(nationPath, "u", "")+"&s=ty-le"
	file := a.link("/tai/bang-diem", "u", "") + "&bang=toan-quoc&dang="
	p.XLSX, p.CSV, p.Back = file+"xlsx", file+"csv", a.link(cardPath, "u", "")
	return a, p, nil
}

// provinces are the scorecards of all. Where no year is named and that of today has no
// value yet, the last with values says more.
func (a *asked) provinces() ([]card.Card, error) {
	for {
		list, err := card.Units(a.q.Context(), a.q.Ledger(), a.q.Actor, card.Ask{Programme: a.programme.Name, Year: a.year})
		if err != nil {
			return nil, err
		}
		some := slices.ContainsFunc(list, func(c card.Card) bool { return c.In[score.NoData] < c.Total })
		if some || !a.free || a.year <= a.programme.Years[0] || a.year < a.lastYear()-2 {
			return list, nil
		}
		a.year--
	}
}

// provinceRow is a province with its judgements, which are counted in judged.
func (a *asked) provinceRow(c *card.Card, views []columnView, columns []*score.Target, judged []map[score.State]int) provinceRow {
	row := provinceRow{Name: a.q.ShortName(c.Unit, a.q.Today()), Href: a.link(cardPath, "u", c.Ref), Own: c.Set != nil && !c.Unfit, Unfit: c.Unfit, Good: c.Good(), Total: c.Total, share: c.Share(c.Good())}
	row.Share = vn.Dec(row.share, 1, a.q.Lang) + "\u00a0%"
	if row.Silent = c.Unfit || c.In[score.NoData] == c.Total; row.Silent {
		row.Share, row.share = "–", -1
	}
	for j, t := range columns {
		is := judgedAs(c, t)
		if is != "" {
			judged[j][is]++
		}
		row.Cells = append(row.Cells, gridCell{state: a.state(is), First: views[j].First})
	}
	return row
}

// columns are the targets of the programme for provinces, in order; parts stand in their
// whole.
func (a *asked) columns(p *nationPage) (out []*score.Target) {
	goal := "\x00"
	for i := range a.programme.Targets {
		t := &a.programme.Targets[i]
		if t.Parent != "" || !t.Judges(unit.Province) {
			continue
		}
		first := t.Goal != goal
		if first {
			text := ""
			if t.Goal != "" {
				text = a.q.Word("web.score.grid.goal", "code", t.Goal)
			}
			p.Goals = append(p.Goals, gridGoal{Text: text})
			goal = t.Goal
		}
		p.Goals[len(p.Goals)-1].Span++
		p.Targets = append(p.Targets, columnView{t.Code, a.say.Name(a.programme, t), a.link(targetPath(t.Code)), first})
		out = append(out, t)
	}
	return out
}

// judgedAs is how a card judges a target of the programme, or what its own set has in
// the place of it and of its parts; "": nothing.
func judgedAs(c *card.Card, t *score.Target) score.State {
	var is []score.State
	for i := range c.Rows {
		r := &c.Rows[i]
		if c.Set == nil && r.Code == t.Code {
			return r.State
		}
		if of := c.Programme.Target(r.Parent); c.Set != nil && of != nil && (of.Code == t.Code || of.Parent == t.Code) {
			is = append(is, r.State)
		}
	}
	switch len(is) {
	case 0:
		return ""
	case 1:
		return is[0]
	}
	return score.Together(is)
}
