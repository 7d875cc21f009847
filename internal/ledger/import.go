package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fact"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// Row is one row of a sheet as it was read: raw text by column id.
type Row struct {
	Number int // as the person sees it
	Raw    register.Input
	Faults fault.List // what could not be read of it; such a row is not looked at further
}

// Rows gives rows until io.EOF.
type Rows interface {
	Next() (Row, error)
}

// ImportOptions say how a file is taken in.
type ImportOptions struct {
	Register register.Name
	File     string // name for the journal
	Hash     string // of the file
	Lang     string
	DryRun   bool
	In       unit.ID                            // names are looked up in this subtree; 0: the actor's own
	Progress func(rows int)                     // called now and then
	Heading  func(column string) (shown string) // what a column is called in the sheet
}

// Outcome of an import.
type Outcome struct {
	Rows, New, Unchanged, Corrected int
	// NoKey counts the rows without a Mã dòng: changed in the sheet and imported again, each is a new record.
	NoKey    int
	Batch    int64 // 0 on a dry run, on faults, and if nothing changed
	Faults   []*fault.Error
	Warnings []*fault.Error
	// MoreFaults and MoreWarnings count those beyond the first thousand.
	MoreFaults, MoreWarnings int
}

const (
	mostFaults = 1000
	// flushFacts bounds the memory of an import: sums are written when so many have gathered.
	flushFacts = 8000
	lookAhead  = 400 // rows whose keys are looked up together
)

var errRollback = errors.New("rolled back on purpose")

// Import takes in a sheet: all of it or, if a row has a fault, nothing. The same
// file again changes nothing: each row is compared with what was last imported
// under its key. A changed row corrects its record, unless a person has corrected
// that since; then it is a fault that names both.
//
// Open gives the rows from the start; it is called again where the database asks
// for the transaction to be run once more.
func (l *Ledger) Import(ctx context.Context, by access.Actor, open func() (Rows, error), opt ImportOptions) (*Outcome, error) {
	if l.cat.Latest(opt.Register) == nil {
		return nil, l.unknownRegister(opt.Register)
	}
	if opt.In == 0 {
		opt.In = l.namesIn(by)
	}
	var out *Outcome
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		rows, err := open()
		if err != nil {
			return err
		}
		m := &importing{l: l, tx: tx, by: by, opt: opt, out: &Outcome{}, sums: fact.Sums{},
			seen: map[string]int{}, equal: map[string]int{}, met: map[register.ID]bool{}, made: map[*fault.Error]register.ID{}}
		out = m.out
		if err := m.run(ctx, rows); err != nil {
			return err
		}
		kept := !opt.DryRun && len(m.out.Faults) == 0 && m.out.New+m.out.Corrected > 0
		if err := m.ask(ctx, kept); err != nil {
			return err
		}
		if !kept {
			m.out.Batch = 0
			return errRollback
		}
		if err := tx.AddFacts(ctx, m.sums); err != nil {
			return err
		}
		return tx.InsertBatch(ctx, store.Batch{ID: m.out.Batch, Register: string(opt.Register), File: opt.File, Hash: opt.Hash,
			Rows: m.out.Rows, New: m.out.New, Corrected: m.out.Corrected, At: l.now().UTC(), Actor: by.Via})
	})
	if err != nil && !errors.Is(err, errRollback) {
		return nil, err
	}
	return out, nil
}

type importing struct {
	l    *Ledger
	tx   *store.Tx
	by   access.Actor
	opt  ImportOptions
	out  *Outcome
	sums fact.Sums
	// seen says in which row a key of this file stood; equal counts rows without a key by their hash.
	seen  map[string]int
	equal map[string]int
	wait  []*pending
	// What a person must be asked about: rows that may tell again what a record tells,
	// those of the records that no row of this file is, and what became of a row.
	earlier earlier
	met     map[register.ID]bool
	asked   []*asked
	made    map[*fault.Error]register.ID
}

// asked is a new row that may be a record that was there before.
type asked struct {
	row  int
	r    *register.Record
	free bool
	like []*told
}

// pending is a checked row whose key is still to be looked up.
type pending struct {
	row  int
	hash []byte
	r    *register.Record
	free bool // the sheet gave no key
}

func (m *importing) run(ctx context.Context, rows Rows) error {
	for {
		row, err := rows.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return err
		}
		m.out.Rows++
		if m.opt.Progress != nil && m.out.Rows%1000 == 0 {
			m.opt.Progress(m.out.Rows)
		}
		if err := m.row(row); err != nil {
			return err
		}
		if len(m.wait) >= lookAhead {
			if err := m.flush(ctx); err != nil {
				return err
			}
		}
	}
	return m.flush(ctx)
}

