package text

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

const story = `<html><head><title>Lớp học của mẹ - Báo Thung Lũng</title></head><body><div class="menu"><a href=#>Trang chủ</a></div>
<h1>Lớp học của mẹ</h1><p class="date">12/05/2024 08:30</p><div><p>Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ trong bản, ai cũng được đến học chữ.</p>
<p>Ông Trần Hữu Dư cho biết xã sẽ hoà giải và hoàn thành việc sửa nhà trước mùa mưa.</p><p align="right"><b>Thu Nguyệt</b></p></div></body></html>`

const storyText = `Lớp học của mẹ

Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ trong bản, ai cũng được đến học chữ.
Ông Trần Hữu Dư cho biết xã sẽ hoà giải và hoàn thành việc sửa nhà trước mùa mưa.`

// old1258 writes Vietnamese as Windows-1258 has it: the tone behind the letter.
func old1258(t *testing.T, s string) string {
	t.Helper()
	var b strings.Builder
	for _, r := range norm.NFC.String(s) {
		letter, tone := "", ""
		for _, mark := range norm.NFD.String(string(r)) {
			if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", mark) {
				tone = string(mark)
			} else {
				letter += string(mark)
			}
		}
		b.WriteString(norm.NFC.String(letter) + tone)
	}
	out, err := charmap.Windows1258.NewEncoder().String(b.String())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func wide16(s string, low, high int) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(s)) {
		pair := [2]byte{}
		pair[low], pair[high] = byte(u), byte(u>>8)
		b.Write(pair[:])
	}
	return b.String()
}

// TestOneForm holds that a page gives one text however its letters and lines are written.
func TestOneForm(t *testing.T) {
	for _, test := range []struct{ how, page string }{
		{"UTF-8", story},
		{"byte order mark", "\xEF\xBB\xBF" + story},
		{"NFD", norm.NFD.String(story)},
		{"CRLF", strings.ReplaceAll(story, "\n", "\r\n")},
		{"UTF-16 little", "\xFF\xFE" + wide16(story, 0, 1)},
		{"UTF-16 big", "\xFE\xFF" + wide16(story, 1, 0)},
		{"UTF-16 without mark", wide16(story, 0, 1)},
		{"Windows-1258", old1258(t, story)},
		{"entities", strings.NewReplacer("ế", "&#7871;", "à", "&agrave;", " ", "&nbsp;", "<p>", "<p>", "ơ", "&#x1A1;").Replace(story[:strings.Index(story, "<body>")]) + strings.NewReplacer("ế", "&#7871;", "à", "&agrave;", "ơ", "&#x1A1;").Replace(story[strings.Index(story, "<body>"):])},
		{"invisible marks", strings.ReplaceAll(story, "ph", "p\u200Bh\u00AD")},
	} {
		a, err := asPage([]byte(test.page))
		if err != nil {
			t.Errorf("%s: %v", test.how, err)
			continue
		}
		if a.Text != storyText || a.Published != period.Date(2024, 5, 12) || a.Language != "vi" || len(a.Credits) != 1 || a.Credits[0].Name != "Thu Nguyệt" {
			t.Errorf("%s: got %q, %v, %v, %q; want %q", test.how, a.Text, a.Published, a.Credits, a.Language, storyText)
		}
	}
}

