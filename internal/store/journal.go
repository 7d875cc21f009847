package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"time"

	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// Line is one line of the journal: who made which version of a record.
type Line struct {
	Shard   unit.ID
	Record  register.ID
	Version int // that the act made
	Verb    string
	Actor   string
	At      time.Time
	Why     string
	Former  *register.Record // the version before it, whole; nil: there was none
}

// former is how a former version is kept, as JSON.
type former struct {
	Register int             `json:"register"`
	Edition  int             `json:"edition"`
	Unit     unit.ID         `json:"unit"`
	Place    unit.ID         `json:"place"`
	Kind     register.Kind   `json:"kind"`
	First    period.Day      `json:"first"`
	Last     period.Day      `json:"last"`
	Closed   period.Day      `json:"closed,omitempty"`
	State    register.State  `json:"state"`
	Version  int             `json:"version"`
	RowKey   string          `json:"row_key"`
	RowHash  []byte          `json:"row_hash,omitempty"`
	Batch    int64           `json:"batch,omitempty"`
	Lead     register.ID     `json:"lead,omitempty"`
	LeadIn   unit.ID         `json:"lead_in,omitempty"`
	Values   register.Values `json:"values"`
}

// AddJournal writes journal lines.
func (tx *Tx) AddJournal(ctx context.Context, lines ...Line) error {
	return chunks(lines, func(part []Line) error {
		var args []any
		for _, l := range part {
			var body any
			if r := l.Former; r != nil {
				b, err := json.Marshal(former{r.Def.Number, r.Def.Edition, r.Unit, r.Place, r.Kind, r.First, r.Last, r.Closed,
					r.State, r.Version, r.RowKey, r.RowHash, r.Batch, r.Lead, r.LeadIn, r.Values})
				if err != nil {
					return fmt.Errorf("journal of %d: %w", l.Record, err)
				}
				body = string(b)
			}
			args = append(args, int64(l.Shard), int64(l.Record), int64(l.Version), l.Verb, l.Actor, timeText(l.At), l.Why, body)
		}
		_, err := tx.exec(ctx, "insert into journal (shard, record, version, verb, actor, at, why, body) "+values(len(part), 8), args...)
		return err
	})
}

// Journal returns the journal of a record, the oldest line first.
func (tx *Tx) Journal(ctx context.Context, shard unit.ID, id register.ID) (lines []Line, err error) {
	err = tx.each(ctx, `
		select version, verb, actor, at, why, body
		from journal
		where shard = $1 and record = $2
		order by version`,
		[]any{int64(shard), int64(id)}, func(row scan) error {
			l := Line{Shard: shard, Record: id}
			var at string
			var body sql.NullString
			if err := row(&l.Version, &l.Verb, &l.Actor, &at, &l.Why, &body); err != nil {
				return err
			}
			var err error
			if l.At, err = parseTime(at); err != nil {
				return err
			}
			if body.Valid {
				if l.Former, err = tx.formerRecord(shard, id, body.String); err != nil {
					return err
				}
			}
			lines = append(lines, l)
			return nil
		})
	return lines, err
}

func (tx *Tx) formerRecord(shard unit.ID, id register.ID, body string) (*register.Record, error) {
	var f former
	if err := json.Unmarshal([]byte(body), &f); err != nil {
		return nil, fmt.Errorf("journal of %d: %w", id, err)
	}
	def, err := tx.db.definition(f.Register, f.Edition)
	if err != nil {
		return nil, err
	}
	return &register.Record{Shard: shard, ID: id, Def: def, Unit: f.Unit, Place: f.Place, Kind: f.Kind, First: f.First, Last: f.Last,
		Closed: f.Closed, State: f.State, Version: f.Version, RowKey: f.RowKey, RowHash: f.RowHash, Batch: f.Batch,
		Lead: f.Lead, LeadIn: f.LeadIn, Values: f.Values}, nil
}

// RedactJournal puts a text in the place of a field's in all former versions of
// a record that have the field. It is the one change that the journal suffers.
func (tx *Tx) RedactJournal(ctx context.Context, shard unit.ID, id register.ID, field, text string) error {
	bodies := map[int]string{}
	err := tx.each(ctx, "select version, body from journal where shard = $1 and record = $2 and body is not null",
		[]any{int64(shard), int64(id)}, func(row scan) error {
			var version int
			var body string
			if err := row(&version, &body); err != nil {
				return err
			}
			var f former
			if err := json.Unmarshal([]byte(body), &f); err != nil {
				return fmt.Errorf("journal of %d: %w", id, err)
			}
			if _, ok := f.Values[field]; !ok {
				return nil
			}
			f.Values[field] = register.Value{Text: text}
			b, err := json.Marshal(f)
			bodies[version] = string(b)
			return err
		})
	if err != nil {
		return err
	}
	for version, body := range bodies {
		_, err := tx.exec(ctx, "update journal set body = $1 where shard = $2 and record = $3 and version = $4",
			body, int64(shard), int64(id), int64(version))
		if err != nil {
			return err
		}
	}
	return nil
}

// Event is one line of the journal of what is no record: accounts, units, issues.
type Event struct {
	ID    int64
	At    time.Time
	Actor string
	Verb  string
	What  string
	Why   string
}

// AddEvent writes an event.
func (tx *Tx) AddEvent(ctx context.Context, e Event) error {
	_, err := tx.exec(ctx, "insert into event (id, at, actor, verb, what, why) values ($1, $2, $3, $4, $5, $6)",
		e.ID, timeText(e.At), e.Actor, e.Verb, e.What, e.Why)
	return err
}

// Events returns up to limit events, the newest first, older than the one with
// the id before; 0 starts at the newest.
func (tx *Tx) Events(ctx context.Context, before int64, limit int) (list []Event, err error) {
	if before == 0 {
		before = 1<<63 - 1
	}
	err = tx.each(ctx, `
		select id, at, actor, verb, what, why
		from event
		where id < $1
		order by id desc
		limit $2`,
		[]any{before, int64(limit)}, func(row scan) error {
			var e Event
			var at string
			err := row(&e.ID, &at, &e.Actor, &e.Verb, &e.What, &e.Why)
			if err == nil {
				e.At, err = parseTime(at)
			}
			list = append(list, e)
			return err
		})
	return list, err
}
