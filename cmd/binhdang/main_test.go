package main

import (
	"context"
	"io"
	"log"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"binhdang/content"
	"binhdang/internal/catalog"
	"binhdang/internal/store/storetest"
)

// The test binary is also the program: scripts run it as "binhdang".
func TestMain(m *testing.M) {
	testscript.Main(tests{m}, map[string]func(){
		"binhdang": func() {
			os.Exit(run(context.Background(), os.Args[1:], os.Stdin, os.Stdout, os.Stderr, testClock))
		},
		"binhdang-worker": func() {
			if err := work(); err != nil {
				log.Fatal(err)
			}
		},
	})
}

type tests struct{ *testing.M }

// Run runs the tests and stops PostgreSQL.
func (t tests) Run() int { return storetest.Main(t.M) }

// testClock is the moment at which all is told, so that "today" in a script does
// not depend on the day when it is run.
func testClock() time.Time {
	return time.Date(2026, 11, 20, 9, 0, 0, 0, time.FixedZone("ICT", 7*3600))
}

var ours = sync.OnceValues(func() (*catalog.Catalog, error) { return catalog.Load(catalog.Layer{FS: content.FS}) })

// within runs a command in the test's own process, with content that is loaded
// once: for tests that need many.
func within(t testing.TB, out, errw io.Writer, args ...string) int {
	t.Helper()
	cat, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	a := newApp(context.Background(), nil, out, errw, testClock)
	a.cat = cat
	return a.do(args)
}

func exists(name string) bool {
	_, err := os.Stat(name)
	return err == nil
}
