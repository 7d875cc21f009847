package record

import (
	"net/http"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// showPage is one record.
type showPage struct {
	*base.Frame
	Path    string
	Version int
	State   base.State
	Since   string // when it came to its state
	Refused string // why a verb was not done
	Reload  bool   // somebody else changed it meanwhile

	Next   string // record that waits next, after one was approved
	NextOf string

	Ask     string // head of the sheet of buttons
	Note    string
	Reason  string // for which it was returned or voided
	Main    *button
	Buttons []button
	Quiet   []button
	Dialogs []askForm

	Article string // the page of the article that wrote it, "" for none

	Groups     []group
	Counts     []link
	Merged     *link // of a duplicate: its lead
	Near       *near
	Duplicates []link
	Apart      []apart
	Journal    []line
}

// button does an act, or leads to the page that asks for its reason.
type button struct {
	Path, Icon, Word, Dialog string
	Post, Danger             bool
}

type link struct{ Path, Word, Note string }

// apart is a record that was told apart from this one.
type apart struct {
	link
	ID, Who string
	Back    bool // may be taken back
}

// group is the values under one heading of the form.
type group struct {
	Word  string
	Pairs []pair
}

// pair is one value.
type pair struct {
	Name, Text, Note string
	Path             string // where it leads
	Out              bool   // to another site
	Part, Strong     bool
	None             bool
	Width            string // of the bar of women
	Long             bool
}

// near is a record that may tell of the same event, side by side with this one.
type near struct {
	ID, Path, Unit, Merge string
	Apart                 bool // may be told apart
	Rows                  []nearRow
	Same, All             int
	More                  []link
}

type nearRow struct {
	Name, This, That string
	Same             bool
}

// line of the journal.
type line struct {
	Word, When, Who, Why string
	Bad                  bool
	Diff                 []diff
	Batch                *link
}

type diff struct{ Name, Was, Now string }

var showTemplate = withForm(base.Parse(files, "show", &showPage{}))

// show answers GET /ban-ghi/{id}.
func (s *screen) show(q *base.Request) error {
	return s.page(q, http.StatusOK, "", false)
}

// page draws a record; refused is why a verb was not done to it.
func (s *screen) page(q *base.Request, code int, refused string, reload bool) error {
	shown, err := q.Ledger().Show(q.Context(), q.Actor, id(q))
	if err != nil {
		return err
	}
	r := shown.Record
	p := &showPage{Frame: q.Frame("web.record.title"), Path: base.RecordPath(r.ID), Version: r.Version, State: q.StateOf(r), Refused: refused, Reload: reload}
	p.Title, p.Here = q.NameOf(r), "/so"
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.book"), Path: "/so"}, {Name: q.Word("register." + string(r.Def.Name)), Path: base.BookPath(r.Def.Name)},
		{Name: base.DaysOf(r)}, {Name: q.UnitOn(r.Unit, base.DayOf(r))}}
	if article := ledger.ArticleOf(r); article != 0 && r.State != register.Void {
		p.Article = "/bai/muc/" + strconv.FormatInt(article, 10)
	}
	p.journal(q, shown)
	p.acts(q, shown)
	p.values(q, r)
	p.counts(q, r)
	p.around(q, shown)
	if q.URL.Query().Get("xong") == string(ledger.ActApprove) && p.Waiting > 0 {
		next, err := q.Ledger().NextWaiting(q.Context(), q.Actor)
		if err != nil {
			return err
		}
		if next != nil {
			p.Next, p.NextOf = base.RecordPath(next.ID), q.NameOf(next)+" · "+q.UnitOn(next.Unit, base.DayOf(next))+" · "+base.DaysOf(next)
		}
	}
	return q.Show(code, showTemplate, p)
}

