package web

import (
	"encoding/csv"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

var (
	recordLink = regexp.MustCompile(`<td class="main"><a href="/ban-ghi/(\d+)"`)
	olderLink  = regexp.MustCompile(`href="([^"]+)" rel="next"`)
	newerLink  = regexp.MustCompile(`href="([^"]+)" rel="prev"`)
)

// listed are the records of a list, in its order.
func listed(p page) []string {
	var out []string
	for _, m := range recordLink.FindAllStringSubmatch(p.body, -1) {
		out = append(out, m[1])
	}
	return out
}

// follow is where the first link of a kind leads; "" if there is none.
func follow(p page, link *regexp.Regexp) string {
	m := link.FindStringSubmatch(p.body)
	if m == nil {
		return ""
	}
	return html.UnescapeString(m[1])
}

func number(r *register.Record) string { return fmt.Sprint(int64(r.ID)) }

// TestShelves holds the list of registers: what counts of one's own, what waits.
func TestShelves(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	h.enterAs(officer, "activity", "first=2026-03-10", "form=TOADAM", "attendances=30")
	h.enter("activity", "unit=06652", "first=2026-03-11", "form=TOADAM", "attendances=40")
	h.enter("activity", "unit=06652", "first=2024-03-11", "form=TOADAM", "attendances=40")
	h.enter("activity", "unit=06658", "first=2026-03-11", "form=TOADAM", "attendances=40")
	h.enter("club", "unit=06652", "first=2020-03-11", "model=CLB", "name=Câu lạc bộ A", "members=20")
	for _, c := range []struct{ role, at, records, waits string }{
		{"officer", "06652", "<b>2</b>", "1 chờ duyệt"}, {"officer", "06658", "<b>1</b>", ""}, {"viewer", "22", "<b>3</b>", "1 chờ duyệt"}, {"viewer", "46", "", ""},
	} {
		p := h.as(c.role, c.at).get("/so")
		p.wants(t, 200, "Sổ hoạt động truyền thông", `href="/so/activity"`, "Thống kê", c.records, c.waits)
		if c.waits == "" && strings.Contains(p.body, "<small><a class=\"t-warn\"") {
			t.Errorf("%s %s sees what waits elsewhere", c.role, c.at)
		}
		if has := strings.Contains(p.body, `class="btn main" href="/ghi"`); has != (c.role == "officer") {
			t.Errorf("%s: button of entry %v", c.role, has)
		}
	}
	p := h.as("officer", "06652").get("/so")
	p.wants(t, 200, `href="/so/club"><b>1</b> <small>đang có`, `/so/activity?p=2026"`)
	p = h.as("viewer", "22").get("/so?s=submitted")
	p.wants(t, 200, `href="/so/activity?s=submitted"><b>1</b> <small>Chờ duyệt`, "Xem mọi sổ")
	if strings.Contains(p.body, "/so/club") {
		t.Error("a register without anything that waits is shown")
	}
	h.as("viewer", "46").get("/so?s=submitted").wants(t, 200, "Không có bản ghi nào chờ duyệt")
	h.as("viewer", "22").get("/so?s=bogus").wants(t, 422, "bogus")
	v := h.as("officer", "06652")
	v.post("/chon", "lang", "en", "ve", "/so")
	v.get("/so").wants(t, 200, "Register", "Communication", "1 waiting")
}

// TestListFilters holds that each filter of the address narrows the list and its
// sums, and can be cleared; what can't be read is told.
func TestListFilters(t *testing.T) {
	h := sqlite(t)
	a := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30", "women=12", "title=Tọa đàm việc nhà")
	b := h.enter("activity", "unit=06658", "first=2026-05-11", "form=Nói chuyện chuyên đề", "attendances=hơn 1.000", "title=Nói chuyện ở chợ")
	c := h.enterAs(h.actor("officer", "06652"), "activity", "first=2025-03-10", "form=HOITHI", "attendances=50", "women=20", "title=Hội thi")
	d := h.enter("activity", "unit=06652", "first=2026-03-20", "form=TOADAM", "attendances=7", "title=Nhầm")
	if err := h.led.Void(t.Context(), admin, d.ID, 1, "nhầm"); err != nil {
		t.Fatal(err)
	}
	v := h.as("standing_office", "22")
	for _, c := range []struct {
		query string
		want  []*register.Record
		says  []string
	}{
		{"", []*register.Record{b, d, a, c}, []string{"Cả sổ <b>3</b>", "<b>hơn 1.080</b> lượt người", "nữ <b>32</b> (40,0\u00a0% trong hơn 80 có số liệu nữ)"}},
		{"?q=viec+nha", []*register.Record{a}, []string{"Đang lọc <b>1</b>", `value="viec nha"`}},
		{"?p=2026", []*register.Record{b, d, a}, []string{"năm 2026 <svg"}},
		{"?p=2025", []*register.Record{c}, nil},
		{"?from=2026-05-01", []*register.Record{b}, []string{`value="01/05/2026"`}},
		{"?from=10%2F03%2F2026&to=20%2F03%2F2026", []*register.Record{d, a}, nil},
		{"?u=06658", []*register.Record{b}, []string{"Phường Cao Xanh"}},
		{"?u=cao+xanh", []*register.Record{b}, nil},
		{"?s=submitted", []*register.Record{c}, []string{"Đang lọc <b>1</b> bản ghi được tính"}},
		{"?s=void", []*register.Record{d}, []string{"Đang lọc <b>1</b> bản ghi</span>"}},
		{"?s=approved&s=void", []*register.Record{b, d, a}, nil},
		{"?form=TOADAM", []*register.Record{d, a}, nil},
		{"?form=FORM.TOADAM&form=HOITHI", []*register.Record{d, a, c}, nil},
		{"?form=TOADAM&u=06658", nil, []string{"Không có bản ghi nào khớp", `href="/so/activity"`}},
		{"?dot=5", nil, []string{"Lần nhập 5"}},
	} {
		p := v.get("/so/activity" + c.query)
		p.wants(t, 200, c.says...)
		var want []string
		for _, r := range c.want {
			want = append(want, number(r))
		}
		if got := listed(p); !slices.Equal(got, want) {
			t.Errorf("%q lists %v, want %v", c.query, got, want)
		}
	}
	v.get("/so/activity?p=2026&form=TOADAM").wants(t, 200, `class="chip on" href="/so/activity?form=FORM.TOADAM"`, `class="chip on" href="/so/activity?p=2026"`)
	for query, says := range map[string]string{"?p=xyz": "Không hiểu kỳ “xyz”", "?from=31/02/2026": "31/02/2026", "?u=kh%C3%B4ng+c%C3%B3": "không có",
		"?form=XYZ": "XYZ", "?from=2026-05-01&to=2026-04-01": "01/04/2026", "?dot=abc": "“abc” không phải số", "?dot=-1": "“-1”",
		"?s=bogus": `href="#f-s"`, "?s=approved,bogus": "Không có trạng thái “bogus”", "?sau=x": "“x”", "?q=a+b+c+d+e+f+g+h+i+k+l+m+n": `href="#f-q"`} {
		v.get("/so/activity"+query).wants(t, 422, "faults", says)
		v.get("/so/activity/xuat"+query+"&format=csv").wants(t, 422, "faults", says)
	}
	many := strings.Repeat("mot hai ", 600)
	v.get("/so/activity?q="+url.QueryEscape(many)).wants(t, 200)
	for i := range 600 {
		many += fmt.Sprint(" w", i)
	}
	for _, path := range []string{"/so/activity?q=", "/so/activity/xuat?format=csv&q=", "/tim?q="} {
		v.get(path+url.QueryEscape(many)).wants(t, 422, "nhiều nhất 12 từ")
	}
	v.get("/so/xyz").wants(t, 404, "Không có sổ")
	if p := v.get("/so/activity?q=&p=&from=&to=&u=&form=TOADAM&cot=-&cot=place"); p.status != http.StatusSeeOther || p.to != "/so/activity?cot=place&form=FORM.TOADAM" {
		t.Errorf("an untidy address: %d to %s", p.status, p.to)
	}
	v.get("/so/activity?cot=mode,minority").wants(t, 200, "<th scope=\"col\">Chuyên đề hay lồng ghép</th>", `data-label="Trong đó người dân tộc thiểu số">chưa có`)
	if p := v.get("/so/activity?cot=-"); strings.Contains(p.body, "<th scope=\"col\">Nơi diễn ra") {
		t.Error("no column was chosen, and one stands there")
	}
	v.get("/so/activity").wants(t, 200, `<tr class="void">`, "Đã hủy", `hơn 1.000`)
	h.as("officer", "46").get("/so/activity").wants(t, 200, "chưa có bản ghi nào", "Ghi dòng đầu tiên", `href="/nhap/activity"`)
	v.post("/chon", "lang", "en", "ve", "/")
	v.get("/so/activity").wants(t, 200, "records that count", "Newer", "women", "1,080")
}

// TestListPages goes through a list page by page, and back: each record once.
func TestListPages(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		want := map[string]bool{}
		for i := range 117 { // many on one day: the mark must tell them apart
			r := h.enter("activity", "unit=06652", fmt.Sprintf("first=2026-03-%02d", 10+i/40), "form=TOADAM", fmt.Sprintf("attendances=%d", i+1))
			want[number(r)] = true
		}
		v := h.as("officer", "06652")
		seen := map[string]bool{}
		var firsts []string
		path, p := "/so/activity?form=TOADAM", page{}
		for path != "" {
			p = v.get(path)
			list := listed(p)
			if len(list) == 0 || len(firsts) > 5 {
				t.Fatalf("%s lists %d records after %d pages", path, len(list), len(firsts))
			}
			firsts = append(firsts, list[0])
			for _, id := range list {
				if seen[id] {
					t.Errorf("%s stands there twice", id)
				}
				seen[id] = true
			}
			path = follow(p, olderLink)
		}
		if len(seen) != len(want) || len(firsts) != 3 {
			t.Errorf("%d of %d records on %d pages", len(seen), len(want), len(firsts))
		}
		p.wants(t, 200, "Dòng 101–117")
		for i := len(firsts) - 2; i >= 0; i-- {
			p = v.get(follow(p, newerLink))
			if got := listed(p); len(got) == 0 || got[0] != firsts[i] {
				t.Errorf("back on page %d: %v", i+1, got[:min(1, len(got))])
			}
		}
		if follow(p, newerLink) != "" {
			t.Error("there is something newer than the newest")
		}
	})
}

