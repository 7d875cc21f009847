package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"
	"strings"
	"sync"
	"time"

	"binhdang/internal/unit"
)

// Tx is one transaction, writing or reading. It belongs to one goroutine.
type Tx struct {
	db      *DB
	session session
	now     time.Time
	reading bool // rows are being streamed to a callback
	writes  bool
	words   []Words
	moved   map[portion]*change  // what this transaction has changed
	numbers map[unit.ID]*numbers // of the table moved, as far as they were read
}

// Now is the time of the transaction, in UTC: the same for all that it writes.
func (tx *Tx) Now() time.Time { return tx.now }

// errStreaming is a fault of the program: PostgreSQL can't do it, so SQLite shall not.
var errStreaming = errors.New("store: a statement inside the callback of another")

func (tx *Tx) exec(ctx context.Context, query string, args ...any) (changed int64, err error) {
	if tx.reading {
		return 0, errStreaming
	}
	if tx.db.trace != nil {
		tx.db.trace(query, args)
	}
	r, err := tx.session.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// scan puts the columns of one row into dest.
type scan func(dest ...any) error

// each hands every row to fn, which must not use the transaction meanwhile.
func (tx *Tx) each(ctx context.Context, query string, args []any, fn func(scan) error) error {
	if tx.reading {
		return errStreaming
	}
	if tx.db.trace != nil {
		tx.db.trace(query, args)
	}
	rows, err := tx.session.QueryContext(ctx, query, args...)
	if err != nil {
		return err
	}
	tx.reading = true
	defer func() { tx.reading = false }()
	defer rows.Close()
	for rows.Next() {
		if err := fn(rows.Scan); err != nil {
			return err
		}
	}
	return rows.Err()
}

// row scans the only row into dest; sql.ErrNoRows when there is none.
func (tx *Tx) row(ctx context.Context, query string, args []any, dest ...any) error {
	found := false
	err := tx.each(ctx, query, args, func(s scan) error {
		found = true
		return s(dest...)
	})
	if err == nil && !found {
		err = sql.ErrNoRows
	}
	return err
}

// statement is SQL in the making, with its arguments in the order of their
// placeholders.
type statement struct {
	strings.Builder
	args []any
}

// add writes text in which each ? stands for the next of args.
func (s *statement) add(text string, args ...any) {
	for {
		before, after, found := strings.Cut(text, "?")
		s.WriteString(before)
		if !found {
			return
		}
		s.arg(args[0])
		text, args = after, args[1:]
	}
}

func (s *statement) arg(v any) {
	s.args = append(s.args, v)
	s.WriteByte('$')
	s.WriteString(strconv.Itoa(len(s.args)))
}

// in writes "column in ($1, $2, ...)". The list is filled up to a power of two
// by repeating its last value, so that few texts have to be prepared. An empty
// list matches nothing.
func in[T any](s *statement, column string, list []T) {
	s.WriteString(column)
	if len(list) == 0 {
		s.WriteString(" in (null)")
		return
	}
	s.WriteString(" in (")
	size := 1
	for size < len(list) {
		size *= 2
	}
	for i := range size {
		if i > 0 {
			s.WriteString(", ")
		}
		s.arg(list[min(i, len(list)-1)])
	}
	s.WriteByte(')')
}

// written remembers what values wrote: there are few shapes, asked for again and again.
var written sync.Map // [2]int to string

// values writes "values ($1, $2), ($3, $4)" for rows of columns each.
func values(rows, columns int) string {
	shape := [2]int{rows, columns}
	if s, ok := written.Load(shape); ok {
		return s.(string)
	}
	var b strings.Builder
	b.WriteString("values ")
	n := 0
	for r := range rows {
		if r > 0 {
			b.WriteString(", ")
		}
		for c := range columns {
			if c == 0 {
				b.WriteByte('(')
			} else {
				b.WriteString(", ")
			}
			n++
			b.WriteByte('$')
			b.WriteString(strconv.Itoa(n))
		}
		b.WriteByte(')')
	}
	s := b.String()
	written.Store(shape, s)
	return s
}

// chunks cuts a list into pieces of a few fixed sizes, so that few texts of
// multi-row statements have to be prepared.
func chunks[T any](list []T, fn func([]T) error) error {
	for size := 64; size > 0; size /= 2 {
		for len(list) >= size {
			if err := fn(list[:size]); err != nil {
				return err
			}
			list = list[size:]
		}
	}
	return nil
}

// timeFormat has one width, so that times sort as text.
const timeFormat = "2006-01-02T15:04:05.000Z"

func timeText(t time.Time) string { return t.UTC().Format(timeFormat) }

func parseTime(s string) (time.Time, error) { return time.Parse(timeFormat, s) }

// orNull is nil for the zero value.
func orNull[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}
