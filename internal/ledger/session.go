package ledger

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"sync"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/vn"
)

// How long a browser stays signed in without asking for anything, and how often
// that is noted.
const (
	sessionLife = 12 * time.Hour
	sessionNote = 5 * time.Minute
)

// setupKey is where the hash of the one-time link is remembered until it is used.
const setupKey = "setup.hash"

// Session is who is signed in, in one browser.
type Session struct {
	ID       int64
	Actor    access.Actor
	FullName string
	hash     string
}

// secret makes what a browser or a link keeps: 256 bits, in letters that an
// address can hold.
func secret() string {
	b := make([]byte, 32)
	rand.Read(b) // never fails
	return base64.RawURLEncoding.EncodeToString(b)
}

func hashOf(secret string) string {
	sum := sha256.Sum256([]byte(secret))
	return hex.EncodeToString(sum[:])
}

// nobody is hashed against where no account has the name, so that the time of the
// answer does not tell who there is.
var nobody = sync.OnceValue(func() string {
	hash, err := hashPassword(secret())
	if err != nil {
		panic("ledger: " + err.Error()) // a long enough password always hashes
	}
	return hash
})

// SignIn begins a session of the account with the name and password, and returns
// the secret that its browser keeps. Whatever is wrong is the one fault
// account.wrong. Agent is what the browser says it is.
func (l *Ledger) SignIn(ctx context.Context, name, password, agent string) (string, error) {
	a, err := l.accountByName(ctx, name)
	if err != nil {
		return "", err
	}
	hash := nobody()
	if a != nil && !a.Disabled && a.Password != "" {
		hash = a.Password
	}
	if !CheckPassword(hash, password) || a == nil || a.Disabled || a.Password == "" {
		return "", fault.New(fault.Forbidden, "account.wrong")
	}
	return l.begin(ctx, a, agent)
}

// SignInSample begins a session without a password. Only an installation whose
// data are the sample may offer it; the caller has made sure of that.
func (l *Ledger) SignInSample(ctx context.Context, name, agent string) (string, error) {
	a, err := l.accountByName(ctx, name)
	if err != nil {
		return "", err
	}
	if a == nil || a.Disabled {
		return "", fault.New(fault.Forbidden, "account.wrong")
	}
	return l.begin(ctx, a, agent)
}

func (l *Ledger) accountByName(ctx context.Context, name string) (a *store.Account, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		a, err = tx.AccountByName(ctx, accountName(name))
		return err
	})
	return a, err
}

func (l *Ledger) begin(ctx context.Context, a *store.Account, agent string) (string, error) {
	token := secret()
	agent = vn.Clean(agent)
	if r := []rune(agent); len(r) > 200 {
		agent = string(r[:200])
	}
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		now := l.now().UTC()
		if err := tx.EndSessionsBefore(ctx, now.Add(-sessionLife)); err != nil {
			return err
		}
		if err := tx.InsertSession(ctx, store.Session{ID: l.db.NewID(), Account: a.ID, Hash: hashOf(token), Made: now, Seen: now, Agent: agent}); err != nil {
			return err
		}
		return l.log(ctx, tx, access.Actor{Account: a.ID, Name: a.Name, Via: "web:" + a.Name}, "account.sign_in", a.Name, "")
	})
	return token, err
}

// Session is the session that a browser's secret opens; nil if it has ended or
// the account may no longer sign in.
func (l *Ledger) Session(ctx context.Context, token string) (*Session, error) {
	if token == "" {
		return nil, nil
	}
	hash, now := hashOf(token), l.now().UTC()
	var s *store.Session
	var a *store.Account
	var moved int64 // asked here, once a request: other processes declare organisations too
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		if s, err = tx.SessionByHash(ctx, hash); err != nil || s == nil {
			return err
		}
		if moved, err = tx.OrganisationsMoved(ctx); err != nil {
			return err
		}
		a, err = tx.AccountByID(ctx, s.Account)
		return err
	})
	if err == nil && s != nil {
		err = l.follow(ctx, moved)
	}
	if err != nil || s == nil || a == nil || a.Disabled || now.Sub(s.Seen) > sessionLife {
		return nil, err
	}
	if now.Sub(s.Seen) > sessionNote {
		l.aside.do("seen "+hash, func(ctx context.Context) error { // no page waits for it
			return l.db.Do(ctx, func(tx *store.Tx) error { return tx.SessionSeen(ctx, hash, now) })
		})
	}
	return &Session{ID: s.ID, FullName: a.FullName, hash: hash,
		Actor: access.Actor{Account: a.ID, Name: a.Name, Via: "web:" + a.Name, Grants: a.Grants}}, nil
}

