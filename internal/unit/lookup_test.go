package unit

import (
	"strings"
	"testing"

	"golang.org/x/text/unicode/norm"
	"pgregory.net/rapid"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// answer writes what a search gave as the tests state it: an id's code and day,
// or the fault.
func answer(u *Unit, at period.Day, err error) string {
	if err != nil {
		var s []string
		for _, f := range fault.All(err) {
			s = append(s, f.Error())
		}
		return strings.Join(s, "\n")
	}
	if at != 0 {
		return string(u.Code) + " at " + at.String()
	}
	return string(u.Code)
}

func TestResolve(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct{ rule, ref, want string }{
		{"a code of today", "22", "22"},
		{"spaces around", " 06652 ", "06652"},
		{"the country", "vn", "VN"},
		{"the one who bore it that day", "193@2025-06-30", "193 at 2025-06-30"},
		{"day as people write it", "193@30/6/2025", "193 at 2025-06-30"},
		{"a body, in small letters", "22.snv", "22.SNV"},
		{"a code printed elsewhere", "06978", "06970"},
		{"a former bearer", "193", `unit.not_today code="193" suggest="193@2025-06-30" name="Thành phố Hạ Long"`},
		{"a former bearer who went earlier", "221", `unit.not_today code="221" suggest="221@2024-12-31" name="Huyện Yên Dũng"`},
		{"a body that is gone", "193.pld", `unit.not_today code="193.pld" suggest="193.PLD@2025-06-30" name="Phòng Lao động, Thương binh và Xã hội"`},
		{"borne on other days", "193@2026-01-01", `unit.not_then text="193@2026-01-01" name="Thành phố Hạ Long" code="193" day="01/01/2026" from="…" to="30/06/2025" instead="Tỉnh Quảng Ninh (22)"`},
		{"not yet", "25.SNV@2023-01-01", `unit.not_then_none text="25.SNV@2023-01-01" name="Sở Nội vụ" code="25.SNV" day="01/01/2023" from="01/07/2025" to="…" instead=""`},
		{"no such code", "06653", `unit.unknown text="06653" nearest=`},
		{"no such day", "22@2025-02-30", `period.day_none`},
		{"nothing", "", `unit.unknown_none text=""`},
	} {
		u, at, err := tree.Resolve(c.ref, today)
		if got := answer(u, at, err); got != c.want && !(strings.HasPrefix(c.want, "period.") || strings.HasSuffix(c.want, "nearest=")) ||
			!strings.HasPrefix(got, c.want) {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, c.want)
		}
	}
	if u, _, _ := tree.Resolve("91@2025-06-30", today); u.ID != kienGiang {
		t.Errorf("91 then: %d", u.ID)
	}
	if u, _, _ := tree.Resolve("91", today); u.ID != anGiang {
		t.Errorf("91 today: %d", u.ID)
	}
}

