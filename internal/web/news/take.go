package news

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/items"
	"binhdang/internal/period"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// takePage hands articles in, and tells what became of them.
type takePage struct {
	*base.Frame
	Faults                    []base.Fault
	Outlets                   []outletChoice
	Place                     string // where an outlet is declared; "" for who may not
	Channels                  []choice
	Outlet, Channel           string // chosen
	Day, Link, Text           string // typed
	OutletBad, ChannelBad     string
	DayBad, TextBad, LinkBad  string
	Most, MostFiles, MostText int
	Kept                      string // for how long texts are kept

	Read                    bool   // what follows is told instead of the form
	Name, Href, First, More string // the outlet; the first that was taken; where others are handed in
	Taken, There, Failed    []taken
	NTaken, NThere, NFailed int
}

// outletChoice is an outlet for which the person may hand in.
type outletChoice struct{ Ref, Name string }

// taken is what became of one article.
type taken struct{ Name, Title, Href, Day, Text string }

var takeTemplate = base.Parse(files, "take", &takePage{})

// grassroots are the channels of outlets beside those of the newsrooms' own register.
var grassroots = []string{"CHAN.TRUYENTHANH", "CHAN.BANTIN"}

// channels are the codes of channels that an outlet may have.
func channels(q *base.Request) []string {
	var out []string
	if def := q.Site.Catalog().Latest(media); def != nil && def.Field("channel") != nil {
		out = slices.Clone(def.Field("channel").Only)
	}
	return append(out, grassroots...)
}

// outletsOf are the declared organisations for which the person may hand in, those that
// have articles first.
func outletsOf(q *base.Request) ([]outletChoice, error) {
	led := q.Ledger()
	tops, err := led.Enters(q.Actor)
	if err != nil {
		return nil, err
	}
	known, err := led.Outlets(q.Context(), q.Actor)
	if err != nil {
		return nil, err
	}
	var ids []unit.ID
	for _, top := range tops {
		ids = append(ids, led.Tree().Bodies(top, q.Today(), func(unit.Version) bool { return true })...)
	}
	slices.Sort(ids)
	ids = slices.DeleteFunc(slices.Compact(ids), func(id unit.ID) bool { return !led.MayAt(q.Actor, access.Enter, id) })
	has := func(id unit.ID) int {
		if slices.ContainsFunc(known, func(o store.Outlet) bool { return o.Unit == id }) {
			return 0
		}
		return 1
	}
	slices.SortStableFunc(ids, func(a, b unit.ID) int {
		return cmp.Or(cmp.Compare(has(a), has(b)), cmp.Compare(vn.SortKey(q.UnitName(a)), vn.SortKey(q.UnitName(b))))
	})
	var out []outletChoice
	for _, id := range ids {
		out = append(out, outletChoice{led.Ref(id), q.UnitName(id)})
	}
	return out, nil
}

func newTake(q *base.Request) (*takePage, error) {
	p := &takePage{Frame: q.Frame("web.news.take.title"), Most: int(mostBytes >> 20), MostFiles: mostFiles, MostText: mostText >> 10}
	p.Here, p.Lead = here, q.Word("web.news.take.lead")
	p.Crumbs = []base.Crumb{{Name: q.Word("web.news.title"), Path: here}, {Name: p.Title}}
	var err error
	if p.Outlets, err = outletsOf(q); err != nil {
		return nil, err
	}
	if q.Ledger().Has(q.Actor, access.ManageUnits) {
		p.Place = "/don-vi"
	}
	days, err := q.Ledger().TextDays(q.Context())
	if err != nil {
		return nil, err
	}
	if p.Kept = q.Word("web.news.take.kept", "days", q.Int(int64(days))); days == 0 {
		p.Kept = q.Word("web.news.take.kept.none")
	}
	for _, code := range channels(q) {
		p.Channels = append(p.Channels, choice{code, codeName(q, "CHAN", code)})
	}
	return p, nil
}

// newArticles answers GET /bai/moi.
func newArticles(q *base.Request) error {
	p, err := newTake(q)
	if err != nil {
		return err
	}
	p.Outlet, p.Channel, p.Day = q.FormValue("u"), q.FormValue("channel"), q.FormValue("day")
	return q.OK(takeTemplate, p)
}

