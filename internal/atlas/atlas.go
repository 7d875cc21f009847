// Package atlas draws the maps of the country and of its provinces as SVG.
//
// A map is drawn for one width, so that its letters keep their size, and carries
// no colours of its own: classes name the steps of the ramp and CSS colours them.
// Every unit is a link with its name and value, in the order of the table beside
// the map. Hoàng Sa and Trường Sa stand, named in full, on every drawing. The
// cells of communes are schematic and no boundaries; an office may bring its own
// polygons instead. Beside a map stand the words atlas.source, which the licence of
// the boundaries asks for, and atlas.cells. The package is pure: the same input gives
// the same bytes.
package atlas

import (
	"cmp"
	_ "embed" // for the style sheet
	"encoding/json"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"binhdang/internal/fault"
)

// CSS colours what this package draws, by the tokens of the page.
//
//go:embed atlas.css
var CSS string

// Classes beside the steps 0 to 5 of the ramp.
const (
	None  = -1 // no data: hatched
	Small = -2 // too few to rank: dotted
)

// The special zones that are archipelagos.
const (
	hoangSa  = "20333"
	truongSa = "22736"
)

// Options say how a map looks and what its units carry.
type Options struct {
	Width  int                      // in CSS pixels; 560 when 0
	ID     string                   // before the ids inside, so that two maps may stand on one page; "map" when empty
	Label  string                   // what the whole map shows, for readers of the screen
	Former bool                     // the nation in the 63 provinces until 30/6/2025
	Layer  *Layer                   // an office's own polygons, drawn instead of the cells of a province
	Class  map[string]int           // 0 to 5, None or Small; a unit that is missing has no data
	Order  []string                 // of the links; what is not named follows by code
	Names  []string                 // units whose names are written, most important first: 7 on wide maps, 4 on narrow ones
	Name   func(code string) string // the short name of a unit
	Title  func(code string) string // the full name with the value
	Href   func(code string) string // where a unit leads; without it, or when empty, it is no link
	Chosen string                   // the unit that is outlined
	Labels Labels
}

// Labels are the words on a map that are not names of units. Empty ones are Vietnamese.
type Labels struct {
	HoangSa  string // Quần đảo Hoàng Sa
	TruongSa string // Quần đảo Trường Sa
	Locator  string // what the small map of the country is, for readers of the screen
}

// Atlas holds the outlines of all units of today and of the former provinces.
type Atlas struct {
	nation, former *Layer
	communes       map[string]*Layer // by province
	thin           sync.Map          // layers with no more points than a width shows, made once
}

// Layer is a set of units with their polygons.
type Layer struct {
	units []area // in order of code
}

// area is one unit. Of each polygon the first ring is the outside, the rest are holes.
type area struct {
	code  string
	polys [][]ring
}

// Codes gives the units of the layer in order.
func (l *Layer) Codes() []string {
	var out []string
	for _, u := range l.units {
		out = append(out, u.code)
	}
	return out
}

// Load reads the folder map/ of the content.
func Load(fsys fs.FS) (*Atlas, error) {
	a := &Atlas{communes: map[string]*Layer{}}
	var err error
	if a.nation, err = load(fsys, "map/nation.json"); err != nil {
		return nil, err
	}
	if a.former, err = load(fsys, "map/former.json"); err != nil {
		return nil, err
	}
	for _, p := range a.nation.units {
		if a.communes[p.code], err = load(fsys, path.Join("map/commune", p.code+".json")); err != nil {
			return nil, err
		}
	}
	return a, nil
}

// Provinces gives the codes of the provinces of today.
func (a *Atlas) Provinces() []string { return a.nation.Codes() }

// Communes gives the codes of the communes of a province, nil for an unknown one.
func (a *Atlas) Communes(province string) []string {
	if l := a.communes[province]; l != nil {
		return l.Codes()
	}
	return nil
}

// topology is the part of TopoJSON that our files use.
type topology struct {
	Transform struct {
		Scale     [2]float64 `json:"scale"`
		Translate [2]float64 `json:"translate"`
	} `json:"transform"`
	Arcs    [][][2]int `json:"arcs"`
	Objects map[string]struct {
		Geometries []struct {
			ID    string          `json:"id"`
			Type  string          `json:"type"`
			Arcs  json.RawMessage `json:"arcs"`
			polys [][][]int
		} `json:"geometries"`
	} `json:"objects"`
}

// load reads one file.
func load(fsys fs.FS, name string) (*Layer, error) {
	data, err := fs.ReadFile(fsys, name)
	if err != nil {
		return nil, err
	}
	l, err := decode(data)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", name, err)
	}
	return l, nil
}

// decode turns the shared arcs of TopoJSON into rings.
func decode(data []byte) (*Layer, error) {
	var t topology
	if err := json.Unmarshal(data, &t); err != nil {
		return nil, err
	}
	arcs := make([][]Point, len(t.Arcs))
	for i, arc := range t.Arcs {
		x, y := 0, 0
		for _, d := range arc {
			x, y = x+d[0], y+d[1]
			arcs[i] = append(arcs[i], Point{
				float64(x)*t.Transform.Scale[0] + t.Transform.Translate[0],
				float64(y)*t.Transform.Scale[1] + t.Transform.Translate[1],
			})
		}
	}
	l := &Layer{}
	for _, o := range t.Objects {
		for _, g := range o.Geometries {
			polys := make([][][]int, 1)
			into := any(&polys)
			if g.Type == "Polygon" {
				into = &polys[0]
			}
			if err := json.Unmarshal(g.Arcs, into); err != nil {
				return nil, err
			}
			u := area{code: g.ID}
			for _, p := range polys {
				var poly []ring
				for _, r := range p {
					joined, err := join(arcs, r)
					if err != nil {
						return nil, fmt.Errorf("unit %s: %w", g.ID, err)
					}
					poly = append(poly, joined)
				}
				u.polys = append(u.polys, poly)
			}
			l.units = append(l.units, u)
		}
	}
	l.sort()
	return l, nil
}

