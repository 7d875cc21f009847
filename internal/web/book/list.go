package book

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// listPage is the records of one register.
type listPage struct {
	*base.Frame
	Register string
	New      string // where one is entered, "" for who may not
	Import   string
	Faults   []base.Fault
	Refused  string // why what was asked of the chosen rows was not done
	Text     string
	Unit     string
	From, To string
	Hidden   []hidden // of the filter form: what it has no field for
	Kept     []hidden // of the form of columns: all filters
	On       []chip
	Periods  []choice
	States   []choice
	Fields   []codes // the first filters by code
	More     []codes
	Columns  []choice
	Sum      []sum
	Records  string // how many records are added up
	Counted  string // key of what those are
	Share    share
	Heads    []head
	Rows     []row
	Exports  []choice
	Filtered bool
	Bare     string
	Span     string
	Newer    string
	Older    string
	Approve  bool
	Submit   bool
	Self     string
}

type hidden struct{ Name, Value string }

// chip is a filter that is set, with the address without it.
type chip struct{ Word, Without string }

// choice is one thing that may be chosen: a link, or a box.
type choice struct {
	Word, Path, Value string
	Chosen            bool
}

// codes are the boxes of a field.
type codes struct {
	ID, Word string
	List     []choice
}

// sum is a number that the list adds up to.
type sum struct{ Number, Word string }

// share is the women of a whole.
type share struct{ Number, Text, Width string }

// head is a heading of a column.
type head struct {
	Word   string
	Number bool
}

// row is one record.
type row struct {
	ID, Path  string
	Value     string // of its box: number and version; "" has none
	Chosen    bool
	Day, Name string
	Sub       string
	Tags      []string
	State     base.State
	Void      bool
	Cells     []cell
}

type cell struct {
	Label, Text string
	Number      bool
	None        bool
	Twice       bool // what another cell says already: not said again on phones
}

var listTemplate = base.Parse(files, "list", &listPage{})

// list answers GET /so/{register}.
func (s *screen) list(q *base.Request) error {
	def, err := q.Register()
	if err != nil {
		return err
	}
	asked := read(q, def, q.URL.Query())
	if q.Header.Get("HX-Request") != "" {
		q.W.Header().Set("HX-Push-Url", asked.path())
	} else if len(asked.faults) == 0 && untidy(q) {
		return q.Go(asked.path())
	}
	code := http.StatusOK
	if len(asked.faults) > 0 {
		code = http.StatusUnprocessableEntity
	}
	return s.show(q, asked, code, "", nil)
}

// untidy tells of an address that a form made: with names that have no value.
func untidy(q *base.Request) bool {
	for _, list := range q.URL.Query() {
		if slices.Contains(list, "") {
			return true
		}
	}
	return len(q.URL.Query()["cot"]) > 1
}

// show draws the list; refused is why a verb was not done to the chosen records.
func (s *screen) show(q *base.Request, asked *query, code int, refused string, chosen []string) error {
	def, led := asked.def, q.Ledger()
	if !led.Has(q.Actor, access.ReadRecords) {
		return fault.New(fault.Forbidden, "web.book.none")
	}
	p := &listPage{Frame: q.Frame("register." + string(def.Name)), Faults: asked.faults, Refused: refused, Filtered: asked.filtered(),
		Bare: asked.bare().path(), Self: asked.path()}
	found, err := led.List(q.Context(), q.Actor, asked.asked())
	if err != nil {
		return err
	}
	tally, err := led.Tally(q.Context(), q.Actor, asked.asked())
	if err != nil {
		return err
	}
	p.Here, p.Register = "/so", string(def.Name)
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.book"), Path: "/so"}, {Name: p.Title}}
	if led.Has(q.Actor, access.Enter) && !def.Made {
		p.New, p.Import = base.BookPath(def.Name)+"/moi", "/nhap/"+string(def.Name)
	}
	p.filters(q, asked)
	p.sums(q, asked, tally)
	p.columns(q, asked)
	columns := shown(asked)
	for _, r := range found.Records {
		p.Rows = append(p.Rows, p.row(q, r, columns, chosen))
	}
	if n := len(p.Rows); n > 0 {
		p.Span = q.Word("web.book.span", "first", q.Int(int64(asked.row)), "last", q.Int(int64(asked.row+n-1)))
	}
	if len(asked.marks) > 0 {
		p.Newer = asked.newer()
	}
	if found.Next.ID != 0 {
		p.Older = asked.older(found.Next)
	}
	for _, f := range []string{"xlsx", "csv", "json"} {
		v := asked.but(func(o *query) { o.columns = nil }).under("/xuat")
		sep := "?"
		if strings.Contains(v, "?") {
			sep = "&"
		}
		p.Exports = append(p.Exports, choice{Word: "." + f, Path: v + sep + "format=" + f})
	}
	return q.Show(code, listTemplate, p)
}

