// Package form is the sheet of a register: the template that people fill in, the
// columns that an import looks for, and its rows as the ledger takes them. Command
// line and pages use the same.
package form

import (
	"io"
	"strings"

	"binhdang/internal/catalog"
	"binhdang/internal/fault"
	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
)

// Columns that we put into sheets ourselves: an import knows them and leaves them.
const (
	Record = "export.record" // number of a record, in an export
	State  = "export.state"  // its state
	Mend   = "form.mend"     // what is to be mended, in a marked copy
)

var left = []string{Record, State, Mend}

// Heading is what a column of a register is called in a language; "" has none.
func Heading(cat *catalog.Catalog, lang string, def *register.Definition, column string) string {
	if column == "" {
		return ""
	}
	return cat.Say(lang, def.Heading(column))
}

// Template writes the empty sheet of a register with its notes and lists.
func Template(w io.Writer, cat *catalog.Catalog, lang string, def *register.Definition) error {
	say := func(key string, args ...string) string { return cat.Say(lang, key, args...) }
	spec := sheet.TemplateSpec{Title: say("register." + string(def.Name)), Say: say}
	for _, c := range def.Columns() {
		spec.Columns = append(spec.Columns, templateColumn(cat, lang, def, c))
	}
	return sheet.Template(w, spec)
}

func templateColumn(cat *catalog.Catalog, lang string, def *register.Definition, c string) sheet.TemplateColumn {
	col := sheet.TemplateColumn{Heading: Heading(cat, lang, def, c), Format: sheet.FormatText}
	if help := def.Heading(c) + ".help"; cat.Book().Has(lang, help) {
		col.Help = cat.Say(lang, help)
	}
	switch c {
	case register.ColumnUnit:
		col.Required = true
	case register.ColumnFirst, register.ColumnLast:
		col.Required = c == register.ColumnFirst
		if !def.Totals { // a total's first day may be a period in words
			col.Format = sheet.FormatDay
		}
	case register.ColumnKind:
		col.Choices = []string{cat.Say(lang, "kind.rest"), cat.Say(lang, "kind.whole")}
	}
	f := def.Field(c)
	if f == nil {
		return col
	}
	col.Required = f.Required
	col.Many = f.Kind == register.KindCodes || f.Kind == register.KindUnits
	switch f.Kind {
	case register.KindDate:
		col.Format = sheet.FormatDay
	case register.KindYesNo:
		col.Choices = []string{cat.Say(lang, "yes"), cat.Say(lang, "no")}
	case register.KindCode, register.KindCodes:
		for i := range cat.List(f.List).Codes {
			if code := &cat.List(f.List).Codes[i]; f.Takes(code.Code) {
				col.Choices = append(col.Choices, code.Name(lang))
			}
		}
	}
	return col
}

// Columns are what an import of a register looks for, in either language.
func Columns(cat *catalog.Catalog, def *register.Definition) []sheet.Column {
	var out []sheet.Column
	for _, c := range def.Columns() {
		key := def.Heading(c)
		col := sheet.Column{ID: c, Heading: cat.Say("vi", key), Aliases: []string{cat.Say("en", key), c},
			Required: c == register.ColumnFirst}
		if f := def.Field(c); f != nil {
			col.Required = f.Required && !def.Totals
			col.Date = f.Kind == register.KindDate
		}
		if c == register.ColumnFirst || c == register.ColumnLast {
			col.Date = true
		}
		out = append(out, col)
	}
	for _, key := range left {
		out = append(out, sheet.Column{ID: key, Heading: cat.Say("vi", key), Aliases: []string{cat.Say("en", key)}})
	}
	return out
}

// rows gives the rows of a sheet to the ledger.
type rows struct{ *sheet.Reader }

// Rows are the rows of a sheet as the ledger takes them: what could not be read of
// a row is its fault, and so is a row of sums.
func Rows(r *sheet.Reader) ledger.Rows { return rows{r} }

// Next gives one row.
func (t rows) Next() (ledger.Row, error) {
	for {
		r, err := t.Reader.Next()
		if err != nil {
			return ledger.Row{}, err
		}
		for _, key := range left {
			delete(r.Cells, key)
		}
		if len(r.Cells) == 0 && len(r.Faults) == 0 {
			continue // only what we put there ourselves
		}
		out := ledger.Row{Number: r.Number, Raw: r.Cells, Faults: r.Faults}
		if r.Total && len(out.Faults) == 0 {
			out.Faults = fault.List{fault.New(fault.Invalid, "import.total_row").In(r.Number, "")}
		}
		return out, nil
	}
}

// FileName is the name of a file of a register: letters that every system takes.
func FileName(def *register.Definition, end string) string {
	return "binhdang-" + strings.ReplaceAll(string(def.Name), "_", "-") + end
}
