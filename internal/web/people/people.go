// Package people is the pages about accounts: those of others that a person may
// change, the person's own, and the journal of what was done to anything but records.
//
// A password is shown once, to who made it, and is never sent again.
package people

import (
	"crypto/rand"
	"embed"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what these pages add to the parts.
//
//go:embed people.css
var CSS string

// Routes of accounts and of the journal.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /nguoi-dung", Needs: access.ManageAccounts, Do: list},
		{Pattern: "GET /nguoi-dung/moi", Needs: access.ManageAccounts, Do: begin},
		{Pattern: "POST /nguoi-dung/moi", Needs: access.ManageAccounts, Do: add},
		{Pattern: "GET /nguoi-dung/ten/{account}", Needs: access.ManageAccounts, Do: show},
		{Pattern: "POST /nguoi-dung/ten/{account}/giao", Needs: access.ManageAccounts, Do: grant},
		{Pattern: "POST /nguoi-dung/ten/{account}/thu", Needs: access.ManageAccounts, Do: revoke},
		{Pattern: "POST /nguoi-dung/ten/{account}/mat-khau", Needs: access.ManageAccounts, Do: password},
		{Pattern: "POST /nguoi-dung/ten/{account}/trang-thai", Needs: access.ManageAccounts, Do: disable},
		{Pattern: "GET /tai-khoan", Do: own},
		{Pattern: "POST /tai-khoan/mat-khau", Do: change},
		{Pattern: "POST /tai-khoan/phien/{session}", Do: end},
		{Pattern: "GET /nhat-ky", Needs: access.Administer, Do: journal},
	}
}

// held is a role that an account has.
type held struct {
	Role, RoleName string // as content and as people call it
	Unit           string // CODE, as forms send it back
	UnitName       string
}

// person is one account as a page shows it.
type person struct {
	Name, FullName string
	Link           string
	Roles          []held
	Disabled, Own  bool
	NoPassword     bool
}

// choice is a role that may be given.
type choice struct {
	Name, Word, Help string
	Chosen           bool
}

func personOf(q *base.Request, a *store.Account) person {
	p := person{Name: a.Name, FullName: a.FullName, Link: link(a.Name), Disabled: a.Disabled,
		Own: a.ID == q.Actor.Account, NoPassword: a.Password == ""}
	for _, g := range a.Grants {
		p.Roles = append(p.Roles, heldOf(q, g))
	}
	return p
}

func heldOf(q *base.Request, g access.Grant) held {
	h := held{Role: g.Role, RoleName: q.Word("role." + g.Role), UnitName: q.UnitName(g.Unit)}
	if u := q.Ledger().Tree().Unit(g.Unit); u != nil {
		h.Unit = string(u.Code)
		if now, _, err := q.Ledger().Tree().Resolve(h.Unit, q.Today()); err != nil || now.ID != u.ID {
			h.Unit += "@" + u.Last().String()
		}
	}
	return h
}

func link(name string) string { return "/nguoi-dung/ten/" + url.PathEscape(name) }

func choices(q *base.Request, chosen string) []choice {
	var out []choice
	for _, r := range q.Ledger().Grantable(q.Actor) {
		out = append(out, choice{Name: r, Word: q.Word("role." + r), Help: q.Word("role." + r + ".help"), Chosen: r == chosen})
	}
	return out
}

// proposals is where a field of units asks for what may be meant: units below the
// person's own, where there is one.
func proposals(q *base.Request) string {
	in := ""
	if u := q.Home(); u != nil && u.ID != unit.VN && len(q.Actor.Grants) == 1 {
		in = string(u.Code)
	}
	return base.Link("/tim/don-vi", "o", "unit", "in", in)
}

// listPage is GET /nguoi-dung.
type listPage struct {
	*base.Frame
	Query  string
	People []person
	More   int // that are not shown
}

// Found is how many accounts the list has.
func (p *listPage) Found() int { return len(p.People) + p.More }

// most accounts on one page; who looks for one more searches.
const most = 300

var listTemplate = base.Parse(files, "list", &listPage{})

func list(q *base.Request) error {
	accounts, err := q.Ledger().Accounts(q.Context(), q.Actor)
	if err != nil {
		return err
	}
	p := &listPage{Frame: q.Frame("web.people.title"), Query: q.FormValue("q")}
	p.Here, p.Lead = "/nguoi-dung", q.Word("web.people.lead")
	for i := range accounts {
		if one := personOf(q, &accounts[i]); one.has(p.Query) {
			p.People = append(p.People, one)
		}
	}
	vn.SortBy(p.People, func(o person) string { return o.FullName + " " + o.Name })
	if len(p.People) > most {
		p.People, p.More = p.People[:most], len(p.People)-most
	}
	return q.OK(listTemplate, p)
}

