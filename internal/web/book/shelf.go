package book

import (
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/web/base"
)

// shelfPage is all registers.
type shelfPage struct {
	*base.Frame
	Year    string
	Shelves []shelf
	New     bool
	Import  bool
	Waits   bool // only what waits for approval is shown
}

// shelf is the registers that stand together.
type shelf struct {
	Word  string
	Books []book
}

// book is one register: how much of it there is for the person.
type book struct {
	Path, Word, About string
	Records           string
	Count             string // the word of what is counted
	Year              string // the list of this year
	Waiting           int64
	Wait              string
	Empty             bool
}

var shelfTemplate = base.Parse(files, "shelf", &shelfPage{})

// shelves answers GET /so, with s=submitted only of what waits for approval.
func (s *screen) shelves(q *base.Request) error {
	led, cat := q.Ledger(), q.Site.Catalog()
	if !led.Has(q.Actor, access.ReadRecords) {
		return fault.New(fault.Forbidden, "web.book.none")
	}
	states := q.URL.Query()["s"]
	for _, s := range states {
		if s != "" && s != stateNames[0].name {
			return fault.New(fault.Invalid, "web.book.shelf_state", "text", s)
		}
	}
	waits := slices.Contains(states, stateNames[0].name)
	year := period.Of(period.Admin, period.Year, q.Today())
	list, err := led.Shelves(q.Context(), q.Actor, year.Window)
	if err != nil {
		return err
	}
	p := &shelfPage{Frame: q.Frame("web.book.title"), Year: periodWord(q, year.Key, period.Admin), New: led.Has(q.Actor, access.Enter)}
	p.Here, p.Lead, p.Import = "/so", q.Word("web.book.lead", "year", p.Year), p.New
	if p.Waits = waits; waits {
		p.Lead = q.Word("web.book.waits.lead")
	}
	for _, b := range list {
		if waits && b.Waiting == 0 {
			continue
		}
		def := cat.Latest(b.Register)
		key := string(b.Register)
		// Under which heading a register stands, and what it is for, is told by words:
		// an office's own register may have some of its own.
		word := q.Word("web.book.shelf.other")
		if cat.Book().Has("vi", "web.book.shelf."+key) {
			word = q.Word("web.book.shelf." + key)
		}
		out := book{Path: base.BookPath(b.Register), Word: q.Word("register." + key), Records: q.Int(b.Records), Empty: b.Records == 0,
			Waiting: b.Waiting, Wait: base.Link(base.BookPath(b.Register), "s", "submitted"), Count: "web.book.records"}
		if cat.Book().Has("vi", "web.book.about."+key) {
			out.About = q.Word("web.book.about." + key)
		}
		if out.Year = base.Link(out.Path, "from", year.Window.First.String(), "to", year.Window.Last.String()); def.Calendar == "" || def.Calendar == period.Admin {
			out.Year = base.Link(out.Path, "p", year.Key)
		}
		if def.Stock {
			out.Year, out.Count = out.Path, "web.book.open"
		}
		if waits {
			out.Path, out.Year, out.Records, out.Count, out.Empty, out.Waiting = out.Wait, out.Wait, q.Int(b.Waiting), "web.state.waiting", false, 0
		}
		n := len(p.Shelves) - 1
		for n >= 0 && p.Shelves[n].Word != word {
			n--
		}
		if n < 0 {
			p.Shelves = append(p.Shelves, shelf{Word: word})
			n = len(p.Shelves) - 1
		}
		p.Shelves[n].Books = append(p.Shelves[n].Books, out)
	}
	return q.OK(shelfTemplate, p)
}
