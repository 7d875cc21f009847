// Package card makes scorecards of units from the ledger.
//
// It knows what package score does not: which set of targets a unit has of its own,
// and how the questions are answered. The command line, the pages and the papers make
// their scorecards here, so that all say the same. What somebody may read is the
// ledger's to say.
package card

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/score"
	"binhdang/internal/unit"
)

// DefaultProgramme is judged where none is named.
const DefaultProgramme = "strategy"

// Ask is which scorecard is wanted.
type Ask struct {
	Programme string // "": DefaultProgramme
	Unit      string // CODE or CODE@DAY
	Year      int
	Series    int  // how many years are told, at least 1
	Approved  bool // only what is approved counts
}

// Card is the scorecard of a unit.
type Card struct {
	*score.Card
	Unit *unit.Unit
	At   period.Day // 0: the unit of today
	Ref  string     // as it was asked
	// Unfit tells that the unit's own set no longer fits the programme, as after content
	// changed: nothing is judged, until somebody mends it.
	Unfit bool
}

// Find is a programme. One that there is not is a fault that names those there are.
func Find(cat *catalog.Catalog, name string) (*score.Programme, error) {
	if name == "" {
		name = DefaultProgramme
	}
	if p := cat.Programme(name); p != nil {
		return p, nil
	}
	return nil, fault.New(fault.NotFound, "score.programme_unknown", "programme", name, "known", strings.Join(cat.Programmes(), ", "))
}

// CheckYear refuses a year that the programme has no targets for.
func CheckYear(p *score.Programme, y int) error {
	if !p.HasYear(y) {
		return fault.New(fault.Invalid, "score.year", "year", strconv.Itoa(y), "first", p.Years[0], "last", p.Years[1])
	}
	return nil
}

// Asking is a scorecard with what must be asked for it.
type Asking struct {
	// Questions must be answered all from one snapshot, in this order.
	Questions []indicator.Question

	plan *score.Plan
	card Card
}

// Open makes the scorecard of a unit and a year.
func Open(ctx context.Context, led *ledger.Ledger, by access.Actor, ask Ask) (*Card, error) {
	a, err := Prepare(ctx, led, by, ask)
	if err != nil {
		return nil, err
	}
	answers, err := led.Answers(ctx, by, a.Questions)
	if err != nil {
		return nil, err
	}
	return a.Card(answers), nil
}

// Prepare says what must be asked for a scorecard, for who asks more in the same snapshot.
func Prepare(ctx context.Context, led *ledger.Ledger, by access.Actor, ask Ask) (*Asking, error) {
	cat := led.Catalog()
	p, err := Find(cat, ask.Programme)
	if err != nil {
		return nil, err
	}
	u, at, err := led.Tree().Resolve(ask.Unit, led.Today())
	if err != nil {
		return nil, err
	}
	if err := CheckYear(p, ask.Year); err != nil {
		return nil, err
	}
	set := score.Setting{Unit: ask.Unit, Level: u.Level, Year: ask.Year, Series: max(1, ask.Series), Approved: ask.Approved}
	if set.Set, err = led.Targets(ctx, p.Name, u.ID, ask.Year); err != nil {
		return nil, err
	}
	plan, err := score.Ask(p, set, cat.Indicator)
	if err != nil {
		return nil, Unfit(led, by, u, set.Set, err)
	}
	return &Asking{plan.Questions, plan, Card{Unit: u, At: at, Ref: ask.Unit}}, nil
}

// Card is the scorecard of the answers to the questions.
func (a *Asking) Card(answers []indicator.Answer) *Card {
	c := a.card
	c.Card = a.plan.Judge(answers)
	return &c
}

// Unfit says whose set it is that no longer fits, before the faults of its rows, to who
// may read of the unit.
func Unfit(led *ledger.Ledger, by access.Actor, u *unit.Unit, s *score.Set, err error) error {
	faults := fault.All(err)
	if s == nil || len(faults) == 0 {
		return err
	}
	name := u.Versions[len(u.Versions)-1].FullName
	if !led.MayAt(by, access.ReadSums, u.ID) {
		return fault.New(fault.Forbidden, "access.sums", "unit", name)
	}
	first := fault.New(fault.Invalid, "score.set.unfit", "unit", name, "first", s.Years[0], "last", s.Years[1])
	return append(fault.List{first}, faults...)
}

// Told is a fault of Open or Unfit with the columns of a set's rows as people see them.
func Told(cat *catalog.Catalog, lang string, err error) error {
	if all := fault.All(err); len(all) > 0 && all[0].Key == "score.set.unfit" {
		return Named(cat, lang, err)
	}
	return err
}

// Units makes the scorecards of all provinces of the country in a year, in the order
// of their codes, each judged by its own set where it has one. One whose set no longer
// fits the programme is Unfit, so that it does not hold up the others.
func Units(ctx context.Context, led *ledger.Ledger, by access.Actor, ask Ask) ([]Card, error) {
	cat := led.Catalog()
	p, err := Find(cat, ask.Programme)
	if err != nil {
		return nil, err
	}
	if err := CheckYear(p, ask.Year); err != nil {
		return nil, err
	}
	kept, err := led.TargetSets(ctx, p.Name, 0, false)
	if err != nil {
		return nil, err
	}
	var provinces []*unit.Unit
	for _, u := range led.Tree().Children(unit.VN, led.Today()) {
		if u.Level == unit.Province {
			provinces = append(provinces, u)
		}
	}
	own, bad := map[unit.ID]*score.Set{}, map[unit.ID]bool{}
	var sets []*score.Set
	for i := range kept {
		s := &kept[i].Set
		if !s.HasYear(ask.Year) || !slices.ContainsFunc(provinces, func(u *unit.Unit) bool { return u.ID == s.Unit }) {
			continue
		}
		own[s.Unit] = s
		if _, err := s.Targets(p, cat.Indicator); err != nil {
			bad[s.Unit] = true
			continue
		}
		sets = append(sets, s)
	}
	plan, err := score.AskUnits(p, score.Setting{Unit: string(led.Tree().Unit(unit.VN).Code), Level: unit.Province, Year: ask.Year}, sets, cat.Indicator)
	if err != nil {
		return nil, err
	}
	answers, err := led.Answers(ctx, by, plan.Questions)
	if err != nil {
		return nil, err
	}
	var out []Card
	for _, u := range provinces {
		c := Card{Unit: u, Ref: led.Ref(u.ID), Unfit: bad[u.ID]}
		if c.Unfit {
			c.Card = &score.Card{Programme: p, Set: own[u.ID], Year: ask.Year, Counts: score.Counts{In: map[score.State]int{}}}
		} else {
			c.Card = plan.Judge(answers, u.Code, own[u.ID])
		}
		out = append(out, c)
	}
	return out, nil
}

// Speaker says scorecards in a language.
func Speaker(cat *catalog.Catalog, lang string) score.Speaker {
	return score.Speaker{Book: cat.Book(), Lang: lang, Find: cat.Indicator}
}
