package main

import (
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"slices"
	"strconv"

	"binhdang/internal/fault"
	"binhdang/internal/form"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
)

// recordCommand looks at single records and does to them what the buttons of the
// pages do.
func recordCommand(fs *flag.FlagSet) func(*app, []string) error {
	why := fs.String("why", "", "")
	field := fs.String("field", "", "")
	lead := fs.Int64("lead", 0, "")
	unit := fs.String("unit", "", "")
	from := fs.String("from", "", "")
	to := fs.String("to", "", "")
	return func(a *app, args []string) error {
		if len(args) > 0 && args[0] == "joint" {
			return a.jointRecords(args[1:], *unit, *from, *to)
		}
		if err := need(args, 2, 1000); err != nil {
			return err
		}
		var ids []register.ID
		for _, t := range args[1:] {
			n, err := strconv.ParseInt(t, 10, 64)
			if err != nil {
				return fault.New(fault.NotFound, "record.unknown", "id", t)
			}
			ids = append(ids, register.ID(n))
		}
		verbs := map[string]func(register.ID) error{
			"show":   func(id register.ID) error { return a.showRecord(id) },
			"near":   func(id register.ID) error { return a.nearRecords(id) },
			"link":   func(id register.ID) error { return a.led.Link(a.ctx, a.by, id, 0, register.ID(*lead), *why) },
			"unlink": func(id register.ID) error { return a.led.Unlink(a.ctx, a.by, id, 0, *why) },
			"redact": func(id register.ID) error { return a.led.Redact(a.ctx, a.by, id, 0, *field, *why) },
		}
		do := verbs[args[0]]
		moves := slices.ContainsFunc(ledger.Verbs, func(v ledger.Verb) bool { return v.Name == args[0] })
		shows := args[0] == "show" || args[0] == "near"
		switch {
		case do == nil && !moves:
			return usage{"cli.command", "record " + args[0]}
		case args[0] == "link" && *lead == 0:
			return usage{"cli.missing", "--lead"}
		case args[0] == "redact" && *field == "":
			return usage{"cli.missing", "--field"}
		case !moves && !shows && len(ids) > 1: // all of a command or nothing of it
			return usage{"cli.many", args[2]}
		}
		if err := a.ask(); err != nil {
			return err
		}
		if moves {
			var records []ledger.Seen
			for _, id := range ids {
				records = append(records, ledger.Seen{ID: id})
			}
			if err := a.led.Move(a.ctx, a.by, args[0], *why, records...); err != nil {
				return err
			}
		}
		for _, id := range ids {
			if !moves {
				if err := do(id); err != nil {
					return err
				}
			}
			if !shows {
				fmt.Fprintln(a.out, a.say("record.done."+args[0], "id", strconv.FormatInt(int64(id), 10)))
			}
		}
		return nil
	}
}

func (a *app) showRecord(id register.ID) error {
	r, err := a.led.Record(a.ctx, a.by, id)
	if err != nil {
		return err
	}
	lines, err := a.led.History(a.ctx, a.by, id)
	if err != nil {
		return err
	}
	table := [][]string{{a.say("export.record"), strconv.FormatInt(int64(r.ID), 10)},
		{a.say("export.state"), a.say(ledger.StateKey(r.State))}}
	if r.Lead != 0 {
		table = append(table, []string{a.say("record.lead"), strconv.FormatInt(int64(r.Lead), 10)})
	}
	duplicates, err := a.led.Duplicates(a.ctx, a.by, id)
	if err != nil {
		return err
	}
	for _, d := range duplicates {
		table = append(table, []string{a.say("record.duplicate"), fmt.Sprintf("%d  %s", d.ID, a.unitText(d.Unit, d.Day))})
	}
	raw := register.Print(r.Def, ledger.EntryOf(r), a.led.Env(a.lang), a.lang)
	for _, c := range r.Def.Columns() {
		if raw[c] != "" {
			table = append(table, []string{a.heading(r.Def, c), raw[c]})
		}
	}
	writeTable(a.out, table)
	fmt.Fprintln(a.out, "\n"+a.say("record.history"))
	later := r
	var told [][]string
	for i := len(lines) - 1; i >= 0; i-- {
		l := lines[i]
		told = append([][]string{{l.At.In(period.VietNam).Format("02/01/2006 15:04:05"), l.Actor, a.say("verb." + l.Verb), l.Why}}, told...)
		if l.Former != nil {
			var diff [][]string
			for _, d := range a.led.Differences(l.Former, later, a.lang) {
				diff = append(diff, []string{"", "", "  " + a.heading(r.Def, d.Column), d.Was + " → " + d.Now})
			}
			told = append(told[:1], append(diff, told[1:]...)...)
			later = l.Former
		}
	}
	writeTable(a.out, told)
	return nil
}

