package indicator

import (
	"strings"

	"binhdang/internal/register"
)

// Expr is a formula over measures, such as
//
//	activity.women / whole(activity.women)
//	if(club.clubs < 10, 0, club.members)
//
// It is made by ParseExpr and does not change.
type Expr interface {
	// Names lists what the formula reads, each once, in the order of reading.
	Names() []Ref
	// String is the formula with single spaces and only the parentheses it
	// needs; ParseExpr reads it back as the same formula.
	String() string

	// visit calls f for every name.
	visit(f func(Ref))
	// figure is what the formula gives for cells.
	figure(cells Cells) figure
	// terms are the factors of the names (and of Ref{} for what is added plainly)
	// if the formula is a plain sum; false if it is not.
	terms() (map[Ref]float64, bool)
	// rank says how tightly the formula binds: 1 sums, 2 products, 3 the rest.
	rank() int
}

// Ref is one name in a formula.
type Ref struct {
	Register register.Name
	Measure  string // "": the number of records, count(register)
	Whole    bool   // whole(register.measure): the whole of a part, of the records that gave the part
}

// String is the name as it stands in a formula.
func (r Ref) String() string {
	switch {
	case r.Measure == "":
		return "count(" + string(r.Register) + ")"
	case r.Whole:
		return "whole(" + string(r.Register) + "." + r.Measure + ")"
	}
	return string(r.Register) + "." + r.Measure
}

type (
	number struct {
		text  string
		value float64
	}
	name   struct{ ref Ref }
	binary struct {
		op   byte // + - * /
		a, b Expr
	}
	// extreme is min(a, b) or max(a, b).
	extreme struct {
		word string
		a, b Expr
	}
	// choice is if(a op b, then, other).
	choice struct {
		op                string // < <= > >= =
		a, b, then, other Expr
	}
)

func (n number) Names() []Ref  { return names(n) }
func (n name) Names() []Ref    { return names(n) }
func (n binary) Names() []Ref  { return names(n) }
func (n extreme) Names() []Ref { return names(n) }
func (n choice) Names() []Ref  { return names(n) }

func names(e Expr) []Ref {
	var out []Ref
	seen := map[Ref]bool{}
	e.visit(func(r Ref) {
		if !seen[r] {
			seen[r] = true
			out = append(out, r)
		}
	})
	return out
}

func (n number) visit(func(Ref))   {}
func (n name) visit(f func(Ref))   { f(n.ref) }
func (n binary) visit(f func(Ref)) { n.a.visit(f); n.b.visit(f) }
func (n extreme) visit(f func(Ref)) {
	n.a.visit(f)
	n.b.visit(f)
}
func (n choice) visit(f func(Ref)) {
	n.a.visit(f)
	n.b.visit(f)
	n.then.visit(f)
	n.other.visit(f)
}

func (n number) rank() int { return 3 }
func (n name) rank() int   { return 3 }
func (n binary) rank() int {
	if n.op == '+' || n.op == '-' {
		return 1
	}
	return 2
}
func (n extreme) rank() int { return 3 }
func (n choice) rank() int  { return 3 }

func (n number) String() string { return n.text }
func (n name) String() string   { return n.ref.String() }
func (n binary) String() string {
	left, right := n.a.String(), n.b.String()
	if n.a.rank() < n.rank() {
		left = "(" + left + ")"
	}
	// Operators of one rank are read from the left.
	if n.b.rank() <= n.rank() {
		right = "(" + right + ")"
	}
	return left + " " + string(n.op) + " " + right
}
func (n extreme) String() string { return n.word + "(" + n.a.String() + ", " + n.b.String() + ")" }
func (n choice) String() string {
	var b strings.Builder
	b.WriteString("if(" + n.a.String() + " " + n.op + " " + n.b.String())
	b.WriteString(", " + n.then.String() + ", " + n.other.String() + ")")
	return b.String()
}

func (n number) terms() (map[Ref]float64, bool) { return map[Ref]float64{{}: n.value}, true }
func (n name) terms() (map[Ref]float64, bool)   { return map[Ref]float64{n.ref: 1}, true }

func (n binary) terms() (map[Ref]float64, bool) {
	a, okA := n.a.terms()
	b, okB := n.b.terms()
	if !okA || !okB {
		return nil, false
	}
	out := map[Ref]float64{}
	switch n.op {
	case '+', '-':
		sign := 1.0
		if n.op == '-' {
			sign = -1
		}
		for r, v := range a {
			out[r] += v
		}
		for r, v := range b {
			out[r] += sign * v
		}
		return out, true
	case '*':
		if by, ok := plain(a); ok {
			a, b = b, a
			return scaled(a, by), true
		}
		by, ok := plain(b)
		return scaled(a, by), ok
	default:
		by, ok := plain(b)
		if !ok || by == 0 {
			return nil, false
		}
		return scaled(a, 1/by), true
	}
}

// plain is the number of a sum that has no names.
func plain(terms map[Ref]float64) (float64, bool) {
	for r := range terms {
		if r != (Ref{}) {
			return 0, false
		}
	}
	return terms[Ref{}], true
}

func scaled(terms map[Ref]float64, by float64) map[Ref]float64 {
	out := map[Ref]float64{}
	for r, v := range terms {
		out[r] = v * by
	}
	return out
}

// The smaller or greater of two numbers, and a choice, do not add up.
func (n extreme) terms() (map[Ref]float64, bool) { return nil, false }
func (n choice) terms() (map[Ref]float64, bool)  { return nil, false }
