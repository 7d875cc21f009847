package web

import (
	"context"
	"encoding/csv"
	"fmt"
	"html"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/eval"
	"binhdang/internal/media/person"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// Two made-up articles: who is in them is told in the tests.
const (
	wellArticle = `Nữ kỹ sư đưa nước sạch về thôn trên núi

Chị Phùng Thị Hoa, kỹ sư thủy lợi, mất ba năm để dẫn nước từ khe về từng nhà ở thôn Khe Vang.
“Khó nhất không phải là đá, mà là thuyết phục bà con góp công chung”, chị Hoa nói.
Theo ông Đặng Văn Sáng, Chủ tịch UBND xã Ba Chẽ, nay 62/64 hộ đã có nước. Phận nữ nhi mà làm được như vậy là hiếm.
`
	caseArticle = `Xã Hải Sơn hỗ trợ một gia đình

Bà Trần Thị Mận, Chủ tịch Hội Liên hiệp Phụ nữ xã, cho biết xã đã đến thăm gia đình.
Cháu gái sống với bà ngoại ở ngõ sau chợ cũ. Công an đang làm rõ vụ việc.
`
)

// outlet declares an outlet of Quảng Ninh.
func (h *house) outlet(code, name string) string {
	h.t.Helper()
	if p := h.as("standing_office", "22").post("/don-vi/22/to-chuc/moi", body("code", code, "name", name, "seat", "22")...); p.status != 303 {
		h.t.Fatal(p.status, faultsOf(p))
	}
	return code
}

// article takes an article of an outlet.
func (h *house) article(code, day, words string) *ledger.Article {
	h.t.Helper()
	d, err := period.ParseDay(day)
	if err != nil {
		h.t.Fatal(err)
	}
	a, fresh, err := h.led.TakeArticle(context.Background(), h.actor("standing_office", "22"),
		ledger.NewArticle{Outlet: h.unit(code), Day: d, Channel: "CHAN.BAODT", Text: text.Plain(words)})
	if err != nil || !fresh {
		h.t.Fatal(fresh, err)
	}
	return a
}

// reads keeps a reader's word that leaves what was found as it is, but for what change says.
func (h *house) reads(a *ledger.Article, change func(*reading.Edit)) *ledger.Article {
	h.t.Helper()
	by := h.actor("standing_office", "22")
	now, err := h.led.Article(context.Background(), by, a.ID)
	if err != nil {
		h.t.Fatal(err)
	}
	r, e := now.Reading(), reading.Edit{}
	e.About, e.Topic = r.About, r.Topic
	for _, p := range r.Persons {
		e.Persons = append(e.Persons, reading.Said{Gender: p.Gender, Role: p.Role, Quoted: p.Quoted})
	}
	for range r.Phrases {
		e.Phrases = append(e.Phrases, reading.Uses)
	}
	for range r.Disclosures {
		e.Disclosures = append(e.Disclosures, true)
	}
	change(&e)
	if err := h.led.ReadArticle(context.Background(), by, a.ID, now.Version, e); err != nil {
		h.t.Fatal(fault.All(err), err)
	}
	if now, err = h.led.Article(context.Background(), by, a.ID); err != nil {
		h.t.Fatal(err)
	}
	return now
}

// someArticles fills an outlet with a month of which every kind of count has something.
func (h *house) someArticles() (code string, first *ledger.Article) {
	h.t.Helper()
	code = h.outlet("22.BM", "Báo Mẫu Quảng Ninh")
	first = h.article(code, "2026-10-08", wellArticle)
	h.reads(first, func(e *reading.Edit) {
		e.About, e.Topic = true, "economic_empowerment"
		e.AddedPhrases = []string{"Phận nữ nhi mà làm được như vậy là hiếm"}
	})
	second := h.article(code, "2026-10-20", caseArticle)
	h.reads(second, func(e *reading.Edit) {
		e.AddedDisclosures = []string{"sống với bà ngoại ở ngõ sau chợ cũ"}
	})
	h.article(code, "2026-10-21", "Họp tổ dân phố\n\nÔng Nguyễn Văn Tám, trưởng khu, nói tổ sẽ họp. Lý Sinh cũng có mặt.\n")
	h.article(code, "2026-09-02", "Mùa cam\n\nBà Nguyễn Thị Lành, nông dân, cho biết cam năm nay ngọt.\n")
	return code, first
}

func articleAt(id int64) string { return "/bai/muc/" + strconv.FormatInt(id, 10) }

// counted are the links from a page to lists with the number that each shows.
var countedLink = regexp.MustCompile(`<a href="(/bai/danh-sach/[^"]+)">([\d.,]+)</a>`)

// TestNewsCountsOpen follows every count of an outlet's pages and holds that as many
// entries stand behind it.
func TestNewsCountsOpen(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		code, _ := h.someArticles()
		v := h.as("standing_office", "22")
		seen := map[string]bool{}
		for _, path := range []string{"/bai", "/bai/" + code + "?year=2026", "/bai/" + code + "?year=2026&month=2026-10"} {
			p := v.get(path)
			p.wants(t, 200, "Báo Mẫu Quảng Ninh")
			for _, m := range countedLink.FindAllStringSubmatch(p.body, -1) {
				to := html.UnescapeString(m[1])
				list := v.get(to)
				list.wants(t, 200)
				if n := strings.Count(list.body, `class="proven"`); strconv.Itoa(n) != m[2] {
					t.Errorf("%s: %d entries behind %s", to, n, m[2])
				}
				_, query, _ := strings.Cut(to, "what=")
				seen[query] = true
			}
		}
		for _, what := range []string{"all", "read", "about", "stereotype", "disclosure", "women", "men", "quoted_women", "women&year=2026"} {
			if !seen[what] && !seen[what+"&year=2026"] {
				t.Errorf("no count of %s was met: %v", what, seen)
			}
		}
		v.get("/bai/danh-sach/"+code+"?month=2026-10&what=stereotype").wants(t, 200, "<mark>Phận nữ nhi mà làm được như vậy là hiếm</mark>")
		p := v.get("/bai/danh-sach/" + code + "?month=2026-10&what=disclosure")
		p.wants(t, 200, ">Câu 2 của bài, ở đoạn 2: không được giữ · do người xem lại chỉ ra<")
		if strings.Contains(p.body, "chợ cũ") || strings.Contains(p.body, "bà ngoại") {
			t.Error("the list of disclosures has words of the sentence")
		}
	})
}

