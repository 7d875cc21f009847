package access

import (
	"errors"
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pelletier/go-toml/v2"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// matrix says which role has which right: + has it, - has not, in the order of
// the head. It is written out here so that a change of content is seen.
const matrix = `
                enter correct submit approve return void link take_back redact read_records read_sums issue aim manage_accounts manage_units administer
administrator   +     +       +      +       +      +    +    +         +      +            +         +     +   +               +            +
standing_office +     +       +      +       +      +    +    +         +      +            +         +     +   +               +            -
approver        +     +       +      +       +      +    +    +         -      +            +         +     -   -               -            -
officer         +     +       +      -       -      +    +    +         -      +            +         -     -   -               -            -
viewer          -     -       -      -       -      -    -    -         -      +            +         -     -   -               -            -
`

func contentRoles(t *testing.T) Roles {
	t.Helper()
	data, err := os.ReadFile("../../content/role.toml")
	if err != nil {
		t.Fatal(err)
	}
	var file struct {
		Role []struct {
			Name   string
			Rights []string
		}
	}
	if err := toml.Unmarshal(data, &file); err != nil {
		t.Fatal(err)
	}
	var out Roles
	for _, r := range file.Role {
		role, err := NewRole(r.Name, r.Rights)
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, role)
	}
	return out
}

func hasByMatrix(t *testing.T) map[string]map[Right]bool {
	t.Helper()
	lines := strings.Split(strings.TrimSpace(matrix), "\n")
	head := strings.Fields(lines[0])
	if len(head) != len(Rights) {
		t.Fatalf("the matrix has %d rights, the program %d", len(head), len(Rights))
	}
	out := map[string]map[Right]bool{}
	for _, line := range lines[1:] {
		f := strings.Fields(line)
		out[f[0]] = map[Right]bool{}
		for i, mark := range f[1:] {
			out[f[0]][Right(head[i])] = mark == "+"
		}
	}
	return out
}

// The units of the tests: province 22 with the communes 10001 (of the former 00001
// whole and a piece of 00003) and 10002, and province 91, into which 89 went.
const (
	p22     unit.ID = 1_100_022
	p91     unit.ID = 2_100_091
	old89   unit.ID = 1_100_089
	x       unit.ID = 2_310_001
	y       unit.ID = 2_310_002
	z       unit.ID = 2_320_001
	formerX unit.ID = 1_300_001
	split   unit.ID = 1_300_003
	formerZ unit.ID = 1_301_001
	d193    unit.ID = 1_200_193

	office   = unit.FirstOrganisation + iota // of province 22
	branch                                   // under the office, seated in x
	school                                   // seated in x
	union                                    // of province 22
	central                                  // at VN
	chapter                                  // of province 22, under central
	ministry                                 // at VN
)

var (
	then  period.Day = 20230601
	today period.Day = 20251001
)

func country(t *testing.T) *unit.Tree {
	t.Helper()
	files := map[string]string{
		"units.csv": `code,name,full_name,type,parent_code,level,valid_from
22,Quảng Ninh,Tỉnh Quảng Ninh,tỉnh,,tinh,2025-07-01
91,An Giang,Tỉnh An Giang,tỉnh,,tinh,2025-07-01
10001,Xuân,Xã Xuân,xã,22,xa,2025-07-01
10002,Yên,Xã Yên,xã,22,xa,2025-07-01
20001,Zung,Xã Zung,xã,91,xa,2025-07-01
`,
		"former_units.csv": `code,name,full_name,type,parent_code,level,valid_from,valid_to,system,alt_name
22,Quảng Ninh,Tỉnh Quảng Ninh,tỉnh,,tinh,,2025-06-30,3 cấp,
89,An Giang,Tỉnh An Giang,tỉnh,,tinh,,2025-06-30,3 cấp,
91,Kiên Giang,Tỉnh Kiên Giang,tỉnh,,tinh,,2025-06-30,3 cấp,
193,Hạ Long,Thành phố Hạ Long,thành phố,22,huyen,,2025-06-30,3 cấp,
891,Châu,Huyện Châu,huyện,89,huyen,,2025-06-30,3 cấp,
901,Rạch,Huyện Rạch,huyện,91,huyen,,2025-06-30,3 cấp,
00001,Xưa,Xã Xưa,xã,193,xa,,2025-06-30,3 cấp,
00002,Yêu,Xã Yêu,xã,193,xa,,2025-06-30,3 cấp,
00003,Chia,Xã Chia,xã,193,xa,,2025-06-30,3 cấp,
01001,Giồng,Xã Giồng,xã,891,xa,,2025-06-30,3 cấp,
`,
		"mapping.csv": `former_code,new_code,former_level,new_level,kind,pop_share,default_target,valid_from,via
22,22,tinh,tinh,giu_nguyen,1,1,2025-07-01,
89,91,tinh,tinh,toan_bo,1,1,2025-07-01,
91,91,tinh,tinh,toan_bo,1,1,2025-07-01,
00001,10001,xa,xa,toan_bo,1,1,2025-07-01,
00002,10002,xa,xa,toan_bo,1,1,2025-07-01,
00003,10001,xa,xa,mot_phan,0.5,1,2025-07-01,
00003,10002,xa,xa,mot_phan,0.5,,2025-07-01,
01001,20001,xa,xa,toan_bo,1,1,2025-07-01,
`,
		"lineage_2021_2025.csv": "former_code,successor_code,valid_from\n",
		"code_aliases.csv":      "alias_code,code\n",
	}
	fsys := fstest.MapFS{}
	for name, text := range files {
		fsys[name] = &fstest.MapFile{Data: []byte(text)}
	}
	tree, err := unit.Load(fsys)
	if err != nil {
		t.Fatal(err)
	}
	body := func(id unit.ID, code unit.Code, seat, under unit.ID) *unit.Unit {
		return &unit.Unit{ID: id, Code: code, Level: unit.Organisation,
			Versions: []unit.Version{{Name: string(code), FullName: string(code), Parent: seat, Under: under}}}
	}
	tree, err = tree.With([]*unit.Unit{
		body(office, "22.SNV", p22, p22), body(branch, "22.SNV.1", x, office), body(school, "22.TH", x, 0),
		body(union, "22.HPN", p22, p22), body(central, "BNV", unit.VN, unit.VN),
		body(chapter, "22.BNV", p22, central), body(ministry, "BTC", unit.VN, 0),
	})
	if err != nil {
		t.Fatal(err)
	}
	return tree
}

