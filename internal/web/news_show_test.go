package web

import (
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/media/reading"
)

// TestNewsTakenPasted holds that a pasted text that can't be taken brings the form back with
// all that was typed, and that the result says what was done in no banner.
func TestNewsTakenPasted(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	v := h.as("standing_office", "22")
	v.get("/bai/moi").wants(t, 200, "Văn bản được giữ 180 ngày")
	p := v.post("/bai/moi", "u", code, "channel", "CHAN.BAODT", "day", "", "text", wellArticle, "link", "https://mau.vn/1")
	p.wants(t, 422, `href="#f-day"`, `aria-invalid="true"`, "chị Hoa nói", `value="https://mau.vn/1"`, `value="22.BM" selected`, `value="CHAN.BAODT" selected`)
	p = v.files("/bai/moi", map[string]string{"pb.pdf": "%PDF-1.4", "hai.txt": caseArticle}, "u", code, "channel", "CHAN.BAODT", "day", "08/10/2026", "text", wellArticle)
	p.wants(t, 200, "2 bài mới đã đọc", "pb.pdf")
	for _, not := range []string{"Pb.pdf", "✓ true", "<p>true", ">true<"} {
		if strings.Contains(p.body, not) {
			t.Errorf("the page has %q", not)
		}
	}
	if strings.Contains(p.body, `class="notice good`) {
		t.Error("a banner stands over the result")
	}
}

// TestNewsMonths holds that months without articles stand in one line, that a chart needs
// two months, and that its axis is the same for all.
func TestNewsMonths(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	h.article(code, "2026-09-02", "Mùa cam\n\nBà Nguyễn Thị Lành, nông dân, cho biết cam năm nay ngọt.\n")
	v := h.as("standing_office", "22")
	p := v.get("/bai/" + code + "?year=2026")
	p.wants(t, 200, "Chưa có bài: tháng 1-8, 10")
	if strings.Contains(p.body, "h-chart") {
		t.Error("a chart of one month")
	}
	h.article(code, "2026-10-08", wellArticle)
	p = v.get("/bai/" + code + "?year=2026")
	p.wants(t, 200, "h-chart", "Chưa có bài: tháng 1-8")
	if svg := p.body[strings.Index(p.body, `class="wide"`):]; !regexp.MustCompile(`>0</text>`).MatchString(svg) || !regexp.MustCompile(`>100</text>`).MatchString(svg) {
		t.Error("the axis does not go from 0 to 100")
	}
	if n := strings.Count(p.body, `aria-selected`); n != 0 {
		t.Error(n)
	}
	v.post("/chon", "lang", "en", "ve", "/")
	p = v.get("/bai/" + code + "?year=2026&month=2026-10")
	p.wants(t, 200, "No articles: January-August", "Who is in which role, October 2026", "woman", "1</a> man")
	if strings.Contains(p.body, "onth 10") || strings.Contains(p.body, "1</a> women") {
		t.Error("months or numbers are not English")
	}
}

// TestNewsWaiting holds that the notice speaks of the year that is shown, and asks only
// those to confirm who may.
func TestNewsWaiting(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	h.reads(h.article(code, "2025-10-08", wellArticle), func(*reading.Edit) {})
	h.article(code, "2026-10-08", caseArticle)
	v := h.as("standing_office", "22")
	v.get("/bai/"+code+"?year=2026").wants(t, 200, "1 bài năm 2026 mới do máy đọc", "hãy xem lại và xác nhận")
	for _, year := range []string{"2025", "2024"} {
		if p := v.get("/bai/" + code + "?year=" + year); p.status != 200 || strings.Contains(p.body, "mới do máy đọc") {
			t.Errorf("%d: articles of %s wait", p.status, year)
		}
	}
	p := h.as("viewer", "22").get("/bai/" + code + "?year=2026")
	p.wants(t, 200, "1 bài năm 2026 mới do máy đọc", "what=unread")
	if strings.Contains(p.body, "hãy xem lại") {
		t.Error("who may not correct is asked to")
	}
}

// TestNewsWithheld holds what is said in place of what is not kept: of a title, of the
// words of a topic, of sentences that give two victims away.
func TestNewsWithheld(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	a := h.article(code, "2026-10-20", "Cháu Lò Thị Mai ở thôn Khe Vang bị bạo hành\n\n"+
		"Công an xã đang làm rõ. Anh trai của cháu ở cạnh nhà văn hóa thôn. Bà nội bán nước ở cổng trường.\nBài thứ hai.\n")
	h.reads(a, func(e *reading.Edit) {
		e.AddedDisclosures = []string{"ở cạnh nhà văn hóa thôn", "bán nước ở cổng trường", "Anh trai của cháu"}
	})
	v := h.as("standing_office", "22")
	list := v.get("/bai/danh-sach/" + code + "?month=2026-10&what=disclosure")
	list.wants(t, 200, "Đầu đề không giữ vì để lộ nạn nhân", "Đầu đề: không được giữ", "Câu 2 của bài, ở đoạn 1: không được giữ", "Câu 3 của bài, ở đoạn 1")
	n := strings.Count(list.body, "<blockquote")
	page := v.get(articleAt(a.ID))
	page.wants(t, 200, "3 chỗ không giữ trong văn bản", "Đầu đề không giữ vì để lộ nạn nhân")
	if shown := strings.Count(page.body, `class="blanked"`); n != 3 || shown != 3 {
		t.Errorf("%d in the list, %d in the text, want 3", n, shown)
	}
	if strings.Contains(page.body, ">byte") || strings.Contains(list.body, ">byte") || strings.Contains(page.body, "(byte") {
		t.Error("bytes are told to officers")
	}
}

// TestNewsUntitled holds that a post without a title is called by its first words.
func TestNewsUntitled(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	v := h.as("standing_office", "22")
	post := "Chiều nay các mẹ của thôn Khe Vang họp bàn việc nước sạch, ai cũng phấn khởi và góp công, bà Nguyễn Thị Lành nói vậy."
	v.files("/bai/moi", map[string]string{"bai.csv": "Ngày,Kênh,Tiêu đề,Nội dung\n09/10/2026,Mạng xã hội,,\"" + post + "\"\n"}, "u", code).
		wants(t, 200, "1 bài mới đã đọc", "Chiều nay các mẹ của thôn Khe Vang họp bàn việc nước sạch…")
}

// TestNewsEvidence holds that a sentence proves once and that it is named as a person counts.
func TestNewsEvidence(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	a := h.article(code, "2026-10-08", "Nước về thôn\n\nThôn Khe Vang họp.\n“Khó nhất là đá”, chị Phùng Thị Hoa nói, “nhưng bà con rất vui”.\n")
	v := h.as("standing_office", "22")
	p := v.get(articleAt(a.ID))
	p.wants(t, 200, "(câu 2)", `title="byte `, "độ tin cậy", "\u00a0%")
	if n := strings.Count(p.body, "Lời trích:"); n != 1 {
		t.Errorf("the sentence is told %d times", n)
	}
	list := v.get("/bai/danh-sach/" + code + "?month=2026-10&what=quoted_women")
	if n := strings.Count(list.body, "<blockquote"); n != 1 {
		t.Errorf("the list has it %d times", n)
	}
}
