package register

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

func mapFS(file string, data []byte) fstest.MapFS { return fstest.MapFS{file: {Data: data}} }

var _ Units = (*unit.Tree)(nil)

// atlas is a map of a few units, with the faults of *unit.Tree.
type atlas []*unit.Unit

const (
	quangNinh unit.ID = 1_100_022
	haTu      unit.ID = 1_306_652
	haLong    unit.ID = 1_200_193 // a former district
	hue       unit.ID = 1_100_046
	sonLa     unit.ID = 1_300_001
	sonLaToo  unit.ID = 1_300_002 // of the same name
	school    unit.ID = unit.FirstOrganisation + 1
	labour    unit.ID = unit.FirstOrganisation + 2
)

var testUnits = atlas{
	{ID: unit.VN, Code: "VN", Versions: []unit.Version{{Name: "Việt Nam"}}},
	{ID: quangNinh, Code: "22", Level: unit.Province, Versions: []unit.Version{{Name: "Quảng Ninh", FullName: "Tỉnh Quảng Ninh", Parent: unit.VN}}},
	{ID: hue, Code: "46", Level: unit.Province, Versions: []unit.Version{{Name: "Huế", FullName: "Thành phố Huế", Parent: unit.VN}}},
	{ID: haLong, Code: "193", Level: unit.District, Versions: []unit.Version{{Name: "Hạ Long", FullName: "Thành phố Hạ Long", Parent: quangNinh, Last: 20250630}}},
	{ID: haTu, Code: "06652", Level: unit.Commune, Versions: []unit.Version{
		{Name: "Hà Tu", FullName: "Phường Hà Tu", Parent: quangNinh}}},
	{ID: sonLa, Code: "00001", Level: unit.Commune, Versions: []unit.Version{{Name: "Sơn La", FullName: "Xã Sơn La", Parent: quangNinh}}},
	{ID: sonLaToo, Code: "00002", Level: unit.Commune, Versions: []unit.Version{{Name: "Sơn La", FullName: "Xã Sơn La", Parent: quangNinh}}},
	{ID: school, Code: "22.THCS", Level: unit.Organisation, Versions: []unit.Version{{Name: "Trường THCS Hà Tu", Parent: haTu}}},
	{ID: labour, Code: "TW.BNV", Level: unit.Organisation, Versions: []unit.Version{{Name: "Bộ Nội vụ", Parent: unit.VN}}},
}

func (a atlas) Unit(id unit.ID) *unit.Unit {
	for _, u := range a {
		if u.ID == id {
			return u
		}
	}
	return nil
}

func (a atlas) Parent(id unit.ID, _ period.Day) unit.ID {
	if u := a.Unit(id); u != nil {
		return u.Versions[0].Parent
	}
	return 0
}

func (a atlas) Lookup(text string, in unit.ID, d period.Day) (*unit.Unit, error) {
	var found []*unit.Unit
	for _, u := range a {
		v := u.Versions[0]
		if !slices.Contains([]string{vn.Fold(string(u.Code)), vn.Fold(v.Name), vn.Fold(v.FullName)}, vn.Fold(text)) || vn.Fold(text) == "" {
			continue
		}
		for id := u.ID; id != 0; id = a.Parent(id, d) {
			if id == in {
				found = append(found, u)
			}
		}
	}
	switch {
	case len(found) == 0:
		return nil, fault.New(fault.Invalid, "unit.unknown", "text", text)
	case len(found) > 1:
		return nil, fault.New(fault.Invalid, "unit.ambiguous", "text", text)
	case found[0].Versions[0].Last != 0 && d > found[0].Versions[0].Last:
		return nil, fault.New(fault.Invalid, "unit.not_then", "text", text)
	}
	return found[0], nil
}

func testEnv(t testing.TB, lang string) Env {
	_, lists, book := loadOurs(t)
	return Env{
		Tree: testUnits, In: quangNinh, Today: 20261122,
		List: func(name string) *List { return lists[name] },
		Say:  book.Say, Lang: lang,
	}
}

// row is an input written as column=value, parted by commas that no value has.
func row(text string) Input {
	in := Input{}
	for _, p := range strings.Split(text, ",") {
		if k, v, ok := strings.Cut(p, "="); ok {
			in[strings.TrimSpace(k)] = v
		}
	}
	return in
}

// told is what the problems say: column and key, a warning marked with ?.
func told(p Problems) string {
	var s []string
	for _, x := range p {
		mark := ""
		if x.Warning {
			mark = "?"
		}
		s = append(s, x.Fault.Place.Column+":"+strings.TrimPrefix(x.Fault.Key, "check.")+mark)
	}
	return strings.Join(s, " ")
}

// show prints what an entry says, the values in the order of the fields.
func show(d *Definition, e Entry) string {
	s := []string{fmt.Sprintf("kind=%d unit=%d place=%d %d-%d closed=%d", e.Kind, e.Unit, e.Place, e.First, e.Last, e.Closed)}
	for _, f := range d.Fields {
		v, ok := e.Values[f.ID]
		if !ok {
			continue
		}
		switch {
		case v.Number != nil:
			s = append(s, fmt.Sprintf("%s=%d%s%s", f.ID, v.Number.N, v.Number.Q, v.Number.Words))
		case v.Codes != nil:
			s = append(s, f.ID+"="+strings.Join(v.Codes, "+"))
		case v.Units != nil:
			s = append(s, f.ID+"="+fmt.Sprint(v.Units))
		default:
			s = append(s, f.ID+"="+v.Text)
		}
	}
	return strings.Join(s, " ")
}
