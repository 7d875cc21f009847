package web

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"golang.org/x/net/html"

	"binhdang/internal/access"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
)

// controls are what a browser without a script would send of the form with the id
// "entry": every control that is filled in, as pairs of name and value.
func (p page) controls(t *testing.T) url.Values {
	t.Helper()
	doc, err := html.Parse(strings.NewReader(p.body))
	if err != nil {
		t.Fatal(err)
	}
	out := url.Values{}
	found := false
	attr := func(n *html.Node, name string) (string, bool) {
		for _, a := range n.Attr {
			if a.Key == name {
				return a.Val, true
			}
		}
		return "", false
	}
	var text func(n *html.Node) string
	text = func(n *html.Node) string {
		s := n.Data
		if n.Type != html.TextNode {
			s = ""
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			s += text(c)
		}
		return s
	}
	var walk func(n *html.Node, in bool)
	walk = func(n *html.Node, in bool) {
		if n.Type == html.ElementNode {
			id, _ := attr(n, "id")
			in = in || n.Data == "form" && id == "entry"
			found = found || in
			name, _ := attr(n, "name")
			value, _ := attr(n, "value")
			kind, _ := attr(n, "type")
			_, checked := attr(n, "checked")
			switch {
			case !in || name == "":
			case n.Data == "input" && (kind == "radio" || kind == "checkbox") && !checked:
			case n.Data == "input":
				out.Add(name, value)
			case n.Data == "textarea":
				out.Add(name, strings.TrimPrefix(text(n), "\n"))
			case n.Data == "select":
				for c := n.FirstChild; c != nil; c = c.NextSibling {
					if _, ok := attr(c, "selected"); ok {
						v, _ := attr(c, "value")
						out.Add(name, v)
					}
				}
			}
		}
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			walk(c, in)
		}
	}
	walk(doc, false)
	if !found {
		t.Fatalf("no form on the page: %d %.300s", p.status, p.body)
	}
	return out
}

// pairs of a form for post, with some controls otherwise.
func pairs(v url.Values, other ...string) []string {
	for i := 0; i+1 < len(other); i += 2 {
		v.Set(other[i], other[i+1])
	}
	var out []string
	for name, values := range v {
		for _, value := range values {
			out = append(out, name, value)
		}
	}
	return out
}

// sample is a record of each register: something in every field.
func sample(h *house, def *register.Definition) []string {
	in := []string{"unit=06652", "first=2026-03-10"}
	if !def.Stock {
		in = append(in, "last=2026-03-11")
	}
	env := h.led.Env("vi")
	for _, f := range def.Fields {
		switch f.Kind {
		case register.KindText:
			in = append(in, f.ID+"=Một \"chữ\" & <b>nữa</b>")
		case register.KindCode, register.KindCodes:
			n := 0
			for _, c := range env.List(f.List).Codes {
				if !f.Takes(c.Code) || n > 0 && f.Kind == register.KindCode || n > 1 {
					continue
				}
				if n++; n == 1 {
					in = append(in, f.ID+"="+c.Code)
				} else {
					in[len(in)-1] += ";" + c.Code
				}
			}
		case register.KindDate:
			in = append(in, f.ID+"=2026-03-01")
		case register.KindUnit:
			in = append(in, f.ID+"=22")
		case register.KindUnits:
			in = append(in, f.ID+"=22; 06658")
		case register.KindYesNo:
			in = append(in, f.ID+"=không")
		case register.KindDecimal:
			in = append(in, f.ID+"=46,58")
		case register.KindNumber:
			switch {
			case f.Route != nil && f.Route.Attr == "online", len(f.Sum) > 0:
			case f.PartOf == "":
				in = append(in, f.ID+"=hơn 1234")
			case def.Field(f.PartOf).PartOf == "" && len(def.Field(f.PartOf).Sum) == 0:
				in = append(in, f.ID+"=khoảng 12")
			}
		}
	}
	return in
}

