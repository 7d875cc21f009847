package score

import "binhdang/internal/indicator"

// AskTarget says what must be asked for one target over the years: one of the programme
// or with the setting's set one of that set, as Targets gives it.
func AskTarget(p *Programme, setting Setting, t *Target) *Plan {
	plan := &Plan{asking: &asking{at: map[asked]int{}}, programme: p, setting: setting, targets: []Target{*t}}
	if setting.Set == nil {
		for _, part := range p.parts(t.Code) {
			if !t.Judges(setting.Level) || part.Judges(setting.Level) { // ministries are no part of a province's
				plan.targets = append(plan.targets, *part)
			}
		}
	}
	plan.ask(indicator.ByYear)
	return plan
}

// Programme is the one that is judged.
func (p *Plan) Programme() *Programme { return p.programme }

// Row is the target that was asked about by itself, judged in each year.
func (p *Plan) Row(answers []indicator.Answer) *Row {
	r := p.row(&p.targets[0], answers, "")
	return &r
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
