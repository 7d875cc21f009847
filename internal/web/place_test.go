package web

import (
	"bytes"
	"fmt"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/sheet"
)

// send posts a form with a file.
func (v *visitor) send(path, field, name string, data []byte) page {
	v.t.Helper()
	return v.hands(path, []upload{{field, name, string(data)}})
}

// TestUnitsAreFound holds the tree, its search by new and old names, and the page of
// a unit with its lineage.
func TestUnitsAreFound(t *testing.T) {
	h := sqlite(t)
	v := h.as("viewer", "06652")
	v.get("/don-vi").wants(t, 200, "Đơn vị của bạn", "Phường Hà Tu", "Thành phố (9)", "Tỉnh (25)", "Quần đảo Hoàng Sa", "Quần đảo Trường Sa",
		"CC BY-SA 4.0", `href="/don-vi/22"`)
	v.get("/don-vi?q=ha+phong").wants(t, 200, "Phường Hà Phong", "đến 30/06/2025", "Nay thuộc", `href="/don-vi/06652"`)
	v.get("/don-vi?q=06652").wants(t, 200, "Phường Hà Tu")
	v.get("/don-vi?q=zzzz").wants(t, 200, "Không có đơn vị nào khớp")
	v.get("/don-vi?q=%3Cscript%3Ex").wants(t, 200, "&lt;script&gt;")
	v.get("/don-vi/06652").wants(t, 200, "Hình thành từ", "Phường Hà Phong", "01/07/2025", "1679/NQ-UBTVQH15", `href="/?u=06652"`, "Ô xấp xỉ, không phải địa giới.")
	v.get("/don-vi/22").wants(t, 200, "Thành phố Quảng Ninh", "Tỉnh Quảng Ninh", "Đặc khu Cô Tô", "2 đặc khu", "Quần đảo Hoàng Sa")
	v.get("/don-vi/193@2025-06-30").wants(t, 200, "Hạ Long", "Nay thuộc", "không còn")
	v.get("/don-vi/06652@2025-06-30").wants(t, 200)
	v.get("/don-vi/193").wants(t, 404, "193@2025-06-30")
	v.get("/don-vi/khong-co").wants(t, 404)
	if p := v.get("/don-vi/VN"); p.to != "/don-vi" {
		t.Errorf("the country leads to %q", p.to)
	}
	for _, no := range []string{"to-chuc/moi", "ban-do", "Người dùng</h2>"} {
		if p := v.get("/don-vi/22"); strings.Contains(p.body, no) {
			t.Errorf("who only looks is shown %q", no)
		}
	}
	v.post("/chon", "lang", "en", "ve", "/")
	v.get("/don-vi/06652").wants(t, 200, "Formed from", "Resolution 1679/NQ-UBTVQH15")
	h.as("standing_office", "22").get("/don-vi/06652").wants(t, 200, "officer-06652", "Cán bộ nhập liệu", "to-chuc/moi")
}

// body is the form of an organisation: what is told over what would do.
func body(pairs ...string) []string {
	form := map[string]string{"code": "06652.HPN", "name": "Hội Phụ nữ phường Hà Tu", "seat": "Phường Hà Tu, Thành phố Quảng Ninh"}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
	}
	var out []string
	for k, v := range form {
		out = append(out, k, v)
	}
	return out
}