// jointRecords lists what a unit did together with others, who count it.
func (a *app) jointRecords(args []string, unit, from, to string) error {
	if err := need(args, 1, 1); err != nil {
		return err
	}
	if unit == "" {
		return usage{"cli.missing", "--unit"}
	}
	def, err := a.definition(args[0])
	if err != nil {
		return err
	}
	s := ledger.Selection{Register: def.Name, Unit: unit}
	if s.Window, err = days(from, to); err != nil {
		return err
	}
	if err := a.ask(); err != nil {
		return err
	}
	list, err := a.led.Joint(a.ctx, a.by, s)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.say("record.joint", "n", vn.Int(int64(len(list)), a.lang)))
	a.listRecords(list)
	return nil
}

func (a *app) listRecords(list []*register.Record) {
	var table [][]string
	for _, r := range list {
		table = append(table, []string{strconv.FormatInt(int64(r.ID), 10), a.unitText(r.Unit, r.Last), r.First.VN(), r.Values["title"].Text})
	}
	writeTable(a.out, table)
}

func (a *app) nearRecords(id register.ID) error {
	near, err := a.led.Near(a.ctx, a.by, id)
	if err != nil {
		return err
	}
	if len(near) == 0 {
		fmt.Fprintln(a.out, a.say("record.near_none"))
		return nil
	}
	a.listRecords(near)
	return nil
}

func (a *app) unitText(id unit.ID, d period.Day) string { return a.tree().Path(id, d) }

func unitCommand(fs *flag.FlagSet) func(*app, []string) error {
	out := fs.String("o", "", "")
	day := fs.String("day", "", "")
	return func(a *app, args []string) error {
		if err := need(args, 1, 2); err != nil {
			return err
		}
		if args[0] == "template" {
			if *out == "" {
				return usage{"cli.missing", "-o"}
			}
			return a.unitTemplate(*out)
		}
		if err := need(args, 2, 2); err != nil {
			return err
		}
		if !slices.Contains([]string{"find", "show", "import"}, args[0]) {
			return usage{"cli.command", "unit " + args[0]}
		}
		begin := a.ask
		if args[0] == "import" {
			begin = a.open
		}
		missing := &fault.Error{Key: "store.missing"} // places are known before there are data
		if err := begin(); err != nil && (args[0] == "import" || !errors.Is(err, missing)) {
			return err
		}
		switch args[0] {
		case "find":
			d := a.today()
			if *day != "" {
				var err error
				if d, err = period.ParseDay(*day); err != nil {
					return err
				}
			}
			return a.findUnits(args[1], d)
		case "show":
			return a.showUnit(args[1])
		}
		return a.importUnits(args[1])
	}
}

// tree is the units, with the organisations if there are data.
func (a *app) tree() *unit.Tree {
	if a.led == nil {
		return a.cat.Tree()
	}
	return a.led.Tree()
}

func (a *app) today() period.Day { return period.FromTime(a.clock()) }

func (a *app) findUnits(text string, d period.Day) error {
	found := a.tree().Search(text, d, 30)
	if len(found) == 0 {
		return fault.New(fault.NotFound, "unit.none_like", "text", text)
	}
	var table [][]string
	for _, u := range found {
		at := d
		if u.Last() != 0 && u.Last() < d {
			at = u.Last()
		}
		table = append(table, []string{a.unitRef(u, at), a.unitText(u.ID, at)})
	}
	writeTable(a.out, table)
	return nil
}

