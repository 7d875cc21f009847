package intake

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/web/base"
)

// asked is a request that came to a server.
func asked(t *testing.T, server *http.Server) *base.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(context.WithValue(t.Context(), http.ServerContextKey, server), http.MethodPost, "/nhap", nil)
	return &base.Request{Request: r, Site: &base.Site{Log: slog.New(slog.DiscardHandler)}, ID: "n1"}
}

// TestJobEnds holds how work ends: done, with a fault, by trouble of ours (also a
// panic, which must not end the server), and stopped.
func TestJobEnds(t *testing.T) {
	for _, c := range []struct {
		name string
		run  func(context.Context, *job) error
		want at
	}{
		{"done", func(_ context.Context, j *job) error { j.set(func(a *at) { a.Phase = taken }); return nil }, at{Phase: taken}},
		{"fault", func(context.Context, *job) error { return fault.New(fault.Invalid, "sheet.broken") }, at{Phase: failed}},
		{"ours", func(context.Context, *job) error { return errors.New("disk") }, at{Phase: failed, Number: "n1"}},
		{"panic", func(context.Context, *job) error { panic("x") }, at{Phase: failed, Number: "n1"}},
		{"stopped", func(ctx context.Context, j *job) error { j.cancel(); return ctx.Err() }, at{Phase: stopped}},
	} {
		s := newJobs()
		j := s.start(asked(t, &http.Server{}), &job{account: 1, id: 2}, c.run)
		<-j.done
		got := j.look()
		if got.Phase != c.want.Phase || got.Number != c.want.Number || (c.name == "fault") != (len(got.Faults) == 1) {
			t.Errorf("%s: %+v, want %+v", c.name, got, c.want)
		}
		if s.find(1, 2) != j || s.find(3, 2) != nil {
			t.Errorf("%s: found by the wrong account", c.name)
		}
	}
}

// TestJobsShare holds that few run at once and the others wait, that one upload has
// one job, and that all end with the server.
func TestJobsShare(t *testing.T) {
	s, server := newJobs(), &http.Server{}
	began := make(chan int64, 10)
	run := func(ctx context.Context, j *job) error {
		j.set(func(a *at) { a.Phase = checking })
		began <- j.id
		<-ctx.Done()
		return ctx.Err()
	}
	var all []*job
	for id := range int64(atOnce + 1) {
		all = append(all, s.start(asked(t, server), &job{account: 1, id: id}, run))
	}
	for range atOnce {
		<-began
	}
	idle := 0
	for _, j := range all {
		if j.look().Phase == waiting {
			idle++
		}
	}
	if idle != 1 {
		t.Errorf("%d wait, want 1", idle)
	}
	if again := s.start(asked(t, server), &job{account: 1, id: 0}, run); again != all[0] {
		t.Error("one upload has two jobs")
	}
	if err := server.Shutdown(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, j := range all {
		select {
		case <-j.done:
		case <-time.After(5 * time.Second):
			t.Fatal("a job outlives its server")
		}
		if p := j.look().Phase; p != stopped {
			t.Errorf("phase %d at the end of the server", p)
		}
	}
}

// TestJobsForget holds that no more is kept than pages may need.
func TestJobsForget(t *testing.T) {
	s := newJobs()
	for id := range int64(3 * keepJobs) {
		<-s.start(asked(t, &http.Server{}), &job{account: 1, id: id}, func(_ context.Context, j *job) error {
			j.set(func(a *at) { a.Phase = checked })
			return nil
		}).done
	}
	if n := len(s.all); n > keepJobs || s.find(1, 3*keepJobs-1) == nil {
		t.Errorf("%d jobs are kept, the last among them: %v", n, s.find(1, 3*keepJobs-1) != nil)
	}
	big := func(_ context.Context, j *job) error {
		j.set(func(a *at) { a.Phase, a.Table = checked, &table{bytes: keepBytes} })
		return nil
	}
	for id := range int64(3) {
		<-s.start(asked(t, &http.Server{}), &job{account: 1, id: 1000 + id}, big).done
	}
	if s.find(1, 1001) != nil || s.find(1, 1002) == nil {
		t.Error("large sheets are kept beyond the bound, or the last is not")
	}
}

// TestTablePages holds that each page of a sheet is the one asked for.
func TestTablePages(t *testing.T) {
	tb := &table{}
	var page []row
	for n := 1; n <= 250; n++ {
		tb.rows++
		page = append(page, row{N: 10 + 2*n, Cells: []cell{{1, "ô", false}}})
		if len(page) == pageRows || n == 250 {
			if err := tb.pack(page); err != nil {
				t.Fatal(err)
			}
			page = nil
		}
	}
	for _, c := range []struct {
		after, first, count, before int
		more                        bool
	}{{0, 12, 100, 0, true}, {210, 212, 100, 0, true}, {410, 412, 50, 210, false}, {510, 0, 0, 0, false}} {
		rows, before, more, err := tb.after(c.after)
		if err != nil || len(rows) != c.count || before != c.before || more != c.more || c.count > 0 && rows[0].N != c.first {
			t.Errorf("after %d: %d rows, before %d, more %v, %v; want %+v", c.after, len(rows), before, more, err, c)
		}
	}
	rows, err := tb.some([]int{12, 13, 212, 510, 600})
	if err != nil || len(rows) != 5 || len(rows[0].Cells) != 1 || len(rows[1].Cells) != 0 || len(rows[2].Cells) != 1 || len(rows[3].Cells) != 1 || len(rows[4].Cells) != 0 {
		t.Errorf("some rows: %+v %v", rows, err)
	}
}
