package sheet

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"binhdang/internal/fault"
)

func TestCSV(t *testing.T) {
	const plainText = "Mã dòng,Đơn vị báo cáo,Từ ngày,Số lượt người\r\na1,Xã A,30/6/2025,1200\r\n"
	const rows = "2: a1| Xã A| 30/6/2025| | 1200| |\n"
	utf16 := func(e unicode.Endianness, s string) string {
		out, err := unicode.UTF16(e, unicode.UseBOM).NewEncoder().String(s)
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	tests := []struct{ rule, data, want string }{
		{"commas", plainText, rows},
		{"semicolons", strings.ReplaceAll(plainText, ",", ";"), rows},
		{"tabs", strings.ReplaceAll(plainText, ",", "\t"), rows},
		{"byte order mark", "\uFEFF" + plainText, rows},
		{"UTF-16 little", utf16(unicode.LittleEndian, strings.ReplaceAll(plainText, ",", "\t")), rows},
		{"UTF-16 big", utf16(unicode.BigEndian, plainText), rows},
		{"LF alone", strings.ReplaceAll(plainText, "\r\n", "\n"), rows},
		{"CR alone", strings.ReplaceAll(plainText, "\r\n", "\r"), rows},
		{"no last line end", strings.TrimSpace(plainText), rows},
		{"sep line", "sep=;\r\n" + strings.ReplaceAll(plainText, ",", ";"), rows},
		{"another delimiter in the headings", "Đơn vị báo cáo;Từ ngày;Ghi chú, nếu có, của xã, phường\nXã A;x;,,,\n", "2: | Xã A| x| | | |\n"},
		{"empty lines keep the row numbers of Excel", "\n\nĐơn vị báo cáo,Từ ngày\n\n,,\nXã A,x\n", "6: | Xã A| x| | | |\n"},
		{"quotes, line ends inside, rows counted as Excel does", "\"Đơn vị\nbáo cáo\",Từ ngày\n\"a \"\"b\"\"\nc\" ,\"x,y\"\n\nXã \"B\",z\n",
			"2: | a \"b\"\nc| x,y| | | |\n4: | Xã \"B\"| z| | | |\n"},
		{"guards come off", "Đơn vị báo cáo,Từ ngày,Hình thức\n'=1+1,'-5,''@x\nd'A,'abc,-5\n", "2: | =1+1| -5| '@x| | |\n3: | d'A| 'abc| -5| | |\n"},
		{"a total is marked", "Đơn vị báo cáo,Từ ngày,Số lượt người\nXã A,x,5\nCỘNG,,5\n", "2: | Xã A| x| | 5| |\n3: | CỘNG| | | 5| | total\n"},
		{"lost letters are a fault of the cell", "Đơn vị báo cáo,Từ ngày\nNguy\uFFFDn,x\n", "2: | | x| | | | !sheet.letter_lost@A2\n"},
		{"heading alone", "Đơn vị báo cáo,Từ ngày", ""},
	}
	for _, tt := range tests {
		got, _ := read(t, "t.csv", []byte(tt.data))
		want(t, tt.rule, show(got), tt.want)
	}
}

func TestCSVRefused(t *testing.T) {
	head := "Đơn vị báo cáo,Từ ngày\n"
	windows, err := charmap.Windows1258.NewEncoder().String("Xa\u0303 A,x\n")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		rule, data, key string
		line            int
	}{
		{"Windows-1258", head + "a,b\n" + windows, "sheet.encoding", 3},
		{"Windows-1258 in the second line of a cell", head + "\"a\n" + strings.TrimSuffix(windows, ",x\n") + "\",b\n", "sheet.encoding", 3},
		{"TCVN3 headings", "\xA7\xAC n v\xDE b\xB8o c\xB8o,T\xF5 ng\xB5y\na,b\n", "sheet.encoding", 1},
		{"UTF-16 that does not say so", string(wide("Don vi bao cao,Tu ngay\n")), "sheet.encoding", 0},
		{"text after a quote", head + "a,b\n\"a\"b,c\n", "sheet.quote", 3},
		{"quote never closed", head + "a,b\n\"a,b\n", "sheet.quote_open", 3},
		{"zero byte late", head + strings.Repeat("a,b\n", 2000) + "a\x00,b\n", "sheet.unknown_kind", 2002},
	}
	for _, tt := range tests {
		r, err := open("t.csv", []byte(tt.data))
		if err == nil {
			_, err = all(r)
		}
		if f := wantFault(t, tt.rule, err, tt.key); f.Place.File != "t.csv" || f.Place.Line != tt.line {
			t.Errorf("%s: at %s:%d, want line %d", tt.rule, f.Place.File, f.Place.Line, tt.line)
		}
	}
	r, err := open("t.csv", []byte(head+"\"a\"b,c\n"))
	if err != nil {
		t.Fatal(err)
	}
	_, first := r.Next()
	_, second := r.Next()
	if first == nil || second != first {
		t.Errorf("a broken table stays broken: %v, then %v", first, second)
	}
}

