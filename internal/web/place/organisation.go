package place

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// bodyPage is the form of an organisation.
type bodyPage struct {
	*base.Frame
	Action, Back string
	New          bool
	Code         string // of one that is there
	Seen         string // tells how the person saw it
	Standing     bool
	Fields       []field // of the organisation itself
	Paper        []field // of its papers
	PaperOpen    bool
	Faults       []base.Fault
}

// field is one thing to fill in.
type field struct {
	ID, Label, Help, Value, Fault string
	Needed, Day, Unit             bool
}

// change is the field that says from when on an organisation is otherwise; the
// columns of sheets have it as a row of its own.
const change = "change"

var bodyTemplate = base.Parse(files, "body", &bodyPage{})

// columns of the form, in its order; the rest is of the papers.
var columns = []string{"code", "name", "short", "seat", "under", "type", "first", "last"}

func newBody(q *base.Request, title string, u *unit.Unit, get func(string) string, faults []base.Fault) *bodyPage {
	p := &bodyPage{Frame: q.Frame(title), Seen: ledger.OrganisationMark(u), New: u.Level != unit.Organisation, Code: string(u.Code), Back: link(q, u), Faults: faults,
		Standing: get("standing") != ""}
	p.Here, p.Action = "/don-vi", q.URL.Path
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.place"), Path: "/don-vi"}, {Name: nameAt(u, q.Today()), Path: p.Back}, {Name: p.Title}}
	make := func(c string) field {
		f := field{ID: c, Label: q.Word("organisation.column." + c), Help: q.Word("organisation.column." + c + ".help"), Value: get(c),
			Needed: c == "code" || c == "name" || c == "seat", Day: c == "first" || c == "last", Unit: c == "seat" || c == "under"}
		if key := "web.place.body.help." + c; q.Site.Catalog().Book().Has("vi", key) { // the help of a sheet speaks of rows
			f.Help = q.Word(key)
		}
		for _, fault := range faults {
			if fault.Field == c {
				f.Fault = fault.Text
			}
		}
		return f
	}
	for _, c := range columns {
		if c == "code" && !p.New || c == "type" && p.Standing {
			continue
		}
		p.Fields = append(p.Fields, make(c))
	}
	if !p.New {
		f := field{ID: change, Label: q.Word("web.place.body.change"), Help: q.Word("web.place.body.change.help"), Value: get(change), Day: true}
		for _, fault := range faults {
			if fault.Field == change {
				f.Fault = fault.Text
			}
		}
		p.Fields = append(p.Fields, f)
	}
	for _, c := range ledger.OrganisationColumns() {
		if !known(c) {
			f := make(c)
			p.Paper = append(p.Paper, f)
			p.PaperOpen = p.PaperOpen || f.Value != "" || f.Fault != ""
		}
	}
	return p
}

func known(column string) bool {
	for _, c := range columns {
		if c == column {
			return true
		}
	}
	return false
}

// managed is the unit of an address, for who may declare organisations there.
func managed(q *base.Request) (*unit.Unit, error) {
	u, day, err := find(q)
	if err != nil {
		return nil, err
	}
	if !q.Ledger().MayAt(q.Actor, access.ManageUnits, u.ID) {
		return nil, fault.New(fault.Forbidden, "access.unit", "unit", nameAt(u, day))
	}
	return u, nil
}

// newOrganisation answers GET /don-vi/{code}/to-chuc/moi.
func (s *screen) newOrganisation(q *base.Request) error {
	u, err := managed(q)
	if err != nil {
		return err
	}
	preset := map[string]string{"seat": q.Ledger().Tree().Path(u.ID, q.Today())}
	switch {
	case u.ID == unit.VN:
		preset["seat"], preset["code"] = "VN", "VN."
	case u.Level == unit.Organisation:
		preset["seat"] = q.Ledger().Tree().Path(q.Ledger().Tree().Parent(u.ID, q.Today()), q.Today())
		preset["under"] = string(u.Code)
	default:
		preset["code"] = string(u.Code) + "."
	}
	p := newBody(q, "web.place.body.new", u, func(c string) string { return preset[c] }, nil)
	p.New = true
	return q.OK(bodyTemplate, p)
}

