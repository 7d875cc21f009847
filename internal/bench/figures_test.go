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
	list  []figure
	began time.Time
	load  string
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

// write puts the figures into the documentation.
func (f *figures) write(name, command string) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, "# Benchmarks\n\nWritten by `make bench`; do not edit by hand. Medians of one run; trust the ratios more than the times.\n\n")
	fmt.Fprintf(&b, "- Machine: %s, %d cores, %s memory; load before the run %s\n", processor(), runtime.NumCPU(), memory(), f.load)
	fmt.Fprintf(&b, "- %s %s/%s; %s\n", runtime.Version(), runtime.GOOS, runtime.GOARCH, postgresVersion())
	fmt.Fprintf(&b, "- %s, %.0f minutes, with\n\n      %s\n\n", f.began.UTC().Format("2006-01-02"), time.Since(f.began).Minutes(), command)
	b.WriteString(`The records are made up, the same every time: five administrative years (15/12/2020 to 14/12/2025), the 3,321 communes
and 34 provinces of today and, before 1/7/2025, the units that they came from; all registers, most of them activities and
broadcasts; one in two of the last six weeks still to be approved. "National table" is province x register x year, all measures;
"from records" is the same table by SQL, and both must give the same numbers or the run fails. PostgreSQL waits for the
disk at each commit (` + "`fsync=on`" + `), and so does SQLite.

`)
	b.WriteString("| figure | where | measured | floor | |\n|---|---|---|---|---|\n")
	for _, x := range f.list {
		note := ""
		switch {
		case x.short:
			note = "**falls short**"
		case x.floor != "":
			note = "holds"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | %s |\n", x.what, x.on, x.got, x.floor, note)
	}
	b.WriteString("\n## What fell short\n\n")
	any := false
	for _, x := range f.list {
		if x.short {
			any = true
			fmt.Fprintf(&b, "- %s, %s: %s, where the floor is %s.\n", x.what, x.on, x.got, x.floor)
		}
	}
	if !any {
		b.WriteString("Nothing.\n")
	}
	return os.WriteFile(name, b.Bytes(), 0o644)
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
