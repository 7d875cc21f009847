package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
	"binhdang/internal/vn"
)

// version of the program, set when it is built.
var version = "0.1.0"

func versionCommand(*flag.FlagSet) func(*app, []string) error {
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		rev := ""
		if info, ok := debug.ReadBuildInfo(); ok {
			for _, s := range info.Settings {
				if s.Key == "vcs.revision" {
					rev = " " + s.Value[:min(12, len(s.Value))]
				}
			}
		}
		fmt.Fprintf(a.out, "binhdang %s%s %s %s/%s\n", version, rev, runtime.Version(), runtime.GOOS, runtime.GOARCH)
		return nil
	}
}

func checkCommand(*flag.FlagSet) func(*app, []string) error {
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		a.cat = nil // parsing the flags has loaded it, and dropped its faults
		if err := a.loadContent(); err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.say("content.good", "registers", fmt.Sprint(len(a.cat.Registers())),
			"indicators", fmt.Sprint(len(a.cat.Indicators())), "reports", fmt.Sprint(len(a.cat.Reports()))))
		return nil
	}
}

func rebuildCommand(fs *flag.FlagSet) func(*app, []string) error {
	check := fs.Bool("check", false, "")
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		a.anyRules = true
		if err := a.ask(); err != nil {
			return err
		}
		out, err := a.led.Rebuild(a.ctx, a.by, *check, func(n int64) {
			fmt.Fprintf(a.err, "\r%s", a.say("rebuild.progress", "n", vn.Int(n, a.lang)))
		})
		if err != nil {
			return err
		}
		if out.Records >= 10000 {
			fmt.Fprintln(a.err)
		}
		args = []string{"records", vn.Int(out.Records, a.lang), "facts", vn.Int(out.Facts, a.lang), "wrong", vn.Int(out.Wrong, a.lang)}
		switch {
		case out.Wrong == 0:
			fmt.Fprintln(a.out, a.say("rebuild.same", args...))
		case *check:
			fmt.Fprintln(a.err, out.First)
			return fault.New(fault.Conflict, "rebuild.wrong", "records", args[1], "facts", args[3], "wrong", args[5])
		default:
			fmt.Fprintln(a.out, a.say("rebuild.mended", args...))
		}
		return nil
	}
}

func migrateCommand(*flag.FlagSet) func(*app, []string) error {
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		a.anyRules = true
		if err := a.open(); err != nil { // opening migrates
			return err
		}
		if err := a.led.MayAdminister(a.by); err != nil {
			return err
		}
		v, err := a.db.Version(a.ctx)
		if err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.say("migrate.done", "version", fmt.Sprint(v)))
		return nil
	}
}

func backupCommand(*flag.FlagSet) func(*app, []string) error {
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		a.anyRules = true
		if err := a.ask(); err != nil {
			return err
		}
		if err := a.led.MayAdminister(a.by); err != nil {
			return err
		}
		if _, err := os.Stat(args[0]); err == nil && args[0] != "-" {
			return fault.New(fault.Conflict, "cli.there", "file", args[0])
		}
		// It holds all records and the hashes of all passwords: for its owner alone.
		err := a.saveAs(args[0], 0o600, func(w io.Writer) error {
			b := bufio.NewWriterSize(w, 1<<20)
			if err := a.db.Backup(a.ctx, b); err != nil {
				return err
			}
			return b.Flush()
		})
		if err == nil && args[0] != "-" {
			fmt.Fprintln(a.out, a.say("backup.done", "file", args[0]))
		}
		return err
	}
}

func restoreCommand(*flag.FlagSet) func(*app, []string) error {
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		f, err := os.Open(args[0])
		if err != nil {
			return fault.New(fault.NotFound, "cli.read", "file", args[0])
		}
		defer f.Close()
		a.anyRules = true // the backup says by which its facts were made
		if err := a.openFor(f); err != nil {
			return err
		}
		if err := a.led.MayAdminister(a.by); err != nil {
			return err
		}
		if err := a.db.Restore(a.ctx, bufio.NewReaderSize(f, 1<<20)); err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.say("restore.done", "file", args[0]))
		return nil
	}
}

