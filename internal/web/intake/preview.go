package intake

import (
	"maps"
	"net/http"
	"slices"
	"sort"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/web/base"
)

// Progress is how far long work is.
type Progress struct {
	Title, Note string
	Value, Most int // Most 0: it is not known how much there is
}

// previewPage is a file that was handed in: being looked at, or looked at.
type previewPage struct {
	*base.Frame
	Path   string // of the file
	To     string // where a mended file goes
	Upload string
	Most   int64
	Faults []base.Fault // of the file as a whole: it could not be read to its end

	Progress *Progress // set while the work goes on
	Stopped  bool
	Cut      string // when the writing began that was cut off by the end of the server; "": it was not
	Number   string // of a fault that is ours
	Tally    *Tally // set when all was looked at
	Notes    []string
	View     *View
}

// Int64 writes a count in the language of the page.
func (p *previewPage) Int64(n int) string { return p.Int(int64(n)) }

// Tally is what an import comes to, and whether it can be written.
type Tally struct {
	New, Unchanged, Corrected, Faults, Doubts int
	FaultRows                                 int
	Write                                     int    // how many rows would be written
	Why                                       string // why not; "": they can be
	Note                                      string // what to know before
	Marked                                    bool   // there is something to mark in a copy
}

// View is a page of the person's own sheet.
type View struct {
	Sheet    string
	Letters  []string
	Head     int
	Headings []string
	Rows     []ViewRow
	All      bool // all rows, not those with problems
	Problems int
	Total    int
	Hidden   int // problems beyond those that are listed
	From, To int // of how many
	Of       int
	Before   string // address of the page before, "" for none
	After    string
	One, Two string // addresses of the two views
}

// Span is how many columns a sentence under a row spans.
func (v *View) Span() int { return len(v.Letters) }

// ViewRow is one row with what is said of it.
type ViewRow struct {
	N     int
	Class string // bad, warn or ""
	Cells []ViewCell
	Says  []Problem
}

// Row is the number as text: rows are named, not counted.
func (r ViewRow) Row() string { return strconv.Itoa(r.N) }

// ViewCell is one cell.
type ViewCell struct {
	Text, Class, Icon string
}

var previewTemplate = base.Parse(files, "preview", &previewPage{})

// at finds the work on the file that the address names, and begins it anew where it
// is not known, as after a restart.
func (s *screen) at(q *base.Request) (*job, *register.Definition, error) {
	def, err := q.Register()
	if err != nil {
		return nil, nil, err
	}
	id := q.Number("upload")
	if j := s.jobs.find(q.Actor.Account, id); j != nil && j.register == def.Name {
		return j, def, nil
	}
	u, err := q.Ledger().Upload(q.Context(), q.Actor, id)
	if err != nil {
		return nil, nil, err
	}
	if u.Register != string(def.Name) {
		return nil, nil, fault.New(fault.NotFound, "upload.unknown")
	}
	j := s.begin(q, def, u, false)
	j.wait(q.Context(), shortWork)
	return j, def, nil
}

// preview answers GET /nhap/{register}/{upload}.
func (s *screen) preview(q *base.Request) error {
	j, def, err := s.at(q)
	if err != nil {
		return err
	}
	now := j.look()
	if now.Phase == wrote {
		return q.Go(base.Link(here+"/dot/"+strconv.FormatInt(now.Outcome.Batch, 10)+"/ket-qua", "xong", "intake.wrote"))
	}
	if !now.Running() && q.Header.Get("HX-Target") == "job" { // the part of the page that shows progress is done for
		q.W.Header().Set("HX-Refresh", "true")
		q.W.WriteHeader(http.StatusOK)
		return nil
	}
	p := &previewPage{Frame: q.Frame("web.intake.title"), Path: address(def.Name, strconv.FormatInt(j.id, 10)), To: address(def.Name),
		Upload: strconv.FormatInt(j.id, 10), Most: sheet.DefaultLimits.File >> 20}
	p.Title, p.Here = j.file, here
	p.Crumbs = []base.Crumb{{Name: q.Word("web.intake.title"), Path: here}, {Name: registerName(q, def.Name), Path: p.To}, {Name: q.Word("web.intake.look")}}
	say := sayer{q, def, now.Table}
	if j.cut != nil {
		p.Cut = clock(*j.cut)
	}
	switch now.Phase {
	case stopped:
		p.Stopped = true
		p.Lead = q.Word("web.intake.nothing_yet")
	case failed:
		p.Number = now.Number
		p.Lead = q.Word("web.intake.nothing_yet")
		for _, f := range now.Faults {
			p.Faults = append(p.Faults, base.Fault{Text: say.refusal(f)})
		}
	case checked:
		p.Lead = q.Word("web.intake.read", "sheet", now.Table.Sheet, "time", seconds(q, now.Lasted))
		if now.Table.Sheet == "" {
			p.Lead = q.Word("web.intake.read_csv", "time", seconds(q, now.Lasted))
		}
		problems := say.problems(now.Outcome)
		p.Tally = tally(q, now, problems)
		for _, f := range now.Sheet {
			p.Notes = append(p.Notes, say.sentence(f))
		}
		if p.View, err = view(q, p.Path, now, problems); err != nil {
			return err
		}
	default:
		p.Progress = progress(q, now)
	}
	return q.OK(previewTemplate, p)
}

