package main

import (
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

func factsCommand(fs *flag.FlagSet) func(*app, []string) error {
	names := fs.String("indicator", "", "")
	unit := fs.String("unit", "", "")
	from := fs.String("from", "", "")
	to := fs.String("to", "", "")
	by := fs.String("by", "", "")
	calendar := fs.String("calendar", "admin", "")
	maps := fs.String("map", "", "")
	split := fs.String("split", indicator.SplitNone, "")
	stage := fs.String("stage", "", "")
	var where []string
	fs.Func("where", "", func(s string) error {
		where = append(where, s)
		return nil
	})
	asJSON := fs.Bool("json", false, "")
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		q := indicator.Question{Unit: *unit, Map: *maps, Split: *split, By: list(*by), Calendar: period.Calendar(*calendar), Waiting: true}
		for _, n := range list(*names) {
			q.Indicators = append(q.Indicators, indicator.Name(n))
		}
		var bad string
		var ok bool
		if q.Where, bad, ok = indicator.ParseWhere(strings.Join(where, ";")); !ok || slices.Contains(where, "") {
			return usage{"cli.where", bad}
		}
		switch {
		case len(q.Indicators) == 0:
			return usage{"cli.missing", "--indicator"}
		case *unit == "":
			return usage{"cli.missing", "--unit"}
		case *from == "":
			return usage{"cli.missing", "--from"}
		case *to == "":
			return usage{"cli.missing", "--to"}
		case !slices.Contains([]period.Calendar{period.Admin, period.Civil, period.School}, q.Calendar):
			return usage{"cli.calendar", *calendar}
		case !slices.Contains([]string{"", indicator.MapToday, indicator.MapThen, indicator.MapComparable}, *maps):
			return fault.New(fault.Usage, "question.map", "map", *maps)
		case *split != indicator.SplitNone && *split != indicator.SplitDefault:
			return usage{"cli.split", *split}
		case *stage != "" && *stage != "approved":
			return usage{"cli.stage", *stage}
		}
		q.Approved = *stage == "approved"
		var err error
		if q.Window.First, err = period.ParseDay(*from); err != nil {
			return err
		}
		if q.Window.Last, err = period.ParseDay(*to); err != nil {
			return err
		}
		if err := a.ask(); err != nil {
			return err
		}
		answer, err := a.led.Facts(a.ctx, a.by, q)
		if err != nil {
			return err
		}
		if *asJSON {
			return a.factsJSON(q, answer)
		}
		return a.factsTable(q, answer)
	}
}

func list(s string) []string {
	var out []string
	for _, p := range strings.Split(s, ",") {
		if p = strings.TrimSpace(p); p != "" {
			out = append(out, p)
		}
	}
	return out
}

// factsJSON writes an answer in the shape of design section 6. Keys are written
// in a fixed order, so that the same facts give the same bytes.
func (a *app) factsJSON(q indicator.Question, ans *indicator.Answer) error {
	rows := make([]object, 0, len(ans.Rows))
	for _, r := range ans.Rows {
		o := object{{"of", r.Of}, {"unit", r.Unit}, {"indicator", r.Indicator}, {"value", number(r.Value)},
			{"qualifier", r.Qualifier}, {"not_given", r.NotGiven}, {"marks", append([]string{}, r.Marks...)}}
		if a.cat.Indicator(r.Indicator).Ratio() {
			o = append(o, member{"numerator", number(r.Numerator)}, member{"denominator", number(r.Denominator)})
		}
		if r.Record != 0 {
			o = append(o, member{"record", strconv.FormatInt(int64(r.Record), 10)}, member{"stated", number(r.Stated)},
				member{"state", r.State}, member{"basis", r.Basis}, member{"source", r.Source}, member{"paper", r.Paper})
		}
		for _, k := range q.By {
			if k != indicator.ByUnit {
				o = append(o, member{k, r.Keys[k]})
			}
		}
		rows = append(rows, o)
	}
	totals := func(list []indicator.Total, beside bool) []object {
		out := make([]object, 0, len(list))
		for _, t := range list {
			o := object{{"record", strconv.FormatInt(int64(t.Record), 10)}, {"unit", t.Unit}, {"indicator", t.Indicator},
				{"from", t.From.String()}, {"to", t.To.String()}, {"value", number(t.Value)}, {"qualifier", t.Qualifier}}
			if beside {
				o = append(o, member{"below", number(t.Below)}, member{"difference", difference(t)})
			}
			out = append(out, o)
		}
		return out
	}
	answer := object{{"rows", rows}, {"left_out", totals(ans.LeftOut, false)}, {"beside", totals(ans.Beside, true)},
		{"waiting", ans.Waiting}}
	data, err := json.Marshal(answer)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s\n", data)
	return err
}

