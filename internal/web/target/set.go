package target

import (
	"bytes"
	"cmp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/score"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/take"
)

// setPage is one set: to read, or to change by who may.
type setPage struct {
	*base.Frame
	Unit, Programme, Back string
	Faults                []mend

	// Of a set that is kept.
	Kept             bool
	Path             string // its page
	Years, Act       string
	Who, When, Ended string
	By, Was          *base.Crumb // the set that took its place; whose place it took
	MayAim           bool
	Instead          string // id of the set that restoring this one would end, "" for none
	InsteadName      string
	Why              string
	Lines            []shown // to read

	// What is otherwise in this set, or in what was typed.
	Against      []difference
	AgainstTitle string

	// To change.
	Edit             bool
	Action, Seen     string
	First, Last, Day string
	ActTyped         string
	headFaults
	Rows                []row
	Goals, Levels       []option
	Targets, Indicators []option // proposals of what may be typed
}

// option is what may be chosen or typed.
type option struct{ Value, Name string }

// shown is a row to read, with what it has of the target of the programme.
type shown struct {
	Code, Name, Goal, Indicator, Level, Thresholds, National, Margin, Note string
	Stands                                                                 string // for which target
}

// row is a row to change. What is empty is as in the target that it stands for: of that
// the hints tell.
type row struct {
	N                                                                             int
	Was                                                                           string
	Code, Parent, Goal, Name, Indicator, Level, Thresholds, Margin, Note          string
	National, HintName, HintIndicator, HintGoal, HintLevel, HintAsked, HintMargin string
	faults                                                                        map[string]string
}

// Fault is what must be mended in a column, "" for nothing.
func (r row) Fault(column string) string { return r.faults[column] }

// Column is the heading of a column.
func (page *setPage) Column(name string) string { return page.Frame.Word("score.column." + name) }

var setTemplate = base.Parse(files, "set", &setPage{})

// show answers GET /bang-diem/chi-tieu/{id}.
func show(q *base.Request) error {
	s, p, err := found(q)
	if err != nil {
		return err
	}
	page, err := kept(q, s, p)
	if err != nil {
		return err
	}
	if page.MayAim && s.Ended == nil {
		page.edit(q, p, filledOf(q, &s.Set), s.ID)
	}
	return q.OK(setTemplate, page)
}

// kept is the page of a set that is kept, to read.
func kept(q *base.Request, s *ledger.KeptSet, p *score.Programme) (*setPage, error) {
	u := q.Ledger().Tree().Unit(s.Unit)
	title, args := setName(q, s)
	page := &setPage{Frame: begin(q, u, p.Name, title, args...), Unit: q.UnitName(s.Unit), Programme: q.Word(p.Title()), Back: listPath(q, s.Unit, p.Name),
		Kept: true, Path: setPath(s.ID), Years: span(s.Years), Act: act(q, &s.Set), When: moment(s.At), MayAim: mayAim(q, s.Unit)}
	page.Lead = page.Programme
	all, err := allOf(q, p.Name, s.Unit)
	if err != nil {
		return nil, err
	}
	known, err := people(q, all)
	if err != nil {
		return nil, err
	}
	page.Who = who(s, known)
	crumb := func(o *ledger.KeptSet) *base.Crumb {
		return &base.Crumb{Name: span(o.Years) + ", " + o.Act, Path: setPath(o.ID)}
	}
	if s.Ended != nil {
		page.Ended = moment(*s.Ended)
		if by := successor(all, s); by != nil {
			page.By = crumb(by)
		}
		if now := inForce(all, s.Years); now != nil {
			page.Instead, page.InsteadName = strconv.FormatInt(now.ID, 10), crumb(now).Name
		}
	}
	if old := predecessor(all, s); old != nil {
		page.Was, page.Against, page.AgainstTitle = crumb(old), differences(q, &old.Set, &s.Set), q.Word("web.target.against", "set", crumb(old).Name)
	}
	for i := range s.Rows {
		page.Lines = append(page.Lines, lineOf(q, p, &s.Rows[i]))
	}
	return page, nil
}

// lineOf is a row to read.
func lineOf(q *base.Request, p *score.Programme, r *score.SetRow) shown {
	of := cmp.Or(p.Target(r.Parent), &score.Target{})
	out := shown{Code: r.Code, Stands: r.Parent, Goal: cmp.Or(r.Goal, of.Goal), Name: r.Name, Level: level(q, cmp.Or(r.Level, of.Level)), Note: r.Note,
		Margin: margin(q, p, of), Thresholds: score.MilestonesText(r.Milestones), National: national(q, p.Target(r.Parent), r.Milestones)}
	if out.Name == "" && of.Code != "" {
		out.Name = q.Word(p.TargetKey(of.Code))
	}
	if n := cmp.Or(r.Indicator, of.Indicator); n != "" {
		out.Indicator = q.Word("indicator." + string(n))
	}
	if r.Margin != nil {
		out.Margin = card.Cell(q.Site.Catalog(), q.Lang, r, "margin")
	}
	return out
}

