package score

import (
	"binhdang/internal/indicator"
	"binhdang/internal/period"
)

// AskTarget says what must be asked for one target over the years: one of the programme
// or with the setting's set one of that set, as Targets gives it.
func AskTarget(p *Programme, set Setting, t *Target) *Plan {
	plan := &Plan{asking: &asking{at: map[asked]int{}}, p: p, set: set, targets: []Target{*t}}
	if set.Set == nil {
		for _, part := range p.parts(t.Code) {
			plan.targets = append(plan.targets, *part)
		}
	}
	plan.ask(indicator.ByYear)
	return plan
}

// Programme is the one that is judged.
func (p *Plan) Programme() *Programme { return p.p }

// Row is the target that was asked about by itself, judged in each year.
func (p *Plan) Row(answers []indicator.Answer) *Row {
	r := p.row(&p.targets[0], answers, "")
	return &r
}

// Over tells whether there was nothing to count any more at the end of a year.
func (p *Plan) Over(t *Target, year int) bool { return p.over(t, year) }

// Window is the days of a year in the calendar of a target.
func (p *Plan) Window(t *Target, year int) period.Window {
	return yearOf(year, p.asked(t).calendar).Window
}

// Stands tells whether a target of a set stands for one of the programme, or is it.
func (t *Target) Stands(of *Target) bool {
	return of != nil && (t.Code == of.Code && t.Parent == of.Parent || t.Parent == of.Code)
}

// Same are the targets of a programme that judge what another one judges.
func (p *Programme) Same(as *Target) []*Target {
	var out []*Target
	for i := range p.Targets {
		t := &p.Targets[i]
		if t != as && t.Indicator == as.Indicator && t.Indicator != "" && t.Level == as.Level {
			out = append(out, t)
		}
	}
	return out
}
