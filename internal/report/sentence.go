package report

import (
	"regexp"
	"strings"

	"binhdang/internal/fault"
)

// A sentence is a sentence of the word files taken apart: words, holes {name} or
// {name.option}, clauses in [ ] that are left out where a hole has nothing to say,
// and words of two forms (session|sessions), the first of which goes with a 1 in
// the hole before it.
type sentence []node

type node struct {
	text   string // or the first form
	many   string
	hole   string
	clause sentence
}

var forms = regexp.MustCompile(`\(([^()|{}\[\]]+)\|([^()|{}\[\]]+)\)`)

// wordNodes takes words apart at those of two forms.
func wordNodes(s string) []node {
	var out []node
	at := 0
	for _, m := range forms.FindAllStringSubmatchIndex(s, -1) {
		if m[0] > at {
			out = append(out, node{text: s[at:m[0]]})
		}
		out = append(out, node{text: s[m[2]:m[3]], many: s[m[4]:m[5]]})
		at = m[1]
	}
	if at < len(s) {
		out = append(out, node{text: s[at:]})
	}
	return out
}

// parse takes a sentence apart. Brackets that do not match are a fault.
func parse(text string) (sentence, error) {
	t, rest, err := parseUntil(text, false)
	if err == nil && rest != "" {
		err = badSentence(text)
	}
	return t, err
}

func badSentence(s string) error {
	return fault.New(fault.Invalid, "report_file.sentence", "sentence", s)
}

func parseUntil(s string, inside bool) (sentence, string, error) {
	var out sentence
	whole := s
	for s != "" {
		i := strings.IndexAny(s, "{[]}")
		if i < 0 {
			i = len(s)
		}
		if i > 0 {
			out = append(out, wordNodes(s[:i])...)
			s = s[i:]
			continue
		}
		switch s[0] {
		case '{':
			end := strings.IndexByte(s, '}')
			if end < 2 || strings.ContainsAny(s[1:end], "{[] ") {
				return nil, "", badSentence(whole)
			}
			out = append(out, node{hole: s[1:end]})
			s = s[end+1:]
		case '[':
			inner, rest, err := parseUntil(s[1:], true)
			if err != nil {
				return nil, "", err
			}
			out = append(out, node{clause: inner})
			s = rest
		case ']':
			if !inside {
				return nil, "", badSentence(whole)
			}
			return out, s[1:], nil
		default:
			return nil, "", badSentence(whole)
		}
	}
	if inside {
		return nil, "", badSentence(whole)
	}
	return out, "", nil
}

// holes of the sentence and its clauses, in order, each once.
func (t sentence) holes() []string {
	var out []string
	seen := map[string]bool{}
	var walk func(sentence)
	walk = func(t sentence) {
		for _, n := range t {
			if n.hole != "" && !seen[n.hole] {
				seen[n.hole] = true
				out = append(out, n.hole)
			}
			walk(n.clause)
		}
	}
	walk(t)
	return out
}

// fill sets what say has for each hole; nil of say is nothing to say. It is false
// where a hole outside every clause had nothing.
func (t sentence) fill(say func(hole string) []Run) ([]Run, bool) {
	one := false
	return t.fillAfter(&one, say)
}

// fillAfter knows whether the hole before it said 1, and tells what its last hole said.
func (t sentence) fillAfter(one *bool, say func(hole string) []Run) ([]Run, bool) {
	var out []Run
	for _, n := range t {
		switch {
		case n.hole != "":
			runs := say(n.hole)
			if runs == nil {
				return nil, false
			}
			out = append(out, runs...)
			*one = isOne(runs)
		case n.clause != nil:
			inner := *one
			if runs, ok := n.clause.fillAfter(&inner, say); ok {
				out = append(out, runs...)
				*one = inner
			}
		case n.many != "" && !*one:
			out = append(out, Run{Text: n.many})
		default:
			out = append(out, Run{Text: n.text})
		}
	}
	return join(out), true
}

// isOne tells whether what a hole says ends in the number 1: "1", "nearly 1".
func isOne(runs []Run) bool {
	if len(runs) == 0 {
		return false
	}
	last := runs[len(runs)-1]
	if n := last.Number; n != nil {
		return n.Value != nil && *n.Value == 1
	}
	return last.Text == "1" || strings.HasSuffix(last.Text, " 1")
}

// join makes one run of words that touch.
func join(runs []Run) []Run {
	var out []Run
	for _, r := range runs {
		if last := len(out) - 1; r.Number == nil && last >= 0 && out[last].Number == nil {
			out[last].Text += r.Text
			continue
		}
		out = append(out, r)
	}
	return out
}
