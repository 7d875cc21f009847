package score

import (
	"cmp"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/period"
	"binhdang/internal/strict"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// Programme is an act with targets, from content/programme.
type Programme struct {
	Name     string          `toml:"-"`
	Act      string          `toml:"act"`   // as papers name it
	Code     string          `toml:"code"`  // in the code list PROGRAMME
	Years    [2]int          `toml:"years"` // first and last
	Calendar period.Calendar `toml:"calendar"`
	// Margin says how far off a threshold is still close, in the unit of the value,
	// where a target does not say.
	Margin  float64  `toml:"margin"`
	Goals   []Goal   `toml:"goal"`
	Targets []Target `toml:"target"`

	file  string
	lines []string
}

// Goal groups targets.
type Goal struct {
	Code string `toml:"code"`
}

// Target is a threshold on an indicator.
type Target struct {
	Code string `toml:"code"` // goal.target, as letter 2792/LĐTBXH-BĐG numbers them; a letter behind for a part
	Goal string `toml:"goal"` // of a part, and of a unit's own target: its parent's, unless said
	// Parent is the target that this one is a part of; in a unit's own set the target
	// of the programme that it stands for.
	Parent    string          `toml:"parent"`
	Indicator indicator.Name  `toml:"indicator"` // "" for a target that is judged by its parts
	Level     string          `toml:"level"`     // of the bodies counted: trung ương, tỉnh, huyện, xã; "" all
	Calendar  period.Calendar `toml:"calendar"`  // of its figures, where it is not the programme's
	For       []string        `toml:"for"`       // levels of units that are judged by it: country, province, commune
	Margin    *float64        `toml:"margin"`
	// Until is the last day on which there is anything to be counted.
	Until strict.Date `toml:"until"`
	// Broken is the first day from which figures are not to be compared with those before.
	Broken     strict.Date `toml:"broken"`
	Milestones []Milestone `toml:"threshold"`
	// Defined tells that the definition was seen in a source, not recalled.
	Defined bool   `toml:"defined"`
	Source  string `toml:"source"`
	Name    string `toml:"-"` // in a unit's own set, where it is not the parent's
}

// Milestone is what a target asks for in a year.
type Milestone struct {
	Year  int    `toml:"year"`
	Text  string `toml:"is"`   // as ParseThreshold reads it
	Seen  bool   `toml:"seen"` // in a source, not recalled
	About bool   `toml:"-"`
	Threshold
}

// Level names of units in content.
var unitLevels = map[string]unit.Level{
	"country": unit.Country, "province": unit.Province, "district": unit.District, "commune": unit.Commune, "organisation": unit.Organisation,
}

// levelWords are the levels of bodies, as facts by level name them.
var levelWords = []string{"", "trung ương", "tỉnh", "huyện", "xã"}

// LevelWords are the levels of bodies that a target may count; the first, "", is all.
func LevelWords() []string { return slices.Clone(levelWords) }

// lastYear is the last year that figures may be of.
const lastYear = 2100

var codePattern = regexp.MustCompile(`^[A-Z0-9]+(\.[0-9]+)?[a-z]?$`)

// Decode reads a programme from a file of content/programme, whose name is the programme's.
func Decode(file string, data []byte) (*Programme, error) {
	p := &Programme{Name: strings.TrimSuffix(path.Base(file), ".toml"), file: file, lines: strings.Split(string(data), "\n")}
	if err := strict.TOML(file, data, p); err != nil {
		return nil, err
	}
	var faults fault.List
	say := func(word, sentence string, args ...any) { faults = append(faults, p.fault(word, sentence, args...)) }
	if p.Act == "" || p.Years[0] < 1900 || p.Years[1] < p.Years[0] || len(p.Targets) == 0 {
		say("", "programme_file.missing", "keys", "act, years, target")
	}
	if p.Years[1] > lastYear {
		faults = append(faults, fault.New(fault.Invalid, "programme_file.years", "last", lastYear).At(p.file, p.line("years")))
	}
	if !soundMargin(p.Margin) {
		faults = append(faults, fault.New(fault.Invalid, "programme_file.margin").At(p.file, p.line("margin =")))
	}
	if _, err := period.ParseCalendar(string(p.Calendar)); err != nil {
		say(string(p.Calendar), "programme_file.calendar", "word", string(p.Calendar))
	}
	goals := map[string]bool{}
	for _, g := range p.Goals {
		goals[g.Code] = true
	}
	for i := range p.Targets {
		t := &p.Targets[i]
		p.check(t, goals, say)
		for j := range t.Milestones {
			m := &t.Milestones[j]
			var err error
			if m.Threshold, m.About, err = ParseThreshold(m.Text); err != nil {
				for _, f := range fault.All(err) {
					faults = append(faults, f.At(p.file, p.line(t.Code, strconv.Quote(m.Text))))
				}
			}
			if m.Year < p.Years[0] || m.Year > p.Years[1] {
				say(t.Code, "programme_file.year", "code", t.Code, "year", m.Year)
			}
			if j > 0 && t.Milestones[j-1].Year >= m.Year {
				say(t.Code, "programme_file.order", "code", t.Code, "year", m.Year)
			}
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return p, nil
}

// check says what is wrong with a target, and gives a part what its whole says for it.
func (p *Programme) check(t *Target, goals map[string]bool, say func(word, sentence string, args ...any)) {
	if !codePattern.MatchString(t.Code) || p.Target(t.Code) != t {
		say(t.Code, "programme_file.code", "code", t.Code)
	}
	parent := p.Target(t.Parent)
	switch {
	case t.Parent == "":
	case parent == nil:
		say(t.Parent, "programme_file.parent", "code", t.Code, "parent", t.Parent)
	case parent.Parent != "" || parent.Indicator != "":
		say(t.Code, "programme_file.part", "code", t.Code, "parent", t.Parent)
	default:
		t.Goal = cmp.Or(t.Goal, parent.Goal)
	}
	if len(p.Goals) > 0 && !goals[t.Goal] {
		say(t.Code, "programme_file.goal", "code", t.Code, "goal", t.Goal)
	}
	if (t.Indicator == "") != (len(t.Milestones) == 0) {
		say(t.Code, "programme_file.judged", "code", t.Code)
	}
	if t.Margin != nil && !soundMargin(*t.Margin) {
		say(t.Code, "programme_file.margin")
	}
	if !slices.Contains(levelWords, t.Level) {
		say(t.Code, "programme_file.level", "code", t.Code, "level", t.Level)
	}
	for _, l := range t.For {
		if _, ok := unitLevels[l]; !ok {
			say(t.Code, "programme_file.level", "code", t.Code, "level", l)
		}
	}
	if len(t.For) == 0 && parent != nil {
		t.For = parent.For
	}
}

// Target is the target of a code; nil if there is none.
func (p *Programme) Target(code string) *Target {
	for i := range p.Targets {
		if p.Targets[i].Code == code && code != "" {
			return &p.Targets[i]
		}
	}
	return nil
}

// HasYear tells whether the programme has targets for a year.
func (p *Programme) HasYear(year int) bool { return p.Years[0] <= year && year <= p.Years[1] }

// Judges tells whether units of a level are judged by the target.
func (t *Target) Judges(l unit.Level) bool {
	return slices.ContainsFunc(t.For, func(name string) bool { return unitLevels[name] == l })
}

// parts of a target, in order.
func (p *Programme) parts(code string) (out []*Target) {
	for i := range p.Targets {
		if p.Targets[i].Parent == code {
			out = append(out, &p.Targets[i])
		}
	}
	return out
}

// fault is a fault at the line that quotes a word, else at the first line.
func (p *Programme) fault(word, sentence string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, sentence, args...).At(p.file, p.line(strconv.Quote(word)))
}

// line is where the last of words stands, each behind the one before it.
func (p *Programme) line(words ...string) int {
	at := 0
	for _, w := range words {
		for i := at; i < len(p.lines); i++ {
			if strings.Contains(p.lines[i], w) {
				at = i
				break
			}
		}
	}
	return at + 1
}

// Title is the key of what a programme is called.
func (p *Programme) Title() string { return "programme." + p.Name + ".title" }

// GoalKey is the key of a goal.
func (p *Programme) GoalKey(code string) string { return "programme." + p.Name + ".goal_" + fold(code) }

// TargetKey is the key of what a target is called.
func (p *Programme) TargetKey(code string) string {
	return "programme." + p.Name + ".target_" + fold(code)
}

func fold(code string) string { return strings.ToLower(strings.ReplaceAll(code, ".", "_")) }

// Check says what is wrong with a programme when the rest of the content is known.
func (p *Programme) Check(find func(indicator.Name) *indicator.Definition, book *word.Book) error {
	var faults fault.List
	for _, lang := range word.Languages {
		keys := []string{p.Title()}
		for _, g := range p.Goals {
			keys = append(keys, p.GoalKey(g.Code))
		}
		for _, t := range p.Targets {
			keys = append(keys, p.TargetKey(t.Code))
		}
		for _, k := range keys {
			if !book.Has(lang, k) {
				faults = append(faults, p.fault("", "programme_file.word", "lang", lang, "key", k))
			}
		}
	}
	wide := false
	for _, t := range p.Targets {
		if t.Indicator == "" {
			continue
		}
		d := find(t.Indicator)
		if d == nil {
			faults = append(faults, p.fault(string(t.Indicator), "programme_file.indicator", "code", t.Code, "indicator", string(t.Indicator)))
			continue
		}
		for _, m := range t.Milestones {
			if m.beyond(d) {
				faults = append(faults, fault.New(fault.Invalid, "score.share", "text", m.Text).At(p.file, p.line(strconv.Quote(t.Code), strconv.Quote(m.Text))))
			}
		}
		switch m := t.Margin; {
		case m != nil && tooWide(*m, d):
			faults = append(faults, fault.New(fault.Invalid, "programme_file.margin").At(p.file, p.line(strconv.Quote(t.Code), "margin")))
		case m == nil && tooWide(p.Margin, d):
			wide = true
		}
	}
	if wide { // told once, of all targets that have no margin of their own
		faults = append(faults, fault.New(fault.Invalid, "programme_file.margin").At(p.file, p.line("margin =")))
	}
	if len(faults) > 0 {
		return faults
	}
	return nil
}
