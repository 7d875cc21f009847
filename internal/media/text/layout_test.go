package text

import (
	"fmt"
	"html"
	"math/rand/v2"
	"strings"
)

// made is a page made up for a test, and the text that must come out.
type made struct {
	page, title string
	want        []string // title, lead, captions, paragraphs
	byline      string   // as the page alone has it, or the last paragraph
	how         []string // what was chosen, for the message
}

// maker makes pages in layouts that no single site has: each part is chosen on its own.
type maker struct {
	*rand.Rand
	made
	b strings.Builder
}

var (
	subjects = []string{"Hội phụ nữ xã", "Ủy ban nhân dân phường", "Bà Lò Thị Mẩy", "Ông Trần Hữu Dư", "Sở Y tế", "Nhóm cha mẹ ở bản Nà Lạn", "Chị Đoàn Thu Ngát",
		"Câu lạc bộ của xã", "Trường trung học trên đảo", "Hợp tác xã rau", "Đội phòng chống lụt", "Thanh niên trong xã"}
	doings = []string{"vừa mở lớp học buổi tối cho lao động nữ", "cho biết kế hoạch năm nay tăng gấp đôi", "đề nghị huyện bố trí thêm kinh phí",
		"đã đến từng nhà vận động bà con", "nhận định việc nhà cần được chia đều", "bàn cách giữ trẻ em gái ở lại trường", "sửa lại ba phòng học dột nát",
		"tặng 120 suất quà cho hộ khó khăn", "kể lại chuyến đi dài bốn ngày", "mong các cấp sớm trả lời", "trồng thêm 15 ha ngô trên đất bỏ hoang"}
	places = []string{"ở ba thôn ven sông", "trong tháng hành động", "tại nhà văn hóa", "với sự giúp đỡ của bộ đội", "dù trời mưa suốt tuần", "trước mùa cấy",
		"theo nghị quyết của hội đồng", "để không ai bị bỏ lại", "sau khi nghe ý kiến người dân"}
	heads = []string{"Lớp học dưới chân núi sáng đèn mỗi tối", "Phụ nữ xã đảo bàn chuyện làm chủ", "Chia việc nhà để cùng đi xa hơn", "Con đường mới nối hai bản vùng cao",
		"Nâng chất lượng tổ hòa giải ở cơ sở", "Tháng hành động bắt đầu từ những bữa cơm", "Giữ trẻ em gái ở lại trường", "Bà con góp công dựng lại cầu"}
	others = []string{"Giá lợn hơi hôm nay giảm nhẹ ở miền Bắc", "Đội tuyển công bố danh sách dự giải", "Mười điểm đến cho mùa lúa chín", "Khởi công bến xe phía nam thành phố",
		"Lịch cắt điện tuần tới ở các huyện", "Tuyển sinh lớp mười có gì mới", "Xe tải lật chắn ngang quốc lộ", "Bão số ba đổi hướng lên phía bắc", "Mở bán vé tàu dịp lễ lớn"}
	summaries = []string{"Thương lái cho hay sức mua yếu khiến giá giảm ở nhiều nơi, người nuôi lo lỗ vốn...", "Ban huấn luyện giữ lại hai mươi ba cầu thủ, trong đó có ông Phạm Tất Lữ ở vai trò trợ lý...",
		"Những thung lũng vàng rực đón khách từ đầu tháng chín, phòng nghỉ đã kín chỗ trước hai tuần.", "Dự án rộng bốn héc ta dự kiến xong sau mười tám tháng, theo chủ đầu tư..."}
	signers = []string{"Thu Nguyệt", "Hoàng Lân", "Mai Chi", "Quang Thọ - Lệ Hằng", "Vũ Đình Thắm"}
)

func pick[T any](m *maker, list []T) T { return list[m.IntN(len(list))] }

func (m *maker) one(name string, n int) int {
	k := m.IntN(n)
	m.how = append(m.how, fmt.Sprintf("%s%d", name, k))
	return k
}

func (m *maker) put(format string, args ...any) { fmt.Fprintf(&m.b, format, args...) }

func (m *maker) sentence() string {
	s := pick(m, subjects) + " " + pick(m, doings) + " " + pick(m, places)
	if m.IntN(3) == 0 {
		s += ", " + pick(m, doings)
	}
	return s + "."
}

func (m *maker) paragraph() string {
	n := 1 + m.IntN(4)
	var s []string
	for range n {
		s = append(s, m.sentence())
	}
	return strings.Join(s, " ")
}

