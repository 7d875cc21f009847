package indicator

import (
	"slices"

	"binhdang/internal/fact"
	"binhdang/internal/register"
)

// Cells are the sums of each register that an answer is made of.
type Cells map[register.Name]Cell

// Cell is what the records of one register that a number is about add up to.
type Cell struct {
	Sum fact.Sum
	Any bool // there ever was a record; of a stock the sum may be zero again
	// Part tells that some of the sum is a share of others' figures: its records may be
	// counted with the other shares.
	Part bool
	Def  *register.Definition // whose measures the columns of Sum are
}

// Value is an indicator's number for some cells.
type Value struct {
	Value                  *float64 // nil: no data
	Numerator, Denominator *float64 // of a ratio; nil: no data
	Qualifier              register.Qualifier
	NotGiven               int64     // how many records left out a measure that the number reads
	Told                   *Coverage // for how much a number of one measure was told, see Row
	Coverage               *Coverage // of a number that reads an of-which measure; nil for others
	NothingArising         bool      // of a ratio: the denominator is known and zero
}

// Coverage says of how much of the counting measure the part was given:
// "có số liệu nữ: 3.412/3.900 buổi".
type Coverage struct {
	Of           Ref // the counting measure; without a measure: records
	Given, Total int64
}

// Value is the indicator's number for the cells of the registers that it names.
//
// No record at all, or none that gives the measure, is no data; a given zero is
// zero, and so is a stock of which everything has closed. A ratio multiplies by
// its scale and divides last. Plain numbers are whole where the formula is. Cells do
// not tell who met a quota: of such an indicator there is none.
func (d *Definition) Value(cells Cells) Value {
	if d.Declared || d.Quota != nil {
		return Value{}
	}
	out := Value{NotGiven: d.notGiven(cells), Told: d.told(cells), Coverage: d.coverage(cells)}
	num := d.Numerator.figure(cells)
	if !d.Ratio() {
		out.Value, out.Qualifier = num.pointer(), num.word
		return out
	}
	den := d.Denominator.figure(cells)
	out.Numerator, out.Denominator = num.pointer(), den.pointer()
	out.NothingArising = den.has && den.v == 0
	if !num.has || !den.has || den.v == 0 {
		return out
	}
	v := num.v * float64(d.Scale) / den.v
	out.Value, out.Qualifier = &v, num.word
	if den.word != register.Exact {
		out.Qualifier = register.About
	}
	return out
}

// Registers are the registers that the indicator reads, each once, in the order
// of its formulas.
func (d *Definition) Registers() []register.Name {
	var out []register.Name
	for _, r := range d.names() {
		if !slices.Contains(out, r.Register) {
			out = append(out, r.Register)
		}
	}
	return out
}

// names of both formulas, each once; none of what is declared.
func (d *Definition) names() []Ref {
	if d.Declared {
		return nil
	}
	out := d.Numerator.Names()
	if d.Denominator != nil {
		seen := map[Ref]bool{}
		for _, r := range out {
			seen[r] = true
		}
		for _, r := range d.Denominator.Names() {
			if !seen[r] {
				out = append(out, r)
			}
		}
	}
	return out
}

// notGiven counts, over the measures that are read, the records that left them
// out. What whole() reads is left to its part.
func (d *Definition) notGiven(cells Cells) int64 {
	var n int64
	for _, r := range d.names() {
		if i, c := cells.column(r); i >= 0 && !r.Whole {
			n += c.Sum[fact.NotGiven].V[i]
		}
	}
	return n
}

// told says for how much a number of one measure was told, where not all told it
// and leaving it out is a gap: in the counting measure of the register where records
// give that in its stead, else in records. An award to persons names no collectives,
// and misses none: a measure that is no part, in a register that counts nothing, has none.
func (d *Definition) told(cells Cells) *Coverage {
	var out *Coverage
	reads := 0
	for _, r := range d.names() {
		i, c := cells.column(r)
		if i < 0 || r.Whole {
			continue
		}
		reads++
		missing, count := c.Sum[fact.NotGiven].V[i], c.Def.Measure(c.Def.Count)
		if missing <= 0 || count < 0 && c.Def.Measures[i].PartOf == "" {
			continue
		}
		if without := c.Sum[fact.WithoutPartCount].V[i]; count >= 0 && without > 0 {
			total := c.Sum[fact.Numbers].V[count]
			out = &Coverage{Of: Ref{Register: r.Register, Measure: c.Def.Count}, Given: total - without, Total: total}
			continue
		}
		asked := c.Sum[fact.Numbers].N - c.Sum[fact.NotApplicable].V[i]
		out = &Coverage{Of: Ref{Register: r.Register}, Given: asked - missing, Total: asked}
	}
	if reads != 1 {
		return nil
	}
	return out
}

