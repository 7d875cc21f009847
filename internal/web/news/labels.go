package news

import (
	"bytes"

	"binhdang/internal/media/reading"
	"binhdang/internal/sheet"
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
	all, err := q.Ledger().Articles(q.Context(), q.Actor, u.ID, p.Window)
	if err != nil {
		return err
	}
	var columns []sheet.Column
	for _, c := range reading.LabelColumns {
		columns = append(columns, sheet.Column{ID: c, Heading: c})
	}
	var b bytes.Buffer
	out := sheet.NewCSV(&b, columns)
	for _, a := range all {
		if a.Reader == nil {
			continue
		}
		var cells []sheet.Cell
		for _, text := range a.Labels() {
			cells = append(cells, sheet.Text(text))
		}
		if err := out.Row(cells...); err != nil {
			return err
		}
	}
	if err := out.Close(); err != nil {
		return err
	}
	return take.Sheet(q, "binhdang-nhan-"+string(u.Code)+"-"+p.Key, "csv", b.Bytes())
}
