package unit

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binhdang/internal/period"
)

func TestScope(t *testing.T) {
	tree := withOffices(t)
	units := func(ids ...ID) map[ID]bool {
		m := map[ID]bool{}
		for _, id := range ids {
			m[id] = true
		}
		return m
	}
	for _, c := range []struct {
		rule     string
		id       ID
		at, last period.Day
		want     Scope
	}{
		{"the country reads all", VN, 0, 0, Scope{Shards: tree.Shards(), All: true}},
		{"today's province with those it came from", phuTho, 0, 20211231, Scope{Shards: []ID{1_100_017, 1_100_025, vinhPhuc, phuTho}, All: true}},
		{"a province that lives on", quangNinh, 0, today, Scope{Shards: []ID{quangNinh}, All: true}},
		{"a former province", kienGiang, 20250630, today, Scope{Shards: []ID{kienGiang}, All: true, Last: 20250630}},
		{"a former district and its bodies", 1_200_207, 20250630, today,
			Scope{Shards: []ID{quangNinh}, Units: units(1_200_207, 1_307_192, 1_307_195, 1_307_198), Last: 20250630}},
		{"what had come by then: the later merger had not", 1_300_004, 20210101, 20241231,
			Scope{Shards: []ID{1_100_001}, Units: units(1_300_004), Last: 20250630}},
		{"what had come by then: now it had", 1_300_004, 20210101, 20250301,
			Scope{Shards: []ID{1_100_001}, Units: units(1_300_004, 1_300_010), Last: 20250630}},
		{"a body with those it manages", soNoiVu, 0, today, Scope{Shards: []ID{quangNinh}, Units: units(soNoiVu, truong, phongVD, phongHL)}},
		{"a central body reads two shards", trungUong, 0, today, Scope{Shards: []ID{quangNinh, trungUong}, Units: units(trungUong, hoiTinh)}},
		{"nobody", 77, 0, 0, Scope{}},
	} {
		c.want.Of = c.id
		got := tree.Scope(c.id, c.at, c.last)
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s: %s", c.rule, d)
		}
	}
	if s := tree.Scope(vanDon, 0, today); !s.Units[vanDon] || !s.Units[vanDonOld] || !s.Units[1_307_012] || !s.Units[phongVD] || s.All {
		t.Errorf("the special zone has the district, its communes and bodies: %v", s)
	}
	if s := tree.Scope(haTu, 0, today); !s.Units[haTu] || !s.Units[1_306_664] || !s.Units[truong] || s.Units[quangNinh] {
		t.Errorf("a ward with what went into it and its body: %v", s)
	}
	if s := tree.Scope(haLong, 20250630, today); !s.Units[phongHL] || !s.Units[1_306_664] || s.Units[quangNinh] || s.All {
		t.Errorf("the former city: %v", s)
	}
}

// The scopes of today's provinces part all shards of places among them.
func TestProvincesPartTheShards(t *testing.T) {
	tree := country(t)
	seen := map[ID]ID{}
	for _, u := range tree.Children(VN, today) {
		for _, s := range tree.Scope(u.ID, 0, today).Shards {
			if other := seen[s]; other != 0 {
				t.Errorf("shard %d is in %d and %d", s, other, u.ID)
			}
			seen[s] = u.ID
		}
	}
	if got, want := slices.Sorted(maps.Keys(seen)), tree.Shards()[1:]; !cmp.Equal(got, want) {
		t.Error(cmp.Diff(want, got))
	}
}

// A unit is in the scope of a commune or district exactly if Carry puts it there
// whole.
func TestScopeAgreesWithCarry(t *testing.T) {
	tree := withOffices(t)
	var tops []*place
	for _, p := range tree.all {
		if p.Level >= District {
			tops = append(tops, p)
		}
	}
	rapid.Check(t, func(r *rapid.T) {
		top := rapid.SampledFrom(tops).Draw(r, "top")
		last := rapid.SampledFrom([]period.Day{20210101, 20241231, 20250630, 20250701, today}).Draw(r, "last")
		if top.First() > last {
			return
		}
		d := last
		if end := top.Last(); end != 0 {
			d = min(d, end)
		}
		got := tree.Scope(top.ID, last, last).Units
		want := map[ID]bool{}
		for _, p := range tree.all {
			if _, fit := tree.Carry(p.ID, d); fit != Unallocated && p.First() <= d && tree.Within(p.ID, top.ID, d) {
				want[p.ID] = true
			}
		}
		for id := range tree.bodies {
			if tree.Within(id, top.ID, d) {
				want[id] = true
			}
		}
		if !maps.Equal(got, want) {
			r.Fatalf("%d until %v: %s", top.ID, d, cmp.Diff(want, got))
		}
	})
}

