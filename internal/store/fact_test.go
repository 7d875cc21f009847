package store_test

import (
	"bytes"
	"context"
	"errors"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// kept are the facts of the test shards, as EachFact tells them.
func kept(t testing.TB, db *store.DB) fact.Sums {
	t.Helper()
	sums := fact.Sums{}
	read(t, db, func(tx *store.Tx) error {
		for _, shard := range shards {
			err := tx.EachFact(ctx, shard, func(k fact.Key, plane int, v *fact.Vector) error {
				if k.Shard != shard || v.IsZero() {
					t.Errorf("shard %d keeps %+v of shard %d in plane %d", shard, *v, k.Shard, plane)
				}
				s := sums[k]
				if s == nil {
					s = new(fact.Sum)
					sums[k] = s
				}
				s[plane] = *v
				return nil
			})
			if err != nil {
				return err
			}
		}
		return nil
	})
	return sums
}

// someSums are sums under keys that often meet.
func someSums(rng *rand.Rand, n int) fact.Sums {
	sums := fact.Sums{}
	for range n {
		k := fact.Key{
			Shard: shards[rng.IntN(3)], Grain: []int64{0, 0, 10, 11, -12, -20}[rng.IntN(6)], Stage: rng.IntN(2), Register: 1 + rng.IntN(3),
			Window: period.SlotOf(period.Day(20241115).Add(rng.IntN(120))),
		}
		if rng.IntN(8) == 0 { // a total has days of its own
			k.Window.Last = k.Window.First.Add(rng.IntN(60))
		}
		if k.Grain == 0 {
			k.Margin = []int64{0, 0, 1 << 62, -5}[rng.IntN(4)]
		}
		s := new(fact.Sum)
		for range 3 {
			v := &s[rng.IntN(fact.Planes)]
			v.N += int64(rng.IntN(3))
			v.V[rng.IntN(len(v.V))] += int64(rng.IntN(1000))
		}
		sums[k] = s
	}
	return sums
}

func addInto(sums, more fact.Sums, sign int64) {
	for k, m := range more {
		if sums[k] == nil {
			sums[k] = new(fact.Sum)
		}
		sums[k].Add(m, sign)
	}
	sums.Drop()
}

func negative(sums fact.Sums) fact.Sums {
	out := fact.Sums{}
	addInto(out, sums, -1)
	return out
}

func same(t *testing.T, what string, got, want fact.Sums) {
	t.Helper()
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestFactsAreAdded(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		rng := rand.New(rand.NewPCG(7, 8))
		want := fact.Sums{}
		var added []fact.Sums
		for range 12 {
			more := someSums(rng, 90)
			added = append(added, more)
			addInto(want, more, 1)
			do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, more) })
		}
		same(t, "after adding", kept(t, db), want)
		for _, less := range added[:6] {
			addInto(want, less, -1)
			do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, negative(less)) })
		}
		same(t, "after taking half back", kept(t, db), want)
		for _, less := range added[6:] {
			do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, negative(less)) })
		}
		same(t, "after taking all back: no row of zeros stays", kept(t, db), fact.Sums{})
	})
}

func TestReplaceFacts(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		rng := rand.New(rand.NewPCG(9, 10))
		before := someSums(rng, 200)
		do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, before) })
		before.Drop()
		anew := fact.Sums{}
		for k, s := range someSums(rng, 200) {
			if k.Shard == 2 {
				anew[k] = s
			}
		}
		do(t, db, func(tx *store.Tx) error { return tx.ReplaceFacts(ctx, 2, anew) })
		want := maps.Clone(before)
		maps.DeleteFunc(want, func(k fact.Key, _ *fact.Sum) bool { return k.Shard == 2 })
		maps.Copy(want, anew)
		want.Drop()
		same(t, "after replacing shard 2", kept(t, db), want)
	})
}

