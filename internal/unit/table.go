package unit

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"slices"
	"strings"

	"binhdang/internal/fault"
	"binhdang/internal/period"
)

// read hands each line of a file to row, as the named columns in their order.
// The slice is reused for the next line.
func (l *loader) read(file string, columns []string, row func(at lineOfFile, fields []string)) error {
	data, err := fs.ReadFile(l.fsys, file)
	if err != nil {
		return fmt.Errorf("read units: %w", err)
	}
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(data, []byte("\uFEFF"))))
	r.ReuseRecord = true
	head, err := r.Read()
	if err != nil {
		l.fail(lineOfFile{file, 1}, "unit.data_table", "missing", strings.Join(columns, ", "))
		return nil
	}
	where := make([]int, len(columns))
	for i, c := range columns {
		if where[i] = slices.Index(head, c); where[i] < 0 {
			l.fail(lineOfFile{file, 1}, "unit.data_table", "missing", c)
			return nil
		}
	}
	fields := make([]string, len(columns))
	for {
		record, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			line := 1
			if p := (*csv.ParseError)(nil); errors.As(err, &p) {
				line = p.Line
			}
			f := fault.New(fault.Invalid, "unit.data_csv").At("unit/"+file, line)
			f.Cause = err
			l.faults = append(l.faults, f)
			return nil
		}
		for i, w := range where {
			fields[i] = record[w]
		}
		line, _ := r.FieldPos(0)
		row(lineOfFile{file, line}, fields)
	}
}

// day reads a day as the files write it; there are few different ones.
func (l *loader) day(at lineOfFile, s string) period.Day {
	d, ok := l.dates[s]
	if ok {
		return d
	}
	d, err := period.ParseDay(s)
	if err != nil {
		l.fail(at, "unit.data_day", "value", s)
		return 0
	}
	l.dates[s] = d
	return d
}