// tryAll enters a sample, leaving out the fields that do not fit its codes.
func tryAll(h *house, def *register.Definition) *register.Record {
	h.t.Helper()
	in := sample(h, def)
	for {
		raw := register.Input{}
		for _, c := range in {
			k, v, _ := strings.Cut(c, "=")
			raw[k] = v
		}
		r, p, err := h.led.Enter(h.t.Context(), h.actor("approver", "06652"), def.Name, ledger.Form{Raw: raw, Lang: "vi"}, false)
		if err != nil {
			h.t.Fatal(def.Name, err)
		}
		if r != nil {
			return r
		}
		bad := p.Faults()[0].Place.Column
		n := len(in)
		in = slices.DeleteFunc(in, func(c string) bool { return strings.HasPrefix(c, bad+"=") })
		if len(in) == n {
			h.t.Fatal(def.Name, p)
		}
	}
}

// TestEveryForm holds that the form of every register is drawn for who may enter,
// in both languages, and that the form of a record, sent as it came, changes nothing.
func TestEveryForm(t *testing.T) {
	h := sqlite(t)
	v := h.as("approver", "06652")
	for _, name := range h.led.Catalog().Registers() {
		def := h.led.Catalog().Latest(name)
		if def.Made { // see TestMadeRegisters
			continue
		}
		path := "/so/" + string(name) + "/moi"
		p := v.get(path)
		p.wants(t, 200, "Phường Hà Tu (06652)", "Ghi và duyệt")
		have := p.controls(t)
		for _, f := range def.Fields {
			if !strings.Contains(p.body, `id="f-`+f.ID+`"`) {
				t.Errorf("%s: no field %s (%v)", name, f.ID, have)
			}
		}
		r := tryAll(h, def)
		for _, lang := range []string{"vi", "en"} {
			w := h.as("approver", "06652")
			w.post("/chon", "lang", lang, "ve", "/vao")
			edit := fmt.Sprintf("/ban-ghi/%d/sua", r.ID)
			form := w.get(edit)
			if lang == "en" && (strings.Contains(form.body, "web.") || !strings.Contains(form.body, "Record changes")) {
				t.Errorf("%s in English", name)
			}
			got := w.post(edit, pairs(form.controls(t), "lam", "gui")...)
			if got.status != http.StatusSeeOther || !strings.HasSuffix(got.to, "?xong=entry_same") {
				t.Errorf("%s in %s, sent as it came: %d %s", name, lang, got.status, got.to)
				for _, d := range faultsOf(got) {
					t.Log(d)
				}
			}
			now, err := h.led.Record(t.Context(), admin, r.ID)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range h.led.Differences(r, now, lang) {
				t.Errorf("%s in %s: %s was %q, is %q", name, lang, d.Column, d.Was, d.Now)
			}
		}
	}
}

// faultsOf are the sentences of a refused form.
func faultsOf(p page) []string {
	var out []string
	for _, part := range strings.Split(p.body, `<a href="#f-`)[1:] {
		s, _, _ := strings.Cut(part, "</a>")
		out = append(out, s)
	}
	return out
}

// last is the newest record of a register, nil if there is none.
func (h *house) last(reg register.Name) *register.Record {
	h.t.Helper()
	l, err := h.led.List(h.t.Context(), admin, ledger.ListQuery{Register: reg})
	if err != nil {
		h.t.Fatal(err)
	}
	if len(l.Records) == 0 {
		return nil
	}
	newest := l.Records[0]
	for _, r := range l.Records {
		if r.ID > newest.ID {
			newest = r
		}
	}
	return newest
}

