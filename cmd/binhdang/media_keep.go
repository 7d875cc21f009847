package main

import (
	"fmt"
	"io"
	"path/filepath"

	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/media/reading"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// mediaFlags are the options of the doors of media that work on what is kept.
type mediaFlags struct{ outlet, channel, day, from, to, out string }

// mediaTake reads articles of an outlet into the ledger: what was found counts from then on.
func (a *app) mediaTake(args []string) error {
	outlet, err := a.outlet()
	if err != nil {
		return err
	}
	h := ledger.Handed{Outlet: outlet.ID}
	if a.media.channel != "" {
		code, ok := a.cat.List("CHAN").Find(a.media.channel)
		if !ok {
			return ledger.UnknownChannel(a.cat, a.media.channel)
		}
		h.Channel = code.Code
	}
	if a.media.day != "" {
		if h.Day, err = period.ParseDay(a.media.day); err != nil {
			return err
		}
	}
	var fresh, there, bad int
	for _, name := range args {
		data, err := a.readMedia(name)
		if err != nil { // the others are taken all the same
			bad++
			for _, f := range fault.All(err) {
				fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, f))
			}
			continue
		}
		h.Files = append(h.Files, ledger.HandedFile{Name: filepath.Base(name), Data: data}) // folders are for nobody else
	}
	err = a.led.TakeItems(a.ctx, a.by, h, func(t ledger.Taken) {
		switch {
		case t.Article == nil:
			bad++
			for _, f := range t.Faults {
				if f.Place.File == "" {
					f = f.At(t.Place, 0)
				}
				fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, f))
			}
		case t.Fresh:
			fresh++
		default:
			there++
		}
	})
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("media.taken", "fresh", fmt.Sprint(fresh), "there", fmt.Sprint(there), "bad", fmt.Sprint(bad)))
	if bad > 0 {
		return errSaid
	}
	return nil
}

// mediaLabels writes what persons have said of an outlet's articles, in the form of labels.
func (a *app) mediaLabels([]string) error {
	outlet, err := a.outlet()
	if err != nil {
		return err
	}
	w := a.led.ArticleDays()
	for _, at := range []struct {
		text string
		into *period.Day
	}{{a.media.from, &w.First}, {a.media.to, &w.Last}} {
		if at.text != "" {
			if *at.into, err = period.ParseDay(at.text); err != nil {
				return err
			}
		}
	}
	rows, err := a.led.Labels(a.ctx, a.by, outlet.ID, w)
	if err != nil {
		return err
	}
	write := func(out io.Writer) error { return reading.WriteLabels(out, rows) }
	if a.media.out == "" {
		return write(a.out)
	}
	return a.save(a.media.out, write)
}

// outlet is the organisation that --outlet names.
func (a *app) outlet() (*unit.Unit, error) {
	if a.media.outlet == "" {
		return nil, usage{"cli.missing", "--outlet"}
	}
	if err := a.ask(); err != nil {
		return nil, err
	}
	u, _, err := a.led.Tree().Resolve(a.media.outlet, a.led.Today())
	return u, err
}