// acts is the sheet of what one may do now.
func (p *showPage) acts(q *base.Request, s *ledger.Shown) {
	r := s.Record
	has := func(a ledger.Act) bool { return slices.Contains(s.Acts, a) }
	state := p.State.Class
	p.Ask, p.Note = q.Word("web.record.ask."+state), q.Word("web.record.note."+state)
	if state == "waiting" && has(ledger.ActApprove) {
		p.Ask, p.Note = q.Word("web.record.ask.approve"), q.Word("web.record.note.approve", "what", figures(q, r))
	}
	if (state == "draft" || state == "returned") && !has(ledger.ActSubmit) {
		p.Note = q.Word("web.record.note.theirs")
	}
	mine := false // who returned it may mend it himself, but another is meant to
	if l := s.Returned(); state == "returned" && l != nil {
		mine = ledger.ActorName(l.Actor) == q.Actor.Name && ledger.ActorName(s.History[0].Actor) != q.Actor.Name
	}
	if mine {
		p.Note = q.Word("web.record.note.theirs")
	}
	for _, v := range verbs {
		if !has(v.act) || v.act == ledger.ActLink && len(s.Near) > 0 { // the sheet of the likely one has the button
			continue
		}
		b := button{Path: p.Path + "/" + v.path, Icon: v.icon, Word: q.Word(v.word()), Post: !v.why, Danger: v.act == ledger.ActVoid}
		if v.act == ledger.ActSubmit && r.State == register.Returned {
			b.Word = q.Word("web.record.verb.again")
		}
		if v.why && v.act != ledger.ActRedact && v.act != ledger.ActLink {
			b.Dialog = "d-" + v.path
			p.Dialogs = append(p.Dialogs, newAsk(p.Frame, v, s))
		}
		switch {
		case mine && v.act == ledger.ActSubmit:
			p.Quiet = append(p.Quiet, b)
		case v.act == ledger.ActApprove || v.act == ledger.ActSubmit:
			p.Main = &b
		case v.act == ledger.ActReturn && state == "waiting" || v.act == ledger.ActUnlink || v.act == ledger.ActRestore:
			p.Buttons = append(p.Buttons, b)
		default:
			p.Quiet = append(p.Quiet, b)
		}
	}
	if has(ledger.ActCorrect) {
		b := button{Path: p.Path + "/sua", Icon: "i-pen", Word: q.Word("web.record.verb.correct")}
		if state == "draft" || state == "returned" {
			b.Word = q.Word("web.record.verb.edit")
		}
		if (state == "draft" || state == "returned") && !mine {
			p.Buttons = append([]button{b}, p.Buttons...)
		} else {
			p.Quiet = append([]button{b}, p.Quiet...)
		}
	}
	made := map[register.State][]string{register.Returned: {"return"}, register.Void: {"void", "take_back"}}[r.State]
	for _, l := range slices.Backward(s.History) { // the act that made it what it is: others have reasons of their own
		if slices.Contains(made, l.Verb) {
			p.Reason = l.Why
			break
		}
	}
}

// figures says the first numbers of a record in words: "1 buổi truyền thông, 85 lượt…".
func figures(q *base.Request, r *register.Record) string {
	var out []string
	given := r.Def.Figures(r.Values, q.Site.Catalog().Attr)
	for i, m := range r.Def.Measures {
		g := given[i]
		if m.PartOf != "" || !g.Has || len(out) == 2 {
			continue
		}
		n := vn.Number(g.N, string(g.Q), q.Lang)
		if m.Money {
			n = vn.MoneyWords(g.N, q.Lang)
		}
		out = append(out, n+" "+vn.Lower(q.Word("register."+string(r.Def.Name)+".measure."+m.ID)))
	}
	return strings.Join(out, ", ")
}

