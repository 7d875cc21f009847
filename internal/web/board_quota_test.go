package web

import (
	"strings"
	"testing"
)

// TestFactsOfAQuota holds that behind a share of communes stands which of them met what
// is asked, each leading to its records, and no number is made of a record's.
func TestFactsOfAQuota(t *testing.T) {
	h := sqlite(t)
	h.enter("broadcast", "unit=06652", "first=2025-01-10", "channel=TRUYENTHANH", "items=4", "title=Bài ở Hà Tu")
	h.enter("broadcast", "unit=06658", "first=2025-01-10", "channel=TRUYENTHANH", "items=3", "title=Bài ở Cao Xanh")
	h.enter("broadcast", "unit=22", "first=2025-01-10", "channel=BANGTIN", "items=7", "title=Bài của tỉnh")
	const q = "/facts?calendar=admin&from=2024-12-15&indicator=broadcast_quota_share&map=today&to=2025-03-14&unit="
	v := h.as("viewer", "22")
	p := v.get(q + "22")
	p.wants(t, 200, "Phường Hà Tu", ">Đạt<", "Phường Cao Xanh", ">Chưa đạt<", "Phường Hồng Gai", "1,9", "(1/54)", "unit=06652", "Bài ở Hà Tu", "Bài ở Cao Xanh", "Tin, bài thông tin cơ sở")
	if strings.Contains(p.body, "Bài của tỉnh") {
		t.Error("what a body of the province reported stands behind a share of communes")
	}
	p = v.get(q + "06652")
	p.wants(t, 200, ">Đạt<", "Bài ở Hà Tu")
	if strings.Contains(p.body, "Bài ở Cao Xanh") || strings.Contains(p.body, "(1/1)") {
		t.Error("the page of one commune tells of another, or of how many")
	}
	v.get("/tai/bang?by=unit&dang=csv"+strings.TrimPrefix(q, "/facts?calendar=admin")+"22").wants(t, 200, "Phường Hà Tu", "100")
	h.as("administrator", "VN").get(q+"VN").wants(t, 200, "Quảng Ninh", "(1/54)", "(1/3.321)", "chưa có số liệu")
}
