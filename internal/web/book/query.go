package book

import (
	"net/url"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// query is what the address of a list says: the filters, the columns and the place.
type query struct {
	def      *register.Definition
	text     string // ?q=
	period   string // ?p=2025, as period.Parse reads it
	from, to string // ?from=, ?to=: days
	unit     string // ?u=: CODE or CODE@DAY
	states   []string
	codes    map[string][]string // by field
	batch    int64               // ?dot=
	columns  []string            // ?cot=a,b,c; nil: those that the register shows by itself
	marks    []store.Mark        // ?sau=: where the pages before ended, the last one leads to this page
	row      int                 // ?dong=: number of the first row

	window period.Window
	faults []base.Fault
}

// pageRows is how many records a page of a list shows.
const pageRows = 50

// mostMarks bounds how far back "Mới hơn" finds its way; beyond it leads to the newest.
const mostMarks = 12

// The days that stand for an end of a window that was left open.
const (
	firstDay period.Day = 19000101
	lastDay  period.Day = 29991231
)

// noColumns stands for an empty choice of columns.
const noColumns = "-"

// stateNames are the states by what the address calls them, in their order.
var stateNames = []struct {
	name, class string
	state       register.State
}{
	{"submitted", "waiting", register.Submitted}, {"approved", "approved", register.Approved},
	{"returned", "returned", register.Returned}, {"draft", "draft", register.Draft}, {"void", "void", register.Void},
}

// read makes sense of the address of a list. What can't be read is left out and told.
func read(q *base.Request, def *register.Definition, v url.Values) *query {
	s := &query{def: def, text: vn.Clean(v.Get("q")), codes: map[string][]string{}, row: 1}
	if _, err := ledger.Sought(s.text); err != nil {
		s.fault(q, "q", err)
		s.text = ""
	}
	if text := v.Get("dot"); text != "" {
		n, err := strconv.ParseInt(text, 10, 64)
		if err != nil || n <= 0 {
			s.fault(q, "", fault.New(fault.Invalid, "web.book.batch.unread", "text", text))
		} else {
			s.batch = n
		}
	}
	s.readWindow(q, v)
	s.readUnit(q, vn.Clean(v.Get("u")))
	s.readStates(q, v["s"])
	for _, f := range def.ByFields() {
		list := q.Site.Catalog().List(f.List)
		for _, text := range v[f.ID] {
			if text == "" || list == nil {
				continue
			}
			c, ok := list.Find(text)
			if !ok {
				s.fault(q, f.ID, fault.New(fault.Invalid, "check.code_unknown", "text", text))
			} else if !slices.Contains(s.codes[f.ID], c.Code) {
				s.codes[f.ID] = append(s.codes[f.ID], c.Code)
			}
		}
	}
	s.readColumns(v)
	for _, m := range v["sau"] {
		if mark, ok := store.ParseMark(m); ok {
			s.marks = append(s.marks, mark)
		} else if m != "" {
			s.fault(q, "", fault.New(fault.Invalid, "web.book.mark.unread", "text", m))
		}
	}
	if n, err := strconv.Atoi(v.Get("dong")); err == nil && n > 0 && len(s.marks) > 0 {
		s.row = n
	}
	return s
}

func (s *query) readStates(q *base.Request, list []string) {
	for _, name := range list {
		for _, n := range strings.Split(name, ",") {
			switch {
			case n == "" || slices.Contains(s.states, n):
			case stateOf(n) == 0:
				s.fault(q, "s", fault.New(fault.Invalid, "web.book.state.unread", "text", n))
			default:
				s.states = append(s.states, n)
			}
		}
	}
}

// stateOf is the state that the address calls so, 0 if none is.
func stateOf(name string) register.State {
	for _, n := range stateNames {
		if n.name == name {
			return n.state
		}
	}
	return 0
}

func (s *query) readWindow(q *base.Request, v url.Values) {
	s.from, s.to = vn.Clean(v.Get("from")), vn.Clean(v.Get("to"))
	if s.from == "" && s.to == "" {
		if s.period = vn.Clean(v.Get("p")); s.period == "" {
			return
		}
		p, err := period.Parse(s.period, s.calendar())
		if err != nil {
			s.fault(q, "p", err)
			s.period = ""
			return
		}
		s.period, s.window = p.Key, p.Window
		return
	}
	for _, end := range []struct {
		name string
		text *string
		day  *period.Day
	}{{"from", &s.from, &s.window.First}, {"to", &s.to, &s.window.Last}} {
		if *end.text == "" {
			continue
		}
		d, err := period.ParseDay(*end.text)
		if err != nil {
			s.fault(q, end.name, err)
			*end.text = ""
			continue
		}
		*end.day, *end.text = d, d.String()
	}
	if s.window.First != 0 && s.window.Last != 0 && s.window.First > s.window.Last {
		s.fault(q, "to", fault.New(fault.Invalid, "check.days_reversed", "first", s.window.First.VN(), "last", s.window.Last.VN()))
		s.from, s.to, s.window = "", "", period.Window{}
	}
}

// calendar is what a year means in this register.
func (s *query) calendar() period.Calendar {
	if s.def.Calendar != "" {
		return s.def.Calendar
	}
	return period.Admin
}

// readUnit finds a unit by its code or, of what a person typed, by its name.
func (s *query) readUnit(q *base.Request, text string) {
	if text == "" {
		return
	}
	tree, today := q.Ledger().Tree(), q.Today()
	text = ledger.Picked(text)
	u, at, err := tree.Resolve(text, today)
	if err == nil {
		s.unit = string(u.Code)
		if at != 0 {
			s.unit += "@" + at.String()
		}
		return
	}
	in := unit.VN
	if home := q.Home(); home != nil {
		in = home.ID
	}
	u, byName := tree.Lookup(text, in, today)
	if byName == nil {
		s.unit = string(u.Code)
		return
	}
	if strings.ContainsAny(text, "0123456789@") && !strings.Contains(text, " ") {
		s.fault(q, "u", err) // a code, which says more of itself than a name
		return
	}
	s.fault(q, "u", byName)
}

func (s *query) readColumns(v url.Values) {
	if !v.Has("cot") {
		return
	}
	s.columns = []string{}
	for _, part := range v["cot"] {
		for _, c := range strings.Split(part, ",") {
			if slices.ContainsFunc(choices(s.def), func(o string) bool { return o == c }) && !slices.Contains(s.columns, c) {
				s.columns = append(s.columns, c)
			}
		}
	}
}

func (s *query) fault(q *base.Request, field string, err error) {
	for _, f := range fault.All(err) {
		s.faults = append(s.faults, base.Fault{Field: field, Text: q.Site.Catalog().Book().Fault(q.Lang, f)})
	}
}

// values is the address again, in one form: what is empty is left out.
func (s *query) values() url.Values {
	v := url.Values{}
	set := func(name, text string) {
		if text != "" {
			v.Set(name, text)
		}
	}
	set("q", s.text)
	set("p", s.period)
	set("from", s.from)
	set("to", s.to)
	set("u", s.unit)
	for _, n := range s.states {
		v.Add("s", n)
	}
	for f, codes := range s.codes {
		for _, c := range codes {
			v.Add(f, c)
		}
	}
	if s.batch != 0 {
		set("dot", strconv.FormatInt(s.batch, 10))
	}
	if s.columns != nil {
		set("cot", strings.Join(s.columns, ","))
		if len(s.columns) == 0 {
			set("cot", noColumns)
		}
	}
	for _, m := range s.marks {
		v.Add("sau", m.String())
	}
	if s.row > 1 {
		set("dong", strconv.Itoa(s.row))
	}
	return v
}

// path is the address of the list with this query.
func (s *query) path() string { return s.under("") }

func (s *query) under(sub string) string {
	path := base.BookPath(s.def.Name) + sub
	if v := s.values(); len(v) > 0 {
		path += "?" + v.Encode()
	}
	return path
}

// but is a copy that begins at the newest record and differs as change says.
func (s *query) but(change func(*query)) *query {
	c := *s
	c.marks, c.row = nil, 1
	c.states, c.codes = slices.Clone(s.states), map[string][]string{}
	for f, codes := range s.codes {
		c.codes[f] = codes
	}
	change(&c)
	return &c
}

// bare is the query without any filter, with its columns.
func (s *query) bare() *query { return &query{def: s.def, columns: s.columns, row: 1} }

// filtered tells whether anything narrows the list.
func (s *query) filtered() bool { return s.bare().path() != s.but(func(*query) {}).path() }

// asked is the query as the ledger takes it.
func (s *query) asked() ledger.ListQuery {
	out := ledger.ListQuery{Register: s.def.Name, Unit: s.unit, Window: s.window, Codes: s.codes, Text: s.text, Batch: s.batch, Limit: pageRows}
	if s.window.First != 0 || s.window.Last != 0 { // sums want both ends
		if out.Window.First == 0 {
			out.Window.First = firstDay
		}
		if out.Window.Last == 0 {
			out.Window.Last = lastDay
		}
	}
	for _, n := range stateNames {
		if slices.Contains(s.states, n.name) {
			out.States = append(out.States, n.state)
		}
	}
	if len(s.marks) > 0 {
		out.After = s.marks[len(s.marks)-1]
	}
	return out
}

// older is the page that follows this one.
func (s *query) older(next store.Mark) string {
	c := *s
	c.marks = append(slices.Clone(s.marks), next)
	if len(c.marks) > mostMarks {
		c.marks = c.marks[len(c.marks)-mostMarks:]
	}
	c.row = s.row + pageRows
	return c.path()
}

// newer is the page before this one, or the newest where the way back is not known.
func (s *query) newer() string {
	c := *s
	c.marks = s.marks[:len(s.marks)-1]
	if c.row = s.row - pageRows; len(c.marks) == 0 || c.row < 1 {
		c.marks, c.row = nil, 1
	}
	return c.path()
}
