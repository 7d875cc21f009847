package main

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/vn"
)

// definition is the latest edition of the register that an argument names.
func (a *app) definition(name string) (*register.Definition, error) {
	if d := a.cat.Latest(register.Name(name)); d != nil {
		return d, nil
	}
	return nil, ledger.UnknownRegister(a.cat, register.Name(name))
}

// save writes a file whole or not at all; "-" and "" are the standard output.
func (a *app) save(name string, write func(io.Writer) error) error {
	return a.saveAs(name, 0o644, write)
}

func (a *app) saveAs(name string, mode os.FileMode, write func(io.Writer) error) error {
	if name == "" || name == "-" {
		return write(a.out)
	}
	f, rename, err := begin(name)
	if err == nil && rename != "" {
		defer os.Remove(f.Name())
	}
	if err == nil {
		out := &firm{Writer: f}
		if err := write(out); err != nil && out.err == nil {
			f.Close()
			return err // not of the file
		}
		err = out.err
		if rename != "" {
			err = errors.Join(err, f.Chmod(mode), f.Sync())
		}
		err = errors.Join(err, f.Close())
	}
	if err == nil && rename != "" {
		err = os.Rename(f.Name(), rename)
	}
	if err == nil {
		return nil
	}
	bad := fault.New(fault.Invalid, "cli.write", "file", name)
	bad.Cause = err
	return bad
}

// begin opens what is written for a name. A file is written beside the one that it
// then takes the place of, through links to where they lead; a device or a pipe is
// written to as it is, and a folder not at all.
func begin(name string) (f *os.File, rename string, err error) {
	info, err := os.Stat(name)
	switch {
	case err == nil && !info.Mode().IsRegular():
		f, err = os.OpenFile(name, os.O_WRONLY, 0)
		return f, "", err
	case err == nil:
		rename, err = filepath.EvalSymlinks(name)
	default:
		rename, err = dangling(name)
	}
	if err != nil {
		return nil, "", err
	}
	f, err = os.CreateTemp(filepath.Dir(rename), ".binhdang-*")
	return f, rename, err
}

// dangling is where a name leads that there is no file of yet.
func dangling(name string) (string, error) {
	for range 40 {
		to, err := os.Readlink(name)
		if err != nil {
			return name, nil // no link
		}
		if !filepath.IsAbs(to) {
			dir, err := filepath.EvalSymlinks(filepath.Dir(name))
			if err != nil {
				return "", err
			}
			to = filepath.Join(dir, to)
		}
		name = to
	}
	return "", errors.New("links in a circle")
}

// firm remembers the first error of writing, for those who print line by line and do
// not ask.
type firm struct {
	io.Writer
	err error
}

// Write writes nothing more once it could not.
func (f *firm) Write(p []byte) (n int, err error) {
	if f.err == nil {
		n, f.err = f.Writer.Write(p)
	}
	return n, f.err
}

func templateCommand(fs *flag.FlagSet) func(*app, []string) error {
	out := fs.String("o", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		if *out == "" {
			return usage{"cli.missing", "-o"}
		}
		def, err := a.definition(args[0])
		if err != nil {
			return err
		}
		if err := ledger.ByHand(def); err != nil {
			return err
		}
		return a.save(*out, func(w io.Writer) error { return form.Template(w, a.cat, a.lang, def) })
	}
}

func (a *app) heading(def *register.Definition, column string) string {
	return form.Heading(a.cat, a.lang, def, column)
}

// help1 is the help of a column, "" where it needs none.
func (a *app) help1(key string) string {
	if !a.cat.Book().Has(a.lang, key) {
		return ""
	}
	return a.say(key)
}

func importCommand(fs *flag.FlagSet) func(*app, []string) error {
	dry := fs.Bool("dry-run", false, "")
	asJSON := fs.Bool("json", false, "")
	in := fs.String("in", "", "")
	back := fs.Int64("take-back", 0, "")
	why := fs.String("why", "", "")
	return func(a *app, args []string) error {
		if *back != 0 {
			return a.takeBack(args, *back, *why)
		}
		if err := need(args, 2, 2); err != nil {
			return err
		}
		def, err := a.definition(args[0])
		if err != nil {
			return err
		}
		file, err := os.Open(args[1])
		if err != nil {
			return fault.New(fault.NotFound, "cli.read", "file", args[1])
		}
		defer file.Close()
		info, err := file.Stat()
		if err != nil || !info.Mode().IsRegular() {
			return fault.New(fault.NotFound, "cli.read", "file", args[1])
		}
		if err := a.open(); err != nil {
			return err
		}
		return a.importFile(def, upload{args[1], file, info.Size()}, *in, *dry, *asJSON)
	}
}

// upload is a file to be taken in.
type upload struct {
	name string
	data interface {
		io.Reader
		io.ReaderAt
	}
	size int64
}

