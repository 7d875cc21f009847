package ledger_test

import (
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// A story is a page that a colleague from the programme can read: steps in the
// words of the buttons, questions, and the answers that must come. Each line is
// a step; indented lines under it are what the step must say. After the last
// line facts are rebuilt and must not differ (design 5.15). The steps:
//
//	as ROLE UNIT                         who acts from here on ("as admin" to begin with)
//	organisation CODE seat=UNIT [under=CODE] [first=DAY] [last=DAY]
//	enter NAME REGISTER column=value ... NAME is how the story calls the record
//	draft NAME REGISTER column=value ... the same, not yet submitted
//	correct NAME column=value ...        only the columns named change
//	submit|approve NAME; return|void NAME WHY; link NAME LEAD; unlink NAME; redact NAME FIELD WHY
//	                                     correct, link and unlink have a reason unless the story says why=""
//	import REGISTER                      then one indented row a line: column=value ...
//	take_back                            the last import
//	facts INDICATOR,... UNIT FROM TO [by KEY,...] [civil|school] [then|comparable] [default] [approved]
//	average INDICATOR UNIT PERIOD        a year, with the divisor
//	joint REGISTER UNIT FROM TO          what the unit did together with others, counted by them
//	judge INDICATOR UNIT FROM TO OP THRESHOLD [margin N]; together STATE ...
//	show NAME                            state and values of the record
func TestStories(t *testing.T) {
	files, err := filepath.Glob("testdata/story/*.txt")
	if err != nil || len(files) != 15 {
		t.Fatalf("a story for each of the fifteen rules is wanted, found %d (%v)", len(files), err)
	}
	for _, f := range files {
		t.Run(strings.TrimSuffix(filepath.Base(f), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(f)
			if err != nil {
				t.Fatal(err)
			}
			storetest.Each(t, func(t *testing.T, open func() *store.DB) {
				s := newStory(t, open())
				s.tell(string(data))
				s.rebuilt()
			})
		})
	}
}

type story struct {
	t       *testing.T
	ctx     context.Context
	led     *ledger.Ledger
	by      access.Actor
	records map[string]register.ID
	names   map[register.ID]string
	batch   int64
}

func newStory(t *testing.T, db *store.DB) *story {
	return &story{t: t, ctx: context.Background(), led: newLedger(t, db), by: admin,
		records: map[string]register.ID{}, names: map[register.ID]string{}}
}

// tell runs the steps and compares what each says.
func (s *story) tell(text string) {
	s.t.Helper()
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimRight(lines[i], " ")
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		var under []string
		for i+1 < len(lines) && strings.HasPrefix(lines[i+1], "  ") {
			i++
			under = append(under, strings.Join(strings.Fields(lines[i]), " "))
		}
		said, err := s.step(words(line), under)
		if err != nil {
			said = append(said, faultText(err)...)
		}
		if words(line)[0] == "import" { // the rows it imports stand above what it must say
			under = slices.DeleteFunc(under, isRow)
		}
		if got, want := strings.Join(said, "\n"), strings.Join(under, "\n"); got != want {
			s.t.Errorf("line %d: %s\n said:\n%s\n want:\n%s", i+1, line, got, want)
		}
	}
}

// isRow tells a row of a sheet from what an import says.
func isRow(line string) bool {
	column, _, ok := strings.Cut(line, "=")
	return ok && !strings.ContainsAny(column, " !")
}

// words parts a line at spaces, but not within quotes.
func words(line string) []string {
	var out []string
	quoted, said, word := false, false, "" // said: "" is a word too
	for _, r := range strings.TrimSpace(line) + " " {
		switch {
		case r == '"':
			quoted, said = !quoted, true
		case r == ' ' && !quoted:
			if word != "" || said {
				out = append(out, word)
			}
			word, said = "", false
		default:
			word += string(r)
		}
	}
	return out
}

func columns(args []string) register.Input {
	raw := register.Input{}
	for _, a := range args {
		k, v, _ := strings.Cut(a, "=")
		raw[k] = v
	}
	return raw
}

