package catalog

import (
	"binhdang/internal/fault"
	"binhdang/internal/score"
)

// Programme returns a programme; nil if there is none.
func (c *Catalog) Programme(name string) *score.Programme { return c.programmes[name] }

// Programmes are the names of all programmes, in order.
func (c *Catalog) Programmes() []string { return sortedKeys(c.programmes) }

func (l *loader) readProgrammes() error {
	return l.each("programme/*.toml", func(file string, data []byte) error {
		p, err := score.Decode(file, data)
		if err != nil {
			return err
		}
		l.programmes[p.Name], l.home[p] = p, file
		return nil
	})
}

// checkProgrammes tells whether every target can be judged and called in every language.
func (l *loader) checkProgrammes() error {
	for _, name := range l.Programmes() {
		p := l.programmes[name]
		if err := l.take(p.Check(l.Indicator, l.book)); err != nil {
			return err
		}
		if list := l.List("PROGRAMME"); list == nil || list.Code(p.Code) == nil {
			l.faults = append(l.faults, fault.New(fault.Invalid, "programme_file.list", "code", p.Code).At(l.files.label(l.home[p]), 1))
		}
	}
	return nil
}
