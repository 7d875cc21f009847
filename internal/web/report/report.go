// Package report is the screens of reports: what there is and was issued, a draft
// with live numbers, the sentences that people write into it, issuing, and the
// issued copy as it was frozen.
package report

import (
	"bytes"
	"crypto/sha256"
	"embed"
	"encoding/base64"
	"html/template"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/paper"
	"binhdang/internal/period"
	"binhdang/internal/report"
	"binhdang/internal/store"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of the screens.
//
//go:embed report.css
var CSS string

// Routes of the reports.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /bao-cao", Needs: access.ReadSums, Do: list},
		{Pattern: "GET /bao-cao/{name}", Needs: access.ReadSums, Do: draft},
		{Pattern: "GET /bao-cao/{name}/tep/{format}", Needs: access.ReadSums, Do: draftFile},
		{Pattern: "GET /bao-cao/{name}/sua", Needs: access.Enter, Do: edit},
		{Pattern: "POST /bao-cao/{name}/sua", Needs: access.Enter, Do: save},
		{Pattern: "GET /bao-cao/{name}/ban-hanh", Needs: access.Issue, Do: confirm},
		{Pattern: "POST /bao-cao/{name}/ban-hanh", Needs: access.Issue, Do: issue},
		{Pattern: "GET /van-ban/{id}", Needs: access.ReadSums, Do: issued},
		{Pattern: "GET /van-ban/{id}/{format}", Needs: access.ReadSums, Do: issuedFile},
	}
}

// parse reads a template of ours with the blocks that several have.
func parse(name string, page any) *base.Template {
	t := base.Parse(files, name, page)
	template.Must(t.HTML.ParseFS(files, "shared.tmpl"))
	return t
}

// here is the entry of the menu.
const here = "/bao-cao"

// open finds the paper that an address asks for: of the person's own unit and the
// period to propose, where it says nothing else.
func open(q *base.Request, day, lang string) (*paper.Paper, error) {
	def, err := paper.Find(q.Site.Catalog(), q.PathValue("name"))
	if err != nil {
		return nil, err
	}
	ask := paper.Ask{Report: def.Name, Unit: q.FormValue("u"), Period: q.FormValue("p"), Day: day, Lang: lang, Now: q.Site.Now()}
	if ask.Unit == "" {
		if home := q.Home(); home != nil {
			ask.Unit = q.Ledger().Ref(home.ID)
		}
	}
	if proposed := paper.Periods(def, q.Today()); ask.Period == "" && len(proposed) > 0 {
		ask.Period = proposed[0].Key
	}
	return paper.Open(q.Context(), q.Ledger(), q.Actor, ask)
}

// addresses of what one may do with a paper.
type addresses struct{ p *paper.Paper }

func (a addresses) to(act string, more ...string) string {
	return base.Link("/bao-cao/"+a.p.Report.Name+act, append([]string{"u", a.p.Ref, "p", a.p.Period.Key}, more...)...)
}

// Draft is the page of the draft.
func (a addresses) Draft() string { return a.to("") }

// Issue is the page that asks before a paper is issued.
func (a addresses) Issue() string { return a.to("/ban-hanh") }

// List is the page of the unit's reports.
func (a addresses) List() string { return base.Link(here, "u", a.p.Ref) }

// File is the draft in a format.
func (a addresses) File(format string) string { return a.to("/tep/" + format) }

// Edit is the page on which a block is written.
func (a addresses) Edit(block string) string { return a.to("/sua", "b", block) }

// copyOf is an issued copy as lists show it.
type copyOf struct {
	ID           int64
	Edition      int // which issue of its report and period, the first 1
	Number       string
	Report       string
	Period       string
	Day, By      string
	Hash         string // its first letters, in fours
	Path, Issuer string
}

// copies shows issued copies, the newest first.
func copies(q *base.Request, issues []store.Issue) ([]copyOf, error) {
	seen := map[string]int{}
	out := make([]copyOf, len(issues))
	for n := range issues {
		i := issues[len(issues)-1-n]
		seen[i.Report+" "+i.Period]++
		c, err := shown(q, &i)
		if err != nil {
			return nil, err
		}
		c.Edition = seen[i.Report+" "+i.Period]
		out[len(issues)-1-n] = c
	}
	return out, nil
}

func shown(q *base.Request, i *store.Issue) (copyOf, error) {
	by, err := writer(q, i.Actor)
	c := copyOf{ID: i.ID, Number: i.Number + "/" + i.Symbol, Report: i.Report, Period: i.Period, Day: period.FromTime(i.At).VN(), By: by,
		Path: pathOf(i.ID), Issuer: q.UnitName(i.Unit)}
	if def := q.Site.Catalog().Report(i.Report); def != nil {
		c.Report = q.Word(def.Title())
		if p, err := def.Period(i.Period); err == nil {
			c.Period = paper.PeriodName(q.Site.Catalog(), q.Lang, p)
		}
	}
	if len(i.Hash) >= 16 {
		c.Hash = strings.Join([]string{i.Hash[:4], i.Hash[4:8], i.Hash[8:12], i.Hash[12:16]}, " ")
	}
	return c, err
}

// writer is who wrote or issued a paper: the name of the person and of the account.
func writer(q *base.Request, actor string) (string, error) {
	account := ledger.ActorName(actor)
	people, err := q.Ledger().People(q.Context(), actor)
	if full := people[account].FullName; full != "" {
		return full + " (" + account + ")", err
	}
	return account, err
}

func pathOf(id int64) string { return "/van-ban/" + strconv.FormatInt(id, 10) }

// clock is a time as pages tell it.
func clock(t time.Time) string {
	return t.In(period.VietNam).Format("02/01/2006 15:04")
}

// sentences of an error that the person can mend; false where it is another.
func sentences(err error) ([]*fault.Error, bool) {
	all := fault.All(err)
	for _, f := range all {
		if f.Kind == fault.Forbidden || f.Kind == fault.NotFound {
			return nil, false
		}
	}
	return all, len(all) > 0
}

// saySo is the sentence of a fault in the language of the page.
func saySo(q *base.Request, f *fault.Error) string { return q.Site.Catalog().Book().Fault(q.Lang, f) }

// send writes a paper in a format. A page of HTML is shown, all else is a download.
func send(q *base.Request, doc *report.Document, kept *store.Issue, ending string) error {
	as, ok := paper.FormatOf(ending)
	if !ok {
		return fault.New(fault.NotFound, "web.not_found")
	}
	var b bytes.Buffer
	if err := as.Render(doc, &b, "/"); err != nil {
		return err
	}
	h, way := q.W.Header(), "attachment"
	if ending == "html" {
		way = "inline"
		h.Set("Content-Security-Policy", "default-src 'none'; style-src '"+styleHash(b.Bytes())+"'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
	}
	h.Set("Content-Type", as.Type)
	h.Set("Content-Disposition", way+`; filename="`+paper.FileName(doc, kept, ending)+`"`)
	h.Set("Content-Length", strconv.Itoa(b.Len()))
	h.Set("Cache-Control", "no-store")
	_, _ = b.WriteTo(q.W) // who has gone need not be told
	return nil
}

// styleHash lets a printed paper, which has its style in it, be shown by a policy
// that trusts nothing else.
func styleHash(page []byte) string {
	_, rest, _ := bytes.Cut(page, []byte("<style>"))
	style, _, _ := bytes.Cut(rest, []byte("</style>"))
	sum := sha256.Sum256(style)
	return "sha256-" + base64.StdEncoding.EncodeToString(sum[:])
}
