package store_test

import (
	"cmp"
	"context"
	"errors"
	"math/rand/v2"
	"slices"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

func TestRecordComesBackAsItWas(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := fixed(open())
		r := record(db, 1, 10, 20251214)
		r.Place, r.First, r.RowHash, r.Batch, r.Lead, r.LeadIn = 2306652, 20251213, []byte{0, 1, 255}, 5, 9, 3
		r.Values["note"] = register.Value{Text: "Nói chuyện “bình đẳng” ở Đà Nẵng\n<b>"}
		r.Values["women"] = register.Value{Number: &register.Number{Words: "quá nửa"}}
		c := record(db, 3, 10_000_001, 20210101)
		c.Def, c.Kind, c.Closed = club, register.Stock, 20250630
		c.Values = register.Values{"clubs": {Number: &register.Number{N: -2, Q: register.About}}}
		do(t, db, func(tx *store.Tx) error { return insert(tx, r, c) })
		db = open() // another handle, as after a restart
		read(t, db, func(tx *store.Tx) error {
			for _, want := range []*register.Record{r, c} {
				got, err := tx.Record(ctx, want.Shard, want.ID)
				if err != nil {
					return err
				}
				if d := gocmp.Diff(want, got, gocmp.Comparer(func(a, b *register.Definition) bool { return a == b })); d != "" {
					t.Errorf("kept otherwise (-want +got):\n%s", d)
				}
			}
			_, err := tx.FindRecord(ctx, []unit.ID{2, 3}, r.ID)
			if !errors.Is(err, &fault.Error{Kind: fault.NotFound, Key: "record.unknown"}) {
				t.Errorf("a record of shard 1 looked for in shards 2 and 3: %v, want record.unknown", err)
			}
			return nil
		})
	})
}

func TestMeasureColumns(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		r := record(db, 1, 10, 20251214)
		do(t, db, func(tx *store.Tx) error { return insert(tx, r) })
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.Strings(ctx, `select coalesce(cast(v0 as text), 'null') || ' ' || coalesce(cast(v1 as text), 'null') || ' ' ||
				coalesce(cast(v2 as text), 'null') || ' ' || coalesce(cast(v19 as text), 'null') from record`)
			if want := []string{"1 100 null null"}; !slices.Equal(got, want) {
				t.Errorf("v0, v1, v2, v19 are %q, want %q", got, want)
			}
			return err
		})
	})
}

func TestUnknownEditionIsAFault(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		r := record(db, 1, 10, 20251214)
		do(t, db, func(tx *store.Tx) error { return insert(tx, r) })
		db.Define(func(int, int) *register.Definition { return nil })
		err := db.Read(ctx, func(tx *store.Tx) error { _, err := tx.Record(ctx, 1, r.ID); return err })
		if !errors.Is(err, &fault.Error{Key: "store.edition"}) {
			t.Errorf("record of a register that content lacks: %v, want store.edition", err)
		}
	})
}

func TestUpdateNamesTheVersionItSaw(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		r := record(db, 1, 10, 20251214)
		r.Values["with"] = register.Value{Units: []unit.ID{20, 21}}
		do(t, db, func(tx *store.Tx) error { return insert(tx, r) })

		next := *r
		next.Version, next.Unit, next.Last, next.First, next.Place = 2, 11, 20250301, 20250228, 12
		next.Values = register.Values{"sessions": {Number: &register.Number{N: 3}}, "with": {Units: []unit.ID{22}}}
		do(t, db, func(tx *store.Tx) error { return update(tx, &next, 1) })

		late := *r
		late.Version = 2
		err := db.Do(ctx, func(tx *store.Tx) error { return update(tx, &late, 1) })
		if !errors.Is(err, &fault.Error{Kind: fault.Conflict, Key: "record.changed"}) {
			t.Errorf("update of a version that is past: %v, want record.changed", err)
		}
		stranger := next
		stranger.ID++
		err = db.Do(ctx, func(tx *store.Tx) error { return update(tx, &stranger, 2) })
		if !errors.Is(err, &fault.Error{Key: "record.unknown"}) {
			t.Errorf("update of no record: %v, want record.unknown", err)
		}
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.Record(ctx, 1, r.ID)
			if err != nil {
				return err
			}
			if got.Version != 2 || got.Unit != 11 || got.Last != 20250301 || got.Values["sessions"].Number.N != 3 {
				t.Errorf("after the update: %+v", got)
			}
			for u, want := range map[unit.ID]int{20: 0, 21: 0, 22: 1} {
				n, err := tx.CountRecords(ctx, store.Filter{Shards: shards, Naming: u})
				if err != nil {
					return err
				}
				if n != int64(want) {
					t.Errorf("%d records name unit %d, want %d", n, u, want)
				}
			}
			return nil
		})
	})
}

