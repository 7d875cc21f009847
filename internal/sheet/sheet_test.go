package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
	"binhdang/internal/word"
)

func TestHeadingsAreFoundAsPeopleWriteThem(t *testing.T) {
	f := excelize.NewFile()
	s := "Sheet1"
	f.SetCellValue(s, "B2", "SỔ TUYÊN TRUYỀN NĂM 2025")
	f.MergeCell(s, "B2", "G2")
	f.SetCellValue(s, "B3", "Đơn vị báo cáo: xã A") // a title that resembles a heading
	for i, h := range []string{
		"  MÃ   DÒNG ", norm.NFD.String("Đơn vị báo cáo (bắt buộc)"), "Từ\nngày *", "Hinh thuc", "attendances:", "Trong đó nữ (*)",
	} {
		at, _ := excelize.CoordinatesToCellName(2+i, 6)
		f.SetCellValue(s, at, h)
	}
	f.SetSheetRow(s, "B7", &[]any{"(1)", "(2)", "(3)", "(4)", "(5)", "(6)"})
	f.SetSheetRow(s, "B9", &[]any{"a1", norm.NFD.String("Xã Vĩnh Thạnh"), "30/6/2025", "Toạ đàm", 120, 0.5})
	f.SetSheetRow(s, "B11", &[]any{nil, "Tổng cộng:", nil, nil, 120})
	f.SetCellValue(s, "B13", "   ")
	f.NewSheet("Hướng dẫn")
	f.SetSheetRow("Hướng dẫn", "A1", &[]any{"Đơn vị báo cáo", "Ghi tên đơn vị"})
	f.SetSheetRow("Hướng dẫn", "A2", &[]any{"Từ ngày", "Ghi ngày"})
	f.MoveSheet("Hướng dẫn", s)
	rows, r := read(t, "so.xlsx", saved(t, f))
	want(t, "rows", show(rows), "9: a1| Xã Vĩnh Thạnh| 30/6/2025| Toạ đàm| 120| 0,5|\n11: | Tổng cộng:| | | 120| | total\n")
	want(t, "warnings", keys(r.Warnings()), "")
	want(t, "place", fmt.Sprint(r.Sheet(), " ", r.HeadingRow(), " ", r.Letter("women"), r.Letter("none")), "Sheet1 6 G")
}

func TestTablesThatDoNotFitAreRefused(t *testing.T) {
	head := []any{"Đơn vị báo cáo", "Từ ngày", "Số lượt người"}
	row := []any{"Xã A", "1/1/2025", 5}
	tests := []struct {
		rule   string
		sheets map[string][][]any
		key    string
		says   string
	}{
		{"no heading known", map[string][][]any{"A": {{"Họ tên", "Tuổi"}, {"x", 3}}}, "sheet.no_heading", "Họ tên; Tuổi"},
		{"required missing", map[string][][]any{"A": {{"Đơn vị báo cáo", "Hình thức"}, {"x", "y"}}}, "sheet.heading_missing", "Từ ngày"},
		{"near heading named", map[string][][]any{"A": {{"Đơn vị báo cáo", "Từ ngàyy"}, {"x", "y"}}}, "sheet.heading_missing_near", "Từ ngàyy"},
		{"heading twice", map[string][][]any{"A": {{"Đơn vị báo cáo", "Từ ngày", "From"}, row}}, "sheet.heading_twice", "B"},
		{"two full sheets", map[string][][]any{"A": {head, row}, "B": {head, row}}, "sheet.several", "B"},
		{"nothing at all", map[string][][]any{"A": nil, "B": nil}, "sheet.empty", ""},
	}
	for _, tt := range tests {
		_, err := open("t.xlsx", book(t, tt.sheets, []string{"A", "B"}[:len(tt.sheets)]...))
		f := wantFault(t, tt.rule, err, tt.key)
		if !strings.Contains(strings.Join(f.Args, " "), tt.says) {
			t.Errorf("%s: %v does not say %q", tt.rule, f, tt.says)
		}
	}
	rows, r := read(t, "t.xlsx", book(t, map[string][][]any{"T1": {head}, "T2": {head, row}, "T3": {head[:2], row[:2]}}, "T1", "T2", "T3"))
	want(t, "the sheet with data is read", r.Sheet()+" "+show(rows), "T2 2: | Xã A| 1/1/2025| | 5| |\n")
	want(t, "a lesser sheet is named", keys(r.Warnings()), "sheet.other_sheet@0")
}

