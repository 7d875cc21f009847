package book

import (
	"errors"
	"strconv"
	"strings"
	"unicode"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// findPage is what was found for some words, everywhere.
type findPage struct {
	*base.Frame
	Text  string
	Books []foundBook
	Units []foundUnit
	Pages []base.Entry
	None  bool
}

// foundBook is what a register has.
type foundBook struct {
	Word, All string
	More      bool
	Rows      []row
}

type foundUnit struct{ Path, Name, Where, Until string }

var findTemplate = base.Parse(files, "find", &findPage{})

// mostFound is how many records of a register, and how many units, are shown.
const mostFound = 10

// find answers GET /tim?q=.
func (s *screen) find(q *base.Request) error {
	p := &findPage{Frame: q.Frame("web.find.title"), Text: vn.Clean(q.URL.Query().Get("q"))}
	p.Crumbs = nil
	if p.Text == "" {
		return q.OK(findTemplate, p)
	}
	if !strings.ContainsFunc(p.Text, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) {
		p.None = true // what has no word in it would fit everything
		return q.OK(findTemplate, p)
	}
	if _, err := ledger.Sought(p.Text); err != nil {
		return err
	}
	led := q.Ledger()
	reads := led.Has(q.Actor, access.ReadRecords)
	if n, err := strconv.ParseInt(p.Text, 10, 64); reads && err == nil && n > 1_000_000_000 {
		_, err := led.Record(q.Context(), q.Actor, register.ID(n))
		if err == nil {
			return q.Go(base.RecordPath(register.ID(n)))
		}
		if !errors.Is(err, &fault.Error{Kind: fault.NotFound}) {
			return err
		}
	}
	if reads {
		for _, name := range q.Site.Catalog().Registers() {
			found, err := led.List(q.Context(), q.Actor, ledger.ListQuery{Register: name, Text: p.Text, Limit: mostFound})
			if err != nil {
				return err
			}
			if len(found.Records) == 0 {
				continue
			}
			b := foundBook{Word: q.Word("register." + string(name)), All: base.Link(base.BookPath(name), "q", p.Text), More: found.Next.ID != 0}
			list := &listPage{Frame: p.Frame}
			for _, r := range found.Records {
				out := list.row(q, r, nil, nil)
				if where := q.UnitOn(r.Unit, base.DayOf(r)); where != out.Name {
					out.Sub = strings.TrimPrefix(out.Sub+" · "+where, " · ")
				}
				b.Rows = append(b.Rows, out)
			}
			p.Books = append(p.Books, b)
		}
	}
	p.units(q)
	folded := vn.Fold(p.Text)
	for _, e := range p.Menu() {
		if strings.Contains(vn.Fold(q.Word(e.Word)), folded) {
			p.Pages = append(p.Pages, e)
		}
	}
	p.None = len(p.Books) == 0 && len(p.Units) == 0 && len(p.Pages) == 0
	return q.OK(findTemplate, p)
}

func (p *findPage) units(q *base.Request) {
	tree, today := q.Ledger().Tree(), q.Today()
	home := unit.ID(0)
	if u := q.Home(); u != nil {
		home = u.ID
	}
	for _, u := range tree.SearchNear(p.Text, today, mostFound, home, func(*unit.Unit) bool { return true }) {
		day := period.Day(0)
		out := foundUnit{Path: q.UnitPath(u.ID, day)}
		at := today
		if last := u.Last(); last != 0 && last < today {
			at, out.Until = last, last.VN()
		}
		path := tree.Path(u.ID, at)
		out.Name, out.Where, _ = strings.Cut(path, ", ")
		if out.Name = q.UnitOn(u.ID, at); strings.HasPrefix(path, out.Name+", ") {
			out.Where = path[len(out.Name)+2:]
		}
		p.Units = append(p.Units, out)
	}
}
