package store

import (
	"context"
	"time"

	"binhdang/internal/unit"
)

// Issue is one frozen copy of a report. Once written it never changes.
type Issue struct {
	ID     int64
	Report string
	Unit   unit.ID // who issued it
	Period string
	Year   int // in which its number was given
	Number string
	Symbol string
	At     time.Time
	Actor  string
	Hash   string
	Body   []byte // what any format is printed from
	Docx   []byte // the paper as it was issued; may be nil
}

const issueColumns = "id, report, unit, period, year, number, symbol, at, actor, hash"

// InsertIssue writes an issue. The caller has seen to it that the unit gave its
// number and symbol to no other that year.
func (tx *Tx) InsertIssue(ctx context.Context, i Issue) error {
	var docx any
	if i.Docx != nil {
		docx = i.Docx
	}
	_, err := tx.exec(ctx, "insert into issue ("+issueColumns+", body, docx) "+values(1, 12),
		i.ID, i.Report, int64(i.Unit), i.Period, int64(i.Year), i.Number, i.Symbol, timeText(i.At), i.Actor, i.Hash, i.Body, docx)
	return err
}

// IssueByNumber returns what a unit issued under a number and symbol in a year,
// whole; nil if nothing.
func (tx *Tx) IssueByNumber(ctx context.Context, id unit.ID, year int, number, symbol string) (found *Issue, err error) {
	err = tx.each(ctx, `
		select `+issueColumns+`, body, docx
		from issue
		where unit = $1 and year = $2 and number = $3 and symbol = $4`,
		[]any{int64(id), int64(year), number, symbol}, func(row scan) error {
			found = new(Issue)
			return scanIssue(row, found, &found.Body, &found.Docx)
		})
	return found, err
}

// Issues returns what a unit issued, the newest first, without bodies.
func (tx *Tx) Issues(ctx context.Context, id unit.ID) (list []Issue, err error) {
	err = tx.each(ctx, `
		select `+issueColumns+`
		from issue
		where unit = $1
		order by id desc`,
		[]any{int64(id)}, func(row scan) error {
			var i Issue
			err := scanIssue(row, &i)
			list = append(list, i)
			return err
		})
	return list, err
}

func scanIssue(row scan, i *Issue, more ...any) error {
	var at string
	err := row(append([]any{&i.ID, &i.Report, &i.Unit, &i.Period, &i.Year, &i.Number, &i.Symbol, &at, &i.Actor, &i.Hash}, more...)...)
	if err == nil {
		i.At, err = parseTime(at)
	}
	return err
}
