package web

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// hand sends a file in as a browser does.
func (v *visitor) hand(path, name string, body []byte, pairs ...string) page {
	v.t.Helper()
	return v.hands(path, []upload{{"tep", name, string(body)}}, pairs...)
}

// handed sends a file that is taken in and returns the address of its preview.
func (v *visitor) handed(path, name string, body []byte, pairs ...string) string {
	v.t.Helper()
	p := v.hand(path, name, body, pairs...)
	if p.status != http.StatusSeeOther || !strings.HasPrefix(p.to, path+"/") {
		v.t.Fatalf("handing in %s: %d to %q: %.300s", name, p.status, p.to, p.body)
	}
	return p.to
}

// settledAt waits until a page shows no work that goes on.
func (v *visitor) settledAt(path string) page {
	v.t.Helper()
	for range 400 {
		p := v.get(path)
		if !strings.Contains(p.body, `id="job"`) {
			return p
		}
		time.Sleep(50 * time.Millisecond)
	}
	v.t.Fatalf("%s: the work does not end", path)
	return page{}
}

// table is a sheet of talks of Phường Hà Tu as .xlsx, its first row the headings.
func talks(t *testing.T, rows ...[]sheet.Cell) []byte {
	t.Helper()
	var b bytes.Buffer
	book := sheet.NewBook(&b)
	s, err := book.Sheet("Buổi truyền thông", sheet.Layout{})
	if err == nil {
		err = s.Row(texts("Buổi truyền thông tháng 10")...)
	}
	if err == nil {
		err = s.Row(texts("Mã dòng", "Đơn vị báo cáo", "Từ ngày", "Hình thức", "Số lượt người tham gia", "Trong đó nữ")...)
	}
	for _, r := range rows {
		if err == nil {
			err = s.Row(r...)
		}
	}
	if err == nil {
		err = book.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func texts(list ...string) []sheet.Cell {
	var out []sheet.Cell
	for _, s := range list {
		out = append(out, sheet.Text(s))
	}
	return out
}

// talk is one row: the day is of October 2026.
func talk(key, unit string, day int, people, women int64) []sheet.Cell {
	return []sheet.Cell{sheet.Text(key), sheet.Text(unit), sheet.Day(2026, 10, day), sheet.Text("Tọa đàm"), sheet.Number(people), sheet.Number(women)}
}

// threeFaults has its faults at C4, F5 and E6.
func threeFaults(t *testing.T) []byte {
	bad := talk("A2", "06652", 6, 210, 118)
	bad[2] = sheet.Text("31/11/2026")
	worse := talk("A4", "06652", 8, 0, 61)
	worse[4] = sheet.Text("1.2OO")
	return talks(t, talk("A1", "06652", 5, 58, 31), bad, talk("A3", "06652", 7, 45, 54), worse, talk("A5", "06652", 9, 27, 15))
}

func (h *house) count(reg register.Name) (n int) {
	h.t.Helper()
	err := h.led.Records(context.Background(), admin, ledger.Selection{Register: reg}, func(r *register.Record) error {
		if r.State != register.Void {
			n++
		}
		return nil
	})
	if err != nil {
		h.t.Fatal(err)
	}
	return n
}

var batchNumber = regexp.MustCompile(`^/nhap/dot/(\d+)/ket-qua`)

// TestImportFaultsThenMended holds the whole road: three faults at their places and
// nothing written; the mended file taken; the same file again changes nothing; the
// import taken back.
func TestImportFaultsThenMended(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) { faultsThenMended(t, openSite(t, storetest.Open(t, c))) })
}

