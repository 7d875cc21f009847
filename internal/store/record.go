package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// recordColumns are what scanRecord reads. The measures v0..v19 are only
// written: the body says the same, and more.
const recordColumns = `shard, unit, day, id, first_day, closed, register, edition, place, kind, state, version,
	row_key, row_hash, batch, lead, lead_in, body`

const measureColumns = `v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19`

// recordWidth counts recordColumns and measureColumns.
const recordWidth = 18 + register.MaxMeasures

// Figures are what a record says about each measure: register.Definition.Figures
// of its values. They fill the columns v0..v19.
type Figures = [register.MaxMeasures]register.Given

// recordArgs are the columns of a record, in the order of recordColumns and measureColumns.
func recordArgs(r *register.Record, figures *Figures) ([]any, error) {
	body, err := json.Marshal(r.Values)
	if err != nil {
		return nil, fmt.Errorf("record %d: %w", r.ID, err)
	}
	var hash any
	if len(r.RowHash) > 0 {
		hash = r.RowHash
	}
	args := make([]any, 0, recordWidth)
	args = append(args, int64(r.Shard), int64(r.Unit), int64(r.Last), int64(r.ID), int64(r.First), orNull(int64(r.Closed)),
		int64(r.Def.Number), int64(r.Def.Edition), int64(r.Place), int64(r.Kind), int64(r.State), int64(r.Version),
		r.RowKey, hash, orNull(r.Batch), orNull(int64(r.Lead)), orNull(int64(r.LeadIn)), string(body))
	for _, g := range figures {
		if g.Has {
			args = append(args, g.N)
		} else {
			args = append(args, nil)
		}
	}
	return args, nil
}

func (tx *Tx) scanRecord(s scan) (*register.Record, error) {
	r := new(register.Record)
	var number, edition int
	var closed, batch, lead, leadIn sql.NullInt64
	var body []byte
	err := s(&r.Shard, &r.Unit, &r.Last, &r.ID, &r.First, &closed, &number, &edition, &r.Place, &r.Kind, &r.State, &r.Version,
		&r.RowKey, &r.RowHash, &batch, &lead, &leadIn, &body)
	if err != nil {
		return nil, err
	}
	r.Closed, r.Batch, r.Lead, r.LeadIn = period.Day(closed.Int64), batch.Int64, register.ID(lead.Int64), unit.ID(leadIn.Int64)
	if r.Def, err = tx.db.definition(number, edition); err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &r.Values); err != nil {
		return nil, fmt.Errorf("record %d: %w", r.ID, err)
	}
	return r, nil
}

// definition finds an edition that records were kept by: an office may have
// taken a register of its own away.
func (db *DB) definition(number, edition int) (*register.Definition, error) {
	if db.edition != nil {
		if d := db.edition(number, edition); d != nil {
			return d, nil
		}
	}
	return nil, fault.New(fault.Invalid, "store.edition", "register", number, "edition", edition)
}

// InsertRecord writes a new record. The caller has seen to it that no other
// record of the shard and register bears its row key, other than a void one:
// that is an error here, not a fault.
func (tx *Tx) InsertRecord(ctx context.Context, r *register.Record, figures Figures) error {
	return tx.InsertRecords(ctx, []*register.Record{r}, []Figures{figures})
}

// InsertRecords writes new records, each with the figures that stand in its place.
func (tx *Tx) InsertRecords(ctx context.Context, list []*register.Record, figures []Figures) error {
	written := 0
	err := chunks(list, func(part []*register.Record) error {
		args := make([]any, 0, len(part)*recordWidth)
		for i, r := range part {
			a, err := recordArgs(r, &figures[written+i])
			if err != nil {
				return err
			}
			args = append(args, a...)
		}
		written += len(part)
		_, err := tx.exec(ctx, "insert into record ("+recordColumns+", "+measureColumns+") "+values(len(part), recordWidth), args...)
		return err
	})
	if err != nil {
		return err
	}
	var links []any
	for _, r := range list {
		tx.moves(r.Shard, r.Def.Number, ofRecords)
		links = linksOf(links, r)
	}
	return tx.insertLinks(ctx, links)
}

// linksOf appends the link rows of a record: the units that its fields name.
func linksOf(rows []any, r *register.Record) []any {
	for _, f := range r.Def.Fields {
		if f.Kind != register.KindUnit && f.Kind != register.KindUnits {
			continue
		}
		seen := map[unit.ID]bool{}
		for _, u := range r.Values[f.ID].Units {
			if !seen[u] {
				seen[u] = true
				rows = append(rows, []any{int64(r.Shard), int64(r.ID), f.ID, int64(u)})
			}
		}
	}
	return rows
}

func (tx *Tx) insertLinks(ctx context.Context, rows []any) error {
	return chunks(rows, func(part []any) error {
		var args []any
		for _, row := range part {
			args = append(args, row.([]any)...)
		}
		_, err := tx.exec(ctx, "insert into link (shard, record, role, unit) "+values(len(part), 4), args...)
		return err
	})
}

