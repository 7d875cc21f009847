package ledger

import (
	"context"
	"errors"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Backing is a page of the records that made a number, the newest first.
type Backing struct {
	Records []*register.Record
	Next    store.Mark // after the last record; zero: nothing follows
	// Unseen is how many more records made the number that the actor may not read:
	// sums are open to more people than records. It is counted for the first page, up
	// to UnseenMost.
	Unseen int64
}

// UnseenMost is up to how many records are counted that may not be read: whether a
// record had a part in a number is known only when it is read.
const UnseenMost = 1000

// errEnough ends a count.
var errEnough = errors.New("enough")

// Behind returns the records that made the numbers of a question: what counts in
// its unit and window, of a stock what is open on the last day, of totals the rest
// that lie whole in the window and the wholes that stand in. Who may not read the
// sums is refused; of the records he is shown those that he may read.
func (l *Ledger) Behind(ctx context.Context, by access.Actor, q indicator.Question, after store.Mark, limit int) (*Backing, error) {
	s, err := l.answering(by, q)
	if err != nil {
		return nil, err
	}
	if limit <= 0 {
		limit = 50
	}
	out := &Backing{}
	if !s.p.window.Valid() {
		return out, nil
	}
	all := l.mayAt(by, access.ReadRecords, s.p.unit.ID)
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		s.tx = tx
		out.Records, out.Unseen = nil, 0
		names := s.registers()
		if def := l.declaredRegister(); def != nil && slices.ContainsFunc(s.defs, (*indicator.Definition).Ratio) {
			names = append(names, def.Name)
		}
		for _, name := range names {
			made, err := s.makers(ctx, name)
			if err != nil {
				return err
			}
			f := s.backing(name)
			found, err := l.page(ctx, tx, f, ListQuery{After: after, Limit: limit}, func(r *register.Record) bool {
				return made(r) && (all || l.may(by, access.ReadRecords, r))
			})
			if err != nil {
				return err
			}
			out.Records = append(out.Records, found...)
			if all || after != (store.Mark{}) {
				continue
			}
			err = tx.Records(ctx, f, func(r *register.Record) error {
				if !l.may(by, access.ReadRecords, r) && made(r) {
					if out.Unseen++; out.Unseen > UnseenMost {
						return errEnough
					}
				}
				return nil
			})
			if err != nil && !errors.Is(err, errEnough) {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(out.Records, func(a, b *register.Record) int { return markOf(b).Compare(markOf(a)) })
	if len(out.Records) > limit {
		out.Records = out.Records[:limit]
		out.Next = markOf(out.Records[limit-1])
	}
	return out, nil
}

// registers that the question reads, each once.
func (s *answering) registers() []register.Name {
	var out []register.Name
	for _, d := range s.defs {
		for _, name := range d.Registers() {
			if !slices.Contains(out, name) {
				out = append(out, name)
			}
		}
	}
	return out
}

// backing narrows the records of a register to where those behind a question are.
func (s *answering) backing(name register.Name) store.Filter {
	g := &gatherer{l: s.l, tx: s.tx, p: s.p, def: s.l.cat.Latest(name)}
	if g.def.Stated != nil { // a year of another calendar may end later
		return g.filter(store.Filter{From: s.p.window.First, To: s.p.window.Last.Add(366)})
	}
	if g.def.Stock {
		return g.filter(store.Filter{OpenOn: s.p.window.Last, To: s.p.window.Last})
	}
	return g.filter(store.Filter{From: s.p.window.First, To: s.p.window.Last})
}

// makers tells of a record of a register whether it had a part in a number of the question.
func (s *answering) makers(ctx context.Context, name register.Name) (func(*register.Record) bool, error) {
	if s.l.cat.Latest(name).Stated != nil {
		return s.statedHere, nil
	}
	var list []func(*register.Record) bool
	for _, d := range s.defs {
		if !slices.Contains(d.Registers(), name) {
			continue
		}
		if d.Quota != nil {
			of, err := s.quotaMakers(ctx, d, name)
			if err != nil {
				return nil, err
			}
			list = append(list, of...)
			continue
		}
		m, err := s.maker(ctx, d, name)
		if err != nil {
			return nil, err
		}
		list = append(list, m)
	}
	return func(r *register.Record) bool {
		return slices.ContainsFunc(list, func(m func(*register.Record) bool) bool { return m(r) })
	}, nil
}

func (s *answering) maker(ctx context.Context, d *indicator.Definition, name register.Name) (func(*register.Record) bool, error) {
	g := &group{&gatherer{l: s.l, tx: s.tx, p: s.p, def: s.l.cat.Latest(name), where: s.where(d)}, nil}
	g.begin()
	if g.def.Totals {
		if err := g.readTotals(ctx); err != nil {
			return nil, err
		}
		if err := s.standIns(ctx, g); err != nil {
			return nil, err
		}
	}
	inWindow := func(r *register.Record) bool {
		switch r.Kind {
		case register.Event:
			return s.p.window.Contains(r.Last)
		case register.Stock:
			return r.First <= s.p.window.Last && (r.Closed == 0 || r.Closed >= s.p.window.Last)
		case register.Rest:
			return s.p.window.Covers(windowOf(r))
		}
		return g.stand[r.ID]
	}
	var last map[register.ID]bool // of what is told anew each year
	if d.OverTime == indicator.AddsNone && !g.def.Stock {
		if g.by = s.timesBy(); len(g.by) == 0 {
			g.by = []string{indicator.ByYear}
		}
		err := s.tx.Records(ctx, s.backing(name), func(r *register.Record) error {
			if s.p.member(s.l, r) && fact.Counts(r) && inWindow(r) {
				g.hear(r)
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		last = map[register.ID]bool{}
		for _, list := range g.said {
			for _, r := range list {
				last[r.ID] = true
			}
		}
	}
	return func(r *register.Record) bool {
		return r.Lead == 0 && s.p.member(s.l, r) && inWindow(r) && g.matches(r) && s.concerns(d, r) &&
			(last == nil || last[r.ID] || r.Kind == register.Whole)
	}, nil
}

// begin makes room for what is gathered.
func (g *gatherer) begin() {
	g.cells, g.said = map[string]*cell{}, map[saying][]*register.Record{}
	g.rows, g.levels, g.shares = map[unit.ID]place{}, map[unit.ID]string{}, map[string][]share{}
	g.steps, g.stands, g.there = map[period.Window]*step{}, nil, nil
}

// timesBy are the steps of time in the breakdown of the question.
func (s *answering) timesBy() []string {
	var out []string
	for _, k := range s.p.q.By {
		if isTime(k) {
			out = append(out, k)
		}
	}
	return out
}

// concerns tells whether a measure that the indicator reads has a meaning for the
// record, given or not: a course is not behind a number of sessions.
func (s *answering) concerns(d *indicator.Definition, r *register.Record) bool {
	refs := d.Names()
	figures := r.Def.Figures(r.Values, s.l.cat.Attr)
	return slices.ContainsFunc(refs, func(ref indicator.Ref) bool {
		if ref.Register != r.Def.Name {
			return false
		}
		i := r.Def.Measure(ref.Measure)
		return ref.Measure == "" || i >= 0 && figures[i].Applies
	})
}

// Todo is what waits for the actor on the first page.
type Todo struct {
	Waiting  int64            // for his approval
	Oldest   *register.Record // of those
	Returned []*register.Record
	Drafts   []*register.Record // his own, as are the returned; the newest of many
}

// someOwn is how many records that are no more than begun are shown.
const someOwn = 100

// Todo tells what the actor could do next: approve, mend what came back to him,
// send what he has begun. His own is what he entered by hand, or what came with an
// import of his and no later one of another's.
func (l *Ledger) Todo(ctx context.Context, by access.Actor) (*Todo, error) {
	out := &Todo{}
	n, err := l.Waiting(ctx, by)
	if err != nil {
		return nil, err
	}
	out.Waiting = n
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out.Oldest, out.Returned, out.Drafts = nil, nil, nil
		if n > 0 {
			if out.Oldest, err = l.oldest(ctx, tx, by); err != nil {
				return err
			}
		}
		for _, f := range filtersOf(l.scopes(by, access.Submit)...) {
			f.By = doors(by)
			for state, list := range map[register.State]*[]*register.Record{register.Draft: &out.Drafts, register.Returned: &out.Returned} {
				f.States = []register.State{state}
				found, err := tx.Newest(ctx, f, store.Mark{}, someOwn)
				if err != nil {
					return err
				}
				*list = append(*list, found...)
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

// oldest is the record that waits longest for the actor's approval; nil if none does.
func (l *Ledger) oldest(ctx context.Context, tx *store.Tx, by access.Actor) (oldest *register.Record, err error) {
	for _, f := range filtersOf(l.scopes(by, access.Approve)...) {
		r, err := tx.Oldest(ctx, f)
		if err != nil {
			return nil, err
		}
		if r != nil && (oldest == nil || r.Last < oldest.Last) {
			oldest = r
		}
	}
	return oldest, nil
}

// NextWaiting is the record that the actor would approve next; nil if none waits.
func (l *Ledger) NextWaiting(ctx context.Context, by access.Actor) (r *register.Record, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		r, err = l.oldest(ctx, tx, by)
		return err
	})
	return r, err
}
