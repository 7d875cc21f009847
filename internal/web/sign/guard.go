package sign

import (
	"context"
	"strings"
	"sync"
	"time"

	"binhdang/internal/fault"
)

// guard slows guessing down. It counts failures by address, and by address and
// name: whoever guesses waits longer each time, and nobody can keep another, who
// comes from elsewhere, from signing in.
type guard struct {
	mu    sync.Mutex
	seen  map[string]*failures
	now   func() time.Time
	sleep func(context.Context, time.Duration)
}

type failures struct {
	n    int
	last time.Time
}

const (
	freeTries  = 5                // before one waits
	mostTries  = 60               // from one address within forget
	forget     = 15 * time.Minute // after the last failure
	longest    = 8 * time.Second
	manyMemory = 100_000
)

func newGuard() *guard {
	return &guard{seen: map[string]*failures{}, now: time.Now, sleep: func(ctx context.Context, d time.Duration) {
		select {
		case <-ctx.Done():
		case <-time.After(d):
		}
	}}
}

func keys(name, from string) []string {
	return []string{from, from + " " + strings.ToLower(strings.TrimSpace(name))}
}

// wait holds a try back that follows failures. Past many from one address it is
// the fault web.sign.slow.
func (g *guard) wait(ctx context.Context, name, from string) error {
	g.mu.Lock()
	now, pause := g.now(), time.Duration(0)
	for i, k := range keys(name, from) {
		f := g.seen[k]
		if f == nil || now.Sub(f.last) > forget {
			continue
		}
		if i == 0 && f.n >= mostTries {
			g.mu.Unlock()
			return fault.New(fault.Forbidden, "web.sign.slow", "minutes", int(forget.Minutes()))
		}
		if over := f.n - freeTries; i == 1 && over >= 0 {
			pause = min(longest, 250*time.Millisecond<<min(over, 10))
		}
	}
	g.mu.Unlock()
	if pause > 0 {
		g.sleep(ctx, pause)
	}
	return ctx.Err()
}

// tried notes how a try ended.
func (g *guard) tried(name, from string, ok bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	now := g.now()
	if len(g.seen) > manyMemory {
		for k, f := range g.seen {
			if now.Sub(f.last) > forget {
				delete(g.seen, k)
			}
		}
	}
	for i, k := range keys(name, from) {
		if ok {
			if i == 1 {
				delete(g.seen, k)
			}
			continue
		}
		f := g.seen[k]
		if f == nil || now.Sub(f.last) > forget {
			f = &failures{}
			g.seen[k] = f
		}
		f.n++
		f.last = now
	}
}