func faultsThenMended(t *testing.T, h *house) {
	v := h.as("officer", "06652")
	v.get("/nhap").wants(t, 200, "Chọn sổ", `href="/nhap/activity"`, `href="/nhap/activity/mau"`, "Chưa nhập tệp nào")
	v.get("/nhap/activity").wants(t, 200, `enctype="multipart/form-data"`, `name="tep"`, "Tối đa 50 MB")

	at := v.handed("/nhap/activity", "Hà Tu, tháng 10.xlsx", threeFaults(t))
	p := v.settledAt(at)
	p.wants(t, 200, "<h1>Hà Tu, tháng 10.xlsx</h1>", "Lỗi và cảnh báo (3)", "Tất cả 5 dòng", `<th scope="row">2</th><td>Mã dòng</td>`,
		"<b>Ô C4</b> · Từ ngày: ", "<b>Ô F5</b> · Trong đó nữ: ", "<b>Ô E6</b> · Số lượt người tham gia: ",
		`<td class="bad"><svg`, `</svg>31/11/2026</td>`, `aria-disabled="true"`, "Còn 3 lỗi nên chưa dòng nào được ghi.", "lỗi ở 3 dòng", "trang tính")
	for _, not := range []string{at + "/ghi\"", ">A1</td>", ">A5</td>", "#women"} {
		if strings.Contains(p.body, not) {
			t.Errorf("the page has %q", not)
		}
	}
	v.get(at+"?xem=tat-ca").wants(t, 200, ">A1</td>", ">A5</td>", `<td>05/10/2026</td>`, `<td class="n">58</td>`)
	if p := v.post(at + "/ghi"); p.status != http.StatusSeeOther || p.to != at {
		t.Errorf("writing with faults: %d to %q", p.status, p.to)
	}
	v.settledAt(at).wants(t, 200, "Còn 3 lỗi")
	if n := h.count("activity"); n != 0 {
		t.Fatalf("%d records after a refused import", n)
	}
	v.get("/nhap").wants(t, 200, "Tệp đang chờ bạn", "Hà Tu, tháng 10.xlsx")

	good := talks(t, talk("A1", "06652", 5, 58, 31), talk("A2", "06652", 6, 210, 118))
	old := at
	at = v.handed("/nhap/activity", "Hà Tu, sửa.xlsx", good, "thay", old[strings.LastIndex(old, "/")+1:])
	v.get(old).wants(t, 404, "không còn chờ nữa")
	v.settledAt(at).wants(t, 200, "Ghi 2 dòng", `action="`+at+`/ghi"`)
	v.get(at+"?xem=loi").wants(t, 200, "Không có lỗi, không có cảnh báo.")
	if n := h.count("activity"); n != 0 {
		t.Fatalf("%d records after a preview", n)
	}
	v.post(at + "/ghi")
	done := v.settledAt(at)
	m := batchNumber.FindStringSubmatch(done.to)
	if m == nil {
		t.Fatalf("after writing: %d to %q", done.status, done.to)
	}
	v.get(done.to).wants(t, 200, "Đã ghi vào sổ.", `href="/so/activity?dot=`+m[1]+`"`, "Hà Tu, sửa.xlsx", "officer-06652")
	if n := h.count("activity"); n != 2 {
		t.Fatalf("%d records, want 2", n)
	}
	v.get("/nhap").wants(t, 200, "Hà Tu, sửa.xlsx", done.to[:strings.Index(done.to, "?")])

	at = v.handed("/nhap/activity", "Hà Tu, sửa.xlsx", good)
	v.settledAt(at).wants(t, 200, `aria-disabled="true"`, "Mọi dòng trong tệp đã có trong sổ", `<p class="fig">2</p><p class="st"><svg class="ic" aria-hidden="true">`)
	v.post(at + "/ghi")
	if p := v.settledAt(at); p.status != 200 || h.count("activity") != 2 {
		t.Errorf("the same file again: %d to %q", p.status, p.to)
	}
	if p := v.post(at + "/bo"); p.to != "/nhap/activity?xong=intake.dropped" {
		t.Errorf("thrown away: %q", p.to)
	}
	v.get("/nhap/activity?xong=intake.dropped").wants(t, 200, "Đã bỏ tệp.")
	v.get(at).wants(t, 404)

	back := "/nhap/dot/" + m[1] + "/lay-lai"
	approver := h.as("approver", "06652") // an officer may not take back
	approver.get(back).wants(t, 200, "Lấy lại cả đợt “Hà Tu, sửa.xlsx”?", "Báo cáo đã ban hành giữ nguyên số cũ", `name="why"`)
	approver.post(back, "why", " ").wants(t, 422, "Còn 1 chỗ phải sửa", `href="#f-why"`)
	if n := h.count("activity"); n != 2 {
		t.Fatalf("taken back without a reason: %d records", n)
	}
	h.as("viewer", "22").post(back, "why", "thử").wants(t, 403, "không có quyền rút lại")
	if p := approver.post(back, "why", "nhầm tệp của tháng khác"); p.to != "/nhap/dot/"+m[1]+"/ket-qua" {
		t.Errorf("taken back: %d to %q %.300s", p.status, p.to, p.body)
	}
	approver.settledAt("/nhap/dot/"+m[1]+"/ket-qua").wants(t, 200, "Đã lấy lại cả đợt lúc", "hủy 2 bản ghi", "trang của báo cáo sẽ ghi")
	if n := h.count("activity"); n != 0 {
		t.Errorf("%d records after taking back", n)
	}
	approver.get(back).wants(t, 409)
	approver.post(back, "why", "lần nữa").wants(t, 409, "đã được rút lại rồi")
}

