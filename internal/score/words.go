package score

import (
	"strconv"
	"strings"

	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Speaker says scorecards in a language.
type Speaker struct {
	Book *word.Book
	Lang string
	Find func(indicator.Name) *indicator.Definition
}

// Name is what a target is called: by the unit's own word, else by that of the target
// of the programme that it is or stands for.
func (s Speaker) Name(p *Programme, t *Target) string {
	switch {
	case t.Name != "":
		return t.Name
	case p.Target(t.Code) != nil && (t.Parent == "" || p.Target(t.Code).Parent == t.Parent || t.Parent == t.Code):
		return s.Book.Say(s.Lang, p.TargetKey(t.Code))
	}
	return s.Book.Say(s.Lang, p.TargetKey(t.Parent))
}

// State is the word of a judgement.
func (s Speaker) State(state State) string { return s.Book.Say(s.Lang, "score.state."+string(state)) }

// Value is a number of a target with its unit, such as "hơn 58,3 %".
func (s Speaker) Value(t *Target, v *float64, q register.Qualifier) string {
	d := s.Find(t.Indicator)
	if v == nil || d == nil {
		return s.Book.Say(s.Lang, "score.none")
	}
	var n string
	switch {
	case d.YesNo():
		return s.Book.Say(s.Lang, d.Answer(*v))
	case d.Ratio():
		n = d.Written(*v, s.Lang)
	default:
		n = vn.Dec(*v, 0, s.Lang)
	}
	if q != register.Exact {
		n = s.Book.Say(s.Lang, "report.qualifier."+string(q), "number", n)
	}
	return n
}

// Act names the act of a set, with its day where that is known.
func (s Speaker) Act(set *Set) string {
	if set.ActDay == 0 {
		return set.Act
	}
	return s.Book.Say(s.Lang, "score.act", "act", set.Act, "day", set.ActDay.VN())
}

// Threshold is what a target asks for, with its operator: "≥ 60"; where the answer is
// yes or no, that word.
func (s Speaker) Threshold(of *Target, t Threshold, about bool) string {
	if d := s.Find(of.Indicator); d != nil && d.YesNo() {
		return s.Value(of, &t.Value, register.Exact)
	}
	return strings.Replace(t.Text(about, s.Lang), "~", s.Book.Say(s.Lang, "score.about")+" ", 1)
}

// mostMissing is how many targets without data are named in a sentence.
const mostMissing = 6

// Result says how many targets were met, and which were not, in one sentence:
// "20/24 chỉ tiêu đạt và vượt, chiếm 83,3 %; 4/24 chưa đạt, chiếm 16,7 %, gồm: …".
func (s Speaker) Result(c *Card) string {
	if c.Total == 0 {
		return s.Book.Say(s.Lang, "score.result.empty")
	}
	share := func(n int) string { return vn.Dec(c.Share(n), 1, s.Lang) }
	parts := []string{s.Book.Say(s.Lang, "score.result.good", "n", strconv.Itoa(c.Good()), "total", strconv.Itoa(c.Total), "share", share(c.Good()))}
	for _, state := range []State{Partly, Close, NotMet, NoData, NothingArising} {
		rows := c.Judged(state)
		if len(rows) == 0 {
			continue
		}
		key := "score.result." + string(state)
		if state == NoData && len(rows) > mostMissing {
			key += "_many"
		}
		names := make([]string, len(rows))
		for i, r := range rows {
			names[i] = s.Name(c.Programme, r.Target)
		}
		parts = append(parts, s.Book.Say(s.Lang, key, "n", strconv.Itoa(len(rows)), "total", strconv.Itoa(c.Total),
			"share", share(len(rows)), "names", strings.Join(names, "; ")))
	}
	return strings.Join(parts, "; ") + "."
}
