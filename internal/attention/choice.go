package attention

// Choice is a place that a person chose to look after first, with why, and with what
// was known when it was chosen.
type Choice struct {
	Why     string         `json:"why"`
	Weights map[string]int `json:"weights"`
	Rank    int            `json:"rank,omitempty"` // 0: it was not ranked
	Among   int            `json:"among"`          // how many were ranked
	Points  float64        `json:"points"`
	Known   float64        `json:"known"` // share of the weight
	Facts   []Told         `json:"facts"`
	// Reasons are the sentences that stood beside the place, by languages.
	Reasons map[string][]string `json:"reasons"`
}

// Told is a fact as it was when a place was chosen.
type Told struct {
	Item   string   `json:"item"`
	Weight int      `json:"weight"`
	State  State    `json:"state"`
	Value  *float64 `json:"value,omitempty"`
	Codes  []string `json:"codes,omitempty"`
}

// Choose keeps a place as it stands in a result; speakers say its reasons.
func (r *Result) Choose(p *Place, why string, speakers ...Speaker) Choice {
	c := Choice{Why: why, Weights: map[string]int{}, Rank: p.Rank, Among: len(r.Ranked), Points: p.Points, Known: p.Known, Reasons: map[string][]string{}}
	for _, f := range p.Facts {
		t := Told{Item: f.Item.Name, Weight: f.Weight, State: f.State, Codes: f.Codes}
		if f.State == Known {
			v := f.Value
			t.Value = &v
		}
		c.Weights[f.Item.Name] = f.Weight
		c.Facts = append(c.Facts, t)
	}
	for _, s := range speakers {
		for _, f := range p.Reasons() {
			c.Reasons[s.Lang] = append(c.Reasons[s.Lang], s.Sentence(&f))
		}
	}
	return c
}
