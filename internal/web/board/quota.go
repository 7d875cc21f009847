package board

import (
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// quotaOf is the quota that a question about one indicator counts who meets; nil if it
// counts something else.
func quotaOf(q *base.Request, ask indicator.Question) *indicator.Quota {
	if len(ask.Indicators) != 1 {
		return nil
	}
	d := q.Site.Catalog().Indicator(ask.Indicators[0])
	if d == nil {
		return nil
	}
	return d.Quota
}

// parted tells whether the rows below a unit say who met a quota: communes stand below
// provinces, the bodies of a province in one row with it.
func parted(q *base.Request, ask indicator.Question, of *indicator.Quota) bool {
	u, _, err := q.Ledger().Tree().Resolve(ask.Unit, q.Today())
	if err != nil || of.Of == indicator.OfOrganisation {
		return err == nil && u.Level == unit.Country
	}
	return u.Level < unit.Commune
}

// needed is the indicator whose number a record behind another gave: of a quota that
// of what is needed.
func needed(d *indicator.Definition, r *register.Record) *indicator.Definition {
	if d.Quota == nil {
		return d
	}
	for _, n := range d.Quota.Needs {
		if n.Measure.Register == r.Def.Name {
			return n.Plain()
		}
	}
	return d
}

// neededWord is the word of what is needed; of several the word of any number.
func neededWord(of *indicator.Quota) string {
	if m := of.Needs[0].Measure; len(of.Needs) == 1 && m.Measure != "" {
		return "register." + string(m.Register) + ".measure." + m.Measure
	}
	return "web.facts.value"
}

// metWord says of one unit whether it met a quota.
func metWord(met bool) string {
	if met {
		return "web.facts.met"
	}
	return "web.facts.unmet"
}