func TestLookup(t *testing.T) {
	tree := withOffices(t)
	const then period.Day = 20240615
	for _, c := range []struct {
		rule, text string
		in         ID
		day        period.Day
		want       string
	}{
		{"code", "06652", quangNinh, today, "06652"},
		{"code without its leading zero", "6652", quangNinh, today, "06652"},
		{"short code, alone in the subtree", "4", 1_100_001, today, "00004"},
		{"short code of two units", "4", VN, today, `unit.ambiguous text="4" n="2" units="Phường Ba Đình, Thành phố Hà Nội (00004); Tỉnh Cao Bằng (04)"`},
		{"a code before one without zeros", "22", VN, today, "22"},
		{"code and day", "06664@2025-06-30", quangNinh, then, "06664"},
		{"code as our faults write it", "Phường Hà Tu, Tỉnh Quảng Ninh (06652)", VN, today, "06652"},
		{"code of a body", "22.snv", quangNinh, today, "22.SNV"},
		{"the country", "Việt Nam", VN, today, "VN"},
		{"a province of today, before it was there", "xã Tân Phú", anGiang, then, "30622"},
		{"and a code of that time", "30622", anGiang, then, "30622"},
		{"not of that province then either", "xã Tân Phú, huyện Quốc Oai", anGiang, then, `unit.unknown text="xã Tân Phú, huyện Quốc Oai" nearest=`},
		{"name", "Hải Sơn", quangNinh, today, "06724"},
		{"name with type", "xã Hải Sơn", quangNinh, today, "06724"},
		{"without marks", "hai son", quangNinh, today, "06724"},
		{"in capitals", "XÃ HẢI SƠN", quangNinh, today, "06724"},
		{"decomposed", norm.NFD.String("Xã Hải Sơn"), quangNinh, today, "06724"},
		{"spaces", "  Xã \t Hải  Sơn ", quangNinh, today, "06724"},
		{"office of the place", "UBND xã Hải Sơn", quangNinh, today, "06724"},
		{"office written out", "Ủy ban nhân dân xã Hải Sơn", quangNinh, today, "06724"},
		{"P. for phường", "P. Hà Tu", quangNinh, today, "06652"},
		{"and without space", "P.Hà Tu", quangNinh, today, "06652"},
		{"TP. for thành phố", "TP. Hạ Long", quangNinh, then, "193"},
		{"H. for huyện", "H. Tiên Yên", quangNinh, then, "199"},
		{"TX for thị xã", "TX Quảng Yên", quangNinh, then, "206"},
		{"tỉnh", "Tỉnh Quảng Ninh", VN, then, "22"},
		{"its type of today", "Thành phố Quảng Ninh", VN, today, "22"},
		{"its former type", "tỉnh Quảng Ninh", VN, today, "22"},
		{"the bare name is the province", "Quảng Ninh", VN, today, "22"},
		{"but the commune within another", "Quảng Ninh", 2_100_044, today, "19207"},
		{"its former name", "Thừa Thiên Huế", VN, today, "46"},
		{"an alternative spelling", "xã Xà Phìn", VN, then, "00736"},
		{"tone elsewhere", "phường Hoà Bình, tỉnh Phú Thọ", VN, today, "04795"},
		{"i for y", "huyện Mĩ Đức", VN, then, "282"},
		{"a name that begins like a type", "Quan Sơn, Thanh Hóa", VN, then, "387"},
		{"and with its type", "huyện Quan Sơn", VN, then, "387"},
		{"number", "Quận 1", VN, then, "760"},
		{"number with a zero", "phường 01, quận 3, TP Hồ Chí Minh", VN, then, "27160"},
		{"apostrophe", "Ea H’Leo, Đắk Lắk", VN, today, "24184"},
		{"hyphen", "Tỉnh Bà Rịa-Vũng Tàu", VN, then, "77"},
		{"with the district", "xã Hòa Bình, TP Hạ Long", VN, then, "07045"},
		{"with the province", "xã Hải Sơn, tỉnh Quảng Ninh", VN, today, "06724"},
		{"with the district that is gone", "xã Hải Sơn, thành phố Móng Cái, Quảng Ninh", VN, today, "06724"},
		{"with the province and no comma", "xã Hải Sơn Quảng Ninh", VN, today, "06724"},
		{"type of another commune does not matter", "xã Hà Tu", quangNinh, today, "06652"},
		{"a body", "Sở Nội vụ", quangNinh, today, "22.SNV"},
		{"a body with its province", "Sở Nội vụ tỉnh Phú Thọ", VN, today, "25.SNV"},
		{"a body with a comma in its name", "Phòng Lao động, Thương binh và Xã hội, TP Hạ Long", VN, then, "193.PLD"},
		{"several bodies", "Sở Nội vụ", VN, today, `unit.ambiguous text="Sở Nội vụ" n="2" units="Sở Nội vụ, Thành phố Quảng Ninh (22.SNV); Sở Nội vụ, Tỉnh Phú Thọ (25.SNV)"`},
		{"several units", "Tiên Yên", quangNinh, then, `unit.ambiguous text="Tiên Yên" n="2" units="Huyện Tiên Yên, Tỉnh Quảng Ninh (199); Thị trấn Tiên Yên, Huyện Tiên Yên, Tỉnh Quảng Ninh (06862)"`},
		{"a type parts them", "thị trấn Tiên Yên", quangNinh, then, "06862"},
		{"a district that is gone", "TP Hạ Long", quangNinh, today,
			`unit.not_then text="TP Hạ Long" name="Thành phố Hạ Long" code="193" day="22/11/2026" from="…" to="30/06/2025" instead="Thành phố Quảng Ninh (22)"`},
		{"a commune that is gone", "xã Thắng Lợi", quangNinh, today,
			`unit.not_then text="xã Thắng Lợi" name="Xã Thắng Lợi" code="07021" day="22/11/2026" from="…" to="30/06/2025" instead="Đặc khu Vân Đồn, Thành phố Quảng Ninh (06994)"`},
		{"a unit not yet there", "đặc khu Vân Đồn", quangNinh, 20250101,
			`unit.not_then text="đặc khu Vân Đồn" name="Đặc khu Vân Đồn" code="06994" day="01/01/2025" from="01/07/2025" to="…" instead="`},
		{"a code that is gone", "193", quangNinh, today,
			`unit.not_then text="193" name="Thành phố Hạ Long" code="193" day="22/11/2026" from="…" to="30/06/2025" instead="Thành phố Quảng Ninh (22)"`},
		{"a code outside", "06652", phuTho, today,
			`unit.outside text="06652" unit="Phường Hà Tu, Thành phố Quảng Ninh (06652)" in="Tỉnh Phú Thọ (25)"`},
		{"a slip of the hand", "xã Hải Sươn", quangNinh, today, `unit.unknown text="xã Hải Sươn" nearest="Xã Hải Sơn, Thành phố Quảng Ninh (06724)"`},
		{"a slip in a code", "06653", quangNinh, today, `unit.unknown text="06653" nearest="Phường Hà Tu, Thành phố Quảng Ninh (06652)"`},
		{"not below what is behind the comma", "xã Hải Sơn, Hà Nội", quangNinh, today, `unit.unknown text="xã Hải Sơn, Hà Nội" nearest=`},
		{"nothing", " ", quangNinh, today, `unit.unknown_none text=""`},
		{"a page", strings.Repeat("xã A, ", 5000), quangNinh, today, `unit.unknown text="xã A, xã A, `},
	} {
		u, err := tree.Lookup(c.text, c.in, c.day)
		got := answer(u, 0, err)
		whole := !strings.HasSuffix(c.want, "=") && strings.Count(c.want, `"`)%2 == 0
		if !strings.HasPrefix(got, c.want) || whole && got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, c.want)
		}
	}
}

