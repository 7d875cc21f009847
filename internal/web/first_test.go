package web

import (
	"context"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// someAreas gives three wards of Quảng Ninh something to be ranked by.
func someAreas(h *house) {
	h.t.Helper()
	for _, c := range []struct{ code, population, zone, risk, sessions string }{
		{"06652", "20000", "KHONG", "KHONG", "60"}, {"06658", "20000", "KV3", "BLG", "10"}, {"06661", "900", "KHONG", "KHONG", "5"},
	} {
		h.enter("area", "unit="+c.code, "first=2026-06-30", "population="+c.population, "population_women=600", "minority=10",
			"women_workers=9", "households=5000", "zone="+c.zone, "risk="+c.risk)
		h.enter("activity", "unit="+c.code, "first=2026-03-10", "last=2026-08-30", "form=TOADAM", "sessions="+c.sessions, "attendances="+c.sessions+"00", "women="+c.sessions+"0")
		h.enter("broadcast", "unit="+c.code, "first=2026-03-10", "channel=TRUYENTHANH", "items="+c.sessions)
	}
}

// line is what stands of a place on the page.
func line(p page, code string) string {
	_, rest, _ := strings.Cut(p.body, `id="n-`+code+`"`)
	text, _, _ := strings.Cut(rest, "</tr>")
	return text
}

// TestWhereFirst: the order with its reasons; what is missing is told, and weights in
// the address move the order.
func TestWhereFirst(t *testing.T) {
	h := sqlite(t)
	v := h.as("viewer", "22")
	p := v.get("/uu-tien")
	p.wants(t, http.StatusOK, "Chưa nơi nào có đủ số liệu", "Chưa nơi nào có số liệu:", "Chưa xếp hạng", "Phường Hà Tu")
	someAreas(h)
	p = v.get("/uu-tien?u=22&y=2026")
	p.wants(t, http.StatusOK, `aria-current="page"`, "0,5 buổi trên 1.000 dân, ít nhất trong 2 nơi có số liệu", "Xã khu vực III", "Nguy cơ cao về bạo lực trên cơ sở giới",
		"Chưa nơi nào có số liệu:", "Số vụ bạo lực gia đình so với số hộ", `id="n-06658"`)
	if a, b := strings.Index(p.body, `id="n-06658"`), strings.Index(p.body, `id="n-06652"`); a < 0 || b < a {
		t.Errorf("Phường Cao Xanh stands at %d, Phường Hà Tu at %d; want it first", a, b)
	}
	if s := line(p, "06661"); !strings.Contains(s, "số nhỏ (900), không xếp") {
		t.Errorf("the small number is not told: %s", s)
	}
	if s := line(p, "06673"); !strings.Contains(s, "0\u00a0%") || strings.Contains(s, "Chọn…") {
		t.Errorf("a place of which nothing is known: %s", s)
	}
	// By broadcasts alone the order turns: of them also the small ward is told.
	none := url.Values{"u": {"22"}, "y": {"2026"}}
	for _, n := range []string{"violence", "risk", "zone", "sessions", "attendances", "women", "broadcast", "women_led", "minority", "workers"} {
		none.Set("w_"+n, "0")
	}
	v.get("/uu-tien?"+none.Encode()).wants(t, http.StatusOK, "Mọi trọng số đều bằng 0")
	none.Set("w_broadcast", "10")
	p = v.get("/uu-tien?" + none.Encode())
	p.wants(t, http.StatusOK, "w_broadcast=10", `name="w_broadcast" min="0" max="10" step="1" value="10"`)
	if a, b := strings.Index(p.body, `id="n-06661"`), strings.Index(p.body, `id="n-06658"`); a < 0 || b < a {
		t.Errorf("by broadcasts alone Phường Việt Hưng stands at %d, Phường Cao Xanh at %d", a, b)
	}
	for path, want := range map[string]int{"/uu-tien?w_risk=11": 422, "/uu-tien?w_risk=x": 422, "/uu-tien?y=2020": 422, "/uu-tien?y=x": 422, "/uu-tien?u=06652": 200,
		"/uu-tien?u=46": 403, "/tai/uu-tien?u=46&dang=csv": 403, "/tai/uu-tien?u=22&dang=pdf": 404, "/uu-tien/chon?u=22&noi=06652": 403} {
		if p := v.get(path); p.status != want {
			t.Errorf("%s: %d, want %d", path, p.status, want)
		}
	}
	h.as("administrator", "").get("/uu-tien?u=VN").wants(t, http.StatusOK, `<option value="22"`)
	v.get("/tai/uu-tien?u=22&y=2026&dang=csv").wants(t, http.StatusOK, "Phường Cao Xanh", "ít nhất trong 2 nơi", "số nhỏ (900), không xếp")
	if p := v.get("/tai/uu-tien?u=22&y=2026&dang=xlsx"); p.status != http.StatusOK || !strings.HasPrefix(p.body, "PK") {
		t.Errorf("xlsx: %d %.20q", p.status, p.body)
	}
}

// TestChoosingWhereFirst: a person with the right chooses with a reason, all see it
// with what was known then, and it is taken back with a reason.
func TestChoosingWhereFirst(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		someAreas(h)
		v := h.as("standing_office", "22")
		v.get("/uu-tien").wants(t, http.StatusOK, "Chọn…")
		at := []string{"u", "22", "y", "2026", "noi", "06658", "w_risk", "7"}
		v.get("/uu-tien/chon?u=22&y=2026&noi=06658&w_risk=7").wants(t, http.StatusOK, "Chọn Phường Cao Xanh làm nơi ưu tiên?", "ít nhất trong 2 nơi", `name="w_risk" value="7"`)
		v.post("/uu-tien/chon", at...).wants(t, http.StatusUnprocessableEntity, "Hãy ghi lý do.")
		v.post("/uu-tien/chon", "u", "22", "noi", "46", "why", "x").wants(t, http.StatusNotFound)
		p := v.post("/uu-tien/chon", append(at, "why", "Nguy cơ cao, ít buổi <b>")...)
		if p.status != http.StatusSeeOther || !strings.Contains(p.to, "xong=attention_chosen") || !strings.Contains(p.to, "w_risk=7") {
			t.Fatalf("chosen: %d to %q %.300s", p.status, p.to, p.body)
		}
		v.post("/uu-tien/chon", append(at, "why", "x")...).wants(t, http.StatusConflict, "đã được chọn cho năm 2026")
		h.enter("activity", "unit=06658", "first=2026-09-10", "form=TOADAM", "sessions=400", "attendances=50000") // what was known then stays
		seen := h.as("viewer", "06652").get("/uu-tien?u=22&y=2026")
		seen.wants(t, http.StatusOK, "Đã chọn cho năm 2026", "Nguy cơ cao, ít buổi &lt;b&gt;", "standing_office-22", "lúc đó hạng 1 trong", "0,5 buổi trên 1.000 dân")
		if strings.Contains(seen.body, "/uu-tien/rut") {
			t.Error("a viewer is offered to take it back")
		}
		id := regexp.MustCompile(`lua=(\d+)`).FindStringSubmatch(v.get("/uu-tien?u=22&y=2026").body)
		if id == nil {
			t.Fatal("there is no way to take it back")
		}
		v.get("/uu-tien/rut?u=22&y=2026&lua="+id[1]).wants(t, http.StatusOK, "Rút Phường Cao Xanh")
		v.post("/uu-tien/rut", "u", "22", "y", "2026", "lua", id[1]).wants(t, http.StatusUnprocessableEntity, "Hãy ghi lý do.")
		for _, who := range [][2]string{{"viewer", "22"}, {"approver", "22"}, {"standing_office", "46"}, {"standing_office", "06658"}} {
			h.as(who[0], who[1]).post("/uu-tien/rut", "u", "22", "y", "2026", "lua", id[1], "why", "x").wants(t, http.StatusForbidden)
			h.as(who[0], who[1]).post("/uu-tien/chon", append(at, "why", "x")...).wants(t, http.StatusForbidden)
		}
		if p := v.post("/uu-tien/rut", "u", "22", "y", "2026", "lua", id[1], "why", "Đã xong"); p.status != http.StatusSeeOther {
			t.Errorf("taken back: %d %.300s", p.status, p.body)
		}
		if p := v.get("/uu-tien?u=22&y=2026"); strings.Contains(p.body, "Đã chọn cho năm") {
			t.Error("what was taken back is still shown")
		}
		h.as("administrator", "").get("/nhat-ky").wants(t, http.StatusOK, "Rút nơi ưu tiên", "Đã xong", "Chọn nơi ưu tiên")
		if err := h.led.Unattend(context.Background(), admin, 1, "x"); err == nil {
			t.Error("what there is not was taken back")
		}
	})
}
