package ledger

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"hash/fnv"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Near proposes records that may tell of the same event as this one: same
// register, same place, overlapping days, the fields agree that the register
// names for it. A person decides (design 5.10).
func (l *Ledger) Near(ctx context.Context, by access.Actor, id register.ID) ([]*register.Record, error) {
	var out []*register.Record
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		r, err := l.find(ctx, tx, by, id)
		if err != nil {
			return err
		}
		found, err := l.near(ctx, tx, r)
		for _, n := range found {
			if l.may(by, access.ReadRecords, n) {
				out = append(out, n)
			}
		}
		return err
	})
	return out, err
}

// near looks in the record's own shard, in that of its place and in the central
// bodies': those are who report what happens at a place.
func (l *Ledger) near(ctx context.Context, tx *store.Tx, r *register.Record) ([]*register.Record, error) {
	if !asksNear(r) {
		return nil, nil
	}
	var out []*register.Record
	err := tx.AtPlace(ctx, l.nearShards(r), r.Def.Number, r.Place, nearDays(r), func(o *register.Record) error {
		if o.ID == r.ID || o.Kind != r.Kind || o.State == register.Void || o.Lead != 0 && o.Lead == r.ID {
			return nil
		}
		for _, f := range r.Def.Near {
			if !slices.Equal(o.Values[f].Codes, r.Values[f].Codes) || o.Values[f].Text != r.Values[f].Text {
				return nil
			}
		}
		out = append(out, o)
		return nil
	})
	if err != nil {
		return nil, err
	}
	return l.unlike(ctx, tx, r.ID, out)
}

// told is what a record says, short enough to keep many: an import asks whether a
// new row tells again, in other words, what a record tells already.
type told struct {
	id          register.ID
	shard, unit unit.ID
	place       unit.ID
	kind        register.Kind
	first, last period.Day
	key         string // "Mã dòng" as a sheet gave it
	title       string // the first short text of the register, folded
	fields      []said // the other fields but long texts, in the order of the register
}

// said is one field of a record by a hash of what it says.
type said struct {
	field string
	hash  uint64
	firm  bool // a number, and not what the register takes for an empty cell
}

func tell(r *register.Record) *told {
	t := &told{id: r.ID, shard: r.Shard, unit: r.Unit, place: r.Place, kind: r.Kind, first: r.First, last: r.Last}
	if !ourKey(r.RowKey) {
		t.key = KeyOf(r)
	}
	title := slices.IndexFunc(r.Def.Fields, func(f *register.Field) bool { return f.Kind == register.KindText && !f.Long })
	for i, f := range r.Def.Fields {
		v, ok := r.Values[f.ID]
		switch {
		case !ok, f.Long:
		case i == title:
			t.title = vn.Fold(v.Text)
		default:
			h := fnv.New64a()
			text, _ := json.Marshal(v) // of texts and numbers: it cannot fail
			h.Write(text)
			firm := v.Number != nil && (f.Default == nil || *v.Number != register.Number{N: *f.Default})
			t.fields = append(t.fields, said{f.ID, h.Sum64(), firm})
		}
	}
	return t
}

// agree counts in how many of the fields that either gives the two agree; firm
// tells that one of those is a number that somebody wrote.
func (t *told) agree(o *told) (same, all int, firm bool) {
	all = len(t.fields) + len(o.fields)
	for _, f := range t.fields {
		i := slices.IndexFunc(o.fields, func(g said) bool { return g.field == f.field })
		if i < 0 {
			continue
		}
		all--
		if o.fields[i].hash == f.hash {
			same++
			firm = firm || f.firm
		}
	}
	return same, all, firm
}