func TestWhatIsNotReadIsNamed(t *testing.T) {
	f := excelize.NewFile()
	s := "Sheet1"
	f.SetSheetRow(s, "A1", &[]any{"STT", "Đơn vị báo cáo", "Từ ngày", "Ghi chú riêng", nil, "Trống"})
	f.SetSheetRow(s, "A2", &[]any{1, "Xã A", "1/1/2025", "x", "y", nil, nil, "Nhập từ trên xuống"})
	f.SetSheetRow(s, "A3", &[]any{2, nil, "2/1/2025", nil, "z", nil, nil, "z"})
	f.SetSheetRow(s, "A4", &[]any{3}) // numbered in advance: no row
	f.MergeCell(s, "B2", "B3")
	f.MergeCell(s, "A2", "A3")
	rows, r := read(t, "t.xlsx", saved(t, f))
	want(t, "rows", show(rows), "2: | Xã A| 1/1/2025| | | | !sheet.heading_none@E2\n3: | | 2/1/2025| | | |\n")
	want(t, "the letter is named", strings.Join(rows[0].Faults[0].Args, " "), "column E row 1")
	want(t, "warnings", keys(r.Warnings()), "sheet.heading_unknown@A1 sheet.heading_unknown@D1 sheet.heading_unknown_empty@F1 sheet.heading_none_beside@H1 sheet.merged@B2")
	want(t, "cells counted", strings.Join(r.Warnings()[3].Args, " "), "heading  cells 2")
}

// Printed forms have headings in two rows. Their second row must not be read as data,
// nor its columns be left out.
func TestHeadingsInTwoRowsAreRefused(t *testing.T) {
	tests := []struct {
		rule string
		rows [][]any
		want string // row of the fault and the rows that it names, "" for none
	}{
		{"parts under one heading", [][]any{{"Đơn vị báo cáo", "Từ ngày", "Số lượt người"}, {nil, nil, "Tổng số", "Trong đó nữ"}, {"Xã A", "1/1/2025", 5, 2}}, "2: 1 2 Tổng số; Trong đó nữ"},
		{"words that nobody knows under one heading", [][]any{{"Đơn vị báo cáo", "Từ ngày", "Số lượt người"}, {nil, nil, "Nam", "Nữ"}, {"Xã A", "1/1/2025", 5, 2}}, "2: 1 2 Nam; Nữ"},
		{"most headings in the second", [][]any{{"Đơn vị báo cáo", "Thời gian", nil, "Người"}, {nil, "Từ ngày", "Hình thức", "Số lượt người"}, {"Xã A", "1/1/2025", "x", 5}}, "2: 1 2 Từ ngày; Hình thức; Số lượt người"},
		{"the same in another language", [][]any{{"Đơn vị báo cáo", "Từ ngày"}, {"Reporting unit", "From"}, {"Xã A", "1/1/2025"}}, "2: 1 2 Reporting unit; From"},
		{"a row of data", [][]any{{"Đơn vị báo cáo", "Từ ngày", "Hình thức"}, {"Xã A", "1/1/2025", "Form"}}, ""},
		{"a row without its day", [][]any{{"Đơn vị báo cáo", "Từ ngày", "Hình thức", "Ghi chú"}, {"Xã A", nil, "Mít tinh", "x"}}, ""},
		{"a row without numbers beside a column without heading", [][]any{{"Đơn vị báo cáo", "Từ ngày", "Hình thức"}, {"Xã A", nil, "Mít tinh", "đã họp"}}, ""},
		{"a title above", [][]any{{"Đơn vị báo cáo", "Xã A"}, {"Mã dòng", "Đơn vị báo cáo", "Từ ngày"}, {"a", "Xã A", "1/1/2025"}}, ""},
		{"a row below an empty one", [][]any{{"Đơn vị báo cáo", "Từ ngày"}, nil, {nil, nil, "Trong đó nữ"}, {"Xã A", "1/1/2025"}}, ""},
	}
	for _, tt := range tests {
		_, err := open("t.xlsx", book(t, map[string][][]any{"A": tt.rows}, "A"))
		if tt.want == "" {
			if err != nil {
				t.Errorf("%s: %v", tt.rule, err)
			}
			continue
		}
		f := wantFault(t, tt.rule, err, "sheet.heading_rows")
		if len(f.Args) == 6 {
			want(t, tt.rule, fmt.Sprint(f.Place.Row, ": ", f.Args[1], " ", f.Args[3], " ", f.Args[5]), tt.want)
		}
	}
}

