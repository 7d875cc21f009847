package web

import (
	"net/http"
	"strings"
	"testing"
)

// TestImportsOfOthers holds that an officer is shown the imports of his own unit first,
// and the button to take one back only where he may.
func TestImportsOfOthers(t *testing.T) {
	h := sqlite(t)
	write := func(role, code, name, rows string) string {
		v := h.as(role, code)
		at := v.handed("/nhap/activity", name, []byte(rows))
		v.settledAt(at)
		v.post(at + "/ghi")
		m := batchNumber.FindStringSubmatch(v.settledAt(at).to)
		if m == nil {
			t.Fatal(name)
		}
		return m[1]
	}
	const head = "Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia\n"
	own := write("officer", "06652", "của phường.csv", head+"06652,10/03/2026,Tọa đàm,30\n")
	all := write("standing_office", "22", "cả tỉnh.csv", head+"06652,11/03/2026,Tọa đàm,31\n06658,11/03/2026,Hội thảo,32\n")
	v := h.as("officer", "06652")
	p := v.get("/nhap")
	p.wants(t, 200, "cả tỉnh.csv", "của phường.csv", "/nhap/dot/"+own+"/lay-lai")
	if strings.Contains(p.body, "/nhap/dot/"+all+"/lay-lai") || strings.Index(p.body, "cả tỉnh.csv") < strings.Index(p.body, "của phường.csv") {
		t.Error("an officer is offered to take back what he may not, or that stands first")
	}
	v.get("/nhap/dot/"+all+"/lay-lai").wants(t, 403)
	if p := v.get("/nhap/dot/" + all + "/ket-qua"); strings.Contains(p.body, "Lấy lại cả đợt…") {
		t.Error("its page offers it")
	}
	if p := h.as("standing_office", "22").get("/nhap"); strings.Count(p.body, "/lay-lai") != 2 {
		t.Error("the province may take both back")
	}
	// A page that refuses leads back to where one was.
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.srv.URL+"/nhap/dot/"+all+"/lay-lai", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Referer", h.srv.URL+"/nhap/activity?x=1")
	v.do(req).wants(t, 403, `href="/nhap/activity?x=1"`, "Quay lại")
	req.Header.Set("Referer", "https://elsewhere.example/nhap")
	if p := v.do(req); strings.Contains(p.body, "Quay lại") || strings.Contains(p.body, "elsewhere") {
		t.Error("leads to another site")
	}
}
