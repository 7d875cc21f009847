package ledger

import (
	"cmp"
	"context"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Shown is a record with all that its page tells.
type Shown struct {
	Record     *register.Record
	Lead       *Duplicate // of a duplicate: what it leans on
	Duplicates []Duplicate
	Near       []*register.Record // that may tell of the same event
	Apart      []Apart            // that look like it and were told apart from it
	History    []Told             // the oldest line first
	People     map[string]Person  // who stands in the history, by the name of the account
	Batch      *store.Batch       // the import that entered or last corrected it
	Acts       []Act
}

// Person is who has an account, as a journal names him.
type Person struct {
	FullName string
	Unit     unit.ID // of the first role; 0: none
}

// Called is the full name with the account behind it, which tells namesakes apart.
func (p Person) Called(account string) string {
	if p.FullName == "" || p.FullName == account {
		return account
	}
	return p.FullName + " (" + account + ")"
}

// Who is the full name of who stands in the history, else his account.
func (s *Shown) Who(actor string) string {
	name := ActorName(actor)
	return cmp.Or(s.People[name].FullName, name)
}

// Returned is the line by which the record was returned last; nil if it never was.
func (s *Shown) Returned() *Told {
	for i := len(s.History) - 1; i >= 0; i-- {
		if s.History[i].Verb == "return" {
			return &s.History[i]
		}
	}
	return nil
}

// Act is something that an actor may do to a record as it stands: a verb of the
// ledger, by its name.
type Act string

// The acts, in the order of the buttons.
const (
	ActSubmit  Act = "submit"
	ActApprove Act = "approve"
	ActReturn  Act = "return"
	ActRestore Act = "restore"
	ActCorrect Act = "correct"
	ActLink    Act = "link"
	ActUnlink  Act = "unlink"
	ActVoid    Act = "void"
	ActRedact  Act = "redact"
)

// Show returns a record with what stands around it: what it repeats and what
// repeats it, what it may repeat, how it came to be, and what the actor may do now.
func (l *Ledger) Show(ctx context.Context, by access.Actor, id register.ID) (*Shown, error) {
	history, err := l.History(ctx, by, id)
	if err != nil {
		return nil, err
	}
	out := &Shown{History: history}
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		r, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		out.Record, out.Duplicates, out.Near, out.Lead, out.Batch = r, nil, nil, nil, nil
		leaning, err := l.leaning(ctx, tx, r)
		if err != nil {
			return err
		}
		for _, d := range leaning {
			out.Duplicates = append(out.Duplicates, l.duplicate(by, d))
		}
		if r.Lead != 0 {
			lead, err := tx.Record(ctx, r.LeadIn, r.Lead)
			if err != nil {
				return err
			}
			d := l.duplicate(by, lead)
			out.Lead = &d
		} else if r.State != register.Void {
			near, err := l.near(ctx, tx, r)
			if err != nil {
				return err
			}
			for _, n := range near {
				if n.Lead == 0 && l.may(by, access.ReadRecords, n) {
					out.Near = append(out.Near, n)
				}
			}
		}
		if out.Apart, err = l.apartFrom(ctx, tx, by, r); err != nil {
			return err
		}
		if r.Batch != 0 {
			if out.Batch, err = tx.Batch(ctx, r.Batch); err != nil {
				return err
			}
		}
		var actors []string
		for _, line := range history {
			actors = append(actors, line.Actor)
		}
		for _, a := range out.Apart {
			actors = append(actors, a.Actor)
		}
		out.People, err = people(ctx, tx, actors)
		return err
	})
	if err != nil {
		return nil, err
	}
	out.Acts = l.Acts(by, out.Record)
	if d := out.Lead; d != nil && d.Record != nil && !slices.Contains(out.Acts, ActUnlink) && l.May(by, access.Link, d.Record) {
		out.Acts = append(out.Acts, ActUnlink)
	}
	if len(out.Duplicates) > 0 { // they lean on it: it stays what it is
		out.Acts = slices.DeleteFunc(out.Acts, func(a Act) bool { return a == ActReturn || a == ActVoid })
	}
	return out, nil
}

// People are who stands in a journal, by the name of the account.
func (l *Ledger) People(ctx context.Context, actors ...string) (out map[string]Person, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = people(ctx, tx, actors)
		return err
	})
	return out, err
}

