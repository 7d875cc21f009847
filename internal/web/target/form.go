package target

import (
	"cmp"
	"net/http"
	"slices"
	"strconv"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// filled is a set as somebody typed it.
type filled struct {
	First, Last, Act, Day string
	Rows                  []typed
}

// typed is one row of it: the texts of its columns by their ids.
type typed struct {
	N   int    // of the row in the form, from 1
	Was string // the code that it had; "" for a new one
	Raw register.Input
}

var columns = card.ColumnIDs()

const (
	spare   = 4   // empty rows at the end of a form
	mostRow = 300 // rows that are read of one form: more than a set may have
)

// read reads a form: the years, the act, and rows as "3.code", without gaps.
func read(q *base.Request) filled {
	get := func(name string) string { return vn.Clean(q.PostFormValue(name)) }
	f := filled{First: get("first"), Last: get("last"), Act: get("act"), Day: get("day")}
	for n := 1; n <= mostRow; n++ {
		at := strconv.Itoa(n) + "."
		if _, ok := q.PostForm[at+"code"]; !ok {
			break
		}
		r := typed{N: n, Was: get(at + "was"), Raw: register.Input{}}
		for _, c := range columns {
			r.Raw[c] = get(at + c)
		}
		f.Rows = append(f.Rows, r)
	}
	return f
}

// headFaults are what must be mended above the rows of a form.
type headFaults struct{ YearsFault, ActFault, DayFault string }

// take puts faults where they stand.
func (h *headFaults) take(faults []mend) {
	for _, f := range faults {
		switch f.Field {
		case "years":
			h.YearsFault = f.Here
		case "act":
			h.ActFault = f.Here
		case "day":
			h.DayFault = f.Here
		}
	}
}

// empty tells a row in which nothing was written.
func (r *typed) empty() bool {
	return !slices.ContainsFunc(columns, func(c string) bool { return r.Raw[c] != "" })
}

// mend is what must be mended: in which field, what the list above the form says, and
// what stands at the field itself, whose place is seen.
type mend struct{ Field, Text, Here string }

func mended(q *base.Request, field string, f *fault.Error) mend {
	text := sentence(q, f)
	return mend{field, text, text}
}

// head reads what stands above the rows. Where the years can't be read, the rows are
// judged by those of the programme.
func (f *filled) head(q *base.Request, p *score.Programme, s *score.Set) (faults []mend) {
	years, err := card.Years(f.First + ".." + cmp.Or(f.Last, f.First))
	if err != nil {
		faults = append(faults, mended(q, "years", fault.New(fault.Invalid, "web.target.years.fault", "first", p.Years[0], "last", p.Years[1])))
		years = p.Years
	} else if years[0] < p.Years[0] || years[1] > p.Years[1] {
		faults = append(faults, mended(q, "years", fault.New(fault.Invalid, "score.set.years", "first", p.Years[0], "last", p.Years[1])))
		years = p.Years
	}
	s.Years = years
	if s.Act = f.Act; s.Act == "" {
		faults = append(faults, mended(q, "act", fault.New(fault.Invalid, "score.set.act")))
	}
	if f.Day != "" {
		if s.ActDay, err = period.ParseDay(f.Day); err != nil {
			for _, one := range fault.All(err) {
				faults = append(faults, mended(q, "day", one))
			}
		}
	}
	return faults
}

// set reads what was typed, with all faults at once. A row whose code was emptied is left out.
func (f *filled) set(q *base.Request, p *score.Programme, of unit.ID) (*score.Set, []mend) {
	cat := q.Site.Catalog()
	s := &score.Set{Unit: of, Programme: p.Name}
	faults := f.head(q, p, s)
	var unread fault.List
	for i := range f.Rows {
		r := &f.Rows[i]
		if r.Raw["code"] == "" {
			if r.Was == "" && !r.empty() {
				unread = append(unread, fault.New(fault.Invalid, "web.target.no_code").In(r.N, "code"))
			}
			continue
		}
		row, bad := card.Row(cat, p, r.N, r.Raw, func(c string) string { return c })
		unread = append(unread, bad...)
		s.Rows = append(s.Rows, row)
	}
	var err error
	if len(unread) > 0 {
		err = unread
	}
	for _, one := range fault.All(card.Check(cat, "", p, s, err)) {
		field := ""
		if one.Place.Row != 0 {
			field = strconv.Itoa(one.Place.Row) + "-" + one.Place.Column
		}
		if one.Key == "score.set.act_long" {
			field = "act"
		}
		faults = append(faults, mend{field, place(q, one), sentence(q, one)})
	}
	return s, faults
}

// place is what a fault says behind the row and the column that it stands in.
func place(q *base.Request, f *fault.Error) string {
	if f.Place.Row == 0 {
		return sentence(q, f)
	}
	return q.Word("web.target.at", "row", strconv.Itoa(f.Place.Row), "column", card.Heading(q.Site.Catalog(), q.Lang, f.Place.Column), "text", sentence(q, f))
}

// filledOf is a set that is kept, as the form shows it.
func filledOf(q *base.Request, s *score.Set) filled {
	f := filled{First: strconv.Itoa(s.Years[0]), Last: strconv.Itoa(s.Years[1]), Act: s.Act}
	if s.ActDay != 0 {
		f.Day = s.ActDay.VN()
	}
	f.fill(q, s.Rows, true)
	return f
}

// fill writes rows into a form; kept tells that they are of a set that was kept.
func (f *filled) fill(q *base.Request, rows []score.SetRow, kept bool) {
	for i := range rows {
		r := typed{N: len(f.Rows) + 1, Raw: register.Input{}}
		if kept {
			r.Was = rows[i].Code
		}
		for _, c := range columns {
			r.Raw[c] = card.Cell(q.Site.Catalog(), q.Lang, &rows[i], c)
		}
		f.Rows = append(f.Rows, r)
	}
}

// change answers POST /bang-diem/chi-tieu/{id}: another set takes the place of the one
// that the person saw.
func change(q *base.Request) error {
	s, p, err := found(q)
	if err != nil {
		return err
	}
	if err := q.Ledger().MayAim(q.Actor, s.Unit); err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	seen, err := strconv.ParseInt(q.PostFormValue("seen"), 10, 64)
	if err != nil {
		return fault.New(fault.Invalid, "web.form")
	}
	f := read(q)
	page, err := kept(q, s, p)
	if err != nil {
		return err
	}
	page.edit(q, p, f, seen)
	return keep(q, page, p, s.Unit, f, seen)
}

// keep keeps what was typed, or shows it again with what must be mended.
func keep(q *base.Request, page *setPage, p *score.Programme, of unit.ID, f filled, seen int64) error {
	next, faults := f.set(q, p, of)
	if seen != 0 { // first of all: what is to be mended may have been mended by another
		was, err := q.Ledger().TargetSet(q.Context(), seen)
		if err != nil {
			return err
		}
		if was.Unit != of || was.Programme != p.Name {
			return fault.New(fault.NotFound, "score.set.unknown")
		}
		if was.Ended != nil {
			return overtaken(q, page, p, was, f, next)
		}
	}
	if len(faults) > 0 {
		page.tell(faults)
		return q.Show(http.StatusUnprocessableEntity, setTemplate, page)
	}
	err := q.Ledger().SetTargets(q.Context(), q.Actor, next, seen)
	told := fault.All(err)
	switch {
	case err == nil:
		return q.Go(setPath(next.ID) + "?xong=targets_kept")
	case len(told) == 0 || told[0].Kind == fault.Forbidden:
		return err
	case told[0].Key == "score.set.changed":
		was, err := q.Ledger().TargetSet(q.Context(), seen)
		if err != nil {
			return err
		}
		return overtaken(q, page, p, was, f, next)
	}
	status := http.StatusUnprocessableEntity
	for _, one := range told {
		field := ""
		if one.Key == "score.set.overlap" {
			field, status = "years", http.StatusConflict
		}
		faults = append(faults, mended(q, field, one))
	}
	page.tell(faults)
	return q.Show(status, setTemplate, page)
}

// overtaken shows what was typed again, where the set that the person saw is no longer
// in force, with what is. What is kept next takes the place of that.
func overtaken(q *base.Request, page *setPage, p *score.Programme, was *ledger.KeptSet, f filled, next *score.Set) error {
	all, err := allOf(q, p.Name, was.Unit)
	if err != nil {
		return err
	}
	known, err := people(q, all)
	if err != nil {
		return err
	}
	now := inForce(all, was.Years)
	if by := successor(all, was); by != nil && by.Ended == nil {
		now = by
	}
	page.Against = nil
	if now == nil {
		page.edit(q, p, f, 0)
		page.tell([]mend{{Text: q.Word("web.target.overtaken.dropped", "when", moment(*was.Ended))}})
		return q.Show(http.StatusConflict, setTemplate, page)
	}
	page.edit(q, p, f, now.ID)
	page.Against = differences(q, &now.Set, next)
	page.AgainstTitle = q.Word("web.target.overtaken.against")
	page.tell([]mend{{Text: q.Word("web.target.overtaken", "who", who(now, known), "when", moment(now.At))}})
	return q.Show(http.StatusConflict, setTemplate, page)
}

// difference is what is otherwise in one place of two sets.
type difference struct{ What, Old, New string }

// differences tells what one set has otherwise than the one before it.
func differences(q *base.Request, old, next *score.Set) (out []difference) {
	cat := q.Site.Catalog()
	none := q.Word("web.none")
	say := func(what, a, b string) {
		if a != b {
			out = append(out, difference{what, cmp.Or(a, none), cmp.Or(b, none)})
		}
	}
	say(q.Word("web.target.years"), span(old.Years), span(next.Years))
	say(q.Word("web.target.act.label"), act(q, old), act(q, next))
	find := func(s *score.Set, code string) *score.SetRow {
		if i := slices.IndexFunc(s.Rows, func(r score.SetRow) bool { return r.Code == code }); i >= 0 {
			return &s.Rows[i]
		}
		return nil
	}
	there, gone := q.Word("web.target.there"), q.Word("web.target.gone")
	for i := range next.Rows {
		r := &next.Rows[i]
		o := find(old, r.Code)
		if o == nil {
			say(q.Word("web.target.target", "code", r.Code), gone, there)
			continue
		}
		for _, c := range columns[1:] {
			say(r.Code+" · "+card.Heading(cat, q.Lang, c), card.Cell(cat, q.Lang, o, c), card.Cell(cat, q.Lang, r, c))
		}
	}
	for i := range old.Rows {
		if code := old.Rows[i].Code; find(next, code) == nil {
			say(q.Word("web.target.target", "code", code), there, gone)
		}
	}
	return out
}
