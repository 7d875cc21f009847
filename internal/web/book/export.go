package book

import (
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"strconv"

	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

var mediaTypes = map[string]string{"csv": "text/csv; charset=utf-8", "json": "application/json; charset=utf-8",
	"xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}

// export answers GET /so/{register}/xuat: what the list shows, without void records,
// as a file. It is made beside and sent when it is whole, so that a slow line holds
// no snapshot of the data and half a file is never taken for all of it.
func (s *screen) export(q *base.Request) error {
	def, err := q.Register()
	if err != nil {
		return err
	}
	v := q.URL.Query()
	format := v.Get("format")
	if format == "" {
		format = "xlsx"
	}
	if !slices.Contains(form.Formats, format) {
		return fault.New(fault.Invalid, "web.book.format", "format", format)
	}
	asked := read(q, def, v)
	if len(asked.faults) > 0 {
		return s.show(q, asked, http.StatusUnprocessableEntity, "", nil)
	}
	query := asked.asked()
	if query.States == nil {
		query.States = form.Exported
	}
	query.States = slices.DeleteFunc(slices.Clone(query.States), func(st register.State) bool { return st == register.Void })
	if len(query.States) == 0 {
		return s.show(q, asked, http.StatusUnprocessableEntity, q.Word("web.book.void"), nil)
	}
	file, err := os.CreateTemp("", "binhdang-export-*")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	out := form.NewExport(file, q.Ledger(), q.Lang, def, format)
	if err := q.Ledger().Each(q.Context(), q.Actor, query, out.Record); err != nil {
		return err
	}
	if err := out.Close(); err != nil {
		return err
	}
	size, err := file.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	h := q.W.Header()
	h.Set("Content-Type", mediaTypes[format])
	h.Set("Content-Length", strconv.FormatInt(size, 10))
	h.Set("Content-Disposition", fmt.Sprintf(`attachment; filename="%s"`, form.FileName(def, "-"+q.Today().String()+"."+format)))
	h.Set("Cache-Control", "no-store")
	_, _ = io.Copy(q.W, file) // who has gone need not be told
	return nil
}
