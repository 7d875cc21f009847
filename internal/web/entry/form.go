package entry

import (
	"html/template"
	"net/http"
	"slices"
	"strings"
	"unicode/utf8"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// formPage is the form of a record.
type formPage struct {
	*base.Frame
	Action   string // where it is sent
	Faults   []base.Fault
	Warnings []warning
	Agreed   []string // warnings that were shown: with them it is kept
	Keep     string   // the button that was pressed when they came
	Conflict *conflict
	When     *part
	Days     string // over the last day, which most records do not need
	Groups   []part
	Rare     *part // groups that few records need
	Send     string
	Draft    bool // may be kept as a draft
	Next     bool // may be followed by another one
	NextWord string
	Seen     int // the version that is being corrected; 0: a new record
	Reason   *field
	Back     string
	Tally    *tally
	Typed    bool   // it comes back with what was typed and is not kept
	Needs    string // what a draft must have, where one was refused
	Returned *returned

	fields   []*field
	old      *register.Record // that is added up already and is corrected
	def      *register.Definition
	env      register.Env
	approves bool // who sends it may approve it, and does so at once
}

// returned is why a record came back, who returned it and when.
type returned struct{ Why, Who, At string }

// part is the fields under one heading.
type part struct {
	Number int
	Head   string
	Fields []*field
}

// warning is what a person should look at before the record is kept.
type warning struct {
	Text  string
	Links []pair // to the records that it is about
}

// option is a choice of a control.
type option struct {
	Value, Name string
	Chosen      bool
}

// field is one column with its controls.
type field struct {
	P        *formPage
	Column   string // column, in the id of the element
	Name     string // of the control
	Kind     string // how it is drawn
	Label    string
	Help     string
	Fault    string
	Optional bool
	Short    bool
	Keys     string // inputmode
	Text     string
	Options  []option // of a select, of radios, of check boxes, or the whole list
	From     string   // where a picker asks
	Many     bool
	Offer    []option // what the text may mean
	More     *field   // of the first day: the last one, which most records do not need

	Words          []option // before a number
	MayNone, None  bool
	Unit           string
	Of             string // control of the whole
	ShareOf, Above string // sentences with holes
	Share          string
	Indent, Dedent int // fields "trong đó" that begin before it and end behind it
	Filled         bool
}

// Described are the attributes that tie a control to its fault and its help.
func (f *field) Described() template.HTMLAttr {
	if f.Fault != "" {
		return `aria-invalid="true" ` + f.DescribedAll()
	}
	return f.DescribedAll()
}

// DescribedAll are those of a group of controls, which can't be invalid itself.
func (f *field) DescribedAll() template.HTMLAttr {
	var by []string
	if f.Fault != "" {
		by = append(by, "x-"+f.Column)
	}
	if f.Help != "" {
		by = append(by, "h-"+f.Column)
	}
	if by == nil {
		return ""
	}
	return template.HTMLAttr(`aria-describedby="` + strings.Join(by, " ") + `"`)
}

// wide lists are searched, short ones are chosen from.
const (
	shortList = 12
	fewCodes  = 3
	fewRunes  = 34 // in all names, so that they fit a phone
)

// draw makes the page of a form as it stands.
func draw(q *base.Request, title string, def *register.Definition, s sheet, problems register.Problems) *formPage {
	p := &formPage{Frame: q.Frame("web.fail.title"), def: def, env: q.Ledger().Env(q.Lang), Action: q.URL.Path, Draft: true, Typed: q.Method == http.MethodPost}
	p.Title, p.Here, p.Back = title, "/so", base.BookPath(def.Name)
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.book"), Path: "/so"}, {Name: q.Word("register." + string(def.Name)), Path: p.Back}}
	p.When = &part{Number: 1, Head: q.Word("web.entry.when"), Fields: p.when(q, s)}
	var rare []part
	for _, f := range def.Fields {
		if n := len(p.Groups); n == 0 || p.Groups[n-1].Head != f.Group {
			i := slices.IndexFunc(p.Groups, func(g part) bool { return g.Head == f.Group })
			if i < 0 {
				p.Groups = append(p.Groups, part{Head: f.Group})
			}
		}
		i := slices.IndexFunc(p.Groups, func(g part) bool { return g.Head == f.Group })
		p.Groups[i].Fields = append(p.Groups[i].Fields, p.field(q, f, s[f.ID]))
	}
	all := slices.Concat(p.When.Fields, fieldsOf(p.Groups))
	p.fields = all
	faults := map[string][]string{}
	for _, f := range problems.Faults() {
		column := f.Place.Column
		text := said(q, f)
		faults[column] = append(faults[column], text)
		if slices.Contains(columns(def), column) {
			text = labelOf(all, column, q.Word(def.Heading(column))) + ": " + text
		} else {
			column = ""
		}
		p.Faults = append(p.Faults, base.Fault{Field: column, Text: text})
	}
	for _, f := range all {
		for _, f := range []*field{f, f.More} {
			if f != nil {
				f.Fault = strings.Join(faults[f.Column], " ")
				f.offer(q, s, problems)
			}
		}
	}
	for _, g := range p.Groups {
		needed := slices.ContainsFunc(g.Fields, func(f *field) bool { return !f.Optional || f.Kind == "number" || f.Filled || f.Fault != "" })
		if !needed {
			rare = append(rare, g)
		}
	}
	p.Groups = slices.DeleteFunc(p.Groups, func(g part) bool {
		return slices.ContainsFunc(rare, func(r part) bool { return r.Head == g.Head })
	})
	for i := range p.Groups {
		g := &p.Groups[i]
		g.Number, g.Head = i+2, q.Word("group."+g.Head)
		g.Fields = nest(g.Fields, s, q)
	}
	if len(rare) > 0 {
		p.Rare = &part{Fields: fieldsOf(rare)}
		var names []string
		for _, f := range p.Rare.Fields {
			names = append(names, vn.Small(f.Label))
		}
		if len(names) > 4 {
			names = append(names[:4], "…")
		}
		p.Rare.Head = q.Word("web.entry.more", "names", strings.Join(names, ", "))
	}
	u := p.unit(q, s)
	p.approves = u != 0 && q.Ledger().MayAt(q.Actor, access.Approve, u)
	p.Send = q.Word(cond(p.approves, "web.entry.approve", "web.entry.send"))
	return p
}

func fieldsOf(parts []part) []*field {
	var out []*field
	for _, g := range parts {
		out = append(out, g.Fields...)
	}
	return out
}

// labelOf is what the field of a column is called in the form, else its heading.
func labelOf(all []*field, column, heading string) string {
	for _, f := range all {
		if f.Column == column {
			return f.Label
		}
		if f.More != nil && f.More.Column == column {
			return f.More.Label
		}
	}
	return heading
}

// said is the sentence of a fault without its column, which stands over it. Of some a
// form says otherwise what sheets say of columns.
func said(q *base.Request, f *fault.Error) string {
	bare := *f
	bare.Place = fault.Place{}
	if own := "web.entry.say." + f.Key; q.Site.Catalog().Book().Has("vi", own) {
		bare.Key = own
	}
	return q.Site.Catalog().Book().Fault(q.Lang, &bare)
}

// column begins the field of a column.
func (p *formPage) column(q *base.Request, id string, t typed) *field {
	key := p.def.Heading(id)
	f := &field{P: p, Column: id, Name: control(id), Label: q.Word(key), Text: t.Text, Filled: t.Text != "" || t.None}
	if q.Site.Catalog().Book().Has("vi", key+".help") {
		f.Help = q.Word(key + ".help")
	}
	return f
}

// when are the fields that every register has: who, where and on which days.
func (p *formPage) when(q *base.Request, s sheet) []*field {
	first := p.column(q, register.ColumnFirst, s[register.ColumnFirst])
	last := p.column(q, register.ColumnLast, s[register.ColumnLast])
	kind := vn.Fold(s[register.ColumnKind].Text)
	first.Kind, first.Short, first.Help, first.Keys = "text", true, q.Word("web.entry.day.help"), "numeric"
	last.Kind, last.Short, last.Optional, last.Keys = "text", true, true, "numeric"
	first.More, p.Days = last, q.Word("web.entry.ended")
	if !p.def.Stock {
		p.Days = q.Word("web.entry.days")
		first.Label = q.Word("web.entry.day")
	}
	out := []*field{first}
	if u := p.who(q, s); u != nil {
		out = append(out, u)
	}
	place := p.column(q, register.ColumnPlace, s[register.ColumnPlace])
	place.Kind, place.From, place.Optional = "pick", "/tim/don-vi?o=place", true
	place.Help = q.Word("web.entry.place.help")
	out = append(out, place)
	switch {
	case p.def.Stated != nil: // always of a period, whole
		first.Label, first.Help, first.Keys = q.Word("web.entry.period"), q.Word("web.entry.period_help"), ""
	case p.def.Totals:
		k := p.column(q, register.ColumnKind, s[register.ColumnKind])
		k.Kind, k.Optional = "kind", true
		for _, o := range []string{"event", "rest", "whole"} {
			value := o
			if o == "event" {
				value = ""
			}
			chosen := kind == value || kind == vn.Fold(q.Word("kind."+o))
			k.Options = append(k.Options, option{value, q.Word("web.entry.kind." + o), chosen})
			k.Filled = k.Filled && !(o == "event" && chosen)
		}
		if k.Filled {
			first.Keys, last.Keys = "", ""
		}
		out = append(out, k)
	}
	return out
}

// who is the field of the unit that reports; nil where the person has but one, which
// the ledger takes by itself.
func (p *formPage) who(q *base.Request, s sheet) *field {
	f := p.column(q, register.ColumnUnit, s[register.ColumnUnit])
	f.Kind, f.From = "pick", "/tim/don-vi?ghi=1&o=unit"
	own := p.own(q)
	if own == 0 {
		return f
	}
	u := q.Ledger().Tree().Unit(own)
	if f.Text == "" {
		f.Text, f.Filled = register.UnitText(own, p.env), true
	}
	if f.Text == register.UnitText(own, p.env) && u.Level != unit.Province && len(q.Ledger().Tree().Children(own, q.Today())) == 0 {
		f.Kind = "fixed"
	}
	return f
}

// own is the one unit for which the person may enter; 0: there are several, or it
// is the country, which reports nothing itself.
func (p *formPage) own(q *base.Request) unit.ID {
	list, err := q.Ledger().Enters(q.Actor)
	if err != nil || len(list) != 1 || list[0] == unit.VN {
		return 0
	}
	return list[0]
}

// unit is who reports in the form as it stands, 0 where that can't be told.
func (p *formPage) unit(q *base.Request, s sheet) unit.ID {
	text := s[register.ColumnUnit].Text
	if text == "" {
		return p.own(q)
	}
	u, err := q.Ledger().Tree().Lookup(text, unit.VN, s.day(q))
	if err != nil {
		return 0
	}
	return u.ID
}

// day is the day by which units are named, today where none can be read.
func (s sheet) day(q *base.Request) period.Day {
	for _, c := range []string{register.ColumnLast, register.ColumnFirst} {
		if d, err := period.ParseDay(day(strings.TrimSpace(s[c].Text))); err == nil {
			return d
		}
	}
	return q.Today()
}

// field makes the controls of a field of the register.
func (p *formPage) field(q *base.Request, def *register.Field, t typed) *field {
	f := p.column(q, def.ID, t)
	f.Optional = !def.Required
	switch def.Kind {
	case register.KindText:
		f.Kind = "text"
		if def.Long {
			f.Kind, f.Help = "long", strings.TrimSpace(f.Help+" "+q.Word("web.entry.private"))
		}
	case register.KindDate:
		f.Kind, f.Short, f.Keys = "text", true, "numeric"
	case register.KindNumber, register.KindDecimal:
		p.number(q, f, def, t)
	case register.KindCode, register.KindCodes:
		p.codes(q, f, def, t)
	case register.KindUnit, register.KindUnits:
		f.Kind, f.From, f.Many = "pick", "/tim/don-vi?o="+def.ID, def.Kind == register.KindUnits
	case register.KindYesNo:
		f.Kind = "seg"
		text := vn.Fold(t.Text)
		f.Options = []option{{"", q.Word("web.entry.unsaid"), text == ""}}
		for _, v := range []string{"yes", "no"} {
			word := q.Word("check.word_" + v)
			f.Options = append(f.Options, option{v, vn.Capital(word), text == v || text == vn.Fold(word)})
		}
	}
	return f
}

func (p *formPage) number(q *base.Request, f *field, def *register.Field, t typed) {
	f.Kind, f.Keys = "number", "numeric"
	if def.Words {
		f.Keys = ""
	}
	if def.Kind == register.KindDecimal {
		f.Keys = "decimal"
	}
	for _, w := range []string{"", "more", "less", "about"} {
		f.Words = append(f.Words, option{w, q.Word("web.entry.q." + cond(w == "", "exact", w)), w == t.Q})
	}
	f.MayNone = !def.Required && def.Default == nil && (def.Measure != "" || def.Route != nil)
	f.None = t.None
	f.Of = def.PartOf
	switch key := p.def.Heading(def.ID) + ".unit"; {
	case def.Money:
		f.Unit = q.Word("web.entry.money")
	case q.Site.Catalog().Book().Has("vi", key):
		f.Unit = q.Word(key)
	}
}

func (p *formPage) codes(q *base.Request, f *field, def *register.Field, t typed) {
	list := q.Site.Catalog().List(def.List)
	if list == nil {
		f.Kind = "text"
		return
	}
	var chosen []string // names
	for _, part := range strings.FieldsFunc(t.Text, func(r rune) bool { return r == ';' || r == '|' || r == '\n' }) {
		if part = vn.Clean(part); part == "" {
			continue
		}
		if c, ok := list.Find(part); ok {
			part = c.Name(q.Lang)
		}
		chosen = append(chosen, part)
	}
	runes := 0
	for i := range list.Codes {
		if c := &list.Codes[i]; def.Takes(c.Code) {
			name := c.Name(q.Lang)
			runes += utf8.RuneCountInString(name)
			f.Options = append(f.Options, option{name, name, slices.Contains(chosen, name)})
		}
	}
	n := len(f.Options)
	several := def.Kind == register.KindCodes
	switch {
	case n > shortList:
		f.Kind, f.Many, f.Text = "pick", several, strings.Join(chosen, "; ")
		f.From = base.Link("/tim/ma/"+def.List, "field", string(p.def.Name)+"."+def.ID, "o", def.ID)
	case several:
		f.Kind = "checks"
	case n <= fewCodes && runes <= fewRunes:
		f.Kind = "seg"
		if f.Optional {
			f.Options = append([]option{{"", q.Word("web.entry.unsaid"), t.Text == ""}}, f.Options...)
		}
	default:
		f.Kind = "select"
		f.Options = append([]option{{"", "", t.Text == ""}}, f.Options...)
	}
	if f.Kind != "pick" { // what the list lacks is kept to be mended
		for _, c := range chosen {
			if !slices.ContainsFunc(f.Options, func(o option) bool { return o.Value == c }) {
				f.Options = append(f.Options, option{c, c, true})
			}
		}
	}
}

// nest puts each "trong đó" behind its whole, where that stands in the same group,
// and tells the shares that are known.
func nest(list []*field, s sheet, q *base.Request) []*field {
	in := func(id string) bool { return slices.ContainsFunc(list, func(f *field) bool { return f.Column == id }) }
	var out []*field
	var put func(f *field)
	put = func(f *field) {
		out = append(out, f)
		begun := false
		for _, g := range list {
			if g.Of != f.Column {
				continue
			}
			if !begun {
				g.Indent++
				begun = true
			}
			put(g)
		}
		if begun {
			out[len(out)-1].Dedent++
		}
	}
	for _, f := range list {
		if f.Of == "" || !in(f.Of) {
			put(f)
		}
	}
	for _, f := range out {
		if f.Of == "" {
			continue
		}
		part, errA := vn.ParseNumber(f.Text)
		whole, errB := vn.ParseNumber(s[f.Of].Text)
		if errA == nil && errB == nil && part.Words == "" && whole.Words == "" && f.Fault == "" {
			if share, _ := q.Share(float64(part.N), float64(whole.N)); share != "" {
				f.Share = q.Word("web.entry.share", "share", strings.TrimRight(share, "%\u00a0 "), "whole", s[f.Of].Text)
			}
		}
		f.ShareOf, f.Above = q.Word("web.entry.share"), q.Word("web.entry.above")
		f.Of = control(f.Of)
	}
	return out
}

// offered is how many units a text is said to mean at most.
const offered = 6

// offer gives what the text of a field of units may mean, where it means several
// units or none: they can be chosen without a script.
func (f *field) offer(q *base.Request, s sheet, problems register.Problems) {
	if f.Kind != "pick" && f.Kind != "fixed" || !strings.HasPrefix(f.From, "/tim/don-vi") {
		return
	}
	tree, d := q.Ledger().Tree(), s.day(q)
	for _, bad := range problems.Faults() {
		if bad.Place.Column != f.Column || !strings.HasPrefix(bad.Key, "unit.") {
			continue
		}
		text := arg(bad, "text")
		var found []*unit.Unit
		add := func(u *unit.Unit) {
			if _, ok := u.At(d); ok && len(found) < offered && !slices.Contains(found, u) &&
				(f.Column != register.ColumnUnit || q.Ledger().MayAt(q.Actor, access.Enter, u.ID)) {
				found = append(found, u)
			}
		}
		for _, u := range tree.Search(text, d, 40) {
			add(u)
			for _, other := range slices.Concat(tree.Successors(u.ID), tree.Predecessors(u.ID)) {
				if _, ok := u.At(d); !ok {
					add(other)
				}
			}
		}
		for _, u := range found {
			name := register.UnitText(u.ID, f.P.env)
			value := name
			if f.Many {
				value = strings.Replace(f.Text, text, name, 1)
			}
			f.Offer = append(f.Offer, option{Value: value, Name: tree.Path(u.ID, d)})
		}
		if len(f.Offer) > 0 {
			f.Kind = "pick"
			return
		}
	}
}

// arg is a value in the sentence of a fault.
func arg(f *fault.Error, name string) string {
	for i := 0; i+1 < len(f.Args); i += 2 {
		if f.Args[i] == name {
			return f.Args[i+1]
		}
	}
	return ""
}

// warn puts the warnings that nobody has agreed to yet on the page; false: there are none.
func (p *formPage) warn(q *base.Request, pre *ledger.Preview, agreed []string) bool {
	for _, w := range pre.Problems.Warnings() {
		mark := markOf(w)
		p.Agreed = append(p.Agreed, mark)
		if slices.Contains(agreed, mark) {
			continue
		}
		one := warning{Text: said(q, w)}
		switch w.Key {
		case "near.record":
			one.Text = q.Word("web.entry.near")
			for _, r := range pre.Near {
				one.Links = append(one.Links, pair{q.NameOf(r) + " · " + q.UnitOn(r.Unit, base.DayOf(r)) + " · " + base.DaysOf(r), base.RecordPath(r.ID)})
			}
			if len(one.Links) == 0 { // of a body whose records are not his to read
				one.Text = vn.Capital(said(q, w))
			}
		case "near.total":
			one.Text = vn.Capital(one.Text)
			one.Links = []pair{{q.Word("web.entry.open"), "/ban-ghi/" + arg(w, "id")}}
		default:
			one.Text = q.Word(p.def.Heading(w.Place.Column)) + ": " + one.Text
		}
		p.Warnings = append(p.Warnings, one)
	}
	return len(p.Warnings) > 0
}

func cond(ok bool, a, b string) string {
	if ok {
		return a
	}
	return b
}