func TestHiddenSheetsAreNotRead(t *testing.T) {
	f := excelize.NewFile()
	f.SetSheetRow("Sheet1", "A1", &[]any{"Đơn vị báo cáo", "Từ ngày"})
	f.SetSheetRow("Sheet1", "A2", &[]any{"Xã A", "1/1/2025"})
	f.NewSheet("Cũ")
	f.SetSheetRow("Cũ", "A1", &[]any{"Đơn vị báo cáo", "Từ ngày", "Hình thức"})
	f.SetSheetRow("Cũ", "A2", &[]any{"Xã B", "1/1/2024", "x"})
	f.SetSheetVisible("Cũ", false)
	rows, r := read(t, "t.xlsx", saved(t, f))
	want(t, "rows", r.Sheet()+" "+show(rows), "Sheet1 2: | Xã A| 1/1/2025| | | |\n")
}

func TestCellsOfExcelize(t *testing.T) {
	for _, base1904 := range []bool{false, true} {
		f := excelize.NewFile()
		if base1904 {
			f.SetWorkbookProps(&excelize.WorkbookPropsOptions{Date1904: &base1904})
		}
		s := "Sheet1"
		f.SetSheetRow(s, "A1", &[]any{"Đơn vị báo cáo", "Từ ngày", "Hình thức", "Số lượt người", "Trong đó nữ"})
		day := time.Date(2025, 6, 30, 0, 0, 0, 0, time.UTC)
		f.SetCellValue(s, "A2", day)
		f.SetCellValue(s, "B2", day)
		f.SetCellValue(s, "C2", day.Add(7*time.Hour+30*time.Minute))
		f.SetCellValue(s, "D2", 1.2e+15)
		f.SetCellValue(s, "E2", 0.1+0.2)
		code := `[$-42A]"ngày" dd" tháng "mm`
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &code})
		if err != nil {
			t.Fatal(err)
		}
		f.SetCellValue(s, "A3", true)
		f.SetCellValue(s, "B3", day)
		f.SetCellStyle(s, "B3", "B3", style)
		f.SetCellValue(s, "C3", "a \"quoted\" <b>")
		f.SetCellFormula(s, "D3", "1+1")
		f.SetCellValue(s, "E3", "hơn 900")
		rows, _ := read(t, "t.xlsx", saved(t, f))
		want(t, fmt.Sprint("1904 ", base1904), show(rows),
			"2: | 2025-06-30| 2025-06-30| 2025-06-30 07:30| 1200000000000000| 0,3|\n"+
				"3: | yes| 2025-06-30| a \"quoted\" <b>| | hơn 900| !sheet.formula_unsaved@D3\n")
	}
}

