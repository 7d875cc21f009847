package store

import (
	"context"
	"sync"
	"time"
)

// Of the 63 bits of an id, 41 are milliseconds, 10 the node and 12 a sequence.
const (
	nodeBits     = 10
	sequenceBits = 12
	nodes        = 1 << nodeBits
)

// epoch is the millisecond from which ids count: 1 January 2020.
var epoch = time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC).UnixMilli()

// IDs makes ids in time order: milliseconds since 2020, node, sequence. Two
// programs on the same data differ by their node, which is drawn by lot when
// the data are opened. With the same Node and clock the same ids come again.
type IDs struct {
	Node int64 // 0 to 1023

	mu   sync.Mutex
	last int64 // milliseconds and sequence of the last id
}

// After sees to it that the ids to come are greater than id, whatever the clock says.
func (s *IDs) After(id int64) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.last = max(s.last, id>>(nodeBits+sequenceBits)<<sequenceBits|(1<<sequenceBits-1)) // the rest of its millisecond is for other nodes
}

func (s *IDs) next(now time.Time) int64 {
	s.mu.Lock()
	defer s.mu.Unlock()
	v := (now.UnixMilli() - epoch) << sequenceBits
	if v <= s.last { // same millisecond, or the clock stepped back
		v = s.last + 1
	}
	s.last = v
	return v>>sequenceBits<<(nodeBits+sequenceBits) | s.Node<<sequenceBits | v&(1<<sequenceBits-1)
}

// LastID is the greatest id that is kept; 0 where nothing is.
func (tx *Tx) LastID(ctx context.Context) (last int64, err error) {
	err = tx.row(ctx, `
		select coalesce(max(id), 0)
		from (
			select max(id) as id from record
			union all select max(id) from batch
			union all select max(id) from event
			union all select max(id) from account
			union all select max(id) from session
			union all select max(id) from upload
			union all select max(id) from issue) kept`,
		nil, &last)
	return last, err
}
