package form

import (
	"io"
	"strconv"

	"binhdang/internal/ledger"
	"binhdang/internal/register"
	"binhdang/internal/sheet"
)

// Formats are what records are exported to.
var Formats = []string{"csv", "xlsx", "json"}

// Exported are the states whose records are exported: a void record is no longer
// said; exported and imported again it would come back to life.
var Exported = []register.State{register.Draft, register.Submitted, register.Returned, register.Approved}

// Export writes records of one register as a table that an import reads back.
type Export struct {
	env   register.Env
	state func(register.State) string
	lang  string
	def   *register.Definition
	table sheet.Table
}

// NewExport begins a table in one of the Formats.
func NewExport(w io.Writer, led *ledger.Ledger, lang string, def *register.Definition, format string) *Export {
	cat := led.Catalog()
	columns := []sheet.Column{{ID: "record", Heading: cat.Say(lang, Record)}, {ID: "state", Heading: cat.Say(lang, State)}}
	for _, c := range def.Columns() {
		columns = append(columns, sheet.Column{ID: c, Heading: Heading(cat, lang, def, c)})
	}
	e := &Export{env: led.Env(lang), lang: lang, def: def,
		state: func(s register.State) string { return cat.Say(lang, ledger.StateKey(s)) }}
	switch format {
	case "csv":
		e.table = sheet.NewCSV(w, columns)
	case "xlsx":
		e.table = sheet.NewXLSX(w, cat.Say(lang, "register."+string(def.Name)), columns)
	default:
		e.table = sheet.NewJSON(w, columns)
	}
	return e
}

// Record writes one record.
func (e *Export) Record(r *register.Record) error {
	raw := register.Print(r.Def, ledger.EntryOf(r), e.env, e.lang)
	cells := []sheet.Cell{sheet.Text(strconv.FormatInt(int64(r.ID), 10)), sheet.Text(e.state(r.State))}
	for _, c := range e.def.Columns() {
		cells = append(cells, exportCell(e.def, r, c, raw[c]))
	}
	return e.table.Row(cells...)
}

// Close ends the table.
func (e *Export) Close() error { return e.table.Close() }

// exportCell types numbers and days where the words say no more than they do.
func exportCell(def *register.Definition, r *register.Record, column, text string) sheet.Cell {
	if text == "" {
		return sheet.Cell{}
	}
	if f := def.Field(column); f != nil && f.Kind == register.KindNumber {
		if n := r.Values[column].Number; n != nil && n.Words == "" && n.Q == register.Exact {
			return sheet.Number(n.N)
		}
	}
	day := r.First
	switch column {
	case register.ColumnFirst:
	case register.ColumnLast:
		if day = r.Last; r.Kind == register.Stock {
			day = r.Closed
		}
	default:
		return sheet.Text(text)
	}
	if day == 0 {
		return sheet.Text(text)
	}
	return sheet.Day(day.Year(), day.Month(), day.DayOfMonth())
}
