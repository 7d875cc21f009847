package store

import (
	"context"
	"database/sql"
	"errors"
)

// Setting returns what the installation remembers under a name, "" for nothing.
func (tx *Tx) Setting(ctx context.Context, name string) (value string, err error) {
	err = tx.row(ctx, "select value from setting where name = $1", []any{name}, &value)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return value, err
}

// SetSetting remembers a value under a name.
func (tx *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := tx.exec(ctx, `
		insert into setting (name, value) values ($1, $2)
		on conflict (name) do update set value = excluded.value`,
		name, value)
	return err
}
