package main

import (
	"fmt"
	"strings"
)

// A topic is what there is to choose from: names that commands take, with what they mean.
type topic struct {
	name string
	list func(*app) [][]string
}

var topics = []topic{
	{"register", (*app).registerTopic},
	{"indicator", (*app).indicatorTopic},
	{"report", (*app).reportTopic},
	{"role", (*app).roleTopic},
}

func (a *app) registerTopic() (rows [][]string) {
	for _, n := range a.cat.Registers() {
		rows = append(rows, []string{string(n), a.say("register." + string(n))})
	}
	return rows
}

func (a *app) indicatorTopic() (rows [][]string) {
	for _, n := range a.cat.Indicators() {
		d := a.cat.Indicator(n)
		rows = append(rows, []string{string(n), a.say("indicator." + string(n)), strings.Join(d.By, ",")})
	}
	return rows
}

func (a *app) reportTopic() (rows [][]string) {
	for _, n := range a.cat.Reports() {
		rows = append(rows, []string{n, a.say(a.cat.Report(n).Title())})
	}
	return rows
}

func (a *app) roleTopic() (rows [][]string) {
	for _, r := range a.cat.Roles() {
		rows = append(rows, []string{r.Name, a.say("role." + r.Name)})
	}
	return rows
}

// help lists the commands or, with a topic behind it, what there is to choose from.
func (a *app) help(args []string) error {
	for _, t := range topics {
		if len(args) > 1 && args[0] == "help" && args[1] == t.name {
			fmt.Fprintln(a.out, a.say("cli.topic."+t.name))
			writeTable(a.out, t.list(a))
			return nil
		}
	}
	fmt.Fprintln(a.out, a.say("cli.help.head"))
	for _, c := range commands {
		fmt.Fprintf(a.out, "  %-9s %s\n", c.name, a.say("cli.help."+c.name))
	}
	fmt.Fprintln(a.out)
	for _, t := range topics {
		fmt.Fprintf(a.out, "  help %-9s %s\n", t.name, a.say("cli.topic."+t.name))
	}
	fmt.Fprintln(a.out, a.say("cli.help.foot"))
	return nil
}