func TestCellsByHand(t *testing.T) {
	tests := []struct{ rule, xml, row string }{
		{"error cell is a fault", `<c r="C2" t="e"><v>#N/A</v></c>`, "!sheet.cell_error@C2"},
		{"formula with a saved error", `<c r="C2" t="e"><f>1/0</f><v>#DIV/0!</v></c>`, "!sheet.cell_error@C2"},
		{"formula with a saved text", `<c r="C2" t="str"><f>A1</f><v>kịch</v></c>`, "kịch|"},
		{"formula that gives nothing", `<c r="C2" t="str"><f>""</f><v></v></c><c r="D2"><v>1</v></c>`, "1|"},
		{"formula never calculated", `<c r="C2"><f>A1</f><v></v></c>`, "!sheet.formula_unsaved@C2"},
		{"exponent", `<c r="D2"><v>1.2E+06</v></c>`, "1200000|"},
		{"small", `<c r="D2"><v>1.5E-5</v></c>`, "0,000015|"},
		{"not a number", `<c r="D2"><v>NaN</v></c>`, "!sheet.bad_number@D2"},
		{"too great a number", `<c r="D2"><v>1E999</v></c>`, "!sheet.bad_number@D2"},
		{"rich text", `<c r="C2" t="inlineStr"><is><r><t>Tọa </t></r><r><t>đàm</t></r><rPh><t>x</t></rPh></is></c>`, "Tọa đàm|"},
		{"shared rich text", `<c r="C2" t="s"><v>1</v></c>`, "hai ba|"},
		{"escaped line end", `<c r="C2" t="inlineStr"><is><t>a_x000D_b_x005F_x0041_</t></is></c>`, "a\rb_x0041_|"},
		{"guard taken off", `<c r="C2" t="inlineStr"><is><t>'=1+1</t></is></c>`, "=1+1|"},
		{"lost letters", `<c r="C2" t="inlineStr"><is><t>Nguy` + "\uFFFD" + `n</t></is></c>`, "!sheet.letter_lost@C2"},
		{"day as text of the format", `<c r="B2" t="d"><v>2025-06-30T00:00:00</v></c>`, "2025-06-30|"},
		{"plain serial in a date column", `<c r="B2"><v>45838</v></c>`, "2025-06-30|"},
		{"a year in a date column is no day", `<c r="B2"><v>2025</v></c>`, "2025|"},
		{"serial in another column", `<c r="D2"><v>45838</v></c>`, "45838|"},
		{"day format", `<c r="D2" s="1"><v>45838.25</v></c>`, "2025-06-30|"},
		{"hour format", `<c r="D2" s="2"><v>0.3125</v></c>`, "07:30|"},
		{"number format with a quoted d", `<c r="D2" s="3"><v>12</v></c>`, "12|"},
		{"no day", `<c r="B2" s="1"><v>-3</v></c>`, "!sheet.bad_date@B2"},
		{"cells without places", `<c t="inlineStr"><is><t>Xã</t></is></c><c><v>45838</v></c>`, "Xã| 2025-06-30|"},
	}
	more := []string{
		"xl/strings.xml", `<sst><si><t>một</t></si><si><r><t>hai </t></r><r><t>ba</t></r><rPh><t>x</t></rPh></si></sst>`,
		"xl/styles.xml", `<styleSheet><numFmts><numFmt numFmtId="170" formatCode="#,##0 &quot;đợt&quot;"/></numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>` +
			`<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="170"/></cellXfs></styleSheet>`,
	}
	for _, tt := range tests {
		data := byHand(t, headXML+`<row r="2">`+tt.xml+`</row>`, more...)
		rows, _ := read(t, "t.xlsx", data)
		if len(rows) != 1 {
			t.Errorf("%s: %d rows", tt.rule, len(rows))
			continue
		}
		got := strings.Trim(strings.NewReplacer("2: ", "", "| | ", "", "\n", "").Replace(show(rows)), "| ")
		want(t, tt.rule, got, strings.Trim(tt.row, "| "))
	}
}

func TestDaysOfBothSystems(t *testing.T) {
	for _, tt := range []struct {
		serial float64
		is1904 bool
		want   string
	}{
		{1, false, "1900-01-01"}, {59, false, "1900-02-28"}, {60, false, "1900-02-29"}, {61, false, "1900-03-01"},
		{45838, false, "2025-06-30"}, {2958465, false, "9999-12-31"}, {2958466, false, ""}, {0, false, ""}, {-1, false, ""},
		{0, true, "1904-01-01"}, {44376, true, "2025-06-30"},
	} {
		got, _ := dateText(tt.serial, dayClock, tt.is1904)
		want(t, fmt.Sprint(tt.serial, tt.is1904), got, tt.want)
	}
}