func (s *story) step(w, under []string) ([]string, error) {
	verb, args := w[0], w[1:]
	switch verb {
	case "as":
		s.by = admin
		if args[0] != "admin" {
			s.by = s.actor(args[0], args[1])
		}
		return nil, nil
	case "organisation":
		row := columns(args[1:])
		row["code"], row["name"] = args[0], args[0]
		_, faults, err := s.led.DeclareOrganisations(s.ctx, admin, sheetOf(row), same)
		if len(faults) > 0 {
			err = fault.List(faults)
		}
		return nil, err
	case "enter", "draft":
		r, problems, err := s.led.Enter(s.ctx, s.by, register.Name(args[1]), ledger.Form{Raw: columns(args[2:]), Lang: "vi"}, verb == "draft")
		if r != nil {
			s.records[args[0]], s.names[r.ID] = r.ID, args[0]
		}
		return problemText(problems), err
	case "correct":
		return s.correct(args[0], columns(args[1:]))
	case "submit":
		return nil, s.led.Submit(s.ctx, s.by, s.records[args[0]], 0)
	case "approve":
		return nil, s.led.Approve(s.ctx, s.by, s.records[args[0]], 0)
	case "return":
		return nil, s.led.Return(s.ctx, s.by, s.records[args[0]], 0, args[1])
	case "void":
		return nil, s.led.Void(s.ctx, s.by, s.records[args[0]], 0, args[1])
	case "restore":
		return nil, s.led.Restore(s.ctx, s.by, s.records[args[0]], 0, args[1])
	case "link":
		return nil, s.led.Link(s.ctx, s.by, s.records[args[0]], 0, s.records[args[1]], reason(columns(args[2:])))
	case "unlink":
		return nil, s.led.Unlink(s.ctx, s.by, s.records[args[0]], 0, reason(columns(args[1:])))
	case "redact":
		return nil, s.led.Redact(s.ctx, s.by, s.records[args[0]], 0, args[1], args[2])
	case "import":
		return s.imports(register.Name(args[0]), under)
	case "take_back":
		out, err := s.led.TakeBack(s.ctx, s.by, s.batch, "nhầm tệp")
		if err != nil {
			return nil, err
		}
		return []string{fmt.Sprintf("voided %d, restored %d, left %d", out.Voided, out.Restored, out.Left)}, nil
	case "facts":
		return s.facts(args)
	case "average":
		return s.average(args)
	case "joint":
		return s.joint(args)
	case "judge":
		return s.judge(args)
	case "together":
		var parts []score.State
		for _, a := range args {
			parts = append(parts, score.State(a))
		}
		return []string{string(score.Together(parts))}, nil
	case "show":
		return s.show(args[0])
	}
	s.t.Fatalf("no such step: %s", verb)
	return nil, nil
}

func (s *story) actor(role, ref string) access.Actor {
	u, _, err := s.led.Tree().Resolve(ref, s.led.Today())
	if err != nil {
		s.t.Fatal(err)
	}
	return access.Actor{Account: 1, Name: role, Via: "test:" + role, Grants: []access.Grant{{Role: role, Unit: u.ID}}}
}

// reason takes the reason of a step out of its columns.
func reason(c register.Input) string {
	why, ok := c["why"]
	delete(c, "why")
	if !ok {
		return "nói lại cho đúng"
	}
	return why
}

func (s *story) correct(name string, change register.Input) ([]string, error) {
	old, err := s.led.Record(s.ctx, admin, s.records[name])
	if err != nil {
		return nil, err
	}
	raw := register.Print(old.Def, ledger.EntryOf(old), s.led.Env("vi"), "vi")
	why := reason(change)
	for k, v := range change {
		raw[k] = v
	}
	problems, err := s.led.Correct(s.ctx, s.by, old.ID, old.Version, ledger.Form{Raw: raw, Lang: "vi"}, why)
	return problemText(problems), err
}

