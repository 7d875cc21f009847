// Package intake is how sheets come in: the templates, a file handed in and looked
// at row by row as the person sees it in Excel, written as a whole or not at all,
// and an import taken back.
package intake

import (
	"bytes"
	"context"
	"embed"
	"errors"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/store"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

//go:embed *.tmpl
var files embed.FS

// CSS is the style of what only these pages have.
//
//go:embed intake.css
var CSS string

// Routes of the imports.
func Routes() []base.Route {
	s := &screen{newJobs()}
	enter := func(pattern string, do func(*base.Request) error) base.Route {
		return base.Route{Pattern: pattern, Needs: access.Enter, Do: func(q *base.Request) error {
			if err := q.Ledger().MayUpload(q.Actor); err != nil {
				return err
			}
			return do(q)
		}}
	}
	receive := enter("POST /nhap/{register}", s.receive)
	receive.Uploads = true
	return []base.Route{
		enter("GET /nhap", s.home),
		enter("GET /nhap/{register}", s.register),
		enter("GET /nhap/{register}/mau", s.template),
		receive,
		enter("GET /nhap/{register}/{upload}", s.preview),
		enter("GET /nhap/{register}/{upload}/danh-dau", s.marked),
		enter("POST /nhap/{register}/{upload}/kiem", s.again),
		enter("POST /nhap/{register}/{upload}/dung", s.stop),
		enter("POST /nhap/{register}/{upload}/bo", s.drop),
		enter("POST /nhap/{register}/{upload}/ghi", s.write),
		{Pattern: "GET /nhap/dot/{batch}/ket-qua", Needs: access.ReadRecords, Do: s.result},
		{Pattern: "GET /nhap/dot/{batch}/lay-lai", Needs: access.TakeBack, Do: s.askBack},
		{Pattern: "POST /nhap/dot/{batch}/lay-lai", Needs: access.TakeBack, Do: s.takeBack},
	}
}

type screen struct{ jobs *jobs }

// here is the entry of the menu.
const here = "/nhap"

func registerName(q *base.Request, name register.Name) string {
	return q.Word("register." + string(name))
}

// Book is one register to choose.
type Book struct {
	Path, Name string
	Stock      bool
}

// Waits is a file that waits for its person.
type Waits struct {
	Path, File, Register, At string
	Running                  bool
	Cut                      bool // it was being written when the server stopped
}

// Import is an import that was made.
type Import struct {
	Path, Records                string
	Back                         string // where it is taken back; "": it was, or the person may not
	File, Register, Who, At      string
	New, Corrected, Rows, Number string
	TakenBack                    string // when

	own bool // made by the person, or of his units alone
}

// homePage is what imports begin with.
type homePage struct {
	*base.Frame
	Books   []Book
	Waits   []Waits
	Imports []Import
}

var homeTemplate = base.Parse(files, "home", &homePage{})

// home answers GET /nhap.
func (s *screen) home(q *base.Request) error {
	p := &homePage{Frame: q.Frame("web.intake.title")}
	p.Here, p.Lead = here, q.Word("web.intake.lead")
	for _, name := range q.Site.Catalog().Registers() {
		if def := q.Site.Catalog().Latest(name); !def.Made {
			p.Books = append(p.Books, Book{address(name), registerName(q, name), def.Stock})
		}
	}
	var err error
	if p.Waits, err = s.waits(q, ""); err != nil {
		return err
	}
	if p.Imports, err = s.done(q, "", 8); err != nil {
		return err
	}
	return q.OK(homeTemplate, p)
}

func address(name register.Name, more ...string) string {
	return strings.Join(append([]string{here, string(name)}, more...), "/")
}

// waits are the files of the person that are not written yet; of one register, or "" for all.
func (s *screen) waits(q *base.Request, only register.Name) ([]Waits, error) {
	list, err := q.Ledger().Uploads(q.Context(), q.Actor)
	if err != nil {
		return nil, err
	}
	var out []Waits
	for _, u := range list {
		if name := register.Name(u.Register); only == "" || only == name {
			j := s.jobs.find(q.Actor.Account, u.ID)
			running := j != nil && j.look().Running()
			out = append(out, Waits{address(name, strconv.FormatInt(u.ID, 10)), u.File, registerName(q, name), clock(u.At), running, u.Writing != nil && !running})
		}
	}
	return out, nil
}

// lookedAt is among how many of the last imports those of the person's own units are
// looked for, to stand first.
const lookedAt = 20

// done are the last imports; of one register, or "" for all. Those that are the
// person's own or lie in his units whole come first.
func (s *screen) done(q *base.Request, only register.Name, limit int) ([]Import, error) {
	list, err := q.Ledger().Imports(q.Context(), q.Actor, only, lookedAt)
	if err != nil {
		return nil, err
	}
	var own, others []Import
	for i := range list {
		if len(own) == limit {
			break
		}
		d, err := batch(q, &list[i])
		if err != nil {
			return nil, err
		}
		if d.own {
			own = append(own, d)
		} else {
			others = append(others, d)
		}
	}
	out := append(own, others...)
	return out[:min(limit, len(out))], nil
}

// batch is an import as pages show it.
func batch(q *base.Request, b *store.Batch) (Import, error) {
	id, name := strconv.FormatInt(b.ID, 10), register.Name(b.Register)
	d := Import{Path: here + "/dot/" + id + "/ket-qua", Number: id, File: b.File, Register: registerName(q, name), Who: ledger.ActorName(b.Actor), At: clock(b.At),
		Records: base.Link("/so/"+b.Register, "dot", id),
		New:     q.Int(int64(b.New)), Corrected: q.Int(int64(b.Corrected)), Rows: q.Int(int64(b.Rows))}
	known, err := q.Ledger().People(q.Context(), b.Actor)
	if err != nil {
		return d, err
	}
	d.Who = known[d.Who].Called(d.Who)
	may, err := q.Ledger().MayTakeBack(q.Context(), q.Actor, b)
	if d.own = may || ledger.ActorName(b.Actor) == q.Actor.Name; b.TakenBack != nil {
		d.TakenBack = clock(*b.TakenBack)
	} else if may {
		d.Back = here + "/dot/" + id + "/lay-lai"
	}
	return d, err
}

// clock is a time in Viet Nam.
func clock(t time.Time) string {
	return t.In(period.VietNam).Format("02/01/2006 15:04")
}

// registerPage takes a file for one register.
type registerPage struct {
	*base.Frame
	Path    string
	Most    int64 // megabytes
	Waits   []Waits
	Imports []Import
	Faults  []base.Fault
}

var registerTemplate = base.Parse(files, "register", &registerPage{})

// register answers GET /nhap/{register}.
func (s *screen) register(q *base.Request) error {
	def, err := q.RegisterByHand()
	if err != nil {
		return err
	}
	return s.ask(q, http.StatusOK, def, nil)
}

// ask shows the page on which a file is chosen, again where one was refused.
func (s *screen) ask(q *base.Request, status int, def *register.Definition, faults []base.Fault) error {
	p := &registerPage{Frame: q.Frame("register." + string(def.Name)), Path: address(def.Name), Most: sheet.DefaultLimits.File >> 20, Faults: faults}
	p.Here, p.Lead = here, q.Word("web.intake.register.lead")
	p.Crumbs = []base.Crumb{{Name: q.Word("web.intake.title"), Path: here}, {Name: p.Title}}
	var err error
	if p.Waits, err = s.waits(q, def.Name); err != nil {
		return err
	}
	if p.Imports, err = s.done(q, def.Name, 5); err != nil {
		return err
	}
	return q.Show(status, registerTemplate, p)
}

// template answers GET /nhap/{register}/mau.
func (s *screen) template(q *base.Request) error {
	def, err := q.RegisterByHand()
	if err != nil {
		return err
	}
	var b bytes.Buffer
	if err := form.Template(&b, q.Site.Catalog(), q.Lang, def); err != nil {
		return err
	}
	return send(q, form.FileName(def, ".xlsx"), b.Bytes())
}

// send answers with a workbook to save.
func send(q *base.Request, name string, body []byte) error {
	h := q.W.Header()
	h.Set("Content-Type", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
	h.Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": name}))
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	_, _ = q.W.Write(body) // who has gone need not be told
	return nil
}

// The fields of the form that hands a file in.
const (
	fieldFile    = "tep"
	fieldInstead = "thay" // the upload in whose place the file comes
)

// Short work ends within a request; longer work gets a page of its own.
const shortWork = time.Second

// receive answers POST /nhap/{register}: a file that can be read at all is kept.
func (s *screen) receive(q *base.Request) error {
	def, err := q.RegisterByHand()
	if err != nil {
		return err
	}
	u, instead, err := received(q)
	if err == nil {
		u.Register = string(def.Name)
		var w *sheet.Whole
		if w, err = openWhole(q.Site.Catalog(), def, u); err == nil {
			err = w.Close()
		}
	}
	if list := fault.All(err); list != nil {
		say, status := sayer{q: q, def: def}, http.StatusUnprocessableEntity
		var faults []base.Fault
		for _, f := range list {
			if f.Key == "sheet.file_too_large" {
				status = http.StatusRequestEntityTooLarge
			}
			faults = append(faults, base.Fault{Field: fieldFile, Text: say.refusal(f)})
		}
		return s.ask(q, status, def, faults)
	}
	if err != nil {
		return err
	}
	id, err := q.Ledger().KeepUpload(q.Context(), q.Actor, def.Name, u.File, u.Body, instead)
	if errors.Is(err, &fault.Error{Kind: fault.Conflict}) { // too many wait
		return s.ask(q, http.StatusConflict, def, []base.Fault{{Field: fieldFile, Text: sayer{q: q, def: def}.refusal(fault.All(err)[0])}})
	}
	if err != nil {
		return err
	}
	if instead != 0 {
		s.jobs.forget(q.Actor.Account, instead)
	}
	u.ID = id
	s.begin(q, def, u, false).wait(q.Context(), shortWork)
	return q.Go(address(def.Name, strconv.FormatInt(id, 10)))
}

// refusal is why a file was not taken at all, with the place in it if there is one.
func (s sayer) refusal(f *fault.Error) string {
	g := *f
	g.Place.File = ""
	return vn.Capital(s.q.Site.Catalog().Book().Fault(s.q.Lang, &g))
}

// received reads the file of a form. What is larger than a file may be is read to
// its end, within reason, so that the browser hears why it was refused.
func received(q *base.Request) (u *store.Upload, instead int64, err error) {
	most := sheet.DefaultLimits.File
	tooLarge := fault.New(fault.Invalid, "sheet.file_too_large", "max", most>>20)
	none := fault.New(fault.Invalid, "web.intake.none")
	q.Body = http.MaxBytesReader(q.W, q.Body, 2*most)
	parts, err := q.MultipartReader()
	if err != nil {
		return nil, 0, none
	}
	for {
		part, err := parts.NextPart()
		if err == io.EOF {
			break
		}
		var body []byte
		var rest int64
		if err == nil {
			limit := int64(64)
			if part.FormName() == fieldFile {
				limit = most
			}
			if body, err = io.ReadAll(io.LimitReader(part, limit)); err == nil {
				rest, err = io.Copy(io.Discard, part)
			}
		}
		var over *http.MaxBytesError
		switch {
		case errors.As(err, &over):
			return nil, 0, tooLarge
		case err != nil:
			return nil, 0, fault.New(fault.Invalid, "web.form")
		}
		switch part.FormName() {
		case fieldFile:
			if rest > 0 {
				return nil, 0, tooLarge
			}
			if part.FileName() != "" {
				u = &store.Upload{File: fileName(part.FileName()), Body: body}
			}
		case fieldInstead:
			instead, _ = strconv.ParseInt(string(body), 10, 64)
		}
	}
	if u == nil {
		return nil, 0, none
	}
	return u, instead, nil
}

// fileName is a name without folders, of a length that can be shown.
func fileName(name string) string {
	name = vn.Clean(name[strings.LastIndexAny(name, `/\`)+1:])
	if r := []rune(name); len(r) > 120 {
		name = string(r[:80]) + "…" + string(r[len(r)-39:])
	}
	return name
}

// begin starts the work on an upload.
func (s *screen) begin(q *base.Request, def *register.Definition, u *store.Upload, write bool) *job {
	who := person{q.Site, q.Actor, q.Lang}
	j := &job{account: q.Actor.Account, id: u.ID, register: def.Name, file: u.File, writes: write}
	if !write {
		j.cut = u.Writing
	}
	return s.jobs.start(q, j,
		func(ctx context.Context, j *job) error { return take(ctx, who, j, def, u, write) })
}
