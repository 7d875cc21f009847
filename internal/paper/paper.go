// Package paper makes a report of a unit and period from the ledger.
//
// It knows what package report does not: who issues for a unit and what places were
// called on a day, which issue of a report this is, what people have written into
// it so far, and what should be looked at before it is frozen. The command line and
// the pages make their papers here, so that both print the same. What somebody may
// read, write or issue is the ledger's to say.
package paper

import (
	"context"
	"strings"
	"time"

	"binhdang/internal/access"
	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/ledger"
	"binhdang/internal/period"
	"binhdang/internal/report"
	"binhdang/internal/unit"
)

// Ask is which paper is wanted, as people write it.
type Ask struct {
	Report string
	Unit   string // CODE or CODE@DAY
	Period string
	Day    string // of the paper; "": today
	Lang   string
	Now    time.Time // when it is asked
}

// Paper is one report about one unit and period on its way to a person. It belongs
// to one goroutine.
type Paper struct {
	Report  *report.Definition
	Unit    *unit.Unit
	Ref     string // of the unit, as it was asked
	Period  period.Period
	Day     period.Day // of the paper
	Setting report.Setting

	led *ledger.Ledger
	cat *catalog.Catalog
	by  access.Actor
	now time.Time
	// Of the answers to the last Compose: how many records wait for approval.
	waiting int64
}

// Find is the definition of a report. One that there is not is a fault that names those there are.
func Find(cat *catalog.Catalog, name string) (*report.Definition, error) {
	if def := cat.Report(name); def != nil {
		return def, nil
	}
	return nil, fault.New(fault.NotFound, "report.unknown", "report", name, "known", strings.Join(cat.Reports(), ", "))
}

// Open prepares a paper: who it is about, its period, its head and foot.
func Open(ctx context.Context, led *ledger.Ledger, by access.Actor, ask Ask) (*Paper, error) {
	p := &Paper{Ref: ask.Unit, led: led, cat: led.Catalog(), by: by, now: ask.Now}
	var err error
	if p.Report, err = Find(p.cat, ask.Report); err != nil {
		return nil, err
	}
	if p.Unit, _, err = led.Tree().Resolve(ask.Unit, led.Today()); err != nil {
		return nil, err
	}
	if p.Period, err = p.Report.Period(ask.Period); err != nil {
		return nil, err
	}
	p.Day = led.Today()
	if ask.Day != "" {
		if p.Day, err = period.ParseDay(ask.Day); err != nil {
			return nil, err
		}
	}
	p.Setting, err = p.setting(ctx, ask.Lang)
	return p, err
}

// Fills are the blocks that a person writes.
func (p *Paper) Fills() []report.Fill { return report.Fills(p.Report, p.Setting, p.cat.Book()) }

// PeriodName is the period inside a sentence.
func (p *Paper) PeriodName() string { return PeriodName(p.cat, p.Setting.Lang, p.Period) }

// PeriodName is a period inside a sentence of a language.
func PeriodName(cat *catalog.Catalog, lang string, p period.Period) string {
	key, args := p.Words()
	return cat.Say(lang, key, args...)
}

// Compose makes the paper from what the ledger says now, all its numbers from one snapshot.
func (p *Paper) Compose(ctx context.Context) (*report.Document, error) {
	if err := p.lists(ctx); err != nil {
		return nil, err
	}
	questions := report.Questions(p.Report, p.Ref, p.Period)
	own := len(questions)
	targets, err := p.askTargets(ctx)
	if err != nil {
		return nil, err
	}
	if targets != nil {
		questions = append(questions, targets.Questions...)
	}
	answers, err := p.led.Answers(ctx, p.by, questions)
	if err != nil {
		return nil, err
	}
	p.Setting.Tables = map[string]*report.Table{}
	if targets != nil {
		p.Setting.Tables[givenTargets] = p.targets(targets.Card(answers[own:]))
	}
	answers = answers[:own]
	if len(answers) > 0 {
		p.waiting = answers[0].Waiting
	}
	return report.Compose(p.Report, p.Setting, answers, p.cat.Book(), report.Env{
		Indicator: p.cat.Indicator,
		Unit:      p.rowName,
		UnitOn:    p.nameOn,
		Code:      func(field, code string) string { return p.cat.CodeName(p.Setting.Lang, field, code) },
		Whole:     p.wholeOf,
	})
}

// wholeOf is the measure that a measure is a part of.
func (p *Paper) wholeOf(r indicator.Ref) string {
	def := p.cat.Latest(r.Register)
	if def == nil {
		return ""
	}
	if i := def.Measure(r.Measure); i >= 0 {
		return def.Measures[i].PartOf
	}
	return ""
}
