package score

import (
	"testing"

	"binhdang/internal/register"
)

func TestJudge(t *testing.T) {
	v := func(f float64) *float64 { return &f }
	for _, c := range []struct {
		rule    string
		t       Threshold
		value   *float64
		word    register.Qualifier
		nothing bool
		want    State
	}{
		{"at the number, at least", Threshold{AtLeast, 60, 0}, v(60), "", false, Met},
		{"beyond it", Threshold{AtLeast, 60, 0}, v(60.1), "", false, Exceeded},
		{"strict operators do not take the number itself", Threshold{Under, 30, 0}, v(30), "", false, Close},
		{"lower is better", Threshold{Under, 30, 0}, v(28), "", false, Exceeded},
		{"at most takes it", Threshold{AtMost, 1.7, 0}, v(1.7), "", false, Met},
		{"more meets over", Threshold{Over, 60, 0}, v(60), register.More, false, Met},
		{"more breaks at most", Threshold{AtMost, 111, 0}, v(111), register.More, false, Close},
		{"less is close to at least", Threshold{AtLeast, 60, 0}, v(60), register.Less, false, Close},
		{"about counts as the number", Threshold{AtLeast, 60, 0}, v(60), register.About, false, Met},
		{"within the margin", Threshold{AtLeast, 60, 2}, v(58), "", false, Close},
		{"beyond the margin", Threshold{AtLeast, 60, 2}, v(57.9), "", false, NotMet},
		{"exactly", Threshold{Exactly, 1, 0}, v(1), "", false, Met},
		{"no data", Threshold{AtLeast, 60, 0}, nil, "", false, NoData},
		{"nothing to divide by", Threshold{AtLeast, 60, 0}, nil, "", true, NothingArising},
	} {
		if got := c.t.Judge(c.value, c.word, c.nothing); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
	}
}

func TestTogether(t *testing.T) {
	for _, c := range []struct {
		rule  string
		parts []State
		want  State
	}{
		{"all met", []State{Met, Exceeded}, Met},
		{"all beyond", []State{Exceeded, Exceeded}, Exceeded},
		{"some met", []State{Met, NotMet}, Partly},
		{"a part without data", []State{Met, NoData}, Partly},
		{"nothing arising does not count", []State{Met, NothingArising}, Met},
		{"nothing at all arising", []State{NothingArising, NothingArising}, NothingArising},
		{"no data", []State{NoData, NoData}, NoData},
		{"all close", []State{Close, Close}, Close},
		{"close and not", []State{Close, NotMet}, NotMet},
		{"no parts", nil, NoData},
	} {
		if got := Together(c.parts); got != c.want {
			t.Errorf("%s: %s, want %s", c.rule, got, c.want)
		}
	}
}
