package store

import (
	"context"
	"database/sql"
	"time"

	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// Article is an article of an outlet that was read.
type Article struct {
	ID       int64
	Unit     unit.ID // the outlet
	Day      period.Day
	Hash     string // of the text as it came
	Version  int
	Reviewed bool       // a person has read it; the column seen
	Body     string     // JSON
	Page     *string    // the text as it is kept; nil: forgotten
	Until    period.Day // the last day on which the text is kept; 0: forgotten
	At       time.Time
	Actor    string
}

const articleColumns = "id, unit, day, hash, version, seen, body, page, until, at, actor"

// InsertArticle keeps an article.
func (tx *Tx) InsertArticle(ctx context.Context, a Article) error {
	_, err := tx.exec(ctx, "insert into article ("+articleColumns+") "+values(1, 11),
		a.ID, int64(a.Unit), int(a.Day), a.Hash, a.Version, bit(a.Reviewed), a.Body, a.Page, untilOf(a.Until), timeText(a.At), a.Actor)
	return err
}

// UpdateArticle puts another version in the place of an article's. Where seen, the version
// that the person looked at, is not the one in force that is the fault news.changed.
func (tx *Tx) UpdateArticle(ctx context.Context, a Article, seen int) error {
	n, err := tx.exec(ctx, "update article set version = $1, seen = $2, body = $3, page = $4, until = $5 where id = $6 and version = $7",
		a.Version, bit(a.Reviewed), a.Body, a.Page, untilOf(a.Until), a.ID, seen)
	if err == nil && n == 0 {
		err = fault.New(fault.Conflict, "news.changed")
	}
	return err
}

// DropArticle takes an article out.
func (tx *Tx) DropArticle(ctx context.Context, id int64) error {
	_, err := tx.exec(ctx, "delete from article where id = $1", id)
	return err
}

// ArticlesOver lists articles whose text was kept until before a day, at most n.
func (tx *Tx) ArticlesOver(ctx context.Context, day period.Day, n int) ([]Article, error) {
	var s statement
	s.add("select "+articleColumns+" from article where until is not null and until < ? order by until, id limit ?", int(day), n)
	return tx.articles(ctx, &s)
}

// Article is one article; nil if there is none.
func (tx *Tx) Article(ctx context.Context, id int64) (*Article, error) {
	var s statement
	s.add("select "+articleColumns+" from article where id = ?", id)
	return first(tx.articles(ctx, &s))
}

// ArticleByHash is the article of an outlet with the text; nil if there is none.
func (tx *Tx) ArticleByHash(ctx context.Context, of unit.ID, hash string) (*Article, error) {
	var s statement
	s.add("select "+articleColumns+" from article where unit = ? and hash = ?", int64(of), hash)
	return first(tx.articles(ctx, &s))
}

// Articles lists the articles of an outlet in days, by day and id.
func (tx *Tx) Articles(ctx context.Context, of unit.ID, days period.Window) ([]Article, error) {
	var s statement
	s.add("select "+articleColumns+" from article where unit = ? and day >= ? and day <= ? order by day, id", int64(of), int(days.First), int(days.Last))
	return tx.articles(ctx, &s)
}

// Outlet is an outlet with what it has.
type Outlet struct {
	Unit        unit.ID
	Articles    int64
	Unreviewed  int64      // that no person has read
	First, Last period.Day // of its articles
}

// Outlets lists the outlets that have articles.
func (tx *Tx) Outlets(ctx context.Context) (list []Outlet, err error) {
	err = tx.each(ctx, "select unit, count(*), coalesce(sum(1 - seen), 0), min(day), max(day) from article group by unit order by unit", nil, func(row scan) error {
		var o Outlet
		err := row(&o.Unit, &o.Articles, &o.Unreviewed, &o.First, &o.Last)
		list = append(list, o)
		return err
	})
	return list, err
}

func (tx *Tx) articles(ctx context.Context, s *statement) (list []Article, err error) {
	err = tx.each(ctx, s.String(), s.args, func(row scan) error {
		var a Article
		var at string
		var seen int
		var page sql.NullString
		var until sql.NullInt64
		err := row(&a.ID, &a.Unit, &a.Day, &a.Hash, &a.Version, &seen, &a.Body, &page, &until, &at, &a.Actor)
		if err == nil {
			a.At, err = parseTime(at)
		}
		a.Reviewed, a.Until = seen == 1, period.Day(until.Int64)
		if page.Valid {
			a.Page = &page.String
		}
		list = append(list, a)
		return err
	})
	return list, err
}

func untilOf(d period.Day) *int {
	if d == 0 {
		return nil
	}
	n := int(d)
	return &n
}

func bit(b bool) int {
	if b {
		return 1
	}
	return 0
}
