// Package news is the pages of what outlets publish, read with the gender indicators:
// the outlets, one of them month by month, the articles and sentences behind each count,
// the page on which a person reads an article, and the one by which articles come in.
//
// Counts are the ledger's answers, as everywhere; what stands behind them is read from
// the articles. Both say the same, which the tests hold.
package news

import (
	"embed"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/person"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is what these pages add to the parts.
//
//go:embed news.css
var CSS string

// here is the entry of the menu.
const here = "/bai"

// Routes of the articles. What belongs to an outlet bears its code behind a word, so that
// no code can be taken for a word.
func Routes() []base.Route {
	return []base.Route{
		{Pattern: "GET /bai", Needs: access.ReadRecords, Do: home},
		{Pattern: "POST /bai", Needs: access.Administer, Do: setDays},
		{Pattern: "GET /bai/moi", Needs: access.Enter, Do: newArticles},
		{Pattern: "POST /bai/moi", Needs: access.Enter, Uploads: true, Do: takeArticles},
		{Pattern: "GET /bai/{code}", Needs: access.ReadRecords, Do: outlet},
		{Pattern: "GET /bai/danh-sach/{code}", Needs: access.ReadRecords, Do: list},
		{Pattern: "GET /bai/cho/{code}", Needs: access.ReadRecords, Do: waiting},
		{Pattern: "GET /bai/nhan/{code}", Needs: access.ReadRecords, Do: labels},
		{Pattern: "GET /bai/muc/{id}", Needs: access.ReadRecords, Do: show},
		{Pattern: "POST /bai/muc/{id}", Needs: access.Correct, Do: keep},
		{Pattern: "POST /bai/muc/{id}/bo", Needs: access.Correct, Do: unread},
		{Pattern: "POST /bai/muc/{id}/rut", Needs: access.Void, Do: withdraw},
	}
}

// articlePath is the page of an article.
func articlePath(id int64) string { return here + "/muc/" + strconv.FormatInt(id, 10) }

// outletPath is the page of an outlet, with pairs of name and value.
func outletPath(q *base.Request, id unit.ID, pairs ...string) string {
	return base.Link(base.NewsPath(q.Ledger().Ref(id)), pairs...)
}

// of is a page that belongs to an outlet.
func of(what, ref string, pairs ...string) string {
	return base.Link(here+"/"+what+"/"+url.PathEscape(ref), pairs...)
}

// outletOf is the outlet of an address, for who may read its records.
func outletOf(q *base.Request) (*unit.Unit, error) {
	u, _, err := q.Ledger().Tree().Resolve(q.PathValue("code"), q.Today())
	if err != nil {
		return nil, err
	}
	if u.Level != unit.Organisation {
		return nil, fault.New(fault.NotFound, "web.news.no_outlet", "unit", q.UnitName(u.ID))
	}
	if q.Ledger().MayAt(q.Actor, access.ReadRecords, u.ID) {
		return u, nil
	}
	// One that is no more may have articles all the same.
	outlets, err := q.Ledger().Outlets(q.Context(), q.Actor)
	if err != nil {
		return nil, err
	}
	if slices.ContainsFunc(outlets, func(o store.Outlet) bool { return o.Unit == u.ID }) {
		return u, nil
	}
	return nil, fault.New(fault.Forbidden, "web.news.forbidden", "unit", q.UnitName(u.ID))
}

// month is the civil month of a key such as 2026-10: outlets live by it.
func month(key string) (period.Period, error) {
	p, err := period.Parse(key, period.Civil)
	if err != nil || len(p.Key) != len("2026-10") || p.Key != monthOf(p.Window.First).Key {
		return p, fault.New(fault.Invalid, "web.news.no_month", "text", key)
	}
	return p, nil
}

func monthOf(d period.Day) period.Period { return period.Of(period.Civil, period.Month, d) }

func yearOf(d period.Day) period.Period { return period.Of(period.Civil, period.Year, d) }

// asked is the month or, without one, the year that an address names.
func asked(q *base.Request) (p period.Period, ofMonth bool, err error) {
	if key := q.FormValue("month"); key != "" {
		p, err = month(key)
		return p, true, err
	}
	text := q.FormValue("year")
	if text == "" {
		return yearOf(q.Today()), false, nil
	}
	year, err := strconv.Atoi(text)
	if err != nil || year < ledger.FirstArticle.Year() || year > q.Today().Year() {
		return p, false, fault.New(fault.Invalid, "web.news.no_year", "text", text)
	}
	return yearOf(period.Date(year, 1, 1)), false, nil
}

// during names a month or year in words.
func during(q *base.Request, p period.Period) string {
	if p.Key == monthOf(p.Window.First).Key {
		return q.Word("web.news.month.in", "month", monthName(q, p), "year", strconv.Itoa(p.Window.First.Year()))
	}
	word, args := p.Words()
	return q.Word(word, args...)
}

// monthName is the name of a month without its year.
func monthName(q *base.Request, m period.Period) string {
	return q.Word("web.news.month.name.m" + strconv.Itoa(m.Window.First.Month()))
}

// roleName is what a role is called.
func roleName(q *base.Request, role person.Role) string {
	return codeName(q, "VOICE", ledger.VoiceCode(string(role)))
}

// topicName is what a topic is called, "" for none.
func topicName(q *base.Request, topic string) string {
	if topic == "" {
		return ""
	}
	return codeName(q, "NEWSTOPIC", ledger.TopicCode(topic))
}

func codeName(q *base.Request, list, code string) string {
	if l := q.Site.Catalog().List(list); l != nil {
		if c := l.Code(code); c != nil {
			return c.Name(q.Lang)
		}
	}
	return code
}

// genderWord is the word of a gender: women, men, unknown.
func genderWord(g person.Gender) string {
	switch g {
	case person.Female:
		return "women"
	case person.Male:
		return "men"
	default:
		return "unknown"
	}
}

// called is the name of who stands behind an actor.
func called(q *base.Request, actor string) (string, error) {
	known, err := q.Ledger().People(q.Context(), actor)
	account := ledger.ActorName(actor)
	return known[account].Called(account), err
}

func clock(t time.Time) string { return t.In(period.VietNam).Format("02/01/2006 15:04") }

// mostTitle is how many letters stand for a title that there is not.
const mostTitle = 60

// titleOf is what an article is called on lists: by its title or, where it never had one,
// by its first words.
func titleOf(q *base.Request, a *ledger.Article) string {
	switch {
	case a.Title() != "":
		return strings.Join(strings.Fields(a.Title()), " ")
	case a.Text != "" && a.HasTitle:
		return q.Word("web.news.withheld")
	case a.Text != "":
		if words := strings.Join(strings.Fields(a.Text), " "); words != "" {
			return beginning(words, mostTitle)
		}
		return q.Word("web.news.untitled", "id", strconv.FormatInt(a.ID, 10))
	}
	return q.Word("web.news.forgotten", "id", strconv.FormatInt(a.ID, 10))
}

// beginning is a text cut between words to at most so many letters.
func beginning(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most])
	if i := strings.LastIndexByte(cut, ' '); i > most/2 && r[most] != ' ' {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.–-") + "…"
}

