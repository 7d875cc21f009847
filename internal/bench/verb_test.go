//go:build bench

package bench

import (
	"context"
	"fmt"
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

var admin = access.Actor{Name: "admin", Via: "cli:admin", Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}

// fresh makes records of today's units that are in no database yet.
func (w *world) fresh(n int) []*register.Record {
	var today []*home
	for i := range w.homes {
		if w.homes[i].to == len(w.days) {
			today = append(today, &w.homes[i])
		}
	}
	chance := rand.New(rand.NewPCG(2, 0))
	out := make([]*register.Record, n)
	serial := int64(0)
	for i := range out {
		m := maker{w, today[chance.IntN(len(today))], chance, &serial}
		r := m.record(w.days[len(w.days)-1-chance.IntN(160)])
		r.State, r.RowHash, r.Batch = register.Approved, nil, 0
		out[i] = r
	}
	return out
}

// verbs measures single entries, each durable when it returns: the record and its
// journal line alone, the same with its facts, and the whole verb from the raw
// form. The three take turns, so that a busy moment meets them all.
func (f *figures) verbs(t *testing.T, w *world, k *kept, writers int) {
	const rounds, each = 12, 50
	led := k.ledger(t, w)
	ctx := context.Background()
	env := w.env()
	var took [3]time.Duration
	list := w.fresh(rounds * each * 3)
	line := func(r *register.Record) store.Line {
		return store.Line{Shard: r.Shard, Record: r.ID, Version: 1, Verb: "enter", Actor: admin.Via, At: now().UTC()}
	}
	alone := func(r *register.Record, facts bool) error {
		return k.db.Do(ctx, func(tx *store.Tx) error {
			r.ID = register.ID(k.db.NewID())
			r.RowKey = fmt.Sprintf("@%d", r.ID)
			if err := tx.InsertRecord(ctx, r, r.Def.Figures(r.Values, w.cat.Attr)); err != nil {
				return err
			}
			if err := tx.AddJournal(ctx, line(r)); err != nil || !facts {
				return err
			}
			sums := fact.Sums{}
			sums.Post(r, w.cat.Attr, 1)
			return tx.AddFacts(ctx, sums)
		})
	}
	enter := func(r *register.Record) error {
		raw := register.Print(r.Def, ledger.EntryOf(r), env, "vi")
		delete(raw, register.ColumnRowKey)
		_, problems, err := led.Enter(ctx, admin, r.Def.Name, ledger.Form{Raw: raw, Lang: "vi"}, false)
		if err == nil && problems.Refused() {
			err = problems.Faults()
		}
		return err
	}
	var uncounted []*register.Record
	for round := range rounds {
		for way := range took {
			part := list[(round*3+way)*each:][:each]
			if way == 0 {
				uncounted = append(uncounted, part...)
			}
			start := time.Now()
			err := share(writers, part, func(r *register.Record) error {
				if way == 2 {
					return enter(r)
				}
				return alone(r, way == 1)
			})
			if err != nil {
				t.Fatal(err)
			}
			took[way] += time.Since(start)
		}
	}
	on := fmt.Sprintf("%s, %d writers", k, writers)
	if writers == 1 {
		on = k.String() + ", 1 writer"
	}
	per := func(way int) string { return fmt.Sprintf("%.0f /s", rounds*each/took[way].Seconds()) }
	f.add(t, "record and journal line alone", on, per(0), "", true)
	f.add(t, "the same with all facts", on, per(1), "", true)
	f.add(t, "the whole verb Enter", on, per(2), "", true)
	f.least(t, "rate with all facts against the record alone", on, took[0].Seconds()/took[1].Seconds(), 0.35)
	f.least(t, "rate of Enter against the record alone", on, took[0].Seconds()/took[2].Seconds(), 0.35)

	// What was written without facts is counted now, so that a rebuild finds all as it should be.
	err := k.db.Do(ctx, func(tx *store.Tx) error {
		sums := fact.Sums{}
		for _, r := range uncounted {
			sums.Post(r, w.cat.Attr, 1)
		}
		return tx.AddFacts(ctx, sums)
	})
	if err != nil {
		t.Fatal(err)
	}
}

// share does f for each of list in so many goroutines.
func share(workers int, list []*register.Record, f func(*register.Record) error) error {
	work, failed := make(chan *register.Record), make(chan error, len(list))
	var wait sync.WaitGroup
	for range workers {
		wait.Go(func() {
			for r := range work {
				failed <- f(r)
			}
		})
	}
	for _, r := range list {
		work <- r
	}
	close(work)
	wait.Wait()
	close(failed)
	for err := range failed {
		if err != nil {
			return err
		}
	}
	return nil
}
