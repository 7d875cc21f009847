package indicator

import (
	"slices"

	"binhdang/internal/period"
	"binhdang/internal/register"
)

// Who a quota is asked of.
const (
	OfCommune      = "commune"      // communes, with what bodies seated in them report
	OfOrganisation = "organisation" // organisations, each with what it reports itself
)

// Quota makes an indicator the share of those who meet every need in every step of
// time: communes with at least four items in each quarter, of all communes. It reads
// what each of them adds up to, so no sum of sums gives it.
type Quota struct {
	Of    string
	Named []string    // of organisations: those whose type is one of these words, or whose full name holds one
	Every period.Step // month, quarter or year
	Needs []Need
}

// Need is what must be reached in a step: of a measure, or of count(register), at
// least so many.
type Need struct {
	Measure Ref
	Least   int64
	Where   map[string][]string // only records with one of these codes in a by-field
}

// Plain is the indicator of the measure that a need is of.
func (n Need) Plain() *Definition {
	return &Definition{Numerator: name{n.Measure}, Scale: 1, OverTime: AddsSum, OverUnits: AddsSum, Where: n.Where}
}

// Names are what the indicator reads, each once, in the order of its formulas.
func (d *Definition) Names() []Ref { return d.names() }

// fileQuota is the shape of [quota].
type fileQuota struct {
	Of    string     `toml:"of"`
	Named []string   `toml:"named"`
	Every string     `toml:"every"`
	Need  []fileNeed `toml:"need"`
}

type fileNeed struct {
	Measure string              `toml:"measure"`
	Least   int64               `toml:"least"`
	Where   map[string][]string `toml:"where"`
}

// quotaSteps are the steps of time that a quota may be asked in.
var quotaSteps = []period.Step{period.Month, period.Quarter, period.Year}

// quota reads [quota]. The numerator of the definition names what is needed, for who
// asks what the indicator reads; no number is made of it.
func (raw *fileIndicator) quota(d *Definition, say func(key, sentence string, args ...any)) {
	q := &Quota{Of: raw.Quota.Of, Named: raw.Quota.Named, Every: period.Step(raw.Quota.Every)}
	d.Quota = q
	if raw.Value != "" || raw.Numerator != "" || raw.Denominator != "" || len(raw.By) > 0 || len(raw.Where) > 0 || raw.Money {
		say("quota", "indicator_file.quota_alone")
	}
	if q.Of != OfCommune && q.Of != OfOrganisation {
		say("of", "content.value", "key", "of", "value", q.Of, "allowed", "commune, organisation")
	} else if (q.Of == OfOrganisation) != (len(q.Named) > 0) || slices.Contains(q.Named, "") {
		say("of", "indicator_file.quota_named")
	}
	if !slices.Contains(quotaSteps, q.Every) {
		say("every", "content.value", "key", "every", "value", raw.Quota.Every, "allowed", "month, quarter, year")
	}
	if len(raw.Quota.Need) == 0 {
		say("quota", "indicator_file.quota_needs")
	}
	for _, n := range raw.Quota.Need {
		e, err := ParseExpr(n.Measure)
		of, ok := e.(name)
		if err != nil || !ok || of.ref.Whole {
			say("measure", "indicator_file.quota_measure", "measure", n.Measure)
			continue
		}
		if n.Least < 1 {
			say("least", "content.value", "key", "least", "value", n.Least, "allowed", "1, 2, 3...")
		}
		for f, codes := range n.Where {
			if len(codes) == 0 {
				say("where", "indicator_file.where_empty", "field", f)
			}
		}
		q.Needs = append(q.Needs, Need{of.ref, n.Least, n.Where})
		if d.Numerator == nil {
			d.Numerator = of
		} else {
			d.Numerator = binary{'+', d.Numerator, of}
		}
	}
}

// quota sees that what is needed is kept, and adds up within a step of time.
func (c *checker) quota() {
	if c.d.OverTime != AddsNone || c.d.OverUnits != AddsSum {
		c.say("over_time", "indicator_file.quota_adds")
	}
	for _, n := range c.d.Quota.Needs {
		before := len(c.faults)
		plain := n.Plain()
		c.names("measure", plain.Numerator)
		if len(c.faults) > before {
			continue
		}
		if c.overTime(n.Measure) != AddsSum {
			c.say("measure", "indicator_file.quota_sum", "name", n.Measure.String())
		}
		def := c.find(n.Measure.Register)
		for _, id := range plain.whereFields() {
			switch f := def.Field(id); {
			case f == nil || !f.By:
				c.say("where", "indicator_file.by", "field", id, "register", string(def.Name))
			case f.Kind == register.KindCodes && len(n.Where[id]) > 1:
				c.say("where", "indicator_file.where_several", "field", id)
			}
		}
	}
}
