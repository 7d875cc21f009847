package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/media/items"
	"binhdang/internal/media/reading"
	"binhdang/internal/media/text"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// The registers that articles write.
const (
	MediaItem  register.Name = "media_item"
	MediaVoice register.Name = "media_voice"
)

// Article is an article of an outlet that was read.
type Article struct {
	ID      int64
	Outlet  unit.ID
	Day     period.Day
	Channel string // code of CHAN
	Version int
	// Machine is what the program found, Reader what a person says of it; nil: nobody yet.
	Machine, Reader *reading.Reading
	// Text is what is kept of the text, its title in the first line: with spaces where a
	// victim could be known. "": it was forgotten.
	Text     string
	HasTitle bool
	Until    period.Day // the last day on which the text is kept; 0: it was forgotten
	// File and Link say where it came from; "" where they could name a victim, and once
	// the text was forgotten.
	File, Link string
	At         time.Time
	Actor      string    // who handed it in, with the door
	ReaderAt   time.Time // when the reader said so, and who it was, with the door
	ReaderBy   string
}

// Reading is the word in force: the reader's, else the program's.
func (a *Article) Reading() *reading.Reading {
	if a.Reader != nil {
		return a.Reader
	}
	return a.Machine
}

// Title is the title as it is kept, "" for none.
func (a *Article) Title() string {
	if !a.HasTitle {
		return ""
	}
	title, _, _ := strings.Cut(a.Text, "\n")
	return strings.TrimSpace(title)
}

// Name is what the article is called where it leaves the program: the file that it came
// from, else its number.
func (a *Article) Name() string {
	if a.File != "" {
		return a.File
	}
	return strconv.FormatInt(a.ID, 10)
}

// articleBody is what stands in the row of an article beside its columns.
type articleBody struct {
	Channel  string           `json:"channel"`
	Title    bool             `json:"title,omitempty"`
	File     string           `json:"file,omitempty"`
	Link     string           `json:"link,omitempty"`
	Machine  *reading.Reading `json:"machine"`
	Reader   *reading.Reading `json:"reader,omitempty"`
	ReaderAt *time.Time       `json:"reader_at,omitempty"`
	ReaderBy string           `json:"reader_by,omitempty"`
}

// article is an article as its row keeps it.
func (l *Ledger) article(s *store.Article) (*Article, error) {
	var b articleBody
	if err := json.Unmarshal([]byte(s.Body), &b); err != nil {
		return nil, err
	}
	a := &Article{ID: s.ID, Outlet: s.Unit, Day: s.Day, Channel: b.Channel, Version: s.Version, Machine: b.Machine, Reader: b.Reader,
		HasTitle: b.Title, At: s.At, Actor: s.Actor, ReaderBy: b.ReaderBy}
	if b.ReaderAt != nil {
		a.ReaderAt = *b.ReaderAt
	}
	if s.Page != nil && s.Until >= l.Today() { // what is over is gone, also before it is swept out
		a.Text, a.Until, a.File, a.Link = *s.Page, s.Until, b.File, b.Link
	}
	return a, nil
}

// stored is the row of an article.
func (a *Article) stored(hash string) (store.Article, error) {
	b := articleBody{Channel: a.Channel, Title: a.HasTitle, File: a.File, Link: a.Link, Machine: a.Machine, Reader: a.Reader, ReaderBy: a.ReaderBy}
	if !a.ReaderAt.IsZero() {
		b.ReaderAt = &a.ReaderAt
	}
	body, err := json.Marshal(b)
	s := store.Article{ID: a.ID, Unit: a.Outlet, Day: a.Day, Hash: hash, Version: a.Version, Reviewed: a.Reader != nil, Body: string(body), At: a.At, Actor: a.Actor}
	if a.Until != 0 {
		s.Page, s.Until = &a.Text, a.Until
	}
	return s, err
}

// NewArticle is an article to read.
type NewArticle struct {
	Outlet  unit.ID
	Day     period.Day
	Channel string // code of CHAN
	File    string // where it came from, for people
	Link    string
	Text    *text.Article
}

