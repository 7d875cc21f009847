package score

import (
	"cmp"
	"html/template"
	"slices"
	"strconv"

	"binhdang/internal/board"
	"binhdang/internal/indicator"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// unitsView is the indicator of a target by the units below.
type unitsView struct {
	Title        string
	Map          template.HTML
	Nation       bool
	Cells        bool
	Bounds       []land.Bound
	Judged       bool // units have a state
	First        []unitRow
	Rest         []unitRow
	Few, NoneAny bool
	Ranked       bool // some are of enough to be ranked
}

// unitRow is a unit in the table beside the map.
type unitRow struct {
	Rank, Name, Href string
	Value, ValueHref string
	Of               string
	None, Few        bool
	State            *state
	value            *float64
	code             string
}

// mostUnits is how many are shown before the others must be opened.
const mostUnits = 14

// unitsOf arranges the answer by unit and draws its map.
func (s *screen) unitsOf(o *over) (*unitsView, error) {
	if o.answer == nil {
		return nil, nil
	}
	t := o.shown()
	d := o.q.Site.Catalog().Indicator(t.Indicator)
	if d == nil || d.YesNo() {
		return nil, nil
	}
	out := &unitsView{Title: o.q.Word("web.score.units."+map[bool]string{true: "provinces", false: "communes"}[o.unit.ID == unit.VN], "year", strconv.Itoa(o.year)),
		Judged: o.unit.ID == unit.VN && o.national != nil}
	of := map[string]*indicator.Row{}
	for i := range o.answer.Rows {
		r := &o.answer.Rows[i]
		if code := r.Keys[indicator.ByUnit]; code != "" && !r.Own && r.Indicator == t.Indicator && (t.Level == "" || r.Keys[indicator.ByLevel] == t.Level) {
			of[code] = r
		}
	}
	var rows []unitRow
	for _, u := range o.below() {
		rows = append(rows, o.unitRow(u, of[string(u.Code)], out))
	}
	vn.SortBy(rows, func(r unitRow) string { return r.Name })
	less := t.Milestones[len(t.Milestones)-1].Less()
	slices.SortStableFunc(rows, func(a, b unitRow) int {
		if x, y := a.group(), b.group(); x != y || x > 0 {
			return cmp.Compare(x, y)
		}
		if less {
			return cmp.Compare(*a.value, *b.value)
		}
		return cmp.Compare(*b.value, *a.value)
	})
	rank := 0
	for i := range rows {
		if rows[i].group() == 0 {
			if i == 0 || *rows[i].value != *rows[i-1].value {
				rank = i + 1
			}
			rows[i].Rank, out.Ranked = strconv.Itoa(rank), true
		}
		out.Few = out.Few || rows[i].Few
	}
	out.NoneAny = !slices.ContainsFunc(rows, func(r unitRow) bool { return !r.None })
	out.First = rows[:min(len(rows), mostUnits)]
	out.Rest = rows[len(out.First):]
	return out, s.drawUnits(o, out, rows, d)
}

// group is 0 for what is ranked, then what is of too few, then what has no data.
func (r unitRow) group() int {
	switch {
	case r.value == nil:
		return 2
	case r.Few:
		return 1
	}
	return 0
}

func (o *over) unitRow(u *unit.Unit, r *indicator.Row, out *unitsView) unitRow {
	t := o.shown()
	ref := o.q.Ledger().Ref(u.ID)
	x := unitRow{Name: o.q.ShortName(u, o.q.Today()), Href: base.Link("/", "u", ref), code: string(u.Code)}
	if out.Judged {
		x.Href = o.link(o.path, "u", ref)
	}
	of := score.Row{Target: t, Value: r, Question: *o.units}
	if r != nil && r.Alone != nil {
		of.Question = *r.Alone
	}
	var view row
	o.value(&view, &of)
	x.Value, x.ValueHref, x.None, x.Of = view.Value, view.ValueHref, view.None, view.Of
	if r != nil {
		x.value = r.Value
		x.Few = r.Value != nil && r.Denominator != nil && *r.Denominator < board.Fewest
	}
	if out.Judged {
		x.State = o.judgedOf(r)
	}
	return x
}

// judgedOf judges a unit by the threshold of the programme.
func (o *over) judgedOf(r *indicator.Row) *state {
	pt := o.national.row.Series[o.year-o.first]
	is := score.NoData
	if r != nil {
		is = pt.Threshold.Of(r)
	}
	x := o.state(is)
	return &x
}

// drawUnits draws the map beside the table of units, in the same order.
func (s *screen) drawUnits(o *over, out *unitsView, rows []unitRow, d *indicator.Definition) error {
	day := o.q.Today()
	at := map[string]unitRow{}
	full := map[string]string{}
	m := land.Map{Of: "score", Unit: o.unit, Day: day, Width: 416, Share: d.Ratio(),
		Label: o.q.Word("web.score.map", "name", o.say.Name(o.programme, o.shown()), "unit", o.name(), "year", strconv.Itoa(o.year))}
	if o.unit.ID == unit.VN {
		m.Width = 488
	}
	for _, r := range rows {
		at[r.code], full[r.code] = r, r.Name
		text := r.Value
		if r.Few {
			text = o.q.Word("web.score.few", "value", text)
		}
		m.Rows = append(m.Rows, land.Place{Code: r.code, Value: r.value, Few: r.Few, Text: text})
	}
	m.Full = func(code string) string { return full[code] }
	m.Name = func(code string) string {
		u, _, err := o.q.Ledger().Tree().Resolve(code, day)
		if err != nil {
			return code
		}
		v, _ := u.At(day)
		return v.Name
	}
	m.Href = func(code string) string {
		if code == "" {
			return o.link(o.path)
		}
		return at[code].Href
	}
	drawn, err := s.land.Draw(o.q, m)
	if err != nil {
		return err
	}
	out.Map, out.Nation, out.Cells, out.Bounds = template.HTML(drawn.SVG), drawn.Nation, drawn.Cells, drawn.Bounds
	return nil
}
