package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fact"
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
	Actor      string // who handed it in, with the door
	ReaderAt   time.Time
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

// Labels is the row of an article that a person has read, in the form of reading.LabelColumns.
func (a *Article) Labels() []string { return a.Reader.Labels(a.Name(), a.Link) }

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

func (a *Article) stored(hash string) (store.Article, error) {
	b := articleBody{Channel: a.Channel, Title: a.HasTitle, File: a.File, Link: a.Link, Machine: a.Machine, Reader: a.Reader, ReaderBy: a.ReaderBy}
	if !a.ReaderAt.IsZero() {
		b.ReaderAt = &a.ReaderAt
	}
	body, err := json.Marshal(b)
	s := store.Article{ID: a.ID, Unit: a.Outlet, Day: a.Day, Hash: hash, Version: a.Version, Seen: a.Reader != nil, Body: string(body), At: a.At, Actor: a.Actor}
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
		return l.count(ctx, tx, by, a, "enter", access.Enter)
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
	if n.Day > l.Today() || n.Day < firstArticle {
		return fault.New(fault.Invalid, "news.day", "day", n.Day.VN(), "first", firstArticle.VN())
	}
	if _, ok := u.At(n.Day); !ok {
		return fault.New(fault.Invalid, "news.unit_day", "unit", l.unitName(n.Outlet), "day", n.Day.VN())
	}
	if list := l.cat.List("CHAN"); list == nil || list.Code(n.Channel) == nil {
		return UnknownChannel(l.cat, n.Channel)
	}
	return l.mayArticle(by, access.Enter, "verb.enter", n.Outlet, n.Day)
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

// firstArticle is the first day of articles that are read: nobody reads older ones for a
// programme of today.
var firstArticle = period.Date(2000, 1, 1)

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
	err = l.changeArticle(ctx, by, access.Correct, "correct", id, seen, "article.read", "", func(a *Article) error {
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
	return l.changeArticle(ctx, by, access.Correct, "correct", id, seen, "article.unread", "", func(a *Article) error {
		if a.Reader == nil {
			return fault.New(fault.Conflict, "news.unread")
		}
		a.Reader, a.ReaderAt, a.ReaderBy = nil, time.Time{}, ""
		a.Machine.Rename(a.Text)
		return nil
	})
}

// changeArticle puts another version in the place of an article and of its records.
func (l *Ledger) changeArticle(ctx context.Context, by access.Actor, right access.Right, verb string, id int64, seen int, event, why string, f func(*Article) error) error {
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, was, err := l.findArticle(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := l.mayArticle(by, right, "verb."+verb, a.Outlet, a.Day); err != nil {
			return err
		}
		if seen != a.Version {
			return fault.New(fault.Conflict, "news.changed")
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
		if err := l.log(ctx, tx, by, event, l.articleName(a), why); err != nil {
			return err
		}
		return l.count(ctx, tx, by, a, verb, right)
	})
}

// WithdrawArticle takes an article out with all that is kept of it, with a reason; its
// records become void. Handed in again it is read anew.
func (l *Ledger) WithdrawArticle(ctx context.Context, by access.Actor, id int64, seen int, why string) error {
	if err := needWhy(why); err != nil {
		return err
	}
	return l.db.Do(ctx, func(tx *store.Tx) error {
		a, _, err := l.findArticle(ctx, tx, by, id)
		if err != nil {
			return err
		}
		if err := l.mayArticle(by, access.Void, "verb.void", a.Outlet, a.Day); err != nil {
			return err
		}
		if seen != a.Version {
			return fault.New(fault.Conflict, "news.changed")
		}
		a.Machine, a.Reader = nil, nil
		if err := l.count(ctx, tx, by, a, "void", access.Void); err != nil {
			return err
		}
		if err := tx.DropArticle(ctx, id); err != nil {
			return err
		}
		return l.log(ctx, tx, by, "article.withdraw", l.articleName(a), why)
	})
}

// TopicCode and VoiceCode are the codes of a topic and a role in NEWSTOPIC and VOICE.
func TopicCode(topic string) string { return "NEWSTOPIC." + strings.ToUpper(topic) }

// VoiceCode is the code of a role in VOICE.
func VoiceCode(role string) string { return "VOICE." + strings.ToUpper(role) }

// count makes the records of an article say what its reading says: one of the article, one
// for each role; without a reading none. What is said already stays as it is.
func (l *Ledger) count(ctx context.Context, tx *store.Tx, by access.Actor, a *Article, verb string, right access.Right) error {
	sums := fact.Sums{}
	for _, name := range []register.Name{MediaItem, MediaVoice} {
		if err := l.countIn(ctx, tx, by, a, name, verb, right, sums); err != nil {
			return err
		}
	}
	return tx.AddFacts(ctx, sums)
}

func (l *Ledger) countIn(ctx context.Context, tx *store.Tx, by access.Actor, a *Article, name register.Name, verb string, right access.Right, sums fact.Sums) error {
	def := l.cat.Register(name, a.Day)
	if def == nil {
		return l.unknownRegister(name)
	}
	said := map[string]register.Values{}
	if a.Reading() != nil {
		said = a.values(name)
	}
	keys := []string{articleKey(a.ID, "")}
	if name == MediaVoice {
		keys = nil
		for _, role := range reading.Roles {
			keys = append(keys, articleKey(a.ID, string(role)))
		}
	}
	shard := l.Tree().Shard(a.Outlet, a.Day)
	there, err := tx.RecordsByKeys(ctx, shard, def.Number, keys)
	if err != nil {
		return err
	}
	state := register.Submitted
	if l.mayArticle(by, access.Approve, "", a.Outlet, a.Day) == nil {
		state = register.Approved
	}
	why := "#" + strconv.FormatInt(a.ID, 10)
	for _, key := range keys {
		values, says := said[key]
		k, stands := there[key]
		switch {
		case !says && !stands:
		case !stands:
			r := &register.Record{Shard: shard, ID: register.ID(l.db.NewID()), Def: def, Unit: a.Outlet, Kind: register.Event,
				First: a.Day, Last: a.Day, State: state, RowKey: key, Values: values}
			r.Place = l.placeOf(a.Outlet, r)
			if err := l.write(ctx, tx, by, "enter", "", nil, r, sums); err != nil {
				return err
			}
		default:
			old, err := tx.Record(ctx, shard, k.ID)
			if err != nil {
				return err
			}
			if old.State == register.Approved && right == access.Void && state != register.Approved {
				return l.approvedOnly("verb."+verb, old)
			}
			r := *old
			verb := verb
			if says {
				r.State, r.Values = state, values
			} else {
				r.State, verb = register.Void, "void"
			}
			if r.State == old.State && reflect.DeepEqual(r.Values, old.Values) {
				continue
			}
			if err := l.write(ctx, tx, by, verb, why, old, &r, sums); err != nil {
				return err
			}
		}
	}
	return nil
}

// values are what the records of an article hold in a register, by row key.
func (a *Article) values(name register.Name) map[string]register.Values {
	r := a.Reading()
	number := func(n int) register.Value { return register.Value{Number: &register.Number{N: int64(n)}} }
	one := func(is bool) register.Value {
		if is {
			return number(1)
		}
		return number(0)
	}
	channel := register.Value{Codes: []string{a.Channel}}
	out := map[string]register.Values{}
	if name == MediaItem {
		v := register.Values{"channel": channel, "items": number(1), "read": one(a.Reader != nil), "about": one(r.About),
			"stereotype": one(r.Stereotype()), "disclosure": one(len(r.Disclosures) > 0)}
		if r.Topic != "" {
			v["topic"] = register.Value{Codes: []string{TopicCode(r.Topic)}}
		}
		out[articleKey(a.ID, "")] = v
		return out
	}
	for _, v := range r.Voices() {
		out[articleKey(a.ID, string(v.Role))] = register.Values{"channel": channel, "role": {Codes: []string{VoiceCode(string(v.Role))}},
			"women": number(v.Mentioned.Women), "men": number(v.Mentioned.Men), "unknown": number(v.Mentioned.Unknown),
			"quoted_women": number(v.Quoted.Women), "quoted_men": number(v.Quoted.Men), "quoted_unknown": number(v.Quoted.Unknown)}
	}
	return out
}
