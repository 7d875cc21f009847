package sheet

import (
	"bytes"
	"strings"
	"testing"
	"time"
)

func opened(t *testing.T, file []byte) (*Reader, error) {
	t.Helper()
	return Open("t.xlsx", bytes.NewReader(file), int64(len(file)), talks, DefaultLimits)
}

const oneRow = `<row><c t="inlineStr"><is><t>22</t></is></c><c t="inlineStr"><is><t>1/2/2026</t></is></c><c t="inlineStr"><is><t>Tọa đàm</t></is></c><c><v>5</v></c></row>`

func TestBlankRowsEnd(t *testing.T) {
	for _, c := range []struct {
		what  string
		blank int
		rows  int
		warns string
	}{
		{"a few", 9_999, 2, ""},
		{"too many", 10_001, 1, "sheet.blank_rows@10003"},
		{"for ever", 1_000_000, 1, "sheet.blank_rows@10003"},
	} {
		start := time.Now()
		r, err := opened(t, byHand(t, headXML+strings.Replace(oneRow, "<row>", `<row r="2">`, 1)+strings.Repeat("<row/>", c.blank)+oneRow))
		if err != nil {
			t.Fatal(c.what, err)
		}
		rows, err := all(r)
		if err != nil || len(rows) != c.rows || keys(r.Warnings()) != c.warns {
			t.Errorf("%s: %d rows, warnings %q, %v, want %d and %q", c.what, len(rows), keys(r.Warnings()), err, c.rows, c.warns)
		}
		if took := time.Since(start); took > 3*time.Second {
			t.Errorf("%s: took %v", c.what, took)
		}
		r.Close()
	}
}

// What is not a table is not read without end, and not again and again.
func TestSmallPartsAreBounded(t *testing.T) {
	rels := `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/xl/s.xml"/>` +
		strings.Repeat(`<Relationship Id="r3" Type="x/styles" Target="styles.xml"/>`, 5000)
	styles := `<styleSheet><cellXfs>` + strings.Repeat(`<xf numFmtId="9"/>`, 50_000) + `</cellXfs></styleSheet>`
	start := time.Now()
	r, err := opened(t, byHand(t, headXML+oneRow, "xl/_rels/workbook.xml.rels", rels+`</Relationships>`, "xl/styles.xml", styles))
	if err != nil {
		t.Errorf("styles that are named often: %v", err)
	} else {
		r.Close()
	}
	_, err = opened(t, byHand(t, headXML+oneRow, "xl/_rels/workbook.xml.rels", rels+strings.Repeat("<x/>", 6<<20)))
	wantFault(t, "relations without end", err, "sheet.too_large")
	r, err = opened(t, byHand(t, headXML+`<row>`+strings.Repeat("<c/>", 100_000)+`</row>`+oneRow))
	if err == nil {
		_, err = all(r)
		r.Close()
	}
	wantFault(t, "a row without end", err, "sheet.too_large")
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("took %v", took)
	}
}

func TestSharesOfAHundred(t *testing.T) {
	styles := `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="0.0&quot;%&quot;"/><numFmt numFmtId="171" formatCode="[Red]0.00\ %"/></numFmts>` +
		`<cellXfs><xf numFmtId="0"/><xf numFmtId="9"/><xf numFmtId="10"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>`
	cells := `<row r="2"><c r="A2" t="inlineStr"><is><t>22</t></is></c><c r="B2" s="1"><v>45700</v></c><c r="C2" s="%s"><v>0.4658</v></c><c r="D2"><v>5</v></c></row>`
	for style, want := range map[string]string{"0": "0,4658", "1": "46,58%", "2": "46,58%", "3": "0,4658", "4": "46,58%"} {
		r, err := opened(t, byHand(t, headXML+strings.Replace(cells, "%s", style, 1), "xl/styles.xml", styles))
		if err != nil {
			t.Fatal(err)
		}
		rows, err := all(r)
		if err != nil || len(rows) != 1 {
			t.Fatal(rows, err)
		}
		form, day := "", ""
		for _, c := range talks {
			switch c.Heading {
			case "Hình thức":
				form = rows[0].Cells[c.ID]
			case "Từ ngày":
				day = rows[0].Cells[c.ID]
			}
		}
		if form != want || day != "2025-02-12" {
			t.Errorf("style %s: %q and the day %q, want %q and 2025-02-12", style, form, day, want)
		}
		r.Close()
	}
}