// seconds are told to a tenth while they are few.
func seconds(q *base.Request, d time.Duration) string {
	if d < time.Minute {
		return q.Word("web.intake.seconds", "n", decimal(q, d))
	}
	return q.Word("web.intake.minutes", "n", q.Int(int64(d.Round(time.Minute)/time.Minute)))
}

func decimal(q *base.Request, d time.Duration) string {
	tenths := max(1, int64(d.Round(100*time.Millisecond)/(100*time.Millisecond)))
	point := ","
	if q.Lang == "en" {
		point = "."
	}
	if tenths >= 100 || tenths%10 == 0 {
		return q.Int((tenths + 5) / 10)
	}
	return q.Int(tenths/10) + point + q.Int(tenths%10)
}

// progress puts how far the work is into words.
func progress(q *base.Request, now at) *Progress {
	p := &Progress{Title: q.Word("web.intake.doing." + [...]string{waiting: "waiting", reading: "reading", checking: "checking", writing: "writing", taking: "taking"}[now.Phase])}
	switch {
	case now.Total > 0:
		p.Value, p.Most = now.Rows, now.Total
		p.Note = q.Word("web.intake.of_rows", "n", q.Int(int64(now.Rows)), "all", q.Int(int64(now.Total)))
	case now.Rows > 0:
		p.Note = q.Word("web.intake.rows", "n", q.Int(int64(now.Rows)))
	}
	if now.Left > time.Second {
		p.Note += " " + q.Word("web.intake.left", "time", seconds(q, now.Left.Round(time.Second)))
	}
	return p
}

// tally says what the import comes to, and why it can't be written.
func tally(q *base.Request, now at, problems []Problem) *Tally {
	out := now.Outcome
	t := &Tally{New: out.New, Unchanged: out.Unchanged, Corrected: out.Corrected, Write: out.New + out.Corrected,
		Faults: len(out.Faults) + out.MoreFaults, Doubts: len(out.Warnings) + out.MoreWarnings, Marked: len(problems) > 0}
	rows := map[int]bool{}
	for _, p := range problems {
		if p.Fault {
			rows[p.row] = true
		}
	}
	t.FaultRows = len(rows)
	switch {
	case t.Faults > 0:
		t.Write = out.Rows
		t.Why = q.Word("web.intake.why.faults", "n", q.Int(int64(t.Faults)))
	case out.Rows == 0:
		t.Why = q.Word("import.no_rows")
	case t.Write == 0:
		t.Why = q.Word("web.intake.why.same")
	case t.Doubts > 0:
		t.Note = q.Word("web.intake.doubts", "n", q.Int(int64(t.Doubts)))
	case out.NoKey > 0:
		t.Note = q.Word("web.intake.no_key", "n", q.Int(int64(out.NoKey)))
	}
	return t
}

// view is the page of the sheet that the address asks for: rows with problems, or
// all; after a row.
func view(q *base.Request, path string, now at, problems []Problem) (*View, error) {
	t := now.Table
	v := &View{Sheet: t.Sheet, Head: t.Head, Headings: t.Headings, Problems: len(problems) + now.Outcome.MoreFaults + now.Outcome.MoreWarnings,
		Hidden: now.Outcome.MoreFaults + now.Outcome.MoreWarnings, Total: t.rows, One: path + "?xem=loi#bang", Two: path + "?xem=tat-ca#bang"}
	for c := range t.Headings {
		v.Letters = append(v.Letters, sheet.Letter(c+1))
	}
	for r := 0; r < len(problems); r++ { // columns beyond those shown
		if problems[r].column > len(v.Letters) {
			problems[r].column = 0
		}
	}
	of := byRow(problems)
	numbers := slices.Sorted(maps.Keys(of))
	v.All = q.FormValue("xem") == "tat-ca" || len(problems) == 0 && q.FormValue("xem") == ""
	after, _ := strconv.Atoi(q.FormValue("tu"))
	link := func(n int) string {
		which, tu := "loi", ""
		if v.All {
			which = "tat-ca"
		}
		if n > 0 {
			tu = strconv.Itoa(n)
		}
		return base.Link(path, "xem", which, "tu", tu) + "#bang"
	}
	var rows []row
	var err error
	if v.All {
		i := sort.Search(len(t.pages), func(i int) bool { return t.pages[i].last > after })
		var before int
		var more bool
		if rows, before, more, err = t.after(after); err != nil {
			return nil, err
		}
		v.From, v.Of = i*pageRows+1, t.rows
		if i > 0 && i < len(t.pages) {
			v.Before = link(before)
		}
		if more {
			v.After = link(rows[len(rows)-1].N)
		}
	} else {
		i := sort.SearchInts(numbers, after+1)
		end := min(i+pageRows, len(numbers))
		if rows, err = t.some(numbers[i:end]); err != nil {
			return nil, err
		}
		v.From, v.Of = i+1, len(numbers)
		if i > 0 {
			before := 0
			if i > pageRows {
				before = numbers[i-pageRows-1]
			}
			v.Before = link(before)
		}
		if end < len(numbers) {
			v.After = link(numbers[end-1])
		}
	}
	v.To = v.From + len(rows) - 1
	for _, r := range rows {
		v.Rows = append(v.Rows, viewRow(r, len(v.Letters), of[r.N]))
	}
	return v, nil
}

