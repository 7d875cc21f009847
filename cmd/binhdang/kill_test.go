package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestKilledImport holds that a program that is killed in the middle of an import
// leaves what was acknowledged before, once, and of the file everything or
// nothing; importing it again completes it.
func TestKilledImport(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		t.Parallel()
		k := &killed{t: t, dir: t.TempDir(), env: append(os.Environ(), "BINHDANG_DATA="+c.Dir, "BINHDANG_DATABASE="+c.URL)}
		small, big := k.file("small", 3), k.file("big", 3000)
		k.must("import", "activity", small)
		for _, blow := range []struct {
			rows int // told as read
			wait time.Duration
		}{
			{1000, 0},
			{2000, 0},
			{3000, 0},
			{3000, 20 * time.Millisecond}, // near the commit, or in it
			{3000, 60 * time.Millisecond},
			{3000, 120 * time.Millisecond},
		} {
			k.kill(big, blow.rows, blow.wait)
			k.must("rebuild", "--check")
			if n := k.records(); n != 3 && n != 3003 {
				t.Fatalf("killed after %d rows and %v: %d records, want those of the first file, or all", blow.rows, blow.wait, n)
			}
		}
		k.must("import", "activity", big)
		if n := k.records(); n != 3003 {
			t.Errorf("imported again: %d records, want 3003", n)
		}
		k.must("rebuild", "--check")
		if said := k.must("import", "activity", big); !strings.Contains(said, "không có gì thay đổi") {
			t.Errorf("the file once more: %s", said)
		}
	})
}

// killed runs the program on one set of data and kills it.
type killed struct {
	t   *testing.T
	dir string
	env []string
}

// file writes a sheet of so many talks, spread over wards and days.
func (k *killed) file(name string, rows int) string {
	k.t.Helper()
	var b strings.Builder
	b.WriteString("Mã dòng,Đơn vị báo cáo,Từ ngày,Hình thức,Số lượt người tham gia,Trong đó nữ\n")
	wards := strings.Fields("06652 06658 06661 06673 06676 06685 06688 06706 06709 06712 06724 06733 06736 06757 06760 06778 06781 06793 06799 06811")
	first := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range rows {
		day := first.AddDate(0, 0, i/len(wards)%300).Format("02/01/2006")
		fmt.Fprintf(&b, "%s%d,%s,%s,Tọa đàm,%d,%d\n", name, i, wards[i%len(wards)], day, 50+i%100, i%50)
	}
	path := filepath.Join(k.dir, name+".csv")
	if err := os.WriteFile(path, []byte(b.String()), 0o600); err != nil {
		k.t.Fatal(err)
	}
	return path
}

func (k *killed) command(args ...string) *exec.Cmd {
	c := exec.CommandContext(k.t.Context(), "binhdang", args...)
	c.Env, c.Dir = k.env, k.dir
	return c
}

// must runs a command that is done, and returns what it said.
func (k *killed) must(args ...string) string {
	k.t.Helper()
	c := k.command(args...)
	var errw bytes.Buffer
	c.Stderr = &errw
	out, err := c.Output()
	if err != nil {
		k.t.Fatalf("binhdang %s: %v\n%s%s", strings.Join(args, " "), err, out, errw.String())
	}
	return string(out)
}

func (k *killed) records() int {
	k.t.Helper()
	return strings.Count(k.must("export", "activity", "--format", "json"), `{"record":`)
}

// kill begins an import and kills the program, which can do nothing about it, a
// while after it has told that it read so many rows.
func (k *killed) kill(file string, rows int, wait time.Duration) {
	k.t.Helper()
	c := k.command("import", "activity", file, "--lang", "en")
	said, err := c.StderrPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	want := fmt.Sprintf("Read %d,%03d rows", rows/1000, rows%1000)
	var told []byte
	for part := make([]byte, 4096); !bytes.Contains(told, []byte(want)); {
		n, err := said.Read(part)
		told = append(told, part[:n]...)
		if err != nil {
			k.t.Fatalf("the import ended before it told %q: %s", want, told)
		}
	}
	time.Sleep(wait)
	if err := c.Process.Kill(); err != nil {
		k.t.Log(err) // it was done before: all of it must be there
	}
	c.Wait()
}