// percent of a part in a whole, with a space as Vietnamese has it.
func percent(q *base.Request, part, whole int64) string {
	text, _ := q.Share(float64(part), float64(whole))
	return text
}

// sentence is what a fault says, with its first letter capital; the name of a file before
// it stays as it is.
func sentence(q *base.Request, f *fault.Error) string {
	plain := *f
	plain.Place.File, plain.Place.Line = "", 0
	text := vn.Capital(q.Site.Catalog().Book().Fault(q.Lang, &plain))
	if f.Place.File == "" {
		return text
	}
	at := *f
	at.Place.Row, at.Place.Column = 0, ""
	before, _ := strings.CutSuffix(q.Site.Catalog().Book().Fault(q.Lang, &at), q.Site.Catalog().Book().Tell(q.Lang, f.Key, f.Args...))
	return before + text
}

// nextUnread is the article that is to be read after one, in its month: the next by day,
// else the first; nil for none.
func nextUnread(all []*ledger.Article, after *ledger.Article) *ledger.Article {
	left := slices.DeleteFunc(slices.Clone(all), func(a *ledger.Article) bool { return a.Reader != nil || after != nil && a.ID == after.ID })
	if len(left) == 0 {
		return nil
	}
	if after != nil {
		for _, a := range left {
			if a.Day > after.Day || a.Day == after.Day && a.ID > after.ID {
				return a
			}
		}
	}
	return left[0]
}

// waiting answers GET /bai/cho/{code}: it leads to the first article that nobody has read,
// of a year where one is asked for.
func waiting(q *base.Request) error {
	u, err := outletOf(q)
	if err != nil {
		return err
	}
	days := q.Ledger().ArticleDays()
	if q.FormValue("year") != "" {
		p, _, err := asked(q)
		if err != nil {
			return err
		}
		days = p.Window
	}
	all, err := q.Ledger().Articles(q.Context(), q.Actor, u.ID, days)
	if err != nil {
		return err
	}
	if a := nextUnread(all, nil); a != nil {
		return q.Go(articlePath(a.ID))
	}
	return q.Go(outletPath(q, u.ID, "xong", "news_all_read"))
}

// bytesOf says a range of bytes.
func bytesOf(start, end int) string { return fmt.Sprintf("%d–%d", start, end) }
