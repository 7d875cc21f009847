// Package word holds the sentences that people read, by key and language.
//
// Word files are TOML tables; a nested table is a key with dots, and the entry
// "_" of a table is the table's own word. {name} is a hole.
package word

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"binhdang/internal/fault"
)

// Languages, the first one first.
var Languages = []string{"vi", "en"}

// Book is all sentences in all languages. The zero Book is empty.
type Book struct {
	words map[string]map[string]string // language, key
}

// Add reads every words/<language>/*.toml and words/<language>.toml of a folder
// over what the book has: an office may replace single sentences.
func (b *Book) Add(fsys fs.FS) error {
	if b.words == nil {
		b.words = map[string]map[string]string{}
	}
	for _, lang := range Languages {
		if b.words[lang] == nil {
			b.words[lang] = map[string]string{}
		}
		files, err := fs.Glob(fsys, path.Join("words", lang, "*.toml"))
		if err != nil {
			return err
		}
		if _, err := fs.Stat(fsys, "words/"+lang+".toml"); err == nil {
			files = append(files, "words/"+lang+".toml")
		}
		sort.Strings(files)
		for _, f := range files {
			data, err := fs.ReadFile(fsys, f)
			if err != nil {
				return err
			}
			var tree map[string]any
			if err := toml.Unmarshal(data, &tree); err != nil {
				line := 1
				var d *toml.DecodeError
				if errors.As(err, &d) {
					line, _ = d.Position()
				}
				return fault.New(fault.Invalid, "content.toml", "why", err.Error()).At(f, line)
			}
			if err := flatten(b.words[lang], "", tree); err != nil {
				return fault.New(fault.Invalid, "content.toml", "why", err.Error()).At(f, 1)
			}
		}
	}
	return nil
}

func flatten(into map[string]string, prefix string, tree map[string]any) error {
	for k, v := range tree {
		key := k
		switch {
		case prefix != "" && k == "_":
			key = prefix
		case prefix != "":
			key = prefix + "." + k
		}
		switch v := v.(type) {
		case string:
			into[key] = v
		case map[string]any:
			if err := flatten(into, key, v); err != nil {
				return err
			}
		default:
			return fmt.Errorf("%s is neither a sentence nor a table", key)
		}
	}
	return nil
}

// Has tells whether the key has a sentence in the language.
func (b *Book) Has(lang, key string) bool {
	_, ok := b.words[lang][key]
	return ok
}

// Keys of a language in order.
func (b *Book) Keys(lang string) []string {
	out := make([]string, 0, len(b.words[lang]))
	for k := range b.words[lang] {
		out = append(out, k)
	}
	sort.Strings(out)
	return out
}

// Say returns the sentence of a key with its holes filled from pairs of name and
// value. A language that lacks the key is served in Vietnamese, and a key that no
// language has stands for itself, so that nothing is ever shown empty.
func (b *Book) Say(lang, key string, args ...string) string {
	s, ok := b.words[lang][key]
	if !ok {
		if s, ok = b.words[Languages[0]][key]; !ok {
			s = key
			for i := 0; i+1 < len(args); i += 2 {
				s += " " + args[i] + "=" + args[i+1]
			}
			return s
		}
	}
	if len(args) == 0 {
		return s
	}
	pairs := make([]string, 0, len(args))
	for i := 0; i+1 < len(args); i += 2 {
		pairs = append(pairs, "{"+args[i]+"}", args[i+1])
	}
	return strings.NewReplacer(pairs...).Replace(s)
}

// Tell is Say, but a value that is itself a key, such as "state.approved", stands in the sentence in words.
func (b *Book) Tell(lang, key string, args ...string) string {
	args = slices.Clone(args)
	for i := 1; i < len(args); i += 2 {
		if strings.Contains(args[i], ".") && b.Has(lang, args[i]) {
			args[i] = b.Say(lang, args[i])
		}
	}
	return b.Say(lang, key, args...)
}

// Fault is the sentence of a fault in a language, led by its place.
func (b *Book) Fault(lang string, e *fault.Error) string {
	s := b.Tell(lang, e.Key, e.Args...)
	p := e.Place
	switch {
	case p.Row > 0 && p.Column != "":
		s = b.Say(lang, "place.cell", "row", fmt.Sprint(p.Row), "column", p.Column) + s
	case p.Row > 0:
		s = b.Say(lang, "place.row", "row", fmt.Sprint(p.Row)) + s
	case p.Column != "":
		s = b.Say(lang, "place.column", "column", p.Column) + s
	}
	if p.File != "" {
		at := p.File
		if p.Line > 0 {
			at += fmt.Sprintf(":%d", p.Line)
		}
		s = at + ": " + s
	}
	return s
}
