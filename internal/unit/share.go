package unit

import "binhdang/internal/period"

// part is a share of a split place that went to another.
type part struct {
	to    *place
	share float64
}

// Share is where a part of a unit's figures stands in a table.
type Share struct {
	Row      ID // 0: "chưa phân bổ"
	Share    float64
	Estimate bool
}

// Rows is Row that shares a unit which was split in known shares out over the rows
// of its parts; what was split in unknown shares goes to its default target if that
// is asked for. Both are estimates. The shares add up to one.
func (t *Tree) Rows(top, id ID, d period.Day, likely bool) []Share {
	p := t.byID[id]
	if u := t.bodies[id]; u != nil && u.ended(d) {
		p = t.byID[u.Versions[len(u.Versions)-1].Parent]
	}
	p = wholly(p, d)
	if p == nil || !p.ended(d) || len(p.parts) == 0 {
		row, estimate, ok := ID(0), false, false
		if likely {
			row, estimate, ok = t.RowDefault(top, id, d)
		} else {
			row, ok = t.Row(top, id, d)
		}
		if !ok {
			row, estimate = 0, false
		}
		return []Share{{row, 1, estimate}}
	}
	var out []Share
	for _, q := range p.parts {
		for _, s := range t.Rows(top, q.to.ID, d, likely) {
			out = append(out, Share{s.Row, s.Share * q.share, true})
		}
	}
	return out
}

// wholly follows a place through whole mergers as far as they lead by the day.
func wholly(p *place, d period.Day) *place {
	for p != nil && p.ended(d) && p.whole != nil {
		p = p.whole
	}
	return p
}