// TestNewsForgotten holds that a count opens also when the text is kept no longer.
func TestNewsForgotten(t *testing.T) {
	h := sqlite(t)
	if err := h.led.SetTextDays(t.Context(), admin, 0); err != nil {
		t.Fatal(err)
	}
	code := h.outlet("22.BM", "Báo Mẫu")
	a := h.article(code, "2026-10-08", wellArticle)
	v := h.as("standing_office", "22")
	p := v.get("/bai/danh-sach/" + code + "?month=2026-10&what=women")
	p.wants(t, 200, "văn bản đã hết hạn giữ", "Văn bản không còn được giữ", "byte ")
	if strings.Contains(p.body, "Khe Vang") {
		t.Error("the text is there")
	}
	v.get(articleAt(a.ID)).wants(t, 200, "Văn bản đã hết hạn giữ")
}

var control = regexp.MustCompile(`(?s)<input type="(?:hidden|radio|checkbox)" name="([^"]+)" value="([^"]*)"( checked)?|<select[^>]* name="([^"]+)".*?</select>`)

// saidOf is the form of a reading page as a browser would send it, with some things
// changed; "-" unticks.
func saidOf(p page, pairs ...string) []string {
	_, body, _ := strings.Cut(p.body, `novalidate id="doc">`)
	body, _, _ = strings.Cut(body, "</form>")
	form := map[string]string{}
	for _, m := range control.FindAllStringSubmatch(body, -1) {
		switch {
		case m[4] != "":
			form[m[4]] = ""
			if v := chosen.FindStringSubmatch(m[0]); v != nil {
				form[m[4]] = v[1]
			}
		case strings.Contains(m[0], `type="hidden"`) || m[3] != "":
			form[m[1]] = m[2]
		}
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		form[pairs[i]] = pairs[i+1]
		if pairs[i+1] == "-" {
			delete(form, pairs[i])
		}
	}
	var out []string
	for k, v := range form {
		out = append(out, k, v)
	}
	return out
}

