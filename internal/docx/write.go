package docx

import (
	"archive/zip"
	"fmt"
	"io"
	"math"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Write writes the document as a .docx file. The same document gives the same bytes.
func Write(w io.Writer, d *Document) error {
	z := zip.NewWriter(w)
	for _, p := range d.parts() {
		// A fixed time, so that two prints of one paper are one file.
		f, err := z.CreateHeader(&zip.FileHeader{
			Name: p.name, Method: zip.Deflate, Modified: time.Date(2020, 3, 5, 0, 0, 0, 0, time.UTC),
		})
		if err != nil {
			return fmt.Errorf("write docx: %w", err)
		}
		if _, err := io.WriteString(f, p.text); err != nil {
			return fmt.Errorf("write docx: %w", err)
		}
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("write docx: %w", err)
	}
	return nil
}

// body writes word/document.xml.
func (d *Document) body(b *strings.Builder) {
	b.WriteString(xmlHead + `<w:document xmlns:w="` + wordNS + `" xmlns:r="` + relNS + `"><w:body>`)
	for i, s := range d.Sections {
		d.blocks(b, s.Blocks)
		if i < len(d.Sections)-1 {
			b.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr>`)
			d.sectPr(b, s, i == 0)
			b.WriteString(`</w:pPr></w:p>`)
			continue
		}
		d.sectPr(b, s, i == 0)
	}
	if len(d.Sections) == 0 {
		b.WriteString(`<w:p/>`)
		d.sectPr(b, Section{}, true)
	}
	b.WriteString(`</w:body></w:document>`)
}

// blocks writes blocks in order. Two tables that touch would become one, and a
// table may not end the text, so a line of no height stands after a table where no paragraph does.
func (d *Document) blocks(b *strings.Builder, list []Block) {
	for i, x := range list {
		switch x := x.(type) {
		case Paragraph:
			d.paragraph(b, x)
		case Table:
			d.table(b, x)
			if i+1 < len(list) {
				if _, ok := list[i+1].(Paragraph); ok {
					continue
				}
			}
			b.WriteString(`<w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/><w:rPr><w:sz w:val="2"/></w:rPr></w:pPr></w:p>`)
		}
	}
}

// headers tells whether anything stands in the top margins.
func (d *Document) headers() bool { return d.Numbers > 0 || len(d.Notice) > 0 }

func (d *Document) sectPr(b *strings.Builder, s Section, first bool) {
	b.WriteString(`<w:sectPr>`)
	if first && d.headers() { // later sections carry the same headers on
		b.WriteString(`<w:headerReference w:type="default" r:id="rId3"/><w:headerReference w:type="first" r:id="rId4"/>`)
	}
	b.WriteString(`<w:type w:val="nextPage"/>`)
	wide, high, way := twip(PageWidth), twip(PageHeight), ""
	if s.Landscape {
		wide, high, way = high, wide, ` w:orient="landscape"`
	}
	fmt.Fprintf(b, `<w:pgSz w:w="%d" w:h="%d"%s/>`, wide, high, way)
	m := d.Margins
	fmt.Fprintf(b, `<w:pgMar w:top="%d" w:right="%d" w:bottom="%d" w:left="%d" w:header="%d" w:footer="%d" w:gutter="0"/>`,
		twip(m.Top), twip(m.Right), twip(m.Bottom), twip(m.Left), twip(m.Top/2), twip(m.Bottom/2))
	if first && d.headers() {
		b.WriteString(`<w:titlePg/>`)
	}
	b.WriteString(`</w:sectPr>`)
}

func (d *Document) paragraph(b *strings.Builder, p Paragraph) {
	if p.Rule > 0 {
		d.rule(b, p)
		return
	}
	b.WriteString(`<w:p><w:pPr>`)
	if p.Outline > 0 {
		fmt.Fprintf(b, `<w:pStyle w:val="Heading%d"/>`, min(p.Outline, headings))
	}
	flag(b, "keepNext", p.KeepNext)
	flag(b, "keepLines", p.KeepLines)
	flag(b, "pageBreakBefore", p.NewPage)
	line := 240.0
	if p.Line > 0 {
		line *= p.Line
	}
	fmt.Fprintf(b, `<w:spacing w:before="%d" w:after="%d" w:line="%d" w:lineRule="auto"/>`,
		points(p.Before), points(p.After), int(math.Round(line)))
	if p.Left != 0 || p.Right != 0 || p.First != 0 {
		fmt.Fprintf(b, `<w:ind w:left="%d" w:right="%d"`, twip(p.Left), twip(p.Right))
		switch {
		case p.First > 0:
			fmt.Fprintf(b, ` w:firstLine="%d"`, twip(p.First))
		case p.First < 0:
			fmt.Fprintf(b, ` w:hanging="%d"`, -twip(p.First))
		}
		b.WriteString(`/>`)
	}
	if p.Align != Left {
		fmt.Fprintf(b, `<w:jc w:val="%s"/>`, string(p.Align))
	}
	// The paragraph mark has a size of its own: without it a small line stands as high as a large one.
	if len(p.Runs) > 0 {
		last := p.Runs[len(p.Runs)-1]
		last.Underline, last.Super, last.Color = false, false, ""
		b.WriteString(runPr(last))
	}
	b.WriteString(`</w:pPr>`)
	for _, r := range p.Runs {
		d.run(b, r)
	}
	b.WriteString(`</w:p>`)
}

// rule draws a line in the middle of the width as the border of a paragraph that
// is narrowed from both sides: Word and LibreOffice draw it alike.
func (d *Document) rule(b *strings.Builder, p Paragraph) {
	side := math.Max(0, (p.Width-p.Rule)/2)
	b.WriteString(`<w:p><w:pPr>`)
	flag(b, "keepNext", p.KeepNext)
	b.WriteString(`<w:pBdr><w:top w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>`)
	fmt.Fprintf(b, `<w:spacing w:before="%d" w:after="%d" w:line="40" w:lineRule="exact"/><w:ind w:left="%d" w:right="%d"/>`,
		points(p.Before), points(p.After), twip(p.Left+side), twip(p.Right+side))
	b.WriteString(`<w:rPr><w:sz w:val="4"/><w:szCs w:val="4"/></w:rPr></w:pPr></w:p>`)
}

func (d *Document) run(b *strings.Builder, r Run) {
	if r.Text == "" {
		return
	}
	b.WriteString(`<w:r>`)
	b.WriteString(runPr(r))
	for i, line := range strings.Split(r.Text, "\n") {
		if i > 0 {
			b.WriteString(`<w:br/>`)
		}
		if line != "" {
			b.WriteString(`<w:t xml:space="preserve">` + escape(line) + `</w:t>`)
		}
	}
	b.WriteString(`</w:r>`)
}

func runPr(r Run) string {
	var b strings.Builder
	if r.Bold {
		b.WriteString(`<w:b/><w:bCs/>`)
	}
	if r.Italic {
		b.WriteString(`<w:i/><w:iCs/>`)
	}
	if r.Color != "" {
		b.WriteString(`<w:color w:val="` + escape(r.Color) + `"/>`)
	}
	if r.Size > 0 {
		n := int(math.Round(r.Size * 2))
		fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/>`, n, n)
	}
	if r.Underline {
		b.WriteString(`<w:u w:val="single"/>`)
	}
	if r.Super {
		b.WriteString(`<w:vertAlign w:val="superscript"/>`)
	}
	if b.Len() == 0 {
		return ""
	}
	return `<w:rPr>` + b.String() + `</w:rPr>`
}

func (d *Document) table(b *strings.Builder, t Table) {
	total := 0
	for _, w := range t.Widths {
		total += twip(w)
	}
	fmt.Fprintf(b, `<w:tbl><w:tblPr><w:tblW w:w="%d" w:type="dxa"/>`, total)
	if t.Center {
		b.WriteString(`<w:jc w:val="center"/>`)
	} else {
		b.WriteString(`<w:tblInd w:w="0" w:type="dxa"/>`)
	}
	pad := 0
	if t.Borders {
		pad = twip(1.5)
		b.WriteString(`<w:tblBorders>`)
		for _, side := range []string{"top", "left", "bottom", "right", "insideH", "insideV"} {
			fmt.Fprintf(b, `<w:%s w:val="single" w:sz="4" w:space="0" w:color="000000"/>`, side)
		}
		b.WriteString(`</w:tblBorders>`)
	}
	fmt.Fprintf(b, `<w:tblLayout w:type="fixed"/><w:tblCellMar><w:left w:w="%d" w:type="dxa"/><w:right w:w="%d" w:type="dxa"/></w:tblCellMar>`, pad, pad)
	if t.Name != "" {
		b.WriteString(`<w:tblCaption w:val="` + escape(t.Name) + `"/>`)
	}
	if t.Summary != "" {
		b.WriteString(`<w:tblDescription w:val="` + escape(t.Summary) + `"/>`)
	}
	b.WriteString(`</w:tblPr><w:tblGrid>`)
	for _, w := range t.Widths {
		fmt.Fprintf(b, `<w:gridCol w:w="%d"/>`, twip(w))
	}
	b.WriteString(`</w:tblGrid>`)
	for _, r := range t.Rows {
		b.WriteString(`<w:tr><w:trPr><w:cantSplit/>`)
		if r.Height > 0 {
			fmt.Fprintf(b, `<w:trHeight w:val="%d" w:hRule="atLeast"/>`, twip(r.Height))
		}
		flag(b, "tblHeader", r.Header)
		b.WriteString(`</w:trPr>`)
		at := 0
		for _, c := range r.Cells {
			span := max(c.Span, 1)
			width := 0
			for i := at; i < at+span && i < len(t.Widths); i++ {
				width += twip(t.Widths[i])
			}
			at += span
			fmt.Fprintf(b, `<w:tc><w:tcPr><w:tcW w:w="%d" w:type="dxa"/>`, width)
			if span > 1 {
				fmt.Fprintf(b, `<w:gridSpan w:val="%d"/>`, span)
			}
			if c.Middle {
				b.WriteString(`<w:vAlign w:val="center"/>`)
			}
			b.WriteString(`</w:tcPr>`)
			for _, p := range c.Paragraphs {
				p.KeepNext = p.KeepNext || r.KeepNext
				d.paragraph(b, p)
			}
			if len(c.Paragraphs) == 0 {
				b.WriteString(`<w:p/>`)
			}
			b.WriteString(`</w:tc>`)
		}
		b.WriteString(`</w:tr>`)
	}
	b.WriteString(`</w:tbl>`)
}

func flag(b *strings.Builder, name string, on bool) {
	if on {
		b.WriteString(`<w:` + name + `/>`)
	}
}

// twip turns millimetres into twentieths of a point.
func twip(mm float64) int { return int(math.Round(mm / mmPerPoint * 20)) }

func points(pt float64) int { return int(math.Round(pt * 20)) }

// escape makes text safe inside an element or an attribute. Characters that XML
// does not know are left out; the text is composed (NFC), since printers set the
// marks of decomposed text beside their letters.
func escape(s string) string {
	var b strings.Builder
	for _, r := range norm.NFC.String(strings.ToValidUTF8(s, string(utf8.RuneError))) {
		switch {
		case r == '&':
			b.WriteString("&amp;")
		case r == '<':
			b.WriteString("&lt;")
		case r == '>':
			b.WriteString("&gt;")
		case r == '"':
			b.WriteString("&quot;")
		case r == '\t', r >= 0x20 && r <= 0xD7FF, r >= 0xE000 && r <= 0xFFFD, r >= 0x10000:
			b.WriteRune(r)
		}
	}
	return b.String()
}
