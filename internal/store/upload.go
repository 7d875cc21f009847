package store

import "context"

// Uploads lists the files of an account that wait to be confirmed, without what is
// in them, the newest first.
func (tx *Tx) Uploads(ctx context.Context, account int64) ([]Upload, error) {
	var list []Upload
	err := tx.each(ctx, "select id, account, register, file, at from upload where account = $1 order by id desc",
		[]any{account}, func(row scan) error {
			var u Upload
			var at string
			err := row(&u.ID, &u.Account, &u.Register, &u.File, &at)
			if err == nil {
				u.At, err = parseTime(at)
			}
			list = append(list, u)
			return err
		})
	return list, err
}
