package items

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf16"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/fault"
	"binhdang/internal/sheet"
)

const posts = `Ngày đăng,Trang,Nội dung,Đường dẫn
12/05/2024 07:30,Fanpage Hội phụ nữ xã,"Lớp học của mẹ

Bà Lò Thị Mẩy mở lớp học buổi tối.",https://www.facebook.com/a/1
13/5/2024,Báo Thung Lũng,"<p>Ông Trần Hữu Dư cho biết xã sẽ sửa <b>nhà</b>.</p><p>Bà con mừng.</p>",https://thunglung.example/2
31/02/2024,Báo Thung Lũng,Bà con mừng.,
14/5/2024,Báo Thung Lũng,,
`

// show is items and faults in a form that can be compared.
func show(list []Item, bad []error) string {
	var b strings.Builder
	for _, i := range list {
		fmt.Fprintf(&b, "%s|%s|%s|%s|%s|%s|%s\n", i.Place(), i.Outlet, i.Medium, i.Section, i.Day, i.Title, strings.ReplaceAll(i.Article.Main(), "\n", "/"))
	}
	for _, err := range bad {
		for _, f := range fault.All(err) {
			fmt.Fprintf(&b, "%s:%d %s\n", f.Place.File, f.Place.Line, f.Key)
		}
	}
	return b.String()
}

const postsRead = `posts.csv:2|Fanpage Hội phụ nữ xã|social||2024-05-12|Lớp học của mẹ|Bà Lò Thị Mẩy mở lớp học buổi tối.
posts.csv:3|Báo Thung Lũng|press||2024-05-13||Ông Trần Hữu Dư cho biết xã sẽ sửa nhà./Bà con mừng.
posts.csv:4 media.items.day
posts.csv:5 media.items.no_text
`

func old1258(s string) string {
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
	out, _ := charmap.Windows1258.NewEncoder().String(b.String())
	return out
}

func wide(s string) string {
	b := []byte("\xFF\xFE")
	for _, u := range utf16.Encode([]rune(s)) {
		b = append(b, byte(u), byte(u>>8))
	}
	return string(b)
}

// TestOneForm holds that a table gives the same items however it is written.
func TestOneForm(t *testing.T) {
	for how, data := range map[string]string{
		"UTF-8": posts, "byte order mark": "\xEF\xBB\xBF" + posts, "NFD": norm.NFD.String(posts), "UTF-16": wide(posts), "Windows-1258": old1258(posts),
		"CRLF": strings.ReplaceAll(posts, "\n", "\r\n"), "without marks in the heads": "Ngay dang,TRANG,noi dung:,duong dan" + posts[strings.IndexByte(posts, '\n'):],
		"in English": "Published,Page,Message,Permalink" + posts[strings.IndexByte(posts, '\n'):],
	} {
		if got := show(Read("posts.csv", []byte(data))); got != postsRead {
			t.Errorf("%s: got\n%swant\n%s", how, got, postsRead)
		}
	}
}

// TestLog reads a broadcast log: a heading above the table, further columns, sums below.
func TestLog(t *testing.T) {
	const log = "NHẬT KÝ PHÁT SÓNG\tTHÁNG 5\n\n" +
		"TT\tNgày phát sóng\tĐài\tChương trình\tTên tin, bài\tThời lượng\tTác giả\tGhi chú\n" +
		"1\t01/05/2024\tĐài Truyền thanh xã Nà Lạn\tPhụ nữ và cuộc sống\tLớp học dưới chân núi\t5 phút\tThu Nguyệt\tx\n" +
		"2\t2024-05-02\tĐài Phát thanh và Truyền hình tỉnh\tThời sự\tHội phụ nữ xã mở lớp buổi tối\t3:20\t\t\n" +
		"Tổng cộng\t\t\t\t2\t\t\t\n"
	list, bad := Read("log.tsv", []byte(log))
	const want = `log.tsv:4|Đài Truyền thanh xã Nà Lạn|radio|Phụ nữ và cuộc sống|2024-05-01|Lớp học dưới chân núi|
log.tsv:5|Đài Phát thanh và Truyền hình tỉnh||Thời sự|2024-05-02|Hội phụ nữ xã mở lớp buổi tối|
`
	if got := show(list, bad); got != want {
		t.Fatalf("got\n%swant\n%s", got, want)
	}
	if c := list[0].Article.Credits; len(c) != 1 || c[0].Name != "Thu Nguyệt" || list[0].Length != "5 phút" {
		t.Errorf("signed by %v, long %q", c, list[0].Length)
	}
}