// row is how a record stands in the list.
func (p *listPage) row(q *base.Request, r *register.Record, columns []string, chosen []string) row {
	id := strconv.FormatInt(int64(r.ID), 10)
	out := row{ID: id, Path: base.RecordPath(r.ID), Day: base.DaysOf(r), Name: q.NameOf(r), State: q.StateOf(r), Void: r.State == register.Void}
	if form := q.FormOf(r); form != out.Name {
		out.Sub = form
	}
	if r.Kind == register.Rest || r.Kind == register.Whole {
		out.Tags = append(out.Tags, q.Word(map[register.Kind]string{register.Rest: "web.book.rest", register.Whole: "web.book.whole"}[r.Kind]))
	}
	for _, a := range q.Ledger().Acts(q.Actor, r) {
		switch a {
		case ledger.ActApprove:
			p.Approve, out.Value = true, id+"."+strconv.Itoa(r.Version)
		case ledger.ActSubmit:
			p.Submit, out.Value = true, id+"."+strconv.Itoa(r.Version)
		}
	}
	out.Chosen = out.Value != "" && slices.Contains(chosen, id)
	for _, c := range columns {
		one := cellOf(q, r, c)
		one.Twice = one.Text == out.Name || slices.ContainsFunc(out.Cells, func(o cell) bool { return !o.Number && o.Text == one.Text })
		out.Cells = append(out.Cells, one)
	}
	return out
}

// cellOf is what a record says in a column.
func cellOf(q *base.Request, r *register.Record, column string) cell {
	out := cell{Label: q.Word(r.Def.Heading(column))}
	day := base.DayOf(r)
	switch column {
	case register.ColumnUnit:
		out.Text = q.UnitOn(r.Unit, day)
	case register.ColumnPlace:
		out.Text = q.UnitOn(r.Place, day)
	}
	f := r.Def.Field(column)
	if f == nil {
		return out
	}
	v := r.Values[column]
	switch f.Kind {
	case register.KindNumber, register.KindDecimal:
		out.Number = true
		n := v.Number
		if f.Route == nil || r.Def.MeasureOf(f, r.Values, q.Site.Catalog().Attr) != "" {
			n = base.NumberOf(f, r)
			out.None = n == nil
		} else {
			out.Text, out.None = "–", true
			return out
		}
		if out.Text = q.Figure(f, n); f.Kind == register.KindDecimal && n != nil {
			out.Text = r.Def.Text(f, r.Values, q.Ledger().Env(q.Lang), q.Lang)
		}
		if out.None {
			out.Text = q.Word("web.none")
		}
	case register.KindUnit, register.KindUnits:
		var names []string
		for _, id := range v.Units {
			names = append(names, q.UnitOn(id, day))
		}
		out.Text = strings.Join(names, "; ")
	case register.KindText:
		out.Text = v.Text
	default:
		out.Text = register.Text(f, v, q.Ledger().Env(q.Lang), q.Lang)
	}
	return out
}

// choices are the columns that a person may show.
func choices(def *register.Definition) []string {
	out := []string{register.ColumnPlace, register.ColumnUnit}
	for _, f := range def.Fields {
		if f != base.NameField(def) {
			out = append(out, f.ID)
		}
	}
	return out
}

// shown are the columns of a list: those chosen, or place, reporter and what
// matters most.
func shown(asked *query) []string {
	if asked.columns != nil {
		return asked.columns
	}
	return append([]string{register.ColumnPlace, register.ColumnUnit}, mainNumbers(asked.def)...)
}

