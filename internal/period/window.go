package period

import "fmt"

// Valid reports whether both ends are days and stand in order.
func (w Window) Valid() bool { return w.First.Valid() && w.Last.Valid() && w.First <= w.Last }

// Days is how many days the window holds; 0 for no window.
func (w Window) Days() int {
	if !w.Valid() {
		return 0
	}
	return int(w.Last.utc().Sub(w.First.utc()).Hours()/24) + 1
}

// Contains reports whether the day lies in the window.
func (w Window) Contains(d Day) bool { return w.First > 0 && w.First <= d && d <= w.Last }

// Covers reports whether v lies in w whole. No window covers nothing and is not covered.
func (w Window) Covers(v Window) bool { return v.Valid() && w.Contains(v.First) && w.Contains(v.Last) }

// Overlaps reports whether some day lies in both.
func (w Window) Overlaps(v Window) bool {
	return w.Valid() && v.Valid() && w.First <= v.Last && v.First <= w.Last
}

// Clip returns the days that lie in both; no window if there are none.
func (w Window) Clip(v Window) Window {
	if !w.Overlaps(v) {
		return Window{}
	}
	return Window{max(w.First, v.First), min(w.Last, v.Last)}
}

// String is 2023-01-05..2023-02-07, which Parse reads; "" for no window.
func (w Window) String() string {
	if w == (Window{}) {
		return ""
	}
	return fmt.Sprintf("%v..%v", w.First, w.Last)
}

// SlotOf returns the slot that holds the day: 1-14, 15 or 16-end of its month.
// Facts are kept by slot, as each period of each calendar is a union of slots.
func SlotOf(d Day) Window {
	if !d.Valid() {
		return Window{}
	}
	y, m := d.Year(), d.Month()
	switch day := d.DayOfMonth(); {
	case day < 15:
		return Window{Date(y, m, 1), Date(y, m, 14)}
	case day == 15:
		return Window{d, d}
	}
	return Window{Date(y, m, 16), Date(y, m, monthLength(y, m))}
}

// Slots returns the slots that lie in the window whole, in order.
func (w Window) Slots() []Window {
	var out []Window
	inner, _ := w.Cut()
	for d := inner.First; d.Valid() && d <= inner.Last; {
		s := SlotOf(d)
		out = append(out, s)
		d = s.Last.Add(1)
	}
	return out
}

// Cut parts a window for a question: inner is the union of all slots that lie
// in it whole, to be answered from facts, no window if there is none; edges are
// the days left over (none, one or two windows, in order), to be answered from
// records. Inner and edges together are w exactly, each day once.
func (w Window) Cut() (inner Window, edges []Window) {
	if !w.Valid() {
		return Window{}, nil
	}
	first, last := w.First, w.Last
	if s := SlotOf(first); s.First != first {
		first = s.Last.Add(1)
	}
	if s := SlotOf(last); s.Last != last {
		last = s.First.Add(-1)
	}
	if first > last {
		return Window{}, []Window{w}
	}
	if w.First < first {
		edges = append(edges, Window{w.First, first.Add(-1)})
	}
	if last < w.Last {
		edges = append(edges, Window{last.Add(1), w.Last})
	}
	return Window{first, last}, edges
}