// TestEntering holds what becomes of a form: as whom it is kept and in which state,
// that a refused one keeps what was typed, and that words of numbers stay.
func TestEntering(t *testing.T) {
	h := sqlite(t)
	const path = "/so/activity/moi"
	officer := h.as("officer", "06652")
	form := []string{"first", "12122025", "form", "Tọa đàm", "attendances", "1.200", "attendances.q", "more", "women", "600", "minority.none", "1", "note", "Dòng một\nDòng hai"}

	// A part above its whole is told at its field, and all that was typed is there again.
	p := officer.post(path, append([]string{"lam", "gui", "topic", "thứ không có"}, append(slices.Clone(form), "women", "")...)...)
	p.wants(t, 422, `href="#f-topic"`, "thứ không có")
	p = officer.post(path, "lam", "gui", "first", "12/12/2025", "form", "Tọa đàm", "attendances", "65", "women", "78", "note", "giữ lại", "pupils.none", "1")
	p.wants(t, 422, `<a href="#f-women">`, `id="x-women"`, "78 lớn hơn tổng 65", "giữ lại")
	kept := p.controls(t)
	for name, want := range map[string]string{"women": "78", "attendances": "65", "note": "giữ lại", "pupils.none": "1", "form": "Tọa đàm", "first": "12/12/2025"} {
		if kept.Get(name) != want {
			t.Errorf("%s: kept %q, want %q", name, kept.Get(name), want)
		}
	}
	if r := h.last("activity"); r != nil {
		t.Fatalf("a refused form was kept: %v", r)
	}

	for _, c := range []struct {
		role, lam string
		state     register.State
		xong      string
	}{
		{"officer", "nhap", register.Draft, "entry_draft"},
		{"officer", "gui", register.Submitted, "entry_sent"},
		{"approver", "gui", register.Approved, "entry_approved"},
		{"approver", "nhap", register.Draft, "entry_draft"},
	} {
		v := h.as(c.role, "06652")
		sent := append(slices.Clone(form), "lam", c.lam)
		got := v.post(path, sent...)
		if got.status == 422 && strings.Contains(got.body, `id="warn"`) { // like the one before: agreed to
			got = v.post(path, pairs(got.controls(t), "lam", c.lam)...)
		}
		r := h.last("activity")
		if r == nil || got.to != fmt.Sprintf("/ban-ghi/%d?xong=%s", r.ID, c.xong) || r.State != c.state {
			t.Fatalf("%s %s: %d to %s, %+v %v", c.role, c.lam, got.status, got.to, r, faultsOf(got))
		}
		n := r.Values["attendances"].Number
		if n == nil || *n != (register.Number{N: 1200, Q: register.More}) || r.First != 20251212 || r.Values["note"].Text != "Dòng một\nDòng hai" {
			t.Errorf("%s %s: kept %+v %+v", c.role, c.lam, r, n)
		}
		if _, given := r.Values["minority"]; given {
			t.Errorf("%s: what nobody knows was kept as %v", c.role, r.Values["minority"])
		}
	}

	// The next form begins where this one was.
	got := officer.post(path, "lam", "tiep", "first", "01/03/2026", "form", "Hội thảo", "attendances", "10", "place", "06658", "title", "Một")
	if got.status != http.StatusSeeOther || !strings.HasPrefix(got.to, path+"?") {
		t.Fatal(got.status, got.to)
	}
	next := officer.get(got.to)
	next.wants(t, 200, "Đã gửi duyệt.")
	if f := next.controls(t); f.Get("first") != "01/03/2026" || f.Get("form") != "Hội thảo" || f.Get("place") != "06658" || f.Get("title") != "" || f.Get("attendances") != "" {
		t.Errorf("the next form begins with %v", f)
	}

	// Before it is sent, it says what it will count in; nothing is kept by that.
	before := h.last("activity").ID
	p = officer.post(path, "lam", "xem", "first", "14/12/2025", "form", "Tọa đàm", "attendances", "65")
	p.wants(t, 200, "Buổi truyền thông: <b>&#43;1</b>", "Lượt người dự truyền thông: <b>&#43;65</b>", "năm 2025 (15/12/2024 – 14/12/2025)", "Tháng hành động năm 2025")
	if strings.Contains(p.body, "năm 2026 (") || h.last("activity").ID != before {
		t.Error("a preview of another year, or it was kept")
	}
}

