// Package strict reads content files so that nothing in them is passed over: a
// key that nobody knows and a value of the wrong type are faults with file and line.
package strict

import (
	"bytes"
	"errors"
	"regexp"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"binhdang/internal/fault"
)

// goNames finds the names of our Go types, which mean nothing to who wrote the file.
var goNames = regexp.MustCompile(`struct field [\w.]+\.(\w+)`)

// Date is a day in a content file: 2025-06-30 without quotes.
type Date = toml.LocalDate

// TOML decodes a file into a struct. What is wrong comes as a fault, or as a
// fault.List of all unknown keys.
func TOML(file string, data []byte, into any) error {
	err := toml.NewDecoder(bytes.NewReader(data)).DisallowUnknownFields().Decode(into)
	var unknown *toml.StrictMissingError
	var bad *toml.DecodeError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &unknown):
		var l fault.List
		for i := range unknown.Errors {
			e := &unknown.Errors[i]
			line, _ := e.Position()
			l = append(l, fault.New(fault.Invalid, "content.key_unknown", "key", strings.Join(e.Key(), ".")).At(file, line))
		}
		return l
	case errors.As(err, &bad):
		line, _ := bad.Position()
		return fault.New(fault.Invalid, "content.toml", "why", goNames.ReplaceAllString(bad.Error(), "$1")).At(file, line)
	}
	return fault.New(fault.Invalid, "content.toml", "why", err.Error()).At(file, 1)
}
