package text

import (
	"encoding/binary"
	"errors"
	"hash/fnv"
	"maps"
	"net/url"
	"slices"
	"strings"

	"binhdang/internal/vn"
)

// How often a block is seen before it is the outlet's and not the article's, how many
// blocks and pages are remembered, and how long a hash is: of 20,000 blocks two have
// the same one once in five thousand outlets.
const (
	habitual  = 3
	maxHabits = 20_000
	hashBits  = 40
)

// Habits are the blocks that the pages of one outlet share: menus, slogans, boxes. It
// keeps hashes alone. The zero value knows none. It is for one goroutine at a time;
// many may read by it while nobody learns.
type Habits struct {
	Seen   map[uint64]int  // pages that had a block, by the block's hash
	Titles map[uint64]bool // pages that were read: one article read again teaches nothing
}

// learn reads one more page of the outlet.
func (h *Habits) learn(p *page, c *cues) {
	f := &finder{page: p, cues: c, title: -1}
	f.findTitle()
	name := f.name
	if f.title >= 0 {
		name = f.str(&f.blocks[f.title])
	}
	key := hash(vn.Fold(name))
	if h.Titles[key] || len(h.Titles) >= maxHabits {
		return
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
		h.Seen[k] = min(h.Seen[k]+1, habitual)
	}
	// What was seen least goes first, so that what an outlet keeps saying stays.
	for few := 1; len(h.Seen) > maxHabits; few++ {
		h.forget(few)
	}
}

// forget drops the blocks that were seen on few pages or fewer; where all are habits,
// those with the larger hashes.
func (h *Habits) forget(few int) {
	if few < habitual {
		maps.DeleteFunc(h.Seen, func(_ uint64, n int) bool { return n <= few })
		return
	}
	for _, k := range slices.Sorted(maps.Keys(h.Seen))[maxHabits:] {
		delete(h.Seen, k)
	}
}

// drop takes out what the pages of the outlet share.
func (h *Habits) drop(f *finder) {
	if len(h.Seen) == 0 {
		return
	}
	var gone []int
	var all, left int32
	for i := range f.blocks {
		b := &f.blocks[i]
		if i == f.title || b.gone {
			continue
		}
		w := f.worth(b)
		all += w
		// The same person may sign often, and takes many pictures.
		s := f.str(b)
		if h.Seen[hash(s)] < habitual || f.nodes[b.node].does&by != 0 || b.words <= 12 && f.byline(s, true) {
			left += w
			continue
		}
		gone = append(gone, i)
	}
	if left < 15 && all > 40 {
		return // copies of one article under several titles
	}
	for _, i := range gone {
		f.blocks[i].gone = true
	}
}

func hash(s string) uint64 {
	h := fnv.New64a()
	h.Write([]byte(s))
	return h.Sum64() >> (64 - hashBits)
}

// habitsForm is the first byte of habits as bytes.
const habitsForm = 1

var errHabits = errors.New("no habits of an outlet")

// MarshalBinary gives the habits as bytes: equal habits give equal bytes. A hash takes
// four of them or so.
func (h *Habits) MarshalBinary() ([]byte, error) {
	out := []byte{habitsForm}
	list := func(keys []uint64) {
		slices.Sort(keys)
		out = binary.AppendUvarint(out, uint64(len(keys)))
		last := uint64(0)
		for _, k := range keys {
			out = binary.AppendUvarint(out, k-last)
			last = k
		}
	}
	list(slices.Collect(maps.Keys(h.Titles)))
	for n := 1; n <= habitual; n++ { // one list for each count
		var keys []uint64
		for k, seen := range h.Seen {
			if min(seen, habitual) == n {
				keys = append(keys, k)
			}
		}
		list(keys)
	}
	return out, nil
}

