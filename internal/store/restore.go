package store

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash"
	"io"
	"maps"
	"slices"
	"strings"

	"binhdang/internal/fault"
)

// Restore fills an empty database from a backup of either engine, made by this
// or an earlier version: all of it or, if anything is wrong with the file,
// nothing. A database that holds anything is the fault backup.not_empty.
func (db *DB) Restore(ctx context.Context, r io.Reader) error {
	used := false
	return db.Do(ctx, func(tx *Tx) error {
		if used { // the file has been read: it can't be tried again
			return fault.New(fault.Conflict, "store.busy")
		}
		if err := db.engine.lockSchema(ctx, tx.session); err != nil {
			return err
		}
		if err := tx.empty(ctx); err != nil {
			return err
		}
		used = true
		in := &restorer{tx: tx, known: len(db.migrations), sum: sha256.New()}
		return in.all(ctx, r)
	})
}

// CheckBackup tells what is wrong with a backup as far as the file itself says it: it
// is something else, of a later version, cut off or damaged. It needs no database.
func CheckBackup(r io.Reader) error {
	in := &restorer{known: len(migrations), sum: sha256.New()}
	if _, err := in.begin(r); err != nil {
		return err
	}
	for {
		if end, err := in.next(); err != nil {
			return err
		} else if end {
			return in.ended()
		}
	}
}

// empty refuses a database that holds anything, and clears what the program
// remembers by itself on being opened: of a setting that a person made there is
// an event too.
func (tx *Tx) empty(ctx context.Context) error {
	for _, t := range tables {
		if t.name == "setting" {
			continue
		}
		any, err := exists(ctx, tx.session, "select 1 from "+t.name+" limit 1")
		if err != nil {
			return err
		}
		if any {
			return fault.New(fault.Conflict, "backup.not_empty", "where", tx.db.engine.where())
		}
	}
	_, err := tx.exec(ctx, "delete from setting")
	return err
}

// restorer reads a backup line by line.
type restorer struct {
	tx    *Tx
	known int // the schema that this program knows
	r     *bufio.Reader
	sum   hash.Hash
	line  []byte
	n     int // lines read
}

// begin reads the first line.
func (in *restorer) begin(r io.Reader) (head backupHeader, err error) {
	unpacked, err := gzip.NewReader(r)
	if err != nil {
		return head, because(fault.New(fault.Invalid, "backup.foreign"), err)
	}
	in.r = bufio.NewReaderSize(unpacked, 1<<16)
	return in.header()
}

// ended refuses what follows the last line.
func (in *restorer) ended() error {
	if _, err := in.r.ReadByte(); err == nil {
		return in.damaged(errors.New("something follows the end"))
	} else if err != io.EOF {
		return in.broken(err)
	}
	return nil
}

func (in *restorer) all(ctx context.Context, r io.Reader) error {
	head, err := in.begin(r)
	if err != nil {
		return err
	}
	if err := in.schema(ctx, 0, head.Schema); err != nil {
		return err
	}
	left := maps.Clone(head.Rows)
	more, err := in.next()
	for ; err == nil && !more; more, err = in.table(ctx, left) {
	}
	if err != nil {
		return err
	}
	for _, n := range left {
		if n != 0 {
			return in.damaged(errors.New("rows are missing"))
		}
	}
	if err := in.ended(); err != nil {
		return err
	}
	if err := in.tx.migrate(ctx, head.Schema, in.known); err != nil {
		return err
	}
	if err := in.tx.movedAll(ctx); err != nil {
		return err
	}
	if analyse := in.tx.db.engine.refilled(); analyse != "" {
		_, err = in.tx.exec(ctx, analyse)
	}
	return err
}

// damaged is the fault of a file that was a backup once.
func (in *restorer) damaged(cause error) error {
	return because(fault.New(fault.Invalid, "backup.damaged", "line", in.n), cause)
}

// broken is the fault of a file that could not be read on.
func (in *restorer) broken(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return because(fault.New(fault.Invalid, "backup.truncated", "line", in.n), err)
	}
	return in.damaged(err)
}

// header reads the first line.
func (in *restorer) header() (head backupHeader, err error) {
	end, err := in.next()
	if err != nil || end || json.Unmarshal(in.line, &head) != nil || head.Name != backupName || head.Format < 1 || head.Schema < 1 {
		return head, because(fault.New(fault.Invalid, "backup.foreign"), err)
	}
	if head.Format > backupFormat || head.Schema > in.known {
		return head, fault.New(fault.Conflict, "backup.newer", "version", head.Schema, "known", in.known)
	}
	return head, nil
}

