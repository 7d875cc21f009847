// Package fault is how the program tells a person what to mend.
//
// A fault names a sentence by its key in the word files, the values that stand
// in the sentence and the place of the trouble (file and line, or row and
// column). It never holds a finished sentence: the language is chosen by who
// shows it. Anything that is not a fault is an internal error, which people do
// not read.
package fault

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Kind says what a caller may do about a fault.
type Kind int

// The closed list of kinds.
const (
	Invalid   Kind = iota + 1 // the input must be mended
	NotFound                  // what was named does not exist
	Forbidden                 // the actor may not
	Conflict                  // somebody else changed it first, or a rule of state forbids it
	Usage                     // the command line itself is wrong (exit status 2)
)

// Place is where the trouble stands. Zero fields are unknown. Row and Line
// count from 1 and Column is a heading or a letter, as the person sees them.
type Place struct {
	File   string
	Line   int
	Row    int
	Column string
}

// Error is one fault.
type Error struct {
	Kind  Kind
	Key   string   // sentence in the word files, such as "unit.unknown"
	Args  []string // name, value, name, value, ... for the {name} holes of the sentence
	Place Place
	Cause error // for the log, never shown
}

// New returns a fault with the sentence key and pairs of name and value.
// Values are put into text at once: strings as they are, numbers in digits.
func New(kind Kind, key string, args ...any) *Error {
	e := &Error{Kind: kind, Key: key}
	for _, a := range args {
		switch v := a.(type) {
		case string:
			e.Args = append(e.Args, v)
		case int:
			e.Args = append(e.Args, strconv.Itoa(v))
		case int64:
			e.Args = append(e.Args, strconv.FormatInt(v, 10))
		case fmt.Stringer:
			e.Args = append(e.Args, v.String())
		default:
			e.Args = append(e.Args, fmt.Sprint(v))
		}
	}
	return e
}

// At returns a copy of the fault that stands in file and line.
func (e *Error) At(file string, line int) *Error {
	c := *e
	c.Place.File, c.Place.Line = file, line
	return &c
}

// In returns a copy of the fault that stands in a row and a column of a table.
func (e *Error) In(row int, column string) *Error {
	c := *e
	c.Place.Row, c.Place.Column = row, column
	return &c
}

// Error is for logs and tests: the key and its values, not a sentence.
func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Key)
	for i := 0; i+1 < len(e.Args); i += 2 {
		fmt.Fprintf(&b, " %s=%q", e.Args[i], e.Args[i+1])
	}
	if e.Place.File != "" {
		fmt.Fprintf(&b, " at %s:%d", e.Place.File, e.Place.Line)
	}
	if e.Place.Row > 0 || e.Place.Column != "" {
		fmt.Fprintf(&b, " row %d column %q", e.Place.Row, e.Place.Column)
	}
	if e.Cause != nil {
		b.WriteString(": " + e.Cause.Error())
	}
	return b.String()
}

// Unwrap gives the cause.
func (e *Error) Unwrap() error { return e.Cause }

// Is lets errors.Is(err, &fault.Error{Kind: k}) ask for a kind, and
// &fault.Error{Key: k} for a sentence.
func (e *Error) Is(target error) bool {
	t, ok := target.(*Error)
	return ok && (t.Kind == 0 || t.Kind == e.Kind) && (t.Key == "" || t.Key == e.Key)
}

// List is several faults found in one reading, in the order of the input.
type List []*Error

func (l List) Error() string {
	s := make([]string, len(l))
	for i, e := range l {
		s[i] = e.Error()
	}
	return strings.Join(s, "\n")
}

// All returns every fault in err, whether it is one, a List or wraps either;
// nil when err is an internal error.
func All(err error) []*Error {
	var l List
	if errors.As(err, &l) {
		return l
	}
	var e *Error
	if errors.As(err, &e) {
		return []*Error{e}
	}
	return nil
}
