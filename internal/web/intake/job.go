package intake

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

// phase is how far a job is.
type phase int

const (
	waiting phase = iota // for its turn
	reading
	checking
	writing
	taking  // an import back
	checked // the last that follow are ends
	wrote
	taken
	failed
	stopped
)

// at is what a job has come to: a copy that does not change.
type at struct {
	Phase       phase
	Rows, Total int // looked at, and all there are; 0: not known
	Left        time.Duration
	Lasted      time.Duration
	Table       *table
	Outcome     *ledger.Outcome
	Sheet       []*fault.Error // what the sheet as a whole should be told for
	Back        *ledger.TakenBack
	Faults      []*fault.Error // why it failed; none: it is ours
	Number      string         // of a fault that is ours, in the log
}

// Running tells that the job is not at its end.
func (a at) Running() bool { return a.Phase < checked }

// job is long work on one upload or one import, which goes on when its person
// leaves the page. It does not outlive the process: nothing is kept of what was not
// done to its end, and the file says that its writing was cut off.
type job struct {
	account, id int64
	register    register.Name
	file        string
	writes      bool
	cut         *time.Time // of a file that is looked at: when the writing began that was cut off
	cancel      context.CancelFunc
	done        chan struct{}

	mu    sync.Mutex
	now   at
	began time.Time // of the phase
	ended time.Time
}

// look is what the job has come to.
func (j *job) look() at {
	j.mu.Lock()
	defer j.mu.Unlock()
	a := j.now
	if a.Running() && a.Rows > 0 && a.Total > a.Rows {
		a.Left = time.Since(j.began) * time.Duration(a.Total-a.Rows) / time.Duration(a.Rows)
	}
	return a
}

// set changes what the job has come to.
func (j *job) set(f func(a *at)) {
	j.mu.Lock()
	defer j.mu.Unlock()
	was := j.now.Phase
	f(&j.now)
	if j.now.Phase != was {
		j.began = time.Now()
	}
}

// wait gives the job a moment to end, so that short work needs no page of its own.
func (j *job) wait(ctx context.Context, d time.Duration) {
	select {
	case <-j.done:
	case <-ctx.Done():
	case <-time.After(d):
	}
}

// A server does few at once: each holds the database or the processor, and a file
// in memory. What was read is kept for a while, so that pages need not read it again.
const (
	atOnce    = 2
	keepFor   = time.Hour
	keepJobs  = 24
	keepBytes = 48 << 20
)

// jobs are those of one server.
type jobs struct {
	ctx    context.Context
	stop   context.CancelFunc
	turn   chan struct{}
	hooked sync.Once

	mu  sync.Mutex
	all map[int64]*job
}

func newJobs() *jobs {
	ctx, stop := context.WithCancel(context.Background())
	return &jobs{ctx: ctx, stop: stop, turn: make(chan struct{}, atOnce), all: map[int64]*job{}}
}

// find returns the job on an upload or import of an account, nil if there is none.
func (s *jobs) find(account, id int64) *job {
	s.mu.Lock()
	defer s.mu.Unlock()
	if j := s.all[id]; j != nil && j.account == account {
		return j
	}
	return nil
}

// forget ends a job and drops what it knows.
func (s *jobs) forget(account, id int64) {
	if j := s.find(account, id); j != nil {
		j.cancel()
		s.mu.Lock()
		defer s.mu.Unlock()
		delete(s.all, id)
	}
}

// start begins a job, or returns the one that is under way on the same thing. It
// ends with the server that the request came to.
func (s *jobs) start(q *base.Request, j *job, run func(context.Context, *job) error) *job {
	if server, ok := q.Context().Value(http.ServerContextKey).(*http.Server); ok {
		s.hooked.Do(func() { server.RegisterOnShutdown(s.stop) })
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.all[j.id]
	if old != nil {
		now := old.look()
		if now.Running() {
			return old
		}
		j.now.Table = now.Table
	}
	s.clear()
	ctx, cancel := context.WithCancel(s.ctx)
	j.cancel, j.done, j.began = cancel, make(chan struct{}), time.Now()
	s.all[j.id] = j
	go s.run(ctx, j, q.Site.Log, q.ID, run)
	return j
}

func (s *jobs) run(ctx context.Context, j *job, log *slog.Logger, number string, run func(context.Context, *job) error) {
	began := time.Now()
	var err error
	defer func() {
		if p := recover(); p != nil { // one file must not end the server
			err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
		}
		ours := err != nil && ctx.Err() == nil && fault.All(err) == nil
		if ours {
			log.Error("import failed", "request", number, "upload", j.id, "error", err)
		}
		j.set(func(a *at) {
			a.Lasted = time.Since(began)
			switch {
			case err == nil:
			case ctx.Err() != nil || errors.Is(err, context.Canceled):
				a.Phase = stopped
			default:
				if a.Phase, a.Faults = failed, fault.All(err); ours {
					a.Number = number
				}
			}
			j.ended = time.Now()
		})
		j.cancel()
		close(j.done)
	}()
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		err = ctx.Err()
		return
	}
	err = run(ctx, j)
}

// clear forgets jobs that ended long ago and, where too much is kept, those that
// ended first. The caller holds the lock.
func (s *jobs) clear() {
	for {
		var oldest *job
		var since time.Time
		bytes := 0
		for _, j := range s.all {
			j.mu.Lock()
			if j.now.Table != nil {
				bytes += j.now.Table.bytes
			}
			if !j.now.Running() && (oldest == nil || j.ended.Before(since)) {
				oldest, since = j, j.ended
			}
			j.mu.Unlock()
		}
		if oldest == nil || time.Since(since) < keepFor && len(s.all) < keepJobs && bytes < keepBytes {
			return
		}
		delete(s.all, oldest.id)
	}
}
