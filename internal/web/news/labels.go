package news

import (
	"bytes"

	"binhdang/internal/media/reading"
	"binhdang/internal/web/base"
	"binhdang/internal/web/take"
)

// labels answers GET /bai/nhan/{code}: what people said of the articles of a month or
// year, in the form that `binhdang media eval` reads.
func labels(q *base.Request) error {
	u, err := outletOf(q)
	if err != nil {
		return err
	}
	p, _, err := asked(q)
	if err != nil {
		return err
	}
	rows, err := q.Ledger().Labels(q.Context(), q.Actor, u.ID, p.Window)
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := reading.WriteLabels(&b, rows); err != nil {
		return err
	}
	return take.Sheet(q, "binhdang-nhan-"+string(u.Code)+"-"+p.Key, "csv", b.Bytes())
}
