package vn

import (
	"math"
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestInt(t *testing.T) {
	for _, c := range []struct {
		n      int64
		vi, en string
	}{
		{0, "0", "0"},
		{999, "999", "999"},
		{1000, "1.000", "1,000"},
		{1234567, "1.234.567", "1,234,567"},
		{-123, "-123", "-123"},
		{-1234, "-1.234", "-1,234"},
		{math.MinInt64, "-9.223.372.036.854.775.808", "-9,223,372,036,854,775,808"},
	} {
		if vi, en := Int(c.n, "vi"), Int(c.n, "en"); vi != c.vi || en != c.en {
			t.Errorf("%d: got %s and %s, want %s and %s", c.n, vi, en, c.vi, c.en)
		}
	}
}

func TestDec(t *testing.T) {
	for _, c := range []struct {
		x      float64
		places int
		want   string
	}{
		{12.5, 2, "12,50"},
		{12.5, 0, "13"},
		{2.5, 0, "3"},
		{-2.5, 0, "-3"},
		{1.005, 2, "1,01"},
		{0.125, 2, "0,13"},
		{0.04, 1, "0,0"},
		{-0.04, 1, "0,0"},
		{0.05, 1, "0,1"},
		{0.0049, 2, "0,00"},
		{999.95, 1, "1.000,0"},
		{9.99, 1, "10,0"},
		{0.96, 1, "1,0"},
		{1234567.891, 1, "1.234.567,9"},
		{1e21, 0, "1.000.000.000.000.000.000.000"},
		{1e-9, 3, "0,000"},
		{0, 2, "0,00"},
		{975, 1, "975,0"},
		{7, -1, "7"},
	} {
		if got := Dec(c.x, c.places, "vi"); got != c.want {
			t.Errorf("Dec(%v, %d) = %s, want %s", c.x, c.places, got, c.want)
		}
	}
	if got := Dec(1234.5, 1, "en"); got != "1,234.5" {
		t.Errorf("in English %s", got)
	}
	if got := Dec(math.NaN(), 1, "vi"); got != "NaN" {
		t.Errorf("no number prints as %s", got)
	}
}

func TestPercent(t *testing.T) {
	for _, c := range []struct {
		x      float64
		places int
		want   string
	}{
		{0.756, 1, "75,6%"},
		{1, 0, "100%"},
		{0.285, 0, "29%"}, // 0.285*100 is 28.499999999999996
		{0.56, 2, "56,00%"},
		{0.001, 0, "0%"},
		{0.0005, 1, "0,1%"},
		{12.3456, 1, "1.234,6%"},
	} {
		if got := Percent(c.x, c.places, "vi"); got != c.want {
			t.Errorf("Percent(%v, %d) = %s, want %s", c.x, c.places, got, c.want)
		}
	}
}

// What Dec prints is never further from x than half of its last place.
func TestDecIsNear(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x := rapid.Float64Range(-1e9, 1e9).Draw(t, "x")
		places := rapid.IntRange(0, 6).Draw(t, "places")
		text := Dec(x, places, "en")
		got, err := strconv.ParseFloat(strings.ReplaceAll(text, ",", ""), 64)
		if err != nil || math.Abs(got-x) > 0.5*math.Pow10(-places)+1e-6*math.Abs(x)*1e-6 {
			t.Fatalf("Dec(%v, %d) = %s (%v)", x, places, text, err)
		}
		if _, fraction, _ := strings.Cut(text, "."); len(fraction) != places {
			t.Fatalf("Dec(%v, %d) = %s", x, places, text)
		}
	})
}

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		vnd             int64
		full, words, en string
	}{
		{0, "0 đồng", "0 đồng", "0 VND"},
		{450_000, "450.000 đồng", "450.000 đồng", "450,000 VND"},
		{1_000_000, "1.000.000 đồng", "1 triệu đồng", "1 million VND"},
		{450_000_000, "450.000.000 đồng", "450 triệu đồng", "450 million VND"},
		{15_000_000_000, "15.000.000.000 đồng", "15 tỷ đồng", "15 billion VND"},
		{3_200_000_000, "3.200.000.000 đồng", "3,2 tỷ đồng", "3.2 billion VND"},
		{3_215_000_000, "3.215.000.000 đồng", "3,215 tỷ đồng", "3.215 billion VND"},
		{3_005_000_000, "3.005.000.000 đồng", "3,005 tỷ đồng", "3.005 billion VND"},
		{3_215_500_000, "3.215.500.000 đồng", "3.215,5 triệu đồng", "3,215.5 million VND"},
		{3_215_500_001, "3.215.500.001 đồng", "3.215.500.001 đồng", "3,215,500,001 VND"},
		{15_000_000_000_000, "15.000.000.000.000 đồng", "15.000 tỷ đồng", "15,000 billion VND"},
		{-1_500_000_000, "-1.500.000.000 đồng", "-1,5 tỷ đồng", "-1.5 billion VND"},
	} {
		if full, words, en := Money(c.vnd, "vi"), MoneyWords(c.vnd, "vi"), MoneyWords(c.vnd, "en"); full != c.full || words != c.words || en != c.en {
			t.Errorf("%d: got %q, %q, %q, want %q, %q, %q", c.vnd, full, words, en, c.full, c.words, c.en)
		}
	}
}

func TestNumber(t *testing.T) {
	for _, c := range []struct {
		n         int64
		q, vi, en string
	}{
		{3900, "more", "hơn 3.900", "more than 3,900"},
		{300, "less", "gần 300", "nearly 300"},
		{15, "about", "khoảng 15", "about 15"},
		{1234, "", "1.234", "1,234"},
	} {
		if vi, en := Number(c.n, c.q, "vi"), Number(c.n, c.q, "en"); vi != c.vi || en != c.en {
			t.Errorf("%d %q: got %q and %q", c.n, c.q, vi, en)
		}
	}
}

func TestRoman(t *testing.T) {
	for n, want := range map[int]string{1: "I", 4: "IV", 9: "IX", 14: "XIV", 40: "XL", 1994: "MCMXCIV", 3999: "MMMCMXCIX", 0: "0", 4000: "4000", -3: "-3"} {
		if got := Roman(n); got != want {
			t.Errorf("Roman(%d) = %s, want %s", n, got, want)
		}
	}
}
