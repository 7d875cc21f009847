package report

import (
	"io"
	"math"
	"regexp"
	"slices"
	"strings"

	"binhdang/internal/docx"
	"binhdang/internal/vn"
)

// The sizes of Decree 30/2020/NĐ-CP, in points, and its page, in millimetres.
const (
	sizeNation = 12.0
	sizeMotto  = 13.0
	sizeText   = 14.0
	sizeNote   = 11.0
	sizeSource = 9.0

	headLeft  = 62.0
	headRight = 98.0 // at least 95, for the name of the state on one line
	footLeft  = 75.0
	footRight = 85.0
	indent    = 12.7
	signRoom  = 74.0 // points, 26 mm
	grey      = "595959"
)

// DOCX prints the document in the format of Decree 30/2020/NĐ-CP. The same
// document gives the same bytes.
func DOCX(d *Document, w io.Writer) error {
	lang := "vi-VN"
	if d.Lang == "en" {
		lang = "en-GB"
	}
	out := &docx.Document{
		Title: d.Kind + " - " + d.Subject, Author: d.Head.Body, Lang: lang, Font: "Times New Roman", Size: sizeText,
		Margins: docx.Margins{Top: 20, Right: 20, Bottom: 20, Left: 30}, Numbers: sizeText,
	}
	if d.Sample != "" {
		out.Notice = []docx.Run{{Text: vn.Upper(d.Sample), Bold: true, Size: sizeNote}}
	}
	width := out.Width(docx.Section{})
	text, appendices := d.Split()

	first := docx.Section{Blocks: docxHead(d)}
	for _, p := range text {
		first.Blocks = append(first.Blocks, docxPart(p, width)...)
	}
	if len(d.Notes) > 0 {
		first.Blocks = append(first.Blocks, docx.Paragraph{Runs: []docx.Run{{Text: d.Words.Notes + ":", Bold: true, Italic: true, Size: sizeNote}}, Before: 6, KeepNext: true})
		for i, n := range d.Notes { // the last goes with the signature, which is not to stand alone
			first.Blocks = append(first.Blocks, docx.Paragraph{Runs: []docx.Run{{Text: "- " + n, Italic: true, Size: sizeNote}},
				Align: docx.Justify, After: 2, KeepNext: i == len(d.Notes)-1})
		}
	}
	first.Blocks = append(first.Blocks, docxFoot(d)...)
	out.Sections = []docx.Section{first}

	for _, a := range appendices {
		wide := slices.ContainsFunc(a, func(p Part) bool {
			if p.Table == nil {
				return false
			}
			_, _, ok := layout(p.Table, width)
			return !ok
		})
		last := &out.Sections[len(out.Sections)-1]
		turned := last.Landscape != wide
		if turned {
			out.Sections = append(out.Sections, docx.Section{Landscape: wide})
			last = &out.Sections[len(out.Sections)-1]
		}
		for i, p := range a {
			blocks := docxPart(p, out.Width(*last))
			if i == 0 && !turned {
				head := blocks[0].(docx.Paragraph)
				head.NewPage = true
				blocks[0] = head
			}
			last.Blocks = append(last.Blocks, blocks...)
		}
	}
	return docx.Write(w, out)
}

func centred(text string, size float64, bold bool) docx.Paragraph {
	return docx.Paragraph{Runs: []docx.Run{{Text: text, Size: size, Bold: bold}}, Align: docx.Center}
}

// balanced is the same within a width, in lines of about one length where it needs several.
func balanced(text string, size float64, bold bool, width float64) docx.Paragraph {
	p := centred(text, size, bold)
	long := 0.0
	for _, line := range strings.Split(text, "\n") {
		long = max(long, docx.TextWidth(line, size, bold))
	}
	if long > width {
		lines := math.Ceil(long / width * 1.02)
		side := (width - math.Min(width, long/lines*1.12)) / 2
		p.Left, p.Right = side, side
	}
	return p
}

