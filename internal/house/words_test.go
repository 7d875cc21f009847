package house

import (
	"go/ast"
	"io/fs"
	"os"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"testing/fstest"

	"binhdang/internal/word"
)

// words are the word files of our own content.
func words(t *testing.T) *word.Book {
	t.Helper()
	var b word.Book
	if err := b.Add(os.DirFS(top + "/content")); err != nil {
		t.Fatal(err)
	}
	return &b
}

// hole is a place in a sentence where a value goes.
var hole = regexp.MustCompile(`\{(\w+)\}`)

// holes of a sentence in order, each once.
func holes(s string) []string {
	var out []string
	for _, m := range hole.FindAllStringSubmatch(s, -1) {
		out = append(out, m[1])
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// otherForm gives the name of a value to its other form, where languages write one
// value differently: "quý III" and "Q3", "1,5" and "1.5".
var otherForm = map[string]string{"quarter": "number", "decimal_en": "decimal", "plain": "whole"}

// values that a sentence says, whatever their form.
func values(s string) []string {
	out := holes(s)
	for i, h := range out {
		if o, ok := otherForm[h]; ok {
			out[i] = o
		}
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// TestLanguagesAgree wants every sentence in every language, with the same holes.
func TestLanguagesAgree(t *testing.T) {
	b := words(t)
	first := word.Languages[0]
	for _, lang := range word.Languages[1:] {
		for _, key := range b.Keys(first) {
			switch {
			case !b.Has(lang, key):
				t.Errorf("%s has %q, %s lacks it", first, key, lang)
			case !slices.Equal(values(b.Say(first, key)), values(b.Say(lang, key))):
				t.Errorf("%q has holes %v in %s and %v in %s", key,
					holes(b.Say(first, key)), first, holes(b.Say(lang, key)), lang)
			}
		}
		for _, key := range b.Keys(lang) {
			if !b.Has(first, key) {
				t.Errorf("%s has %q, %s lacks it", lang, key, first)
			}
		}
	}
}

// TestNoWordTwice wants each key in one file of a language: a second one would win silently.
func TestNoWordTwice(t *testing.T) {
	content := os.DirFS(top + "/content")
	for _, lang := range word.Languages {
		files, err := fs.Glob(content, path.Join("words", lang, "*.toml"))
		if err != nil {
			t.Fatal(err)
		}
		if single := "words/" + lang + ".toml"; exists(content, single) {
			files = append(files, single)
		}
		if len(files) == 0 {
			t.Errorf("there are no words in %s", lang)
		}
		home := map[string]string{}
		for _, f := range files {
			data, err := fs.ReadFile(content, f)
			if err != nil {
				t.Fatal(err)
			}
			var b word.Book
			if err := b.Add(fstest.MapFS{f: {Data: data}}); err != nil {
				t.Error(err)
				continue
			}
			for _, key := range b.Keys(lang) {
				if home[key] != "" {
					t.Errorf("%q stands in %s and in %s", key, home[key], f)
				}
				home[key] = f
				if strings.TrimSpace(b.Say(lang, key)) == "" {
					t.Errorf("%s: %q says nothing", f, key)
				}
			}
		}
	}
}

func exists(fsys fs.FS, name string) bool {
	_, err := fs.Stat(fsys, name)
	return err == nil
}

// TestSaidWordsExist wants a sentence for every key that code names in full: in
// fault.New, in fault.Error and in calls of Say and Label. Where the values are
// named in full too, they must fill every hole.
func TestSaidWordsExist(t *testing.T) {
	b := words(t)
	first := word.Languages[0]
	check := func(f *file, n ast.Node, key string, args []ast.Expr, open bool) {
		if !b.Has(first, key) {
			t.Errorf("%s: no word file has %q", f.at(n), key)
			return
		}
		var names []string
		for i := 0; i+1 < len(args); i += 2 {
			name, ok := literal(args[i])
			if !ok {
				return
			}
			names = append(names, name)
		}
		for _, lang := range word.Languages {
			for _, h := range holes(b.Say(lang, key)) {
				if !open && !slices.Contains(names, h) {
					t.Errorf("%s: nothing fills {%s} of %q in %s", f.at(n), h, key, lang)
				}
			}
		}
	}
	for _, p := range packages(t) {
		for _, f := range p.files {
			if f.test {
				continue
			}
			ast.Inspect(f.ast, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.CallExpr:
					sel, ok := n.Fun.(*ast.SelectorExpr)
					if !ok || len(n.Args) < 2 {
						return true
					}
					x, _ := sel.X.(*ast.Ident)
					if sel.Sel.Name == "Say" || sel.Sel.Name == "Label" || sel.Sel.Name == "New" && x != nil && x.Name == "fault" {
						if key, ok := literal(n.Args[1]); ok {
							check(f, n, key, n.Args[2:], n.Ellipsis.IsValid())
						}
					}
				case *ast.CompositeLit:
					if sel, ok := n.Type.(*ast.SelectorExpr); ok && sel.Sel.Name == "Error" && isIdent(sel.X, "fault") {
						for _, e := range n.Elts {
							if kv, ok := e.(*ast.KeyValueExpr); ok && isIdent(kv.Key, "Key") {
								if key, ok := literal(kv.Value); ok {
									check(f, n, key, nil, true)
								}
							}
						}
					}
				}
				return true
			})
		}
	}
}

// inTemplate is a word that a template says.
var inTemplate = regexp.MustCompile(`\.Word "([^"]+)"`)

// TestTemplateWordsExist wants a sentence for every key that a template names.
func TestTemplateWordsExist(t *testing.T) {
	b := words(t)
	for _, p := range paths(t) {
		if path.Ext(p) != ".tmpl" {
			continue
		}
		for _, m := range inTemplate.FindAllStringSubmatch(read(t, p), -1) {
			if !b.Has(word.Languages[0], m[1]) {
				t.Errorf("%s: no word file has %q", p, m[1])
			}
		}
	}
}

func isIdent(x ast.Expr, name string) bool {
	id, ok := x.(*ast.Ident)
	return ok && id.Name == name
}

// literal is the value of a string written in full.
func literal(x ast.Expr) (string, bool) {
	l, ok := x.(*ast.BasicLit)
	if !ok {
		return "", false
	}
	s, err := strconv.Unquote(l.Value)
	return s, err == nil
}
