package text

import "sort"

// Map leads from the bytes of a text to the bytes that it was made from. A nil Map
// says that the two are the same.
type Map struct {
	steps []step
	next  *Map // from the bytes that steps lead to, on to those that were given
}

// A step holds from byte to of the text until the next step. Its bytes stand for as
// many from byte from on; or all of them for unit bytes, such as a letter for its
// entity; or, where unit is nowhere, for none.
type step struct{ to, from, unit int32 }

const nowhere = -1

// Origin gives the bytes that a range of the text was made from.
func (m *Map) Origin(start, end int) (int, int) {
	for ; m != nil; m = m.next {
		if end < start {
			end = start
		}
		s, e := m.one(start, false), 0
		if end > start {
			e = m.one(end-1, true)
		}
		start, end = s, max(s, e)
	}
	return start, end
}

// one is where the byte at i begins or, at its end, ends.
func (m *Map) one(i int, end bool) int {
	k := sort.Search(len(m.steps), func(k int) bool { return int(m.steps[k].to) > i }) - 1
	if k < 0 {
		return i
	}
	s := m.steps[k]
	switch {
	case s.unit > 0 && end:
		return int(s.from + s.unit)
	case s.unit != 0:
		return int(s.from)
	case end:
		return int(s.from) + i - int(s.to) + 1
	}
	return int(s.from) + i - int(s.to)
}

// run says that the bytes from to on stand for those from from on.
func (m *Map) run(to, from int) {
	if n := len(m.steps); n > 0 {
		last := &m.steps[n-1]
		if last.unit == 0 && int(last.from)+to-int(last.to) == from {
			return
		}
		if int(last.to) == to {
			*last = step{to: int32(to), from: int32(from)}
			return
		}
	}
	m.steps = append(m.steps, step{to: int32(to), from: int32(from)})
}

// whole says that one unit of n bytes from from on stands for the bytes from to until the
// next step.
func (m *Map) whole(to, from, n int) {
	if k := len(m.steps); k > 0 && int(m.steps[k-1].to) == to {
		m.steps = m.steps[:k-1]
	}
	m.steps = append(m.steps, step{to: int32(to), from: int32(from), unit: int32(n)})
}

// after is the map of a text that was made from another, which next leads on from.
func (m *Map) after(next *Map) *Map {
	if m == nil {
		return next
	}
	m.next = next
	return m
}
