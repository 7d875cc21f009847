package main

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"flag"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/unicode/norm"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

var update = flag.Bool("update", false, "write what scripts compare with cmp into them")

// TestScripts runs the pages of the manual in testdata/script: those that touch
// data on SQLite and on PostgreSQL, those in once/ a single time.
//
// Beside the commands of package testscript they know
//
//	exits STATUS COMMAND ...   COMMAND ends with just this exit status
//	said FILE                  what was said is FILE, where <n> stands for digits,
//	                           <hash> for a SHA-256 and <...> for anything in a line
//	keep NAME PATTERN          NAME is from here on what the group in PATTERN found in what was said
//	xlsx FILE TEXT             makes a workbook; see makeWorkbook
//	fill FILE TEXT             fills in a template; see there
//	turn FORM FROM TO          writes FROM anew: nfd, bom, crlf, windows-1258, utf-16, gzip or gunzip; deep: within
//	                           100,000 elements; huge: again and again to 50 MB; nul: with a zero behind each line
//	cut FROM BYTES TO          the first BYTES of a file; -N leaves out the last N
//	correct ID COLUMN=VALUE... a person corrects a record, as the pages will let him
//	fresh ENGINE               an empty place for data on sqlite or postgres, used from here on
func TestScripts(t *testing.T) {
	for engine, where := range map[string]func(*testscript.Env) error{
		"sqlite": func(env *testscript.Env) error {
			env.Setenv("BINHDANG_DATA", filepath.Join(env.WorkDir, "data"))
			return startWorker(env)
		},
		"postgres": func(env *testscript.Env) error {
			env.Setenv("BINHDANG_DATABASE", storetest.Postgres(t))
			return startWorker(env)
		},
	} {
		t.Run(engine, func(t *testing.T) { runScripts(t, "testdata/script", where) })
	}
	t.Run("once", func(t *testing.T) {
		runScripts(t, "testdata/script/once", func(*testscript.Env) error { return nil })
	})
}

func runScripts(t *testing.T, dir string, where func(*testscript.Env) error) {
	testscript.Run(t, testscript.Params{
		Dir:                dir,
		UpdateScripts:      *update,
		RequireUniqueNames: true,
		ContinueOnError:    true,
		Setup: func(env *testscript.Env) error {
			return where(env)
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":   exits,
			"said":    said,
			"keep":    keep,
			"xlsx":    xlsx,
			"fill":    fill,
			"turn":    turn,
			"cut":     cut,
			"correct": correct,
			"fresh":   func(ts *testscript.TestScript, neg bool, args []string) { fresh(t, ts, args) },
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits STATUS COMMAND ...")
	}
	if got := status(ts, args[1], args[2:]); strconv.Itoa(got) != args[0] {
		ts.Fatalf("exit status %d, want %s", got, args[0])
	}
}

func status(ts *testscript.TestScript, command string, args []string) int {
	if w, ok := ts.Value(workerKey{}).(*worker); ok && command == "binhdang" && !*processes {
		return w.do(ts, args)
	}
	err := ts.Exec(command, args...)
	var exit *exec.ExitError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &exit):
		return exit.ExitCode()
	}
	ts.Fatalf("%v", err)
	return 0
}

var holes = strings.NewReplacer(regexp.QuoteMeta("<n>"), `\d+`, regexp.QuoteMeta("<hash>"), `[0-9a-f]{64}`,
	regexp.QuoteMeta("<...>"), `.*`)

func said(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: said FILE")
	}
	want := strings.Split(ts.ReadFile(args[0]), "\n")
	got := strings.Split(strings.ReplaceAll(ts.ReadFile("stdout"), "\r\n", "\n"), "\n")
	for i := range max(len(want), len(got)) {
		w, g := "(nothing more)", "(nothing more)"
		if i < len(want) {
			w = want[i]
		}
		if i < len(got) {
			g = got[i]
		}
		if !regexp.MustCompile(`^` + holes.Replace(regexp.QuoteMeta(w)) + `$`).MatchString(g) {
			ts.Fatalf("line %d said\n%s\nwant\n%s", i+1, g, w)
		}
	}
}

func keep(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: keep NAME PATTERN")
	}
	m := regexp.MustCompile("(?m)" + args[1]).FindStringSubmatch(ts.ReadFile("stdout"))
	if len(m) != 2 {
		ts.Fatalf("no one group of %q in\n%s", args[1], ts.ReadFile("stdout"))
	}
	ts.Setenv(args[0], m[1])
}

