// Command binhdang runs a province's gender-equality programme: records in,
// numbers and signed reports out. It only wires; rules live in internal/.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"regexp"
	"slices"
	"sort"
	"strings"
	"syscall"
	"time"
	_ "time/tzdata" // the day in Viet Nam does not depend on the server's files

	"binhdang/content"
	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/store"
)

// Exit statuses (design section 6).
const (
	done      = 0
	badInput  = 1
	wrongUse  = 2
	defaultDB = "binhdang-data"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:], os.Stdin, os.Stdout, os.Stderr, time.Now))
}

// command is one door of the program.
type command struct {
	name string
	args string // as shown in the help
	// setup adds the command's own flags and returns what it does.
	setup func(fs *flag.FlagSet) func(a *app, args []string) error
}

var commands = []command{
	{"demo", "[--seed-only] [--listen ADDRESS]", demoCommand},
	{"template", "REGISTER -o FILE", templateCommand},
	{"import", "REGISTER FILE [--dry-run] [--json] | --take-back BATCH --why TEXT", importCommand},
	{"export", "REGISTER [--format csv|xlsx|json] [-o FILE]", exportCommand},
	{"record", "show|near|submit|approve|return|void|link|unlink|redact ID ... | joint REGISTER --unit CODE", recordCommand},
	{"facts", "--indicator A,B --unit CODE --from DAY --to DAY [--by KEY,...]", factsCommand},
	{"score", "--unit CODE --year YYYY [--programme NAME] [--json]", scoreCommand},
	{"targets", "template [--unit CODE] -o FILE | import FILE --unit CODE --years 2021..2025 --act TEXT | export --unit CODE --years 2021..2025 [-o FILE]", targetsCommand},
	{"report", "NAME --unit CODE --period 2021..2025 [--format docx] -o FILE [--issue NUMBER]", reportCommand},
	{"unit", "find TEXT | show CODE | import FILE | template -o FILE", unitCommand},
	{"serve", "[--listen ADDRESS]", serveCommand},
	{"check", "", checkCommand},
	{"rebuild", "[--check]", rebuildCommand},
	{"migrate", "", migrateCommand},
	{"backup", "FILE", backupCommand},
	{"restore", "FILE", restoreCommand},
	{"user", "list | add NAME --role ROLE --unit CODE | grant|revoke NAME ... | password NAME | disable|enable NAME", userCommand},
	{"media", "text FILE | analyse FILE...|- --json | eval LABELS.csv DIR [--differences] | take --outlet CODE [--channel C] [--day D] FILE... | labels --outlet CODE [--from D] [--to D] [-o FILE]", mediaCommand},
	{"version", "", versionCommand},
}

// app is what a command works with.
type app struct {
	ctx context.Context
	in  io.Reader
	out *firm
	err io.Writer

	data, database, as, lang, overlay string

	// differences has media eval print each item's differences from its labels.
	differences bool
	media       mediaFlags // what the doors of media were told

	// anyRules lets a command work on facts that were made before content changed
	// how they add up: the one that makes them anew, and those that save what there is.
	anyRules bool

	cat *catalog.Catalog
	db  *store.DB
	led *ledger.Ledger
	by  access.Actor
	// clock is time.Now, but for the sample data and tests.
	clock func() time.Time
}

// usage is an error of the command line itself.
type usage struct{ key, arg string }

func (u usage) Error() string { return u.key + " " + u.arg }

// run does what the arguments say and returns the exit status.
func run(ctx context.Context, args []string, in io.Reader, out, errw io.Writer, clock func() time.Time) int {
	return newApp(ctx, in, out, errw, clock).do(args)
}

func newApp(ctx context.Context, in io.Reader, out, errw io.Writer, clock func() time.Time) *app {
	return &app{ctx: ctx, in: in, out: &firm{Writer: out}, err: errw, clock: clock, lang: "vi",
		data: os.Getenv("BINHDANG_DATA"), database: os.Getenv("BINHDANG_DATABASE"), overlay: os.Getenv("BINHDANG_CONTENT")}
}

func (a *app) do(args []string) int {
	err := a.run(args)
	a.close()
	if a.out.err != nil && fault.All(err) == nil {
		err = fault.New(fault.Conflict, "cli.out")
	}
	return a.tell(err)
}

