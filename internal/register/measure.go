package register

import "slices"

// Given is what a record says about one measure.
type Given struct {
	Applies bool      // false: the measure has no meaning for this record (a course has no sessions)
	Has     bool      // a figure was given
	N       int64     // the figure
	Q       Qualifier // its word
}

// Figures returns what the values say about each measure of the definition, in
// the order of Measures. Attr looks up an attribute of a code; the catalog gives it.
//
// A field without a route applies to every record. A routed field applies where
// the route finds a measure, and there to that measure alone. A measure that
// several fields may fill takes the sum of what is given.
func (d *Definition) Figures(v Values, attr func(list, code, attr string) string) [MaxMeasures]Given {
	var out [MaxMeasures]Given
	for _, f := range d.Fields {
		if f.Kind != KindNumber {
			continue
		}
		m := d.index(d.MeasureOf(f, v, attr))
		if m < 0 {
			continue
		}
		g := &out[m]
		g.Applies = true
		n := v[f.ID].Number
		if n == nil || n.Words != "" {
			continue
		}
		if g.Has {
			g.Q = Join(g.Q, n.Q)
		} else {
			g.Q = n.Q
		}
		g.Has = true
		g.N += n.N
	}
	return out
}

// MeasureOf says which measure the number field f adds to in a form with values v; "" for none.
func (d *Definition) MeasureOf(f *Field, v Values, attr func(list, code, attr string) string) string {
	if f.Route == nil {
		return f.Measure
	}
	by := d.Field(f.Route.By)
	codes := v[f.Route.By].Codes
	if by == nil || len(codes) == 0 {
		return f.Measure // a total without a form: the measure named plainly, if any
	}
	return f.Route.To[attr(by.List, codes[0], f.Route.Attr)]
}

// Join is the word of a sum of two numbers that carry a and b (design 5.5).
func Join(a, b Qualifier) Qualifier {
	switch {
	case a == b:
		return a
	case a == Exact:
		return b
	case b == Exact:
		return a
	}
	return About
}

// Field returns the field with the id, nil if there is none.
func (d *Definition) Field(id string) *Field {
	for _, f := range d.Fields {
		if f.ID == id {
			return f
		}
	}
	return nil
}

// Measure returns the place of a measure among v0..v19, -1 if there is none.
func (d *Definition) Measure(id string) int { return d.index(id) }

func (d *Definition) index(id string) int {
	if id == "" {
		return -1
	}
	for i, m := range d.Measures {
		if m.ID == id {
			return i
		}
	}
	return -1
}

// SpanOf the editions of a register, the earliest first.
func SpanOf(editions ...*Definition) Span {
	var s Span
	for _, d := range editions {
		s.Measures = max(s.Measures, len(d.Measures))
		for _, f := range d.ByFields() {
			if !slices.Contains(s.By, f.ID) {
				s.By = append(s.By, f.ID)
			}
		}
		for _, x := range d.Crossings {
			if !slices.ContainsFunc(s.Crossings, func(o []string) bool { return slices.Equal(o, x) }) {
				s.Crossings = append(s.Crossings, x)
			}
		}
	}
	return s
}

// ByFields returns the fields whose codes are margins of the facts.
func (d *Definition) ByFields() []*Field {
	var out []*Field
	for _, f := range d.Fields {
		if f.By {
			out = append(out, f)
		}
	}
	return out
}