// schema makes the tables anew, as they were when the backup was made.
func (in *restorer) schema(ctx context.Context, from, to int) error {
	names := append([]string{"meta"}, passing...)
	for _, t := range tables {
		names = append(names, t.name)
	}
	for _, name := range names {
		if _, err := in.tx.exec(ctx, "drop table "+name); err != nil {
			return err
		}
	}
	return in.tx.migrate(ctx, from, to)
}

// next reads a line. It tells whether it was the end: the sum of all lines before.
func (in *restorer) next() (end bool, err error) {
	in.line = in.line[:0]
	for {
		part, err := in.r.ReadSlice('\n')
		in.line = append(in.line, part...)
		if err == nil {
			break
		}
		if err == bufio.ErrBufferFull {
			continue
		}
		return false, in.broken(err)
	}
	in.n++
	if bytes.HasPrefix(in.line, []byte(`{"sha256":`)) {
		var e backupEnd
		if err := json.Unmarshal(in.line, &e); err != nil || e.SHA256 != hex.EncodeToString(in.sum.Sum(nil)) {
			return true, in.damaged(errors.Join(errors.New("the sum differs"), err))
		}
		return true, nil
	}
	in.sum.Write(in.line)
	return false, nil
}

// table reads the table that the line in hand names, with its rows, and the line after.
func (in *restorer) table(ctx context.Context, left map[string]int64) (end bool, err error) {
	var t backupTable
	if err := json.Unmarshal(in.line, &t); err != nil {
		return false, in.damaged(err)
	}
	n, ok := left[t.Table]
	known, err := in.knows(ctx, t)
	if err != nil {
		return false, err
	}
	if !ok || !known {
		return false, in.damaged(fmt.Errorf("table %q", t.Table))
	}
	left[t.Table] = 0
	insert := "insert into " + t.Table + " (" + strings.Join(t.Columns, ", ") + ") "
	blob := make([]bool, len(t.Columns))
	for i, c := range t.Columns {
		blob[i] = slices.Contains(t.Blobs, c)
	}
	const together = 1 << 11 // cells of one statement
	size := max(1, together/len(t.Columns))
	var args []any
	write := func(rows int) error {
		defer func() { args = args[:0] }()
		_, err := in.tx.exec(ctx, insert+values(rows, len(t.Columns)), args...)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if told := in.tx.db.engine.tell(err); fault.All(told) != nil {
			return told // the disk is full, the server is gone: the file may be good
		}
		return in.damaged(err)
	}
	for ; n > 0; n-- {
		if end, err := in.next(); err != nil || end {
			return true, errors.Join(err, in.damaged(errors.New("rows are missing")))
		}
		if args, err = in.row(args, blob); err != nil {
			return false, err
		}
		if len(args) == size*len(blob) {
			if err := write(size); err != nil {
				return false, err
			}
		}
	}
	for len(args) > 0 {
		if err := write(len(args) / len(blob)); err != nil {
			return false, err
		}
	}
	return in.next()
}

// knows tells whether a table is there with just these columns.
func (in *restorer) knows(ctx context.Context, t backupTable) (bool, error) {
	if !slices.ContainsFunc(tables, func(o table) bool { return o.name == t.Table }) {
		return false, nil
	}
	columns, err := in.tx.columns(ctx, t.Table)
	return slices.Equal(columns, t.Columns), err
}

func (in *restorer) row(args []any, blob []bool) ([]any, error) {
	var cells []any
	d := json.NewDecoder(bytes.NewReader(in.line))
	d.UseNumber()
	if err := d.Decode(&cells); err != nil {
		return nil, in.damaged(err)
	}
	if len(cells) != len(blob) {
		return nil, in.damaged(fmt.Errorf("%d cells for %d columns", len(cells), len(blob)))
	}
	for i, c := range cells {
		switch v := c.(type) {
		case nil:
		case json.Number:
			n, err := v.Int64()
			if err != nil {
				return nil, in.damaged(err)
			}
			c = n
		case string:
			if blob[i] {
				b, err := base64.StdEncoding.DecodeString(v)
				if err != nil {
					return nil, in.damaged(err)
				}
				c = b
			}
		default:
			return nil, in.damaged(fmt.Errorf("a cell of type %T", c))
		}
		args = append(args, c)
	}
	return args, nil
}
