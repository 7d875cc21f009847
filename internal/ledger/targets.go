package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/score"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// KeptSet is a set of targets with who kept it and when.
type KeptSet struct {
	score.Set
	At    time.Time
	Actor string
	Ended *time.Time // when another took its place; nil: in force
}

// TargetSets lists the sets in force of a programme, of one unit or with 0 of all
// units, by unit and years; with former also those that are not, the newest first.
func (l *Ledger) TargetSets(ctx context.Context, programme string, of unit.ID, former bool) ([]KeptSet, error) {
	var out []KeptSet
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		list, err := tx.TargetSets(ctx, programme, of, former)
		if err != nil {
			return err
		}
		for i := range list {
			s, err := keptSet(&list[i])
			if err != nil {
				return err
			}
			out = append(out, *s)
		}
		return nil
	})
	return out, err
}

// TargetSet is a set, in force or not.
func (l *Ledger) TargetSet(ctx context.Context, id int64) (*KeptSet, error) {
	var out *KeptSet
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		s, err := tx.TargetSet(ctx, id)
		if err != nil {
			return err
		}
		if s == nil {
			return fault.New(fault.NotFound, "score.set.unknown")
		}
		out, err = keptSet(s)
		return err
	})
	return out, err
}

func keptSet(s *store.TargetSet) (*KeptSet, error) {
	out := &KeptSet{At: s.At, Actor: s.Actor, Ended: s.Ended}
	err := json.Unmarshal([]byte(s.Body), &out.Set)
	out.ID, out.Unit, out.Programme = s.ID, s.Unit, s.Programme
	return out, err
}

// Targets is the set that a unit's scorecard of a year is judged by; nil: it has none
// of its own.
func (l *Ledger) Targets(ctx context.Context, programme string, of unit.ID, year int) (*score.Set, error) {
	list, err := l.TargetSets(ctx, programme, of, false)
	if err != nil {
		return nil, err
	}
	for i := range list {
		if s := &list[i].Set; s.HasYear(year) {
			return s, nil
		}
	}
	return nil, nil
}

// MayAim refuses who may not set a unit's own targets nor choose where it begins.
func (l *Ledger) MayAim(by access.Actor, at unit.ID) error {
	if l.mayAt(by, access.Aim, at) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.aim", "unit", l.unitName(at))
}

// SetTargets keeps a unit's own targets for some years. Instead is the set that they
// take the place of, 0 for none; years that another set in force has are a fault. The
// former set stays in the list of those that were.
func (l *Ledger) SetTargets(ctx context.Context, by access.Actor, s *score.Set, instead int64) error {
	return l.keepTargets(ctx, by, s, instead, "targets.set", "")
}

// RestoreTargets puts a set that was out of force into it again, as a new set that
// takes the place of another, 0 for none. It gives the id of the new one.
func (l *Ledger) RestoreTargets(ctx context.Context, by access.Actor, id, instead int64, why string) (int64, error) {
	s, err := l.TargetSet(ctx, id)
	if err != nil {
		return 0, err
	}
	if err := l.MayAim(by, s.Unit); err != nil {
		return 0, err
	}
	if s.Ended == nil {
		return 0, fault.New(fault.Conflict, "score.set.in_force")
	}
	if why, err = setWhy(why); err != nil {
		return 0, err
	}
	err = l.keepTargets(ctx, by, &s.Set, instead, "targets.restore", why)
	return s.ID, err
}

// keepTargets keeps a set and journals it with a reason, "" for its act.
func (l *Ledger) keepTargets(ctx context.Context, by access.Actor, s *score.Set, instead int64, verb, why string) error {
	if err := l.MayAim(by, s.Unit); err != nil {
		return err
	}
	p := l.cat.Programme(s.Programme)
	if p == nil {
		return fault.New(fault.NotFound, "score.programme_unknown", "programme", s.Programme, "known", strings.Join(l.cat.Programmes(), ", "))
	}
	s.Act = vn.Clean(s.Act)
	if s.Act == "" {
		return fault.New(fault.Invalid, "score.set.act")
	}
	if err := s.Check(p, l.cat.Indicator); err != nil {
		return err
	}
	body, err := json.Marshal(s)
	if err != nil {
		return err
	}
	s.ID = l.db.NewID()
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if instead != 0 {
			if err := endTargets(ctx, tx, instead, s); err != nil {
				return err
			}
		}
		others, err := tx.TargetSets(ctx, s.Programme, s.Unit, false)
		if err != nil {
			return err
		}
		for _, o := range others {
			if o.First <= s.Years[1] && s.Years[0] <= o.Last {
				return fault.New(fault.Conflict, "score.set.overlap", "first", o.First, "last", o.Last)
			}
		}
		err = tx.InsertTargetSet(ctx, store.TargetSet{ID: s.ID, Unit: s.Unit, Programme: s.Programme, First: s.Years[0], Last: s.Years[1],
			Body: string(body), At: tx.Now(), Actor: by.Via})
		if err != nil {
			return err
		}
		return l.log(ctx, tx, by, verb, l.setName(s), cmp.Or(why, s.Act))
	})
}

// endTargets takes out of force the set that another takes the place of. It must be of
// the same unit, where the actor may aim, and of the same programme.
func endTargets(ctx context.Context, tx *store.Tx, id int64, by *score.Set) error {
	old, err := tx.TargetSet(ctx, id)
	if err != nil {
		return err
	}
	if old == nil || old.Unit != by.Unit || old.Programme != by.Programme {
		return fault.New(fault.NotFound, "score.set.unknown")
	}
	return tx.EndTargetSet(ctx, id, tx.Now())
}

// DropTargets takes a set out of force; restoring it is setting it again.
func (l *Ledger) DropTargets(ctx context.Context, by access.Actor, id int64, why string) error {
	s, err := l.TargetSet(ctx, id)
	if err != nil {
		return err
	}
	if err := l.MayAim(by, s.Unit); err != nil {
		return err
	}
	if why, err = setWhy(why); err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.EndTargetSet(ctx, id, tx.Now()); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "targets.drop", l.setName(&s.Set), why)
	})
}

// setWhy is a reason as it is kept.
func setWhy(why string) (string, error) {
	why = vn.Clean(why)
	switch {
	case why == "":
		return "", fault.New(fault.Invalid, "record.why")
	case len([]rune(why)) > longestWhy:
		return "", fault.New(fault.Invalid, "attention.choice.long", "most", longestWhy)
	}
	return why, nil
}

// setName names a set in the journal: programme, unit and years.
func (l *Ledger) setName(s *score.Set) string {
	return s.Programme + " " + l.Ref(s.Unit) + " " + strconv.Itoa(s.Years[0]) + "-" + strconv.Itoa(s.Years[1])
}
