package score

import (
	"html/template"
	"strconv"

	"binhdang/internal/indicator"
	"binhdang/internal/unit"
	"binhdang/internal/web/land"
)

// drawUnits draws the map beside the table of units, in the same order.
func (s *screen) drawUnits(o *over, out *unitsView, rows []unitRow, d *indicator.Definition) error {
	day := o.q.Today()
	at := map[string]unitRow{}
	full := map[string]string{}
	m := land.Map{Of: "score", Unit: o.unit, Day: day, Width: 416, Share: d.Ratio(),
		Label: o.q.Word("web.score.map", "name", o.say.Name(o.programme, o.shown()), "unit", o.name(), "year", strconv.Itoa(o.year))}
	if o.unit.ID == unit.VN {
		m.Width = 488
	}
	for _, r := range rows {
		at[r.code], full[r.code] = r, r.Name
		text := r.Value
		if r.Few {
			text = o.q.Word("web.score.few", "value", text)
		}
		m.Rows = append(m.Rows, land.Place{Code: r.code, Value: r.value, Few: r.Few, Text: text})
	}
	m.Full = func(code string) string { return full[code] }
	m.Name = func(code string) string {
		u, _, err := o.q.Ledger().Tree().Resolve(code, day)
		if err != nil {
			return code
		}
		v, _ := u.At(day)
		return v.Name
	}
	m.Href = func(code string) string {
		if code == "" {
			return o.link(o.path)
		}
		return at[code].Href
	}
	drawn, err := s.land.Draw(o.q, m)
	if err != nil {
		return err
	}
	out.Map, out.Nation, out.Cells = template.HTML(drawn.SVG), drawn.Nation, drawn.Cells
	for _, b := range drawn.Bounds {
		out.Bounds = append(out.Bounds, boundView(b))
	}
	return nil
}
