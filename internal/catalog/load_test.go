package catalog

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"testing/fstest"

	"binhdang/content"
	"binhdang/internal/fault"
)

// base is our content with few units, which would take most of the time.
func base() Layer {
	return Layer{FS: overlay{{FS: content.FS}, {FS: fstest.MapFS{
		"unit/units.csv":             {Data: []byte("code,name,full_name,type,parent_code,level,valid_from\n")},
		"unit/former_units.csv":      {Data: []byte("code,name,full_name,type,parent_code,level,valid_from,valid_to,system,alt_name\n")},
		"unit/mapping.csv":           {Data: []byte("former_code,new_code,former_level,new_level,kind,pop_share,default_target,valid_from,via\n")},
		"unit/lineage_2021_2025.csv": {Data: []byte("former_code,successor_code,valid_from\n")},
		"unit/code_aliases.csv":      {Data: []byte("alias_code,code\n")},
	}}}}
}

// hole is one that nothing filled.
var hole = regexp.MustCompile(`\{\w+\}`)

// TestStories lays the folder of each story over our content. The file want names
// the faults, one a line: key, place, and values that must be told.
func TestStories(t *testing.T) {
	stories, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(stories) == 0 {
		t.Fatal("no stories", err)
	}
	for _, story := range stories {
		data, err := os.ReadFile(story)
		if err != nil {
			t.Fatal(err)
		}
		var office fstest.MapFS
		title := ""
		// A story is a txtar file: a line "-- name --" begins the file of that name.
		for _, f := range strings.Split("\n"+string(data), "\n-- ")[1:] {
			name, text, ok := strings.Cut(f, " --")
			if !ok {
				t.Fatalf("%s: %q is no file", story, f)
			}
			if text = strings.Trim(text, "\n"); text != "" {
				text += "\n"
			}
			switch {
			case strings.HasPrefix(name, "case "):
				office, title = fstest.MapFS{}, strings.TrimPrefix(name, "case ")
			case name == "want":
				runStory(t, filepath.Base(story)+": "+title, office, text)
			default:
				office[name] = &fstest.MapFile{Data: []byte(text)}
			}
		}
	}
}

func runStory(t *testing.T, title string, office fs.FS, want string) {
	t.Helper()
	c, err := Load(base(), Layer{Name: "office", FS: office})
	if err != nil && fault.All(err) == nil {
		t.Errorf("%s: %v", title, err)
		return
	}
	var got bytes.Buffer
	for _, f := range fault.All(err) {
		fmt.Fprintf(&got, "%s %s:%d\n", f.Key, f.Place.File, f.Place.Line)
		for _, lang := range []string{"vi", "en"} {
			if s := c.Book().Fault(lang, f); !c.Book().Has(lang, f.Key) || hole.MatchString(s) {
				t.Errorf("%s: %s is told in %s as %q", title, f.Key, lang, s)
			}
		}
	}
	if got.String() != want {
		t.Errorf("%s\n--- got\n%s--- want\n%s%v", title, got.String(), want, err)
	}
}
