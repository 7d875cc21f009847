package intake

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// person is who started a job: it goes on when the request has ended.
type person struct {
	site  *base.Site
	actor access.Actor
	lang  string
}

// take reads an upload and lets the ledger look at it or, with write, take it in.
// What the ledger says of it is the job's outcome.
func take(ctx context.Context, p person, j *job, def *register.Definition, u *store.Upload, write bool) error {
	led, cat := p.site.Ledger, p.site.Catalog()
	if write {
		defer func() {
			if ctx.Err() != nil { // the server stops, or the person did: the latter takes the mark away himself
				return
			}
			if err := led.WritesUpload(context.WithoutCancel(ctx), p.actor, u.ID, false); err != nil {
				p.site.Log.Error("mark upload", "upload", u.ID, "error", err)
			}
		}()
	}
	t := j.look().Table
	if t == nil {
		j.set(func(a *at) { a.Phase = reading })
		var err error
		if t, err = readTable(ctx, cat, def, u, func(n int) { j.set(func(a *at) { a.Rows = n }) }); err != nil {
			return err
		}
	}
	j.set(func(a *at) {
		a.Table, a.Rows, a.Total, a.Phase = t, 0, t.rows, checking
		if write {
			a.Phase = writing
		}
	})
	hash := sha256.Sum256(u.Body)
	var reader *sheet.Reader
	shut := func() {
		if reader != nil {
			reader.Close()
			reader = nil
		}
	}
	defer shut()
	out, err := led.Import(ctx, p.actor, func() (ledger.Rows, error) {
		shut()
		var err error
		reader, err = sheet.Open(u.File, bytes.NewReader(u.Body), int64(len(u.Body)), form.Columns(cat, def), sheet.DefaultLimits)
		if err != nil {
			return nil, err
		}
		return form.Rows(reader), nil
	}, ledger.ImportOptions{Register: def.Name, File: u.File, Hash: hex.EncodeToString(hash[:]), Lang: p.lang, DryRun: !write,
		Heading:  func(c string) string { return columnPrefix + c },
		Progress: func(n int) { j.set(func(a *at) { a.Rows = n }) }})
	if err != nil {
		return err
	}
	said := reader.Warnings()
	j.set(func(a *at) {
		a.Outcome, a.Phase = out, checked
		a.Sheet = nil
		for _, f := range said { // of a row, or of the sheet as a whole
			if f.Place.Row > t.Head {
				a.Outcome.Warnings = append(a.Outcome.Warnings, f)
			} else {
				a.Sheet = append(a.Sheet, f)
			}
		}
		if out.Batch != 0 {
			a.Phase = wrote
		}
	})
	if out.Batch != 0 { // what is written need not wait any more; if it does, it says that all of it is there
		if err := led.DropUpload(context.WithoutCancel(ctx), p.actor, u.ID); err != nil {
			p.site.Log.Error("drop upload", "upload", u.ID, "error", err)
		}
	}
	return nil
}

// columnPrefix stands before the id of a column in the places of faults: pages say
// them in their own language, and by the letter in the sheet.
const columnPrefix = "#"

// Problem is one fault or warning of a row.
type Problem struct {
	At    string // the address of the cell, "E17"; "" for the row
	Name  string // heading of the column
	Text  string
	Links []Link
	Fault bool

	row, column int
}

// Link leads to something that a sentence speaks of.
type Link struct{ Path, Text string }

// sayer puts faults into words and places them in a sheet.
type sayer struct {
	q   *base.Request
	def *register.Definition
	t   *table
}

// problems of an outcome, by row; within a row from the left.
func (s sayer) problems(out *ledger.Outcome) []Problem {
	list := make([]Problem, 0, len(out.Faults)+len(out.Warnings))
	for _, f := range out.Faults {
		list = append(list, s.problem(f, true))
	}
	for _, f := range out.Warnings {
		list = append(list, s.problem(f, false))
	}
	slices.SortStableFunc(list, func(a, b Problem) int {
		if a.row != b.row {
			return a.row - b.row
		}
		return a.column - b.column
	})
	return list
}

func (s sayer) problem(f *fault.Error, bad bool) Problem {
	p := Problem{Fault: bad, row: f.Place.Row, Text: s.sentence(f), Links: s.links(f)}
	id, known := strings.CutPrefix(f.Place.Column, columnPrefix)
	switch {
	case known && id != "":
		p.column = s.t.columns[id]
		p.Name = form.Heading(s.q.Site.Catalog(), s.q.Lang, s.def, id)
	case !known:
		p.column = sheet.ColumnOf(f.Place.Column)
	}
	if p.column > 0 {
		p.At = sheet.Letter(p.column) + strconv.Itoa(p.row)
		if p.column <= len(s.t.Headings) && s.t.Headings[p.column-1] != "" {
			p.Name = s.t.Headings[p.column-1]
		}
	}
	return p
}

// sentence is what a fault says, without its place. Some are said differently to
// people than to those at a command line.
func (s sayer) sentence(f *fault.Error) string {
	book, key := s.q.Site.Catalog().Book(), f.Key
	if own := "web.intake.say." + f.Key; book.Has("vi", own) {
		key = own
	}
	args := slices.Clone(f.Args)
	for i := 1; i < len(args); i += 2 {
		args[i] = s.columns(args[i])
	}
	return vn.Capital(book.Tell(s.q.Lang, key, args...))
}

// columns puts the headings for ids of columns in a value: "#women, #minority".
func (s sayer) columns(value string) string {
	if !strings.HasPrefix(value, columnPrefix) {
		return value
	}
	parts := strings.Split(value, ", ")
	for i, p := range parts {
		id, ok := strings.CutPrefix(p, columnPrefix)
		if !ok || !slices.Contains(s.def.Columns(), id) {
			return value
		}
		parts[i] = form.Heading(s.q.Site.Catalog(), s.q.Lang, s.def, id)
	}
	return strings.Join(parts, ", ")
}

// links lead to the records that a fault names.
func (s sayer) links(f *fault.Error) []Link {
	if !strings.HasPrefix(f.Key, "near.") && !strings.HasPrefix(f.Key, "import.") || strings.HasSuffix(f.Key, "_row") { // of a row there is no page
		return nil
	}
	var out []Link
	for i := 0; i+1 < len(f.Args); i += 2 {
		switch f.Args[i] {
		case "id":
			out = append(out, Link{recordPath(f.Args[i+1]), s.q.Word("web.intake.see")})
		case "new":
			out = append(out, Link{recordPath(f.Args[i+1]), s.q.Word("web.intake.see_new")})
		}
	}
	return out
}

// recordPath is the page of a record.
func recordPath(id string) string { return "/ban-ghi/" + id }
