package ledger

import (
	"bytes"
	"context"
	"encoding/hex"
	"errors"
	"fmt"
	"hash/fnv"
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
	flushFacts = 5000
	lookAhead  = 256 // rows whose keys are looked up together
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
	def := l.cat.Latest(opt.Register)
	if def == nil {
		return nil, l.unknownRegister(opt.Register)
	}
	if err := ByHand(def); err != nil {
		return nil, err
	}
	if opt.In == 0 {
		opt.In = l.namesIn(by)
	}
	var out *Outcome
	run := l.db.Do
	if opt.DryRun { // it writes nothing, and so keeps nobody from writing
		run = l.db.Read
	}
	err := run(ctx, func(tx *store.Tx) error {
		rows, err := open()
		if err != nil {
			return err
		}
		m := &importing{l: l, tx: tx, by: by, opt: opt, out: &Outcome{}, sums: fact.Sums{},
			seen: map[digest]int32{}, equal: map[digest]int32{}, homes: map[unit.ID][]unit.ID{}, met: map[register.ID]bool{}, made: map[*fault.Error]register.ID{}}
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
	seen  map[digest]int32
	equal map[digest]int32
	wait  []*pending
	fresh []*register.Record // of this flush, written at its end
	// What stands beside new rows.
	around *surroundings
	// Where a unit has records, for rows that have left the shard of their record.
	homes map[unit.ID][]unit.ID
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
	free bool        // the sheet gave no key
	made string      // the key that it gave, if it has the form of those that we make
	old  store.Keyed // the record that bears the key; none: ID is 0
	// other bears the key that it gave, and is of another unit.
	other register.ID
	// gone is the void record that bore a key of the row last, and which.
	gone   register.ID
	goneBy string
}

// keys are those by which the row may be known, the likelier first.
func (p *pending) keys() []string {
	if p.made != "" {
		return []string{p.r.RowKey, p.made}
	}
	return []string{p.r.RowKey}
}

// digest stands for a text that is asked for again: each row of a file leaves one.
type digest [16]byte

func digestOf(id unit.ID, text string) (d digest) {
	h := fnv.New128a()
	fmt.Fprint(h, id, " ", text)
	h.Sum(d[:0])
	return d
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
	r, problems, err := m.l.check(m.by, m.opt.Register, Form{Raw: row.Raw, Lang: m.opt.Lang}, m.opt.In)
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
		said := hex.EncodeToString(p.hash[:16])
		h := digestOf(r.Unit, said)
		m.equal[h]++
		r.RowKey = freeKey(r.Unit, said, int(m.equal[h]))
	} else {
		key := digestOf(r.Shard, r.RowKey)
		if first, ok := m.seen[key]; ok {
			m.fault(fault.New(fault.Invalid, "import.key_twice", "key", row.Raw[register.ColumnRowKey], "row", first).
				In(row.Number, m.opt.Heading(register.ColumnRowKey)))
			return nil
		}
		m.seen[key] = int32(row.Number)
		if code := KeyOf(r); ourKey(code) {
			p.made = code
		}
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
	fresh, err := m.known(ctx, wait)
	if err != nil {
		return err
	}
	if !m.dead() {
		if err := m.earlier.read(ctx, m.tx, m.def().Number, m.out.Batch, fresh); err != nil {
			return err
		}
		if m.around == nil {
			m.around = newSurroundings(m.l, m.tx, m.def(), m.batch())
			m.around.looking = m.opt.DryRun
		}
		if err := m.around.read(ctx, fresh); err != nil {
			return err
		}
	}
	for _, p := range wait {
		var err error
		switch {
		case p.old.ID == 0:
			err = m.enter(ctx, p)
		case bytes.Equal(p.old.Hash, p.hash):
			m.out.Unchanged++
		default:
			err = m.correct(ctx, p)
		}
		if err != nil {
			return err
		}
	}
	if m.dead() || m.opt.DryRun {
		m.fresh, m.sums = nil, fact.Sums{}
		return nil
	}
	if err := m.insert(ctx); err != nil || len(m.sums) < flushFacts {
		return err
	}
	err = m.tx.AddFacts(ctx, m.sums)
	m.sums = fact.Sums{}
	return err
}

func (m *importing) def() *register.Definition { return m.l.cat.Latest(m.opt.Register) }

// insert writes the new records of a flush.
func (m *importing) insert(ctx context.Context) error {
	figures := make([]store.Figures, len(m.fresh))
	words := make([]store.Words, len(m.fresh))
	for i, r := range m.fresh {
		figures[i], words[i] = r.Def.Figures(r.Values, m.l.cat.Attr), m.l.words(r)
	}
	err := m.tx.InsertRecords(ctx, m.fresh, figures)
	if err == nil {
		err = m.tx.AddWords(ctx, words...)
	}
	m.fresh = m.fresh[:0]
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
	if p.gone != 0 {
		if stays, err := m.voided(ctx, p); err != nil || stays {
			return err
		}
	}
	m.out.New++
	if m.dead() {
		return nil
	}
	r := p.r
	r.ID = register.ID(m.l.db.NewID())
	near := false
	for _, f := range m.around.warn(m.by, r) {
		f = f.In(p.row, m.opt.Heading(f.Place.Column))
		if !strings.HasPrefix(f.Key, "near.total") {
			near = true
			m.made[f] = r.ID
		}
		m.warn(f)
	}
	if p.other != 0 {
		o, err := m.tx.Record(ctx, r.Shard, p.other)
		if err != nil {
			return err
		}
		m.asked = append(m.asked, &asked{p.row, r, false, []*told{tell(o)}})
	} else if like := m.earlier.like(r, p.free); !near && len(like) > 0 {
		m.asked = append(m.asked, &asked{p.row, r, p.free, like})
	}
	r.RowHash, r.Batch, r.Version = p.hash, m.batch(), 1
	r.State = register.Submitted
	if m.l.may(m.by, access.Approve, r) {
		r.State = register.Approved
	}
	m.around.put(r)
	m.sums.Post(r, m.l.cat.Attr, 1)
	m.fresh = append(m.fresh, r)
	return nil
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
func (m *importing) correct(ctx context.Context, p *pending) error {
	old, err := m.tx.Record(ctx, p.r.Shard, p.old.ID)
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
	m.around.drop(old)
	m.around.put(&r)
	if m.opt.DryRun {
		if !mayLead(old) || mayLead(&r) && r.Kind == old.Kind {
			return nil
		}
		return m.l.leads(ctx, m.tx, old)
	}
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
