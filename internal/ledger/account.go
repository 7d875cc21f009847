package ledger

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/crypto/argon2"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Administrator is the account that the command line acts as unless told otherwise.
const Administrator = "admin"

// CommandLine is the actor of a command run as the account name: it has the
// account's rights, and the journal says that it came by the command line.
func (l *Ledger) CommandLine(ctx context.Context, name string) (access.Actor, error) {
	if name = accountName(name); name == "" {
		name = Administrator
	}
	a, err := l.accountByName(ctx, name)
	if err != nil {
		return access.Actor{}, err
	}
	if a == nil && name == Administrator {
		// The one who can run commands beside the data is its administrator, also before any account is made.
		return access.Actor{Name: name, Via: "cli:" + name, Grants: []access.Grant{{Role: access.Administrator, Unit: unit.VN}}}, nil
	}
	if a == nil || a.Disabled {
		return access.Actor{}, fault.New(fault.NotFound, "account.unknown", "name", name)
	}
	return access.Actor{Account: a.ID, Name: a.Name, Via: "cli:" + a.Name, Grants: a.Grants}, nil
}

// Accounts lists the accounts by name that the actor may change: those whose every
// role he could have given; those without any role only to one who manages the
// accounts of the whole country.
func (l *Ledger) Accounts(ctx context.Context, by access.Actor) ([]store.Account, error) {
	if err := l.mayAdminister(by); err != nil {
		return nil, err
	}
	var out []store.Account
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Accounts(ctx)
		return err
	})
	out = slices.DeleteFunc(out, func(a store.Account) bool { return l.mayChange(by, &a) != nil })
	for i := range out {
		hide(&out[i])
	}
	return out, err
}

// Hidden stands in the place of the hash of a password: that there is one is told.
const Hidden = "***"

func hide(a *store.Account) {
	if a.Password != "" {
		a.Password = Hidden
	}
}

// mayChange refuses an account that has a role which the actor could not have given.
// One without any role belongs to no unit: whoever manages accounts somewhere could
// take it over, so it is for who manages them everywhere.
func (l *Ledger) mayChange(by access.Actor, a *store.Account) error {
	if len(a.Grants) == 0 && !l.mayAt(by, access.ManageAccounts, unit.VN) {
		return fault.New(fault.Forbidden, "account.no_role", "name", a.Name)
	}
	for _, g := range a.Grants {
		if err := l.mayGrant(by, g); err != nil {
			return err
		}
	}
	return nil
}

func (l *Ledger) mayAdminister(by access.Actor) error {
	if l.pass(by).Has(access.ManageAccounts) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.accounts")
}

// AddAccount makes an account with a role over a unit's subtree. The password may be empty: then nobody can sign in
// with it, but the command line may act as it.
func (l *Ledger) AddAccount(ctx context.Context, by access.Actor, name, fullName, password string, grants []access.Grant) error {
	a, err := l.madeAccount(by, name, fullName, password, grants)
	if err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := l.addAccount(ctx, tx, by, a); err != nil || a.Password == "" {
			return err
		}
		return tx.SetSetting(ctx, givenKey(a.Name), "yes")
	})
}

// givenKey is where the installation remembers that an account's password was given by
// somebody else, who knows it.
func givenKey(account string) string { return "password.given." + account }

// PasswordGiven tells whether the actor's password was given by somebody else and has
// not been changed by himself since.
func (l *Ledger) PasswordGiven(ctx context.Context, by access.Actor) (bool, error) {
	value, err := l.Setting(ctx, givenKey(by.Name))
	return value != "", err
}

// MayAddAccount is what is wrong with an account that is to be made, all of it at once.
func (l *Ledger) MayAddAccount(by access.Actor, name, fullName, password string, grants []access.Grant) error {
	_, err := l.madeAccount(by, name, fullName, password, grants)
	return err
}

func (l *Ledger) madeAccount(by access.Actor, name, fullName, password string, grants []access.Grant) (store.Account, error) {
	if err := l.mayAdminister(by); err != nil {
		return store.Account{}, err
	}
	var faults fault.List
	wrong := func(err error) error { // what is no fault ends it
		found := fault.All(err)
		if faults = append(faults, found...); len(found) == 0 {
			return err
		}
		return nil
	}
	a, err := newAccount(name, fullName, "")
	if err := wrong(err); err != nil {
		return a, err
	}
	a.Grants = grants
	for _, g := range grants {
		if err := wrong(l.mayGrant(by, g)); err != nil {
			return a, err
		}
	}
	if a.Name == Administrator && (l.MayAdminister(by) != nil || !slices.Contains(grants, administers)) {
		faults = append(faults, fault.New(fault.Forbidden, "account.reserved", "name", a.Name))
	}
	a.Password, err = hashPassword(password)
	if err := wrong(err); err != nil {
		return a, err
	}
	switch len(faults) {
	case 0:
		return a, nil
	case 1:
		return a, faults[0]
	}
	return a, faults
}

