package form

import (
	"bytes"
	"io"
	"testing"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
)

// TestTemplatesReadBack holds that each register's template, in each language, is a
// sheet that its import takes: all columns known, nothing told.
func TestTemplatesReadBack(t *testing.T) {
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range cat.Registers() {
		def := cat.Latest(name)
		for _, lang := range []string{"vi", "en"} {
			var b bytes.Buffer
			if err := Template(&b, cat, lang, def); err != nil {
				t.Fatal(name, lang, err)
			}
			r, err := sheet.Open("a.xlsx", bytes.NewReader(b.Bytes()), int64(b.Len()), Columns(cat, def), sheet.DefaultLimits)
			if err != nil {
				t.Errorf("%s %s: %v", name, lang, err)
				continue
			}
			if row, err := Rows(r).Next(); err != io.EOF {
				t.Errorf("%s %s: row %+v, %v", name, lang, row, err)
			}
			for _, c := range def.Columns() {
				if r.Letter(c) == "" {
					t.Errorf("%s %s: the template lacks %s", name, lang, c)
				}
			}
			if w := r.Warnings(); len(w) > 0 {
				t.Errorf("%s %s: %v", name, lang, w[0])
			}
			r.Close()
		}
	}
}

// TestRows holds what rows the ledger gets: without our own columns, sums refused.
func TestRows(t *testing.T) {
	cat, err := catalog.Load(catalog.Layer{FS: content.FS})
	if err != nil {
		t.Fatal(err)
	}
	data := []byte("Từ ngày,Hình thức,Trạng thái,Cần sửa\n05/10/2026,Tọa đàm,Đã duyệt,\n,,,chỉ câu này\nTổng cộng,,,\n")
	r, err := sheet.Open("a.csv", bytes.NewReader(data), int64(len(data)), Columns(cat, cat.Latest(register.Name("activity"))), sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	rows := Rows(r)
	first, err := rows.Next()
	if err != nil || first.Number != 2 || len(first.Raw) != 2 || first.Raw["first"] != "05/10/2026" || first.Faults != nil {
		t.Errorf("the first row: %+v, %v", first, err)
	}
	sum, err := rows.Next()
	if err != nil || sum.Number != 4 || len(sum.Faults) != 1 || sum.Faults[0].Key != "import.total_row" || sum.Faults[0].Kind != fault.Invalid {
		t.Errorf("the sum: %+v, %v", sum, err)
	}
	if row, err := rows.Next(); err != io.EOF {
		t.Errorf("after the last: %+v, %v", row, err)
	}
}