// TestImportMarkedCopy holds the copy for mending: the same rows with the same
// numbers, the sentences beside them; mended or not it can be handed in again.
func TestImportMarkedCopy(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	at := v.handed("/nhap/activity", "Hà Tu.xlsx", threeFaults(t))
	v.settledAt(at)
	p := v.get(at + "/danh-dau")
	if p.status != 200 || !strings.Contains(p.header.Get("Content-Disposition"), "filename*=utf-8''H%C3%A0%20Tu%20-%20c%E1%BA%A7n%20s%E1%BB%ADa.xlsx") {
		t.Fatalf("the copy: %d %q", p.status, p.header.Get("Content-Disposition"))
	}
	columns := []sheet.Column{{ID: "key", Heading: "Mã dòng", Required: true}, {ID: "day", Heading: "Từ ngày", Date: true},
		{ID: "people", Heading: "Số lượt người tham gia"}, {ID: "mend", Heading: "Cần sửa", Required: true}}
	r, err := sheet.Open("x.xlsx", strings.NewReader(p.body), int64(len(p.body)), columns, sheet.DefaultLimits)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	want := map[int][4]string{3: {"A1", "2026-10-05", "58", ""}, 4: {"A2", "31/11/2026", "210", "Ô C4 · Từ ngày: "}, 5: {"A3", "2026-10-07", "45", "Ô F5 · Trong đó nữ: "},
		6: {"A4", "2026-10-08", "1.2OO", "Ô E6 · Số lượt người tham gia: "}, 7: {"A5", "2026-10-09", "27", ""}}
	seen := 0
	for {
		row, err := r.Next()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		seen++
		w, c := want[row.Number], row.Cells
		if c["key"] != w[0] || c["day"] != w[1] || c["people"] != w[2] || !strings.HasPrefix(c["mend"], w[3]) || w[3] == "" && c["mend"] != "" {
			t.Errorf("row %d: %q, want %q", row.Number, c, w)
		}
	}
	if seen != len(want) {
		t.Errorf("%d rows, want %d", seen, len(want))
	}
	at = v.handed("/nhap/activity", "Hà Tu - cần sửa.xlsx", []byte(p.body))
	q := v.settledAt(at)
	q.wants(t, 200, "Còn 3 lỗi")
	if strings.Contains(q.body, "không có trong sổ này") {
		t.Error("the column of sentences is told as unknown")
	}
	if strings.Contains(q.body, ">Cần sửa<") {
		t.Error("what was to mend before is shown again")
	}
	v.settledAt(v.handed("/nhap/activity", "danh mục.csv", []byte("Đơn vị báo cáo,Từ ngày,Hình thức\n06652,10/03/2026,Họp xóm xyz\n"))).wants(t, 200, "trang “Danh mục” của mẫu .xlsx")
}

