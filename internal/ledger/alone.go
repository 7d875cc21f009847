package ledger

import (
	"slices"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// alone fills in how a question asks for the number of a row alone.
func (s *answering) alone(d *indicator.Definition, r *indicator.Row) {
	p := s.p
	if s.whole != nil {
		p = s.whole
	}
	if !p.window.Valid() {
		return
	}
	q := p.q
	q.Indicators, q.By, q.Window = []indicator.Name{d.Name}, nil, p.window
	for _, k := range p.q.By {
		key := r.Keys[k]
		switch {
		case k == indicator.ByUnit:
			base, _ := s.l.Tree().Carry(p.unit.ID, p.mapDay)
			if u := s.l.Tree().Unit(base); u != nil && key == string(u.Code) {
				r.Own = true
				return
			}
			if slices.Contains(r.Marks, indicator.MarkEstimate) { // no unit by itself has the shares that were estimated
				return
			}
			if q.Unit = s.refOf(p, key); q.Unit == "" {
				return
			}
		case isTime(k):
			step, err := period.Parse(key, p.q.Calendar)
			if err != nil {
				return
			}
			q.Window = q.Window.Clip(step.Window)
		case isPlain(k):
			return
		default:
			where := map[string][]string{k: {key}} // the question's own map is others' too
			for f, codes := range q.Where {
				if f != k {
					where[f] = codes
				}
			}
			q.Where = where
		}
	}
	r.Alone = &q
}

// refOf names the unit of a row as a question for it alone must; "" where there is no
// such question: of a unit that was made of more than what was asked about, the row
// holds a part.
func (s *answering) refOf(p *plan, code string) string {
	if ref, ok := s.refs[code]; ok {
		return ref
	}
	if s.refs == nil {
		s.refs = map[string]string{}
	}
	s.refs[code] = ""
	u, _, err := s.l.Tree().Resolve(code+"@"+p.mapDay.String(), s.l.Today())
	if code == "" || err != nil {
		return ""
	}
	ref := refAt(u, p.mapDay)
	at := p.mapDay
	switch p.q.Map {
	case indicator.MapComparable:
		if !s.l.Tree().AreaWhole(u.ID) { // parts of others are in its area, and not in what it came from
			return ""
		}
		ref, at = code, 0
	case indicator.MapToday:
		ref, at = code, 0
	}
	if s.l.holds(p, s.l.Tree().Scope(u.ID, at, p.window.Last)) {
		s.refs[code] = ref
	}
	return s.refs[code]
}

// holds tells whether all that another scope reads of the window belongs to the question.
func (l *Ledger) holds(p *plan, of unit.Scope) bool {
	tree := l.Tree()
	late := func(id unit.ID) bool { u := tree.Unit(id); return u == nil || u.First() > p.window.Last }
	if of.All {
		for _, shard := range of.Shards {
			if !late(shard) && !(p.scope.All && slices.Contains(p.scope.Shards, shard)) {
				return false
			}
		}
		return true
	}
	for id := range of.Units {
		if late(id) || p.scope.Units[id] || p.scope.All && slices.Contains(p.scope.Shards, tree.Shard(id, p.window.Last)) {
			continue
		}
		return false
	}
	return true
}
