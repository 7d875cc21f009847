package board

import (
	"html/template"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/board"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// boardPage is the board of a unit.
type boardPage struct {
	*base.Frame
	Context context
	Tiles   []tile
	Months  *drawing
	Units   *drawing
	Codes   []drawing
	Notes   []string
	Choices []choice // of the indicator that is drawn
	Todo    []todo
	Latest  []item
	Book    string // where the register of the newest records is
	Empty   bool
	Begins  bool   // nothing is there, and the person sets the installation up
	NoData  string // there is data, but none of this period
	Enter   bool   // the person may write
	Period  string
	At      string // when it was printed
}

// context is the sentence under the title.
type context struct {
	Unit, Period, Calendar, Map string
	Own, Above, Below           []choice
	Years, Spans, Parts         []choice
	Calendars, Maps             []choice
	Find                        string // what was searched for
	Found                       []choice
	Keep                        []pair // of the address, for the form of the search
}

type pair struct{ Name, Value string }

// tile is a figure with its small line drawn.
type tile struct {
	board.Figure
	Lines []line
	Spark template.HTML
}

// line stands under a figure; Share is the width of its balance.
type line struct {
	board.Line
	Share string
}

// drawing is a chart with what stands around it, drawn for both widths.
type drawing struct {
	board.Drawing
	Wide, Narrow template.HTML
	Bounds       []bound // legend of the map
	Map          bool
	Nation       bool
	Cells        bool // its cells are schematic
	Shown        []row
	All          []row
	Sum          *row
	XLSX, CSV    string
	SVG          string
}

// bound is a class of a map.
type bound = land.Bound

// row of a table as the page shows it.
type row struct {
	Name, Href string
	Cells      []cell
	Total      bool
	Code       bool // it is about a code of a field
}

// cell of a table; Share is the width of its balance.
type cell struct {
	Text, Href string
	Share      string
	None, Wide bool
}

// todo is a line of what is to be done.
type todo struct{ Tone, Icon, Text, Href, Note, When string }

// item is a line of the newest records.
type item struct{ Title, Href, Where, Number, Unit string }

var boardTemplate = base.Parse(files, "board", &boardPage{})

// latest is how many of the newest records are shown.
const latest = 6

// board answers GET /.
func (s *screen) board(q *base.Request) error {
	p, err := s.turned(q)
	if err != nil || p == nil {
		return err
	}
	return q.OK(boardTemplate, p)
}

// turned works a board out in its turn: many at once would all take as long as all of
// them together. Nobody waits here for a slow line.
func (s *screen) turned(q *base.Request) (*boardPage, error) {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-q.Context().Done():
		return nil, q.Context().Err()
	}
	return s.compose(q)
}