// TestNewsReading keeps a reader's word, shows it beside the program's and takes it back.
func TestNewsReading(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	a := h.article(code, "2026-10-08", wellArticle)
	other := h.article(code, "2026-10-09", caseArticle)
	v := h.as("standing_office", "22")
	at := articleAt(a.ID)
	p := v.get(at)
	p.wants(t, 200, "Phùng Thị Hoa", "Đặng Văn Sáng", "Máy đọc, chưa có người xem lại", "Xác nhận, sang bài sau")
	i := -1
	for k, one := range a.Machine.Persons {
		if one.Name == "Đặng Văn Sáng" {
			i = k
		}
	}
	if i < 0 {
		t.Fatalf("nobody found the official: %+v", a.Machine.Persons)
	}
	n := fmt.Sprintf("p%d", i)
	about, machine := "1", "máy: Không" // the reader says otherwise than the program
	if a.Machine.About {
		about, machine = "0", "máy: Có"
	}

	// What is not in the text comes back, with all that was typed.
	bad := v.post(at, saidOf(p, n+".gender", "U", "n0.name", "Lê Thị Vắng", "n0.gender", "F", "n0.role", "expert", "phrases", "Phận nữ nhi\nkhông có lời này")...)
	bad.wants(t, 422, "trong bài không có “Lê Thị Vắng”", "trong bài không có “không có lời này”", `value="Lê Thị Vắng"`, "Phận nữ nhi\nkhông có lời này", `href="#f-added"`, `href="#f-phrases"`)
	if got := saidOf(bad); !has(got, n+".gender", "U") || !has(got, "n0.role", "expert") {
		t.Errorf("what was chosen is gone: %v", got)
	}

	to := v.post(at, saidOf(p, n+".gender", "U", n+".role", "ordinary", "about", about, "topic", "economic_empowerment", "lam", "tiep")...)
	if to.status != 303 || !strings.HasPrefix(to.to, articleAt(other.ID)) {
		t.Fatalf("%d to %q, want the next article: %s", to.status, to.to, faultsOf(to))
	}
	p = v.get(at)
	p.wants(t, 200, "máy: nam, cán bộ, lãnh đạo", machine, "standing_office-22 đã xem lại", "Người dân "+strconv.Itoa(i+1), "Bỏ kết quả xem lại")

	// Another version is told, and nothing is kept.
	clash := v.post(at, saidOf(p, n+".gender", "F", "ban", "1")...)
	clash.wants(t, 409, "vừa được đổi từ lúc mở trang")
	if now, err := h.led.Article(t.Context(), admin, a.ID); err != nil || now.Reader.Persons[i].Gender != person.Unknown {
		t.Errorf("kept all the same: %v", err)
	}

	if p := v.post(at+"/bo", "ban", "2"); p.status != 303 {
		t.Fatal(p.status)
	}
	v.get(at).wants(t, 200, "Máy đọc, chưa có người xem lại")
	v.post(at+"/rut", "ban", "3", "why", "").wants(t, 422, "Lý do")
	if p := v.post(at+"/rut", "ban", "3", "why", "bài thử"); p.status != 303 || !strings.HasPrefix(p.to, "/bai/22.BM") {
		t.Fatal(p.status, p.to)
	}
	v.get(at).wants(t, 404)
}

func has(pairs []string, name, value string) bool {
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i] == name && pairs[i+1] == value {
			return true
		}
	}
	return false
}

// TestNewsOfCases: the page of a report of a case asks for a close look where the program
// has found no victim who can be known; others do not.
func TestNewsOfCases(t *testing.T) {
	h := sqlite(t)
	code := h.outlet("22.BM", "Báo Mẫu")
	v := h.as("standing_office", "22")
	of := h.article(code, "2026-10-10", "Điều tra vụ trộm cắp tài sản ở phường mẫu\n\nCông an phường mẫu vừa bắt giữ một nghi phạm trộm cắp tài sản. Cơ quan điều tra đã khởi tố vụ án, khởi tố bị can.\n")
	if p := v.get(articleAt(of.ID)); !strings.Contains(p.body, "Bài kể một vụ việc") {
		t.Errorf("topic %s: the page asks for no close look", of.Machine.Topic)
	}
	well := h.article(code, "2026-10-11", wellArticle)
	if p := v.get(articleAt(well.ID)); strings.Contains(p.body, "Bài kể một vụ việc") {
		t.Errorf("topic %s: the page asks for a close look", well.Machine.Topic)
	}
}

