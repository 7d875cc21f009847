package base

import (
	"context"
	"errors"
	"math"
	"net"
	"strings"
	"sync"
	"time"

	"binhdang/internal/fault"
)

// guard slows guessing of passwords down. It counts tries by address, and by address
// and name. After a few that failed the tries of one name wait their turn, longer each
// time; after many, so do all tries of the address. Nobody is locked out: one waits
// some seconds, and who comes from elsewhere does not wait at all.
type guard struct {
	mu    sync.Mutex
	seen  map[string]*tries
	now   func() time.Time
	sleep func(context.Context, time.Duration)
}

// tries are those that failed or are under way. They are forgotten little by little.
type tries struct {
	n    float64
	at   time.Time // when n was that
	next time.Time // whose turn it is then
}

const (
	freeTries   = 5  // of one name, before one waits
	manyTries   = 60 // of one address
	longestGap  = 8 * time.Second
	addressGap  = 2 * time.Second
	longestWait = 10 * time.Second // who would wait longer is told to come again
	forgetOne   = 15 * time.Second // until one try of an address is forgotten
	forgetName  = 3 * time.Minute  // of a name
	manyMemory  = 100_000
)

// patience is what a key is counted by.
type patience struct {
	key    string
	forget time.Duration
	gap    func(n float64) time.Duration // until the next turn, after n tries
}

// keys of a try. Of an IPv6 address the network counts: one customer has all of it.
func keys(name, from string) []patience {
	if ip := net.ParseIP(from); ip != nil && ip.To4() == nil {
		from = ip.Mask(net.CIDRMask(64, 128)).String()
	}
	return []patience{
		{from, forgetOne, func(n float64) time.Duration {
			if n <= manyTries {
				return 0
			}
			return addressGap
		}},
		{from + " " + strings.ToLower(strings.TrimSpace(name)), forgetName, func(n float64) time.Duration {
			if n <= freeTries {
				return 0
			}
			return min(longestGap, time.Duration(250*math.Pow(2, min(n-freeTries-1, 10)))*time.Millisecond)
		}},
	}
}

// begin counts a try before it is made, so that many at once are many, and holds it
// back until its turn. It tells whether the tries of the name have just become
// guessing. Where the turn is too far away it is the fault web.sign.slow.
func (g *guard) begin(ctx context.Context, name, from string) (guessing bool, err error) {
	g.mu.Lock()
	if g.seen == nil {
		g.seen = map[string]*tries{}
	}
	now, list := g.clock(), keys(name, from)
	if len(g.seen) > manyMemory {
		for k, t := range g.seen {
			if now.Sub(t.at) > time.Hour {
				delete(g.seen, k)
			}
		}
	}
	turn := now
	for _, p := range list {
		t := g.seen[p.key]
		if t == nil {
			t = &tries{at: now}
			g.seen[p.key] = t
		}
		t.n = max(0, t.n-float64(now.Sub(t.at))/float64(p.forget))
		t.at = now
		if gap := p.gap(t.n + 1); gap > 0 && t.next.After(turn) {
			turn = t.next
		}
	}
	if wait := turn.Sub(now); wait > longestWait {
		g.mu.Unlock()
		return false, fault.New(fault.Forbidden, "web.sign.slow", "seconds", int(math.Ceil(wait.Seconds())))
	}
	for i, p := range list {
		t := g.seen[p.key]
		t.n++
		if gap := p.gap(t.n); gap > 0 {
			t.next = turn.Add(gap)
			guessing = guessing || i == 1 && t.n <= freeTries+2
		}
	}
	g.mu.Unlock()
	if wait := turn.Sub(now); wait > 0 {
		g.pause(ctx, wait)
	}
	return guessing, ctx.Err()
}

// succeeded forgets the tries of a name, and takes one back from its address.
func (g *guard) succeeded(name, from string) {
	g.mu.Lock()
	defer g.mu.Unlock()
	list := keys(name, from)
	delete(g.seen, list[1].key)
	if t := g.seen[list[0].key]; t != nil {
		t.n = max(0, t.n-1)
	}
}

func (g *guard) clock() time.Time {
	if g.now != nil {
		return g.now()
	}
	return time.Now()
}

func (g *guard) pause(ctx context.Context, d time.Duration) {
	if g.sleep != nil {
		g.sleep(ctx, d)
		return
	}
	select {
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// Guarded makes a try of a password for an account's name in its turn: how the sign-in
// page and the page of one's own password ask. A name that is being guessed is noted
// in the journal.
func (q *Request) Guarded(name string, try func() error) error {
	from := q.From()
	guessing, err := q.Site.guard.begin(q.Context(), name, from)
	if err != nil {
		return err
	}
	err = try()
	if err == nil {
		q.Site.guard.succeeded(name, from)
		return nil
	}
	if guessing && errors.As(err, new(*fault.Error)) {
		q.Ledger().NoteGuessing(name)
	}
	return err
}
