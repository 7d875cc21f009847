package score

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/unit"
)

// Set is a unit's own targets of a programme for some years, laid over those of the
// programme: split by level, stricter or looser, or added (strategy.md section 5).
type Set struct {
	ID        int64      `json:"-"`
	Unit      unit.ID    `json:"-"`
	Programme string     `json:"-"`
	Years     [2]int     `json:"years"` // first and last
	Act       string     `json:"act"`   // 42/KH-UBND
	ActDay    period.Day `json:"act_day,omitempty"`
	Rows      []SetRow   `json:"rows"`
}

// SetRow is one target of a set. What it leaves empty is as in the target of the
// programme that it stands for.
type SetRow struct {
	Code       string         `json:"code"`
	Parent     string         `json:"parent,omitempty"` // target of the programme; "" for an added one
	Goal       string         `json:"goal,omitempty"`
	Name       string         `json:"name,omitempty"`
	Indicator  indicator.Name `json:"indicator,omitempty"`
	Level      string         `json:"level,omitempty"`
	Margin     *float64       `json:"margin,omitempty"`
	Milestones []SetMilestone `json:"thresholds"`
	Note       string         `json:"note,omitempty"`
	Row        int            `json:"-"` // in the sheet that it came from
}

// SetMilestone is what the unit asks for in a year, as it wrote it.
type SetMilestone struct {
	Year int    `json:"year"`
	Text string `json:"is"`
}

// HasYear tells whether a year is judged by the set.
func (s *Set) HasYear(year int) bool { return s.Years[0] <= year && year <= s.Years[1] }

// MaxRows is the most targets of one set.
const MaxRows = 200

// Targets are those of a set as they are judged; a row that says no thresholds has
// those of the programme. All faults come as one fault.List, each with its row and the
// name of its column, such as "parent".
func (s *Set) Targets(p *Programme, find func(indicator.Name) *indicator.Definition) ([]Target, error) {
	if len(s.Rows) == 0 || len(s.Rows) > MaxRows {
		return nil, fault.New(fault.Invalid, "score.set.rows", "most", MaxRows)
	}
	if !p.HasYear(s.Years[0]) || !p.HasYear(s.Years[1]) || s.Years[0] > s.Years[1] {
		return nil, fault.New(fault.Invalid, "score.set.years", "first", p.Years[0], "last", p.Years[1])
	}
	l := &laying{p: p, find: find, seen: map[string]bool{}}
	var out []Target
	for i := range s.Rows {
		l.row, l.at = &s.Rows[i], cmp.Or(s.Rows[i].Row, i+1)
		if t := l.target(); t != nil {
			out = append(out, *t)
		}
	}
	if len(l.faults) > 0 {
		return nil, l.faults
	}
	return out, nil
}

// laying is the work of laying a set over a programme, at one of its rows.
type laying struct {
	p      *Programme
	find   func(indicator.Name) *indicator.Definition
	seen   map[string]bool // codes
	row    *SetRow
	at     int // the number of the row
	faults fault.List
}

// say notes a fault of the row; every sentence names its code.
func (l *laying) say(column, sentence string, args ...any) {
	args = append([]any{"code", l.row.Code}, args...)
	l.faults = append(l.faults, fault.New(fault.Invalid, sentence, args...).In(l.at, column))
}

// target is that of the row: of the programme's what the row leaves empty. Nil where
// there is nothing to begin with.
func (l *laying) target() *Target {
	r := l.row
	var t Target
	of := l.p.Target(r.Parent)
	switch {
	case r.Parent != "" && of == nil:
		l.say("parent", "score.set.parent", "parent", r.Parent)
		return nil
	case of != nil:
		t = *of
	case r.Indicator == "" || r.Name == "":
		l.say("indicator", "score.set.added")
		return nil
	}
	t.Code, t.Parent, t.Name, t.Margin = r.Code, r.Parent, r.Name, cmp.Or(r.Margin, t.Margin)
	t.Goal, t.Level, t.Indicator = cmp.Or(r.Goal, t.Goal), cmp.Or(r.Level, t.Level), cmp.Or(r.Indicator, t.Indicator)
	if !codePattern.MatchString(r.Code) || l.seen[r.Code] {
		l.say("code", "score.set.code")
	}
	l.seen[r.Code] = true
	if of != nil && t.Indicator == "" {
		l.say("parent", "score.set.whole", "parent", of.Code, "parts", l.p.partCodes(of.Code))
	} else if l.find(t.Indicator) == nil {
		l.say("indicator", "score.set.indicator", "indicator", string(t.Indicator))
	}
	if !slices.Contains(levelWords, t.Level) {
		l.say("level", "score.set.level", "level", t.Level)
	}
	if len(l.p.Goals) > 0 && !slices.ContainsFunc(l.p.Goals, func(g Goal) bool { return g.Code == t.Goal }) {
		l.say("goal", "score.set.goal", "goal", t.Goal)
	}
	if len(r.Milestones) > 0 {
		t.Milestones = l.milestones()
	} else if len(t.Milestones) == 0 {
		l.say("thresholds", "score.set.no_threshold")
	}
	return &t
}

