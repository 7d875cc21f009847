package store

import (
	"cmp"
	"context"
	"encoding/binary"
	"slices"

	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

// piece are the facts of one portion that a question asks for, all stages and, unless it names some, all planes,
// in the order of grain, margin, stage, plane and window. The rows are packed as
// differences from the row before: most are small.
type piece struct {
	columns int
	packed  []byte
}

// pieceRow is a row of a piece without its columns.
type pieceRow struct {
	grain, margin int64
	stage, plane  int64
	first, last   int64 // the window; 0 where the question sums it up
	n             int64
}

func (r *pieceRow) window() period.Window {
	return period.Window{First: period.Day(r.first), Last: period.Day(r.last)}
}

// same tells whether two rows differ in nothing but their windows.
func (r *pieceRow) same(o *pieceRow) bool {
	return r.grain == o.grain && r.margin == o.margin && r.stage == o.stage && r.plane == o.plane
}

// at tells whether two rows are about the same.
func (r *pieceRow) at(o *pieceRow) bool {
	return r.same(o) && r.first == o.first && r.last == o.last
}

// unpacked is a piece in the making.
type unpacked struct {
	rows []pieceRow
	v    []int64 // the columns of each row, row after row
}

// pack puts the rows in order, each once.
func (u *unpacked) pack(columns int) *piece {
	order := make([]int, len(u.rows))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, j int) int {
		a, b := &u.rows[i], &u.rows[j]
		return cmp.Or(cmp.Compare(a.grain, b.grain), cmp.Compare(a.margin, b.margin), cmp.Compare(a.stage, b.stage),
			cmp.Compare(a.plane, b.plane), cmp.Compare(a.last, b.last), cmp.Compare(a.first, b.first))
	})
	p := &piece{columns: columns}
	var last pieceRow
	v := make([]int64, columns)
	for at := 0; at < len(order); {
		r := u.rows[order[at]]
		copy(v, u.v[order[at]*columns:])
		for at++; at < len(order) && r.at(&u.rows[order[at]]); at++ {
			r.n += u.rows[order[at]].n
			for c := range v {
				v[c] += u.v[order[at]*columns+c]
			}
		}
		if r.n == 0 && !slices.ContainsFunc(v, func(n int64) bool { return n != 0 }) {
			continue
		}
		for _, n := range [...]int64{r.grain - last.grain, r.margin - last.margin, r.stage - last.stage, r.plane - last.plane,
			r.first - last.first, r.last - last.last, r.n} {
			p.packed = binary.AppendVarint(p.packed, n)
		}
		for _, n := range v {
			p.packed = binary.AppendVarint(p.packed, n)
		}
		last = r
	}
	p.packed = slices.Clip(p.packed)
	return p
}

// reader goes through the rows of a piece.
type reader struct {
	left []byte
	pieceRow
	v []int64
}

func (r *reader) next() bool {
	if len(r.left) == 0 {
		return false
	}
	r.grain += r.number()
	r.margin += r.number()
	r.stage += r.number()
	r.plane += r.number()
	r.first += r.number()
	r.last += r.number()
	r.n = r.number()
	for i := range r.v {
		r.v[i] = r.number()
	}
	return true
}

func (r *reader) number() int64 {
	n, size := binary.Varint(r.left)
	r.left = r.left[size:]
	return n
}

