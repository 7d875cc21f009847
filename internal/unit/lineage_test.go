package unit

import (
	"encoding/csv"
	"io/fs"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"binhdang/internal/period"
)

func TestCarry(t *testing.T) {
	tree := withOffices(t)
	for _, c := range []struct {
		rule string
		id   ID
		day  period.Day
		to   ID
		fit  Fit
	}{
		{"a province that lives on", quangNinh, today, quangNinh, Same},
		{"renamed and a city, still one", 1_100_046, today, 1_100_046, Same},
		{"Kiên Giang went into An Giang, which has its code", kienGiang, today, anGiang, Merged},
		{"so did the former An Giang", 1_100_089, today, anGiang, Merged},
		{"never before its day", kienGiang, 20250630, kienGiang, Same},
		{"never back", anGiang, 20230101, anGiang, Same},
		{"a district that became several communes", vinhYenOld, today, phuTho, Unallocated},
		{"a district that became one special zone", vanDonOld, today, vanDon, Merged},
		{"and Cô Tô", 1_200_207, today, 2_307_192, Merged},
		{"a district gone before the reform", 1_200_221, 20250301, 1_100_024, Unallocated},
		{"the same later", 1_200_221, today, 2_100_024, Unallocated},
		{"a commune wholly merged", 1_308_713, today, vinhYen, Merged},
		{"one that shares a code with what it went into is another", 1_308_707, today, vinhYen, Merged},
		{"a commune gone in 2025 before the reform, on a map between", 1_300_010, 20250301, 1_300_004, Merged},
		{"the same before it went", 1_300_010, 20241231, 1_300_010, Same},
		{"the same today, in two steps", 1_300_010, today, 2_300_004, Merged},
		{"all the people went to one side", 1_300_136, today, 2_300_136, Merged},
		{"people on both sides, shares unknown", 1_318_796, today, 1_100_042, Unallocated},
		{"a body in force", soNoiVu, today, soNoiVu, Same},
		{"a body gone with its district", phongHL, today, quangNinh, Unallocated},
		{"the same on its days", phongHL, 20240101, phongHL, Same},
		{"a body not yet there", truong, 20230101, truong, Same},
		{"nobody", 77, today, 77, Same},
	} {
		if to, fit := tree.Carry(c.id, c.day); to != c.to || fit != c.fit {
			t.Errorf("%s: got %d %d, want %d %d", c.rule, to, fit, c.to, c.fit)
		}
	}
}

func TestVinhYenGoesToTwoWards(t *testing.T) {
	tree := country(t)
	got := map[string][]string{}
	for _, c := range tree.Children(vinhYenOld, 20250630) {
		to, fit := tree.Carry(c.ID, today)
		if fit != Merged {
			t.Errorf("%s: fit %d", c.Code, fit)
		}
		v, _ := tree.Unit(to).At(today)
		got[v.FullName] = append(got[v.FullName], string(c.Code))
	}
	for _, l := range got {
		slices.Sort(l)
	}
	if d := cmp.Diff(map[string][]string{
		"Phường Vĩnh Yên":  {"08707", "08713", "08722", "08731"},
		"Phường Vĩnh Phúc": {"08710", "08716", "08719", "08725", "08728"},
	}, got); d != "" {
		t.Error(d)
	}
}

func TestPredecessorsAndSuccessors(t *testing.T) {
	tree := withOffices(t)
	codes := func(list []*Unit) string {
		var s []string
		for _, u := range list {
			s = append(s, string(u.Code))
		}
		return strings.Join(s, " ")
	}
	for _, c := range []struct{ rule, got, want string }{
		{"of a merged province", codes(tree.Predecessors(phuTho)), "17 25 26"},
		{"of a province that lives on", codes(tree.Predecessors(quangNinh)), ""},
		{"of a special zone: its district and communes", codes(tree.Predecessors(2_307_192)), "207 07192 07195 07198"},
		{"of a former province", codes(tree.Successors(kienGiang)), "91"},
		{"of a district: its province", codes(tree.Successors(haLong)), "22"},
		{"of a district that became one commune", codes(tree.Successors(vanDonOld)), "06994"},
		{"of a split commune: all parts", codes(tree.Successors(1_318_796)), "18754 18823 18832"},
		{"of a unit of today", codes(tree.Successors(haTu)), ""},
		{"of a body", codes(tree.Successors(soNoiVu)) + codes(tree.Predecessors(soNoiVu)), ""},
	} {
		if c.got != c.want {
			t.Errorf("%s: got %q, want %q", c.rule, c.got, c.want)
		}
	}
}

