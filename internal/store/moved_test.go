package store_test

import (
	"errors"
	"fmt"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"binhdang/internal/register"
	"binhdang/internal/store"
)

// TestListsFollowTheRecords asks a database that keeps lists and counts in memory and
// one that keeps nothing, while another writes.
func TestListsFollowTheRecords(t *testing.T) {
	each(t, func(t *testing.T, open func() *store.DB) {
		writer, keeps, reads := open(), open(), open()
		reads.Keep(0)
		list := filled(t, writer, 200)
		told := func(db *store.DB) (out []string) {
			read(t, db, func(tx *store.Tx) error {
				all := store.Filter{Shards: shards}
				talks := store.Filter{Shards: shards, Register: talk.Number}
				page, err1 := tx.Newest(ctx, all, store.Mark{}, 20)
				oldest, err2 := tx.Oldest(ctx, talks)
				n, err3 := tx.CountWaiting(ctx, talks)
				all.Unlinked = true
				m, err4 := tx.CountWaiting(ctx, all)
				err5 := tx.Totals(ctx, talks, func(r *register.Record) error { page = append(page, r); return nil })
				if oldest != nil {
					page = append(page, oldest)
				}
				for _, r := range page {
					out = append(out, fmt.Sprint(r.ID, r.State, r.Last, r.Version))
				}
				out = append(out, fmt.Sprint(n, m))
				return errors.Join(err1, err2, err3, err4, err5)
			})
			return out
		}
		same := func(after string) {
			t.Helper()
			if d := gocmp.Diff(told(reads), told(keeps)); d != "" {
				t.Errorf("after %s (-read +kept):\n%s", after, d)
			}
		}
		same("nothing")
		fresh := record(writer, 1, 10, 20251231)
		fresh.State = register.Submitted
		do(t, writer, func(tx *store.Tx) error { return insert(tx, fresh) })
		same("a new record")
		for _, r := range append(list[:30:30], fresh) {
			r.State, r.Version = register.Void, r.Version+1
			do(t, writer, func(tx *store.Tx) error { return update(tx, r, r.Version-1) })
			same("a change")
		}
	})
}
