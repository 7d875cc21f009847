package ledger

import (
	"context"
	"sync"
	"time"
)

// aside is what is written without anybody waiting for it: notes that an answer
// stands without. Each is written once at a time, a few at all; what finds no room,
// or the database busy for long, is not written.
type aside struct {
	mu    sync.Mutex
	under map[string]bool
	done  sync.WaitGroup
}

// How many notes wait at once, and how long.
const (
	asideMost = 16
	asideWait = 10 * time.Second
)

func (a *aside) do(what string, note func(context.Context) error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.under[what] || len(a.under) >= asideMost {
		return
	}
	if a.under == nil {
		a.under = map[string]bool{}
	}
	a.under[what] = true
	a.done.Go(func() {
		ctx, cancel := context.WithTimeout(context.Background(), asideWait)
		defer cancel()
		_ = note(ctx) // the next occasion notes it
		a.mu.Lock()
		defer a.mu.Unlock()
		delete(a.under, what)
	})
}

// Settle waits for the notes that are being written. Nothing else may be under way:
// it is for who closes the data.
func (l *Ledger) Settle() { l.aside.done.Wait() }