// Sessions lists where the actor is signed in, the browser seen last first.
func (l *Ledger) Sessions(ctx context.Context, by access.Actor) (list []store.Session, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		list, err = tx.Sessions(ctx, by.Account)
		return err
	})
	return list, err
}

// EndSession signs a browser of the actor out. One that is not his, or has ended, is
// the fault account.session.
func (l *Ledger) EndSession(ctx context.Context, by access.Actor, id int64) error {
	return l.db.Do(ctx, func(tx *store.Tx) error {
		ended, err := tx.EndSession(ctx, by.Account, id)
		if err != nil {
			return err
		}
		if !ended {
			return fault.New(fault.NotFound, "account.session")
		}
		return l.log(ctx, tx, by, "account.sign_out", by.Name, "")
	})
}

// ChangePassword gives the actor's own account a new password. The old one is
// asked for, and every other browser is signed out.
func (l *Ledger) ChangePassword(ctx context.Context, s *Session, old, password string) error {
	a, err := l.accountByName(ctx, s.Actor.Name)
	if err != nil {
		return err
	}
	if a == nil || !CheckPassword(a.Password, old) {
		return fault.New(fault.Invalid, "account.old_password")
	}
	hash, err := newPassword(password)
	if err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.SetPassword(ctx, a.ID, hash); err != nil { // and nothing else: somebody may be changing his roles
			return err
		}
		if err := tx.EndSessions(ctx, a.ID, s.hash); err != nil {
			return err
		}
		if given, err := tx.Setting(ctx, givenKey(a.Name)); err != nil {
			return err
		} else if given != "" {
			if err := tx.SetSetting(ctx, givenKey(a.Name), ""); err != nil {
				return err
			}
		}
		return l.log(ctx, tx, s.Actor, "account.password", a.Name, "")
	})
}

// newPassword hashes a password that must be there.
func newPassword(password string) (string, error) {
	if password == "" {
		return "", fault.New(fault.Invalid, "account.password", "least", minPassword)
	}
	return hashPassword(password)
}

// SetupToken makes the secret of the one-time link with which the first account
// is made, in the place of an earlier one. It is "" where there are accounts.
func (l *Ledger) SetupToken(ctx context.Context) (token string, err error) {
	err = l.db.Do(ctx, func(tx *store.Tx) error {
		list, err := tx.Accounts(ctx)
		if err != nil || len(list) > 0 {
			return err
		}
		token = secret()
		return tx.SetSetting(ctx, setupKey, hashOf(token))
	})
	return token, err
}

// NoteGuessing notes in the journal that somebody is guessing the password of an
// account; of a name that nobody has it notes nothing. Nobody waits for it: the time of
// an answer does not tell which names there are.
func (l *Ledger) NoteGuessing(name string) {
	l.aside.do("guessing "+accountName(name), func(ctx context.Context) error {
		a, err := l.accountByName(ctx, name)
		if err != nil || a == nil {
			return err
		}
		return l.db.Do(ctx, func(tx *store.Tx) error {
			return l.log(ctx, tx, access.Actor{Account: a.ID, Name: a.Name, Via: "web:" + a.Name}, "account.guessing", a.Name, "")
		})
	})
}

// MaySetUp tells whether a link's secret is the one that makes the first account.
func (l *Ledger) MaySetUp(ctx context.Context, token string) (bool, error) {
	kept, err := l.Setting(ctx, setupKey)
	return token != "" && kept != "" && kept == hashOf(token), err
}

// SetUp makes the first account, the administrator of the installation, and uses
// the link up.
func (l *Ledger) SetUp(ctx context.Context, token, name, fullName, password string) error {
	ok, err := l.MaySetUp(ctx, token)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "account.setup")
	}
	hash, err := newPassword(password)
	if err != nil {
		return err
	}
	a, err := newAccount(name, fullName, hash)
	if err != nil {
		return err
	}
	a.Grants = []access.Grant{administers}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		kept, err := tx.Setting(ctx, setupKey)
		if err != nil {
			return err
		}
		if kept != hashOf(token) {
			return fault.New(fault.Forbidden, "account.setup")
		}
		return l.addAccount(ctx, tx, access.Actor{Name: a.Name, Via: "web:" + a.Name}, a)
	})
}