func TestFormatsOfDays(t *testing.T) {
	for code, want := range map[string]clock{
		"General": noClock, "0.00E+00": noClock, "#,##0": noClock, `#,##0\ "đồng"`: noClock, "[Red]0": noClock, `0_d`: noClock, "0;[Red]d": noClock,
		"dd/mm/yyyy": dayClock, "[$-42A]d mmmm": dayClock, "mmm": dayClock, "yyyy": dayClock, `\d0`: noClock, "@": noClock,
		"h:mm": hourClock, "[h]:mm": hourClock, "mm:ss.0": hourClock, "h:mm AM/PM": hourClock, "dd/mm/yyyy hh:mm": bothClock, `"`: noClock, "[": noClock + hourClock,
	} {
		if got := clockOf(200, code); got != want {
			t.Errorf("format %q: got %d, want %d", code, got, want)
		}
	}
}

func TestWhatIsNoTableIsRefusedWithAdvice(t *testing.T) {
	ole := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)
	var locked bytes.Buffer
	f := excelize.NewFile()
	if err := f.Write(&locked, excelize.Options{Password: "x"}); err != nil {
		t.Fatal(err)
	}
	good := book(t, map[string][][]any{"A": {{"Đơn vị báo cáo", "Từ ngày"}, {"x", "y"}}}, "A")
	tests := []struct{ rule, name, data, key string }{
		{"empty", "a.xlsx", "", "sheet.empty"},
		{"old Excel", "a.xls", ole + string(wide("Workbook")), "sheet.old_excel"},
		{"password", "a.xlsx", locked.String(), "sheet.password"},
		{"web page", "a.xls", "\n<HTML><table><tr><td>x", "sheet.page"},
		{"web page in UTF-16", "a.xls", "\xFF\xFE" + string(wide("<html>")), "sheet.page"},
		{"renamed csv", "a.xlsx", "Đơn vị báo cáo,Từ ngày\n", "sheet.renamed"},
		{"picture", "a.csv", "\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + strings.Repeat("\xFF\xD8\xA0\x00", 50), "sheet.unknown_kind"},
		{"pdf", "a.xlsx", "%PDF-1.7\n", "sheet.unknown_kind"},
		{"word", "a.xlsx", string(zipped(t, "_rels/.rels", `<Relationships><Relationship Type="x/officeDocument" Target="word/document.xml"/></Relationships>`, "word/document.xml", "<d/>")), "sheet.other_office"},
		{"ods", "a.ods", string(zipped(t, "mimetype", "application/vnd.oasis.opendocument.spreadsheet")), "sheet.other_office"},
		{"cut short", "a.xlsx", string(good[:len(good)/2]), "sheet.broken"},
		{"sheet part ends early", "a.xlsx", string(byHand(t, headXML, "xl/s.xml", `<worksheet><sheetData>`+headXML)), "sheet.broken"},
		{"bad XML", "a.xlsx", string(byHand(t, `<row r="1"><c <</row>`)), "sheet.broken"},
		{"document type with entities", "a.xlsx", string(byHand(t, "", "xl/s.xml", `<!DOCTYPE x [<!ENTITY a "b">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&a;</t></is></c></row></sheetData></worksheet>`)), "sheet.broken"},
	}
	for _, tt := range tests {
		r, err := open(tt.name, []byte(tt.data))
		if err == nil {
			_, err = all(r)
		}
		wantFault(t, tt.rule, err, tt.key)
	}
	if rows, _ := read(t, "upload", good); len(rows) != 1 {
		t.Error("a workbook is a workbook whatever its name")
	}
	if _, err := Open("a.csv", &badDisk{}, 100, talks, DefaultLimits); !errors.Is(err, errBadDisk) || fault.All(err) != nil {
		t.Errorf("a bad disk is ours, not a fault: %v", err)
	}
}

