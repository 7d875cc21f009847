package unit

import (
	"cmp"
	"slices"
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
		{"borne on other days", "193@2026-01-01", `unit.not_then_until text="193@2026-01-01" name="Thành phố Hạ Long" code="193" day="01/01/2026" from="…" to="30/06/2025" instead="Tỉnh Quảng Ninh (22)"`},
		{"not yet", "25.SNV@2023-01-01", `unit.not_then_from_none text="25.SNV@2023-01-01" name="Sở Nội vụ" code="25.SNV" day="01/01/2023" from="01/07/2025" to="…" instead=""`},
		{"no such code", "06653", `unit.unknown text="06653" nearest=`},
		{"no such day", "22@2025-02-30", `period.day_none`},
		{"a name is no code", "Phường Hạ Long", `unit.by_code text="Phường Hạ Long" unit="Phường Hạ Long, Thành phố Quảng Ninh (06688)" code="06688"`},
		{"nor is a name of the day", "xã Hòa Bình, TP Hạ Long@2024-06-15", `unit.by_code text="xã Hòa Bình, TP Hạ Long@2024-06-15" unit="Xã Hòa Bình, Thành phố Hạ Long, Tỉnh Quảng Ninh (07045)" code="07045"`},
		{"a code without its zero", "6652", `unit.by_code text="6652" unit="Phường Hà Tu, Thành phố Quảng Ninh (06652)" code="06652"`},
		{"a name of several", "Sở Nội vụ", `unit.by_code_several text="Sở Nội vụ" n="2" units="Sở Nội vụ, Thành phố Quảng Ninh (22.SNV); Sở Nội vụ, Tỉnh Phú Thọ (25.SNV)"`},
		{"a name of one who is gone", "Xã Thắng Lợi, Quảng Ninh", `unit.not_then_until text="Xã Thắng Lợi, Quảng Ninh" name="Xã Thắng Lợi" code="07021" day="22/11/2026"`},
		{"a slip in a name", "Phường Hạ Longg", `unit.unknown text="Phường Hạ Longg" nearest="Phường Hạ Long, Thành phố Quảng Ninh (06688)"`},
		{"nothing", "", `unit.unknown_none text="" more=""`},
	} {
		u, at, err := tree.Resolve(c.ref, today)
		if got := answer(u, at, err); got != c.want && !strings.HasPrefix(c.want, "period.") && !strings.HasSuffix(c.want, "nearest=") &&
			!strings.HasSuffix(c.want, `day="22/11/2026"`) || !strings.HasPrefix(got, c.want) {
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
			`unit.not_then_until text="TP Hạ Long" name="Thành phố Hạ Long" code="193" day="22/11/2026" from="…" to="30/06/2025" instead="Thành phố Quảng Ninh (22)"`},
		{"a commune that is gone", "xã Thắng Lợi", quangNinh, today,
			`unit.not_then_until text="xã Thắng Lợi" name="Xã Thắng Lợi" code="07021" day="22/11/2026" from="…" to="30/06/2025" instead="Đặc khu Vân Đồn, Thành phố Quảng Ninh (06994)"`},
		{"a unit not yet there", "đặc khu Vân Đồn", quangNinh, 20250101,
			`unit.not_then_from text="đặc khu Vân Đồn" name="Đặc khu Vân Đồn" code="06994" day="01/01/2025" from="01/07/2025" to="…" instead="`},
		{"a code that is gone", "193", quangNinh, today,
			`unit.not_then_until text="193" name="Thành phố Hạ Long" code="193" day="22/11/2026" from="…" to="30/06/2025" instead="Thành phố Quảng Ninh (22)"`},
		{"a former name by the very type goes before a like one of today", "Xã Hạ Long", quangNinh, today,
			`unit.not_then_until text="Xã Hạ Long" name="Xã Hạ Long" code="07012" day="22/11/2026" from="…" to="30/06/2025" instead="Đặc khu Vân Đồn, Thành phố Quảng Ninh (06994)"`},
		{"and so without marks", "xa ha long", quangNinh, today, `unit.not_then_until text="xa ha long" name="Xã Hạ Long" code="07012" day="`},
		{"a name that is yet to come likewise", "phường Hạ Long", quangNinh, then, `unit.not_then_from text="phường Hạ Long" name="Phường Hạ Long" code="06688" day="`},
		{"its marks go before those of today's", "Phường Trung Hòa", 1_100_001, today, `unit.not_then_until text="Phường Trung Hòa" name="Phường Trung Hoà" code="00175" day="`},
		{"of what came from it the type does not matter", "thị trấn Tiên Yên", quangNinh, today, "06862"},
		{"a name that the unit had before", "Xã Lương Mông", quangNinh, today,
			`unit.not_then_until text="Xã Lương Mông" name="Xã Lương Mông" code="06985" day="22/11/2026" from="…" to="31/10/2024" instead="Xã Lương Minh, Thành phố Quảng Ninh (06985)"`},
		{"a former name of several", "Xã Tân Trào", 2_100_031, today,
			`unit.not_then_several text="Xã Tân Trào" n="2" day="22/11/2026" units="Xã Tân Trào, Huyện Thanh Miện, Tỉnh Hải Dương (11257) → Xã Hải Hưng, Thành phố Hải Phòng (11257); Xã Tân Trào, Huyện Kiến Thuỵ, Thành phố Hải Phòng (11743) → Xã Kiến Hưng, Thành phố Hải Phòng (11728)"`},
		{"of several that are one now, one", "Huyện Châu Thành", 2_100_080, today,
			`unit.not_then_until text="Huyện Châu Thành" name="Huyện Châu Thành" code="708" day="22/11/2026" from="…" to="30/06/2025" instead="Tỉnh Tây Ninh (80)"`},
		{"one that was split twice", "xã Thuỵ Hương, Hải Phòng", VN, today, `unit.not_then_until text="xã Thuỵ Hương, Hải Phòng" name="Xã Thuỵ Hương" code="11719" day="22/11/2026" from="…" to="31/12/2024" instead="Xã`},
		{"a body that is not declared", "Thành đoàn", quangNinh, today, `unit.unknown_none text="Thành đoàn" more="unit.undeclared"`},
		{"and without marks", "lien doan lao dong tinh", quangNinh, today, `unit.unknown_none text="lien doan lao dong tinh" more="unit.undeclared"`},
		{"a body of another province", "Sở Nội vụ", 2_100_091, today, `unit.unknown_none text="Sở Nội vụ" more="unit.undeclared"`},
		{"a slip in the name of a body", "Sở Nộp vụ", quangNinh, today, `unit.unknown text="Sở Nộp vụ" nearest="Sở Nội vụ, Thành phố Quảng Ninh (22.SNV)"`},
		{"a slip in a commune that begins as bodies do", "Đoàn Kếtt", VN, today, `unit.unknown text="Đoàn Kếtt" nearest="`},
		{"a code outside", "06652", phuTho, today,
			`unit.outside text="06652" unit="Phường Hà Tu, Thành phố Quảng Ninh (06652)" in="Tỉnh Phú Thọ (25)"`},
		{"a slip of the hand", "xã Hải Sươn", quangNinh, today, `unit.unknown text="xã Hải Sươn" nearest="Xã Hải Sơn, Thành phố Quảng Ninh (06724)"`},
		{"a slip in a code", "06653", quangNinh, today, `unit.unknown text="06653" nearest="Phường Hà Tu, Thành phố Quảng Ninh (06652)"`},
		{"not below what is behind the comma", "xã Hải Sơn, Hà Nội", quangNinh, today, `unit.unknown text="xã Hải Sơn, Hà Nội" nearest=`},
		{"nothing", " ", quangNinh, today, `unit.unknown_none text="" more=""`},
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

// Whoever writes the full name of a commune that is gone does not mean a commune of
// like sound that has nothing of it.
func TestFormerNamesLeadNowhereElse(t *testing.T) {
	tree := country(t)
	bore := map[string][]*place{} // by full name as it is compared
	key := func(name string) string {
		var s []string
		for _, w := range split(name) {
			s = append(s, w.mark)
		}
		return strings.Join(s, " ")
	}
	for _, p := range tree.all {
		for _, v := range p.Versions {
			bore[key(v.FullName)] = append(bore[key(v.FullName)], p)
		}
	}
	asked, found := 0, 0
	for _, p := range tree.all {
		if !p.ended(today) {
			continue
		}
		for _, v := range p.Versions {
			for _, in := range []ID{VN, tree.provinceLater(p, today)} {
				asked++
				u, err := tree.Lookup(v.FullName, in, today)
				if err != nil {
					continue
				}
				found++
				if !slices.ContainsFunc(bore[key(v.FullName)], func(o *place) bool { return o.ID == u.ID || tree.cameFrom(u, &o.Unit) }) {
					t.Errorf("%s (%s) in %d gives %s", v.FullName, p.Code, in, tree.label(u.ID, today))
				}
			}
		}
	}
	if asked < 20_000 || found < 2_000 {
		t.Errorf("asked for %d names and found %d: the test has nothing to tell", asked, found)
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

// TestSearchNear holds that who works at a unit is told first what lies around it.
func TestSearchNear(t *testing.T) {
	tree := withOffices(t)
	home, err := tree.Lookup("Phường Móng Cái 1", quangNinh, today)
	if err != nil {
		t.Fatal(err)
	}
	codes := func(text string, at ID) (out []string) {
		for _, u := range tree.SearchNear(text, today, 12, at, func(*Unit) bool { return true }) {
			out = append(out, string(u.Code)+" "+tree.Path(u.ID, min(today, cmp.Or(u.Last(), today))))
		}
		return out
	}
	if got := codes("tra co", home.ID); len(got) == 0 || len(got) > 3 || !strings.Contains(got[0], "Trà Cổ") || !strings.Contains(got[0], "Quảng Ninh") {
		t.Errorf("a former ward of its own province is not first, or weak fits follow: %q", got)
	}
	if got := codes("tra con", home.ID); len(got) == 0 || !strings.Contains(got[0], "Trà Côn") {
		t.Errorf("a far unit that fits whole is not found: %q", got)
	}
	if got := codes("cai", home.ID); len(got) < 3 || got[0] != string(home.Code)+" "+tree.Path(home.ID, today) {
		t.Errorf("one's own unit is not first by a word inside its name: %q", got)
	}
	if got := codes("46", home.ID); len(got) == 0 || !strings.HasPrefix(got[0], "46 ") {
		t.Errorf("a whole code of elsewhere is not first: %q", got)
	}
	if a, b := codes("ha long", 0), codes("ha long", VN); !slices.Equal(a, b) || len(a) < 4 {
		t.Errorf("for the whole country: %q and %q", a, b)
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