// esc writes a text with entities where it likes.
func (m *maker) esc(s string) string {
	s = html.EscapeString(s)
	if m.IntN(6) == 0 {
		s = strings.ReplaceAll(s, " ", "&nbsp;")
	}
	if m.IntN(6) == 0 {
		s = strings.NewReplacer("à", "&agrave;", "ê", "&#234;", "ô", "&#xF4;").Replace(s)
	}
	return s
}

// want adds a text that must come out and gives it as the page has it.
func (m *maker) wants(s string) string {
	m.made.want = append(m.made.want, s)
	return m.esc(s)
}

func (m *maker) box(class, item string, heading bool) {
	m.put(`<div class="%s">`, class)
	if heading {
		m.put("<h3>%s</h3>", pick(m, []string{"Tin liên quan", "Cùng chuyên mục", "Đọc nhiều", "Có thể bạn quan tâm", "Mới nhất"}))
	}
	form := m.IntN(5)
	if form == 1 || form == 2 {
		m.put("<ul>")
	}
	for range 3 + m.IntN(5) {
		t, s := pick(m, others), pick(m, summaries)
		switch form {
		case 0:
			m.put(`<div class="%s"><a href="/a.html"><img src=x.jpg></a><h3><a href="/a.html">%s</a></h3><p>%s</p></div>`, item, t, s)
		case 1:
			m.put(`<li><a href="/a.html">%s</a>`, t)
		case 2:
			m.put(`<li class="%s"><a href="/a.html" title="%s">%s</a><span class="t">%d giờ trước</span></li>`, item, t, t, m.IntN(20))
		case 3:
			m.put(`<div class="%s"><a href="/c">Xã hội</a><h4><a href="/a.html">%s</a></h4><div>%s</div></div>`, item, t, s)
		case 4:
			m.put(`<div><a href="#">%s</a><span>%s</span></div>`, t, s)
		}
	}
	if form == 1 || form == 2 {
		m.put("</ul>")
	}
	m.put("</div>\n")
}

// page makes one page.
func (m *maker) make() made {
	m.title = pick(m, heads) + " " + pick(m, []string{"năm nay", "ở vùng cao", "trong mùa mưa"})
	m.made.want = append(m.made.want, m.title)
	m.put("<!DOCTYPE html>\n<html lang=vi><head><meta charset=utf-8>")
	switch m.one("head", 3) {
	case 0:
		m.put(`<title>%s - Báo Thung Lũng</title><meta property="og:title" content="%s">`, m.title, m.title)
	case 1:
		m.put("<title>%s | Trang tin huyện</title>", m.title)
	case 2:
		m.put("<title>%s</title>", m.title)
	}
	m.put("<script>var a='<div>Không phải chữ của bài, đừng đọc.</div>';</script><style>p{color:red}</style></head><body>")
	wrap := m.one("wrap", 4)
	switch wrap {
	case 1:
		m.put(`<form method="post" action="./" id="aspnetForm"><input type=hidden value="abcdef">`)
	case 2:
		m.put(`<div class="wrapper has-sidebar"><div id="page">`)
	case 3:
		m.put(`<TABLE width=980><TR><TD>`)
	}
	m.menu()
	side := m.one("side", 5)
	if side == 0 {
		m.box("left-col", "bx", true)
	}
	switch m.one("main", 5) {
	case 0:
		m.put(`<div class="main-col"><div class="detail">`)
	case 1:
		m.put(`<section class="section"><div class="sidebar-1">`)
	case 2:
		m.put(`<div class="c7"><div class="k29 z">`)
	case 3:
		m.put(`<table><tr><td valign=top>`)
	case 4:
		m.put(`<main><article>`)
	}
	main := m.how[len(m.how)-1]
	m.top()
	m.story()
	m.bottom()
	switch main {
	case "main0", "main1", "main2":
		m.put("</div></div>")
		if main == "main1" {
			m.put("</section>")
		}
	case "main3":
		m.put("</td><td>")
	case "main4":
		m.put("</article></main>")
	}
	switch side {
	case 1:
		m.box("sidebar-2", "item-news", true)
	case 2:
		m.box("k31", "q", m.IntN(2) == 0)
		m.box("k32", "q", true)
	case 3:
		m.put(`<aside>`)
		m.box("x", "y", false)
		m.put(`<p>Đường dây nóng của tòa soạn nhận tin báo của bạn đọc vào mọi giờ trong ngày.</p></aside>`)
	}
	if main == "main3" {
		m.put("</td></tr></table>")
	}
	m.foot()
	switch wrap {
	case 1:
		m.put("</form>")
	case 3:
		m.put("</TD></TR></TABLE>")
	}
	m.put("</body></html>")
	m.made.page = m.b.String()
	return m.made
}

