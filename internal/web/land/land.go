// Package land is what maps are drawn from: the outlines of content and the polygons
// that an office has brought for a province. All screens that draw maps share them.
package land

import (
	"strings"
	"sync"

	"binhdang/internal/atlas"
	"binhdang/internal/unit"
	"binhdang/internal/web/base"
)

// Limits of the polygons that an office brings.
var Limits = atlas.Limits{Bytes: 8 << 20}

// Land is the outlines and polygons of a site; the zero one is ready. It is safe for
// concurrent use.
type Land struct {
	once  sync.Once
	maps  *atlas.Atlas
	wrong error

	mu     sync.Mutex
	layers map[unit.Code]layer
	drawn  drawings
}

// layer is an office's own polygons of a province, decoded.
type layer struct {
	hash  string
	layer *atlas.Layer
}

// Atlas is read when the first page asks for it.
func (l *Land) Atlas(q *base.Request) (*atlas.Atlas, error) {
	l.once.Do(func() { l.maps, l.wrong = atlas.Load(q.Site.Catalog().FS()) })
	return l.maps, l.wrong
}

// Layer is the polygons that were brought for a province; nil for none. They are read
// and decoded again only when they are others.
func (l *Land) Layer(q *base.Request, code unit.Code) (*atlas.Layer, error) {
	l.mu.Lock()
	known := l.layers[code]
	l.mu.Unlock()
	text, hash, err := q.Ledger().Map(q.Context(), code, known.hash)
	switch {
	case err != nil || hash == "":
		return nil, err
	case hash == known.hash:
		return known.layer, nil
	}
	next, err := atlas.ReadGeoJSON(strings.NewReader(text), Limits)
	if err != nil {
		return nil, err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.layers == nil {
		l.layers = map[unit.Code]layer{}
	}
	l.layers[code] = layer{hash, next}
	return next, nil
}
