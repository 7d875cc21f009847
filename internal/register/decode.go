package register

import (
	"path"
	"strconv"
	"strings"

	"binhdang/internal/period"
	"binhdang/internal/strict"
)

// The shapes of a register's file. A key that is not here is a fault.
type (
	fileDefinition struct {
		Number    int           `toml:"number"`
		Edition   int           `toml:"edition"`
		From      strict.Date   `toml:"from"`
		Stock     bool          `toml:"stock"`
		Totals    bool          `toml:"totals"`
		Made      bool          `toml:"made"`
		Calendar  string        `toml:"calendar"`
		Count     string        `toml:"count"`
		Crossings [][]string    `toml:"crossings"`
		Near      []string      `toml:"near"`
		Stated    *fileStated   `toml:"stated"`
		Measures  []fileMeasure `toml:"measure"`
		Fields    []fileField   `toml:"field"`
	}
	fileMeasure struct {
		ID       string `toml:"id"`
		PartOf   string `toml:"part_of"`
		Money    bool   `toml:"money"`
		OverTime string `toml:"over_time"`
	}
	fileField struct {
		ID       string     `toml:"id"`
		Kind     string     `toml:"kind"`
		Group    string     `toml:"group"`
		Required bool       `toml:"required"`
		List     string     `toml:"list"`
		Only     []string   `toml:"only"`
		By       bool       `toml:"by"`
		Long     bool       `toml:"long"`
		Public   bool       `toml:"public"`
		Within   bool       `toml:"within"`
		Max      int64      `toml:"max"`
		Measure  string     `toml:"measure"`
		Route    *fileRoute `toml:"route"`
		Default  *int64     `toml:"default"`
		PartOf   string     `toml:"part_of"`
		Sum      []string   `toml:"sum"`
		Usual    int64      `toml:"usual"`
		Per      string     `toml:"per"`
		Words    bool       `toml:"words"`
		Money    bool       `toml:"money"`
	}
	fileStated struct {
		Of          string `toml:"of"`
		Value       string `toml:"value"`
		Numerator   string `toml:"numerator"`
		Denominator string `toml:"denominator"`
		Judgement   string `toml:"judgement"`
		Level       string `toml:"level"`
		Basis       string `toml:"basis"`
		Source      string `toml:"source"`
		Paper       string `toml:"paper"`
	}
	fileRoute struct {
		By   string            `toml:"by"`
		Attr string            `toml:"attr"`
		To   map[string]string `toml:"to"`
	}
)

// Decode reads one edition of a register from TOML. The name is the file's:
// activity.toml, and activity-2.toml for its second edition. Unknown keys and
// definitions that would make wrong sums are refused with file, line and word.
// Code lists are not seen here: whether a list has a code or an attribute is
// for the catalog to check.
func Decode(file string, data []byte) (*Definition, error) {
	var raw fileDefinition
	if err := strict.TOML(file, data, &raw); err != nil {
		return nil, err
	}
	d := raw.definition()
	d.Name = Name(strings.TrimSuffix(path.Base(file), ".toml"))
	if i := strings.LastIndexByte(string(d.Name), '-'); i >= 0 {
		if n := string(d.Name[i+1:]); n == strconv.Itoa(d.Edition) {
			d.Name = d.Name[:i]
		}
	}
	c := &structure{d: d, file: file, lines: strings.Split(string(data), "\n")}
	c.check(raw.From)
	if len(c.faults) > 0 {
		return nil, c.faults
	}
	d.Span = SpanOf(d)
	return d, nil
}

func (raw *fileDefinition) definition() *Definition {
	d := &Definition{
		Number:    raw.Number,
		Edition:   raw.Edition,
		From:      period.Date(raw.From.Year, raw.From.Month, raw.From.Day),
		Stock:     raw.Stock,
		Totals:    raw.Totals,
		Made:      raw.Made,
		Calendar:  period.Calendar(raw.Calendar),
		Count:     raw.Count,
		Crossings: raw.Crossings,
		Near:      raw.Near,
	}
	if raw.Stated != nil {
		s := Stated(*raw.Stated)
		d.Stated = &s
	}
	if d.Calendar == "" {
		d.Calendar = period.Admin
	}
	for _, m := range raw.Measures {
		if m.OverTime == "" {
			m.OverTime = "sum"
			if d.Stock {
				m.OverTime = "level"
			}
		}
		d.Measures = append(d.Measures, Measure(m))
	}
	for _, f := range raw.Fields {
		g := &Field{
			ID: f.ID, Kind: FieldKind(f.Kind), Group: f.Group, Required: f.Required,
			List: f.List, Only: f.Only, By: f.By, Long: f.Long, Public: f.Public, Within: f.Within, Max: f.Max,
			Measure: f.Measure, Default: f.Default, PartOf: f.PartOf, Sum: f.Sum,
			Usual: f.Usual, Per: f.Per, Words: f.Words, Money: f.Money,
		}
		if f.Route != nil {
			g.Route = &Route{By: f.Route.By, Attr: f.Route.Attr, To: f.Route.To}
		}
		d.Fields = append(d.Fields, g)
	}
	return d
}
