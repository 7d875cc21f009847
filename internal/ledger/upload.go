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
	"binhdang/internal/unit"
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

// What may wait of one account: files nobody confirms must not fill the database.
const (
	mostUploads     = 8
	mostUploadBytes = 120 << 20
)

// KeepUpload keeps a file that the actor hands in, for a day or until it is confirmed
// or thrown away, in the place of another of his (0: none). Files that nobody confirmed
// in time go with it. One too many is refused: which of them may go he knows himself.
func (l *Ledger) KeepUpload(ctx context.Context, by access.Actor, name register.Name, file string, body []byte, instead int64) (id int64, err error) {
	if err := l.MayUpload(by); err != nil {
		return 0, err
	}
	def := l.cat.Latest(name)
	if def == nil {
		return 0, l.unknownRegister(name)
	}
	if err := ByHand(def); err != nil {
		return 0, err
	}
	u := store.Upload{ID: l.db.NewID(), Account: by.Account, Register: string(name), File: file, At: l.now().UTC(), Body: body}
	return u.ID, l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.DropUploadsBefore(ctx, u.At.Add(-uploadsKept)); err != nil {
			return err
		}
		if err := tx.DropUpload(ctx, by.Account, instead); err != nil {
			return err
		}
		waiting, err := tx.Uploads(ctx, by.Account)
		if err != nil {
			return err
		}
		size := int64(len(body))
		for _, w := range waiting {
			size += w.Size
		}
		if len(waiting) >= mostUploads || size > mostUploadBytes {
			return fault.New(fault.Conflict, "upload.full", "n", len(waiting), "most", mostUploads, "size", mostUploadBytes>>20)
		}
		return tx.InsertUpload(ctx, u)
	})
}

// DropOldUploads throws away the files that nobody confirmed in time.
func (l *Ledger) DropOldUploads(ctx context.Context) error {
	return l.db.Do(ctx, func(tx *store.Tx) error { return tx.DropUploadsBefore(ctx, l.now().UTC().Add(-uploadsKept)) })
}

// WritesUpload notes that a file of the actor is being written, or is no more. What
// still stands so after a restart was cut off.
func (l *Ledger) WritesUpload(ctx context.Context, by access.Actor, id int64, writes bool) error {
	var since *time.Time
	if writes {
		now := l.now().UTC()
		since = &now
	}
	return l.db.Do(ctx, func(tx *store.Tx) error { return tx.MarkUpload(ctx, by.Account, id, since) })
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

// importsSeen bounds how many imports are looked through for those of one person.
const importsSeen = 200

// Imports returns the imports that the actor made or of which he may read records,
// the newest first; of one register, or with "" of all.
func (l *Ledger) Imports(ctx context.Context, by access.Actor, only register.Name, limit int) (out []store.Batch, err error) {
	scopes := l.scopes(by, access.ReadRecords)
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		all, err := tx.Batches(ctx, importsSeen)
		for i := 0; err == nil && i < len(all) && len(out) < limit; i++ {
			if only != "" && register.Name(all[i].Register) != only {
				continue
			}
			var ok bool
			if ok, err = l.mayReadBatch(ctx, tx, by, scopes, &all[i]); ok {
				out = append(out, all[i])
			}
		}
		return err
	})
	return out, err
}

// Imported returns one of them; any other does not exist for the actor.
func (l *Ledger) Imported(ctx context.Context, by access.Actor, id int64) (*store.Batch, error) {
	scopes := l.scopes(by, access.ReadRecords)
	var b *store.Batch
	ok := false
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		if b, err = tx.Batch(ctx, id); b != nil && err == nil {
			ok, err = l.mayReadBatch(ctx, tx, by, scopes, b)
		}
		return err
	})
	if err == nil && !ok {
		err = fault.New(fault.NotFound, "batch.unknown", "id", id)
	}
	return b, err
}

// mayReadBatch tells whether the actor made an import or may read a record of it;
// scopes are the records that he may read.
func (l *Ledger) mayReadBatch(ctx context.Context, tx *store.Tx, by access.Actor, scopes []unit.Scope, b *store.Batch) (ok bool, err error) {
	if slices.Contains(doors(by), b.Actor) || l.pass(by).Everywhere(access.ReadRecords) {
		return true, nil
	}
	for _, f := range filtersOf(scopes...) {
		if ok, err = tx.BatchAt(ctx, f.Shards, f.Units, b.ID); ok || err != nil {
			break
		}
	}
	return ok, err
}

// doors are what the actor is called in the journal, by each door through which he may come.
func doors(by access.Actor) []string { return []string{"web:" + by.Name, "cli:" + by.Name} }

// ActorName is the name of who is in the journal, without the door by which he came.
func ActorName(via string) string {
	if _, name, ok := strings.Cut(via, ":"); ok {
		return name
	}
	return via
}
