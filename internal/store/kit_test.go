package store_test

import (
	"context"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

func TestMain(m *testing.M) {
	if os.Getenv(childOf) != "" {
		os.Exit(child())
	}
	os.Exit(storetest.Main(m))
}

var ctx = context.Background()

func number(id, measure string) *register.Field {
	return &register.Field{ID: id, Kind: register.KindNumber, Measure: measure}
}

// talk is a register of events that may hold totals, club one of stocks.
var (
	talk = &register.Definition{
		Name: "talk", Number: 3, Edition: 1, Totals: true, Count: "sessions",
		Fields: []*register.Field{
			number("sessions", "sessions"), number("people", "people"), number("women", "women"),
			{ID: "form", Kind: register.KindCode, List: "FORM", By: true},
			{ID: "with", Kind: register.KindUnits},
			{ID: "note", Kind: register.KindText},
		},
		Measures: []register.Measure{{ID: "sessions"}, {ID: "people"}, {ID: "women", PartOf: "people"}},
	}
	club = &register.Definition{
		Name: "club", Number: 7, Edition: 2, Stock: true, Count: "clubs",
		Fields:   []*register.Field{number("clubs", "clubs"), number("members", "members"), {ID: "lead_body", Kind: register.KindUnit}},
		Measures: []register.Measure{{ID: "clubs"}, {ID: "members"}},
	}
)

func edition(number, edition int) *register.Definition {
	for _, d := range []*register.Definition{talk, club} {
		if d.Number == number && d.Edition == edition {
			return d
		}
	}
	return nil
}

func noAttr(list, code, attr string) string { return "" }

// each is storetest.Each with the editions of these tests.
func each(t *testing.T, f func(t *testing.T, open func() *store.DB)) {
	t.Helper()
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		f(t, func() *store.DB {
			t.Helper()
			return ready(open())
		})
	})
}

func ready(db *store.DB) *store.DB {
	db.Define(edition)
	return db
}

// fixed makes ids and times come out the same in every run and on both engines.
func fixed(db *store.DB) *store.DB {
	now := time.Date(2026, 11, 20, 2, 0, 0, 0, time.UTC)
	db.Clock = func() time.Time { now = now.Add(time.Second); return now }
	db.IDs = &store.IDs{Node: 1}
	return db
}

func do(t testing.TB, db *store.DB, f func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Do(ctx, f); err != nil {
		t.Fatal(err)
	}
}

func read(t testing.TB, db *store.DB, f func(tx *store.Tx) error) {
	t.Helper()
	if err := db.Read(ctx, f); err != nil {
		t.Fatal(err)
	}
}

// Shards and units of the tests: units 10 to 14 in shard 1, 20 to 24 in shard 2, ...
var shards = []unit.ID{1, 2, 3}

// record makes a talk of one session on a day.
func record(db *store.DB, shard, reporter unit.ID, day period.Day) *register.Record {
	r := &register.Record{
		Shard: shard, ID: register.ID(db.NewID()), Def: talk, Unit: reporter, Place: reporter, Kind: register.Event,
		First: day, Last: day, State: register.Approved, Version: 1,
		Values: register.Values{
			"sessions": {Number: &register.Number{N: 1}},
			"people":   {Number: &register.Number{N: 100, Q: register.More}},
		},
	}
	r.RowKey = "@" + time.UnixMilli(int64(r.ID)).String()
	return r
}

func insert(tx *store.Tx, list ...*register.Record) error {
	figures := make([]store.Figures, len(list))
	sums := fact.Sums{}
	for i, r := range list {
		figures[i] = r.Def.Figures(r.Values, noAttr)
		sums.Post(r, noAttr, 1)
	}
	if err := tx.InsertRecords(ctx, list, figures); err != nil {
		return err
	}
	return tx.AddFacts(ctx, sums)
}

func update(tx *store.Tx, r *register.Record, seen int) error {
	return tx.UpdateRecord(ctx, r, r.Def.Figures(r.Values, noAttr), seen)
}

// sample is records of all kinds and states, the same in every run.
func sample(db *store.DB, n int) []*register.Record {
	rng := rand.New(rand.NewPCG(1, 2))
	days := period.Window{First: 20250101, Last: 20251231}.Days()
	list := make([]*register.Record, n)
	for i := range list {
		shard := shards[rng.IntN(len(shards))]
		r := record(db, shard, shard*10+unit.ID(rng.IntN(5)), period.Day(20250101).Add(rng.IntN(days)))
		r.Place = shards[rng.IntN(len(shards))]*10 + unit.ID(rng.IntN(3))
		r.State = register.State(1 + rng.IntN(5))
		r.Values["form"] = register.Value{Codes: []string{[]string{"A", "B"}[rng.IntN(2)]}}
		if rng.IntN(4) == 0 {
			r.Values["with"] = register.Value{Units: []unit.ID{10, 20, 10}}
		}
		if rng.IntN(3) == 0 {
			r.Batch = int64(1 + rng.IntN(2))
		}
		switch rng.IntN(6) {
		case 0:
			r.Kind = register.Rest + register.Kind(rng.IntN(2))
			r.Last = r.First.Add(rng.IntN(100))
		case 1:
			r.Last = r.First.Add(rng.IntN(10))
		case 2:
			r.Def, r.Kind = club, register.Stock
			r.Values = register.Values{"clubs": {Number: &register.Number{N: 1}}}
			if rng.IntN(2) == 0 {
				r.Closed = r.First.Add(rng.IntN(90))
			}
		}
		list[i] = r
	}
	return list
}

// filled is data with n sample records.
func filled(t testing.TB, db *store.DB, n int) []*register.Record {
	t.Helper()
	list := sample(db, n)
	do(t, db, func(tx *store.Tx) error { return insert(tx, list...) })
	return list
}
