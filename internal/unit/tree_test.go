package unit

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// Ids of the tests, by what people call them.
const (
	quangNinh  ID = 1_100_022
	kienGiang  ID = 1_100_091 // Kiên Giang
	anGiang    ID = 2_100_091
	vinhPhuc   ID = 1_100_026
	phuTho     ID = 2_100_025
	haLong     ID = 1_200_193
	vanDonOld  ID = 1_200_203
	vanDon     ID = 2_306_994
	vinhYenOld ID = 1_200_243
	vinhYen    ID = 2_308_707
	haTu       ID = 2_306_652
	soNoiVu    ID = 10_000_001
	congThanh  ID = 10_000_002
	trungUong  ID = 10_000_003
	phongHL    ID = 10_000_004
	hoiTinh    ID = 10_000_005
	truong     ID = 10_000_006
	phongVD    ID = 10_000_007
)

// body makes an organisation of one version.
func body(id ID, code Code, name string, seat, under ID, first, last period.Day) *Unit {
	return &Unit{ID: id, Code: code, Level: Organisation,
		Versions: []Version{{Name: name, Parent: seat, Under: under, First: first, Last: last}}}
}

// testBodies are bodies of Quảng Ninh, of its former districts, and central ones.
func testBodies() []*Unit {
	return []*Unit{
		body(soNoiVu, "22.SNV", "Sở Nội vụ", quangNinh, quangNinh, 0, 0),
		body(congThanh, "25.SNV", "Sở Nội vụ", phuTho, 0, 20250701, 0),
		body(trungUong, "HPNVN", "Hội Liên hiệp Phụ nữ Việt Nam", VN, 0, 0, 0),
		body(phongHL, "193.PLD", "Phòng Lao động, Thương binh và Xã hội", haLong, soNoiVu, 0, 20250630),
		body(hoiTinh, "22.HPN", "Hội Liên hiệp Phụ nữ", quangNinh, trungUong, 0, 0),
		body(truong, "22.TRUONG", "Trường THCS Hà Tu", haTu, soNoiVu, 20250701, 0),
		body(phongVD, "203.PNV", "Phòng Nội vụ", vanDonOld, soNoiVu, 0, 0),
	}
}