// margin is how far off is still close, where a row does not say.
func margin(q *base.Request, p *score.Programme, of *score.Target) string {
	m := p.Margin
	if of.Margin != nil {
		m = *of.Margin
	}
	return vn.Decimal(int64(m*100+0.5), q.Lang)
}

// level is the word of a level of bodies.
func level(q *base.Request, text string) string {
	i := slices.Index(score.LevelWords(), text)
	if i < 1 {
		return text
	}
	return q.Word("web.target.level." + strconv.Itoa(i))
}

// edit makes a page one to change: what was typed, and which set it takes the place of.
func (page *setPage) edit(q *base.Request, p *score.Programme, f filled, seen int64) {
	cat := q.Site.Catalog()
	page.Edit, page.Seen, page.Action = true, strconv.FormatInt(seen, 10), page.Path
	page.First, page.Last, page.ActTyped, page.Day = f.First, f.Last, f.Act, f.Day
	page.Rows, page.Goals, page.Targets, page.Indicators = nil, nil, nil, nil
	for _, g := range p.Goals {
		page.Goals = append(page.Goals, option{g.Code, q.Word("score.goal", "code", g.Code, "name", q.Word(p.GoalKey(g.Code)))})
	}
	page.Levels = nil
	for _, w := range score.LevelWords()[1:] {
		page.Levels = append(page.Levels, option{w, level(q, w)})
	}
	for i := range p.Targets {
		if t := &p.Targets[i]; t.Indicator != "" {
			page.Targets = append(page.Targets, option{t.Code, q.Word(p.TargetKey(t.Code))})
		}
	}
	for _, n := range cat.Indicators() {
		page.Indicators = append(page.Indicators, option{Value: q.Word("indicator." + string(n))})
	}
	vn.SortBy(page.Indicators, func(o option) string { return o.Value })
	for i := range f.Rows {
		page.Rows = append(page.Rows, rowOf(q, p, &f.Rows[i]))
	}
	free := 0
	for i := len(f.Rows) - 1; i >= 0 && f.Rows[i].empty(); i-- {
		free++
	}
	for ; free < spare; free++ {
		page.Rows = append(page.Rows, row{N: len(page.Rows) + 1})
	}
}

// rowOf is a row as it was typed, with hints of what it has where nothing is.
func rowOf(q *base.Request, p *score.Programme, t *typed) row {
	r := row{N: t.N, Was: t.Was, Code: t.Raw["code"], Parent: t.Raw["parent"], Goal: t.Raw["goal"], Name: t.Raw["name"], Indicator: t.Raw["indicator"],
		Level: strings.ToLower(t.Raw["level"]), Thresholds: t.Raw["thresholds"], Margin: t.Raw["margin"], Note: t.Raw["note"]}
	of := p.Target(r.Parent)
	if of == nil {
		return r
	}
	own, _ := score.ParseMilestones(r.Thresholds) // what can't be read is told beside it
	r.National, r.HintName, r.HintGoal, r.HintLevel = national(q, of, own), q.Word(p.TargetKey(of.Code)), of.Goal, level(q, of.Level)
	r.HintAsked, r.HintMargin = milestones(q, of), margin(q, p, of)
	if of.Indicator != "" {
		r.HintIndicator = q.Word("indicator." + string(of.Indicator))
	}
	return r
}

// tell shows what must be mended, above the form and where it stands.
func (page *setPage) tell(faults []mend) {
	page.Faults = faults
	page.take(faults)
	for _, f := range faults {
		n, column, ok := strings.Cut(f.Field, "-")
		if at, err := strconv.Atoi(n); ok && err == nil && at > 0 && at <= len(page.Rows) {
			r := &page.Rows[at-1]
			if r.faults == nil {
				r.faults = map[string]string{}
			}
			r.faults[column] = f.Here
		}
	}
}

// download answers GET /bang-diem/chi-tieu/{id}/tai: the rows as a sheet that can be
// brought back.
func download(q *base.Request) error {
	s, p, err := found(q)
	if err != nil {
		return err
	}
	format := cmp.Or(q.FormValue("dang"), "xlsx")
	if !slices.Contains(card.Formats, format) {
		return fault.New(fault.NotFound, "web.not_found")
	}
	name := strings.Join([]string{"binhdang-chi-tieu", p.Name, q.Ledger().Ref(s.Unit), strconv.Itoa(s.Years[0]), strconv.Itoa(s.Years[1])}, "-")
	return send(q, name, format, s.Rows)
}

// send gives rows as a sheet.
func send(q *base.Request, name, format string, rows []score.SetRow) error {
	var b bytes.Buffer
	if err := card.Write(&b, q.Site.Catalog(), q.Lang, format, rows); err != nil {
		return err
	}
	return take.Sheet(q, name, format, b.Bytes())
}
