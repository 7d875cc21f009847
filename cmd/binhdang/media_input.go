package main

import (
	"fmt"
	"slices"

	"binhdang/internal/fault"
	"binhdang/internal/media/items"
	"binhdang/internal/media/text"
)

// eachItem gives the items of the files in their order: one of a page or a text, one a
// row of a table. What can't be read is said and the rest goes on.
func (a *app) eachItem(names []string, use func(items.Item) error) error {
	reader, err := items.New(a.cat.FS())
	if err != nil {
		return err
	}
	shared := a.learn(reader.Pages(), names)
	var failed error
	for _, name := range names {
		var list []items.Item
		var bad []error
		if data, err := a.readMedia(name); err != nil {
			bad = []error{err}
		} else {
			list, bad = reader.Read(name, data, shared)
		}
		for _, item := range list {
			if err := use(item); err != nil {
				return err
			}
		}
		for _, err := range bad {
			all := fault.All(err)
			if len(all) == 0 {
				return err
			}
			for _, f := range all {
				fmt.Fprintln(a.err, a.cat.Book().Fault(a.lang, f))
			}
			failed = errSaid
		}
	}
	return failed
}

// learn reads all pages once before any is taken apart, so that those of one site tell
// what they share. They are read by name: the order in which they were given changes
// nothing. What comes in can be read only once and teaches nothing.
func (a *app) learn(reader *text.Reader, names []string) *text.Outlets {
	pages := slices.DeleteFunc(slices.Clone(names), func(n string) bool { return n == "-" || items.IsTable(n) })
	slices.Sort(pages)
	pages = slices.Compact(pages)
	shared := new(text.Outlets)
	if len(pages) < 3 {
		return shared
	}
	for _, name := range pages {
		if data, err := a.readMedia(name); err == nil {
			shared.Learn(reader, data)
		}
	}
	return shared
}
