package sheet

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"binhdang/internal/vn"
)

// TemplateSpec describes a sheet for people to fill in.
type TemplateSpec struct {
	Title   string // name of the register, above the headings
	Columns []TemplateColumn
	// Say gives the sentence of a key: the template needs those under "sheet.template".
	Say func(key string, args ...string) string
}

// TemplateColumn is one column to fill in.
type TemplateColumn struct {
	Heading  string
	Required bool
	Help     string   // what to write, shown beside the cell and on the sheet of notes
	Format   Format   // General is taken as Text
	Choices  []string // what may be chosen; nil: anything
	Many     bool     // several values may stand in one cell; the notes say how they are parted
	Width    float64  // in characters; 0: by the heading
}

// Template writes a workbook of three sheets: the empty table, the notes on each column
// and, if any column has choices, the lists that its drop-downs read. The table reads back by the same headings.
// The same spec gives the same bytes.
func Template(w io.Writer, t TemplateSpec) error {
	say := t.sayer()
	b := NewBook(w)
	lists := sheetName(say("lists"))
	if err := t.table(b, lists, say); err != nil {
		return err
	}
	if err := t.notes(b, lists, say); err != nil {
		return err
	}
	if err := t.lists(b, lists, say); err != nil {
		return err
	}
	return b.Close()
}

type sayer func(key string, args ...string) string

func (t TemplateSpec) sayer() sayer {
	return func(key string, args ...string) string { return vn.Clean(t.Say("sheet.template."+key, args...)) }
}

// Rows of the table sheet before the first row to fill in.
const templateRows = 3

func (t TemplateSpec) table(b *Book, lists string, say sayer) error {
	l := Layout{Frozen: templateRows, Landscape: true}
	head := make([]Cell, len(t.Columns))
	for i, c := range t.Columns {
		style, text := Head, vn.Clean(c.Heading)
		if c.Required {
			style, text = HeadNeeded, text+" *"
		}
		head[i] = Text(text).As(style)
		width := c.Width
		if width <= 0 {
			width = headingWidth(text)
			for _, choice := range c.Choices {
				width = min(max(width, float64(utf8.RuneCountInString(choice)+2)), 40)
			}
		}
		format := c.Format
		if format == FormatGeneral {
			format = FormatText
		}
		l.Widths, l.Formats = append(l.Widths, width), append(l.Formats, format)
	}
	s, err := b.Sheet(say("table"), l)
	if err != nil {
		return err
	}
	if err := s.Across(len(t.Columns), Text(vn.Clean(t.Title)).As(Title)); err != nil {
		return err
	}
	if err := s.Row(Text(say("hint"))); err != nil {
		return err
	}
	if err := s.Row(head...); err != nil {
		return err
	}
	at := 0
	for i, c := range t.Columns {
		k := check{
			ref:    fmt.Sprintf("%s%d:%s%d", letter(i+1), templateRows+1, letter(i+1), maxSheetRows),
			title:  vn.Clean(c.Heading),
			prompt: c.help(say),
		}
		if len(c.Choices) > 0 {
			at++
			k.wrong, k.wrongText, k.firm = say("wrong"), say("wrong_text"), !c.Many
			k.list = fmt.Sprintf("'%s'!$%s$2:$%s$%d", strings.ReplaceAll(lists, "'", "''"), letter(at), letter(at), len(c.Choices)+1)
		}
		s.checks = append(s.checks, k)
	}
	return nil
}

// help is what to write in a column, with how several values are parted.
func (c TemplateColumn) help(say sayer) string {
	help := vn.Clean(c.Help)
	if !c.Many || strings.Contains(vn.Lower(help), say("semicolon")) {
		return help
	}
	return strings.TrimSpace(help + " " + say("many"))
}

