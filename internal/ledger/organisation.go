package ledger

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"regexp"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Columns of a sheet of organisations.
const (
	orgCode, orgName, orgShort, orgType   = "code", "name", "short", "type"
	orgSeat, orgUnder, orgFirst, orgLast  = "seat", "under", "first", "last"
	orgSuperior, orgHead, orgSymbol       = "superior", "head", "symbol"
	orgPlace, orgAuthority, orgPost       = "paper_place", "authority", "post"
	orgSigner, orgRecipients, orgKeptWith = "signer", "recipients", "kept_with"
)

// OrganisationColumns are the columns of a sheet of organisations, the required ones first.
func OrganisationColumns() []string {
	return []string{orgCode, orgName, orgSeat, orgShort, orgType, orgUnder, orgFirst, orgLast, orgSuperior, orgHead,
		orgSymbol, orgPlace, orgAuthority, orgPost, orgSigner, orgRecipients, orgKeptWith}
}

func (l *Ledger) loadOrganisations(ctx context.Context) error {
	l.organising.Lock()
	defer l.organising.Unlock()
	return l.load(ctx)
}

// load makes the tree anew; organising is held.
func (l *Ledger) load(ctx context.Context) error {
	var next units
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		if next.moved, err = tx.OrganisationsMoved(ctx); err != nil {
			return err
		}
		next.tree, _, err = l.known(ctx, tx)
		return err
	})
	if err != nil {
		return err
	}
	l.stand(&next)
	return nil
}

// stand lets units stand from now on.
func (l *Ledger) stand(u *units) {
	u.serial = l.serials.Add(1)
	l.units.Store(u)
}

// follow takes up the organisations that another process has declared, where the
// number of those that are kept says that they are others.
func (l *Ledger) follow(ctx context.Context, moved int64) error {
	if l.units.Load().moved == moved {
		return nil
	}
	l.organising.Lock()
	defer l.organising.Unlock()
	if l.units.Load().moved == moved { // another request was faster
		return nil
	}
	return l.load(ctx)
}

// known is the tree with the organisations that the database knows. One that no
// tree can hold is a fault that names it.
func (l *Ledger) known(ctx context.Context, tx *store.Tx) (*unit.Tree, []*unit.Unit, error) {
	orgs, err := tx.Organisations(ctx)
	if err != nil {
		return nil, nil, err
	}
	tree, err := l.cat.Tree().With(orgs)
	return tree, orgs, err
}

// Organised says what a sheet of organisations did.
type Organised struct{ New, Changed, Unchanged int }

// DeclareOrganisations adds departments, unions, schools, newsrooms and
// enterprises from a sheet, or replaces those whose code is known: all or
// nothing. Several rows with one code are versions of one organisation, told
// apart by their days. Who declares one must look after its seat and its managing
// body, and so for all that he replaces. What says the same as before is not
// written.
func (l *Ledger) DeclareOrganisations(ctx context.Context, by access.Actor, open func() (Rows, error), heading func(string) string) (Organised, []*fault.Error, error) {
	return l.organise(ctx, by, open, heading, func(*organising) error { return nil })
}

// ChangeOrganisation is DeclareOrganisations of all rows of one that is known, by who
// has seen it as its mark says. Where it is otherwise by now that is the fault
// organisation.changed.
func (l *Ledger) ChangeOrganisation(ctx context.Context, by access.Actor, code unit.Code, seen string, open func() (Rows, error), heading func(string) string) (Organised, []*fault.Error, error) {
	return l.organise(ctx, by, open, heading, func(in *organising) error {
		if u := in.byCode[code]; u == nil || OrganisationMark(u) != seen {
			return fault.New(fault.Conflict, "organisation.changed", "code", string(code))
		}
		return nil
	})
}

// OrganisationMark tells apart what an organisation was and is said to be.
func OrganisationMark(u *unit.Unit) string {
	h := sha256.New()
	_ = json.NewEncoder(h).Encode(u.Versions) // plain values always encode
	_ = json.NewEncoder(h).Encode(u.Paper)
	return hex.EncodeToString(h.Sum(nil)[:8])
}