// TestExportIsTheList holds that a file has what the list shows, but nothing void,
// and that no text in it acts as a formula.
func TestExportIsTheList(t *testing.T) {
	h := sqlite(t)
	for i := range 60 {
		h.enter("activity", "unit=06652", fmt.Sprintf("first=2026-03-%02d", 1+i%28), "form=TOADAM", "attendances=30", "title=\"=1+1")
	}
	h.enter("activity", "unit=06658", "first=2026-03-11", "form=HOITHI", "attendances=30", "title==HYPERLINK(1)")
	gone := h.enter("activity", "unit=06652", "first=2026-03-11", "form=TOADAM", "attendances=1")
	if err := h.led.Void(t.Context(), admin, gone.ID, 1, "nhầm"); err != nil {
		t.Fatal(err)
	}
	v := h.as("viewer", "22")
	for query, n := range map[string]int{"form=TOADAM": 60, "u=06658": 1, "": 61, "form=TOADAM&p=2025": 0} {
		p := v.get("/so/activity/xuat?format=csv&" + query)
		p.wants(t, 200)
		if !strings.Contains(p.header.Get("Content-Disposition"), `attachment; filename="binhdang-activity-2026-11-20.csv"`) {
			t.Errorf("disposition %q", p.header.Get("Content-Disposition"))
		}
		rows, err := csv.NewReader(strings.NewReader(p.body)).ReadAll()
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]bool{}
		for _, r := range rows[1:] {
			got[r[0]] = true
			for _, c := range r {
				if strings.HasPrefix(c, "=") {
					t.Errorf("a formula: %q", c)
				}
			}
		}
		if len(got) != n {
			t.Errorf("%q exports %d records, want %d", query, len(got), n)
		}
		for path := "/so/activity?" + query; path != ""; {
			list := v.get(path)
			for _, id := range listed(list) {
				if !got[id] && id != number(gone) {
					t.Errorf("%q lists %s, which the file lacks", query, id)
				}
			}
			path = follow(list, olderLink)
		}
	}
	if p := v.get("/so/activity/xuat?format=xlsx"); p.status != 200 || !strings.HasPrefix(p.body, "PK") {
		t.Errorf("xlsx: %d", p.status)
	}
	v.get("/so/activity/xuat?format=json&u=06658").wants(t, 200, `"HYPERLINK`[1:], `"attendances":30`)
	v.get("/so/activity/xuat?format=exe").wants(t, 422, "exe")
	v.get("/so/activity/xuat?s=void").wants(t, 422, "đã hủy không được xuất")
	h.as("officer", "46").get("/so/activity/xuat?format=json").wants(t, 200, "[")
	if p := h.as("officer", "46").get("/so/activity/xuat?format=csv&u=06652"); strings.Contains(p.body, "Tọa đàm") {
		t.Error("an officer of another province exports what he may not read")
	}
}

