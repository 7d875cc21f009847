//go:build bench

package bench

import (
	"os"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
)

// sizes reads how many records the databases have: BENCH_RECORDS for SQLite, and
// BENCH_POSTGRES for PostgreSQL, which must be among them.
func sizes(t *testing.T, name, usual string) (out []int) {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		text = usual
	}
	for _, s := range strings.Split(text, ",") {
		n, err := strconv.Atoi(strings.TrimSpace(s))
		if err != nil || n <= 0 {
			t.Fatalf("%s: %q is no number of records", name, s)
		}
		out = append(out, n)
	}
	return out
}

const document = "../../doc/benchmarks.md"

// measure begins a part of the figures.
func measure(t *testing.T, part, title, about string) *figures {
	return &figures{part: part, title: title, about: about, test: t.Name(), began: time.Now(), load: loadAverage()}
}

// done writes a part down.
func (f *figures) done(t *testing.T) {
	t.Helper()
	f.print(t)
	if err := f.write(document); err != nil {
		t.Fatal(err)
	}
}

// TestBenchProgram measures commands on the sample data, and sheets in and out.
func TestBenchProgram(t *testing.T) {
	f := measure(t, "program", "The program, and sheets in and out",
		"Commands are whole processes, with the memory that the system saw at the most. The sheets hold activities of all communes.")
	w := newWorld(t)
	w.real(t)
	p := build(t)
	f.start(t, p)
	f.sheets(t, w, p, newCluster(t))
	f.done(t)
}

// TestBenchRecords measures facts against records, and single verbs.
func TestBenchRecords(t *testing.T) {
	f := measure(t, "records", "Facts and records",
		`The records are made up, the same every time: five administrative years (15/12/2020 to 14/12/2025), the 3,321 communes
and 34 provinces of today and, before 1/7/2025, the units that they came from; all registers, most of them activities and
broadcasts; one in two of the last six weeks still to be approved. "National table" is province x register x year, all measures;
"from records" is the same table by SQL, and both must give the same numbers or the run fails. PostgreSQL waits for the
disk at each commit (`+"`fsync=on`"+`), and so does SQLite. Ten million records take about 50 GB in PostgreSQL: there the
default is a hundred thousand and a million.`)
	w := newWorld(t)
	p := build(t)
	c := newCluster(t)
	var made []*kept
	onPostgres := sizes(t, "BENCH_POSTGRES", "100000,1000000")
	for _, n := range sizes(t, "BENCH_RECORDS", "100000,1000000,10000000") {
		k := fill(t, w, n)
		made = append(made, k)
		for _, m := range onPostgres {
			if m == n {
				made = append(made, k.copied(t, w, c))
			}
		}
	}
	f.totals(t, w, made)
	for _, k := range made {
		if k.records != 1_000_000 && len(made) > 2 {
			continue
		}
		f.verbs(t, w, k, 1)
		if k.engine == "postgres" {
			f.verbs(t, w, k, 8)
		} else {
			f.rebuild(t, p, k)
		}
	}
	f.done(t)
}

// real proves that the made-up records are such as a person could have entered.
func (w *world) real(t *testing.T) {
	env := w.env()
	w.each(20_000, func(l lot) {
		for i, r := range l.records {
			if shard := w.tree.Shard(r.Unit, r.Last); shard != r.Shard {
				t.Fatalf("unit %d stands in shard %d on %s, not in %d", r.Unit, shard, r.Last, r.Shard)
			}
			if i%8 > 0 {
				continue
			}
			raw := register.Print(r.Def, ledger.EntryOf(r), env, "vi")
			if _, problems := register.Check(r.Def, raw, env); problems.Refused() {
				t.Fatalf("%s: %v\n%v", r.Def.Name, problems.Faults(), raw)
			}
		}
	})
}
