package lexicon

import (
	"slices"
	"strings"
)

// Entry is a term with what it is (kind) and what it says (value); a term may have
// several entries.
type Entry struct {
	Term  string
	Kind  string
	Value string
	Note  string // a second value, where a kind has one
}

// Match is a term found: the words from First up to Last, not included.
type Match struct {
	First, Last int
	Entries     []*Entry
}

// Has gives the entry of a kind, nil if the term has none.
func (m *Match) Has(kind string) *Entry {
	if m == nil {
		return nil
	}
	for _, e := range m.Entries {
		if e.Kind == kind {
			return e
		}
	}
	return nil
}

// Lexicon is an automaton of Aho and Corasick (1975) whose letters are words: a term can only be
// found at word borders, and all terms are found in one pass.
type Lexicon struct {
	words map[string]int32 // the number of each word of the terms, from 1
	next  map[int64]int32  // state and word, to state
	root  []int32          // the same for the state 0
	fail  []int32          // where to go on when no term goes on
	depth []int32          // words read in a state
	out   [][]*Entry       // the terms that end in a state
	forms chan *memory     // memories of words met, for as many texts as are read at once
	short []int32          // the next state on the way of fail with such terms
}

// New makes the automaton. Punctuation within a term is a word of its own.
func New(entries []Entry) *Lexicon {
	l := &Lexicon{words: map[string]int32{}, next: map[int64]int32{}, fail: []int32{0}, depth: []int32{0}, out: [][]*Entry{nil}, short: []int32{0}, forms: make(chan *memory, 4)}
	blank := &Lexicon{forms: make(chan *memory, 1)}
	edges := [][]int64{nil} // the words that lead on from a state
	for i := range entries {
		e := &entries[i]
		state := int32(0)
		words := blank.Read(e.Term).Words
		if len(words) == 0 {
			continue
		}
		for _, w := range words {
			id := l.words[w.Key]
			if id == 0 {
				id = int32(len(l.words) + 1)
				l.words[w.Key] = id
			}
			to, ok := l.next[key(state, id)]
			if !ok {
				to = int32(len(l.out))
				l.next[key(state, id)] = to
				edges[state] = append(edges[state], int64(id))
				edges = append(edges, nil)
				l.fail, l.short, l.out = append(l.fail, 0), append(l.short, 0), append(l.out, nil)
				l.depth = append(l.depth, l.depth[state]+1)
			}
			state = to
		}
		l.out[state] = append(l.out[state], e)
	}
	l.root = make([]int32, len(l.words)+1)
	queue := []int32{}
	for _, id := range edges[0] {
		to := l.next[key(0, int32(id))]
		l.root[id] = to
		queue = append(queue, to)
	}
	for len(queue) > 0 {
		state := queue[0]
		queue = queue[1:]
		for _, id := range edges[state] {
			to := l.next[key(state, int32(id))]
			l.fail[to] = l.step(l.fail[state], int32(id))
			l.short[to] = l.fail[to]
			if l.out[l.fail[to]] == nil {
				l.short[to] = l.short[l.fail[to]]
			}
			queue = append(queue, to)
		}
	}
	return l
}

func key(state, word int32) int64 { return int64(state)<<32 | int64(word) }

// step is the state after one more word.
func (l *Lexicon) step(state, word int32) int32 {
	if word == 0 {
		return 0
	}
	for state != 0 {
		if to, ok := l.next[key(state, word)]; ok {
			return to
		}
		state = l.fail[state]
	}
	return l.root[word]
}

// Scan finds every term, those within others too, in the order of their first word,
// the longest first. No term goes on over the end of a line. A text that another
// lexicon has read need not be read again: its words are looked up by their keys.
func (l *Lexicon) Scan(t *Text) []Match {
	found := make([]Match, 0, len(t.Words)/4)
	state := int32(0)
	for i := range t.Words {
		w := &t.Words[i]
		if w.Line {
			state = 0
		}
		id := w.id
		if t.by != l {
			id = l.words[w.Key]
		}
		state = l.step(state, id)
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

// Longest leaves of what Scan found the leftmost and longest, none over another.
func Longest(found []Match) []Match {
	out := found[:0:0]
	end := 0
	for _, m := range found {
		if m.First >= end {
			out = append(out, m)
			end = m.Last
		}
	}
	return out
}

// Table reads entries from lines of fields between tabs: term, value, note. The first
// line names the columns; what follows # is a remark.
func Table(kind, text string) []Entry {
	var out []Entry
	for i, line := range strings.Split(text, "\n") {
		line, _, _ = strings.Cut(strings.TrimRight(line, "\r"), "#")
		f := strings.Split(line, "\t")
		if i == 0 || strings.TrimSpace(f[0]) == "" {
			continue
		}
		e := Entry{Term: strings.TrimSpace(f[0]), Kind: kind}
		if len(f) > 1 {
			e.Value = strings.TrimSpace(f[1])
		}
		if len(f) > 2 {
			e.Note = strings.TrimSpace(f[2])
		}
		out = append(out, e)
	}
	return out
}
