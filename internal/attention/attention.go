// Package attention proposes where to begin.
//
// It ranks the communes of a unit by chosen indicators with weights. Each indicator
// gives a commune its place among those of which it is known, 0 the best and 1 the
// worst, times its weight. What is not known counts as the worst and says so, and of
// whom too little is known is not ranked at all; numbers made of too few are left out.
// The reasons stand beside each place. It proposes; a person decides. The package is
// pure: it is given answers and returns an order.
package attention

import (
	"cmp"
	"math"
	"slices"
	"strconv"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/strict"
	"binhdang/internal/word"
)

// Definition is what is looked at and how much it weighs, from content/attention.
type Definition struct {
	// Known is how much of the weight, in percent, must be known of a place that is ranked.
	Known int    `toml:"known"`
	Items []Item `toml:"item"`

	file  string
	lines []string
}

// Item is one thing that is looked at: a number, a ratio, a number for so many people,
// or whether an area has one of some codes.
type Item struct {
	Name   string         `toml:"name"` // of its weight in an address, and of its words
	Of     indicator.Name `toml:"of"`
	Base   indicator.Name `toml:"base"` // what a number is divided by; "" by nothing
	Per    int64          `toml:"per"`  // of the base: for 1,000 inhabitants
	Worse  string         `toml:"worse"`
	Weight int            `toml:"weight"` // unless another is asked for
	// Least is the denominator below which a number is too small to be ranked.
	Least float64  `toml:"least"`
	Field string   `toml:"field"` // of an item about codes: the field that has them
	Codes []string `toml:"codes"`
}

// Which side is worse.
const (
	More = "more"
	Less = "less"
)

// MaxWeight is the most that an item weighs; 0 leaves it out.
const MaxWeight = 10

// Flag tells whether the item is about codes.
func (i *Item) Flag() bool { return i.Field != "" }

// Key is of what the item is called.
func (i *Item) Key() string { return "attention.item." + i.Name }

// BaseKey is of what those are called that a number is divided by.
func (i *Item) BaseKey() string { return "attention.base." + string(i.Base) }

// Decode reads a definition from a file of content/attention.
func Decode(file string, data []byte) (*Definition, error) {
	d := &Definition{file: file, lines: strings.Split(string(data), "\n")}
	if err := strict.TOML(file, data, d); err != nil {
		return nil, err
	}
	var faults fault.List
	say := func(word, sentence string, args ...any) { faults = append(faults, d.fault(word, sentence, args...)) }
	if d.Known < 1 || d.Known > 100 {
		say("known", "attention_file.known", "known", d.Known)
	}
	if len(d.Items) == 0 {
		say("", "attention_file.empty")
	}
	for i := range d.Items {
		it := &d.Items[i]
		if it.Name == "" || strings.Trim(it.Name, "abcdefghijklmnopqrstuvwxyz0123456789_") != "" || d.Item(it.Name) != it {
			say(it.Name, "attention_file.name", "name", it.Name)
		}
		if it.Weight < 0 || it.Weight > MaxWeight {
			say(it.Name, "attention_file.weight", "name", it.Name, "weight", it.Weight, "most", MaxWeight)
		}
		if it.Worse != More && it.Worse != Less {
			say(it.Name, "attention_file.worse", "name", it.Name, "word", it.Worse)
		}
		if (it.Base == "") != (it.Per == 0) || it.Per < 0 || !(it.Least >= 0) || math.IsInf(it.Least, 1) { // NaN would let all numbers be ranked
			say(it.Name, "attention_file.per", "name", it.Name)
		}
		if it.Flag() != (len(it.Codes) > 0) || it.Flag() && (it.Base != "" || it.Worse != More) {
			say(it.Name, "attention_file.codes", "name", it.Name)
		}
	}
	if len(faults) > 0 {
		return nil, faults
	}
	return d, nil
}

// Item is the item of a name; nil if there is none.
func (d *Definition) Item(name string) *Item {
	for i := range d.Items {
		if d.Items[i].Name == name {
			return &d.Items[i]
		}
	}
	return nil
}

func (d *Definition) fault(word, sentence string, args ...any) *fault.Error {
	line := 1
	for i, l := range d.lines {
		if word != "" && (strings.Contains(l, strconv.Quote(word)) || strings.HasPrefix(l, word)) {
			line = i + 1
			break
		}
	}
	return fault.New(fault.Invalid, sentence, args...).At(d.file, line)
}

// Check says what is wrong with a definition when the rest of the content is known.
// Code tells whether a field of an indicator's register takes a code.
func (d *Definition) Check(find func(indicator.Name) *indicator.Definition, code func(*indicator.Definition, string, string) bool, book *word.Book) error {
	var faults fault.List
	say := func(word, sentence string, args ...any) { faults = append(faults, d.fault(word, sentence, args...)) }
	words := map[string]string{}
	for i := range d.Items {
		it := &d.Items[i]
		of, base := find(it.Of), find(it.Base)
		words[it.Key()] = it.Name
		switch {
		case of == nil:
			say(it.Name, "attention_file.indicator", "name", it.Name, "indicator", string(it.Of))
		case of.OverUnits != indicator.AddsSum || of.Declared:
			say(it.Name, "attention_file.adds", "name", it.Name, "indicator", string(it.Of))
		case it.Flag() && (of.Ratio() || !slices.Contains(of.By, it.Field)):
			say(it.Name, "attention_file.field", "name", it.Name, "field", it.Field, "indicator", string(it.Of))
		}
		if it.Base != "" {
			words[it.BaseKey()] = it.Name
			switch {
			case base == nil:
				say(it.Name, "attention_file.indicator", "name", it.Name, "indicator", string(it.Base))
			case base.Ratio() || of != nil && of.Ratio():
				say(it.Name, "attention_file.base", "name", it.Name)
			case base.OverUnits != indicator.AddsSum:
				say(it.Name, "attention_file.adds", "name", it.Name, "indicator", string(it.Base))
			}
		}
		for _, c := range it.Codes {
			if of != nil && !code(of, it.Field, c) {
				say(c, "attention_file.code", "name", it.Name, "code", c)
			}
		}
	}
	for key, name := range words {
		for _, lang := range word.Languages {
			if !book.Has(lang, key) {
				say(name, "attention_file.word", "key", key, "lang", lang)
			}
		}
	}
	slices.SortFunc(faults, func(a, b *fault.Error) int {
		return cmp.Or(cmp.Compare(a.Place.Line, b.Place.Line), strings.Compare(a.Error(), b.Error()))
	})
	if len(faults) > 0 {
		return faults
	}
	return nil
}
