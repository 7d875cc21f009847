package web

import (
	"fmt"
	"strings"
	"testing"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
)

func pathOf(r *register.Record) string { return "/ban-ghi/" + number(r) }

// now is a record as it stands.
func (h *house) now(r *register.Record) *register.Record {
	h.t.Helper()
	out, err := h.led.Record(h.t.Context(), admin, r.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	return out
}

// TestRecordRights tries each verb as each role on an own and a foreign record: who
// may not is told so, nothing changes, and no page offers him the button.
func TestRecordRights(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	sent := h.enterAs(officer, "activity", "first=2026-03-10", "form=TOADAM", "attendances=30", "note=ghi chú")
	approved := h.enter("activity", "unit=06652", "first=2026-04-11", "form=TOADAM", "attendances=31", "note=ghi chú")
	lead := h.enter("activity", "unit=06652", "first=2026-05-11", "form=TOADAM", "attendances=31")
	all := []string{"duyet", "gui", "tra-lai", "khoi-phuc", "gop", "tach", "huy", "che"}
	for _, c := range []struct {
		role, at string
		sent     string // what he may do to a record that waits
		approved string
		want     int // to all others
	}{
		{"viewer", "06652", "", "", 403},
		{"viewer", "22", "", "", 403},
		{"officer", "06652", "gop huy", "", 403},
		{"approver", "06652", "duyet tra-lai gop huy", "tra-lai gop huy", 403},
		{"standing_office", "22", "duyet tra-lai gop huy che", "tra-lai gop huy che", 403},
		{"officer", "06658", "", "", 404}, {"approver", "06658", "", "", 404}, {"standing_office", "46", "", "", 404}, {"viewer", "46", "", "", 404},
	} {
		v := h.as(c.role, c.at)
		for _, r := range []struct {
			record *register.Record
			may    string
		}{{sent, c.sent}, {approved, c.approved}} {
			name := fmt.Sprintf("%s %s, %v", c.role, c.at, r.record.State)
			p := v.get(pathOf(r.record))
			if want := map[bool]int{true: 404, false: 200}[c.want == 404]; p.status != want {
				t.Errorf("%s: the page is %d, want %d", name, p.status, want)
			}
			for _, verb := range all {
				may := strings.Contains(" "+r.may+" ", " "+verb+" ")
				if offered := strings.Contains(p.body, pathOf(r.record)+"/"+verb+`"`); offered != may {
					t.Errorf("%s: %s offered %v, want %v", name, verb, offered, may)
				}
				if may {
					continue
				}
				got := v.post(pathOf(r.record)+"/"+verb, "ban", "1", "why", "thử", "lead", number(lead), "field", "note")
				ok := got.status == c.want || c.want == 403 && got.status == 409 // a state that forbids it says so
				if !ok {
					t.Errorf("%s: POST %s is %d, want %d", name, verb, got.status, c.want)
				}
				if page := v.get(pathOf(r.record) + "/" + verb); page.status == 200 {
					t.Errorf("%s: asks for the reason of %s", name, verb)
				}
				if now := h.now(r.record); now.Version != 1 || now.State != r.record.State || now.Lead != 0 {
					t.Fatalf("%s: %s changed the record", name, verb)
				}
			}
		}
	}
	h.as("viewer", "06652").get("/ban-ghi/5").wants(t, 404, "Không tìm thấy bản ghi 5")
	h.as("viewer", "06652").get(pathOf(sent)+"/xyz").wants(t, 404)
	h.as("approver", "06652").post(pathOf(sent)+"/xyz", "ban", "1").wants(t, 404)
	if p := h.as("", "").get(pathOf(sent)); !strings.HasPrefix(p.to, "/vao") {
		t.Errorf("not signed in: %d to %q", p.status, p.to)
	}
}

// TestRecordRoad leads a record from draft to void by its pages, without scripts.
func TestRecordRoad(t *testing.T) {
	h := sqlite(t)
	r, _, err := h.led.Enter(t.Context(), h.actor("officer", "06652"), "activity", ledger.Form{Lang: "vi", Raw: register.Input{"first": "2026-03-10", "form": "TOADAM",
		"attendances": "khoảng 85", "women": "51", "title": "Tọa đàm việc nhà", "note": "dòng một\ndòng hai"}}, true)
	if err != nil {
		t.Fatal(err)
	}
	o, a, at := h.as("officer", "06652"), h.as("approver", "06652"), pathOf(r)
	o.get(at).wants(t, 200, "<h1>Tọa đàm việc nhà</h1>", "Bản nháp, chưa gửi", "<b>khoảng 85</b>", "51 <span class=\"t-2\">(60,0\u00a0%)</span>", "chưa có số liệu",
		"Người tham gia", "Gửi duyệt", `name="ban" value="1"`, at+"/sua", "Phường Hà Tu", "10/03/2026")
	if p := o.post(at+"/gui", "ban", "1"); p.to != at+"?xong=submit" {
		t.Fatalf("sent: %d to %q", p.status, p.to)
	}
	a.get(at).wants(t, 200, "Duyệt bản ghi này?", "1 buổi truyền thông, khoảng 85 lượt người", `data-dialog="d-tra-lai"`, `<dialog class="dialog" id="d-tra-lai"`, `class="st waiting"`,
		`/facts?calendar=admin&amp;from=2025-12-15&amp;indicator=sessions&amp;to=2026-12-14&amp;unit=06652`, "/so/activity?p=2026&amp;u=06652")
	a.get(at+"/tra-lai").wants(t, 200, "<h1>Trả lại bản ghi?</h1>", `class="dialog still"`, `name="ban" value="2"`)
	a.post(at+"/tra-lai", "ban", "2", "why", "  ").wants(t, 422, "faults", "Hãy ghi lý do.", `aria-invalid="true"`, `href="#f-why"`, `id="f-why"`)
	a.post(at+"/tra-lai", "why", "không có bản").wants(t, 422)
	if now := h.now(r); now.Version != 2 {
		t.Fatalf("version %d after refusals", now.Version)
	}
	if p := a.post(at+"/tra-lai", "ban", "2", "why", "Số 85 gồm cả <b>diễn viên</b>."); p.to != at+"?xong=return" {
		t.Fatalf("returned: %d to %q", p.status, p.to)
	}
	o.get(at+"?xong=return").wants(t, 200, "Bị trả lại", "Số 85 gồm cả &lt;b&gt;diễn viên", "Gửi lại", "Sửa tiếp", "officer-06652, Phường Hà Tu", "Đã trả lại. Người ghi")
	if _, err := h.led.Correct(t.Context(), h.actor("officer", "06652"), r.ID, 3, ledger.Form{Lang: "vi", Raw: register.Input{"first": "2026-03-10", "form": "TOADAM",
		"attendances": "75", "women": "51", "title": "Tọa đàm việc nhà"}}, ""); err != nil {
		t.Fatal(err)
	}
	o.post(at+"/gui", "ban", "4")
	a.post(at+"/duyet", "ban", "5")
	p := a.get(at)
	p.wants(t, 200, `class="st approved"`, "<del>khoảng 85</del> → <ins>75</ins>", "<b>Gửi lại</b>", "<b>Ghi</b>", "20/11/2026 09:00", "Hủy bản ghi…")
	if first, last := strings.Index(p.body, "<b>Duyệt</b>"), strings.Index(p.body, "<b>Ghi</b>"); first < 0 || first > last {
		t.Error("the journal does not begin with the newest line")
	}
	a.post(at+"/huy", "ban", "6").wants(t, 422, "Hãy ghi lý do.")
	a.post(at+"/huy", "ban", "6", "why", "Ghi hai lần")
	a.get(at).wants(t, 200, "Đã hủy", "Ghi hai lần", "Không bảng nào tính")
	a.post(at+"/huy", "ban", "7", "why", "nữa").wants(t, 409, "đã hủy")
	a.get(at+"/khoi-phuc").wants(t, 200, "Khôi phục bản ghi?")
	o.post(at+"/khoi-phuc", "ban", "7", "why", "nhầm").wants(t, 403)
	if p := a.post(at+"/khoi-phuc", "ban", "7", "why", "Hủy nhầm"); p.to != at+"?xong=restore" {
		t.Fatalf("restored: %d to %q", p.status, p.to)
	}
	a.get(at).wants(t, 200, `class="st approved"`, "<b>Khôi phục</b>", "Hủy nhầm")
	a.post(at+"/huy", "ban", "8", "why", "Ghi hai lần")
	a.post("/chon", "lang", "en", "ve", "/")
	a.get(at).wants(t, 200, "Void", "Made void", "Journal", "no data", `lang="en"`)
}

// TestRecordChanged holds that nobody undoes unseen what another did meanwhile.
func TestRecordChanged(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=30")
	v, at := h.as("approver", "06652"), pathOf(r)
	if _, err := h.led.Correct(t.Context(), h.actor("officer", "06652"), r.ID, 1, ledger.Form{Lang: "vi", Raw: register.Input{"first": "2026-03-10", "form": "TOADAM", "attendances": "300"}}, "đếm lại"); err != nil {
		t.Fatal(err)
	}
	v.post(at+"/duyet", "ban", "1").wants(t, 409, "đã được người khác sửa (bạn xem bản 1, nay là bản 2)", `href="`+at+`">Mở lại bản ghi`)
	v.post(at+"/tra-lai", "ban", "1", "why", "lý do của tôi").wants(t, 409, "đã được người khác sửa", "lý do của tôi", `href="`+at+`">Mở lại bản ghi`)
	v.post(at+"/duyet", "ban", "x").wants(t, 422)
	if now := h.now(r); now.Version != 2 || now.State != register.Submitted {
		t.Errorf("version %d, state %d", now.Version, now.State)
	}
}

// TestMergeAndPart holds what two records of one event go through: shown side by
// side, merged with a reason into the one that is chosen, taken apart again.
func TestMergeAndPart(t *testing.T) {
	h := sqlite(t)
	a := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=85", "title=Tọa đàm A")
	b := h.enter("activity", "unit=22", "place=06652", "first=2026-03-10", "form=TOADAM", "attendances=90", "title=Tọa đàm B")
	o, s, at := h.as("officer", "06652"), h.as("standing_office", "22"), pathOf(a)
	o.get(at).wants(t, 200, "Có thể trùng với một bản ghi khác", "<b>90</b>", at+"/gop?voi="+number(b), "Hai việc khác nhau", `action="`+at+`/khac"`)
	// Told apart, they are asked about no more, on neither side, until that is taken back.
	h.as("viewer", "22").post(at+"/khac", "voi", number(b)).wants(t, 403)
	h.as("officer", "06658").post(at+"/khac", "voi", number(b)).wants(t, 404)
	o.post(at+"/khac", "voi", number(a)).wants(t, 422)
	o.post(at+"/khac", "voi", "x").wants(t, 404)
	if p := o.post(at+"/khac", "voi", number(b)); p.to != at+"?xong=apart" {
		t.Fatalf("told apart: %d to %q", p.status, p.to)
	}
	for _, at := range []string{at, pathOf(b)} {
		p := s.get(at)
		p.wants(t, 200, "Giống, nhưng là việc khác", "officer-06652, Phường Hà Tu ghi nhận 20/11/2026 09:00", "Xem lại")
		if strings.Contains(p.body, "Có thể trùng") {
			t.Errorf("%s: still told after it was put aside", at)
		}
	}
	form := o.get(at + "/sua").controls(t)
	if p := o.post(at+"/sua", pairs(form, "lam", "gui", "attendances", "86", "why", "đếm lại")...); p.to != at+"?xong=entry_changed" {
		t.Errorf("corrected beside what was told apart: %d to %q: %v", p.status, p.to, faultsOf(p))
	}
	if p := o.post(at+"/giong", "voi", number(b)); p.to != at+"?xong=alike" {
		t.Fatalf("taken back: %d to %q", p.status, p.to)
	}
	o.get(at).wants(t, 200, "Có thể trùng với một bản ghi khác")
	a = h.now(a)
	if events, err := h.led.Events(t.Context(), admin, 0, 10); err != nil || len(events) < 2 || events[0].Verb != "alike" || events[1].Verb != "apart" || events[1].Actor != "web:officer-06652" {
		t.Errorf("the journal has %v, %v", events, err)
	}
	// The officer may take his own away, but not that of the office.
	p := o.get(at + "/gop?voi=" + number(b))
	p.wants(t, 200, "Giữ bản của", `name="lead" value="`+number(b)+`" checked`)
	if strings.Contains(p.body, `name="lead" value="`+number(a)+`"`) {
		t.Error("an officer is offered to take away a record of the province")
	}
	o.post(at+"/gop", "ban", "2", "voi", number(b), "ban2", "1", "lead", number(a), "why", "một buổi").wants(t, 403)
	o.post(at+"/gop", "ban", "2", "voi", number(b), "ban2", "1", "lead", number(b)).wants(t, 422, "Hãy ghi lý do.", `value="`+number(b)+`" checked`)
	o.post(at+"/gop", "ban", "2", "voi", number(b), "ban2", "1", "why", "một buổi").wants(t, 422, "Hãy chọn bản ghi được giữ.", "một buổi")
	o.post(at+"/gop", "ban", "2", "lead", "77", "why", "một buổi").wants(t, 422, "Không tìm thấy bản ghi 77", "một buổi")
	o.post(at+"/gop", "ban", "2", "lead", number(a), "why", "chính nó").wants(t, 422)
	h.as("officer", "06658").get(at+"/gop?voi="+number(b)).wants(t, 404)
	for _, r := range []*register.Record{a, b} {
		if now := h.now(r); now.Version != r.Version {
			t.Fatalf("a refusal changed %d", r.ID)
		}
	}
	if p := o.post(at+"/gop", "ban", "2", "voi", number(b), "ban2", "1", "lead", number(b), "why", "cùng buổi"); p.to != at+"?xong=link" {
		t.Fatalf("merged: %d to %q", p.status, p.to)
	}
	o.get(at).wants(t, 200, `class="st merged"`, "Bản chính:", pathOf(b), "Tách ra…", "cùng buổi")
	p = s.get(pathOf(b))
	p.wants(t, 200, "Các bản ghi trùng", "Tọa đàm A")
	if strings.Contains(p.body, pathOf(b)+"/huy") {
		t.Error("a record on which another leans is offered to be voided")
	}
	s.get("/so/activity").wants(t, 200, "Đã gộp")
	o.post(at+"/tach", "ban", "3").wants(t, 422, "Hãy ghi lý do.")
	if p := o.post(at+"/tach", "ban", "3", "why", "hai buổi"); p.to != at+"?xong=unlink" {
		t.Fatalf("apart: %d to %q", p.status, p.to)
	}
	// The office may choose either; this time its own goes.
	if p := s.post(at+"/gop", "ban", "4", "voi", number(b), "ban2", "1", "lead", number(a), "why", "một buổi"); p.to != at+"?xong=link" {
		t.Fatalf("merged the other way: %d to %q", p.status, p.to)
	}
	if now := h.now(b); now.Lead != a.ID {
		t.Errorf("the lead of b is %d", now.Lead)
	}
}

// TestRedactPage holds that a text is blanked with a warning, a choice and a reason.
func TestRedactPage(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=85", "note=bà A bị chồng đánh")
	v, at := h.as("standing_office", "22"), pathOf(r)
	v.get(at+"/che").wants(t, 200, "không hoàn lại được", "Ghi chú", "bà A bị chồng đánh", `name="field" value="note"`)
	v.post(at+"/che", "ban", "1", "field", "note").wants(t, 422, "Hãy ghi lý do.", `value="note" checked`)
	v.post(at+"/che", "ban", "1", "field", "attendances", "why", "luật").wants(t, 422, "Chỉ che được cột chữ")
	v.post(at+"/che", "ban", "1", "why", "luật").wants(t, 422)
	if p := v.post(at+"/che", "ban", "1", "field", "note", "why", "theo yêu cầu"); p.to != at+"?xong=redact" {
		t.Fatalf("blanked: %d to %q", p.status, p.to)
	}
	p := v.get(at)
	p.wants(t, 200, "▇▇▇", "đã che theo quy định của pháp luật", "theo yêu cầu")
	if strings.Contains(p.body, "bà A") {
		t.Error("the text is still told")
	}
	v.get(at+"/che").wants(t, 403)
	// What was blanked later is not why it was returned or made void.
	for _, verb := range []string{"tra-lai", "huy"} {
		r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-11", "form=TOADAM", "attendances=85", "note=bà B")
		v.post(pathOf(r)+"/"+verb, "ban", "1", "why", "đếm hai lần")
		v.post(pathOf(r)+"/che", "ban", "2", "field", "note", "why", "theo yêu cầu")
		v.get(pathOf(r)).wants(t, 200, `<blockquote class="rec-why">đếm hai lần</blockquote>`)
	}
}

// TestAfterApproving holds that who approves is led to what waits next, and that who
// returned a record is not urged to send it on in another's place.
func TestAfterApproving(t *testing.T) {
	h := sqlite(t)
	officer := h.actor("officer", "06652")
	a := h.enterAs(officer, "activity", "first=2026-03-10", "form=TOADAM", "attendances=85", "title=Một")
	b := h.enterAs(officer, "activity", "first=2026-03-12", "form=HOITHAO", "attendances=20", "title=Hai")
	v := h.as("approver", "06652")
	p := v.post(pathOf(a)+"/duyet", "ban", "1")
	v.get(p.to).wants(t, 200, `href="`+pathOf(b)+`"`, "Bản ghi tiếp theo chờ duyệt (còn 1)")
	v.post(pathOf(b)+"/tra-lai", "ban", "1", "why", "thiếu số nữ")
	v.get(pathOf(b)).wants(t, 200, `<button class="btn quiet" formaction="`+pathOf(b)+`/gui">Gửi lại`, `<a class="btn quiet" href="`+pathOf(b)+`/sua">Sửa tiếp`)
	h.as("officer", "06652").get(pathOf(b)).wants(t, 200, `<button class="btn main" formaction="`+pathOf(b)+`/gui">`, "thiếu số nữ")
	if p := v.get(pathOf(a) + "?xong=approve"); strings.Contains(p.body, "Bản ghi tiếp theo") {
		t.Error("nothing waits, and something is offered")
	}
}

// TestListsAndRecordsSound has the pages looked at by the checker, at both widths.
func TestListsAndRecordsSound(t *testing.T) {
	h := sqlite(t)
	r := h.enterAs(h.actor("officer", "06652"), "activity", "first=2026-03-10", "form=TOADAM", "attendances=85", "women=40", "title=Tọa đàm A", "note=ghi chú")
	h.enter("activity", "unit=22", "place=06652", "first=2026-03-10", "form=TOADAM", "attendances=90", "title=Tọa đàm B")
	for _, l := range []look{desk, {360, "dark", "en"}} {
		w := h.window("standing_office", "22", l)
		for _, path := range []string{"/so", "/so/activity", "/so/activity?p=2020", "/so/club", "/tim?q=toa+dam", "/tim?q=zzz", pathOf(r), pathOf(r) + "/huy", pathOf(r) + "/gop", pathOf(r) + "/che"} {
			w.sound(path)
		}
	}
	w := h.window("standing_office", "22", desk)
	w.open(pathOf(r))
	w.press("Trả lại…")
	w.wants("Lý do (người gửi sẽ đọc)")
	w.fill("why", "Sửa số nữ")
	w.press("Trả lại")
	w.wants("Đã trả lại", "Sửa số nữ")
}
