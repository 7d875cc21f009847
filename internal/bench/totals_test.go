//go:build bench

package bench

import (
	"context"
	"fmt"
	"testing"
	"time"

	"binhdang/internal/fact"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/unit"
)

// cellOf is one cell of the national table.
type cellOf struct {
	province unit.ID
	register int
	year     int
}

type table map[cellOf]*fact.Vector

func (t table) add(c cellOf, n int64, v []int64) {
	sum := t[c]
	if sum == nil {
		sum = new(fact.Vector)
		t[c] = sum
	}
	sum.N += n
	for i, x := range v {
		sum.V[i] += x
	}
}

// registers by what their numbers mean: what happened in a year, or what there
// was at its end.
func (w *world) registers() (events, stocks []int) {
	for _, name := range w.cat.Registers() {
		if def := w.cat.Latest(name); def.Stock {
			stocks = append(stocks, def.Number)
		} else {
			events = append(events, def.Number)
		}
	}
	return events, stocks
}

// today is the province of today to which a shard belongs.
func (w *world) today(shard unit.ID) unit.ID {
	id, _ := w.tree.Row(unit.VN, shard, years.Last)
	return id
}

// national asks the facts for the national table: province x register x year.
func (k *kept) national(w *world, over period.Window) (table, error) {
	out := table{}
	events, stocks := w.registers()
	err := k.db.Read(context.Background(), func(tx *store.Tx) error {
		for _, y := range over.Steps(period.Admin, period.Year) {
			q := store.FactQuery{Shards: w.tree.Shards(), Registers: events, Window: y.Window, Columns: register.MaxMeasures,
				Planes: []int{fact.Numbers}, GroupShard: true, GroupRegister: true}
			take := func(r *store.FactRow) error {
				if r.Plane == fact.Numbers {
					out.add(cellOf{w.today(r.Shard), r.Register, y.Window.Last.Year()}, r.N, r.V[:])
				}
				return nil
			}
			if err := tx.Facts(context.Background(), q, take); err != nil {
				return err
			}
			q.Registers, q.Level, q.Window.First = stocks, true, 0
			if err := tx.Facts(context.Background(), q, take); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

// byRecords is the same table from the records. An administrative year begins on
// 15 December: eight thousand seven hundred and eighty-five days as numbers on,
// it is a civil one.
func (k *kept) byRecords(w *world, over period.Window) (table, error) {
	sums, less := "count(*)", "-count(*)"
	for i := range register.MaxMeasures {
		sums += fmt.Sprintf(", coalesce(sum(v%d), 0)", i)
		less += fmt.Sprintf(", -coalesce(sum(v%d), 0)", i)
	}
	out, moves := table{}, table{}
	read := func(to table, query string, args ...any) error {
		rows, err := k.raw.Query(query, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		var c cellOf
		var v fact.Vector
		dest := []any{&c.province, &c.register, &c.year, &v.N}
		for i := range v.V {
			dest = append(dest, &v.V[i])
		}
		for rows.Next() {
			if err := rows.Scan(dest...); err != nil {
				return err
			}
			c.province = w.today(c.province)
			to.add(c, v.N, v.V[:])
		}
		return rows.Err()
	}
	// What happened; a total counts in the year that holds it whole.
	err := read(out, `
		select shard, register, (day + 8785) / 10000 as year, `+sums+`
		from record
		where day >= $1 and day <= $2 and state in (2, 4) and lead is null
			and (kind = 1 or kind = 3 and (first_day + 8785) / 10000 = (day + 8785) / 10000)
		group by shard, register, (day + 8785) / 10000`, int64(over.First), int64(over.Last))
	if err != nil {
		return nil, err
	}
	// What opened, less what closed.
	err = read(moves, `
		select shard, register, (day + 8785) / 10000 as year, `+sums+`
		from record
		where kind = 2 and day <= $1 and state in (2, 4) and lead is null
		group by shard, register, (day + 8785) / 10000`, int64(over.Last))
	if err != nil {
		return nil, err
	}
	err = read(moves, `
		select shard, register, (closed + 8786) / 10000 as year, `+less+`
		from record
		where kind = 2 and closed < $1 and state in (2, 4) and lead is null
		group by shard, register, (closed + 8786) / 10000`, int64(over.Last))
	for c, v := range moves {
		for _, y := range over.Steps(period.Admin, period.Year) {
			if year := y.Window.Last.Year(); c.year <= year {
				out.add(cellOf{c.province, c.register, year}, v.N, v.V[:])
			}
		}
	}
	return out, err
}

// same wants two tables to tell the same.
func same(t *testing.T, got, want table) {
	t.Helper()
	if len(got) != len(want) {
		t.Fatalf("%d cells from the facts, %d from the records", len(got), len(want))
	}
	for c, v := range want {
		if got[c] == nil || *got[c] != *v {
			t.Fatalf("%+v\n facts   %+v\n records %+v", c, got[c], v)
		}
	}
}

// totals measures questions to the facts, on all databases in turn.
func (f *figures) totals(t *testing.T, w *world, made []*kept) {
	one := years.Steps(period.Admin, period.Year)[4].Window
	took := map[string]time.Duration{}
	for _, k := range made {
		keeps := k.keeping(t, w)
		for _, over := range []struct {
			name string
			period.Window
		}{{"one year", one}, {"five years", years}} {
			var got, want table
			var err error
			facts := median(t, 9, func(int) error {
				got, err = k.national(w, over.Window)
				return err
			})
			records := median(t, 1, func(int) error {
				want, err = k.byRecords(w, over.Window)
				return err
			})
			same(t, got, want)
			f.time(t, "national table, "+over.name+", from facts", k.String(), facts, 150*time.Millisecond)
			f.time(t, "national table, "+over.name+", from records", k.String(), records, 0)
			f.least(t, "national table, "+over.name+": facts faster than records by", k.String(), records.Seconds()/facts.Seconds(), 100)
			took["national table, "+over.name+" "+k.String()] = facts
			again := median(t, 9, func(int) error {
				got, err = keeps.national(w, over.Window)
				return err
			})
			same(t, got, want)
			f.time(t, "national table, "+over.name+", again while nothing has changed", k.String(), again, 150*time.Millisecond)
		}
		provinces := w.provinces()
		board := median(t, 2*len(provinces), func(i int) error { return k.board(w, provinces[i%len(provinces)], one) })
		f.time(t, "board of a province (12 months x all registers)", k.String(), board, 10*time.Millisecond)
		took["board of a province "+k.String()] = board

		led := k.ledger(t, w)
		ask := func(q indicator.Question) time.Duration {
			return median(t, 5, func(int) error {
				_, err := led.Facts(context.Background(), admin, q)
				return err
			})
		}
		six := []indicator.Name{"sessions", "attendances", "copies", "clubs", "budget", "contributions"}
		f.time(t, "ledger: six indicators of the country by unit and year, five years", k.String(),
			ask(indicator.Question{Indicators: six, Unit: "VN", Window: years, By: []string{"unit", "year"}}), 0)
		f.time(t, "ledger: six indicators of the country by unit, one year", k.String(),
			ask(indicator.Question{Indicators: six, Unit: "VN", Window: one, By: []string{"unit"}}), 0)
		f.time(t, "ledger: six indicators of a province by month, one year", k.String(),
			ask(indicator.Question{Indicators: six, Unit: "22", Window: one, By: []string{"month"}}), 0)
		f.time(t, "ledger: six indicators of a province by unit, one year", k.String(),
			ask(indicator.Question{Indicators: six, Unit: "22", Window: one, By: []string{"unit"}}), 0)
		f.time(t, "ledger: sessions of the country by form, one year", k.String(),
			ask(indicator.Question{Indicators: six[:1], Unit: "VN", Window: one, By: []string{"form"}}), 0)
	}
	for _, more := range made {
		for _, less := range made {
			if more.engine != less.engine || more.records != 10*less.records {
				continue
			}
			most := 1.5
			if more.engine == "postgres" {
				most = 2
			}
			for _, what := range []string{"national table, one year", "national table, five years", "board of a province"} {
				f.most(t, what+": cost of ten times the records", fmt.Sprintf("%s, %s against %s", more.engine, size(more.records), size(less.records)),
					took[what+" "+more.String()].Seconds()/took[what+" "+less.String()].Seconds(), most)
			}
		}
	}
}

func (w *world) provinces() (out []unit.ID) {
	for _, u := range w.tree.Children(unit.VN, years.Last) {
		if u.Level == unit.Province {
			out = append(out, u.ID)
		}
	}
	return out
}

// said are the planes that a number is printed from: itself and its words.
var said = []int{fact.Numbers, fact.More, fact.Less, fact.About}

// board asks for all registers of a province by month.
func (k *kept) board(w *world, province unit.ID, over period.Window) error {
	events, stocks := w.registers()
	months := over.Steps(period.Admin, period.Month)
	var cells [13][20]fact.Sum
	return k.db.Read(context.Background(), func(tx *store.Tx) error {
		q := store.FactQuery{Shards: w.tree.Scope(province, 0, over.Last).Shards, Registers: events, Window: over,
			Columns: register.MaxMeasures, Planes: said, GroupRegister: true, GroupWindow: true}
		err := tx.Facts(context.Background(), q, func(r *store.FactRow) error {
			for i, m := range months {
				if m.Window.Covers(r.Window) {
					cells[i][r.Register][r.Plane].N += r.N
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
		q.Registers, q.Level, q.Window.First = stocks, true, 0
		return tx.Facts(context.Background(), q, func(r *store.FactRow) error {
			for i, m := range months {
				if r.Window.Last <= m.Window.Last {
					cells[i][r.Register][r.Plane].N += r.N
				}
			}
			return nil
		})
	})
}
