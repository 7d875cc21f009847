package main

import (
	"flag"
	"fmt"

	"binhdang/internal/demo"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
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
		return a.demoTotals()
	}
}

// seed makes the sample data once. Data that are something else are left alone,
// and a seeding that broke off goes on where it was.
func (a *app) seed() error {
	a.db.Clock, a.db.IDs = a.clock, &store.IDs{}
	mark, err := a.led.Setting(a.ctx, demoMark)
	if err != nil {
		return err
	}
	switch mark {
	case demoDone:
		fmt.Fprintln(a.err, a.say("demo.there"))
		return nil
	case "":
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
