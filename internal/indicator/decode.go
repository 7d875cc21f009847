package indicator

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/strict"
)

// scales that a ratio may be multiplied by.
var scales = []int64{1, 100, 1000, 100000}

// maxDecimals is the most places that a ratio may be printed with.
const maxDecimals = 6

// source is where a definition was read, for faults that Check finds later.
type source struct {
	file  string
	lines map[string]int // of each key
}

// fileIndicator is the shape of an indicator's file. A key that is not here is a fault.
type fileIndicator struct {
	Value       string              `toml:"value"`
	Declared    bool                `toml:"declared"`
	Share       bool                `toml:"share"`
	Numerator   string              `toml:"numerator"`
	Denominator string              `toml:"denominator"`
	Scale       *int64              `toml:"scale"`
	Decimals    *int                `toml:"decimals"`
	OverTime    string              `toml:"over_time"`
	OverUnits   string              `toml:"over_units"`
	By          []string            `toml:"by"`
	Where       map[string][]string `toml:"where"`
	Money       bool                `toml:"money"`
	Unit        string              `toml:"unit"`
	Quota       *fileQuota          `toml:"quota"`
}

// Decode reads one indicator from a file of content/indicator, whose name is the
// indicator's name. A key that does not exist, a wrong type and a formula that
// cannot be read are faults with file and line.
func Decode(file string, data []byte) (*Definition, error) {
	src := source{file, linesOf(data)}
	var raw fileIndicator
	if err := strict.TOML(file, data, &raw); err != nil {
		return nil, err
	}
	d := &Definition{
		Name:      Name(strings.TrimSuffix(path.Base(file), ".toml")),
		OverTime:  raw.OverTime,
		OverUnits: raw.OverUnits,
		By:        raw.By,
		Where:     raw.Where,
		Money:     raw.Money,
		Unit:      raw.Unit,
		Declared:  raw.Declared,
		Share:     raw.Share,
		Scale:     1,
		src:       src,
	}
	var faults fault.List
	say := func(key, sentence string, args ...any) {
		faults = append(faults, src.fault(key, sentence, args...))
	}
	formula := func(key, text string) Expr {
		e, err := ParseExpr(text)
		for _, f := range fault.All(err) {
			faults = append(faults, f.At(file, src.line(key)))
		}
		return e
	}

	if !wellNamed(string(d.Name)) {
		say("", "content.id", "id", string(d.Name))
	}
	switch {
	case raw.Quota != nil:
		raw.quota(d, say)
		raw.ratio(d, say)
	case d.Declared && (raw.Value != "" || raw.Numerator != "" || raw.Denominator != "" || len(raw.By) > 0 || len(raw.Where) > 0 || raw.Money):
		say("declared", "indicator_file.declared_alone")
	case d.Declared:
		raw.ratio(d, say)
		if d.OverTime != AddsNone || d.OverUnits != AddsNone {
			say("over_time", "indicator_file.declared_adds")
		}
		if d.YesNo() && (d.Scale != 1 || d.Decimals != 0) {
			say("unit", "indicator_file.yes_no")
		}
	case d.YesNo():
		say("unit", "indicator_file.yes_no")
	case raw.Value != "" && (raw.Numerator != "" || raw.Denominator != ""):
		say("value", "indicator_file.value_or_ratio")
	case raw.Value != "":
		d.Numerator = formula("value", raw.Value)
		if raw.Scale != nil {
			say("scale", "indicator_file.only_ratio", "key", "scale")
		}
		if raw.Decimals != nil {
			say("decimals", "indicator_file.only_ratio", "key", "decimals")
		}
		if raw.Share {
			say("share", "indicator_file.only_ratio", "key", "share")
		}
	case raw.Numerator != "" && raw.Denominator != "":
		d.Numerator = formula("numerator", raw.Numerator)
		d.Denominator = formula("denominator", raw.Denominator)
		raw.ratio(d, say)
	default:
		say("numerator", "indicator_file.value_or_ratio")
	}
	if !slices.Contains([]string{AddsSum, AddsLevel, AddsNone}, d.OverTime) {
		say("over_time", "content.value", "key", "over_time", "value", d.OverTime, "allowed", "sum, level, none")
	}
	if !slices.Contains([]string{AddsSum, AddsNone}, d.OverUnits) {
		say("over_units", "content.value", "key", "over_units", "value", d.OverUnits, "allowed", "sum, none")
	}
	if !strings.HasPrefix(d.Unit, "count.") {
		say("unit", "content.value", "key", "unit", "value", d.Unit, "allowed", "count.*")
	}
	for i, f := range d.By {
		if slices.Contains(d.By[:i], f) {
			say("by", "content.twice", "id", f)
		}
	}
	for _, f := range d.whereFields() {
		if len(d.Where[f]) == 0 {
			say("where", "indicator_file.where_empty", "field", f)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return d, nil
}

// ratio reads how a ratio is printed.
func (raw *fileIndicator) ratio(d *Definition, say func(key, sentence string, args ...any)) {
	if raw.Scale != nil {
		d.Scale = *raw.Scale
	}
	if raw.Decimals != nil {
		d.Decimals = *raw.Decimals
	}
	if !slices.Contains(scales, d.Scale) {
		say("scale", "content.value", "key", "scale", "value", d.Scale, "allowed", "1, 100, 1000, 100000")
	}
	if d.Decimals < 0 || d.Decimals > maxDecimals {
		say("decimals", "content.value", "key", "decimals", "value", d.Decimals, "allowed", "0..6")
	}
	if d.Percent() && d.Scale != 100 || d.Share && !d.Percent() {
		say("unit", "indicator_file.percent")
	}
}

// whereFields are the fields of Where in order.
func (d *Definition) whereFields() []string {
	var out []string
	for f := range d.Where {
		out = append(out, f)
	}
	slices.Sort(out)
	return out
}

var namePattern = regexp.MustCompile(`^[a-z][a-z_]*$`)

func wellNamed(s string) bool { return namePattern.MatchString(s) }

// fault is a fault at the key's line, or at the first line if the key is not there.
func (s source) fault(key, sentence string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, sentence, args...).At(s.file, s.line(key))
}

func (s source) line(key string) int {
	if n, ok := s.lines[key]; ok {
		return n
	}
	return 1
}

var keyPattern = regexp.MustCompile(`^\s*\[?\s*([a-z_]+)\s*[\].=]`)

// linesOf finds the line of each key and table of the top of a file.
func linesOf(data []byte) map[string]int {
	out := map[string]int{}
	for i, line := range strings.Split(string(data), "\n") {
		if m := keyPattern.FindStringSubmatch(line); m != nil && out[m[1]] == 0 {
			out[m[1]] = i + 1
		}
	}
	return out
}