func TestMarksPartNames(t *testing.T) {
	tree := country(t)
	for _, c := range []struct{ text, want string }{
		{"Xã Cẩm Giang", "10888"},
		{"Xã Cẩm Giàng, Hải Phòng", "10903"},
		{"Thanh An, TP Hồ Chí Minh", "25807"},
		{"Thạnh An, TP Hồ Chí Minh", "27676"},
		{"xa cam giang, hai phong", `unit.ambiguous text="xa cam giang, hai phong" n="2" units="Xã Cẩm Giang, Thành phố Hải Phòng (10888); Xã Cẩm Giàng, Thành phố Hải Phòng (10903)"`},
		{"phuong My Tho, Dong Thap", "28261"}, // the other is a xã
	} {
		if u, err := tree.Lookup(c.text, VN, today); answer(u, 0, err) != c.want {
			t.Errorf("%s: got %s", c.text, answer(u, 0, err))
		}
	}
}

// What the program writes, it reads: path and code on any day give the unit.
func TestLookupReadsWhatPathWrites(t *testing.T) {
	tree := withOffices(t)
	days := []period.Day{20210101, 20230601, 20250301, 20250630, 20250701, today}
	rapid.Check(t, func(r *rapid.T) {
		p := rapid.SampledFrom(tree.all).Draw(r, "unit")
		d := rapid.SampledFrom(days).Draw(r, "day")
		if !p.inForce(d) {
			return
		}
		ways := []string{string(p.Code), tree.label(p.ID, d), norm.NFD.String(tree.Path(p.ID, d)), strings.ToUpper(tree.Path(p.ID, d))}
		for _, text := range ways {
			u, err := tree.Lookup(text, VN, d)
			if err != nil || u.ID != p.ID {
				r.Fatalf("%q on %v: got %s, want %s", text, d, answer(u, 0, err), p.Code)
			}
		}
	})
}

