package store

import (
	"context"
	"database/sql"
	"errors"
	"net/url"
	"os"
	"path/filepath"

	sqlite3 "modernc.org/sqlite/lib"
)

// errTaken says that another program does what only one may.
var errTaken = errors.New("another program holds the lock")

// alone locks a file beside the data, which the system unlocks however we end. It is
// an empty database, as SQLite knows how to lock on each system.
func (l *lite) alone(ctx context.Context, name string) (func(), error) {
	file := filepath.Join(filepath.Dir(l.file), name+".lock")
	u := url.URL{Scheme: "file", Path: urlPath(file)}
	db, err := sql.Open("sqlite", u.String())
	if err != nil {
		return nil, err
	}
	conn, err := db.Conn(ctx)
	if err == nil {
		_, err = conn.ExecContext(ctx, "begin exclusive")
	}
	if err != nil {
		db.Close()
		if liteCode(err)&0xff == sqlite3.SQLITE_BUSY {
			err = errTaken
		}
		return nil, err
	}
	return func() {
		conn.Close()
		db.Close()
		os.Remove(file)
	}, nil
}

// alone holds a lock for as long as a connection lives.
func (p *server) alone(ctx context.Context, name string) (func(), error) {
	conn, err := p.db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	free := false
	const of = "(7306583, hashtext(current_schema() || '.' || cast($1 as text)))"
	if err := conn.QueryRowContext(ctx, "select pg_try_advisory_lock"+of, name).Scan(&free); err != nil || !free {
		conn.Close()
		if err == nil {
			err = errTaken
		}
		return nil, err
	}
	return func() {
		_, _ = conn.ExecContext(context.WithoutCancel(ctx), "select pg_advisory_unlock"+of, name) // else it ends with the connection
		conn.Close()
	}, nil
}