// TestEntryWarnings holds that a likely duplicate is asked about once, with a way to
// look at it, and that what was not seen is not agreed to.
func TestEntryWarnings(t *testing.T) {
	h := sqlite(t)
	old := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30")
	v := h.as("officer", "06652")
	form := []string{"lam", "gui", "first", "10/03/2026", "form", "Tọa đàm", "attendances", "31"}
	p := v.post("/so/activity/moi", form...)
	p.wants(t, 422, `id="warn"`, fmt.Sprintf(`href="/ban-ghi/%d"`, old.ID), "Vẫn lưu")
	if h.last("activity").ID != old.ID {
		t.Fatal("kept before it was agreed to")
	}
	// A further warning comes with the next try: it is asked about too.
	agreed := p.controls(t)
	agreed.Set("attendances", "40000")
	p = v.post("/so/activity/moi", pairs(agreed, "lam", "gui")...)
	p.wants(t, 422, "lớn khác thường")
	if got := v.post("/so/activity/moi", pairs(p.controls(t), "lam", "gui")...); got.status != http.StatusSeeOther {
		t.Errorf("agreed: %d %v", got.status, faultsOf(got))
	}
	// A draft counts nowhere and is kept without a question.
	if got := v.post("/so/activity/moi", "lam", "nhap", "first", "10/03/2026", "form", "Tọa đàm", "attendances", "31"); got.status != http.StatusSeeOther {
		t.Errorf("a draft: %d", got.status)
	}
}

// TestEntryRights holds that who may not write does not, here and at any unit.
func TestEntryRights(t *testing.T) {
	h := sqlite(t)
	r := h.enter("activity", "unit=06652", "first=2026-03-10", "form=TOADAM", "attendances=30")
	form := []string{"lam", "gui", "first", "11/03/2026", "form", "Tọa đàm", "attendances", "31", "unit", "06652"}
	viewer, other := h.as("viewer", "06652"), h.as("officer", "46")
	for _, path := range []string{"/ghi", "/so/activity/moi", fmt.Sprintf("/ban-ghi/%d/sua", r.ID)} {
		viewer.get(path).wants(t, 403)
	}
	viewer.post("/so/activity/moi", form...).wants(t, 403)
	viewer.post(fmt.Sprintf("/ban-ghi/%d/sua", r.ID), form...).wants(t, 403)
	other.get(fmt.Sprintf("/ban-ghi/%d/sua", r.ID)).wants(t, 404)
	other.post(fmt.Sprintf("/ban-ghi/%d/sua", r.ID), append(form, "ban", "1", "why", "x")...).wants(t, 404)
	if p := h.as("officer", "06658").post("/so/activity/moi", form...); p.status != 403 && p.status != 422 {
		t.Errorf("an officer of another commune: %d", p.status)
	}
	if p := other.post("/so/activity/moi", form...); p.status != 403 && p.status != 422 {
		t.Errorf("an officer of another province: %d", p.status)
	}
	// Who has two units writes for a third: it is not his, and what he typed is there.
	u, _, err := h.led.Tree().Resolve("46", h.led.Today())
	if err != nil {
		t.Fatal(err)
	}
	if err := h.led.GrantRole(t.Context(), admin, "officer-06658", access.Grant{Role: "officer", Unit: u.ID}, false); err != nil {
		t.Fatal(err)
	}
	p := h.as("officer", "06658").post("/so/activity/moi", append(form, "title", "Đã gõ")...)
	p.wants(t, 403, `href="#f-unit"`, "Bạn không có quyền nhập bản ghi của Phường Hà Tu", `value="Đã gõ"`)
	h.as("officer", "06652").get("/so/khong_co/moi").wants(t, 404)
	if now := h.last("activity"); now.ID != r.ID || now.Version != 1 {
		t.Error("something was written")
	}
	h.as("officer", "06652").get("/ghi").wants(t, 200, `href="/so/activity/moi"`, "Hay ghi", "Ghi lớp tập huấn")
}

