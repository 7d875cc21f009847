package score

import (
	"html/template"
	"math"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/board"
	"binhdang/internal/card"
	"binhdang/internal/chart"
	"binhdang/internal/indicator"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// The addresses of the scorecard and of the sheet of all provinces.
const (
	cardPath   = "/bang-diem"
	nationPath = "/bang-diem/toan-quoc"
)

// cardPage is the scorecard of a unit and a year.
type cardPage struct {
	*base.Frame
	Context   *context
	Good      string // the sentence of the result up to its first part, in bold
	Rest      string
	Tallies   []tally
	Years     []yearRow
	Codes     []string
	GridGoals []gridGoal
	Goals     []goal
	Span      string // first and last year told
	OwnHead   string // head of the unit's own thresholds; "": it has no set of its own
	Acts      []string
	None      bool // no target for units of its level
	NoData    bool
	Declare   string // where a value is declared; "": the person may not
	Sets      string // where sets of targets are
	Rank      string // where one should begin
	Nation    string // the sheet of all provinces; "": the person may not read it
	Recalled  []string
	XLSX, CSV string
	At        string
}

// yearRow is a year of the grid.
type yearRow struct {
	Year  string
	Now   bool
	Cells []gridCell
	Good  string
	Total string
}

// gridCell is a judgement of one year; First begins a goal.
type gridCell struct {
	state
	Label, Href string
	First       bool
}

type gridGoal struct {
	Text string
	Span int
}

// goal is a group of targets.
type goal struct {
	Name string
	Rows []row
}

// row is a target as the page shows it.
type row struct {
	Code, Name, Href string
	Value            string
	ValueHref        string
	Of               string // numerator/denominator
	None             bool
	Own, National    string
	How              string // where the threshold judged by is from, if not named for the year
	NationalState    *state // where it differs from the state
	State            state
	Marks            []string
	Change, Tone     string
	Track, Spark     template.HTML
	Part, Whole      bool
}

var cardTemplate = parse("card", &cardPage{})

// card answers GET /bang-diem.
func (s *screen) card(q *base.Request) error {
	a, c, err := open(q, cardPath)
	if err != nil {
		return err
	}
	found, err := q.FindUnits(q.URL.Query().Get("tim"), a.toUnit)
	if err != nil {
		return err
	}
	if len(found) == 1 {
		return q.Go(found[0].Href)
	}
	p := &cardPage{Frame: q.Frame("web.score.title"), Context: a.context(found), Tallies: a.tallies(c.Counts), At: a.printed()}
	p.Here = cardPath
	result := vn.Capital(a.say.Result(c.Card))
	p.Good, p.Rest, _ = strings.Cut(result, ";")
	if p.Rest != "" {
		p.Good += ";"
	}
	p.None = c.Total == 0
	p.NoData = !hasData(c.Card)
	p.Goals = a.goals(c.Card)
	a.grid(p, c.Card)
	p.Span = strconv.Itoa(a.first()) + "–" + strconv.Itoa(a.year)
	p.Acts = a.acts(c.Card)
	if c.Set != nil {
		p.OwnHead = q.Word("web.score.own")
	}
	p.Declare = a.declare()
	p.Sets = base.Link("/bang-diem/chi-tieu", "u", a.ref, "p", a.query())
	p.Rank = a.link("/uu-tien")
	if a.mayNation() {
		p.Nation = a.link(nationPath, "u", "")
	}
	if q.Ledger().MayAdminister(q.Actor) == nil {
		p.Recalled = a.recalled(c.Card)
	}
	p.XLSX, p.CSV = a.file("xlsx"), a.file("csv")
	return q.OK(cardTemplate, p)
}

// open makes the scorecard that an address asks for. Where no year is named, the last in
// which half of the targets have a value says more than one that has hardly begun, and
// the last with any value more than an empty page.
func open(q *base.Request, path string) (*asked, *card.Card, error) {
	a, err := read(q, path)
	if err != nil {
		return nil, nil, err
	}
	for {
		c, err := card.Open(q.Context(), q.Ledger(), q.Actor, card.Ask{Programme: a.programme.Name, Unit: a.ref, Year: a.year, Series: a.year - a.first() + 1})
		if err != nil {
			return nil, nil, card.Told(q.Site.Catalog(), q.Lang, err)
		}
		last := lastTold(c.Card)
		if last == 0 {
			for i := range c.Rows {
				last = max(last, lastValue(&c.Rows[i]))
			}
		}
		if !a.free || last == 0 || last == a.year {
			return a, c, nil
		}
		a.year, a.free = last, false
	}
}

// first is the first year that is told.
func (a *asked) first() int { return max(a.programme.Years[0], a.year-years+1) }

// lastTold is the last year in which at least half of the targets have a value; 0: none.
func lastTold(c *score.Card) int {
	if len(c.Rows) == 0 {
		return 0
	}
	for k := len(c.Rows[0].Series) - 1; k >= 0; k-- {
		told := 0
		for i := range c.Rows {
			if s := c.Rows[i].Series; k < len(s) && s[k].State != score.NoData && s[k].State != "" {
				told++
			}
		}
		if told*2 >= c.Total {
			return c.Rows[0].Series[k].Year
		}
	}
	return 0
}

// lastValue is the last year that a target or a part of it has a value of; 0: none.
func lastValue(r *score.Row) int {
	for _, pt := range slices.Backward(r.Series) {
		if pt.Value != nil && (pt.Value.Value != nil || pt.Value.State != "" || pt.Value.NothingArising) {
			return pt.Year
		}
	}
	last := 0
	for i := range r.Parts {
		last = max(last, lastValue(&r.Parts[i]))
	}
	return last
}

// hasData tells whether any target has a value in any of the years.
func hasData(c *score.Card) bool {
	return slices.ContainsFunc(c.Rows, func(r score.Row) bool { return lastValue(&r) != 0 })
}

// declare is where a value of the unit is declared; "": the person may not.
func (a *asked) declare() string {
	if !a.q.Ledger().MayAt(a.q.Actor, access.Enter, a.unit.ID) {
		return ""
	}
	return "/so/value/moi"
}

func (a *asked) query() string {
	if a.programme.Name == card.DefaultProgramme {
		return ""
	}
	return a.programme.Name
}

// file is where the scorecard can be taken away.
func (a *asked) file(format string) string {
	return a.link("/tai/bang-diem") + "&bang=don-vi&dang=" + format
}

// goals groups the targets of a card under the goals of their programme.
func (a *asked) goals(c *score.Card) (out []goal) {
	for _, code := range a.goalCodes(c) {
		g := goal{Name: a.goalName(code)}
		for i := range c.Rows {
			if r := &c.Rows[i]; r.Goal == code {
				g.Rows = append(g.Rows, a.row(c, r, false))
				for j := range r.Parts {
					g.Rows = append(g.Rows, a.row(c, &r.Parts[j], true))
				}
			}
		}
		out = append(out, g)
	}
	return out
}

// goalCodes are those that targets of the card belong to: in the order of the programme,
// then what belongs to none.
func (a *asked) goalCodes(c *score.Card) (out []string) {
	for _, g := range append(slices.Clone(a.programme.Goals), score.Goal{}) {
		if slices.ContainsFunc(c.Rows, func(r score.Row) bool { return r.Goal == g.Code }) {
			out = append(out, g.Code)
		}
	}
	return out
}

func (a *asked) goalName(code string) string {
	if code == "" {
		if len(a.programme.Goals) > 0 {
			return a.q.Word("web.score.goal.none")
		}
		return ""
	}
	return a.q.Word("web.score.goal", "code", code, "name", a.q.Word(a.programme.GoalKey(code)))
}

func (a *asked) row(c *score.Card, r *score.Row, part bool) row {
	out := row{Code: r.Code, Name: a.say.Name(c.Programme, r.Target), State: a.state(r.State), Part: part, Whole: len(r.Parts) > 0}
	out.Href = a.link(targetPath(r.Code))
	if out.Whole {
		out.Value, out.None = "–", true
		return out
	}
	a.value(&out, r)
	out.National = a.threshold(r.Target, r.Threshold, r.About)
	out.How = a.how(r.Path, r.Ahead)
	if c.Set != nil {
		out.Own, out.National = out.National, ""
		if r.National != nil {
			out.National = a.threshold(r.Target, *r.National, r.NationalAbout)
			if r.NationalState != r.State {
				x := a.state(r.NationalState)
				out.NationalState = &x
			}
		}
	}
	out.Change, out.Tone = a.change(r)
	out.Marks = append(out.Marks, a.marks(r)...)
	out.Track = a.track(r, c.Set != nil)
	if len(r.Series) > 1 && r.Value != nil || lastValue(r) != 0 {
		spark := chart.Spark{Width: 72, Height: 22}
		for _, pt := range r.Series {
			spark.Values = append(spark.Values, valueOf(pt.Value))
		}
		out.Spark = template.HTML(spark.SVG())
	}
	return out
}

func targetPath(code string) string { return cardPath + "/" + url.PathEscape(code) }

func valueOf(r *indicator.Row) chart.Value {
	if r == nil || r.Value == nil {
		return chart.Value{}
	}
	return chart.Of(*r.Value)
}

// value says the value of a target and leads to what is behind it.
func (a *asked) value(out *row, r *score.Row) {
	switch {
	case r.Value == nil || r.Value.Value == nil && r.Value.State == "":
		out.Value, out.None = a.q.Word("board.none"), true
		if r.Value != nil && r.Value.NothingArising {
			out.Value = a.q.Word("facts.nothing_arising")
		}
		return
	case r.Value.Value == nil:
		out.Value = a.q.Word("web.score.judged")
	default:
		out.Value = a.say.Value(r.Target, r.Value.Value, r.Value.Qualifier)
	}
	if slices.Contains(r.Value.Marks, indicator.MarkEstimate) {
		out.Value = "≈\u00a0" + out.Value
	}
	out.Of = a.of(r.Value)
	out.ValueHref = board.Link(r.Question, r.Indicator)
	if r.Value.Record != 0 && a.q.Ledger().MayAt(a.q.Actor, access.ReadRecords, a.unit.ID) {
		out.ValueHref = base.RecordPath(r.Value.Record)
	}
}

// of is numerator/denominator where both are told.
func (a *asked) of(r *indicator.Row) string {
	if r == nil || r.Numerator == nil || r.Denominator == nil {
		return ""
	}
	return a.plain(*r.Numerator) + "/" + a.plain(*r.Denominator)
}

func (a *asked) plain(v float64) string {
	if v == math.Trunc(v) {
		return a.q.Int(int64(v))
	}
	return vn.Dec(v, 1, a.q.Lang)
}

// threshold says a threshold as papers do, with the word of a rough one in full.
func (a *asked) threshold(of *score.Target, t score.Threshold, about bool) string {
	return a.say.Threshold(of, t, about)
}

// how tells where a threshold comes from that the act does not name for the year.
func (a *asked) how(path bool, ahead int) string {
	switch {
	case ahead != 0:
		return a.q.Word("web.score.mark.ahead", "year", strconv.Itoa(ahead))
	case path:
		return a.q.Word("web.score.mark.path")
	}
	return ""
}

// change since the year before, in words; its tone says whether it is wanted.
func (a *asked) change(r *score.Row) (text, tone string) {
	if r.Value == nil || r.Value.Value == nil || r.Before == nil {
		return "", ""
	}
	d := a.q.Site.Catalog().Indicator(r.Indicator)
	if d == nil || d.YesNo() {
		return "", ""
	}
	places := 0
	if d.Ratio() {
		places = d.Decimals
	}
	tenth := math.Pow10(places)
	by := math.Round(*r.Value.Value*tenth)/tenth - math.Round(*r.Before*tenth)/tenth
	key := "web.score.change."
	switch {
	case math.Abs(by) < 0.5/tenth:
		return a.q.Word(key + "same"), ""
	case by > 0:
		key += "up"
	default:
		key += "down"
	}
	if d.Percent() {
		key += "_points"
	}
	switch r.Better() {
	case 1:
		tone = "good"
	case -1:
		tone = "bad"
	}
	return a.q.Word(key, "n", vn.Dec(math.Abs(by), places, a.q.Lang)), tone
}

// marks say what is special about a value and its threshold.
func (a *asked) marks(r *score.Row) (out []string) {
	if v := r.Value; v != nil {
		for _, m := range v.Marks {
			if m == indicator.MarkDeclared && v.Value != nil && v.Numerator == nil {
				m = "declared_bare"
			}
			if key := "web.score.mark." + m; a.q.Site.Catalog().Book().Has(a.q.Lang, key) {
				out = append(out, a.q.Word(key))
			} else {
				out = append(out, a.q.Word("mark."+m))
			}
		}
	}
	if r.Value != nil && r.Value.Others > 0 {
		out = append(out, a.q.Word("web.score.mark.others", "n", strconv.Itoa(r.Value.Others)))
	}
	if r.Source != "" && r.Source != a.source() {
		out = append(out, r.Source)
	}
	return out
}

// source is what the programme's act is called without its day.
func (a *asked) source() string {
	name, _, _ := strings.Cut(a.programme.Act, " ngày ")
	return name
}

// acts are those whose thresholds the card is judged by.
func (a *asked) acts(c *score.Card) (out []string) {
	out = append(out, a.q.Word("web.score.act.national", "act", c.Programme.Act))
	if c.Set != nil {
		out = append(out, a.q.Word("web.score.act.own", "act", a.say.Act(c.Set)))
	}
	return out
}

// recalled are the figures of the act that nobody has seen in it yet.
func (a *asked) recalled(c *score.Card) (out []string) {
	var each func(rows []score.Row)
	each = func(rows []score.Row) {
		for i := range rows {
			r := &rows[i]
			t := c.Programme.Target(r.Code)
			if t == nil {
				continue
			}
			for _, m := range t.Milestones {
				if !m.Seen {
					out = append(out, a.q.Word("web.score.recalled.threshold", "code", r.Code, "year", strconv.Itoa(m.Year), "threshold", a.threshold(t, m.Threshold, m.About)))
				}
			}
			if !t.Defined && t.Indicator != "" {
				out = append(out, a.q.Word("web.score.recalled.definition", "code", r.Code))
			}
			each(r.Parts)
		}
	}
	each(c.Rows)
	return out
}

// grid is each year a line and each target a column; parts stand in their whole.
func (a *asked) grid(p *cardPage, c *score.Card) {
	codes := a.goalCodes(c)
	for _, code := range codes {
		g := gridGoal{Text: a.q.Word("web.score.grid.goal", "code", code)}
		if code == "" {
			g.Text = ""
		}
		for i := range c.Rows {
			if c.Rows[i].Goal == code {
				g.Span++
				p.Codes = append(p.Codes, c.Rows[i].Code)
			}
		}
		p.GridGoals = append(p.GridGoals, g)
	}
	for year := a.year; year >= a.first(); year-- {
		y := yearRow{Year: strconv.Itoa(year), Now: year == a.year}
		good, total := 0, 0
		for _, code := range codes {
			first := true
			for i := range c.Rows {
				r := &c.Rows[i]
				if r.Goal != code {
					continue
				}
				pt := r.Series[year-a.first()]
				cell := gridCell{state: a.state(pt.State), First: first, Href: a.link(targetPath(r.Code), "y", y.Year)}
				first = false
				if pt.State != "" {
					total++
					if pt.State == score.Met || pt.State == score.Exceeded {
						good++
					}
					cell.Label = a.q.Word("web.score.grid.cell", "code", r.Code, "year", y.Year, "state", cell.Word)
				}
				y.Cells = append(y.Cells, cell)
			}
		}
		y.Good, y.Total = strconv.Itoa(good), strconv.Itoa(total)
		p.Years = append(p.Years, y)
	}
}

// mayNation tells whether the person may read the sums of the whole country.
func (a *asked) mayNation() bool {
	return a.q.Ledger().MayAt(a.q.Actor, access.ReadSums, unit.VN)
}
