package storetest

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver
)

// Environment is the variable that names a PostgreSQL to be used instead of one
// of our own: a URL of a user who may create schemas.
const Environment = "BINHDANG_TEST_DATABASE"

const install = "PostgreSQL 15 or later is needed: apt-get install --yes postgresql"

var (
	cluster = sync.OnceValues(start)
	stopped = func() {}
	count   atomic.Int64
)

// Postgres makes an empty schema of its own and returns the URL by which it is
// the database: as apart from others as a database would be, and made in a
// twentieth of the time. Nothing of it stays after the tests.
func Postgres(t testing.TB) string {
	t.Helper()
	base, err := cluster()
	if err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", base)
	if err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("test_%d_%d", os.Getpid(), count.Add(1))
	if _, err := db.Exec("create schema " + name); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if os.Getenv(Environment) != "" { // our own cluster goes as a whole
			if _, err := db.Exec("drop schema " + name + " cascade"); err != nil {
				t.Error(err)
			}
		}
		db.Close()
	})
	u, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	q.Set("search_path", name)
	u.RawQuery = q.Encode()
	return u.String()
}

// watch makes a cluster and runs it until its standard input ends: when the test
// process is gone, for whatever reason. It is a script so that it needs nothing
// but the cluster's user. Vietnamese order is asked for so that a statement that
// leans on the database's order differs from SQLite here as it would in use.
// The disk is not waited for: these tests kill programs, not machines.
const watch = `
bin=$1 dir=$2
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --locale-provider=icu --icu-locale=vi --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c fsync=off -c full_page_writes=off -c synchronous_commit=off \
	-c shared_buffers=64MB -c max_connections=200 -c autovacuum=off >>"$dir/log" 2>&1 </dev/null &
pid=$!
echo started
read -r _
kill -QUIT $pid
wait $pid
`

// start starts our own cluster and returns the URL of its first database.
func start() (string, error) {
	if base := os.Getenv(Environment); base != "" {
		return base, nil
	}
	bin, err := binaries()
	if err != nil {
		return "", err
	}
	dir, err := os.MkdirTemp("", "binhdang-postgres-")
	if err != nil {
		return "", err
	}
	// A session of its own, so that what is sent to the tests does not reach it first.
	args := []string{"setsid", "--wait", "sh", "-c", watch, "sh", bin, dir}
	if os.Getuid() == 0 { // PostgreSQL does not run as root
		owner, err := user.Lookup("postgres")
		if err != nil {
			return "", errors.New(install)
		}
		uid, _ := strconv.Atoi(owner.Uid)
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			return "", err
		}
		args = append([]string{"setpriv", "--reuid=" + owner.Uid, "--regid=" + owner.Gid, "--clear-groups"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		return "", err
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		return "", err
	}
	if err := cmd.Start(); err != nil {
		return "", err
	}
	stopped = func() {
		in.Close()
		cmd.Wait()
	}
	said := make([]byte, len("started\n"))
	if _, err := io.ReadFull(out, said); err != nil || string(said) != "started\n" {
		rest, _ := io.ReadAll(out)
		return "", fmt.Errorf("start PostgreSQL: %s%s", said, rest)
	}
	base := (&url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {dir}, "port": {"5432"}}.Encode()}).String()
	return base, answers(base, filepath.Join(dir, "log"))
}

// answers waits until the server takes connections.
func answers(base, log string) error {
	db, err := sql.Open("pgx", base)
	if err != nil {
		return err
	}
	defer db.Close()
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	for {
		err := db.PingContext(ctx)
		if err == nil {
			return nil
		}
		select {
		case <-ctx.Done():
			text, _ := os.ReadFile(log)
			return fmt.Errorf("start PostgreSQL: %w\n%s", err, text)
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func stop() { stopped() }

// binaries finds the folder of initdb and postgres, of the newest version.
func binaries() (string, error) {
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	version := func(path string) int {
		n, _ := strconv.Atoi(filepath.Base(filepath.Dir(filepath.Dir(path))))
		return n
	}
	slices.SortFunc(found, func(a, b string) int { return version(b) - version(a) })
	if len(found) > 0 && version(found[0]) >= 15 {
		return filepath.Dir(found[0]), nil
	}
	if path, err := exec.LookPath("initdb"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New(install)
}
