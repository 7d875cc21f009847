package docx

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"io"
	"math"
	"strings"
	"testing"
)

func sample() *Document {
	two := Table{Widths: []float64{62, 98}, Rows: []Row{{Cells: []Cell{
		{Paragraphs: []Paragraph{{Runs: []Run{{Text: "SỞ NỘI VỤ", Bold: true, Size: 12}}, Align: Center}, {Rule: 20, Width: 62}}}, {},
	}}}}
	return &Document{
		Title: "Báo cáo <1>", Author: "Sở & ngành", Lang: "vi-VN", Font: "Times New Roman", Size: 14, Numbers: 14,
		Notice:  []Run{{Text: "MẪU & THỬ", Bold: true, Size: 11}},
		Margins: Margins{Top: 20, Right: 20, Bottom: 20, Left: 30},
		Sections: []Section{
			{Blocks: []Block{
				two, two,
				Paragraph{Runs: []Run{{Text: "Dòng một\nDòng hai <&\x01>", Italic: true, Size: 9.5, Color: "595959"}}, Align: Justify, First: 12.7, After: 6, Line: 1.15, Outline: 1, KeepNext: true},
				Table{Widths: []float64{20, 30}, Borders: true, Name: "Bảng", Rows: []Row{
					{Header: true, Height: 8, Cells: []Cell{{Span: 2, Middle: true, Paragraphs: []Paragraph{{Runs: []Run{{Text: "Đầu bảng"}}}}}}},
					{Cells: []Cell{{}, {}}},
					{KeepNext: true, Cells: []Cell{{Paragraphs: []Paragraph{{Runs: []Run{{Text: "Gần cuối"}}}}}, {}}},
					{Cells: []Cell{{}, {}}},
				}},
			}},
			{Landscape: true, Blocks: []Block{Paragraph{Runs: []Run{{Text: "Phu\u0323 lu\u0323c"}}}}},
		},
	}
}

func unpack(t *testing.T, d *Document) map[string]string {
	t.Helper()
	var b bytes.Buffer
	if err := Write(&b, d); err != nil {
		t.Fatal(err)
	}
	z, err := zip.NewReader(bytes.NewReader(b.Bytes()), int64(b.Len()))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		out[f.Name] = string(data)
	}
	if z.File[0].Name != "[Content_Types].xml" {
		t.Errorf("first file is %s, want the list of types", z.File[0].Name)
	}
	return out
}

func TestEveryPartIsXML(t *testing.T) {
	for name, text := range unpack(t, sample()) {
		in := xml.NewDecoder(strings.NewReader(text))
		for {
			_, err := in.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
	}
}

func TestSameDocumentSameBytes(t *testing.T) {
	var a, b bytes.Buffer
	if err := Write(&a, sample()); err != nil {
		t.Fatal(err)
	}
	if err := Write(&b, sample()); err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two prints of one document differ")
	}
}

func TestWhatWordReads(t *testing.T) {
	files := unpack(t, sample())
	body := files["word/document.xml"]
	for _, x := range []struct{ rule, want string }{
		{"A4 upright", `<w:pgSz w:w="11906" w:h="16838"/>`},
		{"A4 landscape", `<w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>`},
		{"margins of 20, 20, 20, 30 mm", `<w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701"`},
		{"no number on the first page", `<w:titlePg/>`},
		{"indent of 1,27 cm", `w:firstLine="720"`},
		{"gap of 6 points", `w:after="120" w:line="276" w:lineRule="auto"`},
		{"the paragraph mark has the size of its text", `<w:jc w:val="both"/><w:rPr><w:i/><w:iCs/><w:sz w:val="19"/><w:szCs w:val="19"/></w:rPr></w:pPr>`},
		{"heads of tables repeat, rows hold together", `<w:trPr><w:cantSplit/><w:trHeight w:val="454" w:hRule="atLeast"/><w:tblHeader/></w:trPr>`},
		{"a row stays with the next", `<w:p><w:pPr><w:keepNext/><w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/></w:pPr><w:r><w:t xml:space="preserve">Gần cuối`},
		{"a cell over two columns", `<w:tcW w:w="2835" w:type="dxa"/><w:gridSpan w:val="2"/>`},
		{"a line break, no control character", `Dòng một</w:t><w:br/><w:t xml:space="preserve">Dòng hai &lt;&amp;&gt;</w:t>`},
		{"composed letters", `>Phụ lục<`},
		{"a rule narrowed to its length", `<w:ind w:left="1191" w:right="1191"/>`},
		{"tables that touch are parted", `</w:tbl><w:p><w:pPr><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>`},
	} {
		if !strings.Contains(body, x.want) {
			t.Errorf("%s: document.xml lacks %s", x.rule, x.want)
		}
	}
	if strings.Contains(body, "</w:tbl><w:tbl>") || strings.Contains(body, "</w:tbl><w:sectPr>") {
		t.Error("a table touches another or ends the text")
	}
	if strings.Contains(body, "<w:tc><w:tcPr><w:tcW w:w=\"1134\" w:type=\"dxa\"/></w:tcPr></w:tc>") {
		t.Error("a cell without a paragraph")
	}
	if n := strings.Count(body, "headerReference"); n != 2 {
		t.Errorf("%d references to headers, want 2: later sections carry them on", n)
	}
	if h := files["word/header1.xml"]; !strings.Contains(h, " PAGE ") || !strings.Contains(h, `<w:jc w:val="center"/>`) {
		t.Errorf("no centred page number in %s", h)
	}
	if h := files["word/header2.xml"]; strings.Contains(h, "PAGE") || !strings.Contains(h, ">MẪU &amp; THỬ<") {
		t.Errorf("not the notice alone above the first page: %s", h)
	}
	if !strings.Contains(files["docProps/core.xml"], "Báo cáo &lt;1&gt;") {
		t.Error("the title is not in the properties, or not escaped")
	}
	if !strings.Contains(files["word/styles.xml"], `w:ascii="Times New Roman"`) {
		t.Error("the face is not Times New Roman")
	}
}

func TestTextWidth(t *testing.T) {
	for _, x := range []struct {
		text string
		size float64
		bold bool
		want float64 // as measured in Liberation Serif
	}{
		{"CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", 12, true, 88.31},
		{"Độc lập - Tự do - Hạnh phúc", 14, true, 60.46},
		{"UBND TỈNH QUẢNG NINH", 13, false, 55.40},
	} {
		if got := TextWidth(x.text, x.size, x.bold); math.Abs(got-x.want) > 0.6 {
			t.Errorf("TextWidth(%q, %v) = %.2f mm, want %.2f", x.text, x.size, got, x.want)
		}
	}
}

func TestEmptyDocument(t *testing.T) {
	body := unpack(t, &Document{Font: "Times New Roman", Size: 14})["word/document.xml"]
	if !strings.Contains(body, "<w:body><w:p/><w:sectPr>") {
		t.Errorf("an empty document is not one empty paragraph: %s", body)
	}
}