// How much may be handed in at once.
const (
	mostFiles = 200
	mostText  = 400 << 10 // bytes of a pasted text
)

// patience is how long a person waits for the page: what is not read by then is told.
const patience = 45 * time.Second

var mostBytes = sheet.DefaultLimits.File

// handed is the form as it was sent, with its files.
func handed(q *base.Request) (map[string]string, []ledger.HandedFile, error) {
	q.Body = http.MaxBytesReader(q.W, q.Body, 2*mostBytes)
	parts, err := q.MultipartReader()
	if err != nil { // a form without files
		if err := q.Form(); err != nil {
			return nil, nil, err
		}
		v := map[string]string{}
		for k := range q.PostForm {
			v[k] = q.PostForm.Get(k)
		}
		return v, nil, nil
	}
	v := map[string]string{}
	var all []ledger.HandedFile
	var size int64
	for {
		part, err := parts.NextPart()
		if errors.Is(err, io.EOF) {
			return v, all, nil
		}
		if err == nil && part.FileName() == "" {
			var b []byte
			if b, err = io.ReadAll(io.LimitReader(part, mostText+1)); err == nil {
				v[part.FormName()] = string(b)
				_, err = io.Copy(io.Discard, part)
			}
		} else if err == nil {
			f := ledger.HandedFile{Name: fileName(part.FileName())}
			if f.Data, err = io.ReadAll(part); err == nil {
				size += int64(len(f.Data))
				all = append(all, f)
			}
		}
		switch {
		case errors.As(err, new(*http.MaxBytesError)) || size > mostBytes:
			return v, nil, fault.New(fault.Invalid, "web.news.take.large", "max", mostBytes>>20)
		case err != nil:
			return v, nil, fault.New(fault.Invalid, "web.form")
		case len(all) > mostFiles:
			return v, nil, fault.New(fault.Invalid, "web.news.take.files", "max", mostFiles)
		}
	}
}

