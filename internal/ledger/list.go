package ledger

import (
	"cmp"
	"context"
	"errors"
	"maps"
	"slices"
	"strings"
	"unicode"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// ListQuery says which records of one register a list shows.
type ListQuery struct {
	Register register.Name
	Unit     string        // CODE or CODE@DAY; "": all that the actor may read
	Window   period.Window // zero: all
	States   []register.State
	Codes    map[string][]string // by field: records that have one of these codes
	Text     string              // words, marks or not; each begins one of the record's words
	Batch    int64
	After    store.Mark // where the page before ended; zero: the newest
	Limit    int
	Most     int // where a tally by words ends; 0: mostTallied
}

// Listed is one page of a list, the newest record first.
type Listed struct {
	Records []*register.Record
	Next    store.Mark // after the last record; zero: nothing follows
}

// Has tells whether the actor has a right anywhere: whether a menu shows it.
func (l *Ledger) Has(by access.Actor, right access.Right) bool { return l.pass(by).Has(right) }

// May tells whether the actor has a right over a record: whether its page shows the
// button. The verb asks again.
func (l *Ledger) May(by access.Actor, right access.Right, r *register.Record) bool {
	if r.State == register.Approved && slices.Contains(ofApproved, right) && !l.may(by, access.Approve, r) {
		return false
	}
	return l.may(by, right, r)
}

// MayAt tells whether the actor has a right over a unit as it stands today.
func (l *Ledger) MayAt(by access.Actor, right access.Right, id unit.ID) bool {
	return l.mayAt(by, right, id)
}

// scopes are the records on which the actor has a right by their reporter, each once
// however his roles overlap.
func (l *Ledger) scopes(by access.Actor, right access.Right) []unit.Scope {
	tree := l.Tree()
	var out []unit.Scope
	for _, id := range l.pass(by).Units(right) {
		out = append(out, tree.Scope(id, 0, 0))
	}
	slices.SortStableFunc(out, func(a, b unit.Scope) int { // all of a shard first: what is left of others is less
		switch {
		case a.All == b.All:
			return 0
		case a.All:
			return -1
		}
		return 1
	})
	shards, units := map[unit.ID]bool{}, map[unit.ID]bool{}
	for i := range out {
		s := &out[i]
		s.Shards = slices.DeleteFunc(slices.Clone(s.Shards), func(id unit.ID) bool { return shards[id] })
		if s.All {
			for _, id := range s.Shards {
				shards[id] = true
			}
			continue
		}
		s.Units = maps.Clone(s.Units)
		maps.DeleteFunc(s.Units, func(id unit.ID, _ bool) bool { return units[id] })
		maps.Copy(units, s.Units)
	}
	return slices.DeleteFunc(out, func(s unit.Scope) bool { return len(s.Shards) == 0 || !s.All && len(s.Units) == 0 })
}

// readable are the records that a list of a unit, "" for none, is drawn from: of the
// unit as far as it may hold what the actor may read. What he may read is told record
// by record; this keeps a list of the country from being read for those of a ward.
func (l *Ledger) readable(by access.Actor, ref string, w period.Window) ([]store.Filter, error) {
	own := l.scopes(by, access.ReadRecords)
	if ref == "" {
		return filtersOf(own...), nil
	}
	tree, last := l.Tree(), w.Last
	if last == 0 {
		last = l.Today()
	}
	u, at, err := tree.Resolve(ref, l.Today())
	if err != nil {
		return nil, err
	}
	asked := tree.Scope(u.ID, at, last)
	if !asked.All || l.pass(by).Everywhere(access.ReadRecords) || l.mayAt(by, access.ReadRecords, u.ID) {
		return filtersOf(asked), nil
	}
	var out []store.Filter
	in := func(list []unit.ID) []unit.ID {
		return slices.DeleteFunc(slices.Clone(list), func(id unit.ID) bool { return !slices.Contains(asked.Shards, id) })
	}
	for _, s := range own {
		at := s // who else may tell of what happened there: the same province, and the bodies at the country
		at.Shards = in(append(l.central(), s.Shards...))
		slices.Sort(at.Shards)
		at.Shards = slices.Compact(at.Shards)
		s.Shards = in(s.Shards)
		out = append(out, filtersOf(s)...)
		if s.All {
			at.Shards = slices.DeleteFunc(at.Shards, func(id unit.ID) bool { return slices.Contains(s.Shards, id) })
			out = append(out, store.Filter{Shards: at.Shards})
		} else {
			out = append(out, store.Filter{Shards: at.Shards, Places: sortedUnits(s.Units)})
		}
	}
	return slices.DeleteFunc(out, func(f store.Filter) bool { return len(f.Shards) == 0 }), nil
}

// filtersOf are scopes as the store takes them.
func filtersOf(scopes ...unit.Scope) []store.Filter {
	var out []store.Filter
	for _, s := range scopes {
		f := store.Filter{Shards: s.Shards}
		if !s.All {
			f.Units = sortedUnits(s.Units)
		}
		out = append(out, f)
	}
	return out
}

// List returns a page of records that the actor may read.
func (l *Ledger) List(ctx context.Context, by access.Actor, q ListQuery) (*Listed, error) {
	out := &Listed{}
	take, filters, err := l.listing(by, q)
	if err != nil {
		return nil, err
	}
	if q.Limit <= 0 {
		q.Limit = 50
	}
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		for _, f := range filters {
			found, err := l.page(ctx, tx, f, q, take)
			if err != nil {
				return err
			}
			for _, r := range found {
				if !slices.ContainsFunc(out.Records, func(o *register.Record) bool { return o.ID == r.ID }) {
					out.Records = append(out.Records, r)
				}
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(filters) > 1 {
		slices.SortFunc(out.Records, func(a, b *register.Record) int { return markOf(b).Compare(markOf(a)) })
	}
	if len(out.Records) > q.Limit {
		out.Records = out.Records[:q.Limit]
		out.Next = markOf(out.Records[q.Limit-1])
	}
	return out, nil
}

func markOf(r *register.Record) store.Mark { return store.Mark{Day: r.Last, ID: r.ID} }

// page reads one record more than the page holds, so that it is known whether more follow.
func (l *Ledger) page(ctx context.Context, tx *store.Tx, f store.Filter, q ListQuery, take func(*register.Record) bool) ([]*register.Record, error) {
	var out []*register.Record
	after, size := q.After, q.Limit+1
	for {
		part, err := tx.Newest(ctx, f, after, size)
		if err != nil {
			return nil, err
		}
		for _, r := range part {
			if take(r) {
				if out = append(out, r); len(out) > q.Limit {
					return out, nil
				}
			}
		}
		if len(part) < size {
			return out, nil
		}
		after, size = markOf(part[len(part)-1]), 1000 // few of them are wanted: read on in larger steps
	}
}

// listing is how a list is read: the filters for the store, and what of their
// records belongs to it.
func (l *Ledger) listing(by access.Actor, q ListQuery) (func(*register.Record) bool, []store.Filter, error) {
	def := l.cat.Latest(q.Register)
	if def == nil {
		return nil, nil, l.unknownRegister(q.Register)
	}
	words, err := Sought(q.Text)
	if err != nil {
		return nil, nil, err
	}
	filters, err := l.readable(by, q.Unit, q.Window)
	if err != nil {
		return nil, nil, err
	}
	for i := range filters {
		f := &filters[i]
		f.Register, f.From, f.To, f.States = def.Number, q.Window.First, q.Window.Last, q.States
		f.Batch, f.Words = q.Batch, words
	}
	take := func(r *register.Record) bool {
		for f, want := range q.Codes {
			if len(want) > 0 && !slices.ContainsFunc(fact.Codes(r, f), func(c string) bool { return slices.Contains(want, c) }) {
				return false
			}
		}
		return l.may(by, access.ReadRecords, r)
	}
	return take, filters, nil
}

// Tally is what the records of a list add up to.
type Tally struct {
	Records  int64
	More     bool              // there are more than these: they were not added up
	Measures []indicator.Value // in the order of the register's measures
	Wholes   []indicator.Value // of a part: its whole, of the records that told the part; the zero Value of others
}

// Tally adds up the records of a list that count, or with states named those in
// them: not what repeats another record, no totals that include other records, and
// none that lie only partly in the window. Records found by words are counted to a
// bound: a word that most of them have would have the whole register read.
func (l *Ledger) Tally(ctx context.Context, by access.Actor, q ListQuery) (*Tally, error) {
	if t, err := l.quick(ctx, by, q); t != nil || err != nil {
		return t, err
	}
	def := l.cat.Latest(q.Register)
	var sum fact.Sum
	out := &Tally{}
	if len(q.States) == 0 {
		q.States = []register.State{register.Submitted, register.Approved}
	}
	most, enough := int64(cmp.Or(q.Most, mostTallied)), errors.New("enough")
	err := l.Each(ctx, by, q, func(r *register.Record) error {
		if r.Lead != 0 || r.Kind == register.Whole || r.Kind == register.Rest && r.First < q.Window.First {
			return nil
		}
		if q.Text != "" && out.Records == most {
			out.More = true
			return enough
		}
		out.Records++
		sum.Add(fact.Of(r, l.cat.Attr), 1)
		return nil
	})
	if err != nil && !errors.Is(err, enough) {
		return nil, err
	}
	if out.More {
		sum = fact.Sum{}
	}
	return out, out.measure(def, sum)
}

// mostTallied is how many records that were found by words are added up.
const mostTallied = 20_000

// measure reads each measure of the register from the sum.
func (t *Tally) measure(def *register.Definition, sum fact.Sum) error {
	read := func(formula string) (indicator.Value, error) {
		e, err := indicator.ParseExpr(formula)
		if err != nil {
			return indicator.Value{}, err
		}
		d := &indicator.Definition{Numerator: e, OverTime: indicator.AddsSum, OverUnits: indicator.AddsSum}
		return d.Value(indicator.Cells{def.Name: {Sum: sum, Any: t.Records > 0, Def: def}}), nil
	}
	for _, m := range def.Measures {
		name := string(def.Name) + "." + m.ID
		v, err := read(name)
		if err != nil {
			return err
		}
		var whole indicator.Value
		if m.PartOf != "" {
			if whole, err = read("whole(" + name + ")"); err != nil {
				return err
			}
		}
		t.Measures, t.Wholes = append(t.Measures, v), append(t.Wholes, whole)
	}
	return nil
}

// always is a window that holds every record, with both ends on cuts of the slots.
var always = period.Window{First: 19000101, Last: 29991231}

// quick answers a tally from the facts, where the list is of one unit with all
// below it and asks for nothing that facts do not hold; nil where it is not.
func (l *Ledger) quick(ctx context.Context, by access.Actor, q ListQuery) (*Tally, error) {
	def := l.cat.Latest(q.Register)
	if def == nil || def.Stock || q.Text != "" || q.Batch != 0 {
		return nil, nil
	}
	approved := false // facts tell what is approved, and with it what is submitted
	if len(q.States) > 0 {
		approved = !slices.Contains(q.States, register.Submitted)
		other := func(s register.State) bool { return s != register.Submitted && s != register.Approved }
		if !slices.Contains(q.States, register.Approved) || slices.ContainsFunc(q.States, other) {
			return nil, nil
		}
	}
	ref := q.Unit
	if ref == "" {
		units := l.pass(by).Units(access.ReadRecords)
		if len(units) != 1 {
			return nil, nil
		}
		ref = l.Ref(units[0])
	}
	w := q.Window
	if w == (period.Window{}) {
		w = always
	}
	p, err := l.plan(indicator.Question{Unit: ref, Window: w, Approved: approved})
	if err != nil {
		return nil, err
	}
	if !l.mayAt(by, access.ReadRecords, p.unit.ID) {
		return nil, nil
	}
	where := map[string][]string{}
	for f, codes := range q.Codes {
		if len(codes) > 0 {
			where[f] = codes
		}
	}
	if len(where) == 0 {
		where = nil
	}
	g := &gatherer{l: l, p: p, def: def, where: where}
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		g.tx = tx
		return g.gather(ctx)
	})
	if err != nil {
		return nil, err
	}
	out := &Tally{}
	var sum fact.Sum
	for _, c := range g.cells {
		sum.Add(&c.sum, 1)
	}
	out.Records = sum[fact.Numbers].N
	return out, out.measure(def, sum)
}

// Waiting is how many records wait for somebody's approval who may give it: the actor.
func (l *Ledger) Waiting(ctx context.Context, by access.Actor) (n int64, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		n = 0
		for _, f := range filtersOf(l.scopes(by, access.Approve)...) {
			f.States = []register.State{register.Submitted}
			m, err := tx.CountWaiting(ctx, f)
			if err != nil {
				return err
			}
			n += m
		}
		return nil
	})
	return n, err
}

