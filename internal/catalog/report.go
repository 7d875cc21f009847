package catalog

import (
	"strings"

	"binhdang/internal/report"
)

// Report returns a report's definition; nil if there is none.
func (c *Catalog) Report(name string) *report.Definition { return c.reports[name] }

// Reports are the names of all reports, in order.
func (c *Catalog) Reports() []string { return sortedKeys(c.reports) }

func (l *loader) readReports() error {
	return l.each("report/*.toml", func(file string, data []byte) error {
		d, err := report.Decode(file, data)
		if err != nil {
			return err
		}
		l.reports[strings.TrimSuffix(strings.TrimPrefix(file, "report/"), ".toml")] = d
		return nil
	})
}

// checkReports tells whether every report can be composed in every language.
func (l *loader) checkReports() error {
	for _, name := range l.Reports() {
		if err := l.take(l.reports[name].Check(l.Indicator, l.Latest, l.book)); err != nil {
			return err
		}
	}
	return nil
}

// CodeName is the name of a code of a field by which registers are broken down, ""
// where there is none.
func (c *Catalog) CodeName(lang, field, code string) string {
	for _, n := range c.order {
		f := c.Latest(n).Field(field)
		if f == nil || !f.By {
			continue
		}
		if found := c.lists[f.List].Code(code); found != nil {
			return found.Name(lang)
		}
		return ""
	}
	return ""
}
