package catalog

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"binhdang/internal/fault"
)

// TestAttentionOfAnOffice: an office lays its own list of what is looked at over ours,
// and is told by file and line what of it can't be.
func TestAttentionOfAnOffice(t *testing.T) {
	item := func(lines ...string) string { return "known = 50\n\n[[item]]\n" + strings.Join(lines, "\n") + "\n" }
	for _, c := range []struct{ name, text, want string }{
		{"its own", item(`name = "sessions"`, `of = "sessions"`, `worse = "less"`, `weight = 1`), ""},
		{"no such indicator", item(`name = "sessions"`, `of = "talks"`, `worse = "less"`), "attention_file.indicator 4"},
		{"declared for a province alone", item(`name = "sessions"`, `of = "wage_women_share"`, `worse = "less"`), "attention_file.adds 4"},
		{"no such base", item(`name = "sessions"`, `of = "sessions"`, `base = "people"`, `per = 1000`, `worse = "less"`), "attention_file.indicator 4 attention_file.word 4 attention_file.word 4"},
		{"a share divided", item(`name = "women"`, `of = "women_share"`, `base = "population"`, `per = 1000`, `worse = "less"`), "attention_file.base 4"},
		{"a field that it is not kept by", item(`name = "risk"`, `of = "sessions"`, `field = "risk"`, `codes = ["RISK.BLG"]`, `worse = "more"`), "attention_file.field 4 attention_file.code 7"},
		{"no such code", item(`name = "risk"`, `of = "areas"`, `field = "risk"`, `codes = ["RISK.LU"]`, `worse = "more"`), "attention_file.code 7"},
		{"without words", item(`name = "own"`, `of = "sessions"`, `worse = "less"`), "attention_file.word 4 attention_file.word 4"},
	} {
		cat, err := Load(base(), Layer{Name: "office", FS: fstest.MapFS{attentionFile: {Data: []byte(c.text)}}})
		var got []string
		for _, f := range fault.All(err) {
			got = append(got, fmt.Sprint(f.Key, " ", f.Place.Line))
			if f.Place.File != "office/"+attentionFile {
				t.Errorf("%s: told at %s", c.name, f.Place.File)
			}
		}
		if strings.Join(got, " ") != c.want {
			t.Errorf("%s: got %v, want %s", c.name, got, c.want)
		}
		if c.want == "" && (err != nil || len(cat.Attention().Items) != 1) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	if n := len(loaded(t).Attention().Items); n != 10 {
		t.Errorf("ours looks at %d items, want 10", n)
	}
}