// has tells whether each word of a search begins one of the person's words.
func (p *person) has(text string) bool {
	words := strings.Fields(vn.Fold(p.Name + " " + p.FullName))
	for _, h := range p.Roles {
		words = append(words, strings.Fields(vn.Fold(h.RoleName+" "+h.UnitName))...)
	}
	for _, want := range strings.Fields(vn.Fold(text)) {
		if !slices.ContainsFunc(words, func(w string) bool { return strings.HasPrefix(w, want) }) {
			return false
		}
	}
	return true
}

// addPage is the form of a new account.
type addPage struct {
	*base.Frame
	Name, FullName, Unit string
	Roles                []choice
	From                 string // where proposals of units come from
	Faults               []base.Fault
}

// At is what is wrong with a field, "" for nothing.
func (p *addPage) At(field string) string { return at(p.Faults, field) }

func at(faults []base.Fault, field string) string {
	for _, f := range faults {
		if f.Field == field {
			return f.Text
		}
	}
	return ""
}

var addTemplate = base.Parse(files, "add", &addPage{})

func addForm(q *base.Request, role string) *addPage {
	p := &addPage{Frame: q.Frame("web.people.add"), Roles: choices(q, role), From: proposals(q)}
	p.Here = "/nguoi-dung"
	p.Crumbs = []base.Crumb{{Name: q.Word("web.people.title"), Path: "/nguoi-dung"}, {Name: p.Title}}
	return p
}

// begin answers GET /nguoi-dung/moi.
func begin(q *base.Request) error {
	if _, err := q.Ledger().Accounts(q.Context(), q.Actor); err != nil {
		return err
	}
	p := addForm(q, "officer")
	p.Unit = q.FormValue("unit")
	if u := q.Home(); p.Unit == "" && u != nil && u.ID != unit.VN {
		p.Unit = q.Ledger().Tree().Path(u.ID, q.Today())
	}
	return q.OK(addTemplate, p)
}

// add answers POST /nguoi-dung/moi: the account is made and its page shows the
// password, this once.
func add(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	name, full, role, where, word := q.PostFormValue("name"), q.PostFormValue("full_name"), q.PostFormValue("role"),
		q.PostFormValue("unit"), q.PostFormValue("password")
	made := word == ""
	if made {
		word = newPassword()
	}
	id, err := q.Ledger().Own(q.Actor, access.ManageAccounts, where)
	if err == nil {
		err = q.Ledger().AddAccount(q.Context(), q.Actor, name, full, word, []access.Grant{{Role: role, Unit: id}})
	} else if found := fault.All(err); found != nil { // what else is wrong is told in the same round
		err = fault.List(append(fault.All(q.Ledger().MayAddAccount(q.Actor, name, full, word, nil)), found...))
	}
	if err != nil {
		p := addForm(q, role)
		p.Name, p.FullName, p.Unit = name, full, where
		code := 0
		if p.Faults, code = told(q, err); code == 0 {
			return err
		}
		return q.Show(code, addTemplate, p)
	}
	a, err := q.Ledger().Account(q.Context(), q.Actor, name)
	if err != nil {
		return err
	}
	p := accountForm(q, a, "")
	p.Done = q.Word("web.done.account_made")
	if made {
		p.Secret = word
	}
	return q.OK(accountTemplate, p)
}

// fields in which faults of accounts are mended.
var fields = map[string]string{"account.name": "name", "account.name_empty": "name", "account.taken": "name", "account.full_name": "full_name", "account.reserved": "name", "account.password": "password",
	"account.old_password": "old", "account.role": "role", "account.grant": "role", "web.people.differ": "again"}

// told is the faults of an error at their fields, and the status that says so; 0
// where it is none for a form.
func told(q *base.Request, err error) ([]base.Fault, int) {
	var out []base.Fault
	code := 0
	for _, f := range fault.All(err) {
		if f.Key == "access.accounts" {
			return nil, 0
		}
		if f.Kind == fault.Forbidden {
			code = http.StatusForbidden
		} else if code == 0 {
			code = http.StatusUnprocessableEntity
		}
		field := fields[f.Key]
		if strings.HasPrefix(f.Key, "unit.") {
			field = "unit"
		}
		out = append(out, base.Fault{Field: field, Text: q.Site.Catalog().Book().Fault(q.Lang, f)})
	}
	return out, code
}

