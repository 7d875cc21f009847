package main

import (
	"flag"
	"fmt"
	"time"

	"binhdang/internal/demo"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/store"
)

// The installation remembers under demoMark that its data are the sample.
const (
	demoMark  = "demo"
	demoBegun = "begun"
	demoDone  = "done"
)

func demoCommand(fs *flag.FlagSet) func(*app, []string) error {
	seedOnly := fs.Bool("seed-only", false, "")
	s := servingFlags(fs)
	asked := false // for an address
	return func(a *app, args []string) error {
		if err := need(args, 0, 0); err != nil {
			return err
		}
		now := a.clock
		a.clock = demo.Clock // the same every time, so that two databases hold the same bytes
		if err := a.open(); err != nil {
			return err
		}
		if err := a.seed(); err != nil {
			return err
		}
		a.clock = now
		if *seedOnly {
			return nil
		}
		if err := a.demoTotals(); err != nil {
			return err
		}
		if err := demo.MakeWaiting(a.ctx, a.led); err != nil {
			return err
		}
		led, err := ledger.New(a.ctx, a.db, a.cat, a.clock) // with the clock of now, not of the sample
		if err != nil {
			return err
		}
		a.led = led
		fs.Visit(func(f *flag.Flag) { asked = asked || f.Name == "listen" })
		s.near = !asked
		fmt.Fprintln(a.out, a.say("demo.first"))
		return a.serve(s)
	}
}

// seed makes the sample data once. Data that are something else are left alone, and a
// seeding that broke off goes on where it was. One program does so at a time.
func (a *app) seed() error {
	if mark, err := a.led.Setting(a.ctx, demoMark); err != nil || mark == demoDone {
		return a.seeded(err)
	}
	release, ok, err := a.db.Alone(a.ctx, demoMark)
	if err != nil {
		return err
	}
	if !ok {
		return fault.New(fault.Conflict, "demo.busy")
	}
	defer release()
	// The same ids every time or, where something is kept, ids that nothing bears.
	defer func(clock func() time.Time, ids *store.IDs) { a.db.Clock, a.db.IDs = clock, ids }(a.db.Clock, a.db.IDs)
	a.db.Clock, a.db.IDs = a.clock, &store.IDs{}
	err = a.db.Read(a.ctx, func(tx *store.Tx) error {
		last, err := tx.LastID(a.ctx)
		a.db.IDs.After(last)
		return err
	})
	if err != nil {
		return err
	}
	mark, err := a.led.Setting(a.ctx, demoMark)
	switch {
	case err != nil, mark == demoDone: // another was faster
		return a.seeded(err)
	case mark == "":
		empty, err := a.led.Empty(a.ctx)
		if err != nil {
			return err
		}
		if !empty {
			return fault.New(fault.Conflict, "demo.other")
		}
		if err := a.led.SetSetting(a.ctx, a.by, demoMark, demoBegun); err != nil {
			return err
		}
	}
	told := -1
	err = demo.Make(a.ctx, a.led, a.by, func(done, all int) {
		if part := 20 * done / all; part == told {
			return
		} else {
			told = part
		}
		fmt.Fprintf(a.err, "\r%s", a.say("demo.progress", "done", fmt.Sprint(done), "all", fmt.Sprint(all)))
	})
	fmt.Fprintln(a.err)
	if err != nil {
		return err
	}
	return a.led.SetSetting(a.ctx, a.by, demoMark, demoDone)
}

// seeded says that the sample data are there.
func (a *app) seeded(err error) error {
	if err == nil {
		fmt.Fprintln(a.err, a.say("demo.there"))
	}
	return err
}

// demoTotals prints what the article of Quảng Ninh says.
func (a *app) demoTotals() error {
	p, err := period.Parse("2021..2025", period.Admin)
	if err != nil {
		return err
	}
	q := indicator.Question{Unit: "22", Window: p.Window, Calendar: period.Admin, Indicators: []indicator.Name{
		"sessions", "attendances", "copies", "clubs", "budget", "contributions"}}
	answer, err := a.led.Facts(a.ctx, a.by, q)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("demo.totals"))
	return a.factsTable(q, answer)
}
