package ledger

import (
	"context"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Events lists what was done to anything but records: accounts, units, issues and
// the installation, the newest first, older than the one with the id before (0:
// from the newest). It tells of everybody and is for who administers.
func (l *Ledger) Events(ctx context.Context, by access.Actor, before int64, limit int) (list []store.Event, err error) {
	if err := l.MayAdminister(by); err != nil {
		return nil, err
	}
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Events(ctx, before, limit)
		return err
	})
	return list, err
}

// Batches lists the newest imports of the installation, for who administers.
func (l *Ledger) Batches(ctx context.Context, by access.Actor, limit int) (list []store.Batch, err error) {
	if err := l.MayAdminister(by); err != nil {
		return nil, err
	}
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Batches(ctx, limit)
		return err
	})
	return list, err
}

// Account is one account that the actor may change; of its password no more than that
// there is one.
func (l *Ledger) Account(ctx context.Context, by access.Actor, name string) (*store.Account, error) {
	if err := l.mayAdminister(by); err != nil {
		return nil, err
	}
	a, err := l.accountByName(ctx, name)
	if err != nil {
		return nil, err
	}
	if a == nil {
		return nil, fault.New(fault.NotFound, "account.unknown", "name", vn.Clean(name))
	}
	if err := l.mayChange(by, a); err != nil {
		return nil, err
	}
	hide(a)
	return a, nil
}

// Grantable are the roles that the actor could give on some unit of his own, in the
// order of content.
func (l *Ledger) Grantable(by access.Actor) []string {
	pass := l.pass(by)
	var out []string
	for _, r := range l.cat.Roles() {
		if slices.ContainsFunc(pass.Units(access.ManageAccounts), func(id unit.ID) bool { return pass.MayGrant(r.Name, id, l.Today()) }) {
			out = append(out, r.Name)
		}
	}
	return out
}

// Picked is what says which unit is meant: of one as pickers write it, its name with
// the code behind, the code.
func Picked(text string) string {
	i := strings.LastIndexByte(text, '(')
	if code, ok := strings.CutSuffix(text, ")"); ok && i > 0 && !strings.ContainsAny(code[i+1:], " )") {
		return code[i+1:]
	}
	return text
}

// Own finds a unit by what a person calls it, or as register.UnitText writes it,
// among the units over which the actor has a right today.
func (l *Ledger) Own(by access.Actor, right access.Right, text string) (unit.ID, error) {
	text = Picked(vn.Clean(text))
	if strings.EqualFold(text, "VN") || vn.Fold(text) == "viet nam" {
		return unit.VN, nil
	}
	err := error(fault.New(fault.Forbidden, "access.accounts"))
	for _, in := range l.pass(by).Units(right) {
		var u *unit.Unit
		if u, err = l.Tree().Lookup(text, in, l.Today()); err == nil {
			return u.ID, nil
		}
	}
	return 0, err
}

// Helper is a person who can help the actor: to a role, to another password.
type Helper struct {
	Name string
	Unit unit.ID
}

// Helpers are the people who look after the accounts of the actor's units, those of
// the nearest unit first. Who administers the whole country is named only where
// nobody is nearer.
func (l *Ledger) Helpers(ctx context.Context, by access.Actor) ([]Helper, error) {
	var list []store.Account
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Accounts(ctx)
		return err
	})
	if err != nil {
		return nil, err
	}
	tree, today := l.Tree(), l.Today()
	var out []Helper
	for _, a := range list {
		if a.Disabled || a.ID == by.Account {
			continue
		}
		for _, g := range a.Grants {
			r := l.cat.Roles().Role(g.Role)
			over := func(own access.Grant) bool { return tree.Within(own.Unit, g.Unit, today) }
			if r == nil || !r.Has(access.ManageAccounts) || !slices.ContainsFunc(by.Grants, over) {
				continue
			}
			h := Helper{Name: a.FullName, Unit: g.Unit}
			if h.Name == "" {
				h.Name = a.Name
			}
			if !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	near := slices.DeleteFunc(slices.Clone(out), func(h Helper) bool { return h.Unit == unit.VN })
	if len(near) > 0 {
		out = near
	}
	slices.SortStableFunc(out, func(a, b Helper) int {
		return int(tree.LevelOf(b.Unit, today)) - int(tree.LevelOf(a.Unit, today))
	})
	return out, nil
}