// join makes one ring of arcs; a negative index is an arc backwards.
func join(arcs [][]Point, of []int) (ring, error) {
	var out ring
	for _, i := range of {
		back := i < 0
		if back {
			i = ^i
		}
		if i >= len(arcs) {
			return nil, fmt.Errorf("there is no arc %d", i)
		}
		arc := arcs[i]
		if back {
			arc = slices.Clone(arc)
			slices.Reverse(arc)
		}
		if len(out) > 0 && len(arc) > 0 {
			arc = arc[1:]
		}
		out = append(out, arc...)
	}
	return out, nil
}

func (l *Layer) sort() {
	slices.SortFunc(l.units, func(a, b area) int { return cmp.Compare(a.code, b.code) })
}

// Nation draws the country by provinces.
func (a *Atlas) Nation(opt Options) string {
	opt = opt.filled()
	l := a.nation
	if opt.Former {
		l = a.former
	}
	d := newDrawing(a.thinned(l, opt.Width), opt)
	d.aspect = 1.25
	if opt.Width < 480 {
		// On a phone the archipelagos stand in boxes, so that the mainland stays large.
		d.aspect = 2.2
		d.setApart(archipelago)
	}
	return d.svg(nil, "")
}

// Province draws the communes of a province, with the country small in a corner.
func (a *Atlas) Province(code string, opt Options) (string, error) {
	cells := a.communes[code]
	if cells == nil {
		return "", fault.New(fault.NotFound, "atlas.province", "code", code)
	}
	opt = opt.filled()
	cells = a.thinned(cells, opt.Width)
	if opt.Layer != nil {
		cells = opt.Layer.with(cells, hoangSa, truongSa)
	}
	d := newDrawing(cells, opt)
	d.aspect = 1
	if opt.Width < 480 {
		d.aspect = 1.3
	}
	d.setApart(archipelago)
	d.setApart(d.remote())
	return d.svg(a.nation, code), nil
}

// thinned is a layer without the points that a drawing of a width can't show. A page
// holds two drawings, and comes over slow lines.
func (a *Atlas) thinned(l *Layer, width int) *Layer {
	type key struct {
		layer *Layer
		width int
	}
	if t, ok := a.thin.Load(key{l, width}); ok {
		return t.(*Layer)
	}
	var b rect
	for _, u := range l.units {
		if u.code != hoangSa && u.code != truongSa { // they stand in boxes of their own
			b = b.union(u.bounds())
		}
	}
	t := l.simplified(thinTo * b.w / float64(width))
	a.thin.Store(key{l, width}, t)
	return t
}

// thinTo is how far, in pixels, a drawn border may be from the true one.
const thinTo = 0.75

// simplified returns the layer with fewer points; borders that units share stay shared.
func (l *Layer) simplified(tolerance float64) *Layer {
	var rings []ring
	for _, u := range l.units {
		for _, p := range u.polys {
			rings = append(rings, p...)
		}
	}
	thin := simplified(rings, tolerance)
	out := &Layer{}
	n := 0
	for _, u := range l.units {
		a := area{code: u.code}
		for _, p := range u.polys {
			var poly []ring
			for _, r := range p {
				if len(thin[n]) >= 4 {
					r = thin[n]
				}
				n++
				poly = append(poly, r)
			}
			a.polys = append(a.polys, poly)
		}
		out.units = append(out.units, a)
	}
	return out
}

// with returns the layer with those units of another that it lacks.
func (l *Layer) with(other *Layer, codes ...string) *Layer {
	out := &Layer{units: slices.Clone(l.units)}
	have := l.Codes()
	for _, u := range other.units {
		if slices.Contains(codes, u.code) && !slices.Contains(have, u.code) {
			out.units = append(out.units, u)
		}
	}
	out.sort()
	return out
}

// filled returns the options with what was left out.
func (o Options) filled() Options {
	if o.Width < 240 {
		o.Width = cmp.Or(max(o.Width, 0), 560)
		o.Width = max(o.Width, 240)
	}
	o.ID = cmp.Or(o.ID, "map")
	o.Labels.HoangSa = cmp.Or(o.Labels.HoangSa, "Quần đảo Hoàng Sa")
	o.Labels.TruongSa = cmp.Or(o.Labels.TruongSa, "Quần đảo Trường Sa")
	o.Labels.Locator = cmp.Or(o.Labels.Locator, "Vị trí trong cả nước")
	if o.Title == nil {
		o.Title = func(code string) string { return code }
	}
	if o.Name == nil {
		o.Name = func(string) string { return "" }
	}
	if o.Href == nil {
		o.Href = func(string) string { return "" }
	}
	most := 7
	if o.Width < 480 {
		most = 4
	}
	o.Names = o.Names[:min(len(o.Names), most)]
	return o
}

// archipelago names the special zone in whose waters a polygon lies, "" for the mainland
// and the islands near it.
func archipelago(_ area, poly []ring) string {
	b := poly[0].bounds()
	switch {
	case b.x > 110.5 && b.y > 13:
		return hoangSa
	case b.x > 110.5 || b.x > 108 && b.y < 8.5:
		return truongSa
	}
	return ""
}

// caption is what stands over a unit that is drawn apart.
func (o Options) caption(code string) string {
	switch code {
	case hoangSa:
		return o.Labels.HoangSa
	case truongSa:
		return o.Labels.TruongSa
	}
	return strings.TrimSpace(o.Name(code))
}