func TestSearch(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		rule, text string
		limit      int
		want       string
	}{
		{"the name as it is marked, today's first", "Hạ Long", 4, "06688 15274 25255 26662"},
		{"a word of the name, type included", "phuong tu ha", 1, "06652"},
		{"start of a code", "0665", 3, "06652 06658 06652"},
		{"a body", "so noi", 5, "22.SNV 25.SNV"},
		{"code of a body", "22.s", 5, "22.SNV"},
		{"nothing", " ", 5, ""},
		{"no room", "ha", 0, ""},
	} {
		var s []string
		for _, u := range tree.Search(c.text, today, c.limit) {
			s = append(s, string(u.Code))
		}
		if got := strings.Join(s, " "); got != c.want {
			t.Errorf("%s: got %q, want %q", c.rule, got, c.want)
		}
	}
}

func FuzzLookup(f *testing.F) {
	for _, s := range []string{"", "22", "193@2025-06-30", "xã A, huyện B", "UBND", "(", "@", ",", "TP. ", "\xff", "0", "a (22)", "22@"} {
		f.Add(s)
	}
	tree := withOffices(f)
	f.Fuzz(func(t *testing.T, s string) {
		for _, d := range []period.Day{0, 20230101, today} {
			if u, err := tree.Lookup(s, quangNinh, d); (u == nil) == (err == nil) {
				t.Errorf("%q: %v and %v", s, u, err)
			} else if err == nil && (!u.inForce(d) || !tree.Within(u.ID, quangNinh, d)) {
				t.Errorf("%q: %s is not there", s, u.Code)
			} else if err != nil && len(fault.All(err)) == 0 {
				t.Errorf("%q: %v is no fault", s, err)
			}
			if u, _, err := tree.Resolve(s, d); (u == nil) == (err == nil) || err != nil && len(fault.All(err)) == 0 {
				t.Errorf("%q: %v and %v", s, u, err)
			}
			if n := len(tree.Search(s, d, 5)); n > 5 {
				t.Errorf("%q: %d found", s, n)
			}
		}
	})
}

func BenchmarkLookup(b *testing.B) {
	tree := withOffices(b)
	tree.Lookup("xã Hải Sơn", quangNinh, today)
	for b.Loop() {
		tree.Lookup("xã Hải Sơn", quangNinh, today)
	}
}

func BenchmarkUnknown(b *testing.B) {
	tree := withOffices(b)
	for b.Loop() {
		tree.Lookup("xã Không Có Ở Đâu, tỉnh Nào Đó", VN, today)
	}
}

func BenchmarkSearch(b *testing.B) {
	tree := withOffices(b)
	for b.Loop() {
		tree.Search("hai", today, 20)
	}
}

func BenchmarkIndex(b *testing.B) {
	tree := withOffices(b)
	list := []*Unit{}
	for _, p := range tree.all {
		list = append(list, &p.Unit)
	}
	for b.Loop() {
		newIndex(list)
	}
}
