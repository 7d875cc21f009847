package ledger

import (
	"context"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Issue freezes one copy of a report: number, symbol, hash and the whole paper.
// A unit issues a number and symbol once a year; what is issued never changes.
func (l *Ledger) Issue(ctx context.Context, by access.Actor, i store.Issue) (*store.Issue, error) {
	if !l.mayAt(by, access.Issue, i.Unit) {
		return nil, fault.New(fault.Forbidden, "access.issue", "unit", l.unitName(i.Unit))
	}
	i.At, i.Actor = l.now().UTC(), by.Via
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		old, err := tx.IssueByNumber(ctx, i.Unit, i.Year, i.Number, i.Symbol)
		if err != nil {
			return err
		}
		if old != nil {
			return fault.New(fault.Conflict, "issue.taken", "number", i.Number, "symbol", i.Symbol, "day", period.FromTime(old.At).VN())
		}
		i.ID = l.db.NewID()
		if err := tx.InsertIssue(ctx, i); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "issue", i.Number+"/"+i.Symbol+" "+i.Hash, "")
	})
	if err != nil {
		return nil, err
	}
	return &i, nil
}

// Issues lists the issued papers of a unit, the newest first, without their bodies.
func (l *Ledger) Issues(ctx context.Context, by access.Actor, id unit.ID) ([]store.Issue, error) {
	if err := l.mayReadSums(by, id); err != nil {
		return nil, err
	}
	var out []store.Issue
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Issues(ctx, id)
		return err
	})
	return out, err
}

// IssuedPaper returns an issued paper whole.
func (l *Ledger) IssuedPaper(ctx context.Context, by access.Actor, id unit.ID, year int, number, symbol string) (*store.Issue, error) {
	if err := l.mayReadSums(by, id); err != nil {
		return nil, err
	}
	var out *store.Issue
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.IssueByNumber(ctx, id, year, number, symbol)
		return err
	})
	if err == nil && out == nil {
		err = fault.New(fault.NotFound, "issue.unknown", "number", number, "symbol", symbol)
	}
	return out, err
}
