package sheet

import (
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"binhdang/internal/fault"
)

// talks are the columns of most tests.
var talks = []Column{
	{ID: "row_key", Heading: "Mã dòng", Aliases: []string{"Row key"}},
	{ID: "unit", Heading: "Đơn vị báo cáo", Aliases: []string{"Reporting unit"}, Required: true},
	{ID: "first", Heading: "Từ ngày", Aliases: []string{"From"}, Required: true, Date: true},
	{ID: "form", Heading: "Hình thức", Aliases: []string{"Form"}},
	{ID: "people", Heading: "Số lượt người", Aliases: []string{"Attendances"}},
	{ID: "women", Heading: "Trong đó nữ", Aliases: []string{"Of which women"}},
}

func open(name string, data []byte) (*Reader, error) {
	return Open(name, bytes.NewReader(data), int64(len(data)), talks, DefaultLimits)
}

// read reads a table to its end.
func read(t *testing.T, name string, data []byte) ([]*Row, *Reader) {
	t.Helper()
	r, err := open(name, data)
	if err != nil {
		t.Fatalf("open %s: %v", name, err)
	}
	t.Cleanup(func() { r.Close() })
	rows, err := all(r)
	if err != nil {
		t.Fatalf("read %s: %v", name, err)
	}
	return rows, r
}

func all(r *Reader) ([]*Row, error) {
	var rows []*Row
	for {
		row, err := r.Next()
		if err == io.EOF {
			return rows, nil
		}
		if err != nil {
			return rows, err
		}
		rows = append(rows, row)
	}
}

// show is rows in one line each, columns in the order of talks.
func show(rows []*Row) string {
	var b strings.Builder
	for _, r := range rows {
		fmt.Fprintf(&b, "%d:", r.Number)
		for _, c := range talks {
			fmt.Fprintf(&b, " %s|", r.Cells[c.ID])
		}
		if r.Total {
			b.WriteString(" total")
		}
		for _, f := range r.Faults {
			fmt.Fprintf(&b, " !%s@%s%d", f.Key, f.Place.Column, f.Place.Row)
		}
		b.WriteString("\n")
	}
	return b.String()
}

func want(t *testing.T, what, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("%s\n got %q\nwant %q", what, got, want)
	}
}

// wantFault asks for one fault of the key.
func wantFault(t *testing.T, what string, err error, key string) *fault.Error {
	t.Helper()
	for _, f := range fault.All(err) {
		if f.Key == key {
			return f
		}
	}
	t.Errorf("%s: got %v, want the fault %s", what, err, key)
	return fault.New(fault.Invalid, key)
}

func keys(list []*fault.Error) string {
	var out []string
	for _, f := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%s@%s%d", f.Key, f.Place.Column, f.Place.Row)))
	}
	return strings.Join(out, " ")
}

// book makes an .xlsx with excelize, each sheet a list of rows.
func book(t *testing.T, sheets map[string][][]any, order ...string) []byte {
	t.Helper()
	f := excelize.NewFile()
	for i, name := range order {
		if i == 0 {
			f.SetSheetName("Sheet1", name)
		} else {
			f.NewSheet(name)
		}
		for r, row := range sheets[name] {
			at, _ := excelize.CoordinatesToCellName(1, r+1)
			if err := f.SetSheetRow(name, at, &row); err != nil {
				t.Fatal(err)
			}
		}
	}
	return saved(t, f)
}

func saved(t *testing.T, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := f.Write(&b); err != nil {
		t.Fatal(err)
	}
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// byHand makes an .xlsx from the XML of its one sheet; more are further parts.
func byHand(t testing.TB, sheetData string, more ...string) []byte {
	t.Helper()
	parts := []string{
		"_rels/.rels", `<Relationships><Relationship Id="r1" Type="x/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
		"xl/workbook.xml", `<workbook xmlns:r="r"><sheets><sheet name="S" sheetId="1" r:id="r1"/></sheets></workbook>`,
		"xl/_rels/workbook.xml.rels", `<Relationships><Relationship Id="r1" Type="x/worksheet" Target="/xl/s.xml"/>` +
			`<Relationship Id="r2" Type="x/sharedStrings" Target="strings.xml"/><Relationship Id="r3" Type="x/styles" Target="styles.xml"/></Relationships>`,
		"xl/s.xml", `<worksheet><sheetData>` + sheetData + `</sheetData></worksheet>`,
	}
	return zipped(t, append(parts, more...)...)
}

// zipped packs name, text, name, text; a later part of a name replaces the earlier.
func zipped(t testing.TB, parts ...string) []byte {
	t.Helper()
	text, order := map[string]string{}, []string{}
	for i := 0; i < len(parts); i += 2 {
		if _, again := text[parts[i]]; !again {
			order = append(order, parts[i])
		}
		text[parts[i]] = parts[i+1]
	}
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range order {
		w, err := z.Create(name)
		if err == nil {
			_, err = io.WriteString(w, text[name])
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// headXML is a heading row of Đơn vị báo cáo, Từ ngày, Hình thức, Số lượt người.
const headXML = `<row r="1"><c r="A1" t="inlineStr"><is><t>Đơn vị báo cáo</t></is></c><c r="B1" t="inlineStr"><is><t>Từ ngày</t></is></c>` +
	`<c r="C1" t="inlineStr"><is><t>Hình thức</t></is></c><c r="D1" t="inlineStr"><is><t>Số lượt người</t></is></c></row>`

var errBadDisk = errors.New("bad disk")

type badDisk struct{ bytes.Reader }

func (*badDisk) ReadAt([]byte, int64) (int, error) { return 0, errBadDisk }
