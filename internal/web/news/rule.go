package news

import (
	"strings"

	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// ruleName is what a rule is called: in words where it has any.
func ruleName(q *base.Request, rule string) string {
	return ruleWords(rule, func(key, raw string, args ...string) string {
		if q.Site.Catalog().Book().Has("vi", key) {
			return q.Word(key, args...)
		}
		return raw
	})
}

// ruleWords puts the words of a rule together. Three forms are known: a line of the list of
// wordings with its conditions, "stereotypes.tsv 12: women"; what together gives a victim
// away and how the victim was found, "initials with school (struck)"; all others have one name.
func ruleWords(rule string, say func(key, raw string, args ...string) string) string {
	if rule == "" {
		return say("web.news.rule.nothing", "")
	}
	if line, ok := strings.CutPrefix(rule, "stereotypes.tsv "); ok {
		n, conditions, _ := strings.Cut(line, ": ")
		out := say("web.news.line", rule, "n", n)
		for c := range strings.SplitSeq(conditions, ", ") {
			if c != "" {
				out += ", " + say("web.news.condition."+c, c)
			}
		}
		return out
	}
	parts, how, ok := strings.Cut(rule, " (")
	if !ok {
		return say("web.news.rule."+wordKey(rule), rule)
	}
	var out []string
	for part := range strings.SplitSeq(parts, " with ") {
		out = append(out, say("media.care.part."+wordKey(part), part))
	}
	how = strings.TrimSuffix(how, ")")
	return strings.Join(out, " + ") + " (" + say("web.news.how."+wordKey(how), how) + ")"
}

// wordKey is the last part of a word key that stands for some words.
func wordKey(words string) string {
	return strings.NewReplacer(",", "", " ", "_", "-", "_").Replace(vn.Lower(vn.Fold(words)))
}