// newPassword makes a password that can be read out: four groups of four letters
// and digits that nobody mistakes for one another, about 77 bits.
func newPassword() string {
	const letters = "abcdefghkmnpqrstuvwxyz23456789"
	var b [64]byte
	rand.Read(b[:]) // never fails
	var out []byte
	for _, x := range b {
		if int(x) >= 256/len(letters)*len(letters) {
			continue // the first letters would come more often
		}
		if len(out)%5 == 4 {
			out = append(out, '-')
		}
		if out = append(out, letters[int(x)%len(letters)]); len(out) == 19 {
			return string(out)
		}
	}
	return newPassword()
}

// accountPage is one account.
type accountPage struct {
	*base.Frame
	Person person
	Roles  []choice
	Unit   string
	From   string // where proposals of units come from
	Secret string // a password that was just made
	Faults []base.Fault
}

// At is what is wrong with a field, "" for nothing.
func (p *accountPage) At(field string) string { return at(p.Faults, field) }

var accountTemplate = base.Parse(files, "account", &accountPage{})

func accountForm(q *base.Request, a *store.Account, role string) *accountPage {
	p := &accountPage{Frame: q.Frame("web.people.one", "name", a.Name), Person: personOf(q, a), Roles: choices(q, role), From: proposals(q)}
	if a.FullName != "" {
		p.Title = a.FullName
	}
	p.Here, p.Lead = "/nguoi-dung", q.Word("web.people.one.lead", "name", a.Name, "day", day(a.At))
	p.Crumbs = []base.Crumb{{Name: q.Word("web.people.title"), Path: "/nguoi-dung"}, {Name: a.Name}}
	return p
}

// account is the one that an address names, for who may change it.
func account(q *base.Request) (*store.Account, error) {
	a, err := q.Ledger().Account(q.Context(), q.Actor, q.PathValue("account"))
	if errors.Is(err, &fault.Error{Key: "account.unknown"}) {
		err = fault.New(fault.NotFound, "web.people.unknown", "name", q.PathValue("account"))
	}
	return a, err
}

// show answers GET /nguoi-dung/ten/{account}.
func show(q *base.Request) error {
	a, err := account(q)
	if err != nil {
		return err
	}
	return q.OK(accountTemplate, accountForm(q, a, ""))
}

// grant answers POST …/giao: one more role.
func grant(q *base.Request) error {
	a, err := account(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	role, where := q.PostFormValue("role"), q.PostFormValue("unit")
	id, err := q.Ledger().Own(q.Actor, access.ManageAccounts, where)
	if err == nil {
		err = q.Ledger().GrantRole(q.Context(), q.Actor, a.Name, access.Grant{Role: role, Unit: id}, false)
	}
	if err != nil {
		p := accountForm(q, a, role)
		p.Unit = where
		code := 0
		if p.Faults, code = told(q, err); code == 0 {
			return err
		}
		return q.Show(code, accountTemplate, p)
	}
	return q.Go(link(a.Name) + "?xong=role_given")
}

// revoke answers POST …/thu: one role less.
func revoke(q *base.Request) error {
	a, err := account(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	for _, g := range a.Grants {
		if h := heldOf(q, g); h.Role == q.PostFormValue("role") && h.Unit == q.PostFormValue("unit") {
			if err := q.Ledger().GrantRole(q.Context(), q.Actor, a.Name, g, true); err != nil {
				return err
			}
			if _, err := q.Ledger().Account(q.Context(), q.Actor, a.Name); err != nil {
				return q.Go("/nguoi-dung?xong=role_taken") // without a role it is no longer one's own
			}
			return q.Go(link(a.Name) + "?xong=role_taken")
		}
	}
	return fault.New(fault.NotFound, "web.people.not_held")
}

// password answers POST …/mat-khau: a new one, shown this once.
func password(q *base.Request) error {
	a, err := account(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	word := newPassword()
	if err := q.Ledger().SetPassword(q.Context(), q.Actor, a.Name, word); err != nil {
		return err
	}
	p := accountForm(q, a, "")
	p.Done, p.Secret = q.Word("web.done.password_set"), word
	return q.OK(accountTemplate, p)
}

// disable answers POST …/trang-thai: closed or open again.
func disable(q *base.Request) error {
	a, err := account(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	shut, done := q.PostFormValue("dung") == "0", "account_opened"
	if shut {
		done = "account_shut"
	}
	if q.PostFormValue("dung") == "" {
		return fault.New(fault.Invalid, "web.form")
	}
	if err := q.Ledger().DisableAccount(q.Context(), q.Actor, a.Name, shut); err != nil {
		return err
	}
	return q.Go(link(a.Name) + "?xong=" + done)
}

func day(t time.Time) string { return t.In(period.VietNam).Format("02/01/2006") }

func moment(t time.Time) string { return t.In(period.VietNam).Format("02/01/2006 15:04") }
