package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"time"

	"binhdang/internal/fault"
)

// Draft is what a person has written into a report that is not issued yet.
type Draft struct {
	Report, Unit, Period string            // as the report is asked for
	Texts                map[string]string // by block
	Version              int               // 0: nothing is kept
	At                   time.Time
	Actor                string
}

// Draft returns what is kept of a report, with version 0 if nothing is.
func (tx *Tx) Draft(ctx context.Context, report, unit, period string) (*Draft, error) {
	d := &Draft{Report: report, Unit: unit, Period: period, Texts: map[string]string{}}
	err := tx.each(ctx, "select texts, version, at, actor from draft where report = $1 and unit = $2 and period = $3",
		[]any{report, unit, period}, func(row scan) error {
			var texts, at string
			err := row(&texts, &d.Version, &at, &d.Actor)
			if err == nil {
				err = json.Unmarshal([]byte(texts), &d.Texts)
			}
			if err == nil {
				d.At, err = parseTime(at)
			}
			return err
		})
	return d, err
}

// PutDraft keeps a draft in the place of the version that was seen, which its own
// follows. When another is in force that is the fault draft.changed.
func (tx *Tx) PutDraft(ctx context.Context, d *Draft, seen int) error {
	texts, err := json.Marshal(d.Texts)
	if err != nil {
		return err
	}
	d.Version = seen + 1
	n, err := tx.exec(ctx, "insert into draft (report, unit, period, texts, version, at, actor) "+values(1, 7)+`
		on conflict (report, unit, period) do update
		set texts = excluded.texts, version = excluded.version, at = excluded.at, actor = excluded.actor
		where draft.version = excluded.version - 1`,
		d.Report, d.Unit, d.Period, string(texts), d.Version, timeText(d.At), d.Actor)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "draft.changed")
	}
	return err
}

// Upload is a file that was handed in and is not yet confirmed.
type Upload struct {
	ID       int64
	Account  int64
	Register string
	File     string // its name
	At       time.Time
	Writing  *time.Time // since when it is being written; nil: it is not
	Size     int64      // in bytes
	Body     []byte     // not in lists
}

// InsertUpload keeps a file.
func (tx *Tx) InsertUpload(ctx context.Context, u Upload) error {
	_, err := tx.exec(ctx, "insert into upload (id, account, register, file, at, body) "+values(1, 6),
		u.ID, u.Account, u.Register, u.File, timeText(u.At), u.Body)
	return err
}

// Upload returns a file of an account, nil if there is none.
func (tx *Tx) Upload(ctx context.Context, account, id int64) (*Upload, error) {
	return first(tx.uploads(ctx, ", body from upload where id = $1 and account = $2", id, account))
}

// Uploads lists the files of an account that wait to be confirmed, without what is
// in them, the newest first.
func (tx *Tx) Uploads(ctx context.Context, account int64) ([]Upload, error) {
	return tx.uploads(ctx, ", null from upload where account = $1 order by id desc", account)
}

func (tx *Tx) uploads(ctx context.Context, which string, args ...any) (list []Upload, err error) {
	err = tx.each(ctx, "select id, account, register, file, at, writing, length(body)"+which, args, func(row scan) error {
		var u Upload
		var at string
		var writing sql.NullString
		err := row(&u.ID, &u.Account, &u.Register, &u.File, &at, &writing, &u.Size, &u.Body)
		if err == nil {
			u.At, err = parseTime(at)
		}
		if err == nil && writing.Valid {
			var t time.Time
			t, err = parseTime(writing.String)
			u.Writing = &t
		}
		list = append(list, u)
		return err
	})
	return list, err
}

// MarkUpload notes since when a file of an account is being written, nil that it is not.
func (tx *Tx) MarkUpload(ctx context.Context, account, id int64, since *time.Time) error {
	var at any
	if since != nil {
		at = timeText(*since)
	}
	_, err := tx.exec(ctx, "update upload set writing = $1 where id = $2 and account = $3", at, id, account)
	return err
}

// DropUpload throws a file of an account away.
func (tx *Tx) DropUpload(ctx context.Context, account, id int64) error {
	_, err := tx.exec(ctx, "delete from upload where id = $1 and account = $2", id, account)
	return err
}

// DropUploadsBefore throws away the files that nobody confirmed.
func (tx *Tx) DropUploadsBefore(ctx context.Context, at time.Time) error {
	_, err := tx.exec(ctx, "delete from upload where at < $1", timeText(at))
	return err
}