func write(ts *testscript.TestScript, name string, data []byte) {
	ts.Check(os.WriteFile(ts.MkAbs(name), data, 0o600))
}

func turn(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: turn FORM FROM TO")
	}
	text := ts.ReadFile(args[1])
	switch args[0] {
	case "nfd":
		text = norm.NFD.String(text)
	case "bom":
		text = "\ufeff" + text
	case "crlf":
		text = strings.ReplaceAll(text, "\n", "\r\n")
	case "windows-1258":
		old, err := windows1258(text)
		ts.Check(err)
		text = old
	case "utf-16":
		var b bytes.Buffer
		w := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Writer(&b)
		_, err := io.WriteString(w, text)
		ts.Check(err)
		text = b.String()
	case "deep":
		text = strings.Repeat("<div>", 100_000) + text
	case "huge":
		text = strings.Repeat(text, 50<<20/len(text)+1)
	case "nul":
		text = strings.ReplaceAll(text, "\n", "\x00\n")
	case "gunzip":
		r, err := gzip.NewReader(strings.NewReader(text))
		ts.Check(err)
		plain, err := io.ReadAll(r)
		ts.Check(err)
		text = string(plain)
	case "gzip":
		var b bytes.Buffer
		w := gzip.NewWriter(&b)
		_, err := io.WriteString(w, text)
		ts.Check(errors.Join(err, w.Close()))
		text = b.String()
	default:
		ts.Fatalf("no form %q", args[0])
	}
	write(ts, args[2], []byte(text))
}

// windows1258 writes Vietnamese as the code page has it: letters with breve,
// circumflex and horn, and the tone as a mark behind.
func windows1258(text string) (string, error) {
	var b strings.Builder
	for _, r := range text {
		s := string(r)
		if _, err := charmap.Windows1258.NewEncoder().String(s); err != nil {
			letter, tone := "", ""
			for _, mark := range norm.NFD.String(s) {
				if strings.ContainsRune("\u0300\u0301\u0303\u0309\u0323", mark) {
					tone = string(mark)
				} else {
					letter += string(mark)
				}
			}
			s = norm.NFC.String(letter) + tone
		}
		b.WriteString(s)
	}
	return charmap.Windows1258.NewEncoder().String(b.String())
}

func cut(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: cut FROM BYTES TO")
	}
	text := ts.ReadFile(args[0])
	n, err := strconv.Atoi(args[1])
	ts.Check(err)
	if n < 0 {
		n += len(text)
	}
	write(ts, args[2], []byte(text[:n]))
}

// open opens the data that the script works on.
func open(ts *testscript.TestScript) (*store.DB, *ledger.Ledger) {
	c := store.Config{URL: ts.Getenv("BINHDANG_DATABASE")}
	if c.URL == "" {
		c.Dir = ts.Getenv("BINHDANG_DATA")
	}
	db, err := store.Open(context.Background(), c)
	ts.Check(err)
	cat, err := ours()
	ts.Check(err)
	led, err := ledger.New(context.Background(), db, cat, testClock)
	if err != nil {
		db.Close()
		ts.Fatalf("%v", err)
	}
	return db, led
}

func correct(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: correct ID COLUMN=VALUE ...")
	}
	db, led := open(ts)
	defer db.Close()
	ctx := context.Background()
	id, err := strconv.ParseInt(args[0], 10, 64)
	ts.Check(err)
	by, err := led.CommandLine(ctx, "")
	ts.Check(err)
	old, err := led.Record(ctx, by, register.ID(id))
	ts.Check(err)
	raw := register.Print(old.Def, ledger.EntryOf(old), led.Env("vi"), "vi")
	for _, a := range args[1:] {
		column, value, _ := strings.Cut(a, "=")
		raw[column] = value
	}
	problems, err := led.Correct(ctx, by, old.ID, old.Version, ledger.Form{Raw: raw, Lang: "vi"}, "sửa")
	ts.Check(err)
	if problems.Refused() {
		ts.Fatalf("%v", problems.Faults())
	}
}

func fresh(t *testing.T, ts *testscript.TestScript, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: fresh ENGINE")
	}
	ts.Setenv("BINHDANG_DATA", "")
	ts.Setenv("BINHDANG_DATABASE", "")
	switch args[0] {
	case "sqlite":
		dir, err := os.MkdirTemp(ts.MkAbs("."), "fresh-")
		ts.Check(err)
		ts.Setenv("BINHDANG_DATA", dir)
	case "postgres":
		ts.Setenv("BINHDANG_DATABASE", storetest.Postgres(t))
	default:
		ts.Fatalf("no engine %q", args[0])
	}
}