// TestFactsFromManySides adds and takes back from several goroutines; the order
// must not matter, and nobody may be refused.
func TestFactsFromManySides(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		dbs := []*store.DB{open(), open()}
		want := fact.Sums{}
		var wg sync.WaitGroup
		for i := range 6 {
			rng := rand.New(rand.NewPCG(11, uint64(i)))
			stay, go_ := someSums(rng, 40), someSums(rng, 40)
			addInto(want, stay, 1)
			wg.Go(func() {
				for _, sums := range []fact.Sums{go_, stay, negative(go_)} {
					if err := dbs[i%2].Do(ctx, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) }); err != nil {
						t.Error(err)
					}
				}
			})
		}
		wg.Wait()
		same(t, "after all", kept(t, dbs[0]), want)
	})
}

// expected answers a question from sums with a plain loop.
func expected(sums fact.Sums, q store.FactQuery) map[store.FactRow]fact.Vector {
	or := func(list, none []int64) []int64 {
		if len(list) == 0 {
			return none
		}
		return list
	}
	grains, margins := or(q.Grains, []int64{0}), or(q.Margins, []int64{0})
	out := map[store.FactRow]fact.Vector{}
	for k, s := range sums {
		grain := slices.Contains(grains, k.Grain)
		if q.AllUnits || q.AllPlaces {
			grain = q.AllUnits && k.Grain > 0 || q.AllPlaces && k.Grain < 0
		}
		if !slices.Contains(q.Shards, k.Shard) || !grain || !slices.Contains(margins, k.Margin) || !slices.Contains(q.Registers, k.Register) ||
			len(q.Stages) > 0 && !slices.Contains(q.Stages, k.Stage) ||
			k.Window.Last > q.Window.Last || !q.Level && k.Window.First < q.Window.First {
			continue
		}
		for p, v := range s {
			if v.IsZero() || len(q.Planes) > 0 && !slices.Contains(q.Planes, p) {
				continue
			}
			row := store.FactRow{Stage: k.Stage, Plane: p}
			if q.GroupShard {
				row.Shard = k.Shard
			}
			if q.GroupGrain {
				row.Grain = k.Grain
			}
			if q.GroupMargin {
				row.Margin = k.Margin
			}
			if q.GroupRegister {
				row.Register = k.Register
			}
			if q.GroupWindow {
				row.Window = k.Window
			}
			sum := out[row]
			sum.N += v.N
			for i := range q.Columns {
				sum.V[i] += v.V[i]
			}
			out[row] = sum
		}
	}
	return out
}

// someQuery is a question that often finds something.
func someQuery(rng *rand.Rand) store.FactQuery {
	dice := func() bool { return rng.IntN(2) == 0 }
	first := period.SlotOf(period.Day(20241101).Add(rng.IntN(150)))
	q := store.FactQuery{
		Shards: shards[:1+rng.IntN(3)], Registers: []int{2, 1, 3}[:1+rng.IntN(3)], Stages: []int{1, 0}[:rng.IntN(3)],
		Window: period.Window{First: first.First, Last: period.SlotOf(first.First.Add(rng.IntN(60))).Last}, Level: dice(), Columns: rng.IntN(21),
		GroupShard: dice(), GroupGrain: dice(), GroupMargin: dice(), GroupRegister: dice(), GroupWindow: dice(),
	}
	if rng.IntN(4) == 0 {
		q.Planes = []int{fact.About, fact.Numbers}
	}
	switch rng.IntN(5) {
	case 0:
		q.AllUnits = true
	case 1:
		q.AllPlaces = true
	case 2:
		q.AllUnits, q.AllPlaces = true, true
	case 3:
		q.Grains = []int64{10, 0, -20}[:1+rng.IntN(3)]
	}
	if dice() {
		q.Margins = []int64{1 << 62, 0, -5}[:1+rng.IntN(3)]
	}
	return q
}

// ask answers a question; rows of one group are added up, and rows of nothing left out.
func ask(t *testing.T, db *store.DB, q store.FactQuery) map[store.FactRow]fact.Vector {
	t.Helper()
	got := map[store.FactRow]fact.Vector{}
	read(t, db, func(tx *store.Tx) error {
		return tx.Facts(ctx, q, func(r *store.FactRow) error {
			row := *r
			row.Vector = fact.Vector{}
			v := got[row]
			v.N += r.N
			for i := range v.V {
				v.V[i] += r.V[i]
			}
			got[row] = v
			return nil
		})
	})
	maps.DeleteFunc(got, func(_ store.FactRow, v fact.Vector) bool { return v.IsZero() })
	return got
}

