package catalog

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"binhdang/internal/access"
	"binhdang/internal/board"
	"binhdang/internal/fault"
	"binhdang/internal/indicator"
	"binhdang/internal/register"
	"binhdang/internal/report"
	"binhdang/internal/score"
	"binhdang/internal/strict"
	"binhdang/internal/unit"
	"binhdang/internal/word"
)

// Load reads layers of content, ours first, and checks them together. A file
// replaces the one of the same path in an earlier layer; words are merged key by
// key, so that an office may change a single one.
//
// All faults come as one fault.List, in the order of files and lines. The catalog
// then is good for nothing but its Book, so that the faults can be told.
func Load(layers ...Layer) (*Catalog, error) {
	l := &loader{
		Catalog: &Catalog{
			files:      layers,
			book:       &word.Book{},
			lists:      map[string]*register.List{},
			registers:  map[register.Name][]*register.Definition{},
			editions:   map[[2]int]*register.Definition{},
			indicators: map[indicator.Name]*indicator.Definition{},
			reports:    map[string]*report.Definition{},
			boards:     map[string]*board.Definition{},
			programmes: map[string]*score.Programme{},
		},
		home: map[any]string{},
	}
	for _, step := range []func() error{
		l.readWords, l.readUnits, l.readLists, l.readRegisters, l.readIndicators, l.readReports, l.readBoards, l.readProgrammes, l.readAttention, l.readRoles,
	} {
		if err := step(); err != nil {
			return l.Catalog, fmt.Errorf("load content: %w", err)
		}
	}
	l.checkRegisters()
	l.checkIndicators()
	l.checkRoles()
	l.checkWords()
	if len(l.faults) == 0 { // an indicator that is at fault would be told again for each report
		for _, check := range []func() error{l.checkReports, l.checkBoards, l.checkProgrammes, l.checkAttention} {
			if err := check(); err != nil {
				return l.Catalog, fmt.Errorf("load content: %w", err)
			}
		}
	}
	if len(l.faults) == 0 {
		return l.Catalog, nil
	}
	slices.SortStableFunc(l.faults, func(a, b *fault.Error) int {
		return cmp.Or(cmp.Compare(a.Place.File, b.Place.File), cmp.Compare(a.Place.Line, b.Place.Line))
	})
	return l.Catalog, l.faults
}

type loader struct {
	*Catalog
	faults fault.List
	home   map[any]string // the file of each definition and list
}

// take keeps the faults of an error, and gives back an error that is none.
func (l *loader) take(err error) error {
	found := fault.All(err)
	if len(found) == 0 {
		return err
	}
	for _, f := range found {
		if f.Place.File != "" {
			f = f.At(l.files.label(f.Place.File), f.Place.Line)
		}
		l.faults = append(l.faults, f)
	}
	return nil
}

// say adds a fault of a definition, list or role, at the line where word first stands.
func (l *loader) say(of any, word, key string, args ...any) {
	l.sayAt(of, []string{word}, key, args...)
}

// sayAt is say at the line where the last of words stands, each behind the one
// before it; a word that is not there is passed over.
func (l *loader) sayAt(of any, words []string, key string, args ...any) {
	file := l.home[of]
	data, _ := fs.ReadFile(l.files, file) // a file that is not there has no lines
	at := 0
	for _, w := range words {
		if next := bytes.Index(data[at:], []byte(w)); next >= 0 {
			at += next
		}
	}
	line := 1 + bytes.Count(data[:at], []byte("\n"))
	l.faults = append(l.faults, fault.New(fault.Invalid, key, args...).At(l.files.label(file), line))
}

func (l *loader) readWords() error {
	for _, layer := range l.files {
		err := l.book.Add(layer.FS)
		for _, f := range fault.All(err) {
			l.faults = append(l.faults, f.At(path.Join(layer.Name, f.Place.File), f.Place.Line))
		}
		if err != nil && fault.All(err) == nil {
			return err
		}
	}
	return nil
}

func (l *loader) readUnits() error {
	sub, err := fs.Sub(l.files, "unit")
	if err != nil {
		return err
	}
	l.tree, err = unit.Load(sub)
	return l.take(err)
}

// each hands the files of a folder to decode, in order. A folder that is not
// there holds nothing.
func (l *loader) each(pattern string, decode func(file string, data []byte) error) error {
	files, err := fs.Glob(l.files, pattern)
	if err != nil {
		return err
	}
	for _, f := range files {
		data, err := fs.ReadFile(l.files, f)
		if err != nil {
			return err
		}
		if err := l.take(decode(f, data)); err != nil {
			return err
		}
	}
	return nil
}

func (l *loader) readLists() error {
	return l.each("code/*.csv", func(file string, data []byte) error {
		list, err := register.DecodeList(file, data)
		if err != nil {
			// The name stands for a list that is known, so that its fault is told once.
			l.lists[strings.TrimSuffix(path.Base(file), ".csv")] = nil
			return err
		}
		l.lists[list.Name], l.home[list] = list, file
		return nil
	})
}

func (l *loader) readRegisters() error {
	err := l.each("register/*.toml", func(file string, data []byte) error {
		d, err := register.Decode(file, data)
		if err != nil {
			return err
		}
		l.home[d] = file
		l.registers[d.Name] = append(l.registers[d.Name], d)
		return nil
	})
	for name, editions := range l.registers {
		slices.SortFunc(editions, func(a, b *register.Definition) int {
			return cmp.Or(cmp.Compare(a.Edition, b.Edition), strings.Compare(l.home[a], l.home[b]))
		})
		for _, d := range editions {
			l.editions[[2]int{d.Number, d.Edition}] = d
		}
		l.order = append(l.order, name)
	}
	slices.SortFunc(l.order, func(a, b register.Name) int {
		return cmp.Or(cmp.Compare(l.Latest(a).Number, l.Latest(b).Number), cmp.Compare(a, b))
	})
	return err
}

func (l *loader) readIndicators() error {
	return l.each("indicator/*.toml", func(file string, data []byte) error {
		d, err := indicator.Decode(file, data)
		if err != nil {
			return err
		}
		l.indicators[d.Name], l.home[d] = d, file
		l.names = append(l.names, d.Name)
		return nil
	})
}

// roleFile is where the roles stand.
const roleFile = "role.toml"

// fileRoles is the shape of the file of roles. A key that is not here is a fault.
type fileRoles struct {
	Role []struct {
		Name   string   `toml:"name"`
		Rights []string `toml:"rights"`
	} `toml:"role"`
}

func (l *loader) readRoles() error {
	l.home[roleFile] = roleFile
	data, err := fs.ReadFile(l.files, roleFile)
	if errors.Is(err, fs.ErrNotExist) {
		l.say(roleFile, "", "catalog.missing")
		return nil
	}
	if err != nil {
		return err
	}
	var file fileRoles
	if err := strict.TOML(roleFile, data, &file); err != nil {
		return l.take(err)
	}
	for _, r := range file.Role {
		role, err := access.NewRole(r.Name, r.Rights)
		for _, f := range fault.All(err) {
			l.say(roleFile, `"`+r.Name+`"`, f.Key, pairs(f.Args)...)
		}
		if l.roles.Role(r.Name) != nil {
			l.say(roleFile, `"`+r.Name+`"`, "content.twice", "id", r.Name)
		}
		role.Name = r.Name // also of one with faults, so that it is not told as missing
		l.roles = append(l.roles, role)
	}
	return nil
}

func pairs(args []string) []any {
	out := make([]any, len(args))
	for i, a := range args {
		out[i] = a
	}
	return out
}
