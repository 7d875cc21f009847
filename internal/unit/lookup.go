package unit

import (
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// Resolve reads a unit as commands and links name it: "22" or "22.SNV", the unit
// that bears the code today (at is 0); "193@2025-06-30", the one that bore it that
// day; "VN". Codes of organisations may be in small letters. Faults:
// unit.not_today proposes the day on which the code was last borne (suggest),
// unit.not_then says what took it over, unit.by_code gives the code of a unit that
// was asked for by its name, unit.unknown names the nearest code.
func (t *Tree) Resolve(ref string, today period.Day) (u *Unit, at period.Day, err error) {
	code, day, dated := strings.Cut(strings.TrimSpace(ref), "@")
	code = strings.TrimSpace(code)
	if dated {
		if at, err = period.ParseDay(day); err != nil {
			return nil, 0, err
		}
		if u := t.borne(code, at); u != nil {
			return u, at, nil
		}
		if u := t.borneNear(code, at); u != nil {
			return nil, 0, t.notThen(ref, match{unit: u}, at)
		}
		return nil, 0, t.noCode(ref, code, at)
	}
	if u := t.borne(code, today); u != nil {
		return u, 0, nil
	}
	if u := t.borneNear(code, today); u != nil {
		v, d := u.near(today)
		return nil, 0, fault.New(fault.NotFound, "unit.not_today", "code", code,
			"suggest", string(u.Code)+"@"+d.String(), "name", v.title())
	}
	return nil, 0, t.noCode(ref, code, today)
}

// noCode is the fault of a text that is no code. Commands and links take codes
// alone, since a name may come to mean another unit; of a name they give the code.
func (t *Tree) noCode(text, name string, d period.Day) error {
	found, err := t.lookup(name, VN, d)
	switch {
	case len(found) == 1:
		return fault.New(fault.NotFound, "unit.by_code", "text", text, "unit", t.label(found[0].ID, d), "code", string(found[0].Code))
	case len(found) > 1:
		sortUnits(found, d)
		return fault.New(fault.NotFound, "unit.by_code_several", "text", text, "n", len(found), "units", t.labels(found, d))
	}
	return err
}

// borne is the unit that bears the code on the day, nil if none does.
func (t *Tree) borne(code string, d period.Day) *Unit {
	upper := strings.ToUpper(code)
	if p := t.bearer(Code(upper), d); p != nil {
		return &p.Unit
	}
	for _, u := range t.codes[upper] {
		if u.inForce(d) {
			return u
		}
	}
	if p := t.bearer(t.alias[Code(code)], d); p != nil {
		return &p.Unit
	}
	return nil
}

// borneNear is the last unit that bore the code before the day, else the first
// after it.
func (t *Tree) borneNear(code string, d period.Day) *Unit {
	code = strings.ToUpper(code)
	var best *Unit
	consider := func(u *Unit) {
		switch {
		case best == nil,
			u.First() <= d && (best.First() > d || best.First() < u.First()),
			u.First() > d && best.First() > u.First():
			best = u
		}
	}
	for _, p := range t.byCode[Code(code)] {
		if p != nil {
			consider(&p.Unit)
		}
	}
	for _, u := range t.codes[code] {
		consider(u)
	}
	return best
}

// Lookup finds a unit as sheets name it: a code, with or without leading zeros;
// CODE@DAY; a name of the day or a former one, with or without type and marks,
// with what is above it behind a comma ("xã A, huyện B"), with "UBND" before it; an
// organisation's code or name. The unit must be in force on the day and in the
// subtree of in. What is written with marks goes before what only folds the same, a
// fitting type before another, a name of the day before a former one. A unit of
// another type, or of other marks, than those written is not taken where a unit of
// other days bears the very name, unless the one came from the other: xã Hạ Long
// did not go into phường Hạ Long. Faults: unit.ambiguous with up to three units,
// unit.not_then for a unit that is known but not there on the day,
// unit.not_then_several for several, unit.outside for one that is not below in,
// else unit.unknown with the nearest name or unit.unknown_none.
func (t *Tree) Lookup(text string, in ID, d period.Day) (*Unit, error) {
	text = strings.TrimSpace(text)
	found, err := t.lookup(text, in, d)
	switch {
	case len(found) == 1:
		return found[0], nil
	case len(found) > 1:
		return nil, t.ambiguous(text, found, d)
	}
	return nil, err
}

// lookup finds the units that a text names, or says why there are none.
func (t *Tree) lookup(text string, in ID, d period.Day) ([]*Unit, error) {
	found, u := t.byCodeText(text, in, d)
	switch {
	case len(found) > 0:
		return found, nil
	case u != nil && u.inForce(d):
		return nil, fault.New(fault.Invalid, "unit.outside", "text", text, "unit", t.label(u.ID, d), "in", t.label(in, d))
	case u != nil:
		return nil, t.notThen(text, match{unit: u}, d)
	}
	var known []match
	for _, c := range cuts(text) {
		found, gone := t.byNameText(c, in, d)
		if len(found) > 0 {
			return found, nil
		}
		if known == nil {
			known = gone
		}
	}
	switch len(known) {
	case 0:
		return nil, t.unknown(text, in, d)
	case 1:
		return nil, t.notThen(text, known[0], d)
	}
	return nil, t.severalThen(text, known, d)
}

// byCodeText takes the text as a code. known is a unit that has it but does not
// serve: it is outside, or of other days.
func (t *Tree) byCodeText(text string, in ID, d period.Day) (found []*Unit, known *Unit) {
	code, day, dated := strings.Cut(text, "@")
	code = strings.TrimSpace(code)
	if i := strings.LastIndexByte(code, '('); !dated && i >= 0 && strings.HasSuffix(code, ")") {
		inner := strings.TrimSpace(code[i+1 : len(code)-1]) // as our own faults write units
		if t.borne(inner, d) != nil {
			code = inner
		}
	}
	var u *Unit
	if dated {
		at, err := period.ParseDay(day)
		if err != nil {
			return nil, nil
		}
		u = t.borne(code, at)
	} else if u = t.borne(code, d); u == nil {
		known = t.borneNear(code, d)
	}
	switch {
	case u != nil && u.inForce(d) && t.inside(u.ID, in, d):
		return []*Unit{u}, nil
	case u != nil:
		known = u
	}
	if dated || !digits(code) || len(code) > 4 {
		return nil, known
	}
	// Spreadsheets strip leading zeros.
	for _, width := range []int{2, 3, 5} {
		if len(code) >= width {
			continue
		}
		if u := t.borne(strings.Repeat("0", width-len(code))+code, d); u != nil && t.inside(u.ID, in, d) {
			found = append(found, u)
		}
	}
	return found, known
}

// cut is a text taken apart: a name, and the names of what is above it.
type cut struct {
	name   words
	above  []words
	marked bool // the whole text shows that the writer uses marks
}

// More commas or words than these are no name of a unit with what is above it; a
// page pasted into a cell must not be tried in every way.
const (
	mostParts = 6
	mostWords = 20
)

// cuts are the ways to take a text apart, the longest name first: names may hold
// commas, and people leave them out.
func cuts(text string) []cut {
	all := split(text)
	marked := all.marked()
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	var out []cut
	for n := len(parts); n > 0; n-- {
		if len(parts) > mostParts && n < len(parts) {
			break
		}
		c := cut{name: split(strings.Join(parts[:n], " ")), marked: marked}
		for _, p := range parts[n:] {
			if w := split(p); len(w) > 0 {
				c.above = append(c.above, w)
			}
		}
		if len(c.name) > 0 {
			out = append(out, c)
		}
	}
	if len(parts) == 1 && len(all) <= mostWords {
		for n := len(all) - 1; n > 0; n-- {
			out = append(out, cut{all[:n], []words{all[n:]}, marked})
		}
	}
	return out
}

// byNameText finds the units that a cut names: those that fit best of those in
// force in the subtree. If there are none, or if what is written is the very name of
// units of other days that went elsewhere, it gives those.
func (t *Tree) byNameText(c cut, in ID, d period.Day) (found []*Unit, gone []match) {
	var now []match
	as := 0
	for _, m := range t.named(c.name, c.marked, d) {
		if !t.inside(m.unit.ID, in, d) && !t.wentInto(m.unit, in, d) {
			continue
		}
		fit, ok := t.below(m.unit, c, d)
		if !ok {
			continue
		}
		m.fit = m.fit*1000*(len(c.above)+1) + fit // what is above only decides between equals
		if !m.unit.inForce(d) {
			gone = append(gone, m)
			continue
		}
		now = append(now, m)
		as = max(as, m.as)
	}
	// A renamed unit that bore the very name goes before one of today that only sounds like it.
	now = slices.DeleteFunc(now, func(m match) bool { return m.as < as })
	if len(now) == 0 {
		return nil, bestGone(gone, d)
	}
	found = best(now)
	elsewhere := slices.DeleteFunc(gone, func(m match) bool { return m.as <= as })
	refused := func(u *Unit) bool {
		return slices.ContainsFunc(elsewhere, func(m match) bool { return !t.cameFrom(u, m.unit) && !t.cameFrom(m.unit, u) })
	}
	for _, u := range found {
		if !refused(u) {
			return found, nil
		}
	}
	return nil, bestGone(elsewhere, d)
}

// bestGone are those of the highest fit, of former ones and ones that are yet to
// come the former.
func bestGone(list []match, d period.Day) []match {
	units := best(list)
	ended := slices.ContainsFunc(units, func(u *Unit) bool { return u.ended(d) })
	return slices.DeleteFunc(slices.Clone(list), func(m match) bool {
		return !slices.Contains(units, m.unit) || ended && !m.unit.ended(d)
	})
}

// cameFrom tells whether some of a former unit went into u, at once or by way of others.
func (t *Tree) cameFrom(u, former *Unit) bool {
	seen := map[*place]bool{}
	var walk func(p *place) bool
	walk = func(p *place) bool {
		if p == nil || seen[p] {
			return false
		}
		seen[p] = true
		return p.ID == u.ID || slices.ContainsFunc(p.to, walk)
	}
	return walk(t.byID[former.ID])
}

// inside tells whether a unit is in the subtree on the day, or, before the subtree's
// top was there, went whole into it: a province of today knows the communes of 2024.
func (t *Tree) inside(id, in ID, d period.Day) bool {
	if t.Within(id, in, d) {
		return true
	}
	top := t.Unit(in)
	if top == nil || top.First() <= d {
		return false
	}
	to, _ := t.Carry(id, top.First())
	return t.Within(to, in, top.First())
}

// wentInto tells whether a unit that is gone went, in part, into the subtree.
func (t *Tree) wentInto(u *Unit, in ID, d period.Day) bool {
	return u.ended(d) && slices.ContainsFunc(t.Successors(u.ID), func(s *Unit) bool { return t.Within(s.ID, in, d) })
}

// best are the units of the highest fit. A province goes before lower units of its
// name if no type was given: that is what people mean by the bare name.
func best(list []match) []*Unit {
	top, provinces := 0, 0
	for _, m := range list {
		top = max(top, m.fit)
	}
	var out []*Unit
	for _, m := range list {
		if m.fit == top {
			out = append(out, m.unit)
			if m.unit.Level == Province {
				provinces++
			}
		}
	}
	if provinces == 1 {
		out = slices.DeleteFunc(out, func(u *Unit) bool { return u.Level != Province })
	}
	return out
}

// below tells whether each of the names above is one of a unit above u, and how
// well they fit: on the day, on a day of its own, or above what it was formed from,
// since sheets go on naming districts that are gone.
func (t *Tree) below(u *Unit, c cut, d period.Day) (fit int, ok bool) {
	if len(c.above) == 0 {
		return 0, true
	}
	above := map[ID]bool{}
	climb := func(u *Unit, d period.Day) {
		_, d = u.near(d)
		for p := t.Parent(u.ID, d); p != 0 && !above[p]; p = t.Parent(p, d) {
			above[p] = true
		}
	}
	climb(u, d)
	for _, v := range u.Versions {
		climb(u, v.First)
	}
	for _, p := range t.Predecessors(u.ID) {
		climb(p, p.Last())
	}
	for _, name := range c.above {
		most := 0
		for _, m := range t.named(name, c.marked, d) {
			if above[m.unit.ID] {
				most = max(most, m.fit)
			}
		}
		if most == 0 {
			return 0, false
		}
		fit += most
	}
	return fit, true
}

// label is how faults write a unit: its path and code.
func (t *Tree) label(id ID, d period.Day) string {
	u := t.Unit(id)
	if u == nil {
		return ""
	}
	return t.Path(id, d) + " (" + string(u.Code) + ")"
}

// shown bounds how many units a fault lists.
const shown = 3

func (t *Tree) labels(list []*Unit, d period.Day) string {
	s := make([]string, 0, shown)
	for _, u := range list[:min(shown, len(list))] {
		s = append(s, t.label(u.ID, d))
	}
	if len(list) > shown {
		s = append(s, "…")
	}
	return strings.Join(s, "; ")
}

func (t *Tree) ambiguous(text string, found []*Unit, d period.Day) error {
	sortUnits(found, d)
	return fault.New(fault.Invalid, "unit.ambiguous", "text", text, "n", len(found), "units", t.labels(found, d))
}

// instead are the units on the day in the place of one that is not there then:
// what it went into, or what it was formed from.
func (t *Tree) instead(u *Unit, d period.Day) (out []*Unit) {
	if !u.ended(d) {
		return slices.DeleteFunc(t.Predecessors(u.ID), func(p *Unit) bool { return !p.inForce(d) })
	}
	to, fit := t.Carry(u.ID, d)
	if fit != Unallocated || u.Level != Commune {
		return []*Unit{t.Unit(to)}
	}
	seen := map[*place]bool{}
	var walk func(p *place)
	walk = func(p *place) {
		switch {
		case seen[p]:
		case p.inForce(d):
			out = append(out, &p.Unit)
		default:
			for _, s := range p.to {
				walk(s)
			}
		}
		seen[p] = true
	}
	walk(t.byID[u.ID])
	if out == nil {
		out = []*Unit{t.Unit(to)}
	}
	return out
}

// notThen says that the unit is not there on the day, and which units are. It
// tells of the name that was written, also where the unit had another one later.
func (t *Tree) notThen(text string, m match, d period.Day) error {
	u := m.unit
	v, _ := u.near(d)
	first, last := u.First(), u.Last()
	if m.entry != nil {
		v, first, last = m.entry.days()
	}
	if first == 0 && last == 0 { // a body that was away for a time
		first, last = v.First, v.Last
	}
	key := "unit.not_then"
	switch {
	case first == 0:
		key += "_until"
	case last == 0:
		key += "_from"
	}
	instead := t.instead(u, d)
	if len(instead) == 0 {
		key += "_none"
	}
	return fault.New(fault.Invalid, key, "text", text, "name", v.title(), "code", string(u.Code), "day", d.VN(),
		"from", open(first), "to", open(last), "instead", t.labels(instead, d))
}

// severalThen says that the name is of several units that are not there on the
// day; if they are all in one now, that one unit is enough to know.
func (t *Tree) severalThen(text string, list []match, d period.Day) error {
	var lines []string
	one := true
	for _, m := range list {
		now := t.instead(m.unit, d)
		one = one && len(now) == 1 && now[0] == t.instead(list[0].unit, d)[0]
		line := t.label(m.unit.ID, d)
		if len(now) > 0 {
			line += " → " + t.labels(now, d)
		}
		lines = append(lines, line)
	}
	if one {
		return t.notThen(text, list[0], d)
	}
	if n := len(lines); n > shown {
		lines = append(lines[:shown], "…")
	}
	return fault.New(fault.Invalid, "unit.not_then_several", "text", text, "n", len(list), "day", d.VN(), "units", strings.Join(lines, "; "))
}

// open writes a first or last day, "…" for an open one.
func open(d period.Day) string {
	if d == 0 {
		return "…"
	}
	return d.VN()
}

// unknown is the fault of a text that no unit is called by. Who writes the name of
// a body hears that it is yet to be declared, not of a commune of like sound.
func (t *Tree) unknown(text string, in ID, d period.Day) error {
	u, slips := t.nearest(text, in, d, func(*Unit) bool { return true })
	if slips > 1 && isBody(text) {
		body := func(u *Unit) bool { return u.Level == Organisation }
		if u, slips = t.nearest(text, in, d, body); u == nil || slips > len([]rune(text))/3 {
			return fault.New(fault.NotFound, "unit.unknown_none", "text", text, "more", "unit.undeclared")
		}
	}
	if u != nil {
		return fault.New(fault.NotFound, "unit.unknown", "text", text, "nearest", t.label(u.ID, d))
	}
	return fault.New(fault.NotFound, "unit.unknown_none", "text", text, "more", "")
}
