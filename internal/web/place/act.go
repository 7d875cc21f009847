package place

import (
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"regexp"
	"slices"

	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// acts are the legal acts by which units came to be, where they are known.
type acts struct {
	formed map[unit.Code]clause // of the communes of today
	moved  map[[2]unit.Code]string
}

// clause is the part of a resolution that formed a unit. Its text is as passed.
type clause struct{ Act, Clause, Text string }

// reform is the day on which the clauses of origins.csv took effect.
const reform = 20250701

func readActs(fsys fs.FS) (acts, error) {
	a := acts{map[unit.Code]clause{}, map[[2]unit.Code]string{}}
	err := table(fsys, "unit/origins.csv", []string{"code", "resolution", "clause", "text"}, func(f []string) {
		a.formed[unit.Code(f[0])] = clause{f[1], f[2], f[3]}
	})
	if err != nil {
		return a, err
	}
	words := map[string]string{} // a source stands in thousands of lines
	err = table(fsys, "unit/mapping.csv", []string{"former_code", "new_code", "source"}, func(f []string) {
		if !number.MatchString(f[2]) {
			return
		}
		if _, ok := words[f[2]]; !ok {
			words[f[2]] = number.FindString(f[2])
		}
		a.moved[[2]unit.Code{unit.Code(f[0]), unit.Code(f[1])}] = words[f[2]]
	})
	return a, err
}

// table reads the named columns of a file of content.
func table(fsys fs.FS, name string, columns []string, row func([]string)) error {
	file, err := fsys.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return nil // an office's own units need not tell of acts
	}
	if err != nil {
		return err
	}
	defer file.Close()
	r := csv.NewReader(file)
	head, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	at := make([]int, len(columns))
	for i, c := range columns {
		if at[i] = slices.Index(head, c); at[i] < 0 {
			return fmt.Errorf("%s has no column %s", name, c)
		}
	}
	r.ReuseRecord = true
	out := make([]string, len(columns))
	for {
		line, err := r.Read()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		for i, n := range at {
			out[i] = line[n]
		}
		row(out)
	}
}

// number is how acts of the National Assembly and its Standing Committee are numbered.
var number = regexp.MustCompile(`\d+/(?:\d{4}/QH\d+|NQ-UBTVQH\d+)`)

// of is the act by which one unit went into another, "" where it is not known.
func (a *acts) of(q *base.Request, from, to *unit.Unit) string {
	if n := a.moved[[2]unit.Code{from.Code, to.Code}]; n != "" {
		return q.Word("web.place.act", "number", n)
	}
	if c, ok := a.formed[to.Code]; ok && from.Last().Add(1) == reform {
		return q.Word("web.place.act", "number", c.Act)
	}
	return ""
}
