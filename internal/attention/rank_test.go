package attention

import (
	"fmt"
	"strings"
	"testing"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
)

// place makes a place whose facts are "4" known, "?" missing, "." small, "+" and "-" of codes.
func place(items []Item, weights []int, code, text string) Place {
	p := Place{Code: code, Name: code}
	for i, s := range strings.Fields(text) {
		f := Fact{Item: &items[i], Weight: weights[i], State: Known}
		switch s {
		case "?":
			f.State = Missing
		case ".":
			f.State = Small
		case "+":
			f.Value = 1
		case "-":
		default:
			fmt.Sscan(s, &f.Value)
		}
		p.Facts = append(p.Facts, f)
	}
	return p
}

// TestRank: the worst of each item weighs most, the unknown never counts as good, the
// small counts as nothing, and of whom too little is known is not ranked.
func TestRank(t *testing.T) {
	items := []Item{{Name: "talks", Worse: Less}, {Name: "cases", Worse: More}, {Name: "risk", Worse: More, Field: "risk"}}
	for _, c := range []struct {
		name    string
		weights []int
		known   int
		places  []string // a, b, c ...
		want    string   // rank code points, then those apart
	}{
		{"less is worse, more is worse", []int{1, 1, 0}, 50, []string{"9 1 -", "5 2 -", "1 3 -"}, "1c 100, 2b 50, 3a 0"},
		{"a weight moves the order", []int{3, 1, 0}, 50, []string{"9 3 -", "1 1 -"}, "1b 75, 2a 25"},
		{"the missing is as bad as the worst", []int{1, 1, 0}, 50, []string{"9 1 -", "? 1 -", "1 1 -"}, "1b 75, 1c 75, 3a 25"},
		{"the small is neither good nor bad", []int{1, 1, 0}, 50, []string{"9 1 -", ". 2 -", "1 3 -"}, "1c 100, 2b 50, 3a 0"},
		{"too little known: apart", []int{1, 1, 1}, 60, []string{"9 1 -", "? ? +", "1 . ?", "1 3 +"}, "1d 92, 2a 0; b 33, c 33"},
		{"ties share the middle and the rank", []int{1, 0, 0}, 50, []string{"4 1 -", "4 1 -", "2 1 -", "8 1 -"}, "1c 100, 2a 50, 2b 50, 4d 0"},
		{"all alike tell nothing", []int{1, 0, 0}, 50, []string{"4 1 -", "4 1 -"}, "1a 50, 1b 50"},
		{"one alone tells nothing", []int{1, 0, 0}, 50, []string{"4 1 -"}, "1a 50"},
		{"a code is there or is not", []int{0, 0, 1}, 50, []string{"1 1 -", "1 1 +", "1 1 +"}, "1b 100, 1c 100, 3a 0"},
		{"no weight: nobody is ranked", []int{0, 0, 0}, 50, []string{"1 1 -", "2 2 +"}, "; a 0, b 0"},
		{"all missing: nobody is ranked", []int{1, 1, 1}, 1, []string{"? ? ?", "? ? ?"}, "; a 0, b 0"},
		{"all small: nobody is ranked", []int{1, 1, 0}, 1, []string{". . -", ". . +"}, "; a 0, b 0"},
		{"an item without weight is not looked at", []int{1, 0, 0}, 100, []string{"1 ? ?", "2 . ?"}, "1a 100, 2b 0"},
		{"nobody", []int{1, 1, 1}, 50, nil, ""},
	} {
		var places []Place
		for i, text := range c.places {
			places = append(places, place(items, c.weights, string(rune('a'+i)), text))
		}
		r := Rank(places, c.known)
		var ranked, apart []string
		for _, p := range r.Ranked {
			ranked = append(ranked, fmt.Sprintf("%d%s %.0f", p.Rank, p.Code, p.Points))
		}
		for _, p := range r.Apart {
			apart = append(apart, fmt.Sprintf("%s %.0f", p.Code, p.Known*100))
		}
		got := strings.Join(ranked, ", ")
		if len(apart) > 0 {
			got += "; " + strings.Join(apart, ", ")
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
		if len(places) > 0 && places[0].Rank+places[0].Facts[0].Among != 0 {
			t.Errorf("%s: Rank changed what it was given", c.name)
		}
	}
}

// TestReasons: the heaviest first; what is good, weighs nothing or is told by nobody is none.
func TestReasons(t *testing.T) {
	items := []Item{{Name: "a", Worse: Less}, {Name: "b", Worse: More}, {Name: "c", Worse: More, Field: "x"}, {Name: "d", Worse: More}, {Name: "e", Worse: Less}}
	w := []int{1, 3, 2, 5, 2}
	r := Rank([]Place{place(items, w, "x", "1 9 + ? ?"), place(items, w, "y", "5 1 - ? 3")}, 10)
	for code, want := range map[string]string{"x": "b c e? a", "y": ""} {
		var got []string
		for _, f := range r.Find(code).Reasons() {
			s := f.Item.Name
			if f.State == Missing {
				s += "?"
			}
			got = append(got, s)
		}
		if strings.Join(got, " ") != want {
			t.Errorf("reasons of %s: %v, want %s", code, got, want)
		}
	}
}

// TestFact: a small base is small whatever stands above it, an unknown base is no data.
func TestFact(t *testing.T) {
	v := func(n float64) *float64 { return &n }
	count, ratio := &indicator.Definition{}, &indicator.Definition{Declared: true}
	per := Item{Base: "population", Per: 1000, Least: 500}
	share := Item{Least: 100}
	for _, c := range []struct {
		name    string
		it      Item
		d       *indicator.Definition
		r, base *indicator.Row
		state   State
		value   float64
	}{
		{"for each thousand", per, count, &indicator.Row{Value: v(6)}, &indicator.Row{Value: v(3000)}, Known, 2},
		{"a given zero is known", per, count, &indicator.Row{Value: v(0)}, &indicator.Row{Value: v(3000)}, Known, 0},
		{"no number", per, count, &indicator.Row{}, &indicator.Row{Value: v(3000)}, Missing, 0},
		{"no row", per, count, nil, &indicator.Row{Value: v(3000)}, Missing, 0},
		{"no base", per, count, &indicator.Row{Value: v(6)}, nil, Missing, 0},
		{"a small base", per, count, &indicator.Row{Value: v(6)}, &indicator.Row{Value: v(499)}, Small, 0},
		{"a small base and no number", per, count, nil, &indicator.Row{Value: v(499)}, Small, 0},
		{"an empty base", Item{Base: "population", Per: 1}, count, &indicator.Row{Value: v(6)}, &indicator.Row{Value: v(0)}, Small, 0},
		{"a share", share, ratio, &indicator.Row{Value: v(40), Numerator: v(40), Denominator: v(100)}, nil, Known, 40},
		{"a share of few", share, ratio, &indicator.Row{Value: v(40), Numerator: v(4), Denominator: v(10)}, nil, Small, 0},
		{"a share unknown", share, ratio, &indicator.Row{Denominator: v(1000)}, nil, Missing, 0},
		{"a plain number", Item{}, count, &indicator.Row{Value: v(12)}, nil, Known, 12},
	} {
		if f := c.it.fact(c.d, c.r, c.base); f.State != c.state || f.Value != c.value {
			t.Errorf("%s: %s %v, want %s %v", c.name, f.State, f.Value, c.state, c.value)
		}
	}
	flag := Item{Field: "zone", Codes: []string{"B", "C"}}
	for has, want := range map[string]string{"": "missing 0", "A": "known 0", "A B": "known 1", "B C": "known 1"} {
		if f := flag.flag(strings.Fields(has)); fmt.Sprint(f.State, " ", f.Value) != want {
			t.Errorf("codes %q: %s %v, want %s", has, f.State, f.Value, want)
		}
	}
}

// TestDecode: each fault is told at its line.
func TestDecode(t *testing.T) {
	const head = "known = 60\n"
	item := func(rest string) string { return head + "[[item]]\nname = \"a\"\nof = \"x\"\n" + rest }
	for _, c := range []struct{ name, text, want string }{
		{"good", item("worse = \"less\"\nweight = 3"), ""},
		{"nothing", head, "attention_file.empty 1"},
		{"known", "known = 101\n[[item]]\nname = \"a\"\nworse = \"more\"", "attention_file.known 1"},
		{"side", item("worse = \"bad\""), "attention_file.worse 3"},
		{"weight", item("worse = \"more\"\nweight = 11"), "attention_file.weight 3"},
		{"least is no number", item("worse = \"more\"\nleast = nan"), "attention_file.per 3"},
		{"base without per", item("worse = \"more\"\nbase = \"y\""), "attention_file.per 3"},
		{"codes without field", item("worse = \"more\"\ncodes = [\"A\"]"), "attention_file.codes 3"},
		{"twice", item("worse = \"more\"\n[[item]]\nname = \"a\"\nworse = \"more\""), "attention_file.name 3"},
		{"a name that no address takes", head + "[[item]]\nname = \"a b\"\nworse = \"more\"", "attention_file.name 3"},
	} {
		_, err := Decode("attention/first.toml", []byte(c.text))
		got := ""
		if all := fault.All(err); len(all) > 0 {
			got = fmt.Sprint(all[0].Key, " ", all[0].Place.Line)
		} else if err != nil {
			got = err.Error()
		}
		if got != c.want {
			t.Errorf("%s: got %s, want %s", c.name, got, c.want)
		}
	}
}