// TestOrigin holds that every range leads back to the bytes that say the same.
func TestOrigin(t *testing.T) {
	for how, page := range map[string]string{"UTF-8": story, "NFD": norm.NFD.String(story), "entities": strings.ReplaceAll(story, "à", "&agrave;")} {
		a, err := asPage([]byte(page))
		if err != nil {
			t.Fatal(err)
		}
		for _, want := range []string{"Bà Lò Thị Mẩy", "hoà giải", "mùa mưa.", "Lớp học của mẹ"} {
			i := strings.Index(a.Text, want)
			from, to := a.Origin(i, i+len(want))
			got := norm.NFC.String(strings.ReplaceAll(page[from:to], "&agrave;", "à"))
			if got != want {
				t.Errorf("%s: %q leads to %q", how, want, got)
			}
		}
	}
	page := old1258(t, story)
	a, err := asPage([]byte(page))
	if err != nil {
		t.Fatal(err)
	}
	const want = "Ông Trần Hữu Dư"
	i := strings.Index(a.Text, want)
	if from, to := a.Origin(i, i+len(want)); page[from:to] != old1258(t, want) {
		t.Errorf("Windows-1258: %q leads to %q", want, page[from:to])
	}
	plain := "Tiêu đề\r\n\r\n  Đoạn  một\tcó chữ rời.\r\n"
	p := Plain(norm.NFD.String(plain))
	i = strings.Index(p.Text, "một có")
	if from, to := p.Origin(i, i+len("một có")); norm.NFC.String(norm.NFD.String(plain)[from:to]) != "một\tcó" {
		t.Errorf("plain text: leads to %q", norm.NFD.String(plain)[from:to])
	}
}

// TestRefused holds that what is no page of an article is told as what it is.
func TestRefused(t *testing.T) {
	vni := "Hoäi phuï nöõ xaõ môû lôùp hoïc buoåi toái cho lao ñoäng nöõ ôû ba thoân ven soâng, ñeà nghò huyeän boá trí theâm kinh phí"
	tcvn := "Héi phô n÷ x· më líp häc buæi tèi cho lao ®éng n÷ ë ba th«n ven s«ng, ®Ò nghÞ huyÖn bè trÝ thªm kinh phÝ, ®−îc ®Õn ®©u hay ®Õn ®ã, cña c¶ b¶n"
	latin := func(s string) string {
		out, err := charmap.Windows1252.NewEncoder().String(strings.ReplaceAll(s, "−", "\u00AD"))
		if err != nil {
			t.Fatal(err)
		}
		return out
	}
	wrap := func(s string) string {
		return "<html><body><div><p>" + s + ".</p><p>" + s + ".</p></div></body></html>"
	}
	for _, test := range []struct{ how, page, key string }{
		{"VNI", wrap(vni), "media.text.font"},
		{"TCVN3", wrap(tcvn), "media.text.font"},
		{"VNI in bytes", wrap(latin(vni)), "media.text.font"},
		{"TCVN3 in bytes", wrap(latin(tcvn)), "media.text.font"},
		{"noise", "<html><body><p>" + strings.Repeat("\x80\x81\xFA\xFF", 200), "media.text.charset"},
		{"PDF", "%PDF-1.7 ...", "media.text.pdf"},
		{"zeros", strings.Repeat("\x00", 400), "media.text.binary"},
		{"nothing", "", "media.text.empty"},
		{"menus only", `<html><body><ul><li><a href=#>Trang chủ</a><li><a href=#>Thời sự trong nước</a></ul></body></html>`, "media.text.empty"},
		{"too large", strings.Repeat("<p>chữ</p>", MaxBytes/10), "media.text.too_large"},
		{"too many elements", "<html>" + strings.Repeat("<p>", maxNodes+1), "media.text.nodes"},
		{"entities", `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><html><body><p>&b;</p></body></html>`, "media.text.entity"},
	} {
		a, err := asPage([]byte(test.page))
		if !errors.Is(err, &fault.Error{Key: test.key}) {
			t.Errorf("%s: got %v, %v; want %s", test.how, a, err, test.key)
		}
	}
}

// TestBroken holds that a page that no browser would refuse gives what is in it.
func TestBroken(t *testing.T) {
	deep := "<html><body><h1>Lớp học của mẹ</h1>" + strings.Repeat("<div>", 100_000) + "<p>Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ trong bản, ai cũng được đến học chữ.</p>"
	for how, page := range map[string]string{
		"cut":     story[:strings.Index(story, "</p><p align")],
		"deep":    deep,
		"stray":   strings.ReplaceAll(story, "<p>", "</b></td></i><p></a>"),
		"comment": strings.Replace(story, "<h1>", "<!-- <div> --><h1>", 1),
	} {
		a, err := asPage([]byte(page))
		if err != nil {
			t.Errorf("%s: %v", how, err)
			continue
		}
		if !strings.Contains(a.Text, "Bà Lò Thị Mẩy mở lớp học buổi tối") {
			t.Errorf("%s: got %q", how, a.Text)
		}
	}
}

