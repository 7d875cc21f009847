package attention

import (
	"slices"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
)

// Setting is what is asked: of which unit, in which year, with which weights.
type Setting struct {
	Unit    string // CODE
	Year    int
	Weights map[string]int // by items; one that is not there weighs as in the definition
}

// Weight is what an item weighs.
func (s Setting) Weight(it *Item) int {
	if w, moved := s.Weights[it.Name]; moved {
		return w
	}
	return it.Weight
}

// Content is what asking needs of the rest of the content.
type Content struct {
	Indicator func(indicator.Name) *indicator.Definition
	Calendar  func(register.Name) period.Calendar // by which a register tells its years
}

// Plan is what must be asked of the facts, all in one go.
type Plan struct {
	Questions []indicator.Question

	def     *Definition
	setting Setting
	with    Content
	at      map[indicator.Name]int // which question answers an indicator by units
	by      map[string]int         // and which an item about codes
}

// Ask makes the questions. Each indicator is asked for the year by the calendar of its
// register: violence is told by civil years, talks by administrative ones.
func Ask(d *Definition, setting Setting, with Content) (*Plan, error) {
	p := &Plan{def: d, setting: setting, with: with, at: map[indicator.Name]int{}, by: map[string]int{}}
	for i := range d.Items {
		it := &d.Items[i]
		names := []indicator.Name{it.Of}
		if it.Base != "" {
			names = append(names, it.Base)
		}
		if it.Flag() {
			q, err := p.question(it.Of)
			if err != nil {
				return nil, err
			}
			q.By = append(q.By, it.Field)
			same := slices.IndexFunc(p.Questions, func(o indicator.Question) bool {
				return slices.Equal(o.By, q.By) && slices.Equal(o.Indicators, []indicator.Name{it.Of})
			})
			if same < 0 {
				same = len(p.Questions)
				q.Indicators = []indicator.Name{it.Of}
				p.Questions = append(p.Questions, q)
			}
			p.by[it.Name] = same
			continue
		}
		for _, n := range names {
			if _, ok := p.at[n]; ok {
				continue
			}
			q, err := p.question(n)
			if err != nil {
				return nil, err
			}
			same := slices.IndexFunc(p.Questions, func(o indicator.Question) bool {
				return o.Calendar == q.Calendar && slices.Equal(o.By, q.By)
			})
			if same < 0 {
				same = len(p.Questions)
				p.Questions = append(p.Questions, q)
			}
			p.Questions[same].Indicators = append(p.Questions[same].Indicators, n)
			p.at[n] = same
		}
	}
	return p, nil
}

// question by units about an indicator's year.
func (p *Plan) question(n indicator.Name) (indicator.Question, error) {
	c := period.Admin
	if regs := p.with.Indicator(n).Registers(); len(regs) > 0 {
		c = p.with.Calendar(regs[0])
	}
	y, err := period.Parse(strconv.Itoa(p.setting.Year), c)
	return indicator.Question{Unit: p.setting.Unit, Window: y.Window, Calendar: c, By: []string{indicator.ByUnit}}, err
}

// Rank reads the answers and ranks the places, which come with their codes and names.
func (p *Plan) Rank(answers []indicator.Answer, places []Place) *Result {
	rows := map[string]map[indicator.Name]*indicator.Row{}
	codes := map[string]map[string][]string{} // by the place's code and the item
	for n, at := range p.at {
		for i := range answers[at].Rows {
			r := &answers[at].Rows[i]
			if r.Indicator != n || r.Own {
				continue
			}
			code := r.Keys[indicator.ByUnit]
			if rows[code] == nil {
				rows[code] = map[indicator.Name]*indicator.Row{}
			}
			rows[code][n] = r
		}
	}
	for item, at := range p.by {
		field := p.def.Item(item).Field
		for i := range answers[at].Rows {
			r := &answers[at].Rows[i]
			code, has := r.Keys[indicator.ByUnit], r.Keys[field]
			if r.Own || r.Value == nil || *r.Value == 0 || has == "" {
				continue
			}
			if codes[code] == nil {
				codes[code] = map[string][]string{}
			}
			codes[code][item] = append(codes[code][item], has)
		}
	}
	out := make([]Place, len(places))
	for i, pl := range places {
		out[i] = Place{Code: pl.Code, Name: pl.Name}
		for j := range p.def.Items {
			it := &p.def.Items[j]
			var f Fact
			if it.Flag() {
				f = it.flag(codes[pl.Code][it.Name])
			} else {
				f = it.fact(p.with.Indicator(it.Of), rows[pl.Code][it.Of], rows[pl.Code][it.Base])
			}
			f.Item, f.Weight = it, p.setting.Weight(it)
			out[i].Facts = append(out[i].Facts, f)
		}
	}
	return Rank(out, p.def.Known)
}

// flag is known where the place tells of the field at all.
func (it *Item) flag(has []string) Fact {
	if len(has) == 0 {
		return Fact{State: Missing}
	}
	f := Fact{State: Known}
	for _, c := range it.Codes {
		if slices.Contains(has, c) {
			f.Codes, f.Value = append(f.Codes, c), 1
		}
	}
	return f
}

// fact is what rows of the facts tell of a place. A base that is too small is so
// whatever is divided by it.
func (it *Item) fact(d *indicator.Definition, r, base *indicator.Row) Fact {
	f := Fact{State: Missing}
	var of *float64
	switch {
	case it.Base != "" && base != nil:
		of = base.Value
	case d.Ratio() && r != nil:
		of = r.Denominator
	}
	if of != nil {
		f.Of = *of
		if *of < it.Least || *of == 0 {
			f.State = Small
			return f
		}
	}
	if r == nil || r.Value == nil || it.Base != "" && of == nil {
		return f
	}
	f.State, f.Value, f.Number, f.Qualifier = Known, *r.Value, *r.Value, r.Qualifier
	f.Estimate = slices.Contains(r.Marks, indicator.MarkEstimate)
	switch {
	case it.Base != "":
		f.Value = *r.Value * float64(it.Per) / *of
		f.Estimate = f.Estimate || slices.Contains(base.Marks, indicator.MarkEstimate)
	case d.Ratio() && r.Numerator != nil:
		f.Number = *r.Numerator
	}
	return f
}