// UpdateRecord puts r, with its new version number, in the place of the version
// that was seen. Shard and row key stay as they are. When the version in force
// is another one, that is the fault record.changed and nothing was written.
func (tx *Tx) UpdateRecord(ctx context.Context, r *register.Record, figures Figures, seen int) error {
	args, err := recordArgs(r, &figures)
	if err != nil {
		return err
	}
	n, err := tx.exec(ctx, updateRecord, append(args, int64(seen))...)
	if err != nil {
		return fmt.Errorf("record %d: %w", r.ID, err)
	}
	if n == 0 {
		return tx.whyNotUpdated(ctx, r, seen)
	}
	tx.moves(r.Shard, r.Def.Number, ofRecords)
	if _, err := tx.exec(ctx, "delete from link where shard = $1 and record = $2", int64(r.Shard), int64(r.ID)); err != nil {
		return err
	}
	return tx.insertLinks(ctx, linksOf(nil, r))
}

var updateRecord = func() string {
	var s statement
	s.WriteString("update record set ")
	columns := strings.Split(recordColumns+", "+measureColumns, ",")
	for i, c := range columns {
		c = strings.TrimSpace(c)
		switch c {
		case "shard", "id", "row_key":
			continue
		}
		if i > 1 {
			s.WriteString(", ")
		}
		s.WriteString(c + " = $" + strconv.Itoa(i+1))
	}
	// Every argument is named once at least: PostgreSQL wants to know its type.
	s.WriteString(" where shard = $1 and id = $4 and version = $" + strconv.Itoa(recordWidth+1) + " and row_key = $13")
	return s.String()
}()

func (tx *Tx) whyNotUpdated(ctx context.Context, r *register.Record, seen int) error {
	var version int
	err := tx.row(ctx, "select version from record where shard = $1 and id = $2", []any{int64(r.Shard), int64(r.ID)}, &version)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return unknownRecord(r.ID)
	case err != nil:
		return err
	case version != seen:
		return fault.New(fault.Conflict, "record.changed", "id", int64(r.ID), "seen", seen, "version", version)
	}
	return fmt.Errorf("record %d: its row key must stay", r.ID)
}

func unknownRecord(id register.ID) error {
	return fault.New(fault.NotFound, "record.unknown", "id", int64(id))
}

// Record returns the version of a record that is in force.
func (tx *Tx) Record(ctx context.Context, shard unit.ID, id register.ID) (*register.Record, error) {
	return tx.FindRecord(ctx, []unit.ID{shard}, id)
}

// FindRecord returns the version in force of a record in one of the shards.
func (tx *Tx) FindRecord(ctx context.Context, shards []unit.ID, id register.ID) (r *register.Record, err error) {
	var s statement
	s.add("select " + recordColumns + " from record where ")
	in(&s, "shard", shards)
	s.add(" and id = ?", int64(id))
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		r, err = tx.scanRecord(row)
		return err
	})
	if err == nil && r == nil {
		err = unknownRecord(id)
	}
	return r, err
}

// LockRecord keeps others from changing a record until the transaction ends, and
// waits for who is changing it. What is read of it afterwards is what they left.
func (tx *Tx) LockRecord(ctx context.Context, shard unit.ID, id register.ID) error {
	_, err := tx.exec(ctx, "update record set version = version where shard = $1 and id = $2", int64(shard), int64(id))
	return err
}

// Keyed is a record as an import asks for it.
type Keyed struct {
	ID   register.ID
	Unit unit.ID
	Hash []byte // of the row as last imported
}

// RecordsByKeys finds the records of a register that bear one of the row keys
// and are not void, by row key.
func (tx *Tx) RecordsByKeys(ctx context.Context, shard unit.ID, number int, keys []string) (map[string]Keyed, error) {
	out := make(map[string]Keyed, len(keys))
	for len(keys) > 0 {
		part := keys[:min(len(keys), 512)]
		keys = keys[len(part):]
		var s statement
		s.add("select row_key, unit, id, row_hash from record where shard = ? and register = ? and state <> 5 and ", int64(shard), int64(number))
		in(&s, "row_key", part)
		err := tx.each(ctx, s.String(), s.args, func(row scan) error {
			var key string
			var k Keyed
			err := row(&key, &k.Unit, &k.ID, &k.Hash)
			out[key] = k
			return err
		})
		if err != nil {
			return nil, err
		}
	}
	return out, nil
}

// Duplicates returns the records, void or not, in one of the shards that were
// linked to a lead.
func (tx *Tx) Duplicates(ctx context.Context, shards []unit.ID, leadIn unit.ID, lead register.ID) (list []*register.Record, err error) {
	var s statement
	s.add("select " + recordColumns + " from record where (shard, id) in (select d.shard, d.id from record d where ")
	in(&s, "d.shard", shards)
	s.add(" and d.lead_in = ? and d.lead = ? and d.lead is not null) order by +shard, +id", int64(leadIn), int64(lead))
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		r, err := tx.scanRecord(row)
		list = append(list, r)
		return err
	})
	return list, err
}

// Shards returns the shards that hold records or facts, in rising order.
func (tx *Tx) Shards(ctx context.Context) (list []unit.ID, err error) {
	// Steps from shard to shard along the keys, instead of reading every row.
	err = tx.each(ctx, `
		with recursive r(shard) as (
			select min(shard) from record
			union all
			select (select min(n.shard) from record n where n.shard > r.shard) from r where r.shard is not null),
		f(shard) as (
			select min(shard) from fact
			union all
			select (select min(n.shard) from fact n where n.shard > f.shard) from f where f.shard is not null)
		select shard from r where shard is not null
		union
		select shard from f where shard is not null
		order by 1`,
		nil, func(row scan) error {
			var id unit.ID
			err := row(&id)
			list = append(list, id)
			return err
		})
	return list, err
}
