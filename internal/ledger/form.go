package ledger

import (
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Preview is what keeping a form would do; nothing has been kept.
type Preview struct {
	Record   *register.Record     // as it would be, of a new one without an id; nil: the form is refused
	Def      *register.Definition // the edition of the day
	Entry    register.Entry       // what could be read, also of a form that is refused
	Problems register.Problems
	Near     []*register.Record // that may tell of the same event and that the actor may read
}

// Preview checks the form of a new record as Enter would, with the warnings about
// what it stands beside.
func (l *Ledger) Preview(ctx context.Context, by access.Actor, reg register.Name, form Form) (*Preview, error) {
	p, err := l.preview(by, reg, form)
	if err != nil || p.Record == nil {
		return p, err
	}
	if !l.may(by, access.Enter, p.Record) {
		return nil, fault.New(fault.Forbidden, "access.record", "verb", "verb.enter", "unit", l.unitName(p.Record.Unit))
	}
	return p, l.db.Read(ctx, func(tx *store.Tx) error { return l.lookAround(ctx, tx, by, p) })
}

// PreviewCorrection checks the form of a record that is there as Amend would. What
// the record as it stands is warned of already, it is not warned of again.
func (l *Ledger) PreviewCorrection(ctx context.Context, by access.Actor, id register.ID, form Form) (*Preview, error) {
	old, err := l.Record(ctx, by, id)
	if err != nil {
		return nil, err
	}
	p, err := l.preview(by, old.Def.Name, form)
	if err != nil || p.Record == nil {
		return p, err
	}
	now := *old
	if err := l.replace(by, old, &now, p.Record); err != nil {
		return nil, err
	}
	p.Record = &now
	was := &Preview{Record: old}
	_, was.Problems = register.Check(old.Def, register.Print(old.Def, EntryOf(old), l.Env(form.Lang), form.Lang), l.Env(form.Lang))
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		if err := l.lookAround(ctx, tx, by, was); err != nil {
			return err
		}
		return l.lookAround(ctx, tx, by, p)
	})
	known := was.Problems.Warnings()
	p.Problems = slices.DeleteFunc(p.Problems, func(x register.Problem) bool {
		return x.Warning && slices.ContainsFunc(known, func(f *fault.Error) bool { return f.Error() == x.Fault.Error() })
	})
	return p, err
}

func (l *Ledger) preview(by access.Actor, reg register.Name, form Form) (*Preview, error) {
	r, problems, err := l.check(by, reg, form, l.namesIn(by))
	if err != nil {
		return nil, err
	}
	p := &Preview{Record: r, Problems: problems}
	if r != nil {
		p.Def, p.Entry = r.Def, EntryOf(r)
		return p, nil
	}
	p.Def = l.cat.Latest(reg)
	p.Entry, _ = register.Check(p.Def, form.Raw, l.env(l.namesIn(by), form.Lang))
	return p, nil
}

// lookAround adds the warnings about what a record stands beside.
func (l *Ledger) lookAround(ctx context.Context, tx *store.Tx, by access.Actor, p *Preview) error {
	warn, err := l.beside(ctx, tx, by, p.Record)
	if err != nil {
		return err
	}
	near, err := l.near(ctx, tx, p.Record)
	if err != nil {
		return err
	}
	p.Near = slices.DeleteFunc(near, func(r *register.Record) bool { return !l.may(by, access.ReadRecords, r) })
	p.Problems = append(slices.DeleteFunc(p.Problems, func(x register.Problem) bool { return x.Fault.Kind == fault.Conflict }), warn...)
	return nil
}

// Amend is what the form of a record does: it corrects what is said otherwise, with
// a reason where the record counts, and with send moves a draft or a returned record
// on, to approved where the actor may approve it: all of it or nothing. A form that
// says what the record says corrects nothing.
func (l *Ledger) Amend(ctx context.Context, by access.Actor, id register.ID, seen int, form Form, why string, send bool) (*register.Record, register.Problems, error) {
	old, err := l.Record(ctx, by, id)
	if err != nil {
		return nil, nil, err
	}
	form.Draft = !send && !mayLead(old)
	n, problems, err := l.check(by, old.Def.Name, form, l.namesIn(by))
	if err != nil || problems.Refused() {
		return nil, problems, err
	}
	var out *register.Record
	err = l.db.Do(ctx, func(tx *store.Tx) error {
		if out, err = l.find(ctx, tx, by, id); err != nil {
			return err
		}
		if seen != 0 && seen != out.Version {
			return fault.New(fault.Conflict, "record.changed", "id", int64(id), "seen", seen, "version", out.Version)
		}
		if len(l.Differences(out, n, form.Lang)) > 0 {
			out, err = l.changeIn(ctx, tx, by, access.Correct, "correct", why, id, out.Version, func(_ *store.Tx, old, r *register.Record) error {
				if mayLead(old) {
					if form.Draft { // it has been sent meanwhile
						return fault.New(fault.Conflict, "record.changed", "id", int64(id), "seen", seen, "version", old.Version)
					}
					if err := needWhy(why); err != nil {
						return err
					}
				}
				return l.replace(by, old, r, n)
			})
			if err != nil {
				return err
			}
		}
		if !send || out.State != register.Draft && out.State != register.Returned {
			return nil
		}
		to := func(right access.Right, verb string, state register.State) error {
			out, err = l.changeIn(ctx, tx, by, right, verb, "", id, out.Version, func(_ *store.Tx, _, r *register.Record) error {
				r.State = state
				return nil
			})
			return err
		}
		if err := to(access.Submit, "submit", register.Submitted); err != nil || !l.may(by, access.Approve, out) {
			return err
		}
		return to(access.Approve, "approve", register.Approved)
	})
	if err != nil {
		return nil, nil, err
	}
	return out, problems, nil
}

// Enters are the units for which, and for all below which, the actor may enter
// records. None is a fault.
func (l *Ledger) Enters(by access.Actor) ([]unit.ID, error) {
	list := l.pass(by).Units(access.Enter)
	if len(list) == 0 {
		return nil, fault.New(fault.Forbidden, "access.enter")
	}
	return list, nil
}
