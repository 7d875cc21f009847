package ledger_test

import (
	"errors"
	"testing"
	"time"

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

func isFault(t *testing.T, what string, err error, key string) {
	t.Helper()
	if !errors.Is(err, &fault.Error{Key: key}) {
		t.Errorf("%s: %v, want %s", what, err, key)
	}
}

// TestSetUp holds that the one-time link makes one administrator, once.
func TestSetUp(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx, led := t.Context(), newLedger(t, open())
		old, err := led.SetupToken(ctx)
		if err != nil || old == "" {
			t.Fatal(old, err)
		}
		token, err := led.SetupToken(ctx)
		if err != nil {
			t.Fatal(err)
		}
		isFault(t, "a link that another replaced", led.SetUp(ctx, old, "ha", "Nguyễn Thu Hà", "mật khẩu dài"), "account.setup")
		isFault(t, "no password", led.SetUp(ctx, token, "ha", "", ""), "account.password")
		isFault(t, "no name", led.SetUp(ctx, token, " ", "", "mật khẩu dài"), "account.name_empty")
		if err := led.SetUp(ctx, token, "Ha", "Nguyễn Thu Hà", "mật khẩu dài"); err != nil {
			t.Fatal(err)
		}
		isFault(t, "the link again", led.SetUp(ctx, token, "hai", "", "mật khẩu dài"), "account.setup")
		if again, err := led.SetupToken(ctx); again != "" || err != nil {
			t.Errorf("a link where there is an account: %q, %v", again, err)
		}
		secret, err := led.SignIn(ctx, " HA ", "mật khẩu dài", "Trình duyệt")
		if err != nil {
			t.Fatal(err)
		}
		s, err := led.Session(ctx, secret)
		if err != nil || s == nil || s.FullName != "Nguyễn Thu Hà" || s.Actor.Via != "web:ha" || led.MayAdminister(s.Actor) != nil {
			t.Errorf("session %+v, %v", s, err)
		}
	})
}

// TestSessions holds who is let in, and what ends it.
func TestSessions(t *testing.T) {
	storetest.Each(t, func(t *testing.T, open func() *store.DB) {
		ctx := t.Context()
		cat, err := catalog.Load(catalog.Layer{FS: content.FS})
		if err != nil {
			t.Fatal(err)
		}
		now := testDay
		led, err := ledger.New(ctx, open(), cat, func() time.Time { return now })
		if err != nil {
			t.Fatal(err)
		}
		officer := []access.Grant{{Role: "officer"}}
		u, _, err := led.Tree().Resolve("06652", led.Today())
		if err != nil {
			t.Fatal(err)
		}
		officer[0].Unit = u.ID
		for name, password := range map[string]string{"lan": "một hai ba bốn", "khong": ""} {
			if err := led.AddAccount(ctx, admin, name, "", password, officer); err != nil {
				t.Fatal(err)
			}
		}
		in := func(password string) string {
			t.Helper()
			secret, err := led.SignIn(ctx, "lan", password, "")
			if err != nil {
				t.Fatal(err)
			}
			return secret
		}
		holds := func(what, secret string, want bool) *ledger.Session {
			t.Helper()
			s, err := led.Session(ctx, secret)
			led.Settle() // that it was used is noted aside
			if err != nil || (s != nil) != want {
				t.Errorf("%s: session %v, %v, want one: %v", what, s, err, want)
			}
			return s
		}
		for what, c := range map[string][2]string{"wrong password": {"lan", "một hai ba"}, "no such account": {"ai", "một hai ba bốn"},
			"an account without password": {"khong", ""}, "an empty password": {"lan", ""}} {
			_, err := led.SignIn(ctx, c[0], c[1], "")
			isFault(t, what, err, "account.wrong")
		}
		holds("no secret", "", false)
		holds("a guess", "abc", false)

		desk, phone := in("một hai ba bốn"), in("một hai ba bốn")
		s := holds("desk", desk, true)
		if list, err := led.Sessions(ctx, s.Actor); len(list) != 2 || err != nil {
			t.Errorf("%d sessions, %v", len(list), err)
		}
		isFault(t, "old password wrong", led.ChangePassword(ctx, s, "không phải", "năm sáu bảy tám"), "account.old_password")
		isFault(t, "new password short", led.ChangePassword(ctx, s, "một hai ba bốn", "ngắn"), "account.password")
		if err := led.ChangePassword(ctx, s, "một hai ba bốn", "năm sáu bảy tám"); err != nil {
			t.Fatal(err)
		}
		holds("desk goes on", desk, true)
		holds("the phone was signed out", phone, false)
		phone = in("năm sáu bảy tám")
		p := holds("phone", phone, true)
		if err := led.EndSession(ctx, s.Actor, p.ID); err != nil {
			t.Fatal(err)
		}
		holds("ended from the desk", phone, false)

		now = now.Add(6 * time.Hour)
		holds("in use", desk, true)
		now = now.Add(11 * time.Hour)
		holds("used since", desk, true)
		now = now.Add(13 * time.Hour)
		holds("left alone", desk, false)

		desk = in("năm sáu bảy tám")
		if err := led.SetPassword(ctx, admin, "lan", "chín mười mười một"); err != nil {
			t.Fatal(err)
		}
		holds("another set the password", desk, false)
		desk = in("chín mười mười một")
		if err := led.DisableAccount(ctx, admin, "lan", true); err != nil {
			t.Fatal(err)
		}
		holds("disabled", desk, false)
		_, err = led.SignIn(ctx, "lan", "chín mười mười một", "")
		isFault(t, "disabled", err, "account.wrong")
	})
}