// pairs are words that a head keeps on one line.
var pairs = strings.NewReplacer("THÀNH PHỐ", "THÀNH\u00a0PHỐ", "THỊ XÃ", "THỊ\u00a0XÃ", "THỊ TRẤN", "THỊ\u00a0TRẤN",
	"ĐẶC KHU", "ĐẶC\u00a0KHU", "ỦY BAN NHÂN DÂN", "ỦY\u00a0BAN\u00a0NHÂN\u00a0DÂN", "HỘI ĐỒNG NHÂN DÂN", "HỘI\u00a0ĐỒNG\u00a0NHÂN\u00a0DÂN")

// halves is a name of the head, on two lines where it does not fit one: parted so
// that the longer of the two is as short as can be.
func halves(name string, size float64, bold bool) string {
	if docx.TextWidth(name, size, bold) <= headLeft-2 {
		return name
	}
	name = pairs.Replace(name)
	best, short := name, math.Inf(1)
	for i, r := range name {
		if r != ' ' {
			continue
		}
		if long := max(docx.TextWidth(name[:i], size, bold), docx.TextWidth(name[i+1:], size, bold)); long < short {
			best, short = name[:i]+"\n"+name[i+1:], long
		}
	}
	return best
}

// SuperiorLines is the superior on one line or two, parted where its words allow it.
func (h Head) SuperiorLines() string { return halves(h.Superior, sizeNation, false) }

// BodyLines is the same of the body that issues.
func (h Head) BodyLines() string { return halves(h.Body, sizeNation, true) }

// short is the line under a name: of a part of the length of its last line.
func short(text string, size, width, part float64) docx.Paragraph {
	last := text[strings.LastIndexByte(text, '\n')+1:]
	return docx.Paragraph{Rule: min(docx.TextWidth(last, size, true), width) * part, Width: width, Before: 2}
}

func docxHead(d *Document) []docx.Block {
	var left []docx.Paragraph
	if d.Head.Superior != "" {
		left = append(left, centred(d.Head.SuperiorLines(), sizeNation, false))
	}
	body := d.Head.BodyLines()
	left = append(left, centred(body, sizeNation, true), short(body, sizeNation, headLeft, 0.45))
	right := []docx.Paragraph{
		centred(d.Head.Nation, sizeNation, true), centred(d.Head.Motto, sizeMotto, true),
		short(d.Head.Motto, sizeMotto, headRight, 1),
	}
	number, place := centred(d.Head.Number, sizeMotto, false), centred(d.Head.Place, sizeMotto, false)
	place.Runs[0].Italic = true
	number.Before, place.Before = 6, 6
	kind := centred(d.Kind, sizeText, true)
	kind.Before = 18
	subject := balanced(Bound(d.Subject), sizeText, true, headLeft+headRight)
	rule := docx.Paragraph{Rule: 32, Width: docx.PageWidth - 50, Before: 3, After: 14}
	return []docx.Block{
		docx.Table{Widths: []float64{headLeft, headRight}, Rows: []docx.Row{
			{Cells: []docx.Cell{{Paragraphs: left}, {Paragraphs: right}}},
			{Cells: []docx.Cell{{Paragraphs: []docx.Paragraph{number}}, {Paragraphs: []docx.Paragraph{place}}}},
		}},
		kind, subject, rule,
	}
}

func docxFoot(d *Document) []docx.Block {
	left := []docx.Paragraph{{Runs: []docx.Run{{Text: d.Words.Recipients, Bold: true, Italic: true, Size: sizeNation}}}}
	for _, r := range d.Foot.Recipients {
		left = append(left, docx.Paragraph{Runs: []docx.Run{{Text: "- " + r, Size: sizeNote}}})
	}
	var right []docx.Paragraph
	for _, s := range []string{d.Foot.Authority, d.Foot.Post} {
		if s != "" {
			right = append(right, centred(s, sizeText, true))
		}
	}
	source := docx.Paragraph{Runs: []docx.Run{{Text: d.Source(), Size: sizeSource, Color: grey}}, Align: docx.Center, Before: 14}
	name := centred(d.Foot.Signer, sizeText, true)
	name.Before = signRoom
	right = append(right, name)
	return []docx.Block{
		docx.Paragraph{Runs: []docx.Run{{Text: " ", Size: sizeNote}}, KeepNext: true},
		docx.Table{Widths: []float64{footLeft, footRight}, Rows: []docx.Row{
			{Cells: []docx.Cell{{Paragraphs: left}, {Paragraphs: right}}, KeepNext: true},
			{Cells: []docx.Cell{{Paragraphs: []docx.Paragraph{source}, Span: 2}}},
		}},
	}
}

