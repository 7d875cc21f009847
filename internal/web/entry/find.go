package entry

import (
	"html/template"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// proposal is a line of a picker.
type proposal struct {
	ID, Value string
	Name      []piece
	Tag, Note string
}

// piece is a part of a name; what was typed of it is marked.
type piece struct {
	Text string
	Mark bool
}

// most lines that a picker shows of units; of a list of codes all are shown.
const most = 12

var findTemplate = template.Must(template.ParseFS(files, "find.tmpl"))

// findUnits answers GET /tim/don-vi: units by what is typed of their names of today
// or before, as of the day in the form. With ghi=1 only those that the person may
// enter for, with in=CODE only those below a unit.
func findUnits(q *base.Request) error {
	v := q.URL.Query()
	tree, d, dated := q.Ledger().Tree(), q.Today(), false
	if typed, err := period.ParseDay(day(v.Get("day"))); err == nil {
		d, dated = typed, true
	}
	top, home := unit.VN, unit.ID(0)
	if u := q.Home(); u != nil {
		home = u.ID
	}
	if in := v.Get("in"); in != "" {
		u, _, err := tree.Resolve(in, q.Today())
		if err != nil {
			return err
		}
		top = u.ID
	}
	env := q.Ledger().Env(q.Lang)
	var out []proposal
	on := func(u *unit.Unit) period.Day { return min(max(d, u.First()), later(u)) }
	found := tree.SearchNear(vn.Clean(v.Get("q")), d, most, home, func(u *unit.Unit) bool {
		return (v.Get("ghi") == "" || q.Ledger().MayAt(q.Actor, access.Enter, u.ID)) && (top == unit.VN || tree.Within(u.ID, top, on(u))) &&
			(!dated || u.First() <= d)
	})
	for _, u := range found {
		on := on(u)
		if dated && later(u) < d {
			name, above, _ := strings.Cut(tree.Path(u.ID, on), ", ")
			for _, now := range heirs(tree, u, d) {
				out = append(out, proposal{Value: register.UnitText(now.ID, env), Name: marked(name, v.Get("q")), Note: above,
					Tag: q.Word("web.entry.now", "unit", q.UnitOn(now.ID, d))})
			}
			continue
		}
		p := proposal{Value: register.UnitText(u.ID, env)}
		name, above, _ := strings.Cut(tree.Path(u.ID, on), ", ")
		p.Name, p.Note = marked(name, v.Get("q")), above
		switch last := u.Last(); {
		case last != 0 && last < q.Today():
			p.Tag = q.Word("web.entry.until", "day", last.VN())
			p.Note = strings.TrimPrefix(p.Note+" · "+q.Word("web.entry.until.note", "day", last.Add(1).VN()), " · ")
		case u.First() > d:
			p.Tag = q.Word("web.entry.since", "day", u.First().VN())
			p.Note = strings.TrimPrefix(p.Note+" · "+q.Word("web.entry.since.note", "day", u.First().VN()), " · ")
		}
		out = append(out, p)
	}
	return propose(q, out)
}

// mostHeirs is into how many units a former one may have gone to be proposed as them.
const mostHeirs = 3

// heirs are what a former unit has become by a day; none where it went into too many to choose.
func heirs(tree *unit.Tree, u *unit.Unit, d period.Day) []*unit.Unit {
	list := []*unit.Unit{u}
	for i := 0; i < len(list); i++ {
		if _, there := list[i].At(d); there {
			continue
		}
		for _, next := range tree.Successors(list[i].ID) {
			if next != nil && !slices.Contains(list, next) {
				list = append(list, next)
			}
		}
	}
	list = slices.DeleteFunc(list, func(u *unit.Unit) bool { _, there := u.At(d); return !there })
	if len(list) > mostHeirs {
		return nil
	}
	return list
}

// later is the last day of a unit, or a day after all others.
func later(u *unit.Unit) period.Day {
	if last := u.Last(); last != 0 {
		return last
	}
	return 99991231
}

// findCodes answers GET /tim/ma/{list}: the codes of a list, or of a field by
// "register.field", of which each word typed begins a word.
func findCodes(q *base.Request) error {
	list := q.Site.Catalog().List(q.PathValue("list"))
	if list == nil {
		return fault.New(fault.NotFound, "web.not_found")
	}
	takes := func(string) bool { return true }
	name, id, _ := strings.Cut(q.URL.Query().Get("field"), ".")
	if def := q.Site.Catalog().Latest(register.Name(name)); def != nil {
		if f := def.Field(id); f != nil && f.List == list.Name {
			takes = f.Takes
		}
	}
	text := q.URL.Query().Get("q")
	want := strings.Fields(vn.Fold(vn.Clean(text)))
	var out []proposal
	for i := range list.Codes {
		c := &list.Codes[i]
		if !takes(c.Code) {
			continue
		}
		for n, word := range slices.Concat([]string{c.Name(q.Lang), c.VI, c.EN, c.Code}, c.Aliases) {
			if !begins(want, word) {
				continue
			}
			p := proposal{Value: c.Name(q.Lang), Name: marked(c.Name(q.Lang), text)}
			if n > 3 {
				p.Note = word
			}
			out = append(out, p)
			break
		}
	}
	return propose(q, out)
}

// begins tells whether each word begins one of the words of a name.
func begins(want []string, name string) bool {
	have := strings.FieldsFunc(vn.Fold(name), func(r rune) bool { return strings.ContainsRune(" ,.()/-;", r) })
	return !slices.ContainsFunc(want, func(w string) bool {
		return !slices.ContainsFunc(have, func(h string) bool { return strings.HasPrefix(h, w) })
	})
}

// marked parts a name where words of it were typed.
func marked(name, text string) []piece {
	want := strings.Fields(vn.Fold(vn.Clean(text)))
	var out []piece
	add := func(s string, mark bool) {
		if n := len(out); n > 0 && out[n-1].Mark == mark {
			out[n-1].Text += s
		} else if n > 1 && mark && out[n-1].Text == " " && out[n-2].Mark {
			out[n-2].Text += " " + s
			out = out[:n-1]
		} else if s != "" {
			out = append(out, piece{s, mark})
		}
	}
	for i, word := range strings.Split(name, " ") {
		if i > 0 {
			add(" ", false)
		}
		n := 0
		folded := vn.Fold(word)
		for _, w := range want {
			if strings.HasPrefix(folded, w) {
				n = max(n, utf8.RuneCountInString(w))
			}
		}
		runes := []rune(word)
		if utf8.RuneCountInString(folded) != len(runes) { // folded otherwise than letter by letter
			n = min(n, 1) * len(runes)
		}
		n = min(n, len(runes))
		add(string(runes[:n]), n > 0)
		add(string(runes[n:]), false)
	}
	return out
}

var plain = regexp.MustCompile(`^[a-z_]{1,40}$`)

// propose writes the lines of a picker. Their ids begin with the name of the picker,
// of which there may be several on a page.
func propose(q *base.Request, list []proposal) error {
	id := q.URL.Query().Get("o")
	if !plain.MatchString(id) {
		id = "o"
	}
	for i := range list {
		list[i].ID = id + "-o" + string(rune('a'+i/26)) + string(rune('a'+i%26))
	}
	q.W.Header().Set("Content-Type", "text/html; charset=utf-8")
	q.W.Header().Set("Cache-Control", "no-store")
	return findTemplate.Execute(q.W, list)
}