// TestPlain holds what plain text gives: lines that are no story are marked or gone.
func TestPlain(t *testing.T) {
	para := "Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ trong bản, ai cũng được đến học."
	for _, test := range []struct {
		why, text, title, kinds, names string
	}{
		{"title, byline with a day, story with a picture's credit",
			"Lớp học của mẹ\n\nThu Nguyệt - Hoàng Lân | 10/03/2022 09:15\n\n" + para + " (Ảnh: Mai Chi)",
			"Lớp học của mẹ", "title byline lead", "Thu Nguyệt, Hoàng Lân, Mai Chi"},
		{"name alone at the end", "Lớp học của mẹ\n\n" + para + "\n\nThu Nguyệt", "Lớp học của mẹ", "title lead byline", "Thu Nguyệt"},
		{"English byline of initials", "A class for mothers\n\nMs. Lo Thi May opened an evening class for women in the village.\n\nReported by N.Y - Translated by T.H",
			"A class for mothers", "title lead byline", "N.Y, T.H"},
		{"player, rights", "Lớp học của mẹ\n\n" + para + "\n\n0:00 / 0:00\n\n(*) Không sao chép dưới mọi hình thức.", "Lớp học của mẹ", "title lead notice", ""},
		{"path and section above the title", "Trang chủTin tứcXã hộiLớp học\n\nXã hội\n\nLớp học của mẹ trên núi\n\n" + para, "Lớp học của mẹ trên núi", "title lead", ""},
		{"caption, then other news", "Lớp học của mẹ\n\n" + para + "\n\nLớp học buổi tối. Ảnh: Báo Thung Lũng\n\n" + para + "\n\nMai Chi\n\nCùng chủ đề\n\nGiá lợn hơi hôm nay\n\nThương lái cho hay sức mua yếu khiến giá giảm ở nhiều nơi...\n\nNổi bật\n\nMới nhất",
			"Lớp học của mẹ", "title lead caption body byline", "Mai Chi"},
		{"a heading of the story that looks like a cue", "Lớp học của mẹ\n\n" + para + "\n\nMới nhất\n\n" + para + "\n\n" + para, "Lớp học của mẹ", "title lead body body body", ""},
		{"no title", para + " " + para + "\n" + para, "", "lead body", ""},
		{"a person is no byline where a story goes on", "Lớp học của mẹ\n\n" + para + "\n\nLò Thị Mẩy\n\n" + para + "\n\n" + para + "\n\n" + para + "\n\n" + para, "Lớp học của mẹ", "title lead body body body body body", ""},
	} {
		a := Plain(test.text)
		var kinds, names []string
		for _, b := range a.Blocks {
			kinds = append(kinds, string(b.Kind))
		}
		for _, c := range a.Credits {
			names = append(names, c.Name)
			if a.Text[c.Start:c.End] != c.Name {
				t.Errorf("%s: credit %q stands at %q", test.why, c.Name, a.Text[c.Start:c.End])
			}
		}
		if a.Title != test.title || strings.Join(kinds, " ") != test.kinds || strings.Join(names, ", ") != test.names {
			t.Errorf("%s: got title %q, %v, %v; want %q, %s, %s\n%s", test.why, a.Title, kinds, names, test.title, test.kinds, test.names, a.Text)
		}
		if b := Plain(strings.ReplaceAll(norm.NFD.String(test.text), "\n", "\r\n")); b.Text != a.Text {
			t.Errorf("%s: decomposed and with CRLF: %q, want %q", test.why, b.Text, a.Text)
		}
	}
}

// TestLanguage holds that languages are told apart, with and without marks.
func TestLanguage(t *testing.T) {
	for in, want := range map[string]string{
		"Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ":                                            "vi",
		"Ba Lo Thi May mo lop hoc cho phu nu trong ban va duoc xa khen":                           "vi",
		"Ms. Lo Thi May opened an evening class for the women of the village":                     "en",
		"The Women's Union of Quảng Ninh held a conference on gender equality in the afternoon":   "en",
		"NGHE AN PROMOTES COORDINATION IN ORGANIZING GENDER EQUALITY ACTIVITIES FOR THE PROVINCE": "en",
		"": "vi", "123": "vi",
	} {
		if got := Language(in); got != want {
			t.Errorf("Language(%q) = %s, want %s", in, got, want)
		}
	}
}