// organise declares what the rows tell, if what is kept is as the caller wants it.
func (l *Ledger) organise(ctx context.Context, by access.Actor, open func() (Rows, error), heading func(string) string, wants func(*organising) error) (Organised, []*fault.Error, error) {
	l.organising.Lock() // trees are published in the order in which they were kept
	defer l.organising.Unlock()
	var in *organising
	var tree *unit.Tree
	var out Organised
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		rows, err := open()
		if err != nil {
			return err
		}
		before, orgs, err := l.known(ctx, tx)
		if err != nil {
			return err
		}
		in = &organising{l: l, by: by, heading: heading, tree: before, pass: access.For(by, l.cat.Roles(), before),
			byCode: map[unit.Code]*unit.Unit{}, fresh: map[unit.ID]bool{}, rows: map[versionKey]int{}, next: unit.FirstOrganisation}
		for _, u := range orgs {
			in.byCode[u.Code] = u
			in.next = max(in.next, u.ID+1)
		}
		if err := wants(in); err != nil {
			return err
		}
		if err := in.read(rows); err != nil {
			return err
		}
		if len(in.faults) > 0 {
			return errRollback
		}
		if tree, err = before.With(in.changed); err != nil {
			return in.unfit(err)
		}
		if err := in.stranded(ctx, tx, tree); err != nil {
			return err
		}
		out = Organised{}
		var codes []string // of what is written
		for _, u := range in.changed {
			switch old := before.Unit(u.ID); {
			case old == nil:
				out.New++
			case sameOrganisation(old, u):
				out.Unchanged++
				continue
			default:
				out.Changed++
			}
			codes = append(codes, string(u.Code))
			if err := tx.PutOrganisation(ctx, u); err != nil {
				return err
			}
		}
		if out.New+out.Changed == 0 {
			return nil
		}
		return l.log(ctx, tx, by, "unit.import", strings.Join(codes, ", "), "")
	})
	if errors.Is(err, errRollback) {
		return Organised{}, in.faults, nil
	}
	if err != nil {
		return Organised{}, nil, err
	}
	if out.New+out.Changed > 0 {
		// The number that was drawn is not known here: the next request makes the tree once more.
		l.stand(&units{tree: tree})
	}
	return out, nil, nil
}

func sameOrganisation(a, b *unit.Unit) bool {
	p, q := a.Paper, b.Paper
	if (p == nil) != (q == nil) || !slices.Equal(a.Versions, b.Versions) {
		return false
	}
	if p == nil {
		return true
	}
	x, y := *p, *q
	x.Recipients, y.Recipients = nil, nil
	return slices.Equal(p.Recipients, q.Recipients) && reflect.DeepEqual(x, y)
}

type organising struct {
	l       *Ledger
	by      access.Actor
	heading func(string) string
	tree    *unit.Tree // as it stands before
	pass    *access.Pass
	byCode  map[unit.Code]*unit.Unit
	fresh   map[unit.ID]bool // whose versions this sheet tells anew
	rows    map[versionKey]int
	begins  map[string]unit.ID // which province uses letters before the dot of codes
	changed []*unit.Unit
	next    unit.ID
	faults  []*fault.Error
}

// versionKey is a version that the sheet tells.
type versionKey struct {
	id    unit.ID
	first period.Day
}

func (in *organising) fault(row int, column string, f *fault.Error) {
	in.faults = append(in.faults, f.In(row, in.heading(column)))
}

func (in *organising) read(rows Rows) error {
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if len(row.Faults) > 0 {
			in.faults = append(in.faults, row.Faults...)
			continue
		}
		in.row(row)
	}
}