// TestImportRights holds who may hand in what: whoever may not enter, nothing; an
// officer no rows of another commune; a file and what becomes of it are its person's own.
func TestImportRights(t *testing.T) {
	h := sqlite(t)
	viewer := h.as("viewer", "06652")
	for _, path := range []string{"/nhap", "/nhap/activity", "/nhap/activity/mau", "/nhap/activity/1", "/nhap/activity/1/danh-dau"} {
		viewer.get(path).wants(t, 403, "không có quyền nhập")
	}
	viewer.hand("/nhap/activity", "a.xlsx", threeFaults(t)).wants(t, 403)

	v := h.as("officer", "06652")
	at := v.handed("/nhap/activity", "a.xlsx", talks(t, talk("A1", "06652", 5, 58, 31), talk("A2", "06658", 6, 21, 11)))
	v.settledAt(at).wants(t, 200, "<b>Ô B4</b> · Đơn vị báo cáo: “06658” là Phường Cao Xanh", "không thuộc Phường Hà Tu", "Còn 1 lỗi")
	v.post(at + "/ghi")
	v.settledAt(at)
	if n := h.count("activity"); n != 0 {
		t.Errorf("%d records, one of them of another commune", n)
	}

	good := v.handed("/nhap/activity", "b.xlsx", talks(t, talk("A1", "06652", 5, 58, 31)))
	v.settledAt(good)
	for _, other := range []*visitor{h.as("approver", "06652"), h.as("officer", "46"), h.as("standing_office", "22")} {
		for _, end := range []string{"", "/danh-dau"} {
			other.get(good+end).wants(t, 404)
		}
		for _, end := range []string{"/ghi", "/kiem", "/dung", "/bo"} {
			other.post(good+end).wants(t, 404)
		}
	}
	v.get(strings.Replace(good, "activity", "club", 1)).wants(t, 404)
	v.post(strings.Replace(good, "activity", "club", 1)+"/ghi").wants(t, 404)
	v.get("/nhap/khong-co").wants(t, 404)
	v.get(good).wants(t, 200, "Ghi 1 dòng")
	if n := h.count("activity"); n != 0 {
		t.Errorf("%d records written by others", n)
	}
	v.post(good + "/ghi")
	m := batchNumber.FindStringSubmatch(v.settledAt(good).to)
	if m == nil {
		t.Fatal("not written")
	}
	result, back := "/nhap/dot/"+m[1]+"/ket-qua", "/nhap/dot/"+m[1]+"/lay-lai"
	for _, other := range []*visitor{h.as("officer", "46"), h.as("viewer", "06658"), h.as("standing_office", "46")} {
		other.get(result).wants(t, 404)
		other.get(back).wants(t, 404)
		other.post(back, "why", "vì").wants(t, 404)
		if p := other.get("/nhap"); strings.Contains(p.body, "b.xlsx") {
			t.Error("others see the import")
		}
	}
	h.as("viewer", "22").get(result).wants(t, 200, "b.xlsx")
	h.as("viewer", "22").get(back).wants(t, 403)
	h.as("viewer", "22").post(back, "why", "vì").wants(t, 403, "không có quyền")
	h.as("standing_office", "22").get("/nhap").wants(t, 200, "b.xlsx", back)
	if n := h.count("activity"); n != 1 {
		t.Errorf("%d records, want 1", n)
	}
}

// TestImportNoSheet holds what is refused at the door, and that nothing of it is kept.
func TestImportNoSheet(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	bomb := zipped(t, func(w io.Writer) error {
		_, err := io.WriteString(w, `<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">`)
		row := strings.Repeat("<si><t>"+strings.Repeat("a", 4000)+"</t></si>", 100)
		for i := 0; err == nil && i < 1400; i++ {
			_, err = io.WriteString(w, row)
		}
		return err
	})
	for _, c := range []struct {
		name   string
		body   []byte
		status int
		says   string
	}{
		{"ảnh.png", []byte("\x89PNG\r\n\x1a\n" + strings.Repeat("\xfe\x00\xf1\xe2\xd3", 100)), 422, "Tệp không phải bảng tính"},
		{"đổi tên.xlsx", []byte("Mã dòng,Từ ngày\n1,2\n"), 422, "Tệp có đuôi .xlsx nhưng bên trong là văn bản"},
		{"cũ.xls", []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600)), 422, "Excel kiểu cũ"},
		{"windows.csv", []byte("M\xE3 d\xF2ng,T\xEC ng\xE0y,H\xECnh th\xFEc\nA,05/10/2026,T\xF2a\n"), 422, "CSV UTF-8"},
		{"trang.xlsx", []byte("<html><body><table></table></body></html>"), 422, "trang web"},
		{"trống.csv", nil, 422, "không có dữ liệu"},
		{"không cột.csv", []byte("a,b,c\n1,2,3\n"), 422, "Không tìm thấy dòng tiêu đề"},
		{"hỏng.xlsx", []byte("PK\x03\x04abc"), 422, "bị hỏng"},
		{"bom.xlsx", bomb, 422, "khi giải nén quá lớn"},
		{"lớn.csv", bytes.Repeat([]byte("a,b\n"), 13<<20+1), 413, "lớn hơn 50 MB"},
	} {
		p := v.hand("/nhap/activity", c.name, c.body)
		if p.wants(t, c.status, c.says, `role="alert"`, `name="tep"`); t.Failed() {
			t.Fatal(c.name)
		}
	}
	v.post("/nhap/activity", "tep", "x").wants(t, 422, "Chưa chọn tệp")
	v.hand("/nhap/activity", "", nil).wants(t, 422, "Chưa chọn tệp")
	if list, err := h.led.Uploads(t.Context(), h.actor("officer", "06652")); err != nil || len(list) != 0 {
		t.Errorf("%d files are kept, %v", len(list), err)
	}
}

