package board

import (
	"maps"
	"net/url"
	"slices"
	"strings"

	"binhdang/internal/board"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// factsPage is the answer to a question with the records behind it.
type factsPage struct {
	*base.Frame
	Heads   []head
	Rows    []row
	Notes   []string
	Records []backing
	Unseen  string // how many more records there are
	Newer   string // the first page
	Older   string
	XLSX    string
	CSV     string
	Board   string
	Maps    []choice // on which map the rows may stand
	Splits  []choice // what may become of units that were split
	Measure string   // head of the column of what each record gave
}

// head of a column.
type head struct {
	Text   string
	Number bool
}

// backing is a record behind a number.
type backing struct {
	Day, Title, Sub, Href, Where string
	Number                       string
	None                         bool
	State                        base.State
}

var factsTemplate = base.Parse(files, "facts", &factsPage{})

// aPage is how many records a page shows.
const aPage = 50

// facts answers GET /facts.
func (s *screen) facts(q *base.Request) error {
	ask, err := question(q, q.URL.Query())
	if err != nil {
		return err
	}
	var after store.Mark
	if text := q.URL.Query().Get("sau"); text != "" {
		var ok bool
		if after, ok = store.ParseMark(text); !ok {
			return fault.New(fault.Invalid, "web.facts.mark", "text", text)
		}
	}
	if of := quotaOf(q, ask); of != nil && len(ask.By) == 0 && parted(q, ask, of) { // who met it, and who not
		ask.By = []string{indicator.ByUnit}
	}
	questions := []indicator.Question{ask}
	if len(ask.By) > 0 { // the whole of what is broken down
		whole := ask
		whole.By, whole.Waiting = nil, false
		questions = append(questions, whole)
	}
	answers, err := q.Ledger().Answers(q.Context(), q.Actor, questions)
	if err != nil {
		return err
	}
	answer := &answers[0]
	behind, err := q.Ledger().Behind(q.Context(), q.Actor, ask, after, aPage)
	if err != nil {
		return err
	}
	a, err := about(q, ask)
	if err != nil {
		return err
	}
	p := &factsPage{Frame: q.Frame("web.facts.title"), Measure: q.Word("web.facts.value")}
	switch n := behind.Unseen; {
	case n > ledger.UnseenMost:
		p.Unseen = vn.Number(ledger.UnseenMost, string(register.More), q.Lang)
	case n > 0:
		p.Unseen = q.Int(n)
	}
	p.Here = "/"
	if len(ask.Indicators) == 1 {
		p.Title = q.Word("indicator." + string(ask.Indicators[0]))
		p.Measure = vn.Capital(q.Word(q.Site.Catalog().Indicator(ask.Indicators[0]).Unit))
		if of := quotaOf(q, ask); of != nil {
			p.Measure = q.Word(neededWord(of))
		}
	}
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.board"), Path: a.link("p", a.set.Period.Key)}, {Name: q.Word("web.facts.title")}}
	p.Lead = a.lead(ask)
	p.Board = a.link()
	p.Maps, p.Splits = a.choices(ask)
	a.table(p, ask, answer)
	if len(answers) > 1 {
		a.whole(p, questions[1], &answers[1])
	}
	p.Notes = a.notes(answer)
	for _, r := range behind.Records {
		p.Records = append(p.Records, a.backing(ask, r))
	}
	v := q.URL.Query()
	get := func(name, value string) string {
		w := url.Values{}
		for k, list := range v {
			w[k] = list
		}
		w.Del("sau")
		if value != "" {
			w.Set(name, value)
		}
		return w.Encode()
	}
	if behind.Next != (store.Mark{}) {
		p.Older = "/facts?" + get("sau", behind.Next.String())
	}
	if after != (store.Mark{}) {
		p.Newer = "/facts?" + get("", "")
	}
	p.XLSX, p.CSV = "/tai/bang?"+get("dang", "xlsx"), "/tai/bang?"+get("dang", "csv")
	return q.OK(factsTemplate, p)
}

// question reads the address of facts: the flags of the command line.
func question(q *base.Request, v url.Values) (ask indicator.Question, err error) {
	list := func(name string) (out []string) {
		for _, s := range strings.Split(v.Get(name), ",") {
			if s = strings.TrimSpace(s); s != "" {
				out = append(out, s)
			}
		}
		return out
	}
	switch m := v.Get("map"); m {
	case "", indicator.MapToday, indicator.MapThen, indicator.MapComparable:
	default:
		return ask, fault.New(fault.Invalid, "web.facts.no_map", "map", m)
	}
	switch s := v.Get("split"); s {
	case "", indicator.SplitNone, indicator.SplitDefault:
	default:
		return ask, fault.New(fault.Invalid, "web.facts.no_split", "split", s)
	}
	ask = indicator.Question{Unit: v.Get("unit"), Map: v.Get("map"), Split: v.Get("split"), By: list("by"), Calendar: period.Admin, Approved: v.Get("stage") == "approved", Waiting: true}
	for _, n := range list("indicator") {
		ask.Indicators = append(ask.Indicators, indicator.Name(n))
	}
	if len(ask.Indicators) == 0 || len(ask.Indicators) > 20 {
		return ask, fault.New(fault.Invalid, "web.facts.no_indicator")
	}
	if ask.Unit == "" {
		home := q.Home()
		if home == nil {
			return ask, fault.New(fault.Forbidden, "web.board.nowhere")
		}
		ask.Unit = q.Ledger().Ref(home.ID)
	}
	if c := v.Get("calendar"); c != "" {
		if ask.Calendar, err = period.ParseCalendar(c); err != nil {
			return ask, err
		}
	}
	var readable bool
	if ask.Where, _, readable = indicator.ParseWhere(v.Get("where")); !readable {
		return ask, fault.New(fault.NotFound, "web.not_found")
	}
	year := period.Of(ask.Calendar, period.Year, q.Today()).Window
	if ask.Window.First, err = dayOr(v.Get("from"), year.First); err != nil {
		return ask, err
	}
	if ask.Window.Last, err = dayOr(v.Get("to"), year.Last); err != nil {
		return ask, err
	}
	n, err := q.Ledger().Size(ask)
	if err == nil && n > mostNumbers {
		err = fault.New(fault.Invalid, "web.facts.large", "n", q.Int(int64(n)), "most", q.Int(mostNumbers))
	}
	return ask, err
}

// mostNumbers is how many numbers a page works out: nobody reads more, and others wait.
// The command line has no such bound.
const mostNumbers = 8000

func dayOr(text string, none period.Day) (period.Day, error) {
	if text == "" {
		return none, nil
	}
	return period.ParseDay(text)
}

// lead says what a question is about: whom, which days, which records.
func (a *asked) lead(ask indicator.Question) string {
	out := a.during()
	if ask.Approved {
		out += " " + a.q.Word("web.facts.approved")
	}
	for _, f := range slices.Sorted(maps.Keys(ask.Where)) {
		var names []string
		for _, code := range ask.Where[f] {
			names = append(names, a.keyText(ask, a.q.Site.Catalog().Indicator(ask.Indicators[0]), f, code))
		}
		out += " " + a.q.Word("web.facts.where_is", "field", a.keyName(f), "codes", strings.Join(names, ", "))
	}
	return out
}

// about is the board of the unit and days that a question is about.
func about(q *base.Request, ask indicator.Question) (*asked, error) {
	a := &asked{q: q}
	u, at, err := q.Ledger().Tree().Resolve(ask.Unit, q.Today())
	if err != nil {
		return nil, err
	}
	a.unit = u
	if a.def = q.Site.Catalog().BoardFor(u.Level); a.def == nil {
		return nil, fault.New(fault.NotFound, "web.not_found")
	}
	p := period.Period{Calendar: ask.Calendar, Key: ask.Window.String(), Window: ask.Window}
	if y := period.Of(ask.Calendar, period.Year, ask.Window.Last); y.Window == ask.Window {
		p = y
	}
	a.set = board.Setting{Unit: ask.Unit, Period: p, Map: ask.Map, Chosen: a.def.Chosen(ask.Indicators[0]), Today: q.Today(), Lang: q.Lang}
	if a.set.Map == "" {
		a.set.Map = indicator.MapToday
		if at != 0 {
			a.set.Map = indicator.MapThen
		}
	}
	a.set.UnitName = a.name(u, a.mapDay())
	return a, nil
}

// choices are the maps and splits that change the rows of a question, nil where none does.
func (a *asked) choices(ask indicator.Question) (maps, splits []choice) {
	if !slices.Contains(ask.By, indicator.ByUnit) && !slices.Contains(ask.By, indicator.ByPlace) {
		return nil, nil
	}
	to := func(m, split string) string {
		q := ask
		if q.Map, q.Split = m, split; m == a.usual() {
			q.Map = ""
		}
		return board.Link(q, "")
	}
	for _, m := range []string{indicator.MapToday, indicator.MapThen, indicator.MapComparable} {
		if m == indicator.MapThen && !strings.Contains(ask.Unit, "@") && a.unit.First() > ask.Window.Last {
			continue // it was not there then
		}
		split := ask.Split
		if m == indicator.MapComparable { // none of its areas was split
			split = ""
		}
		maps = append(maps, choice{Name: a.q.Word("web.board.map." + m), Href: to(m, split), Current: m == a.set.Map})
	}
	if a.set.Map == indicator.MapComparable {
		return maps, nil
	}
	for _, s := range []string{indicator.SplitNone, indicator.SplitDefault} {
		now := ask.Split == s || ask.Split == "" && s == indicator.SplitNone
		splits = append(splits, choice{Name: a.q.Word("web.facts.split." + s), Href: to(a.set.Map, s), Current: now})
	}
	return maps, splits
}

// usual is the map of a question that names none.
func (a *asked) usual() string {
	if strings.Contains(a.set.Unit, "@") {
		return indicator.MapThen
	}
	return indicator.MapToday
}

// keyName is what a step of a breakdown is called.
func (a *asked) keyName(key string) string {
	book := a.q.Site.Catalog().Book()
	if book.Has(a.q.Lang, "facts.by."+key) {
		return a.q.Word("facts.by." + key)
	}
	cat := a.q.Site.Catalog()
	for _, n := range cat.Registers() {
		if def := cat.Latest(n); def.Field(key) != nil && def.Field(key).By {
			return a.q.Word(def.Heading(key))
		}
	}
	return key
}

// keyText is what a row of a breakdown is called.
func (a *asked) keyText(ask indicator.Question, d *indicator.Definition, key, value string) string {
	switch key {
	case indicator.ByUnit, indicator.ByPlace:
		switch value {
		case "":
			return a.q.Word("report.row.unallocated")
		case a.own():
			return a.q.Word("report.row.own", "unit", a.set.UnitName)
		}
		return a.rowName(value)
	case indicator.ByLevel:
		if l, ok := levelWords[value]; ok {
			return a.q.Word("report.level." + l)
		}
		return value
	case indicator.ByMonth, indicator.ByQuarter, indicator.ByHalf, indicator.ByYear:
		if value == "" {
			return a.q.Word("report.row.no_step")
		}
		if p, err := period.Parse(value, ask.Calendar); err == nil {
			return vn.Capital(a.periodName(p))
		}
		return value
	}
	if value == "" {
		return a.q.Word("board.unclassified")
	}
	return a.env().Code(d, key, value)
}

// own is the code of the row for the bodies of the unit itself.
func (a *asked) own() string {
	tree := a.q.Ledger().Tree()
	id, _ := tree.Carry(a.unit.ID, a.mapDay())
	return string(tree.Unit(id).Code)
}

// levelWords are the words of the levels that answers name.
var levelWords = map[string]string{"trung ương": "country", "tỉnh": "province", "huyện": "district", "xã": "commune"}

// table arranges an answer: an indicator a row or, broken down, an indicator a column.
func (a *asked) table(p *factsPage, ask indicator.Question, answer *indicator.Answer) {
	cat := a.q.Site.Catalog()
	if len(ask.By) == 0 {
		p.Heads = []head{{Text: a.q.Word("facts.indicator")}, {Text: a.q.Word("facts.value"), Number: true}, {Text: a.q.Word("facts.note")}}
		for i := range answer.Rows {
			r := &answer.Rows[i]
			p.Rows = append(p.Rows, row{Name: a.q.Word("indicator." + string(r.Indicator)), Cells: []cell{a.value(r), {Text: strings.Join(a.marks(r), "; "), Wide: true}}})
		}
		return
	}
	for _, k := range ask.By {
		p.Heads = append(p.Heads, head{Text: a.keyName(k)})
	}
	for _, n := range ask.Indicators {
		p.Heads = append(p.Heads, head{Text: a.q.Word("indicator." + string(n)), Number: true})
	}
	at := map[string]int{}
	for i := range answer.Rows {
		r := &answer.Rows[i]
		d := cat.Indicator(r.Indicator)
		var keys []string
		for _, k := range ask.By {
			keys = append(keys, r.Keys[k])
		}
		id := strings.Join(keys, "\x00")
		if _, ok := at[id]; !ok {
			at[id] = len(p.Rows)
			line := row{Name: a.keyText(ask, d, ask.By[0], keys[0]), Code: isCode(ask.By[0]), Cells: make([]cell, len(keys)-1+len(ask.Indicators))}
			for j, k := range ask.By[1:] {
				line.Cells[j] = cell{Text: a.keyText(ask, d, k, keys[j+1])}
			}
			for j := range ask.Indicators {
				line.Cells[len(keys)-1+j] = cell{Text: a.q.Word("board.none"), None: true}
			}
			p.Rows = append(p.Rows, line)
		}
		c := a.value(r)
		if r.Alone != nil && r.Value != nil {
			c.Href = board.Link(*r.Alone, r.Indicator)
		}
		p.Rows[at[id]].Cells[len(keys)-1+slices.Index(ask.Indicators, r.Indicator)] = c
	}
}

// whole adds the line of the total, and takes out codes of which nothing could be told.
func (a *asked) whole(p *factsPage, ask indicator.Question, answer *indicator.Answer) {
	skip := len(p.Heads) - 1 - len(ask.Indicators)
	p.Rows = slices.DeleteFunc(p.Rows, func(r row) bool {
		return r.Code && !slices.ContainsFunc(r.Cells[skip:], func(c cell) bool { return !c.None })
	})
	sum := row{Name: a.q.Word("board.total", "unit", a.set.UnitName), Cells: make([]cell, skip), Total: true}
	for _, n := range ask.Indicators {
		c := cell{Text: a.q.Word("board.none"), None: true}
		for i := range answer.Rows {
			if r := &answer.Rows[i]; r.Indicator == n {
				c = a.value(r)
				c.Href = board.Link(ask, n)
			}
		}
		sum.Cells = append(sum.Cells, c)
	}
	p.Rows = append(p.Rows, sum)
}

// isCode tells a breakdown by a field from those by time, unit, place and level.
func isCode(key string) bool {
	return !slices.Contains([]string{indicator.ByMonth, indicator.ByQuarter, indicator.ByHalf, indicator.ByYear, indicator.ByUnit,
		indicator.ByPlace, indicator.ByLevel}, key)
}

// value of a row in words.
func (a *asked) value(r *indicator.Row) cell {
	d := a.q.Site.Catalog().Indicator(r.Indicator)
	if r.Value == nil {
		key := "facts.no_data"
		switch {
		case r.NothingArising:
			key = "facts.nothing_arising"
		case r.State != "": // published without a value
			return cell{Text: a.q.Word("declared.state." + r.State)}
		}
		return cell{Text: a.q.Word(key), None: true}
	}
	if d.Quota != nil && r.Denominator != nil && *r.Denominator == 1 {
		return cell{Text: a.q.Word(metWord(*r.Value > 0))}
	}
	v := number(d, *r.Value, r.Qualifier, a.q)
	if d.Ratio() && r.Numerator != nil && r.Denominator != nil {
		v += " (" + input(*r.Numerator, a.q) + "/" + input(*r.Denominator, a.q) + ")"
	}
	if slices.Contains(r.Marks, indicator.MarkEstimate) {
		v = "≈ " + v
	}
	return cell{Text: v}
}

// input says what a ratio divides: a count, or a mean that was declared with two decimals.
func input(v float64, r *base.Request) string {
	if v != float64(int64(v)) {
		return vn.Dec(v, 2, r.Lang)
	}
	return number(&indicator.Definition{}, v, "", r)
}

// number says a value in full, not rounded.
func number(d *indicator.Definition, v float64, q register.Qualifier, r *base.Request) string {
	var text string
	switch {
	case d.YesNo():
		text = r.Word(d.Answer(v))
	case d.Ratio():
		text = d.Written(v, r.Lang)
	case d.Money:
		text = vn.Money(int64(v), r.Lang)
	case v == float64(int64(v)):
		text = vn.Int(int64(v), r.Lang)
	default:
		text = vn.Dec(v, 1, r.Lang)
	}
	if q != register.Exact {
		return r.Word("report.qualifier."+string(q), "number", text)
	}
	return text
}

// marks says what is special about a number.
func (a *asked) marks(r *indicator.Row) (out []string) {
	for _, m := range r.Marks {
		out = append(out, a.q.Word("mark."+m))
	}
	switch {
	case r.Told != nil && r.Told.Given < r.Told.Total:
		out = append(out, a.q.Word("web.facts.told", "given", a.q.Int(r.Told.Given), "total", a.q.Int(r.Told.Total)))
	case r.NotGiven > 0:
		out = append(out, a.q.Word("facts.not_given", "n", a.q.Int(r.NotGiven)))
	}
	if r.Beside() {
		stated := indicator.Row{Indicator: r.Indicator, Value: r.Stated, State: r.State}
		out = append(out, a.q.Word("declared.beside", "value", a.value(&stated).Text))
	}
	if from := strings.Join(slices.DeleteFunc([]string{r.Source, r.Paper}, func(s string) bool { return s == "" }), "; "); from != "" {
		out = append(out, a.q.Word("declared.source", "source", from))
	}
	return out
}

// notes are about the whole answer.
func (a *asked) notes(answer *indicator.Answer) (out []string) {
	cat := a.q.Site.Catalog()
	for _, n := range answer.Notes {
		out = append(out, cat.Book().Tell(a.q.Lang, n.Key, n.Args...))
	}
	total := func(key string, t indicator.Total) string {
		d := cat.Indicator(t.Indicator)
		say := func(v *float64, q register.Qualifier) string {
			if v == nil {
				return a.q.Word("facts.no_data")
			}
			return number(d, *v, q, a.q)
		}
		args := []string{"indicator", a.q.Word("indicator." + string(t.Indicator)), "unit", a.codeName(t.Unit, t.To),
			"from", t.From.VN(), "to", t.To.VN(), "value", say(t.Value, t.Qualifier)}
		if key == "facts.beside" {
			args = append(args, "below", say(t.Below, ""))
		}
		return a.q.Word(key, args...)
	}
	for _, t := range answer.LeftOut {
		out = append(out, total("facts.left_out", t))
	}
	for _, t := range answer.Beside {
		out = append(out, total("facts.beside", t))
	}
	if answer.Waiting > 0 {
		out = append(out, a.q.Word("facts.waiting", "n", a.q.Int(answer.Waiting)))
	}
	return out
}

func (a *asked) codeName(code unit.Code, d period.Day) string {
	u, _, err := a.q.Ledger().Tree().Resolve(string(code)+"@"+d.String(), a.set.Today)
	if err != nil {
		return string(code)
	}
	return a.name(u, d)
}

// backing is a record as the page of facts shows it.
func (a *asked) backing(ask indicator.Question, r *register.Record) backing {
	q, day := a.q, base.DayOf(r)
	b := backing{Day: day.VN(), Title: q.NameOf(r), Href: base.RecordPath(r.ID), Where: q.UnitOn(r.Place, day), State: q.StateOf(r)}
	reporter := q.UnitOn(r.Unit, day)
	switch {
	case r.Kind == register.Rest || r.Kind == register.Whole:
		b.Sub = q.Word("web.facts.total", "from", r.First.VN(), "to", r.Last.VN())
	case r.Unit != r.Place && reporter != b.Title:
		b.Sub = reporter
	default:
		b.Sub = q.Word("register." + string(r.Def.Name))
	}
	b.Number, b.None = q.Word("web.facts.not_given"), true
	sum := fact.Of(r, q.Site.Catalog().Attr)
	for _, n := range ask.Indicators {
		d := needed(q.Site.Catalog().Indicator(n), r)
		v := d.Value(indicator.Cells{r.Def.Name: {Sum: *sum, Any: true, Def: r.Def}})
		if v.Value != nil {
			b.Number, b.None = number(d, *v.Value, v.Qualifier, q), false
			break
		}
	}
	return b
}
