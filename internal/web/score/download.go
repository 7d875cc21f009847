package score

import (
	"strconv"
	"strings"

	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/web/base"
	"binhdang/internal/web/take"
)

// download answers GET /tai/bang-diem: a scorecard, a target over the years or the sheet
// of all provinces, as .xlsx or .csv.
func (s *screen) download(q *base.Request) error {
	format := q.URL.Query().Get("dang")
	switch q.URL.Query().Get("bang") {
	case "don-vi":
		return s.takeCard(q, format)
	case "chi-tieu":
		return s.takeTarget(q, format)
	case "toan-quoc":
		return s.takeNation(q, format)
	}
	return fault.New(fault.NotFound, "web.not_found")
}

// about is the programme, the unit and the year of a file.
func (a *asked) about() string {
	return a.q.Word("web.score.file.about", "programme", a.q.Word(a.programme.Title()), "unit", a.name(), "year", strconv.Itoa(a.year))
}

// readAt is where the numbers of a file come from, and when they were read.
func (a *asked) readAt() string {
	return a.q.Word("web.board.source", "at", a.now())
}

func (a *asked) fileName(parts ...string) string {
	return strings.Join(append([]string{"binhdang-bang-diem", a.programme.Name}, parts...), "-")
}

// number of a value for a file.
func (a *asked) number(name indicator.Name, v *float64, word register.Qualifier) take.Number {
	d := a.q.Site.Catalog().Indicator(name)
	n := take.Number{Value: v, Word: board.Word(a.q.Site.Catalog().Book(), a.q.Lang, word)}
	if v != nil && d != nil && d.Ratio() {
		n.Places = d.Decimals
	}
	return n
}

func plainNumber(v *float64) take.Number {
	n := take.Number{Value: v}
	if v != nil && *v != float64(int64(*v)) {
		n.Places = 2
	}
	return n
}

func (s *screen) takeCard(q *base.Request, format string) error {
	a, c, err := open(q, cardPath)
	if err != nil {
		return err
	}
	w := func(key string) string { return q.Word("web.score." + key) }
	l := take.List{Title: w("title"), About: a.about(), Source: a.readAt(), Noted: true,
		Names:   []string{w("file.goal"), w("file.code"), w("target"), w("state"), w("key.national"), w("key.own")},
		Numbers: []string{w("value"), w("numerator"), w("denominator"), w("file.before")}}
	var add func(r *score.Row)
	add = func(r *score.Row) {
		view := a.row(c.Card, r, false)
		out := take.Row{Names: []string{r.Goal, r.Code, view.Name, view.State.Word, view.National, view.Own}, Notes: view.Marks}
		if view.How != "" {
			out.Notes = append(out.Notes, view.How)
		}
		var n, d *float64
		value := take.Number{}
		if r.Value != nil {
			n, d = r.Value.Numerator, r.Value.Denominator
			value = a.number(r.Indicator, r.Value.Value, r.Value.Qualifier)
		}
		out.Numbers = []take.Number{value, plainNumber(n), plainNumber(d), a.number(r.Indicator, r.Before, register.Exact)}
		l.Rows = append(l.Rows, out)
		for i := range r.Parts {
			add(&r.Parts[i])
		}
	}
	for _, code := range a.goalCodes(c.Card) {
		for i := range c.Rows {
			if c.Rows[i].Goal == code {
				add(&c.Rows[i])
			}
		}
	}
	return l.Send(q, a.fileName(strings.ReplaceAll(a.ref, "@", "-"), strconv.Itoa(a.year)), format)
}

func (s *screen) takeTarget(q *base.Request, format string) error {
	o, err := openTarget(q)
	if err != nil {
		return err
	}
	t := o.shown()
	if t.Indicator == "" {
		return fault.New(fault.NotFound, "web.not_found")
	}
	years, err := o.years()
	if err != nil {
		return err
	}
	w := func(key string) string { return q.Word("web.score." + key) }
	l := take.List{Title: o.code + " · " + o.say.Name(o.programme, t), About: o.about(), Source: o.readAt(), Noted: true,
		Names:   []string{w("year"), w("key.national"), w("file.judged_national"), w("key.own"), w("file.judged_own"), w("source"), w("file.method")},
		Numbers: []string{w("value"), w("numerator"), w("denominator")}}
	word := func(s *state) string {
		if s == nil {
			return ""
		}
		return s.Word
	}
	for _, y := range years {
		out := take.Row{Names: []string{y.Year, y.National, word(y.State), y.Own, word(y.OwnState), y.Source, y.Method}}
		value := take.Number{}
		if y.value != nil {
			value = o.number(t.Indicator, y.value.Value, y.value.Qualifier)
		}
		out.Numbers = []take.Number{value, plainNumber(y.numerator), plainNumber(y.under)}
		for _, note := range []string{y.Break, y.How, y.OwnHow} {
			if note != "" {
				out.Notes = append(out.Notes, note)
			}
		}
		l.Rows = append(l.Rows, out)
	}
	return l.Send(q, o.fileName(o.code, strings.ReplaceAll(o.ref, "@", "-")), format)
}

func (s *screen) takeNation(q *base.Request, format string) error {
	a, p, err := openNation(q)
	if err != nil {
		return err
	}
	w := func(key string) string { return q.Word("web.score." + key) }
	l := take.List{Title: w("nation.title"), About: a.about(), Source: a.readAt(), Names: []string{w("province")}, Numbers: []string{w("grid.good"), w("file.total"), "%"}}
	for _, t := range p.Targets {
		l.Names = append(l.Names, t.Code)
	}
	for _, r := range p.Rows {
		out := take.Row{Names: []string{r.Name}}
		for _, c := range r.Cells {
			out.Names = append(out.Names, c.Word)
		}
		good, total, share := float64(r.Good), float64(r.Total), r.share
		out.Numbers = []take.Number{{Value: &good}, {Value: &total}, {Value: &share, Places: 1}}
		if r.Own {
			out.Notes = []string{w("nation.own")}
		}
		if r.Silent {
			out.Numbers[0], out.Numbers[2] = take.Number{}, take.Number{}
		}
		if r.Unfit {
			out.Notes = []string{w("nation.unfit")}
		}
		l.Rows = append(l.Rows, out)
	}
	return l.Send(q, a.fileName("toan-quoc", strconv.Itoa(a.year)), format)
}
