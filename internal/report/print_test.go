package report

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"encoding/xml"
	"flag"
	"io"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/xuri/excelize/v2"

	"binhdang/internal/docx"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
)

var update = flag.Bool("update", false, "write testdata anew")

func golden(t *testing.T, name, got string) {
	t.Helper()
	file := "testdata/" + name
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if d := cmp.Diff(string(want), got); d != "" {
		t.Errorf("%s differs (-want +got), go test -update writes it anew:\n%s", name, d)
	}
}

// paperOf is a small paper with a sentence, a table and a block to write.
func paperOf(t *testing.T, lang string) *Document {
	t.Helper()
	d, err := Decode("small.toml", []byte(small))
	if err != nil {
		t.Fatal(err)
	}
	s := setting(t, d, "2021..2025", lang)
	answers := review.answer(t, d, s)
	row(t, ask(t, d, &s, answers, ""), "women_attendances").Marks = []string{"declared"}
	doc, err := Compose(d, s, answers, words(t), env(t))
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

func printed(t *testing.T, print func(*Document, io.Writer) error, d *Document) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := print(d, &b); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// htmlFile prints a page for a disk, whose numbers are no links.
func htmlFile(d *Document, w io.Writer) error { return HTML(d, w, "") }

func TestPrints(t *testing.T) {
	for _, lang := range []string{"vi", "en"} {
		d := paperOf(t, lang)
		golden(t, "small."+lang+".html", string(printed(t, htmlFile, d)))
		golden(t, "small."+lang+".json", string(printed(t, JSON, d)))
		golden(t, "small."+lang+".docx.txt", docxText(t, printed(t, DOCX, d)))
	}
}

var paragraphEnd = regexp.MustCompile(`</w:p>|</w:tr>|<w:br/>`)
var cellEnd = regexp.MustCompile(`</w:p></w:tc>`)
var tag = regexp.MustCompile(`<[^>]*>`)

// docxText is the text of document.xml, a paragraph or a row of a table a line.
func docxText(t *testing.T, data []byte) string {
	t.Helper()
	text := docxParts(t, data)["word/document.xml"]
	text = cellEnd.ReplaceAllString(text, " | ")
	text = tag.ReplaceAllString(paragraphEnd.ReplaceAllString(text, "\n"), "")
	return text
}

func docxParts(t *testing.T, data []byte) map[string]string {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		in := xml.NewDecoder(bytes.NewReader(text))
		for {
			if _, err := in.Token(); err == io.EOF {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", f.Name, err)
			}
		}
		out[f.Name] = string(text)
	}
	return out
}

// What Decree 30/2020/NĐ-CP asks of the page, seen in the file of a long report.
func TestDecree30(t *testing.T) {
	body := docxParts(t, printed(t, DOCX, composed(t, "multi-year", "2021..2025", "vi", review, nil)))["word/document.xml"]
	for _, x := range []struct{ rule, want string }{
		{"the name of the state has 95 mm or more", `<w:gridCol w:w="3515"/><w:gridCol w:w="5556"/>`},
		{"state: 12 bold", `<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr><w:t xml:space="preserve">CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM`},
		{"motto: 13 bold", `<w:r><w:rPr><w:b/><w:bCs/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr><w:t xml:space="preserve">Độc lập - Tự do - Hạnh phúc`},
		{"place and date: italic", `<w:i/><w:iCs/><w:sz w:val="26"/><w:szCs w:val="26"/></w:rPr><w:t xml:space="preserve">Quảng Ninh, ngày 05`},
		{"body: justified, 1,27 cm, 6 points", `<w:spacing w:before="0" w:after="120" w:line="276" w:lineRule="auto"/><w:ind w:left="0" w:right="0" w:firstLine="720"/><w:jc w:val="both"/>`},
		{"heads of tables repeat", `<w:cantSplit/><w:tblHeader/>`},
		{"years are not parted", "2021\u00a0-\u00a02025"},
		{"recipients: 12 bold italic", `<w:b/><w:bCs/><w:i/><w:iCs/><w:sz w:val="24"/><w:szCs w:val="24"/></w:rPr><w:t xml:space="preserve">Nơi nhận:`},
		{"list of recipients: 11", `<w:sz w:val="22"/><w:szCs w:val="22"/></w:rPr><w:t xml:space="preserve">- Lưu: VT, BĐG.`},
		{"a wide appendix lies across", `w:orient="landscape"`},
	} {
		if !strings.Contains(body, x.want) {
			t.Errorf("%s: document.xml lacks %s", x.rule, x.want)
		}
	}
}

