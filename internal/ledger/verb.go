package ledger

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Form is what a person filled in: raw text by column id, and the language in
// which faults name headings and codes. As a draft it may leave required fields of
// the register empty; what it gives must be readable, and its day and unit known.
type Form struct {
	Raw   register.Input
	Lang  string
	Draft bool
}

// Enter keeps a new record made from the raw form. It is approved at once where
// the actor may approve it, else submitted, or a draft if asked. Problems that
// are not warnings mean that nothing was kept.
func (l *Ledger) Enter(ctx context.Context, by access.Actor, reg register.Name, form Form, draft bool) (*register.Record, register.Problems, error) {
	form.Draft = draft
	r, problems, err := l.check(by, reg, form, l.namesIn(by))
	if err != nil || problems.Refused() {
		return nil, problems, err
	}
	if !l.may(by, access.Enter, r) {
		return nil, nil, fault.New(fault.Forbidden, "access.record", "verb", "verb.enter", "unit", l.unitName(r.Unit))
	}
	r.State = register.Submitted
	switch {
	case draft:
		r.State = register.Draft
	case l.may(by, access.Approve, r):
		r.State = register.Approved
	}
	var warn register.Problems
	key := r.RowKey
	err = l.db.Do(ctx, func(tx *store.Tx) (err error) {
		r.ID, r.RowKey = register.ID(l.db.NewID()), key
		if key == "" {
			r.RowKey = madeKey(r.ID)
		} else if err := l.keyFree(ctx, tx, r); err != nil {
			return err
		}
		if warn, err = l.beside(ctx, tx, by, r); err != nil {
			return err
		}
		sums := fact.Sums{}
		if err := l.write(ctx, tx, by, "enter", "", nil, r, sums); err != nil {
			return err
		}
		return tx.AddFacts(ctx, sums)
	})
	if err != nil {
		return nil, nil, err
	}
	return r, append(problems, warn...), nil
}

// complete refuses to send a draft on that lacks what its register requires.
func (l *Ledger) complete(r *register.Record) error {
	if lacks := r.Def.Lacks(r.Kind, r.Values, l.cat.Attr); len(lacks) > 0 {
		return fault.New(fault.Conflict, "record.lacks", "id", int64(r.ID), "field", r.Def.Heading(lacks[0].ID))
	}
	return nil
}

// check reads a raw form into a record that has no id and no state yet.
func (l *Ledger) check(by access.Actor, reg register.Name, form Form, in unit.ID) (*register.Record, register.Problems, error) {
	def := l.cat.Latest(reg)
	if def == nil {
		return nil, nil, l.unknownRegister(reg)
	}
	if err := ByHand(def); err != nil {
		return nil, nil, err
	}
	env := l.env(in, form.Lang)
	input := form.Raw
	if own := l.Tree().Unit(l.own(by)); own != nil && input[register.ColumnUnit] == "" {
		input = maps.Clone(input)
		input[register.ColumnUnit] = string(own.Code)
	}
	entry, problems := register.Check(def, input, env)
	if d := entry.Day(); d != 0 {
		// An older record is checked by the edition of its day.
		if then := l.cat.Register(reg, d); then != nil && then != def {
			def = then
			entry, problems = register.Check(def, input, env)
		}
	}
	if form.Draft {
		problems = problems.OfDraft(def)
	}
	if problems.Refused() {
		return nil, problems, nil
	}
	r := &register.Record{Def: def, Unit: entry.Unit, Place: entry.Place, Kind: entry.Kind,
		First: entry.First, Last: entry.Last, Closed: entry.Closed, RowKey: entry.RowKey, Values: entry.Values}
	if r.RowKey != "" {
		r.RowKey = sheetKey(r.Unit, r.RowKey)
	}
	day := dayOf(r)
	r.Shard = l.Tree().Shard(r.Unit, day)
	if r.Place == 0 {
		r.Place = l.placeOf(r.Unit, r)
	}
	return r, problems, nil
}

// placeOf is where a record of the unit happened if the form does not say: the
// unit's own ground, or the seat of a body (design 5.10).
func (l *Ledger) placeOf(id unit.ID, r *register.Record) unit.ID {
	if u := l.Tree().Unit(id); u != nil && u.Level == unit.Organisation {
		return l.Tree().Parent(id, dayOf(r))
	}
	return id
}

