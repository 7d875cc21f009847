// Package target is the pages where a unit keeps its own targets: which sets are in
// force and which were, a new one from the programme or a sheet, and the rows of each.
//
// Who reads the sums of a unit reads its targets; who may change them is for the ledger
// to say. A set is never changed: another takes its place, and it can be taken back.
package target

import (
	"embed"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/score"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what these pages add to the parts.
//
//go:embed target.css
var CSS string

// home is where the scorecards are, list where the sets are.
const (
	home = "/bang-diem"
	list = "/bang-diem/chi-tieu"
)

// Routes of sets of targets.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /bang-diem/chi-tieu", Needs: access.ReadSums, Do: sets},
		{Pattern: "GET /bang-diem/chi-tieu/moi", Needs: access.Aim, Do: newSet},
		{Pattern: "POST /bang-diem/chi-tieu/moi", Needs: access.Aim, Uploads: true, Do: addSet},
		{Pattern: "GET /bang-diem/chi-tieu/mau.xlsx", Needs: access.ReadSums, Do: template},
		{Pattern: "GET /bang-diem/chi-tieu/{id}", Needs: access.ReadSums, Do: show},
		{Pattern: "POST /bang-diem/chi-tieu/{id}", Needs: access.Aim, Do: change},
		{Pattern: "GET /bang-diem/chi-tieu/{id}/tai", Needs: access.ReadSums, Do: download},
		{Pattern: "POST /bang-diem/chi-tieu/{id}/bo", Needs: access.Aim, Do: drop},
		{Pattern: "POST /bang-diem/chi-tieu/{id}/dung-lai", Needs: access.Aim, Do: restore},
	}
}

// setPath is the page of a set.
func setPath(id int64) string { return list + "/" + strconv.FormatInt(id, 10) }

// asked is the unit that an address names; without one that of the person.
func asked(q *base.Request, ref string) (*unit.Unit, error) {
	if ref == "" {
		at := q.Home()
		if at == nil {
			return nil, fault.New(fault.Forbidden, "web.board.nowhere")
		}
		return at, nil
	}
	u, _, err := q.Ledger().Tree().Resolve(ref, q.Today())
	return u, err
}

// mayRead refuses who does not read the sums of a unit.
func mayRead(q *base.Request, id unit.ID) error {
	if q.Ledger().MayAt(q.Actor, access.ReadSums, id) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.board.forbidden", "unit", q.UnitName(id))
}

// mayAim tells whether the person may set the targets of a unit.
func mayAim(q *base.Request, id unit.ID) bool { return q.Ledger().MayAim(q.Actor, id) == nil }

// found is the set of an address, for who may read it.
func found(q *base.Request) (*ledger.KeptSet, *score.Programme, error) {
	s, err := q.Ledger().TargetSet(q.Context(), q.Number("id"))
	if err != nil {
		return nil, nil, err
	}
	if err := mayRead(q, s.Unit); err != nil {
		return nil, nil, err
	}
	p, err := card.Find(q.Site.Catalog(), s.Programme)
	return s, p, err
}

// allOf are the sets of a unit for a programme, in force or not, the newest first.
func allOf(q *base.Request, programme string, of unit.ID) ([]ledger.KeptSet, error) {
	return q.Ledger().TargetSets(q.Context(), programme, of, true)
}

// inForce is the one set in force whose years overlap some years; nil for none.
func inForce(all []ledger.KeptSet, years [2]int) *ledger.KeptSet {
	for i := range all {
		if s := &all[i]; s.Ended == nil && s.Years[0] <= years[1] && years[0] <= s.Years[1] {
			return s
		}
	}
	return nil
}

// successor is the set that took the place of one: it began at the moment that the other ended.
func successor(all []ledger.KeptSet, s *ledger.KeptSet) *ledger.KeptSet {
	if s.Ended == nil {
		return nil
	}
	for i := range all {
		if all[i].ID != s.ID && all[i].At.Equal(*s.Ended) {
			return &all[i]
		}
	}
	return nil
}

// predecessor is the set whose place one took; nil for none.
func predecessor(all []ledger.KeptSet, s *ledger.KeptSet) *ledger.KeptSet {
	for i := range all {
		if o := all[i].Ended; all[i].ID != s.ID && o != nil && o.Equal(s.At) {
			return &all[i]
		}
	}
	return nil
}