// milestones are the row's own thresholds.
func (l *laying) milestones() (out []Milestone) {
	list := l.row.Milestones
	for i, m := range list {
		is := Milestone{Year: m.Year, Text: m.Text, Seen: true}
		var err error
		if is.Threshold, is.About, err = ParseThreshold(m.Text); err != nil {
			for _, f := range fault.All(err) {
				l.faults = append(l.faults, f.In(l.at, "thresholds"))
			}
			continue
		}
		if !l.p.HasYear(m.Year) || i > 0 && list[i-1].Year >= m.Year {
			l.say("thresholds", "score.set.year", "year", m.Year)
		}
		out = append(out, is)
	}
	return out
}

// The most letters of the texts of a set: pages, papers and sheets all show them.
const (
	longCode = 20
	longName = 500
	longNote = 2000
)

// Check is Targets for a set that is to be kept. It also refuses what could be judged but
// makes no sense, so that a set that was kept before it was refused is judged on.
func (s *Set) Check(p *Programme, find func(indicator.Name) *indicator.Definition) error {
	targets, err := s.Targets(p, find)
	if err != nil && len(fault.All(err)) == 0 {
		return err
	}
	faults := fault.List(fault.All(err))
	if len(s.Rows) > MaxRows {
		return faults
	}
	if len([]rune(s.Act)) > longName {
		faults = append(faults, fault.New(fault.Invalid, "score.set.act_long", "most", longName))
	}
	for i, r := range s.Rows {
		say := func(column, sentence string, args ...any) {
			faults = append(faults, fault.New(fault.Invalid, sentence, args...).In(cmp.Or(r.Row, i+1), column))
		}
		for _, c := range []struct {
			column, text string
			most         int
		}{{"code", r.Code, longCode}, {"name", r.Name, longName}, {"note", r.Note, longNote}} {
			if len([]rune(c.text)) > c.most {
				say(c.column, "score.set.long", "most", c.most)
			}
		}
		if r.Parent == "" && p.Target(r.Code) != nil {
			say("code", "score.set.taken", "code", r.Code)
		}
		if r.Margin != nil && !soundMargin(*r.Margin) {
			say("margin", "programme_file.margin")
		}
		if err != nil {
			continue // which target the row is, is not known
		}
		d := find(targets[i].Indicator)
		for _, m := range targets[i].Milestones {
			if len(r.Milestones) > 0 && m.beyond(d) {
				say("thresholds", "score.share", "text", m.Text)
			}
			if of := p.Target(r.Parent); of != nil && len(of.Milestones) > 0 && m.against(of.Milestones[0].Threshold) {
				say("thresholds", "score.set.direction", "code", r.Code, "text", m.Text, "national", of.Milestones[0].Text)
			}
		}
		if r.Margin != nil && tooWide(*r.Margin, d) {
			say("margin", "programme_file.margin")
		}
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}

// partCodes names the parts of a target.
func (p *Programme) partCodes(code string) string {
	var out []string
	for _, t := range p.parts(code) {
		out = append(out, t.Code)
	}
	return strings.Join(out, ", ")
}

// ParseMilestones reads thresholds of several years as a person writes them:
// "2025: ≥ 60; 2030: ≥ 75".
func ParseMilestones(text string) ([]SetMilestone, error) {
	var out []SetMilestone
	for part := range strings.SplitSeq(text, ";") {
		part = strings.TrimSpace(part)
		if part == "" {
			continue
		}
		year, is, found := strings.Cut(part, ":")
		y, err := strconv.Atoi(strings.TrimSpace(year))
		if !found || err != nil || y < 1900 || y > 2200 {
			return nil, fault.New(fault.Invalid, "score.set.milestones", "text", part)
		}
		if _, _, err := ParseThreshold(is); err != nil {
			return nil, err
		}
		out = append(out, SetMilestone{Year: y, Text: strings.TrimSpace(is)})
	}
	return out, nil
}

// MilestonesText is what ParseMilestones reads.
func MilestonesText(list []SetMilestone) string {
	parts := make([]string, len(list))
	for i, m := range list {
		parts[i] = strconv.Itoa(m.Year) + ": " + m.Text
	}
	return strings.Join(parts, "; ")
}