// addOrganisation answers POST /don-vi/{code}/to-chuc/moi.
func (s *screen) addOrganisation(q *base.Request) error {
	u, err := managed(q)
	if err != nil {
		return err
	}
	if err := q.Form(); err != nil {
		return err
	}
	code := strings.ToUpper(vn.Clean(q.PostFormValue("code")))
	var faults []base.Fault
	if old := bearer(q, code); old != "" {
		faults = []base.Fault{{Field: "code", Text: q.Word("web.place.body.taken", "code", code, "name", old)}}
	} else if faults, err = declare(q, []register.Input{filled(q)}, q.Ledger().DeclareOrganisations); err != nil {
		return err
	}
	if len(faults) > 0 {
		p := newBody(q, "web.place.body.new", u, q.PostFormValue, faults)
		p.New = true
		return q.Show(http.StatusUnprocessableEntity, bodyTemplate, p)
	}
	return q.Go("/don-vi/" + url.PathEscape(code) + "?xong=body_made")
}

// bearer is the name of the unit that has or had a code; "" for none.
func bearer(q *base.Request, code string) string {
	u, _, err := q.Ledger().Tree().Resolve(code, q.Today())
	if err == nil {
		return nameAt(u, q.Today())
	}
	for _, f := range fault.All(err) {
		if f.Key == "unit.not_today" {
			return code
		}
	}
	return ""
}

// filled is what the form says, by the columns of a sheet.
func filled(q *base.Request) register.Input {
	raw := register.Input{}
	for _, c := range ledger.OrganisationColumns() {
		if v := vn.Clean(q.PostFormValue(c)); v != "" {
			raw[c] = v
		}
	}
	for _, c := range []string{"seat", "under"} { // a proposal that was taken ends in the code: "Phường Hà Tu (06652)"
		if _, code, ok := strings.Cut(strings.TrimSuffix(raw[c], ")"), " ("); ok && strings.HasSuffix(raw[c], ")") {
			raw[c] = code
		}
	}
	if q.PostFormValue("standing") != "" {
		raw["type"] = q.Word("organisation.type." + ledger.TypeStandingOffice)
	}
	return raw
}

// editOrganisation answers GET /don-vi/{code}/sua.
func (s *screen) editOrganisation(q *base.Request) error {
	u, err := managed(q)
	if err != nil {
		return err
	}
	if u.Level != unit.Organisation {
		return fault.New(fault.Conflict, "web.place.body.place")
	}
	raw := rowOf(q, u, len(u.Versions)-1)
	if u.Versions[len(u.Versions)-1].Type == ledger.TypeStandingOffice {
		raw["standing"], raw["type"] = "1", ""
	}
	return q.OK(bodyTemplate, newBody(q, "web.place.body.edit", u, func(c string) string { return raw[c] }, nil))
}

// changeOrganisation answers POST /don-vi/{code}/sua. What an organisation was
// before stays: the versions that the form does not show are told again as they are.
func (s *screen) changeOrganisation(q *base.Request) error {
	u, err := managed(q)
	if err != nil {
		return err
	}
	if u.Level != unit.Organisation {
		return fault.New(fault.Conflict, "web.place.body.place")
	}
	if err := q.Form(); err != nil {
		return err
	}
	last := len(u.Versions) - 1
	var rows []register.Input
	for i := range last {
		rows = append(rows, rowOf(q, u, i))
	}
	now := filled(q)
	now["code"] = string(u.Code)
	var faults []base.Fault
	if text := vn.Clean(q.PostFormValue(change)); text != "" {
		day, err := period.ParseDay(text)
		if v := u.Versions[last]; err != nil || day <= v.First || v.Last != 0 && day > v.Last {
			faults = []base.Fault{{Field: change, Text: q.Word("web.place.body.change.day", "text", text)}}
		} else {
			was := rowOf(q, u, last)
			was["last"], now["first"] = day.Add(-1).VN(), day.VN()
			rows = append(rows, was)
		}
	}
	seen := q.PostFormValue("seen")
	if seen != ledger.OrganisationMark(u) {
		return s.overtaken(q, u)
	}
	if len(faults) == 0 {
		faults, err = declare(q, append(rows, now), func(ctx context.Context, by access.Actor, open func() (ledger.Rows, error), heading func(string) string) (ledger.Organised, []*fault.Error, error) {
			return q.Ledger().ChangeOrganisation(ctx, by, u.Code, seen, open, heading)
		})
		if err != nil {
			return err
		}
	}
	if len(faults) > 0 {
		return q.Show(http.StatusUnprocessableEntity, bodyTemplate, newBody(q, "web.place.body.edit", u, q.PostFormValue, faults))
	}
	return q.Go(link(q, u) + "?xong=body_changed")
}

