package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/stdlib"
	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"binhdang/internal/fault"
)

// engine is what differs between SQLite and PostgreSQL.
type engine interface {
	where() string                                          // folder or server, without secrets
	fresh() bool                                            // the database does not exist yet
	begin(ctx context.Context, write bool) (session, error) // a transaction
	hasTable(ctx context.Context, s session, name string) (bool, error)
	columns() string                                 // the query for the names of the columns of table $1, in order
	lockSchema(ctx context.Context, s session) error // nobody else migrates until the commit
	lockFacts(ctx context.Context, s session) error  // nobody else changes records or facts until the commit
	macros() *strings.Replacer                       // of the schema files
	// integers is the source of rows to insert, whose args stand row after row.
	integers(rows, columns int, args []any) (source string, sent []any)
	refilled() string                // a statement that tells the planner of many new rows
	collided(err error) bool         // with another transaction: may be tried again
	tell(err error) error            // as a fault, if a person can mend it
	scrub(ctx context.Context) error // leave nothing in the files of what was overwritten
	alone(ctx context.Context, name string) (release func(), err error)
	close() error
}

// session is the engine's side of a transaction.
type session interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	commit() error
	rollback()
}

// --- SQLite ---

// lite is one SQLite file: one connection that writes, and some that only read.
type lite struct {
	file    string
	missing bool
	pools   [2]pool // reading, writing
}

// pool lends connections. The one last given back goes first: what it has read
// and prepared is at hand.
type pool struct {
	db   *sql.DB
	room chan struct{} // as many as may be lent
	mu   sync.Mutex
	free []*connection
}

// openSQLite makes the folder, readable to its owner alone, and the empty file.
func openSQLite(c Config) (*lite, error) {
	dir, err := filepath.Abs(c.Dir)
	if err != nil {
		return nil, err
	}
	l := &lite{file: filepath.Join(dir, "binhdang.db")}
	if info, err := os.Stat(l.file); errors.Is(err, os.ErrNotExist) || err == nil && info.Size() == 0 {
		l.missing = true
		if c.MustExist {
			return nil, fault.New(fault.NotFound, "store.missing", "where", dir)
		}
		if err := l.create(dir); err != nil {
			f := fault.New(fault.Invalid, "store.open", "where", dir)
			f.Cause = err
			return nil, f
		}
	}
	path := urlPath(l.file)
	for write, pragmas := range [2][]string{
		{"busy_timeout(10000)", "query_only(1)", "cache_size(-8192)", "temp_store(memory)"},
		{"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(0)", "secure_delete(1)", "cache_size(-32768)", "temp_store(memory)"},
	} {
		u := url.URL{Scheme: "file", Path: path, RawQuery: url.Values{"_pragma": pragmas}.Encode()}
		p := &l.pools[write]
		if p.db, err = sql.Open("sqlite", u.String()); err != nil {
			return nil, err
		}
		size := 1
		if write == 0 {
			size = max(4, runtime.NumCPU())
		}
		p.room = make(chan struct{}, size)
	}
	return l, nil
}

func urlPath(file string) string {
	path := filepath.ToSlash(file)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/...
	}
	return path
}

