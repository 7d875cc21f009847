package main

import (
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// TestDemo holds that the sample data are the same bytes on both engines and that,
// killed in the middle, they are made whole by another run: as many records, the same
// facts. While one program makes them another says so.
func TestDemo(t *testing.T) {
	var mu sync.Mutex
	backups, facts := map[string][]byte{}, map[string]string{}
	note := func(what string, k *killed, backup bool) {
		file := filepath.Join(k.dir, "backup")
		k.must("backup", file)
		data, err := os.ReadFile(file)
		if err != nil {
			t.Error(err)
		}
		said := k.must("rebuild", "--check")
		mu.Lock()
		defer mu.Unlock()
		if facts[what] = said; backup {
			backups[what] = data
		}
	}
	t.Run("runs", func(t *testing.T) {
		for _, how := range []string{"whole", "killed"} {
			t.Run(how, func(t *testing.T) {
				storetest.EachConfig(t, func(t *testing.T, c store.Config) {
					t.Parallel()
					k := &killed{t: t, dir: t.TempDir(), env: append(os.Environ(), "BINHDANG_DATA="+c.Dir, "BINHDANG_DATABASE="+c.URL)}
					if how == "killed" {
						k.killDemo(0, 0, false)
						k.killDemo(1, 0, true)
						k.killDemo(8, 20*time.Millisecond, false)
						k.killDemo(14, 5*time.Millisecond, false)
					}
					k.must("demo", "--seed-only")
					note(t.Name(), k, how == "whole")
					if out, err := k.command("demo", "--seed-only").CombinedOutput(); err != nil || !bytes.Contains(out, []byte("Dữ liệu mẫu đã có")) {
						t.Errorf("once more: %v, %s", err, out)
					}
				})
			})
		}
	})
	if t.Failed() {
		return
	}
	var first []byte
	for what, b := range backups {
		if first == nil {
			first = b
		}
		if !bytes.Equal(b, first) {
			t.Errorf("the backup of %s has other bytes", what)
		}
	}
	one := ""
	for what, f := range facts {
		if one == "" {
			one = f
		}
		if f != one {
			t.Errorf("%s says %q, another %q", what, f, one)
		}
	}
}

// killDemo begins the sample and kills the program a while after it has told so often
// how far it is; crowd has another one try to make it at the same time.
func (k *killed) killDemo(after int, wait time.Duration, crowd bool) {
	k.t.Helper()
	c := k.command("demo", "--seed-only")
	said, err := c.StderrPipe()
	if err != nil {
		k.t.Fatal(err)
	}
	if err := c.Start(); err != nil {
		k.t.Fatal(err)
	}
	var told strings.Builder
	for part := make([]byte, 4096); strings.Count(told.String(), "\r") < after; {
		n, err := said.Read(part)
		told.Write(part[:n])
		if err == io.EOF {
			k.t.Fatalf("the sample ended before it told %d times how far it is: %s", after, told.String())
		}
	}
	if crowd {
		out, err := k.command("demo", "--seed-only").CombinedOutput()
		if e, ok := err.(*exec.ExitError); !ok || e.ExitCode() != 1 || !strings.Contains(string(out), "Một chương trình khác đang lập dữ liệu mẫu") {
			k.t.Errorf("beside another: %v, %s", err, out)
		}
	}
	time.Sleep(wait)
	if err := c.Process.Kill(); err != nil {
		k.t.Log(err)
	}
	go io.Copy(io.Discard, said)
	c.Wait()
}