// TestNewsKeepsNoVictim holds that the page of an article has the place of a sentence that
// gives a victim away, and no word of it, and that what was typed to blank it is gone too.
func TestNewsKeepsNoVictim(t *testing.T) {
	h := sqlite(t)
	h.outlet("22.BM", "Báo Mẫu")
	a := h.article("22.BM", "2026-10-20", caseArticle)
	v := h.as("standing_office", "22")
	at := articleAt(a.ID)
	if p := v.post(at, saidOf(v.get(at), "disclosing", "sống với bà ngoại ở ngõ sau chợ cũ")...); p.status != 303 {
		t.Fatal(p.status, faultsOf(p))
	}
	for _, path := range []string{at, "/bai/danh-sach/22.BM?year=2026", "/bai/danh-sach/22.BM?year=2026&what=disclosure", "/bai/nhan/22.BM?year=2026"} {
		if p := v.get(path); p.status != 200 || strings.Contains(p.body, "ngoại") || strings.Contains(p.body, "chợ cũ") {
			t.Errorf("%s answers %d or has words of the sentence", path, p.status)
		}
	}
	p := v.get(at)
	p.wants(t, 200, "câu làm lộ danh tính nạn nhân, không giữ<", "Trần Thị Mận", "Công an đang làm rõ")
	// Unticked, it is no disclosure any more; the sentence does not come back.
	if to := v.post(at, saidOf(p, "d0", "-")...); to.status != 303 {
		t.Fatal(to.status, faultsOf(to))
	}
	if p := v.get(at); strings.Contains(p.body, "nạn nhân, không giữ<") || strings.Contains(p.body, "chợ cũ") {
		t.Error("the disclosure is there still")
	}
}

// TestNewsPages holds that a long list turns its pages, each entry once.
func TestNewsPages(t *testing.T) {
	h := sqlite(t)
	h.outlet("22.BM", "Báo Mẫu")
	for i := range 53 {
		h.article("22.BM", "2026-10-08", fmt.Sprintf("Tin số %d\n\nBà Nguyễn Thị Lành, nông dân, kể chuyện thứ %d.\n", i, i))
	}
	v := h.as("viewer", "22")
	first, second := v.get("/bai/danh-sach/22.BM?month=2026-10&what=women"), v.get("/bai/danh-sach/22.BM?month=2026-10&trang=2&what=women")
	first.wants(t, 200, "53 lượt người", "1–50 trong", "trang=2")
	second.wants(t, 200, "51–53 trong")
	if a, b := strings.Count(first.body, `class="proven"`), strings.Count(second.body, `class="proven"`); a != 50 || b != 3 {
		t.Errorf("%d and %d entries", a, b)
	}
	v.get("/bai/danh-sach/22.BM?month=2026-10&trang=3&what=women").wants(t, 404)
}

// TestNewsFillsMedia holds that a month opens the form of the newsrooms' register filled in.
func TestNewsFillsMedia(t *testing.T) {
	h := sqlite(t)
	code, _ := h.someArticles()
	v := h.as("standing_office", "22")
	p := v.get("/bai/" + code + "?month=2026-10")
	m := regexp.MustCompile(`href="(/so/media/moi\?[^"]+)"`).FindStringSubmatch(p.body)
	if m == nil {
		t.Fatal("no link to the form")
	}
	v.get(html.UnescapeString(m[1])).wants(t, 200, `value="01/10/2026"`, `value="31/10/2026"`, `value="22.BM"`, `value="Báo điện tử" selected`)
}

