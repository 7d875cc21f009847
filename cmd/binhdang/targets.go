package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/score"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
)

// targetsCommand keeps a unit's own targets: a sheet to begin with, its import, and
// what is in force.
func targetsCommand(fs *flag.FlagSet) func(*app, []string) error {
	out := fs.String("o", "", "")
	ref := fs.String("unit", "", "")
	years := fs.String("years", "", "")
	act := fs.String("act", "", "")
	day := fs.String("day", "", "")
	programme := fs.String("programme", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 2); err != nil {
			return err
		}
		p, err := card.Find(a.cat, *programme)
		if err != nil {
			return err
		}
		switch {
		case args[0] == "template" && len(args) == 1:
			if *out == "" {
				return usage{"cli.missing", "-o"}
			}
			return a.writeTargets(*out, card.Start(a.cat, a.lang, p))
		case args[0] == "export" && len(args) == 1, args[0] == "import" && len(args) == 2:
			for _, f := range []struct{ name, value string }{{"--unit", *ref}, {"--years", *years}} {
				if f.value == "" {
					return usage{"cli.missing", f.name}
				}
			}
		default:
			return usage{"cli.command", "targets " + strings.Join(args, " ")}
		}
		span, err := card.Years(*years)
		if err != nil {
			return err
		}
		begin := a.ask
		if args[0] == "import" {
			begin = a.open
		}
		if err := begin(); err != nil {
			return err
		}
		u, _, err := a.led.Tree().Resolve(*ref, a.led.Today())
		if err != nil {
			return err
		}
		kept, err := a.led.TargetSets(a.ctx, p.Name, u.ID, false)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(kept, func(s ledger.KeptSet) bool { return s.Years == span })
		if args[0] == "export" {
			if at < 0 {
				return fault.New(fault.NotFound, "score.set.none", "first", span[0], "last", span[1])
			}
			return a.writeTargets(*out, kept[at].Rows)
		}
		s := &score.Set{Unit: u.ID, Programme: p.Name, Years: span, Act: *act}
		if *day != "" {
			if s.ActDay, err = period.ParseDay(*day); err != nil {
				return err
			}
		}
		s.Rows, err = a.readTargets(p, args[1])
		if len(s.Rows) > 0 {
			err = card.Check(a.cat, a.lang, p, s, err)
		}
		if err != nil {
			return err
		}
		var instead int64
		if at >= 0 {
			instead = kept[at].ID
		}
		if err := a.led.SetTargets(a.ctx, a.by, s, instead); err != nil {
			return card.Named(a.cat, a.lang, err)
		}
		fmt.Fprintln(a.out, a.say("score.set.kept", "n", vn.Int(int64(len(s.Rows)), a.lang), "first", strconv.Itoa(span[0]), "last", strconv.Itoa(span[1])))
		return nil
	}
}

func (a *app) writeTargets(name string, rows []score.SetRow) error {
	format := "xlsx"
	if name == "" || name == "-" || strings.EqualFold(filepath.Ext(name), ".csv") {
		format = "csv"
	}
	return a.save(name, func(w io.Writer) error { return card.Write(w, a.cat, a.lang, format, rows) })
}

func (a *app) readTargets(p *score.Programme, name string) ([]score.SetRow, error) {
	file, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.NotFound, "cli.read", "file", name)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return nil, fault.New(fault.NotFound, "cli.read", "file", name)
	}
	in, err := sheet.Open(name, file, info.Size(), card.Columns(a.cat), sheet.DefaultLimits)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	return card.Read(a.cat, p, a.lang, in)
}