func (m *maker) menu() {
	class := pick(m, []string{`class="menu"`, `id="nav"`, `class="zz-top"`, ""})
	m.put(`<div %s><a href=/>Trang chủ</a><ul>`, class)
	for _, s := range []string{"Chính trị", "Kinh tế", "Văn hóa - Xã hội", "Pháp luật", "Thể thao", "Bạn đọc", "Đất và người vùng cao"} {
		m.put(`<li><a href="/%d">%s</a>`, m.IntN(100), s)
	}
	m.put("</ul></div>\n")
	if m.IntN(2) == 0 {
		m.put(`<div class="bc"><a href="/">Trang chủ</a> » <a href="/x">Xã hội</a></div>`)
	}
}

func (m *maker) top() {
	when := fmt.Sprintf("%02d/%02d/202%d", 1+m.IntN(28), 1+m.IntN(12), m.IntN(6))
	date := func() {
		m.put("%s", strings.Replace(pick(m, []string{`<span class="date">Thứ Hai, %s, 07:30 (GMT+7)</span>`, `<div class="box-time">%s 14:25</div>`, `<time>%s</time>`, `<p class="post-date">Cập nhật: %s 08:00</p>`}), "%s", when, 1))
	}
	before := m.IntN(2) == 0
	if before {
		date()
	}
	switch t := m.esc(m.title); m.one("title", 4) {
	case 0:
		m.put(`<h1 class="ttl">%s</h1>`, t)
	case 1:
		m.put(`<div class="news-title">%s</div>`, t)
	case 2:
		m.put(`<h2 id="tieu-de"><span>%s</span></h2>`, t)
	case 3:
		m.put(`<p><b>%s</b></p>`, t)
	}
	if !before {
		date()
	}
	if m.IntN(2) == 0 {
		m.put(`<div class="share-bar"><a href=#>Chia sẻ</a> <a href=#>In trang</a></div>`)
	}
	if m.IntN(3) == 0 {
		m.put(`<div class="zx">0:00 / 0:00</div>`)
	}
	switch m.one("lead", 5) {
	case 0:
		m.put(`<h2 class="sapo">%s</h2>`, m.wants(m.sentence()))
	case 1:
		m.put(`<p class="description">%s</p>`, m.wants(m.sentence()))
	case 2:
		m.put(`<div class="q3"><strong>%s</strong></div>`, m.wants("(BTL) - "+m.sentence()))
	}
}

func (m *maker) picture() {
	c := "Một buổi họp " + pick(m, places) + ". Ảnh: " + pick(m, []string{"Thu Nguyệt", "Báo Thung Lũng", "CTV"})
	switch m.IntN(3) {
	case 0:
		m.put(`<figure><img src="a.jpg" alt="một bức ảnh"><figcaption>%s</figcaption></figure>`, m.wants(c))
	case 1:
		m.put(`<table class="picture" align="center"><tr><td><img src=a.jpg></td></tr><tr><td class="caption">%s</td></tr></table>`, m.wants(c))
	case 2:
		m.put(`<p style="text-align:center"><em>%s</em></p>`, m.wants(c))
	}
}

// aside puts what is not the story between its paragraphs.
func (m *maker) aside() {
	switch m.IntN(5) {
	case 0:
		m.put(`<p><strong>Xem thêm: <a href="/a">%s</a></strong></p>`, pick(m, others))
	case 1:
		m.put(`<div class="related-inline"><b>Tin liên quan</b><ul><li><a href=/a>%s</a></li><li><a href=/b>%s</a></li></ul></div>`, pick(m, others), pick(m, others))
	case 2:
		m.put(`<div class="vn9"><a href="/a">%s</a></div>`, pick(m, others))
	case 3:
		m.put(`<div class="banner-ads">Quảng cáo</div>`)
	case 4:
		m.put(`<p>&gt;&gt; <a href="/a">%s</a></p>`, pick(m, others))
	}
}