// administers is the grant that the account of the command line always has: who
// commands without a name acts as it, and must not become less unawares.
var administers = access.Grant{Role: access.Administrator, Unit: unit.VN}

// administrator tells whether an account looks after the installation.
func (l *Ledger) administrator(a *store.Account) bool {
	return !a.Disabled && l.MayAdminister(access.Actor{Grants: a.Grants}) == nil
}

// longestName is how many letters a person's full name may have.
const longestName = 120

// accountName is a name as accounts bear it.
func accountName(name string) string { return strings.ToLower(vn.Clean(name)) }

// letters of Vietnamese that are not on every keyboard. Others that look like letters
// (Cyrillic, full width, without a dot) would make two names that people read as one.
const letters = "àáảãạăằắẳẵặâầấẩẫậđèéẻẽẹêềếểễệìíỉĩịòóỏõọôồốổỗộơờớởỡợùúủũụưừứửữựỳýỷỹỵ"

// newAccount is an account with a name that will do: letters, digits, and after the
// first of them . - _ too. What cannot be seen is refused and not left out, so that
// nobody gets another name than he wrote.
func newAccount(name, fullName, hash string) (store.Account, error) {
	written := vn.Lower(strings.TrimSpace(name))
	if written == "" {
		return store.Account{}, fault.New(fault.Invalid, "account.name_empty")
	}
	good := len([]rune(written)) <= 60
	for i, r := range written {
		switch {
		case 'a' <= r && r <= 'z', '0' <= r && r <= '9', strings.ContainsRune(letters, r):
		case i > 0 && strings.ContainsRune("._-", r):
		default:
			good = false
		}
	}
	if !good {
		return store.Account{}, fault.New(fault.Invalid, "account.name", "name", vn.Clean(name))
	}
	fullName = vn.Clean(fullName)
	if len([]rune(fullName)) > longestName {
		return store.Account{}, fault.New(fault.Invalid, "account.full_name", "most", longestName)
	}
	return store.Account{Name: written, FullName: fullName, Password: hash}, nil
}

func (l *Ledger) addAccount(ctx context.Context, tx *store.Tx, by access.Actor, a store.Account) error {
	old, err := tx.AccountByName(ctx, a.Name)
	if err != nil {
		return err
	}
	if old != nil {
		return fault.New(fault.Conflict, "account.taken", "name", a.Name)
	}
	a.ID, a.At = l.db.NewID(), l.now().UTC()
	if err := tx.InsertAccount(ctx, a); err != nil {
		return err
	}
	// From the first account on there is nothing to set up, whoever made it.
	if err := tx.SetSetting(ctx, setupKey, ""); err != nil {
		return err
	}
	return l.log(ctx, tx, by, "account.add", a.Name, "")
}

// DisableAccount ends or gives back an account's rights; the account and its journal
// lines stay. The last that administers the installation is not disabled.
func (l *Ledger) DisableAccount(ctx context.Context, by access.Actor, name string, disabled bool) error {
	verb := "account.enable"
	if disabled {
		verb = "account.disable"
	}
	return l.account(ctx, by, name, verb, "", func(_ *store.Tx, a *store.Account) error {
		a.Disabled = disabled
		return nil
	})
}

// GrantRole gives an account one more role over a unit's subtree, or with drop takes
// away one that it has. The last account that administers the installation keeps what
// it does so by, and so does the one that the command line acts as.
func (l *Ledger) GrantRole(ctx context.Context, by access.Actor, name string, g access.Grant, drop bool) error {
	if err := l.mayGrant(by, g); err != nil {
		return err
	}
	verb := "account.grant"
	if drop {
		verb = "account.revoke"
	}
	return l.account(ctx, by, name, verb, g.Role+" "+strconv.FormatInt(int64(g.Unit), 10), func(_ *store.Tx, a *store.Account) error {
		has := slices.Contains(a.Grants, g)
		switch {
		case drop && !has:
			return fault.New(fault.NotFound, "account.not_held", "name", a.Name, "role", "role."+g.Role, "unit", l.unitName(g.Unit))
		case drop && a.Name == Administrator && g == administers:
			return fault.New(fault.Conflict, "account.reserved", "name", a.Name)
		case drop:
			a.Grants = slices.DeleteFunc(slices.Clone(a.Grants), func(o access.Grant) bool { return o == g })
		case !has:
			a.Grants = append(slices.Clone(a.Grants), g)
		}
		return nil
	})
}

