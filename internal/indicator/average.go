package indicator

import "binhdang/internal/register"

// Mean is an average with the divisor that it must be printed with.
type Mean struct {
	Value     *float64 // nil: cannot be told
	Qualifier register.Qualifier
	Divisor   int
}

// Average divides the total of a period by how many of its parts (years, mostly)
// have data, and by how many there are: 3,900 sessions of 2021-2025 with nothing
// said of 2025 are 975 a year over four years and 780 over five. Warn where the
// divisors differ. It is for indicators that add over time.
//
// Where the parts do not make up the total, some of it was declared for several
// years together, and which years have data is not known: overGiven has no value.
func Average(total Value, parts []Value) (overGiven, overAll Mean) {
	var sum float64
	for _, p := range parts {
		if p.Value != nil {
			overGiven.Divisor++
			sum += *p.Value
		}
	}
	overAll.Divisor = len(parts)
	if total.Value == nil || len(parts) == 0 {
		return overGiven, overAll
	}
	all := *total.Value / float64(overAll.Divisor)
	overAll.Value, overAll.Qualifier = &all, total.Qualifier
	if overGiven.Divisor > 0 && sum == *total.Value {
		given := sum / float64(overGiven.Divisor)
		overGiven.Value, overGiven.Qualifier = &given, total.Qualifier
	}
	return overGiven, overAll
}