// row checks one row and puts it with those whose keys are looked up next.
func (m *importing) row(row Row) error {
	for _, f := range row.Faults {
		m.fault(f)
	}
	if len(row.Faults) > 0 {
		return nil
	}
	r, problems, err := m.l.check(m.by, m.opt.Register, Form{row.Raw, m.opt.Lang}, m.opt.In)
	if err != nil {
		return err
	}
	for _, p := range problems {
		f := p.Fault.In(row.Number, m.opt.Heading(p.Fault.Place.Column))
		if p.Warning {
			m.warn(f)
		} else {
			m.fault(f)
		}
	}
	if r == nil {
		return nil
	}
	if !m.l.may(m.by, access.Enter, r) {
		m.fault(fault.New(fault.Forbidden, "access.record", "verb", "verb.enter", "unit", m.l.unitName(r.Unit)).
			In(row.Number, m.opt.Heading(register.ColumnUnit)))
		return nil
	}
	p := &pending{row: row.Number, hash: register.RowHash(row.Raw), r: r, free: r.RowKey == ""}
	if p.free {
		m.out.NoKey++
		h := strconv.FormatInt(int64(r.Unit), 10) + "/" + hex.EncodeToString(p.hash[:16])
		m.equal[h]++
		r.RowKey = "#" + h + "/" + strconv.Itoa(m.equal[h])
	} else {
		key := fmt.Sprint(r.Shard, " ", r.RowKey)
		if first, ok := m.seen[key]; ok {
			m.fault(fault.New(fault.Invalid, "import.key_twice", "key", row.Raw[register.ColumnRowKey], "row", first).
				In(row.Number, m.opt.Heading(register.ColumnRowKey)))
			return nil
		}
		m.seen[key] = row.Number
	}
	m.wait = append(m.wait, p)
	return nil
}

// flush looks up the keys of the waiting rows and writes what is new or changed.
func (m *importing) flush(ctx context.Context) error {
	if len(m.wait) == 0 {
		return nil
	}
	wait := m.wait
	m.wait = nil
	keys := map[unit.ID][]string{}
	number := m.l.cat.Latest(m.opt.Register).Number
	for _, p := range wait {
		keys[p.r.Shard] = append(keys[p.r.Shard], p.r.RowKey)
	}
	known := map[unit.ID]map[string]store.Keyed{}
	for shard, k := range keys {
		found, err := m.tx.RecordsByKeys(ctx, shard, number, k)
		if err != nil {
			return err
		}
		known[shard] = found
		for _, k := range found {
			m.met[k.ID] = true
		}
	}
	if !m.dead() {
		var fresh []*register.Record
		for _, p := range wait {
			if _, ok := known[p.r.Shard][p.r.RowKey]; !ok {
				fresh = append(fresh, p.r)
			}
		}
		if err := m.earlier.read(ctx, m.tx, number, m.out.Batch, fresh); err != nil {
			return err
		}
	}
	for _, p := range wait {
		old, ok := known[p.r.Shard][p.r.RowKey]
		var err error
		switch {
		case !ok:
			err = m.enter(ctx, p)
		case bytes.Equal(old.Hash, p.hash):
			m.out.Unchanged++
		default:
			err = m.correct(ctx, p, old)
		}
		if err != nil {
			return err
		}
	}
	if len(m.sums) < flushFacts || m.dead() {
		return nil
	}
	err := m.tx.AddFacts(ctx, m.sums)
	m.sums = fact.Sums{}
	return err
}

// dead tells that nothing needs to be written any more: a fault was found.
func (m *importing) dead() bool { return len(m.out.Faults) > 0 }

func (m *importing) batch() int64 {
	if m.out.Batch == 0 {
		m.out.Batch = m.l.db.NewID()
	}
	return m.out.Batch
}