// TestFactQueries asks the same of a database that keeps what it has read, of one that
// has room for a little, and of one that keeps nothing, while another changes the facts.
func TestFactQueries(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		writer, asked := open(), map[string]*store.DB{"kept": open(), "kept a little": open(), "read": open()}
		asked["written"] = writer
		asked["kept a little"].Keep(8 << 10)
		asked["read"].Keep(0)
		rng := rand.New(rand.NewPCG(13, 14))
		sums := someSums(rng, 1500)
		do(t, writer, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) })
		var before []store.FactQuery
		found := 0
		for range 250 {
			q := someQuery(rng)
			if len(before) > 0 && rng.IntN(2) == 0 {
				q = before[rng.IntN(len(before))]
			}
			before = append(before, q)
			want := expected(sums, q)
			maps.DeleteFunc(want, func(_ store.FactRow, v fact.Vector) bool { return v.IsZero() })
			found += len(want)
			for name, db := range asked {
				if d := gocmp.Diff(want, ask(t, db, q)); d != "" {
					t.Fatalf("%s: %+v (-want +got):\n%s", name, q, d)
				}
			}
			switch more := someSums(rng, 1+rng.IntN(3)); rng.IntN(12) {
			case 0, 1, 2, 3, 4:
				do(t, writer, func(tx *store.Tx) error { return tx.AddFacts(ctx, more) })
				addInto(sums, more, 1)
			case 5: // there and back
				do(t, writer, func(tx *store.Tx) error { return tx.AddFacts(ctx, more) })
				back := fact.Sums{}
				addInto(back, more, -1)
				do(t, writer, func(tx *store.Tx) error { return tx.AddFacts(ctx, back) })
			case 6: // another one writes
				do(t, asked["kept"], func(tx *store.Tx) error { return tx.AddFacts(ctx, more) })
				addInto(sums, more, 1)
			case 7: // what is undone has changed nothing
				err := writer.Do(ctx, func(tx *store.Tx) error { return errors.Join(tx.AddFacts(ctx, more), context.Canceled) })
				if !errors.Is(err, context.Canceled) {
					t.Fatal(err)
				}
			case 8:
				more = someSums(rng, 300)
				maps.DeleteFunc(more, func(k fact.Key, _ *fact.Sum) bool { return k.Shard != shards[0] })
				do(t, writer, func(tx *store.Tx) error { return tx.ReplaceFacts(ctx, shards[0], more) })
				maps.DeleteFunc(sums, func(k fact.Key, _ *fact.Sum) bool { return k.Shard == shards[0] })
				addInto(sums, more, 1)
			}
		}
		if found < 1000 {
			t.Error("the questions found only", found)
		}
	})
}

// TestWhatIsKeptIsNotReadAgain counts the statements that boards would send again.
func TestWhatIsKeptIsNotReadAgain(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		writer, db := open(), open()
		sums := someSums(rand.New(rand.NewPCG(15, 16)), 500)
		do(t, writer, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) })
		add := func(db *store.DB, register int, day period.Day, n int) {
			sums := fact.Sums{}
			for i := range n {
				sums[fact.Key{Shard: 1, Grain: int64(i), Register: register, Window: period.SlotOf(day)}] = &fact.Sum{{N: 1}}
			}
			do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) })
		}
		year := store.FactQuery{Shards: shards, Registers: []int{1, 2, 3}, Window: period.Window{First: 20250101, Last: 20251231}, Columns: 3}
		var sent int
		db.Trace(func(query string, _ []any) {
			if strings.Contains(query, "from fact") {
				sent++
			}
		})
		count := func(what string, want int) {
			t.Helper()
			sent = 0
			ask(t, db, year)
			if sent != want {
				t.Errorf("%s: %d statements read facts, want %d", what, sent, want)
			}
		}
		count("first", 3)
		count("again", 0)
		add(writer, 2, 20250301, 1)
		count("after a change of one register", 1)
		add(writer, 2, 20240301, 1)
		count("after a change of another year", 0)
		add(db, 2, 20250301, 1)
		count("after a change of its own", 0)
		add(writer, 2, 20250301, 1)
		add(db, 2, 20250301, 1)
		count("after changes of both", 1)
		add(db, 2, 20250301, 1)
		add(db, 2, 20250301, 5)
		count("after two changes of its own", 0)
		add(db, 2, 20250301, 2000)
		count("after a large change", 1)
		for range 200 {
			add(db, 1, 20250301, 50)
		}
		count("after more than is remembered", 1)
		year.Window = period.Window{First: 20250301, Last: 20250331}
		count("another window of the same year", 0)
	})
}