func TestXLSX(t *testing.T) {
	doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) {
		s.Lists["sponsors"] = []string{`=HYPERLINK("http://x","y")`}
		s.Texts = map[string]string{"limits": "=1+1"}
	})
	data := printed(t, XLSX, doc)
	if !bytes.Equal(data, printed(t, XLSX, doc)) {
		t.Error("two prints of one document differ")
	}
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	sheets := f.GetSheetList()
	if len(sheets) != 5 || sheets[0] != "Nội dung" || sheets[1] != "Bảng 1" {
		t.Fatalf("sheets: %v", sheets)
	}
	rows, err := f.GetRows("Bảng 1")
	if err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(rows[3], "|"); got != "2022|hơn 900|hơn 60,000|chưa có|chưa có|chưa có" {
		t.Errorf("row of 2022: %s", got)
	}
	kind, err := f.GetCellType("Bảng 1", "B4")
	if err != nil {
		t.Fatal(err)
	}
	raw, err := f.GetCellValue("Bảng 1", "B4", excelize.Options{RawCellValue: true})
	if err != nil {
		t.Fatal(err)
	}
	if raw != "900" || kind == excelize.CellTypeInlineString || kind == excelize.CellTypeSharedString {
		t.Errorf("B4 is %q of type %v, want the number 900", raw, kind)
	}
	if raw, _ := f.GetCellValue("Bảng 3", "B5", excelize.Options{RawCellValue: true}); raw != "7000" {
		t.Errorf("the budget of 2023 in million đồng: %s, want 7000", raw)
	}
	for _, s := range sheets {
		rows, _ := f.GetRows(s)
		for i := range rows {
			for j := range rows[i] {
				cell, _ := excelize.CoordinatesToCellName(j+1, i+1)
				if formula, _ := f.GetCellFormula(s, cell); formula != "" {
					t.Errorf("%s!%s is a formula: %s", s, cell, formula)
				}
			}
		}
	}
}

