package ledger

import (
	"context"
	"slices"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
)

// uploadsKept is how long a file waits for its person to confirm it.
const uploadsKept = 24 * time.Hour

// MayUpload tells whether the actor may hand in files at all: who may enter records
// somewhere. Which rows of a file he may enter is for Import to say.
func (l *Ledger) MayUpload(by access.Actor) error {
	if l.pass(by).Has(access.Enter) {
		return nil
	}
	return fault.New(fault.Forbidden, "upload.right")
}

// KeepUpload keeps a file that the actor hands in, for a day or until it is
// confirmed or thrown away. Files that nobody confirmed in time go with it.
func (l *Ledger) KeepUpload(ctx context.Context, by access.Actor, name register.Name, file string, body []byte) (id int64, err error) {
	if err := l.MayUpload(by); err != nil {
		return 0, err
	}
	if l.cat.Latest(name) == nil {
		return 0, l.unknownRegister(name)
	}
	u := store.Upload{ID: l.db.NewID(), Account: by.Account, Register: string(name), File: file, At: l.now().UTC(), Body: body}
	return u.ID, l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.DropUploadsBefore(ctx, u.At.Add(-uploadsKept)); err != nil {
			return err
		}
		return tx.InsertUpload(ctx, u)
	})
}

// Upload returns a file that the actor handed in; that of another does not exist for him.
func (l *Ledger) Upload(ctx context.Context, by access.Actor, id int64) (u *store.Upload, err error) {
	if err := l.MayUpload(by); err != nil {
		return nil, err
	}
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		u, err = tx.Upload(ctx, by.Account, id)
		return err
	})
	if err == nil && (u == nil || u.At.Before(l.now().Add(-uploadsKept))) {
		return nil, fault.New(fault.NotFound, "upload.unknown")
	}
	return u, err
}

// Uploads lists the files of the actor that wait for him, without what is in them,
// the newest first.
func (l *Ledger) Uploads(ctx context.Context, by access.Actor) (list []store.Upload, err error) {
	if err := l.MayUpload(by); err != nil {
		return nil, err
	}
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Uploads(ctx, by.Account)
		return err
	})
	return slices.DeleteFunc(list, func(u store.Upload) bool { return u.At.Before(l.now().Add(-uploadsKept)) }), err
}

// DropUpload throws a file of the actor away. That there is none is no fault: it is gone.
func (l *Ledger) DropUpload(ctx context.Context, by access.Actor, id int64) error {
	return l.db.Do(ctx, func(tx *store.Tx) error { return tx.DropUpload(ctx, by.Account, id) })
}

// batchesSeen bounds how many imports are looked through for those of one person.
const batchesSeen = 400

// Imports returns the imports that the actor made or of which he may read records,
// the newest first.
func (l *Ledger) Imports(ctx context.Context, by access.Actor, limit int) ([]store.Batch, error) {
	var all, out []store.Batch
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		all, err = tx.Batches(ctx, batchesSeen)
		return err
	})
	for i := 0; err == nil && i < len(all) && len(out) < limit; i++ {
		var ok bool
		if ok, err = l.mayReadBatch(ctx, by, &all[i]); ok {
			out = append(out, all[i])
		}
	}
	return out, err
}

// Imported returns one of them; any other does not exist for the actor.
func (l *Ledger) Imported(ctx context.Context, by access.Actor, id int64) (b *store.Batch, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		b, err = tx.Batch(ctx, id)
		return err
	})
	if err != nil {
		return nil, err
	}
	if b != nil {
		if ok, err := l.mayReadBatch(ctx, by, b); ok || err != nil {
			return b, err
		}
	}
	return nil, fault.New(fault.NotFound, "batch.unknown", "id", id)
}

func (l *Ledger) mayReadBatch(ctx context.Context, by access.Actor, b *store.Batch) (bool, error) {
	if slices.Contains([]string{"web:" + by.Name, "cli:" + by.Name}, b.Actor) || l.pass(by).Everywhere(access.ReadRecords) {
		return true, nil
	}
	name := register.Name(b.Register)
	if l.cat.Latest(name) == nil || !l.pass(by).Has(access.ReadRecords) {
		return false, nil
	}
	page, err := l.List(ctx, by, ListQuery{Register: name, Batch: b.ID, Limit: 1})
	return err == nil && len(page.Records) > 0, err
}

// ActorName is the name of who is in the journal, without the door by which he came.
func ActorName(via string) string {
	if _, name, ok := strings.Cut(via, ":"); ok {
		return name
	}
	return via
}
