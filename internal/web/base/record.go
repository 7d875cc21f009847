package base

import (
	"net/url"
	"strconv"
	"strings"

	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// State is how the state of a record is shown: class, icon and word.
type State struct{ Class, Icon, Word string }

// StateOf is the state of a record; a duplicate is merged, whatever else it is.
func (q *Request) StateOf(r *register.Record) State {
	if r.Lead != 0 && r.State != register.Void {
		return q.State("merged")
	}
	return q.State([...]string{"draft", "draft", "waiting", "returned", "approved", "void"}[r.State])
}

// State is a state of records by its class.
func (q *Request) State(class string) State {
	return State{class, "g-" + class, q.Word("web.state." + class)}
}

// RecordPath is where the page of a record is.
func RecordPath(id register.ID) string { return "/ban-ghi/" + strconv.FormatInt(int64(id), 10) }

// BookPath is where the list of a register is.
func BookPath(name register.Name) string { return "/so/" + string(name) }

// NewsPath is where the articles of an outlet are, by its reference.
func NewsPath(ref string) string { return "/bai/" + url.PathEscape(ref) }

// Register is the register that the address names, as it is now.
func (q *Request) Register() (*register.Definition, error) {
	name := register.Name(q.PathValue("register"))
	if def := q.Site.Catalog().Latest(name); def != nil {
		return def, nil
	}
	return nil, ledger.UnknownRegister(q.Site.Catalog(), name)
}

// RegisterByHand is the register that the address names, where people may write in it.
func (q *Request) RegisterByHand() (*register.Definition, error) {
	def, err := q.Register()
	if err != nil {
		return nil, err
	}
	return def, ledger.ByHand(def)
}

// NameField is the field that names a record for people; nil if the register has none.
func NameField(def *register.Definition) *register.Field {
	for _, id := range []string{"title", "name"} {
		if f := def.Field(id); f != nil && f.Kind == register.KindText {
			return f
		}
	}
	return nil
}

// FormOf is what kind of thing a record tells of: the first of its codes.
func (q *Request) FormOf(r *register.Record) string {
	for _, f := range r.Def.Fields {
		if f.Kind == register.KindCode && f.By {
			if c := r.Values[f.ID].Codes; len(c) > 0 {
				return q.Code(f, c[0])
			}
			return ""
		}
	}
	return ""
}

// NameOf is what a record is called: its name, else its kind, else who reports it.
func (q *Request) NameOf(r *register.Record) string {
	if f := NameField(r.Def); f != nil {
		if t := r.Values[f.ID].Text; t != "" {
			return t
		}
	}
	if form := q.FormOf(r); form != "" {
		return form
	}
	return q.UnitOn(r.Unit, DayOf(r))
}

// Code is what a code of a field is called.
func (q *Request) Code(f *register.Field, code string) string {
	if l := q.Site.Catalog().List(f.List); l != nil {
		if c := l.Code(code); c != nil {
			return c.Name(q.Lang)
		}
	}
	return code
}

// DayOf is the day by which the units of a record are named.
func DayOf(r *register.Record) period.Day {
	if r.Kind == register.Stock {
		return r.First
	}
	return r.Last
}

// UnitOn is what a unit was called on a day.
func (q *Request) UnitOn(id unit.ID, day period.Day) string {
	u := q.Ledger().Tree().Unit(id)
	if u == nil {
		return ""
	}
	if v, ok := u.At(day); ok {
		return v.FullName
	}
	return q.UnitName(id)
}

// UnitPath is the page of a unit, by the code that it bears on a day.
func (q *Request) UnitPath(id unit.ID, day period.Day) string {
	u := q.Ledger().Tree().Unit(id)
	if u == nil {
		return ""
	}
	if last := u.Last(); last != 0 && last < q.Today() {
		if day == 0 || day > last || day < u.First() {
			day = last
		}
		return "/don-vi/" + string(u.Code) + "@" + day.String()
	}
	return "/don-vi/" + string(u.Code)
}

// Days are the days of a record as people read them: one, a span, or since when.
func Days(first, last period.Day) string {
	switch {
	case first == last || first == 0:
		return last.VN()
	case last == 0:
		return first.VN() + " –"
	case first.Year() == last.Year():
		return first.VN()[:5] + " – " + last.VN()
	}
	return first.VN() + " – " + last.VN()
}

// DaysOf are the days of a record.
func DaysOf(r *register.Record) string {
	if r.Kind == register.Stock {
		return Days(r.First, r.Closed)
	}
	return Days(r.First, r.Last)
}

// Figure is a number of a record with its word; what was said in words stays so; ""
// where nothing was told.
func (q *Request) Figure(f *register.Field, n *register.Number) string {
	switch {
	case n == nil:
		return ""
	case n.Words != "":
		return n.Words
	case f.Money:
		return strings.TrimSuffix(vn.Number(0, string(n.Q), q.Lang), "0") + vn.Money(n.N, q.Lang)
	}
	return vn.Number(n.N, string(n.Q), q.Lang)
}

// NumberOf is what a record says in a number field, with what an empty field stands
// for; nil where nothing was told.
func NumberOf(f *register.Field, r *register.Record) *register.Number {
	if n := r.Values[f.ID].Number; n != nil {
		return n
	}
	if f.Default != nil && (r.Kind == register.Event || r.Kind == register.Stock) {
		return &register.Number{N: *f.Default}
	}
	return nil
}

// Share is a part of a whole in percent, "52,9 %", and the width of its bar; "" where
// it can't be told.
func (q *Request) Share(part, whole float64) (text, width string) {
	if whole <= 0 || part > whole {
		return "", ""
	}
	share := part / whole
	text = vn.Percent(share, 1, q.Lang)
	if q.Lang == "vi" {
		text = strings.Replace(text, "%", "\u00a0%", 1)
	}
	return text, strconv.FormatFloat(share*100, 'f', 1, 64)
}

// OfWomen tells whether a field or measure counts the women of a whole.
func OfWomen(id string) bool { return id == "women" || strings.HasSuffix(id, "_women") }
