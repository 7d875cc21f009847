package person

import (
	"strings"
	"testing"

	"binhdang/content"
)

// TestFind holds by which rule each name is found, and who signs.
func TestFind(t *testing.T) {
	r, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct{ text, want, signed string }{
		{"Tin\nBà Lan nói.", "Lan: honorific", ""},
		{"Tin\nBí thư Tỉnh ủy Lê Đình Nam dự.", "Lê Đình Nam: title", ""},
		{"Tin\nSáng qua, Lê Thị Nam về nhất.", "Lê Thị Nam: family name", ""},
		{"Tin\nĐường Lê Thị Nam ngập.", "", ""},
		{"Tin\nVụ việc của P.T.H.A. đang được làm rõ.", "P.T.H.A.: initials", ""},
		{"Tin\nHôm qua Angelina Jolie đến Hà Nội.", "Angelina Jolie: foreign name", ""},
		{"Tin\nCông an bắt Lê Thị Thảo. Thảo khai.", "Lê Thị Thảo: family name, Thảo: given name", ""},
		{"Tin\nMưa to. (Ảnh: Lê Minh)", "", "Lê Minh"},
		{"Tin\nMưa to ở các xã.\n\nHồng Nhung", "", "Hồng Nhung"},
		{"News\nThe rain was heavy.\nReported by N.Y - Translated by N.H", "", "N.Y, N.H"},
	} {
		a := r.Find(test.text)
		var found, signed []string
		for _, m := range a.Mentions {
			found = append(found, m.Name+": "+m.Rule)
			if got := test.text[m.Start:m.End]; got != m.Name {
				t.Errorf("%q: bytes say %q, name is %q", test.text, got, m.Name)
			}
		}
		for _, s := range a.Signatures {
			signed = append(signed, s.Name)
		}
		if got := strings.Join(found, ", "); got != test.want {
			t.Errorf("%q: found %q, want %q", test.text, got, test.want)
		}
		if got := strings.Join(signed, ", "); got != test.signed {
			t.Errorf("%q: signed %q, want %q", test.text, got, test.signed)
		}
	}
}

// TestGender holds which cue decides, the surest first.
func TestGender(t *testing.T) {
	r, err := New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		text, cue string
		want      Gender
	}{
		{"Tin\nBà Trần Văn Dũng nói.", "courtesy word", Female},
		{"Tin\nVợ Trần Quốc Dũng là Lê Khánh An kể lại.", "kin word", Female},
		{"Tin\nNữ đại biểu Lê Quốc Khánh phát biểu.", "nữ, nam", Female},
		{"Tin\nĐại biểu Lê Thị Dũng phát biểu.", "Thị", Female},
		{"Tin\nĐại biểu Lê Văn Hoa phát biểu.", "Văn", Male},
		{"Tin\nĐại biểu Lê Khánh An dự họp. Bà cho biết sẽ trả lời.", "pronoun", Female},
		{"Tin\nĐại biểu Lê Thu Huyền phát biểu.", "name", Female},
		{"Tin\nĐại biểu Lê Mạnh Hùng phát biểu.", "name", Male},
		{"Tin\nEm L. đi học.", "", Unknown},
	} {
		a := r.Find(test.text)
		var last *Person
		for i := range a.Persons {
			last = &a.Persons[i]
		}
		if last == nil || last.Gender != test.want || last.GenderProof.Cue != test.cue {
			t.Errorf("%q: got %+v, want %s by %q", test.text, last, test.want, test.cue)
		}
	}
}

// TestLists holds that the lists are in order: no term twice in one, every role and
// gender known, the name table small.
func TestLists(t *testing.T) {
	roles := words("official expert ordinary victim suspect business athlete celebrity relative witness journalist")
	for _, list := range lists {
		data, err := content.FS.ReadFile("media/" + list.file)
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n")[1:] {
			f := strings.Split(line, "\t")
			if seen[f[0]] {
				t.Errorf("%s: %q stands twice", list.file, f[0])
			}
			seen[f[0]] = true
			if list.kind == "title" && !roles[f[1]] {
				t.Errorf("%s: %q has no known role %q", list.file, f[0], f[1])
			}
		}
	}
	data, _ := content.FS.ReadFile("media/name-gender.tsv")
	if len(data) > 100_000 {
		t.Errorf("the name table has %d bytes, more than 100,000", len(data))
	}
}