var yearRange = regexp.MustCompile(`(\d{4}) - (\d{4})`)

// Bound keeps a range of years on one line.
func Bound(s string) string { return yearRange.ReplaceAllString(s, "$1\u00a0-\u00a0$2") }

func docxRuns(runs []Run, style docx.Run) []docx.Run {
	var out []docx.Run
	for _, r := range runs {
		x := style
		x.Text = Bound(r.Text)
		if r.Number != nil {
			x.Text = r.Number.Text
		}
		out = append(out, x)
	}
	return out
}

func docxPart(p Part, width float64) []docx.Block {
	text := docx.Paragraph{Align: docx.Justify, First: indent, After: 6, Line: 1.15}
	style := docx.Run{}
	switch p.Kind {
	case KindBasis:
		style.Italic = true
	case KindHeading:
		style.Bold = true
		if p.Level == 0 {
			text = balanced(p.Text(), sizeText, true, width)
			text.After, text.Line = 6, 1.15
		}
		text.KeepNext, text.Outline, text.Before = true, max(p.Level, 1), 4
	case KindReference:
		style.Italic = true
		text = balanced(p.Text(), sizeText, false, width)
		text.KeepNext, text.After = true, 10
	case KindItem:
		text.Runs, text.Align = docxRuns(append([]Run{{Text: "- "}}, p.Runs...), style), docx.Left
		return []docx.Block{text}
	case KindFill:
		style.Italic = p.Open
	case KindTable:
		return docxTable(p.Table, width)
	}
	text.Runs = docxRuns(p.Runs, style)
	return []docx.Block{text}
}

const (
	edgeRows = 2  // stand together at the head of a table, and at its end
	manyRows = 24 // stand closer
	nameRoom = 52 // a name up to this stands on one line, in millimetres
)

func docxTable(t *Table, width float64) []docx.Block {
	size, widths, _ := layout(t, width)
	air := 2.0 // above and below a line
	if len(t.Rows) > manyRows {
		air = 1
	}
	cellText := func(s string, align docx.Align, bold bool) docx.Paragraph {
		return docx.Paragraph{Runs: []docx.Run{{Text: s, Size: size, Bold: bold}}, Align: align, Before: air, After: air}
	}
	out := docx.Table{Widths: widths, Borders: true, Name: t.Caption}
	head := docx.Row{Header: true, KeepNext: true}
	for _, c := range t.Columns {
		head.Cells = append(head.Cells, docx.Cell{Middle: true, Paragraphs: []docx.Paragraph{cellText(c, docx.Center, true)}})
	}
	out.Rows = append(out.Rows, head)
	last := len(t.Rows) - 1
	for i, l := range t.Rows {
		// A table is parted where the page ends, with its head again on the next. Only
		// no line stands alone at the foot of a page, nor at the head of the next, nor
		// does a note stand there without the lines that it is about.
		keep := i < edgeRows-1 || i > last-edgeRows && (i < last || len(t.Notes) > 0)
		row := docx.Row{KeepNext: keep, Cells: []docx.Cell{{Middle: true, Paragraphs: []docx.Paragraph{cellText(l.Name, docx.Left, l.Total)}}}}
		if len(l.Cells) == 0 {
			row.KeepNext, row.Cells[0].Span = true, len(t.Columns)
		}
		for _, c := range l.Cells {
			align := docx.Right
			if c.Number == nil {
				align = docx.Center
			}
			p := cellText(c.String(), align, l.Total)
			if c.Number != nil && c.Number.Value == nil {
				p.Runs[0].Italic = true
			}
			if c.Number != nil && c.Number.Sign != "" {
				p.Runs = append(p.Runs, docx.Run{Text: " " + c.Number.Sign, Size: size, Super: true})
			}
			row.Cells = append(row.Cells, docx.Cell{Middle: true, Paragraphs: []docx.Paragraph{p}})
		}
		out.Rows = append(out.Rows, row)
	}
	caption := docx.Paragraph{Runs: []docx.Run{{Text: t.Caption, Bold: true, Size: sizeMotto}}, Align: docx.Center, Before: 6, After: 4, KeepNext: true}
	blocks := []docx.Block{caption, out}
	for i, n := range t.Notes {
		p := docx.Paragraph{Runs: []docx.Run{{Text: n, Italic: true, Size: sizeNote}}, Align: docx.Justify, After: 2}
		if i == 0 {
			p.Before = 3
		}
		p.KeepLines, p.KeepNext = true, i < len(t.Notes)-1
		if !p.KeepNext {
			p.After = 8
		}
		blocks = append(blocks, p)
	}
	if len(t.Notes) == 0 {
		blocks = append(blocks, docx.Paragraph{Runs: []docx.Run{{Text: " ", Size: 4}}})
	}
	return blocks
}

