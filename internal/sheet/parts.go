package sheet

import (
	"fmt"
	"strings"
)

const (
	xmlHead  = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	nsMain   = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
	nsOffice = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	nsRels   = "http://schemas.openxmlformats.org/package/2006/relationships"
	typeMain = "application/vnd.openxmlformats-officedocument.spreadsheetml."
)

// bookPart is one part of a workbook besides its sheets.
type bookPart struct{ name, text string }

func bookParts(sheets []bookSheet, own []look) []bookPart {
	var types, list, rels strings.Builder
	for i, s := range sheets {
		n := i + 1
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="%sworksheet+xml"/>`, n, typeMain)
		state := ""
		if s.hidden {
			state = ` state="hidden"`
		}
		fmt.Fprintf(&list, `<sheet name="%s" sheetId="%d"%s r:id="rId%d"/>`, attrText(s.name), n, state, n)
		fmt.Fprintf(&rels, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, n, nsOffice, n)
	}
	return []bookPart{
		{"[Content_Types].xml", xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
			`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/>` +
			`<Override PartName="/xl/workbook.xml" ContentType="` + typeMain + `sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="` + typeMain + `styles+xml"/>` + types.String() + `</Types>`},
		{"_rels/.rels", xmlHead + `<Relationships xmlns="` + nsRels + `"><Relationship Id="rId1" Type="` + nsOffice +
			`/officeDocument" Target="xl/workbook.xml"/></Relationships>`},
		{"xl/workbook.xml", xmlHead + `<workbook xmlns="` + nsMain + `" xmlns:r="` + nsOffice +
			`"><bookViews><workbookView activeTab="0"/></bookViews><sheets>` + list.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", xmlHead + `<Relationships xmlns="` + nsRels + `">` + rels.String() +
			fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, len(sheets)+1, nsOffice) + `</Relationships>`},
		{"xl/styles.xml", styles(own)},
	}
}

var attrEscaper = strings.NewReplacer("&", "&amp;", "<", "&lt;", ">", "&gt;", `"`, "&quot;", "\n", "&#10;", "\t", "&#9;", "\r", "&#13;")

func attrText(s string) string { return attrEscaper.Replace(s) }

// A cell style is a look and a number format: formats vary fastest.
const (
	xfGeneral = iota
	xfText
	xfRisky // text that looks like a formula: stays text also when it is edited
	xfNumber
	xfDecimal
	xfDay
	xfCount
)

func cellXF(s Style, kind cellOut, risk bool) int {
	xf := xfGeneral
	switch kind {
	case outText:
		if xf = xfText; risk {
			xf = xfRisky
		}
	case outNumber:
		xf = xfNumber
	case outDecimal:
		xf = xfDecimal
	case outDay:
		xf = xfDay
	}
	return int(s)*xfCount + xf
}

func columnXF(f Format) int {
	return [...]int{FormatGeneral: xfGeneral, FormatText: xfText, FormatNumber: xfNumber, FormatDay: xfDay}[f]
}

// look is a style with a number format that a cell brought along.
type look struct {
	style  Style
	format string
}

// looks are those that a workbook has met, in the order of their first cells.
type looks struct {
	formats []look
	index   map[look]int
}

// xf is the place of a look in the part of styles: behind those that every workbook has.
func (l *looks) xf(x look) int {
	i, ok := l.index[x]
	if !ok {
		if l.index == nil {
			l.index = map[look]int{}
		}
		i = len(l.formats)
		l.index[x] = i
		l.formats = append(l.formats, x)
	}
	return int(styleCount)*xfCount + i
}

// Number formats up to 163 belong to Excel.
const (
	formatDay = 164 + iota
	formatDecimal
	formatOwn // the first that a cell brought along
)

// styles is the part of looks and formats: the same in each workbook but for the
// formats that its cells brought along.
func styles(own []look) string {
	font := func(more, size string) string {
		return `<font>` + more + `<sz val="` + size + `"/><name val="Times New Roman"/><family val="1"/></font>`
	}
	fill := func(colour string) string {
		return `<fill><patternFill patternType="solid"><fgColor rgb="FF` + colour + `"/><bgColor indexed="64"/></patternFill></fill>`
	}
	side := func(name string) string {
		return `<` + name + ` style="thin"><color rgb="FF8A94A6"/></` + name + `>`
	}
	drawn := [styleCount]struct {
		font, fill, border int
		align              string
	}{
		Plain:      {0, 0, 0, `vertical="top"`},
		Bold:       {1, 0, 0, `vertical="top" wrapText="1"`},
		Title:      {2, 0, 0, `vertical="center"`},
		Head:       {1, 2, 1, `horizontal="center" vertical="center" wrapText="1"`},
		HeadNeeded: {1, 3, 1, `horizontal="center" vertical="center" wrapText="1"`},
		Note:       {0, 0, 0, `vertical="top" wrapText="1"`},
		Faulty:     {1, 4, 1, `vertical="top"`},
		Doubtful:   {0, 5, 1, `vertical="top"`},
	}
	// 3 is #,##0 and 49 is text in every program.
	formats := [xfCount]int{xfGeneral: 0, xfText: 49, xfRisky: 49, xfNumber: 3, xfDecimal: formatDecimal, xfDay: formatDay}

	var b strings.Builder
	numFmt := func(id int, code string) {
		fmt.Fprintf(&b, `<numFmt numFmtId="%d" formatCode="%s"/>`, id, attrText(code))
	}
	xf := func(format int, style Style, more string) {
		l := drawn[style]
		fmt.Fprintf(&b, `<xf numFmtId="%d" fontId="%d" fillId="%d" borderId="%d" xfId="0"%s applyNumberFormat="1" applyFont="1" applyFill="1" applyBorder="1" applyAlignment="1"><alignment %s/></xf>`,
			format, l.font, l.fill, l.border, more, l.align)
	}
	fmt.Fprintf(&b, `%s<styleSheet xmlns="%s"><numFmts count="%d">`, xmlHead, nsMain, 2+len(own))
	numFmt(formatDay, "dd/mm/yyyy")
	numFmt(formatDecimal, "#,##0.###")
	for i, o := range own {
		numFmt(formatOwn+i, o.format)
	}
	b.WriteString(`</numFmts>` +
		`<fonts count="3">` + font("", "12") + font("<b/>", "12") + font("<b/>", "14") + `</fonts>` +
		`<fills count="6"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>` +
		fill("E8EDF4") + fill("FBE9D7") + fill("F9C9C5") + fill("FDEED6") + `</fills>` +
		`<borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border><border>` +
		side("left") + side("right") + side("top") + side("bottom") + `<diagonal/></border></borders>` +
		`<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>`)
	fmt.Fprintf(&b, `<cellXfs count="%d">`, len(drawn)*len(formats)+len(own))
	for style := range drawn {
		for kind, format := range formats {
			quote := ""
			if kind == xfRisky {
				quote = ` quotePrefix="1"`
			}
			xf(format, Style(style), quote)
		}
	}
	for i, o := range own {
		xf(formatOwn+i, o.style, "")
	}
	b.WriteString(`</cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`)
	return b.String()
}
