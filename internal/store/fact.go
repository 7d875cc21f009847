package store

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fact"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/unit"
)

const (
	factKey     = "shard, grain, margin, register, stage, plane, w0, w1"
	factColumns = factKey + ", n, " + measureColumns
	factWidth   = 9 + register.MaxMeasures
)

// factRow is one row of the table: one plane of a sum.
type factRow struct {
	fact.Key
	plane int
	v     *fact.Vector
}

// key are the columns of the key, in the order of factKey.
func (r *factRow) key() []any {
	return []any{int64(r.Shard), r.Grain, r.Margin, int64(r.Register), int64(r.Stage), int64(r.plane),
		int64(r.Window.First), int64(r.Window.Last)}
}

func (r *factRow) args(to []any) []any {
	to = append(append(to, r.key()...), r.v.N)
	for _, v := range r.v.V {
		to = append(to, v)
	}
	return to
}

// takes tells whether adding the row may leave zeros.
func (r *factRow) takes() bool {
	return r.v.N < 0 || slices.ContainsFunc(r.v.V[:], func(v int64) bool { return v < 0 })
}

// factRows are the rows of sums that are not zero, in key order: all
// transactions take their locks in this one order.
func factRows(sums map[fact.Key]*fact.Sum) []factRow {
	rows := make([]factRow, 0, 2*len(sums))
	for k, s := range sums {
		for p := range s {
			if !s[p].IsZero() {
				rows = append(rows, factRow{k, p, &s[p]})
			}
		}
	}
	slices.SortFunc(rows, func(a, b factRow) int {
		return cmp.Or(
			cmp.Compare(a.Shard, b.Shard), cmp.Compare(a.Grain, b.Grain), cmp.Compare(a.Margin, b.Margin),
			cmp.Compare(a.Register, b.Register), cmp.Compare(a.Stage, b.Stage), cmp.Compare(a.plane, b.plane),
			cmp.Compare(a.Window.First, b.Window.First), cmp.Compare(a.Window.Last, b.Window.Last))
	})
	return rows
}

var (
	addFacts = func() string {
		var b strings.Builder
		b.WriteString(" on conflict (" + factKey + ") do update set n = fact.n + excluded.n")
		for i := range register.MaxMeasures {
			v := "v" + strconv.Itoa(i)
			b.WriteString(", " + v + " = fact." + v + " + excluded." + v)
		}
		return b.String()
	}()
	allZero = func() string {
		var b strings.Builder
		b.WriteString("n = 0")
		for i := range register.MaxMeasures {
			b.WriteString(" and v" + strconv.Itoa(i) + " = 0")
		}
		return b.String()
	}()
)