// TakeArticle reads an article of an outlet and keeps what was found with its records, in
// one transaction. One that the outlet has already, by its text, is given back as it is:
// fresh is false and nothing was kept.
func (l *Ledger) TakeArticle(ctx context.Context, by access.Actor, n NewArticle) (a *Article, fresh bool, err error) {
	if err := l.mayTake(by, n); err != nil {
		return nil, false, err
	}
	reader, err := l.reader()
	if err != nil {
		return nil, false, err
	}
	found := reader.Find(n.Text)
	a = &Article{Outlet: n.Outlet, Day: n.Day, Channel: n.Channel, Machine: found.Reading(), HasTitle: n.Text.Title != "",
		Version: 1, File: n.File, Link: n.Link, Actor: by.Via}
	a.keep(n.Text.Text)
	sum := sha256.Sum256([]byte(n.Text.Text))
	hash := hex.EncodeToString(sum[:])
	err = l.db.Do(ctx, func(tx *store.Tx) error {
		fresh = false
		old, err := tx.ArticleByHash(ctx, n.Outlet, hash)
		if err != nil {
			return err
		}
		if old != nil {
			a, err = l.article(old)
			return err
		}
		days, err := textDays(ctx, tx)
		if err != nil {
			return err
		}
		a.ID, a.At = l.db.NewID(), tx.Now()
		if a.Until = l.Today().Add(days); days == 0 {
			a.forget()
		}
		s, err := a.stored(hash)
		if err != nil {
			return err
		}
		if err := tx.InsertArticle(ctx, s); err != nil {
			return err
		}
		if err := l.log(ctx, tx, by, "article.take", l.articleName(a), ""); err != nil {
			return err
		}
		fresh = true
		return l.count(ctx, tx, by, a, takeArticle)
	})
	if err != nil {
		return nil, false, err
	}
	return a, fresh, nil
}

// mayTake refuses an article that could not be counted.
func (l *Ledger) mayTake(by access.Actor, n NewArticle) error {
	u := l.Tree().Unit(n.Outlet)
	if u == nil || u.Level != unit.Organisation {
		return fault.New(fault.Invalid, "news.outlet", "unit", l.unitName(n.Outlet))
	}
	if utf8.RuneCountInString(n.Text.Text) > items.MaxCell {
		return fault.New(fault.Invalid, "news.long", "max", items.MaxCell)
	}
	if n.Day == 0 {
		return fault.New(fault.Invalid, "news.no_day")
	}
	if n.Channel == "" {
		return fault.New(fault.Invalid, "news.no_channel")
	}
	if n.Day > l.Today() || n.Day < FirstArticle {
		return fault.New(fault.Invalid, "news.day", "day", n.Day.VN(), "first", FirstArticle.VN())
	}
	if _, ok := u.At(n.Day); !ok {
		return fault.New(fault.Invalid, "news.unit_day", "unit", l.unitName(n.Outlet), "day", n.Day.VN())
	}
	if list := l.cat.List("CHAN"); list == nil || list.Code(n.Channel) == nil {
		return UnknownChannel(l.cat, n.Channel)
	}
	return l.mayArticle(by, takeArticle.right, "verb."+takeArticle.name, n.Outlet, n.Day)
}

// MayArticle tells whether the actor has a right over an article: whether its page shows
// the button. The verbs ask again.
func (l *Ledger) MayArticle(by access.Actor, right access.Right, a *Article) bool {
	return l.mayArticle(by, right, "", a.Outlet, a.Day) == nil
}

// UnknownChannel is the fault of a channel that content does not have; it names those that
// it has.
func UnknownChannel(cat *catalog.Catalog, channel string) error {
	var known []string
	if list := cat.List("CHAN"); list != nil {
		for _, c := range list.Codes {
			known = append(known, strings.TrimPrefix(c.Code, "CHAN."))
		}
	}
	return fault.New(fault.Invalid, "news.channel", "channel", strings.TrimPrefix(channel, "CHAN."), "known", strings.Join(known, ", "))
}

// FirstArticle is the first day of articles that are read: nobody reads older ones for a
// programme of today.
var FirstArticle = period.Date(2000, 1, 1)

// ArticleDays are all days on which articles may be.
func (l *Ledger) ArticleDays() period.Window {
	return period.Window{First: FirstArticle, Last: l.Today()}
}