// SetPassword gives an account a new password.
func (l *Ledger) SetPassword(ctx context.Context, by access.Actor, name, password string) error {
	hash, err := hashPassword(password)
	if err != nil {
		return err
	}
	return l.account(ctx, by, name, "account.password", "", func(tx *store.Tx, a *store.Account) error {
		a.Password = hash
		if a.ID == by.Account || hash == "" {
			return nil
		}
		return tx.SetSetting(ctx, givenKey(a.Name), "yes")
	})
}

// mayGrant refuses a role that there is none of, and one that gives more than the actor has.
func (l *Ledger) mayGrant(by access.Actor, g access.Grant) error {
	if l.cat.Roles().Role(g.Role) == nil {
		return fault.New(fault.Invalid, "account.role", "role", g.Role)
	}
	if !l.pass(by).MayGrant(g.Role, g.Unit, l.Today()) {
		return fault.New(fault.Forbidden, "account.grant", "role", g.Role, "unit", l.unitName(g.Unit))
	}
	return nil
}

// account changes an account; its line in the journal says what of it.
func (l *Ledger) account(ctx context.Context, by access.Actor, name, verb, what string, f func(*store.Tx, *store.Account) error) error {
	if err := l.mayAdminister(by); err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		if err := tx.LockAccounts(ctx); err != nil { // two administrators must not end each other
			return err
		}
		a, err := tx.AccountByName(ctx, accountName(name))
		if err != nil {
			return err
		}
		if a == nil {
			return fault.New(fault.NotFound, "account.unknown", "name", vn.Clean(name))
		}
		if err := l.mayChange(by, a); err != nil {
			return err
		}
		was := l.administrator(a)
		if err := f(tx, a); err != nil {
			return err
		}
		if was && !l.administrator(a) {
			if err := l.another(ctx, tx, a); err != nil {
				return err
			}
		}
		if err := tx.UpdateAccount(ctx, *a); err != nil {
			return err
		}
		if what == "" { // a browser that is signed in was let in by what no longer holds
			if err := tx.EndSessions(ctx, a.ID, ""); err != nil {
				return err
			}
		}
		return l.log(ctx, tx, by, verb, strings.TrimSpace(a.Name+" "+what), "")
	})
}

// another refuses that nobody would administer the installation but the account.
func (l *Ledger) another(ctx context.Context, tx *store.Tx, a *store.Account) error {
	list, err := tx.Accounts(ctx)
	if err != nil {
		return err
	}
	for i := range list {
		if list[i].ID != a.ID && l.administrator(&list[i]) {
			return nil
		}
	}
	return fault.New(fault.Conflict, "account.last", "name", a.Name)
}

// log writes a journal line for what is no record.
func (l *Ledger) log(ctx context.Context, tx *store.Tx, by access.Actor, verb, what, why string) error {
	return tx.AddEvent(ctx, store.Event{ID: l.db.NewID(), At: l.now().UTC(), Actor: by.Via, Verb: verb, What: vn.Clean(what), Why: vn.Clean(why)})
}

const (
	argonTime, argonMemory, argonThreads = 2, 19 * 1024, 1 // OWASP's second choice: 19 MiB, two passes
	minPassword                          = 10
)

// hashing bounds how many passwords are hashed at once, whatever for: each takes 19 MiB.
var hashing = make(chan struct{}, 4)

func argon(p, salt []byte, t, m uint32, threads uint8, size uint32) []byte {
	hashing <- struct{}{}
	defer func() { <-hashing }()
	return argon2.IDKey(p, salt, t, m, threads, size)
}

func hashPassword(p string) (string, error) {
	if p == "" {
		return "", nil
	}
	if len([]rune(p)) < minPassword {
		return "", fault.New(fault.Invalid, "account.password", "least", minPassword)
	}
	salt := make([]byte, 16)
	if _, err := rand.Read(salt); err != nil {
		return "", err
	}
	key := argon([]byte(p), salt, argonTime, argonMemory, argonThreads, 32)
	enc := base64.RawStdEncoding.EncodeToString
	return fmt.Sprintf("$argon2id$v=19$m=%d,t=%d,p=%d$%s$%s", argonMemory, argonTime, argonThreads, enc(salt), enc(key)), nil
}

// CheckPassword tells whether a password is the one that was hashed.
func CheckPassword(hash, p string) bool {
	var m, t uint32
	var threads uint8
	parts := strings.Split(hash, "$")
	if len(parts) != 6 || parts[1] != "argon2id" {
		return false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=%d", &m, &t, &threads); err != nil {
		return false
	}
	salt, err1 := base64.RawStdEncoding.DecodeString(parts[4])
	key, err2 := base64.RawStdEncoding.DecodeString(parts[5])
	if err1 != nil || err2 != nil || len(key) == 0 {
		return false
	}
	return subtle.ConstantTimeCompare(key, argon([]byte(p), salt, t, m, threads, uint32(len(key)))) == 1
}