func (in *organising) row(row Row) {
	get := func(c string) string { return vn.Clean(row.Raw[c]) }
	code := unit.Code(strings.ToUpper(get(orgCode)))
	known := in.byCode[code] != nil
	if !known && (!codeForm.MatchString(string(code)) || len(code) > mostOfCode) {
		in.fault(row.Number, orgCode, fault.New(fault.Invalid, "organisation.code", "code", cut(string(code), mostOfCode)))
		return
	}
	if get(orgName) == "" {
		in.fault(row.Number, orgName, fault.New(fault.Invalid, "check.required"))
		return
	}
	for _, c := range OrganisationColumns() {
		if len([]rune(get(c))) > longestOf(c) {
			in.fault(row.Number, c, fault.New(fault.Invalid, "organisation.long", "most", longestOf(c)))
			return
		}
	}
	v := unit.Version{FullName: get(orgName), Name: get(orgShort), Type: in.l.organisationType(get(orgType))}
	if v.Name == "" {
		v.Name = v.FullName
	}
	for _, c := range []struct {
		column string
		day    *period.Day
	}{{orgFirst, &v.First}, {orgLast, &v.Last}} {
		if t := get(c.column); t != "" {
			d, err := period.ParseDay(t)
			if err != nil {
				in.fault(row.Number, c.column, fault.New(fault.Invalid, "check.day", "text", t))
				return
			}
			*c.day = d
		}
	}
	if v.Last != 0 && v.Last < v.First {
		in.fault(row.Number, orgLast, fault.New(fault.Invalid, "organisation.days", "first", v.First.VN(), "last", v.Last.VN()))
		return
	}
	day := in.day(&v)
	seat, ok := in.unit(row, orgSeat, day)
	if !ok {
		return
	}
	if u := in.tree.Unit(seat); u != nil && u.Level == unit.Organisation {
		in.fault(row.Number, orgSeat, fault.New(fault.Invalid, "organisation.seat", "text", get(orgSeat)))
		return
	}
	v.Parent = seat
	if get(orgUnder) != "" {
		if v.Under, ok = in.under(row, day); !ok {
			return
		}
	}
	if column, of := in.barred(&v); of != 0 {
		in.fault(row.Number, column, fault.New(fault.Forbidden, "access.unit", "unit", in.name(of, day)))
		return
	}
	if !known && !in.codeOf(code, seat, day) {
		in.fault(row.Number, orgCode, fault.New(fault.Invalid, "organisation.code_seat", "code", string(code),
			"example", string(in.tree.Unit(seat).Code)+"."+string(code[strings.IndexByte(string(code), '.')+1:])))
		return
	}
	in.put(row.Number, code, v, paperOf(get))
}

// codeForm is the form of a code that is new: what it begins with, a dot, and a word
// that may stand in an address.
var codeForm = regexp.MustCompile(`^([0-9]{2,5}|[A-Z]{2,5})\.[A-Z0-9][A-Z0-9._-]*$`)

// How many letters a code and what else a sheet tells may have.
const (
	mostOfCode = 40
	mostOfName = 200
	mostOfText = 500
)

func longestOf(column string) int {
	switch column {
	case orgCode:
		return mostOfCode
	case orgName, orgShort, orgType, orgSeat, orgUnder:
		return mostOfName
	case orgRecipients:
		return 4 * mostOfText
	}
	return mostOfText
}

// cut is what a fault repeats of a text.
func cut(text string, most int) string {
	if r := []rune(text); len(r) > most {
		return string(r[:most]) + "…"
	}
	return text
}

// codeOf tells whether a new code is of its seat: it begins with the code of the seat
// or of what is above it, on the day or today, or with letters of which no other
// province makes use (KG of what was Kiên Giang, TW of the country).
func (in *organising) codeOf(code unit.Code, seat unit.ID, day period.Day) bool {
	tree, today := in.tree, in.l.Today()
	begins, _, _ := strings.Cut(string(code), ".")
	now, _ := tree.Carry(seat, today)
	for _, at := range []struct {
		id  unit.ID
		day period.Day
	}{{seat, day}, {now, today}} {
		for id := at.id; id != 0 && (id != unit.VN || at.id == unit.VN); id = tree.Parent(id, at.day) {
			if string(tree.Unit(id).Code) == begins {
				return true
			}
		}
	}
	if begins == "VN" || begins[0] <= '9' {
		return false
	}
	if in.begins == nil {
		in.begins = map[string]unit.ID{}
		for _, u := range in.byCode {
			if b, _, dotted := strings.Cut(string(u.Code), "."); dotted {
				in.begins[b] = in.provinceNow(u.Versions[0].Parent)
			}
		}
	}
	of, taken := in.begins[begins]
	if !taken {
		in.begins[begins] = in.provinceNow(seat)
	}
	return !taken || of == in.provinceNow(seat)
}