// TestOrganisations are declared, mended, renamed from a day on and closed by a form,
// by those who look after their seat.
func TestOrganisations(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "06652")
	const add = "/don-vi/06652/to-chuc/moi"
	v.get(add).wants(t, 200, `value="06652."`, "Phường Hà Tu, Thành phố Quảng Ninh")
	for _, c := range []struct {
		rule, field string
		form        []string
	}{
		{"a code is needed", "code", body("code", "12")},
		{"a name is needed", "name", body("name", "")},
		{"a day must be one", "first", body("first", "31/11/2025")},
		{"the last day is not before the first", "last", body("first", "01/11/2025", "last", "01/10/2025")},
		{"the seat must be there", "seat", body("seat", "Phường Không Có")},
		{"the seat must be one's own", "seat", body("seat", "VN")},
	} {
		t.Run(c.rule, func(t *testing.T) {
			v.post(add, c.form...).wants(t, 422, `bad" id="f-`+c.field+`"`)
		})
	}
	if p := v.post(add, body("name", `Hội <i>Phụ nữ</i> phường Hà Tu`)...); p.to != "/don-vi/06652.HPN?xong=body_made" {
		t.Fatalf("declaring: %d to %q %.400s", p.status, p.to, p.body)
	}
	v.get("/don-vi/06652.HPN?xong=body_made").wants(t, 200, "Đã khai báo.", "Hội &lt;i&gt;Phụ nữ&lt;/i&gt;", `href="/don-vi/06652.HPN/sua"`)
	v.get("/don-vi/06652").wants(t, 200, "Hội &lt;i&gt;Phụ nữ")
	v.post(add, body("name", "khác")...).wants(t, 422, "đang là của Hội &lt;i&gt;")

	const edit = "/don-vi/06652.HPN/sua"
	v.get(edit).wants(t, 200, "Hội &lt;i&gt;Phụ nữ", "Đổi từ ngày")
	seen := func(v *visitor, form ...string) []string {
		m := regexp.MustCompile(`name="seen" value="([^"]+)"`).FindStringSubmatch(v.get(edit).body)
		if m == nil {
			t.Fatal("the form does not say what was seen")
		}
		return append(form, "seen", m[1])
	}
	late := seen(v, body("name", "Hội Phụ nữ", "symbol", "PN")...)
	if p := v.post(edit, seen(v, body("name", "Hội Phụ nữ phường Hà Tu", "seat", "Phường Hà Tu (06652)", "standing", "1", "head", "HỘI PHỤ NỮ", "symbol", "HPN")...)...); p.status != 303 {
		t.Fatalf("mending: %d %.400s", p.status, p.body)
	}
	v.get("/don-vi/06652.HPN").wants(t, 200, "cơ quan thường trực", "HỘI PHỤ NỮ")
	// Who began before that does not write over it unawares: what he typed stays, beside what is kept.
	v.post(edit, late...).wants(t, 409, "người khác đã sửa", `value="PN"`, "Ký hiệu: HPN", "Tên đầy đủ: Hội Phụ nữ phường Hà Tu")
	v.get(edit).wants(t, 200, `value="HPN"`)
	v.get(edit).wants(t, 200, `name="standing" value="1" checked`, `value="HPN"`)
	v.post(edit, seen(v, body("change", "không phải ngày")...)...).wants(t, 422, `bad" id="f-change"`)
	if p := v.post(edit, seen(v, body("name", "Hội Liên hiệp Phụ nữ phường Hà Tu", "change", "01/09/2026")...)...); p.status != 303 {
		t.Fatalf("renaming: %d %.400s", p.status, p.body)
	}
	v.get("/don-vi/06652.HPN").wants(t, 200, "Hội Liên hiệp Phụ nữ", "Hội Phụ nữ phường Hà Tu", "đến 31/08/2026", "từ 01/09/2026")
	if p := v.post(edit, seen(v, body("name", "Hội Liên hiệp Phụ nữ phường Hà Tu", "first", "01/09/2026", "last", "31/10/2026")...)...); p.status != 303 {
		t.Fatalf("closing: %d %.400s", p.status, p.body)
	}
	u := h.led.Tree().Search("06652.HPN", h.led.Today(), 1)
	if len(u) != 1 || len(u[0].Versions) != 2 || u[0].Last() != 20261031 {
		t.Errorf("after closing: %+v", u)
	}
	v.get("/don-vi/06652/sua").wants(t, 409)

	for _, who := range [][2]string{{"standing_office", "06658"}, {"standing_office", "46"}, {"approver", "06652"}, {"officer", "06652"}, {"viewer", "22"}} {
		w := h.as(who[0], who[1])
		w.get(add).wants(t, 403)
		w.post(add, body("code", "06652.X")...).wants(t, 403)
		w.post("/don-vi/06652.HPN@2026-10-31/sua", body("name", "Cướp")...).wants(t, 403)
	}
	if len(h.led.Tree().Search("06652.X", h.led.Today(), 1)) > 0 || len(h.led.Tree().Search("Cướp", h.led.Today(), 1)) > 0 {
		t.Error("an organisation was declared by who may not")
	}
}