// unitRef is how commands name a unit: its code, with a day where it does not bear the code today.
func (a *app) unitRef(u *unit.Unit, at period.Day) string {
	if now, _, err := a.tree().Resolve(string(u.Code), a.today()); err == nil && now.ID == u.ID {
		return string(u.Code)
	}
	return string(u.Code) + "@" + at.String()
}

func (a *app) showUnit(ref string) error {
	tree := a.tree()
	u, at, err := tree.Resolve(ref, a.today())
	if err != nil {
		return err
	}
	if at == 0 {
		at = a.today()
	}
	fmt.Fprintf(a.out, "%s  %s\n", a.unitRef(u, at), a.unitText(u.ID, at))
	days := func(first, last period.Day) string {
		return a.say("unit.days", "first", dayOr(first, "…"), "last", dayOr(last, "…"))
	}
	for _, v := range u.Versions {
		fmt.Fprintf(a.out, "  %s: %s\n", days(v.First, v.Last), v.FullName)
	}
	list := func(key string, units []*unit.Unit) {
		if len(units) == 0 {
			return
		}
		fmt.Fprintln(a.out, a.say(key))
		for _, o := range units {
			d := at
			if o.Last() != 0 && o.Last() < d {
				d = o.Last()
			}
			if o.First() > d {
				d = o.First()
			}
			fmt.Fprintf(a.out, "  %-16s %s\n", a.unitRef(o, d), a.unitText(o.ID, d))
		}
	}
	list("unit.from", tree.Predecessors(u.ID))
	list("unit.to", tree.Successors(u.ID))
	list("unit.below", tree.Children(u.ID, at))
	return nil
}

func dayOr(d period.Day, other string) string {
	if d == 0 {
		return other
	}
	return d.VN()
}

func (a *app) organisationColumns() []sheet.Column {
	var out []sheet.Column
	for i, c := range ledger.OrganisationColumns() {
		key := "organisation.column." + c
		out = append(out, sheet.Column{ID: c, Heading: a.cat.Say("vi", key), Aliases: []string{a.cat.Say("en", key), c},
			Required: i < 2, Date: c == "first" || c == "last"})
	}
	return out
}

func (a *app) unitTemplate(out string) error {
	spec := sheet.TemplateSpec{Title: a.say("organisation.title"), Say: a.say}
	for _, c := range a.organisationColumns() {
		col := sheet.TemplateColumn{Heading: a.say("organisation.column." + c.ID), Required: c.Required, Format: sheet.FormatText,
			Help: a.help1("organisation.column." + c.ID + ".help")}
		if c.Date {
			col.Format = sheet.FormatDay
		}
		spec.Columns = append(spec.Columns, col)
	}
	return a.save(out, func(w io.Writer) error { return sheet.Template(w, spec) })
}

func (a *app) importUnits(name string) error {
	file, err := os.Open(name)
	if err != nil {
		return fault.New(fault.NotFound, "cli.read", "file", name)
	}
	defer file.Close()
	info, err := file.Stat()
	if err != nil || !info.Mode().IsRegular() {
		return fault.New(fault.NotFound, "cli.read", "file", name)
	}
	var reader *sheet.Reader
	defer func() {
		if reader != nil {
			reader.Close()
		}
	}()
	out, faults, err := a.led.DeclareOrganisations(a.ctx, a.by, func() (ledger.Rows, error) {
		if reader != nil {
			reader.Close()
		}
		var err error
		reader, err = sheet.Open(name, file, info.Size(), a.organisationColumns(), sheet.DefaultLimits)
		if err != nil {
			return nil, err
		}
		return form.Rows(reader), nil
	}, func(c string) string { return a.say("organisation.column." + c) })
	if err != nil {
		return err
	}
	if len(faults) > 0 {
		return fault.List(faults)
	}
	count := func(n int) string { return vn.Int(int64(n), a.lang) }
	fmt.Fprintln(a.out, a.say("organisation.counts", "new", count(out.New), "changed", count(out.Changed), "unchanged", count(out.Unchanged)))
	return nil
}
