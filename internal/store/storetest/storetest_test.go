package storetest_test

import (
	"bufio"
	"net/url"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"binhdang/internal/store/storetest"
)

const childOf = "BINHDANG_STORETEST_CHILD"

func TestMain(m *testing.M) { os.Exit(storetest.Main(m)) }

// TestChild is what TestNothingStaysOfTheKilled kills.
func TestChild(t *testing.T) {
	if os.Getenv(childOf) == "" {
		t.Skip("run by TestNothingStaysOfTheKilled")
	}
	os.Stdout.WriteString(storetest.Postgres(t) + "\n")
	select {}
}

func TestNothingStaysOfTheKilled(t *testing.T) {
	if os.Getenv(storetest.Environment) != "" {
		t.Skip("the PostgreSQL is not ours to stop")
	}
	cmd := exec.Command(os.Args[0], "-test.run=^TestChild$")
	cmd.Env = append(os.Environ(), childOf+"=1")
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	u, err := url.Parse(strings.TrimSpace(line))
	if err != nil {
		t.Fatal(err)
	}
	dir := u.Query().Get("host")
	if _, err := os.Stat(dir); dir == "" || err != nil {
		t.Fatalf("no folder of a cluster in %s: %v", line, err)
	}
	cmd.Process.Kill()
	cmd.Wait()
	for range 100 {
		if _, err := os.Stat(dir); os.IsNotExist(err) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Errorf("%s is still there 10 s after its test process was killed", dir)
}