func (l *Ledger) mayArticle(by access.Actor, right access.Right, verb string, outlet unit.ID, day period.Day) error {
	if l.pass(by).May(right, outlet, outlet, day) {
		return nil
	}
	return fault.New(fault.Forbidden, "access.record", "verb", verb, "unit", l.unitName(outlet))
}

// keep takes of a text what may be kept. Where a victim can be known, the place that it
// came from may name the victim too.
func (a *Article) keep(text string) {
	r := a.Reading()
	a.Text = r.Kept(text)
	if len(r.Disclosures) == 0 {
		return
	}
	a.File = ""
	if u, err := url.Parse(a.Link); err != nil || u.Host == "" {
		a.Link = ""
	} else {
		a.Link = u.Scheme + "://" + u.Host + "/"
	}
}

func (a *Article) forget() { a.Text, a.Until, a.File, a.Link = "", 0, "", "" }

// articleName names an article in the journal: its outlet, day and number.
func (l *Ledger) articleName(a *Article) string {
	return l.Ref(a.Outlet) + " " + a.Day.String() + " " + strconv.FormatInt(a.ID, 10)
}

// Article returns an article that the actor may read; any other does not exist for him.
func (l *Ledger) Article(ctx context.Context, by access.Actor, id int64) (a *Article, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) error {
		a, _, err = l.findArticle(ctx, tx, by, id)
		return err
	})
	return a, err
}

// findArticle is Article within a transaction, with its row.
func (l *Ledger) findArticle(ctx context.Context, tx *store.Tx, by access.Actor, id int64) (*Article, *store.Article, error) {
	s, err := tx.Article(ctx, id)
	if err != nil {
		return nil, nil, err
	}
	if s == nil || l.mayArticle(by, access.ReadRecords, "", s.Unit, s.Day) != nil {
		return nil, nil, fault.New(fault.NotFound, "news.unknown", "id", id)
	}
	a, err := l.article(s)
	return a, s, err
}

// Articles lists the articles of an outlet in days, by day.
func (l *Ledger) Articles(ctx context.Context, by access.Actor, outlet unit.ID, days period.Window) ([]*Article, error) {
	var out []*Article
	err := l.db.Read(ctx, func(tx *store.Tx) error {
		out = nil
		list, err := tx.Articles(ctx, outlet, days)
		if err != nil {
			return err
		}
		for i := range list {
			if l.mayArticle(by, access.ReadRecords, "", outlet, list[i].Day) != nil {
				continue
			}
			a, err := l.article(&list[i])
			if err != nil {
				return err
			}
			out = append(out, a)
		}
		return nil
	})
	return out, err
}

// Labels are the rows of the articles of an outlet in days that a person has read, in the
// form that reading.WriteLabels writes.
func (l *Ledger) Labels(ctx context.Context, by access.Actor, outlet unit.ID, days period.Window) ([][]string, error) {
	all, err := l.Articles(ctx, by, outlet, days)
	if err != nil {
		return nil, err
	}
	var rows [][]string
	for _, a := range all {
		if a.Reader != nil {
			rows = append(rows, a.Reader.Labels(a.Name(), a.Link))
		}
	}
	return rows, nil
}

// Outlets lists the outlets whose articles the actor may read, those that have any.
func (l *Ledger) Outlets(ctx context.Context, by access.Actor) (out []store.Outlet, err error) {
	err = l.db.Read(ctx, func(tx *store.Tx) (err error) {
		out, err = tx.Outlets(ctx)
		return err
	})
	return slices.DeleteFunc(out, func(o store.Outlet) bool { return l.mayArticle(by, access.ReadRecords, "", o.Unit, o.Last) != nil }), err
}

// ReadArticle keeps what a person says of an article, seen in a version, and counts it so.
func (l *Ledger) ReadArticle(ctx context.Context, by access.Actor, id int64, seen int, e reading.Edit) error {
	reader, err := l.reader()
	if err != nil {
		return err
	}
	blanked := false
	err = l.changeArticle(ctx, by, id, seen, "article.read", func(a *Article) error {
		if e.Topic != "" && l.cat.List("NEWSTOPIC").Code(TopicCode(e.Topic)) == nil {
			return fault.New(fault.Invalid, "news.choice", "text", e.Topic)
		}
		var page *reading.Page
		said, err := a.Reading().Apply(e, a.Text, func() *reading.Page {
			if page == nil {
				page = reader.Page(a.Text)
			}
			return page
		})
		if err != nil {
			return err
		}
		former, named := *a, a.names()
		a.Reader, a.ReaderAt, a.ReaderBy = said, l.now().UTC(), by.Via
		a.Machine.HideAs(said)
		a.keep(a.Text)
		now := a.names()
		maps.DeleteFunc(named, func(name string, _ bool) bool { return now[name] })
		blanked = a.Text != former.Text || a.File != former.File || a.Link != former.Link || len(named) > 0
		return nil
	})
	if err == nil && blanked { // what gives a victim away is not kept in the files either
		err = l.db.Scrub(ctx)
	}
	return err
}

