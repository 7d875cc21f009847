package store_test

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"binhdang/internal/fact"
	"binhdang/internal/register"
	"binhdang/internal/store"
	"binhdang/internal/store/storetest"
)

// childOf says to this test binary, run once more, where to write: "dir ..." or "url ...".
const childOf = "BINHDANG_STORE_TEST_CHILD"

// child enters records from several goroutines until it is killed, and says the
// id of each once it was told that the record is kept.
func child() int {
	var c store.Config
	kind, where, _ := strings.Cut(os.Getenv(childOf), " ")
	if kind == "dir" {
		c.Dir = where
	} else {
		c.URL = where
	}
	db, err := store.Open(ctx, c)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	ready(db)
	var wg sync.WaitGroup
	for i := range 4 {
		wg.Go(func() {
			for {
				r := record(db, shards[i%3], 10, 20251214)
				err := db.Do(ctx, func(tx *store.Tx) error {
					if err := insert(tx, r); err != nil {
						return err
					}
					return tx.AddJournal(ctx, store.Line{Shard: r.Shard, Record: r.ID, Version: 1, Verb: "enter", At: tx.Now()})
				})
				if err != nil {
					fmt.Fprintln(os.Stderr, err)
					os.Exit(1)
				}
				os.Stdout.WriteString(strconv.FormatInt(int64(r.ID), 10) + "\n") // one write, whole
			}
		})
	}
	wg.Wait()
	return 0
}

// TestKill kills a program while it writes. All that it was told is kept must be
// there once; of the rest each record is there whole, with journal and facts, or
// not at all.
func TestKill(t *testing.T) {
	storetest.EachConfig(t, func(t *testing.T, c store.Config) {
		told := map[register.ID]bool{}
		for round := range 3 {
			for id := range killed(t, c, 40+30*round) {
				told[id] = true
			}
			checkKilled(t, c, told)
		}
	})
}

// killed runs a child, kills it some time after it has said so many ids, and
// returns all that it said.
func killed(t *testing.T, c store.Config, least int) map[register.ID]bool {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	where := "dir " + c.Dir
	if c.URL != "" {
		where = "url " + c.URL
	}
	cmd.Env = append(os.Environ(), childOf+"="+where)
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	said := map[register.ID]bool{}
	in := bufio.NewReader(out)
	for {
		line, err := in.ReadString('\n')
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		id, err := strconv.ParseInt(strings.TrimSpace(line), 10, 64)
		if err != nil {
			t.Fatal(err)
		}
		said[register.ID(id)] = true
		if len(said) == least {
			time.AfterFunc(time.Duration(least)*100*time.Microsecond, func() { cmd.Process.Kill() })
		}
	}
	if err := cmd.Wait(); err == nil || len(said) < least {
		t.Fatalf("the child ended by itself after %d records: %v", len(said), err)
	}
	return said
}

func checkKilled(t *testing.T, c store.Config, told map[register.ID]bool) {
	t.Helper()
	db, err := store.Open(ctx, c)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	ready(db)
	// On PostgreSQL the server may still be busy with what the dead program had sent.
	// Whoever writes to the same facts comes after it.
	do(t, db, func(tx *store.Tx) error {
		for _, s := range shards {
			r := record(db, s, 10, 20251214)
			r.ID = 1
			sums := fact.Sums{}
			sums.Post(r, noAttr, 1)
			if err := tx.AddFacts(ctx, sums); err != nil {
				return err
			}
			if err := tx.AddFacts(ctx, negative(sums)); err != nil {
				return err
			}
		}
		return nil
	})
	there := map[register.ID]int{}
	sums := fact.Sums{}
	var all []*register.Record
	read(t, db, func(tx *store.Tx) error {
		return tx.Records(ctx, store.Filter{Shards: shards}, func(r *register.Record) error {
			there[r.ID]++
			sums.Post(r, noAttr, 1)
			all = append(all, r)
			return nil
		})
	})
	for id := range told {
		if there[id] != 1 {
			t.Errorf("record %d, of which the program was told that it is kept, is there %d times", id, there[id])
		}
	}
	same(t, "facts and what the records make", kept(t, db), sums)
	read(t, db, func(tx *store.Tx) error {
		for _, r := range all {
			lines, err := tx.Journal(ctx, r.Shard, r.ID)
			if err != nil {
				return err
			}
			if len(lines) != 1 {
				t.Errorf("record %d has %d journal lines, want 1", r.ID, len(lines))
			}
		}
		orphans, err := tx.Strings(ctx, "select cast(j.record as text) from journal j left join record r on r.shard = j.shard and r.id = j.record where r.id is null")
		if len(orphans) > 0 {
			t.Errorf("journal lines of records that are not there: %v", orphans)
		}
		return err
	})
	t.Logf("told %d, there %d", len(told), len(all))
}
