package intake

import (
	"bytes"
	"io"
	"path"
	"strings"

	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/web/base"
)

// marked answers GET …/danh-dau: the person's sheet with the cells to mend in
// colour and the sentences in a column of their own.
func (s *screen) marked(q *base.Request) error {
	j, def, err := s.at(q)
	if err != nil {
		return err
	}
	now := j.look()
	if now.Phase != checked {
		return fault.New(fault.Conflict, "web.intake.not_yet")
	}
	u, err := q.Ledger().Upload(q.Context(), q.Actor, j.id)
	if err != nil {
		return err
	}
	say := sayer{q, def, now.Table}
	var b bytes.Buffer
	if err := writeMarked(&b, q.Site.Catalog(), q, def, u, byRow(say.problems(now.Outcome))); err != nil {
		return err
	}
	name := strings.TrimSuffix(u.File, path.Ext(u.File)) + q.Word("web.intake.marked_name") + ".xlsx"
	return send(q, name, b.Bytes())
}

// mendWidth is how wide the column of sentences is, in characters.
const mendWidth = 90

func writeMarked(out io.Writer, cat *catalog.Catalog, q *base.Request, def *register.Definition, u *store.Upload, problems map[int][]Problem) error {
	w, err := openWhole(cat, def, u)
	if err != nil {
		return err
	}
	defer w.Close()
	mend := w.Last() + 1
	if at := w.Column(form.Mend); at > 0 { // a marked copy that came back
		mend = at
	}
	name := w.Sheet()
	if name == "" {
		name = registerName(q, def.Name)
	}
	l := sheet.Layout{Frozen: w.HeadingRow(), Landscape: true}
	for c := 1; c < mend; c++ {
		l.Widths = append(l.Widths, sheet.HeadingWidth(w.Heading(c)))
	}
	l.Widths = append(l.Widths, mendWidth)
	book := sheet.NewBook(out)
	to, err := book.Sheet(name, l)
	if err != nil {
		return err
	}
	next := 1
	for {
		line, err := w.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			return err
		}
		for ; next < line.Number; next++ { // rows keep their numbers
			if err := to.Row(); err != nil {
				return err
			}
		}
		next++
		if err := to.Row(markedRow(q, w, line, mend, problems[line.Number])...); err != nil {
			return err
		}
	}
	return book.Close()
}

// markedRow is a row of the copy.
func markedRow(q *base.Request, w *sheet.Whole, line *sheet.Line, mend int, problems []Problem) []sheet.Cell {
	cells := make([]sheet.Cell, max(mend, line.Cells[len(line.Cells)-1].Column))
	for _, c := range line.Cells {
		if c.Column == mend && line.Number >= w.HeadingRow() {
			continue
		}
		cells[c.Column-1] = c.Cell()
		if line.Number == w.HeadingRow() {
			cells[c.Column-1] = cells[c.Column-1].As(sheet.Head)
		}
	}
	if line.Number == w.HeadingRow() {
		cells[mend-1] = sheet.Text(q.Word(form.Mend)).As(sheet.Head)
	}
	if len(problems) == 0 {
		return cells
	}
	style := sheet.Doubtful
	var says []string
	for _, p := range problems {
		mark := sheet.Doubtful
		if p.Fault {
			style, mark = sheet.Faulty, sheet.Faulty
		}
		if p.column > 0 && p.column <= len(cells) && p.column != mend {
			cells[p.column-1] = cells[p.column-1].As(mark)
		}
		says = append(says, p.Line(q))
	}
	cells[mend-1] = sheet.Text(strings.Join(says, "  ")).As(style)
	return cells
}

// Line is the sentence with its place, on one line.
func (p Problem) Line(q *base.Request) string {
	text := p.Text
	if p.Name != "" {
		text = p.Name + ": " + text
	}
	if p.At == "" {
		return text
	}
	return q.Word("web.intake.cell", "cell", p.At) + " · " + text
}
