package store_test

import (
	"errors"
	"regexp"
	"strings"
	"testing"

	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// whole matches a step that reads a growing table from end to end.
var whole = regexp.MustCompile(`(?im)(^SCAN|Seq Scan on) (record|fact|journal|link)\b`)

// shardWhole matches a step that reads all of a shard.
var shardWhole = regexp.MustCompile(`SEARCH (record|fact) USING PRIMARY KEY \(shard=\?\)(\n|$)`)

// sorts matches a step that sorts.
var sorts = regexp.MustCompile(`TEMP B-TREE`)

// TestPlans reads the plan of every statement on the tables that grow. None may
// read a table whole; on SQLite, whose planner is not asked to guess here, the
// step must also be the one that was meant, and sort only where that was meant.
func TestPlans(t *testing.T) {
	year := period.Window{First: 20241215, Last: 20251214}
	nothing := func(*register.Record) error { return nil }
	row := func(*store.FactRow) error { return nil }
	var r *register.Record
	list := func(f store.Filter) func(tx *store.Tx) error {
		return func(tx *store.Tx) error { return tx.Records(ctx, f, nothing) }
	}
	newest := func(f store.Filter) func(tx *store.Tx) error {
		return func(tx *store.Tx) error {
			_, err := tx.Newest(ctx, f, store.Mark{Day: 20250601, ID: 1}, 50)
			return err
		}
	}
	facts := func(q store.FactQuery) func(tx *store.Tx) error {
		return func(tx *store.Tx) error { return tx.Facts(ctx, q, row) }
	}
	var shards []unit.ID // as many as there are: the planner weighs their number
	for i := range unit.ID(100) {
		shards = append(shards, 1+i)
	}
	few := []unit.ID{10, 11}
	waiting := []register.State{register.Submitted, register.Returned}
	const factKey = "PRIMARY KEY (shard=? AND grain=? AND margin=? AND register=? AND stage=? AND plane=? AND w0"
	cases := []struct {
		what  string
		run   func(tx *store.Tx) error
		step  string // that SQLite's plan must have
		sorts bool
	}{
		{"record", func(tx *store.Tx) error { _, err := tx.Record(ctx, r.Shard, r.ID); return err }, "record_id (shard=? AND id=?)", false},
		{"find", func(tx *store.Tx) error { _, err := tx.FindRecord(ctx, shards, r.ID); return err }, "record_id (shard=? AND id=?)", false},
		{"keys", func(tx *store.Tx) error { _, err := tx.RecordsByKeys(ctx, 1, 3, []string{"a", "b"}); return err },
			"record_row_key (shard=? AND register=? AND row_key=?)", false},
		{"duplicates", func(tx *store.Tx) error { _, err := tx.Duplicates(ctx, shards, 1, 2); return err },
			"record_lead (shard=? AND lead_in=? AND lead=?)", true},
		{"shards", func(tx *store.Tx) error { _, err := tx.Shards(ctx); return err }, "(shard>?)", true},
		{"update", func(tx *store.Tx) error { return update(tx, r, 1) }, "record_id (shard=? AND id=?)", false},
		{"journal", func(tx *store.Tx) error { _, err := tx.Journal(ctx, 1, 2); return err }, "PRIMARY KEY (shard=? AND record=?)", false},
		{"redact", func(tx *store.Tx) error { return tx.RedactJournal(ctx, 1, 2, "note", "") }, "PRIMARY KEY (shard=? AND record=?)", false},

		{"all of shards", list(store.Filter{Shards: shards}), "PRIMARY KEY (shard=?)", false},
		{"a register", list(store.Filter{Shards: shards, Register: 3}), "PRIMARY KEY (shard=?)", false},
		{"edge of a window", list(store.Filter{Shards: shards, Register: 3, From: 20251215, To: 20251217, States: waiting}),
			"record_register (shard=? AND register=? AND day>? AND day<?)", true},
		{"some units", list(store.Filter{Shards: shards, Register: 3, Units: few, From: 20251215, To: 20251217}),
			"PRIMARY KEY (shard=? AND unit=? AND day>? AND day<?)", false},
		{"a batch", list(store.Filter{Shards: shards, Batch: 5}), "record_batch (shard=? AND batch=?)", true},
		{"naming", list(store.Filter{Shards: shards, Naming: 20}), "link_unit (shard=? AND unit=?)", true},
		{"totals", func(tx *store.Tx) error {
			return tx.Totals(ctx, store.Filter{Shards: shards, Register: 3, From: 20250101, To: 20251231, Units: few, States: waiting}, nothing)
		}, "record_total (shard=? AND register=? AND first_day<?)", true},
		{"totals of all days", func(tx *store.Tx) error {
			return tx.Totals(ctx, store.Filter{Shards: shards, Register: 3, Units: few, States: waiting}, nothing)
		}, "record_total (shard=? AND register=? AND first_day>?)", true},
		{"stocks moving", func(tx *store.Tx) error {
			return tx.StocksMoving(ctx, store.Filter{Shards: shards, Register: 7, From: 20251215, To: 20251217}, nothing)
		}, "record_closed (shard=? AND register=? AND closed>? AND closed<?)", true},
		{"at a place", func(tx *store.Tx) error {
			return tx.AtPlace(ctx, shards, 3, 10, period.Window{First: 20251215, Last: 20251216}, nothing)
		},
			"record_place (shard=? AND place=? AND register=? AND day>? AND day<?)", true},
		{"at a place, long", func(tx *store.Tx) error {
			return tx.AtPlace(ctx, shards, 3, 10, period.Window{First: 20251215, Last: 20251216}, nothing)
		},
			"record_long (shard=? AND place=? AND register=? AND day>?)", true},

		{"at spots", func(tx *store.Tx) error {
			return tx.AtSpots(ctx, 3, []store.Spot{{Shard: 1, Place: 10}, {Shard: 1, Place: 11}}, 5, nothing)
		},
			"record_place (shard=? AND place=? AND register=? AND day>? AND day<?)", false},
		{"at spots, long", func(tx *store.Tx) error {
			return tx.AtSpots(ctx, 3, []store.Spot{{Shard: 1, Place: 10}, {Shard: 1, Place: 11}}, 5, nothing)
		},
			"record_long (shard=? AND place=? AND register=? AND day>?)", false},
		{"void keys", func(tx *store.Tx) error { _, err := tx.VoidByKeys(ctx, 1, 3, []string{"a", "b"}); return err },
			"record_void_key (shard=? AND register=? AND row_key=?)", false},
		{"of a batch", func(tx *store.Tx) error { _, err := tx.OfBatch(ctx, shards, 5); return err }, "record_batch (shard=? AND batch=?)", true},
		{"by ids", func(tx *store.Tx) error { _, err := tx.RecordsOf(ctx, 1, []register.ID{1, 2}); return err }, "record_id (shard=? AND id=?)", true},
		{"later imports", func(tx *store.Tx) error {
			if err := tx.InsertBatch(ctx, store.Batch{ID: 9, Register: "talk", Corrected: 1}); err != nil {
				return err
			}
			_, err := tx.Later(ctx, shards, &store.Batch{ID: 5, Register: "talk"})
			return err
		}, "record_batch (shard=? AND batch=?)", true},

		{"newest", newest(store.Filter{Shards: shards}), "record_day (shard=? AND (day,id)<(?,?))", false},
		{"newest of a register", newest(store.Filter{Shards: shards, Register: 3}), "record_register (shard=? AND register=? AND (day,id)<(?,?))", false},
		{"newest of units", newest(store.Filter{Shards: shards[:3], Units: few, Register: 3}), "PRIMARY KEY (shard=? AND unit=? AND (day,id)<(?,?))", false},
		{"newest with words", newest(store.Filter{Shards: shards[:3], Register: 3, Words: []string{"an", "binh"}}),
			"SEARCH w USING PRIMARY KEY (shard=? AND register=? AND (day,id)<(?,?))", false},
		{"newest with words, of units", newest(store.Filter{Shards: shards[:3], Units: few, Register: 3, Words: []string{"an"}, From: 20250101, To: 20251231}),
			"SEARCH record USING INDEX record_id (shard=? AND id=?)", false},
		{"one's own drafts", newest(store.Filter{Shards: shards[:3], States: []register.State{register.Draft}, By: []string{"web:a", "cli:a"}}),
			"record_waiting (shard=? AND (day,id)<(?,?))", false},
		{"one's own drafts, of units", newest(store.Filter{Shards: shards[:3], Units: few, States: []register.State{register.Draft}, By: []string{"web:a", "cli:a"}}),
			"PRIMARY KEY (shard=? AND record=? AND version=?)", false},
		{"newest at places", newest(store.Filter{Shards: shards[:3], Places: few, Register: 3}), "record_place (shard=? AND place=? AND register=? AND day>? AND day<?)", true},
		{"all at places", list(store.Filter{Shards: shards[:3], Places: few, Register: 3}), "record_place (shard=? AND place=? AND register=? AND day>? AND day<?)", true},
		{"all at places in a window", list(store.Filter{Shards: shards[:3], Places: few, Register: 3, From: 20250101, To: 20251231}), "record_place (shard=? AND place=? AND register=? AND day>? AND day<?)", true},
		{"all that wait", func(tx *store.Tx) error {
			return tx.Waiting(ctx, store.Filter{Shards: shards, Units: few, Register: 3, From: 20250101, To: 20251231}, nothing)
		}, "record_waiting (shard=?", true},
		{"how many wait", func(tx *store.Tx) error {
			_, err := tx.CountWaiting(ctx, store.Filter{Shards: shards, Units: few})
			return err
		}, "record_waiting (shard=?", false},
		{"the oldest that waits", func(tx *store.Tx) error {
			_, err := tx.Oldest(ctx, store.Filter{Shards: shards, Units: few})
			return err
		}, "record_waiting (shard=?", false},
		{"newest that wait", newest(store.Filter{Shards: shards, States: waiting, Register: 3}), "record_waiting (shard=? AND (day,id)<(?,?))", false},

		{"one province", facts(store.FactQuery{Shards: shards[:1], Registers: []int{3}, Window: year, Columns: 3, GroupWindow: true}), factKey, false},
		{"the country", facts(store.FactQuery{Shards: shards, Registers: []int{1, 2, 3}, Window: year, Columns: 3, GroupShard: true, GroupRegister: true}), factKey, false},
		{"communes", facts(store.FactQuery{Shards: shards[:1], Registers: []int{3}, Window: year, AllUnits: true, GroupGrain: true}), factKey, false},
		{"communes are listed", facts(store.FactQuery{Shards: shards[:1], Registers: []int{3}, Window: year, AllUnits: true}), "PRIMARY KEY (shard=? AND grain>?", true},
		{"margins", facts(store.FactQuery{Shards: shards, Registers: []int{3}, Margins: []int64{1, 2}, Window: year, GroupShard: true, GroupMargin: true}), factKey, false},
		{"a level", facts(store.FactQuery{Shards: shards[:1], Registers: []int{7}, Window: year, Level: true}), factKey, false},
		{"rebuild", func(tx *store.Tx) error {
			return tx.EachFact(ctx, 1, func(fact.Key, int, *fact.Vector) error { return nil })
		}, "PRIMARY KEY (shard=?)", false},
	}
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		isLite := strings.HasSuffix(t.Name(), "/sqlite")
		r = filled(t, db, 200)[0]
		for _, c := range cases {
			type asked struct {
				query string
				args  []any
			}
			var all []asked
			db.Trace(func(query string, args []any) { all = append(all, asked{query, args}) })
			undo := errors.New("undo")
			err := db.Do(ctx, func(tx *store.Tx) error {
				if err := c.run(tx); err != nil {
					return err
				}
				return undo
			})
			if err != undo {
				t.Fatalf("%s: %v", c.what, err)
			}
			db.Trace(nil)
			var steps []string
			for _, a := range all {
				do(t, db, func(tx *store.Tx) error {
					plan, err := tx.Plan(ctx, a.query, a.args)
					steps = append(steps, plan...)
					return err
				})
			}
			text := strings.Join(steps, "\n")
			if m := whole.FindString(text); m != "" {
				t.Errorf("%s reads a table whole: %s\n%s", c.what, m, text)
			}
			if isLite && c.step != "PRIMARY KEY (shard=?)" && shardWhole.MatchString(text) {
				t.Errorf("%s reads a shard whole:\n%s", c.what, text)
			}
			if isLite && !strings.Contains(text, c.step) {
				t.Errorf("%s has no step %q:\n%s", c.what, c.step, text)
			}
			if isLite && sorts.MatchString(text) && !c.sorts {
				t.Errorf("%s sorts:\n%s", c.what, text)
			}
		}
	})
}
