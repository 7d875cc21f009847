package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
)

// TestEveryTemplate holds that the sheet of every register, in both languages,
// opens with our reader and imports as nothing.
func TestEveryTemplate(t *testing.T) {
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	for _, name := range cat.Registers() {
		if cat.Latest(name).Made {
			var out, errw bytes.Buffer
			if status := within(t, &out, &errw, "template", string(name), "-o", filepath.Join(dir, "made.xlsx")); status != 1 || !strings.HasPrefix(errw.String(), "Sổ này do chương trình ghi") {
				t.Errorf("template %s: exit status %d, %s", name, status, errw.String())
			}
			continue
		}
		for _, lang := range []string{"vi", "en"} {
			file := filepath.Join(dir, string(name)+"-"+lang+".xlsx")
			var out, errw bytes.Buffer
			if status := within(t, &out, &errw, "template", string(name), "-o", file, "--lang", lang); status != 0 {
				t.Errorf("template %s in %s: exit status %d, %s", name, lang, status, errw.String())
				continue
			}
			status := within(t, &out, &errw, "import", string(name), file, "--data", dir, "--json")
			if want := `{"rows":0,"new":0,"unchanged":0,"corrected":0,`; status != 0 || errw.Len() > 0 ||
				!strings.HasPrefix(out.String(), want) || !strings.Contains(out.String(), `"warnings":[]`) {
				t.Errorf("import of the empty template of %s in %s: exit status %d, said\n%s%s", name, lang, status, out.String(), errw.String())
			}
		}
	}
}

// FuzzImport holds that no file breaks the program: what is not a good table is
// refused in sentences, and a dry run keeps nothing.
func FuzzImport(f *testing.F) {
	const head = "Mã dòng,Đơn vị báo cáo,Nơi diễn ra,Loại dòng,Từ ngày,Đến ngày,Hình thức,Số buổi,Số lượt người tham gia,Trong đó nữ,Nhóm đối tượng\n"
	for _, seed := range []string{
		"",
		head,
		head + "A1,Phường Hà Tu,,,10/02/2026,,Tọa đàm,1,120,70,Nam giới; Hội viên phụ nữ\n",
		head + ",22,06652,còn lại,2024,,,hơn 900,khoảng 60.000,,\n",
		head + "x,\"phường Hà Tu, thành phố Hạ Long\",,toàn bộ,quý 4/2023,,,\"1,5 tỷ\",99999999999999999999,-1,;;;\n",
		head + "\"open,06652\n\n\n,,,",
		strings.ReplaceAll(head, ",", ";") + "1;6652;;;46063;46064;toa dam;1.234;1,234;0,5;\n",
		strings.ReplaceAll(head, ",", "\t") + "Tổng cộng\t\t\t\t31/02/2026\n",
		"\ufeffsep=|\n" + strings.ReplaceAll(head, ",", "|") + "'=1|193@2025-06-30|VN||15/12/2025|1/1/0001|Tọa đàm (1)||'@|%|(\n",
		"\xff\xfe" + head,
		head + "\x00\xc3\x28,\xe1\xba",
	} {
		f.Add([]byte(seed))
	}
	cat, err := ours()
	if err != nil {
		f.Fatal(err)
	}
	var out, errw bytes.Buffer
	a := newApp(f.Context(), nil, &out, &errw, testClock)
	a.cat, a.data, a.database = cat, f.TempDir(), ""
	if err := a.open(); err != nil {
		f.Fatal(err)
	}
	f.Cleanup(a.close)
	def := cat.Latest("activity")
	f.Fuzz(func(t *testing.T, data []byte) {
		out.Reset()
		errw.Reset()
		a.ctx = t.Context()
		status := a.tell(a.importFile(def, upload{"f.csv", bytes.NewReader(data), int64(len(data))}, "", true, false))
		if status != done && (status != badInput || errw.Len() == 0) || strings.Contains(errw.String(), "Lỗi bên trong") {
			t.Fatalf("exit status %d, said\n%s%s", status, out.String(), errw.String())
		}
		if empty, err := a.led.Empty(a.ctx); err != nil || !empty {
			t.Fatalf("after a dry run: empty %v, %v", empty, err)
		}
	})
}
