package unit

import (
	"cmp"
	"math"
	"slices"
	"strconv"

	"binhdang/internal/period"
)

// share reads what part of a unit went to another; empty is unknown.
func (l *loader) share(at lineOfFile, s string) int64 {
	if s == "" {
		return unknown
	}
	f, err := strconv.ParseFloat(s, 64)
	if err != nil || !(f >= 0 && f <= 1) { // NaN is neither
		l.fail(at, "unit.data_share", "value", s)
		return unknown
	}
	return int64(math.Round(f * float64(all)))
}

// link joins the units that went into one another.
func (l *loader) link() {
	if l.circles() {
		return
	}
	type going struct {
		from *place
		day  period.Day
	}
	var order []going
	went := map[going][]flow{}
	for _, f := range l.flows {
		from, to := l.bearer(Code(f.from), f.day.Add(-1)), l.bearer(Code(f.to), f.day)
		if from == nil || to == nil {
			l.fail(f.at, "unit.data_unknown", "code", f.from+" -> "+f.to)
			continue
		}
		if f.share != all {
			g := going{from, f.day}
			if went[g] == nil {
				order = append(order, g)
			}
			went[g] = append(went[g], f)
		}
		if from == to {
			continue
		}
		ended := from.Last().Add(1) == f.day
		if f.share == all {
			if !ended || from.whole != nil && from.whole != to {
				l.fail(f.at, "unit.data_whole", "code", f.from)
			}
			from.whole = to
		}
		if f.likely && ended && from.Level == to.Level {
			if from.likely != nil && from.likely != to {
				l.fail(f.at, "unit.data_defaults", "code", f.from)
			}
			from.likely = to
		}
		if f.share != 0 && !slices.Contains(from.joined, to) {
			from.joined = append(from.joined, to)
		}
		if !slices.Contains(from.to, to) {
			from.to = append(from.to, to)
			to.from = append(to.from, from)
		}
	}
	for _, g := range order {
		l.parts(g.from, g.day, went[g])
	}
}

// parts keeps the shares in which a unit went on a day, where all of them are known,
// and refuses those that are not all of it. Who went as a whole may have given bare
// ground besides, which has no people; who is still there keeps the rest.
func (l *loader) parts(from *place, day period.Day, list []flow) {
	ended := from.Last().Add(1) == day
	sum, known := int64(0), true
	if from.whole != nil && ended {
		sum = all
	}
	for _, f := range list {
		if f.share == unknown {
			known = false
			continue
		}
		sum += f.share
	}
	if sum > all || known && ended && sum != all {
		l.fail(list[len(list)-1].at, "unit.data_shares", "code", string(from.Code),
			"sum", strconv.FormatFloat(float64(sum)/float64(all), 'f', -1, 64))
		return
	}
	if !known || !ended || from.whole != nil {
		return
	}
	for _, f := range list {
		if to := l.bearer(Code(f.to), day); f.share > 0 {
			from.parts = append(from.parts, part{to, float64(f.share) / float64(all)})
		}
	}
}

// circles refuses lineage that leads from a unit back to it, at the latest line of
// the circle.
func (l *loader) circles() bool {
	type edge struct {
		from, to *place
		flow
	}
	next := map[*place][]edge{}
	for _, f := range l.flows {
		if f.share == 0 || f.share == unknown && !f.likely {
			continue
		}
		from, to := l.bearer(Code(f.from), f.day.Add(-1)), l.bearer(Code(f.to), f.day)
		if from == to {
			continue
		}
		if to == nil { // it would have to be there again
			to = l.gone(Code(f.to), f.day)
		}
		if from != nil && to != nil && (f.share == all || from.ended(f.day)) {
			next[from] = append(next[from], edge{from, to, f})
		}
	}
	const (
		under = 1
		done  = 2
	)
	found := false
	seen := make(map[*place]int, len(next))
	var path []edge
	var walk func(p *place)
	walk = func(p *place) {
		seen[p] = under
		for _, e := range next[p] {
			path = append(path, e)
			switch seen[e.to] {
			case 0:
				walk(e.to)
			case under:
				found = true
				circle := path[slices.IndexFunc(path, func(o edge) bool { return o.from == e.to }):]
				latest := slices.MaxFunc(circle, func(a, b edge) int { return cmp.Compare(a.day, b.day) })
				codes := string(e.to.Code)
				for _, o := range circle {
					codes += " -> " + string(o.to.Code)
				}
				l.fail(latest.at, "unit.data_circle", "codes", codes)
			}
			path = path[:len(path)-1]
		}
		seen[p] = done
	}
	for _, p := range l.all {
		if seen[p] == 0 && len(next[p]) > 0 {
			walk(p)
		}
	}
	return found
}

// gone is the place that bore the code last before the day, nil if none did.
func (ps *places) gone(code Code, d period.Day) *place {
	var out *place
	for _, p := range ps.byCode[code] {
		if p != nil && p.ended(d) {
			out = p
		}
	}
	return out
}
