package unit

import (
	"math"
	"strings"
	"testing"
	"testing/fstest"
	"time"
)

// shared is a country in which commune 00002 was split in known shares between two
// communes, the second of which later went into a third.
func shared(t *testing.T, lines string) *Tree {
	t.Helper()
	files := small()
	files[unitsFile] = &fstest.MapFile{Data: append(files[unitsFile].Data, []byte("00003,C,Xã C,xã,22,xa,2025-07-01\n00004,D,Xã D,xã,22,xa,2026-01-01\n")...)}
	files[formerFile] = &fstest.MapFile{Data: append(files[formerFile].Data, []byte("00005,E,Xã E,xã,22,xa,2025-07-01,2025-12-31,2 cấp,\n")...)}
	old := "00002,00001,xa,xa,toan_bo,1,1,2025-07-01,\n"
	s := string(files[mappingFile].Data)
	if !strings.Contains(s, old) {
		t.Fatal("the test changes nothing")
	}
	files[mappingFile] = &fstest.MapFile{Data: []byte(strings.Replace(s, old, lines, 1))}
	files[lineageFile] = &fstest.MapFile{Data: []byte("former_code,successor_code,valid_from\n00005,00004,2026-01-01\n")}
	tree, err := Load(files)
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

const (
	oneProvince ID = 1_100_022
	formerSplit ID = 1_300_002
)

func TestKnownSharesAreHandedOut(t *testing.T) {
	known := shared(t, "00002,00001,xa,xa,mot_phan,0.25,0,2025-07-01,\n00002,00003,xa,xa,mot_phan_dien_tich,0,0,2025-07-01,\n"+
		"00002,00005,xa,xa,mot_phan,0.75,1,2025-07-01,\n")
	for _, likely := range []bool{false, true} {
		got := known.Rows(oneProvince, formerSplit, today, likely)
		want := []Share{{2_300_001, 0.25, true}, {2_300_004, 0.75, true}}
		if len(got) != len(want) || got[0] != want[0] || got[1] != want[1] {
			t.Errorf("default %v: got %v, want %v", likely, got, want)
		}
	}
	if got := known.Rows(oneProvince, formerSplit, 20250630, false); len(got) != 1 || got[0].Row != 1_200_001 {
		t.Errorf("on its own map a commune stands in its district: %v", got)
	}
	if got := known.RowArea(oneProvince, formerSplit, today); got != "00001+00004" {
		t.Errorf("the area is %q: 00003 took nobody and is by itself", got)
	}
	if got := known.RowArea(oneProvince, 2_300_003, today); got != "00003" {
		t.Errorf("the area of 00003 is %q", got)
	}

	unsure := shared(t, "00002,00001,xa,xa,mot_phan,,0,2025-07-01,\n00002,00005,xa,xa,mot_phan,0.75,1,2025-07-01,\n")
	if got := unsure.Rows(oneProvince, formerSplit, today, false); len(got) != 1 || got[0] != (Share{0, 1, false}) {
		t.Errorf("where one share is unknown, none is used: %v", got)
	}
	if got := unsure.Rows(oneProvince, formerSplit, today, true); len(got) != 1 || got[0] != (Share{2_300_004, 1, true}) {
		t.Errorf("the default target, followed to today: %v", got)
	}
}

// On the real map everything that a province has is in some row of it, and the shares
// of each unit add up to one.
func TestEveryUnitHasRows(t *testing.T) {
	tree := country(t)
	for _, p := range tree.all {
		if p.Level == Country || p.Level == Province {
			continue
		}
		top, _ := tree.Carry(tree.Province(p.ID, max(p.First(), 20210101)), today)
		for _, likely := range []bool{false, true} {
			sum := 0.0
			for _, s := range tree.Rows(top, p.ID, today, likely) {
				sum += s.Share
				if u := tree.Unit(s.Row); s.Row != 0 && (u == nil || u.Last() != 0 || !tree.Within(s.Row, top, today)) {
					t.Fatalf("%d stands in row %d, which is no unit of today in %d", p.ID, s.Row, top)
				}
				if likely && p.Level == Commune && s.Row == 0 {
					t.Errorf("commune %s@%v has no row, though it has a default target", p.Code, p.Last())
				}
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Errorf("%d: its shares add up to %v", p.ID, sum)
			}
		}
		if p.Level == Commune && tree.RowArea(top, p.ID, today) == "" {
			t.Errorf("commune %s@%v is in no area", p.Code, p.Last())
		}
	}
}

// An area is closed: whatever of its former units went anywhere went into it.
func TestAreasOfTheRealMap(t *testing.T) {
	tree := country(t)
	sizes := map[int]int{}
	met := map[*area]bool{}
	for p, a := range tree.areas() {
		for _, to := range p.joined {
			if tree.areas()[to] != a {
				t.Fatalf("%s went into %s and is in another area", p.Code, to.Code)
			}
		}
		if !met[a] && len(a.present) > 0 {
			met[a] = true
			if a.present[0].Level == Commune {
				sizes[len(a.present)]++
			}
			for _, q := range a.present {
				if q.Level != a.present[0].Level || tree.Province(q.ID, today) != tree.Province(a.present[0].ID, today) {
					t.Errorf("area %s crosses a province or a level", a.code)
				}
			}
		}
	}
	communes := 0
	for n, m := range sizes {
		communes += n * m
	}
	if communes != 3321 || sizes[1] < 2900 || sizes[1] > 3000 {
		t.Errorf("%d communes in areas of %v", communes, sizes)
	}
	for _, p := range tree.all {
		if p.Level == Province && p.Last() == 0 && (!tree.AreaWhole(p.ID) || len(tree.areas()[p].present) != 1) {
			t.Errorf("province %s: all mergers of provinces are whole, yet its area is %s", p.Code, tree.areas()[p].code)
		}
	}
	then := func(code Code) ID { return tree.bearer(code, 20250630).ID }
	for _, c := range []struct {
		rule    string
		top, id ID
		want    Code
	}{
		{"Thừa Thiên Huế is Huế city, on both maps", VN, then("46"), "46"},
		{"Kiên Giang went into An Giang", VN, then("91"), "91"},
		{"Vĩnh Phúc went into Phú Thọ", VN, then("26"), "25"},
		{"the city of Vĩnh Yên stands in no commune", 2_100_025, then("243"), ""},
		{"whole communes of Vĩnh Yên make one", 2_100_025, then("08731"), "08707"},
		{"Hà Khẩu of Hạ Long was split between Việt Hưng and Tuần Châu", 1_100_022, then("06655"), "06661+06706"},
		{"what went into Việt Hưng as a whole stands with it", 1_100_022, then("06661"), "06661+06706"},
		{"Nghệ An: none was split", 1_100_040, then("16681"), tree.areas()[tree.byID[then("16681")].whole].code},
	} {
		if got := tree.RowArea(c.top, c.id, today); got != c.want {
			t.Errorf("%s: got %q, want %q", c.rule, got, c.want)
		}
	}
	if got := tree.Codes("00001+00004+x"); len(got) != 1 {
		t.Errorf("a body's code with a plus is one code: %v", got)
	}
	if got := tree.Codes("06652+06658"); len(got) != 2 || got[1] != "06658" {
		t.Errorf("the codes of an area: %v", got)
	}
}

// Every place of the country is carried to its row in some milliseconds: the bound is
// wide, as cores are shared.
func TestCarryingIsFast(t *testing.T) {
	tree := country(t)
	start := time.Now()
	for _, p := range tree.all {
		top := tree.Province(p.ID, today)
		tree.Rows(top, p.ID, today, true)
		tree.RowArea(top, p.ID, today)
	}
	if d := time.Since(start); d > 200*time.Millisecond {
		t.Errorf("carrying %d places took %v", len(tree.all), d)
	}
}