// what a position opens to a grant whose role has the right.
type opens struct{ write, records, sums bool }

var (
	all      = opens{true, true, true}
	nothing  = opens{}
	sumsOnly = opens{sums: true}
)

func TestMay(t *testing.T) {
	tree, roles, has := country(t), contentRoles(t), hasByMatrix(t)
	if len(roles) != len(has) {
		t.Errorf("content has %d roles, the matrix %d", len(roles), len(has))
	}
	for _, test := range []struct {
		position        string
		grant           unit.ID
		reporter, place unit.ID
		day             period.Day
		want            opens
	}{
		{"own commune", x, x, x, today, all},
		{"body below, in the commune", x, school, x, today, all},
		{"province above", x, p22, p22, today, sumsOnly},
		{"country above", x, unit.VN, unit.VN, today, nothing},
		{"sibling commune", x, y, y, today, sumsOnly},
		{"sibling, but it happened here", x, y, x, today, opens{records: true, sums: true}},
		{"other province, but it happened here", x, z, x, today, opens{records: true}},
		{"here, but it happened elsewhere", x, x, z, today, all},
		{"commune of another province", x, z, z, today, nothing},
		{"former commune that came whole", x, formerX, formerX, then, all},
		{"former commune that was split", x, split, split, then, sumsOnly},
		{"former district", x, d193, d193, then, sumsOnly},
		{"former commune of another province", x, formerZ, formerZ, then, nothing},
		{"former commune's own grant, own time", formerX, formerX, formerX, then, all},
		{"former commune's grant, what it became", formerX, x, x, today, sumsOnly},

		{"own province", p22, p22, p22, today, all},
		{"commune below", p22, x, x, today, all},
		{"body below", p22, office, p22, today, all},
		{"body of a commune below", p22, school, x, today, all},
		{"split former commune below", p22, split, split, then, all},
		{"former district below", p22, d193, d193, then, all},
		{"country above the province", p22, unit.VN, unit.VN, today, nothing},
		{"central body", p22, central, unit.VN, today, nothing},
		{"central body, but it happened here", p22, central, x, today, opens{records: true}},
		{"sibling province", p22, p91, p91, today, nothing},
		{"former province that came whole", p91, old89, old89, then, all},
		{"commune of a former province", p91, formerZ, formerZ, then, all},
		{"former district's commune of another province", p91, formerX, formerX, then, nothing},
		{"former province's grant, own time", old89, formerZ, formerZ, then, all},
		{"former province's grant, what it became", old89, z, z, today, sumsOnly},

		{"own body", office, office, p22, today, all},
		{"body that it manages", office, branch, x, today, all},
		{"sibling body", office, union, p22, today, sumsOnly},
		{"province of the body", office, p22, p22, today, sumsOnly},
		{"commune of the body's province", office, x, x, today, sumsOnly},
		{"commune of another province than the body's", office, z, z, today, nothing},
		{"commune's body of a school", school, x, x, today, sumsOnly},

		{"country", unit.VN, unit.VN, unit.VN, today, all},
		{"province from the country", unit.VN, p91, p91, today, all},
		{"commune from the country", unit.VN, x, x, today, all},
		{"former commune from the country", unit.VN, split, split, then, all},
		{"central body from the country", unit.VN, central, unit.VN, today, all},
		{"own central body", central, central, unit.VN, today, all},
		{"commune from a central body", central, x, x, today, nothing},
		{"province from a central body", central, p22, p22, today, nothing},
		{"country from a central body", central, unit.VN, unit.VN, today, nothing},
		{"other central body", central, ministry, unit.VN, today, nothing},
		{"body that a central body manages", central, chapter, p22, today, all},
		{"sibling of the managed body", central, union, p22, today, nothing},

		{"a unit that is not there", p22, 999, 999, today, nothing},
	} {
		for _, role := range roles {
			p := For(Actor{Account: 1, Grants: []Grant{{role.Name, test.grant}}}, roles, tree)
			for _, right := range Rights {
				want := test.want.write
				switch right {
				case ReadRecords:
					want = test.want.records
				case ReadSums:
					want = test.want.sums
				}
				want = want && has[role.Name][right]
				if got := p.May(right, test.reporter, test.place, test.day); got != want {
					t.Errorf("%s: may %s at %d %s a record of %d in %d on %d: got %v, want %v",
						test.position, role.Name, test.grant, right, test.reporter, test.place, test.day, got, want)
				}
			}
		}
	}
}