// coverage is told where the numerator reads exactly one of-which measure and
// its register has a counting measure.
func (d *Definition) coverage(cells Cells) *Coverage {
	var out *Coverage
	for _, r := range d.Numerator.Names() {
		i, c := cells.column(r)
		if i < 0 || r.Whole || c.Def.Measures[i].PartOf == "" {
			continue
		}
		n := c.Def.Measure(c.Def.Count)
		if out != nil || n < 0 {
			return nil
		}
		total := c.Sum[fact.Numbers].V[n]
		out = &Coverage{
			Of:    Ref{Register: r.Register, Measure: c.Def.Count},
			Given: total - c.Sum[fact.WithoutPartCount].V[i],
			Total: total,
		}
	}
	return out
}

// column is the measure's place among v0..v19 and its cell; -1 if there is none.
func (cells Cells) column(r Ref) (int, Cell) {
	c, ok := cells[r.Register]
	if !ok || c.Def == nil {
		return -1, c
	}
	return c.Def.Measure(r.Measure), c
}

// figure is a number on its way through a formula.
type figure struct {
	v     float64
	has   bool // a record gave it
	fixed bool // it stands in the formula itself
	word  register.Qualifier
}

func (f figure) pointer() *float64 {
	if !f.has {
		return nil
	}
	return &f.v
}

func (n number) figure(Cells) figure { return figure{v: n.value, has: true, fixed: true} }

func (n name) figure(cells Cells) figure {
	i, c := cells.column(n.ref)
	records := c.Sum[fact.Numbers].N
	// Of a stock the sums are what is open: all closed is a known zero.
	closed := c.Def != nil && c.Def.Stock && c.Any && records == 0
	if n.ref.Measure == "" {
		return figure{v: float64(records), has: records > 0 || closed}
	}
	if i < 0 || records-c.Sum[fact.NotGiven].V[i]-c.Sum[fact.NotApplicable].V[i] <= 0 && !closed && !(c.Part && c.Sum[fact.Numbers].V[i] != 0) {
		return figure{}
	}
	if !n.ref.Whole {
		return figure{v: float64(c.Sum[fact.Numbers].V[i]), has: true, word: c.word(i)}
	}
	w := c.Def.Measure(c.Def.Measures[i].PartOf)
	if w < 0 {
		return figure{}
	}
	return figure{v: float64(c.Sum[fact.Numbers].V[w] - c.Sum[fact.WithoutPart].V[i]), has: true, word: c.word(w)}
}

// word is the qualifier of a sum, from how many of its numbers had which.
func (c Cell) word(i int) register.Qualifier {
	more, less, about := c.Sum[fact.More].V[i] > 0, c.Sum[fact.Less].V[i] > 0, c.Sum[fact.About].V[i] > 0
	switch {
	case about || more && less:
		return register.About
	case more:
		return register.More
	case less:
		return register.Less
	}
	return register.Exact
}

func (n binary) figure(cells Cells) figure {
	a, b := n.a.figure(cells), n.b.figure(cells)
	if n.op == '+' {
		return plus(a, b)
	}
	out := figure{has: a.has && b.has, fixed: a.fixed && b.fixed}
	if !out.has {
		return figure{}
	}
	switch n.op {
	case '-':
		// What is taken away pulls the other way: 100 less "hơn 40" is "gần" 60.
		out.v, out.word = a.v-b.v, register.Join(a.word, turned(b.word))
	case '*':
		out.v, out.word = a.v*b.v, register.Join(a.word, b.word)
	default:
		if b.v == 0 {
			return figure{}
		}
		out.v, out.word = a.v/b.v, register.Join(a.word, turned(b.word))
	}
	return out
}

// plus adds; where only one side has data it is the sum, as no records add
// nothing, but a number of the formula alone is no data.
func plus(a, b figure) figure {
	switch {
	case a.has && b.has:
		return figure{v: a.v + b.v, has: true, fixed: a.fixed && b.fixed, word: register.Join(a.word, b.word)}
	case a.has && !a.fixed:
		return a
	case b.has && !b.fixed:
		return b
	}
	return figure{}
}

func turned(q register.Qualifier) register.Qualifier {
	switch q {
	case register.More:
		return register.Less
	case register.Less:
		return register.More
	}
	return q
}

func (n extreme) figure(cells Cells) figure {
	a, b := n.a.figure(cells), n.b.figure(cells)
	if !a.has || !b.has {
		return figure{}
	}
	out := figure{v: min(a.v, b.v), has: true, fixed: a.fixed && b.fixed, word: register.Join(a.word, b.word)}
	if n.word == "max" {
		out.v = max(a.v, b.v)
	}
	return out
}

func (n choice) figure(cells Cells) figure {
	a, b := n.a.figure(cells), n.b.figure(cells)
	if !a.has || !b.has {
		return figure{}
	}
	out := n.other
	if holds(a.v, n.op, b.v) {
		out = n.then
	}
	f := out.figure(cells)
	if f.has && (a.word != register.Exact || b.word != register.Exact) {
		f.word = register.About // another way might have been taken
	}
	f.fixed = false
	return f
}

func holds(a float64, op string, b float64) bool {
	switch op {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	}
	return a == b
}