// AddFacts adds sums to what is kept. Adding is all that is ever done to a fact,
// so transactions may add to the same ones in any order; a row that comes to
// nothing is removed.
func (tx *Tx) AddFacts(ctx context.Context, sums map[fact.Key]*fact.Sum) error {
	rows := factRows(sums)
	tx.adds(rows)
	return chunks(rows, func(part []factRow) error {
		args := make([]any, 0, len(part)*factWidth)
		for i := range part {
			args = part[i].args(args)
		}
		source, args := tx.db.engine.integers(len(part), factWidth, args)
		add := "insert into fact (" + factColumns + ") " + source + addFacts
		if !slices.ContainsFunc(part, func(r factRow) bool { return r.takes() }) {
			_, err := tx.exec(ctx, add, args...)
			return err
		}
		var gone []factRow
		err := tx.each(ctx, add+" returning "+factKey+", "+allZero, args, func(row scan) error {
			var r factRow
			var zero bool
			err := row(&r.Shard, &r.Grain, &r.Margin, &r.Register, &r.Stage, &r.plane, &r.Window.First, &r.Window.Last, &zero)
			if zero {
				gone = append(gone, r)
			}
			return err
		})
		if err != nil {
			return err
		}
		for _, r := range gone {
			_, err := tx.exec(ctx, `
				delete from fact
				where shard = $1 and grain = $2 and margin = $3 and register = $4 and stage = $5 and plane = $6
					and w0 = $7 and w1 = $8`, r.key()...)
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// EachFact hands every plane that is kept of a shard to fn, in key order.
func (tx *Tx) EachFact(ctx context.Context, shard unit.ID, fn func(k fact.Key, plane int, v *fact.Vector) error) error {
	var r factRow
	r.v = new(fact.Vector)
	dest := []any{&r.Shard, &r.Grain, &r.Margin, &r.Register, &r.Stage, &r.plane, &r.Window.First, &r.Window.Last, &r.v.N}
	for i := range r.v.V {
		dest = append(dest, &r.v.V[i])
	}
	return tx.each(ctx, `
		select `+factColumns+`
		from fact
		where shard = $1
		order by `+factKey,
		[]any{int64(shard)}, func(row scan) error {
			if err := row(dest...); err != nil {
				return err
			}
			return fn(r.Key, r.plane, r.v)
		})
}

// LockFacts keeps all others from changing records and facts until the
// transaction ends; reading goes on.
func (tx *Tx) LockFacts(ctx context.Context) error { return tx.db.engine.lockFacts(ctx, tx.session) }

// ReplaceFacts puts sums in the place of all facts of a shard: for a rebuild.
func (tx *Tx) ReplaceFacts(ctx context.Context, shard unit.ID, sums map[fact.Key]*fact.Sum) error {
	if err := tx.numbersOf(ctx, []unit.ID{shard}); err != nil {
		return err
	}
	for k := range tx.numbers[shard].at { // also what has no facts any more
		tx.moves(shard, k[0], k[1])
	}
	if _, err := tx.exec(ctx, "delete from fact where shard = $1", int64(shard)); err != nil {
		return err
	}
	return tx.AddFacts(ctx, sums)
}

// FactQuery is one question to the facts. Stage and plane are always told apart,
// the rest where a Group says so: what is not grouped is summed and zero in the
// rows.
type FactQuery struct {
	Shards    []unit.ID
	Grains    []int64 // 0 the shards themselves, units, minus places; none: 0
	AllUnits  bool    // every unit of the shards, instead of Grains
	AllPlaces bool    // every place, instead of Grains
	Margins   []int64 // none: 0
	Registers []int   // numbers
	Stages    []int   // none: both
	Planes    []int   // none: all
	Window    period.Window
	Level     bool // all up to the last day of the window: the level of a stock
	Columns   int  // only the measures v0 up to this number are read, not itself; 0: only n

	GroupShard, GroupGrain, GroupMargin, GroupRegister, GroupWindow bool

	longer bool // only windows over the end of a year
}

// FactRow is one plane of an answer.
type FactRow struct {
	Shard    unit.ID
	Grain    int64
	Margin   int64
	Register int
	Window   period.Window
	Stage    int
	Plane    int
	fact.Vector
}

// Facts hands the sums of a question to fn. The row is only valid until fn
// returns. What came and went again has left nothing and is not told. The same group
// may come several times, from other shards, registers or years: add them up.
func (tx *Tx) Facts(ctx context.Context, q FactQuery, tell func(*FactRow) error) error {
	fn := func(r *FactRow) error {
		if r.Vector.IsZero() {
			return nil
		}
		return tell(r)
	}
	if tx.writes || tx.db.kept.most == 0 {
		return tx.readFacts(ctx, &q, fn)
	}
	return tx.keptFacts(ctx, &q, fn)
}

// readFacts reads them from the database.
func (tx *Tx) readFacts(ctx context.Context, q *FactQuery, fn func(*FactRow) error) error {
	if !q.AllUnits && !q.AllPlaces {
		if len(q.Grains) == 0 {
			q.Grains = []int64{0}
		}
		return tx.facts(ctx, q, fn)
	}
	for _, shard := range q.Shards {
		grains, err := tx.grains(ctx, shard, q.AllUnits, q.AllPlaces)
		if err != nil {
			return err
		}
		one := *q
		one.Shards = []unit.ID{shard}
		for part := range slices.Chunk(grains, 1024) {
			one.Grains = part
			if err := tx.facts(ctx, &one, fn); err != nil {
				return err
			}
		}
	}
	return nil
}

// grains lists the units or places that a shard has facts of. It steps from one
// to the next along the key: a list makes the question itself a matter of seeks.
func (tx *Tx) grains(ctx context.Context, shard unit.ID, units, places bool) (list []int64, err error) {
	const most = 1 << 60
	low, high := int64(-most), int64(most)
	if !places {
		low = 0
	}
	if !units {
		high = 0
	}
	err = tx.each(ctx, `
		with recursive g(grain) as (
			select min(grain) from fact where shard = $1 and grain > $2 and grain < $3
			union all
			select (select min(f.grain) from fact f where f.shard = $4 and f.grain > g.grain and f.grain < $5)
			from g where g.grain is not null)
		select grain from g where grain is not null and grain <> 0`,
		[]any{int64(shard), low, high, int64(shard), high}, func(row scan) error {
			var g int64
			err := row(&g)
			list = append(list, g)
			return err
		})
	return list, err
}

func (tx *Tx) facts(ctx context.Context, q *FactQuery, fn func(*FactRow) error) error {
	if len(q.Shards) == 0 || len(q.Registers) == 0 {
		return nil
	}
	if len(q.Margins) == 0 {
		q.Margins = []int64{0}
	}
	if len(q.Stages) == 0 {
		q.Stages = []int{fact.Submitted, fact.Approved}
	}
	s, dest, row := q.statement()
	return tx.each(ctx, s.String(), s.args, func(scan scan) error {
		if err := scan(dest...); err != nil {
			return err
		}
		return fn(row)
	})
}

// statement is the SQL of a question, and where its columns go.
//
// Rows are first summed in the order of the key, which needs no sorting; if that
// tells more apart than was asked, the few sums are summed once more.
func (q *FactQuery) statement() (s *statement, dest []any, row *FactRow) {
	s, row = new(statement), new(FactRow)
	group := []string{"stage", "plane"}
	dest = []any{&row.Stage, &row.Plane}
	again := false
	for _, g := range []struct {
		column string
		asked  bool
		many   bool // the question itself names several
		dest   any
	}{
		{"shard", q.GroupShard, len(q.Shards) > 1, &row.Shard},
		{"grain", q.GroupGrain, len(q.Grains) > 1, &row.Grain},
		{"margin", q.GroupMargin, len(q.Margins) > 1, &row.Margin},
		{"register", q.GroupRegister, len(q.Registers) > 1, &row.Register},
	} {
		if g.asked {
			group, dest = append(group, g.column), append(dest, g.dest)
		} else if g.many {
			again = true
		}
	}
	inner := "shard, grain, margin, register, stage, plane"
	if q.GroupWindow {
		inner = factKey
		group, dest = append(group, "w0", "w1"), append(dest, &row.Window.First, &row.Window.Last)
	}
	sums := []string{"n"}
	dest = append(dest, &row.N)
	for i := range min(q.Columns, register.MaxMeasures) {
		sums, dest = append(sums, "v"+strconv.Itoa(i)), append(dest, &row.V[i])
	}
	summed := func(as bool) string {
		var b strings.Builder
		for i, c := range sums {
			if i > 0 {
				b.WriteString(", ")
			}
			b.WriteString("cast(sum(" + c + ") as bigint)")
			if as {
				b.WriteString(" as " + c)
			}
		}
		return b.String()
	}
	groups := strings.Join(group, ", ")
	if again && q.GroupWindow { // the window ends the key: nothing would have been summed
		again, inner = false, groups
	}
	if again {
		s.add("select " + groups + ", " + summed(false) + " from (select " + inner + ", " + summed(true))
	} else {
		s.add("select " + groups + ", " + summed(false))
	}
	s.add(" from fact where ")
	in(s, "shard", q.Shards)
	s.add(" and ")
	in(s, "grain", q.Grains)
	s.add(" and ")
	in(s, "margin", q.Margins)
	s.add(" and ")
	in(s, "register", q.Registers)
	s.add(" and ")
	in(s, "stage", q.Stages)
	if len(q.Planes) > 0 {
		s.add(" and ")
		in(s, "plane", q.Planes)
	} else {
		s.add(" and plane in (" + planes + ")") // a list leads on to the window, the rest of the key
	}
	if !q.Level {
		s.add(" and w0 >= ?", int64(q.Window.First))
	}
	s.add(" and w0 <= ? and w1 <= ?", int64(q.Window.Last), int64(q.Window.Last))
	if q.longer {
		s.add(" and w0 / 10000 < w1 / 10000")
	}
	s.add(" group by " + inner)
	if again {
		s.add(") sums group by " + groups)
	}
	return s, dest, row
}

// planes are all planes, as SQL.
var planes = func() string {
	var p []string
	for i := range fact.Planes {
		p = append(p, strconv.Itoa(i))
	}
	return strings.Join(p, ", ")
}()
