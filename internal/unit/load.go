package unit

import (
	"cmp"
	"io/fs"
	"slices"
	"strconv"
	"sync"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// reform is the day on which 63 provinces became 34 and districts ended: the
// units of the old system end before it.
const reform period.Day = 20250701

// usual is about how many units there are, to make room once.
const usual = 16_000

// The files that Load reads.
const (
	unitsFile   = "units.csv"
	formerFile  = "former_units.csv"
	mappingFile = "mapping.csv"
	lineageFile = "lineage_2021_2025.csv"
	aliasFile   = "code_aliases.csv"
)

// Load reads the units and their lineage from a folder that holds the files of
// content/unit. It refuses, with a fault for each file and line, codes that are no
// codes, days that are none, versions that overlap, units without a unit above
// them, and lineage that names unknown units, sends the whole of one unit two ways,
// shares out more or less than all of one, or leads back to where it began.
func Load(fsys fs.FS) (*Tree, error) {
	l := &loader{
		fsys:   fsys,
		places: &places{byID: make(map[ID]*place, usual), byCode: make(map[Code][2]*place, usual), alias: map[Code]Code{}},
		dates:  map[string]period.Day{"": 0},
		words:  map[string]string{},
		same:   map[string]bool{},
		lines:  make(map[*place]lineOfFile, usual),
	}
	country := &place{Unit: Unit{ID: VN, Code: "VN", Level: Country,
		Versions: []Version{{Name: "Việt Nam", FullName: "Việt Nam"}}}}
	l.byID[VN] = country
	l.byCode["VN"] = [2]*place{country}
	for _, step := range []func() error{l.readMapping, l.readFormer, l.readToday, l.readLineage, l.readAliases} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	if len(l.faults) == 0 {
		l.order()
	}
	if len(l.faults) == 0 {
		l.link()
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	l.index = sync.OnceValue(func() nameIndex {
		list := make([]*Unit, len(l.all))
		for i, p := range l.all {
			list[i] = &p.Unit
		}
		return newIndex(list)
	})
	l.areas = sync.OnceValue(l.findAreas)
	t := &Tree{places: l.places, orgIndex: func() nameIndex { return nameIndex{} }}
	t.shards = t.listShards(nil)
	return t, nil
}

type loader struct {
	*places
	fsys   fs.FS
	faults fault.List
	dates  map[string]period.Day // as written
	words  map[string]string     // types, kept once
	flows  []flow
	same   map[string]bool       // codes that name one unit on both sides of the reform
	lines  map[*place]lineOfFile // where each unit was last read, for faults
}

type lineOfFile struct {
	file string
	line int
}

// flow is a line of the lineage: part or all of one unit went to another.
type flow struct {
	from, to string
	day      period.Day
	share    int64 // what part of the people, in billionths; unknown for most that were split
	likely   bool  // the default target
	at       lineOfFile
}

// Shares of a flow.
const (
	all     int64 = 1_000_000_000
	unknown int64 = -1
)

func (l *loader) fail(at lineOfFile, key string, args ...any) {
	l.faults = append(l.faults, fault.New(fault.Invalid, key, args...).At("unit/"+at.file, at.line))
}

// readMapping reads the lineage of the reform and finds the units that live on
// through it: not merged, only renamed or retyped, and nothing else flowed in.
func (l *loader) readMapping() error {
	type pair struct{ from, to string }
	var unchanged []pair
	in, out := map[string]int{}, map[string]int{}
	err := l.read(mappingFile, []string{"former_code", "new_code", "former_level", "new_level", "kind",
		"pop_share", "default_target", "valid_from", "via"}, func(at lineOfFile, f []string) {
		if f[8] != "" {
			return // what went before 2025 is in the older lineage, step by step
		}
		if f[2] == "huyen" && f[3] == "tinh" {
			return // every district ended; its province is known from the district itself
		}
		day := l.day(at, f[7])
		switch f[4] {
		case "giu_nguyen", "doi_ten", "doi_loai":
			if day == reform {
				unchanged = append(unchanged, pair{f[0], f[1]})
			}
		}
		if day == reform {
			in[f[1]]++
			out[f[0]]++
		}
		l.flows = append(l.flows, flow{f[0], f[1], day, l.share(at, f[5]), f[6] == "1", at})
	})
	for _, p := range unchanged {
		if p.from == p.to && in[p.to] == 1 && out[p.from] == 1 {
			l.same[p.from] = true
		}
	}
	return err
}

func (l *loader) readFormer() error {
	return l.read(formerFile, []string{"code", "name", "full_name", "type", "parent_code", "level", "valid_from",
		"valid_to", "system", "alt_name"}, func(at lineOfFile, f []string) {
		system := 1
		if f[8] != "3 cấp" {
			system = 2
		}
		v := Version{Name: f[1], FullName: f[2], Type: f[3], AltName: f[9], First: l.day(at, f[6]), Last: l.day(at, f[7])}
		if v.Last == 0 {
			l.fail(at, "unit.data_day", "value", f[7])
			return
		}
		l.version(at, system, f[0], f[5], f[4], v)
	})
}

func (l *loader) readToday() error {
	return l.read(unitsFile, []string{"code", "name", "full_name", "type", "parent_code", "level", "valid_from"},
		func(at lineOfFile, f []string) {
			v := Version{Name: f[1], FullName: f[2], Type: f[3], First: l.day(at, f[6])}
			l.version(at, 2, f[0], f[5], f[4], v)
		})
}

func (l *loader) readLineage() error {
	return l.read(lineageFile, []string{"former_code", "successor_code", "valid_from"}, func(at lineOfFile, f []string) {
		l.flows = append(l.flows, flow{f[0], f[1], l.day(at, f[2]), all, true, at})
	})
}

func (l *loader) readAliases() error {
	return l.read(aliasFile, []string{"alias_code", "code"}, func(at lineOfFile, f []string) {
		if _, ok := l.byCode[Code(f[1])]; !ok {
			l.fail(at, "unit.data_unknown", "code", f[1])
		}
		l.alias[Code(f[0])] = Code(f[1])
	})
}

var levels = map[string]struct {
	level Level
	width int
}{"tinh": {Province, 2}, "huyen": {District, 3}, "xa": {Commune, 5}}

// id is the id of a code, 0 if it is none of that level.
func (l *loader) id(system int, code, level string) ID {
	lv := levels[level]
	if len(code) != lv.width || !digits(code) {
		return 0
	}
	if l.same[code] {
		system = 1
	}
	n, _ := strconv.Atoi(code)
	return ID(system*1_000_000 + int(lv.level)*100_000 + n)
}

// version adds a version to the unit that it is of, which it makes if need be.
func (l *loader) version(at lineOfFile, system int, code, level, parent string, v Version) {
	id := l.id(system, code, level)
	if id == 0 || v.Name == "" || v.FullName == "" {
		l.fail(at, "unit.data_line", "code", code)
		return
	}
	switch above := levels[level].level - 1; {
	case above == Country:
		v.Parent = VN
	case above == Province || system == 2:
		v.Parent = l.id(system, parent, "tinh")
	default:
		v.Parent = l.id(system, parent, "huyen")
	}
	if known, ok := l.words[v.Type]; ok {
		v.Type = known
	} else {
		l.words[v.Type] = v.Type
	}
	p := l.byID[id]
	if p == nil {
		p = &place{Unit: Unit{ID: id, Code: Code(code), Level: levels[level].level}}
		l.byID[id] = p
		both := l.byCode[p.Code]
		both[id/1_000_000-1] = p
		l.byCode[p.Code] = both
	}
	p.Versions = append(p.Versions, v)
	l.lines[p] = at
}

// order sorts the versions of each unit, joins those that say the same, and checks
// that they follow one another below units that are there.
func (l *loader) order() {
	l.all = make([]*place, 0, len(l.byID))
	for _, p := range l.byID {
		l.all = append(l.all, p)
	}
	slices.SortFunc(l.all, func(a, b *place) int { return int(a.ID - b.ID) })
	for _, p := range l.all {
		slices.SortFunc(p.Versions, func(a, b Version) int { return cmp.Compare(a.First, b.First) })
		kept := p.Versions[:1]
		for _, v := range p.Versions[1:] {
			w := &kept[len(kept)-1]
			if w.Last == 0 || v.First <= w.Last {
				l.fail(l.lines[p], "unit.data_overlap", "code", string(p.Code), "day", v.First)
			}
			if w.Name == v.Name && w.FullName == v.FullName && w.Type == v.Type && w.Parent == v.Parent && w.Last.Add(1) == v.First {
				w.Last = v.Last
				continue
			}
			kept = append(kept, v)
		}
		p.Versions = slices.Clip(kept)
		for _, v := range p.Versions {
			if v.Last != 0 && v.Last < v.First {
				l.fail(l.lines[p], "unit.data_overlap", "code", string(p.Code), "day", v.First)
			}
			above := l.byID[v.Parent]
			if p.ID != VN && (above == nil || !above.holds(v)) {
				l.fail(l.lines[p], "unit.data_parent", "code", string(p.Code))
			} else if above != nil && !slices.Contains(above.below, p) {
				above.below = append(above.below, p)
			}
			if v.First != 0 && !slices.Contains(l.places.days, v.First) {
				l.places.days = append(l.places.days, v.First)
			}
		}
	}
	slices.Sort(l.places.days)
}

// holds tells whether the unit is there on the first and last day of a version.
func (u *Unit) holds(v Version) bool {
	if v.Last == 0 {
		return u.inForce(v.First) && u.Last() == 0
	}
	return u.inForce(v.First) && u.inForce(v.Last)
}

// bearer is the place that bears the code on the day, nil if none does.
func (ps *places) bearer(code Code, d period.Day) *place {
	for _, p := range ps.byCode[code] {
		if p != nil && p.inForce(d) {
			return p
		}
	}
	return nil
}

// digits tells whether s is one or more ASCII digits.
func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
