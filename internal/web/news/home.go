package news

import (
	"net/http"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// homePage is the outlets whose articles the person may read.
type homePage struct {
	*base.Frame
	New      string // where articles are handed in; "" for who may not
	Place    string // where an outlet is declared; "" for who may not
	Outlets  []outletLine
	Settings bool
	Days     string // for which texts are kept, as typed
	Usual    int
	Most     int
	Faults   []base.Fault
}

// outletLine is an outlet with its last month.
type outletLine struct {
	Name, Href, Under string
	Month, MonthHref  string
	Items, Read       number
	About             number
	AboutShare        string
	Mentioned, Quoted share
	Waits             int64
	Wait              string
}

var homeTemplate = base.Parse(files, "home", &homePage{})

// home answers GET /bai.
func home(q *base.Request) error {
	days, err := q.Ledger().TextDays(q.Context())
	if err != nil {
		return err
	}
	return showHome(q, http.StatusOK, strconv.Itoa(days), nil)
}

func showHome(q *base.Request, status int, days string, faults []base.Fault) error {
	led := q.Ledger()
	if !led.Has(q.Actor, access.ReadRecords) {
		return fault.New(fault.Forbidden, "web.book.none")
	}
	p := &homePage{Frame: q.Frame("web.news.title"), Days: days, Usual: ledger.TextDays, Most: ledger.MostTextDays, Faults: faults,
		Settings: led.MayAdminister(q.Actor) == nil}
	p.Here, p.Lead = here, q.Word("web.news.lead")
	if led.Has(q.Actor, access.Enter) {
		p.New = here + "/moi"
	}
	if led.Has(q.Actor, access.ManageUnits) {
		p.Place = "/don-vi"
	}
	outlets, err := led.Outlets(q.Context(), q.Actor)
	if err != nil {
		return err
	}
	var questions []indicator.Question
	for _, o := range outlets {
		questions = append(questions, ask(q, o.Unit, monthOf(o.Last).Window, nil, both()...))
	}
	answers, err := led.Answers(q.Context(), q.Actor, questions)
	if err != nil {
		return err
	}
	for i, o := range outlets {
		m := monthOf(o.Last)
		link := func(what string) string { return of("danh-sach", led.Ref(o.Unit), "month", m.Key, "what", what) }
		c := at(counted(&answers[i], ""), "")
		line := outletLine{Name: q.UnitName(o.Unit), Href: outletPath(q, o.Unit, "year", m.Key[:4]), Month: vn.Capital(during(q, m)),
			MonthHref: outletPath(q, o.Unit, "year", m.Key[:4], "month", m.Key),
			Items:     numberOf(q, c.Items, link, "all"), Read: numberOf(q, c.Read, link, "read"), About: numberOf(q, c.About, link, "about"),
			AboutShare: percent(q, c.About, c.Items), Mentioned: shareOf(q, c.Mentioned, link, false), Quoted: shareOf(q, c.Quoted, link, true),
			Waits: o.Unreviewed}
		if parent := led.Tree().Parent(o.Unit, q.Today()); parent != 0 {
			line.Under = q.UnitName(parent)
		}
		if o.Unreviewed > 0 {
			line.Wait = of("cho", led.Ref(o.Unit))
		}
		p.Outlets = append(p.Outlets, line)
	}
	return q.Show(status, homeTemplate, p)
}

// setDays answers POST /bai: how long texts are kept.
func setDays(q *base.Request) error {
	if err := q.Form(); err != nil {
		return err
	}
	if err := q.Ledger().MayAdminister(q.Actor); err != nil {
		return err
	}
	text := strings.TrimSpace(q.PostFormValue("days"))
	days, err := strconv.Atoi(text)
	if err != nil {
		days = -1 // the ledger says what is asked for
	}
	err = q.Ledger().SetTextDays(q.Context(), q.Actor, days)
	if told := fault.All(err); len(told) > 0 && told[0].Kind == fault.Invalid {
		return showHome(q, http.StatusUnprocessableEntity, text, []base.Fault{{Field: "days", Text: sentence(q, told[0])}})
	}
	if err != nil {
		return err
	}
	return q.Go(here + "?xong=news_days")
}

// yearsOf are the years of an outlet to choose from, the newest first.
func yearsOf(q *base.Request, first, last period.Day, now int, href func(year string) string) []base.Choice {
	from, to := now, max(now, q.Today().Year())
	if first != 0 {
		from, to = min(from, first.Year()), max(to, last.Year())
	}
	var out []base.Choice
	for y := to; y >= from; y-- {
		text := strconv.Itoa(y)
		out = append(out, base.Choice{Name: q.Word("web.news.year", "year", text), Href: href(text), Current: y == now})
	}
	return out
}