func viewRow(r row, columns int, problems []Problem) ViewRow {
	out := ViewRow{N: r.N, Cells: make([]ViewCell, columns), Says: problems}
	for _, c := range r.Cells {
		if c.Column <= columns {
			out.Cells[c.Column-1] = ViewCell{Text: c.Text}
			if c.Number {
				out.Cells[c.Column-1].Class = "n"
			}
		}
	}
	for _, p := range problems {
		class, icon := "warn", "i-warning"
		if p.Fault {
			class, icon = "bad", "t-not_met"
		}
		if out.Class != "bad" {
			out.Class = class
		}
		if p.column == 0 {
			continue
		}
		c := &out.Cells[p.column-1]
		if c.Icon == "" || p.Fault && c.Icon != icon {
			if strings.HasPrefix(c.Class, "n") {
				class = "n " + class
			}
			c.Class, c.Icon = class, icon
		}
	}
	return out
}

// again answers POST …/kiem: the file is looked at once more.
func (s *screen) again(q *base.Request) error { return s.work(q, false) }

// write answers POST …/ghi: the file is taken in, as a whole or not at all.
func (s *screen) write(q *base.Request) error { return s.work(q, true) }

func (s *screen) work(q *base.Request, write bool) error {
	def, err := q.Register()
	if err != nil {
		return err
	}
	u, err := q.Ledger().Upload(q.Context(), q.Actor, q.Number("upload"))
	if err != nil {
		return err
	}
	if u.Register != string(def.Name) {
		return fault.New(fault.NotFound, "upload.unknown")
	}
	to := address(def.Name, strconv.FormatInt(u.ID, 10))
	if write {
		if j := s.jobs.find(q.Actor.Account, u.ID); j != nil && !j.writes && j.look().Running() {
			j.wait(q.Context(), shortWork)
			return q.Go(to + "?xong=intake.busy") // what was asked for is not begun
		}
		if err := q.Ledger().WritesUpload(q.Context(), q.Actor, u.ID, true); err != nil {
			return err
		}
	}
	s.begin(q, def, u, write).wait(q.Context(), shortWork)
	return q.Go(to)
}

// stop answers POST …/dung.
func (s *screen) stop(q *base.Request) error {
	j, def, err := s.known(q)
	if err != nil {
		return err
	}
	if j != nil {
		j.cancel()
		j.wait(q.Context(), 5*time.Second) // what was written meanwhile is taken out again
		if err := q.Ledger().WritesUpload(q.Context(), q.Actor, j.id, false); err != nil {
			return err
		}
	}
	return q.Go(address(def.Name, q.PathValue("upload")))
}

// known is the work on the file that the address names; nil where there is none.
func (s *screen) known(q *base.Request) (*job, *register.Definition, error) {
	def, err := q.Register()
	if err != nil {
		return nil, nil, err
	}
	id := q.Number("upload")
	j := s.jobs.find(q.Actor.Account, id)
	if j == nil || j.register != def.Name {
		_, err = q.Ledger().Upload(q.Context(), q.Actor, id)
		return nil, def, err
	}
	return j, def, nil
}

// drop answers POST …/bo: the file is thrown away.
func (s *screen) drop(q *base.Request) error {
	j, def, err := s.known(q)
	if err != nil {
		return err
	}
	if j != nil {
		j.cancel()
		j.wait(q.Context(), 5*time.Second)
	}
	id := q.Number("upload")
	s.jobs.forget(q.Actor.Account, id)
	if err := q.Ledger().DropUpload(q.Context(), q.Actor, id); err != nil {
		return err
	}
	return q.Go(base.Link(address(def.Name), "xong", "intake.dropped"))
}

// byRow puts problems by the number of their row.
func byRow(problems []Problem) map[int][]Problem {
	out := map[int][]Problem{}
	for _, p := range problems {
		out[p.row] = append(out[p.row], p)
	}
	return out
}
