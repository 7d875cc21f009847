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

// TestBench measures everything and writes doc/benchmarks.md.
func TestBench(t *testing.T) {
	f := &figures{began: time.Now(), load: loadAverage()}
	command := "go test -tags bench -run '^TestBench' -v -timeout 60m ./internal/bench"
	for _, name := range []string{"BENCH_RECORDS", "BENCH_POSTGRES"} {
		if v := os.Getenv(name); v != "" {
			command = name + "=" + v + " " + command
		}
	}
	w := newWorld(t)
	w.real(t)
	p := build(t)
	c := newCluster(t)

	f.start(t, p)
	f.sheets(t, w, p, c)

	var made []*kept
	onPostgres := sizes(t, "BENCH_POSTGRES", "1000000,10000000")
	for _, n := range sizes(t, "BENCH_RECORDS", "1000000,10000000") {
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
		if k.records != made[0].records {
			continue
		}
		f.verbs(t, w, k, 1)
		if k.engine == "postgres" {
			f.verbs(t, w, k, 8)
		}
	}
	f.rebuild(t, p, made[0])

	f.print(t)
	if err := f.write("../../doc/benchmarks.md", command); err != nil {
		t.Fatal(err)
	}
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
