package report

import (
	"strings"

	"binhdang/internal/report"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// part is one block of a paper as a page shows it.
type part struct {
	Kind  string // a kind of report.Part; "list" for items that stand together
	Level int
	Runs  []run
	Lines [][]run // of a list, and the paragraphs of a block that a person wrote
	Table *table
	Name  string // of a block that a person writes
	Edit  string // where it is written; "": not by this person, or not any more
	Verb  string // on the button that leads there
	Open  bool
}

// run is words or a number.
type run struct {
	Text  string
	Link  string // to the facts that a number came from
	Moved bool   // not what it was in the last issue
	None  bool   // says that there is no number
	Sign  string
}

// table is one of the paper's.
type table struct {
	Caption string
	Columns []string
	Rows    []row
	Notes   []string
	Many    bool // columns
}

// row is a line of a table.
type row struct {
	Name  string
	Cells []run
	Span  int // of a line that heads others: the columns that it takes
	Total bool
}

// viewer turns a document into parts.
type viewer struct {
	moved map[string]bool // identities of numbers that are not what they were
	edit  func(block string) string
	// What the button says on a block that nobody has written, and on one that is.
	write, mend string
}

// identity of a number by what was asked; "" for none.
func identity(q *report.Question, key string) string {
	if q == nil {
		return ""
	}
	return q.Link() + " " + key
}

func movedSet(changes []report.Change) map[string]bool {
	out := map[string]bool{}
	for _, c := range changes {
		out[identity(c.Question, c.Key)] = c.Question != nil
	}
	return out
}

func (v viewer) parts(list []report.Part) []part {
	var out []part
	for _, p := range list {
		last := len(out) - 1
		switch {
		case p.Kind == report.KindItem && last >= 0 && out[last].Kind == "list":
			out[last].Lines = append(out[last].Lines, v.runs(p.Runs))
		case p.Kind == report.KindItem:
			out = append(out, part{Kind: "list", Lines: [][]run{v.runs(p.Runs)}})
		case p.Kind == report.KindFill && last >= 0 && out[last].Kind == report.KindFill && out[last].Name == p.Name:
			out[last].Lines = append(out[last].Lines, v.runs(p.Runs))
		case p.Kind == report.KindFill:
			f := part{Kind: p.Kind, Name: p.Name, Open: p.Open, Lines: [][]run{v.runs(p.Runs)}}
			if v.edit != nil {
				if f.Edit, f.Verb = v.edit(p.Name), v.mend; p.Open {
					f.Verb = v.write
				}
			}
			out = append(out, f)
		case p.Table != nil:
			out = append(out, part{Kind: p.Kind, Table: v.table(p.Table)})
		default:
			out = append(out, part{Kind: p.Kind, Level: p.Level, Runs: v.runs(p.Runs)})
		}
	}
	return out
}

func (v viewer) runs(list []report.Run) []run {
	out := make([]run, len(list))
	for i, r := range list {
		if r.Number != nil {
			out[i] = v.number(r.Number)
		} else {
			out[i] = run{Text: report.Bound(r.Text)}
		}
	}
	return out
}

func (v viewer) number(n *report.Number) run {
	r := run{Text: n.Text, Sign: n.Sign, None: n.Value == nil}
	if n.Value != nil && n.Question != nil {
		r.Link = n.Question.Link()
		r.Moved = v.moved[identity(n.Question, n.Key)]
	}
	return r
}

func (v viewer) table(t *report.Table) *table {
	out := &table{Caption: t.Caption, Columns: t.Columns, Notes: t.Notes, Many: len(t.Columns) > 6}
	for _, l := range t.Rows {
		r := row{Name: l.Name, Total: l.Total}
		if len(l.Cells) == 0 {
			r.Span = len(t.Columns)
		}
		for _, c := range l.Cells {
			if c.Number != nil {
				r.Cells = append(r.Cells, v.number(c.Number))
			} else {
				r.Cells = append(r.Cells, run{Text: c.Text, None: true})
			}
		}
		out.Rows = append(out.Rows, r)
	}
	return out
}

// moved is one thing that is not what it was when the paper was issued.
type moved struct {
	Name     string // what: the label of a number, or that a line of a table came or went
	Place    string // where it stands
	Whole    bool   // a line or column, whose numbers are listed
	Was, Now string // "": not there
	None     string // what is said then
	Link     string
	Look     string // on the link
}

func movedList(q *base.Request, changes []report.Change) []moved {
	out := make([]moved, len(changes))
	for i, c := range changes {
		m := moved{Was: c.Was, Now: c.Now, None: q.Word("web.none"), Look: q.Word("web.report.moved.look")}
		m.Place, m.Name = placed(c.Where)
		if c.Row != "" {
			key := "web.report.moved.row_"
			if c.Column {
				key = "web.report.moved.column_"
			}
			if c.Was == "" {
				key += "added"
			} else {
				key += "removed"
			}
			m.Name, m.Place, m.Whole = vn.Capital(q.Word(key, "row", c.Row)), c.Where, true
		}
		if c.Question != nil {
			m.Link = c.Question.Link()
		}
		out[i] = m
	}
	return out
}

// placed parts the words for where a number stands from its label; a line of a
// table that is named like the number is not named twice.
func placed(where string) (place, label string) {
	i := strings.LastIndex(where, ": ")
	if i < 0 {
		return "", where
	}
	place, label = where[:i], where[i+2:]
	if table, line, ok := strings.Cut(place, " / "); ok && strings.EqualFold(line, label) {
		place = table
	}
	return place, label
}