// overtaken shows what was typed again, where another has changed the organisation
// meanwhile, with what that other wrote.
func (s *screen) overtaken(q *base.Request, u *unit.Unit) error {
	typed, now := filled(q), rowOf(q, u, len(u.Versions)-1)
	var theirs []string
	for _, c := range ledger.OrganisationColumns() {
		if c != "code" && typed[c] != now[c] {
			theirs = append(theirs, q.Word("organisation.column."+c)+": "+cmp.Or(now[c], q.Word("web.none")))
		}
	}
	faults := []base.Fault{{Text: q.Word("web.place.body.overtaken", "theirs", strings.Join(theirs, "; "))}}
	return q.Show(http.StatusConflict, bodyTemplate, newBody(q, "web.place.body.edit", u, q.PostFormValue, faults))
}

// rowOf is a version of an organisation as a sheet would tell it.
func rowOf(q *base.Request, u *unit.Unit, i int) register.Input {
	tree, v := q.Ledger().Tree(), u.Versions[i]
	raw := register.Input{"code": string(u.Code), "name": v.FullName, "type": v.Type}
	if v.Name != v.FullName {
		raw["short"] = v.Name
	}
	if v.Type == ledger.TypeStandingOffice {
		raw["type"] = q.Word("organisation.type." + ledger.TypeStandingOffice)
	}
	for c, id := range map[string]unit.ID{"seat": v.Parent, "under": v.Under} {
		if o := tree.Unit(id); o != nil {
			raw[c] = string(o.Code)
		}
	}
	for c, d := range map[string]period.Day{"first": v.First, "last": v.Last} {
		if d != 0 {
			raw[c] = d.VN()
		}
	}
	if p := u.Paper; p != nil {
		raw["superior"], raw["head"], raw["symbol"], raw["paper_place"] = p.Superior, p.Name, p.Symbol, p.Place
		raw["authority"], raw["post"], raw["signer"], raw["kept_with"] = p.Authority, p.Post, p.Signer, p.File
		raw["recipients"] = strings.Join(p.Recipients, "; ")
	}
	return raw
}

// list gives rows of a form as those of a sheet.
type list struct{ rows []register.Input }

// Next gives one row.
func (l *list) Next() (ledger.Row, error) {
	if len(l.rows) == 0 {
		return ledger.Row{}, io.EOF
	}
	r := ledger.Row{Number: 1, Raw: l.rows[0]}
	l.rows = l.rows[1:]
	return r, nil
}

// door is a door of the ledger for rows of organisations.
type door func(context.Context, access.Actor, func() (ledger.Rows, error), func(string) string) (ledger.Organised, []*fault.Error, error)

// declare gives the rows of a form to the ledger; what must be mended comes back by
// its field.
func declare(q *base.Request, rows []register.Input, give door) ([]base.Fault, error) {
	_, faults, err := give(q.Context(), q.Actor,
		func() (ledger.Rows, error) { return &list{rows}, nil }, func(c string) string { return c })
	var out []base.Fault
	tell := func(f *fault.Error) {
		at := *f
		at.Place = fault.Place{}
		out = append(out, base.Fault{Field: f.Place.Column, Text: vn.Capital(q.Site.Catalog().Book().Fault(q.Lang, &at))})
	}
	for _, f := range faults {
		tell(f)
	}
	for _, f := range fault.All(err) {
		if f.Kind == fault.Forbidden {
			return nil, err
		}
		tell(f)
	}
	if len(out) > 0 {
		err = nil
	}
	return out, err
}

// intakePage takes a sheet of organisations.
type intakePage struct {
	*base.Frame
	File string
	Rows []rowFault
	More int
	Said string // what is wrong with the file as a whole
}

// rowFault is what must be mended in one row.
type rowFault struct {
	Row          int
	Column, Text string
}

var intakeTemplate = base.Parse(files, "intake", &intakePage{})

func intakeForm(q *base.Request) *intakePage {
	p := &intakePage{Frame: q.Frame("web.place.intake")}
	p.Here, p.Lead = "/don-vi", q.Word("web.place.intake.lead")
	p.Crumbs = []base.Crumb{{Name: q.Word("web.menu.place"), Path: "/don-vi"}, {Name: p.Title}}
	return p
}

// manages refuses who declares organisations nowhere.
func manages(q *base.Request) error {
	if q.Ledger().Has(q.Actor, access.ManageUnits) {
		return nil
	}
	return fault.New(fault.Forbidden, "web.place.no_right")
}

