package sheet

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/xuri/excelize/v2"

	"binhdang/internal/word"
)

func wordFiles(t testing.TB) fstest.MapFS {
	t.Helper()
	out := fstest.MapFS{}
	for _, lang := range word.Languages {
		data, err := os.ReadFile("../../content/words/" + lang + "/sheet.toml")
		if err != nil {
			t.Fatal(err)
		}
		out["words/"+lang+"/sheet.toml"] = &fstest.MapFile{Data: data}
	}
	return out
}

// dangerous are texts that a spreadsheet may run, and some that only look so.
var dangerous = []string{
	"=1+1", "=HYPERLINK(\"http://x\")", "+84 912", "-5", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1+1",
	"'=1", "''=1", "'abc", "-", "=", "a;=1", "a\t=1", "\"=1\"", "x,y", " = 1", "a\r\nb", "_x0041_", "_x005F_", "\u0001a", "<&>\"", "😀 đ",
	"001", "1/2", "30/6/2025", "1E5", "TRUE", "#N/A", "Tổng",
}

func TestWhatIsExportedReadsBackUnchanged(t *testing.T) {
	columns := talks[:5]
	for _, format := range []string{"csv", "xlsx"} {
		var b bytes.Buffer
		var w Table = NewCSV(&b, columns)
		if format == "xlsx" {
			w = NewXLSX(&b, "Sổ: tuyên/truyền", columns)
		}
		for i, s := range dangerous {
			if err := w.Row(Text(fmt.Sprint("k", i)), Text(s), Day(2025, 6, 30), Decimal(0.25), Number(-1200)); err != nil {
				t.Fatal(err)
			}
		}
		if err := w.Close(); err != nil {
			t.Fatal(err)
		}
		if w.Close() == nil || w.Row(make([]Cell, 5)...) == nil {
			t.Error("a closed table takes no rows")
		}
		rows, _ := read(t, "t."+format, b.Bytes())
		if len(rows) != len(dangerous) {
			t.Fatalf("%s: %d rows of %d", format, len(rows), len(dangerous))
		}
		fraction := map[string]string{"csv": "0.25", "xlsx": "0,25"}[format] // a .csv is text: it is read as it stands
		for i, s := range dangerous {
			want(t, format+" text", rows[i].Cells["unit"], s)
			want(t, format+" others", fmt.Sprint(rows[i].Cells["row_key"], rows[i].Cells["first"], rows[i].Cells["form"], rows[i].Cells["people"], rows[i].Total, rows[i].Faults),
				fmt.Sprint("k", i, "2025-06-30", fraction, "-1200", false, rows[i].Faults[:0]))
		}
	}
}

func TestCSVIsHarmlessAndExact(t *testing.T) {
	var b bytes.Buffer
	w := NewCSV(&b, []Column{{Heading: "Tên"}, {Heading: "=Số"}, {Heading: "Ngày"}})
	w.Row(Text("=cmd|'/c calc'!A1"), Number(-5), Day(2025, 6, 5))
	w.Row(Text("a\"b\nc"), Cell{}, Decimal(0.0000001))
	if err := w.Row(Text("x")); err == nil {
		t.Error("a row must have a cell for each column")
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "bytes", b.String(), "\uFEFFTên,'=Số,Ngày\r\n'=cmd|'/c calc'!A1,-5,2025-06-05\r\n\"a\"\"b\nc\",,0.0000001\r\n")
}

func TestJSON(t *testing.T) {
	var b bytes.Buffer
	w := NewJSON(&b, []Column{{ID: "b"}, {ID: "a"}})
	w.Row(Text("=1 <\"đ\">\n"), Number(1<<60))
	w.Row(Day(2025, 6, 30), Decimal(0.5))
	w.Row(Cell{}, Decimal(func() float64 { z := 0.0; return z / z }()))
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	want(t, "bytes", b.String(), "[\n{\"b\":\"=1 <\\\"đ\\\">\\n\",\"a\":1152921504606846976},\n{\"b\":\"2025-06-30\",\"a\":0.5},\n{\"b\":null,\"a\":null}\n]\n")
	if !json.Valid(b.Bytes()) {
		t.Error("not JSON")
	}
	b.Reset()
	if err := NewJSON(&b, nil).Close(); err != nil || !json.Valid(b.Bytes()) {
		t.Errorf("an empty array: %v %q", err, b.String())
	}
}

