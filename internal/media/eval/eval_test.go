package eval

import (
	"math"
	"testing"
)

// TestShares holds that the share of women leaves the unknown out, on either side, and
// that names of other languages are counted apart.
func TestShares(t *testing.T) {
	var sum Sum
	sum.Add(
		Item{Persons: []Person{{"Lê Thị Lan", "F", "official", true}, {"Lê Văn Sơn", "M", "ordinary", false}, {"Lò Minh", "U", "ordinary", true}, {"Emma Collins", "F", "ordinary", false}}},
		Item{Persons: []Person{{"Lê Thị Lan", "F", "official", true}, {"Lê Văn Sơn", "M", "ordinary", true}, {"Lò Minh", "F", "ordinary", false}, {"Peter Weber", "M", "ordinary", false}}},
	)
	for _, test := range []struct {
		name      string
		got, want float64
	}{
		{"labelled mentioned", sum.Mentioned.Labelled.Percent(), 50},
		{"found mentioned", sum.Mentioned.Found.Percent(), 100 * 2.0 / 3},
		{"labelled quoted", sum.Heard.Labelled.Percent(), 50},
		{"found quoted", sum.Heard.Found.Percent(), 100},
		{"points quoted", sum.Heard.Points(), 50},
		{"foreign F1", sum.Foreign.F1(), 0},
		{"nobody", Share{}.Percent(), 0},
	} {
		if math.Abs(test.got-test.want) > 1e-9 {
			t.Errorf("%s: got %v, want %v", test.name, test.got, test.want)
		}
	}
	if c := sum.Foreign; c.Wrong != 1 || c.Missed != 1 {
		t.Errorf("foreign names: got %+v, want one wrong and one missed", c)
	}
}