// values are what the record says, in the order of its form.
func (p *showPage) values(q *base.Request, r *register.Record) {
	day := base.DayOf(r)
	where := group{Word: q.Word("web.record.where")}
	add := func(column, text, path string) {
		if text != "" {
			where.Pairs = append(where.Pairs, pair{Name: q.Word(r.Def.Heading(column)), Text: text, Path: path})
		}
	}
	switch {
	case r.Kind == register.Stock:
		add(register.ColumnFirst, r.First.VN(), "")
		add(register.ColumnLast, r.Closed.VN(), "")
	case r.First == r.Last:
		where.Pairs = append(where.Pairs, pair{Name: q.Word("web.record.day"), Text: r.Last.VN()})
	default:
		where.Pairs = append(where.Pairs, pair{Name: q.Word("web.record.days"), Text: base.DaysOf(r)})
	}
	add(register.ColumnPlace, q.UnitOn(r.Place, day), q.UnitPath(r.Place, day))
	add(register.ColumnUnit, q.UnitOn(r.Unit, day), q.UnitPath(r.Unit, day))
	switch r.Kind {
	case register.Rest:
		add(register.ColumnKind, q.Word("kind.rest"), "")
	case register.Whole:
		add(register.ColumnKind, q.Word("kind.whole"), "")
	}
	p.Groups = []group{where}
	for _, f := range r.Def.Fields {
		v, ok := p.value(q, r, f)
		if !ok {
			continue
		}
		word := q.Word("group." + f.Group)
		if n := len(p.Groups); p.Groups[n-1].Word != word {
			p.Groups = append(p.Groups, group{Word: word})
		}
		g := &p.Groups[len(p.Groups)-1]
		g.Pairs = append(g.Pairs, v)
	}
	key := ledger.KeyOf(r)
	last := &p.Groups[len(p.Groups)-1]
	if key != "" && key[0] != '@' && key[0] != '#' { // those we made ourselves say nothing to people
		last.Pairs = append(last.Pairs, pair{Name: q.Word("column.row_key"), Text: key})
	}
	last.Pairs = append(last.Pairs, pair{Name: q.Word("export.record"), Text: strconv.FormatInt(int64(r.ID), 10)})
}

// value is what a record says in a field; false where it says nothing and that is
// not worth telling.
func (p *showPage) value(q *base.Request, r *register.Record, f *register.Field) (pair, bool) {
	out := pair{Name: q.Word(r.Def.Heading(f.ID))}
	v, given := r.Values[f.ID]
	switch f.Kind {
	case register.KindNumber:
		if f.Route != nil && r.Def.MeasureOf(f, r.Values, q.Site.Catalog().Attr) == "" {
			return out, false
		}
		n := base.NumberOf(f, r)
		out.Part = f.PartOf != ""
		if n == nil {
			if f.Measure == "" && f.Route == nil {
				return out, false
			}
			out.Text, out.None = q.Word("web.record.none"), true
			return out, true
		}
		out.Text, out.Strong = q.Figure(f, n), !out.Part
		if whole := r.Def.Field(f.PartOf); whole != nil && n.Words == "" {
			if w := base.NumberOf(whole, r); w != nil && w.Words == "" {
				var width string
				if out.Note, width = q.Share(float64(n.N), float64(w.N)); base.OfWomen(f.ID) {
					out.Width = width
				}
			}
		}
		return out, true
	case register.KindDecimal:
		if v.Number == nil {
			return out, false
		}
		out.Text, out.Strong = r.Def.Text(f, r.Values, q.Ledger().Env(q.Lang), q.Lang), true
		return out, true
	case register.KindText:
		out.Text, out.Long = v.Text, f.Long
		if v.Text == ledger.Redacted {
			out.Note = q.Word("web.record.redacted")
		}
		if (strings.HasPrefix(v.Text, "https://") || strings.HasPrefix(v.Text, "http://")) && !strings.ContainsAny(v.Text, " \n") {
			out.Path, out.Out = v.Text, true
		}
		return out, v.Text != ""
	case register.KindUnit, register.KindUnits:
		var names []string
		for _, u := range v.Units {
			names = append(names, q.UnitOn(u, base.DayOf(r)))
		}
		if len(v.Units) == 1 {
			out.Path = q.UnitPath(v.Units[0], base.DayOf(r))
		}
		out.Text = strings.Join(names, "; ")
		return out, out.Text != ""
	}
	if given {
		out.Text = register.Text(f, v, q.Ledger().Env(q.Lang), q.Lang)
	}
	return out, out.Text != ""
}

