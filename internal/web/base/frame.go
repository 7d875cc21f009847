package base

import (
	"cmp"
	"context"
	"net/http"

	"binhdang/internal/access"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// Frame is what stands around a page. Every page embeds one; its methods are what
// all templates may call.
type Frame struct {
	q       *Request
	Title   string // of the window and the head
	Lead    string // one line under the head, "" for none
	Crumbs  []Crumb
	Here    string // the entry of the menu that is current: its path
	Waiting int64  // how many records wait for this person's approval
	Done    string // what was done a moment ago, said once; a sentence
}

// Crumb is a step of the way to a page; the last has no path.
type Crumb struct{ Name, Path string }

// Frame begins a page: its title is the sentence of a key.
func (q *Request) Frame(key string, args ...string) *Frame {
	f := &Frame{q: q, Title: q.Word(key, args...)}
	if done := q.URL.Query().Get("xong"); done != "" {
		if key := "web.done." + done; q.Site.Catalog().Book().Has("vi", key) {
			f.Done = q.Word(key)
		}
	}
	if q.Session != nil {
		f.Waiting = q.Site.waiting(q.Context(), q.Actor)
	}
	return f
}

// waiting is how many records the actor could approve now; 0 where that can't be told.
func (s *Site) waiting(ctx context.Context, by access.Actor) int64 {
	n, err := s.Ledger.Waiting(ctx, by)
	if err != nil {
		s.Log.Error("waiting", "error", err)
	}
	return n
}

// Word is the sentence of a key in the language of the page.
func (f *Frame) Word(key string, args ...any) string {
	text := make([]string, len(args))
	for i, a := range args {
		switch a := a.(type) {
		case string:
			text[i] = a
		case int:
			text[i] = vn.Int(int64(a), f.q.Lang)
		case int64:
			text[i] = vn.Int(a, f.q.Lang)
		}
	}
	return f.q.Word(key, text...)
}

// Lang is the language of the page.
func (f *Frame) Lang() string { return f.q.Lang }

// Theme is the theme that the person chose, "" for the device's.
func (f *Frame) Theme() string { return f.q.Theme }

// Asset is the address of a file that pages are drawn with.
func (f *Frame) Asset(name string) string { return f.q.Site.Asset.URL(name) }

// SignedIn tells whether somebody is.
func (f *Frame) SignedIn() bool { return f.q.Session != nil }

// Sample tells that the data are made up.
func (f *Frame) Sample() bool { return f.q.Site.Sample }

// Int writes a whole number in the language of the page.
func (f *Frame) Int(n int64) string { return vn.Int(n, f.q.Lang) }

// Self is the address of the page, for links that change one thing of it.
func (f *Frame) Self() string { return f.q.URL.RequestURI() }

// Again is the address that shows the page again: of the answer to a form the menu's entry.
func (f *Frame) Again() string {
	if f.q.Method == http.MethodGet {
		return f.Self()
	}
	return cmp.Or(f.Here, "/")
}

// OtherLang is the language that the page is not in.
func (f *Frame) OtherLang() string {
	if f.q.Lang == "vi" {
		return "en"
	}
	return "vi"
}

// Enters tells whether the person enters records somewhere.
func (f *Frame) Enters() bool { return f.q.Ledger().Has(f.q.Actor, access.Enter) }

// Who is the person's name, or what the account is called.
func (f *Frame) Who() string {
	if f.q.Session == nil {
		return ""
	}
	if f.q.Session.FullName != "" {
		return f.q.Session.FullName
	}
	return f.q.Actor.Name
}

// Home is the unit that a person works for: that of the first role.
func (q *Request) Home() *unit.Unit {
	tree := q.Ledger().Tree()
	for _, g := range q.Actor.Grants {
		if u := tree.Unit(g.Unit); u != nil {
			return u
		}
	}
	return nil
}

// Unit is what the unit of the person is called today.
func (f *Frame) Unit() string {
	u := f.q.Home()
	if u == nil {
		return ""
	}
	return f.q.UnitName(u.ID)
}

// UnitName is what a unit is called today, or was called last.
func (q *Request) UnitName(id unit.ID) string {
	u := q.Ledger().Tree().Unit(id)
	if u == nil {
		return ""
	}
	if v, ok := u.At(q.Today()); ok {
		return v.FullName
	}
	if n := len(u.Versions); n > 0 {
		return u.Versions[n-1].FullName
	}
	return string(u.Code)
}

// Entry is one line of the menu.
type Entry struct {
	Path, Icon, Word string
	Current, Gap     bool
	Count            int64
}

// Menu is what a person may go to, in the order of the rail.
func (f *Frame) Menu() []Entry {
	has := func(r access.Right) bool { return f.q.Ledger().Has(f.q.Actor, r) }
	all := []struct {
		Entry
		right access.Right
	}{
		{Entry{Path: "/", Icon: "i-home", Word: "web.menu.board"}, access.ReadSums},
		{Entry{Path: "/bang-diem", Icon: "i-target", Word: "web.score.menu"}, access.ReadSums},
		{Entry{Path: "/so", Icon: "i-book", Word: "web.menu.book", Count: f.Waiting}, access.ReadRecords},
		{Entry{Path: "/nhap", Icon: "i-upload", Word: "web.menu.intake"}, access.Enter},
		{Entry{Path: "/bao-cao", Icon: "i-paper", Word: "web.menu.paper"}, access.ReadSums},
		{Entry{Path: "/bai", Icon: "i-news", Word: "web.news.menu"}, access.ReadRecords},
		{Entry{Path: "/uu-tien", Icon: "i-flag", Word: "web.menu.first"}, access.ReadSums},
		{Entry{Path: "/don-vi", Icon: "i-tree", Word: "web.menu.place", Gap: true}, ""},
		{Entry{Path: "/nguoi-dung", Icon: "i-people", Word: "web.menu.people"}, access.ManageAccounts},
		{Entry{Path: "/nhat-ky", Icon: "i-clock", Word: "web.menu.log"}, access.Administer},
	}
	var out []Entry
	for _, e := range all {
		if e.right == "" || has(e.right) {
			e.Current = e.Path == f.Here
			out = append(out, e.Entry)
		}
	}
	return out
}

// failPage says what went wrong.
type failPage struct {
	*Frame
	Code   int
	Faults []string
	Back   string // where one was, "" if that can't be told
}

// ID is the number under which the log has it.
func (p *failPage) ID() string { return p.q.ID }

var failTemplate = Parse(files, "fail", &failPage{})