// TestChanging holds corrections: their reason, what is sent on, and that two people
// at one record lose nothing.
func TestChanging(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	r := h.enterAs(officer, "activity", "first=2026-03-10", "form=TOADAM", "attendances=khoảng 30", "women=12", "title=Cũ")
	edit := fmt.Sprintf("/ban-ghi/%d/sua", r.ID)
	v := h.as("officer", "06652")
	form := v.get(edit).controls(t)
	if form.Get("attendances") != "30" || form.Get("attendances.q") != "about" || form.Get("ban") != "1" {
		t.Fatalf("the form has %v", form)
	}
	v.post(edit, pairs(form, "lam", "gui", "attendances", "35")...).wants(t, 422, `href="#f-why"`, "Hãy ghi lý do.", `value="35"`)

	// Somebody is quicker: he changes the title and the women.
	first := v.get(edit).controls(t)
	if p := v.post(edit, pairs(v.get(edit).controls(t), "lam", "gui", "women", "14", "title", "Mới", "why", "đếm lại")...); p.to != fmt.Sprintf("/ban-ghi/%d?xong=entry_changed", r.ID) {
		t.Fatal(p.status, p.to, faultsOf(p))
	}
	p := h.as("approver", "06652").post(edit, pairs(first, "lam", "gui", "women", "13", "attendances", "40", "why", "theo biên bản")...)
	p.wants(t, 409, "officer-06652", "Hai người cùng sửa", "<td>14</td><td>13</td>", "Tên, chủ đề: <del>Cũ</del> → <ins>Mới</ins>", "theo biên bản")
	for _, seen := range []string{"", "0", "abc", "-1"} { // what he looked at is always told
		h.as("approver", "06652").post(edit, pairs(first, "lam", "gui", "women", "13", "ban", seen, "why", "x")...).wants(t, 422)
	}
	again := p.controls(t)
	if again.Get("women") != "13" || again.Get("attendances") != "40" || again.Get("title") != "Mới" || again.Get("ban") != "2" {
		t.Errorf("after the clash the form has %v", again)
	}
	if p := h.as("approver", "06652").post(edit, pairs(again, "lam", "gui")...); p.status != http.StatusSeeOther {
		t.Error(p.status, faultsOf(p))
	}
	now, err := h.led.Record(t.Context(), admin, r.ID)
	if err != nil {
		t.Fatal(err)
	}
	if now.Values["women"].Number.N != 13 || now.Values["title"].Text != "Mới" || *now.Values["attendances"].Number != (register.Number{N: 40, Q: register.About}) || now.State != register.Submitted {
		t.Errorf("kept %+v", now)
	}

	// A returned record is mended and sent again in one step, an approved one of an
	// officer goes back to who approves.
	if err := h.led.Return(t.Context(), h.actor("approver", "06652"), r.ID, 0, "thiếu"); err != nil {
		t.Fatal(err)
	}
	p = v.get(edit)
	p.wants(t, 200, "Gửi lại", "Lưu nháp")
	if got := v.post(edit, pairs(p.controls(t), "lam", "gui", "pupils", "5")...); !strings.HasSuffix(got.to, "xong=entry_sent") {
		t.Error(got.status, got.to, faultsOf(got))
	}
	if err := h.led.Approve(t.Context(), h.actor("approver", "06652"), r.ID, 0); err != nil {
		t.Fatal(err)
	}
	p = v.get(edit)
	p.wants(t, 200, "Ghi và gửi duyệt lại")
	v.post(edit, pairs(p.controls(t), "lam", "gui", "pupils", "6", "why", "đếm lại")...)
	if now, _ = h.led.Record(t.Context(), admin, r.ID); now.State != register.Submitted || now.Values["pupils"].Number.N != 6 {
		t.Errorf("an approved record that an officer changed: %+v", now)
	}

	// A stock ends by a correction of its last day.
	club := h.enter("club", "unit=06652", "first=2025-01-05", "model=MODEL.CLBTL", "name=CLB", "members=20")
	edit = fmt.Sprintf("/ban-ghi/%d/sua", club.ID)
	w := h.as("approver", "06652")
	w.get(edit).wants(t, 200, "Ngày kết thúc")
	w.post(edit, pairs(w.get(edit).controls(t), "lam", "gui", "last", "30/06/2026", "why", "giải thể")...)
	if now, _ = h.led.Record(t.Context(), admin, club.ID); now.Closed != 20260630 {
		t.Errorf("the club is open until %v", now.Closed)
	}
}

// TestEntryKept holds that a form whose session has ended comes back whole, and that
// nothing of it runs.
func TestEntryKept(t *testing.T) {
	h := sqlite(t)
	p := h.as("", "").post("/so/activity/moi", "first", "10/03/2026", "title", `"><script>alert(1)</script>`, "topic", "A", "topic", "B")
	p.wants(t, 401, `action="/so/activity/moi"`, `name="topic" value="A"`, `name="topic" value="B"`, "10/03/2026", "Gửi lại")
	if strings.Contains(p.body, "<script>alert") || h.last("activity") != nil {
		t.Error("what was typed runs, or was kept")
	}
}