func withOffices(t testing.TB) *Tree {
	t.Helper()
	tree, err := country(t).With(testBodies())
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

func TestWithFaults(t *testing.T) {
	fresh := func(change func(u *Unit)) *Unit {
		u := body(20_000_000, "X", "X", quangNinh, 0, 0, 0)
		change(u)
		return u
	}
	for _, c := range []struct {
		rule, key string
		unit      *Unit
	}{
		{"sound", "", fresh(func(u *Unit) {})},
		{"code of one who is gone", "", fresh(func(u *Unit) { u.Code = "193.pld"; u.Versions[0].First = 20250701 })},
		{"id of a place", "unit.org_id", fresh(func(u *Unit) { u.ID = 5 })},
		{"level of a place", "unit.org_id", fresh(func(u *Unit) { u.Level = Commune })},
		{"no code", "unit.org_code", fresh(func(u *Unit) { u.Code = "" })},
		{"code like a place's", "unit.org_code", fresh(func(u *Unit) { u.Code = "12" })},
		{"code like the country's", "unit.org_code", fresh(func(u *Unit) { u.Code = "vn" })},
		{"code with a day", "unit.org_code", fresh(func(u *Unit) { u.Code = "X@2025-01-01" })},
		{"code taken, in other letters", "unit.org_code_taken", fresh(func(u *Unit) { u.Code = "22.snv" })},
		{"no name", "unit.org_name", fresh(func(u *Unit) { u.Versions[0].Name = "" })},
		{"no version", "unit.org_name", fresh(func(u *Unit) { u.Versions = nil })},
		{"days reversed", "unit.org_days", fresh(func(u *Unit) { u.Versions[0].First = 20260101; u.Versions[0].Last = 20250101 })},
		{"versions overlap", "unit.org_days", fresh(func(u *Unit) { u.Versions = append(u.Versions, u.Versions[0]) })},
		{"unknown seat", "unit.org_seat", fresh(func(u *Unit) { u.Versions[0].Parent = 7 })},
		{"seat is a body", "unit.org_seat", fresh(func(u *Unit) { u.Versions[0].Parent = soNoiVu })},
		{"unknown manager", "unit.org_under", fresh(func(u *Unit) { u.Versions[0].Under = 7 })},
		{"under itself", "unit.org_circle", fresh(func(u *Unit) { u.Versions[0].Under = u.ID })},
	} {
		tree, err := withOffices(t).With([]*Unit{c.unit})
		faults := fault.All(err)
		switch {
		case c.key == "" && err == nil:
			if tree.Unit(c.unit.ID) != c.unit || tree.Unit(soNoiVu) == nil {
				t.Errorf("%s: the tree lacks a unit", c.rule)
			}
		case len(faults) == 0 || faults[0].Key != c.key:
			t.Errorf("%s: got %v, want %q", c.rule, err, c.key)
		}
	}
	two := []*Unit{body(20_000_001, "A", "A", VN, 20_000_002, 0, 0), body(20_000_002, "B", "B", VN, 20_000_001, 0, 0)}
	if _, err := country(t).With(two); len(fault.All(err)) != 2 || fault.All(err)[0].Key != "unit.org_circle" {
		t.Errorf("a circle of two: got %v", err)
	}
	if _, err := country(t).With([]*Unit{two[0], two[0]}); len(fault.All(err)) == 0 || fault.All(err)[0].Key != "unit.org_twice" {
		t.Errorf("one id twice: got %v", err)
	}
	changed := body(soNoiVu, "22.SNV", "Sở Nội vụ mới", quangNinh, 0, 0, 0)
	tree, err := withOffices(t).With([]*Unit{changed})
	if err != nil || tree.Unit(soNoiVu) != changed {
		t.Errorf("an id given again replaces the one before: %v", err)
	}
}

func TestAbove(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		rule                    string
		id                      ID
		day                     period.Day
		parent, province, shard ID
		level                   Level
	}{
		{"the country", VN, today, 0, VN, VN, Country},
		{"a province", quangNinh, today, VN, quangNinh, quangNinh, Province},
		{"a commune today", haTu, today, quangNinh, quangNinh, quangNinh, Commune},
		{"a commune not yet there", haTu, 20230101, quangNinh, quangNinh, quangNinh, Commune},
		{"a former commune", 1_306_664, 20230101, haLong, quangNinh, quangNinh, Commune},
		{"a former commune, asked later", 1_308_707, today, vinhYenOld, vinhPhuc, vinhPhuc, Commune},
		{"a former district", vinhYenOld, 20230101, vinhPhuc, vinhPhuc, vinhPhuc, District},
		{"a body of a province", soNoiVu, 20230101, quangNinh, quangNinh, quangNinh, Province},
		{"a body of a district", phongHL, 20230101, haLong, quangNinh, quangNinh, District},
		{"a body that outlives its district follows it", phongVD, today, vanDon, quangNinh, quangNinh, Commune},
		{"the same body before", phongVD, 20250630, vanDonOld, quangNinh, quangNinh, District},
		{"a central body", trungUong, today, VN, VN, trungUong, Country},
		{"a new province before it was", anGiang, 20230101, VN, anGiang, anGiang, Province},
	} {
		parent, province, shard := tree.Parent(c.id, c.day), tree.Province(c.id, c.day), tree.Shard(c.id, c.day)
		level := tree.LevelOf(c.id, c.day)
		if parent != c.parent || province != c.province || shard != c.shard || level != c.level {
			t.Errorf("%s: got parent %d province %d shard %d level %d", c.rule, parent, province, shard, level)
		}
	}
}

func TestChildren(t *testing.T) {
	tree := withOffices(t)
	names := func(id ID, d period.Day) string {
		var s []string
		for _, u := range tree.Children(id, d) {
			v, _ := u.At(d)
			s = append(s, v.title())
		}
		return strings.Join(s, "; ")
	}
	for _, c := range []struct {
		rule string
		id   ID
		day  period.Day
		want string
	}{
		{"districts and behind them the bodies", quangNinh, 20250630, "Huyện Ba Chẽ; Huyện Bình Liêu; Huyện Cô Tô; Huyện Đầm Hà; Huyện Hải Hà; " +
			"Huyện Tiên Yên; Huyện Vân Đồn; Thành phố Cẩm Phả; Thành phố Đông Triều; Thành phố Hạ Long; Thành phố Móng Cái; Thành phố Uông Bí; Thị xã Quảng Yên; " +
			"Hội Liên hiệp Phụ nữ; Sở Nội vụ"},
		{"bodies of a commune, one came with its district", vanDon, today, "Phòng Nội vụ"},
		{"a body not there on the day", haLong, 20250701, ""},
		{"those that a body manages", soNoiVu, today, "Phòng Nội vụ; Trường THCS Hà Tu"},
		{"those that it managed", soNoiVu, 20230101, "Phòng Lao động, Thương binh và Xã hội; Phòng Nội vụ"},
		{"nobody's", 77, today, ""},
	} {
		if got := names(c.id, c.day); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", c.rule, got, c.want)
		}
	}
	if n := len(tree.Children(VN, today)); n != 34+1 {
		t.Errorf("the country has %d below it", n)
	}
	// Every place in force is below exactly one other.
	for _, d := range []period.Day{20220101, 20250301, 20250701, today} {
		seen := map[ID]int{}
		for _, p := range tree.all {
			if p.inForce(d) {
				for _, c := range tree.Children(p.ID, d) {
					seen[c.ID]++
				}
			}
		}
		for _, p := range tree.all {
			if p.ID != VN && p.inForce(d) && seen[p.ID] != 1 {
				t.Fatalf("%v: %s is below %d units", d, p.Code, seen[p.ID])
			}
		}
	}
}