// TestNewsByRight holds who sees and who changes what.
func TestNewsByRight(t *testing.T) {
	h := sqlite(t)
	code, a := h.someArticles()
	at := articleAt(a.ID)
	v := h.as("viewer", "22")
	p := v.get(at)
	p.wants(t, 200, "Bạn xem được nhưng không sửa được", "Phùng Thị Hoa")
	if strings.Contains(p.body, "<form method=\"post\" action=\""+at) || strings.Contains(p.body, "Rút bài") {
		t.Error("who only reads is offered a form")
	}
	if p := v.post(at, "ban", "2"); p.status != 403 && p.status != 409 {
		t.Error(p.status)
	}
	for _, path := range []string{"/bai", "/bai/" + code, "/bai/danh-sach/" + code, "/bai/nhan/" + code} {
		v.get(path).wants(t, 200)
	}
	if strings.Contains(v.get("/bai").body, "/bai/moi") {
		t.Error("who may not enter is led to hand in")
	}
	v = h.as("standing_office", "46")
	v.get(at).wants(t, 404)
	for _, path := range []string{at, at + "/bo", at + "/rut"} {
		v.post(path, "ban", "2", "why", "thử", "about", "1").wants(t, 404)
	}
	for _, path := range []string{"/bai/" + code, "/bai/danh-sach/" + code, "/bai/nhan/" + code, "/bai/cho/" + code} {
		v.get(path).wants(t, 403)
	}
	if strings.Contains(v.get("/bai").body, "Báo Mẫu") {
		t.Error("others see the outlet")
	}
	v.post("/bai", "days", "30").wants(t, 403)
	v = h.as("administrator", "")
	v.post("/bai", "days", "x").wants(t, 422, "từ 0 đến 3660", `value="x"`)
	if p := v.post("/bai", "days", "30"); p.status != 303 {
		t.Error(p.status)
	}
	v.get("/bai").wants(t, 200, `value="30"`)
	v.get("/nhat-ky").wants(t, 200, "Xem lại và xác nhận bài", "Đưa bài vào", "Báo Mẫu Quảng Ninh, bài ngày 08/10/2026", "Số ngày giữ văn bản của bài báo")
}

// TestNewsLabels holds that only what a person read is told, without names of victims.
func TestNewsLabels(t *testing.T) {
	h := sqlite(t)
	code, _ := h.someArticles()
	p := h.as("viewer", "22").get("/bai/nhan/" + code + "?month=2026-10")
	p.wants(t, 200)
	text, marked := strings.CutPrefix(p.body, "\ufeff")
	rows, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if err != nil || !marked || len(rows) != 3 || rows[0][0] != "file" {
		t.Fatalf("%v %v %v", err, marked, rows)
	}
	raw, _ := csv.NewReader(strings.NewReader(p.body)).ReadAll()
	if items, err := eval.Labels(raw); err != nil || len(items) != 2 {
		t.Errorf("media eval does not take them: %v", err)
	}
	if rows[1][2] != "1" || rows[1][5] != "1" || rows[2][7] != "1" || strings.Contains(p.body, "ngoại") {
		t.Errorf("%q", rows)
	}
}

// files sends a form with files.
func (v *visitor) files(path string, files map[string]string, pairs ...string) page {
	v.t.Helper()
	var all []upload
	for name, data := range files {
		all = append(all, upload{"tep", name, data})
	}
	return v.hands(path, all, pairs...)
}

// TestNewsTaken hands in several files of which some fail.
func TestNewsTaken(t *testing.T) {
	h := sqlite(t)
	v := h.as("standing_office", "22")
	v.get("/bai").wants(t, 200, "Chưa có bài nào", "/bai/moi")
	v.get("/bai/moi").wants(t, 200, "Chưa có báo, đài, trang nào")
	code := h.outlet("22.BM", "Báo Mẫu")
	v.get("/bai/moi").wants(t, 200, "Báo Mẫu", "Báo điện tử")
	v.post("/bai/moi", "u", "46", "channel", "CHAN.TINNHANVT", "day", "31/02/2026", "text", wellArticle, "link", "javascript:x").
		wants(t, 422, "Chọn báo, đài, trang", "Chọn kênh", "không sau hôm nay", "phải bắt đầu bằng https", "chị Hoa nói")
	v.post("/bai/moi", "u", code, "channel", "CHAN.BAODT", "day", "08/10/2026").wants(t, 422, "Chọn tệp hoặc chép nội dung")
	p := v.post("/bai/moi", "u", code, "channel", "CHAN.BAODT", "day", "08/10/2026", "text", wellArticle)
	p.wants(t, 200, "1 bài mới đã đọc", "Nữ kỹ sư đưa nước sạch")
	p = v.files("/bai/moi", map[string]string{"mot.txt": wellArticle, "hai.txt": caseArticle, "ba.txt": "", "bon.txt": "\x00\x01\x02\x03\x00\xff"}, "u", code, "channel", "CHAN.BAODT", "day", "08/10/2026")
	p.wants(t, 200, "1 bài mới đã đọc", "1 bài đã có từ trước", "2 bài không đọc được", "ba.txt", "bon.txt")
	if n := strings.Count(p.body, `href="/bai/muc/`); n != 3 { // and the button
		t.Errorf("%d links to articles", n)
	}
	p = v.files("/bai/moi", map[string]string{"bai.csv": "Ngày,Kênh,Tiêu đề,Nội dung\n09/10/2026,Truyền hình,Họp thôn,Bà Lê Thị Lan nói việc đã xong.\n32/10/2026,,Sai ngày,Chữ\n"}, "u", code)
	p.wants(t, 200, "1 bài mới đã đọc", "09/10/2026 · bai.csv:2", "1 bài không đọc được", "bai.csv:3", "không phải là ngày")
	v.files("/bai/moi", map[string]string{"bai.csv": "", "a.txt": "x"}, "u", code).wants(t, 422, "Chọn kênh")
	h.as("viewer", "22").post("/bai/moi", "u", code, "channel", "CHAN.BAODT", "day", "08/10/2026", "text", wellArticle).wants(t, 403)
}