func TestEveryUnitCarries(t *testing.T) {
	tree := country(t)
	days := append([]period.Day{20210101, 20250630, today}, tree.days...)
	for _, p := range tree.all {
		for _, d := range days {
			to, fit := tree.Carry(p.ID, d)
			u := tree.Unit(to)
			if p.First() > d {
				if to != p.ID || fit != Same {
					t.Fatalf("%d is not there before its first day: %v gives %d %d", p.ID, d, to, fit)
				}
				continue
			}
			if u == nil || !u.inForce(d) || (fit == Same) != (to == p.ID) || fit == Unallocated && u.Level != Province {
				t.Fatalf("%d on %v: %d %d", p.ID, d, to, fit)
			}
			// The province of where it went is where its province went.
			whole, _ := tree.Carry(tree.Province(p.ID, p.First()), d)
			if p.ID != VN && tree.Province(to, d) != whole {
				t.Fatalf("%d on %v: carried to %d, its province to %d", p.ID, d, to, whole)
			}
			if likely, fit, _ := tree.CarryDefault(p.ID, d); p.Level == Commune && (fit == Unallocated || tree.Unit(likely).Level != Commune) {
				t.Fatalf("%d on %v: default target %d %d", p.ID, d, likely, fit)
			}
		}
	}
}

// The mapping composes the steps before 2025 with the reform; going step by step
// must give the same.
func TestCarryAgreesWithTheMapping(t *testing.T) {
	tree := country(t)
	f, err := content.Open(mappingFile)
	if err != nil {
		t.Fatal(err)
	}
	defer f.(fs.File).Close()
	rows, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	type target struct {
		whole, likely string
		several       bool
	}
	want := map[string]*target{}
	for _, r := range rows[1:] {
		if r[8] != "2025-07-01" || r[2] == "huyen" && r[3] == "xa" {
			continue
		}
		w := want[r[0]]
		if w == nil {
			w = &target{}
			want[r[0]] = w
		}
		if r[5] == "1" {
			w.whole = r[1]
		}
		if r[7] == "1" {
			w.likely = r[1]
		}
	}
	split, known := 0, 0
	for code, w := range want {
		p := tree.byCode[Code(code)][0]
		to, fit := tree.Carry(p.ID, 20250701)
		likely, _, estimate := tree.CarryDefault(p.ID, 20250701)
		switch {
		case p.Level == District:
			if fit == Unallocated && string(tree.Unit(to).Code) != w.likely {
				t.Errorf("district %s: %s, want %s", code, tree.Unit(to).Code, w.likely)
			}
		case w.whole != "":
			if fit == Unallocated || string(tree.Unit(to).Code) != w.whole || likely != to || estimate {
				t.Errorf("%s: %d %d, want %s", code, to, fit, w.whole)
			}
		case fit == Merged && !estimate:
			// The mapping gives no shares for what went before 2025 into a commune that
			// was split, but all the people of that one went one way.
			known++
			if tree.byCode[Code(code)][0].whole.whole == nil {
				t.Errorf("%s: merged into %d, which the mapping does not say", code, to)
			}
		default:
			split++
			if fit != Unallocated || !estimate || string(tree.Unit(likely).Code) != w.likely {
				t.Errorf("%s: %d %d, default %d, want %s", code, to, fit, likely, w.likely)
			}
		}
	}
	// 381 split in 2025, 49 gone before into one that was split.
	if split+known != 381+49 || known != 7 {
		t.Errorf("%d split communes of unknown share, %d of known people", split, known)
	}
}

func TestCarryIsTransitive(t *testing.T) {
	tree := country(t)
	rapid.Check(t, func(r *rapid.T) {
		p := rapid.SampledFrom(tree.all).Draw(r, "unit")
		days := rapid.SliceOfN(rapid.SampledFrom([]period.Day{20210101, 20220701, 20240901, 20250101, 20250301, 20250630, 20250701, today}), 2, 2).Draw(r, "days")
		slices.Sort(days)
		mid, fit := tree.Carry(p.ID, days[0])
		if fit == Unallocated || p.First() > days[0] {
			return
		}
		a, _ := tree.Carry(mid, days[1])
		if b, _ := tree.Carry(p.ID, days[1]); a != b {
			r.Fatalf("%d: through %v %d, at once %d", p.ID, days[0], a, b)
		}
	})
}