// TestHabits holds that what three pages of an outlet share is the outlet's.
func TestHabits(t *testing.T) {
	page := func(n string) []byte {
		return []byte(strings.ReplaceAll(strings.Replace(story, "<p align", "<p>Tòa soạn mời bạn đọc gửi bài về cuộc thi viết của báo trước cuối năm.</p><p align", 1), "của mẹ", "của mẹ "+n))
	}
	var h Habits
	for range 5 { // one article read again teaches nothing
		teach(&h, page("một"))
	}
	const slogan = "mời bạn đọc gửi bài"
	if a, err := asPageOf(&h, page("một")); err != nil || !strings.Contains(a.Text, slogan) {
		t.Errorf("one article: %v, %v", a, err)
	}
	for _, n := range []string{"hai", "ba"} {
		other := strings.NewReplacer("Lò Thị Mẩy", n, "Trần Hữu Dư", n+n).Replace(string(page(n)))
		teach(&h, []byte(other))
	}
	a, err := asPageOf(&h, page("bốn"))
	if err != nil || strings.Contains(a.Text, slogan) || !strings.Contains(a.Text, "Lò Thị Mẩy") {
		t.Errorf("three articles: %v, %v", a, err)
	}
}

// TestCues holds that a file of words says where it is wrong.
func TestCues(t *testing.T) {
	c := builtIn()
	for class, want := range map[string]effect{
		"box-tinlienquan width_common": drop, "box_comment": drop, "sidebar-1": drop, "newsBody": body, "articleBody": body, "fck_detail": body,
		"shared-by": 0, "navy": 0, "title-detail": title, "author_mail": by, "publish-date": date, "sidebarRight": drop,
		"rounded overflow-hidden": 0, "hidden-xs": 0, "hidden md:block": 0, "box hidden": drop, "site-header": drop, "header-sapo": lead,
	} {
		if got := c.ofClass(class); got != want {
			t.Errorf("class %q means %b, want %b", class, got, want)
		}
	}
	for in, want := range map[string]effect{"Tin liên quan": cut, "TIN LIÊN QUAN:": cut, ">> Xem thêm:": line, "Bình luận (12)": talk, "Chia sẻ": line, "Chia sẻ việc nhà": 0,
		"Các tin đã đưa ngày:": cut, "Mới nhất là mô hình giữ trẻ": 0, "Quay lại Báo Thung": line} {
		if got, _ := c.ofLine(in); got != want {
			t.Errorf("line %q means %b, want %b", in, got, want)
		}
	}
}

func check(t *testing.T, a *Article, size int) {
	t.Helper()
	if !norm.NFC.IsNormalString(a.Text) {
		t.Errorf("not NFC: %q", a.Text)
	}
	for _, b := range a.Blocks {
		if b.Start > b.End || b.End > len(a.Text) || strings.ContainsAny(a.Text[b.Start:b.End], "\n\r") {
			t.Fatalf("block %v of %q", b, a.Text)
		}
		if from, to := a.Origin(b.Start, b.End); from < 0 || to < from || to > size {
			t.Fatalf("block %v leads to %d to %d of %d", b, from, to, size)
		}
	}
	for _, c := range a.Credits {
		if c.Start >= 0 && a.Text[c.Start:c.End] != c.Name {
			t.Fatalf("credit %v", c)
		}
	}
}