func (l *lite) create(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	f, err := os.OpenFile(l.file, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	return f.Close()
}

func (l *lite) where() string { return filepath.Dir(l.file) }
func (l *lite) fresh() bool   { return l.missing }

func (l *lite) begin(ctx context.Context, write bool) (session, error) {
	p, text := &l.pools[0], "begin"
	if write {
		p, text = &l.pools[1], "begin immediate"
	}
	c, err := p.lend(ctx)
	if err != nil {
		return nil, err
	}
	if _, err := c.Conn.ExecContext(ctx, text); err != nil {
		c.leave(err)
		return nil, err
	}
	return c, nil
}

// lend waits until a connection is free.
func (p *pool) lend(ctx context.Context) (*connection, error) {
	select {
	case p.room <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	p.mu.Lock()
	if last := len(p.free) - 1; last >= 0 {
		c := p.free[last]
		p.free = p.free[:last]
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	conn, err := p.db.Conn(ctx)
	if err != nil {
		<-p.room
		return nil, err
	}
	return &connection{Conn: conn, home: p, statements: map[string]*sql.Stmt{}}, nil
}

// connection is one to SQLite, with the statements that were prepared on it.
type connection struct {
	*sql.Conn
	home       *pool
	statements map[string]*sql.Stmt
}

// manyStatements is when the prepared statements of a connection are forgotten.
const manyStatements = 300

func (c *connection) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if s := c.statements[query]; s != nil {
		return s, nil
	}
	if len(c.statements) >= manyStatements {
		for q, s := range c.statements {
			s.Close()
			delete(c.statements, q)
		}
	}
	s, err := c.Conn.PrepareContext(ctx, unnamed(query))
	if err == nil {
		c.statements[query] = s
	}
	return s, err
}

// unnamed writes $1, $2, ... as ? where they stand in rising order, each once. To
// SQLite $1 is a name, and the driver looks for the name of every parameter among
// all arguments: in a statement of many rows that took most of the time.
func unnamed(query string) string {
	var b strings.Builder
	rest := query
	for n := 1; ; n++ {
		before, after, found := strings.Cut(rest, "$")
		b.WriteString(before)
		if !found {
			return b.String()
		}
		number := strconv.Itoa(n)
		after, ok := strings.CutPrefix(after, number)
		if !ok || after != "" && after[0] >= '0' && after[0] <= '9' {
			return query
		}
		b.WriteByte('?')
		rest = after
	}
}

func (c *connection) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	if len(args) == 0 { // may be several statements
		return c.Conn.ExecContext(ctx, query)
	}
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (c *connection) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := c.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

func (c *connection) commit() error {
	_, err := c.Conn.ExecContext(context.Background(), "commit")
	if err != nil {
		c.rollback()
		return err
	}
	c.leave(nil)
	return nil
}

func (c *connection) rollback() {
	_, err := c.Conn.ExecContext(context.Background(), "rollback")
	c.leave(err)
}

// leave gives the connection back, or drops it when its state is not known.
func (c *connection) leave(err error) {
	if err != nil {
		c.end()
	} else {
		c.home.mu.Lock()
		c.home.free = append(c.home.free, c)
		c.home.mu.Unlock()
	}
	<-c.home.room
}

// end closes the connection. Statements go first: with one left open SQLite keeps the
// connection, and so never folds the WAL into the file.
func (c *connection) end() error {
	for _, s := range c.statements {
		s.Close()
	}
	return c.Conn.Close()
}

func (l *lite) hasTable(ctx context.Context, s session, name string) (bool, error) {
	return exists(ctx, s, "select 1 from sqlite_schema where type = 'table' and name = $1", name)
}

func (l *lite) columns() string { return "select name from pragma_table_info($1) order by cid" }

func (l *lite) lockSchema(context.Context, session) error { return nil } // there is one writer

func (l *lite) lockFacts(context.Context, session) error { return nil } // there is one writer

func (l *lite) macros() *strings.Replacer {
	return strings.NewReplacer("{tail}", " without rowid", "{fact_tail}", " without rowid", "{key}", "text", "{blob}", "blob")
}

func (l *lite) integers(rows, columns int, args []any) (string, []any) {
	return values(rows, columns), args
}

// refilled: without statistics SQLite plans by the keys alone, always the same.
func (l *lite) refilled() string { return "" }

func liteCode(err error) int {
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return e.Code()
	}
	return 0
}

func (l *lite) collided(error) bool { return false }

func (l *lite) tell(err error) error {
	switch liteCode(err) & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_PROTOCOL:
		return because(fault.New(fault.Conflict, "store.busy"), err)
	case sqlite3.SQLITE_CANTOPEN:
		return because(fault.New(fault.Invalid, "store.open", "where", l.where()), err)
	case sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM:
		return because(fault.New(fault.Invalid, "store.readonly", "where", l.where()), err)
	case sqlite3.SQLITE_IOERR:
		return because(fault.New(fault.Conflict, "store.disk", "where", l.where()), err)
	case sqlite3.SQLITE_FULL:
		return because(fault.New(fault.Conflict, "store.full"), err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return because(fault.New(fault.Invalid, "store.damaged", "where", l.where()), err)
	}
	return err
}

// scrub writes the file anew and empties the WAL. secure_delete writes zeros over what
// is taken out, but where pages were split copies stay between the rows of a page.
// Somebody who is still reading may need what is in the WAL.
func (l *lite) scrub(ctx context.Context) error {
	c, err := l.pools[1].lend(ctx)
	if err != nil {
		return err
	}
	var busy, pages, folded int
	_, err = c.Conn.ExecContext(ctx, "pragma temp_store = file; vacuum; pragma temp_store = memory")
	if err != nil {
		c.leave(err)
		return err
	}
	err = c.Conn.QueryRowContext(ctx, "pragma wal_checkpoint(truncate)").Scan(&busy, &pages, &folded)
	c.leave(err)
	if err == nil && busy != 0 {
		err = fault.New(fault.Conflict, "store.read_still", "file", filepath.Base(l.file)+"-wal")
	}
	return err
}

// close waits for what is under way. The writer goes last: it folds the WAL into the
// file and empties it, unless another program is reading.
func (l *lite) close() error {
	var errs []error
	for i := range l.pools {
		p := &l.pools[i]
		for range cap(p.room) {
			p.room <- struct{}{}
		}
		for _, c := range p.free {
			if i == 1 {
				_, _ = c.Conn.ExecContext(context.Background(), "pragma busy_timeout = 0; pragma wal_checkpoint(truncate)") // as far as it goes
			}
			errs = append(errs, c.end())
		}
		p.free = nil
		errs = append(errs, p.db.Close())
		for range cap(p.room) {
			<-p.room // who comes now is told that the database is closed
		}
	}
	return errors.Join(errs...)
}

// --- PostgreSQL ---

// server is a PostgreSQL database.
type server struct {
	name string
	db   *sql.DB
}

// oldest is the oldest PostgreSQL that the SQL was tried on.
const oldest = 150000

func openPostgres(ctx context.Context, c Config) (*server, error) {
	config, err := pgx.ParseConfig(c.URL)
	if err != nil || !strings.HasPrefix(c.URL, "postgres://") && !strings.HasPrefix(c.URL, "postgresql://") {
		return nil, fault.New(fault.Usage, "store.url") // neither URL nor cause: both may hold the password
	}
	at := net.JoinHostPort(config.Host, strconv.Itoa(int(config.Port)))
	p := &server{name: at + "/" + config.Database, db: stdlib.OpenDB(*config)}
	size := max(8, 4*runtime.NumCPU())
	p.db.SetMaxOpenConns(size)
	p.db.SetMaxIdleConns(size)
	var version int
	if err := p.db.QueryRowContext(ctx, "select cast(current_setting('server_version_num') as int)").Scan(&version); err != nil {
		p.db.Close()
		return nil, because(unopened(p.name, err), err)
	}
	if version < oldest {
		p.db.Close()
		return nil, fault.New(fault.Invalid, "store.postgres_old", "version", version/10000, "oldest", oldest/10000)
	}
	return p, nil
}

// unopened says what a server answered that did not let us in.
func unopened(where string, err error) *fault.Error {
	key := "store.open"
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		switch e.Code {
		case "3D000": // invalid_catalog_name
			key = "store.no_database"
		case "28P01", "28000": // invalid_password, invalid_authorization_specification
			key = "store.not_let_in"
		}
	} else if _, ok := errors.AsType[*net.OpError](err); ok {
		key = "store.unreachable"
	}
	return fault.New(fault.Invalid, key, "where", where)
}