func (a *app) run(args []string) error {
	args = commandFirst(args)
	if len(args) == 0 || args[0] == "help" || args[0] == "-h" || args[0] == "--help" {
		return a.explain(args)
	}
	for _, c := range commands {
		if c.name != args[0] {
			continue
		}
		fs := a.flags(c.name)
		do := c.setup(fs)
		rest, err := a.parse(fs, args[1:])
		if loadErr := a.loadContent(); loadErr != nil && c.name != "check" {
			return loadErr
		}
		if errors.Is(err, flag.ErrHelp) {
			a.language(args) // --lang may stand behind --help, where it was not parsed
			return a.helpOf(c)
		}
		if err != nil {
			return err
		}
		return do(a, rest)
	}
	a.language(args)
	if err := a.loadContent(); err != nil {
		return err
	}
	return usage{"cli.command", args[0]}
}

// explain lists the commands or, with a topic, what there is to choose from. Options
// without a command must be good as well.
func (a *app) explain(args []string) error {
	var rest []string
	var err error
	if len(args) > 0 {
		rest, err = a.parse(a.flags("help"), args[1:])
	}
	if loadErr := a.loadContent(); loadErr != nil {
		return loadErr
	}
	if err != nil && !errors.Is(err, flag.ErrHelp) {
		return err
	}
	return a.help(append([]string{"help"}, rest...))
}

// flags are those that every command takes.
func (a *app) flags(name string) *flag.FlagSet {
	fs := flag.NewFlagSet(name, flag.ContinueOnError)
	fs.SetOutput(io.Discard)
	fs.StringVar(&a.data, "data", a.data, "")
	fs.StringVar(&a.database, "database", a.database, "")
	fs.StringVar(&a.as, "as", "", "")
	fs.StringVar(&a.lang, "lang", a.lang, "")
	fs.StringVar(&a.overlay, "content", a.overlay, "")
	return fs
}

// commandFirst puts the options that stand before the command behind it.
func commandFirst(args []string) []string {
	n := 0
	for n < len(args) && strings.HasPrefix(args[n], "-") && !slices.Contains([]string{"-h", "--help"}, args[n]) {
		if !strings.Contains(args[n], "=") {
			n++ // all of them take a value
		}
		n++
	}
	switch {
	case n == 0:
		return args
	case n >= len(args):
		return append([]string{"help"}, args...)
	}
	return slices.Concat(args[n:n+1], args[:n], args[n+1:])
}

// language finds --lang where no command's flags are parsed.
func (a *app) language(args []string) {
	for i, s := range args {
		if s == "--lang=en" || s == "-lang=en" || (s == "--lang" || s == "-lang") && i+1 < len(args) && args[i+1] == "en" {
			a.lang = "en"
		}
	}
}

// parse reads a command's flags and arguments, and the language in which to speak.
func (a *app) parse(fs *flag.FlagSet, args []string) ([]string, error) {
	rest, err := parse(fs, args)
	if a.lang != "vi" && a.lang != "en" {
		if err == nil {
			err = usage{"cli.lang", a.lang}
		}
		a.lang = "vi"
	}
	return rest, err
}

// parse reads flags that stand before or after the arguments.
func parse(fs *flag.FlagSet, args []string) ([]string, error) {
	var rest []string
	for {
		if err := fs.Parse(args); err != nil {
			if errors.Is(err, flag.ErrHelp) {
				return nil, err
			}
			return nil, wrongFlag(err)
		}
		if fs.NArg() == 0 {
			return rest, nil
		}
		taken := len(args) - fs.NArg()
		if taken > 0 && args[taken-1] == "--" {
			return append(rest, fs.Args()...), nil
		}
		rest = append(rest, fs.Arg(0))
		args = fs.Args()[1:]
	}
}

// What package flag says of a command line, which has no type of its own.
var flagFaults = []struct {
	said *regexp.Regexp
	key  string
}{
	{regexp.MustCompile(`^flag needs an argument: -(?P<arg>.*)$`), "cli.flag_needs"},
	{regexp.MustCompile(`^invalid (?:boolean )?value "(?P<value>.*)" for (?:flag )?-(?P<arg>[^ :]*): `), "cli.flag_value"},
	{regexp.MustCompile(`^flag provided but not defined: -(?P<arg>.*)$`), "cli.flag"},
	{regexp.MustCompile(`^bad flag syntax: -{1,2}(?P<arg>.*)$`), "cli.flag"},
}

func wrongFlag(err error) error {
	for _, f := range flagFaults {
		if m := f.said.FindStringSubmatch(err.Error()); m != nil {
			var args []any
			for i, name := range f.said.SubexpNames()[1:] {
				args = append(args, name, m[i+1])
			}
			return fault.New(fault.Usage, f.key, args...)
		}
	}
	return fault.New(fault.Usage, "cli.flag", "arg", err.Error())
}

