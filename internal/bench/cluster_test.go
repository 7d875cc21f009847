//go:build bench

package bench

import (
	"context"
	"database/sql"
	"fmt"
	"io"
	"net/url"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"testing"
	"time"
)

// serve makes a cluster and runs it until its standard input ends. Unlike that of
// the tests it waits for the disk at each commit, as in use, and has the memory
// that a small server would be given.
const serve = `
bin=$1 dir=$2
trap 'rm -rf "$dir"' EXIT
"$bin/initdb" -D "$dir/data" -U postgres -A trust -E UTF8 --locale=C --no-sync >"$dir/log" 2>&1 || { cat "$dir/log"; exit 1; }
"$bin/postgres" -D "$dir/data" -k "$dir" -c listen_addresses= -c shared_buffers=1GB -c maintenance_work_mem=1GB \
	-c max_wal_size=8GB -c wal_level=minimal -c max_wal_senders=0 >>"$dir/log" 2>&1 </dev/null &
pid=$!
echo started
read -r _
kill -QUIT $pid
wait $pid
`

// cluster is PostgreSQL of our own, gone with the test.
type cluster struct{ base url.URL }

func newCluster(t *testing.T) *cluster {
	t.Helper()
	found, _ := filepath.Glob("/usr/lib/postgresql/*/bin/initdb")
	if len(found) == 0 {
		t.Fatal("PostgreSQL 15 or later is needed: apt-get install --yes postgresql")
	}
	dir, err := os.MkdirTemp("", "binhdang-bench-")
	if err != nil {
		t.Fatal(err)
	}
	args := []string{"setsid", "--wait", "sh", "-c", serve, "sh", filepath.Dir(slices.Max(found)), dir}
	if os.Getuid() == 0 { // PostgreSQL does not run as root
		owner, err := user.Lookup("postgres")
		if err != nil {
			t.Fatal(err)
		}
		uid, _ := strconv.Atoi(owner.Uid)
		gid, _ := strconv.Atoi(owner.Gid)
		if err := os.Chown(dir, uid, gid); err != nil {
			t.Fatal(err)
		}
		args = append([]string{"setpriv", "--reuid=" + owner.Uid, "--regid=" + owner.Gid, "--clear-groups"}, args...)
	}
	cmd := exec.Command(args[0], args[1:]...)
	cmd.Dir = dir
	in, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		in.Close()
		cmd.Wait()
	})
	said := make([]byte, len("started\n"))
	if _, err := io.ReadFull(out, said); err != nil || string(said) != "started\n" {
		rest, _ := io.ReadAll(out)
		t.Fatalf("start PostgreSQL: %s%s", said, rest)
	}
	c := &cluster{url.URL{Scheme: "postgres", User: url.User("postgres"), Path: "/postgres",
		RawQuery: url.Values{"host": {dir}, "port": {"5432"}}.Encode()}}
	for end := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		if err = c.exec("select 1"); err == nil {
			return c
		}
		if time.Now().After(end) {
			t.Fatal(err)
		}
	}
}

func (c *cluster) exec(query string) error {
	db, err := sql.Open("pgx", c.base.String())
	if err != nil {
		return err
	}
	defer db.Close()
	_, err = db.ExecContext(context.Background(), query)
	return err
}

// database makes an empty one and returns its URL.
func (c *cluster) database(t *testing.T, name string) string {
	t.Helper()
	if err := c.exec("create database \"" + name + "\""); err != nil {
		t.Fatal(fmt.Errorf("create database %s: %w", name, err))
	}
	u := c.base
	u.Path = "/" + name
	return u.String()
}
