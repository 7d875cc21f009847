package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/score"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
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
			return a.startTargets(p, *ref, *out)
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
		of := &score.Set{Programme: p.Name, Years: span, Act: *act}
		if args[0] == "export" {
			return a.exportTargets(of, *ref, *out)
		}
		if *day != "" {
			if of.ActDay, err = period.ParseDay(*day); err != nil {
				return err
			}
		}
		return a.importTargets(p, of, *ref, args[1])
	}
}

// startTargets writes the targets of a programme to begin with: those of a unit, or with
// "" of all units.
func (a *app) startTargets(p *score.Programme, ref, out string) error {
	var of *unit.Unit
	if ref != "" {
		err := a.ask()
		if err == nil {
			of, _, err = a.led.Tree().Resolve(ref, a.led.Today())
		}
		if err != nil {
			return err
		}
	}
	return a.writeTargets(out, card.Start(a.cat, a.lang, p, of, p.Years[0]))
}

// exportTargets writes the rows of the set in force of a unit, a programme and years.
func (a *app) exportTargets(of *score.Set, ref, out string) error {
	if err := a.ask(); err != nil {
		return err
	}
	kept, err := a.inForce(of, ref)
	if err != nil {
		return err
	}
	if kept == nil {
		return fault.New(fault.NotFound, "score.set.none", "first", of.Years[0], "last", of.Years[1])
	}
	return a.writeTargets(out, kept.Rows)
}

// importTargets keeps the rows of a sheet in a set, in the place of the one in force of
// the same years.
func (a *app) importTargets(p *score.Programme, s *score.Set, ref, file string) error {
	if err := a.open(); err != nil {
		return err
	}
	kept, err := a.inForce(s, ref)
	if err != nil {
		return err
	}
	s.Rows, err = a.readTargets(p, file)
	if len(s.Rows) > 0 {
		err = card.Check(a.cat, a.lang, p, s, err)
	}
	if err != nil {
		return err
	}
	var instead int64
	if kept != nil {
		instead = kept.ID
	}
	if err := a.led.SetTargets(a.ctx, a.by, s, instead); err != nil {
		return card.Named(a.cat, a.lang, err)
	}
	if instead != 0 {
		fmt.Fprintln(a.out, a.say("score.set.replaced", "act", kept.Act))
	}
	fmt.Fprintln(a.out, a.say("score.set.kept", "n", vn.Int(int64(len(s.Rows)), a.lang), "first", strconv.Itoa(s.Years[0]), "last", strconv.Itoa(s.Years[1])))
	return nil
}

// inForce gives a set its unit and finds the one in force of the same unit, programme
// and years; nil for none.
func (a *app) inForce(of *score.Set, ref string) (*ledger.KeptSet, error) {
	u, _, err := a.led.Tree().Resolve(ref, a.led.Today())
	if err != nil {
		return nil, err
	}
	of.Unit = u.ID
	kept, err := a.led.TargetSets(a.ctx, of.Programme, u.ID, false)
	for i := range kept {
		if kept[i].Years == of.Years {
			return &kept[i], err
		}
	}
	return nil, err
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