// compose makes the page of a board; nil where the browser was sent elsewhere.
func (s *screen) compose(q *base.Request) (*boardPage, error) {
	a, err := s.read(q)
	if err != nil {
		return nil, err
	}
	found, err := q.FindUnits(q.URL.Query().Get("tim"), a.toUnit)
	if err != nil {
		return nil, err
	}
	if len(found) == 1 {
		return nil, q.Go(found[0].Href)
	}
	b, plan, err := a.ask("")
	if err != nil {
		return nil, err
	}
	p := &boardPage{}
	if a.free && b.Empty && b.LastYear != "" {
		// Nothing yet this year: the last year with data says more than an empty page.
		if a.set.Period, err = period.Parse(b.LastYear, a.set.Period.Calendar); err != nil {
			return nil, err
		}
		if b, plan, err = a.ask(""); err != nil {
			return nil, err
		}
	}
	p.Frame = q.Frame(a.def.Title)
	p.Here = "/"
	p.Period = a.periodName(a.set.Period)
	p.Context = a.context(found)
	p.Notes = b.Notes
	p.Choices = a.indicators()
	p.At = q.Site.Now().In(period.VietNam).Format("15:04 02/01/2006")
	p.Enter = q.Ledger().MayAt(q.Actor, access.Enter, a.unit.ID) || q.Ledger().Has(q.Actor, access.Enter)
	for _, f := range b.Tiles {
		t := tile{Figure: f, Spark: template.HTML(f.Spark.SVG())}
		for _, l := range f.Lines {
			t.Lines = append(t.Lines, line{l, share(l.Share)})
		}
		p.Tiles = append(p.Tiles, t)
	}
	for _, d := range b.Charts {
		x, err := s.draw(a, d, plan)
		if err != nil {
			return nil, err
		}
		switch {
		case d.By == indicator.ByMonth:
			p.Months = &x
		case d.By == indicator.ByUnit:
			if x.Map || slices.ContainsFunc(d.Table.Rows, func(r board.Row) bool { return !r.Own }) {
				p.Units = &x
			}
		case len(x.All) > 0:
			p.Codes = append(p.Codes, x)
		}
	}
	if b.Waiting > 0 {
		p.Notes = append(p.Notes, q.Word("facts.waiting", "n", q.Int(b.Waiting)))
	}
	if b.Empty {
		p.Empty = b.LastYear == ""
		p.Begins = p.Empty && q.Ledger().MayAdminister(q.Actor) == nil
		p.NoData = q.Word("board.no_data", "period", p.Period)
	}
	if err := a.work(p); err != nil {
		return nil, err
	}
	return p, nil
}

func (a *asked) context(found []choice) context {
	c := context{Unit: a.set.UnitName, Period: a.periodName(a.set.Period), Find: a.q.URL.Query().Get("tim"), Found: found,
		Calendar: a.q.Word("web.board.calendar." + string(a.set.Period.Calendar)), Map: a.q.Word("web.board.map." + a.set.Map)}
	c.Own, c.Above, c.Below = a.q.Around(a.unit, a.toUnit)
	c.Years, c.Spans, c.Parts = a.periods()
	c.Calendars, c.Maps = a.calendars(), a.mapsOf()
	for _, name := range []string{"u", "p", "c", "m", "i"} {
		if v := a.q.URL.Query().Get(name); v != "" {
			c.Keep = append(c.Keep, pair{name, v})
		}
	}
	return c
}

// work fills in what is to be done and the newest records.
func (a *asked) work(p *boardPage) error {
	q := a.q
	list, err := q.Ledger().Todo(q.Context(), q.Actor)
	if err != nil {
		return err
	}
	if list.Waiting > 0 {
		t := todo{Tone: "warn", Icon: "i-clock", Href: "/so?s=submitted", Text: q.Word("web.board.todo.approve", "n", q.Int(list.Waiting))}
		if r := list.Oldest; r != nil {
			t.Href = base.Link("/so/"+string(r.Def.Name), "s", "submitted")
			t.Note = q.Word("web.board.todo.oldest", "day", r.Last.VN(), "unit", q.UnitOn(r.Unit, base.DayOf(r)))
		}
		p.Todo = append(p.Todo, t)
	}
	own := func(list []*register.Record, tone, icon, key string) {
		for i, r := range list {
			if i == 3 {
				p.Todo = append(p.Todo, todo{Tone: tone, Icon: icon, Text: q.Word(key+".more", "n", q.Int(int64(len(list)-3))), Href: "/so/" + string(r.Def.Name)})
				break
			}
			p.Todo = append(p.Todo, todo{Tone: tone, Icon: icon, Text: q.NameOf(r), Href: base.RecordPath(r.ID), Note: q.Word(key), When: base.DayOf(r).VN()})
		}
	}
	own(list.Returned, "bad", "i-return", "web.board.todo.returned")
	own(list.Drafts, "", "i-pen", "web.board.todo.draft")

	if !q.Ledger().MayAt(q.Actor, access.ReadRecords, a.unit.ID) {
		return nil
	}
	newest, err := q.Ledger().List(q.Context(), q.Actor, ledger.ListQuery{Register: a.def.Latest, Unit: a.set.Unit, Limit: latest,
		States: []register.State{register.Submitted, register.Approved}})
	if err != nil {
		return err
	}
	p.Book = base.Link("/so/"+string(a.def.Latest), "u", a.set.Unit)
	for _, r := range newest.Records {
		p.Latest = append(p.Latest, a.item(r))
	}
	return nil
}