// UnmarshalBinary reads what MarshalBinary gave. No bytes are no habits.
func (h *Habits) UnmarshalBinary(data []byte) error {
	read := Habits{Seen: map[uint64]int{}, Titles: map[uint64]bool{}}
	if len(data) == 0 {
		*h = Habits{}
		return nil
	}
	if data[0] != habitsForm {
		return errHabits
	}
	data = data[1:]
	for n := range habitual + 1 {
		size, k := binary.Uvarint(data)
		if k <= 0 || size > 2*maxHabits {
			return errHabits
		}
		data = data[k:]
		at := uint64(0)
		for i := range size {
			step, k := binary.Uvarint(data)
			if k <= 0 || step >= 1<<hashBits || i > 0 && step == 0 {
				return errHabits
			}
			data = data[k:]
			if at += step; n == 0 {
				read.Titles[at] = true
			} else {
				read.Seen[at] = n
			}
		}
	}
	if len(data) > 0 {
		return errHabits
	}
	*h = read
	return nil
}

// maxSites is how many outlets one batch learns from, and maxShared how many blocks of
// all of them are remembered.
const (
	maxSites  = 500
	maxShared = 400_000
)

// Outlets are the habits of several outlets, by the site that their pages name. The
// zero value knows none; it is used as Habits are.
type Outlets struct {
	one    *Habits // of all pages, whatever site they name
	sites  map[string]*Habits
	shared int
	full   bool // all that is remembered is habitual: nothing more is learned
}

// OneOutlet is used where all pages are of one outlet, whatever site they name: they are
// read by its habits and teach them.
func OneOutlet(h *Habits) *Outlets { return &Outlets{one: h} }

// Learn reads one more page. What names no site, or is no page, teaches nothing.
func (o *Outlets) Learn(r *Reader, data []byte) {
	s, _, err := Decode(data)
	if err != nil || o.full || !looksLikePage(s) {
		return
	}
	p, err := parse(s, r.cues)
	if err != nil {
		return
	}
	if o.one != nil {
		o.one.learn(p, r.cues)
		return
	}
	key := p.publisher()
	h := o.sites[key]
	if key == "" || h == nil && len(o.sites) >= maxSites {
		return
	}
	if h == nil {
		if o.sites == nil {
			o.sites = map[string]*Habits{}
		}
		h = &Habits{}
		o.sites[key] = h
	}
	before := len(h.Seen)
	h.learn(p, r.cues)
	if o.shared += len(h.Seen) - before; o.shared <= maxShared {
		return
	}
	for few := 1; o.shared > maxShared/2 && few < habitual; few++ {
		o.shared = 0
		for _, h := range o.sites {
			h.forget(few)
			o.shared += len(h.Seen)
		}
	}
	o.full = o.shared > maxShared
}

// File finds the article in a file, a page where it has tags, without what the pages of
// its site share.
func (o *Outlets) File(r *Reader, data []byte) (*Article, error) {
	s, m, err := Decode(data)
	if err != nil {
		return nil, err
	}
	if !looksLikePage(s) {
		return plainPage(s).article(r.cues, nil, m)
	}
	p, err := parse(s, r.cues)
	if err != nil {
		return nil, err
	}
	if o.one != nil {
		return p.article(r.cues, o.one, m)
	}
	return p.article(r.cues, o.sites[p.publisher()], m)
}

// publisher is by what the pages of one outlet are known in a batch: the site that the page
// names, else the outlet's name; "" where it names neither.
func (p *page) publisher() string {
	if site := p.site(); site != "" {
		return site
	}
	return vn.Fold(p.outlet)
}

// site is the host that the page names in its head, without what says how it is shown.
func (p *page) site() string {
	for _, link := range []string{p.canonical, p.openLink} {
		u, err := url.Parse(strings.TrimSpace(link))
		if err != nil || !strings.Contains(u.Hostname(), ".") {
			continue
		}
		host := strings.ToLower(u.Hostname())
		for _, front := range []string{"www.", "m.", "amp.", "mobile."} {
			if rest, ok := strings.CutPrefix(host, front); ok && strings.Contains(rest, ".") {
				host = rest
			}
		}
		return host
	}
	return ""
}