// counts are where the record is among what adds up: the lists of its year and
// campaign, and the plain indicators of its register.
func (p *showPage) counts(q *base.Request, r *register.Record) {
	if r.State != register.Submitted && r.State != register.Approved || r.Lead != 0 || r.Kind == register.Whole {
		return
	}
	tree := q.Ledger().Tree()
	u := tree.Unit(r.Unit)
	if u == nil {
		return
	}
	ref := strings.TrimPrefix(q.UnitPath(r.Unit, base.DayOf(r)), "/don-vi/")
	cal := r.Def.Calendar
	if cal == "" {
		cal = period.Admin
	}
	year := period.Of(cal, period.Year, base.DayOf(r))
	named := func(key string) string {
		t, err := period.Parse(key, cal)
		if err != nil {
			return key
		}
		word, args := t.Words()
		return vn.Capital(q.Word(word, args...))
	}
	p.Counts = append(p.Counts, link{Path: base.Link(base.BookPath(r.Def.Name), "u", ref, "p", year.Key), Word: named(year.Key)})
	action := "action-" + strconv.Itoa(r.Last.Year())
	if t, err := period.Parse(action, cal); err == nil && r.Kind == register.Event && t.Window.Contains(r.Last) {
		p.Counts = append(p.Counts, link{Path: base.Link(base.BookPath(r.Def.Name), "u", ref, "p", action), Word: named(action)})
	}
	given := r.Def.Figures(r.Values, q.Site.Catalog().Attr)
	cat := q.Site.Catalog()
	for _, name := range cat.Indicators() {
		d := cat.Indicator(name)
		if d.Ratio() || len(d.Where) > 0 || len(p.Counts) > 5 {
			continue
		}
		names := d.Numerator.Names()
		if len(names) != 1 || names[0].Register != r.Def.Name || names[0].Whole {
			continue
		}
		if i := r.Def.Measure(names[0].Measure); i < 0 || !given[i].Has || r.Def.Measures[i].PartOf != "" || d.OverTime == indicator.AddsNone {
			continue
		}
		p.Counts = append(p.Counts, link{Path: base.Link("/facts", "indicator", string(name), "unit", ref, "from", year.Window.First.String(),
			"to", year.Window.Last.String(), "calendar", string(cal)), Word: q.Word("indicator." + string(name))})
	}
}

// around is what the record repeats, what repeats it, and what may be the same.
func (p *showPage) around(q *base.Request, s *ledger.Shown) {
	about := func(d ledger.Duplicate) link {
		out := link{Word: q.UnitOn(d.Unit, d.Day) + ", " + d.Day.VN(), Note: q.Word("web.record.number", "id", strconv.FormatInt(int64(d.ID), 10))}
		if d.Record != nil {
			out.Path, out.Word = base.RecordPath(d.ID), q.NameOf(d.Record)
			out.Note = q.UnitOn(d.Unit, d.Day) + " · " + base.DaysOf(d.Record)
		}
		return out
	}
	if s.Lead != nil {
		l := about(*s.Lead)
		p.Merged = &l
	}
	for _, d := range s.Duplicates {
		p.Duplicates = append(p.Duplicates, about(d))
	}
	for _, a := range s.Apart {
		p.Apart = append(p.Apart, apart{about(a.Duplicate), strconv.FormatInt(int64(a.ID), 10),
			q.Word("web.record.apart.who", "who", person(q, s, a.Actor), "when", a.At.In(period.VietNam).Format("02/01/2006 15:04")),
			a.Record != nil && q.Ledger().MayTellApart(q.Actor, s.Record, a.Record)})
	}
	if len(s.Near) == 0 {
		return
	}
	n := s.Near[0]
	p.Near = &near{ID: strconv.FormatInt(int64(n.ID), 10), Path: base.RecordPath(n.ID), Unit: q.UnitOn(n.Unit, base.DayOf(n)),
		Apart: q.Ledger().MayTellApart(q.Actor, s.Record, n)}
	if slices.Contains(s.Acts, ledger.ActLink) || slices.Contains(q.Ledger().Acts(q.Actor, n), ledger.ActLink) {
		p.Near.Merge = base.Link(p.Path+"/gop", "voi", p.Near.ID)
	}
	p.Near.Rows = beside(q, s.Record, n)
	for _, row := range p.Near.Rows {
		if p.Near.All++; row.Same {
			p.Near.Same++
		}
	}
	for _, n := range s.Near[1:] {
		p.Near.More = append(p.Near.More, about(ledger.Duplicate{ID: n.ID, Unit: n.Unit, Day: n.Last, Record: n}))
	}
}