func (m *maker) story() {
	n := 2 + m.IntN(11)
	form := m.one("form", 6)
	switch form {
	case 0:
		m.put(`<div class="fck_detail">`)
	case 1:
		m.put(`<div class="%s">`, pick(m, []string{"entry-content", "b1", "noidung", "the-article-body", "w"}))
	case 2:
		m.put(`<div itemprop="articleBody">`)
	case 3:
		m.put(`<div class="w8"><div>`)
	case 4:
		m.put(`<DIV id=content>`)
	case 5:
		m.put(`<article class="item-body">`)
	}
	shape := m.one("shape", 4)
	for i := range n {
		if i > 0 && i < n-1 && m.IntN(6) == 0 {
			m.picture()
		}
		if i > 0 && i < n-1 && m.IntN(8) == 0 {
			m.aside()
		}
		if i > 1 && m.IntN(9) == 0 {
			m.put("<h3>%s</h3>", m.wants(pick(m, []string{"Từ lớp học nhỏ", "Việc còn dang dở", "Mới nhất là mô hình giữ trẻ"})))
		}
		s := m.paragraph()
		text := m.wants(s)
		if m.IntN(7) == 0 { // a link within the sentence
			text = strings.Replace(text, "Hội phụ nữ xã", `<a href="/tag">Hội phụ nữ xã</a>`, 1)
		}
		switch shape {
		case 0:
			m.put("<p class=Normal>%s</p>\n", text)
		case 1:
			m.put("<P>%s\n", text)
		case 2:
			m.put("%s<br><br/>\n", text)
		case 3:
			m.put("<div><span style='font-size:14px'>%s</span></div>", text)
		}
		if i == n/2 && m.IntN(4) == 0 {
			m.put("<ul><li>%s</li><li>%s</li></ul>", m.wants("Nữ ủy viên: 8 người (15%)"), m.wants("Nữ đại biểu hội đồng: 79/278"))
		}
	}
	signer := pick(m, signers)
	m.byline = signer
	switch m.one("sign", 4) {
	case 0:
		m.put(`<p style="text-align: right;"><strong>%s</strong></p>`, signer)
	case 1:
		m.put(`<div class="author">%s</div>`, signer)
	case 2:
		m.put(`<p align=right><b>%s</b></p>`, signer)
	case 3:
		m.byline = ""
	}
	if form == 3 {
		m.put("</div>")
	}
	m.put("</%s>\n", map[bool]string{true: "article", false: "div"}[form == 5])
}

func (m *maker) bottom() {
	if m.IntN(2) == 0 {
		m.put(`<div class="tags"><span>Từ khóa:</span> <a href=/t1>phụ nữ</a>, <a href=/t2>bình đẳng giới</a></div>`)
	}
	if m.IntN(3) == 0 {
		m.put(`<div class="tools">Chia sẻ | In trang | Lưu bài</div>`)
	}
	switch m.one("after", 5) {
	case 0:
		m.box("box-tinlienquan", "i", true)
	case 1:
		m.box("n4", "i", true)
	case 2:
		m.put(`<h3>Cùng chuyên mục</h3>`)
		for range 4 {
			m.put(`<h4><a href=/a>%s</a></h4><p>%s</p>`, pick(m, others), pick(m, summaries))
		}
	case 3:
		m.put(`<div class="lienquan"><b>Các tin khác</b><ul>`)
		for range 5 {
			m.put(`<li><a href=/a>%s</a> (12/03/2024)`, pick(m, others))
		}
		m.put("</ul></div>")
	}
	if m.IntN(3) == 0 {
		m.put(`<div id="box_comment"><h3>Ý kiến bạn đọc (2)</h3><div class="comment-item"><b>Nguyễn Văn Tí</b><p>Bài viết rất hay và ý nghĩa, mong báo có nhiều bài như thế này nữa.</p></div></div>`)
	}
}

func (m *maker) foot() {
	s := "Cơ quan chủ quản: Ủy ban nhân dân huyện. Giấy phép số 12/GP cấp ngày 01/02/2020. Chịu trách nhiệm: ông Lê Bá Khiêm, Tổng biên tập. Ghi rõ nguồn khi phát hành lại thông tin từ trang này."
	switch m.IntN(3) {
	case 0:
		m.put("<footer><p>%s</p></footer>", s)
	case 1:
		m.put(`<div class="footer">%s</div>`, s)
	case 2:
		m.put(`<div class="zz-b"><div>%s</div></div>`, s)
	}
}

// makePage makes page number seed.
func makePage(seed uint64) made {
	m := &maker{Rand: rand.New(rand.NewPCG(seed, 5))}
	return m.make()
}