func (p *server) where() string { return p.name }
func (p *server) fresh() bool   { return false }

func (p *server) begin(ctx context.Context, write bool) (session, error) {
	options := &sql.TxOptions{Isolation: sql.LevelReadCommitted}
	if !write {
		options = &sql.TxOptions{Isolation: sql.LevelRepeatableRead, ReadOnly: true}
	}
	tx, err := p.db.BeginTx(ctx, options)
	if err != nil {
		return nil, err
	}
	return serverTx{tx}, nil
}

type serverTx struct{ *sql.Tx }

func (s serverTx) commit() error { return s.Tx.Commit() }
func (s serverTx) rollback()     { s.Tx.Rollback() }

func (p *server) hasTable(ctx context.Context, s session, name string) (bool, error) {
	return exists(ctx, s, "select 1 from pg_tables where schemaname = current_schema() and tablename = $1", name)
}

func (p *server) columns() string {
	return `select cast(column_name as text) from information_schema.columns
		where table_schema = current_schema() and table_name = $1 order by ordinal_position`
}

func (p *server) lockSchema(ctx context.Context, s session) error {
	_, err := s.ExecContext(ctx, "select pg_advisory_xact_lock(7306583)")
	return err
}

func (p *server) lockFacts(ctx context.Context, s session) error {
	_, err := s.ExecContext(ctx, "lock table record, fact in share row exclusive mode") // in the order in which verbs write
	return err
}