// span is the years of a set as people read them.
func span(years [2]int) string {
	if years[0] == years[1] {
		return strconv.Itoa(years[0])
	}
	return strconv.Itoa(years[0]) + "–" + strconv.Itoa(years[1])
}

func moment(t time.Time) string { return t.In(period.VietNam).Format("02/01/2006 15:04") }

// people are who stands behind some sets.
func people(q *base.Request, all []ledger.KeptSet) (map[string]ledger.Person, error) {
	var actors []string
	for i := range all {
		actors = append(actors, all[i].Actor)
	}
	return q.Ledger().People(q.Context(), actors...)
}

// who is the person behind a set.
func who(s *ledger.KeptSet, known map[string]ledger.Person) string {
	account := ledger.ActorName(s.Actor)
	return known[account].Called(account)
}

// act names the act of a set.
func act(q *base.Request, s *score.Set) string {
	return card.Speaker(q.Site.Catalog(), q.Lang).Act(s)
}

// sentence is what a fault says, without its place, which stands beside it.
func sentence(q *base.Request, f *fault.Error) string {
	at := *f
	at.Place = fault.Place{}
	return vn.Capital(q.Site.Catalog().Book().Fault(q.Lang, &at))
}

// programmes are the names of all, the one that is judged usually first.
func programmes(q *base.Request) []string {
	out := q.Site.Catalog().Programmes()
	slices.SortStableFunc(out, func(a, b string) int {
		switch {
		case a == card.DefaultProgramme:
			return -1
		case b == card.DefaultProgramme:
			return 1
		}
		return strings.Compare(a, b)
	})
	return out
}

// begin makes the frame of a page about a unit's sets; a programme narrows where its way leads.
func begin(q *base.Request, u *unit.Unit, programme, title string, args ...string) *base.Frame {
	f := q.Frame(title, args...)
	f.Here = home
	f.Crumbs = []base.Crumb{{Name: q.Word("web.target.home"), Path: base.Link(home, "u", q.Ledger().Ref(u.ID), "p", programme)},
		{Name: q.Word("web.target.title"), Path: listPath(q, u.ID, programme)}, {Name: f.Title}}
	return f
}

func listPath(q *base.Request, id unit.ID, programme string) string {
	return base.Link(list, "u", q.Ledger().Ref(id), "p", programme)
}

// reason reads why something is done, from a form with this alone.
func reason(q *base.Request) (string, error) {
	if err := q.Form(); err != nil {
		return "", err
	}
	return vn.Clean(q.PostFormValue("why")), nil
}

// drop answers POST /bang-diem/chi-tieu/{id}/bo.
func drop(q *base.Request) error {
	s, p, err := found(q)
	if err != nil {
		return err
	}
	why, err := reason(q)
	if err != nil {
		return err
	}
	if err := q.Ledger().DropTargets(q.Context(), q.Actor, s.ID, why); err != nil {
		return refused(q, s, p, "drop", err)
	}
	return q.Go(listPath(q, s.Unit, p.Name) + "&xong=targets_dropped")
}

// restore answers POST /bang-diem/chi-tieu/{id}/dung-lai.
func restore(q *base.Request) error {
	s, p, err := found(q)
	if err != nil {
		return err
	}
	why, err := reason(q)
	if err != nil {
		return err
	}
	instead, _ := strconv.ParseInt(q.PostFormValue("thay"), 10, 64) // no number: none was in force
	id, err := q.Ledger().RestoreTargets(q.Context(), q.Actor, s.ID, instead, why)
	if err != nil {
		return refused(q, s, p, "restore", err)
	}
	return q.Go(setPath(id) + "?xong=targets_restored")
}

// refused shows a set again with what was wrong about dropping or restoring it.
func refused(q *base.Request, s *ledger.KeptSet, p *score.Programme, what string, err error) error {
	faults := fault.All(err)
	if len(faults) == 0 || faults[0].Kind == fault.Forbidden {
		return err
	}
	status := http.StatusUnprocessableEntity
	page, err := kept(q, s, p)
	if err != nil {
		return err
	}
	for _, f := range faults {
		if f.Kind == fault.Conflict {
			status = http.StatusConflict
		}
		page.Faults = append(page.Faults, mended(q, what, f))
	}
	page.Why = vn.Clean(q.PostFormValue("why"))
	return q.Show(status, setTemplate, page)
}