// people are who stands behind some actors, by the names of their accounts.
func people(ctx context.Context, tx *store.Tx, actors []string) (map[string]Person, error) {
	out := map[string]Person{}
	for _, actor := range actors {
		name := ActorName(actor)
		if _, known := out[name]; known || name == "" {
			continue
		}
		a, err := tx.AccountByName(ctx, name)
		if err != nil {
			return nil, err
		}
		p := Person{}
		if a != nil {
			p.FullName = a.FullName
			if len(a.Grants) > 0 {
				p.Unit = a.Grants[0].Unit
			}
		}
		out[name] = p
	}
	return out, nil
}

// Acts are what the actor may do to a record by his rights and its state. The verbs
// ask again.
func (l *Ledger) Acts(by access.Actor, r *register.Record) []Act {
	var out []Act
	may := func(a Act, right access.Right) {
		if r.Def.Made && a != ActApprove && a != ActRedact { // it is changed where it was made
			return
		}
		if l.May(by, right, r) {
			out = append(out, a)
		}
	}
	moves := func(a Act) {
		for _, v := range Verbs {
			if v.Name == string(a) && slices.Contains(v.From, r.State) {
				may(a, v.Right)
			}
		}
	}
	moves(ActSubmit)
	moves(ActApprove)
	moves(ActReturn)
	moves(ActRestore)
	if r.State != register.Void && r.Lead == 0 {
		may(ActCorrect, access.Correct)
		may(ActLink, access.Link)
	}
	if r.Lead != 0 && r.State != register.Void {
		may(ActUnlink, access.Link)
	}
	moves(ActVoid)
	for _, f := range r.Def.Fields {
		if v := r.Values[f.ID]; f.Kind == register.KindText && v.Text != "" && v.Text != Redacted {
			may(ActRedact, access.Redact)
			break
		}
	}
	return out
}

// MayNow refuses an act that the actor may not do to a record: before a page asks
// for its reason.
func (l *Ledger) MayNow(s *Shown, act Act) error {
	if slices.Contains(s.Acts, act) {
		return nil
	}
	if act == ActVoid && len(s.Duplicates) > 0 || s.Record.State == register.Void {
		return fault.New(fault.Conflict, "record.state", "verb", "verb."+string(act), "state", StateKey(s.Record.State))
	}
	return fault.New(fault.Forbidden, "access.record", "verb", "verb."+string(act), "unit", l.unitName(s.Record.Unit))
}

// Each hands every record of a list to f, as of one moment, in the order of shard,
// unit, day and id. Memory does not grow with their number.
func (l *Ledger) Each(ctx context.Context, by access.Actor, q ListQuery, f func(*register.Record) error) error {
	take, filters, err := l.listing(by, q)
	if err != nil {
		return err
	}
	seen := map[register.ID]bool{}
	return l.db.Read(ctx, func(tx *store.Tx) error {
		for _, filter := range filters {
			err := tx.Records(ctx, filter, func(r *register.Record) error {
				if !take(r) || seen[r.ID] {
					return nil
				}
				if len(filters) > 1 {
					seen[r.ID] = true
				}
				return f(r)
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// Shelf is how much a register holds for an actor.
type Shelf struct {
	Register register.Name
	Records  int64 // that count in the window; of a stock: that are open on its last day
	Waiting  int64 // for approval, by whomever
}

// Shelves tells of every register how many records that the actor may read count in
// a window, and how many of all that he may read wait.
func (l *Ledger) Shelves(ctx context.Context, by access.Actor, w period.Window) ([]Shelf, error) {
	tree, today := l.Tree(), l.Today()
	var units []unit.ID // of his, those that lie in no other of his
	all := l.pass(by).Units(access.ReadRecords)
	for _, id := range all {
		if !slices.ContainsFunc(all, func(o unit.ID) bool { return o != id && tree.Within(id, o, today) }) {
			units = append(units, id)
		}
	}
	var out []Shelf
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		waiting := map[int]int64{}
		for _, f := range filtersOf(l.scopes(by, access.ReadRecords)...) {
			found, err := tx.CountWaitingBy(ctx, f)
			if err != nil {
				return err
			}
			for number, n := range found {
				waiting[number] += n
			}
		}
		out = nil
		for _, name := range l.cat.Registers() {
			def := l.cat.Latest(name)
			shelf := Shelf{Register: name, Waiting: waiting[def.Number]}
			for _, id := range units {
				p, err := l.plan(indicator.Question{Unit: l.Ref(id), Window: w})
				if err != nil {
					return err
				}
				g := &gatherer{l: l, p: p, def: def, tx: tx}
				if err := g.gather(ctx); err != nil {
					return err
				}
				var sum fact.Sum
				for _, c := range g.cells {
					sum.Add(&c.sum, 1)
				}
				shelf.Records += sum[fact.Numbers].N
			}
			out = append(out, shelf)
		}
		return nil
	})
	return out, err
}