func (m *importing) enter(ctx context.Context, p *pending) error {
	m.out.New++
	if m.dead() {
		return nil
	}
	r := p.r
	r.ID = register.ID(m.l.db.NewID())
	warn, err := m.l.beside(ctx, m.tx, r)
	if err != nil {
		return err
	}
	near := false
	for _, w := range warn {
		f := w.Fault.In(p.row, m.opt.Heading(w.Fault.Place.Column))
		if f.Key == "near.record" {
			near = true
			m.made[f] = r.ID
		}
		m.warn(f)
	}
	if like := m.earlier.like(r, p.free); !near && len(like) > 0 {
		m.asked = append(m.asked, &asked{p.row, r, p.free, like})
	}
	r.RowHash, r.Batch = p.hash, m.batch()
	r.State = register.Submitted
	if m.l.may(m.by, access.Approve, r) {
		r.State = register.Approved
	}
	return m.l.write(ctx, m.tx, m.by, "import", "", nil, r, m.sums)
}

// ask makes the warnings of rows that may tell again what a record tells. If the
// file is kept, warnings name the record that the row became, and what to do.
func (m *importing) ask(ctx context.Context, kept bool) error {
	if m.dead() {
		return nil
	}
	for _, a := range m.asked {
		i := slices.IndexFunc(a.like, func(o *told) bool {
			return !m.met[o.id] && m.l.pass(m.by).May(access.Enter, o.unit, o.place, o.last)
		})
		if i < 0 {
			continue
		}
		o := a.like[i]
		key, column, columns := "near.key", register.ColumnRowKey, ""
		if a.free {
			old, err := m.tx.Record(ctx, o.shard, o.id)
			if err != nil {
				return err
			}
			var list []string
			for _, d := range m.l.Differences(old, a.r, m.opt.Lang) {
				list = append(list, m.opt.Heading(d.Column))
			}
			key, column, columns = "near.again", register.ColumnFirst, strings.Join(list, ", ")
			if columns == "" {
				key = "near.record"
			}
		}
		f := fault.New(fault.Conflict, key, "id", int64(o.id), "unit", m.l.unitName(o.unit), "day", o.last.VN(), "columns", columns).
			In(a.row, m.opt.Heading(column))
		m.made[f] = a.r.ID
		m.warn(f)
	}
	slices.SortStableFunc(m.out.Warnings, func(a, b *fault.Error) int { return a.Place.Row - b.Place.Row })
	if !kept {
		return nil
	}
	for _, f := range m.out.Warnings {
		if id := m.made[f]; id != 0 {
			f.Key += "_new"
			f.Args = append(f.Args, "new", strconv.FormatInt(int64(id), 10))
		}
	}
	return nil
}

// correct compares a row that was imported before with what it says now.
func (m *importing) correct(ctx context.Context, p *pending, key store.Keyed) error {
	old, err := m.tx.Record(ctx, p.r.Shard, key.ID)
	if err != nil {
		return err
	}
	if !m.l.may(m.by, access.Correct, old) {
		m.fault(fault.New(fault.Forbidden, "access.record", "verb", "verb.correct", "unit", m.l.unitName(old.Unit)).In(p.row, ""))
		return nil
	}
	diff := m.l.Differences(old, p.r, m.opt.Lang)
	if len(diff) == 0 {
		m.out.Unchanged++ // said in other words, such as an export that comes back
		return nil
	}
	byHand, err := m.byHand(ctx, old)
	if err != nil {
		return err
	}
	if byHand {
		for _, d := range diff {
			m.fault(fault.New(fault.Conflict, "import.by_hand", "kept", d.Was, "sheet", d.Now).In(p.row, m.opt.Heading(d.Column)))
		}
		return nil
	}
	m.out.Corrected++
	if m.dead() {
		return nil
	}
	r := *old
	if err := m.l.replace(m.by, old, &r, p.r); err != nil {
		var f *fault.Error
		if errors.As(err, &f) {
			m.fault(f.In(p.row, ""))
			return nil
		}
		return err
	}
	r.RowHash, r.Batch = p.hash, m.batch()
	return m.l.write(ctx, m.tx, m.by, "import", "", old, &r, m.sums)
}

// byHand tells whether a person has corrected the record since it was last imported.
func (m *importing) byHand(ctx context.Context, old *register.Record) (bool, error) {
	lines, err := m.tx.Journal(ctx, old.Shard, old.ID)
	if err != nil {
		return false, err
	}
	byHand := false
	for _, line := range lines {
		switch line.Verb {
		case "import":
			byHand = false
		case "correct":
			byHand = true
		}
	}
	return byHand, nil
}

func (m *importing) fault(f *fault.Error) {
	if len(m.out.Faults) >= mostFaults {
		m.out.MoreFaults++
		return
	}
	m.out.Faults = append(m.out.Faults, f)
}