func TestWithin(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		rule    string
		id, top ID
		day     period.Day
		want    bool
	}{
		{"itself", haTu, haTu, today, true},
		{"in the country", trungUong, VN, today, true},
		{"below", haTu, quangNinh, today, true},
		{"not in another", haTu, phuTho, today, false},
		{"by seat", truong, haTu, today, true},
		{"by seat at a district", phongHL, haLong, 20240101, true},
		{"by manager", truong, soNoiVu, today, true},
		{"by manager, two steps", soNoiVu, soNoiVu, today, true},
		{"a place is below no body", haTu, soNoiVu, today, false},
		{"managed from the centre, not seated there", hoiTinh, trungUong, today, true},
		{"a former commune, in what it went into", 1_308_707, vinhYen, today, true},
		{"and in today's province", 1_308_707, phuTho, today, true},
		{"not in its district, which is gone", 1_308_707, vinhYenOld, today, false},
		{"a former district, in its province", haLong, quangNinh, today, true},
		{"a former district, in no commune", haLong, 2_306_688, today, false},
		{"nobody", 77, VN, today, false},
		{"in nobody", haTu, 77, today, false},
		{"nobody in itself", 77, 77, today, false},
	} {
		if got := tree.Within(c.id, c.top, c.day); got != c.want {
			t.Errorf("%s: got %v", c.rule, got)
		}
	}
}

func TestPath(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		id   ID
		day  period.Day
		want string
	}{
		{haTu, today, "Phường Hà Tu, Thành phố Quảng Ninh"},
		{haTu, 20250701, "Phường Hà Tu, Tỉnh Quảng Ninh"},
		{1_306_664, today, "Phường Hà Tu, Thành phố Hạ Long, Tỉnh Quảng Ninh"},
		{phongHL, 20240101, "Phòng Lao động, Thương binh và Xã hội, Thành phố Hạ Long, Tỉnh Quảng Ninh"},
		{trungUong, today, "Hội Liên hiệp Phụ nữ Việt Nam"},
		{VN, today, "Việt Nam"},
		{77, today, ""},
	} {
		if got := tree.Path(c.id, c.day); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func TestShards(t *testing.T) {
	plain := country(t).Shards()
	if len(plain) != 1+63+23 || plain[0] != VN || !slices.IsSorted(plain) {
		t.Errorf("got %d shards: %v", len(plain), plain)
	}
	tree := withOffices(t)
	if got, want := tree.Shards(), append(slices.Clone(plain), trungUong); !cmp.Equal(got, want) {
		t.Errorf("with a central body: %s", cmp.Diff(want, got))
	}
	known := tree.Shards()
	for _, p := range tree.all {
		for _, d := range []period.Day{20210101, 20250301, 20250630, 20250701, today} {
			if _, ok := slices.BinarySearch(known, tree.Shard(p.ID, d)); !ok {
				t.Fatalf("%d on %v: shard %d is not one of Shards", p.ID, d, tree.Shard(p.ID, d))
			}
		}
	}
	// Shards are kept in databases: these numbers may never change.
	want := []ID{1_000_000, 1_100_001, 1_100_002, 1_100_004, 1_100_006, 1_100_008}
	if got := plain[:6]; !cmp.Equal(got, want) {
		t.Errorf("got %v", got)
	}
	both := []ID{}
	for _, id := range plain {
		if p := tree.byID[id]; p.Level == Province && p.inForce(20250630) && p.inForce(20250701) {
			both = append(both, id)
		}
	}
	if want := []ID{1_100_001, 1_100_004, 1_100_011, 1_100_012, 1_100_014, 1_100_020, 1_100_022, 1_100_038, 1_100_040, 1_100_042, 1_100_046}; !cmp.Equal(both, want) {
		t.Errorf("provinces that live on: %v", both)
	}
}