// TestOrganisationSheet holds that a sheet is taken whole or not at all.
func TestOrganisationSheet(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	v.get("/don-vi/to-chuc/nhap").wants(t, 200, "mau.xlsx")
	p := v.get("/don-vi/to-chuc/mau.xlsx")
	if p.status != 200 || !strings.HasPrefix(p.body, "PK") {
		t.Errorf("the template: %d", p.status)
	}
	bad := "Mã,Tên đầy đủ,Trụ sở\n06652.A,Trường A,06652\n06652.B,,06652\n06652.C,Trường C,Phường Đâu Đó\n"
	v.send("/don-vi/to-chuc/nhap", "tep", "truong.csv", []byte(bad)).wants(t, 422, "Chưa ghi dòng nào", "truong.csv", ">3<", ">4<", "Trụ sở")
	if len(h.led.Tree().Search("06652.A", h.led.Today(), 1)) > 0 {
		t.Error("a row of a sheet with faults was written")
	}
	good := []byte("Mã,Tên đầy đủ,Trụ sở\n06652.A,Trường A,06652\n06658.B,Trường B,06658\n")
	v.send("/don-vi/to-chuc/nhap", "tep", "a.csv", good).wants(t, 200, "2 mới")
	v.send("/don-vi/to-chuc/nhap", "tep", "a.csv", good).wants(t, 200, "0 mới", "2 không đổi")
	var book bytes.Buffer
	x := sheet.NewXLSX(&book, "Cơ quan", []sheet.Column{{Heading: "Mã"}, {Heading: "Tên đầy đủ"}, {Heading: "Trụ sở"}})
	if err := x.Row(sheet.Text("06658.C"), sheet.Text("Trường C"), sheet.Text("06658")); err != nil {
		t.Fatal(err)
	}
	if err := x.Close(); err != nil {
		t.Fatal(err)
	}
	v.send("/don-vi/to-chuc/nhap", "tep", "c.xlsx", book.Bytes()).wants(t, 200, "1 mới")
	v.send("/don-vi/to-chuc/nhap", "tep", "c.xlsx", []byte("không phải bảng")).wants(t, 422)
	v.send("/don-vi/to-chuc/nhap", "khac", "c.xlsx", good).wants(t, 422, "Chưa chọn tệp")
	v.post("/don-vi/to-chuc/nhap").wants(t, 422)
	foreign := []byte("Mã,Tên đầy đủ,Trụ sở\n46.D,Trường D,46\n")
	v.send("/don-vi/to-chuc/nhap", "tep", "d.csv", foreign).wants(t, 422)
	for _, role := range []string{"approver", "officer", "viewer"} {
		w := h.as(role, "22")
		w.get("/don-vi/to-chuc/nhap").wants(t, 403)
		w.get("/don-vi/to-chuc/mau.xlsx").wants(t, 403)
		w.send("/don-vi/to-chuc/nhap", "tep", "d.csv", []byte("Mã,Tên đầy đủ,Trụ sở\n06652.D,Trường D,06652\n")).wants(t, 403)
	}
	for _, code := range []string{"46.D", "06652.D"} {
		if len(h.led.Tree().Search(code, h.led.Today(), 1)) > 0 {
			t.Errorf("%s was declared by who may not", code)
		}
	}
}

// polygons is a map in which each code is a square.
func polygons(codes ...string) []byte {
	var b strings.Builder
	for i, c := range codes {
		x, y := 107+float64(i%10)*0.05, 21+float64(i/10)*0.05
		fmt.Fprintf(&b, `,{"type":"Feature","properties":{"code":%q},"geometry":{"type":"Polygon","coordinates":[[[%g,%g],[%g,%g],[%g,%g],[%g,%g],[%g,%g]]]}}`,
			c, x, y, x+.04, y, x+.04, y+.04, x, y+.04, x, y)
	}
	return []byte(`{"type":"FeatureCollection","features":[` + strings.TrimPrefix(b.String(), ",") + `]}`)
}

// TestOwnMap holds that an office's own boundaries are taken whole, by who
// administers, and can be dropped.
func TestOwnMap(t *testing.T) {
	h := sqlite(t)
	var codes []string
	q, _, err := h.led.Tree().Resolve("22", h.led.Today())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range h.led.Tree().Children(q.ID, h.led.Today()) {
		codes = append(codes, string(u.Code))
	}
	const path = "/don-vi/22/ban-do"
	h.as("standing_office", "22").send(path, "ban_do", "a.geojson", polygons(codes...)).wants(t, 403)
	v := h.as("administrator", "")
	v.send(path, "ban_do", "a.geojson", []byte("không phải")).wants(t, 422, "không phải GeoJSON")
	v.send(path, "ban_do", "a.geojson", polygons(codes[1:]...)).wants(t, 422, "Thiếu 1 đơn vị", codes[0])
	v.send(path, "ban_do", "a.geojson", polygons(append(codes, "00004")...)).wants(t, 422, "Mã 00004")
	v.send("/don-vi/06652/ban-do", "ban_do", "a.geojson", polygons(codes...)).wants(t, 422)
	v.send(path, "ban_do", "a.geojson", bytes.Repeat([]byte(" "), 9<<20)).wants(t, 422)
	v.get("/don-vi/22").wants(t, 200, "Ô xấp xỉ")
	if p := v.send(path, "ban_do", "a.geojson", polygons(codes...)); p.status != 303 {
		t.Fatalf("taking a map: %d %.300s", p.status, p.body)
	}
	p := v.get("/don-vi/22")
	p.wants(t, 200, "Ranh giới do cơ quan nạp.", "Quần đảo Hoàng Sa")
	if strings.Contains(p.body, "Ô xấp xỉ") {
		t.Error("true boundaries are called cells")
	}
	if p := v.hands(path, nil, "bo", "1"); p.status != 303 {
		t.Fatalf("dropping the map: %d", p.status)
	}
	v.get("/don-vi/22").wants(t, 200, "Ô xấp xỉ")
}