func TestHTMLIsSafeAndAlone(t *testing.T) {
	doc := composed(t, "multi-year", "2021..2025", "vi", review, func(s *Setting, _ []indicator.Answer) {
		s.Lists["sponsors"] = []string{`<script>alert(1)</script>`}
		s.UnitName = `"><img src=x onerror=alert(1)>`
	})
	page := string(printed(t, htmlFile, doc))
	for _, bad := range []string{"<script", "<img", "http:", "https:", "@import", "<link", "ZgotmplZ"} {
		if strings.Contains(page, bad) {
			t.Errorf("the page has %s", bad)
		}
	}
	for _, want := range []string{`<html lang="vi">`, `<caption>Bảng 1. `, `<th scope="col">Năm</th>`, `<th scope="row">2022</th>`, "@page { size: A4;", `data-question="{&#34;indicator&#34;:&#34;sessions&#34;`} {
		if !strings.Contains(page, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

func TestFreeze(t *testing.T) {
	doc := composed(t, "annual", "2025", "vi", facts{"sessions": ">900", "sessions form=FORM.TOADAM": "400"}, nil)
	data, hash, err := Freeze(doc)
	if err != nil {
		t.Fatal(err)
	}
	again, hash2, _ := Freeze(doc)
	if !bytes.Equal(data, again) || hash != hash2 || len(hash) != 64 {
		t.Errorf("freezing twice gives %s and %s", hash, hash2)
	}
	back, err := Thaw(data, hash)
	if err != nil {
		t.Fatal(err)
	}
	if third, hash3, _ := Freeze(back); !bytes.Equal(third, data) || hash3 != hash {
		t.Error("a thawed paper freezes to other bytes")
	}
	for _, print := range []func(*Document, io.Writer) error{DOCX, htmlFile, XLSX, JSON} {
		issued := *doc
		issued.Hash = hash
		if !bytes.Equal(printed(t, print, &issued), printed(t, print, back)) {
			t.Error("a thawed paper prints other bytes")
		}
	}
	if !strings.Contains(all(back), " · "+hash[:4]+" "+hash[4:8]+" ") {
		t.Error("an issued paper does not show its hash")
	}
	if _, err := Thaw(bytes.Replace(data, []byte("900"), []byte("901"), 1), hash); len(fault.All(err)) != 1 {
		t.Errorf("changed bytes thaw: %v", err)
	}
	if _, err := Thaw([]byte(`{"format":99}`), ""); err == nil {
		t.Error("a format of the future thaws")
	}
	var tree map[string]any
	if err := json.Unmarshal(printed(t, JSON, back), &tree); err != nil || tree["hash"] != hash {
		t.Errorf("JSON of an issued paper: %v, hash %v", err, tree["hash"])
	}
}

func TestMoved(t *testing.T) {
	was := facts{"sessions": ">900", "sessions form=FORM.TOADAM": "400", "copies": "68.400", "budget": "4.000.000.000"}
	frozen := composed(t, "annual", "2025", "vi", was, nil)
	if m := Moved(frozen, composed(t, "annual", "2025", "vi", was, nil)); len(m) != 0 {
		t.Errorf("nothing has moved, but %v", m)
	}
	if m := Moved(frozen, composed(t, "annual", "2025", "en", was, nil)); len(m) != 0 {
		t.Errorf("a language moves nothing, but %v", m)
	}
	now := facts{"sessions": "904", "sessions form=FORM.TOADAM": "400", "sessions form=FORM.NCCHUYENDE": "4", "attendances": "50", "budget": "4.000.000.000"}
	var got []string
	for _, m := range Moved(frozen, composed(t, "annual", "2025", "vi", now, nil)) {
		got = append(got, strings.TrimSpace(m.Where+" "+m.Row)+" "+m.Was+" -> "+m.Now)
		if m.Question == nil {
			t.Errorf("%s has no question", m.Where)
		}
	}
	text := strings.Join(got, "\n")
	wants(t, text+"\n", map[string]string{
		"a new row, once":       "Bảng 1. Buổi truyền thông theo hình thức Nói chuyện chuyên đề  -> Số buổi truyền thông 4\n",
		"a number and its word": "2. Truyền thông trực tiếp: Số buổi truyền thông hơn 900 -> 904",
		"figures that came":     "Lượt người dự chưa có -> 50",
		"figures that went":     "Ấn phẩm 68.400 -> chưa có",
	})
	lacks(t, text, map[string]string{"what stayed": "4.000", "an empty cell": " -> chưa có\nBảng", "told once": "hơn 900 -> 904\n2. Truyền thông trực tiếp: Số buổi truyền thông hơn 900"})
	if m := Moved(frozen, composed(t, "annual", "2025", "en", now, nil)); len(m) != len(got) {
		t.Errorf("in another language %d have moved, want %d", len(m), len(got))
	}
}

// What prints alike has not moved, in whatever language it is read: a share has more
// digits than a paper shows, and money is shown in millions by tables.
func TestMovedInAnotherLanguage(t *testing.T) {
	was := facts{"sessions": "900", "attendances": "100.000", "women_attendances": "58.512", "women_share": "58,512", "budget": "4.000.000.000"}
	now := facts{"sessions": "900", "attendances": "100.000", "women_attendances": "58.534", "women_share": "58,534", "budget": "4.000.000.000"}
	for _, lang := range []string{"vi", "en"} {
		var got []string
		for _, m := range Moved(composed(t, "annual", "2025", "vi", was, nil), composed(t, "annual", "2025", lang, now, nil)) {
			got = append(got, m.Question.Indicator)
		}
		if want := []string{"women_attendances"}; !slices.Equal(got, want) {
			t.Errorf("in %s %q have moved, want %q", lang, got, want)
		}
	}
}

// Lines and columns of a table come and go as one; of what has no figure nothing is said.
func TestMovedLines(t *testing.T) {
	was := facts{"sessions": "9", "sessions unit=06652": "5", "sessions unit=06649": "4", "trainees unit=06649": "8", "deputies": "90", "deputies level=xã": "90"}
	now := facts{"sessions": "9", "sessions unit=06652": "5", "sessions unit=06835": "4", "clubs unit=06835": "1", "deputies": "90", "deputies level=xã": "80",
		"deputies level=huyện": "10", "deputies_women level=huyện": "3"}
	told := func(a, b facts) []string {
		var out []string
		for _, c := range Moved(composed(t, "annual", "2025", "vi", a, nil), composed(t, "annual", "2025", "vi", b, nil)) {
			s := c.Where + ": " + c.Row + ": " + c.Was + " -> " + c.Now
			if c.Column {
				s += " (column)"
			}
			out = append(out, s)
		}
		return out
	}
	const units, leaders = "Bảng 3. Kết quả truyền thông theo đơn vị", "Bảng 2. Nữ trong cơ quan dân cử, cấp ủy và vị trí lãnh đạo, quản lý"
	want := []string{
		leaders + ": Cấp huyện:  -> Đại biểu Hội đồng nhân dân 10; Nữ đại biểu Hội đồng nhân dân 3 (column)",
		leaders + " / Đại biểu Hội đồng nhân dân: Đại biểu Hội đồng nhân dân: : 90 -> 80",
		units + ": Xã Hoành Mô:  -> Số buổi truyền thông 4; Câu lạc bộ 1",
		units + ": Phường Bãi Cháy: Số buổi truyền thông 4; Lượt học viên 8 -> ",
	}
	if d := cmp.Diff(want, told(was, now)); d != "" {
		t.Errorf("moved (-want +got):\n%s", d)
	}
	// A line whose cells are all empty has nothing to tell.
	if got := told(facts{"sessions": "9", "sessions unit=06652": "5"}, facts{"sessions": "9", "sessions unit=06652": "5", "sessions unit=06835": "-"}); got != nil {
		t.Errorf("an empty line moves: %q", got)
	}
}

// A period that has ended since is compared with the one before: what that was is
// told, where there is any, but not what is reckoned from it.
func TestMovedByTime(t *testing.T) {
	f := facts{"sessions": "900", "sessions before": "800"}
	frozen := composed(t, "annual", "2025", "vi", f, func(s *Setting, _ []indicator.Answer) { s.Today = 20251201 })
	var got []string
	for _, c := range Moved(frozen, composed(t, "annual", "2025", "vi", f, nil)) {
		got = append(got, c.Where+": "+c.Was+" -> "+c.Now)
	}
	if want := []string{"Bảng 1. Kết quả hoạt động / Số buổi truyền thông: Số buổi truyền thông:  -> 800"}; !slices.Equal(got, want) {
		t.Errorf("moved %q, want %q", got, want)
	}
}

// A page for a disk has no links; one for a browser leads to the facts below its base.
func TestNumbersOfPages(t *testing.T) {
	doc := paperOf(t, "vi")
	file := string(printed(t, htmlFile, doc))
	if strings.Contains(file, "<a ") || strings.Contains(file, "href") {
		t.Error("the file has links, which lead nowhere from a disk")
	}
	if want := `<data class="n" value="3900" data-question="{&#34;indicator&#34;:&#34;sessions&#34;`; !strings.Contains(file, want) {
		t.Errorf("the file lacks %s", want)
	}
	for base, want := range map[string]string{"/": `href="/facts?`, "https://bd.example": `href="https://bd.example/facts?`, "https://bd.example/x/": `href="https://bd.example/x/facts?`} {
		page := string(printed(t, func(d *Document, w io.Writer) error { return HTML(d, w, base) }, doc))
		if !strings.Contains(page, `<a class="n" `+want) || strings.Contains(page, "<data ") {
			t.Errorf("base %s: no link with %s", base, want)
		}
	}
	if again := string(printed(t, htmlFile, doc)); again != file {
		t.Error("a base address outlives its page")
	}
}

// A table fills the page on which it begins: only its first lines stay with its head, and
// its last with what is noted on them.
func TestTableAtEndOfPage(t *testing.T) {
	table := func(rows, notes int) *Table {
		out := &Table{Caption: "Bảng 1", Columns: []string{"Đơn vị", "Số buổi"}}
		for range rows {
			out.Rows = append(out.Rows, Line{Name: "Phường Hà Tu", Cells: []Cell{{Text: "1"}}})
		}
		for range notes {
			out.Notes = append(out.Notes, "Mức độ đầy đủ của số liệu.")
		}
		return out
	}
	for _, x := range []struct {
		rule        string
		rows, notes int
		want        string // of the caption, the head, the lines and the notes: | is where a page may end
	}{
		{"a table without notes", 6, 0, "caption head 1 2 | 3 | 4 | 5 6 |"},
		{"notes stay with the last lines", 6, 2, "caption head 1 2 | 3 | 4 | 5 6 note note |"},
		{"a small table is not parted", 3, 1, "caption head 1 2 3 note |"},
		{"nor is one of one line", 1, 1, "caption head 1 note |"},
	} {
		var got []string
		add := func(name string, keep bool) {
			if got = append(got, name); !keep {
				got = append(got, "|")
			}
		}
		for _, b := range docxTable(table(x.rows, x.notes), 160) {
			switch b := b.(type) {
			case docx.Paragraph:
				if text := b.Runs[0].Text; text == "Bảng 1" {
					add("caption", b.KeepNext)
				} else if text != " " {
					add("note", b.KeepNext)
				}
			case docx.Table:
				for i, r := range b.Rows {
					name := strconv.Itoa(i)
					if r.Header {
						name = "head"
					}
					add(name, r.KeepNext)
				}
			}
		}
		if s := strings.Join(got, " "); s != x.want {
			t.Errorf("%s: %s, want %s", x.rule, s, x.want)
		}
	}
}

// A name of usual length stands on one line, also beside many columns; only a long one takes two.
func TestNamesOnOneLine(t *testing.T) {
	wide := &Table{Columns: []string{"Đơn vị", "Số buổi truyền thông", "Lượt người dự", "Lượt nữ dự", "Ấn phẩm", "Tin, bài báo chí", "Lượt học viên"}}
	const name = "Phường Mường Thanh"
	for _, n := range []string{"Cơ quan, đơn vị trực thuộc thành phố Hồ Chí Minh", name} {
		l := Line{Name: n}
		for range wide.Columns[1:] {
			l.Cells = append(l.Cells, Cell{Number: &Number{Text: "hơn 6.608"}})
		}
		wide.Rows = append(wide.Rows, l)
	}
	size, widths, ok := layout(wide, 160)
	if need := docx.TextWidth(name, size, false) + 3; !ok || widths[0] < need {
		t.Errorf("at %v points the names have %.1f mm (fits: %v), %s needs %.1f", size, widths[0], ok, name, need)
	}
}