func TestFactQueryOfNothing(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		sums := someSums(rand.New(rand.NewPCG(15, 16)), 50)
		do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) })
		year := period.Window{First: 20250101, Last: 20251231}
		for what, q := range map[string]store.FactQuery{
			"no shards":    {Registers: []int{1}, Window: year},
			"no registers": {Shards: shards, Window: year},
			"other shards": {Shards: []unit.ID{9}, Registers: []int{1, 2, 3}, Window: year, AllUnits: true},
			"other days":   {Shards: shards, Registers: []int{1, 2, 3}, Window: period.Window{First: 20190101, Last: 20191231}},
		} {
			read(t, db, func(tx *store.Tx) error {
				return tx.Facts(ctx, q, func(r *store.FactRow) error {
					t.Errorf("%s: %+v", what, *r)
					return nil
				})
			})
		}
	})
}

func TestAStopStopsTheStream(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		filled(t, db, 50)
		stop, n := context.Canceled, 0
		err := db.Read(ctx, func(tx *store.Tx) error {
			return tx.EachFact(ctx, 1, func(fact.Key, int, *fact.Vector) error { n++; return stop })
		})
		if err != stop || n != 1 {
			t.Errorf("stopped after %d facts with %v, want 1 and %v", n, err, stop)
		}
	})
}

// TestFactsThatCameAnotherWay are found: those of data from before the table moved,
// and those of a backup.
func TestFactsThatCameAnotherWay(t *testing.T) {
	sums := someSums(rand.New(rand.NewPCG(17, 18)), 300)
	q := store.FactQuery{Shards: shards, Registers: []int{1, 2, 3}, Window: period.Window{First: 20241101, Last: 20250630}, Columns: 20, GroupShard: true, GroupRegister: true}
	want := expected(sums, q)
	maps.DeleteFunc(want, func(_ store.FactRow, v fact.Vector) bool { return v.IsZero() })
	if len(want) < 20 {
		t.Fatal("too little to compare:", len(want))
	}
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		db := storetest.Open(t, c)
		do(t, db, func(tx *store.Tx) error { return tx.AddFacts(ctx, sums) })
		kept := backup(t, db)
		do(t, db, func(tx *store.Tx) error {
			return errors.Join(tx.Exec(ctx, "drop table moved"), tx.Exec(ctx, "drop table apart"), tx.Exec(ctx, "drop table target_set"), tx.Exec(ctx, "drop table attention"), tx.Exec(ctx, "drop table article"), tx.Exec(ctx, "alter table upload drop column writing"), tx.Exec(ctx, "update meta set version = 3"))
		})
		same := func(what string, db *store.DB) {
			t.Helper()
			if d := gocmp.Diff(want, ask(t, db, q)); d != "" {
				t.Errorf("%s (-want +got):\n%s", what, d)
			}
		}
		same("migrated", storetest.Open(t, c))
		restored := storetest.Open(t, store.Config{Dir: t.TempDir()})
		if err := restored.Restore(ctx, bytes.NewReader(kept)); err != nil {
			t.Fatal(err)
		}
		same("restored", restored)
	})
}