// TestSeveral holds that several columns of one meaning are no riddle: the head that the
// list has first counts, texts are joined.
func TestSeveral(t *testing.T) {
	const data = "Post Created,Ngày,Chương trình,Chuyên mục,Kịch bản,Nội dung,URL,Link\n2024-05-12 07:30:00,1/5/2024,A,B,Bà con mừng.,Lớp học mới mở.,x,y\n,,A,,Bà con mừng.,,,y\n"
	list, bad := Read("a.csv", []byte(data))
	const want = "a.csv:2|||B|2024-05-01||Lớp học mới mở./Bà con mừng.\na.csv:3|||A|||Bà con mừng.\n"
	if got := show(list, bad); got != want || list[0].Link != "y" {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestWorkbook reads a workbook whose days are numbers.
func TestWorkbook(t *testing.T) {
	var b bytes.Buffer
	w := sheet.NewBook(&b)
	page, err := w.Sheet("Bài", sheet.Layout{Widths: []float64{10, 10, 10}})
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range [][]sheet.Cell{
		{sheet.Text("Ngày"), sheet.Text("Loại hình"), sheet.Text("Lời bài")},
		{sheet.Day(2024, 5, 12), sheet.Text("Truyền thanh"), sheet.Text("Bà Lò Thị Mẩy mở lớp học buổi tối.")},
		{sheet.Day(2024, 5, 13), sheet.Text("Truyền hình")},
	} {
		if err := page.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	const want = "a.xlsx:2||radio||2024-05-12||Bà Lò Thị Mẩy mở lớp học buổi tối.\na.xlsx:3 media.items.no_text\n"
	if got := show(Read("a.xlsx", b.Bytes())); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// TestFaults holds that each bad row is told alone and each bad file once.
func TestFaults(t *testing.T) {
	vni := "Hoäi phuï nöõ xaõ môû lôùp hoïc buoåi toái cho lao ñoäng nöõ ôû ba thoân ven soâng, ñeà nghò huyeän boá trí theâm kinh phí"
	for _, test := range []struct{ why, name, data, want string }{
		{"no column of text", "a.csv", "Ngày,Đài\n1/5/2024,X\n", "a.csv:1 media.items.no_column\n"},
		{"no heads at all", "a.csv", "a,b\n1,2\n", "a.csv:0 media.items.no_column\n"},
		{"nothing", "a.csv", " \n", "a.csv:0 sheet.empty\n"},
		{"heads alone", "a.csv", "Tiêu đề\n", "a.csv:0 media.items.none\n"},
		{"one cell too long", "a.csv", "Nội dung\n\"" + strings.Repeat("chữ ", MaxCell/3) + "\"\nBà con mừng.\n", "a.csv:3||||||Bà con mừng.\na.csv:2 media.items.cell\n"},
		{"a font of old in one row", "a.csv", "Nội dung\n\"" + vni + "\"\nBà con mừng.\n", "a.csv:3||||||Bà con mừng.\na.csv:2 media.text.font\n"},
		{"a quote left open", "a.csv", "Nội dung\nBà con mừng.\n\"mở\nra\n", "a.csv:2||||||Bà con mừng.\na.csv:3 sheet.quote_open\n"},
		{"tags without words", "a.csv", "Nội dung\n<p><img src=x></p>\nBà con mừng.\n", "a.csv:3||||||Bà con mừng.\na.csv:2 media.items.no_text\n"},
		{"a day of two digits", "a.csv", "Ngày,Nội dung\n1/5/24,Bà con mừng.\n", "a.csv:2 media.items.day\n"},
		{"a picture with the name of a table", "a.csv", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00", "a.csv:0 media.text.picture\n"},
		{"Excel of old", "a.xls", "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + strings.Repeat("\x00", 600), "a.xls:0 sheet.old_excel\n"},
		{"a picture", "a.jpg", "\xFF\xD8\xFF\xE0\x00\x10JFIF\x00", "a.jpg:0 media.text.picture\n"},
	} {
		if got := show(Read(test.name, []byte(test.data))); got != test.want {
			t.Errorf("%s: got\n%swant\n%s", test.why, got, test.want)
		}
	}
	_, bad := Read("a.csv", []byte("Ngày\n1/5/2024\n"))
	if len(bad) != 1 || !strings.Contains(bad[0].Error(), "Nội dung bài") || strings.Contains(bad[0].Error(), "Headline") {
		t.Errorf("the fault does not name the heads: %v", bad)
	}
	if _, bad := Read("big.html", make([]byte, 50<<20)); len(bad) != 1 || !errors.Is(bad[0], &fault.Error{Key: "media.text.too_large"}) {
		t.Errorf("a page of 50 MB: %v", bad)
	}
}

// TestMedium holds what names of outlets tell.
func TestMedium(t *testing.T) {
	r, err := own()
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		said, outlet, host string
		want               Medium
	}{
		{"", "Báo Thung Lũng", "", Press},
		{"", "Đài truyền thanh xã", "", Radio},
		{"", "Đài Phát thanh và Truyền hình tỉnh", "", ""}, // either
		{"Phát thanh", "Đài Phát thanh và Truyền hình tỉnh", "", Radio},
		{"", "Fanpage Báo Thung Lũng", "", Social},
		{"", "Trang thông tin điện tử Báo Thung Lũng", "", Portal},
		{"Báo nói", "", "", Radio},
		{"", "Hội phụ nữ xã", "m.facebook.com", Social},
		{"", "", "nalan.hoanglien.gov.vn", Portal},
		{"", "Hội Nông dân", "notfacebook.com", ""},
	} {
		if got := r.medium(test.said, test.outlet, test.host); got != test.want {
			t.Errorf("medium(%q, %q, %q) = %q, want %q", test.said, test.outlet, test.host, got, test.want)
		}
	}
}

// FuzzRead wants items or faults of every file, and no item without words.
func FuzzRead(f *testing.F) {
	f.Add("posts.csv", []byte(posts))
	f.Add("posts.tsv", []byte(wide(posts)))
	f.Add("posts.csv", []byte(old1258(posts)))
	f.Add("posts.csv", []byte("sep=;\nTiêu đề;Nội dung\n\u200b;\n<p>;&#0;\n"))
	f.Add("page.html", []byte("<html><title>Lớp học của mẹ</title><p>Bà Lò Thị Mẩy mở lớp học buổi tối."))
	found, _ := filepath.Glob("../../sheet/testdata/*.xlsx")
	for _, name := range found {
		if data, err := os.ReadFile(name); err == nil {
			f.Add("book.xlsx", data)
		}
	}
	f.Fuzz(func(t *testing.T, name string, data []byte) {
		list, bad := Read(name, data)
		if len(list)+len(bad) == 0 {
			t.Fatal("no item and no fault")
		}
		for _, err := range bad {
			if fault.All(err) == nil {
				t.Fatalf("not a fault: %v", err)
			}
		}
		for _, i := range list {
			if strings.TrimSpace(i.Article.Text) == "" || !norm.NFC.IsNormalString(i.Article.Text) {
				t.Fatalf("%s: text %q", i.Place(), i.Article.Text)
			}
		}
	})
}