func TestPass(t *testing.T) {
	tree, roles := country(t), contentRoles(t)
	pass := func(g ...Grant) *Pass { return For(Actor{Grants: g}, roles, tree) }
	p := pass(Grant{"officer", x}, Grant{"viewer", p91}, Grant{"approver", x}, Grant{"forgotten", unit.VN}, Grant{Administrator, 999})
	if got := p.Units(ReadRecords); !slices.Equal(got, []unit.ID{x, p91}) {
		t.Errorf("records are read for %v, want %v", got, []unit.ID{x, p91})
	}
	if got := p.Units(Approve); !slices.Equal(got, []unit.ID{x}) {
		t.Errorf("approves for %v, want %v", got, []unit.ID{x})
	}
	if p.Has(Administer) || p.Everywhere(ReadRecords) {
		t.Error("a role and a unit that are not there gave rights")
	}
	if !p.May(ReadSums, y, y, today) || !p.May(ReadSums, z, z, today) || p.May(Enter, z, z, today) {
		t.Error("grants do not stand beside each other")
	}
	if none := pass(); none.Has(ReadSums) || none.May(ReadSums, unit.VN, unit.VN, today) {
		t.Error("an actor without grants reads sums")
	}
	if !pass(Grant{"viewer", unit.VN}).Everywhere(ReadRecords) {
		t.Error("a viewer of the country does not read everywhere")
	}
}

func TestMayGrant(t *testing.T) {
	tree, roles := country(t), contentRoles(t)
	for _, test := range []struct {
		by   Grant
		role string
		of   unit.ID
		want bool
	}{
		{Grant{"standing_office", p22}, "officer", x, true},
		{Grant{"standing_office", p22}, "standing_office", x, true},
		{Grant{"standing_office", p22}, Administrator, x, false},
		{Grant{"standing_office", p22}, "officer", z, false},
		{Grant{"standing_office", x}, "officer", p22, false},
		{Grant{"standing_office", unit.VN}, Administrator, unit.VN, false},
		{Grant{"approver", p22}, "viewer", x, false},
		{Grant{Administrator, unit.VN}, Administrator, p22, true},
		{Grant{Administrator, unit.VN}, "forgotten", p22, false},
	} {
		p := For(Actor{Grants: []Grant{test.by}}, roles, tree)
		if got := p.MayGrant(test.role, test.of, today); got != test.want {
			t.Errorf("%v gives %s on %d: got %v, want %v", test.by, test.role, test.of, got, test.want)
		}
	}
}

func TestNewRole(t *testing.T) {
	for _, test := range []struct {
		rights []string
		key    string
	}{
		{[]string{"enter", "fly", "read_records"}, "role.right_unknown"},
		{[]string{"read_records", "read_records"}, "content.twice"},
		{[]string{"enter", "read_sums"}, "role.blind"},
	} {
		if _, err := NewRole("clerk", test.rights); !errors.Is(err.(fault.List)[0], &fault.Error{Key: test.key}) {
			t.Errorf("a role with %q: %v, want %s", test.rights, err, test.key)
		}
	}
	r, err := NewRole("clerk", []string{"read_sums", "read_records", "enter"})
	if err != nil || !slices.Equal(r.Rights, []Right{Enter, ReadRecords, ReadSums}) {
		t.Errorf("rights are %v, %v", r.Rights, err)
	}
}
