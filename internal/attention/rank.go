package attention

import (
	"cmp"
	"slices"
	"strings"

	"binhdang/internal/register"
)

// State says what is known of an item at a place.
type State string

// The states.
const (
	Known   State = "known"
	Missing State = "missing" // counts as the worst, and says so
	Small   State = "small"   // made of too few: neither good nor bad
)

// Fact is what is known of one item at one place.
type Fact struct {
	Item      *Item
	Weight    int
	State     State
	Value     float64 // as it is compared: for so many people, a ratio, or 1 where a code is there
	Number    float64 // before it was divided
	Of        float64 // what it was divided by
	Qualifier register.Qualifier
	Estimate  bool     // carried from former units by an estimate
	Codes     []string // of an item about codes: those that the place has
	Position  float64  // 0 the best of those known, 1 the worst
	Before    int      // how many are worse
	Tied      int      // how many others are alike
	Among     int      // how many are known and compared
}

// Weighs is what the item adds to the points.
func (f *Fact) Weighs() float64 { return float64(f.Weight) * f.Position }

// Place is a commune with what is known of it.
type Place struct {
	Code   string
	Name   string
	Rank   int     // from 1, the same for equal points; 0: not ranked
	Points float64 // 0 to 100
	Known  float64 // share of the weight, 0 to 1
	Facts  []Fact  // one for each item, in their order
}

// Result is the order that is proposed.
type Result struct {
	Ranked []Place // the most points first
	Apart  []Place // of whom too little is known, by name
	Weight int     // of all items together; 0: nothing can be ranked
}

// Rank orders places by what is known of them; known is the share of the weight, in
// percent, below which a place is set apart. Places come by name, and stay so where
// points are equal.
func Rank(places []Place, known int) *Result {
	out := &Result{}
	places = slices.Clone(places)
	for i := range places {
		places[i].Facts = slices.Clone(places[i].Facts)
	}
	if len(places) > 0 {
		for i := range places[0].Facts {
			out.Weight += places[0].Facts[i].Weight
			position(places, i)
		}
	}
	for _, p := range places {
		var told, counted int
		sum := 0.0
		for i := range p.Facts {
			f := &p.Facts[i]
			switch f.State {
			case Small:
				continue
			case Known:
				told += f.Weight
			}
			counted += f.Weight
			sum += f.Weighs()
		}
		if out.Weight > 0 {
			p.Known = float64(told) / float64(out.Weight)
		}
		if counted == 0 || told*100 < known*out.Weight {
			out.Apart = append(out.Apart, p)
			continue
		}
		p.Points = 100 * sum / float64(counted)
		out.Ranked = append(out.Ranked, p)
	}
	slices.SortStableFunc(out.Ranked, func(a, b Place) int { return cmp.Compare(b.Points, a.Points) })
	for i := range out.Ranked {
		p := &out.Ranked[i]
		p.Rank = i + 1
		if i > 0 && out.Ranked[i-1].Points == p.Points {
			p.Rank = out.Ranked[i-1].Rank
		}
	}
	return out
}

// position gives the facts of one item their places. Those alike share the middle of
// theirs; where only one is known, or all are alike, that tells nothing: the middle.
func position(places []Place, item int) {
	var values []float64
	for i := range places {
		if f := &places[i].Facts[item]; f.State == Known {
			values = append(values, f.Value)
		}
	}
	for i := range places {
		f := &places[i].Facts[item]
		f.Position, f.Among = 0, len(values)
		switch {
		case f.State == Missing:
			f.Position = 1
			continue
		case f.State == Small:
			continue
		}
		better := 0
		for _, v := range values {
			switch c := cmp.Compare(f.Value, v); {
			case c == 0:
				f.Tied++
			case (c > 0) == (f.Item.Worse == More):
				better++
			}
		}
		f.Tied-- // itself
		f.Before = len(values) - better - f.Tied - 1
		switch {
		case f.Item.Flag(): // a code is there or it is not; how many others have it says nothing
			f.Position = f.Value
		case len(values) < 2:
			f.Position = 0.5
		default:
			f.Position = (float64(better) + float64(f.Tied)/2) / float64(len(values)-1)
		}
	}
}

// Reasons are the facts that put a place where it stands: those on the worse half and
// those that are not known, the heaviest first. What nobody tells of is no reason.
func (p *Place) Reasons() []Fact {
	var out []Fact
	for _, f := range p.Facts {
		if f.Weight > 0 && (f.State == Missing && f.Among > 0 || f.State == Known && f.Position > 0.5) {
			out = append(out, f)
		}
	}
	slices.SortStableFunc(out, func(a, b Fact) int { return cmp.Compare(b.Weighs(), a.Weighs()) })
	return out
}

// Of are the facts of a state with a weight, in the order of the items.
func (p *Place) Of(s State) (out []Fact) {
	for _, f := range p.Facts {
		if f.State == s && f.Weight > 0 {
			out = append(out, f)
		}
	}
	return out
}

// Find is a place of the result by its code; nil if there is none.
func (r *Result) Find(code string) *Place {
	for _, list := range [][]Place{r.Ranked, r.Apart} {
		if i := slices.IndexFunc(list, func(p Place) bool { return strings.EqualFold(p.Code, code) }); i >= 0 {
			return &list[i]
		}
	}
	return nil
}