func (s *story) imports(reg register.Name, under []string) ([]string, error) {
	var list []register.Input
	for _, line := range under {
		if isRow(line) {
			list = append(list, columns(words(line)))
		}
	}
	out, err := s.led.Import(s.ctx, s.by, sheetOf(list...), ledger.ImportOptions{Register: reg, File: "story.csv", Lang: "vi", Heading: same})
	if err != nil {
		return nil, err
	}
	var said []string
	for _, f := range append(out.Faults, out.Warnings...) {
		said = append(said, fmt.Sprintf("! row %d %s: %s", f.Place.Row, f.Place.Column, f.Key))
	}
	if len(out.Faults) == 0 {
		said = append(said, fmt.Sprintf("new %d, unchanged %d, corrected %d", out.New, out.Unchanged, out.Corrected))
	}
	if out.Batch != 0 {
		s.batch = out.Batch
	}
	return said, nil
}

func (s *story) facts(args []string) ([]string, error) {
	q := indicator.Question{Unit: args[1], Waiting: true}
	for _, n := range strings.Split(args[0], ",") {
		q.Indicators = append(q.Indicators, indicator.Name(n))
	}
	var err error
	if q.Window.First, err = period.ParseDay(args[2]); err != nil {
		return nil, err
	}
	if q.Window.Last, err = period.ParseDay(args[3]); err != nil {
		return nil, err
	}
	for i := 4; i < len(args); i++ {
		switch args[i] {
		case "by":
			i++
			q.By = strings.Split(args[i], ",")
		case "civil", "school":
			q.Calendar = period.Calendar(args[i])
		case "then", "today", "comparable":
			q.Map = args[i]
		case "default", "none":
			q.Split = args[i]
		case "approved":
			q.Approved = true
		default:
			s.t.Fatalf("facts: %s", args[i])
		}
	}
	a, err := s.led.Facts(s.ctx, s.by, q)
	if err != nil {
		return nil, err
	}
	var out []string
	for _, r := range a.Rows {
		line := ""
		if len(q.Indicators) > 1 {
			line = string(r.Indicator) + " "
		}
		for _, k := range q.By {
			line += strconv.Quote(r.Keys[k]) + " "
		}
		line += num(r.Value)
		if r.Numerator != nil && r.Denominator != nil {
			line += " = " + num(r.Numerator) + "/" + num(r.Denominator)
		}
		if r.Qualifier != "" {
			line += " " + string(r.Qualifier)
		}
		if r.NotGiven > 0 {
			line += fmt.Sprintf(", %d not given", r.NotGiven)
		}
		if r.Coverage != nil {
			line += fmt.Sprintf(", known for %d of %d", r.Coverage.Given, r.Coverage.Total)
		}
		if r.NothingArising && r.Record != 0 {
			line += " nothing arising"
		}
		if r.State != "" {
			line += " " + r.State
		}
		if r.Beside() {
			line += fmt.Sprintf(", declared %s as %s", s.names[r.Record], num(r.Stated))
		}
		if len(r.Marks) > 0 {
			line += " [" + strings.Join(r.Marks, " ") + "]"
		}
		out = append(out, line)
	}
	for _, t := range a.LeftOut {
		out = append(out, fmt.Sprintf("left out: %s %s..%s %s", s.names[t.Record], t.From, t.To, num(t.Value)))
	}
	for _, t := range a.Beside {
		out = append(out, fmt.Sprintf("beside: %s %s..%s %s, below it %s", s.names[t.Record], t.From, t.To, num(t.Value), num(t.Below)))
	}
	for _, n := range a.Notes {
		out = append(out, "note: "+n.Key)
	}
	if a.Waiting > 0 {
		out = append(out, fmt.Sprintf("waiting: %d", a.Waiting))
	}
	return out, nil
}

func (s *story) average(args []string) ([]string, error) {
	p, err := period.Parse(args[2], period.Admin)
	if err != nil {
		return nil, err
	}
	q := indicator.Question{Indicators: []indicator.Name{indicator.Name(args[0])}, Unit: args[1], Window: p.Window}
	value := func(r indicator.Row) indicator.Value { return indicator.Value{Value: r.Value, Qualifier: r.Qualifier} }
	a, err := s.led.Facts(s.ctx, s.by, q)
	if err != nil {
		return nil, err
	}
	total := value(a.Rows[0])
	q.By = []string{indicator.ByYear}
	if a, err = s.led.Facts(s.ctx, s.by, q); err != nil {
		return nil, err
	}
	var parts []indicator.Value
	for _, r := range a.Rows {
		if r.Keys[indicator.ByYear] != "" {
			parts = append(parts, value(r))
		}
	}
	given, all := indicator.Average(total, parts)
	line := fmt.Sprintf("%s %s:", num(total.Value), total.Qualifier)
	if given.Value != nil {
		line += fmt.Sprintf(" %s %s over %d years with data,", num(given.Value), given.Qualifier, given.Divisor)
	}
	return []string{line + fmt.Sprintf(" %s %s over %d years", num(all.Value), all.Qualifier, all.Divisor)}, nil
}

