package demo

import (
	"math/rand/v2"
	"slices"
	"time"

	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// The administrative years of the sample, and its last day: some days before the
// clock, as an office enters with some delay.
const (
	firstYear, lastYear            = 2021, 2026
	end                 period.Day = 20261114
)

// stretches are the parts of an administrative year with how much happens in
// them: most around 8/3, 20/10 and in the Action Month.
var stretches = []struct {
	month, first, last, weight int
}{
	{12, 15, 31, 3}, {1, 1, 31, 4}, {2, 1, 28, 4}, {3, 1, 31, 11}, {4, 1, 30, 6}, {5, 1, 31, 6}, {6, 1, 30, 9},
	{7, 1, 31, 6}, {8, 1, 31, 6}, {9, 1, 30, 7}, {10, 1, 31, 12}, {11, 1, 30, 19}, {12, 1, 14, 7},
}

// day picks a working day of the year in the months, within the region's days; 0 if there is none.
func (g *region) day(r *rand.Rand, year int, months []int) period.Day {
	var windows []period.Window
	var upTo []int // sums of weights
	sum := 0
	for i, s := range stretches {
		if len(months) > 0 && !slices.Contains(months, s.month) {
			continue
		}
		y := year
		if i == 0 {
			y--
		}
		w := period.Window{First: period.Date(y, s.month, s.first), Last: period.Date(y, s.month, s.last)}.
			Clip(period.Window{First: max(g.first, 20000101), Last: min(g.last, end)})
		if w.Valid() {
			sum += s.weight
			windows, upTo = append(windows, w), append(upTo, sum)
		}
	}
	if sum == 0 {
		return 0
	}
	n := r.IntN(sum)
	w := windows[slices.IndexFunc(upTo, func(s int) bool { return n < s })]
	d := w.First.Add(r.IntN(w.Days()))
	for tries := 0; tries < 7 && d.Time().Weekday() == time.Sunday; tries++ {
		d = w.First.Add(r.IntN(w.Days()))
	}
	return d
}

// reporter is who says a record on a day.
type reporter struct {
	code string
	name string
	at   unit.ID // the place itself, or the seat
	u    *unit.Unit
	b    *body
}

// on is the version of a body that is in force on the day.
func (b *body) on(d period.Day) *version {
	for i := range b.versions {
		if v := &b.versions[i]; v.first <= d && d <= v.last {
			return v
		}
	}
	return nil
}

// inForce tells whether the reporter is there on the day, as the same kind of body.
func (p reporter) inForce(d period.Day) bool {
	if p.b != nil {
		return p.b.on(d) != nil
	}
	_, ok := p.u.At(d)
	return ok
}

// Levels of places as templates name them; any other word is a type of organisations.
var levels = map[string]unit.Level{"province": unit.Province, "district": unit.District, "commune": unit.Commune}

// reporters are those of a kind in a region on a day, in a fixed order.
func (m *maker) reporters(g *region, who string, d period.Day) []reporter {
	var out []reporter
	if level, ok := levels[who]; ok {
		for _, u := range m.places(g, d) {
			if v, here := u.At(d); here && u.Level == level {
				out = append(out, reporter{code: string(u.Code), name: v.FullName, at: u.ID, u: u})
			}
		}
		return out
	}
	for _, b := range m.bodies[g.key] {
		if v := b.on(d); v != nil && v.typ == who {
			out = append(out, reporter{code: b.code, name: v.name, at: v.seat, b: b})
		}
	}
	return out
}

// places are the units of the map in a region, as of the first day of the day's
// month: asking anew for each day would take most of the time.
func (m *maker) places(g *region, d period.Day) []*unit.Unit {
	d = d - d%100 + 1
	key := placesKey{g.key, d}
	if list, ok := m.known[key]; ok {
		return list
	}
	var list []*unit.Unit
	var walk func(u *unit.Unit)
	walk = func(u *unit.Unit) {
		if u.Level == unit.Organisation {
			return
		}
		list = append(list, u)
		if u.Level < unit.Commune {
			for _, c := range m.tree.Children(u.ID, d) {
				walk(c)
			}
		}
	}
	for _, top := range g.tops {
		walk(m.tree.Unit(top))
	}
	m.known[key] = list
	return list
}

// placeFor picks a commune in which a reporter's event takes place: in its district, if it is of one.
func (m *maker) placeFor(r *rand.Rand, g *region, p reporter, d period.Day) *unit.Unit {
	at := m.tree.Unit(p.at)
	var list []*unit.Unit
	for _, u := range m.places(g, d) {
		v, ok := u.At(d)
		if ok && u.Level == unit.Commune && (at.Level != unit.District || v.Parent == p.at) && (at.Level != unit.Commune || u.ID == p.at) {
			list = append(list, u)
		}
	}
	if len(list) == 0 {
		return nil
	}
	return list[r.IntN(len(list))]
}

// highland tells whether a place, or its district, is one where minorities live.
func (m *maker) highland(g *region, id unit.ID, d period.Day) bool {
	for u := m.tree.Unit(id); u != nil && u.Level > unit.Province; u = m.tree.Unit(m.tree.Parent(u.ID, d)) {
		if g.mountain[string(u.Code)] {
			return true
		}
	}
	return false
}

// campaigns are the days of the year's campaigns, as month and day.
var campaigns = []struct {
	first, last int
	code        string
}{
	{301, 310, "CAMPAIGN.N0803"}, {1013, 1022, "CAMPAIGN.N2010"}, {1115, 1215, "CAMPAIGN.THHD"},
	{620, 630, "CAMPAIGN.N2806"}, {601, 619, "CAMPAIGN.TRE"}, {725, 731, "CAMPAIGN.N3007"},
}

func campaignOf(d period.Day) string {
	for _, c := range campaigns {
		if n := int(d) % 10000; c.first <= n && n <= c.last {
			return c.code
		}
	}
	return ""
}