// env is what checking a form needs to know, with names looked up in a subtree.
func (l *Ledger) env(in unit.ID, lang string) register.Env {
	return register.Env{Tree: l.Tree(), In: in, Today: l.Today(), List: l.cat.List, Say: l.cat.Say, Lang: lang}
}

// Env is what printing a record needs to know.
func (l *Ledger) Env(lang string) register.Env { return l.env(unit.VN, lang) }

// own is the one unit of an actor who has one, for forms that leave the unit out.
func (l *Ledger) own(by access.Actor) unit.ID {
	id := unit.ID(0)
	for _, g := range by.Grants {
		if id != 0 && g.Unit != id {
			return 0
		}
		id = g.Unit
	}
	if id == unit.VN {
		return 0 // an administrator reports nothing of his own
	}
	return id
}

// namesIn is the subtree in which an actor's unit names are looked up.
func (l *Ledger) namesIn(by access.Actor) unit.ID {
	if id := l.own(by); id != 0 {
		return id
	}
	return unit.VN
}

// Correct puts new values in the place of a record's, of one that counts with a
// reason. Approved stays approved if the actor may approve it, else it is submitted
// again (design 5.4).
func (l *Ledger) Correct(ctx context.Context, by access.Actor, id register.ID, seen int, form Form, why string) (register.Problems, error) {
	old, err := l.Record(ctx, by, id)
	if err != nil {
		return nil, err
	}
	form.Draft = false
	n, problems, err := l.check(by, old.Def.Name, form, l.namesIn(by))
	if err != nil || problems.Refused() {
		return problems, err
	}
	var warn register.Problems
	_, err = l.change(ctx, by, access.Correct, "correct", why, id, seen, func(tx *store.Tx, old, r *register.Record) (err error) {
		if mayLead(old) {
			if err := needWhy(why); err != nil {
				return err
			}
		}
		if err := l.replace(by, old, r, n); err != nil {
			return err
		}
		warn, err = l.beside(ctx, tx, by, r)
		return err
	})
	return append(problems, warn...), err
}

// replace puts the checked values of n into r, a copy of old. What was blanked by
// law stays blank, whatever n says.
func (l *Ledger) replace(by access.Actor, old, r, n *register.Record) error {
	switch {
	case old.State == register.Void:
		return fault.New(fault.Conflict, "record.state", "verb", "verb.correct", "state", StateKey(old.State))
	case n.Shard != old.Shard:
		return fault.New(fault.Conflict, "record.shard", "from", l.unitName(old.Shard), "to", l.unitName(n.Shard))
	case old.Lead != 0:
		return fault.New(fault.Conflict, "record.linked", "id", int64(old.ID))
	}
	r.Def, r.Unit, r.Place, r.Kind, r.First, r.Last, r.Closed, r.Values = n.Def, n.Unit, n.Place, n.Kind, n.First, n.Last, n.Closed, maps.Clone(n.Values)
	for f, v := range old.Values {
		if v.Text == Redacted && n.Def.Field(f) != nil {
			r.Values[f] = v
		}
	}
	if !l.may(by, access.Correct, r) {
		return fault.New(fault.Forbidden, "access.record", "verb", "verb.correct", "unit", l.unitName(r.Unit))
	}
	if old.State == register.Approved && !l.may(by, access.Approve, r) {
		r.State = register.Submitted
	}
	return nil
}

// Submit sends a draft or a returned record on; it counts from now.
func (l *Ledger) Submit(ctx context.Context, by access.Actor, id register.ID, seen int) error {
	return l.Move(ctx, by, "submit", "", Seen{id, seen})
}

// Approve moves a submitted record to the stage that papers count.
func (l *Ledger) Approve(ctx context.Context, by access.Actor, id register.ID, seen int) error {
	return l.Move(ctx, by, "approve", "", Seen{id, seen})
}

// Return sends a record back to who entered it, with a reason; it no longer counts.
func (l *Ledger) Return(ctx context.Context, by access.Actor, id register.ID, seen int, why string) error {
	return l.Move(ctx, by, "return", why, Seen{id, seen})
}