func FuzzCSV(f *testing.F) {
	for _, s := range []string{
		"Đơn vị báo cáo,Từ ngày\na,b\n", "Đơn vị báo cáo;Từ ngày\r\n\"a\"\"\n\";b", "sep=|\nĐơn vị báo cáo|Từ ngày\n'=x|\n",
		"\xFF\xFEa\x00", "\uFEFFa\tb\r\rc", "\"", "a\"b,\"c\" ,\n",
	} {
		f.Add([]byte(s))
	}
	lim := Limits{File: 1 << 16, Unpacked: 1 << 20, Rows: 100, Columns: 20, Cell: 100}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Open("t.csv", bytes.NewReader(data), int64(len(data)), talks, lim)
		if err != nil {
			return
		}
		defer r.Close()
		last := r.HeadingRow()
		rows, _ := all(r)
		for _, row := range rows {
			if row.Number <= last || len(row.Cells) == 0 && len(row.Faults) == 0 {
				t.Fatalf("row %d after %d: %v", row.Number, last, row.Cells)
			}
			last = row.Number
			for id, text := range row.Cells {
				if text == "" || long(text, lim.Cell) {
					t.Fatalf("cell %s: %q", id, text)
				}
			}
		}
	})
}

func FuzzSheet(f *testing.F) {
	for _, s := range []string{
		headXML, headXML + `<row r="3"><c r="B3" s="1"><v>45838</v></c><c t="s"><v>0</v></c></row>`, `<row><c t="b"><f>x</f><v>1</v></c>`,
		`<row r="9999999"/><row><c r="ZZZZZ1"/></row>`, `</sheetData><mergeCell ref="A1:B2"/>`, `<c t="inlineStr"><is><rPh><t>_xD83D__xDE00_`,
	} {
		f.Add(s)
	}
	lim := Limits{File: 1 << 16, Unpacked: 1 << 20, Rows: 100, Columns: 20, Cell: 100}
	f.Fuzz(func(t *testing.T, xml string) {
		data := byHand(t, xml, "xl/strings.xml", `<sst><si><t>a</t></si></sst>`)
		r, err := Open("t.xlsx", bytes.NewReader(data), int64(len(data)), talks, lim)
		if err == nil {
			defer r.Close()
			_, err = all(r)
		}
		if err != nil && fault.All(err) == nil {
			t.Fatalf("%q is not told as a fault: %v", xml, err)
		}
	})
}

func FuzzCell(f *testing.F) {
	f.Add("45838.5", "dd/mm/yyyy", true, false)
	f.Add("1.2E+06", "General", false, true)
	f.Add("-0", "[h]:mm", false, false)
	f.Fuzz(func(t *testing.T, number, code string, day, base1904 bool) {
		c := cell{kind: cellNumber, text: number, show: clockOf(0, code)}
		text, bad := c.value(day, base1904)
		if bad != nil {
			return
		}
		if text == "" || strings.ContainsAny(text, "eE+nN") {
			t.Fatalf("%q as %q: %q", number, code, text)
		}
		if c.show == noClock && !day && len(text) <= 64 { // no file stores more digits
			if again, ok := plainNumber(text); !ok || again != text {
				t.Fatalf("%q is %q and then %q", number, text, again)
			}
		}
	})
}

func FuzzGuard(f *testing.F) {
	for _, s := range []string{"=1", "'=1", "''@", "-", "abc", "'", "\t", "＝1"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		g := guarded(s)
		if unguarded(g) != s {
			t.Fatalf("%q comes back from %q as %q", s, g, unguarded(g))
		}
		if g != "" && strings.ContainsRune(risky, []rune(g)[0]) {
			t.Fatalf("%q is not harmless", g)
		}
	})
}

func ExampleOpen() {
	data := "Đơn vị báo cáo;Từ ngày;Số lượt người\nXã Vĩnh Thạnh;30/6/2025;120\nTổng cộng;;120\n"
	r, err := Open("t.csv", strings.NewReader(data), int64(len(data)), talks, DefaultLimits)
	if err != nil {
		fmt.Println(err)
		return
	}
	defer r.Close()
	for row, err := r.Next(); err == nil; row, err = r.Next() {
		fmt.Println(row.Number, row.Cells["unit"], row.Cells["people"], row.Total)
	}
	// Output:
	// 2 Xã Vĩnh Thạnh 120 false
	// 3 Tổng cộng 120 true
}