// beside compares two records by what people tell events apart: days, place, the
// name, codes and numbers that either gives.
func beside(q *base.Request, a, b *register.Record) []nearRow {
	var out []nearRow
	add := func(name, this, that string) {
		if this != "" || that != "" {
			out = append(out, nearRow{name, this, that, this == that})
		}
	}
	add(q.Word("web.record.day"), base.DaysOf(a), base.DaysOf(b))
	add(q.Word("column.place"), q.UnitOn(a.Place, base.DayOf(a)), q.UnitOn(b.Place, base.DayOf(b)))
	add(q.Word("column.unit"), q.UnitOn(a.Unit, base.DayOf(a)), q.UnitOn(b.Unit, base.DayOf(b)))
	env := q.Ledger().Env(q.Lang)
	text := func(r *register.Record, f *register.Field) string {
		if f.Kind == register.KindNumber {
			return q.Figure(f, r.Values[f.ID].Number)
		}
		if _, ok := r.Values[f.ID]; ok {
			return r.Def.Text(f, r.Values, env, q.Lang)
		}
		return ""
	}
	for _, f := range a.Def.Fields {
		if f.Long || b.Def.Field(f.ID) == nil {
			continue
		}
		add(q.Word(a.Def.Heading(f.ID)), text(a, f), text(b, f))
	}
	return out
}

// journal is how the record came to be, the newest line first.
func (p *showPage) journal(q *base.Request, s *ledger.Shown) {
	later := s.Record
	for i := len(s.History) - 1; i >= 0; i-- {
		l := s.History[i]
		out := line{Word: q.Word("web.record.told." + l.Verb), Who: person(q, s, l.Actor), Why: l.Why, Bad: l.Verb == "return" || l.Verb == "void"}
		if !l.At.IsZero() {
			out.When = l.At.In(period.VietNam).Format("02/01/2006 15:04")
		}
		if l.Former != nil {
			for _, d := range q.Ledger().Differences(l.Former, later, q.Lang) {
				out.Diff = append(out.Diff, diff{q.Word(later.Def.Heading(d.Column)), orNone(q, d.Was), orNone(q, d.Now)})
			}
			if l.Verb == "submit" && l.Former.State == register.Returned {
				out.Word = q.Word("web.record.told.again")
			}
			later = l.Former
		}
		if l.Batch != nil {
			n := strconv.FormatInt(l.Batch.ID, 10)
			out.Batch = &link{Path: base.Link(base.BookPath(s.Record.Def.Name), "dot", n), Word: l.Batch.File}
		}
		p.Journal = append(p.Journal, out)
	}
	if len(p.Journal) > 0 {
		p.Since = p.Journal[0].When
	}
}

func orNone(q *base.Request, text string) string {
	if text == "" {
		return q.Word("web.record.empty")
	}
	return text
}

// person is who did something: the full name with the unit, else the account.
func person(q *base.Request, s *ledger.Shown, actor string) string {
	name := ledger.ActorName(actor)
	who := s.People[name]
	if who.FullName == "" {
		who.FullName = name
	}
	if who.Unit != 0 {
		if u := q.UnitName(who.Unit); u != "" {
			return who.FullName + ", " + u
		}
	}
	return who.FullName
}
