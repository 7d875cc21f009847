package vn

import "testing"

func TestParseDecimal(t *testing.T) {
	for _, c := range []struct {
		rule, text string
		n          int64
		q          string
		bad        bool
	}{
		{rule: "comma", text: "46,58 %", n: 4658},
		{rule: "point", text: "46.58", n: 4658},
		{rule: "one decimal", text: "1,7 lần", n: 170},
		{rule: "whole", text: "100%", n: 10000},
		{rule: "qualifier", text: "hơn 60 %", n: 6000, q: "more"},
		{rule: "thousands", text: "1.234,5", n: 123450},
		{rule: "three digits behind a comma say nothing sure", text: "1,234", bad: true},
		{rule: "too fine", text: "46,583", bad: true},
		{rule: "negative", text: "-3,2", bad: true},
		{rule: "words", text: "đa số", bad: true},
		{rule: "empty", text: "", bad: true},
	} {
		p, err := ParseDecimal(c.text)
		if (err != nil) != c.bad || p.N != c.n || p.Q != c.q {
			t.Errorf("%s: %q is %d %q (%v), want %d %q", c.rule, c.text, p.N, p.Q, err, c.n, c.q)
		}
		if err != nil {
			continue
		}
		again, err := ParseDecimal(Decimal(p.N, "vi"))
		if err != nil || again.N != p.N {
			t.Errorf("%s: %q prints as %q, which reads as %d (%v)", c.rule, c.text, Decimal(p.N, "vi"), again.N, err)
		}
	}
}

func FuzzParseDecimal(f *testing.F) {
	for _, s := range []string{"46,58 %", "hơn 60", "1.234,5", "１２", "-1", "%"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if p, err := ParseDecimal(s); err == nil && (p.N < 0 || p.N > 100*1_000_000_000) {
			t.Errorf("%q is %d", s, p.N)
		}
	})
}
