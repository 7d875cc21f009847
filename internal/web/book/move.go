package book

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/web/base"
)

// mostChosen bounds how many rows one press of a button moves.
const mostChosen = 500

// move answers POST /so/{register}/duyet and /gui: the chosen records are moved, all
// or none. What stands in the way is told over the list, with the same rows chosen.
func (s *screen) move(q *base.Request, verb string) error {
	def, err := q.Register()
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	asked := read(q, def, back(q, def))
	var seen []ledger.Seen
	var chosen []string
	for _, text := range q.PostForm["id"] {
		id, version, _ := strings.Cut(text, ".")
		n, err := strconv.ParseInt(id, 10, 64)
		v, err2 := strconv.Atoi(version)
		if err != nil || err2 != nil || v < 1 { // without the version he might approve what he has not seen
			return fault.New(fault.Invalid, "web.form")
		}
		seen, chosen = append(seen, ledger.Seen{ID: register.ID(n), Version: v}), append(chosen, id)
	}
	switch {
	case len(seen) == 0:
		err = fault.New(fault.Invalid, "web.book.nothing")
	case len(seen) > mostChosen:
		err = fault.New(fault.Invalid, "web.book.many", "n", mostChosen)
	default:
		err = q.Ledger().Move(q.Context(), q.Actor, verb, "", seen...)
	}
	if err == nil {
		to := asked.path()
		if strings.Contains(to, "?") {
			return q.Go(to + "&xong=" + verb + "_rows")
		}
		return q.Go(to + "?xong=" + verb + "_rows")
	}
	faults := fault.All(err)
	if len(faults) == 0 || faults[0].Kind == fault.Forbidden || faults[0].Kind == fault.NotFound {
		return err
	}
	return s.show(q, asked, http.StatusUnprocessableEntity, q.Site.Catalog().Book().Fault(q.Lang, faults[0]), chosen)
}

// back are the filters of the list from which a form was sent.
func back(q *base.Request, def *register.Definition) url.Values {
	u, err := url.Parse(q.PostFormValue("ve"))
	if err != nil || u.Path != base.BookPath(def.Name) {
		return url.Values{}
	}
	return u.Query()
}