// words are what lists find a record by: the words that its form shows, folded.
func (l *Ledger) words(r *register.Record) store.Words {
	raw := register.Print(r.Def, EntryOf(r), l.Env("vi"), "vi")
	seen := map[string]bool{}
	var b strings.Builder
	for _, c := range r.Def.Columns() {
		for _, w := range searched(raw[c]) {
			if !seen[w] {
				seen[w] = true
				b.WriteString(" " + w)
			}
		}
	}
	return store.Words{Shard: r.Shard, Register: r.Def.Number, Day: r.Last, ID: r.ID, Words: b.String()}
}

// mostWords is by how many words a list is searched: each is looked for in every record.
const mostWords = 12

// Sought are the words by which a list is searched, each once; more than a list is
// searched by are a fault.
func Sought(text string) ([]string, error) {
	words := searched(text)
	slices.Sort(words)
	if words = slices.Compact(words); len(words) > mostWords {
		return nil, fault.New(fault.Invalid, "list.words", "n", len(words), "most", mostWords)
	}
	return words, nil
}

// searched parts a text into folded words of letters and digits, at most a few dozen letters each.
func searched(text string) []string {
	words := strings.FieldsFunc(vn.Fold(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for i, w := range words {
		if len(w) > 40 {
			words[i] = strings.ToValidUTF8(w[:40], "")
		}
	}
	return words
}