// names are the names that the readings of an article hold.
func (a *Article) names() map[string]bool {
	out := map[string]bool{}
	for _, r := range []*reading.Reading{a.Machine, a.Reader} {
		if r == nil {
			continue
		}
		for _, p := range r.Persons {
			out[p.Name] = true
		}
		for _, name := range r.Bylines {
			out[name] = true
		}
	}
	return out
}

// Sentences are the sentences of a text, as readings take them.
func (l *Ledger) Sentences(text string) ([]reading.Span, error) {
	reader, err := l.reader()
	if err != nil {
		return nil, err
	}
	return reader.Sentences(text), nil
}

// UnreadArticle takes a reader's word back: what the program found counts again.
func (l *Ledger) UnreadArticle(ctx context.Context, by access.Actor, id int64, seen int) error {
	return l.changeArticle(ctx, by, id, seen, "article.unread", func(a *Article) error {
		if a.Reader == nil {
			return fault.New(fault.Conflict, "news.unread")
		}
		a.Reader, a.ReaderAt, a.ReaderBy = nil, time.Time{}, ""
		a.Machine.Rename(a.Text)
		return nil
	})
}

// articleVerb is an act on an article: its name, key verb.<name>, and the right that it asks for.
type articleVerb struct {
	name  string
	right access.Right
}

var (
	takeArticle     = articleVerb{"enter", access.Enter}
	correctArticle  = articleVerb{"correct", access.Correct}
	withdrawArticle = articleVerb{"void", access.Void}
)

// articleSeen finds an article for a verb, in the version that the person looked at.
func (l *Ledger) articleSeen(ctx context.Context, tx *store.Tx, by access.Actor, verb articleVerb, id int64, seen int) (*Article, *store.Article, error) {
	a, was, err := l.findArticle(ctx, tx, by, id)
	if err != nil {
		return nil, nil, err
	}
	if err := l.mayArticle(by, verb.right, "verb."+verb.name, a.Outlet, a.Day); err != nil {
		return nil, nil, err
	}
	if seen != a.Version {
		return nil, nil, fault.New(fault.Conflict, "news.changed")
	}
	return a, was, nil
}

// changeArticle puts another version, which f makes, in the place of an article and of its
// records.
func (l *Ledger) changeArticle(ctx context.Context, by access.Actor, id int64, seen int, event string, f func(*Article) error) error {
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, was, err := l.articleSeen(ctx, tx, by, correctArticle, id, seen)
		if err != nil {
			return err
		}
		if err := f(a); err != nil {
			return err
		}
		a.Version++
		s, err := a.stored(was.Hash)
		if err != nil {
			return err
		}
		if err := tx.UpdateArticle(ctx, s, seen); err != nil {
			return err
		}
		if err := l.log(ctx, tx, by, event, l.articleName(a), ""); err != nil {
			return err
		}
		return l.count(ctx, tx, by, a, correctArticle)
	})
}

// WithdrawArticle takes an article out with all that is kept of it, with a reason; its
// records become void. Handed in again it is read anew.
func (l *Ledger) WithdrawArticle(ctx context.Context, by access.Actor, id int64, seen int, why string) error {
	if err := needWhy(why); err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, _, err := l.articleSeen(ctx, tx, by, withdrawArticle, id, seen)
		if err != nil {
			return err
		}
		a.Machine, a.Reader = nil, nil
		if err := l.count(ctx, tx, by, a, withdrawArticle); err != nil {
			return err
		}
		if err := tx.DropArticle(ctx, id); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "article.withdraw", l.articleName(a), why)
	})
}
