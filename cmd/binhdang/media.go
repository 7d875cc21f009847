package main

import "flag"

// A mediaDoor is one thing to do with what outlets published. All of them work on the
// caller's files, keep nothing and print what they find.
type mediaDoor struct {
	name        string
	least, most int // arguments
	do          func(a *app, args []string) error
}

var mediaDoors = []mediaDoor{
	{"analyse", 1, 1 << 20, (*app).mediaAnalyse},
	{"eval", 2, 2, (*app).mediaEval},
}

func mediaCommand(fs *flag.FlagSet) func(*app, []string) error {
	fs.Bool("json", true, "") // analyse has no other form
	differences := fs.Bool("differences", false, "")
	return func(a *app, args []string) error {
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