func (p *server) macros() *strings.Replacer {
	return strings.NewReplacer("{tail}", "", "{fact_tail}", " with (fillfactor = 80)", "{key}", `text collate "C"`, "{blob}", "bytea")
}

// integers sends a column as one array: one text for any number of rows, and far
// fewer arguments to be told apart.
func (p *server) integers(rows, columns int, args []any) (string, []any) {
	sent := make([]any, columns)
	for c := range columns {
		column := make([]int64, rows)
		for r := range rows {
			switch v := args[r*columns+c].(type) {
			case int64:
				column[r] = v
			case int:
				column[r] = int64(v)
			}
		}
		sent[c] = column
	}
	return arrays(columns), sent
}

// arrays writes "select * from unnest($1::bigint[], $2::bigint[])".
func arrays(columns int) string {
	var b strings.Builder
	for c := range columns {
		if c > 0 {
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(c+1) + "::bigint[]")
	}
	return "select * from unnest(" + b.String() + ")"
}

func (p *server) refilled() string { return "analyze record, fact, journal, link" }

func serverCode(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// collided holds also for a unique key that another transaction committed after
// this one had looked for it: the next attempt finds it and can say so.
func (p *server) collided(err error) bool {
	code := serverCode(err)
	return code == "40001" || code == "40P01" || code == "23505" || errors.Is(err, errCollided)
}

func (p *server) tell(err error) error {
	switch serverCode(err) {
	case "40001", "40P01", "55P03", "53300":
		return because(fault.New(fault.Conflict, "store.busy"), err)
	case "53100":
		return because(fault.New(fault.Conflict, "store.full"), err)
	case "58030":
		return because(fault.New(fault.Conflict, "store.disk", "where", p.name), err)
	case "XX001", "XX002":
		return because(fault.New(fault.Invalid, "store.damaged", "where", p.name), err)
	case "25006", "42501":
		return because(fault.New(fault.Invalid, "store.readonly", "where", p.name), err)
	}
	if lost(err) {
		return because(fault.New(fault.Conflict, "store.lost", "where", p.name), err)
	}
	return err
}

// lost tells whether the server is gone or has ended the connection. What a fault has
// for its cause is another matter: a file that is cut off ends too early as well.
func lost(err error) bool {
	if err == nil || fault.All(err) != nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	code := serverCode(err)
	if strings.HasPrefix(code, "57P") || strings.HasPrefix(code, "08") {
		return true
	}
	for _, end := range []error{pgconn.ErrConnClosed, driver.ErrBadConn, sql.ErrConnDone, io.EOF, io.ErrUnexpectedEOF} {
		if errors.Is(err, end) {
			return true
		}
	}
	_, refused := errors.AsType[*pgconn.ConnectError](err)
	_, broken := errors.AsType[*net.OpError](err)
	return refused || broken
}

// scrub has nothing to do: what was overwritten goes when the server vacuums and when
// its archives of the log are let go, and that is for who runs the server.
func (p *server) scrub(context.Context) error { return nil }

func (p *server) close() error { return p.db.Close() }

// --- both ---

// errCollided says that what was read is no longer so.
var errCollided = errors.New("another transaction was first")

func exists(ctx context.Context, s session, query string, args ...any) (bool, error) {
	rows, err := s.QueryContext(ctx, query, args...)
	if err != nil {
		return false, err
	}
	defer rows.Close()
	return rows.Next(), rows.Err()
}

// because gives a fault its cause, for the log.
func because(f *fault.Error, cause error) *fault.Error {
	f.Cause = cause
	return f
}
