package text

import (
	"hash/fnv"

	"binhdang/internal/vn"
)

// How often a block is seen before it is the outlet's and not the article's, and how
// many are remembered.
const (
	habitual  = 3
	maxHabits = 50_000
)

// Habits are the blocks that the pages of one outlet share: menus, slogans, boxes. The
// zero value knows none. It is for one goroutine at a time.
type Habits struct {
	Seen   map[uint64]int  // pages that had a block, by the block's hash
	Titles map[uint64]bool // pages that were read: one article read again teaches nothing
}

// Learn reads one more page of the outlet.
func (h *Habits) Learn(data []byte) error {
	s, _, err := Decode(data)
	if err != nil {
		return err
	}
	p, err := parse(s, builtIn())
	if err != nil {
		return err
	}
	f := &finder{page: p, cues: builtIn(), title: -1}
	f.findTitle()
	name := f.name
	if f.title >= 0 {
		name = f.str(&f.blocks[f.title])
	}
	key := hash(vn.Fold(name))
	if h.Titles[key] {
		return nil
	}
	if h.Seen == nil {
		h.Seen, h.Titles = map[uint64]int{}, map[uint64]bool{}
	}
	h.Titles[key] = true
	here := map[uint64]bool{}
	for i := range f.blocks {
		if b := &f.blocks[i]; b.words > 0 && i != f.title {
			here[hash(f.str(b))] = true
		}
	}
	for k := range here {
		h.Seen[k]++
	}
	if len(h.Seen) > maxHabits {
		for k, n := range h.Seen {
			if n == 1 {
				delete(h.Seen, k)
			}
		}
	}
	return nil
}

// HTML finds the article in a page of the outlet, without what its pages share.
func (h *Habits) HTML(data []byte) (*Article, error) {
	s, m, err := Decode(data)
	if err != nil {
		return nil, err
	}
	return htmlArticle(s, m, h)
}

// drop takes out what the pages of the outlet share.
func (h *Habits) drop(f *finder) {
	if len(h.Seen) == 0 {
		return
	}
	for i := range f.blocks {
		b := &f.blocks[i]
		if i == f.title || b.gone || h.Seen[hash(f.str(b))] < habitual {
			continue
		}
		if f.nodes[b.node].does&by != 0 { // the same person may sign often
			continue
		}
		b.gone = true
	}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64()
}
