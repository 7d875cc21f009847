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

// MaxRows is the most targets of one set.
const MaxRows = 200

// Targets are those of a set as they are judged; a row that says no thresholds has
// those of the programme. All faults come as one fault.List, each
// with its row and the name of its column, such as "parent".
func (s *Set) Targets(p *Programme, find func(indicator.Name) *indicator.Definition) ([]Target, error) {
	var out []Target
	var faults fault.List
	say := func(i int, column, sentence string, args ...any) {
		faults = append(faults, fault.New(fault.Invalid, sentence, args...).In(cmp.Or(s.Rows[i].Row, i+1), column))
	}
	if len(s.Rows) == 0 || len(s.Rows) > MaxRows {
		return nil, fault.New(fault.Invalid, "score.set.rows", "most", MaxRows)
	}
	if s.Years[0] < p.Years[0] || s.Years[1] > p.Years[1] || s.Years[0] > s.Years[1] {
		return nil, fault.New(fault.Invalid, "score.set.years", "first", p.Years[0], "last", p.Years[1])
	}
	seen := map[string]bool{}
	for i, r := range s.Rows {
		var t Target
		of := p.find(r.Parent)
		switch {
		case r.Parent != "" && of == nil:
			say(i, "parent", "score.set.parent", "code", r.Code, "parent", r.Parent)
			continue
		case of != nil:
			t = *of
			t.Milestones = slices.Clone(of.Milestones)
		case r.Indicator == "" || r.Name == "":
			say(i, "indicator", "score.set.added", "code", r.Code)
			continue
		}
		t.Code, t.Parent, t.Name, t.Margin = r.Code, r.Parent, r.Name, cmp.Or(r.Margin, t.Margin)
		t.Goal, t.Level, t.Indicator = cmp.Or(r.Goal, t.Goal), cmp.Or(r.Level, t.Level), cmp.Or(r.Indicator, t.Indicator)
		if !codePattern.MatchString(r.Code) || seen[r.Code] {
			say(i, "code", "score.set.code", "code", r.Code)
		}
		seen[r.Code] = true
		if of != nil && t.Indicator == "" {
			say(i, "parent", "score.set.whole", "code", r.Code, "parent", of.Code, "parts", p.partCodes(of.Code))
		} else if find(t.Indicator) == nil {
			say(i, "indicator", "score.set.indicator", "code", r.Code, "indicator", string(t.Indicator))
		}
		if !slices.Contains(levelWords, t.Level) {
			say(i, "level", "score.set.level", "code", r.Code, "level", t.Level)
		}
		if len(p.Goals) > 0 && !slices.ContainsFunc(p.Goals, func(g Goal) bool { return g.Code == t.Goal }) {
			say(i, "goal", "score.set.goal", "code", r.Code, "goal", t.Goal)
		}
		if len(r.Milestones) > 0 {
			t.Milestones = nil
		}
		for j, m := range r.Milestones {
			is := Milestone{Year: m.Year, Text: m.Text, Seen: true}
			var err error
			if is.Threshold, is.About, err = ParseThreshold(m.Text); err != nil {
				for _, f := range fault.All(err) {
					faults = append(faults, f.In(cmp.Or(r.Row, i+1), "thresholds"))
				}
				continue
			}
			if m.Year < p.Years[0] || m.Year > p.Years[1] || j > 0 && r.Milestones[j-1].Year >= m.Year {
				say(i, "thresholds", "score.set.year", "code", r.Code, "year", m.Year)
			}
			t.Milestones = append(t.Milestones, is)
		}
		if len(t.Milestones) == 0 && len(r.Milestones) == 0 {
			say(i, "thresholds", "score.set.no_threshold", "code", r.Code)
		}
		out = append(out, t)
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return out, nil
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
		if r.Parent == "" && p.find(r.Code) != nil {
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
