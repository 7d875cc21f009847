package store

import (
	"bufio"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"io"
	"strconv"
	"strings"
)

// A backup is a gzip file of lines of JSON: a header, then for each table a line
// that names its columns and a line for each row, in key order, then the SHA-256
// of all lines before. Both engines write the same bytes for the same data.

const (
	backupName   = "binhdang backup"
	backupFormat = 1
)

type backupHeader struct {
	Name   string           `json:"name"`
	Format int              `json:"format"`
	Schema int              `json:"schema"`
	Rows   map[string]int64 `json:"rows"`
}

type backupTable struct {
	Table   string   `json:"table"`
	Columns []string `json:"columns"`
	Blobs   []string `json:"blobs,omitempty"` // columns that stand in base64
}

type backupEnd struct {
	SHA256 string `json:"sha256"`
}

// table is what a backup has to know of a table.
type table struct {
	name, key string
	blobs     []string
}

// passing is what no backup holds: a copy of the data signs nobody in, what was not
// confirmed is not kept, and what may be read from memory is for this database alone.
var passing = []string{"moved", "session", "upload"}

// tables are all that a backup holds: all but meta and what passes.
var tables = []table{
	{"account", "id", nil},
	{"apart", "a, b", nil},
	{"article", "id", nil},
	{"attention", "id", nil},
	{"batch", "id", nil},
	{"draft", "report, unit, period", nil},
	{"event", "id", nil},
	{"fact", factKey, nil},
	{"grant_", "account, role, unit", nil},
	{"issue", "id", []string{"body", "docx"}},
	{"journal", "shard, record, version", nil},
	{"link", "shard, record, role, unit", nil},
	{"organisation", "id", nil},
	{"record", "shard, unit, day, id", []string{"row_hash"}},
	{"search", "shard, register, day, id", nil},
	{"setting", "name", nil},
	{"target_set", "id", nil},
}

// Backup writes all data to w, as of one moment, while others go on reading and
// writing. The same data give the same bytes on both engines.
func (db *DB) Backup(ctx context.Context, w io.Writer) error {
	return db.Read(ctx, func(tx *Tx) error {
		packed := gzip.NewWriter(w)
		out := &backupWriter{w: bufio.NewWriterSize(packed, 1<<16), sum: sha256.New()}
		if err := out.all(ctx, tx); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := out.w.Flush(); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		if err := packed.Close(); err != nil {
			return fmt.Errorf("backup: %w", err)
		}
		return nil
	})
}

type backupWriter struct {
	w    *bufio.Writer
	sum  hash.Hash
	line []byte
}

func (b *backupWriter) all(ctx context.Context, tx *Tx) error {
	version, err := tx.version(ctx)
	if err != nil {
		return err
	}
	head := backupHeader{Name: backupName, Format: backupFormat, Schema: version, Rows: map[string]int64{}}
	for _, t := range tables {
		var n int64
		if err := tx.row(ctx, "select count(*) from "+t.name, nil, &n); err != nil {
			return err
		}
		head.Rows[t.name] = n
	}
	if err := b.json(head); err != nil {
		return err
	}
	for _, t := range tables {
		if err := b.table(ctx, tx, t); err != nil {
			return fmt.Errorf("%s: %w", t.name, err)
		}
	}
	return b.json(backupEnd{hex.EncodeToString(b.sum.Sum(nil))})
}

func (b *backupWriter) json(v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	b.line = append(b.line[:0], line...)
	return b.end()
}

// end writes the line.
func (b *backupWriter) end() error {
	b.line = append(b.line, '\n')
	b.sum.Write(b.line)
	_, err := b.w.Write(b.line)
	return err
}

func (b *backupWriter) table(ctx context.Context, tx *Tx, t table) error {
	columns, err := tx.columns(ctx, t.name)
	if err != nil {
		return err
	}
	if err := b.json(backupTable{t.name, columns, t.blobs}); err != nil {
		return err
	}
	cells := make([]any, len(columns))
	dest := make([]any, len(columns))
	for i := range cells {
		dest[i] = &cells[i]
	}
	return tx.each(ctx, "select "+strings.Join(columns, ", ")+" from "+t.name+" order by "+t.key, nil, func(row scan) error {
		if err := row(dest...); err != nil {
			return err
		}
		b.line = append(b.line[:0], '[')
		for i, c := range cells {
			if i > 0 {
				b.line = append(b.line, ',')
			}
			if err := b.cell(c); err != nil {
				return fmt.Errorf("%s: %w", columns[i], err)
			}
		}
		b.line = append(b.line, ']')
		return b.end()
	})
}

func (b *backupWriter) cell(c any) error {
	switch c := c.(type) {
	case nil:
		b.line = append(b.line, "null"...)
	case int64:
		b.line = strconv.AppendInt(b.line, c, 10)
	case string:
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		b.line = append(b.line, text...)
	case []byte:
		b.line = append(b.line, '"')
		b.line = base64.StdEncoding.AppendEncode(b.line, c)
		b.line = append(b.line, '"')
	default:
		return fmt.Errorf("a value of type %T", c)
	}
	return nil
}

// columns are the names of a table's columns, in the order of the schema.
func (tx *Tx) columns(ctx context.Context, table string) (list []string, err error) {
	err = tx.each(ctx, tx.db.engine.columns(), []any{table}, func(row scan) error {
		var name string
		err := row(&name)
		list = append(list, name)
		return err
	})
	return list, err
}