func (a *asked) item(r *register.Record) item {
	day := base.DayOf(r)
	it := item{Title: a.q.NameOf(r), Href: base.RecordPath(r.ID), Where: a.q.UnitOn(r.Place, day) + " · " + day.VN()}
	it.Number, it.Unit = a.people(r)
	return it
}

// people is the first number of a record that has parts, such as women: whom it reached.
func (a *asked) people(r *register.Record) (number, unit string) {
	cat := a.q.Site.Catalog()
	figures := r.Def.Figures(r.Values, cat.Attr)
	for i, m := range r.Def.Measures {
		hasParts := slices.ContainsFunc(r.Def.Measures, func(o register.Measure) bool { return o.PartOf == m.ID })
		if !hasParts || !figures[i].Applies || !figures[i].Has {
			continue
		}
		number = vn.Number(figures[i].N, string(figures[i].Q), a.q.Lang)
		for _, n := range cat.Indicators() { // it counts in the word of the indicator that shows it
			if d := cat.Indicator(n); !d.Ratio() && d.Numerator.String() == string(r.Def.Name)+"."+m.ID {
				return number, a.q.Word(d.Unit)
			}
		}
		return number, a.q.Word("register." + string(r.Def.Name) + ".measure." + m.ID)
	}
	return "", ""
}

// mostLinked is up to how many rows each number of a table of units is a link. Of more,
// those of the columns that are not drawn are reached by the heads of their columns:
// links for all of 3 x 168 would make the page heavier than it may be.
const mostLinked = 100

// draw draws a chart for both widths and puts its table beside it.
func (s *screen) draw(a *asked, d board.Drawing, plan *board.Plan) (drawing, error) {
	x := drawing{Drawing: d}
	get := func(format string) string {
		return "/tai/bang" + strings.TrimPrefix(a.link(), "/") + "&bieu=" + d.Name + "&dang=" + format
	}
	x.XLSX, x.CSV = get("xlsx"), get("csv")
	switch {
	case d.Bars != nil:
		x.SVG = get("svg")
		wide, narrow := *d.Bars, *d.Bars
		wide.Width, wide.Height, wide.ID = 616, 240, d.Name+"-w"
		narrow.Width, narrow.Height, narrow.ID = 296, 200, d.Name+"-n"
		x.Wide, x.Narrow = drawn(wide.SVG()), drawn(narrow.SVG())
	case d.Rows != nil:
		x.SVG = get("svg")
		wide, narrow := *d.Rows, *d.Rows
		wide.Width, narrow.Width = 452, 296
		x.Wide, x.Narrow = drawn(wide.SVG()), drawn(narrow.SVG())
	case d.By == indicator.ByUnit:
		if len(d.Table.Rows) > 0 {
			x.SVG = get("svg")
		}
		if err := s.place(a, &x); err != nil {
			return x, err
		}
	}
	for _, r := range d.Table.Rows {
		all := a.rowOf(d, r)
		for i := range all.Cells {
			if d.By == indicator.ByUnit && !d.Table.Columns[i+1].Chosen && len(d.Table.Rows) > mostLinked {
				all.Cells[i].Href = ""
			}
		}
		x.All = append(x.All, all)
	}
	shown := d.Table.Rows
	if d.Table.Short != nil {
		shown = d.Table.Short
	}
	for _, r := range shown {
		x.Shown = append(x.Shown, a.rowOf(d, r))
	}
	if d.Table.Total != nil {
		sum := a.rowOf(d, *d.Table.Total)
		sum.Total = true
		x.Sum = &sum
	}
	return x, nil
}

