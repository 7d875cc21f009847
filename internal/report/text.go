package report

import (
	"bytes"
	"maps"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/strict"
	"binhdang/internal/vn"
	"binhdang/internal/word"
)

// Fill is a block that a person writes: its name in a file of texts, and what is
// wanted there, as people read it.
type Fill struct {
	Name, Hint string
}

// Fills are the blocks of a report that a person writes, each once and in order.
func Fills(d *Definition, s Setting, book *word.Book) []Fill {
	c := &composer{def: d, set: s, book: book}
	_, specs := d.Wants()
	out := make([]Fill, len(specs))
	for i, f := range specs {
		out[i] = Fill{f.Name, c.plain(f.Hint)}
	}
	return out
}

// Texts reads what a person wrote for the blocks of a report from a TOML file, in
// which each block is a text under its name; a line is a paragraph. A block that the
// report does not have is a fault that names those it has.
func Texts(fills []Fill, file string, data []byte) (map[string]string, error) {
	texts := map[string]string{}
	if err := strict.TOML(file, bytes.TrimPrefix(data, []byte("\ufeff")), &texts); err != nil { // some editors begin a file with a mark
		return nil, err
	}
	known := make([]string, len(fills))
	for i, f := range fills {
		known[i] = f.Name + " (" + f.Hint + ")"
	}
	var faults fault.List
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		if !slices.ContainsFunc(fills, func(f Fill) bool { return f.Name == name }) {
			faults = append(faults, fault.New(fault.Invalid, "report.text_block", "block", name, "known", strings.Join(known, "; ")).
				At(file, lineOf(data, name)))
		}
		texts[name] = vn.Clean(texts[name])
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return texts, nil
}

// lineOf is the first line that gives a key, quoted or not.
func lineOf(data []byte, key string) int {
	for i, l := range strings.Split(string(data), "\n") {
		if before, _, ok := strings.Cut(l, "="); ok && strings.Trim(before, "\ufeff \t\"'") == key {
			return i + 1
		}
	}
	return 1
}