// anew tells whether a row without a Mã dòng may be a record of its unit, corrected
// in the sheet: the title is the same, or where one of the two has none the place.
// On the same days, the fields that the register names for likely duplicates agree
// or, counting the days as one, more than half of what either tells; on days at
// most three apart all of it, with a title or a number among it.
func (t *told) anew(o *told, near []string) bool {
	titled := t.title != "" && o.title != ""
	switch {
	case t.kind != o.kind, !within(t.first, o.first), !within(t.last, o.last), titled && t.title != o.title, !titled && t.place != o.place:
		return false
	}
	same, all, firm := t.agree(o)
	if t.first == o.first && t.last == o.last {
		unlike := func(field string) bool { return !slices.Equal(t.field(field), o.field(field)) }
		return 2*(same+1) > all+1 || len(near) > 0 && !slices.ContainsFunc(near, unlike)
	}
	return same == all && (firm || titled)
}

// field is what the record says in a field, nothing where it is empty.
func (t *told) field(id string) []said {
	i := slices.IndexFunc(t.fields, func(f said) bool { return f.field == id })
	if i < 0 {
		return nil
	}
	return t.fields[i : i+1]
}

// moved tells whether a row may be the record of another unit that bears its Mã
// dòng: counting the days as one, more than half of what either tells agrees. Sheets
// of many units number their rows from 1, so the Mã dòng alone says nothing.
func (t *told) moved(o *told) bool {
	if t.unit == o.unit || t.kind != o.kind {
		return false
	}
	same, all, _ := t.agree(o)
	if all++; t.first == o.first && t.last == o.last {
		same++
	}
	return 2*same > all
}

// within tells whether two days are at most three apart.
func within(a, b period.Day) bool { return a.Add(3) >= b && b.Add(3) >= a }

// mostTold bounds the memory of an import: with more records than these in its
// provinces and years, the rest is not compared.
const mostTold = 200_000

// earlier are the records of a register that were there before an import, those of
// the provinces and the years that its new rows touch. They are read once.
type earlier struct {
	years  period.Window
	shards map[unit.ID]bool
	units  map[unit.ID][]*told
	keys   map[string][]*told
	n      int
}

// read sees to it that what stood before the new rows is known.
func (e *earlier) read(ctx context.Context, tx *store.Tx, number int, batch int64, rows []*register.Record) error {
	years := e.years
	for _, r := range rows {
		d := dayOf(r)
		if first := period.Date(d.Year(), 1, 1).Add(-3); years.First == 0 || first < years.First {
			years.First = first
		}
		years.Last = max(years.Last, period.Date(d.Year(), 12, 31).Add(3))
	}
	if years != e.years || e.shards == nil {
		*e = earlier{years: years, shards: map[unit.ID]bool{}, units: map[unit.ID][]*told{}, keys: map[string][]*told{}}
	}
	var missing []unit.ID
	for _, r := range rows {
		if !e.shards[r.Shard] {
			e.shards[r.Shard] = true
			missing = append(missing, r.Shard)
		}
	}
	if len(missing) == 0 {
		return nil
	}
	slices.Sort(missing)
	f := store.Filter{Shards: missing, Register: number, From: years.First, To: years.Last,
		States: []register.State{register.Draft, register.Submitted, register.Returned, register.Approved}}
	enough := errors.New("enough")
	err := tx.Records(ctx, f, func(r *register.Record) error {
		if r.Lead != 0 || batch != 0 && r.Batch == batch {
			return nil
		}
		if e.n++; e.n > mostTold {
			return enough
		}
		t := tell(r)
		e.units[t.unit] = append(e.units[t.unit], t)
		if t.key != "" {
			e.keys[t.key] = append(e.keys[t.key], t)
		}
		return nil
	})
	if errors.Is(err, enough) {
		return nil
	}
	return err
}

// like finds the records that a new row may tell again, the likeliest first.
func (e *earlier) like(r *register.Record, free bool) []*told {
	t := tell(r)
	list, is := e.keys[t.key], t.moved
	if free {
		list, is = e.units[t.unit], func(o *told) bool { return t.anew(o, r.Def.Near) }
	}
	var out []*told
	for _, o := range list {
		if is(o) {
			out = append(out, o)
		}
	}
	slices.SortStableFunc(out, func(a, b *told) int {
		x, _, _ := t.agree(a)
		y, _, _ := t.agree(b)
		return cmp.Compare(y, x)
	})
	return out
}
