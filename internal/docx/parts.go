package docx

import (
	"fmt"
	"math"
	"strings"
)

const (
	xmlHead = `<?xml version="1.0" encoding="UTF-8" standalone="yes"?>` + "\n"
	wordNS  = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
	relNS   = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
	wordDoc = "application/vnd.openxmlformats-officedocument.wordprocessingml."

	headings = 4 // heading styles that the file has
)

// part is one file of the package.
type part struct{ name, text string }

// parts in the order in which they stand in the file: the list of types first, as readers expect.
func (d *Document) parts() []part {
	var body strings.Builder
	d.body(&body)
	list := []part{
		{"[Content_Types].xml", contentTypes},
		{"_rels/.rels", packageRels},
		{"docProps/core.xml", d.core()},
		{"word/document.xml", body.String()},
		{"word/_rels/document.xml.rels", documentRels},
		{"word/styles.xml", d.styles()},
		{"word/settings.xml", settings},
		{"word/header1.xml", d.numberHeader()},
		{"word/header2.xml", d.noticeHeader()},
	}
	return list
}

const contentTypes = xmlHead + `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">` +
	`<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
	`<Default Extension="xml" ContentType="application/xml"/>` +
	`<Override PartName="/word/document.xml" ContentType="` + wordDoc + `document.main+xml"/>` +
	`<Override PartName="/word/styles.xml" ContentType="` + wordDoc + `styles+xml"/>` +
	`<Override PartName="/word/settings.xml" ContentType="` + wordDoc + `settings+xml"/>` +
	`<Override PartName="/word/header1.xml" ContentType="` + wordDoc + `header+xml"/>` +
	`<Override PartName="/word/header2.xml" ContentType="` + wordDoc + `header+xml"/>` +
	`<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>` +
	`</Types>`

const packageRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relNS + `/officeDocument" Target="word/document.xml"/>` +
	`<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>` +
	`</Relationships>`

const documentRels = xmlHead + `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` +
	`<Relationship Id="rId1" Type="` + relNS + `/styles" Target="styles.xml"/>` +
	`<Relationship Id="rId2" Type="` + relNS + `/settings" Target="settings.xml"/>` +
	`<Relationship Id="rId3" Type="` + relNS + `/header" Target="header1.xml"/>` +
	`<Relationship Id="rId4" Type="` + relNS + `/header" Target="header2.xml"/>` +
	`</Relationships>`

// Compatibility mode 15 keeps Word from opening the file as one of an older Word.
const settings = xmlHead + `<w:settings xmlns:w="` + wordNS + `"><w:zoom w:percent="100"/><w:defaultTabStop w:val="720"/>` +
	`<w:characterSpacingControl w:val="doNotCompress"/><w:compat>` +
	`<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>` +
	`</w:compat></w:settings>`

func (d *Document) core() string {
	return xmlHead + `<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"` +
		` xmlns:dc="http://purl.org/dc/elements/1.1/">` +
		`<dc:title>` + escape(d.Title) + `</dc:title><dc:creator>` + escape(d.Author) + `</dc:creator>` +
		`<dc:language>` + escape(d.Lang) + `</dc:language></cp:coreProperties>`
}

// styles has the face of the whole document and headings that look like text:
// a paragraph says itself how it looks, the style only gives Word its outline.
func (d *Document) styles() string {
	var b strings.Builder
	font := escape(d.Font)
	size := int(math.Round(d.Size * 2))
	b.WriteString(xmlHead + `<w:styles xmlns:w="` + wordNS + `"><w:docDefaults><w:rPrDefault><w:rPr>`)
	fmt.Fprintf(&b, `<w:rFonts w:ascii="%s" w:hAnsi="%s" w:eastAsia="%s" w:cs="%s"/>`, font, font, font, font)
	fmt.Fprintf(&b, `<w:sz w:val="%d"/><w:szCs w:val="%d"/><w:lang w:val="%s" w:eastAsia="%s" w:bidi="ar-SA"/>`,
		size, size, escape(d.Lang), escape(d.Lang))
	b.WriteString(`</w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults>`)
	b.WriteString(`<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style>`)
	b.WriteString(`<w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:unhideWhenUsed/>` +
		`<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="0" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="0" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>`)
	for i := 1; i <= headings; i++ {
		fmt.Fprintf(&b, `<w:style w:type="paragraph" w:styleId="Heading%d"><w:name w:val="heading %d"/><w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:uiPriority w:val="9"/><w:qFormat/><w:pPr><w:outlineLvl w:val="%d"/></w:pPr></w:style>`, i, i, i-1)
	}
	b.WriteString(`</w:styles>`)
	return b.String()
}

func (d *Document) noticeHeader() string {
	var b strings.Builder
	b.WriteString(xmlHead + `<w:hdr xmlns:w="` + wordNS + `">`)
	d.paragraph(&b, Paragraph{Runs: d.Notice, Align: Center})
	b.WriteString(`</w:hdr>`)
	return b.String()
}

func (d *Document) numberHeader() string {
	var b strings.Builder
	pr := runPr(Run{Size: d.Numbers})
	b.WriteString(xmlHead + `<w:hdr xmlns:w="` + wordNS + `"><w:p><w:pPr><w:spacing w:before="0" w:after="0"/><w:jc w:val="center"/>` + pr + `</w:pPr>`)
	for _, x := range []string{`<w:fldChar w:fldCharType="begin"/>`, `<w:instrText xml:space="preserve"> PAGE </w:instrText>`,
		`<w:fldChar w:fldCharType="separate"/>`, `<w:t>2</w:t>`, `<w:fldChar w:fldCharType="end"/>`} {
		b.WriteString(`<w:r>` + pr + x + `</w:r>`)
	}
	b.WriteString(`</w:p></w:hdr>`)
	return b.String()
}