func TestRow(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		rule    string
		top, id ID
		day     period.Day
		row     ID
		ok      bool
	}{
		{"a commune of the province", quangNinh, haTu, today, haTu, true},
		{"a former commune, where it went whole", phuTho, 1_308_713, today, vinhYen, true},
		{"its old district then", vinhPhuc, 1_308_713, 20250630, vinhYenOld, true},
		{"the province's own bodies", quangNinh, soNoiVu, today, quangNinh, true},
		{"a body of a commune", quangNinh, truong, today, haTu, true},
		{"figures of a former province", phuTho, vinhPhuc, today, phuTho, true},
		{"a former province asked, shown today: communes of today", vinhPhuc, 1_308_713, today, vinhYen, true},
		{"a former district", quangNinh, haLong, today, 0, false},
		{"a body of a former district", quangNinh, phongHL, today, 0, false},
		{"on their own map they have a row", quangNinh, phongHL, 20240101, haLong, true},
		{"a former district that became one commune", quangNinh, vanDonOld, today, vanDon, true},
		{"in the country a split unit is in its province", VN, haLong, today, quangNinh, true},
		{"the country by province", VN, truong, today, quangNinh, true},
		{"the country's own", VN, trungUong, today, VN, true},
		{"the own row of a commune", haTu, truong, today, haTu, true},
		{"a former district asked, shown today", haLong, 1_306_664, today, haTu, true},
		{"its own figures", haLong, haLong, today, 0, false},
		{"not inside", phuTho, haTu, today, 0, false},
		{"below a body", soNoiVu, truong, today, truong, true},
		{"the body itself", soNoiVu, soNoiVu, today, soNoiVu, true},
		{"not below a body", soNoiVu, hoiTinh, today, 0, false},
		{"nobody", quangNinh, 77, today, 0, false},
	} {
		row, ok := tree.Row(c.top, c.id, c.day)
		if c.ok && (row != c.row || !ok) || !c.ok && ok {
			t.Errorf("%s: got %d %v, want %d %v", c.rule, row, ok, c.row, c.ok)
		}
	}
	province, _ := tree.Carry(tree.Province(1_318_796, 20250630), today)
	if _, ok := tree.Row(province, 1_318_796, today); ok {
		t.Error("a split commune has a row of its own")
	}
	if row, estimate, ok := tree.RowDefault(province, 1_318_796, today); row != 2_318_823 || !estimate || !ok {
		t.Errorf("a split commune by default: %d %v %v", row, estimate, ok)
	}
	if row, estimate, ok := tree.RowDefault(quangNinh, haTu, today); row != haTu || estimate || !ok {
		t.Errorf("no estimate without a split: %d %v %v", row, estimate, ok)
	}
}

// Whatever a scope reads stands in a row next below, in top's own or in "chưa phân
// bổ", and never in a unit that is not there on the day.
func TestRowsAreOfTheMap(t *testing.T) {
	tree := country(t)
	for _, top := range tree.Children(VN, today) {
		rows := map[ID]bool{top.ID: true}
		for _, c := range tree.Children(top.ID, today) {
			rows[c.ID] = true
		}
		shards := tree.Scope(top.ID, 0, today).Shards
		for _, p := range tree.all {
			if !slices.Contains(shards, tree.Shard(p.ID, p.First())) {
				continue
			}
			if row, ok := tree.Row(top.ID, p.ID, today); ok && !rows[row] {
				t.Fatalf("%d below %d stands in %d", p.ID, top.ID, row)
			}
		}
	}
}

func BenchmarkRow(b *testing.B) {
	tree := withOffices(b)
	for b.Loop() {
		tree.Row(phuTho, 1_308_713, today)
	}
}

func BenchmarkScopeOfDistrict(b *testing.B) {
	tree := withOffices(b)
	for b.Loop() {
		tree.Scope(haLong, 20250630, today)
	}
}