func (s *story) joint(args []string) ([]string, error) {
	sel := ledger.Selection{Register: register.Name(args[0]), Unit: args[1]}
	var err error
	if sel.Window.First, err = period.ParseDay(args[2]); err != nil {
		return nil, err
	}
	if sel.Window.Last, err = period.ParseDay(args[3]); err != nil {
		return nil, err
	}
	list, err := s.led.Joint(s.ctx, s.by, sel)
	var out []string
	for _, r := range list {
		out = append(out, s.names[r.ID])
	}
	return out, err
}

// judge asks an indicator's figure and judges it.
func (s *story) judge(args []string) ([]string, error) {
	q := indicator.Question{Indicators: []indicator.Name{indicator.Name(args[0])}, Unit: args[1]}
	var err error
	if q.Window.First, err = period.ParseDay(args[2]); err != nil {
		return nil, err
	}
	if q.Window.Last, err = period.ParseDay(args[3]); err != nil {
		return nil, err
	}
	a, err := s.led.Facts(s.ctx, s.by, q)
	if err != nil {
		return nil, err
	}
	t := score.Threshold{Op: score.Operator(args[4])}
	if t.Value, err = strconv.ParseFloat(args[5], 64); err != nil {
		return nil, err
	}
	if len(args) > 7 { // margin 5
		if t.Margin, err = strconv.ParseFloat(args[7], 64); err != nil {
			return nil, err
		}
	}
	r := a.Rows[0]
	return []string{string(t.Judge(r.Value, r.Qualifier, r.NothingArising))}, nil
}

func (s *story) show(name string) ([]string, error) {
	r, err := s.led.Record(s.ctx, s.by, s.records[name])
	if err != nil {
		return nil, err
	}
	out := []string{ledger.StateKey(r.State) + " version " + strconv.Itoa(r.Version)}
	raw := register.Print(r.Def, ledger.EntryOf(r), s.led.Env("vi"), "vi")
	for _, c := range r.Def.Columns() {
		if raw[c] != "" && c != register.ColumnRowKey {
			out = append(out, c+"="+raw[c])
		}
	}
	return out, nil
}

func (s *story) rebuilt() {
	s.t.Helper()
	out, err := s.led.Rebuild(s.ctx, admin, true, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	if out.Wrong != 0 {
		s.t.Errorf("facts differ from the records in %d of %d keys, first %s", out.Wrong, out.Facts, out.First)
	}
}

func num(v *float64) string {
	if v == nil {
		return "none"
	}
	return strconv.FormatFloat(*v, 'f', -1, 64)
}

func problemText(problems register.Problems) []string {
	var out []string
	for _, p := range problems {
		word := "!"
		if p.Warning {
			word = "?"
		}
		out = append(out, word+" "+p.Fault.Place.Column+": "+p.Fault.Key)
	}
	return out
}

func faultText(err error) []string {
	var out []string
	for _, f := range fault.All(err) {
		out = append(out, "! "+f.Key)
	}
	if out == nil {
		out = []string{"error: " + err.Error()}
	}
	return out
}

// rows is a sheet made in a test.
type rows struct {
	list []register.Input
	next int
}

func (r *rows) Next() (ledger.Row, error) {
	if r.next == len(r.list) {
		return ledger.Row{}, io.EOF
	}
	r.next++
	return ledger.Row{Number: r.next, Raw: r.list[r.next-1]}, nil
}

func sheetOf(list ...register.Input) func() (ledger.Rows, error) {
	return func() (ledger.Rows, error) { return &rows{list: list}, nil }
}

func same(column string) string { return column }

var admin = access.Actor{Name: "admin", Via: "test:admin", Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}