// The links of a chart, each up to its end, and what is written in one.
var (
	links   = regexp.MustCompile(`(?s)<a class="c-link".*?</a>`)
	written = regexp.MustCompile(`(?s)<text .*?</text>`)
)

// drawn is a chart for a page. A link in it says in its label what it leads to, in
// whole words: the pieces that are drawn ("T3", "184") stand behind it and are not read.
func drawn(svg string) template.HTML {
	return template.HTML(links.ReplaceAllStringFunc(svg, func(a string) string {
		texts := strings.Join(written.FindAllString(a, -1), "")
		return written.ReplaceAllString(a, "") + strings.ReplaceAll(texts, "<text ", `<text aria-hidden="true" `)
	}))
}

// rowOf is a row as the page shows it.
func (a *asked) rowOf(d board.Drawing, r board.Row) row {
	out := row{Name: r.Name, Href: r.Href}
	if d.By == indicator.ByUnit && r.Code != "" && !r.Own {
		if u, ref := a.row(r.Code); u != nil {
			out.Href = a.unitLink(ref)
		}
	}
	for i, v := range r.Cells {
		c := cell{Text: v.String(), Href: v.Href, None: v.None}
		col := d.Table.Columns[i+1]
		if col.Share {
			c.Share = share(v.Raw)
		}
		// On phones the chosen column and the first stay.
		c.Wide = d.By == indicator.ByUnit && i > 0 && !col.Chosen && i == len(r.Cells)-1
		out.Cells = append(out.Cells, c)
	}
	return out
}

// share is a share as the width of a balance, "" for none.
func share(v *float64) string {
	if v == nil {
		return ""
	}
	return strconv.FormatFloat(*v, 'f', 1, 64)
}

// unitLink leads to the board of a unit with the same period, calendar and indicator.
func (a *asked) unitLink(ref string) string {
	m := ""
	if a.set.Map == indicator.MapThen && !strings.Contains(ref, "@") {
		m = a.set.Map
	}
	return a.link("u", ref, "m", m)
}

// place draws the map beside the units, where there is one of that day.
func (s *screen) place(a *asked, x *drawing) error {
	if !x.Drawing.Map {
		return nil
	}
	width := 416
	if a.unit.ID == unit.VN { // it is taller, and wants more beside its table
		width, x.Nation = 488, true
	}
	drawn, err := s.mapSVG(a, x, width)
	if err != nil || drawn == "" {
		return err
	}
	x.Map, x.Wide = true, template.HTML(drawn)
	return nil
}

// mapSVG draws the map; "" where the atlas has none of the units on that day.
func (s *screen) mapSVG(a *asked, x *drawing, width int) (string, error) {
	chosen := slices.IndexFunc(x.Table.Columns[1:], func(c board.Column) bool { return c.Chosen })
	m := land.Map{Of: "board", Unit: a.unit, Day: a.mapDay(), Label: x.Title + ", " + a.set.UnitName, Width: width,
		Share: a.q.Site.Catalog().Indicator(a.set.Chosen).Ratio(), Full: a.rowName}
	for _, r := range x.Table.Rows {
		if r.Code != "" && !r.Own {
			m.Rows = append(m.Rows, land.Place{Code: r.Code, Value: r.Cells[chosen].Raw, Few: r.Few, Text: r.Cells[chosen].String()})
		}
	}
	m.Name = func(code string) string {
		if u, _ := a.row(code); u != nil {
			if v, ok := u.At(a.mapDay()); ok {
				return v.Name
			}
		}
		return code
	}
	m.Href = func(code string) string {
		if code == "" {
			return a.unitLink("")
		}
		if u, ref := a.row(code); u != nil {
			return a.unitLink(ref)
		}
		return ""
	}
	drawn, err := s.land.Draw(a.q, m)
	if err != nil {
		return "", err
	}
	x.Bounds, x.Cells = drawn.Bounds, drawn.Cells
	return drawn.SVG, nil
}
