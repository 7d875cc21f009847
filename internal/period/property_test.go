package period

import (
	"slices"
	"strings"
	"testing"

	"binhdang/internal/fault"

	"pgregory.net/rapid"
)

var (
	days      = rapid.Custom(func(t *rapid.T) Day { return Date(1990, 1, 1).Add(rapid.IntRange(0, 40540).Draw(t, "n")) })
	calendars = rapid.SampledFrom([]Calendar{Admin, Civil, School})
	steps     = rapid.SampledFrom([]Step{Month, Quarter, Half, Year})
	windows   = rapid.Custom(func(t *rapid.T) Window {
		first := days.Draw(t, "first")
		return Window{first, first.Add(rapid.OneOf(rapid.IntRange(0, 70), rapid.IntRange(0, 3000)).Draw(t, "length"))}
	})
)

// partition fails unless the parts are w exactly, in order, each day once.
func partition(t *rapid.T, w Window, parts []Window) {
	next := w.First
	for _, p := range parts {
		if !p.Valid() || p.First != next {
			t.Fatalf("%v: part %v of %v does not begin on %v", w, p, parts, next)
		}
		next = p.Last.Add(1)
	}
	if next != w.Last.Add(1) {
		t.Fatalf("%v: parts %v do not end with it", w, parts)
	}
}

func TestDayForms(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := days.Draw(t, "day")
		for _, text := range []string{d.String(), d.VN(), strings.ReplaceAll(d.VN(), "/", "."), strings.ReplaceAll(d.String(), "-", "")} {
			if got, err := ParseDay(text); got != d || err != nil {
				t.Fatalf("ParseDay(%q) = %v, %v", text, got, err)
			}
		}
		if got := FromTime(d.Time()); got != d {
			t.Fatalf("FromTime(%v) = %v", d.Time(), got)
		}
		n := rapid.IntRange(-20000, 20000).Draw(t, "n")
		if got := d.Add(n).Add(-n); got != d {
			t.Fatalf("%v.Add(%d).Add(%d) = %v", d, n, -n, got)
		}
		if w := (Window{d, d.Add(n)}); n >= 0 && w.Days() != n+1 {
			t.Fatalf("%v has %d days, want %d", w, w.Days(), n+1)
		}
	})
}

func TestCutReassembles(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := windows.Draw(t, "window")
		inner, edges := w.Cut()
		parts := slices.Clone(edges)
		if inner != (Window{}) {
			parts = append(parts, inner)
			slices.SortFunc(parts, func(a, b Window) int { return int(a.First - b.First) })
			partition(t, inner, w.Slots())
		} else if len(w.Slots()) != 0 {
			t.Fatalf("%v has whole slots %v but no inner window", w, w.Slots())
		}
		partition(t, w, parts)
		if len(edges) > 2 {
			t.Fatalf("%v has edges %v", w, edges)
		}
		for _, e := range edges {
			for d := e.First; d <= e.Last; d = d.Add(1) {
				if w.Covers(SlotOf(d)) {
					t.Fatalf("%v: %v is left to the edges though its slot is whole", w, d)
				}
			}
		}
	})
}

func TestStepsPartition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, c, s := windows.Draw(t, "window"), calendars.Draw(t, "calendar"), steps.Draw(t, "step")
		var parts []Window
		keys := map[string]bool{}
		for _, p := range w.Steps(c, s) {
			parts = append(parts, p.Window)
			keys[p.Key] = true
			if whole := Of(c, s, p.Window.First); whole.Key != p.Key || whole.Window.Clip(w) != p.Window {
				t.Fatalf("%v is not the clipped %v", p, whole)
			}
		}
		partition(t, w, parts)
		if len(keys) != len(parts) {
			t.Fatalf("%v: a key stands twice in %v", w, keys)
		}
	})
}

// Every period of every calendar is a union of slots, is read back from its key,
// and is made of the shorter periods within it.
func TestPeriodsAreSlots(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, c, s := days.Draw(t, "day"), calendars.Draw(t, "calendar"), steps.Draw(t, "step")
		p := Of(c, s, d)
		if inner, edges := p.Window.Cut(); inner != p.Window || len(edges) > 0 || !p.Window.Contains(d) {
			t.Fatalf("%v, period of %v, is cut into %v and %v", p, d, inner, edges)
		}
		if y := p.Window.First.Year(); y > firstYear && y < lastYear {
			if got, err := Parse(p.Key, c); got != p || err != nil {
				t.Fatalf("Parse(%q, %s) = %v, %v, want %v", p.Key, c, got, err, p)
			}
		}
		if months := p.Window.Steps(c, Month); len(months) != s.months() {
			t.Fatalf("%v has months %v", p, months)
		}
		year := rapid.IntRange(firstYear, lastYear).Draw(t, "year")
		for _, text := range []string{"action-%", "%-9M", "%.."} {
			text = strings.Replace(text, "%", Date(year, 1, 1).String()[:4], 1)
			if strings.HasSuffix(text, "..") {
				text += Date(min(year+4, lastYear), 1, 1).String()[:4]
			}
			p, err := Parse(text, c)
			if inner, edges := p.Window.Cut(); err != nil || inner != p.Window || len(edges) > 0 {
				t.Fatalf("%s %s: %v is cut into %v and %v (%v)", c, text, p, inner, edges, err)
			}
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"2023", "2021..2025", "2023-Q4", "action-2025", "2023-01-05..2023-02-07", "30/6/2025..1/7/2025"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, c := range []Calendar{Admin, Civil, School} {
			p, err := Parse(text, c)
			if err != nil {
				if fault.All(err) == nil {
					t.Fatalf("%q: an internal error: %v", text, err)
				}
				continue
			}
			again, err := Parse(p.Key, c)
			if err != nil || again != p || !p.Window.Valid() {
				t.Fatalf("%q: %v, then %v, %v", text, p, again, err)
			}
		}
	})
}
