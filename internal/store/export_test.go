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

// Plan tells how the engine would run a statement, a step a line.
func (tx *Tx) Plan(ctx context.Context, query string, args []any) (steps []string, err error) {
	if _, ok := tx.db.engine.(*lite); ok {
		err = tx.each(ctx, "explain query plan "+query, args, func(row scan) error {
			var id, parent, unused int
			var step string
			err := row(&id, &parent, &unused, &step)
			steps = append(steps, step)
			return err
		})
		return steps, err
	}
	// The tables of a test are small: what is left is what the keys are good for.
	if _, err := tx.exec(ctx, "set local enable_seqscan = off"); err != nil {
		return nil, err
	}
	return tx.Strings(ctx, "explain "+query, args...)
}
