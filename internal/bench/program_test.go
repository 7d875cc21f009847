//go:build bench

package bench

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
)

// program is the built binary, run as people run it.
type program struct{ file string }

// use is what one run took.
type use struct {
	took  time.Duration
	most  int64 // resident memory at its highest, in bytes
	out   string
	notes string // what it said beside
}

func build(t *testing.T) *program {
	t.Helper()
	p := &program{filepath.Join(t.TempDir(), "binhdang")}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags", "-s -w", "-o", p.file, "./cmd/binhdang")
	cmd.Dir = "../.."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return p
}

func (p *program) run(t *testing.T, args ...string) use {
	t.Helper()
	var out, notes bytes.Buffer
	cmd := exec.Command(p.file, args...)
	cmd.Stdout, cmd.Stderr = &out, &notes
	start := time.Now()
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var u use
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	for {
		select {
		case err := <-ended:
			if err != nil {
				t.Fatalf("%v: %v\n%s%s", args, err, out.String(), notes.String())
			}
			u.took, u.out, u.notes = time.Since(start), out.String(), notes.String()
			return u
		case <-time.After(5 * time.Millisecond):
			// What the kernel tells at the end would count our own memory too, from before the program took our place.
			kb, _ := strconv.ParseInt(strings.TrimSuffix(lineOf(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid), "VmHWM"), " kB"), 10, 64)
			u.most = max(u.most, kb<<10)
		}
	}
}

func megabytes(n int64) string { return fmt.Sprintf("%d MB", n>>20) }

const mega = 1 << 20

// where are the flags that name a database.
func (k *kept) where() []string {
	if k.engine == "postgres" {
		return []string{"--database", k.config.URL}
	}
	return []string{"--data", k.config.Dir}
}

// workbook writes activities as an officer would fill in the template.
func (w *world) workbook(t *testing.T, name string, rows int) {
	t.Helper()
	def := w.cat.Latest("activity")
	var columns []sheet.Column
	for _, c := range def.Columns() {
		columns = append(columns, sheet.Column{ID: c, Heading: w.cat.Say("vi", def.Heading(c))})
	}
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	table := sheet.NewXLSX(f, "Sổ hoạt động", columns)
	env := w.env()
	written := 0
	w.each(rows*3, func(l lot) {
		for _, r := range l.records {
			if r.Def != def || r.Kind != register.Event || written == rows {
				continue
			}
			written++
			raw := register.Print(def, ledger.EntryOf(r), env, "vi")
			raw[register.ColumnRowKey] = fmt.Sprintf("HĐ-%06d", written)
			var cells []sheet.Cell
			for _, c := range def.Columns() {
				cells = append(cells, sheet.Text(raw[c]))
				if n := r.Values[c].Number; n != nil && n.Q == register.Exact && n.Words == "" {
					cells[len(cells)-1] = sheet.Number(n.N)
				}
			}
			if err := table.Row(cells...); err != nil {
				t.Fatal(err)
			}
		}
	})
	if err := table.Close(); err != nil {
		t.Fatal(err)
	}
	if written != rows {
		t.Fatalf("%d activities, want %d", written, rows)
	}
}

func (w *world) env() register.Env {
	return register.Env{Tree: w.tree, In: unit.VN, Today: years.Last, List: w.cat.List, Say: w.cat.Say, Lang: "vi"}
}