// mainNumbers are the two numbers by which records of a register are told apart:
// people with the women among them, else the first that are not mere counting.
func mainNumbers(def *register.Definition) []string {
	var wholes, parts []string
	for _, f := range def.Fields {
		switch {
		case f.Kind != register.KindNumber && f.Kind != register.KindDecimal:
		case f.PartOf != "" && base.OfWomen(f.ID):
			return []string{f.PartOf, f.ID}
		case f.PartOf != "":
			parts = append(parts, f.ID)
		case f.Default == nil:
			wholes = append(wholes, f.ID)
		}
	}
	for _, f := range def.Fields { // the counting one only where there is nothing else
		if f.Kind == register.KindNumber && f.Default != nil {
			parts = append([]string{f.ID}, parts...)
			break
		}
	}
	all := append(wholes, parts...)
	return all[:min(2, len(all))]
}

// columns are the headings, and the boxes by which they are chosen.
func (p *listPage) columns(q *base.Request, asked *query) {
	on := shown(asked)
	for _, c := range on {
		f := asked.def.Field(c)
		p.Heads = append(p.Heads, head{Word: q.Word(asked.def.Heading(c)), Number: f != nil && (f.Kind == register.KindNumber || f.Kind == register.KindDecimal)})
	}
	for _, c := range choices(asked.def) {
		p.Columns = append(p.Columns, choice{Word: q.Word(asked.def.Heading(c)), Value: c, Chosen: slices.Contains(on, c)})
	}
	p.Kept = hiddenOf(asked.but(func(o *query) { o.columns = nil }))
}

func hiddenOf(asked *query, but ...string) []hidden {
	var out []hidden
	v := asked.values()
	names := make([]string, 0, len(v))
	for name := range v {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		for _, text := range v[name] {
			if !slices.Contains(but, name) {
				out = append(out, hidden{name, text})
			}
		}
	}
	return out
}

// sums are what the list adds up to: how many records, the first wholes that have
// anything, and the women of one of them.
func (p *listPage) sums(q *base.Request, asked *query, t *ledger.Tally) {
	p.Records, p.Counted = q.Int(t.Records), "web.book.counted"
	if t.More {
		p.Records = vn.Number(t.Records, "more", q.Lang)
		return
	}
	for _, n := range asked.states {
		if st := stateOf(n); st != register.Submitted && st != register.Approved {
			p.Counted = "web.book.records" // they are added up, and count nowhere else
		}
	}
	number := func(v indicator.Value, money bool) string {
		if money {
			return vn.MoneyWords(int64(*v.Value), q.Lang)
		}
		return vn.Number(int64(*v.Value), string(v.Qualifier), q.Lang)
	}
	told := map[string]bool{}
	for i, m := range asked.def.Measures {
		v := t.Measures[i]
		if v.Value == nil || *v.Value == 0 || m.OverTime == indicator.AddsNone {
			continue // what is told anew each year does not add up over a list
		}
		word := vn.Small(q.Word("register." + string(asked.def.Name) + ".measure." + m.ID))
		switch {
		case m.PartOf == "" && len(p.Sum) < 2 && !(m.ID == asked.def.Count && *v.Value == float64(t.Records) && len(asked.def.Measures) > 1):
			p.Sum = append(p.Sum, sum{number(v, m.Money), word})
			told[m.ID] = true
		case told[m.PartOf] && base.OfWomen(m.ID) && p.Share.Number == "":
			p.Share.Number = number(v, false)
			if whole := t.Wholes[i].Value; whole != nil {
				p.Share.Text, p.Share.Width = q.Share(*v.Value, *whole)
				// The share is of those of whom the women were told: where they are not all, it says of how many.
				if all := t.Measures[asked.def.Measure(m.PartOf)]; p.Share.Text != "" && all.Value != nil && (*all.Value != *whole || all.Qualifier != t.Wholes[i].Qualifier) {
					p.Share.Text = q.Word("web.book.women.of", "share", p.Share.Text, "whole", number(t.Wholes[i], false))
				}
			}
		}
	}
}

