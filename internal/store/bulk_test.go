package store_test

import (
	"maps"
	"slices"
	"testing"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

func idsOf(list []*register.Record) (out []register.ID) {
	for _, r := range list {
		out = append(out, r.ID)
	}
	slices.Sort(out)
	return out
}

// AtSpots asks at many places what AtPlace asks at one.
func TestAtSpotsIsAtPlace(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		list := filled(t, db, 300)
		read(t, db, func(tx *store.Tx) error {
			for _, w := range []period.Window{{First: 20250101, Last: 20250110}, {First: 20250120, Last: 20250120}, {First: 20240101, Last: 20261231}} {
				var spots []store.Spot
				want, got := map[register.ID]bool{}, map[register.ID]bool{}
				seen := map[unit.ID]bool{}
				for _, r := range list {
					if seen[r.Place] {
						continue
					}
					seen[r.Place] = true
					for _, shard := range shards {
						spots = append(spots, store.Spot{Shard: shard, Place: r.Place, Window: w})
					}
					err := tx.AtPlace(ctx, shards, talk.Number, r.Place, w, func(o *register.Record) error {
						if o.State != register.Void && o.Batch != 5 {
							want[o.ID] = true
						}
						return nil
					})
					if err != nil {
						return err
					}
				}
				err := tx.AtSpots(ctx, talk.Number, spots, 5, func(o *register.Record) error { got[o.ID] = true; return nil })
				if err != nil {
					return err
				}
				if !maps.Equal(got, want) || len(want) == 0 {
					t.Errorf("%v: %d records at %d spots, want %d", w, len(got), len(spots), len(want))
				}
			}
			return nil
		})
	})
}

func TestRecordsOfAnImport(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		db := open()
		a, b, c := record(db, 1, 10, 20251214), record(db, 1, 11, 20251215), record(db, 3, 12, 20251216)
		a.RowKey, b.RowKey, c.RowKey = "10/a", "11/b", "12/c"
		a.Batch, b.Batch, c.Batch = 5, 5, 5
		next, gone := *a, *c
		next.Version, next.Batch = 2, 9
		gone.Version, gone.State = 2, register.Void
		do(t, db, func(tx *store.Tx) error {
			for _, id := range []int64{5, 7, 9} {
				if err := tx.InsertBatch(ctx, store.Batch{ID: id, Register: "talk", Corrected: 1, At: noon}); err != nil {
					return err
				}
			}
			if err := insert(tx, a, b, c); err != nil {
				return err
			}
			if err := update(tx, &next, 1); err != nil {
				return err
			}
			if err := update(tx, &gone, 1); err != nil {
				return err
			}
			return tx.AddJournal(ctx, store.Line{Shard: 1, Record: a.ID, Version: 2, Verb: "import", At: noon, Former: a})
		})
		read(t, db, func(tx *store.Tx) error {
			refs, err := tx.OfBatch(ctx, shards, 5)
			if want := []store.Ref{{Shard: 1, ID: b.ID}, {Shard: 3, ID: c.ID}}; err != nil || !slices.Equal(refs, want) {
				t.Errorf("of the batch: %v, %v, want %v", refs, err, want)
			}
			list, err := tx.RecordsOf(ctx, 1, []register.ID{a.ID, b.ID, c.ID})
			if want := []register.ID{a.ID, b.ID}; err != nil || !slices.Equal(idsOf(list), want) {
				t.Errorf("by ids in shard 1: %v, %v, want %v", idsOf(list), err, want)
			}
			later, err := tx.Later(ctx, shards, &store.Batch{ID: 5, Register: "talk"})
			if want := map[int64]int{9: 1}; err != nil || !maps.Equal(later, want) {
				t.Errorf("later imports: %v, %v, want %v", later, err, want)
			}
			if later, err = tx.Later(ctx, shards, &store.Batch{ID: 7, Register: "talk"}); err != nil || len(later) != 0 {
				t.Errorf("later than one that made nothing of it: %v, %v", later, err)
			}
			void, err := tx.VoidByKeys(ctx, 3, talk.Number, []string{"12/c", "12/d"})
			if want := map[string]register.ID{"12/c": c.ID}; err != nil || !maps.Equal(void, want) {
				t.Errorf("void ones: %v, %v, want %v", void, err, want)
			}
			if void, err = tx.VoidByKeys(ctx, 1, talk.Number, []string{"10/a"}); err != nil || len(void) != 0 {
				t.Errorf("one that is not void: %v, %v", void, err)
			}
			return nil
		})
	})
}