func (a *app) loadContent() error {
	if a.cat != nil {
		return nil
	}
	layers := []catalog.Layer{{FS: content.FS}}
	if a.overlay != "" {
		if s, err := os.Stat(a.overlay); err != nil || !s.IsDir() {
			a.cat, _ = catalog.Load(layers...) // for the words to say so
			return usage{"cli.content", a.overlay}
		}
		layers = append(layers, catalog.Layer{Name: a.overlay, FS: os.DirFS(a.overlay)})
	}
	cat, err := catalog.Load(layers...)
	a.cat = cat
	return err
}

// ask opens the database for a command that only asks: a wrong path must not
// become an empty database that answers "no data".
func (a *app) ask() error { return a.openAs(true) }

// open opens the database, makes it if there is none, brings it up to the schema
// of this program, and finds the actor.
func (a *app) open() error { return a.openAs(false) }

func (a *app) openAs(mustExist bool) error {
	if err := a.openDB(mustExist); err != nil {
		return err
	}
	led, err := ledger.New(a.ctx, a.db, a.cat, a.clock)
	if err != nil {
		return err
	}
	a.led = led
	if !a.anyRules {
		if err := led.Ready(a.ctx); err != nil {
			return err
		}
	}
	a.by, err = led.CommandLine(a.ctx, a.as)
	return err
}

func (a *app) openDB(mustExist bool) error {
	c := store.Config{URL: a.database, MustExist: mustExist}
	if a.database == "" {
		c.Dir = a.data
		if c.Dir == "" {
			c.Dir = defaultDB
		}
	} else if a.data != "" && os.Getenv("BINHDANG_DATA") != a.data {
		return usage{"cli.both", ""}
	}
	db, err := store.Open(a.ctx, c)
	if err != nil {
		return err
	}
	a.db = db
	return nil
}

func (a *app) close() {
	if a.db != nil {
		if err := a.db.Close(); err != nil {
			fmt.Fprintln(a.err, err)
		}
	}
}

// say is a sentence in the person's language.
func (a *app) say(key string, args ...string) string { return a.cat.Say(a.lang, key, args...) }

// errSaid is a refusal whose reasons have been told already.
var errSaid = errors.New("said")

// tell writes an error as clear lines and returns the exit status.
func (a *app) tell(err error) int {
	switch {
	case err == nil:
		return done
	case errors.Is(err, errSaid):
		return badInput
	}
	say := func(e *fault.Error) string { return e.Error() }
	if a.cat != nil && a.cat.Book().Has("vi", "cli.internal") {
		say = func(e *fault.Error) string { return a.cat.Book().Fault(a.lang, e) }
	}
	var u usage
	if errors.As(err, &u) {
		fmt.Fprintln(a.err, say(fault.New(fault.Usage, u.key, "arg", u.arg)))
		return wrongUse
	}
	faults := fault.All(err)
	if len(faults) == 0 {
		if a.ctx.Err() != nil {
			fmt.Fprintln(a.err, say(fault.New(fault.Conflict, "cli.stopped")))
			return badInput
		}
		fmt.Fprintln(a.err, say(fault.New(fault.Conflict, "cli.internal", "why", err.Error())))
		return badInput
	}
	status := badInput
	for _, f := range faults {
		fmt.Fprintln(a.err, say(f))
		if f.Kind == fault.Usage {
			status = wrongUse
		}
	}
	return status
}

func (a *app) helpOf(c command) error {
	fmt.Fprintf(a.out, "binhdang %s %s\n%s\n", c.name, c.args, a.say("cli.help."+c.name))
	fs := flag.NewFlagSet(c.name, flag.ContinueOnError)
	c.setup(fs)
	var names []string
	fs.VisitAll(func(f *flag.Flag) { names = append(names, f.Name) })
	sort.Strings(names)
	for _, n := range names {
		dashed := "--" + n
		if len(n) == 1 {
			dashed = "-" + n
		}
		fmt.Fprintf(a.out, "  %-12s %s\n", dashed, a.say("cli.flag_help."+strings.ReplaceAll(n, "-", "_")))
	}
	fmt.Fprintln(a.out, a.say("cli.help.foot"))
	return nil
}

// need asks for between least and most arguments.
func need(args []string, least, most int) error {
	switch {
	case len(args) < least:
		return usage{"cli.few", ""}
	case len(args) > most:
		return usage{"cli.many", args[most]}
	}
	return nil
}
