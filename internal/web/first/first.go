// Package first is the page of where to begin: the communes of a province in the order
// that chosen indicators propose, with weights that anybody may move in the address,
// the reasons beside each place, and what a person then chose.
package first

import (
	"embed"
	"slices"
	"strconv"

	"binhdang/internal/access"
	"binhdang/internal/attention"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of the page.
//
//go:embed first.css
var CSS string

// here is the entry of the menu, and the address of the page.
const here = "/uu-tien"

// Routes of the page.
func Routes(maps *land.Land) []base.Route {
	s := &screen{maps}
	return []base.Route{
		{Pattern: "GET " + here, Needs: access.ReadSums, Do: s.show},
		{Pattern: "GET /tai/uu-tien", Needs: access.ReadSums, Do: s.download},
		{Pattern: "GET " + here + "/chon", Needs: access.Aim, Do: s.ask},
		{Pattern: "POST " + here + "/chon", Needs: access.Aim, Do: s.choose},
		{Pattern: "GET " + here + "/rut", Needs: access.Aim, Do: s.askBack},
		{Pattern: "POST " + here + "/rut", Needs: access.Aim, Do: s.takeBack},
	}
}

type screen struct{ land *land.Land }

// asked is what an address asks for.
type asked struct {
	q       *base.Request
	def     *attention.Definition
	unit    *unit.Unit // a province; nil: the country, of which a province must be chosen first
	year    int
	weights map[string]int // those that are not as the definition has them
	result  *attention.Result
}

// read reads the address or the form. What is not named is the province that the
// person works in, the year of today and the weights of the definition.
func read(q *base.Request) (*asked, error) {
	led := q.Ledger()
	tree, today := led.Tree(), q.Today()
	a := &asked{q: q, def: q.Site.Catalog().Attention(), weights: map[string]int{}}
	ref := q.FormValue("u")
	if ref == "" {
		home := q.Home()
		if home == nil {
			return nil, fault.New(fault.Forbidden, "web.board.nowhere")
		}
		ref = led.Ref(home.ID)
	}
	u, _, err := tree.Resolve(ref, today)
	if err != nil {
		return nil, err
	}
	if u = tree.Unit(tree.Province(u.ID, today)); u == nil {
		return nil, fault.New(fault.NotFound, "web.not_found")
	}
	if u.Level == unit.Province {
		now, _ := tree.Carry(u.ID, today) // of a former province: what it has become
		a.unit = tree.Unit(now)
	}
	a.year, _ = strconv.Atoi(period.Of(period.Admin, period.Year, today).Key)
	if text := q.FormValue("y"); text != "" {
		first, last := led.AttendYears()
		a.year, err = strconv.Atoi(text)
		if err != nil || a.year < first || a.year > last {
			return nil, fault.New(fault.Invalid, "attention.choice.year", "year", text, "first", strconv.Itoa(first), "last", strconv.Itoa(last))
		}
	}
	for _, it := range a.def.Items {
		text := q.FormValue("w_" + it.Name)
		if text == "" {
			continue
		}
		n, err := strconv.Atoi(text)
		if err != nil || n < 0 || n > attention.MaxWeight {
			return nil, fault.New(fault.Invalid, "web.first.weight", "item", q.Word(it.Key()), "most", attention.MaxWeight)
		}
		if n != it.Weight {
			a.weights[it.Name] = n
		}
	}
	return a, nil
}

// pairs of the address: unit, year and the weights that were moved.
func (a *asked) pairs(more ...string) []string {
	out := []string{"u", a.q.Ledger().Ref(a.unit.ID), "y", strconv.Itoa(a.year)}
	for _, it := range a.def.Items {
		if n, moved := a.weights[it.Name]; moved {
			out = append(out, "w_"+it.Name, strconv.Itoa(n))
		}
	}
	return append(out, more...)
}

func (a *asked) path(more ...string) string { return base.Link(here, a.pairs(more...)...) }

// setting is what is asked of the facts.
func (a *asked) setting() attention.Setting {
	return attention.Setting{Unit: a.q.Ledger().Ref(a.unit.ID), Year: a.year, Weights: a.weights}
}

// rank asks the ledger once and ranks the communes of today.
func (a *asked) rank() error {
	led, cat := a.q.Ledger(), a.q.Site.Catalog()
	plan, err := attention.Ask(a.def, a.setting(), attention.Content{
		Indicator: cat.Indicator,
		Calendar:  func(n register.Name) period.Calendar { return cat.Latest(n).Calendar },
	})
	if err != nil {
		return err
	}
	answers, err := led.Answers(a.q.Context(), a.q.Actor, plan.Questions)
	if err != nil {
		return err
	}
	var places []attention.Place
	for _, u := range led.Tree().Children(a.unit.ID, a.q.Today()) {
		if u.Level == unit.Commune {
			places = append(places, attention.Place{Code: string(u.Code), Name: a.q.UnitName(u.ID)})
		}
	}
	vn.SortBy(places, func(p attention.Place) string { return p.Name })
	a.result = plan.Rank(answers, places)
	return nil
}

// speaker says reasons in a language.
func speaker(q *base.Request, lang string) attention.Speaker {
	cat := q.Site.Catalog()
	return attention.Speaker{Book: cat.Book(), Lang: lang, Find: cat.Indicator, Code: func(d *indicator.Definition, field, code string) string {
		for _, n := range d.Registers() {
			if f := cat.Latest(n).Field(field); f != nil && cat.List(f.List) != nil {
				if c := cat.List(f.List).Code(code); c != nil {
					return c.Name(lang)
				}
			}
		}
		return code
	}}
}

// provinces are those that the person may look at.
func provinces(q *base.Request, chosen *unit.Unit) (out []choice) {
	led := q.Ledger()
	for _, u := range led.Tree().Children(unit.VN, q.Today()) {
		if u.Level == unit.Province && led.MayAt(q.Actor, access.ReadSums, u.ID) {
			out = append(out, choice{led.Ref(u.ID), q.UnitName(u.ID), chosen != nil && u.ID == chosen.ID})
		}
	}
	vn.SortBy(out, func(c choice) string { return c.Name })
	return out
}

// years are those for which places are chosen, as far as they have begun.
func years(q *base.Request, chosen int) (out []choice) {
	first, last := q.Ledger().AttendYears()
	for y := last; y >= first; y-- {
		if y <= q.Today().Year() || y == chosen {
			out = append(out, choice{strconv.Itoa(y), strconv.Itoa(y), y == chosen})
		}
	}
	return out
}

// aims tells whether the person may choose.
func (a *asked) aims() bool { return a.q.Ledger().MayAim(a.q.Actor, a.unit.ID) == nil }

// chosen tells which places have been chosen already.
func chosen(list []attended, code string) bool {
	return slices.ContainsFunc(list, func(c attended) bool { return c.code == code })
}
