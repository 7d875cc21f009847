// Command gen makes the map files of the content from larger TopoJSON files: it
// simplifies lines, leaves out islets that no map shows and cuts the communes by
// province. It is run by hand when the boundaries change:
//
//	go run ./internal/atlas/gen -from FOLDER -to content/map
package main

import (
	"encoding/json"
	"flag"
	"log"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"

	"binhdang/internal/atlas"
)

// topology is TopoJSON, in and out.
type topology struct {
	Type      string            `json:"type"`
	Transform transform         `json:"transform"`
	Objects   map[string]object `json:"objects"`
	Arcs      [][][2]int        `json:"arcs"`
}

type transform struct {
	Scale     [2]float64 `json:"scale"`
	Translate [2]float64 `json:"translate"`
}

type object struct {
	Type       string     `json:"type"`
	Geometries []geometry `json:"geometries"`
}

type geometry struct {
	Type  string          `json:"type"`
	ID    string          `json:"id"`
	Arcs  json.RawMessage `json:"arcs,omitempty"`
	Props struct {
		Province string `json:"p"`
	} `json:"properties,omitzero"`
}

// source is a file with its arcs in degrees.
type source struct {
	topology
	lines [][]atlas.Point
}

// far tells whether a place belongs to the two archipelagos.
func far(p atlas.Point) bool { return p.X > 110.5 || p.X > 108 && p.Y < 8.5 }

// zones are islands that are units of their own, or were: a national map keeps
// them however small.
var zones = []atlas.Point{
	{X: 107.75, Y: 21.00}, {X: 107.73, Y: 20.13}, {X: 107.34, Y: 17.16}, {X: 109.12, Y: 15.38}, {X: 108.94, Y: 10.52},
	{X: 106.61, Y: 8.70}, {X: 103.97, Y: 10.31}, {X: 103.48, Y: 9.31}, {X: 104.64, Y: 9.81}, {X: 107.51, Y: 21.17}, {X: 107.00, Y: 20.80},
}

func main() {
	from := flag.String("from", "", "folder with provinces.topojson, provinces_former_63.topojson and communes_cells.topojson")
	to := flag.String("to", "content/map", "folder to write to")
	flag.Parse()
	const step = 1.0 / 50 // degrees a pixel of the largest national map
	write(filepath.Join(*to, "nation.json"), read(*from, "provinces.topojson").cut("provinces", "", step))
	write(filepath.Join(*to, "former.json"), read(*from, "provinces_former_63.topojson").cut("provinces_former", "", step))
	cells := read(*from, "communes_cells.topojson")
	boxes := map[string][4]float64{}
	for _, g := range cells.Objects["communes_cells"].Geometries {
		b, ok := boxes[g.Props.Province]
		if !ok {
			b = [4]float64{180, 90, -180, -90}
		}
		for _, poly := range rings(g) {
			for _, p := range cells.ring(poly[0]) {
				if !far(p) {
					b = [4]float64{min(b[0], p.X), min(b[1], p.Y), max(b[2], p.X), max(b[3], p.Y)}
				}
			}
		}
		boxes[g.Props.Province] = b
	}
	for _, p := range slices.Sorted(maps.Keys(boxes)) {
		b := boxes[p]
		write(filepath.Join(*to, "commune", p+".json"), cells.cut("communes_cells", p, max(b[2]-b[0], b[3]-b[1])/560))
	}
}

func read(folder, name string) *source {
	data, err := os.ReadFile(filepath.Join(folder, name))
	if err != nil {
		log.Fatal(err)
	}
	s := &source{}
	if err := json.Unmarshal(data, &s.topology); err != nil {
		log.Fatal(name, err)
	}
	for _, arc := range s.Arcs {
		var line []atlas.Point
		x, y := 0, 0
		for _, d := range arc {
			x, y = x+d[0], y+d[1]
			line = append(line, atlas.Point{
				X: float64(x)*s.Transform.Scale[0] + s.Transform.Translate[0],
				Y: float64(y)*s.Transform.Scale[1] + s.Transform.Translate[1],
			})
		}
		s.lines = append(s.lines, line)
	}
	return s
}

func write(name string, t topology) {
	data, err := json.Marshal(t)
	if err == nil {
		err = os.MkdirAll(filepath.Dir(name), 0o755)
	}
	if err == nil {
		err = os.WriteFile(name, append(data, '\n'), 0o644)
	}
	if err != nil {
		log.Fatal(err)
	}
}

// rings of a geometry as numbers of arcs.
func rings(g geometry) [][][]int {
	polys := make([][][]int, 1)
	into := any(&polys)
	if g.Type == "Polygon" {
		into = &polys[0]
	}
	if err := json.Unmarshal(g.Arcs, into); err != nil {
		log.Fatal(g.ID, err)
	}
	return polys
}

