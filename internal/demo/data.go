package demo

import (
	"encoding/csv"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// The files of content/demo. Row files are sheets as they are imported, named
// <region>-<register>.csv: what no template can say, to the letter.
const (
	organisationsFile = "organisations.csv"
	regionFile        = "region.csv"
	totalFile         = "total.csv"
	talkFile          = "talk.csv"
	entryFile         = "entry.csv"
	rowFiles          = "row/*.csv"
)

// region is where some of the sample happens, under the units of its days.
type region struct {
	key         string
	tops        []unit.ID // a province, a district, or some communes
	first, last period.Day
	share       int             // how much happens there, in percent of what templates count
	mountain    map[string]bool // codes of districts and communes where minorities live
}

// target is what the records of an administrative year add up to.
type target struct {
	region   string
	year     int
	register register.Name
	field    string
	all      int64
	rest     int64 // of these, how many a total "hơn ..." declares
}

// template says how to make entries of one kind.
type template struct {
	register register.Name
	who      string   // a level of places, or a type of organisations
	regions  []string // empty: all
	years    [2]int   // first and last; 0: all
	months   []int    // empty: as the campaigns of the year have it
	count    int      // a year, in a region of 100 percent; of a talk: its weight
	each     bool     // one a year for every reporter
	kind     string   // of a total
	settle   string   // the field that is brought to a target
	closing  int      // of a stock: percent that close in 2026
	fields   []field
}

// body is an organisation as its sheet tells it.
type body struct {
	code     string
	versions []version
}

type version struct {
	name, typ   string
	seat        unit.ID
	first, last period.Day
}

// source is all that content/demo says.
type source struct {
	organisations []register.Input
	bodies        []*body
	regions       []*region
	targets       []target
	talks         []*template
	entries       []*template
	rows          map[string][]register.Input // by region-register
	registers     []register.Name             // in the order in which they come
}

func read(tree *unit.Tree, fsys fs.FS) (*source, error) {
	s := &source{rows: map[string][]register.Input{}}
	for _, step := range []struct {
		file string
		take func(map[string]string) error
	}{
		{organisationsFile, func(r map[string]string) error { return s.organisation(tree, r) }},
		{regionFile, func(r map[string]string) error { return s.region(tree, r) }},
		{totalFile, s.target},
		{talkFile, func(r map[string]string) error { return s.template(&s.talks, r) }},
		{entryFile, func(r map[string]string) error { return s.template(&s.entries, r) }},
	} {
		if err := table(fsys, step.file, step.take); err != nil {
			return nil, err
		}
	}
	files, err := fs.Glob(fsys, rowFiles)
	if err != nil {
		return nil, err
	}
	for _, f := range files {
		key := strings.TrimSuffix(path.Base(f), ".csv")
		_, reg, _ := strings.Cut(key, "-")
		s.add(register.Name(reg))
		err := table(fsys, f, func(r map[string]string) error {
			s.rows[key] = append(s.rows[key], r)
			return nil
		})
		if err != nil {
			return nil, err
		}
	}
	return s, nil
}

// table gives the rows of a CSV file by the names of its columns, without empty cells.
func table(fsys fs.FS, name string, take func(map[string]string) error) error {
	f, err := fsys.Open(name)
	if err != nil {
		return err
	}
	defer f.Close()
	list, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return fmt.Errorf("demo/%s: %w", name, err)
	}
	for i, line := range list[min(1, len(list)):] {
		row := map[string]string{}
		for j, cell := range line {
			if cell != "" {
				row[list[0][j]] = cell
			}
		}
		if err := take(row); err != nil {
			return fmt.Errorf("demo/%s, row %d: %w", name, i+2, err)
		}
	}
	return nil
}

func (s *source) add(name register.Name) {
	if !slices.Contains(s.registers, name) {
		s.registers = append(s.registers, name)
	}
}

func (s *source) organisation(tree *unit.Tree, r map[string]string) error {
	s.organisations = append(s.organisations, r)
	v := version{name: r["name"], typ: r["type"]}
	var err error
	if v.first, v.last, err = days(r["first"], r["last"]); err != nil {
		return err
	}
	seat, err := tree.Lookup(r["seat"], unit.VN, min(v.last, end))
	if err != nil {
		return err
	}
	v.seat = seat.ID
	if n := len(s.bodies); n > 0 && s.bodies[n-1].code == r["code"] {
		s.bodies[n-1].versions = append(s.bodies[n-1].versions, v)
		return nil
	}
	s.bodies = append(s.bodies, &body{r["code"], []version{v}})
	return nil
}

func (s *source) region(tree *unit.Tree, r map[string]string) error {
	g := &region{key: r["key"], mountain: map[string]bool{}}
	var err error
	if g.first, g.last, err = days(r["first"], r["last"]); err != nil {
		return err
	}
	for _, ref := range strings.Fields(r["tops"]) {
		u, _, err := tree.Resolve(ref, end)
		if err != nil {
			return err
		}
		g.tops = append(g.tops, u.ID)
	}
	for _, c := range strings.Fields(r["mountain"]) {
		g.mountain[c] = true
	}
	g.share, err = strconv.Atoi(r["share"])
	s.regions = append(s.regions, g)
	return err
}

func (s *source) target(r map[string]string) error {
	t := target{region: r["region"], register: register.Name(r["register"]), field: r["field"]}
	var err error
	if t.year, err = strconv.Atoi(r["year"]); err != nil {
		return err
	}
	if t.all, err = strconv.ParseInt(r["all"], 10, 64); err != nil {
		return err
	}
	if r["rest"] != "" {
		t.rest, err = strconv.ParseInt(r["rest"], 10, 64)
	}
	s.targets = append(s.targets, t)
	return err
}

func (s *source) template(into *[]*template, r map[string]string) error {
	t := &template{register: register.Name(r["register"]), who: r["who"], regions: strings.Fields(r["regions"]),
		kind: r["kind"], settle: r["settle"], years: [2]int{firstYear, lastYear}, each: r["count"] == "each"}
	s.add(t.register)
	var err error
	number := func(text string) int {
		n, bad := strconv.Atoi(text)
		if bad != nil {
			err = bad
		}
		return n
	}
	if a, b, ok := strings.Cut(r["years"], ".."); ok {
		t.years = [2]int{number(a), number(b)}
	} else if a != "" {
		t.years = [2]int{number(a), number(a)}
	}
	for _, m := range strings.Fields(r["months"]) {
		t.months = append(t.months, number(m))
	}
	if !t.each {
		t.count = number(r["count"])
	}
	if r["closing"] != "" {
		t.closing = number(r["closing"])
	}
	for _, f := range strings.Split(r["fields"], ";") {
		g, bad := parseField(strings.TrimSpace(f))
		if bad != nil {
			err = bad
		}
		t.fields = append(t.fields, g)
	}
	*into = append(*into, t)
	return err
}

// days reads two days, of which an empty one leaves its side open.
func days(first, last string) (a, b period.Day, err error) {
	b = 99991231
	if first != "" {
		if a, err = period.ParseDay(first); err != nil {
			return 0, 0, err
		}
	}
	if last != "" {
		b, err = period.ParseDay(last)
	}
	return a, b, err
}