// importFile takes a file in and tells what came of it.
func (a *app) importFile(def *register.Definition, f upload, in string, dry, asJSON bool) error {
	told := false
	opt := ledger.ImportOptions{Register: def.Name, File: vn.Clean(filepath.Base(f.name)), DryRun: dry, Lang: a.lang,
		Heading: func(c string) string { return a.heading(def, c) },
		Progress: func(n int) {
			told = true
			fmt.Fprintf(a.err, "\r%s", a.say("import.progress", "n", vn.Int(int64(n), a.lang)))
		}}
	if in != "" {
		u, _, err := a.led.Tree().Resolve(in, a.led.Today())
		if err != nil {
			return err
		}
		opt.In = u.ID
	}
	hash := sha256.New()
	if _, err := io.Copy(hash, io.LimitReader(f.data, sheet.DefaultLimits.File+1)); err != nil {
		return fault.New(fault.NotFound, "cli.read", "file", f.name)
	}
	opt.Hash = hex.EncodeToString(hash.Sum(nil))
	var reader *sheet.Reader
	defer func() {
		if reader != nil {
			reader.Close()
		}
	}()
	out, err := a.led.Import(a.ctx, a.by, func() (ledger.Rows, error) {
		if reader != nil {
			reader.Close()
		}
		var err error
		reader, err = sheet.Open(f.name, f.data, f.size, form.Columns(a.cat, def), sheet.DefaultLimits)
		if err != nil {
			return nil, err
		}
		return form.Rows(reader), nil
	}, opt)
	if told {
		fmt.Fprintln(a.err)
	}
	if err != nil {
		return err
	}
	out.Warnings = append(out.Warnings, reader.Warnings()...)
	if asJSON {
		err = a.importJSON(out, dry)
	} else {
		a.importText(out, dry)
	}
	if err == nil && len(out.Faults) > 0 {
		err = errSaid
	}
	return err
}

func (a *app) takeBack(args []string, batch int64, why string) error {
	if err := need(args, 0, 0); err != nil {
		return err
	}
	if err := a.ask(); err != nil {
		return err
	}
	out, err := a.led.TakeBack(a.ctx, a.by, batch, why)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("import.taken_back", "voided", vn.Int(int64(out.Voided), a.lang),
		"restored", vn.Int(int64(out.Restored), a.lang), "left", vn.Int(int64(out.Left), a.lang)))
	return nil
}

func (a *app) importText(out *ledger.Outcome, dry bool) {
	for _, f := range out.Faults {
		fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, f))
	}
	if out.MoreFaults > 0 {
		fmt.Fprintln(a.err, a.say("import.more", "n", vn.Int(int64(out.MoreFaults), a.lang)))
	}
	for _, f := range out.Warnings {
		fmt.Fprintln(a.err, a.say("import.warning", "text", a.cat.Book().Fault(a.lang, f)))
	}
	if out.MoreWarnings > 0 {
		fmt.Fprintln(a.err, a.say("import.more", "n", vn.Int(int64(out.MoreWarnings), a.lang)))
	}
	key := "import.done"
	switch {
	case len(out.Faults) > 0:
		key = "import.refused"
	case out.Rows == 0:
		key = "import.no_rows"
	case dry:
		key = "import.dry"
	case out.Batch == 0:
		key = "import.nothing"
	}
	fmt.Fprintln(a.out, a.say(key, "rows", vn.Int(int64(out.Rows), a.lang), "new", vn.Int(int64(out.New), a.lang),
		"unchanged", vn.Int(int64(out.Unchanged), a.lang), "corrected", vn.Int(int64(out.Corrected), a.lang),
		"faults", vn.Int(int64(len(out.Faults)+out.MoreFaults), a.lang), "batch", strconv.FormatInt(out.Batch, 10)))
	if out.NoKey > 0 && (key == "import.done" || key == "import.dry") {
		fmt.Fprintln(a.out, a.say("import.no_key", "n", vn.Int(int64(out.NoKey), a.lang)))
	}
}

func (a *app) importJSON(out *ledger.Outcome, dry bool) error {
	faults := func(list []*fault.Error) []object {
		o := make([]object, 0, len(list))
		for _, f := range list {
			o = append(o, object{{"row", f.Place.Row}, {"column", f.Place.Column}, {"key", f.Key},
				{"text", a.cat.Book().Fault(a.lang, f)}})
		}
		return o
	}
	batch := ""
	if out.Batch != 0 {
		batch = strconv.FormatInt(out.Batch, 10)
	}
	data, err := json.Marshal(object{{"rows", out.Rows}, {"new", out.New}, {"unchanged", out.Unchanged},
		{"corrected", out.Corrected}, {"dry_run", dry}, {"batch", batch},
		{"faults", faults(out.Faults)}, {"more_faults", out.MoreFaults},
		{"warnings", faults(out.Warnings)}, {"more_warnings", out.MoreWarnings}, {"no_key", out.NoKey}})
	if err == nil {
		_, err = fmt.Fprintf(a.out, "%s\n", data)
	}
	return err
}

func exportCommand(fs *flag.FlagSet) func(*app, []string) error {
	format := fs.String("format", "", "")
	out := fs.String("o", "", "")
	unit := fs.String("unit", "", "")
	from := fs.String("from", "", "")
	to := fs.String("to", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 1); err != nil {
			return err
		}
		def, err := a.definition(args[0])
		if err != nil {
			return err
		}
		if *format == "" {
			if *format = strings.TrimPrefix(filepath.Ext(*out), "."); *format == "" {
				*format = "csv"
			}
		}
		switch {
		case !slices.Contains(form.Formats, *format):
			return usage{"cli.format", *format}
		case *format == "xlsx" && (*out == "" || *out == "-"):
			return usage{"cli.missing", "-o"}
		}
		s := ledger.Selection{Register: def.Name, Unit: *unit, States: form.Exported}
		if s.Window, err = days(*from, *to); err != nil {
			return err
		}
		if err := a.ask(); err != nil {
			return err
		}
		return a.export(def, s, *format, *out)
	}
}

// days reads the ends of a window, each of which may be left out.
func days(from, to string) (w period.Window, err error) {
	if from != "" {
		if w.First, err = period.ParseDay(from); err != nil {
			return w, err
		}
	}
	if to != "" {
		w.Last, err = period.ParseDay(to)
	}
	return w, err
}

func (a *app) export(def *register.Definition, s ledger.Selection, format, name string) error {
	return a.save(name, func(w io.Writer) error {
		out := form.NewExport(w, a.led, a.lang, def, format)
		if err := a.led.Records(a.ctx, a.by, s, out.Record); err != nil {
			return err
		}
		return out.Close()
	})
}
