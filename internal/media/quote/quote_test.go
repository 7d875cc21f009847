package quote

import (
	"strings"
	"testing"

	"binhdang/content"
	"binhdang/internal/media/person"
)

// TestFind holds who is heard, by which rule and verb.
func TestFind(t *testing.T) {
	r, err := person.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, want string }{
		{"Tin\nBà Lê Thị Lan, Chủ tịch Hội, cho biết hội có 30 tổ.", "Lê Thị Lan: subject cho biết"},
		{"Tin\n“Tôi vui lắm”, bà Lê Thị Lan nói.", "Lê Thị Lan: subject nói"},
		{"Tin\nTheo bà Lê Thị Lan, hội có 30 tổ.", "Lê Thị Lan: source Theo"},
		{"Tin\nBà Lê Thị Lan: “Hội có 30 tổ”.", "Lê Thị Lan: colon :"},
		{"Tin\nBà Lê Thị Lan đến sớm. Bà khẳng định hội có 30 tổ.", "Lê Thị Lan: pronoun khẳng định"},
		{"Tin\nAnh Lê Văn Sơn và chị Lò Thị Mai kể về vụ lúa.", "Lê Văn Sơn: subject kể, Lò Thị Mai: subject kể"},
		{"Tin\nTòa yêu cầu ông Lê Văn Sơn trả tiền.", ""},
		{"Tin\nÔng Lê Văn Sơn bị tố cáo lừa đảo.", ""},
		{"Tin\nMọi người bảo vệ bà Lê Thị Lan.", ""},
		{"Tin\nLời khai về ông Lê Văn Sơn chưa rõ.", ""},
		{"Tin\nBà Lê Thị Lan nhớ lại: “Ông Lê Văn Sơn bảo đừng đi.\nTôi vẫn đi”.", "Lê Thị Lan: subject nhớ lại, Lê Thị Lan: colon :"},
		{"Tin\nBà Lê Thị Lan: Hội có 30 tổ.", "Lê Thị Lan: colon :"},
		{"Tin\nMẹ Sơn nói con không có lỗi. Ông Lê Văn Sơn im lặng.", ""},
		{"Tin\nÔng Lê Văn Sơn, Phó ban Chỉ đạo, dự họp.", ""},
		{"Tin\nĐây là khẳng định của ông Lê Văn Sơn.", "Lê Văn Sơn: source khẳng định của"},
		{"Tin\nĐường Lê Lợi ngập, Sở Xây dựng cho biết.", ""},
	} {
		a := r.Find(test.text)
		var got []string
		for _, q := range Find(a) {
			got = append(got, strings.TrimSpace(a.Persons[q.Person].Name+": "+q.Rule+" "+q.Verb))
		}
		if s := strings.Join(got, ", "); s != test.want {
			t.Errorf("%q: got %q, want %q", test.text, s, test.want)
		}
	}
}
