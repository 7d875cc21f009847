package strict

import (
	"testing"

	"binhdang/internal/fault"
)

func TestTOML(t *testing.T) {
	type file struct {
		Name string `toml:"name"`
		Days []Date `toml:"days"`
	}
	for _, c := range []struct{ rule, text, want string }{
		{"good", "name = \"a\"\ndays = [2025-06-30]", ""},
		{"a key nobody knows", "name = \"a\"\nnmae = \"b\"", "content.key_unknown key=\"nmae\" at a.toml:2"},
		{"a value of another type names no Go", "\nname = 3", "content.toml why=\"toml: cannot decode TOML integer into Name of type string\" at a.toml:2"},
		{"no TOML", "name = ", "content.toml"},
	} {
		var f file
		err := TOML("a.toml", []byte(c.text), &f)
		if c.want == "" {
			if err != nil || len(f.Days) != 1 || f.Days[0].Day != 30 {
				t.Errorf("%s: %v %v", c.rule, f, err)
			}
			continue
		}
		all := fault.All(err)
		if len(all) != 1 || all[0].Error() != c.want && all[0].Key != c.want {
			t.Errorf("%s: %v, want %s", c.rule, err, c.want)
		}
	}
}

func FuzzTOML(f *testing.F) {
	f.Add("name = \"a\"")
	f.Add("[[a]]\nb = 1979-05-27")
	f.Fuzz(func(t *testing.T, text string) {
		var into struct {
			Name string `toml:"name"`
		}
		if err := TOML("a.toml", []byte(text), &into); err != nil && fault.All(err) == nil {
			t.Errorf("%q: no fault but %v", text, err)
		}
	})
}