// layout finds the largest size of type at which the numbers of a table stand on
// one line each and the names have room, and the widths of its columns: as wide as
// their numbers, the words of their heads and names of usual length, and where there
// is room as wide as half a head, so that it stands on two lines. Where even the
// smallest size does not fit it is false, and the columns are pressed into the width.
func layout(t *Table, width float64) (size float64, widths []float64, ok bool) {
	// pad holds the padding of a cell and some air: italics run wider than the measures.
	const pad, least, most = 4.6, 34.0, 72.0
	for _, try := range []struct{ size, nameRoom float64 }{{12, nameRoom}, {11, nameRoom}, {10, nameRoom}, {10, 0}} {
		size = try.size
		widths = make([]float64, len(t.Columns))
		easy := make([]float64, len(t.Columns)) // what the heads would like
		names, usual := 0.0, least
		for j, c := range t.Columns {
			for _, word := range strings.Fields(c) {
				widths[j] = max(widths[j], docx.TextWidth(word, size, true)+pad)
			}
			easy[j] = docx.TextWidth(c, size, true)*0.6 + pad
		}
		for _, l := range t.Rows {
			if len(l.Cells) == 0 {
				continue
			}
			name := docx.TextWidth(l.Name, size, l.Total) + pad
			if names = max(names, name); name <= try.nameRoom {
				usual = max(usual, name)
			}
			for j, c := range l.Cells {
				s := c.String()
				if c.Number != nil && c.Number.Sign != "" {
					s += " " + c.Number.Sign
				}
				widths[j+1] = max(widths[j+1], docx.TextWidth(s, size, l.Total)+pad)
			}
		}
		want := max(widths[0], min(names, most))
		rest := width
		for _, w := range widths[1:] {
			rest -= w
		}
		if rest < max(widths[0], min(want, usual)) {
			continue
		}
		widths[0] = max(widths[0], min(want, usual))
		rest = width - sum(widths)
		more := make([]float64, len(widths)) // what each column would still like
		more[0] = want - widths[0]
		for j := range widths[1:] {
			more[j+1] = max(0, easy[j+1]-widths[j+1])
		}
		given := 0.0
		if all := sum(more); all > 0 {
			given = min(1, rest/all)
		}
		spare := rest - given*sum(more)
		long := max(0, min(spare, names-widths[0]-given*more[0])) // what names would still take is theirs first
		widths[0] += long
		spare = (spare - long) / float64(len(widths))
		for j := range widths {
			widths[j] += given*more[j] + spare
		}
		return size, widths, true
	}
	numbers := sum(widths[1:])
	widths[0] = least
	for j := range widths[1:] {
		widths[j+1] *= (width - least) / numbers
	}
	return size, widths, false
}

func sum(list []float64) float64 {
	s := 0.0
	for _, x := range list {
		s += x
	}
	return s
}