// fileName is a name without folders, of a length that can be shown.
func fileName(name string) string {
	r := []rune(vn.Clean(name[strings.LastIndexAny(name, `/\`)+1:]))
	if len(r) > 120 {
		return string(r[:80]) + "…" + string(r[len(r)-39:])
	}
	return string(r)
}

// takeArticles answers POST /bai/moi. One article that fails does not hold up the others.
func takeArticles(q *base.Request) error {
	if _, err := q.Ledger().Enters(q.Actor); err != nil {
		return err
	}
	v, all, err := handed(q)
	p, fail := newTake(q)
	if fail != nil {
		return fail
	}
	p.Outlet, p.Channel, p.Day, p.Link, p.Text = v["u"], v["channel"], strings.TrimSpace(v["day"]), strings.TrimSpace(v["link"]), v["text"]
	status := http.StatusUnprocessableEntity
	if told := fault.All(err); len(told) > 0 {
		p.bad("text", &p.TextBad, sentence(q, told[0]))
		if told[0].Key == "web.news.take.large" {
			status = http.StatusRequestEntityTooLarge
		}
	} else if err != nil {
		return err
	}
	day := p.check(q, all)
	if len(p.Faults) > 0 {
		return q.Show(status, takeTemplate, p)
	}
	u, _, err := q.Ledger().Tree().Resolve(p.Outlet, q.Today())
	if err != nil {
		return err
	}
	pasted := strings.TrimSpace(p.Text)
	begun := time.Now()
	h := ledger.Handed{Outlet: u.ID, Channel: p.Channel, Day: day, Enough: func() bool { return time.Since(begun) > patience }}
	if pasted != "" {
		// It goes first: what was typed is not lost when it can't be taken.
		h.Files = []ledger.HandedFile{{Data: []byte(pasted), Link: p.Link}}
		if err := p.paste(q, h); err != nil {
			return err
		}
		if len(p.Faults) > 0 {
			return q.Show(status, takeTemplate, p)
		}
	}
	if h.Files = all; len(all) > 0 {
		if err := q.Ledger().TakeItems(q.Context(), q.Actor, h, func(t ledger.Taken) { p.add(q, t) }); err != nil {
			return err
		}
	}
	p.Read, p.Name, p.Href = true, q.UnitName(u.ID), outletPath(q, u.ID)
	p.Title, p.Lead = q.Word("web.news.take.done"), p.Name
	p.NTaken, p.NThere, p.NFailed = len(p.Taken), len(p.There), len(p.Failed)
	p.More = base.Link(here+"/moi", "u", p.Outlet, "channel", p.Channel, "day", p.Day)
	if p.NTaken > 0 {
		p.First = p.Taken[0].Href
	}
	return q.OK(takeTemplate, p)
}

// add notes what became of an item.
func (p *takePage) add(q *base.Request, t ledger.Taken) {
	out := taken{Name: cmp.Or(t.Place, q.Word("web.news.take.pasted"))}
	if a := t.Article; a != nil {
		out.Title, out.Href, out.Day = titleOf(q, a), articlePath(a.ID), a.Day.VN()
	}
	switch {
	case t.Article == nil:
		var say []string
		for _, f := range t.Faults {
			if f.Place.Line > 0 { // the row of a table
				out.Name = fmt.Sprintf("%s:%d", out.Name, f.Place.Line)
			}
			plain := *f
			plain.Place = fault.Place{} // it stands before the sentence
			say = append(say, sentence(q, &plain))
		}
		out.Text = strings.Join(say, " ")
		p.Failed = append(p.Failed, out)
	case t.Fresh:
		p.Taken = append(p.Taken, out)
	default:
		p.There = append(p.There, out)
	}
}

// paste takes a pasted text; what is wrong with it stands at its fields.
func (p *takePage) paste(q *base.Request, h ledger.Handed) error {
	return q.Ledger().TakeItems(q.Context(), q.Actor, h, func(t ledger.Taken) {
		if t.Article != nil {
			p.add(q, t)
			return
		}
		for _, f := range t.Faults {
			q.Note(f)
			switch f.Key {
			case "news.no_day":
				p.bad("day", &p.DayBad, q.Word("web.news.take.no_day"))
			case "news.day", "news.unit_day":
				p.bad("day", &p.DayBad, sentence(q, f))
			default:
				p.bad("text", &p.TextBad, sentence(q, f))
			}
		}
	})
}

// bad notes a fault of a field; to shows the first of it.
func (p *takePage) bad(field string, to *string, text string) {
	if *to == "" {
		*to = text
	}
	p.Faults = append(p.Faults, base.Fault{Field: field, Text: text})
}

// check notes what of the form must be mended, and gives the day that it says, 0 for none.
func (p *takePage) check(q *base.Request, all []ledger.HandedFile) (day period.Day) {
	if !slices.ContainsFunc(p.Outlets, func(o outletChoice) bool { return o.Ref == p.Outlet }) {
		p.bad("u", &p.OutletBad, q.Word("web.news.take.no_outlet"))
	}
	// Tables may tell the channel in a column.
	tables := len(all) > 0 && !slices.ContainsFunc(all, func(f ledger.HandedFile) bool { return !items.IsTable(f.Name) })
	if !slices.Contains(channels(q), p.Channel) && (p.Channel != "" || !tables || strings.TrimSpace(p.Text) != "") {
		p.bad("channel", &p.ChannelBad, q.Word("web.news.take.no_channel"))
	}
	if p.Day != "" {
		var err error
		if day, err = period.ParseDay(p.Day); err != nil || day > q.Today() {
			p.bad("day", &p.DayBad, q.Word("web.news.take.bad_day"))
		}
	}
	if p.Link != "" && !strings.HasPrefix(p.Link, "https://") && !strings.HasPrefix(p.Link, "http://") {
		p.bad("link", &p.LinkBad, q.Word("web.news.take.bad_link"))
	}
	switch {
	case len(p.Text) > mostText:
		p.bad("text", &p.TextBad, q.Word("web.news.take.long", "max", q.Int(mostText>>10)))
		p.Text = ""
	case strings.TrimSpace(p.Text) == "" && len(all) == 0 && len(p.Faults) == 0:
		p.bad("text", &p.TextBad, q.Word("web.news.take.nothing"))
	}
	return day
}
