package ledger

import (
	"slices"
	"strings"

	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// plan is a question made ready: the unit found, the map chosen, the window cut.
type plan struct {
	q      indicator.Question
	unit   *unit.Unit
	at     period.Day // 0: the unit of today
	mapDay period.Day // whose units the rows name
	scope  unit.Scope
	places bool          // asked of a place by place: the scope is where things happened, in all shards
	home   []unit.ID     // the provinces of the unit asked for, where the scope is all of them
	top    unit.ID       // whose units next below are the rows by place
	window period.Window // of the question, cut off where the unit ended
	steps  []period.Period
	stages []int
}

var timeSteps = []period.Step{period.Month, period.Quarter, period.Half, period.Year} // finest first

func isTime(key string) bool { return slices.Contains(timeSteps, period.Step(key)) }

// isPlain tells a key of --by that is no field of a register.
func isPlain(key string) bool {
	return isTime(key) || key == indicator.ByUnit || key == indicator.ByPlace || key == indicator.ByLevel
}

// plan resolves the unit, the map and the windows of a question (design 5.11).
func (l *Ledger) plan(q indicator.Question) (*plan, error) {
	today := l.Today()
	tree := l.Tree()
	u, at, err := tree.Resolve(q.Unit, today)
	if err != nil {
		return nil, err
	}
	if !q.Window.Valid() {
		return nil, fault.New(fault.Invalid, "question.window", "from", q.Window.First.VN(), "to", q.Window.Last.VN())
	}
	if q.Calendar == "" {
		q.Calendar = period.Admin
	}
	if q.Map == "" {
		q.Map = indicator.MapToday
		if at != 0 {
			q.Map = indicator.MapThen
		}
	}
	switch q.Split {
	case "", indicator.SplitNone:
		q.Split = indicator.SplitNone // one question, one answer that is kept
	case indicator.SplitDefault:
	default:
		return nil, fault.New(fault.Usage, "question.split", "split", q.Split)
	}
	p := &plan{q: q, unit: u, at: at, window: q.Window, stages: []int{fact.Submitted, fact.Approved}}
	if q.Approved {
		p.stages = []int{fact.Approved}
	}
	p.scope = tree.Scope(u.ID, at, q.Window.Last)
	p.top = u.ID
	if u.Level == unit.Organisation { // what a body did stays its own wherever it was: places only part it
		p.top = tree.Province(u.ID, min(today, max(q.Window.Last, u.First())))
	} else {
		p.places = slices.Contains(q.By, indicator.ByPlace)
	}
	if p.scope.Last != 0 && p.scope.Last < p.window.Last {
		p.window.Last = p.scope.Last
	}
	switch q.Map {
	case indicator.MapToday, indicator.MapComparable:
		p.mapDay = today
	case indicator.MapThen:
		p.mapDay = q.Window.Last
		if at != 0 {
			p.mapDay = min(p.mapDay, max(p.window.Last, p.window.First))
		} else if u.First() > q.Window.Last {
			return nil, l.notYet(u, q.Window.Last)
		}
	default:
		return nil, fault.New(fault.Usage, "question.map", "map", q.Map)
	}
	if p.places {
		p.home, p.scope.Shards = p.scope.Shards, tree.Shards()
	}
	finest := -1
	for i, s := range timeSteps {
		if slices.Contains(q.By, string(s)) {
			finest = i
			break
		}
	}
	if finest >= 0 && p.window.Valid() {
		p.steps = p.window.Steps(q.Calendar, timeSteps[finest])
	}
	return p, nil
}

// notYet says that a unit of today was not there on the map of that time, and what was.
func (l *Ledger) notYet(u *unit.Unit, d period.Day) error {
	var names []string
	for _, f := range l.Tree().Predecessors(u.ID) {
		name := string(f.Code)
		if v, ok := f.At(f.Last()); ok {
			name = v.FullName + " (" + name + "@" + f.Last().String() + ")"
		}
		names = append(names, name)
	}
	return fault.New(fault.Invalid, "question.not_yet", "code", string(u.Code), "first", u.First().VN(),
		"day", d.VN(), "former", strings.Join(names, "; "))
}

// counts tells whether what a unit reported (or what happened there) belongs to the question.
func (p *plan) counts(id unit.ID) bool { return p.scope.All && !p.places || p.scope.Units[id] }

// member tells whether a record belongs to the question.
func (p *plan) member(l *Ledger, r *register.Record) bool {
	if p.places {
		return p.placeIn(l, r.Place)
	}
	return p.counts(r.Unit)
}

// placeIn tells whether a place lies in the unit asked for.
func (p *plan) placeIn(l *Ledger, place unit.ID) bool {
	if p.unit.ID == unit.VN {
		return true
	}
	if !p.scope.All {
		return p.scope.Units[place]
	}
	day := p.window.Last
	if u := l.Tree().Unit(place); u != nil && u.Last() != 0 && u.Last() < day {
		day = u.Last()
	}
	return slices.Contains(p.home, l.Tree().Province(place, day))
}

// timeKeys returns, for each time key asked, the step that holds a window whole; empty where none does.
func (p *plan) timeKeys(by []string, w period.Window) map[string]string {
	out := map[string]string{}
	for _, k := range by {
		if !isTime(k) {
			continue
		}
		out[k] = ""
		if !w.Valid() {
			continue
		}
		if s := period.Of(p.q.Calendar, period.Step(k), w.First); s.Window.Covers(w) {
			out[k] = s.Key
		}
	}
	return out
}

// levelKey is the level of the seat of a reporter, in the words of the papers.
func (p *plan) levelKey(l *Ledger, id unit.ID) string {
	d := p.window.Last
	if u := l.Tree().Unit(id); u != nil && u.Last() != 0 && u.Last() < d {
		d = u.Last()
	}
	switch l.Tree().LevelOf(id, d) {
	case unit.Country:
		return "trung ương"
	case unit.Province:
		return "tỉnh"
	case unit.District:
		return "huyện"
	}
	return "xã"
}
