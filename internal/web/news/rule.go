package news

import (
	"strings"

	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// ruleName is what a rule is called in words or, where it has none, its mark for who
// works with the program's lists.
func ruleName(q *base.Request, rule string) (words, mark string) {
	all := true
	words = ruleWords(rule, func(key string) string {
		if !q.Site.Catalog().Book().Has("vi", key) {
			all = false
			return ""
		}
		return q.Word(key)
	})
	if !all {
		return "", rule
	}
	return words, ""
}

// ruleWords puts the words of a rule together. Two forms are known: what together gives a
// victim away and how the victim was found, "initials with school (struck)"; all others have
// one name.
func ruleWords(rule string, say func(key string) string) string {
	if rule == "" {
		return say("web.news.rule.nothing")
	}
	parts, how, ok := strings.Cut(rule, " (")
	if !ok {
		return say("web.news.rule." + wordKey(rule))
	}
	var out []string
	for part := range strings.SplitSeq(parts, " with ") {
		out = append(out, say("media.care.part."+wordKey(part)))
	}
	return strings.Join(out, " + ") + " (" + say("web.news.how."+wordKey(strings.TrimSuffix(how, ")"))) + ")"
}

// wordKey is the last part of a word key that stands for some words.
func wordKey(words string) string {
	return strings.NewReplacer(",", "", " ", "_", "-", "_").Replace(vn.Lower(vn.Fold(words)))
}
