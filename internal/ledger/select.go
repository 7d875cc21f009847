package ledger

import (
	"cmp"
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Selection says which records are wanted.
type Selection struct {
	Register register.Name
	Unit     string        // CODE or CODE@DAY; "": everything that the actor may read
	Window   period.Window // records whose last day (of a stock: opening day) lies in it; zero: all
	States   []register.State
}

// Records streams the records of a selection that the actor may read, in the
// order of shard, unit, day and id. Memory does not grow with their number.
func (l *Ledger) Records(ctx context.Context, by access.Actor, s Selection, f func(*register.Record) error) error {
	return l.records(ctx, s, func(r *register.Record) error {
		if !l.may(by, access.ReadRecords, r) {
			return nil
		}
		return f(r)
	})
}

func (l *Ledger) records(ctx context.Context, s Selection, f func(*register.Record) error) error {
	def := l.cat.Latest(s.Register)
	if def == nil {
		return l.unknownRegister(s.Register)
	}
	scope := unit.Scope{All: true, Shards: l.Tree().Shards()}
	if s.Unit != "" {
		u, at, err := l.Tree().Resolve(s.Unit, l.Today())
		if err != nil {
			return err
		}
		last := s.Window.Last
		if last == 0 {
			last = l.Today()
		}
		scope = l.Tree().Scope(u.ID, at, last)
	}
	filter := store.Filter{Shards: scope.Shards, Register: def.Number, From: s.Window.First, To: s.Window.Last, States: s.States}
	if !scope.All && len(scope.Units) <= 200 {
		filter.Units = sortedUnits(scope.Units)
	}
	return l.db.Read(ctx, func(tx *store.Tx) error {
		return tx.Records(ctx, filter, func(r *register.Record) error {
			if !scope.All && !scope.Units[r.Unit] {
				return nil
			}
			return f(r)
		})
	})
}

// Texts lists the distinct texts of a field of the approved records of a unit in a
// window, those with most of a measure first: the sponsors of a report.
func (l *Ledger) Texts(ctx context.Context, by access.Actor, s Selection, field, measure string) ([]string, error) {
	u, _, err := l.Tree().Resolve(s.Unit, l.Today())
	if err != nil {
		return nil, err
	}
	if err := l.mayReadSums(by, u.ID); err != nil {
		return nil, err
	}
	s.States = []register.State{register.Approved}
	most := map[string]int64{}
	var names []string
	// What a report prints about its unit goes with the right to its sums, not to each record.
	err = l.records(ctx, s, func(r *register.Record) error {
		v, ok := r.Values[field]
		i := r.Def.Measure(measure)
		g := r.Def.Figures(r.Values, l.cat.Attr)
		if !ok || v.Text == "" || v.Text == Redacted || i < 0 || !g[i].Has {
			return nil
		}
		if _, seen := most[v.Text]; !seen {
			names = append(names, v.Text)
		}
		most[v.Text] += g[i].N
		return nil
	})
	slices.Sort(names) // texts that sort alike, in one order on both engines
	vn.SortBy(names, func(s string) string { return s })
	slices.SortStableFunc(names, func(a, b string) int { return cmp.Compare(most[b], most[a]) })
	return names, err
}
