package store

import (
	"context"
	"time"
)

// Session is one browser in which an account is signed in.
type Session struct {
	ID      int64
	Account int64
	Hash    string // SHA-256 of the secret that the browser keeps, in hex
	Made    time.Time
	Seen    time.Time // when it last asked for something, to some minutes
	Agent   string    // what the browser says it is, shortened
}

// InsertSession writes a session that begins.
func (tx *Tx) InsertSession(ctx context.Context, s Session) error {
	_, err := tx.exec(ctx, "insert into session (hash, id, account, made, seen, agent) "+values(1, 6),
		s.Hash, s.ID, s.Account, timeText(s.Made), timeText(s.Seen), s.Agent)
	return err
}

// SessionByHash returns the session with the hash of a secret, nil if there is none.
func (tx *Tx) SessionByHash(ctx context.Context, hash string) (*Session, error) {
	return first(tx.sessions(ctx, "where hash = $1", hash))
}

// Sessions returns the sessions of an account, the one seen last first.
func (tx *Tx) Sessions(ctx context.Context, account int64) ([]Session, error) {
	return tx.sessions(ctx, "where account = $1 order by seen desc, id desc", account)
}

func (tx *Tx) sessions(ctx context.Context, which string, arg any) (list []Session, err error) {
	err = tx.each(ctx, "select hash, id, account, made, seen, agent from session "+which, []any{arg}, func(row scan) error {
		var s Session
		var made, seen string
		err := row(&s.Hash, &s.ID, &s.Account, &made, &seen, &s.Agent)
		if err == nil {
			s.Made, err = parseTime(made)
		}
		if err == nil {
			s.Seen, err = parseTime(seen)
		}
		list = append(list, s)
		return err
	})
	return list, err
}

// SessionSeen notes that a session asked for something.
func (tx *Tx) SessionSeen(ctx context.Context, hash string, at time.Time) error {
	_, err := tx.exec(ctx, "update session set seen = $1 where hash = $2", timeText(at), hash)
	return err
}

// EndSession removes a session of an account by its id; false where there is none.
func (tx *Tx) EndSession(ctx context.Context, account, id int64) (bool, error) {
	n, err := tx.exec(ctx, "delete from session where account = $1 and id = $2", account, id)
	return n > 0, err
}

// EndSessions removes the sessions of an account, but the one with this hash ("": all).
func (tx *Tx) EndSessions(ctx context.Context, account int64, but string) error {
	_, err := tx.exec(ctx, "delete from session where account = $1 and hash <> $2", account, but)
	return err
}

// EndSessionsBefore removes the sessions that were not seen since.
func (tx *Tx) EndSessionsBefore(ctx context.Context, seen time.Time) error {
	_, err := tx.exec(ctx, "delete from session where seen < $1", timeText(seen))
	return err
}

// first is the only row of a list, nil where it is empty.
func first[T any](list []T, err error) (*T, error) {
	if err != nil || len(list) == 0 {
		return nil, err
	}
	return &list[0], nil
}