// filters are what narrows the list now, and what could.
func (p *listPage) filters(q *base.Request, asked *query) {
	def := asked.def
	p.Text, p.From, p.To = asked.text, asked.window.First.VN(), asked.window.Last.VN()
	if asked.period != "" {
		p.From, p.To = "", ""
	}
	p.Hidden = hiddenOf(asked.but(func(*query) {}), append(fieldNames(def), "q", "from", "to", "u", "s")...)
	on := func(word string, without func(*query)) {
		p.On = append(p.On, chip{word, asked.but(without).path()})
	}
	if asked.from != "" || asked.to != "" {
		on(base.Days(asked.window.First, asked.window.Last), func(o *query) { o.from, o.to = "", "" })
	}
	if asked.period != "" {
		on(periodWord(q, asked.period, asked.calendar()), func(o *query) { o.period = "" })
	}
	if asked.unit != "" {
		if u, at, err := q.Ledger().Tree().Resolve(asked.unit, q.Today()); err == nil {
			if at == 0 {
				at = q.Today()
			}
			name := q.UnitOn(u.ID, at)
			p.Unit = name + " (" + asked.unit + ")"
			on(name, func(o *query) { o.unit = "" })
		}
	}
	for _, n := range stateNames {
		word := q.Word("web.state." + n.class)
		chosen := slices.Contains(asked.states, n.name)
		p.States = append(p.States, choice{Word: word, Value: n.name, Chosen: chosen})
		if chosen {
			on(word, func(o *query) { o.states = slices.DeleteFunc(o.states, func(s string) bool { return s == n.name }) })
		}
	}
	for i, f := range def.ByFields() {
		c := codes{ID: f.ID, Word: q.Word(def.Heading(f.ID))}
		list := q.Site.Catalog().List(f.List)
		for k := range list.Codes {
			code := &list.Codes[k]
			if !f.Takes(code.Code) {
				continue
			}
			chosen := slices.Contains(asked.codes[f.ID], code.Code)
			c.List = append(c.List, choice{Word: code.Name(q.Lang), Value: code.Code, Chosen: chosen})
			if chosen {
				on(code.Name(q.Lang), func(o *query) {
					o.codes[f.ID] = slices.DeleteFunc(slices.Clone(o.codes[f.ID]), func(s string) bool { return s == code.Code })
				})
			}
		}
		vn.SortBy(c.List, func(c choice) string { return c.Word })
		if i < 2 {
			p.Fields = append(p.Fields, c)
		} else {
			p.More = append(p.More, c)
		}
	}
	if asked.batch != 0 {
		on(q.Word("web.book.batch", "id", strconv.FormatInt(asked.batch, 10)), func(o *query) { o.batch = 0 })
	}
	for _, key := range periods(q.Today(), asked.calendar()) {
		p.Periods = append(p.Periods, choice{Word: vn.Capital(periodWord(q, key, asked.calendar())), Chosen: key == asked.period,
			Path: asked.but(func(o *query) { o.period, o.from, o.to = key, "", "" }).path()})
	}
}

func fieldNames(def *register.Definition) []string {
	var out []string
	for _, f := range def.ByFields() {
		out = append(out, f.ID)
	}
	return out
}

// periods are those that people ask for: the month and quarter that it is, this
// year and three before, the Action Month.
func periods(today period.Day, c period.Calendar) []string {
	year := period.Of(c, period.Year, today)
	out := []string{period.Of(c, period.Month, today).Key, period.Of(c, period.Quarter, today).Key, year.Key}
	for y := year.Window.First; len(out) < 6; {
		prev := period.Of(c, period.Year, y.Add(-1))
		out, y = append(out, prev.Key), prev.Window.First
	}
	action := today.Year()
	if today < period.Date(action, 11, 15) {
		action--
	}
	return append(out, "action-"+strconv.Itoa(action))
}

// periodWord is what a period is called.
func periodWord(q *base.Request, key string, c period.Calendar) string {
	p, err := period.Parse(key, c)
	if err != nil {
		return key
	}
	word, args := p.Words()
	return q.Word(word, args...)
}
