package place

import (
	"bytes"
	"encoding/json"
	"errors"
	"html/template"
	"io"
	"math"
	"net/http"
	"slices"
	"strings"

	"binhdang/internal/atlas"
	"binhdang/internal/fault"
	"binhdang/internal/period"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
	"binhdang/internal/web/land"
)

// Widths of maps: beside a table, and on a phone within its sheet.
const (
	wide   = 420
	narrow = 294
)

func labels(q *base.Request) atlas.Labels {
	return atlas.Labels{HoangSa: q.Word("atlas.hoang_sa"), TruongSa: q.Word("atlas.truong_sa"), Locator: q.Word("atlas.locator")}
}

// nation draws the country, provinces and cities told apart.
func (s *screen) nation(q *base.Request, order []string) template.HTML {
	tree := q.Ledger().Tree()
	opt := atlas.Options{Width: 326, Label: q.Word("web.place.map"), Order: order, Class: map[string]int{}, Labels: labels(q),
		Href: func(code string) string { return "/don-vi/" + code }}
	var cities []string
	for _, code := range s.maps.Provinces() {
		opt.Class[code] = classOf(q, code)
		if opt.Class[code] != steps[""] {
			cities = append(cities, code)
		}
	}
	if n := len(cities); n > 0 { // codes run from north to south: these names stand apart
		opt.Names = append(opt.Names, cities[0], cities[n/2], cities[n-1])
	}
	opt.Name, opt.Title = names(q)
	if u := q.Home(); u != nil && u.ID != unit.VN {
		if own := tree.Unit(tree.Province(u.ID, q.Today())); own != nil {
			opt.Chosen = string(own.Code)
			opt.Names = append([]string{opt.Chosen}, opt.Names...)
		}
	}
	return template.HTML(s.maps.Nation(opt))
}

// steps of the ramp by the type of a unit: what is denser is darker.
var steps = map[string]int{"": 1, typeCity: 3, typeWard: 3, typeSpecial: 5}

func classOf(q *base.Request, code string) int {
	if u, _, err := q.Ledger().Tree().Resolve(code, q.Today()); err == nil {
		if v, ok := u.At(q.Today()); ok && steps[v.Type] != 0 {
			return steps[v.Type]
		}
	}
	return steps[""]
}

// names gives the short and the full name of a unit of today.
func names(q *base.Request) (short, full func(string) string) {
	version := func(code string) unit.Version {
		u, _, err := q.Ledger().Tree().Resolve(code, q.Today())
		if err != nil {
			return unit.Version{Name: code, FullName: code}
		}
		v, _ := u.At(q.Today())
		return v
	}
	return func(code string) string { return version(code).Name }, func(code string) string { return version(code).FullName }
}

// mapOf draws the communes of a province of today; of a commune, its province small.
func (s *screen) mapOf(q *base.Request, p *unitPage, u *unit.Unit, day period.Day) error {
	top := u
	if u.Level == unit.Commune && !p.Ended {
		top = q.Ledger().Tree().Unit(q.Ledger().Tree().Province(u.ID, q.Today()))
	}
	if top == nil || top.Level != unit.Province || p.Ended || day != q.Today() {
		return nil
	}
	communes := s.maps.Communes(string(top.Code))
	if communes == nil {
		return nil
	}
	own, err := s.land.Layer(q, top.Code)
	if err != nil {
		return err
	}
	opt := atlas.Options{Width: wide, Label: q.Word("web.place.map.of", "unit", nameAt(top, day)), Class: map[string]int{}, Layer: own, Labels: labels(q),
		Href: func(code string) string { return "/don-vi/" + code }}
	if own != nil {
		communes = own.Codes()
	}
	var many []string
	for _, code := range communes {
		opt.Class[code] = classOf(q, code)
		if opt.Class[code] == steps[typeSpecial] {
			opt.Names = append(opt.Names, code)
		} else {
			many = append(many, code)
		}
	}
	for i := 0; i < 7 && len(many) > 0; i++ { // some names, spread over the list, to find one's way by
		if code := many[i*len(many)/7]; !slices.Contains(opt.Names, code) {
			opt.Names = append(opt.Names, code)
		}
	}
	for _, c := range q.Ledger().Tree().Children(top.ID, day) {
		opt.Order = append(opt.Order, string(c.Code))
	}
	opt.Name, opt.Title = names(q)
	p.MapOwn = own != nil
	if u == top {
		p.MayMap = q.Ledger().MayAdminister(q.Actor) == nil
	} else {
		opt.Chosen, opt.Names, opt.Width = string(u.Code), []string{string(u.Code)}, narrow
	}
	svg, err := s.maps.Province(string(top.Code), opt)
	p.Map = template.HTML(svg)
	return err
}