func TestRowKeys(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		a, b := record(db, 1, 10, 20251214), record(db, 1, 10, 20251215)
		a.RowKey, b.RowKey, a.RowHash = "10/D1", "10/D1", []byte("hash")
		do(t, db, func(tx *store.Tx) error { return insert(tx, a) })
		if err := db.Do(ctx, func(tx *store.Tx) error { return insert(tx, b) }); err == nil {
			t.Error("two records bear one row key")
		}
		keys := make([]string, 1000)
		for i := range keys {
			keys[i] = "10/D" + string(rune('0'+i))
		}
		found := func() (k store.Keyed, n int) {
			read(t, db, func(tx *store.Tx) error {
				m, err := tx.RecordsByKeys(ctx, 1, talk.Number, keys)
				k, n = m["10/D1"], len(m)
				return err
			})
			return k, n
		}
		if k, n := found(); n != 1 || k.ID != a.ID || string(k.Hash) != "hash" {
			t.Errorf("found %d keys, %+v, want the one of %d", n, k, a.ID)
		}
		void := *a
		void.State, void.Version = register.Void, 2
		do(t, db, func(tx *store.Tx) error { return update(tx, &void, 1) })
		if _, n := found(); n != 0 {
			t.Error("a void record holds its row key")
		}
		do(t, db, func(tx *store.Tx) error { return insert(tx, b) })
		if k, _ := found(); k.ID != b.ID {
			t.Errorf("the key is borne by %d, want %d", k.ID, b.ID)
		}
	})
}

func TestDuplicates(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		lead := record(db, 1, 10, 20251214)
		same, other := record(db, 2, 20, 20251214), record(db, 2, 20, 20251214)
		same.Lead, same.LeadIn = lead.ID, 1
		other.Lead, other.LeadIn = lead.ID, 3
		do(t, db, func(tx *store.Tx) error { return insert(tx, lead, same, other) })
		read(t, db, func(tx *store.Tx) error {
			got, err := tx.Duplicates(ctx, shards, 1, lead.ID)
			if len(got) != 1 || got[0].ID != same.ID {
				t.Errorf("%d duplicates, want only %d", len(got), same.ID)
			}
			return err
		})
	})
}

// inKeyOrder sorts as Records does.
func inKeyOrder(a, b *register.Record) int {
	return cmp.Or(cmp.Compare(a.Shard, b.Shard), cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Last, b.Last), cmp.Compare(a.ID, b.ID))
}

func ids(list []*register.Record) []register.ID {
	out := make([]register.ID, len(list))
	for i, r := range list {
		out[i] = r.ID
	}
	return out
}

// want is what a filter must find among list.
func want(list []*register.Record, f store.Filter, also func(r *register.Record) bool) []*register.Record {
	var out []*register.Record
	for _, r := range list {
		in := slices.Contains(f.Shards, r.Shard) &&
			(f.Register == 0 || r.Def.Number == f.Register) &&
			(len(f.Units) == 0 || slices.Contains(f.Units, r.Unit)) &&
			(len(f.States) == 0 || slices.Contains(f.States, r.State)) &&
			(len(f.Kinds) == 0 || slices.Contains(f.Kinds, r.Kind)) &&
			(f.Batch == 0 || r.Batch == f.Batch) &&
			(f.OpenOn == 0 || r.Kind == register.Stock && r.First <= f.OpenOn && (r.Closed == 0 || r.Closed >= f.OpenOn)) &&
			(f.Naming == 0 || slices.Contains(r.Values["with"].Units, f.Naming))
		if in && also(r) {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, inKeyOrder)
	return out
}

func inDays(f store.Filter) func(r *register.Record) bool {
	return func(r *register.Record) bool {
		return (f.From == 0 || r.Last >= f.From) && (f.To == 0 || r.Last <= f.To)
	}
}

// someFilter narrows by whatever the dice say.
func someFilter(rng *rand.Rand) store.Filter {
	f := store.Filter{Shards: shards[:1+rng.IntN(3)]}
	perhaps := func(set func()) {
		if rng.IntN(3) == 0 {
			set()
		}
	}
	perhaps(func() { f.Register = []int{3, 7}[rng.IntN(2)] })
	perhaps(func() { f.From = period.Day(20250101).Add(rng.IntN(365)) })
	perhaps(func() { f.To = period.Day(20250101).Add(rng.IntN(365)) })
	perhaps(func() { f.Units = []unit.ID{10, 11, 20, 34}[:1+rng.IntN(4)] })
	perhaps(func() { f.States = []register.State{2, 1, 3, 4}[:1+rng.IntN(4)] })
	perhaps(func() { f.Kinds = []register.Kind{1, 2, 3}[:1+rng.IntN(3)] })
	perhaps(func() { f.Batch = int64(1 + rng.IntN(2)) })
	perhaps(func() { f.OpenOn = period.Day(20250101).Add(rng.IntN(365)) })
	perhaps(func() { f.Naming = 20 })
	return f
}

// TestRecordsOfFilters compares what the engines find with a plain loop.
func TestRecordsOfFilters(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		list := filled(t, db, 400)
		rng := rand.New(rand.NewPCG(3, 4))
		for range 80 {
			f := someFilter(rng)
			expect := func(what string, want []*register.Record, ask func(context.Context, store.Filter, func(*register.Record) error) error) {
				t.Helper()
				var got []register.ID
				err := ask(ctx, f, func(r *register.Record) error { got = append(got, r.ID); return nil })
				if err != nil {
					t.Fatal(err)
				}
				if !slices.Equal(got, ids(want)) {
					t.Errorf("%s %+v:\n got %v\nwant %v", what, f, got, ids(want))
				}
			}
			read(t, db, func(tx *store.Tx) error {
				all := want(list, f, inDays(f))
				expect("records", all, tx.Records)
				n, err := tx.CountRecords(ctx, f)
				if n != int64(len(all)) {
					t.Errorf("count %+v: %d, want %d", f, n, len(all))
				}
				return err
			})
			f.OpenOn, f.Register = 0, 3
			read(t, db, func(tx *store.Tx) error {
				expect("totals", want(list, f, func(r *register.Record) bool {
					return r.Kind >= register.Rest && (f.From == 0 || r.Last >= f.From) && (f.To == 0 || r.First <= f.To)
				}), tx.Totals)
				return nil
			})
			f.Register, f.Kinds = 7, nil
			f.From = period.Day(20250101).Add(rng.IntN(365))
			f.To = f.From.Add(rng.IntN(20))
			read(t, db, func(tx *store.Tx) error {
				w := period.Window{First: f.From, Last: f.To}
				opened := want(list, f, func(r *register.Record) bool { return w.Contains(r.First) })
				closed := want(list, f, func(r *register.Record) bool {
					return !w.Contains(r.First) && r.Closed != 0 && w.Contains(r.Closed.Add(1))
				})
				expect("stocks moving", append(opened, closed...), tx.StocksMoving)
				return nil
			})
		}
	})
}