func (in *organising) provinceNow(seat unit.ID) unit.ID {
	today := in.l.Today()
	id, _ := in.tree.Carry(seat, today)
	return in.tree.Province(id, today)
}

// day is the day of a version that is nearest to today.
func (in *organising) day(v *unit.Version) period.Day {
	day := in.l.Today()
	if v.Last != 0 && v.Last < day {
		day = v.Last
	}
	return max(day, v.First)
}

// barred tells which of seat and managing body the actor may not declare bodies
// at, and its column; 0 if he may at both. What this sheet has declared he may.
func (in *organising) barred(v *unit.Version) (string, unit.ID) {
	day := in.day(v)
	may := func(id unit.ID) bool { return in.pass.May(access.ManageUnits, id, id, day) }
	switch {
	case !may(v.Parent):
		return orgSeat, v.Parent
	case v.Under != 0 && !in.fresh[v.Under] && !may(v.Under):
		return orgUnder, v.Under
	}
	return "", 0
}

func (in *organising) name(id unit.ID, day period.Day) string {
	if id == unit.VN {
		return in.l.unitName(id)
	}
	return in.tree.Path(id, day)
}

// unit looks up the seat; one that is empty is the country.
func (in *organising) unit(row Row, column string, day period.Day) (unit.ID, bool) {
	text := vn.Clean(row.Raw[column])
	if text == "" || strings.EqualFold(text, "VN") {
		return unit.VN, true
	}
	u, err := in.tree.Lookup(text, in.l.namesIn(in.by), day)
	if err != nil {
		for _, f := range fault.All(err) {
			in.fault(row.Number, column, f)
		}
		return 0, false
	}
	return u.ID, true
}

// under finds the managing body, which may stand earlier in the same sheet.
func (in *organising) under(row Row, day period.Day) (unit.ID, bool) {
	text := vn.Clean(row.Raw[orgUnder])
	if u := in.byCode[unit.Code(strings.ToUpper(text))]; u != nil {
		return u.ID, true
	}
	return in.unit(row, orgUnder, day)
}

func (in *organising) put(row int, code unit.Code, v unit.Version, paper *unit.Paper) {
	u := in.byCode[code]
	switch {
	case u == nil:
		u = &unit.Unit{ID: in.next, Code: code, Level: unit.Organisation}
		in.next++
		in.take(u)
	case !in.fresh[u.ID]:
		for i := range u.Versions {
			if _, of := in.barred(&u.Versions[i]); of != 0 {
				day := in.day(&u.Versions[i])
				in.fault(row, orgCode, fault.New(fault.Forbidden, "access.unit_known", "code", string(code),
					"name", in.name(u.ID, day), "unit", in.name(of, day)))
				return
			}
		}
		n := *u // what stands until now belongs to the tree
		n.Versions = nil
		u = &n
		in.take(u)
	}
	for _, o := range u.Versions {
		if (o.Last == 0 || v.First <= o.Last) && (v.Last == 0 || o.First <= v.Last) {
			in.fault(row, orgFirst, fault.New(fault.Conflict, "organisation.overlap", "code", string(code)))
			return
		}
	}
	u.Versions = append(u.Versions, v)
	slices.SortFunc(u.Versions, func(a, b unit.Version) int { return int(a.First) - int(b.First) })
	in.rows[versionKey{u.ID, v.First}] = row
	if paper != nil {
		u.Paper = paper
	}
}

// take notes an organisation that the sheet tells anew.
func (in *organising) take(u *unit.Unit) {
	in.byCode[u.Code] = u
	in.fresh[u.ID] = true
	in.changed = append(in.changed, u)
}

// rowOf is the row that tells what an organisation was on a day, or nearest to it.
func (in *organising) rowOf(u *unit.Unit, day period.Day) int {
	row := in.rows[versionKey{u.ID, u.First()}]
	for _, v := range u.Versions {
		if v.First <= day {
			row = in.rows[versionKey{u.ID, v.First}]
		}
	}
	return row
}

