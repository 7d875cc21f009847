package main

import (
	"flag"
	"fmt"
	"io"
	"os"

	"binhdang/internal/fault"
	"binhdang/internal/media/text"
)

// A mediaDoor is one thing to do with what outlets published. Text, analyse and eval work
// on the caller's files, keep nothing and print what they find; take and labels work on
// what is kept.
type mediaDoor struct {
	name        string
	least, most int // arguments
	do          func(a *app, args []string) error
}

var mediaDoors = []mediaDoor{
	{"text", 1, 1, (*app).mediaText},
	{"analyse", 1, 1 << 20, (*app).mediaAnalyse},
	{"eval", 2, 2, (*app).mediaEval},
	{"take", 1, 1 << 20, (*app).mediaTake},
	{"labels", 0, 0, (*app).mediaLabels},
}

func mediaCommand(fs *flag.FlagSet) func(*app, []string) error {
	fs.Bool("json", true, "") // analyse has no other form
	differences := fs.Bool("differences", false, "")
	var f mediaFlags
	fs.StringVar(&f.outlet, "outlet", "", "")
	fs.StringVar(&f.channel, "channel", "", "")
	fs.StringVar(&f.day, "day", "", "")
	fs.StringVar(&f.from, "from", "", "")
	fs.StringVar(&f.to, "to", "", "")
	fs.StringVar(&f.out, "o", "", "")
	return func(a *app, args []string) error {
		a.media = f
		if err := need(args, 1, 1<<20); err != nil {
			return err
		}
		a.differences = *differences
		for _, d := range mediaDoors {
			if d.name == args[0] {
				if err := need(args[1:], d.least, d.most); err != nil {
					return err
				}
				return d.do(a, args[1:])
			}
		}
		return usage{"cli.command", "media " + args[0]}
	}
}

// mediaText prints the title of an article, an empty line and its text.
func (a *app) mediaText(args []string) error {
	data, err := a.readMedia(args[0])
	if err != nil {
		return err
	}
	reader, err := text.New(a.cat.FS())
	if err != nil {
		return err
	}
	art, err := reader.File(data)
	if err != nil {
		return inFile(err, args[0])
	}
	_, err = fmt.Fprintf(a.out, "%s\n\n%s\n", art.Title, art.Main())
	return err
}

// readMedia reads a file of an outlet, or what comes in where its name is "-". One byte
// more than is read of a page is enough to say that it is too large.
func (a *app) readMedia(name string) ([]byte, error) {
	in := a.in
	if name != "-" {
		f, err := os.Open(name)
		if err != nil {
			return nil, fault.New(fault.NotFound, "cli.read", "file", name)
		}
		defer func() { _ = f.Close() }() // it is only read
		in = f
	}
	data, err := io.ReadAll(io.LimitReader(in, text.MaxBytes+1))
	if err != nil {
		return nil, fault.New(fault.NotFound, "cli.read", "file", name)
	}
	return data, nil
}

// inFile says of a fault in which file it is.
func inFile(err error, name string) error {
	var out fault.List
	for _, f := range fault.All(err) {
		out = append(out, f.At(name, 0))
	}
	if len(out) == 0 {
		return err
	}
	return out
}
