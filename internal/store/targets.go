package store

import (
	"context"
	"database/sql"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/unit"
)

// TargetSet is a unit's own targets of a programme, as they are kept.
type TargetSet struct {
	ID          int64
	Unit        unit.ID
	Programme   string
	First, Last int    // years
	Body        string // JSON
	At          time.Time
	Actor       string
	Ended       *time.Time // when another took its place; nil: in force
}

// InsertTargetSet keeps a set.
func (tx *Tx) InsertTargetSet(ctx context.Context, s TargetSet) error {
	_, err := tx.exec(ctx, "insert into target_set (id, unit, programme, first_year, last_year, body, at, actor) "+values(1, 8),
		s.ID, int64(s.Unit), s.Programme, s.First, s.Last, s.Body, timeText(s.At), s.Actor)
	return err
}

// EndTargetSet takes a set out of force. One that is not in force is the fault score.set.changed.
func (tx *Tx) EndTargetSet(ctx context.Context, id int64, at time.Time) error {
	n, err := tx.exec(ctx, "update target_set set ended = $1 where id = $2 and ended is null", timeText(at), id)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "score.set.changed")
	}
	return err
}

// TargetSets lists the sets in force of a programme, of one unit or with 0 of all, by
// unit and years; with former also those that are not, the newest first.
func (tx *Tx) TargetSets(ctx context.Context, programme string, of unit.ID, former bool) ([]TargetSet, error) {
	var s statement
	s.add("select id, unit, programme, first_year, last_year, body, at, actor, ended from target_set where programme = ?", programme)
	if of != 0 {
		s.add(" and unit = ?", int64(of))
	}
	if former {
		s.add(" order by id desc")
	} else {
		s.add(" and ended is null order by unit, first_year, id")
	}
	return tx.targetSets(ctx, &s)
}

// TargetSet returns a set, in force or not; nil if there is none.
func (tx *Tx) TargetSet(ctx context.Context, id int64) (*TargetSet, error) {
	var s statement
	s.add("select id, unit, programme, first_year, last_year, body, at, actor, ended from target_set where id = ?", id)
	return first(tx.targetSets(ctx, &s))
}

func (tx *Tx) targetSets(ctx context.Context, s *statement) (list []TargetSet, err error) {
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		var t TargetSet
		var at string
		var ended sql.NullString
		err := row(&t.ID, &t.Unit, &t.Programme, &t.First, &t.Last, &t.Body, &at, &t.Actor, &ended)
		if err == nil {
			t.At, err = parseTime(at)
		}
		if err == nil && ended.Valid {
			var when time.Time
			when, err = parseTime(ended.String)
			t.Ended = &when
		}
		list = append(list, t)
		return err
	})
	return list, err
}