// intake answers GET /don-vi/to-chuc/nhap.
func (s *screen) intake(q *base.Request) error {
	if err := manages(q); err != nil {
		return err
	}
	return q.OK(intakeTemplate, intakeForm(q))
}

func sheetColumns(q *base.Request) []sheet.Column {
	cat := q.Site.Catalog()
	var out []sheet.Column
	for i, c := range ledger.OrganisationColumns() {
		key := "organisation.column." + c
		out = append(out, sheet.Column{ID: c, Heading: cat.Say("vi", key), Aliases: []string{cat.Say("en", key), c}, Required: i < 2, Date: c == "first" || c == "last"})
	}
	return out
}

// take answers POST /don-vi/to-chuc/nhap: all rows or none.
func (s *screen) take(q *base.Request) error {
	if err := manages(q); err != nil {
		return err
	}
	p := intakeForm(q)
	out, faults, err := organise(q, p)
	for _, f := range fault.All(err) {
		if f.Kind == fault.Forbidden {
			return err
		}
		p.Said += q.Site.Catalog().Book().Fault(q.Lang, f) + " "
	}
	if err != nil && p.Said == "" {
		return err
	}
	const shown = 200
	for i, f := range faults {
		if i == shown {
			p.More = len(faults) - shown
			break
		}
		at := *f
		at.Place = fault.Place{}
		p.Rows = append(p.Rows, rowFault{f.Place.Row, f.Place.Column, vn.Capital(q.Site.Catalog().Book().Fault(q.Lang, &at))})
	}
	if p.Said != "" || len(p.Rows) > 0 {
		return q.Show(http.StatusUnprocessableEntity, intakeTemplate, p)
	}
	p.Done = q.Word("organisation.counts", "new", q.Int(int64(out.New)), "changed", q.Int(int64(out.Changed)), "unchanged", q.Int(int64(out.Unchanged)))
	return q.OK(intakeTemplate, p)
}

// organise gives the sheet that was sent to the ledger.
func organise(q *base.Request, p *intakePage) (ledger.Organised, []*fault.Error, error) {
	q.Request.Body = http.MaxBytesReader(q.W, q.Request.Body, land.Limits.Bytes+1<<16)
	if err := q.ParseMultipartForm(1 << 20); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return ledger.Organised{}, nil, fault.New(fault.Invalid, "web.large")
		}
		return ledger.Organised{}, nil, fault.New(fault.Invalid, "web.form")
	}
	defer q.MultipartForm.RemoveAll()
	file, head, err := q.FormFile("tep")
	if err != nil {
		return ledger.Organised{}, nil, fault.New(fault.Invalid, "web.place.no_file")
	}
	defer file.Close()
	p.File = head.Filename
	lim := sheet.DefaultLimits
	lim.File, lim.Unpacked, lim.Rows = land.Limits.Bytes, 100<<20, 20_000
	var open *sheet.Reader
	defer func() {
		if open != nil {
			_ = open.Close()
		}
	}()
	return q.Ledger().DeclareOrganisations(q.Context(), q.Actor, func() (ledger.Rows, error) {
		if open != nil {
			_ = open.Close()
		}
		var err error
		open, err = sheet.Open(head.Filename, file, head.Size, sheetColumns(q), lim)
		return form.Rows(open), err
	}, func(c string) string { return q.Word("organisation.column." + c) })
}

// sheet answers GET /don-vi/to-chuc/mau.xlsx: the empty sheet.
func (s *screen) sheet(q *base.Request) error {
	if err := manages(q); err != nil {
		return err
	}
	spec := sheet.TemplateSpec{Title: q.Word("organisation.title"), Say: q.Word}
	for _, c := range sheetColumns(q) {
		key := "organisation.column." + c.ID
		col := sheet.TemplateColumn{Heading: q.Word(key), Required: c.Required, Format: sheet.FormatText, Help: q.Word(key + ".help")}
		if c.Date {
			col.Format = sheet.FormatDay
		}
		spec.Columns = append(spec.Columns, col)
	}
	var b bytes.Buffer
	if err := sheet.Template(&b, spec); err != nil {
		return err
	}
	q.W.Header().Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	q.W.Header().Set("Content-Disposition", `attachment; filename="binhdang-don-vi.xlsx"`)
	_, _ = b.WriteTo(q.W)
	return nil
}
