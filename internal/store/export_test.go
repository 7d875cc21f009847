package store

import "context"

// Trace has every statement told before it is run.
func (db *DB) Trace(f func(query string, args []any)) { db.trace = f }

// OpenWith opens data as a program would that knows more migrations than this one.
func OpenWith(ctx context.Context, c Config, more ...string) (*DB, error) {
	m := migrations[:len(migrations):len(migrations)]
	for _, text := range more {
		m = append(m, migration(text))
	}
	return open(ctx, c, m)
}

// TableNames are the tables that a backup holds.
func TableNames() (names []string) {
	for _, t := range tables {
		names = append(names, t.name)
	}
	return names
}

// Strings runs a query of one text column.
func (tx *Tx) Strings(ctx context.Context, query string, args ...any) (list []string, err error) {
	err = tx.each(ctx, query, args, func(row scan) error {
		var s string
		err := row(&s)
		list = append(list, s)
		return err
	})
	return list, err
}

// Exec runs a statement.
func (tx *Tx) Exec(ctx context.Context, query string, args ...any) error {
	_, err := tx.exec(ctx, query, args...)
	return err
}

// Next makes an id as of a time.
var Next = (*IDs).next