// TestChosenRows holds that several records are moved together or not at all.
func TestChosenRows(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	sent := func(day string) *register.Record {
		return h.enterAs(officer, "activity", "first="+day, "form=TOADAM", "attendances=30")
	}
	a, b := sent("2026-03-10"), sent("2026-03-11")
	foreign := h.enterAs(h.actor("officer", "06658"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=5")
	states := func() string {
		t.Helper()
		var out []string
		for _, r := range []*register.Record{a, b, foreign} {
			now, err := h.led.Record(t.Context(), admin, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			out = append(out, ledger.StateKey(now.State)[6:])
		}
		return strings.Join(out, " ")
	}
	const before = "submitted submitted submitted"
	v := h.as("approver", "06652")
	v.get("/so/activity").wants(t, 200, `name="id" value="`+number(a)+`.1"`, "Duyệt các dòng đã chọn", "data-all")
	if p := h.as("officer", "06652").get("/so/activity"); strings.Contains(p.body, `name="id"`) {
		t.Error("an officer, who approves nothing, is offered boxes")
	}
	list := func(ids ...string) []string {
		out := []string{"ve", "/so/activity?p=2026"}
		for _, id := range ids {
			out = append(out, "id", id)
		}
		return out
	}
	one, two, third := number(a)+".1", number(b)+".1", number(foreign)+".1"
	v.post("/so/activity/duyet", list()...).wants(t, 422, "Chưa chọn dòng nào", `href="/so/activity?`)
	v.post("/so/activity/duyet", list(one, "x")...).wants(t, 422)
	for _, version := range []string{"", ".", ".0", ".x", ".-1"} { // nobody approves what he has not seen
		v.post("/so/activity/duyet", list(number(a)+version)...).wants(t, 422)
	}
	v.post("/so/activity/duyet", list(one, third)...).wants(t, 404)
	v.post("/so/activity/duyet", list(one, number(b)+".7")...).wants(t, 422, "người khác sửa", `value="`+one+`" aria-label="Chọn Tọa đàm" checked`)
	h.as("officer", "06652").post("/so/activity/duyet", list(one)...).wants(t, 403)
	h.as("viewer", "06652").post("/so/activity/duyet", list(one)...).wants(t, 403)
	h.as("approver", "46").post("/so/activity/duyet", list(one)...).wants(t, 404)
	if got := states(); got != before {
		t.Fatalf("after what must change nothing: %s", got)
	}
	p := v.post("/so/activity/duyet", list(one, two)...)
	if p.to != "/so/activity?p=2026&xong=approve_rows" || states() != "approved approved submitted" {
		t.Errorf("%d to %q: %s", p.status, p.to, states())
	}
	v.get(p.to).wants(t, 200, "Đã duyệt các dòng đã chọn.")
	if p := v.post("/so/activity/duyet", "ve", "https://x.example/", "id", one); p.status != 422 || strings.Contains(p.body, "x.example") {
		t.Errorf("approved twice, with a strange way back: %d", p.status)
	}
	draft, _, err := h.led.Enter(t.Context(), officer, "activity", ledger.Form{Raw: register.Input{"first": "2026-03-12", "form": "TOADAM", "attendances": "9"}, Lang: "vi"}, true)
	if err != nil {
		t.Fatal(err)
	}
	o := h.as("officer", "06652")
	o.get("/so/activity?s=draft").wants(t, 200, "Gửi các dòng đã chọn")
	if p := o.post("/so/activity/gui", "id", number(draft)+".1"); p.to != "/so/activity?xong=submit_rows" {
		t.Errorf("sent: %d to %q", p.status, p.to)
	}
}

// TestFind holds the search over everything that one may read.
func TestFind(t *testing.T) {
	h := sqlite(t)
	r := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30", "title=Chia sẻ việc nhà")
	h.enter("material", "unit=06658", "first=2026-03-10", "product=TOROI", "copies=30", "title=Việc nhà là việc chung")
	v := h.as("officer", "06652")
	p := v.get("/tim?q=viec+nha")
	p.wants(t, 200, "Chia sẻ việc nhà", "/ban-ghi/"+number(r), "Sổ hoạt động truyền thông")
	if strings.Contains(p.body, "việc chung") {
		t.Error("an officer finds what is another's")
	}
	h.as("viewer", "22").get("/tim?q=viec+nha").wants(t, 200, "Chia sẻ việc nhà", "Việc nhà là việc chung")
	v.get("/tim?q=ha+tu").wants(t, 200, "Phường Hà Tu", `href="/don-vi/06652"`)
	v.get("/tim?q=thanh+pho+mong+cai").wants(t, 200, "đến 30/06/2025", `href="/don-vi/194@2025-06-30"`)
	v.get("/tim?q=bao+cao").wants(t, 200, `href="/bao-cao">Báo cáo`)
	v.get("/tim?q=zzzz").wants(t, 200, "Không tìm thấy gì cho “zzzz”")
	v.get("/tim?q=%3F").wants(t, 200, "Không tìm thấy gì")
	v.get("/tim").wants(t, 200, "Gõ không dấu cũng được")
	if p := v.get("/tim?q=" + number(r)); p.to != "/ban-ghi/"+number(r) {
		t.Errorf("the number of a record leads to %q", p.to)
	}
	h.as("officer", "46").get("/tim?q="+number(r)).wants(t, 200, "Không tìm thấy gì")
}