func (t TemplateSpec) notes(b *Book, lists string, say sayer) error {
	s, err := b.Sheet(say("notes"), Layout{Widths: []float64{8, 32, 12, 70, 40}, Frozen: 1, Landscape: true,
		Formats: []Format{FormatText, FormatText, FormatText, FormatText, FormatText}})
	if err != nil {
		return err
	}
	var head []Cell
	for _, key := range []string{"column", "heading", "needed", "help", "values"} {
		head = append(head, Text(say(key)).As(Head))
	}
	if err := s.Row(head...); err != nil {
		return err
	}
	at := 0
	for i, c := range t.Columns {
		needed, values := say("no"), ""
		if c.Required {
			needed = say("yes")
		}
		if len(c.Choices) > 0 {
			at++
			values = say("see_list", "sheet", lists, "column", letter(at))
			if len(c.Choices) <= 12 {
				values = strings.Join(c.Choices, "; ")
			}
		}
		err := s.Row(Text(letter(i+1)).As(Note), Text(vn.Clean(c.Heading)).As(Note), Text(needed).As(Note),
			Text(c.help(say)).As(Note), Text(vn.Clean(values)).As(Note))
		if err != nil {
			return err
		}
	}
	return nil
}

// lists writes the choices of each column that has some, side by side.
func (t TemplateSpec) lists(b *Book, name string, say sayer) error {
	var columns []TemplateColumn
	longest := 0
	for _, c := range t.Columns {
		if len(c.Choices) > 0 {
			columns, longest = append(columns, c), max(longest, len(c.Choices))
		}
	}
	if len(columns) == 0 {
		return nil
	}
	l := Layout{Frozen: 1}
	head := make([]Cell, len(columns))
	for i, c := range columns {
		head[i] = Text(say("list", "heading", vn.Clean(c.Heading))).As(Head)
		l.Widths, l.Formats = append(l.Widths, 36), append(l.Formats, FormatText)
	}
	s, err := b.Sheet(name, l)
	if err != nil {
		return err
	}
	if err := s.Row(head...); err != nil {
		return err
	}
	for r := range longest {
		cells := make([]Cell, len(columns))
		for i, c := range columns {
			if r < len(c.Choices) {
				cells[i] = Text(c.Choices[r])
			}
		}
		if err := s.Row(cells...); err != nil {
			return err
		}
	}
	return nil
}

// headingWidth leaves room for the longest word and for the heading on two lines.
func headingWidth(heading string) float64 {
	width := (utf8.RuneCountInString(heading) + 1) / 2
	for _, word := range strings.Fields(heading) {
		width = max(width, utf8.RuneCountInString(word))
	}
	return float64(min(max(width+5, 12), 40))
}

// Limits of the help beside a cell.
const (
	maxPromptTitle = 32
	maxPrompt      = 255
	maxWrongText   = 225
)

// writeChecks writes the drop-downs and the help of the columns.
func (s *Sheet) writeChecks() {
	var out []string
	for _, k := range s.checks {
		if k.list == "" && k.prompt == "" {
			continue
		}
		text := `<dataValidation`
		if k.list != "" {
			text += ` type="list"`
		}
		text += ` allowBlank="1"`
		if k.prompt != "" {
			text += ` showInputMessage="1"`
		}
		if k.firm {
			text += ` showErrorMessage="1" errorTitle="` + attrText(cut(k.wrong, maxPromptTitle)) +
				`" error="` + attrText(cut(k.wrongText, maxWrongText)) + `"`
		}
		if k.prompt != "" {
			text += ` promptTitle="` + attrText(cut(k.title, maxPromptTitle)) + `" prompt="` + attrText(cut(k.prompt, maxPrompt)) + `"`
		}
		text += ` sqref="` + k.ref + `">`
		if k.list != "" {
			text += `<formula1>` + attrText(k.list) + `</formula1>`
		}
		out = append(out, text+`</dataValidation>`)
	}
	if len(out) == 0 {
		return
	}
	fmt.Fprintf(s.w, `<dataValidations count="%d">%s</dataValidations>`, len(out), strings.Join(out, ""))
}
