package news

import (
	"os"
	"regexp"
	"slices"
	"testing"

	"binhdang/content"
	"binhdang/internal/media/items/itemstest"
	"binhdang/internal/media/reading"
	"binhdang/internal/word"
)

// TestRulesHaveWords holds that a person who reads an article meets every rule in words:
// those that the sample's month uses, and the rarer ones.
func TestRulesHaveWords(t *testing.T) {
	reader, err := reading.New(content.FS)
	if err != nil {
		t.Fatal(err)
	}
	var book word.Book
	if err := book.Add(content.FS); err != nil {
		t.Fatal(err)
	}
	rules := []string{"", reading.ByReader, "bare name", "called", "dress", "rank", "stage name", "care", "scene", "kin of one in the story", "title of a list"}
	for _, how := range []string{"unnamed", "pronoun", "hurt", "bị", "struck", "victim", "rescued", "accuses", "lured", "child", "role", "courtesy word", "initials",
		"kin of who did it", "lover of who did it", "partner"} {
		rules = append(rules, "full name ("+how+")", "birth_year with suspect_relative ("+how+")")
	}
	for _, item := range itemstest.Month(t) {
		r := reader.Find(item.Article).Reading()
		for _, p := range r.Persons {
			rules = append(rules, p.Rule, p.ByGender.Rule, p.ByRole.Rule)
			for _, q := range p.Quotes {
				rules = append(rules, q.Rule)
			}
		}
		for _, d := range r.Disclosures {
			rules = append(rules, d.Rule)
		}
	}
	// What the code of the rooms calls a rule of a person, whether the month has it or not.
	named := regexp.MustCompile(`(?:s\.add\(\w+, \w+, \w+, |s\.proof\(|prove\(|Cue: )"([^"]+)"`)
	files, err := os.ReadDir("../../media/person")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		data, err := os.ReadFile("../../media/person/" + f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range named.FindAllSubmatch(data, -1) {
			rules = append(rules, string(m[1]))
		}
	}
	slices.Sort(rules)
	for _, rule := range slices.Compact(rules) {
		ruleWords(rule, func(key string) string {
			if !book.Has("vi", key) || !book.Has("en", key) {
				t.Errorf("the rule %q has no word %s", rule, key)
			}
			return ""
		})
	}
}