func TestLimits(t *testing.T) {
	cell := func(s string) string { return `<c t="inlineStr"><is><t>` + s + `</t></is></c>` }
	row := `<row>` + cell("x") + cell("y") + `</row>`
	bomb := strings.Repeat(`<row><c><v>`+strings.Repeat(" ", 400)+`</v></c></row>`, 9_000) // fewer than end a table
	lim := Limits{File: 1 << 20, Unpacked: 3 << 20, Rows: 3, Columns: 5, Cell: 10}
	tests := []struct {
		rule string
		data []byte
		key  string
	}{
		{"rows", byHand(t, headXML+strings.Repeat(row, 4)), "sheet.too_many_rows"},
		{"columns", byHand(t, headXML+`<row><c r="G2"><v>1</v></c></row>`), "sheet.too_many_columns"},
		{"file", make([]byte, 1<<20+1), "sheet.file_too_large"},
		{"zip bomb in the sheet", byHand(t, headXML+bomb), "sheet.too_large"},
		{"zip bomb in one text", byHand(t, headXML+`<row>`+cell(strings.Repeat("a", 2<<20))+`</row>`), "sheet.too_large"},
		{"zip bomb in pieces of one text", byHand(t, headXML+`<row>`+cell(strings.Repeat("aaaaaaaa<!---->", 150_000))+`</row>`), "sheet.too_large"},
		{"zip bomb in the texts", byHand(t, headXML, "xl/strings.xml", `<sst>`+strings.Repeat("<si><t>aaaaaaaaaa</t></si>", 200_000)+`</sst>`), "sheet.too_large"},
		{"csv rows", []byte("Đơn vị báo cáo,Từ ngày\n" + strings.Repeat("a,b\n", 4)), "sheet.too_many_rows"},
		{"csv columns", []byte("Đơn vị báo cáo,Từ ngày\na,b,,,,,c\n"), "sheet.too_many_columns"},
		{"csv open quote", []byte("Đơn vị báo cáo,Từ ngày\n\"" + strings.Repeat("b,\n", 40)), "sheet.quote_open"},
		{"csv long field", []byte("Đơn vị báo cáo,Từ ngày\n" + strings.Repeat("b", 50)), "sheet.cell_too_long"},
	}
	for _, tt := range tests {
		r, err := Open("t", bytes.NewReader(tt.data), int64(len(tt.data)), talks, lim)
		if err == nil {
			_, err = all(r)
		}
		wantFault(t, tt.rule, err, tt.key)
	}
	data := byHand(t, headXML+`<row>`+cell("1234567890")+cell("12345678901")+cell("ắắắắắắắắắắ")+`</row>`)
	r, err := Open("t", bytes.NewReader(data), int64(len(data)), talks, lim)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := all(r)
	if err != nil || show(rows) != "2: | 1234567890| | ắắắắắắắắắắ| | | !sheet.cell_too_long@B2\n" {
		t.Errorf("a long cell is a fault of the cell, counted in characters: %v %s", err, show(rows))
	}
	if _, err := Open("t", bytes.NewReader(data), int64(len(data)), talks, Limits{}); err == nil || fault.All(err) != nil {
		t.Errorf("limits must be given: %v", err)
	}
}

// Every sentence that the package names is in both languages, with the same holes.
func TestWords(t *testing.T) {
	var b word.Book
	if err := b.Add(wordFiles(t)); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	used := map[string]bool{}
	for _, f := range files {
		if strings.HasSuffix(f.Name(), "_test.go") || !strings.HasSuffix(f.Name(), ".go") {
			continue
		}
		text, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range regexp.MustCompile(`"(sheet\.[a-z_0-9]+)"`).FindAllStringSubmatch(string(text), -1) {
			used[m[1]] = true
		}
		for _, m := range regexp.MustCompile(`say\("([a-z_]+)"`).FindAllStringSubmatch(string(text), -1) {
			used["sheet.template."+m[1]] = true
		}
	}
	for _, key := range []string{"column", "heading", "needed", "help", "values"} {
		used["sheet.template."+key] = true
	}
	delete(used, "sheet.template")
	for key := range used {
		if !b.Has("vi", key) || !b.Has("en", key) {
			t.Errorf("no sentence for %s", key)
		}
	}
	hole := regexp.MustCompile(`\{[a-z]+\}`)
	for _, key := range b.Keys("vi") {
		if !used[key] {
			t.Errorf("nothing says %s", key)
		}
		vi, en := hole.FindAllString(b.Say("vi", key), -1), hole.FindAllString(b.Say("en", key), -1)
		if len(vi) != len(en) {
			t.Errorf("%s: holes %v in vi, %v in en", key, vi, en)
		}
	}
}