// columnOf is the column in which to mend what no tree can hold.
var columnOf = map[string]string{
	"unit.org_code": orgCode, "unit.org_code_taken": orgCode, "unit.org_name": orgName, "unit.org_days": orgLast,
	"unit.org_seat": orgSeat, "unit.org_under": orgUnder, "unit.org_circle": orgUnder,
}

// unfit tells in which rows to mend a sheet that makes no tree. Of a circle that
// leads over organisations of earlier sheets only the rows of this one are told.
func (in *organising) unfit(err error) error {
	for _, f := range fault.All(err) {
		for i := 0; i+1 < len(f.Args); i += 2 {
			if u := in.byCode[unit.Code(f.Args[i+1])]; f.Args[i] == "code" && u != nil && in.fresh[u.ID] {
				in.fault(in.rowOf(u, 0), columnOf[f.Key], f)
			}
		}
	}
	if len(in.faults) == 0 {
		return err
	}
	return errRollback
}

// stranded refuses what would make the tree look for records in another shard
// than they are in: an organisation that moves gets a version with a first day.
func (in *organising) stranded(ctx context.Context, tx *store.Tx, after *unit.Tree) error {
	stay := func(a, b unit.Version) bool { return a.First == b.First && a.Last == b.Last && a.Parent == b.Parent }
	shards := after.Shards()
	for _, u := range in.changed {
		old := in.tree.Unit(u.ID)
		if old == nil || slices.EqualFunc(old.Versions, u.Versions, stay) {
			continue
		}
		err := tx.Records(ctx, store.Filter{Shards: in.tree.Shards(), Units: []unit.ID{u.ID}}, func(r *register.Record) error {
			day := dayOf(r)
			to := after.Shard(u.ID, day)
			if to == r.Shard || in.tree.Shard(u.ID, day) != r.Shard {
				return nil
			}
			if r.State == register.Void && slices.Contains(shards, r.Shard) {
				return nil // it counts nowhere, and is still found by its number
			}
			in.fault(in.rowOf(u, day), orgSeat, fault.New(fault.Conflict, "organisation.moved", "code", string(u.Code),
				"id", int64(r.ID), "day", day.VN(), "from", in.name(r.Shard, day), "to", in.name(to, day)))
			return errRollback
		})
		if err != nil && !errors.Is(err, errRollback) {
			return err
		}
	}
	if len(in.faults) > 0 {
		return errRollback
	}
	return nil
}

// organisationType is a type as it is kept: the one that something hangs on by its
// name in content, whatever language it was written in, any other as it stands.
func (l *Ledger) organisationType(text string) string {
	for _, lang := range word.Languages {
		known := vn.Fold(l.cat.Say(lang, "organisation.type."+TypeStandingOffice))
		if t := vn.Fold(text); t == known || strings.HasPrefix(t, known+" ") {
			return TypeStandingOffice
		}
	}
	return text
}

// keptWith is what stands behind "Lưu: VT," of a paper, however much of that line a
// sheet repeats.
func keptWith(text string) string {
	text = strings.TrimRight(text, ". ")
	if before, after, ok := strings.Cut(text, ":"); ok && vn.Fold(before) == "luu" {
		text = after
	}
	parts := strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ';' })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	parts = slices.DeleteFunc(parts, func(p string) bool { return p == "" || strings.EqualFold(p, "VT") })
	return strings.Join(parts, ", ")
}

func paperOf(get func(string) string) *unit.Paper {
	p := &unit.Paper{Superior: get(orgSuperior), Name: get(orgHead), Symbol: get(orgSymbol), Place: get(orgPlace),
		Authority: get(orgAuthority), Post: get(orgPost), Signer: get(orgSigner), File: keptWith(get(orgKeptWith))}
	for _, r := range strings.Split(get(orgRecipients), ";") {
		if r = strings.TrimSpace(r); r != "" {
			p.Recipients = append(p.Recipients, r)
		}
	}
	if p.Name == "" && p.Symbol == "" && p.Post == "" {
		return nil
	}
	return p
}