func difference(t indicator.Total) *json.Number {
	if t.Value == nil || t.Below == nil {
		return nil
	}
	d := *t.Value - *t.Below
	return number(&d)
}

// number writes whole numbers without exponent or point.
func number(v *float64) *json.Number {
	if v == nil {
		return nil
	}
	n := json.Number(strconv.FormatFloat(*v, 'f', -1, 64))
	return &n
}

// object is a JSON object that keeps the order of its members.
type object []member

type member struct {
	key   string
	value any
}

// MarshalJSON writes the members in their order.
func (o object) MarshalJSON() ([]byte, error) {
	var b strings.Builder
	b.WriteByte('{')
	for i, m := range o {
		if i > 0 {
			b.WriteByte(',')
		}
		v, err := json.Marshal(m.value)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", m.key, v)
	}
	b.WriteByte('}')
	return []byte(b.String()), nil
}

// factsTable writes an answer for people.
func (a *app) factsTable(q indicator.Question, ans *indicator.Answer) error {
	var table [][]string
	head := []string{a.say("facts.indicator")}
	for _, k := range q.By {
		head = append(head, a.keyName(k))
	}
	table = append(table, append(head, a.say("facts.value"), a.say("facts.note")))
	for _, r := range ans.Rows {
		d := a.led.Catalog().Indicator(r.Indicator)
		line := []string{a.say("indicator." + string(r.Indicator))}
		for _, k := range q.By {
			line = append(line, a.keyText(q, k, r.Keys[k]))
		}
		line = append(line, a.valueText(d, r.Value, r))
		var notes []string
		if r.NotGiven > 0 {
			notes = append(notes, a.say("facts.not_given", "n", vn.Int(r.NotGiven, a.lang)))
		}
		for _, m := range r.Marks {
			notes = append(notes, a.say("mark."+m))
		}
		if r.Beside() {
			notes = append(notes, a.say("declared.beside", "value", a.valueText(d, r.Stated, indicator.Row{State: r.State})))
		}
		table = append(table, append(line, strings.Join(notes, "; ")))
	}
	writeTable(a.out, table)
	for _, n := range ans.Notes {
		fmt.Fprintln(a.out, a.cat.Book().Tell(a.lang, n.Key, n.Args...))
	}
	for _, t := range ans.LeftOut {
		fmt.Fprintln(a.out, a.totalText("facts.left_out", t))
	}
	for _, t := range ans.Beside {
		fmt.Fprintln(a.out, a.totalText("facts.beside", t))
	}
	if ans.Waiting > 0 {
		fmt.Fprintln(a.out, a.say("facts.waiting", "n", vn.Int(ans.Waiting, a.lang)))
	}
	return nil
}

func (a *app) keyText(q indicator.Question, key, value string) string {
	if value == "" {
		if key == indicator.ByUnit || key == indicator.ByPlace {
			return a.say("mark.unallocated")
		}
		return "–"
	}
	if key == indicator.ByUnit || key == indicator.ByPlace {
		return a.rowUnit(q, value)
	}
	if c := a.cat.CodeName(a.lang, key, value); c != "" {
		return c
	}
	return value
}

