package catalog

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"slices"

	"binhdang/internal/register"
)

// Adding says how a register adds up, in lines. The first is a fingerprint of its
// measures, of the numbers that go into them and of what facts are kept by, of all
// editions; the others, in order, are the codes that lead a number to a measure.
// Facts that were made by another first line, or by a code that leads elsewhere
// now, must be made anew; a code more changes nothing.
func (c *Catalog) Adding(name register.Name) []string {
	type number struct {
		ID, Measure string
		Route       *register.Route
		Words       bool
	}
	type edition struct {
		Edition  int
		Stock    bool
		Count    string
		Measures []register.Measure
		Numbers  []number
	}
	var all struct {
		Span     register.Span
		Editions []edition
	}
	var codes []string
	for _, d := range c.registers[name] {
		all.Span = d.Span
		e := edition{Edition: d.Edition, Stock: d.Stock, Count: d.Count, Measures: d.Measures}
		for _, f := range d.Fields {
			if f.Kind == register.KindNumber {
				e.Numbers = append(e.Numbers, number{f.ID, f.Measure, f.Route, f.Words})
				codes = append(codes, c.leads(d, f)...)
			}
		}
		all.Editions = append(all.Editions, e)
	}
	data, err := json.Marshal(all) // maps in the order of their keys
	if err != nil {
		panic("catalog: " + err.Error()) // plain structs always marshal
	}
	sum := sha256.Sum256(data)
	slices.Sort(codes)
	return append([]string{hex.EncodeToString(sum[:])}, slices.Compact(codes)...)
}

// leads are the codes by which a number of a register is led to a measure.
func (c *Catalog) leads(d *register.Definition, f *register.Field) (out []string) {
	if f.Route == nil {
		return nil
	}
	by := d.Field(f.Route.By)
	if by == nil || c.lists[by.List] == nil {
		return nil
	}
	for _, code := range c.lists[by.List].Codes {
		out = append(out, code.Code+" "+f.Route.Attr+"="+code.Attrs[f.Route.Attr])
	}
	return out
}
