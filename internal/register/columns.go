package register

import "slices"

// Columns are the ids of all columns of form and sheet, in their order: the
// reserved ones, then the fields. A register without totals has no kind column.
func (d *Definition) Columns() []string {
	var out []string
	for _, id := range reserved {
		if id != ColumnKind || d.Totals {
			out = append(out, id)
		}
	}
	for _, f := range d.Fields {
		out = append(out, f.ID)
	}
	return out
}

// Heading is the key of a column's word, as form and sheet show it. The days of
// a stock are those of its opening and closing.
func (d *Definition) Heading(column string) string {
	switch {
	case d.Stock && (column == ColumnFirst || column == ColumnLast):
		return "column." + column + "_stock"
	case slices.Contains(reserved, column):
		return "column." + column
	}
	return "register." + string(d.Name) + "." + column
}