// takeMap answers POST /don-vi/{code}/ban-do: a province's own map, or with "bo" none.
func (s *screen) takeMap(q *base.Request) error {
	if err := q.Ledger().MayAdminister(q.Actor); err != nil {
		return err
	}
	u, day, err := find(q)
	if err != nil {
		return err
	}
	if err := s.ready(q); err != nil {
		return err
	}
	if u.Level != unit.Province || u.Last() != 0 {
		return fault.New(fault.Invalid, "web.place.map.province")
	}
	data, drop, err := upload(q, "ban_do")
	if err != nil {
		return err
	}
	text := ""
	if !drop {
		if text, err = s.compact(q, u, data); err != nil {
			var f *fault.Error
			if !errors.As(err, &f) {
				return err
			}
			p, err := s.page(q, u, day)
			if err != nil {
				return err
			}
			p.Faults = []base.Fault{{Field: "map", Text: q.Site.Catalog().Book().Fault(q.Lang, f)}}
			return q.Show(http.StatusUnprocessableEntity, unitTemplate, p)
		}
	}
	if err := q.Ledger().SetMap(q.Context(), q.Actor, u.Code, text); err != nil {
		return err
	}
	if drop {
		return q.Go(link(q, u) + "?xong=map_dropped")
	}
	return q.Go(link(q, u) + "?xong=map_taken")
}

// upload is the content of the file that was sent, or that it is to be dropped.
func upload(q *base.Request, field string) ([]byte, bool, error) {
	q.Request.Body = http.MaxBytesReader(q.W, q.Request.Body, land.Limits.Bytes+1<<16)
	if err := q.ParseMultipartForm(1 << 20); err != nil {
		var large *http.MaxBytesError
		if errors.As(err, &large) {
			return nil, false, err
		}
		return nil, false, fault.New(fault.Invalid, "web.form")
	}
	defer q.MultipartForm.RemoveAll()
	if q.PostFormValue("bo") != "" {
		return nil, true, nil
	}
	file, _, err := q.FormFile(field)
	if err != nil {
		return nil, false, fault.New(fault.Invalid, "web.place.no_file")
	}
	defer file.Close()
	data, err := io.ReadAll(file)
	return data, false, err
}

// near is by how many degrees a border that is kept may differ from the file: 20 m.
const near = 0.0002

// compact checks a map and gives what is kept of it: codes and borders, no finer
// than a page can show.
func (s *screen) compact(q *base.Request, u *unit.Unit, data []byte) (string, error) {
	l, err := atlas.ReadGeoJSON(bytes.NewReader(data), land.Limits)
	if err != nil {
		return "", err
	}
	want := map[string]bool{}
	for _, c := range q.Ledger().Tree().Children(u.ID, q.Today()) {
		if c.Level == unit.Commune {
			want[string(c.Code)] = true
		}
	}
	for _, code := range l.Codes() {
		if !want[code] {
			return "", fault.New(fault.Invalid, "web.place.map.stranger", "code", code, "unit", nameAt(u, q.Today()))
		}
		delete(want, code)
	}
	if len(want) > 0 {
		var missing []string
		for code := range want {
			missing = append(missing, code)
		}
		slices.Sort(missing)
		return "", fault.New(fault.Invalid, "web.place.map.missing", "n", len(missing), "codes", strings.Join(missing[:min(len(missing), 8)], ", "))
	}
	var file collection
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &file); err != nil {
		return "", err
	}
	out := collection{Type: "FeatureCollection"}
	for _, f := range file.Features {
		var polys [][][][]float64
		if f.Geometry.Type == "Polygon" {
			polys = make([][][][]float64, 1)
			err = json.Unmarshal(f.Geometry.Coordinates, &polys[0])
		} else {
			err = json.Unmarshal(f.Geometry.Coordinates, &polys)
		}
		if err != nil {
			return "", err
		}
		for _, poly := range polys {
			for i := range poly {
				poly[i] = thin(poly[i])
			}
		}
		f.Type, f.Geometry.Type = "Feature", "MultiPolygon"
		f.Properties.Code = strings.TrimSpace(f.Properties.Code)
		if f.Geometry.Coordinates, err = json.Marshal(polys); err != nil {
			return "", err
		}
		out.Features = append(out.Features, f)
	}
	text, err := json.Marshal(out)
	if err != nil {
		return "", err
	}
	if _, err := atlas.ReadGeoJSON(bytes.NewReader(text), land.Limits); err != nil {
		return "", err
	}
	return string(text), nil
}

// collection is what is kept of a file of polygons.
type collection struct {
	Type     string    `json:"type"`
	Features []feature `json:"features"`
}

type feature struct {
	Type       string `json:"type"`
	Properties struct {
		Code string `json:"code"`
	} `json:"properties"`
	Geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// thin leaves out the corners of a ring that nobody sees, and digits behind the fifth.
func thin(ring [][]float64) [][]float64 {
	line := make([]atlas.Point, len(ring))
	for i, c := range ring {
		line[i] = atlas.Point{X: math.Round(c[0]*1e5) / 1e5, Y: math.Round(c[1]*1e5) / 1e5}
	}
	thinner := atlas.Simplify(line, near)
	if len(thinner) < 4 {
		thinner = line // a rock in the sea is still there
	}
	out := make([][]float64, len(thinner))
	for i, c := range thinner {
		out[i] = []float64{c.X, c.Y}
	}
	return out
}
