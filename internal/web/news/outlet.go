package news

import (
	"html/template"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/chart"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/media/reading"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// outletPage is an outlet month by month.
type outletPage struct {
	*base.Frame
	Year          string
	Years         []base.Choice
	New           string
	Wait          string
	Waits         int64 // of the year that nobody has read
	Confirms      bool  // the person may confirm them
	Months        []monthLine
	NoMonths      string // the months without articles, in one line
	Sum           monthLine
	Any           bool
	Wide, Narrow  template.HTML // the chart
	Span          string        // of what the roles are
	Months2       []base.Choice // the months of which the roles may be
	Roles         []roleLine
	RolesSum      roleLine
	Chosen        *chosenMonth
	Labels        string
	LabelsOf      string
	ReadOfLabels  int64
	AllOfRoles    bool
	UnitPath, Ref string
}

// monthLine is the numbers of a month.
type monthLine struct {
	Name, Href        string
	Chosen            bool
	Items, Read       number
	About             number
	AboutShare        string
	Mentioned, Quoted share
	Stereotype        number
	Disclosure        number
}

// roleLine is the persons of a role.
type roleLine struct {
	Name              string
	Mentioned, Quoted share
}

// chosenMonth is what may be done with a month.
type chosenMonth struct {
	Name  string
	Enter []entryLink
}

// entryLink opens the form of the newsrooms' own register with what was counted.
type entryLink struct {
	Name, Href string
	N          int64
}

var outletTemplate = base.Parse(files, "outlet", &outletPage{})

// outlet answers GET /bai/{code}.
func outlet(q *base.Request) error {
	u, err := outletOf(q)
	if err != nil {
		return err
	}
	p, ofMonth, err := asked(q)
	if err != nil {
		return err
	}
	led, year, ref := q.Ledger(), yearOf(p.Window.First), q.Ledger().Ref(u.ID)
	answers, err := led.Answers(q.Context(), q.Actor, []indicator.Question{
		ask(q, u.ID, year.Window, []string{indicator.ByMonth}, both()...),
		ask(q, u.ID, year.Window, nil, both()...),
		ask(q, u.ID, p.Window, []string{"role"}, ofPersons...),
		ask(q, u.ID, p.Window, []string{"channel"}, "news_about"),
		ask(q, u.ID, p.Window, nil, both()...),
	})
	if err != nil {
		return err
	}
	page := &outletPage{Frame: q.Frame("web.news.title"), Year: strconv.Itoa(year.Window.First.Year()), Ref: ref, UnitPath: q.UnitPath(u.ID, q.Today())}
	page.Title, page.Here, page.Lead = q.UnitName(u.ID), here, q.Word("web.news.outlet.lead", "year", page.Year)
	page.Crumbs = []base.Crumb{{Name: q.Word("web.news.title"), Path: here}, {Name: page.Title}}
	if err := page.about(q, u); err != nil {
		return err
	}
	months := counted(&answers[0], indicator.ByMonth)
	var none []period.Period // the newest first
	for _, m := range slices.Backward(year.Window.Steps(period.Civil, period.Month)) {
		if m.Window.First > q.Today() {
			continue
		}
		line := lineOf(q, at(months, m.Key), ref, "month", m.Key)
		if line.Items.N == 0 {
			none = append(none, m)
			continue
		}
		line.Name, line.Href, line.Chosen = vn.Capital(monthName(q, m)), outletPath(q, u.ID, "year", page.Year, "month", m.Key), ofMonth && m.Key == p.Key
		page.Months = append(page.Months, line)
		page.Months2 = append(page.Months2, base.Choice{Name: during(q, m), Href: line.Href + "#vai", Current: line.Chosen})
	}
	page.NoMonths = withoutArticles(q, none)
	whole := at(counted(&answers[1], ""), "")
	if page.Waits = whole.Items - whole.Read; page.Waits > 0 {
		page.Wait = of("cho", ref, "year", page.Year)
		if page.Confirms = led.MayAt(q.Actor, access.Correct, u.ID); !page.Confirms {
			page.Wait = of("danh-sach", ref, "year", page.Year, "what", "unread")
		}
	}
	page.Sum, page.Any = lineOf(q, whole, ref, "year", page.Year), whole.Items > 0
	page.Sum.Name = q.Word("web.news.sum", "year", page.Year)
	page.Months2 = append([]base.Choice{{Name: q.Word("web.news.year", "year", page.Year), Href: outletPath(q, u.ID, "year", page.Year) + "#vai", Current: !ofMonth}}, page.Months2...)
	page.draw(q, months, year)

	name, value := "year", page.Year
	if ofMonth {
		name, value = "month", p.Key
	}
	page.Span = during(q, p)
	page.roles(q, counted(&answers[2], "role"), ref, name, value)
	part := at(counted(&answers[4], ""), "")
	page.Labels, page.LabelsOf, page.ReadOfLabels = of("nhan", ref, name, value), page.Span, part.Read
	if ofMonth {
		page.Chosen = &chosenMonth{Name: page.Span, Enter: entries(q, u.ID, p, &answers[3])}
	}
	return q.OK(outletTemplate, page)
}

// about tells the years, and where articles are handed in.
func (page *outletPage) about(q *base.Request, u *unit.Unit) error {
	led := q.Ledger()
	outlets, err := led.Outlets(q.Context(), q.Actor)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(outlets, func(o store.Outlet) bool { return o.Unit == u.ID })
	var o store.Outlet
	if i >= 0 {
		o = outlets[i]
	}
	if led.MayAt(q.Actor, access.Enter, u.ID) {
		page.New = base.Link(here+"/moi", "u", page.Ref)
	}
	year, _ := strconv.Atoi(page.Year) // it was made of a number
	page.Years = yearsOf(q, o.First, o.Last, year, func(y string) string { return outletPath(q, u.ID, "year", y) })
	return nil
}

// withoutArticles names months in which there is nothing, told the newest first.
func withoutArticles(q *base.Request, none []period.Period) string {
	var list []string
	number := func(m period.Period) int { return m.Window.First.Month() }
	word := func(m period.Period) string { // the sentence has the word month before numbers
		if q.Lang == "vi" {
			return strconv.Itoa(number(m))
		}
		return monthName(q, m)
	}
	slices.Reverse(none)
	for i := 0; i < len(none); {
		k := i
		for k+1 < len(none) && number(none[k+1]) == number(none[k])+1 {
			k++
		}
		text := word(none[i])
		if k > i {
			text += "-" + word(none[k])
		}
		list, i = append(list, text), k+1
	}
	if len(list) == 0 {
		return ""
	}
	return q.Word("web.news.month.none", "months", strings.Join(list, ", "))
}

// lineOf shows the counts of a month or year.
func lineOf(q *base.Request, c *counts, ref, name, value string) monthLine {
	link := func(what string) string { return of("danh-sach", ref, name, value, "what", what) }
	return monthLine{Items: numberOf(q, c.Items, link, "all"), Read: numberOf(q, c.Read, link, "read"), About: numberOf(q, c.About, link, "about"),
		AboutShare: percent(q, c.About, c.Items), Mentioned: shareOf(q, c.Mentioned, link, false), Quoted: shareOf(q, c.Quoted, link, true),
		Stereotype: numberOf(q, c.Stereotype, link, "stereotype"), Disclosure: numberOf(q, c.Disclosure, link, "disclosure")}
}

// roles fills the table of roles.
func (page *outletPage) roles(q *base.Request, found map[string]*counts, ref, name, value string) {
	var sum counts
	for _, role := range roles() {
		c := found[ledger.VoiceCode(string(role))]
		if c == nil || c.Mentioned.All() == 0 {
			continue
		}
		link := func(what string) string {
			return of("danh-sach", ref, name, value, "what", what, "role", string(role))
		}
		page.Roles = append(page.Roles, roleLine{roleName(q, role), shareOf(q, c.Mentioned, link, false), shareOf(q, c.Quoted, link, true)})
		for to, from := range map[*reading.Heads]reading.Heads{&sum.Mentioned: c.Mentioned, &sum.Quoted: c.Quoted} {
			to.Women, to.Men, to.Unknown = to.Women+from.Women, to.Men+from.Men, to.Unknown+from.Unknown
		}
	}
	link := func(what string) string { return of("danh-sach", ref, name, value, "what", what) }
	page.RolesSum = roleLine{q.Word("web.news.roles.all"), shareOf(q, sum.Mentioned, link, false), shareOf(q, sum.Quoted, link, true)}
}

// draw draws the two shares over the months, where there are two at least. Months with nobody known are gaps.
func (page *outletPage) draw(q *base.Request, months map[string]*counts, year period.Period) {
	c := chart.Lines{Label: q.Word("web.news.chart", "unit", page.Title, "year", page.Year), Empty: q.Word("web.news.chart.empty"),
		Most: 100, // all outlets alike
		Tick: func(v float64) string { return vn.Dec(v, 0, q.Lang) }}
	mentioned, quoted := chart.Series{Name: q.Word("web.news.mentioned.short")}, chart.Series{Name: q.Word("web.news.quoted.short")}
	drawn := 0
	for i, m := range year.Window.Steps(period.Civil, period.Month) {
		c.Steps = append(c.Steps, q.Word("web.news.month.short", "n", strconv.Itoa(i+1)))
		of := at(months, m.Key)
		if of.Mentioned.Known() > 0 {
			drawn++
		}
		mentioned.Points = append(mentioned.Points, pointOf(q, i, of.Mentioned))
		quoted.Points = append(quoted.Points, pointOf(q, i, of.Quoted))
	}
	if drawn < 2 { // one month is no course
		return
	}
	c.Series = []chart.Series{mentioned, quoted}
	c.Thresholds = []chart.Threshold{{Level: chart.Province, Name: "50", Points: []chart.Point{{X: 0, Value: chart.Of(50)}, {X: 11, Value: chart.Of(50)}}}}
	wide, narrow := c, c
	wide.Width, wide.Height = 900, 240
	narrow.Width, narrow.Height = 296, 220
	narrow.Steps = nil
	for i := range c.Steps {
		narrow.Steps = append(narrow.Steps, strconv.Itoa(i+1))
	}
	page.Wide, page.Narrow = template.HTML(wide.SVG()), template.HTML(narrow.SVG())
}

func pointOf(q *base.Request, i int, h reading.Heads) chart.Point {
	p := chart.Point{X: float64(i)}
	if h.Known() > 0 {
		v := float64(h.Women) / float64(h.Known()) * 100
		p.Value, p.Text = chart.Of(v), vn.Dec(v, 0, q.Lang)
	}
	return p
}

// media is the register in which newsrooms tell what they made.
const media register.Name = "media"

// entries are links to the form of the newsrooms' register, one for each channel, with
// what was counted of a month.
func entries(q *base.Request, id unit.ID, m period.Period, about *indicator.Answer) []entryLink {
	def := q.Site.Catalog().Latest(media)
	if def == nil || !q.Ledger().MayAt(q.Actor, access.Enter, id) {
		return nil
	}
	f := def.Field("channel")
	var out []entryLink
	for _, r := range about.Rows {
		code := r.Keys["channel"]
		if r.Value == nil || *r.Value == 0 || f == nil || len(f.Only) > 0 && !slices.Contains(f.Only, code) {
			continue
		}
		n := int64(*r.Value)
		ref := q.Ledger().Ref(id)
		out = append(out, entryLink{Name: codeName(q, "CHAN", code), N: n, Href: base.Link(base.BookPath(media)+"/moi", register.ColumnUnit, ref,
			register.ColumnFirst, m.Window.First.VN(), register.ColumnLast, min(m.Window.Last, q.Today()).VN(), "items", strconv.FormatInt(n, 10),
			"channel", code, "outlet", ref)})
	}
	return out
}
