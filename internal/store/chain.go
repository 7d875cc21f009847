package store

// Bounds of what is remembered of changes to facts, in rows: of one change, and of all.
const (
	addedAtMost = 1000
	chainAtMost = 8000
)

// chain are the last changes that this process made to facts, each found by the number
// that its portion had before. Where they lead from the number of what is kept to that
// of a snapshot, what is kept is brought up to date without reading. Where another
// process changed something between, they do not lead there.
type chain struct {
	from  map[step]*change
	order []step // the oldest first
	rows  int
}

// step is from where a change leads on.
type step struct {
	portion
	former int64
}

// follow remembers what a transaction did, after it was committed.
func (k *kept) follow(moved map[portion]*change) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.most == 0 {
		return
	}
	c := &k.chain
	for p, did := range moved {
		if did.other || did.former == 0 {
			continue
		}
		if c.from == nil {
			c.from = map[step]*change{}
		}
		at := step{p, did.former}
		c.from[at] = did
		c.order = append(c.order, at)
		c.rows += len(did.added)
	}
	for c.rows > chainAtMost {
		c.rows -= len(c.from[c.order[0]].added)
		delete(c.from, c.order[0])
		c.order = c.order[1:]
	}
}

// since is what was added to the facts of a portion between two of its numbers, if
// that is known.
func (k *kept) since(p portion, former, number int64) (added []factRow, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for former != number {
		c := k.chain.from[step{p, former}]
		if c == nil {
			return nil, false
		}
		added, former = append(added, c.added...), c.number
	}
	return added, true
}
