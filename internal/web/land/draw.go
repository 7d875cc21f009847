package land

import (
	"fmt"
	"slices"
	"strings"

	"binhdang/internal/atlas"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/vn"
	"binhdang/internal/web/base"
)

// Map is a map of the units below one, each in the class of its number.
type Map struct {
	Of    string // what draws it: the last map of each is remembered
	Unit  *unit.Unit
	Day   period.Day // of the units
	Label string
	Width int
	Share bool // numbers are shares: classes are told "from to below"
	Rows  []Place
	// Name and Full are the short and the full name of a unit, Href where it leads.
	Name, Full, Href func(code string) string
}

// Place is a unit on a map.
type Place struct {
	Code  string
	Value *float64 // nil: no data
	Few   bool     // too few to be ranked
	Text  string   // the number as it is told
}

// Bound is a class in the legend of a map.
type Bound struct {
	Class int
	Text  string
}

// Drawn is a map that was drawn.
type Drawn struct {
	SVG    string // "": the atlas has none of the units on that day
	Bounds []Bound
	Cells  bool // its cells are schematic
	Nation bool
}

// twoTier is the day from which the map of today's communes holds.
const twoTier period.Day = 20250701

// Draw draws a map. Hoàng Sa and Trường Sa are on each.
func (l *Land) Draw(q *base.Request, m Map) (*Drawn, error) {
	maps, err := l.Atlas(q)
	if err != nil {
		return nil, err
	}
	out := &Drawn{Nation: m.Unit.ID == unit.VN}
	former := m.Day < twoTier
	if former && !out.Nation || !out.Nation && !slices.Contains(maps.Provinces(), string(m.Unit.Code)) {
		return out, nil
	}
	var values []float64
	at := map[string]Place{}
	opt := atlas.Options{Width: m.Width, Label: m.Label, Former: former, Class: map[string]int{}, Name: m.Name, Href: m.Href,
		Labels: atlas.Labels{HoangSa: q.Word("atlas.hoang_sa"), TruongSa: q.Word("atlas.truong_sa"), Locator: q.Word("atlas.locator")}}
	for _, r := range m.Rows {
		at[r.Code] = r
		opt.Order = append(opt.Order, r.Code)
		if len(opt.Names) < 7 {
			opt.Names = append(opt.Names, r.Code)
		}
		if r.Value != nil && !r.Few {
			values = append(values, *r.Value)
		}
	}
	bounds := atlas.Breaks(values)
	for code, r := range at {
		switch {
		case r.Value == nil:
			opt.Class[code] = atlas.None
		case r.Few:
			opt.Class[code] = atlas.Small
		default:
			opt.Class[code] = atlas.Class(*r.Value, bounds)
		}
	}
	opt.Title = func(code string) string {
		if r, ok := at[code]; ok {
			return m.Full(code) + ": " + r.Text
		}
		return m.Full(code) + ": " + q.Word("board.none")
	}
	out.Bounds, out.Cells = legend(q, bounds, m.Share), !out.Nation
	if !out.Nation {
		if opt.Layer, err = l.Layer(q, m.Unit.Code); err != nil {
			return nil, err
		}
		out.Cells = opt.Layer == nil
	}
	// All that the drawing shows follows from these, and from units, which do not change.
	var from strings.Builder
	fmt.Fprintln(&from, opt.Label, q.Lang, q.Today(), m.Day, m.Href(""))
	for _, code := range opt.Order {
		fmt.Fprintln(&from, code, opt.Class[code], at[code].Text)
	}
	out.SVG, err = l.drawn.once(drawnOf{m.Of, m.Unit.ID}, drawnFrom{opt.Layer, from.String()}, func() (string, error) {
		if out.Nation {
			return maps.Nation(opt), nil
		}
		return maps.Province(string(m.Unit.Code), opt)
	})
	return out, err
}

// legend are the words of the classes of a map.
func legend(q *base.Request, list []float64, share bool) (out []Bound) {
	if len(list) == 0 {
		return nil
	}
	whole := !slices.ContainsFunc(list, func(v float64) bool { return v != float64(int64(v)) })
	number := func(v float64) string {
		if whole {
			return q.Int(int64(v))
		}
		return vn.Dec(v, 1, q.Lang)
	}
	for i := range len(list) + 1 {
		switch {
		case i == 0:
			out = append(out, Bound{i, q.Word("web.board.bound.below", "n", number(list[0]))})
		case i == len(list):
			out = append(out, Bound{i, q.Word("web.board.bound.from", "n", number(list[i-1]))})
		case whole && !share && list[i]-1 == list[i-1]:
			out = append(out, Bound{i, number(list[i-1])})
		case whole && !share:
			out = append(out, Bound{i, number(list[i-1]) + "–" + number(list[i]-1)})
		default:
			out = append(out, Bound{i, q.Word("web.board.bound.between", "a", number(list[i-1]), "b", number(list[i]))})
		}
	}
	return out
}
