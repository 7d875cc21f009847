//go:build bench

package bench

import (
	"bufio"
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// figure is one line of the result.
type figure struct {
	what, on, got, floor string
	short                bool // of the floor
}

// figures are what a run found.
type figures struct {
	part, title, about string // of the documentation
	test               string // that measures it
	list               []figure
	began              time.Time
	load               string
}

// add notes a figure; without a floor it is only told.
func (f *figures) add(t *testing.T, what, on, got, floor string, holds bool) {
	t.Helper()
	f.list = append(f.list, figure{what, on, got, floor, floor != "" && !holds})
	t.Logf("%-60s %-14s %-24s %s %v", what, on, got, floor, holds)
}

// time notes a duration that must stay below a floor; 0: it is only told.
func (f *figures) time(t *testing.T, what, on string, got, most time.Duration) {
	t.Helper()
	floor := ""
	if most > 0 {
		floor = "< " + most.String()
	}
	f.add(t, what, on, short(got), floor, got < most)
}

func (f *figures) least(t *testing.T, what, on string, got, least float64) {
	t.Helper()
	f.add(t, what, on, ratio(got), ">= "+ratio(least), got >= least)
}

func (f *figures) most(t *testing.T, what, on string, got, most float64) {
	t.Helper()
	f.add(t, what, on, ratio(got), "<= "+ratio(most), got <= most)
}

func ratio(x float64) string {
	if x >= 10 {
		return strconv.FormatFloat(x, 'f', 0, 64) + " x"
	}
	return strconv.FormatFloat(x, 'f', 2, 64) + " x"
}

// short prints a duration with three digits.
func short(d time.Duration) string {
	switch {
	case d >= 10*time.Second:
		return fmt.Sprintf("%.0f s", d.Seconds())
	case d >= time.Second:
		return fmt.Sprintf("%.2f s", d.Seconds())
	case d >= 10*time.Millisecond:
		return fmt.Sprintf("%.0f ms", float64(d)/1e6)
	}
	return fmt.Sprintf("%.2f ms", float64(d)/1e6)
}

// median runs f so many times and returns the middle duration.
func median(t *testing.T, times int, f func(i int) error) time.Duration {
	t.Helper()
	var took []time.Duration
	for i := range times {
		start := time.Now()
		if err := f(i); err != nil {
			t.Fatal(err)
		}
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	return took[len(took)/2]
}

// print writes the table for whoever watches.
func (f *figures) print(t *testing.T) {
	var b bytes.Buffer
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, x := range f.list {
		note := ""
		if x.short {
			note = "falls short"
		}
		fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\n", x.what, x.on, x.got, x.floor, note)
	}
	w.Flush()
	t.Logf("\n%s", b.String())
}

const head = `# Benchmarks

Written by ` + "`make bench`" + `; do not edit by hand. Each part is one run, with its machine and command. Medians; trust the ratios
more than the times.
`

// write puts the figures into the documentation, in the place of those of the same
// part that an earlier run measured.
func (f *figures) write(name string) error {
	var b bytes.Buffer
	begin, end := "<!-- begin "+f.part+" -->\n", "<!-- end "+f.part+" -->\n"
	fmt.Fprintf(&b, "%s\n## %s\n\n%s\n\n", begin, f.title, f.about)
	fmt.Fprintf(&b, "- Machine: %s, %d cores, %s memory; load before the run %s\n", processor(), runtime.NumCPU(), memory(), f.load)
	fmt.Fprintf(&b, "- %s %s/%s; %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, postgresVersion())
	fmt.Fprintf(&b, "- %s, %.0f minutes, with\n\n      %s\n\n", f.began.UTC().Format("2006-01-02"), time.Since(f.began).Minutes(), f.command())
	b.WriteString("| figure | where | measured | floor | |\n|---|---|---|---|---|\n")
	fell := ""
	for _, x := range f.list {
		note := ""
		switch {
		case x.short:
			note = "**falls short**"
			fell += fmt.Sprintf("- %s, %s: %s, where the floor is %s.\n", x.what, x.on, x.got, x.floor)
		case x.floor != "":
			note = "holds"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", x.what, x.on, x.got, x.floor, note)
	}
	if fell == "" {
		fell = "Nothing.\n"
	}
	fmt.Fprintf(&b, "\nWhat fell short:\n\n%s\n%s", fell, end)
	old, err := os.ReadFile(name)
	if err != nil {
		old = []byte(head)
	}
	before, rest, found := strings.Cut(string(old), begin)
	if !found {
		return os.WriteFile(name, append(append(old, '\n'), b.Bytes()...), 0o644)
	}
	_, after, _ := strings.Cut(rest, end)
	return os.WriteFile(name, []byte(before+b.String()+after), 0o644)
}

// command is how this part is measured again.
func (f *figures) command() string {
	out := "go test -tags bench -run '^" + f.test + "$' -v -timeout 120m ./internal/bench"
	for _, name := range []string{"BENCH_RECORDS", "BENCH_POSTGRES"} {
		if v := os.Getenv(name); v != "" {
			out = name + "=" + v + " " + out
		}
	}
	return out
}

func processor() string { return lineOf("/proc/cpuinfo", "model name") }

func memory() string {
	kb, _ := strconv.Atoi(strings.Fields(lineOf("/proc/meminfo", "MemTotal") + " 0")[0])
	return fmt.Sprintf("%.0f GB", float64(kb)/(1<<20))
}

// lineOf finds "name : value" in a file of the kernel.
func lineOf(file, name string) string {
	f, err := os.Open(file)
	if err != nil {
		return "unknown"
	}
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		if key, value, _ := strings.Cut(s.Text(), ":"); strings.TrimSpace(key) == name {
			return strings.TrimSpace(value)
		}
	}
	return "unknown"
}

func loadAverage() string {
	data, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(data))[0]
}

func postgresVersion() string {
	out, err := exec.Command("sh", "-c", "ls /usr/lib/postgresql/*/bin/postgres | tail -n 1 | xargs -I{} {} --version").Output()
	if err != nil {
		return "no PostgreSQL"
	}
	return strings.TrimSpace(string(out))
}