func (s *source) ring(of []int) []atlas.Point {
	var out []atlas.Point
	for _, i := range of {
		line := s.lines[max(i, ^i)]
		if i < 0 {
			line = slices.Clone(line)
			slices.Reverse(line)
		}
		out = append(out, line...)
	}
	return out
}

// cut makes one map: the units of a province, or all, where a pixel is step degrees.
func (s *source) cut(name, province string, step float64) topology {
	grid := step / 8
	out := topology{Type: "Topology", Arcs: [][][2]int{}}
	out.Transform = transform{[2]float64{grid, grid}, [2]float64{102, 6}}
	at := map[int]int{} // where an arc of the source stands in the cut
	var o object
	o.Type = "GeometryCollection"
	for _, g := range s.Objects[name].Geometries {
		if g.Props.Province != province {
			continue
		}
		var polys [][][]int
		for _, poly := range s.worth(rings(g), step, province == "") {
			var kept [][]int
			for n, r := range poly {
				if n > 0 && size(s.ring(r)) < step*step*4 {
					continue
				}
				var arcs []int
				for _, i := range r {
					old := max(i, ^i)
					k, ok := at[old]
					if !ok {
						k = len(out.Arcs)
						at[old] = k
						out.Arcs = append(out.Arcs, pack(thin(s.lines[old], step), grid, out.Transform.Translate))
					}
					if i < 0 {
						k = ^k
					}
					arcs = append(arcs, k)
				}
				kept = append(kept, arcs)
			}
			polys = append(polys, kept)
		}
		data, err := json.Marshal(polys)
		if err != nil {
			log.Fatal(err)
		}
		o.Geometries = append(o.Geometries, geometry{Type: "MultiPolygon", ID: g.ID, Arcs: data})
	}
	out.Objects = map[string]object{"units": o}
	return out
}

// worth keeps the polygons that a map of this scale can show: the largest, those of
// some pixels, islands that are units, and of the archipelagos the larger reefs, spread.
func (s *source) worth(polys [][][]int, step float64, nation bool) [][][]int {
	slices.SortStableFunc(polys, func(a, b [][]int) int {
		x, y := size(s.ring(a[0])), size(s.ring(b[0]))
		switch {
		case x > y:
			return -1
		case x < y:
			return 1
		}
		return 0
	})
	var out [][][]int
	var reefs []atlas.Point
	for n, p := range polys {
		r := s.ring(p[0])
		c := r[0]
		switch {
		case far(c):
			if slices.ContainsFunc(reefs, func(q atlas.Point) bool { return math.Hypot(q.X-c.X, q.Y-c.Y) < 0.16 }) {
				continue
			}
			reefs = append(reefs, c)
		case n == 0 || size(r) > 3*step*step:
		case nation && slices.ContainsFunc(zones, func(z atlas.Point) bool { return math.Hypot(z.X-c.X, z.Y-c.Y) < 0.1 }) && size(r) > 1e-4:
		default:
			continue
		}
		out = append(out, p)
	}
	return out
}

func size(r []atlas.Point) float64 {
	sum := 0.0
	for i := range r {
		j := (i + 1) % len(r)
		sum += r[i].X*r[j].Y - r[j].X*r[i].Y
	}
	return math.Abs(sum) / 2
}

// thin simplifies an arc; one that closes on itself keeps a third and a fourth point.
func thin(line []atlas.Point, step float64) []atlas.Point {
	tolerance := 0.4 * step
	if far(line[0]) {
		tolerance = max(tolerance, 0.004)
	}
	if line[0] != line[len(line)-1] {
		return atlas.Simplify(line, tolerance)
	}
	tolerance = min(tolerance, math.Sqrt(size(line))/5)
	cut := 0
	for i, p := range line {
		if math.Hypot(p.X-line[0].X, p.Y-line[0].Y) > math.Hypot(line[cut].X-line[0].X, line[cut].Y-line[0].Y) {
			cut = i
		}
	}
	return append(slices.Clone(atlas.Simplify(line[:cut+1], tolerance)), atlas.Simplify(line[cut:], tolerance)[1:]...)
}

// pack turns degrees into steps of the grid, each from the one before.
func pack(line []atlas.Point, grid float64, origin [2]float64) [][2]int {
	var out [][2]int
	x, y := 0, 0
	for i, p := range line {
		a, b := int(math.Round((p.X-origin[0])/grid)), int(math.Round((p.Y-origin[1])/grid))
		if i > 0 && i < len(line)-1 && a == x && b == y {
			continue
		}
		out = append(out, [2]int{a - x, b - y})
		x, y = a, b
	}
	return out
}