// zipped is a workbook whose shared texts are what f writes.
func zipped(t *testing.T, f func(io.Writer) error) []byte {
	t.Helper()
	var b, sheetOf bytes.Buffer
	book := sheet.NewBook(&sheetOf)
	s, err := book.Sheet("A", sheet.Layout{})
	if err == nil {
		err = s.Row(texts("Mã dòng")...)
	}
	if err == nil {
		err = book.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	r, err := zip.NewReader(bytes.NewReader(sheetOf.Bytes()), int64(sheetOf.Len()))
	if err != nil {
		t.Fatal(err)
	}
	z := zip.NewWriter(&b)
	for _, part := range r.File {
		if part.Name != "xl/_rels/workbook.xml.rels" {
			if err := z.Copy(part); err != nil {
				t.Fatal(err)
			}
			continue
		}
		in, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		data, err := io.ReadAll(in)
		if err != nil {
			t.Fatal(err)
		}
		w, err := z.Create(part.Name)
		if err == nil {
			_, err = io.WriteString(w, strings.Replace(string(data), "</Relationships>",
				`<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings" Target="sharedStrings.xml"/></Relationships>`, 1))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	w, err := z.Create("xl/sharedStrings.xml")
	if err == nil {
		err = f(w)
	}
	if err == nil {
		err = z.Close()
	}
	if err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// TestImportLong holds work that takes its time: a page with progress that needs no
// script, a part of it for htmx, and "Dừng", after which nothing is written.
func TestImportLong(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	var csv strings.Builder
	csv.WriteString("Mã dòng,Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia\n")
	for i := range 3000 {
		fmt.Fprintf(&csv, "K%d,06652,%02d/%02d/2025,Tọa đàm,%d\n", i, 1+i%28, 1+i%12, 10+i%90)
	}
	at := v.handed("/nhap/activity", "dài.csv", []byte(csv.String()))
	p := v.get(at)
	if strings.Contains(p.body, `id="job"`) {
		p.wants(t, 200, "<progress", `hx-trigger="every 1s"`, `http-equiv="refresh" content="2"`, "Rời trang được", `action="`+at+`/dung"`)
		part := v.part(at, "job")
		if part.status != 200 || !strings.HasPrefix(strings.TrimSpace(part.body), `<section class="sheet" id="job"`) && part.header.Get("HX-Refresh") == "" {
			t.Errorf("the part: %d %.200s", part.status, part.body)
		}
	} else {
		t.Log("looked at too fast to be seen")
	}
	p = v.settledAt(at)
	p.wants(t, 200, "Ghi 3.000 dòng")
	v.get(at+"?xem=tat-ca").wants(t, 200, "Dòng 1–100 trong 3.000", `href="`+at+`?tu=101&amp;xem=tat-ca#bang"`)
	v.get(at+"?xem=tat-ca&tu=101").wants(t, 200, "Dòng 101–200 trong 3.000", `<th scope="row">102</th>`, `href="`+at+`?xem=tat-ca#bang"`, ">K100</td>")
	v.get(at+"?xem=tat-ca&tu=2999").wants(t, 200, `<th scope="row">3001</th>`, "Dòng 2.901–3.000")
	if part := v.part(at, "job"); part.header.Get("HX-Refresh") != "true" {
		t.Errorf("a part of work that has ended: %d %v", part.status, part.header)
	}

	stopped := make(chan page)
	go func() { stopped <- v.post(at + "/ghi") }()
	for range 200 { // until it writes
		if p := v.get(at); strings.Contains(p.body, "Đang ghi vào sổ") {
			break
		}
		time.Sleep(5 * time.Millisecond)
	}
	v.post(at + "/dung")
	<-stopped
	p = v.settledAt(at)
	if n := h.count("activity"); n != 0 && n != 3000 {
		t.Fatalf("%d records after stopping", n)
	} else if n == 0 {
		p.wants(t, 200, "Đã dừng.", "tệp vẫn còn", `action="`+at+`/kiem"`)
		v.post(at + "/kiem")
		v.settledAt(at).wants(t, 200, "Ghi 3.000 dòng")
	}
}

// part asks for a part of a page as htmx does.
func (v *visitor) part(path, id string) page {
	v.t.Helper()
	req, err := http.NewRequestWithContext(v.t.Context(), http.MethodGet, v.h.srv.URL+path, nil)
	if err != nil {
		v.t.Fatal(err)
	}
	req.Header.Set("HX-Request", "true")
	req.Header.Set("HX-Target", id)
	return v.do(req)
}

// TestImportWarnings holds that a row that looks like a record is asked about, with
// the way to the record, and that the file can be written all the same.
func TestImportWarnings(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-10-05", "form=TOADAM", "attendances=58", "women=31")
	v := h.as("officer", "06652")
	twice := v.settledAt(v.handed("/nhap/activity", "hai lần.xlsx", talks(t, talk("A1", "06652", 15, 81, 31), talk("A2", "06652", 15, 81, 31))))
	twice.wants(t, 200, "Có vẻ trùng với một dòng khác trong tệp này, ngày 15/10/2026")
	if strings.Contains(twice.body, "/ban-ghi/") {
		t.Error("the preview leads to a record that there is not")
	}
	// What a colleague enters after the file was handed in is a record, and no row of the file.
	later := v.handed("/nhap/activity", "sau.xlsx", talks(t, talk("A1", "06652", 17, 58, 31)))
	theirs := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-10-17", "form=TOADAM", "attendances=99")
	v.post(later + "/kiem")
	v.settledAt(later).wants(t, 200, "Có vẻ trùng với bản ghi ngày 17/10/2026", fmt.Sprintf(`href="/ban-ghi/%d"`, theirs.ID))
	at := v.handed("/nhap/activity", "a.xlsx", talks(t, talk("A1", "06652", 5, 58, 31)))
	p := v.settledAt(at)
	p.wants(t, 200, "Có vẻ trùng với bản ghi ngày 05/10/2026", fmt.Sprintf(`href="/ban-ghi/%d"`, r.ID), "1 điều nên xem trước khi ghi", `class="say warn"`, "Ghi 1 dòng")
	if strings.Contains(p.body, "binhdang record") {
		t.Error("the page tells of the command line")
	}
	v.post(at + "/ghi")
	v.get(v.settledAt(at).to).wants(t, 200, "Đã ghi, nhưng nên xem", "Xem bản ghi mới")
}

// TestImportEnglish holds the pages in the other language.
func TestImportEnglish(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	v.post("/chon", "lang", "en", "ve", "/nhap")
	v.get("/nhap").wants(t, 200, "Import from Excel", "Choose a register")
	p := v.get("/nhap/activity/mau")
	if p.status != 200 || !strings.HasPrefix(p.body, "PK") || !strings.Contains(p.header.Get("Content-Disposition"), "binhdang-activity.xlsx") {
		t.Errorf("the template: %d %q", p.status, p.header.Get("Content-Disposition"))
	}
	v.handed("/nhap/activity", "template.csv", []byte("First day,Form\n2026-10-05,Tọa đàm\n"))
	at := v.handed("/nhap/activity", "a.xlsx", threeFaults(t))
	v.settledAt(at).wants(t, 200, "Faults and warnings (3)", "<b>Cell C4</b>", "no row is written")
	h.as("viewer", "22").get("/nhap").wants(t, 403)
}

// TestImportSound has the pages looked at by the checker at both widths, and holds
// that with a script the page of long work goes on to its end by itself.
func TestImportSound(t *testing.T) {
	h := sqlite(t)
	v := h.as("approver", "06652")
	written := v.handed("/nhap/activity", "Đã ghi.xlsx", talks(t, talk("B1", "06652", 5, 58, 31), talk("B2", "06652", 5, 58, 31)))
	v.settledAt(written)
	v.post(written + "/ghi")
	result, _, _ := strings.Cut(v.settledAt(written).to, "?")
	at := v.handed("/nhap/activity", "Hà Tu, tháng 10.xlsx", threeFaults(t))
	v.settledAt(at)
	for _, l := range []look{desk, phone, {1280, "dark", "en"}, {360, "dark", "vi"}} {
		w := h.window("approver", "06652", l)
		for _, path := range []string{"/nhap", "/nhap/activity", at, at + "?xem=tat-ca", result, strings.Replace(result, "ket-qua", "lay-lai", 1)} {
			w.sound(path)
		}
	}
	var csv strings.Builder
	csv.WriteString("Mã dòng,Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia\n")
	for i := range 4000 {
		fmt.Fprintf(&csv, "K%d,06652,%02d/%02d/2025,Tọa đàm,%d\n", i, 1+i%28, 1+i%12, 10+i%90)
	}
	w := h.window("approver", "06652", desk)
	w.open(v.handed("/nhap/activity", "dài.csv", []byte(csv.String())))
	for range 400 {
		var said string
		w.eval(`document.body ? document.body.innerText : ""`, &said) // the page may be on its way
		if strings.Contains(said, "Ghi 4.000 dòng") {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("the page stays at %.600s", w.text())
}
