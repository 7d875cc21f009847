package main

import (
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/paper"
	"binhdang/internal/period"
	"binhdang/internal/report"
	"binhdang/internal/vn"
)

func reportCommand(fs *flag.FlagSet) func(*app, []string) error {
	ref := fs.String("unit", "", "")
	per := fs.String("period", "", "")
	format := fs.String("format", "", "")
	out := fs.String("o", "", "")
	number := fs.String("issue", "", "")
	day := fs.String("day", "", "")
	texts := fs.String("text", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		switch {
		case *ref == "":
			return usage{"cli.missing", "--unit"}
		case *per == "":
			return usage{"cli.missing", "--period"}
		}
		if *format == "" {
			if *format = strings.TrimPrefix(filepath.Ext(*out), "."); *format == "" {
				*format = "html"
			}
		}
		as, ok := paper.FormatOf(*format)
		if !ok {
			return usage{"cli.format", *format}
		}
		if *out == "" && as.Binary {
			return usage{"cli.missing", "-o"}
		}
		if _, err := paper.Find(a.cat, args[0]); err != nil {
			return err
		}
		if err := a.ask(); err != nil {
			return err
		}
		p, err := paper.Open(a.ctx, a.led, a.by, paper.Ask{Report: args[0], Unit: *ref, Period: *per, Day: *day, Lang: a.lang, Now: a.clock()})
		if err != nil {
			return err
		}
		if *texts != "" {
			data, err := os.ReadFile(*texts)
			if err != nil {
				return fault.New(fault.NotFound, "cli.read", "file", *texts)
			}
			if p.Setting.Texts, err = report.Texts(p.Fills(), *texts, data); err != nil {
				return err
			}
		}
		doc, err := a.paper(p, *number)
		if err != nil {
			return err
		}
		return a.save(*out, func(w io.Writer) error { return as.Render(doc, w, "") }) // a file has no pages to lead to
	}
}

// paper composes a draft. With a number it is issued: frozen now, or taken as it was
// frozen when this report already bears the number.
func (a *app) paper(p *paper.Paper, number string) (*report.Document, error) {
	if number == "" {
		return p.Compose(a.ctx)
	}
	again, err := p.Numbered(a.ctx, number)
	if err != nil {
		return nil, err
	}
	if again != nil {
		doc, moved, err := p.Reprint(a.ctx, again)
		if err != nil {
			return nil, err
		}
		fmt.Fprintln(a.err, a.say("issue.again", "number", again.Number, "symbol", again.Symbol, "day", period.FromTime(again.At).VN()))
		for _, c := range moved {
			fmt.Fprintln(a.err, a.say(movedKey(c), "where", c.Where, "was", c.Was, "now", c.Now, "row", c.Row))
		}
		return doc, nil
	}
	kept, doc, err := p.Issue(a.ctx)
	if err != nil {
		return nil, err
	}
	a.warn(p.Checks(doc))
	fmt.Fprintln(a.err, a.say("issue.done", "number", kept.Number, "symbol", kept.Symbol, "hash", kept.Hash))
	return doc, nil
}

// warn tells of an issued paper what its figures do not hold yet, and what nobody has written.
func (a *app) warn(checks []paper.Check) {
	var open []string
	for _, c := range checks {
		switch c.Name {
		case "not_over":
			fmt.Fprintln(a.err, vn.Capital(a.say("report.not_over", c.Args...)))
		case "open":
			fmt.Fprintln(a.err, a.say("issue.open", c.Args...))
			open = append(open, c.Block+` = "…"`)
		}
	}
	if open != nil {
		fmt.Fprintln(a.err, a.say("report.text_how", "example", strings.Join(open, "; ")))
	}
}

// movedKey is the sentence for a change: a number's, or that of a line of a table
// which came or went.
func movedKey(c report.Change) string {
	key := "report.moved."
	switch {
	case c.Was != "" && c.Now != "":
		return "issue.moved"
	case c.Row != "" && c.Column:
		key += "column_"
	case c.Row != "":
		key += "row_"
	}
	if c.Was == "" {
		return key + "added"
	}
	return key + "removed"
}