// Void takes a record out of everything, with a reason. It stays in the journal,
// and a form may take its row key again, but no sheet brings it back. A record that duplicates name as their lead
// can't be voided before they are unlinked.
func (l *Ledger) Void(ctx context.Context, by access.Actor, id register.ID, seen int, why string) error {
	return l.Move(ctx, by, "void", why, Seen{id, seen})
}

// Restore takes a voided record back to what it was before, with a reason. One that
// was approved is brought back by who may approve. Where another record bears its row
// key by now that is the fault record.key_taken; a duplicate whose lead no longer
// counts stands by itself.
func (l *Ledger) Restore(ctx context.Context, by access.Actor, id register.ID, seen int, why string) error {
	return l.Move(ctx, by, "restore", why, Seen{id, seen})
}

// restore finds what a void record was before.
func (l *Ledger) restore(ctx context.Context, tx *store.Tx, by access.Actor, r *register.Record) error {
	lines, err := tx.Journal(ctx, r.Shard, r.ID)
	if err != nil {
		return err
	}
	for _, line := range slices.Backward(lines) {
		if line.Former != nil && line.Former.State != register.Void {
			r.State = line.Former.State
			break
		}
	}
	if r.State == register.Approved && !l.may(by, access.Approve, r) {
		return l.approvedOnly("verb.restore", r)
	}
	taken, err := tx.RecordsByKeys(ctx, r.Shard, r.Def.Number, []string{r.RowKey})
	if err != nil {
		return err
	}
	if k, ok := taken[r.RowKey]; ok {
		return fault.New(fault.Conflict, "record.key_taken", "id", int64(k.ID))
	}
	if r.Lead == 0 {
		return nil
	}
	if err := tx.LockRecord(ctx, r.LeadIn, r.Lead); err != nil {
		return err
	}
	lead, err := tx.Record(ctx, r.LeadIn, r.Lead)
	if err == nil && !mayLead(lead) {
		r.Lead, r.LeadIn = 0, 0
	}
	return err
}

// mayLead tells whether duplicates may lean on a record: it is submitted or
// approved and no duplicate itself.
func mayLead(r *register.Record) bool {
	return (r.State == register.Submitted || r.State == register.Approved) && r.Lead == 0
}

// Duplicates are the records, none of them void, that are linked to a record which
// the actor may read. Of one that he may not read he is told no more than where it
// is: its number, unit and day.
func (l *Ledger) Duplicates(ctx context.Context, by access.Actor, id register.ID) ([]Duplicate, error) {
	var out []Duplicate
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		lead, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		list, err := l.leaning(ctx, tx, lead)
		for _, r := range list {
			out = append(out, l.duplicate(by, r))
		}
		return err
	})
	return out, err
}

// Duplicate is a record that tells again what its lead tells.
type Duplicate struct {
	ID     register.ID
	Unit   unit.ID
	Day    period.Day
	Record *register.Record // nil: not for the actor to read
}

// leaning are the duplicates of a record that are not void.
func (l *Ledger) leaning(ctx context.Context, tx *store.Tx, lead *register.Record) ([]*register.Record, error) {
	list, err := tx.Duplicates(ctx, l.Tree().Shards(), lead.Shard, lead.ID)
	return slices.DeleteFunc(list, func(d *register.Record) bool { return d.State == register.Void }), err
}

// unled refuses to take a record away from duplicates that lean on it, and names them.
func (l *Ledger) unled(ctx context.Context, tx *store.Tx, r *register.Record) error {
	if err := tx.LockRecord(ctx, r.Shard, r.ID); err != nil { // somebody may be linking to it in this moment
		return err
	}
	return l.leads(ctx, tx, r)
}

// leads is the fault of a record on which duplicates lean, and names them.
func (l *Ledger) leads(ctx context.Context, tx *store.Tx, r *register.Record) error {
	dup, err := l.leaning(ctx, tx, r)
	if err != nil || len(dup) == 0 {
		return err
	}
	const shown = 5
	var list []string
	for _, d := range dup[:min(len(dup), shown)] {
		list = append(list, fmt.Sprintf("%d (%s)", d.ID, l.unitName(d.Unit)))
	}
	if len(dup) > shown {
		list = append(list, "…")
	}
	return fault.New(fault.Conflict, "record.leads", "id", int64(r.ID), "duplicates", len(dup), "list", strings.Join(list, ", "))
}