// keptFacts answers a question piece by piece, of which only those are read that
// have changed since they were read last.
func (tx *Tx) keptFacts(ctx context.Context, q *FactQuery, fn func(*FactRow) error) error {
	if tx.reading {
		return errStreaming
	}
	if err := tx.numbersOf(ctx, q.Shards); err != nil {
		return err
	}
	for _, number := range q.Registers {
		for _, of := range tx.portions(q, number) {
			pieces, err := tx.pieces(ctx, q, number, of)
			if err != nil {
				return err
			}
			for i, p := range pieces {
				if p == nil {
					continue
				}
				tx.reading = true
				err := p.each(q, q.Shards[i], number, fn)
				tx.reading = false
				if err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// portions are those with facts of a register that a question's window touches, in
// order; 0: all together.
func (tx *Tx) portions(q *FactQuery, number int) []int {
	if q.Level {
		return []int{0}
	}
	first, last := q.Window.First.Year(), q.Window.Last.Year()
	var out []int
	for _, shard := range q.Shards {
		for k := range tx.numbers[shard].at {
			in := k[1] == ofLonger && first < last || k[1] > ofLonger && first <= k[1] && k[1] <= last
			if k[0] == number && in && !slices.Contains(out, k[1]) {
				out = append(out, k[1])
			}
		}
	}
	slices.Sort(out)
	return out
}

// pieces gives the piece of each shard; nil where nothing is kept.
func (tx *Tx) pieces(ctx context.Context, q *FactQuery, number, of int) ([]*piece, error) {
	one, what := q.piece(number, of)
	out := make([]*piece, len(q.Shards))
	missing := map[unit.ID]*unpacked{}
	key := func(shard unit.ID) keptKey { return keptKey{portion{shard, number, of}, what} }
	moved := func(shard unit.ID) int64 {
		if of == 0 {
			return tx.numbers[shard].all[number]
		}
		return tx.numbers[shard].at[[2]int{number, of}]
	}
	for i, shard := range q.Shards {
		n := moved(shard)
		if n == 0 {
			continue
		}
		if p := tx.db.kept.piece(key(shard), n, one); p != nil {
			out[i] = p
			continue
		}
		missing[shard] = new(unpacked)
		one.Shards = append(one.Shards, shard)
	}
	if len(missing) == 0 {
		return out, nil
	}
	err := tx.readFacts(ctx, one, func(r *FactRow) error {
		p := missing[r.Shard]
		p.rows = append(p.rows, pieceRow{r.Grain, r.Margin, int64(r.Stage), int64(r.Plane), int64(r.Window.First), int64(r.Window.Last), r.N})
		p.v = append(p.v, r.V[:one.Columns]...)
		return nil
	})
	if err != nil {
		return nil, err
	}
	for i, shard := range q.Shards {
		if u := missing[shard]; u != nil {
			out[i] = u.pack(one.Columns)
			tx.db.kept.put(key(shard), moved(shard), out[i], len(out[i].packed))
		}
	}
	return out, nil
}

// piece is what is kept of a portion, brought up to the number that it has in a
// snapshot; nil where it must be read.
func (k *kept) piece(key keptKey, number int64, one *FactQuery) *piece {
	last, former := k.last(key)
	if former == 0 {
		return nil
	}
	p := last.(*piece)
	if former == number {
		return p
	}
	added, ok := k.since(key.portion, former, number)
	if !ok {
		return nil
	}
	p = p.and(added, one)
	k.put(key, number, p, len(p.packed))
	return p
}

// and is the piece with what was added to the facts since.
func (p *piece) and(added []factRow, one *FactQuery) *piece {
	added = slices.DeleteFunc(added, func(r factRow) bool { return !one.asks(&r) })
	if len(added) == 0 {
		return p
	}
	var u unpacked
	for r := (&reader{left: p.packed, v: make([]int64, p.columns)}); r.next(); {
		u.rows, u.v = append(u.rows, r.pieceRow), append(u.v, r.v...)
	}
	for _, r := range added {
		row := pieceRow{stage: int64(r.Stage), plane: int64(r.plane), n: r.v.N}
		if one.GroupGrain {
			row.grain = r.Grain
		}
		if one.GroupMargin {
			row.margin = r.Margin
		}
		if one.GroupWindow {
			row.first, row.last = int64(r.Window.First), int64(r.Window.Last)
		}
		u.rows, u.v = append(u.rows, row), append(u.v, r.v.V[:p.columns]...)
	}
	return u.pack(p.columns)
}

// asks tells whether a question of one piece is about a fact of its portion.
func (q *FactQuery) asks(r *factRow) bool {
	grain := slices.Contains(q.Grains, r.Grain)
	if q.AllUnits || q.AllPlaces {
		grain = q.AllUnits && r.Grain > 0 || q.AllPlaces && r.Grain < 0
	}
	plane := len(q.Planes) == 0 || slices.Contains(q.Planes, r.plane)
	return grain && plane && slices.Contains(q.Margins, r.Margin) && q.Window.Covers(r.Window)
}

// piece is the question that reads a piece of this one, still without shards, and
// what tells it from others of the same portion.
//
// Planes that are asked for alone are a piece of their own: each costs a seek for each
// unit. The sums of shards are few: they are read slot by slot for the whole portion, and
// answer questions about any window. All else is read as it is asked.
func (q *FactQuery) piece(number, of int) (*FactQuery, string) {
	one := *q
	one.Shards, one.Registers, one.Stages = nil, []int{number}, nil
	one.Columns = min(q.Columns, register.MaxMeasures)
	one.GroupShard, one.GroupRegister = true, false
	one.longer = of == ofLonger
	if len(one.Margins) == 0 {
		one.Margins = []int64{0}
	}
	if len(one.Grains) == 0 {
		one.Grains = []int64{0}
	}
	units := q.AllUnits || q.AllPlaces
	if units {
		one.Grains = nil
	}
	if q.Level {
		one.Window.First = 0
	}
	if of > ofLonger { // the window of a fact lies in its portion
		year := period.Day(of * 10000)
		one.Window.First, one.Window.Last = max(one.Window.First, year+101), min(one.Window.Last, year+1231)
		if !units && len(one.Grains) == 1 && one.Grains[0] == 0 && len(one.Margins) == 1 && one.Margins[0] == 0 {
			one.Window, one.GroupWindow = period.Window{First: year + 101, Last: year + 1231}, true
		}
	}
	what := make([]byte, 0, 64+9*len(one.Grains)+9*len(one.Margins))
	for _, flag := range []bool{q.AllUnits, q.AllPlaces, q.Level, one.GroupGrain, one.GroupMargin, one.GroupWindow} {
		if flag {
			what = append(what, 1)
		} else {
			what = append(what, 0)
		}
	}
	for _, n := range []int{one.Columns, int(one.Window.First), int(one.Window.Last), len(one.Grains), len(one.Margins), len(one.Planes)} {
		what = binary.AppendVarint(what, int64(n))
	}
	for _, n := range one.Grains {
		what = binary.AppendVarint(what, n)
	}
	for _, n := range one.Margins {
		what = binary.AppendVarint(what, n)
	}
	for _, n := range one.Planes {
		what = binary.AppendVarint(what, int64(n))
	}
	return &one, string(what)
}

// each hands to fn what of the piece a question asks for, rows that it does not tell
// apart as one.
func (p *piece) each(q *FactQuery, shard unit.ID, number int, fn func(*FactRow) error) error {
	var row FactRow
	if q.GroupShard {
		row.Shard = shard
	}
	if q.GroupRegister {
		row.Register = number
	}
	var last pieceRow
	any := false
	tell := func() error {
		if !any {
			return nil
		}
		row.Stage, row.Plane = int(last.stage), int(last.plane)
		if q.GroupGrain {
			row.Grain = last.grain
		}
		if q.GroupMargin {
			row.Margin = last.margin
		}
		if q.GroupWindow {
			row.Window = last.window()
		}
		err := fn(&row)
		row.Vector = fact.Vector{}
		return err
	}
	for r := (&reader{left: p.packed, v: make([]int64, p.columns)}); r.next(); {
		if len(q.Stages) > 0 && !slices.Contains(q.Stages, int(r.stage)) || len(q.Planes) > 0 && !slices.Contains(q.Planes, int(r.plane)) {
			continue
		}
		if r.last != 0 && !q.Level && !q.Window.Covers(r.window()) {
			continue
		}
		if any && !(last.at(&r.pieceRow) || !q.GroupWindow && last.same(&r.pieceRow)) {
			if err := tell(); err != nil {
				return err
			}
		}
		last, any = r.pieceRow, true
		row.N += r.n
		for c, v := range r.v {
			row.V[c] += v
		}
	}
	return tell()
}
