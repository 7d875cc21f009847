package people

import (
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/web/base"
)

// ownPage is the person's own account.
type ownPage struct {
	*base.Frame
	Name     string
	Roles    []held
	Sessions []session
	Faults   []base.Fault
	Given    bool // somebody else gave the password, and knows it
}

// session is a browser in which the person is signed in.
type session struct {
	ID      int64
	Browser string
	Seen    string
	Made    string
	Here    bool
}

// At is what is wrong with a field, "" for nothing.
func (p *ownPage) At(field string) string { return at(p.Faults, field) }

var ownTemplate = base.Parse(files, "own", &ownPage{})

func ownForm(q *base.Request) (*ownPage, error) {
	p := &ownPage{Frame: q.Frame("web.account"), Name: q.Actor.Name}
	p.Here, p.Lead = "/tai-khoan", q.Word("web.people.own.lead", "name", q.Actor.Name)
	for _, g := range q.Actor.Grants {
		p.Roles = append(p.Roles, heldOf(q, g))
	}
	var err error
	if p.Given, err = q.Ledger().PasswordGiven(q.Context(), q.Actor); err != nil {
		return nil, err
	}
	list, err := q.Ledger().Sessions(q.Context(), q.Actor)
	for _, s := range list {
		p.Sessions = append(p.Sessions, session{ID: s.ID, Browser: browser(q, s.Agent), Seen: moment(s.Seen), Made: moment(s.Made), Here: s.ID == q.Session.ID})
	}
	return p, err
}

// own answers GET /tai-khoan.
func own(q *base.Request) error {
	p, err := ownForm(q)
	if err != nil {
		return err
	}
	return q.OK(ownTemplate, p)
}

// change answers POST /tai-khoan/mat-khau.
func change(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	word := q.PostFormValue("password")
	var err error
	if word != q.PostFormValue("again") {
		err = fault.New(fault.Invalid, "web.people.differ")
	} else {
		err = q.Guarded(q.Actor.Name, func() error { return q.Ledger().ChangePassword(q.Context(), q.Session, q.PostFormValue("old"), word) })
	}
	if err == nil {
		return q.Go("/tai-khoan?xong=password")
	}
	faults, code := told(q, err)
	if code == 0 {
		return err
	}
	p, err := ownForm(q)
	if err != nil {
		return err
	}
	p.Faults = faults
	return q.Show(code, ownTemplate, p)
}

// end answers POST /tai-khoan/phien/{session}: one browser is signed out.
func end(q *base.Request) error {
	id := q.Number("session")
	if err := q.Ledger().EndSession(q.Context(), q.Actor, id); err != nil {
		return err
	}
	if id == q.Session.ID {
		q.SignOut()
		return q.Go("/vao")
	}
	return q.Go("/tai-khoan?xong=session_ended")
}

// browser is what a person calls the browser that says it is so: the program and
// the device, without versions.
func browser(q *base.Request, agent string) string {
	program, device := "", ""
	for _, b := range [][2]string{{"coc_coc", "Cốc Cốc"}, {"Edg", "Edge"}, {"OPR", "Opera"}, {"SamsungBrowser", "Samsung Internet"},
		{"Firefox", "Firefox"}, {"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome", "Chrome"}, {"Safari", "Safari"}} {
		if strings.Contains(agent, b[0]) {
			program = b[1]
			break
		}
	}
	for _, d := range [][2]string{{"Android", "Android"}, {"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Windows", "Windows"}, {"Mac OS", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}} {
		if strings.Contains(agent, d[0]) {
			device = d[1]
			break
		}
	}
	switch {
	case program != "" && device != "":
		return q.Word("web.people.browser", "program", program, "device", device)
	case program != "" || device != "":
		return program + device
	}
	return q.Word("web.people.browser.unknown")
}