// Link marks a record as the same event as lead, told by another body. Only the
// duplicate changes: it leaves the facts (design 5.10). It wants a reason.
func (l *Ledger) Link(ctx context.Context, by access.Actor, id register.ID, seen int, lead register.ID, why string) error {
	if err := needWhy(why); err != nil {
		return err
	}
	_, err := l.change(ctx, by, access.Link, "link", why, id, seen, func(tx *store.Tx, old, r *register.Record) error {
		to, err := l.find(ctx, tx, by, lead)
		if err != nil {
			return err
		}
		// Somebody may be voiding the lead in this moment: one of the two must see the other.
		if err := tx.LockRecord(ctx, to.Shard, to.ID); err != nil {
			return err
		}
		if to, err = tx.Record(ctx, to.Shard, to.ID); err != nil {
			return err
		}
		switch {
		case to.ID == old.ID, to.Def.Name != old.Def.Name, to.Kind != old.Kind:
			return fault.New(fault.Invalid, "link.unlike", "id", int64(id), "lead", int64(lead))
		case old.Lead != 0:
			return fault.New(fault.Conflict, "record.linked", "id", int64(id))
		case to.Lead != 0:
			return fault.New(fault.Conflict, "link.chain", "lead", int64(lead), "first", int64(to.Lead))
		case !mayLead(to), old.State == register.Void:
			return fault.New(fault.Conflict, "link.state", "id", int64(id), "lead", int64(lead))
		}
		r.Lead, r.LeadIn = to.ID, to.Shard
		return nil
	})
	return err
}

// Unlink makes a duplicate count by itself again, with a reason. The side of the
// duplicate may do it, and so may that of the lead, which it keeps from being voided.
func (l *Ledger) Unlink(ctx context.Context, by access.Actor, id register.ID, seen int, why string) error {
	if err := needWhy(why); err != nil {
		return err
	}
	apart := func(_ *store.Tx, old, r *register.Record) error {
		if old.Lead == 0 {
			return fault.New(fault.Conflict, "link.none", "id", int64(id))
		}
		r.Lead, r.LeadIn = 0, 0
		return nil
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		old, err := tx.FindRecord(ctx, l.Tree().Shards(), id)
		if err != nil {
			return err
		}
		if old.Lead != 0 && !l.May(by, access.Link, old) {
			lead, err := tx.Record(ctx, old.LeadIn, old.Lead)
			if err != nil {
				return err
			}
			if l.may(by, access.Link, lead) {
				if lead.State == register.Approved && !l.may(by, access.Approve, lead) {
					return l.approvedOnly("verb.unlink", lead)
				}
				_, err := l.alter(ctx, tx, by, "unlink", why, old, seen, apart)
				return err
			}
		}
		_, err = l.changeIn(ctx, tx, by, access.Link, "unlink", why, id, seen, apart)
		return err
	})
}

// Redacted stands where a text was blanked by law.
const Redacted = "▇▇▇"

// Redact blanks a text field in a record, in all its journal and in the words that
// lists search, marked, with the reason. Numbers, codes and days stay (design 5.14).
// Then it is gone from the file too; see store.DB.Scrub for what a server keeps.
func (l *Ledger) Redact(ctx context.Context, by access.Actor, id register.ID, seen int, field, why string) error {
	if err := needWhy(why); err != nil {
		return err
	}
	_, err := l.change(ctx, by, access.Redact, "redact", why, id, seen, func(tx *store.Tx, old, r *register.Record) error {
		f := old.Def.Field(field)
		if f == nil || f.Kind != register.KindText {
			return fault.New(fault.Invalid, "redact.field", "field", field)
		}
		if _, ok := old.Values[field]; ok {
			r.Values[field] = register.Value{Text: Redacted}
			was, now := l.words(old), l.words(r)
			if err := tx.DropWords(ctx, was.Shard, was.Register, was.Day, was.ID); err != nil {
				return err
			}
			if err := tx.AddWords(ctx, now); err != nil {
				return err
			}
			old.Values = r.Values // what goes into the journal as the former version must not hold it either
		}
		return tx.RedactJournal(ctx, old.Shard, old.ID, field, Redacted)
	})
	if err != nil {
		return err
	}
	return l.db.Scrub(ctx)
}
