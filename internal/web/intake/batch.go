package intake

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/web/base"
)

// batchPage is an import that was made, and what came of it.
type batchPage struct {
	*base.Frame
	It       Import
	Again    string // where another file of the register is handed in
	Notes    []Problem
	More     int // warnings beyond those listed
	Progress *Progress
	Faults   []base.Fault // why it could not be taken back
	Ours     string       // number of a fault that is ours
	Stopped  bool
	Voided   string // what taking it back did; "": not known
	Restored string
	Left     string
	LeftSome bool
}

var (
	resultTemplate = base.Parse(files, "result", &batchPage{})
	backTemplate   = base.Parse(files, "back", &backPage{})
)

// notesShown is how many warnings the page of an import lists.
const notesShown = 20

// result answers GET /nhap/dot/{batch}/ket-qua.
func (s *screen) result(q *base.Request) error {
	b, err := q.Ledger().Imported(q.Context(), q.Actor, q.Number("batch"))
	if err != nil {
		return err
	}
	it, err := batch(q, b)
	if err != nil {
		return err
	}
	name := register.Name(b.Register)
	p := &batchPage{Frame: q.Frame("web.intake.title"), It: it, Again: address(name)}
	p.Title, p.Here = b.File, here
	p.Lead = q.Word("web.intake.result.lead", "register", p.It.Register, "who", p.It.Who, "at", p.It.At)
	p.Crumbs = []base.Crumb{{Name: q.Word("web.intake.title"), Path: here}, {Name: p.It.Register, Path: p.Again}, {Name: q.Word("web.intake.result.crumb")}}
	if j := s.jobs.find(q.Actor.Account, b.ID); j != nil {
		p.tell(q, b, j.look())
		if p.Progress == nil && q.Header.Get("HX-Target") == "job" {
			q.W.Header().Set("HX-Refresh", "true")
			q.W.WriteHeader(http.StatusOK)
			return nil
		}
	}
	if out, t := s.jobs.outcome(q.Actor.Account, b.ID); out != nil && b.TakenBack == nil {
		say := sayer{q: q, def: q.Site.Catalog().Latest(name), t: t}
		p.Notes = say.problems(out)
		p.More = out.MoreWarnings
		if n := len(p.Notes) - notesShown; n > 0 {
			p.Notes, p.More = p.Notes[:notesShown], p.More+n
		}
	}
	return q.OK(resultTemplate, p)
}

// tell says how far taking the import back is.
func (p *batchPage) tell(q *base.Request, b *store.Batch, now at) {
	switch {
	case now.Running():
		p.Progress = progress(q, now)
		p.It.Back = ""
	case now.Phase == taken && b.TakenBack != nil:
		p.Voided, p.Restored, p.Left = q.Int(int64(now.Back.Voided)), q.Int(int64(now.Back.Restored)), q.Int(int64(now.Back.Left))
		p.LeftSome = now.Back.Left > 0
	case now.Phase == stopped:
		p.Stopped = true
	case now.Phase == failed:
		p.Ours = now.Number
		for _, f := range now.Faults {
			p.Faults = append(p.Faults, base.Fault{Text: sayer{q: q}.refusal(f)})
		}
	}
}

// outcome is what is still known of an import that was made a while ago.
func (s *jobs) outcome(account, batch int64) (out *ledger.Outcome, t *table) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, j := range s.all {
		if now := j.look(); j.account == account && now.Outcome != nil && now.Outcome.Batch == batch {
			return now.Outcome, now.Table
		}
	}
	return nil, nil
}

// backPage asks for the reason to take an import back.
type backPage struct {
	*base.Frame
	It     Import
	Why    string
	Faults []base.Fault
}

// askBack answers GET /nhap/dot/{batch}/lay-lai.
func (s *screen) askBack(q *base.Request) error {
	return s.showBack(q, http.StatusOK, "", nil)
}

func (s *screen) showBack(q *base.Request, status int, why string, faults []base.Fault) error {
	b, err := q.Ledger().Imported(q.Context(), q.Actor, q.Number("batch"))
	if err != nil {
		return err
	}
	if b.TakenBack != nil {
		return fault.New(fault.Conflict, "batch.taken_back", "id", b.ID)
	}
	it, err := batch(q, b)
	if err != nil {
		return err
	}
	p := &backPage{Frame: q.Frame("web.intake.back.title"), It: it, Why: why, Faults: faults}
	if p.It.Back == "" {
		return fault.New(fault.Forbidden, "batch.right", "id", b.ID)
	}
	p.Here = here
	p.Crumbs = []base.Crumb{{Name: q.Word("web.intake.title"), Path: here}, {Name: b.File, Path: p.It.Path}, {Name: q.Word("web.intake.back.crumb")}}
	return q.Show(status, backTemplate, p)
}

// takeBack answers POST /nhap/dot/{batch}/lay-lai. An import of many rows takes a
// while: then the page of the import shows how it goes.
func (s *screen) takeBack(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	id, why := q.Number("batch"), strings.TrimSpace(q.PostFormValue("why"))
	b, err := q.Ledger().Imported(q.Context(), q.Actor, id)
	if err != nil {
		return err
	}
	if b.TakenBack != nil {
		return fault.New(fault.Conflict, "batch.taken_back", "id", b.ID)
	}
	if why == "" {
		return s.showBack(q, http.StatusUnprocessableEntity, why, []base.Fault{{Field: "why", Text: q.Word("record.why")}})
	}
	led, actor := q.Ledger(), q.Actor
	j := s.jobs.start(q, &job{account: actor.Account, id: id, register: register.Name(b.Register), file: b.File}, func(ctx context.Context, j *job) error {
		j.set(func(a *at) { a.Phase = taking })
		back, err := led.TakeBack(ctx, actor, id, why)
		if err == nil {
			j.set(func(a *at) { a.Phase, a.Back = taken, back })
		}
		return err
	})
	j.wait(q.Context(), 2*time.Second)
	if now := j.look(); now.Phase == failed && now.Number == "" {
		var faults []base.Fault
		for _, f := range now.Faults {
			faults = append(faults, base.Fault{Text: sayer{q: q}.refusal(f)})
		}
		s.jobs.forget(actor.Account, id)
		if now.Faults[0].Kind == fault.Forbidden {
			return now.Faults[0]
		}
		return s.showBack(q, http.StatusUnprocessableEntity, why, faults)
	}
	return q.Go(here + "/dot/" + strconv.FormatInt(id, 10) + "/ket-qua")
}
