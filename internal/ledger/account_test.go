package ledger_test

import (
	"errors"
	"strings"
	"sync"
	"testing"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
	"binhdang/internal/unit"
)

// grantOf is a role over a unit.
func grantOf(t *testing.T, led *ledger.Ledger, role, ref string) access.Grant {
	t.Helper()
	u, _, err := led.Tree().Resolve(ref, led.Today())
	if err != nil {
		t.Fatal(err)
	}
	return access.Grant{Role: role, Unit: u.ID}
}

func holder(name string, grants ...access.Grant) access.Actor {
	return access.Actor{Account: 1, Name: name, Via: "test:" + name, Grants: grants}
}

// TestAdministratorStays holds that nobody can be made of the command line's own
// account who administers nothing, and that there is always one who administers.
func TestAdministratorStays(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		all := access.Grant{Role: access.Administrator, Unit: unit.VN}
		viewer, office := grantOf(t, led, "viewer", "06652"), grantOf(t, led, "standing_office", "06652")
		add := func(by access.Actor, name string, g ...access.Grant) error {
			return led.AddAccount(ctx, by, name, "", "", g)
		}
		so := holder("so", office)
		isFault(t, "a ward's manager takes the name", add(so, "admin", viewer), "account.reserved")
		isFault(t, "in capitals", add(so, " Admin ", viewer), "account.reserved")
		isFault(t, "an administrator gives it less", add(admin, "admin", viewer), "account.reserved")
		by, err := led.CommandLine(ctx, "")
		if err != nil || led.MayAdminister(by) != nil {
			t.Fatalf("the command line acts as %+v, %v", by, err)
		}
		if err := add(by, "admin", all, viewer); err != nil {
			t.Fatal(err)
		}
		isFault(t, "the last is disabled", led.DisableAccount(ctx, admin, "admin", true), "account.last")
		isFault(t, "its role is taken", led.GrantRole(ctx, admin, "admin", all, true), "account.reserved")
		if err := led.GrantRole(ctx, admin, "admin", viewer, true); err != nil {
			t.Errorf("another role of it is taken: %v", err)
		}
		if err := add(by, "ha", all); err != nil {
			t.Fatal(err)
		}
		isFault(t, "its role is taken where there is another", led.GrantRole(ctx, admin, "admin", all, true), "account.reserved")
		if err := led.DisableAccount(ctx, admin, "admin", true); err != nil {
			t.Errorf("there is another: %v", err)
		}
		isFault(t, "now the other is the last", led.DisableAccount(ctx, admin, "ha", true), "account.last")
		isFault(t, "and keeps the role", led.GrantRole(ctx, admin, "ha", all, true), "account.last")

		// Each of two takes the other's place at once, again and again: one must stay.
		for range 20 {
			var both sync.WaitGroup
			for _, name := range []string{"admin", "ha"} {
				if err := led.DisableAccount(ctx, admin, name, false); err != nil {
					t.Fatal(err)
				}
			}
			for _, name := range []string{"admin", "ha"} {
				both.Go(func() {
					if err := led.DisableAccount(ctx, admin, name, true); err != nil && !errors.Is(err, &fault.Error{Key: "account.last"}) {
						t.Error(err)
					}
				})
			}
			both.Wait()
			list, err := led.Accounts(ctx, admin)
			if err != nil {
				t.Fatal(err)
			}
			if list[0].Disabled == list[1].Disabled {
				t.Fatalf("of two administrators %v and %v are disabled, want one", list[0].Disabled, list[1].Disabled)
			}
		}
	})
}

// TestAccountsOfNoUnit holds that what no unit answers for is for who manages the
// accounts of the whole country, and that what was not given cannot be taken.
func TestAccountsOfNoUnit(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		officer := grantOf(t, led, "officer", "06652")
		so := holder("so", grantOf(t, led, "standing_office", "06652"))
		if err := led.AddAccount(ctx, admin, "lan", "", "", []access.Grant{officer}); err != nil {
			t.Fatal(err)
		}
		isFault(t, "a role never held", led.GrantRole(ctx, admin, "lan", grantOf(t, led, "viewer", "01"), true), "account.not_held")
		if err := led.GrantRole(ctx, so, "lan", officer, true); err != nil {
			t.Fatal(err)
		}
		isFault(t, "the same again", led.GrantRole(ctx, admin, "lan", officer, true), "account.not_held")
		isFault(t, "its password", led.SetPassword(ctx, so, "lan", "mật khẩu đủ dài"), "account.no_role")
		isFault(t, "a role", led.GrantRole(ctx, so, "lan", officer, false), "account.no_role")
		isFault(t, "its end", led.DisableAccount(ctx, so, "lan", true), "account.no_role")
		for _, c := range []struct {
			by   access.Actor
			want int
		}{{so, 0}, {admin, 1}} {
			if list, err := led.Accounts(ctx, c.by); err != nil || len(list) != c.want {
				t.Errorf("%s sees %d accounts, %v, want %d", c.by.Name, len(list), err, c.want)
			}
		}
		if err := led.GrantRole(ctx, admin, "LAN", officer, false); err != nil {
			t.Error(err)
		}
		if err := led.SetPassword(ctx, so, "lan", "mật khẩu đủ dài"); err != nil {
			t.Errorf("of the unit again: %v", err)
		}
	})
}

// TestAccountNames holds which names there may be.
func TestAccountNames(t *testing.T) {
	led := newLedger(t, storetest.Open(t, store.Config{Dir: t.TempDir()}))
	grants := []access.Grant{grantOf(t, led, "viewer", "22")}
	for name, want := range map[string]bool{
		"lan": true, " Đỗ-Thị.Ánh_2 ": true, "so-noi-vu": true, "22": true, "LÊ": true, "le\u0302": true,
		"": false, "lan hoa": false, "lan\u200b": false, "\u202elan": false, "lan\x1b": false, "lan\n2": false, "lаn": false, // with a Cyrillic а
		"lan\u0336": false, "ｌan": false, "lαn": false, "ſo": false, "-as": false, ".lan": false, "lan/2": false, "lan@22": false,
		"aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeeeeeffffffffff": true, "ăăăăăăăăăăbbbbbbbbbbccccccccccddddddddddeeeeeeeeeefffffffffff": false,
	} {
		err := led.AddAccount(t.Context(), admin, name, "", "", grants)
		if errors.Is(err, &fault.Error{Key: "account.taken"}) {
			err = nil // LÊ and lê with its mark apart are one name
		}
		key := "account.name"
		if name == "" {
			key = "account.name_empty"
		}
		if (err == nil) != want || err != nil && !errors.Is(err, &fault.Error{Key: key}) {
			t.Errorf("%q: %v, want it taken: %v", name, err, want)
		}
	}
	// All that is wrong with one is told at once.
	err := led.AddAccount(t.Context(), admin, "", "", "ngắn", []access.Grant{{Role: "nobody", Unit: unit.VN}})
	var keys []string
	for _, f := range fault.All(err) {
		keys = append(keys, f.Key)
	}
	if got := strings.Join(keys, " "); got != "account.name_empty account.role account.password" {
		t.Errorf("told of an account that lacks all: %s", got)
	}
}
