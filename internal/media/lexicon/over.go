package lexicon

import "slices"

// Over finds every term, as Scan does, in a text that another lexicon has read: the
// words are looked up by their keys, nothing is cut anew.
func (l *Lexicon) Over(t *Text) []Match {
	var found []Match
	state := int32(0)
	for i := range t.Words {
		w := &t.Words[i]
		if w.Line {
			state = 0
		}
		state = l.step(state, l.words[w.Key])
		at := state
		if l.out[at] == nil {
			at = l.short[at]
		}
		for at != 0 {
			found = append(found, Match{i + 1 - int(l.depth[at]), i + 1, l.out[at]})
			at = l.short[at]
		}
	}
	slices.SortFunc(found, func(a, b Match) int {
		if a.First != b.First {
			return a.First - b.First
		}
		return b.Last - a.Last
	})
	return found
}