func TestAtPlace(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		list := filled(t, db, 600)
		for i := range 60 {
			first := period.Day(20250105).Add(i * 6)
			w := period.Window{First: first, Last: first.Add(i % 4)}
			place := unit.ID(10 + i%3)
			for _, d := range []*register.Definition{talk, club} {
				f := store.Filter{Shards: shards[:2], Register: d.Number}
				expected := ids(want(list, f, func(r *register.Record) bool {
					if r.Place != place || r.Kind >= register.Rest {
						return false
					}
					return w.Overlaps(period.Window{First: r.First, Last: r.Last})
				}))
				var got []register.ID
				read(t, db, func(tx *store.Tx) error {
					return tx.AtPlace(ctx, f.Shards, d.Number, place, w, func(r *register.Record) error {
						got = append(got, r.ID)
						return nil
					})
				})
				slices.Sort(got)
				slices.Sort(expected)
				if !slices.Equal(got, expected) {
					t.Errorf("%s at place %d in %v: %v, want %v", d.Name, place, w, got, expected)
				}
			}
		}
	})
}

// TestNewestPages walks all pages of lists; together they must be the whole list.
func TestNewestPages(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		list := filled(t, db, 400)
		rng := rand.New(rand.NewPCG(5, 6))
		for range 40 {
			f := someFilter(rng)
			all := want(list, f, inDays(f))
			slices.SortFunc(all, func(a, b *register.Record) int {
				return cmp.Or(cmp.Compare(b.Last, a.Last), cmp.Compare(b.ID, a.ID))
			})
			var got []register.ID
			var mark store.Mark
			limit := 1 + rng.IntN(40)
			read(t, db, func(tx *store.Tx) error {
				for {
					page, err := tx.Newest(ctx, f, mark, limit)
					if err != nil {
						return err
					}
					got = append(got, ids(page)...)
					if len(page) < limit {
						return nil
					}
					mark = store.Mark{Day: page[limit-1].Last, ID: page[limit-1].ID}
				}
			})
			if !slices.Equal(got, ids(all)) {
				t.Errorf("pages of %d of %+v:\n got %v\nwant %v", limit, f, got, ids(all))
			}
		}
	})
}

func TestShards(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		ask := func() (got []unit.ID) {
			read(t, db, func(tx *store.Tx) (err error) { got, err = tx.Shards(ctx); return err })
			return got
		}
		if got := ask(); len(got) != 0 {
			t.Errorf("empty data have shards %v", got)
		}
		filled(t, db, 50)
		if got := ask(); !slices.Equal(got, shards) {
			t.Errorf("shards %v, want %v", got, shards)
		}
	})
}
