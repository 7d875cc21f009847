package atlas

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"math"
	"strings"

	"binhdang/internal/fault"
)

// Limits keep an office's file within what a page can carry. Zero fields take the
// value of DefaultLimits.
type Limits struct {
	Bytes     int64   // of the file
	Units     int     // features
	Points    int     // corners in the file
	Tolerance float64 // degrees by which a simplified border may differ
}

// DefaultLimits suit the communes of one province: a tolerance of about 110 m.
var DefaultLimits = Limits{Bytes: 32 << 20, Units: 1000, Points: 2_000_000, Tolerance: 0.001}

// feature is what we read of GeoJSON; all else is passed over.
type feature struct {
	Type       string `json:"type"`
	Properties struct {
		Code any `json:"code"`
	} `json:"properties"`
	Geometry struct {
		Type        string          `json:"type"`
		Coordinates json.RawMessage `json:"coordinates"`
	} `json:"geometry"`
}

// ReadGeoJSON reads polygons in degrees (WGS 84), each feature with the property
// "code" of its unit. Several features of one code are one unit. What the person
// should mend comes as a fault; nothing is drawn in part.
func ReadGeoJSON(r io.Reader, limits Limits) (*Layer, error) {
	if limits.Bytes <= 0 {
		limits.Bytes = DefaultLimits.Bytes
	}
	if limits.Units <= 0 {
		limits.Units = DefaultLimits.Units
	}
	if limits.Points <= 0 {
		limits.Points = DefaultLimits.Points
	}
	if limits.Tolerance <= 0 {
		limits.Tolerance = DefaultLimits.Tolerance
	}
	data, err := io.ReadAll(io.LimitReader(r, limits.Bytes+1))
	if err != nil {
		return nil, err
	}
	if int64(len(data)) > limits.Bytes {
		return nil, fault.New(fault.Invalid, "atlas.bytes", "most", limits.Bytes>>20)
	}
	var file struct {
		Type     string    `json:"type"`
		Features []feature `json:"features"`
	}
	if err := json.Unmarshal(bytes.TrimPrefix(data, []byte("\ufeff")), &file); err != nil {
		return nil, notJSON(data, err)
	}
	switch {
	case file.Type != "FeatureCollection":
		return nil, fault.New(fault.Invalid, "atlas.type", "type", file.Type)
	case len(file.Features) == 0:
		return nil, fault.New(fault.Invalid, "atlas.empty")
	case len(file.Features) > limits.Units:
		return nil, fault.New(fault.Invalid, "atlas.units", "count", len(file.Features), "most", limits.Units)
	}
	return layerOf(file.Features, limits)
}

// notJSON says on which line the file stops being what it should be.
func notJSON(data []byte, err error) error {
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	at := int64(len(data))
	switch {
	case errors.As(err, &syntax):
		at = syntax.Offset
	case errors.As(err, &kind):
		at = kind.Offset
	}
	at = min(max(at, 0), int64(len(data)))
	f := fault.New(fault.Invalid, "atlas.json", "line", 1+bytes.Count(data[:at], []byte("\n")))
	f.Cause = err
	return f
}

func layerOf(features []feature, limits Limits) (*Layer, error) {
	l := &Layer{}
	at := map[string]int{}
	points := 0
	for i, f := range features {
		code, ok := f.Properties.Code.(string)
		code = strings.TrimSpace(code)
		if !ok || code == "" || len(code) > 20 {
			return nil, fault.New(fault.Invalid, "atlas.code", "n", i+1)
		}
		var polys [][][][]float64
		into := any(&polys)
		switch f.Geometry.Type {
		case "Polygon":
			polys = make([][][][]float64, 1)
			into = &polys[0]
		case "MultiPolygon":
		default:
			return nil, fault.New(fault.Invalid, "atlas.geometry", "code", code, "type", f.Geometry.Type)
		}
		if err := json.Unmarshal(f.Geometry.Coordinates, into); err != nil || len(polys) == 0 {
			return nil, fault.New(fault.Invalid, "atlas.coordinates", "code", code)
		}
		k, known := at[code]
		if !known {
			k = len(l.units)
			at[code] = k
			l.units = append(l.units, area{code: code})
		}
		for _, p := range polys {
			poly, err := polygon(code, p)
			if err != nil {
				return nil, err
			}
			for _, r := range poly {
				points += len(r)
			}
			l.units[k].polys = append(l.units[k].polys, poly)
		}
		if points > limits.Points {
			return nil, fault.New(fault.Invalid, "atlas.points", "most", limits.Points)
		}
	}
	l.sort()
	l.simplify(limits.Tolerance)
	return l, nil
}

// polygon checks the corners: closed rings of degrees.
func polygon(code string, rings [][][]float64) ([]ring, error) {
	if len(rings) == 0 {
		return nil, fault.New(fault.Invalid, "atlas.coordinates", "code", code)
	}
	var out []ring
	for _, corners := range rings {
		var r ring
		for _, c := range corners {
			if len(c) < 2 {
				return nil, fault.New(fault.Invalid, "atlas.coordinates", "code", code)
			}
			// Viet Nam and the sea around it: metres, or north before east, end here.
			if c[0] < 95 || c[0] > 125 || c[1] < 0 || c[1] > 30 {
				return nil, fault.New(fault.Invalid, "atlas.degrees", "code", code)
			}
			// Neighbours agree on a corner to about 1 cm.
			p := Point{math.Round(c[0]*1e7) / 1e7, math.Round(c[1]*1e7) / 1e7}
			if len(r) == 0 || r[len(r)-1] != p {
				r = append(r, p)
			}
		}
		if len(r) > 0 && r[0] != r[len(r)-1] {
			r = append(r, r[0])
		}
		if len(r) < 4 {
			return nil, fault.New(fault.Invalid, "atlas.ring", "code", code)
		}
		out = append(out, r)
	}
	return out, nil
}

// simplify leaves out corners, and islets and holes that the tolerance swallows. The
// largest polygon of a unit always stays.
func (l *Layer) simplify(tolerance float64) {
	var rings []ring
	for _, u := range l.units {
		for _, p := range u.polys {
			rings = append(rings, p...)
		}
	}
	thin := simplified(rings, tolerance)
	n := 0
	for i, u := range l.units {
		var kept [][]ring
		var largest []ring
		for _, p := range u.polys {
			if largest == nil || p[0].size() > largest[0].size() {
				largest = p[:1]
			}
			var poly []ring
			for k := range p {
				if r := thin[n+k]; len(r) >= 4 && r.size() > 2*tolerance*tolerance {
					poly = append(poly, r)
				} else if k == 0 {
					break
				}
			}
			n += len(p)
			if poly != nil {
				kept = append(kept, poly)
			}
		}
		if kept == nil {
			kept = [][]ring{largest}
		}
		l.units[i].polys = kept
	}
}
