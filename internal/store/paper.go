package store

import "context"

// IssueByID returns an issued copy whole; nil if there is none.
func (tx *Tx) IssueByID(ctx context.Context, id int64) (found *Issue, err error) {
	err = tx.each(ctx, "select "+issueColumns+", body, docx from issue where id = $1", []any{id}, func(row scan) error {
		found = new(Issue)
		return scanIssue(row, found, &found.Body, &found.Docx)
	})
	return found, err
}

// DraftsOf lists what is kept of a report about the units that bear or bore a code, as
// CODE and CODE@DAY, by period, without the texts.
func (tx *Tx) DraftsOf(ctx context.Context, report, code string) (list []Draft, err error) {
	err = tx.each(ctx, `
		select unit, period, version, at, actor from draft
		where report = $1 and (unit = $2 or unit > $3 and unit < $4)
		order by period desc, unit`,
		[]any{report, code, code + "@", code + "A"}, func(row scan) error {
			d := Draft{Report: report}
			var at string
			err := row(&d.Unit, &d.Period, &d.Version, &at, &d.Actor)
			if err == nil {
				d.At, err = parseTime(at)
			}
			list = append(list, d)
			return err
		})
	return list, err
}