// openFor opens the data that a backup goes into. Where there are none they are made
// only for a backup that is good: nothing shall be left of a restore that was refused.
func (a *app) openFor(backup *os.File) error {
	err := a.ask()
	if !errors.Is(err, &fault.Error{Key: "store.missing"}) || a.as != "" && a.as != ledger.Administrator {
		return err
	}
	if _, err := backup.Seek(0, io.SeekCurrent); err == nil { // what comes by a pipe comes once
		if err := store.CheckBackup(bufio.NewReaderSize(backup, 1<<20)); err != nil {
			return err
		}
		if _, err := backup.Seek(0, io.SeekStart); err != nil {
			return err
		}
	}
	return a.open()
}

func userCommand(fs *flag.FlagSet) func(*app, []string) error {
	role := fs.String("role", "", "")
	unit := fs.String("unit", "", "")
	full := fs.String("name", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 2); err != nil {
			return err
		}
		switch args[0] {
		case "list", "add", "grant", "revoke", "password", "disable", "enable":
		default:
			return usage{"cli.command", "user " + args[0]}
		}
		if args[0] != "list" {
			if err := need(args, 2, 2); err != nil {
				return err
			}
		}
		if slices.Contains([]string{"add", "grant", "revoke"}, args[0]) {
			switch {
			case *role == "":
				return usage{"cli.missing", "--role"}
			case *unit == "":
				return usage{"cli.missing", "--unit"}
			}
		}
		if err := a.open(); err != nil {
			return err
		}
		grant := func() (access.Grant, error) {
			u, _, err := a.led.Tree().Resolve(*unit, a.led.Today())
			if err != nil {
				return access.Grant{}, err
			}
			return access.Grant{Role: *role, Unit: u.ID}, nil
		}
		var err error
		var g access.Grant
		switch args[0] {
		case "list":
			return a.users()
		case "add":
			if g, err = grant(); err != nil {
				return err
			}
			var password string
			if password, err = a.password(); err != nil {
				return err
			}
			err = a.led.AddAccount(a.ctx, a.by, args[1], *full, password, []access.Grant{g})
		case "grant", "revoke":
			if g, err = grant(); err != nil {
				return err
			}
			err = a.led.GrantRole(a.ctx, a.by, args[1], g, args[0] == "revoke")
		case "password":
			var password string
			if password, err = a.password(); err != nil {
				return err
			}
			err = a.led.SetPassword(a.ctx, a.by, args[1], password)
		case "disable", "enable":
			err = a.led.DisableAccount(a.ctx, a.by, args[1], args[0] == "disable")
		}
		if err != nil {
			return err
		}
		fmt.Fprintln(a.out, a.say("user.done", "name", args[1]))
		return nil
	}
}

// password reads one line from the standard input, so that it stands in no list
// of processes and no history. Nothing there means none: such an account can be
// acted as on this command line, but nobody can sign in with it.
func (a *app) password() (string, error) {
	if f, ok := a.in.(*os.File); ok {
		if info, err := f.Stat(); err == nil && info.Mode()&os.ModeCharDevice != 0 {
			fmt.Fprint(a.err, a.say("user.password"))
		}
	}
	line, err := bufio.NewReader(a.in).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", err
	}
	return strings.TrimRight(line, "\r\n"), nil
}

func (a *app) users() error {
	accounts, err := a.led.Accounts(a.ctx, a.by)
	if err != nil {
		return err
	}
	table := [][]string{{a.say("user.head.name"), a.say("user.head.full"), a.say("user.head.roles"), a.say("user.head.state")}}
	for _, u := range accounts {
		table = append(table, []string{u.Name, u.FullName, a.grants(u), a.userState(u)})
	}
	writeTable(a.out, table)
	return nil
}

func (a *app) grants(u store.Account) string {
	var out []string
	for _, g := range u.Grants {
		code := fmt.Sprint(g.Unit)
		if t := a.led.Tree().Unit(g.Unit); t != nil {
			code = string(t.Code)
		}
		out = append(out, a.say("role."+g.Role)+" ("+code+")")
	}
	return strings.Join(out, ", ")
}

func (a *app) userState(u store.Account) string {
	if u.Disabled {
		return a.say("user.disabled")
	}
	return a.say("user.enabled")
}