// excelize is a second opinion on what we wrote.
func TestXLSXAsOthersReadIt(t *testing.T) {
	var b bytes.Buffer
	w := NewXLSX(&b, "Sổ", []Column{{Heading: "Tên"}, {Heading: "Số"}, {Heading: "Ngày"}, {Heading: "Tiền"}})
	w.Row(Text("=1+1"), Number(1200), Day(2025, 6, 30), Number(1234567890123456789))
	w.Row(Text("thường").As(Bold), Decimal(0.5), Day(1899, 1, 1), Cell{})
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	f, err := excelize.OpenReader(bytes.NewReader(b.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	got, err := f.GetRows("Sổ")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "rows", fmt.Sprintf("%q", got), `[["Tên" "Số" "Ngày" "Tiền"] ["=1+1" "1,200" "30/06/2025" "1234567890123456789"] ["thường" "0.5" "1899-01-01"]]`)
	if formula, _ := f.GetCellFormula("Sổ", "A2"); formula != "" {
		t.Errorf("text became the formula %q", formula)
	}
	kind, _ := f.GetCellType("Sổ", "A2")
	style, _ := f.GetCellStyle("Sổ", "A2")
	if kind != excelize.CellTypeInlineString || style != cellXF(Plain, outText, true) {
		t.Errorf("text is of type %v, style %d", kind, style)
	}
	if !strings.Contains(part(t, b.Bytes(), "xl/styles.xml"), `quotePrefix="1"`) {
		t.Error("no style keeps text from becoming a formula when it is edited")
	}
	if panes, err := f.GetPanes("Sổ"); err != nil || !panes.Freeze || panes.YSplit != 1 {
		t.Errorf("panes %+v %v", panes, err)
	}
	err = NewXLSX(io.Discard, "x", talks[:1]).Row(Text(strings.Repeat("ă", 32_768)))
	if f := wantFault(t, "more text than a cell holds", err, "sheet.cell_too_long"); f.Place.Row != 2 || f.Place.Column != "A" {
		t.Errorf("place %+v", f.Place)
	}
}

// A number keeps its value under whatever format it is shown by.
func TestBookOfShownNumbers(t *testing.T) {
	more := `"hơn "#,##0`
	write := func() []byte {
		var b bytes.Buffer
		book := NewBook(&b)
		s, err := book.Sheet("Bảng 1", Layout{Widths: []float64{20, 10, 10}})
		if err != nil {
			t.Fatal(err)
		}
		for _, err := range []error{
			s.Across(3, Text(strings.Repeat("Đầu đề ", 12)).As(Bold)),
			s.Row(Text("2022"), Number(3900).Shown(more), Decimal(200.0/3).Shown("#,##0.0")),
			s.Row(Text("a").Shown(more), Number(5).Shown(more).As(Bold), Number(256000).Shown(more)),
			s.Row(Cell{}.Shown(more), Decimal(2.0/3*1e6), Number(1).Shown(`0" ""x"`)),
			book.Close(),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
		return b.Bytes()
	}
	data := write()
	if !bytes.Equal(data, write()) {
		t.Error("the same calls gave other bytes")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	rows, err := f.GetRows("Bảng 1")
	if err != nil {
		t.Fatal(err)
	}
	want(t, "as shown", fmt.Sprintf("%q", rows[1:]), `[["2022" "hơn 3,900" "66.7"] ["a" "hơn 5" "hơn 256,000"] ["" "666,666.667" "1 x"]]`)
	raw, _ := f.GetRows("Bảng 1", excelize.Options{RawCellValue: true})
	want(t, "as kept", fmt.Sprintf("%q", raw[1:]), `[["2022" "3900" "66.6666666666667"] ["a" "5" "256000"] ["" "666666.666666667" "1"]]`)
	if m, _ := f.GetMergeCells("Bảng 1"); len(m) != 1 || m[0].GetStartAxis()+m[0].GetEndAxis() != "A1C1" {
		t.Errorf("merged %v", m)
	}
	// 84 letters over columns of 40 need two lines, not the four of the first column alone.
	if high, _ := f.GetRowHeight("Bảng 1", 1); high != 2*17+4 {
		t.Errorf("the row of the merged cell is %v high", high)
	}
	s, err := NewBook(io.Discard).Sheet("x", Layout{})
	if err == nil {
		err = s.Row(Number(1).Shown(strings.Repeat("0", 256)))
	}
	if err == nil {
		t.Error("a format longer than Excel takes was written")
	}
}

func part(t *testing.T, data []byte, name string) string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	r, err := z.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func sampleTemplate(t *testing.T) TemplateSpec {
	var words word.Book
	if err := words.Add(wordFiles(t)); err != nil {
		t.Fatal(err)
	}
	var many []string
	for i := range 300 {
		many = append(many, fmt.Sprintf("Xã số %d", i))
	}
	return TemplateSpec{
		Title: "Sổ tuyên truyền",
		Columns: []TemplateColumn{
			{Heading: "Mã dòng", Help: "Mã riêng của dòng."},
			{Heading: "Đơn vị báo cáo", Required: true, Help: "Chọn đơn vị.", Choices: many},
			{Heading: "Từ ngày", Required: true, Help: strings.Repeat("Ghi ngày, tháng, năm. ", 20), Format: FormatDay},
			{Heading: "Hình thức", Choices: []string{"Nói chuyện", "Tọa đàm"}, Many: true},
			{Heading: "Số lượt người", Format: FormatNumber},
		},
		Say: func(key string, args ...string) string { return words.Say("vi", key, args...) },
	}
}

func TestTemplate(t *testing.T) {
	var a, b bytes.Buffer
	for _, w := range []*bytes.Buffer{&a, &b} {
		if err := Template(w, sampleTemplate(t)); err != nil {
			t.Fatal(err)
		}
	}
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("the same spec gave other bytes")
	}
	rows, r := read(t, "mau.xlsx", a.Bytes())
	want(t, "an empty template", fmt.Sprintf("%s, headings in row %d, %d rows, warnings %q", r.Sheet(), r.HeadingRow(), len(rows), keys(r.Warnings())),
		`Dữ liệu, headings in row 3, 0 rows, warnings ""`)

	f, err := excelize.OpenReader(bytes.NewReader(a.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	want(t, "sheets", strings.Join(f.GetSheetList(), ", "), "Dữ liệu, Hướng dẫn, Danh mục")
	got, _ := f.GetRows("Dữ liệu")
	want(t, "headings", strings.Join(got[2], ", "), "Mã dòng, Đơn vị báo cáo *, Từ ngày *, Hình thức, Số lượt người")
	checks, err := f.GetDataValidations("Dữ liệu")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range checks {
		if c.Prompt != nil && len([]rune(*c.Prompt)) > 255 || c.PromptTitle != nil && len([]rune(*c.PromptTitle)) > 32 {
			t.Errorf("help beside %s is too long for Excel", c.Sqref)
		}
	}
	want(t, "drop-down of units", fmt.Sprint(checks[1].Sqref, checks[1].Formula1, checks[1].ShowErrorMessage), "B4:B1048576'Danh mục'!$A$2:$A$301true")
	want(t, "drop-down of forms", fmt.Sprint(checks[3].Sqref, checks[3].Formula1, checks[3].ShowErrorMessage), "D4:D1048576'Danh mục'!$B$2:$B$3false")
	lists, _ := f.GetRows("Danh mục")
	want(t, "lists", fmt.Sprint(len(lists), lists[0], lists[2], lists[300]), "301 [Danh mục: Đơn vị báo cáo Danh mục: Hình thức] [Xã số 1 Tọa đàm] [Xã số 299]")
	notes, _ := f.GetRows("Hướng dẫn")
	want(t, "notes", fmt.Sprintf("%q", []any{notes[0], notes[2], notes[4]}),
		`[["Cột" "Tên cột" "Bắt buộc" "Cách ghi" "Giá trị được chọn"] ["B" "Đơn vị báo cáo" "Có" "Chọn đơn vị." "Xem trang Danh mục, cột A"] ["D" "Hình thức" "Không" "Ghi nhiều giá trị: cách nhau bằng dấu chấm phẩy." "Nói chuyện; Tọa đàm"]]`)
	want(t, "help that parts by itself", TemplateColumn{Help: "Nhiều đơn vị: cách nhau bằng Dấu chấm phẩy.", Many: true}.help(sampleTemplate(t).sayer()),
		"Nhiều đơn vị: cách nhau bằng Dấu chấm phẩy.")
	if m, _ := f.GetMergeCells("Dữ liệu"); len(m) != 1 || m[0].GetStartAxis()+m[0].GetEndAxis() != "A1E1" {
		t.Errorf("merged %v", m)
	}

	// Somebody fills it in with another program.
	f.SetSheetRow("Dữ liệu", "A4", &[]any{"a1", "Xã số 7", 45838, "Tọa đàm", 120})
	style, _ := f.GetColStyle("Dữ liệu", "C")
	f.SetCellStyle("Dữ liệu", "C4", "C4", style)
	rows, r = read(t, "mau.xlsx", saved(t, f))
	want(t, "filled in", show(rows), "4: a1| Xã số 7| 2025-06-30| Tọa đàm| 120| |\n")
	want(t, "warnings", keys(r.Warnings()), "")
}

// 100,000 rows are written and read with memory that does not grow with them.
func TestMemory(t *testing.T) {
	if testing.Short() {
		t.Skip("100,000 rows")
	}
	const rows, most = 100_000, 40 << 20
	var m runtime.MemStats
	peak := uint64(0)
	look := func(i int) {
		if i%2000 == 0 {
			runtime.ReadMemStats(&m)
			peak = max(peak, m.HeapInuse+m.StackInuse)
		}
	}
	path := t.TempDir() + "/big.xlsx"
	for _, shared := range []bool{false, true} {
		f, err := os.Create(path)
		if err != nil {
			t.Fatal(err)
		}
		defer f.Close()
		runtime.GC()
		peak = 0
		if shared {
			writeShared(t, f, rows)
		} else {
			w := NewXLSX(f, "Sổ", talks)
			for i := range rows {
				k := fmt.Sprint("Dòng ", i)
				if err := w.Row(Text(k), Text("Xã Vĩnh Thạnh Trung "+k), Day(2025, 6, 30), Text("Nói chuyện chuyên đề"), Number(int64(i)), Number(7)); err != nil {
					t.Fatal(err)
				}
				look(i)
			}
			if err := w.Close(); err != nil {
				t.Fatal(err)
			}
			t.Logf("writing: %d MB", peak>>20)
		}
		st, err := f.Stat()
		if err != nil {
			t.Fatal(err)
		}
		r, err := Open(path, f, st.Size(), talks, DefaultLimits)
		if err != nil {
			t.Fatal(err)
		}
		n := 0
		for {
			row, err := r.Next()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatal(err)
			}
			if k := fmt.Sprint("Dòng ", n); row.Cells["row_key"] != k || row.Cells["unit"] != "Xã Vĩnh Thạnh Trung "+k {
				t.Fatalf("row %d: %v", row.Number, row.Cells)
			}
			look(n)
			n++
		}
		if n != rows {
			t.Errorf("%d rows of %d", n, rows)
		}
		if err := r.Close(); err != nil {
			t.Error(err)
		}
		t.Logf("shared texts %v: at most %d MB", shared, peak>>20)
		if peak > most {
			t.Errorf("shared texts %v: %d MB in use", shared, peak>>20)
		}
	}
}

// writeShared writes a workbook as Excel does, all texts in one part.
func writeShared(t *testing.T, w io.Writer, rows int) {
	t.Helper()
	frame, err := zip.NewReader(bytes.NewReader(byHand(t, "")), int64(len(byHand(t, ""))))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(w)
	for _, f := range frame.File {
		if f.Name != "xl/s.xml" {
			if err := z.Copy(f); err != nil {
				t.Fatal(err)
			}
		}
	}
	p, err := z.Create("xl/strings.xml")
	if err != nil {
		t.Fatal(err)
	}
	io.WriteString(p, `<sst><si><t>Mã dòng</t></si><si><t>Đơn vị báo cáo</t></si><si><t>Từ ngày</t></si>`)
	for i := range rows {
		fmt.Fprintf(p, `<si><t>Dòng %d</t></si><si><t>Xã Vĩnh Thạnh Trung Dòng %d</t></si>`, i, i)
	}
	io.WriteString(p, `</sst>`)
	if p, err = z.Create("xl/s.xml"); err != nil {
		t.Fatal(err)
	}
	io.WriteString(p, `<worksheet><sheetData><row><c t="s"><v>0</v></c><c t="s"><v>1</v></c><c t="s"><v>2</v></c></row>`)
	for i := range rows {
		fmt.Fprintf(p, `<row><c t="s"><v>%d</v></c><c t="s"><v>%d</v></c><c><v>45838</v></c></row>`, 2*i+3, 2*i+4)
	}
	io.WriteString(p, `</sheetData></worksheet>`)
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
}