// TestPickers holds what is proposed as one types, and to whom.
func TestPickers(t *testing.T) {
	h := sqlite(t)
	v := h.as("officer", "06652")
	p := v.get("/tim/don-vi?q=ha+tu&o=place")
	p.wants(t, 200, `data-value="Phường Hà Tu (06652)"`, "<mark>Hà Tu</mark>", `id="place-oaa"`, "Tỉnh Quảng Ninh", "đến 30/06/2025", "Chọn để ghi việc diễn ra trước 01/07/2025")
	if strings.Index(p.body, "đến 30/06/2025") < strings.Index(p.body, "(06652)") {
		t.Error("a former unit stands before that of today")
	}
	// In a form of a day when it was gone, a former unit is proposed as what it has become.
	p = h.as("officer", "06652").get("/tim/don-vi?q=tra+co&day=10/03/2026&o=place")
	p.wants(t, 200, "Trà Cổ", "nay thuộc Phường Móng Cái")
	if strings.Contains(p.body, "Vĩnh Long") || strings.Contains(p.body, "đến 30/06/2025") {
		t.Errorf("a far unit, or one that is gone: %s", p.body)
	}
	if p := v.get("/tim/don-vi?q=phuong&ghi=1"); strings.Contains(p.body, "06658") || !strings.Contains(p.body, "06652") {
		t.Errorf("units to enter for: %s", p.body)
	}
	for _, letter := range []string{"t", "p", "h"} { // of the whole country many more begin so
		for _, which := range []string{"in=22", "ghi=1"} {
			if p := h.as("standing_office", "22").get("/tim/don-vi?q=" + letter + "&" + which); strings.Count(p.body, `role="option"`) < 3 {
				t.Errorf("%s with %s: %.200q", letter, which, p.body)
			}
		}
	}
	if p := v.get("/tim/don-vi?q=phuong&in=46"); strings.Contains(p.body, "06652") || p.body == "" {
		t.Errorf("units within another: %.200s", p.body)
	}
	v.get("/tim/ma/FORM?q=toa+dam").wants(t, 200, `data-value="Tọa đàm"`, "<mark>Tọa đàm</mark>")
	if p := v.get("/tim/ma/CHAN?field=broadcast.channel"); strings.Count(p.body, "<li") != 6 {
		t.Errorf("a field proposes codes that it does not take: %s", p.body)
	}
	v.get("/tim/ma/KHONG").wants(t, 404)
	nobody := h.as("", "")
	for _, path := range []string{"/tim/don-vi?q=ha", "/tim/ma/FORM?q=t"} {
		if p := nobody.get(path); p.status != http.StatusSeeOther || strings.Contains(p.body, "option") {
			t.Errorf("%s answers who is not signed in: %d", path, p.status)
		}
	}
	// What an office calls its bodies is text, and so is what is asked for.
	if p := h.as("standing_office", "06652").post("/don-vi/06652/to-chuc/moi", body("name", "Hội <i>Phụ nữ</i> phường")...); p.status != http.StatusSeeOther {
		t.Fatal(p.status, faultsOf(p))
	}
	p = v.get(`/tim/don-vi?q=hoi&o=%22%3E%3Cb%3E&ghi=1`)
	p.wants(t, 200, "&lt;i&gt;Phụ", "<mark>Hội</mark>")
	if strings.Contains(p.body, "<i>") || strings.Contains(p.body, "<b>") {
		t.Errorf("a name runs as markup: %s", p.body)
	}

	// Without a script an ambiguous name is answered with choices at its field.
	p = h.as("officer", "06652").post("/so/activity/moi", "lam", "gui", "first", "10/03/2026", "form", "Tọa đàm", "attendances", "30", "place", "Mong Cai")
	p.wants(t, 422, `href="#f-place"`, `name="place.chon"`, "Phường Móng Cái 1")
	f := p.controls(t)
	value := ""
	for _, part := range strings.Split(p.body, `name="place.chon" value="`)[1:] {
		if s, _, _ := strings.Cut(part, `"`); strings.Contains(s, "Móng Cái 2") {
			value = s
		}
	}
	if got := v.post("/so/activity/moi", pairs(f, "lam", "gui", "place.chon", value)...); got.status != http.StatusSeeOther {
		t.Fatal(got.status, faultsOf(got))
	}
	if got := h.led.Tree().Path(h.last("activity").Place, 20260310); !strings.HasPrefix(got, "Phường Móng Cái 2") {
		t.Errorf("happened at %s", got)
	}
}

