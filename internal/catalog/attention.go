package catalog

import (
	"errors"
	"io/fs"

	"binhdang/internal/attention"
	"binhdang/internal/fault"
)

// attentionFile is where it stands what decides where to begin.
const attentionFile = "attention/first.toml"

// Attention is what the proposal of where to begin looks at.
func (c *Catalog) Attention() *attention.Definition { return c.attention }

func (l *loader) readAttention() error {
	data, err := fs.ReadFile(l.files, attentionFile)
	if errors.Is(err, fs.ErrNotExist) {
		l.faults = append(l.faults, fault.New(fault.Invalid, "catalog.missing").At(attentionFile, 1))
		return nil
	}
	if err != nil {
		return err
	}
	l.attention, err = attention.Decode(attentionFile, data)
	return l.take(err)
}

// checkAttention tells whether everything that is looked at is there and can be called.
func (l *loader) checkAttention() error {
	return l.take(l.attention.Check(l.Indicator, l.hasCode, l.book))
}