func (m *importing) warn(f *fault.Error) {
	if len(m.out.Warnings) >= mostFaults {
		m.out.MoreWarnings++
		return
	}
	m.out.Warnings = append(m.out.Warnings, f)
}

// sheetKey is the row key of a "Mã dòng": unit and code together. A key that we
// made ourselves and exported comes back as it is.
func sheetKey(id unit.ID, code string) string {
	if ourKey(code) {
		return code
	}
	return strconv.FormatInt(int64(id), 10) + "/" + code
}

func ourKey(key string) bool { return strings.HasPrefix(key, "#") || strings.HasPrefix(key, "@") }

// madeKey is the row key of a record that came without one.
func madeKey(id register.ID) string { return "@" + strconv.FormatInt(int64(id), 10) }

// keyFree refuses a row key that a record of the unit already bears.
func (l *Ledger) keyFree(ctx context.Context, tx *store.Tx, r *register.Record) error {
	found, err := tx.RecordsByKeys(ctx, r.Shard, r.Def.Number, []string{r.RowKey})
	if err != nil {
		return err
	}
	if k, ok := found[r.RowKey]; ok {
		return fault.New(fault.Conflict, "record.key_taken", "id", int64(k.ID))
	}
	return nil
}

// TakenBack says what TakeBack did.
type TakenBack struct{ Voided, Restored, Left int }

// TakeBack undoes an import: records that it entered are voided, records that it
// corrected get the values from before, and those that a person changed after it
// are left as they are and counted.
func (l *Ledger) TakeBack(ctx context.Context, by access.Actor, batch int64, why string) (*TakenBack, error) {
	if err := needWhy(why); err != nil {
		return nil, err
	}
	out := &TakenBack{}
	err := l.db.Do(ctx, func(tx *store.Tx) error {
		b, err := tx.Batch(ctx, batch)
		if err != nil {
			return err
		}
		if b == nil {
			return fault.New(fault.NotFound, "batch.unknown", "id", batch)
		}
		if b.TakenBack != nil {
			return fault.New(fault.Conflict, "batch.taken_back", "id", batch)
		}
		var ids []*register.Record
		err = tx.Records(ctx, store.Filter{Shards: l.Tree().Shards(), Batch: batch}, func(r *register.Record) error {
			ids = append(ids, r)
			return nil
		})
		if err != nil {
			return err
		}
		sums := fact.Sums{}
		for _, r := range ids {
			if err := l.takeBack(ctx, tx, by, r, why, sums, out); err != nil {
				return err
			}
		}
		if err := tx.AddFacts(ctx, sums); err != nil {
			return err
		}
		return tx.MarkTakenBack(ctx, batch, l.now().UTC())
	})
	if err != nil {
		return nil, err
	}
	return out, nil
}

func (l *Ledger) takeBack(ctx context.Context, tx *store.Tx, by access.Actor, old *register.Record, why string, sums fact.Sums, out *TakenBack) error {
	if old.State == register.Void {
		return nil
	}
	if !l.may(by, access.TakeBack, old) {
		return fault.New(fault.Forbidden, "access.record", "verb", "verb.take_back", "unit", l.unitName(old.Unit))
	}
	lines, err := tx.Journal(ctx, old.Shard, old.ID)
	if err != nil {
		return err
	}
	var by0 *store.Line // the import's own line
	for i := range lines {
		if lines[i].Verb == "import" {
			by0 = &lines[i]
		}
	}
	r := *old
	if by0 == nil || by0.Former == nil {
		if err := l.unled(ctx, tx, old); err != nil {
			return err
		}
		r.State = register.Void
		out.Voided++
		return l.write(ctx, tx, by, "take_back", why, old, &r, sums)
	}
	for _, line := range lines {
		if line.Version > by0.Version && line.Verb == "correct" {
			out.Left++
			return nil
		}
	}
	f := by0.Former
	r.Def, r.Unit, r.Place, r.Kind, r.First, r.Last, r.Closed, r.Values = f.Def, f.Unit, f.Place, f.Kind, f.First, f.Last, f.Closed, f.Values
	r.RowHash, r.Batch = f.RowHash, f.Batch
	out.Restored++
	return l.write(ctx, tx, by, "take_back", why, old, &r, sums)
}

// KeyOf is the "Mã dòng" of a record: as its sheet gave it, else the key that we made.
func KeyOf(r *register.Record) string {
	if ourKey(r.RowKey) {
		return r.RowKey
	}
	_, code, _ := strings.Cut(r.RowKey, "/")
	return code
}
