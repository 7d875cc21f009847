package ledger

import (
	"context"
	"strings"
	"unicode/utf8"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// numberLetters may stand behind the number of a paper: 12A.
const numberLetters = "AĂÂBCDĐEÊGHIKLMNOÔƠPQRSTUƯVXY"

// PaperNumber is the one form of the number of a paper, in which numbers are compared:
// up to six digits, at least two of them (07, as Decree 30/2020/NĐ-CP has it), with at
// most one letter behind. What is no number of a paper is the fault issue.number.
func PaperNumber(text string) (string, error) {
	n := vn.Upper(vn.Digits(vn.Clean(text)))
	digits := strings.TrimRight(n, numberLetters)
	if utf8.RuneCountInString(n[len(digits):]) > 1 || len(digits) > 6 || strings.Trim(digits, "0123456789") != "" || strings.Trim(digits, "0") == "" {
		return "", fault.New(fault.Invalid, "issue.number", "number", text)
	}
	bare := strings.TrimLeft(digits, "0")
	return strings.Repeat("0", max(0, 2-len(bare))) + bare + n[len(digits):], nil
}

// SameNumber tells whether two papers have one number, in whatever form an older one was kept.
func SameNumber(a, b string) bool {
	x, err := PaperNumber(a)
	if err != nil {
		return a == b
	}
	y, err := PaperNumber(b)
	return err == nil && x == y
}

// Issue freezes one copy of a report: number, symbol, hash and the whole paper.
// A unit issues a number and symbol once a year; what is issued never changes.
// The number is in the form that PaperNumber gives it.
func (l *Ledger) Issue(ctx context.Context, by access.Actor, i store.Issue) (*store.Issue, error) {
	if !l.mayAt(by, access.Issue, i.Unit) {
		return nil, fault.New(fault.Forbidden, "access.issue", "unit", l.unitName(i.Unit))
	}
	if n, err := PaperNumber(i.Number); err != nil || n != i.Number {
		return nil, fault.New(fault.Invalid, "issue.number", "number", i.Number)
	}
	i.At, i.Actor = l.now().UTC(), by.Via
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		known, err := tx.Issues(ctx, i.Unit)
		if err != nil {
			return err
		}
		for _, old := range known {
			if old.Year == i.Year && old.Symbol == i.Symbol && SameNumber(old.Number, i.Number) {
				return fault.New(fault.Conflict, "issue.taken", "number", i.Number, "symbol", i.Symbol, "day", period.FromTime(old.At).VN())
			}
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
