package store

import (
	"context"
	"time"

	"binhdang/internal/access"
)

// Account is one who may sign in, with what was granted.
type Account struct {
	ID       int64
	Name     string // unique
	FullName string
	Password string // hashed; empty: nobody can sign in with it
	Disabled bool
	At       time.Time // when it was made
	Grants   []access.Grant
}

// InsertAccount writes a new account with its grants. The caller has seen to it
// that the name is free.
func (tx *Tx) InsertAccount(ctx context.Context, a Account) error {
	_, err := tx.exec(ctx, "insert into account (id, name, full_name, password_hash, disabled, at) "+values(1, 6),
		a.ID, a.Name, a.FullName, a.Password, flag(a.Disabled), timeText(a.At))
	if err != nil {
		return err
	}
	return tx.insertGrants(ctx, a)
}

// UpdateAccount writes an account, found by its id, and its grants. The time it
// was made stays.
func (tx *Tx) UpdateAccount(ctx context.Context, a Account) error {
	_, err := tx.exec(ctx, "update account set name = $1, full_name = $2, password_hash = $3, disabled = $4 where id = $5",
		a.Name, a.FullName, a.Password, flag(a.Disabled), a.ID)
	if err != nil {
		return err
	}
	if _, err := tx.exec(ctx, "delete from grant_ where account = $1", a.ID); err != nil {
		return err
	}
	return tx.insertGrants(ctx, a)
}

// SetPassword puts a hash in the place of an account's, and changes nothing else.
func (tx *Tx) SetPassword(ctx context.Context, id int64, hash string) error {
	_, err := tx.exec(ctx, "update account set password_hash = $1 where id = $2", hash, id)
	return err
}

// LockAccounts keeps others from changing accounts until the transaction ends, and
// waits for who is changing one. What is read of them afterwards is what they left.
func (tx *Tx) LockAccounts(ctx context.Context) error {
	_, err := tx.exec(ctx, "update account set disabled = disabled")
	return err
}

func (tx *Tx) insertGrants(ctx context.Context, a Account) error {
	for _, g := range a.Grants {
		_, err := tx.exec(ctx, "insert into grant_ (account, role, unit) values ($1, $2, $3) on conflict (account, role, unit) do nothing",
			a.ID, g.Role, int64(g.Unit))
		if err != nil {
			return err
		}
	}
	return nil
}

// AccountByName returns an account, nil if there is none.
func (tx *Tx) AccountByName(ctx context.Context, name string) (*Account, error) {
	return tx.account(ctx, "where name = $1", name)
}

// AccountByID returns an account, nil if there is none.
func (tx *Tx) AccountByID(ctx context.Context, id int64) (*Account, error) {
	return tx.account(ctx, "where id = $1", id)
}

func (tx *Tx) account(ctx context.Context, which string, arg any) (*Account, error) {
	list, err := tx.accounts(ctx, which, arg)
	if err != nil || len(list) == 0 {
		return nil, err
	}
	a := &list[0]
	err = tx.each(ctx, "select role, unit from grant_ where account = $1 order by role, unit", []any{a.ID}, func(row scan) error {
		var g access.Grant
		err := row(&g.Role, &g.Unit)
		a.Grants = append(a.Grants, g)
		return err
	})
	return a, err
}

// Accounts returns all accounts, by name.
func (tx *Tx) Accounts(ctx context.Context) ([]Account, error) {
	list, err := tx.accounts(ctx, "order by name")
	if err != nil {
		return nil, err
	}
	place := make(map[int64]int, len(list))
	for i, a := range list {
		place[a.ID] = i
	}
	err = tx.each(ctx, "select account, role, unit from grant_ order by account, role, unit", nil, func(row scan) error {
		var id int64
		var g access.Grant
		err := row(&id, &g.Role, &g.Unit)
		if i, ok := place[id]; ok {
			list[i].Grants = append(list[i].Grants, g)
		}
		return err
	})
	return list, err
}

func (tx *Tx) accounts(ctx context.Context, which string, args ...any) (list []Account, err error) {
	err = tx.each(ctx, "select id, name, full_name, password_hash, disabled, at from account "+which, args, func(row scan) error {
		var a Account
		var disabled int
		var at string
		err := row(&a.ID, &a.Name, &a.FullName, &a.Password, &disabled, &at)
		if err == nil {
			a.At, err = parseTime(at)
		}
		a.Disabled = disabled != 0
		list = append(list, a)
		return err
	})
	return list, err
}

func flag(b bool) int64 {
	if b {
		return 1
	}
	return 0
}
