package paper

import (
	"context"
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/card"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/report"
	"binhdang/internal/score"
	"binhdang/internal/vn"
)

// givenTargets is the name of the table of targets in reports.
const givenTargets = "targets"

// askTargets prepares the scorecard of the report's year; nil where the report is of no
// single year, or the programme has no targets for it. A paper tells the year before
// and counts what is approved alone.
func (p *Paper) askTargets(ctx context.Context) (*card.Asking, error) {
	year, err := strconv.Atoi(p.Period.Key)
	if err != nil || len(p.Period.Key) != 4 {
		return nil, nil
	}
	asking, err := card.Prepare(ctx, p.led, p.by, card.Ask{Unit: p.Ref, Year: year, Series: 2, Approved: true})
	if errors.Is(err, &fault.Error{Key: "score.year"}) {
		return nil, nil
	}
	return asking, err
}

// targets makes the table of a scorecard; nil where it has no data.
func (p *Paper) targets(c *card.Card) *report.Table {
	if c.Total == 0 || c.In[score.NoData] == c.Total {
		return nil
	}
	t := &tabled{p: p, c: c, say: card.Speaker(p.cat, p.Setting.Lang), calendars: map[period.Calendar][]string{}}
	word := func(key string) string { return p.cat.Say(p.Setting.Lang, key, "year", p.Period.Key) }
	t.table = &report.Table{Lead: t.say.Result(c.Card), Caption: "report.table.targets", Columns: []string{
		word("report.head.target"), word("report.head.result"), word("report.head.before"),
	}}
	if c.Set != nil { // else all are the programme's
		t.table.Columns = append(t.table.Columns, word("report.head.threshold"))
	}
	t.table.Columns = append(t.table.Columns, word("report.head.national"), word("report.head.state"))
	goal := ""
	for _, r := range c.Rows {
		if r.Goal != goal && r.Goal != "" {
			goal = r.Goal
			name := p.cat.Say(p.Setting.Lang, "score.goal", "code", goal, "name", p.cat.Say(p.Setting.Lang, c.Programme.GoalKey(goal)))
			t.table.Rows = append(t.table.Rows, report.Line{Name: name, Total: true})
		}
		t.row(&r, "")
	}
	for _, n := range []struct {
		key  string
		some bool
	}{{"report.note.targets_declared", t.declared}, {"report.note.targets_path", t.path}, {"report.note.targets_ahead", t.ahead}} {
		if n.some {
			t.table.Notes = append(t.table.Notes, word(n.key))
		}
	}
	for _, c := range []period.Calendar{period.Civil, period.School} {
		if codes := t.calendars[c]; len(codes) > 0 && c != p.Period.Calendar {
			t.table.Notes = append(t.table.Notes, p.cat.Say(p.Setting.Lang, "report.note.targets_"+string(c), "codes", strings.Join(codes, ", ")))
		}
	}
	if c.Set != nil {
		t.table.Notes = append(t.table.Notes, p.cat.Say(p.Setting.Lang, "report.note.targets_own", "act", c.Set.Act))
	}
	return t.table
}

// declaredSign marks what was declared; the note under the table says so.
const declaredSign = "(1)"

// tabled is a table of targets in the making.
type tabled struct {
	p                     *Paper
	c                     *card.Card
	say                   score.Speaker
	table                 *report.Table
	declared, path, ahead bool                         // what notes are due
	calendars             map[period.Calendar][]string // codes of the targets whose figures go by them
}

func (t *tabled) row(r *score.Row, indent string) {
	line := report.Line{Name: indent + r.Code + ". " + t.say.Name(t.c.Programme, r.Target)}
	none := report.Cell{Text: "–"}
	value, before, own, national := none, none, none, none
	if len(r.Parts) == 0 {
		value, national = t.value(r, line.Name), report.Cell{Text: t.say.Threshold(r.Target, r.Threshold, r.About)}
		if t.c.Set != nil {
			own, national = national, none
		}
		if r.National != nil {
			national = report.Cell{Text: t.say.Threshold(r.Target, *r.National, r.NationalAbout)}
		}
		if r.Before != nil {
			before = report.Cell{Text: t.say.Value(r.Target, r.Before, "")}
		}
		t.path, t.ahead = t.path || r.Path, t.ahead || r.Ahead != 0
	}
	line.Cells = []report.Cell{value, before}
	if t.c.Set != nil {
		line.Cells = append(line.Cells, own)
	}
	line.Cells = append(line.Cells, national, report.Cell{Text: t.say.State(r.State)})
	t.table.Rows = append(t.table.Rows, line)
	for i := range r.Parts {
		t.row(&r.Parts[i], "   ")
	}
}

// value is the figure with its question, so that the page can say what has moved since.
func (t *tabled) value(r *score.Row, label string) report.Cell {
	switch {
	case r.State == score.NothingArising:
		return report.Cell{Text: t.say.State(r.State)}
	case r.Value == nil || r.Value.Value == nil:
		return report.Cell{Text: t.say.Value(r.Target, nil, "")}
	}
	d := t.p.cat.Indicator(r.Indicator)
	if d.YesNo() {
		return report.Cell{Text: t.say.Value(r.Target, r.Value.Value, r.Value.Qualifier)}
	}
	q := r.Question
	n := &report.Number{Text: t.say.Value(r.Target, r.Value.Value, r.Value.Qualifier), Label: strings.TrimSpace(label), Value: r.Value.Value,
		Qualifier: string(r.Value.Qualifier), Places: d.Decimals, Marks: r.Value.Marks,
		Question: &report.Question{Indicator: string(r.Indicator), Unit: q.Unit, From: q.Window.First.String(), To: q.Window.Last.String(),
			By: strings.Join(q.By, ","), Calendar: q.Calendar, Map: q.Map, Stage: "approved", Where: indicator.WhereText(q.Where)}, Key: r.Level}
	if d.Percent() {
		n.Scale = "percent"
	}
	if r.Value.Numerator != nil && r.Value.Denominator != nil {
		places := 0
		if *r.Value.Numerator != math.Trunc(*r.Value.Numerator) || *r.Value.Denominator != math.Trunc(*r.Value.Denominator) {
			places = 2
		}
		n.Text += " (" + vn.Dec(*r.Value.Numerator, places, t.p.Setting.Lang) + "/" + vn.Dec(*r.Value.Denominator, places, t.p.Setting.Lang) + ")"
	}
	if slices.Contains(r.Value.Marks, indicator.MarkDeclared) {
		t.declared, n.Sign = true, declaredSign
	}
	t.calendars[q.Calendar] = append(t.calendars[q.Calendar], r.Code)
	return report.Cell{Number: n}
}
