package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"

	"binhdang/internal/unit"
)

// PutOrganisation writes an organisation, new or in the place of the one with its
// id and code. An id that another code has meanwhile is a collision: Do tries again.
func (tx *Tx) PutOrganisation(ctx context.Context, u *unit.Unit) error {
	versions, err := json.Marshal(u.Versions)
	if err != nil {
		return fmt.Errorf("organisation %d: %w", u.ID, err)
	}
	var paper any
	if u.Paper != nil {
		b, err := json.Marshal(u.Paper)
		if err != nil {
			return fmt.Errorf("organisation %d: %w", u.ID, err)
		}
		paper = string(b)
	}
	n, err := tx.exec(ctx, `
		insert into organisation (id, code, versions, paper)
		values ($1, $2, $3, $4)
		on conflict (id) do update set versions = excluded.versions, paper = excluded.paper
		where organisation.code = excluded.code`,
		int64(u.ID), string(u.Code), string(versions), paper)
	if err == nil && n == 0 {
		err = fmt.Errorf("organisation %d: %w", u.ID, errCollided)
	}
	tx.moves(organisations.shard, organisations.register, organisations.of)
	return err
}

// Organisations returns all organisations, by id.
func (tx *Tx) Organisations(ctx context.Context) (list []*unit.Unit, err error) {
	err = tx.each(ctx, "select id, code, versions, paper from organisation order by id", nil, func(row scan) error {
		u := &unit.Unit{Level: unit.Organisation}
		var versions string
		var paper sql.NullString
		if err := row(&u.ID, &u.Code, &versions, &paper); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(versions), &u.Versions); err != nil {
			return fmt.Errorf("organisation %d: %w", u.ID, err)
		}
		if paper.Valid {
			u.Paper = new(unit.Paper)
			if err := json.Unmarshal([]byte(paper.String), u.Paper); err != nil {
				return fmt.Errorf("organisation %d: %w", u.ID, err)
			}
		}
		list = append(list, u)
		return nil
	})
	return list, err
}
