package register

import (
	"errors"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// maxUnits is how many units one field may name.
const maxUnits = 500

type unitKind struct{}

func (unitKind) keys() []string { return nil }

func (unitKind) check(*structure, int, *Field) {}

func (unitKind) read(r *reader, _ *Field, text string) (Value, []*fault.Error) {
	if r.day == 0 {
		return Value{}, nil // the day is at fault, and said so; without it no name means anything
	}
	u, bad := r.anyUnit(text)
	if bad != nil {
		return Value{}, one(bad)
	}
	return Value{Units: []unit.ID{u.ID}}, nil
}

func (unitKind) text(_ *Field, v Value, env Env, _ string) string { return unitsText(v, env) }

type unitsKind struct{}

func (unitsKind) keys() []string { return nil }

func (unitsKind) check(*structure, int, *Field) {}

// read takes units parted by ; or | or lines: a comma is part of "xã A, tỉnh B".
func (unitsKind) read(r *reader, _ *Field, text string) (Value, []*fault.Error) {
	if r.day == 0 {
		return Value{}, nil
	}
	parts := several(text)
	if len(parts) > maxUnits {
		return Value{}, one(invalid("check.units_many", "count", len(parts), "max", maxUnits))
	}
	var v Value
	var faults []*fault.Error
	for _, p := range parts {
		if len(faults) == maxFaults {
			break
		}
		u, bad := r.anyUnit(p)
		switch {
		case bad != nil:
			faults = append(faults, bad)
		case !slices.Contains(v.Units, u.ID):
			v.Units = append(v.Units, u.ID)
		}
	}
	return v, faults
}

func (unitsKind) text(_ *Field, v Value, env Env, _ string) string { return unitsText(v, env) }

func unitsText(v Value, env Env) string {
	var out []string
	for _, id := range v.Units {
		out = append(out, UnitText(id, env))
	}
	return strings.Join(out, "; ")
}

// UnitText prints a unit as its name for people and its code for us: "Phường Hà Tu
// (06652)". On any day that the unit was in force it reads as the same unit.
func UnitText(id unit.ID, env Env) string {
	u := env.Tree.Unit(id)
	if u == nil {
		return ""
	}
	return title(u.Versions[len(u.Versions)-1]) + " (" + string(u.Code) + ")"
}

func title(v unit.Version) string {
	if v.FullName != "" {
		return v.FullName
	}
	return v.Name
}

// anyUnit looks among the units around the asker first, then in the whole country.
func (r *reader) anyUnit(text string) (*unit.Unit, *fault.Error) {
	u, bad := r.unit(text, r.env.In)
	if bad != nil && notHere(bad) && r.env.In != unit.VN {
		if v, worse := r.unit(text, unit.VN); worse == nil {
			return v, nil
		} else if !notHere(worse) {
			return nil, worse
		}
	}
	return u, bad
}

// notHere tells a fault of a unit that may be there in a wider circle.
func notHere(bad *fault.Error) bool {
	return slices.Contains([]string{"unit.unknown", "unit.unknown_none", "unit.outside"}, bad.Key)
}

// unit looks a unit up within in, on the record's day.
func (r *reader) unit(text string, in unit.ID) (*unit.Unit, *fault.Error) {
	name, code, both := cutCode(text)
	if !both {
		return r.lookup(text, in)
	}
	u, bad := r.lookup(code, in)
	if bad != nil {
		if v, err := r.lookup(text, in); err == nil {
			return v, nil // brackets of another kind, such as those in a name
		}
		return nil, bad
	}
	// Whoever changes the name and forgets the code behind it would file under another unit.
	for _, v := range u.Versions {
		for _, n := range []string{v.Name, v.FullName, v.AltName} {
			if n != "" && vn.Fold(n) == vn.Fold(name) {
				return u, nil
			}
		}
	}
	if v, err := r.lookup(name, in); err == nil && v.ID == u.ID {
		return u, nil
	}
	return nil, invalid("check.unit_two", "name", name, "code", code, "other", title(u.Versions[len(u.Versions)-1]))
}

func (r *reader) lookup(text string, in unit.ID) (*unit.Unit, *fault.Error) {
	u, err := r.env.Tree.Lookup(text, in, r.day)
	if err == nil {
		return u, nil
	}
	var bad *fault.Error
	if errors.As(err, &bad) {
		return nil, bad
	}
	return nil, invalid("check.unit", "text", text)
}

// cutCode parts "Phường Hà Tu (06652)".
func cutCode(text string) (name, code string, ok bool) {
	i := strings.LastIndexByte(text, '(')
	if i <= 0 || !strings.HasSuffix(text, ")") {
		return "", "", false
	}
	name, code = vn.Clean(text[:i]), vn.Clean(text[i+1:len(text)-1])
	return name, code, name != "" && code != ""
}