// TestEntryTotals holds that a total is declared in the same form, for a whole period.
func TestEntryTotals(t *testing.T) {
	h := sqlite(t)
	v := h.as("approver", "06652")
	p := v.post("/so/activity/moi", "lam", "gui", "first", "2025", "kind", "rest", "sessions", "900", "sessions.q", "more")
	r := h.last("activity")
	if p.status != http.StatusSeeOther || r.Kind != register.Rest || r.First != 20241215 || r.Last != 20251214 {
		t.Fatal(p.status, faultsOf(p), r)
	}
	v.get(fmt.Sprintf("/ban-ghi/%d/sua", r.ID)).wants(t, 200, `value="rest" checked`)
	v.post("/so/activity/moi", "lam", "xem", "first", "2025", "kind", "whole", "sessions", "900").wants(t, 200, "không cộng vào đâu")
}

// TestEntryInABrowser holds what the forms do with a script, by keyboard, and that
// they are sound in both languages and themes.
func TestEntryInABrowser(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=30", "women=12")
	for _, l := range []look{desk, {360, "dark", "en"}} {
		w := h.window("officer", "06652", l)
		for _, path := range []string{"/ghi", "/so/activity/moi", "/so/club/moi", "/so/violence_people/moi", "/so/training/moi", fmt.Sprintf("/ban-ghi/%d/sua", r.ID)} {
			w.sound(path)
		}
		w.open("/so/activity/moi")
		w.press(map[string]string{"vi": "Gửi duyệt", "en": "Send for approval"}[l.lang])
		for _, f := range w.axes() {
			t.Errorf("%s refused: %s", w.name, f)
		}
	}
	w := h.window("officer", "06652", desk)
	w.open("/so/activity/moi")
	key := func(name string, keys ...string) {
		t.Helper()
		w.eval(`document.querySelector("[name=`+name+`]").focus()`, nil)
		for _, k := range keys {
			if k == kb.Enter { // a key that is sent from outside is a press and a letter: only the press is ours to hold
				w.eval(`document.activeElement.dispatchEvent(new KeyboardEvent("keydown", {key: "Enter", bubbles: true, cancelable: true}))`, nil)
				break
			}
			w.do(chromedp.KeyEvent(k))
			for range 100 { // what is proposed comes in its time
				var open bool
				if w.eval(`[...document.querySelectorAll("[role=listbox]")].some(e => !e.hidden)`, &open); open || len(keys) < 3 {
					break
				}
				time.Sleep(50 * time.Millisecond)
			}
		}
	}
	key("first", "10/03/2026")
	key("place", "cao xanh", kb.ArrowDown, kb.Enter)
	key("form", "hoi thao", kb.ArrowDown, kb.Enter)
	key("attendances", "65")
	key("women", "78")
	var got []string
	w.eval(`[document.querySelector("[name=place]").value, document.querySelector("[name=form]").value,
		document.querySelector('.share[data-for=women]').textContent, document.querySelector("[name=women]").getAttribute("aria-invalid")]`, &got)
	if want := []string{"Phường Cao Xanh (06658)", "Hội thảo", "78 lớn hơn tổng số 65. Sửa một trong hai số.", "true"}; !slices.Equal(got, want) {
		t.Errorf("as one types: %q, want %q", got, want)
	}
	key("women", kb.Backspace+kb.Backspace+"39")
	w.until("Lượt người dự truyền thông: +65")
	w.wants("60 % của 65")
	w.do(chromedp.KeyEvent(kb.Enter, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	w.until("Đã gửi duyệt.")
	if now := h.last("activity"); now.ID == r.ID || now.Values["women"].Number.N != 39 {
		t.Errorf("sent by keyboard: %+v", now)
	}
}
