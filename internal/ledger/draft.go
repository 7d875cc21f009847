package ledger

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// maxWritten is how many letters a block of a report may have: some ten pages.
const maxWritten = 20_000

// Draft is what people have written into a report that is not issued yet, with
// version 0 if nothing is. Who may read the sums of the unit reads it.
func (l *Ledger) Draft(ctx context.Context, by access.Actor, report, ref, key string) (*store.Draft, error) {
	d := &store.Draft{Report: report, Unit: ref, Period: key}
	u, err := l.draftOf(d)
	if err != nil {
		return nil, err
	}
	if err := l.mayReadSums(by, u.ID); err != nil {
		return nil, err
	}
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		d, err = tx.Draft(ctx, d.Report, d.Unit, d.Period)
		return err
	})
	if err == nil && d.Version > 0 && !l.about(d, u) {
		d.Texts = map[string]string{} // of the unit that bore the code before: what is written now takes its place
	}
	return d, err
}

// about tells whether a draft is about a unit: its code is that of the day on which it
// was written.
func (l *Ledger) about(d *store.Draft, u *unit.Unit) bool {
	of, _, err := l.Tree().Resolve(d.Unit, period.FromTime(d.At))
	return err == nil && of.ID == u.ID
}

// SaveDraft keeps a draft in the place of the version that was seen; when another
// is in force that is the fault draft.changed. Who enters the unit's records or
// issues its papers may write.
func (l *Ledger) SaveDraft(ctx context.Context, by access.Actor, d *store.Draft, seen int) error {
	u, err := l.draftOf(d)
	if err != nil {
		return err
	}
	if err := l.mayReadSums(by, u.ID); err != nil {
		return err
	}
	if !l.MayWrite(by, u.ID) {
		return fault.New(fault.Forbidden, "access.draft", "unit", l.unitName(u.ID))
	}
	_, known := l.cat.Report(d.Report).Wants()
	for name, text := range d.Texts {
		i := 0
		for i < len(known) && known[i].Name != name {
			i++
		}
		if i == len(known) {
			return fault.New(fault.NotFound, "draft.block", "block", name)
		}
		if d.Texts[name] = vn.Clean(text); len([]rune(d.Texts[name])) > maxWritten {
			return fault.New(fault.Invalid, "draft.long", "most", maxWritten)
		}
	}
	d.At, d.Actor = l.now().UTC(), by.Via
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.PutDraft(ctx, d, seen); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "draft", strings.Join([]string{d.Report, d.Unit, d.Period}, " "), "")
	})
}

// draftOf finds the unit of a draft and brings its key into the one form of it.
func (l *Ledger) draftOf(d *store.Draft) (*unit.Unit, error) {
	def := l.cat.Report(d.Report)
	if def == nil {
		return nil, fault.New(fault.NotFound, "report.unknown", "report", d.Report, "known", strings.Join(l.cat.Reports(), ", "))
	}
	p, err := def.Period(d.Period)
	if err != nil {
		return nil, err
	}
	u, at, err := l.Tree().Resolve(d.Unit, l.Today())
	if err != nil {
		return nil, err
	}
	d.Period, d.Unit = p.Key, string(u.Code)
	if at != 0 {
		d.Unit += "@" + at.String()
	}
	return u, nil
}

// Drafts lists the drafts that people have begun about a unit, the last touched first,
// without their texts.
func (l *Ledger) Drafts(ctx context.Context, by access.Actor, id unit.ID) ([]store.Draft, error) {
	if err := l.mayReadSums(by, id); err != nil {
		return nil, err
	}
	u := l.Tree().Unit(id)
	if u == nil {
		return nil, nil
	}
	var out []store.Draft
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		out = nil
		for _, name := range l.cat.Reports() {
			list, err := tx.DraftsOf(ctx, name, string(u.Code))
			if err != nil {
				return err
			}
			for _, d := range list {
				if l.about(&d, u) {
					out = append(out, d)
				}
			}
		}
		return nil
	})
	slices.SortStableFunc(out, func(a, b store.Draft) int { return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Report, b.Report)) })
	return out, err
}

// MayWrite tells whether the actor may write the sentences of a unit's reports.
func (l *Ledger) MayWrite(by access.Actor, id unit.ID) bool {
	return l.mayAt(by, access.Enter, id) || l.mayAt(by, access.Issue, id)
}

// MayIssue refuses who may not issue the papers of a unit.
func (l *Ledger) MayIssue(by access.Actor, id unit.ID) error {
	if l.mayAt(by, access.Issue, id) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.issue", "unit", l.unitName(id))
}

// IssueByID returns an issued copy whole.
func (l *Ledger) IssueByID(ctx context.Context, by access.Actor, id int64) (*store.Issue, error) {
	var out *store.Issue
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.IssueByID(ctx, id)
		return err
	})
	switch {
	case err != nil:
		return nil, err
	case out == nil:
		return nil, fault.New(fault.NotFound, "issue.none")
	}
	if err := l.mayReadSums(by, out.Unit); err != nil {
		return nil, err
	}
	return out, nil
}
