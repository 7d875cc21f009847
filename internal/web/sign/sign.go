// Package sign is the ways in and out: the one-time set-up, signing in and out, and
// what a person chooses for himself: language and theme.
package sign

import (
	"embed"
	"errors"
	"net/http"
	"slices"

	"binhdang/internal/demo"
	"binhdang/internal/fault"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// Routes of the ways in.
func Routes() []base.Route {
	s := &screen{}
	return []base.Route{
		{Pattern: "GET /vao", Open: true, Do: s.show},
		{Pattern: "POST /vao", Open: true, Do: s.enter},
		{Pattern: "POST /vao/mau", Open: true, Do: s.sample},
		{Pattern: "POST /ra", Do: s.leave},
		{Pattern: "GET /thiet-lap/{token}", Open: true, Do: s.setup},
		{Pattern: "POST /thiet-lap/{token}", Open: true, Do: s.setUp},
		{Pattern: "POST /chon", Open: true, Do: s.choose},
	}
}

type screen struct{}

// signPage is the sign-in page.
type signPage struct {
	*base.Frame
	Name, Back string
	Fault      string
	Roles      []role // of the sample data
}

// role is one person of the sample data that a visitor may be.
type role struct{ Name, Word, Icon string }

var signTemplate = base.ParseBare(files, "sign", &signPage{})

// show answers GET /vao.
func (s *screen) show(q *base.Request) error {
	if q.Session != nil {
		return q.Go("/")
	}
	return q.OK(signTemplate, s.page(q, ""))
}

func (s *screen) page(q *base.Request, said string) *signPage {
	p := &signPage{Frame: q.Frame("web.sign.title"), Name: q.FormValue("name"), Back: q.FormValue("ve"), Fault: said}
	if q.Site.Sample {
		for _, a := range demo.People() {
			p.Roles = append(p.Roles, role{a.Name, "web.sign.as." + a.Role, icon[a.Role]})
		}
	}
	return p
}

var icon = map[string]string{"administrator": "i-gear", "standing_office": "i-people", "approver": "i-tick", "officer": "i-pen", "viewer": "i-eye"}

// enter answers POST /vao.
func (s *screen) enter(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	name := q.PostFormValue("name")
	var secret string
	err := q.Guarded(name, func() (err error) {
		secret, err = q.Ledger().SignIn(q.Context(), name, q.PostFormValue("password"), q.UserAgent())
		return err
	})
	if err != nil {
		return s.refuse(q, err)
	}
	q.SignIn(secret)
	if q.PostFormValue("ve") == "" { // who asked for no page is shown first that another knows his password
		now, err := q.Ledger().Session(q.Context(), secret)
		if err != nil {
			return err
		}
		if now != nil {
			given, err := q.Ledger().PasswordGiven(q.Context(), now.Actor)
			if err != nil {
				return err
			}
			if given {
				return q.Go("/tai-khoan")
			}
		}
	}
	return q.Go(q.PostFormValue("ve"))
}

// refuse shows the sign-in page again with the sentence of a fault.
func (s *screen) refuse(q *base.Request, err error) error {
	var f *fault.Error
	if !errors.As(err, &f) {
		return err
	}
	q.Note(f)
	code := http.StatusUnprocessableEntity
	if f.Key == "web.sign.slow" {
		code = http.StatusTooManyRequests
		q.W.Header().Set("Retry-After", "10")
	}
	return q.Show(code, signTemplate, s.page(q, q.Site.Catalog().Book().Fault(q.Lang, f)))
}

// sample answers POST /vao/mau: in the sample data anybody is anybody.
func (s *screen) sample(q *base.Request) error {
	if !q.Site.Sample {
		return fault.New(fault.NotFound, "web.not_found")
	}
	if err := q.Form(); err != nil {
		return err
	}
	name := q.PostFormValue("name")
	if !slices.ContainsFunc(demo.People(), func(a demo.Person) bool { return a.Name == name }) { // others were made since
		return fault.New(fault.NotFound, "web.not_found")
	}
	secret, err := q.Ledger().SignInSample(q.Context(), name, q.UserAgent())
	if err != nil {
		return s.refuse(q, err)
	}
	q.SignIn(secret)
	return q.Go("/")
}

// leave answers POST /ra.
func (s *screen) leave(q *base.Request) error {
	if err := q.Ledger().EndSession(q.Context(), q.Actor, q.Session.ID); err != nil {
		return err
	}
	q.SignOut()
	return q.Go("/vao")
}

// setupPage makes the first account.
type setupPage struct {
	*base.Frame
	Name, FullName string
	Fault          string
}

var setupTemplate = base.ParseBare(files, "setup", &setupPage{})

// setup answers GET /thiet-lap/{token}.
func (s *screen) setup(q *base.Request) error {
	ok, err := q.Ledger().MaySetUp(q.Context(), q.PathValue("token"))
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Forbidden, "account.setup")
	}
	return q.OK(setupTemplate, &setupPage{Frame: q.Frame("web.setup.title"), Name: "admin"})
}

// setUp answers POST /thiet-lap/{token}: the account is made and signed in.
func (s *screen) setUp(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	name, full, password := q.PostFormValue("name"), q.PostFormValue("full_name"), q.PostFormValue("password")
	err := q.Ledger().SetUp(q.Context(), q.PathValue("token"), name, full, password)
	var f *fault.Error
	if errors.As(err, &f) && f.Kind != fault.Forbidden {
		return q.Show(http.StatusUnprocessableEntity, setupTemplate, &setupPage{Frame: q.Frame("web.setup.title"), Name: name, FullName: full,
			Fault: q.Site.Catalog().Book().Fault(q.Lang, f)})
	}
	if err != nil {
		return err
	}
	secret, err := q.Ledger().SignIn(q.Context(), name, password, q.UserAgent())
	if err != nil {
		return err
	}
	q.SignIn(secret)
	return q.Go("/")
}

// choose answers POST /chon: the language or the theme of this browser.
func (s *screen) choose(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	q.Prefer(q.PostFormValue("lang"), q.PostFormValue("theme"))
	return q.Go(q.PostFormValue("ve"))
}
