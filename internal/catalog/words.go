package catalog

import (
	"cmp"
	"maps"
	"path"
	"slices"

	"binhdang/internal/access"
	"binhdang/internal/fault"
	"binhdang/internal/register"
	"binhdang/internal/word"
)

// checkWords wants a word in every language for everything that people are shown.
func (l *loader) checkWords() {
	var keys []string
	for _, name := range l.order {
		keys = append(keys, "register."+string(name))
		for _, d := range l.registers[name] {
			for _, column := range d.Columns() {
				keys = append(keys, d.Heading(column))
			}
			for _, m := range d.Measures {
				keys = append(keys, "register."+string(name)+".measure."+m.ID)
			}
			for _, f := range d.Fields {
				if f.Group != "" {
					keys = append(keys, "group."+f.Group)
				}
			}
		}
	}
	for _, name := range sortedKeys(l.lists) {
		keys = append(keys, "list."+name)
		if list := l.lists[name]; list != nil {
			l.checkCodes(list)
		}
	}
	for _, name := range l.names {
		keys = append(keys, "indicator."+string(name), "indicator."+string(name)+".help", l.indicators[name].Unit)
	}
	for _, r := range l.roles {
		keys = append(keys, "role."+r.Name)
	}
	for _, r := range access.Rights {
		keys = append(keys, "right."+string(r))
	}
	slices.Sort(keys)
	for _, key := range slices.Compact(keys) {
		for _, lang := range word.Languages {
			if !l.book.Has(lang, key) {
				f := fault.New(fault.Invalid, "catalog.word", "key", key, "language", lang)
				l.faults = append(l.faults, f.At(path.Join("words", lang), 0))
			}
		}
	}
}

// checkCodes wants a name in every language for every code.
func (l *loader) checkCodes(list *register.List) {
	for i := range list.Codes {
		for _, lang := range word.Languages {
			c := &list.Codes[i]
			if lang == "vi" && c.VI == "" || lang == "en" && c.EN == "" {
				l.say(list, c.Code+",", "catalog.code_word", "code", c.Code, "language", lang)
			}
		}
	}
}

func sortedKeys[K cmp.Ordered, V any](m map[K]V) []K { return slices.Sorted(maps.Keys(m)) }
