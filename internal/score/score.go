// Package score judges a value against a threshold.
//
// Judgement is not yes or no (design 5.13). Operators are as the act writes them:
// "dưới 30" is not "không quá 30". A word that stands with a number takes part:
// "hơn 60" meets at least 60, and "gần 60" is only close. The package is pure.
package score

import (
	"math"

	"binhdang/internal/register"
)

// State is the judgement.
type State string

// The states.
const (
	Met            State = "met"
	Exceeded       State = "exceeded" // beyond the threshold
	Partly         State = "partly"   // of a target with parts: some met
	Close          State = "close"    // not met, by no more than the margin
	NotMet         State = "not_met"
	NoData         State = "no_data"
	NothingArising State = "nothing_arising" // there was nothing to divide by
)

// Operator compares a value with a threshold, as the act writes it.
type Operator string

// The operators.
const (
	Under   Operator = "<"
	AtMost  Operator = "<="
	Over    Operator = ">"
	AtLeast Operator = ">="
	Exactly Operator = "="
)

// Threshold is what a target asks for.
type Threshold struct {
	Op     Operator
	Value  float64
	Margin float64 // in the unit of the value: how far off is still close
}

// Judge a value with its word; nil is no data, or nothing arising where it says so.
func (t Threshold) Judge(value *float64, word register.Qualifier, nothingArising bool) State {
	switch {
	case value == nil && nothingArising:
		return NothingArising
	case value == nil:
		return NoData
	}
	side := t.side(*value, word)
	met := false
	switch t.Op {
	case Under:
		met = side < 0
	case AtMost:
		met = side <= 0
	case Over:
		met = side > 0
	case AtLeast:
		met = side >= 0
	case Exactly:
		met = side == 0
	}
	switch {
	case met && *value != t.Value:
		return Exceeded
	case met:
		return Met
	case math.Abs(*value-t.Value) <= t.Margin:
		return Close
	}
	return NotMet
}

// side tells whether the value lies below, at or above the threshold. At the very
// number its word decides.
func (t Threshold) side(value float64, word register.Qualifier) int {
	switch {
	case value < t.Value:
		return -1
	case value > t.Value:
		return 1
	case word == register.More:
		return 1
	case word == register.Less:
		return -1
	}
	return 0
}

// Together judges a target by its parts: met if all are, partly if some are.
// Parts of which nothing arises do not count, and a part without data keeps the
// whole from being met.
func Together(parts []State) State {
	count := map[State]int{}
	for _, p := range parts {
		count[p]++
	}
	good := count[Met] + count[Exceeded]
	asked := len(parts) - count[NothingArising]
	switch {
	case asked == 0 && len(parts) > 0:
		return NothingArising
	case asked == count[NoData]:
		return NoData
	case count[Exceeded] == asked:
		return Exceeded
	case good == asked:
		return Met
	case good > 0 || count[Partly] > 0:
		return Partly
	case count[Close] == asked:
		return Close
	}
	return NotMet
}
