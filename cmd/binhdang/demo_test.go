package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

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
		for _, unit := range []string{"40", "VN"} {
			card := k.must("score", "--unit", unit, "--year", "2023", "--json")
			said += card
			sentence := scored(t, unit, card, published[unit])
			if paper := k.must("report", "annual", "--unit", unit, "--period", "2023", "--format", "json", "-o", "-"); !strings.Contains(paper, sentence) {
				t.Errorf("the annual report of %s does not say %q", unit, sentence)
			}
		}
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

// published are the results of 2023 as newspapers had them: by unit the targets, those
// met or exceeded with their share, partly met, close and not met, and of Nghệ An which.
var published = map[string]result{
	"40": {Total: 24, Good: 20, Share: 83.3, NotMet: 4, Unmet: []string{"1.1b", "1.1c", "2.1", "4.1"}},
	"VN": {Total: 20, Good: 11, Share: 55, Partly: 3, Close: 2, NotMet: 4, Unmet: []string{"3.1", "4.1", "4.4", "6.2"}},
}

type result struct {
	Total    int      `json:"total"`
	Good     int      `json:"met_or_exceeded"`
	Share    float64  `json:"share"`
	Partly   int      `json:"partly"`
	Close    int      `json:"close"`
	NotMet   int      `json:"not_met"`
	Unmet    []string `json:"-"`
	Sentence string   `json:"sentence"`
	Rows     []struct {
		Code  string `json:"code"`
		State string `json:"state"`
	} `json:"targets"`
}

// scored compares a card with what was published, and gives its sentence.
func scored(t *testing.T, unit, card string, want result) string {
	t.Helper()
	var got result
	if err := json.Unmarshal([]byte(card), &got); err != nil {
		t.Errorf("score of %s: %v", unit, err)
		return ""
	}
	for _, r := range got.Rows {
		if r.State == "not_met" {
			got.Unmet = append(got.Unmet, r.Code)
		}
	}
	sentence := got.Sentence
	got.Rows, got.Sentence = nil, ""
	if d := gocmp.Diff(want, got); d != "" {
		t.Errorf("score of %s (-want +got):\n%s", unit, d)
	}
	return sentence
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