// FuzzHTML wants an article or a fault of every page, with offsets that lead into it.
func FuzzHTML(f *testing.F) {
	f.Add([]byte(story))
	f.Add([]byte(norm.NFD.String(story)))
	f.Add([]byte(makePage(1).page))
	f.Add([]byte("<p>a&#768;&#x0;&bogus;&amp<table><p></table></p>"))
	f.Add([]byte("\xFF\xFE<\x00p\x00>\x00a\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		a, err := asPage(data)
		if err != nil {
			if fault.All(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
			return
		}
		check(t, a, len(data))
	})
}

// FuzzPlain wants an article of every text.
func FuzzPlain(f *testing.F) {
	f.Add("Lớp học của mẹ\n\nBà Lò Thị Mẩy mở lớp.\n\nThu Nguyệt")
	f.Add(norm.NFD.String("Tin liên quan\r\nẢnh: Thu Nguyệt\r\n0:00 / 0:00"))
	f.Fuzz(func(t *testing.T, s string) {
		check(t, Plain(s), len(s))
	})
}

// TestHabitsAsBytes holds that habits survive being kept, in few bytes that do not
// depend on the order of pages, and that other bytes are refused.
func TestHabitsAsBytes(t *testing.T) {
	var forth, back Habits
	page := func(seed uint64) []byte {
		return fmt.Appendf(nil, "<html><title>Lớp học, kỳ %d</title><p>Tòa soạn mời bạn đọc.<p>Kỳ này có %d bài.<p>Bài của kỳ %d.", seed, seed%7, seed)
	}
	for seed := range uint64(40) {
		teach(&forth, page(seed))
		teach(&back, page(39-seed))
	}
	a, _ := forth.MarshalBinary()
	if b, _ := back.MarshalBinary(); string(a) != string(b) {
		t.Errorf("the order of pages changes the bytes")
	}
	var kept Habits
	if err := kept.UnmarshalBinary(a); err != nil {
		t.Fatal(err)
	}
	if b, _ := kept.MarshalBinary(); string(a) != string(b) {
		t.Errorf("read and written again: other bytes")
	}
	if n := len(forth.Seen) + len(forth.Titles); len(a) > 6*n {
		t.Errorf("%d bytes for %d hashes", len(a), n)
	}
	for _, bad := range []string{"\x02", "\x01", string(a[:len(a)-1]), string(a) + "\x00", "\x01\xFF\xFF\xFF\xFF\xFF\xFF\x01"} {
		if err := kept.UnmarshalBinary([]byte(bad)); err == nil {
			t.Errorf("%d other bytes are taken", len(bad))
		}
	}
}

// TestHabitsForget holds that habits stay small and that what is seen often stays.
func TestHabitsForget(t *testing.T) {
	var h Habits
	for n := range 6 {
		var b strings.Builder
		fmt.Fprintf(&b, "<html><head><title>Bài thứ %d của tòa soạn</title></head><body><p>Tòa soạn mời bạn đọc.</p>", n)
		for i := range maxHabits / 2 {
			fmt.Fprintf(&b, "<p>đoạn %d bài %d", i, n)
		}
		teach(&h, []byte(b.String()))
	}
	if len(h.Seen) > maxHabits || h.Seen[hash("Tòa soạn mời bạn đọc.")] != habitual {
		t.Errorf("%d blocks, the common one %d times", len(h.Seen), h.Seen[hash("Tòa soạn mời bạn đọc.")])
	}
}

// TestOutlets holds that pages teach those of their own site alone.
func TestOutlets(t *testing.T) {
	page := func(site, n string) []byte {
		head := `<link rel=canonical href="https://www.` + site + `/a.html?b"></head>`
		return []byte(strings.NewReplacer("</head>", head, "của mẹ", "của mẹ "+n, "Lò Thị Mẩy", "Lò Thị Mẩy "+n, "<p align", "<p>Tòa soạn mời bạn đọc gửi bài về cuộc thi viết của báo trước cuối năm.</p><p align").Replace(story))
	}
	var o Outlets
	for _, n := range []string{"một", "hai", "ba"} {
		o.Learn(own(), page("thunglung.example", n))
	}
	for site, want := range map[string]bool{"thunglung.example": false, "bensong.example": true} {
		a, err := o.File(own(), page(site, "bốn"))
		if err != nil || strings.Contains(a.Text, "cuộc thi viết") != want || a.Site != site || len(a.Credits) != 1 {
			t.Errorf("%s: %v, %v", site, a, err)
		}
	}
}

// TestNames holds that files that are no text are called by their names.
func TestNames(t *testing.T) {
	for data, want := range map[string]string{
		"PK\x03\x04....word/document.xml": "media.text.word", "PK\x03\x04....xl/workbook.xml": "media.text.sheet", "PK\x03\x04....a.html": "media.text.packed",
		"{\\rtf1 a": "media.text.word", "\x00\x00\x00\x18ftypmp42....": "media.text.sound", "\x00\x00\x00\x18ftypheic....": "media.text.picture",
		"RIFF\x00\x00\x00\x00WEBPVP8 ": "media.text.picture", "From: <x>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related;": "media.text.archive",
		"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 500) + string(wideASCII("WordDocument")): "media.text.word",
	} {
		if _, _, err := Decode([]byte(data)); !errors.Is(err, &fault.Error{Key: want}) {
			t.Errorf("%.20q: got %v, want %s", data, err, want)
		}
	}
	for _, data := range []string{"BM là tên viết tắt của ban", "ID3 là lớp học", "Một\x00 chữ số không giữa bài dài đủ để không ai ngại, và còn dài hơn nữa cho chắc."} {
		if _, _, err := Decode([]byte(data)); err != nil {
			t.Errorf("%.20q: %v", data, err)
		}
	}
}

// FuzzHabits wants other bytes refused, or habits that give the same bytes again.
func FuzzHabits(f *testing.F) {
	f.Add([]byte("\x01\x00\x00\x00\x00"))
	f.Add([]byte("\x01\x01\x05\x02\x03\x04\x00\x00"))
	f.Fuzz(func(t *testing.T, data []byte) {
		var h, again Habits
		if h.UnmarshalBinary(data) != nil {
			return
		}
		b, _ := h.MarshalBinary()
		if err := again.UnmarshalBinary(b); err != nil {
			t.Fatalf("%q gave %q: %v", data, b, err)
		}
		if c, _ := again.MarshalBinary(); string(b) != string(c) {
			t.Fatalf("%q gave %q, then %q", data, b, c)
		}
	})
}

// TestPatience holds that no page makes the reader work far longer than its size asks for.
func TestPatience(t *testing.T) {
	const n = 60_000
	para := "<p>Bà Lò Thị Mẩy mở lớp học buổi tối cho phụ nữ trong bản, ai cũng được đến học chữ.</p>"
	for how, page := range map[string]string{
		"headings of comments": strings.Repeat("<p>Bình luận</p>", n),
		"headings of boxes":    para + strings.Repeat("<p>Tin liên quan</p>", n) + para,
		"boxes and paragraphs": strings.Repeat("<p>Tin liên quan</p>"+para, n/4),
		"linked headings":      "<h1>Lớp học của mẹ</h1>" + strings.Repeat(para, 4) + strings.Repeat("<div><h2><a href=x>Một bài khác của tòa soạn</a></h2>", n/2),
		"authors in authors":   strings.Repeat("<div class=author>", 190) + strings.Repeat(para, n/2),
		"drops in drops":       strings.Repeat("<div class=menu>", 190) + strings.Repeat(para, n/2),
		"menus beside":         strings.Repeat("<div class=menu>"+para+"</div>", n/4),
		"names in lines":       strings.Repeat("<p>Thu Nguyệt</p>", n),
		"colons":               "<p>" + strings.Repeat("ảnh: ", n) + "</p>",
		"brackets":             "<p>" + strings.Repeat("(Ảnh: ", n) + "</p>",
		"days":                 "<p>" + strings.Repeat("Thứ hai ", n) + "</p>",
		"one in another":       strings.Repeat("<table><tr><td>", n/3),
	} {
		start := time.Now()
		if _, err := asPage([]byte(page)); err != nil && fault.All(err) == nil {
			t.Errorf("%s: %v", how, err)
		}
		if took := time.Since(start); took > 5*time.Second {
			t.Errorf("%s: %d KB took %v", how, len(page)>>10, took)
		} else {
			t.Logf("%s: %d KB took %v", how, len(page)>>10, took)
		}
	}
}