// TestMadeRegisters holds that nobody is led to write what the program writes, and that
// its records lead to their article.
func TestMadeRegisters(t *testing.T) {
	h := sqlite(t)
	_, a := h.someArticles()
	v := h.as("standing_office", "22")
	for _, path := range []string{"/ghi", "/nhap"} {
		p := v.get(path)
		p.wants(t, 200, "activity")
		for _, name := range []string{"media_item", "media_voice"} {
			if strings.Contains(p.body, name) {
				t.Errorf("%s offers %s", path, name)
			}
		}
	}
	for _, path := range []string{"/so/media_item/moi", "/nhap/media_item", "/nhap/media_voice/mau"} {
		v.get(path).wants(t, 409, "do chương trình ghi từ các bài đã đọc")
	}
	p := v.get("/so/media_item")
	p.wants(t, 200, "/ban-ghi/")
	if strings.Contains(p.body, "/so/media_item/moi") || strings.Contains(p.body, "/nhap/media_item") {
		t.Error("the list offers to write")
	}
	links := regexp.MustCompile(`/ban-ghi/\d+`).FindAllString(p.body, -1)
	found := false
	for _, l := range links {
		r := v.get(l)
		r.wants(t, 200, `href="/bai/muc/`)
		found = found || strings.Contains(r.body, articleAt(a.ID))
		if strings.Contains(r.body, l+"/sua") || strings.Contains(r.body, l+"/huy") {
			t.Errorf("%s offers to change it", l)
		}
	}
	if !found {
		t.Error("no record leads to the article")
	}
}

// TestNewsStory is the round of a reader: two articles come in, one is corrected, the
// outlet's month follows, and a count opens to its sentence.
func TestNewsStory(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		h := openSite(t, storetest.Open(t, c))
		h.outlet("22.BM", "Báo Mẫu")
		w := h.window("standing_office", "22", phone)
		for _, words := range []string{wellArticle, caseArticle} {
			w.open("/bai/moi?u=22.BM")
			w.fill("channel", "CHAN.BAODT")
			w.fill("day", "08/10/2026")
			w.fill("text", words)
			w.press("Đọc các bài này")
			w.wants("1 bài mới đã đọc")
		}
		w.open("/bai/22.BM?year=2026")
		w.wants("2 bài năm 2026 mới do máy đọc", "66,7")
		w.open("/bai/cho/22.BM")
		w.wants("Máy đọc, chưa có người xem lại", "Đặng Văn Sáng")
		var n string
		w.eval(`(() => { const li = [...document.querySelectorAll(".persons > li")].find(e => e.textContent.includes("Đặng Văn Sáng")); return li.querySelector("select").name.split(".")[0] })()`, &n)
		w.fill(n+".gender", "F")
		w.fill(n+".role", "business")
		w.press("Xác nhận, sang bài sau")
		w.wants("Đây là bài tiếp theo chờ xem lại", "Trần Thị Mận")
		w.open("/bai/22.BM?year=2026&month=2026-10")
		w.wants("1 bài năm 2026 mới do máy đọc", "100", "(3/3)", "Người kinh doanh, chủ cơ sở")
		w.click(`a[href*="what=women"][href*="role=business"]`)
		w.wants("1 lượt người", "Theo ông Đặng Văn Sáng, Chủ tịch UBND xã Ba Chẽ, nay 62/64 hộ đã có nước.")
		var marked string
		w.eval(`document.querySelector("blockquote mark").textContent`, &marked)
		if !strings.Contains(marked, "Đặng Văn Sáng") {
			t.Errorf("marked is %q", marked)
		}
	})
}