// sheets measures import and export of workbooks on an empty database.
func (f *figures) sheets(t *testing.T, w *world, p *program, c *cluster) {
	dir := t.TempDir()
	for _, rows := range []int{10_000, 100_000} {
		w.workbook(t, filepath.Join(dir, size(rows)+".xlsx"), rows)
	}
	export := map[int]int64{}
	for _, on := range []struct {
		engine string
		rows   int
	}{{"sqlite", 10_000}, {"sqlite", 100_000}, {"postgres", 100_000}} {
		k := &kept{engine: on.engine, records: on.rows}
		if on.engine == "sqlite" {
			k.config.Dir = t.TempDir()
		} else {
			k.config.URL = c.database(t, "import_"+size(on.rows))
		}
		book := filepath.Join(dir, size(on.rows)+".xlsx")
		u := p.run(t, append([]string{"import", "activity", book}, k.where()...)...)
		most := int64(0)
		if on.rows == 100_000 {
			most = 256
		}
		f.memory(t, "import of an .xlsx: memory", k.String(), u.most, most)
		f.add(t, "import of an .xlsx: time", k.String(), rate(on.rows, u.took), "", true)
		if on.rows < 100_000 {
			x := p.run(t, append([]string{"export", "activity", "-o", filepath.Join(dir, "out.xlsx")}, k.where()...)...)
			export[on.rows] = x.most
			continue
		}
		u = p.run(t, append([]string{"import", "activity", book}, k.where()...)...)
		f.add(t, "the same file again (nothing changes): time", k.String(), rate(on.rows, u.took), "", true)
		if on.engine == "postgres" {
			continue
		}
		for _, format := range []string{"xlsx", "csv", "json"} {
			x := p.run(t, append([]string{"export", "activity", "-o", filepath.Join(dir, "out."+format)}, k.where()...)...)
			f.memory(t, "export as "+format+": memory", k.String(), x.most, 0)
			f.add(t, "export as "+format+": time", k.String(), rate(on.rows, x.took), "", true)
			if format == "xlsx" {
				f.most(t, "export: memory of 100k rows against 10k", "sqlite", float64(x.most)/float64(export[10_000]), 1.25)
			}
		}
	}
}

func (f *figures) memory(t *testing.T, what, on string, got, most int64) {
	t.Helper()
	floor := ""
	if most > 0 {
		floor = fmt.Sprintf("< %d MB", most)
	}
	f.add(t, what, on, megabytes(got), floor, got < most*mega)
}

func rate(n int, took time.Duration) string {
	return fmt.Sprintf("%s, %.0f rows/s", short(took), float64(n)/took.Seconds())
}

// start measures how soon a command answers on the sample data.
func (f *figures) start(t *testing.T, p *program) {
	dir := t.TempDir()
	u := p.run(t, "demo", "--seed-only", "--data", dir)
	f.add(t, "making the sample data", "sqlite", short(u.took), "", true)
	for _, ask := range []struct {
		what string
		args []string
	}{
		{"facts of Quảng Ninh, five years", []string{"facts", "--unit", "22", "--from", "2020-12-15", "--to", "2025-12-14",
			"--indicator", "sessions,attendances,copies,clubs,budget,contributions", "--json"}},
		{"multi-year review of Quảng Ninh as .docx", []string{"report", "multi-year", "--unit", "22", "--period", "2021..2025",
			"--format", "docx", "-o", filepath.Join(dir, "r.docx")}},
	} {
		var took []time.Duration
		var most []int64
		for range 10 {
			u := p.run(t, append(ask.args, "--data", dir)...)
			took, most = append(took, u.took), append(most, u.most)
		}
		slices.Sort(took)
		slices.Sort(most)
		f.time(t, ask.what+": time", "sample", took[5], time.Second)
		f.memory(t, ask.what+": memory", "sample", most[5], 150)
	}
}

// rebuild measures a rebuild of all facts, and proves that what was kept is what
// a rebuild makes.
func (f *figures) rebuild(t *testing.T, p *program, k *kept) {
	u := p.run(t, append([]string{"rebuild", "--check"}, k.where()...)...)
	f.add(t, "rebuild --check", k.String(), rate(k.records, u.took), "", true)
	f.memory(t, "rebuild --check: memory", k.String(), u.most, 0)
	if _, err := k.raw.Exec("delete from fact"); err != nil {
		t.Fatal(err)
	}
	u = p.run(t, append([]string{"rebuild"}, k.where()...)...)
	f.add(t, "rebuild of facts that are gone", k.String(), rate(k.records, u.took), "", true)
	f.memory(t, "rebuild of facts that are gone: memory", k.String(), u.most, 0)
}
