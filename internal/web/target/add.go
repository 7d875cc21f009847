package target

import (
	"cmp"
	"errors"
	"net/http"
	"strconv"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/score"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// addPage begins a new set.
type addPage struct {
	*base.Frame
	Unit, Ref, Programme, Name string
	Act                        string // of the programme
	Back, Template             string
	First, Last, ActTyped, Day string
	headFaults
	FileFault string
	File      string // the one that was sent
	Cells     []cell
	More      int
	Faults    []mend
	Asked     int // targets that the programme has for the unit
}

// cell is what must be mended in a sheet.
type cell struct {
	Row          int
	Column, Text string
}

var addTemplate = base.Parse(files, "add", &addPage{})

// shownCells are the most faults of a sheet that a page tells.
const shownCells = 200

// aimed is the unit and programme of an address or form, for who may set its targets.
func aimed(q *base.Request) (*unit.Unit, *score.Programme, error) {
	u, err := asked(q, q.FormValue("u"))
	if err != nil {
		return nil, nil, err
	}
	if err := q.Ledger().MayAim(q.Actor, u.ID); err != nil {
		return nil, nil, err
	}
	p, err := card.Find(q.Site.Catalog(), q.FormValue("p"))
	return u, p, err
}

func newPage(q *base.Request, u *unit.Unit, p *score.Programme, f filled) *addPage {
	page := &addPage{Frame: begin(q, u, p.Name, "web.target.new"), Unit: q.UnitName(u.ID), Ref: q.Ledger().Ref(u.ID), Programme: p.Name, Name: q.Word(p.Title()),
		Act: p.Act, Back: listPath(q, u.ID, p.Name), First: f.First, Last: f.Last, ActTyped: f.Act, Day: f.Day}
	page.Template = base.Link(list+"/mau.xlsx", "u", page.Ref, "p", p.Name)
	page.Lead = page.Name + " · " + page.Unit
	page.Asked = len(start(q, u, p, q.Today().Year()))
	return page
}

// start are the targets that a set of a unit begins with.
func start(q *base.Request, u *unit.Unit, p *score.Programme, first int) []score.SetRow {
	return card.Start(q.Site.Catalog(), q.Lang, p, u, first)
}

// newSet answers GET /bang-diem/chi-tieu/moi.
func newSet(q *base.Request) error {
	u, p, err := aimed(q)
	if err != nil {
		return err
	}
	year := min(max(q.Today().Year(), p.Years[0]), p.Years[1])
	return q.OK(addTemplate, newPage(q, u, p, filled{First: strconv.Itoa(year), Last: strconv.Itoa(p.Years[1])}))
}

// addSet answers POST /bang-diem/chi-tieu/moi: rows that were typed, else a sheet, else
// the targets of the programme to begin with, which are not kept yet.
func addSet(q *base.Request) error {
	q.Request.Body = http.MaxBytesReader(q.W, q.Request.Body, land.Limits.Bytes+1<<16)
	err := q.ParseForm() // first: of a form without a file, what follows hides its fault
	if err == nil {
		err = q.ParseMultipartForm(1 << 20)
	}
	if err != nil && !errors.Is(err, http.ErrNotMultipart) {
		if errors.As(err, new(*http.MaxBytesError)) {
			return err
		}
		return fault.New(fault.Invalid, "web.form")
	}
	u, p, err := aimed(q)
	if err != nil {
		return err
	}
	f := read(q)
	switch {
	case len(f.Rows) > 0:
		seen, _ := strconv.ParseInt(q.PostFormValue("seen"), 10, 64) // no number: in the place of none
		page := blank(q, u, p)
		page.edit(q, p, f, seen)
		return keep(q, page, p, u.ID, f, seen)
	case q.PostFormValue("cach") == "tep":
		return fromSheet(q, u, p, f)
	}
	s := &score.Set{}
	if faults := f.head(q, p, s); len(faults) > 0 {
		page := newPage(q, u, p, f)
		page.tell(faults)
		return q.Show(http.StatusUnprocessableEntity, addTemplate, page)
	}
	for _, r := range start(q, u, p, s.Years[0]) {
		r.Name, r.Goal, r.Level, r.Indicator = "", "", "", "" // as the programme says
		f.fill(q, []score.SetRow{r}, false)
	}
	page := blank(q, u, p)
	page.edit(q, p, f, 0)
	return q.OK(setTemplate, page)
}

// blank is the page of a set that is not kept yet.
func blank(q *base.Request, u *unit.Unit, p *score.Programme) *setPage {
	page := &setPage{Frame: begin(q, u, p.Name, "web.target.new"), Unit: q.UnitName(u.ID), Programme: q.Word(p.Title()), Back: listPath(q, u.ID, p.Name), MayAim: true}
	page.Lead = page.Programme + " · " + page.Unit
	page.Path = base.Link(list+"/moi", "u", q.Ledger().Ref(u.ID), "p", p.Name)
	return page
}

// fromSheet takes a sheet whole or not at all.
func fromSheet(q *base.Request, u *unit.Unit, p *score.Programme, f filled) error {
	page := newPage(q, u, p, f)
	s := &score.Set{Unit: u.ID, Programme: p.Name}
	faults := f.head(q, p, s)
	rows, name, err := sheetOf(q, p)
	page.File = name
	s.Rows = rows
	if err == nil || len(rows) > 0 {
		err = card.Check(q.Site.Catalog(), q.Lang, p, s, err)
	}
	told := fault.All(err)
	if err != nil && len(told) == 0 {
		return err
	}
	for _, one := range told {
		if one.Place.Row == 0 {
			faults = append(faults, mended(q, "file", one))
			continue
		}
		if len(page.Cells) == shownCells {
			page.More++
			continue
		}
		page.Cells = append(page.Cells, cell{one.Place.Row, one.Place.Column, sentence(q, one)})
	}
	if len(page.Cells) > 0 {
		faults = append(faults, mend{Field: "cells", Text: q.Word("web.target.sheet.refused", "n", q.Int(int64(len(page.Cells)+page.More)))})
	}
	status := http.StatusUnprocessableEntity
	if len(faults) == 0 {
		err := q.Ledger().SetTargets(q.Context(), q.Actor, s, 0)
		told := fault.All(err)
		switch {
		case err == nil:
			return q.Go(setPath(s.ID) + "?xong=targets_kept")
		case len(told) == 0 || told[0].Kind == fault.Forbidden:
			return err
		}
		for _, one := range told {
			field := "file"
			if one.Kind == fault.Conflict {
				field, status = "years", http.StatusConflict
			}
			faults = append(faults, mended(q, field, one))
		}
	}
	page.tell(faults)
	return q.Show(status, addTemplate, page)
}

// sheetOf reads the sheet that was sent. Rows come with faults too, as far as they were read.
func sheetOf(q *base.Request, p *score.Programme) ([]score.SetRow, string, error) {
	none := fault.New(fault.Invalid, "web.target.no_file")
	if q.MultipartForm == nil {
		return nil, "", none
	}
	file, head, err := q.FormFile("tep")
	if err != nil {
		return nil, "", none
	}
	defer file.Close()
	lim := sheet.DefaultLimits
	lim.File, lim.Unpacked, lim.Rows = land.Limits.Bytes, 100<<20, 2_000
	in, err := sheet.Open(head.Filename, file, head.Size, card.Columns(q.Site.Catalog()), lim)
	if err != nil {
		return nil, head.Filename, err
	}
	defer in.Close()
	rows, err := card.Read(q.Site.Catalog(), p, q.Lang, in)
	if errors.Is(err, &fault.Error{Key: "sheet.too_many_rows"}) { // a set is one sheet: several would not mend it
		err = fault.New(fault.Invalid, "score.set.rows", "most", score.MaxRows)
	}
	return rows, head.Filename, err
}

// tell shows what must be mended, above the form and where it stands.
func (page *addPage) tell(faults []mend) {
	page.Faults = faults
	page.take(faults)
	for _, f := range faults {
		if f.Field == "file" {
			page.FileFault = cmp.Or(page.FileFault, f.Here)
		}
	}
}

// template answers GET /bang-diem/chi-tieu/mau.xlsx: the targets of a programme as a
// sheet to change and bring back.
func template(q *base.Request) error {
	u, err := asked(q, q.FormValue("u"))
	if err != nil {
		return err
	}
	p, err := card.Find(q.Site.Catalog(), q.FormValue("p"))
	if err != nil {
		return err
	}
	return send(q, "binhdang-chi-tieu-"+p.Name, "xlsx", start(q, u, p, p.Years[0]))
}
