package register

import (
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"

	"binhdang/internal/vn"
	"binhdang/internal/word"
)

var content = os.DirFS("../../content")

// ours is our own content, read once.
var ours = sync.OnceValues(func() (c struct {
	defs  map[Name]*Definition
	lists map[string]*List
	book  *word.Book
}, err error) {
	c.defs, c.lists, c.book = map[Name]*Definition{}, map[string]*List{}, &word.Book{}
	if err = c.book.Add(content); err != nil {
		return
	}
	files, _ := fs.Glob(content, "code/*.csv")
	for _, f := range files {
		data, _ := fs.ReadFile(content, f)
		l, bad := DecodeList(f, data)
		if bad != nil {
			return c, bad
		}
		c.lists[l.Name] = l
	}
	files, _ = fs.Glob(content, "register/*.toml")
	for _, f := range files {
		data, _ := fs.ReadFile(content, f)
		d, bad := Decode(f, data)
		if bad != nil {
			return c, bad
		}
		c.defs[d.Name] = d
	}
	return
})

func loadOurs(t testing.TB) (defs map[Name]*Definition, lists map[string]*List, book *word.Book) {
	t.Helper()
	c, err := ours()
	if err != nil {
		t.Fatal(err)
	}
	return c.defs, c.lists, c.book
}

func TestOurRegisters(t *testing.T) {
	defs, lists, book := loadOurs(t)
	want := []Name{"activity", "material", "media", "broadcast", "training", "club", "communicator", "resource",
		"document", "appraisal", "inspection", "award", "support", "staff", "leadership", "violence", "violence_people", "value", "outreach", "area"}
	if len(defs) < len(want) {
		t.Errorf("there are %d registers, want %d", len(defs), len(want))
	}
	for i, name := range want {
		if d := defs[name]; d == nil || d.Number != i+1 {
			t.Errorf("register %s is not number %d", name, i+1)
		}
	}
	for name, d := range defs {
		say := func(key string) {
			for _, lang := range word.Languages {
				if !book.Has(lang, key) {
					t.Errorf("%s: %s lacks %q", name, lang, key)
				}
			}
		}
		say("register." + string(name))
		for _, m := range d.Measures {
			say("register." + string(name) + ".measure." + m.ID)
		}
		for _, lang := range word.Languages {
			seen := map[string]string{}
			for _, c := range d.Columns() {
				say(d.Heading(c))
				h := vn.Fold(book.Say(lang, d.Heading(c)))
				if seen[h] != "" {
					t.Errorf("%s: %s and %s have one heading in %s: %s", name, seen[h], c, lang, h)
				}
				seen[h] = c
			}
		}
		last, past := "", map[string]bool{}
		for _, f := range d.Fields {
			say("group." + f.Group)
			if f.Per != "" { // what one of them is called: "mỗi buổi"
				say(d.Heading(f.Per) + ".one")
			}
			if f.Group != last && past[f.Group] {
				t.Errorf("%s: group %s of %s is not in one piece", name, f.Group, f.ID)
			}
			last, past[f.Group] = f.Group, true
			l := lists[f.List]
			if f.List != "" && l == nil {
				t.Errorf("%s: there is no list %s", name, f.List)
				continue
			}
			for _, c := range f.Only {
				if l.Code(c) == nil {
					t.Errorf("%s: list %s has no code %s", name, f.List, c)
				}
			}
			if f.Route == nil {
				continue
			}
			by := d.Field(f.Route.By)
			for k := range f.Route.To {
				if !slices.ContainsFunc(lists[by.List].Codes, func(c Code) bool { return by.Takes(c.Code) && c.Attrs[f.Route.Attr] == k }) {
					t.Errorf("%s: no code of %s leads %s to %s", name, by.List, f.ID, k)
				}
			}
		}
	}
}

// Every code of the lists that choose a measure has the attribute that chooses.
func TestOurRoutesAreTotal(t *testing.T) {
	defs, lists, _ := loadOurs(t)
	for _, x := range []struct {
		register Name
		field    string
	}{{"activity", "sessions"}, {"activity", "women"}, {"club", "clubs"}, {"resource", "amount"}} {
		f := defs[x.register].Field(x.field)
		for _, c := range lists[defs[x.register].Field(f.Route.By).List].Codes {
			if f.Route.To[c.Attrs[f.Route.Attr]] == "" {
				t.Errorf("%s of %s has no measure for %s", x.field, x.register, c.Code)
			}
		}
	}
}

// Every name of every code reads as that code, typed with or without marks.
func TestOurCodesAreFound(t *testing.T) {
	_, lists, _ := loadOurs(t)
	for _, l := range lists {
		for _, c := range l.Codes {
			for _, text := range append([]string{c.Code, c.VI, c.EN, vn.Upper(c.VI), vn.Fold(c.VI)}, c.Aliases...) {
				if got, ok := l.Find(text); !ok || got.Code != c.Code {
					t.Errorf("%s: %q is not found as %s", l.Name, text, c.Code)
				}
			}
		}
	}
}

// Every sentence that this package names is in the words of both languages, and
// none of ours is left over.
func TestFaultsHaveSentences(t *testing.T) {
	_, _, book := loadOurs(t)
	pattern := regexp.MustCompile(`"((?:check|content|kind)\.[a-z_]*[a-z])"`)
	named := map[string]bool{"check.word_yes": true, "check.word_no": true, "kind.event": true, "kind.stock": true}
	files, err := os.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		if path.Ext(f.Name()) != ".go" || strings.HasSuffix(f.Name(), "_test.go") {
			continue
		}
		src, err := os.ReadFile(f.Name())
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range pattern.FindAllStringSubmatch(string(src), -1) {
			named[m[1]] = true
		}
	}
	for key := range named {
		for _, lang := range word.Languages {
			if !book.Has(lang, key) {
				t.Errorf("%s lacks %q", lang, key)
			}
		}
	}
	var own word.Book
	data, err := fs.ReadFile(content, "words/vi/register.toml")
	if err != nil {
		t.Fatal(err)
	}
	if err := own.Add(mapFS("words/vi/register.toml", data)); err != nil {
		t.Fatal(err)
	}
	for _, key := range own.Keys("vi") {
		part, _, _ := strings.Cut(key, ".")
		if (part == "check" || part == "content") && !named[key] {
			t.Errorf("nobody says %q", key)
		}
	}
}