// rowUnit is the name that a row's unit bears on the map of the question; of an area,
// those of its units.
func (a *app) rowUnit(q indicator.Question, code string) string {
	if q.Map == indicator.MapComparable {
		if codes := a.led.Tree().Codes(unit.Code(code)); len(codes) > 1 {
			names := make([]string, len(codes))
			for i, c := range codes {
				names[i] = a.rowUnit(q, string(c))
			}
			return strings.Join(names, " + ")
		}
	}
	tree, day, ref := a.led.Tree(), a.led.Today(), code
	if u, at, err := tree.Resolve(q.Unit, day); err == nil && (q.Map == indicator.MapThen || q.Map == "" && at != 0) {
		if day = q.Window.Last; at != 0 && u.Last() != 0 {
			day = min(day, u.Last())
		}
		ref = code + "@" + day.String()
	}
	name, own := code, code
	if u, _, err := tree.Resolve(ref, a.led.Today()); err == nil {
		if v, ok := u.At(day); ok {
			name = v.FullName
			own = report.PlaceName(a.cat.Book(), a.lang, v.Type, v.Name)
		}
	}
	if asked, _, _ := strings.Cut(q.Unit, "@"); strings.EqualFold(asked, code) { // its own bodies, not all that is below it
		return a.say("report.row.own", "unit", own)
	}
	return name
}

// keyName is the head of a column of keys: a step of time or place, or a field.
func (a *app) keyName(key string) string {
	if a.cat.Book().Has(a.lang, "facts.by."+key) {
		return a.say("facts.by." + key)
	}
	if def, _ := a.byField(key); def != nil {
		return a.heading(def, key)
	}
	return key
}

// byField finds the first register that is broken down by a field.
func (a *app) byField(id string) (*register.Definition, *register.Field) {
	for _, n := range a.cat.Registers() {
		if f := a.cat.Latest(n).Field(id); f != nil && f.By {
			return a.cat.Latest(n), f
		}
	}
	return nil, nil
}

func (a *app) valueText(d *indicator.Definition, v *float64, r indicator.Row) string {
	switch {
	case v == nil && r.NothingArising:
		return a.say("facts.nothing_arising")
	case v == nil && r.State != "": // published without a value
		return a.say("declared.state." + r.State)
	case v == nil:
		return a.say("facts.no_data")
	case d.YesNo():
		return a.say(d.Answer(*v))
	case d.Ratio():
		text := vn.Dec(*v, d.Decimals, a.lang)
		if d.Percent() {
			text += "\u00a0%"
		}
		if r.Qualifier != register.Exact {
			return a.say("report.qualifier."+string(r.Qualifier), "number", text)
		}
		return text
	case d.Money:
		text := vn.Money(int64(*v), a.lang)
		if r.Qualifier != register.Exact {
			return a.say("report.qualifier."+string(r.Qualifier), "number", text)
		}
		return text
	}
	return vn.Number(int64(*v), string(r.Qualifier), a.lang)
}

func (a *app) totalText(key string, t indicator.Total) string {
	args := []string{"indicator", a.say("indicator." + string(t.Indicator)), "unit", a.unitThen(t.Unit, t.To),
		"from", t.From.VN(), "to", t.To.VN(), "value", vn.Number(int64(*t.Value), string(t.Qualifier), a.lang)}
	if t.Below != nil {
		args = append(args, "below", vn.Int(int64(*t.Below), a.lang))
	} else {
		args = append(args, "below", a.say("facts.no_data"))
	}
	return a.say(key, args...)
}

// unitThen is what the unit with a code was called on a day.
func (a *app) unitThen(code unit.Code, d period.Day) string {
	for _, ref := range []string{string(code), string(code) + "@" + d.String()} {
		if u, _, err := a.led.Tree().Resolve(ref, a.led.Today()); err == nil {
			if v, ok := u.At(d); ok {
				return v.FullName
			}
		}
	}
	return string(code)
}

// writeTable writes columns padded to the widest cell, by letters and not bytes.
func writeTable(w io.Writer, rows [][]string) {
	var width []int
	for _, r := range rows {
		for i, c := range r {
			if i >= len(width) {
				width = append(width, 0)
			}
			width[i] = max(width[i], len([]rune(c)))
		}
	}
	for _, r := range rows {
		var b strings.Builder
		for i, c := range r {
			b.WriteString(c)
			if i < len(r)-1 {
				b.WriteString(strings.Repeat(" ", width[i]-len([]rune(c))+2))
			}
		}
		fmt.Fprintln(w, strings.TrimRight(b.String(), " "))
	}
}
