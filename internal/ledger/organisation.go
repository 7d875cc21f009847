package ledger

import (
	"context"
	"errors"
	"io"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/store"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
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
	var orgs []*unit.Unit
	err := l.db.Read(ctx, func(tx *store.Tx) (err error) {
		orgs, err = tx.Organisations(ctx)
		return err
	})
	if err != nil {
		return err
	}
	tree, err := l.cat.Tree().With(orgs)
	if err != nil {
		return err
	}
	l.tree.Store(tree)
	return nil
}

// ImportOrganisations adds departments, unions, schools, newsrooms and
// enterprises from a sheet, or replaces those whose code is known: all or
// nothing. Several rows with one code are versions of one organisation, told
// apart by their days. It returns how many organisations the sheet held.
func (l *Ledger) ImportOrganisations(ctx context.Context, by access.Actor, open func() (Rows, error), heading func(string) string) (int, []*fault.Error, error) {
	var faults []*fault.Error
	n := 0
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		rows, err := open()
		if err != nil {
			return err
		}
		known, err := tx.Organisations(ctx)
		if err != nil {
			return err
		}
		in := &organising{l: l, by: by, heading: heading, byCode: map[unit.Code]*unit.Unit{}, fresh: map[unit.Code]bool{}, next: unit.FirstOrganisation}
		for _, u := range known {
			in.byCode[u.Code] = u
			in.next = max(in.next, u.ID+1)
		}
		if err := in.read(rows); err != nil {
			return err
		}
		if faults = in.faults; len(faults) > 0 {
			return errRollback
		}
		for _, u := range in.changed {
			if err := tx.PutOrganisation(ctx, u); err != nil {
				return err
			}
		}
		n = len(in.changed)
		return l.log(ctx, tx, by, "unit.import", "", "")
	})
	if err != nil && !errors.Is(err, errRollback) {
		return 0, nil, err
	}
	if len(faults) > 0 {
		return 0, faults, nil
	}
	return n, nil, l.loadOrganisations(ctx)
}

type organising struct {
	l       *Ledger
	by      access.Actor
	heading func(string) string
	byCode  map[unit.Code]*unit.Unit
	fresh   map[unit.Code]bool // whose versions this sheet tells anew
	changed []*unit.Unit
	next    unit.ID
	faults  []*fault.Error
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
	if code == "" || strings.ContainsAny(string(code), " @,;") || strings.Trim(string(code), "0123456789") == "" {
		in.fault(row.Number, orgCode, fault.New(fault.Invalid, "organisation.code", "code", string(code)))
		return
	}
	if get(orgName) == "" {
		in.fault(row.Number, orgName, fault.New(fault.Invalid, "check.required"))
		return
	}
	v := unit.Version{FullName: get(orgName), Name: get(orgShort), Type: get(orgType)}
	if v.Name == "" {
		v.Name = v.FullName
	}
	for column, day := range map[string]*period.Day{orgFirst: &v.First, orgLast: &v.Last} {
		if t := get(column); t != "" {
			d, err := period.ParseDay(t)
			if err != nil {
				in.fault(row.Number, column, fault.New(fault.Invalid, "check.day", "text", t))
				return
			}
			*day = d
		}
	}
	day := in.l.Today()
	if v.Last != 0 && v.Last < day {
		day = v.Last
	}
	if v.First > day {
		day = v.First
	}
	seat, ok := in.unit(row, orgSeat, day)
	if !ok {
		return
	}
	if u := in.l.Tree().Unit(seat); u != nil && u.Level == unit.Organisation {
		in.fault(row.Number, orgSeat, fault.New(fault.Invalid, "organisation.seat", "text", get(orgSeat)))
		return
	}
	v.Parent = seat
	if get(orgUnder) != "" {
		if v.Under, ok = in.under(row, day); !ok {
			return
		}
	}
	if !in.l.pass(in.by).May(access.ManageUnits, seat, seat, day) {
		in.fault(row.Number, orgSeat, fault.New(fault.Forbidden, "access.record", "verb", "verb.unit", "unit", in.l.unitName(seat)))
		return
	}
	in.put(row.Number, code, v, paperOf(get))
}

// unit looks up the seat; one that is empty is the country.
func (in *organising) unit(row Row, column string, day period.Day) (unit.ID, bool) {
	text := vn.Clean(row.Raw[column])
	if text == "" || strings.EqualFold(text, "VN") {
		return unit.VN, true
	}
	u, err := in.l.Tree().Lookup(text, in.l.namesIn(in.by), day)
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
		in.byCode[code] = u
		in.changed = append(in.changed, u)
	case !in.fresh[code]:
		u.Versions = nil
		in.changed = append(in.changed, u)
	}
	in.fresh[code] = true
	for _, o := range u.Versions {
		if (o.Last == 0 || v.First <= o.Last) && (v.Last == 0 || o.First <= v.Last) {
			in.fault(row, orgFirst, fault.New(fault.Conflict, "organisation.overlap", "code", string(code)))
			return
		}
	}
	u.Versions = append(u.Versions, v)
	slices.SortFunc(u.Versions, func(a, b unit.Version) int { return int(a.First) - int(b.First) })
	if paper != nil {
		u.Paper = paper
	}
}

func paperOf(get func(string) string) *unit.Paper {
	p := &unit.Paper{Superior: get(orgSuperior), Name: get(orgHead), Symbol: get(orgSymbol), Place: get(orgPlace),
		Authority: get(orgAuthority), Post: get(orgPost), Signer: get(orgSigner), File: get(orgKeptWith)}
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
